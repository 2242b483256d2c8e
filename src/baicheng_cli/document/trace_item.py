"""One item of the plan while it is held against its clause: where its names stand, what is accounted for."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from baicheng_cli.document.model import Words
from baicheng_cli.document.numbers import Quantity
from baicheng_cli.document.places import At, flat
from baicheng_cli.document.said import Prose, Said
from baicheng_cli.document.trace_codes import Difference, quoted
from baicheng_cli.plan.model import Indicator, Item, Milestone, Stage, Task

Path = tuple[str | int, ...]


class Place(NamedTuple):
    """A stretch of one line of a clause."""

    prose: Prose
    start: int
    end: int

    @property
    def words(self) -> Words:
        """With what stands around it, as far as its piece of the sentence goes."""
        text, (begin, end) = self.prose.text, self.prose.piece(self.start)
        begin, end = max(begin, self.start - 24), min(max(end, self.end), self.end + 24)
        while 0 < begin < self.start and text[begin].isdigit() and text[begin - 1].isdigit():
            begin -= 1
        while self.end < end < len(text) and text[end].isdigit() and text[end - 1].isdigit():
            end += 1
        return self.prose.words(begin, end)


class Stretches:
    """Stretches of lines, put together where they touch, so that any one is found at once among very many."""

    def __init__(self) -> None:
        self._of: dict[int, list[tuple[int, int]]] = {}

    def add(self, *places: Place) -> None:
        for prose, start, end in places:
            known = self._of.setdefault(id(prose), [])
            first = bisect_left(known, start, key=lambda one: one[1])
            last = first
            while last < len(known) and known[last][0] <= end:
                start, end = min(start, known[last][0]), max(end, known[last][1])
                last += 1
            known[first:last] = [(start, end)]

    def meet(self, place: Place) -> bool:
        """Whether any of them lies over some of a place."""
        known = self._of.get(id(place.prose), ())
        at = bisect_right(known, place.start, key=lambda one: one[1])
        return at < len(known) and known[at][0] < place.end


@dataclass
class OneItem:
    """One item while it is held against its clause."""

    task: Task
    said: Said
    taken: Stretches = field(default_factory=Stretches)
    """What something in the plan accounts for."""
    dated: Stretches = field(default_factory=Stretches)
    """Deadlines that are some part's, or that an exception names."""

    @property
    def item(self) -> Item:
        return self.task.item

    def difference(
        self, code: str, path: Path, message: str, words: Words | None = None, remedy: str = ""
    ) -> Difference:
        shown = f"{message}：{quoted(words)}" if words is not None else message
        return Difference(code, (*self.task.path, *path), f"{self.task.id} {shown}", words, remedy, self.task.id)


class Step(NamedTuple):
    """One target of an indicator: the indicator itself, or one of its stages."""

    part: Indicator
    step: Indicator | Stage
    path: Path


def name_places(one: OneItem, part: Indicator | Milestone) -> list[Place]:
    """Where a part's name stands; where the whole does not, its pieces, or its beginning when its end is there, too."""
    name = re.sub(r"（[^（）]*）", "", flat(part.name))
    places = [Place(*place) for place in one.said.find(name)]
    if places or len(name) < 4:
        return places
    for words in re.split("[、和及与的（）]", name):
        places += [Place(*place) for place in one.said.find(words)] if len(words) > 1 else []
    if places:
        return places
    text = one.said.text
    for size in range(len(name) - 2, 1, -1):  # 白寨、马庄、庙沟遗址生态文化公园: 白寨遗址生态文化公园
        if name[:size] in text and name[size:] in text:
            first, second = ([Place(*place) for place in one.said.find(words)] for words in (name[:size], name[size:]))
            return _behind(first, second) if isinstance(part, Milestone) else first if size > 2 else second
    for size in range(len(name) - 1, 3, -1):
        if places := [Place(*place) for place in one.said.find(name[:size])]:
            return places
    return []


_FAR = 2_000


def _behind(first: Sequence[Place], second: Sequence[Place]) -> list[Place]:
    """Where a milestone is whose name and verb stand apart: at the verb behind it in its sentence, then at its name."""
    behind = [
        verb
        for name in first
        for verb in second
        if verb.prose is name.prose and name.end <= verb.start < name.prose.sentence(name.start)[1]
    ]
    return [*(behind or second), *first]  # 文化中心。6月建成投用: the title names it


def distance_to(names: Sequence[Place], prose: Prose, number: At[Quantity]) -> int:
    """How far a number is from a name: characters between, and more for every mark in between."""
    best = 10_000
    for name in names:
        if name.prose is not prose:
            continue
        if max(number.start - name.end, name.start - number.end) > _FAR:
            continue
        if name.end <= number.start:
            between = prose.text[name.end : number.start]
        elif number.end <= name.start:
            between = prose.text[number.end : name.start]
        else:
            between = ""
        apart = 12 if name.end <= number.start else 24  # a name behind the comma leads to a number of its own
        marks = apart * sum(between.count(sign) for sign in "，、；") + 60 * between.count("。")
        best = min(best, len(between) + marks)
    return best


def shared_by_all(prose: Prose, quantity: At[Quantity]) -> bool:
    """新建、改造公厕各30座: one number, as many targets as there are names."""
    return bool(re.search(r"[各均都][^，。；\d]*$", prose.text[prose.piece(quantity.start)[0] : quantity.start]))


def around(names: Sequence[Place]) -> Words | None:
    return names[0].words if names else None

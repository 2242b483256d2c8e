"""What a clause says, as its plan is held against it: its prose, who answers, the days set for all of it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from typing import TypeVar

from baicheng_cli.document.deadlines import Deadline, Time, cell_deadline, deadlines
from baicheng_cli.document.extracted import ROLES, Extracted
from baicheng_cli.document.model import Clause, Line, Words
from baicheng_cli.document.numbers import Quantity, quantities
from baicheng_cli.document.places import At, flat, line_of, sentences
from baicheng_cli.document.table_rows import PERIOD, innermost
from baicheng_cli.document.titles import part
from baicheng_cli.document.unit_lines import read_unit_line, role_of_heading
from baicheng_cli.document.unit_names import BODY

T = TypeVar("T")
_Told = tuple[Line, str, Words | None, str]
"""A line, what of it is prose, the deadline and the unit of measure that stand beside it."""
MOST_PLACES = 200
_BARE = re.compile(r"\s*[≥≤><]?=?(\d+(?:\.\d+)?)(?:以[上内下])?\s*")


@dataclass(frozen=True)
class Prose:
    """One line of a clause's own words; those that name units are blanked out."""

    line: Line
    text: str
    """Flat (places.flat), character for character that of `line`."""
    time: Time
    due: Words | None = None
    """The deadline that its row or its clause sets beside it."""
    unit: str = ""
    """Of a cell with nothing but a number, the unit of measure that another column says."""

    @cached_property
    def quantities(self) -> tuple[At[Quantity], ...]:
        if self.unit and (bare := _BARE.fullmatch(self.text)):
            return (At(*bare.span(1), Quantity(Decimal(bare[1]), self.unit, words=bare[1]), ""),)
        return tuple(At(start, end, one, "") for start, end, one in quantities(self.text))

    @cached_property
    def deadlines(self) -> tuple[At[Deadline], ...]:
        return tuple(one for piece in sentences(self.text) for one in deadlines(self.text, self.time, *piece))

    def words(self, start: int, end: int) -> Words:
        return self.line.words(start, end)

    @cached_property
    def _marks(self) -> dict[str, list[int]]:
        """Where each set of marks stands, from left to right: asked for every number of a line, however long."""
        return {}

    def sentence(self, place: int) -> tuple[int, int]:
        """Where the sentence around a place begins and ends."""
        return self.piece(place, "。！？\n\t")

    def piece(self, place: int, signs: str = "，；。：！？\n\t") -> tuple[int, int]:
        """Where the piece of a sentence around a place begins and ends."""
        if signs not in self._marks:
            self._marks[signs] = [found.start() for found in re.finditer(f"[{signs}]", self.text)]
        marks = self._marks[signs]
        at = bisect_left(marks, place)
        return (marks[at - 1] + 1 if at else 0), (marks[at] if at < len(marks) else len(self.text))

    def first_from(self, found: Sequence[At[T]], place: int) -> int:
        """The index of the first of these that begins at a place or behind it."""
        return bisect_left(found, place, key=lambda one: one.start)

    def governing(self, place: int) -> At[Deadline] | None:
        """The deadline in force at a place: the last one before it in its sentence.

        One that begins the sentence or stands between commas (2019年底前，…；…) holds to its end, one inside a phrase
        (确保其2019年建成；…) to the semicolon. Without one before, the first one after it in its piece, unless that
        has a number of its own.
        """
        begin, end = self.sentence(place)
        if (paired := self._paired(place, begin)) is not None:
            return paired
        index = self.first_from(self.deadlines, place)
        for one in reversed(self.deadlines[max(0, index - 2) : index]):
            if one.end <= place and one.start >= begin:
                leads = not self.text[begin : one.start].strip() or self.text[one.end : one.end + 1] == "，"
                if leads or "；" not in self.text[one.end : place]:
                    return one
                return None
        _, stop = self.piece(place, "；。！？\n\t")
        after = self.deadlines[index] if index < len(self.deadlines) else None
        if after is None or after.start >= min(stop, end):
            return None
        _, last = self.piece(after.end)
        index = self.first_from(self.quantities, after.end)
        own = index < len(self.quantities) and self.quantities[index].start < last
        rest = self.text[after.end : last]
        own = own or re.search("全覆盖|清零", rest) is not None
        own = own or (self.due is not None and re.search("完成(?!任务|目标).{2,}", rest) is not None)
        return None if own else after

    def _paired(self, place: int, begin: int) -> At[Deadline] | None:
        """2019年、2020年分别达到40%、70%: the deadline that has the same rank as the number at a place."""
        word = self.text.rfind("分别", begin, place)
        if word < 0:
            return None
        _, last = self.piece(word, "；。！？\n\t")
        days: list[At[Deadline]] = []
        first = self.first_from(self.deadlines, begin)
        for one in reversed(self.deadlines[first : self.first_from(self.deadlines, word)]):
            if days and self.text[one.end : days[0].start] not in ("、", "，", "和"):
                break
            days.insert(0, one)
        numbers = self.quantities[self.first_from(self.quantities, word) : self.first_from(self.quantities, last)]
        ranks = [index for index, one in enumerate(numbers) if one.start <= place < one.end]
        row = len(days) > 1 and len(numbers) >= len(days) and bool(ranks) and ranks[0] < len(days)
        together = row and all(one.start - other.end <= 1 for other, one in pairwise(numbers[: len(days)]))
        return days[ranks[0]] if together else None


@dataclass
class Said:
    """What one clause says itself, without the clauses below it."""

    clause: Clause
    prose: list[Prose] = field(default_factory=list)

    @cached_property
    def text(self) -> str:
        return "\n".join(one.text for one in self.prose)

    def find(self, words: str) -> Iterator[tuple[Prose, int, int]]:
        """Every place where these words stand, up to as many as anybody would write in a clause."""
        wanted = flat(words)
        count = 0
        for one in self.prose:
            at = one.text.find(wanted) if wanted else -1
            while at >= 0 and count < MOST_PLACES:
                yield one, at, at + len(wanted)
                at = one.text.find(wanted, at + 1)
                count += 1


def said_by(one: Extracted, time: Time, default: Words | None = None) -> Said:
    """What a clause says in its own title and lines; `default`: the deadline of clauses that name none."""
    clause = one.clause
    said = Said(clause)
    lines: list[_Told] = []
    if clause.title is not None and not clause.table:
        title = line_of(clause.title.words)
        lines.append((title, read_unit_line(flat(title.text)).prose, None, ""))
    for line in clause.body:
        if line.cells is not None and clause.table:
            lines += _row(line, list(clause.table), time)
        else:
            lines.append((line, read_unit_line(flat(line.text)).prose, None, ""))
    beside = one.due.words if one.due is not None else default
    said.prose = [Prose(line, text, time, due or beside, unit) for line, text, due, unit in lines]
    return said


def _row(line: Line, names: list[str], time: Time) -> Iterator[_Told]:
    """A row of a table: the cells that say what is done, with the deadline and the unit of measure of the row."""
    at = 0
    periods = sum(1 for name in names if PERIOD.match(innermost(name)))
    due: Words | None = None
    unit = ""
    prose: list[tuple[Line, Words | None]] = []
    for name, cell in zip(names, line.cells or (), strict=False):
        start, at = at, at + len(cell) + 1
        role = role_of_heading(name)
        here = part(line, start, start + len(cell))
        if name in ("单位", "计量单位") and BODY.search(cell) is None:
            unit = cell.strip()
        elif role == "due":
            found = cell_deadline(cell, time) if cell.strip() else None
            due = here.words(0, len(cell)) if found is not None else due
        elif re.fullmatch(r"20\d\d年(?:度)?(?:目标|计划|任务)?", name) or (
            periods > 1 and PERIOD.match(innermost(name))
        ):
            prose.append((here, Words(innermost(name), here.span(0, len(cell)))))
        elif role not in (*ROLES, "people") and not any(word in name for word in _NO_PROSE):
            prose.append((here, None))
    for here, own in prose:
        if here.text.strip():
            yield here, flat(here.text), own or due, unit


_NO_PROSE = ("序号", "编号", "备注", "领导", "责任人", "条款")

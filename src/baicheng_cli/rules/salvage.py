"""Making the most of a broken file: what can be read of it is still questioned, and nothing is invented.

A file with one wrong date is no model, and yet everything else in it can be checked. So the values that were
refused are taken out, or something stands in for them where the model cannot do without, until the rest is a
model. What was lost is remembered: a finding that rests on it is not made (engine.Need).
"""

from __future__ import annotations

import copy
import re
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Generic, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from baicheng_cli.diagnostics import Finding, Place
from baicheng_cli.fields import WRONG_TYPE
from baicheng_cli.plan.model import OPERATORS
from baicheng_cli.reading import known_keys, model_of, refusals
from baicheng_cli.rules.engine import KeyOf, Need, Path, Reach
from baicheng_cli.yaml_source import DUPLICATE_KEY, Data, Source
from baicheng_cli.yaml_source import Mapping as MappingAt
from baicheng_cli.yaml_source import Sequence as SequenceAt

_KEY = re.compile(r"(?:- +)*([a-z_]+)\s*[:：]")
_OPENS = re.compile(r" *(?:- +)*([a-z_]+):\s*$")
MAX_ROUNDS = 40
MOST_TWICE = 100
"""So many equal keys are looked for in the tree, and no more: each costs a walk through it."""

ANYTHING = "*"
NOT_WRITTEN = "（未写）"

Model = TypeVar("Model", bound=BaseModel)

StandIn = Callable[[Path, Data], Data]
"""What takes the place of a required value that could not be read; `None`: do without its parent."""


class Loss(NamedTuple):
    """A key whose value, or part of it, was taken out."""

    top: str
    """The key at the top of the file below which it lay."""
    above: tuple[int, ...]
    """Marks of the mappings from the root to the one that lost it."""
    key: str
    """The key, or ANYTHING when it is not known which."""
    text: str | None
    """What was written there; `None`: not known."""


@dataclass
class Held(Generic[Model]):
    """What one file gave: a model of all that can be read, and what was wrong with the writing."""

    source: Source
    model: Model | None
    findings: list[Finding]
    losses: list[Loss] = field(default_factory=list)
    stand_ins: set[tuple[int, str]] = field(default_factory=set)
    """Mapping (its mark) and key of every value that is ours, not the file's."""
    mended: set[tuple[int, str]] = field(default_factory=set)
    """Mapping and key of every value that could be read after all: its key was misspelt, or it was no list."""

    @property
    def told(self) -> set[Place]:
        """Places about which reading has already said what is wrong."""
        return {found.place for found in self.findings}

    def trusts(self, path: Path, needs: Sequence[Need], losses: Sequence[Loss]) -> bool:
        """Whether a finding at `path` rests on what was read; `losses` are those of all files that it saw."""
        if not self.losses and not losses:
            return True
        marks: list[int] = []
        for mark, key in _mappings_on(self.source.data, path):
            marks.append(mark)
            if (mark, key) in self.stand_ins:
                return False
        words = _words_at(self.source.data, path)
        for need in needs:
            seen = self.losses if need.reach in (Reach.NEAR, Reach.BESIDE) else losses
            if any(_concerns(loss, need, marks, words) for loss in seen):
                return False
        return True


def _concerns(loss: Loss, need: Need, marks: Sequence[int], words: Sequence[str]) -> bool:
    """Whether a finding with this need, at a place below these mappings, may be there because of this loss."""
    match need.reach:
        case Reach.BESIDE:
            return loss.key in need.keys and loss.above[-2:-1] == tuple(marks[-2:-1])
        case Reach.NEAR:
            if loss.key not in need.keys and loss.key != ANYTHING:
                return False
            return loss.above[-1] in marks or (bool(marks) and marks[-1] in loss.above)
        case _:
            if loss.top != need.top or (need.keys and loss.key not in (*need.keys, need.top, ANYTHING)):
                return False
            text = loss.text
            return need.reach is Reach.BELOW or text is None or any(word in text for word in words)


def _words_at(data: Data, path: Path) -> list[str]:
    """What a finding is about, as it is written at its place: the key, or the value with all that is in it."""
    return [str(path[-1])] if isinstance(path, KeyOf) else _text_of(_at(data, path)).split("\n")


def _text_of(node: Data) -> str:
    if isinstance(node, dict):
        return "\n".join(f"{key}\n{_text_of(value)}" for key, value in node.items())
    if isinstance(node, list):
        return "\n".join(map(_text_of, node))
    return node or ""


def hold(kind: type[Model], source: Source, stand_in: StandIn | None = None) -> Held[Model]:
    """Read a file as a model; where that fails, as much of it as can be."""
    model, findings = model_of(kind, source)
    held = Held(source, model, findings)
    if not isinstance(source.data, MappingAt):
        return held
    lines = source.text.split("\n")
    held.losses += [_lost_lines(source, block, lines) for block in _blocks(source.dropped, lines)]
    twice = [found.place for found in findings if found.code == DUPLICATE_KEY][:MOST_TWICE]
    held.losses += [_lost_twice(source.data, place, lines[place.line - 1]) for place in twice]
    if model is None:
        _salvage(kind, held, stand_in or (lambda path, data: None))
    held.losses = list(_named(kind, held.source.data, held.losses))
    return held


def _salvage(kind: type[Model], held: Held[Model], stand_in: StandIn) -> None:
    data: Data = held.source.data
    for _ in range(MAX_ROUNDS):
        try:
            held.model = kind.model_validate(data)
        except ValidationError as error:
            errors = error.errors(include_url=False)
            _tell_more(kind, held, data, errors)
            edits = _edits_for(kind, errors, data, stand_in)
            if not edits:
                return
            for path, edit in edits.items():
                _remember(held, data, path, edit)
            data = _edited(data, edits)
            continue
        held.source = _with(data, held.source)
        return


def _with(data: Data, source: Source) -> Source:
    other = copy.copy(source)
    other.data = data
    return other


def _tell_more(kind: type[Model], held: Held[Model], data: Data, errors: Sequence[ErrorDetails]) -> None:
    """What is wrong inside values that could be read only after they were mended: nobody has said so yet."""
    lost = {(loss.above[-1], loss.key) for loss in held.losses}
    fresh = []
    for error in errors:
        left_by = list(_mappings_on(data, error["loc"]))
        ours = error["type"] == "missing" and (left_by[-1][0], str(error["loc"][-1])) in lost
        if held.mended.intersection(left_by) and not ours:
            fresh.append(error)
    held.findings += refusals(kind, _with(data, held.source), fresh, held.told)


class _Edit(NamedTuple):
    """One change to the data: `drop`, `put` a value, `wrap` it in a list, or `rename` its key to `key`.

    A value in a `rename` is one that was written into the key: `{id：chengguan}`.
    """

    act: str
    value: Data = None
    key: str = ""


def _edits_for(
    kind: type[BaseModel], errors: Sequence[ErrorDetails], data: Data, stand_in: StandIn
) -> dict[Path, _Edit]:
    """The edits that answer pydantic's errors; none when there is nothing more to be done."""
    edits: dict[Path, _Edit] = {}
    respelt: set[Path] = set()
    for error in errors:
        if error["type"] == "extra_forbidden":
            path, _ = _reached(data, error["loc"])
            edit = _respelt(kind, path, data)
            right = (*path[:-1], edit.key)
            edits[path] = _Edit("drop", key=ANYTHING) if right in respelt else edit
            respelt.add(right)
    for error in errors:
        if error["type"] == "extra_forbidden" or error["loc"] in respelt:
            continue
        if error["type"] == "too_short" and error["input"]:
            continue  # pydantic says so of every list in which something was refused
        path, edit_or_none = _edit_for(error, data, stand_in)
        if edit_or_none is None:
            return {}
        edits.setdefault(path, edit_or_none)
    return edits


def _edit_for(error: ErrorDetails, data: Data, stand_in: StandIn) -> tuple[Path, _Edit | None]:
    path, rest = _reached(data, error["loc"])
    if error["type"] == "missing":
        wanted = (*path, *rest[:1])
        if (value := stand_in(wanted, data)) is not None:
            return wanted, _Edit("put", value)
        return path, _Edit("drop") if path else None
    if error["type"] == WRONG_TYPE and isinstance(error["input"], str | dict) and not rest:
        return path, _Edit("wrap")
    if not rest and (value := stand_in(path, data)) is not None:
        return path, _Edit("put", value)
    return path, _Edit("drop") if path else None


def _respelt(kind: type[BaseModel], path: Path, data: Data) -> _Edit:
    """A misspelt key under its right name, so that what it holds is questioned, too."""
    holder = _at(data, path[:-1])
    free = [key for key in known_keys(kind, path[:-1]) if isinstance(holder, dict) and key not in holder]
    key, _, value = str(path[-1]).partition("：")
    if value and key in free:
        return _Edit("rename", value=value.strip(), key=key)
    near = get_close_matches(str(path[-1]), free, n=1, cutoff=0.6)
    return _Edit("rename", key=near[0]) if near else _Edit("drop", key=ANYTHING)


def _remember(held: Held[Any], data: Data, path: Path, edit: _Edit) -> None:
    left_by = [(mark, key) for mark, key in _mappings_on(data, path) if key]
    mark, key = left_by[-1]
    if edit.act in ("wrap", "rename"):
        held.mended.add((mark, edit.key or key))
        return  # nothing is lost by it
    ours = any(step in held.stand_ins for step in left_by)
    if edit.act == "put":
        held.stand_ins.add((mark, key))
        ours = ours or any((loss.above[-1], loss.key) == (mark, key) for loss in held.losses)
    if ours:
        return  # what was there is remembered already
    above = tuple(mark for mark, _ in left_by)
    text = _text_of(_at(data, path))
    if edit.key:
        text = f"{path[-1]}\n{text}"
    held.losses.append(Loss(str(path[0]), above, edit.key or key, text or None))


def _named(kind: type[BaseModel], data: Data, losses: list[Loss]) -> Iterator[Loss]:
    """A loss of some unknown key at the top may be any of those that are absent there, and no other."""
    for loss in losses:
        if len(loss.above) > 1 or loss.key != ANYTHING:
            yield loss
        elif loss.top == ANYTHING:  # lines at the left margin: what stood in them may have been part of anything
            yield from (Loss(key, loss.above, ANYTHING, loss.text) for key in known_keys(kind, ()))
        else:
            absent = (key for key in known_keys(kind, ()) if isinstance(data, dict) and key not in data)
            yield from (Loss(key, loss.above, key, None) for key in absent)


class _Spot(NamedTuple):
    """A mapping or a list, and where it stands."""

    node: MappingAt | SequenceAt
    above: tuple[int, ...]
    """Marks of the mappings from the root to this one."""
    key: str
    """The key that it, or the list it is in, is the value of."""
    top: str

    @property
    def start(self) -> tuple[int, int]:
        mark = self.node.marks[0]
        return (mark >> 20) + 1, (mark >> 1 & 0x7FFFF) + 1


def _spots(root: Data) -> Iterator[_Spot]:
    stack: list[tuple[Data, tuple[int, ...], str, str]] = [(root, (), "", "")]
    while stack:
        node, above, key, top = stack.pop()
        if isinstance(node, MappingAt):
            here = (*above, node.marks[0])
            yield _Spot(node, here, key, top)
            stack += [(value, here, name, top or name) for name, value in node.items()]
        elif isinstance(node, SequenceAt):
            yield _Spot(node, above, key, top)
            stack += [(value, above, key, top) for value in node]


def _blocks(dropped: Set[int], lines: Sequence[str]) -> list[list[int]]:
    """The lines that could not be read, each with the deeper ones below it that went with it."""
    blocks: list[list[int]] = []
    for line in sorted(dropped):
        if blocks and _indent(lines[line - 1]) > _indent(lines[blocks[-1][0] - 1]):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return blocks


def _lost_lines(source: Source, block: Sequence[int], lines: Sequence[str]) -> Loss:
    """What was lost with lines that could not be read: a key, perhaps unknown which, of what held the first."""
    line = block[0]
    first, text = lines[line - 1], "\n".join(lines[one - 1] for one in block)
    row = line - 2
    while row > 0 and (row + 1 in source.dropped or not lines[row].partition("#")[0].strip()):
        row -= 1
    opens = _OPENS.match(lines[row].partition(" #")[0]) if row >= 0 else None
    best: _Spot | None = None
    for spot in _spots(source.data):
        if opens and isinstance(spot.node, MappingAt) and _key_row(spot.node, opens[1]) == row:
            return Loss(spot.top or opens[1], spot.above, opens[1], text)  # the first lines of its value are gone
        before = spot.start[0] <= line and spot.start[1] <= _indent(first) + 1
        if before and (best is None or spot.start >= best.start):
            best = spot
    if best is not None and isinstance(best.node, SequenceAt):
        return Loss(best.top, best.above, best.key, text)
    written = _KEY.match(first.strip())
    key = written[1] if written else ANYTHING
    return Loss(best.top or key, best.above, key, text) if best else Loss(key, (_root_mark(source),), key, text)


def _lost_twice(root: Data, place: Place, line: str) -> Loss:
    """The second of two equal keys: its value was not read."""
    written = _KEY.match(line[place.column - 1 :])
    key = written[1] if written else ANYTHING
    holders = [spot for spot in _spots(root) if key in spot.node and spot.start <= (place.line, place.column)]
    if not holders:
        return Loss(key, (0,), key, line)
    best = max(holders, key=lambda spot: spot.start)
    return Loss(best.top or key, best.above, key, line)


def _key_row(node: MappingAt, key: str) -> int | None:
    """The line of a key, from 0."""
    return node.marks[1 + 2 * list(node).index(key)] >> 20 if key in node else None


def _root_mark(source: Source) -> int:
    return source.data.marks[0] if isinstance(source.data, MappingAt) else 0


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _at(data: Data, path: Path) -> Any:
    node: Any = data
    for step in path:
        if isinstance(node, dict | list):
            try:
                node = node[step]  # type: ignore[index]  # a step of the wrong kind is a miss
            except (KeyError, IndexError, TypeError):
                return None
        else:
            return None
    return node


def _reached(data: Data, loc: Sequence[str | int]) -> tuple[Path, Path]:
    """A location of pydantic's in two: what the data has of it, and the rest."""
    node: Any = data
    for index, step in enumerate(loc):
        try:
            node = node[step]
        except (KeyError, IndexError, TypeError):
            return tuple(loc[:index]), tuple(loc[index:])
    return tuple(loc), ()


def _mappings_on(data: Data, path: Path) -> Iterator[tuple[int, str]]:
    """The mappings on a path, each with the key that it is left by; the last one, if it is the end, with none."""
    node: Any = data
    for step in path:
        if isinstance(node, MappingAt):
            yield node.marks[0], str(step)
        try:
            node = node[step]
        except (KeyError, IndexError, TypeError):
            return
    if isinstance(node, MappingAt):
        yield node.marks[0], ""


def _edited(node: Data, edits: Mapping[Path, _Edit]) -> Data:
    """The data with the edits made; what they do not touch is shared, and keeps its places."""
    if not isinstance(node, MappingAt | SequenceAt):
        return node
    below: dict[str | int, dict[Path, _Edit]] = {}
    for path, edit in edits.items():
        below.setdefault(path[0], {})[path[1:]] = edit
    if isinstance(node, SequenceAt):
        shorter = SequenceAt()
        shorter.marks = array("q", node.marks[:1])
        for index, value in enumerate(node):
            _put(shorter, value, node.marks[1 + index : 2 + index], below.get(index, {}))
        return shorter
    other = MappingAt()
    other.marks = array("q", node.marks[:1])
    for index, (key, value) in enumerate(node.items()):
        _put(other, value, node.marks[1 + 2 * index : 3 + 2 * index], below.pop(key, {}), key)
    for key, inside in below.items():
        _put(other, None, array("q", node.marks[:1] * 2), inside, str(key))
    return other


def _put(
    holder: MappingAt | SequenceAt,
    value: Data,
    marks: array[int],
    edits: Mapping[Path, _Edit],
    key: str = "",
) -> None:
    edit = edits.get(())
    if edit is None:
        value = _edited(value, edits) if edits else value
    elif edit.act == "drop":
        return
    elif edit.act == "put":
        value = edit.value
    elif edit.act == "wrap":
        wrapped = SequenceAt([value])
        wrapped.marks = array("q", (marks[-1], marks[-1]))
        value = wrapped
    else:
        key = edit.key
        value = edit.value if edit.value is not None else value
    if isinstance(holder, SequenceAt):
        holder.append(value)
    else:
        holder[key] = value
    holder.marks.extend(marks)


def _empty(mark: int = 1) -> MappingAt:
    made = MappingAt()
    made.marks = array("q", (mark,))
    return made


def _list_of(*values: Data) -> SequenceAt:
    made = SequenceAt(values)
    made.marks = array("q", [1] * (1 + len(values)))
    return made


def for_plan(path: Path, data: Data) -> Data:
    """What stands in for the facts that a plan cannot do without."""
    match path:
        case ("schema",):
            return "1"
        case ("document",) | ("period",):
            return _empty()
        case ("document", "issued") | ("period", "start"):
            return "1900-01-01"
        case ("period", "end"):
            return "9999-12-31"
        case ("document", "title" | "number" | "issuer"):
            return NOT_WRITTEN
        case ("units" | "collectives" as top, int(index), "id"):
            return f"{top}-{index}"
        case ("units", int(), "names"):
            return _list_of(_empty())
        case ("units", int(unit), "names", int(index), "name"):
            return f"{NOT_WRITTEN}{unit}-{index}"
        case ("collectives", int(index), "name"):
            return f"{NOT_WRITTEN}{index}"
        case ("chapters",):
            return _list_of(_empty())
        case ("chapters", *_, "items", int(), "id") | ("chapters", int(), "id"):
            return _likely_id(path, data)
        case ("chapters", *_, "indicators" | "milestones" as kind, int(index), "id"):
            return f"{kind[0]}9{index}"
        case ("chapters", *_, "stages", int(index), "due"):
            before = _at(data, (*path[:-2], index - 1, "due")) if index else None
            return before if isinstance(before, str) else "1900-01-01"
        case ("chapters", *_, str(key)) if key in OPERATORS:
            return "external"
        case ("chapters", *_, "title" | "name"):
            return NOT_WRITTEN
        case _:
            return None


def _likely_id(path: Path, data: Data) -> str:
    """The number that an item most likely has: what its own items begin with, else its place in the list."""
    below = _at(data, (*path[:-1], "items", 0, "id"))
    if isinstance(below, str) and "." in below:
        return below.rpartition(".")[0]
    siblings = _at(data, path[:-2])
    taken = {one.get("id") for one in siblings if isinstance(one, dict)} if isinstance(siblings, list) else set()
    above = _at(data, (*path[:-3], "id"))
    front = f"{above}." if isinstance(above, str) and len(path) > 3 else ""
    number = int(path[-2]) + 1
    while f"{front}{number}" in taken:
        number += 1
    return f"{front}{number}"


def for_sidecar(unit: str, month: str) -> StandIn:
    """What stands in within a sidecar: its folder and its name tell month and unit."""

    def stand_in(path: Path, data: Data) -> Data:
        match path:
            case ("schema",):
                return "1"
            case ("unit",):
                return unit
            case ("month",):
                return month
            case ("entries", int(), "date"):
                return f"{month}-01"
            case ("entries", int(index), "id"):
                return _entry_id(index)
            case _:
                return None

    return stand_in


def _entry_id(index: int) -> str:
    digits = "abcdefghijklmnopqrstuvwxyz234567"
    text = ""
    for _ in range(4):
        index, digit = divmod(index, 32)
        text = digits[digit] + text
    return f"zzzz{text}"

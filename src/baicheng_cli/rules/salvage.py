"""Making the most of a broken file: what can be read of it is still questioned, and nothing is invented.

A file with one wrong date is no model, and yet everything else in it can be checked. So the values that were
refused are taken out, or something stands in for them where the model cannot do without, until the rest is a
model. What was lost is remembered: a finding that rests on it is not made (engine.Need).
"""

from __future__ import annotations

import copy
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Generic, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from baicheng_cli.diagnostics import Finding, Place
from baicheng_cli.fields import WRONG_TYPE
from baicheng_cli.plan.model import OPERATORS
from baicheng_cli.reading import known_keys, model_of
from baicheng_cli.rules.engine import Need, Path
from baicheng_cli.yaml_source import DUPLICATE_KEY, Data, Source
from baicheng_cli.yaml_source import Mapping as MappingAt
from baicheng_cli.yaml_source import Sequence as SequenceAt

MAX_ROUNDS = 40
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


@dataclass
class Held(Generic[Model]):
    """What one file gave: a model of all that can be read, and what was wrong with the writing."""

    source: Source
    model: Model | None
    findings: list[Finding]
    losses: list[Loss] = field(default_factory=list)
    stand_ins: set[tuple[int, str]] = field(default_factory=set)
    """Mapping (its mark) and key of every value that is ours, not the file's."""

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
        for need in needs:
            if need.top is None:
                if any(_is_near(loss, need, marks) for loss in self.losses):
                    return False
            elif any(_lies_below(loss, need) for loss in losses):
                return False
        return True


def _lies_below(loss: Loss, need: Need) -> bool:
    if loss.top != need.top:
        return False
    return not need.keys or loss.key in (*need.keys, need.top, ANYTHING)


def _is_near(loss: Loss, need: Need, marks: Sequence[int]) -> bool:
    if loss.key not in need.keys and loss.key != ANYTHING:
        return False
    return loss.above[-1] in marks or (bool(marks) and marks[-1] in loss.above)


def hold(kind: type[Model], source: Source, stand_in: StandIn | None = None) -> Held[Model]:
    """Read a file as a model; where that fails, as much of it as can be."""
    model, findings = model_of(kind, source)
    held = Held(source, model, findings)
    if not isinstance(source.data, MappingAt):
        return held
    lost_lines = [Place(source.file, line, _indent(source, line) + 1) for line in sorted(source.dropped)]
    twice = [found.place for found in findings if found.code == DUPLICATE_KEY]
    held.losses += [_loss_at(source.data, place) for place in (*lost_lines, *twice)]
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
            edits = _edits_for(kind, error.errors(include_url=False), data, stand_in)
            if not edits:
                return
            for path, edit in edits.items():
                _remember(held, data, path, edit)
            data = _edited(data, edits)
            continue
        held.source = copy.copy(held.source)
        held.source.data = data
        return


class _Edit(NamedTuple):
    """One change to the data: `drop`, `put` a value, `wrap` it in a list, or `rename` its key to `key`."""

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
    near = get_close_matches(str(path[-1]), free, n=1, cutoff=0.6)
    return _Edit("rename", key=near[0]) if near else _Edit("drop", key=ANYTHING)


def _remember(held: Held[Any], data: Data, path: Path, edit: _Edit) -> None:
    if edit.act in ("wrap", "rename"):
        return  # nothing is lost by it
    left_by = [(mark, key) for mark, key in _mappings_on(data, path) if key]
    mark, key = left_by[-1]
    if edit.act == "put":
        held.stand_ins.add((mark, key))
    held.losses.append(Loss(str(path[0]), tuple(mark for mark, _ in left_by), edit.key or key))


def _named(kind: type[BaseModel], data: Data, losses: list[Loss]) -> Iterator[Loss]:
    """A loss of some unknown key at the top may be any of those that are absent there, and no other."""
    for loss in losses:
        if len(loss.above) > 1 or loss.key != ANYTHING:
            yield loss
        else:
            absent = (key for key in known_keys(kind, ()) if isinstance(data, dict) and key not in data)
            yield from (Loss(key, loss.above, key) for key in absent)


def _loss_at(root: MappingAt, place: Place) -> Loss:
    """What was lost with a line that could not be read: a key, unknown which, of whatever held that line."""
    best: tuple[tuple[int, int], tuple[int, ...], str, str] = ((0, 0), (root.marks[0],), ANYTHING, "")
    stack: list[tuple[Data, tuple[int, ...], str, str]] = [(root, (), ANYTHING, "")]
    while stack:
        node, above, key, top = stack.pop()
        if not isinstance(node, MappingAt | SequenceAt):
            continue
        start = (node.marks[0] >> 20) + 1, (node.marks[0] >> 1 & 0x7FFFF) + 1
        here = (*above, node.marks[0]) if isinstance(node, MappingAt) else above
        if start[0] <= place.line and start[1] <= place.column and start >= best[0]:
            best = (start, here, ANYTHING if isinstance(node, MappingAt) else key, top)
        if isinstance(node, MappingAt):
            stack += [(value, here, name, top or name) for name, value in node.items()]
        else:
            stack += [(value, here, key, top) for value in node]
    _, above, key, top = best
    return Loss(top, above, key)


def _indent(source: Source, line: int) -> int:
    text = source.text.split("\n", line)[line - 1]
    return len(text) - len(text.lstrip(" "))


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

"""Findings that the office has looked at and lets stand (`ignore:` in its settings), each with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import NamedTuple

from baicheng_cli.diagnostics import CODES, LOCAL, Finding, Place, Severity, define
from baicheng_cli.plan.settings import Ignored
from baicheng_cli.rules.engine import Path
from baicheng_cli.yaml_source import Data, Source
from baicheng_cli.yaml_source import Mapping as MappingAt
from baicheng_cli.yaml_source import Sequence as SequenceAt

UNUSED = define(
    "BC614",
    "忽略了没有的问题",
    "问题已经改好，或位置写错了；留着它，以后同一处再出问题就看不到了。",
    Severity.WARNING,
)

_NAMED_BY_KEY = ("tasks", "rosters", "requirements", "views", "values", "milestones")
"""Mappings whose keys are ids and names."""


class LetStand(NamedTuple):
    """A finding that is not counted, and why."""

    finding: Finding
    reason: str


class Sorted(NamedTuple):
    """Findings, some of which are not counted; `unused` are the places in `ignore` that could have met one."""

    left: list[Finding]
    ignored: list[LetStand]
    unused: list[int]


def sort_out(
    findings: Iterable[Finding], ignore: Sequence[Ignored], sources: Mapping[str, Source], data: str | None
) -> Sorted:
    """Take out what the settings ignore. `sources`: the files by name; `data`: the data folder as it is shown."""
    wanted = [(place, one) for place, one in enumerate(ignore) if one.code in CODES and CODES[one.code].ignorable]
    left: list[Finding] = []
    ignored: list[LetStand] = []
    met: set[int] = set()
    for finding in findings:
        of_code = [(place, one) for place, one in wanted if one.code == finding.code]
        names = names_at(finding.place, sources.get(finding.place.file), data) if of_code else set()
        fitting = [(place, one) for place, one in of_code if one.where.strip().replace("\\", "/").rstrip("/") in names]
        met.update(place for place, _ in fitting)
        if fitting:
            ignored.append(LetStand(finding, fitting[0][1].reason))
        else:
            left.append(finding)
    own = [place for place, one in enumerate(ignore) if one.code not in CODES and one.code.startswith(LOCAL)]
    return Sorted(left, ignored, sorted({*(place for place, _ in wanted), *own} - met))


def names_at(place: Place, source: Source | None, data: str | None) -> set[str]:
    """Everything that a place stands in, by the names people give it: 3.9.1, 3.9, 3.3.a, chengguan, judge.behind."""
    names = set(_of_file(place.file, data))
    if source is not None and place.line:
        names |= set(_of_path(source.data, path_to(source.data, place)))
    return names


def _of_file(file: str, data: str | None) -> Iterator[str]:
    """A file by its path or the end of it, and the folders of the data folder that it lies in."""
    parts = PurePosixPath(file).parts
    yield file
    yield from ("/".join(parts[start:]) for start in range(1, len(parts)))
    if data is not None and file.startswith(f"{data}/"):
        inside = PurePosixPath(file.removeprefix(f"{data}/"))
        yield from (str(folder) for folder in inside.parents if folder.name)


def path_to(data: Data, place: Place) -> Path:
    """The steps to the innermost value or key that begins at a place or before it."""
    at = (place.line, place.column)
    path: list[str | int] = []
    node = data
    while isinstance(node, MappingAt | SequenceAt):
        step: str | int | None = None
        keys = node if isinstance(node, MappingAt) else range(len(node))
        for index, key in enumerate(keys):
            mark = node.marks[1 + 2 * index] if isinstance(node, MappingAt) else node.marks[1 + index]
            if _start(mark) <= at:
                step = key
        if step is None:
            break
        path.append(step)
        node = node[step]  # type: ignore[index]  # a step of its own
    return tuple(path)


def _start(mark: int) -> tuple[int, int]:
    return (mark >> 20) + 1, (mark >> 1 & 0x7FFFF) + 1


def _of_path(data: Data, path: Path) -> Iterator[str]:
    """The names of everything on a path."""
    node: Data = data
    item = ""
    if isinstance(data, MappingAt):
        yield from _texts(data, "unit", "month")  # a sidecar's
    for index, step in enumerate(path):
        yield ".".join(map(str, path[: index + 1]))
        if isinstance(step, str) and index and path[index - 1] in _NAMED_BY_KEY:
            yield from _upwards(step)
            yield f"{item}.{step}"
        if not isinstance(node, MappingAt | SequenceAt):
            return
        node = node[step]  # type: ignore[index]  # path_to made it
        if not isinstance(node, MappingAt):
            continue
        for id in _texts(node, "id"):
            yield f"{item}.{id}" if path[index - 1] in ("indicators", "milestones", "stages") else id
            item = id if path[index - 1] in ("items", "chapters") else item
        for task in _texts(node, "task"):
            yield from _upwards(task)
            item = task
        yield from _texts(node, "name", "for")
        names = node.get("names")
        for name in names if isinstance(names, SequenceAt) else ():
            if isinstance(name, MappingAt):
                yield from _texts(name, "name")


def _texts(node: MappingAt, *keys: str) -> Iterator[str]:
    yield from (value for key in keys if isinstance(value := node.get(key), str))


def _upwards(id: str) -> Iterator[str]:
    """A clause and those that hold it: 3.9.1, 3.9, 3."""
    while id:
        yield id
        id = id.rpartition(".")[0]

"""What a plan calls things: ids, titles and names, read without its models, while somebody waits for the Tab key.

Nothing here says that a file is right: what has another shape is passed over in silence, and `check` names it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from baicheng_cli.errors import UserError
from baicheng_cli.plan.place import plan_files, settings_file
from baicheng_cli.yaml_source import Data, read

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


class Part(NamedTuple):
    """An indicator or a milestone: its id, and what it is."""

    id: str
    words: str


class Item(NamedTuple):
    """One clause of the plan."""

    id: str
    title: str
    leaf: bool
    """A task or measure; else a container of some."""
    indicators: tuple[Part, ...]
    milestones: tuple[Part, ...]


class Called(NamedTuple):
    """A unit or collective: its id, the name of the day asked first, then every other it is known by."""

    id: str
    names: tuple[str, ...]


class Filed(NamedTuple):
    """An entry of a sidecar: enough to tell it from another."""

    id: str
    task: str
    unit: str
    date: str
    progress: str


class Sent(NamedTuple):
    """A paper that was issued: enough to tell it from another."""

    number: str
    day: str
    task: str
    to: str


class Names(NamedTuple):
    """What one plan calls its clauses and units."""

    numbering: tuple[str, ...]
    start: str
    end: str
    """The period's days, as written."""
    items: tuple[Item, ...]
    units: tuple[Called, ...]

    def item(self, id: str) -> Item | None:
        return next((one for one in self.items if one.id == id), None)


def plan_file(named: Path | None, day: date, start: Path) -> Path | None:
    """The plan that a command would take (plan.load.find_plan); `None` where that would have to ask."""
    if named is None and (env := os.environ.get("BAICHENG_PLAN")):
        named = Path(env)
    if named is not None:
        return named
    files = plan_files(start)
    if len(files) < 2:
        return files[0] if files else None
    begun = [(file, one) for file in files if (one := names_in(file, day)).start <= day.isoformat()]
    fitting = [file for file, one in begun if day.isoformat() <= one.end]
    if fitting:
        return fitting[0] if len(fitting) == 1 else None
    return max(begun, key=lambda pair: pair[1].start)[0] if begun else None


def names_in(file: Path, day: date) -> Names:
    """The names in a plan file, units by that day's; of a file that cannot be read, none."""
    plan = _data(file)
    period, document = _get(plan, "period"), _get(plan, "document")
    everyone = (*_list(plan, "units"), *_list(plan, "collectives"))
    return Names(
        tuple(one for one in _list(document, "numbering") if isinstance(one, str)),
        _text(period, "start"),
        _text(period, "end"),
        tuple(one for chapter in _list(plan, "chapters") for one in _items(chapter)),
        tuple(called for one in everyone if (called := _called(one, day.isoformat())).id),
    )


def members_in(data: Path) -> tuple[Called, ...]:
    """The units that only the office's rosters know."""
    settings = _data(settings_file(data))
    found: dict[str, str] = {}
    for owner in (settings, *_values(_get(settings, "tasks"))):
        rosters = _get(owner, "rosters")
        members = [one for collective in rosters or () for one in _list(rosters, collective)]
        found |= {_text(one, "id"): _text(one, "name") for one in members if _text(one, "id")}
    return tuple(Called(id, (name,)) for id, name in found.items() if name)


def views_in(data: Path) -> dict[str, str]:
    """The views that the office has saved, each with its title."""
    views = _get(_data(settings_file(data)), "views")
    return {name: _text(view, "title") for name, view in views.items()} if isinstance(views, dict) else {}


def months_in(data: Path) -> list[str]:
    """The months that have a progress folder, oldest first."""
    folder = data / "progress"
    if not folder.is_dir():
        return []
    return sorted(one.name for one in folder.iterdir() if _MONTH.fullmatch(one.name) and one.is_dir())


def entries_in(data: Path, month: str) -> Iterator[Filed]:
    """The reports of a month, reviews left out."""
    for file in sorted((data / "progress" / month).glob("*.yaml")):
        sidecar = _data(file)
        for one in _list(sidecar, "entries"):
            if _text(one, "id") and _get(one, "review") is None:
                unit = _text(one, "for") or _text(sidecar, "unit")
                yield Filed(_text(one, "id"), _text(one, "task"), unit, _text(one, "date"), _text(one, "progress"))


def papers_in(data: Path) -> list[Sent]:
    """The papers of the register, in its order."""
    records = _list(_data(data / "office" / "issued.yaml"), "records")
    return [
        Sent(_text(one, "number"), _text(one, "day"), _text(one, "task"), "、".join(map(str, _list(one, "to"))))
        for one in records
        if _text(one, "act") == "issue" and _text(one, "number")
    ]


def _data(file: Path) -> Data:
    try:
        return read(file).data
    except UserError:
        return None


def _get(node: Any, key: str) -> Any:
    return node.get(key) if isinstance(node, dict) else None


def _list(node: Any, key: str) -> list[Any]:
    found = _get(node, key)
    return found if isinstance(found, list) else []


def _values(node: Any) -> list[Any]:
    return list(node.values()) if isinstance(node, dict) else []


def _text(node: Any, key: str) -> str:
    found = _get(node, key)
    return " ".join(found.split()) if isinstance(found, str) else ""


def _items(box: Any) -> Iterator[Item]:
    for one in _list(box, "items"):
        if id := _text(one, "id"):
            indicators = tuple(Part(_text(part, "id"), _target(part)) for part in _list(one, "indicators"))
            milestones = tuple(Part(_text(part, "id"), _text(part, "title")) for part in _list(one, "milestones"))
            yield Item(id, _text(one, "title"), not _list(one, "items"), indicators, milestones)
        yield from _items(one)


def _target(part: Any) -> str:
    """What an indicator counts, and in what: 新增绿地（万平方米）."""
    name, unit = _text(part, "name"), _text(part, "unit")
    return f"{name}（{unit}）" if unit else name


def _called(one: Any, day: str) -> Called:
    """A unit with the name of that day (days are written so that text compares like days), or a collective."""
    named = _list(one, "names") or [one]
    now = [name for name in named if _text(name, "from") <= day <= (_text(name, "until") or "9")]
    every = [*now, *named]
    aliases = [text for name in every for text in _list(name, "aliases") if isinstance(text, str)]
    known = [*(_text(name, "name") for name in every), *(_text(name, "full") for name in every), *aliases]
    return Called(_text(one, "id"), tuple(dict.fromkeys(filter(None, known))))

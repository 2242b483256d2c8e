"""Parts of a plan as YAML text, in the shape in which people type it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from baicheng_cli.plan.model import OPERATORS, Chapter, Collective, Content, Item, Unit
from baicheng_cli.words import number_words

_NOT_PLAIN = re.compile(
    r"""^$ | ^[\s\-?:\#&*!|>%@`=~+] | [,\[\]{}"'\x00-\x1f\x7f\x85\u2028\u2029\ufeff] | :(\s|$) | \s\# | \s$
    | ^[.\d][\d.,:_+\-eExo]*$ | ^[“”‘’＂]""",
    re.VERBOSE,
)
"""Text that stands in quotes: YAML, or a reader of it, would take it for something else, or `check` for a slip."""

_ALWAYS = {"reach"}
"""Keys that are written even where they have their default."""

_WORDS = {"true", "false", "yes", "no", "on", "off", "null", "y", "n"}
Notes = Mapping[tuple[str, str | None], Sequence[str]]


def flow(value: Any) -> str:
    """A value on one line; of a model, the keys that differ from their defaults."""
    if isinstance(value, BaseModel):
        return "{" + ", ".join(f"{key}: {flow(one)}" for key, one in pairs(value)) + "}"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{flow(key)}: {flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(flow, value)) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return number_words(value)
    if isinstance(value, date | int):
        return str(value)
    return scalar(str(value))


def scalar(text: str) -> str:
    """Text without quotes where that is safe."""
    safe = not _NOT_PLAIN.search(text) and text.lower() not in _WORDS
    return text if safe else json.dumps(text, ensure_ascii=False)


def pairs(model: BaseModel) -> Iterator[tuple[str, Any]]:
    """Keys and values as they are written, in the model's order; a target the city sets is `external`.

    Targets come right after the name, as in 新增绿地 100.
    """
    written = [
        (field.alias or name, getattr(model, name))
        for name, field in type(model).model_fields.items()
        if name not in OPERATORS and (name in _ALWAYS or getattr(model, name) != _default(field))
    ]
    targets = [
        (op, "external" if getattr(model, op) is None else getattr(model, op))
        for op in OPERATORS
        if op in type(model).model_fields and op in model.model_fields_set
    ]
    at = next((i + 1 for i, (key, _) in enumerate(written) if key == "name"), 0)
    yield from (*written[:at], *targets, *written[at:])


def _default(field: FieldInfo) -> Any:
    return field.get_default(call_default_factory=True)


def units_text(units: Iterable[Unit]) -> str:
    """The register, one unit a line, a blank line between groups."""
    groups = [list(group) for _, group in groupby(units, lambda unit: unit.group)]
    return "\n\n".join("\n".join(f"  - {flow(unit)}" for unit in group) for group in groups)


def collectives_text(collectives: Iterable[Collective]) -> str:
    return "\n".join(f"  - {flow(one)}" for one in collectives)


def chapters_text(chapters: Iterable[Chapter], notes: Notes) -> str:
    """Chapters with their items; the notes on a task or part are comments above it."""
    return "\n\n".join("\n".join(_chapter(chapter, notes)) for chapter in chapters)


def _chapter(chapter: Chapter, notes: Notes) -> Iterator[str]:
    yield f"  - id: {json.dumps(chapter.id)}"
    yield f"    title: {scalar(chapter.title)}"
    yield f"    kind: {chapter.kind}"
    yield "    items:"
    yield from _items(chapter.items, notes, " " * 6)


def _items(items: Iterable[Item], notes: Notes, indent: str) -> Iterator[str]:
    for number, item in enumerate(items):
        if number:
            yield ""
        first, *rest = _item(item, notes)
        yield f"{indent}- {first}"
        yield from (f"{indent}  {line}" if line else "" for line in rest)


def _item(item: Item, notes: Notes) -> Iterator[str]:
    yield f"id: {json.dumps(item.id)}"
    yield f"title: {scalar(item.title)}"
    if item.title_ours:
        yield "title_ours: true"
    if item.follows:
        yield f"follows: {flow(item.follows)}"
    for role in ("lead", "support", "responsible"):
        if named := getattr(item, role):
            yield f"{role}: {flow(named)}"
    yield from _comments(notes, item.id, None)
    if item.content:
        yield "content:"
        yield from (f"  - {_content(one)}" for one in item.content)
    for key in ("indicators", "milestones", "exceptions"):
        if parts := getattr(item, key):
            yield f"{key}:"
            for part in parts:
                if key != "exceptions":
                    yield from (f"  {line}" for line in _comments(notes, item.id, part.id))
                yield f"  - {flow(part)}"
    if item.items:
        yield "items:"
        yield from _items(item.items, notes, "  ")


def _content(one: Content) -> str:
    return scalar(one.text) if one.part == "own" else flow(one)


def _comments(notes: Notes, id: str, part: str | None) -> Iterator[str]:
    return (f"# {line}" for line in notes.get((id, part), ()))

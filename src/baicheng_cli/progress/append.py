"""Adding to a file whose last key is a list (entries, acts, received), without touching a byte above."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Generic, TypeVar

from baicheng_cli.diagnostics import Finding, Place, Severity, define
from baicheng_cli.errors import BrokenFile
from baicheng_cli.fields import Closed
from baicheng_cli.files import locked, write_atomic
from baicheng_cli.plan.load import shown
from baicheng_cli.reading import model_of
from baicheng_cli.words import DEMO, number_words
from baicheng_cli.yaml_source import Source, decode, read

MISPLACED = define("BC501", "填报文件放错了位置", "月份和单位由文件夹和文件名说明，与内容不一致就不知该信哪个。")

DEMO_COMMENT = f"# {DEMO}\n"

_MISLEADING = re.compile("[“”‘’＂：\x85\u2028\u2029]")
"""Characters that `check` takes for slips when they stand without quotes, or that YAML takes for a line's end."""

_REQUIRED = ("entries",)
"""Lists without which a file was never one of ours; the others may begin with their first element."""

Model = TypeVar("Model", bound=Closed)


@dataclass(frozen=True)
class Kind(Generic[Model]):
    """A kind of file that only grows: what it holds, and the list at its end."""

    model: type[Model]
    key: str


def add(
    file: Path,
    kind: Kind[Model],
    head: Mapping[str, Any],
    items: Sequence[dict[str, Any]],
    *,
    demo: bool = False,
    allow: Callable[[Model], None] | None = None,
) -> None:
    """Add elements to the list at a file's end in one writing, all or none; a new file begins with `head`.

    `allow` is shown what the file holds once nobody else can write, and may raise UserError: somebody may have
    written since the caller looked. Raises BrokenFile when the file cannot be loaded.
    """
    with locked(file):
        if before := file.read_bytes() if file.exists() else b"":
            write_atomic(file, _grown(file, kind, before, items, allow))
        else:
            write_atomic(file, _head(head, kind.key, demo) + "".join(map(item_text, items)))


def _grown(
    file: Path,
    kind: Kind[Model],
    before: bytes,
    items: Sequence[dict[str, Any]],
    allow: Callable[[Model], None] | None,
) -> bytes:
    """A file's bytes and these elements, indented as its own are; it must then hold exactly so many more."""
    source, model = _must_load(file, kind)
    if allow is not None:
        allow(model)
    if isinstance(source.data, Mapping) and kind.key not in source.data:
        before, column = _joined(before, f"{kind.key}:\n"), 2
    else:
        column = source.place((kind.key,)).column - 1
    lines = "".join(map(item_text, items)).split("\n")
    after = _joined(before, "\n".join(" " * column + line[2:] if line else "" for line in lines))
    grown = Source(source.file, decode(after, source.file))
    held = grown.data.get(kind.key) if isinstance(grown.data, Mapping) else None
    if grown.findings or not isinstance(held, list) or len(held) != _length(source, kind.key) + len(items):
        at = Place(source.file, source.text.rstrip().count("\n") + 1, 1)
        raise BrokenFile([Finding(MISPLACED, "文件末尾接不上新的一条", at, f"文件应以 {kind.key} 的最后一条结束")])
    return after


def _length(source: Source, key: str) -> int:
    held = source.data.get(key) if isinstance(source.data, Mapping) else None
    return len(held) if isinstance(held, list) else 0


def _must_load(file: Path, kind: Kind[Model]) -> tuple[Source, Model]:
    """A file that can be added to, and what it holds.

    Nothing is added to a file that is broken, or whose last key is not the list in block style.
    """
    source = read(file, shown(file))
    model, found = model_of(kind.model, source, thorough=False)
    broken = [f for f in found if f.severity is Severity.ERROR]
    if model is None or broken:
        raise BrokenFile(broken or found)
    keys = list(source.data) if isinstance(source.data, Mapping) else []
    if kind.key not in keys and kind.key not in _REQUIRED:
        return source, model
    if keys[-1:] != [kind.key]:
        at = source.place((kind.key,), key=True)
        raise BrokenFile([Finding(MISPLACED, f"{kind.key} 应是文件的最后一个键", at, "移到文件末尾")])
    at = source.place((kind.key,))
    if not source.text.split("\n")[at.line - 1].startswith("-", at.column - 1):
        raise BrokenFile([Finding(MISPLACED, f"{kind.key} 应写成每条一段（块式）", at, "删去行内的 []")])
    return source, model


def _head(head: Mapping[str, Any], key: str, demo: bool) -> str:
    """The lines before the list; `demo: true` stands right before it."""
    lines = [f"{name}: {value}\n" for name, value in head.items()]
    return f"{DEMO_COMMENT if demo else ''}{''.join(lines)}{'demo: true' + chr(10) if demo else ''}{key}:\n"


def item_text(item: Mapping[str, Any]) -> str:
    """One list element in YAML, as ruamel.yaml writes it."""
    from ruamel.yaml import YAML
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString

    yaml = YAML()
    yaml.representer.ignore_aliases = lambda data: True  # else one day said twice becomes &id001 and *id001
    yaml.representer.add_representer(Decimal, _plain_number)
    yaml.representer.add_representer(datetime, _plain_moment)
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.default_flow_style = False
    quoted = {key: _quoted(value) for key, value in item.items()}
    if "task" in quoted:
        quoted["task"] = DoubleQuotedScalarString(quoted["task"])
    out = io.StringIO()
    yaml.dump([quoted], out)
    return out.getvalue()


def _quoted(value: Any) -> Any:
    """The value with quotes around every text that would mislead without them."""
    if isinstance(value, Mapping):
        return {key: _quoted(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_quoted(one) for one in value]
    if isinstance(value, str) and _MISLEADING.search(value):
        from ruamel.yaml.scalarstring import DoubleQuotedScalarString

        return DoubleQuotedScalarString(value)
    return value


def _plain_number(representer: Any, value: Decimal) -> Any:
    kind = "int" if value == value.to_integral_value() else "float"
    return representer.represent_scalar(f"tag:yaml.org,2002:{kind}", number_words(value))


def _plain_moment(representer: Any, value: datetime) -> Any:
    return representer.represent_scalar("tag:yaml.org,2002:timestamp", value.isoformat())


def _joined(before: bytes, added: str) -> bytes:
    """The old bytes, a line end if the last line lacks one, and the new text with the file's line ends."""
    if b"\r\n" in before:
        added = added.replace("\n", "\r\n")
    gap = b"" if not before or before.endswith(b"\n") else b"\n"
    return before + gap + added.encode("utf-8")


def quoted_ids(ids: Iterable[str]) -> str:
    """Clause numbers in a line, each in quotes as everywhere: ["3.3", "3.10"]."""
    return "[" + ", ".join(f'"{id}"' for id in ids) + "]"

"""docs/templates.md: the guide for the office, and what each template receives, from the code."""

from __future__ import annotations

import typing
from collections.abc import Iterator, Mapping
from enum import Enum
from pathlib import Path
from typing import Any

import yaml

from baicheng_cli.views.ledger_columns import ITEMS
from baicheng_cli.views.registry import TEMPLATES, Kind
from baicheng_cli.views.tables import md_cell

HERE = Path(__file__).resolve().parent
SIMPLE = {str: "文字", int: "整数", float: "数", bool: "是否"}


def words() -> dict[str, dict[str, str]]:
    """What every group and field is, in the office's words."""
    read: dict[str, dict[str, str]] = yaml.load((HERE / "template_words.yaml").read_text("utf-8"), yaml.BaseLoader)
    return read


def templates_page() -> str:
    lines = [(HERE / "template_guide.md").read_text("utf-8").rstrip("\n"), "", "## 台账栏目可用的项", ""]
    lines += ["`ledger.yaml` 的 `value` 里写其中一项，或用它们写的算式。", "", "| 项 | 印什么 |", "|---|---|"]
    lines += [f"| `{name}` | {md_cell(item.words)} |" for name, item in ITEMS.items()]
    lines += ["", "## 每个模板得到什么", "", "Word 模板直接写一级的名称，如 `{{ letterhead.name }}`；"]
    lines += ["Markdown、网页的模板得到的是一整份，叫 `report` 或 `notice`，如 `{{ report.head.title }}`。", ""]
    lines += ["| 模板 | 用途 | 得到 |", "|---|---|---|"]
    for one in TEMPLATES:
        if one.gives is not None:
            named = "" if one.kind is Kind.WORD else f"`{one.called}`："
            lines.append(f"| `{one.name}` | {one.words} | {named}{_link(one.gives)} |")
    for kind in groups():
        lines += group_lines(kind)
    return "\n".join(lines) + "\n"


def groups() -> list[type]:
    """Every named tuple that a template can reach, as a reader meets them."""
    found: dict[type, None] = {}

    def visit(kind: Any) -> None:
        if typing.get_origin(kind) is not None:
            for inside in typing.get_args(kind):
                visit(inside)
        elif isinstance(kind, type) and hasattr(kind, "_fields") and kind not in found:
            found[kind] = None
            for field in typing.get_type_hints(kind).values():
                visit(field)

    for one in TEMPLATES:
        if one.gives is not None:
            visit(one.gives)
    return list(found)


def fields(kind: type) -> Iterator[tuple[str, str]]:
    """The fields of a group, and what it works out from them: name and kind of value."""
    yield from ((name, value_words(field)) for name, field in typing.get_type_hints(kind).items())
    for name, made in vars(kind).items():
        if isinstance(made, property) and not name.startswith("_"):
            yield name, value_words(typing.get_type_hints(made.fget).get("return"))


def group_lines(kind: type) -> Iterator[str]:
    said = words()[kind.__name__]
    yield from ("", f"### {_title(kind)}", "", "| 名称 | 是什么 | 内容 |", "|---|---|---|")
    for name, value in fields(kind):
        yield f"| `{name}` | {value} | {md_cell(said[name])} |"


def value_words(kind: Any) -> str:
    """What kind of value it is."""
    origin, inside = typing.get_origin(kind), [one for one in typing.get_args(kind) if one is not Ellipsis]
    if origin is tuple:
        return f"{value_words(inside[0])}，可以有多项" if len(set(inside)) == 1 else "一对"
    if origin is not None and issubclass(origin if isinstance(origin, type) else object, Mapping):
        return "按名称取的文字"
    if type(None) in inside:
        return "，".join([*(value_words(one) for one in inside if one is not type(None)), "可能没有"])
    if isinstance(kind, type) and hasattr(kind, "_fields"):
        return _link(kind)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return "状态"
    return SIMPLE.get(kind, "其他")


def _title(kind: type) -> str:
    return f"{words()[kind.__name__]['_'].partition('。')[0]}：{kind.__name__}"


def _link(kind: type) -> str:
    title = _title(kind)
    anchor = "".join(one for one in title.lower().replace(" ", "-") if one.isalnum() or one in "-_")
    return f"[{title}](#{anchor})"

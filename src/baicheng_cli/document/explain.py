"""Everything that a draft holds, each with its place: clause, value, the document's words, line and rule."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from baicheng_cli.document.draft import part_words
from baicheng_cli.document.extracted import ROLES, Extracted, Read
from baicheng_cli.document.model import Found, Span
from baicheng_cli.document.target import Target
from baicheng_cli.words import ROLES as ROLE_WORDS

KINDS = {
    "document": "文件",
    "title": "标题",
    "lead": ROLE_WORDS["lead"],
    "support": ROLE_WORDS["support"],
    "responsible": ROLE_WORDS["responsible"],
    "indicator": "指标",
    "milestone": "节点",
    "due": "时限",
    "passed": "不是目标",
    "abbreviation": "简称",
    "doubt": "待看",
}


class Explained(NamedTuple):
    """One value."""

    id: str
    clause: str
    """As printed."""
    kind: str
    """One of KINDS."""
    value: str
    words: str
    span: Span
    rule: str


def explained(read: Read) -> Iterator[Explained]:
    """Every value, in the order of the document."""
    outline = read.outline
    for found, key in (
        (outline.title, "title"),
        (outline.number, "number"),
        (outline.issuer, "issuer"),
        (outline.issued, "issued"),
    ):
        if found is not None:
            yield _one("", "", "document", found.value, found, key)
    if outline.year is not None:
        yield _one("", "", "document", str(outline.year.value), outline.year, "year")
    for title, number in outline.basis:
        yield _one("", "", "document", title.value + (f"（{number.value}）" if number else ""), title, "basis")
    for short in read.abbreviations:
        yield _one("", "", "abbreviation", f"{short.value.name}＝{short.value.full}", short)
    for one in read.clauses.values():
        yield from _clause(one)
    for doubt in outline.doubts:
        yield Explained(doubt.clause, "", "doubt", doubt.reason, "", doubt.span, "doubt")


def _one(id: str, clause: str, kind: str, value: str, found: Found[Any], key: str = "") -> Explained:
    return Explained(id, clause, kind, value, found.words.text, found.words.span, found.rule or key)


def _clause(one: Extracted) -> Iterator[Explained]:
    id, label = one.clause.id, one.clause.label
    if one.title is not None:
        yield _one(id, label, "title", one.title.value, one.title)
    for role in ROLES:
        yield from (_one(id, label, role, found.value, found) for found in one.of(role))
    for part in one.parts:
        for each in (part, *part.later):
            kind = "indicator" if isinstance(each.value, Target) else "milestone"
            value = part_words(each).partition("，时限")[0]
            yield Explained(id, label, kind, value, each.words.text, each.words.span, each.rule)
            if each.due is not None:
                due = each.due
                yield Explained(
                    id, label, "due", f"{each.name}：{due.value.due}", due.words.text, due.words.span, due.rule
                )
    if one.continuing is not None:
        yield _one(id, label, "due", "没有日期", one.continuing)
    for found in one.passed:
        yield _one(id, label, "passed", found.value, found)
    for doubt in one.doubts:
        yield Explained(id, label, "doubt", doubt.reason, "", doubt.span, "doubt")

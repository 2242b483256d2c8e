"""The differences between a plan and its document, as a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from baicheng_cli.diagnostics import Finding
from baicheng_cli.views.findings import items
from baicheng_cli.views.tables import Column, Table


class Compared(NamedTuple):
    """One difference, with the clause and what the document says there."""

    finding: Finding
    item: str
    clause: str
    line: int | None
    words: str | None


def traced_items(found: Sequence[Compared]) -> tuple[dict[str, Any], ...]:
    """Differences in JSON: findings, each with its item and the words of the document."""
    return tuple(
        {
            **item,
            "item": one.item or None,
            "clause": one.clause or None,
            "document_line": one.line,
            "document_words": one.words,
        }
        for item, one in zip(items([one.finding for one in found]), found, strict=True)
    )


def traced_table(found: Sequence[Compared], head: Sequence[str], foot: Sequence[str]) -> Table:
    columns = (Column("编号"), Column("条款"), Column("计划里的位置"), Column("差异"), Column("怎么改"))
    rows = tuple(
        (one.finding.code, one.clause or one.item, str(one.finding.place), one.finding.message, one.finding.remedy)
        for one in found
    )
    return Table("trace", columns, rows, traced_items(found), tuple(head), tuple(foot))

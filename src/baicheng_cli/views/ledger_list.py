"""The ledger as a list: on the screen, in Markdown, CSV and JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from baicheng_cli.plan.model import Indicator, Milestone
from baicheng_cli.status.ledger import Ledger
from baicheng_cli.views.ledger_columns import ColumnText, LedgerColumns, cell_words, right_of
from baicheng_cli.views.ledger_rows import Row, count_words, days_of, maker_of, marks_of, title_of
from baicheng_cli.views.tables import Column, Table, csv_text, markdown, number
from baicheng_cli.words import DEMO


def ledger_table(ledger: Ledger, rows: Sequence[Row], columns: LedgerColumns, *, format: str) -> Table:
    """The ledger as a list: on a screen what it has room for, in Markdown the columns that are printed, else all."""
    head = (title_of(ledger), "　".join(filter(None, (maker_of(ledger), days_of(ledger), marks_of(ledger)))))
    foot = (count_words(rows),)
    if format == "json":
        return Table("ledger", (), (), tuple(_items(ledger, rows, columns)), head, foot)
    if format == "table":
        foot = (f"{foot[0]}；全部栏目用 --format csv、json 或 -o 台账.xlsx",)
    wanted = columns.screen if format == "table" else columns.ledger
    kept = [index for index, column in enumerate(wanted) if format == "csv" or not column.hidden]
    shown = tuple(
        tuple([cell_words(row[index], wanted.columns[index].format) for index in kept])
        for row in wanted.cells(ledger, rows)
    )
    return Table("ledger", _headings([wanted.columns[index] for index in kept]), shown, (), head, foot)


def _headings(columns: Sequence[ColumnText]) -> tuple[Column, ...]:
    return tuple(Column(one.title, right=right_of(one), light=one.value == "light") for one in columns)


def _items(ledger: Ledger, rows: Sequence[Row], columns: LedgerColumns) -> Iterator[dict[str, Any]]:
    """The rows in JSON, each with the columns that only the office has."""
    cells = columns.ledger.cells(ledger, rows) if columns.own else [()] * len(rows)
    own = [index for index, column in enumerate(columns.ledger) if column.title in columns.own]
    named = [columns.ledger.columns[index] for index in own]
    for row, shown in zip(rows, cells, strict=True):
        added = [(one.title, cell_words(shown[index], one.format)) for index, one in zip(own, named, strict=True)]
        yield {**row_item(ledger, row), "own": dict(added)}


def row_item(ledger: Ledger, row: Row) -> dict[str, Any]:
    """One row in JSON; every key is always there, `null` where there is nothing.

    `number` 序号 (of the task) · `task` id · `clause` 条款 · `kind` task or measure · `area` 重点工作 · `title` of the
    task · `goal` 目标任务 · `content` all that is to be done · `lead` 牵头单位, `lead_inherited` · `support` 配合单位 ·
    `responsible` 责任单位 · `part` id of the indicator or milestone, `part_kind` indicator or milestone ·
    `name` 指标, `unit` 单位 · `op`, `value`, `upper`, `external` 目标值 (as in `indicators`) · `reach` of a milestone:
    start, finish or ongoing · `due` 完成时限 · `actual` 累计完成, `actual_date` the day it is of · `done` the day a
    milestone was done · `self` 自评 · `rate` 完成率, `due_rate` 序时进度 (percent) · `light`, `light_text` 进展状态,
    `tags`, `reason` · `progress` 本月进展 · `problems` 存在问题, `needs` 需协调事项 · `next` 下一步计划 ·
    `remarks` 备注 · `previous` 上月累计 · `added` 本月新增 · `reporter` 填报单位 · `verified` 核实值 · `evidence`
    佐证件数 · `received` 收到日 · `leader` 牵头领导 ·
    `own` the columns that only the office's own ledger.yaml has, by title, as they are printed.
    """
    task, part, m, entry = row.task, row.part, row.measured, row.entry
    want = m.target if m is not None else None
    value = row.value
    own = ledger.facts.self_of(task.id, row.owner)
    done = ledger.facts.done(task.id, row.owner, part.id) if isinstance(part, Milestone) else None
    kind = "indicator" if isinstance(part, Indicator) else "milestone" if part is not None else None
    return {
        "number": row.number,
        "task": task.id,
        "clause": row.clause,
        "kind": task.kind,
        "area": row.area,
        "title": task.item.title,
        "goal": row.goal,
        "content": [{"text": line.text, "part": line.part} for line in task.item.content],
        "lead": ledger.names(task.lead),
        "lead_inherited": task.lead_inherited,
        "support": ledger.names(task.item.support),
        "responsible": ledger.names(task.item.responsible),
        "part": part.id if part is not None else None,
        "part_kind": kind,
        "name": part.name if part is not None else None,
        "unit": part.unit if isinstance(part, Indicator) else None,
        "op": want.op if want is not None else None,
        "value": number(want.value) if want is not None else None,
        "upper": number(want.upper) if want is not None and want.op == "range" else None,
        "external": want.external if want is not None else None,
        "reach": part.reach if isinstance(part, Milestone) else None,
        "due": _iso(row.due),
        "actual": number(value.number) if value is not None else None,
        "actual_date": _iso(value.date) if value is not None else None,
        "done": _iso(done.day) if done is not None else None,
        "self": own.word if own is not None else None,
        "rate": number(row.state.rate),
        "due_rate": number(row.state.due_rate),
        "light": row.judgement.light.value,
        "light_text": row.judgement.light.word,
        "tags": list(row.judgement.tags),
        "reason": row.judgement.sentence,
        "progress": entry.progress if entry is not None else None,
        "problems": entry.problems if entry is not None else None,
        "needs": entry.needs if entry is not None else None,
        "next": entry.next if entry is not None else None,
        "remarks": list(row.remarks),
        "previous": number(row.previous),
        "added": number(row.added),
        "reporter": row.reporter or None,
        "verified": number(row.verified),
        "evidence": row.evidence if entry is not None else None,
        "received": _iso(entry.received) if entry is not None else None,
        "leader": None,
    }


def is_ledger_text(text: str, format: str, columns: LedgerColumns) -> bool:
    """Whether a text is a ledger as we write it, of whatever month: by its headings, or by its kind."""
    if format == "json":
        try:
            said = json.loads(text)
        except ValueError:
            return False
        return isinstance(said, dict) and said.get("kind") == "ledger" and "items" in said
    chosen = [one for one in columns.ledger if format == "csv" or not one.hidden]
    empty = Table("ledger", _headings(chosen), ())
    text = text.replace("\r\n", "\n")
    if format == "csv":
        headings = [csv_text(empty._replace(head=head), raw=True).replace("\r\n", "\n") for head in ((), (DEMO,))]
        return text.startswith(tuple(headings))
    return f"\n{markdown(empty)}" in text


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None

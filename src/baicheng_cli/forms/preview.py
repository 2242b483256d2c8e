"""What forms would become, or became, as a table: by unit, task and cell; and as items for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from baicheng_cli.forms.compare import RECORDED, Change, State
from baicheng_cli.forms.outcome import AMISS, Outcome, Read
from baicheng_cli.forms.returned import task_of
from baicheng_cli.plan.load import shown
from baicheng_cli.status.ledger import Ledger
from baicheng_cli.views.tables import Column, Table
from baicheng_cli.words import DEMO

COLUMNS = tuple(map(Column, ("单位", "编号", "名称", "格", "变化", "原来", "填报表")))
_SAID = (State.CONFLICT, State.QUESTION, State.UNREADABLE, State.GONE)
"""Cells of which a sentence is said."""


def preview(reads: Sequence[Read], ledger: Ledger, *, written: bool) -> Table:
    """Every cell that would be recorded, or cannot be; below it every file and what becomes of it."""
    document = ledger.plan.document
    what = "填报表录入" if written else "填报表预览：还没有录入"
    head = (
        f"{document.title}（{document.number}）",
        "　".join(filter(None, (what, f"共{len(reads)}份", DEMO if ledger.demo else ""))),
    )
    rows = [row for read in reads for row in _rows(read, ledger)]
    foot = [*(_line(read, ledger) for read in reads), _counts(reads)]
    return Table("forms", COLUMNS, tuple(rows), tuple(item(read, ledger) for read in reads), head, tuple(foot))


def unit_name(read: Read, ledger: Ledger) -> str:
    """The unit's name in the month of its form."""
    return ledger.register.shown(read.unit, read.returned.form.data_until) if read.returned is not None else ""


def _rows(read: Read, ledger: Ledger) -> Iterator[tuple[str, ...]]:
    if read.returned is None or read.outcome in (Outcome.REFUSED, Outcome.SEEN):
        return
    unit, where, labels = unit_name(read, ledger), read.returned.where, read.returned.labels
    for change in read.changes:
        if change.state is State.UNTOUCHED:
            continue
        at, label = where.get(change.address, ""), labels.get(change.address, "")
        said = _said(change, at, label) if change.state in _SAID else _became(change)
        yield unit, change.address, label, at, change.state.word, change.now, said
    for fault in read.returned.faults:
        if fault.address not in labels:
            said = fault.words.removeprefix(fault.where).lstrip()
            yield unit, fault.address, "", fault.where, State.UNREADABLE.word, "", said


def _said(change: Change, at: str, label: str) -> str:
    """What is to be decided or mended, without the place and the name, which have columns of their own."""
    return change.words.removeprefix(at).lstrip().removeprefix(f"{label}：")


def _became(change: Change) -> str:
    """What the form says; where the month's figure was added to last month's, both."""
    if change.state is State.CLEARED:
        return "（空）"
    added = change.state is not State.KEPT and change.record != change.came
    return f"{change.record}（表上填当月数{change.came}）" if added else change.came


def _line(read: Read, ledger: Ledger) -> str:
    """One file in one line: whose it is, what becomes of it, and how many cells of each kind."""
    whose = f"{unit_name(read, ledger)}{read.month}，" if read.returned is not None else ""
    counted: Counter[State] = Counter(change.state for change in read.changes if change.state is not State.UNTOUCHED)
    faults = len(read.returned.faults) if read.returned is not None and read.outcome is Outcome.TO_MEND else 0
    more = faults - counted[State.UNREADABLE]
    counted[State.UNREADABLE] += max(0, more)
    cells = [f"{state.word}{counted[state]}" for state in State if counted[state]]
    whole = "改好以前整份不录" if read.outcome is Outcome.TO_MEND else ""
    parts = [f"{read.name}：{whose}{read.outcome.word}", whole, " ".join(cells), read.words]
    return "，".join(filter(None, parts))


def _counts(reads: Sequence[Read]) -> str:
    counted = Counter(read.outcome for read in reads)
    said = "，".join(f"{outcome.word}{counted[outcome]}份" for outcome in Outcome if counted[outcome])
    return f"合计：{said or '没有填报表'}"


def hints(reads: Sequence[Read], ledger: Ledger) -> Iterator[str]:
    """What to do next: the options by which to decide, with the first cell that they are for; whom to write to."""
    cells = [change for read in reads for change in read.changes]
    conflict = next((change.address for change in cells if change.state is State.CONFLICT), "")
    question = next((change.address for change in cells if change.state is State.QUESTION), "")
    if conflict:
        yield f"冲突的格：以表上的为准加 --take {conflict}，保留已录的加 --keep {conflict}；可写几次，全部写 all"
    if question:
        yield (
            f"比以前小的累计数：填的是当月数加 --as-month {question}，"
            f"确实减少加 --allow-fall {question} --reason 原因；不清楚的先问单位"
        )
    if mend := next((read for read in reads if read.outcome is Outcome.TO_MEND and read.written), None):
        letter = f"baicheng collect remind --month {mend.month} --unit {unit_name(mend, ledger)}"
        yield f"待补正的请单位改好重报，催的话可直接复制：{letter}"


def amiss(read: Read) -> bool:
    """Somebody still has to do something about it."""
    return read.outcome in AMISS or read.gone


def item(read: Read, ledger: Ledger) -> dict[str, Any]:
    """One file, for programs."""
    returned = read.returned
    return {
        "file": read.name,
        "sha256": read.opened.sha256 if read.opened is not None else None,
        "unit": unit_name(read, ledger) or None,
        "month": read.month or None,
        "outcome": read.outcome.value,
        "outcome_text": read.outcome.word,
        "words": read.words or None,
        "received": read.received.isoformat() if read.received is not None else None,
        "reporter": returned.signed.get("reporter") if returned is not None else None,
        "approver": returned.signed.get("approver") if returned is not None else None,
        "cells": [_cell(change, read) for change in read.changes if change.state is not State.UNTOUCHED],
        "faults": [
            {"where": one.where, "found": one.found or None, "expected": one.expected or None, "words": one.words}
            for one in (returned.faults if returned is not None else ())
        ],
        "notes": list(read.notes),
        "warnings": list(read.warnings),
        "entries": read.entries,
        "written": bool(read.written),
        "files": [shown(file) for file in read.written],
    }


def _cell(change: Change, read: Read) -> dict[str, Any]:
    returned = read.returned
    assert returned is not None
    return {
        "address": change.address,
        "task": task_of(change.address),
        "where": returned.where.get(change.address, ""),
        "label": returned.labels.get(change.address, ""),
        "state": change.state.value,
        "state_text": change.state.word,
        "sent": change.sent or None,
        "came": change.came or None,
        "now": change.now or None,
        "record": change.record or None if change.state in RECORDED else None,
        "words": change.words or None,
    }

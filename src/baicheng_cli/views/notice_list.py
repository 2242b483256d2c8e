"""The register of papers as a list: what went out to whom, who signed, what came back, what is late."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from baicheng_cli.progress.issued import KIND_WORDS, NOTICE, Paper, Record
from baicheng_cli.status.ledger import Ledger
from baicheng_cli.status.select import clause_of
from baicheng_cli.views.answers import day_text, head_of
from baicheng_cli.views.prose import phrase
from baicheng_cli.views.tables import Column, Table
from baicheng_cli.words import full_month_words

COLUMNS = (
    Column("编号"),
    Column("种类"),
    Column("签发"),
    Column("发往"),
    Column("条款"),
    Column("事项"),
    Column("办结时限"),
    Column("反馈时限"),
    Column("签收"),
    Column("反馈"),
    Column("第几次"),
    Column("结果"),
    Column("逾期天数", right=True),
)


def papers_table(ledger: Ledger, found: Sequence[Paper]) -> Table:
    """Papers in the order of the register, as of the ledger's day."""
    day = ledger.day
    rows = tuple(_row(ledger, one, day) for one in found)
    items = tuple(_item(ledger, one, day) for one in found)
    return Table("papers", COLUMNS, rows, items, head_of(ledger), (_foot(found, day),))


def _foot(found: Sequence[Paper], day: date) -> str:
    if not found:
        return "没有签发过这样的公文"
    begun = [one for one in found if one.record.reminds is None and not one.record.of_month]
    if not begun:
        return f"共{len(found)}份"
    done, late = sum(one.done for one in begun), sum(one.days_late(day) > 0 for one in begun)
    return f"共{len(found)}份，督办{len(begun)}件事：已办结{done}件，逾期{late}件"


def _row(ledger: Ledger, one: Paper, day: date) -> tuple[str, ...]:
    record, missed = one.record, one.missed(day)
    return (
        one.number,
        KIND_WORDS[record.kind or NOTICE],
        day_text(record.day),
        "、".join(record.to),
        _clause(ledger, record.task),
        _title(ledger, record),
        day_text(record.limit),
        day_text(record.reply_by),
        _signed(one),
        _replied(one),
        f"第{record.time}次" if record.time else "",
        one.result,
        f"{missed[0]}逾期{one.days_late(day)}天" if missed is not None else "",
    )


def _clause(ledger: Ledger, task: str | None) -> str:
    return clause_of(ledger.plan, task) if task in ledger.plan.by_id and task is not None else task or ""


def _title(ledger: Ledger, record: Record) -> str:
    """The task's title; of a month's paper, the month."""
    if record.of_month:
        return f"{full_month_words(record.month)}份工作" if record.month else ""
    held = ledger.plan.by_id.get(record.task or "")
    return held[0].item.title if held is not None else ""


def _signed(one: Paper) -> str:
    """2019-10-08 张三; of several units, each with its name; who has not is said.

    Of a month's paper those who have: nobody can say who of 各有关单位 has not.
    """
    said = one.signers
    if one.record.of_month:
        return "；".join(f"{unit} {r.day} {'' if r.by == unit else r.by or ''}".strip() for unit, r in said.items())
    if len(one.record.to) == 1:
        return " ".join(f"{r.day} {r.by or ''}".strip() for r in said.values()) or "未签收"
    return "；".join(
        f"{unit} {said[unit].day} {said[unit].by or ''}".strip() if unit in said else f"{unit} 未签收"
        for unit in one.record.to
    )


def _replied(one: Paper) -> str:
    if not one.replies:
        return "" if one.record.of_month else "未反馈"
    last = one.replies[-1]
    who = f"{last.unit} " if last.unit and (one.record.of_month or len(one.record.to) > 1) else ""
    return f"{who}{last.day} {phrase(last.text or '')}".strip()


def _item(ledger: Ledger, one: Paper, day: date) -> dict[str, Any]:
    record, missed = one.record, one.missed(day)
    return {
        "number": one.number,
        "kind": record.kind,
        "kind_text": KIND_WORDS[record.kind or NOTICE],
        "date": record.day.isoformat(),
        "to": list(record.to),
        "task": record.task,
        "clause": _clause(ledger, record.task) or None,
        "title": _title(ledger, record) or None,
        "month": record.month,
        "urgency": record.urgency,
        "limit": day_text(record.limit) or None,
        "reply_by": day_text(record.reply_by) or None,
        "reminds": record.reminds,
        "time": record.time,
        "receipts": [{"unit": r.unit, "by": r.by, "date": r.day.isoformat()} for r in one.signed],
        "replies": [
            {"unit": r.unit, "date": r.day.isoformat(), "text": r.text, "result": r.result} for r in one.replies
        ],
        "reminders": [r.number for r in one.reminders],
        "result": one.result or None,
        "late": {"办结": "limit", "反馈": "reply_by"}[missed[0]] if missed is not None else None,
        "overdue_days": one.days_late(day),
    }

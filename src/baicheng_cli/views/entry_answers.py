"""What was reported, as a table and as JSON: entries, and the office's word on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from baicheng_cli.status.ledger import Ledger
from baicheng_cli.status.select import clause_of
from baicheng_cli.views.answers import day_text, head_of
from baicheng_cli.views.tables import Column, Table, number
from baicheng_cli.words import number_words

if TYPE_CHECKING:
    from baicheng_cli.progress.store import Recorded


def entries_table(ledger: Ledger, chosen: Sequence[Recorded]) -> Table:
    columns = (
        Column("记录"),
        Column("月份"),
        Column("条款"),
        Column("单位"),
        Column("统计截止"),
        Column("收到"),
        Column("数据"),
        Column("自评"),
        Column("进展"),
        Column("审核"),
    )
    seen = (one.entry for one in ledger.entries if one.entry.date <= ledger.day)
    corrected = {entry.supersedes: entry.id for entry in seen if entry.supersedes}
    rows = tuple(
        (
            one.entry.id,
            one.month,
            clause_of(ledger.plan, one.entry.task),
            ledger.name(one.subject),
            day_text(one.entry.date),
            day_text(one.entry.received),
            values_words(one),
            one.entry.self_ or "",
            one.entry.progress or "",
            review_words(ledger, one, corrected),
        )
        for one in chosen
    )
    items = tuple(entry_item(ledger, one) for one in chosen)
    return Table("entries", columns, rows, items, head_of(ledger), (f"共{len(chosen)}条记录",))


def values_words(one: Recorded) -> str:
    """An entry's figures and done days in one line: a=72.5 m1=2019-08-20."""
    values = [f"{id}={number_words(value)}" for id, value in one.entry.values.items()]
    return " ".join([*values, *(f"{id}={day}" for id, day in one.entry.milestones.items())])


def review_words(ledger: Ledger, one: Recorded, corrected: Mapping[str, str] = MappingProxyType({})) -> str:
    """The office's word on an entry: 待核定 until there is one. `corrected`: corrections by what they replace, ids."""
    if one.entry.id in corrected:
        return f"已由{corrected[one.entry.id]}更正"
    review = ledger.facts.reviews.get(one.entry.id)
    if review is None:
        return "待核定"
    verified = " ".join(f"{id}={number_words(value)}" for id, value in review.verified.items())
    beside = review.how or (f"限{review.limit}前补正" if review.limit else "")
    found = (verified or review.reason or "") + (f"（{beside}）" if beside else "")
    return "：".join(part for part in (review.verdict, found) if part)


_ENTRY_KEYS = (
    *("id", "month", "task", "unit", "for", "date", "received", "values", "milestones", "self"),
    *("progress", "problems", "next", "needs", "evidence", "reporter", "approver", "by_office"),
    *("recorded", "supersedes", "reason", "file", "review"),
)
BLANK_ENTRY: dict[str, Any] = {
    **dict.fromkeys(_ENTRY_KEYS),
    "values": {},
    "milestones": {},
    "evidence": [],
    "by_office": False,
}
"""An entry in JSON of which nothing is known yet: null rather than absent."""


def review_item(unit: str, entry: dict[str, Any], month: str) -> dict[str, Any]:
    """A review in JSON, from its entry as it is written; `unit`: whose report it is of."""
    review = entry["review"]
    return {
        "id": entry["id"],
        "entry": review["entry"],
        "month": month,
        "task": entry["task"],
        "unit": unit,
        "date": entry["date"],
        "verdict": review["verdict"],
        "verified": review.get("verified", {}),
        **{key: review.get(key) for key in ("how", "reason", "limit")},
        "recorded": entry["recorded"],
    }


def entry_item(ledger: Ledger, one: Recorded) -> dict[str, Any]:
    """One entry in JSON, with the review that holds on the day."""
    entry = one.entry
    review = ledger.facts.reviews.get(entry.id)
    return {
        "id": entry.id,
        "month": one.month,
        "task": entry.task,
        "unit": ledger.name(one.unit),
        "for": ledger.name(one.subject) if one.subject != one.unit else None,
        "date": day_text(entry.date),
        "received": day_text(entry.received) or None,
        "values": {id: number(value) for id, value in entry.values.items()},
        "milestones": {id: day_text(day) for id, day in entry.milestones.items()},
        "self": entry.self_,
        "progress": entry.progress,
        "problems": entry.problems,
        "next": entry.next,
        "needs": entry.needs,
        "evidence": [{"file": one.file, "sha256": one.sha256} for one in entry.evidence],
        "reporter": entry.reporter,
        "approver": entry.approver,
        "by_office": entry.by_office,
        "recorded": entry.recorded.isoformat() if entry.recorded else None,
        "supersedes": entry.supersedes,
        "reason": entry.reason,
        "file": one.file,
        "review": None
        if review is None
        else {
            "verdict": review.verdict,
            "verified": {id: number(value) for id, value in review.verified.items()},
            "how": review.how,
            "reason": review.reason,
            "limit": day_text(review.limit) or None,
        },
    }

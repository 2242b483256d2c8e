"""A correction (更正): a new entry that takes the place of an earlier one, whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

from baicheng_cli.errors import ChangedMeanwhile, UsageError, UserError, did_you_mean
from baicheng_cli.plan.model import Task
from baicheng_cli.progress import record, store
from baicheng_cli.progress.cycle import closed_words, is_closed
from baicheng_cli.progress.model import Entry, Review, Sidecar
from baicheng_cli.progress.record import Home, New, Office, Typed, plain_text
from baicheng_cli.progress.store import Recorded
from baicheng_cli.progress.verdicts import RETURN

TEXTS = ("progress", "problems", "next", "needs", "reporter", "approver")
"""Texts of an entry that are carried over unless others are typed; typed empty, they are taken out."""


@dataclass(frozen=True)
class Change:
    """What somebody typed to correct an entry; what is not typed (`None`, empty) stays as it was."""

    typed: Typed
    """Unit, month and `for_` are the entry's own."""
    drop: tuple[str, ...] = ()
    """Parts and evidence to take out: `b`, `m1`, `照片.jpg`."""


def report_named(entries: Sequence[Recorded], id: str, act: str) -> Recorded:
    """The report of that id, still in force. Raises UserError; `act` is what was to be done with it, in a word."""
    wanted = id.strip().lower()
    known = {one.entry.id: one for one in entries}
    found = known.get(wanted)
    if found is None:
        reports = [one.entry.id for one in entries if one.entry.review is None]
        near = did_you_mean(wanted, reports)
        raise UserError(f"没有编号为“{id}”的记录；{near or '用 baicheng progress list 看全部记录'}")
    if found.entry.review is not None:
        reviewed = found.entry.review.entry
        raise UserError(f"{wanted}本身是一条审核，不能{act}；要改审核的结论，对 {reviewed} 再审核一次")
    refuse_superseded((one.entry for one in entries), wanted, act)
    return found


def refuse_superseded(entries: Iterable[Entry], id: str, act: str) -> None:
    """An entry that was corrected is out. Raises UserError with the one that stands for it."""
    by = {entry.supersedes: entry.id for entry in entries if entry.supersedes}
    if id in by:
        last = by[id]
        while last in by and by[last] != id:
            last = by[last]
        raise UserError(f"{id}已经更正过，不能再{act}；现在有效的是 {last}")


def amended(old: Recorded, task: Task, change: Change, before: Review | None, office: Office) -> New:
    """The entry that takes the place of `old`. Raises UsageError and UserError; writes nothing.

    `before`: the review of `old` in force. It goes with what it is of.
    """
    typed, was = change.typed, old.entry
    unit = office.register.unit(old.unit)
    subject = office.register.unit(old.subject)
    reason = plain_text(typed.reason)
    if not reason:
        raise UsageError("更正要用 --reason 写明原因")
    home = _home(old, typed, office)
    day = home.day
    values, warnings = record.values_of(task, typed.values)
    done = {**was.milestones, **record.done_of(task, typed.done, day)}
    _refuse_later(done, day)
    moved = day != was.date
    to_check = {id: number for id, number in values.items() if moved or number != was.values.get(id)}
    warnings += record.totals_in_order(task, subject, to_check, (home.month, day), typed, office, without=was.id)
    proofs = record.evidence_of(typed.evidence, old.month, unit.id, office.data)
    warnings += [
        words for proof in proofs for words in record.seen_before(proof, task.id, old.month, office, without=was.id)
    ]
    evidence = {one.file: {"file": one.file, "sha256": one.sha256} for one in was.evidence}
    evidence |= {proof.named: proof.item for proof in proofs}
    both = {**was.values, **values}
    _drop(change.drop, was.id, both, done, evidence)
    texts = {key: _carried(getattr(typed, key), getattr(was, key)) for key in TEXTS}
    entry: dict[str, Any] = {
        "id": store.new_id(),
        "task": was.task,
        "date": day,
        "received": record.parse_date("--received", typed.received) or was.received,
        "values": both,
        "milestones": done,
        "self": _carried(typed.self_, was.self_),
        **{key: texts[key] for key in TEXTS[:4]},
        "evidence": list(evidence.values()),
        "proof": {part: text for part, text in {**was.proof, **typed.proof}.items() if text},
    }
    if not record.says_something(entry):
        raise UsageError("更正后什么也不剩了；要让这条记录不作数，用 baicheng progress review --return 退回")
    entry |= {
        "for": was.for_,
        "for_month": home.closed or was.for_month,
        **{key: texts[key] for key in TEXTS[4:]},
        "by_office": was.by_office or typed.by_office or None,
        "recorded": office.now,
        "supersedes": was.id,
        "reason": reason,
    }
    accepted = before is not None and before.verdict != RETURN
    notes: tuple[str, ...] = (f"{was.id}已经{before.verdict}，更正后的记录要重新审核",) if before and accepted else ()
    kept = record.kept(entry)
    if not _differs(kept, was):
        raise UsageError("没有要更正的内容：写上要改的 --set、--done、--self、--text 等，没写的照旧")
    notes += home.notes
    return New(unit.id, unit.name_on(day), home.month, kept, record.copies_of(proofs), tuple(warnings), notes)


def _home(old: Recorded, typed: Typed, office: Office) -> Home:
    """A correction goes into its entry's month while that is open, afterwards into the open one."""
    if not is_closed(office.data, old.month):
        return Home(old.month, record.day_of(typed, office) if typed.date else old.entry.date)
    home = record.after_closing(old.month, typed.date, office)
    closed = closed_words(old.month, office.now.date())
    return home._replace(closed=old.about, notes=(f"{closed}，更正记入{home.month}，从那个月起算数",))


def write(new: New, office: Office) -> Path:
    """Append the correction; gives the sidecar.

    Raises ChangedMeanwhile when somebody else has corrected the same entry since it was read.
    """

    def allow(sidecar: Sidecar) -> None:
        try:
            refuse_superseded(sidecar.entries, new.entry["supersedes"], "更正")
        except UserError as error:
            raise ChangedMeanwhile(f"刚才有人先改了：{error}；看过以后再决定") from None

    return record.write(new, office, allow)


def _carried(typed: str | None, was: str | None) -> str | None:
    return was if typed is None else plain_text(typed)


def _refuse_later(done: dict[str, date], day: date) -> None:
    for id, when in done.items():
        if when > day:
            raise UserError(f"节点{id}的完成日{when}晚于统计截止日{day}")


def _drop(
    names: Sequence[str], id: str, values: dict[str, Any], done: dict[str, Any], evidence: dict[str, Any]
) -> None:
    """Take parts and evidence out. Raises UserError when the entry has none of that name."""
    for name in names:
        files = [file for file in evidence if name in (file, PurePosixPath(file).name)]
        if name not in values and name not in done and not files:
            have = [*values, *done, *(PurePosixPath(file).name for file in evidence)]
            known = f"可以删去的：{'、'.join(have)}" if have else "里面没有指标、节点和佐证"
            raise UserError(f"{id}没有“{name}”；{known}")
        values.pop(name, None)
        done.pop(name, None)
        for file in files:
            del evidence[file]


def _differs(new: dict[str, Any], was: Entry) -> bool:
    """Whether the content is another than before; who corrected it, when and why is no content."""
    old = was.model_dump(by_alias=True, exclude_none=True)
    old["evidence"] = list(old["evidence"])
    told = (*record.CONTENT, "date", "received", "reporter", "approver", "by_office")
    return any((new.get(key) or None) != (old.get(key) or None) for key in told)

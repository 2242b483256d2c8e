"""The office's word on a report (审核): 采信, 退回补正 or 核实, written into the office's own file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from baicheng_cli.errors import UsageError, UserError
from baicheng_cli.plan.load import shown
from baicheng_cli.plan.model import Task, Unit
from baicheng_cli.plan.place import settings_file
from baicheng_cli.progress import record, store
from baicheng_cli.progress.cycle import closed_words, held_open, is_closed
from baicheng_cli.progress.model import Review
from baicheng_cli.progress.record import Home, New, Office, plain_text
from baicheng_cli.progress.store import Recorded
from baicheng_cli.progress.verdicts import ACCEPT, RETURN, VERIFY
from baicheng_cli.words import number_words


@dataclass(frozen=True)
class Word:
    """What the office typed: a verdict, and what belongs to it."""

    verdict: str
    values: tuple[str, ...] = ()
    """Verified figures, as `a=36`."""
    how: str | None = None
    reason: str | None = None
    limit: str | None = None


def our_office(office: Office) -> Unit:
    """The unit that reviews. Raises UserError when the settings do not say who we are."""
    file = shown(settings_file(office.data))
    id = office.settings.office
    if id is None:
        raise UserError(
            f"还没有写明本办是哪个单位，不知审核记在谁的文件里；在 {file} 里写一行 office: 单位代号"
            "（代号见 baicheng units）"
        )
    known = office.register.get(id)
    if not isinstance(known, Unit):
        what = "是集合单位" if known else "不在单位表里"
        raise UserError(f"{file} 里的 office: {id} {what}，不知审核记在谁的文件里；代号见 baicheng units")
    return known


def reviewed(old: Recorded, task: Task, word: Word, before: Review | None, office: Office) -> New:
    """The review of one report. `before`: the one in force. Raises UsageError and UserError; writes nothing."""
    ours = our_office(office)
    _fitting(word)
    if before is not None and before.verdict == word.verdict == ACCEPT:
        raise UserError(f"{old.entry.id}已经采信，不用再审核")
    values, warnings = _verified(old, task, word)
    limit = record.parse_date("--limit", word.limit)
    if limit is not None and limit < old.entry.date:
        raise UserError(f"补正期限{limit}早于这条记录的统计截止日{old.entry.date}；请核对 --limit")
    if limit is not None and limit < office.now.date():
        warnings.append(f"补正期限{limit}已经过了")
    notes = [f"{old.entry.id}原来的审核是{before.verdict}，从此以这一次的为准"] if before is not None else []
    review = {
        "entry": old.entry.id,
        "verdict": word.verdict,
        "verified": values,
        "how": plain_text(word.how),
        "reason": plain_text(word.reason),
        "limit": limit,
    }
    home = Home(old.month, old.entry.date)
    if is_closed(office.data, old.month):
        home = record.after_closing(old.month, None, office)
        notes.append(f"{closed_words(old.month, office.now.date())}，审核记入{home.month}，从那个月起算数")
    entry = {
        "id": store.new_id(),
        "task": old.entry.task,
        "date": home.day,
        "review": record.kept(review),
        "recorded": office.now,
    }
    return New(
        ours.id,
        ours.name_on(home.day),
        home.month,
        entry,
        (),
        tuple(warnings),
        (*notes, *_unverified(old, values)),
    )


def write(reviews: Sequence[New], office: Office) -> list[Path]:
    """Append the reviews, each month's in one writing; gives the sidecars."""
    months: dict[str, list[New]] = {}
    for new in reviews:
        months.setdefault(new.month, []).append(new)
    demo = office.settings.demo
    files = []
    for month, news in months.items():
        with held_open(office.data, month):
            entries = [new.entry for new in news]
            files.append(store.append_all(office.data, month, news[0].unit, news[0].name, entries, demo=demo))
    return files


def _fitting(word: Word) -> None:
    """Each verdict with what belongs to it, and no more. Raises UsageError."""
    wanted = {ACCEPT: (), RETURN: ("reason", "limit"), VERIFY: ("how",)}[word.verdict]
    given = {name: plain_text(getattr(word, name)) for name in ("how", "reason", "limit")}
    missing = [_OPTIONS[name] for name in wanted if not given[name]]
    if missing:
        raise UsageError(f"{word.verdict}要写明 {'、'.join(missing)}")
    extra = [f"--{name}" for name, value in given.items() if value and name not in wanted]
    if word.values and word.verdict != VERIFY:
        extra.insert(0, "--set")
    if extra:
        raise UsageError(f"{word.verdict}用不上 {'、'.join(extra)}；{_BELONGS[word.verdict]}")


_OPTIONS = {"how": "--how 怎么核实的", "reason": "--reason 原因", "limit": "--limit 补正期限"}
_BELONGS = {
    ACCEPT: "有核实的数用 --verify，要退回用 --return",
    RETURN: "退回补正只写 --reason 和 --limit",
    VERIFY: "核实只写 --set 和 --how",
}


def _verified(old: Recorded, task: Task, word: Word) -> tuple[dict[str, Decimal], list[str]]:
    """The figures found on the spot: of what the entry reported, for a review takes the place of a reported figure.

    What it did not report is a report of its own, to be filed as one. A report without figures is verified
    without a number.
    """
    if word.verdict != VERIFY:
        return {}, []
    reported = old.entry.values
    told = "、".join(f"{id}={number_words(value)}" for id, value in reported.items())
    if reported and not word.values:
        raise UsageError(f"核实要用 --set 写明核实的数；这条记录报的是：{told}")
    values, warnings = record.values_of(task, word.values)
    for id in values:
        if id not in reported:
            have = f"它报的是：{told}" if told else "它没有报数，核实不用写 --set"
            raise UserError(
                f"{old.entry.id}没有报 {id}，无从核实；{have}。查到的新数请单位补报，或由本办代录（progress add --for）"
            )
    return values, warnings


def _unverified(old: Recorded, values: dict[str, Decimal]) -> list[str]:
    """Of a report that was verified, the figures that were not: they stand as reported."""
    rest = [f"{id}={number_words(value)}" for id, value in old.entry.values.items() if values and id not in values]
    return [f"没有写核实数的照所报的数算：{'、'.join(rest)}"] if rest else []

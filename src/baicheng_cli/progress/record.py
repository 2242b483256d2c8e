"""A new entry: checked against plan and progress before a byte is written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from baicheng_cli.errors import UsageError, UserError, did_you_mean
from baicheng_cli.fields import parse_day, parse_number
from baicheng_cli.files import write_atomic
from baicheng_cli.plan.model import Indicator, Plan, Task, Unit
from baicheng_cli.plan.settings import Settings, month_of
from baicheng_cli.plan.units import Register
from baicheng_cli.progress import store
from baicheng_cli.progress.calendar import data_until, first_day, last_day
from baicheng_cli.progress.may_report import may_report, who_may
from baicheng_cli.words import number_words

IMPLAUSIBLE_TIMES = 10
"""A value more than this many times its target is asked about: probably the wrong unit of measure."""


@dataclass(frozen=True)
class Typed:
    """What somebody typed: text, not yet understood."""

    unit: str
    month: str
    date: str | None = None
    received: str | None = None
    values: tuple[str, ...] = ()
    """As `a=72.5`."""
    done: tuple[str, ...] = ()
    """As `m1` or `m1=2019-08-20`."""
    self_: str | None = None
    progress: str | None = None
    problems: str | None = None
    next: str | None = None
    needs: str | None = None
    evidence: tuple[Path, ...] = ()
    for_: str | None = None
    reporter: str | None = None
    approver: str | None = None
    by_office: bool = False
    reason: str | None = None
    allow_fall: bool = False


@dataclass(frozen=True)
class New:
    """An entry ready to be written, and what to say about it."""

    unit: str
    """Id of the unit whose file it goes into."""
    name: str
    month: str
    entry: dict[str, Any]
    """Its keys and values, in the order in which they are written."""
    evidence: tuple[tuple[Path, Path], ...]
    """Files to copy into the data folder: from, to."""
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class Office:
    """Where entries are written, and by which rules."""

    plan: Plan
    settings: Settings
    register: Register
    data: Path
    now: datetime
    """The moment of writing; its date is the default of `received`."""


def new_entry(task: Task, typed: Typed, office: Office) -> New:
    """The entry that the typed words make. Raises UsageError and UserError; writes nothing."""
    unit = office.register.unit(typed.unit)
    subject = office.register.unit(typed.for_) if typed.for_ else unit
    _may_report(task, unit, subject, office)
    day = _day(typed, office)
    received = _date("--received", typed.received) or office.now.date()
    values, warnings = _values(task, typed.values)
    done = _done(task, typed.done, day)
    _refuse_fall(task, subject, values, day, typed, office)
    evidence = _evidence(typed.evidence, typed.month, unit.id, office.data)
    entry: dict[str, Any] = {
        "id": store.new_id(),
        "task": task.id,
        "date": day,
        "received": received,
        "values": values,
        "milestones": done,
        "self": typed.self_,
        "progress": _text(typed.progress),
        "problems": _text(typed.problems),
        "next": _text(typed.next),
        "needs": _text(typed.needs),
        "evidence": [{"file": named, "sha256": digest} for named, digest, _ in evidence],
    }
    if not any(value for key, value in entry.items() if key not in ("id", "task", "date", "received")):
        raise UsageError("没有要填报的内容：至少要有 --set、--done、--self、--text 等其中一项")
    entry |= {
        "for": subject.name_on(day) if subject is not unit else None,
        "reporter": _text(typed.reporter),
        "approver": _text(typed.approver),
        "by_office": typed.by_office or (subject is not unit and unit.id == office.settings.office) or None,
        "recorded": office.now,
        "reason": _text(typed.reason),
    }
    kept = {key: value for key, value in entry.items() if value not in (None, {}, [], "")}
    copies = tuple((file, copy) for file, (_, _, copy) in zip(typed.evidence, evidence, strict=True) if copy)
    return New(unit.id, unit.name_on(day), typed.month, kept, copies, tuple(warnings))


def write(new: New, office: Office) -> Path:
    """Copy the evidence, then append the entry; gives the sidecar. Raises BrokenFile when that is broken."""
    for file, copy in new.evidence:
        write_atomic(copy, file.read_bytes())
    return store.append(office.data, new.month, new.unit, new.name, new.entry, demo=office.settings.demo)


def _may_report(task: Task, unit: Unit, subject: Unit, office: Office) -> None:
    if subject is not unit and unit.id != office.settings.office:
        known = office.settings.office and office.register.shown(office.settings.office, office.now.date())
        who = f"只有{known}可以" if known else "本办还没有在 office/settings.yaml 里写明（office:），不能"
        raise UserError(f"{unit.name_on(office.now.date())}不能代{subject.name_on(office.now.date())}填报；{who}代录")
    if subject.id not in may_report(task, office.plan, office.settings, office.register):
        names = who_may(task, office.plan, office.settings, office.register, office.now.date())
        raise UserError(f"{subject.name_on(office.now.date())}不是{task.id}的填报单位；可以填报的是：{names}")


def _day(typed: Typed, office: Office) -> date:
    """The day the figures count up to: as typed, else the earlier of `data_until` and today."""
    today = office.now.date()
    if first_day(typed.month) > today:
        raise UserError(f"{typed.month}还没有开始，不能填报")
    if typed.month < month_of(office.plan.period.start):
        raise UserError(f"{typed.month}早于实施期（{office.plan.period.start}起），不能填报")
    day = _date("--date", typed.date)
    if day is None:
        return min(data_until(typed.month, office.settings.reporting), today)
    if not first_day(typed.month) <= day <= last_day(typed.month):
        raise UserError(f"统计截止日{day}不在{typed.month}里；改 --date 或 --month")
    if day > today:
        raise UserError(f"统计截止日{day}还没有到")
    return day


def _date(option: str, text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return parse_day(text)
    except ValueError as error:
        raise UsageError(f"{option}：{error}") from None


def _pairs(option: str, words: Iterable[str], known: list[str], task: Task) -> dict[str, str | None]:
    """`a=72.5` taken apart, each id known and given once. Raises UsageError and UserError."""
    found: dict[str, str | None] = {}
    for word in words:
        id, equals, value = word.partition("=")
        id = id.strip().removeprefix(f"{task.id}.")
        if option == "--set" and not equals:
            raise UsageError(f"--set 应写作 a=72.5，写的是“{word}”")
        if id not in known:
            what = "指标" if option == "--set" else "节点"
            have = f"可用：{'、'.join(known)}" if known else f"这一条没有{what}"
            raise UserError(f"{task.id}没有{what}“{id}”；{did_you_mean(id, known) or have}")
        if id in found:
            raise UsageError(f"{option} {id} 写了两次")
        found[id] = value.strip() if equals else None
    return found


def _values(task: Task, words: Iterable[str]) -> tuple[dict[str, Decimal], list[str]]:
    parts = {part.id: part for part in task.item.indicators}
    values: dict[str, Decimal] = {}
    warnings: list[str] = []
    for id, text in _pairs("--set", words, list(parts), task).items():
        try:
            values[id] = parse_number(text)
        except ValueError as error:
            unit = f"（单位：{parts[id].unit}）" if parts[id].unit else ""
            raise UserError(f"{id} {parts[id].name}{unit}{error}") from None
        warnings += implausible(parts[id], values[id])
    return values, warnings


def implausible(part: Indicator, value: Decimal) -> list[str]:
    """What is odd about a value, if anything; odd values are recorded all the same."""
    shown = f"{part.name}填的是{number_words(value)}{part.unit or ''}"
    target = part.steps[-1].target.value
    if value < 0:
        return [f"{shown}，是负数，请核对"]
    if part.unit in ("%", "％") and value > 100:
        return [f"{shown}，超过100%，请核对"]
    if target and value > target * IMPLAUSIBLE_TIMES:
        return [
            f"{shown}，是目标（{number_words(target)}{part.unit or ''}）的{IMPLAUSIBLE_TIMES}倍以上，请核对计量单位"
        ]
    return []


def _done(task: Task, words: Iterable[str], day: date) -> dict[str, date]:
    done: dict[str, date] = {}
    for id, text in _pairs("--done", words, [part.id for part in task.item.milestones], task).items():
        when = _date(f"--done {id}", text) if text is not None else day
        if when is not None and when > day:
            raise UserError(f"节点{id}的完成日{when}晚于统计截止日{day}")
        done[id] = when or day
    return done


def _refuse_fall(
    task: Task, subject: Unit, values: dict[str, Decimal], day: date, typed: Typed, office: Office
) -> None:
    """A cumulative total may not fall, unless somebody says so and why. Raises UserError, UsageError."""
    totals = {part.id: part for part in task.item.indicators if part.measure == "total" and part.id in values}
    if not totals:
        return
    if typed.allow_fall:
        if not _text(typed.reason):
            raise UsageError("--allow-fall 要同时用 --reason 写明原因")
        return
    for id, part in totals.items():
        before = store.value_before(
            office.data, office.register, task.id, subject.id, id, (typed.month, day), office.settings.office
        )
        if before is None or values[id] >= before.number:
            continue
        now, then = number_words(values[id]), number_words(before.number)
        raise UserError(
            f"{part.name}是累计数，{before.month}已报{then}{part.unit or ''}，不能减为{now}{part.unit or ''}；"
            f"是不是把当月数填成了累计数？确实减少的，加 --allow-fall --reason 原因"
        )


def _evidence(files: Iterable[Path], month: str, unit: str, data: Path) -> list[tuple[str, str, Path | None]]:
    """Of each file its path from the data folder, its sha256, and where it is to be copied when it lies outside."""
    found: list[tuple[str, str, Path | None]] = []
    taken: dict[Path, str] = {}
    for file in files:
        if not file.is_file():
            raise UsageError(f"找不到佐证文件 {file}")
        digest = store.digest(file.read_bytes())
        if file.resolve().is_relative_to(data.resolve()):
            found.append((file.resolve().relative_to(data.resolve()).as_posix(), digest, None))
            continue
        copy = data / "evidence" / month / unit / _plain_spaces(file.name)
        there = taken.get(copy) or (store.digest(copy.read_bytes()) if copy.exists() else digest)
        if there != digest:
            copy = copy.with_stem(f"{copy.stem}-{digest[:8]}")
        taken[copy] = digest
        found.append((copy.relative_to(data).as_posix(), digest, copy))
    return found


def _text(text: str | None) -> str | None:
    """Typed text without blanks at its ends; what no paper could hold is refused."""
    if text is None:
        return None
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise UserError("文字里有不成对的代理字符，写不进公文；请重新输入")
    return _plain_spaces(text).strip() or None


def _plain_spaces(text: str) -> str:
    """Tabs, full-width and invisible blanks, as they come from Word, made plain: `check` refuses them (BC008)."""
    return re.sub(r"[\u200b-\u200d\u2060\ufeff]", "", re.sub(r"[\t\u3000\u00a0]", " ", text))

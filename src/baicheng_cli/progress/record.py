"""A new entry: checked against plan and progress before a byte is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from baicheng_cli.errors import ChangedMeanwhile, UsageError, UserError, did_you_mean
from baicheng_cli.fields import parse_day, parse_number
from baicheng_cli.files import legible, write_atomic
from baicheng_cli.plan.model import Plan, Task, Unit
from baicheng_cli.plan.settings import Settings, month_after, month_of
from baicheng_cli.plan.units import Register
from baicheng_cli.progress import store
from baicheng_cli.progress.calendar import data_until, first_day, last_day
from baicheng_cli.progress.cycle import closed_words, held_open, is_closed, open_month_after
from baicheng_cli.progress.may_report import may_file, who_may
from baicheng_cli.progress.model import Sidecar
from baicheng_cli.progress.plausible import implausible
from baicheng_cli.words import number_words

CONTENT = ("values", "milestones", "self", "progress", "problems", "next", "needs", "evidence", "proof")
"""The keys of an entry that say something of the work."""


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
    proof: Mapping[str, str] = field(default_factory=dict)
    """What is there to prove a part (佐证说明), by part."""
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
    """What is odd, and written all the same."""
    notes: tuple[str, ...] = ()
    """What is good to know."""
    recheck: Callable[[], object] | None = None
    """Asked again when nobody else can write; raises UserError."""


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
    unit, subject = who_reports(task, typed, office)
    home = home_of(task, subject, typed, office)
    day = home.day
    received = parse_date("--received", typed.received) or office.now.date()
    values, warnings = values_of(task, typed.values)
    done = done_of(task, typed.done, day)
    warnings += totals_in_order(task, subject, values, (home.month, day), typed, office)
    proofs = evidence_of(typed.evidence, typed.month, unit.id, office.data)
    warnings += [words for proof in proofs for words in seen_before(proof, task.id, typed.month, office)]
    entry: dict[str, Any] = {
        "id": store.new_id(),
        "task": task.id,
        "date": day,
        "received": received,
        "values": values,
        "milestones": done,
        "self": typed.self_,
        "progress": plain_text(typed.progress),
        "problems": plain_text(typed.problems),
        "next": plain_text(typed.next),
        "needs": plain_text(typed.needs),
        "evidence": [proof.item for proof in proofs],
        "proof": dict(typed.proof),
    }
    if not says_something(entry):
        raise UsageError("没有要填报的内容：至少要有 --set、--done、--self、--text 等其中一项")
    entry |= {
        "for": subject.name_on(day) if subject is not unit else None,
        "reporter": plain_text(typed.reporter),
        "approver": plain_text(typed.approver),
        "for_month": home.closed,
        "by_office": typed.by_office or (subject is not unit and unit.id == office.settings.office) or None,
        "recorded": office.now,
        "reason": plain_text(typed.reason),
    }
    return New(
        unit.id,
        unit.name_on(day),
        home.month,
        kept(entry),
        copies_of(proofs),
        tuple(warnings),
        home.notes,
        recheck=lambda: totals_in_order(task, subject, values, (home.month, day), typed, office),
    )


def says_something(entry: dict[str, Any]) -> bool:
    """Whether there is any content, and not only who and when."""
    return any(entry.get(key) for key in CONTENT)


def kept(entry: dict[str, Any]) -> dict[str, Any]:
    """What is written of an entry: the keys that say something."""
    return {key: value for key, value in entry.items() if value not in (None, {}, [], "")}


def write(new: New, office: Office, allow: Callable[[Sidecar], None] | None = None) -> Path:
    """Copy the evidence, then append the entry; gives the sidecar.

    Raises BrokenFile when that is broken, ChangedMeanwhile when somebody closed the month or reported meanwhile.
    """
    demo = office.settings.demo
    with held_open(office.data, new.month):
        if new.recheck is not None:
            try:
                new.recheck()
            except UserError as error:
                raise ChangedMeanwhile(f"刚才有人先报了：{error}") from None
        for file, copy in new.evidence:
            write_atomic(copy, file.read_bytes())
        return store.append_all(office.data, new.month, new.unit, new.name, [new.entry], demo=demo, allow=allow)


def who_reports(task: Task, typed: Typed, office: Office) -> tuple[Unit, Unit]:
    """The unit that files the entry, and the one it counts for. Raises UserError when they may not."""
    unit = office.register.unit(typed.unit)
    subject = office.register.unit(typed.for_) if typed.for_ else unit
    if may_file(unit.id, subject.id, task, office.plan, office.settings, office.register):
        return unit, subject
    if subject is not unit and unit.id != office.settings.office:
        known = office.settings.office and office.register.shown(office.settings.office, office.now.date())
        who = f"只有{known}可以" if known else "本办还没有在 office/settings.yaml 里写明（office:），不能"
        raise UserError(f"{unit.name_on(office.now.date())}不能代{subject.name_on(office.now.date())}填报；{who}代录")
    names = who_may(task, office.plan, office.settings, office.register, office.now.date())
    raise UserError(f"{subject.name_on(office.now.date())}不是{task.id}的填报单位；可以填报的是：{names}")


class Home(NamedTuple):
    """The month into whose file an entry goes, and the day up to which its figures count."""

    month: str
    day: date
    closed: str | None = None
    """The closed month that it speaks of (补报, 更正)."""
    notes: tuple[str, ...] = ()


def home_of(task: Task, subject: Unit, typed: Typed, office: Office) -> Home:
    """Where a new report goes: into its month, or, when that is closed, into the open one as 补报.

    Raises UserError when the unit has reported in the closed month: what came in time is corrected, not reported
    again.
    """
    if not is_closed(office.data, typed.month):
        return Home(typed.month, day_of(typed, office))
    closed = closed_words(typed.month, office.now.date())
    told = store.told_of(office.data, office.register, task.id, subject.id, typed.month, office.settings.office)
    if told:
        name = subject.name_on(office.now.date())
        raise UserError(
            f"{closed}，{name}{task.id}当月已经报过（{told[-1].entry.id}）；更正请用 baicheng progress amend"
        )
    home = after_closing(typed.month, typed.date, office)
    return home._replace(notes=(f"{closed}，这一条记为补报，记入{home.month}",))


def after_closing(month: str, day: str | None, office: Office) -> Home:
    """Where a late report or correction of a closed month goes: into the open month, as of its first day, so that
    what is reported for that month itself comes after it. Raises UserError and UsageError.
    """
    open_ = open_month_after(office.data, month)
    closed = closed_words(month, office.now.date())
    if day is not None:
        raise UsageError(f"{closed}，补报和更正记入{open_}，统计截止日不用写；去掉 --date")
    if open_ > month_after(month_of(office.now.date())):
        raise UserError(f"{closed}，{open_}还没有开始，过后再补报或更正")
    return Home(open_, first_day(open_), month)


def day_of(typed: Typed, office: Office) -> date:
    """The day the figures count up to: as typed, else the earlier of `data_until` and today."""
    today = office.now.date()
    if first_day(typed.month) > today:
        raise UserError(f"{typed.month}还没有开始，不能填报")
    if typed.month < month_of(office.plan.period.start):
        raise UserError(f"{typed.month}早于实施期（{office.plan.period.start}起），不能填报")
    day = parse_date("--date", typed.date)
    if day is None:
        return min(data_until(typed.month, office.settings.reporting), today)
    if not first_day(typed.month) <= day <= last_day(typed.month):
        raise UserError(f"统计截止日{day}不在{typed.month}里；改 --date 或 --month")
    if day > today:
        raise UserError(f"统计截止日{day}还没有到")
    return day


def parse_date(option: str, text: str | None) -> date | None:
    """A day as typed for an option. Raises UsageError."""
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


def values_of(task: Task, words: Iterable[str]) -> tuple[dict[str, Decimal], list[str]]:
    """Figures as typed (`a=72.5`), and what is odd about them. Raises UsageError and UserError."""
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


def done_of(task: Task, words: Iterable[str], day: date) -> dict[str, date]:
    """Milestones as typed (`m1=2019-08-20`); without a day, done by the day that the entry speaks of."""
    done: dict[str, date] = {}
    for id, text in _pairs("--done", words, [part.id for part in task.item.milestones], task).items():
        when = parse_date(f"--done {id}", text) if text is not None else day
        if when is not None and when > day:
            raise UserError(f"节点{id}的完成日{when}晚于统计截止日{day}")
        done[id] = when or day
    return done


def totals_in_order(
    task: Task,
    subject: Unit,
    values: dict[str, Decimal],
    moment: tuple[str, date],
    typed: Typed,
    office: Office,
    without: str | None = None,
) -> list[str]:
    """What is odd about totals beside the figures that follow them; `without`: the entry that is being corrected.

    A cumulative total may not fall below the one before it, unless somebody says so and why. `moment`: the month
    of its file, and its day. Raises UserError, UsageError.
    """
    totals = [part for part in task.item.indicators if part.measure == "total" and part.id in values]
    if totals and typed.allow_fall and not plain_text(typed.reason):
        raise UsageError("--allow-fall 要同时用 --reason 写明原因")
    warnings = []
    for part in totals:
        asked = store.Asked(task.id, subject.id, part.id, office.settings.office, without)
        value, unit = values[part.id], part.unit or ""
        before = store.value_before(office.data, office.register, asked, moment)
        if before is not None and value < before.number and not typed.allow_fall:
            raise UserError(
                f"{part.name}是累计数，{before.month}已报{number_words(before.number)}{unit}，"
                f"不能减为{number_words(value)}{unit}；"
                f"是不是把当月数填成了累计数？确实减少的，加 --allow-fall --reason 原因"
            )
        after = store.value_below_after(office.data, office.register, asked, moment, value)
        if after is not None:
            warnings.append(
                f"{part.name}是累计数，{after.month}报的是{number_words(after.number)}{unit}，"
                f"比这里的{number_words(value)}{unit}小，后面的月份可能也要更正"
            )
    return warnings


class Proof(NamedTuple):
    """A file of evidence, by its path from the data folder; `copy` says where it goes when it lies outside."""

    source: Path
    named: str
    sha256: str
    copy: Path | None

    @property
    def item(self) -> dict[str, str]:
        return {"file": self.named, "sha256": self.sha256}


def evidence_of(files: Iterable[Path], month: str, unit: str, data: Path) -> list[Proof]:
    """The files as an entry names them; a file given twice is named once. Raises UsageError and UserError."""
    found: dict[str, Proof] = {}
    for file in files:
        if not file.is_file():
            raise UsageError(f"佐证要写文件，{file} 是文件夹" if file.is_dir() else f"找不到佐证文件 {file}")
        digest = store.digest(file.read_bytes())
        if file.resolve().is_relative_to(data.resolve()):
            named = file.resolve().relative_to(data.resolve()).as_posix()
            if legible(named) != named:
                raise UserError(f"佐证“{legible(named)}”的文件名不是 UTF-8 编码的，记不下来；请改名再录")
            found.setdefault(named, Proof(file, named, digest, None))
            continue
        copy = data / "evidence" / month / unit / _plain_name(legible(file.name))
        if not copy.resolve().is_relative_to(data.resolve()):
            raise UserError(f"{copy.parent} 通到数据文件夹外面去了，佐证没有复制；请把它改成真正的文件夹")
        taken = found.get(copy.relative_to(data).as_posix())
        there = taken.sha256 if taken else store.digest(copy.read_bytes()) if copy.exists() else digest
        if there != digest:
            copy = copy.with_stem(f"{copy.stem}-{digest[:8]}")
        named = copy.relative_to(data).as_posix()
        found.setdefault(named, Proof(file, named, digest, copy))
    return list(found.values())


def copies_of(proofs: Iterable[Proof]) -> tuple[tuple[Path, Path], ...]:
    return tuple((proof.source, proof.copy) for proof in proofs if proof.copy)


def seen_before(proof: Proof, task: str, month: str, office: Office, without: str | None = None) -> list[str]:
    """Where the same file has already proved another task, or another month; `without`: the entry being corrected."""
    known = [
        one
        for one in store.holding(office.data, office.register, proof.sha256)
        if (one.entry.task, one.month) != (task, month) and one.entry.id != without
    ]
    if not known:
        return []
    where = "、".join(f"{one.month}的{one.entry.id}（{_name(one.subject, office)} {one.entry.task}）" for one in known)
    return [f"佐证“{PurePosixPath(proof.named).name}”与{where}的佐证是同一个文件"]


def _name(id: str, office: Office) -> str:
    return office.register.shown(id, office.now.date()) if office.register.get(id) else id


def plain_text(text: str | None) -> str | None:
    """Typed text without blanks at its ends, on one or more lines; what no paper could hold is refused."""
    if text is None:
        return None
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise UserError("文字里有不成对的代理字符，写不进公文；请重新输入")
    lines = re.sub("\r\n|[\r\x0b\x0c\x85\u2028\u2029]", "\n", text)
    return _plain_spaces(_UNPRINTABLE.sub("", lines)).strip() or None


def _plain_name(name: str) -> str:
    """A file's name without what no machine could be relied on to keep."""
    return _plain_spaces(_UNPRINTABLE.sub("", name.replace("\n", " "))).strip()


_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
"""Control characters, as a terminal or an old file may bring them in; tabs and line ends are none of them."""


def _plain_spaces(text: str) -> str:
    """Tabs, full-width and invisible blanks, as they come from Word, made plain: `check` refuses them (BC008)."""
    return re.sub(r"[\u200b-\u200d\u2060\ufeff]", "", re.sub(r"[\t\u3000\u00a0]", " ", text))

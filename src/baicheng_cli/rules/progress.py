"""Rules on progress: what is reported must be of the plan, by who may, and possible (BC5xx)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import PurePosixPath
from typing import NamedTuple

from baicheng_cli.diagnostics import Severity
from baicheng_cli.errors import did_you_mean
from baicheng_cli.plan.model import Plan, Task
from baicheng_cli.plan.settings import Settings
from baicheng_cli.plan.units import Register
from baicheng_cli.progress.may_report import may_report, who_may
from baicheng_cli.progress.model import Entry
from baicheng_cli.progress.plausible import implausible
from baicheng_cli.progress.store import Opened, Recorded, recorded
from baicheng_cli.progress.verdicts import RETURN, VERIFY
from baicheng_cli.rules.engine import TASKS, UNIT_NAMES, KeyOf, Path, Said, Subject, everywhere, named, near, rule
from baicheng_cli.rules.structure import leaves_below
from baicheng_cli.words import month_words, number_words

_PARTS = named("chapters", "chapters", "items", "id", "indicators", "milestones")
_ENTRIES = named("entries", "id", "supersedes", "review")


class Line(NamedTuple):
    """An entry, with its place: the file as it is shown, then the steps inside."""

    one: Recorded
    opened: Opened
    path: Path

    @property
    def entry(self) -> Entry:
        return self.one.entry


@dataclass(frozen=True)
class Filed:
    """Everything that lies in the progress folder, with the plan and the settings it is held against."""

    plan: Plan
    settings: Settings
    register: Register
    sidecars: tuple[Opened, ...]

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """All entries in the order in which they count."""
        found = [
            Line(one, opened, (*place_of(opened), "entries", one.place))
            for opened in self.sidecars
            for one in recorded(opened, self.register)
        ]
        return tuple(sorted(found, key=lambda line: line.one.order))

    @cached_property
    def by_id(self) -> dict[str, Line]:
        """The first entry of each id; a second one is BC511."""
        found: dict[str, Line] = {}
        for line in self.lines:
            found.setdefault(line.entry.id, line)
        return found

    def task(self, line: Line) -> Task | None:
        """The task or measure that an entry is about, if the plan has it."""
        task, leaf = self.plan.by_id.get(line.entry.task, (None, False))
        return task if leaf else None

    @cached_property
    def reports(self) -> tuple[tuple[Line, Task], ...]:
        """The entries of units on tasks of the plan, without reviews."""
        return tuple((line, task) for line in self.lines if not line.entry.review and (task := self.task(line)))

    @cached_property
    def gone(self) -> frozenset[str]:
        """Ids of the entries that no longer count: superseded ones, and those the office returned."""
        superseded = {line.entry.supersedes for line in self.lines if line.entry.supersedes}
        verdicts = {review.entry: review.verdict for line in self.lines if (review := line.entry.review)}
        return frozenset(superseded | {id for id, verdict in verdicts.items() if verdict == RETURN})

    @cached_property
    def verified(self) -> dict[str, dict[str, Decimal]]:
        """What the office found instead of the reported values, by entry."""
        reviews = (line.entry.review for line in self.lines)
        return {review.entry: review.verified for review in reviews if review and review.verdict == VERIFY}


def place_of(opened: Opened) -> Path:
    return (opened.source.file,)


@rule(
    "BC502",
    title="填报的条目不在计划里",
    reason="进展按编号归集，编号写错，这条进展就谁也看不到。",
    on=Subject.PROGRESS,
    needs=TASKS,
)
def unknown_task(filed: Filed) -> Iterator[Said]:
    """An entry on a number that the plan does not have."""
    ids = [task.id for task in filed.plan.tasks]
    for line in filed.lines:
        if line.entry.task not in filed.plan.by_id:
            yield (*line.path, "task"), f"计划里没有“{line.entry.task}”这一条", did_you_mean(line.entry.task, ids)


@rule(
    "BC503",
    title="对容器条目填报",
    reason="容器不是任务，不评价也不列出；进展应写到最末一级条目。",
    on=Subject.PROGRESS,
    needs=TASKS,
)
def container(filed: Filed) -> Iterator[Said]:
    """An entry on a clause that only holds others."""
    for line in filed.lines:
        box, leaf = filed.plan.by_id.get(line.entry.task, (None, True))
        if box is not None and not leaf:
            below = leaves_below(box.item, filed.plan)
            yield (*line.path, "task"), f"“{line.entry.task}”是容器，不是任务", f"写到 {below} 上"


@rule(
    "BC504",
    title="填报单位不认识",
    reason="单位只按登记的全名、简称或代号认，认不出就不知算谁的。",
    on=Subject.PROGRESS,
    needs=(*UNIT_NAMES, named("rosters"), named("tasks", "rosters")),
)
def unknown_unit(filed: Filed) -> Iterator[Said]:
    """The file's unit, or the one an entry was filed for, is not in the register."""
    names = filed.register.names()
    for opened in filed.sidecars:
        unit = opened.sidecar.unit
        if filed.register.get(unit) is None:
            yield (*place_of(opened), "unit"), f"没有“{unit}”这个单位", did_you_mean(unit, names)
    for line in filed.lines:
        subject = line.entry.for_
        if subject and filed.register.get(subject) is None:
            yield (*line.path, "for"), f"没有“{subject}”这个单位", did_you_mean(subject, names)


@rule(
    "BC505",
    title="任务没有这个指标或里程碑",
    reason="代号写错，这个数就没有地方算。",
    on=Subject.PROGRESS,
    needs=[_PARTS],
)
def unknown_part(filed: Filed) -> Iterator[Said]:
    """A value of an indicator, or a done day of a milestone, that the task does not have."""
    for line in filed.lines:
        if (task := filed.task(line)) is None:
            continue
        indicators = {part.id: part.name for part in task.item.indicators}
        milestones = {part.id: part.name for part in task.item.milestones}
        verified = line.entry.review.verified if line.entry.review else {}
        for steps, found, known, other, words in (
            (("values",), line.entry.values, indicators, milestones, "指标"),
            (("review", "verified"), verified, indicators, milestones, "指标"),
            (("milestones",), line.entry.milestones, milestones, indicators, "里程碑"),
        ):
            for id in found:
                if id not in known:
                    yield (
                        KeyOf((*line.path, *steps, id)),
                        f"{task.id} 没有{words}“{id}”",
                        _others(id, known, other, words),
                    )


def _others(id: str, known: dict[str, str], other: dict[str, str], words: str) -> str:
    if id in other:
        return "里程碑写在 milestones 里" if words == "指标" else "指标写在 values 里"
    have = "、".join(f"{one} {name}" for one, name in known.items())
    return f"可用：{have}" if have else f"这一条没有{words}"


@rule(
    "BC506",
    title="统计截止日不在填报的月份里",
    reason="各月的汇总按月份和日期取数，日期出了月份，数就会算到别的月。",
    on=Subject.PROGRESS,
)
def outside_the_month(filed: Filed) -> Iterator[Said]:
    """An entry's date lies in another month than its file."""
    for line in filed.lines:
        month = line.entry.date.isoformat()[:7]
        if month not in (line.one.month, line.opened.file.parent.name):
            yield (*line.path, "date"), f"统计截止日{line.entry.date}不在{line.one.month}里"


@rule(
    "BC507",
    title="累计数下降",
    reason="累计数只增不减；下降多半是把当月数填成了累计数。确需更正的，写明 reason。",
    on=Subject.PROGRESS,
    needs=[
        everywhere("entries", "id", "task", "date", "for", "values", "supersedes", "review"),
        everywhere("chapters", "items", "id", "indicators", "measure"),
    ],
)
def falling_total(filed: Filed) -> Iterator[Said]:
    """A unit's cumulative value is below the one before it, and no reason is given.

    What the office verified stands for what was reported; returned and superseded entries are out.
    """
    last: dict[tuple[str, str, str], tuple[Decimal, Line]] = {}
    for line, task in filed.reports:
        if line.entry.id in filed.gone:
            continue
        totals = {part.id: part for part in task.item.indicators if part.measure == "total"}
        for id, value in line.entry.values.items():
            if id not in totals:
                continue
            key = (line.one.subject, task.id, id)
            before, told = last.get(key, (value, line))
            if value < before and not line.entry.reason:
                unit = totals[id].unit or ""
                when = month_words(told.one.month, line.entry.date)
                yield (
                    (*line.path, "values", id),
                    f"{totals[id].name}由{when}的{number_words(before)}{unit}降到{number_words(value)}{unit}，累计数不应下降",
                    "确需更正的，写明 reason",
                )
            last[key] = (filed.verified.get(line.entry.id, {}).get(id, value), line)


@rule(
    "BC508",
    title="完成日晚于统计截止日",
    reason="还没有到的日子不能报已完成。",
    on=Subject.PROGRESS,
)
def done_in_the_future(filed: Filed) -> Iterator[Said]:
    """A milestone is said to be done after the day the entry speaks of."""
    for line, task in filed.reports:
        names = {part.id: part.name for part in task.item.milestones}
        for id, day in line.entry.milestones.items():
            if day > line.entry.date and id in names:
                at = (*line.path, "milestones", id)
                yield at, f"{names[id]}的完成日{day}晚于统计截止日{line.entry.date}"


@rule(
    "BC509",
    title="数值不合常理",
    reason="占比超过100%、超过目标十倍或为负数，多半是单位或小数点写错。",
    severity=Severity.WARNING,
    on=Subject.PROGRESS,
)
def odd_value(filed: Filed) -> Iterator[Said]:
    """A share of more than 100 %, more than ten times the target, or a negative number."""
    for line in filed.lines:
        task = filed.task(line)
        parts = {part.id: part for part in task.item.indicators} if task else {}
        verified = line.entry.review.verified if line.entry.review else {}
        for steps, values in (("values",), line.entry.values), (("review", "verified"), verified):
            for id, value in values.items():
                if id in parts:
                    for words in implausible(parts[id], value):
                        message, _, remedy = words.rpartition("，")
                        yield (*line.path, *steps, id), message, remedy


@rule(
    "BC510",
    title="不是这一条的填报单位",
    reason="只有计划在这一条写到的单位能填报，本办可以代录；别人报的数没有依据。",
    on=Subject.PROGRESS,
    needs=(
        everywhere("chapters", "lead", "support", "responsible", "owner", "each", "items", "id", "indicators"),
        everywhere("units", "units", "names", "name", "full", "aliases"),
        everywhere("collectives"),
        everywhere("rosters"),
        everywhere("tasks", "rosters"),
        everywhere("office"),
        near("unit", "for", "task"),
    ),
)
def may_not_report(filed: Filed) -> Iterator[Said]:
    """A unit that the plan does not name for the task reports on it, or somebody but the office for another."""
    allowed: dict[str, list[str]] = {}
    for line, task in filed.reports:
        entry, day = line.entry, line.entry.date
        own = filed.register.id_of(line.opened.sidecar.unit)
        subject = filed.register.id_of(entry.for_) if entry.for_ else own
        if own is None or subject is None:
            continue  # BC504
        at = (*line.path, "for" if entry.for_ else "task")
        if subject != own and own != filed.settings.office:
            yield (
                at,
                f"{_shown(filed, own, day)}不能代{_shown(filed, subject, day)}填报",
                _who_may_for_others(filed, day),
            )
            continue
        if task.id not in allowed:
            allowed[task.id] = may_report(task, filed.plan, filed.settings, filed.register)
        if subject not in allowed[task.id]:
            who = who_may(task, filed.plan, filed.settings, filed.register, day)
            yield at, f"{_shown(filed, subject, day)}不是 {task.id} 的填报单位", f"可以填报的是：{who}"


def _shown(filed: Filed, id: str, day: date) -> str:
    return filed.register.shown(id, day)


def _who_may_for_others(filed: Filed, day: date) -> str:
    office = filed.settings.office
    if office is None or filed.register.get(office) is None:
        return "只有本办可以代录；先在 office/settings.yaml 写明 office"
    return f"只有{_shown(filed, office, day)}可以代录"


@rule(
    "BC511",
    title="记录编号重复",
    reason="更正和审核按编号指向一条记录，两条同号就不知指哪条。",
    on=Subject.PROGRESS,
)
def shared_id(filed: Filed) -> Iterator[Said]:
    """Two entries have the same id, anywhere in the folder."""
    seen: dict[str, Line] = {}
    for line in filed.lines:
        first = seen.setdefault(line.entry.id, line)
        if first is not line:
            yield (*line.path, "id"), f"记录编号“{line.entry.id}”已经用在 {first.path[0]}", "换一个编号"


@rule(
    "BC512",
    title="所指的记录不存在",
    reason="更正、审核指向的记录找不到，就不知更正、审核了什么。",
    on=Subject.PROGRESS,
    needs=[_ENTRIES],
)
def unknown_entry(filed: Filed) -> Iterator[Said]:
    """A correction or review names an entry that is not there, or itself."""
    for line, path, id in _references(filed):
        if id not in filed.by_id:
            yield path, f"没有编号为“{id}”的记录", did_you_mean(id, list(filed.by_id), most=1)
        elif id == line.entry.id:
            yield path, f"记录“{id}”指向自己"


def _references(filed: Filed) -> Iterator[tuple[Line, Path, str]]:
    for line in filed.lines:
        if line.entry.supersedes:
            yield line, (*line.path, "supersedes"), line.entry.supersedes
        if line.entry.review:
            yield line, (*line.path, "review", "entry"), line.entry.review.entry


@rule(
    "BC513",
    title="审核记录放错了位置",
    reason="审核是本办的，放在本办自己的文件里，月份不早于被审核的记录；放在别处就成了单位自己审自己。",
    on=Subject.PROGRESS,
    needs=[everywhere("office"), everywhere("units"), _ENTRIES, near("unit", "month")],
)
def misplaced_review(filed: Filed) -> Iterator[Said]:
    """A review lies in another unit's file, in a month before that of its entry, or is of another review."""
    office = filed.settings.office
    for line in filed.lines:
        if (review := line.entry.review) is None:
            continue
        if office is not None and line.one.unit != office and filed.register.get(office) is not None:
            yield (*line.path, "review"), f"审核写在{line.opened.sidecar.unit}的文件里", f"应在 {office}.yaml 里"
        subject = filed.by_id.get(review.entry)
        if subject is None or subject.entry.id == line.entry.id:
            continue
        if subject.entry.review is not None:
            yield (*line.path, "review", "entry"), f"“{review.entry}”本身是一条审核，不能再审核"
        elif subject.one.month > line.one.month:
            at = (*line.path, "review", "entry")
            yield at, f"“{review.entry}”是{subject.one.month}的记录，审核却在{line.one.month}"


@rule(
    "BC514",
    title="审核、更正没有写全",
    reason="核实要有核实的数，退回和更正要有原因，单位才知道怎么改，以后也查得到。",
    severity=Severity.WARNING,
    on=Subject.PROGRESS,
    needs=[near("verified", "reason")],
)
def incomplete_review(filed: Filed) -> Iterator[Said]:
    """核实 without a value, 退回补正 or a correction without a reason."""
    for line in filed.lines:
        review = line.entry.review
        if (
            review
            and review.verdict == VERIFY
            and not review.verified
            and filed.task(line)
            and _has_values(filed, review.entry)
        ):
            yield (*line.path, "review"), "核实没有写核实的数", "写上 verified"
        if review and review.verdict == RETURN and not (review.reason or line.entry.reason):
            yield (*line.path, "review"), "退回补正没有写原因", "写上 reason"
        if line.entry.supersedes and not line.entry.reason:
            yield (*line.path, "supersedes"), "更正没有写原因", "写上 reason"


def _has_values(filed: Filed, id: str) -> bool:
    """Whether there is anything to verify: milestones and words are confirmed without a number."""
    reviewed = filed.by_id.get(id)
    return reviewed is not None and bool(reviewed.entry.values)


@rule(
    "BC515",
    title="写了却不会起作用",
    reason="审核记录里的填报内容、采信时写的核实数都不会计入，写了就悄悄丢了。",
    on=Subject.PROGRESS,
)
def without_effect(filed: Filed) -> Iterator[Said]:
    """A review carries a report of its own, or a verdict carries what belongs to another one."""
    for line in filed.lines:
        if (review := line.entry.review) is None:
            continue
        for key in ("values", "milestones", "self"):
            if getattr(line.entry, "self_" if key == "self" else key):
                yield KeyOf((*line.path, key)), f"审核记录里的 {key} 不会计入", "另写一条填报记录"
        if review.verified and review.verdict != VERIFY:
            yield KeyOf((*line.path, "review", "verified")), f"“{review.verdict}”的 verified 不会计入", f"改为{VERIFY}"
        if review.limit and review.verdict != RETURN:
            yield KeyOf((*line.path, "review", "limit")), f"“{review.verdict}”没有补正期限", "删去 limit"


@rule(
    "BC516",
    title="所指的记录不是同一任务或同一单位的",
    reason="更正会把原记录整条取代；指错了，别的任务或单位的数就没了。",
    on=Subject.PROGRESS,
    needs=[_ENTRIES, near("task", "for", "unit")],
)
def of_another_task(filed: Filed) -> Iterator[Said]:
    """A correction or review is of another task than the entry it names, or corrects another unit's."""
    for line, path, id in _references(filed):
        other = filed.by_id.get(id)
        if other is None or other.entry.id == line.entry.id:
            continue
        if other.entry.task != line.entry.task:
            yield path, f"“{id}”是 {other.entry.task} 的记录，这里是 {line.entry.task}"
        elif path[-1] == "supersedes" and other.one.subject != line.one.subject:
            shown = other.entry.for_ or other.opened.sidecar.unit
            yield path, f"“{id}”是{shown}的记录，别的单位不能更正"


@rule(
    "BC517",
    title="演示数据与真实数据混在一起",
    reason="演示的数一旦和真的放在一起，印出的台账、月报就不可信。",
    on=Subject.PROGRESS,
    needs=[everywhere("demo"), near("demo")],
)
def mixed_demo(filed: Filed) -> Iterator[Said]:
    """A sidecar of demonstration data where the settings say real, or the reverse."""
    for opened in filed.sidecars:
        if opened.sidecar.demo and not filed.settings.demo:
            remedy = "移到演示数据文件夹；整个文件夹都是演示数据的，在 office/settings.yaml 写 demo: true"
            yield (*place_of(opened), "demo"), "演示数据混在真实数据里", remedy
        if filed.settings.demo and not opened.sidecar.demo:
            yield place_of(opened), "这里是演示数据文件夹，这个文件却没有标明演示数据", "写上 demo: true"


@rule(
    "BC518",
    title="佐证不在数据文件夹里",
    reason="路径从数据文件夹算起，指到外面的文件换一台机器就找不到。",
    on=Subject.PROGRESS,
)
def evidence_outside(filed: Filed) -> Iterator[Said]:
    """A path of evidence leaves the data folder, or is not written with slashes."""
    for line in filed.lines:
        for index, evidence in enumerate(line.entry.evidence):
            path = PurePosixPath(evidence.file)
            parts = path.parts
            if not parts or path.is_absolute() or ".." in parts or "\\" in evidence.file or ":" in parts[0]:
                yield (
                    (*line.path, "evidence", index, "file"),
                    f"佐证“{evidence.file}”不在数据文件夹里",
                    "放进 evidence/，写作 evidence/…",
                )


@rule(
    "BC519",
    title="同一个佐证用了两次",
    reason="一份照片或文件证明不了两个月、两项任务的进展；多半是附错了文件，或者把上月的又报了一遍。",
    severity=Severity.WARNING,
    on=Subject.PROGRESS,
    needs=[everywhere("entries", "id", "task", "evidence", "supersedes", "review"), near("month")],
)
def evidence_twice(filed: Filed) -> Iterator[Said]:
    """A file with the same contents proves another task, or another month; corrected and returned entries are out."""
    first: dict[str, Line] = {}
    for line in filed.lines:
        if line.entry.id in filed.gone:
            continue
        for index, evidence in enumerate(line.entry.evidence):
            told = first.setdefault(evidence.sha256.lower(), line)
            if (told.entry.task, told.one.month) != (line.entry.task, line.one.month):
                yield (
                    (*line.path, "evidence", index, "file"),
                    f"佐证“{PurePosixPath(evidence.file).name}”与{told.one.month} {told.entry.task} 的记录"
                    f"“{told.entry.id}”的佐证是同一个文件",
                    "确实同时证明两处的，不用改；附错了的，用 baicheng progress amend 更正",
                )

"""What one unit's form of one month holds, before anybody has filled it in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from baicheng_cli.forms.columns import INDICATOR, MILESTONE, VERSION, WORK, part_address, work_address
from baicheng_cli.plan.model import Indicator, Milestone, Task, Unit
from baicheng_cli.plan.units import Register
from baicheng_cli.progress.calendar import AsOf, data_until, of_month
from baicheng_cli.status.facts import Facts
from baicheng_cli.status.ledger import Ledger
from baicheng_cli.status.measured import Measured, Scene
from baicheng_cli.status.select import clause_of, members_of, named
from baicheng_cli.status.targets import target_words
from baicheng_cli.views.answers import day_text
from baicheng_cli.views.ledger_rows import subject_of
from baicheng_cli.words import PART_WORDS, REACH, ROLES, day_words, full_month_words, month_words, number_words

if TYPE_CHECKING:
    from baicheng_cli.progress.store import Recorded

NOT_DUE, NOT_BEGUN, STAGE_REACHED, NOTHING = "未到期", "未开始", "已达本阶段", "—"
ALL_KNOWN = AsOf(date.max, "9999-12", "9999-12", date.max)
"""A view that nothing recorded is too late for: a form speaks of what is known when it is made."""
LONGEST_NAME = 40
"""Characters of a unit's name in a file's: some systems take 255 bytes, and three make a character."""
_NO_FILE_NAME = re.compile(r'[\\/:*?"<>|\s]+')


@dataclass(frozen=True)
class PartRow:
    """One row of 表一: an indicator or a milestone that the unit reports."""

    task: str
    part: str
    kind: str
    """指标 or 节点."""
    name: str
    shown: str
    """The name as the form prints it: with what narrows it (5000平方米以上) and 配合 or 督导."""
    scope: str
    """What counts (统计口径), in words; empty where the name says it all."""
    unit: str
    """Unit of measure; of a milestone none."""
    measure: str
    """`total`, `level`, `annual`; of a milestone `start`, `finish`, `ongoing`."""
    target: str
    due: str
    before: Decimal | date | None
    """What months before this one have said: the last figure in force, or the day it was done."""
    before_words: str
    before_month: str
    """`7月`, where the figure is older than last month's; else empty."""
    expected: str
    """应完成: what is due by now."""
    total: bool
    """Cumulative: it may not fall."""

    @property
    def address(self) -> str:
        return part_address(self.task, self.part)


@dataclass(frozen=True)
class WorkRow:
    """One row of 表二: a task that the unit owes a report on."""

    task: str
    clause: str
    title: str
    role: str
    """牵头, 责任 or 配合."""


@dataclass(frozen=True)
class Form:
    """Everything that is printed on one unit's form, and what its cells hold when it is sent."""

    unit: str
    """Id."""
    name: str
    group: str
    office: str
    """Who asks for it: our own office, or 本办."""
    plan_number: str
    plan_title: str
    month: str
    opened: date | None
    data_until: date
    submit_by: date
    version: str
    demo: bool
    data_version: str
    parts: tuple[PartRow, ...]
    works: tuple[WorkRow, ...]
    sent: Mapping[str, str]
    """What each cell that may be filled in held when the form was sent, by address."""

    @property
    def title(self) -> str:
        return f"{subject_of(self.plan_title)}进展填报表（{self.month_words}）"

    @property
    def month_words(self) -> str:
        return full_month_words(self.month)


def form_of(ledger: Ledger, month: str, unit: str, tasks: Iterable[Task], *, data_version: str = "") -> Form:
    """The form of one unit (id) for a month, with the tasks that it owes a report on."""
    return next(forms_of(ledger, month, {unit: list(tasks)}, data_version=data_version))


def forms_of(
    ledger: Ledger, month: str, owing: Mapping[str, Sequence[Task]], *, data_version: str = ""
) -> Iterator[Form]:
    """The forms of a month for several units (ids), each with its tasks."""
    drawn = _Drawing(ledger, month, data_version)
    for unit, tasks in owing.items():
        yield drawn.form(unit, tasks)


def file_name(form: Form, register: Register) -> str:
    """`03_区城管局_2019年9月填报表.xlsx`; the number is the unit's place in the official order."""
    digits = max(2, len(str(len(register.units))))
    place = f"{register.order(form.unit) + 1:0{digits}}"
    return f"{place}_{_NO_FILE_NAME.sub('_', form.name)[:LONGEST_NAME]}_{form.month_words}填报表.xlsx"


def recorded_now(ledger: Ledger, month: str, unit: str, tasks: Iterable[str]) -> dict[str, str]:
    """What a unit's own reports on these tasks (ids) say of a month, by the address of the form's cell.

    Of several reports the last one that has a cell counts; superseded and returned ones are out. A number that the
    office found instead is not the unit's, and so stands nowhere here.
    """
    return _recorded(Facts(ledger.entries, ALL_KNOWN), month, unit, set(tasks))


def _recorded(known: Facts, month: str, unit: str, tasks: set[str]) -> dict[str, str]:
    came = [
        one
        for one in known.entries
        if one.subject == unit and one.about == month and one.entry.task in tasks and not known.returned(one)
    ]
    found: dict[str, str] = {}
    for one in came:
        entry = one.entry
        found |= {part_address(entry.task, part): number_words(value) for part, value in entry.values.items()}
        found |= {part_address(entry.task, part): day.isoformat() for part, day in entry.milestones.items()}
        found |= {part_address(entry.task, part, "proof"): text for part, text in entry.proof.items()}
        said = {
            "self": entry.self_,
            "progress": entry.progress,
            "problems": entry.problems,
            "next": entry.next,
            "needs": entry.needs,
        }
        found |= {work_address(entry.task, key): text for key, text in said.items() if text}
        found |= {key: text for key, text in (("reporter", entry.reporter), ("approver", entry.approver)) if text}
    return found


def labels(form: Form) -> dict[str, str]:
    """What each cell that may be filled in is called, by address, in the order of the form."""
    found = {}
    for part in form.parts:
        day = "开工日期" if part.measure == "start" else "完成日期"
        found[part.address] = f"{part.name} {'本月累计' if part.kind == INDICATOR else day}"
        found[part_address(part.task, part.part, "proof")] = f"{part.name} 佐证"
    for work in form.works:
        for column in WORK:
            if column.fill:
                found[work_address(work.task, column.key)] = f"{work.title} {column.title}"
    return found | {"approver": "单位负责人", "reporter": "填报人"}


class _Drawing:
    """What every form of a month looks at: the month's own time, and what the months before have said."""

    def __init__(self, ledger: Ledger, month: str, data_version: str) -> None:
        self.ledger, self.month, self.data_version = ledger, month, data_version
        self.as_of = of_month(month, ledger.settings.reporting)
        self.cycle = ledger.cycles.get(month)
        self.until = self.cycle.data_until if self.cycle is not None else data_until(month, ledger.settings.reporting)
        self.known = Facts(ledger.entries, ALL_KNOWN)
        self.before = Facts(said_before(ledger.entries, month), ALL_KNOWN)
        office = ledger.settings.office
        self.office = ledger.register.shown(office, self.until) if office else "本办"
        self.scene = Scene(ledger.plan, ledger.settings, ledger.register, self.before, self.as_of)

    def form(self, unit: str, tasks: Sequence[Task]) -> Form:
        ledger = self.ledger
        known = ledger.register.get(unit)
        blank = Form(
            unit=unit,
            name=ledger.register.shown(unit, self.until),
            group=known.group or "" if isinstance(known, Unit) else "",
            office=self.office,
            plan_number=ledger.plan.document.number,
            plan_title=ledger.plan.document.title,
            month=self.month,
            opened=self.cycle.opened if self.cycle is not None else None,
            data_until=self.until,
            submit_by=ledger.submit_by(self.month),
            version=VERSION,
            demo=ledger.demo,
            data_version=self.data_version,
            parts=tuple(row for task in tasks for row in self._rows(task, unit)),
            works=tuple(self._work(task, unit) for task in tasks),
            sent={},
        )
        now = _recorded(self.known, self.month, unit, {task.id for task in tasks})
        return replace(blank, sent={address: now.get(address, "") for address in labels(blank)})

    def _rows(self, task: Task, unit: str) -> Iterator[PartRow]:
        for indicator in task.item.indicators:
            measured = Measured(task, indicator, self.scene)
            if unit in measured.members or (not measured.members and unit == measured.owner):
                yield self._indicator(measured, unit)
        for milestone in task.item.milestones:
            if self.ledger.register.id_of(task.owner_of(milestone) or "") == unit:
                yield self._milestone(task, milestone, unit)

    def _indicator(self, measured: Measured, unit: str) -> PartRow:
        task, part = measured.task, measured.part
        last = self.before.values(task.id, unit, part.id)[-1:]
        summed = "合计" if measured.members else ""
        target = target_words(measured.step, None)
        strive = "力争" if measured.strive and not measured.target.external else ""
        return PartRow(
            task=task.id,
            part=part.id,
            kind=INDICATOR,
            name=part.name,
            shown=_marked(part) + (f"（{'，'.join(part.qualifiers)}）" if part.qualifiers else ""),
            scope=self._scope(measured),
            unit=part.unit or "",
            measure=part.measure,
            target=target if measured.target.external else f"{summed}{strive}{target}",
            due=day_text(measured.due) or "未定",
            before=last[0].number if last else None,
            before_words=number_words(last[0].number) if last else "",
            before_month=self._older(last[0].month) if last else "",
            expected=self._expected(measured, summed),
            total=part.measure == "total",
        )

    def _milestone(self, task: Task, part: Milestone, unit: str) -> PartRow:
        done = self.before.done(task.id, unit, part.id)
        due = part.due or self.ledger.settings.task(task.id).office_due
        if done is not None:
            expected = "已开工" if part.reach == "start" else "已完成"
        elif part.start is not None and part.start > self.until:
            expected = NOT_BEGUN
        elif part.reach == "ongoing" or due is None:
            expected = REACH["ongoing"] if part.reach == "ongoing" else NOTHING
        else:
            expected = NOT_DUE if due > self.until else f"应{REACH[part.reach]}"
        return PartRow(
            task=task.id,
            part=part.id,
            kind=MILESTONE,
            name=part.title,
            shown=_marked(part),
            scope="；".join(self._roles(task, part)),
            unit="",
            measure=part.reach,
            target=("力争" if part.strive else "") + REACH[part.reach],
            due=day_text(due) or "未定",
            before=done.day if done is not None else None,
            before_words=done.day.isoformat() if done is not None else "",
            before_month="",
            expected=expected,
            total=False,
        )

    def _older(self, month: str) -> str:
        """Of which month a figure is, unless of the one before."""
        year, number = divmod(int(self.month[:4]) * 12 + int(self.month[5:]) - 2, 12)
        return "" if month == f"{year:04}-{number + 1:02}" else month_words(month, self.until)

    def _expected(self, measured: Measured, summed: str) -> str:
        part, due = measured.part, measured.due
        if part.start is not None and part.start > self.until:
            return NOT_BEGUN
        if measured.target.external:
            return NOTHING
        if measured.target.op == "<=" and part.measure != "annual":
            return summed + target_words(measured.step, None)
        if measured.previous is not None and measured.line is not None and measured.line.start > self.until:
            return STAGE_REACHED
        if measured.due_now is not None:
            return summed + number_words(_two_decimals(measured.due_now))
        if due is None:
            return NOTHING
        return NOT_DUE if due > self.until else summed + target_words(measured.step, None)

    def _scope(self, measured: Measured) -> str:
        """统计口径: what is counted, by stages and by whom, as far as the document says."""
        part = measured.part
        words = list(part.qualifiers)
        if part.definition:
            words.append(part.definition)
        if part.stages:
            stages = (
                f"{day_words(stage.due, date.min)}{'力争' if stage.strive else ''}达到{target_words(stage, part.unit)}"
                for stage in part.stages
            )
            words.append(f"分阶段目标：{'，'.join(stages)}")
        if part.baseline:
            stood = f"{number_words(part.baseline.value)}{part.unit or ''}"
            when = day_words(part.baseline.on, date.min) if part.baseline.on else "原来"
            words.append(f"{when}为{stood}")
        if measured.members and part.each:
            words.append(f"只填本单位的数，{part.each}合计后对照目标")
        return "；".join([*words, *self._roles(measured.task, part)])

    def _roles(self, task: Task, part: Indicator | Milestone) -> Iterator[str]:
        """Who answers for it, and who set its day, where that is not plain."""
        if part.part != "own":
            yield {"assist": "配合其他单位完成", "supervise": "督导其他单位完成"}[part.part]
        staged = isinstance(part, Indicator) and part.stages
        if part.due is None and not staged and self.ledger.settings.task(task.id).office_due is not None:
            yield f"时限由{self.office}设定"

    def _work(self, task: Task, unit: str) -> WorkRow:
        return WorkRow(task.id, clause_of(self.ledger.plan, task.id), task.item.title, self._role(task, unit))

    def _role(self, task: Task, unit: str) -> str:
        """What the unit does in a task: as it is named there, else as a member of who is."""
        for role, word in ROLES.items():
            if unit in {self.ledger.register.id_of(name) for name in named(task, role)}:
                return word
        for role, word in ROLES.items():
            if any(unit in members_of(self.ledger, name, task.id) for name in named(task, role)):
                return word
        return ROLES["responsible"]


def said_before(entries: Iterable[Recorded], month: str) -> list[Recorded]:
    """What speaks of months before this one, and every review of it, whenever that was made."""
    every = list(entries)
    about = {one.entry.id: one.about for one in every}
    return [
        one
        for one in every
        if (about.get(one.entry.review.entry, one.about) if one.entry.review else one.about) < month
    ]


def _marked(part: Indicator | Milestone) -> str:
    """The name, led by 〔配合〕 or 〔督导〕 where others answer for it."""
    return f"〔{PART_WORDS[part.part]}〕{part.name}" if PART_WORDS[part.part] else part.name


def _two_decimals(number: Fraction) -> Decimal:
    exact = Decimal(number.numerator) / Decimal(number.denominator)
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)

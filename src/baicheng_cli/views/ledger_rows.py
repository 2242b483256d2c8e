"""The rows of the ledger (台账): one line for each indicator and milestone, with everything a column may print."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from baicheng_cli.plan.model import Indicator, Item, Milestone, Stage, Task
from baicheng_cli.plan.settings import month_after
from baicheng_cli.progress.calendar import data_until, first_day
from baicheng_cli.progress.verdicts import RETURN, VERIFY
from baicheng_cli.status.changes import Altered, Correction, changes
from baicheng_cli.status.ledger import Ledger, Standing
from baicheng_cli.status.lights import REACHED_PENDING, ROUTINE, Judgement, Light, PartState
from baicheng_cli.status.measured import Measured
from baicheng_cli.status.reporting import Report, owed, reports
from baicheng_cli.status.select import clause_of
from baicheng_cli.views.answers import OPERATOR_WORDS, lead_words, target_words
from baicheng_cli.words import DEMO, PART_WORDS, REACH, day_words, month_words, number_words

if TYPE_CHECKING:  # a plan without progress is drawn without building the models of entries
    from baicheng_cli.progress.model import Entry
    from baicheng_cli.progress.store import Recorded
    from baicheng_cli.status.facts import Value

NEVER_RATED = "从未自评"
CONTENT_LENGTH = 56
"""Characters of a task's content that 目标任务 prints at most, in whole obligations."""
_TITLE_END = re.compile(r"(工作)?(实施)?方案$")


class Amount(NamedTuple):
    """A figure in a cell: it stays a number in a workbook, whatever stands around it."""

    number: Decimal
    before: str = ""
    """An operator in front: ≥, ≤, 约."""

    def __str__(self) -> str:
        return self.before + number_words(self.number)


Cell = str | Amount | date | None


@dataclass(frozen=True)
class Row:
    """One line: an indicator or a milestone of a task, or a task that has neither."""

    number: int
    """序号: counts tasks, so it is the same on all rows of one."""
    standing: Standing
    state: PartState
    part: Indicator | Milestone | None
    measured: Measured | None
    """The figures, of an indicator."""
    clause: str
    area: str
    """重点工作: the title of the first-level clause."""
    goal: str
    """目标任务: the task's title and what is to be reached."""
    lead: str
    support: str
    due: date | None
    name: str
    """指标（单位）; a milestone's title; nothing for a task without parts."""
    target: Cell
    actual: Cell
    """累计完成: the figure; of a milestone the day it was done; else the unit's own word."""
    entry: Entry | None
    """The owner's last report of the month that says anything."""
    evidence: int
    remarks: tuple[str, ...]
    previous: Decimal | None
    """The figure a month ago, as that month's ledger has it."""
    verified: Decimal | None
    reporter: str
    """填报单位: whose figure counts."""
    owner: str | None
    """The id of the unit whose report counts."""

    @property
    def task(self) -> Task:
        return self.standing.task

    @property
    def judgement(self) -> Judgement:
        return self.state.judgement

    @property
    def value(self) -> Value | None:
        """The figure that is judged, of an indicator that has one."""
        return self.measured.standing if self.measured is not None else None

    @property
    def added(self) -> Decimal | None:
        """本月新增: what this month changed; nothing where one of the two figures is missing."""
        now = self.value
        return now.number - self.previous if now is not None and self.previous is not None else None

    @property
    def problems(self) -> str:
        """存在问题及需协调事项."""
        if self.entry is None:
            return ""
        needs = f"需协调：{self.entry.needs}" if self.entry.needs else ""
        return "\n".join(filter(None, (self.entry.problems, needs)))


def subject_of(title: str) -> str:
    """What a plan is about: its title without 工作实施方案."""
    return _TITLE_END.sub("", title)


def title_of(ledger: Ledger, kind: str = "台账") -> str:
    """中原区2019年百城建设提质工程工作台账（2019年9月）, from the title of the plan; `kind` is what the paper is."""
    name = subject_of(ledger.plan.document.title)
    year, month = ledger.as_of.month.split("-")
    return f"{name}工作{kind}（{year}年{int(month)}月）"


def maker_of(ledger: Ledger) -> str:
    """制表: our office; a line to write on where the settings do not name it."""
    return f"制表：{ledger.name(ledger.settings.office) if ledger.settings.office else '____'}"


def days_of(ledger: Ledger) -> str:
    """The three days of the ledger. The day it was drawn up is the day it is of, so that it can be drawn again."""
    month, reporting = ledger.as_of.month, ledger.settings.reporting
    days = (
        ("统计截止", data_until(month, reporting)),
        ("报送截止", ledger.submit_by(month)),
        ("制表日期", ledger.day),
    )
    return "　".join(f"{name}：{day.year}年{day.month}月{day.day}日" for name, day in days)


def marks_of(ledger: Ledger) -> str:
    """What a page must not be read without: what it leaves out, and that it is a demonstration."""
    return "　".join((*ledger.filters, *((DEMO,) if ledger.demo else ())))


def count_words(rows: Sequence[Row]) -> str:
    kinds = [row.task.kind for index, row in enumerate(rows) if not index or rows[index - 1].number != row.number]
    return f"共{kinds.count('task')}项任务、{kinds.count('measure')}项措施，{len(rows)}行"


def ledger_rows(ledger: Ledger) -> list[Row]:
    """Every line of the ledger: the tasks in the order of the document, the measures after them."""
    drawn = _Drawing(ledger)
    standings = (*ledger.tasks, *ledger.measures)
    return [row for place, standing in enumerate(standings, 1) for row in drawn.rows(place, standing)]


class _Drawing:
    """What every row looks at: the ledger, that of the month before, and who owed a report."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.month = ledger.as_of.month
        self.before = ledger.of_month(month_after(self.month, -1))
        self.owed = {(unit, task.id) for unit, tasks in owed(ledger, self.month).items() for task in tasks}
        self.by_id = {one.entry.id: one.entry for one in ledger.entries}
        self.silent = self._silent()
        found = changes(ledger)
        self.corrections: dict[tuple[str, str], list[Correction]] = {}
        for one in found.corrections:
            self.corrections.setdefault((one.one.entry.task, one.one.subject), []).append(one)
        self.made_up = {(id, late.unit): late.month for late in found.made_up for id in late.tasks}

    def _silent(self) -> dict[str, str]:
        """What is said of units that were let off, and of those that have to mend all that they sent."""
        if self.month not in self.ledger.cycles and not self.ledger.deliveries:
            return {}
        found = {one.unit: one for one in reports(self.ledger, self.month)}
        return {
            unit: one.words if one.state is Report.WAIVED else one.state.word
            for unit, one in found.items()
            if one.state is Report.WAIVED or (one.state is Report.TO_MEND and one.lacking == one.owed)
        }

    def rows(self, place: int, standing: Standing) -> Iterator[Row]:
        task = standing.task
        goal, lead = goal_words(task), lead_words(self.ledger, task)
        support = "、".join(self.ledger.names(task.item.support))
        clause = clause_of(self.ledger.plan, task.id)
        area = task.containers[0].title if task.containers else task.item.title
        for part, state in zip(task.parts or (None,), standing.parts, strict=True):
            owner = self.ledger.register.id_of(task.owner_of(part) or "")
            measured = self.ledger.measured(task, part) if isinstance(part, Indicator) else None
            came = [one for one in self.ledger.facts.of(task.id, owner) if one.about == self.month]
            yield Row(
                number=place,
                standing=standing,
                state=state,
                part=part,
                measured=measured,
                clause=clause,
                area=area,
                goal=goal,
                lead=lead,
                support=support,
                due=self._due(task, part, measured),
                name=name_words(part),
                target=target_cell(part, measured),
                actual=self._actual(task, part, measured, owner),
                entry=_speaking(came),
                evidence=len({proof.sha256 for one in came for proof in one.entry.evidence}),
                remarks=tuple(self._remarks(task, part, measured, state.judgement, owner, came)),
                previous=self._previous(task, part),
                verified=self._verified(measured),
                reporter=self._reporter(measured, owner),
                owner=owner,
            )

    def _due(self, task: Task, part: Indicator | Milestone | None, measured: Measured | None) -> date | None:
        if measured is not None:
            return measured.due
        own = part.due if part is not None else None
        return own or self.ledger.settings.task(task.id).office_due

    def _actual(
        self, task: Task, part: Indicator | Milestone | None, measured: Measured | None, owner: str | None
    ) -> Cell:
        if measured is not None:
            return Amount(measured.standing.number) if measured.standing is not None else None
        facts, seen = self.ledger.facts, self.ledger.day
        if isinstance(part, Milestone):
            if (done := facts.done(task.id, owner, part.id)) is not None:
                return f"{day_words(done.day, seen)}{'开工' if part.reach == 'start' else '完成'}"
            if part.reach != "ongoing" and self._due(task, part, None) is not None:
                not_done = "尚未开工" if part.reach == "start" else "尚未完成"
                return not_done if facts.of(task.id, owner) else None
        own = facts.self_of(task.id, owner)
        return f"自评{own.word}" if own is not None else None

    def _previous(self, task: Task, part: Indicator | Milestone | None) -> Decimal | None:
        if not isinstance(part, Indicator):
            return None
        value = self.before.measured(task, part).standing
        return value.number if value is not None else None

    def _verified(self, measured: Measured | None) -> Decimal | None:
        """What the office found on the spot, where that is the figure in force."""
        if measured is None or (value := measured.standing) is None:
            return None
        facts, part = self.ledger.facts, measured.part.id
        for one in reversed(facts.of(measured.task.id, measured.owner)):
            review = facts.reviews.get(one.entry.id)
            if (one.about, one.entry.date) != (value.month, value.date) or facts.returned(one):
                continue
            if review is not None and review.verdict == VERIFY and part in review.verified:
                return review.verified[part]
            if part in one.entry.values:
                return None
        return None

    def _reporter(self, measured: Measured | None, owner: str | None) -> str:
        if measured is not None and measured.members and measured.part.each:
            return self.ledger.name(measured.part.each)
        return self.ledger.name(owner) if owner else ""

    def _remarks(
        self,
        task: Task,
        part: Indicator | Milestone | None,
        measured: Measured | None,
        judgement: Judgement,
        owner: str | None,
        came: Sequence[Recorded],
    ) -> Iterator[str]:
        """备注: why, where figures and word do not say it; the tags; and how the report came and was found."""
        if why := self._why(task, judgement, measured, owner):
            yield why
        finished = judgement.light is Light.CLOSED or (
            judgement.light is Light.REACHED and REACHED_PENDING not in judgement.tags
        )
        if not came and not finished and (owner, task.id) in self.owed:
            if (silent := self.silent.get(owner or "")) is not None:
                yield silent
            elif "从未报送" not in why:
                yield "本月未报送"
        yield from judgement.tags
        if measured is not None:
            yield from self._found(measured)
        yield from self._corrected(task, part, owner)
        if (month := self.made_up.get((task.id, owner or ""))) is not None:
            yield f"补报（{month_words(month, self.ledger.day)}）"
        yield from self._reported(came)
        if measured is not None:
            yield from self._others(measured)
        if self._set_by_office(task, part, measured):
            yield "时限由本办设定"

    def _why(self, task: Task, judgement: Judgement, measured: Measured | None, owner: str | None) -> str:
        """The part of the sentence that the other columns do not show."""
        if judgement.light in (Light.NOT_JUDGED, Light.OVERDUE):
            return judgement.why.partition("；")[0].partition("，截至")[0]  # what follows is the figures
        if judgement.light is Light.UNREPORTED:
            return NEVER_RATED if judgement.why.endswith(NEVER_RATED) else judgement.why
        if measured is None:
            return ""
        if measured.due is None and not measured.reached and ROUTINE not in judgement.tags:
            own = self.ledger.facts.self_of(task.id, owner)
            return f"自评{own.word}" if own is not None else ""
        before, line = measured.previous, measured.line
        if before is not None and line is not None and not measured.reached and self.ledger.day < line.start:
            return f"前一阶段目标{target_words(before, measured.part.unit)}已达到"
        return ""

    def _found(self, measured: Measured) -> Iterator[str]:
        value = measured.standing
        if value is not None and value.reported is not None:
            yield f"核实{number_words(value.reported)}→{number_words(value.number)}"
        elif self._verified(measured) is not None:
            yield "已核实"
        if measured.members:
            told = sum(
                bool(self.ledger.facts.values(measured.task.id, unit, measured.part.id)) for unit in measured.members
            )
            yield f"{len(measured.members)}个单位已报{told}个"

    def _corrected(self, task: Task, part: Indicator | Milestone | None, owner: str | None) -> Iterator[str]:
        """更正, on the rows whose figure or word counts differently now; of a closed month with its name."""
        for one in self.corrections.get((task.id, owner or ""), ()):
            closed = f"（{month_words(one.one.about, self.ledger.day)}）" if one.one.about < self.month else ""
            for each in one.altered:
                if each.part is part:
                    yield f"{one.kind}{closed}{_altered_words(each)}"
            if part is None and not one.altered:
                yield f"{one.kind}{closed}"

    def _reported(self, came: Sequence[Recorded]) -> Iterator[str]:
        """退回补正, 迟报, 代录."""
        if not came:
            return
        review = self.ledger.facts.reviews.get(came[-1].entry.id)
        if review is not None and review.verdict == RETURN:
            limit = f"（限{day_words(review.limit, self.ledger.day)}）" if review.limit else ""
            yield f"退回补正{limit}"
        until = self.ledger.submit_by(self.month)
        if (late := (min(self._first_told(one.entry) for one in came) - until).days) > 0:
            yield f"迟报{late}天"
        if came[-1].entry.by_office:
            yield "代录"

    def _first_told(self, entry: Entry) -> date:
        """The day it was first received: a correction that comes later makes no report late."""
        days, known = [entry.told], {entry.id}
        while (old := self.by_id.get(entry.supersedes or "")) is not None and old.id not in known:
            if old.date >= first_day(self.month):
                days.append(old.told)
            known.add(old.id)
            entry = old
        return min(days)

    def _others(self, measured: Measured) -> Iterator[str]:
        """What other units reported for the same indicator, where it differs: listed, never chosen."""
        for unit, value in measured.others():
            yield f"{self.ledger.name(unit)}另报{number_words(value.number)}{measured.unit}（参考）"

    def _set_by_office(self, task: Task, part: Indicator | Milestone | None, measured: Measured | None) -> bool:
        own = measured.step.due if measured is not None else part.due if isinstance(part, Milestone) else None
        office = self.ledger.settings.task(task.id).office_due
        return own is None and office is not None


def _altered_words(one: Altered) -> str:
    """22→20, where both are figures."""
    if isinstance(one.was, Decimal) and isinstance(one.now, Decimal):
        return f"{number_words(one.was)}→{number_words(one.now)}"
    return ""


def _speaking(came: Sequence[Recorded]) -> Entry | None:
    """The last entry of the month that says anything in words; else the last one."""
    for one in reversed(came):
        if one.entry.progress or one.entry.problems or one.entry.next or one.entry.needs:
            return one.entry
    return came[-1].entry if came else None


def goal_words(task: Task) -> str:
    """目标任务: the title, and what is to be reached; where no target is set, what is to be done.

    A first-level clause has its title in 重点工作 already. Of long contents the first are printed, and how many
    there are: 打好大气污染防治攻坚战；治理柴油货车等6项.
    """
    item = task.item
    title = item.title if task.containers else ""
    words = [wanted_words(part) for part in task.parts]
    text = "；".join(words) if words else _content(item)
    return "：".join(filter(None, (title, text))) or item.title


def _content(item: Item) -> str:
    lines = [
        line.text if line.text.startswith(PART_WORDS[line.part]) else _mark(line.part) + line.text
        for line in item.content
    ]
    count = len(lines)
    while count > 2 and sum(map(len, lines[:count])) > CONTENT_LENGTH:
        count -= 1
    if count >= len(lines) - 1:
        return "；".join(lines)
    return f"{'；'.join(lines[:count])}等{len(lines)}项"


def wanted_words(part: Indicator | Milestone) -> str:
    if isinstance(part, Milestone):
        return f"{_mark(part.part)}{part.title}（{REACH[part.reach]}）"
    only = f"（{'，'.join(part.qualifiers)}）" if part.qualifiers else ""
    if part.stages:
        targets = "、".join(_stage_words(stage, part.unit) for stage in part.stages)
        return f"{_mark(part.part)}{part.name}{only}{targets}"
    strive = "力争" if part.strive else ""
    return f"{_mark(part.part)}{part.name}{only}{strive}{target_words(part, part.unit)}"


def _stage_words(stage: Stage, unit: str | None) -> str:
    return f"{target_words(stage, unit)}（{stage.due_words or stage.due}）"


def _mark(part: str) -> str:
    return f"〔{PART_WORDS[part]}〕" if PART_WORDS[part] else ""


def name_words(part: Indicator | Milestone | None) -> str:
    """指标（单位）: 综合性公园（5000平方米以上，座）; a milestone has no unit of measure."""
    if part is None:
        return ""
    if isinstance(part, Milestone):
        return _mark(part.part) + part.title
    inside = "，".join((*part.qualifiers, *((part.unit,) if part.unit else ())))
    return f"{_mark(part.part)}{part.name}" + (f"（{inside}）" if inside else "")


def target_cell(part: Indicator | Milestone | None, measured: Measured | None) -> Cell:
    """目标值: of stages, that of the current one; of a milestone, what it is to reach."""
    if isinstance(part, Milestone):
        return REACH[part.reach]
    if measured is None:
        return None
    want = measured.target
    if want.external or want.op == "range" or want.value is None:
        return target_words(measured.step, None)
    return Amount(want.value, OPERATOR_WORDS[want.op])

"""Who owed a report in a month, and how it came: 按时, 迟报, 已收待补正, 缺数, 未报 (DESIGN §5.9).

Whether the *report* is on time is judged apart from whether the *work* is, by the day it was received.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from baicheng_cli.plan.model import Indicator, Milestone, Task
from baicheng_cli.plan.settings import month_after
from baicheng_cli.progress.calendar import data_until, first_day, submit_by
from baicheng_cli.progress.store import Recorded
from baicheng_cli.status.ledger import Ledger
from baicheng_cli.status.lights import REACHED_PENDING, Light
from baicheng_cli.status.select import members_of


class Report(StrEnum):
    """How a unit's report of a month came."""

    ON_TIME = "on_time"
    LATE = "late"
    TO_MEND = "to_mend"
    NO_DATA = "no_data"
    MISSING = "missing"

    @property
    def word(self) -> str:
        return _WORDS[self]


_WORDS = {
    Report.ON_TIME: "按时",
    Report.LATE: "迟报",
    Report.TO_MEND: "已收待补正",
    Report.NO_DATA: "缺数",
    Report.MISSING: "未报",
}


@dataclass(frozen=True)
class UnitReport:
    """One unit's report of one month."""

    unit: str
    """Id."""
    state: Report
    owed: tuple[str, ...]
    """Ids of the tasks it owed a report on."""
    lacking: tuple[str, ...]
    """Ids of the tasks that no report came on, or text without the figures."""
    received: date | None
    days_late: int
    office: bool
    """Our own office: listed, never chased."""

    @property
    def words(self) -> str:
        """`迟报（1天）`; the days say how late a complete report was, nothing else."""
        return f"{self.state.word}（{self.days_late}天）" if self.state is Report.LATE else self.state.word


def owed(ledger: Ledger, month: str) -> dict[str, list[Task]]:
    """Who owes a report of a month, by unit id in the official order, and on which tasks.

    Owners of a part that was active when the month began: not yet reached and confirmed by what earlier
    months said, and begun by the month's `data_until`. Nobody before the first month.
    """
    return _owed(ledger, month, _as_it_began(ledger, month))


def _owed(ledger: Ledger, month: str, before: Ledger) -> dict[str, list[Task]]:
    settings = ledger.settings
    if month < settings.first_month(ledger.plan):
        return {}
    until = data_until(month, settings.reporting)
    found: dict[str, list[Task]] = {}
    for task in ledger.plan.tasks:
        if ledger.only is not None and task.id not in ledger.only:
            continue
        if task.kind == "measure" and not settings.reporting.measures:
            continue
        open_parts = [part for part in _unfinished(before, task) if part is None or _begun(part, until)]
        units = {ledger.register.id_of(task.owner_of(part) or "") for part in open_parts}
        for part in open_parts:
            if isinstance(part, Indicator) and part.each:
                units |= members_of(ledger, part.each, task.id)
        if open_parts and settings.reporting.who == "all":
            units |= {ledger.register.id_of(name) for name in task.item.support}
            units = {id for id in units if id in {unit.id for unit in ledger.register.units}}
        for id in units - {None}:
            found.setdefault(str(id), []).append(task)
    return dict(sorted(found.items(), key=lambda pair: ledger.register.order(pair[0])))


def _as_it_began(ledger: Ledger, month: str) -> Ledger:
    """The ledger as the month's first day finds it: with everything that the months before have said."""
    return ledger.of_month(month_after(month, -1), first_day(month))


def _begun(part: Indicator | Milestone, until: date) -> bool:
    return part.start is None or part.start <= until


def _unfinished(before: Ledger, task: Task) -> list[Indicator | Milestone | None]:
    """The parts of a task that are not yet reached and confirmed; a task without parts is its own.

    Where the office has confirmed nothing, none is: most tasks need no judging for every month of the year.
    """
    parts = list(task.parts or (None,))
    if not any(before.facts.confirmed(one) for one in before.facts.on(task.id)):
        return parts
    states = before.standing(task).parts
    return [
        part
        for part, state in zip(parts, states, strict=True)
        if not _finished(state.judgement.light, state.judgement.tags)
    ]


def _finished(light: Light, tags: tuple[str, ...]) -> bool:
    return light is Light.CLOSED or (light is Light.REACHED and REACHED_PENDING not in tags)


def reports(ledger: Ledger, month: str) -> list[UnitReport]:
    """How the reports of a month came, for every unit that owed one, in the official order."""
    before = _as_it_began(ledger, month)
    return [_report(ledger, month, unit, tasks, before) for unit, tasks in _owed(ledger, month, before).items()]


def _report(ledger: Ledger, month: str, unit: str, tasks: list[Task], before: Ledger) -> UnitReport:
    office = ledger.settings.office == unit
    came = {task.id: [one for one in ledger.facts.of(task.id, unit) if one.month == month] for task in tasks}
    every = [one for entries in came.values() for one in entries]
    ids = tuple(task.id for task in tasks)
    if not every:
        return UnitReport(unit, Report.MISSING, ids, ids, None, 0, office)
    lacking = tuple(
        task.id
        for task in tasks
        if not came[task.id] or not _wanted(ledger, task, unit, month, before) <= _given(came[task.id])
    )
    received = max(day for id in ids if (day := ledger.facts.received(id, unit, month)) is not None)
    late = max(0, (received - submit_by(month, ledger.settings.reporting)).days)
    returned = any(entries and ledger.facts.returned(entries[-1]) for entries in came.values())
    if returned:
        return UnitReport(unit, Report.TO_MEND, ids, lacking, received, late, office)
    if lacking:
        return UnitReport(unit, Report.NO_DATA, ids, lacking, received, late, office)
    return UnitReport(unit, Report.LATE if late else Report.ON_TIME, ids, (), received, late, office)


def _given(entries: Sequence[Recorded]) -> set[str]:
    return {id for one in entries for id in one.entry.values}


def _wanted(ledger: Ledger, task: Task, unit: str, month: str, before: Ledger) -> set[str]:
    """The figures of a task that this unit owes: of open parts that have begun and change from month to month."""
    until = data_until(month, ledger.settings.reporting)
    return {
        part.id
        for part in _unfinished(before, task)
        if isinstance(part, Indicator)
        and part.measure != "annual"
        and not part.target.external
        and _begun(part, until)
        and unit in _reporters(ledger, task, part)
    }


def _reporters(ledger: Ledger, task: Task, part: Indicator) -> set[str]:
    """Ids of the units whose figures make up an indicator: its owner, or the members reporting one by one."""
    members = members_of(ledger, part.each, task.id) if part.each else set()
    return members or {ledger.register.id_of(task.owner_of(part) or "") or ""}

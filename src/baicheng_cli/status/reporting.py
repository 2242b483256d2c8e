"""Who owed a report in a month, and how it came: 按时, 迟报, 已收待补正, 缺数, 未报, 补报, 免报 (DESIGN §5.9).

Whether the *report* is on time is judged apart from whether the *work* is, by the day it was received.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from baicheng_cli.plan.model import Indicator, Milestone, Task
from baicheng_cli.plan.settings import month_after
from baicheng_cli.progress.calendar import data_until, first_day
from baicheng_cli.progress.cycle import CLOSE
from baicheng_cli.progress.deliveries import TO_MEND
from baicheng_cli.progress.store import Recorded
from baicheng_cli.status.ledger import Ledger
from baicheng_cli.status.lights import REACHED_PENDING, Light
from baicheng_cli.status.select import members_of

if TYPE_CHECKING:
    from baicheng_cli.progress.cycle import Cycle
    from baicheng_cli.progress.deliveries import Delivery


class Report(StrEnum):
    """How a unit's report of a month came."""

    ON_TIME = "on_time"
    LATE = "late"
    TO_MEND = "to_mend"
    NO_DATA = "no_data"
    MISSING = "missing"
    MADE_UP = "made_up"
    WAIVED = "waived"

    @property
    def word(self) -> str:
        return _WORDS[self]


_WORDS = {
    Report.ON_TIME: "按时",
    Report.LATE: "迟报",
    Report.TO_MEND: "已收待补正",
    Report.NO_DATA: "缺数",
    Report.MISSING: "未报",
    Report.MADE_UP: "补报",
    Report.WAIVED: "免报",
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
    reason: str = ""
    """Why it was let off (免报), or what it has to mend."""

    @property
    def words(self) -> str:
        """`迟报（1天）`, `免报（原因）`; the days say how late a complete report was, nothing else."""
        if self.state is Report.LATE:
            return f"{self.state.word}（{self.days_late}天）"
        if self.state is Report.WAIVED and self.reason:
            return f"{self.state.word}（{self.reason}）"
        return self.state.word


def owed(ledger: Ledger, month: str) -> dict[str, list[Task]]:
    """Who owes a report of a month, by unit id in the official order, and on which tasks.

    Of a month that was opened: who owed it then. Else owners of a part that was active when the month began: not
    yet reached and confirmed by what earlier months said, and begun by the month's `data_until`. Nobody before the
    first month.
    """
    return _owed(ledger, month, _as_it_began(ledger, month))


def _owed(ledger: Ledger, month: str, before: Ledger) -> dict[str, list[Task]]:
    settings = ledger.settings
    if (cycle := ledger.cycles.get(month)) is not None:
        return _frozen(ledger, cycle)
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


def _frozen(ledger: Ledger, cycle: Cycle) -> dict[str, list[Task]]:
    """Who owed when the month was opened; tasks that the plan no longer has, or a filter left out, are gone."""
    found: dict[str, list[Task]] = {}
    for one in cycle.owed:
        unit = ledger.register.id_of(one.unit)
        known = [ledger.plan.by_id[id][0] for id in one.tasks if id in ledger.plan.by_id]
        tasks = [task for task in known if ledger.only is None or task.id in ledger.only]
        if unit is not None and tasks:
            found[unit] = tasks
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
    came = {task.id: [one for one in ledger.facts.of(task.id, unit) if one.about == month] for task in tasks}
    ids = tuple(task.id for task in tasks)
    received = [day for id in ids if (day := ledger.facts.received(id, unit, month)) is not None]
    form = _last_form(ledger, month, unit)
    faulty = form if form is not None and form.state == TO_MEND else None
    if not received and faulty is None:
        return _without(ledger, month, UnitReport(unit, Report.MISSING, ids, ids, None, 0, office))
    lacking = tuple(
        task.id
        for task in tasks
        if not came[task.id] or not _wanted(ledger, task, unit, month, before) <= _given(came[task.id])
    )
    last = max([*received, *([faulty.day] if faulty is not None and not received else [])])
    late = max(0, (last - ledger.submit_by(month)).days)
    returned = any(entries and ledger.facts.returned(entries[-1]) for entries in came.values())
    if faulty is not None or returned:
        reason = "；".join(faulty.faults) if faulty is not None else ""
        return UnitReport(unit, Report.TO_MEND, ids, lacking, last, late, office, reason)
    if lacking:
        return UnitReport(unit, Report.NO_DATA, ids, lacking, last, late, office)
    return UnitReport(unit, Report.LATE if late else Report.ON_TIME, ids, (), last, late, office)


def _last_form(ledger: Ledger, month: str, unit: str) -> Delivery | None:
    """The last form that a unit sent in for a month while it was open; what came later changes none of its papers."""
    close = (
        next((act for act in ledger.cycles[month].acts if act.act == CLOSE), None) if month in ledger.cycles else None
    )
    for one in reversed(ledger.deliveries):
        if (one.unit, one.month) != (unit, month):
            continue
        came = one.delivery
        if close is None:
            return came
        if came.recorded <= close.recorded if came.recorded and close.recorded else came.day <= close.day:
            return came
    return None


def _without(ledger: Ledger, month: str, silent: UnitReport) -> UnitReport:
    """A unit that did not report while the month was open: made up for since, let off, or 未报."""
    days = [day for id in silent.owed if (day := ledger.facts.made_up(id, silent.unit, month)) is not None]
    if days:
        lacking = tuple(id for id in silent.owed if ledger.facts.made_up(id, silent.unit, month) is None)
        return replace(silent, state=Report.MADE_UP, lacking=lacking, received=max(days))
    if (cycle := ledger.cycles.get(month)) is not None:
        reasons = {ledger.register.id_of(name): reason for name, reason in cycle.waived.items()}
        if silent.unit in reasons:
            return replace(silent, state=Report.WAIVED, lacking=(), reason=reasons[silent.unit])
    return silent


def awaited(ledger: Ledger, month: str) -> bool:
    """Whether a month's reports may still come in time: its `submit_by` has not come, as far as the ledger can tell.

    A month's papers are seen on its `data_until` and hold what came afterwards, too. Where `submit_by` is later (after
    a holiday, or in the next month), what was received on that day or behind it shows that the day has come.
    """
    until = ledger.submit_by(month)
    if ledger.day >= until or ledger.closed(month) is not None:
        return False
    return all(one.entry.told < until for one in ledger.facts.entries)


def since_then(later: Ledger, month: str, came: Sequence[UnitReport]) -> list[UnitReport]:
    """How the reports of an earlier month look to a later one: what was missing then may have been made up for.

    So may a form of which nothing could be recorded.
    """
    seen = []
    for one in came:
        nothing = one.received is None or (one.state is Report.TO_MEND and one.lacking == one.owed)
        later_on = _without(later, month, one) if nothing else one
        seen.append(later_on if one.received is None or later_on.state is Report.MADE_UP else one)
    return seen


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

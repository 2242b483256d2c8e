"""The months behind a report: its own, and those before it as their own papers saw them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property

from baicheng_cli.plan.model import Task
from baicheng_cli.plan.settings import month_after, month_of
from baicheng_cli.progress.calendar import last_day
from baicheng_cli.progress.cycle import waived_ids
from baicheng_cli.progress.store import Recorded
from baicheng_cli.status.changes import Changes, changes
from baicheng_cli.status.ledger import Ledger, Standing
from baicheng_cli.status.lights import FINISHED as FINISHED
from baicheng_cli.status.lights import LAGGING as LAGGING
from baicheng_cli.status.lights import Light
from baicheng_cli.status.reporting import Report, UnitReport, reports, since_then
from baicheng_cli.words import month_words

BAD = (*LAGGING, Light.UNREPORTED)
"""What a leader has to see: late, or nothing known."""


class Months:
    """A report's ledger, and the ledgers of earlier months, each made once."""

    def __init__(self, now: Ledger) -> None:
        self.now = now
        self.month = now.as_of.month
        self._seen: dict[str, Ledger] = {}
        self._reports: dict[str, list[UnitReport]] = {}

    def of(self, month: str) -> Ledger:
        """An earlier month as its papers saw it."""
        if month == self.month:
            return self.now
        return self._seen.setdefault(month, self.now.of_month(month))

    @property
    def before(self) -> Ledger:
        """Last month's."""
        return self.of(month_after(self.month, -1))

    @cached_property
    def changes(self) -> Changes:
        """What is different from last month."""
        return changes(self.now)

    def reports(self, month: str | None = None) -> list[UnitReport]:
        """How the reports of a month came; of an earlier one, everything that its files hold."""
        month = month or self.month
        if month not in self._reports:
            if month == self.month:
                self._reports[month] = reports(self.now, month)
            else:
                self._reports[month] = since_then(
                    self.now, month, reports(self.now.of_month(month, last_day(month)), month)
                )
        return self._reports[month]

    def reported_months(self) -> Iterator[str]:
        """The months that reports were asked for, up to this one."""
        month = self.now.settings.first_month(self.now.plan)
        while month <= self.month:
            yield month
            month = month_after(month)

    def lagging_since(self, standing: Standing) -> str:
        """The first of the months in a row in which a task was behind or overdue, this one included.

        Of a task that nobody has ever reported on: the first in which that was so.
        """
        lights = LAGGING if standing.judgement.light in LAGGING else (standing.judgement.light,)
        month = since = self.month
        while (month := month_after(month, -1)) >= self.now.settings.judged_from(self.now.plan):
            if self.of(month).standing(standing.task).judgement.light not in lights:
                break
            since = month
        return since

    def missing_in_a_row(self, one: UnitReport) -> int:
        """For how many months in a row, this one included, nothing came on any task that is owed now."""
        if one.state is not Report.MISSING:
            return 0
        ledger, tasks = self.now, [self.now.plan.by_id[id][0] for id in one.owed]
        told = {seen.about for seen in ledger.entries if seen.subject == one.unit and seen.entry.task in one.owed}
        begun = min(_begun(task) or ledger.plan.period.start for task in tasks)
        count = 0
        for month in reversed([*self.reported_months()]):
            cycle = ledger.cycles.get(month)
            if cycle is not None and one.unit in waived_ids(cycle, ledger.register):
                continue
            if month in told or month < month_of(begun):
                break
            count += 1
        return count

    def came(self, task: Task, unit: str | None) -> Sequence[Recorded]:
        """What a unit (id) reported on a task in this month; returned reports included."""
        return [one for one in self.now.facts.of(task.id, unit) if one.about == self.month]

    def word(self, month: str) -> str:
        """`8月`."""
        return month_words(month, self.now.day)

    def day(self, day: date) -> str:
        """`9月25日`."""
        return self.now.scene.words(day)


def _begun(task: Task) -> date | None:
    """The day from which a task is worked on, where that is not the whole period."""
    starts = [part.start for part in task.parts]
    return min((start for start in starts if start), default=None) if all(starts) else None

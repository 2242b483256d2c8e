"""What every command of the monthly collection works on: the desk, the month, and what is known of it on the day."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from baicheng_cli.cli.options import TOP
from baicheng_cli.cli.session import Desk, open_desk, parse_date
from baicheng_cli.plan.settings import month_after, month_of
from baicheng_cli.progress import calendar
from baicheng_cli.progress.calendar import AsOf

if TYPE_CHECKING:
    from baicheng_cli.status.ledger import Ledger
    from baicheng_cli.views.collect_status import Collected


class Collecting(NamedTuple):
    """The desk as of the month, and the ledger with everything that is known on the day."""

    desk: Desk
    ledger: Ledger
    month: str

    def collected(self) -> Collected:
        from baicheng_cli.views.collect_status import Collected

        return Collected(self.ledger, self.month)


def collecting(plan: Path | None, data: Path | None, as_of: str | None, month: str | None) -> Collecting:
    """The month asked for, else the one that is being collected, on the day asked for, else today.

    A month is collected until its reports are in, days after its `data_until`; so where no day is named, the month
    is seen as it is known today. Once the plan is over, as on its last day for reports. Raises UserError.
    """
    day = parse_date(TOP.as_of if as_of is None else as_of, "--as-of")
    desk = open_desk(plan, data, as_of, month)
    if month is None:
        day = desk.as_of.day
        month = being_collected(desk.ledger())
    elif day is None:
        day = _today(desk, month)
    desk = desk._replace(as_of=_view(month, day, desk))
    return Collecting(_on_paper(desk, month, day), desk.ledger(), month)


def collecting_all(plan: Path | None, data: Path | None, month: str) -> Collecting:
    """A month with everything that its files hold up to now, for what is decided on it. Raises UserError."""
    last = calendar.last_day(calendar.parse_month(month))
    return collecting(plan, data, min(calendar.today(), last).isoformat(), month)


def being_collected(ledger: Ledger) -> str:
    """The desk's month; but the one before, where that was opened and is neither closed nor followed by another."""
    from baicheng_cli.views.desk import cycle_month

    month = cycle_month(ledger)
    before = month_after(month, -1)
    left_open = before in ledger.cycles and ledger.closed(before) is None and month not in ledger.cycles
    return before if left_open else month


def _today(desk: Desk, month: str) -> date:
    if month_of(desk.today) <= month_after(month_of(desk.loaded.plan.period.end)):
        return desk.today
    until = calendar.data_until(month, desk.settings.reporting)
    return max(until, calendar.submit_by(month, desk.settings))


def _view(month: str, day: date, desk: Desk) -> AsOf:
    """The day; later months are read, for what was made up for stands in them."""
    if month_of(day) > month:
        return calendar.on_day(day, desk.settings.reporting)
    return calendar.of_month(month, desk.settings.reporting, day)


def _on_paper(desk: Desk, month: str, day: date) -> Desk:
    """The desk whose JSON says the month that was asked for."""
    return desk._replace(as_of=calendar.of_month(month, desk.settings.reporting, day))

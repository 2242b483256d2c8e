"""The reporting calendar: the day a view is of, its months, and when reports are due."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import NamedTuple

from baicheng_cli.errors import UsageError, UserError
from baicheng_cli.fields import MONTH
from baicheng_cli.plan.settings import Reporting, Settings, day_in, month_after, month_of
from baicheng_cli.progress.holidays import latest_move, next_working_day

CHINA = timezone(timedelta(hours=8))
"""The day is that of UTC+8 everywhere."""


class AsOf(NamedTuple):
    """The day a view is of: deadlines are judged on `day`, months after `month` are not read."""

    day: date
    month: str
    """The last month that is read."""
    elapsed: str
    """The last month whose figures are complete: its `data_until` has come."""
    pace_day: date
    """The day up to which time progress runs when it is counted by day."""


def now() -> datetime:
    return datetime.now(CHINA).replace(microsecond=0)


def today() -> date:
    return now().date()


def data_until(month: str, reporting: Reporting) -> date:
    """The day up to which a month's figures count.

    It never moves off a day of rest: figures run on whether or not anybody works, and months stay comparable.
    """
    return day_in(month, reporting.data_until)


def submit_by(month: str, settings: Settings) -> date:
    """The day by which a month's report must be in; the next working day for a day off, unless the office keeps it."""
    day = settings.reporting.asked_by(month)
    return day if settings.reporting.off_days == "keep" else next_working_day(day, settings)


def is_past(month: str, day: date, settings: Settings) -> bool:
    """Whether a day lies behind a month's `submit_by`; the calendar of holidays is read only where it matters."""
    asked = settings.reporting.asked_by(month)
    return day > asked and (day > asked + latest_move(settings) or day > submit_by(month, settings))


def first_day(month: str) -> date:
    return date(int(month[:4]), int(month[5:]), 1)


def last_day(month: str) -> date:
    return day_in(month, 31)


def elapsed_month(day: date, reporting: Reporting) -> str:
    """The last month whose `data_until` has come on that day."""
    month = month_of(day)
    return month if data_until(month, reporting) <= day else month_after(month, -1)


def on_day(day: date, reporting: Reporting) -> AsOf:
    """The view of one day: its own month is read, time progress runs to the last complete month."""
    return AsOf(day, month_of(day), elapsed_month(day, reporting), day)


def of_month(month: str, reporting: Reporting, day: date | None = None) -> AsOf:
    """The view of one month, on its `data_until` or on a later day. Raises UsageError on a day before it."""
    until = data_until(month, reporting)
    if day is None:
        return AsOf(until, month, month, until)
    if day < first_day(month):
        raise UsageError(f"{day}早于{month}，看不到那个月；去掉 --as-of，或换一个月份")
    return AsOf(day, month, month, min(until, day))


def parse_month(text: str) -> str:
    """A month as typed on the command line. Raises UsageError."""
    if not MONTH.match(text):
        raise UsageError(f"“{text}”不是月份，应写作 2019-09")
    return text


def refuse_future(month: str, day: date) -> None:
    """A month that has not begun has nothing to report. Raises UserError."""
    if first_day(month) > day:
        raise UserError(f"{month}还没有开始，没有可填报、可汇总的内容")

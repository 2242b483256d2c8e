"""Working days (放假调休): by the official calendar, and by what the office's settings say of single days.

Offices in China rest on some weekdays and work on some weekends (调休), as a notice of the State Council says for
each year. The library that knows the notices is read only when a day has to be looked up, for reading it costs.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from baicheng_cli.plan.settings import Settings

_SURELY_KNOWN = range(2004, 2027)
"""Years that the library knows in the oldest version that we take: said without reading it."""

_LONGEST_BREAK = timedelta(days=15)
"""No official break was ever longer: the Spring Festival of 2020, prolonged, had ten days."""


def is_working_day(day: date, settings: Settings) -> bool:
    """Whether offices work on a day: by the settings, else by the official calendar, else by the weekend alone.

    Of a day that the settings list as both (BC625), they rest: a report is then rather late than wrongly late.
    """
    own = settings.holidays.get(_year(day.year))
    if own is not None and day in own.off:
        return False
    if own is not None and day in own.work:
        return True
    return is_usually_working(day)


def is_usually_working(day: date) -> bool:
    """Whether offices work on a day that no settings speak of."""
    official = _official(day)
    return day.weekday() < 5 if official is None else official


def next_working_day(day: date, settings: Settings) -> date:
    """The day itself when it is a working day, else the first one after it."""
    while not is_working_day(day, settings):
        day += timedelta(days=1)
    return day


def latest_move(settings: Settings) -> timedelta:
    """By how much `next_working_day` moves a day at most; the calendar is not asked."""
    return _LONGEST_BREAK + timedelta(days=sum(len(one.off) for one in settings.holidays.values()))


def known(year: int, settings: Settings) -> bool:
    """Whether anybody has said how a year's days off lie: the settings, or the official calendar."""
    return _year(year) in settings.holidays or year in _SURELY_KNOWN or _official(date(year, 1, 1)) is not None


def unknown_words(month: str, settings: Settings) -> str | None:
    """Why a month's `submit_by` may have to be corrected, for stderr; `None` where it is sure."""
    reporting = settings.reporting
    if reporting.off_days == "keep":
        return None
    asked = reporting.asked_by(month)
    moved = next_working_day(asked, settings)
    for year in dict.fromkeys((asked.year, moved.year)):
        if not known(year, settings):
            return (
                f"{year}年怎么放假调休还不知道，{month}的报送截止日{moved}只避开了周末；"
                "放假通知印发后，写进 office/settings.yaml 的 holidays"
            )
    return None


def _year(year: int) -> str:
    return f"{year:04}"


@cache
def _official(day: date) -> bool | None:
    """Whether the official calendar has a day as a working day; `None` where it does not know the year."""
    from chinese_calendar import is_workday

    try:
        return bool(is_workday(day))
    except NotImplementedError:
        return None

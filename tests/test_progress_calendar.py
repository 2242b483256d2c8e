"""The reporting calendar: which months a day sees, and when reports are due."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from baicheng_cli.errors import UsageError, UserError
from baicheng_cli.plan.settings import Reporting, Settings
from baicheng_cli.progress import calendar
from baicheng_cli.progress.calendar import (
    AsOf,
    data_until,
    elapsed_month,
    first_day,
    is_past,
    last_day,
    of_month,
    on_day,
    parse_month,
    refuse_future,
    submit_by,
)

USUAL = Reporting()
MONTH_END = Reporting(data_until=31, submit_by=5, of="next")


@pytest.mark.parametrize(
    ("month", "until"),
    [
        ("2019-01", date(2019, 1, 31)),
        ("2019-02", date(2019, 2, 28)),
        ("2020-02", date(2020, 2, 29)),
        ("2019-09", date(2019, 9, 30)),
    ],
)
def test_the_31st_is_a_months_last_day(month: str, until: date) -> None:
    assert data_until(month, MONTH_END) == until
    assert last_day(month) == until


def test_reports_are_due_in_the_month_itself_or_in_the_next() -> None:
    assert submit_by("2019-09", Settings()) == date(2019, 9, 25)
    assert submit_by("2019-10", Settings(reporting=MONTH_END)) == date(2019, 11, 5)
    assert submit_by("2018-12", Settings(reporting=MONTH_END.model_copy(update={"submit_by": 31}))) == date(2019, 1, 31)
    assert submit_by("2019-01", Settings(reporting=Reporting(submit_by=31, of="next"))) == date(2019, 2, 28)


@pytest.mark.parametrize(
    ("month", "asked", "moved"),
    [
        ("2019-05", date(2019, 5, 25), date(2019, 5, 27)),  # Saturday
        ("2019-08", date(2019, 8, 25), date(2019, 8, 26)),  # Sunday
        ("2020-01", date(2020, 1, 25), date(2020, 2, 3)),  # the Spring Festival, prolonged to 2 February
        ("2020-04", date(2020, 4, 25), date(2020, 4, 26)),  # Saturday; Sunday 26 April was worked
        ("2021-04", date(2021, 4, 25), date(2021, 4, 25)),  # a Sunday that was worked for the Labour Days
    ],
)
def test_reports_are_due_on_a_working_day_and_figures_count_to_the_day_itself(
    month: str, asked: date, moved: date
) -> None:
    assert submit_by(month, Settings()) == moved
    assert submit_by(month, Settings(reporting=Reporting(off_days="keep"))) == asked
    assert data_until(month, USUAL) == asked


def test_a_day_is_past_only_behind_the_working_day_on_which_reports_are_due() -> None:
    days = [date(2019, 5, day) for day in (24, 25, 26, 27, 28)]
    assert [is_past("2019-05", day, Settings()) for day in days] == [False, False, False, False, True]
    kept = Settings(reporting=Reporting(off_days="keep"))
    assert [is_past("2019-05", day, kept) for day in days] == [False, False, True, True, True]
    assert is_past("2019-05", date(2019, 9, 25), Settings())
    off = [f"2019-06-{day:02}" for day in range(1, 31)]
    long = Settings.model_validate({"holidays": {"2019": {"off": [f"2019-05-{day}" for day in range(27, 32)] + off}}})
    assert not is_past("2019-05", date(2019, 6, 30), long)
    assert is_past("2019-05", date(2019, 7, 2), long)


@pytest.mark.parametrize(
    ("day", "elapsed"),
    [
        (date(2019, 9, 24), "2019-08"),
        (date(2019, 9, 25), "2019-09"),
        (date(2019, 9, 30), "2019-09"),
        (date(2019, 1, 24), "2018-12"),
    ],
)
def test_a_month_has_elapsed_when_its_data_day_has_come(day: date, elapsed: str) -> None:
    assert elapsed_month(day, USUAL) == elapsed


def test_in_february_the_last_day_is_the_31st() -> None:
    assert elapsed_month(date(2019, 2, 27), MONTH_END) == "2019-01"
    assert elapsed_month(date(2019, 2, 28), MONTH_END) == "2019-02"


def test_a_day_alone_reads_its_own_month() -> None:
    day = date(2019, 9, 24)
    assert on_day(day, USUAL) == AsOf(day, "2019-09", "2019-08", day)
    day = date(2019, 9, 25)
    assert on_day(day, USUAL) == AsOf(day, "2019-09", "2019-09", day)


def test_a_month_alone_is_seen_on_its_data_day() -> None:
    assert of_month("2019-09", USUAL) == AsOf(date(2019, 9, 25), "2019-09", "2019-09", date(2019, 9, 25))
    assert of_month("2019-02", MONTH_END).day == date(2019, 2, 28)


def test_a_month_seen_from_a_later_day_keeps_its_own_time_progress() -> None:
    day = date(2019, 12, 31)
    assert of_month("2019-09", USUAL, day) == AsOf(day, "2019-09", "2019-09", date(2019, 9, 25))


def test_a_month_seen_from_within_counts_as_elapsed_and_by_day_up_to_the_day() -> None:
    day = date(2019, 9, 10)
    assert of_month("2019-09", USUAL, day) == AsOf(day, "2019-09", "2019-09", day)


def test_a_month_cannot_be_seen_from_a_day_before_it() -> None:
    assert of_month("2019-09", USUAL, date(2019, 9, 1)).month == "2019-09"
    with pytest.raises(UsageError, match="2019-08-31早于2019-09，看不到那个月"):
        of_month("2019-09", USUAL, date(2019, 8, 31))


@pytest.mark.parametrize("typed", ["2019-13", "2019-9", "9月", "", "0000-01", "２０１９-09"])
def test_a_month_is_typed_as_2019_09(typed: str) -> None:
    assert parse_month("2019-09") == "2019-09"
    with pytest.raises(UsageError, match=f"“{typed}”不是月份，应写作 2019-09"):
        parse_month(typed)


def test_a_month_that_has_not_begun_is_refused() -> None:
    refuse_future("2019-09", date(2019, 9, 1))
    with pytest.raises(UserError, match="2019-10还没有开始"):
        refuse_future("2019-10", date(2019, 9, 30))
    assert first_day("2019-10") == date(2019, 10, 1)


def test_the_day_is_that_of_china(monkeypatch: pytest.MonkeyPatch) -> None:
    assert calendar.now().utcoffset() == timedelta(hours=8)
    assert calendar.now().microsecond == 0
    late = datetime(2019, 9, 24, 16, 30, tzinfo=UTC).astimezone(calendar.CHINA)
    monkeypatch.setattr(calendar, "now", lambda: late)
    assert calendar.today() == date(2019, 9, 25)

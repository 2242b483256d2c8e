"""Time progress, worked by hand: by month, by day, across years, by a lead's own programme."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from baicheng_cli.plan.settings import Judge, Point, Reporting
from baicheng_cli.progress.calendar import of_month, on_day
from baicheng_cli.status.pace import Line, due_amount, one_decimal, percent, scheduled, share_elapsed

YEAR = Line(date(2019, 1, 1), date(2019, 12, 31))
BY_MONTH, BY_DAY = Judge(), Judge(pace="day")


@pytest.mark.parametrize(
    ("line", "day", "share"),
    [
        (YEAR, date(2019, 1, 24), Fraction(0)),  # no data_until has come yet
        (YEAR, date(2019, 1, 25), Fraction(1, 12)),
        (YEAR, date(2019, 9, 24), Fraction(8, 12)),
        (YEAR, date(2019, 9, 25), Fraction(9, 12)),
        (YEAR, date(2019, 9, 30), Fraction(9, 12)),
        (YEAR, date(2019, 12, 25), Fraction(1)),
        (YEAR, date(2020, 3, 1), Fraction(1)),  # never above 100 %
        (YEAR, date(2018, 12, 31), Fraction(0)),
        # both months count whole, wherever in them the line begins and ends
        (Line(date(2019, 4, 14), date(2019, 8, 1)), date(2019, 6, 25), Fraction(3, 5)),
        (Line(date(2019, 9, 30), date(2019, 9, 30)), date(2019, 9, 24), Fraction(0)),
        (Line(date(2019, 9, 30), date(2019, 9, 30)), date(2019, 9, 25), Fraction(1)),
        # the second stage of 老旧小区: its line is the whole of 2020
        (Line(date(2020, 1, 1), date(2020, 12, 31)), date(2019, 12, 31), Fraction(0)),
        (Line(date(2020, 1, 1), date(2020, 12, 31)), date(2020, 3, 25), Fraction(3, 12)),
        # across years: July 2019 to June 2020
        (Line(date(2019, 7, 1), date(2020, 6, 30)), date(2020, 1, 31), Fraction(7, 12)),
    ],
)
def test_by_month_the_months_whose_data_until_has_come_count(line: Line, day: date, share: Fraction) -> None:
    assert share_elapsed(line, on_day(day, Reporting()), BY_MONTH) == share


@pytest.mark.parametrize(
    ("line", "day", "share"),
    [
        (YEAR, date(2019, 1, 1), Fraction(1, 365)),
        (YEAR, date(2019, 9, 25), Fraction(268, 365)),  # 243 days up to August, and 25
        (YEAR, date(2019, 12, 31), Fraction(1)),
        (YEAR, date(2018, 12, 31), Fraction(0)),
        (Line(date(2019, 9, 21), date(2019, 9, 30)), date(2019, 9, 25), Fraction(5, 10)),
        (Line(date(2020, 1, 1), date(2020, 12, 31)), date(2020, 2, 29), Fraction(60, 366)),
    ],
)
def test_by_day_both_ends_count(line: Line, day: date, share: Fraction) -> None:
    assert share_elapsed(line, on_day(day, Reporting()), BY_DAY) == share


@pytest.mark.parametrize("judge", [BY_MONTH, BY_DAY])
def test_a_line_that_ends_before_it_begins_has_elapsed(judge: Judge) -> None:
    backwards = Line(date(2019, 12, 31), date(2019, 1, 1))
    assert share_elapsed(backwards, on_day(date(2019, 9, 25), Reporting()), judge) == 1


def test_a_month_asked_for_counts_whole_and_no_later_one() -> None:
    september = of_month("2019-09", Reporting(), date(2019, 12, 31))
    assert share_elapsed(YEAR, september, BY_MONTH) == Fraction(9, 12)
    assert share_elapsed(YEAR, september, BY_DAY) == Fraction(268, 365)


def test_data_until_31_is_the_last_day_of_a_short_month() -> None:
    assert share_elapsed(YEAR, on_day(date(2019, 2, 27), Reporting(data_until=31)), BY_MONTH) == Fraction(1, 12)
    assert share_elapsed(YEAR, on_day(date(2019, 2, 28), Reporting(data_until=31)), BY_MONTH) == Fraction(2, 12)


@pytest.mark.parametrize(
    ("month", "wanted"),
    [("2019-05", "0"), ("2019-06", "2"), ("2019-08", "2"), ("2019-09", "5"), ("2019-12", "5")],
)
def test_a_programme_is_a_step_nothing_between_its_points(month: str, wanted: str) -> None:
    points = [
        Point(indicator="a", by="2019-09", value=Decimal(5)),
        Point(indicator="a", by="2019-06", value=Decimal(2)),
    ]
    assert scheduled(points, of_month(month, Reporting())) == Decimal(wanted)


def test_whole_things_are_due_rounded_down() -> None:
    three_quarters = Fraction(3, 4)
    assert due_amount(Decimal(5), three_quarters, whole=True) == 3
    assert due_amount(Decimal(5), three_quarters, whole=False) == Fraction(15, 4)
    assert due_amount(Decimal(8), three_quarters, whole=True) == 6
    assert percent(due_amount(Decimal(182), three_quarters, whole=True), Decimal(182)) == Decimal("74.7")  # 136 of 182


@pytest.mark.parametrize(
    ("part", "of", "shown"),
    [
        ("22", "40", "55.0"),
        ("1", "3", "33.3"),
        ("2", "3", "66.7"),
        ("0.5", "1000", "0.1"),  # 0.05 %: half up
        ("120", "100", "120.0"),
        ("-1", "3", "-33.3"),
        ("0", "7", "0.0"),
    ],
)
def test_a_share_is_printed_with_one_decimal_half_up(part: str, of: str, shown: str) -> None:
    assert str(percent(Decimal(part), Decimal(of))) == shown


def test_there_is_no_share_of_nothing() -> None:
    assert percent(Decimal(3), Decimal(0)) is None


def test_a_half_is_rounded_away_from_zero_on_both_sides() -> None:
    assert one_decimal(Fraction(1, 20)) == Decimal("0.1")
    assert one_decimal(Fraction(-1, 20)) == Decimal("-0.1")

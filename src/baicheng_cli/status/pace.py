"""Time progress (序时进度): the share of a line that has elapsed on a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import NamedTuple

from baicheng_cli.plan.settings import Judge, Point, month_of, months_between
from baicheng_cli.progress.calendar import AsOf


class Line(NamedTuple):
    """The time one target has: both days included."""

    start: date
    due: date


def share_elapsed(line: Line, as_of: AsOf, judge: Judge) -> Fraction:
    """The exact share of the line that has elapsed, 0 to 1 (DESIGN §5.1).

    By month, whole months count: from the month of `start` to the last month whose `data_until` has come.
    """
    if judge.pace == "day":
        done = (as_of.pace_day - line.start).days + 1
        whole = (line.due - line.start).days + 1
    else:
        done = months_between(month_of(line.start), as_of.elapsed)
        whole = months_between(month_of(line.start), month_of(line.due))
    if whole <= 0:
        return Fraction(1)
    return min(Fraction(1), max(Fraction(0), Fraction(done, whole)))


def scheduled(points: Sequence[Point], as_of: AsOf) -> Decimal:
    """What a lead's own programme asks for: the value of the last point whose month has come."""
    due = [point for point in points if point.by <= as_of.elapsed]
    return max(due, key=lambda point: point.by).value if due else Decimal(0)


def due_amount(target: Decimal, share: Fraction, *, whole: bool) -> Fraction:
    """How much is due by now; whole things are rounded down."""
    exact = Fraction(target) * share
    return Fraction(exact.numerator // exact.denominator) if whole else exact


def percent(part: Fraction | Decimal, of: Decimal) -> Decimal | None:
    """`part` in percent of `of`, one decimal, half up, as printed; nothing to divide by: `None`."""
    if of == 0:
        return None
    exact = Fraction(part) * 100 / Fraction(of)
    return one_decimal(exact)


def one_decimal(number: Fraction) -> Decimal:
    """Rounded half up (away from zero) to one decimal."""
    tenths = abs(number) * 10
    rounded = Decimal((tenths.numerator * 2 + tenths.denominator) // (2 * tenths.denominator))
    signed = rounded if number >= 0 else -rounded
    return (signed / 10).quantize(Decimal("0.1"), ROUND_HALF_UP)


def day_after(day: date) -> date:
    return day + timedelta(days=1)

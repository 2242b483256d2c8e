"""Numbers and days as Chinese papers write them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

DEMO = "演示数据，非真实填报"
"""What every page made from demonstration data says."""


LIGHTS = {
    "overdue": "逾期",
    "far_behind": "严重滞后",
    "behind": "滞后",
    "unreported": "未报送",
    "pending": "待核定",
    "not_judged": "暂不评",
    "on_track": "正常",
    "reached": "已达目标",
    "closed": "已办结",
}
"""Where a task stands, worst first (status/lights.Light)."""

ROLES = {"lead": "牵头", "responsible": "责任", "support": "配合"}
"""In the order in which a unit's items are listed."""

REACH = {"start": "开工", "finish": "完成", "ongoing": "持续推进"}
"""What is asked for with a milestone."""

PART_WORDS = {"own": "", "assist": "配合", "supervise": "督导"}
"""Whose work it is that a clause speaks of; of the district's own, nothing is said."""


def number_words(value: Decimal) -> str:
    """A number as people write it: 72.5, 100, never 100.0 or 1E+2."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def day_words(day: date, seen: date) -> str:
    """`9月25日`; with its year when that is not the year of the day it is seen from."""
    year = "" if day.year == seen.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日"


def full_day_words(day: date) -> str:
    """`2019年9月25日`; put together by hand, because strftime's own way (%-m) is not every system's."""
    return f"{day.year}年{day.month}月{day.day}日"


def weekday_words(day: date) -> str:
    """`星期三`"""
    return f"星期{'一二三四五六日'[day.weekday()]}"


def full_month_words(month: str) -> str:
    """`2019年8月`."""
    return f"{month[:4]}年{int(month[5:])}月"


def month_words(month: str, seen: date) -> str:
    """`8月`; with its year when that is not the year of the day it is seen from."""
    year = "" if int(month[:4]) == seen.year else f"{month[:4]}年"
    return f"{year}{int(month[5:])}月"

"""What Excel's number formats show of a number: a day, a time, a share, or the figure itself."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

GENERAL = "General"

_LITERAL = re.compile(r'"[^"]*"|\\.|!.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_RESERVED = re.compile(r"reserved-0x([0-9a-f]+)\Z")

_YEAR_MONTH, _MONTH_DAY, _YEAR_MONTH_DAY = 'yyyy"年"m"月"', 'm"月"d"日"', 'yyyy"年"m"月"d"日"'
_BUILT_IN = {
    9: "0%",
    10: "0.00%",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    22: "yyyy/m/d h:mm",
    30: "m-d-yy",
    31: _YEAR_MONTH_DAY,
    **dict.fromkeys((18, 19, 20, 21, 45, 46, 47), "h:mm"),
    **dict.fromkeys((27, 36, 50, 52, 57), _YEAR_MONTH),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), _MONTH_DAY),
    **dict.fromkeys((32, 33, 34, 35, 55, 56), "h:mm"),
}
"""What formats without a text of their own mean to a Chinese Excel, as far as it matters here (ECMA-376, 18.8.30)."""


def day_of_serial(serial: Decimal, *, from_1904: bool) -> date | None:
    """The day that a number stands for; its time of day is dropped. Excel thinks that 1900 was a leap year."""
    if not 1 <= serial < 2958466:
        return None
    days = int(serial)
    if from_1904:
        return date(1904, 1, 1) + timedelta(days) if days < 2957004 else None
    return date(1899, 12, 30 if days > 60 else 31) + timedelta(days)


@lru_cache(maxsize=1024)
def bare_format(number_format: str) -> str:
    """What a format does with a positive number, without the texts it adds: `0.0%` of `0.0%"左右";[Red]-0.0%`."""
    if number_format.casefold() in ("general", "standard", "g/通用格式", "@"):
        return ""
    return _LITERAL.sub("", number_format).partition(";")[0].casefold()


def shows_day(number_format: str) -> bool:
    """Whether a number is shown as a day, or as a month."""
    bare = bare_format(number_format)
    return "y" in bare or "d" in bare or ("m" in bare and not {"h", "s"} & set(bare))


def shows_time(number_format: str) -> bool:
    """Whether a number is shown as a time of day alone."""
    return not shows_day(number_format) and bool({"h", "s"} & set(bare_format(number_format)))


def format_text(id: str, code: str | None) -> str:
    """The text of a number format; WPS writes `reserved-0x1f` for the built-in one of that number."""
    if code and not (reserved := _RESERVED.match(code)):
        return code
    number = int(reserved[1], 16) if code and reserved else int(id)
    return _BUILT_IN.get(number, GENERAL)

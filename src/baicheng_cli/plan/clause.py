"""Printed clause numbers: `"3.9.1.2"` is 三（九）1（2）; computed from the id, never stored."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

NOT_PRINTED = "不印"
"""A sample of numbering for a depth that the document does not print: articles (第X条) without a chapter above them."""

_DIGITS = "零一二三四五六七八九"
_CHINESE = re.compile(r"[一二三四五六七八九十百]+")
_ARABIC = re.compile(r"\d+")
_CIRCLED = re.compile(r"[①-⑳]")


def chinese(number: int) -> str:
    """A number in Chinese: 10 十, 12 十二, 105 一百零五; above 999 in digits, as no document numbers so far."""
    if number > 999:
        return str(number)
    if number < 10:
        return _DIGITS[number]
    if number < 20:
        return "十" + (_DIGITS[number - 10] if number > 10 else "")
    if number < 100:
        tens, ones = divmod(number, 10)
        return _DIGITS[tens] + "十" + (_DIGITS[ones] if ones else "")
    hundreds, rest = divmod(number, 100)
    if not rest:
        return _DIGITS[hundreds] + "百"
    zero = "零" if rest < 10 else ""
    one = "一" if 10 <= rest < 20 else ""
    return _DIGITS[hundreds] + "百" + zero + one + chinese(rest)


@lru_cache(maxsize=4096)
def printed(id: str, numbering: tuple[str, ...]) -> str:
    """The clause as the document prints it, by one sample a depth (`一、 （一） 1. （1）`)."""
    clause, _, part = id.partition("-")
    text = ""
    for depth, number in enumerate(map(int, clause.split("."))):
        sample = numbering[min(depth, len(numbering) - 1)] if numbering else "1."
        bare = "" if sample == NOT_PRINTED else _one(sample, number)
        if text and text[-1].isdigit() and bare[:1].isdigit():
            text += "."
        text += bare
    return f"{text}-{part}" if part else text


def _one(sample: str, number: int) -> str:
    bare = sample.rstrip("、.．, ，")
    if _CHINESE.search(bare):
        return _CHINESE.sub(chinese(number), bare, count=1)
    if _CIRCLED.search(bare):
        return _CIRCLED.sub(_circled(number), bare, count=1)
    return _ARABIC.sub(str(number), bare, count=1)


def _circled(number: int) -> str:
    """Unicode draws circles in three runs, up to 50; above that the number stands in brackets."""
    for last, first, sign in ((20, 1, "①"), (35, 21, "㉑"), (50, 36, "㊱")):
        if number <= last:
            return chr(ord(sign) + number - first)
    return f"（{number}）"


def normal(text: str) -> str:
    """A printed clause as it is compared: width, spaces and the marks between numbers do not count."""
    return re.sub(r"[\s、,]|\.(?=\D|$)", "", unicodedata.normalize("NFKC", text))


def by_print(ids: Sequence[str], numbering: tuple[str, ...]) -> dict[str, str]:
    """Ids by their printed form, normalised."""
    return {normal(printed(id, numbering)): id for id in ids}

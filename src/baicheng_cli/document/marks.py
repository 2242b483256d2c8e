"""Clause numbers as documents write them: 第一章, 一、, （一）, 1., （1）, ①, 第X条."""

from __future__ import annotations

import re
from typing import NamedTuple

_CN = "[一二三四五六七八九十百零〇○两]{1,7}"
_NUM = rf"(?:{_CN}|\d{{1,3}})"
_MANY = r"\d{1,5}"
"""Beyond 999 only where it counts on: （2022） is a year (numbered.py)."""
_YEAR = r"(?:19|20)\d\d年"
_MEASURED = "[年月日条个座套处家项件台户所人公里万亿元亩吨块株盏米部辆栋间张宗起批次名岁倍%％]"
_KINDS: tuple[tuple[str, str], ...] = (
    ("part", rf"第({_NUM})(?:部分|编|篇)[：、]?"),
    ("chapter", rf"第({_NUM})章[：、]?"),
    ("section", rf"第({_NUM})节[：、]?"),
    ("article", rf"第({_NUM})条[：、]?(?!规定|第|款|例|线|路|街)"),
    ("cn", rf"({_CN})[、.．](?!{_CN}[级类等是次、])"),
    ("cn_paren", rf"[（(]({_CN})[）)][、.]?"),
    ("cn_right", rf"({_CN})[）)]"),
    ("named", rf"(?:重点工作|重点任务|主要任务|工作任务|任务|行动|专项|工程)({_NUM})[：:、．.]"),
    ("dotted", r"(\d{1,3}(?:[.．]\d{1,3}){1,5})[.．、]? ?(?=[\u4e00-\u9fff“《★☆●◆*])"),
    ("bare", rf"(\d{{1,2}}) (?=[\u4e00-\u9fff“《★☆●◆*])(?!{_MEASURED})"),
    ("ar", rf"({_MANY})[.．、](?=[^\d.]|{_YEAR}|$)"),
    ("ar_paren", rf"[（(]({_MANY})[）)][、.]?"),
    ("ar_right", rf"({_MANY})[）)]"),
    ("circled", r"([①-⑳㉑-㉟㊱-㊿])[、.]?"),
)
_ANY = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _KINDS))

RANK = {
    "part": 0,
    "chapter": 1,
    "section": 2,
    "cn": 3,
    "named": 4,
    "article": 4,
    "cn_paren": 5,
    "cn_right": 5,
    "ar": 6,
    "ar_paren": 7,
    "ar_right": 8,
    "circled": 9,
}
"""Which numbers usually stand above which (GB/T 9704—2012, 7.3.3: 一、 （一） 1. （1）); a document may differ."""

INLINE = re.compile(
    rf"(?P<circled>[①-⑳㉑-㉟㊱-㊿])|(?<=[。；：，、;:])(?P<ar_paren>[（(]{_MANY}[）)])"
    rf"|(?<=[。；：])(?:(?P<cn_paren>[（(]{_CN}[）)])|(?P<ar>{_MANY}[.．、](?=[^\d.]|{_YEAR}))|(?P<cn>{_CN}、)"
    rf"|(?P<ar_right>{_MANY}[）)]))"
)
"""Numbers inside a line, where line breaks were lost or never written."""

_VALUES = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_UNITS = {"十": 10, "百": 100}


class Mark(NamedTuple):
    """A clause's own number at the beginning of a line."""

    kind: str
    number: int
    own: str
    """As it is written."""
    end: int
    """Where the words after it begin."""
    parts: tuple[int, ...] = ()
    """Of a dotted number, all of it."""


def mark_of(text: str) -> Mark | None:
    """The clause number that a text begins with."""
    found = _ANY.match(text)
    if found is None or found.lastgroup is None:
        return None
    kind = found.lastgroup
    inner = next(group for group in found.groups()[found.re.groupindex[kind] :] if group is not None)
    if kind == "dotted":
        parts = tuple(int(one) for one in re.split(r"[.．]", inner))
        return Mark(f"dotted{len(parts)}", parts[-1], found[0].rstrip(".．、"), found.end(), parts)
    if kind == "bare":
        return Mark("dotted1", int(inner), found[0].rstrip(), found.end(), (int(inner),))
    number = ordinal(inner)
    return None if number is None else Mark(kind, number, found[0], found.end())


def starts_numbered(text: str) -> bool:
    return mark_of(text) is not None


def ordinal(text: str) -> int | None:
    """A counting number in digits, Chinese or a circle; nothing for what is none."""
    if text.isdecimal():
        return int(text)
    if len(text) == 1 and (circle := _circled(text)):
        return circle
    if len(text) > 1 and all(sign in _VALUES for sign in text):
        return int("".join(str(_VALUES[sign]) for sign in text))  # 一〇, as some number their tenth
    total = digit = 0
    after_digit = False
    for sign in text:
        if sign in _UNITS:
            total += (digit if after_digit else 1) * _UNITS[sign]
            digit, after_digit = 0, False
        elif sign in _VALUES:
            if after_digit and digit:
                return None  # 二三十
            digit, after_digit = _VALUES[sign], True
        else:
            return None
    return total + digit or None


def _circled(sign: str) -> int | None:
    for first, number, last in (("①", 1, "⑳"), ("㉑", 21, "㉟"), ("㊱", 36, "㊿")):
        if first <= sign <= last:
            return ord(sign) - ord(first) + number
    return None


def sample_of(kind: str, own: str) -> str:
    """How numbers of a kind are printed, as `document.numbering` has it: the sample for 1."""
    if kind == "row":
        return "1"
    if kind.startswith("dotted"):
        return "1."
    if kind == "annex":
        return "附件"
    if kind == "named":
        return re.sub(rf"{_NUM}[：:、．.]$", "一" if ordinal(own[-2]) and not own[-2].isdigit() else "1", own)
    if kind in ("part", "chapter", "section", "article"):
        word = re.sub(rf"^第{_NUM}", "", own).rstrip("：、")
        return f"第{'1' if re.match(r'第[0-9]', own) else '一'}{word}"
    if kind == "ar":
        return "1、" if own.endswith("、") else "1."
    fixed = {
        "cn": "一、",
        "cn_paren": "（一）",
        "cn_right": "一）",
        "ar_paren": "（1）",
        "ar_right": "1）",
        "circled": "①",
    }
    return fixed.get(kind, "")

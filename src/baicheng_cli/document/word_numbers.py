"""The numbers that Word prints by itself before paragraphs: 一、（一）1.（1）①, as its settings have them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from baicheng_cli.document.plain_text import BULLET
from baicheng_cli.package import Package
from baicheng_cli.plan.clause import chinese

_LEVELS = 9
_DIGITS = "〇一二三四五六七八九"
_LEGAL = str.maketrans("一二三四五六七八九十百", "壹贰叁肆伍陆柒捌玖拾佰")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_CHINESE = {
    "chineseCounting",
    "chineseCountingThousand",
    "japaneseCounting",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
    "koreanDigital2",
}
_OFF = ("0", "false", "off", "none")


@dataclass
class Level:
    """How one level of a list is numbered."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    style: str = ""


@dataclass
class _Abstract:
    levels: dict[int, Level] = field(default_factory=dict)
    link: str = ""
    """The style whose list this one is."""


@dataclass
class _List:
    abstract: str = ""
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, Level] = field(default_factory=dict)


@dataclass
class Style:
    """What a paragraph gets from its style."""

    based_on: str = ""
    list_id: str | None = None
    level: int | None = None
    outline: int | None = None
    contents: bool = False
    """Of a line of the table of contents."""


class Given(NamedTuple):
    """What a paragraph says of itself, before its style is asked."""

    style: str
    list_id: str | None
    level: int | None
    outline: int | None


class WordNumbers:
    """The lists of one document, and how far each has counted."""

    def __init__(self, package: Package, numbering: str | None, styles: str | None) -> None:
        self._abstracts: dict[str, _Abstract] = {}
        self._lists: dict[str, _List] = {}
        self._styles: dict[str, Style] = {}
        self._default = ""
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()
        if styles is not None:
            self._read_styles(package, styles)
        if numbering is not None:
            self._read_numbering(package, numbering)

    def heading(self, given: Given) -> int | None:
        """The outline level of a paragraph, from 1."""
        level = given.outline if given.outline is not None else self._inherited(given.style).outline
        return level + 1 if level is not None and 0 <= level < _LEVELS else None

    def contents(self, given: Given) -> bool:
        """Whether a paragraph is a line of the table of contents."""
        style = self._styles.get(given.style)
        return style is not None and style.contents

    def number(self, given: Given) -> str:
        """The number that Word prints before this paragraph; counts it."""
        style = self._inherited(given.style)
        list_id = given.list_id if given.list_id is not None else style.list_id
        if list_id is None or list_id == "0" or list_id not in self._lists:
            return ""
        index = given.level if given.level is not None else style.level
        if index is None:
            index = self._level_of_style(list_id, given.style)
        return self._next(list_id, min(max(index, 0), _LEVELS - 1))

    def _inherited(self, name: str) -> Style:
        """What a style says with those it is based on."""
        found = Style()
        seen: set[str] = set()
        name = name or self._default
        while name and name not in seen and (style := self._styles.get(name)) is not None:
            seen.add(name)
            if found.list_id is None:
                found.list_id = style.list_id
            if found.level is None:
                found.level = style.level
            if found.outline is None:
                found.outline = style.outline
            name = style.based_on
        return found

    def _level_of_style(self, list_id: str, style: str) -> int:
        abstract, _ = self._abstract(list_id)
        return next((index for index, level in abstract.levels.items() if style and level.style == style), 0)

    def _abstract(self, list_id: str) -> tuple[_Abstract, str]:
        """The list that is behind a list, through a style where it names one."""
        seen: set[str] = set()
        while list_id not in seen and list_id in self._lists:
            seen.add(list_id)
            id = self._lists[list_id].abstract
            abstract = self._abstracts.get(id, _Abstract())
            linked = self._styles.get(abstract.link)
            if linked is None or linked.list_id is None:
                return abstract, id
            list_id = linked.list_id
        return _Abstract(), ""

    def _next(self, list_id: str, index: int) -> str:
        abstract, id = self._abstract(list_id)
        own = self._lists[list_id]
        levels = {**abstract.levels, **own.levels}
        counts = self._counts.setdefault(id, [None] * _LEVELS)
        if index in own.starts and (list_id, index) not in self._begun:
            counts[index] = own.starts[index]
        else:
            before = counts[index]
            counts[index] = levels.get(index, Level()).start if before is None else before + 1
        self._begun.add((list_id, index))
        for deeper in range(index + 1, _LEVELS):
            if levels.get(deeper, Level()).restart != 0:
                counts[deeper] = None
                self._begun.discard((list_id, deeper))
        level = levels.get(index, Level())
        if level.format == "bullet":
            return BULLET
        if level.format == "none":
            return ""

        def one(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            other = levels.get(at, Level())
            count = counts[at] if 0 <= at < _LEVELS else None
            return counted(other.start if count is None else count, "decimal" if level.legal else other.format)

        return re.sub("%([1-9])", one, level.text)

    def _read_styles(self, package: Package, part: str) -> None:
        style = Style()
        off = False

        def start(name: str, attributes: dict[str, str]) -> None:
            nonlocal style, off
            value = value_in(attributes)
            if name == "style":
                style, off = Style(), False
                if attribute(attributes, "type") in ("paragraph", "numbering", ""):
                    self._styles[attribute(attributes, "styleId")] = style
                    if attribute(attributes, "type") == "paragraph" and attribute(attributes, "default") in (
                        "1",
                        "true",
                    ):
                        self._default = attribute(attributes, "styleId")
            elif name == "tblStylePr":
                off = True
            elif off:
                return
            elif name == "name":
                style.contents = value.lower().startswith("toc ")
            elif name == "basedOn":
                style.based_on = value
            elif name == "numId":
                style.list_id = value
            elif name == "ilvl":
                style.level = whole(value)
            elif name == "outlineLvl":
                style.outline = whole(value)

        package.walk(part, start)

    def _read_numbering(self, package: Package, part: str) -> None:
        abstract, own, level = _Abstract(), _List(), Level()
        in_list = False
        index = 0

        def start(name: str, attributes: dict[str, str]) -> None:
            nonlocal abstract, own, level, in_list, index
            value = value_in(attributes)
            if name == "abstractNum":
                abstract, in_list = _Abstract(), False
                self._abstracts[attribute(attributes, "abstractNumId")] = abstract
            elif name == "num":
                own, in_list = _List(), True
                self._lists[attribute(attributes, "numId")] = own
            elif name == "abstractNumId":
                own.abstract = value
            elif name == "numStyleLink":
                abstract.link = value
            elif name == "lvlOverride":
                index = whole(attribute(attributes, "ilvl"))
            elif name == "startOverride":
                own.starts[index] = whole(value)
            elif name == "lvl":
                level = Level()
                (own.levels if in_list else abstract.levels)[whole(attribute(attributes, "ilvl"))] = level
            elif name == "start":
                level.start = whole(value)
            elif name == "numFmt":
                level.format = value
            elif name == "lvlText":
                level.text = value
            elif name == "lvlRestart":
                level.restart = whole(value)
            elif name == "isLgl":
                level.legal = value not in _OFF
            elif name == "pStyle":
                level.style = value

        package.walk(part, start)


def counted(number: int, format: str) -> str:
    """A number in one of Word's formats; those that Chinese documents do not use come in digits."""
    if format in _CHINESE:
        return chinese(number)
    if format == "ideographDigital" or format == "japaneseDigitalTenThousand":
        return "".join(_DIGITS[int(one)] for one in str(number))
    if format == "chineseLegalSimplified" or format == "ideographLegalTraditional":
        return chinese(number).translate(_LEGAL)
    if format in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese"):
        for last, first, sign in ((20, 1, "①"), (35, 21, "㉑"), (50, 36, "㊱")):
            if 0 < number <= last:
                return chr(ord(sign) + number - first)
    if format == "decimalEnclosedParen":
        return f"（{number}）"
    if format == "decimalEnclosedFullstop":
        return f"{number}."
    if format == "decimalZero":
        return f"{number:02}"
    if format == "ideographTraditional":
        return _STEMS[(number - 1) % 10]
    if format == "ideographZodiac":
        return _BRANCHES[(number - 1) % 12]
    if format in ("upperLetter", "lowerLetter"):
        letter = chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if format == "upperLetter" else letter.lower()
    if format in ("upperRoman", "lowerRoman"):
        roman = _roman(number)
        return roman if format == "upperRoman" else roman.lower()
    return str(number)


def _roman(number: int) -> str:
    text = ""
    for value, sign in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    ):
        times, number = divmod(min(number, 3999), value)
        text += sign * times
    return text


def attribute(attributes: dict[str, str], name: str) -> str:
    """An attribute by its name without its namespace."""
    if name in attributes:
        return attributes[name]
    return next((value for key, value in attributes.items() if key.rpartition(" ")[2] == name), "")


def value_in(attributes: dict[str, str]) -> str:
    return attribute(attributes, "val")


def whole(text: str) -> int:
    """A whole number as files write them; anything else is 0."""
    return int(text) if text.isdecimal() and len(text) < 9 else 0

"""A workbook as light grids: what each cell holds, read from its XML and not beyond some thousand rows.

Not through openpyxl: it makes an object of every formatted cell and walks through every cell of a merged range, so
that one range down to XFD1048576 never ends; it has to read twice to tell a formula from its result, cannot tell
an empty result from none, and does not know the dates of Chinese Excel (formats 27 to 58).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Context, Decimal, DecimalException
from typing import NamedTuple, TypeAlias

from baicheng_cli.forms.number_formats import GENERAL, day_of_serial, format_text, shows_day
from baicheng_cli.package import BROKEN, Package, Unfit, plain

MOST_ROWS = 5000
MOST_COLUMNS = 30
"""Where a sheet ends for us; formatted emptiness beyond is nothing, content beyond is said."""
MOST_MERGED = 5000
MOST_TEXT = 32767
"""Characters that a cell takes."""
PICTURE = "（图片）"
"""The value of a cell that holds a picture, as WPS and newer Excels can put one there."""

Value: TypeAlias = str | Decimal | date | bool | None

_ERROR_OF_PICTURE = "#VALUE!"
_FIFTEEN = Context(prec=15)
"""Excel counts in binary and shows 15 digits: 72.30000000000001 was typed as 72.3."""
_PLACE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})\Z", re.ASCII)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Cell(NamedTuple):
    """What one cell holds."""

    value: Value = None
    """As it was last calculated: text, a number as people typed it, a day where the format shows one; an error is
    its text. `None` with a formula: never calculated (a result that is empty is an empty text)."""
    formula: str | None = None
    """`=0.4+0.1`."""
    number_format: str = GENERAL


NOTHING = Cell()


class Area(NamedTuple):
    """A range of cells, counted from 1, its ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Sheet:
    """One sheet, as far as a form can reach."""

    name: str
    hidden: bool
    cells: Mapping[tuple[int, int], Cell]
    """By row and column, from 1; only those that hold something."""
    merged: tuple[Area, ...] = ()
    covered: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    """The cells under merged ranges, each with the upper left one: the value is there, they hold nothing."""
    pictures: tuple[tuple[int, int], ...] = ()
    """Where pictures float: row and column of their upper left corner."""
    drawings: int = 0
    """Text boxes and other drawings."""
    beyond: tuple[int, int] | None = None
    """The first cell that holds something where we do not read."""

    def at(self, row: int, column: int) -> Cell:
        return self.cells.get((row, column), NOTHING)

    def covered_by(self, row: int, column: int) -> tuple[int, int] | None:
        """The upper left cell of the merged range that hides this one; `None` when none does."""
        return self.covered.get((row, column))

    @property
    def last_row(self) -> int:
        """The last row that holds something; 0 in an empty sheet."""
        return max((row for row, _ in self.cells), default=0)


@dataclass(frozen=True)
class Book:
    """A workbook's sheets, and how it counts its days."""

    sheets: tuple[Sheet, ...]
    from_1904: bool
    linked: tuple[str, ...] = ()
    """Other files that it takes values from; we never open them."""


def place_words(row: int, column: int) -> str:
    """`H7`."""
    letters = ""
    while column:
        column, digit = divmod(column - 1, 26)
        letters = chr(65 + digit) + letters
    return f"{letters}{row}"


def place_of(words: str) -> tuple[int, int]:
    """Row and column of `H7`. Raises Unfit."""
    if not (found := _PLACE.match(words)):
        raise Unfit(BROKEN)
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column


def read_book(package: Package) -> Book:
    """The sheets of a workbook, in its order. Raises Unfit, and what zipfile, zlib and expat raise."""
    part = _book_part(package)
    relations = package.relations(part)
    sheets: list[tuple[str, str, bool]] = []
    dated: list[str] = []

    def start(element: str, attributes: dict[str, str]) -> None:
        if element == "sheet":
            id = next((value for key, value in attributes.items() if key.rpartition(" ")[2] == "id" and " " in key), "")
            sheets.append((attributes.get("name", ""), id, attributes.get("state", "visible") != "visible"))
            if len(sheets) > 1000:
                raise Unfit(BROKEN)
        elif element == "workbookPr":
            dated.append(attributes.get("date1904", "0"))

    package.walk(part, start)
    kinds = {relation.kind: relation.target for relation in relations}
    from_1904 = any(words in ("1", "true") for words in dated)
    strings = _strings(package, kinds.get("sharedStrings"))
    formats = _formats(package, kinds.get("styles"))
    there = {relation.id: relation for relation in relations}
    read = []
    for name, id, hidden in sheets:
        relation = there.get(id)
        if relation is None or plain(relation.target) not in package.names:
            raise Unfit(BROKEN)
        if relation.kind == "worksheet":
            reader = _Reader(strings, formats, from_1904)
            package.walk(relation.target, reader.start, reader.end, reader.data)
            pictures, drawings = _drawn(package, relation.target)
            read.append(reader.sheet(name, hidden, pictures, drawings))
    if not read:
        raise Unfit(BROKEN)
    return Book(tuple(read), from_1904, _linked(package, [r.target for r in relations if r.kind == "externalLink"]))


def _book_part(package: Package) -> str:
    """The name of the part that lists the sheets. Raises Unfit."""
    named = [relation.target for relation in package.relations("") if relation.kind == "officeDocument"]
    for part in (*named, "xl/workbook.xml"):
        if plain(part) in package.names:
            return part
    raise Unfit(BROKEN)


def _strings(package: Package, part: str | None) -> list[str]:
    """The texts that cells refer to by number, without the readings that may stand beside them (phonetic runs)."""
    found: list[str] = []
    if part is None or plain(part) not in package.names:
        return found
    text = _Text()

    def start(element: str, attributes: dict[str, str]) -> None:
        if element == "si":
            text.clear()
        else:
            text.start(element)

    def end(element: str) -> None:
        if element == "si":
            found.append(text.whole)
        else:
            text.end(element)

    package.walk(part, start, end, text.data)
    return found


def _formats(package: Package, part: str | None) -> list[str]:
    """The number formats of the workbook's cell styles, by their number."""
    own: dict[str, str] = {}
    ids: list[str] = []
    inside = False

    def start(element: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        if element == "cellXfs":
            inside = True
        elif element == "xf" and inside:
            ids.append(attributes.get("numFmtId", "0"))
        elif element == "numFmt":
            own.setdefault(attributes.get("numFmtId", ""), attributes.get("formatCode", ""))

    def end(element: str) -> None:
        nonlocal inside
        inside = inside and element != "cellXfs"

    if part is not None and plain(part) in package.names:
        package.walk(part, start, end)
    return [format_text(id, own.get(id)) for id in ids]


def _drawn(package: Package, part: str) -> tuple[tuple[tuple[int, int], ...], int]:
    """Where pictures float on a sheet, and how many other drawings there are."""
    pictures: list[tuple[int, int]] = []
    others = 0
    at = {"row": 0, "col": 0}
    now = ""
    inside = False

    def start(element: str, attributes: dict[str, str]) -> None:
        nonlocal now, inside, others
        inside = inside or element == "from"
        now = element
        if element == "pic":
            pictures.append((at["row"] + 1, at["col"] + 1))
        elif element in ("sp", "graphicFrame"):
            others += 1

    def end(element: str) -> None:
        nonlocal now, inside
        inside = inside and element != "from"
        now = ""

    def data(text: str) -> None:
        if inside and now in at and text.strip().isdecimal() and len(text) < 9:
            at[now] = int(text)

    for relation in package.relations(part):
        if relation.kind == "drawing" and plain(relation.target) in package.names:
            package.walk(relation.target, start, end, data)
    return tuple(sorted(pictures)), others


def _linked(package: Package, parts: list[str]) -> tuple[str, ...]:
    """The names of other files that formulas refer to."""
    found = [relation.target for part in parts for relation in package.relations(part) if relation.outside]
    return tuple(dict.fromkeys(target.replace("\\", "/").rpartition("/")[2] or target for target in found))


def _plain_escapes(text: str) -> str:
    """Characters that XML cannot hold, as workbooks write them: `_x000D_`."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _count(text: str) -> int:
    """A number of some list. Raises ValueError: Python would take -1 for the last one."""
    if not text.isdecimal():
        raise ValueError(text)
    return int(text)


class _Text:
    """The text of an element with runs; readings (`rPh`) are none of it, and no more is kept than a cell takes."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        self._pieces: list[str] = []
        self._size = 0
        self._inside = self._reading = False

    def start(self, element: str) -> None:
        if element == "rPh":
            self._reading = True
        self._inside = element == "t" and not self._reading

    def end(self, element: str) -> None:
        if element == "rPh":
            self._reading = False
        self._inside = False

    def data(self, text: str) -> None:
        if self._inside:
            self.add(text)

    def add(self, text: str) -> None:
        if self._size <= MOST_TEXT:
            self._pieces.append(text[: MOST_TEXT + 1 - self._size])
            self._size += len(text)

    @property
    def whole(self) -> str:
        return _plain_escapes("".join(self._pieces))


@dataclass
class _Reader:
    """Takes a sheet's cells as its XML goes by."""

    strings: list[str]
    formats: list[str]
    from_1904: bool
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)
    beyond: tuple[int, int] | None = None
    row: int = 0
    column: int = 0
    attributes: dict[str, str] | None = None
    """Of the cell that we are in."""
    value: _Text | None = None
    formula: _Text | None = None
    inline: _Text | None = None
    open: _Text | None = None
    """Where text goes now."""

    def start(self, element: str, attributes: dict[str, str]) -> None:
        if element == "c":
            where = attributes.get("r")
            self.row, self.column = place_of(where) if where else (self.row, self.column + 1)
            self.attributes = attributes
            self.value = self.formula = self.inline = None
        elif element == "row":
            row = attributes.get("r")
            self.row, self.column = (_count(row) if row else self.row + 1), 0
        elif self.attributes is None:
            if element == "mergeCell":
                self._merge(attributes.get("ref", ""))
        elif element == "v":
            self.value = self.open = _Text()
        elif element == "f":
            self.formula = self.open = _Text()
        elif element == "is":
            self.inline = _Text()
        elif self.inline is not None:
            self.inline.start(element)

    def data(self, text: str) -> None:
        if self.open is not None:
            self.open.add(text)
        elif self.inline is not None:
            self.inline.data(text)

    def end(self, element: str) -> None:
        if element in ("v", "f"):
            self.open = None
        elif element == "c":
            if self.value is not None or self.formula is not None or self.inline is not None:
                self._keep()
            self.attributes = self.inline = None
        elif self.inline is not None:
            self.inline.end(element)

    def _keep(self) -> None:
        """Put the cell that ends here into the grid."""
        assert self.attributes is not None
        style = _count(self.attributes.get("s", "0"))
        number_format = self.formats[style] if style < len(self.formats) else GENERAL
        formula = None if self.formula is None else f"={self.formula.whole}"
        value = self._value(self.attributes.get("t", "n"), number_format)
        if formula is None and value in (None, ""):
            return
        where = (self.row, self.column)
        if self.row > MOST_ROWS or self.column > MOST_COLUMNS:
            self.beyond = self.beyond or where
        elif where in self.cells:
            raise Unfit(BROKEN)
        else:
            self.cells[where] = Cell(value, formula, number_format)

    def _value(self, kind: str, number_format: str) -> Value:
        assert self.attributes is not None
        if kind == "inlineStr" and self.inline is not None:
            return self.inline.whole
        text = None if self.value is None else self.value.whole
        picture = self.formula is not None and "DISPIMG(" in self.formula.whole.upper()
        if picture or (kind == "e" and text == _ERROR_OF_PICTURE and "vm" in self.attributes):
            return PICTURE
        if text is None or (not text and kind != "str"):
            return None
        if kind == "s":
            return self.strings[_count(text)]
        if kind == "b":
            return text.strip() == "1"
        if kind == "n":
            return self._number(text, number_format)
        if kind == "d":
            return date.fromisoformat(text[:10])
        return text

    def _number(self, text: str, number_format: str) -> Value:
        try:
            number = _FIFTEEN.create_decimal(text.strip())
        except DecimalException:
            return text
        if not number.is_finite():
            return text
        day = day_of_serial(number, from_1904=self.from_1904) if shows_day(number_format) else None
        return day or number

    def _merge(self, ref: str) -> None:
        first, _, last = ref.partition(":")
        top, left = place_of(first)
        bottom, right = place_of(last or first)
        if len(self.merged) >= MOST_MERGED:
            raise Unfit(BROKEN)
        if top <= MOST_ROWS and left <= MOST_COLUMNS:
            self.merged.append(Area(top, left, bottom, right))

    def sheet(self, name: str, hidden: bool, pictures: tuple[tuple[int, int], ...], drawings: int) -> Sheet:
        covered: dict[tuple[int, int], tuple[int, int]] = {}
        for area in self.merged:
            for row in range(area.top, min(area.bottom, MOST_ROWS) + 1):
                for column in range(area.left, min(area.right, MOST_COLUMNS) + 1):
                    if (row, column) in covered:  # no program writes ranges that overlap; many would take for ever
                        raise Unfit(BROKEN)
                    covered[row, column] = area[:2]
        for area in self.merged:
            del covered[area[:2]]
        for hidden_under in covered.keys() & self.cells.keys():
            del self.cells[hidden_under]  # nobody sees it, so nobody meant it
        return Sheet(name, hidden, self.cells, tuple(self.merged), covered, pictures, drawings, self.beyond)

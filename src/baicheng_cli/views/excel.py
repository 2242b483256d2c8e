"""What our workbooks share: looks, text that stays text, lines and pages, and bytes free of the clock."""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from baicheng_cli.status.ledger import Ledger
from baicheng_cli.status.lights import Light
from baicheng_cli.views.tables import clean, width_of
from baicheng_cli.words import DEMO

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

MAKER = "baicheng"
NO_TIME = (1980, 1, 1, 0, 0, 0)
SONG, HEI, TITLE_FONT = "宋体", "黑体", "方正小标宋简体"
SIZE = 10
LINE = 15.0
"""Points a line of text takes at 10 pt."""
HIGHEST = 409.0
"""No row of a sheet can be higher, in points."""
WIDTH_FONT = "Arial"
"""The workbook's own font, at 10 pt: in it column widths are counted. Its metrics are the same everywhere; those of
whatever stands in for 宋体 are not, and a sheet drawn wider would be printed smaller."""
PIXELS = 7
"""Width of a digit of that font; each column is padded by 5."""
A3, A4 = 8, 9
"""Numbers of the paper sizes."""
A3_WIDTH, A3_HEIGHT = 1190.55, 841.89
"""Points, landscape."""
SIDE, TOP, FOOT = 0.4, 0.55, 0.55
"""Margins in inches."""
SLACK = 0.98
"""How much of a page is filled by our own breaks: programs round heights differently."""

LEAST_SCALE = 0.85
"""What is printed smaller than this is hard to read on a table around which people sit."""
HEADING_FILL = "E7ECF4"
MOST_TEXT = 32767
"""Characters that a cell takes."""
MOST_BREAKS = 1000
"""Excel takes 1026 page breaks of a sheet; the rows after the last one break where they will."""

FILLS = {
    Light.OVERDUE: "F4B6B6",
    Light.FAR_BEHIND: "F8CBAD",
    Light.BEHIND: "FFE699",
    Light.UNREPORTED: "E4DFEC",
    Light.PENDING: "DDEBF7",
    Light.NOT_JUDGED: "EDEDED",
    Light.REACHED: "C6E0B4",
    Light.CLOSED: "C6E0B4",
}
"""Behind dark text, and light enough to copy in black and white; 正常 has none. Bad ones are bold, too."""
BOLD = (Light.OVERDUE, Light.FAR_BEHIND, Light.BEHIND)

_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_NO_XML = re.compile(r"[\ud800-\udfff\ufffe\uffff]")
_WORD = re.compile(r"[!-~]+|.", re.DOTALL)
_CLOSING = "，。；：、）》〉」』】〕”’！？％…—"


def new_book(day: date, title: str) -> Workbook:
    """An empty workbook that says who made it, and carries this day instead of the clock."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    # parts of a font in the order of the standard's schema; openpyxl's own is refused by validators
    order = "b i strike condense extend outline shadow u vertAlign sz color name family charset scheme"
    Font.__elements__ = tuple(order.split())
    book = Workbook()
    made = datetime.combine(day, time())
    book.properties.creator = book.properties.lastModifiedBy = MAKER
    book.properties.created = book.properties.modified = made
    book.properties.title = clean(title)
    return book


def made_here(data: bytes) -> bool:
    """Whether a workbook is one of ours, and nobody has saved anything of his own in it since."""
    from xml.etree import ElementTree

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            core = ElementTree.fromstring(archive.read("docProps/core.xml"))
            still = all(member.date_time == NO_TIME for member in archive.infolist())
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError):
        return False
    said = {element.tag.rpartition("}")[2]: element.text for element in core}
    ours = said.get("creator") == said.get("lastModifiedBy") == MAKER
    return still and ours and said.get("created") == said.get("modified")


def book_bytes(book: Workbook) -> bytes:
    from openpyxl.writer.excel import ExcelWriter

    out = io.BytesIO()
    with _Still(out, "w", zipfile.ZIP_DEFLATED) as archive:
        ExcelWriter(book, archive).write_data()  # not save(): that puts the clock into the properties
    return out.getvalue()


def packed(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Files in one archive, by name: the same bytes whenever it is made."""
    out = io.BytesIO()
    with _Still(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return out.getvalue()


class _Still(zipfile.ZipFile):
    """An archive whose members carry no time and no owner."""

    def writestr(
        self,
        zinfo_or_arcname: str | zipfile.ZipInfo,
        data: Any,
        compress_type: int | None = None,
        compresslevel: int | None = None,
    ) -> None:
        name = zinfo_or_arcname if isinstance(zinfo_or_arcname, str) else zinfo_or_arcname.filename
        member = zipfile.ZipInfo(name, NO_TIME)
        member.compress_type = zipfile.ZIP_DEFLATED
        member.create_system = 3
        member.external_attr = 0o600 << 16
        super().writestr(member, data, compress_type, compresslevel)

    def write(
        self,
        filename: str | os.PathLike[str],
        arcname: str | os.PathLike[str] | None = None,
        compress_type: int | None = None,
        compresslevel: int | None = None,
    ) -> None:
        self.writestr(os.fspath(arcname or filename), Path(filename).read_bytes(), compress_type, compresslevel)


@lru_cache(maxsize=65536)
def safe_text(text: str) -> str:
    """Text as a cell can hold it: nothing that XML forbids, nothing that Excel would read as an escape."""
    return _ESCAPED.sub("_x005F_", _NO_XML.sub("", clean(text)))


@lru_cache(maxsize=65536)
def lines_in(text: str, width: int) -> int:
    """How many lines a text takes in a column: words and numbers stay whole, a closing mark ends no line alone."""
    if "\n" not in text and len(text) * 2 <= width:
        return 1
    lines = 0
    for paragraph in text.split("\n"):
        lines += 1
        room = width
        last = 0
        for word in _WORD.findall(paragraph):
            size = width_of(word)
            if size <= room:
                room -= size
            elif word in _CLOSING:  # it takes the character before it along
                lines += 1
                room = width - size - last
            else:  # it begins a line of its own; one longer than the column is cut
                lines += -(-size // width) - (room == width)
                room = width - ((size - 1) % width + 1)
            last = size
    return lines


class Looks:
    """The looks of cells, each made once and shared: a workbook of ten thousand rows has two dozen."""

    def __init__(self, book: Workbook) -> None:
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
        from openpyxl.utils.indexed_list import IndexedList

        self._sheet = book.worksheets[0]
        self._made: dict[tuple[Any, ...], Any] = {}
        self.fonts = {
            "body": Font(name=SONG, size=SIZE),
            "bold": Font(name=SONG, size=SIZE, bold=True),
            "heading": Font(name=HEI, size=SIZE),
            "title": Font(name=TITLE_FONT, size=20),
            "mark": Font(name=HEI, size=SIZE, color="C00000"),
        }
        self._fill = PatternFill
        line = Side(style="thin", color="7F7F7F")
        self._border = Border(left=line, right=line, top=line, bottom=line)
        self._alignment = Alignment
        book._fonts = IndexedList([Font(name=WIDTH_FONT, size=SIZE)])  # type: ignore[attr-defined]  # no public way

    def look(
        self,
        font: str = "body",
        across: str = "left",
        *,
        number: str = "General",
        framed: bool = True,
        fill: str = "",
        quoted: bool = False,
        shrink: bool = False,
        top: bool = False,
        locked: bool = True,
    ) -> Any:
        key = (font, across, number, framed, fill, quoted, shrink, top, locked)
        if key not in self._made:
            self._made[key] = self._make(*key)
        return self._made[key]

    def _make(
        self,
        font: str,
        across: str,
        number: str,
        framed: bool,
        fill: str,
        quoted: bool,
        shrink: bool,
        top: bool,
        locked: bool,
    ) -> Any:
        from copy import copy

        from openpyxl.cell import Cell as SheetCell
        from openpyxl.styles import Protection

        cell: Any = SheetCell(self._sheet, row=1, column=1)
        cell.font = self.fonts[font]
        cell.alignment = self._alignment(
            horizontal=across,
            vertical="top" if top else "center",
            wrap_text=not shrink,
            shrink_to_fit=shrink,
        )
        cell.number_format = number
        if framed:
            cell.border = self._border
        if fill:
            cell.fill = self._fill("solid", fgColor=fill)
        cell.quotePrefix = quoted
        if not locked:
            cell.protection = Protection(locked=False)
        return copy(cell._style)  # what cells share; there is no public way


def put(sheet: Worksheet, row: int, column: int, value: Any, look: Any) -> None:
    """Write one cell of a new sheet. Text is text, whatever it begins with.

    openpyxl would look for the cell and guess the type of its value; both are known here.
    """
    from openpyxl.cell import Cell as SheetCell

    cell: Any = SheetCell(sheet, row, column)
    cell._style = look
    sheet._cells[row, column] = cell  # no public way
    if isinstance(value, str):
        if value:
            cell._value, cell.data_type = value[:MOST_TEXT], "s"
    elif value is not None:
        cell._value = value
        if isinstance(value, date):
            cell.data_type = "d"


def put_formula(sheet: Worksheet, row: int, column: int, formula: str, look: Any) -> None:
    """Write a formula of our own into one cell."""
    put(sheet, row, column, formula, look)
    sheet.cell(row, column).data_type = "f"


def put_across(sheet: Worksheet, row: int, first: int, last: int, text: str, look: Any) -> None:
    """Write a text over several columns."""
    put(sheet, row, first, safe_text(text), look)
    for column in range(first + 1, last + 1):
        put(sheet, row, column, None, look)
    merge(sheet, row, first, row, last)


def merge(sheet: Worksheet, top: int, left: int, bottom: int, right: int) -> None:
    """Merge cells that are written already: openpyxl's own way would draw their frames anew, slowly."""
    from openpyxl.worksheet.cell_range import CellRange

    if (top, left) != (bottom, right):
        sheet.merged_cells.ranges.add(CellRange(min_col=left, min_row=top, max_col=right, max_row=bottom))


def is_formula(text: str) -> bool:
    """Whether a program might take a text for a formula when somebody edits its cell."""
    return text.startswith(("=", "+", "-", "@"))


def set_widths(sheet: Worksheet, widths: Sequence[int], hidden: Sequence[bool] = ()) -> None:
    from openpyxl.utils import get_column_letter

    for place, width in enumerate(widths, 1):
        dimension = sheet.column_dimensions[get_column_letter(place)]
        dimension.width = width + 5 / PIXELS
        if hidden and hidden[place - 1]:
            dimension.hidden = True
            dimension.outlineLevel = 1


def set_least_height(sheet: Worksheet, row: int, height: float) -> None:
    """A height to begin with: the row grows with what people type into it, which one with a set height does not."""
    sheet.row_dimensions[row] = _growing()(sheet, row, min(HIGHEST, height))


@cache
def _growing() -> Any:
    from openpyxl.worksheet.dimensions import RowDimension

    class Growing(RowDimension):
        @property
        def customHeight(self) -> bool:  # noqa: N802  # openpyxl's name, which says yes for every height
            return False

    return Growing


def colour_lights(sheet: Worksheet, column: int, first: int, last: int) -> None:
    """Colour the lights of a column by rule, so that they stay right when somebody edits or sorts."""
    from openpyxl.formatting.rule import CellIsRule
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter

    if last < first:
        return
    letter = get_column_letter(column)
    for light, colour in FILLS.items():
        fill = PatternFill("solid", bgColor=colour)
        font = Font(bold=True) if light in BOLD else None
        same = [f'"{light.word}"']
        rule = CellIsRule(operator="equal", formula=same, fill=fill, font=font)  # type: ignore[no-untyped-call]
        sheet.conditional_formatting.add(f"{letter}{first}:{letter}{last}", rule)


def page(sheet: Worksheet, ledger: Ledger, version: str, *, titles: int = 0) -> None:
    """A3 across, as wide as the paper, with page numbers, the data's version and the mark of a demonstration.

    `titles`: how many rows at the top are printed on every page.
    """
    sheet.sheet_view.zoomScale = 90
    paper(sheet, A3, demo=ledger.demo, foot=f"数据版本：{clean(version)}" if version else "", titles=titles)


def paper(sheet: Worksheet, size: int, *, demo: bool, foot: str = "", titles: int = 0) -> None:
    """Paper across, as wide as it is, with page numbers; `foot` stands in the lower left corner."""
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.paperSize = size
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    if titles:
        sheet.print_title_rows = f"1:{titles}"
    margins = sheet.page_margins
    margins.left = margins.right = SIDE
    margins.top, margins.bottom = TOP, FOOT
    margins.header = margins.footer = 0.25
    head: Any = sheet.oddHeader
    lower: Any = sheet.oddFooter
    if demo:
        head.center.text = DEMO
    lower.center.text = "第 &P 页，共 &N 页"
    if foot:
        lower.left.text = foot.replace("&", "&&")


def scale(widths: Sequence[int]) -> float:
    """How large columns of these widths are printed: 1 is full size."""
    wide = sum(width * PIXELS + 5 for width in widths) * 0.75
    return min(1.0, (A3_WIDTH - 2 * SIDE * 72) / wide)


def page_room(widths: Sequence[int], heading: float) -> float:
    """Points that the rows of one printed page may take below its heading, in the sheet's own measure."""
    return (A3_HEIGHT - (TOP + FOOT) * 72) / scale(widths) * SLACK - heading

"""The ledger as a workbook: one sheet to print (台账), one that says how to read it (说明)."""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from baicheng_cli.status.ledger import Ledger
from baicheng_cli.status.lights import Light
from baicheng_cli.views.ledger_rows import (
    COLUMNS,
    DEMO,
    Amount,
    Cell,
    LedgerColumn,
    Row,
    cell_words,
    count_words,
    days_of,
    maker_of,
    marks_of,
    title_of,
)
from baicheng_cli.views.tables import clean, width_of
from baicheng_cli.words import number_words

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
HEADING_HEIGHTS = (36.0, 20.0, 18.0, 30.0)
"""Title, the row of days, and the two rows of headings; all are printed on every page."""
FIRST = len(HEADING_HEIGHTS) + 1

A3, A4 = 8, 9
"""Numbers of paper sizes."""
A3_WIDTH, A3_HEIGHT = 1190.55, 841.89
"""Points, landscape."""
SIDE, TOP, FOOT = 0.4, 0.55, 0.55
"""Margins in inches."""
SLACK = 0.98
"""How much of a page is filled by our own breaks: programs round heights differently."""

HEADING_FILL = "E7ECF4"
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
_PARTED = {
    "clause": re.compile("(?<=）)"),
    "lead": re.compile("(?=（承)"),
    "name": re.compile("(?=（)"),
    "actual": re.compile("(?<=^自评)"),
}
"""Where the short texts of narrow columns may be parted."""
_FORMULA = ("=", "+", "-", "@")


def ledger_workbook(ledger: Ledger, rows: Sequence[Row], version: str) -> bytes:
    """The workbook as bytes: the same for the same ledger and version, whenever it is made.

    `rows` are those of `ledger_rows`.
    """
    from openpyxl import Workbook

    _settle()
    book = Workbook()
    made = datetime.combine(ledger.day, time())
    book.properties.creator = book.properties.lastModifiedBy = MAKER
    book.properties.created = book.properties.modified = made
    book.properties.title = clean(title_of(ledger))
    looks = _Looks(book)
    sheet = book.worksheets[0]
    sheet.title = "台账"
    _Sheet(sheet, looks, ledger, version).draw(rows)
    _explain(book.create_sheet("说明"), looks, ledger, rows, version)
    return _bytes(book)


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


def _settle() -> None:
    """Parts of a font in the order of the standard's schema; openpyxl's own is refused by validators."""
    from openpyxl.styles import Font

    order = "b i strike condense extend outline shadow u vertAlign sz color name family charset scheme"
    Font.__elements__ = tuple(order.split())


def _bytes(book: Workbook) -> bytes:
    from openpyxl.writer.excel import ExcelWriter

    out = io.BytesIO()
    with _Still(out, "w", zipfile.ZIP_DEFLATED) as archive:
        ExcelWriter(book, archive).write_data()  # not save(): that puts the clock into the properties
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


class _Looks:
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
    ) -> Any:
        key = (font, across, number, framed, fill, quoted, shrink, top)
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
    ) -> Any:
        from copy import copy

        from openpyxl.cell import Cell as SheetCell

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
        return copy(cell._style)  # what cells share; there is no public way


def _put(sheet: Worksheet, row: int, column: int, value: Any, look: Any) -> None:
    """Write one cell. Text is text, whatever it begins with."""
    cell: Any = sheet.cell(row, column)
    if value is not None and value != "":
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"
    cell._style = look


class Block(NamedTuple):
    """The rows of one task on the sheet: how high each is."""

    rows: Sequence[Row]
    heights: Sequence[Sequence[float]]
    """Points; of one ledger row the sheet rows that carry it, more than one only for very long texts."""

    @property
    def height(self) -> float:
        return sum(map(sum, self.heights))


def blocks(rows: Sequence[Row], columns: Sequence[LedgerColumn] = COLUMNS) -> Iterator[Block]:
    """The rows by task, each high enough for its own cells, and all together for those they share."""
    shown = [column for column in columns if not column.hidden]
    own = [column for column in shown if not column.shared]
    for _, same in groupby(rows, key=lambda row: row.number):
        group = list(same)
        heights = [max(2.0, _lines(row, own)) * LINE for row in group] if len(group) > 1 else [2 * LINE]
        if len(group) == 1:
            heights = [max(2.0, _lines(group[0], shown)) * LINE]
        for column in shown:
            if not column.shared:
                continue
            for first, last in runs(group, column):
                need = lines_in(paper_text(column, column.of(group[first])), column.width) * LINE
                short = need - sum(heights[first : last + 1])
                if short > 0:
                    share = short / (last - first + 1)
                    for index in range(first, last + 1):
                        heights[index] += share
        yield Block(group, [_split(height) for height in heights])


def _lines(row: Row, columns: Sequence[LedgerColumn]) -> float:
    return max(lines_in(paper_text(column, column.of(row)), column.width) for column in columns)


def paper_text(column: LedgerColumn, cell: Cell) -> str:
    """A cell's text as it is printed: what is too wide for one line is parted where people would part it.

    三（九）|4（2） · 新增绿地|（万平方米） · 自评|正常推进
    """
    text = safe_text(cell_words(cell))
    if column.key not in _PARTED or width_of(text) <= column.width:
        return text
    parted = _PARTED[column.key].sub("\n", text, count=1)
    return parted if lines_in(parted, column.width) <= lines_in(text, column.width) else text


def _split(height: float) -> list[float]:
    """One height as those of as many sheet rows as it takes."""
    count = max(1, -int(-height // HIGHEST))
    return [round(height / count, 2)] * count


def runs(rows: Sequence[Row], column: LedgerColumn) -> Iterator[tuple[int, int]]:
    """First and last index of neighbouring rows that say the same in a shared column."""
    index = 0
    for _, same in groupby(rows, key=column.of):
        count = len(list(same))
        yield index, index + count - 1
        index += count


class _Sheet:
    """The print sheet while it is drawn."""

    def __init__(self, sheet: Worksheet, looks: _Looks, ledger: Ledger, version: str) -> None:
        self.sheet, self.looks, self.ledger, self.version = sheet, looks, ledger, version
        self.shown = [column for column in COLUMNS if not column.hidden]

    def draw(self, rows: Sequence[Row]) -> None:
        self._columns()
        self._heading()
        row = FIRST
        used, room = 0.0, page_room(self.shown)
        for block in blocks(rows):
            if used and used + block.height > room:
                self._break(row - 1)
                used = 0.0
            used += block.height
            row = self._block(row, block)
        self._colours(row - 1)
        self._page()

    def _columns(self) -> None:
        from openpyxl.utils import get_column_letter

        for place, column in enumerate(COLUMNS, 1):
            dimension = self.sheet.column_dimensions[get_column_letter(place)]
            dimension.width = column.width + 5 / PIXELS
            if column.hidden:
                dimension.hidden = True
                dimension.outlineLevel = 1

    def _heading(self) -> None:
        from openpyxl.utils import get_column_letter

        sheet, looks = self.sheet, self.looks
        for row, height in enumerate(HEADING_HEIGHTS, 1):
            sheet.row_dimensions[row].height = height
        last = len(self.shown)
        _put(sheet, 1, 1, safe_text(title_of(self.ledger)), looks.look("title", "center", framed=False))
        self._merge(1, 1, 1, last)
        bounds = (1, self._place("due"), self._place("light"), last)
        texts = (maker_of(self.ledger), marks_of(self.ledger), days_of(self.ledger))
        styles = (("body", "left"), ("mark", "center"), ("body", "right"))
        start = 1
        for end, text, (font, across) in zip(bounds[1:], texts, styles, strict=True):
            _put(sheet, 2, start, safe_text(text), looks.look(font, across, framed=False, shrink=True))
            self._merge(2, start, 2, end)
            start = end + 1
        look = looks.look("heading", "center", fill=HEADING_FILL)
        place = 1
        for group, columns in groupby(COLUMNS, key=lambda column: column.group):
            count = len(list(columns))
            for column in range(place, place + count):
                _put(sheet, 3, column, group if column == place else None, look)
                _put(sheet, 4, column, COLUMNS[column - 1].title, look)
            self._merge(3, place, 3, place + count - 1)
            place += count
        sheet.freeze_panes = f"{get_column_letter(self._place('goal') + 1)}{FIRST}"

    def _place(self, key: str) -> int:
        return next(place for place, column in enumerate(COLUMNS, 1) if column.key == key)

    def _block(self, row: int, block: Block) -> int:
        """Write the rows of one task from a sheet row on; gives the row after them."""
        firsts = []
        at = row
        for parts in block.heights:
            firsts.append(at)
            for height in parts:
                self.sheet.row_dimensions[at].height = height
                at += 1
        ends = [*(first - 1 for first in firsts[1:]), at - 1]
        for place, column in enumerate(COLUMNS, 1):
            several = runs(block.rows, column) if column.shared else ((i, i) for i in range(len(block.rows)))
            for first, last in several:
                value, look = self._cell(column, column.of(block.rows[first]))
                top, bottom = firsts[first], ends[last]
                _put(self.sheet, top, place, value, look)
                for below in range(top + 1, bottom + 1):
                    _put(self.sheet, below, place, None, look)
                if bottom > top:
                    self._merge(top, place, bottom, place)
        return at

    def _cell(self, column: LedgerColumn, cell: Cell) -> tuple[Any, Any]:
        """A cell's value and look: figures and days stay what they are, all else is text."""
        look = self.looks.look
        if isinstance(cell, Amount):
            number = "0.0" if cell.percent else "General"
            after = '"%"' if cell.percent else ""
            before = f'"{cell.before}"' if cell.before else ""
            whole = cell.number == cell.number.to_integral_value()
            value = int(cell.number) if whole else float(cell.number)
            across = "distributed" if column.hidden else "center"  # else LibreOffice prints ### beside hidden columns
            return value, look(across=across, number=f"{before}{number}{after}", shrink=not column.hidden)
        if isinstance(cell, date):
            return cell, look(across="center", number="yyyy-mm-dd")
        text = paper_text(column, cell)
        across = "left" if column.key in ("area", "goal", "progress", "problems", "next", "remarks") else "center"
        return text, look(across=across, quoted=text.startswith(_FORMULA))

    def _merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """Merge cells that are written already: openpyxl's own way would draw their frames anew, slowly."""
        from openpyxl.worksheet.cell_range import CellRange

        area = CellRange(min_col=left, min_row=top, max_col=right, max_row=bottom)
        self.sheet.merged_cells.ranges.add(area)

    def _break(self, row: int) -> None:
        from openpyxl.worksheet.pagebreak import Break

        if len(self.sheet.row_breaks) < MOST_BREAKS:
            self.sheet.row_breaks.append(Break(id=row))

    def _colours(self, last: int) -> None:
        from openpyxl.formatting.rule import CellIsRule
        from openpyxl.styles import Font, PatternFill
        from openpyxl.utils import get_column_letter

        if last < FIRST:
            return
        letter = get_column_letter(self._place("light"))
        for light, colour in FILLS.items():
            fill = PatternFill("solid", bgColor=colour)
            font = Font(bold=True) if light in BOLD else None
            same = [f'"{light.word}"']
            rule = CellIsRule(operator="equal", formula=same, fill=fill, font=font)  # type: ignore[no-untyped-call]
            self.sheet.conditional_formatting.add(f"{letter}{FIRST}:{letter}{last}", rule)

    def _page(self) -> None:
        sheet = self.sheet
        sheet.sheet_view.zoomScale = 90
        _paper(sheet, A3, "landscape")
        sheet.print_title_rows = f"1:{FIRST - 1}"
        margins = sheet.page_margins
        margins.left = margins.right = SIDE
        margins.top, margins.bottom = TOP, FOOT
        margins.header = margins.footer = 0.25
        _head_and_foot(sheet, self.ledger, self.version)


def _paper(sheet: Worksheet, size: int, orientation: Literal["portrait", "landscape"]) -> None:
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.paperSize = size
    sheet.page_setup.orientation = orientation
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True


def _head_and_foot(sheet: Worksheet, ledger: Ledger, version: str) -> None:
    head: Any = sheet.oddHeader
    foot: Any = sheet.oddFooter
    if ledger.demo:
        head.center.text = DEMO
    foot.center.text = "第 &P 页，共 &N 页"
    if version:
        foot.left.text = f"数据版本：{clean(version)}".replace("&", "&&")


def page_room(columns: Sequence[LedgerColumn]) -> float:
    """Points that the rows of one printed page may take, in the sheet's own measure."""
    wide = sum(column.width * PIXELS + 5 for column in columns) * 0.75
    scale = min(1.0, (A3_WIDTH - 2 * SIDE * 72) / wide)
    return (A3_HEIGHT - (TOP + FOOT) * 72) / scale * SLACK - sum(HEADING_HEIGHTS)


@dataclass(frozen=True)
class _Line:
    """One line of the second sheet."""

    name: str
    text: str
    light: Light | None = None


def _explain(sheet: Worksheet, looks: _Looks, ledger: Ledger, rows: Sequence[Row], version: str) -> None:
    """说明: what the ledger is of, how its figures are counted, what the words mean."""
    names, texts = 16, 78
    sheet.column_dimensions["A"].width = names + 5 / PIXELS
    sheet.column_dimensions["B"].width = texts + 5 / PIXELS
    _put(sheet, 1, 1, "说明", looks.look("title", "center", framed=False))
    sheet.merge_cells("A1:B1")
    sheet.row_dimensions[1].height = HEADING_HEIGHTS[0]
    at = 2
    for heading, lines in _explained(ledger, rows, version):
        for column, value in ((1, heading), (2, None)):
            _put(sheet, at, column, value, looks.look("heading", "left", fill=HEADING_FILL))
        sheet.row_dimensions[at].height = 20
        at += 1
        for line in lines:
            fill = FILLS.get(line.light, "") if line.light is not None else ""
            _put(sheet, at, 1, safe_text(line.name), looks.look(fill=fill))
            text = safe_text(line.text)
            _put(sheet, at, 2, text, looks.look(quoted=text.startswith(_FORMULA)))
            high = max(lines_in(line.name, names), lines_in(text, texts))
            sheet.row_dimensions[at].height = min(HIGHEST, high * LINE + 3)
            at += 1
    _paper(sheet, A4, "portrait")
    sheet.page_setup.fitToHeight = 1
    _head_and_foot(sheet, ledger, version)


def _explained(ledger: Ledger, rows: Sequence[Row], version: str) -> Iterator[tuple[str, list[_Line]]]:
    document, view = ledger.plan.document, ledger.as_of
    about = [
        _Line("方案", f"{document.title}（{document.number}）"),
        _Line("月份", f"{int(view.month[:4])}年{int(view.month[5:])}月"),
        _Line("时间", days_of(ledger)),
        _Line("范围", f"{'　'.join(ledger.filters) or '全部任务和推进措施'}；{count_words(rows)}"),
    ]
    if version:
        about.append(_Line("数据版本", version))
    if ledger.demo:
        about.append(_Line("演示标记", f"{DEMO}：数字和进展均为演示，不得作为工作依据"))
    yield "一、本表", about
    yield "二、口径", [_Line(name, text) for name, text in _counting(ledger)]
    yield "三、进展状态", [_Line(light.word, text, light) for light, text in _lights(ledger).items()]
    yield "四、备注栏用语", [_Line(name, text) for name, text in _NOTES]


def _counting(ledger: Ledger) -> Iterator[tuple[str, str]]:
    judge = ledger.settings.judge
    yield "行", "一个指标或节点一行；没有指标和节点的任务一行。任务在前，推进措施在后，措施的责任单位列在牵头单位栏。"
    yield (
        "累计完成",
        "填报单位（隐藏栏）最近一次填报的数；经核实的按核实数，退回补正的不计。节点写完成日期；没有指标的工作写单位自评。"
        "其他单位对同一指标另报的数只在备注列出，不计入。",
    )
    yield "完成率", "累计完成÷目标值，只用于累计类指标；比率和状态类指标对照目标值，不算完成率，不折算序时。"
    pace = "已过的整月数÷起止总月数" if judge.pace == "month" else "已过的天数÷起止总天数"
    yield "序时进度", f"{pace}，按各指标自己的起止时间；以{'、'.join(judge.whole)}计的应完成数只取整数。"
    yield "分阶段目标", "只列当前阶段的目标值和时限，各阶段见目标任务栏。"
    yield "本月进展", "填报单位本月最近一次填报的文字；本月没有填报的留空。"
    yield (
        "隐藏栏",
        "上月累计、本月新增、填报单位、核实值、佐证件数、收到日、牵头领导，可在Excel里取消隐藏。牵头领导没有数据。",
    )


def _lights(ledger: Ledger) -> dict[Light, str]:
    judge = ledger.settings.judge
    behind, far = number_words(judge.behind), number_words(judge.far_behind)
    return {
        Light.OVERDUE: "到了完成时限没有达到目标，从未报送的也算。",
        Light.FAR_BEHIND: f"落后序时进度{far}个百分点及以上。",
        Light.BEHIND: f"落后序时进度{behind}个百分点及以上、不到{far}个百分点；超过上限；单位自评滞后或未启动；"
        "力争目标到期未达。",
        Light.UNREPORTED: "从未报送数据或进展。",
        Light.PENDING: "单位自评正常推进或已完成，尚待核定。",
        Light.NOT_JUDGED: "还不到评价的时候，或市定目标尚未下达，原因见备注。",
        Light.ON_TRACK: f"落后不到{behind}个百分点，达到或快于序时进度；时点指标和节点未到期；常态工作经核定推进正常。",
        Light.REACHED: "已达到目标；备注有“已达目标待核定”的，尚待核定。",
        Light.CLOSED: "经批准办结。",
    }


_NOTES = (
    ("未达序时", "低于序时进度，但不到滞后的程度。"),
    ("临期（剩N天）", "离完成时限不远，还没有达到目标。"),
    ("本月未报送", "应报送而没有收到填报单位本月的填报。"),
    ("数据未更新", "本月没有新数，沿用所列月份的数。"),
    ("核实A→B", "报送A，经核实为B，按B计。"),
    ("更正A→B", "原报A，本月更正为B。"),
    ("退回补正", "本月所报数据和自评已退回，不计入，待补正。"),
    ("迟报N天", "收到日晚于报送截止日N天。"),
    ("代录", "由本办代单位录入。"),
    ("×另报（参考）", "其他单位对同一指标所报不同的数，仅供参考。"),
    ("时限由本办设定", "文件没有规定时限，所列时限为工作安排。"),
)

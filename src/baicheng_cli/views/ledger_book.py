"""The ledger as a workbook of five sheets: 台账 to print, 明细 to sort, 指标完成情况, 报送情况, 说明."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from baicheng_cli.plan.model import Indicator
from baicheng_cli.status.ledger import Ledger
from baicheng_cli.status.lights import Light
from baicheng_cli.views import excel
from baicheng_cli.views.edition import version_of
from baicheng_cli.views.excel import HEADING_FILL, HIGHEST, LINE, Looks, lines_in, merge, put, put_across, safe_text
from baicheng_cli.views.ledger_columns import DAYS, NUMBERS, ColumnList, ColumnText, LedgerColumns, cell_words
from baicheng_cli.views.ledger_notes import notes
from baicheng_cli.views.ledger_reports import reports_sheet
from baicheng_cli.views.ledger_rows import Amount, Cell, Row, title_of
from baicheng_cli.views.ledger_top import SECOND, TITLE, Scene, top
from baicheng_cli.views.tables import width_of
from baicheng_cli.yaml_source import no_gc

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

GROUP = 18.0
"""Height of a row of headings that groups others."""
_PARTED = {
    "clause": re.compile("(?<=）)"),
    "lead": re.compile("(?=（承)"),
    "name": re.compile("(?=（)"),
    "actual": re.compile("(?<=^自评)"),
}
"""Where the short texts of narrow columns may be parted, by the item that the column begins with."""


def ledger_workbook(ledger: Ledger, rows: Sequence[Row], columns: LedgerColumns, version: str) -> bytes:
    """The workbook as bytes: the same for the same ledger, columns and version, whenever it is made.

    `version` says from which version of plan and data it is made; that of a closed month is its 封账版.

    `rows` are those of `ledger_rows`. Raises UserError where a column cannot be computed.
    """
    with no_gc():  # a hundred thousand cells, and nothing of it to be freed before the end
        return _drawn(ledger, rows, columns, version_of(ledger, version))


def _drawn(ledger: Ledger, rows: Sequence[Row], columns: LedgerColumns, version: str) -> bytes:
    book = excel.new_book(ledger.day, title_of(ledger))
    lines = _lines(ledger, rows, columns.ledger)
    scene = Scene(Looks(book), ledger, version)
    sheet = book.worksheets[0]
    sheet.title = "台账"
    _PrintSheet(sheet, scene, columns).draw(lines)
    _detail(book.create_sheet("明细"), scene, columns, lines)
    _indicators(book.create_sheet("指标完成情况"), scene, columns.indicators, rows)
    reports_sheet(book.create_sheet("报送情况"), scene)
    _notes(book.create_sheet("说明"), scene, columns, rows)
    return excel.book_bytes(book)


class Line(NamedTuple):
    """One row of the ledger as it is drawn."""

    number: int
    """序号: the same on all rows of a task."""
    cells: tuple[Cell, ...]
    texts: tuple[str, ...]
    """What the cells say on paper."""


def _lines(ledger: Ledger, rows: Sequence[Row], columns: ColumnList) -> list[Line]:
    return [
        Line(row.number, cells, tuple(map(paper_text, columns, cells)))
        for row, cells in zip(rows, columns.cells(ledger, rows), strict=True)
    ]


def paper_text(column: ColumnText, cell: Cell) -> str:
    """A cell's text as it is printed: what is too wide for one line is parted where people would part it.

    三（九）|4（2） · 新增绿地|（万平方米） · 自评|正常推进
    """
    text = safe_text(cell_words(cell, column.format))
    if len(text) * 2 <= column.width or (mark := _PARTED.get(column.value.partition(" ")[0])) is None:
        return text
    if width_of(text) <= column.width:
        return text
    parted = mark.sub("\n", text, count=1)
    return parted if lines_in(parted, column.width) <= lines_in(text, column.width) else text


# 台账


class Block(NamedTuple):
    """The rows of one task on the sheet: how high each is."""

    lines: Sequence[Line]
    heights: Sequence[Sequence[float]]
    """Points; of one ledger row the sheet rows that carry it, more than one only for very long texts."""

    @property
    def height(self) -> float:
        return sum(map(sum, self.heights))


def blocks(lines: Sequence[Line], columns: ColumnList) -> Iterator[Block]:
    """The rows by task, each high enough for its own cells, and all together for those they share."""
    shown = [(place, column) for place, column in enumerate(columns) if not column.hidden]
    own = [(place, column) for place, column in shown if not column.merge]
    for _, same in groupby(lines, key=lambda line: line.number):
        group = list(same)
        if len(group) == 1:
            yield Block(group, [_split(max(2.0, _most(group[0], shown)) * LINE)])
            continue
        heights = [max(2.0, _most(line, own)) * LINE for line in group]
        for place, column in shown:
            if not column.merge:
                continue
            for first, last in runs(group, place):
                need = lines_in(group[first].texts[place], column.width) * LINE
                short = need - sum(heights[first : last + 1])
                if short > 0:
                    share = short / (last - first + 1)
                    for index in range(first, last + 1):
                        heights[index] += share
        yield Block(group, [_split(height) for height in heights])


def _most(line: Line, columns: Sequence[tuple[int, ColumnText]]) -> int:
    """The most lines that a cell of a row takes."""
    return max((lines_in(line.texts[place], column.width) for place, column in columns), default=1)


def _split(height: float) -> list[float]:
    """One height as those of as many sheet rows as it takes."""
    count = max(1, -int(-height // HIGHEST))
    return [round(height / count, 2)] * count


def runs(lines: Sequence[Line], place: int) -> Iterator[tuple[int, int]]:
    """First and last index of neighbouring rows that say the same in a column."""
    if len(lines) == 1:
        yield 0, 0
        return
    index = 0
    for _, same in groupby(lines, key=lambda line: line.cells[place]):
        count = len(list(same))
        yield index, index + count - 1
        index += count


class _PrintSheet:
    """The print sheet while it is drawn."""

    def __init__(self, sheet: Worksheet, scene: Scene, columns: LedgerColumns) -> None:
        self.sheet, self.scene, self.looks = sheet, scene, scene.looks
        self.columns, self.freeze = columns.ledger, columns.freeze
        self.shown = columns.ledger.shown
        self.pens = [_Pen(scene.looks, column, hidden=column.hidden) for column in columns.ledger]

    def draw(self, lines: Sequence[Line]) -> None:
        widths = [column.width for column in self.columns]
        excel.set_widths(self.sheet, widths, [column.hidden for column in self.columns])
        first = _heading(self.sheet, self.scene, title_of(self.scene.ledger), self.columns)
        heading = sum(float(self.sheet.row_dimensions[row].height or 0) for row in range(1, first))
        row, used = first, 0.0
        room = excel.page_room([column.width for column in self.shown], heading)
        for block in blocks(lines, self.columns):
            if used and used + block.height > room:
                self._break(row - 1)
                used = 0.0
            used += block.height
            row = self._block(row, block)
        _light_columns(self.sheet, self.columns, first, row - 1)
        _freeze(self.sheet, self.columns, self.freeze, first)
        excel.page(self.sheet, self.scene.ledger, self.scene.version, titles=first - 1)

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
        each = [(index, index) for index in range(len(block.lines))]
        for place, column in enumerate(self.columns):
            for first, last in runs(block.lines, place) if column.merge else each:
                line = block.lines[first]
                value, look = self.pens[place].cell(line.cells[place], line.texts[place])
                top, bottom = firsts[first], ends[last]
                put(self.sheet, top, place + 1, value, look)
                if bottom > top:
                    for below in range(top + 1, bottom + 1):
                        put(self.sheet, below, place + 1, None, look)
                    merge(self.sheet, top, place + 1, bottom, place + 1)
        return at

    def _break(self, row: int) -> None:
        from openpyxl.worksheet.pagebreak import Break

        if len(self.sheet.row_breaks) < excel.MOST_BREAKS:
            self.sheet.row_breaks.append(Break(id=row))


class _Pen:
    """How the cells of one column are written: figures and days stay what they are, all else is text."""

    def __init__(self, looks: Looks, column: ColumnText, *, hidden: bool = False) -> None:
        self.looks, self.hidden = looks, hidden
        # else LibreOffice prints ### for figures beside hidden columns
        self.across = "distributed" if hidden else column.align
        self.number = NUMBERS.get(column.format, "General")
        self.day = looks.look(across=column.align, number=DAYS.get(column.format, "yyyy-mm-dd"))
        self.text = looks.look(across=column.align)
        self.quoted = looks.look(across=column.align, quoted=True)
        self._figures: dict[str, Any] = {}

    def cell(self, cell: Cell, text: str) -> tuple[Any, Any]:
        """A cell's value and its look; `text` is what it says on paper."""
        if isinstance(cell, Amount):
            value = float(cell.number)
            return int(value) if value.is_integer() else value, self._figures.get(cell.before) or self._figure(cell)
        if isinstance(cell, date):
            return cell, self.day
        return text, self.quoted if excel.is_formula(text) else self.text

    def _figure(self, amount: Amount) -> Any:
        before = f'"{amount.before}"' if amount.before else ""
        look = self.looks.look(across=self.across, number=before + self.number, shrink=not self.hidden)
        return self._figures.setdefault(amount.before, look)


def _heading(sheet: Worksheet, scene: Scene, title: str, columns: ColumnList, *more: str, hide: bool = True) -> int:
    """Title, days, `more` lines and headings; gives the first row below. `hide`: hidden columns stay hidden."""
    looks = scene.looks
    widths = [column.width if not (hide and column.hidden) else 0 for column in columns]
    row = top(sheet, scene, title, widths, *more)
    look = looks.look("heading", "center", fill=HEADING_FILL)
    if any(column.group for column in columns):
        place = 1
        for group, same in groupby(columns, key=lambda column: column.group):
            count = len(list(same))
            put_across(sheet, row, place, place + count - 1, group or "", look)
            place += count
        sheet.row_dimensions[row].height = GROUP
        row += 1
    for place, column in enumerate(columns, 1):
        put(sheet, row, place, safe_text(column.title), look)
    high = max(lines_in(column.title, column.width) for column in columns)
    sheet.row_dimensions[row].height = max(2, high) * LINE
    return row + 1


def _light_columns(sheet: Worksheet, columns: ColumnList, first: int, last: int) -> None:
    for place, column in enumerate(columns, 1):
        if column.value == "light":
            excel.colour_lights(sheet, place, first, last)


def _freeze(sheet: Worksheet, columns: ColumnList, freeze: str | None, first: int) -> None:
    """What stays in sight: the headings, and the columns up to the one of that title."""
    from openpyxl.utils import get_column_letter

    place = columns.titles.index(freeze) + 1 if freeze is not None else 0
    sheet.freeze_panes = f"{get_column_letter(place + 1)}{first}"


# 明细, 指标完成情况


def _detail(sheet: Worksheet, scene: Scene, columns: LedgerColumns, lines: Sequence[Line]) -> None:
    """Every cell filled and every column shown, so that it can be filtered and sorted."""
    first = _flat(sheet, scene, title_of(scene.ledger, "台账明细"), columns.ledger, lines)
    _freeze(sheet, columns.ledger, columns.freeze, first)


def _indicators(sheet: Worksheet, scene: Scene, columns: ColumnList, rows: Sequence[Row]) -> None:
    """The quantified targets alone, with how many there are of each light."""
    chosen = [row for row in rows if isinstance(row.part, Indicator)]
    counts = Counter(row.judgement.light for row in chosen)
    words = "、".join(f"{light.word}{counts[light]}项" for light in Light if counts[light])
    total = f"共{len(chosen)}项指标" + (f"：{words}" if words else "")
    lines = _lines(scene.ledger, chosen, columns)
    first = _flat(sheet, scene, title_of(scene.ledger, "指标完成情况表"), columns, lines, total)
    _freeze(sheet, columns, None, first)


def _flat(sheet: Worksheet, scene: Scene, title: str, columns: ColumnList, lines: Sequence[Line], *more: str) -> int:
    """A sheet with a row of its own for every line, and a filter over all; gives its first row."""
    from openpyxl.utils import get_column_letter

    excel.set_widths(sheet, [column.width for column in columns])
    first = _heading(sheet, scene, title, columns, *more, hide=False)
    every = list(enumerate(columns))
    pens = [_Pen(scene.looks, column) for column in columns]
    for row, line in enumerate(lines, first):
        for place, (pen, cell, text) in enumerate(zip(pens, line.cells, line.texts, strict=True), 1):
            put(sheet, row, place, *pen.cell(cell, text))
        sheet.row_dimensions[row].height = min(HIGHEST, max(1.5, _most(line, every)) * LINE)
    last = first + len(lines) - 1
    _light_columns(sheet, columns, first, last)
    sheet.auto_filter.ref = f"A{first - 1}:{get_column_letter(len(columns))}{max(last, first - 1)}"
    excel.page(sheet, scene.ledger, scene.version, titles=first - 1)
    return first


# 说明


def _notes(sheet: Worksheet, scene: Scene, columns: LedgerColumns, rows: Sequence[Row]) -> None:
    """What the workbook is of, how its figures are counted, what the words mean: two columns of notes."""
    looks = scene.looks
    names, texts, gap = 16, 78, 4
    excel.set_widths(sheet, (names, texts, gap, names, texts))
    put_across(sheet, 1, 1, 5, title_of(scene.ledger, "台账说明"), looks.look("title", "center", framed=False))
    sheet.row_dimensions[1].height = TITLE
    heights: dict[int, float] = {}
    for left, sections in zip((1, 4), notes(scene.ledger, rows, columns, scene.version), strict=True):
        row = 2
        for heading, lines in sections:
            put_across(sheet, row, left, left + 1, heading, looks.look("heading", "left", fill=HEADING_FILL))
            heights[row] = max(heights.get(row, 0), SECOND)
            row += 1
            for line in lines:
                fill = excel.FILLS.get(line.light, "") if line.light is not None else ""
                text = safe_text(line.text)
                put(sheet, row, left, safe_text(line.name), looks.look(fill=fill))
                put(sheet, row, left + 1, text, looks.look(quoted=excel.is_formula(text)))
                high = max(lines_in(line.name, names), lines_in(text, texts)) * LINE + 3
                heights[row] = max(heights.get(row, 0), min(HIGHEST, high))
                row += 1
    for row, height in heights.items():
        sheet.row_dimensions[row].height = height
    excel.page(sheet, scene.ledger, scene.version)
    sheet.page_setup.fitToHeight = 1

"""任务分解表 as a workbook: one sheet on A3 across, the cells that units fill in marked and free."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from baicheng_cli.status.ledger import Ledger
from baicheng_cli.views import excel
from baicheng_cli.views.breakdown import BLANKS, FACTS, MERGED, Breakdown, Line, row_of
from baicheng_cli.views.excel import HEADING_FILL, HIGHEST, LINE, Looks, lines_in, merge, put, put_across, safe_text

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

WIDTHS = (5, 11, 20, 35, 26, 15, 14, 20, 10, 10, 28, 20)
"""Of FACTS and BLANKS, in characters."""
CENTRED = (0, 1, 5)
FILL_IN = "FFFBE6"
"""Behind what is to be filled in; light enough to print as white."""
TITLE, SECOND, HEADING, SECTION = 36.0, 20.0, 34.0, 22.0


def breakdown_workbook(ledger: Ledger, found: Breakdown) -> bytes:
    """The workbook as bytes: the same for the same plan and settings, whenever it is made."""
    book = excel.new_book(ledger.day, found.title)
    sheet = book.worksheets[0]
    sheet.title = "任务分解表"
    _Sheet(sheet, Looks(book), found).draw()
    excel.paper(sheet, excel.A3, demo=bool(found.demo), titles=3)
    return excel.book_bytes(book)


class _Sheet:
    """The sheet while it is drawn."""

    def __init__(self, sheet: Worksheet, looks: Looks, found: Breakdown) -> None:
        self.sheet, self.looks, self.found = sheet, looks, found
        self.columns = len(WIDTHS)

    def draw(self) -> None:
        excel.set_widths(self.sheet, WIDTHS)
        self._heading()
        row, used = 4, 0.0
        room = excel.page_room(WIDTHS, TITLE + SECOND + HEADING)
        for section in self.found.sections:
            look = self.looks.look("heading", "left", fill=HEADING_FILL)
            put_across(self.sheet, row, 1, self.columns, section.title, look)
            self.sheet.row_dimensions[row].height = SECTION
            row, used = row + 1, used + SECTION
            for _, same in groupby(section.lines, key=lambda line: line.number):
                lines = list(same)
                heights = row_heights(lines)
                if used > SECTION and used + sum(heights) > room:
                    self._break(row - 1)
                    used = 0.0
                row, used = self._task(row, lines, heights), used + sum(heights)
        note = f"{self.found.total}。浅黄色的栏由各单位填写；写明配合、督导的，由别的单位负责，本区配合、督导。"
        put_across(self.sheet, row, 1, self.columns, note, self.looks.look("body", "left", framed=False))
        self.sheet.row_dimensions[row].height = SECOND
        self.sheet.freeze_panes = "D4"
        self.sheet.sheet_view.zoomScale = 90

    def _heading(self) -> None:
        plain = self.looks.look("title", "center", framed=False)
        put_across(self.sheet, 1, 1, self.columns, self.found.title, plain)
        self.sheet.row_dimensions[1].height = TITLE
        across = ((1, 4, self.found.maker, "body", "left"), (5, 6, self.found.demo, "mark", "center"))
        for first, last, text, font, side in (*across, (7, self.columns, self.found.basis, "body", "right")):
            look = self.looks.look(font, side, framed=False, shrink=True)
            put_across(self.sheet, 2, first, last, text, look)
        self.sheet.row_dimensions[2].height = SECOND
        look = self.looks.look("heading", "center", fill=HEADING_FILL)
        for place, title in enumerate((*FACTS, *BLANKS), 1):
            put(self.sheet, 3, place, title, look)
        self.sheet.row_dimensions[3].height = HEADING

    def _break(self, row: int) -> None:
        from openpyxl.worksheet.pagebreak import Break

        if len(self.sheet.row_breaks) < excel.MOST_BREAKS:
            self.sheet.row_breaks.append(Break(id=row))

    def _task(self, row: int, lines: Sequence[Line], heights: Sequence[float]) -> int:
        """The rows of one task; gives the row after them."""
        cells = [tuple(map(safe_text, row_of(line))) for line in lines]
        last = row + len(lines) - 1
        for index, texts in enumerate(cells):
            at = row + index
            excel.set_least_height(self.sheet, at, heights[index])
            for place, text in enumerate(texts):
                shared = place in MERGED and index > 0
                look = self.looks.look(
                    across="center" if place in CENTRED else "left", quoted=not shared and excel.is_formula(text)
                )
                put(self.sheet, at, place + 1, None if shared else text, look)
            for column in range(len(FACTS) + 1, self.columns + 1):
                put(self.sheet, at, column, None, self.looks.look(fill=FILL_IN, locked=False))
        for place in MERGED:
            merge(self.sheet, row, place + 1, last, place + 1)
        return last + 1


def row_heights(lines: Sequence[Line]) -> list[float]:
    """Points for the rows of a task: each high enough for its own cells, all together for those they share."""
    cells = [tuple(map(safe_text, row_of(line))) for line in lines]
    own = [place for place in range(len(FACTS)) if place not in MERGED]
    heights = [max(2, *(lines_in(texts[place], WIDTHS[place]) for place in own)) * LINE for texts in cells]
    need = max(lines_in(cells[0][place], WIDTHS[place]) for place in MERGED) * LINE
    short = max(0.0, need - sum(heights)) / len(heights)
    return [min(HIGHEST, height + short) for height in heights]

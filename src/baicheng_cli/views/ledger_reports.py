"""The ledger's sheet of reports (报送情况): units by months, how each report came, and what that adds up to."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from baicheng_cli.status.reporting import Report, UnitReport
from baicheng_cli.views import excel
from baicheng_cli.views.excel import HEADING_FILL, LINE, lines_in, merge, put, safe_text
from baicheng_cli.views.ledger_rows import title_of
from baicheng_cli.views.ledger_top import SECOND, Scene, top
from baicheng_cli.views.matrix import MARKS, NOT_OWED, WAITING, WORDS, Matrix, UnitLine, matrix
from baicheng_cli.views.months import Months
from baicheng_cli.views.prose import phrase
from baicheng_cli.views.report_overview import reporting_words

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_MARK_FILLS = {"迟": "FFE699", "正": "DDEBF7", "缺": "E4DFEC", "未": "F4B6B6", "补": "FCE4D6", "免": "EDEDED"}


def reports_sheet(sheet: Worksheet, scene: Scene) -> None:
    """Units by months: how each report came, and what that adds up to."""
    months = Months(scene.ledger)
    _MatrixSheet(sheet, scene, months, matrix(months)).draw()


class _MatrixSheet:
    """The sheet of reports while it is drawn."""

    BEFORE = (("类别", 16), ("单位", 34))
    REMARK = 22

    def __init__(self, sheet: Worksheet, scene: Scene, months: Months, found: Matrix) -> None:
        self.sheet, self.looks, self.scene, self.months, self.found = sheet, scene.looks, scene, months, found
        self.counted = [mark for mark in found.marks if mark in MARKS.values()]
        words = ("应报", *(self._counted(mark) for mark in self.counted))
        self.after = (*((word, 8) for word in words), ("连续未报", 10), ("备注", self.REMARK))

    def draw(self) -> None:
        sheet, found = self.sheet, self.found
        headings = [
            *self.BEFORE,
            *((self.months.word(month), 11 if len(self.months.word(month)) > 3 else 8) for month in found.months),
            *self.after,
        ]
        widths = [width for _, width in headings]
        excel.set_widths(sheet, widths)
        row = top(sheet, self.scene, title_of(self.scene.ledger, "报送情况表"), widths, reporting_words(self.months))
        look = self.looks.look("heading", "center", fill=HEADING_FILL)
        for place, (title, _) in enumerate(headings, 1):
            put(sheet, row, place, title, look)
        sheet.row_dimensions[row].height = 2 * LINE
        first = row + 1
        row = self._counts(first)
        for group, same in groupby(found.units, key=lambda unit: unit.group):
            units = list(same)
            for index, unit in enumerate(units):
                self._unit(row + index, unit)
                put(sheet, row + index, 1, safe_text(group) if not index else None, self.looks.look(across="center"))
            merge(sheet, row, 1, row + len(units) - 1, 1)
            row += len(units)
        sheet.freeze_panes = f"C{first}"
        excel.page(sheet, self.scene.ledger, self.scene.version, titles=first - 1)

    def _counts(self, row: int) -> int:
        """How many units owed a report, and how they came, month by month."""
        names = [("应报", self.found.owed)]
        names += [(self._counted(mark), self.found.counts(mark)) for mark in self.found.marks if mark != NOT_OWED]
        look = self.looks.look("heading", "center", fill=HEADING_FILL)
        for index, (name, counts) in enumerate(names):
            put(self.sheet, row + index, 1, "合计（单位个数）" if not index else None, look)
            put(self.sheet, row + index, 2, name, look)
            for place, count in enumerate(counts, 3):
                put(self.sheet, row + index, place, count, look)
            self.sheet.row_dimensions[row + index].height = SECOND
        last = row + len(names) - 1
        merge(self.sheet, row, 1, last, 1)
        self._legend(row, last)
        return last + 1

    def _legend(self, first: int, last: int) -> None:
        """What the marks say, beside the counts."""
        left = 3 + len(self.found.months)
        right = left + len(self.after) - 1
        said = "　".join(f"{mark}＝{WORDS[mark]}" for mark in self.found.marks)
        for row in range(first, last + 1):
            for place in range(left, right + 1):
                text = f"{said}\n各月按该月的全部填报判断。" if (row, place) == (first, left) else None
                put(self.sheet, row, place, text, self.looks.look())
        merge(self.sheet, first, left, last, right)

    @staticmethod
    def _counted(mark: str) -> str:
        return {"正": "待补正", "缺": "缺数", "补": "补报", WAITING: "尚未报送"}.get(mark, WORDS[mark])

    def _unit(self, row: int, unit: UnitLine) -> None:
        put(self.sheet, row, 2, safe_text(unit.name), self.looks.look(across="center"))
        place = 3
        for mark in unit.marks:
            look = self.looks.look("bold" if mark == "未" else "body", "center", fill=_MARK_FILLS.get(mark, ""))
            put(self.sheet, row, place, mark, look)
            place += 1
        told = [unit.owed, *map(unit.count, self.counted), unit.missing_in_a_row]
        for count in told:
            put(self.sheet, row, place, count or None, self.looks.look(across="center"))
            place += 1
        remarks = safe_text("；".join(self._remarks(unit)))
        put(self.sheet, row, place, remarks or None, self.looks.look())
        high = max(lines_in(safe_text(unit.name), dict(self.BEFORE)["单位"]), lines_in(remarks, self.REMARK))
        self.sheet.row_dimensions[row].height = SECOND + (high - 1) * LINE

    def _remarks(self, unit: UnitLine) -> Iterator[str]:
        """Our own office; why a unit was let off; when it made up for a month, and what it has to mend."""
        if unit.office:
            yield "本办，不列入催报"
        for month in self.found.months:
            one = next((one for one in self.months.reports(month) if one.unit == unit.unit), None)
            if one is not None and (words := self._remark(month, one)):
                yield f"{self.months.word(month)}{words}"

    def _remark(self, month: str, one: UnitReport) -> str:
        if one.state is Report.WAIVED and one.reason:
            return f"免报（{phrase(one.reason)}）"
        if one.state is Report.MADE_UP and one.received is not None:
            return f"于{self.months.day(one.received)}补报"
        if one.state is Report.TO_MEND and one.reason and month == self.months.month:
            return f"待补正：{phrase(one.reason)}"
        return ""

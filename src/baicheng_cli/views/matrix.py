"""Units by months (单位×月份): how every report that was owed came, and what that adds up to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from baicheng_cli.status.reporting import Report, awaited
from baicheng_cli.views.months import Months

MARKS = {
    Report.ON_TIME: "按",
    Report.LATE: "迟",
    Report.TO_MEND: "正",
    Report.NO_DATA: "缺",
    Report.MISSING: "未",
    Report.MADE_UP: "补",
    Report.WAIVED: "免",
}
WAITING = "待"
"""Nothing came yet, and there is time until the day on which reports are due."""
NOT_OWED = "—"
WORDS = {
    "按": "按时",
    "迟": "迟报",
    "正": "已收待补正",
    "缺": "有文字无数据",
    "未": "未报",
    "补": "封账后补报",
    "免": "免报",
    WAITING: "未到报送截止日，尚未报送",
    NOT_OWED: "当月不应报送",
}
"""What the marks stand for."""
USUAL = "按迟正缺未"
"""Marks that are counted even where nobody has them."""


@dataclass(frozen=True)
class UnitLine:
    """One unit's marks, month by month."""

    unit: str
    """Id."""
    name: str
    group: str
    marks: tuple[str, ...]
    office: bool
    """Our own office: listed, never chased."""

    def count(self, mark: str) -> int:
        return self.marks.count(mark)

    @property
    def owed(self) -> int:
        return len(self.marks) - self.count(NOT_OWED)

    @property
    def missing_in_a_row(self) -> int:
        """未报 in a row up to the last month that was due; months in which nothing was owed do not end the row.

        Nor do those for which it was let off. A report that was made up for since ends it.
        """
        due = [mark for mark in reversed(self.marks) if mark not in (NOT_OWED, WAITING, MARKS[Report.WAIVED])]
        return len(list(takewhile(lambda mark: mark == MARKS[Report.MISSING], due)))


@dataclass(frozen=True)
class Matrix:
    """The units that owed a report in any month up to this one, in the official order."""

    months: tuple[str, ...]
    units: tuple[UnitLine, ...]

    def counts(self, mark: str) -> list[int]:
        """How many units have a mark, month by month."""
        return [sum(unit.marks[index] == mark for unit in self.units) for index in range(len(self.months))]

    @property
    def owed(self) -> list[int]:
        return [len(self.units) - without for without in self.counts(NOT_OWED)]

    @property
    def marks(self) -> Sequence[str]:
        """The marks that occur, in the order of WORDS; the usual ones always."""
        return [mark for mark in WORDS if mark in USUAL or self.has(mark)]

    def has(self, mark: str) -> bool:
        """Whether any unit has that mark in any month."""
        return any(mark in unit.marks for unit in self.units)


def matrix(months: Months, until: str | None = None) -> Matrix:
    """Who reported how, from the first month that reports were asked for to this one, as its papers saw it.

    `until`: an earlier month to end with; what came in later for the months before is seen all the same.
    """
    ledger = months.now
    every = tuple(month for month in months.reported_months() if until is None or month <= until)
    came = [{one.unit: one for one in months.reports(month)} for month in every]
    early = {month for month in every if awaited(ledger, month)}
    ids = sorted({id for month in came for id in month}, key=ledger.register.order)
    groups = {unit.id: unit.group or "" for unit in ledger.register.units}
    lines = []
    for id in ids:
        marks = []
        for month, found in zip(every, came, strict=True):
            one = found.get(id)
            mark = MARKS[one.state] if one is not None else NOT_OWED
            marks.append(WAITING if month in early and mark == MARKS[Report.MISSING] else mark)
        office = id == ledger.settings.office
        lines.append(UnitLine(id, ledger.name(id), groups.get(id, ""), tuple(marks), office))
    return Matrix(every, tuple(lines))

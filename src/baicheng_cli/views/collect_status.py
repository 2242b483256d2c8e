"""How a month's reports came in (报送情况): those who did not report first, and every unit by months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from baicheng_cli.progress.calendar import last_day
from baicheng_cli.progress.verdicts import RETURN
from baicheng_cli.status.ledger import Ledger
from baicheng_cli.status.reporting import Report, UnitReport, awaited
from baicheng_cli.status.select import clause_of
from baicheng_cli.views.answers import day_text, head_of
from baicheng_cli.views.matrix import MARKS, NOT_OWED, WORDS, Matrix, UnitLine, matrix
from baicheng_cli.views.months import Months
from baicheng_cli.views.tables import Column, Table, width_of, wrapped
from baicheng_cli.words import day_words, full_month_words, month_words, weekday_words

ORDER = (
    Report.MISSING,
    Report.TO_MEND,
    Report.NO_DATA,
    Report.LATE,
    Report.ON_TIME,
    Report.MADE_UP,
    Report.WAIVED,
)
"""What is to be done comes first."""

NOT_YET = "尚未报"
"""未报, while there is time."""


@dataclass(frozen=True)
class Collected:
    """The reports of one month as they stand on the ledger's day, what came after its end included."""

    ledger: Ledger
    month: str

    @cached_property
    def months(self) -> Months:
        return Months(self.ledger)

    @cached_property
    def came(self) -> tuple[UnitReport, ...]:
        """How each unit's report came, in the official order."""
        return tuple(self.months.reports(self.month))

    @cached_property
    def matrix(self) -> Matrix:
        return matrix(self.months, self.month)

    @property
    def word(self) -> str:
        """`9月`."""
        return month_words(self.month, self.ledger.day)

    @cached_property
    def awaited(self) -> bool:
        """Whether there is time until the day on which reports are due."""
        return awaited(self.ledger, self.month)

    @property
    def overdue(self) -> int:
        """How many days have gone by since the reports were due."""
        return max(0, (self.ledger.day - self.ledger.submit_by(self.month)).days)

    def of(self, *states: Report) -> list[UnitReport]:
        return [one for one in self.came if one.state in states]

    def in_order(self) -> list[UnitReport]:
        """Those who did not report first; of one state in the official order."""
        return sorted(self.came, key=lambda one: ORDER.index(one.state))

    def state_word(self, state: Report) -> str:
        return NOT_YET if state is Report.MISSING and self.awaited else state.word

    def counts(self) -> str:
        """`未报1个、按时12个`."""
        found = [(state, len(self.of(state))) for state in ORDER]
        return "、".join(f"{self.state_word(state)}{count}个" for state, count in found if count)

    def faults(self, one: UnitReport) -> list[str]:
        """What a unit has to mend: of its form cell by cell, of single reports why they were returned."""
        found = one.reason.split("；") if one.state is Report.TO_MEND and one.reason else []
        same = self.ledger.as_of.month == self.month
        seen = self.ledger if same else self.ledger.of_month(self.month, last_day(self.month))
        for id in one.owed:
            entries = [came for came in seen.facts.of(id, one.unit) if came.about == self.month]
            review = seen.facts.reviews.get(entries[-1].entry.id) if entries else None
            if review is not None and review.verdict == RETURN:
                limit = f"（限{day_words(review.limit, self.ledger.day)}）" if review.limit else ""
                found.append(f"{clause_of(self.ledger.plan, id)}退回：{review.reason or '未写原因'}{limit}")
        return found

    def clauses(self, ids: Sequence[str]) -> str:
        return "、".join(clause_of(self.ledger.plan, id) for id in ids)


def why_nobody(ledger: Ledger, month: str) -> str:
    """Why nobody owes a report of a month, where that is so."""
    first = ledger.settings.first_month(ledger.plan)
    if month < first:
        return f"首次报送月份为{full_month_words(first)}，{month}不收报送"
    return f"{month}没有应报送的单位"


def status_table(collected: Collected, format: str = "table") -> Table:
    """Who owed, who reported when and how; as CSV with a column for every month."""
    rows = [_row(collected, one) for one in collected.in_order()]
    columns: tuple[Column, ...] = (
        Column("单位"),
        Column("状态", light=True),
        Column("应报", right=True),
        Column("已报", right=True),
        Column("缺报条款"),
        Column("收到日"),
        Column("说明"),
    )
    if format == "csv":
        columns += tuple(Column(month) for month in collected.matrix.months)
        lines = {line.unit: line for line in collected.matrix.units}
        rows = [(*row, *_by_month(lines[one.unit])) for row, one in zip(rows, collected.in_order(), strict=True)]
        rows += [
            (line.name, NOT_OWED, "0", "0", "", "", WORDS[NOT_OWED], *_by_month(line)) for line in _others(collected)
        ]
    foot = (next_words(collected),) if format == "table" else ()
    return Table("collect", columns, tuple(rows), items(collected), status_head(collected), tuple(filter(None, foot)))


def _by_month(line: UnitLine) -> list[str]:
    return [NOT_OWED if mark == NOT_OWED else _WORDS.get(mark, NOT_YET) for mark in line.marks]


_WORDS = {mark: state.word for state, mark in MARKS.items()}


def _others(collected: Collected) -> list[UnitLine]:
    """Units that owed a report in other months only."""
    here = {one.unit for one in collected.came}
    return [line for line in collected.matrix.units if line.unit not in here]


def _row(collected: Collected, one: UnitReport) -> tuple[str, ...]:
    every = len(one.lacking) == len(one.owed) > 1
    return (
        collected.ledger.name(one.unit),
        collected.state_word(one.state),
        str(len(one.owed)),
        str(len(one.owed) - len(one.lacking) if one.state is not Report.WAIVED else 0),
        "全部" if every else collected.clauses(one.lacking),
        day_text(one.received) if one.received else "",
        "，".join(_remarks(collected, one)),
    )


def _remarks(collected: Collected, one: UnitReport) -> list[str]:
    found = []
    if one.state is Report.MISSING and collected.overdue:
        found.append(f"已逾期{collected.overdue}天")
    if one.days_late and one.state is not Report.MADE_UP:
        found.append(f"迟{one.days_late}天")
    if one.state is Report.MADE_UP:
        found.append("封账后补报")
    if one.state is Report.WAIVED:
        found.append(one.reason)
    found += ["；".join(faults)] if one.state is Report.TO_MEND and (faults := collected.faults(one)) else []
    row = next(line.missing_in_a_row for line in collected.matrix.units if line.unit == one.unit)
    if one.state is Report.MISSING and not collected.awaited and row > 1:
        found.append(f"连续{row}个月未报")
    if one.office:
        found.append("本办，不列入催报")
    return found


def status_head(collected: Collected) -> tuple[str, ...]:
    """What every page says, the month's days, and the counts: they add up to all who owed."""
    ledger, month = collected.ledger, collected.month
    until = ledger.submit_by(month)
    cycle = ledger.cycles.get(month)
    days = [f"报送截止{day_words(until, ledger.day)}（{weekday_words(until)}）"]
    days.append(f"{day_words(cycle.opened, ledger.day)}开账" if cycle is not None else "还没有开账")
    if cycle is not None and cycle.closed is not None:
        days.append(f"{day_words(cycle.closed, ledger.day)}封账")
    if not collected.came:
        return (*head_of(ledger), why_nobody(ledger, month))
    received = sum(one.received is not None for one in collected.came)
    said = f"应报{len(collected.came)}个单位：{collected.counts()}；已收{received}个"
    return (*head_of(ledger), f"{full_month_words(month)}报送　{'　'.join(days)}", said)


def next_words(collected: Collected) -> str:
    """What to do with it now: one sentence with its command, or nothing."""
    ledger, month = collected.ledger, collected.month
    cycle = ledger.cycles.get(month)
    if not collected.came or (cycle is not None and cycle.closed is not None):
        return ""
    silent = [one for one in collected.of(Report.MISSING, Report.TO_MEND, Report.NO_DATA) if not one.office]
    if cycle is None and not any(one.received for one in collected.came):
        return f"下一步：生成填报表，baicheng collect open --month {month}"
    if silent:
        return f"下一步：催报，baicheng collect remind --month {month}"
    if collected.of(Report.MISSING):
        return f"下一步：录入本办的进展，baicheng progress add --month {month}"
    return f"下一步：收齐了；核定以后封账，baicheng collect close --month {month}" if cycle is not None else ""


def items(collected: Collected) -> tuple[dict[str, Any], ...]:
    """One item a unit, those who did not report first; units that owed only in other months last."""
    ledger = collected.ledger
    every = {month: {one.unit: one for one in collected.months.reports(month)} for month in collected.matrix.months}

    def months_of(unit: str) -> dict[str, str | None]:
        return {month: came[unit].state.value if unit in came else None for month, came in every.items()}

    found = [
        {
            "id": one.unit,
            "unit": ledger.name(one.unit),
            "state": one.state.value,
            "text": collected.state_word(one.state),
            "owed": list(one.owed),
            "lacking": list(one.lacking),
            "received": day_text(one.received) if one.received else None,
            "days_late": one.days_late,
            "reason": "；".join(collected.faults(one)) or one.reason or None,
            "office": one.office,
            "months": months_of(one.unit),
        }
        for one in collected.in_order()
    ]
    found += [
        {
            "id": line.unit,
            "unit": line.name,
            "state": None,
            "text": WORDS[NOT_OWED],
            "owed": [],
            "lacking": [],
            "received": None,
            "days_late": 0,
            "reason": None,
            "office": line.office,
            "months": months_of(line.unit),
        }
        for line in _others(collected)
    ]
    return tuple(found)


def matrix_table(collected: Collected) -> Table:
    """Units by months (单位×月份), with the counts of each month on top."""
    found, day = collected.matrix, collected.ledger.day
    shown = [mark for mark in found.marks if found.has(mark)]
    columns: tuple[Column, ...] = (
        Column("单位"),
        *(Column(month_words(month, day)) for month in found.months),
        Column("未报", right=True),
        Column("迟报", right=True),
        Column("连续未报", right=True),
    )
    counts = [("应报", found.owed)]
    counts += [(_WORDS.get(mark, NOT_YET), found.counts(mark)) for mark in shown if mark != NOT_OWED]
    rows = [(f"〔{word}〕", *map(str, numbers), "", "", "") for word, numbers in counts]
    rows += [(line.name, *line.marks, *_counted(line)) for line in found.units]
    return Table("matrix", columns, tuple(rows), (), ("各月报送：",), (legend(found),))


def _counted(line: UnitLine) -> tuple[str, str, str]:
    numbers = (line.count(MARKS[Report.MISSING]), line.count(MARKS[Report.LATE]), line.missing_in_a_row)
    missing, late, row = (str(number) if number else "" for number in numbers)
    return missing, late, row


def legend(found: Matrix) -> str:
    """What the marks say, those that occur."""
    return "　".join(f"{mark} {WORDS[mark]}" for mark in found.marks if found.has(mark))


def matrix_lines(collected: Collected, width: int) -> list[str]:
    """The same for a narrow terminal: a unit, and its months below."""
    found, day = collected.matrix, collected.ledger.day
    lines = ["各月报送："]
    for line in found.units:
        marks = " ".join(
            f"{month_words(month, day)}{mark}" for month, mark in zip(found.months, line.marks, strict=True)
        )
        missing, late, row = _counted(line)
        told = [f"未报{missing}次" if missing else "", f"迟报{late}次" if late else ""]
        told.append(f"连续未报{row}个月" if row and int(row) > 1 else "")
        words = " ".join(filter(None, (marks, *told)))
        lines += [line.name, *(f"  {piece}" for piece in _pieces(words, width - 2))]
    return [*lines, *wrapped(legend(found), width)]


def _pieces(words: str, width: int) -> list[str]:
    """Words in lines, broken at blanks."""
    lines: list[str] = []
    for word in words.split(" "):
        if lines and width_of(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines

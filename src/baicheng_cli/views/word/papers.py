"""What the templates of papers are given: a letterhead, and what the paper is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil
from typing import NamedTuple

from baicheng_cli.views.breakdown import Breakdown
from baicheng_cli.views.bulletin import Bulletin
from baicheng_cli.views.letterhead import Letterhead
from baicheng_cli.views.notices import Notice
from baicheng_cli.views.report import MonthlyReport
from baicheng_cli.views.report_annexes import Annex
from baicheng_cli.views.report_brief import Brief
from baicheng_cli.views.report_unit import UnitPaper
from baicheng_cli.views.tables import Table, width_of

_LINE, _TEXT_LINE, _ROW_LINE, _ROOM = 41, 19, 14, 520
"""Characters in a line of the one-page version, points from line to line of its text and its table, and how many
points there are for both: see report_brief.txt and the styles it uses."""
_CELLS = (7.9, 4.2, 5.6, 3.3, 15.3, 9.9)
"""Characters in a line of each of its table's columns."""


class PaperTable(NamedTuple):
    """An annex, its rows with their cells by the title of the column: `row.条款`."""

    number: int
    title: str
    rows: tuple[Mapping[str, str], ...]


class ReportPaper(NamedTuple):
    """The monthly report as a paper."""

    letterhead: Letterhead
    report: MonthlyReport
    annexes: tuple[PaperTable, ...]


class BreakdownPaper(NamedTuple):
    """任务分解表 as a paper."""

    breakdown: Breakdown


class NoticePaper(NamedTuple):
    """督办通知单, 催办函 or 函 as a paper."""

    notice: Notice


def report_paper(report: MonthlyReport, letterhead: Letterhead) -> ReportPaper:
    return ReportPaper(letterhead, report, _annexes(report.annexes))


def _annexes(annexes: Sequence[Annex]) -> tuple[PaperTable, ...]:
    return tuple(PaperTable(one.number, one.title, rows_of(one.table)) for one in annexes)


class BulletinPaper(NamedTuple):
    """The bulletin (通报) as a paper."""

    letterhead: Letterhead
    report: Bulletin
    annexes: tuple[PaperTable, ...]


def bulletin_paper(report: Bulletin) -> BulletinPaper:
    return BulletinPaper(report.letterhead, report, _annexes(report.annexes))


class UnitReportPaper(NamedTuple):
    """The monthly report of one unit as a paper."""

    letterhead: Letterhead
    report: UnitPaper
    supported: tuple[Mapping[str, str], ...]
    record: tuple[Mapping[str, str], ...]


def unit_report_paper(report: UnitPaper, letterhead: Letterhead) -> UnitReportPaper:
    return UnitReportPaper(letterhead, report, rows_of(report.supported), rows_of(report.record))


class BriefPaper(NamedTuple):
    """The one-page version as a paper."""

    letterhead: Letterhead
    report: Brief
    counts: tuple[Mapping[str, str], ...]
    worst: tuple[Mapping[str, str], ...]
    tight: bool
    """There is so much to say that it takes the smaller letters to keep it on one page."""


def brief_paper(report: Brief, letterhead: Letterhead) -> BriefPaper:
    return BriefPaper(letterhead, report, rows_of(report.counts), rows_of(report.worst), _is_much(report))


def _is_much(report: Brief) -> bool:
    """By the lines that everything takes in the larger letters: those of the text, and of each row its longest cell."""
    text = (report.conclusion, report.remark, *report.requests, "".join(report.changes))
    lines = sum(ceil((len(one) + 2) / _LINE) for one in text) * _TEXT_LINE
    rows = sum(
        max(ceil((width_of(cell) / 2 + 1) / wide) for cell, wide in zip(row, _CELLS, strict=True)) * _ROW_LINE
        for row in report.worst.rows
    )
    return lines + rows > _ROOM


def rows_of(table: Table) -> tuple[Mapping[str, str], ...]:
    titles = [column.title for column in table.columns]
    return tuple(dict(zip(titles, row, strict=True)) for row in table.rows)

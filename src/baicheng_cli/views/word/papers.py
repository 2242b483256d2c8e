"""What the templates of papers are given: a letterhead, and what the paper is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from baicheng_cli.views.notices import Notice
from baicheng_cli.views.report import MonthlyReport
from baicheng_cli.views.tables import Table

BULLETIN, DOCUMENT = "简报", "文件"
"""The two forms of head that a report may have."""


class Letterhead(NamedTuple):
    """Who sends a paper, to whom, and under which number. What is empty is left blank, never made up."""

    form: str = BULLETIN
    """简报 or 文件."""
    name: str = ""
    """The red head: 百城建设提质工程工作简报, or 中原区百城建设提质工程工作领导小组办公室文件."""
    number: str = ""
    """发文字号: 中原百城〔2019〕9号; 〔2019〕　号 while it has none."""
    to: str = ""
    """主送机关, with its colon."""
    signer: str = ""
    """发文机关署名."""
    dated: str = ""
    """成文日期: 2019年9月30日."""
    contact: str = ""
    """附注: 联系人：……；电话：…… Without brackets."""
    issued_by: str = ""
    """印发机关."""
    issued: str = ""
    """印发日期."""


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


class NoticePaper(NamedTuple):
    """督办通知单, 催办函 or 函 as a paper."""

    notice: Notice


def report_paper(report: MonthlyReport, letterhead: Letterhead) -> ReportPaper:
    tables = (PaperTable(one.number, one.title, rows_of(one.table)) for one in report.annexes)
    return ReportPaper(letterhead, report, tuple(tables))


def rows_of(table: Table) -> tuple[Mapping[str, str], ...]:
    titles = [column.title for column in table.columns]
    return tuple(dict(zip(titles, row, strict=True)) for row in table.rows)

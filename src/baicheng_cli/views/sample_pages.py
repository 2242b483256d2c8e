"""The pages on which templates are tried: of every paper, each of its branches."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from baicheng_cli.progress.issued import papers
from baicheng_cli.views.breakdown import breakdown
from baicheng_cli.views.bulletin import Bulletin, bulletin
from baicheng_cli.views.letterhead import BULLETIN, DOCUMENT, Letterhead
from baicheng_cli.views.months import Months
from baicheng_cli.views.notices import Asked, Notice, reminder, slips
from baicheng_cli.views.report import MonthlyReport, monthly_report
from baicheng_cli.views.report_brief import Brief, brief
from baicheng_cli.views.report_unit import UnitPaper, unit_paper
from baicheng_cli.views.sample import LETTERS, UNIT, VERSION, Sample
from baicheng_cli.views.word.papers import (
    BreakdownPaper,
    BriefPaper,
    BulletinPaper,
    NoticePaper,
    ReportPaper,
    UnitReportPaper,
    brief_paper,
    bulletin_paper,
    report_paper,
    unit_report_paper,
)

FULL = Letterhead(
    form=BULLETIN,
    name="某某工作简报",
    number="样本〔2020〕9号",
    to="各单位：",
    signer="样本办",
    dated="2020年9月30日",
    contact="联系人：某；电话：00000000",
    sent=("报：区委。", "（共印50份）"),
    issued_by="样本办",
    issued="2020年9月30日",
)
"""A head and foot without any blank."""
_DAY, _LATER = date(2020, 9, 30), date(2020, 11, 10)


def monthly_reports(sample: Sample) -> list[MonthlyReport]:
    """As a draft, closed, and of a month in which nobody has reported."""
    return [
        monthly_report(sample.ledger, VERSION),
        monthly_report(sample.closed, VERSION, sample.words),
        monthly_report(sample.silent, VERSION),
    ]


def report_papers(sample: Sample) -> list[ReportPaper]:
    """In both forms, with all blanks filled and with none."""
    draft, final, silent = monthly_reports(sample)
    return [
        report_paper(draft, FULL),
        report_paper(draft, Letterhead(form=DOCUMENT)),
        report_paper(final, FULL._replace(form=DOCUMENT, name="样本办文件")),
        report_paper(silent, Letterhead(form=BULLETIN)),
    ]


def briefs(sample: Sample) -> list[Brief]:
    return [
        brief(sample.ledger, VERSION),
        brief(sample.closed, VERSION, sample.words),
        brief(sample.ledger, VERSION, sample.words, UNIT),
        brief(sample.silent, VERSION),
    ]


def brief_papers(sample: Sample) -> list[BriefPaper]:
    """In both sizes of letters."""
    made = [brief_paper(one, head) for one, head in zip(briefs(sample), [FULL, Letterhead()] * 2, strict=True)]
    return [*made, made[1]._replace(tight=not made[1].tight)]


def unit_reports(sample: Sample) -> list[UnitPaper]:
    units = [unit.name_on(sample.ledger.day) for unit in sample.ledger.register.units]
    return [unit_paper(ledger, unit, VERSION) for unit in units for ledger in (sample.ledger, sample.silent)]


def unit_papers(sample: Sample) -> list[UnitReportPaper]:
    return [
        unit_report_paper(one, head)
        for one, head in zip(
            unit_reports(sample), [FULL, Letterhead()] * len(sample.ledger.register.units), strict=True
        )
    ]


def bulletins(sample: Sample) -> list[Bulletin]:
    months = [Months(one) for one in (sample.ledger, sample.closed, sample.silent)]
    drafts = [bulletin(one, VERSION, sample.words) for one in months]
    return [*drafts, drafts[1]._replace(letterhead=FULL._replace(form=DOCUMENT))]


def bulletin_papers(sample: Sample) -> list[BulletinPaper]:
    return [bulletin_paper(one) for one in bulletins(sample)]


def breakdown_papers(sample: Sample) -> list[BreakdownPaper]:
    return [BreakdownPaper(breakdown(sample.ledger)), BreakdownPaper(breakdown(sample.ledger, UNIT))]


# Notices ---------------------------------------------------------------------------------------------------------


def _slips(sample: Sample, unit: str) -> Iterator[Notice]:
    """Of every task of a unit: a draft that says as little as it can, and a paper that says everything."""
    months, ledger = Months(sample.ledger), sample.ledger
    whole = Asked(
        _DAY, True, date(2020, 10, 31), date(2020, 10, 9), "紧急", (), None, "会议", "补齐。", "拟办。", "督〔2020〕1号"
    )
    for standing in ledger.tasks:
        if unit in ledger.names(standing.task.lead):
            for asked in (Asked(_DAY), whole):
                yield from (one.notice for one in slips(months, standing, asked, sample.words, VERSION))


def notices(sample: Sample) -> list[Notice]:
    return list(_slips(sample, UNIT))


def letters(sample: Sample) -> list[Notice]:
    """The first, and one that reminds."""
    return [*_slips(sample, LETTERS), *_reminders(sample, letter=True)]


def reminders(sample: Sample) -> list[Notice]:
    return list(_reminders(sample, letter=False))


def _reminders(sample: Sample, *, letter: bool) -> Iterator[Notice]:
    """Of papers without receipt or reply, and with both; with a new limit, and with a blank for it."""
    for about in papers(sample.issued, _LATER):
        if (about.record.kind == "letter") is letter:
            [standing] = [one for one in sample.ledger.tasks if one.id == about.record.task]
            for asked in (
                Asked(_LATER),
                Asked(_LATER, True, date(2020, 11, 30), date(2020, 11, 20), number="督〔2020〕9号"),
            ):
                yield reminder(Months(sample.ledger), standing, asked, sample.words, VERSION, about, about).notice


def notice_papers(sample: Sample) -> list[NoticePaper]:
    return [NoticePaper(one) for one in notices(sample)]


def letter_papers(sample: Sample) -> list[NoticePaper]:
    return [NoticePaper(one) for one in letters(sample)]


def reminder_papers(sample: Sample) -> list[NoticePaper]:
    return [NoticePaper(one) for one in reminders(sample)]

"""`baicheng report`: the monthly report, of the whole plan or of one unit, or on one page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from baicheng_cli.cli.options import (
    Again,
    AsOf,
    DataFolder,
    DocumentFile,
    Force,
    Issue,
    Month,
    OutFile,
    PaperDay,
    PaperNumber,
    PlanFile,
    UnitName,
    ViewName,
)
from baicheng_cli.cli.paper_file import TEXT, WORD, TemplateFile

if TYPE_CHECKING:
    from baicheng_cli.cli.paper_number import Under
    from baicheng_cli.cli.session import Desk
    from baicheng_cli.plan.office_month import OfficeMonth
    from baicheng_cli.status.ledger import Ledger
    from baicheng_cli.views.letterhead import Letterhead
    from baicheng_cli.views.word.render import Page

SUFFIXES = TEXT | WORD
STYLES = ("简报", "文件")
KIND = "report"


def report(
    month: Month = None,
    unit: UnitName = None,
    view: ViewName = None,
    brief: Annotated[bool, typer.Option("--brief", help="一页版，可在一张 A4 上打印")] = False,
    format: Annotated[
        str | None,
        typer.Option("--format", "-f", metavar="格式", help="md、html、docx 或 pdf（默认：按文件名，否则 md）"),
    ] = None,
    output: OutFile = None,
    force: Force = False,
    style: Annotated[
        str | None, typer.Option("--style", metavar="简报|文件", help="docx、pdf 的版头；默认简报，文件是红头文件")
    ] = None,
    issue: Issue = False,
    again: Again = False,
    number: PaperNumber = None,
    dated: PaperDay = None,
    template: TemplateFile = None,
    wording: Annotated[
        bool, typer.Option("--wording", help="每项任务引方案的原文；文件由 --document 或设置里的 document 指明")
    ] = False,
    document: DocumentFile = None,
    sentences: Annotated[
        bool, typer.Option("--sentences", help="不出月报，只为该月建一个空的文稿文件，写总体评价、下步打算等")
    ] = False,
    as_of: AsOf = None,
    plan: PlanFile = None,
    data: DataFolder = None,
) -> None:
    """月报：总体情况、各项任务进展、问题、需协调事项和附表；--unit 只报一个单位。"""
    from baicheng_cli.cli.paper_file import PaperFile, paper_format, template_of, write_page, write_paper
    from baicheng_cli.cli.paper_number import MonthPaper, Source, Under, must_be_a_paper
    from baicheng_cli.cli.session import open_desk, parse_date
    from baicheng_cli.errors import UsageError
    from baicheng_cli.plan.load import shown
    from baicheng_cli.plan.office_month import load_office_month, office_month_file

    if sentences:
        others = (unit, view, format, output, style, number, dated, template, document)
        if brief or wording or force or issue or again or any(one is not None for one in others):
            raise UsageError("--sentences 只建文稿文件，不和出月报的选项（--unit、--format、-o 等）一起用")
        new_sentences(open_desk(plan, data, as_of, month, paper=True))
        return
    chosen = paper_format(format, output, SUFFIXES, "月报")
    _head_wanted(style, number, dated, chosen, issue=issue, whole=unit is None and not brief, view=view)
    must_be_a_paper(issue=issue, again=again, format=chosen, what="月报")
    file = template_of(template, chosen)
    typed = Source("命令行", number, parse_date(dated, "--dated"))
    desk = open_desk(plan, data, as_of, month, paper=True)
    words, ledger = load_office_month(desk.data, desk.as_of.month), desk.ledger()
    if wording or document is not None:
        from baicheng_cli.cli.documents import quoting

        ledger = quoting(ledger, desk, document, asked=True)
    if view is not None:
        from baicheng_cli.views.saved import kept_in, view_named

        words, ledger = words.on_some(), kept_in(ledger, view_named(desk.settings, view))
    name, page = _page(desk, ledger, words, unit, brief=brief)
    if output is None or chosen not in WORD.values():
        write_page(output, chosen, name, page, desk.templates, KIND, force=force)
        return

    def made(under: Under) -> bytes:
        from baicheng_cli.views import word

        head = _letterhead(ledger, words, style or STYLES[0], under)
        return word.render(file or name, _paper(page, head), desk.templates, day=ledger.day)

    own = Source(shown(office_month_file(desk.data, desk.as_of.month)), words.number, words.dated)
    paper = MonthPaper(desk, ledger, KIND, typed, own)
    if issue:
        paper.issue(desk.settings.papers.report_addressees, made, PaperFile(output, chosen, force), as_of, again=again)
        return
    registered = style == STYLES[1] and view is None
    under = paper.under() if registered else Under(number or words.number, typed.day or words.dated)
    write_paper(PaperFile(output, chosen, force), lambda: made(under), KIND)


def _head_wanted(
    style: str | None,
    number: int | None,
    dated: str | None,
    format: str,
    *,
    issue: bool,
    whole: bool,
    view: str | None,
) -> None:
    """Refuse what a paper of that kind does not have. Raises UsageError."""
    from baicheng_cli.errors import UsageError

    if issue and (style != STYLES[1] or not whole or view is not None):
        raise UsageError(
            "--issue 签发红头文件：和 --style 文件 一起用，不和 --unit、--brief、--view 一起用；"
            "简报的期号写在当月文稿的 issue"
        )
    if style is not None and style not in STYLES:
        raise UsageError(f"没有“{style}”这种版式；可用：{'、'.join(STYLES)}")
    if format not in WORD.values() and (style, number, dated) != (None, None, None):
        raise UsageError(f"--style、--number、--dated 用于 docx、pdf；{format} 没有版头")
    if style is not None and not whole:
        raise UsageError("--style 用于全区月报；单位月报和一页版没有版头")
    if number is not None and style != STYLES[1]:
        raise UsageError("--number 是发文顺序号，和 --style 文件 一起用；简报的期号写在当月文稿的 issue")


def _page(desk: Desk, ledger: Ledger, words: OfficeMonth, unit: str | None, *, brief: bool) -> tuple[str, object]:
    """What is asked for as data, and the name of its template."""
    if brief:
        from baicheng_cli.views import report_brief

        return "report_brief", report_brief.brief(ledger, desk.version, words, unit)
    if unit is None:
        from baicheng_cli.views.report import monthly_report

        return "report", monthly_report(ledger, desk.version, words)
    from baicheng_cli.views.report_unit import unit_paper

    return "report_unit", unit_paper(ledger, unit, desk.version)


def _letterhead(ledger: Ledger, words: OfficeMonth, style: str, under: Under) -> Letterhead:
    from baicheng_cli.views.letterhead import DOCUMENT, bulletin_head, document_head
    from baicheng_cli.views.report import recipients

    if style == DOCUMENT:
        to = ledger.settings.papers.report_addressees
        return document_head(ledger, to, under.number, under.day)
    return bulletin_head(ledger, recipients(ledger, words), under.day)


def _paper(page: object, head: Letterhead) -> Page:
    """The page with its head, as Word's templates are given it."""
    from baicheng_cli.views.report import MonthlyReport
    from baicheng_cli.views.report_brief import Brief
    from baicheng_cli.views.report_unit import UnitPaper
    from baicheng_cli.views.word.papers import brief_paper, report_paper, unit_report_paper

    if isinstance(page, MonthlyReport):
        return report_paper(page, head)
    if isinstance(page, Brief):
        return brief_paper(page, head)
    assert isinstance(page, UnitPaper)
    return unit_report_paper(page, head)


def new_sentences(desk: Desk) -> None:
    """Write the month's empty file of the office's own sentences; one that is there is left as it is."""
    from baicheng_cli.files import locked, write_atomic
    from baicheng_cli.plan.load import shown
    from baicheng_cli.plan.office_month import office_month_file
    from baicheng_cli.views.report_sentences import sentences_text

    file = office_month_file(desk.data, desk.as_of.month)
    with locked(file):
        if file.exists():
            typer.echo(f"已有 {shown(file)}，没有改动", err=True)
            return
        write_atomic(file, sentences_text(desk.ledger()))
    typer.echo(f"已建 {shown(file)}；写好后再出月报，句子就印在里面", err=True)

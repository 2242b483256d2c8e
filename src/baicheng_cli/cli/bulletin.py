"""`baicheng bulletin`: the month's bulletin (通报), as a page or as a paper under the red head."""

from __future__ import annotations

from typing import Annotated

import typer

from baicheng_cli.cli.options import (
    Again,
    AsOf,
    DataFolder,
    Force,
    Issue,
    Month,
    OutFile,
    PaperDay,
    PaperNumber,
    PlanFile,
)
from baicheng_cli.cli.paper_file import TEXT, WORD, TemplateFile

KIND = "bulletin"


def bulletin(
    month: Month = None,
    format: Annotated[
        str | None,
        typer.Option("--format", "-f", metavar="格式", help="md、html、docx 或 pdf（默认：按文件名，否则 md）"),
    ] = None,
    output: OutFile = None,
    force: Force = False,
    issue: Issue = False,
    again: Again = False,
    number: PaperNumber = None,
    dated: PaperDay = None,
    template: TemplateFile = None,
    as_of: AsOf = None,
    plan: PlanFile = None,
    data: DataFolder = None,
) -> None:
    """通报：推进较好的，滞后的，报送不及时的，数据不实的，工作要求和附表。"""
    from baicheng_cli.cli.paper_file import PaperFile, paper_format, template_of, write_page, write_paper
    from baicheng_cli.cli.paper_number import MonthPaper, Source, Under, must_be_a_paper
    from baicheng_cli.cli.session import open_desk, parse_date
    from baicheng_cli.plan.load import shown
    from baicheng_cli.plan.office_month import load_office_month, office_month_file
    from baicheng_cli.views import bulletin as view
    from baicheng_cli.views.months import Months

    chosen = paper_format(format, output, TEXT | WORD, "通报")
    must_be_a_paper(issue=issue, again=again, format=chosen, what="通报")
    file = template_of(template, chosen)
    typed = Source("命令行", number, parse_date(dated, "--dated"))
    desk = open_desk(plan, data, as_of, month, paper=True)
    words, ledger = load_office_month(desk.data, desk.as_of.month), desk.ledger()
    where, own = shown(office_month_file(desk.data, desk.as_of.month)), words.bulletin
    paper = MonthPaper(desk, ledger, KIND, typed, Source(where, own.number, own.dated))
    page = view.bulletin(Months(ledger), desk.version, words)

    def made(under: Under) -> bytes:
        from baicheng_cli.views import word
        from baicheng_cli.views.word.papers import bulletin_paper

        numbered = view.numbered(page, ledger, under.number, under.day)
        return word.render(file or KIND, bulletin_paper(numbered), desk.templates, day=ledger.day)

    if output is None or chosen not in WORD.values():
        under = paper.under()
        numbered = view.numbered(page, ledger, under.number, under.day)
        write_page(output, chosen, KIND, numbered, desk.templates, KIND, force=force)
    elif issue:
        to = desk.settings.papers.bulletin_addressees
        paper.issue(to, made, PaperFile(output, chosen, force), as_of, again=again)
    else:
        under = paper.under()
        write_paper(PaperFile(output, chosen, force), lambda: made(under), KIND)
    if page.unconfirmed:
        typer.echo(
            f"核实与报送不同、还没写明单位确认的没有列入：{'、'.join(page.unconfirmed)}；"
            f"确认后写进 {where} 的 bulletin.confirmed",
            err=True,
        )

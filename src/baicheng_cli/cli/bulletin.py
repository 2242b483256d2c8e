"""`baicheng bulletin`: the month's bulletin (通报), as a page or as a paper under the red head."""

from __future__ import annotations

from typing import Annotated

import typer

from baicheng_cli.cli.options import AsOf, DataFolder, Force, Month, OutFile, PlanFile
from baicheng_cli.cli.paper_file import TEXT, WORD, PaperDay, PaperNumber, TemplateFile

KIND = "bulletin"


def bulletin(
    month: Month = None,
    format: Annotated[
        str | None,
        typer.Option("--format", "-f", metavar="格式", help="md、html、docx 或 pdf（默认：按文件名，否则 md）"),
    ] = None,
    output: OutFile = None,
    force: Force = False,
    number: PaperNumber = None,
    dated: PaperDay = None,
    template: TemplateFile = None,
    as_of: AsOf = None,
    plan: PlanFile = None,
    data: DataFolder = None,
) -> None:
    """通报：推进较好的，滞后的，报送不及时的，数据不实的，工作要求和附表。"""
    from baicheng_cli.cli.paper_file import paper_day, paper_format, template_of, write_paper, write_text
    from baicheng_cli.cli.session import open_desk
    from baicheng_cli.plan.load import shown
    from baicheng_cli.plan.office_month import load_office_month, office_month_file
    from baicheng_cli.views import bulletin as view
    from baicheng_cli.views.months import Months

    chosen = paper_format(format, output, TEXT | WORD, "通报")
    file = template_of(template, chosen)
    desk = open_desk(plan, data, as_of, month, paper=True)
    words, ledger = load_office_month(desk.data, desk.as_of.month), desk.ledger()
    day = paper_day(dated, words.bulletin.dated)
    page = view.bulletin(Months(ledger), desk.version, words, number=number, dated=day)
    office = desk.data / "office" / "templates"
    if output is None or chosen not in WORD.values():
        from baicheng_cli.views.templates import render_html, render_markdown

        render = render_html if chosen == "html" else render_markdown
        write_text(output, render(f"bulletin.{chosen}.j2", page, office), KIND, force=force)
    else:

        def made() -> bytes:
            from baicheng_cli.views import word
            from baicheng_cli.views.word.papers import bulletin_paper

            return word.render(file or "bulletin", bulletin_paper(page), office, day=ledger.day)

        write_paper(output, chosen, made, KIND, force=force)
    if page.unconfirmed:
        where = shown(office_month_file(desk.data, desk.as_of.month))
        typer.echo(
            f"核实与报送不同、还没写明单位确认的没有列入：{'、'.join(page.unconfirmed)}；"
            f"确认后写进 {where} 的 bulletin.confirmed",
            err=True,
        )

"""`baicheng report`: the monthly report, of the whole plan or of one unit, or on one page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from baicheng_cli.cli.options import AsOf, DataFolder, Force, Month, OutFile, PlanFile, UnitName, ViewName

if TYPE_CHECKING:
    from baicheng_cli.cli.session import Desk

SUFFIXES = {"": "", ".md": "md", ".markdown": "md", ".txt": "md", ".html": "html", ".htm": "html"}
FORMATS = ("md", "html")
KIND = "report"


def report(
    month: Month = None,
    unit: UnitName = None,
    view: ViewName = None,
    brief: Annotated[bool, typer.Option("--brief", help="一页版，可在一张 A4 上打印")] = False,
    format: Annotated[
        str | None, typer.Option("--format", "-f", metavar="格式", help="md 或 html（默认：按文件名，否则 md）")
    ] = None,
    output: OutFile = None,
    force: Force = False,
    sentences: Annotated[
        bool, typer.Option("--sentences", help="不出月报，只为该月建一个空的文稿文件，写总体评价、下步打算等")
    ] = False,
    as_of: AsOf = None,
    plan: PlanFile = None,
    data: DataFolder = None,
) -> None:
    """月报：总体情况、各项任务进展、问题、需协调事项和附表；--unit 只报一个单位。"""
    from baicheng_cli.cli.session import open_desk
    from baicheng_cli.cli.show_table import write_file
    from baicheng_cli.errors import UsageError
    from baicheng_cli.plan.load import shown

    if sentences:
        if unit is not None or view is not None or brief or format is not None or output is not None or force:
            raise UsageError("--sentences 只建文稿文件，不和 --unit、--view、--brief、--format、-o、--force 一起用")
        new_sentences(open_desk(plan, data, as_of, month, paper=True))
        return
    chosen = _format(format, output)
    text = _page(open_desk(plan, data, as_of, month, paper=True), chosen, unit, view, brief=brief)
    if output is None:
        typer.echo(text, nl=False)
        return
    from baicheng_cli.views.mark import is_ours

    write_file(output, text, is_ours(output.read_bytes(), KIND) if output.is_file() else None, force=force)
    typer.echo(f"已写入 {shown(output)}", err=True)


def _format(format: str | None, output: Path | None) -> str:
    """The format asked for, by name or by the file's. Raises UsageError."""
    from baicheng_cli.errors import UsageError

    if format is not None and format not in FORMATS:
        raise UsageError(f"report 没有“{format}”这种格式；可用：{'、'.join(FORMATS)}")
    if output is None:
        return format or "md"
    by_name = SUFFIXES.get(output.suffix.lower())
    if by_name is None:
        raise UsageError(f"月报写不成 {output.suffix}；文件名以 .md 或 .html 结尾")
    if format is not None and by_name not in ("", format):
        raise UsageError(f"--format {format} 与文件名 {output.name} 对不上，改其中一个")
    return format or by_name or "md"


def _page(desk: Desk, format: str, unit: str | None, view: str | None, *, brief: bool) -> str:
    """The paper as text, with its mark."""
    from baicheng_cli.plan.office_month import load_office_month
    from baicheng_cli.views.mark import marked
    from baicheng_cli.views.templates import render_html, render_markdown

    words = load_office_month(desk.data, desk.as_of.month)
    ledger = desk.ledger()
    if view is not None:
        from baicheng_cli.views.saved import kept_in, view_named

        words, ledger = words.on_some(), kept_in(ledger, view_named(desk.settings, view))
    page: object
    if brief:
        from baicheng_cli.views import report_brief

        name, page = "report_brief", report_brief.brief(ledger, desk.version, words, unit)
    elif unit is None:
        from baicheng_cli.views.report import monthly_report

        name, page = "report", monthly_report(ledger, desk.version, words)
    else:
        from baicheng_cli.views.report_unit import unit_paper

        name, page = "report_unit", unit_paper(ledger, unit, desk.version)
    render = render_html if format == "html" else render_markdown
    return marked(render(f"{name}.{format}.j2", page, desk.data / "office" / "templates"), KIND)


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

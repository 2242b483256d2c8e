"""`baicheng report`: the monthly report, of the whole plan or of one unit."""

from __future__ import annotations

from typing import Annotated

import typer

from baicheng_cli.cli.options import AsOf, DataFolder, Force, Month, OutFile, PlanFile, UnitName

FORMATS = ("md",)
SUFFIXES = ("", ".md", ".markdown", ".txt")
KIND = "report"


def report(
    month: Month = None,
    unit: UnitName = None,
    format: Annotated[str, typer.Option("--format", "-f", metavar="格式", help="md")] = "md",
    output: OutFile = None,
    force: Force = False,
    as_of: AsOf = None,
    plan: PlanFile = None,
    data: DataFolder = None,
) -> None:
    """月报：总体情况、各项任务进展、问题、需协调事项和附表；--unit 只报一个单位。"""
    from baicheng_cli.cli.session import open_desk
    from baicheng_cli.cli.show_table import write_file
    from baicheng_cli.errors import UsageError
    from baicheng_cli.plan.load import shown
    from baicheng_cli.views.mark import is_ours, marked
    from baicheng_cli.views.report import monthly_report
    from baicheng_cli.views.templates import render_markdown

    if format not in FORMATS:
        raise UsageError(f"report 没有“{format}”这种格式；可用：{'、'.join(FORMATS)}")
    if output is not None and output.suffix.lower() not in SUFFIXES:
        raise UsageError(f"月报目前只有 Markdown，写不成 {output.suffix}；文件名以 .md 结尾")
    desk = open_desk(plan, data, as_of, month, paper=True)
    ledger = desk.ledger()
    office = desk.data / "office" / "templates"
    if unit is None:
        text = render_markdown("report.md.j2", monthly_report(ledger, desk.version), office)
    else:
        from baicheng_cli.views.report_unit import unit_paper

        text = render_markdown("report_unit.md.j2", unit_paper(ledger, unit, desk.version), office)
    text = marked(text, KIND)
    if output is None:
        typer.echo(text, nl=False)
        return
    write_file(output, text, is_ours(output.read_bytes(), KIND) if output.is_file() else None, force=force)
    typer.echo(f"已写入 {shown(output)}", err=True)

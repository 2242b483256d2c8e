"""`baicheng progress check`: whether a month's reports are all in and sound; the gate for CI."""

from __future__ import annotations

from typing import Annotated

import typer

from baicheng_cli.cli.options import AsOf, DataFolder, Format, PlanFile, Raw


def check(
    month: Annotated[
        str | None, typer.Option("--month", metavar="月份", help="查哪个月，如 2019-09（默认：正在收的月份）")
    ] = None,
    as_of: AsOf = None,
    format: Format = "table",
    raw: Raw = False,
    plan: PlanFile = None,
    data: DataFolder = None,
) -> None:
    """这个月收齐了没有：有未报、待补正、缺数，或填报文件有错，就不通过（返回1）；给 CI 把关。"""
    from baicheng_cli.cli.collecting import collecting
    from baicheng_cli.cli.show_table import known_format, show
    from baicheng_cli.diagnostics import Severity
    from baicheng_cli.rules.check import check_all
    from baicheng_cli.views.month_check import check_table, of_month

    known_format(format)
    asked = collecting(plan, data, as_of, month)
    found = of_month(check_all(asked.desk.loaded.file, asked.desk.data), asked.desk.data, asked.month)
    errors = [one for one in found if one.severity is Severity.ERROR]
    table = check_table(asked.collected(), errors)
    show(table, format, asked.desk, raw=raw)
    if table.rows:
        raise typer.Exit(1)

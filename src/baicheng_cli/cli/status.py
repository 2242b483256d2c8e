"""`baicheng status`: where it all stands, counted."""

from __future__ import annotations

from typing import Annotated

import typer

from baicheng_cli.cli.options import AsOf, DataFolder, Format, Month, PlanFile, Raw, UnitName


def status(
    unit: UnitName = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="口径", help="按 unit（单位）或 chapter（条款）分开数")
    ] = None,
    month: Month = None,
    as_of: AsOf = None,
    format: Format = "table",
    raw: Raw = False,
    plan: PlanFile = None,
    data: DataFolder = None,
) -> None:
    """各种状态各有几项：任务、措施、指标分开数。"""
    from baicheng_cli.cli.session import open_desk
    from baicheng_cli.cli.show_table import known_format, show
    from baicheng_cli.errors import UsageError
    from baicheng_cli.status import select
    from baicheng_cli.views.answers import status_table

    known_format(format)
    if by not in (None, "unit", "chapter"):
        raise UsageError(f"--by 没有“{by}”；可用：unit（单位）、chapter（条款）")
    if by and unit:
        raise UsageError("--by 和 --unit 不能一起用")
    desk = open_desk(plan, data, as_of, month)
    ledger = desk.ledger(reporting=False)
    if by == "unit":
        counted = select.by_unit(ledger)
    elif by == "chapter":
        counted = select.by_chapter(ledger)
    else:
        counted = select.status(ledger, unit)
    words = [f"单位：{ledger.name(unit.strip())}"] if unit else []
    show(status_table(ledger.described(words), counted), format, desk, raw=raw)

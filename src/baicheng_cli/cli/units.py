"""`baicheng units`: the register of units."""

from __future__ import annotations

from baicheng_cli.cli.options import AsOf, DataFolder, Format, Month, PlanFile, Raw


def units(
    month: Month = None,
    as_of: AsOf = None,
    format: Format = "table",
    raw: Raw = False,
    plan: PlanFile = None,
    data: DataFolder = None,
) -> None:
    """单位表：官方次序、代号，各牵头、配合、负责几项。"""
    from baicheng_cli.cli.session import open_desk
    from baicheng_cli.cli.show_table import known_format, show
    from baicheng_cli.status.select import units as counted
    from baicheng_cli.views.answers import units_table

    known_format(format)
    desk = open_desk(plan, data, as_of, month)
    ledger = desk.ledger(reporting=False)
    show(units_table(ledger, counted(ledger)), format, desk, raw=raw)

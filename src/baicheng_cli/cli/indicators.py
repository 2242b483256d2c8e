"""`baicheng indicators`: all quantified targets and how far they are."""

from __future__ import annotations

from baicheng_cli.cli.options import AsOf, DataFolder, Format, LightName, Month, PlanFile, Raw, UnitName


def indicators(
    unit: UnitName = None,
    light: LightName = None,
    month: Month = None,
    as_of: AsOf = None,
    format: Format = "table",
    raw: Raw = False,
    plan: PlanFile = None,
    data: DataFolder = None,
) -> None:
    """全部量化指标：目标、时限、谁填报、完成多少、该完成多少。"""
    from baicheng_cli.cli.session import open_desk
    from baicheng_cli.cli.show_table import known_format, show
    from baicheng_cli.status.lights import light_named
    from baicheng_cli.status.select import indicators as select
    from baicheng_cli.views.answers import indicators_table

    known_format(format)
    wanted = light_named(light) if light is not None else None
    desk = open_desk(plan, data, as_of, month)
    ledger = desk.ledger(reporting=False)
    chosen = select(ledger, unit=unit, light=wanted)
    words = [f"填报单位：{ledger.name(unit.strip())}" if unit else "", f"状态：{wanted.word}" if wanted else ""]
    show(indicators_table(ledger.described(filter(None, words)), chosen), format, desk, raw=raw)

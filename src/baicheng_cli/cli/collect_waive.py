"""`baicheng collect waive`: a unit need not report this month, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from baicheng_cli.cli.options import DataFolder, PlanFile

if TYPE_CHECKING:
    from baicheng_cli.cli.collecting import Collecting


def waive(
    unit: Annotated[str, typer.Argument(metavar="单位", help="免报的单位")],
    month: Annotated[str, typer.Option("--month", metavar="月份", help="哪个月，如 2019-09")],
    reason: Annotated[str, typer.Option("--reason", metavar="文字", help="为什么免报")],
    plan: PlanFile = None,
    data: DataFolder = None,
) -> None:
    """免报：这个单位本月可以不报，写明原因；只对还没有报的单位。"""
    from baicheng_cli.cli.collecting import collecting_all
    from baicheng_cli.plan.load import shown
    from baicheng_cli.progress import calendar, cycle

    asked = collecting_all(plan, data, month)
    id = asked.desk.register.unit(unit).id
    name, reason = waivable(asked, id, reason)
    file = cycle.waive(asked.desk.data, month, name, reason, calendar.now(), demo=asked.desk.settings.demo)
    typer.echo(f"{name}{asked.collected().word}免报：{reason}；写入 {shown(file)}")


def waivable(asked: Collecting, unit: str, reason: str) -> tuple[str, str]:
    """The unit's name in that month and the reason, as they are written. Raises UsageError and UserError."""
    from baicheng_cli.errors import UsageError, UserError
    from baicheng_cli.progress.cycle import must_be_open
    from baicheng_cli.progress.record import plain_text
    from baicheng_cli.status.reporting import Report

    cycle = must_be_open(asked.desk.data, asked.month)
    name = asked.desk.register.shown(unit, cycle.data_until)
    words = plain_text(reason)
    if not words:
        raise UsageError(f"{name}为什么免报，要写明原因")
    collected = asked.collected()
    found = next((one for one in collected.came if one.unit == unit), None)
    if found is None:
        raise UserError(f"{name}{collected.word}没有应报送的任务，不用免报")
    if found.state is Report.WAIVED and found.reason == words:
        raise UserError(f"{name}{collected.word}已经免报，原因也是这一条")
    if found.state not in (Report.MISSING, Report.WAIVED):
        raise UserError(f"{name}{collected.word}已经报了（{found.state.word}），不用免报")
    return name, words

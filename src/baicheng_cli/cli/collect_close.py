"""`baicheng collect close`: the month is read-only from now on."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from baicheng_cli.cli.options import DataFolder, PlanFile

if TYPE_CHECKING:
    from baicheng_cli.cli.collecting import Collecting


def close(
    month: Annotated[str, typer.Option("--month", metavar="月份", help="封哪个月的账，如 2019-09")],
    waive: Annotated[
        list[str] | None,
        typer.Option("--waive", metavar="单位=原因", help="没报的单位免报，写明原因；可写几次"),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="不再问，直接封账")] = False,
    plan: PlanFile = None,
    data: DataFolder = None,
) -> None:
    """封账：这个月从此只读，以后报来的是补报，改的是更正；还有单位没报又没免报的，不能封。"""
    from baicheng_cli.cli.collecting import collecting_all
    from baicheng_cli.plan.load import shown
    from baicheng_cli.progress import calendar, cycle
    from baicheng_cli.status.targets import targets_of

    asked = collecting_all(plan, data, month)
    cycle.must_be_open(asked.desk.data, month)
    waived = _waived(asked, waive or ())
    refuse_missing(asked, set(waived))
    _warn(asked)
    if not yes and not _agreed(asked):
        typer.echo("没有封账", err=True)
        raise typer.Exit(1)
    now, demo = calendar.now(), asked.desk.settings.demo
    targets = targets_of(asked.desk.loaded.plan)
    file = cycle.close(asked.desk.data, month, targets, now, waived=list(waived.values()), demo=demo)
    typer.echo(f"{asked.collected().word}已封账，写入 {shown(file)}")
    typer.echo(f"下一步：出定稿，baicheng report --month {month}")


def _waived(asked: Collecting, typed: list[str] | tuple[()]) -> dict[str, tuple[str, str]]:
    """Name and reason of those who are let off now, by unit id. Raises UsageError and UserError."""
    from baicheng_cli.cli.collect_waive import waivable
    from baicheng_cli.errors import UsageError

    found: dict[str, tuple[str, str]] = {}
    for one in typed:
        unit, equals, reason = one.partition("=")
        if not equals:
            raise UsageError(f"--waive 应写作 单位=原因，写的是“{one}”")
        id = asked.desk.register.unit(unit).id
        if id in found:
            raise UsageError(f"--waive {unit.strip()} 写了两次")
        found[id] = waivable(asked, id, reason)
    return found


def refuse_missing(asked: Collecting, waived: set[str]) -> None:
    """No month is closed while somebody is missing. Raises UserError that names them, and says what to do."""
    from baicheng_cli.errors import UserError
    from baicheng_cli.status.reporting import Report

    collected = asked.collected()
    missing = [asked.ledger.name(one.unit) for one in collected.of(Report.MISSING) if one.unit not in waived]
    if missing:
        raise UserError(
            f"{collected.word}还有{len(missing)}个单位未报，不能封账：{'、'.join(missing)}。收到的先录入；"
            f"确实不用报的，baicheng collect waive {missing[0]} --month {asked.month} --reason 原因"
        )


def _warn(asked: Collecting) -> None:
    """What stays open in a month that is closed all the same."""
    from baicheng_cli.status.reporting import Report
    from baicheng_cli.views.desk import unreviewed

    collected = asked.collected()
    for state in (Report.TO_MEND, Report.NO_DATA):
        names = [asked.ledger.name(one.unit) for one in collected.of(state)]
        if names:
            typer.echo(f"请核对：{state.word}{len(names)}个：{'、'.join(names)}；封账后补来的算更正", err=True)
    waiting, _ = unreviewed(asked.ledger, asked.month)
    if waiting:
        typer.echo(f"请核对：还有{waiting}条填报没有核定；封账后审核记入下一个月，从那个月起算数", err=True)


def _agreed(asked: Collecting) -> bool:
    """On a terminal it is asked once more: a closed month cannot be opened again."""
    if sys.stdin is None or not sys.stdin.isatty():
        return True
    from baicheng_cli.cli.progress_guided import ask_yes

    collected = asked.collected()
    return ask_yes(f"{collected.word}应报{len(collected.came)}个单位：{collected.counts()}。封账后不能再改，封吗？")

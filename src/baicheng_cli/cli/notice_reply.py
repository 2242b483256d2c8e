"""`baicheng notice reply`: a unit has said how the matter stands."""

from __future__ import annotations

from typing import Annotated

import typer

from baicheng_cli.cli.options import DataFolder, PlanFile


def reply(
    number: Annotated[str, typer.Argument(metavar="编号", help="发过的编号，如 中原百城督〔2019〕1号；催办函的也行")],
    text: Annotated[str | None, typer.Option("--text", metavar="文字", help="回执写的办理情况")] = None,
    result: Annotated[
        str | None, typer.Option("--result", metavar="已办结|正在办理|未办结", help="结果（默认：正在办理）")
    ] = None,
    unit: Annotated[
        str | None, typer.Option("--unit", "-u", metavar="单位", help="哪个单位的（发给几个单位时要写）")
    ] = None,
    day: Annotated[str | None, typer.Option("--date", metavar="日期", help="哪天反馈（默认：今天）")] = None,
    plan: PlanFile = None,
    data: DataFolder = None,
) -> None:
    """反馈：回执怎么说、结果如何；已办结的不再催办，任务的状态仍由填报和核定决定。"""
    from baicheng_cli.cli.notice_sign import at_paper, signer
    from baicheng_cli.errors import UsageError, UserError
    from baicheng_cli.plan.load import shown
    from baicheng_cli.progress import calendar
    from baicheng_cli.progress.issued import REPORT, RESULTS, UNDER_WAY, add_records
    from baicheng_cli.progress.issued import reply as replied
    from baicheng_cli.progress.record import plain_text

    if result is not None and result not in RESULTS:
        raise UsageError(f"没有“{result}”这种结果；可用：{'、'.join(RESULTS)}")
    said = plain_text(text)
    if not said and result is None:
        raise UsageError("--text、--result 至少写一个")
    at = at_paper(number, day, plan, data)
    to = at.paper.record.to
    if at.paper.record.kind == REPORT:
        raise UserError(f"{at.paper.number}是月报，不要求反馈；谁收到了用 baicheng notice sign 记")
    if unit is None and at.paper.record.of_month:
        raise UserError(f"{at.paper.number}是通报，要用 --unit 写明是哪个单位的反馈")
    if unit is None and len(to) > 1:
        raise UserError(f"{at.paper.number}发给{'、'.join(to)}，要用 --unit 写明是哪个单位的反馈")
    name = signer(at, at.desk.register.find(unit).id)[0] if unit is not None else to[0]
    result = result or UNDER_WAY
    item = replied(at.paper.number, name, said or "", result, at.day, calendar.now())
    last = [one for one in at.paper.replies if one.unit == name and one.number == at.paper.number]
    if last and (last[-1].text or "", last[-1].result, last[-1].day) == (said or "", result, at.day):
        raise UserError(f"{at.paper.number}：{name}的这条反馈已经记过，不用再记")
    file = add_records(at.desk.data, [item], demo=at.desk.settings.demo)
    typer.echo(f"{at.paper.number}：{name}已于{at.day}反馈，{result}；写入 {shown(file)}")

"""`baicheng notice sign`: a unit has signed for a paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from baicheng_cli.cli.options import DataFolder, PlanFile

if TYPE_CHECKING:
    from datetime import date

    from baicheng_cli.cli.session import Desk
    from baicheng_cli.progress.issued import Issued, Paper


def sign(
    number: Annotated[
        str, typer.Argument(metavar="编号", help="发过的编号，如 中原百城督〔2019〕1号；只有一份时写 1 也行")
    ],
    by: Annotated[str, typer.Option("--by", metavar="单位/人", help="谁签收：单位、人，或 单位/人，如 区城管局/王某")],
    day: Annotated[str | None, typer.Option("--date", metavar="日期", help="哪天签收（默认：今天）")] = None,
    plan: PlanFile = None,
    data: DataFolder = None,
) -> None:
    """签收：哪个单位、谁、哪天收到了这份公文；只记一次。"""
    from datetime import date

    from baicheng_cli.errors import UserError
    from baicheng_cli.plan.load import shown
    from baicheng_cli.progress import calendar
    from baicheng_cli.progress.issued import add_records, paper_named, papers, receipt

    at = at_paper(number, day, plan, data)
    unit, person = signer(at, by)

    def allow(held: Issued) -> None:
        """Once is enough: somebody may have entered it meanwhile."""
        now = paper_named(papers(held, date.max), at.paper.number)
        if (before := now.signers.get(unit)) is not None:
            raise UserError(f"{now.number}已由{unit}于{before.day}签收（{before.by}），不用再记")

    allow(at.held)
    item = receipt(at.paper.number, unit, person or unit, at.day, calendar.now())
    file = add_records(at.desk.data, [item], allow, demo=at.desk.settings.demo)
    typer.echo(f"{at.paper.number}：{unit}已于{at.day}签收{f'（{person}）' if person else ''}；写入 {shown(file)}")


class AtPaper(NamedTuple):
    """A paper of the register, with the day on which something is entered about it."""

    desk: Desk
    held: Issued
    paper: Paper
    day: date


def at_paper(number: str, day: str | None, plan: PlanFile, data: DataFolder) -> AtPaper:
    """The paper that a number means, and the day. Raises UserError."""
    from datetime import date

    from baicheng_cli.cli.session import open_desk, parse_date
    from baicheng_cli.errors import UserError
    from baicheng_cli.progress.issued import load_issued, paper_named, papers

    said = parse_date(day, "--date")
    desk = open_desk(plan, data)
    held = load_issued(desk.data)
    paper = paper_named(papers(held, date.max), number)
    on = said or max(desk.as_of.day, paper.record.day)
    if on < paper.record.day:
        raise UserError(f"{paper.number}是{paper.record.day}签发的，--date {on}早了")
    if on > max(desk.today, desk.as_of.day):
        raise UserError(f"--date {on}还没有到")
    return AtPaper(desk, held, paper, on)


def signer(at: AtPaper, by: str) -> tuple[str, str]:
    """The unit as the paper names it, and the person. Raises UserError where it is not clear whose receipt it is.

    A month's paper goes to 各有关单位: any unit may sign for it, and an addressee as it is printed (区政府).
    """
    from baicheng_cli.errors import UsageError, UserError
    from baicheng_cli.progress.record import plain_text

    first, _, rest = (plain_text(by) or "").partition("/")
    if not first:
        raise UsageError("--by 没有写谁")
    id = at.desk.register.id_of(first.strip())
    to = at.paper.record.to
    if at.paper.record.of_month and (id is not None or first.strip() in to):
        return at.desk.register.shown(id, at.day) if id is not None else first.strip(), rest.strip()
    if id is not None:
        unit = next((name for name in to if at.desk.register.id_of(name) == id), None)
        if unit is None:
            raise UserError(f"{at.paper.number}没有发给{at.desk.register.shown(id, at.day)}，发给的是{'、'.join(to)}")
        return unit, rest.strip()
    if rest:
        at.desk.register.find(first)
    if len(to) > 1:
        raise UserError(f"{at.paper.number}发给{'、'.join(to)}，要写明是哪个单位：--by 单位/{first.strip()}")
    return to[0], first.strip()

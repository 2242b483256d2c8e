"""`baicheng notice list`: every paper that went out, who signed, what came back, what is late."""

from __future__ import annotations

from typing import Annotated

import typer

from baicheng_cli.cli.options import AsOf, DataFolder, Format, PlanFile, Raw, UnitName


def list_(
    task: Annotated[str | None, typer.Option("--task", metavar="条目", help="只看这一条")] = None,
    unit: UnitName = None,
    kind: Annotated[
        str | None, typer.Option("--kind", metavar="督办通知单|催办函|函|月报|通报", help="只看这一种公文")
    ] = None,
    open_: Annotated[bool, typer.Option("--open", help="只看没有办结的")] = False,
    late: Annotated[bool, typer.Option("--late", help="只看逾期的，可以催办")] = False,
    as_of: AsOf = None,
    format: Format = "table",
    raw: Raw = False,
    plan: PlanFile = None,
    data: DataFolder = None,
) -> None:
    """发文登记：编号、种类、发往、时限、签收、反馈、第几次催办、结果，到这一天逾期几天；月报、通报也在内。"""
    from baicheng_cli.cli.session import open_desk
    from baicheng_cli.cli.show_table import known_format, show
    from baicheng_cli.errors import UsageError
    from baicheng_cli.progress.issued import KIND_WORDS, load_issued, papers
    from baicheng_cli.status.ledger import Ledger
    from baicheng_cli.status.select import find_task
    from baicheng_cli.views.notice_list import papers_table

    known_format(format)
    if kind is not None and kind not in {*KIND_WORDS, *KIND_WORDS.values()}:
        raise UsageError(f"没有“{kind}”这种公文；可用：{'、'.join(KIND_WORDS.values())}")
    desk = open_desk(plan, data, as_of)
    ledger = Ledger(desk.loaded.plan, desk.settings, desk.register, (), desk.as_of, desk.settings.demo)
    wanted = find_task(desk.loaded.plan, task).id if task is not None else None
    subject = desk.register.find(unit).id if unit is not None else None
    found = [
        one
        for one in papers(load_issued(desk.data), desk.as_of.day)
        if wanted in (None, one.record.task)
        and (subject is None or subject in {desk.register.id_of(name) for name in one.record.to})
        and kind in (None, one.record.kind, KIND_WORDS.get(one.record.kind or ""))
        and not (open_ and (one.done or one.record.of_month))
        and not (late and not one.days_late(desk.as_of.day))
    ]
    words = [
        f"条款：{wanted}" if wanted else "",
        f"发往：{ledger.name(subject)}" if subject else "",
        KIND_WORDS.get(kind, kind) if kind else "",
        "没有办结的" if open_ else "",
        "逾期的" if late else "",
    ]
    show(papers_table(ledger.described(filter(None, words)), found), format, desk, raw=raw)

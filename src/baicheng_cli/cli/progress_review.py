"""`baicheng progress review`: the office accepts a report, returns it, or writes down what it verified."""

from __future__ import annotations

from typing import Annotated

import typer

from baicheng_cli.cli import progress_options as options
from baicheng_cli.cli.options import DataFolder, PageFormat, PlanFile


def review(
    entry: Annotated[
        list[str],
        typer.Argument(metavar="记录", help="要审核的记录编号，用 progress list --to-review 看；采信可写几条"),
    ],
    accept: Annotated[bool, typer.Option("--accept", help="采信：照所报的算")] = False,
    return_: Annotated[
        bool, typer.Option("--return", help="退回补正：所报的数、节点和自评不算（要写 --reason 和 --limit）")
    ] = False,
    verify: Annotated[bool, typer.Option("--verify", help="核实：以核实的数为准（要写 --set 和 --how）")] = False,
    reason: Annotated[str | None, typer.Option("--reason", metavar="文字", help="退回的原因")] = None,
    limit: Annotated[str | None, typer.Option("--limit", metavar="日期", help="补正期限")] = None,
    set_: Annotated[
        list[str] | None, typer.Option("--set", metavar="指标=数", help="核实的数，如 a=36；可写几次")
    ] = None,
    how: Annotated[str | None, typer.Option("--how", metavar="文字", help="怎么核实的，如 现场核查")] = None,
    dry_run: options.DryRun = False,
    format: PageFormat = "table",
    plan: PlanFile = None,
    data: DataFolder = None,
) -> None:
    """审核填报：采信、退回补正或核实，记在本办自己的文件里；说明哪一项的状态因此变了。"""
    from baicheng_cli.cli.progress_said import print_reviews, warn, whole_ledger
    from baicheng_cli.cli.session import open_desk
    from baicheng_cli.errors import UsageError
    from baicheng_cli.progress import calendar, record, store
    from baicheng_cli.progress import review as reviewing
    from baicheng_cli.progress.amend import report_named
    from baicheng_cli.progress.verdicts import ACCEPT, RETURN, VERIFY
    from baicheng_cli.status.select import find_task
    from baicheng_cli.views.effect import effects

    chosen = [word for word, wanted in ((ACCEPT, accept), (RETURN, return_), (VERIFY, verify)) if wanted]
    if len(chosen) != 1:
        what = f"{'和'.join(chosen)}只能选一个" if chosen else "缺少审核的结论"
        raise UsageError(f"{what}：--accept 采信、--return 退回补正、--verify 核实")
    [verdict] = chosen
    ids = list(dict.fromkeys(id.strip().lower() for id in entry))
    if len(ids) > 1 and verdict != ACCEPT:
        raise UsageError(f"{verdict}一次只写一条记录，写了{len(ids)}条")
    if format not in ("table", "json"):
        raise UsageError(f"progress review 没有“{format}”这种格式；可用：table、json")
    desk = open_desk(plan, data, calendar.today().isoformat())
    office = record.Office(desk.loaded.plan, desk.settings, desk.register, desk.data, calendar.now())
    reviewing.our_office(office)
    entries = store.read_all(desk.data, desk.register)
    in_force = {one.entry.review.entry: one.entry.review for one in entries if one.entry.review}
    word = reviewing.Word(verdict, tuple(set_ or ()), how, reason, limit)
    reports = [report_named(entries, id, "审核") for id in ids]
    reviews = [
        reviewing.reviewed(old, find_task(desk.loaded.plan, old.entry.task), word, in_force.get(old.entry.id), office)
        for old in reports
    ]
    warn(*reviews)
    found = effects(whole_ledger(desk, entries), reviews)
    if not dry_run:
        reviewing.write(reviews, office)
    print_reviews(reports, reviews, found, desk, format, written=not dry_run)

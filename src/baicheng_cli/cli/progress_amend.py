"""`baicheng progress amend`: correct a report by a new one that takes its place."""

from __future__ import annotations

from typing import Annotated

import typer

from baicheng_cli.cli import progress_options as options
from baicheng_cli.cli.options import DataFolder, PageFormat, PlanFile

_FIXED = (
    "更正不能换{what}：{id}是{was}的记录；填错了{what}的，先用 baicheng progress review {id} --return 退回，再另填一条"
)


def amend(
    entry: Annotated[str, typer.Argument(metavar="记录", help="要更正的记录编号，用 progress list 看")],
    reason: Annotated[str | None, typer.Option("--reason", metavar="文字", help="更正的原因（必写）")] = None,
    set_: options.Values = None,
    done: options.Done = None,
    self_: options.OwnWord = None,
    text: options.Text = None,
    problems: options.Problems = None,
    next_: options.Next = None,
    needs: options.Needs = None,
    evidence: options.EvidenceFiles = None,
    drop: Annotated[
        list[str] | None,
        typer.Option("--drop", metavar="代号", help="删去填错的指标、节点或佐证，如 b、m1、照片.jpg；可写几次"),
    ] = None,
    date: Annotated[str | None, typer.Option("--date", metavar="日期", help="统计截止日")] = None,
    received: Annotated[str | None, typer.Option("--received", metavar="日期", help="收到日")] = None,
    reporter: options.Reporter = None,
    approver: options.Approver = None,
    by_office: options.ByOffice = False,
    allow_fall: options.AllowFall = False,
    task: Annotated[str | None, typer.Option("--task", metavar="条目", hidden=True)] = None,
    unit: Annotated[str | None, typer.Option("--unit", "-u", metavar="单位", hidden=True)] = None,
    month: Annotated[str | None, typer.Option("--month", metavar="月份", hidden=True)] = None,
    for_: Annotated[str | None, typer.Option("--for", metavar="单位", hidden=True)] = None,
    dry_run: options.DryRun = False,
    format: PageFormat = "table",
    plan: PlanFile = None,
    data: DataFolder = None,
) -> None:
    """更正一条记录：新写一条取代它，原来的留着备查；没写的照旧，写空的（--needs ""）删去。"""
    from baicheng_cli.cli.progress_said import print_entry, warn, whole_ledger
    from baicheng_cli.cli.session import open_desk
    from baicheng_cli.errors import UsageError, UserError
    from baicheng_cli.progress import amend as correction
    from baicheng_cli.progress import calendar, record, store
    from baicheng_cli.progress.verdicts import SELF_WORDS
    from baicheng_cli.status.select import find_task
    from baicheng_cli.views.effect import effects

    if self_ and self_ not in SELF_WORDS:
        raise UsageError(f"--self 应为 {'、'.join(SELF_WORDS)} 之一，写的是“{self_}”")
    if format not in ("table", "json"):
        raise UsageError(f"progress amend 没有“{format}”这种格式；可用：table、json")
    desk = open_desk(plan, data, calendar.today().isoformat())
    entries = store.read_all(desk.data, desk.register)
    old = correction.report_named(entries, entry, "更正")
    found = find_task(desk.loaded.plan, old.entry.task)
    own = {desk.register.id_of(name) for name in (unit, for_) if name}
    if task and find_task(desk.loaded.plan, task).id != found.id:
        raise UserError(_FIXED.format(what="条目", id=old.entry.id, was=found.id))
    if own - {old.unit, old.subject}:
        raise UserError(_FIXED.format(what="单位", id=old.entry.id, was=desk.register.shown(old.subject, desk.today)))
    if month and month != old.month:
        raise UserError(_FIXED.format(what="月份", id=old.entry.id, was=old.month))
    office = record.Office(desk.loaded.plan, desk.settings, desk.register, desk.data, calendar.now())
    typed = record.Typed(
        unit=old.unit,
        month=old.month,
        date=date,
        received=received,
        values=tuple(set_ or ()),
        done=tuple(done or ()),
        self_=self_,
        progress=text,
        problems=problems,
        next=next_,
        needs=needs,
        evidence=tuple(evidence or ()),
        reporter=reporter,
        approver=approver,
        by_office=by_office,
        reason=reason,
        allow_fall=allow_fall,
    )
    in_force = {one.entry.review.entry: one.entry.review for one in entries if one.entry.review}
    change = correction.Change(typed, tuple(drop or ()))
    new = correction.amended(old, found, change, in_force.get(old.entry.id), office)
    warn(new)
    [effect] = effects(whole_ledger(desk, entries), [new])
    file = store.sidecar_file(desk.data, new.month, new.unit)
    if not dry_run:
        file = correction.write(new, office)
    print_entry("amendment", new, file, desk, format, written=not dry_run, effect=effect)

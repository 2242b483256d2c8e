"""`baicheng progress add`: record what a unit reports; what is missing is asked for on a terminal."""

from __future__ import annotations

from typing import Annotated

import typer

from baicheng_cli.cli import progress_options as options
from baicheng_cli.cli.options import DataFolder, PageFormat, PlanFile

NEEDED = {"task": "--task 条目", "unit": "--unit 单位", "month": "--month 月份"}


def add(
    task: Annotated[str | None, typer.Option("--task", metavar="条目", help="编号或条款号，如 3.3")] = None,
    unit: Annotated[str | None, typer.Option("--unit", "-u", metavar="单位", help="填报单位")] = None,
    month: Annotated[str | None, typer.Option("--month", metavar="月份", help="填报月份，如 2019-09")] = None,
    date: options.Day = None,
    received: options.Received = None,
    set_: options.Values = None,
    done: options.Done = None,
    self_: options.OwnWord = None,
    text: options.Text = None,
    problems: options.Problems = None,
    next_: options.Next = None,
    needs: options.Needs = None,
    evidence: options.EvidenceFiles = None,
    for_: Annotated[str | None, typer.Option("--for", metavar="单位", help="替哪个单位填（限本办代录）")] = None,
    reporter: options.Reporter = None,
    approver: options.Approver = None,
    by_office: options.ByOffice = False,
    allow_fall: options.AllowFall = False,
    reason: Annotated[str | None, typer.Option("--reason", metavar="文字", help="减少的原因")] = None,
    dry_run: options.DryRun = False,
    format: PageFormat = "table",
    plan: PlanFile = None,
    data: DataFolder = None,
) -> None:
    """填报一条进展：只在文件末尾加一段，已有内容一个字不动。在终端里缺什么问什么。"""
    from baicheng_cli.cli.progress_said import print_entry, warn
    from baicheng_cli.cli.session import open_desk
    from baicheng_cli.errors import UsageError
    from baicheng_cli.progress import calendar, record, store
    from baicheng_cli.progress.verdicts import SELF_WORDS
    from baicheng_cli.status.select import find_task

    given = {"task": task, "unit": unit, "month": month}
    missing = [words for name, words in NEEDED.items() if not given[name]]
    said = (set_, done, self_, text, problems, next_, needs, evidence)
    guided = bool(missing or not any(said)) and _on_terminal()
    if missing and not guided:
        raise UsageError(f"缺少 {'、'.join(missing)}")
    if self_ is not None and self_ not in SELF_WORDS:
        raise UsageError(f"--self 应为 {'、'.join(SELF_WORDS)} 之一，写的是“{self_}”")
    if format not in ("table", "json"):
        raise UsageError(f"progress add 没有“{format}”这种格式；可用：table、json")
    if month:
        calendar.parse_month(month)
    desk = open_desk(plan, data, None if month else calendar.today().isoformat(), month)
    office = record.Office(desk.loaded.plan, desk.settings, desk.register, desk.data, calendar.now())
    typed = record.Typed(
        unit=unit or "",
        month=month or "",
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
        for_=for_,
        reporter=reporter,
        approver=approver,
        by_office=by_office,
        reason=reason,
        allow_fall=allow_fall,
    )
    if guided:
        from baicheng_cli.cli.progress_guided import completed

        found, typed = completed(task, typed, office, desk)
    else:
        found = find_task(desk.loaded.plan, task or "")
    new = record.new_entry(found, typed, office)
    warn(new)
    file = store.sidecar_file(desk.data, new.month, new.unit)
    if guided and not dry_run:
        from baicheng_cli.cli.progress_guided import agreed

        if not agreed(new, file):
            typer.echo("没有写入任何内容", err=True)
            return
    if not dry_run:
        file = record.write(new, office)
    print_entry("entry", new, file, desk, format, written=not dry_run)


def _on_terminal() -> bool:
    import sys

    return sys.stdin is not None and sys.stdin.isatty()

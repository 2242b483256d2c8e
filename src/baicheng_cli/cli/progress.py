"""`baicheng progress`: record what a unit reports, and read what was reported."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from baicheng_cli.cli.help import Command, new_app
from baicheng_cli.cli.options import TOP, AsOf, DataFolder, Format, Month, PageFormat, PlanFile, Raw, UnitName

app = new_app("填报进展、查看填报记录。")

NEEDED = {"task": "--task 条目", "unit": "--unit 单位", "month": "--month 月份"}


@app.command("add", cls=Command)
def add(
    task: Annotated[str | None, typer.Option("--task", metavar="条目", help="编号或条款号，如 3.3")] = None,
    unit: Annotated[str | None, typer.Option("--unit", "-u", metavar="单位", help="填报单位")] = None,
    month: Annotated[str | None, typer.Option("--month", metavar="月份", help="填报月份，如 2019-09")] = None,
    date: Annotated[
        str | None, typer.Option("--date", metavar="日期", help="统计截止日（默认：该月统计截止日或今天，取早）")
    ] = None,
    received: Annotated[str | None, typer.Option("--received", metavar="日期", help="收到日（默认：今天）")] = None,
    set_: Annotated[
        list[str] | None, typer.Option("--set", metavar="指标=数", help="累计数，如 a=72.5；可写几次")
    ] = None,
    done: Annotated[
        list[str] | None, typer.Option("--done", metavar="节点[=日期]", help="已完成的节点，如 m1=2019-08-20；可写几次")
    ] = None,
    self_: Annotated[str | None, typer.Option("--self", metavar="自评", help="正常推进、滞后、未启动或已完成")] = None,
    text: Annotated[str | None, typer.Option("--text", metavar="文字", help="本月进展")] = None,
    problems: Annotated[str | None, typer.Option("--problems", metavar="文字", help="存在问题")] = None,
    next_: Annotated[str | None, typer.Option("--next", metavar="文字", help="下一步计划")] = None,
    needs: Annotated[str | None, typer.Option("--needs", metavar="文字", help="需协调事项")] = None,
    evidence: Annotated[
        list[Path] | None, typer.Option("--evidence", metavar="文件", help="佐证文件；可写几次")
    ] = None,
    for_: Annotated[str | None, typer.Option("--for", metavar="单位", help="替哪个单位填（限本办代录）")] = None,
    reporter: Annotated[str | None, typer.Option("--reporter", metavar="姓名", help="填报人")] = None,
    approver: Annotated[str | None, typer.Option("--approver", metavar="姓名", help="审签人")] = None,
    by_office: Annotated[bool, typer.Option("--by-office", help="由本办代录")] = False,
    allow_fall: Annotated[bool, typer.Option("--allow-fall", help="累计数确实减少（要写 --reason）")] = False,
    reason: Annotated[str | None, typer.Option("--reason", metavar="文字", help="减少或更正的原因")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只显示会写什么，不写")] = False,
    format: PageFormat = "table",
    plan: PlanFile = None,
    data: DataFolder = None,
) -> None:
    """填报一条进展：只在文件末尾加一段，已有内容一个字不动。"""
    from baicheng_cli.cli.session import open_desk
    from baicheng_cli.errors import UsageError
    from baicheng_cli.plan.load import shown
    from baicheng_cli.progress import calendar, record, store
    from baicheng_cli.progress.verdicts import SELF_WORDS
    from baicheng_cli.status.select import find_task
    from baicheng_cli.views.answers import BLANK_ENTRY
    from baicheng_cli.views.tables import json_text

    given = {"task": task, "unit": unit, "month": month}
    missing = [words for name, words in NEEDED.items() if not given[name]]
    if missing or not (task and unit and month):
        raise UsageError(f"缺少 {'、'.join(missing)}")
    if self_ is not None and self_ not in SELF_WORDS:
        raise UsageError(f"--self 应为 {'、'.join(SELF_WORDS)} 之一，写的是“{self_}”")
    if format not in ("table", "json"):
        raise UsageError(f"progress add 没有“{format}”这种格式；可用：table、json")
    calendar.parse_month(month)
    desk = open_desk(plan, data, month=month)
    office = record.Office(desk.loaded.plan, desk.settings, desk.register, desk.data, calendar.now())
    typed = record.Typed(
        unit=unit,
        month=month,
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
    new = record.new_entry(find_task(desk.loaded.plan, task), typed, office)
    for warning in new.warnings:
        typer.echo(f"请核对：{warning}", err=True)
    file = store.sidecar_file(desk.data, new.month, new.unit)
    if not dry_run:
        file = record.write(new, office)
    if format == "json":
        item = {
            **BLANK_ENTRY,
            **store.as_json(new.entry),
            "unit": new.name,
            "month": new.month,
            "file": shown(file),
            "written": not dry_run,
        }
        day = calendar.today().isoformat()
        typer.echo(json_text("entry", desk.envelope(), day, [item]), nl=False)
    elif dry_run:
        typer.echo(f"会写入 {shown(file)}：")
        typer.echo(store.entry_text(new.entry), nl=False)
    else:
        typer.echo(f"已记录 {new.entry['id']}，写入 {shown(file)}")


@app.command("list", cls=Command)
def list_(
    task: Annotated[str | None, typer.Option("--task", metavar="条目", help="只看这一条")] = None,
    unit: UnitName = None,
    month: Month = None,
    as_of: AsOf = None,
    format: Format = "table",
    raw: Raw = False,
    plan: PlanFile = None,
    data: DataFolder = None,
) -> None:
    """填报记录：谁在哪个月报了什么，审核如何。"""
    from baicheng_cli.cli.session import open_desk
    from baicheng_cli.cli.show_table import known_format, show
    from baicheng_cli.progress import calendar
    from baicheng_cli.status.select import find_task
    from baicheng_cli.views.answers import entries_table

    known_format(format)
    day = TOP.as_of if as_of is None else as_of
    today = calendar.today()
    desk = open_desk(plan, data, today.isoformat() if day is None and month is None else day, month)
    if day is None:  # everything that was reported up to now, later than the month's data_until, too
        desk = desk._replace(as_of=calendar.on_day(today, desk.settings.reporting))
    ledger = desk.ledger()
    wanted = find_task(desk.loaded.plan, task).id if task else None
    subject = ledger.register.find(unit).id if unit else None
    chosen = [
        one
        for one in ledger.entries
        if one.entry.review is None
        and one.entry.date <= ledger.day
        and wanted in (None, one.entry.task)
        and subject in (None, one.subject)
        and month in (None, one.month)
    ]
    words = [
        f"条款：{wanted}" if wanted else "",
        f"单位：{ledger.name(subject)}" if subject else "",
        f"月份：{month}" if month else "",
    ]
    show(entries_table(ledger.described(filter(None, words)), chosen), format, desk, raw=raw)

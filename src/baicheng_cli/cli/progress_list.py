"""`baicheng progress list`: who reported what in which month, and what the office found."""

from __future__ import annotations

from typing import Annotated

import typer

from baicheng_cli.cli.options import TOP, AsOf, DataFolder, Format, Month, PlanFile, Raw, UnitName


def list_(
    task: Annotated[str | None, typer.Option("--task", metavar="条目", help="只看这一条")] = None,
    unit: UnitName = None,
    month: Month = None,
    to_review: Annotated[
        bool, typer.Option("--to-review", help="只看等着核定的：核定了，状态才会变成正常或已达目标")
    ] = False,
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
    from baicheng_cli.status.to_review import to_review as waiting
    from baicheng_cli.views.entry_answers import entries_table

    known_format(format)
    day = TOP.as_of if as_of is None else as_of
    today = calendar.today()
    desk = open_desk(plan, data, today.isoformat() if day is None and month is None else day, month)
    if day is None:  # everything that was reported up to now, later than the month's data_until, too
        reporting = desk.settings.reporting
        now = calendar.on_day(today, reporting)
        if to_review and month is not None:
            now = calendar.of_month(month, reporting, min(today, calendar.last_day(month)))
        desk = desk._replace(as_of=now)
    ledger = desk.ledger(reporting=False)
    wanted = find_task(desk.loaded.plan, task).id if task else None
    subject = ledger.register.find(unit).id if unit else None
    every = waiting(ledger) if to_review else ledger.entries
    chosen = [
        one
        for one in every
        if one.entry.review is None
        and one.entry.date <= ledger.day
        and wanted in (None, one.entry.task)
        and subject in (None, one.subject)
        and (month in (None, one.month) or to_review)
    ]
    words = [
        f"条款：{wanted}" if wanted else "",
        f"单位：{ledger.name(subject)}" if subject else "",
        f"月份：{month}" if month else "",
        "等着核定的" if to_review else "",
    ]
    show(entries_table(ledger.described(filter(None, words)), chosen), format, desk, raw=raw)

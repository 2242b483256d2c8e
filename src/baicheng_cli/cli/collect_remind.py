"""`baicheng collect remind`: texts to chase reports with, ready to be copied."""

from __future__ import annotations

from typing import Annotated

import typer

from baicheng_cli.cli.options import AsOf, DataFolder, Format, Month, PlanFile, Raw


def remind(
    month: Month = None,
    unit: Annotated[
        list[str] | None, typer.Option("--unit", "-u", metavar="单位", help="只给这个单位单发；可写几次")
    ] = None,
    limit: Annotated[str | None, typer.Option("--limit", metavar="日期", help="新的期限（默认：下一个工作日）")] = None,
    as_of: AsOf = None,
    format: Format = "table",
    raw: Raw = False,
    plan: PlanFile = None,
    data: DataFolder = None,
) -> None:
    """催报的文字，可直接复制：截止前通知全体，到期以后群发并逐个单发；不催本办。"""
    from baicheng_cli.cli.collecting import collecting
    from baicheng_cli.cli.session import parse_date
    from baicheng_cli.cli.show_table import known_format, show
    from baicheng_cli.progress.holidays import is_working_day
    from baicheng_cli.views.reminders import reminders, reminders_table, reminders_text
    from baicheng_cli.views.tables import clean
    from baicheng_cli.words import weekday_words

    known_format(format)
    day = parse_date(limit, "--limit")
    asked = collecting(plan, data, as_of, month)
    units = list(dict.fromkeys(asked.desk.register.unit(name).id for name in unit or ()))
    found = reminders(asked.collected(), units, day)
    if day is not None and not is_working_day(day, asked.desk.settings):
        typer.echo(f"请核对：{day}是{weekday_words(day)}，不上班", err=True)
    if format in ("table", "md"):
        typer.echo(clean(reminders_text(found, md=format == "md")), nl=False)
        return
    show(reminders_table(found), format, asked.desk, raw=raw)

"""`baicheng tasks`: who does what by when, and how it stands."""

from __future__ import annotations

from typing import Annotated

import typer

from baicheng_cli.cli.options import AsOf, DataFolder, Format, LightName, Month, PlanFile, Raw, UnitName, ViewName


def tasks(
    unit: UnitName = None,
    role: Annotated[
        str | None, typer.Option("--role", metavar="角色", help="牵头（lead）、责任（responsible）或配合（support）")
    ] = None,
    light: LightName = None,
    due_before: Annotated[str | None, typer.Option("--due-before", metavar="日期", help="完成时限早于这一天的")] = None,
    text: Annotated[str | None, typer.Option("--text", "-t", metavar="词", help="含有这个词的")] = None,
    view: ViewName = None,
    month: Month = None,
    as_of: AsOf = None,
    format: Format = "table",
    raw: Raw = False,
    plan: PlanFile = None,
    data: DataFolder = None,
) -> None:
    """任务和措施：谁牵头、何时完成、现在如何。"""
    from baicheng_cli.cli.session import open_desk, parse_date
    from baicheng_cli.cli.show_table import known_format, show
    from baicheng_cli.status.lights import light_named
    from baicheng_cli.status.select import ROLES, role_named, select_in
    from baicheng_cli.views.answers import tasks_table
    from baicheng_cli.views.saved import TASKS, left_out_words, task_columns, view_named, view_words

    known_format(format)
    wanted_role = role_named(role) if role is not None else None
    wanted_light = light_named(light) if light is not None else None
    before = parse_date(due_before, "--due-before")
    desk = open_desk(plan, data, as_of, month)
    ledger = desk.ledger(reporting=False)
    saved = view_named(desk.settings, view)
    columns, left_out = task_columns(saved, desk.data)
    inside = saved.view.filter if saved else None
    chosen = select_in(ledger, inside, unit=unit, role=wanted_role, light=wanted_light, due_before=before, text=text)
    words = [
        view_words(ledger, saved) if saved else "",
        f"单位：{ledger.name(unit.strip())}" if unit else "",
        f"角色：{ROLES[wanted_role]}" if wanted_role else "",
        f"状态：{wanted_light.word}" if wanted_light else "",
        f"时限早于{before}" if before else "",
        f"含“{text}”" if text else "",
    ]
    shown = ledger.described(filter(None, words))
    asked = unit is not None or (inside is not None and inside.unit is not None)
    show(tasks_table(shown, chosen, asked=asked, columns=columns), format, desk, raw=raw)
    if left_out and format != "json":
        typer.echo(left_out_words(left_out, TASKS), err=True)

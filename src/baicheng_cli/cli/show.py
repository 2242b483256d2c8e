"""`baicheng show`: one clause with everything."""

from __future__ import annotations

from typing import Annotated

import typer

from baicheng_cli.cli.options import AsOf, DataFolder, Month, PageFormat, PlanFile


def show(
    id: Annotated[str, typer.Argument(metavar="条目", help="编号 3.9.1.2，或印出的条款号 三（九）1（2）")],
    month: Month = None,
    as_of: AsOf = None,
    format: PageFormat = "table",
    plan: PlanFile = None,
    data: DataFolder = None,
) -> None:
    """一个条目的全部内容：单位、目标、状态和理由、填报记录。"""
    from baicheng_cli.cli.session import open_desk
    from baicheng_cli.cli.show_table import show_text
    from baicheng_cli.errors import UsageError
    from baicheng_cli.status.select import find_item
    from baicheng_cli.views import clause_page
    from baicheng_cli.views.tables import json_text

    if format not in ("table", "json"):
        raise UsageError(f"show 没有“{format}”这种格式；可用：table、json")
    desk = open_desk(plan, data, as_of, month)
    task, leaf = find_item(desk.loaded.plan, id)
    ledger = desk.ledger(reporting=False)
    if format == "json":
        standing = ledger.standing(task) if leaf else None
        item = clause_page.show_item(ledger, standing) if standing else clause_page.container_item(ledger, task)
        day = desk.as_of.day.isoformat()
        typer.echo(json_text("show", desk.envelope(), day, [item], month=desk.as_of.month), nl=False)
    elif leaf:
        show_text(clause_page.clause_text(ledger, ledger.standing(task)))
    else:
        show_text(clause_page.container_text(ledger, task))

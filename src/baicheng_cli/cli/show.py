"""`baicheng show`: one clause with everything."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from baicheng_cli.cli.options import AsOf, DataFolder, DocumentFile, Month, PageFormat, PlanFile

if TYPE_CHECKING:
    from baicheng_cli.cli.session import Desk


def show(
    id: Annotated[str, typer.Argument(metavar="条目", help="编号 3.9.1.2，或印出的条款号 三（九）1（2）")],
    month: Month = None,
    as_of: AsOf = None,
    format: PageFormat = "table",
    wording: Annotated[
        bool, typer.Option("--wording", help="引印发文件的原文；文件由 --document 或设置里的 document 指明")
    ] = False,
    document: DocumentFile = None,
    plan: PlanFile = None,
    data: DataFolder = None,
) -> None:
    """一个条目的全部内容：单位、目标、状态和理由、填报记录；--wording 引原文。"""
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
    original = _original(desk, document, task.id) if wording or document else None
    if format == "json":
        standing = ledger.standing(task) if leaf else None
        item = clause_page.show_item(ledger, standing) if standing else clause_page.container_item(ledger, task)
        day = desk.as_of.day.isoformat()
        item["wording"] = original
        typer.echo(json_text("show", desk.envelope(), day, [item], month=desk.as_of.month), nl=False)
    elif leaf:
        show_text(clause_page.clause_text(ledger, ledger.standing(task), original))
    else:
        show_text(clause_page.container_text(ledger, task, original))


def _original(desk: Desk, document: Path | None, id: str) -> str:
    """What the document says in this clause. Raises UsageError without a document, UserError without the clause."""
    from baicheng_cli.cli.documents import document_file, open_document
    from baicheng_cli.document.wording import wording
    from baicheng_cli.errors import UserError
    from baicheng_cli.plan.clause import printed
    from baicheng_cli.plan.load import shown

    file = document_file(document, desk.settings.document, desk.data)
    numbering = desk.loaded.plan.document.numbering
    found = wording(open_document(file), id, numbering)
    if found is None:
        raise UserError(f"{shown(file)}里没有{printed(id, numbering)}这一条；用 baicheng trace 逐条核对")
    return found

"""`baicheng trace`: the plan against the issued document, clause by clause."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from baicheng_cli.cli.options import DataFolder, PlanFile, Raw

if TYPE_CHECKING:
    from baicheng_cli.document.trace import Trace
    from baicheng_cli.plan.model import Plan
    from baicheng_cli.views.traced import Compared

FORMATS = ("text", "table", "json", "csv", "md", "github")


def trace(
    document: Annotated[
        Path | None,
        typer.Argument(metavar="文件", help="印发的文件：.docx、.txt、.md、.pdf（默认：设置里的 document）"),
    ] = None,
    format: Annotated[
        str, typer.Option("--format", "-f", metavar="格式", help="text、table、json、csv、md 或 github")
    ] = "text",
    raw: Raw = False,
    fail_on: Annotated[
        str, typer.Option("--fail-on", metavar="级别", help="到哪一级算不符：error、warning 或 never")
    ] = "error",
    plan: PlanFile = None,
    data: DataFolder = None,
) -> None:
    """对着印发的文件逐条核对计划：条目、单位、数、时限，两边各有什么对不上；不改任何文件。"""
    from baicheng_cli.cli.check import FAIL_ON
    from baicheng_cli.cli.documents import document_file, open_document
    from baicheng_cli.cli.session import open_desk
    from baicheng_cli.cli.show_table import show, show_plain
    from baicheng_cli.document.trace import trace as compare
    from baicheng_cli.errors import UsageError, UserError
    from baicheng_cli.plan.load import shown
    from baicheng_cli.progress.calendar import today
    from baicheng_cli.views import findings, traced

    if format not in FORMATS:
        raise UsageError(f"没有“{format}”这种格式；可用：{'、'.join(FORMATS)}")
    if fail_on not in FAIL_ON:
        raise UsageError(f"--fail-on 没有“{fail_on}”；可用：{'、'.join(FAIL_ON)}")
    desk = open_desk(plan, data, today().isoformat())
    loaded = desk.loaded
    file = document_file(document, desk.settings.document, desk.data)
    outline = open_document(file)
    if not outline.chapters:
        raise UserError(f"{shown(file)}里没有读出带编号的条款，无从核对；请看看是不是印发的文件")
    found = compare(loaded.plan, loaded.source, outline, shown(file))
    rows = _rows(found, loaded.plan)
    said = [one.finding for one in rows]
    if format in ("text", "github"):
        typer.echo({"text": findings.text, "github": findings.github}[format](said), nl=False)
    else:
        head = (f"{loaded.plan.document.title}（{loaded.plan.document.number}）", f"对照：{shown(file)}")
        table = traced.traced_table(rows, head, (f"共{len(rows)}处",))
        if format == "json":
            show(table, format, desk)
        else:
            show_plain(table, format, raw=raw)
    typer.echo(_summary(found, shown(loaded.file), shown(file)), err=True)
    if any(one.severity.value in FAIL_ON[fail_on] for one in said):
        raise typer.Exit(1)


def _rows(found: Trace, plan: Plan) -> list[Compared]:
    from baicheng_cli.status.select import clause_of
    from baicheng_cli.views.traced import Compared

    return [
        Compared(
            one.finding,
            one.item,
            clause_of(plan, one.item) if one.item in plan.by_id else one.label,
            one.words.span.line if one.words else None,
            one.words.text if one.words else None,
        )
        for one in found.differences
    ]


def _summary(found: Trace, plan: str, document: str) -> str:
    """One sentence on the whole, and what was not compared."""
    errors = sum(1 for one in found.differences if one.finding.severity.value == "error")
    unclear = len(found.differences) - errors
    said = f"{plan}与{document}有{errors}处不符" if errors else f"{plan}与{document}逐条相符"
    if not found.clauses:
        said = f"{document}里没有一条和{plan}对得上，请看看是不是这个计划的文件；{errors}处不符"
    passed = "，".join((one.own or one.label) + (one.title.value if one.title else "") for one in found.passed)
    return "".join(
        (
            f"{said}（对照了{found.clauses}条",
            f"；{passed}不含任务，未对照" if passed else "",
            f"；原件有{unclear}处读不准" if unclear else "",
            "）",
        )
    )

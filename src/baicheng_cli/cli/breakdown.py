"""`baicheng breakdown`: the table of who does what by when, with columns to fill in."""

from __future__ import annotations

from typing import Annotated

import typer

from baicheng_cli.cli.options import AsOf, DataFolder, DocumentFile, Force, OutFile, PlanFile, Raw, UnitName
from baicheng_cli.cli.paper_file import TemplateFile

SUFFIXES = {
    ".txt": "table",
    ".md": "md",
    ".csv": "csv",
    ".json": "json",
    ".docx": "docx",
    ".pdf": "pdf",
    ".xlsx": "xlsx",
}
KIND = "breakdown"


def breakdown(
    unit: UnitName = None,
    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            metavar="格式",
            help="table、md、csv、json、docx、xlsx 或 pdf（默认：按文件名）",
        ),
    ] = None,
    output: OutFile = None,
    force: Force = False,
    raw: Raw = False,
    template: TemplateFile = None,
    document: DocumentFile = None,
    as_of: AsOf = None,
    plan: PlanFile = None,
    data: DataFolder = None,
) -> None:
    """任务分解表：谁牵头谁配合、目标和时限，留出责任人、措施、节点等栏填写。"""
    from baicheng_cli.cli.documents import quoting
    from baicheng_cli.cli.paper_file import PaperFile, paper_format, template_of, write_paper
    from baicheng_cli.cli.session import open_desk
    from baicheng_cli.cli.show_table import as_text, show, write_file
    from baicheng_cli.errors import UsageError
    from baicheng_cli.plan.load import shown
    from baicheng_cli.status.ledger import Ledger
    from baicheng_cli.views import breakdown as views

    wanted = paper_format(format, output, SUFFIXES, "任务分解表")
    if wanted == "xlsx" and output is None:
        raise UsageError("xlsx 不能显示在屏幕上，请用 -o 写到文件，如 -o 任务分解表.xlsx")
    own = template_of(template, wanted)
    desk = open_desk(plan, data, as_of)
    ledger = Ledger(desk.loaded.plan, desk.settings, desk.register, (), desk.as_of, desk.settings.demo)
    ledger = quoting(ledger, desk, document)
    found = views.breakdown(ledger, unit)
    if output is None:
        show(views.breakdown_table(ledger, found, whole=wanted in ("csv", "json")), wanted, desk, raw=raw)
        return
    if wanted in ("docx", "pdf"):
        from baicheng_cli.views import word
        from baicheng_cli.views.word.papers import BreakdownPaper

        def made() -> bytes:
            return word.render(own or "breakdown", BreakdownPaper(found), desk.templates, day=desk.as_of.day)

        write_paper(PaperFile(output, wanted, force), made, KIND)
        return
    content: str | bytes
    ours: bool | None = None
    if wanted == "xlsx":
        from baicheng_cli.views.breakdown_book import breakdown_workbook
        from baicheng_cli.views.excel import made_here

        content = breakdown_workbook(ledger, found)
        ours = made_here(output.read_bytes()) if output.is_file() else None
    else:
        from baicheng_cli.views.tables import json_text

        table = views.breakdown_table(ledger, found, whole=wanted in ("csv", "json"))
        day, month = desk.as_of.day.isoformat(), desk.as_of.month
        content = (
            json_text(table.kind, desk.envelope(), day, table.items, month=month)
            if wanted == "json"
            else as_text(table, wanted, raw=raw)
        )
        ours = output.read_bytes() == content.encode() if output.is_file() else None
    write_file(output, content, ours, force=force)
    typer.echo(f"已写入 {shown(output)}：{found.total}", err=True)

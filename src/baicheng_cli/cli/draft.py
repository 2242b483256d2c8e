"""`baicheng draft`: a plan out of an issued document, with everything doubtful marked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from baicheng_cli.cli.options import Force, OutFile, Raw

if TYPE_CHECKING:
    from baicheng_cli.document.draft import Draft
    from baicheng_cli.document.extracted import Read


def draft(
    document: Annotated[Path, typer.Argument(metavar="文件", help="印发的方案：.docx、.txt、.md、.pdf")],
    output: OutFile = None,
    explain: Annotated[bool, typer.Option("--explain", help="列出每个值：条款、值、原文的字、行、规则")] = False,
    format: Annotated[
        str | None, typer.Option("--format", "-f", metavar="格式", help="--explain 的格式：table、json、csv 或 md")
    ] = None,
    raw: Raw = False,
    force: Force = False,
) -> None:
    """从印发的文件读出方案：条款、单位、指标、时限写成 YAML，拿不准的写成注释。

    文件里没有的不写，拿不准的标“待看”并写明原文第几行。不加 -o 显示在屏幕上。
    """
    from baicheng_cli.cli.show_table import known_format
    from baicheng_cli.cli.waiting import bar
    from baicheng_cli.document.draft import draft as drafted
    from baicheng_cli.document.extract import extract
    from baicheng_cli.document.outline import read_outline
    from baicheng_cli.document.whole_document import plan_time
    from baicheng_cli.errors import UsageError
    from baicheng_cli.progress.calendar import today

    if format is not None and not explain:
        raise UsageError("--format 只和 --explain 一起用；方案本身总是 YAML")
    wanted = known_format(format or "table")
    if output is not None:
        _may_write(output, force=force)
    with bar("读文件") as tick:
        outline = read_outline(document, tick)
        time, year_ours = plan_time(outline, today())
        read = extract(outline, time, tick)
        made = drafted(read, year_ours=year_ours)
    if output is not None:
        _write(made, output, force=force)
    if explain:
        _explain(read, document, wanted, raw=raw)
    elif output is None:
        typer.echo(_yaml(made, None), nl=False)
    typer.echo(summary(made), err=True)
    if output is not None:
        from baicheng_cli.plan.load import shown

        typer.echo(f"下一步：打开 {shown(output)}，把“待看”的地方对照原文看一遍，再运行 baicheng check", err=True)


def _may_write(output: Path, *, force: bool) -> None:
    """Refuse before the work and not after it. Raises UserError and UsageError."""
    from baicheng_cli.errors import UsageError, UserError
    from baicheng_cli.plan.load import shown

    if output.is_dir():
        raise UsageError(f"{shown(output)} 是文件夹，-o 要写文件名，如 -o plan/2020.yaml")
    if output.suffix.lower() not in (".yaml", ".yml"):
        raise UsageError(f"方案写成 YAML，-o 的后缀应为 .yaml，写的是“{output.name}”")
    if output.exists() and not force:
        raise UserError(f"{shown(output)} 已经有了，没有覆盖；确认要覆盖请加 --force，或换一个文件名")


def _write(made: Draft, output: Path, *, force: bool) -> None:
    from baicheng_cli.cli.show_table import write_file

    if not output.parent.is_dir() and output.parent.parent.is_dir():
        output.parent.mkdir()  # plan/, of a folder that begins
    write_file(output, _yaml(made, output), False if output.exists() else None, force=force)


def _yaml(made: Draft, output: Path | None) -> str:
    from baicheng_cli.views.draft_page import draft_text

    schema = ""
    if output is not None:
        for place in ("schema", ".baicheng"):
            if (output.parent.parent / place / "plan.schema.json").is_file():
                schema = f"../{place}/plan.schema.json"
    return draft_text(made.plan, made.notes, made.head, made.unsure, schema=schema)


def summary(made: Draft) -> str:
    """`29项任务、6项措施，21个指标、12个节点，7处待看`"""
    counts = made.counts()
    clauses = [f"{counts['tasks']}项任务"] + ([f"{counts['measures']}项措施"] if counts["measures"] else [])
    parts = [f"{counts['indicators']}个指标"] + ([f"{counts['milestones']}个节点"] if counts["milestones"] else [])
    blanks = f"，{len(made.unsure)}处【待填】" if made.unsure else ""
    return f"{'、'.join(clauses)}，{'、'.join(parts)}，{counts['doubts']}处待看{blanks}"


def _explain(read: Read, document: Path, format: str, *, raw: bool) -> None:
    from baicheng_cli.cli.show_table import show_plain
    from baicheng_cli.document.explain import KINDS, explained
    from baicheng_cli.plan.load import shown
    from baicheng_cli.progress.calendar import today
    from baicheng_cli.views.tables import Column, Table, json_text

    found = list(explained(read))
    items = tuple(
        {
            "id": one.id or None,
            "clause": one.clause or None,
            "kind": one.kind,
            "value": one.value,
            "words": one.words or None,
            "line": one.span.line,
            "start": one.span.start,
            "end": one.span.end,
            "rule": one.rule,
        }
        for one in found
    )
    if format == "json":
        no_plan = dict.fromkeys(("file", "number", "title", "version", "demo"))
        typer.echo(json_text("draft", no_plan, today().isoformat(), items, document=shown(document)), nl=False)
        return
    columns = tuple(map(Column, ("条款", "是什么", "值", "原文", "行", "规则")))
    rows = tuple((one.clause, KINDS[one.kind], one.value, one.words, str(one.span.line), one.rule) for one in found)
    show_plain(Table("draft", columns, rows, items, (), (f"共{len(rows)}个值",)), format, raw=raw)

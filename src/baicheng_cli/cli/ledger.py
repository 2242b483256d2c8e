"""`baicheng ledger`: the month's ledger, on the screen or in a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from baicheng_cli.cli.options import AsOf, DataFolder, Force, Month, OutFile, PlanFile, Raw, UnitName, ViewName

if TYPE_CHECKING:
    from baicheng_cli.cli.session import Desk
    from baicheng_cli.views.ledger_columns import LedgerColumns
    from baicheng_cli.views.tables import Table

SUFFIXES = {".xlsx": "xlsx", ".csv": "csv", ".md": "md", ".json": "json"}


def ledger(
    month: Month = None,
    unit: UnitName = None,
    view: ViewName = None,
    format: Annotated[
        str | None,
        typer.Option("--format", "-f", metavar="格式", help="table、json、csv、md，或按 -o 的后缀（含 xlsx）"),
    ] = None,
    output: OutFile = None,
    force: Force = False,
    raw: Raw = False,
    as_of: AsOf = None,
    plan: PlanFile = None,
    data: DataFolder = None,
) -> None:
    """某月台账：一个指标一行，目标、完成、序时、状态、进展和问题。"""
    from baicheng_cli.cli.session import open_desk
    from baicheng_cli.cli.show_table import as_text, show, write_file
    from baicheng_cli.plan.load import shown
    from baicheng_cli.status.select import tasks_of
    from baicheng_cli.views.ledger_columns import load_columns
    from baicheng_cli.views.ledger_list import ledger_table
    from baicheng_cli.views.ledger_rows import count_words, ledger_rows
    from baicheng_cli.views.saved import LEDGER, kept_in, ledger_columns, left_out_words, view_named

    wanted = chosen_format(format, output)
    desk = open_desk(plan, data, as_of, month, paper=True)
    usual = load_columns(desk.templates)
    saved = view_named(desk.settings, view)
    columns, left_out = (usual, []) if wanted == "json" else ledger_columns(saved, usual, desk.data)
    seen = kept_in(desk.ledger(), saved)
    if left_out:
        typer.echo(left_out_words(left_out, LEDGER), err=True)
    if unit is not None:
        asked = seen.register.find(unit)
        ids = [one.task.id for one in tasks_of(seen, asked)]
        seen = seen.keep(ids, f"单位：{seen.name(asked.id)}（牵头、责任和配合的任务）")
    rows = ledger_rows(seen)
    if output is None:
        table = ledger_table(seen, rows, columns, format=wanted)
        foot = table.foot if columns is usual else (count_words(rows),)
        show(table._replace(foot=foot), wanted, desk, raw=raw)
        return
    content: str | bytes
    if wanted == "xlsx":
        from baicheng_cli.views.ledger_book import ledger_workbook

        content = ledger_workbook(seen, rows, columns, desk.version)
    else:
        table = ledger_table(seen, rows, columns, format=wanted)
        content = json_of(table, desk) if wanted == "json" else as_text(table, wanted, raw=raw)
    ours = made_by_us(output, wanted, columns) or made_by_us(output, wanted, usual)
    write_file(output, content, ours, force=force)
    typer.echo(f"已写入 {shown(output)}：{count_words(rows)}", err=True)
    if wanted == "xlsx" and (small := too_small(columns)):
        typer.echo(small, err=True)


def chosen_format(format: str | None, output: Path | None) -> str:
    """The format asked for, or that of the file's suffix. Raises UsageError when they do not go together."""
    from baicheng_cli.cli.show_table import known_format
    from baicheng_cli.errors import UsageError

    wanted = known_format(format, "xlsx") if format is not None else None
    if output is None:
        if wanted == "xlsx":
            raise UsageError("xlsx 不能显示在屏幕上，请用 -o 写到文件，如 -o 台账.xlsx")
        return wanted or "table"
    by_suffix = SUFFIXES.get(output.suffix.lower())
    if by_suffix is None:
        raise UsageError(f"不知道“{output.name}”要写成什么格式；后缀可用：{'、'.join(SUFFIXES)}")
    if wanted not in (None, by_suffix):
        raise UsageError(f"-o 的后缀是 {output.suffix}，--format 却是 {wanted}；去掉 --format，或改文件名")
    return by_suffix


def too_small(columns: LedgerColumns) -> str:
    """A warning when the office's own columns are so wide together that the page must be printed very small."""
    from baicheng_cli.views.excel import LEAST_SCALE, scale

    percent = scale([column.width for column in columns.ledger.shown])
    if percent >= LEAST_SCALE:
        return ""
    least = f"{LEAST_SCALE:.0%}"
    return f"栏目太宽，A3 横向打印要缩到{percent:.0%}（宜不小于{least}）：减小 width，或给次要的栏加 hidden: true"


def made_by_us(file: Path, format: str, columns: LedgerColumns) -> bool | None:
    """Whether an existing file is a ledger that baicheng wrote; `None` when there is none."""
    from baicheng_cli.views.excel import made_here
    from baicheng_cli.views.ledger_list import is_ledger_text

    if not file.is_file():
        return None
    content = file.read_bytes()
    if format == "xlsx":
        return made_here(content)
    return is_ledger_text(content.decode("utf-8-sig", errors="replace"), format, columns)


def json_of(table: Table, desk: Desk) -> str:
    """The ledger's JSON as `--format json` prints it."""
    from baicheng_cli.views.tables import json_text

    day, month = desk.as_of.day.isoformat(), desk.as_of.month
    return json_text(table.kind, desk.envelope(), day, table.items, month=month)

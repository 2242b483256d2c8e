"""Putting an answer on the screen: a rich table on a wide terminal, cards on a narrow one, text in a pipe."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Any

import typer

from baicheng_cli.cli.session import Desk
from baicheng_cli.errors import UsageError, UserError
from baicheng_cli.views import tables
from baicheng_cli.views.tables import Table

NARROW = 80
GAP = 2
"""Blanks between two columns of a table."""

LIGHT_STYLES = {
    "逾期": "bold red",
    "严重滞后": "red",
    "滞后": "yellow",
    "未报送": "magenta",
    "待核定": "cyan",
    "暂不评": "dim",
    "正常": "green",
    "已达目标": "bold green",
    "已办结": "bold green",
    "未报": "bold red",
    "已收待补正": "yellow",
    "缺数": "yellow",
    "迟报": "magenta",
    "按时": "green",
    "补报": "cyan",
    "免报": "dim",
}
"""Colour beside the word, never instead of it."""


def known_format(format: str, *more: str) -> str:
    """The format asked for. Raises UsageError with those there are."""
    known = (*tables.FORMATS, *more)
    if format not in known:
        raise UsageError(f"没有“{format}”这种格式；可用：{'、'.join(known)}")
    return format


def show(table: Table, format: str, desk: Desk, *, raw: bool = False) -> None:
    """Print an answer in one of the formats."""
    if format == "json":
        day, month = desk.as_of.day.isoformat(), desk.as_of.month
        typer.echo(tables.json_text(table.kind, desk.envelope(), day, table.items, month=month), nl=False)
        return
    show_plain(table, format, raw=raw)


def as_text(table: Table, format: str, *, raw: bool = False) -> str:
    """The table as it goes into a pipe or a file."""
    if format == "csv":
        return tables.csv_text(table, raw=raw)
    return tables.markdown(table) if format == "md" else tables.plain(table)


def show_plain(table: Table, format: str, *, raw: bool = False, narrow: int = NARROW) -> None:
    """Print a table without its JSON; only a table on a terminal looks any different from the pipe's text.

    `narrow`: below so many columns it becomes cards.
    """
    if format != "table" or not sys.stdout.isatty():
        typer.echo(as_text(table, format, raw=raw), nl=False)
        return
    width = shutil.get_terminal_size().columns
    widths = tables.column_widths(table, width, GAP)
    if width < narrow or sum(widths) + GAP * len(widths) > width:
        typer.echo(tables.cards(table, width), nl=False)
        return
    _rich_table(table, width, widths)


def show_text(text: str) -> None:
    """Print prose, wrapped on a terminal."""
    text = tables.clean(text)
    if not sys.stdout.isatty():
        typer.echo(text, nl=False)
        return
    width = shutil.get_terminal_size().columns
    for line in text.splitlines():
        blank = " " * (len(line) - len(line.lstrip(" ")))
        first, *more = tables.wrapped(line.strip(" "), max(10, width - len(blank) - 2))
        typer.echo(blank + first)
        for rest in more:
            typer.echo(f"{blank}  {rest}")


def _rich_table(table: Table, width: int, widths: list[int]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table as RichTable
    from rich.text import Text

    colours: Any = None if os.environ.get("NO_COLOR") else "auto"  # rich alone would still print bold and dim
    console = Console(width=width, highlight=False, emoji=False, markup=False, color_system=colours)
    for line in table.head:
        console.print(Text(tables.clean(line), style="bold" if line is table.head[0] else ""))
    shown = RichTable(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, header_style="bold", show_edge=False)
    for column, wide in zip(table.columns, widths, strict=True):
        justify: Any = "right" if column.right else "left"
        shown.add_column(Text("\n".join(tables.wrapped(column.title, wide))), justify=justify, width=wide, no_wrap=True)
    for row in table.rows:
        cells = []
        for column, cell, wide in zip(table.columns, row, widths, strict=True):
            style = LIGHT_STYLES.get(cell, "") if column.light else ""
            cells.append(Text("\n".join(tables.wrapped(tables.clean(cell), wide)), style=style))
        shown.add_row(*cells)
    console.print(shown)
    for line in table.foot:
        console.print(Text(tables.clean(line)))


def write_file(file: Path, content: str | bytes, made_by_us: bool | None, *, force: bool) -> None:
    """Write an output file; one that baicheng did not make is replaced only with `--force`.

    `made_by_us`: what the caller found in the existing file; `None` when there is none. Raises UserError.
    """
    from baicheng_cli.files import write_atomic

    must_be_free(file, made_by_us, force=force)
    write_atomic(file, content)


def must_be_free(file: Path, made_by_us: bool | None, *, force: bool) -> None:
    """Raises UserError where an output file may not be replaced, and UsageError where it cannot be written."""
    if not file.parent.is_dir():
        raise UsageError(f"没有文件夹 {file.parent}，先建好再写")
    if file.is_dir():
        raise UsageError(f"{file} 是文件夹，-o 要写文件名")
    if made_by_us is False and not force:
        raise UserError(
            f"{file} 不是 baicheng 生成的文件，或生成后改过，没有覆盖；确认要覆盖请加 --force，或换一个文件名"
        )

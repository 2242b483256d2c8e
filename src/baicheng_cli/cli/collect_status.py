"""`baicheng collect status`: who owes a report of the month, who reported when, and how."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

import typer

from baicheng_cli.cli.options import AsOf, DataFolder, Format, Month, PlanFile, Raw

if TYPE_CHECKING:
    from baicheng_cli.views.collect_status import Collected


def status(
    month: Month = None,
    as_of: AsOf = None,
    format: Format = "table",
    raw: Raw = False,
    plan: PlanFile = None,
    data: DataFolder = None,
) -> None:
    """报送情况：谁该报、谁没报（在最前）、何时报的；终端和 md 里另有单位×月份表。"""
    from baicheng_cli.cli.collecting import collecting
    from baicheng_cli.cli.show_table import known_format, show
    from baicheng_cli.views.collect_status import matrix_table, status_table
    from baicheng_cli.views.tables import markdown

    known_format(format)
    asked = collecting(plan, data, as_of, month)
    collected = asked.collected()
    show(status_table(collected, format), format, asked.desk, raw=raw)
    if not collected.matrix.units:
        return
    if format == "md":
        typer.echo("\n" + markdown(matrix_table(collected)), nl=False)
    if format == "table" and sys.stdout.isatty():
        typer.echo("")
        _matrix(collected)


def _matrix(collected: Collected) -> None:
    """Units by months on a terminal: as a table where it fits, else unit by unit."""
    from baicheng_cli.cli.show_table import GAP, show_plain
    from baicheng_cli.views.collect_status import matrix_lines, matrix_table
    from baicheng_cli.views.tables import column_widths

    table, width = matrix_table(collected), shutil.get_terminal_size().columns
    widths = column_widths(table, width, GAP)
    if sum(widths) + GAP * len(widths) <= width:
        show_plain(table, "table", narrow=0)
        return
    typer.echo("\n".join(matrix_lines(collected, width)))

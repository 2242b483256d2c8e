"""`baicheng` alone: today's desk."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from baicheng_cli.cli.options import TOP

if TYPE_CHECKING:
    from baicheng_cli.views.desk import Line

WELCOME = """\
这里还没有实施方案：这个文件夹和上级文件夹里都没有 plan/*.yaml。
从头建一个：　　baicheng init
已经有了：　　　到它的文件夹里再运行，或用 baicheng --plan 文件 指明
全部命令：　　　baicheng --help
"""


def desk() -> None:
    """Print today's desk, or how to begin where there is no plan."""
    from baicheng_cli.cli.session import open_desk
    from baicheng_cli.plan.place import plan_files
    from baicheng_cli.progress.issued import load_issued, papers
    from baicheng_cli.views.desk import desk_lines

    named = TOP.plan or os.environ.get("BAICHENG_PLAN")
    if not named and not plan_files(Path.cwd()):
        typer.echo(WELCOME, nl=False)
        return
    opened = open_desk(None, None)
    sent = papers(load_issued(opened.data), opened.as_of.day)
    lines = desk_lines(opened.ledger(), _options(), sent)
    if sys.stdout.isatty():
        _on_terminal(lines)
        typer.echo("\n全部命令：baicheng --help")
        return
    typer.echo("\n".join(" " * line.indent + _clean(line.text) for line in lines))


def _options() -> str:
    """What was said before the command, and the next command needs, too."""
    from baicheng_cli.views.desk import quoted

    given = (("--plan", TOP.plan), ("--data", TOP.data))
    return "".join(f" {option} {quoted(file.as_posix())}" for option, file in given if file is not None)


def _clean(text: str) -> str:
    from baicheng_cli.views.tables import one_line

    return one_line(text)


def _on_terminal(lines: Sequence[Line]) -> None:
    from rich.console import Console
    from rich.text import Text

    from baicheng_cli.cli.show_table import LIGHT_STYLES
    from baicheng_cli.views.tables import wrapped

    width = shutil.get_terminal_size().columns
    colours: Any = None if os.environ.get("NO_COLOR") else "auto"
    console = Console(width=width, highlight=False, emoji=False, markup=False, color_system=colours)
    for line in lines:
        text, first = _clean(line.text), True
        for piece in [text] if line.command else wrapped(text, max(10, width - line.indent)):
            shown = Text(" " * line.indent + piece, style="bold" if line.strong else "")
            if first and line.light is not None:
                word = line.light.word
                shown.stylize(LIGHT_STYLES[word], line.indent, line.indent + len(word))
            console.print(shown, soft_wrap=True)
            first = False

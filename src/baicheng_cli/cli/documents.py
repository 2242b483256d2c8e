"""Reading an issued document for a command, with a bar on the terminal when it takes longer than a second."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from baicheng_cli.errors import UsageError

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from baicheng_cli.document.model import Outline

PATIENCE = 1.0
"""Seconds before a bar appears."""


def open_document(file: Path) -> Outline:
    """The outline of the document in a file. Raises UsageError when it is missing, UserError when unreadable."""
    from baicheng_cli.document.outline import read_outline

    with bar(f"正在读 {file.name}") as tick:
        return read_outline(file, tick)


def document_file(named: Path | None, set_by: str | None, data: Path) -> Path:
    """The document asked for, else the one that the office's settings name. Raises UsageError for neither."""
    if named is not None:
        return named
    if set_by is None:
        raise UsageError("没有说是哪份文件；写上文件，或在设置里写 document: 文件（从数据文件夹算起）")
    return data / set_by


@contextmanager
def bar(title: str) -> Iterator[Callable[[int, int], None]]:
    """Takes how much of how much has been done; shows nothing in a pipe, and nothing in the first second."""
    shown: _Bar | None = None
    begun = monotonic()

    def tick(done: int, of: int) -> None:
        nonlocal shown
        if shown is None and sys.stderr.isatty() and monotonic() - begun > PATIENCE:
            shown = _Bar(title)
        if shown is not None:
            shown.move(done, of)

    try:
        yield tick
    finally:
        if shown is not None:
            shown.progress.stop()


class _Bar:
    """A bar that is on the screen, and is gone when it is done."""

    progress: Progress
    task: TaskID

    def __init__(self, title: str) -> None:
        from rich.console import Console
        from rich.progress import Progress

        self.progress = Progress(console=Console(stderr=True), transient=True)
        self.task = self.progress.add_task(title, total=None)
        self.progress.start()

    def move(self, done: int, of: int) -> None:
        self.progress.update(self.task, completed=done, total=of)

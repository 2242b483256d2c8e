"""Reading the issued document for a command: the one named, else the one that the office's settings name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from baicheng_cli.errors import UsageError

if TYPE_CHECKING:
    from baicheng_cli.document.model import Outline


def open_document(file: Path) -> Outline:
    """The outline of the document in a file. Raises UsageError when it is missing, UserError when unreadable."""
    from baicheng_cli.cli.waiting import bar
    from baicheng_cli.document.outline import read_outline

    with bar(f"正在读 {file.name}") as tick:
        return read_outline(file, tick)


def document_file(named: Path | None, set_by: str | None, data: Path) -> Path:
    """The document asked for, else the one that the settings name. Raises UsageError for neither."""
    if named is not None:
        return named
    if set_by is None:
        raise UsageError("没有说是哪份文件；写上文件，或在设置里写 document: 文件（从数据文件夹算起）")
    return data / set_by

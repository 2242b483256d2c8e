"""Reading the issued document for a command: the one named, else the one that the office's settings name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from baicheng_cli.errors import UsageError

if TYPE_CHECKING:
    from baicheng_cli.cli.session import Desk
    from baicheng_cli.document.model import Outline
    from baicheng_cli.status.ledger import Ledger


def open_document(file: Path) -> Outline:
    """The outline of the document in a file. Raises UsageError when it is missing, UserError when unreadable."""
    from baicheng_cli.cli.waiting import bar
    from baicheng_cli.document.outline import read_outline

    with bar(f"正在读 {file.name}") as tick:
        return read_outline(file, tick)


def quoting(ledger: Ledger, desk: Desk, named: Path | None, *, asked: bool = False) -> Ledger:
    """The ledger with the document's own words for its tasks, where a document is named or set; without one as it is.

    `asked`: somebody wants it quoted, so that there must be one. The settings may name a file that only some
    of the office's machines hold: there a paper goes out without quotations, and it is said. Raises UsageError
    and UserError.
    """
    from dataclasses import replace

    import typer

    from baicheng_cli.document.wording import bodies

    if named is None and desk.settings.document is None and not asked:
        return ledger
    if named is None and not asked:
        try:
            document_file(named, desk.settings.document, desk.data)
        except UsageError as error:
            typer.echo(f"不引原文：{error}", err=True)
            return ledger
    outline = open_document(document_file(named, desk.settings.document, desk.data))
    ids = (standing.id for standing in ledger.standings)
    return replace(ledger, wordings=bodies(outline, ids, ledger.plan.document.numbering))


def document_file(named: Path | None, set_by: str | None, data: Path) -> Path:
    """The document asked for, else the one that the settings name. Raises UsageError where there is none."""
    from baicheng_cli.plan.load import shown
    from baicheng_cli.plan.place import settings_file

    if named is not None:
        return named
    if set_by is None:
        raise UsageError("没有说是哪份文件；写上文件，或在设置里写 document: 文件（从数据文件夹算起）")
    file = data / set_by
    if not file.exists():
        settings = shown(settings_file(data))
        raise UsageError(f"设置里 document 写的文件找不到：{shown(file)}；改 {settings}，或在命令里写明文件")
    return file

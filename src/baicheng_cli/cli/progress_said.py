"""What the commands of `baicheng progress` say of an entry: warnings, what was written, which light it changes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from baicheng_cli.cli.session import Desk
    from baicheng_cli.progress.record import New
    from baicheng_cli.views.effect import Effect


def warn(warnings: Iterable[str]) -> None:
    """What is odd is said, and recorded all the same."""
    for words in warnings:
        typer.echo(f"请核对：{words.removesuffix('，请核对')}", err=True)


def print_entry(
    kind: str,
    new: New,
    file: Path,
    desk: Desk,
    format: str,
    *,
    written: bool,
    effect: Effect | None = None,
) -> None:
    """A new entry: its id and file, or in JSON the whole of it; in a dry run the text that would be written."""
    from baicheng_cli.plan.load import shown
    from baicheng_cli.progress import calendar, store
    from baicheng_cli.views.answers import BLANK_ENTRY
    from baicheng_cli.views.tables import json_text

    if format == "json":
        item: dict[str, Any] = {
            **BLANK_ENTRY,
            **store.as_json(new.entry),
            "unit": new.name,
            "month": new.month,
            "file": shown(file),
            "written": written,
            **(effect.item() if effect is not None else {}),
        }
        day = calendar.today().isoformat()
        typer.echo(json_text(kind, desk.envelope(), day, [item]), nl=False)
        return
    was = new.entry.get("supersedes")
    if written:
        done = f"已更正 {was}，新记录 {new.entry['id']}" if was else f"已记录 {new.entry['id']}"
        typer.echo(f"{done}，写入 {shown(file)}")
    else:
        typer.echo(f"会写入 {shown(file)}：")
        typer.echo(store.entry_text(new.entry), nl=False)
    if effect is not None:
        for line in effect.lines():
            typer.echo(f"  {line}")

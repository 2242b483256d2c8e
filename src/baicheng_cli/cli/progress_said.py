"""What the commands of `baicheng progress` say of an entry: warnings, what was written, which light it changes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from baicheng_cli.cli.session import Desk
    from baicheng_cli.progress.record import New
    from baicheng_cli.progress.store import Recorded
    from baicheng_cli.status.ledger import Ledger
    from baicheng_cli.views.effect import Effect


def warn(*entries: New) -> None:
    """What is odd is said, and recorded all the same; so is what is good to know."""
    for new in entries:
        for words in new.warnings:
            typer.echo(f"请核对：{words.removesuffix('，请核对')}", err=True)
        for words in new.notes:
            typer.echo(f"说明：{words}", err=True)


def whole_ledger(desk: Desk, entries: Sequence[Recorded]) -> Ledger:
    """The ledger of today, with everything that was ever reported."""
    from baicheng_cli.progress import calendar
    from baicheng_cli.status.ledger import Ledger

    as_of = calendar.on_day(calendar.today(), desk.settings.reporting)
    return Ledger(desk.loaded.plan, desk.settings, desk.register, tuple(entries), as_of, desk.settings.demo)


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
    from baicheng_cli.progress import append, calendar, store

    if format == "json":
        from baicheng_cli.views.entry_answers import BLANK_ENTRY
        from baicheng_cli.views.tables import json_text

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
        typer.echo(append.item_text(new.entry), nl=False)
    if effect is not None:
        for line in effect.lines():
            typer.echo(f"  {line}")


def print_reviews(
    reports: Sequence[Recorded],
    reviews: Sequence[New],
    effects: Sequence[Effect],
    desk: Desk,
    format: str,
    *,
    written: bool,
) -> None:
    """What the office found on each report, where it is written, and which light it changes."""
    from baicheng_cli.plan.load import shown
    from baicheng_cli.progress import append, calendar, store
    from baicheng_cli.views.entry_answers import review_item
    from baicheng_cli.views.tables import json_text

    rows = list(zip(reports, reviews, effects, strict=True))
    files = [shown(store.sidecar_file(desk.data, new.month, new.unit)) for new in reviews]
    if format == "json":
        items = [
            {**review_item(desk.register.shown(old.subject, old.entry.date), store.as_json(new.entry), new.month),
             "file": file, "written": written, **effect.item()}
            for (old, new, effect), file in zip(rows, files, strict=True)
        ]  # fmt: skip
        typer.echo(json_text("review", desk.envelope(), calendar.today().isoformat(), items), nl=False)
        return
    for (old, new, effect), file in zip(rows, files, strict=True):
        verdict = new.entry["review"]["verdict"]
        who = f"{desk.register.shown(old.subject, old.entry.date)}{old.month}"
        if written:
            typer.echo(f"已{verdict} {old.entry.id}（{who}），写入 {file}")
        else:
            typer.echo(f"会写入 {file}：")
            typer.echo(append.item_text(new.entry), nl=False)
        for line in effect.lines():
            typer.echo(f"  {line}")

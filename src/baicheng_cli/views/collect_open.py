"""What opening a month (开账) wrote: a form for every unit that owes a report."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from baicheng_cli.plan.load import shown
from baicheng_cli.status.ledger import Ledger
from baicheng_cli.status.reporting import owed
from baicheng_cli.views.answers import head_of
from baicheng_cli.views.tables import Column, Table
from baicheng_cli.words import day_words, full_month_words, weekday_words

NEW, KEPT, AGAIN, ASIDE = "新写", "已有，没有覆盖", "重写", "重写，原表另存"


class Opened(NamedTuple):
    """One unit's form as a file, and what became of it."""

    unit: str
    """Id."""
    tasks: tuple[str, ...]
    file: Path
    content: bytes
    """As it was sent, whatever somebody has filled in since."""
    done: str


def open_table(ledger: Ledger, month: str, found: Sequence[Opened], archive: Path | None) -> Table:
    """Which forms lie where; under it how many, and what to do with them."""
    columns = (
        Column("序号", right=True),
        Column("单位"),
        Column("应报任务", right=True),
        Column("填报表"),
        Column("情况"),
    )
    rows = tuple(_row(ledger, one) for one in found)
    items = tuple(
        {
            "id": one.unit,
            "unit": ledger.name(one.unit),
            "tasks": list(one.tasks),
            "file": shown(one.file),
            "written": one.done != KEPT,
            "office": one.unit == ledger.settings.office,
        }
        for one in found
    )
    until = ledger.submit_by(month)
    units = len(owed(ledger, month))
    title = f"{full_month_words(month)}填报表　应报{units}个单位"
    head = (*head_of(ledger), f"{title}　报送截止{day_words(until, ledger.day)}（{weekday_words(until)}）")
    return Table("collect_open", columns, rows, items, head, tuple(_foot(month, found, archive)))


def _row(ledger: Ledger, one: Opened) -> tuple[str, ...]:
    office = "（本办）" if one.unit == ledger.settings.office else ""
    place = str(ledger.register.order(one.unit) + 1)
    return place, ledger.name(one.unit) + office, f"{len(one.tasks)}项", one.file.name, one.done


def _foot(month: str, found: Sequence[Opened], archive: Path | None) -> list[str]:
    kept = sum(one.done == KEPT for one in found)
    folder = shown(found[0].file.parent) if found else ""
    counts = [f"写了{len(found) - kept}份" if len(found) > kept else "", f"{kept}份已有，没有覆盖" if kept else ""]
    lines = [f"{folder}/：{'，'.join(filter(None, counts))}"]
    if kept:
        lines.append("要重写已有的，加 --force")
    if archive is not None:
        lines.append(f"压缩包：{shown(archive)}")
    return [
        *lines,
        f"下一步：发给各单位；收回来用 baicheng forms read 读入，用 baicheng collect status --month {month} 看谁没报",
    ]

"""What keeps a month from being complete: reports missing, to be mended or without figures, and files with errors."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from baicheng_cli.diagnostics import Finding
from baicheng_cli.plan.load import shown
from baicheng_cli.progress import deliveries, store
from baicheng_cli.status.reporting import Report
from baicheng_cli.views.collect_status import Collected, status_head
from baicheng_cli.views.tables import Column, Table

IN_THE_WAY = (Report.MISSING, Report.TO_MEND, Report.NO_DATA)


def of_month(found: Iterable[Finding], data: Path, month: str) -> list[Finding]:
    """The findings that lie in a month's files: what units reported, the month's record, the forms that came."""
    folders = tuple(f"{shown(home(data) / month)}/" for home in (store.folder, deliveries.folder))
    return [one for one in found if one.place.file.startswith(folders)]


def check_table(collected: Collected, errors: Sequence[Finding]) -> Table:
    """One row for everything that is in the way; none: the month is complete."""
    columns = (Column("类别"), Column("单位或文件"), Column("情况"), Column("说明"))
    ledger = collected.ledger
    rows: list[tuple[str, ...]] = []
    items: list[dict[str, Any]] = []
    for one in collected.in_order():
        if one.state not in IN_THE_WAY:
            continue
        faults = "；".join(collected.faults(one))
        lacking = f"缺{collected.clauses(one.lacking)}" if one.lacking else ""
        rows.append(("报送", ledger.name(one.unit), collected.state_word(one.state), faults or lacking))
        items.append(_item("report", one.state.value, collected.state_word(one.state), faults or lacking) | {
            "id": one.unit,
            "unit": ledger.name(one.unit),
            "lacking": list(one.lacking),
        })  # fmt: skip
    for found in errors:
        place = found.place
        rows.append(("填报文件", f"{place.file}:{place.line}:{place.column}", found.code, found.message))
        items.append(_item("finding", found.code, "", found.message) | {
            "file": place.file,
            "line": place.line,
            "column": place.column,
        })  # fmt: skip
    return Table(
        "progress_check", columns, tuple(rows), tuple(items), status_head(collected), (_verdict(collected, rows),)
    )


def _item(kind: str, code: str, text: str, message: str) -> dict[str, Any]:
    return {
        "kind": kind,
        "code": code,
        "text": text or None,
        "message": message or None,
        "id": None,
        "unit": None,
        "lacking": [],
        "file": None,
        "line": None,
        "column": None,
    }


def _verdict(collected: Collected, rows: Sequence[tuple[str, ...]]) -> str:
    if not rows and not collected.came:
        return "通过：没有应报送的单位，填报文件没有错误"
    if not rows:
        return "通过：该报的都报了，填报文件没有错误"
    reports = sum(row[0] == "报送" for row in rows)
    said = [
        f"{reports}个单位没有报齐" if reports else "",
        f"填报文件有{len(rows) - reports}处错误" if len(rows) > reports else "",
    ]
    return f"不通过：{'，'.join(filter(None, said))}"

"""A plan of a few lines, for tests that look at one thing: four units, two collectives, items in sight."""

from __future__ import annotations

from datetime import date
from textwrap import dedent
from typing import Any

import yaml

from baicheng_cli.plan.model import Plan
from baicheng_cli.plan.settings import Settings
from baicheng_cli.plan.units import Register
from baicheng_cli.progress.calendar import of_month, on_day
from baicheng_cli.progress.model import Sidecar
from baicheng_cli.progress.store import Recorded
from baicheng_cli.status.ledger import Ledger

UNITS = """
- {id: jia, names: [{name: 甲局}]}
- {id: yi, names: [{name: 乙局, until: 2019-06-30}, {name: 乙委, from: 2019-07-01}]}
- {id: bing, names: [{name: 丙局}]}
- {id: ban, names: [{name: 某办}]}
"""
COLLECTIVES = """
- {id: jiedao, name: 各街道}
- {id: leads, name: 各牵头单位, members: leads}
"""
PARK = (
    '{id: "3.1", title: 公园, lead: [甲局], indicators: [{id: a, name: 公园, exactly: 4, unit: 座, due: 2019-12-31}]}'
)


def read(text: str) -> Any:
    """YAML with every scalar as text, as our own reader gives it."""
    return yaml.load(dedent(text), yaml.BaseLoader)


def ledger_of(items: str, *, entries: str = "", settings: str = "", month: str = "", day: str = "") -> Ledger:
    """A ledger: items of 3 are tasks, of 4 measures; an entry names its unit (else 甲局), its month is its date's."""
    tasks = [item for item in read(items) if item["id"][0] == "3"]
    measures = [item for item in read(items) if item["id"][0] == "4"]
    chapters = [{"id": "3", "title": "任务", "kind": "tasks", "items": tasks}]
    if measures:
        chapters.append({"id": "4", "title": "措施", "kind": "measures", "items": measures})
    plan = Plan.model_validate(
        {
            "schema": "1",
            "document": {"title": "示例方案", "number": "示例〔2019〕1号", "issuer": "某区", "issued": "2019-04-14"},
            "period": {"start": "2019-01-01", "end": "2019-12-31"},
            "units": read(UNITS),
            "collectives": read(COLLECTIVES),
            "chapters": chapters,
        }
    )
    chosen = Settings.model_validate({"office": "ban", **(read(settings) or {})})
    register = Register(plan, chosen.new_members())
    recorded = tuple(_recorded(read(entries) or [], register))
    asked = date.fromisoformat(day) if day else None
    reporting = chosen.reporting
    view = of_month(month, reporting, asked) if month else on_day(asked or date(2019, 9, 25), reporting)
    return Ledger(plan, chosen, register, recorded, view)


def _recorded(typed: list[dict[str, Any]], register: Register) -> list[Recorded]:
    found = []
    for number, one in enumerate(typed):
        unit = one.pop("unit", "甲局")
        entry = {"id": "zzzzzzz" + "abcdefghijklmnopqrstuvwxyz"[number], "task": "3.1", **one}
        month = entry["date"][:7]
        side = Sidecar.model_validate({"schema": "1", "unit": unit, "month": month, "entries": [entry]})
        id = register.id_of(unit)
        assert id is not None, unit
        found.append(Recorded(side.entries[0], month, id, id, "", number))
    return sorted(found, key=lambda one: one.order)

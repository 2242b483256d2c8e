"""Every case worked by hand in tests/data/status_*.yaml: the code is made to agree with them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from baicheng_cli.plan.model import Plan
from baicheng_cli.plan.settings import Settings
from baicheng_cli.plan.units import Register
from baicheng_cli.progress.calendar import of_month, on_day
from baicheng_cli.progress.model import Sidecar
from baicheng_cli.progress.store import Recorded
from baicheng_cli.status.ledger import Ledger

DATA = Path(__file__).parent / "data"
UNITS = {"jia": "甲局", "yi": "乙局", "bing": "丙局", "ban": "某办"}


def _cases() -> list[Any]:
    """Every scalar as text, as our own reader gives it."""
    found = []
    for file in sorted(DATA.glob("status_*.yaml")):
        for case in yaml.load(file.read_text("utf-8"), yaml.BaseLoader)["cases"]:
            found.append(pytest.param(case, id=f"{file.stem}: {case['name']}"))
    return found


def _ledger(case: dict[str, Any]) -> Ledger:
    item = {"title": "示例任务", "support": ["乙局"], **case.get("item", {})}
    kind = item.pop("kind", "task")
    if kind == "task":
        item = {"id": "3.1", "lead": ["甲局"], **item}
    else:
        item.pop("support")
        item = {"id": "4.1", "responsible": ["甲局"], **item}
    chapter = {"id": item["id"][0], "title": "示例", "kind": f"{kind}s", "items": [item]}
    plan = Plan.model_validate(
        {
            "schema": "1",
            "document": {"title": "示例方案", "number": "示例〔2019〕1号", "issuer": "某区", "issued": "2019-04-14"},
            "period": {"start": "2019-01-01", "end": "2019-12-31"},
            "units": [{"id": id, "names": [{"name": name}]} for id, name in UNITS.items()],
            "collectives": [{"id": "jiedao", "name": "各街道"}],
            "chapters": [chapter],
        }
    )
    settings = Settings.model_validate({"office": "ban", **case.get("settings", {})})
    register = Register(plan, settings.new_members())
    entries = tuple(_recorded(case.get("entries", []), register, item["id"]))
    day = date.fromisoformat(case["as_of"]) if "as_of" in case else None
    if "month" in case:
        view = of_month(case["month"], settings.reporting, day)
    else:
        assert day is not None
        view = on_day(day, settings.reporting)
    return Ledger(plan, settings, register, entries, view)


def _recorded(typed: list[dict[str, Any]], register: Register, task: str) -> list[Recorded]:
    found = []
    for number, one in enumerate(typed):
        unit, month = one.pop("unit", "甲局"), one.pop("month", one["date"][:7])
        entry = {"id": "zzzzzzz" + "abcdefghijklmnopqrstuvwxyz"[number], "task": task, **one}
        side = Sidecar.model_validate({"schema": "1", "unit": unit, "month": month, "entries": [entry]})
        id = register.id_of(unit)
        subject = register.id_of(one["for"]) if "for" in one else id
        assert id and subject
        found.append(Recorded(side.entries[0], month, id, subject, "", number))
    return sorted(found, key=lambda one: one.order)


@pytest.mark.parametrize("case", _cases())
def test_the_code_agrees_with_a_case_worked_by_hand(case: dict[str, Any]) -> None:
    [standing] = _ledger(case).standings
    expect = case["expect"]
    assert standing.judgement.sentence == expect["reason"], case["why"]
    assert standing.judgement.light.value == expect["code"]
    assert list(standing.judgement.tags) == expect["tags"]
    for id, wanted in expect.get("parts", {}).items():
        state = standing.part(id)
        found = {"code": state.judgement.light.value, "rate": state.rate, "due_rate": state.due_rate, "gap": state.gap}
        for key, value in wanted.items():
            if key == "code":
                assert found[key] == value, id
            else:
                number = None if value in ("null", "") else Decimal(value)
                assert found[key] == number, (id, key)


def test_there_are_at_least_forty_cases() -> None:
    assert len(_cases()) >= 40

"""What tests share: a plan whose interesting lines stand in the test's own docstring."""

from __future__ import annotations

from inspect import cleandoc

import pytest

from baicheng_cli.plan.model import Plan
from baicheng_cli.yaml_source import Source

HERE = "‸"
"""Stands in a text where something must be found; taken out before anything reads it."""

FILLED_IN = {
    "schema": "schema: 1",
    "document": "document: {title: 示例方案, number: 示例〔2019〕1号, issuer: 某区, issued: 2019-04-14}",
    "period": "period: {start: 2019-01-01, end: 2019-12-31}",
    "units": "units: [{id: chengguan, names: [{name: 区城管局}]}, {id: nongwei, names: [{name: 区农委}]}]",
    "collectives": "collectives: [{id: jiedao, name: 各街道办事处}]",
    "chapters": 'chapters: [{id: "3", title: 任务, items: [{id: "3.1", title: 公园, lead: [区城管局]}]}]',
}


def plan_source(text: str) -> Source:
    """A plan file with these lines at its top; the keys that are not in sight are filled in below them."""
    text = cleandoc(text)
    rest = [line for key, line in FILLED_IN.items() if f"\n{key}:" not in f"\n{text}"]
    return Source("plan.yaml", "\n".join((text, *rest)) + "\n")


def unmarked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without its marks, and the line and column of each of them."""
    places = []
    for number, line in enumerate(text.split("\n"), 1):
        while HERE in line:
            places.append((number, line.index(HERE) + 1))
            line = line.replace(HERE, "", 1)
    return text.replace(HERE, ""), places


@pytest.fixture
def source(request: pytest.FixtureRequest) -> Source:
    """The file in the test's docstring."""
    return plan_source(request.function.__doc__)


@pytest.fixture
def plan(source: Source) -> Plan:
    """The plan in the test's docstring."""
    return Plan.model_validate(source.data)

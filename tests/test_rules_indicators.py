"""Targets: each rule with the lines that break it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from conftest import plan_source

from baicheng_cli.plan.model import Plan
from baicheng_cli.rules import indicators
from baicheng_cli.rules.engine import Rule

INDICATOR = ("chapters", 0, "items", 0, "indicators", 0)
AT_THE_INDICATOR: tuple[str | int, ...] = ()


def plan_with(*written: str) -> Plan:
    """A plan whose one task has these indicators."""
    parts = ", ".join(f"{{{one}}}" for one in written)
    item = f'{{id: "3.1", title: 公园, lead: [区城管局], indicators: [{parts}]}}'
    return Plan.model_validate(plan_source(f'chapters: [{{id: "3", title: 任务, items: [{item}]}}]').data)


@pytest.mark.parametrize(
    ("rule", "written", "at", "message"),
    [
        (indicators.no_operator, "unit: 座", AT_THE_INDICATOR, "绿地没有目标值"),
        (indicators.no_operator, "unit: 座, stages: []", AT_THE_INDICATOR, "绿地没有目标值"),
        (
            indicators.no_operator,
            "unit: 座, stages: [{exactly: 1, due: 2019-06-30}, {due: 2019-12-31}]",
            ("stages", 1),
            "绿地的一个阶段没有目标值",
        ),
        (indicators.two_operators, "exactly: 5, at_least: 4", ("at_least",), "绿地同时写了 exactly、at_least"),
        (indicators.two_operators, "at_most: 5, exactly: external", ("at_most",), "绿地同时写了 exactly、at_most"),
        (
            indicators.two_operators,
            "stages: [{about: 5, at_most: 6, due: 2019-12-31}]",
            ("stages", 0, "about"),
            "绿地同时写了 at_most、about",
        ),
        (indicators.range_backwards, "at_least: 90, at_most: 80.5", ("at_most",), "绿地的下限90高于上限80.5"),
        (indicators.no_unit_of_measure, "exactly: 5", AT_THE_INDICATOR, "绿地没有计量单位"),
        (
            indicators.stages_and_own_target,
            "exactly: 5, stages: [{exactly: 5, due: 2019-12-31}]",
            ("exactly",),
            "绿地已分阶段，exactly 不会起作用",
        ),
        (
            indicators.stages_and_own_target,
            "strive: true, stages: [{exactly: 5, due: 2019-12-31}]",
            ("strive",),
            "绿地已分阶段，strive 不会起作用",
        ),
        (indicators.nothing_wanted, "exactly: 0, unit: 座", ("exactly",), "绿地的目标是0座"),
        (indicators.nothing_wanted, "at_most: -3, unit: 座", ("at_most",), "绿地的目标是-3座"),
        (indicators.more_than_all, 'at_least: 950, unit: "%"', ("at_least",), "绿地的目标是950%，超过100%"),
        (indicators.odd_unit_of_measure, "exactly: 5, unit: 5座", ("unit",), "绿地的计量单位写成了“5座”"),
        (indicators.odd_unit_of_measure, "exactly: 5, unit: ％", ("unit",), "绿地的计量单位写成了“％”"),
        (
            indicators.sum_of_rates,
            'exactly: 5, unit: "%", each: 各街道办事处',
            ("each",),
            "绿地的计量单位是%，各成员的数不能相加",
        ),
    ],
)
def test_a_target_that_cannot_be_is_found_at_its_place(
    rule: Rule[Any], written: str, at: Sequence[str | int], message: str
) -> None:
    found = list(rule.check(plan_with(f"id: a, name: 绿地, {written}")))
    assert [said[:2] for said in found] == [((*INDICATOR, *at), message)]


@pytest.mark.parametrize(
    ("rule", "written"),
    [
        (indicators.no_operator, "exactly: external"),
        (indicators.no_operator, "stages: [{exactly: 1, due: 2019-06-30}]"),
        (indicators.two_operators, "at_least: 80, at_most: 90"),
        (indicators.range_backwards, "at_least: 80, at_most: external"),
        (indicators.range_backwards, "at_least: 80, at_most: 80"),
        (indicators.nothing_wanted, "at_most: 0"),
        (indicators.nothing_wanted, "exactly: external"),
        (indicators.more_than_all, "exactly: 182, unit: 套"),
        (indicators.more_than_all, 'exactly: 100, unit: "%"'),
        (indicators.odd_unit_of_measure, "exactly: 5, unit: m2"),
        (indicators.odd_unit_of_measure, "exactly: 5, unit: 人/10万人"),
        (indicators.sum_of_rates, "exactly: 5, unit: 个, each: 各街道办事处"),
    ],
)
def test_a_target_that_can_be_is_let_be(rule: Rule[Any], written: str) -> None:
    assert list(rule.check(plan_with(f"id: a, name: 绿地, {written}"))) == []


def test_growth_may_be_more_than_a_hundred_per_cent() -> None:
    assert list(indicators.more_than_all.check(plan_with('id: a, name: 绿地增长率, at_least: 120, unit: "%"'))) == []


def test_the_unit_of_measure_is_offered_without_the_number() -> None:
    [(_, *words)] = indicators.odd_unit_of_measure.check(
        plan_with("id: a, name: 绿地, exactly: 5, unit: 约5.5万平方米")
    )
    assert words[1] == "改为 万平方米"


def test_two_parts_of_one_name_are_found_at_the_second(plan: Plan) -> None:
    """
    chapters:
      - id: "3"
        title: 任务
        items:
          - id: "3.1"
            title: 公园
            lead: [区城管局]
            indicators:
              - {id: a, name: 绿地, exactly: 1, unit: 座}
              - {id: b, name: 绿地, exactly: 2, unit: 座}
            milestones: [{id: m1, title: 绿地}]
    """
    found = list(indicators.shared_name.check(plan))
    assert [said[:2] for said in found] == [
        (("chapters", 0, "items", 0, "indicators", 1, "name"), "“绿地”和 3.1.a 同名"),
        (("chapters", 0, "items", 0, "milestones", 0, "title"), "“绿地”和 3.1.a 同名"),
    ]

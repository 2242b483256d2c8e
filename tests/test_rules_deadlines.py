"""Dates: each rule with the lines that break it."""

from __future__ import annotations

import pytest
from conftest import plan_source

from baicheng_cli.plan.model import Plan
from baicheng_cli.rules import deadlines

INDICATOR = ("chapters", 0, "items", 0, "indicators", 0)


def plan_with(indicator: str, top: str = "") -> Plan:
    """A plan whose one task has this indicator; `top`: lines of its own at the top."""
    item = f'{{id: "3.1", title: 公园, lead: [区城管局], indicators: [{{id: a, name: 绿地, unit: 座, {indicator}}}]}}'
    return Plan.model_validate(plan_source(f'{top}\nchapters: [{{id: "3", title: 任务, items: [{item}]}}]').data)


def test_the_period_ends_after_it_begins(plan: Plan) -> None:
    """
    period: {start: 2019-01-01, end: 2018-12-31}
    chapters:
      - id: "3"
        title: 任务
        items:
          - {id: "3.1", title: 公园, lead: [区城管局], milestones: [{id: m1, title: 公园, due: 2019-12-31}]}
    """
    [(path, message, *_)] = deadlines.period_backwards.check(plan)
    assert path == ("period", "end")
    assert message == "实施期止于2018-12-31，早于起日2019-01-01"
    assert list(deadlines.outside_the_period.check(plan)) == []


def test_a_part_that_was_due_before_the_document_was_issued_is_odd() -> None:
    [(path, message, *_)] = deadlines.due_before_issue.check(plan_with("exactly: 1, due: 2019-04-13"))
    assert path == (*INDICATOR, "due")
    assert message == "绿地的完成时限2019-04-13早于印发日2019-04-14"
    assert list(deadlines.due_before_issue.check(plan_with("exactly: 1, due: 2019-04-14"))) == []


def test_a_day_that_is_outside_the_period_anyway_is_said_once() -> None:
    plan = plan_with("exactly: 1, due: 2018-12-31")
    assert list(deadlines.due_before_issue.check(plan)) == []
    assert len(list(deadlines.outside_the_period.check(plan))) == 1


def test_a_wrong_year_of_issue_is_said_once_and_not_at_every_part() -> None:
    top = "document: {title: 方案, number: 1号, issuer: 某区, issued: 2091-04-14}"
    plan = plan_with("exactly: 1, due: 2019-12-31", top)
    [(path, message, *_)] = deadlines.issued_too_late.check(plan)
    assert path == ("document", "issued")
    assert message == "印发日2091-04-14晚于实施期止日2019-12-31"
    assert list(deadlines.due_before_issue.check(plan)) == []


@pytest.mark.parametrize(
    ("written", "at", "message"),
    [
        ("exactly: 1, start: 2019-05-01, due: 2019-05-01", None, None),
        ("exactly: 1, start: 2019-05-02, due: 2019-05-01", ("due",), "绿地的完成时限2019-05-01早于起始日2019-05-02"),
        (
            "start: 2019-05-02, stages: [{exactly: 1, due: 2019-05-01}]",
            ("stages", 0, "due"),
            "绿地的完成时限2019-05-01早于起始日2019-05-02",
        ),
    ],
)
def test_nothing_is_due_before_it_starts(written: str, at: tuple[str | int, ...] | None, message: str | None) -> None:
    found = list(deadlines.due_before_start.check(plan_with(written)))
    assert [said[:2] for said in found] == ([] if at is None else [((*INDICATOR, *at), message)])


@pytest.mark.parametrize(
    ("written", "at", "day"),
    [
        ("exactly: 1, due: 2019-12-31", None, ""),
        ("exactly: 1, due: 2020-12-31, due_words: 力争到2020年", None, ""),
        ("exactly: 1, due: 2020-01-01", ("due",), "完成时限2020-01-01"),
        ("exactly: 1, due: 2018-12-31", ("due",), "完成时限2018-12-31"),
        ("exactly: 1, start: 2018-12-31, due: 2019-12-31", ("start",), "起始日2018-12-31"),
        ("stages: [{exactly: 1, due: 2020-12-31}]", ("stages", 0, "due"), "完成时限2020-12-31"),
    ],
)
def test_a_day_outside_the_period_needs_the_words_of_the_document(
    written: str, at: tuple[str | int, ...] | None, day: str
) -> None:
    found = list(deadlines.outside_the_period.check(plan_with(written)))
    expected = [((*INDICATOR, *at), f"绿地的{day}在实施期（2019-01-01至2019-12-31）之外")] if at else []
    assert [said[:2] for said in found] == expected


def test_a_milestone_has_its_days_too(plan: Plan) -> None:
    """
    chapters:
      - id: "3"
        title: 任务
        items:
          - {id: "3.1", title: 公园, lead: [区城管局], milestones: [{id: m1, title: 公园开工, due: 2020-12-31}]}
    """
    [(path, *_)] = deadlines.outside_the_period.check(plan)
    assert path == ("chapters", 0, "items", 0, "milestones", 0, "due")


@pytest.mark.parametrize(
    ("stages", "at", "message"),
    [
        ("{exactly: 50, due: 2019-06-30}, {exactly: 100, due: 2019-12-31}", None, None),
        ("{exactly: 50, due: 2019-06-30}, {exactly: external, due: 2019-12-31}", None, None),
        ("{at_most: 50, due: 2019-06-30}, {at_most: 30, due: 2019-12-31}", None, None),
        (
            "{exactly: 50, due: 2019-12-31}, {exactly: 100, due: 2019-12-31}",
            "due",
            "绿地的后一阶段2019-12-31不晚于前一阶段2019-12-31",
        ),
        ("{exactly: 50, due: 2019-06-30}, {at_least: 40, due: 2019-12-31}", "at_least", "绿地的目标由50座降到40座"),
        ("{at_most: 30, due: 2019-06-30}, {at_most: 50, due: 2019-12-31}", "at_most", "绿地的上限由30座放宽到50座"),
    ],
)
def test_stages_go_forward(stages: str, at: str | None, message: str | None) -> None:
    found = list(deadlines.stages_backwards.check(plan_with(f"stages: [{stages}]")))
    assert [said[:2] for said in found] == ([] if at is None else [((*INDICATOR, "stages", 1, at), message)])


def test_a_baseline_lies_before_the_start() -> None:
    plan = plan_with("exactly: 1, baseline: {value: 3, on: 2019-06-30}")
    [(path, message, *_)] = deadlines.late_baseline.check(plan)
    assert path == (*INDICATOR, "baseline", "on")
    assert message == "绿地的基期2019-06-30晚于起始日2019-01-01"
    assert list(deadlines.late_baseline.check(plan_with("exactly: 1, baseline: {value: 3, on: 2018-12-31}"))) == []

"""The office's settings: documented defaults, rosters, and the arithmetic of months."""

from __future__ import annotations

from decimal import Decimal
from textwrap import dedent

import pytest
from pydantic import ValidationError

from baicheng_cli.plan.model import Plan
from baicheng_cli.plan.settings import WHOLE, Settings, month_after, month_of, months_between
from baicheng_cli.yaml_source import Source


def settings(text: str) -> Settings:
    return Settings.model_validate(Source("settings.yaml", dedent(text)).data)


def plan_issued(day: str) -> Plan:
    return Plan.model_validate(
        {
            "schema": "1",
            "document": {"title": "示例方案", "number": "示例〔2019〕1号", "issuer": "某区", "issued": day},
            "period": {"start": "2019-01-01", "end": "2019-12-31"},
            "chapters": [{"id": "3", "title": "重点工作"}],
        }
    )


@pytest.mark.parametrize("made", [Settings.model_construct(), Settings(), Settings.model_validate({"schema": "1"})])
def test_without_a_file_every_documented_default_holds(made: Settings) -> None:
    reporting, judge = made.reporting, made.judge
    assert (reporting.every, reporting.data_until, reporting.submit_by, reporting.of) == ("month", 25, 25, "same")
    assert (reporting.first_month, reporting.who, reporting.measures) == (None, "lead", False)
    assert (judge.from_, judge.pace, judge.behind, judge.far_behind) == (None, "month", Decimal(10), Decimal(30))
    assert (judge.due_soon_days, judge.within, judge.whole) == (30, Decimal(2), WHOLE)
    assert WHOLE == ("座", "条", "套", "个", "处", "家", "项", "件", "台", "户", "所")
    assert (made.demo, made.office, made.rosters, made.tasks) == (False, None, {}, {})
    assert made.task("3.3").routine is False


@pytest.mark.parametrize(
    ("issued", "first", "judged"),
    [("2019-04-14", "2019-05", "2019-06"), ("2019-11-30", "2019-12", "2020-01"), ("2019-12-01", "2020-01", "2020-02")],
)
def test_reports_begin_the_month_after_issue_and_judging_the_next(issued: str, first: str, judged: str) -> None:
    plan = plan_issued(issued)
    assert (Settings().first_month(plan), Settings().judged_from(plan)) == (first, judged)


def test_both_beginnings_may_be_set() -> None:
    plan = plan_issued("2019-04-14")
    later = settings("{schema: 1, reporting: {first_month: 2019-07}}")
    assert (later.first_month(plan), later.judged_from(plan)) == ("2019-07", "2019-08")
    both = settings("{schema: 1, reporting: {first_month: 2019-07}, judge: {from: 2019-07}}")
    assert both.judged_from(plan) == "2019-07"


ROSTERS = """
schema: 1
office: tizhiban
rosters:
  jiedao: [{id: linshan, name: 林山寨街道}, {id: tongbai, name: 桐柏路街道}, 区城管局]
tasks:
  "3.8":
    office_due: 2019-11-30
    routine: true
    schedule: [{indicator: a, by: 2019-06, value: 2.5}]
    rosters: {jiedao: [{id: linshan, name: 林山寨街道}], xiangguan: [{id: hanghai, name: 航海西路街道}]}
"""


def test_a_roster_of_a_task_goes_before_that_of_the_plan() -> None:
    office = settings(ROSTERS)
    assert [one.name for one in office.roster("jiedao")] == ["林山寨街道", "桐柏路街道", "区城管局"]
    assert [one.name for one in office.roster("jiedao", "3.8")] == ["林山寨街道"]
    assert [one.name for one in office.roster("jiedao", "3.3")] == ["林山寨街道", "桐柏路街道", "区城管局"]
    assert office.roster("xiangguan") == ()
    assert [one.id for one in office.roster("xiangguan", "3.8")] == ["hanghai"]


def test_members_with_an_id_of_their_own_are_new_units_each_once() -> None:
    assert [(unit.id, unit.names[0].name) for unit in settings(ROSTERS).new_members()] == [
        ("linshan", "林山寨街道"),
        ("tongbai", "桐柏路街道"),
        ("hanghai", "航海西路街道"),
    ]


def test_a_task_has_its_own_settings() -> None:
    task = settings(ROSTERS).task("3.8")
    [point] = task.schedule
    assert (str(task.office_due), task.routine) == ("2019-11-30", True)
    assert (point.indicator, point.by, point.value) == ("a", "2019-06", Decimal("2.5"))


@pytest.mark.parametrize(
    "wrong",
    [
        "reporting: {data_until: 0}",
        "reporting: {submit_by: 32}",
        "reporting: {of: 下月}",
        "reporting: {every: week}",
        "reporting: {first_month: 2019-13}",
        "judge: {pace: week}",
        "judge: {behind: 10%}",
        "office: 区百城提质办",
        "tasks: {三（三）: {routine: true}}",
        "holidays: []",
    ],
)
def test_a_setting_that_cannot_be_is_refused(wrong: str) -> None:
    with pytest.raises(ValidationError):
        settings(f"schema: 1\n{wrong}\n")


@pytest.mark.parametrize(
    ("month", "by", "after"),
    [
        ("2019-09", 1, "2019-10"),
        ("2019-12", 1, "2020-01"),
        ("2019-01", -1, "2018-12"),
        ("2019-09", 0, "2019-09"),
        ("2019-09", 28, "2022-01"),
        ("2019-09", -21, "2017-12"),
    ],
)
def test_months_are_counted_over_years(month: str, by: int, after: str) -> None:
    assert month_after(month, by) == after


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [
        ("2019-01", "2019-12", 12),
        ("2019-01", "2019-09", 9),
        ("2019-09", "2019-09", 1),
        ("2020-01", "2020-12", 12),
        ("2019-11", "2020-02", 4),
        ("2019-09", "2019-08", 0),
        ("2020-01", "2019-01", 0),
    ],
)
def test_months_between_two_are_both_counted(first: str, last: str, count: int) -> None:
    assert months_between(first, last) == count


def test_the_month_of_a_day_is_text_that_sorts() -> None:
    assert month_of(plan_issued("2019-04-14").document.issued) == "2019-04"

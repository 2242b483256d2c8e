"""Asking the ledger: a unit's items in their order, filters, due days, clauses, counts."""

from __future__ import annotations

from datetime import date

import pytest
from small_plan import PARK, ledger_of

from baicheng_cli.errors import UsageError, UserError
from baicheng_cli.plan.model import Collective
from baicheng_cli.status import select
from baicheng_cli.status.ledger import Ledger
from baicheng_cli.status.lights import Light, light_named
from baicheng_cli.status.select import (
    due_of,
    find_item,
    find_task,
    indicators,
    role_named,
    tasks_of,
    units,
)

ROLES = """
- {id: "3.1", title: 修路, lead: [乙局], support: [甲局, 各街道]}
- {id: "3.2", title: 治水, lead: [甲局], support: [各街道]}
- id: "3.3"
  title: 治脏
  lead: [甲局]
  items:
    - {id: "3.3.1", title: 背街小巷, support: [乙局]}
    - {id: "3.3.2", title: 集市, lead: [丙局], support: [各街道]}
- {id: "4.1", title: 机制, responsible: [某办, 甲局]}
- {id: "4.2", title: 协调, responsible: [某办, 各牵头单位]}
"""


def listed(ledger: Ledger, unit: str) -> list[tuple[str, str | None, str | None]]:
    return [(one.task.id, one.role, one.via) for one in tasks_of(ledger, ledger.register.find(unit))]


def test_a_unit_has_what_it_leads_then_answers_for_then_supports_then_what_reaches_it_through_a_collective() -> None:
    assert listed(ledger_of(ROLES), "甲局") == [
        ("3.2", "lead", None),
        ("3.3.1", "lead", None),
        ("4.1", "responsible", None),
        ("3.1", "support", None),
        ("4.2", "responsible", "各牵头单位"),
    ]


def test_an_inherited_lead_leads_unless_the_item_has_its_own() -> None:
    assert listed(ledger_of(ROLES), "丙局") == [("3.3.2", "lead", None), ("4.2", "responsible", "各牵头单位")]


def test_who_leads_nothing_is_not_among_the_lead_units() -> None:
    assert listed(ledger_of(ROLES), "某办") == [("4.1", "responsible", None), ("4.2", "responsible", None)]


def test_a_collective_has_the_items_that_name_it() -> None:
    ledger = ledger_of(ROLES)
    assert listed(ledger, "各街道") == [("3.1", "support", None), ("3.2", "support", None), ("3.3.2", "support", None)]
    assert listed(ledger, "各牵头单位") == [("4.2", "responsible", None)]


def test_a_roster_makes_its_members_part_of_a_collective_for_one_task_or_for_all() -> None:
    settings = """
    rosters: {jiedao: [{id: dong, name: 东街道}, 丙局]}
    tasks: {"3.2": {rosters: {jiedao: [{id: xi, name: 西街道}]}}}
    """
    ledger = ledger_of(ROLES, settings=settings)
    assert listed(ledger, "东街道") == [("3.1", "support", "各街道"), ("3.3.2", "support", "各街道")]
    assert listed(ledger, "西街道") == [("3.2", "support", "各街道")]
    # 丙局 leads 3.3.2 itself: it comes once, in its first group
    assert listed(ledger, "丙局") == [
        ("3.3.2", "lead", None),
        ("4.2", "responsible", "各牵头单位"),
        ("3.1", "support", "各街道"),
    ]


def test_every_item_comes_in_document_order_when_no_unit_is_asked_for() -> None:
    chosen = select.select(ledger_of(ROLES))
    assert [one.task.id for one in chosen] == ["3.1", "3.2", "3.3.1", "3.3.2", "4.1", "4.2"]
    assert {one.role for one in chosen} == {None}


def test_a_unit_is_found_by_any_of_its_names_and_never_by_a_part_of_one() -> None:
    ledger = ledger_of(ROLES)
    assert listed(ledger, "乙委") == listed(ledger, "乙局") == listed(ledger, "yi")
    with pytest.raises(UserError, match="没有“乙”这个单位；你是不是要找：乙局"):
        select.select(ledger, unit="乙")


def test_answers_use_the_name_of_the_day() -> None:
    assert ledger_of(ROLES, day="2019-06-30").name("乙委") == "乙局"
    assert ledger_of(ROLES, day="2019-07-01").name("乙局") == "乙委"


def test_role_and_light_filter_by_code_or_word() -> None:
    ledger = ledger_of(ROLES)
    assert [one.task.id for one in select.select(ledger, unit="甲局", role="support")] == ["3.1"]
    assert [one.task.id for one in select.select(ledger, light=Light.NOT_JUDGED)] == ["4.1", "4.2"]
    assert role_named("牵头") == role_named("牵头单位") == role_named("lead") == "lead"
    assert light_named("滞后") is light_named("behind") is Light.BEHIND
    with pytest.raises(UsageError, match=r"没有“滞”这种状态；可用：逾期（overdue）"):
        light_named("滞")
    with pytest.raises(UsageError, match="没有“主办”这种角色"):
        role_named("主办")


TARGETS = """
- id: "3.1"
  title: 公园
  lead: [甲局]
  indicators:
    - {id: a, name: 公园, exactly: 4, unit: 座, due: 2019-10-31, qualifiers: [5000平方米以上], due_words: 十月底前}
    - {id: b, name: 绿地, exactly: 10, unit: 公顷, due: 2019-12-31, due_words: 力争年底}
  milestones: [{id: m1, title: 河岸, due: 2019-11-30}]
- {id: "3.2", title: 无时限, lead: [甲局], indicators: [{id: a, name: 覆盖率, at_least: 90, unit: "%", measure: level}]}
- {id: "3.3", title: 无目标, lead: [甲局], content: [推进“互联网+政务”, 学习 ABC]}
"""


@pytest.mark.parametrize(
    ("said", "due"),
    [
        ("{date: 2019-09-25, progress: 推进中}", date(2019, 10, 31)),
        ("{date: 2019-09-25, values: {a: 4}}", date(2019, 11, 30)),
        ("{date: 2019-09-25, values: {a: 4}, milestones: {m1: 2019-09-01}}", date(2019, 12, 31)),
        # all reached: the last
        ("{date: 2019-09-25, values: {a: 4, b: 10}, milestones: {m1: 2019-09-01}}", date(2019, 12, 31)),
    ],
)
def test_a_task_is_due_when_its_first_part_that_is_not_reached_is(said: str, due: date) -> None:
    ledger = ledger_of(TARGETS, entries=f"- {said}", day="2019-09-25")
    assert due_of(ledger, ledger.standings[0]) == due


def test_a_part_that_is_overdue_is_still_the_one_the_task_is_due_by() -> None:
    ledger = ledger_of(TARGETS, day="2019-12-01")
    assert due_of(ledger, ledger.standings[0]) == date(2019, 10, 31)


def test_without_any_day_there_is_none_unless_the_office_has_set_one() -> None:
    assert [due_of(ledger_of(TARGETS), ledger_of(TARGETS).standings[index]) for index in (1, 2)] == [None, None]
    ledger = ledger_of(TARGETS, settings='tasks: {"3.2": {office_due: 2019-11-15}, "3.3": {office_due: 2019-11-16}}')
    assert [due_of(ledger, standing) for standing in ledger.standings[1:]] == [date(2019, 11, 15), date(2019, 11, 16)]


def test_due_before_is_strict_and_leaves_out_what_has_no_day() -> None:
    ledger = ledger_of(TARGETS)
    assert select.select(ledger, due_before=date(2019, 10, 31)) == []
    assert [one.task.id for one in select.select(ledger, due_before=date(2019, 11, 1))] == ["3.1"]


@pytest.mark.parametrize(
    ("word", "ids"),
    [
        ("园", ["3.1"]),
        ("绿地", ["3.1"]),
        ("河", ["3.1"]),
        ("5000平方米", ["3.1"]),
        ("５０００平方米", ["3.1"]),
        ("10公顷", ["3.1"]),
        ("力争", ["3.1"]),
        ("互联网＋政务", ["3.3"]),
        ("abc", ["3.3"]),
        ("３.２", ["3.2"]),
        ("三(三)", ["3.3"]),
        ("甲局", ["3.1", "3.2", "3.3"]),
        ("公园绿地", []),
        ("没有的词", []),
    ],
)
def test_any_part_of_any_word_is_found_width_and_case_aside(word: str, ids: list[str]) -> None:
    assert [one.task.id for one in select.select(ledger_of(TARGETS), text=word)] == ids


def test_a_unit_is_found_in_the_text_by_its_new_name_too() -> None:
    assert [one.task.id for one in select.select(ledger_of(ROLES), text="乙委")] == ["3.1", "3.3.1"]


@pytest.mark.parametrize("typed", ["3.3.1", " 3.3.1 ", "三（三）1", "三(三)1", "三、（三）1.", "三 （三） １"])
def test_an_item_is_found_by_its_id_and_as_printed_in_any_width(typed: str) -> None:
    task, leaf = find_item(ledger_of(ROLES).plan, typed)
    assert (task.id, leaf) == ("3.3.1", True)


def test_a_container_is_an_item_but_no_task() -> None:
    plan = ledger_of(ROLES).plan
    assert find_item(plan, "三（三）")[1] is False
    with pytest.raises(UserError, match=r"三（三）（3\.3）下面还有条目，请写其中一条：3\.3\.1、3\.3\.2"):
        find_task(plan, "3.3")


@pytest.mark.parametrize(
    ("typed", "near"), [("3.9", "你是不是要找：3"), ("3", "可用：3.1、3.2"), ("x", "baicheng tasks")]
)
def test_an_unknown_item_comes_with_a_way_out(typed: str, near: str) -> None:
    with pytest.raises(UserError) as error:
        find_item(ledger_of(ROLES).plan, typed)
    assert f"没有条目“{typed}”" in str(error.value)
    assert near in str(error.value)


def test_indicators_of_a_unit_are_those_it_owns() -> None:
    items = """
    - id: "3.1"
      title: 公园
      lead: [甲局]
      indicators:
        - {id: a, name: 公园, exactly: 4, unit: 座, due: 2019-12-31}
        - {id: b, name: 井, exactly: 9, unit: 座, due: 2019-12-31, owner: 乙局}
    """
    ledger = ledger_of(items, entries="- {date: 2019-09-25, values: {a: 4, b: 9}}", day="2019-09-25")
    assert [one.id for one in indicators(ledger)] == ["3.1.a", "3.1.b"]
    assert [one.id for one in indicators(ledger, unit="乙局")] == ["3.1.b"]
    # what 甲局 says of b is 参考 only: its owner never reported
    assert [one.id for one in indicators(ledger, light=Light.UNREPORTED)] == ["3.1.b"]


def test_the_register_counts_where_a_unit_is_named_itself_collectives_last() -> None:
    counted = [(one.unit.id, one.lead, one.support, one.responsible) for one in units(ledger_of(ROLES))]
    assert counted == [
        ("jia", 2, 1, 1),
        ("yi", 1, 1, 0),
        ("bing", 1, 0, 0),
        ("ban", 0, 0, 2),
        ("jiedao", 0, 3, 0),
        ("leads", 0, 0, 1),
    ]
    assert [isinstance(one.unit, Collective) for one in units(ledger_of(ROLES))] == [False] * 4 + [True] * 2


def test_status_counts_tasks_measures_and_indicators_apart_and_every_light_of_tasks() -> None:
    counted = select.status(ledger_of(f"- {PARK}", day="2019-09-25"))
    assert [(one.scope, one.light.value, one.ids) for one in counted if one.ids] == [
        ("任务", "unreported", ("3.1",)),
        ("指标", "unreported", ("3.1.a",)),
    ]
    assert [one.light for one in counted if one.scope == "任务"] == list(Light)


def test_status_of_a_unit_keeps_its_roles_apart() -> None:
    found = [(one.scope, one.light.value, one.ids) for one in select.status(ledger_of(ROLES), "甲局")]
    assert found == [
        ("牵头", "unreported", ("3.2", "3.3.1")),
        ("责任", "not_judged", ("4.1",)),
        ("责任（集合单位）", "not_judged", ("4.2",)),
        ("配合", "unreported", ("3.1",)),
    ]


def test_units_and_chapters_have_counts_and_no_single_light() -> None:
    ledger = ledger_of(ROLES)
    assert [(one.scope, one.ids) for one in select.by_unit(ledger)][:3] == [
        ("甲局·牵头", ("3.2", "3.3.1")),
        ("甲局·责任", ("4.1",)),
        ("甲局·配合", ("3.1",)),
    ]
    assert [(one.scope, one.ids) for one in select.by_chapter(ledger)][1:3] == [
        ("三（二）治水", ("3.2",)),
        ("三（三）治脏", ("3.3.1", "3.3.2")),
    ]
    assert sum(len(one.ids) for one in select.by_chapter(ledger)) == 6

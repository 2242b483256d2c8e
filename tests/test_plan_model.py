"""The plan as data: targets, inherited leads, owners, names by date."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from textwrap import dedent

import pytest
from pydantic import ValidationError

from baicheng_cli.plan.model import Collective, Content, Indicator, Item, Milestone, Plan, Target, Unit, id_key
from baicheng_cli.yaml_source import Source

HEAD = """
schema: 1
document: {title: 示例方案, number: 示例〔2019〕1号, issuer: 某区, issued: 2019-04-14}
period: {start: 2019-01-01, end: 2019-12-31}
"""


def plan_of(chapters: str) -> Plan:
    return Plan.model_validate(Source("plan.yaml", HEAD + dedent(chapters)).data)


def indicator(text: str) -> Indicator:
    return Indicator.model_validate(Source("plan.yaml", f"{{id: a, name: 新增绿地, {text}}}").data)


def decimal(number: int | None) -> Decimal | None:
    return None if number is None else Decimal(number)


@pytest.mark.parametrize(
    ("written", "op", "lower", "upper", "external", "value"),
    [
        ("exactly: 100", "=", 100, None, False, 100),
        ("at_least: 90", ">=", 90, None, False, 90),
        ("at_most: 35", "<=", None, 35, False, 35),
        ("about: 90", "~", 90, None, False, 90),
        ("at_least: 80, at_most: 90", "range", 80, 90, False, 80),
        ("exactly: external", "=", None, None, True, None),
        ("at_most: external", "<=", None, None, True, None),
        ("at_least: 80, at_most: external", "range", 80, None, True, 80),
        ("exactly: 0", "=", 0, None, False, 0),
    ],
)
def test_each_operator_is_a_target(
    written: str, op: str, lower: int | None, upper: int | None, external: bool, value: int | None
) -> None:
    target = indicator(written).target
    assert target == Target(op, decimal(lower), decimal(upper), external)
    assert target.value == decimal(value)


def test_the_operators_that_are_written_are_named_even_when_left_to_the_city() -> None:
    assert indicator("at_least: 1, exactly: external").ops() == ["exactly", "at_least"]
    assert indicator("unit: 座").ops() == []


def test_stages_are_the_steps_of_an_indicator_and_without_them_it_is_its_own() -> None:
    plain = indicator("exactly: 5, due: 2019-12-31")
    assert plain.steps == (plain,)
    staged = indicator("stages: [{exactly: 50, due: 2019-12-31}, {exactly: 100, due: 2020-12-31, strive: true}]")
    assert [(step.target.value, step.due, step.strive) for step in staged.steps] == [
        (Decimal(50), date(2019, 12, 31), False),
        (Decimal(100), date(2020, 12, 31), True),
    ]


def test_what_is_not_written_has_its_documented_default() -> None:
    plain = indicator("exactly: 5")
    assert (plain.measure, plain.part, plain.strive, plain.due, plain.unit_ours) == ("total", "own", False, None, False)
    milestone = Milestone(id="m1", title="二砂文化创意园")
    assert (milestone.reach, milestone.part, milestone.due, milestone.name) == ("finish", "own", None, "二砂文化创意园")


def test_content_is_a_sentence_of_our_own_or_one_with_its_part() -> None:
    item = Item.model_validate(
        {"id": "3.3", "title": "绿城", "content": ["保护古树", {"text": "配合创建", "part": "assist"}]}
    )
    assert item.content == (Content(text="保护古树", part="own"), Content(text="配合创建", part="assist"))
    with pytest.raises(ValidationError, match="应为 own、assist、supervise 之一，写的是“help”"):
        Content.model_validate({"text": "配合创建", "part": "help"})


TREE = """
chapters:
  - id: "3"
    title: 重点工作
    items:
      - {id: "3.1", title: 规划, lead: [规划局, 住建局], support: [财政局]}
      - id: "3.2"
        title: 治理
        lead: [环保局]
        items:
          - {id: "3.2.2", title: 治脏}
          - id: "3.2.1"
            title: 治污
            lead: [控尘办]
            items:
              - {id: "3.2.1.1", title: 大气}
              - {id: "3.2.1.2", title: 水体, lead: [水利局]}
      - {id: "3.3", title: 无主}
  - id: "4"
    title: 推进措施
    kind: measures
    items:
      - {id: "4.1", title: 组织领导, responsible: [提质办, 财政局]}
"""


def test_leaves_are_tasks_and_measures_in_document_order() -> None:
    plan = plan_of(TREE)
    assert [(task.id, task.kind) for task in plan.tasks] == [
        ("3.1", "task"),
        ("3.2.2", "task"),
        ("3.2.1.1", "task"),
        ("3.2.1.2", "task"),
        ("3.3", "task"),
        ("4.1", "measure"),
    ]
    assert [task.id for task, leaf in plan.walk() if not leaf] == ["3.2", "3.2.1"]
    assert plan.by_id["3.2"][1] is False


def test_a_lead_is_inherited_from_the_nearest_container_that_has_one() -> None:
    tasks = {task.id: task for task in plan_of(TREE).tasks}
    assert (tasks["3.2.2"].lead, tasks["3.2.2"].lead_inherited) == (("环保局",), True)
    assert (tasks["3.2.1.1"].lead, tasks["3.2.1.1"].lead_inherited) == (("控尘办",), True)
    assert (tasks["3.2.1.2"].lead, tasks["3.2.1.2"].lead_inherited) == (("水利局",), False)
    assert (tasks["3.3"].lead, tasks["3.3"].lead_inherited) == ((), False)
    assert [box.id for box in tasks["3.2.1.1"].containers] == ["3.2", "3.2.1"]


def test_a_task_knows_where_it_stands_in_the_file() -> None:
    tasks = {task.id: task for task in plan_of(TREE).tasks}
    assert tasks["3.2.1.2"].path == ("chapters", 0, "items", 1, "items", 1, "items", 1)
    assert Source("plan.yaml", HEAD + TREE).place((*tasks["3.2.1.2"].path, "lead")).line == 21


def test_leads_are_named_once_inherited_ones_too_and_measures_have_none() -> None:
    assert plan_of(TREE).lead_units() == ["规划局", "住建局", "环保局", "控尘办", "水利局"]


def test_the_first_lead_or_responsible_unit_owns_what_no_part_gives_to_another() -> None:
    tasks = {task.id: task for task in plan_of(TREE).tasks}
    assert [tasks[id].owner for id in ("3.1", "3.2.1.1", "3.3", "4.1")] == ["规划局", "控尘办", None, "提质办"]
    assert tasks["3.1"].owner_of(indicator("exactly: 1, owner: 财政局")) == "财政局"
    assert tasks["3.1"].owner_of(indicator("exactly: 1")) == "规划局"
    assert tasks["3.1"].owner_of(None) == "规划局"


def test_ids_sort_as_integers() -> None:
    ids = ["3.10", "3.4-1", "3.9.1", "4.1", "3.4-10", "3.4", "3.4.1", "3.9", "3.4-2"]
    assert sorted(ids, key=id_key) == ["3.4", "3.4-1", "3.4-2", "3.4-10", "3.4.1", "3.9", "3.9.1", "3.10", "4.1"]


RENAMED = """
id: nongwei
names:
  - {name: 区农委, until: 2019-06-30}
  - {name: 区农业农村局, full: 中原区农业农村局, aliases: [农业局], from: 2019-07-01, basis: 中原编〔2019〕3号}
"""


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2018, 1, 1), "区农委"),
        (date(2019, 6, 30), "区农委"),
        (date(2019, 7, 1), "区农业农村局"),
        (date(2021, 1, 1), "区农业农村局"),
    ],
)
def test_a_paper_uses_the_name_of_its_day(day: date, name: str) -> None:
    assert Unit.model_validate(Source("plan.yaml", RENAMED).data).name_on(day) == name


def test_a_name_is_in_use_on_its_last_day_and_not_after() -> None:
    thrice = """
    id: nongwei
    names:
      - {name: 区农委, until: 2019-03-31}
      - {name: 区农业局, from: 2019-04-01, until: 2019-06-30}
      - {name: 区农业农村局, from: 2019-07-01}
    """
    unit = Unit.model_validate(Source("plan.yaml", dedent(thrice)).data)
    days = (date(2019, 3, 31), date(2019, 4, 1), date(2019, 6, 30), date(2019, 7, 1))
    assert [unit.name_on(day) for day in days] == ["区农委", "区农业局", "区农业局", "区农业农村局"]


def test_between_two_names_the_earlier_one_goes_on_and_after_the_last_the_last() -> None:
    gap = """
    id: nongwei
    names: [{name: 区农委, until: 2019-05-31}, {name: 区农业农村局, from: 2019-07-01, until: 2019-12-31}]
    """
    unit = Unit.model_validate(Source("plan.yaml", dedent(gap)).data)
    assert [unit.name_on(day) for day in (date(2019, 6, 15), date(2020, 1, 1))] == ["区农委", "区农业农村局"]


def test_a_unit_answers_to_all_its_names_the_id_last() -> None:
    unit = Unit.model_validate(Source("plan.yaml", RENAMED).data)
    assert list(unit.known_as()) == ["区农委", "区农业农村局", "中原区农业农村局", "农业局", "nongwei"]


@pytest.mark.parametrize(
    ("right", "wrong", "at"),
    [
        ("kind: measures", "art: measures", "art"),
        ("kind: measures", "kind: 措施", "kind"),
        ("lead: [环保局]", "lead: 环保局", "lead"),
        ('id: "3.3"', "id: 三（三）", "id"),
        (", end: 2019-12-31", "", "end"),
        ("title: 规划, ", "", "title"),
        ("end: 2019-12-31", "end: 2019-12-32", "end"),
        ("schema: 1", "schema: 2", "schema"),
    ],
)
def test_a_plan_is_closed_and_complete(right: str, wrong: str, at: str) -> None:
    with pytest.raises(ValidationError) as said:
        Plan.model_validate(Source("plan.yaml", (HEAD + TREE).replace(right, wrong, 1)).data)
    [error] = said.value.errors()
    assert error["loc"][-1] == at


def test_a_unit_has_a_name_and_only_leads_are_computed_members() -> None:
    assert Collective(id="leads", name="各项工作牵头单位", members="leads").members == "leads"
    with pytest.raises(ValidationError, match="at least 1 item"):
        Unit(id="chengguan", names=())
    with pytest.raises(ValidationError, match="应为 leads 之一，写的是“all”"):
        Collective(id="leads", name="各项工作牵头单位", members="all")

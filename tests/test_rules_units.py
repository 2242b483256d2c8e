"""Units: each rule with the lines that break it."""

from __future__ import annotations

import pytest

from baicheng_cli.plan.model import Plan
from baicheng_cli.rules import units


def test_an_id_of_two_units_is_found_at_the_second(plan: Plan) -> None:
    """
    units:
      - {id: chengguan, names: [{name: 区城管局}]}
      - {id: chengguan, names: [{name: 区农委}]}
    """
    [(path, message, *_)] = units.ambiguous_name.check(plan)
    assert path == ("units", 1, "id")
    assert message == "代号“chengguan”已经指区城管局，这里又指区农委"


def test_an_alias_that_is_the_name_of_another_unit_is_ambiguous(plan: Plan) -> None:
    """
    units:
      - {id: chengguan, names: [{name: 区城管局, aliases: [城管, 街道办]}]}
      - {id: nongwei, names: [{name: 区农委, full: 城管}]}
    collectives:
      - {id: jiedao, name: 街道办}
    """
    assert [said[0] for said in units.ambiguous_name.check(plan)] == [
        ("units", 1, "names", 0, "full"),
        ("collectives", 0, "name"),
    ]


def test_a_unit_entered_twice_is_said_so_and_an_old_name_may_come_back(plan: Plan) -> None:
    """
    units:
      - {id: chengguan, names: [{name: 区城管局, until: 2019-05-31}, {name: 区城管局, from: 2019-06-01}]}
      - {id: nongwei, names: [{name: 区农委}]}
      - {id: nongwei2, names: [{name: 区农委}]}
    """
    [(path, *words)] = units.ambiguous_name.check(plan)
    assert path == ("units", 2, "names", 0, "name")
    assert words == ["名称“区农委”登记了两次", "删去一个"]


def test_an_unknown_unit_is_found_wherever_a_clause_names_one(plan: Plan) -> None:
    """
    chapters:
      - id: "3"
        title: 任务
        items:
          - id: "3.1"
            title: 治污
            lead: [区城建局]
            items:
              - id: "3.1.1"
                title: 公园
                support: [区城管, 各街道办事处]
                indicators: [{id: a, name: 绿地, exactly: 1, unit: 座, owner: 区水务局, each: 各社区}]
                milestones: [{id: m1, title: 公园, owner: 甲}]
    """
    item = ("chapters", 0, "items", 0)
    below = (*item, "items", 0)
    found = list(units.unknown_unit.check(plan))
    assert [said[0] for said in found] == [
        (*item, "lead", 0),
        (*below, "support", 0),
        (*below, "indicators", 0, "owner"),
        (*below, "indicators", 0, "each"),
        (*below, "milestones", 0, "owner"),
    ]
    assert found[1][1:] == ("没有“区城管”这个单位", "你是不是要找：区城管局？")
    assert found[-1][1:] == ("没有“甲”这个单位", "新单位请先在 units 里登记")


@pytest.mark.parametrize("between", ["，", "、", ",", "；", " ， "])
def test_two_units_written_as_one_are_taken_apart(between: str) -> None:
    from conftest import plan_source

    text = (
        f'chapters: [{{id: "3", title: 任务, items: [{{id: "3.1", title: 公园, lead: ["区城管局{between}区农委"]}}]}}]'
    )
    plan = Plan.model_validate(plan_source(text).data)
    [(path, *words)] = units.several_in_one.check(plan)
    assert path == ("chapters", 0, "items", 0, "lead", 0)
    assert words == [f"“区城管局{between}区农委”是2个单位写在了一起", "改为 [区城管局, 区农委]"]
    assert list(units.unknown_unit.check(plan)) == []


def test_a_space_parts_units_only_where_both_are_known(plan: Plan) -> None:
    """
    chapters:
      - {id: "3", title: 任务, items: [{id: "3.1", title: 公园, lead: [区城管局 区农委], support: [某 单位]}]}
    """
    assert [said[0][-2] for said in units.several_in_one.check(plan)] == ["lead"]
    assert [said[0][-2] for said in units.unknown_unit.check(plan)] == ["support"]


def test_a_comma_inside_a_registered_name_is_two_units_typed_wrongly(plan: Plan) -> None:
    """
    units:
      - {id: chengguan, names: [{name: 区城管局，区农委}]}
      - {id: kegong, names: [{name: 区科技、工信局}]}
    chapters: [{id: "3", title: 任务, items: [{id: "3.1", title: 公园, lead: [区科技、工信局]}]}]
    """
    [(path, message, *_)] = units.several_in_one.check(plan)
    assert path == ("units", 0, "names", 0, "name")
    assert message == "“区城管局，区农委”里有逗号，像是区城管局、区农委写在了一起"


def test_a_unit_has_one_role_in_an_item(plan: Plan) -> None:
    """
    units:
      - {id: chengguan, names: [{name: 区城管局, aliases: [城管局]}]}
      - {id: nongwei, names: [{name: 区农委}]}
    chapters:
      - id: "3"
        title: 任务
        items:
          - {id: "3.1", title: 公园, lead: [区城管局], support: [区农委, 城管局, 区农委]}
    """
    found = list(units.two_roles.check(plan))
    assert [said[0] for said in found] == [
        ("chapters", 0, "items", 0, "support", 1),
        ("chapters", 0, "items", 0, "support", 2),
    ]
    assert [said[1] for said in found] == ["城管局已是牵头单位，又是配合单位", "区农委在配合单位里写了两次"]


def test_an_inherited_lead_is_a_role_too(plan: Plan) -> None:
    """
    chapters:
      - id: "3"
        title: 任务
        items:
          - id: "3.1"
            title: 治污
            lead: [区农委]
            items:
              - {id: "3.1.1", title: 大气, support: [区城管局]}
              - {id: "3.1.2", title: 水体, support: [区农委]}
              - {id: "3.1.3", title: 土壤, lead: [区城管局], support: [区农委]}
    """
    [(path, message, *_)] = units.two_roles.check(plan)
    assert path == ("chapters", 0, "items", 0, "items", 1, "support", 0)
    assert message == "区农委已是牵头单位（承 3.1），又是配合单位"


def test_a_clause_that_nobody_answers_for_is_found_unless_it_inherits(plan: Plan) -> None:
    """
    chapters:
      - id: "3"
        title: 任务
        items:
          - {id: "3.1", title: 治污, lead: [区农委], items: [{id: "3.1.1", title: 大气}]}
          - {id: "3.2", title: 公园, support: [区城管局]}
      - id: "4"
        title: 措施
        kind: measures
        items:
          - {id: "4.1", title: 资金, responsible: [区农委]}
          - {id: "4.2", title: 宣传}
    """
    found = list(units.nobody_answers.check(plan))
    assert [said[0] for said in found] == [("chapters", 0, "items", 1), ("chapters", 1, "items", 1)]
    assert found[0][1:] == ("3.2“公园”没有牵头单位，也没有责任单位", "写上 lead: […]")
    assert found[1][-1] == "写上 responsible: […]"


def test_a_task_is_led_and_a_measure_has_responsible_units(plan: Plan) -> None:
    """
    chapters:
      - {id: "3", title: 任务, items: [{id: "3.1", title: 公园, responsible: [区城管局]}]}
      - {id: "4", title: 措施, kind: measures, items: [{id: "4.1", title: 资金, lead: [区农委]}]}
    """
    found = list(units.role_of_the_other_kind.check(plan))
    assert [said[:2] for said in found] == [
        (("chapters", 0, "items", 0, "responsible"), "3.1 是任务，写的是责任单位"),
        (("chapters", 1, "items", 0, "lead"), "4.1 是推进措施，写的是牵头单位"),
    ]


def test_units_that_no_clause_names_are_found(plan: Plan) -> None:
    """
    units:
      - {id: chengguan, names: [{name: 区城管局}]}
      - {id: nongwei, names: [{name: 区农委}]}
      - {id: wenlv, names: [{name: 区文旅局}]}
    collectives: [{id: jiedao, name: 各街道办事处}]
    chapters:
      - id: "3"
        title: 任务
        items:
          - id: "3.1"
            title: 公园
            lead: [chengguan]
            indicators: [{id: a, name: 绿地, exactly: 1, unit: 座, owner: 区农委}]
    """
    found = list(units.unused_unit.check(plan))
    assert [said[:2] for said in found] == [
        (("units", 2), "没有条目写到“区文旅局”"),
        (("collectives", 0), "没有条目写到“各街道办事处”"),
    ]


def test_a_unit_that_a_misspelt_name_means_is_not_called_unused(plan: Plan) -> None:
    """
    units:
      - {id: chengguan, names: [{name: 区城管局}]}
      - {id: nongwei, names: [{name: 区农委}]}
      - {id: wenlv, names: [{name: 区文旅局}]}
    collectives: []
    chapters:
      - {id: "3", title: 任务, items: [{id: "3.1", title: 公园, lead: [区成管局], support: [区农委，区文旅局]}]}
    """
    assert list(units.unused_unit.check(plan)) == []


@pytest.mark.parametrize(
    ("old", "new", "at", "message"),
    [
        ("until: 2019-06-30", "from: 2019-07-01", None, None),
        ("until: 2019-06-30", "from: 2019-06-30", "from", "“区农业农村局”2019-06-30启用，“区农委”2019-06-30才停用"),
        ("until: 2019-06-30", "from: 2019-07-03", "from", "“区农委”2019-06-30停用，到2019-07-03才有“区农业农村局”"),
        ("full: 农业委员会", "from: 2019-07-01", 1, "没有写明“区农委”何时改为“区农业农村局”"),
        ("until: 2019-06-30", "full: 农业农村局", 1, "没有写明“区农委”何时改为“区农业农村局”"),
        (
            "from: 2019-07-01, until: 2019-06-30",
            "from: 2019-07-01",
            "until",
            "“区农委”停用（2019-06-30）早于启用（2019-07-01）",
        ),
    ],
)
def test_one_name_begins_the_day_after_the_other_ends(
    old: str, new: str, at: str | int | None, message: str | None
) -> None:
    from conftest import plan_source

    text = f"units: [{{id: nongwei, names: [{{name: 区农委, {old}}}, {{name: 区农业农村局, {new}}}]}}]"
    found = list(units.rename_dates.check(Plan.model_validate(plan_source(text).data)))
    assert [(said[0][-1], said[1]) for said in found] == ([] if at is None else [(at, message)])


def test_an_owner_is_one_unit_and_each_is_a_collective(plan: Plan) -> None:
    """
    chapters:
      - id: "3"
        title: 任务
        items:
          - id: "3.1"
            title: 公园
            lead: [区城管局]
            indicators: [{id: a, name: 绿地, exactly: 1, unit: 座, owner: 各街道办事处, each: 区农委}]
    """
    found = list(units.wrong_kind_of_unit.check(plan))
    assert [(said[0][-1], said[1]) for said in found] == [
        ("owner", "owner 应为一个单位，“各街道办事处”是集合单位"),
        ("each", "each 应为集合单位，“区农委”是一个单位"),
    ]


def test_the_units_that_lead_cannot_lead_as_such(plan: Plan) -> None:
    """
    collectives: [{id: leads, name: 各项工作牵头单位, members: leads}]
    chapters:
      - {id: "3", title: 任务, items: [{id: "3.1", title: 公园, lead: [区城管局, 各项工作牵头单位]}]}
    """
    [(path, message, *_)] = units.circular_leads.check(plan)
    assert path == ("chapters", 0, "items", 0, "lead", 1)
    assert message == "“各项工作牵头单位”是全部牵头单位的合称，不能作牵头单位"

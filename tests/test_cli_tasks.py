"""`baicheng tasks`: the items of the shipped plan, whose they are, and the JSON that programs rely on (DESIGN §6)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from calling import Office

DOCUMENT_ORDER = (
    "3.1 3.2 3.3 3.4 3.5.1 3.5.2 3.5.3 3.6.1 3.6.2 3.7.1 3.7.2 3.7.3 3.7.4 3.8 3.9.1.1 3.9.1.2 3.9.1.3 3.9.2.1 3.9.2.2 "
    "3.9.2.3 3.9.3 3.9.4.1 3.9.4.2 3.9.4.3 3.9.4.4 3.9.4.5 3.9.4.6 3.9.5 3.10 4.1 4.2 4.3 4.4 4.5 4.6"
)
CHENGGUAN = "{id: aaaaaaaa, task: '3.3', date: 2019-09-25, received: 2019-09-24, values: {a: 72.5, b: 3, c: 22}}"
"""公园 3/5 is what is due of whole things at 75 %; 微公园 22/40 is 20.0 points behind."""


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def item(office: Office, id: str) -> dict[str, Any]:
    return next(one for one in office.json("tasks").items if one["id"] == id)


def roles(office: Office, unit: str) -> list[tuple[str, str, str | None]]:
    return [(one["id"], one["role"], one["via"]) for one in office.json("tasks", "--unit", unit).items]


# --- the shape of the answer ----------------------------------------------------------------------------------------


def test_the_envelope_says_which_plan_and_which_day(office: Office) -> None:
    answer = office.json("tasks").answer
    assert {"schema", "kind", "plan", "as_of", "items"} <= set(answer)
    assert (answer["schema"], answer["kind"], answer["as_of"]) == (1, "tasks", "2019-09-25")
    plan = answer["plan"]
    assert set(plan) == {"file", "number", "title", "version", "demo"}
    assert plan["file"].endswith("plan/2019.yaml")
    assert plan["number"] == "中原政文〔2019〕39号"
    assert plan["title"] == "中原区2019年百城建设提质工程工作实施方案"
    assert plan["version"]
    assert plan["demo"] is False


TEXT, FLAG, LIST = (str,), (bool,), (list,)
NUMBER, MAYBE = (int, float, type(None)), (str, type(None))
ITEM = {
    **dict.fromkeys(("id", "clause", "title", "kind", "light", "light_text", "reason"), TEXT),
    **dict.fromkeys(("role", "via", "due"), MAYBE),
    "lead_inherited": FLAG,
    **dict.fromkeys(("lead", "support", "responsible", "indicators", "milestones", "tags"), LIST),
}
INDICATOR = {
    **dict.fromkeys(("id", "name", "op", "measure"), TEXT),
    **dict.fromkeys(("value", "upper"), NUMBER),
    "external": FLAG,
    **dict.fromkeys(("unit", "due"), MAYBE),
    "stages": LIST,
}
STAGE = {"op": TEXT, "value": NUMBER, "due": MAYBE, "strive": FLAG}
MILESTONE = {"id": TEXT, "title": TEXT, "reach": TEXT, "due": MAYBE}


def has(one: dict[str, Any], keys: dict[str, tuple[type, ...]]) -> None:
    """Every key is there, and each value of its type: null rather than absent."""
    assert set(keys) <= set(one), set(keys) - set(one)
    for key, types in keys.items():
        assert type(one[key]) in types, (key, one[key])


@pytest.mark.parametrize("unit", [None, "区城管局"])
def test_every_item_has_every_key_with_its_type(office: Office, unit: str | None) -> None:
    office.sidecar("2019-09", "chengguan", "区城管局", CHENGGUAN)
    for one in office.json("tasks", *(["--unit", unit] if unit else [])).items:
        has(one, ITEM)
        for part in one["indicators"]:
            has(part, INDICATOR)
            for stage in part["stages"]:
                has(stage, STAGE)
        for part in one["milestones"]:
            has(part, MILESTONE)
        assert all(type(name) is str for key in ("lead", "support", "responsible", "tags") for name in one[key])
        assert one["kind"] in ("task", "measure")
        assert one["reason"].startswith(f"{one['light_text']}：")


def test_without_a_unit_all_35_items_come_in_document_order_and_without_a_role(office: Office) -> None:
    items = office.json("tasks").items
    assert " ".join(one["id"] for one in items) == DOCUMENT_ORDER
    assert [one["kind"] for one in items] == ["task"] * 29 + ["measure"] * 6
    assert {(one["role"], one["via"]) for one in items} == {(None, None)}


def test_numbers_are_numbers_without_a_needless_zero(office: Office) -> None:
    office.sidecar("2019-09", "chengguan", "区城管局", CHENGGUAN)
    for command in ("tasks", "indicators"):
        for text in re.findall(r": (-?\d[\d.eE+-]*),?$", office.json(command).out, re.MULTILINE):
            assert re.fullmatch(r"-?\d+(\.\d*[1-9])?", text)
    assert '"value": 100,' in office.json("tasks", "--text", "新增绿地").out


def test_a_target_has_its_operator_number_unit_and_day(office: Office) -> None:
    assert item(office, "3.3")["indicators"][0] == {
        "id": "a",
        "name": "新增绿地",
        "op": "=",
        "value": 100,
        "upper": None,
        "external": False,
        "unit": "万平方米",
        "due": "2019-12-31",
        "measure": "total",
        "stages": [],
    }
    assert item(office, "3.7.3")["indicators"][0]["op"] == ">="
    level, about = item(office, "3.9.1.2")["indicators"]
    assert (level["op"], level["value"], level["measure"]) == (">=", 95, "level")
    assert (about["op"], about["value"]) == ("~", 90)
    assert [one["due"] for one in item(office, "3.9.3")["indicators"]] == ["2019-12-31", "2019-12-31", None, None]


def test_a_target_left_to_the_city_keeps_its_operator_and_has_no_number(office: Office) -> None:
    class_size = item(office, "3.9.4.1")["indicators"][0]
    assert (class_size["op"], class_size["value"], class_size["external"]) == ("<=", None, True)
    assert class_size["measure"] == "annual"
    centres = item(office, "3.9.4.2")["indicators"][0]
    assert (centres["op"], centres["value"], centres["external"], centres["due"]) == ("=", None, True, None)


def test_both_stages_of_the_old_estates_are_there_and_the_current_one_is_the_target(office: Office) -> None:
    stages = [
        {"op": "=", "value": 50, "due": "2019-12-31", "strive": False},
        {"op": "=", "value": 100, "due": "2020-12-31", "strive": True},
    ]
    before = item(office, "3.8")
    [part] = before["indicators"]
    assert [{key: stage[key] for key in STAGE} for stage in part["stages"]] == stages
    assert (part["value"], part["due"], before["due"]) == (50, "2019-12-31", "2019-12-31")
    office.sidecar("2019-09", "fangguan", "区房管局", "{id: aaaaaaaa, task: '3.8', date: 2019-09-25, values: {a: 50}}")
    after = item(office, "3.8")
    [part] = after["indicators"]
    assert (part["value"], part["due"], after["due"]) == (100, "2020-12-31", "2020-12-31")
    assert after["light"] == "on_track"


def test_milestones_have_their_reach(office: Office) -> None:
    reaches = {one["id"]: one["reach"] for one in item(office, "3.5.2")["milestones"]}
    assert reaches == {"m1": "ongoing", "m2": "ongoing", "m3": "ongoing", "m4": "start", "m5": "start"} | {
        "m6": "finish",
        "m7": "ongoing",
        "m8": "ongoing",
    }


def test_an_inherited_lead_says_so(office: Office) -> None:
    inherited = {one["id"] for one in office.json("tasks").items if one["lead_inherited"]}
    assert inherited == {id for id in DOCUMENT_ORDER.split() if id.startswith(("3.9.1.", "3.9.2.", "3.9.4."))}
    assert item(office, "3.9.1.2")["lead"] == ["区环保局"]
    assert "区环保局（承上级条款）" in office.ask("tasks", "--text", "黑臭水体").out


def test_light_and_reason_are_those_of_the_day(office: Office) -> None:
    office.sidecar("2019-09", "chengguan", "区城管局", CHENGGUAN)
    one = item(office, "3.3")
    assert (one["light"], one["light_text"]) == ("behind", "滞后")
    assert one["reason"] == "滞后：微公园、小游园截至9月25日累计22/40座（55.0%），落后序时进度20.0个百分点"
    assert one["tags"] == ["未达序时"]
    assert item(office, "4.1")["reason"] == "暂不评：未要求报送"


# --- whose items ----------------------------------------------------------------------------------------------------


def test_the_urban_management_bureau_leads_6_supports_9_and_has_one_as_a_lead_unit(office: Office) -> None:
    assert roles(office, "区城管局") == [
        *((id, "lead", None) for id in ("3.3", "3.7.1", "3.7.2", "3.7.3", "3.9.3", "3.9.5")),
        *((id, "support", None) for id in ("3.4", "3.7.4", "3.9.1.1", "3.9.1.2", "3.9.1.3", "3.9.2.1", "3.9.2.2")),
        *((id, "support", None) for id in ("3.9.2.3", "3.10")),
        ("4.2", "responsible", "各项工作牵头单位"),
    ]
    shown = office.ask("tasks", "--unit", "区城管局").out
    assert "责任（各项工作牵头单位）" in shown
    assert "共16项：任务15项，措施1项" in shown


def test_a_unit_named_itself_is_not_listed_again_through_a_collective(office: Office) -> None:
    assert [one for one in roles(office, "区百城提质办") if one[0] == "4.2"] == [("4.2", "responsible", None)]


def test_the_13_lead_units_have_4_2_and_nobody_else(office: Office) -> None:
    having = [
        one["name"]
        for one in office.json("units").items
        if one["kind"] == "unit" and "4.2" in office.json("tasks", "--unit", one["name"]).ids
    ]
    assert len(having) == 13
    assert "区城建局" not in having


def test_a_collective_has_the_items_that_name_it_and_no_via(office: Office) -> None:
    listed = roles(office, "各街道办事处")
    assert listed[:2] == [("4.1", "responsible", None), ("4.6", "responsible", None)]
    assert len(listed) == 2 + 26
    assert {(role, via) for _, role, via in listed[2:]} == {("support", None)}
    assert not {"3.5.2", "3.8", "3.9.4.1"} & {id for id, _, _ in listed}  # these name 相关街道办事处
    assert roles(office, "各项工作牵头单位") == [("4.2", "responsible", None)]
    assert [id for id, _, _ in roles(office, "相关街道办事处")] == ["3.5.2", "3.8", "3.9.4.1"]


def test_a_street_office_of_the_roster_has_its_items_through_the_collective(office: Office) -> None:
    office.settings("rosters: {jiedao: [{id: mianfanglu, name: 棉纺路街道办事处}]}")
    listed = roles(office, "棉纺路街道办事处")
    assert listed[0] == ("4.1", "responsible", "各街道办事处")
    assert len(listed) == 28


def test_one_bureau_is_never_taken_for_the_other(office: Office) -> None:
    construction = roles(office, "区城建局")
    assert [id for id, _, _ in construction] == ["3.4", "3.7.3", "3.7.4", "3.9.1.1", "3.9.1.3", "3.9.2.1"]
    assert {role for _, role, _ in construction} == {"support"}
    assert roles(office, "区城区道路交通秩序综合治理办公室")[0] == ("3.9.2.1", "lead", None)


def test_a_unit_is_known_by_name_abbreviation_full_name_and_id(office: Office) -> None:
    short = roles(office, "区百城提质办")
    assert short == roles(office, "区百城建设提质工程工作领导小组办公室") == roles(office, "tizhiban")
    assert short == roles(office, " 区百城提质办 ")


# --- filters --------------------------------------------------------------------------------------------------------


def test_roles_filter_by_code_and_by_word(office: Office) -> None:
    assert len(office.json("tasks", "--unit", "区城管局", "--role", "牵头").items) == 6
    assert len(office.json("tasks", "--unit", "区城管局", "--role", "support").items) == 9
    assert office.json("tasks", "--unit", "区城管局", "--role", "责任").ids == ["4.2"]
    assert office.json("tasks", "--role", "responsible").ids == ["4.1", "4.2", "4.3", "4.4", "4.5", "4.6"]


def test_lights_filter_by_code_and_by_word(office: Office) -> None:
    office.sidecar("2019-09", "chengguan", "区城管局", CHENGGUAN)
    assert office.json("tasks", "--light", "滞后").ids == office.json("tasks", "--light", "behind").ids == ["3.3"]
    counted = sum(
        len(office.json("tasks", "--light", light).items)
        for light in ("逾期", "严重滞后", "滞后", "未报送", "待核定", "暂不评", "正常", "已达目标", "已办结")
    )
    assert counted == 35


def test_due_before_is_strict(office: Office) -> None:
    assert office.json("tasks", "--due-before", "2019-12-31").items == []
    assert " ".join(office.json("tasks", "--due-before", "2020-01-01").ids) == (
        "3.3 3.4 3.5.2 3.5.3 3.7.3 3.8 3.9.1.2 3.9.2.1 3.9.2.2 3.9.2.3 3.9.3 3.9.4.1 3.9.4.3"
    )


@pytest.mark.parametrize(
    ("word", "ids"),
    [
        ("绿地", ["3.3", "3.9.4.5"]),
        ("窨井", ["3.9.2.1"]),
        ("孙坡", ["3.5.2"]),
        ("互联网+政务", ["3.9.4.6"]),
        ("互联网＋政务", ["3.9.4.6"]),
        ("１５分钟", ["3.9.4.3", "3.9.4.5"]),
        ("三(九)1(2)", ["3.9.1.2"]),
        ("5000平方米以上", ["3.3"]),
        ("182套", ["3.9.2.1"]),
        ("交警二大队", ["3.9.1.1", "3.9.2.2"]),
    ],
)
def test_any_word_of_an_item_is_found_in_any_width(office: Office, word: str, ids: list[str]) -> None:
    assert office.json("tasks", "--text", word).ids == ids


def test_filters_add_up_and_stand_above_the_table(office: Office) -> None:
    said = office.ask("tasks", "--unit", "chengguan", "--role", "lead", "--text", "绿", "--due-before", "2020-01-01")
    assert "单位：区城管局　角色：牵头　时限早于2020-01-01　含“绿”" in said.out
    assert "共1项：任务1项，措施0项" in said.out

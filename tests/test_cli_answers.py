"""`show`, `units`, `indicators`, `status` and `rules` on the shipped plan."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from calling import PLAN, Office, call

ORDER = "overdue far_behind behind unreported pending not_judged on_track reached closed"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


@pytest.fixture
def reported(office: Office) -> Office:
    """September, with two reports and a review."""
    office.settings("office: tizhiban\n")
    office.sidecar(
        "2019-09",
        "chengguan",
        "区城管局",
        "{id: aaaaaaaa, task: '3.3', date: 2019-09-25, received: 2019-09-24, values: {a: 72.5, b: 3, c: 22}, "
        "milestones: {m2: 2019-08-20}, progress: 完成绿化, problems: 拆迁难, next: 加快, needs: 请协调}",
        "{id: bbbbbbbb, task: '3.5.2', date: 2019-09-25, for: 区文旅局, self: 滞后, by_office: true}",
    )
    office.sidecar(
        "2019-09",
        "tizhiban",
        "区百城提质办",
        "{id: cccccccc, task: '3.3', date: 2019-09-25, review: {entry: aaaaaaaa, verdict: 核实, verified: {c: 20}, "
        "how: 现场核查}}",
    )
    return office


# --- show -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("id", ["三（九）1（2）", "三(九)1(2)", "三、（九）1.（2）", " 3.9.1.2 ", "３．９．１．２"])
def test_the_printed_clause_in_any_width_is_as_good_as_the_id(office: Office, id: str) -> None:
    assert office.ask("show", id) == office.ask("show", "3.9.1.2")


def test_a_clause_is_shown_with_everything(reported: Office) -> None:
    shown = reported.ask("show", "3.3").out
    for words in (
        "三（三）　做好以绿荫城，建设生态园林城市（3.3）",
        "牵头单位：区城管局",
        "配合单位：区农委、区文旅局、各街道办事处",
        "状态：滞后：",
        "〔配合〕配合创建国家生态园林城市",
        "综合性公园（5000平方米以上）：5座，时限2019-12-31（原文2019年底前）",
        "微公园、小游园截至9月25日累计20/40座（50.0%）（报送22座，核实20座），落后序时进度25.0个百分点",
        "m2  陇海铁路沿线绿化：完成，时限2019-12-31（原文2019年底前）",
        "已达目标：8月20日完成",
        "三条铁路：逐条列为里程碑m2至m4",
        "2019-09  区城管局（aaaaaaaa，截至2019-09-25，收到2019-09-24）",
        "数据：a=72.5 b=3 c=22 m2=2019-08-20",
        "问题：拆迁难",
        "审核：核实：c=20",
    ):
        assert words in shown, words


def test_show_in_json_has_what_tasks_has_and_the_parts_lights_content_and_entries(reported: Office) -> None:
    [item] = reported.json("show", "3.3").items
    [listed] = [one for one in reported.json("tasks").items if one["id"] == "3.3"]
    more = ("light", "light_text", "tags", "reason")
    for key in ("indicators", "milestones"):
        bare = [{name: value for name, value in part.items() if name not in more} for part in item[key]]
        assert bare == listed[key]
    assert {key: value for key, value in item.items() if key in listed and not isinstance(value, list)} == {
        key: value for key, value in listed.items() if not isinstance(value, list)
    }
    assert item["indicators"][2]["light"] == "behind"
    assert item["milestones"][1]["tags"] == []  # 核实 confirmed it
    assert item["content"][0] == {"text": "配合创建国家生态园林城市", "part": "assist"}
    assert item["exceptions"] == [{"what": "三条铁路", "reason": "逐条列为里程碑m2至m4"}]
    [entry] = item["entries"]
    assert entry["values"] == {"a": 72.5, "b": 3, "c": 22}
    assert entry["review"]["verdict"] == "核实"
    assert entry["review"]["verified"] == {"c": 20}


def test_an_entry_filed_for_another_unit_counts_for_that_one(reported: Office) -> None:
    [entry] = reported.json("show", "3.5.2").items[0]["entries"]
    assert (entry["unit"], entry["for"], entry["by_office"]) == ("区城管局", "区文旅局", True)


def test_a_container_is_shown_with_the_items_below_it(office: Office) -> None:
    shown = office.ask("show", "三（九）").out
    assert "下含14项：" in shown
    assert "三（九）4（6）　切实转变政府职能（3.9.4.6）" in shown
    [item] = office.json("show", "3.9.4").items
    assert (item["kind"], item["lead"]) == ("container", ["区发改统计局"])
    assert [one["id"] for one in item["items"]] == [f"3.9.4.{number}" for number in range(1, 7)]
    assert item["exceptions"][1] == {"what": "15分钟", "reason": "服务圈名称，不是目标值"}


def test_a_title_of_our_own_says_so(office: Office) -> None:
    assert "黑臭水体治理和污水处理（标题为本工具所拟）（3.9.1.2）" in office.ask("show", "3.9.1.2").out
    assert office.json("show", "3.9.1.2").items[0]["title_ours"] is True
    assert "本工具所拟" not in office.ask("show", "3.9.1.3").out


def test_both_stages_are_shown_with_the_words_of_the_document(office: Office) -> None:
    shown = office.ask("show", "3.8").out
    assert "50%，时限2019-12-31（原文2019年底）；100%，时限2020-12-31，力争（原文力争到2020年）" in shown


# --- units ----------------------------------------------------------------------------------------------------------


def test_the_register_has_27_units_and_4_collectives_with_their_counts(office: Office) -> None:
    items = office.json("units").items
    for one in items:
        assert set(one) == {"id", "name", "group", "kind", "lead", "support", "responsible"}
        assert all(type(one[role]) is int for role in ("lead", "support", "responsible"))
    assert [one["kind"] for one in items] == ["unit"] * 27 + ["collective"] * 4
    by_id = {one["id"]: one for one in items}
    assert by_id["chengguan"] == {
        "id": "chengguan",
        "name": "区城管局",
        "group": "政府部门",
        "kind": "unit",
        "lead": 6,
        "support": 9,
        "responsible": 0,
    }
    assert sum(one["lead"] for one in items) == 29  # every task is led once
    assert sum(1 for one in items if one["lead"]) == 13
    assert (by_id["jiedao"]["group"], by_id["jiedao"]["support"], by_id["jiedao"]["responsible"]) == (None, 26, 2)
    assert "共27个单位，4个集合单位" in office.ask("units").out


def test_members_of_a_roster_join_the_register_behind_the_units_of_the_document(office: Office) -> None:
    office.settings("rosters: {jiedao: [{id: mianfanglu, name: 棉纺路街道办事处}]}")
    items = office.json("units").items
    assert (items[27]["id"], items[27]["kind"], items[27]["support"]) == ("mianfanglu", "unit", 0)


# --- indicators -----------------------------------------------------------------------------------------------------

FIELDS = (
    "id task name op value upper external unit measure due owner actual actual_date rate due_rate gap "
    "light light_text tags reason"
)


def indicator(office: Office, id: str) -> dict[str, Any]:
    return next(one for one in office.json("indicators").items if one["id"] == id)


def test_every_indicator_has_every_field(reported: Office) -> None:
    items = reported.json("indicators").items
    assert len(items) == 23
    for one in items:
        assert " ".join(one) == FIELDS


def test_an_indicator_has_its_figures(reported: Office) -> None:
    assert indicator(reported, "3.3.a") == {
        "id": "3.3.a",
        "task": "3.3",
        "name": "新增绿地",
        "op": "=",
        "value": 100,
        "upper": None,
        "external": False,
        "unit": "万平方米",
        "measure": "total",
        "due": "2019-12-31",
        "owner": "区城管局",
        "actual": 72.5,
        "actual_date": "2019-09-25",
        "rate": 72.5,
        "due_rate": 75,
        "gap": 2.5,
        "light": "on_track",
        "light_text": "正常",
        "tags": ["未达序时"],
        "reason": "正常：截至9月25日累计72.5/100万平方米（72.5%），落后序时进度2.5个百分点",
    }
    verified = indicator(reported, "3.3.c")
    assert (verified["actual"], verified["rate"], verified["gap"], verified["light"]) == (20, 50, 25, "behind")


def test_a_range_has_both_bounds_and_a_limit_only_its_number(tmp_path: Path) -> None:
    text = PLAN.read_text("utf-8").replace("at_least: 95,", "at_least: 95, at_most: 98,")
    plan = tmp_path / "2019.yaml"
    plan.write_text(text.replace("at_most: external,", "at_most: 5,"), "utf-8")
    office = Office(tmp_path / "data", plan)
    between, limit = indicator(office, "3.9.1.2.a"), indicator(office, "3.9.4.1.a")
    assert [between[key] for key in ("op", "value", "upper", "external")] == ["range", 95, 98, False]
    assert [limit[key] for key in ("op", "value", "upper", "external")] == ["<=", 5, None, False]
    shown = office.ask("indicators").out
    assert "95—98%" in shown
    assert "≤5%" in shown


def test_what_was_never_reported_has_no_figures(reported: Office) -> None:
    level = indicator(reported, "3.9.1.2.a")
    assert [level[key] for key in ("actual", "actual_date", "rate", "due_rate", "gap")] == [None] * 5
    assert level["reason"] == "未报送：从未报送数据"
    city = indicator(reported, "3.9.4.2.a")
    assert (city["op"], city["value"], city["external"], city["light"]) == ("=", None, True, "not_judged")


def test_indicators_filter_by_owner_and_light(reported: Office) -> None:
    mine = reported.json("indicators", "--unit", "chengguan").ids
    assert mine == ["3.3.a", "3.3.b", "3.3.c", "3.7.3.a", "3.9.3.a", "3.9.3.b", "3.9.3.c", "3.9.3.d"]
    assert reported.json("indicators", "--light", "滞后").ids == ["3.3.c"]
    assert (
        "填报单位：区城管局　状态：滞后" in reported.ask("indicators", "--unit", "chengguan", "--light", "behind").out
    )


# --- status ---------------------------------------------------------------------------------------------------------


def test_counts_add_up_and_agree_with_tasks(reported: Office) -> None:
    items = reported.json("status").items
    for one in items:
        assert set(one) == {"scope", "code", "text", "count", "ids"}
        assert one["count"] == len(one["ids"])
    count = {scope: sum(one["count"] for one in items if one["scope"] == scope) for scope in ("任务", "措施", "指标")}
    assert count == {"任务": 29, "措施": 6, "指标": 23}
    tasks = [one for one in items if one["scope"] == "任务"]
    assert " ".join(one["code"] for one in tasks) == ORDER  # worst first, every one of them
    for one in tasks:
        lit = [task["id"] for task in reported.json("tasks", "--light", one["code"]).items if task["kind"] == "task"]
        assert one["ids"] == lit
    for one in items:
        if one["scope"] == "指标":
            assert one["ids"] == reported.json("indicators", "--light", one["text"]).ids


@pytest.mark.parametrize("day", ["2019-01-01", "2019-05-31", "2019-06-01", "2019-12-31", "2020-06-30"])
def test_counts_add_up_on_any_day(reported: Office, day: str) -> None:
    items = reported.json("status", day=day).items
    assert sum(one["count"] for one in items if one["scope"] == "任务") == 29


def test_a_unit_has_its_roles_counted_apart(reported: Office) -> None:
    items = reported.json("status", "--unit", "区城管局").items
    count: dict[str, int] = {}
    for one in items:
        count[one["scope"]] = count.get(one["scope"], 0) + one["count"]
    assert count == {"牵头": 6, "配合": 9, "责任（集合单位）": 1}


def test_units_and_chapters_are_counted_by_light(reported: Office) -> None:
    by_unit = [one for one in reported.json("status", "--by", "unit").items if one["scope"] == "区城管局·牵头"]
    assert [(one["code"], one["ids"]) for one in by_unit] == [
        ("behind", ["3.3"]),
        ("unreported", ["3.7.1", "3.7.2", "3.7.3", "3.9.3", "3.9.5"]),
    ]
    by_chapter = reported.json("status", "--by", "chapter").items
    assert sum(one["count"] for one in by_chapter) == 35
    assert by_chapter[-1]["scope"].startswith("四（六）")


# --- demonstration data ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["tasks", "show 3.3", "show 3.9", "units", "indicators", "status", "progress list"])
def test_demonstration_data_says_so_on_every_page(office: Office, command: str) -> None:
    assert "演示数据" not in office.ask(*command.split()).out
    office.settings("demo: true")
    said = office.ask(*command.split())
    assert "演示数据，非真实填报" in said.out.splitlines()[1]
    if not command.startswith("show"):
        assert "演示数据，非真实填报" in office.ask(*command.split(), "--format", "md").out
    assert office.json(*command.split()).answer["plan"]["demo"] is True


# --- rules ----------------------------------------------------------------------------------------------------------


def test_every_rule_is_printed_with_its_reason() -> None:
    answer = call("rules", "--format", "json").answer
    assert (answer["schema"], answer["kind"]) == (1, "rules")
    assert set(answer["plan"]) == {"file", "number", "title", "version", "demo"}
    codes = [one["code"] for one in answer["items"]]
    assert codes == sorted(set(codes))
    for one in answer["items"]:
        assert set(one) == {"code", "severity", "title", "reason"}
        assert one["severity"] in ("error", "warning")
        assert one["title"]
        assert one["reason"]
        assert one["code"] in call("rules").out
    assert len({one["title"] for one in answer["items"]}) == len(codes)
    assert {code[:3] for code in codes} >= {"BC1", "BC2", "BC3", "BC4", "BC5"}

"""Saved filters (`views:` in the settings): `--view` of tasks, ledger and report, and what `check` says of them."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from shutil import copytree

import pytest
from calling import PLAN, ROOT, Office, Said
from conftest import unmarked

VIEWS = """
views:
  落后:
    title: 落后的任务
    filter: {light: [严重滞后, behind]}
  城管牵头: {filter: {unit: 区城管局, role: lead}}
  年底前: {filter: {due_before: 2020-01-01, text: 绿}}
  一览: {columns: [状态, clause, 任务名称]}
  台账一览:
    filter: {unit: 区城管局, role: 牵头}
    columns: [进展状态, clause, 累计完成, 填报单位, 距时限天数]
  两用: {columns: [条款, 累计完成, 说明, light]}
  只有台账有: {columns: [累计完成, rate]}
"""


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """The shipped plan with the demonstration's reports, and these views."""
    office = Office(tmp_path / "data")
    copytree(ROOT / "demo" / "2019" / "progress", office.data / "progress")
    office.settings(f"demo: true\noffice: tizhiban\nreporting: {{first_month: 2019-05}}\n{VIEWS}")
    return office


def table(said: Said) -> list[list[str]]:
    """The rows of a CSV answer, headings first; the column that marks a demonstration left out."""
    assert said.code == 0, said.err
    return [row[:-1] for row in csv.reader(io.StringIO(said.out.lstrip("\ufeff")))]


def test_a_view_shows_what_its_filter_leaves(office: Office) -> None:
    assert office.json("tasks", "--view", "落后").ids == ["3.3", "3.4", "3.7.4", "3.9.2.1"]
    assert office.json("tasks", "--view", "年底前").ids == ["3.3"]
    assert office.json("tasks", "--view", "一览").ids == office.json("tasks").ids


def test_a_unit_s_view_shows_its_role(office: Office) -> None:
    items = office.json("tasks", "--view", "城管牵头").items
    assert [(one["id"], one["role"]) for one in items] == [
        (id, "lead") for id in ("3.3", "3.7.1", "3.7.2", "3.7.3", "3.9.3", "3.9.5")
    ]
    assert table(office.ask("tasks", "--view", "城管牵头", "-f", "csv"))[0][2] == "角色"


@pytest.mark.parametrize(
    ("more", "ids"),
    [
        ("--light 滞后", ["3.3"]),
        ("--text 绿荫", ["3.3"]),
        ("--unit 区农委", ["3.3", "3.7.1"]),
        ("--role 配合", []),
        ("--due-before 2019-01-01", []),
    ],
)
def test_filters_of_the_command_line_are_added_to_the_view_s(office: Office, more: str, ids: list[str]) -> None:
    assert office.json("tasks", "--view", "城管牵头", *more.split()).ids == ids


def test_a_unit_beside_a_view_is_the_one_whose_role_is_shown(office: Office) -> None:
    items = office.json("tasks", "--view", "落后", "--unit", "区农委").items
    assert [(one["id"], one["role"]) for one in items] == [("3.4", "lead"), ("3.3", "support")]


def test_the_page_says_which_view_it_shows(office: Office) -> None:
    assert "　落后的任务（状态：严重滞后、滞后）　演示数据" in office.ask("tasks", "--view", "落后").out
    with_more = office.ask("tasks", "--view", "城管牵头", "--text", "绿荫").out
    assert "　城管牵头（单位：区城管局，角色：牵头）　含“绿荫”　演示数据" in with_more
    assert "　一览　演示数据" in office.ask("tasks", "--view", "一览").out


def test_columns_are_named_by_heading_or_key_and_stand_in_the_view_s_order(office: Office) -> None:
    said = office.ask("tasks", "--view", "一览", "-f", "csv")
    assert table(said)[:2] == [["状态", "条款", "任务"], ["正常", "三（一）", "完善规划体系，推进城市规划高质量"]]
    assert said.err == ""


def test_a_column_that_only_the_other_table_has_is_left_out_and_said(office: Office) -> None:
    said = office.ask("tasks", "--view", "两用", "-f", "csv")
    assert (table(said)[0], said.err) == (["条款", "说明", "状态"], "任务表没有这些栏目，没有印：累计完成\n")
    said = office.ask("ledger", "--view", "两用", "-f", "csv", "--month", "2019-09")
    assert (table(said)[0], said.err) == (["条款", "累计完成", "进展状态"], "台账没有这些栏目，没有印：说明\n")
    none = office.ask("tasks", "--view", "只有台账有")
    assert (none.code, none.err) == (1, "错误：视图“只有台账有”的栏目任务表都没有：累计完成、rate\n")


@pytest.mark.parametrize("format", ["csv", "md", "table"])
def test_a_view_of_the_ledger_has_its_tasks_and_its_columns(office: Office, format: str) -> None:
    """填报单位 is a hidden column, 距时限天数 one that the ledger usually has not at all."""
    said = office.ask("ledger", "--view", "台账一览", "-f", format, "--month", "2019-09")
    assert said.code == 0, said.err
    headings = ["进展状态", "条款", "累计完成", "填报单位", "距时限天数"]
    if format == "csv":
        assert table(said)[:2] == [headings, ["正常", "三（三）", "72.5", "区城管局", "97"]]
    else:
        assert all(heading in said.out for heading in headings)
        assert "　台账一览（单位：区城管局，角色：牵头）" in said.out
        assert "三（四）" not in said.out
        assert "全部栏目" not in said.out


def test_the_workbook_has_the_view_s_columns_and_stays_ours(office: Office, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    file = tmp_path / "台账.xlsx"
    ask = ("ledger", "--month", "2019-09", "-o", file)
    for view in (("--view", "台账一览"), (), ("--view", "两用")):
        assert office.ask(*ask, *view).code == 0
    sheet = load_workbook(file)["台账"]
    printed = {str(cell.value) for row in sheet.iter_rows(max_row=8) for cell in row if cell.value is not None}
    assert {"条款", "累计完成", "进展状态"} <= printed
    assert "配合单位" not in printed
    text = tmp_path / "台账.csv"
    for view in (("--view", "台账一览"), ("--view", "台账一览")):
        assert office.ask("ledger", "--month", "2019-09", "-o", text, *view).code == 0


def test_json_keeps_its_keys_whatever_the_columns(office: Office) -> None:
    own = office.data / "office" / "templates" / "ledger.yaml"
    own.parent.mkdir()
    own.write_text("schema: 1\ncolumns: [{title: 还差, value: target_number - actual_number}]\n", "utf-8")
    for command in ("tasks", "ledger"):
        usual = office.json(command, "--month", "2019-09").items
        seen = office.json(command, "--month", "2019-09", "--view", "两用").items
        assert seen == usual


def test_a_report_of_a_view_counts_its_tasks_and_says_so(office: Office) -> None:
    said = office.ask("report", "--view", "落后", "--month", "2019-09")
    assert said.code == 0, said.err
    assert "范围：落后的任务（状态：严重滞后、滞后）" in said.out
    assert "确定的重点任务，本报告所列4项中，滞后3项，占75.0%；严重滞后1项，占25.0%" in said.out
    assert "（二）" not in said.out.partition("二、重点任务进展")[2].partition("三、")[0].partition("（九）")[0]


def test_sentences_on_the_whole_plan_are_not_printed_in_a_report_on_some_of_it(office: Office) -> None:
    file = office.data / "office" / "2019-09.yaml"
    file.write_text("schema: 1\nmonth: 2019-09\ndemo: true\noverall: 多数任务按序时推进。\n", "utf-8")
    ask = ("report", "--month", "2019-09")
    assert "多数任务按序时推进。" in office.ask(*ask).out
    assert "多数任务按序时推进。" not in office.ask(*ask, "--view", "落后").out


@pytest.mark.parametrize("command", ["tasks", "ledger", "report"])
def test_a_view_that_is_not_there_is_refused_with_those_there_are(office: Office, command: str) -> None:
    said = office.ask(command, "--view", "落", "--month", "2019-09")
    known = "落后、城管牵头、年底前、一览、台账一览、两用、只有台账有"
    assert (said.code, said.out, said.err) == (1, "", f"错误：没有视图“落”；可用：{known}\n")
    office.settings("office: tizhiban")
    said = office.ask(command, "--view", "落", "--month", "2019-09")
    assert said.err == "错误：没有视图“落”；视图写在 office/settings.yaml 的 views 里，现在一个也没有\n"


@pytest.mark.parametrize(
    ("view", "found"),
    [
        ("{filter: {unit: ‸区城管}}", "BC615 没有“区城管”这个单位；你是不是要找：区城管局、"),
        ("{filter: {light: ‸滞后了}}", "BC104 应为一种状态，写的是“滞后了”；你是不是要找：滞后、"),
        ("{filter: {light: [滞后, ‸late]}}", "BC104 应为一种状态，写的是“late”；可用：逾期、严重滞后、滞后"),
        ("{filter: {role: ‸主办}}", "BC104 “role”应为一种角色，写的是“主办”；可用：牵头、责任、配合"),
        ("{filter: {due_before: ‸9月底}}", "BC106 “due_before”的值“9月底”不是日期，应写作 2019-09-30"),
        ("{filter: {‸units: 区城管局}}", "BC101 不认识的键“units”；你是不是要找：unit？"),
        ("{columns: [条款, ‸进展状况]}", "BC616 没有“进展状况”这一栏；你是不是要找：进展状态、"),
        ("{columns: [条款, ‸clauze]}", "BC616 没有“clauze”这一栏；你是不是要找：clause？"),
        ("{columns: [条款, ‸条款]}", "BC616 “条款”写了两次；删去一个"),
        ("{‸column: [条款]}", "BC101 不认识的键“column”；你是不是要找：columns？"),
    ],
)
def test_check_finds_what_a_view_gets_wrong_at_its_place(tmp_path: Path, view: str, found: str) -> None:
    office = Office(tmp_path / "data")
    text, [(line, column)] = unmarked(f"schema: 1\nviews:\n  我的: {view}\n")
    office.settings(text.removeprefix("schema: 1\n"))
    said = office.ask("check", day=None)
    assert said.code == 1
    [one] = said.out.splitlines()
    assert f"settings.yaml:{line}:{column}: {found}" in one


def test_a_column_that_nobody_has_stops_the_command_too(tmp_path: Path) -> None:
    office = Office(tmp_path / "data")
    office.settings("views: {我的: {columns: [条款, 进展状况]}}")
    for command in ("tasks", "ledger"):
        said = office.ask(command, "--view", "我的", "--month", "2019-09")
        assert said.err.startswith("错误：视图“我的”：没有“进展状况”这一栏；你是不是要找：进展状态"), said.err
        assert said.code == 1


def test_headings_of_the_office_s_own_ledger_are_columns_too(office: Office) -> None:
    own = office.data / "office" / "templates" / "ledger.yaml"
    own.parent.mkdir()
    own.write_text("schema: 1\ncolumns: [{title: 号, value: clause}, {title: 还差, value: target_number}]\n", "utf-8")
    office.settings("demo: true\nviews: {我的: {columns: [还差, 号, 累计完成]}}")
    assert office.ask("check", day=None).code == 0
    said = office.ask("ledger", "--view", "我的", "-f", "csv", "--month", "2019-09")
    assert table(said)[0] == ["还差", "号", "累计完成"]
    said = office.ask("tasks", "--view", "我的", "-f", "csv")
    assert table(said)[0] == ["条款"]


def test_members_that_only_a_roster_knows_can_be_a_view_s_unit(tmp_path: Path) -> None:
    office = Office(tmp_path / "data")
    office.settings("rosters: {jiedao: [{id: jia, name: 甲街道}]}\nviews: {甲: {filter: {unit: 甲街道}}}")
    assert office.ask("check", day=None).code == 0
    assert {one["via"] for one in office.json("tasks", "--view", "甲").items} == {"各街道办事处"}


def test_tab_offers_the_views(office: Office) -> None:
    from baicheng_cli.cli.tab_offers import offers_for

    words = ["tasks", "--plan", str(PLAN), "--data", str(office.data), "--view"]
    assert [(one.value, one.help) for one in offers_for(words, "落").offers] == [("落后", "落后的任务")]

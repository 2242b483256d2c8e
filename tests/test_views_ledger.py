"""The ledger: its rows and remarks, the workbook as people open and print it, and the command."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import zipfile
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from baicheng_cli.cli.app import run
from baicheng_cli.plan.model import Plan
from baicheng_cli.plan.settings import Settings
from baicheng_cli.plan.units import Register
from baicheng_cli.progress.calendar import of_month
from baicheng_cli.progress.model import Sidecar
from baicheng_cli.progress.store import Recorded
from baicheng_cli.status.ledger import Ledger
from baicheng_cli.views import excel
from baicheng_cli.views.excel import HIGHEST, LINE, lines_in, made_here
from baicheng_cli.views.ledger_book import ledger_workbook
from baicheng_cli.views.ledger_columns import load_columns
from baicheng_cli.views.ledger_list import ledger_table, row_item
from baicheng_cli.views.ledger_rows import Row, ledger_rows, title_of
from baicheng_cli.views.tables import csv_text

COLUMNS = load_columns()
FIRST = 5
"""The first row of the print sheet below title, days and headings."""
GOLDEN = Path(__file__).parent / "golden" / "ledger-2019-09.csv"

PLAN = """
schema: 1
document: {title: 示例区2019年提质工程工作实施方案, number: 示例〔2019〕1号, issuer: 示例区, issued: 2019-04-14}
period: {start: 2019-01-01, end: 2019-12-31}
units:
  - {id: lvhua, names: [{name: 绿化局}]}
  - {id: shuili, names: [{name: 水利局}]}
  - {id: jianshe, names: [{name: 建设局}]}
  - {id: ban, names: [{name: 提质办}]}
collectives:
  - {id: jiedao, name: 各街道办事处}
chapters:
  - id: "3"
    title: 重点工作
    items:
      - id: "3.1"
        title: 建设园林城市
        lead: [绿化局]
        support: [水利局, 各街道办事处]
        indicators:
          - {id: a, name: 新增绿地, exactly: 100, unit: 万平方米, due: 2019-12-31}
          - {id: b, name: 小游园, exactly: 40, unit: 座, qualifiers: [5000平方米以下], due: 2019-12-31}
        milestones:
          - {id: m1, title: 文化公园, due: 2019-12-31}
          - {id: m2, title: 遗址公园, reach: ongoing}
      - id: "3.2"
        title: 提升水环境
        lead: [水利局]
        items:
          - id: "3.2.1"
            title: 治理河道
            support: [建设局]
            indicators:
              - {id: a, name: 整治河道, at_least: 8, unit: 条, due: 2019-12-31}
              - {id: b, name: 污水处理率, at_least: 95, unit: "%", measure: level, due: 2019-12-31}
          - id: "3.2.2"
            title: 管护河道
            content: [按市里部署建立管护队伍, {text: 配合清理河道垃圾, part: assist}, 落实河长制]
      - id: "3.3"
        title: 整治老旧小区
        lead: [建设局]
        indicators:
          - id: a
            name: 整治比例
            unit: "%"
            stages:
              - {exactly: 50, due: 2019-12-31, due_words: 2019年底}
              - {exactly: 100, due: 2020-12-31, due_words: 力争到2020年, strive: true}
          - {id: b, name: 服务中心, exactly: external, unit: 个}
  - id: "4"
    title: 推进措施
    kind: measures
    items:
      - {id: "4.1", title: 加强督导, responsible: [提质办], content: [定期督导]}
"""

SETTINGS = "{office: ban, reporting: {first_month: 2019-05}, judge: {from: 2019-06}}"

ENTRIES = """
绿化局:
  - id: aaaaaaaa
    task: "3.1"
    date: 2019-08-25
    received: 2019-08-24
    values: {a: 66.5, b: 18}
    self: 正常推进
    progress: 八月的进展
  - id: bbbbbbbb
    task: "3.1"
    date: 2019-09-24
    received: 2019-09-23
    values: {a: 70, b: 40}
    progress: 填错的
  - id: cccccccc
    task: "3.1"
    date: 2019-09-25
    received: 2019-09-27
    values: {a: 72.5, b: 40}
    milestones: {m1: 2019-09-12}
    self: 正常推进
    progress: 建成小游园4座
    problems: 地块腾退缓慢
    needs: 请街道10月15日前移交地块
    next: 10月底前再建成5座
    evidence: [{file: evidence/a.jpg, sha256: "1"}, {file: evidence/b.jpg, sha256: "2"}]
    supersedes: bbbbbbbb
    reason: 原报数有误
提质办:
  - {id: dddddddd, task: "3.1", date: 2019-09-25, review: {entry: cccccccc, verdict: 核实, verified: {b: 36}}}
  - id: eeeeeeee
    task: "3.3"
    date: 2019-09-25
    review: {entry: ffffffff, verdict: 退回补正, reason: 缺佐证, limit: 2019-09-30}
水利局:
  - {id: gggggggg, task: "3.2.1", date: 2019-08-25, values: {a: 5, b: 94}, progress: 八月的河道}
  - id: hhhhhhhh
    task: "3.2.2"
    date: 2019-09-25
    received: 2019-09-27
    self: 正常推进
    progress: "=1+1"
    by_office: true
建设局:
  - {id: iiiiiiii, task: "3.2.1", date: 2019-09-25, values: {a: 6}}
  - {id: ffffffff, task: "3.3", date: 2019-09-25, received: 2019-09-25, values: {a: 30}, progress: 完成比例汇总}
"""


def _ledger(
    entries: str = ENTRIES, *, plan: str = PLAN, settings: str = SETTINGS, month: str = "2019-09", demo: bool = False
) -> Ledger:
    """Every scalar is text, as our own reader gives it."""
    made = Plan.model_validate(yaml.load(plan, yaml.BaseLoader))
    office = Settings.model_validate(yaml.load(settings, yaml.BaseLoader))
    register = Register(made, office.new_members())
    found = []
    for unit, listed in (yaml.load(entries, yaml.BaseLoader) or {}).items():
        id = register.id_of(unit)
        assert id is not None
        for place, one in enumerate(listed):
            in_month = one["date"][:7]
            side = Sidecar.model_validate({"schema": "1", "unit": unit, "month": in_month, "entries": [one]})
            found.append(Recorded(side.entries[0], in_month, id, id, "", place))
    found.sort(key=lambda one: one.order)
    return Ledger(made, office, register, tuple(found), of_month(month, office.reporting), demo)


def _row(ledger: Ledger, task: str, part: str | None = None) -> Row:
    return next(
        row
        for row in ledger_rows(ledger)
        if row.task.id == task and (row.part.id if row.part is not None else None) == part
    )


def _book(ledger: Ledger, version: str = "1a2b3c4d") -> bytes:
    return ledger_workbook(ledger, ledger_rows(ledger), COLUMNS, version)


def _sheet(ledger: Ledger, title: str = "台账") -> Worksheet:
    sheet = load_workbook(io.BytesIO(_book(ledger)))[title]
    assert isinstance(sheet, Worksheet)
    return sheet


def _column(value: str) -> int:
    return 1 + [column.value for column in COLUMNS.ledger].index(value)


# Rows


@pytest.mark.golden
def test_the_ledger_of_a_month_is_the_golden_one() -> None:
    ledger = _ledger()
    made = csv_text(ledger_table(ledger, ledger_rows(ledger), COLUMNS, format="csv")).encode()
    if os.environ.get("BAICHENG_GOLDEN") == "write":
        GOLDEN.write_bytes(made)
    assert made == GOLDEN.read_bytes()


def test_every_indicator_and_milestone_has_a_row_and_a_task_without_any_has_one() -> None:
    rows = ledger_rows(_ledger())
    assert [(row.number, row.task.id, row.part.id if row.part else None) for row in rows] == [
        (1, "3.1", "a"),
        (1, "3.1", "b"),
        (1, "3.1", "m1"),
        (1, "3.1", "m2"),
        (2, "3.2.1", "a"),
        (2, "3.2.1", "b"),
        (3, "3.2.2", None),
        (4, "3.3", "a"),
        (4, "3.3", "b"),
        (5, "4.1", None),
    ]


def test_the_words_of_a_month_are_those_of_the_owners_last_report() -> None:
    row = _row(_ledger(), "3.1", "a")
    assert row.entry is not None
    assert row.entry.progress == "建成小游园4座"
    assert row.problems == "地块腾退缓慢\n需协调：请街道10月15日前移交地块"
    assert (row.evidence, row.previous, row.added) == (2, Decimal("66.5"), Decimal("6.0"))


@pytest.mark.parametrize(
    ("task", "part", "remarks"),
    [
        ("3.1", "a", ("未达序时", "更正70→72.5")),
        ("3.1", "b", ("核实40→36",)),
        ("3.1", "m1", ("更正",)),
        ("3.2.1", "a", ("本月未报送", "数据未更新（沿用8月）", "建设局另报6条（参考）")),
        ("3.2.2", None, ("迟报2天", "代录")),
        ("3.3", "a", ("从未报送数据", "退回补正（限9月30日）")),
        ("3.3", "b", ("市定目标尚未下达", "退回补正（限9月30日）")),
        ("4.1", None, ("未要求报送",)),
    ],
)
def test_remarks_say_what_the_figures_do_not(task: str, part: str | None, remarks: tuple[str, ...]) -> None:
    assert _row(_ledger(), task, part).remarks == remarks


def test_a_correction_after_the_day_makes_no_report_late() -> None:
    assert "迟报" not in "".join(_row(_ledger(), "3.1", "a").remarks)
    late = ENTRIES.replace("received: 2019-09-23", "received: 2019-09-26")
    assert "迟报1天" in _row(_ledger(late), "3.1", "a").remarks


def test_another_units_figure_is_no_remark_when_it_is_the_same_or_older() -> None:
    same = ENTRIES.replace("values: {a: 6}}", "values: {a: 5}}")
    assert "参考" not in "".join(_row(_ledger(same), "3.2.1", "a").remarks)
    older = ENTRIES.replace(
        'task: "3.2.1", date: 2019-09-25, values: {a: 6}', 'task: "3.2.1", date: 2019-07-25, values: {a: 6}'
    )
    assert "参考" not in "".join(_row(_ledger(older), "3.2.1", "a").remarks)


def test_a_verified_figure_replaces_the_reported_one_and_stands_in_its_own_column() -> None:
    row = _row(_ledger(), "3.1", "b")
    item = row_item(_ledger(), row)
    assert (item["actual"], item["verified"], item["rate"]) == (36, 36, 90)
    assert row_item(_ledger(), _row(_ledger(), "3.1", "a"))["verified"] is None


def test_of_stages_the_current_one_is_shown_and_the_goal_names_all() -> None:
    row = _row(_ledger(), "3.3", "a")
    assert row_item(_ledger(), row)["value"] == 50
    assert "整治比例50%（2019年底）、100%（力争到2020年）" in row.goal


def test_a_goal_is_the_targets_or_else_what_is_to_be_done() -> None:
    ledger = _ledger()
    assert _row(ledger, "3.2.1", "a").goal == "治理河道：整治河道≥8条；污水处理率≥95%"
    assert _row(ledger, "3.2.2").goal == "管护河道：按市里部署建立管护队伍；配合清理河道垃圾；落实河长制"
    many = ", ".join(f"第{number}件要做的事情和它的说明" for number in "一二三四五六七八")
    first = (
        "第一件要做的事情和它的说明；第二件要做的事情和它的说明；第三件要做的事情和它的说明；第四件要做的事情和它的说明"
    )
    assert _row(_ledger(plan=PLAN.replace("定期督导", many)), "4.1").goal == f"{first}等8项"


def test_a_month_without_any_progress_is_a_correct_ledger() -> None:
    ledger = _ledger("{}")
    rows = ledger_rows(ledger)
    assert len(rows) == 10
    assert {row.entry for row in rows} == {None}
    assert _row(ledger, "3.1", "a").remarks == ("从未报送数据",)
    assert _sheet(ledger).max_row == FIRST - 1 + 10


def test_an_office_day_says_that_it_is_the_offices() -> None:
    ledger = _ledger(settings='{office: ban, tasks: {"3.2.2": {office_due: 2019-10-31}}}')
    row = _row(ledger, "3.2.2")
    assert row.due is not None
    assert "时限由本办设定" in row.remarks


def test_units_that_report_one_by_one_are_counted() -> None:
    plan = PLAN.replace("exactly: external, unit: 个", "exactly: 6, unit: 个, due: 2019-12-31, each: 各街道办事处")
    settings = "{office: ban, rosters: {jiedao: [{id: jia, name: 甲街道}, {id: yi, name: 乙街道}]}}"
    entries = '甲街道: [{id: aaaaaaaa, task: "3.3", date: 2019-09-25, values: {b: 2}}]'
    row = _row(_ledger(entries, plan=plan, settings=settings), "3.3", "b")
    assert "2个单位已报1个" in row.remarks
    assert row.reporter == "各街道办事处"


def test_the_title_is_that_of_the_plan_without_its_kind() -> None:
    assert title_of(_ledger()) == "示例区2019年提质工程工作台账（2019年9月）"
    other = PLAN.replace("示例区2019年提质工程工作实施方案", "示例区提质三年行动计划")
    assert title_of(_ledger(plan=other)) == "示例区提质三年行动计划工作台账（2019年9月）"


def test_json_has_every_key_in_every_row_and_numbers_as_numbers() -> None:
    ledger = _ledger()
    items = [row_item(ledger, row) for row in ledger_rows(ledger)]
    assert len({tuple(item) for item in items}) == 1
    assert [items[0][key] for key in ("task", "part", "value", "actual", "rate", "due_rate", "added", "due")] == [
        "3.1",
        "a",
        100,
        72.5,
        72.5,
        75,
        6,
        "2019-12-31",
    ]
    assert (items[6]["part"], items[6]["actual"], items[6]["self"], items[6]["leader"]) == (
        None,
        None,
        "正常推进",
        None,
    )
    json.dumps(items)


# The workbook


def test_the_sheet_opens_with_title_days_and_two_rows_of_headings() -> None:
    sheet = _sheet(_ledger(demo=True))
    assert sheet["A1"].value == "示例区2019年提质工程工作台账（2019年9月）"
    second = [cell.value for cell in sheet[2] if cell.value]
    assert second == [
        "制表：提质办",
        "演示数据，非真实填报",
        "统计截止：2019年9月25日　报送截止：2019年9月25日　制表日期：2019年9月25日",
    ]
    assert [cell.value for cell in sheet[3] if cell.value] == ["基本情况", "进度", "情况", "备查"]
    assert [cell.value for cell in sheet[4]] == COLUMNS.ledger.titles
    assert sheet.freeze_panes == "E5"


def test_an_office_that_is_not_named_leaves_a_line_to_write_on() -> None:
    sheet = _sheet(_ledger("{}", settings="{}"))
    assert sheet["A2"].value == "制表：____"


def test_the_page_is_a3_across_one_page_wide_with_headings_on_each() -> None:
    sheet = _sheet(_ledger(demo=True))
    setup = sheet.page_setup
    assert (setup.paperSize, setup.orientation) == (8, "landscape")
    assert (setup.fitToWidth, setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$1:$4"
    assert sheet.oddFooter is not None
    assert sheet.oddHeader is not None
    assert sheet.oddFooter.center.text == "第 &P 页，共 &N 页"
    assert sheet.oddFooter.left.text == "数据版本：1a2b3c4d"
    assert sheet.oddHeader.center.text == "演示数据，非真实填报"


def test_columns_are_as_wide_as_agreed_and_the_last_seven_are_hidden() -> None:
    sheet = _sheet(_ledger())
    dimensions = [sheet.column_dimensions[get_column_letter(place)] for place in range(1, len(COLUMNS.ledger) + 1)]
    widths = [round(one.width - 5 / 7) for one in dimensions]
    assert widths[:17] == [5, 10, 15, 20, 10, 12, 11, 14, 8, 9, 8, 8, 9, 28, 20, 16, 12]
    hidden = [column.title for column, one in zip(COLUMNS.ledger, dimensions, strict=True) if one.hidden]
    assert hidden == ["上月累计", "本月新增", "填报单位", "核实值", "佐证件数", "收到日", "牵头领导"]


def test_the_printed_columns_fit_a3_at_85_percent_or_more() -> None:
    assert excel.scale([column.width for column in COLUMNS.ledger.shown]) >= 0.85


def test_what_the_rows_of_a_task_share_is_merged() -> None:
    merged = {str(area) for area in _sheet(_ledger()).merged_cells.ranges}
    assert {"A5:A8", "D5:D8", "G5:G7", "N5:N8", "A9:A10"} <= merged
    assert not any(area.startswith(("H5", "Q5", "M5")) for area in merged)


def test_text_stays_text_and_numbers_stay_numbers() -> None:
    sheet = _sheet(_ledger())
    formula = sheet.cell(11, _column("progress"))
    assert (formula.value, formula.data_type, formula.quotePrefix) == ("=1+1", "s", True)
    clause = sheet.cell(5, _column("clause"))
    assert (clause.value, clause.data_type) == ("三（一）", "s")
    rate = sheet.cell(5, _column("rate"))
    assert (rate.value, rate.data_type, rate.number_format) == (72.5, "n", '0.0"%"')
    at_least = sheet.cell(9, _column("target"))
    assert (at_least.value, at_least.number_format) == (8, '"≥"General')
    due = sheet.cell(5, _column("due or '未定'"))
    assert (due.value, due.number_format) == (datetime(2019, 12, 31), "yyyy-mm-dd")  # noqa: DTZ001  # a cell has no time zone
    assert sheet.cell(8, _column("due or '未定'")).value == "未定"


def test_characters_that_a_workbook_cannot_hold_do_not_break_it() -> None:
    nasty = ENTRIES.replace("建成小游园4座", '"建成\\x07小游园\\uffff_x000D_\\u202e4座"')
    sheet = _sheet(_ledger(nasty))
    assert sheet.cell(5, _column("progress")).value == "建成小游园_x005F_x000D_4座"


def test_lights_are_words_and_coloured_by_rule() -> None:
    sheet = _sheet(_ledger())
    assert [sheet.cell(row, _column("light")).value for row in range(5, 15)] == [
        "正常",
        "正常",
        "已达目标",
        "正常",
        "滞后",
        "正常",
        "待核定",
        "未报送",
        "暂不评",
        "暂不评",
    ]
    [area] = sheet.conditional_formatting
    assert str(area.sqref) == "M5:M14"
    assert '"滞后"' in [rule.formula[0] for rule in area.rules]


def test_a_row_is_as_high_as_its_text_and_very_long_text_gets_more_rows() -> None:
    long = ENTRIES.replace("progress: 完成比例汇总", f"progress: {'进展' * 1000}")
    sheet = _sheet(_ledger(long))
    heights = [float(sheet.row_dimensions[row].height or 0) for row in range(FIRST, sheet.max_row + 1)]
    assert max(heights) <= HIGHEST
    areas = {(area.min_row, area.max_row) for area in sheet.merged_cells.ranges if area.min_col == _column("progress")}
    first, last = max(areas)
    need = lines_in("进展" * 1000, 28) * LINE
    assert sum(float(sheet.row_dimensions[row].height or 0) for row in range(first, last + 1)) >= need
    assert sheet.cell(first, _column("progress")).value == "进展" * 1000


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, 1),
        ("一二三四五", 10, 1),
        ("一二三四五六", 10, 2),
        ("一二三四五。", 10, 2),
        ("ab cd", 10, 1),
        ("一二三2019-12-31", 10, 2),
        ("0123456789abcdefghij", 10, 2),
        ("一0123456789abc", 10, 3),
        ("一\n二", 10, 2),
    ],
)
def test_lines_are_counted_by_east_asian_width(text: str, width: int, lines: int) -> None:
    assert lines_in(text, width) == lines


def test_a_page_never_ends_inside_a_task() -> None:
    items = "".join(
        f'      - {{id: "3.{number}", title: 任务{number}, lead: [绿化局], indicators: ['
        + ", ".join(f"{{id: {id}, name: 指标{id}, exactly: 5, unit: 座, due: 2019-12-31}}" for id in "abcd")
        + "]}\n"
        for number in range(1, 31)
    )
    plan = PLAN[: PLAN.index('      - id: "3.1"')] + items
    sheet = _sheet(_ledger("{}", plan=plan))
    ends = {area.max_row for area in sheet.merged_cells.ranges if area.min_col == 1 and area.min_row >= FIRST}
    breaks = [one.id for one in sheet.row_breaks.brk]
    assert len(breaks) >= 3
    assert set(breaks) <= ends


def test_the_same_ledger_is_the_same_bytes_without_a_clock() -> None:
    first, second = _book(_ledger()), _book(_ledger())
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert core.count("2019-09-25T00:00:00Z") == 2
    assert '<dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/">baicheng<' in core


def test_an_auditor_finds_no_error_in_the_workbook(tmp_path: Path) -> None:
    from openxml_audit import OpenXmlValidator

    file = tmp_path / "台账.xlsx"
    file.write_bytes(_book(_ledger(demo=True)))
    result = OpenXmlValidator().validate(str(file))
    assert result.error_count == 0, result.errors


def test_the_last_sheet_says_what_the_ledger_is_of() -> None:
    ledger = _ledger(demo=True).keep(["3.1"], "单位：绿化局")
    rows = list(_sheet(ledger, "说明").iter_rows(max_col=5))
    said = {row[place].value: row[place + 1].value for row in rows for place in (0, 3)}
    assert said["方案"] == "示例区2019年提质工程工作实施方案（示例〔2019〕1号）"
    assert said["筛选条件"] == "单位：绿化局"
    assert said["行数"] == "共1项任务、0项措施，4行"
    assert said["数据版本"] == "1a2b3c4d"
    assert str(said["演示标记"]).startswith("演示数据，非真实填报")
    assert "30个百分点" in str(said["严重滞后"])


def test_a_workbook_that_somebody_saved_again_is_no_longer_ours() -> None:
    made = _book(_ledger())
    assert made_here(made)
    book = load_workbook(io.BytesIO(made))
    again = io.BytesIO()
    book.save(again)
    assert not made_here(again.getvalue())
    assert not made_here(b"text")


# The command


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An office's folder: the plan, its settings, and what was reported."""
    for name in ("BAICHENG_PLAN", "BAICHENG_DATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plan/2019/office").mkdir(parents=True)
    (tmp_path / "plan/2019.yaml").write_text(PLAN.lstrip(), "utf-8")
    (tmp_path / "plan/2019/office/settings.yaml").write_text("schema: 1\noffice: ban\n", "utf-8")
    month = tmp_path / "plan/2019/progress/2019-09"
    month.mkdir(parents=True)
    (month / "lvhua.yaml").write_text(
        "schema: 1\nunit: 绿化局\nmonth: 2019-09\nentries:\n"
        '  - {id: aaaaaaaa, task: "3.1", date: 2019-09-25, values: {a: 72.5, b: 22}, progress: 建成4座}\n',
        "utf-8",
    )
    return tmp_path


def _told(capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    said = capsys.readouterr()
    return said.out, said.err


def test_the_command_shows_the_ledger_in_every_format(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ledger", "--month", "2019-09"]) == 0
    out, _ = _told(capsys)
    assert out.startswith("示例区2019年提质工程工作台账（2019年9月）\n")
    assert "共4项任务、1项措施，10行" in out
    assert run(["ledger", "--month", "2019-09", "--format", "csv"]) == 0
    listed = list(csv.DictReader(io.StringIO(_told(capsys)[0].lstrip("\ufeff"))))
    assert (listed[0]["条款"], listed[0]["累计完成"], listed[0]["完成率"]) == ("三（一）", "72.5", "72.5%")
    assert run(["ledger", "--month", "2019-09", "--format", "json"]) == 0
    answer: dict[str, Any] = json.loads(_told(capsys)[0])
    assert (answer["kind"], answer["month"], len(answer["items"])) == ("ledger", "2019-09", 10)
    assert run(["ledger", "--month", "2019-09", "--format", "md"]) == 0
    assert "| 序号 | 条款 |" in _told(capsys)[0]


@pytest.mark.parametrize("name", ["台账.xlsx", "台账.csv", "台账.md", "台账.json"])
def test_a_file_is_replaced_only_when_it_is_ours(folder: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    call = ["ledger", "--month", "2019-09", "-o", name]
    assert run(call) == 0
    assert f"已写入 {name}：共4项任务、1项措施，10行" in _told(capsys)[1]
    first = (folder / name).read_bytes()
    assert run(call) == 0
    assert (folder / name).read_bytes() == first
    (folder / name).write_text("别人的", "utf-8")
    assert run(call) == 1
    assert (folder / name).read_text("utf-8") == "别人的"
    assert run([*call, "--force"]) == 0
    assert (folder / name).read_bytes() == first


@pytest.mark.parametrize(
    "options",
    [
        ["--format", "xlsx"],
        ["-o", "台账.txt"],
        ["-o", "台账.xlsx", "--format", "csv"],
        ["--format", "pdf"],
        ["-o", "没有/台账.xlsx"],
    ],
)
def test_a_wrong_call_is_exit_2_and_writes_nothing(folder: Path, options: list[str]) -> None:
    before = sorted(folder.rglob("*"))
    assert run(["ledger", "--month", "2019-09", *options]) == 2
    assert sorted(folder.rglob("*")) == before


def test_of_one_unit_only_its_tasks_are_shown_and_the_head_says_so(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["ledger", "--month", "2019-09", "--unit", "水利局", "--format", "json"]) == 0
    items = json.loads(_told(capsys)[0])["items"]
    assert {item["task"] for item in items} == {"3.1", "3.2.1", "3.2.2"}
    assert run(["ledger", "--month", "2019-09", "--unit", "水利局"]) == 0
    assert "单位：水利局" in _told(capsys)[0].splitlines()[1]
    assert run(["ledger", "--month", "2019-09", "--unit", "水利"]) == 1


@pytest.mark.slow
@pytest.mark.tools
def test_the_print_preview_is_a3_and_nothing_is_cut(tmp_path: Path) -> None:
    missing = [tool for tool in ("soffice", "pdfinfo", "pdftotext") if shutil.which(tool) is None]
    if missing:
        if os.environ.get("BAICHENG_REQUIRE_TOOLS") == "1":
            pytest.fail(f"{'、'.join(missing)} is missing")
        pytest.skip(f"{'、'.join(missing)} is missing")
    (tmp_path / "ledger.xlsx").write_bytes(_book(_ledger(demo=True)))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*convert, str(tmp_path / "ledger.xlsx")], check=True, capture_output=True, timeout=120)
    printed = str(tmp_path / "ledger.pdf")
    about = subprocess.run(["pdfinfo", printed], check=True, capture_output=True, text=True).stdout
    assert "1190.55 x 841.89 pts (A3)" in about
    text = subprocess.run(["pdftotext", "-raw", printed, "-"], check=True, capture_output=True, text=True).stdout
    joined = "".join(text.split())
    assert "###" not in joined
    for words in (
        "地块腾退缓慢",
        "核实40→36",
        "建设局另报6条（参考）",
        "第1页，共5页",
        "演示数据，非真实填报",
        "≥8",
        "72.5%",
    ):
        assert words in joined, words

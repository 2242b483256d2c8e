"""The ledger's columns as text: the shipped ones, an office's own, and what is wrong with a file."""

from __future__ import annotations

import io
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from calling import Office, call
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from small_plan import ledger_of

from baicheng_cli.errors import BrokenFile, UserError
from baicheng_cli.status.ledger import Ledger
from baicheng_cli.views.ledger_book import ledger_workbook
from baicheng_cli.views.ledger_columns import FILE, ITEMS, LedgerColumns, cell_words, load_columns
from baicheng_cli.views.ledger_list import ledger_table
from baicheng_cli.views.ledger_rows import Amount, ledger_rows
from baicheng_cli.views.templates import shipped

ITEM = """
- id: "3.1"
  title: 公园
  lead: [甲局]
  support: [丙局]
  indicators:
    - {id: a, name: 公园, exactly: 4, unit: 座, due: 2019-12-31, due_words: 2019年底前}
    - {id: b, name: 处理率, at_least: 95, unit: "%", measure: level, definition: 达标水量占比}
  milestones: [{id: m1, title: 文化园, due: 2019-10-31}]
"""
ENTRIES = "[{date: 2019-08-25, values: {a: 2}}, {date: 2019-09-25, values: {a: 3}, progress: 建成1座, needs: 请移交}]"


def _columns(folder: Path, *lines: str) -> LedgerColumns:
    """The columns of an office that has these lines in its file; the first of them is line 2."""
    (folder / FILE).write_text("\n".join(("schema: 1", *lines)), "utf-8")
    return load_columns(folder)


def _refused(folder: Path, *lines: str) -> str:
    with pytest.raises(UserError) as refused:
        _columns(folder, *lines)
    return str(refused.value).replace(f"{(folder / FILE).as_posix()}:", "")


def _cells(ledger: Ledger, columns: LedgerColumns) -> list[tuple[str, ...]]:
    return [
        tuple(cell_words(cell, column.format) for cell, column in zip(row, columns.ledger, strict=True))
        for row in columns.ledger.cells(ledger, ledger_rows(ledger))
    ]


def _sheet(ledger: Ledger, columns: LedgerColumns, title: str = "台账") -> Worksheet:
    made = ledger_workbook(ledger, ledger_rows(ledger), columns, "v1")
    sheet = load_workbook(io.BytesIO(made))[title]
    assert isinstance(sheet, Worksheet)
    return sheet


@pytest.fixture
def ledger() -> Ledger:
    return ledger_of(ITEM, entries=ENTRIES, month="2019-09")


def test_the_shipped_file_says_of_every_item_what_it_is() -> None:
    said = (shipped() / FILE).read_text("utf-8")
    for name, item in ITEMS.items():
        assert re.search(rf"^#.* {name} {re.escape(item.words)}(\s|$)", said, re.MULTILINE), name


def test_every_item_can_be_printed_for_every_row(ledger: Ledger, tmp_path: Path) -> None:
    columns = _columns(tmp_path, "columns:", *(f"  - {{title: {name}, value: {name}}}" for name in ITEMS))
    first, level, park = ({**dict(zip(ITEMS, row, strict=True))} for row in _cells(ledger, columns))
    assert {key: first[key] for key in ("part", "name", "target", "target_number", "actual", "gap", "days_left")} == {
        "part": "指标",
        "name": "公园（座）",
        "target": "4",
        "target_number": "4",
        "actual": "3",
        "gap": "0",
        "days_left": "97",
    }
    assert (first["due_words"], first["added"], first["needs"], first["self_word"]) == ("2019年底前", "1", "请移交", "")
    assert (level["target"], level["definition"], level["actual"]) == ("≥95", "达标水量占比", "")
    assert (park["part"], park["indicator"], park["actual"], park["light"]) == ("节点", "文化园", "尚未完成", "正常")


def test_an_office_reorders_retitles_hides_and_adds(ledger: Ledger, tmp_path: Path) -> None:
    columns = _columns(
        tmp_path,
        "freeze: 主责单位",
        "columns:",
        "  - {title: 主责单位, value: lead, merge: true, width: 14}",
        "  - {title: 指标, value: indicator}",
        "  - {title: 还差, value: target_number - actual_number, format: 0.0}",
        "  - {title: 分管, value: \"{'甲局': '副区长'}.get(lead, '')\", hidden: true}",
    )
    assert _cells(ledger, columns) == [
        ("甲局", "公园", "1.0", "副区长"),
        ("甲局", "处理率", "", "副区长"),
        ("甲局", "文化园", "", "副区长"),
    ]
    sheet = _sheet(ledger, columns)
    assert [cell.value for cell in sheet[3]] == ["主责单位", "指标", "还差", "分管"]  # no groups: one row of headings
    assert [sheet.column_dimensions[letter].hidden for letter in "ABCD"] == [False, False, False, True]
    assert (sheet["C4"].value, sheet["C4"].number_format) == (1, "0.0")
    assert sheet.freeze_panes == "B4"
    assert "A4:A6" in {str(area) for area in sheet.merged_cells.ranges}


def test_lists_that_an_office_leaves_out_are_the_shipped_ones(ledger: Ledger, tmp_path: Path) -> None:
    columns = _columns(tmp_path, "columns:", "  - {title: 单位, value: lead}")
    assert columns.indicators.titles == load_columns().indicators.titles
    shown = ledger_table(ledger, ledger_rows(ledger), columns, format="table")
    assert [column.title for column in shown.columns][:2] == ["条款", "任务和指标"]


def test_one_list_of_columns_feeds_sheet_csv_markdown_and_json(ledger: Ledger, tmp_path: Path) -> None:
    columns = _columns(
        tmp_path,
        "columns:",
        "  - {title: 单位, value: lead}",
        "  - {title: 还差, value: target_number - actual_number}",
        "  - {title: 时限, value: due or '未定', format: 月日, hidden: true}",
        "screen:",
        "  - {title: 只看, value: light}",
    )
    rows = ledger_rows(ledger)
    tables = {format: ledger_table(ledger, rows, columns, format=format) for format in ("csv", "md", "table", "json")}
    titles = {format: [column.title for column in table.columns] for format, table in tables.items()}
    assert (titles["csv"], titles["md"], titles["table"]) == (["单位", "还差", "时限"], ["单位", "还差"], ["只看"])
    assert tables["csv"].rows[0] == ("甲局", "1", "12月31日")
    assert tables["csv"].rows[1] == ("甲局", "", "未定")
    item: dict[str, Any] = tables["json"].items[0]
    assert item["own"] == {"还差": "1"}  # the others are told under keys of their own
    assert ledger_table(ledger, rows, load_columns(), format="json").items[0]["own"] == {}


@pytest.mark.parametrize(
    ("cell", "format", "words"),
    [
        (Amount(Decimal("72.50")), "", "72.5"),
        (Amount(Decimal("72.25")), "0.0", "72.3"),
        (Amount(Decimal("72.25")), "0", "72"),
        (Amount(Decimal(60)), "0.0%", "60.0%"),
        (Amount(Decimal(8), "≥"), "0.00", "≥8.00"),
        (date(2019, 9, 5), "", "2019-09-05"),
        (date(2019, 9, 5), "年月日", "2019年9月5日"),
        (date(2019, 9, 5), "月日", "9月5日"),
        ("文字", "0.0", "文字"),
        (None, "0.0", ""),
    ],
)
def test_a_format_prints_figures_and_days_and_leaves_text_alone(cell: Any, format: str, words: str) -> None:
    assert cell_words(cell, format) == words


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (
            ["columns:", "  - {title: 单位, vaule: lead}"],
            "3:17: BC101 不认识的键“vaule”；你是不是要找：value？",
        ),
        (
            ["columns:", "  - title: 单位", "    value: lead ~ '、' ~ suport"],
            "4:25: 没有“suport”这一项；你是不是要找：support、part、reporter？",
        ),
        (
            ["columns:", "  - {title: 单位, value: \"lead ~ '、' ~ suport\"}"],
            "3:38: 没有“suport”这一项；你是不是要找：support、part、reporter？",
        ),
        (
            ["columns:", "  - {title: 单位, value: lead or “无”}"],
            "3:32: ““”是全角符号，算式里用半角的",
        ),
        (
            ["columns:", "  - {title: 单位, value: lead, width: 300}"],
            "3:37: BC104 “width”应为2至200，写的是“300”",
        ),
        (
            ["columns:", "  - {title: 单位, value: lead, format: 0.0 %}"],
            "3:38: BC104 “format”应为 0、0.0、0.00、0.0%、年-月-日、年月日、月日 之一，写的是“0.0 %”",
        ),
        (
            ["columns:", "  - {title: 单位, value: lead}", "  - {title: 单位, value: due}"],
            "4:13: “单位”这一栏有两个；改一个标题",
        ),
        (
            ["freeze: 目标", "columns:", "  - {title: 目标任务, value: goal}"],
            "2:9: 没有“目标”这一栏；你是不是要找：目标任务？",
        ),
        (
            ["columns:", "  - {title: 单位, value: lead, hidden: true}"],
            "3:3: 所有的栏都隐藏了；至少留一栏",
        ),
        (["columns: []"], "2:10: BC104 “columns”不能为空，至少要有一个"),
    ],
)
def test_a_mistake_is_one_sentence_with_file_line_and_column(tmp_path: Path, lines: list[str], said: str) -> None:
    assert _refused(tmp_path, *lines) == said


def test_all_mistakes_of_a_file_are_said_at_once(tmp_path: Path) -> None:
    said = _refused(
        tmp_path,
        "columns:",
        "  - {title: 甲, value: laed}",
        "  - {title: 乙, value: lead}",
        "  - {title: 丙, value: lead +}",
    )
    assert [line[:5] for line in said.splitlines()] == ["3:23:", "5:23:"]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("name.foo", "没有“foo”这一项（三（一）：公园（座）这一行）"),
        ('"[lead]"', "要印的应是文字、数或日期，算出来的是列表（三（一）：公园（座）这一行）"),
        ("lead.upper", "要印的应是文字、数或日期，算出来的是别的东西（少了括号？）（三（一）：公园（座）这一行）"),
        ("due - received", "要印的应是文字、数或日期，算出来的是时长（天数用 .days）（三（一）：公园（座）这一行）"),
    ],
)
def test_what_cannot_be_computed_names_the_column_and_the_row(tmp_path: Path, value: str, said: str) -> None:
    received = ENTRIES.replace("progress", "received: 2019-09-24, progress")
    ledger = ledger_of(ITEM, entries=received, month="2019-09")
    columns = _columns(tmp_path, "columns:", "  - {title: 甲, value: lead}", f"  - {{title: 乙, value: {value}}}")
    with pytest.raises(UserError) as refused:
        columns.ledger.cells(ledger, ledger_rows(ledger))
    place, _, sentence = str(refused.value).replace(f"{(tmp_path / FILE).as_posix()}:", "").partition(": ")
    assert (place[:3], sentence) == ("4:2", said)


def test_a_file_that_is_no_yaml_is_refused_like_any_other(tmp_path: Path) -> None:
    with pytest.raises(BrokenFile) as refused:
        _columns(tmp_path, "columns:", "  - {title: 甲, value: lead")
    assert f"{(tmp_path / FILE).as_posix()}:3:" in str(refused.value)


def test_without_lights_nothing_is_coloured_and_two_columns_still_have_a_head(tmp_path: Path, ledger: Ledger) -> None:
    columns = _columns(tmp_path, "columns:", "  - {title: 甲, value: lead}", "  - {title: 乙, value: name}")
    sheet = _sheet(ledger, columns)
    assert not list(sheet.conditional_formatting)
    assert str(sheet["A2"].value).startswith("制表：某办　统计截止：2019年9月25日")


def test_the_command_takes_the_offices_file_and_warns_when_the_page_gets_small(tmp_path: Path) -> None:
    office = Office(tmp_path)
    folder = office.data / "office" / "templates"
    folder.mkdir(parents=True)
    (folder / FILE).write_text("schema: 1\ncolumns: [{title: 主责, value: lead, width: 200}]\n", "utf-8")
    said = call("ledger", "--plan", office.plan, "--data", office.data, "--month", "2019-09", "-f", "csv")
    assert said.out.splitlines()[0].lstrip("\ufeff").startswith("主责")
    book = tmp_path / "台账.xlsx"
    wide = "columns: [{title: 主责, value: lead, width: 200}, {title: 任务, value: title, width: 200}]"
    (folder / FILE).write_text(f"schema: 1\n{wide}\n", "utf-8")
    said = call("ledger", "--plan", office.plan, "--data", office.data, "--month", "2019-09", "-o", book)
    assert "A3 横向打印要缩到" in said.err

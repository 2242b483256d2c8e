"""The workbook's other sheets: 明细 to filter, 指标完成情况, 报送情况, and what all five have in common."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from small_plan import ledger_of

from baicheng_cli.status.ledger import Ledger
from baicheng_cli.views.ledger_book import ledger_workbook
from baicheng_cli.views.ledger_columns import load_columns
from baicheng_cli.views.ledger_rows import ledger_rows

COLUMNS = load_columns()
SHEETS = ["台账", "明细", "指标完成情况", "报送情况", "说明"]
ITEMS = """
- id: "3.1"
  title: 公园
  lead: [甲局]
  support: [丙局]
  indicators:
    - {id: a, name: 公园, exactly: 4, unit: 座, due: 2019-12-31}
    - {id: b, name: 处理率, at_least: 95, unit: "%", measure: level, due: 2019-12-31}
  milestones: [{id: m1, title: 文化园, due: 2019-10-31}]
- {id: "3.2", title: 河道, lead: [某办]}
- {id: "4.1", title: 督导, responsible: [某办]}
"""
ENTRIES = """
- {date: 2019-08-25, received: 2019-08-25, values: {a: 2, b: 90}}
- {date: 2019-09-25, received: 2019-09-27, values: {a: 2, b: 91.5}, progress: "=1+1"}
"""


def _ledger(**more: Any) -> Ledger:
    return ledger_of(ITEMS, **{"entries": ENTRIES, "month": "2019-09", **more})


def _book(ledger: Ledger) -> Workbook:
    return load_workbook(io.BytesIO(ledger_workbook(ledger, ledger_rows(ledger), COLUMNS, "v1")))


def _sheet(ledger: Ledger, title: str) -> Worksheet:
    sheet = _book(ledger)[title]
    assert isinstance(sheet, Worksheet)
    return sheet


def _shown(sheet: Worksheet) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_there_are_five_sheets_and_all_print_on_a3_across() -> None:
    book = _book(_ledger())
    assert book.sheetnames == SHEETS
    for sheet in book.worksheets:
        setup = sheet.page_setup
        assert (setup.paperSize, setup.orientation, setup.fitToWidth) == (8, "landscape", 1), sheet.title
        assert sheet.oddFooter is not None
        assert sheet.oddFooter.center.text == "第 &P 页，共 &N 页", sheet.title
        assert "（2019年9月）" in str(sheet["A1"].value), sheet.title


def test_the_print_sheet_has_no_filter_and_the_detail_has_no_merged_row() -> None:
    book = _book(_ledger())
    assert book["台账"].auto_filter.ref is None
    detail = book["明细"]
    assert detail.auto_filter.ref == "A4:X9"
    assert max(area.max_row for area in detail.merged_cells.ranges) == 3  # title, days and groups


def test_the_detail_fills_every_cell_and_hides_no_column() -> None:
    sheet = _sheet(_ledger(), "明细")
    titles = [cell.value for cell in sheet[4]]
    assert titles == COLUMNS.ledger.titles
    assert not any(dimension.hidden for dimension in sheet.column_dimensions.values())
    rows = [dict(zip(titles, row, strict=True)) for row in _shown(sheet)[4:]]
    assert [row["序号"] for row in rows] == [1, 1, 1, 2, 3]
    assert [row["牵头单位"] for row in rows] == ["甲局", "甲局", "甲局", "某办", "某办"]
    assert [row["本月进展"] for row in rows[:3]] == ["=1+1"] * 3
    assert sheet["N5"].quotePrefix
    assert (rows[0]["上月累计"], rows[0]["完成率"]) == (2, 50)


def test_the_sheet_of_indicators_has_no_milestones_and_counts_by_light() -> None:
    sheet = _sheet(_ledger(), "指标完成情况")
    shown = _shown(sheet)
    assert shown[2][0] == "共2项指标：滞后1项、正常1项"
    titles, *rows = shown[3:]
    assert [row[titles.index("指标")] for row in rows] == ["公园", "处理率"]
    second = dict(zip(titles, rows[1], strict=True))
    assert (second["目标值"], second["累计完成"], second["本月新增"], second["完成率"]) == (95, 91.5, 1.5, None)
    assert sheet.auto_filter.ref == "A4:N6"
    [area] = sheet.conditional_formatting
    assert str(area.sqref) == "M5:M6"


def test_the_sheet_of_reports_is_units_by_months_with_counts_on_top() -> None:
    shown = _shown(_sheet(_ledger(), "报送情况"))
    assert shown[2][0] == "本月应报送单位2个，迟报1个（甲局，迟2天），未报1个（某办）。"
    assert shown[3][:9] == ["类别", "单位", "5月", "6月", "7月", "8月", "9月", "应报", "按时"]
    counts = {row[1]: row[2:7] for row in shown[4:10]}
    assert counts == {
        "应报": [2, 2, 2, 2, 2],
        "按时": [0, 0, 0, 1, 0],
        "迟报": [0, 0, 0, 0, 1],
        "待补正": [0, 0, 0, 0, 0],
        "缺数": [0, 0, 0, 0, 0],
        "未报": [2, 2, 2, 1, 1],
    }
    first, ours = shown[10], shown[11]
    assert first[1:7] == ["甲局", "未", "未", "未", "按", "迟"]
    assert first[7:14] == [5, 1, 1, None, None, 3, None]
    assert ours[-1] == "本办，不列入催报"


def test_a_month_without_duty_has_a_sheet_of_reports_that_says_so() -> None:
    shown = _shown(_sheet(_ledger(month="2019-04", entries=""), "报送情况"))
    assert shown[2][0] == "首次报送月份为2019年5月，本月不要求报送。"


def test_a_filter_reaches_every_sheet_and_every_sheet_says_so() -> None:
    ledger = _ledger().keep(["3.2"], "单位：某办")
    book = _book(ledger)
    for title in SHEETS[:4]:
        words = [str(cell.value) for row in book[title].iter_rows(max_row=2) for cell in row]
        assert "单位：某办" in words, title
    assert len(_shown(book["明细"])) == 5
    assert _shown(book["指标完成情况"])[2][0] == "共0项指标"
    assert [row[1] for row in _shown(book["报送情况"])[10:]] == ["某办"]


def test_the_notes_speak_of_columns_by_the_offices_own_titles(tmp_path: Path) -> None:
    own = "[{title: 完成数, value: actual}, {title: 还差, value: target_number - actual_number, hidden: true}]"
    (tmp_path / "ledger.yaml").write_text(f"schema: 1\ncolumns: {own}\n", "utf-8")
    ledger = _ledger()
    book = load_workbook(io.BytesIO(ledger_workbook(ledger, ledger_rows(ledger), load_columns(tmp_path), "v1")))
    notes = {row[0]: row[1] for row in _shown(book["说明"])}
    assert str(notes["完成数"]).startswith("填报单位最近一次填报的数")
    assert (notes["隐藏栏"], notes["自设栏目"]) == ("台账隐藏还差，可取消隐藏，或看明细。", "还差，由本办设定。")
    assert not {"累计完成", "完成率", "序时进度"} & set(notes)


def test_an_auditor_finds_no_error_in_any_sheet(tmp_path: Any) -> None:
    from openxml_audit import OpenXmlValidator

    for name, ledger in (
        ("a", _ledger()),
        ("b", _ledger(month="2019-04", entries="")),
        ("c", _ledger().keep([], "无")),
    ):
        file = tmp_path / f"{name}.xlsx"
        file.write_bytes(ledger_workbook(ledger, ledger_rows(ledger), COLUMNS, "v1"))
        result = OpenXmlValidator().validate(str(file))
        assert result.error_count == 0, (name, result.errors)

"""The workbook that goes out: what is locked, asked, computed and hidden, and how it prints."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from small_plan import ledger_of

from baicheng_cli.forms.blank import Form, file_name, form_of, forms_of, labels
from baicheng_cli.forms.book import digest_of, packed, workbook
from baicheng_cli.forms.columns import (
    HIDDEN_KEYS,
    HIDDEN_SHEET,
    NOTES_SHEET,
    PARTS,
    PARTS_SHEET,
    WORK,
    WORK_SHEET,
    FormColumn,
)
from baicheng_cli.plan.load import load_plan, load_settings
from baicheng_cli.plan.units import Register
from baicheng_cli.progress.calendar import of_month
from baicheng_cli.progress.store import read_all
from baicheng_cli.status.ledger import Ledger
from baicheng_cli.status.reporting import owed
from baicheng_cli.views.excel import made_here

ROOT = Path(__file__).parents[1]
SEPTEMBER = "2019-09"
LONG = "持续推进城市基础设施改造提升和功能完善" * 3 + "等工作"
ITEMS = f"""
- id: "3.10"
  title: {LONG}
  lead: [甲局]
  indicators:
    - {{id: a, name: 公园, exactly: 40, unit: 座, due: 2019-12-31, qualifiers: [5000平米以上], definition: 以验收为准}}
    - {{id: b, name: "=1+1", at_least: 95, unit: "%", measure: level}}
    - {{id: c, name: 班额, at_most: external, unit: "%", measure: annual}}
    - {{id: d, name: 绿地, exactly: 9, unit: 亩, due: 2019-12-31}}
    - {{id: e, name: 增长率, exactly: 3, unit: "%", measure: level}}
  milestones:
    - {{id: m1, title: 园, due: 2019-12-31}}
    - {{id: m2, title: 渠, reach: start}}
    - {{id: m3, title: 路, reach: ongoing}}
- {{id: "3.2", title: "=SUM(A1)", lead: [甲局]}}
- {{id: "3.3", title: 河道, lead: [乙局], support: [甲局]}}
"""
ENTRIES = """
- {task: "3.10", date: 2019-07-25, values: {d: 2}}
- {task: "3.10", date: 2019-08-25, values: {a: 18, e: -1.5}, milestones: {m2: 2019-08-12}}
"""


def small(unit: str = "jia", **more: Any) -> Form:
    ledger = ledger_of(ITEMS, **{"entries": ENTRIES, "month": SEPTEMBER, **more})
    owing = {unit: [task for task in ledger.plan.tasks if unit != "yi" or task.id == "3.3"]}
    [made] = forms_of(ledger, SEPTEMBER, owing)
    return made


def opened(form: Form) -> Workbook:
    return load_workbook(io.BytesIO(workbook(form)))


def sheet(form: Form, name: str) -> Worksheet:
    found = opened(form)[name]
    assert isinstance(found, Worksheet)
    return found


def demo() -> Ledger:
    """The demonstration's ledger as September is opened: with everything up to August."""
    plan, data = load_plan(ROOT / "plan" / "2019.yaml").plan, ROOT / "demo" / "2019"
    settings = load_settings(data)
    register = Register(plan, settings.new_members())
    entries = tuple(read_all(data, register, until="2019-08"))
    return Ledger(plan, settings, register, entries, of_month(SEPTEMBER, settings.reporting), demo=True)


def row_of(sheet: Worksheet, id: str, columns: tuple[FormColumn, ...]) -> dict[str, Any]:
    """The cells of one row by column, as they stand below their headings."""
    titles = [column.title for column in columns]
    assert [cell.value for cell in sheet[3]] == titles
    found = next(row for row in sheet.iter_rows(min_row=4) if row[0].value == id)
    return {column.key: cell for column, cell in zip(columns, found, strict=True)}


def rule_of(sheet: Worksheet, cell: Any) -> Any:
    return next(rule for rule in sheet.data_validations.dataValidation if cell.coordinate in rule.sqref)


def test_there_are_three_sheets_to_see_and_one_to_be_known_by() -> None:
    book = opened(small())
    assert [(one.title, one.sheet_state) for one in book.worksheets] == [
        (PARTS_SHEET, "visible"),
        (WORK_SHEET, "visible"),
        (NOTES_SHEET, "visible"),
        (HIDDEN_SHEET, "veryHidden"),
    ]


def test_the_sheets_say_whose_form_it_is_and_by_when() -> None:
    for name, short in ((PARTS_SHEET, "表一"), (WORK_SHEET, "表二")):
        found = sheet(small(), name)
        assert found["A1"].value == "示例进展填报表（2019年9月）"
        said = "单位：甲局　月份：2019年9月　统计截止：9月25日　报送截止：9月25日　表版本：1"
        assert found["A2"].value == f"{short}　{said}"


def test_what_is_to_be_filled_in_is_yellow_and_open_and_all_else_is_locked() -> None:
    for name, columns, id in ((PARTS_SHEET, PARTS, "3.10.a"), (WORK_SHEET, WORK, "3.10")):
        found = sheet(small(), name)
        row = row_of(found, id, columns)
        for column in columns:
            cell = row[column.key]
            assert cell.protection.locked is not column.fill, column
            assert (cell.fill.fgColor.rgb == "00FFF2B3") is column.fill, column
        lock = found.protection
        assert lock.sheet
        assert lock.password is None
        assert not lock.formatRows
        assert not lock.sort
    signed = sheet(small(), WORK_SHEET)
    open_cells = [cell.coordinate for row in signed.iter_rows(min_row=7) for cell in row if not cell.protection.locked]
    assert open_cells == ["C8", "E8", "G8", "G9"]
    words = [signed[place].value for place in ("B8", "D8", "F8", "F9")]
    assert words == ["单位负责人（签字）：", "填报人：", "办公电话：", "日期（盖章）："]


def test_last_months_figure_stands_beside_this_months_empty_cell() -> None:
    found = sheet(small(), PARTS_SHEET)
    total = row_of(found, "3.10.a", PARTS)
    assert (total["before"].value, total["value"].value, total["expected"].value) == (18, None, 30)
    assert total["added"].value == '=IF(ISNUMBER(H4),H4-G4,"")'
    older = row_of(found, "3.10.d", PARTS)["before"]
    assert (older.value, older.number_format) == (2, 'General"（7月）"')
    done = row_of(found, "3.10.m2", PARTS)
    assert done["before"].value.date().isoformat() == "2019-08-12"
    assert (done["unit"].value, done["added"].value, done["expected"].value) == ("日期", None, "已开工")


def test_every_kind_of_figure_is_asked_for_and_checked_in_its_own_way() -> None:
    found = sheet(small(), PARTS_SHEET)
    rules = {
        id: (rule.type, rule.errorStyle, rule.formula1)
        for id in ("a", "b", "c", "e", "m1", "m2", "m3")
        for rule in [rule_of(found, row_of(found, f"3.10.{id}", PARTS)["value"])]
    }
    day = ("date", "stop", "36526")
    assert rules == {
        "a": ("decimal", "warning", "G4"),  # below last month's: asked about, for it may be true
        "b": ("decimal", "stop", "0"),
        "c": ("decimal", "stop", "0"),
        "e": ("decimal", "stop", "-1000000000000"),  # it was below zero before
        "m1": day,
        "m2": day,
        "m3": day,
    }
    total = rule_of(found, found["H4"])
    assert "填成了当月数" in total.error
    assert "不是当月数" in total.prompt
    finish = rule_of(found, row_of(found, "3.10.m1", PARTS)["value"])
    assert finish.prompt.startswith("已完成的填完成日期（如2019-9-20），未完成留空")
    assert finish.formula2 == "43733"  # 2019-09-25
    assert [str(rule.sqref) for rule in found.data_validations.dataValidation if "累计数" in rule.prompt] == ["H4 H7"]


def test_what_excel_shows_beside_a_cell_is_no_longer_than_excel_takes() -> None:
    for name in (PARTS_SHEET, WORK_SHEET):
        for rule in sheet(small(), name).data_validations.dataValidation:
            assert rule.showInputMessage
            assert rule.showErrorMessage
            assert len(rule.promptTitle) <= 32
            assert len(rule.prompt) <= 255
            assert len(rule.error) <= 225


def test_the_self_assessment_is_chosen_from_a_list_and_texts_have_a_length() -> None:
    found = sheet(small(), WORK_SHEET)
    row = row_of(found, "3.2", WORK)
    choice = rule_of(found, row["self"])
    assert (choice.type, choice.formula1, choice.errorStyle) == ("list", '"正常推进,滞后,未启动,已完成"', "stop")
    for key in ("progress", "problems", "next", "needs"):
        rule = rule_of(found, row[key])
        assert (rule.type, rule.formula1, rule.errorStyle) == ("textLength", "200", "warning")


def test_text_stays_text_and_numbers_of_clauses_are_text() -> None:
    work = sheet(small(), WORK_SHEET)
    assert [(cell.value, cell.data_type) for cell in work["A"][3:6]] == [("3.10", "s"), ("3.2", "s"), ("3.3", "s")]
    assert work["B5"].value == "三（二）=SUM(A1)"
    assert work["B6"].value == "三（三）河道（配合）"
    name = row_of(sheet(small(), PARTS_SHEET), "3.10.b", PARTS)["name"]
    assert (name.value, name.data_type, name.quotePrefix) == ("=1+1", "s", True)


def test_a_row_can_grow_with_what_is_typed_and_begins_high_enough_for_what_is_printed() -> None:
    with zipfile.ZipFile(io.BytesIO(workbook(small()))) as archive:
        text = archive.read("xl/worksheets/sheet2.xml").decode()
    row = text[text.index('<row r="4"') :]
    assert "customHeight" not in row[: row.index(">")]
    assert float(sheet(small(), WORK_SHEET).row_dimensions[4].height or 0) >= 6 * 15


def test_what_an_indicator_counts_is_a_comment_and_stands_in_the_notes() -> None:
    name = row_of(sheet(small(), PARTS_SHEET), "3.10.a", PARTS)["name"]
    assert name.value == "公园（5000平米以上）"
    assert name.comment is not None
    assert name.comment.text == "口径：5000平米以上；以验收为准"
    notes = [[cell.value for cell in row] for row in sheet(small(), NOTES_SHEET).iter_rows()]
    assert ["3.10.a", "公园", "5000平米以上；以验收为准"] in notes


def test_the_notes_say_what_a_clerk_has_to_know() -> None:
    said = [str(row[0].value) for row in sheet(small(), NOTES_SHEET).iter_rows(min_row=2)]
    for words in ("只填黄色单元格", "不填当月数", "本月无新进展", "不要改动编号", "选择性粘贴—数值"):
        assert any(words in line for line in said), words
    assert any("于9月25日（星期三）前报送某办" in line for line in said)


def test_a_unit_without_figures_is_sent_to_the_second_sheet() -> None:
    book = opened(small("yi"))
    assert book[PARTS_SHEET]["A3"].value == "本单位没有指标和节点，只填表二。"
    assert book.active is book[WORK_SHEET]
    assert not any("累计" in str(row[0].value) for row in book[NOTES_SHEET].iter_rows())


def test_a_form_made_again_shows_what_is_recorded_where_it_was_typed() -> None:
    said = "values: {a: 22.5}, milestones: {m1: 2019-09-12}, progress: '=完成', self: 滞后"
    now = f'- {{task: "3.10", date: 2019-09-20, {said}}}'
    form = small(entries=ENTRIES + now)
    parts = sheet(form, PARTS_SHEET)
    assert row_of(parts, "3.10.a", PARTS)["value"].value == 22.5
    assert row_of(parts, "3.10.m1", PARTS)["value"].value.date().isoformat() == "2019-09-12"
    row = row_of(sheet(form, WORK_SHEET), "3.10", WORK)
    assert (row["self"].value, row["progress"].value, row["progress"].data_type) == ("滞后", "=完成", "s")


def test_no_cell_of_the_rows_is_merged_and_the_headings_stay_in_sight() -> None:
    for name, corner in ((PARTS_SHEET, "D4"), (WORK_SHEET, "C4")):
        found = sheet(small(), name)
        assert all(area.max_row <= 2 for area in found.merged_cells.ranges)
        assert found.freeze_panes == corner
        assert found.print_title_rows == "$1:$3"


def test_all_sheets_print_on_a4_across_with_page_numbers() -> None:
    for found in opened(small()).worksheets[:3]:
        setup = found.page_setup
        assert (setup.paperSize, setup.orientation, setup.fitToWidth) == (9, "landscape", 1)
        assert found.oddFooter is not None
        assert found.oddFooter.center.text == "第 &P 页，共 &N 页"
        assert found.oddFooter.left.text == "甲局　2019年9月"


def test_a_demonstration_says_so_on_every_sheet_and_in_print() -> None:
    ledger = demo()
    [form] = forms_of(ledger, SEPTEMBER, {"chengguan": owed(ledger, SEPTEMBER)["chengguan"]})
    for found in opened(form).worksheets[:3]:
        assert "演示数据，非真实填报" in [cell.value for row in found.iter_rows(max_row=2) for cell in row]
        assert found.oddHeader is not None
        assert found.oddHeader.center.text == "演示数据，非真实填报"
    plain = sheet(small(), PARTS_SHEET)
    assert plain.oddHeader is None or not plain.oddHeader.center.text


def test_the_hidden_sheet_tells_whose_form_it_is_and_what_every_cell_held() -> None:
    form = small(entries=ENTRIES + '- {task: "3.10", date: 2019-09-20, values: {a: 22}}')
    rows = [[str(cell.value or "") for cell in row] for row in sheet(form, HIDDEN_SHEET).iter_rows()]
    head = {row[0]: row[1] for row in rows[: len(HIDDEN_KEYS)]}
    assert tuple(head) == HIDDEN_KEYS
    assert (head["form"], head["version"], head["unit"], head["month"]) == ("baicheng", "1", "jia", SEPTEMBER)
    cells = rows[len(HIDDEN_KEYS) :]
    assert [row[0] for row in cells] == list(labels(form))
    assert cells[0] == ["3.10.a", "22", "公园 本月累计"]
    rest = [row[:2] for row in rows[: len(HIDDEN_KEYS)] if row[0] != "digest"]
    assert head["digest"] == digest_of([*rest, *cells])


def test_the_same_form_is_the_same_bytes_and_known_as_ours() -> None:
    first = workbook(small())
    assert workbook(small()) == first
    assert made_here(first)


def test_a_packet_keeps_chinese_names_and_no_time() -> None:
    data = packed([("02_甲局_2019年9月填报表.xlsx", b"a"), ("03_乙委_2019年9月填报表.xlsx", b"b")])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.namelist() == ["02_甲局_2019年9月填报表.xlsx", "03_乙委_2019年9月填报表.xlsx"]
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert packed([("02_甲局_2019年9月填报表.xlsx", b"a"), ("03_乙委_2019年9月填报表.xlsx", b"b")]) == data


@pytest.mark.slow
def test_an_auditor_finds_no_error_in_any_form(tmp_path: Path) -> None:
    from openxml_audit import OpenXmlValidator

    ledger = demo()
    forms = [*forms_of(ledger, SEPTEMBER, owed(ledger, SEPTEMBER)), small(), small("yi")]
    assert len(forms) == 15
    for number, form in enumerate(forms):
        file = tmp_path / f"{number}.xlsx"
        file.write_bytes(workbook(form))
        result = OpenXmlValidator().validate(str(file))
        assert result.error_count == 0, (form.name, result.errors)


@pytest.mark.tools
def test_every_sheet_prints_on_one_page_of_a4_and_nothing_is_cut(tmp_path: Path) -> None:
    missing = [tool for tool in ("soffice", "pdfinfo", "pdftotext") if shutil.which(tool) is None]
    if missing:
        if os.environ.get("BAICHENG_REQUIRE_TOOLS") == "1":
            pytest.fail(f"{'、'.join(missing)} is missing")
        pytest.skip(f"{'、'.join(missing)} is missing")
    ledger = demo()
    form = form_of(ledger, SEPTEMBER, "chengguan", owed(ledger, SEPTEMBER)["chengguan"])
    assert file_name(form, ledger.register) == "02_区城管局_2019年9月填报表.xlsx"
    (tmp_path / "form.xlsx").write_bytes(workbook(form))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*convert, str(tmp_path / "form.xlsx")], check=True, capture_output=True, timeout=120)
    printed = str(tmp_path / "form.pdf")
    about = subprocess.run(["pdfinfo", printed], check=True, capture_output=True, text=True).stdout
    assert "841.89 x 595.304 pts (A4)" in about
    text = subprocess.run(["pdftotext", "-raw", printed, "-"], check=True, capture_output=True, text=True).stdout
    joined = "".join(text.split())
    assert "###" not in joined
    for words in (
        "第3页，共3页",
        "新增绿地",
        "66.5",
        "单位负责人（签字）：",
        "选择性粘贴—数值",
        "演示数据，非真实填报",
    ):
        assert words in joined, words

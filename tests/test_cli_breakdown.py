"""`baicheng breakdown`: the whole plan or one unit, on the screen, as Word, PDF and Excel."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from calling import PLAN, Office, Said, call
from openpyxl import load_workbook
from openxml_audit import OpenXmlValidator

FILL_IN = ["责任领导", "责任人", "具体措施", "时间节点"]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    found = Office(tmp_path / "data")
    found.settings('office: tizhiban\ntasks: {"3.7.4": {office_due: 2019-11-30}}\n')
    return found


def rows(said: Said) -> list[list[str]]:
    """The cells of a Markdown table, without its heading."""
    assert said.code == 0, said.err
    lines = [line for line in said.out.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def sheet_rows(file: Path) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in load_workbook(file).worksheets[0].iter_rows()]


def test_the_whole_plan_is_broken_down_by_indicator_and_milestone(office: Office) -> None:
    items = office.json("breakdown").items
    assert len({one["task"] for one in items}) == 35
    assert [one["id"] for one in items if one["task"] == "3.3"] == [
        "3.3.a", "3.3.b", "3.3.c", "3.3.m1", "3.3.m2", "3.3.m3", "3.3.m4",
    ]  # fmt: skip
    first = next(one for one in items if one["id"] == "3.3.a")
    assert (first["clause"], first["goal"], first["due"], first["due_text"]) == (
        "三（三）", "新增绿地100万平方米", "2019-12-31", "2019年底前",
    )  # fmt: skip
    assert [one["id"] for one in items if one["task"] == "3.1"] == ["3.1"], "a task without targets is one line"
    assert [one["number"] for one in items if one["task"] == "4.6"] == [35]


def test_what_the_city_answers_for_is_kept_apart(office: Office) -> None:
    """配合做好… and 督导完成… are not the district's own work."""
    items = office.json("breakdown").items
    task = next(one for one in items if one["task"] == "3.9.1.2")
    assert {one["part"] for one in task["content"]} >= {"own", "assist", "supervise"}
    [cell] = {
        row[4] for row in rows(office.ask("breakdown", "--format", "md")) if row[3] == "黑臭水体治理和污水处理"
    } - {""}
    marked = [text for text in cell.split("；") if "配合" in text or "督导" in text]
    assert len(marked) >= 3


def test_days_are_in_the_documents_words_and_the_offices_own_are_marked(office: Office) -> None:
    due = {row[2]: row[6] for row in rows(office.ask("breakdown", "--format", "md")) if row[2]}
    assert due["三（七）4"] == "2019年11月30日（本办定）"
    assert due["三（四）"] == "2019年12月31日", "the document says 2019 only"
    assert due["三（一）"] == "未定时限"
    stages = [one for one in office.json("breakdown").items if "力争" in one["due_text"]]
    assert stages and all("；" in one["due_text"] for one in stages)


def test_of_a_unit_its_roles_are_kept_apart_and_what_it_has_through_a_collective(office: Office) -> None:
    said = office.ask("breakdown", "--unit", "区城管局", "--format", "md")
    groups = list(dict.fromkeys(row[0] for row in rows(said)))
    assert groups == ["牵头的事项（6项）", "配合的事项（9项）", "负责的事项（列在“各项工作牵头单位”中）（1项）"]
    assert "共16项：任务15项，措施1项" in said.out
    roles = {(one["role"], one["via"]) for one in office.json("breakdown", "--unit", "区城管局").items}
    assert roles == {("lead", None), ("support", None), ("responsible", "各项工作牵头单位")}


def test_a_collective_has_one_too(office: Office) -> None:
    groups = list(
        dict.fromkeys(row[0] for row in rows(office.ask("breakdown", "--unit", "各街道办事处", "--format", "md")))
    )
    assert groups[0].startswith("各街道办事处负责的事项（") and groups[1].startswith("各街道办事处配合的事项（")


def test_columns_to_fill_in_are_there_and_empty(office: Office) -> None:
    said = office.ask("breakdown", "--format", "csv", "--raw")
    heading, *body = said.out.splitlines()
    assert heading.split(",")[-4:] == FILL_IN
    assert all(line.endswith(",,,,") for line in body)


@pytest.mark.parametrize("unit", [(), ("--unit", "区城管局")])
def test_the_workbook_is_sound_says_everything_once_and_has_free_cells(
    office: Office, tmp_path: Path, unit: tuple[str, ...]
) -> None:
    file, again = tmp_path / "分解表.xlsx", tmp_path / "再.xlsx"
    for one in (file, again):
        assert office.ask("breakdown", *unit, "-o", one).code == 0
    assert file.read_bytes() == again.read_bytes()
    assert OpenXmlValidator().validate(str(file)).error_count == 0
    sheet = load_workbook(file).worksheets[0]
    cells = sheet_rows(file)
    assert cells[0][0] == "中原区2019年百城建设提质工程工作任务分解表" + ("（区城管局）" if unit else "")
    assert cells[2][-4:] == FILL_IN
    items = office.json("breakdown", *unit).items
    assert [row[4] for row in cells[3:] if row[4]] == [one["goal"] or "按工作内容落实" for one in items]
    assert [row[2] for row in cells[3:] if row[2]] == list({one["task"]: one["title"] for one in items}.values()), (
        "a task stands once, its cells merged"
    )
    free = [cell for row in sheet.iter_rows(min_row=4) for cell in row[8:] if not cell.protection.locked]
    assert len(free) == 4 * len(items) and not any(cell.value for cell in free)
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("D4", "$1:$3")
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (8, "landscape")
    breaks = {one.id for one in sheet.row_breaks.brk}
    assert len(breaks) >= (2 if unit else 4)
    inside = {row for area in sheet.merged_cells.ranges for row in range(area.min_row, area.max_row)}
    assert not breaks & inside, "no task is cut by a page's end"


def test_what_was_filled_in_is_not_overwritten(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "分解表.xlsx"
    office.ask("breakdown", "-o", file)
    book = load_workbook(file)
    book.worksheets[0]["J5"] = "王某"
    book.save(file)
    said = office.ask("breakdown", "-o", file)
    assert said.code == 1 and "生成后改过，没有覆盖" in said.err
    assert office.ask("breakdown", "-o", file, "--force").code == 0


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ("--unit 城管局", 1, "没有“城管局”这个单位；你是不是要找：区城管局"),
        ("--format docx", 2, "docx 不能显示在屏幕上，请用 -o 写到文件，如 -o 任务分解表.docx"),
        ("--format xlsx", 2, "xlsx 不能显示在屏幕上，请用 -o 写到文件，如 -o 任务分解表.xlsx"),
        ("--format xls", 2, "任务分解表没有“xls”这种格式"),
        ("-o 表.xls", 2, "任务分解表写不成 .xls；文件名以 .txt、.md、"),
        ("-o 表.xlsx --format docx", 2, "--format docx 与文件名 表.xlsx 对不上"),
        ("-o 没有/表.docx", 2, "没有文件夹 没有，先建好再写"),
        ("--format md --template 表.txt", 2, "--template 是 Word 模板"),
    ],
)
def test_a_wrong_call_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: str, code: int, words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    said = call("breakdown", *arguments.split(), "--plan", PLAN, "--as-of", "2019-09-25")
    assert said.code == code, said.err
    assert words in said.err and said.out == ""


def test_a_demonstration_says_so_on_every_copy(office: Office, tmp_path: Path) -> None:
    office.settings("demo: true\n")
    assert "演示数据，非真实填报" in office.ask("breakdown").out
    file = tmp_path / "分解表.xlsx"
    office.ask("breakdown", "-o", file)
    assert any("演示数据，非真实填报" in str(cell) for cell in sheet_rows(file)[1])

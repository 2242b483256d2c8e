"""What forms become: entries, or corrections of those that are there, each in its place and saying nothing twice."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from filling import CHENGGUAN, FILLED, NONGWEI, REPORT, SEPTEMBER, Collection, entries, today
from openpyxl import load_workbook

from baicheng_cli.forms.columns import WORK_SHEET

HERE = ("--task", "3.3", "--unit", "区城管局", "--month", SEPTEMBER)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Collection:
    """24 September: the forms were sent empty on the 16th."""
    today(monkeypatch, "2019-09-16")
    office = Collection(tmp_path)
    office.settings("office: tizhiban\nreporting: {first_month: 2019-09}\n")
    assert office.open().code == 0
    today(monkeypatch, "2019-09-24")
    return office


def said(entry: dict[str, Any]) -> dict[str, Any]:
    """What an entry says, without ids and days."""
    return {key: entry[key] for key in entry if key not in ("id", "date", "received", "recorded", "supersedes")}


def add(office: Collection, *words: str) -> str:
    """A report by telephone; gives its id."""
    done = office.add(*HERE, *words)
    assert done.code == 0, done.err
    found = re.search("已记录 ([a-z2-7]{8})", done.out)
    assert found is not None
    return found[1]


def read(office: Collection, cells: dict[str, Any], name: str = "来.xlsx", *more: str) -> None:
    done = office.read(office.form(CHENGGUAN, cells, name), "--apply", *more)
    assert done.code == 0, done.out + done.err


def in_force(office: Collection, day: str = "2019-09-30") -> dict[str, Any]:
    targets = office.json("indicators", "--unit", "区城管局", day=day).items
    return {one["id"]: one["actual"] for one in targets if one["task"] == "3.3" and one["actual"] is not None}


# entries


def test_each_task_has_an_entry_of_its_own_and_no_other(office: Collection) -> None:
    read(office, {"3.3.a": 60, "3.7.1.progress": "改造管网", "3.9.5.self": "正常推进"})
    assert [said(one) for one in entries(office)] == [
        {"task": "3.3", "values": {"a": 60}},
        {"task": "3.7.1", "progress": "改造管网"},
        {"task": "3.9.5", "self": "正常推进"},
    ]


def test_every_column_has_its_place_in_the_entry(office: Collection) -> None:
    cells = {
        "3.3.a": 60,
        "3.3.a.proof": "验收单3份",
        "3.3.m1": "2019-09-20",
        "3.3.self": "滞后",
        "3.3.progress": "一",
        "3.3.problems": "二",
        "3.3.next": "三",
        "3.3.needs": "四",
    }
    read(office, cells)
    [entry] = entries(office)
    assert said(entry) == {
        "task": "3.3",
        "values": {"a": 60},
        "milestones": {"m1": entry["milestones"]["m1"]},
        "self": "滞后",
        "progress": "一",
        "problems": "二",
        "next": "三",
        "needs": "四",
        "proof": {"a": "验收单3份"},
    }
    assert str(entry["milestones"]["m1"]) == "2019-09-20"


def test_words_that_say_there_is_nothing_say_nothing(office: Collection) -> None:
    read(office, {"3.3.progress": "补植", "3.3.problems": "无", "3.3.next": "—", "3.3.needs": "暂无"})
    assert said(entries(office)[0]) == {"task": "3.3", "progress": "补植"}


def test_who_signed_is_recorded_without_a_telephone_number(office: Collection) -> None:
    book = load_workbook(office.form(CHENGGUAN, {"3.3.progress": "补植"}, "来.xlsx"))
    sheet = book[WORK_SHEET]
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and cell.value.startswith("填报人"):
                sheet.cell(cell.row, cell.column + 1).value = "王某 67890123"
            if isinstance(cell.value, str) and cell.value.startswith("单位负责人"):
                sheet.cell(cell.row, cell.column + 1).value = "李某"
    book.save(file := office.top / "签.xlsx")
    assert office.read(file, "--apply").code == 0
    assert (entries(office)[0]["reporter"], entries(office)[0]["approver"]) == ("王某", "李某")


def test_a_form_with_a_signature_alone_is_not_filled_in(office: Collection) -> None:
    book = load_workbook(office.folder / CHENGGUAN)
    sheet = book[WORK_SHEET]
    cell: Any = next(cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("填报人"))
    sheet.cell(cell.row, cell.column + 1).value = "王某"
    book.save(file := office.top / "签.xlsx")
    before = office.written
    done = office.read(file, "--apply")
    assert (done.code, "没有填，只有签名，没有填内容" in done.out) == (0, True)
    assert office.written == before


# corrections


def test_what_is_recorded_is_corrected_where_it_stands_and_says_no_text_twice(office: Collection) -> None:
    """Two reports by telephone; the form made afterwards holds both, and only the figure of the first is changed."""
    first = add(office, "--set", "a=50", "--text", "一")
    add(office, "--set", "b=2", "--text", "二")
    office.open("--force")
    read(office, {"3.3.a": 51})
    assert [said(one) for one in entries(office)][2:] == [
        {"task": "3.3", "values": {"a": 51}, "reason": "填报表再次报送"}
    ]
    assert entries(office)[2]["supersedes"] == first
    assert in_force(office) == {"3.3.a": 51, "3.3.b": 2}


def test_what_the_office_typed_for_a_unit_is_corrected_in_the_offices_file(office: Collection) -> None:
    done = office.add(
        *("--task", "3.3", "--unit", "区百城提质办", "--for", "区城管局", "--month", SEPTEMBER), "--set", "a=50"
    )
    assert done.code == 0, done.err
    read(office, {"3.3.a": 51}, "来.xlsx", "--take", "all")
    assert entries(office) == []
    [_, corrected] = entries(office, "tizhiban")
    assert (corrected["values"], corrected["for"]) == ({"a": 51}, "区城管局")
    assert in_force(office) == {"3.3.a": 51}


@pytest.mark.parametrize(
    ("review", "word"), [(("--accept",), "采信"), (("--verify", "--set", "a=40", "--how", "现场"), "核实")]
)
def test_a_correction_of_what_was_reviewed_has_to_be_reviewed_again(
    office: Collection, review: tuple[str, ...], word: str
) -> None:
    id = add(office, "--set", "a=50")
    office.open("--force")
    assert office.do("progress", "review", id, *review).code == 0
    done = office.read(office.form(CHENGGUAN, {"3.3.a": 51}, "来.xlsx"), "--apply")
    assert done.code == 0
    assert f"说明：区城管局：{id}已经{word}，更正后的记录要重新审核" in done.err
    assert in_force(office) == {"3.3.a": 51}


def test_a_figure_that_the_office_found_is_no_conflict_with_an_untouched_cell(office: Collection) -> None:
    """The unit said 50, the office verified 40; the unit's form, which says 50, is not at odds with that."""
    id = add(office, "--set", "a=50")
    office.open("--force")
    assert office.do("progress", "review", id, "--verify", "--set", "a=40", "--how", "现场").code == 0
    read(office, {"3.3.progress": "补植"})
    assert in_force(office) == {"3.3.a": 40}


def test_what_was_returned_may_come_again_as_it_was(office: Collection) -> None:
    read(office, {"3.3.a": 50}, "一.xlsx")
    [first] = entries(office)
    limit = ("--reason", "缺佐证", "--limit", "2019-09-30")
    assert office.do("progress", "review", first["id"], "--return", *limit).code == 0
    assert in_force(office) == {}
    read(office, {"3.3.a": 50, "3.3.a.proof": "验收单"}, "二.xlsx")
    assert said(entries(office)[1]) == {"task": "3.3", "values": {"a": 50}, "proof": {"a": "验收单"}}
    assert in_force(office) == {"3.3.a": 50}


def test_a_third_form_corrects_the_second(office: Collection) -> None:
    for number, name in ((50, "一.xlsx"), (51, "二.xlsx"), (52, "三.xlsx")):
        read(office, {"3.3.a": number, "3.3.progress": "补植"}, name)
    assert [one["values"]["a"] for one in entries(office)] == [50, 51, 52]
    assert [one.get("supersedes") for one in entries(office)[1:]] == [one["id"] for one in entries(office)[:2]]
    assert in_force(office) == {"3.3.a": 52}
    assert office.do("report", "--month", SEPTEMBER).out.count("补植") == 1


def test_a_later_form_with_an_emptied_cell_leaves_what_an_earlier_one_said(office: Collection) -> None:
    """Sent empty, so empty is as it was sent: perhaps the unit only filled in what was new."""
    read(office, {"3.3.a": 50, "3.3.progress": "补植"}, "一.xlsx")
    read(office, {"3.3.b": 2}, "二.xlsx")
    assert in_force(office) == {"3.3.a": 50, "3.3.b": 2}
    assert "补植" in office.do("report", "--month", SEPTEMBER).out


# several forms of one unit


def held(office: Collection) -> list[tuple[str, str]]:
    file = office.data / "forms" / SEPTEMBER / "chengguan.yaml"
    return [(one["name"], one["state"]) for one in yaml.safe_load(file.read_text("utf-8"))["received"]]


def test_of_a_bad_form_and_a_mended_one_in_one_folder_the_mended_one_counts(office: Collection) -> None:
    """The bad one was received before, so the folder holds both."""
    bad = office.form(CHENGGUAN, {**FILLED, "3.3.a": "约60"}, "一.xlsx")
    assert office.read(bad, "--apply").code == 1
    good = office.form(CHENGGUAN, FILLED, "二.xlsx")
    done = office.read(bad, good, "--apply")
    assert done.code == 0, done.out
    assert "一.xlsx：区城管局2019-09，已经收过，以前收到过，当时待补正；这次以“二.xlsx”为准" in done.out
    assert held(office) == [("一.xlsx", "to_mend"), ("二.xlsx", "applied")]
    assert len(entries(office)) == 1


def test_a_bad_form_that_comes_again_unchanged_is_listed_once(office: Collection) -> None:
    bad = office.form(CHENGGUAN, {"3.3.a": "约60"}, "一.xlsx")
    for _ in range(2):
        assert office.read(bad, "--apply").code == 1
    assert held(office) == [("一.xlsx", "to_mend")]


def test_a_good_form_stays_recorded_when_a_bad_one_comes_after_it(office: Collection) -> None:
    read(office, FILLED, "一.xlsx")
    assert office.read(office.form(CHENGGUAN, {"3.3.a": "约60"}, "二.xlsx"), "--apply").code == 1
    assert in_force(office)["3.3.a"] == 72.5
    assert office.state("区城管局") == "to_mend"


# after the month was closed


@pytest.fixture
def closed(office: Collection, monkeypatch: pytest.MonkeyPatch) -> Collection:
    """区城管局 reported on 3.3 alone; everybody else was let off; closed on the 27th, and it is 9 October."""
    read(office, {"3.3.a": 50, "3.3.progress": "补植"}, "一.xlsx")
    today(monkeypatch, "2019-09-27")
    missing = office.do("collect", "status", "--month", SEPTEMBER, "--format", "json").items
    waived = [word for one in missing if one["state"] == "missing" for word in ("--waive", f"{one['unit']}=经同意")]
    assert office.do("collect", "close", "--month", SEPTEMBER, *waived).code == 0
    today(monkeypatch, "2019-10-09")
    return office


def test_a_closed_months_form_corrects_what_was_reported_and_makes_up_for_what_was_not(closed: Collection) -> None:
    before = [one for one in closed.written.items() if one[0].startswith("progress/2019-09")]
    done = closed.read(
        closed.form(CHENGGUAN, {"3.3.a": 49, "3.3.progress": "补植", "3.7.1.progress": "改造"}, "二.xlsx"), "--apply"
    )
    assert done.code == 0, done.out + done.err
    assert [one for one in closed.written.items() if one[0].startswith("progress/2019-09")] == before
    first, second = entries(closed, month="2019-10")
    assert (first["values"], first["supersedes"], first["for_month"]) == (
        {"a": 49},
        entries(closed)[0]["id"],
        SEPTEMBER,
    )
    assert (second["task"], second["for_month"], "supersedes" in second) == ("3.7.1", SEPTEMBER, False)
    assert in_force(closed)["3.3.a"] == 50
    assert in_force(closed, "2019-10-25")["3.3.a"] == 49
    assert closed.ask("check", day=None).code == 0
    again = closed.read(closed.top / "二.xlsx", "--apply")
    assert (again.code, len(entries(closed, month="2019-10"))) == (0, 2)


def test_a_new_figure_of_a_task_that_was_reported_joins_the_correction(closed: Collection) -> None:
    read(closed, {"3.3.a": 50, "3.3.b": 2, "3.3.progress": "补植"}, "二.xlsx")
    [entry] = entries(closed, month="2019-10")
    assert (entry["values"], entry["supersedes"]) == ({"a": 50, "b": 2}, entries(closed)[0]["id"])


def test_a_form_of_a_closed_month_that_cannot_be_read_changes_none_of_its_papers(closed: Collection) -> None:
    report, status = (closed.do(*words, "--month", SEPTEMBER).out for words in (("report",), ("collect", "status")))
    assert closed.read(closed.form(NONGWEI, {**REPORT, "3.4.a": "约6"}, "坏.xlsx"), "--apply").code == 1
    assert closed.do("report", "--month", SEPTEMBER).out == report
    assert closed.do("collect", "status", "--month", SEPTEMBER).out == status

"""Filled-in forms through the command line: shown, decided, recorded and kept; or refused in one plain sentence."""

from __future__ import annotations

import hashlib
import os
import sys
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from calling import PLAN, Said
from filling import (
    CHENGGUAN,
    FILLED,
    NONGWEI,
    REPORT,
    SEPTEMBER,
    Collection,
    Member,
    entries,
    fill,
    insert_row,
    place_in,
    sort_rows,
    today,
)
from openpyxl import Workbook, load_workbook

from baicheng_cli.forms.columns import HIDDEN_SHEET, PARTS_SHEET, WORK_SHEET

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Collection:
    """24 September: forms were sent on the 16th; 区城管局 had reported 66.5, 3 and 18 in August."""
    today(monkeypatch, "2019-09-16")
    office = Collection(tmp_path)
    office.settings("office: tizhiban\nreporting: {first_month: 2019-08}\n")
    said = "{id: aaaaaaaa, task: '3.3', date: 2019-08-25, received: 2019-08-25, values: {a: 66.5, b: 3, c: 18}}"
    office.sidecar("2019-08", "chengguan", "区城管局", said)
    assert office.open().code == 0
    today(monkeypatch, "2019-09-24")
    return office


def deliveries(office: Collection, unit: str = "chengguan") -> list[dict[str, Any]]:
    file = office.data / "forms" / SEPTEMBER / f"{unit}.yaml"
    found: list[dict[str, Any]] = yaml.safe_load(file.read_text("utf-8"))["received"] if file.exists() else []
    return found


def only(said: Said) -> dict[str, Any]:
    """The one file's item of a JSON answer, whatever the exit code."""
    import json

    [item] = json.loads(said.out)["items"]
    return dict(item)


def item(office: Collection, *words: str | Path) -> dict[str, Any]:
    return only(office.read(*words, "--format", "json"))


def changed(office: Collection, change: Any, name: str = CHENGGUAN) -> Path:
    """A form after somebody has done this to its workbook."""
    book = load_workbook(office.folder / name)
    change(book)
    book.save(file := office.top / "来.xlsx")
    return file


# --- shown, then recorded ---------------------------------------------------------------------------------------------


def test_a_preview_says_what_would_be_recorded_and_writes_nothing(office: Collection) -> None:
    file, before = office.form(CHENGGUAN, FILLED, "来.xlsx"), office.written
    said = office.read(file)
    assert said.code == 0
    lines = [line.split() for line in said.out.splitlines()]
    assert ["区城管局", "3.3.a", "新增绿地", "本月累计", "表一H4", "新增", "72.5"] in lines
    assert "来.xlsx：区城管局2019-09，可录入，新增5" in said.out
    assert "以上是预览，没有写入；要录入请加 --apply" in said.err
    assert office.written == before
    assert file.stat().st_size > 0


def test_what_a_form_says_is_recorded_and_the_form_is_kept_as_it_came(office: Collection) -> None:
    file = office.form(CHENGGUAN, FILLED, "来.xlsx")
    sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
    said = office.read(file, "--apply")
    assert (said.code, said.err) == (0, "")
    assert "已录入1份，新记录1条；写在 " in said.out
    [entry] = entries(office)
    assert {key: entry[key] for key in ("task", "values", "self", "progress")} == {
        "task": "3.3",
        "values": {"a": 72.5, "b": 3, "c": 22},
        "self": "正常推进",
        "progress": "补植乔木",
    }
    assert (str(entry["date"]), str(entry["received"])) == ("2019-09-24", "2019-09-24")
    [came] = deliveries(office)
    assert (came["name"], came["sha256"], came["state"], came["entries"]) == (
        "来.xlsx",
        sha256,
        "applied",
        [entry["id"]],
    )
    assert (office.data / came["file"]).read_bytes() == file.read_bytes()
    assert office.ask("check", day=None).code == 0


def test_the_answer_as_json(office: Collection) -> None:
    file = office.form(NONGWEI, REPORT, "来.xlsx")
    shown = item(office, file)
    assert (shown["outcome"], shown["unit"], shown["month"], shown["written"]) == ("ready", "区农委", SEPTEMBER, False)
    assert shown["cells"][0] == {
        "address": "3.4.a",
        "task": "3.4",
        "where": "表一H4",
        "label": "生态水系建设项目 本月累计",
        "state": "new",
        "state_text": "新增",
        "sent": None,
        "came": "6",
        "now": None,
        "record": "6",
        "words": None,
    }
    done = item(office, file, "--apply")
    assert (done["outcome"], done["written"], len(done["entries"])) == ("done", True, 1)


def test_nobody_filled_in_anything_and_nothing_is_recorded(office: Collection) -> None:
    before = office.written
    said = office.read(office.folder, "--apply")
    assert said.code == 0
    assert "合计：没有填13份" in said.out
    assert said.err == "没有写入任何内容\n"  # no odd remark on a form that is as it was sent
    assert office.written == before


def test_the_same_file_again_is_said_and_harmless(office: Collection) -> None:
    file = office.form(CHENGGUAN, FILLED, "来.xlsx")
    office.read(file, "--apply")
    before = office.written
    copy = office.top / "又发一遍.xlsx"
    copy.write_bytes(file.read_bytes())
    for one in (file, copy):
        said = office.read(one, "--apply")
        assert said.code == 0
        assert "已经收过，和2019-09-24收到的“来.xlsx”是同一个文件，已经录过" in said.out
    assert office.written == before


def test_the_same_contents_in_another_file_are_recorded_once(office: Collection) -> None:
    office.read(office.form(CHENGGUAN, FILLED, "来.xlsx"), "--apply")
    again = office.form(CHENGGUAN, {**FILLED, "3.3.a": 73}, "改.xlsx")
    fill(again, FILLED)
    assert item(office, again, "--apply")["outcome"] in ("done", "seen", "same")
    assert len(entries(office)) == 1


def test_the_day_it_came_is_the_day_that_counts(office: Collection, monkeypatch: pytest.MonkeyPatch) -> None:
    today(monkeypatch, "2019-09-28")
    assert office.read(office.form(NONGWEI, REPORT, "来.xlsx"), "--apply", "--received", "2019-09-25").code == 0
    assert str(entries(office, "nongwei")[0]["received"]) == "2019-09-25"
    assert office.state("区农委") == "on_time"


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("--received", "2019-09-25"), 2, "收到日2019-09-25还没有到；改 --received"),
        (("--received", "昨天"), 2, "--received：“昨天”不是日期，应写作"),
        (("--month", "2019-08"), 1, ""),
        (("--format", "csv"), 2, "forms read 没有“csv”这种格式；可用：table、json"),
        (("--allow-fall", "3.3.a"), 2, "--allow-fall 和 --reason 要一起用"),
        (("--reason", "核减"), 2, "--allow-fall 和 --reason 要一起用"),
        (("--keep", "绿地"), 1, "--keep 应写格的编号，如 3.3.a、3.3.progress，或 all，写的是“绿地”"),
        (("--take", "城管局:3.3.a"), 1, "没有“城管局”这个单位；你是不是要找：区城管局"),
        (("没有.xlsx",), 2, "找不到 没有.xlsx"),
        (("--aply",), 2, "没有选项 --aply；你是不是要用：--apply"),
    ],
)
def test_what_is_typed_wrongly_is_said_and_nothing_is_written(
    office: Collection, words: tuple[str, ...], code: int, told: str
) -> None:
    file, before = office.form(CHENGGUAN, FILLED, "来.xlsx"), office.written
    said = office.read(file, *words, *(["--apply"] if "--aply" not in words else []))
    assert said.code == code
    assert told in said.err
    assert office.written == before


def test_a_decision_that_nothing_needed_is_said(office: Collection) -> None:
    said = office.read(office.form(CHENGGUAN, FILLED, "来.xlsx"), "--take", "3.9.3.a")
    assert "说明：--take 3.9.3.a 没有用上：读的表里没有填这一格" in said.err


# --- both changed it --------------------------------------------------------------------------------------------------


@pytest.fixture
def twice(office: Collection) -> tuple[Collection, Path]:
    """On the form 72.5 and a text; meanwhile 70 and another text were recorded."""
    file = office.form(CHENGGUAN, {"3.3.a": 72.5, "3.3.progress": "补植"}, "来.xlsx")
    assert office.add(*f"--task 3.3 --unit 区城管局 --month {SEPTEMBER} --set a=70 --text 电话报".split()).code == 0
    return office, file


def said_now(office: Collection) -> tuple[float, str]:
    """The figure of 3.3.a that is in force, and the last text."""
    targets = office.json("indicators", "--unit", "区城管局", day="2019-09-30").items
    texts = [one["progress"] for one in entries(office) if one.get("progress")]
    return next(one["actual"] for one in targets if one["id"] == "3.3.a"), texts[-1]


def test_what_both_changed_is_a_conflict_cell_by_cell_and_nothing_is_recorded(twice: tuple[Collection, Path]) -> None:
    office, file = twice
    before = office.written
    said = office.read(file, "--apply")
    assert said.code == 1
    assert "有冲突，等您定，冲突2" in said.out
    assert "发出时空着，表上改成“72.5”，这期间已录成“70”" in said.out
    assert "冲突的格：以表上的为准加 --take 3.3.a，保留已录的加 --keep 3.3.a；可写几次，全部写 all" in said.err
    assert office.read(file, "--apply", "--take", "3.3.a").code == 1  # the other one is still open
    assert office.written == before


@pytest.mark.parametrize(
    ("words", "now"),
    [
        (("--take", "all"), (72.5, "补植")),
        (("--keep", "3.3.a", "--take", "3.3.progress"), (70, "补植")),
        (("--take", "区城管局:3.3.a", "--keep", "区城管局:3.3.progress"), (72.5, "电话报")),
    ],
)
def test_a_conflict_is_decided_by_options(
    twice: tuple[Collection, Path], words: tuple[str, ...], now: tuple[float, str]
) -> None:
    office, file = twice
    said = office.read(file, "--apply", *words)
    assert said.code == 0, said.out + said.err
    assert said_now(office) == now
    assert office.ask("check", day=None).code == 0


def test_keeping_everything_records_nothing_and_lists_the_form(twice: tuple[Collection, Path]) -> None:
    office, file = twice
    before = entries(office)
    assert office.read(file, "--apply", "--keep", "all").code == 0
    assert entries(office) == before
    assert [one["state"] for one in deliveries(office)] == ["applied"]


def test_a_decision_for_another_unit_decides_nothing(twice: tuple[Collection, Path]) -> None:
    office, file = twice
    assert office.read(file, "--apply", "--take", "区农委:all").code == 1


def test_what_both_changed_alike_is_no_conflict(office: Collection) -> None:
    file = office.form(CHENGGUAN, {"3.3.a": 72.5}, "来.xlsx")
    office.add(*f"--task 3.3 --unit 区城管局 --month {SEPTEMBER} --set a=72.5".split())
    said = office.read(file, "--apply")
    assert said.code == 0
    assert len(entries(office)) == 1


def test_a_second_form_of_the_same_unit_corrects_the_first(office: Collection) -> None:
    office.read(office.form(CHENGGUAN, FILLED, "一.xlsx"), "--apply")
    said = office.read(office.form(CHENGGUAN, {**FILLED, "3.3.a": 73, "3.3.progress": ""}, "二.xlsx"), "--apply")
    assert said.code == 0, said.out
    assert "改动1 未变3 保留1" in said.out
    assert said_now(office)[0] == 73
    assert entries(office)[-1]["supersedes"] == entries(office)[0]["id"]


def test_a_cell_that_was_filled_when_sent_and_comes_back_empty_takes_it_out(office: Collection) -> None:
    office.add(*f"--task 3.3 --unit 区城管局 --month {SEPTEMBER} --set a=70 --text 电话报".split())
    office.open("--force")
    file = office.form(CHENGGUAN, {"3.3.progress": None}, "来.xlsx")
    shown = item(office, file)
    assert [(one["address"], one["state"]) for one in shown["cells"]] == [("3.3.progress", "cleared")]
    assert office.read(file, "--apply").code == 0
    assert "progress" not in entries(office)[-1]
    assert entries(office)[-1]["values"] == {"a": 70}


# --- a total that falls -----------------------------------------------------------------------------------------------


def test_the_months_figure_in_the_cumulative_cell_is_asked_about(office: Collection) -> None:
    file = office.form(CHENGGUAN, {**FILLED, "3.3.a": 6}, "来.xlsx")
    said = office.read(file)
    assert said.code == 1
    assert (
        "新增绿地是累计数，以前已报66.5万平方米，这里填6万平方米：是当月数（累计应为72.5万平方米），"
        "还是确实减少（请写明原因）？"
    ) in said.out
    assert "填的是当月数加 --as-month 3.3.a，确实减少加 --allow-fall 3.3.a --reason 原因" in said.err
    assert office.read(file, "--apply").code == 1
    assert entries(office) == []
    assert office.state("区城管局") == "to_mend"


def test_the_months_figure_is_added_up_when_it_is_said_to_be_one(office: Collection) -> None:
    file = office.form(CHENGGUAN, {**FILLED, "3.3.a": 6}, "来.xlsx")
    said = office.read(file, "--apply", "--as-month", "3.3.a")
    assert said.code == 0
    assert "72.5（表上填当月数6）" in said.out
    assert entries(office)[0]["values"] == {"a": 72.5, "b": 3, "c": 22}


def test_a_total_that_did_fall_is_recorded_with_its_reason(office: Collection) -> None:
    file = office.form(CHENGGUAN, {**FILLED, "3.3.a": 60}, "来.xlsx")
    assert office.read(file, "--apply", "--allow-fall", "3.3.a", "--reason", "核减重复面积").code == 0
    assert (entries(office)[0]["values"]["a"], entries(office)[0]["reason"]) == (60, "核减重复面积")


# --- to be mended -----------------------------------------------------------------------------------------------------


def test_one_cell_that_cannot_be_read_stops_the_sheet_and_the_unit_has_to_mend_it(office: Collection) -> None:
    bad = office.form(CHENGGUAN, {**FILLED, "3.3.a": "约72"}, "来.xlsx")
    said = office.read(bad, "--apply")
    assert said.code == 1
    assert "应为数字，写的是“约72”；不能写约数，只填一个确定的数" in said.out
    assert "待补正，改好以前整份不录，新增4 看不懂1" in said.out
    letter = "baicheng collect remind --month 2019-09 --unit 区城管局"
    assert f"待补正的请单位改好重报，催的话可直接复制：{letter}" in said.err
    assert entries(office) == []
    [came] = deliveries(office)
    assert came["state"] == "to_mend"
    assert came["faults"] == ["表一H4 应为数字，写的是“约72”；不能写约数，只填一个确定的数"]
    assert (office.data / came["file"]).read_bytes() == bad.read_bytes()
    status = office.do("collect", "status", "--month", SEPTEMBER).out
    assert "尚未报12个、已收待补正1个" in status
    assert "表一H4 应为数字" in status
    assert "区城管局联络员您好" in office.do(*letter.split()[1:]).out
    mended = office.form(CHENGGUAN, FILLED, "改好.xlsx")
    assert office.read(mended, "--apply").code == 0
    assert office.state("区城管局") == "no_data"  # its other tasks are still to come
    again = office.read(bad, "--apply")
    assert (again.code, "当时待补正；2019-09-24收到了改好的“改好.xlsx”" in again.out) == (0, True)


def test_a_preview_of_a_bad_form_lists_nothing(office: Collection) -> None:
    before = office.written
    said = office.read(office.form(CHENGGUAN, {"3.3.a": "约72"}, "来.xlsx"))
    assert (said.code, "以上是预览，没有写入；要记为待补正请加 --apply" in said.err) == (1, True)
    assert office.written == before
    assert office.state("区城管局") == "missing"


def test_a_bad_form_does_not_stop_the_others(office: Collection) -> None:
    bad = office.form(CHENGGUAN, {"3.3.a": "约72"}, "一.xlsx")
    good = office.form(NONGWEI, REPORT, "二.xlsx")
    said = office.read(bad, good, "--apply")
    assert said.code == 1
    assert "已录入1份，新记录1条，1份记为待补正" in said.out
    assert (office.state("区城管局"), office.state("区农委")) == ("to_mend", "on_time")


FAULTS: tuple[tuple[Mapping[str, Any], str], ...] = (
    ({"3.3.a": "七十二"}, "表一H4 应为数字，写的是“七十二”；请用阿拉伯数字"),
    ({"3.3.a": "72.5万平方米"}, "表一H4 应为数字，写的是“72.5万平方米”；只填数字 72.5，不带“万平方米”"),
    ({"3.3.a": "70-75"}, "表一H4 应为数字，写的是“70-75”；只填一个确定的数，不填区间或分数"),
    ({"3.3.a": "无"}, "表一H4 应为数字，写的是“无”；没有数就空着不填"),
    ({"3.3.a": "72%"}, "表一H4 应为数字，写的是“72%”；这一格的单位是“万平方米”，不填百分数"),
    ({"3.3.a": "=0.4+0.1"}, "表一H4 应为数字，写的是“=0.4+0.1”；公式没有算出结果，请粘贴为数值"),
    ({"3.3.a": '=_xlfn.DISPIMG("ID_1",1)'}, "表一H4 应为数字，写的是“图片”；图片里的内容读不出，请填数字"),
    ({"3.3.a": date(2019, 9, 20)}, "表一H4 应为数字"),
    ({"3.3.a": True}, "表一H4 应为数字"),
    ({"3.3.m1": "9月31日"}, "日历上没有这一天，9月只有30天"),
    ({"3.3.m1": "已完成"}, "没有完成就空着不填"),
    ({"3.3.m1": "2019年9月"}, "要写到日"),
    ({"3.3.self": "很好"}, "很好"),
)


@pytest.mark.parametrize(("cells", "words"), FAULTS)
def test_every_cell_that_cannot_be_read_is_named_with_what_was_found(
    office: Collection, cells: Mapping[str, Any], words: str
) -> None:
    shown = item(office, office.form(CHENGGUAN, cells, "来.xlsx"), "--apply")
    assert shown["outcome"] == "to_mend"
    [fault] = shown["faults"]
    assert words in fault["words"]
    assert entries(office) == []


SPELLINGS: tuple[tuple[str, Any, Any], ...] = (
    ("3.3.a", "７２．５", 72.5),
    ("3.3.a", "\u200b 72.5\u3000", 72.5),
    ("3.3.a", "1,072.5", 1072.5),
    ("3.3.a", 72.30000000000001, 72.3),
    ("3.3.m1", date(2019, 9, 20), date(2019, 9, 20)),
    ("3.3.m1", "2019.9.20", date(2019, 9, 20)),
    ("3.3.m1", "9月20日", date(2019, 9, 20)),
    ("3.3.m1", "２０１９年９月２０日", date(2019, 9, 20)),
    ("3.3.m1", 43728, date(2019, 9, 20)),
    ("3.3.m1", 20190920, date(2019, 9, 20)),
    ("3.3.self", "正常 推进", "正常推进"),
)


@pytest.mark.parametrize(("address", "typed", "recorded"), SPELLINGS)
def test_numbers_and_days_are_read_in_every_shape(office: Collection, address: str, typed: Any, recorded: Any) -> None:
    said = office.read(office.form(CHENGGUAN, {address: typed}, "来.xlsx"), "--apply")
    assert said.code == 0, said.out + said.err
    [entry] = entries(office)
    part = address.rpartition(".")[2]
    found = entry.get("values", {}).get(part) or entry.get("milestones", {}).get(part) or entry.get(part)
    assert found == recorded


@pytest.mark.parametrize(
    ("typed", "shape", "recorded"),
    [("94.2%", "General", 94.2), (0.942, "0.0%", 94.2), (94.2, "General", 94.2), ("94.2％", "@", 94.2)],
)
def test_a_share_is_read_as_it_can_be_seen(office: Collection, typed: Any, shape: str, recorded: float) -> None:
    name = "09_区环保局_2019年9月填报表.xlsx"

    def type_in(book: Any) -> None:
        cell = place_in(book, "3.9.1.2.a")
        cell.value, cell.number_format = typed, shape

    said = office.read(changed(office, type_in, name), "--apply")
    assert said.code == 0, said.out + said.err
    assert entries(office, "huanbao")[0]["values"] == {"a": recorded}


def test_a_share_that_may_mean_two_things_is_asked_back(office: Collection) -> None:
    name = "09_区环保局_2019年9月填报表.xlsx"
    shown = item(office, office.form(name, {"3.9.1.2.a": 0.942}, "来.xlsx"))
    assert "是94.2%还是0.942%？请带上百分号" in shown["faults"][0]["words"]


# --- what people do to sheets -----------------------------------------------------------------------------------------


def rename_sheets(book: Any) -> None:
    book[PARTS_SHEET].title, book[WORK_SHEET].title = "Sheet1", "Sheet2"


def show_hidden(book: Any) -> None:
    book[HIDDEN_SHEET].sheet_state = "hidden"


def write_far_out(book: Any) -> None:
    book[PARTS_SHEET]["XFD1048576"] = "x"


def drop_hidden(book: Any) -> None:
    del book[HIDDEN_SHEET]


def add_sheet(book: Any) -> None:
    book.create_sheet("附件", 0)["A1"] = "照片清单"


@pytest.mark.parametrize(
    "done", [sort_rows, insert_row, rename_sheets, show_hidden, write_far_out, drop_hidden, add_sheet]
)
def test_a_form_is_read_whatever_was_done_around_its_cells(office: Collection, done: Any) -> None:
    def both(book: Any) -> None:
        for address, value in FILLED.items():
            place_in(book, address).value = value
        done(book)

    said = office.read(changed(office, both), "--apply")
    assert said.code == 0, said.out + said.err
    [entry] = entries(office)
    assert (entry["values"], entry["progress"]) == ({"a": 72.5, "b": 3, "c": 22}, "补植乔木")


def merge_down(book: Any) -> None:
    book[WORK_SHEET]["D4"] = "两项合写"
    book[WORK_SHEET].merge_cells("D4:D5")


def add_foreign_task(book: Any) -> None:
    sheet = book[WORK_SHEET]
    sheet.insert_rows(5)
    for column, value in ((1, "3.4"), (2, "三（四）"), (4, "改造学校")):
        sheet.cell(5, column).value = value


def add_row_without_id(book: Any) -> None:
    sheet = book[WORK_SHEET]
    sheet.insert_rows(5)
    sheet.cell(5, 4).value = "另有进展"


def change_id(book: Any) -> None:
    book[WORK_SHEET]["A5"], book[WORK_SHEET]["D5"] = "3.99", "进展"


def copy_row(book: Any) -> None:
    sheet = book[PARTS_SHEET]
    sheet["H4"] = 72.5
    sheet.insert_rows(5)
    sheet["A5"], sheet["H5"] = "3.3.a", 73


def drop_sheet(book: Any) -> None:
    del book[WORK_SHEET]


def drop_column(book: Any) -> None:
    book[PARTS_SHEET].delete_cols(8)


@pytest.mark.parametrize(
    ("done", "words"),
    [
        (merge_down, "表二D5 和D4合并了，不知填的是哪一格；请取消合并，分别填写"),
        (add_foreign_task, "表二D5 填了“改造学校”，但3.4不在区城管局的这张表里；请删去这一行，别的任务由各自单位填报"),
        (add_row_without_id, "表二D5 填了“另有进展”，这一行却没有编号（A5），不知是哪一项；请用原表填写"),
        (change_id, "表二D5 填了“进展”，编号“3.99”（A5）却不认识；请用原表填写，不要改编号"),
        (copy_row, "表一A5 编号3.3.a出现了两次（另一处在A4），不知以哪行为准；请只留一行"),
        (drop_sheet, "表二不见了；请用发出的原表填写，不要删工作表"),
        (drop_column, "表一的表头“本月累计”找不到了；请用发出的原表填写，不要改表头"),
    ],
)
def test_what_leaves_room_for_doubt_is_to_be_mended(office: Collection, done: Any, words: str) -> None:
    shown = item(office, changed(office, done), "--apply")
    assert shown["outcome"] == "to_mend"
    assert words in [one["words"][: len(words)] for one in shown["faults"]]
    assert entries(office) == []


# --- not one of ours, or not this one ---------------------------------------------------------------------------------


def retitle(old: str, new: str) -> Any:
    def change(book: Any) -> None:
        for name in (PARTS_SHEET, WORK_SHEET):
            for row in book[name].iter_rows(max_row=2):
                for cell in row:
                    if isinstance(cell.value, str):
                        cell.value = cell.value.replace(old, new)

    return change


def tell(key: str, value: str) -> Any:
    def change(book: Any) -> None:
        row = next(row for row in book[HIDDEN_SHEET].iter_rows() if row[0].value == key)
        row[1].value = value

    return change


@pytest.mark.parametrize(
    ("done", "words"),
    [
        (retitle("2019年9月", "2019年8月"), "表上写的是2019年8月，其实是2019年9月发出的表"),
        (retitle("区城管局", "区农委"), "表上写的单位是“区农委”，其实是发给区城管局的表"),
        (tell("version", "0"), "是旧版的填报表（版本0，现为1）；请用本月重新发的表填"),
        (
            tell("plan", "中原政文〔2020〕5号"),
            "是另一份方案（中原政文〔2020〕5号）的填报表，这里是中原政文〔2019〕39号",
        ),
        (tell("demo", "true"), "是演示用的填报表，不能录入真实数据；用 --data 指明数据文件夹"),
        (tell("unit", "x"), ""),
    ],
)
def test_a_form_that_is_not_this_months_units_or_plans_is_refused(office: Collection, done: Any, words: str) -> None:
    before = office.written
    shown = item(office, changed(office, done), "--apply")
    if words:
        assert (shown["outcome"], shown["written"]) == ("refused", False)
        assert words in shown["words"]
    assert office.written == before


def test_only_the_month_asked_for_is_taken(office: Collection) -> None:
    shown = item(office, office.form(NONGWEI, REPORT, "来.xlsx"), "--month", "2019-08")
    assert shown["words"] == "是2019年9月的填报表，不是2019年8月的；改 --month，或不写"


def test_last_months_form_filled_in_again_is_to_be_looked_at(office: Collection) -> None:
    assert office.do("collect", "open", "--month", "2019-08", "-o", office.top / "八月").code == 0
    old = fill(office.top / "八月" / "02_区城管局_2019年8月填报表.xlsx", {"3.3.a": 72.5})
    said = office.read(old, office.form(NONGWEI, REPORT, "来.xlsx"))
    assert said.code == 0
    assert "请核对：区城管局：是8月的填报表，正在收的是9月；只收9月的加 --month 2019-09" in said.err
    assert "请核对：区农委" not in said.err
    assert "没有收，是2019年8月的填报表" in office.read(old, "--month", SEPTEMBER).out


def test_a_workbook_of_something_else_is_refused(office: Collection) -> None:
    book = Workbook()
    book.active["A1"] = "通讯录"  # type: ignore[index]  # openpyxl's stub: a new workbook has a sheet
    book.save(file := office.top / "通讯录.xlsx")
    shown = item(office, file)
    assert shown["outcome"] == "refused"
    assert "不是发出的填报表" in shown["words"]


def test_files_of_every_other_kind_are_refused_in_one_sentence_and_the_rest_is_read(office: Collection) -> None:
    folder = office.top / "来"
    folder.mkdir()
    office.form(NONGWEI, REPORT, "来/区农委.xlsx")
    (folder / "a.xlsm").write_bytes((office.folder / NONGWEI).read_bytes())
    (folder / "b.xls").write_bytes(OLD)
    (folder / "c.xlsx").write_bytes(OLD + "EncryptedPackage".encode("utf-16-le"))
    (folder / "d.xlsx").write_bytes(b"")
    (folder / "e.et").write_bytes(OLD)
    with zipfile.ZipFile(folder / "f.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", bytes(2**25))
    (folder / "g.csv").write_bytes("编号,数\n".encode("gbk"))
    said = office.read(folder, "--apply")
    assert said.code == 1
    lines = [line for line in said.out.splitlines() if "没有收，" in line]
    for line, words in zip(
        lines,
        (
            "a.xlsm：没有收，是带宏的工作簿（.xlsm），宏可能带病毒，没有打开；请另存为不带宏的 .xlsx 后再交",
            "b.xls：没有收，是旧格式（.xls、.et）或有打开密码；请另存为 .xlsx 并去掉密码后再交",
            "c.xlsx：没有收，有打开密码，读不出",
            "d.xlsx：没有收，是空文件；多半没有传完，请单位重发",
            "e.et：没有收，是旧格式（.xls、.et）或有打开密码；请另存为 .xlsx 并去掉密码后再交",
            "f.xlsx：没有收，解开后会变成200倍以上，像是压缩炸弹，没有打开",
            "g.csv：没有收，其实是文本文件（如 .csv），不是 .xlsx 工作簿",
        ),
        strict=True,
    ):
        assert line.startswith(words)
    assert office.state("区农委") == "on_time"


def test_pictures_are_said_and_not_recorded(office: Collection, tmp_path: Path) -> None:
    file = office.form(CHENGGUAN, {"3.3.a": 72.5}, "来.xlsx")
    drawing = "<wsDr><twoCellAnchor><from><col>7</col><row>5</row></from><pic/></twoCellAnchor></wsDr>"
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing"
    with zipfile.ZipFile(file, "a") as archive:
        rels = "xl/worksheets/_rels/sheet2.xml.rels"
        assert rels not in archive.namelist()
        archive.writestr("xl/drawings/drawing9.xml", drawing)
        archive.writestr(
            rels,
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r9" Type="{rel}" Target="../drawings/drawing9.xml"/></Relationships>',
        )
    said = office.read(file, "--apply")
    assert said.code == 0, said.out
    assert "说明：区城管局：“表二 工作情况”里有1张图片（在H6附近），图片不录入；要作佐证的请另存文件" in said.err


def test_a_mobile_number_is_to_be_looked_at_before_it_goes_into_the_history(office: Collection) -> None:
    said = office.read(office.form(CHENGGUAN, {"3.3.progress": "联系人 13800138000"}, "来.xlsx"))
    assert "请核对：区城管局：表二D4 里有手机号，原件会进版本库" in said.err


# --- many at once -----------------------------------------------------------------------------------------------------


def test_a_packet_from_windows_is_read_by_its_chinese_names(office: Collection) -> None:
    pack = office.top / "回收.zip"
    with zipfile.ZipFile(pack, "w") as archive:
        archive.writestr(Member("第一批/区农委.xlsx", "gbk"), office.form(NONGWEI, REPORT, "农.xlsx").read_bytes())
        archive.writestr(Member("第一批/坏.xlsx", "gbk"), b"x")
        archive.writestr(Member("说明.txt", "gbk"), "x")
        archive.writestr("第二批.rar", b"Rar!")
        archive.writestr("__MACOSX/._a.xlsx", "x")
        archive.writestr("~$a.xlsx", "x")
    said = office.read(pack, "--apply")
    assert said.code == 1
    assert "回收.zip/第一批/区农委.xlsx：区农委2019-09，已录入，新增3" in said.out
    assert "回收.zip/第一批/坏.xlsx：没有收，其实是文本文件" in said.out
    assert "回收.zip 里有1个文件不是表格，没有读：说明.txt" in said.err
    assert "回收.zip 里有1个文件是压缩包，没有读：第二批.rar；请解压后再读" in said.err
    assert deliveries(office, "nongwei")[0]["name"] == "区农委.xlsx"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are always Unicode")
def test_a_name_left_in_gbk_by_unpacking_is_read_and_recorded_as_it_was(office: Collection) -> None:
    file = office.form(NONGWEI, REPORT, "x.xlsx")
    named = office.top / os.fsdecode("区农委 改.xlsx".encode("gbk"))
    file.rename(named)
    (office.top / os.fsdecode("坏表.xlsx".encode("gbk"))).write_bytes(b"x")
    said = office.read(named, office.top / os.fsdecode("坏表.xlsx".encode("gbk")), "--apply")
    assert "区农委 改.xlsx：区农委2019-09，已录入，新增3" in said.out
    assert "坏表.xlsx：没有收，其实是文本文件" in said.out
    assert deliveries(office, "nongwei")[0]["name"] == "区农委 改.xlsx"
    assert office.ask("check", day=None).code == 0


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"Rar!", "压缩包坏了，读不出；请解压后再读，或请单位重发"), (b"PK\x03\x04", "压缩包坏了，读不出")],
)
def test_a_packet_that_cannot_be_opened_is_said(office: Collection, data: bytes, words: str) -> None:
    (pack := office.top / "回收.zip").write_bytes(data)
    said = office.read(pack, "--apply")
    assert (said.code, said.out) == (1, "")
    assert words in said.err


def test_a_folder_is_read_with_the_folders_in_it_and_without_litter(office: Collection) -> None:
    folder = office.top / "来"
    (folder / "区农委").mkdir(parents=True)
    office.form(NONGWEI, REPORT, "来/区农委/表.xlsx")
    office.form(CHENGGUAN, FILLED, "来/表.xlsx")
    (folder / "~$表.xlsx").write_bytes(b"x")
    (folder / "照片.jpg").write_bytes(b"x")
    said = office.read(folder, "--apply")
    assert said.code == 0, said.out
    assert "区农委/表.xlsx：区农委2019-09，已录入" in said.out
    assert "来 里有1个文件不是表格，没有读：照片.jpg" in said.err
    assert "区城管局：这个文件好像还在别处开着，没有保存的改动读不到；请保存、关掉后再读一遍" in said.err


def test_a_file_that_an_open_program_left_is_named_as_that(office: Collection) -> None:
    (lock := office.top / f"~${NONGWEI}").write_bytes(b"x")
    said = office.read(lock)
    assert said.code == 1
    assert "是表格还开着时留下的临时文件，不是填报表，已跳过；原表请先保存、关掉" in said.out


def test_a_folder_without_forms_is_said(office: Collection) -> None:
    (office.top / "空").mkdir()
    said = office.read(office.top / "空", "--apply")
    assert (said.code, "合计：没有填报表" in said.out) == (0, True)
    assert "空 里没有填报表" in said.err


def test_of_two_versions_of_one_units_form_nobody_knows_which_counts(office: Collection) -> None:
    one = office.form(CHENGGUAN, FILLED, "一.xlsx")
    other = office.form(CHENGGUAN, {**FILLED, "3.3.a": 73}, "二.xlsx")
    said = office.read(one, other, office.form(NONGWEI, REPORT, "三.xlsx"), "--apply")
    assert said.code == 1
    words = "同一个单位同一个月有2张不同的表（“一.xlsx”、“二.xlsx”），不知以哪张为准；请只留一张再读"
    assert said.out.count(words) == 2
    assert (entries(office), deliveries(office)) == ([], [])
    assert len(entries(office, "nongwei")) == 1


def test_the_same_form_twice_in_one_call_is_recorded_once(office: Collection) -> None:
    one = office.form(CHENGGUAN, FILLED, "一.xlsx")
    (other := office.top / "二.xlsx").write_bytes(one.read_bytes())
    said = office.read(one, other, one, "--apply")
    assert said.code == 0
    assert "和“一.xlsx”是同一个文件" in said.out
    assert len(entries(office)) == 1


def test_all_thirteen_forms_in_one_command(office: Collection) -> None:
    for file in office.folder.iterdir():
        book = load_workbook(file)
        for row in book[WORK_SHEET].iter_rows(min_row=4):
            if row[0].value and str(row[0].value)[0].isdigit():
                row[3].value = f"{row[0].value}的进展"
        book.save(file)
    said = office.read(office.folder, "--apply")
    assert said.code == 0, said.out
    assert "合计：已录入13份" in said.out
    owed = yaml.safe_load((office.data / "progress" / SEPTEMBER / "cycle.yaml").read_text("utf-8"))["owed"]
    units = {file.stem for file in (office.data / "progress" / SEPTEMBER).glob("*.yaml")} - {"cycle"}
    recorded = {unit: entries(office, unit) for unit in units}
    tasks = sorted(one["task"] for found in recorded.values() for one in found)
    assert tasks == sorted(task for one in owed for task in one["tasks"])
    assert all(one["progress"] == f"{one['task']}的进展" for found in recorded.values() for one in found)
    assert office.ask("check", day=None).code == 0


# --- the plan, or who we are, has changed since -----------------------------------------------------------------------


GREEN = "name: 新增绿地, exactly: 100, unit: 万平方米, due: 2019-12-31, due_words: 2019年底前}"


def with_plan(office: Collection, old: str, new: str) -> Path:
    """The filled-in form of 区城管局; since then the plan has this line changed."""
    file = office.form(CHENGGUAN, {"3.3.a": 72.5, "3.3.progress": "补植"}, "来.xlsx")
    text = PLAN.read_text("utf-8")
    assert text.count(old) == 1
    office.plan = office.top / "plan.yaml"
    office.plan.write_text(text.replace(old, new), "utf-8")
    return file


def test_a_figure_of_an_indicator_that_is_gone_is_not_recorded_and_that_is_said(office: Collection) -> None:
    file = with_plan(office, f"          - {{id: a, {GREEN}\n", "")
    said = office.read(file, "--apply")
    assert said.code == 1
    assert "填了“72.5”，但方案里已没有这一项，或不再由本单位填报，没有录入；现在由谁报见 baicheng show 3.3" in said.out
    [entry] = entries(office)
    assert ("values" not in entry, entry["progress"]) == (True, "补植")


def test_an_indicator_that_came_since_is_said_with_what_to_do(office: Collection) -> None:
    more = f"{{id: a, {GREEN}\n          - {{id: z, {GREEN.replace('新增', '补植')}"
    file = with_plan(office, f"{{id: a, {GREEN}", more)
    said = office.read(file, "--apply")
    assert said.code == 0
    assert (
        "说明：区城管局：发出这张表以后，方案里多了补植绿地（3.3.z），表上没有；要报的重发一张："
        "baicheng collect open --month 2019-09 --unit 区城管局 --force" in said.err
    )


def test_a_target_that_changed_since_is_said(office: Collection) -> None:
    said = office.read(with_plan(office, GREEN, GREEN.replace("100", "120")), "--apply")
    assert said.code == 0
    assert "说明：区城管局：表一E4 表上的年度目标是100，方案里现在是120，以方案为准" in said.err


def test_a_unit_that_was_renamed_since_is_known_by_its_id(office: Collection) -> None:
    new = "names: [{name: 区城管局, until: 2019-09-20}, {name: 区城市管理局, from: 2019-09-21, basis: 机构改革}]"
    said = office.read(with_plan(office, "names: [{name: 区城管局}]", new), "--apply")
    assert said.code == 0, said.out
    assert "区城市管理局2019-09，已录入，新增2" in said.out
    assert len(entries(office)) == 1


def test_a_form_of_a_month_that_is_not_open_is_recorded_all_the_same(office: Collection) -> None:
    (office.data / "progress" / SEPTEMBER / "cycle.yaml").unlink()
    assert office.read(office.form(NONGWEI, REPORT, "来.xlsx"), "--apply").code == 0
    assert office.state("区农委") == "on_time"


def test_a_form_of_a_month_that_has_not_begun_is_refused(office: Collection, monkeypatch: pytest.MonkeyPatch) -> None:
    file = office.form(NONGWEI, REPORT, "来.xlsx")
    today(monkeypatch, "2019-08-30")
    said = office.read(file, "--apply")
    assert (said.code, "2019年9月还没有开始，不收那个月的填报表" in said.out) == (1, True)


# --- on a terminal ----------------------------------------------------------------------------------------------------


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Somebody at the terminal; the answers stand in this list."""
    answers: list[str] = []

    class Terminal:
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr("builtins.input", lambda prompt="": answers.pop(0))
    return answers


def test_who_says_yes_on_a_terminal_needs_no_option(office: Collection, asked: list[str]) -> None:
    file = office.form(CHENGGUAN, FILLED, "来.xlsx")
    asked += ["n"]
    said = office.read(file)
    assert (said.code, entries(office), "没有写入任何内容" in said.err) == (0, [], True)
    asked += ["y"]
    said = office.read(file)
    assert (said.code, len(entries(office)), asked) == (0, 1, [])


def test_conflicts_and_falling_totals_are_asked_about_on_a_terminal(
    twice: tuple[Collection, Path], asked: list[str]
) -> None:
    office, file = twice
    asked += ["1", "2", "y"]
    said = office.read(file)
    assert said.code == 0, said.out + said.err
    assert (said_now(office), asked) == ((72.5, "电话报"), [])
    fallen = office.form("09_区环保局_2019年9月填报表.xlsx", {}, "x.xlsx")
    assert office.read(fallen).code == 0


def test_what_is_put_off_on_a_terminal_is_not_recorded(twice: tuple[Collection, Path], asked: list[str]) -> None:
    office, file = twice
    before = office.written
    asked += ["3", ""]
    said = office.read(file)
    assert (said.code, asked, office.written) == (1, [], before)


def test_the_months_figure_is_asked_about_on_a_terminal(office: Collection, asked: list[str]) -> None:
    file = office.form(CHENGGUAN, {"3.3.a": 6}, "来.xlsx")
    asked += ["1", "y"]
    assert office.read(file).code == 0
    assert entries(office)[0]["values"] == {"a": 72.5}


# --- where it may not write -------------------------------------------------------------------------------------------


def test_a_folder_that_cannot_be_written_is_said_in_one_sentence(office: Collection) -> None:
    file = office.form(CHENGGUAN, FILLED, "来.xlsx")
    (office.data / "forms").write_text("a file where a folder should be", "utf-8")
    said = office.read(file, "--apply")
    assert said.code == 1
    assert "写不了" in said.out
    assert "文件开着的先关掉，再看文件夹能不能写、磁盘满没满" in said.out
    (office.data / "forms").unlink()
    assert item(office, file, "--apply")["outcome"] == "done"  # what was recorded before is not recorded again
    assert len(entries(office)) == 1


def test_who_breaks_off_is_told_that_reading_again_goes_on(office: Collection, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C after the entries of the second form were written and before it was listed."""
    from baicheng_cli.progress import deliveries as module

    files = [office.form(NONGWEI, REPORT, "一.xlsx"), office.form(CHENGGUAN, FILLED, "二.xlsx")]
    written = module.add_delivery

    def broken_off(data: Path, came: Any, *more: Any, **said: Any) -> Path:
        if came.name == "二.xlsx":
            raise KeyboardInterrupt
        return written(data, came, *more, **said)

    monkeypatch.setattr(module, "add_delivery", broken_off)
    said = office.read(*files, "--apply")
    assert said.code == 130
    assert "已中断：共2份，前1份已经处理；再读一遍就接着录，录过的不会重复" in said.err
    monkeypatch.setattr(module, "add_delivery", written)
    said = office.read(*files, "--apply")
    assert (said.code, len(entries(office)), len(entries(office, "nongwei"))) == (0, 1, 1)
    assert [one["state"] for one in deliveries(office)] == ["applied"]

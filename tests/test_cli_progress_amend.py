"""`baicheng progress amend`: what takes the place of a report, what stays as it was, what is refused."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from threading import Barrier, Thread

import pytest
import yaml
from calling import Office, Said

from baicheng_cli.errors import UserError
from baicheng_cli.progress import amend, calendar, record, store
from baicheng_cli.progress.record import Typed
from baicheng_cli.status.select import find_task

REPORT = (
    "{id: aaaaaaaa, task: '3.3', date: 2019-09-24, received: 2019-09-23, values: {a: 72.5, b: 3}, "
    "milestones: {m1: 2019-08-20}, self: 滞后, progress: 绿化, needs: 用地, reporter: 张三}"
)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """On 30 September 2019, with one report of 区城管局 and what it reported a month before."""
    moment = datetime(2019, 9, 30, 16, tzinfo=calendar.CHINA)
    monkeypatch.setattr(calendar, "now", lambda: moment)
    office = Office(tmp_path / "data")
    office.settings("office: tizhiban\n")
    office.sidecar("2019-08", "chengguan", "区城管局", "{id: bbbbbbbb, task: '3.3', date: 2019-08-25, values: {a: 60}}")
    office.sidecar("2019-09", "chengguan", "区城管局", REPORT)
    return office


def amended(office: Office, *arguments: str | Path, id: str = "aaaaaaaa", reason: str = "笔误") -> Said:
    return office.ask("progress", "amend", id, "--reason", reason, *arguments, day=None)


def sidecar(office: Office) -> Path:
    return office.data / "progress" / "2019-09" / "chengguan.yaml"


def last(office: Office) -> dict[str, object]:
    entries: list[dict[str, object]] = yaml.safe_load(sidecar(office).read_text("utf-8"))["entries"]
    return entries[-1]


def test_what_is_not_typed_is_carried_over_and_the_old_entry_stays(office: Office) -> None:
    before = sidecar(office).read_bytes()
    said = amended(office, "--set", "a=70.5")
    assert said.code == 0, said.err
    assert sidecar(office).read_bytes().startswith(before)
    new = last(office)
    assert re.fullmatch("[a-z2-7]{8}", str(new.pop("id")))
    assert str(new.pop("recorded")) == "2019-09-30 16:00:00+08:00"
    assert list(new.items()) == [
        ("task", "3.3"),
        ("date", date(2019, 9, 24)),
        ("received", date(2019, 9, 23)),
        ("values", {"a": 70.5, "b": 3}),
        ("milestones", {"m1": date(2019, 8, 20)}),
        ("self", "滞后"),
        ("progress", "绿化"),
        ("needs", "用地"),
        ("reporter", "张三"),
        ("supersedes", "aaaaaaaa"),
        ("reason", "笔误"),
    ]
    assert office.json("indicators", "--unit", "区城管局").items[0]["actual"] == 70.5
    assert office.ask("check", day=None).code == 0


def test_it_says_what_it_did_and_which_light_it_changes(office: Office) -> None:
    said = amended(office, "--set", "a=75", "--set", "c=22")
    id = last(office)["id"]
    first, change, why = said.out.splitlines()
    assert first.startswith(f"已更正 aaaaaaaa，新记录 {id}，写入 ")
    assert first.endswith("progress/2019-09/chengguan.yaml")
    assert change.startswith("  三（三） 做好以绿荫城，建设生态园林城市（9月）：")
    assert change.endswith("：未报送（未达序时、已达目标待核定） → 滞后（已达目标待核定）")
    assert why == "  滞后：微公园、小游园截至9月24日累计22/40座（55.0%），落后序时进度20.0个百分点"
    [item] = office.json("progress", "amend", str(id), "--set", "b=4", "--reason", "漏报", day=None).items
    assert (item["supersedes"], item["values"], item["written"]) == (id, {"a": 75, "b": 4, "c": 22}, True)
    assert item["before"]["light"] == item["after"]["light"] == "behind"


def test_the_list_says_what_was_corrected_and_no_light_rests_on_it(office: Office) -> None:
    amended(office, "--self", "正常推进", "--set", "a=75")
    id = last(office)["id"]
    shown = office.ask("progress", "list", "--month", "2019-09", day=None).out
    assert re.search(rf"^aaaaaaaa .* 已由{id}更正$", shown, re.MULTILINE)
    assert re.search(rf"^{id} .* 待核定$", shown, re.MULTILINE)
    assert [one["id"] for one in office.json("show", "3.3").items[0]["entries"]] == ["bbbbbbbb", id]


def test_text_is_taken_out_by_empty_text_and_parts_and_evidence_by_name(office: Office, tmp_path: Path) -> None:
    photo = tmp_path / "照片.jpg"
    photo.write_bytes(b"jpg")
    amended(office, "--evidence", photo, "--needs", "", "--self", "")
    first = last(office)
    assert not {"needs", "self"} & set(first)
    assert first["evidence"][0]["file"] == "evidence/2019-09/chengguan/照片.jpg"  # type: ignore[index]
    said = amended(office, "--drop", "照片.jpg", "--drop", "b", "--drop", "m1", id=str(first["id"]))
    assert said.code == 0, said.err
    second = last(office)
    assert (second["values"], second.get("milestones"), second.get("evidence")) == ({"a": 72.5}, None, None)
    said = amended(office, "--drop", "c", id=str(second["id"]))
    assert (said.code, said.err) == (1, f"错误：{second['id']}没有“c”；可以删去的：a\n")


def test_evidence_is_added_to_what_is_there(office: Office, tmp_path: Path) -> None:
    for name in ("一.jpg", "二.jpg"):
        (tmp_path / name).write_text(name, "utf-8")
    amended(office, "--evidence", tmp_path / "一.jpg")
    said = amended(office, "--evidence", tmp_path / "二.jpg", id=str(last(office)["id"]))
    assert (said.code, said.err) == (0, "")
    names = [Path(one["file"]).name for one in last(office)["evidence"]]  # type: ignore[attr-defined]
    assert names == ["一.jpg", "二.jpg"]


def test_what_is_corrected_is_no_measure_of_its_correction_but_the_month_before_is(office: Office) -> None:
    assert amended(office, "--set", "a=61").code == 0
    said = amended(office, "--set", "a=59", id=str(last(office)["id"]))
    assert said.code == 1
    assert "新增绿地是累计数，2019-08已报60万平方米，不能减为59万平方米" in said.err
    assert amended(office, "--set", "a=59", "--allow-fall", id=str(last(office)["id"])).code == 0


def test_a_text_is_corrected_beside_a_figure_that_once_fell(office: Office) -> None:
    office.sidecar(
        "2019-09",
        "chengguan",
        "区城管局",
        "{id: aaaaaaaa, task: '3.3', date: 2019-09-24, values: {a: 50}, reason: 核减}",
    )
    assert amended(office, "--text", "补写", "--set", "a=50").code == 0


def test_a_figure_above_that_of_a_later_month_is_pointed_out(office: Office) -> None:
    said = amended(office, "--set", "a=80", id="bbbbbbbb")
    assert said.code == 0
    assert "请核对：新增绿地是累计数，2019-09报的是72.5万平方米，比这里的80万平方米小" in said.err
    assert (office.data / "progress/2019-08/chengguan.yaml").read_text("utf-8").count("- ") == 2


def test_what_the_office_filed_for_a_unit_is_corrected_in_the_offices_file(office: Office) -> None:
    office.sidecar(
        "2019-09",
        "tizhiban",
        "区百城提质办",
        "{id: cccccccc, task: '3.4', date: 2019-09-25, values: {a: 2}, for: 区农委, by_office: true}",
    )
    assert amended(office, "--set", "a=3", id="cccccccc").code == 0
    [item] = office.json("progress", "list", "--task", "3.4", "--unit", "区农委").items[1:]
    assert (item["unit"], item["for"], item["by_office"], item["values"]) == (
        "区百城提质办",
        "区农委",
        True,
        {"a": 3},
    )


@pytest.mark.parametrize(("verdict", "told"), [("采信", True), ("退回补正, reason: 缺数, limit: 2019-10-08", False)])
def test_a_correction_is_to_be_reviewed_again(office: Office, verdict: str, told: bool) -> None:
    review = f"{{id: dddddddd, task: '3.3', date: 2019-09-24, review: {{entry: aaaaaaaa, verdict: {verdict}}}}}"
    office.sidecar("2019-09", "tizhiban", "区百城提质办", review)
    said = amended(office, "--set", "a=75")
    assert said.err == ("说明：aaaaaaaa已经采信，更正后的记录要重新审核\n" if told else "")
    assert office.json("progress", "list").items[-1]["review"] is None


def test_a_day_before_what_was_done_is_refused(office: Office) -> None:
    said = amended(office, "--done", "m2=2019-09-10")
    said = amended(office, "--date", "2019-09-05", id=str(last(office)["id"]))
    assert (said.code, said.err) == (1, "错误：节点m2的完成日2019-09-10晚于统计截止日2019-09-05\n")


def test_before_the_months_figures_are_complete_the_pace_is_that_of_today(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calendar, "now", lambda: datetime(2019, 9, 24, tzinfo=calendar.CHINA))
    said = amended(office, "--set", "c=21")
    assert "累计21/40座（52.5%），落后序时进度12.5个百分点" in said.out  # eight months of twelve


def test_a_dry_run_writes_nothing(office: Office) -> None:
    before = sidecar(office).read_bytes()
    said = amended(office, "--set", "a=75", "--dry-run")
    assert "supersedes: aaaaaaaa" in said.out
    assert sidecar(office).read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ("aaaaaaab --reason 笔误 --set a=73", 1, "没有编号为“aaaaaaab”的记录；你是不是要找：aaaaaaaa"),
        (
            "dddddddd --reason 笔误 --set a=73",
            1,
            "dddddddd本身是一条审核，不能更正；要改审核的结论，对 bbbbbbbb 再审核一次",
        ),
        ("eeeeeeee --reason 笔误 --set a=1", 1, "eeeeeeee已经更正过，不能再更正；现在有效的是 gggggggg"),
        ("aaaaaaaa --set a=73", 2, "更正要用 --reason 写明原因"),
        ("aaaaaaaa --reason=　 --set a=73", 2, "更正要用 --reason 写明原因"),
        ("aaaaaaaa --reason 笔误", 2, "没有要更正的内容"),
        ("aaaaaaaa --reason 笔误 --set a=72.50 --text 绿化", 2, "没有要更正的内容"),
        ("aaaaaaaa --reason 笔误 --set d=1", 1, "3.3没有指标“d”"),
        ("aaaaaaaa --reason 笔误 --set a=30个", 1, "只写数字 30，不带“个”"),
        ("aaaaaaaa --reason 笔误 --self 很好", 2, "--self 应为"),
        ("aaaaaaaa --reason 笔误 --date 2019-08-19", 1, "统计截止日2019-08-19不在2019-09里"),
        ("aaaaaaaa --reason 笔误 --done m1=2019-09-25", 1, "节点m1的完成日2019-09-25晚于统计截止日2019-09-24"),
        ("aaaaaaaa --reason 笔误 --task 3.4 --set a=3", 1, "更正不能换条目：aaaaaaaa是3.3的记录"),
        ("aaaaaaaa --reason 笔误 --unit 区农委 --set a=3", 1, "更正不能换单位：aaaaaaaa是区城管局的记录"),
        ("aaaaaaaa --reason 笔误 --month 2019-08 --set a=3", 1, "更正不能换月份：aaaaaaaa是2019-09的记录"),
        ("aaaaaaaa --reason 笔误 --format csv --set a=73", 2, "progress amend 没有“csv”这种格式"),
        ("bbbbbbbb --reason 笔误 --drop a", 2, "更正后什么也不剩了"),
    ],
)
def test_what_is_refused(office: Office, arguments: str, code: int, words: str) -> None:
    review = "{id: dddddddd, task: '3.3', date: 2019-08-25, review: {entry: bbbbbbbb, verdict: 采信}}"
    office.sidecar("2019-08", "tizhiban", "区百城提质办", review)
    office.sidecar(
        "2019-08",
        "nongwei",
        "区农委",
        "{id: eeeeeeee, task: '3.4', date: 2019-08-25, values: {a: 2}}",
        "{id: ffffffff, task: '3.4', date: 2019-08-25, values: {a: 3}, supersedes: eeeeeeee, reason: 误}",
        "{id: gggggggg, task: '3.4', date: 2019-08-25, values: {a: 4}, supersedes: ffffffff, reason: 误}",
    )
    before = {file: file.read_bytes() for file in office.data.rglob("*.yaml")}
    said = office.ask("progress", "amend", *arguments.split(" "), day=None)
    assert (said.code, said.out) == (code, "")
    assert words in said.err
    assert {file: file.read_bytes() for file in office.data.rglob("*.yaml")} == before


def test_of_two_who_correct_the_same_entry_at_once_one_is_refused(office: Office) -> None:
    from baicheng_cli.cli.session import open_desk

    desk = open_desk(office.plan, office.data, "2019-09-30")
    ours = record.Office(desk.loaded.plan, desk.settings, desk.register, desk.data, calendar.now())
    entries = store.read_all(desk.data, desk.register)
    old = amend.report_named(entries, "aaaaaaaa", "更正")
    task = find_task(desk.loaded.plan, "3.3")
    both = Barrier(2)
    refused: list[UserError] = []

    def correct(value: str) -> None:
        typed = Typed("chengguan", "2019-09", values=(value,), reason="误")
        new = amend.amended(old, task, amend.Change(typed), None, ours)
        both.wait()
        try:
            amend.write(new, ours)
        except UserError as error:
            refused.append(error)

    writers = [Thread(target=correct, args=(value,)) for value in ("a=73", "a=74")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert len(refused) == 1
    assert "已经更正过，不能再更正" in str(refused[0])
    assert refused[0].exit_code == 3
    assert len(yaml.safe_load(sidecar(office).read_text("utf-8"))["entries"]) == 2

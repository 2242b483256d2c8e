"""`baicheng progress add` and `list`: what is written, what is refused, what is listed."""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
import yaml
from calling import Office

from baicheng_cli.progress import calendar

NEEDED = ("--task", "3.3", "--unit", "区城管局", "--month", "2019-09")


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """On 24 September 2019, half past nine."""
    moment = datetime(2019, 9, 24, 9, 30, tzinfo=timezone(timedelta(hours=8)))
    monkeypatch.setattr(calendar, "now", lambda: moment)
    office = Office(tmp_path / "data")
    office.settings("office: tizhiban\n")
    return office


def sidecar(office: Office, id: str = "chengguan", month: str = "2019-09") -> Path:
    return office.data / "progress" / month / f"{id}.yaml"


def files(office: Office) -> list[str]:
    found = (file.relative_to(office.data) for file in office.data.rglob("*") if file.is_file())
    return sorted(str(file) for file in found if file.suffix != ".lock" and not file.name.startswith("."))


# --- add ------------------------------------------------------------------------------------------------------------


def test_an_entry_is_written_and_its_file_and_id_are_printed(office: Office) -> None:
    said = office.add(*NEEDED, "--set", "a=72.5", "--set", "b=3", "--done", "m2=2019-08-20", "--text", " 完成绿化 ")
    assert (said.code, said.err) == (0, "")
    file = sidecar(office)
    [id] = re.findall(r"\b[a-z2-7]{8}\b", said.out.split("，")[0])
    assert "progress/2019-09/chengguan.yaml" in said.out
    assert file.read_text("utf-8") == (
        "schema: 1\n"
        "unit: 区城管局\n"
        "month: 2019-09\n"
        "entries:\n"
        f"  - id: {id}\n"
        '    task: "3.3"\n'
        "    date: 2019-09-24\n"
        "    received: 2019-09-24\n"
        "    values:\n"
        "      a: 72.5\n"
        "      b: 3\n"
        "    milestones:\n"
        "      m2: 2019-08-20\n"
        "    progress: 完成绿化\n"
        "    recorded: 2019-09-24T09:30:00+08:00\n"
    )


def test_every_option_has_its_place_in_the_entry(office: Office, tmp_path: Path) -> None:
    photo = tmp_path / "照片.txt"
    photo.write_text("绿地", "utf-8")
    said = office.add(
        *NEEDED,
        *("--date", "2019-09-20", "--received", "2019-09-21", "--done", "m1", "--self", "滞后", "--text", "一"),
        *("--problems", "二", "--next", "三", "--needs", "四", "--evidence", photo, "--reporter", "张三"),
        *("--approver", "李四", "--by-office", "--reason", "五", "--format", "json"),
    )
    [item] = said.items
    [entry] = yaml.safe_load(sidecar(office).read_text("utf-8"))["entries"]
    assert " ".join(entry) == (
        "id task date received milestones self progress problems next needs evidence reporter approver by_office "
        "recorded reason"
    )
    digest = hashlib.sha256(photo.read_bytes()).hexdigest()
    assert entry["evidence"] == [{"file": "evidence/2019-09/chengguan/照片.txt", "sha256": digest}]
    assert (office.data / entry["evidence"][0]["file"]).read_text("utf-8") == "绿地"
    assert str(entry["milestones"]["m1"]) == "2019-09-20"  # done by the day the report speaks of
    assert {key: item[key] for key in ("self", "progress", "problems", "next", "needs", "reporter", "approver")} == {
        key: entry[key] for key in ("self", "progress", "problems", "next", "needs", "reporter", "approver")
    }


def test_the_json_of_an_entry_has_every_key_of_the_list(office: Office) -> None:
    said = office.add(*NEEDED, "--set", "a=100", "--format", "json")
    answer = said.answer
    assert (answer["schema"], answer["kind"], answer["as_of"]) == (1, "entry", "2019-09-24")
    [item] = answer["items"]
    assert item["written"] is True
    assert item["file"].endswith("progress/2019-09/chengguan.yaml")
    assert re.fullmatch("[a-z2-7]{8}", item["id"])
    assert '"a": 100\n' in said.out
    [listed] = office.json("progress", "list").items
    assert {key: value for key, value in item.items() if key != "written"} == listed


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are always Unicode")
def test_evidence_whose_name_was_left_in_gbk_is_copied_by_its_name(office: Office, tmp_path: Path) -> None:
    photo = tmp_path / os.fsdecode("照片.txt".encode("gbk"))
    photo.write_text("绿地", "utf-8")
    assert office.add(*NEEDED, "--set", "a=72.5", "--evidence", photo).code == 0
    assert (office.data / "evidence" / "2019-09" / "chengguan" / "照片.txt").exists()
    assert office.ask("check", day=None).code == 0
    inside = photo.rename(office.data / "evidence" / photo.name)
    said = office.add(*NEEDED, "--set", "a=73", "--evidence", inside)
    assert (said.code, "照片.txt”的文件名不是 UTF-8 编码的，记不下来；请改名再录" in said.err) == (1, True)


def test_a_dry_run_says_what_it_would_write_and_writes_nothing(office: Office, tmp_path: Path) -> None:
    photo = tmp_path / "照片.txt"
    photo.write_text("绿地", "utf-8")
    before = files(office)
    said = office.add(*NEEDED, "--set", "a=72.5", "--evidence", photo, "--dry-run")
    assert said.code == 0
    assert "会写入" in said.out
    assert "progress/2019-09/chengguan.yaml" in said.out
    assert "a: 72.5" in said.out
    assert office.add(*NEEDED, "--set", "a=72.5", "--dry-run", "--format", "json").items[0]["written"] is False
    assert files(office) == before
    assert not (office.data / "progress").exists()


def test_a_second_entry_leaves_every_byte_of_the_first(office: Office) -> None:
    office.add(*NEEDED, "--set", "a=70")
    file = sidecar(office)
    before = file.read_bytes()
    assert office.add(*NEEDED, "--set", "a=72.5").code == 0
    assert file.read_bytes().startswith(before)
    assert office.json("indicators", "--unit", "区城管局").items[0]["actual"] == 72.5


def test_the_clause_and_the_abbreviation_of_an_indicator_work_too(office: Office) -> None:
    said = office.add("--task", "三(三)", "--unit", "chengguan", "--month", "2019-09", "--set", "3.3.a=72.5")
    assert said.code == 0, said.err
    assert office.json("progress", "list").items[0]["task"] == "3.3"


def test_the_day_is_the_earlier_of_data_until_and_today(office: Office) -> None:
    office.add("--task", "3.3", "--unit", "区城管局", "--month", "2019-08", "--text", "补报")
    office.add(*NEEDED, "--text", "推进中")
    dates = [(one["month"], one["date"], one["received"]) for one in office.json("progress", "list").items]
    assert dates == [("2019-08", "2019-08-25", "2019-09-24"), ("2019-09", "2019-09-24", "2019-09-24")]


def test_a_file_of_demonstration_data_says_so(office: Office) -> None:
    office.settings("demo: true\n")
    assert office.add(*NEEDED, "--text", "推进中").code == 0
    assert sidecar(office).read_text("utf-8").startswith("# 演示数据，非真实填报\nschema: 1\n")
    assert "\ndemo: true\n" in sidecar(office).read_text("utf-8")


def test_a_supporting_unit_and_a_street_office_may_report(office: Office) -> None:
    office.settings("office: tizhiban\nrosters: {jiedao: [{id: mianfanglu, name: 棉纺路街道办事处}]}\n")
    for unit in ("区农委", "棉纺路街道办事处"):
        assert office.add("--task", "3.3", "--unit", unit, "--month", "2019-09", "--text", "配合").code == 0
    assert files(office) == [
        "office/settings.yaml",
        "progress/2019-09/mianfanglu.yaml",
        "progress/2019-09/nongwei.yaml",
    ]


def test_a_figure_of_a_supporting_unit_is_recorded_and_does_not_count(office: Office) -> None:
    said = office.add("--task", "3.4", "--unit", "区城管局", "--month", "2019-09", "--set", "a=3")
    assert said.code == 0
    [target] = office.json("indicators", "--unit", "区农委").items
    assert (target["id"], target["actual"]) == ("3.4.a", None)


def test_the_office_may_file_for_a_unit(office: Office) -> None:
    said = office.add(
        *("--task", "3.3", "--unit", "区百城提质办", "--for", "区城管局", "--month", "2019-09", "--set", "a=72.5")
    )
    assert said.code == 0, said.err
    [item] = office.json("progress", "list", "--unit", "区城管局").items
    assert (item["unit"], item["for"], item["by_office"]) == ("区百城提质办", "区城管局", True)
    assert office.json("indicators", "--unit", "区城管局").items[0]["actual"] == 72.5


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("--set a=30个", "a 新增绿地（单位：万平方米）应为数字，写的是“30个”；只写数字 30，不带“个”"),
        ("--set a=７２.５", "改为 72.5"),
        ("--set a=", "应为数字"),
        ("--set a=nan", "应为数字"),
        ("--set z=30", "3.3没有指标“z”；可用：a、b、c"),
        ("--done m9", "3.3没有节点“m9”"),
        ("--done m1=2019-09-25", "节点m1的完成日2019-09-25晚于统计截止日2019-09-24"),
        (
            "--unit 区财政局 --text 推进",
            "区财政局不是3.3的填报单位；可以填报的是：区城管局、区农委、区文旅局、各街道办事处",
        ),
        ("--unit 城管局 --text 推进", "没有“城管局”这个单位；你是不是要找：区城管局"),
        ("--unit 各街道办事处 --text 推进", "“各街道办事处”是集合单位"),
        ("--task 3.9 --text 推进", "三（九）（3.9）下面还有条目"),
        ("--task 3.99 --text 推进", "没有条目“3.99”"),
        ("--for 区农委 --text 推进", "区城管局不能代区农委填报；只有区百城提质办可以代录"),
        ("--month 2019-10 --text 推进", "2019-10还没有开始"),
        ("--month 2018-12 --text 推进", "2018-12早于实施期"),
        ("--date 2019-08-31 --text 推进", "统计截止日2019-08-31不在2019-09里"),
        ("--date 2019-09-25 --text 推进", "统计截止日2019-09-25还没有到"),
    ],
)
def test_what_is_refused(office: Office, arguments: str, words: str) -> None:
    before = files(office)
    said = office.add(*NEEDED, *arguments.split())
    assert (said.code, said.out) == (1, "")
    assert words in said.err
    assert files(office) == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("", "没有要填报的内容"),
        ("--text=", "没有要填报的内容"),
        ("--self 很好", "--self 应为 正常推进、滞后、未启动、已完成 之一"),
        ("--set a", "--set 应写作 a=72.5"),
        ("--set a=1 --set a=2", "--set a 写了两次"),
        ("--month 2019-13 --text 推进", "“2019-13”不是月份"),
        ("--date 2019-09-31 --text 推进", "--date：“2019-09-31”不是日历上的日子"),
        ("--received 昨天 --text 推进", "--received：“昨天”不是日期"),
        ("--done m1=2019-02-30", "--done m1：“2019-02-30”不是日历上的日子"),
        ("--evidence 没有.jpg", "找不到佐证文件"),
        ("--text 推进 --format csv", "progress add 没有“csv”这种格式；可用：table、json"),
        ("--set a=1 --allow-fall", "--allow-fall 要同时用 --reason 写明原因"),
    ],
)
def test_what_is_wrong_usage(office: Office, arguments: str, words: str) -> None:
    before = files(office)
    said = office.add(*NEEDED, *arguments.split())
    assert (said.code, said.out) == (2, "")
    assert words in said.err
    assert files(office) == before


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ((), "缺少 --task 条目、--unit 单位、--month 月份"),
        (("--task", "3.3", "--month", "2019-09"), "缺少 --unit 单位"),
        (("--unit", "区城管局", "--task", "3.3"), "缺少 --month 月份"),
    ],
)
def test_what_is_missing_is_wrong_usage_and_nobody_is_asked(
    office: Office, given: tuple[str, ...], missing: str
) -> None:
    said = office.add(*given, "--text", "推进")
    assert (said.code, said.out) == (2, "")
    assert missing in said.err


def test_a_falling_total_is_refused_unless_a_reason_is_given(office: Office) -> None:
    office.sidecar("2019-08", "chengguan", "区城管局", "{id: aaaaaaaa, task: '3.3', date: 2019-08-25, values: {a: 80}}")
    said = office.add(*NEEDED, "--set", "a=72.5")
    assert (said.code, said.out) == (1, "")
    assert "新增绿地是累计数，2019-08已报80万平方米，不能减为72.5万平方米" in said.err
    assert "--allow-fall --reason" in said.err
    assert not sidecar(office).exists()
    assert office.add(*NEEDED, "--set", "a=72.5", "--allow-fall", "--reason", "核减重复面积").code == 0
    assert office.json("progress", "list").items[-1]["reason"] == "核减重复面积"


def test_a_level_may_fall(office: Office) -> None:
    office.sidecar("2019-08", "huanbao", "区环保局", "{id: aaaaaaaa, task: 3.9.1.2, date: 2019-08-25, values: {a: 94}}")
    said = office.add("--task", "3.9.1.2", "--unit", "区环保局", "--month", "2019-09", "--set", "a=93.5")
    assert (said.code, said.err) == (0, "")


@pytest.mark.parametrize(("task", "unit", "value"), [("3.3", "区城管局", "a=1001"), ("3.7.3", "区城管局", "a=900")])
def test_an_implausible_value_is_recorded_with_a_word_on_stderr(
    office: Office, task: str, unit: str, value: str
) -> None:
    said = office.add("--task", task, "--unit", unit, "--month", "2019-09", "--set", value)
    assert said.code == 0
    assert "请核对" in said.err
    assert "请核对" not in said.out
    assert sidecar(office).exists()


# --- list -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def filed(office: Office) -> Office:
    """Three reports of two units in two months, one of them returned."""
    office.sidecar(
        "2019-08",
        "chengguan",
        "区城管局",
        "{id: aaaaaaaa, task: '3.3', date: 2019-08-25, received: 2019-08-26, values: {a: 60}, progress: 八月}",
        "{id: bbbbbbbb, task: 3.7.1, date: 2019-08-25, self: 正常推进}",
    )
    office.sidecar(
        "2019-08",
        "tizhiban",
        "区百城提质办",
        "{id: dddddddd, task: '3.3', date: 2019-08-25, review: {entry: aaaaaaaa, verdict: 退回补正, reason: 缺佐证, "
        "limit: 2019-09-05}}",
    )
    office.sidecar(
        "2019-09",
        "nongwei",
        "区农委",
        "{id: cccccccc, task: '3.4', date: 2019-09-20, values: {a: 6}, milestones: {}}",
        "{id: eeeeeeee, task: '3.4', date: 2019-09-28, values: {a: 7}}",
    )
    return office


def test_all_entries_are_listed_without_the_reviews_but_with_what_these_found(filed: Office) -> None:
    items = filed.json("progress", "list", day=None).items
    assert [one["id"] for one in items] == ["aaaaaaaa", "bbbbbbbb", "cccccccc"]
    assert items[0]["review"] == {
        "verdict": "退回补正",
        "verified": {},
        "how": None,
        "reason": "缺佐证",
        "limit": "2019-09-05",
    }
    shown = filed.ask("progress", "list", day=None).out
    assert "退回补正：缺佐证" in shown
    assert "共3条记录" in shown


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        ("--task 3.3", ["aaaaaaaa"]),
        ("--task 三（四）", ["cccccccc", "eeeeeeee"]),
        ("--unit 区城管局", ["aaaaaaaa", "bbbbbbbb"]),
        ("--unit chengguan --task 3.7.1", ["bbbbbbbb"]),
        ("--unit 区财政局", []),
        ("--month 2019-08", ["aaaaaaaa", "bbbbbbbb"]),
        ("--month 2019-09", ["cccccccc", "eeeeeeee"]),
        ("--month 2019-09 --unit 区城管局", []),
    ],
)
def test_entries_filter_by_task_unit_and_month(
    filed: Office, filters: str, ids: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calendar, "now", lambda: datetime(2019, 10, 8, tzinfo=calendar.CHINA))
    assert filed.json("progress", "list", *filters.split(), day=None).ids == ids


def test_entries_dated_after_the_day_are_not_listed(filed: Office) -> None:
    assert filed.json("progress", "list", day="2019-08-31").ids == ["aaaaaaaa", "bbbbbbbb"]
    assert filed.json("progress", "list", day="2019-09-27").ids == ["aaaaaaaa", "bbbbbbbb", "cccccccc"]
    assert filed.json("progress", "list", day="2019-09-28").ids[-1] == "eeeeeeee"


def test_after_the_period_the_list_still_goes_up_to_today(filed: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    late = "{id: ffffffff, task: '3.4', date: 2020-01-20, received: 2020-01-21, values: {a: 8}}"
    filed.sidecar("2020-01", "nongwei", "区农委", late)
    monkeypatch.setattr(calendar, "now", lambda: datetime(2020, 3, 1, tzinfo=calendar.CHINA))
    said = filed.json("progress", "list", day=None)
    assert (said.ids[-1], said.answer["as_of"], said.err) == ("ffffffff", "2020-03-01", "")


def test_an_entry_in_json_has_every_key(filed: Office) -> None:
    for one in filed.json("progress", "list").items:
        assert " ".join(one) == (
            "id month task unit for date received values milestones self progress problems next needs evidence "
            "reporter approver by_office recorded supersedes reason file review"
        )
        json.dumps(one)

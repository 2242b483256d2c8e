"""`baicheng progress add` on a terminal: what is asked, what is asked again, and that nothing is written unasked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from calling import Office, Said

from baicheng_cli.progress import calendar

TEXTS = ("", "", "", "")
"""Progress, problems, next step and needs: nothing to say."""


class Person:
    """Somebody at a terminal, with answers ready; having none left is pressing Ctrl-C."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.answers: Iterator[str] = iter(())
        monkeypatch.setattr("sys.stdin", self)
        monkeypatch.setattr("builtins.input", self.types)

    def isatty(self) -> bool:
        return True

    def types(self, prompt: str = "") -> str:
        for answer in self.answers:
            return answer
        raise KeyboardInterrupt


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """On 24 September 2019."""
    moment = datetime(2019, 9, 24, 9, 30, tzinfo=calendar.CHINA)
    monkeypatch.setattr(calendar, "now", lambda: moment)
    office = Office(tmp_path / "data")
    office.settings("office: tizhiban\n")
    office.sidecar("2019-08", "chengguan", "区城管局", "{id: aaaaaaaa, task: '3.3', date: 2019-08-25, values: {a: 60}}")
    return office


@pytest.fixture
def person(monkeypatch: pytest.MonkeyPatch) -> Person:
    return Person(monkeypatch)


def asked(office: Office, person: Person, *answers: str, given: str = "") -> Said:
    person.answers = iter(answers)
    said = office.add(*given.split())
    assert not list(person.answers), "not everything was asked"
    return said


def written(office: Office, unit: str = "chengguan", month: str = "2019-09") -> dict[str, Any]:
    text = (office.data / "progress" / month / f"{unit}.yaml").read_text("utf-8")
    entry: dict[str, Any] = yaml.safe_load(text)["entries"][-1]
    return {key: value for key, value in entry.items() if key not in ("id", "recorded", "received")}


def untouched(office: Office) -> bool:
    return [file.name for file in office.data.rglob("2019-*/*.yaml")] == ["chengguan.yaml"] and (
        "72.5" not in (office.data / "progress/2019-08/chengguan.yaml").read_text("utf-8")
    )


def test_everything_is_asked_and_written_when_agreed(office: Office, person: Person) -> None:
    answers = ("3.3", "1", "", "72.5", "3", "", "2019-08-20", "", "是", "", "1", "绿化“三条”线", "", "补植", "", "y")
    said = asked(office, person, *answers)
    assert said.code == 0, said.err
    assert said.out.startswith("已记录 ")
    assert written(office) == {
        "task": "3.3",
        "date": date(2019, 9, 24),
        "values": {"a": 72.5, "b": 3},
        "milestones": {"m1": date(2019, 8, 20), "m3": date(2019, 9, 24)},
        "self": "正常推进",
        "progress": "绿化“三条”线",
        "next": "补植",
    }
    for words in (
        "a 新增绿地（万平方米），从年初累计的数？　目标100万平方米，2019-12-31前；2019-08报的是60万平方米",
        "b 综合性公园（座），从年初累计的数？　目标5座，2019-12-31前；以前没有报过",
        "m1 南水北调生态文化公园，完成了吗？写完成日（如 2019-09-24），没有完成直接回车　时限2019-12-31",
        "哪个月？回车是 2019-09",
        "填报：区城管局　2019-09　数据截至2019-09-24",
        "progress/2019-09/chengguan.yaml：\n  - id: ",
        'progress: "绿化“三条”线"',
        "写入吗？",
    ):
        assert words in said.err
    assert office.ask("check", day=None).code == 0


def test_what_is_given_is_not_asked(office: Office, person: Person) -> None:
    given = "--task 3.3 --unit 区城管局 --set a=72.5 --set 3.3.b=3 --done m1 --self 滞后 --text 甲 --needs 乙"
    said = asked(office, person, "", "20", "", "", "", "", "", "y", given=given)
    assert said.code == 0, said.err
    for words in ("哪一项", "填报单位？", "a 新增绿地", "b 综合", "m1 ", "单位自评", "本月进展", "需协调事项"):
        assert words not in said.err
    assert written(office)["values"] == {"a": 72.5, "b": 3, "c": 20}


def test_nothing_is_asked_when_nothing_is_missing(office: Office, person: Person) -> None:
    said = asked(office, person, given="--task 3.3 --unit 区城管局 --month 2019-09 --set a=72.5")
    assert (said.code, said.err) == (0, "")


def test_where_only_the_content_is_missing_it_is_asked(office: Office, person: Person) -> None:
    given = "--task 3.7.1 --unit 区城管局 --month 2019-09"
    said = asked(office, person, "1", *TEXTS, "y", given=given)
    assert (said.code, written(office)["self"]) == (0, "正常推进")


def test_without_a_terminal_nobody_is_asked(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", type("Pipe", (), {"isatty": lambda self: False})())
    monkeypatch.setattr("builtins.input", lambda prompt="": pytest.fail("asked"))
    said = office.add("--task", "3.3")
    assert (said.code, said.err) == (2, "错误：缺少 --unit 单位、--month 月份\n")
    assert office.add("--task", "3.3", "--unit", "区城管局", "--month", "2019-09").code == 2


@pytest.mark.parametrize("given", ["--self 很好", "--task 3.99", "--task 3.3 --set z=1", "--task 3.3 --unit 区财政局"])
def test_what_is_given_wrongly_is_refused_before_anything_is_asked(office: Office, person: Person, given: str) -> None:
    said = asked(office, person, given=given)
    assert said.code in (1, 2)
    assert "错误：" in said.err
    assert untouched(office)


@pytest.mark.parametrize("given", ["--set a=59", "--done m1=2019-09-30", "--evidence 没有.jpg"])
def test_a_given_figure_that_cannot_be_is_refused_once_the_month_is_known(
    office: Office, person: Person, given: str
) -> None:
    said = asked(office, person, "2019-09", given=f"--task 3.3 --unit 区城管局 {given}")
    assert said.code in (1, 2)
    assert untouched(office)


def test_ctrl_c_at_any_question_writes_nothing(office: Office, person: Person) -> None:
    answers = ("公园", "1", "区城管局", "2019-09", "72.5", "3", "", "", "", "", "", "", "甲", "", "", "")
    for length in range(len(answers) + 1):
        said = asked(office, person, *answers[:length])
        assert (said.code, said.out) == (130, "")
        assert said.err.endswith("\n已中断，没有写入任何内容\n")
        assert untouched(office)
    assert "写入吗？" in said.err


def test_who_says_no_at_the_end_writes_nothing(office: Office, person: Person) -> None:
    said = asked(office, person, "", "72.5", *[""] * 7, *TEXTS, "什么", "", "n", given="--task 3.3 --unit chengguan")
    assert (said.code, said.out) == (0, "")
    assert said.err.endswith("没有写入任何内容\n")
    assert untouched(office)


def test_who_says_nothing_at_all_is_told_so(office: Office, person: Person) -> None:
    said = asked(office, person, "", *[""] * 8, *TEXTS, given="--task 3.3 --unit chengguan")
    assert (said.code, said.err.splitlines()[-1]) == (1, "  > 错误：什么都没有填，没有写入任何内容")


def test_a_dry_run_asks_and_writes_nothing(office: Office, person: Person) -> None:
    given = "--task 3.3 --unit chengguan --dry-run"
    said = asked(office, person, "", "72.5", *[""] * 7, *TEXTS, given=given)
    assert "a: 72.5" in said.out
    assert untouched(office)


def test_the_questions_leave_json_alone(office: Office, person: Person) -> None:
    given = "--task 3.3 --unit chengguan --format json"
    said = asked(office, person, "", "72.5", *[""] * 7, *TEXTS, "y", given=given)
    assert said.items[0]["values"] == {"a": 72.5}


# --- the task, the unit, the month --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "task"),
    [
        (("3.3",), "3.3"),
        (("三(三)",), "3.3"),
        (("小游园",), "3.3"),
        (("", "没有的词", "公园", "99", "2"), "3.5.2"),
        (("公园", "小游园"), "3.3"),
        (("3.7", "3"), "3.7.3"),
    ],
)
def test_a_task_is_found_by_id_clause_word_or_number_in_the_list(
    office: Office, person: Person, answers: tuple[str, ...], task: str
) -> None:
    said = asked(office, person, *answers)
    assert f"（{task}）\n" in said.err.partition("条目：")[2].partition("填报单位")[0]


def test_a_unit_that_is_given_leaves_only_its_tasks(office: Office, person: Person) -> None:
    said = asked(office, person, "公园", given="--unit 区农委")
    assert "条目：三（三） 做好以绿荫城，建设生态园林城市（3.3）" in said.err
    said = asked(office, person, "交通秩序", given="--unit 区农委")
    assert "没有找到“交通秩序”（只找区农委可以填报的），换一个词试试" in said.err


def test_only_who_may_report_is_offered_and_taken(office: Office, person: Person) -> None:
    said = asked(office, person, "区财政局", "城管局", "7", "3", given="--task 3.3 --month 2019-09")
    assert "  1 区城管局\n  2 区农委\n  3 区文旅局\n" in said.err
    assert "  ✗ 区财政局不是3.3的填报单位" in said.err
    assert "  ✗ 没有“城管局”这个单位；你是不是要找：区城管局" in said.err
    assert "填报：区文旅局　2019-09" in said.err
    assert "以区城管局的数为准，这里的供参考" in said.err


def test_the_office_files_for_another_without_being_asked_who_it_is(office: Office, person: Person) -> None:
    said = asked(office, person, "", "6", *[""] * 2, *TEXTS, "y", given="--task 3.4 --for 区农委")
    assert said.code == 0, said.err
    assert written(office, "tizhiban")["for"] == "区农委"


def test_a_month_is_asked_again_until_there_is_one(office: Office, person: Person) -> None:
    said = asked(office, person, "九月", "2019-10", "2018-12", "2019-08", given="--task 3.3 --unit chengguan")
    for words in ("“九月”不是月份", "2019-10还没有开始", "2018-12早于实施期"):
        assert f"  ✗ {words}" in said.err
    assert "填报：区城管局　2019-08　数据截至2019-08-25" in said.err
    assert "2019-08已经报过一条 aaaaaaaa；这里是再补一条，要改那一条用 baicheng progress amend aaaaaaaa" in said.err


def test_after_the_period_the_month_is_its_last(
    office: Office, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calendar, "now", lambda: datetime(2020, 3, 1, tzinfo=calendar.CHINA))
    said = asked(office, person, given="--task 3.3 --unit chengguan")
    assert "哪个月？回车是 2019-12" in said.err


# --- figures ----------------------------------------------------------------------------------------------------------


FIGURES = "--task 3.3 --unit chengguan --month 2019-09 --done m1 --done m2 --done m3 --done m4 --self 滞后"


def figures(office: Office, person: Person, *answers: str) -> Said:
    """Only 新增绿地 and the texts are left to ask; agreed in the end."""
    office.settings("office: tizhiban\n")
    return asked(office, person, "", *answers, *TEXTS, "y", given=FIGURES.replace(" --month 2019-09", "") + REST)


REST = " --set b=3 --set c=20"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("30个", "只写数字 30，不带“个”"),
        ("７２.５", "改为 72.5"),
        ("=3", "应为数字"),
        ("一些", "应为数字"),
    ],
)
def test_a_figure_is_asked_again_with_the_reason(office: Office, person: Person, wrong: str, words: str) -> None:
    said = figures(office, person, wrong, "72.5")
    assert said.code == 0, said.err
    assert "  ✗ " in said.err
    assert words in said.err
    assert written(office)["values"] == {"b": 3, "c": 20, "a": 72.5}


def test_a_falling_figure_is_typed_again_or_explained(office: Office, person: Person) -> None:
    said = figures(office, person, "59", "58", "", "57", "72.5")
    assert "  ✗ 新增绿地是累计数，2019-08已报60万平方米，不能减为58万平方米\n" in said.err
    assert written(office)["values"]["a"] == 72.5
    assert "reason" not in written(office)


def test_a_falling_figure_with_a_reason_is_taken(office: Office, person: Person) -> None:
    figures(office, person, "59", "核减重复面积")
    assert (written(office)["values"]["a"], written(office)["reason"]) == (59, "核减重复面积")


def test_an_odd_figure_is_asked_about(office: Office, person: Person) -> None:
    said = figures(office, person, "1001", "n", "1002", "也许", "y")
    assert "  请核对：新增绿地填的是1001万平方米，是目标（100万平方米）的10倍以上，请核对计量单位" in said.err
    assert written(office)["values"]["a"] == 1002


# --- milestones and the unit's own word -------------------------------------------------------------------------------


def test_a_milestone_is_done_by_a_day_that_has_come_and_is_not_asked_twice(office: Office, person: Person) -> None:
    given = "--task 3.3 --unit chengguan --month 2019-09 --set a=61 --set b=1 --set c=1"
    asked(office, person, given=given + " --done m2 --done m3 --done m4")
    said = asked(
        office,
        person,
        "",
        "2019-09-25",
        "20日",
        "2019-09-23",
        "",
        *TEXTS,
        "y",
        given=given.replace("--month 2019-09 ", ""),
    )
    assert "  ✗ 完成日2019-09-25晚于统计截止日2019-09-24" in said.err
    assert "  ✗ 完成日：“20日”不是日期" in said.err
    assert "m2 陇海铁路沿线绿化：已报2019-09-24完成" in said.err
    assert written(office)["milestones"] == {"m1": date(2019, 9, 23)}


def test_the_units_own_word_is_a_number_or_the_word(office: Office, person: Person) -> None:
    given = "--task 3.7.1 --unit chengguan"
    said = asked(office, person, "", "5", "很好", "已完成", *TEXTS, "y", given=given)
    assert "这一条按单位自评判断状态" in said.err
    assert said.err.count("  ✗ 应为 正常推进、滞后、未启动、已完成 之一，或写序号") == 2
    assert written(office)["self"] == "已完成"

"""The register of papers: numbers that are used up once, and what came of each paper by a day."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from baicheng_cli.errors import BrokenFile, ChangedMeanwhile, UserError
from baicheng_cli.progress.issued import (
    DONE,
    NOT_DONE,
    UNDER_WAY,
    Issued,
    Number,
    Paper,
    add_records,
    last_of,
    load_issued,
    next_numbers,
    nobody_issued_since,
    number_named,
    open_on,
    paper_named,
    papers,
    register_file,
)

YEAR_END = date(2019, 12, 31)


def day(text: str) -> date:
    """9-30 of 2019."""
    month, number = text.split("-")
    return date(2019, int(month), int(number))


def issue(number: str, on: str = "9-30", **more: Any) -> dict[str, Any]:
    usual = {"kind": "notice", "to": ["区城管局"], "task": "3.3", "limit": day("10-31"), "reply_by": day("10-10")}
    return {"act": "issue", "number": number, "day": day(on), **usual, **more}


def sign(number: str, on: str, unit: str = "区城管局", by: str = "王某") -> dict[str, Any]:
    return {"act": "sign", "number": number, "day": day(on), "unit": unit, "by": by}


def reply(number: str, on: str, result: str, unit: str = "区城管局") -> dict[str, Any]:
    return {"act": "reply", "number": number, "day": day(on), "unit": unit, "text": "在办", "result": result}


def held(*records: dict[str, Any]) -> Issued:
    return Issued.model_validate({"schema": "1", "records": records})


def seen(on: str, *records: dict[str, Any]) -> tuple[Paper, ...]:
    return papers(held(*records), day(on))


# Numbers ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("中原百城督〔2019〕1号", Number("中原百城督", 2019, 1)),
        ("中原百城督[2019]12号", Number("中原百城督", 2019, 12)),
        ("中原百城督（２０１９）１２号", Number("中原百城督", 2019, 12)),
        (" 中原百城督 【2019】 3 号 ", Number("中原百城督", 2019, 3)),
        ("〔2019〕1号", Number("", 2019, 1)),
        ("中原百城督〔2019〕01号", None),
        ("中原百城督〔2019〕　号", None),
        ("3.3", None),
        ("三（三）", None),
    ],
)
def test_a_number_is_read_whatever_its_brackets(text: str, number: Number | None) -> None:
    assert number_named(text) == number


def test_a_number_is_printed_as_the_standard_wants_it() -> None:
    assert str(Number("中原百城督", 2019, 9)) == "中原百城督〔2019〕9号"


def test_the_next_numbers_follow_the_last_of_their_word_and_year_and_fill_no_gap() -> None:
    records = held(
        issue("督〔2019〕1号"), issue("督〔2019〕4号"), issue("函〔2019〕2号"), issue("督〔2018〕9号", on="1-4")
    ).records
    assert list(map(str, next_numbers(records, ["督", "函", "督"], 2019))) == [
        "督〔2019〕5号",
        "函〔2019〕3号",
        "督〔2019〕6号",
    ]
    assert list(map(str, next_numbers(records, ["督"], 2020))) == ["督〔2020〕1号"]


def test_two_kinds_of_paper_without_a_word_share_one_row_of_numbers() -> None:
    assert list(map(str, next_numbers([], ["", ""], 2019))) == ["〔2019〕1号", "〔2019〕2号"]


# What came of a paper --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "missed", "days"),
    [
        ("10-10", None, 0),
        ("10-11", ("反馈", day("10-10")), 1),
        ("10-31", ("反馈", day("10-10")), 21),
        ("11-1", ("办结", day("10-31")), 1),
        ("11-5", ("办结", day("10-31")), 5),
    ],
)
def test_a_paper_nobody_answers_is_late_with_its_reply_then_with_its_work(
    on: str, missed: tuple[str, date] | None, days: int
) -> None:
    """On the limit itself nothing is late."""
    [paper] = seen(on, issue("督〔2019〕1号"))
    assert (paper.missed(day(on)), paper.days_late(day(on))) == (missed, days)


def test_one_that_was_answered_is_late_only_with_its_work() -> None:
    records = (issue("督〔2019〕1号"), reply("督〔2019〕1号", "10-9", UNDER_WAY))
    [paper] = seen("10-20", *records)
    assert (paper.result, paper.missed(day("10-20"))) == (UNDER_WAY, None)
    [paper] = seen("11-2", *records)
    assert paper.missed(day("11-2")) == ("办结", day("10-31"))


def test_one_that_is_done_is_never_late() -> None:
    [paper] = seen("12-30", issue("督〔2019〕1号"), reply("督〔2019〕1号", "11-20", DONE))
    assert (paper.done, paper.days_late(day("12-30"))) == (True, 0)


def test_a_day_knows_nothing_of_what_comes_later() -> None:
    records = (issue("督〔2019〕1号"), sign("督〔2019〕1号", "10-8"), reply("督〔2019〕1号", "11-20", DONE))
    assert seen("9-29", *records) == ()
    [paper] = seen("10-7", *records)
    assert (paper.signers, paper.result) == ({}, "")
    [paper] = seen("10-8", *records)
    assert paper.signers["区城管局"].by == "王某"


def test_a_paper_to_two_units_is_done_when_both_are() -> None:
    sent = issue("督〔2019〕1号", to=["区城管局", "区农委"])
    first = reply("督〔2019〕1号", "10-9", DONE)
    [paper] = seen("10-20", sent, first)
    assert (paper.result, paper.missed(day("10-20"))) == (UNDER_WAY, ("反馈", day("10-10")))
    [paper] = seen("10-20", sent, first, reply("督〔2019〕1号", "10-10", NOT_DONE, "区农委"))
    assert paper.result == NOT_DONE
    [paper] = seen("11-2", sent, first, reply("督〔2019〕1号", "11-1", DONE, "区农委"))
    assert paper.done


def test_a_reply_to_a_reminder_answers_the_paper_too() -> None:
    records = (
        issue("督〔2019〕1号"),
        issue("督〔2019〕2号", on="11-5", kind="reminder", reminds="督〔2019〕1号", time=1, limit=day("11-15")),
        reply("督〔2019〕2号", "11-12", DONE),
    )
    first, second = seen("11-20", *records)
    assert (first.done, second.done) == (True, True)
    assert [one.number for one in first.reminders] == ["督〔2019〕2号"]
    assert second.root == "督〔2019〕1号"


def test_what_was_said_before_a_reminder_is_no_reply_to_it() -> None:
    records = (
        issue("督〔2019〕1号"),
        reply("督〔2019〕1号", "10-9", UNDER_WAY),
        issue("督〔2019〕2号", on="11-5", kind="reminder", reminds="督〔2019〕1号", time=1, limit=day("11-15")),
    )
    first, second = seen("11-20", *records)
    assert (len(first.replies), len(second.replies)) == (1, 0)
    assert last_of((first, second), first) is second


def test_a_matter_is_open_until_it_is_done() -> None:
    records = [issue("督〔2019〕1号"), issue("督〔2019〕2号", task="3.4", to=["区农委"])]
    assert (found := open_on(seen("10-1", *records), "3.3", ["区城管局"])) and found.number == "督〔2019〕1号"
    assert open_on(seen("10-1", *records), "3.3", ["区农委"]) is None
    assert open_on(seen("11-1", *records, reply("督〔2019〕1号", "10-20", DONE)), "3.3", ["区城管局"]) is None


@pytest.mark.parametrize("typed", ["督〔2019〕2号", "督[2019]2号", "〔2019〕2号", "2", "2号"])
def test_a_paper_is_found_by_its_number_however_it_is_typed(typed: str) -> None:
    found = seen("10-1", issue("督〔2019〕1号"), issue("督〔2019〕2号"), issue("函〔2019〕1号"))
    assert paper_named(found, typed).number == "督〔2019〕2号"


def test_what_several_papers_could_mean_or_none_is_refused_with_their_numbers() -> None:
    found = seen("10-1", issue("督〔2019〕1号"), issue("函〔2019〕1号"))
    with pytest.raises(UserError, match="“1”有2份：督〔2019〕1号、函〔2019〕1号；写全编号"):
        paper_named(found, "1")
    with pytest.raises(UserError, match=r"没有编号为“督〔2019〕7号”的发文；你是不是要找：督〔2019〕1号"):
        paper_named(found, "督〔2019〕7号")


# Writing ---------------------------------------------------------------------------------------------------------


def test_a_record_is_added_below_and_no_byte_above_changes(tmp_path: Path) -> None:
    add_records(tmp_path, [issue("督〔2019〕1号")])
    file = register_file(tmp_path)
    before = file.read_bytes()
    add_records(tmp_path, [sign("督〔2019〕1号", "10-8"), reply("督〔2019〕1号", "10-9", UNDER_WAY)])
    after = file.read_bytes()
    assert after.startswith(before)
    assert [one["act"] for one in yaml.safe_load(after)["records"]] == ["issue", "sign", "reply"]
    assert [one.act for one in load_issued(tmp_path).records] == ["issue", "sign", "reply"]


def test_a_day_that_stands_in_a_record_twice_is_written_twice(tmp_path: Path) -> None:
    """YAML's own way is an anchor (&id001), which nobody expects who reads the file."""
    one = day("9-30")
    file = add_records(tmp_path, [issue("督〔2019〕1号") | {"day": one, "seen": one, "limit": one}])
    assert file.read_text("utf-8").count("2019-09-30\n") == 3


def test_what_is_empty_is_not_written_and_a_demonstration_says_so(tmp_path: Path) -> None:
    file = add_records(tmp_path, [issue("督〔2019〕1号", source=None, requirement="", reply_by=None)], demo=True)
    text = file.read_text("utf-8")
    assert text.startswith("# 演示数据，非真实填报\nschema: 1\ndemo: true\nrecords:\n")
    assert "source" not in text and "requirement" not in text and "reply_by" not in text


def test_a_number_taken_meanwhile_is_noticed_under_the_lock(tmp_path: Path) -> None:
    before = load_issued(tmp_path)
    add_records(tmp_path, [issue("督〔2019〕1号")], nobody_issued_since(before))
    with pytest.raises(ChangedMeanwhile):
        add_records(tmp_path, [issue("督〔2019〕1号", task="3.4")], nobody_issued_since(before))
    now = load_issued(tmp_path)
    add_records(tmp_path, [sign("督〔2019〕1号", "10-8")])
    add_records(tmp_path, [issue("督〔2019〕2号", task="3.4")], nobody_issued_since(now))
    assert [one.number for one in load_issued(tmp_path).records if one.act == "issue"] == [
        "督〔2019〕1号",
        "督〔2019〕2号",
    ]


def test_nothing_is_added_to_a_register_that_is_broken(tmp_path: Path) -> None:
    file = register_file(tmp_path)
    file.parent.mkdir()
    file.write_text("schema: 1\nrecords:\n  - {act: isue, number: 督〔2019〕1号, day: 2019-09-30}\n", "utf-8")
    with pytest.raises(BrokenFile, match=r"issued\.yaml:3:11"):
        add_records(tmp_path, [sign("督〔2019〕1号", "10-8")])
    with pytest.raises(BrokenFile):
        load_issued(tmp_path)


def test_without_a_file_there_is_an_empty_register(tmp_path: Path) -> None:
    assert load_issued(tmp_path).records == ()

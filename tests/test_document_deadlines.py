"""Deadlines in a sentence, and times that are none."""

from __future__ import annotations

from datetime import date

import pytest

from baicheng_cli.document.deadlines import Time, cell_deadline, deadlines
from baicheng_cli.document.places import flat

TIME = Time.of(2021, date(2023, 12, 31), date(2021, 3, 15))
"""A plan of 2021 to 2023, issued on 15 March 2021."""


@pytest.mark.parametrize(
    ("words", "due", "rule"),
    [
        ("2021年9月30日前", "2021-09-30", "day"),
        ("9月30日前", "2021-09-30", "day"),
        ("2021年9月底前", "2021-09-30", "month"),
        ("9月底前", "2021-09-30", "month"),
        ("2021年9月中旬", "2021-09-20", "month"),
        ("2月底", "2021-02-28", "month"),
        ("三季度末", "2021-09-30", "quarter"),
        ("第4季度", "2021-12-31", "quarter"),
        ("2022年上半年", "2022-06-30", "half"),
        ("2021年底前", "2021-12-31", "year-end"),
        ("2021年年底", "2021-12-31", "year-end"),
        ("年底前", "2021-12-31", "year-end"),
        ("明年底前", "2022-12-31", "year-end"),
        ("年内", "2021-12-31", "within-year"),
        ("全年", "2021-12-31", "within-year"),
        ("到2023年", "2023-12-31", "to-year"),
        ("力争到2023年", "2023-12-31", "to-year"),
        ("2021年", "2021-12-31", "year"),
        ("2021—2023年", "2023-12-31", "years"),
        ("二〇二二年底前", "2022-12-31", "year-end"),
        ("“十四五”末", "2025-12-31", "five-years"),
        ("规划期末", "2023-12-31", "period"),
        ("方案印发之日起30日内", "2021-04-14", "after-issue"),
    ],
)
def test_words_for_a_deadline_are_a_day(words: str, due: str, rule: str) -> None:
    [one] = deadlines(flat(f"{words}完成改造"), TIME)
    assert (str(one.value.due), one.value.words, one.rule) == (due, flat(words), f"deadline.{rule}")


@pytest.mark.parametrize(
    "sentence",
    [
        "普及率较2022年底提高5个百分点",
        "自2021年6月1日起施行",
        "截至2021年6月底",
        "改造2000年以前建成的小区",
        "每月25日前报送",
        "每季度末通报一次",
        "落实《2021年行动计划》",
        "按照市政〔2021〕5号要求",
        "纳入2021年考核",
        "做好城区内涝治理",
        "持续推进",
        "比2020年增加两成",
    ],
)
def test_a_time_that_is_compared_with_or_returns_is_no_deadline(sentence: str) -> None:
    assert list(deadlines(flat(sentence), TIME)) == []


@pytest.mark.parametrize(
    ("cell", "due"),
    [
        ("11月底", "2021-11-30"),
        ("全年（每季度报进度）", "2021-12-31"),
        ("2021.6", "2021-06-30"),
        ("2021-06-15", "2021-06-15"),
        ("2022", "2022-12-31"),
        ("3月启动，10月底前完成", "2021-10-31"),
        ("持续推进", None),
        ("", None),
    ],
)
def test_a_cell_holds_its_last_day(cell: str, due: str | None) -> None:
    found = cell_deadline(cell, TIME)
    assert (str(found.value.due) if found else None) == due


def test_a_month_without_its_end_is_doubtful() -> None:
    [one] = deadlines("6月前完成", TIME)
    assert (one.value.due, one.value.doubt) == (date(2021, 6, 30), "“6月前”没有写明月初还是月底，按月底")

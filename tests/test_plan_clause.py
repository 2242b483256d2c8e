"""Printed clause numbers, from the id and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from baicheng_cli.plan.clause import by_print, chinese, normal, printed
from baicheng_cli.plan.load import load_plan

OURS = ("一、", "（一）", "1.", "（1）")

ONE_TO_120 = """
    一 二 三 四 五 六 七 八 九 十
    十一 十二 十三 十四 十五 十六 十七 十八 十九 二十
    二十一 二十二 二十三 二十四 二十五 二十六 二十七 二十八 二十九 三十
    三十一 三十二 三十三 三十四 三十五 三十六 三十七 三十八 三十九 四十
    四十一 四十二 四十三 四十四 四十五 四十六 四十七 四十八 四十九 五十
    五十一 五十二 五十三 五十四 五十五 五十六 五十七 五十八 五十九 六十
    六十一 六十二 六十三 六十四 六十五 六十六 六十七 六十八 六十九 七十
    七十一 七十二 七十三 七十四 七十五 七十六 七十七 七十八 七十九 八十
    八十一 八十二 八十三 八十四 八十五 八十六 八十七 八十八 八十九 九十
    九十一 九十二 九十三 九十四 九十五 九十六 九十七 九十八 九十九 一百
    一百零一 一百零二 一百零三 一百零四 一百零五 一百零六 一百零七 一百零八 一百零九 一百一十
    一百一十一 一百一十二 一百一十三 一百一十四 一百一十五 一百一十六 一百一十七 一百一十八 一百一十九 一百二十
"""


def test_the_numbers_up_to_120_are_written_in_chinese() -> None:
    assert [chinese(number) for number in range(1, 121)] == ONE_TO_120.split()


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "零"), (200, "二百"), (208, "二百零八"), (315, "三百一十五"), (999, "九百九十九"), (1000, "1000")],
)
def test_larger_numbers_are_written_too(number: int, words: str) -> None:
    assert chinese(number) == words


@pytest.mark.parametrize(
    ("id", "clause"),
    [
        ("3", "三"),
        ("3.3", "三（三）"),
        ("3.10", "三（十）"),
        ("3.5.1", "三（五）1"),
        ("3.9.1.2", "三（九）1（2）"),
        ("4.6", "四（六）"),
        ("3.4-1", "三（四）-1"),
        ("3.9.1.2.7", "三（九）1（2）（7）"),
    ],
)
def test_an_id_prints_as_the_document_numbers(id: str, clause: str) -> None:
    assert printed(id, OURS) == clause


@pytest.mark.parametrize(
    ("numbering", "id", "clause"),
    [
        (("第一条", "（一）"), "12.3", "第十二条（三）"),
        (("第一章", "第一条"), "3.105", "第三章第一百零五条"),
        (("一、", "①"), "3.9", "三⑨"),
        (("一、", "①"), "3.20", "三⑳"),
        (("一、", "①"), "3.21", "三㉑"),
        (("一、", "①"), "3.50", "三㊿"),
        (("一、", "①"), "3.51", "三（51）"),
        (("1", "1", "1"), "3.9.1", "3.9.1"),
        (("第1项", "1."), "3.9", "第3项9"),
        ((), "3.9", "3.9"),
    ],
)
def test_other_documents_number_otherwise(numbering: tuple[str, ...], id: str, clause: str) -> None:
    assert printed(id, numbering) == clause


@pytest.mark.parametrize(
    "typed",
    [
        "三（九）1（2）",
        "三(九)1(2)",
        "三（九）１（２）",
        "三、（九）1.（2）",
        "三 (九) 1. (2)",
        "三、(九)1、(2)",
        "三(九)1(2).",
    ],
)
def test_width_spaces_and_marks_do_not_count(typed: str) -> None:
    ids = by_print(["3.9.1.2", "3.9.1.1", "3.9.12"], OURS)
    assert ids[normal(typed)] == "3.9.1.2"


def test_circled_numbers_are_found_by_plain_ones() -> None:
    assert by_print(["3.9", "3.21"], ("一、", "①"))[normal("三㉑")] == "3.21"
    assert by_print(["3.9", "3.21"], ("一、", "①"))[normal("三9")] == "3.9"


def test_the_point_between_two_numbers_counts() -> None:
    ids = by_print(["3.1.1", "3.11"], ("1", "1", "1"))
    assert (ids[normal("3.1.1")], ids[normal("３.１１")]) == ("3.1.1", "3.11")


def test_every_clause_of_the_shipped_plan_is_found_by_its_print_and_no_other() -> None:
    plan = load_plan(Path(__file__).parents[1] / "plan" / "2019.yaml").plan
    ids = list(plan.by_id)
    numbering = plan.document.numbering
    found = by_print(ids, numbering)
    assert len(found) == len(ids) == 42
    for id in ids:
        clause = printed(id, numbering)
        assert found[normal(clause)] == id
        assert found[normal(clause.replace("（", "(").replace("）", ")"))] == id

"""Expressions in an office's own text: what they reckon, and what is refused where."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from baicheng_cli.views.expressions import Expressions, Mistake, Wrong

ROW: dict[str, object] = {
    "lead": "区城管局",
    "due": date(2019, 12, 31),
    "received": date(2019, 9, 24),
    "rate": Decimal("72.5"),
    "target": Decimal(40),
    "needs": None,
}


def _value(text: str) -> Any:
    return Expressions([text], ROW).values(ROW)[0]


def _mistake(text: str) -> Mistake:
    with pytest.raises(Wrong) as refused:
        _value(text)
    [mistake] = refused.value.mistakes
    return mistake


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("lead", "区城管局"),
        ("lead ~ '：' ~ rate", "区城管局：72.5"),
        ("needs or '无'", "无"),
        ("'快' if rate > 70 else '慢'", "快"),
        ("due", date(2019, 12, 31)),
        ("(due - received).days", 98),
        ("{'区城管局': '副区长'}.get(lead)", "副区长"),
        ("lead | replace('区', '')", "城管局"),
    ],
)
def test_an_expression_gives_text_a_number_or_a_day(text: str, value: object) -> None:
    assert _value(text) == value


def test_figures_are_reckoned_in_decimals() -> None:
    assert _value("target * 0.1 + 0.2") == Decimal("4.2")
    assert _value("rate - 0.3") == Decimal("72.2")


@pytest.mark.parametrize(
    "text",
    ["needs", "needs + 1", "target - needs", "target / 0", "-needs", "needs.year", "lead if needs", "needs.x.y()"],
)
def test_of_nothing_comes_nothing(text: str) -> None:
    assert _value(text) is None


def test_nothing_prints_as_nothing_and_is_not_so() -> None:
    assert _value("'（' ~ needs ~ '）'") == "（）"
    assert _value("needs > 3") is False
    assert _value("needs is none and lead is not none") is True
    assert _value("needs | default('—')") == "—"


@pytest.mark.parametrize(
    ("text", "message", "at"),
    [
        ("laed", "没有“laed”这一项；你是不是要找：lead、rate？", 0),
        ("lead ~ '、' ~ surport", "没有“surport”这一项；可用的项见文件开头的说明", 13),
        ("range(3)", "没有“range”这一项；你是不是要找：rate、target？", 0),
        ("未定", "没有“未定”这一项；可用的项见文件开头的说明；是文字的话加上引号", 0),
        ("lead or “无”", "““”是全角符号，算式里用半角的", 8),
        ("lead or", "算式没有写完", 0),
        ("lead due", "算式写到“due”就读不下去了：前面已经完整，或少了运算符", 0),
        ("{{ lead }}", "只写算式，不写 {{ }} 和 {% %}", 0),
        ("lead | uper", "没有“uper”这个过滤器；你是不是要找：e、upper？", 0),
        ("lead is emtpy", "没有“emtpy”这个判断；见 Jinja 的说明", 0),
        ("lead | random", "没有“random”这个过滤器；你是不是要找：d、round？", 0),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(text: str, message: str, at: int) -> None:
    assert _mistake(text) == Mistake(0, message, at)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("rate > lead", "不能互相比大小"),
        ("lead * 3", "“区城管局”和“3”不能用 * 计算"),
        ("9 ** 9 ** 9", "不能用 ** 计算"),
        ("'%999999999d' % target", "不能用 % 计算"),
        ("lead.__class__", "不允许"),
        ("lead.name", "没有“name”这一项"),
        ("lead[9]", "没有那么多个"),
        ("{'甲': 1}[lead]", "没有“区城管局”这一项"),
    ],
)
def test_what_cannot_be_computed_is_one_sentence(text: str, words: str) -> None:
    assert words in _mistake(text).message


def test_of_several_expressions_the_wrong_one_is_named() -> None:
    with pytest.raises(Wrong) as refused:
        Expressions(["lead", "lead.name", "due"], ROW).values(ROW)
    assert [mistake.which for mistake in refused.value.mistakes] == [1]


def test_all_that_is_written_wrongly_is_said_at_once() -> None:
    with pytest.raises(Wrong) as refused:
        Expressions(["laed", "lead", "lead ~"], ROW)
    assert [mistake.which for mistake in refused.value.mistakes] == [0, 2]


def test_only_the_names_in_use_need_to_be_given() -> None:
    some = Expressions(["lead ~ needs"], ROW)
    assert set(some.names) == {"lead", "needs"}
    assert some.values({"lead": "甲", "needs": "乙"}) == ("甲乙",)

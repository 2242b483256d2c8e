"""Tables as text: aligned, as cards, Markdown, CSV and JSON; what data must not do to any of them."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal

import pytest

from baicheng_cli.views.tables import (
    Column,
    Table,
    cards,
    clean,
    column_widths,
    csv_text,
    json_text,
    markdown,
    md_cell,
    number,
    padded,
    plain,
    safe_cell,
    width_of,
    wrapped,
)

TWO = Table(
    "tasks",
    (Column("条款"), Column("任务"), Column("项数", right=True)),
    (("三（三）", "新增绿地", "3"), ("三（十）", "安全", "12")),
    ({"id": "3.3"}, {"id": "3.10"}),
    ("某方案", "截至2019年9月25日"),
    ("共2项",),
)


def one(cell: str) -> Table:
    return Table("tasks", (Column("说明"), Column("状态")), ((cell, "正常"),))


@pytest.mark.parametrize(
    ("text", "width"), [("", 0), ("abc", 3), ("中文", 4), ("３", 2), ("（1）", 5), ("—", 1), ("é", 1), ("e\u0301", 1)]
)
def test_a_chinese_character_takes_two_columns(text: str, width: int) -> None:
    assert width_of(text) == width


def test_padding_goes_by_width_and_never_cuts() -> None:
    assert padded("中", 4) == "中  "
    assert padded("中", 4, right=True) == "  中"
    assert padded("中原区", 4) == "中原区"


def test_columns_are_aligned_and_numbers_stand_right() -> None:
    assert plain(TWO).splitlines() == [
        "某方案",
        "截至2019年9月25日",
        "条款      任务      项数",
        "三（三）  新增绿地     3",
        "三（十）  安全        12",
        "共2项",
    ]


def test_an_empty_answer_still_has_its_headings() -> None:
    assert plain(TWO._replace(rows=())).splitlines()[2] == "条款  任务  项数"
    assert cards(TWO._replace(rows=()), 60).splitlines() == ["某方案", "截至2019年9月25日", "共2项"]


def test_nothing_is_cut_in_a_pipe() -> None:
    long = "新增绿地" * 100
    assert long in plain(one(long))


def test_a_cell_of_several_lines_stays_in_its_row() -> None:
    assert plain(one("第一行\n第二行")).splitlines()[1] == "第一行 第二行  正常"


def test_cards_have_every_column_of_every_row_an_empty_one_too() -> None:
    shown = cards(TWO._replace(rows=(("三（三）", "", "3"),)), 60).splitlines()
    assert shown == ["某方案", "截至2019年9月25日", "─" * 60, "条款  三（三）", "任务  —", "项数  3", "共2项"]


@pytest.mark.parametrize("width", [24, 40, 60])
def test_cards_are_no_wider_than_the_screen_and_lose_no_character(width: int) -> None:
    long = "滞后：微公园、小游园截至9月25日累计22/40座（55.0%），落后序时进度20.0个百分点；公园（甲）、“乙”。" * 3
    shown = cards(one(long), width).splitlines()
    assert max(map(width_of, shown)) <= width
    assert "".join(shown[1:-1]).replace(" ", "") == f"说明{long}"


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("新增绿地", 8, ["新增绿地"]),
        ("新增绿地", 7, ["新增绿", "地"]),
        ("一二三四，五", 8, ["一二三", "四，五"]),  # no line begins with a comma
        ("一二三（四）", 8, ["一二三", "（四）"]),  # and none ends with an opening bracket
        ("时限2019-12-31", 10, ["时限", "2019-12-31"]),  # a day is not cut
        ("落后20.0个", 7, ["落后", "20.0个"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),  # unless it fits no line
        ("甲\n乙", 10, ["甲", "乙"]),
        ("", 10, [""]),
    ],
)
def test_lines_are_broken_where_a_reader_would(text: str, width: int, lines: list[str]) -> None:
    assert wrapped(text, width) == lines


def test_short_columns_keep_what_they_need_and_long_ones_share_the_rest() -> None:
    table = Table(
        "tasks",
        (Column("条款"), Column("任务"), Column("说明")),
        (("三（三）", "做好以绿荫城，建设生态园林城市", "新增绿地从未报送数据；" * 10),),
    )
    assert column_widths(table, 400, 2) == [8, 30, 220]
    widths = column_widths(table, 100, 2)
    assert widths[0] == 8
    assert sum(widths) + 2 * 3 <= 100
    assert widths[2] > widths[1] >= 8


def test_a_pipe_or_a_star_in_a_cell_is_no_markdown() -> None:
    assert md_cell("a|b*c_d`e<f>[g]\\") == r"a\|b\*c\_d\`e\<f\>\[g\]" + "\\\\"
    assert md_cell("一\n二") == "一<br>二"
    shown = markdown(TWO._replace(rows=(("三（三）", "甲|乙", "3"),)))
    assert shown.splitlines() == [
        "某方案  ",
        "截至2019年9月25日  ",
        "",
        "| 条款 | 任务 | 项数 |",
        "| --- | --- | ---: |",
        r"| 三（三） | 甲\|乙 | 3 |",
        "",
        "共2项  ",
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_a_spreadsheet_would_calculate_gets_an_apostrophe(start: str) -> None:
    assert safe_cell(f"{start}HYPERLINK()") == f"'{start}HYPERLINK()"


@pytest.mark.parametrize("text", ["-5", "+3.5", "-12.5%", "3.3", "2019-09-25", "≥90%", "三（三）", ""])
def test_numbers_and_words_stay_as_they_are(text: str) -> None:
    assert safe_cell(text) == text


def test_csv_for_people_has_a_byte_order_mark_and_safe_cells_and_raw_has_neither() -> None:
    table = TWO._replace(rows=(("=1+1", '甲,"乙"', "-3"),))
    assert csv_text(table).startswith("\ufeff条款,任务,项数\r\n")
    assert list(csv.reader(io.StringIO(csv_text(table)[1:]))) == [["条款", "任务", "项数"], ["'=1+1", '甲,"乙"', "-3"]]
    assert list(csv.reader(io.StringIO(csv_text(table, raw=True)))) == [
        ["条款", "任务", "项数"],
        ["=1+1", '甲,"乙"', "-3"],
    ]


STEERING = "甲\x1b[31m乙\x07丙\x9b2J丁\u202e戊\x7f己"


def test_characters_that_steer_a_terminal_are_left_out_everywhere() -> None:
    assert clean(STEERING) == "甲[31m乙丙2J丁戊己"
    marked = one(STEERING)._replace(head=(STEERING,), foot=(STEERING,))
    for shown in (plain(marked), cards(marked, 40), csv_text(marked), markdown(marked)):
        assert not set("\x1b\x07\x9b\u202e\x7f") & set(shown)


def test_tabs_and_line_ends_are_kept_by_clean() -> None:
    assert clean("甲\t乙\n丙") == "甲\t乙\n丙"


@pytest.mark.parametrize(
    ("value", "shown"), [("100", "100"), ("100.0", "100"), ("1E+2", "100"), ("72.50", "72.5"), ("-0.1", "-0.1")]
)
def test_a_number_in_json_has_no_needless_zero(value: str, shown: str) -> None:
    assert json.dumps(number(Decimal(value))) == shown
    assert number(None) is None


def test_the_envelope_has_its_keys_in_order_and_chinese_as_it_is() -> None:
    text = json_text("tasks", {"file": "plan/2019.yaml"}, "2019-09-25", [{"name": "区城管局", "rate": Decimal("55.0")}])
    assert list(json.loads(text)) == ["schema", "kind", "plan", "as_of", "items"]
    assert "区城管局" in text
    assert '"rate": 55\n' in text
    assert text.endswith("}\n")


def test_a_value_that_json_does_not_know_is_our_bug() -> None:
    with pytest.raises(TypeError, match="set is no JSON value"):
        json_text("tasks", {}, "2019-09-25", [{"x": {1}}])

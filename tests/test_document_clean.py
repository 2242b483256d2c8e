"""The faults of copying, taken out: and every character still knows where it stands."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from types import FrameType
from typing import Any

import pytest

from baicheng_cli.document.clean import cleaned
from baicheng_cli.document.deadlines import Time
from baicheng_cli.document.draft import draft
from baicheng_cli.document.extract import extract
from baicheng_cli.document.model import Line
from baicheng_cli.document.outline import outline_of
from baicheng_cli.document.plain_text import text_lines
from baicheng_cli.document.unit_lines import read_unit_line


def said(text: str) -> list[str]:
    return [line.text for line in cleaned(text_lines(text))[0]]


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("中原区 2019 年百城建设", "中原区2019年百城建设"),
        ("牵 头 单 位 ： 区 城 管 局", "牵头单位：区城管局"),
        ("新增绿地1 00万平方米", "新增绿地100万平方米"),
        ("污水处理率达到９５．５％", "污水处理率达到95.5%"),
        ("新建道路l0条、2O公里", "新建道路10条、20公里"),
        ("2Ol9年底前完成", "2019年底前完成"),
        ("推广O2O模式，建设5G基站，降低CO2排放", "推广O2O模式，建设5G基站，降低CO2排放"),
        ("建设⼯作\u200b进展", "建设工作进展"),
        ("完成(一期)工程,验收合格;投用", "完成（一期）工程，验收合格；投用"),
        ("中原政文〔2019〕39号", "中原政文〔2019〕39号"),
        ("5㎡以上，①新建", "5㎡以上，①新建"),
        ("牵头单位：区城管局  区农委", "牵头单位：区城管局 区农委"),
        ("新建道路 5 条，总长 1,500 米", "新建道路5条，总长1,500米"),
        ("2.1 提升效率", "2.1 提升效率"),
    ],
)
def test_a_line_says_what_was_meant(raw: str, clean: str) -> None:
    assert said(raw) == [clean]


def test_every_character_is_found_where_it_stands() -> None:
    [line], _ = cleaned([Line(7, "新增 绿地 1 00 万平方米", "新增 绿地 1 00 万平方米")])
    assert line.text == "新增绿地100万平方米"
    words = line.words(4, 8)
    assert (words.text, words.span.line, line.raw[words.span.start : words.span.end]) == ("100万", 7, "1 00 万")


def test_letters_and_blanks_in_numbers_are_doubted() -> None:
    _, doubts = cleaned(text_lines("新建道路l0条，整治窨井1 82套，2 0 1 9年完成"))
    assert [doubt.reason for doubt in doubts] == ["数字中间有空格，按“182”读", "“l0”里的字母按数字读作“10”"]


def test_a_circled_number_before_a_day_is_no_broken_number() -> None:
    assert cleaned(text_lines("③ 12月底前，新增绿地3公顷"))[1] == []


def test_a_sentence_that_a_page_broke_is_joined_over_the_page_number() -> None:
    first = "（一）推进工作，持续改善城市的人居环境质量，全面提升群众的获得感，实施项目涉"
    [line] = cleaned(text_lines(f"{first}\n\n— 5 —\n\n及水源工程等共8个项目。"))[0]
    assert line.text.endswith("实施项目涉及水源工程等共8个项目。")
    at = line.text.index("及水源")
    assert (line.span(at, at + 3), line.span(at - 1, at + 3)[0]) == ((5, 0, 3), 1)


@pytest.mark.parametrize("number", ["— 5 —", "- 5 -", "第5页", "第 5 页 共 12 页", "5 / 12"])
def test_page_numbers_are_no_text(number: str) -> None:
    assert said(f"一、总体要求\n{number}\n二、重点任务") == ["一、总体要求", "二、重点任务"]


def test_bare_numbers_are_page_numbers_only_when_they_count_on() -> None:
    page = "\n".join(f"（{n}）完成一项工作。" for n in "一二三四五六")
    assert "2" not in said(f"1\n{page}\n2\n{page}\n3")
    assert "182" in said(f"整治窨井\n182\n{page}")


def test_running_heads_beside_page_numbers_are_left_out() -> None:
    pages = "\n".join(f"（{n}）完成一项工作。\n某某区工作方案\n— {index} —" for index, n in enumerate("一二三四", 1))
    assert "某某区工作方案" not in said(pages)


def test_a_number_and_a_sentence_broken_over_lines_are_whole_again() -> None:
    assert said("9月底前完成标志标牌设置1\n20 块。") == ["9月底前完成标志标牌设置120块。"]
    assert said("为做好工作，制定本方\n案。") == ["为做好工作，制定本方案。"]


def test_a_running_head_in_the_middle_of_a_sentence_is_left_out() -> None:
    text = "（二）建设水厂。新建水厂3座，供水规模不低于5000吨；年底前，改\n2 / 3\n某县供水保障行动方案\n造老旧水厂8座。"
    assert said(text) == ["（二）建设水厂。新建水厂3座，供水规模不低于5000吨；年底前，改造老旧水厂8座。"]


def test_lines_of_the_contents_are_left_out() -> None:
    assert said("一、总体要求……………1\n二、重点任务 ........ 3\n一、总体要求") == ["一、总体要求"]


def test_lines_that_stand_for_themselves_are_not_joined() -> None:
    lines = [
        "某某市人民政府办公室关于印发某某市二〇二一年重点工作实施方案的通知",
        "某政办〔2021〕8号",
        "一、推进工作",
        "牵头单位：区城管局",
        "配合单位：区农委",
    ]
    assert said("\n".join(lines)) == lines


def work_of(action: Callable[[], object]) -> int:
    """How much work something is: lines that are run, those of a generator once for every time it goes on."""
    count = 0

    def counted(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal count
        count += event == "line"
        return counted

    before = sys.gettrace()
    sys.settrace(counted)
    try:
        action()
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("form", ["责任单位：{}", "（{}分工负责）"])
def test_a_list_of_twice_as_many_units_is_twice_the_work(form: str) -> None:
    once, twice = (form.format("、".join(f"县第{one}局" for one in range(size))) for size in (1000, 2000))
    assert work_of(partial(read_unit_line, twice)) < 2.3 * work_of(partial(read_unit_line, once))


@pytest.mark.parametrize(
    "text",
    [
        "（一）推进 工作 1 0 条，" * 300,
        "（一）推进工作。①新建道路5条；②整治窨井182套；" * 300,
        "\n".join(f"（一）推进工作{n}。2019年底前，新建道路{n}条。\n牵头单位：区城管局" for n in range(300)),
        "\n".join(["其中新建道路若干条、整治窨井若干套，推进提升改造工作，建设完善好有关设施和管理服务，"] * 300),
        "序号\t任务\t牵头单位\n" + "\n".join(f"{n}\t任务\t区城管局" for n in range(300)),
    ],
)
def test_twice_the_text_is_twice_the_work(text: str) -> None:
    once, twice = (work_of(partial(outline_of, text_lines(many))) for many in (text, f"{text}\n{text}"))
    assert twice < 2.3 * once


@pytest.mark.parametrize(
    ("many", "count"),
    [
        (lambda n: "（一）推进工作。\n责任单位：" + "、".join(f"县第{one}局" for one in range(n)), 300),
        (lambda n: "（一）推进工作。（" + "、".join(f"县第{one}局" for one in range(n)) + "分工负责）", 300),
        (lambda n: "（一）推进工作。" + "".join(f"改造{one}个（县丙局负责）。" for one in range(n)), 200),
        (lambda n: "（一）推进工作。" + "".join(f"改造{one}个，县丙局牵头。" for one in range(n)), 200),
        (lambda n: "".join(f"（{one}）推进工作。2022年底前改造{one}个；" for one in range(1, n)), 400),
        (lambda n: "".join(f"（{one}）推进工作。改造{one}个。（县丙局牵头，长期坚持）\n" for one in range(1, n)), 200),
    ],
)
def test_a_draft_of_twice_as_much_is_twice_the_work(many: Callable[[int], str], count: int) -> None:
    """Lists of units, brackets, sentences and clauses in one line: none of them is looked through once for each."""

    def work(size: int) -> int:
        lines = text_lines(f"某县2022年重点工作实施方案\n一、重点任务\n{many(size)}\n")
        return work_of(lambda: draft(extract(outline_of(lines), Time.of(2022))))

    work(2 * count)  # whatever is loaded or kept once
    assert work(2 * count) < 2.3 * work(count)


@pytest.mark.parametrize(("number", "clauses"), [(1200, 1200), (2022, 1199)])
def test_clauses_are_counted_beyond_999_and_years_are_not_clauses(number: int, clauses: int) -> None:
    """（2022） at the beginning of a line is a year, unless it follows （2021）."""
    numbers = [*range(1, 1200), number]
    outline = outline_of(text_lines("某县工作方案\n一、任务\n" + "\n".join(f"（{one}）推进工作。" for one in numbers)))
    assert len(outline.chapters[0].children) == clauses


def test_what_lies_deeper_than_ids_go_stands_on_the_last_level_and_is_said() -> None:
    """
    第一部分 甲
    第一章 乙
    第一节 丙
    一、丁
    （一）戊
    一）己
    1.庚
    （1）辛
    1）壬
    """
    text = (test_what_lies_deeper_than_ids_go_stands_on_the_last_level_and_is_said.__doc__ or "").replace("    ", "")
    outline = outline_of(text_lines(f"某县工作方案{text}"))
    assert max(one.id.count(".") + 1 for one in outline.clauses()) <= 8
    assert any("层级超过" in doubt.reason for doubt in outline.doubts)

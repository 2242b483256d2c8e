"""What a paper looks like on the page: GB/T 9704—2012 measured on the PDF that LibreOffice makes.

Positions are in millimetres from the upper left corner. A line's place is its base line, which is the same for every
font; the body of a Chinese character reaches 0.88 of its size above and 0.12 below it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from baicheng_cli.errors import UserError
from baicheng_cli.views import word
from baicheng_cli.views.word import pdf as pdf_module
from baicheng_cli.views.word.pdf import as_pdf, soffice, to_pdf

MM = 72 / 25.4
LEFT, RIGHT, TOP, BOTTOM = 28.0, 184.0, 37.0, 262.0
"""The type area: 156 mm by 225 mm."""
CHARACTER = 15.75 / MM
RED = (1, 0, 0)


class Line(NamedTuple):
    """Characters on one base line."""

    text: str
    base: float
    left: float
    right: float
    size: float
    """Points."""
    colour: Any
    fonts: tuple[str, ...]
    """Of every character, without what marks a subset: FandolFang-Regular."""

    @property
    def top(self) -> float:
        return self.base - 0.88 * self.size / MM

    @property
    def foot(self) -> float:
        return self.base + 0.12 * self.size / MM


class Rule(NamedTuple):
    left: float
    right: float
    at: float
    width: float


class Sheet(NamedTuple):
    wide: float
    high: float
    lines: tuple[Line, ...]
    lying: tuple[Line, ...]
    """Lines turned clockwise; their `base` is measured from the left edge, `left` and `right` from the upper one."""
    rules: tuple[Rule, ...]
    """Level ones, from above."""

    def line(self, begins: str) -> Line:
        [found] = [one for one in self.lines if one.text.startswith(begins)]
        return found

    @property
    def number(self) -> Line:
        [found] = [one for one in (*self.lines, *self.lying) if one.text.startswith("—")]
        return found


def measured(content: bytes) -> list[Sheet]:
    import io

    import pdfplumber

    with pdfplumber.open(io.BytesIO(content)) as pdf:
        return [_sheet(page) for page in pdf.pages]


def _sheet(page: Any) -> Sheet:
    level: dict[float, list[Any]] = {}
    lying: dict[float, list[Any]] = {}
    for one in page.chars:
        x, y = one["matrix"][4:]
        if abs(one["matrix"][1]) < 0.01:
            level.setdefault(round((float(page.height) - y) / MM, 2), []).append(one)
        else:
            lying.setdefault(round(x / MM, 2), []).append(one)
    drawn = [one for one in (*page.lines, *page.rects) if abs(one["top"] - one["bottom"]) < 2]
    rules = {(one["x0"] / MM, one["x1"] / MM, one["top"] / MM, (one.get("linewidth") or 0) / MM) for one in drawn}
    return Sheet(
        page.width / MM,
        page.height / MM,
        tuple(_line(base, found, "x0", "x1") for base, found in sorted(level.items())),
        tuple(_line(base, found, "top", "bottom") for base, found in sorted(lying.items())),
        tuple(sorted((Rule(*one) for one in rules), key=lambda one: one.at)),
    )


def _line(base: float, found: Sequence[Any], begin: str, end: str) -> Line:
    found = sorted(found, key=lambda one: one[begin])
    text = "".join(one["text"] for one in found).strip()
    shown = [one for one in found if one["text"].strip()] or found
    left, right = shown[0][begin] / MM, shown[-1][end] / MM
    fonts = tuple(one["fontname"].rpartition("+")[2] for one in found)
    return Line(text, base, left, right, round(abs(shown[0]["size"]), 1), shown[0]["non_stroking_color"], fonts)


class Page(NamedTuple):
    """What the templates of these tests are given."""

    rows: Sequence[str] = ()


SIGNED = """署名：中原区百城提质办
成文日期：2019年9月30日"""
IMPRINT = """表格：版记 80 76
|---|---:|
| 末页注：数据版本：2019年9月封账版 |
| 抄送：区委办公室，区人大常委会办公室，区政协办公室，区纪委监委，区人武部，区法院，区检察院。 |
| 某某办公室 | 2019年9月30日印发 |
表格完"""
TABLE = """表格：附表 {widths}
| 序号 | 名称 | 情况 |
|:---:|---|---|
{{% for row in rows %}}
| {{{{ loop.index }}}} | 第{{{{ loop.index }}}}项 | {{{{ row }}}} |
{{% endfor %}}
表格完"""
SIXTY = "关于印发中原区二〇一九年百城建设提质工程重点任务进展情况及第四季度工作安排和滞后任务整改措施的通报文稿送审稿"[
    :60
]

PAPERS: dict[str, str] = {
    "full": f"页面：公文\n公文正文：{'中' * (28 * 66 - 2)}",
    "document": """页面：公文
版头左上：特急
红头：中原区某某办公室文件
发文字号：中原百城〔2019〕9号
公文标题：关于推进情况的通报
主送机关：各街道办事处：
一级标题：一、情况
二级标题：（一）进展
三级标题：1.甲
四级标题：（1）乙
公文正文：R&D <3% “引号”镕昇喆堃珺""",
    "signed": f"""页面：公文
公文正文：正文
附件说明：附件：1.指标表
附件说明续：2.清单
{SIGNED}
附注：（联系人：某）
换页
公文正文：第二页
{IMPRINT}""",
    "plain": "页面：公文\n红头：中原区某某办公室文件\n公文正文：甲",
    "bulletin": """页面：公文
简报名称：工作简报
期号：第9期（总第21期）
编印：区百城提质办 | 2019年9月30日{{ '　' }}
公文标题：甲""",
    "title": f"页面：公文\n公文标题：{SIXTY}\n公文正文：甲",
    "letter": f"""页面：信函
首页页眉：信函红头：中原区某某办公室
首页页脚：信函底线：
页眉：演示标记：演示
信函字号：某函〔2019〕9号
公文标题：关于商请报送进展的函
公文正文：{"中" * 28 * 40}
{SIGNED}""",
    "portrait": "页面：公文\n" + TABLE.format(widths="15 40 101"),
    "landscape": "页面：公文\n公文正文：甲\n页面：横排\n附件标识：附件1\n附件标题：某表\n"
    + TABLE.format(widths="15 40 170"),
    "tall": "页面：公文\n" + TABLE.format(widths="15 40 101"),
    "single": f"""页面：公文
红头：中原区某某办公室文件
发文字号：中原百城〔2019〕9号
公文标题：关于推进情况的通报
主送机关：各街道办事处：
公文正文：正文
{SIGNED}
{IMPRINT}""",
    "crowded": f"页面：公文\n公文正文：{'中' * (28 * 21 - 2)}\n{IMPRINT}",
    "moved": f"页面：公文\n公文正文：{'中' * (28 * 18 - 2)}\n公文正文：{'国' * 70}\n{SIGNED}",
}
ROWS: Mapping[str, Sequence[str]] = {
    "portrait": [
        f"第{number}行的说明，两行文字，两行文字，两行文字，两行文字，两行文字，两行文字。" for number in range(1, 81)
    ],
    "landscape": [f"第{number}行的说明" for number in range(1, 61)],
    "tall": ["短", "很长的说明" * 500, "末行"],
}


def _file(folder: Path, name: str, text: str) -> Path:
    file = folder / f"{name}.txt"
    file.write_text(text, "utf-8")
    return file


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Sheet]]:
    """All papers, in one call of LibreOffice."""
    if shutil.which("soffice") is None:
        if os.environ.get("BAICHENG_REQUIRE_TOOLS") == "1":
            pytest.fail("LibreOffice is required here")
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("papers")
    made = [word.render(_file(folder, name, text), Page(ROWS.get(name, ()))) for name, text in PAPERS.items()]
    return dict(zip(PAPERS, map(measured, as_pdf(made)), strict=True))


def near(value: float, tolerance: float = 0.3) -> Any:
    """Millimetres."""
    return pytest.approx(value, abs=tolerance)


# The page (5.2) --------------------------------------------------------------------------------------------------


@pytest.mark.tools
def test_a_page_is_22_lines_of_28_characters_within_the_margins(sheets: dict[str, list[Sheet]]) -> None:
    assert len(sheets["full"]) == 3
    for number, sheet in enumerate(sheets["full"]):
        assert (sheet.wide, sheet.high) == (near(210), near(297))
        lines = [one for one in sheet.lines if one.text.startswith("中")]
        assert [len(one.text) for one in lines] == [26 if number == 0 else 28, *[28] * 21]
        assert {one.size for one in lines} == {16}
        assert min(one.left for one in lines) == near(LEFT)
        assert lines[0].left == near(LEFT + (2 * CHARACTER if number == 0 else 0))
        assert all(RIGHT - 1 < one.right < RIGHT + 0.3 for one in lines)
        assert lines[0].top > TOP
        assert lines[-1].foot < BOTTOM
        assert lines[-1].base - lines[0].base == near(21 * 28.95 / MM)


@pytest.mark.tools
def test_the_page_number_stands_outside_7_mm_below_the_type_area(sheets: dict[str, list[Sheet]]) -> None:
    """The dash is drawn 0.38 of the size above the base line; a character of 14 pt is left free at the edge (7.5)."""
    for number, sheet in enumerate(sheets["full"], 1):
        line = sheet.number
        assert line.text == f"— {number} —"
        assert line.size == 14
        assert line.base - 0.38 * 14 / MM == near(BOTTOM + 7)
        free = 14 / MM
        assert (line.right == near(RIGHT - free)) if number % 2 else (line.left == near(LEFT + free))


@pytest.mark.tools
def test_on_a_page_laid_across_the_number_stands_where_the_turned_sheet_has_it(sheets: dict[str, list[Sheet]]) -> None:
    """Turned to the left, the left margin is at the foot: 35 mm wide, the type area 156 mm from above (7.8)."""
    [first, *across] = sheets["landscape"]
    assert first.number.text == "— 1 —"
    assert len(across) >= 2
    for number, sheet in enumerate(across, 2):
        assert (sheet.wide, sheet.high) == (near(297), near(210))
        line = sheet.number
        assert line in sheet.lying
        assert line.text == f"— {number} —"
        assert line.base + 0.38 * 14 / MM == near(35 - 7, 0.7)
        assert (line.right == near(210 - 26 - 14 / MM)) if number % 2 else (line.left == near(28 + 14 / MM))


# The head (7.2) --------------------------------------------------------------------------------------------------


@pytest.mark.tools
@pytest.mark.parametrize("name", ["document", "plain"])
def test_the_red_head_begins_35_mm_below_the_type_areas_edge(sheets: dict[str, list[Sheet]], name: str) -> None:
    """Ten characters: 0.95 × 442 pt ÷ 10 is 42 pt. What stands above does not matter."""
    head = sheets[name][0].line("中原区某某办公室文件")
    assert head.top == near(TOP + 35, 0.5)
    assert head.size == 42
    assert head.colour == RED
    assert (head.left + head.right) / 2 == near((LEFT + RIGHT) / 2)


@pytest.mark.tools
def test_the_red_rule_is_4_mm_below_the_number_and_as_wide_as_the_type_area(sheets: dict[str, list[Sheet]]) -> None:
    sheet = sheets["document"][0]
    number, head = sheet.line("中原百城〔2019〕9号"), sheet.line("中原区某某办公室文件")
    assert number.size == 16
    assert number.top - head.foot == near(2 * 28.95 / MM, 5)
    [rule] = [one for one in sheet.rules if one.right - one.left > 100]
    assert rule.at - number.foot == near(4, 0.5)
    assert (rule.left, rule.right) == (near(LEFT), near(RIGHT))


@pytest.mark.tools
def test_a_bulletin_has_name_issue_maker_day_and_a_red_rule(sheets: dict[str, list[Sheet]]) -> None:
    sheet = sheets["bulletin"][0]
    name, issue, made = sheet.line("工作简报"), sheet.line("第9期（总第21期）"), sheet.line("区百城提质办")
    assert (name.size, name.colour) == (44, RED)
    assert made.text.endswith("2019年9月30日")
    assert made.left == near(LEFT + CHARACTER)
    assert made.right == near(RIGHT - CHARACTER, 0.6)
    [rule] = [one for one in sheet.rules if one.right - one.left > 140]
    assert (rule.left, rule.right) == (near(LEFT), near(RIGHT))
    assert name.base < issue.base < made.base < rule.at


@pytest.mark.tools
def test_a_letter_has_red_double_rules_and_no_number_on_its_first_page(sheets: dict[str, list[Sheet]]) -> None:
    """Head 30 mm below the paper's edge, double rules of 170 mm 4 mm below it and 20 mm above the lower edge (10.1)."""
    first, second, *_ = sheets["letter"]
    assert not [one for one in first.lines if one.text.startswith("—")]
    assert second.number.text == "— 2 —"
    assert second.number.base - 0.38 * 14 / MM == near(BOTTOM + 7)
    head = first.line("中原区某某办公室")
    assert head.top == near(30, 0.6)
    upper, lower = first.rules[:2], first.rules[-2:]
    for one in (*upper, *lower):
        assert (one.left, one.right) == (near(20), near(190))
    assert upper[0].at - upper[0].width / 2 - head.foot == near(4, 0.6)
    assert upper[0].width > 2 * upper[1].width
    assert lower[1].width > 2 * lower[0].width
    assert lower[1].at + lower[1].width / 2 == near(297 - 20, 0.5)
    assert not [one for one in second.rules if one.right - one.left > 100]
    number = first.line("某函〔2019〕9号")
    assert number.right == near(RIGHT)
    assert (
        sum(len(one.text) for sheet in sheets["letter"] for one in sheet.lines if one.text.startswith("中中"))
        == 28 * 40
    )


# Text (7.3) ------------------------------------------------------------------------------------------------------


@pytest.mark.tools
def test_the_title_is_centred_two_lines_below_the_rule_and_one_above_the_text(sheets: dict[str, list[Sheet]]) -> None:
    sheet = sheets["document"][0]
    title, to = sheet.line("关于推进情况的通报"), sheet.line("各街道办事处：")
    assert title.size == 22
    assert (title.left + title.right) / 2 == near((LEFT + RIGHT) / 2)
    [rule] = [one for one in sheet.rules if one.right - one.left > 100]
    assert title.top - rule.at == near((2 * 28.95 + 33 - 22) / MM, 3)
    assert to.base - title.base == near(2 * 28.95 / MM, 2)
    assert to.left == near(LEFT)


@pytest.mark.tools
def test_a_title_of_sixty_characters_is_whole_and_has_lines_of_like_length(sheets: dict[str, list[Sheet]]) -> None:
    lines = [one for one in sheets["title"][0].lines if one.size == 22]
    assert "".join(one.text for one in lines) == SIXTY
    assert max(len(one.text) for one in lines) - min(len(one.text) for one in lines) <= 3
    assert [after.base - before.base for before, after in pairwise(lines)] == [near(33 / MM)] * 2
    assert all((one.left + one.right) / 2 == near((LEFT + RIGHT) / 2) for one in lines)


@pytest.mark.tools
def test_headings_and_text_begin_two_characters_in(sheets: dict[str, list[Sheet]]) -> None:
    sheet = sheets["document"][0]
    for begins in ("一、情况", "（一）进展", "1.甲", "（1）乙", "R&D"):
        line = sheet.line(begins)
        assert line.size == 16
        assert line.left == near(LEFT + 2 * CHARACTER, 0.5), begins
    for begins in ("正文", "附件：1.指标表", "（联系人：某）"):
        assert sheets["signed"][0].line(begins).left == near(LEFT + 2 * CHARACTER, 0.5), begins


@pytest.mark.tools
def test_the_note_on_annexes_stands_one_line_below_and_its_titles_below_each_other(
    sheets: dict[str, list[Sheet]],
) -> None:
    sheet = sheets["signed"][0]
    text, first, second = sheet.line("正文"), sheet.line("附件：1."), sheet.line("2.清单")
    assert first.base - text.base == near(2 * 28.95 / MM)
    assert second.left == near(LEFT + 5 * CHARACTER, 0.5)


@pytest.mark.tools
def test_the_date_is_four_characters_from_the_right_and_the_signer_centred_on_it(
    sheets: dict[str, list[Sheet]],
) -> None:
    sheet = sheets["signed"][0]
    signer, day = sheet.line("中原区百城提质办"), sheet.line("2019年9月30日")
    assert day.right == near(RIGHT - 4 * CHARACTER, 0.5)
    assert (signer.left + signer.right) / 2 == near((day.left + day.right) / 2, 2.6)
    assert day.base - signer.base == near(28.95 / MM)


@pytest.mark.tools
def test_the_text_goes_along_when_the_signature_does_not_fit(sheets: dict[str, list[Sheet]]) -> None:
    first, second = sheets["moved"]
    assert {one.text[0] for one in first.lines} == {"中", "—"}
    assert [one.text[:2] for one in second.lines] == ["国国", "国国", "国国", "中原", "20", "— "]


@pytest.mark.tools
def test_rare_characters_and_signs_are_on_the_page(sheets: dict[str, list[Sheet]]) -> None:
    assert sheets["document"][0].line("R&D").text == "R&D <3% “引号”镕昇喆堃珺"


# Fonts (5.2.2, 7.2, 7.3, 7.5) ------------------------------------------------------------------------------------


def asked(*words: str, folder: Path) -> str:
    """What fontconfig says, seen as LibreOffice sees it when it makes a PDF."""
    import subprocess

    from baicheng_cli.views.word.fonts import fontconfig_xml

    (folder / "fonts.conf").write_text(fontconfig_xml(), "utf-8")
    environment = os.environ | {"FONTCONFIG_FILE": str(folder / "fonts.conf")}
    return subprocess.run(words, env=environment, capture_output=True, text=True, check=True).stdout


def bare(family: str) -> str:
    """A family as the names of its fonts in a PDF begin; one file holds the regions of Noto."""
    return family.partition(",")[0].strip().replace(" ", "").removesuffix("SC").removesuffix("JP")


LEVELS = {
    "特急": "黑体",
    "中原区某某办公室文件": "方正小标宋简体",
    "中原百城〔2019〕9号": "仿宋_GB2312",
    "关于推进情况的通报": "方正小标宋简体",
    "各街道办事处：": "仿宋_GB2312",
    "一、情况": "黑体",
    "（一）进展": "楷体_GB2312",
    "1.甲": "仿宋_GB2312",
    "（1）乙": "仿宋_GB2312",
    "—": "宋体",
}


@pytest.mark.tools
@pytest.mark.parametrize("begins", LEVELS)
def test_every_level_has_the_font_of_the_standard_or_what_stands_in_for_it(
    sheets: dict[str, list[Sheet]], begins: str, tmp_path: Path
) -> None:
    family = asked("fc-match", LEVELS[begins], "--format", "%{family}", folder=tmp_path)
    line = sheets["document"][0].line(begins)
    assert line.fonts[0].startswith(bare(family)), (line.fonts[0], family)


@pytest.mark.tools
def test_fangsong_kai_and_song_are_shapes_of_their_own(sheets: dict[str, list[Sheet]], tmp_path: Path) -> None:
    """仿宋, 楷 and 宋, with the Fandol fonts (.ci/fonts); Noto alone has one shape for all three."""
    if "FandolFang" not in asked("fc-list", ":lang=zh", "family", folder=tmp_path):
        if os.environ.get("BAICHENG_REQUIRE_TOOLS") == "1":
            pytest.fail("the Fandol fonts are required here: .ci/fonts")
        pytest.skip("the Fandol fonts are not installed")
    sheet = sheets["document"][0]
    assert sheet.line("1.甲").fonts[0].startswith("FandolFang")
    assert sheet.line("（一）进展").fonts[0].startswith("FandolKai")
    assert sheet.number.fonts[0].startswith("FandolSong")
    title = sheet.line("关于推进情况的通报").fonts
    assert {one[:10] for one in title} == {"FandolSong"}


@pytest.mark.tools
@pytest.mark.parametrize("rare", "镕昇喆堃珺")
def test_a_rare_character_is_drawn_from_a_font_that_has_it(
    sheets: dict[str, list[Sheet]], rare: str, tmp_path: Path
) -> None:
    """Text can be copied out of a PDF that shows an empty box: so the font is asked, not the text."""
    line = sheets["document"][0].line("R&D")
    font = line.fonts[line.text.index(rare)]
    having = asked("fc-list", f":charset={ord(rare):x}", "family", folder=tmp_path).splitlines()
    assert any(font.startswith(bare(family)) for family in having), (font, having)


# The imprint (7.4) -----------------------------------------------------------------------------------------------


@pytest.mark.tools
def test_the_imprint_is_at_the_foot_of_the_last_page(sheets: dict[str, list[Sheet]]) -> None:
    first, last = sheets["signed"]
    assert not [one for one in first.lines if one.text.startswith("抄送")]
    upper, between, lower = [one for one in last.rules if one.right - one.left > 100]
    assert lower.at == near(BOTTOM, 0.5)
    assert (upper.width, between.width, lower.width) == (near(0.35, 0.03), near(0.25, 0.03), near(0.35, 0.03))
    assert all((one.left, one.right) == (near(LEFT), near(RIGHT)) for one in (upper, between, lower))
    copies, issued = last.line("抄送：区委办公室"), last.line("某某办公室")
    assert copies.size == issued.size == 14
    assert copies.left == near(LEFT + 14 / MM)
    assert issued.text.endswith("2019年9月30日印发")
    assert issued.right == near(RIGHT - 14 / MM, 0.6)
    second = next(one for one in last.lines if copies.base < one.base < between.at)
    assert second.left == near(LEFT + 4 * 14 / MM, 0.6)
    assert last.line("数据版本").base < upper.at


@pytest.mark.tools
def test_a_short_paper_is_one_page_from_its_head_to_its_imprint(sheets: dict[str, list[Sheet]]) -> None:
    [sheet] = sheets["single"]
    wanted = [
        "中原区某某办公室文件",
        "中原百城〔2019〕9号",
        "关于推进情况的通报",
        "各街道办事处：",
        "正文",
    ]
    wanted += ["中原区百城提质办", "2019年9月30日", "数据版本", "抄送：", "某某办公室", "—"]
    assert [sheet.line(one).base for one in wanted] == sorted(sheet.line(one).base for one in wanted)
    assert sheet.number.text == "— 1 —"
    assert max(one.at for one in sheet.rules) == near(BOTTOM, 0.5)
    assert sheet.line("2019年9月30日").foot < min(one.at for one in sheet.rules if one.at > 200)


@pytest.mark.tools
def test_an_imprint_without_room_goes_to_a_page_of_its_own(sheets: dict[str, list[Sheet]]) -> None:
    first, last = sheets["crowded"]
    assert len([one for one in first.lines if one.text.startswith("中")]) == 21
    assert last.line("抄送：").base > 200
    assert max(one.at for one in last.rules) == near(BOTTOM, 0.5)


# Tables ----------------------------------------------------------------------------------------------------------


@pytest.mark.tools
@pytest.mark.parametrize(("name", "left", "right", "foot"), [("portrait", 28, 184, 262), ("landscape", 35, 260, 184)])
def test_a_long_table_repeats_its_heading_and_splits_no_row(
    sheets: dict[str, list[Sheet]], name: str, left: float, right: float, foot: float
) -> None:
    pages = [sheet for sheet in sheets[name] if any("序号" in one.text for one in sheet.lines)]
    assert len(pages) >= 3
    numbers: list[int] = []
    for sheet in pages:
        headings = [one for one in sheet.lines if one.text.replace(" ", "") == "序号名称情况"]
        assert len(headings) == 1
        assert {one.size for one in sheet.lines if one.base > headings[0].base and not one.text.startswith("—")} == {
            10.5
        }
        inside = [one for one in sheet.rules if one.right - one.left > 100]
        assert (min(one.left for one in inside), max(one.right for one in inside)) == (near(left), near(right))
        assert max(one.at for one in inside) < foot + 0.3
        said = "".join(one.text for one in sheet.lines)
        numbers += [number for number in range(1, 100) if f"第{number}项" in said]
        assert said.count("行的说明") == len([number for number in range(1, 100) if f"第{number}项" in said])
        assert name != "portrait" or said.count("。") == said.count("行的说明")
    assert numbers == list(range(1, len(ROWS[name]) + 1))


@pytest.mark.tools
def test_a_row_longer_than_a_page_is_printed_to_its_end(sheets: dict[str, list[Sheet]]) -> None:
    said = "".join(one.text for sheet in sheets["tall"] for one in sheet.lines)
    assert said.count("很") == said.count("明") == 500
    assert "末行" in said


# LibreOffice -----------------------------------------------------------------------------------------------------


def test_without_libreoffice_one_sentence_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(pdf_module, "_PLACES", ())
    with pytest.raises(UserError, match="没有 LibreOffice，出不了 PDF；请先安装 LibreOffice，或改用 --format docx"):
        as_pdf([b"PK"])
    assert as_pdf([]) == []


def program(folder: Path, script: str) -> Path:
    """Something called soffice."""
    file = folder / "soffice"
    file.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    file.chmod(0o755)
    return folder


@pytest.mark.skipif(os.name == "nt", reason="a shell script stands in for LibreOffice")
@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("exit 0", "没有生成第1份 PDF"),
        ("echo broken >&2; exit 81", "LibreOffice 出错（broken）"),
        ("for a; do :; done; printf '%%PDF-1.6' > 1.pdf", "没有生成第1份 PDF"),
    ],
)
def test_a_pdf_that_was_not_made_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str, said: str
) -> None:
    """LibreOffice ends well when it could not read a file."""
    monkeypatch.setenv("PATH", f"{program(tmp_path, script)}:/usr/bin:/bin")
    with pytest.raises(UserError, match=said):
        as_pdf([b"PK"])


@pytest.mark.skipif(os.name == "nt", reason="a shell script stands in for LibreOffice")
def test_several_papers_are_one_call_with_a_profile_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    made_up = 'for f in *.docx; do printf "%%PDF-1.6 $(cat $f) %%%%EOF" > ${f%.docx}.pdf; done'
    script = f'echo "$@" >> {tmp_path}/calls; {made_up}'
    monkeypatch.setenv("PATH", f"{program(tmp_path / 'bin', script)}:/usr/bin:/bin")
    files = [tmp_path / "甲 一.docx", tmp_path / "乙.docx"]
    for file in files:
        file.write_text(file.stem, "utf-8")
    made = to_pdf(files, tmp_path / "出")
    assert [one.name for one in made] == ["甲 一.pdf", "乙.pdf"]
    assert ["甲 一" in one.read_text("utf-8") for one in made] == [True, False]
    [call] = (tmp_path / "calls").read_text("utf-8").splitlines()
    assert "-env:UserInstallation=file:///" in call
    assert call.endswith("1.docx 2.docx")
    with pytest.raises(UserError, match="有两个文件同名"):
        to_pdf([tmp_path / "甲.docx", tmp_path / "x" / "甲.docx"], tmp_path)


@pytest.mark.tools
def test_a_file_that_is_no_paper_is_refused_by_its_place(sheets: dict[str, list[Sheet]], tmp_path: Path) -> None:
    assert soffice().name in ("soffice", "libreoffice")
    good = word.render(_file(tmp_path, "好", "页面：公文\n公文正文：甲"), Page())
    with pytest.raises(UserError, match="没有生成第2份 PDF"):
        as_pdf([good, b"PK\x03\x04"])


@pytest.mark.slow
@pytest.mark.tools
def test_a_template_saved_by_libreoffice_still_gives_the_paper(sheets: dict[str, list[Sheet]], tmp_path: Path) -> None:
    """What LibreOffice writes differs in a hundred ways; the pages must not."""
    import subprocess

    (tmp_path / "取出.docx").write_bytes(word.build_template(_file(tmp_path, "稿", PAPERS["landscape"])))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    call = [
        str(soffice()),
        profile,
        "--headless",
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        "saved",
        "取出.docx",
    ]
    subprocess.run(call, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    again = measured(as_pdf([word.render(tmp_path / "saved" / "取出.docx", Page(ROWS["landscape"]))])[0])
    before = sheets["landscape"]
    assert [[one.text for one in sheet.lines] for sheet in again] == [
        [one.text for one in sheet.lines] for sheet in before
    ]
    for one, other in zip(again, before, strict=True):
        assert (one.wide, one.high) == (near(other.wide), near(other.high))
        for line, wanted in zip(one.lines, other.lines, strict=True):
            assert (line.base, line.left, line.size) == (near(wanted.base, 1), near(wanted.left, 0.5), wanted.size)


@pytest.mark.tools
def test_the_fonts_of_the_standard_have_stand_ins(tmp_path: Path) -> None:
    import subprocess

    if shutil.which("fc-match") is None:
        pytest.skip("fontconfig is not installed")
    from baicheng_cli.views.word.fonts import STAND_INS, fontconfig_xml

    (tmp_path / "fonts.conf").write_text(fontconfig_xml(), "utf-8")
    environment = os.environ | {"FONTCONFIG_FILE": str(tmp_path / "fonts.conf")}
    for name, others in STAND_INS.items():
        done = subprocess.run(["fc-match", name, "family"], env=environment, capture_output=True, text=True)
        assert set(done.stdout.strip().split(",")) & {name, *others}, (name, done.stdout)
    assert done.stderr == ""

"""Templates of papers as text: what each line becomes, and every mistake at its line."""

from __future__ import annotations

from inspect import cleandoc
from pathlib import Path

import pytest

from baicheng_cli.errors import BrokenFile, UserError
from baicheng_cli.views.word.paper_text import (
    Block,
    Cell,
    Control,
    Edge,
    NewPage,
    Paragraph,
    Row,
    TableText,
    parse,
    split_outside,
)
from baicheng_cli.views.word.render import template_file, template_names
from baicheng_cli.views.word.styles import load_styles

STYLES = load_styles()


def blocks(text: str) -> list[Block]:
    return parse("页面：公文\n" + cleandoc(text), "稿.txt", STYLES)[1:]


def mistakes(text: str) -> list[str]:
    with pytest.raises(UserError) as caught:
        parse(cleandoc(text), "稿.txt", STYLES)
    return str(caught.value).split("\n")


def test_a_line_is_a_paragraph_in_its_style() -> None:
    text = """
    # 说明
    公文标题：{{ report.title }}

    公文正文: 半角冒号也行，比例为3：1
    """
    assert blocks(text) == [
        Paragraph(3, "公文标题", "{{ report.title }}"),
        Paragraph(5, "公文正文", "半角冒号也行，比例为3：1"),
    ]


def test_a_tag_alone_on_its_line_frames_what_is_repeated() -> None:
    text = """
    {% for one in report.clauses -%}
    公文正文：{{ one }}
    {%p endfor %}
    """
    assert blocks(text) == [
        Control(2, "for one in report.clauses"),
        Paragraph(3, "公文正文", "{{ one }}"),
        Control(4, "endfor"),
    ]


def test_a_new_page_belongs_to_the_paragraph_after_it() -> None:
    assert blocks("换页\n{% if a %}\n附件标识：附件1\n{% endif %}")[1] == Paragraph(4, "附件标识", "附件1", True)


def test_pages_headers_and_footers_are_told_apart() -> None:
    found = blocks("页眉：演示标记：{{ mark }}\n首页页眉：信函红头：某办公室\n页眉：第一栏：二\n页面：横排")
    assert found == [
        Edge("页眉", Paragraph(2, "演示标记", "{{ mark }}")),
        Edge("首页页眉", Paragraph(3, "信函红头", "某办公室")),
        Edge("页眉", Paragraph(4, "页眉", "第一栏：二")),
        NewPage(5, "横排"),
    ]


def test_a_table_is_read_as_it_is_drawn() -> None:
    text = """
    表格：附表 20 40 30
    | 序号 | 名称 | 数 |
    |:---:|---|---:|
    {% for row in rows %}
    | {{ loop.index }} | {{ row.名称 | upper }} | 表头：{{ row["数|量"] }} |
    行高：12
    | ^ | 合计 | < |
    {% endfor %}
    | 只有一格 |
    表格完
    """
    [table] = blocks(text)
    assert isinstance(table, TableText)
    assert (table.kind, table.widths) == ("附表", (20, 40, 30))
    assert table.rows == [
        Row(3, (Cell("序号"), Cell("名称"), Cell("数")), heading=True),
        Control(5, "for row in rows"),
        Row(
            6,
            (
                Cell("{{ loop.index }}", None, "center"),
                Cell("{{ row.名称 | upper }}", None, "left"),
                Cell('{{ row["数|量"] }}', "表头"),
            ),
        ),
        Row(8, (Cell("", None, "center", 1, True), Cell("合计", None, "left", 2)), height=12),
        Control(9, "endfor"),
        Row(10, (Cell("只有一格", None, "center", 3),)),
    ]


def test_marks_inside_braces_divide_nothing() -> None:
    assert split_outside("编印：{{ a | b }}|{% if c|d %}二", "|") == ["编印：{{ a | b }}", "{% if c|d %}二"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("公文正闻：甲", "没有“公文正闻”这种样式；你是不是要找：公文正文"),
        ("没有样式的一行文字", "这一行不是“样式：文字”；正文写作“公文正文：没有样式的一行文字”"),
        ("公文正文：｛｛ report.title ｝｝", "“｛｛”是全角符号"),
        ("页面：横版", "没有“横版”这种页面；你是不是要找：横排"),
        ("{% for one in x %}", "{% for %} 没有结束；后面要有一行 {% endfor %}"),
        ("{% endif %}", "{% endif %} 前面没有它的开头"),
        ("{% else %}", "{% else %} 不在 {% if %} 里"),
        ("{% include 'x' %}", "不认识 {% include %}"),
        ("{% if a % 2 %}", "{% if %} 里不能有 % 和 }"),
        ("公文正文：{{ 甲 }", "“{{”没有配成对"),
        ("| 甲 | 乙 |", "| 开头的行要写在“表格：”和“表格完”之间"),
        ("表格完", "“表格完”前面没有“表格：”"),
        ("表格：附表 20 宽", "列宽应为毫米数，写的是“宽”"),
        ("表格：附表 20 20", "表格没有结束"),
        ("行高：20", "“行高”写在表格里"),
    ],
)
def test_a_mistake_is_said_at_its_line(line: str, said: str) -> None:
    found = mistakes(f"页面：公文\n\n{line}\n")
    assert any(one.startswith("稿.txt:3: ") and said in one for one in found), found


def test_all_mistakes_are_said_at_once() -> None:
    assert [one.partition(": ")[0] for one in mistakes("页面：公文\n甲\n公文正文：乙\n丙：丁\n")] == [
        "稿.txt:2",
        "稿.txt:4",
    ]


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("| 甲 | 乙 | 丙 |", "这一行有3格，表格写了2列（第2行）"),
        ("| 甲 | 乙", "表格的一行要以 | 结尾"),
        ("公文正文：甲", "表格里只写 | 开头的行和 {% %}"),
        ("{% for one in x %}", "表格里的 {% for %}、{% if %} 要在“表格完”之前结束"),
        ("# 空的", "表格没有行"),
    ],
)
def test_mistakes_in_tables_are_said_too(inside: str, said: str) -> None:
    found = mistakes(f"页面：公文\n表格：附表 20 20\n{inside}\n表格完\n")
    assert any(said in one for one in found), found


def test_pages_and_headers_depend_on_nothing() -> None:
    found = mistakes("页面：公文\n{% if a %}\n页面：横排\n页眉：甲\n{% endif %}\n")
    assert "“页面”不能写在 {% for %}、{% if %} 里面" in found[0]
    assert "“页眉”不能写在 {% for %}、{% if %} 里面" in found[1]


def test_the_first_line_says_the_page() -> None:
    assert mistakes("公文正文：甲\n") == [
        "稿.txt:1: 第一行内容应是“页面：”，写明纸张；有：公文、横排、信函、一页、A3横排"
    ]


# Styles ----------------------------------------------------------------------------------------------------------


def office_styles(folder: Path, text: str) -> Path:
    (folder / "word").mkdir()
    (folder / "word" / "styles.yaml").write_text("schema: 1\n" + cleandoc(text) + "\n", "utf-8")
    return folder


def test_a_style_takes_from_its_base_what_it_does_not_say() -> None:
    heading = STYLES.looks["二级标题"]
    assert (heading.font, heading.size, heading.line, heading.first) == ("楷体_GB2312", 16, 28.95, 2)
    assert (heading.outline, heading.keep) == (2, True)
    assert STYLES.looks["附件标题"].outline is None


def test_an_office_changes_one_style_and_keeps_the_others(tmp_path: Path) -> None:
    styles = load_styles(office_styles(tmp_path, "styles: {红头: {base: 公文正文, size: 40}}"))
    assert styles.looks["红头"].size == 40
    assert styles.looks["公文正文"] == STYLES.looks["公文正文"]
    assert styles.pages == STYLES.pages


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("styles: {甲: {base: 公文正闻}}", "没有“公文正闻”这个样式；你是不是要找：公文正文"),
        ("styles: {甲: {base: 乙}, 乙: {base: 甲}}", "互相照着"),
        ("styles: {甲: {next: 丙}}", "没有“丙”这个样式"),
        ("styles: {甲: {size: 16磅}}", "只写数字 16，不带“磅”"),
        ("styles: {甲: {colour: FF0000}}", "不认识的键“colour”；你是不是要找：color"),
        ("styles: {甲: {color: 红}}", "颜色应为六位"),
        ("tables: {甲: {text: 乙, head: 表头}}", "没有“乙”这个样式"),
    ],
)
def test_a_mistake_in_the_styles_is_said_at_its_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises((UserError, BrokenFile)) as caught:
        load_styles(office_styles(tmp_path, text))
    assert "styles.yaml:2:" in str(caught.value)
    assert said in str(caught.value)


# Which file ------------------------------------------------------------------------------------------------------


def test_the_offices_own_template_comes_first(tmp_path: Path) -> None:
    assert template_names() == sorted(set(template_names()) | {"report"})
    assert template_file("report", tmp_path).parts[-3:] == ("templates", "word", "report.txt")
    (tmp_path / "word").mkdir()
    own = tmp_path / "word" / "report.docx"
    own.write_bytes(b"")
    assert template_file("report", tmp_path) == own


def test_of_two_templates_of_its_own_the_office_has_to_choose(tmp_path: Path) -> None:
    (tmp_path / "word").mkdir()
    for end in ("docx", "txt"):
        (tmp_path / "word" / f"report.{end}").write_bytes(b"")
    with pytest.raises(UserError, match=r"report\.docx 和 report\.txt 都有，只留要用的一个"):
        template_file("report", tmp_path)


def test_a_template_that_is_not_there_is_said() -> None:
    with pytest.raises(UserError, match=r"没有“月报”这个 Word 模板；有：.*report"):
        template_file("月报")
    with pytest.raises(UserError, match="找不到模板"):
        template_file(Path("没有.docx"))
    with pytest.raises(UserError, match=r"不能作 Word 模板；要 \.docx"):
        template_file(Path("稿.doc"))

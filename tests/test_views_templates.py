"""Templates: data is printed as it is, the office's own file comes first, and a mistake in it is one sentence."""

from __future__ import annotations

import re
import subprocess
import sys
from html import unescape
from pathlib import Path
from typing import NamedTuple

import pytest
from calling import ROOT, Office
from markdown_it import MarkdownIt

from baicheng_cli.errors import UserError
from baicheng_cli.views.tables import Column, Table
from baicheng_cli.views.templates import md_text, render_markdown, shipped

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
TAG = re.compile(r"<(?!br)[^>]*>")


class Page(NamedTuple):
    """What the templates of these tests are given."""

    said: str = "甲"
    rows: tuple[tuple[str, ...], ...] = ()


def seen(html: str) -> str:
    """What a reader sees: the text without the tags."""
    return unescape(TAG.sub("", html)).strip()


def rendered(folder: Path, template: str, page: object) -> str:
    (folder / "page.md.j2").write_text(template, "utf-8")
    return render_markdown("page.md.j2", page, folder)


# What data may contain -------------------------------------------------------------------------------------------

NASTY = [
    "R&D <3%",
    "投资<b>3</b>亿元",
    "甲|乙|丙",
    "`代码`和**粗体**和_斜体_和~~删去~~",
    "见[附件](http://example.org)和![图](x.png)",
    "C:\\新建\\文件夹",
    "&lt;已转义&gt; &#60; &nbsp;",
    "# 不是标题",
    "- 不是列表",
    "+ 也不是",
    "1. 不是编号",
    "12) 不是编号",
    "---",
    "===",
    "> 不是引文",
    "<!-- 不是注释 -->",
    "{{ 不是变量 }}{% raw %}",
    "$x$ 和 $$y$$",
    "***",
    "+6",
    "2019.9.1",
    "    四个空格",
]


@pytest.mark.parametrize("text", NASTY)
def test_data_is_printed_as_it_is_in_a_sentence(tmp_path: Path, text: str) -> None:
    html = MARKDOWN.render(rendered(tmp_path, "{{ report.said }}\n", Page(text)))
    assert html.startswith("<p>")
    assert seen(html) == text.strip()
    assert "<" not in html.removeprefix("<p>").removesuffix("</p>\n")


@pytest.mark.parametrize("text", NASTY)
def test_data_is_printed_as_it_is_in_a_cell(text: str) -> None:
    html = MARKDOWN.render(f"| 甲 | 乙 |\n| --- | --- |\n| {md_text(text)} | 末 |\n")
    cells = re.findall(r"<td>(.*?)</td>", html)
    assert [seen(cell) for cell in cells] == [text.strip(), "末"]


def test_a_line_end_in_a_cell_does_not_end_the_row() -> None:
    assert md_text("甲\n乙") == "甲<br>乙"


def test_what_a_macro_makes_is_escaped_once(tmp_path: Path) -> None:
    template = "{% macro bold(text) %}**{{ text }}**{% endmacro %}\n{{ bold(report.said) }}\n"
    assert rendered(tmp_path, template, Page("a*b")) == "**a\\*b**\n"


def test_the_shared_table_keeps_cells_apart(tmp_path: Path) -> None:
    table = Table("t", (Column("甲|"), Column("乙", right=True)), (("a|b", "c\nd"), ("", "1")))
    template = '{% import "report_macros.md.j2" as shared %}\n{{ shared.table(report) }}\n'
    assert rendered(tmp_path, template, table) == ("| 甲\\| | 乙 |\n| --- | ---: |\n| a\\|b | c<br>d |\n|  | 1 |\n")
    assert rendered(tmp_path, template, table._replace(rows=())) == "无。\n"


def test_the_golden_report_is_the_markdown_it_looks_like() -> None:
    """Read by a parser nobody here wrote: every row of every table has as many cells as its head."""
    text = (Path(__file__).parent / "golden" / "report-2019-09.md").read_text("utf-8")
    html = MARKDOWN.render(text)
    tables = re.findall(r"<table>.*?</table>", html, re.DOTALL)
    assert len(tables) == 4
    for table in tables:
        cells = [len(re.findall(r"<t[hd]", row)) for row in re.findall(r"<tr>.*?</tr>", table, re.DOTALL)]
        assert set(cells) == {cells[0]}
    headings = re.findall(r"<h2>(.*?)</h2>", html)
    assert headings == ["一、总体情况", "二、重点任务进展", "三、存在问题", "四、需协调事项和下步打算", "附件"]
    assert "苗木*补植*，`R&D <3%`，见[附表]|二。" in seen(html)
    assert "<code>" not in html
    assert "<em>" not in html


# The office's own templates --------------------------------------------------------------------------------------


def test_the_shipped_templates_are_found_at_the_top_of_the_checkout() -> None:
    assert shipped() == ROOT / "templates"
    found = {file.name for file in shipped().iterdir()}
    assert {"report.md.j2", "report_unit.md.j2", "report_macros.md.j2"} <= found


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = Office(tmp_path / "data")
    (office.data / "office" / "templates").mkdir(parents=True)
    return office


def put(office: Office, text: str, name: str = "report.md.j2") -> Path:
    file = office.data / "office" / "templates" / name
    file.write_text(text, "utf-8")
    return file


def test_the_offices_own_template_is_used_instead(office: Office) -> None:
    put(office, "本办月报：{{ report.head.month }}，共{{ report.overview.total }}项。")
    said = office.ask("report", "--month", "2019-09", day=None)
    assert said.code == 0
    assert said.out.splitlines()[0] == "本办月报：2019年9月，共29项。"
    assert "# 2019年9月份" in office.ask("report", "--month", "2019-09", "--unit", "区农委", day=None).out


def test_an_own_template_may_change_one_part_of_the_shipped_one(office: Office) -> None:
    put(
        office, '{% extends "baicheng/report.md.j2" %}\n{% block problems %}\n## 三、问题（本办整理）\n{% endblock %}\n'
    )
    out = office.ask("report", "--month", "2019-09", day=None).out
    assert re.findall(r"^## (.*)$", out, re.MULTILINE) == [
        "一、总体情况",
        "二、重点任务进展",
        "三、问题（本办整理）",
        "四、需协调事项和下步打算",
        "附件",
    ]


def test_own_shared_pieces_are_used_by_the_shipped_page(office: Office) -> None:
    text = (shipped() / "report_macros.md.j2").read_text("utf-8")
    put(
        office,
        text.replace(
            "数据版本：{{ about.version }}　　统计截止", "本办存档。数据版本：{{ about.version }}　　统计截止"
        ),
        "report_macros.md.j2",
    )
    assert "本办存档。数据版本：" in office.ask("report", "--month", "2019-09", day=None).out


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("甲\n{{ report.head.title }\n乙", 2, "模板写法有误"),
        ("甲\n\n{% if report.head %}乙", 3, "模板写法有误：{% if %} 没有结束；后面要有 {% endif %}"),
        ("甲\n乙\n{{ report.nothing }}", 3, "没有“nothing”这一项"),
        ("甲\n{{ report.head.titel }}", 2, "没有“titel”这一项"),
        ("{{ ledger.tasks }}", 1, "没有“ledger”这一项"),
        ("甲\n{% if report.nothing %}{% endif %}", 2, "没有“nothing”这一项"),
        ("甲\n{{ report.head.title.__class__.__mro__ }}", 2, "没有“__class__”这一项|不允许"),
        ("甲\n{{ report.overview.total // 0 }}", 2, "模板写法有误"),
        ("甲\n{{ report.overview.total + '项' }}", 2, "模板写法有误"),
        ("甲\n{% include '没有.md.j2' %}", 2, "找不到模板 没有.md.j2"),
        ("甲\n｛｛ report.head.title ｝｝", 2, "全角"),
        ("甲\n{% for i in range(999999999) %}{% endfor %}", 2, "模板写法有误"),
        ('{% extends "report.md.j2" %}', 1, "模板写法有误"),
    ],
)
def test_a_mistake_in_an_own_template_is_one_sentence_with_its_line(
    office: Office, text: str, line: int, words: str
) -> None:
    file = put(office, text)
    said = office.ask("report", "--month", "2019-09", day=None)
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith(f"错误：{file}:{line}: ")
    assert re.search(words, said.err)
    assert said.err.count("\n") == 1


def test_an_own_template_that_is_not_utf8_is_named(office: Office) -> None:
    file = office.data / "office" / "templates" / "report.md.j2"
    file.write_bytes("月报：{{ report.head.month }}".encode("gbk"))
    said = office.ask("report", "--month", "2019-09", day=None)
    assert said.code == 1
    assert said.err.startswith(f"错误：{file}：不是 UTF-8 编码")


def test_a_template_saved_with_a_mark_in_front_is_read(office: Office) -> None:
    put(office, "\ufeff月报{{ report.head.month }}")
    assert office.ask("report", "--month", "2019-09", day=None).out.startswith("月报2019年9月")


def test_a_template_that_does_not_exist_names_where_it_was_looked_for(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=re.escape(f"找不到模板 nothing.md.j2；在这些文件夹里找过：{tmp_path}、")):
        render_markdown("nothing.md.j2", Page(), tmp_path)


def test_jinja_is_imported_only_when_a_page_is_made() -> None:
    modules = "baicheng_cli.cli.report, baicheng_cli.views.report, baicheng_cli.views.templates"
    code = f"import sys, {modules}; sys.exit('jinja2' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

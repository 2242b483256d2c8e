"""Papers as .docx: nothing lost, the same bytes, a clean package, and what is computed after filling."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from datetime import date
from inspect import cleandoc
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from openxml_audit import OpenXmlValidator

from baicheng_cli.errors import UserError
from baicheng_cli.views import word
from baicheng_cli.views.excel import made_here

NASTY = [
    "R&D <3%",
    "“双引号”‘单引号’\"半角\"'撇'",
    "镕昇喆堃珺",
    "{{ 不是变量 }}{% raw %}{# 不是注释 #}",
    "{_{ }_} {_% %_}",
    "&lt;已转义&gt; &#60;",
    "</w:t></w:r></w:p>",
    "C:\\新建\\n文件夹",
    " 首尾有空格 ",
    "关于" + "推进" * 28 + "的通",
]


class Page(NamedTuple):
    """What the templates of these tests are given."""

    said: str = "甲"
    lines: Sequence[str] = ()
    rows: Sequence[dict[str, str]] = ()


def filled(folder: Path, text: str, page: Page | None = None) -> Any:
    file = folder / "稿.txt"
    file.write_text("页面：公文\n" + cleandoc(text) + "\n", "utf-8")
    return Document(io.BytesIO(word.render(file, page or Page())))


def texts(document: Any) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def styled(document: Any, style: str) -> Any:
    [found] = [one for one in document.paragraphs if one.style.name == style]
    return found


def indent(paragraph: Any, side: str) -> float:
    """In points."""
    return int(paragraph._p.pPr.ind.get(qn(f"w:{side}"))) / 20


# What data may contain -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", NASTY)
def test_data_is_printed_as_it_is(tmp_path: Path, text: str) -> None:
    template = """
    页眉：{{ said }}
    公文标题：{{ said }}
    公文正文：前{{ said }}后
    表格：附表 20 20
    | {{ said }} | 乙 |
    表格完
    """
    document = filled(tmp_path, template, Page(text))
    assert styled(document, "公文标题").text == text
    assert styled(document, "公文正文").text == f"前{text}后"
    assert document.tables[0].cell(0, 0).text == text
    assert document.sections[0].header.paragraphs[0].text == text
    assert document.core_properties.title == text


def test_without_escaping_text_would_be_lost(tmp_path: Path) -> None:
    """Why the environment escapes: docxtpl repairs broken XML by leaving out what it does not understand."""
    from docxtpl import DocxTemplate  # type: ignore[import-untyped]

    (tmp_path / "稿.txt").write_text("页面：公文\n公文正文：前{{ said }}后\n", "utf-8")
    template = DocxTemplate(io.BytesIO(word.build_template(tmp_path / "稿.txt")))
    template.render({"said": "R&D <3%"})
    assert "R&D <3%" not in "".join(texts(template.docx))


def test_line_ends_and_tabs_stay_what_they_are(tmp_path: Path) -> None:
    document = filled(tmp_path, "公文正文：{{ said }}", Page("第一行\n第二行\t之后"))
    assert texts(document)[0] == "第一行\n第二行\t之后"
    assert len(document.element.body.findall(f".//{qn('w:br')}")) == 1


def test_what_is_no_text_is_refused_not_dropped(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="里有不是文字的字符（U\\+D800）"):
        filled(tmp_path, "公文正文：{{ said }}", Page("甲\ud800乙"))
    assert texts(filled(tmp_path, "公文正文：{{ said }}", Page("甲\x0c乙\x07")))[0] == "甲乙"


def test_loops_and_conditions_leave_nothing_behind(tmp_path: Path) -> None:
    template = """
    {% for one in lines %}
    {% if loop.first %}
    一级标题：一、{{ one }}
    {% else %}
    公文正文：{{ loop.index }}.{{ one }}
    {% endif %}
    {% endfor %}
    表格：附表 20 30
    | 序号 | 名称 |
    |---|---|
    {% for row in rows %}
    | {{ loop.index }} | {{ row.名称 }} |
    {% else %}
    | 无 |
    {% endfor %}
    表格完
    """
    page = Page(lines=("甲", "乙", "丙"), rows=[{"名称": "子"}, {"名称": "丑"}])
    document = filled(tmp_path, template, page)
    assert [one for one in texts(document) if one] == ["一、甲", "2.乙", "3.丙"]
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert rows == [["序号", "名称"], ["1", "子"], ["2", "丑"]]
    empty = filled(tmp_path, template).tables[0]
    assert [len(row._tr.tc_lst) for row in empty.rows] == [2, 1]
    assert empty.cell(1, 1).text == "无"


# Mistakes in templates -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("公文正文：{{ sayd }}", "没有“sayd”这一项"),
        ("公文正文：{{ said.word }}", "没有“word”这一项"),
        ("公文正文：{{ said | upperr }}", "模板写法有误：没有“upperr”这个过滤器；你是不是要找："),
        ("公文正文：{{ said", "“{{”没有配成对"),
        ("公文正文：{{ said + 1 }}", "模板写法有误"),
        ("公文正文：{{ ''.__class__.__mro__ }}", "模板里不允许这样做（用“__class__”）"),
        ("公文正文：{{ lines.append('丁') }}", "模板里不允许这样做（用“append”）"),
        ("{% if saidd %}\n公文正文：甲\n{% endif %}", "没有“saidd”这一项"),
        ("页眉：{{ sayd }}", "没有“sayd”这一项"),
    ],
)
def test_a_mistake_is_said_at_its_line(tmp_path: Path, line: str, said: str) -> None:
    file = tmp_path / "稿.txt"
    file.write_text(f"页面：公文\n\n公文正文：{{{{ said }}}}\n{line}\n", "utf-8")
    with pytest.raises(UserError) as caught:
        word.render(file, Page(lines=["丙"]))
    assert str(caught.value).startswith(f"{file}:4: "), caught.value
    assert said in str(caught.value)


def test_in_an_edited_template_a_mistake_is_said_with_the_words_around(tmp_path: Path) -> None:
    file = tmp_path / "稿.txt"
    file.write_text("页面：公文\n公文正文：甲{{ said }}乙\n", "utf-8")
    edited = Document(io.BytesIO(word.build_template(file)))
    for was, said in (
        ("甲{{ sayd }}乙", "“甲{{ sayd }}乙”处，没有“sayd”这一项"),
        ("甲｛｛ said ｝｝乙", "“｛｛”是全角符号"),
        ("甲{{ said }乙", "模板写法有误：“}”没有配成对"),
        ("{%p if said %}", "模板写法有误：{% if %} 没有结束；后面要有 {% endif %}"),
    ):
        edited.paragraphs[0].runs[0].text = was
        edited.save(str(tmp_path / "改.docx"))
        with pytest.raises(UserError) as caught:
            word.render(tmp_path / "改.docx", Page())
        assert str(caught.value).startswith(f"{tmp_path / '改.docx'}："), caught.value
        assert said in str(caught.value)


def test_what_is_no_docx_is_said(tmp_path: Path) -> None:
    (tmp_path / "稿.docx").write_bytes(b"D0CF11E0")
    with pytest.raises(UserError, match=r"稿\.docx 打不开，不是 \.docx 文件"):
        word.render(tmp_path / "稿.docx", Page())
    (tmp_path / "稿.txt").write_bytes("页面：公文".encode("gb18030"))
    with pytest.raises(UserError, match="不是 UTF-8 编码"):
        word.render(tmp_path / "稿.txt", Page())


# The file --------------------------------------------------------------------------------------------------------

EVERYTHING = """
页眉：演示标记：{{ said }}
版头左上：送审稿
红头：某某文件
发文字号：某〔2019〕1号
公文标题：关于{{ said }}的通报
主送机关：各街道办事处：
一级标题：一、情况
二级标题：（一）甲
三级标题：1.乙
四级标题：（1）丙
公文正文：{{ said }}
附件说明：附件：1.甲
附件说明续：2.乙
署名：某办公室
成文日期：2019年9月30日
附注：（联系人：　　）
页面：横排
附件标识：附件1
附件标题：某表
表格：附表 20 60 20
| 序号 | 名称 | 数 |
|---|---|---:|
{% for one in lines %}
| {{ loop.index }} | {{ one }} | 3 |
{% endfor %}
表格完
换页
表格：附表
| 自动 | 列宽 |
|---|---|
| 甲 | {{ said }} |
表格完
页面：信函
首页页眉：信函红头：某办公室
首页页脚：信函底线：
信函字号：某函〔2019〕1号
表格：表单 20 60
行高：20
| 表单项：编号 | 甲 |
| 合计 | < |
表格完
页面：公文
简报名称：工作简报
期号：第1期
编印：某办 | 2019年9月30日
表格：版记 100 56
| 末页注：数据版本 |
| 抄送：{{ said }} |
| 某办公室 | 2019年9月30日印发 |
表格完
"""


def everything(folder: Path) -> tuple[bytes, bytes]:
    """The template and the paper."""
    file = folder / "稿.txt"
    file.write_text("页面：公文\n" + EVERYTHING, "utf-8")
    return word.build_template(file), word.render(file, Page("甲" * 40, ["一", "二"]), day=date(2019, 9, 25))


def test_an_auditor_finds_no_error(tmp_path: Path) -> None:
    for number, content in enumerate(everything(tmp_path)):
        file = tmp_path / f"{number}.docx"
        file.write_bytes(content)
        result = OpenXmlValidator().validate(str(file))
        assert result.error_count == 0, result.errors


@pytest.mark.parametrize("name", word.template_names())
def test_a_linter_finds_nothing_in_the_shipped_templates(tmp_path: Path, name: str) -> None:
    file = tmp_path / f"{name}.docx"
    file.write_bytes(word.build_template(name))
    lint = str(Path(sys.executable).parent / "docxtpl-lint")
    done = subprocess.run([lint, "--autoescape", "--no-config", str(file)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    assert OpenXmlValidator().validate(str(file)).error_count == 0


def test_the_same_page_is_the_same_bytes_without_a_clock(tmp_path: Path) -> None:
    first, second = everything(tmp_path), everything(tmp_path)
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first[1])) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist()[0] == "[Content_Types].xml"
        core = archive.read("docProps/core.xml").decode()
    assert core.count("2019-09-25T00:00:00Z") == 2
    assert made_here(first[1])
    again = io.BytesIO()
    Document(io.BytesIO(first[1])).save(again)
    assert not made_here(again.getvalue())


def test_an_edited_template_gives_the_same_paper(tmp_path: Path) -> None:
    template, paper = everything(tmp_path)
    (tmp_path / "取出.docx").write_bytes(template)
    assert word.render(tmp_path / "取出.docx", Page("甲" * 40, ["一", "二"]), day=date(2019, 9, 25)) == paper


def test_punctuation_stays_inside_the_type_area_when_libreoffice_has_saved_the_template(tmp_path: Path) -> None:
    """It writes the contrary of what it read."""
    edited = Document(io.BytesIO(everything(tmp_path)[0]))
    for one in edited.styles.element.iter(qn("w:overflowPunct")):
        one.set(qn("w:val"), "false")
    edited.save(str(tmp_path / "改.docx"))
    paper = Document(io.BytesIO(word.render(tmp_path / "改.docx", Page())))
    said = [one.get(qn("w:val")) for one in paper.styles.element.iter(qn("w:overflowPunct"))]
    assert said == ["1"] * len(said)
    assert said


def test_nothing_comes_along_that_is_not_ours(tmp_path: Path) -> None:
    """python-docx's own template brings old styles, a thumbnail and custom XML."""
    for content in everything(tmp_path):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            assert not [name for name in names if re.search("stylesWithEffects|thumbnail|customXml|numbering", name)]
            fonts = archive.read("word/fontTable.xml").decode()
            styles = archive.read("word/styles.xml").decode()
        for font in ("仿宋_GB2312", "楷体_GB2312", "方正小标宋简体", "黑体", "宋体"):
            assert font in fonts
            assert f'w:eastAsia="{font}"' in styles
        assert "Cambria" not in fonts + styles


def test_the_grid_is_of_lines_so_that_libreoffice_counts_28(tmp_path: Path) -> None:
    [_, paper] = everything(tmp_path)
    for section in Document(io.BytesIO(paper)).sections:
        grid = section._sectPr.find(qn("w:docGrid"))
        assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch")), grid.get(qn("w:charSpace"))) == (
            "lines",
            "579",
            None,
        )


def test_table_styles_are_off_the_grid_and_a_floating_table_has_a_paragraph_after_it(tmp_path: Path) -> None:
    [_, paper] = everything(tmp_path)
    document = Document(io.BytesIO(paper))
    for style in document.styles:
        if style.name is not None and style.name.startswith("表格 "):
            assert style.element.find(f"{qn('w:pPr')}/{qn('w:snapToGrid')}").get(qn("w:val")) == "0"
    floating = document.element.body.xpath("./w:tbl[w:tblPr/w:tblpPr]")
    assert len(floating) == 1
    assert floating[0].getnext().tag == qn("w:p")


def test_headings_have_levels_and_are_not_bold(tmp_path: Path) -> None:
    document = Document(io.BytesIO(everything(tmp_path)[1]))
    found = {}
    for style in document.styles:
        level = style.element.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
        if level is not None:
            assert style.font.bold is False
            found[style.name] = int(level.get(qn("w:val")))
    assert found == {"一级标题": 0, "二级标题": 1, "三级标题": 2, "四级标题": 3}
    body = document.styles["公文正文"].element.pPr.ind
    assert (body.get(qn("w:firstLineChars")), body.get(qn("w:firstLine"))) == ("200", "630")


def test_rows_are_not_split_and_headings_repeat(tmp_path: Path) -> None:
    table = Document(io.BytesIO(everything(tmp_path)[1])).tables[0]
    rows = table._tbl.tr_lst
    assert [len(row.xpath("./w:trPr/w:cantSplit")) for row in rows] == [1, 1, 1]
    assert [len(row.xpath("./w:trPr/w:tblHeader")) for row in rows] == [1, 0, 0]
    assert not table._tbl.xpath(".//w:shd")


# What is computed after filling ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "size"), [("某区", 62), ("中原区文件", 62), ("郑州市中原区某某办公室文件", 32), ("甲" * 60, 7)]
)
def test_a_red_head_is_as_large_as_fits_on_a_line(tmp_path: Path, head: str, size: float) -> None:
    """156 mm are 442 pt; 0.95 of them by 13 characters is 32 pt (GB/T 9704—2012, 7.2.4)."""
    paragraph = styled(filled(tmp_path, "红头：{{ said }}", Page(head)), "红头")
    sizes = {run.font.size.pt if run.font.size is not None else paragraph.style.font.size.pt for run in paragraph.runs}
    assert sizes == {size}


def test_what_stands_above_a_red_head_does_not_push_it_down(tmp_path: Path) -> None:
    paragraph = styled(filled(tmp_path, "版头左上：特急\n版头左上：送审稿\n红头：某文件"), "红头")
    assert paragraph.paragraph_format.space_before.pt == pytest.approx(99.2 - 2 * 28.95, abs=0.1)


def test_the_signer_is_centred_on_the_date(tmp_path: Path) -> None:
    """2019年9月30日: three characters, seven digits of half a one, and five gaps of 0.1; four from the right."""
    document = filled(tmp_path, "署名：中原办公室\n成文日期：2019年9月30日")
    assert indent(styled(document, "成文日期"), "right") == pytest.approx(4 * 15.75, abs=0.1)
    assert indent(styled(document, "署名"), "right") == pytest.approx((4 + (7 - 5) / 2) * 15.75, abs=0.1)


def test_a_signer_wider_than_its_place_takes_the_date_along(tmp_path: Path) -> None:
    document = filled(tmp_path, f"署名：{'甲' * 20}\n成文日期：2019年9月30日")
    assert indent(styled(document, "署名"), "right") == 0
    assert indent(styled(document, "成文日期"), "right") == pytest.approx((20 - 7) / 2 * 15.75, abs=0.1)


def test_the_last_words_go_along_with_the_signature_unless_they_are_many(tmp_path: Path) -> None:
    for count, kept in ((28 * 6, True), (28 * 20, None)):
        document = filled(tmp_path, "公文正文：{{ said }}\n署名：甲\n成文日期：乙", Page("中" * count))
        assert styled(document, "公文正文").paragraph_format.keep_with_next is kept


def test_a_title_of_two_lines_is_parted_in_the_middle(tmp_path: Path) -> None:
    """24 characters: twelve and twelve, not twenty and four."""
    long = styled(filled(tmp_path, "公文标题：{{ said }}", Page("甲" * 24)), "公文标题")
    room = 156 / 25.4 * 72 - indent(long, "left") - indent(long, "right")
    assert 12 * 22 < room < 13 * 22
    short = styled(filled(tmp_path, "公文标题：{{ said }}", Page("甲" * 18)), "公文标题")
    assert short._p.pPr.ind is None


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("2019年9月份百城建设提质工程工作进展情况", ["2019年9月份百城建设提质工程", "工作进展情况"]),
        (
            "关于2019年9月份百城建设提质工程工作推进情况的通报",
            ["关于2019年9月份百城建设提质工程", "工作推进情况的通报"],
        ),
        ("甲" * 19 + "的通报甲乙", ["甲" * 19 + "的通报甲乙"]),  # parted there, its lines would be too unlike
    ],
)
def test_a_title_is_parted_between_words(tmp_path: Path, title: str, lines: list[str]) -> None:
    document = filled(tmp_path, "公文标题：{{ said }}", Page(title))
    assert styled(document, "公文标题").text.split("\n") == lines
    assert document.core_properties.title == title


def test_the_rules_of_the_imprint_are_thick_outside_and_thin_inside(tmp_path: Path) -> None:
    table = Document(io.BytesIO(everything(tmp_path)[1])).tables[-1]
    drawn = []
    for row in table._tbl.tr_lst:
        sides = row.xpath("./w:tc[1]/w:tcPr/w:tcBorders/*")
        drawn.append([side.get(qn("w:sz")) for side in sides])
    assert drawn == [[None, "8"], ["8", "6"], ["6", "8"]]


def test_names_in_the_imprint_go_on_below_the_first(tmp_path: Path) -> None:
    table = Document(io.BytesIO(everything(tmp_path)[1])).tables[-1]
    paragraph = table.cell(1, 0).paragraphs[0]
    assert paragraph.text.startswith("抄送：")
    ind = paragraph._p.pPr.ind
    assert (ind.get(qn("w:leftChars")), ind.get(qn("w:hangingChars"))) == ("400", "300")


def test_a_table_without_rows_is_left_out(tmp_path: Path) -> None:
    template = "表格：版记 100\n{% for one in lines %}\n| {{ one }} |\n{% endfor %}\n表格完\n公文正文：完"
    assert filled(tmp_path, template).tables == []
    assert len(filled(tmp_path, template, Page(lines=["甲"])).tables) == 1


def test_columns_without_widths_are_shared_by_what_they_hold(tmp_path: Path) -> None:
    template = """
    表格：附表
    | 序号 | 说明 | 数 |
    |---|---|---|
    | 1 | {{ said }} | 2 |
    表格完
    """
    [table] = filled(tmp_path, template, Page("很长的说明" * 20)).tables
    widths = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid]
    assert sum(widths) == pytest.approx(156 / 25.4 * 1440, abs=1)
    assert widths[1] > 5 * widths[0]
    assert [int(cell.tcPr.find(qn("w:tcW")).get(qn("w:w"))) for cell in table._tbl.tr_lst[1].tc_lst] == widths


def test_a_row_longer_than_a_page_may_break(tmp_path: Path) -> None:
    template = "表格：附表 20 20\n| 甲 | {{ said }} |\n| 乙 | 丙 |\n表格完"
    rows = filled(tmp_path, template, Page("很长的说明" * 400)).tables[0]._tbl.tr_lst
    assert [row.trPr.find(qn("w:cantSplit")) is not None for row in rows] == [False, True]


def test_a_section_does_not_vanish_with_the_tag_it_hangs_on(tmp_path: Path) -> None:
    """Office suites move the end of a section to the last paragraph before it, which may be a tag."""
    file = tmp_path / "稿.txt"
    file.write_text(
        "页面：公文\n公文正文：甲\n{% if said %}\n公文正文：乙\n{% endif %}\n页面：横排\n公文正文：丙\n", "utf-8"
    )
    edited = Document(io.BytesIO(word.build_template(file)))
    tag, end = (edited.paragraphs[place] for place in (3, 4))
    assert tag._p.pPr is not None
    assert end._p.pPr is not None
    assert tag.text == "{%p endif %}"
    tag._p.pPr.append(end._p.pPr.find(qn("w:sectPr")))
    end._p.getparent().remove(end._p)
    edited.save(str(tmp_path / "改.docx"))
    paper = Document(io.BytesIO(word.render(tmp_path / "改.docx", Page())))
    assert [section.orientation for section in paper.sections] == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE]
    assert [one for one in texts(paper) if one] == ["甲", "乙", "丙"]


def test_the_day_is_put_together_without_the_platforms_own_way() -> None:
    """%-m is unknown on Windows."""
    folder = Path(word.__file__).parent
    assert not [file.name for file in folder.glob("*.py") if "strftime" in file.read_text("utf-8")]

"""Reading a document: whatever it was saved as, within limits, or refused in one sentence."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import pytest

from baicheng_cli.document import read
from baicheng_cli.document.read import lines_of, read_lines
from baicheng_cli.errors import UsageError, UserError
from baicheng_cli.package import Unfit

TEXT = "三、重点工作\n（一）新增绿地100万平方米。\n牵头单位：区城管局\n"
MAIN = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def word(body: str, numbering: str = "", styles: str = "") -> bytes:
    """A .docx with this inside its body, and these parts beside it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"<w:document {MAIN}><w:body>{body}</w:body></w:document>")
        parts = [(name, content) for name, content in (("numbering", numbering), ("styles", styles)) if content]
        for name, content in parts:
            archive.writestr(f"word/{name}.xml", f"<w:{name} {MAIN}>{content}</w:{name}>")
        links = "".join(f'<Relationship Id="{name}" Type="{REL}/{name}" Target="{name}.xml"/>' for name, _ in parts)
        archive.writestr("word/_rels/document.xml.rels", f"<Relationships>{links}</Relationships>")
    return out.getvalue()


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def numbered(id: int, level: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{id}"/></w:numPr>'


def texts(data: bytes, name: str = "方案.docx") -> list[str]:
    return [line.text for line in lines_of(data, name)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_is_read_in_whichever_encoding_it_was_saved(encoding: str) -> None:
    assert texts(TEXT.encode(encoding), "方案.txt")[:2] == ["三、重点工作", "（一）新增绿地100万平方米。"]


def test_line_ends_of_every_system_end_a_line() -> None:
    assert texts("一\r\n二\r三\n四".encode(), "方案.txt") == ["一", "二", "三", "四"]


def test_markdown_loses_its_marks_and_keeps_its_places() -> None:
    [heading, item, row, _, cell] = lines_of(
        "## 三、重点工作\n- **牵头单位：** 区城管局\n| 序号 | 任务 |\n|:-:|---|\n| 1 | `绿地` |".encode(), "方案.md"
    )
    assert (heading.text, heading.heading) == ("三、重点工作", 2)
    assert item.text == "•牵头单位： 区城管局"
    assert item.raw[slice(*item.span(7, 11)[1:])] == "区城管局"
    assert (row.cells, cell.cells) == (("序号", "任务"), ("1", "绿地"))


def test_word_numbers_are_read_as_word_prints_them() -> None:
    levels = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/>'
        "</w:lvl>"
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>'
        '<w:lvl w:ilvl="2"><w:numFmt w:val="decimal"/><w:lvlText w:val="%2.%3"/><w:isLgl/></w:lvl>'
        '<w:lvl w:ilvl="3"><w:numFmt w:val="decimalEnclosedCircle"/><w:lvlText w:val="%4"/></w:lvl>'
    )
    numbering = (
        f'<w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="7"/>'
        '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="9"/></w:lvlOverride></w:num>'
    )
    body = "".join(
        p(text, numbered(id, level))
        for text, id, level in [
            ("总体要求", 1, 0),
            ("重点任务", 1, 0),
            ("道路", 1, 1),
            ("桥", 1, 2),
            ("涵", 1, 2),
            ("甲", 1, 3),
            ("绿化", 1, 1),
            ("河", 1, 2),
            ("九", 2, 1),
            ("十", 2, 1),
        ]
    )
    assert texts(word(body, numbering)) == [
        "一、总体要求",
        "二、重点任务",
        "（一）道路",
        "1.1桥",
        "1.2涵",
        "①甲",
        "（二）绿化",
        "2.1河",
        "（九）九",
        "（十）十",
    ]


def test_a_style_numbers_its_paragraphs_and_makes_them_headings() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="base"><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="1"><w:basedOn w:val="base"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="japaneseCounting"/>'
        '<w:lvlText w:val="%1、"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    [line] = lines_of(word(p("重点工作", '<w:pStyle w:val="1"/>'), numbering, styles), "a.docx")
    assert (line.text, line.heading) == ("一、重点工作", 1)


def test_what_is_deleted_or_hidden_in_word_is_not_read() -> None:
    body = (
        "<w:p><w:r><w:t>新增</w:t></w:r><w:del><w:r><w:delText>100</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>120</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>（内部）</w:t></w:r>"
        "<w:moveFrom><w:r><w:t>旧文</w:t></w:r></w:moveFrom><w:r><w:t>万</w:t></w:r></w:p>"
    )
    assert texts(word(body)) == ["新增120万"]


def test_merged_cells_repeat_what_they_are_merged_with() -> None:
    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"

    wide, first = '<w:gridSpan w:val="3"/>', '<w:vMerge w:val="restart"/>'
    body = (
        "<w:tbl>"
        f"<w:tr>{cell('一、道路', wide)}</w:tr>"
        f"<w:tr>{cell('1')}{cell('区城管局', first)}{cell('11月底')}</w:tr>"
        f"<w:tr>{cell('2')}{cell('', '<w:vMerge/>')}{cell('年底')}</w:tr>"
        "</w:tbl>"
    )
    assert [line.cells for line in lines_of(word(body), "a.docx")] == [
        ("一、道路", "一、道路", "一、道路"),
        ("1", "区城管局", "11月底"),
        ("2", "区城管局", "年底"),
    ]


def test_a_line_break_in_a_paragraph_ends_a_line_of_the_same_paragraph() -> None:
    body = "<w:p/><w:p><w:r><w:t>牵头单位：区城管局</w:t><w:br/><w:t>配合单位：区农委</w:t></w:r></w:p>"
    _, first, second = lines_of(word(body), "a.docx")
    assert (first.text, second.text) == ("牵头单位：区城管局", "配合单位：区农委")
    assert (first.number, second.span(0, 4)) == (2, (2, 10, 14))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "是空文件，里面什么也没有；多半没有传完，请重新取一份"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "是旧格式（.doc、.wps）或有打开密码"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "有打开密码"),
        (b"\x89PNG\r\n", "是图片"),
        (b"Rar!\x1a", "是压缩包"),
        (b"%PDF-1.7\n" + random.Random(1).randbytes(5_000), "PDF 文件坏了"),
        (b"PK\x03\x04" + random.Random(1).randbytes(5_000), "文件坏了，读不出"),
        (b"\x00\x01" + random.Random(1).randbytes(5_000), "是二进制文件"),
        (b"abc\x80\xff\xfe\xfd", "编码认不出"),
        (("字" * 5_000_001).encode(), "超过500万字或40万行"),
        (("字\n" * 400_001).encode(), "超过500万字或40万行"),
    ],
)
def test_what_is_no_document_is_refused_with_what_it_is(data: bytes, words: str) -> None:
    with pytest.raises(Unfit, match=words):
        lines_of(data, "方案.txt")


def zipped(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


def test_other_kinds_of_zip_are_refused_by_name() -> None:
    with pytest.raises(Unfit, match="是 Excel 工作簿"):
        lines_of(zipped(xl__workbook_xml="<a/>"), "方案.docx")
    with pytest.raises(Unfit, match="是压缩包，不是 Word 文档"):
        lines_of(zipped(a_xml="<a/>"), "方案.docx")


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(Unfit, match="像是压缩炸弹"):
        lines_of(word(p("炸" * 5_000_000)), "方案.docx")


def test_tables_nested_beyond_reason_are_refused() -> None:
    noise = random.Random(1).randbytes(20_000).hex()  # so that the zip is not refused for its ratio
    deep = "<w:tbl><w:tr><w:tc>" * 100 + p(noise) + "</w:tc></w:tr></w:tbl>" * 100
    with pytest.raises(Unfit, match="表格嵌套超过20层"):
        lines_of(word(deep), "方案.docx")


def test_a_pdf_is_read_line_by_line_or_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "pdfplumber", None)
    with pytest.raises(Unfit, match=r"pip install 'baicheng\[pdf\]'"):
        lines_of(b"%PDF-1.7", "方案.pdf")


def test_a_missing_file_is_wrong_usage_and_an_empty_one_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="找不到文件"):
        read_lines(tmp_path / "没有.txt")
    with pytest.raises(UsageError, match="是文件夹"):
        read_lines(tmp_path)
    blank = tmp_path / "空白.txt"
    blank.write_text(" \n\n", "utf-8")
    with pytest.raises(UserError, match="里面没有文字"):
        read_lines(blank)


def test_a_file_that_is_too_large_is_not_read_to_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read, "MOST_BYTES", 1000)
    file = tmp_path / "大.txt"
    file.write_bytes(b"a" * 1001)
    with pytest.raises(UserError, match="超过0 MB"):
        read_lines(file)

"""What comes in as a form: opened within limits and read as it was typed, or refused in one plain sentence."""

from __future__ import annotations

import io
import os
import tracemalloc
import zipfile
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from baicheng_cli import package
from baicheng_cli.errors import UsageError, UserError
from baicheng_cli.forms.cells import read_day, read_number
from baicheng_cli.forms.door import lock_words, open_bytes, open_form
from baicheng_cli.forms.grid import MOST_ROWS, MOST_TEXT, PICTURE, Cell, place_of, place_words
from baicheng_cli.progress.store import digest

TEN = time(10)
NAME = "03_区城管局_2019年9月填报表.xlsx"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_REL = "http://schemas.openxmlformats.org/package/2006/relationships"
SHEET = f'<worksheet xmlns="{MAIN}"><sheetData>%s</sheetData>%s</worksheet>'


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def book_of(cells: Mapping[str, Any]) -> Workbook:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "表一 指标与节点"
    for place, value in cells.items():
        sheet[place] = value
    return book


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def relations(*of: tuple[str, str]) -> str:
    lines = (f'<Relationship Id="rId{i}" Type="{REL}/{kind}" Target="{to}"/>' for i, (kind, to) in enumerate(of, 1))
    return f'<Relationships xmlns="{PACKAGE_REL}">{"".join(lines)}</Relationships>'


def parts_of(
    rows: str = "", after: str = "", styles: str = "", book: str = "", strings: str = ""
) -> dict[str, str | bytes]:
    """The parts of the smallest workbook, with these rows in its sheet."""
    return {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{REL}">{book}'
        '<sheets><sheet name="表一" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(
            ("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")
        ),
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
        "xl/worksheets/sheet1.xml": SHEET % (rows, after),
    }


def cells_of(data: bytes) -> dict[str, Cell]:
    sheet = open_bytes(data, NAME).book.sheets[0]
    return {place_words(*where): cell for where, cell in sheet.cells.items()}


def refusal(data: bytes, name: str = NAME) -> str:
    with pytest.raises(UserError) as caught:
        open_bytes(data, name)
    sentence = str(caught.value)
    assert sentence.startswith(f"{name}：")
    assert "\n" not in sentence
    return sentence.removeprefix(f"{name}：")


# what is read


def test_a_workbook_is_a_grid_of_what_was_typed(tmp_path: Path) -> None:
    folder = tmp_path / "收到的表 九月"
    folder.mkdir()
    file = folder / NAME
    book = book_of({"A1": "标题", "B2": 72.5, "C3": "=0.4+0.1", "D4": date(2019, 9, 20), "E5": True, "F6": 0.1 + 0.2})
    book.create_sheet("_baicheng").sheet_state = "veryHidden"
    file.write_bytes(saved(book))
    opened = open_form(file)
    assert (opened.name, opened.sha256, opened.data) == (NAME, digest(file.read_bytes()), file.read_bytes())
    assert [(sheet.name, sheet.hidden) for sheet in opened.book.sheets] == [
        ("表一 指标与节点", False),
        ("_baicheng", True),
    ]
    sheet = opened.sheet("表一 指标与节点")
    assert sheet is not None
    assert sheet.at(1, 1) == Cell("标题")
    assert sheet.at(2, 2) == Cell(Decimal("72.5"))
    assert sheet.at(3, 3) == Cell(None, "=0.4+0.1")
    assert sheet.at(4, 4) == Cell(date(2019, 9, 20), None, "yyyy-mm-dd")
    assert sheet.at(5, 5) == Cell(True)
    assert sheet.at(6, 6) == Cell(Decimal("0.3"))
    assert sheet.at(7, 7) == Cell()
    assert sheet.last_row == 6
    assert opened.notes == ()


def test_both_a_formula_and_what_it_was_calculated_to_are_read() -> None:
    rows = """
    <row r="1"><c r="A1"><f>0.4+0.1</f><v>0.5</v></c><c r="B1" t="str"><f>IF(1,"","")</f><v></v></c>
    <c r="C1"><f>0.4+0.1</f><v></v></c><c r="D1" t="e"><f>#REF!+1</f><v>#REF!</v></c>
    <c r="E1" t="str"><f>"约"&amp;72</f><v>约72</v></c></row>"""
    assert cells_of(zipped(parts_of(rows))) == {
        "A1": Cell(Decimal("0.5"), "=0.4+0.1"),
        "B1": Cell("", '=IF(1,"","")'),
        "C1": Cell(None, "=0.4+0.1"),
        "D1": Cell("#REF!", "=#REF!+1"),
        "E1": Cell("约72", '="约"&72'),
    }


@pytest.mark.parametrize(
    ("raw", "typed"),
    [
        ("72.30000000000001", "72.3"),
        ("0.30000000000000004", "0.3"),
        ("1E-4", "0.0001"),
        ("4.0000000000000003E-5", "0.00004"),
        ("1.1000000000000001", "1.1"),
        ("123456789012345", "123456789012345"),
        ("-72.299999999999997", "-72.3"),
    ],
)
def test_a_number_comes_out_as_it_was_typed(raw: str, typed: str) -> None:
    cells = cells_of(zipped(parts_of(f'<row r="1"><c r="A1"><v>{raw}</v></c></row>')))
    assert cells["A1"].value == Decimal(typed)


@pytest.mark.parametrize(
    ("format", "shown"),
    [
        ('numFmtId="14"', "yyyy/m/d"),
        ('numFmtId="31"', 'yyyy"年"m"月"d"日"'),
        ('numFmtId="57"', 'yyyy"年"m"月"'),
        ('numFmtId="58"', 'm"月"d"日"'),
        ('numFmtId="176"', '[$-804]yyyy"年"m"月"d"日";@'),
        ('numFmtId="177"', 'yyyy"年"m"月"d"日"'),
    ],
)
def test_chinese_programs_dates_are_days_though_the_file_does_not_say_so(format: str, shown: str) -> None:
    """Formats 27 to 58 have no text in the file; WPS writes reserved-0x1f for the one of number 31."""
    styles = f"""<numFmts><numFmt numFmtId="176" formatCode='[$-804]yyyy"年"m"月"d"日";@'/>
    <numFmt numFmtId="177" formatCode="reserved-0x1f"/></numFmts>
    <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf {format}/></cellXfs>"""
    rows = '<row r="1"><c r="A1" s="1"><v>43728</v></c><c r="B1"><v>43728</v></c><c r="C1" s="9"><v>1</v></c></row>'
    assert cells_of(zipped(parts_of(rows, styles=styles))) == {
        "A1": Cell(date(2019, 9, 20), None, shown),
        "B1": Cell(Decimal(43728)),
        "C1": Cell(Decimal(1)),
    }


def test_a_workbook_may_count_its_days_from_1904() -> None:
    book = book_of({"A1": date(2019, 9, 20)})
    book.epoch = CALENDAR_MAC_1904
    opened = open_bytes(saved(book), NAME)
    assert opened.book.from_1904
    assert opened.book.sheets[0].at(1, 1).value == date(2019, 9, 20)


def test_texts_are_read_with_their_runs_and_without_their_readings() -> None:
    strings = (
        "<si><r><t>建成</t></r><r><rPr><b/></rPr><t xml:space='preserve"
        "'> 2座</t></r><rPh sb='0' eb='1'><t>jiàn</t></rPh></si><si><t>一行_x000D_\n两行 _x005F_x0041_</t></si><si/>"
    )
    rows = """<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c>
    <c t="inlineStr"><is><r><t>在</t></r><r><t>建</t></r></is></c></row><row><c><v>5</v></c></row>"""
    assert cells_of(zipped(parts_of(rows, strings=strings))) == {
        "A1": Cell("建成 2座"),
        "B1": Cell("一行\r\n两行 _x0041_"),
        "D1": Cell("在建"),
        "A2": Cell(Decimal(5)),
    }


def test_no_more_of_a_text_is_kept_than_a_cell_takes() -> None:
    strings = f"<si><t>{os.urandom(100_000).hex()}</t></si>"
    text = cells_of(zipped(parts_of('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', strings=strings)))["A1"].value
    assert isinstance(text, str)
    assert len(text) == MOST_TEXT + 1


def test_a_merged_range_has_its_value_at_the_upper_left_and_nothing_below() -> None:
    rows = '<row r="2"><c r="B2"><v>7</v></c></row><row r="3"><c r="C3"><v>8</v></c></row>'
    after = '<mergeCells count="1"><mergeCell ref="B2:C3"/></mergeCells>'
    sheet = open_bytes(zipped(parts_of(rows, after)), NAME).book.sheets[0]
    assert sheet.merged == ((2, 2, 3, 3),)
    assert sheet.at(2, 2).value == 7
    assert sheet.at(3, 3) == Cell()
    assert sheet.covered_by(3, 3) == (2, 2)
    assert sheet.covered_by(2, 2) is None
    assert sheet.covered_by(4, 4) is None


def test_names_of_parts_are_found_in_any_case_with_any_slashes_and_in_strict_files() -> None:
    parts = parts_of('<row r="1"><c r="A1" t="d"><v>2019-09-20T00:00:00</v></c></row>')
    strict = {
        name: str(text).replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main") for name, text in parts.items()
    }
    strict["XL\\Workbook.xml"] = strict.pop("xl/workbook.xml")
    assert cells_of(zipped(strict)) == {"A1": Cell(date(2019, 9, 20))}


def test_the_dimension_that_a_sheet_names_is_not_believed() -> None:
    parts = parts_of('<row r="1"><c r="A1"><v>1</v></c></row><row r="9"><c r="K9"><v>2</v></c></row>')
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = str(parts[sheet]).replace("<sheetData>", '<dimension ref="A1"/><sheetData>')
    assert set(cells_of(zipped(parts))) == {"A1", "K9"}


def test_pictures_and_text_boxes_are_not_read_and_that_is_said() -> None:
    at = "<a:from><a:col>7</a:col><a:row>6</a:row></a:from>"
    drawing = f'<a:wsDr xmlns:a="x"><a:twoCellAnchor>{at}<a:pic/></a:twoCellAnchor><a:sp/></a:wsDr>'
    parts = parts_of() | {
        "xl/worksheets/_rels/sheet1.xml.rels": relations(("drawing", "../drawings/drawing1.xml")),
        "xl/drawings/drawing1.xml": drawing,
        "xl/embeddings/附件.docx": b"PK",
    }
    opened = open_bytes(zipped(parts), NAME)
    assert opened.book.sheets[0].pictures == ((7, 8),)
    assert opened.notes == (
        "“表一”里有1张图片（在H7附近），图片不录入；要作佐证的请另存文件",
        "“表一”里有文本框或图形，里面的文字不会读到",
        "表里嵌了别的文件，没有打开",
    )


def test_a_picture_in_a_cell_is_neither_its_formula_nor_its_error() -> None:
    rows = """<row r="1"><c r="A1" t="str"><f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v></c>
    <c r="B1" t="e" vm="1"><v>#VALUE!</v></c><c r="C1" t="e"><v>#VALUE!</v></c></row>"""
    data = zipped(parts_of(rows))
    assert {place: cell.value for place, cell in cells_of(data).items()} == {
        "A1": PICTURE,
        "B1": PICTURE,
        "C1": "#VALUE!",
    }
    assert open_bytes(data, NAME).notes == ("“表一”的单元格里有2张图片（如A1），图片里的内容读不出",)


def test_values_from_other_files_are_those_saved_last_and_that_is_said() -> None:
    parts = parts_of('<row r="1"><c r="A1"><f>[1]台账!B2</f><v>40</v></c></row>')
    parts["xl/_rels/workbook.xml.rels"] = relations(
        ("worksheet", "worksheets/sheet1.xml"), ("externalLink", "externalLinks/externalLink1.xml")
    )
    parts["xl/externalLinks/externalLink1.xml"] = "<externalLink/>"
    link = relations(("externalLinkPath", "file:///C:\\Users\\me\\台账.xlsx"))
    parts["xl/externalLinks/_rels/externalLink1.xml.rels"] = link.replace("/></", ' TargetMode="External"/></')
    opened = open_bytes(zipped(parts), NAME)
    assert opened.book.sheets[0].at(1, 1) == Cell(Decimal(40), "=[1]台账!B2")
    assert opened.notes == ("表里引用了别的文件（台账.xlsx），读的是上次保存时的数，请核对",)


def test_an_open_file_is_read_with_a_warning(tmp_path: Path) -> None:
    file = tmp_path / NAME
    file.write_bytes(saved(book_of({"A1": 1})))
    assert open_form(file).notes == ()
    (tmp_path / f"~${NAME}").write_bytes(b"x")
    assert open_form(file).notes == ("这个文件好像还在别处开着，没有保存的改动读不到；请保存、关掉后再读一遍",)


# what is refused


def test_what_is_not_there_or_no_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"找不到 .*没有这个\.xlsx"):
        open_form(tmp_path / "没有这个.xlsx")
    (tmp_path / "文件夹.xlsx").mkdir()
    with pytest.raises(UsageError, match="是文件夹，不是文件"):
        open_form(tmp_path / "文件夹.xlsx")


def test_a_file_that_may_not_be_read_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / NAME
    file.write_bytes(b"x")

    def forbidden(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(file))

    monkeypatch.setattr(Path, "open", forbidden)
    with pytest.raises(UserError, match="打不开（Permission denied）；请检查文件的权限"):
        open_form(file)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes are POSIX")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "表.xlsx")
    with pytest.raises(UsageError, match="不是普通文件"):
        open_form(tmp_path / "表.xlsx")


@pytest.mark.parametrize("name", [f"~${NAME}", f".~lock.{NAME}#"])
def test_what_an_open_program_leaves_beside_a_file_is_skipped(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"x")
    with pytest.raises(UserError, match="是表格还开着时留下的临时文件，不是填报表，已跳过"):
        open_form(tmp_path / name)
    assert lock_words(NAME) is None


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "是空文件；多半没有传完，请单位重发"),
        (OLD + b"\0" * 600, "是旧格式（.xls、.et）或有打开密码；请另存为 .xlsx 并去掉密码后再交"),
        (
            OLD + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
            "有打开密码，读不出；请用 WPS 或 Excel 打开，另存为 .xlsx 并去掉密码后再交",
        ),
        ("编号,名称\n3.3.a,绿地\n".encode("gbk"), "其实是文本文件（如 .csv），不是 .xlsx 工作簿"),
        (b"\xef\xbb\xbf<html><table>", "其实是网页或 XML 文件，不是 .xlsx 工作簿"),
        (b"%PDF-1.7", "是 PDF 文件，不是 .xlsx 工作簿；请交填报表的原表"),
        (b"\xff\xd8\xff\xe0", "是图片，不是 .xlsx 工作簿"),
        (b"Rar!\x1a\x07", "是压缩包（.rar），不是 .xlsx 工作簿"),
        (b"\x00\x01\x02", "不是 .xlsx 工作簿；请用 WPS 或 Excel 打开，另存为 .xlsx 后再交"),
        (b"PK\x03\x04" + b"\0" * 99, "文件坏了，读不出"),
        (saved(Workbook())[:-200], "文件坏了，读不出"),
        (saved(Workbook())[:2000], "文件坏了，读不出"),
        (zipped({}), "不是 .xlsx 工作簿，里面没有工作表"),
        (zipped({"照片.jpg": b"x"}), "不是 .xlsx 工作簿，里面没有工作表"),
        (zipped({"甲.xlsx": b"x", "乙.xlsx": b"x"}), "其实是压缩包；请解压后交里面的填报表"),
        (
            zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"}),
            "其实是 OpenDocument 文件（.ods 等），不是 .xlsx 工作簿；请用 WPS 或 Excel 打开，另存为 .xlsx 后再交",
        ),
        (
            zipped({"[Content_Types].xml": "<a/>", "word/document.xml": "<a/>"}),
            "其实是 Word 文档（.docx），不是 Excel 表",
        ),
        (zipped({"[Content_Types].xml": "<a/>", "ppt/presentation.xml": "<a/>"}), "其实是演示文稿（.pptx）"),
        (zipped({"[Content_Types].xml": "<a/>", "xl/workbook.bin": b"x"}), "是二进制工作簿（.xlsb）"),
        (zipped({"Index/Document.iwa": b"x"}), "其实是 Numbers 表格"),
        (zipped({"[Content_Types].xml": "<a/>"}), "文件坏了，读不出"),
    ],
)
def test_what_is_no_workbook_is_refused_with_what_it_is(data: bytes, words: str) -> None:
    assert refusal(data).startswith(words)


MACROS = "是带宏的工作簿（.xlsm），宏可能带病毒，没有打开；请另存为不带宏的 .xlsx 后再交"


def test_macros_are_refused_however_they_come() -> None:
    plain = zipped(parts_of())
    assert refusal(plain, "表.XLSM") == MACROS
    assert refusal(zipped(parts_of() | {"xl/vbaProject.bin": b"x"})) == MACROS
    assert refusal(zipped(parts_of() | {"xl/macrosheets/sheet1.xml": b"x"})) == MACROS
    kind = '<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>'
    assert refusal(zipped(parts_of() | {"[Content_Types].xml": kind})) == MACROS


def test_a_zip_with_a_password_is_refused() -> None:
    data = bytearray(zipped(parts_of()))
    start = 0
    while (start := data.find(b"PK\x01\x02", start)) >= 0:
        data[start + 8] |= 1
        start += 4
    assert refusal(bytes(data)).startswith("有密码；请去掉密码")


def test_a_zip_of_too_many_parts_is_refused_before_they_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    assert refusal(zipped(parts_of() | {f"xl/media/{n}.png": b"" for n in range(200)})).startswith(
        "里面有207个部件（最多200个）"
    )
    data = zipped({str(n): b"" for n in range(2000)})
    monkeypatch.setattr(zipfile, "ZipFile", None)
    assert refusal(data).startswith("里面有2000个部件（最多200个）")


def test_a_bomb_is_refused_by_its_directory(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = zipped(parts_of() | {"xl/media/a.bin": bytes(30 * 2**20)})
    assert refusal(bomb).startswith("解开后会变成200倍以上，像是压缩炸弹，没有打开；请用 WPS 或 Excel 打开")
    monkeypatch.setattr(package, "MOST_BYTES", 2**20)
    big = zipped(parts_of() | {"xl/media/1.bin": os.urandom(2**21)})
    assert refusal(big).startswith("太大，解开后超过1 MB，没有打开；多半是整行整列设了格式")


def test_a_sheet_that_is_named_again_and_again_is_not_unpacked_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MOST_BYTES", 2**20)
    parts = parts_of('<row r="1"><c r="A1" t="str"><v>' + os.urandom(2**17).hex() + "</v></c></row>")
    sheet = '<sheet name="表一" sheetId="1" r:id="rId1"/>'
    parts["xl/workbook.xml"] = str(parts["xl/workbook.xml"]).replace(sheet, sheet * 900)
    assert refusal(zipped(parts)).startswith("太大，解开后超过1 MB，没有打开")


def test_a_bomb_whose_directory_lies_is_stopped_while_unpacking() -> None:
    """The directory says 100 bytes; what is there would unpack to 18 MB."""
    sheet = "xl/worksheets/sheet1.xml"
    parts = parts_of()
    parts[sheet] = (SHEET % ("<row/>" * 3_000_000, "")).encode()
    data = bytearray(zipped(parts))
    size = len(parts[sheet]).to_bytes(4, "little")
    assert data.count(size) == 2
    lying = bytes(data.replace(size, (100).to_bytes(4, "little")))
    tracemalloc.start()
    assert refusal(lying).startswith("文件坏了，读不出")
    assert tracemalloc.get_traced_memory()[1] < 3 * package.CHUNK
    tracemalloc.stop()


def test_a_document_type_is_refused_and_its_entities_with_it() -> None:
    laughs = '<!DOCTYPE a [<!ENTITY b "哈">]>' + SHEET % ('<row r="1"><c r="A1" t="str"><v>&b;</v></c></row>', "")
    wanted = "文件里夹带了 Office 不会写的内容（DTD），没有打开；请用 WPS 或 Excel 打开，另存为 .xlsx 后再交"
    assert refusal(zipped(parts_of() | {"xl/worksheets/sheet1.xml": laughs})) == wanted
    outside = '<!DOCTYPE a SYSTEM "file:///etc/passwd">' + str(parts_of()["xl/workbook.xml"])
    assert refusal(zipped(parts_of() | {"xl/workbook.xml": outside})) == wanted


@pytest.mark.parametrize(
    "broken",
    [
        {"xl/worksheets/sheet1.xml": SHEET % ("<row>", "")},
        {"xl/worksheets/sheet1.xml": SHEET % ('<row r="1"><c r="A1" t="s"><v>7</v></c></row>', "")},
        parts_of('<row r="1"><c r="A1" t="s"><v>-1</v></c></row>', strings="<si><t>甲</t></si>"),
        {"xl/worksheets/sheet1.xml": SHEET % ('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>', "")},
        {"xl/worksheets/sheet1.xml": SHEET % ('<row r="1"><c r="甲1"><v>1</v></c></row>', "")},
        {"xl/worksheets/sheet1.xml": SHEET % ("", '<mergeCell ref="A1:C3"/><mergeCell ref="C3:D4"/>')},
        {"xl/workbook.xml": f'<workbook xmlns="{MAIN}"><sheets/></workbook>'},
        {"xl/workbook.xml": "no xml"},
        {"xl/_rels/workbook.xml.rels": relations()},
    ],
)
def test_a_workbook_that_contradicts_itself_is_broken(broken: dict[str, str | bytes]) -> None:
    assert refusal(zipped(parts_of() | broken)).startswith(
        "文件坏了，读不出；请用 WPS 或 Excel 打开，另存为 .xlsx 后再交"
    )


# nothing takes for ever


def test_one_cell_in_the_last_corner_costs_nothing_and_is_said() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    opened = open_bytes(zipped(parts_of(rows)), NAME)
    assert [place_words(*where) for where in opened.book.sheets[0].cells] == ["A1"]
    assert opened.notes == ("“表一”的表外还有内容（如XFD1048576），没有读",)


def test_emptiness_beyond_is_no_content() -> None:
    rows = (
        f'<row r="{MOST_ROWS}"><c r="AD{MOST_ROWS}"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="0"/></row>'
    )
    opened = open_bytes(zipped(parts_of(rows)), NAME)
    assert opened.notes == ()
    assert opened.book.sheets[0].last_row == MOST_ROWS


def test_a_merged_range_over_the_whole_sheet_ends() -> None:
    after = '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    sheet = open_bytes(zipped(parts_of('<row r="1"><c r="A1"><v>1</v></c></row>', after)), NAME).book.sheets[0]
    assert sheet.covered_by(MOST_ROWS, 30) == (1, 1)


def test_a_great_many_formatted_empty_rows_take_no_memory() -> None:
    rows = "".join(f'<row r="{n}" s="1" customFormat="1"/>' for n in range(2, 300_000))
    data = zipped(parts_of('<row r="1"><c r="A1"><v>1</v></c></row>' + rows))
    tracemalloc.start()
    assert set(cells_of(data)) == {"A1"}
    assert tracemalloc.get_traced_memory()[1] < 4 * package.CHUNK
    tracemalloc.stop()


def test_more_cells_than_anybody_could_look_at_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MOST_ELEMENTS", 20_000)
    rows = "".join(f'<row r="{n}">{"<c/>" * 30}</row>' for n in range(1, 700))
    assert refusal(zipped(parts_of(rows))).startswith("表格太满，格子超过2万个；多半是整行整列设了格式")


# nothing is changed, nothing unexpected is raised

kept = (
    st.decimals(-(10**9), 10**9, places=5)
    | st.decimals(-1, 1, places=10)
    | st.integers(-(10**15) + 1, 10**15 - 1).map(Decimal)
)


@settings(deadline=None, max_examples=40)
@given(st.lists(kept, min_size=1, max_size=50))
def test_every_number_we_write_into_a_cell_is_read_back(numbers: list[Decimal]) -> None:
    cells = cells_of(saved(book_of({f"B{row}": number for row, number in enumerate(numbers, 1)})))
    for row, number in enumerate(numbers, 1):
        cell = cells[f"B{row}"]
        assert read_number(cell.value, cell.formula, cell.number_format, "个") == number


@settings(deadline=None, max_examples=40)
@given(st.lists(st.dates(date(2010, 1, 1), date(2019, 9, 30)), min_size=1, max_size=50), st.booleans(), st.booleans())
def test_every_day_we_write_into_a_cell_is_read_back(days: list[date], from_1904: bool, timed: bool) -> None:
    at = {f"B{row}": datetime.combine(day, TEN) if timed else day for row, day in enumerate(days, 1)}
    book = book_of(at)
    if from_1904:
        book.epoch = CALENDAR_MAC_1904
    cells = cells_of(saved(book))
    for row, day in enumerate(days, 1):
        cell = cells[f"B{row}"]
        assert read_day(cell.value, cell.formula, cell.number_format, "2019-09", from_1904=from_1904) == day


texts = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1).filter(
    lambda text: not text.startswith("=") and "_x" not in text
)


@settings(deadline=None, max_examples=40)
@given(st.dictionaries(st.tuples(st.integers(1, 60), st.integers(1, 30)), texts | st.integers(-999, 999), min_size=1))
def test_openpyxl_reads_the_same(cells: dict[tuple[int, int], str | int]) -> None:
    data = saved(book_of({place_words(*where): value for where, value in cells.items()}))
    theirs = load_workbook(io.BytesIO(data)).active
    assert theirs is not None
    ours = open_bytes(data, NAME).book.sheets[0]
    read = {(cell.row, cell.column): cell.value for row in theirs.iter_rows() for cell in row if cell.value is not None}
    assert {where: cell.value for where, cell in ours.cells.items()} == read


WHOLE = saved(book_of({"A1": "标题", "B2": 72.5, "C3": "=0.4+0.1", "D4": date(2019, 9, 20)}))


@settings(deadline=None, max_examples=300)
@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_a_damaged_file_is_read_or_refused_and_nothing_else(damage: list[tuple[int, int]]) -> None:
    data = bytearray(WHOLE)
    for where, byte in damage:
        data[where] = byte
    try:
        open_bytes(bytes(data), NAME)
    except UserError as error:
        assert str(error).startswith(NAME)


RAW = parts_of(
    '<row r="1"><c r="A1" s="1" t="n"><f>1</f><v>1</v></c><c r="B1" t="s"><v>0</v></c></row>',
    '<mergeCells><mergeCell ref="C1:D2"/></mergeCells>',
    '<numFmts><numFmt numFmtId="170" formatCode="0"/></numFmts><cellXfs><xf/><xf numFmtId="170"/></cellXfs>',
    '<workbookPr date1904="0"/>',
    "<si><t>甲</t></si>",
)


@settings(deadline=None, max_examples=300)
@given(
    st.sampled_from(sorted(RAW)),
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.sampled_from('0-9<>/"=aA 年')), min_size=1, max_size=4),
)
def test_damaged_parts_are_read_or_refused_and_nothing_else(part: str, damage: list[tuple[float, str]]) -> None:
    text = list(str(RAW[part]))
    for where, character in damage:
        text[int(where * len(text))] = character
    try:
        open_bytes(zipped(RAW | {part: "".join(text)}), NAME)
    except UserError as error:
        assert str(error).startswith(NAME)


@given(st.integers(1, 1048576), st.integers(1, 16384))
def test_places_are_named_as_in_the_program(row: int, column: int) -> None:
    assert place_of(place_words(row, column)) == (row, column)


def test_the_seventh_row_of_the_eighth_column_is_h7() -> None:
    assert place_words(7, 8) == "H7"
    assert place_words(1048576, 16384) == "XFD1048576"

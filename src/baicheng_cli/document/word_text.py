"""Lines of a Word document: paragraphs with the numbers Word prints before them, and rows of tables."""

from __future__ import annotations

from dataclasses import dataclass, field

from baicheng_cli.document.marks import mark_of
from baicheng_cli.document.model import Line
from baicheng_cli.document.plain_text import BULLET
from baicheng_cli.document.word_numbers import Given, WordNumbers, attribute, value_in, whole
from baicheng_cli.package import WORD, Package, Relation, Unfit

MOST_COLUMNS = 64
MOST_DEPTH = 20
"""Tables and text boxes inside one another."""
_PASSED_OVER = {
    "pPrChange",
    "rPrChange",
    "tblPrChange",
    "trPrChange",
    "tcPrChange",
    "sectPrChange",
    "numberingChange",
    "Fallback",
    "moveFrom",
    "del",
    "footnoteReference",
    "sdtPr",
}
"""What is not part of the text as it stands: earlier versions, what was deleted, doubles for older programs."""
_OFF = ("0", "false", "off", "none")


@dataclass
class _Paragraph:
    text: list[str] = field(default_factory=list)
    style: str = ""
    list_id: str | None = None
    level: int | None = None
    outline: int | None = None


@dataclass
class _Cell:
    texts: list[str] = field(default_factory=list)
    wide: int = 1
    goes_on: bool = False
    """Merged with the cell above."""


@dataclass
class _Table:
    row: list[_Cell] = field(default_factory=list)
    before: int = 0
    above: list[str] = field(default_factory=list)
    deleted: bool = False


def word_lines(data: bytes) -> list[Line]:
    """The lines of a .docx. Raises Unfit, and whatever unpacking raises when it contradicts itself."""
    package = Package(data, WORD)
    names = package.names
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        raise Unfit("是 Excel 工作簿，不是方案文档；请把方案正文存成 .docx 或 .txt 再读")
    if "ppt/presentation.xml" in names:
        raise Unfit("是演示文稿（.pptx），不是方案文档；请把方案正文存成 .docx 或 .txt 再读")
    if "mimetype" in names and "content.xml" in names:
        raise Unfit("是 OpenDocument 文档（.odt）；请另存为 .docx 后再读")
    if "ofd.xml" in names:
        raise Unfit("是 OFD 版式文件；请用阅读器把文字复制出来，存成 .txt 再读")
    main = next((one for one in package.relations("") if one.kind == "officeDocument" and not one.outside), None)
    part = main.target if main is not None else "word/document.xml"
    if part.lower() not in names:
        raise Unfit("是压缩包，不是 Word 文档；请解压后读里面的方案")
    related = package.relations(part)
    return _Reading(package, _part(package, related, "numbering"), _part(package, related, "styles")).lines(part)


def _part(package: Package, related: list[Relation], kind: str) -> str | None:
    target = next((one.target for one in related if one.kind == kind and not one.outside), None)
    return target if target is not None and target.lower() in package.names else None


class _Reading:
    """One walk through a document."""

    def __init__(self, package: Package, numbering: str | None, styles: str | None) -> None:
        self._package = package
        self._numbers = WordNumbers(package, numbering, styles)
        self._found: list[Line] = []
        self._number = 0
        self._paragraphs: list[_Paragraph] = []
        self._tables: list[_Table] = []
        self._passed = 0
        self._passing = ""
        self._in_text = False
        self._in_run = False
        self._in_properties = 0
        self._hidden = False

    def lines(self, part: str) -> list[Line]:
        self._package.walk(part, self._start, self._end, self._data)
        return self._found

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if self._passed:
            self._passed += name == self._passing
            return
        if name in _PASSED_OVER:
            if name == "del" and self._in_properties:  # a deleted row or a deleted paragraph mark
                if self._tables and not self._paragraphs:
                    self._tables[-1].deleted = True
                return
            self._passed, self._passing = 1, name
            return
        opened = getattr(self, f"_start_{name}", None)
        if opened is not None:
            opened(attributes)
        elif self._paragraphs and not self._hidden and not self._in_properties:
            self._sign(name, attributes)

    def _end(self, name: str) -> None:
        if self._passed:
            self._passed -= name == self._passing
            return
        closed = getattr(self, f"_end_{name}", None)
        if closed is not None:
            closed()

    def _data(self, text: str) -> None:
        if self._in_text and not self._passed and not self._hidden and self._paragraphs:
            self._paragraphs[-1].text.append(text)

    # Paragraphs.

    def _start_p(self, attributes: dict[str, str]) -> None:
        if len(self._paragraphs) > MOST_DEPTH:
            raise Unfit(f"嵌套超过{MOST_DEPTH}层，没有读；{WORD.save_as}")
        self._paragraphs.append(_Paragraph())

    def _end_p(self) -> None:
        if not self._paragraphs:
            return
        one = self._paragraphs.pop()
        given = Given(one.style, one.list_id, one.level, one.outline)
        words = "" if self._numbers.contents(given) else "".join(one.text)
        number = self._numbers.number(given) if words.strip() or self._tables else ""
        if self._tables:
            if self._tables[-1].row:
                self._tables[-1].row[-1].texts.append(number + words)
            return
        self._number += 1
        self._found += _paragraph(self._number, number, words, self._numbers.heading(given))

    def _start_pPr(self, attributes: dict[str, str]) -> None:  # noqa: N802  # named as in the file
        self._in_properties += 1

    def _end_pPr(self) -> None:  # noqa: N802
        self._in_properties -= 1

    def _start_pStyle(self, attributes: dict[str, str]) -> None:  # noqa: N802
        if self._paragraphs:
            self._paragraphs[-1].style = value_in(attributes)

    def _start_numId(self, attributes: dict[str, str]) -> None:  # noqa: N802
        if self._paragraphs:
            self._paragraphs[-1].list_id = value_in(attributes)

    def _start_ilvl(self, attributes: dict[str, str]) -> None:
        if self._paragraphs:
            self._paragraphs[-1].level = whole(value_in(attributes))

    def _start_outlineLvl(self, attributes: dict[str, str]) -> None:  # noqa: N802
        if self._paragraphs:
            self._paragraphs[-1].outline = whole(value_in(attributes))

    # Text.

    def _start_r(self, attributes: dict[str, str]) -> None:
        self._hidden = False

    def _end_r(self) -> None:
        self._hidden = False

    def _start_rPr(self, attributes: dict[str, str]) -> None:  # noqa: N802
        self._in_properties += 1

    def _end_rPr(self) -> None:  # noqa: N802
        self._in_properties -= 1

    def _start_vanish(self, attributes: dict[str, str]) -> None:
        self._hidden = value_in(attributes) not in _OFF

    def _start_t(self, attributes: dict[str, str]) -> None:
        self._in_text = True

    def _end_t(self) -> None:
        self._in_text = False

    def _sign(self, name: str, attributes: dict[str, str]) -> None:
        """What stands for a character: tabs, line breaks, symbols out of picture fonts."""
        text = self._paragraphs[-1].text
        if name == "tab":
            text.append(" ")
        elif name in ("br", "cr") and attribute(attributes, "type") in ("", "textWrapping"):
            text.append("\n")
        elif name == "noBreakHyphen":
            text.append("-")
        elif name == "sym":
            code = attribute(attributes, "char")
            sign = int(code, 16) & 0xFF if len(code) < 6 and all(one in "0123456789abcdefABCDEF" for one in code) else 0
            if 0x81 <= sign <= 0x8A and "Wingdings" in attribute(attributes, "font"):
                text.append(chr(ord("①") + sign - 0x81))

    # Tables.

    def _start_tbl(self, attributes: dict[str, str]) -> None:
        if len(self._tables) > MOST_DEPTH:
            raise Unfit(f"表格嵌套超过{MOST_DEPTH}层，没有读；{WORD.save_as}")
        self._tables.append(_Table())

    def _end_tbl(self) -> None:
        if self._tables:
            self._tables.pop()

    def _start_tr(self, attributes: dict[str, str]) -> None:
        if self._tables:
            self._tables[-1].row, self._tables[-1].before, self._tables[-1].deleted = [], 0, False

    def _start_trPr(self, attributes: dict[str, str]) -> None:  # noqa: N802
        self._in_properties += 1

    def _end_trPr(self) -> None:  # noqa: N802
        self._in_properties -= 1

    def _start_gridBefore(self, attributes: dict[str, str]) -> None:  # noqa: N802
        if self._tables:
            self._tables[-1].before = min(whole(value_in(attributes)), MOST_COLUMNS)

    def _start_tc(self, attributes: dict[str, str]) -> None:
        if self._tables:
            self._tables[-1].row.append(_Cell())

    def _start_gridSpan(self, attributes: dict[str, str]) -> None:  # noqa: N802
        if self._tables and self._tables[-1].row:
            self._tables[-1].row[-1].wide = max(1, min(whole(value_in(attributes)), MOST_COLUMNS))

    def _start_vMerge(self, attributes: dict[str, str]) -> None:  # noqa: N802
        if self._tables and self._tables[-1].row:
            self._tables[-1].row[-1].goes_on = value_in(attributes) != "restart"

    def _end_tr(self) -> None:
        if not self._tables:
            return
        table = self._tables[-1]
        cells: list[str] = [""] * table.before
        for cell in table.row:
            at = len(cells)
            words = "\n".join(text for text in cell.texts if text.strip())
            if cell.goes_on and at < len(table.above):
                words = table.above[at]
            cells += [words] * cell.wide
        table.row = []
        if len(cells) > MOST_COLUMNS:
            raise Unfit(f"有超过{MOST_COLUMNS}列的表格，不像方案里的任务表，没有读；{WORD.save_as}")
        if table.deleted or not cells:
            return
        table.above = cells
        if len(self._tables) > 1:  # a table in a cell is text of that cell
            outer = self._tables[-2]
            if outer.row:
                outer.row[-1].texts.append("，".join(dict.fromkeys(filter(None, cells))))
            return
        self._number += 1
        flat = "\t".join(cells)
        self._found.append(Line(self._number, flat, flat, (), tuple(cells)))


def _paragraph(number: int, printed: str, words: str, heading: int | None) -> list[Line]:
    """A paragraph as lines: one, or several where line breaks divide it."""
    raw = printed + words
    shown = printed
    if printed and printed != BULLET and mark_of(f"{printed}字") is None and mark_of(f"{printed}.字") is not None:
        shown = f"{printed}."  # a bare 1 before the words of a paragraph is a number, too
    first, *more = words.split("\n")
    runs = ((0, number, 0), (len(shown), number, len(printed))) if shown != printed else ()
    lines = [Line(number, raw, shown + first, runs, heading=heading)]
    at = len(printed) + len(first) + 1
    for piece in more:
        lines.append(Line(number, raw, piece, ((0, number, at),)))
        at += len(piece) + 1
    return lines

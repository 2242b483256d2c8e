"""Lines of a PDF that holds text: what stands on its pages from top to bottom, and rows of its tables."""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from baicheng_cli.document.model import Line
from baicheng_cli.package import Unfit

if TYPE_CHECKING:
    from baicheng_cli.document.read import Tick

MOST_PAGES = 1_000
MOST_UNPACKED = 200 * 2**20
"""Of all streams of the file together; a page of text has some kilobytes."""
_STREAM = re.compile(rb"stream\r?\n")
_CHUNK = 2**20
ADVICE = "可以用阅读器把文字复制出来，存成 .txt 再读"


def pdf_lines(data: bytes, tick: Tick) -> list[Line]:
    """The lines of a PDF. Raises Unfit."""
    try:
        import pdfplumber
        from pdfminer.pdfdocument import PDFPasswordIncorrect
        from pdfminer.pdfexceptions import PDFException
        from pdfminer.psexceptions import PSException
        from pdfplumber.utils.exceptions import PdfminerException
    except ImportError:
        raise Unfit(f"读 PDF 要另装一个组件：pip install 'baicheng[pdf]'；或者{ADVICE}") from None
    _refuse_bombs(data)
    broken: tuple[type[Exception], ...] = (PDFException, PSException, PdfminerException, struct.error, zlib.error)
    broken += (OSError, ArithmeticError, LookupError, ValueError, TypeError, AttributeError, AssertionError)
    broken += (RecursionError, NotImplementedError)
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            pages = len(document.pages)
            if pages > MOST_PAGES:
                raise Unfit(f"有{pages}页，不像一份方案，没有读；请只留方案正文")
            lines: list[Line] = []
            for count, page in enumerate(document.pages, 1):
                for text, cells in _page(page):
                    lines.append(Line(len(lines) + 1, text, text, (), cells))
                page.close()
                tick(count, pages)
    except broken as error:
        said = (error, *error.args, error.__cause__, error.__context__)
        if any(isinstance(one, PDFPasswordIncorrect) for one in said):
            raise Unfit("有打开密码，读不出；请去掉密码后再读") from None
        raise Unfit(f"PDF 文件坏了，读不出；{ADVICE}") from None
    if not any(line.text.strip() for line in lines):
        raise Unfit("里面没有文字，多半是扫描件；请先做文字识别（OCR），把文字存成 .txt 再读")
    return lines


def _refuse_bombs(data: bytes) -> None:
    """Raises Unfit for streams that unpack to more than anybody prints; they are counted, not kept."""
    total = 0
    for found in _STREAM.finditer(data):
        unpacker = zlib.decompressobj()
        at, rest = found.end(), b""
        try:
            while not unpacker.eof and (rest or at < len(data)):
                if not rest:
                    rest, at = data[at : at + _CHUNK], at + _CHUNK
                total += len(unpacker.decompress(rest, _CHUNK))
                rest = unpacker.unconsumed_tail
                if total > MOST_UNPACKED:
                    raise Unfit(f"解开后超过{MOST_UNPACKED // 2**20} MB，像是压缩炸弹，没有读；{ADVICE}")
        except zlib.error:
            continue  # not packed this way


def _page(page: Any) -> Iterator[tuple[str, tuple[str, ...] | None]]:
    """Lines and rows of one page, from top to bottom."""
    tables = [table for table in page.find_tables() if len(table.rows) > 1 and len(table.rows[0].cells) > 2]
    boxes = [table.bbox for table in tables]
    free = page.filter(lambda one: not any(_inside(one, box) for box in boxes)) if boxes else page
    found: list[tuple[float, int, str, tuple[str, ...] | None]] = []
    for line in free.extract_text_lines(return_chars=False, x_tolerance=2):
        found.append((line["top"], 0, line["text"], None))
    for table in tables:
        found += [(table.bbox[1], index, "\t".join(row), row) for index, row in enumerate(_rows(table), 1)]
    for _, _, text, cells in sorted(found, key=lambda one: one[:2]):
        yield text, cells


def _inside(one: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    if one.get("object_type") != "char":
        return False
    across, down = (one["x0"] + one["x1"]) / 2, (one["top"] + one["bottom"]) / 2
    return bool(box[0] <= across <= box[2] and box[1] <= down <= box[3])


def _rows(table: Any) -> Iterator[tuple[str, ...]]:
    """Rows with every cell; where cells are merged, the words of the one that lies over the place."""
    texts = table.extract()
    boxes = [list(row.cells) for row in table.rows]
    columns = max(len(row) for row in boxes)
    across = [next((row[at] for row in boxes if at < len(row) and row[at]), None) for at in range(columns)]
    whole = [
        (box, text or "")
        for row, words in zip(boxes, texts, strict=True)
        for box, text in zip(row, words, strict=True)
        if box
    ]
    for row, words in zip(boxes, texts, strict=True):
        own = next((box for box in row if box), None)
        cells = []
        for at in range(columns):
            text = words[at] if at < len(words) else None
            if text is None and own is not None and (column := across[at]) is not None:
                x, y = column[0] + 1, own[1] + 1
                text = next((said for box, said in whole if box[0] <= x <= box[2] and box[1] <= y <= box[3]), "")
            cells.append((text or "").replace("\n", ""))
        yield tuple(cells)

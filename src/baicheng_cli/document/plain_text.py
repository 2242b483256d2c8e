"""Lines of plain text and of Markdown, in whichever encoding they were saved."""

from __future__ import annotations

import re

from baicheng_cli.document.model import Line
from baicheng_cli.package import Unfit

_BREAK = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$")
_RULE = re.compile(r" {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$")
_DIVIDER = re.compile(r"\s*\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?\s*)?$")
_MARK = re.compile(r"\*\*|__|`|\*(?=\S)|(?<=\S)\*|\\(?=[\\`*_{}\[\]()#+.!|-])|<br\s*/?>|^ {0,3}>[ \t]?")
_IN_CELL = re.compile(r"\*\*|`|\s*<br\s*/?>\s*")
_CONTROLS = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f]")
BULLET = "•"
"""How an item of an unnumbered list begins, whatever sign it had."""


def decoded(data: bytes) -> str:
    """The text in these bytes: UTF-8, UTF-16 with its mark, or GB18030. Raises Unfit for what is no text."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", "replace")
    else:
        if b"\x00" in data:
            raise Unfit("是二进制文件，不是文字；可以读 .docx、.txt、.md、.pdf")
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            try:
                text = data.decode("gb18030")
            except UnicodeDecodeError:
                raise Unfit("编码认不出（不是 UTF-8，也不是 GB18030）；请另存为 UTF-8 后再读") from None
    if "\ufffd" in text or len(_CONTROLS.findall(text)) > len(text) // 1000:
        raise Unfit("里面有读不出的字符，多半不是文字文件，或存坏了；请另存为 UTF-8 后再读")
    return text


def text_lines(text: str) -> list[Line]:
    return [Line(number, raw, raw) for number, raw in enumerate(_BREAK.split(text), 1)]


def markdown_lines(text: str) -> list[Line]:
    """Lines without Markdown's marks: headings with their level, rows of pipe tables with their cells.

    Our own few patterns and not markdown-it: its tokens do not say at which character a text stands.
    """
    lines: list[Line] = []
    for number, raw in enumerate(_BREAK.split(text), 1):
        if _RULE.match(raw) or _DIVIDER.match(raw) or raw.lstrip().startswith("```"):
            lines.append(Line(number, raw, ""))
        elif raw.count("|") > 1 and raw.lstrip().startswith("|"):
            lines.append(_row(number, raw))
        elif heading := _HEADING.match(raw):
            lines.append(_kept(number, raw, heading.start(2), heading.end(2), len(heading[1])))
        else:
            lines.append(_kept(number, raw, 0, len(raw), None))
    return lines


def _kept(number: int, raw: str, start: int, end: int, level: int | None) -> Line:
    """What stands between two places of a line, without the marks in it."""
    pieces, runs, length = [], [], 0
    bullet = re.compile(r"[ \t]*[-*+][ \t]+(?:\[[ xX]\][ \t]+)?").match(raw, start, end) if level is None else None
    if bullet is not None:
        pieces, runs, length = [BULLET], [(0, number, bullet.start())], len(BULLET)
        start = bullet.end()
    at = start
    for mark in _MARK.finditer(raw, start, end):
        if mark.start() > at:
            pieces.append(raw[at : mark.start()])
            runs.append((length, number, at))
            length += mark.start() - at
        at = mark.end()
    if at < end:
        pieces.append(raw[at:end])
        runs.append((length, number, at))
    return Line(number, raw, "".join(pieces), tuple(runs), heading=level)


def _row(number: int, raw: str) -> Line:
    """A row of a pipe table; a pipe that belongs to a cell is written `\\|`."""
    cells, runs, length = [], [], 0
    for cell in re.finditer(r"((?:[^|\\]|\\.)*)(?:\||$)", raw.strip().removeprefix("|").removesuffix("|")):
        if not cell[0]:
            continue
        words = cell[1].strip()
        offset = raw.index("|") + 1 + cell.start() + len(cell[1]) - len(cell[1].lstrip())
        clean, at = "", 0
        for mark in _IN_CELL.finditer(words):
            runs.append((length + len(clean), number, offset + at))
            clean += words[at : mark.start()] + ("\n" if "<" in mark[0] else "")
            at = mark.end()
        runs.append((length + len(clean), number, offset + at))
        clean += words[at:]
        length += len(clean) + 1
        cells.append(clean)
    return Line(number, raw, "\t".join(cells), tuple(runs), tuple(cells))

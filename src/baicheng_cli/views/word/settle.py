"""What can be computed only when a paper is filled: type that fits, titles that balance, where the signature stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import ceil
from typing import TYPE_CHECKING, Any, NamedTuple
from unicodedata import east_asian_width

from baicheng_cli.views.word.build import FIT_LINE, twips
from baicheng_cli.views.word.settle_tables import Part, settle_table, style_of, w
from baicheng_cli.views.word.styles import Look, Styles

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

RED_HEAD, ABOVE_HEAD, TITLE = "红头", "版头左上", "公文标题"
SIGNER, DATE, ANNEXES, CONTACT = "署名", "成文日期", "附件说明", "附注"
FILL = 0.95
"""How much of the type area's width a red head may take."""
GAP = 0.1
MOST_MOVED = 8
"""Lines of a last paragraph that go to the next page along with a signature."""
_PARTED = re.compile(r"(?<=[的、，》）”份及])(?=[^、，。》）”])|(?=工作|实施方案|推进|进展|情况|任务|督办)")
"""Where a title may go on in the next line."""
_CLOSING = "，。；：、！？）》〉”’」』】〕"


def settle(document: Document, styles: Styles) -> str:
    """Put the last touches on a filled paper; gives its title."""
    from docx.table import Table
    from docx.text.paragraph import Paragraph

    _keep_punctuation_inside(document)
    parts = list(_parts(document))
    lines = [_Line(Paragraph(part.element, document._body), part.width) for part in parts if part.element.tag == w("p")]
    for edge in _edges(document):
        lines += [_Line(Paragraph(one, document._body), parts[0].width) for one in _drop_empty(edge)]
    for line in lines:
        if (look := styles.looks.get(line.style)) is not None:
            _settle_line(line, look)
    _lower_heads(lines, styles)
    _settle_ends(lines, styles)
    for part in parts:
        if part.element.tag == w("tbl"):
            settle_table(Table(part.element, document._body), part, styles)
    return next((line.paragraph.text.replace("\n", "") for line in lines if line.style == TITLE), "")


def _keep_punctuation_inside(document: Document) -> None:
    """What build.py says of overflowPunct, LibreOffice turns round when it saves a template."""
    for root in (document.styles.element, document.element):
        for one in root.iter(w("overflowPunct")):
            one.set(w("val"), "1")


class _Line(NamedTuple):
    """A paragraph, and how wide the type area is where it stands."""

    paragraph: Paragraph
    width: float

    @property
    def style(self) -> str:
        return style_of(self.paragraph)


def _parts(document: Document) -> Iterator[Part]:
    """The body's paragraphs and tables, each with the size of its type area: a section's page is said at its end."""
    waiting: list[Any] = []
    for element in document.element.body:
        sections = element.xpath("./w:pPr/w:sectPr") if element.tag != w("sectPr") else [element]
        if element.tag in (w("p"), w("tbl")):
            waiting.append(element)
        if sections:
            size, margins = sections[0].find(w("pgSz")), sections[0].find(w("pgMar"))
            wide, high = (int(size.get(w(key))) / 20 for key in ("w", "h"))
            left, right, top, bottom = (int(margins.get(w(key))) / 20 for key in ("left", "right", "top", "bottom"))
            for one in waiting:
                yield Part(one, wide - left - right, high - top - bottom)
            waiting = []


def ems(text: str) -> float:
    """How wide a text is in characters: in the fonts of papers, what is not Chinese takes half of one."""
    return sum(1 if east_asian_width(one) in "WFA" else 0.5 for one in text)


def set_ems(text: str) -> float:
    """The same, with half of the gap that LibreOffice leaves between 年 and 9, and Word does not.

    It knows no way to leave it out, so what is centred by this is a little off in both, and in neither much.
    """
    wide = [east_asian_width(one) in "WFA" for one in text]
    return ems(text) + GAP * sum(one != other for one, other in pairwise(wide))


def _edges(document: Document) -> Iterator[Any]:
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/header"):
            yield relation.target_part.element


def _drop_empty(header: Any) -> list[Any]:
    """The lines of a header without those that have turned out empty; one must stay."""
    lines = list(header.findall(w("p")))
    for line in reversed(lines):
        if len(lines) > 1 and not line.xpath(".//w:t[text()]|.//w:drawing|.//w:pict|.//w:object|.//w:fldChar"):
            header.remove(line)
            lines.remove(line)
    return lines


# Paragraphs ------------------------------------------------------------------------------------------------------


def _settle_line(line: _Line, look: Look) -> None:
    if look.fit:
        _fit(line.paragraph, look, line.width)
    if look.balance:
        _balance(line.paragraph, look, line.width)


def _lower_heads(lines: Sequence[_Line], styles: Styles) -> None:
    """What stands above a red head does not push it down: its edge is 35 mm below that of the type area (7.2.4)."""
    lifted = 0.0
    for line in lines:
        if line.style == ABOVE_HEAD:
            lifted += styles.looks[ABOVE_HEAD].line or 0
        elif line.style == RED_HEAD:
            spacing = line.paragraph._p.get_or_add_pPr().get_or_add_spacing()
            spacing.set(w("before"), str(twips(max(0, styles.looks[RED_HEAD].before - lifted))))
            lifted = 0.0


def _settle_ends(lines: Sequence[_Line], styles: Styles) -> None:
    """Signature and date in their places, and not alone on a page."""
    for before, line in pairwise(lines):
        if before.style == SIGNER and line.style == DATE:
            _sign(before.paragraph, line.paragraph, styles.looks[SIGNER], styles.looks[DATE])
        adjacent = line.paragraph._p.getprevious() is before.paragraph._p
        if line.style in (SIGNER, ANNEXES, CONTACT) and adjacent:
            _stay_together(before.paragraph, styles, line.width)


def _fit(paragraph: Paragraph, look: Look, width: float) -> None:
    """As large as fits on one line: at most the style's size, and 0.95 of the width (GB/T 9704—2012, 7.2.4)."""
    count = ems(paragraph.text)
    room = width + 2 * look.wider * 72 / 25.4
    size = look.size if not count else min(look.size, int(FILL * room / count))
    if size == look.size:
        return
    for run in paragraph.runs:
        run.font.size = int(size * 12700)
    spacing = paragraph._p.get_or_add_pPr().get_or_add_spacing()
    spacing.set(w("line"), str(twips(size * FIT_LINE)))
    spacing.set(w("lineRule"), "exact")


def _balance(paragraph: Paragraph, look: Look, width: float) -> None:
    """A title of several lines: lines of like length, not a last one with a character or two (7.3.1)."""
    count = ems(paragraph.text)
    fits = width / look.character * FILL
    lines = ceil(count / fits)
    if lines < 2:
        return
    if lines == 2 and (at := _parting(paragraph.text, fits)) and len(paragraph.runs) == 1:
        text = paragraph.text
        paragraph.runs[0].text = f"{text[:at]}\n{text[at:]}"
        return
    room = next((one for one in range(ceil(count / lines), int(fits) + 1) if _broken(paragraph.text, one) <= lines), 0)
    spare = (width - (room + 0.9) * look.character) / 2
    if room and spare > 0:
        _indent(paragraph, left=spare, right=spare)


def _parting(title: str, fits: float) -> int:
    """Where a title of two lines is best parted: behind a mark or before a word that ends titles, near its middle.

    No word is torn apart (7.3.1: 词意完整). 0: there is no such place that leaves two lines of like length.
    """
    places = [(abs(ems(title[:at]) - ems(title[at:])), at) for at in {one.start() for one in _PARTED.finditer(title)}]
    good = [(uneven, at) for uneven, at in places if max(ems(title[:at]), ems(title[at:])) <= fits]
    uneven, at = min(good, default=(fits, 0))
    return at if uneven <= fits / 2 else 0


def _broken(text: str, room: int) -> int:
    """How many lines a title takes in so many characters; a mark that ends something begins no line."""
    lines, taken, last = 1, 0.0, 0.0
    for one in text:
        wide = ems(one)
        if taken + wide > room:
            lines, taken = lines + 1, last if one in _CLOSING else 0.0
        taken, last = taken + wide, wide
    return lines


def _stay_together(last: Paragraph, styles: Styles, width: float) -> None:
    """A signature, and what belongs to it, never stands alone on a page: what is before it goes along.

    Not a long one: LibreOffice would take the whole of it to the next page.
    """
    look = styles.looks.get(style_of(last))
    if look is not None and ems(last.text) * look.character <= MOST_MOVED * width:
        last.paragraph_format.keep_with_next = True
        last.paragraph_format.widow_control = True


def _sign(signer: Paragraph, day: Paragraph, look: Look, day_look: Look) -> None:
    """The date four characters from the right, the signer centred on it (7.3.5.1); a long signer pushes the date."""
    from_right = day_look.right * day_look.character
    wide, narrow = set_ems(signer.text) * look.character, set_ems(day.text) * day_look.character
    right = from_right + (narrow - wide) / 2
    _indent(signer, right=max(0.0, right))
    _indent(day, right=from_right - min(0.0, right))


def _indent(paragraph: Paragraph, *, left: float = 0, right: float = 0) -> None:
    """Indents in points instead of those of the style, also of those it counts in characters."""
    ind = paragraph._p.get_or_add_pPr().get_or_add_ind()
    for key, value in (("left", left), ("right", right), ("firstLine", 0)):
        ind.set(w(f"{key}Chars"), "0")
        ind.set(w(key), str(twips(value)))

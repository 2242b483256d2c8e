"""What can be computed only when a paper is filled: sizes that fit, indents that centre, rules that close."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import ceil
from typing import TYPE_CHECKING, Any, NamedTuple
from unicodedata import east_asian_width

from baicheng_cli.views.excel import lines_in
from baicheng_cli.views.tables import width_of
from baicheng_cli.views.word.build import ABOVE_STYLE, EIGHTHS, FIT_LINE, twips
from baicheng_cli.views.word.styles import Look, Styles

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table
    from docx.text.paragraph import Paragraph

RED_HEAD, ABOVE_HEAD, TITLE = "红头", "版头左上", "公文标题"
SIGNER, DATE, ANNEXES, CONTACT = "署名", "成文日期", "附件说明", "附注"
IMPRINT, NOTE = "版记", "末页注"
FILL = 0.95
"""How much of the type area's width a red head may take."""
GAP = 0.1
MOST_MOVED = 8
"""Lines of a last paragraph that go to the next page along with a signature."""
_PARTED = re.compile(r"(?<=[的、，》）”份及])(?=[^、，。》）”])|(?=工作|实施方案|推进|进展|情况|任务|督办)")
"""Where a title may go on in the next line."""
_CLOSING = "，。；：、！？）》〉”’」』】〕"
_PADDING = 5.7
"""Points that a cell's margins take, left and right together."""
_LEAST_COLUMN = 7
"""Characters of half width that no column is narrower than."""


class Part(NamedTuple):
    """A paragraph or a table, and how wide the type area is where it stands, in points."""

    element: Any
    width: float
    height: float


def settle(document: Document, styles: Styles) -> str:
    """Put the last touches on a filled paper; gives its title."""
    from docx.table import Table
    from docx.text.paragraph import Paragraph

    _keep_punctuation_inside(document)
    parts = list(_parts(document))
    lines = [
        _Line(Paragraph(part.element, document._body), part.width) for part in parts if part.element.tag == _w("p")
    ]
    for edge in _edges(document):
        lines += [_Line(Paragraph(one, document._body), parts[0].width) for one in _drop_empty(edge)]
    for line in lines:
        if (look := styles.looks.get(line.style)) is not None:
            _settle_line(line, look)
    _lower_heads(lines, styles)
    _settle_ends(lines, styles)
    for part in parts:
        if part.element.tag == _w("tbl"):
            _settle_table(Table(part.element, document._body), part, styles)
    return next((line.paragraph.text.replace("\n", "") for line in lines if line.style == TITLE), "")


def _keep_punctuation_inside(document: Document) -> None:
    """What build.py says of overflowPunct, LibreOffice turns round when it saves a template."""
    for root in (document.styles.element, document.element):
        for one in root.iter(_w("overflowPunct")):
            one.set(_w("val"), "1")


class _Line(NamedTuple):
    """A paragraph, and how wide the type area is where it stands."""

    paragraph: Paragraph
    width: float

    @property
    def style(self) -> str:
        return _style(self.paragraph)


def _w(name: str) -> str:
    from docx.oxml.ns import qn

    return qn(f"w:{name}")


def _style(paragraph: Paragraph) -> str:
    return (paragraph.style.name if paragraph.style is not None else None) or ""


def _parts(document: Document) -> Iterator[Part]:
    """The body's paragraphs and tables, each with the size of its type area: a section's page is said at its end."""
    waiting: list[Any] = []
    for element in document.element.body:
        sections = element.xpath("./w:pPr/w:sectPr") if element.tag != _w("sectPr") else [element]
        if element.tag in (_w("p"), _w("tbl")):
            waiting.append(element)
        if sections:
            size, margins = sections[0].find(_w("pgSz")), sections[0].find(_w("pgMar"))
            wide, high = (int(size.get(_w(key))) / 20 for key in ("w", "h"))
            left, right, top, bottom = (int(margins.get(_w(key))) / 20 for key in ("left", "right", "top", "bottom"))
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
    lines = list(header.findall(_w("p")))
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
            spacing.set(_w("before"), str(twips(max(0, styles.looks[RED_HEAD].before - lifted))))
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
    spacing.set(_w("line"), str(twips(size * FIT_LINE)))
    spacing.set(_w("lineRule"), "exact")


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
    look = styles.looks.get(_style(last))
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
        ind.set(_w(f"{key}Chars"), "0")
        ind.set(_w(key), str(twips(value)))


# Tables ----------------------------------------------------------------------------------------------------------


def _settle_table(table: Table, part: Part, styles: Styles) -> None:
    rows = table._tbl.tr_lst
    if not rows:
        table._tbl.getparent().remove(table._tbl)
        return
    if _is_imprint(table):
        _close_imprint(table, styles.looks[IMPRINT])
        return
    _begin_merges(table)
    layout = table._tbl.tblPr.find(_w("tblLayout"))
    if layout is not None and layout.get(_w("type")) == "autofit":
        _share(table, part.width)
        layout.set(_w("type"), "fixed")
    _let_long_rows_break(table, part, styles)
    _keep_merged_together(table)


def _begin_merges(table: Table) -> None:
    """Cells that belong to the one above need one to begin with; which it is shows only in the filled table."""
    above: dict[int, Any] = {}
    for row in table._tbl.tr_lst:
        at, here = 0, {}
        for cell in row.tc_lst:
            here[at] = cell
            if _belongs_above(cell, table) and (first := above.get(at)) is not None:
                cell.vMerge = "continue"
                if not first.xpath("./w:tcPr/w:vMerge"):
                    first.vMerge = "restart"
            at += cell.grid_span
        above = here


def _belongs_above(cell: Any, table: Table) -> bool:
    """By its merging, or by the style of its paragraph where an office suite has parted it."""
    from docx.text.paragraph import Paragraph

    return bool(cell.xpath("./w:tcPr/w:vMerge")) or any(
        _style(Paragraph(one, table)) == ABOVE_STYLE for one in cell.p_lst[:1]
    )


def _is_imprint(table: Table) -> bool:
    first = table._tbl.xpath("./w:tr[1]/w:tc[1]/w:p[1]")
    from docx.text.paragraph import Paragraph

    return bool(first) and _style(Paragraph(first[0], table)) in (IMPRINT, NOTE)


def _close_imprint(table: Table, look: Look) -> None:
    """Rules 0.35 mm above and below, 0.25 mm between (7.4.1); what is noted above them has none."""
    from docx.text.paragraph import Paragraph

    lines = [[Paragraph(one, table) for one in row.xpath("./w:tc/w:p")] for row in table._tbl.tr_lst]
    notes = [all(_style(one) == NOTE for one in line) for line in lines]
    for place, (row, note) in enumerate(zip(table._tbl.tr_lst, notes, strict=True)):
        first = not note and (place == 0 or notes[place - 1])
        last = place == len(notes) - 1
        sides = {
            "top": "thick" if first else "thin" if not note else None,
            "bottom": None if note and (last or notes[place + 1]) else "thick" if last or note else "thin",
        }
        for cell in row.tc_lst:
            _rules(cell, sides)
    for line in lines:
        for paragraph in line:
            label = paragraph.text.partition("：")[0]
            if _style(paragraph) == IMPRINT and label != paragraph.text and len(label) <= 4:
                _hang(paragraph, look, len(label) + 1)


def _rules(cell: Any, sides: dict[str, str | None]) -> None:
    from docx.oxml import OxmlElement

    borders = OxmlElement("w:tcBorders")
    for side, kind in sides.items():
        rule = OxmlElement(f"w:{side}")
        rule.set(_w("val"), "single" if kind else "nil")
        if kind:
            rule.set(_w("sz"), str(EIGHTHS[kind]))
            rule.set(_w("space"), "0")
            rule.set(_w("color"), "000000")
        borders.append(rule)
    properties = cell.get_or_add_tcPr()
    for old in properties.findall(_w("tcBorders")):
        properties.remove(old)
    known = [_w(name) for name in ("cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge")]
    at = sum(1 for one in properties if one.tag in known)
    properties.insert(at, borders)


def _hang(paragraph: Paragraph, look: Look, characters: int) -> None:
    """抄送：… goes on below its first name, not below its heading (7.4.2)."""
    ind = paragraph._p.get_or_add_pPr().get_or_add_ind()
    for key, value in (("left", look.left + characters), ("hanging", characters)):
        ind.set(_w(f"{key}Chars"), str(round(value * 100)))
        ind.set(_w(key), str(twips(value * look.character)))


def _share(table: Table, width: float) -> None:
    """Columns as wide as what they hold needs; the long ones share what is left."""
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    columns = max(len(row) for row in rows)
    size = _points(table)
    whole = width / (size / 2)
    said = [[row[place] for row in rows if place < len(row)] for place in range(columns)]
    padding = _PADDING / (size / 2)
    wanted = [
        max([_LEAST_COLUMN, *(width_of(line) for text in column for line in text.split("\n"))]) for column in said
    ]
    shares = _widths([one + padding for one in wanted], [sum(map(width_of, column)) for column in said], whole)
    at, taken = 0.0, 0
    twentieths: list[int] = []
    for share in shares:
        at += share / sum(shares) * width * 20
        twentieths.append(round(at) - taken)
        taken = round(at)
    grid = table._tbl.tblGrid
    for old in list(grid):
        grid.remove(old)
    for twentieth in twentieths:
        column = grid._add_gridCol()
        column.set(_w("w"), str(twentieth))
    for row in table._tbl.tr_lst:
        place = 0
        for cell in row.tc_lst:
            span = cell.grid_span
            wide = cell.get_or_add_tcPr().get_or_add_tcW()
            wide.set(_w("w"), str(sum(twentieths[place : place + span])))
            wide.set(_w("type"), "dxa")
            place += span


def _widths(wanted: Sequence[float], held: Sequence[int], whole: float) -> list[float]:
    """Short columns get what they want; the others share the rest by the root of what they hold."""
    if sum(wanted) <= whole:
        return list(wanted)
    widths = list(wanted)
    short = whole / len(wanted) * 0.6
    long = [place for place, one in enumerate(wanted) if one > short]
    left = whole - sum(wanted[place] for place in range(len(wanted)) if place not in long)
    weights = {place: max(1, held[place]) ** 0.5 for place in long}
    for place in sorted(long, key=lambda one: weights[one]):
        widths[place] = min(wanted[place], left * weights[place] / sum(weights[one] for one in long))
        left -= widths[place]
        long = [one for one in long if one != place]
        if not long:
            break
    return widths


def _points(table: Table) -> float:
    """The size of the table's letters, by the style of its last cell."""
    style = table.rows[-1].cells[-1].paragraphs[0].style
    while style is not None:
        if style.font.size is not None:
            return float(style.font.size.pt)
        style = style.base_style
    return 10.5


def _keep_merged_together(table: Table) -> None:
    """Rows with a cell in common stay on one page where they can: a row is kept with the next by its paragraphs."""
    for before, row in pairwise(table._tbl.tr_lst):
        if row.xpath('./w:tc/w:tcPr/w:vMerge[not(@w:val="restart")]'):
            for paragraph in before.xpath("./w:tc/w:p"):
                paragraph.get_or_add_pPr().keepNext_val = True


def _let_long_rows_break(table: Table, part: Part, styles: Styles) -> None:
    """A row is not split over pages, unless it is longer than a page: then nothing of it may be lost."""
    from docx.text.paragraph import Paragraph

    for row in table._tbl.tr_lst:
        tallest = 0.0
        for cell in row.tc_lst:
            wide = cell.get_or_add_tcPr().find(_w("tcW"))
            room = int(wide.get(_w("w"))) / 20 - _PADDING if wide is not None else part.width
            high = 0.0
            for one in cell.p_lst:
                paragraph = Paragraph(one, table)
                look = styles.looks.get(_style(paragraph))
                size, line = (look.character, look.line or look.size * 1.3) if look is not None else (10.5, 15)
                high += lines_in(paragraph.text, max(2, int(room / (size / 2)))) * line
            tallest = max(tallest, high)
        if tallest > part.height * 0.8:
            for whole in row.xpath("./w:trPr/w:cantSplit"):
                whole.getparent().remove(whole)

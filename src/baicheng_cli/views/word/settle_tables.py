"""What can be computed of a table only when it is filled: widths, merged cells, rows that break, rules that close."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from baicheng_cli.views.excel import lines_in
from baicheng_cli.views.tables import width_of
from baicheng_cli.views.word.build import ABOVE_STYLE, EIGHTHS, twips
from baicheng_cli.views.word.styles import Look, Styles

if TYPE_CHECKING:
    from docx.table import Table
    from docx.text.paragraph import Paragraph

IMPRINT, NOTE = "版记", "末页注"
_PADDING = 5.7
"""Points that a cell's margins take, left and right together."""
_LEAST_COLUMN = 7
"""Characters of half width that no column is narrower than."""


class Part(NamedTuple):
    """A paragraph or a table, and how wide the type area is where it stands, in points."""

    element: Any
    width: float
    height: float


def w(name: str) -> str:
    from docx.oxml.ns import qn

    return qn(f"w:{name}")


def style_of(paragraph: Paragraph) -> str:
    return (paragraph.style.name if paragraph.style is not None else None) or ""


def settle_table(table: Table, part: Part, styles: Styles) -> None:
    rows = table._tbl.tr_lst
    if not rows:
        table._tbl.getparent().remove(table._tbl)
        return
    if _is_imprint(table):
        _close_imprint(table, styles.looks[IMPRINT])
        return
    _begin_merges(table)
    layout = table._tbl.tblPr.find(w("tblLayout"))
    if layout is not None and layout.get(w("type")) == "autofit":
        _share(table, part.width)
        layout.set(w("type"), "fixed")
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
        style_of(Paragraph(one, table)) == ABOVE_STYLE for one in cell.p_lst[:1]
    )


def _is_imprint(table: Table) -> bool:
    first = table._tbl.xpath("./w:tr[1]/w:tc[1]/w:p[1]")
    from docx.text.paragraph import Paragraph

    return bool(first) and style_of(Paragraph(first[0], table)) in (IMPRINT, NOTE)


def _close_imprint(table: Table, look: Look) -> None:
    """Rules 0.35 mm above and below, 0.25 mm between (7.4.1); what is noted above them has none."""
    from docx.text.paragraph import Paragraph

    lines = [[Paragraph(one, table) for one in row.xpath("./w:tc/w:p")] for row in table._tbl.tr_lst]
    notes = [all(style_of(one) == NOTE for one in line) for line in lines]
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
            if style_of(paragraph) == IMPRINT and label != paragraph.text and len(label) <= 4:
                _hang(paragraph, look, len(label) + 1)


def _rules(cell: Any, sides: dict[str, str | None]) -> None:
    from docx.oxml import OxmlElement

    borders = OxmlElement("w:tcBorders")
    for side, kind in sides.items():
        rule = OxmlElement(f"w:{side}")
        rule.set(w("val"), "single" if kind else "nil")
        if kind:
            rule.set(w("sz"), str(EIGHTHS[kind]))
            rule.set(w("space"), "0")
            rule.set(w("color"), "000000")
        borders.append(rule)
    properties = cell.get_or_add_tcPr()
    for old in properties.findall(w("tcBorders")):
        properties.remove(old)
    known = [w(name) for name in ("cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge")]
    at = sum(1 for one in properties if one.tag in known)
    properties.insert(at, borders)


def _hang(paragraph: Paragraph, look: Look, characters: int) -> None:
    """抄送：… goes on below its first name, not below its heading (7.4.2)."""
    ind = paragraph._p.get_or_add_pPr().get_or_add_ind()
    for key, value in (("left", look.left + characters), ("hanging", characters)):
        ind.set(w(f"{key}Chars"), str(round(value * 100)))
        ind.set(w(key), str(twips(value * look.character)))


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
        column.set(w("w"), str(twentieth))
    for row in table._tbl.tr_lst:
        place = 0
        for cell in row.tc_lst:
            span = cell.grid_span
            wide = cell.get_or_add_tcPr().get_or_add_tcW()
            wide.set(w("w"), str(sum(twentieths[place : place + span])))
            wide.set(w("type"), "dxa")
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
            wide = cell.get_or_add_tcPr().find(w("tcW"))
            room = int(wide.get(w("w"))) / 20 - _PADDING if wide is not None else part.width
            high = 0.0
            for one in cell.p_lst:
                paragraph = Paragraph(one, table)
                look = styles.looks.get(style_of(paragraph))
                size, line = (look.character, look.line or look.size * 1.3) if look is not None else (10.5, 15)
                high += lines_in(paragraph.text, max(2, int(room / (size / 2)))) * line
            tallest = max(tallest, high)
        if tallest > part.height * 0.8:
            for whole in row.xpath("./w:trPr/w:cantSplit"):
                whole.getparent().remove(whole)

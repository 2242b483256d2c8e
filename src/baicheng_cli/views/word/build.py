"""From a template as text to a template as .docx, which docxtpl fills and an office suite can edit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from baicheng_cli.views.word.package import NAMESPACES, document_bytes, empty_document, set_root, sign
from baicheng_cli.views.word.paper_text import (
    FIRST_FOOTER,
    FIRST_HEADER,
    HEADER,
    Block,
    Cell,
    Control,
    Edge,
    NewPage,
    Paragraph,
    Row,
    TableText,
    parse,
    split_outside,
)
from baicheng_cli.views.word.styles import POINTS, Look, Page, Styles

if TYPE_CHECKING:
    from docx.document import Document

TAG_STYLE, BREAK_STYLE, ABOVE_STYLE = "模板语句", "分节", "并入上格"
"""Paragraphs that a template needs and a paper does not show: tags, the ends of sections, and what marks a cell that
belongs to the one above (office suites part such cells where a row with a tag lies between)."""
FIT_LINE = 1.1
"""Height of a red head's line, by its size: with Word's four fifths above the base line, nothing is cut off above."""
EIGHTHS = {"thick": 8, "thin": 6, "table": 4}
"""Widths of rules in eighths of a point: 0.35 mm and 0.25 mm (GB/T 9704—2012, 7.4.1)."""
_RED = "FF0000"
_RULES = {
    "red": ("single", 12),
    "double-red-above": ("thickThinSmallGap", 24),
    "double-red-below": ("thinThickSmallGap", 24),
}
_FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
_LINES = '<w:widowControl w:val="0"/><w:overflowPunct w:val="1"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
"""Every page full to its last line, and no gap between 字 and 12. overflowPunct is Word's default, and said because
LibreOffice reads it the other way round: it keeps a full stop inside the type area only where it may go beyond."""
_BARE = (
    '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="0" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
    '<w:right w:w="0" w:type="dxa"/></w:tblCellMar>'
)
_CONTROL = re.compile(r"^\{%[-+]?\s*(?:tc\s+)?(.*?)\s*[-+]?%\}$")


def twips(points: float) -> int:
    return round(points * 20)


def mm(length: float) -> int:
    """Millimetres in twips."""
    return twips(length * POINTS)


def build(text: str, file: str, styles: Styles) -> bytes:
    """The template as .docx. `file` is what mistakes name. Raises UserError with all of them."""
    blocks = parse(text, file, styles)
    document = empty_document(look.font for look in styles.looks.values())
    names = style_ids(styles)
    set_root(document.part._styles_part, styles_xml(styles, names))
    writer = _Writer(document, styles, names, [one for one in blocks if isinstance(one, Edge)])
    set_root(document.part, writer.document_xml(blocks))
    sign(document, "", None)
    return document_bytes(document)


# Styles ----------------------------------------------------------------------------------------------------------


def style_ids(styles: Styles) -> dict[str, str]:
    """The id of every style, by its name. A style and a table of one name are two styles."""
    looks = [*styles.looks, TAG_STYLE, BREAK_STYLE, ABOVE_STYLE]
    return {name: f"P{number}" for number, name in enumerate(looks, 1)} | {
        f"表格 {name}": f"T{number}" for number, name in enumerate(styles.tables, 1)
    }


def styles_xml(styles: Styles, ids: dict[str, str]) -> str:
    body = styles.looks["公文正文"]
    return "".join(
        (
            f"<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>{_fonts(body.font)}"
            f'<w:sz w:val="{round(body.size * 2)}"/><w:szCs w:val="{round(body.size * 2)}"/>'
            '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault>'
            f"<w:pPr>{_LINES}</w:pPr></w:pPrDefault></w:docDefaults>",
            '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
            f"<w:pPr>{_LINES}</w:pPr></w:style>",
            '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
            '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>',
            '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
            '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
            '<w:top w:w="28" w:type="dxa"/><w:left w:w="57" w:type="dxa"/><w:bottom w:w="28" w:type="dxa"/>'
            '<w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>',
            *(_style(look, ids) for look in styles.looks.values()),
            _hidden_style(TAG_STYLE, ids, '<w:spacing w:line="240" w:lineRule="auto"/>', 18, "7F7F7F"),
            _hidden_style(BREAK_STYLE, ids, '<w:spacing w:line="20" w:lineRule="exact"/>', 2, ""),
            _hidden_style(ABOVE_STYLE, ids, '<w:spacing w:line="240" w:lineRule="auto"/>', 18, ""),
            *(_table_style(name, table.lines, ids) for name, table in styles.tables.items()),
            "</w:styles>",
        )
    )


def _fonts(font: str) -> str:
    """One font for everything: quotation marks would else come from a Western one."""
    name = quoteattr(font)
    return f'<w:rFonts w:ascii={name} w:hAnsi={name} w:eastAsia={name} w:cs={name} w:hint="eastAsia"/>'


def _style(look: Look, ids: dict[str, str]) -> str:
    based = ids[look.base] if look.base is not None else "Normal"
    following = f'<w:next w:val="{ids[look.next]}"/>' if look.next is not None else ""
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{ids[look.name]}">'
        f'<w:name w:val={quoteattr(look.name)}/><w:basedOn w:val="{based}"/>{following}<w:qFormat/>'
        f"<w:pPr>{_paragraph_properties(look)}</w:pPr><w:rPr>{_run_properties(look)}</w:rPr></w:style>"
    )


def _paragraph_properties(look: Look) -> str:
    line = look.size * FIT_LINE if look.fit else look.line
    rules = "".join(
        f'<w:{side} w:val="{_RULES[rule][0]}" w:sz="{_RULES[rule][1]}" w:space="{min(31, round(look.gap))}" '
        f'w:color="{_RED}"/>'
        for side, rule in (("top", look.rule_above), ("bottom", look.rule_below))
        if rule is not None
    )
    spacing = f' w:line="{twips(line)}" w:lineRule="exact"' if line is not None else ""
    jc = {"both": "both", "left": "left", "center": "center", "right": "right"}[look.align]
    outline = f'<w:outlineLvl w:val="{look.outline - 1}"/>' if look.outline is not None else ""
    return (
        f"{_flag('keepNext', look.keep)}{f'<w:pBdr>{rules}</w:pBdr>' if rules else ''}"
        f"{_flag('snapToGrid', look.grid)}"
        f'<w:spacing w:before="{twips(look.before)}" w:after="{twips(look.after)}"{spacing}/>'
        f'{indent(look)}<w:jc w:val="{jc}"/>{outline}'
    )


def indent(look: Look) -> str:
    """Indents in characters, and in twips for programs that do not count characters."""
    one = look.character
    first = look.first - look.hanging
    kind = "hanging" if first < 0 else "firstLine"
    return (
        f'<w:ind w:leftChars="{round(look.left * 100)}" w:left="{twips(look.left * one)}" '
        f'w:rightChars="{round(look.right * 100)}" w:right="{twips(look.right * one)}" '
        f'w:{kind}Chars="{round(abs(first) * 100)}" w:{kind}="{twips(abs(first) * one)}"/>'
    )


def _run_properties(look: Look) -> str:
    size = round(look.size * 2)
    colour = f'<w:color w:val="{look.color}"/>' if look.color is not None else ""
    return (
        f"{_fonts(look.font)}{_flag('b', look.bold)}{colour}"
        f'<w:spacing w:val="{twips(look.spacing)}"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
    )


def _flag(name: str, on: bool) -> str:
    return f"<w:{name}/>" if on else f'<w:{name} w:val="0"/>'


def _hidden_style(name: str, ids: dict[str, str], properties: str, half_points: int, colour: str) -> str:
    shade = f'<w:color w:val="{colour}"/>' if colour else ""
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{ids[name]}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="Normal"/><w:pPr><w:snapToGrid w:val="0"/>{properties}</w:pPr>'
        f'<w:rPr>{shade}<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/></w:rPr></w:style>'
    )


def _table_style(name: str, lines: str, ids: dict[str, str]) -> str:
    """snapToGrid is off in the table's style, too: a grid would tear the lines of a cell apart."""
    return (
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{ids[f"表格 {name}"]}">'
        f'<w:name w:val={quoteattr(f"表格 {name}")}/><w:basedOn w:val="TableNormal"/>'
        f'<w:pPr><w:snapToGrid w:val="0"/></w:pPr><w:tblPr>{table_borders(lines)}</w:tblPr></w:style>'
    )


def table_borders(lines: str) -> str:
    """Rules all around cells, or those of a 版记: above, below and between."""
    table, thick, thin = EIGHTHS["table"], EIGHTHS["thick"], EIGHTHS["thin"]
    sides = {
        "all": dict.fromkeys(("top", "left", "bottom", "right", "insideH", "insideV"), table),
        "outside": {"top": thick, "bottom": thick, "insideH": thin},
        "none": {},
    }[lines]
    drawn = "".join(
        f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>' for side, size in sides.items()
    )
    return f"<w:tblBorders>{drawn}</w:tblBorders>" if drawn else ""


# The document ----------------------------------------------------------------------------------------------------


class _Writer:
    """Writes the blocks of a template; kept: the page it is on, and the headers and footers made so far."""

    def __init__(self, document: Document, styles: Styles, ids: dict[str, str], edges: Sequence[Edge]) -> None:
        self.document, self.styles, self.ids = document, styles, ids
        self.edges = edges
        self.page: Page = next(iter(styles.pages.values()))
        self.references: dict[str, str] = {}

    def document_xml(self, blocks: Sequence[Block]) -> str:
        parts: list[str] = []
        page: Page | None = None
        for block in blocks:
            if isinstance(block, NewPage):
                if page is not None:
                    parts.append(self.break_paragraph(self.section(page)))
                page = self.page = self.styles.pages[block.page]
            elif isinstance(block, Paragraph):
                parts.append(self.paragraph(block))
            elif isinstance(block, Control):
                parts.append(self.tag(f"{{%p {block.text} %}}"))
            elif isinstance(block, TableText):
                parts.append(self.table(block))
        assert page is not None
        if isinstance([one for one in blocks if not isinstance(one, Control)][-1], TableText):
            parts.append(self.break_paragraph(""))  # else LibreOffice loses a table at the foot of the page
        body = "".join(parts)
        return f"<w:document {NAMESPACES}><w:body>{body}{self.section(page)}</w:body></w:document>"

    def break_paragraph(self, section: str) -> str:
        return f'<w:p><w:pPr><w:pStyle w:val="{self.ids[BREAK_STYLE]}"/>{section}</w:pPr></w:p>'

    def tag(self, text: str) -> str:
        return f'<w:p><w:pPr><w:pStyle w:val="{self.ids[TAG_STYLE]}"/></w:pPr>{run(text)}</w:p>'

    def paragraph(self, block: Paragraph, align: str | None = None) -> str:
        look = self.styles.looks[block.style]
        direct = "<w:pageBreakBefore/>" if block.new_page else ""
        if look.tab:
            right = mm(self.page.width) - twips(look.right * look.character)
            direct += f'<w:tabs><w:tab w:val="right" w:pos="{right}"/></w:tabs>'
        if look.wider:
            beyond = (self.page.size[0] - self.page.width - 2 * float(look.wider)) / 2
            left, right = mm(beyond - float(self.page.left)), mm(beyond - float(self.page.right))
            direct += f'<w:ind w:left="{left}" w:right="{right}" w:firstLine="0"/>'
        if align is not None:
            direct += f'<w:jc w:val="{align}"/>'
        return f'<w:p><w:pPr><w:pStyle w:val="{self.ids[block.style]}"/>{direct}</w:pPr>{runs(block.text)}</w:p>'

    # Tables ----------------------------------------------------------------------------------------------------

    def table(self, block: TableText) -> str:
        look = self.styles.tables[block.kind]
        whole = mm(self.page.width)
        widths = shares(block.widths or (1.0,) * block.columns, whole)
        place = (
            '<w:tblpPr w:leftFromText="0" w:rightFromText="0" w:vertAnchor="margin" w:horzAnchor="page" '
            f'w:tblpX="{mm(float(self.page.left))}" w:tblpYSpec="bottom"/><w:tblOverlap w:val="never"/>'
            if look.foot
            else ""
        )
        bare = _BARE if look.foot or look.lines == "none" else ""
        layout = "fixed" if block.widths else "autofit"
        begin = self.paragraph(Paragraph(0, "表单空行", "", True)) if block.new_page else ""
        rows = "".join(self.row(one, block, widths) for one in block.rows)
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        return (
            f'{begin}<w:tbl><w:tblPr><w:tblStyle w:val="{self.ids[f"表格 {block.kind}"]}"/>{place}'
            f'<w:tblW w:w="{whole}" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="{layout}"/>{bare}'
            f'<w:tblLook w:val="0000"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>'
        )

    def row(self, row: Row | Control, block: TableText, widths: Sequence[int]) -> str:
        if isinstance(row, Control):
            tag = self.tag(f"{{%tr {row.text} %}}")
            return f"<w:tr><w:tc><w:tcPr>{_width(sum(widths))}{_span(len(widths))}</w:tcPr>{tag}</w:tc></w:tr>"
        look = self.styles.tables[block.kind]
        height = row.height or (float(look.height) if look.height is not None else None)
        properties = "<w:cantSplit/>"
        if height is not None:
            properties += f'<w:trHeight w:val="{mm(height)}" w:hRule="atLeast"/>'
        if row.heading:
            properties += "<w:tblHeader/>"
        cells, at = [], 0
        for cell in row.cells:
            span = widths[at : at + cell.span]
            cells.append(self.cell(cell, row, block, sum(span) if block.widths else 0))
            at += cell.span
        return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"

    def cell(self, cell: Cell, row: Row, block: TableText, width: int) -> str:
        look = self.styles.tables[block.kind]
        style = cell.style or (look.head if row.heading else look.text)
        merged = "<w:vMerge/>" if cell.above else ""
        properties = f'{_width(width) if width else ""}{_span(cell.span)}{merged}<w:vAlign w:val="center"/>'
        alone = _CONTROL.match(cell.text)
        if cell.above:
            inside = f'<w:p><w:pPr><w:pStyle w:val="{self.ids[ABOVE_STYLE]}"/></w:pPr></w:p>'
        elif alone and "{{" not in cell.text and cell.text.count("{%") == 1:
            inside = self.tag(f"{{%tc {alone[1]} %}}")
        else:
            align = None if row.heading or cell.style else cell.align
            inside = self.paragraph(Paragraph(row.line, style, cell.text), align)
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"

    # Pages -----------------------------------------------------------------------------------------------------

    def section(self, page: Page) -> str:
        wide, high = (mm(length) for length in page.size)
        direction = ' w:orient="landscape"' if page.landscape else ""
        return (
            f'<w:sectPr>{self.edge_references(page)}<w:pgSz w:w="{wide}" w:h="{high}"{direction}/>'
            f'<w:pgMar w:top="{mm(float(page.top))}" w:right="{mm(float(page.right))}" '
            f'w:bottom="{mm(float(page.bottom))}" w:left="{mm(float(page.left))}" w:header="{mm(float(page.head))}" '
            f'w:footer="{mm(float(page.foot or page.number or 15))}" w:gutter="0"/>'
            f"{'<w:titlePg/>' if page.first else ''}"
            f'<w:docGrid w:type="lines" w:linePitch="{twips(float(page.line))}"/></w:sectPr>'
        )

    def edge_references(self, page: Page) -> str:
        said = {
            where: [one.paragraph for one in self.edges if one.where == where]
            for where in (HEADER, FIRST_HEADER, FIRST_FOOTER)
        }
        found = []
        for kind in ("default", "even", *(("first",) if page.first else ())):
            head = [*(said[FIRST_HEADER] if kind == "first" else []), *said[HEADER]]
            lines = "".join(self.paragraph(one) for one in head) or self.paragraph(Paragraph(0, "页眉", ""))
            found.append(f'<w:headerReference w:type="{kind}" r:id="{self.part("hdr", lines)}"/>')
        for kind in ("default", "even", *(("first",) if page.first else ())):
            if kind == "first":
                lines = "".join(self.paragraph(one) for one in said[FIRST_FOOTER])
            else:
                lines = self.page_number(kind, page) if page.number is not None else ""
            lines = lines or self.paragraph(Paragraph(0, "页眉", ""))
            found.append(f'<w:footerReference w:type="{kind}" r:id="{self.part("ftr", lines)}"/>')
        return "".join(found)

    def part(self, kind: str, content: str) -> str:
        """The id of a header or footer; what was said before is not said again."""
        if content not in self.references:
            add = self.document.part.add_header_part if kind == "hdr" else self.document.part.add_footer_part
            made, id = add()  # type: ignore[no-untyped-call]  # python-docx left it without types
            set_root(made, f"<w:{kind} {NAMESPACES}>{content}</w:{kind}>")
            self.references[content] = id
        return self.references[content]

    def page_number(self, kind: str, page: Page) -> str:
        """— 1 — at the outer edge: to the right on odd pages, to the left on even ones (7.5).

        On a page laid across it stands where it stands on the others, once the sheet is turned (7.8): in the left
        margin, its letters lying. A larger sheet is folded, not turned: its number stands at the foot.
        """
        align = "left" if kind == "even" else "right"
        lifted = ""
        if page.foot is not None and page.number is not None:
            after = self.styles.looks["页码"].after + float(page.number - page.foot) * POINTS
            lifted = f'<w:spacing w:after="{twips(after)}"/>'
        number = (
            f'<w:p><w:pPr><w:pStyle w:val="{self.ids["页码"]}"/>{lifted}<w:jc w:val="{align}"/></w:pPr>'
            f"{run('— ')}{_FIELD}{run(' —')}</w:p>"
        )
        if not page.landscape or page.number is None or page.paper != "A4":
            return number
        look = self.styles.looks["页码"]
        wide, high = twips((look.line or 14) + look.after), mm(page.height)
        return (
            '<w:tbl><w:tblPr><w:tblpPr w:leftFromText="0" w:rightFromText="0" w:vertAnchor="page" w:horzAnchor="page" '
            f'w:tblpX="{mm(float(page.number))}" w:tblpY="{mm(float(page.top))}"/><w:tblOverlap w:val="never"/>'
            f'<w:tblW w:w="{wide}" w:type="dxa"/><w:tblLayout w:type="fixed"/>{_BARE}'
            '<w:tblLook w:val="0000"/>'
            f'</w:tblPr><w:tblGrid><w:gridCol w:w="{wide}"/></w:tblGrid><w:tr><w:trPr><w:cantSplit/>'
            f'<w:trHeight w:val="{high}" w:hRule="exact"/></w:trPr><w:tc><w:tcPr>{_width(wide)}'
            f'<w:textDirection w:val="tbRl"/></w:tcPr>{number}</w:tc></w:tr></w:tbl>'
            + self.paragraph(Paragraph(0, "页眉", ""))
        )


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""


def runs(text: str) -> str:
    """The text, with a tab wherever “ | ” stands outside the braces."""
    return "<w:r><w:tab/></w:r>".join(run(piece.strip(" ")) for piece in split_outside(text, "|"))


def shares(widths: Sequence[float], whole: int) -> list[int]:
    """The widths in whole twips, as large as the whole together."""
    total, taken, found = sum(widths), 0, []
    for place in range(1, len(widths) + 1):
        upto = round(whole * sum(widths[:place]) / total)
        found.append(upto - taken)
        taken = upto
    return found


def _width(width: int) -> str:
    return f'<w:tcW w:w="{width}" w:type="dxa"/>'


def _span(span: int) -> str:
    return f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""

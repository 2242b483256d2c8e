"""Word documents as an office types them, from a few lines of text: numbers that Word makes itself, merged cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baicheng_cli.views.word.package import document_bytes

if TYPE_CHECKING:
    from docx.document import Document

LEVELS = (
    ("%1、", "chineseCountingThousand"),
    ("（%2）", "chineseCountingThousand"),
    ("%3.", "decimal"),
)
"""How the three depths print their number: 一、 （一） 1."""

NUMBERED = "77"
"""The id of our list in word/numbering.xml; Word's own template has fewer."""


def typeset(text: str) -> bytes:
    """The document as .docx: `= ` a title, `# ` `## ` `### ` numbered by Word, `> ` to the right, `|` a table.

    Cells hold `^` where they are merged with the one above, `<` with the one to the left. The same text is the same
    bytes. Chapters and sections carry their number by their style, as a heading does; the third depth by itself.
    """
    import docx
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    document = docx.Document()
    add_numbering(document)
    rows: list[list[str]] = []
    for line in [*text.splitlines(), ""]:
        if line.startswith("|"):
            rows.append(line.removeprefix("|").removesuffix("|").split("|"))
            continue
        if rows:
            add_table(document, rows)
            rows = []
        sign, _, words = line.partition(" ")
        if sign == "=":
            document.add_paragraph(words, "Title")
        elif sign in ("#", "##"):
            document.add_paragraph(words, f"Heading {len(sign)}")
        elif sign == "###":
            properties = document.add_paragraph(words)._p.get_or_add_pPr()
            properties.append(number_of(2))
        elif sign == ">":
            document.add_paragraph(words).alignment = WD_ALIGN_PARAGRAPH.RIGHT
        elif line:
            document.add_paragraph(line)
    return document_bytes(document)


def add_numbering(document: Document) -> None:
    """The list of the three depths, each beginning anew below the one above it; headings are numbered by it."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    levels = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        + (f'<w:pStyle w:val="Heading{depth + 1}"/>' if depth < 2 else "")
        + f'<w:suff w:val="nothing"/><w:lvlText w:val="{sample}"/></w:lvl>'
        for depth, (sample, kind) in enumerate(LEVELS)
    )
    space = nsdecls("w")
    numbering = document.part.numbering_part.element
    abstract = parse_xml(f'<w:abstractNum {space} w:abstractNumId="{NUMBERED}">{levels}</w:abstractNum>')
    numbering.insert(0, abstract)
    numbering.append(parse_xml(f'<w:num {space} w:numId="{NUMBERED}"><w:abstractNumId w:val="{NUMBERED}"/></w:num>'))
    for depth in (0, 1):
        style = document.styles[f"Heading {depth + 1}"]
        style.element.get_or_add_pPr().append(number_of(depth))


def number_of(depth: int):  # type: ignore[no-untyped-def]  # an element of lxml, which has no types here
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    inside = f'<w:ilvl w:val="{depth}"/><w:numId w:val="{NUMBERED}"/>'
    return parse_xml(f"<w:numPr {nsdecls('w')}>{inside}</w:numPr>")


def add_table(document: Document, rows: list[list[str]]) -> None:
    """A table whose cells are merged where `^` and `<` say so."""
    table = document.add_table(len(rows), max(map(len, rows)), "Table Grid")
    for at, row in enumerate(rows):
        for column, words in enumerate(row):
            if words == "^":
                table.cell(at - 1, column).merge(table.cell(at, column))
            elif words == "<":
                table.cell(at, column - 1).merge(table.cell(at, column))
    for at, row in enumerate(rows):
        for column, words in enumerate(row):
            if words not in ("^", "<"):
                table.cell(at, column).text = words

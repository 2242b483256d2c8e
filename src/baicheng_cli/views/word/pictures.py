"""Charts in a .docx: drawn by lines where a program can, and as a picture for those that cannot."""

from __future__ import annotations

import io
import re
import zipfile
from functools import cache
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

from baicheng_cli.views.svg import FONT_LIST, FONTS, Drawing, picture_file
from baicheng_cli.views.tables import clean
from baicheng_cli.views.word.package import archive_bytes

if TYPE_CHECKING:
    from baicheng_cli.views.charts import Chart

DOTS = 288
"""Dots in an inch of the picture: a hatch stays a hatch on paper."""
_EMUS = 12700
"""In a point."""
_SVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
_ASKED = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
"""How Word knows the extension that names the drawing behind a picture."""
_BLIP = re.compile(
    rb'(<a:blip\b[^>]*?\br:embed=")(\w+)("[^>]*>(?:(?!</a:blip>).)*?<asvg:svgBlip\b[^>]*?\br:embed=")(\w+)"'
)


def run_of(chart: Chart, part: Any) -> str:
    """A run that shows the chart in this part of a document; in words where no Chinese letters are installed.

    The picture is for every program; Word (from 2016 on) shows the drawing behind it.
    """
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    picture, _ = part.get_or_add_image(io.BytesIO(png_of(chart)))
    drawn = chart.file.encode("utf-8")
    name = PackURI(f"/word/media/chart{part.rels[picture].target_ref.rpartition('image')[2].partition('.')[0]}.svg")
    drawing = part.relate_to(Part(name, "image/svg+xml", drawn, part.package), RELATIONSHIP_TYPE.IMAGE)
    wide, high = round(chart.width * _EMUS), round(chart.height * _EMUS)
    about = f"name={quoteattr(chart.title)} descr={quoteattr(clean(chart.words))}"
    return (
        '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
        f'distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{wide}" cy="{high}"/><wp:docPr id="1" {about}/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        f'<pic:pic><pic:nvPicPr><pic:cNvPr id="0" {about}/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        f'<a:blip r:embed="{picture}"><a:extLst><a:ext uri="{_ASKED}"><asvg:svgBlip xmlns:asvg="{_SVG}" '
        f'r:embed="{drawing}"/></a:ext></a:extLst></a:blip><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def png_of(chart: Chart) -> bytes:
    """The chart as a picture of dots, the same for the same chart and fonts."""
    return _drawn(chart.file, DOTS / 72)


@cache
def can_write_chinese() -> bool:
    """Whether two Chinese characters come out different: without a font, both are nothing."""
    shown = []
    for one in "国鼎":
        drawing = Drawing(16)
        drawing.words(1, 13, one, 12)
        shown.append(_drawn(picture_file(drawing.body, 16, 16), 1))
    return shown[0] != shown[1]


def _drawn(svg: str, zoom: float) -> bytes:
    import resvg_py

    return resvg_py.svg_to_bytes(svg_string=svg, zoom=zoom, background="#ffffff")


def drawn_by_lines(document: bytes) -> bytes:
    """The .docx with drawings in the place of their pictures: LibreOffice reads them there, and not behind.

    Of a list of fonts it takes none; by one name it asks fontconfig (fonts.py).
    """
    if not zipfile.is_zipfile(io.BytesIO(document)):
        return document  # LibreOffice says that it is none
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    drawings = {name for name in members if name.endswith(".svg")}
    if not drawings:
        return document
    for name, content in members.items():
        if name in drawings:
            members[name] = content.replace(FONT_LIST.encode(), FONTS[0].encode())
        elif name.endswith(".xml"):
            members[name] = _BLIP.sub(rb'\g<1>\g<4>\g<3>\g<4>"', content)
    return archive_bytes(members)

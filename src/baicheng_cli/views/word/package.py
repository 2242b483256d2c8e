"""The file around a paper: an empty .docx with nothing in it that is not ours, and bytes free of the clock."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

from baicheng_cli.views.excel import MAKER, NO_TIME

if TYPE_CHECKING:
    from docx.document import Document

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_KEPT = ("styles", "settings", "fontTable", "theme", "officeDocument", "core-properties")
_SETTINGS = f"""<w:settings {NAMESPACES}>
<w:zoom w:percent="100"/><w:defaultTabStop w:val="640"/><w:evenAndOddHeaders/>
<w:drawingGridVerticalSpacing w:val="579"/><w:characterSpacingControl w:val="doNotCompress"/>
<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>
</w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>"""
_ALSO = {
    "仿宋_GB2312": "FangSong_GB2312",
    "楷体_GB2312": "KaiTi_GB2312",
    "方正小标宋简体": "FZXiaoBiaoSong-B05S",
    "黑体": "SimHei",
    "宋体": "SimSun",
}
"""What else the fonts of the standard are called."""


def empty_document(fonts: Iterable[str]) -> Document:
    """python-docx's own template without what comes along in it: old styles, a thumbnail, custom XML."""
    import docx

    document = docx.Document()
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/fontTable"):
            relation.target_part._blob = _font_table(fonts)
    for holder in (document.part, document.part.package):
        for id, relation in list(holder.rels.items()):
            if relation.reltype.rpartition("/")[2] not in _KEPT:
                del holder.rels[id]
    set_root(document.part._settings_part, _SETTINGS)
    return document


def _font_table(fonts: Iterable[str]) -> bytes:
    entries = "".join(
        f"<w:font w:name={quoteattr(name)}>{_also(name)}"
        '<w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="default"/></w:font>'
        for name in sorted(set(fonts))
    )
    return f"<w:fonts {NAMESPACES}>{entries}</w:fonts>".encode()


def _also(name: str) -> str:
    return f'<w:altName w:val="{_ALSO[name]}"/>' if name in _ALSO else ""


def set_root(part: Any, xml: str) -> None:
    """Give a part of the package new content; python-docx has no public way."""
    from docx.oxml import parse_xml

    part._element = parse_xml(xml.replace("\n", ""))


def sign(document: Document, title: str, day: date | None) -> None:
    """Who made the file, and when: the day of its figures, never the clock's."""
    made = datetime.combine(day or date(*NO_TIME[:3]), time())
    about = document.core_properties
    about.author = about.last_modified_by = MAKER
    about.created = about.modified = made
    about.title, about.comments, about.language, about.revision = title[:255], "", "zh-CN", 1


def document_bytes(document: Document) -> bytes:
    """The file; the same document is the same bytes."""
    saved = io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as archive:
        return archive_bytes({name: archive.read(name) for name in archive.namelist()})


def archive_bytes(members: Mapping[str, bytes]) -> bytes:
    """A .docx of these files, in one order and without a clock."""
    out, first = io.BytesIO(), "[Content_Types].xml"
    with zipfile.ZipFile(out, "w") as still:
        for name in sorted(members, key=lambda one: (one != first, one)):
            member = zipfile.ZipInfo(name, NO_TIME)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 3
            member.external_attr = 0o600 << 16
            still.writestr(member, members[name])
    return out.getvalue()

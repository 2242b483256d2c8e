"""docxtpl, made strict: what is no text is refused, what is no XML after filling is an error, places are known."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from baicheng_cli.errors import UserError
from baicheng_cli.views.charts import Chart
from baicheng_cli.views.tables import clean
from baicheng_cli.views.template_flaws import FULL_WIDTH, full_width_words
from baicheng_cli.views.word import pictures

if TYPE_CHECKING:
    from jinja2 import Environment, Undefined

_OPENING = re.compile(r"\{%[-+]?|\{\{[-+]?")
_TAG_END = re.compile(r"[-+]?%\}|[-+]?\}\}")
_XML = re.compile(r"<[^>]+>")
_BLANKS = re.compile(r"\s+")
_NO_TEXT = re.compile(r"[\ud800-\udfff\ufffe\uffff]")
_ROW = re.compile(r"^[^\s：:{}|]+\s*[：:]\s?")
"""The style in front of a paragraph of a template as text."""


def open_template(source: bytes) -> Any:
    """docxtpl's template. Raises what python-docx raises when it is no .docx."""
    from docx.oxml import parse_xml
    from docxtpl import DocxTemplate  # type: ignore[import-untyped]  # it comes without types

    class Strict(DocxTemplate):  # type: ignore[misc]  # it is Any
        filling = ""
        """The part at work, with its tags, line by line as jinja counts them."""
        trial = False
        """Full-width braces are then said by who tries."""

        def render_xml_part(self, src_xml: str, part: Any, context: Any, jinja_env: Any = None) -> Any:
            src_xml = _OPENING.sub("\\g<0>\n", src_xml)
            self.filling = in_lines(src_xml)
            if not self.trial and (wrong := FULL_WIDTH.search(_XML.sub("", src_xml))):
                raise UserError(full_width_words(wrong[0]))
            return super().render_xml_part(src_xml, part, context, jinja_env)

        def parts(self) -> Iterator[str]:
            """What is going to be filled: the body, the headers, the footers."""
            yield in_lines(_OPENING.sub("\\g<0>\n", self.patch_xml(self.get_xml())))
            for uri in (self.HEADER_URI, self.FOOTER_URI):
                for _, part in self.get_headers_footers(uri):
                    yield in_lines(_OPENING.sub("\\g<0>\n", self.patch_xml(self.get_part_xml(part))))

        def fix_tables(self, xml: str) -> Any:
            try:
                parse_xml(xml)
            except SyntaxError:  # lxml's own is one
                raise UserError("填好后的文件不完整；{% %} 要各占一段或一行") from None
            return super().fix_tables(xml)

        def chart(self, chart: Chart) -> str:
            """A chart where the filling is just now: out of its run, a run of its own, and on."""
            if not pictures.can_write_chinese():
                return escape(clean(chart.words))
            here = pictures.run_of(chart, self.current_rendering_part)
            return f'</w:t></w:r>{here}<w:r><w:t xml:space="preserve">'

    template = Strict(io.BytesIO(source))
    template.init_docx()
    _free_sections(template.docx)
    return template


def in_lines(xml: str) -> str:
    """As docxtpl hands a part to jinja: every paragraph begins a line."""
    return re.sub(r"<w:p([ >])", r"\n<w:p\1", xml)


def where(filling: str, number: int | None) -> tuple[str, str]:
    """The tag that begins on that line of what is filled, and the words of its paragraph (or its own)."""
    lines = filling.split("\n")
    if number is None or not 1 < number <= len(lines):
        return "", ""
    tag = _TAG_END.split(lines[number - 1])[0]
    first = next((at for at in range(number - 1, -1, -1) if lines[at].startswith("<w:p")), None)
    last = next((at for at in range(number, len(lines)) if lines[at].startswith("<w:p")), len(lines))
    if first is None or "</w:p>" in "".join(lines[first : number - 1]):  # its paragraph held the tag alone, and is gone
        around = f"{{% {tag} %}}"
    else:
        around = "".join(lines[first:last]).partition("</w:p>")[0]
    return tag, " ".join(_XML.sub("", around).split())


def line_of(text: str, tag: str, words: str) -> int:
    """The line of a template as text where that tag stands, in that paragraph if there are several; 0: in none."""
    wanted, around = _bare(tag), _bare(words)
    found = [
        number
        for number, said in enumerate(text.splitlines(), 1)
        if wanted and wanted in _bare(said) and not said.lstrip().startswith("#")
    ]
    lines = text.splitlines()
    exact = [number for number in found if _bare(_ROW.sub("", lines[number - 1].strip())) == around]
    return next(iter([*exact, *found]), 0)


def _bare(text: str) -> str:
    return _BLANKS.sub("", _XML.sub("", text))


def _free_sections(document: Any) -> None:
    """The end of a section must not hang on a tag: it would vanish with it. Office suites move it there."""
    from copy import deepcopy

    from docx.oxml.ns import qn

    for paragraph in document.element.body.findall(qn("w:p")):
        for section in paragraph.xpath("./w:pPr/w:sectPr"):
            if "{%" in "".join(one.text or "" for one in paragraph.iter(qn("w:t"))):
                alone = deepcopy(paragraph)
                for one in list(alone):
                    if one.tag != qn("w:pPr"):
                        alone.remove(one)
                alone.pPr.get_or_add_spacing().set(qn("w:line"), "20")
                alone.pPr.get_or_add_spacing().set(qn("w:lineRule"), "exact")
                paragraph.addnext(alone)
                section.getparent().remove(section)


def paper_environment(picture: Callable[[Chart], str], undefined: type[Undefined] | None = None) -> Environment:
    """Sandboxed, strict on unknown names, and escaping everything that is not the template's own text.

    `undefined`: what stands for unknown names instead, in a trial.
    """
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment
    from markupsafe import Markup
    from markupsafe import escape as escaped_text

    def escaped(value: Any) -> Any:
        if isinstance(value, (Markup, StrictUndefined)):
            return value
        if isinstance(value, Chart):
            return Markup(picture(value))
        text = str(value)
        if found := _NO_TEXT.search(text):
            raise UserError(f"“{text[:12]}……”里有不是文字的字符（U+{ord(found[0]):04X}），请改正原文")
        # docxtpl turns {_{ into {{ everywhere, also in what it has filled in
        return Markup(str(escaped_text(clean(text))).replace("{_", "&#123;_").replace("_}", "_&#125;"))

    return ImmutableSandboxedEnvironment(undefined=undefined or StrictUndefined, autoescape=True, finalize=escaped)

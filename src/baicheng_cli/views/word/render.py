"""Filling a paper's template: the office's own before the shipped, as .docx or as text."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from traceback import walk_tb
from typing import TYPE_CHECKING, Any, Protocol
from xml.sax.saxutils import escape

from baicheng_cli.errors import UserError
from baicheng_cli.plan.load import shown
from baicheng_cli.views.charts import Chart
from baicheng_cli.views.tables import clean
from baicheng_cli.views.templates import FULL_WIDTH, reason_words, shipped
from baicheng_cli.views.word import pictures
from baicheng_cli.views.word.build import build
from baicheng_cli.views.word.package import document_bytes, sign
from baicheng_cli.views.word.settle import settle
from baicheng_cli.views.word.styles import Styles, load_styles

if TYPE_CHECKING:
    from jinja2 import Environment

FOLDER = "word"
_OPENING = re.compile(r"\{%[-+]?|\{\{[-+]?")
_TAG_END = re.compile(r"[-+]?%\}|[-+]?\}\}")
_XML = re.compile(r"<[^>]+>")
_BLANKS = re.compile(r"\s+")
_NO_TEXT = re.compile(r"[\ud800-\udfff\ufffe\uffff]")


class Page(Protocol):
    """What a template is given: a named tuple, of which it knows the fields by their names, and nothing else."""

    def _asdict(self) -> dict[str, Any]: ...


def render(name: str | Path, page: Page, office: Path | None = None, *, day: date | None = None) -> bytes:
    """A paper as .docx. `name`: the template's name, or the file itself (.docx or .txt).

    `office`: the office's own folder of templates. Whatever a template prints is escaped. `day` is what the file says
    of its own making, instead of the clock. Raises UserError with the file of what is wrong, and the line where it
    is text.
    """
    file, styles = template_file(name, office), load_styles(office)
    source = _source(file, styles)
    text = _text(file) if file.suffix != ".docx" else ""
    document, title = _filled(source, page._asdict(), styles, shown(file), text)
    sign(document, title, day)
    return document_bytes(document)


def build_template(name: str | Path, office: Path | None = None) -> bytes:
    """The template as .docx, to be edited in an office suite and used as it is."""
    file = template_file(name, office)
    return file.read_bytes() if file.suffix == ".docx" else build(_text(file), shown(file), load_styles(office))


def template_file(name: str | Path, office: Path | None = None) -> Path:
    """The file of a template. Raises UserError when there is none, or two of the office's own."""
    if isinstance(name, Path):
        if name.suffix.lower() not in (".docx", ".txt"):
            raise UserError(f"{name.name} 不能作 Word 模板；要 .docx（由 template eject 取出再改的）或 .txt")
        if not name.is_file():
            raise UserError(f"找不到模板 {shown(name)}")
        return name
    if office is not None:
        own = [file for end in (".docx", ".txt") if (file := office / FOLDER / f"{name}{end}").is_file()]
        if len(own) == 2:
            raise UserError(f"{shown(office / FOLDER)} 里 {name}.docx 和 {name}.txt 都有，只留要用的一个")
        if own:
            return own[0]
    file = shipped() / FOLDER / f"{name}.txt"
    if not file.is_file():
        raise UserError(f"没有“{name}”这个 Word 模板；有：{'、'.join(template_names())}")
    return file


def template_names() -> list[str]:
    """The shipped templates, by name."""
    return sorted(file.stem for file in (shipped() / FOLDER).glob("*.txt"))


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError(f"{shown(file)}：不是 UTF-8 编码（{error.reason}），请另存为 UTF-8") from None
    except OSError as error:
        raise UserError(f"读不了模板 {shown(file)}（{error.strerror}）") from None


def _source(file: Path, styles: Styles) -> bytes:
    """The template as .docx."""
    if file.suffix.lower() != ".docx":
        return build(_text(file), shown(file), styles)
    try:
        return file.read_bytes()
    except OSError as error:
        raise UserError(f"读不了模板 {shown(file)}（{error.strerror}）") from None


def _filled(source: bytes, context: dict[str, Any], styles: Styles, file: str, text: str) -> tuple[Any, str]:
    """The filled document and its title. `text`: the template as text, or nothing; it has lines to point at."""
    import zipfile

    from docx.opc.exceptions import PackageNotFoundError
    from jinja2 import TemplateError, TemplateSyntaxError

    mistakes = (TemplateError, TypeError, ValueError, LookupError, AttributeError, ArithmeticError, RecursionError)
    try:
        template = _template(source)
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError):
        raise UserError(f"{file} 打不开，不是 .docx 文件，或者已损坏") from None
    try:
        template.render(context, _environment(template.chart), autoescape=True)
    except UserError as error:
        raise UserError(f"{file}：{error}") from None
    except mistakes as error:  # the page is plain data, so whatever goes wrong now was asked for by the template
        line = error.lineno if isinstance(error, TemplateSyntaxError) else _line(error)
        message = reason_words(error) if not isinstance(error, TemplateSyntaxError) else f"模板写法有误（{error}）"
        tag, words = template.at(line)
        raise UserError(_placed(file, text, tag, words, message)) from None
    return template.docx, settle(template.docx, styles)


def _template(source: bytes) -> Any:
    """docxtpl's template, made strict: what is no XML after filling is an error, not a silent loss."""
    from docx.oxml import parse_xml
    from docxtpl import DocxTemplate  # type: ignore[import-untyped]  # it comes without types

    class Strict(DocxTemplate):  # type: ignore[misc]  # it is Any
        filling = ""

        def render_xml_part(self, src_xml: str, part: Any, context: Any, jinja_env: Any = None) -> Any:
            src_xml = _OPENING.sub("\\g<0>\n", src_xml)
            self.filling = re.sub(r"<w:p([ >])", r"\n<w:p\1", src_xml)
            if wrong := FULL_WIDTH.search(_XML.sub("", src_xml)):
                raise UserError(f"“{wrong[0]}”是全角符号，模板里要写半角的 {{{{ }}}} 和 {{% %}}")
            return super().render_xml_part(src_xml, part, context, jinja_env)

        def fix_tables(self, xml: str) -> Any:
            try:
                parse_xml(xml)
            except SyntaxError as error:  # lxml's own is one
                raise UserError(f"填好后的文件不完整（{error}）；{{% %}} 要各占一段或一行") from None
            return super().fix_tables(xml)

        def chart(self, chart: Chart) -> str:
            """A chart where the filling is just now: out of its run, a run of its own, and on."""
            if not pictures.can_write_chinese():
                return escape(clean(chart.words))
            here = pictures.run_of(chart, self.current_rendering_part)
            return f'</w:t></w:r>{here}<w:r><w:t xml:space="preserve">'

        def at(self, number: int | None) -> tuple[str, str]:
            """The tag that begins on that line of what was being filled, and the words of its paragraph."""
            lines = self.filling.split("\n")
            if number is None or not 0 < number <= len(lines):
                return "", ""
            first = next((at for at in range(number - 1, 0, -1) if lines[at].startswith("<w:p")), number - 1)
            last = next((at for at in range(number, len(lines)) if lines[at].startswith("<w:p")), len(lines))
            return _TAG_END.split(lines[number - 1])[0], _XML.sub("", "".join(lines[first:last]))

    template = Strict(io.BytesIO(source))
    template.init_docx()
    _free_sections(template.docx)
    return template


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


def _environment(picture: Callable[[Chart], str]) -> Environment:
    """Sandboxed, strict on unknown names, and escaping everything that is not the template's own text."""
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

    return ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True, finalize=escaped)


def _line(error: Exception) -> int | None:
    """The line of the filled part at which a template was at work."""
    trace = error.__traceback__
    lines = [line for frame, line in walk_tb(trace) if frame.f_code.co_filename == "<template>"] if trace else []
    return lines[-1] if lines else None


def _placed(file: str, text: str, tag: str, words: str, message: str) -> str:
    """The message with where it was: the line of the text template that has this tag, else the words around."""
    wanted = _BLANKS.sub("", _XML.sub("", tag))
    for number, said in enumerate(text.splitlines() if wanted else (), 1):
        if wanted in _BLANKS.sub("", said) and not said.lstrip().startswith("#"):
            return f"{file}:{number}: {message}"
    around = " ".join(words.split())
    return f"{file}：{f'“{around[:60]}”处，' if around else ''}{message}"

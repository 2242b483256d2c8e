"""Filling a paper's template: the office's own before the shipped, as .docx or as text."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from traceback import walk_tb
from typing import Any, Protocol

from baicheng_cli.errors import UserError
from baicheng_cli.plan.load import shown
from baicheng_cli.views.expressions import mistakes
from baicheng_cli.views.template_flaws import syntax_words
from baicheng_cli.views.templates import reason_words, shipped
from baicheng_cli.views.word.build import build
from baicheng_cli.views.word.filling import line_of, open_template, paper_environment, where
from baicheng_cli.views.word.package import document_bytes, sign
from baicheng_cli.views.word.settle import settle
from baicheng_cli.views.word.styles import Styles, load_styles

FOLDER = "word"


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
    from jinja2 import TemplateSyntaxError

    try:
        template = open_template(source)
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError):
        raise UserError(f"{file} 打不开，不是 .docx 文件，或者已损坏") from None
    environment = paper_environment(template.chart)
    try:
        template.render(context, environment, autoescape=True)
    except UserError as error:
        raise UserError(f"{file}：{error}") from None
    except mistakes() as error:  # the page is plain data, so whatever goes wrong now was asked for by the template
        line = error.lineno if isinstance(error, TemplateSyntaxError) else line_at_work(error)
        message = reason_words(error)
        if isinstance(error, TemplateSyntaxError):
            message = f"模板写法有误：{syntax_words(error, environment)}"
        tag, words = where(template.filling, line)
        raise UserError(_placed(file, text, tag, words, message)) from None
    return template.docx, settle(template.docx, styles)


def line_at_work(error: Exception) -> int | None:
    """The line of the filled part at which a template was at work."""
    trace = error.__traceback__
    lines = [line for frame, line in walk_tb(trace) if frame.f_code.co_filename == "<template>"] if trace else []
    return lines[-1] if lines else None


def _placed(file: str, text: str, tag: str, words: str, message: str) -> str:
    """The message with where it was: the line of the text template that has this tag, else the words around."""
    if line := line_of(text, tag, words):
        return f"{file}:{line}: {message}"
    return f"{file}：{f'“{words[:60]}”处，' if words else ''}{message}"

"""Finding and rendering templates: the office's own first, then those that are shipped."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from traceback import walk_tb
from types import TracebackType
from typing import TYPE_CHECKING, Any

from baicheng_cli.errors import UserError
from baicheng_cli.views.charts import Chart
from baicheng_cli.views.expressions import mistakes
from baicheng_cli.views.tables import clean, md_cell
from baicheng_cli.views.template_flaws import FULL_WIDTH, full_width_words, syntax_words

if TYPE_CHECKING:
    from jinja2 import Environment, Undefined
    from markupsafe import Markup

_LINE_START = re.compile(r"^([-+]|#{1,6})(?=\s)|^([-=])(?=[-=]*\s*$)|^(\d{1,9})([.)])(?=\s)")
_GAPS = re.compile(r"\n{3,}")
_MARKUP = re.compile(r"[~$]|&(?=#?\w+;)")
_QUOTED = re.compile(r"'([^']*)'")


def shipped() -> Path:
    """The folder of the templates that come with baicheng: at the top of a checkout, else inside the package."""
    checkout = Path(__file__).parents[3]
    if (checkout / "pyproject.toml").is_file() and (checkout / "templates").is_dir():
        return checkout / "templates"
    from importlib import resources

    return Path(str(resources.files("baicheng_cli") / "templates"))


def render_markdown(name: str, page: object, office: Path | None = None, *, called: str = "report") -> str:
    """A page through the Markdown template of that name, which knows it as `called`; see `_render`."""
    return _GAPS.sub("\n\n", _render(name, page, office, md_text, called).strip("\n")) + "\n"


def render_html(name: str, page: object, office: Path | None = None) -> str:
    """A page through the HTML template of that name; see `_render`."""
    return _render(name, page, office, html_text).strip("\n") + "\n"


def _render(
    name: str, page: object, office: Path | None, literally: Callable[[object], str], called: str = "report"
) -> str:
    """A page through the template of that name, the office's own before the shipped one.

    The template knows one object, as `called`; whatever it prints is escaped. An office's template may build
    on the shipped one: `{% extends "baicheng/report.md.j2" %}`. Raises UserError with the file and the line of
    what is wrong in a template.
    """
    from jinja2 import TemplateNotFound, TemplateSyntaxError

    folders = [folder for folder in (office, shipped()) if folder is not None]
    environment = page_environment(folders, literally)
    try:
        return environment.get_template(name).render({called: page})
    except TemplateSyntaxError as error:
        said = syntax_words(error, environment)
        raise UserError(_said(error.filename or error.name or name, error.lineno, said)) from None
    except TemplateNotFound as error:
        place = _place(error.__traceback__, folders)
        raise UserError(f"{place}找不到模板 {error.name}；在这些文件夹里找过：{_names(folders)}") from None
    except UnicodeDecodeError as error:
        raise UserError(f"{_not_utf8(name, folders)}：不是 UTF-8 编码（{error.reason}），请另存为 UTF-8") from None
    except OSError as error:
        raise UserError(f"读不了模板 {error.filename or name}（{error.strerror}）") from None
    except mistakes() as error:  # the page is plain data, so whatever goes wrong now was asked for by the template
        raise UserError(f"{_place(error.__traceback__, folders) or name + '：'}{reason_words(error)}") from None


def page_environment(
    folders: Sequence[Path], literally: Callable[[object], str], undefined: type[Undefined] | None = None
) -> Environment:
    """Sandboxed, strict on unknown names, and escaping everything that is not the template's own text.

    `undefined`: in a trial, what stands for unknown names; full-width braces are then said by who tries.
    """
    from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment
    from markupsafe import Markup

    def escaped(value: Any) -> Any:
        """What a macro made is escaped already; a value is made text that the page shows as it is."""
        return value if isinstance(value, (Markup, StrictUndefined)) else Markup(literally(value))

    class Loader(FileSystemLoader):
        def get_source(self, environment: Environment, template: str) -> Any:
            source, file, fresh = super().get_source(environment, template)
            for number, line in enumerate(source.splitlines(), 1):
                if undefined is None and (found := FULL_WIDTH.search(line)):
                    raise UserError(f"{file}:{number}: {full_width_words(found[0])}")
            return source, file, fresh

    def loader(places: Sequence[Path]) -> Loader:
        return Loader([str(folder) for folder in places], encoding="utf-8-sig")

    environment = ImmutableSandboxedEnvironment(
        loader=ChoiceLoader([loader(folders), PrefixLoader({"baicheng": loader([shipped()])})]),
        undefined=undefined or StrictUndefined,
        autoescape=True,
        finalize=escaped,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["csp_hash"] = csp_hash
    return environment


def csp_hash(style: Markup) -> str:
    """The source of an inline style for a Content-Security-Policy: this text, and no other, is let through."""
    from base64 import b64encode
    from hashlib import sha256

    return f"sha256-{b64encode(sha256(str(style).encode('utf-8')).digest()).decode('ascii')}"


def html_text(value: object) -> str:
    """A value as HTML prints it literally, in an element or in a quoted attribute; a chart as its drawing."""
    from markupsafe import escape

    if isinstance(value, Chart):
        return value.inline
    text = str(value)
    return str(escape(clean(text))).replace("\n", "<br>")


def md_text(value: object) -> str:
    """A value as Markdown prints it literally, in a sentence or in a cell; a chart in words."""
    text = str(value)
    escaped = _MARKUP.sub(lambda found: "\\" + found[0], md_cell(text.strip(" ")))
    return _LINE_START.sub(_kept, escaped)


def _kept(found: re.Match[str]) -> str:
    """A list mark, heading or rule at the start of a text, made harmless."""
    return f"{found[3]}\\{found[4]}" if found[3] else "\\" + found[0]


def _place(trace: TracebackType | None, folders: Sequence[Path]) -> str:
    """The place in front of a message; nothing when no template was at work."""
    at = at_work(trace, folders)
    return f"{at[0]}:{at[1]}: " if at is not None else ""


def at_work(trace: TracebackType | None, folders: Sequence[Path]) -> tuple[str, int] | None:
    """The file and line of the innermost template that was at work."""
    places = [(frame.f_code.co_filename, line) for frame, line in walk_tb(trace)] if trace is not None else []
    for file, line in reversed(places):
        if any(Path(file).is_relative_to(folder) for folder in folders):
            return file, line
    return None


def _said(file: str, line: int, message: str) -> str:
    return f"{file}:{line}: 模板写法有误：{message}"


def reason_words(error: Exception) -> str:
    """What is wrong in a template, from what its rendering raised."""
    from jinja2.exceptions import SecurityError, UndefinedError

    if isinstance(error, UndefinedError):
        found = _QUOTED.findall(str(error))
        return f"没有“{found[-1]}”这一项" if found else f"没有这一项（{error}）"
    if isinstance(error, SecurityError):
        found = _QUOTED.findall(str(error))
        return f"模板里不允许这样做（{f'用“{found[0]}”' if found else '调用了不能用的'}）"
    return f"模板写法有误（{error}）"


def _names(folders: Sequence[Path]) -> str:
    return "、".join(str(folder) for folder in folders)


def _not_utf8(name: str, folders: Sequence[Path]) -> str:
    return str(next((folder / name for folder in folders if (folder / name).is_file()), name))

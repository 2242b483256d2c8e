"""What is wrong in a template's text: tags, braces, what is not escaped, names that there are not."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Collection, Iterator
from types import FrameType
from typing import TYPE_CHECKING, Any, NamedTuple

from baicheng_cli.errors import did_you_mean
from baicheng_cli.rules import templates as codes
from baicheng_cli.views.expressions import assertion_words

if TYPE_CHECKING:
    from jinja2 import Environment, TemplateSyntaxError, Undefined, nodes

FULL_WIDTH = re.compile(r"｛｛|｛[%％]|\{％|[%％]｝|％\}|｝｝")
"""Braces that look right and are not: jinja would print them."""
_TAG = re.compile(
    r"\{#.*?#\}|\{\{(?:(?!\{\{|\{%).)*?\}\}|\{%[-+]?\s*(?P<name>\w+)(?P<rest>(?:(?!\{\{|\{%).)*?)[-+]?%\}"
    r"|(?P<loose>\{\{|\{%|\}\}|%\})",
    re.DOTALL,
)
_HAVE_END = ("for", "if", "block", "macro", "call", "filter", "autoescape", "with", "raw", "trans")
_UNKNOWN_TAG = re.compile(r"unknown tag '(\w+)'")
_INNERMOST = re.compile(r"needs to be closed is '(\w+)'")
_LOOSE = re.compile(r"unexpected '([{}%]+)'")
_GOT = re.compile(r"got '(.+)'$")
_QUOTED = re.compile(r"'([^']*)'")


class Flaw(NamedTuple):
    """One thing that is wrong, at a line of the text."""

    line: int
    code: str
    message: str
    remedy: str = ""


def flaws(text: str, environment: Environment, known: Collection[str]) -> list[Flaw]:
    """Everything that can be seen without filling the template in. `known`: the names that it is given."""
    from jinja2 import TemplateSyntaxError

    found = list(full_width(text))
    try:
        tree = environment.parse(text)
        environment.compile(tree)
    except TemplateSyntaxError as error:
        said = [Flaw(error.lineno, codes.BROKEN, syntax_words(error, environment))]
        unknown = _UNKNOWN_TAG.search(str(error.message))
        misspelt = unknown is not None and not unknown[1].startswith(("end", "el"))
        return found or (said if misspelt else list(unmatched(text)) or said)
    except AssertionError:  # jinja's own word for a tree that it cannot make code of
        return found or [Flaw(1, codes.BROKEN, "模板写法有误")]
    return [*found, *raw(tree), *undeclared(environment.parse(text), known, environment)]


def full_width(text: str) -> Iterator[Flaw]:
    for number, line in enumerate(text.splitlines(), 1):
        if wrong := FULL_WIDTH.search(line):
            yield Flaw(number, codes.FULL_WIDTH, full_width_words(wrong[0]))


def full_width_words(found: str) -> str:
    return f"“{found}”是全角符号，模板里要写半角的 {{{{ }}}} 和 {{% %}}"


def unmatched(text: str) -> Iterator[Flaw]:
    """Tags that are not ended, or end what was not begun; jinja names only the last line."""
    opened: list[tuple[str, int]] = []
    line, seen = 1, 0
    for tag in _TAG.finditer(text):
        name, rest = tag["name"], tag["rest"] or ""
        at = tag.start("name") if name else tag.end()
        line, seen = line + text.count("\n", seen, at), at
        if tag["loose"]:
            yield Flaw(line, codes.BROKEN, f"“{tag['loose']}”没有配成对")
        elif name in _HAVE_END or (name == "set" and "=" not in rest):
            opened.append((name, line))
        elif name and name.startswith("end"):
            begun = [one for one, _ in opened]
            if name[3:] not in begun:
                yield Flaw(line, codes.BROKEN, f"{{% {name} %}} 前面没有它的开头")
                continue
            while opened[-1][0] != name[3:]:
                yield _not_ended(*opened.pop())
            opened.pop()
    yield from (_not_ended(*one) for one in opened)


def _not_ended(name: str, line: int) -> Flaw:
    return Flaw(line, codes.BROKEN, f"{{% {name} %}} 没有结束", f"后面要有 {{% end{name} %}}")


def loose(text: str) -> str:
    """The first brace of a paragraph that has no partner in it; nothing when all have."""
    return next((tag["loose"] for tag in _TAG.finditer(text) if tag["loose"]), "")


def syntax_words(error: TemplateSyntaxError, environment: Environment) -> str:
    """What the parser says, in Chinese."""
    message = str(error.message)
    if message.startswith("Unexpected end of template"):
        begun = _INNERMOST.search(message)
        return f"{{% {begun[1]} %}} 没有结束；后面要有 {{% end{begun[1]} %}}" if begun else "到结尾还没有写完"
    if brace := _LOOSE.match(message):
        return f"“{brace[1]}”没有配成对"
    if tag := _UNKNOWN_TAG.search(message):
        if tag[1].startswith(("end", "el")):
            return f"{{% {tag[1]} %}} 前面没有它的开头"
        return f"不认识 {{% {tag[1]} %}}" + (f"；{near}" if (near := did_you_mean(tag[1], _HAVE_END)) else "")
    if message.startswith(("No filter", "No test")):
        return assertion_words(environment, message)
    if message.startswith("expected token") and (got := _GOT.search(message)):
        return f"读到“{got[1]}”读不下去：前面已经完整，或少了运算符、引号、括号"
    return f"读不下去（{message}）"


def raw(tree: nodes.Template) -> Iterator[Flaw]:
    """Where the template asks for what it prints not to be escaped."""
    from jinja2 import nodes

    for one in tree.find_all(nodes.Filter):
        if one.name == "safe":
            yield Flaw(one.lineno, codes.RAW, "“|safe”不让转义，数据里的 < & 会弄坏材料", "删去 |safe")
    for block in tree.find_all(nodes.EvalContextModifier):
        for option in block.options:
            if option.key == "autoescape" and not (isinstance(option.value, nodes.Const) and option.value.value):
                yield Flaw(
                    block.lineno,
                    codes.RAW,
                    "{% autoescape false %} 不让转义，数据里的 < & 会弄坏材料",
                    "删去这一对标签",
                )


def undeclared(tree: nodes.Template, known: Collection[str], environment: Environment) -> Iterator[Flaw]:
    """Names that the template is not given, also where the trial does not come by.

    Not in one that builds on another: it may use what that one has set.
    """
    from jinja2 import meta, nodes

    if tree.find(nodes.Extends) is not None:
        return
    set_here = {one.name for one in tree.find_all(nodes.Name) if one.ctx != "load"}
    set_here |= {one.target for one in tree.find_all(nodes.Import)} | {one.name for one in tree.find_all(nodes.Macro)}
    missing = meta.find_undeclared_variables(tree) - set_here - set(known) - set(environment.globals)
    for one in tree.find_all(nodes.Name):
        if one.name in missing and one.ctx == "load":
            yield Flaw(one.lineno, codes.UNKNOWN, *unknown_words(one.name, known))


def unknown_words(name: str, known: Collection[str]) -> tuple[str, str]:
    near = did_you_mean(name, list(known))
    return f"没有“{name}”这一项", near or (f"这里有：{'、'.join(known)}" if 0 < len(known) <= 24 else "")


class Note(NamedTuple):
    """A name that was asked for and is not there, where the filling was at work just then."""

    file: str
    line: int
    code: str
    message: str
    remedy: str

    @property
    def flaw(self) -> Flaw:
        return Flaw(self.line, self.code, self.message, self.remedy)


def noting(take: Callable[[Note], None], given: Collection[str]) -> type[Undefined]:
    """What stands for an unknown name in a trial: it is noted, and the filling goes on to find the next one.

    `given`: the names that the template knows by itself.
    """
    from jinja2 import StrictUndefined
    from jinja2.exceptions import SecurityError
    from jinja2.utils import missing

    strict: Any = StrictUndefined  # its methods are all one that raises, of a type that nothing may override

    class Noted(strict):  # type: ignore[misc]  # it is Any
        def _noted(self) -> None:
            file, line = _at_work()
            name = self._undefined_name or ""
            if self._undefined_exception is SecurityError:
                take(Note(file, line, codes.UNFILLED, f"模板里不允许用“{name}”", ""))
                return
            known = given if self._undefined_obj is missing else _inside(self._undefined_obj)
            take(Note(file, line, codes.UNKNOWN, *unknown_words(str(name), known)))

        def _same(self, *_: object, **__: object) -> Any:
            self._noted()
            return self

        def __getattr__(self, name: str) -> Any:
            if name.startswith("__"):
                raise AttributeError(name)
            return self._same()

        def __str__(self) -> str:
            self._noted()
            return ""

        def _no(self, *_: object) -> bool:
            self._noted()
            return False

        def __iter__(self) -> Any:
            self._noted()
            return iter(())

        def __len__(self) -> int:
            self._noted()
            return 0

        def __bool__(self) -> bool:
            self._noted()
            return False

        def __eq__(self, other: object) -> bool:
            self._noted()
            return False

        def __ne__(self, other: object) -> bool:
            return not self == other

        def __hash__(self) -> int:
            return id(type(self))

        __call__ = __getitem__ = __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _same
        __truediv__ = __rtruediv__ = __floordiv__ = __mod__ = __neg__ = _same
        __lt__ = __le__ = __gt__ = __ge__ = __contains__ = _no

    return Noted


def _inside(value: object) -> list[str]:
    """What may be asked of a value: the fields of a named tuple, the titles of a row."""
    return [str(one) for one in value] if isinstance(value, dict) else list(getattr(value, "_fields", ()))


def _at_work() -> tuple[str, int]:
    """The template that is filled just now, and its line."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        template = frame.f_globals.get("__jinja_template__")
        if template is not None:
            return template.filename or "", template.get_corresponding_lineno(frame.f_lineno)
        frame = frame.f_back
    return "", 0

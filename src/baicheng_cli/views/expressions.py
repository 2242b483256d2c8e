"""Expressions that an office writes in a table's text: what may stand in them, compiled once, computed row by row."""

from __future__ import annotations

import operator
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from baicheng_cli.errors import did_you_mean

if TYPE_CHECKING:
    from jinja2 import Environment, Template, nodes

_ODD = re.compile(r"unexpected char (?P<found>.+) at (?P<at>\d+)")
_QUOTED = re.compile(r"'([^']+)'")
_FULL_WIDTH = "“”‘’（），。：；＋－＊／＝＜＞｜～？！［］｛｝　"
_ARITHMETIC = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "//": operator.floordiv,
    "%": operator.mod,
}
_CHANCE = ("random",)
"""Filters that would make two papers from one ledger."""


class Mistake(NamedTuple):
    """What is wrong with one of the expressions."""

    which: int
    message: str
    at: int = 0
    """How far into its text."""


class Wrong(Exception):
    """Expressions that cannot be read, or one that cannot be computed."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        super().__init__("\n".join(one.message for one in mistakes))
        self.mistakes = tuple(mistakes)


class Expressions:
    """Expressions over known names, all of them one piece of code: it is run once a row."""

    def __init__(self, texts: Sequence[str], known: Collection[str]) -> None:
        """Raises Wrong with everything that is wrong with the writing."""

        self.texts = tuple(texts)
        self._environment = _environment()
        self._parsed: list[nodes.Expr] = []
        mistakes: list[Mistake] = []
        for which, text in enumerate(texts):
            try:
                expression = _parsed(self._environment, text)
                unknown = [name for name in _names(expression) if name not in known]
                mistakes += [Mistake(which, *_unknown(text, name, known)) for name in unknown]
                self._parsed.append(expression)
            except _Unreadable as error:
                mistakes.append(Mistake(which, error.message, error.at))
        if not mistakes:
            try:
                self._together = self._compile(self._parsed)
            except _Unreadable:
                mistakes = list(self._refused())
        if mistakes:
            raise Wrong(mistakes)
        self.names = tuple(dict.fromkeys(name for one in self._parsed for name in _names(one)))
        """The names that are used: no others need to be given."""

    def values(self, given: Mapping[str, object]) -> tuple[Any, ...]:
        """What the expressions say of one row; `None` for nothing. Raises Wrong where one cannot be computed."""
        try:
            return self._run(self._together, given)
        except mistakes():
            for which in range(len(self.texts)):
                try:
                    self._run(self._compile([self._parsed[which]]), given)
                except mistakes() as error:
                    raise Wrong([Mistake(which, _reason(error))]) from None
            raise

    def _refused(self) -> Iterator[Mistake]:
        """Which of them the compiler does not take, one by one."""
        for which, expression in enumerate(self._parsed):
            try:
                self._compile([expression])
            except _Unreadable as error:
                yield Mistake(which, error.message)

    def _compile(self, expressions: Sequence[nodes.Expr]) -> Template:
        from jinja2 import TemplateSyntaxError, nodes

        for expression in expressions:
            expression.set_environment(self._environment)
        cells = nodes.Tuple(list(expressions), "load", lineno=1)
        body: list[nodes.Node] = [nodes.Assign(nodes.Name("cells", "store", lineno=1), cells, lineno=1)]
        try:
            # from_string takes a tree, too; that is how Jinja compiles its own expressions
            return self._environment.from_string(nodes.Template(body, lineno=1))
        except TemplateSyntaxError as error:
            raise _Unreadable(assertion_words(self._environment, str(error.message))) from None

    def _run(self, template: Template, given: Mapping[str, object]) -> tuple[Any, ...]:
        blank, undefined = _nothing(), _undefined()
        context = template.new_context({name: blank if value is None else value for name, value in given.items()})
        for _ in template.root_render_func(context):
            pass
        cells: tuple[Any, ...] = context.vars["cells"]
        # an unknown name raises when it is made text; nothing, and an `if` without its `else`, do not
        return tuple([(str(one) or None) if isinstance(one, undefined) else one for one in cells])


class _Unreadable(Exception):
    """One expression that is no expression."""

    def __init__(self, message: str, at: int = 0) -> None:
        super().__init__(message)
        self.message, self.at = message, at


@cache
def _undefined() -> type:
    from jinja2 import Undefined

    return Undefined


@cache
def _nothing() -> Any:
    """What stands for nothing in an expression."""

    class Nothing(_undefined()):  # type: ignore[misc]  # Jinja is imported late
        """No figure, no day, no text: prints as nothing, calculates to nothing, compares as not so."""

        def _stays(self, *_: object, **__: object) -> Nothing:
            return self

        def _no(self, _: object) -> bool:
            return False

        __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _stays
        __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = __neg__ = __pos__ = __call__ = __getitem__ = _stays
        __lt__ = __le__ = __gt__ = __ge__ = _no

        def __getattr__(self, name: str) -> Any:
            if name.startswith("__"):
                raise AttributeError(name)
            return self

        def __eq__(self, other: object) -> bool:
            return other is None or isinstance(other, Nothing) or other == ""

        def __hash__(self) -> int:
            return hash("")

    return Nothing()


@cache
def _environment() -> Environment:
    """Sandboxed, strict, without anything that depends on chance; figures are reckoned in decimals."""
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Sandbox(ImmutableSandboxedEnvironment):
        intercepted_binops = frozenset((*_ARITHMETIC, "**"))

        def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
            return _reckoned(operator, left, right)

    environment = Sandbox(undefined=StrictUndefined, autoescape=False)
    for name in _CHANCE:
        environment.filters.pop(name, None)
    environment.tests["none"] = _is_nothing
    return environment


def _is_nothing(value: object) -> bool:
    """Whether it is nothing: what a row has not, or what an `if` without its `else` leaves."""
    from jinja2 import StrictUndefined

    return value is None or (isinstance(value, _undefined()) and not isinstance(value, StrictUndefined))


def _reckoned(sign: str, left: Any, right: Any) -> Any:
    """Figures as decimals; with nothing, or divided by nought, nothing comes of it. Raises TypeError."""
    if _is_nothing(left) or _is_nothing(right):
        return _nothing()
    if isinstance(left, str) and isinstance(right, str) and sign == "+":
        return left + right
    if isinstance(left, date) and isinstance(right, date) and sign == "-":
        return left - right
    first, second = _number(left), _number(right)
    if first is None or second is None or sign not in _ARITHMETIC:
        raise TypeError(f"“{_short(left)}”和“{_short(right)}”不能用 {sign} 计算；连接文字用 ~")
    if sign in ("/", "//", "%") and second == 0:
        return _nothing()
    return _ARITHMETIC[sign](first, second)


def _number(value: Any) -> Decimal | None:
    value = getattr(value, "number", value)
    if isinstance(value, Decimal):
        return value
    return Decimal(str(value)) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 20 else f"{text[:20]}…"


def _parsed(environment: Environment, text: str) -> nodes.Expr:
    """Raises _Unreadable, with the place where it is known."""
    from jinja2 import TemplateSyntaxError
    from jinja2.parser import Parser

    if "{{" in text or "{%" in text:
        raise _Unreadable("只写算式，不写 {{ }} 和 {% %}", max(0, text.find("{")))
    try:
        parser = Parser(environment, text, state="variable")
        expression = parser.parse_expression()
        if not parser.stream.eos:
            found = parser.stream.current
            raise _Unreadable(f"算式写到“{found.value}”就读不下去了：前面已经完整，或少了运算符")
    except TemplateSyntaxError as error:
        message = str(error.message)
        if odd := _ODD.match(message):
            character = odd["found"].strip("'\"")
            kind = "是全角符号，算式里用半角的" if character in _FULL_WIDTH else "不能这样写"
            raise _Unreadable(f"“{character}”{kind}", int(odd["at"])) from None
        raise _Unreadable("算式没有写完" if "end of" in message else f"算式写法有误（{message}）") from None
    return expression


def _names(expression: nodes.Expr) -> list[str]:
    from jinja2 import nodes

    found = list(expression.find_all(nodes.Name))
    if isinstance(expression, nodes.Name):
        found.insert(0, expression)
    return list(dict.fromkeys(one.name for one in found))


def _unknown(text: str, name: str, known: Collection[str]) -> tuple[str, int]:
    found = re.search(rf"(?<![\w.'\"]){re.escape(name)}(?!\w)", text)
    remedy = did_you_mean(name, list(known)) or "可用的项见文件开头的说明"
    quoted = "；是文字的话加上引号" if not name.isascii() else ""
    return f"没有“{name}”这一项；{remedy}{quoted}", found.start() if found else 0


def assertion_words(environment: Environment, message: str) -> str:
    """A filter or test that there is not, or anything else the compiler refuses."""
    found = _QUOTED.search(message)
    if found and message.startswith("No filter"):
        return f"没有“{found[1]}”这个过滤器；{did_you_mean(found[1], list(environment.filters)) or '见 Jinja 的说明'}"
    if found and message.startswith("No test"):
        return f"没有“{found[1]}”这个判断；{did_you_mean(found[1], list(environment.tests)) or '见 Jinja 的说明'}"
    return f"写法有误（{message}）"


@cache
def mistakes() -> tuple[type[Exception], ...]:
    """What filling may raise: the values are plain data, so whatever goes wrong was asked for by the template."""
    from jinja2 import TemplateError

    return (TemplateError, TypeError, ValueError, LookupError, AttributeError, ArithmeticError, RecursionError)


def _reason(error: Exception) -> str:
    from jinja2.exceptions import SecurityError, UndefinedError

    if isinstance(error, SecurityError):
        return f"算式里不允许这样做（{error}）"
    if isinstance(error, UndefinedError):
        if "has no element" in str(error):
            return "没有那么多个（方括号里的序号超出了）"
        found = _QUOTED.findall(str(error))
        return f"没有“{found[-1]}”这一项" if found else f"没有这一项（{error}）"
    if isinstance(error, ArithmeticError):
        return f"算不出（{type(error).__name__}）"
    if "not supported between" in str(error):
        return "算不出：文字、数和日期不能互相比大小"
    return f"算不出：{error}"

"""An office's own checks (office/checks.py): run only when asked for, and never able to break the run."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from pathlib import Path
from types import ModuleType
from typing import Any

from baicheng_cli.diagnostics import Finding, Place, define
from baicheng_cli.plan.load import shown
from baicheng_cli.rules.engine import Rule, Said, Subject, Unusable, kept_apart

FAILED = define("BC701", "本办自己的检查出错", "检查没有做完，没有查出问题就不说明没有问题。")

_MODULE = "baicheng_office_checks"
_SHAPE = "应为 (位置, 说明) 或 (位置, 说明, 改法)，位置是一串键和序号"


def checks_file(data: Path) -> Path:
    return data / "office" / "checks.py"


class LocalChecks:
    """The rules of one office's file, each of them guarded, and what went wrong with them so far."""

    def __init__(self, file: Path) -> None:
        """Runs the file: only for whom the caller was told to trust."""
        self.file = file
        self.rules: list[Rule[Any]] = []
        self.failures: list[Finding] = []
        with kept_apart() as made:
            self._trying("", lambda: self._load(file))
        self.rules = [self._guarded(one) for one in made]

    def _load(self, file: Path) -> None:
        """Compiled here and not imported: an import would leave `__pycache__` in the data folder."""
        try:
            text = file.read_bytes()
        except OSError as error:
            raise Unusable(f"打不开：{error.strerror}") from None
        code = compile(text, self._name, "exec", dont_inherit=True)
        module = ModuleType(_MODULE)
        module.__file__ = self._name
        sys.modules[_MODULE] = module  # dataclasses look there for the names in annotations
        try:
            exec(code, module.__dict__)
        finally:
            del sys.modules[_MODULE]

    @property
    def _name(self) -> str:
        return str(self.file)

    def _guarded(self, rule: Rule[Any]) -> Rule[Any]:
        """The same rule; whatever it raises, or says that nobody can place, becomes a finding on the file."""

        def check(*about: Any) -> Iterator[Said]:
            said: list[Said] = []
            self._trying(rule.code, lambda: said.extend(_shaped(rule, about)), rule.check)
            return iter(said)

        return Rule(rule.code, rule.subject, check, rule.needs)

    def _trying(self, code: str, act: Callable[[], None], of: Callable[..., Any] | None = None) -> None:
        """What it prints goes to stderr, so that answers for programs stay whole."""
        try:
            with redirect_stdout(sys.stderr):
                act()
        except (Exception, SystemExit) as error:  # noqa: BLE001 - somebody else's code may raise anything
            self.failures.append(Finding(FAILED, _words(code, error), self._place(error, of)))

    def _place(self, error: BaseException, of: Callable[..., Any] | None) -> Place:
        """The last line of the file that the error went through, else where its function begins."""
        name = shown(self.file)
        if isinstance(error, SyntaxError) and error.filename == self._name:
            return Place(name, error.lineno or 1, error.offset or 1)
        lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == self._name]
        begins = getattr(getattr(of, "__code__", None), "co_firstlineno", 1)
        return Place(name, (lines[-1] if lines else None) or begins, 1)


def _words(code: str, error: BaseException) -> str:
    if isinstance(error, Unusable):
        return str(error)
    if isinstance(error, SyntaxError):
        return f"不是能运行的 Python：{error.msg}"
    said = " ".join(str(error).split())
    return f"{f'{code} ' if code else '这个文件'}运行出错：{type(error).__name__}{'：' if said else ''}{said}"


def _shaped(rule: Rule[Any], about: tuple[Any, ...]) -> Iterator[Said]:
    """What a rule says, one by one. Raises Unusable where that is no finding."""
    found: Any = rule.check(*about)  # as far as anybody knows
    if found is None:
        raise Unusable(f"{rule.code} 什么也没有给出；发现用 yield 给出，没有发现也要是生成器或列表")
    for one in found:
        if not isinstance(one, tuple) or len(one) not in (2, 3) or not all(isinstance(text, str) for text in one[1:]):
            raise Unusable(f"{rule.code} 给出的是 {one!r:.80}；{_SHAPE}")
        where = one[0]
        if not isinstance(where, tuple) or not all(isinstance(step, str | int) for step in where):
            raise Unusable(f"{rule.code} 的位置是 {where!r:.80}；{_SHAPE}")
        if rule.subject is Subject.PROGRESS and not isinstance(where, Place):
            files = {opened.source.file for opened in about[0].sidecars}
            if not where or where[0] not in files:
                raise Unusable(f"{rule.code} 的位置是 {where!r:.80}；填报的位置以文件名开头（line.path 就是）")
        yield one

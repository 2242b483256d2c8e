"""Findings: what is wrong, where, and under which code."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """How bad a finding is; `--fail-on` compares these."""

    ERROR = "error"
    WARNING = "warning"

    @property
    def word(self) -> str:
        return {"error": "错误", "warning": "警告"}[self.value]


class Place(NamedTuple):
    """A place in a file. Lines and columns count from 1; 0 means the whole file."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line or 1}:{self.column or 1}"


class Code(NamedTuple):
    """What one code means, for ever: a code is never reused and never changes its meaning."""

    id: str
    severity: Severity
    title: str
    reason: str
    may_stand: bool = False
    """An error that the document itself may have: the office may let it stand, with a reason."""

    @property
    def ignorable(self) -> bool:
        """Whether the settings may ignore it (`ignore`): warnings, and errors that may stand."""
        return self.severity is Severity.WARNING or self.may_stand


class Finding(NamedTuple):
    """One problem at one place. The message names what was found; the remedy, what to do."""

    code: str
    message: str
    place: Place
    remedy: str = ""

    @property
    def severity(self) -> Severity:
        return CODES[self.code].severity

    @property
    def sentence(self) -> str:
        return f"{self.message}；{self.remedy}" if self.remedy else self.message

    def __str__(self) -> str:
        mark = "" if self.severity is Severity.ERROR else "警告："
        return f"{self.place}: {self.code} {mark}{self.sentence}"


CODES: dict[str, Code] = {}
"""Every code that has been defined, by id. Each is defined once, beside the code that finds it."""


def define(id: str, title: str, reason: str, severity: Severity = Severity.ERROR, *, may_stand: bool = False) -> str:
    """Enter a code into the catalogue and give its id back; twice the same id is our bug."""
    if id in CODES:
        raise ValueError(f"{id} is defined twice")
    CODES[id] = Code(id, severity, title, reason, may_stand)
    return id


LOCAL = "BCX"
"""How the codes of an office's own checks begin (rules/local.py), and no others."""


@contextmanager
def local_codes() -> Iterator[None]:
    """Inside, an office's own checks may enter codes into the catalogue; they are taken out at the end."""
    try:
        yield
    finally:
        for id in [id for id in CODES if id.startswith(LOCAL)]:
            del CODES[id]


def in_order(findings: list[Finding]) -> list[Finding]:
    """By file, line and column, each once, as a reader meets them."""
    return sorted(dict.fromkeys(findings), key=lambda found: (found.place, found.code))

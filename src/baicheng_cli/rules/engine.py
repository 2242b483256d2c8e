"""What a rule is: a code, and a function that says where something is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from typing import Any, Generic, NamedTuple, ParamSpec, TypeAlias

from baicheng_cli.diagnostics import CODES, LOCAL, Code, Place, Severity, define

P = ParamSpec("P")

Path: TypeAlias = tuple[str | int, ...]
"""Steps into the data of a file; of progress, the first step is the file itself."""


class KeyOf(tuple[str | int, ...]):
    """A path whose key is meant, not its value."""

    __slots__ = ()


Said: TypeAlias = tuple[Path | Place, str] | tuple[Path | Place, str, str]
"""What a rule yields: where, what was found, and what to do, if there is something to do."""


class Reach(Enum):
    """Which losses a finding is afraid of."""

    NEAR = "near"
    BESIDE = "beside"
    BELOW = "below"
    NAMED = "named"


class Need(NamedTuple):
    """Keys that a finding rests on: where one of them could not be read, the finding may be false.

    One wrong date must not be followed by thirty complaints about things that are there and could not be read.
    """

    reach: Reach
    keys: frozenset[str]
    top: str = ""


def near(*keys: str) -> Need:
    """These keys, at the place of the finding, above it and below it."""
    return Need(Reach.NEAR, frozenset(keys))


def beside(*keys: str) -> Need:
    """These keys, in the other elements of the list in which the finding stands."""
    return Need(Reach.BESIDE, frozenset(keys))


def everywhere(top: str, *keys: str) -> Need:
    """These keys, wherever they stand below `top` (a key at the top of a file); without keys, any."""
    return Need(Reach.BELOW, frozenset(keys), top)


def named(top: str, *keys: str) -> Need:
    """These keys below `top`, where what was lost names the very thing that the finding misses."""
    return Need(Reach.NAMED, frozenset(keys), top)


UNIT_NAMES = (
    named("units", "units", "names", "name", "full", "aliases"),
    named("collectives", "collectives", "name"),
)
"""What “no such unit” rests on."""

TASKS = (named("chapters", "chapters", "items", "id"),)
"""What “no such task” rests on."""


class Subject(Enum):
    """What a rule looks at, and so what its `check` takes."""

    PLAN = "plan"
    """`check(plan)`"""
    WRITING = "writing"
    """`check(source)`: how a file is written, whatever kind it is."""
    SETTINGS = "settings"
    """`check(settings, plan)`"""
    OFFICE = "office"
    """`check(words, plan, settings)`: the office's own sentences for one month."""
    ISSUED = "issued"
    """`check(held, plan, settings)`: the register of papers."""
    NUMBERED = "numbered"
    """`check(words, held, plan, settings)`: the sentences for one month beside the register of papers."""
    PROGRESS = "progress"
    """`check(filed)`: all sidecars, with plan and settings (progress.Filed)."""
    COLLECTION = "collection"
    """`check(collected)`: the months' records and the lists of forms (collection.Collected)."""


@dataclass(frozen=True)
class Rule(Generic[P]):
    """One question under one code. `check` may be called by itself, as tests do."""

    code: str
    subject: Subject
    check: Callable[P, Iterator[Said]]
    needs: Sequence[Need] = ()


RULES: list[Rule[Any]] = []
"""Every rule, in the order of the files that hold them (rules/check.py imports these)."""

_kept = [RULES]
"""Where rules are kept that are being made; the last one counts."""


@contextmanager
def kept_apart() -> Iterator[list[Rule[Any]]]:
    """Rules made inside are kept in a list of their own, and asked only by who holds it (rules/local.py)."""
    apart: list[Rule[Any]] = []
    _kept.append(apart)
    try:
        yield apart
    finally:
        _kept.pop()


class Unusable(ValueError):
    """An office's own check that cannot be entered or placed as its author has written it."""


_LOCAL_CODE = re.compile(rf"{LOCAL}\d{{2,3}}", re.ASCII)


def _enter_local(code: str, title: str, reason: str, severity: Severity) -> None:
    """An office's own code. Two plans may have the same one, if it means the same. Raises Unusable."""
    if not _LOCAL_CODE.fullmatch(code):
        raise Unusable(f"本办的编号写作 {LOCAL}01，写的是“{code}”")
    if not title:
        raise Unusable(f"{code} 没有 title")
    meant = Code(code, severity, title, reason, may_stand=True)
    if any(one.code == code for one in _kept[-1]):
        raise Unusable(f"{code} 有两个；换一个编号")
    if CODES.setdefault(code, meant) != meant:
        raise Unusable(f"{code} 在另一个计划的 checks.py 里另有含义；换一个编号")


def rule(
    code: str,
    *,
    title: str = "",
    reason: str = "",
    severity: Severity = Severity.ERROR,
    on: Subject = Subject.PLAN,
    needs: Sequence[Need] = (),
    may_stand: bool = False,
) -> Callable[[Callable[P, Iterator[Said]]], Rule[P]]:
    """Make a rule of a function. Title and reason define the code; without them it must be defined already.

    `may_stand`: an error that the issued document itself may have, so that the settings may ignore it.
    """
    if _kept[-1] is not RULES:
        _enter_local(code, title, reason, severity)
    elif title:
        define(code, title, reason, severity, may_stand=may_stand)
    elif code not in CODES:
        raise ValueError(f"{code} has no title")

    def made(check: Callable[P, Iterator[Said]]) -> Rule[P]:
        made_rule = Rule(code, on, check, tuple(needs))
        _kept[-1].append(made_rule)
        return made_rule

    return made


def rules_on(subject: Subject) -> list[Rule[Any]]:
    return [one for one in RULES if one.subject is subject]


def all_codes() -> list[Code]:
    """Every code there is, by number: those of reading and storing, too."""
    import baicheng_cli.rules.check
    import baicheng_cli.rules.templates  # noqa: F401  (both fill the catalogue)

    return [CODES[id] for id in sorted(CODES)]

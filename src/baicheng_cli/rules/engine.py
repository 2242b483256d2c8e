"""What a rule is: a code, and a function that says where something is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Generic, NamedTuple, ParamSpec, TypeAlias

from baicheng_cli.diagnostics import CODES, Code, Place, Severity, define

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
    PROGRESS = "progress"
    """`check(filed)`: all sidecars, with plan and settings (progress.Filed)."""


@dataclass(frozen=True)
class Rule(Generic[P]):
    """One question under one code. `check` may be called by itself, as tests do."""

    code: str
    subject: Subject
    check: Callable[P, Iterator[Said]]
    needs: Sequence[Need] = ()


RULES: list[Rule[Any]] = []
"""Every rule, in the order of the files that hold them (rules/check.py imports these)."""


def rule(
    code: str,
    *,
    title: str = "",
    reason: str = "",
    severity: Severity = Severity.ERROR,
    on: Subject = Subject.PLAN,
    needs: Sequence[Need] = (),
) -> Callable[[Callable[P, Iterator[Said]]], Rule[P]]:
    """Make a rule of a function. Title and reason define the code; without them it must be defined already."""
    if title:
        define(code, title, reason, severity)
    elif code not in CODES:
        raise ValueError(f"{code} has no title")

    def made(check: Callable[P, Iterator[Said]]) -> Rule[P]:
        made_rule = Rule(code, on, check, tuple(needs))
        RULES.append(made_rule)
        return made_rule

    return made


def rules_on(subject: Subject) -> list[Rule[Any]]:
    return [one for one in RULES if one.subject is subject]


def all_codes() -> list[Code]:
    """Every code there is, by number: those of reading and storing, too."""
    import baicheng_cli.rules.check  # noqa: F401  (fills the catalogue)

    return [CODES[id] for id in sorted(CODES)]

"""A target as a sentence asks for it, and what was read of one sentence."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from baicheng_cli.document.places import At

Stretch = tuple[int, int]
"""Characters from and to."""


@dataclass(frozen=True)
class Target:
    """What a sentence asks for, as an indicator of a plan has it."""

    name: str
    """Empty: the sentence does not say what; it is what the target before it measures, or the clause's title."""
    op: str
    """`exactly`, `at_least`, `at_most`, `about` or `range`."""
    value: Decimal | None
    """`None`: the city sets it (按市定要求)."""
    unit: str | None
    upper: Decimal | None = None
    unit_ours: bool = False
    qualifiers: tuple[str, ...] = ()
    strive: bool = False
    baseline: Decimal | None = None
    baseline_words: str = ""
    each: str = ""
    """每个…: whose members report one by one."""
    level: bool = False
    doubt: str = ""


@dataclass
class Reading:
    """The targets of a sentence, the quantities that are none, and where a deadline may not begin."""

    targets: list[At[Target]] = field(default_factory=list)
    passed: list[At[str]] = field(default_factory=list)

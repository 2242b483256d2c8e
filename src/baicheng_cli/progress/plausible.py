"""Values that are probably typed wrongly: asked about when they are typed, and by `check`."""

from __future__ import annotations

from decimal import Decimal

from baicheng_cli.plan.model import Indicator
from baicheng_cli.words import number_words

IMPLAUSIBLE_TIMES = 10
"""A value more than this many times its target is asked about: probably the wrong unit of measure."""


def implausible(part: Indicator, value: Decimal) -> list[str]:
    """What is odd about a value, if anything; odd values are recorded all the same."""
    shown = f"{part.name}填的是{number_words(value)}{part.unit or ''}"
    target = part.steps[-1].target.value
    if value < 0:
        return [f"{shown}，是负数，请核对"]
    if part.unit in ("%", "％") and value > 100:
        return [f"{shown}，超过100%，请核对"]
    if target and value > target * IMPLAUSIBLE_TIMES:
        return [
            f"{shown}，是目标（{number_words(target)}{part.unit or ''}）的{IMPLAUSIBLE_TIMES}倍以上，请核对计量单位"
        ]
    return []

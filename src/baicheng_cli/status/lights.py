"""Lights (亮灯): the nine codes, their words, and a judgement that says why."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from baicheng_cli.errors import UsageError
from baicheng_cli.words import LIGHTS


class Light(StrEnum):
    """Where a task stands, worst first; every task has exactly one."""

    OVERDUE = "overdue"
    FAR_BEHIND = "far_behind"
    BEHIND = "behind"
    UNREPORTED = "unreported"
    PENDING = "pending"
    NOT_JUDGED = "not_judged"
    ON_TRACK = "on_track"
    REACHED = "reached"
    CLOSED = "closed"

    @property
    def word(self) -> str:
        return WORDS[self]

    @property
    def rank(self) -> int:
        """0 is the worst."""
        return _RANK[self]


LAGGING = (Light.OVERDUE, Light.FAR_BEHIND, Light.BEHIND)
FINISHED = (Light.REACHED, Light.CLOSED)
WORDS = {light: LIGHTS[light.value] for light in Light}
_RANK = {light: rank for rank, light in enumerate(Light)}

BELOW_PACE = "未达序时"
ROUTINE = "常态推进"
REACHED_PENDING = "已达目标待核定"
STRIVE_MISSED = "力争目标未达"


def light_named(text: str) -> Light:
    """A light by its code or its word. Raises UsageError that names them all."""
    for light in Light:
        if text in (light.value, light.word):
            return light
    known = "、".join(f"{light.word}（{light.value}）" for light in Light)
    raise UsageError(f"没有“{text}”这种状态；可用：{known}")


class Judgement(NamedTuple):
    """A light and the sentence that says why (without the word), for one part or one task."""

    light: Light
    why: str
    tags: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """The word first: `滞后：截至9月25日累计22/40座（55.0%），落后序时进度20.0个百分点`."""
        return f"{self.light.word}：{self.why}"


class PartState(NamedTuple):
    """One judged part of a task, with the figures behind the light (percent, as printed)."""

    id: str | None
    """`a`, `m1`; `None` when the task is its own part."""
    name: str
    judgement: Judgement
    rate: Decimal | None = None
    due_rate: Decimal | None = None
    gap: Decimal | None = None
    """Due rate − rate: positive is behind."""


def worst(parts: Iterable[PartState]) -> Judgement:
    """A task's judgement: the worst light, all tags, and the sentences of its worst parts by name."""
    states = list(parts)
    light = min((state.judgement.light for state in states), key=lambda one: one.rank)
    tags = tuple(dict.fromkeys(tag for state in states for tag in state.judgement.tags))
    why = "；".join(state.name + state.judgement.why for state in states if state.judgement.light is light)
    return Judgement(light, why, tags)

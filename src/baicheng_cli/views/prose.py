"""Free text as a paper prints it: whole sentences, ordinals, names in a row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from baicheng_cli.plan.clause import chinese
from baicheng_cli.views.tables import clean

_STOPS = "。；;，,、 \t"
_FINAL = ("！", "？", "!", "?", "……", "。”", "！”", "？”", "。）")


def phrase(text: str) -> str:
    """What somebody typed, on one line and without a stop at its end; broken lines are joined by a mark."""
    lines = [line.strip() for line in clean(text).splitlines()]
    joined = ""
    for line in filter(None, lines):
        mark = "" if not joined or joined[-1] in "。；：，、！？!?;:,." else "；"
        joined += mark + line
    joined = joined.rstrip(_STOPS)
    return joined[:-1] if joined.endswith(".") and not joined.endswith("..") else joined


def sentence(text: str) -> str:
    """The same as a sentence of its own; nothing stays nothing."""
    said = phrase(text)
    return said if not said or said.endswith(_FINAL) else f"{said}。"


def typed(text: str | None) -> str:
    """What the office typed for a paper, on one line; nothing where the dots of the empty file still stand."""
    said = phrase(text or "")
    return said if said.strip("….") else ""


def numbered(sentences: Sequence[str]) -> tuple[str, ...]:
    """一是…, 二是…; a single one needs no number."""
    if len(sentences) < 2:
        return tuple(sentences)
    return tuple(f"{chinese(place)}是{text}" for place, text in enumerate(sentences, 1))


def clipped(text: str, most: int) -> str:
    """At most so many characters, cut behind a whole phrase where there is one; …… says that there is more."""
    if len(text) <= most:
        return text
    head = text[: most - 2]
    cut = max(head.rfind(mark) for mark in "。；，")
    return (head[:cut] if cut > most // 2 else head).rstrip(_STOPS) + "……"


def in_a_row(names: Iterable[str]) -> str:
    return "、".join(names)

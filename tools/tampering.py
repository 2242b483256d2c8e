"""Plans in which one thing is no longer what the document says: would `trace` notice?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeVar

T = TypeVar("T")

KINDS = {"numbers": "改一个数", "dates": "改一个时限", "units": "减一个单位"}
MOST = 8
"""Changes of each kind that one plan is put to, spread over the whole of it."""


class Tampered(NamedTuple):
    """A plan's text with one change."""

    kind: str
    line: str
    """The line as it was."""
    text: str


def tampered(text: str) -> Iterator[Tampered]:
    """The plan with one number lowered, one deadline shifted, the last of one list of units dropped."""
    numbers = re.finditer(r"\b(?P<op>exactly|at_least|at_most|about): (?P<number>\d+(?:\.\d+)?)", text)
    for one in spread(list(numbers)):
        yield changed(text, "numbers", one, f"{one['op']}: {float(one['number']) * 0.9:g}")
    for one in spread(list(re.finditer(r"(?<=[ {])due: (?P<year>\d{4})-(?P<month>\d\d)-\d\d", text))):
        month = "04" if one["month"] == "05" else "05"
        yield changed(text, "dates", one, f"due: {one['year']}-{month}-17")
    for one in spread(
        list(re.finditer(r"^ +(?P<role>lead|support|responsible): \[(?P<names>.*)\]$", text, re.MULTILINE))
    ):
        names = one["names"].split(", ")
        left = one[0].replace(one["names"], ", ".join(names[:-1])) if len(names) > 1 else ""
        yield changed(text, "units", one, left)


def changed(text: str, kind: str, one: re.Match[str], words: str) -> Tampered:
    begin = text.rfind("\n", 0, one.start()) + 1
    return Tampered(
        kind, text[begin : text.find("\n", one.end())].strip(), text[: one.start()] + words + text[one.end() :]
    )


def spread(several: Sequence[T]) -> list[T]:
    """At most so many of them, as far apart as can be."""
    step = max(1, -(-len(several) // MOST))
    return list(several[::step])

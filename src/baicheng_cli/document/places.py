"""Where in a line something was read: characters from and to, until it becomes a `Found` of the document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Generic, NamedTuple, TypeVar

from baicheng_cli.document.model import Found, Line, Words

T = TypeVar("T")

_FLAT: dict[int, str] = {
    **{ord(wide): str(number) for number, wide in enumerate("０１２３４５６７８９")},
    **{letter: chr(letter - 0xFEE0) for letter in (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))},
    **dict.fromkeys(map(ord, "％﹪"), "%"),
    **dict.fromkeys(map(ord, "－—–―‐‑−"), "-"),
    **dict.fromkeys(map(ord, "～∼"), "~"),
    **dict(zip(map(ord, "．():;／＞＜[]［］【】〖〗!≧≦"), ".（）：；/><（）（）（）（）！≥≤", strict=True)),
}
_COMMA = re.compile(r",(?!\d{3}(?!\d))")


class At(NamedTuple, Generic[T]):
    """A value with the characters of a line that it was read from, and the rule by which."""

    start: int
    end: int
    value: T
    rule: str

    def found(self, line: Line) -> Found[T]:
        return Found(self.value, line.words(self.start, self.end), self.rule)

    def moved(self, by: int) -> At[T]:
        """The same, in a text that has so many characters more before it."""
        return At(self.start + by, self.end + by, self.value, self.rule)


def flat(text: str) -> str:
    """The text with one way to write digits, brackets, commas and dashes; every character stays at its place."""
    return _COMMA.sub("，", text.translate(_FLAT))


def line_of(words: Words) -> Line:
    """Words of the document as a line of their own, with the same places."""
    span = words.span
    return Line(span.line, words.text, words.text, ((0, span.line, span.start),))


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where the sentences of a line begin and end, their stops left out; a stop inside brackets ends none."""
    begin, depth = 0, 0
    for place, sign in enumerate(text):
        if sign in "（《“":
            depth += 1
        elif sign in "）》”":
            depth = max(0, depth - 1)
        elif sign in "\n\t" or (sign in "。！？" and not depth):
            yield from _within(text, begin, place)
            begin, depth = place + 1, 0
    yield from _within(text, begin, len(text))


LONGEST = 600
"""Characters that are read as one sentence; nobody writes longer ones, and what is read costs the square of it."""


def _within(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence cut where it is too long: behind a comma where there is one."""
    while end - start > LONGEST:
        cut = max(text.rfind(sign, start + LONGEST // 2, start + LONGEST) for sign in "；，、")
        cut = cut + 1 if cut > 0 else start + LONGEST
        yield start, cut
        start = cut
    if end > start:
        yield start, end


def pieces(text: str, start: int, end: int, signs: str) -> list[tuple[int, int]]:
    """The stretch cut at these signs, but not inside brackets or quotation marks."""
    found, begin, depth = [], start, 0
    for place in range(start, end):
        sign = text[place]
        if sign in "（《“":
            depth += 1
        elif sign in "）》”":
            depth = max(0, depth - 1)
        elif not depth and sign in signs:
            found.append((begin, place))
            begin = place + 1
    found.append((begin, end))
    return [(first, last) for first, last in found if last > first]

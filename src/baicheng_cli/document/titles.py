"""Where the heading sentence of a clause ends, and where one line holds several clauses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

from baicheng_cli.document.clean import LABEL
from baicheng_cli.document.marks import INLINE, RANK, mark_of, ordinal
from baicheng_cli.document.model import Line

LONGEST = 30
"""Characters of the longest heading sentence; clauses that open without one have longer first sentences."""
_MARKS = re.compile(r"[★☆●◆*▲■\s]+")
_FIGURE = re.compile(
    r"(?<![\d第])\d+(?:\.\d+)?(?:余|多)?(?:%|‰|万|亿|[个条座套处家项件台户所人米里部辆])|\d{4}年|\d+月|年底|月底|季度|年内"
)
_STOP = re.compile("[。：；！]|（(?=[^）]{0,12}(?:单位|部门)[：:])|[〔【](?=[^〕】]*[局委办处])")


def title_end(text: str, *, alone: bool) -> tuple[int, int, int, str]:
    """Where the heading begins and ends, where what follows begins, and by which rule; an empty rule: there is none.

    `alone`: the line is a heading by its style.
    """
    first = marks.end() if (marks := _MARKS.match(text)) else 0
    stop = _STOP.search(text, first)
    if stop is None:
        bare = len(text)
        if alone or (bare <= LONGEST + 10 and not _FIGURE.search(text)):
            return first, bare, bare, "title.line"
        return 0, 0, 0, ""
    end = stop.start()
    if stop[0] == "：" and (LABEL.match(text) or end > 15 or end + 1 == len(text)):
        return 0, 0, 0, ""
    if stop[0] == "；":
        return 0, 0, 0, ""
    if alone and stop.end() == len(text):
        return first, end, len(text), "title.line"
    if end - first > LONGEST or end - first < 2 or _FIGURE.search(text, first, end):
        return 0, 0, 0, ""
    if stop[0] in "（〔【":
        return first, end, end, "title.sentence"
    return first, end, stop.end(), "title.colon" if stop[0] == "：" else "title.sentence"


def pieces(line: Line, counted: Callable[[str], int | None]) -> Iterator[Line]:
    """A line cut where clauses begin inside it: ①…②…, and numbers after a full stop whose line break was lost.

    `counted`: the last number of a kind among the clauses that stand open; nothing when none of that kind does.
    """
    text = line.text
    first = mark_of(text)
    expected: dict[str, int] = {first.kind: first.number + 1} if first else {}
    found = [(one.start(), one.lastgroup or "", ordinal(one[0].strip("（）().．、"))) for one in INLINE.finditer(text)]
    following = Counter((kind, number) for _, kind, number in found)
    cuts: list[int] = []
    for start, kind, number in found:
        if number is None or start == 0 or (first and start < first.end):
            continue
        if kind not in expected:
            begins = number == 1 and following[kind, 2] > 0
            last = counted(kind)
            if not begins and not (kind == "cn" and last is not None and number == last + 1):
                continue
        elif number != expected[kind]:
            continue
        expected[kind] = number + 1
        for deeper in [other for other in expected if RANK.get(other, 0) > RANK.get(kind, 0)]:
            del expected[deeper]
        cuts.append(start)
    if not cuts:
        yield line
        return
    for begin, end in zip([0, *cuts], [*cuts, len(text)], strict=True):
        if end > begin:
            yield part(line, begin, end)


def part(line: Line, start: int, end: int) -> Line:
    """A stretch of a line as a line of its own, which still knows where it stands."""
    number, place = line.at(start)
    runs = [(0, number, place)]
    runs += [(first - start, there, where) for first, there, where in line.runs_in(start, end)]
    return Line(number, line.raw, line.text[start:end], tuple(runs))

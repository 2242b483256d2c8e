"""Who does what, as sentences say it one after the other: A牵头，B、C参与，各乡镇人民政府具体落实."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from baicheng_cli.document.unit_names import all_units, unit_list

_HOW = "(?:积极|密切|协同|共同|全力|认真|分别|具体|统一|主动)?"
_THEN = "(?:负责|实施|落实|推进|组织实施|抓落实)?"
_ROLES = (
    ("lead", re.compile(rf"{_HOW}(?:(?:负责|总)?牵头(?:负责|抓总|组织|实施|落实|组织实施|推进)?|负总责|总负责)$")),
    (
        "responsible",
        re.compile(
            rf"(?:等(?:单位|部门)?)?{_HOW}(?:按(?:照)?(?:各自)?(?:职责|职能)?分工(?:负责|落实|抓好落实|配合|推进)?"
            r"|(?:共同|分工)负责|(?:负责|组织|具体|抓好)+(?:落实|实施|组织实施|推进)|(?:落实|实施)|抓落实|承办)$"
        ),
    ),
    (
        "support",
        re.compile(rf"(?:等(?:单位|部门)?)?{_HOW}(?:配合|参与|参加|协助|协同|协办|会办|支持|指导|督导|监督){_THEN}$"),
    ),
    ("alone", re.compile(rf"{_HOW}负责$")),
)
_OTHERWISE = re.compile("(?:为|是|作为)(?:第一|主体|主要)?(?:责任|牵头)|会同")
"""市甲局为责任主体，乙局配合; 市甲局会同乙局负责: said in another way."""
_LONGEST = 400
"""Characters of the longest sentence that only says who does what."""
_FIRST = re.compile(r"(?:(?:此|本|该)项(?:工作|任务)?|以上(?:工作|任务))?由?")


_WHEN = re.compile(
    r"(?=[^，]{0,30}(?:\d年|\d月|年底|月底|季度|半年|年内|长期|持续|常态|全年))[^，]{2,24}?"
    r"(?:完成|前|底|末|推进|坚持|实施|开展|阶段性成果|见效|到位|取得明显成效|\d年|\d月|内|全年)"
)
"""2022年8月底前完成, 持续推进: how the same bracket goes on."""


_NUMBER = re.compile(r"\d")
"""In no unit's name: most sentences are done with here."""


class Turn(NamedTuple):
    """Units with their role, or the words of their deadline (`due`), where a sentence names them."""

    role: str
    start: int
    end: int


def turns(text: str, start: int, end: int) -> list[Turn]:
    """The roles that a whole sentence hands out; empty where it says anything else as well.

    市甲局负责 alone leads; beside one that leads, and where several 负责 together, they answer.
    """
    while end > start and text[end - 1] in "。；，：  　\t":
        end -= 1
    while start < end and text[start] in "。；，： 　\t*":
        start += 1
    if end - start > _LONGEST or not any(sign in text[start:end] for sign in ("牵头", "责", "落实", "配合", "参")):
        return []
    if _OTHERWISE.search(text, start, end):
        return []
    found: list[Turn] = []
    begin = start + (one.end() if (one := _FIRST.match(text[start:end])) else 0)
    for first, last in _cut(text, begin, end):
        if found and begin == first and _WHEN.fullmatch(text[first:last].strip()):
            found.append(Turn("due", first, last))
            begin = last + 1
            continue
        read = _role(text[first:last])
        if read is None:
            continue
        role, stop = read
        named = first + stop
        if named <= begin or _NUMBER.search(text, begin, named) or not all_units(text, begin, named):
            return []
        found.append(Turn(role, begin, named))
        begin = last + 1
    if begin <= end and text[begin:end].strip(" ，；。　"):
        return []
    return _settled(text, found)


def _settled(text: str, found: list[Turn]) -> list[Turn]:
    led = any(one.role == "lead" for one in found)
    settled = []
    for one in found:
        role = one.role
        if role == "alone":
            several = len(unit_list(text, one.start, one.end).units) > 1
            role = "responsible" if led or several else "lead"
            led = led or role == "lead"
        settled.append(one._replace(role=role))
    return settled


def _role(words: str) -> tuple[str, int] | None:
    """What the end of a piece says of the units before it, and where those words begin."""
    words = words.rstrip()
    for role, pattern in _ROLES:
        if one := pattern.search(words[-24:]):
            return role, max(0, len(words) - 24) + one.start()
    return None


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The pieces between commas that stand in no brackets."""
    begin, depth = start, 0
    for place in range(start, end + 1):
        sign = text[place] if place < end else "，"
        if place < end and sign in "（":
            depth += 1
        elif place < end and sign in "）":
            depth = max(0, depth - 1)
        elif place == end or (not depth and sign in "，；、"):
            yield begin, place
            begin = place + 1

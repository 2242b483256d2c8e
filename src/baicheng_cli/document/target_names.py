"""What a number measures, and how it binds: the words before and behind it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from baicheng_cli.document.numbers import Quantity
from baicheng_cli.document.phrases import (
    AFTER,
    BEFORE,
    MAKING,
    PERCENT_RATE,
    PLAIN_MAKING,
    RATE,
    RELATIVE,
    bare_name,
    listed,
    shared_end,
)
from baicheng_cli.document.target import Stretch

_COVERS = re.compile(
    r"^(?:实施|推进|建设)?(?P<name>.{2,30}?)(?:，)?(?:涉及|包括|包含|涵盖|含).+?(?:等)?(?:共计?|合计|总计)?$"
)
_LISTED = re.compile(r"(?:等|等共|等共计|等合计)$")
_SPREAD = re.compile("(?:推广|覆盖|延伸|扩大)(?:到|至)$")
_EACH_VERB = (
    "建设|新建|建成|建立|打造|创建|培育|完成|改造|设置|设立|配备|配建|开展|组建|培训|安装|引进|举办|发展|落实|实施|种植"
)
EACH_MAKES = re.compile(
    rf"^(?:每个?(?!年|月|季|周|半年)|各)(?P<of>[^，。；每]{{1,8}}?)(?:要|均|都|应)?(?:至少)?(?={_EACH_VERB})"
)
_EACH_BEFORE = re.compile(rf"(?:每个?|各)[^，。；每]{{1,8}}?(?:要|均|都|应)?(?:至少)?(?:{_EACH_VERB})$")
_URGES = re.compile("(?:支持|推动|引导|帮助|鼓励|带动|动员|吸引|遴选|选取|选择|征集|覆盖|惠及|服务|形成|达成)+")
"""Verbs of which the result is named behind the number: 支持1万家企业开展诊断."""
_BATCH = re.compile(r"第[一二三四五六七八九十\d]+[批期类]$")
_ONLY_TAIL = re.compile(
    r"^(?:的?(?:工作任务|目标任务|年度任务|任务|目标|工作|要求|的目标|建设任务|改造任务|左右|建设|改造|整治|提升|创建|以上|以内|的|任务量|建设工作|改造工作)|并.*|且.*|，.*|，|力争.*|确保.*|用于.*|开展.*|进行.*|实现.*|通过.*|已.*|正.*|需.*|均.*)*$"
)


def name_before_deadlines(text: str, begin: int, blocked: Sequence[Stretch]) -> str:
    """建档率2021年底前达到100%: the name stands before the deadline, or before several (2023年、2024年分别达到…)."""
    place = begin
    for start, stop in sorted(blocked, reverse=True):
        if stop > place or text[stop:place].strip("、，和及与在到至于 "):
            continue
        place = start
    if place == begin:
        return ""
    first = place
    while first > 0 and text[first - 1] not in "，；：。（）\t\n":
        first -= 1
    return text[first:place]


def operator_before(before: str) -> tuple[str, str | None]:
    """The words before a number without those that say how it binds, and how."""
    text, op = before, None
    for _ in range(3):
        trimmed = text.rstrip(" ")
        one = BEFORE.search(trimmed)
        if one is None:
            break
        if op is None or op == "exactly":
            op = next(name for name, words in one.groupdict().items() if words)
        if one.start() == 0 and not trimmed[: one.start()]:
            return "", op
        text = trimmed[: one.start()]
    return text, op


def operator_after(text: str, last: int) -> str | None:
    one = AFTER.match(text, last)
    return next((name for name, words in one.groupdict().items() if words), None) if one else None


def names_in_a_row(front: str, count: int) -> list[str]:
    """Names for numbers in a row, one each; with 分别 one name may do for all. Empty: there is no telling."""
    words = front.rstrip()
    names = listed(bare_name(re.sub(r"分别$", "", words)))
    if len(names) == count:
        return shared_end(names)
    if "分别" not in words:
        return []
    before, _, after = re.sub("分别$", "", words).partition("分别")
    return [bare_name(after or before)] * count


def each_of(front: str) -> list[str]:
    """新建、改造公厕各30座: the number counts for each."""
    if not front.rstrip().endswith("各"):
        return []
    *others, last = listed(bare_name(front.rstrip()[:-1]))
    verb = MAKING.match(last)
    noun = last[verb.end() :] if verb else ""
    return [*(one + noun if MAKING.fullmatch(one) else one for one in others), last] if others else []


def rates(name: str) -> list[str]:
    """大班额率、超大班额率: two rates with one number."""
    parts = listed(re.sub(r"(?:均|都)$", "", name))
    if len(parts) > 1 and all(PERCENT_RATE.search(one) for one in parts):
        return parts
    return [name]


def name_of(front: str, rest: str, quantity: Quantity, op: str | None, front_words: str = "") -> tuple[str, bool]:
    """What a quantity measures, and whether that stands behind it (新建5座公园). `front_words`: with the operator."""
    raw = front.rstrip(" ，、")
    if one := _COVERS.match(raw):
        return bare_name(one["name"]), False
    enumerated = bool(_LISTED.search(raw))
    name = bare_name(raw)
    behind = bare_name(rest.lstrip("的").rstrip("和与及、"))
    share = quantity.unit == "%" and op != "exactly" and not RATE.search(name) and not RELATIVE.search(raw)
    if behind and _URGES.fullmatch(name) and not _tail_only(rest):
        return behind, True
    made = bool(MAKING.fullmatch(name) or _EACH_BEFORE.fullmatch(name))
    if behind and share and not _tail_only(rest) and (not name or made or not BEFORE.search(front)):
        return ("" if made else name) + behind, True
    if behind and not _tail_only(rest):
        if not name and _SPREAD.search(front_words) and len(behind) <= 2:
            return "", False
        if _BATCH.search(name):
            return name + behind, True
        if enumerated or not name:
            return behind, True
        if made:
            return (name if EACH_MAKES.match(name) else PLAIN_MAKING.sub("", name)) + behind, True
    return name, False


def _tail_only(rest: str) -> bool:
    return bool(_ONLY_TAIL.match(rest.strip()))

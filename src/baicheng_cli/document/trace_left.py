"""What the plan says of the clause's words itself, and what of them nothing in the plan accounts for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from baicheng_cli.document.deadlines import FEAST, Deadline
from baicheng_cli.document.places import At, flat
from baicheng_cli.document.said import Prose
from baicheng_cli.document.trace_codes import NO_DUE, QUALIFIER, STALE, UNREAD, Difference
from baicheng_cli.document.trace_days import set_beside
from baicheng_cli.document.trace_item import OneItem, Place, name_places
from baicheng_cli.plan.model import Indicator

_CHINESE = "[二两三四五六七八九十百千万]"
_COUNTER = (
    "个|条|座|项|处|家|所|套|台|户|人|名|次|年|月|日|天|级|片|类|批|期|轮|种|成|倍|亿|万|支|件|部|辆|栋|间|张|公里"
    "|米|亩|吨|元|%|圈"
)
_NUMERAL = re.compile(
    rf"(?<![第\d每表图附])(?!(?<=“)[百千万])(?:{_CHINESE}+(?:{_COUNTER})|一(?:座|处|所|条|家|支|栋|部|台)(?!身|体))"
)
_RATE = "(?:率|比例|占比|覆盖面|合格面)"
_SHARED = re.compile(
    rf"((?:[^，。；、：\s\d]{{2,16}}?{_RATE}、)+[^，。；、：\s\d]{{2,16}}?{_RATE})(?=[^，。；]{{0,12}}(?:\d|[市省]定))"
)
"""Rates in a row before the number that holds for each of them."""
_FRONT = re.compile("^(?:全[市区县镇]|力争|确保|实现|其中|使|城区|辖区)+")
_SET_ABOVE = re.compile("(?:市|省|国家|上级)定(?:的)?(?:要求|标准|目标)")
_HOW_LONG = re.compile("年(?:之?内|累计|共|合计)")
"""五年内, 三年累计: how long, said beside what is counted."""
_RATIO = re.compile(r"\d+(?:\.\d+)?[：:]\d+(?:\.\d+)?")
_LIST_SIGN = re.compile("[.．、](?=[\u4e00-\u9fff])")
_BEFORE_LIST = ("", "。", "；", "：", "\t")
_COMPARED = ("较", "比", "与", "同")
"""较2021年提高: what is compared with, nothing that is to be reached."""
_EVERY = re.compile("每$|每(?:月|季度?|半?年|周|旬)[^，。；]{0,4}$")
_IN_QUOTES = re.compile("“([^“”]{1,10})”")
_ANY_NUMERAL = re.compile("[一二两三四五六七八九十百千]")
_NOT_A_NUMBER = re.compile("统一|一体|唯一|一般|一定|万一|一并|互联网")
DIGITS = re.compile(r"(?<![A-Za-z\d.])\d+(?:,\d{3})*(?:\.\d+)?(?![A-Za-z\d])")
_NAMES_OF_PAPERS = re.compile("《[^《》]*(?:《[^《》]*》[^《》]*)*》|〔\\d{4}〕第?\\d+号")


def take_exceptions(one: OneItem) -> Iterator[Difference]:
    for index, exception in enumerate(one.item.exceptions):
        places = [Place(*place) for place in one.said.find(exception.what)]
        one.taken.add(*places)
        one.dated.add(*places)
        if not places:
            message = f"例外说明“{exception.what}”，原件这一条没有这些字"
            yield one.difference(STALE, ("exceptions", index, "what"), message, None, "删去，或改成原件的字句")


def take_qualifiers(one: OneItem) -> Iterator[Difference]:
    for index, part in enumerate(one.item.indicators):
        for at, words in enumerate(part.qualifiers):
            places = [Place(*place) for place in one.said.find(words)]
            one.taken.add(*places)
            if not places:
                message = f"{part.name}的限定词“{words}”，原件这一条没有"
                yield one.difference(QUALIFIER, ("indicators", index, "qualifiers", at), message, None, "按原件改")


def left_dates(one: OneItem) -> Iterator[Difference]:
    for prose in one.said.prose:
        for found in prose.deadlines:
            place = Place(prose, found.start, found.end)
            beside = set_beside(prose)
            elsewhere = _told_closer(prose, found) or (beside is not None and beside.due == found.value.due)
            if elsewhere or one.dated.meet(place):
                one.taken.add(place)
                continue
            one.taken.add(place)
            message = f"原件的时限“{found.value.words}”，计划里没有哪一项对得上"
            yield one.difference(NO_DUE, (), message, place.words, "写成时限；不是时限的写进 exceptions，注明理由")


def _told_closer(prose: Prose, found: At[Deadline]) -> bool:
    """Whether a bracket says the day more closely: 2022年汛前（5月31日前）."""
    after = prose.first_from(prose.deadlines, found.end)
    if after == len(prose.deadlines):
        return False
    return re.fullmatch(r"[^，。；（]{0,4}（", prose.text[found.end : prose.deadlines[after].start]) is not None


def left_numbers(one: OneItem) -> Iterator[Difference]:
    for part in one.item.indicators:
        one.taken.add(*name_places(one, part))
        if part.baseline is not None:
            one.taken.add(*_baseline(one, part))
    yield from _left_subjects(one)
    for prose in one.said.prose:
        one.taken.add(*(Place(prose, *found.span()) for found in _NAMES_OF_PAPERS.finditer(prose.text)))
        last = -1
        for start, end in sorted(_numbers_in(prose), key=lambda one: (one[0], -one[1])):
            place = Place(prose, start, end)
            if start < last or one.taken.meet(place) or one.dated.meet(place):
                continue
            last = end
            message = f"原件的数“{prose.text[start:end]}”没有交代"
            remedy = "写成目标；不是目标的写进 exceptions，注明理由"
            yield one.difference(UNREAD, (), message, place.words, remedy)


def _left_subjects(one: OneItem) -> Iterator[Difference]:
    """Rates that share one number or one 市定要求 (大班额率、超大班额率下降至市定要求): each is an indicator."""
    names = {flat(part.name) for part in one.item.indicators}
    for prose in one.said.prose:
        for found in _SHARED.finditer(prose.text):
            subjects, at = found[1].split("、"), found.start()
            for subject in subjects:
                place = Place(prose, at, at + len(subject))
                at += len(subject) + 1
                bare = _FRONT.sub("", subject)
                free = names - {_FRONT.sub("", other) for other in subjects if other != subject}
                if any(bare in name for name in free) or any(bare.endswith(name) for name in free):
                    continue
                if not any(bare in flat(exception.what) for exception in one.item.exceptions):
                    message = f"原件的“{subject}”没有对应的指标"
                    remedy = "写成指标；不是目标的写进 exceptions，注明理由"
                    yield one.difference(UNREAD, (), message, place.words, remedy)


def _numbers_in(prose: Prose) -> Iterator[tuple[int, int]]:
    """Everything in a line that may be a number: digits with their unit of measure, numerals that count, 四个…"""
    text = prose.text
    for one in prose.quantities:
        if _EVERY.search(text[max(0, one.start - 12) : one.start]):
            continue  # 每万户12件, 每月25日前: what it is counted by, or how often
        said = one.value.digits or _NUMERAL.match(text, one.start) or "分之" in one.value.words
        if said and not _NOT_A_NUMBER.search(text[max(0, one.start - 1) : one.end + 1]):
            yield one.start, one.end
    for found in DIGITS.finditer(text):
        quotes = text[found.start() - 1 : found.start()] == "“" and text[found.end() : found.end() + 1] == "”"
        compared = text.startswith("年", found.end()) and text[max(0, found.start() - 1) : found.start()] in _COMPARED
        hour = re.match("[点时](?:前|半|整|钟|之前|以前)?", text[found.end() : found.end() + 4]) is not None
        named = re.match("[\u4e00-\u9fff]{0,8}热线", text[found.end() : found.end() + 10]) is not None
        ordinal = text[max(0, found.start() - 1) : found.start()] == "第"
        listed = _LIST_SIGN.match(text, found.end()) and text[max(0, found.start() - 1) : found.start()] in _BEFORE_LIST
        if ordinal or listed or FEAST.match(text, found.start()):
            continue
        if (
            compared
            or hour
            or named
            or quotes
            or re.search("(?:电话|热线)[：为]?$", text[max(0, found.start() - 4) : found.start()])
        ):
            continue  # “12345”热线: a name
        at = prose.first_from(prose.quantities, found.end())
        if not at or prose.quantities[at - 1].end <= found.start():
            yield found.span()
    for pattern in (_RATIO, _NUMERAL, _SET_ABOVE):
        for found in pattern.finditer(text):
            if not _HOW_LONG.match(text, found.end() - 1):
                yield found.span()
    for found in _IN_QUOTES.finditer(text):
        if _ANY_NUMERAL.search(found[1]) and not _NOT_A_NUMBER.search(found[1]):
            yield found.start(1), found.end(1)


def _baseline(one: OneItem, part: Indicator) -> Iterator[Place]:
    """Where the value stands from which an indicator starts."""
    assert part.baseline is not None
    for prose in one.said.prose:
        for quantity in prose.quantities:
            if quantity.value.value == part.baseline.value:
                yield Place(prose, quantity.start, quantity.end)

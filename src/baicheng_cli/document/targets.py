"""Targets in a sentence: what is measured, how much of it is asked for, and in what unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from baicheng_cli.document.not_targets import no_target, whole_phrase
from baicheng_cli.document.numbers import Quantity, quantities
from baicheng_cli.document.phrases import AFTER, COMPARED, MAKING, PLAIN_MAKING, RATE, RELATIVE, STRIVE, bare_name
from baicheng_cli.document.places import At
from baicheng_cli.document.target import Reading, Stretch, Target
from baicheng_cli.document.target_names import (
    EACH_MAKES,
    each_of,
    name_before_deadlines,
    name_of,
    names_in_a_row,
    operator_after,
    operator_before,
    rates,
)
from baicheng_cli.document.target_words import set_phrases, words_only

_STOP = "，；：\t\n"
_FROM = re.compile(r"(?:由|从)(?P<when>(?:20\d\d年?(?:底|末)?|上年度?|去年|目前|现在|原来|现有|当前)?的?)$")
_TO = re.compile(
    r"^(?:左右|以上|以下)?(?:的基础上)?(?:，)?(?:逐步|进一步|全部|再|大幅)?(?P<verb>提高|提升|增加|增长|上升|扩大|降低|下降|减少|压减|压缩|缩短|精简|缩减|压降|降|增|减|升)(?P<to>到|至|为)$"
)
_UP = re.compile(r"提高|提升|增|升|扩大")
_PER = re.compile(
    r"每(?P<many>[百千万]|十万|百万)?(?P<what>平方公里|平方米|公里|人|户|名|个|辆|亩|吨|元|立方米|公顷|台|千瓦时|班|校|站)?(?P<noun>(?!年|月|季|日|天|周|半)[\u4e00-\u9fff]{0,3})$"
)
_WITHIN = re.compile(r"(?!在?全[市区县省镇])(?P<words>[^，；。、]{1,10}?(?:范围内|区域内|规划区内))")
_RATE_BEFORE = re.compile(
    r"(?:^|[，；。：])(?P<rate>[^，；。：]{2,24}?(?:率|比例|占比|比重|浓度|水平|指数|总量))(?:逐[年月步]|稳步|持续|不断|明显|大幅|进一步)*"
    r"(?:提高|提升|增加|下降|降低|上升|改善|优化)?，[^，；。：]*$"
)
"""备案率逐年提高，到2025年达到90%: what the number is of stands a comma before."""
_GLUE = re.compile(r"^[、和与及]$")
_LIST_GLUE = re.compile(r"^[、和与及，]$")
_PIECE_END = re.compile(r"[，；。、：（）\t\n]")
_DATE = re.compile(
    r"(?:(?:19|20)\d\d年度?)(?:\d{1,2}月(?:\d{1,2}[日号])?)?|\d{1,2}月\d{1,2}[日号]|(?<!\d)\d{1,2}[日号](?:前|之前|以前)|\d{1,2}月(?=[底初上中下份]|前|$|至|-)|(?:19|20)\d\d[-~至到](?:19|20)\d\d"
)

_STAYS = {"passed.denominator", "passed.bracket", "passed.in-words", "passed.quoted", "passed.one", "passed.circle"}
"""Rules by which a number is passed over and still belongs to the name of what comes after it."""


class Counted(NamedTuple):
    """A quantity where it stands."""

    start: int
    end: int
    quantity: Quantity


class Baseline(NamedTuple):
    """由18%提高到25%: where it stood before."""

    value: Decimal
    when: str
    start: int


def read_targets(text: str, start: int, end: int, blocked: Sequence[Stretch] = ()) -> Reading:
    """The targets in a sentence of a flat text; `blocked`: stretches that are deadlines."""
    scan = _Scan(text[:end], start, blocked)
    scan.run()
    reading = scan.reading
    reading.targets += words_only(text, start, end, reading, blocked)
    reading.passed += set_phrases(text, start, end, reading, blocked)
    reading.targets.sort(key=lambda one: one.start)
    return reading


class _Scan:
    """One sentence from left to right, quantity by quantity, and what one of them leaves to the next."""

    def __init__(self, text: str, start: int, blocked: Sequence[Stretch]) -> None:
        self.text, self.end, self.blocked = text, len(text), blocked
        self.reading = Reading()
        dates = [one.span() for one in _DATE.finditer(text, start)]
        self.found = [
            Counted(start + first, start + last, one)
            for first, last, one in quantities(text[start:])
            if not any(start + first < stop and begin < start + last for begin, stop in (*blocked, *dates))
        ]
        self.edge = start
        """Where the words begin that may lead to the next quantity."""
        self.within: tuple[str, ...] = ()
        """主城区范围内: which ones count, up to the semicolon."""
        self.waiting: list[str] = []
        """5000平方米以上: which ones count, of the very next."""
        self.verb = ""
        """新建 before such words, for the name behind them."""
        self.baseline: Baseline | None = None

    def run(self) -> None:
        index = 0
        while index < len(self.found):
            index += self._take(index)

    def _take(self, index: int) -> int:
        """Read the quantity at an index, alone or with those that stand in a row with it; gives how many."""
        first, last, quantity = self.found[index]
        begin = self._begin(first)
        between = self.text[self.edge : first]
        self.within = () if "；" in between else self.within
        self.waiting = [] if "；" in between or "，" in between else self.waiting
        if self._is_baseline(index, begin):
            return 1
        if kind := no_target(self.text, first, last, quantity, begin, self._next_start(index)):
            self._pass_over(self.found[index], begin, *kind)
            return 1
        row = self._row(index, self.text[begin:first])
        if one := _WITHIN.match(self.text, begin, first):
            self.within = (one["words"],)
            begin = one.end()
        made = self._made(row, index, begin)
        for target in made:
            name = self.verb + target.value.name if self.waiting and target is made[0] else target.value.name
            qualifiers = (*self.waiting, *self.within, *target.value.qualifiers)
            value = replace(target.value, name=name, qualifiers=qualifiers)
            self.reading.targets.append(target._replace(value=value))
        self.waiting, self.verb, self.baseline = [], "", None
        return len(row)

    def _next_start(self, index: int) -> int:
        return self.found[index + 1].start if index + 1 < len(self.found) else self.end

    def _begin(self, first: int) -> int:
        """Where the words that lead to a quantity begin."""
        begin = max([self.edge, *(stop for _, stop in self.blocked if stop <= first)])
        depth = 0
        for place in range(first - 1, begin - 1, -1):
            sign = self.text[place]
            if sign in "）”》":
                depth += 1
            elif sign in "（“《" and depth:
                depth -= 1
            elif not depth and sign in _STOP:
                return place + 1
        return begin

    def _is_baseline(self, index: int, begin: int) -> bool:
        first, last, quantity = self.found[index]
        one = _FROM.search(self.text[begin:first])
        following = self._next_start(index)
        if one is None or following == self.end or not _TO.match(self.text[last:following]):
            return False
        self.baseline = Baseline(quantity.value, one["when"].rstrip("的"), begin + one.start())
        self.reading.passed.append(At(first, last, "基期的数，不是目标值", "passed.baseline"))
        self.edge = begin
        return True

    def _pass_over(self, one: Counted, begin: int, rule: str, reason: str) -> None:
        last = one.end
        if rule == "passed.qualifier":
            last = _after(self.text, one.end)
            last += 1 if last == one.end and self.text.startswith("级", last) else 0
            front = bare_name(self.text[begin : one.start])
            self.verb = PLAIN_MAKING.sub("", front) if MAKING.fullmatch(front) else ""
            self.waiting.append(self.text[one.start : last])
        self.edge = begin if rule in _STAYS else last
        self.reading.passed.append(At(*whole_phrase(self.text, one.start, last, rule), reason, rule))

    def _row(self, index: int, before: str) -> list[Counted]:
        """The quantity with those that follow it directly: 3个、1个工作日."""
        row = [self.found[index]]
        glue = _LIST_GLUE if "分别" in before[-12:] else _GLUE
        for number in range(index + 1, len(self.found)):
            following = self.found[number]
            tail = _after(self.text, row[-1].end)
            apart = not glue.match(self.text[tail : following.start])
            if apart or no_target(self.text, *following, tail, self._next_start(number)):
                break
            row.append(following)
        return row

    def _made(self, row: list[Counted], index: int, begin: int) -> list[At[Target]]:
        """The targets of one quantity, or of several that stand in a row."""
        first, last = row[0].start, row[-1].end
        before = self.text[begin:first]
        front, op = self._front(before, begin)
        begin = min(begin, self.baseline.start) if self.baseline else begin
        tail = _after(self.text, last)
        rest_end = self._rest_end(tail, index + len(row))
        self.edge = tail
        strive = bool(STRIVE.search(before)) or self._strives_before(begin)
        if len(row) == 1 and (names := each_of(front)):
            op = operator_after(self.text, last) or op
            return [self._target(begin, row[0], last, name, op, strive, "target.each-of") for name in names]
        if len(row) > 1 and (names := names_in_a_row(front, len(row))):
            return self._respectively(row, names, begin, op, strive)
        made: list[At[Target]] = []
        for number, one in enumerate(row):
            bound = operator_after(self.text, one.end) or (op if number == 0 else None)
            rest = self.text[tail:rest_end] if one is row[-1] else ""
            name, behind = name_of(front if number == 0 else "", rest, one.quantity, bound, before)
            if behind:
                self.edge = rest_end
            rule = "target.number-first" if behind else "target.name-first"
            covered = rest_end if behind else _after(self.text, one.end)
            for single in rates(name) if len(row) == 1 else [name]:
                start = begin if number == 0 else one.start
                made.append(self._target(start, one, covered, single, bound, strive, rule))
        return made

    def _front(self, before: str, begin: int) -> tuple[str, str | None]:
        """The words that lead to a quantity without those that say how it binds, and how."""
        front, op = operator_before(before)
        if not bare_name(re.sub("分别$", "", front)) and (
            name := name_before_deadlines(self.text, begin, self.blocked)
        ):
            front = name + ("分别" if "分别" in front else "")
        elif op and not bare_name(front) and (one := _RATE_BEFORE.search(self.text[:begin])):
            front = one["rate"]
        if op is None and re.search("至少|不少于|不低于", before):
            op = "at_least"
        if self.baseline is not None:
            direction = next((one for length in range(2, 14) if (one := _TO.match(before[-length:]))), None)
            op = _direction(direction) if direction else op
            front = re.split("[，；：。\\t\\n]", self.text[: self.baseline.start])[-1]
        return front, op

    def _rest_end(self, tail: int, later: int) -> int:
        """Where the words behind a quantity end; what stands in quotation marks (“15分钟生活圈”) ends nothing."""
        following = self.end
        for one in self.found[later:]:
            if self.text.count("“", tail, one.start) == self.text.count("”", tail, one.start):
                following = one.start
                break
        stop = _PIECE_END.search(self.text, tail, following)
        return min([stop.start() if stop else following, *(start for start, _ in self.blocked if start >= tail)])

    def _strives_before(self, begin: int) -> bool:
        """力争 right before the deadline that comes before the number."""
        return bool(STRIVE.search(re.split("[，；。]", self.text[max(0, begin - 16) : begin])[-1]))

    def _respectively(
        self, row: list[Counted], names: list[str], begin: int, op: str | None, strive: bool
    ) -> list[At[Target]]:
        unit = row[-1].quantity.unit
        op = operator_after(self.text, row[-1].end) or op
        made = []
        for name, one in zip(names, row, strict=True):
            own = unit if unit.startswith(one.quantity.unit) else one.quantity.unit
            counted = one._replace(quantity=one.quantity._replace(unit=own))
            start = begin if one is row[0] else one.start
            made.append(self._target(start, counted, one.end, name, op, strive, "target.respectively"))
        return made

    def _target(
        self, start: int, one: Counted, end: int, name: str, op: str | None, strive: bool, rule: str
    ) -> At[Target]:
        """The target of one quantity, from where its words begin to where they end."""
        while start < end and self.text[start] in "、，：和与及 ":
            start += 1
        before = self.text[start : one.start].rstrip()
        name, unit = _per_what(name, one.quantity.unit, operator_before(before)[0])
        op = op or operator_before(_PER.sub("", before))[1]
        if op is None and re.search("一半|过半|半数", one.quantity.words):
            op = "at_least"
        growth = _growth(before, one.quantity)
        kind = _kind(op, one.quantity, growth=growth is not None)
        aimed_at = strive and kind == "at_least" and re.search(r"(?:力争|争取)(?:达到|达)$", before)
        if aimed_at and operator_after(self.text, one.end) is None:
            kind = "exactly"
        if growth and not COMPARED.search(name) and not RELATIVE.search(name) and growth not in name:
            name += growth
        doubt = ""
        if each := EACH_MAKES.match(name):
            name = name[each.end() :]
            doubt = f"是每个{each['of']}的数，不是总数"
        rate = bool(RATE.search(name)) or "/" in unit or unit == "个百分点" or (growth is not None and unit == "%")
        doubled = "番" in one.quantity.words
        target = Target(
            name,
            kind,
            one.quantity.value,
            unit,
            one.quantity.upper,
            strive=strive,
            baseline=self.baseline.value if self.baseline else None,
            baseline_words=self.baseline.when if self.baseline else "",
            level=(rate or kind == "at_most") and not doubled,
            doubt=doubt,
        )
        return At(start, end, target, rule)


def _after(text: str, last: int) -> int:
    """Where a quantity ends with 以上 or 左右 behind it."""
    bound = AFTER.match(text, last)
    return bound.end() if bound else last


def _direction(one: re.Match[str]) -> str:
    if one["to"] == "为":
        return "exactly"
    return "at_least" if _UP.search(one["verb"]) else "at_most"


def _per_what(name: str, unit: str, front: str) -> tuple[str, str]:
    """投诉量…每万户9件: 件/万户, and the name without it."""
    one = _PER.search(front) if "/" not in unit else None
    if one is None:
        return name, unit
    per = (one["many"] or "") + (one["what"] or one["noun"])
    if not per or not name.endswith(one[0]) or len(name) == len(one[0]):
        return name, unit
    bare = bare_name(name[: -len(one[0])])
    return operator_before(bare)[0] or bare, f"{unit}/{per}"


def _growth(before: str, quantity: Quantity) -> str | None:
    """增长 before 8%: it is a change that is asked for. Empty for a change that no verb names; `None` for none."""
    verb = RELATIVE.search(before)
    done = re.search(r"(?:提升|提高|新增)$", before) and not re.search("%|百分点|倍|元|分$", quantity.unit)
    if verb is None or done:  # 提升18座: what is done, not how much more
        return "" if quantity.unit == "个百分点" else None
    return re.sub(r"(?:达到|达|不低于|不少于|超过|约|在|了)+$", "", verb[0])


def _kind(op: str | None, quantity: Quantity, *, growth: bool) -> str:
    if quantity.upper is not None:
        return "range"
    if quantity.more:
        return op if op in ("at_least", "at_most") else "about"
    if op is not None:
        return op
    return "at_least" if growth and "番" not in quantity.words else "exactly"

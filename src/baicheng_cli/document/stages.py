"""The parts of one clause put together: what a target without a name measures, and which targets are stages of one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

from baicheng_cli.document.deadlines import Deadline
from baicheng_cli.document.milestones import Step
from baicheng_cli.document.model import Found, Words
from baicheng_cli.document.phrases import MAKING, RATE
from baicheng_cli.document.target import Target


@dataclass(frozen=True)
class Piece:
    """A target or a milestone of a clause, with the words it was read from."""

    value: Target | Step
    words: Words
    rule: str
    due: Found[Deadline] | None = None
    part: str = "own"
    whole: str = ""
    later: tuple[Piece, ...] = ()
    """Of a target in stages, the later ones."""

    @property
    def name(self) -> str:
        return self.value.name if isinstance(self.value, Target) else self.value.title

    @property
    def day(self) -> date | None:
        return self.due.value.due if self.due else None


_RATE_WORDS = re.compile(r"(?:完成|清偿|整治|处理|清理|化解|办结|销号|整改)?(?:率|比例)$")
_VERB_ONLY = re.compile(
    r"(?:开工|新开工|建成|竣工|完成|投用|新建|改造|新增|续建|启动|整治|培训|发放|创建|打造|提升|扩建|改建)+$"
)
_GROWTH_ONLY = re.compile(r"(?:(?:较|比)[^，。；]{2,8}|同比|年均)?(?:增长|下降|提高|增加|减少)")
_ADDED = re.compile("(?:每年|新增)(?=.{2,})")
"""每年建成4个，三年累计12个; 新增30项，累计达到158项: the second number is of the same things."""
_LONG = 14


def together(parts: Sequence[Piece], title: str) -> list[Piece]:
    """Names filled in, stages joined, double mentions dropped. `title`: the clause's."""
    named: list[Piece] = []
    last: dict[str | None, Piece] = {}
    before: Piece | None = None
    for one in parts:
        near = before if before is not None and before.words.span.line == one.words.span.line else None
        one = _named(one, last, near, title)
        if isinstance(one.value, Target):
            last[one.value.unit] = before = one
        named.append(one)
    return [*_apart(_once(_joined(named)))]


def _named(one: Piece, last: Mapping[str | None, Piece], before: Piece | None, title: str) -> Piece:
    """A target without a name gets that of the one before it in the same unit, or the title's.

    `last`: the last one in each unit; `before`: the last one in the same sentence.
    """
    value = one.value
    if not isinstance(value, Target):
        return one
    if value.name in ("清零", "全部清零"):
        same = last.get("%")
        stem = _RATE_WORDS.sub("", same.name) if same else _short(title)
        return replace(one, value=replace(value, name=f"{stem}清零"))
    if not value.name:
        same = last.get(value.unit)
        if same is not None and same is before and (added := _ADDED.match(same.name)):
            return replace(one, value=replace(value, name=same.name[added.end() :]))
        if same is not None and (value.strive or _another_day(one, same)):
            return replace(one, value=replace(value, name=same.name))
        if value.unit == "%" and before is not None and before.value.unit != "%":  # type: ignore[union-attr]  # a target
            return replace(one, value=replace(value, name=f"{before.name}完成率", level=True))
        if _short(title):
            return replace(one, value=replace(value, name=_short(title)))
        return replace(one, value=replace(value, name=title or "目标值", doubt=value.doubt or "没有写明是什么的数"))
    if _GROWTH_ONLY.fullmatch(value.name) and before is not None:
        return replace(one, value=replace(value, name=f"{before.name}{value.name}"))
    if value.unit == "%" and before is not None and _of_which(value, before):
        return replace(one, value=replace(value, name=f"{before.name}（{value.name}）"))
    if _VERB_ONLY.fullmatch(value.name):
        noun = _noun_before(last.get(value.unit)) or re.sub(r"^(?:新建|改造|新增|建设)", "", _short(title))
        if noun and value.name not in noun:
            return replace(one, value=replace(value, name=f"{value.name}{noun}"))
        if not noun:
            return replace(one, value=replace(value, doubt=value.doubt or "没有写明是什么的数"))
    return one


def _of_which(value: Target, before: Piece) -> bool:
    """签约率达到35%，重点人群达到65%: whose rate it is, and no rate of its own."""
    short = len(value.name) <= 6 and not RATE.search(value.name)
    return short and bool(RATE.search(before.name)) and value.op != "exactly"


def _noun_before(same: Piece | None) -> str:
    """开工公共停车楼3座，建成2座: what the number before it counts."""
    verb = MAKING.match(same.name) if same else None
    return same.name[verb.end() :] if same and verb else ""


def _short(title: str) -> str:
    return title if title and len(title) <= _LONG and "，" not in title else ""


def _another_day(one: Piece, other: Piece) -> bool:
    days = {each.day for each in (other, *other.later)}
    return one.day is not None and None not in days and one.day not in days


def _joined(parts: Sequence[Piece]) -> list[Piece]:
    """Each part, or the target that measures the same with it as one more stage."""
    joined: list[Piece] = []
    places: dict[tuple[str, str | None], int] = {}
    for one in parts:
        value = one.value
        if isinstance(value, Target):
            place = places.get((value.name, value.unit))
            step = one if value.value is not None else None
        else:
            shares = (index for (name, unit), index in places.items() if unit == "%" and _same(one.whole, name))
            place = next(shares, None) if one.whole else None
            name = joined[place].name if place is not None else ""
            step = replace(one, value=Target(name, "exactly", Decimal(100), "%", strive=value.strive))
        staged = _staged(joined[place], step) if place is not None and step is not None else None
        if place is not None and staged is not None:
            joined[place] = staged
            continue
        if isinstance(value, Target) and value.value is not None:
            places[value.name, value.unit] = len(joined)
        joined.append(one)
    return joined


def _staged(other: Piece, one: Piece) -> Piece | None:
    """The steps of one target by their days; `None` where they are amounts of single years and no steps."""
    if not _another_day(one, other):
        return None
    steps = sorted((replace(other, later=()), *other.later, one), key=lambda each: each.day or date.max)
    if not all(_adds_up(each) for each in steps):
        return None
    values = [each.value.value for each in steps if isinstance(each.value, Target) and each.value.value is not None]
    falling = all(isinstance(each.value, Target) and each.value.op == "at_most" for each in steps)
    rising = all(first <= second for first, second in pairwise(values))
    if not rising and not (falling and all(first >= second for first, second in pairwise(values))):
        return None
    first, *rest = steps
    return replace(first, later=tuple(rest))


def _adds_up(one: Piece) -> bool:
    """A share or state is reached once for all; of counts only those that are said to be reached by a day."""
    value = one.value
    if not isinstance(value, Target):
        return False
    if value.unit == "%" or value.level:
        return True
    words = one.due.value.words if one.due else ""
    return words.startswith(("到", "至", "力争到")) or "累计" in one.words.text or value.op in ("at_least", "at_most")


def _same(one: str, other: str) -> bool:
    return one == other or one.endswith(other) or other.endswith(one)


def _once(parts: Sequence[Piece]) -> list[Piece]:
    """The same thing said twice (in the heading and in the text) counts once, with its day."""
    kept: list[Piece] = []
    places: dict[tuple[object, ...], list[int]] = {}
    for one in parts:
        value = one.value
        if isinstance(value, Target):
            key: tuple[object, ...] = (value.name, value.op, value.value, value.upper, value.unit)
        else:
            key = (value.title,)
        days = (index for index in places.get(key, ()) if one.day is None or kept[index].day in (one.day, None))
        if (index := next(days, None)) is None:
            places.setdefault(key, []).append(len(kept))
            kept.append(one)
        elif kept[index].due is None and one.due is not None:
            kept[index] = one
    return kept


def _apart(parts: Sequence[Piece]) -> Iterator[Piece]:
    """Parts of one name are told apart: the softer one by （力争）, amounts of single years by the year."""
    seen: dict[str, Piece] = {}
    by_name: dict[str, list[Piece]] = {}
    for one in parts:
        if isinstance(one.value, Target):
            by_name.setdefault(one.name, []).append(one)
    years_of = {name: {one.day.year for one in twins if one.day is not None} for name, twins in by_name.items()}
    for one in parts:
        value = one.value
        if not isinstance(value, Target):
            yield one
            continue
        twins, years = by_name[value.name], years_of[value.name]
        if len(twins) > 1 and len(years) == len(twins) and one.day is not None:
            yield replace(one, value=replace(value, name=f"{value.name}（{one.day.year}年）"))
        elif value.name in seen and value.strive:
            yield replace(one, value=replace(value, name=f"{value.name}（力争）"))
        elif value.name in seen:
            doubt = value.doubt or "与前一个指标同名，请写明各指什么"
            yield replace(one, value=replace(value, doubt=doubt))
        else:
            seen[value.name] = one
            yield one

"""The parts of one clause put together: what a target without a name measures, and which targets are stages of one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

from baicheng_cli.document.deadlines import Deadline
from baicheng_cli.document.milestones import Step
from baicheng_cli.document.model import Found, Words
from baicheng_cli.document.phrases import MAKING
from baicheng_cli.document.targets import Target


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
_VERB_ONLY = re.compile(r"(?:开工|新开工|建成|竣工|完成|投用|新建|改造|新增|续建|启动|整治|培训|发放|创建|打造)+$")
_LONG = 14


def together(parts: Sequence[Piece], title: str) -> list[Piece]:
    """Names filled in, stages joined, double mentions dropped. `title`: the clause's."""
    named: list[Piece] = []
    for one in parts:
        named.append(_named(one, named, title))
    joined: list[Piece] = []
    for one in named:
        _join(one, joined)
    return [*_apart(_once(joined))]


def _targets(parts: Sequence[Piece]) -> Iterator[Piece]:
    return (one for one in reversed(parts) if isinstance(one.value, Target))


def _named(one: Piece, before: Sequence[Piece], title: str) -> Piece:
    value = one.value
    if not isinstance(value, Target):
        return one
    if value.name in ("清零", "全部清零"):
        same = next((other for other in _targets(before) if other.value.unit == "%"), None)  # type: ignore[union-attr]  # targets only
        stem = _RATE_WORDS.sub("", same.name) if same else _short(title)
        return replace(one, value=replace(value, name=f"{stem}清零"))
    if not value.name:
        same = next((other for other in _targets(before) if other.value.unit == value.unit), None)  # type: ignore[union-attr]  # targets only
        if same is not None and (value.strive or _another_day(one, same)):
            return replace(one, value=replace(value, name=same.name))
        if _short(title):
            return replace(one, value=replace(value, name=_short(title)))
        return replace(one, value=replace(value, name=title or "目标值", doubt=value.doubt or "没有写明是什么的数"))
    if _VERB_ONLY.fullmatch(value.name):
        noun = _noun_before(value, before) or re.sub(r"^(?:新建|改造|新增|建设)", "", _short(title))
        if noun and value.name not in noun:
            return replace(one, value=replace(value, name=f"{value.name}{noun}"))
        if not noun:
            return replace(one, value=replace(value, doubt=value.doubt or "没有写明是什么的数"))
    return one


def _noun_before(value: Target, before: Sequence[Piece]) -> str:
    """开工公共停车楼3座，建成2座: what the number before it counts."""
    same = next((other for other in _targets(before) if other.value.unit == value.unit), None)  # type: ignore[union-attr]  # targets only
    verb = MAKING.match(same.name) if same else None
    return same.name[verb.end() :] if same and verb else ""


def _short(title: str) -> str:
    return title if title and len(title) <= _LONG and "，" not in title else ""


def _another_day(one: Piece, other: Piece) -> bool:
    days = {each.day for each in (other, *other.later)}
    return one.day is not None and None not in days and one.day not in days


def _join(one: Piece, joined: list[Piece]) -> None:
    """Add a part, or make it a stage of the target that measures the same."""
    value = one.value
    for index, other in enumerate(joined):
        if not isinstance(other.value, Target) or other.value.value is None or not _another_day(one, other):
            continue
        if isinstance(value, Step):
            if not (one.whole and other.value.unit == "%" and _same(one.whole, other.name)):
                continue
            all_of_it = Target(other.name, "exactly", Decimal(100), "%", strive=value.strive)
            staged = _staged(other, replace(one, value=all_of_it))
        elif value.name == other.name and value.unit == other.value.unit and value.value is not None:
            staged = _staged(other, one)
        else:
            continue
        if staged is not None:
            joined[index] = staged
            return
    joined.append(one)


def _staged(other: Piece, one: Piece) -> Piece | None:
    """The steps of one target by their days; `None` where they are amounts of single years and no steps."""
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
    for one in parts:
        index = next((number for number, other in enumerate(kept) if _twice(one, other)), None)
        if index is None:
            kept.append(one)
        elif kept[index].due is None and one.due is not None:
            kept[index] = one
    return kept


def _twice(one: Piece, other: Piece) -> bool:
    if isinstance(one.value, Target) and isinstance(other.value, Target):
        first, second = one.value, other.value
        same = (first.name, first.op, first.value, first.upper, first.unit) == (
            second.name, second.op, second.value, second.upper, second.unit,
        )  # fmt: skip
        return same and (one.day == other.day or one.due is None or other.due is None)
    if isinstance(one.value, Step) and isinstance(other.value, Step):
        return one.value.title == other.value.title and (one.day == other.day or other.due is None or one.due is None)
    return False


def _apart(parts: Sequence[Piece]) -> Iterator[Piece]:
    """Parts of one name are told apart: the softer one by （力争）, amounts of single years by the year."""
    seen: dict[str, Piece] = {}
    for one in parts:
        value = one.value
        if not isinstance(value, Target):
            yield one
            continue
        twins = [each for each in parts if isinstance(each.value, Target) and each.name == value.name]
        years = {each.day.year for each in twins if each.day is not None}
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

"""Rules on numbers and containers: every clause stands once, inside its own (BC11x)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from baicheng_cli.diagnostics import Severity
from baicheng_cli.plan.clause import NOT_PRINTED
from baicheng_cli.plan.model import Indicator, Item, Milestone, Plan, id_key
from baicheng_cli.rules.engine import Path, Said, beside, near, rule

_NUMBER_IN_IT = re.compile(r"[一二三四五六七八九十百\d①-⑳]")


class Numbered(NamedTuple):
    """A chapter or an item, with the number of what holds it."""

    path: Path
    id: str
    title: str
    inside: str | None
    carried: bool = False
    """It goes on with the clause of the same number of an earlier plan, until its own document numbers it."""


def numbered(plan: Plan) -> Iterator[Numbered]:
    """Chapters and items in the order of the document."""
    for family in families(plan):
        yield from family


def leaves_below(box: Item, plan: Plan) -> str:
    """The tasks in a container, for the message that sends somebody there."""
    ids = [task.id for task in plan.tasks if box in task.containers]
    return "、".join(ids[:5]) + (" 等" if len(ids) > 5 else "")


def families(plan: Plan) -> Iterator[list[Numbered]]:
    """Chapters, then the items of each chapter and container: what is numbered in one row."""
    yield [Numbered(("chapters", i), one.id, one.title, None) for i, one in enumerate(plan.chapters)]
    for index, chapter in enumerate(plan.chapters):
        yield from _below(("chapters", index), chapter.id, chapter.items)


def _below(path: Path, id: str, items: Sequence[Item]) -> Iterator[list[Numbered]]:
    if items:
        yield [
            Numbered((*path, "items", i), one.id, one.title, id, (one.follows or "").endswith(f"#{one.id}"))
            for i, one in enumerate(items)
        ]
    for index, item in enumerate(items):
        yield from _below((*path, "items", index), item.id, item.items)


@rule(
    "BC111",
    title="编号重复",
    reason="进展、台账都按编号归集，两条同号就会混在一起。",
)
def shared_number(plan: Plan) -> Iterator[Said]:
    """Two clauses share one number.

    Progress is kept by number, so the reports on the two would mix.
    """
    seen: dict[str, str] = {}
    for one in sorted(numbered(plan), key=lambda one: _position(one.path)):
        if one.inside is not None and not _continues(one.id, one.inside):
            continue  # BC112: it is in the wrong place, so it is not known what its number should be
        if one.id in seen:
            yield (*one.path, "id"), f"编号“{one.id}”已经用于“{seen[one.id]}”", "每条一个编号"
        seen.setdefault(one.id, one.title)


def _position(path: Path) -> tuple[int, ...]:
    return tuple(step for step in path if isinstance(step, int))


@rule(
    "BC112",
    title="编号与所在的章、条不符",
    reason="条号由上级编号加一级组成，放错位置会印错条号、继承错牵头单位。",
)
def misplaced_number(plan: Plan) -> Iterator[Said]:
    """An item's number does not continue that of its container."""
    for one in numbered(plan):
        if one.inside is None:
            if "." in one.id or "-" in one.id:
                yield (*one.path, "id"), f"章的编号应为一级（如 3），写的是“{one.id}”"
        elif not _continues(one.id, one.inside):
            yield (*one.path, "id"), f"“{one.id}”不在“{one.inside}”之下", f"应为 {one.inside}.几"


def _continues(id: str, inside: str) -> bool:
    front, _, last = id.rpartition(".")
    return front == inside and last.isdigit()


@rule(
    "BC113",
    title="编号没有从小到大排列",
    reason="条目按文件里的次序印出，次序应与文件原文一致。",
    severity=Severity.WARNING,
    needs=[beside("id"), near("chapters", "items")],
)
def out_of_order(plan: Plan) -> Iterator[Said]:
    """A number stands at a place where it does not belong; of a row, as few as possible are blamed."""
    for family in families(plan):
        row = _well_nested(family)
        for index in _misfits([id_key(one.id) for one in row]):
            yield (*row[index].path, "id"), f"编号“{row[index].id}”没有按从小到大排列"


@rule(
    "BC114",
    title="编号跳号",
    reason="文件的条号是连续的，中间少一个，多半是漏了一条。",
    severity=Severity.WARNING,
    needs=[beside("id"), near("chapters", "items")],
)
def gap(plan: Plan) -> Iterator[Said]:
    """A number is missing in a row that is otherwise in order."""
    run_on = bool(plan.document.numbering) and plan.document.numbering[0] == NOT_PRINTED
    last = 0
    for family in families(plan):
        row = _well_nested(family)
        keys = [id_key(one.id) for one in row]
        if len(row) != len(family) or _misfits(keys):
            continue
        before = keys[0][-1] - 1 if row[0].inside is None else 0
        if run_on and len(keys[0]) == 2:  # numbers go on through the chapters, which are not printed
            before, last = (last if keys[0][-1] == last + 1 else 0), keys[-1][-1]
        for one, key in zip(row, keys, strict=True):
            if key[-1] > before + 1 and not one.carried:
                missing = ".".join(map(str, (*key[:-1], before + 1)))
                yield (*one.path, "id"), f"“{one.id}”之前缺“{missing}”"
            before = key[-1]


def _well_nested(family: Sequence[Numbered]) -> list[Numbered]:
    """Each number once, without those that lie in the wrong place: about them BC111 and BC112 speak."""
    first: dict[str, Numbered] = {}
    for one in family:
        if one.inside is None or _continues(one.id, one.inside):
            first.setdefault(one.id, one)
    return list(first.values())


def _misfits(keys: Sequence[tuple[int, ...]]) -> list[int]:
    """Places that are not part of a longest ascending row."""
    if all(a < b for a, b in pairwise(keys)):
        return []
    ends: list[tuple[int, ...]] = []
    places: list[int] = []
    before: list[int] = []
    for index, key in enumerate(keys):
        at = bisect_left(ends, key)
        before.append(places[at - 1] if at else -1)
        ends[at : at + 1] = [key]
        places[at : at + 1] = [index]
    kept = set()
    index = places[-1]
    while index >= 0:
        kept.add(index)
        index = before[index]
    return [index for index in range(len(keys)) if index not in kept]


@rule(
    "BC115",
    title="同一条目里两个代号相同",
    reason="进展按“条号.代号”（如 3.3.a）归集，代号相同就分不清报的是哪一项。",
)
def shared_part(plan: Plan) -> Iterator[Said]:
    """An indicator or milestone has the id of another one of its item."""
    for task, _ in plan.walk():
        seen: dict[str, str] = {}
        kinds: dict[str, Sequence[Indicator | Milestone]] = {
            "indicators": task.item.indicators,
            "milestones": task.item.milestones,
        }
        for kind, parts in kinds.items():
            for index, part in enumerate(parts):
                if part.id in seen:
                    path = (*task.path, kind, index, "id")
                    yield path, f"代号“{part.id}”已经用于“{seen[part.id]}”", "换一个代号"
                seen.setdefault(part.id, part.name)


@rule(
    "BC117",
    title="容器条目带有自己的指标或里程碑",
    reason="只有最末一级条目是任务，容器上的指标不会被列出，也没有人填报。",
)
def container_with_parts(plan: Plan) -> Iterator[Said]:
    """A clause with items of its own also has targets, which nobody would ever see."""
    for task, leaf in plan.walk():
        if leaf:
            continue
        for kind, words in (("indicators", "指标"), ("milestones", "里程碑")):
            if getattr(task.item, kind):
                yield (*task.path, kind), f"{task.id} 是容器，不能有自己的{words}", "移到下级条目里"


@rule(
    "BC118",
    title="章或容器里没有条目",
    reason="空的容器会被当作一项任务，空的章什么也不印。",
    needs=[near("items")],
)
def empty_container(plan: Plan) -> Iterator[Said]:
    """A chapter without items, or an item whose `items` is there and empty."""
    for index, chapter in enumerate(plan.chapters):
        if not chapter.items:
            yield ("chapters", index), f"第{chapter.id}章里没有条目"
    for task, _ in plan.walk():
        if "items" in task.item.model_fields_set and not task.item.items:
            yield (*task.path, "items"), f"{task.id} 写了 items，里面却没有条目", "写上条目，或删去 items"


@rule(
    "BC119",
    title="编号样式不够用",
    reason="每一级编号怎样印出由 numbering 的样式决定，缺一级就会印成别的条号。",
    needs=[near("numbering")],
)
def numbering(plan: Plan) -> Iterator[Said]:
    """The samples of numbering are fewer than the levels of the clauses, or one shows no number."""
    path = ("document", "numbering")
    samples = plan.document.numbering
    for index, sample in enumerate(samples):
        if not _NUMBER_IN_IT.search(sample) and sample != NOT_PRINTED:
            yield (*path, index), f"编号样式“{sample}”里没有数字", "写第一个编号的样子，如（一）"
    deepest = max((one.id for one in numbered(plan)), key=lambda id: id.count("."))
    if deepest.count(".") >= len(samples):
        levels = deepest.count(".") + 1
        yield path, f"“{deepest}”有{levels}级，编号样式只有{len(samples)}级"

"""Targets, milestones and days of one item against the words of its clause: every number has one owner."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from baicheng_cli.document.numbers import Quantity
from baicheng_cli.document.places import At, flat
from baicheng_cli.document.said import Prose, Said
from baicheng_cli.document.trace_codes import NAME, OPERATOR, PART, VALUE, Difference
from baicheng_cli.document.trace_days import compare_due, compare_milestone, compare_strive
from baicheng_cli.document.trace_item import (
    OneItem,
    Path,
    Place,
    Step,
    around,
    distance_to,
    name_places,
    shared_by_all,
)
from baicheng_cli.document.trace_left import left_dates, left_numbers, take_exceptions, take_qualifiers
from baicheng_cli.document.trace_operators import ALL, NONE, STRIVEN, allowed_by, allowed_outside
from baicheng_cli.plan.model import OPERATORS, Indicator, Item, Stage, Task
from baicheng_cli.words import number_words

_EXTERNAL = re.compile(
    r"(?:市|省|国家|上级|中央|县|区)(?:定|级|里|委市政府)?[^，。；、]{0,8}(?:要求|标准|目标|下达|任务)|按(?:照)?要求|规定要求"
)
_SCALES = {"": 1, "百": 100, "千": 1000, "万": 10_000, "百万": 10**6, "千万": 10**7, "亿": 10**8, "万亿": 10**12}
_SCALED = re.compile("^(万亿|百万|千万|[百千万亿])?(.*)$")
_NEAR = 30
"""How far a number may be from the name whose target it is taken for."""
_PARTS = {"assist": re.compile("配合|协助|协同|支持"), "supervise": re.compile("督导|督促|督办|监督|指导|监管")}


def compare_targets(task: Task, said: Said) -> Iterator[Difference]:
    """What differs between one item and its clause, numbers, names and days."""
    one = OneItem(task, said)
    yield from take_exceptions(one)
    yield from take_qualifiers(one)
    steps = _steps(one.item)
    numbers = assigned(one, steps)
    for step, number in zip(steps, numbers, strict=True):
        yield from compare_step(one, step, number)
    for index, part in enumerate(one.item.milestones):
        yield from compare_milestone(one, part, ("milestones", index))
    yield from _parts(one)
    yield from left_dates(one)
    yield from left_numbers(one)


def _steps(item: Item) -> list[Step]:
    found = []
    for index, part in enumerate(item.indicators):
        for at, step in enumerate(part.steps):
            path: Path = ("indicators", index, *(("stages", at) if part.stages else ()))
            found.append(Step(part, step, path))
    return found


def assigned(one: OneItem, steps: Sequence[Step]) -> list[Place | None]:
    """For every target the number of the document that is nearest to its name, each number once."""
    free: list[tuple[Prose, At[Quantity]]] = [
        (prose, quantity)
        for prose in one.said.prose
        for quantity in prose.quantities
        if not one.taken.meet(Place(prose, quantity.start, quantity.end))
    ]
    options: list[tuple[int, bool, int, int]] = []
    for index, (part, step, _) in enumerate(steps):
        names = name_places(one, part)
        for at, (prose, quantity) in enumerate(free):
            if _matches(_listed(prose, quantity), step, part, prose.text):
                undated = step.due is not None and prose.due is None  # 年度目标 beside 四季度: the latter says when
                options.append((distance_to(names, prose, quantity), undated, index, at))
    found: list[Place | None] = [None] * len(steps)
    gone: set[int] = set()
    for _, _, index, at in sorted(options):
        prose, quantity = free[at]
        if found[index] is None and (at not in gone or shared_by_all(prose, quantity)):
            found[index] = Place(prose, quantity.start, quantity.end)
            gone.add(at)
    said = {}
    for place in found:
        if place is not None:
            one.taken.add(place)
            said[place.prose.text[max(0, place.start - 2) : place.end]] = place.prose
    for prose, quantity in free:  # 年度目标 and 四季度 of a row say the same twice
        twin = said.get(prose.text[max(0, quantity.start - 2) : quantity.end])
        if (
            twin is not None
            and twin is not prose
            and prose.line.cells is None
            and twin.line.number == prose.line.number
        ):
            one.taken.add(Place(prose, quantity.start, quantity.end))
    return found


def _listed(prose: Prose, quantity: At[Quantity]) -> Quantity:
    """A number with the unit that only the last of a list carries: 3个、1个工作日."""
    after = re.match(
        r"(?:[、和及](?:\d+(?:\.\d+)?))([\u4e00-\u9fff%]{1,6}?)(?=[以，。；、（]|左右|$)", prose.text[quantity.end :]
    )
    if after is not None and after[1] != quantity.value.unit and after[1].startswith(quantity.value.unit):
        return quantity.value._replace(unit=after[1])
    return quantity.value


def _scaled(unit: str) -> tuple[Decimal, str]:
    found = _SCALED.match(unit)
    scale, rest = (found[1] or "", found[2]) if found else ("", unit)
    return Decimal(_SCALES[scale]), rest


def _matches(quantity: Quantity, step: Indicator | Stage, part: Indicator, text: str) -> bool:
    """Whether a number of the document is this target's: its value in its unit of measure, 2.3万户 as 23000户 too."""
    target = step.target
    value = target.value
    if value is None:
        return False
    unit = flat(part.unit or "")
    if quantity.unit == unit or part.unit is None or part.unit_ours:
        upper = target.upper if target.op == "range" else None
        return (quantity.value, quantity.upper) == (value, upper)
    mine, bare = _scaled(unit)
    theirs, other = _scaled(quantity.unit)
    if bare != other and not (bare.split("/")[0] == other and "/" in bare and "每" in text):
        return False
    if target.op == "range" and target.upper is not None:
        return quantity.upper is not None and (value * mine, target.upper * mine) == (
            quantity.value * theirs,
            quantity.upper * theirs,
        )
    return value * mine == quantity.value * theirs and quantity.upper is None


def compare_step(one: OneItem, step: Step, number: Place | None) -> Iterator[Difference]:
    part, target = step.part, step.step.target
    names = name_places(one, part)
    at: Place | None = number
    if target.external:
        at = _nearest(names, one, _EXTERNAL)
        if at is None:
            message = f"{part.name}写作由市里定（external），原件没有“市定要求”一类的话"
            yield one.difference(VALUE, _op_path(step), message, around(names), "按原件写上目标值")
        else:
            one.taken.add(at)
    elif number is None:
        at = _in_words(one, step, names)
        if at is None:
            yield _no_value(one, step, names)
    if not names and at is None:
        message = f"指标“{part.name}”，原件这一条没有这个名称"
        yield one.difference(NAME, ("indicators", step.path[1], "name"), message, None, "按原件改")
    if at is None:
        return
    yield from _operator(one, step, at, names)
    yield from _strive(one, step, at)
    yield from compare_due(one, step.step.due, step.step.due_words, at, part.name, step.path)
    if number is not None:
        yield from _neighbour(one, step, number, names)


def _op_path(step: Step) -> Path:
    ops = step.step.ops()
    return (*step.path, ops[0]) if ops else step.path


def _no_value(one: OneItem, step: Step, names: Sequence[Place]) -> Difference:
    """A target that is not there: with the number that stands in its place, which then needs no owner any more."""
    part, target = step.part, step.step.target
    value = number_words(target.value) if target.value is not None else ""
    upper = f"至{number_words(target.upper)}" if target.op == "range" and target.upper is not None else ""
    message = f"{part.name}的目标写作“{value}{upper}{part.unit or ''}”"
    if (instead := _in_its_place(one, names)) is not None:
        one.taken.add(instead)
        written = instead.prose.text[instead.start : instead.end]
        message = f"{message}，原件是“{written}”"
        return one.difference(VALUE, _op_path(step), message, instead.words, "按原件改")
    message = f"{message}，原件这一条没有这个数（或已是别的目标）"
    return one.difference(VALUE, _op_path(step), message, around(names), "按原件改")


def _in_its_place(one: OneItem, names: Sequence[Place]) -> Place | None:
    """The nearest number beside a name that belongs to nothing else."""
    best: tuple[int, Place] | None = None
    for prose in one.said.prose:
        for quantity in prose.quantities:
            place = Place(prose, quantity.start, quantity.end)
            distance = distance_to(names, prose, quantity)
            if distance <= _NEAR and not one.taken.meet(place) and (best is None or distance < best[0]):
                best = distance, place
    return best[1] if best is not None else None


def _nearest(names: Sequence[Place], one: OneItem, pattern: re.Pattern[str]) -> Place | None:
    """Where these words stand in the sentence of a name, or anywhere when the name is nowhere."""
    for name in names:
        begin, end = name.prose.sentence(name.start)
        if found := pattern.search(name.prose.text, begin, end):
            return Place(name.prose, found.start(), found.end())
    if not names:
        for prose in one.said.prose:
            if found := pattern.search(prose.text):
                return Place(prose, found.start(), found.end())
    return None


def _in_words(one: OneItem, step: Step, names: Sequence[Place]) -> Place | None:
    """A target that the document says in words: 所有 is 100 %, 清零 is none."""
    value, unit = step.step.target.value, step.part.unit or ""
    if value == 100 and unit == "%":
        pattern = ALL
    elif value == 0:
        pattern = NONE
    else:
        return None
    for prose in one.said.prose:
        for found in pattern.finditer(prose.text):
            place = Place(prose, found.start(), found.end())
            begin, end = prose.piece(place.start, "；。！？\n\t")
            near = any(name.prose is prose and begin <= name.start < end for name in names)
            if (near or not names or step.part.stages) and not one.taken.meet(place):
                one.taken.add(place)
                return place
    return None


def _operator(one: OneItem, step: Step, at: Place, names: Sequence[Place]) -> Iterator[Difference]:
    target = step.step.target
    mine = next((name for name, sign in OPERATORS.items() if sign == target.op), "range")
    allowed = allowed_outside(at) if target.external else allowed_by(at)
    if target.op == "range":
        return
    if mine not in allowed:
        words = {"exactly": "正好", "at_least": "至少", "at_most": "至多", "about": "左右"}
        wanted = "或".join(f"{name}（{words[name]}）" for name in sorted(allowed))
        message = f"{step.part.name}写作 {mine}（{words[mine]}），按原件应为 {wanted}"
        yield one.difference(OPERATOR, (*_op_path(step),), message, at.words, f"改为 {' 或 '.join(sorted(allowed))}")


def _strive(one: OneItem, step: Step, at: Place) -> Iterator[Difference]:
    begin, _ = at.prose.piece(at.start)
    says = bool(STRIVEN.search(at.prose.text, begin, at.end))
    if not says and (governs := at.prose.governing(at.start)) is not None:
        between = at.prose.text[governs.end : at.start]
        says = bool(STRIVEN.search(governs.value.words)) and "，" not in between.removeprefix("，")
    yield from compare_strive(one, step.step.strive, says, at, step.part.name, step.path)


def _neighbour(one: OneItem, step: Step, number: Place, names: Sequence[Place]) -> Iterator[Difference]:
    """A number that belongs to another indicator's name: two targets whose numbers were exchanged."""
    quantity = At(number.start, number.end, Quantity(Decimal(0), ""), "")
    whole = number.prose.text[slice(*number.prose.piece(number.start, "；。！？\n\t"))]
    if "分别" in whole or shared_by_all(number.prose, quantity):
        return
    mine = distance_to(names, number.prose, quantity)
    for other in one.item.indicators:
        if other.id == step.part.id or other.name == step.part.name:
            continue
        if distance_to(name_places(one, other), number.prose, quantity) + 8 < mine and mine < 10_000:
            message = f"{step.part.name}的数在原件里是“{other.name}”的"
            yield one.difference(NAME, _op_path(step), message, number.words, "核对是哪个指标的数")
            return


def _parts(one: OneItem) -> Iterator[Difference]:
    """配合 and 督导, where the plan says so."""
    lists: tuple[tuple[str, Sequence[object]], ...] = (
        ("content", one.item.content),
        ("indicators", one.item.indicators),
        ("milestones", one.item.milestones),
    )
    for key, parts in lists:
        for index, part in enumerate(parts):
            kind = getattr(part, "part", "own")
            if kind in _PARTS and not _PARTS[kind].search(one.said.text):
                words = "配合" if kind == "assist" else "督导"
                message = f"第{index + 1}项写作{words}（part: {kind}），原件这一条没有这样说"
                yield one.difference(PART, (key, index, "part"), message, None, "删去 part")

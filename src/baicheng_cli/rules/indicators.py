"""Rules on targets: one operator, a number that can be, and a unit of measure (BC4xx)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from baicheng_cli.diagnostics import Severity
from baicheng_cli.plan.model import OPERATORS, Indicator, Milestone, Plan, Stage
from baicheng_cli.rules.deadlines import indicators
from baicheng_cli.rules.engine import Path, Said, near, rule
from baicheng_cli.words import number_words

_PERCENT = ("%", "％")
_LEADING_NUMBER = re.compile(r"^[约\s]*[\d０-９.．]+\s*(\D+)$")
_GROWTH = re.compile("增长|增速|增幅|提高|增加")


class Wanted(NamedTuple):
    """One target: the indicator itself, or one of its stages."""

    path: Path
    of: Indicator
    step: Indicator | Stage


def wanted(plan: Plan) -> Iterator[Wanted]:
    for path, indicator in indicators(plan):
        if not indicator.stages:
            yield Wanted(path, indicator, indicator)
        for index, stage in enumerate(indicator.stages):
            yield Wanted((*path, "stages", index), indicator, stage)


@rule(
    "BC401",
    title="指标没有目标值",
    reason="没有目标值就无从判断达没达到；由市里定的写 external。",
    needs=[near(*OPERATORS, "stages")],
)
def no_operator(plan: Plan) -> Iterator[Said]:
    """A target without any of the four operators."""
    for one in wanted(plan):
        if not one.step.ops():
            where = "的一个阶段" if isinstance(one.step, Stage) else ""
            yield one.path, f"{one.of.name}{where}没有目标值", f"写上 {'、'.join(OPERATORS)} 之一"


@rule(
    "BC402",
    title="一个指标有两种目标",
    reason="等于、以上、以内、左右只能有一种；只有“以上”加“以内”成一个范围。",
)
def two_operators(plan: Plan) -> Iterator[Said]:
    """Two operators that make no range."""
    for one in wanted(plan):
        ops = one.step.ops()
        if len(ops) > 1 and set(ops) != {"at_least", "at_most"}:
            yield (*one.path, ops[1]), f"{one.of.name}同时写了 {'、'.join(ops)}", "只留一个"


@rule("BC403", title="范围的下限高于上限", reason="没有一个数能同时满足两头。")
def range_backwards(plan: Plan) -> Iterator[Said]:
    """The lower bound of a range is above the upper one."""
    for one in wanted(plan):
        low, high = one.step.at_least, one.step.at_most
        if low is not None and high is not None and low > high:
            yield (*one.path, "at_most"), f"{one.of.name}的下限{number_words(low)}高于上限{number_words(high)}"


@rule(
    "BC404",
    title="目标值没有计量单位",
    reason="没有计量单位的数读不懂；文件没写的，写上我们的并标 unit_ours: true。",
    needs=[near("unit")],
)
def no_unit_of_measure(plan: Plan) -> Iterator[Said]:
    """A target without a unit of measure."""
    for path, indicator in indicators(plan):
        if indicator.unit is None:
            yield path, f"{indicator.name}没有计量单位", "写上 unit，如 座、万平方米、%"


@rule(
    "BC405",
    title="分阶段的指标另有自己的目标或时限",
    reason="有了 stages，目标和时限只看各阶段，写在指标上的不会起作用。",
)
def stages_and_own_target(plan: Plan) -> Iterator[Said]:
    """An indicator with stages has an operator, a day or 力争 of its own, which nobody would read."""
    for path, indicator in indicators(plan):
        if not indicator.stages:
            continue
        for key in (*OPERATORS, "due", "due_words", "strive"):
            if key in indicator.model_fields_set:
                yield (*path, key), f"{indicator.name}已分阶段，{key} 不会起作用", "移到各阶段里"


@rule(
    "BC406",
    title="目标值为零或负数",
    reason="要达到零或负数的目标一开始就达到了，多半是写错；只有上限可以是零。",
    severity=Severity.WARNING,
)
def nothing_wanted(plan: Plan) -> Iterator[Said]:
    """A target of zero or less; a limit may be zero."""
    for one in wanted(plan):
        for op in one.step.ops():
            value = getattr(one.step, op)
            if value is not None and (value < 0 or (value == 0 and op != "at_most")):
                yield (*one.path, op), f"{one.of.name}的目标是{number_words(value)}{one.of.unit or ''}"


@rule(
    "BC407",
    title="百分比目标超过100",
    reason="占比不会超过100%；增长率等确可超过的，名称里写明增长、提高。",
    severity=Severity.WARNING,
)
def more_than_all(plan: Plan) -> Iterator[Said]:
    """A share of more than 100 %."""
    for one in wanted(plan):
        if one.of.unit not in _PERCENT or _GROWTH.search(one.of.name):
            continue
        for op in one.step.ops():
            value = getattr(one.step, op)
            if value is not None and value > 100:
                yield (*one.path, op), f"{one.of.name}的目标是{number_words(value)}%，超过100%"


@rule(
    "BC408",
    title="计量单位写法不对",
    reason="计量单位里只写单位：数字写在目标里，百分号用半角 %，各处才对得上。",
)
def odd_unit_of_measure(plan: Plan) -> Iterator[Said]:
    """A unit of measure with a number in front, or a full-width per cent sign."""
    for path, indicator in indicators(plan):
        unit = indicator.unit or ""
        right = {"％": "%", "百分比": "%", "百分号": "%", "﹪": "%"}.get(unit.strip())
        if right is None and (found := _LEADING_NUMBER.match(unit)):
            right = found[1].replace("％", "%")
        if right is not None:
            yield (*path, "unit"), f"{indicator.name}的计量单位写成了“{unit}”", f"改为 {right}"


@rule(
    "BC409",
    title="同一条目里两个指标或里程碑同名",
    reason="台账、月报里按名称列出，同名的分不清；多半是抄了两遍。",
    severity=Severity.WARNING,
)
def shared_name(plan: Plan) -> Iterator[Said]:
    """Two parts of one item have the same name."""
    for task, _ in plan.walk():
        seen: dict[str, str] = {}
        kinds: list[tuple[str, str, Sequence[Indicator | Milestone]]] = [
            ("indicators", "name", task.item.indicators),
            ("milestones", "title", task.item.milestones),
        ]
        for kind, key, parts in kinds:
            for index, part in enumerate(parts):
                if part.name in seen:
                    path = (*task.path, kind, index, key)
                    yield path, f"“{part.name}”和 {task.id}.{seen[part.name]} 同名", "写明各指什么"
                seen.setdefault(part.name, part.id)


@rule(
    "BC410",
    title="逐个填报的指标是比率",
    reason="each 的总数是各成员之和，比率加起来没有意义。",
    severity=Severity.WARNING,
)
def sum_of_rates(plan: Plan) -> Iterator[Said]:
    """Members report one by one what cannot be added up."""
    for path, indicator in indicators(plan):
        if indicator.each and indicator.unit in _PERCENT:
            yield (*path, "each"), f"{indicator.name}的计量单位是%，各成员的数不能相加", "改由一个单位报总的比率"

"""Rules on dates: the period, and every day that a clause sets (BC3xx)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from baicheng_cli.diagnostics import Severity
from baicheng_cli.plan.model import Indicator, Plan, Stage
from baicheng_cli.rules.engine import Path, Said, near, rule
from baicheng_cli.words import number_words


class Dated(NamedTuple):
    """An indicator, a stage or a milestone, with the days it has."""

    path: Path
    name: str
    start: date | None
    due: date | None
    due_words: str | None


def dated(plan: Plan) -> Iterator[Dated]:
    for path, indicator in indicators(plan):
        yield Dated(path, indicator.name, indicator.start, indicator.due, indicator.due_words)
        for index, stage in enumerate(indicator.stages):
            yield Dated((*path, "stages", index), indicator.name, None, stage.due, stage.due_words)
    for task, _ in plan.walk():
        for index, one in enumerate(task.item.milestones):
            yield Dated((*task.path, "milestones", index), one.title, one.start, one.due, one.due_words)


def indicators(plan: Plan) -> Iterator[tuple[Path, Indicator]]:
    for task, _ in plan.walk():
        for index, indicator in enumerate(task.item.indicators):
            yield (*task.path, "indicators", index), indicator


@rule("BC301", title="实施期倒置", reason="实施期的止日早于起日，序时进度无从计算。")
def period_backwards(plan: Plan) -> Iterator[Said]:
    """The period ends before it begins."""
    period = plan.period
    if period.end < period.start:
        yield ("period", "end"), f"实施期止于{period.end}，早于起日{period.start}"


@rule(
    "BC302",
    title="完成时限早于印发",
    reason="印发时已经过了的时限，多半是年份写错。",
    severity=Severity.WARNING,
)
def due_before_issue(plan: Plan) -> Iterator[Said]:
    """A part is due before the document was issued."""
    issued = plan.document.issued
    if issued > plan.period.end:
        return  # BC306 says which of the two dates is odd
    for one in dated(plan):
        if one.due and one.due < issued and not _outside(one.due, one.due_words, plan):
            yield (*one.path, "due"), f"{one.name}的完成时限{one.due}早于印发日{issued}"


@rule("BC303", title="完成时限早于起始日", reason="起止倒置，序时进度无从计算。")
def due_before_start(plan: Plan) -> Iterator[Said]:
    """A part, or its first stage, is due before it starts."""
    for one in dated(plan):
        if one.start and one.due and one.due < one.start:
            yield (*one.path, "due"), f"{one.name}的完成时限{one.due}早于起始日{one.start}"
    for path, indicator in indicators(plan):
        if indicator.start and indicator.stages and indicator.stages[0].due < indicator.start:
            due = indicator.stages[0].due
            yield (*path, "stages", 0, "due"), f"{indicator.name}的完成时限{due}早于起始日{indicator.start}"


@rule(
    "BC304",
    title="日期在实施期之外，又没有写原文",
    reason="跨年的时限是有的，但要有文件的原话（due_words）为证，否则多半是年份写错。",
    needs=[near("due_words")],
    may_stand=True,
)
def outside_the_period(plan: Plan) -> Iterator[Said]:
    """A day outside the period without the document's words for it."""
    period = plan.period
    for one in dated(plan):
        for key, words, day in (("start", "起始日", one.start), ("due", "完成时限", one.due)):
            if day is not None and _outside(day, one.due_words, plan):
                yield (
                    (*one.path, key),
                    f"{one.name}的{words}{day}在实施期（{period.start}至{period.end}）之外",
                    "核对日期；确是如此的，在 due_words 写明文件原话",
                )


def _outside(day: date, words: str | None, plan: Plan) -> bool:
    period = plan.period
    if words or period.end < period.start:
        return False
    return not period.start <= day <= period.end


@rule("BC305", title="阶段目标倒退", reason="后一阶段的时限应更晚，目标应不低于前一阶段。", may_stand=True)
def stages_backwards(plan: Plan) -> Iterator[Said]:
    """A stage is not later than the one before it, or asks for less (with a limit: for more)."""
    for path, indicator in indicators(plan):
        stages = list(enumerate(indicator.stages))
        for (_, before), (index, stage) in pairwise(stages):
            here = (*path, "stages", index)
            if stage.due <= before.due:
                yield (*here, "due"), f"{indicator.name}的后一阶段{stage.due}不晚于前一阶段{before.due}"
            yield from _falls(here, indicator, before, stage)


def _falls(path: Path, indicator: Indicator, before: Stage, stage: Stage) -> Iterator[Said]:
    first, second = before.target, stage.target
    if first.value is None or second.value is None or len(stage.ops()) != 1:
        return
    value = (*path, stage.ops()[0])
    then, now = number_words(first.value), number_words(second.value)
    unit = indicator.unit or ""
    if first.op == "<=" and second.op == "<=":
        if second.value > first.value:
            yield value, f"{indicator.name}的上限由{then}{unit}放宽到{now}{unit}"
    elif second.value < first.value:
        yield value, f"{indicator.name}的目标由{then}{unit}降到{now}{unit}"


@rule(
    "BC306",
    title="印发日在实施期之后",
    reason="实施期已过才印发的方案没有时间去办，多半是年份写错。",
    severity=Severity.WARNING,
)
def issued_too_late(plan: Plan) -> Iterator[Said]:
    """The document was issued after its own period."""
    issued, end = plan.document.issued, plan.period.end
    if issued > end and plan.period.start <= end:
        yield ("document", "issued"), f"印发日{issued}晚于实施期止日{end}"


@rule(
    "BC307",
    title="基期晚于起始日",
    reason="基期值说的是开工之前的情况，日期应不晚于起始日。",
    severity=Severity.WARNING,
)
def late_baseline(plan: Plan) -> Iterator[Said]:
    """A baseline is later than the start of what it is the baseline of."""
    for path, indicator in indicators(plan):
        start = indicator.start or plan.period.start
        on = indicator.baseline.on if indicator.baseline else None
        if on is not None and on > start and plan.period.start <= plan.period.end:
            yield (*path, "baseline", "on"), f"{indicator.name}的基期{on}晚于起始日{start}"

"""What is asked for (目标), in words: by how much, by when; the same words whoever asks, and on whatever day."""

from __future__ import annotations

from baicheng_cli.plan.model import Indicator, Milestone, Plan, Stage
from baicheng_cli.words import REACH, number_words

OPERATOR_WORDS = {"=": "", ">=": "≥", "<=": "≤", "~": "约"}


def target_words(step: Indicator | Stage, unit: str | None) -> str:
    """A target as people write it: ≥90%, 约90%, 85—90%, 按市定要求."""
    want = step.target
    if want.external:
        return "按市定要求"
    if want.op == "range" and want.lower is not None and want.upper is not None:
        return f"{number_words(want.lower)}—{number_words(want.upper)}{unit or ''}"
    value = number_words(want.value) if want.value is not None else ""
    return f"{OPERATOR_WORDS[want.op]}{value}{unit or ''}"


def targets_of(plan: Plan) -> dict[str, str]:
    """Every target by its part (3.3.a), as `100万平方米，2019-12-31`: to be kept, and compared later."""
    return {f"{task.id}.{part.id}": _words(part) for task in plan.tasks for part in task.parts}


def _words(part: Indicator | Milestone) -> str:
    if isinstance(part, Milestone):
        return _with_day(REACH[part.reach], part)
    only = f"（{'、'.join(part.qualifiers)}）" if part.qualifiers else ""
    return "；".join(_with_day(target_words(step, part.unit) + only, step) for step in part.steps)


def _with_day(words: str, step: Indicator | Stage | Milestone) -> str:
    due = step.due.isoformat() if step.due is not None else "时限未定"
    return "，".join((words, due, *(["力争"] if step.strive else [])))

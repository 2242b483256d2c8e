"""Who may report on a task: the units the plan names for it, members of a collective included."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from baicheng_cli.plan.model import Collective, Plan, Task
from baicheng_cli.plan.settings import Settings
from baicheng_cli.plan.units import Register


def may_report(task: Task, plan: Plan, settings: Settings, register: Register) -> list[str]:
    """Ids of the units that may report on a task, in the official order.

    Of a collective its members; one without a roster stands for itself, since nobody knows who they are.
    """
    found = {id for name in named_for(task) for id in _behind(name, task, plan, settings, register)}
    return sorted(found, key=register.order)


def may_file(unit: str, subject: str, task: Task, plan: Plan, settings: Settings, register: Register) -> bool:
    """Whether `unit` may file a report that counts for `subject` (ids): its own, or as the office for others."""
    if unit not in (subject, settings.office):
        return False
    return subject in may_report(task, plan, settings, register)


def who_may(task: Task, plan: Plan, settings: Settings, register: Register, day: date) -> str:
    """The units that may report, by name, for the message that refuses another one."""
    return "、".join(register.shown(id, day) for id in may_report(task, plan, settings, register))


def named_for(task: Task) -> Iterator[str]:
    """Every name that the plan writes at a task, inherited leads and owners of single parts included."""
    yield from task.lead
    yield from task.item.responsible
    yield from task.item.support
    for part in task.parts:
        if part.owner:
            yield part.owner
    for indicator in task.item.indicators:
        if indicator.each:
            yield indicator.each


def _behind(name: str, task: Task, plan: Plan, settings: Settings, register: Register) -> set[str]:
    known = register.get(name)
    if known is None:
        return set()
    if not isinstance(known, Collective):
        return {known.id}
    if known.members == "leads":
        return {id for lead in plan.lead_units() if (id := register.id_of(lead))}
    roster = settings.roster(known.id, task.id)
    return {id for member in roster if (id := member.id or register.id_of(member.name))} or {known.id}

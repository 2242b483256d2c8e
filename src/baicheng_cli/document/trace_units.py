"""Who answers: the units of the plan's items against those that the document names, role by role."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from baicheng_cli.document.extracted import ROLES
from baicheng_cli.document.model import Found
from baicheng_cli.document.trace_codes import NEW_UNIT, NO_UNIT, ORDER, ROLE, Difference, quoted
from baicheng_cli.plan.model import Task
from baicheng_cli.plan.units import Register
from baicheng_cli.words import ROLES as WORDS

Unit = Found[str]
Named = Mapping[str, Sequence[Unit]]
"""Units of the document by role."""


def compare_units(
    task: Task, leaf: bool, in_force: Named, own: Named, register: Register, measures: bool
) -> Iterator[Difference]:
    """What differs at one item. `own`: what the clause names itself; a container's lead holds below it."""
    answering = measures and not task.lead  # a plan's measures have nobody who leads: who leads there answers
    wanted = _as_plan(in_force, measures, answering)
    here = _as_plan(own, measures, answering)
    claimed: dict[str, tuple[str, ...]] = {
        "lead": task.lead,
        "support": task.item.support,
        "responsible": task.item.responsible,
    }
    above = [getattr(box, role) for box in task.containers for role in ("support", "responsible")]
    if task.item.support or task.item.responsible:
        above = []  # an item that names its own has to name them all
    for role in ROLES:
        ids = {_id(unit.value, register): unit for unit in wanted[role]}
        for index, name in enumerate(claimed[role]):
            if _id(name, register) in ids:
                continue
            inherited = role == "lead" and task.lead_inherited
            path = task.path if inherited else (*task.path, role, index)
            elsewhere = next((other for other in ROLES if _find(name, wanted[other], register)), None)
            if elsewhere is not None and (unit := _find(name, wanted[elsewhere], register)) is not None:
                message = f"{task.id} {name}写作{WORDS[role]}单位，原件是{WORDS[elsewhere]}单位"
                yield Difference(ROLE, path, f"{message}：{quoted(unit.words)}", unit.words, "按原件改", task.id)
            else:
                where = "原件这一条没有这个单位"
                there = _shown(wanted[role])
                yield Difference(
                    NEW_UNIT,
                    path,
                    f"{task.id} {WORDS[role]}单位“{name}”，{where}{there}",
                    None,
                    "删去，或改为原件的单位",
                    task.id,
                )
        have = {_id(name, register) for names in (*claimed.values(), *above) for name in names}
        must = wanted[role] if leaf else here[role]
        for unit in must:
            if _id(unit.value, register) not in have:
                unknown = "" if register.get(unit.value) is not None else "（单位表里也没有）"
                message = f"{task.id} 没有{WORDS[role]}单位“{unit.value}”{unknown}：{quoted(unit.words)}"
                path = (*task.path, role) if getattr(task.item, role) else task.path
                yield Difference(NO_UNIT, path, message, unit.words, f"加到 {role} 里", task.id)
        yield from _order(task, role, claimed[role], wanted[role], register)


def _order(
    task: Task, role: str, claimed: Sequence[str], wanted: Sequence[Unit], register: Register
) -> Iterator[Difference]:
    mine = [_id(name, register) for name in claimed]
    theirs = list(dict.fromkeys(_id(unit.value, register) for unit in wanted))
    both = [id for id in theirs if id in mine]
    if [id for id in mine if id in theirs] != both and not (role == "lead" and task.lead_inherited):
        names = "、".join(unit.value for unit in wanted)
        words = wanted[0].words
        message = f"{task.id} {WORDS[role]}单位的次序与原件不同，原件第{words.span.line}行是：{names}"
        yield Difference(ORDER, (*task.path, role), message, words, "按原件的次序写", task.id)


def _as_plan(named: Named, measures: bool, answering: bool) -> dict[str, list[Unit]]:
    """The document's roles as a plan has them: beside a lead, a task's 责任单位 support."""
    lead, support, responsible = (list(named.get(role, ())) for role in ROLES)
    if answering:
        lead, responsible = [], [*lead, *responsible]
    elif lead and responsible and not measures:
        support, responsible = [*responsible, *support], []
    return {"lead": lead, "support": support, "responsible": responsible}


def _id(name: str, register: Register) -> str:
    return register.id_of(name) or name


def _find(name: str, units: Sequence[Unit], register: Register) -> Unit | None:
    id = _id(name, register)
    return next((unit for unit in units if _id(unit.value, register) == id), None)


def _shown(units: Sequence[Unit]) -> str:
    if not units:
        return ""
    return f"；原件第{units[0].words.span.line}行写的是{'、'.join(unit.value for unit in units)}"

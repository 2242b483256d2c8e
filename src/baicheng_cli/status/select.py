"""Asking the ledger: whose tasks, which lights, due when; units, indicators and counts."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from baicheng_cli.errors import UsageError, UserError, did_you_mean
from baicheng_cli.plan.clause import by_print, normal, printed
from baicheng_cli.plan.model import Collective, Indicator, Plan, Task, Unit, id_key
from baicheng_cli.plan.settings import ViewFilter
from baicheng_cli.status.ledger import Ledger, Standing
from baicheng_cli.status.lights import Judgement, Light
from baicheng_cli.status.measured import Measured
from baicheng_cli.words import ROLES as ROLES
from baicheng_cli.words import number_words


class Selected(NamedTuple):
    """One task as an answer: with the role of the unit that was asked for."""

    standing: Standing
    role: str | None = None
    """`lead`, `responsible` or `support`; `None` when no unit was asked for."""
    via: str | None = None
    """The collective through which the unit has that role."""

    @property
    def task(self) -> Task:
        return self.standing.task


def role_named(text: str) -> str:
    """A role by its code or its word. Raises UsageError."""
    for role, word in ROLES.items():
        if text in (role, word, f"{word}单位"):
            return role
    known = "、".join(f"{word}（{role}）" for role, word in ROLES.items())
    raise UsageError(f"没有“{text}”这种角色；可用：{known}")


def named(task: Task, role: str) -> tuple[str, ...]:
    """The units of a task in one role, as written; an inherited lead included."""
    if role == "lead":
        return task.lead
    return task.item.support if role == "support" else task.item.responsible


def tasks_of(ledger: Ledger, asked: Unit | Collective) -> list[Selected]:
    """The items of one unit: where it is named itself, by role, then where it stands in a collective.

    A collective has the items that name it. Each item comes once, in its first group.
    """
    found: dict[str, Selected] = {}
    for role in ROLES:
        for standing in ledger.standings:
            ids = {ledger.register.id_of(name) for name in named(standing.task, role)}
            if asked.id in ids:
                found.setdefault(standing.id, Selected(standing, role))
    if isinstance(asked, Unit):
        for role in ROLES:
            for standing in ledger.standings:
                for name in named(standing.task, role):
                    if asked.id in members_of(ledger, name, standing.id):
                        found.setdefault(standing.id, Selected(standing, role, name))
    return list(found.values())


def members_of(ledger: Ledger, name: str, task: str) -> set[str]:
    """Ids of the units in a collective for one task; empty for a unit, or where no roster is known."""
    collective = ledger.register.get(name)
    if not isinstance(collective, Collective):
        return set()
    if collective.members == "leads":
        return {id for lead in ledger.plan.lead_units() if (id := ledger.register.id_of(lead))}
    roster = ledger.settings.roster(collective.id, task)
    return {id for member in roster if (id := member.id or ledger.register.id_of(member.name))}


def select(
    ledger: Ledger,
    *,
    unit: str | None = None,
    role: str | None = None,
    light: Light | None = None,
    due_before: date | None = None,
    text: str | None = None,
) -> list[Selected]:
    """The tasks and measures that pass every filter. Raises UserError on an unknown unit."""
    if unit is not None:
        chosen = tasks_of(ledger, ledger.register.find(unit))
        if role is not None:
            chosen = [one for one in chosen if one.role == role]
    else:
        chosen = [Selected(standing) for standing in ledger.standings]
        if role is not None:
            chosen = [one for one in chosen if named(one.task, role)]
    if light is not None:
        chosen = [one for one in chosen if one.standing.judgement.light is light]
    if due_before is not None:
        chosen = [one for one in chosen if (due := due_of(ledger, one.standing)) and due < due_before]
    if text is not None:
        chosen = [one for one in chosen if holds(ledger, one.task, text)]
    return chosen


def select_in(
    ledger: Ledger,
    saved: ViewFilter | None,
    *,
    unit: str | None = None,
    role: str | None = None,
    light: Light | None = None,
    due_before: date | None = None,
    text: str | None = None,
) -> list[Selected]:
    """What passes a saved filter and the one given beside it; roles are of the unit given, else of the saved one's."""
    if saved is None:
        return select(ledger, unit=unit, role=role, light=light, due_before=due_before, text=text)
    inside = select(ledger, unit=saved.unit, role=saved.role, due_before=saved.due_before, text=saved.text)
    ids = {one.task.id for one in inside if not saved.light or one.standing.judgement.light.value in saved.light}
    chosen = select(ledger, unit=unit or saved.unit, role=role, light=light, due_before=due_before, text=text)
    return [one for one in chosen if one.task.id in ids]


def holds(ledger: Ledger, task: Task, word: str) -> bool:
    """Whether a word stands anywhere in a task: number, title, units, content, targets; width and case aside."""
    item = task.item
    texts = [
        task.id,
        clause_of(ledger.plan, task.id),
        item.title,
        *(box.title for box in task.containers),
        *(name for role in ROLES for unit in named(task, role) for name in (unit, ledger.name(unit))),
        *(line.text for line in item.content),
        *(text for part in item.indicators for text in _target_texts(part)),
        *(part.title for part in item.milestones),
        *(part.due_words for part in item.milestones if part.due_words),
    ]
    return any(_folded(word) in _folded(one) for one in texts)


def _target_texts(part: Indicator) -> Iterable[str]:
    """What people may look for in a target: its name, 100万平方米, 5000平方米以上, 力争到2020年."""
    yield part.name
    yield from part.qualifiers
    yield part.definition or ""
    for step in part.steps:
        bounds = [number for number in (step.target.lower, step.target.upper) if number is not None]
        yield from (f"{number_words(number)}{part.unit or ''}" for number in bounds)
        yield step.due_words or ""


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def due_of(ledger: Ledger, standing: Standing) -> date | None:
    """The earliest day among the parts not reached, overdue ones included; all reached: the last; none: `None`."""
    dated = [
        (due, state.judgement.light)
        for part, state in zip(standing.task.parts, standing.parts, strict=False)
        if (due := ledger.due_of(standing.task, part)) is not None
    ]
    if not standing.task.parts and (own := ledger.settings.task(standing.id).office_due):
        dated = [(own, standing.judgement.light)]
    if not dated:
        return None
    waiting = [due for due, light in dated if light not in (Light.REACHED, Light.CLOSED)]
    return min(waiting) if waiting else max(due for due, _ in dated)


def clause_of(plan: Plan, id: str) -> str:
    """The clause as the document prints it: 三（九）1（2）."""
    return printed(id, plan.document.numbering)


def find_item(plan: Plan, text: str) -> tuple[Task, bool]:
    """The item of an id or a printed clause, and whether it is a leaf. Raises UserError with the nearest."""
    typed = unicodedata.normalize("NFKC", text.strip())
    known = plan.by_id
    id = typed if typed in known else by_print(list(known), plan.document.numbering).get(normal(typed))
    if id is None:
        same = sorted((one for one in known if one.startswith(f"{typed}.")), key=id_key)
        near = f"可用：{'、'.join(same)}" if same else did_you_mean(typed, sorted(known, key=id_key))
        raise UserError(f"没有条目“{text}”；{near or '用 baicheng tasks 看全部条目'}")
    return known[id]


def find_task(plan: Plan, text: str) -> Task:
    """A task or measure by id or clause. Raises UserError on a container, naming what is in it."""
    task, leaf = find_item(plan, text)
    if not leaf:
        inside = "、".join(one.id for one in plan.tasks if one.id.startswith(f"{task.id}."))
        raise UserError(f"{clause_of(plan, task.id)}（{task.id}）下面还有条目，请写其中一条：{inside}")
    return task


class IndicatorState(NamedTuple):
    """One indicator with its figures and its own light."""

    task: Task
    part: Indicator
    measured: Measured
    judgement: Judgement

    @property
    def id(self) -> str:
        """As people type it: 3.3.a."""
        return f"{self.task.id}.{self.part.id}"


def indicators(ledger: Ledger, *, unit: str | None = None, light: Light | None = None) -> list[IndicatorState]:
    """All quantified targets in document order; of one unit, those it owns. Raises UserError."""
    owner = ledger.register.find(unit).id if unit is not None else None
    found = []
    for standing in ledger.standings:
        for part in standing.task.item.indicators:
            measured = ledger.measured(standing.task, part)
            judgement = standing.part(part.id).judgement
            if owner not in (None, measured.owner) or light not in (None, judgement.light):
                continue
            found.append(IndicatorState(standing.task, part, measured, judgement))
    return found


class UnitCount(NamedTuple):
    """One entry of the register, and how often the document names it itself, by role."""

    unit: Unit | Collective
    lead: int
    support: int
    responsible: int


def units(ledger: Ledger) -> list[UnitCount]:
    """The register in the official order, collectives last."""
    everyone: list[Unit | Collective] = [*ledger.register.units, *ledger.register.collectives]
    return [
        UnitCount(one, *(_count(ledger, one.id, role) for role in ("lead", "support", "responsible")))
        for one in everyone
    ]


def _count(ledger: Ledger, id: str, role: str) -> int:
    return sum(any(ledger.register.id_of(name) == id for name in named(task, role)) for task in ledger.plan.tasks)


class Count(NamedTuple):
    """How many of a scope have one light, and which."""

    scope: str
    light: Light
    ids: tuple[str, ...]


def counts(scope: str, lights: Iterable[tuple[str, Light]], *, every: bool = False) -> list[Count]:
    """A scope counted by light, worst first; with `every`, lights that nobody has are listed, too."""
    pairs = list(lights)
    tally = [Count(scope, light, tuple(id for id, one in pairs if one is light)) for light in Light]
    return [count for count in tally if every or count.ids]


def lights_of(standings: Sequence[Standing | Selected]) -> list[tuple[str, Light]]:
    found = []
    for one in standings:
        standing = one.standing if isinstance(one, Selected) else one
        found.append((standing.id, standing.judgement.light))
    return found


def status(ledger: Ledger, unit: str | None = None) -> list[Count]:
    """Where everything stands: tasks, measures and indicators counted apart; of one unit, by its role."""
    if unit is None:
        parts = [(one.id, one.judgement.light) for one in indicators(ledger)]
        return [
            *counts("任务", lights_of(ledger.tasks), every=True),
            *counts("措施", lights_of(ledger.measures)),
            *counts("指标", parts),
        ]
    asked = ledger.register.find(unit)
    chosen = tasks_of(ledger, asked)
    found: list[Count] = []
    for role, word in ROLES.items():
        own = [one for one in chosen if one.role == role and one.via is None]
        via = [one for one in chosen if one.role == role and one.via is not None]
        found += counts(word, lights_of(own))
        found += counts(f"{word}（集合单位）", lights_of(via))
    return found


def by_unit(ledger: Ledger) -> list[Count]:
    """Counts by light for every unit, what it leads and what it supports apart; no single light."""
    found: list[Count] = []
    for unit in ledger.register.units:
        chosen = [one for one in tasks_of(ledger, unit) if one.via is None]
        for role, word in ROLES.items():
            own = [one for one in chosen if one.role == role]
            found += counts(f"{unit.name_on(ledger.day)}·{word}", lights_of(own))
    return found


def by_chapter(ledger: Ledger) -> list[Count]:
    """Counts by light for every first-level clause of every chapter."""
    found: list[Count] = []
    for chapter in ledger.plan.chapters:
        for item in chapter.items:
            inside = [one for one in ledger.standings if one.id == item.id or one.id.startswith(f"{item.id}.")]
            found += counts(f"{clause_of(ledger.plan, item.id)}{item.title}", lights_of(inside))
    return found

"""What a plan leaves to the next one: its units, its office's settings, and the tasks that are not done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple, TypeVar

from baicheng_cli.plan.model import Chapter, Collective, Indicator, Item, Milestone, Unit, UnitName
from baicheng_cli.plan.settings import Member, Settings, TaskSettings, View
from baicheng_cli.plan.units import Register
from baicheng_cli.status.ledger import Ledger, Standing
from baicheng_cli.status.lights import Light, PartState

SETTLED = (Light.REACHED, Light.CLOSED)

Part = TypeVar("Part", Indicator, Milestone)
Notes = Mapping[tuple[str, str | None], tuple[str, ...]]
"""What there is to say on a task (`None`) or one of its parts, by ids."""


class Carried(NamedTuple):
    """What goes into the next plan, and what does not."""

    units: tuple[Unit, ...]
    collectives: tuple[Collective, ...]
    numbering: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    """The tasks that are not done, inside their containers, under the numbers they had."""
    notes: Notes
    """Where each of them stood on the last day, and which day it no longer has."""
    settings: Settings
    kept: tuple[Standing, ...]
    left: tuple[Standing, ...]
    """Tasks that need not go on."""


def carried(ledger: Ledger, start: date) -> Carried:
    """What goes on in a plan that starts on `start`, as things stand on the last day of the ledger's plan.

    A task goes on while one of its indicators or milestones is not reached; one without any goes on unless its
    unit's word is 已完成 or 正常推进 and confirmed. Silence settles nothing. A day that has passed is left out:
    the next document has to set a new one. Measures (推进措施) are the document's own and do not go on.
    """
    plan = ledger.plan
    last = ledger.on(plan.period.end)
    units = tuple(_unit_from(unit, start) for unit in plan.units)
    names = _Names(ledger.register, {unit.id: unit for unit in units}, start)
    kept = tuple(one for one in last.tasks if _open(one))
    ids = frozenset(one.id for one in kept)
    going = _Going(plan.document.number, plan.period.end, start, names, {one.id: one for one in kept})
    chapters = [
        chapter.model_copy(update={"items": items})
        for chapter in plan.chapters
        if (items := going.items(chapter.items))
    ]
    return Carried(
        units,
        plan.collectives,
        plan.document.numbering,
        tuple(chapters),
        going.notes,
        _settings(ledger.settings, ids, names, start),
        kept,
        tuple(one for one in last.tasks if one.id not in ids),
    )


def _open(standing: Standing) -> list[PartState]:
    """The parts of a task that are not settled; a task without parts is its own part."""
    return [part for part in standing.parts if not _settled(part)]


def _settled(part: PartState) -> bool:
    light = part.judgement.light
    return light in SETTLED or (part.id is None and light is Light.ON_TRACK)


class _Names:
    """What units are called when the next plan starts."""

    def __init__(self, register: Register, units: Mapping[str, Unit], start: date) -> None:
        self.register, self.units, self.start = register, units, start

    def now(self, name: str) -> str:
        id = self.register.id_of(name)
        return self.units[id].name_on(self.start) if id is not None and id in self.units else name

    def all(self, names: Iterable[str]) -> tuple[str, ...]:
        return tuple(self.now(name) for name in names)


def _unit_from(unit: Unit, start: date) -> Unit:
    """A unit with the names it has from a day on; of a unit that ended, the last one."""
    names = [name for name in unit.names if name.until is None or name.until >= start] or [unit.names[-1]]
    first = names[0]
    if first.from_ is not None and first.from_ <= start:
        kept = {"name": first.name, "full": first.full, "aliases": first.aliases, "until": first.until}
        names[0] = UnitName.model_validate({key: value for key, value in kept.items() if value})
    return unit.model_copy(update={"names": tuple(names)})


class _Going:
    """The items that go on, and the notes on them, collected on the way."""

    def __init__(self, number: str, end: date, start: date, names: _Names, kept: Mapping[str, Standing]) -> None:
        self.number, self.end, self.start, self.names, self.kept = number, end, start, names, kept
        self.notes: dict[tuple[str, str | None], tuple[str, ...]] = {}

    def items(self, items: Iterable[Item]) -> tuple[Item, ...]:
        return tuple(going for item in items if (going := self.item(item)) is not None)

    def item(self, item: Item) -> Item | None:
        below = self.items(item.items)
        if not below and item.id not in self.kept:
            return None
        open_ = [] if below else _open(self.kept[item.id])
        ids = {part.id for part in open_}
        for part in open_:
            self.notes[item.id, part.id] = (f"按{self.end}看，{part.judgement.sentence}",)
        return item.model_copy(
            update={
                "follows": f"{self.number}#{item.id}",
                "lead": self.names.all(item.lead),
                "support": self.names.all(item.support),
                "responsible": self.names.all(item.responsible),
                "indicators": tuple(self.indicator(item.id, one) for one in item.indicators if one.id in ids),
                "milestones": tuple(self.part(item.id, one) for one in item.milestones if one.id in ids),
                "exceptions": (),
                "items": below,
            }
        )

    def indicator(self, task: str, indicator: Indicator) -> Indicator:
        """With the stages that are still to come; a single one is the indicator's own target."""
        named = self.part(task, indicator)
        if named.each:
            named = named.model_copy(update={"each": self.names.now(named.each)})
        if not indicator.stages:
            return named
        coming = [stage for stage in indicator.stages if stage.due > self.end]
        if len(coming) > 1:
            return named.model_copy(update={"stages": tuple(coming)})
        stage = coming[0] if coming else indicator.stages[-1]
        target = {op: getattr(stage, op) for op in stage.ops()}
        day = {"due": stage.due, "due_words": stage.due_words, "strive": stage.strive}
        return self.part(task, named.model_copy(update={"stages": (), **target, **day}))

    def part(self, task: str, part: Part) -> Part:
        """Without the days that have passed, and with its owner's new name."""
        update: dict[str, object] = {}
        if part.due is not None and part.due <= self.end:
            words = f"（{part.due_words}）" if part.due_words else ""
            self.notes[task, part.id] += (f"原定{part.due}{words}；【待填：新的完成时限】",)
            update |= {"due": None, "due_words": None}
        if part.start is not None and part.start < self.start:
            update["start"] = None
        if part.owner:
            update["owner"] = self.names.now(part.owner)
        return part.model_copy(update=update)


def _settings(old: Settings, ids: frozenset[str], names: _Names, start: date) -> Settings:
    """The office's settings without what belongs to the old year: its months, days and programmes."""

    def rosters(found: Mapping[str, tuple[Member, ...]]) -> dict[str, tuple[Member, ...]]:
        return {id: tuple(_member(one, names) for one in members) for id, members in found.items()}

    tasks = {
        id: TaskSettings(routine=own.routine, rosters=rosters(own.rosters))
        for id, own in old.tasks.items()
        if id in ids and (own.routine or own.rosters)
    }
    return old.model_copy(
        update={
            "demo": False,
            "reporting": old.reporting.model_copy(update={"first_month": None}),
            "judge": old.judge.model_copy(update={"from_": None}),
            "holidays": {year: days for year, days in old.holidays.items() if int(year) >= start.year},
            "rosters": rosters(old.rosters),
            "tasks": tasks,
            "views": {name: _view(view, names) for name, view in old.views.items()},
            "papers": old.papers.model_copy(update={"letters": tuple(names.now(one) for one in old.papers.letters)}),
            "ignore": (),  # what stood in the old document
        }
    )


def _view(view: View, names: _Names) -> View:
    """A saved filter by the unit's new name, and without its day."""
    unit = names.now(view.filter.unit) if view.filter.unit else None
    return view.model_copy(update={"filter": view.filter.model_copy(update={"unit": unit, "due_before": None})})


def _member(member: Member, names: _Names) -> Member:
    return member if member.id else member.model_copy(update={"name": names.now(member.name)})

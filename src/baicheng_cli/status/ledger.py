"""The ledger (台账): plan, settings and progress, seen on one day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from baicheng_cli.plan.model import Indicator, Milestone, Plan, Task
from baicheng_cli.plan.settings import Settings
from baicheng_cli.plan.units import Register
from baicheng_cli.progress.calendar import AsOf, of_month, on_day, submit_by
from baicheng_cli.status.facts import Facts
from baicheng_cli.status.judge import judge_task
from baicheng_cli.status.lights import Judgement, PartState, worst
from baicheng_cli.status.measured import Measured, Scene

if TYPE_CHECKING:
    from baicheng_cli.progress.cycle import Cycle
    from baicheng_cli.progress.deliveries import Delivered
    from baicheng_cli.progress.store import Recorded


@dataclass(frozen=True)
class Standing:
    """One task or measure on one day: its judgement and that of its parts."""

    task: Task
    parts: tuple[PartState, ...]
    judgement: Judgement

    @property
    def id(self) -> str:
        return self.task.id

    def part(self, id: str | None) -> PartState:
        return next(state for state in self.parts if state.id == id)


@dataclass(frozen=True)
class Ledger:
    """The one object that every view, query and paper takes. Filtering one gives one."""

    plan: Plan
    settings: Settings
    register: Register
    entries: tuple[Recorded, ...]
    """All that was read, in the order in which it counts; `facts` are those seen on the day."""
    as_of: AsOf
    demo: bool = False
    cycles: Mapping[str, Cycle] = field(default_factory=dict)
    """The months that were opened: who owed, who was let off, when it was closed. What lights are given needs none."""
    deliveries: tuple[Delivered, ...] = ()
    """The forms that came back, in the order in which they were listed."""
    only: frozenset[str] | None = None
    """Ids of the tasks that a filter has left; `None`: all."""
    filters: tuple[str, ...] = ()
    """The filters in words, for the paper."""
    wordings: Mapping[str, str] = field(default_factory=dict)
    """What the issued document says of a task, by id, where a paper quotes it: the plan holds none of its sentences."""

    @property
    def day(self) -> date:
        return self.as_of.day

    def on(self, day: date) -> Ledger:
        """The same ledger on another day, without the disk."""
        return replace(self, as_of=on_day(day, self.settings.reporting))

    def of_month(self, month: str, day: date | None = None) -> Ledger:
        """The same ledger as that month's papers see it; each is made once, for papers ask for the same ones."""
        if (month, day) not in self._months:
            self._months[month, day] = replace(self, as_of=of_month(month, self.settings.reporting, day))
        return self._months[month, day]

    @cached_property
    def _months(self) -> dict[tuple[str, date | None], Ledger]:
        return {}

    def keep(self, ids: Iterable[str], words: str) -> Ledger:
        """The same ledger with these tasks only; `words` say which."""
        kept = frozenset(ids)
        if self.only is not None:
            kept &= self.only
        return replace(self, only=kept, filters=(*self.filters, words))

    def described(self, words: Iterable[str]) -> Ledger:
        """The same ledger; `words` say in which choice from it a page shows."""
        more = tuple(words)
        return replace(self, filters=(*self.filters, *more)) if more else self

    @cached_property
    def facts(self) -> Facts:
        return Facts(self.entries, self.as_of)

    @cached_property
    def scene(self) -> Scene:
        return Scene(self.plan, self.settings, self.register, self.facts, self.as_of)

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        """Every task and measure that the filter leaves, in document order."""
        return tuple(self.standing(task) for task in self.plan.tasks if self.only is None or task.id in self.only)

    @cached_property
    def tasks(self) -> tuple[Standing, ...]:
        """The tasks (chapter 三), without the measures: what the counts are of."""
        return tuple(standing for standing in self.standings if standing.task.kind == "task")

    @cached_property
    def measures(self) -> tuple[Standing, ...]:
        return tuple(standing for standing in self.standings if standing.task.kind == "measure")

    def standing(self, task: Task) -> Standing:
        """Where one task or measure stands; judged once."""
        if (known := self._judged.get(task.id)) is None:
            parts = tuple(judge_task(task, self.scene))
            known = self._judged[task.id] = Standing(task, parts, worst(parts))
        return known

    @cached_property
    def _judged(self) -> dict[str, Standing]:
        return {}

    def measured(self, task: Task, part: Indicator) -> Measured:
        """An indicator with its values and figures on this day; measured once."""
        if (known := self._measured.get((task.id, part.id))) is None:
            known = self._measured[task.id, part.id] = Measured(task, part, self.scene)
        return known

    @cached_property
    def _measured(self) -> dict[tuple[str, str], Measured]:
        return {}

    def due_of(self, task: Task, part: Indicator | Milestone) -> date | None:
        """The day of a part that is current: of stages, the first not reached."""
        if isinstance(part, Indicator):
            return self.measured(task, part).due
        return part.due or self.settings.task(task.id).office_due

    def submit_by(self, month: str) -> date:
        """The day by which a month's reports were asked for: as the month was opened, else by the calendar."""
        cycle = self.cycles.get(month)
        return cycle.submit_by if cycle is not None else submit_by(month, self.settings)

    def closed(self, month: str) -> date | None:
        """The day a month was closed (封账); `None` while it is open."""
        cycle = self.cycles.get(month)
        return cycle.closed if cycle is not None else None

    def name(self, unit: str) -> str:
        """A unit's name on this day, by any of its names."""
        id = self.register.id_of(unit)
        return self.register.shown(id, self.day) if id else unit

    def names(self, units: Iterable[str]) -> list[str]:
        return [self.name(unit) for unit in units]

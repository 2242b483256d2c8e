"""One indicator on one day: its values, the target that is current, and the figures behind its light."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from baicheng_cli.plan.model import Indicator, Plan, Stage, Target, Task
from baicheng_cli.plan.settings import Settings
from baicheng_cli.plan.units import Register
from baicheng_cli.progress.calendar import AsOf
from baicheng_cli.status.facts import Facts, Value
from baicheng_cli.status.pace import Line, day_after, due_amount, percent, scheduled, share_elapsed
from baicheng_cli.words import day_words, number_words


class Scene(NamedTuple):
    """What every judge may look at."""

    plan: Plan
    settings: Settings
    register: Register
    facts: Facts
    as_of: AsOf

    @property
    def day(self) -> date:
        return self.as_of.day

    def words(self, day: date) -> str:
        return day_words(day, self.day)


class Figures(NamedTuple):
    """The figures behind a paced part, in percent of its target, as printed."""

    rate: Decimal | None = None
    due_rate: Decimal | None = None

    @property
    def gap(self) -> Decimal | None:
        return None if self.rate is None or self.due_rate is None else self.due_rate - self.rate


class Measured:
    """One indicator on one day: its values, the target that is current, and the figures."""

    def __init__(self, task: Task, part: Indicator, scene: Scene) -> None:
        self.task, self.part, self.scene = task, part, scene
        self.owner = scene.register.id_of(task.owner_of(part) or "")
        self.members = _members(task, part, scene)
        self.series = _series(task, part, scene, self.owner, self.members)
        self.last = self.series[-1] if self.series else None
        self.step, self.previous = self._current()
        self.due = self.step.due or scene.settings.task(task.id).office_due
        if part.measure == "annual" and self.due is None:
            self.due = scene.plan.period.end
        self.target: Target = self.step.target
        self.strive = self.step.strive or part.strive
        self.unit = part.unit or ""

    def _current(self) -> tuple[Indicator | Stage, Stage | None]:
        """The first step that is not reached, else the last; and the stage before it."""
        before: Stage | None = None
        for step in self.part.stages:
            if step is self.part.stages[-1] or self.last is None or not self.meets(self.last.number, step.target):
                return step, before
            before = step
        return self.part, None

    def meets(self, number: Decimal, target: Target | None = None) -> bool:
        """Whether a value is what the target asks for, time aside."""
        want = target or self.target
        if want.external:
            return False
        within = self.scene.settings.judge.within if want.op == "~" else Decimal(0)
        above = want.lower is None or number >= want.lower - within
        below = want.upper is None or number <= want.upper
        return above and below

    @property
    def due_come(self) -> bool:
        return self.due is not None and self.scene.day >= self.due

    @cached_property
    def standing(self) -> Value | None:
        """The value that is judged: of rates from `due` on the last one up to it, until one reaches."""
        if self.part.measure == "total" or not self.due_come or self.last is None:
            return self.last
        in_time = [value for value in self.series if self.due is not None and value.date <= self.due]
        if in_time and self.meets(in_time[-1].number):
            return in_time[-1]
        return self._first_later() or (in_time[-1] if in_time else self.last)

    def _first_later(self) -> Value | None:
        return next((v for v in self.series if self.due and v.date > self.due and self.meets(v.number)), None)

    @property
    def reached(self) -> bool:
        """Reached by value; staying below a limit counts only once the day has come."""
        if self.standing is None or not self.meets(self.standing.number):
            return False
        return self.target.op != "<=" or self.due is None or self.due_come

    @property
    def days_late(self) -> int:
        """Days from `due` to the first entry that reached; 0 in time."""
        if self.due is None or not self.reached:
            return 0
        if self.part.measure == "total":
            first = next(value for value in self.series if self.meets(value.number))
        elif self.standing is not None:
            first = self.standing
        return max(0, (first.date - self.due).days)

    @property
    def confirmed(self) -> bool:
        """Whether the office has confirmed an entry that reached."""
        return any(value.confirmed and self.meets(value.number) for value in self.series)

    def others(self) -> list[tuple[str, Value]]:
        """What other units reported for the same indicator, by unit id, where it differs: listed, never chosen.

        A figure older than the one that counts is no second opinion on it.
        """
        facts = self.scene.facts
        told = {one.subject for one in facts.on(self.task.id) if self.part.id in one.entry.values}
        found = []
        for unit in sorted(told - {self.owner, *self.members}, key=self.scene.register.order):
            values = facts.values(self.task.id, unit, self.part.id)
            if not values or (self.last is not None and values[-1].month < self.last.month):
                continue
            if self.last is None or values[-1].number != self.last.number:
                found.append((unit, values[-1]))
        return found

    @property
    def line(self) -> Line | None:
        """The time the current target has."""
        if self.due is None:
            return None
        start = day_after(self.previous.due) if self.previous else self.part.start
        return Line(start or self.scene.plan.period.start, self.due)

    @cached_property
    def figures(self) -> Figures:
        """Rate and due rate of a total; of anything else there is none."""
        want = self.target.value
        if self.part.measure != "total" or self.target.op == "<=" or want is None:
            return Figures()
        rate = percent(self.last.number, want) if self.last is not None else None
        return Figures(rate, percent(self.due_now, want) if self.due_now is not None else None)

    @cached_property
    def due_now(self) -> Fraction | None:
        """How much of a total is due by now; `None` of anything else, and where no line leads to the target."""
        want = self.target.value
        if self.part.measure != "total" or self.target.op == "<=" or want is None or self.line is None:
            return None
        settings = self.scene.settings
        points = [p for p in settings.task(self.task.id).schedule if p.indicator == self.part.id]
        if points:
            return Fraction(scheduled(points, self.scene.as_of))
        whole = self.part.unit in settings.judge.whole
        return due_amount(want, share_elapsed(self.line, self.scene.as_of, settings.judge), whole=whole)

    @property
    def target_words(self) -> str:
        want = self.target
        if want.op == "range" and want.lower is not None and want.upper is not None:
            return f"{number_words(want.lower)}—{number_words(want.upper)}"
        return number_words(want.value) if want.value is not None else ""

    @property
    def above_limit(self) -> bool:
        return bool(self.standing and self.target.upper is not None and self.standing.number > self.target.upper)

    def so_far(self, *, share: bool = True) -> str:
        """What was reported up to now; of a total as a share of its target, unless only the value is wanted."""
        value = self.standing
        if value is None:
            return "从未报送数据"
        until, number = self.scene.words(value.date), number_words(value.number)
        limited = self.target.op == "<=" or self.above_limit or (self.target.op == "range" and self.meets(value.number))
        if not share or self.part.measure != "total" or limited or self.target.value is None:
            text = f"截至{until}为{number}{self.unit}"
        else:
            rate = "" if self.figures.rate is None else f"{self.figures.rate}%"
            stage = "阶段" if self.part.stages else ""
            if self.unit == "%":
                text = f"截至{until}累计{number}%，为{stage}目标{self.target_words}%的{rate or '—'}"
            else:
                text = f"截至{until}累计{number}/{self.target_words}{self.unit}" + (f"（{rate}）" if rate else "")
        return text + self._verified(value) + self._heads()

    def _verified(self, value: Value) -> str:
        if value.reported is None:
            return ""
        reported, found = number_words(value.reported), number_words(value.number)
        return f"（报送{reported}{self.unit}，核实{found}{self.unit}）"

    def _heads(self) -> str:
        if not self.members:
            return ""
        told = sum(1 for unit in self.members if self.scene.facts.values(self.task.id, unit, self.part.id))
        return f"（{len(self.members)}个单位已报{told}个）"

    def distance(self) -> str:
        """How far a rate is from its target, or by how much a limit is passed."""
        value = self.standing
        if value is None or self.target.value is None:
            return ""
        if self.above_limit:
            return f"，超过上限{number_words(self.target.upper or Decimal(0))}{self.unit}"
        if self.target.op == "<=":
            return f"，未超过上限{self.target_words}{self.unit}"
        if self.meets(value.number):
            return f"，目标{self._wanted()}"
        left = number_words((self.target.lower or Decimal(0)) - value.number)
        return f"，距目标{self._wanted()}还差{left}{'个百分点' if self.unit == '%' else self.unit}"

    def _wanted(self) -> str:
        return f"{self.target_words}{self.unit}{'左右' if self.target.op == '~' else ''}"

    def status(self) -> str:
        """What was reported, and how far that is from the target where no share of it is printed."""
        text = self.so_far()
        paced = "累计" in text or self.standing is None
        return text if paced else text + self.distance()


def _members(task: Task, part: Indicator, scene: Scene) -> list[str]:
    """Ids of the units that report one by one (`each`); without a roster, none."""
    if not part.each:
        return []
    collective = scene.register.id_of(part.each)
    roster = scene.settings.roster(collective or "", task.id)
    return [id for member in roster if (id := member.id or scene.register.id_of(member.name))]


def _series(task: Task, part: Indicator, scene: Scene, owner: str | None, members: list[str]) -> list[Value]:
    """The values that count, oldest first; of members reporting one by one, the sum after each of them."""
    if not members:
        return scene.facts.values(task.id, owner, part.id)
    told = [(v.month, v.date, unit, v) for unit in members for v in scene.facts.values(task.id, unit, part.id)]
    latest: dict[str, Value] = {}
    series = []
    for month, day, unit, value in sorted(told, key=lambda one: one[:2]):
        latest[unit] = value
        total = sum((one.number for one in latest.values()), Decimal(0))
        series.append(Value(total, day, month, all(one.confirmed for one in latest.values())))
    return series

"""The plan as issued: document, units, chapters, items, targets. Facts only, closed and frozen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, NamedTuple

from pydantic import BeforeValidator, Field

from baicheng_cli.fields import (
    AsList,
    Bound,
    ClauseId,
    Closed,
    Day,
    Flag,
    NameId,
    Number,
    PartId,
    SchemaOne,
    Text,
    Texts,
    one_of,
)


class Basis(Closed):
    """A document that this one carries out (依据文件)."""

    title: Text
    number: Text | None = None


class Document(Closed):
    """The issued document (印发的文件)."""

    title: Text
    number: Text
    """Document number (发文字号), as `中原政文〔2019〕39号`."""
    issuer: Text
    issued: Day
    """Day of issue (成文日期). Nothing is judged before it."""
    basis: Annotated[tuple[Basis, ...], AsList] = ()
    numbering: Texts = ("一、", "（一）", "1.", "（1）")
    """How the number of each depth is printed, one sample a depth, chapters first; `不印`: this depth is not."""


class Period(Closed):
    """The plan's own time (实施期), both days included."""

    start: Day
    end: Day


class UnitName(Closed):
    """One name of a unit, and when it was in use; a rename is a second one."""

    name: Text
    full: Text | None = None
    """The full name, where the document defines an abbreviation (以下简称)."""
    aliases: Texts = ()
    from_: Day | None = Field(default=None, alias="from")
    until: Day | None = None
    basis: Text | None = None
    """The document that renamed it."""


class Unit(Closed):
    """A unit that the document names (单位). The list's order is the official order."""

    id: NameId
    group: Text | None = None
    names: Annotated[tuple[UnitName, ...], AsList] = Field(min_length=1)

    def name_on(self, day: date) -> str:
        """The name in use on that day: papers of a month use that month's name."""
        for name in self.names:
            if (name.from_ is None or name.from_ <= day) and (name.until is None or day <= name.until):
                return name.name
        return self.names[-1].name if day >= (self.names[-1].from_ or date.min) else self.names[0].name

    def known_as(self) -> Iterator[str]:
        """Every name anyone may call it by, the id last."""
        for name in self.names:
            yield name.name
            if name.full:
                yield name.full
            yield from name.aliases
        yield self.id


class Collective(Closed):
    """Units named together, as 各街道办事处: never split, and without a roster in the plan."""

    id: NameId
    name: Text
    members: Annotated[str | None, one_of("leads")] = None
    """`leads`: all units that lead a task; otherwise the office's settings hold the roster."""


def as_content(value: Any) -> Any:
    return {"text": value} if isinstance(value, str) else value


PartKind = Annotated[str, one_of("own", "assist", "supervise")]


class Content(Closed):
    """One obligation of a clause, condensed in our own words."""

    text: Text
    part: PartKind = "own"
    """`assist` 配合, `supervise` 督导: others answer for it, the district helps or oversees."""


OPERATORS = {"exactly": "=", "at_least": ">=", "at_most": "<=", "about": "~"}


class Target(NamedTuple):
    """What a value is held against. `lower`/`upper` are `None` where that side is open or not yet known."""

    op: str
    """`=`, `>=`, `<=`, `~` or `range`."""
    lower: Decimal | None
    upper: Decimal | None
    external: bool
    """The city sets the number (按市定要求) and has not yet."""

    @property
    def value(self) -> Decimal | None:
        """The number people mean by the target: the lower bound of a range."""
        return self.upper if self.op == "<=" else self.lower


class _Bounds(Closed):
    """The four operators; exactly one, or both bounds of a range."""

    exactly: Bound | None = None
    at_least: Bound | None = None
    at_most: Bound | None = None
    about: Bound | None = None

    def ops(self) -> list[str]:
        """The operators that are written down, whatever their value."""
        return [name for name in OPERATORS if name in self.model_fields_set]

    @property
    def target(self) -> Target:
        named = self.ops()
        external = any(getattr(self, name) is None for name in named)
        if "at_least" in named and "at_most" in named:
            return Target("range", self.at_least, self.at_most, external)
        name = named[0] if named else "exactly"
        value: Decimal | None = getattr(self, name)
        if name == "at_most":
            return Target("<=", None, value, external)
        return Target(OPERATORS[name], value, None, external)


class Stage(_Bounds):
    """One of several targets of one indicator, each with its own day (阶段目标)."""

    due: Day
    due_words: Text | None = None
    strive: Flag = False


class Baseline(Closed):
    """Where it stood before: printed, never calculated with."""

    value: Number
    on: Day | None = None
    """`None`: the document does not say when."""


class Indicator(_Bounds):
    """A quantified target (指标)."""

    id: PartId
    name: Text
    unit: Text | None = None
    """Unit of measure (计量单位), as 万平方米 or %."""
    unit_ours: Flag = False
    """The document gives no unit of measure; this one is ours."""
    measure: Annotated[str, one_of("total", "level", "annual")] = "total"
    """`total` is cumulative and may not fall; `level` is a rate or state; `annual` is judged once."""
    start: Day | None = None
    due: Day | None = None
    """Last day (完成时限); `None`: the document sets none."""
    due_words: Text | None = None
    """The document's own words for it, and the reason for a day outside the period."""
    strive: Flag = False
    part: PartKind = "own"
    baseline: Baseline | None = None
    stages: Annotated[tuple[Stage, ...], AsList] = ()
    qualifiers: Texts = ()
    """Words that say which ones count (5000平方米以上); no targets themselves."""
    definition: Text | None = None
    """What is counted (统计口径)."""
    owner: Text | None = None
    """The unit whose value counts; default: the first lead or responsible unit."""
    each: Text | None = None
    """A collective whose members report one by one; the total is their sum."""

    @property
    def steps(self) -> tuple[Indicator | Stage, ...]:
        """The targets in the order they fall due: the stages, or the indicator itself."""
        return self.stages or (self,)


class Milestone(Closed):
    """A named project or a result without a number (里程碑)."""

    id: PartId
    title: Text
    reach: Annotated[str, one_of("start", "finish", "ongoing")] = "finish"
    """开工 · 建成 · 持续推进."""
    start: Day | None = None
    due: Day | None = None
    due_words: Text | None = None
    strive: Flag = False
    part: PartKind = "own"
    owner: Text | None = None

    @property
    def name(self) -> str:
        return self.title


class Exemption(Closed):
    """A number or word of the clause that is no target, and why (for `trace`)."""

    what: Text
    reason: Text


class Item(Closed):
    """One numbered clause (条目): a task, a measure, or a container with items of its own."""

    id: ClauseId
    title: Text
    title_ours: Flag = False
    """The clause opens without a heading; this title is ours."""
    follows: Text | None = None
    """The clause of an earlier plan that this one goes on with, as `中原政文〔2019〕39号#3.8`."""
    lead: Texts = ()
    """Lead units (牵头单位) as written at this clause; a container's lead is inherited below it."""
    support: Texts = ()
    """Supporting units (配合单位)."""
    responsible: Texts = ()
    """Responsible units (责任单位), of measures."""
    content: Annotated[tuple[Annotated[Content, BeforeValidator(as_content)], ...], AsList] = ()
    indicators: Annotated[tuple[Indicator, ...], AsList] = ()
    milestones: Annotated[tuple[Milestone, ...], AsList] = ()
    exceptions: Annotated[tuple[Exemption, ...], AsList] = ()
    items: Annotated[tuple[Item, ...], AsList] = ()


class Chapter(Closed):
    """One chapter of the document whose clauses are tasks or measures."""

    id: ClauseId
    title: Text
    kind: Annotated[str, one_of("tasks", "measures")] = "tasks"
    items: Annotated[tuple[Item, ...], AsList] = ()


class Task(NamedTuple):
    """A leaf item where it stands: its chapter, its containers, and what it inherits from them."""

    item: Item
    chapter: Chapter
    containers: tuple[Item, ...]
    lead: tuple[str, ...]
    lead_inherited: bool
    path: tuple[str | int, ...]
    """Where it stands in the plan's data, for places."""

    @property
    def id(self) -> str:
        return self.item.id

    @property
    def kind(self) -> str:
        return "task" if self.chapter.kind == "tasks" else "measure"

    @property
    def owner(self) -> str | None:
        """The unit whose report counts: the first lead, else the first responsible unit."""
        first = self.lead or self.item.responsible
        return first[0] if first else None

    def owner_of(self, part: Indicator | Milestone | None) -> str | None:
        return part.owner if part is not None and part.owner else self.owner

    @property
    def parts(self) -> tuple[Indicator | Milestone, ...]:
        return (*self.item.indicators, *self.item.milestones)


class Plan(Closed):
    """A whole implementation plan (实施方案), as issued."""

    schema_: SchemaOne = Field(alias="schema")
    document: Document
    period: Period
    units: Annotated[tuple[Unit, ...], AsList] = ()
    collectives: Annotated[tuple[Collective, ...], AsList] = ()
    chapters: Annotated[tuple[Chapter, ...], AsList] = Field(min_length=1)

    @cached_property
    def tasks(self) -> tuple[Task, ...]:
        """All leaf items, tasks and measures, in document order."""
        return tuple(task for task, leaf in self.walk() if leaf)

    def walk(self) -> Iterator[tuple[Task, bool]]:
        """Every item in document order, containers first; the flag says whether it is a leaf."""
        for index, chapter in enumerate(self.chapters):
            yield from _walk(chapter, chapter.items, (), ("chapters", index))

    @cached_property
    def by_id(self) -> dict[str, tuple[Task, bool]]:
        return {task.id: (task, leaf) for task, leaf in self.walk()}

    def lead_units(self) -> list[str]:
        """Names of the units that lead a task, inherited leads included, in order of the document."""
        return list(dict.fromkeys(name for task in self.tasks if task.kind == "task" for name in task.lead))


def _walk(
    chapter: Chapter, items: tuple[Item, ...], above: tuple[Item, ...], path: tuple[str | int, ...]
) -> Iterator[tuple[Task, bool]]:
    for index, item in enumerate(items):
        here = (*path, "items", index)
        lead, inherited = item.lead, False
        if not lead:
            lead = next((box.lead for box in reversed(above) if box.lead), ())
            inherited = bool(lead)
        yield Task(item, chapter, above, lead, inherited, here), not item.items
        yield from _walk(chapter, item.items, (*above, item), here)


def id_key(id: str) -> tuple[int, ...]:
    """Ids sort as integers: 3.2 before 3.10, and 3.4-1 right after 3.4."""
    clause, _, part = id.partition("-")
    return (*map(int, clause.split(".")), *((0, int(part)) if part else ()))

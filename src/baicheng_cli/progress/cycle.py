"""A month's own record (cycle.yaml): who owed a report when it was opened, who was let off, when it was closed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from baicheng_cli.diagnostics import Finding, Severity
from baicheng_cli.errors import BrokenFile, ChangedMeanwhile, UserError
from baicheng_cli.fields import (
    AsList,
    ClauseId,
    Closed,
    Day,
    Flag,
    Moment,
    Month,
    SchemaOne,
    Text,
    one_of,
)
from baicheng_cli.files import locked, write_atomic
from baicheng_cli.plan.load import shown
from baicheng_cli.plan.settings import month_after
from baicheng_cli.plan.units import Register
from baicheng_cli.progress.append import DEMO_COMMENT, MISPLACED, Kind, add, quoted_ids
from baicheng_cli.progress.store import folder, months
from baicheng_cli.reading import model_of
from baicheng_cli.words import month_words
from baicheng_cli.yaml_source import Source, decode, read

WAIVE, CLOSE = "waive", "close"


class Owing(Closed):
    """One unit that owed a report, and on which tasks."""

    unit: Text
    tasks: Annotated[tuple[ClauseId, ...], AsList]


class Act(Closed):
    """What the office decided on a month after it was opened."""

    act: Annotated[str, one_of(WAIVE, CLOSE)]
    """`waive`: a unit need not report (免报); `close`: the month is read-only from now on (封账)."""
    unit: Text | None = None
    day: Day
    reason: Text | None = None
    targets: dict[Text, Text] = {}
    """At closing: every target as it stood, by part (3.3.a), to see next month what changed."""
    recorded: Moment | None = None


class Cycle(Closed):
    """A month from opening to closing."""

    schema_: SchemaOne = Field(alias="schema")
    month: Month
    demo: Flag = False
    opened: Day
    data_until: Day
    """The day up to which figures count (统计截止)."""
    submit_by: Day
    """The day by which reports were asked for (报送截止), moved off holidays when the month was opened."""
    owed: Annotated[tuple[Owing, ...], AsList] = ()
    acts: Annotated[tuple[Act, ...], AsList] = ()

    @cached_property
    def closed(self) -> date | None:
        """The day it was closed; the first time counts."""
        return next((act.day for act in self.acts if act.act == CLOSE), None)

    @cached_property
    def waived(self) -> Mapping[str, str]:
        """Reasons by unit, as named there; the last one counts."""
        return {act.unit: act.reason or "" for act in self.acts if act.act == WAIVE and act.unit}

    @cached_property
    def targets(self) -> Mapping[str, str]:
        """The targets at closing; of a month that is open, none."""
        return next((act.targets for act in self.acts if act.act == CLOSE), {})


CYCLE = Kind(Cycle, "acts")


def cycle_file(data: Path, month: str) -> Path:
    return folder(data) / month / "cycle.yaml"


def open_cycle_file(file: Path, *, thorough: bool = True) -> tuple[Source, Cycle | None, list[Finding]]:
    """A month's record, or `None`, and what is wrong with it, its place included. Raises BrokenFile."""
    source = read(file, shown(file))
    cycle, found = model_of(Cycle, source, thorough=thorough)
    if cycle is not None and cycle.month != file.parent.name:
        at = source.place(("month",))
        found.append(Finding(MISPLACED, f"文件在 {file.parent.name}/ 里，内容却是{cycle.month}", at, "移到对应月份"))
    return source, cycle, found


def load_cycle(data: Path, month: str) -> Cycle | None:
    """A month's record, or `None` when it was never opened. Raises BrokenFile."""
    file = cycle_file(data, month)
    if not file.exists():
        return None
    _, cycle, found = open_cycle_file(file, thorough=False)
    broken = [one for one in found if one.severity is Severity.ERROR]
    if cycle is None or broken:
        raise BrokenFile(broken or found)
    return cycle


def read_cycles(data: Path) -> dict[str, Cycle]:
    """The records of all months that were opened. Raises BrokenFile."""
    found = ((month, load_cycle(data, month)) for month in months(data))
    return {month: cycle for month, cycle in found if cycle is not None}


def is_closed(data: Path, month: str) -> bool:
    """Whether a month is read-only. Raises BrokenFile."""
    cycle = load_cycle(data, month)
    return cycle is not None and cycle.closed is not None


@contextmanager
def held_open(data: Path, month: str) -> Iterator[None]:
    """Nobody else writes into the month, or closes it, meanwhile. Raises ChangedMeanwhile when somebody just did."""
    with locked(cycle_file(data, month)):
        if is_closed(data, month):
            raise ChangedMeanwhile(f"{month}刚刚封了账；看过以后再决定")
        yield


def open_month_after(data: Path, month: str) -> str:
    """The month into which late reports and corrections of a closed one go: the next that is not closed."""
    while is_closed(data, month):
        month = month_after(month)
    return month


def unit_ids(cycle: Cycle, register: Register) -> dict[str, tuple[str, ...]]:
    """Ids of the tasks owed, by unit id; units that the register no longer knows are left out."""
    found = ((register.id_of(one.unit), one.tasks) for one in cycle.owed)
    return {id: tasks for id, tasks in found if id is not None}


def waived_ids(cycle: Cycle, register: Register) -> dict[str, str]:
    """Reasons of 免报 by unit id."""
    found = ((register.id_of(name), reason) for name, reason in cycle.waived.items())
    return {id: reason for id, reason in found if id is not None}


def write_cycle(
    data: Path,
    month: str,
    days: tuple[date, date, date],
    owed: Iterable[tuple[str, Sequence[str]]],
    *,
    demo: bool = False,
    again: bool = False,
) -> Path:
    """Open a month: `days` are opened, data_until, submit_by; `owed` names units and their tasks.

    `again`: who owes is frozen anew; what was decided since stays. Raises UserError when the month is closed, or
    open already.
    """
    file = cycle_file(data, month)
    opened, until, by = days
    lines = [DEMO_COMMENT] if demo else []
    lines += ["schema: 1\n", f"month: {month}\n", *(["demo: true\n"] if demo else [])]
    lines += [f"opened: {opened}\n", f"data_until: {until}\n", f"submit_by: {by}\n"]
    rows = [f"  - unit: {name}\n    tasks: {quoted_ids(tasks)}\n" for name, tasks in owed]
    lines += ["owed:\n", *rows] if rows else ["owed: []\n"]
    with locked(file):
        before = load_cycle(data, month)
        if before is not None:
            _refuse_closed(before)
        if before is not None and not again:
            raise UserError(f"{month}已经开账，应报名单不再改动；见 {shown(file)}")
        acts = re.search(r"^acts:.*", decode(file.read_bytes(), shown(file)), re.M | re.S) if before else None
        write_atomic(file, "".join(lines) + (acts[0] if acts else ""))
    return file


def must_be_open(data: Path, month: str) -> Cycle:
    """The record of a month that is open. Raises UserError when it was never opened, or is closed; BrokenFile."""
    cycle = load_cycle(data, month)
    if cycle is None:
        raise UserError(f"{month}还没有开账；先用 baicheng collect open --month {month}")
    _refuse_closed(cycle)
    return cycle


def waive(data: Path, month: str, unit: str, reason: str, now: datetime, *, demo: bool = False) -> Path:
    """Let a unit off (免报). Raises UserError when the month is closed or was never opened."""
    return _act(data, month, [_waiver(unit, reason, now)], demo)


def close(
    data: Path,
    month: str,
    targets: Mapping[str, str],
    now: datetime,
    *,
    waived: Sequence[tuple[str, str]] = (),
    demo: bool = False,
) -> Path:
    """Close a month (封账); `waived`: units let off with it, and why, in the same writing.

    Raises UserError when the month is closed or was never opened.
    """
    act = {"act": CLOSE, "day": now.date(), "targets": dict(targets), "recorded": now}
    return _act(data, month, [*(_waiver(unit, reason, now) for unit, reason in waived), act], demo)


def _waiver(unit: str, reason: str, now: datetime) -> dict[str, Any]:
    return {"act": WAIVE, "unit": unit, "day": now.date(), "reason": reason, "recorded": now}


def _act(data: Path, month: str, acts: Sequence[dict[str, Any]], demo: bool) -> Path:
    must_be_open(data, month)
    file = cycle_file(data, month)
    add(file, CYCLE, {}, acts, demo=demo, allow=_refuse_closed)
    return file


def _refuse_closed(cycle: Cycle) -> None:
    if cycle.closed is not None:
        raise UserError(f"{cycle.month}已于{cycle.closed}封账，不能再改")


def closed_words(month: str, seen: date) -> str:
    """`9月已封账`."""
    return f"{month_words(month, seen)}已封账"

"""Rules on the collection: what months' records and lists of forms say must be of the plan, and still be so (BC52x)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path as File
from pathlib import PurePosixPath

from baicheng_cli.diagnostics import Severity
from baicheng_cli.errors import did_you_mean
from baicheng_cli.plan.model import Plan
from baicheng_cli.plan.settings import Settings
from baicheng_cli.plan.units import Register
from baicheng_cli.progress.cycle import CLOSE, WAIVE, Cycle
from baicheng_cli.progress.deliveries import Deliveries
from baicheng_cli.progress.store import digest
from baicheng_cli.rules.engine import TASKS, UNIT_NAMES, Path, Said, Subject, everywhere, named, near, rule
from baicheng_cli.rules.progress import Filed

_ENTRIES = named("entries", "id", "supersedes")


@dataclass(frozen=True)
class Collected:
    """Months' records and lists of forms, each under its file as shown, with what they are held against."""

    plan: Plan
    settings: Settings
    register: Register
    data: File | None
    filed: Filed
    cycles: tuple[tuple[str, Cycle], ...]
    deliveries: tuple[tuple[str, Deliveries], ...]

    @cached_property
    def closed(self) -> dict[str, date]:
        """The closed months, each with its day."""
        return {cycle.month: cycle.closed for _, cycle in self.cycles if cycle.closed is not None}


@rule(
    "BC520",
    title="封账以后写进了那个月",
    reason="封了账的月份不再改，印出去的材料才和数据对得上；补报和更正记在后面的月份里。",
    on=Subject.COLLECTION,
    needs=[near("recorded"), everywhere("acts")],
)
def after_closing(collected: Collected) -> Iterator[Said]:
    """An entry was recorded in a month's file after the month was closed."""
    moments = {
        cycle.month: act.recorded
        for _, cycle in collected.cycles
        for act in reversed(cycle.acts)
        if act.act == CLOSE and act.recorded is not None
    }
    for line in collected.filed.lines:
        closed, recorded = moments.get(line.one.month), line.entry.recorded
        if closed is not None and recorded is not None and recorded > closed:
            at = (*line.path, "recorded")
            yield at, f"{line.one.month}已于{collected.closed[line.one.month]}封账，这条是之后录入的", "记到开着的月份"


@rule(
    "BC521",
    title="补报、更正的月份不对",
    reason="for_month 是说封了账的哪个月；写错了，这条记录就算到别的月份去了。",
    on=Subject.COLLECTION,
    needs=[near("for_month", "month"), _ENTRIES],
)
def wrong_month(collected: Collected) -> Iterator[Said]:
    """`for_month` is not before the file's month, or not the month of the entry that is corrected."""
    for line in collected.filed.lines:
        about = line.entry.for_month
        if about is None:
            continue
        if about >= line.one.month:
            yield (*line.path, "for_month"), f"{about}不早于这个文件的月份{line.one.month}", "写所补报、更正的月份"
            continue
        old = collected.filed.by_id.get(line.entry.supersedes or "")
        if old is not None and old.one.about != about:
            yield (*line.path, "for_month"), f"所更正的 {old.entry.id} 说的是{old.one.about}", f"应为 {old.one.about}"


@rule(
    "BC522",
    title="月度名单里的单位、条目不在计划里",
    reason="应报名单在开账时定下；名称认不出，那个单位就没有人催、也没有人算。",
    on=Subject.COLLECTION,
    needs=[*UNIT_NAMES, *TASKS],
)
def unknown_owing(collected: Collected) -> Iterator[Said]:
    """A unit or a task of a month's record that the plan does not have."""
    register, ids = collected.register, [task.id for task in collected.plan.tasks]
    for file, cycle in collected.cycles:
        names = [(("owed", place, "unit"), one.unit) for place, one in enumerate(cycle.owed)]
        names += [(("acts", place, "unit"), act.unit) for place, act in enumerate(cycle.acts) if act.unit]
        for path, name in names:
            if register.get(name) is None:
                yield (file, *path), f"单位表里没有“{name}”", did_you_mean(name, register.names())
        for place, one in enumerate(cycle.owed):
            for index, id in enumerate(one.tasks):
                if id not in collected.plan.by_id:
                    yield (file, "owed", place, "tasks", index), f"计划里没有“{id}”这一条", did_you_mean(id, ids)


@rule(
    "BC523",
    title="免报没有写全，或免了不该报的单位",
    reason="免报要写明单位和原因，以后才查得到；不在应报名单里的单位用不着免。",
    on=Subject.COLLECTION,
    needs=[near("unit", "reason"), near("owed")],
)
def incomplete_waiver(collected: Collected) -> Iterator[Said]:
    """A waiver without its unit or reason, or of a unit that owed nothing."""
    for file, cycle in collected.cycles:
        owing = {collected.register.id_of(one.unit) for one in cycle.owed}
        for place, act in enumerate(cycle.acts):
            at: Path = (file, "acts", place)
            if act.act != WAIVE:
                continue
            if not act.unit or not act.reason:
                yield at, f"免报没有写{'原因' if act.unit else '单位'}", f"写上 {'reason' if act.unit else 'unit'}"
            elif collected.register.get(act.unit) and collected.register.id_of(act.unit) not in owing:
                yield (*at, "unit"), f"{act.unit}不在{cycle.month}的应报名单里", "删去这一条"


@rule(
    "BC524",
    title="来件的原件不在了，或被改过",
    reason="原件一字不改地留着，报来的是什么才有据可查。",
    on=Subject.COLLECTION,
)
def changed_original(collected: Collected) -> Iterator[Said]:
    """An original is missing, lies outside the data folder, or is another file than the one that came."""
    for file, held in collected.deliveries:
        for place, one in enumerate(held.received):
            at: Path = (file, "received", place, "file")
            path = PurePosixPath(one.file)
            if path.is_absolute() or ".." in path.parts or "\\" in one.file:
                yield at, f"原件“{one.file}”不在数据文件夹里", "写从数据文件夹算起的路径"
            elif collected.data is not None and not (original := collected.data / path).is_file():
                yield at, f"原件“{one.file}”不在了", "找回来，放回原处"
            elif collected.data is not None and digest(original.read_bytes()) != one.sha256:
                yield at, f"原件“{one.file}”与收到时不一样", "用收到时的文件换回来"


@rule(
    "BC525",
    title="演示的收报记录与真实数据混在一起",
    reason="演示的收报情况印在真的名单里，会冤枉单位。",
    on=Subject.COLLECTION,
    needs=[everywhere("demo"), near("demo")],
)
def mixed_demo(collected: Collected) -> Iterator[Said]:
    """A record of a demonstration where the settings say real, or the reverse."""
    files: list[tuple[str, bool]] = [(file, held.demo) for file, held in collected.cycles]
    files += [(file, held.demo) for file, held in collected.deliveries]
    for file, demo in files:
        if demo and not collected.settings.demo:
            yield (file, "demo"), "演示数据混在真实数据里", "移到演示数据文件夹"
        if collected.settings.demo and not demo:
            yield (file, "month"), "这里是演示数据文件夹，这个文件却没有标明演示数据", "写上 demo: true"


@rule(
    "BC526",
    title="来件记成的填报找不到",
    reason="来件与填报对得上，才说得清哪个数是哪张表报的。",
    severity=Severity.WARNING,
    on=Subject.COLLECTION,
    needs=[_ENTRIES],
)
def lost_entry(collected: Collected) -> Iterator[Said]:
    """A form became an entry that is nowhere."""
    for file, held in collected.deliveries:
        for place, one in enumerate(held.received):
            for index, id in enumerate(one.entries):
                if id not in collected.filed.by_id:
                    yield (file, "received", place, "entries", index), f"没有编号为“{id}”的填报记录"

"""Rules on the office's own sentences for a month: they concern tasks of the plan, and are of its kind (BC62x)."""

from __future__ import annotations

from collections.abc import Iterator

from baicheng_cli.diagnostics import Severity
from baicheng_cli.errors import did_you_mean
from baicheng_cli.plan.model import Plan
from baicheng_cli.plan.office_month import OfficeMonth
from baicheng_cli.plan.settings import Settings
from baicheng_cli.rules.engine import TASKS, KeyOf, Path, Said, Subject, everywhere, named, near, rule
from baicheng_cli.rules.structure import leaves_below


@rule(
    "BC621",
    title="当月文稿里的条目不在计划里",
    reason="写错的编号不会报错，给那项任务提的要求就不会印出来。",
    on=Subject.OFFICE,
    needs=TASKS,
)
def unknown_task(words: OfficeMonth, plan: Plan, settings: Settings) -> Iterator[Said]:
    """A requirement is of a task that the plan does not have, or of a container."""
    for id in words.requirements:
        found = plan.by_id.get(id)
        if found is None:
            near_by = did_you_mean(id, [task.id for task in plan.tasks])
            yield KeyOf(("requirements", id)), f"计划里没有“{id}”这一条", near_by
        elif not found[1]:
            yield KeyOf(("requirements", id)), f"“{id}”是容器，不是任务", f"写到 {leaves_below(found[0].item, plan)} 上"


@rule(
    "BC643",
    title="单位确认过的指标不在计划里",
    reason="只有经核实并由单位确认的才通报数据不实；写错的编号，该通报的就不会印出来。",
    on=Subject.OFFICE,
    needs=[named("chapters", "chapters", "items", "id", "indicators")],
)
def unknown_confirmed(words: OfficeMonth, plan: Plan, settings: Settings) -> Iterator[Said]:
    """What a unit is said to have confirmed is no indicator of the plan."""
    known = [f"{task.id}.{part.id}" for task in plan.tasks for part in task.item.indicators]
    for index, id in enumerate(words.bulletin.confirmed):
        if id not in known:
            remedy = did_you_mean(id, known) or "写条目编号加指标代号，如 3.3.c"
            yield ("bulletin", "confirmed", index), f"计划里没有“{id}”这个指标", remedy


@rule(
    "BC622",
    title="演示文稿与真实数据混在一起",
    reason="演示的句子印在真的月报上，或真的句子印在演示的月报上，都会误人。",
    on=Subject.OFFICE,
    needs=[everywhere("demo"), near("demo")],
)
def mixed_demo(words: OfficeMonth, plan: Plan, settings: Settings) -> Iterator[Said]:
    """Sentences for a demonstration where the settings say real, or the reverse."""
    if words.demo and not settings.demo:
        yield ("demo",), "演示文稿混在真实数据里", "移到演示数据文件夹"
    if settings.demo and not words.demo:
        yield ("month",), "这里是演示数据文件夹，这个文件却没有标明演示数据", "写上 demo: true"


@rule(
    "BC623",
    title="当月文稿里还有没写的句子",
    reason="……是空文稿里占位置的，月报会把它当作没有写。",
    severity=Severity.WARNING,
    on=Subject.OFFICE,
)
def unwritten(words: OfficeMonth, plan: Plan, settings: Settings) -> Iterator[Said]:
    """A sentence is still the dots of the empty file."""
    lists = ("common_problems", "requests", "next_steps", "report_to", "send_to", "issue_to")
    found: list[tuple[Path, str]] = [(("overall",), words.overall)] if words.overall else []
    found += [((key, index), text) for key in lists for index, text in enumerate(getattr(words, key))]
    found += [(("requirements", id), text) for id, text in words.requirements.items()]
    own = words.bulletin
    found += [(("bulletin", key), text) for key, text in (("how", own.how), ("approved_by", own.approved_by)) if text]
    found += [(("bulletin", "demands", index), text) for index, text in enumerate(own.demands)]
    for path, text in found:
        if not text.strip("…. "):
            yield path, "这一句还没有写", "写上句子，或在行首加 # 不用它"

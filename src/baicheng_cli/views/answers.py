"""The answers to questions as tables: tasks, one clause, units, indicators, counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from baicheng_cli.plan.model import Collective, Indicator, Milestone, Stage, Task
from baicheng_cli.status.ledger import Ledger
from baicheng_cli.status.select import (
    ROLES,
    Count,
    IndicatorState,
    Selected,
    UnitCount,
    clause_of,
    due_of,
)
from baicheng_cli.status.targets import OPERATOR_WORDS as OPERATOR_WORDS
from baicheng_cli.status.targets import target_words as target_words
from baicheng_cli.views.tables import Column, Table, number
from baicheng_cli.words import DEMO, number_words

if TYPE_CHECKING:
    pass


def head_of(ledger: Ledger, *more: str) -> tuple[str, ...]:
    """What every page says: plan, day, filter, and that it is a demonstration."""
    document = ledger.plan.document
    lines = [f"{document.title}（{document.number}）"]
    mark = DEMO if ledger.demo else ""
    day = f"截至{ledger.day.year}年{ledger.day.month}月{ledger.day.day}日"
    lines.append("　".join(part for part in (day, *ledger.filters, *more, mark) if part))
    return tuple(lines)


class TaskColumn(NamedTuple):
    """One column of the task table, under the key that views may call it by."""

    key: str
    title: str
    of: Callable[[Ledger, Selected], str]


TASK_COLUMNS = (
    TaskColumn("task", "编号", lambda _, one: one.task.id),
    TaskColumn("clause", "条款", lambda ledger, one: clause_of(ledger.plan, one.task.id)),
    TaskColumn("kind", "类别", lambda _, one: "任务" if one.task.kind == "task" else "措施"),
    TaskColumn("title", "任务", lambda _, one: one.task.item.title),
    TaskColumn("role", "角色", lambda _, one: role_words(one)),
    TaskColumn("lead", "牵头或责任单位", lambda ledger, one: lead_words(ledger, one.task)),
    TaskColumn("support", "配合单位", lambda ledger, one: "、".join(ledger.names(one.task.item.support))),
    TaskColumn("due", "完成时限", lambda ledger, one: day_text(due_of(ledger, one.standing)) or "未定"),
    TaskColumn("light", "状态", lambda _, one: one.standing.judgement.light.word),
    TaskColumn("why", "说明", lambda _, one: "；".join((one.standing.judgement.why, *one.standing.judgement.tags))),
    TaskColumn("tags", "标记", lambda _, one: "；".join(one.standing.judgement.tags)),
    TaskColumn("reason", "判断依据", lambda _, one: one.standing.judgement.sentence),
)
"""Every column that the task table can have."""

_USUAL = ("clause", "title", "role", "lead", "due", "light", "why")


def tasks_table(
    ledger: Ledger, chosen: Sequence[Selected], *, asked: bool, columns: Sequence[TaskColumn] = ()
) -> Table:
    """Tasks and measures; `asked`: for one unit, so that its role is shown. Without `columns`: the usual ones."""
    usual = [one for one in TASK_COLUMNS if one.key in _USUAL and (asked or one.key != "role")]
    shown = columns or usual
    rows = [tuple(column.of(ledger, one) for column in shown) for one in chosen]
    tasks = sum(1 for one in chosen if one.task.kind == "task")
    foot = (f"共{len(chosen)}项：任务{tasks}项，措施{len(chosen) - tasks}项",)
    items = tuple(task_item(ledger, one) for one in chosen)
    headings = tuple(Column(column.title, light=column.key == "light") for column in shown)
    return Table("tasks", headings, tuple(rows), items, head_of(ledger), foot)


def role_words(one: Selected) -> str:
    role = ROLES.get(one.role or "", "")
    return f"{role}（{one.via}）" if one.via else role


def lead_words(ledger: Ledger, task: Task) -> str:
    """The units that answer for a task; an inherited lead says so."""
    names = "、".join(ledger.names(task.lead or task.item.responsible))
    return f"{names}（承上级条款）" if task.lead_inherited else names


def task_item(ledger: Ledger, one: Selected) -> dict[str, Any]:
    """One task in JSON (DESIGN §6)."""
    task, item = one.task, one.task.item
    judgement = one.standing.judgement
    return {
        "id": task.id,
        "clause": clause_of(ledger.plan, task.id),
        "title": item.title,
        "kind": task.kind,
        "role": one.role,
        "via": one.via,
        "lead": ledger.names(task.lead),
        "lead_inherited": task.lead_inherited,
        "support": ledger.names(item.support),
        "responsible": ledger.names(item.responsible),
        "indicators": [indicator_item(ledger, task, part) for part in item.indicators],
        "milestones": [milestone_item(ledger, task, part) for part in item.milestones],
        "due": day_text(due_of(ledger, one.standing)) or None,
        "light": judgement.light.value,
        "light_text": judgement.light.word,
        "tags": list(judgement.tags),
        "reason": judgement.sentence,
    }


def indicator_item(ledger: Ledger, task: Task, part: Indicator) -> dict[str, Any]:
    measured = ledger.measured(task, part)
    return {
        "id": part.id,
        "name": part.name,
        **_target(measured.step),
        "unit": part.unit,
        "due": day_text(measured.due) or None,
        "measure": part.measure,
        "stages": [{**_target(stage), "due": day_text(stage.due), "strive": stage.strive} for stage in part.stages],
    }


def _target(step: Indicator | Stage) -> dict[str, Any]:
    want = step.target
    upper = want.upper if want.op == "range" else None
    return {"op": want.op, "value": number(want.value), "upper": number(upper), "external": want.external}


def milestone_item(ledger: Ledger, task: Task, part: Milestone) -> dict[str, Any]:
    due = ledger.due_of(task, part)
    return {"id": part.id, "title": part.title, "reach": part.reach, "due": day_text(due) or None}


def indicators_table(ledger: Ledger, chosen: Sequence[IndicatorState]) -> Table:
    columns = (
        Column("编号"),
        Column("指标"),
        Column("目标", right=True),
        Column("完成时限"),
        Column("填报单位"),
        Column("实际", right=True),
        Column("截至"),
        Column("完成率%", right=True),
        Column("序时%", right=True),
        Column("状态", light=True),
        Column("标记"),
    )
    rows = []
    for one in chosen:
        m, figures = one.measured, one.measured.figures
        value = m.standing
        rows.append(
            (
                one.id,
                one.part.name,
                target_words(m.step, one.part.unit),
                day_text(m.due) or "未定",
                ledger.name(m.owner or ""),
                f"{number_words(value.number)}{m.unit}" if value else "",
                day_text(value.date) if value else "",
                str(figures.rate) if figures.rate is not None else "",
                str(figures.due_rate) if figures.due_rate is not None else "",
                one.judgement.light.word,
                "、".join(one.judgement.tags),
            )
        )
    items = tuple(indicator_answer(ledger, one) for one in chosen)
    return Table("indicators", columns, tuple(rows), items, head_of(ledger), (f"共{len(chosen)}项指标",))


def indicator_answer(ledger: Ledger, one: IndicatorState) -> dict[str, Any]:
    """One indicator in JSON, with its figures (DESIGN §6)."""
    m, figures = one.measured, one.measured.figures
    return {
        "id": one.id,
        "task": one.task.id,
        "name": one.part.name,
        **_target(m.step),
        "unit": one.part.unit,
        "measure": one.part.measure,
        "due": day_text(m.due) or None,
        "owner": ledger.name(m.owner) if m.owner else None,
        "actual": number(m.standing.number) if m.standing else None,
        "actual_date": day_text(m.standing.date) if m.standing else None,
        "rate": number(figures.rate),
        "due_rate": number(figures.due_rate),
        "gap": number(figures.gap),
        "light": one.judgement.light.value,
        "light_text": one.judgement.light.word,
        "tags": list(one.judgement.tags),
        "reason": one.judgement.sentence,
    }


def units_table(ledger: Ledger, counted: Sequence[UnitCount]) -> Table:
    columns = (
        Column("单位"),
        Column("代号"),
        Column("类别"),
        Column("牵头", right=True),
        Column("配合", right=True),
        Column("责任", right=True),
    )
    rows, items = [], []
    for one in counted:
        collective = isinstance(one.unit, Collective)
        name = ledger.name(one.unit.id)
        group = None if isinstance(one.unit, Collective) else one.unit.group
        rows.append(
            (
                name,
                one.unit.id,
                "集合单位" if collective else group or "",
                str(one.lead),
                str(one.support),
                str(one.responsible),
            )
        )
        items.append(
            {
                "id": one.unit.id,
                "name": name,
                "group": group,
                "kind": "collective" if collective else "unit",
                "lead": one.lead,
                "support": one.support,
                "responsible": one.responsible,
            }
        )
    collectives = sum(1 for one in counted if isinstance(one.unit, Collective))
    foot = (f"共{len(counted) - collectives}个单位，{collectives}个集合单位；数字为文件中直接列名的条目数",)
    return Table("units", columns, tuple(rows), tuple(items), head_of(ledger), foot)


def status_table(ledger: Ledger, counted: Sequence[Count], *more: str) -> Table:
    columns = (Column("范围"), Column("状态", light=True), Column("项数", right=True), Column("条目"))
    rows = tuple((one.scope, one.light.word, str(len(one.ids)), "、".join(one.ids)) for one in counted)
    items = tuple(
        {
            "scope": one.scope,
            "code": one.light.value,
            "text": one.light.word,
            "count": len(one.ids),
            "ids": list(one.ids),
        }
        for one in counted
    )
    return Table("status", columns, rows, items, head_of(ledger, *more))


def day_text(day: date | None) -> str:
    return day.isoformat() if day else ""

"""One clause with everything: as a page to read, and as JSON."""

from __future__ import annotations

from typing import Any

from baicheng_cli.plan.model import Indicator, Item, Task
from baicheng_cli.progress.store import Recorded
from baicheng_cli.status.ledger import Ledger, Standing
from baicheng_cli.status.select import Selected, clause_of
from baicheng_cli.views.answers import day_text, head_of, lead_words, target_words, task_item
from baicheng_cli.views.entry_answers import entry_item, review_words, values_words
from baicheng_cli.words import PART_WORDS, REACH


def clause_text(ledger: Ledger, standing: Standing, wording: str | None = None) -> str:
    """One clause with everything, for reading; `wording`: what the document says there, where it is at hand."""
    task, item = standing.task, standing.task.item
    ours = "（标题为本工具所拟）" if item.title_ours else ""
    lines = [*head_of(ledger), "", f"{clause_of(ledger.plan, task.id)}　{item.title}{ours}（{task.id}）"]
    lines += [f"　　属于：{clause_of(ledger.plan, box.id)}　{box.title}" for box in task.containers]
    lines += _roles_lines(ledger, task)
    lines.append(f"状态：{standing.judgement.sentence}")
    if standing.judgement.tags:
        lines.append(f"标记：{'、'.join(standing.judgement.tags)}")
    lines += _wording_lines(wording)
    if item.content:
        lines += ["", "工作内容："]
        lines += [f"  · {_mark(line.part)}{line.text}" for line in item.content]
    if item.indicators:
        lines += ["", "指标："]
        lines += [line for part in item.indicators for line in _indicator_lines(ledger, standing, part)]
    if item.milestones:
        lines += ["", "节点："]
        for part in item.milestones:
            words = f"，{part.due_words}" if part.due_words else ""
            due = ledger.due_of(task, part)
            when = (
                f"，时限{day_text(due)}（原文{words[1:]}）"
                if due and words
                else f"，时限{day_text(due)}"
                if due
                else ""
            )
            lines.append(f"  {part.id}  {_mark(part.part)}{part.title}：{REACH[part.reach]}{when}")
            lines.append(f"      {standing.part(part.id).judgement.sentence}")
    if item.exceptions:
        lines += ["", "不作为目标的数字和说明："]
        lines += [f"  · {one.what}：{one.reason}" for one in item.exceptions]
    entries = ledger.facts.on(task.id)
    if entries:
        lines += ["", "填报记录："]
        lines += [line for one in entries for line in _entry_lines(ledger, one)]
    return "\n".join(lines) + "\n"


def _wording_lines(wording: str | None) -> list[str]:
    return ["", "原文：", *(f"  {line}" for line in wording.split("\n"))] if wording else []


def _mark(part: str) -> str:
    return f"〔{PART_WORDS[part]}〕" if PART_WORDS[part] else ""


def _roles_lines(ledger: Ledger, task: Task) -> list[str]:
    lines = []
    if task.lead:
        lines.append(f"牵头单位：{lead_words(ledger, task)}")
    if task.item.responsible:
        lines.append(f"责任单位：{'、'.join(ledger.names(task.item.responsible))}")
    if task.item.support:
        lines.append(f"配合单位：{'、'.join(ledger.names(task.item.support))}")
    return lines


def _indicator_lines(ledger: Ledger, standing: Standing, part: Indicator) -> list[str]:
    only = f"（{'，'.join(part.qualifiers)}）" if part.qualifiers else ""
    if part.stages:
        targets = "；".join(
            f"{target_words(stage, part.unit)}，时限{day_text(stage.due)}{'，力争' if stage.strive else ''}"
            + (f"（原文{stage.due_words}）" if stage.due_words else "")
            for stage in part.stages
        )
    else:
        due = ledger.measured(standing.task, part).due
        words = f"（原文{part.due_words}）" if part.due_words else ""
        when = f"，时限{day_text(due)}{words}" if due else "，未定时限"
        targets = f"{target_words(part, part.unit)}{when}"
    return [
        f"  {part.id}  {_mark(part.part)}{part.name}{only}：{targets}",
        f"      {standing.part(part.id).judgement.sentence}",
    ]


def _entry_lines(ledger: Ledger, one: Recorded) -> list[str]:
    entry = one.entry
    told = f"，收到{day_text(entry.received)}" if entry.received else ""
    head = f"  {one.month}  {ledger.name(one.subject)}（{entry.id}，截至{day_text(entry.date)}{told}）"
    said = [
        ("数据", values_words(one)),
        ("自评", entry.self_),
        ("进展", entry.progress),
        ("问题", entry.problems),
        ("下一步", entry.next),
        ("需协调", entry.needs),
        ("更正", entry.reason),
        ("审核", review_words(ledger, one)),
    ]
    return [head, *(f"      {name}：{text}" for name, text in said if text)]


def container_text(ledger: Ledger, task: Task, wording: str | None = None) -> str:
    """A container: its own words, and a line for each item below it."""
    item: Item = task.item
    inside = [one for one in ledger.standings if one.id.startswith(f"{task.id}.")]
    lines = [*head_of(ledger), "", f"{clause_of(ledger.plan, task.id)}　{item.title}（{task.id}）"]
    lines += _roles_lines(ledger, task)
    lines += _wording_lines(wording)
    if item.content:
        lines += ["", "工作内容："]
        lines += [f"  · {_mark(line.part)}{line.text}" for line in item.content]
    lines += ["", f"下含{len(inside)}项："]
    for one in inside:
        sentence = one.judgement.sentence
        lines.append(f"  {clause_of(ledger.plan, one.id)}　{one.task.item.title}（{one.id}）")
        lines.append(f"      {sentence}")
    return "\n".join(lines) + "\n"


# As JSON


def show_item(ledger: Ledger, standing: Standing) -> dict[str, Any]:
    """One task with everything: parts with their lights, content, exceptions, entries."""
    task, item = standing.task, standing.task.item
    states = {state.id: state for state in standing.parts}
    base = task_item(ledger, Selected(standing))
    for shown in (*base["indicators"], *base["milestones"]):
        state = states[shown["id"]]
        shown |= {
            "light": state.judgement.light.value,
            "light_text": state.judgement.light.word,
            "tags": list(state.judgement.tags),
            "reason": state.judgement.sentence,
        }
    return {
        **base,
        "title_ours": item.title_ours,
        "chapter": task.chapter.title,
        "containers": [{"id": box.id, "title": box.title} for box in task.containers],
        "content": [{"text": line.text, "part": line.part} for line in item.content],
        "exceptions": [{"what": one.what, "reason": one.reason} for one in item.exceptions],
        "entries": [entry_item(ledger, one) for one in ledger.facts.on(task.id)],
        "items": [],
    }


def container_item(ledger: Ledger, task: Task) -> dict[str, Any]:
    """A container with the items below it."""
    inside = [one for one in ledger.standings if one.id.startswith(f"{task.id}.")]
    return {
        "id": task.id,
        "clause": clause_of(ledger.plan, task.id),
        "title": task.item.title,
        "kind": "container",
        "chapter": task.chapter.title,
        "lead": ledger.names(task.lead),
        "lead_inherited": task.lead_inherited,
        "support": ledger.names(task.item.support),
        "responsible": ledger.names(task.item.responsible),
        "content": [{"text": line.text, "part": line.part} for line in task.item.content],
        "exceptions": [{"what": one.what, "reason": one.reason} for one in task.item.exceptions],
        "items": [task_item(ledger, Selected(one)) for one in inside],
    }

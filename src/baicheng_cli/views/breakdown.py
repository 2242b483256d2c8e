"""任务分解表: every task with what it asks for, by whom and by when, and columns that the units fill in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import chain
from typing import Any, NamedTuple

from baicheng_cli.plan.model import Collective, Indicator, Milestone, Task
from baicheng_cli.status.ledger import Ledger
from baicheng_cli.status.select import Selected, clause_of, tasks_of
from baicheng_cli.views.answers import day_text, head_of, lead_words
from baicheng_cli.views.ledger_rows import maker_of, subject_of, wanted_words
from baicheng_cli.views.tables import Column, Table
from baicheng_cli.words import DEMO, PART_WORDS, ROLES, full_day_words

FACTS = ("序号", "条款", "重点任务", "工作内容", "目标和节点", "完成时限", "牵头或责任单位", "配合单位")
BLANKS = ("责任领导", "责任人", "具体措施", "时间节点")
"""What the units fill in: nobody else knows."""
MERGED = (0, 1, 2, 3, 6, 7)
"""Columns that say the same for all rows of a task."""
UNDATED, NO_TARGET = "未定时限", "按工作内容落实"


class Line(NamedTuple):
    """One thing to be reached, or the whole task where the document names none."""

    first: bool
    """The first line of its task: it alone carries what they share."""
    number: int
    """序号 of the task."""
    clause: str
    title: str
    content: str
    """What is to be done: the document's own words where it is at hand, else ours; what others answer for it begins
    with 配合 or 督导, or with 〔配合〕, 〔督导〕.
    """
    goal: str
    due: str
    """In the document's own words where it has them: 2019年底前."""
    lead: str
    support: str
    task: str
    """3.3."""
    part: str
    """a, m1; empty: the task itself."""


class Section(NamedTuple):
    """The lines of one chapter, or of one role of a unit; 牵头 and 配合 are never mixed."""

    title: str
    lines: tuple[Line, ...]


class Breakdown(NamedTuple):
    """The whole table. Days are written out; what units fill in is not in it."""

    title: str
    unit: str
    """The unit it is for; empty: the whole plan."""
    maker: str
    """制表：区百城提质办."""
    basis: str
    """依据：……（中原政文〔2019〕39号）."""
    sections: tuple[Section, ...]
    total: str
    """共35项：任务29项，措施6项."""
    demo: str


class _Chosen(NamedTuple):
    title: str
    role: str | None
    tasks: tuple[Selected, ...]


def breakdown(ledger: Ledger, unit: str | None = None) -> Breakdown:
    """The table of the whole plan, or of what one unit or collective has to do. Raises UserError on an unknown one."""
    document = ledger.plan.document
    chosen = _chosen(ledger, unit)
    tasks = [one.task for group in chosen for one in group.tasks]
    numbers = {task.id: place for place, task in enumerate(tasks, 1)}
    name = ledger.name(ledger.register.find(unit).id) if unit is not None else ""
    measures = sum(task.kind == "measure" for task in tasks)
    return Breakdown(
        title=f"{subject_of(document.title)}工作任务分解表{f'（{name}）' if name else ''}",
        unit=name,
        maker=maker_of(ledger),
        basis=f"依据：《{document.title}》（{document.number}，{full_day_words(document.issued)}）",
        sections=tuple(
            Section(
                group.title,
                tuple(chain.from_iterable(_lines(ledger, one.task, numbers[one.task.id]) for one in group.tasks)),
            )
            for group in chosen
        ),
        total=f"共{len(tasks)}项：任务{len(tasks) - measures}项，措施{measures}项",
        demo=DEMO if ledger.demo else "",
    )


def _chosen(ledger: Ledger, unit: str | None) -> list[_Chosen]:
    """The tasks in their sections: by chapter; of a unit by its role, what it has through a collective apart."""
    if unit is None:
        found = []
        for chapter in ledger.plan.chapters:
            inside = tuple(Selected(one) for one in ledger.standings if one.task.chapter is chapter)
            if inside:
                word = "项任务" if chapter.kind == "tasks" else "项措施"
                title = f"{clause_of(ledger.plan, chapter.id)}、{chapter.title}（{len(inside)}{word}）"
                found.append(_Chosen(title, None, inside))
        return found
    asked = ledger.register.find(unit)
    groups: dict[tuple[str, str], list[Selected]] = {}
    for one in tasks_of(ledger, asked):
        groups.setdefault((one.role or "", one.via or ""), []).append(one)
    order = {role: place for place, role in enumerate(ROLES)}
    found = []
    for (role, via), tasks in sorted(groups.items(), key=lambda pair: (bool(pair[0][1]), order[pair[0][0]])):
        word = "负责" if role == "responsible" else ROLES[role]
        through = f"（列在“{via}”中）" if via else ""
        name = f"{asked.name}" if isinstance(asked, Collective) else ""
        found.append(_Chosen(f"{name}{word}的事项{through}（{len(tasks)}项）", role, tuple(tasks)))
    return found


def _lines(ledger: Ledger, task: Task, number: int) -> Iterator[Line]:
    """A line for each indicator and milestone; one for a task without any."""
    line = Line(
        first=True,
        number=number,
        clause=clause_of(ledger.plan, task.id),
        title=task.item.title,
        content=ledger.wordings.get(task.id) or content_words(task),
        goal=NO_TARGET,
        due=_ours(ledger.settings.task(task.id).office_due),
        lead=lead_words(ledger, task),
        support="、".join(ledger.names(task.item.support)),
        task=task.id,
        part="",
    )
    if not task.parts:
        yield line
    for place, part in enumerate(task.parts):
        due = due_words(ledger, task, part)
        yield line._replace(first=place == 0, goal=wanted_words(part), due=due, part=part.id)


def content_words(task: Task) -> str:
    """1.……；2.……: what is to be done, what others answer for marked as such."""
    lines = [_marked(line.text, line.part) for line in task.item.content]
    return "；".join(f"{place}.{text}" for place, text in enumerate(lines, 1)) if len(lines) > 1 else "".join(lines)


def _marked(text: str, part: str) -> str:
    word = PART_WORDS[part]
    return text if text.startswith(word) else f"〔{word}〕{text}"


def due_words(ledger: Ledger, task: Task, part: Indicator | Milestone) -> str:
    """The day a part is due, in the document's words; of stages, each its own; else the office's own day."""
    if isinstance(part, Indicator) and part.stages:
        return "；".join(
            (stage.due_words or full_day_words(stage.due)) + ("（力争）" if stage.strive else "")
            for stage in part.stages
        )
    if part.due is None:
        return _ours(ledger.settings.task(task.id).office_due)
    return part.due_words if part.due_words and not part.due_words.isdigit() else full_day_words(part.due)


def _ours(due: date | None) -> str:
    """A day that the office has set, where the document sets none."""
    return f"{full_day_words(due)}（本办定）" if due is not None else UNDATED


# As a list -------------------------------------------------------------------------------------------------------


def row_of(line: Line) -> tuple[str, ...]:
    """The cells of FACTS."""
    return (
        str(line.number),
        line.clause,
        line.title,
        line.content,
        line.goal,
        line.due,
        line.lead,
        line.support,
    )


def breakdown_table(ledger: Ledger, found: Breakdown, *, whole: bool) -> Table:
    """The table for reading and for programs; `whole`: every row says everything, as programs need it."""
    blank = ("",) * len(BLANKS)
    rows = []
    for section in found.sections:
        for line in section.lines:
            cells = row_of(line)
            if not whole and not line.first:
                cells = tuple("" if place in MERGED else cell for place, cell in enumerate(cells))
            rows.append((section.title, *cells, *blank))
    columns = tuple(Column(title, right=title == "序号") for title in ("分组", *FACTS, *BLANKS))
    lines = head_of(ledger.described((f"单位：{found.unit}",) if found.unit else ()))
    return Table("breakdown", columns, tuple(rows), tuple(_items(ledger, found)), lines, (found.total,))


def _items(ledger: Ledger, found: Breakdown) -> Iterator[dict[str, Any]]:
    unit = ledger.register.find(found.unit) if found.unit else None
    roles: dict[str, Selected] = {one.task.id: one for one in tasks_of(ledger, unit)} if unit is not None else {}
    for section in found.sections:
        for line in section.lines:
            task = ledger.plan.by_id[line.task][0]
            yield _item(ledger, line, task, roles.get(line.task), section)


def _item(ledger: Ledger, line: Line, task: Task, chosen: Selected | None, section: Section) -> dict[str, Any]:
    part = next((one for one in task.parts if one.id == line.part), None)
    if isinstance(part, Indicator):
        due = part.due or (part.stages[-1].due if part.stages else None)
    else:
        due = part.due if part is not None else None
    return {
        "id": f"{line.task}.{line.part}" if line.part else line.task,
        "task": line.task,
        "number": line.number,
        "section": section.title,
        "clause": line.clause,
        "title": line.title,
        "kind": task.kind,
        "role": chosen.role if chosen is not None else None,
        "via": chosen.via if chosen is not None else None,
        "content": [{"text": one.text, "part": one.part} for one in task.item.content],
        "goal": line.goal if part is not None else None,
        "part": part.part if part is not None else None,
        "due": day_text(due or ledger.settings.task(task.id).office_due) or None,
        "due_text": line.due,
        "lead": ledger.names(task.lead),
        "lead_inherited": task.lead_inherited,
        "responsible": ledger.names(task.item.responsible),
        "support": ledger.names(task.item.support),
    }

"""A plan against its document, clause by clause: what one has and the other has not, in either direction.

It verifies, and does not extract: every fact of the plan is looked for in the words of its clause, and every unit,
number and deadline of the clause must have an owner in the plan. So a mistake of `draft` is found, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from baicheng_cli.diagnostics import Finding, Place
from baicheng_cli.document.deadlines import Time
from baicheng_cli.document.extract import extract
from baicheng_cli.document.extracted import ROLES, Extracted, Read, in_measures
from baicheng_cli.document.milestones import Step
from baicheng_cli.document.model import Clause, Found, Outline, Words
from baicheng_cli.document.places import flat
from baicheng_cli.document.said import Said, said_by
from baicheng_cli.document.trace_codes import EXTRA, MISSING, NO_STEP, TITLE, UNCLEAR, Difference, quoted
from baicheng_cli.document.trace_head import compare_head, compare_register, compared
from baicheng_cli.document.trace_targets import compare_targets
from baicheng_cli.document.trace_units import compare_units
from baicheng_cli.plan.clause import normal, printed
from baicheng_cli.plan.model import Chapter, Item, Plan, Task
from baicheng_cli.plan.units import Register
from baicheng_cli.yaml_source import Source


class Traced(NamedTuple):
    """One difference, at its place in the plan's file, with what the document says."""

    finding: Finding
    item: str
    """The plan's item, or the document's clause; empty: the document as a whole."""
    words: Words | None
    label: str = ""
    """Of a clause that the plan does not have, its number as printed."""


class Trace(NamedTuple):
    """What came out, and how much was compared."""

    differences: tuple[Traced, ...]
    clauses: int
    """Clauses of the document that the plan has."""
    passed: tuple[Clause, ...]
    """Chapters that the plan does not hold, and need not: neither tasks nor measures."""


class Spoken(NamedTuple):
    """What the document says, clause by clause."""

    read: Read
    said: dict[str, Said]


def what_is_said(plan: Plan, outline: Outline) -> Spoken:
    """What each clause says, by its id; days are read against the plan's period."""
    read = extract(outline, Time.of(plan.period.start.year, plan.period.end, plan.document.issued))
    default = read.default_due.words if read.default_due is not None else None
    return Spoken(
        read,
        {id: said_by(one, read.time, None if in_measures(one.clause) else default) for id, one in read.clauses.items()},
    )


def trace(plan: Plan, source: Source, outline: Outline, name: str = "", spoken: Spoken | None = None) -> Trace:
    """Everything in which a plan and its document differ, in the order of the plan's file.

    `name`: what the document's file is called. `spoken`: what it says, for whoever compares several plans.
    """
    pairs = _Pairs(plan, outline)
    labels = {one.id: one.label for one in outline.clauses()}
    found = [
        _placed(one, source, labels)
        for one in _differences(plan, outline, pairs, spoken or what_is_said(plan, outline))
    ]
    found.sort(key=lambda one: (one.finding.place, one.finding.code))
    for doubt in outline.doubts:
        place = Place(name, doubt.span.line, doubt.span.start + 1)
        finding = Finding(UNCLEAR, doubt.reason, place, "对着原件看一眼")
        found.append(Traced(finding, "", None, labels.get(doubt.clause, "")))
    return Trace(tuple(dict.fromkeys(found)), len(pairs.clause_of), tuple(pairs.passed))


def _placed(one: Difference, source: Source, labels: Mapping[str, str]) -> Traced:
    place = source.place(one.path, key=one.key)
    label = labels.get(one.item, "") if one.code == MISSING else ""
    return Traced(Finding(one.code, one.message, place, one.remedy), one.item, one.words, label)


class _Pairs:
    """Which clause of the document is which item of the plan: by the number as printed, else by the id."""

    def __init__(self, plan: Plan, outline: Outline) -> None:
        numbering = tuple(plan.document.numbering)
        clauses = list(outline.clauses())
        by_label = {normal(one.label): one for one in clauses if one.label}
        by_id = {one.id: one for one in clauses}
        self.clause_of: dict[str, Clause] = {}
        taken: set[str] = set()
        titles = {one.id: one.title for one in plan.chapters} | {task.id: task.item.title for task, _ in plan.walk()}
        for id, title in titles.items():  # rows count on by themselves: 1 is a row and the first of the last chapter
            one = by_id.get(id)
            if one is not None and one.title is not None and compared(one.title.value) == compared(title):
                self.clause_of[id] = one
                taken.add(one.id)
        for id in [*(chapter.id for chapter in plan.chapters), *plan.by_id]:
            if "-" in id or id in self.clause_of:
                continue  # the office's own subdivision of a task
            clause = by_label.get(normal(printed(id, numbering))) or by_id.get(id)
            if clause is not None and clause.id not in taken:
                self.clause_of[id] = clause
                taken.add(clause.id)
        self.item_of = {clause.id: id for id, clause in self.clause_of.items()}
        self.passed = [one for one in outline.chapters if not one.kind and one.id not in self.item_of]


def _differences(plan: Plan, outline: Outline, pairs: _Pairs, spoken: Spoken) -> Iterator[Difference]:
    yield from compare_head(plan, outline)
    yield from compare_register(plan, [line.text for line in outline.lines])
    register = Register(plan)
    yield from _missing(plan, outline, pairs)
    for index, chapter in enumerate(plan.chapters):
        yield from _chapter(chapter, index, pairs)
    for task, leaf in plan.walk():
        clause = pairs.clause_of.get(task.id)
        if clause is None:
            if "-" not in task.id and not _carried(task.item):
                message = f"{task.id}“{task.item.title}”，原件没有{_print(plan, task.id)}这一条"
                yield Difference(EXTRA, (*task.path, "id"), message, None, "删去，或核对编号", task.id)
            continue
        one, read = spoken.said[clause.id], spoken.read.clauses[clause.id]
        yield from _title(task, read, one)
        in_force = {role: read.of(role) for role in ROLES} | {"lead": _lead(clause, spoken.read)}
        yield from compare_units(task, leaf, in_force, read.written, register, task.kind == "measure")
        yield from compare_targets(task, one)
        yield from _steps(task, read)


def _steps(task: Task, read: Extracted) -> Iterator[Difference]:
    """Named projects and results of the document that the plan does not name.

    Here alone `draft` is believed: only its reading knows which words name a project.
    """
    item = task.item
    named = [flat(part.name) for part in task.parts] + [flat(one.what) for one in item.exceptions]
    for piece in read.parts:
        title = flat(piece.name)
        if isinstance(piece.value, Step) and not any(one in title or title in one for one in named):
            message = f"{task.id} 没有原件的节点“{piece.name}”：{quoted(piece.words)}"
            remedy = "写成节点；不是节点的写进 exceptions，注明理由"
            yield Difference(NO_STEP, task.path, message, piece.words, remedy, task.id)


def _lead(clause: Clause, read: Read) -> list[Found[str]]:
    """Who leads at a clause: its own lead, else that of the nearest clause above it that names one."""
    box: Clause | None = clause
    while box is not None:
        if box.id in read.clauses and read.clauses[box.id].lead:
            return read.clauses[box.id].lead
        box = box.parent
    return []


def _carried(item: Item) -> bool:
    """Whether an item goes on from an earlier plan: its document does not have it."""
    return item.follows is not None


def _print(plan: Plan, id: str) -> str:
    return printed(id, tuple(plan.document.numbering))


def _missing(plan: Plan, outline: Outline, pairs: _Pairs) -> Iterator[Difference]:
    """Clauses that the plan does not have; of several inside one another only the highest."""
    paths: dict[str, tuple[str | int, ...]] = {c.id: ("chapters", i) for i, c in enumerate(plan.chapters)}
    paths |= {task.id: task.path for task, _ in plan.walk()}
    for chapter in outline.chapters:
        if not chapter.kind and chapter.id not in pairs.item_of:
            continue
        for clause in chapter.walk():
            above = clause.parent
            if clause.id in pairs.item_of or (above is not None and above.id not in pairs.item_of):
                continue
            path = paths[pairs.item_of[above.id]] if above is not None else ("chapters",)
            title = f"“{clause.title.value}”" if clause.title is not None else ""
            below = sum(1 for _ in clause.walk()) - 1
            more = f"和它下面的{below}条" if below else ""
            words = _opening(clause)
            message = f"计划里没有原件的{clause.label}{title}{more}：{quoted(words)}"
            yield Difference(MISSING, path, message, words, "按原件补上", clause.id)


def _opening(clause: Clause) -> Words:
    """The words by which a clause is recognised."""
    if clause.title is not None:
        return clause.title.words
    if clause.body:
        return clause.body[0].words(0, len(clause.body[0].text))
    return Words(clause.own, clause.span)


def _chapter(chapter: Chapter, index: int, pairs: _Pairs) -> Iterator[Difference]:
    clause = pairs.clause_of.get(chapter.id)
    if clause is None:
        message = f"第{chapter.id}章“{chapter.title}”，原件没有这一章"
        yield Difference(EXTRA, ("chapters", index, "id"), message, None, "删去，或核对编号", chapter.id)
    elif clause.title is not None and compared(clause.title.value) != compared(chapter.title):
        message = f"第{chapter.id}章的标题写作“{chapter.title}”，原件是“{clause.title.value}”"
        words = clause.title.words
        yield Difference(
            TITLE, ("chapters", index, "title"), f"{message}：{quoted(words)}", words, "按原件改", chapter.id
        )


def _title(task: Task, read: Extracted, said: Said) -> Iterator[Difference]:
    item, path, heading = task.item, (*task.path, "title"), read.title
    if heading is None or read.title_ours:
        if not item.title_ours and not _opens(said, item.title):
            words = _opening(read.clause)
            message = f"{task.id}的标题“{item.title}”，原件这一条没有标题：{quoted(words)}"
            yield Difference(TITLE, path, message, words, "标明 title_ours: true，或按原件改", task.id)
        return
    words = heading.words
    if compared(heading.value) == compared(item.title):
        if item.title_ours:
            message = f"{task.id}的标题标为自拟（title_ours），原件就是这个标题：{quoted(words)}"
            yield Difference(TITLE, (*task.path, "title_ours"), message, words, "删去 title_ours", task.id)
    else:
        message = f"{task.id}的标题写作“{item.title}”，原件是“{heading.value}”：{quoted(words)}"
        yield Difference(TITLE, path, message, words, "按原件改", task.id)


def _opens(said: Said, title: str) -> bool:
    return compared(said.text).startswith(compared(title))

"""What chapters hold: tasks, measures or neither; and one around clauses that stand without any."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from baicheng_cli.document.model import Clause, Doubt
from baicheng_cli.document.places import flat
from baicheng_cli.document.unit_lines import read_unit_line

if TYPE_CHECKING:
    from baicheng_cli.document.numbered import Numbered

_MEASURES = re.compile(
    r"(?:保障|推进|组织|实施|工作|有关|几点)(?:措施|机制|保障|要求|实施|领导)|措施保障|(?<!总体)要求$|保障$|监督(?:考核|管理)"
)
_TASKS = re.compile(
    r"重点(?:工作|任务|举措|项目|内容)|(?:主要|工作|具体|整治|建设|改革|行动)(?:任务|内容|举措|措施)|任务(?:分工|分解|清单|安排)"
    r"|任务和措施|重点$"
)
_NEITHER = re.compile(
    r"指导思想|(?:总体|基本)(?:要求|原则|思路|目标)|(?:工作|目标|主要|总体)(?:目标|原则|思路)|目标任务|实施(?:范围|步骤|时间)"
    r"|时间(?:安排|步骤)|组织(?:机构|体系)|(?:工作|推进|方法|实施)步骤|(?:进度|阶段|步骤)安排|时间进度|背景|^总则$|^附则$"
)
_SAFEGUARDED = re.compile(
    "(?<!组织)(?<!工作)(?<!实施)(?<!措施)(?<!强化)(?<!加强)(?<!要素)(?<!机制)(?<!政策)(?<!服务)(?<!支撑)保障$"
)
"""强化法治保障, 提升民生保障: what is safeguarded is the work itself, when its clauses say who does it."""
_TOP = ("part", "chapter", "section", "cn", "heading1", "heading2", "dotted1", "annex")


def names_units(clause: Clause) -> bool:
    """Whether a clause itself says who does it."""
    if any(re.search("单位|部门|牵头|责任", name) for name in clause.table):
        return True
    if clause.title is not None and _names_any(flat(clause.title.value)):
        return True
    return any(line.cells is None and _names_any(flat(line.text)) for line in clause.body)


@lru_cache(maxsize=4096)
def _names_any(text: str) -> bool:
    """Whether a line names units; asked several times of the same line, which may be a very long one."""
    return read_unit_line(text).names


def wrapped(top: list[Clause], numbers: Numbered) -> list[Clause]:
    """The chapters; clauses that stand without any (articles, rows, 一、 that are tasks) get one around them."""
    if not top:
        return top
    kinds = {numbers.kind_of(one) for one in top}
    tasks = [one for one in top if one.leaf and names_units(one)]
    boxes = [one for one in top if any(names_units(below) for child in one.children for below in child.walk())]
    if (kinds & set(_TOP) and len(tasks) <= len(boxes)) or (kinds & set(_TOP) and len(tasks) < 2):
        return top
    around = Clause("", "", "", 0, top[0].span, children=top, kind="tasks")
    for one in top:
        one.parent = around
    return [around]


def kinds_given(chapters: Sequence[Clause], doubts: list[Doubt]) -> None:
    """Say of every chapter what it holds: by its title, else by whether its clauses name units.

    In a document whose clauses name none at all, chapters with clauses hold tasks unless their title says otherwise.
    """
    seen = False
    for chapter in chapters:
        if not chapter.kind:
            chapter.kind = _kind(chapter, seen, doubts)
        seen = seen or chapter.kind == "tasks"
    if not seen:
        for chapter in chapters:
            title = chapter.title.value if chapter.title else ""
            if chapter.children and not (_NEITHER.search(title) or _MEASURES.search(title)):
                doubts.append(Doubt(f"“{title}”没有写单位，按任务读", chapter.span))
                chapter.kind = "tasks"


def _kind(chapter: Clause, after_tasks: bool, doubts: list[Doubt]) -> str:
    title = chapter.title.value if chapter.title else ""
    if not chapter.children or _NEITHER.search(title):
        return ""
    clauses = [one for one in chapter.walk() if one.leaf]
    named = any(names_units(one) for one in chapter.walk())
    if named and _SAFEGUARDED.search(title) and sum(map(names_units, clauses)) * 2 > len(clauses):
        return "tasks"
    if _MEASURES.search(title) and not _TASKS.search(title) and (after_tasks or not named):
        return "measures"
    if _TASKS.search(title) or named:
        return "tasks"
    if after_tasks:
        doubts.append(Doubt(f"“{title}”没有写单位，按推进措施读", chapter.span))
        return "measures"
    return ""

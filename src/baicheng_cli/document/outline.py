"""The outline of a document: its chapters and clauses by their numbers, and what it says of itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from baicheng_cli.document.chapters import kinds_given, names_units, wrapped
from baicheng_cli.document.clean import cleaned, span_of
from baicheng_cli.document.head import about
from baicheng_cli.document.marks import mark_of
from baicheng_cli.document.model import Clause, Doubt, Line, Outline
from baicheng_cli.document.numbered import Numbered, cells_of
from baicheng_cli.document.read import Tick, no_tick, read_lines
from baicheng_cli.document.table_text import columns_of, is_heading, with_rows
from baicheng_cli.document.titles import part
from baicheng_cli.plan.clause import normal

_ANNEX = re.compile(r"附件[\d一二三四五六七八九十]{0,2}[：:]?")
_SEVERAL = re.compile(r"附件[：:]?\d[.．、]")
"""A list of annexes, not the beginning of one."""


def read_outline(file: Path, tick: Tick = no_tick) -> Outline:
    """The outline of the document in a file. Raises UsageError and UserError when it cannot be read."""
    return outline_of(read_lines(file, tick), tick)


def outline_of(lines: Sequence[Line], tick: Tick = no_tick) -> Outline:
    """The outline of a document by its lines as they stand there."""
    clean, doubts = cleaned(with_rows(lines), tick)
    parts = _parts(clean)
    built = [_built(one, tick) for one in parts]
    main = max(range(len(parts)), key=lambda index: (_weight(parts[index], built[index]), -index))
    numbers = built[main]
    for index, one in enumerate(parts):
        if index > main and not _assigns(one):
            _take_annex(one, numbers, doubts)
        elif index < main and sum(1 for chapter in built[index].top for _ in chapter.walk()) > 2:
            doubts.append(Doubt("正文没有读入任务，任务按附件读", span_of(one.lines[0])))
    chapters = wrapped(numbers.top, numbers)
    numbering = numbers.number(chapters)
    doubts += numbers.doubts
    for one in parts[main + 1 :]:
        if _assigns(one):
            _assign(chapters, one, doubts)
    kinds_given(chapters, doubts)
    front = [line for line in clean if not chapters or line.number < chapters[0].span.line]
    outline = Outline(clean, chapters, numbering, doubts=doubts)
    about(outline, front)
    doubts.sort(key=lambda doubt: doubt.span)
    return outline


class _Part(NamedTuple):
    """The document itself, or one of its annexes: a plan is often the annex of the notice that issues it."""

    lines: list[Line]
    title: Line | None = None
    """What an annex says it is, on the line of its number or the one below."""

    @property
    def heading(self) -> Line | None:
        """The first row of its table that names columns."""
        return next((line for line in self.lines if line.cells and is_heading(line.cells)), None)

    def rows(self) -> list[Line]:
        return [line for line in self.lines if line.cells is not None]


def _parts(lines: Sequence[Line]) -> list[_Part]:
    parts = [_Part([])]
    for index, line in enumerate(lines):
        begins = _ANNEX.match(line.text) if line.cells is None else None
        rest = line.text[begins.end() :] if begins is not None else ""
        after = lines[index + 1 : index + 3]
        if begins is None or _SEVERAL.match(line.text) or not parts[-1].lines or "。" in rest:
            parts[-1].lines.append(line)
        elif not rest:
            title = after[0] if after and after[0].cells is None and len(after[0].text) < 60 else None
            parts.append(_Part([line], title))
        elif any(one.cells is not None for one in after):
            parts.append(_Part([line], part(line, begins.end(), len(line.text))))
        else:
            parts[-1].lines.append(line)
    return parts


def _built(one: _Part, tick: Tick) -> Numbered:
    numbers = Numbered()
    for index, line in enumerate(one.lines):
        numbers.take(line, one.lines[index + 1] if index + 1 < len(one.lines) else None)
        if index % 1000 == 999:
            tick(index, len(one.lines))
    numbers.finish()
    return numbers


def _weight(one: _Part, numbers: Numbered) -> tuple[int, int]:
    """How much a part looks like the plan: clauses that name units, then clauses."""
    if _assigns(one):
        return 0, 0
    clauses = [below for chapter in numbers.top for below in chapter.walk()]
    return sum(1 for below in clauses if names_units(below)), len(clauses)


def _assigns(one: _Part) -> bool:
    """Whether an annex only says who answers for which clause of the text (对应条款)."""
    rows = one.rows()
    heading = one.heading
    return heading is not None and columns_of(rows[rows.index(heading) :]).clause is not None


def _take_annex(one: _Part, numbers: Numbered, doubts: list[Doubt]) -> None:
    """A table of tasks in an annex is a chapter of the plan; other annexes are only named."""
    rows, heading = one.rows(), one.heading
    if heading is not None and one.title is not None and columns_of(rows[rows.index(heading) :]).tasks:
        numbers.begin("annex", one.title)
        for index, line in enumerate(rows):
            numbers.take(line, rows[index + 1] if index + 1 < len(rows) else None)
        numbers.finish()
    elif sum(1 for line in one.lines if mark_of(line.text)) > 2 or rows:
        doubts.append(Doubt("附件没有读入任务", span_of(one.lines[0])))


def _assign(chapters: Sequence[Clause], one: _Part, doubts: list[Doubt]) -> None:
    """Give the clauses what an annex says of them: the row becomes theirs."""
    rows = one.rows()
    heading = one.heading
    if heading is None:
        return
    rows = rows[rows.index(heading) :]
    columns = columns_of(rows)
    labels = {normal(clause.label): clause for chapter in chapters for clause in chapter.walk()}
    for row in rows[columns.taken :]:
        named = (row.cells or ())[columns.clause or 0]
        clause = labels.get(normal(named))
        if clause is None:
            doubts.append(Doubt(f"附件所说的条款“{named}”正文里没有", span_of(row)))
            continue
        clause.table = clause.table or cells_of(row, columns.names)
        clause.body.append(row)

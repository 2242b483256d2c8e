"""The outline of a document: its chapters and clauses by their numbers, and what it says of itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from baicheng_cli.document.chapters import kinds_given, names_units, wrapped
from baicheng_cli.document.clean import cleaned, span_of
from baicheng_cli.document.head import about
from baicheng_cli.document.model import Clause, Doubt, Line, Outline
from baicheng_cli.document.numbered import Numbered
from baicheng_cli.document.read import Tick, no_tick, read_lines
from baicheng_cli.document.table_text import with_rows

_ANNEX = re.compile(r"附件[\d一二三四五六七八九十]{0,2}[：:]?$")


def read_outline(file: Path, tick: Tick = no_tick) -> Outline:
    """The outline of the document in a file. Raises UsageError and UserError when it cannot be read."""
    return outline_of(read_lines(file, tick))


def outline_of(lines: Sequence[Line]) -> Outline:
    """The outline of a document by its lines as they stand there."""
    clean, doubts = cleaned(with_rows(lines))
    parts = _parts(clean)
    built = [_built(part) for part in parts]
    main = max(range(len(built)), key=lambda index: (_weight(built[index]), -index))
    chapters, numbers = built[main]
    doubts += numbers.doubts
    for index, (others, _) in enumerate(built):
        if index != main and sum(1 for one in others for _ in one.walk()) > 2:
            doubts.append(Doubt("这一部分（附件或通知）没有读入任务", span_of(parts[index][0])))
    chapters = wrapped(chapters, numbers)
    numbering = numbers.number(chapters)
    kinds_given(chapters, doubts)
    front = [line for line in clean if not chapters or line.number < chapters[0].span.line]
    outline = Outline(clean, chapters, numbering, doubts=doubts)
    about(outline, front)
    doubts.sort(key=lambda doubt: doubt.span)
    return outline


def _parts(lines: Sequence[Line]) -> list[list[Line]]:
    """The document and its annexes: a plan is often the annex of the notice that issues it."""
    parts: list[list[Line]] = [[]]
    for line in lines:
        if line.cells is None and _ANNEX.match(line.text) and parts[-1]:
            parts.append([])
        parts[-1].append(line)
    return parts


def _built(lines: Sequence[Line]) -> tuple[list[Clause], Numbered]:
    numbers = Numbered()
    for index, line in enumerate(lines):
        numbers.take(line, lines[index + 1] if index + 1 < len(lines) else None)
    return numbers.finish(), numbers


def _weight(built: tuple[list[Clause], Numbered]) -> tuple[int, int]:
    """How much a part looks like the plan: clauses that name units, then clauses."""
    clauses = [one for chapter in built[0] for one in chapter.walk()]
    named = sum(1 for one in clauses if one.table or names_units(one))
    return named, len(clauses)

"""Rows of tables: in plain text from lines with tabs, and of any table what its columns are called."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from baicheng_cli.document.clean import LABEL
from baicheng_cli.document.marks import mark_of
from baicheng_cli.document.model import Line
from baicheng_cli.document.unit_names import BODY

_HEADING = re.compile("序号|编号|任务|事项|内容|措施|目标|时限|时间|期限|单位|部门|领导|责任|牵头|配合|备注|项目|指标")
_ORDINAL = re.compile("序号|编号|序$|NO|No")
_MOST_LINES = 12
"""Of one row: more of them are no cell any more, but what follows a table whose last row is not complete."""
_NOTE = re.compile("备注|说明")
_ANSWERS = re.compile("单位|部门|牵头|配合|责任|处室|科室|站所")
_CLAUSE = re.compile("条款|对应")
_GAP = re.compile(r"\t|[ \u3000\u00a0]{2,}")


def is_heading(cells: Sequence[str]) -> bool:
    """Whether a row names columns: short cells, most of them with words that columns are called by."""
    filled = [cell for cell in dict.fromkeys(cells) if cell.strip()]
    named = sum(1 for cell in filled if len(cell) < 20 and _HEADING.search(cell.replace(" ", "")))
    return len(filled) > 1 and named >= 2 and named * 2 >= len(filled) and not re.search("[。：]", "".join(filled))


def with_rows(lines: Sequence[Line]) -> list[Line]:
    """The same lines, tables that are written with tabs as rows; a cell may go over several lines."""
    out: list[Line] = []
    columns = by_blanks = so_far = 0
    heading: tuple[str, ...] = ()
    above: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    row: list[Line] = []
    done: list[Line] = []
    for line in lines:
        if line.cells is not None or not line.text.strip():
            if row and line.cells is not None:
                out.append(_row(row, heading, above))
                row, so_far = [], 0
            out += [line] if line.cells is not None else []
            continue
        tabs = line.text.count("\t")
        if by_blanks:
            one = _spaced(line, by_blanks)
            if one is not None or _section(line):
                out.append(one or line)
                continue
            by_blanks = 0
        if not columns:
            if "\t" not in line.text and len(spaced := _GAP.split(line.text.strip())) > 2 and is_heading(spaced):
                by_blanks = len(spaced)
                out.append(_spaced(line, by_blanks) or line)
                continue
            cells = line.text.split("\t")
            if tabs > 1 and is_heading(cells):
                columns, above, heading = len(cells), (), tuple(cells)
                out.append(_row([line], heading, ()))
            else:
                out.append(line)
            continue
        ends = so_far + tabs > columns - 1 or (tabs == 0 and (_section(line) or len(row) > _MOST_LINES))
        if row and ends:
            out.append(made := _row(row, heading, above))
            before, above, done, row, so_far = above, made.cells or (), row, [], 0
        if not row and tabs == 0:
            if done and _one_more_unit(line, heading):  # 区城管局 / 区园林局
                done = [*done, line]
                out[-1] = _row(done, heading, before)
                continue
            columns = columns if _section(line) else 0
            done = []
            out.append(line)
            continue
        row.append(line)
        so_far += tabs
        if so_far == columns - 1 and tabs and not _broken_on(row):
            out.append(made := _row(row, heading, above))
            before, above, done, row, so_far = above, made.cells or (), row, [], 0
    if row:
        out.append(_row(row, heading, above))
    return out


def _spaced(line: Line, columns: int) -> Line | None:
    """A row whose cells stand apart by blanks; nothing when they are not as many as the columns."""
    cells, runs, length = [], [], 0
    for found in re.finditer(r"\S+(?:[ \u00a0]\S+)*", line.text):
        runs.append((length, *line.at(found.start())))
        cells.append(found[0])
        length += len(found[0]) + 1
    if len(cells) != columns:
        return None
    return Line(line.number, line.raw, "\t".join(cells), tuple(runs), tuple(cells))


def _section(line: Line) -> bool:
    mark = mark_of(line.text.strip())
    return mark is not None and len(line.text) < 40


def _one_more_unit(line: Line, heading: Sequence[str]) -> bool:
    """Whether a line goes on with the units in the last cell of the row above it."""
    text = line.text.strip()
    return bool(_ANSWERS.search(heading[-1])) and len(text) < 20 and BODY.search(text) is not None


def _broken_on(row: Sequence[Line]) -> bool:
    """Whether the last cell stands open: a bracket in it is not closed."""
    last = row[-1].text.rpartition("\t")[2]
    return last.count("（") > last.count("）")


def _row(parts: Sequence[Line], heading: Sequence[str], above: Sequence[str]) -> Line:
    """One row out of its lines; the cells of a row that goes on with the one above are filled in from there."""
    text = "\n".join(part.text for part in parts)
    runs: list[tuple[int, int, int]] = []
    length = 0
    for part in parts:
        runs += _shifted(part, length)
        length += len(part.text) + 1
    cells = text.split("\t")
    cells += [""] * (len(heading) - len(cells))
    joined = "\t".join(cells)
    line = Line(parts[0].number, parts[0].raw, joined, tuple(runs), tuple(cells))
    if above and not cells[0].strip() and len(above) == len(cells) and any(cell.strip() for cell in cells):
        return _filled(line, above, heading)
    return line


def _shifted(part: Line, by: int) -> Iterator[tuple[int, int, int]]:
    yield (by, *part.at(0))
    yield from ((by + start, line, place) for start, line, place in part.runs if start)


def _filled(line: Line, above: Sequence[str], heading: Sequence[str]) -> Line:
    """A row whose first cell is merged with the one above: so are its other empty ones, notes aside."""
    cells = line.cells or ()
    names = [*heading, *[""] * (len(cells) - len(heading))]
    whole = tuple(
        before if not cell.strip() and not _NOTE.search(name) else cell
        for cell, before, name in zip(cells, above, names, strict=False)
    )
    runs, here, there = [], 0, 0
    for cell, own in zip(whole, cells, strict=True):
        runs.append((here, *line.at(there)))
        here, there = here + len(cell) + 1, there + len(own) + 1
    return Line(line.number, line.raw, "\t".join(whole), tuple(runs), whole)


class Columns(NamedTuple):
    """What the columns of a table are called, and which of them says what."""

    names: list[str]
    taken: int
    """How many rows say so: two where a heading is divided below."""
    ordinal: int | None
    title: int | None
    """The column whose cell is a task's heading."""
    tasks: bool
    """Whether its rows are tasks: somebody answers for them, or they are numbered tasks."""
    clause: int | None = None
    """The column that names the clause of the text that a row belongs to."""


def columns_of(rows: Sequence[Line]) -> Columns:
    """What the columns are called, by the first rows of a table."""
    first = [re.sub(r"\s", "", cell) for cell in rows[0].cells or ()]
    taken = 1
    below = rows[1].cells or () if len(rows) > 1 else ()
    second = [re.sub(r"\s", "", cell) for cell in below]
    if len(second) == len(first) and first[0] and second[0] == first[0] and is_heading(second):
        taken = 2
        first = [_under(upper, lower) for upper, lower in zip(first, second, strict=True)]
    names: list[str] = []
    for index, name in enumerate(first):
        name = name or f"第{index + 1}列"
        unique, again = name, 2
        while unique in names:
            unique, again = f"{name}（{again}）", again + 1
        names.append(unique)
    ordinal = next((index for index, name in enumerate(names) if _ORDINAL.search(name)), None)
    answered = any(_ANSWERS.search(name) for name in names)
    clause = next((index for index, name in enumerate(names) if _CLAUSE.search(name)), None)
    title = _title_column(names)
    return Columns(names, taken, ordinal, title, answered or (ordinal is not None and title is not None), clause)


def _under(upper: str, lower: str) -> str:
    if upper == lower or not lower:
        return upper
    return lower if _HEADING.search(lower) and lower not in ("牵头", "配合", "责任") else f"{upper}（{lower}）"


def _title_column(names: Sequence[str]) -> int | None:
    for pattern in (
        "重点任务|任务名称|重点工作|工作任务|主要任务|事项|项目名称|工作名称|任务$|^项目$",
        "任务|项目|工作",
        "^指标(?:名称)?$|^名称$",
    ):
        for index, name in enumerate(names):
            if re.search(pattern, name) and not re.search("措施|内容|单位|目标|时限|要求|领导", name):
                return index
    return None


def as_labels(rows: Sequence[Line]) -> list[Line] | None:
    """The rows of a table whose left column says what the right one holds, as labelled lines: 牵头部门：县司法局."""
    if any(len(row.cells or ()) != 2 for row in rows):
        return None
    left = [(row.cells or ("",))[0].strip() for row in rows]
    if sum(1 for one in left if LABEL.match(f"{one}：")) < 2 or (is_heading(rows[0].cells or ()) and len(rows) < 3):
        return None
    lines = []
    for row in rows:
        at = row.text.index("\t")
        lines.append(Line(row.number, row.raw, f"{row.text[:at]}：{row.text[at + 1 :]}", row.runs))
    return lines

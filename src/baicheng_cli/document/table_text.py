"""Rows of tables: in plain text from lines with tabs, and of any table what its columns are called."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from baicheng_cli.document.marks import mark_of
from baicheng_cli.document.model import Line

_HEADING = re.compile("序号|编号|任务|事项|内容|措施|目标|时限|时间|期限|单位|部门|领导|责任|牵头|配合|备注|项目|指标")
_ORDINAL = re.compile("序号|编号|序$|NO|No")
_NOTE = re.compile("备注|说明")


def is_heading(cells: Sequence[str]) -> bool:
    """Whether a row names columns: short cells, most of them with words that columns are called by."""
    filled = [cell for cell in dict.fromkeys(cells) if cell.strip()]
    named = sum(1 for cell in filled if len(cell) < 20 and _HEADING.search(cell.replace(" ", "")))
    return len(filled) > 1 and named >= 2 and named * 2 >= len(filled) and not any("。" in cell for cell in filled)


def with_rows(lines: Sequence[Line]) -> list[Line]:
    """The same lines, tables that are written with tabs as rows; a cell may go over several lines."""
    out: list[Line] = []
    columns = 0
    above: tuple[str, ...] = ()
    row: list[Line] = []
    for line in lines:
        if line.cells is not None or not line.text.strip():
            if row and line.cells is not None:
                out.append(_row(row, columns, above))
                row = []
            out += [line] if line.cells is not None else []
            continue
        tabs = line.text.count("\t")
        if not columns:
            cells = line.text.split("\t")
            if tabs > 1 and is_heading(cells):
                columns, above = len(cells), ()
                out.append(_row([line], columns, ()))
            else:
                out.append(line)
            continue
        so_far = sum(one.text.count("\t") for one in row)
        if row and (so_far + tabs > columns - 1 or (tabs == 0 and _section(line))):
            out.append(made := _row(row, columns, above))
            above, row, so_far = made.cells or (), [], 0
        if not row and tabs == 0:
            if not _section(line):
                columns = 0
            out.append(line)
            continue
        row.append(line)
        if so_far + tabs == columns - 1 and tabs and not _broken_on(row, columns):
            out.append(made := _row(row, columns, above))
            above, row = made.cells or (), []
    if row:
        out.append(_row(row, columns, above))
    return out


def _section(line: Line) -> bool:
    mark = mark_of(line.text.strip())
    return mark is not None and len(line.text) < 40


def _broken_on(row: Sequence[Line], columns: int) -> bool:
    """Whether the last cell stands open: a bracket in it is not closed."""
    last = row[-1].text.rpartition("\t")[2]
    return last.count("（") > last.count("）")


def _row(parts: Sequence[Line], columns: int, above: Sequence[str]) -> Line:
    """One row out of its lines; the cells of a row that goes on with the one above are filled in from there."""
    text = "\n".join(part.text for part in parts)
    runs: list[tuple[int, int, int]] = []
    length = 0
    for part in parts:
        runs += _shifted(part, length)
        length += len(part.text) + 1
    cells = text.split("\t")
    cells += [""] * (columns - len(cells))
    joined = "\t".join(cells)
    line = Line(parts[0].number, parts[0].raw, joined, tuple(runs), tuple(cells))
    if above and not cells[0].strip() and len(above) == len(cells) and any(cell.strip() for cell in cells):
        return _filled(line, above)
    return line


def _shifted(part: Line, by: int) -> Iterator[tuple[int, int, int]]:
    yield (by, *part.at(0))
    yield from ((by + start, line, place) for start, line, place in part.runs if start)


def _filled(line: Line, above: Sequence[str]) -> Line:
    """A row whose first cell is merged with the one above: so are its other empty ones, notes aside."""
    cells = line.cells or ()
    whole = tuple(
        before if not cell.strip() and index < len(cells) - 1 else cell
        for index, (cell, before) in enumerate(zip(cells, above, strict=True))
    )
    runs, here, there = [], 0, 0
    for cell, own in zip(whole, cells, strict=True):
        runs.append((here, *line.at(there)))
        here, there = here + len(cell) + 1, there + len(own) + 1
    return Line(line.number, line.raw, "\t".join(whole), tuple(runs), whole)


def headings_of(rows: Sequence[Sequence[str]]) -> tuple[list[str], int]:
    """What the columns are called, and how many rows say so: two where a heading is divided below."""
    first = [re.sub(r"\s", "", cell) for cell in rows[0]]
    taken = 1
    if len(rows) > 1 and len(rows[1]) == len(first):
        second = [re.sub(r"\s", "", cell) for cell in rows[1]]
        if second[0] == first[0] and first[0] and is_heading(second):
            taken = 2
            first = [_under(upper, lower) for upper, lower in zip(first, second, strict=True)]
    names: list[str] = []
    for index, name in enumerate(first):
        name = name or f"第{index + 1}列"
        again = 2
        unique = name
        while unique in names:
            unique, again = f"{name}（{again}）", again + 1
        names.append(unique)
    return names, taken


def _under(upper: str, lower: str) -> str:
    if upper == lower or not lower:
        return upper
    return lower if _HEADING.search(lower) and lower not in ("牵头", "配合", "责任") else f"{upper}{lower}"


def ordinal_column(names: Sequence[str]) -> int | None:
    return next((index for index, name in enumerate(names) if _ORDINAL.search(name)), None)


def title_column(names: Sequence[str]) -> int | None:
    """The column whose cell is a task's heading."""
    for pattern in ("重点任务|任务名称|重点工作|工作任务|主要任务|事项|项目名称|工作名称", "任务|项目|工作"):
        for index, name in enumerate(names):
            if re.search(pattern, name) and not re.search("措施|内容|单位|目标|时限|要求|领导", name):
                return index
    return None

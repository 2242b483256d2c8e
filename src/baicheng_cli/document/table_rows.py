"""A row of a table of tasks: what each column holds, read as what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from baicheng_cli.document.deadlines import NONE_WORDS, Deadline, Time, cell_deadline
from baicheng_cli.document.model import Line
from baicheng_cli.document.places import At, flat
from baicheng_cli.document.unit_lines import UnitReading, cell_units, role_of_heading

_NO_CONTENT = re.compile(
    "序号|编号|备注|说明|进展|完成情况|填报|联系|电话|类别|分类|级别|依据|来源|签字|评价|条款|计量单位|^单位$"
)
_TITLE_COLUMN = re.compile("^(?:重点|工作|主要|目标)?(?:任务|工作|事项|项目)(?:名称)?$|名称$")
_MEASURE_COLUMN = re.compile("^(?:计量)?单位$")
PERIOD = re.compile(
    r"^(?:20\d\d年?|第?[一二三四]季度|[上下]半年|\d{1,2}月(?:底|末)?|20\d\d年(?:底|末|\d{1,2}月).*)(?:目标|任务|计划|完成)?$"
)
_NUMBER = re.compile(r"^[≥≤>=<约不低高少多于超过]*\s*\d[\d.,]*\s*%?")


@dataclass
class RowRead:
    """One row."""

    units: list[UnitReading] = field(default_factory=list)
    due: At[Deadline] | None = None
    continuing: At[str] | None = None
    unread_due: At[str] | None = None
    content: list[tuple[int, int]] = field(default_factory=list)
    """Where the cells stand that say what is to be done."""
    titles: list[tuple[int, int]] = field(default_factory=list)
    by_period: list[tuple[At[Deadline], int, int]] = field(default_factory=list)
    """Cells under a heading that is a time (2022年): that time, and where the number stands."""
    measure: str = ""
    """The unit of measure, where it has a column of its own."""


def read_row(line: Line, headings: list[str], title: str, time: Time) -> RowRead:
    """The cells of a row by the headings of their columns."""
    row = RowRead()
    text = flat(line.text)
    periods = sum(1 for heading in headings if PERIOD.match(innermost(heading)))
    for heading, (start, end) in zip(headings, cells(line), strict=False):
        cell = text[start:end]
        name = re.sub(r"\s", "", heading)
        role = role_of_heading(heading)
        if PERIOD.match(innermost(heading)) and periods > 1:
            due = cell_deadline(innermost(heading), time)
            if due is not None and cell.strip() not in ("", "-", "/"):
                row.by_period.append((due, start, end))
        elif _MEASURE_COLUMN.match(name) and not _looks_like_units(cell):
            row.measure = cell.strip()
        elif role in ("lead", "support", "responsible"):
            row.units.append(_moved(cell_units(cell.replace("\n", "、"), role), start))
        elif role == "due":
            _due(row, line, start, end, time)
        elif role != "people" and not _NO_CONTENT.search(name):
            if cell.strip() == title and _TITLE_COLUMN.search(name):
                row.titles.append((start, end))
            else:
                row.content.append((start, end))
    return row


def innermost(heading: str) -> str:
    """Of a heading in two rows the lower one: 季度进度（一季度）."""
    words = re.sub(r"\s", "", flat(heading))
    inside = re.fullmatch(r".+（([^（）]+)）", words)
    return inside[1] if inside else words


def _looks_like_units(cell: str) -> bool:
    return len(cell.strip()) > 4 or bool(re.search(r"[局委办处部]$|、", cell.strip()))


def _due(row: RowRead, line: Line, start: int, end: int, time: Time) -> None:
    cell = line.text[start:end]
    if (found := cell_deadline(cell, time)) is not None:
        row.due = At(start + found.start, start + found.end, found.value, "deadline.column")
    elif NONE_WORDS.search(cell):
        row.continuing = At(start, end, cell.strip(), "deadline.none")
    elif cell.strip():
        row.unread_due = At(start, end, cell.strip(), "deadline.unread")


def cells(line: Line) -> Iterator[tuple[int, int]]:
    """Where the cells stand in the line's text."""
    start = 0
    for cell in line.text.split("\t"):
        yield start, start + len(cell)
        start += len(cell) + 1


def _moved(reading: UnitReading, by: int) -> UnitReading:
    for role in ("lead", "support", "responsible"):
        setattr(reading, role, [one._replace(start=one.start + by, end=one.end + by) for one in reading.of(role)])
    reading.open_ends = [one._replace(start=one.start + by, end=one.end + by) for one in reading.open_ends]
    return reading

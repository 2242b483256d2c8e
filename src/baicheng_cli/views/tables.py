"""Tables as text: aligned columns, cards, Markdown, CSV and JSON, measured by East Asian width."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from baicheng_cli.words import DEMO

FORMATS = ("table", "json", "csv", "md")
BOM = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"^[+-]?\d+(\.\d+)?%?$")
_PIECE = re.compile(r"[（《“‘〔【]*(?:[!-~]+|.)[，。；：、？！）》”’〕】%％]*", re.DOTALL)
"""What is not broken over lines: a run of ASCII (a number, a date), with the marks that belong to it."""
_SHORT, _LEAST = 14, 8
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class Column(NamedTuple):
    """One column: its heading, and how its cells are shown."""

    title: str
    right: bool = False
    light: bool = False
    """Cells are lights in words; a terminal may colour them."""


class Table(NamedTuple):
    """A list as every format shows it: rows of text for people, items for programs."""

    kind: str
    """Name of the list in JSON, as `tasks`."""
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    items: tuple[dict[str, Any], ...] = ()
    head: tuple[str, ...] = ()
    """Lines above the table: plan, day, filter, demonstration mark."""
    foot: tuple[str, ...] = ()


def width_of(text: str) -> int:
    """Columns a text takes on a terminal: a Chinese character takes two, a combining mark none."""
    return sum(
        0 if unicodedata.combining(one) else 2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text
    )


def padded(text: str, width: int, *, right: bool = False) -> str:
    gap = " " * max(0, width - width_of(text))
    return gap + text if right else text + gap


def wrapped(text: str, width: int) -> list[str]:
    """Lines of at most `width` columns: numbers stay whole, no line begins with a closing mark."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line, taken = "", 0
        for piece in _PIECE.findall(paragraph):
            for part in [piece] if width_of(piece) <= width else piece:  # longer than a line: anywhere
                wide = width_of(part)
                if line and taken + wide > width:
                    lines.append(line)
                    line, taken = "", 0
                line, taken = line + part, taken + wide
        lines.append(line)
    return lines


def column_widths(table: Table, width: int, gap: int) -> list[int]:
    """How wide each column is in `width`: short ones keep what they need, long ones share what is left.

    A long column gets room by the length of what it holds, so that the table becomes as short as it can.
    """
    wanted = [
        max([width_of(column.title), *(width_of(line) for row in table.rows for line in row[index].split("\n"))])
        for index, column in enumerate(table.columns)
    ]
    left = width - gap * len(wanted)
    if sum(wanted) <= left:
        return wanted
    short = [index for index, one in enumerate(wanted) if one <= _SHORT]
    left -= sum(wanted[index] for index in short)
    long = [index for index in range(len(wanted)) if index not in short]
    weights = {index: sum(width_of(row[index]) for row in table.rows) ** 0.6 for index in long}
    widths = list(wanted)
    for index in sorted(long, key=lambda one: weights[one]):
        share = int(left * weights[index] / sum(weights[one] for one in long))
        widths[index] = min(wanted[index], max(_LEAST, share))
        left -= widths[index]
        long.remove(index)
    return widths


def clean(text: str) -> str:
    """Text from data, without control characters that would steer a terminal."""
    return _CONTROL.sub("", text)


def one_line(text: str) -> str:
    return " ".join(clean(text).split("\n"))


def plain(table: Table) -> str:
    """Aligned columns without colours and without cutting anything: what a pipe gets."""
    rows = [[one_line(cell) for cell in row] for row in table.rows]
    titles = [column.title for column in table.columns]
    widths = [max([width_of(title), *(width_of(row[index]) for row in rows)]) for index, title in enumerate(titles)]
    lines = [one_line(line) for line in table.head]
    for cells in (titles, *rows):
        shown = [
            padded(cell, width, right=column.right)
            for cell, width, column in zip(cells, widths, table.columns, strict=True)
        ]
        lines.append("  ".join(shown).rstrip())
    return "\n".join([*lines, *(one_line(line) for line in table.foot)]) + "\n"


def cards(table: Table, width: int) -> str:
    """One block a row, for narrow terminals: nothing vanishes, no empty cell either; long text is wrapped."""
    inside = max((width_of(column.title) for column in table.columns), default=0)
    lines = [line for text in table.head for line in wrapped(clean(text), width)]
    for row in table.rows:
        lines.append("─" * max(10, min(width, 60)))
        for column, cell in zip(table.columns, row, strict=True):
            first, *more = wrapped(clean(cell) or "—", max(10, width - inside - 2))
            lines.append(f"{padded(column.title, inside)}  {first}")
            lines += [" " * (inside + 2) + line for line in more]
    return "\n".join([*lines, *(line for text in table.foot for line in wrapped(clean(text), width))]) + "\n"


def markdown(table: Table) -> str:
    """A Markdown table under its head lines."""
    lines = [*(f"{md_cell(line)}  " for line in table.head), ""] if table.head else []
    lines.append(_md_row([column.title for column in table.columns]))
    lines.append("|" + "|".join(" ---: " if column.right else " --- " for column in table.columns) + "|")
    lines += [_md_row(row) for row in table.rows]
    if table.foot:
        lines += ["", *(f"{md_cell(line)}  " for line in table.foot)]
    return "\n".join(lines) + "\n"


def _md_row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(md_cell(cell) for cell in cells) + " |"


def md_cell(text: str) -> str:
    """A cell's text, so that it cannot end the cell or become markup."""
    return re.sub(r"([\\|*_`<>\[\]])", r"\\\1", clean(text)).replace("\n", "<br>")


def csv_text(table: Table, *, raw: bool = False) -> str:
    """CSV: for people with a byte-order mark and formulas made harmless; `raw` for programs, as it is.

    Of demonstration data every row says so, in a column of its own: a file has no heading that could.
    """
    import csv

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    mark = [DEMO] if any(DEMO in line for line in table.head) else []
    writer.writerow([*(column.title for column in table.columns), *(["数据性质"] if mark else [])])
    for row in table.rows:
        writer.writerow([*(cell if raw else safe_cell(clean(cell)) for cell in row), *mark])
    return out.getvalue() if raw else BOM + out.getvalue()


def safe_cell(text: str) -> str:
    """Text that a spreadsheet would take for a formula gets an apostrophe in front; numbers stay numbers."""
    return f"'{text}" if text.startswith(_FORMULA) and not _NUMBER.match(text) else text


def json_text(kind: str, plan: dict[str, Any], as_of: str, items: Sequence[dict[str, Any]], **more: Any) -> str:
    """The envelope of every `--format json` (DESIGN §6): stable keys, null rather than absent."""
    import json

    envelope = {"schema": 1, "kind": kind, "plan": plan, "as_of": as_of, **more, "items": list(items)}
    return json.dumps(envelope, ensure_ascii=False, indent=2, default=_json_value) + "\n"


def _json_value(value: object) -> object:
    if isinstance(value, Decimal):
        return number(value)
    raise TypeError(f"{type(value).__name__} is no JSON value")


def number(value: Decimal | None) -> int | float | None:
    """A JSON number: 100, not 100.0."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)

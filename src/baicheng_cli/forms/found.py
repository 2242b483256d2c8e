"""Where things stand in a workbook that came back: the hidden sheet, the title, the headings, the signatures."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from baicheng_cli.forms.columns import (
    HIDDEN_KEYS,
    HIDDEN_SHEET,
    MARK,
    PARTS,
    PARTS_SHEET,
    SIGNED,
    WORK,
    WORK_SHEET,
    FormColumn,
)
from baicheng_cli.forms.grid import Book, Cell, Sheet, place_words
from baicheng_cli.words import DEMO, number_words

TOP = 40
"""The headings of a form stand in one of its first rows."""
_UNIT = re.compile(r"单位:\s*(\S+)")
_MONTH = re.compile(r"月份:\s*(\d{4})\s*年\s*(\d{1,2})\s*月", re.ASCII)
_VERSION = re.compile(r"表版本:\s*(\S+)")
_TITLE = re.compile(r"(\S+?)进展填报表\((\d{4})年(\d{1,2})月\)", re.ASCII)
_MARKS = re.compile(r"(?=月份:|统计截止:|报送截止:|表版本:)")


def folded(text: str) -> str:
    """Text as it is compared: without blanks and invisible marks, full-width forms made half-width."""
    plain = "".join(one for one in text if unicodedata.category(one) != "Cf")
    return "".join(unicodedata.normalize("NFKC", plain).split()).casefold()


def words_of(cell: Cell) -> str:
    """A cell's value as text, as far as it is needed to find things."""
    value = cell.value
    if value is None or isinstance(value, bool):
        return ""
    return value if isinstance(value, str) else value.isoformat() if hasattr(value, "isoformat") else _digits(value)


def _digits(value: object) -> str:
    from decimal import Decimal

    return number_words(value) if isinstance(value, Decimal) and -15 < value.adjusted() < 30 else str(value)


@dataclass(frozen=True)
class Hidden:
    """What the hidden sheet says."""

    told: Mapping[str, str]
    """What it begins with, by key (columns.HIDDEN_KEYS)."""
    sent: Mapping[str, str]
    """What each cell that may be filled in held when the form was sent, by address."""
    labels: Mapping[str, str]
    whole: bool
    """Nobody has changed it since."""


def hidden_of(book: Book) -> Hidden | None:
    """The hidden sheet, under whatever name; `None` when it is gone."""
    from baicheng_cli.forms.book import digest_of

    for sheet in sorted(book.sheets, key=lambda one: one.name != HIDDEN_SHEET):
        if (words_of(sheet.at(1, 1)), words_of(sheet.at(1, 2))) != (HIDDEN_KEYS[0], MARK):
            continue
        rows = [[words_of(sheet.at(row, column)) for column in (1, 2, 3)] for row in range(1, sheet.last_row + 1)]
        told = {key: text for key, text, _ in rows[: len(HIDDEN_KEYS)]}
        cells = [row for row in rows[len(HIDDEN_KEYS) :] if row[0]]
        head = [(key, told.get(key, "")) for key in HIDDEN_KEYS if key != "digest"]
        whole = told.get("digest") == digest_of([*head, *cells])
        sent, labels = {row[0]: row[1] for row in cells}, {row[0]: row[2] for row in cells}
        return Hidden(told, sent, labels, whole)
    return None


@dataclass(frozen=True)
class Title:
    """What the visible sheets say of themselves; "" and () where they say nothing."""

    units: tuple[str, ...] = ()
    months: tuple[str, ...] = ()
    """All that are named, the most visible first: they should be one."""
    version: str = ""
    subject: str = ""
    """What the form is about, before 进展填报表."""
    demo: bool = False


def title_of(sheets: Sequence[Sheet]) -> Title:
    """Whose form it is, and of which month, by the lines above the headings."""
    units: list[str] = []
    months: list[str] = []
    versions: list[str] = []
    subjects: list[str] = []
    demo = False
    for sheet in sheets:
        for line in _lines(sheet):
            demo = demo or DEMO in line
            if found := _TITLE.search("".join(line.split())):
                subjects.append(found[1])
                months.append(f"{found[2]}-{int(found[3]):02}")
            if found := _UNIT.search(line):
                units.append(_MARKS.split(found[1])[0])
            if found := _MONTH.search(line):
                months.append(f"{found[1]}-{int(found[2]):02}")
            if found := _VERSION.search(line):
                versions.append(found[1])
    return Title(
        tuple(dict.fromkeys(filter(None, units))),
        tuple(dict.fromkeys(months)),
        next(iter(versions), ""),
        next(iter(subjects), ""),
        demo,
    )


def _lines(sheet: Sheet) -> Iterator[str]:
    """The texts of a sheet's first rows, each row in one line."""
    rows: dict[int, list[str]] = {}
    for (row, _), cell in sorted(sheet.cells.items()):
        if row <= TOP // 4:
            rows.setdefault(row, []).append(unicodedata.normalize("NFKC", words_of(cell)))
    for texts in rows.values():
        yield " ".join(texts)


@dataclass(frozen=True)
class Grid:
    """A sheet of the form, and where its columns are."""

    sheet: Sheet
    name: str
    """`表一`, as messages call it."""
    heading: int
    """The row of the headings; 0 when it is gone."""
    columns: Mapping[str, int]
    """By key."""

    def at(self, row: int, key: str) -> Cell:
        return self.sheet.at(row, self.columns[key])

    def place(self, row: int, key: str) -> str:
        """`表一H7`"""
        return f"{self.name}{place_words(row, self.columns[key])}"

    @property
    def rows(self) -> list[int]:
        """The rows below the headings that hold anything."""
        return sorted({row for row, _ in self.sheet.cells if row > self.heading})


PARTS_NAME, WORK_NAME = PARTS_SHEET.partition(" ")[0], WORK_SHEET.partition(" ")[0]


def parts_grid(book: Book, known: Mapping[str, object]) -> tuple[Grid | None, list[str]]:
    """表一, and the names of further sheets like it; `known`: the ids that its rows may have."""
    return _grid(book, PARTS, PARTS_SHEET, known)


def work_grid(book: Book, known: Mapping[str, object]) -> tuple[Grid | None, list[str]]:
    return _grid(book, WORK, WORK_SHEET, known)


def _grid(
    book: Book, columns: Sequence[FormColumn], title: str, known: Mapping[str, object]
) -> tuple[Grid | None, list[str]]:
    name = title.partition(" ")[0]
    named = [sheet for sheet in book.sheets if folded(sheet.name) == folded(title)]
    others = [sheet for sheet in book.sheets if sheet not in named and not sheet.hidden]
    found: list[Grid] = []
    for sheet in (*named, *others):
        row, there = _headings(sheet, columns)
        headed = "id" in there and any(column.key in there for column in columns if column.fill)
        if sheet in named or headed:
            placed = _placed(sheet, row, there, columns, known)
            if placed is not None:
                found.append(Grid(sheet, name, row, placed))
    return (found[0] if found else None), [grid.sheet.name for grid in found[1:]]


def _headings(sheet: Sheet, columns: Sequence[FormColumn]) -> tuple[int, dict[str, int]]:
    """The row that looks most like the headings, and the columns that they name; 0 when none does."""
    titles = {folded(column.title): column.key for column in columns}
    rows: dict[int, dict[str, int]] = {}
    for (row, place), cell in sorted(sheet.cells.items()):
        if row <= TOP and (key := titles.get(folded(words_of(cell)))) is not None:
            rows.setdefault(row, {}).setdefault(key, place)
    best = max(rows, key=lambda row: (len(rows[row]), -row), default=0)
    return (best, rows[best]) if best and len(rows[best]) >= 3 else (0, {})


def _placed(
    sheet: Sheet, heading: int, there: dict[str, int], columns: Sequence[FormColumn], known: Mapping[str, object]
) -> dict[str, int] | None:
    """Every column that is filled in, and the ids; where a heading is gone, by its place beside the others.

    That place is only trusted while all that are left stand as they were sent, and it has no heading of another name.
    """
    order = {column.key: place for place, column in enumerate(columns, 1)}
    if "id" not in there:
        ids: dict[int, int] = {}
        for (row, place), cell in sheet.cells.items():
            if row > heading and folded(words_of(cell)) in known:
                ids[place] = ids.get(place, 0) + 1
        if not ids:
            return None
        there = {**there, "id": max(ids, key=lambda place: ids[place])}
    shifts = {place - order[key] for key, place in there.items()}
    placed = dict(there)
    for column in columns:
        if column.key in placed:
            continue
        place = order[column.key] + min(shifts)
        taken = place < 1 or place in there.values()
        if len(shifts) == 1 and not taken:
            placed[column.key] = place
    return placed


def missing(grid: Grid, columns: Sequence[FormColumn]) -> list[str]:
    """The titles of columns to fill in that cannot be found any more."""
    return [column.title for column in columns if column.fill and column.key not in grid.columns]


_SIGNED = {folded(words).rstrip(":"): address for address, words in SIGNED}
_SHORT_SIGNED = {re.sub(r"\(.*", "", words): address for words, address in _SIGNED.items()}


def signature_of(text: str) -> tuple[str, str] | None:
    """The address of a word below the table (填报人：), and what stands behind it in the same cell."""
    flat = unicodedata.normalize("NFKC", text)
    bare = folded(text)
    for words, address in _SHORT_SIGNED.items():
        if not bare.startswith(words):
            continue
        rest = flat.partition(":")[2] if ":" in flat else ""
        if bare.partition(":")[0] in (words, *(full for full in _SIGNED if full.startswith(words))):
            return address, rest.strip()
    return None


def signatures(grid: Grid, rows: Sequence[int]) -> dict[str, tuple[tuple[int, int], str]]:
    """What is written beside the words below the table, by address: its place and text."""
    found: dict[str, tuple[tuple[int, int], str]] = {}
    for row in rows:
        cells = sorted((place, words_of(cell)) for (at, place), cell in grid.sheet.cells.items() if at == row)
        for index, (place, text) in enumerate(cells):
            said = signature_of(text)
            if said is None or not said[0]:
                continue
            address, rest = said
            after = cells[index + 1] if index + 1 < len(cells) else None
            if not rest and after is not None and signature_of(after[1]) is None:
                place, rest = after[0], after[1].strip()
            if rest:
                found.setdefault(address, ((row, place), rest))
    return found


def signed_rows(grid: Grid) -> list[int]:
    """The rows of signatures: those with one of the words below the table."""
    texts = ((row, words_of(cell)) for (row, _), cell in sorted(grid.sheet.cells.items()) if row > grid.heading)
    return list(dict.fromkeys(row for row, text in texts if signature_of(text) is not None))

"""What a clause says, as its plan is held against it: its prose, who answers, the days set for all of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from baicheng_cli.document.deadlines import Deadline, Time, cell_deadline, deadlines
from baicheng_cli.document.extracted import ROLES, Extracted
from baicheng_cli.document.model import Clause, Line, Words
from baicheng_cli.document.numbers import Quantity, quantities
from baicheng_cli.document.places import At, flat, line_of
from baicheng_cli.document.titles import part
from baicheng_cli.document.unit_lines import read_unit_line, role_of_heading


@dataclass(frozen=True)
class Prose:
    """One line of a clause's own words; those that name units are blanked out."""

    line: Line
    text: str
    """Flat (places.flat), character for character that of `line`."""
    time: Time
    due: Words | None = None
    """The deadline that its row or its clause sets beside it."""

    @cached_property
    def quantities(self) -> tuple[At[Quantity], ...]:
        return tuple(At(start, end, one, "") for start, end, one in quantities(self.text))

    @cached_property
    def deadlines(self) -> tuple[At[Deadline], ...]:
        return tuple(deadlines(self.text, self.time))

    def words(self, start: int, end: int) -> Words:
        return self.line.words(start, end)

    def sentence(self, place: int) -> tuple[int, int]:
        """Where the sentence around a place begins and ends."""
        begin = max(self.text.rfind(sign, 0, place) for sign in "。！？\n\t")
        ends = [at for sign in "。！？\n\t" if (at := self.text.find(sign, place)) >= 0]
        return begin + 1, min(ends, default=len(self.text))

    def piece(self, place: int, signs: str = "，；。：！？\n\t") -> tuple[int, int]:
        """Where the piece of a sentence around a place begins and ends."""
        begin = max(self.text.rfind(sign, 0, place) for sign in signs)
        ends = [at for sign in signs if (at := self.text.find(sign, place)) >= 0]
        return begin + 1, min(ends, default=len(self.text))

    def governing(self, place: int) -> At[Deadline] | None:
        """The deadline in force at a place: the last one before it in its sentence.

        One that stands between commas (2019年底前，…；…) holds to the end of its sentence, one inside a phrase
        (确保其2019年建成；…) to the semicolon. Without one before, the first one after it in its piece.
        """
        begin, end = self.sentence(place)
        for one in reversed(self.deadlines):
            if one.end <= place and one.start >= begin:
                if "；" not in self.text[one.end : place] or self.text[one.end : one.end + 1] == "，":
                    return one
                return None
        _, stop = self.piece(place, "；。！？\n\t")
        return next((one for one in self.deadlines if place <= one.start < min(stop, end)), None)


@dataclass
class Said:
    """What one clause says itself, without the clauses below it."""

    clause: Clause
    prose: list[Prose] = field(default_factory=list)

    @cached_property
    def text(self) -> str:
        return "\n".join(one.text for one in self.prose)

    def find(self, words: str) -> Iterator[tuple[Prose, int, int]]:
        """Every place where these words stand."""
        wanted = flat(words)
        for one in self.prose:
            at = one.text.find(wanted) if wanted else -1
            while at >= 0:
                yield one, at, at + len(wanted)
                at = one.text.find(wanted, at + 1)


def said_by(one: Extracted, time: Time, default: Words | None = None) -> Said:
    """What a clause says in its own title and lines; `default`: the deadline of clauses that name none."""
    clause = one.clause
    said = Said(clause)
    lines: list[tuple[Line, str, Words | None]] = []
    if clause.title is not None and not clause.table:
        title = line_of(clause.title.words)
        lines.append((title, read_unit_line(flat(title.text)).prose, None))
    for line in clause.body:
        if line.cells is not None and clause.table:
            lines += _row(line, list(clause.table), time)
        else:
            lines.append((line, read_unit_line(flat(line.text)).prose, None))
    beside = one.due.words if one.due is not None else default
    said.prose = [Prose(line, text, time, due or beside) for line, text, due in lines]
    return said


def _row(line: Line, names: list[str], time: Time) -> Iterator[tuple[Line, str, Words | None]]:
    """A row of a table: the cells that say what is done, with the deadline of the row."""
    at = 0
    due: Words | None = None
    prose: list[Line] = []
    for name, cell in zip(names, line.cells or (), strict=False):
        start, at = at, at + len(cell) + 1
        role = role_of_heading(name)
        here = part(line, start, start + len(cell))
        if role == "due":
            found = cell_deadline(cell, time) if cell.strip() else None
            due = here.words(0, len(cell)) if found is not None else due
        elif role not in (*ROLES, "people") and not any(word in name for word in _NO_PROSE):
            prose.append(here)
    for here in prose:
        if here.text.strip():
            yield here, flat(here.text), due


_NO_PROSE = ("序号", "编号", "备注", "领导", "责任人", "条款")

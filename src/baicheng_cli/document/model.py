"""What is read out of an issued document, each thing with the characters of the document that it was read from."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")


class Span(NamedTuple):
    """A stretch of the document: a line as the user finds it, and characters of that line as it stands there."""

    line: int
    """From 1: the line of a text file, the paragraph or table row of a Word document."""
    start: int
    end: int


class Words(NamedTuple):
    """Words of the document, cleaned, and where they stand."""

    text: str
    span: Span


@dataclass(frozen=True)
class Line:
    """One line of the document: what stands there, and what it says once the copying's faults are out.

    `text` may join several lines of the file, where a page or a column had broken them.
    """

    number: int
    """The line on which it begins, from 1."""
    raw: str
    """As it stands there; of joined lines the first."""
    text: str
    """Without odd blanks, page numbers, broken lines."""
    runs: tuple[tuple[int, int, int], ...] = ()
    """Where `text` begins to stand elsewhere: from this character of it on, at this line, at this place there.

    A run goes on character by character until the next; none: every character stands where it stands in `raw`.
    """
    cells: tuple[str, ...] | None = None
    """Of a table row, its cells; merged ones repeat what they are merged with. `text` is the cells, joined by tabs."""
    heading: int | None = None
    """The outline level that a Word document or Markdown gives it, from 1."""

    def at(self, index: int) -> tuple[int, int]:
        """The line and the place there of one character of `text`."""
        if not self.runs:
            return self.number, index
        first, line, place = self.runs[max(0, bisect_right(self.runs, index, key=itemgetter(0)) - 1)]
        return line, place + index - first

    def runs_in(self, start: int, end: int) -> tuple[tuple[int, int, int], ...]:
        """The runs that begin behind character `start` and before `end`."""
        first = bisect_right(self.runs, start, key=itemgetter(0))
        return self.runs[first : bisect_left(self.runs, end, first, key=itemgetter(0))]

    def span(self, start: int, end: int) -> Span:
        """Where characters `start` to `end` of `text` stand; of several lines, what lies on the first."""
        line, first = self.at(start)
        if end <= start:
            return Span(line, first, first)
        last = end - 1
        if self.runs and self.at(last)[0] != line:
            last = next(begin for begin, other, _ in self.runs_in(start, end) if other != line) - 1
        return Span(line, first, max(first, self.at(last)[1]) + 1)

    def words(self, start: int, end: int) -> Words:
        return Words(self.text[start:end], self.span(start, end))


class Found(NamedTuple, Generic[T]):
    """A value, the words it was read from, and the rule by which."""

    value: T
    words: Words
    rule: str
    """Its short name, which never changes: `deadline.month-end`."""


class Doubt(NamedTuple):
    """Something a person has to look at, and why."""

    reason: str
    """In Chinese, one sentence without its stop."""
    span: Span
    clause: str = ""
    """Id of the clause that it concerns; empty: the document as a whole."""


@dataclass
class Clause:
    """A numbered clause of the document, with its own text and the clauses below it."""

    id: str
    """Dotted: 3.9.1.2."""
    label: str
    """As printed, with those above it: 三（九）1（2）."""
    own: str
    """Its own number as the document writes it: (2)."""
    level: int
    """Of a chapter 0."""
    span: Span
    title: Found[str] | None = None
    body: list[Line] = field(default_factory=list)
    """The lines of its own text, without its number and title; lines that name units are among them."""
    children: list[Clause] = field(default_factory=list)
    parent: Clause | None = None
    table: dict[str, Found[str]] = field(default_factory=dict)
    """Of a table row, its cells by the heading of their column, empty ones too, in the order of `Line.cells`.

    A clause of several rows has the first row here; every row is a line of its body.
    """
    kind: str = ""
    """Of a chapter: `tasks`, `measures`, or neither."""

    @property
    def leaf(self) -> bool:
        return not self.children

    def walk(self) -> Iterator[Clause]:
        """Itself and everything below, in the order of the document."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass
class Outline:
    """A document by its clauses."""

    lines: list[Line]
    chapters: list[Clause]
    """As a plan has them: every chapter of tasks or measures has clauses below it.

    Where the document has no level above its clauses (第X条, a table, tasks numbered 一、 with units of their own),
    they lie in one chapter that is not printed: id "1", `own` and `label` empty, and the first sample of `numbering`
    is `不印` (plan/clause.py). Likewise where numbers run on through the chapters (第X条 in 第X章, rows of a table
    under headings): the chapters are there, but not part of the printed clause.
    """
    numbering: list[str]
    """How each depth prints its number, as `document.numbering` of a plan has it."""
    title: Found[str] | None = None
    number: Found[str] | None = None
    issuer: Found[str] | None = None
    issued: Found[str] | None = None
    """ISO."""
    year: Found[int] | None = None
    """The year that the plan is for."""
    basis: list[tuple[Found[str], Found[str] | None]] = field(default_factory=list)
    """Documents it refers to, each with its number."""
    doubts: list[Doubt] = field(default_factory=list)

    def clauses(self) -> Iterator[Clause]:
        for chapter in self.chapters:
            yield from chapter.walk()

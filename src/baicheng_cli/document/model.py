"""What is read out of an issued document, each thing with the characters of the document that it was read from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
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
    offsets: tuple[tuple[int, int], ...] = ()
    """For each character of `text`, its line and its place there; empty: `text` is `raw`."""
    cells: tuple[str, ...] | None = None
    """Of a table row, its cells; merged ones repeat what they are merged with."""
    heading: int | None = None
    """The outline level that a Word document gives it, from 1."""

    def span(self, start: int, end: int) -> Span:
        """Where characters `start` to `end` of `text` stand; of several lines, what lies on the first."""
        if not self.offsets:
            return Span(self.number, start, end)
        if start >= len(self.offsets):
            return Span(self.number, len(self.raw), len(self.raw))
        line, first = self.offsets[start]
        last = first
        for where, place in self.offsets[start:end]:
            if where != line:
                break
            last = place
        return Span(line, first, last + 1)

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
    """Of a table row, its cells by the heading of their column."""
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

"""What was read of each clause, and of the document as a whole."""

from __future__ import annotations

from dataclasses import dataclass, field

from baicheng_cli.document.abbreviations import Abbreviation
from baicheng_cli.document.deadlines import Deadline, Time
from baicheng_cli.document.model import Clause, Doubt, Found, Outline, Span
from baicheng_cli.document.stages import Piece

ROLES = ("lead", "support", "responsible")
Units = list[Found[str]]


@dataclass
class Extracted:
    """One clause, read."""

    clause: Clause
    title: Found[str] | None = None
    title_ours: bool = False
    """The clause has no heading; this is how its text begins."""
    lead: Units = field(default_factory=list)
    support: Units = field(default_factory=list)
    responsible: Units = field(default_factory=list)
    written: dict[str, Units] = field(default_factory=dict)
    """The roles as the clause labels them, for 同上."""
    parts: list[Piece] = field(default_factory=list)
    passed: list[Found[str]] = field(default_factory=list)
    """Numbers that are no targets: the reason, and the words."""
    due: Found[Deadline] | None = None
    """The clause's own, of a column or a labelled line."""
    continuing: Found[str] | None = None
    """持续推进: said in place of a deadline."""
    doubts: list[Doubt] = field(default_factory=list)

    def of(self, role: str) -> Units:
        found: Units = getattr(self, role)
        return found

    @property
    def names_units(self) -> bool:
        return bool(self.lead or self.support or self.responsible)

    def doubt(self, reason: str, span: Span) -> None:
        self.doubts.append(Doubt(reason, span, self.clause.id))


@dataclass
class Read:
    """A document, read."""

    outline: Outline
    time: Time
    clauses: dict[str, Extracted]
    """By id, in the order of the document."""
    abbreviations: list[Found[Abbreviation]] = field(default_factory=list)
    first_leads: Found[str] | None = None
    """第一位的为牵头单位: the words that say so for the whole document."""
    defaults: dict[str, Units] = field(default_factory=dict)
    """Roles where a clause says nothing of its own: 各项任务由X牵头."""
    default_due: Found[Deadline] | None = None
    reporting: list[Found[str]] = field(default_factory=list)
    """Sentences on who reports when: for the office's settings, not for the plan."""


def in_measures(clause: Clause) -> bool:
    """Whether a clause lies in a chapter of measures."""
    while clause.parent is not None:
        clause = clause.parent
    return clause.kind == "measures"


def in_plan(clause: Clause) -> bool:
    """Whether a clause is a task or a measure, or holds some."""
    while clause.parent is not None:
        clause = clause.parent
    return clause.kind in ("tasks", "measures")

"""Which entries count on a day, and what they say: values, done days, self-assessments, reviews."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from baicheng_cli.progress.calendar import AsOf
from baicheng_cli.progress.verdicts import ACCEPT, RETURN, VERIFY

if TYPE_CHECKING:  # a plan without progress is asked without building the models of entries
    from baicheng_cli.progress.model import Review
    from baicheng_cli.progress.store import Recorded


class Value(NamedTuple):
    """A figure in force: what was reported, or what the office found instead."""

    number: Decimal
    date: date
    month: str
    confirmed: bool
    """The office accepted or verified it."""
    reported: Decimal | None = None
    """What the unit had reported, where the verified number differs."""


class Done(NamedTuple):
    """A milestone's day, and the day it was reported."""

    day: date
    date: date
    month: str
    confirmed: bool


class SelfAssessed(NamedTuple):
    """A unit's own word on its task (自评)."""

    word: str
    date: date
    month: str
    confirmed: bool


class Facts:
    """The entries that count on one day, by task and unit, the superseded ones out whole."""

    def __init__(self, entries: Iterable[Recorded], as_of: AsOf) -> None:
        """`entries` in the order in which they count (store.read_all)."""
        everything = [one for one in entries if one.month <= as_of.month]
        months = {one.entry.id: (one.month, one.entry.date) for one in everything if not one.entry.review}
        read = [one for one in everything if _counts_from(one, months) <= as_of.day]
        gone = {one.entry.supersedes for one in read if one.entry.supersedes}
        self.reviews: dict[str, Review] = {}
        self.entries: list[Recorded] = []
        self._by_unit: dict[tuple[str, str], list[Recorded]] = defaultdict(list)
        self._by_task: dict[str, list[Recorded]] = defaultdict(list)
        self._received: dict[tuple[str, str, str], date] = {}
        self._made_up: dict[tuple[str, str, str], date] = {}
        for one in read:
            if one.entry.review is None:
                report = (one.entry.task, one.subject, one.about)
                came = self._made_up if one.entry.for_month else self._received
                if one.about == one.month or one.made_up:
                    came[report] = min(one.entry.told, came.get(report, date.max))
            if one.entry.id in gone:
                continue
            if one.entry.review is not None:
                self.reviews[one.entry.review.entry] = one.entry.review
                continue
            self.entries.append(one)
            self._by_unit[one.entry.task, one.subject].append(one)
            self._by_task[one.entry.task].append(one)

    def of(self, task: str, unit: str | None) -> Sequence[Recorded]:
        """A unit's entries on a task, oldest first; returned ones included."""
        return self._by_unit.get((task, unit), ()) if unit is not None else ()

    def received(self, task: str, unit: str, month: str) -> date | None:
        """When a unit's first report of a month on a task came in; a later correction does not make it late."""
        return self._received.get((task, unit, month))

    def made_up(self, task: str, unit: str, month: str) -> date | None:
        """When a unit's first report on a task came in for a month that was closed by then (补报)."""
        return self._made_up.get((task, unit, month))

    def on(self, task: str) -> Sequence[Recorded]:
        """All entries on a task, whoever reported, oldest first."""
        return self._by_task.get(task, ())

    def returned(self, one: Recorded) -> bool:
        review = self.reviews.get(one.entry.id)
        return review is not None and review.verdict == RETURN

    def confirmed(self, one: Recorded) -> bool:
        review = self.reviews.get(one.entry.id)
        return review is not None and review.verdict in (ACCEPT, VERIFY)

    def values(self, task: str, unit: str | None, part: str) -> list[Value]:
        """The figures a unit gave for one indicator, oldest first; the last one counts."""
        found = []
        for one in self.of(task, unit):
            if self.returned(one):
                continue
            review = self.reviews.get(one.entry.id)
            verified = review.verified.get(part) if review is not None and review.verdict == VERIFY else None
            reported = one.entry.values.get(part)
            number = verified if verified is not None else reported
            if number is None:
                continue
            differs = verified is not None and reported is not None and verified != reported
            before = reported if differs else None
            found.append(Value(number, one.entry.date, one.about, self.confirmed(one), before))
        return found

    def done(self, task: str, unit: str | None, part: str) -> Done | None:
        """The day a milestone was done, by the last entry that names it."""
        found = None
        confirmed = False
        for one in self.of(task, unit):
            if self.returned(one) or part not in one.entry.milestones:
                continue
            confirmed = confirmed or self.confirmed(one)
            found = Done(one.entry.milestones[part], one.entry.date, one.about, confirmed)
        return found

    def self_of(self, task: str, unit: str | None) -> SelfAssessed | None:
        """A unit's latest word on its task."""
        for one in reversed(self.of(task, unit)):
            if one.entry.self_ and not self.returned(one):
                return SelfAssessed(one.entry.self_, one.entry.date, one.about, self.confirmed(one))
        return None


def _counts_from(one: Recorded, months: dict[str, tuple[str, date]]) -> date:
    """The day from which an entry is seen: its own; of a review in its entry's month, the entry's."""
    review = one.entry.review
    if review is not None and (reviewed := months.get(review.entry)) is not None and reviewed[0] == one.month:
        return reviewed[1]
    return one.entry.date

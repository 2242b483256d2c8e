"""What is different from last month (较上月变化): lights, figures that stand still, targets, corrections, late reports.

Everything comes from the ledger itself, never from git: a paper that is made again says the same again.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from baicheng_cli.plan.model import Indicator, Milestone, Task
from baicheng_cli.plan.settings import month_after
from baicheng_cli.progress.calendar import first_day
from baicheng_cli.progress.verdicts import RETURN, VERIFY
from baicheng_cli.status.ledger import Ledger, Standing
from baicheng_cli.status.lights import FINISHED, LAGGING, Light
from baicheng_cli.status.targets import targets_of

if TYPE_CHECKING:  # a plan without progress is looked at without building the models of entries
    from baicheng_cli.progress.model import Entry, Review
    from baicheng_cli.progress.store import Recorded

CORRECTION = "更正"
TEXTS = ("progress", "problems", "next")
"""What is looked through for words that stood there last month."""

_NOTHING = re.compile(r"^(目前|暂时|本月|尚|暂)?(无|没有)(明显|突出|存在)?(问题|困难|进展|变化|计划)?$")
_BLANKS = re.compile(r"[\s\u200b-\u200d\u2060\ufeff]+")
_MARKS = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Move:
    """A task whose light is another than last month."""

    standing: Standing
    was: Light
    order: tuple[int, int, int]
    """What was reached first, then what recovered, what fell behind, and all else."""
    still: bool
    """Its figures have not risen for two months either."""

    @property
    def words(self) -> str:
        now = self.standing.judgement.light
        return "新达目标" if now in FINISHED else f"由{self.was.word}转为{now.word}"


@dataclass(frozen=True)
class Retarget:
    """A target that is another than when last month was closed."""

    task: str
    """Id of the task; the plan may not have it any more."""
    part: str
    was: str | None
    """`None`: it is new."""
    now: str | None
    """`None`: it is gone."""


@dataclass(frozen=True)
class Altered:
    """One thing in an entry that counts differently now."""

    part: Indicator | Milestone | None
    """`None`: the unit's own word (自评)."""
    was: Decimal | date | str | None
    now: Decimal | date | str | None
    verified: Decimal | None = None
    """What the paper of the closed month had counted instead of `was`, where the office had found another number."""


@dataclass(frozen=True)
class Correction:
    """An entry of this month that replaces another one, or what the office found on an entry of a closed month."""

    kind: str
    """更正, or the verdict of a review that was filed after closing: 核实, 退回补正, 采信."""
    one: Recorded
    """The entry in force."""
    altered: tuple[Altered, ...]
    """Empty where only the text is another."""
    reason: str
    of_late: bool
    """It corrects a report that itself was made up for this month (补报): no paper has printed what it replaces."""


@dataclass(frozen=True)
class MadeUp:
    """What a unit reported this month for a month that was closed (补报)."""

    unit: str
    """Id."""
    month: str
    entries: tuple[Recorded, ...]
    """Those in force, in the order of the document."""

    @property
    def tasks(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.entry.task for one in self.entries))

    @property
    def received(self) -> date:
        return max(one.entry.told for one in self.entries)


@dataclass(frozen=True)
class Repeat:
    """A unit's text on a task that is last month's word for word."""

    unit: str
    """Id."""
    task: Task
    fields: tuple[str, ...]
    """Which of TEXTS."""


@dataclass(frozen=True)
class Changes:
    """What is different from last month; of lights, each task is in one place only."""

    judged: bool
    """Both months are judged, so that their lights can be compared."""
    moves: tuple[Move, ...]
    stalled: tuple[Standing, ...]
    """Tasks without progress for two months whose light is the same."""
    targets: tuple[Retarget, ...]
    corrections: tuple[Correction, ...]
    made_up: tuple[MadeUp, ...]
    repeats: tuple[Repeat, ...]


def changes(ledger: Ledger) -> Changes:
    """What the ledger's month changed."""
    before = ledger.of_month(month_after(ledger.as_of.month, -1))
    judged_from = first_day(ledger.settings.judged_from(ledger.plan))
    judged = ledger.day >= judged_from and before.day >= judged_from
    still = [one for one in ledger.tasks if is_stalled(ledger, one)] if judged else []
    moves = sorted(_moves(ledger, before, {one.id for one in still}), key=lambda one: one.order) if judged else []
    moved = {one.standing.id for one in moves}
    return Changes(
        judged,
        tuple(moves),
        tuple(one for one in still if one.id not in moved),
        tuple(retargets(ledger)),
        tuple(corrections(ledger)),
        tuple(made_up(ledger)),
        tuple(repeats(ledger)),
    )


# Lights and figures -----------------------------------------------------------------------------------------------


def _moves(ledger: Ledger, before: Ledger, still: set[str]) -> Iterator[Move]:
    """The tasks whose light is another than last month, each with how it is sorted."""
    known = (Light.ON_TRACK, *LAGGING)
    for standing in ledger.tasks:
        now, was = standing.judgement.light, before.standing(standing.task).judgement.light
        if now is was:
            continue
        ranks = (was.rank, now.rank)
        if now in FINISHED and was not in FINISHED:
            order = (0, 0, 0)
        elif was in known and now in known:
            order = (1 if now.rank > was.rank else 2, *ranks)
        else:
            order = (3 if now in LAGGING else 4, *ranks)
        yield Move(standing, was, order, standing.id in still)


def is_stalled(ledger: Ledger, standing: Standing) -> bool:
    """Whether a task's cumulative figures, reported in both months, have not risen for two months."""
    if standing.judgement.light in (*FINISHED, Light.NOT_JUDGED):
        return False
    recent = (month_after(ledger.as_of.month, -1), ledger.as_of.month)
    task, still = standing.task, False
    for part in task.item.indicators:
        measured = ledger.measured(task, part)
        if part.measure != "total" or measured.reached:
            continue
        figures = {value.month: value.number for value in measured.series}
        older = [number for month, number in figures.items() if month < recent[0]]
        if not older or not all(month in figures for month in recent) or figures[recent[1]] > older[-1]:
            return False
        still = True
    owners = {ledger.register.id_of(task.owner_of(part) or "") for part in task.item.milestones}
    done = {id for owner in owners for month in recent for id in _done_in(ledger, task, owner, month)}
    return still and not done


def _done_in(ledger: Ledger, task: Task, owner: str | None, month: str) -> set[str]:
    return {id for one in ledger.facts.of(task.id, owner) if one.about == month for id in one.entry.milestones}


# Targets ----------------------------------------------------------------------------------------------------------


def retargets(ledger: Ledger) -> Iterator[Retarget]:
    """The targets that differ from those kept when last month was closed; of a month never closed, nothing is known.

    A closed month is compared by what was kept at its own closing, so that its paper stays as it was.
    """
    month = ledger.as_of.month
    last, own = ledger.cycles.get(month_after(month, -1)), ledger.cycles.get(month)
    if last is None or not last.targets:
        return
    then = last.targets
    now: Mapping[str, str] = own.targets if own is not None and own.targets else targets_of(ledger.plan)
    for key in (*now, *(key for key in then if key not in now)):
        task, _, part = key.rpartition(".")
        if then.get(key) != now.get(key) and (ledger.only is None or task in ledger.only):
            yield Retarget(task, part, then.get(key), now.get(key))


# Corrections ------------------------------------------------------------------------------------------------------


def corrections(ledger: Ledger) -> Iterator[Correction]:
    """What was corrected this month, by task; and what the office found this month on entries of closed ones."""
    known = {one.entry.id: one for one in ledger.entries}
    late = _reviewed_late(ledger, known)
    last = ledger.of_month(month_after(ledger.as_of.month, -1)).facts.reviews
    for standing in ledger.standings:
        for one in ledger.facts.on(standing.id):
            review = ledger.facts.reviews.get(one.entry.id)
            if one.month == ledger.as_of.month:
                chain = replaced(one, known)
                if chain and not ledger.facts.returned(one):
                    yield _corrected(standing.task, one, chain, last)
            elif review is not None and one.entry.id in late:
                was, now = in_force(one.entry, last.get(one.entry.id)), in_force(one.entry, review)
                if altered := tuple(_altered(standing.task, was, now)):
                    why = "，".join(filter(None, (review.how, review.reason)))
                    yield Correction(review.verdict, one, altered, why, of_late=False)


def replaced(one: Recorded, known: Mapping[str, Recorded]) -> list[Recorded]:
    """What an entry replaces, the newest first, back to what the papers of earlier months have printed."""
    chain: list[Recorded] = []
    seen = {one.entry.id}
    last = one
    while (old := known.get(last.entry.supersedes or "")) is not None and old.entry.id not in seen:
        chain.append(old)
        if old.month < one.month:
            break
        seen.add(old.entry.id)
        last = old
    return chain


def _corrected(task: Task, one: Recorded, chain: list[Recorded], last: Mapping[str, Review]) -> Correction:
    """A correction against the oldest entry that it replaces, however many steps it took.

    `last`: the reviews that the papers of last month knew.
    """
    oldest = chain[-1]
    reasons = dict.fromkeys(step.entry.reason for step in (*reversed(chain[:-1]), one))
    why = "；".join(text for text in reasons if text)
    review = last.get(oldest.entry.id) if oldest.month < one.month else None
    verified = review.verified if review is not None and review.verdict == VERIFY else {}
    altered = tuple(_altered(task, in_force(oldest.entry, None), in_force(one.entry, None), verified))
    return Correction(CORRECTION, one, altered, why, of_late=oldest.made_up and oldest.month == one.month)


_Said = dict[str | None, Decimal | date | str]
_NONE: Mapping[str, Decimal] = {}


def in_force(entry: Entry, review: Review | None) -> _Said:
    """What an entry says under a review: figures and done days by part, and under `None` the unit's own word."""
    if review is not None and review.verdict == RETURN:
        return {}
    said: _Said = {}
    said.update(entry.values)
    said.update(entry.milestones)
    if review is not None and review.verdict == VERIFY:
        said.update(review.verified)
    if entry.self_:
        said[None] = entry.self_
    return said


def _altered(task: Task, was: _Said, now: _Said, verified: Mapping[str, Decimal] = _NONE) -> Iterator[Altered]:
    for part in task.parts:
        if was.get(part.id) != now.get(part.id):
            found = verified.get(part.id)
            yield Altered(part, was.get(part.id), now.get(part.id), found if found != was.get(part.id) else None)
    if was.get(None) != now.get(None):
        yield Altered(None, was.get(None), now.get(None))


def _reviewed_late(ledger: Ledger, known: Mapping[str, Recorded]) -> set[str]:
    """Ids of the entries of earlier months whose review in force was filed this month: their own was closed."""
    found = set()
    for one in ledger.entries:
        review = one.entry.review
        if review is None or one.month != ledger.as_of.month:
            continue
        old = known.get(review.entry)
        if old is not None and old.month < one.month and ledger.facts.reviews.get(review.entry) is review:
            found.add(review.entry)
    return found


# Late reports -----------------------------------------------------------------------------------------------------


def made_up(ledger: Ledger) -> list[MadeUp]:
    """What was reported this month for closed ones, by month, in the official order of units."""
    known = {one.entry.id: one for one in ledger.entries}
    found: dict[tuple[str, str], list[Recorded]] = {}
    for standing in ledger.standings:
        for one in ledger.facts.on(standing.id):
            first = [one, *replaced(one, known)][-1]
            if one.month == first.month == ledger.as_of.month and first.made_up:
                found.setdefault((one.about, one.subject), []).append(one)
    order = sorted(found, key=lambda key: (key[0], ledger.register.order(key[1])))
    return [MadeUp(unit, month, tuple(found[month, unit])) for month, unit in order]


# Repeated texts ---------------------------------------------------------------------------------------------------


def repeats(ledger: Ledger) -> Iterator[Repeat]:
    """Texts that say nothing but what they said last month; what is reached may well stay as it is."""
    month = ledger.as_of.month
    last = month_after(month, -1)
    for standing in ledger.standings:
        if standing.judgement.light in FINISHED:
            continue
        told = ledger.facts.on(standing.id)
        units = dict.fromkeys(one.subject for one in told if one.about == month and not ledger.facts.returned(one))
        for unit in sorted(units, key=ledger.register.order):
            mine = [one.entry for one in told if one.subject == unit and one.about == month]
            theirs = [one.entry for one in told if one.subject == unit and one.about == last]
            fields = tuple(field for field in TEXTS if _same(mine, theirs, field))
            if fields:
                yield Repeat(unit, standing.task, fields)


def _same(mine: list[Entry], theirs: list[Entry], field: str) -> bool:
    now, then = ({plain(getattr(entry, field)) for entry in entries} - {""} for entries in (mine, theirs))
    return bool(now) and now <= then


def plain(text: str | None) -> str:
    """A text as it is compared: of one width, without blanks; nothing where it says that there is nothing."""
    said = _BLANKS.sub("", unicodedata.normalize("NFKC", text or ""))
    words = _MARKS.sub("", said)
    return "" if not words or _NOTHING.match(words) else said

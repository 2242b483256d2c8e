"""How much of what a person reads in a document a plan has (召回), and how much of what it has is right (准确)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from readings import Clause, Days, Reading, Target, alike, bare, days_said, same_quantity

ASPECTS = {
    "about": "文件信息",
    "clauses": "条款",
    "units": "单位和角色",
    "targets": "目标",
    "days": "时限",
    "milestones": "节点",
}
"""What is counted, in the order in which it is shown."""


@dataclass(frozen=True)
class Count:
    """How many were found, how many were not, and how many are too many."""

    hit: int = 0
    missed: int = 0
    extra: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.hit + other.hit, self.missed + other.missed, self.extra + other.extra)

    @property
    def precision(self) -> float | None:
        """Of what was read, the share that is right; `None`: nothing was read."""
        return self.hit / (self.hit + self.extra) if self.hit + self.extra else None

    @property
    def recall(self) -> float | None:
        """Of what is there, the share that was read; `None`: nothing is there."""
        return self.hit / (self.hit + self.missed) if self.hit + self.missed else None


class Difference(NamedTuple):
    """One thing that is not as expected."""

    aspect: str
    clause: str
    expected: str
    got: str

    def __str__(self) -> str:
        wanted, found = self.expected or "（不应有）", self.got or "（没有抽出）"
        return f"{self.clause}　{ASPECTS[self.aspect]}：应为 {wanted}；得到 {found}"


@dataclass
class Score:
    """What one document comes to."""

    counts: dict[str, Count] = field(default_factory=lambda: {aspect: Count() for aspect in ASPECTS})
    differences: list[Difference] = field(default_factory=list)

    def hit(self, aspect: str) -> None:
        self.counts[aspect] += Count(hit=1)

    def wrong(self, aspect: str, clause: str, expected: str = "", got: str = "") -> None:
        """Something that is missing (`expected`), too much (`got`), or other than it should be (both)."""
        self.counts[aspect] += Count(missed=int(bool(expected)), extra=int(bool(got)))
        self.differences.append(Difference(aspect, clause, expected, got))


def score(expected: Reading, got: Reading) -> Score:
    """A plan's reading held against a person's."""
    said = Score()
    score_about(said, expected, got)
    pairs = paired_clauses(expected.clauses, got.clauses)
    taken = {id(one) for one in pairs.values()}
    for number, clause in enumerate(expected.clauses):
        found = pairs.get(number)
        if clause.optional:
            continue
        if found is None:
            said.wrong("clauses", clause.label, expected=f"{clause.label}{clause.title}")
        elif clause.kind not in ("any", found.kind):
            said.wrong("clauses", clause.label, expected=KINDS[clause.kind], got=KINDS[found.kind])
        else:
            said.hit("clauses")
        if clause.judged:
            score_clause(said, clause, found or Clause(clause.label, (), "", clause.kind))
    for clause in got.clauses:
        if id(clause) not in taken:
            said.wrong("clauses", clause.label, got=f"{clause.label}{clause.title}")
            score_clause(said, Clause(clause.label, (), "", clause.kind), clause)
    return said


KINDS = {"task": "任务", "measure": "措施", "any": "任务或措施"}


def score_about(said: Score, expected: Reading, got: Reading) -> None:
    for key, wanted in expected.about.items():
        found = got.about.get(key, "")
        if bare(wanted) == bare(found):
            said.hit("about")
        else:
            said.wrong("about", key, expected=wanted, got=found)
    if expected.basis is not None:
        wanted_ones = {bare(one): one for one in expected.basis}
        found_ones = {bare(one): one for one in got.basis or ()}
        each(said, "about", "basis", wanted_ones, found_ones)


def each(said: Score, aspect: str, clause: str, wanted: Mapping[str, str], found: Mapping[str, str]) -> None:
    """One by one: things that either are the same or not."""
    for key, words in wanted.items():
        if key in found:
            said.hit(aspect)
        else:
            said.wrong(aspect, clause, expected=words)
    for key, words in found.items():
        if key not in wanted:
            said.wrong(aspect, clause, got=words)


# --- clauses ---------------------------------------------------------------------------------------------------------


def paired_clauses(expected: Sequence[Clause], got: Sequence[Clause]) -> dict[int, Clause]:
    """For each expected clause by its place, the one that is it: by number and title, by title, by number.

    A table's rows and articles are numbered alone, while a plan puts a chapter before them, so the end of a number is
    enough where only one clause ends so. Where the document misprints a number, the title decides.
    """
    pairs: dict[int, Clause] = {}
    free = list(got)

    def pair(fits: Iterable[tuple[int, Clause]]) -> None:
        for number, clause in fits:
            if number not in pairs and any(clause is one for one in free):
                pairs[number] = clause
                free[:] = [one for one in free if one is not clause]

    def asked() -> Iterator[tuple[int, Clause]]:
        return ((number, clause) for number, clause in enumerate(expected) if number not in pairs)

    pair((n, one) for n, clause in asked() for one in free if one.path == clause.path and titled(clause, one))
    pair((n, fit) for n, clause in asked() if (fit := only(one for one in free if titled(clause, one))))
    pair((n, one) for n, clause in asked() for one in free if one.path == clause.path)
    pair((n, fit) for n, clause in asked() if not clause.title and (fit := only(ends(clause, free))))
    return pairs


def titled(clause: Clause, found: Clause) -> bool:
    one, other = sorted((bare(clause.title), bare(found.title)), key=len)
    return len(one) > 1 and one in other


def ends(clause: Clause, among: Sequence[Clause]) -> Iterator[Clause]:
    return (one for one in among if one.path[-len(clause.path) :] == clause.path)


def only(found: Iterable[Clause]) -> Clause | None:
    """The one there is; `None` when there are several."""
    several = list(found)
    return several[0] if len(several) == 1 else None


# --- inside a clause -------------------------------------------------------------------------------------------------


def score_clause(said: Score, expected: Clause, got: Clause) -> None:
    score_units(said, expected, got)
    pairs = paired_targets(expected.targets, got.targets)
    score_targets(said, expected, got, pairs)
    score_days(said, expected, got, pairs)
    if expected.milestones is not None:
        score_milestones(said, expected, got)


def score_units(said: Score, expected: Clause, got: Clause) -> None:
    left = {(role, name) for role, names in got.units for name in names}
    for role, names in sorted(expected.units, key=str):
        fitting = [one for one in left if one[0] in role.split("/") and one[1] in names]
        if fitting:
            said.hit("units")
            left.remove(fitting[0])
        else:
            said.wrong("units", expected.label, expected=f"{role}{'/'.join(sorted(names))}")
    for role, name in sorted(left):
        said.wrong("units", expected.label, got=f"{role}{name}")


def paired_targets(expected: Sequence[Target], got: Sequence[Target]) -> list[tuple[Target, Target]]:
    """Those that mean the same thing, whether or not they say the same of it; the best fit first."""
    fits = [(likeness(wanted, found), -n, -m) for n, wanted in enumerate(expected) for m, found in enumerate(got)]
    pairs: list[tuple[int, int]] = []
    for fit, n, m in sorted(fits, reverse=True):
        if fit >= ENOUGH and all(n != one and m != other for one, other in pairs):
            pairs.append((n, m))
    return [(expected[-n], got[-m]) for n, m in sorted(pairs, reverse=True)]


ENOUGH = 8
"""Likeness from which two targets are the same one: the number with its unit, or the name and one thing more."""


def likeness(wanted: Target, found: Target) -> int:
    number = any(same_quantity(one, other) for one in wanted.quantities for other in found.quantities)
    named = alike(wanted.name, found.name)
    op = bool(wanted.ops & found.ops) and wanted.strive == found.strive
    day = bool(wanted.days & found.days)
    same_unit = any(one.unit == other.unit for one in wanted.quantities for other in found.quantities)
    return 8 * number + 7 * named + 2 * op + day + same_unit


def right(wanted: Target, found: Target) -> bool:
    """Name, operator, number and unit of measure all as they should be; the day is counted apart."""
    return (
        alike(wanted.name, found.name)
        and bool(wanted.ops & found.ops)
        and wanted.strive == found.strive
        and any(same_quantity(one, other) for one in wanted.quantities for other in found.quantities)
    )


def score_targets(said: Score, expected: Clause, got: Clause, pairs: list[tuple[Target, Target]]) -> None:
    for wanted, found in pairs:
        if wanted.optional:
            continue
        if right(wanted, found):
            said.hit("targets")
        else:
            said.wrong("targets", expected.label, expected=str(wanted), got=str(found))
    for target in unpaired(expected.targets, [wanted for wanted, _ in pairs]):
        if not target.optional:
            said.wrong("targets", expected.label, expected=str(target))
    for target in unpaired(got.targets, [found for _, found in pairs]):
        said.wrong("targets", expected.label, got=str(target))


def unpaired(targets: Sequence[Target], paired: Sequence[Target]) -> list[Target]:
    return [target for target in targets if not any(target is one for one in paired)]


def score_days(said: Score, expected: Clause, got: Clause, pairs: list[tuple[Target, Target]]) -> None:
    """The day of each target, then the clause's other days, which belong to what has no number."""
    for wanted, found in pairs:
        if not wanted.optional:
            score_day(said, expected.label, wanted.name, wanted.days, found.days)
    for target in unpaired(expected.targets, [wanted for wanted, _ in pairs]):
        if not target.optional:
            score_day(said, expected.label, target.name, target.days, frozenset({None}))
    for target in unpaired(got.targets, [found for _, found in pairs]):
        score_day(said, expected.label, target.name, frozenset({None}), target.days)
    of_targets = {day for target in expected.targets for day in target.days}
    found_days = {day for target in got.targets for day in target.days} | {day for one in got.days for day in one}
    for days in dict.fromkeys(expected.days):
        if days & of_targets - {None}:
            continue
        if days & found_days - {None}:
            said.hit("days")
        elif None not in days:
            said.wrong("days", expected.label, expected=days_said(days))
    known = of_targets | {day for days in expected.days for day in days}
    for day in sorted(other_days(got) - known - {None}, key=str):
        said.wrong("days", expected.label, got=days_said([day]))


def other_days(clause: Clause) -> set[date | None]:
    """Days of what has no number, without those of its targets, which were counted."""
    return {day for one in clause.days for day in one} - {day for target in clause.targets for day in target.days}


def score_day(said: Score, clause: str, name: str, wanted: Days, found: Days) -> None:
    [day] = found
    if day in wanted:
        if day is not None:
            said.hit("days")
        return
    said.wrong(
        "days",
        clause,
        expected=f"{name}：{days_said(wanted)}" if None not in wanted else "",
        got=f"{name}：{day}" if day else "",
    )


def score_milestones(said: Score, expected: Clause, got: Clause) -> None:
    """Those of a plan that somebody checked: what is to be reached, how, and by when."""
    left = list(got.milestones or ())
    for wanted in expected.milestones or ():
        fitting = [
            one
            for one in left
            if alike(wanted.title, one.title)
            and (wanted.reach, wanted.due, wanted.part) == (one.reach, one.due, one.part)
        ]
        if fitting:
            said.hit("milestones")
            left.remove(fitting[0])
        else:
            said.wrong("milestones", expected.label, expected=f"{wanted.title}（{wanted.reach}，{wanted.due}）")
    for one in left:
        said.wrong("milestones", expected.label, got=f"{one.title}（{one.reach}，{one.due}）")

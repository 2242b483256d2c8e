"""What waits for the office (待核定): the reports whose confirmation would change a light."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from baicheng_cli.plan.model import Indicator, Milestone
from baicheng_cli.progress.store import Recorded
from baicheng_cli.status.ledger import Ledger, Standing
from baicheng_cli.status.lights import REACHED_PENDING, Light
from baicheng_cli.status.select import members_of


def to_review(ledger: Ledger) -> list[Recorded]:
    """The reports that a pending part rests on and nobody has reviewed, in the order in which they count.

    Good news only: a unit that says it is behind is believed, and a total below its target is only a figure.
    """
    found = {one.entry.id for standing in ledger.standings for one in _of(ledger, standing)}
    return [one for one in ledger.facts.entries if one.entry.id in found]


def _of(ledger: Ledger, standing: Standing) -> Iterator[Recorded]:
    """Of each unit that answers for a pending part, its last report that bears on it, unless it is reviewed."""
    for part, state in zip(standing.task.parts or (None,), standing.parts, strict=True):
        by_its_word = state.judgement.light is Light.PENDING
        if not by_its_word and REACHED_PENDING not in state.judgement.tags:
            continue
        for unit in _owners(ledger, standing, part):
            said = [
                one
                for one in ledger.facts.of(standing.id, unit)
                if (one.entry.self_ is not None if by_its_word else _tells(one, part))
                and not ledger.facts.returned(one)
            ]
            if said and said[-1].entry.id not in ledger.facts.reviews:
                yield said[-1]


def _tells(one: Recorded, part: Indicator | Milestone | None) -> bool:
    """Whether a report has a figure of an indicator, or a done day of a milestone."""
    told = one.entry.values if isinstance(part, Indicator) else one.entry.milestones
    return part is not None and part.id in told


def _owners(ledger: Ledger, standing: Standing, part: Indicator | Milestone | None) -> Iterable[str | None]:
    if isinstance(part, Indicator) and part.each:
        members = members_of(ledger, part.each, standing.id)
        if members:
            return sorted(members, key=ledger.register.order)
    return (ledger.register.id_of(standing.task.owner_of(part) or ""),)

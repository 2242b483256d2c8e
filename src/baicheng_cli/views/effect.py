"""What a new entry changes: the light of its task before and after, as that month's papers see it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from baicheng_cli.progress.calendar import data_until
from baicheng_cli.progress.model import Entry
from baicheng_cli.progress.record import New
from baicheng_cli.progress.store import Recorded
from baicheng_cli.status.ledger import Ledger
from baicheng_cli.status.lights import Judgement
from baicheng_cli.status.select import clause_of
from baicheng_cli.words import month_words

_BEHIND_ALL = 1_000_000
"""A place in the file behind all entries that are there."""


@dataclass(frozen=True)
class Effect:
    """One task's judgement without a new entry and with it."""

    title: str
    """The task, and the month whose papers are meant."""
    before: Judgement
    after: Judgement

    def lines(self) -> Iterator[str]:
        """`三（八）改造老旧小区（9月）：待核定 → 正常`, and why it is so now."""
        was, now = _state(self.before), _state(self.after)
        yield f"{self.title}：{was} → {now}" if was != now else f"{self.title}：仍为{now}"
        if self.before.sentence != self.after.sentence:
            yield self.after.sentence

    def item(self) -> dict[str, Any]:
        return {"before": _item(self.before), "after": _item(self.after)}


def effects(ledger: Ledger, entries: Sequence[New]) -> list[Effect]:
    """What each of these entries changes, all of them written. `ledger` is today's, with everything read."""
    more = [_recorded(new, ledger, index) for index, new in enumerate(entries)]
    together = tuple(sorted((*ledger.entries, *more), key=lambda one: one.order))
    found = []
    for one in more:
        seen = _seen(ledger, one.month, one.entry.date)
        task, _ = ledger.plan.by_id[one.entry.task]
        after = replace(seen, entries=together).standing(task).judgement
        title = f"{clause_of(ledger.plan, task.id)} {task.item.title}（{month_words(one.month, ledger.day)}）"
        found.append(Effect(title, seen.standing(task).judgement, after))
    return found


def _seen(ledger: Ledger, month: str, day: date) -> Ledger:
    """The ledger as the month's papers see it, on a day on which the entry counts; before they are due, as today."""
    until = data_until(month, ledger.settings.reporting)
    if ledger.day < until:
        return ledger.on(max(ledger.day, day))
    return ledger.of_month(month, max(until, day))


def _recorded(new: New, ledger: Ledger, index: int) -> Recorded:
    entry = Entry.model_validate(new.entry)
    subject = ledger.register.id_of(entry.for_) if entry.for_ else None
    return Recorded(entry, new.month, new.unit, subject or new.unit, "", _BEHIND_ALL + index)


def _state(judgement: Judgement) -> str:
    return judgement.light.word + (f"（{'、'.join(judgement.tags)}）" if judgement.tags else "")


def _item(judgement: Judgement) -> dict[str, Any]:
    return {
        "light": judgement.light.value,
        "light_text": judgement.light.word,
        "tags": list(judgement.tags),
        "reason": judgement.sentence,
    }

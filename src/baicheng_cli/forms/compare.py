"""What became of each cell of a form: what was sent, what came back and what is recorded now, held side by side."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from baicheng_cli.forms.blank import PartRow
from baicheng_cli.forms.columns import INDICATOR
from baicheng_cli.words import number_words


class State(StrEnum):
    """What became of a cell."""

    NEW = "new"
    CHANGED = "changed"
    CLEARED = "cleared"
    UNCHANGED = "unchanged"
    UNTOUCHED = "untouched"
    CONFLICT = "conflict"
    KEPT = "kept"
    QUESTION = "question"
    UNREADABLE = "unreadable"
    GONE = "gone"

    @property
    def word(self) -> str:
        return _WORDS[self]


_WORDS = {
    State.NEW: "新增",
    State.CHANGED: "改动",
    State.CLEARED: "清空",
    State.UNCHANGED: "未变",
    State.UNTOUCHED: "没填",
    State.CONFLICT: "冲突",
    State.KEPT: "保留",
    State.QUESTION: "要问",
    State.UNREADABLE: "看不懂",
    State.GONE: "不录",
}

RECORDED = (State.NEW, State.CHANGED, State.CLEARED)
"""What makes an entry."""


@dataclass(frozen=True)
class Change:
    """One cell, by its canonical texts; empty text is an empty cell."""

    address: str
    state: State
    sent: str = ""
    """What it held when the form was sent."""
    came: str = ""
    """What it held when it came back."""
    now: str = ""
    """What is recorded."""
    record: str = ""
    """What would be recorded, where that is to happen (`RECORDED`)."""
    words: str = ""
    """What is to be decided or mended, and how."""


def state_of(sent: str, came: str, now: str, *, ours: bool = False) -> State:
    """What became of one cell. `ours`: what is recorded came by an earlier form of the same unit, so nobody else has
    touched it, and what comes now is a correction of it, no conflict; a cell left as it was sent stays as recorded.
    """
    if came == sent:
        return State.KEPT if ours and now != sent else State.UNTOUCHED
    if came == now:
        return State.UNCHANGED
    if now != sent and not ours:
        return State.CONFLICT
    if now == "":
        return State.NEW
    return State.CLEARED if came == "" else State.CHANGED


def compared(
    cells: Mapping[str, str], sent: Mapping[str, str], now: Mapping[str, str], ours: Collection[str] = ()
) -> Iterator[Change]:
    """Every cell that could be read, in its order; `ours`: addresses whose recorded text came by an earlier form."""
    for address, came in cells.items():
        was, there = sent.get(address, ""), now.get(address, "")
        yield Change(address, state_of(was, came, there, ours=address in ours), was, came, there, came)


def left_alone(changes: Iterable[Change]) -> bool:
    """Whether nobody has filled anything in: every cell is as it was sent."""
    return all(change.came == change.sent for change in changes)


def falls(part: PartRow | None, change: Change) -> bool:
    """Whether a cumulative figure would fall below last month's: perhaps it is what the month added."""
    if part is None or part.kind != INDICATOR or not part.total or not isinstance(part.before, Decimal):
        return False
    return change.state in RECORDED and change.record != "" and Decimal(change.record) < part.before


def added_up(part: PartRow, came: str) -> str:
    """The cumulative figure when what came is what the month added."""
    assert isinstance(part.before, Decimal)
    return number_words(part.before + Decimal(came))

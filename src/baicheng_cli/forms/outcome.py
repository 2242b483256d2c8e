"""What becomes of a form that came back, and what people decided of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path, PurePosixPath

from baicheng_cli.errors import UserError
from baicheng_cli.forms.compare import Change, State
from baicheng_cli.forms.door import Opened
from baicheng_cli.forms.returned import Returned
from baicheng_cli.progress.record import New

EVERY = "all"


class Outcome(StrEnum):
    """What becomes of a form."""

    READY = "ready"
    DONE = "done"
    SAME = "same"
    UNTOUCHED = "untouched"
    SEEN = "seen"
    TO_MEND = "to_mend"
    CONFLICT = "conflict"
    REFUSED = "refused"

    @property
    def word(self) -> str:
        return _WORDS[self]


_WORDS = {
    Outcome.READY: "可录入",
    Outcome.DONE: "已录入",
    Outcome.SAME: "和已录的一样",
    Outcome.UNTOUCHED: "没有填",
    Outcome.SEEN: "已经收过",
    Outcome.TO_MEND: "待补正",
    Outcome.CONFLICT: "有冲突，等您定",
    Outcome.REFUSED: "没有收",
}

AMISS = (Outcome.TO_MEND, Outcome.CONFLICT, Outcome.REFUSED)
"""What somebody still has to do something about."""


@dataclass(frozen=True)
class Choice:
    """Which cells something was decided for: an address, of one unit (id) or of all; `all` for every cell."""

    unit: str
    address: str

    def covers(self, unit: str, address: str) -> bool:
        return self.unit in ("", unit) and self.address in (EVERY, address)


@dataclass(frozen=True)
class Decided:
    """What was decided of conflicts and questions."""

    keep: tuple[Choice, ...] = ()
    """What is recorded stays."""
    take: tuple[Choice, ...] = ()
    """What came takes its place."""
    as_month: tuple[Choice, ...] = ()
    """The figure is what the month added: it is added to last month's."""
    fall: tuple[tuple[Choice, str], ...] = ()
    """The total did fall, and why."""

    def with_(self, kind: str, unit: str, address: str, reason: str = "") -> Decided:
        choice = Choice(unit, address)
        more = (*getattr(self, kind), (choice, reason) if kind == "fall" else choice)
        return replace(self, **{kind: more})

    def says(self, kind: str, unit: str, address: str) -> bool:
        return any(choice.covers(unit, address) for choice in getattr(self, kind))

    def reason(self, unit: str, address: str) -> str | None:
        return next((reason for choice, reason in self.fall if choice.covers(unit, address)), None)


UNDECIDED = Decided()


@dataclass(frozen=True)
class Read:
    """One file, and what would become of it."""

    name: str
    """As it came."""
    outcome: Outcome
    opened: Opened | None = None
    returned: Returned | None = None
    words: str = ""
    """Why it was refused, or what else there is to say of the whole."""
    changes: tuple[Change, ...] = ()
    news: tuple[New, ...] = ()
    """The entries, by the file that they go into, in the order in which they are written."""
    received: date | None = None
    written: tuple[Path, ...] = ()

    @property
    def unit(self) -> str:
        return self.returned.unit if self.returned is not None else ""

    @property
    def month(self) -> str:
        return self.returned.month if self.returned is not None else ""

    @property
    def faults(self) -> tuple[str, ...]:
        """What the unit has to mend, cell by cell."""
        found = [fault.words for fault in self.returned.faults] if self.returned is not None else []
        return (*found, *(change.words for change in self.changes if change.state is State.QUESTION))

    @property
    def notes(self) -> tuple[str, ...]:
        found = list(self.returned.notes) if self.returned is not None else []
        return tuple(dict.fromkeys([*found, *(words for new in self.news for words in new.notes)]))

    @property
    def warnings(self) -> tuple[str, ...]:
        found = list(self.returned.warnings) if self.returned is not None else []
        return tuple(dict.fromkeys([*found, *(words for new in self.news for words in new.warnings)]))

    @property
    def entries(self) -> list[str]:
        return [new.entry["id"] for new in self.news]

    @property
    def gone(self) -> bool:
        """Something was filled in that nothing takes any more."""
        return any(change.state is State.GONE for change in self.changes)

    def count(self, state: State) -> int:
        return sum(change.state is state for change in self.changes)


def refused(name: str, error: UserError) -> Read:
    """A file that is not taken; messages of the door begin with its path."""
    path, named, words = str(error).partition(f"{PurePosixPath(name).name}：")
    return Read(name, Outcome.REFUSED, words=words if named and "：" not in path else str(error))

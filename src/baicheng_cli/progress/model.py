"""One unit's progress of one month: a sidecar of entries, and the office's reviews."""

from __future__ import annotations

import re
from datetime import date as Date  # noqa: N812  # an entry has a field of that name
from typing import Annotated

from pydantic import Field, PlainValidator

from baicheng_cli.fields import (
    BAD_VALUE,
    AsList,
    ClauseId,
    Closed,
    Day,
    Flag,
    Moment,
    Month,
    Number,
    PartId,
    SchemaOne,
    Text,
    one_of,
    parse_text,
    refuse,
)
from baicheng_cli.progress.verdicts import ACCEPT, RETURN, SELF_WORDS, VERIFY

_ENTRY_ID = re.compile(r"^[a-z2-7]{8}\Z")


def parse_entry_id(value: object) -> str:
    text = parse_text(value)
    if not _ENTRY_ID.match(text):
        raise refuse(BAD_VALUE, "“{found}”不是记录编号（8位小写字母和数字2-7）", found=text)
    return text


EntryId = Annotated[str, PlainValidator(parse_entry_id)]


class Evidence(Closed):
    """A file that proves what was reported (佐证)."""

    file: Text
    """Path from the data folder, with slashes."""
    sha256: Text


class Review(Closed):
    """What the office found on an entry (审核)."""

    entry: EntryId
    verdict: Annotated[str, one_of(ACCEPT, RETURN, VERIFY)]
    verified: dict[PartId, Number] = {}
    """The values found on the spot; they replace the reported ones."""
    how: Text | None = None
    reason: Text | None = None
    limit: Day | None = None
    """Day by which a returned report is to be mended."""


class Entry(Closed):
    """One report on one task (填报记录), or one review by the office."""

    id: EntryId
    task: ClauseId
    date: Day
    """Day up to which the figures count (统计截止); lies in the sidecar's month."""
    received: Day | None = None
    """Day on which the office had it (收到日)."""
    values: dict[PartId, Number] = {}
    """Cumulative figures by indicator."""
    milestones: dict[PartId, Day] = {}
    """Days on which milestones were done."""
    self_: Annotated[str | None, one_of(*SELF_WORDS)] = Field(default=None, alias="self")
    """The unit's own assessment (自评)."""
    progress: Text | None = None
    problems: Text | None = None
    next: Text | None = None
    needs: Text | None = None
    evidence: Annotated[tuple[Evidence, ...], AsList] = ()
    for_: Text | None = Field(default=None, alias="for")
    """The unit it was filed for, when not the sidecar's own."""
    reporter: Text | None = None
    approver: Text | None = None
    proof: dict[PartId, Text] = {}
    """What the unit says is there to prove a part (佐证说明), as typed in a form; no file of ours."""
    for_month: Month | None = None
    """The closed month that it speaks of, when it was filed after closing: with `supersedes` a correction (更正),
    without one a late report (补报)."""
    by_office: Flag = False
    """Typed in by the office for the unit (代录)."""
    review: Review | None = None
    recorded: Moment | None = None
    supersedes: EntryId | None = None
    """The entry that this one replaces whole."""
    reason: Text | None = None

    @property
    def told(self) -> Date:
        """The day it was received; without one, the day it speaks of."""
        return self.received or self.date


class Sidecar(Closed):
    """Everything one unit reported in one month."""

    schema_: SchemaOne = Field(alias="schema")
    unit: Text
    month: Month
    demo: Flag = False
    entries: Annotated[tuple[Entry, ...], AsList] = ()

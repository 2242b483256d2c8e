"""The register of papers (发文登记, office/issued.yaml): every number used, who signed for it, what came back.

It only grows: a paper that was issued, a receipt and a reply are each a record of their own. A number is used up when
its record is written; drafts have none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, NamedTuple, TypeVar

from pydantic import Field

from baicheng_cli.diagnostics import Severity
from baicheng_cli.errors import BrokenFile, ChangedMeanwhile, UserError, did_you_mean
from baicheng_cli.fields import (
    AsList,
    ClauseId,
    Closed,
    Count,
    Day,
    Flag,
    Moment,
    Month,
    SchemaOne,
    Text,
    Texts,
    one_of,
)
from baicheng_cli.plan.load import shown
from baicheng_cli.progress.append import Kind, add
from baicheng_cli.reading import model_of
from baicheng_cli.yaml_source import read

ISSUE, SIGN, REPLY = "issue", "sign", "reply"
NOTICE, REMINDER, LETTER = "notice", "reminder", "letter"
REPORT, BULLETIN = "report", "bulletin"
KIND_WORDS = {NOTICE: "督办通知单", REMINDER: "催办函", LETTER: "函", REPORT: "月报", BULLETIN: "通报"}
OF_MONTH = (REPORT, BULLETIN)
"""Papers on a whole month: they go to addressees in general words (各有关单位), and press no single matter."""
URGENCIES = ("一般", "紧急", "特急")
DONE, UNDER_WAY, NOT_DONE = "已办结", "正在办理", "未办结"
RESULTS = (DONE, UNDER_WAY, NOT_DONE)

_NUMBER = re.compile(r"^(?P<word>[^\d〔〕]*)〔(?P<year>\d{4})〕(?P<place>[1-9]\d*)号\Z")
_BRACKETS = str.maketrans("[]()【】", "〔〕〔〕〔〕")


class Record(Closed):
    """One line of the register: a paper that was issued, its receipt, or a reply to it."""

    act: Annotated[str, one_of(ISSUE, SIGN, REPLY)]
    """`issue`: a paper went out under this number; `sign`: a unit has it (签收); `reply`: what came back (反馈)."""
    number: Text
    """发文字号 of the paper: 中原百城督〔2019〕1号."""
    day: Day
    """The day it was issued, signed for or answered."""
    kind: Annotated[str, one_of(NOTICE, REMINDER, LETTER, REPORT, BULLETIN)] | None = None
    to: Texts = ()
    """The units it went to, by name; of a month's paper, its addressees (主送机关) as they are printed."""
    task: ClauseId | None = None
    limit: Day | None = None
    """The day by which the work has to be done (办结时限); of a reminder, the new one."""
    reply_by: Day | None = None
    """The day by which the unit has to say how it stands (反馈时限)."""
    urgency: Annotated[str, one_of(*URGENCIES)] | None = None
    month: Month | None = None
    """The month whose figures it shows; of a month's paper, the month that it is on."""
    seen: Day | None = None
    """The day on which those figures were seen."""
    source: Text | None = None
    """来源, where it is not the plan alone: an instruction or a meeting, with its day."""
    requirement: Text | None = None
    """办理要求, where it was said with the paper."""
    opinion: Text | None = None
    """拟办意见, where it was said with the paper."""
    reminds: Text | None = None
    """Of a reminder: the number of the paper that it reminds of."""
    time: Count | None = None
    """Of a reminder: which one it is (第×次)."""
    unit: Text | None = None
    """Who signed or replied: one of the units it went to."""
    by: Text | None = None
    """The person who signed, as the receipt says it."""
    text: Text | None = None
    """What was replied."""
    result: Annotated[str, one_of(*RESULTS)] | None = None
    """Where the matter stands by the reply."""
    recorded: Moment | None = None

    @property
    def of_month(self) -> bool:
        """Whether it is a report or a bulletin, which are on a month and not on one matter."""
        return self.kind in OF_MONTH


class Issued(Closed):
    """The whole register, in the order in which it was written."""

    schema_: SchemaOne = Field(alias="schema")
    demo: Flag = False
    records: Annotated[tuple[Record, ...], AsList] = ()


ISSUED = Kind(Issued, "records")

Made = TypeVar("Made")
_TRIES = 50
"""So often somebody else may be quicker before we give up."""


class Number(NamedTuple):
    """A number in its parts: 中原百城督, 2019, 1."""

    word: str
    year: int
    place: int

    def __str__(self) -> str:
        return f"{self.word}〔{self.year}〕{self.place}号"


def number_named(text: str) -> Number | None:
    """A number as papers print it; other brackets and full-width digits are the same. `None`: it is none."""
    found = _NUMBER.match(unicodedata.normalize("NFKC", "".join(text.split())).translate(_BRACKETS))
    return Number(found["word"], int(found["year"]), int(found["place"])) if found else None


def register_file(data: Path) -> Path:
    return data / "office" / "issued.yaml"


def load_issued(data: Path) -> Issued:
    """The register; without a file, an empty one. Raises BrokenFile."""
    file = register_file(data)
    if not file.exists():
        return Issued.model_construct(schema_="1")
    held, found = model_of(Issued, read(file, shown(file)), thorough=False)
    broken = [one for one in found if one.severity is Severity.ERROR]
    if held is None or broken:
        raise BrokenFile(broken or found)
    return held


def next_numbers(records: Iterable[Record], words: Sequence[str], year: int) -> list[Number]:
    """The next free number for each paper of a year, by its word (发文机关代字); a gap is never filled."""
    last: dict[str, int] = {}
    for one in records:
        if one.act == ISSUE and (number := number_named(one.number)) is not None and number.year == year:
            last[number.word] = max(last.get(number.word, 0), number.place)
    found = []
    for word in words:
        last[word] = last.get(word, 0) + 1
        found.append(Number(word, year, last[word]))
    return found


# Papers with what came of them -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Paper:
    """A paper that was issued, on one day: its receipts, and the replies in its matter."""

    record: Record
    signed: tuple[Record, ...] = ()
    replies: tuple[Record, ...] = ()
    """Replies in the matter since it was issued, also those to its reminders."""
    reminders: tuple[Record, ...] = ()
    """The reminders of it, oldest first."""

    @property
    def number(self) -> str:
        return self.record.number

    @property
    def root(self) -> str:
        """The number of the paper that the matter began with: its own, or that of the one it reminds of."""
        return self.record.reminds or self.record.number

    @cached_property
    def signers(self) -> Mapping[str, Record]:
        """The first receipt of each unit."""
        found: dict[str, Record] = {}
        for one in self.signed:
            found.setdefault(one.unit or self.record.to[0], one)
        return found

    @cached_property
    def results(self) -> Mapping[str, str]:
        """By unit, what its last reply came to; of those that have replied."""
        return {one.unit or self.record.to[0]: one.result or UNDER_WAY for one in self.replies}

    @property
    def result(self) -> str:
        """已办结 once every unit has; before, the worst of what they said; nothing while nobody replied.

        A month's paper has none: nobody can say who of 各有关单位 is still to come.
        """
        said = self.results
        if not said or self.record.of_month:
            return ""
        if all(said.get(unit) == DONE for unit in self.record.to):
            return DONE
        return NOT_DONE if NOT_DONE in said.values() else UNDER_WAY

    @property
    def done(self) -> bool:
        return self.result == DONE

    def missed(self, day: date) -> tuple[str, date] | None:
        """What is late on a day: 办结 or 反馈, and its limit. On the limit itself nothing is.

        A unit that was asked to reply and has not is late with that; one that has replied, with the work alone.
        """
        if self.done:
            return None
        if self.record.limit is not None and day > self.record.limit:
            return "办结", self.record.limit
        silent = any(unit not in self.results for unit in self.record.to)
        if silent and self.record.reply_by is not None and day > self.record.reply_by:
            return "反馈", self.record.reply_by
        return None

    def days_late(self, day: date) -> int:
        missed = self.missed(day)
        return (day - missed[1]).days if missed is not None else 0


def papers(held: Issued, until: date) -> tuple[Paper, ...]:
    """What was issued up to a day, in the order of the register, with what had come of it by then."""
    records = [one for one in held.records if one.day <= until]
    issued = [one for one in records if one.act == ISSUE]
    roots = {one.number: one.reminds or one.number for one in issued}

    def paper(one: Record) -> Paper:
        root = roots[one.number]
        return Paper(
            record=one,
            signed=tuple(r for r in records if r.act == SIGN and r.number == one.number),
            replies=tuple(r for r in records if r.act == REPLY and roots.get(r.number) == root and r.day >= one.day),
            reminders=tuple(r for r in issued if r.reminds == one.number),
        )

    return tuple(map(paper, issued))


def paper_named(found: Sequence[Paper], text: str) -> Paper:
    """A paper by its number, or by the bare figure of it where only one has that. Raises UserError."""
    bare = "".join(unicodedata.normalize("NFKC", text).split()).removesuffix("号")
    wanted = number_named(text)
    numbers = [(one, number_named(one.number)) for one in found]
    same = [one for one, number in numbers if number is not None and number == wanted] or [
        one
        for one, number in numbers
        if number is not None
        and (str(number.place) == bare or (wanted is not None and (wanted.word, number[1:]) == ("", wanted[1:])))
    ]
    if len(same) == 1:
        return same[0]
    if same:
        raise UserError(f"“{text}”有{len(same)}份：{'、'.join(one.number for one in same)}；写全编号")
    known = [one.number for one in found]
    near = did_you_mean(text, known) or "用 baicheng notice list 看发过哪些"
    raise UserError(f"没有编号为“{text}”的发文；{near}")


def papers_of_month(held: Issued, kind: str, month: str) -> list[Record]:
    """The reports, or the bulletins, that went out on a month; the last one counts."""
    return [one for one in held.records if (one.act, one.kind, one.month) == (ISSUE, kind, month)]


def paper_under(held: Issued, number: Number) -> Record | None:
    """What went out under a number; `None`: it is free."""
    return next((one for one in held.records if one.act == ISSUE and number_named(one.number) == number), None)


def last_of(found: Sequence[Paper], paper: Paper) -> Paper:
    """The last reminder of a paper, whose limits are the ones that count now; without one, the paper itself."""
    numbers = [one.number for one in paper.reminders]
    return next((one for one in reversed(found) if one.number in numbers), paper)


def open_on(found: Iterable[Paper], task: str, units: Iterable[str]) -> Paper | None:
    """The paper on a task that one of these units still has in hand; reminders are not asked."""
    asked = set(units)
    return next(
        (
            one
            for one in found
            if one.record.reminds is None and one.record.task == task and not one.done and asked & set(one.record.to)
        ),
        None,
    )


# Writing ---------------------------------------------------------------------------------------------------------


def add_records(
    data: Path,
    items: Sequence[Mapping[str, Any]],
    allow: Callable[[Issued], None] | None = None,
    *,
    demo: bool = False,
) -> Path:
    """Add records in one writing, all of them or none; gives the file.

    `allow` is shown the register once nobody else can write, and may raise UserError. Raises BrokenFile when the file
    cannot be loaded.
    """
    file = register_file(data)
    add(file, ISSUED, {"schema": 1}, [_filled(one) for one in items], demo=demo, allow=allow)
    return file


def enter(
    data: Path, drawn: Callable[[Issued], tuple[Sequence[Mapping[str, Any]], Made]], *, demo: bool = False
) -> tuple[Path, Made]:
    """Issue papers: they are drawn first, and entered only when nothing can go wrong any more.

    `drawn` is shown the register, and gives the records and what was drawn under their numbers. Where somebody else was
    quicker, it is asked anew. Gives the register's file and what was drawn. Raises ChangedMeanwhile after many tries.
    """
    for _ in range(_TRIES):
        held = load_issued(data)
        records, made = drawn(held)
        try:
            return add_records(data, records, nobody_issued_since(held), demo=demo), made
        except ChangedMeanwhile:
            continue
    raise ChangedMeanwhile("发文登记一直有人在写，没有签发；过一会儿再来")


def nobody_issued_since(seen: Issued) -> Callable[[Issued], None]:
    """Raises ChangedMeanwhile where another paper has gone out since: its number may be ours, or its matter."""
    before = _papers_in(seen)

    def allow(held: Issued) -> None:
        if _papers_in(held) != before:
            raise ChangedMeanwhile("刚刚有人签发了别的公文；看过 baicheng notice list 再来")

    return allow


def _papers_in(held: Issued) -> list[str]:
    return [one.number for one in held.records if one.act == ISSUE]


def _filled(item: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in item.items() if value is not None and value not in ("", [], ())}


def receipt(number: str, unit: str, by: str, day: date, now: datetime) -> dict[str, Any]:
    """A unit has signed for a paper."""
    return {"act": SIGN, "number": number, "day": day, "unit": unit, "by": by, "recorded": now}


def reply(number: str, unit: str, text: str, result: str, day: date, now: datetime) -> dict[str, Any]:
    """A unit has said how the matter stands."""
    return {
        "act": REPLY,
        "number": number,
        "day": day,
        "unit": unit,
        "text": text,
        "result": result,
        "recorded": now,
    }

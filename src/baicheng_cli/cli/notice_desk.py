"""Which papers are meant, on which day, and under which numbers they go out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import typer

from baicheng_cli.cli.session import Desk
from baicheng_cli.errors import UsageError, UserError, did_you_mean
from baicheng_cli.plan.load import shown
from baicheng_cli.progress import calendar, issued
from baicheng_cli.progress.issued import Issued, Paper
from baicheng_cli.views.notices import Asked, Slip, reminder, slips, word_of

if TYPE_CHECKING:
    from baicheng_cli.cli.notice_files import Drawn, Target
    from baicheng_cli.plan.office_month import OfficeMonth
    from baicheng_cli.status.ledger import Standing
    from baicheng_cli.views.months import Months

_COMMANDS = ("list", "sign", "reply")


class Wanted(NamedTuple):
    """What was asked for on the command line."""

    ids: tuple[str, ...]
    light: str | None
    unit: str | None
    worst: int | None
    remind: bool


def must_fit(asked: Asked, desk: Desk) -> None:
    """Raise UsageError where the days on a paper contradict each other."""
    if asked.day < desk.as_of.day:
        raise UsageError(f"--dated {asked.day}早于所用数据的日期{desk.as_of.day}；用 --month、--as-of 换一天的数据")
    for option, limit in (("--limit", asked.limit), ("--reply-by", asked.reply_by)):
        if limit is not None and limit < asked.day:
            raise UsageError(f"{option} {limit}早于成文日期{asked.day}；改时限，或用 --as-of 写明按哪一天出")
    if asked.limit is not None and asked.reply_by is not None and asked.reply_by > asked.limit:
        raise UsageError(f"反馈时限{asked.reply_by}晚于办结时限{asked.limit}")


@dataclass(frozen=True)
class NoticeDesk:
    """Plan, progress and register, with what the office says on the papers."""

    desk: Desk
    asked: Asked
    document: Path | None = None
    """The issued document that papers quote; else the one that the settings name."""
    again: bool = False

    @cached_property
    def months(self) -> Months:
        from baicheng_cli.cli.documents import quoting
        from baicheng_cli.views.months import Months

        return Months(quoting(self.desk.ledger(), self.desk, self.document))

    @cached_property
    def words(self) -> OfficeMonth:
        from baicheng_cli.plan.office_month import load_office_month

        return load_office_month(self.desk.data, self.desk.as_of.month)

    def register(self) -> Issued:
        return issued.load_issued(self.desk.data)

    # Which ----------------------------------------------------------------------------------------------------

    def slips(self, wanted: Wanted, held: Issued | None = None) -> list[Slip]:
        """The papers asked for; all of them drafts. Raises UserError."""
        if wanted.remind:
            return self._reminders(wanted, held)
        numbers = [id for id in wanted.ids if issued.number_named(id) is not None]
        if numbers:
            return self._once_more(wanted, numbers, held)
        found = []
        for standing in self._standings(wanted):
            found += slips(self.months, standing, self.asked, self.words, self.desk.version)
        return found

    def _standings(self, wanted: Wanted) -> list[Standing]:
        """The tasks, those named in document order, the worst by how bad they are."""
        from baicheng_cli.status.lights import light_named
        from baicheng_cli.status.select import find_task, select
        from baicheng_cli.views.report_brief import worst

        ledger = self.months.now
        chosen = wanted.light is not None or wanted.worst is not None or wanted.unit is not None
        if not wanted.ids and not chosen:
            raise UsageError("缺少条目，如 baicheng notice 3.3；也可以用 --light 滞后、--worst 3、--unit 单位 来选")
        if wanted.ids and chosen:
            raise UsageError("写了条目，就不再用 --light、--worst、--unit 来选")
        if wanted.ids:
            for id in wanted.ids:
                if id in _COMMANDS:
                    raise UsageError(f"{id} 写在最前面：baicheng notice {id} …")
                if id.isascii() and id.isalpha() and (near := did_you_mean(id, _COMMANDS)):
                    raise UserError(f"没有条目“{id}”；{near}")
            ids = {find_task(ledger.plan, id).id for id in wanted.ids}
            return [one for one in ledger.standings if one.id in ids]
        light = light_named(wanted.light) if wanted.light is not None else None
        found = [
            one.standing
            for one in select(ledger, unit=wanted.unit, light=light)
            if wanted.unit is None or (one.role in ("lead", "responsible") and one.via is None)
        ]
        if wanted.worst is not None:
            ids = {one.id for one in found}
            found = [one for one in worst(self.months) if one.id in ids][: wanted.worst]
        elif light is None:
            bad = {one.id for one in worst(self.months)}
            found = [one for one in found if one.id in bad]
        else:
            found = [one for one in found if one.task.kind == "task"]
        if not found:
            raise UserError("没有符合的任务，没有要发的通知单")
        return found

    def _reminders(self, wanted: Wanted, held: Issued | None) -> list[Slip]:
        if wanted.light is not None or wanted.worst is not None or wanted.unit is not None:
            raise UsageError("--remind 只催发过的，写编号；不和 --light、--worst、--unit 一起用")
        if self.asked.to:
            raise UsageError("--remind 发给原来的单位，不和 --to 一起用")
        if not wanted.ids:
            raise UsageError(
                "缺少编号，如 baicheng notice --remind 中原百城督〔2019〕1号；发过哪些见 baicheng notice list"
            )
        found = issued.papers(held or self.register(), self.asked.day)
        made: list[Slip] = []
        for about in dict.fromkeys(self._root(found, id).number for id in wanted.ids):
            paper = issued.paper_named(found, about)
            last = paper if self.again else issued.last_of(found, paper)
            made.append(
                reminder(self.months, self._standing(paper), self.asked, self.words, self.desk.version, paper, last)
            )
        return made

    def _root(self, found: Sequence[Paper], id: str) -> Paper:
        """The paper that the matter began with, also where one of its reminders was named.

        A bare figure (1) never means a month's report or bulletin, which nobody is reminded of.
        """
        asked = found if issued.number_named(id) is not None else [one for one in found if not one.record.of_month]
        paper = issued.paper_named(asked, id)
        return issued.paper_named(found, paper.root) if paper.record.reminds else paper

    def _standing(self, paper: Paper) -> Standing:
        ledger = self.months.now
        if paper.record.of_month:
            command = f"baicheng {paper.record.kind} --month {paper.record.month}"
            command += " --style 文件" if paper.record.kind == issued.REPORT else ""
            kind = issued.KIND_WORDS[paper.record.kind or ""]
            raise UserError(f"{paper.number}是{kind}，不是督办的公文；再出一份用 {command} -o {kind}.docx")
        held = ledger.plan.by_id.get(paper.record.task or "")
        if held is None:
            raise UserError(f"{paper.number}的条目“{paper.record.task}”不在计划里；先 baicheng check")
        return ledger.standing(held[0])

    def _once_more(self, wanted: Wanted, numbers: Sequence[str], held: Issued | None) -> list[Slip]:
        """Papers that were issued, made anew from what the register says of them."""
        if len(numbers) < len(wanted.ids):
            raise UsageError("条目和编号不能混着写：写条目是新发，写编号是把发过的重出一份")
        if held is not None:
            raise UsageError("写编号是把发过的重出一份，不再签发；去掉 --issue")
        found = issued.papers(self.register(), self.asked.day)
        made: list[Slip] = []
        for number in numbers:
            paper = issued.paper_named(found, number)
            made += self._as_issued(paper)
        return made

    def _as_issued(self, paper: Paper) -> Iterator[Slip]:
        one = paper.record
        day = one.seen or self.desk.as_of.day
        month = one.month or self.desk.as_of.month
        desk = self.desk._replace(as_of=calendar.of_month(month, self.desk.settings.reporting, day))
        asked = Asked(
            day=one.day,
            dated=True,
            limit=one.limit,
            reply_by=one.reply_by,
            urgency=one.urgency or "一般",
            source=one.source,
            requirement=one.requirement,
            opinion=one.opinion,
            number=one.number,
            to=tuple(id for name in one.to if (id := self.desk.register.id_of(name))),
            kind=one.kind,
        )
        again = NoticeDesk(desk, asked, self.document)
        standing = again._standing(paper)
        if one.reminds is not None:
            before = issued.papers(self.register(), one.day)
            about = issued.paper_named(before, one.reminds)
            earlier = tuple(r for r in about.reminders if (r.time or 0) < (one.time or 0))
            about = Paper(about.record, about.signed, about.replies, earlier)
            yield reminder(again.months, standing, asked, again.words, desk.version, about, about)
            return
        yield from slips(again.months, standing, asked, again.words, desk.version)

    # Under which number ---------------------------------------------------------------------------------------

    def issued(self, wanted: Wanted, target: Target) -> list[Drawn]:
        """The papers under their numbers, entered in the register."""
        from baicheng_cli.cli import notice_files

        def made(held: Issued) -> tuple[list[dict[str, Any]], list[Drawn]]:
            drafts = self.slips(wanted, held)
            self._refuse_twice(drafts, held)
            numbered = self._numbered(drafts, held)
            drawn = notice_files.drawn(numbered, target, self.desk.data)
            notice_files.must_be_writable(drawn, target)
            return [self._record(one) for one in numbered], drawn

        file, drawn = issued.enter(self.desk.data, made, demo=self.desk.settings.demo)
        for one in (paper.slip.notice for paper in drawn):
            typer.echo(f"已签发 {one.number}（{one.clause}，{one.to}），登记在 {shown(file)}", err=True)
        if blanks := dict.fromkeys(blank for paper in drawn for blank in paper.blanks):
            typer.echo(f"请核对：纸上还空着{'、'.join(blanks)}；写进设置，写编号重出一份，编号不变", err=True)
        return drawn

    def _refuse_twice(self, drafts: Sequence[Slip], held: Issued) -> None:
        """Raises UserError for a matter that a unit has in hand already, and for one without a limit."""
        found = issued.papers(held, date.max)
        for one in drafts:
            if one.limit is None:
                clause = one.notice.clause
                what = "新的时限" if one.reminding is not None else "办结时限：方案没有定，或者已经过了"
                raise UserError(f"{clause}签发前要写明{what}；加 --limit 日期")
            if self.again or one.reminding is not None:
                continue
            if (before := issued.open_on(found, one.standing.id, one.to)) is not None:
                raise UserError(
                    f"{one.notice.clause}已于{before.record.day}以{before.number}发给{'、'.join(before.record.to)}，"
                    f"还没有办结；催办用 --remind {before.number}，确要另发一份加 --again"
                )

    def _numbered(self, drafts: Sequence[Slip], held: Issued) -> list[Slip]:
        words = [word_of(self.months.now, one.kind) for one in drafts]
        if "" in words:
            typer.echo("设置里没有发文代字（papers 的 notice_word、letter_word），编号只有年份和序号", err=True)
        numbers = issued.next_numbers(held.records, words, self.asked.day.year)
        return [
            one._replace(notice=one.notice._replace(number=str(number), draft=False))
            for one, number in zip(drafts, numbers, strict=True)
        ]

    def _record(self, one: Slip) -> dict[str, Any]:
        asked = one.asked
        return {
            "act": issued.ISSUE,
            "number": one.notice.number,
            "day": asked.day,
            "kind": one.kind,
            "to": list(one.to),
            "task": one.standing.id,
            "limit": one.limit,
            "reply_by": one.reply_by,
            "urgency": asked.urgency,
            "month": self.desk.as_of.month,
            "seen": self.desk.as_of.day,
            "source": asked.source,
            "requirement": asked.requirement,
            "opinion": asked.opinion,
            "reminds": one.reminding.number if one.reminding is not None else None,
            "time": one.time,
            "recorded": calendar.now(),
        }

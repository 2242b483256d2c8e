"""Under which number and on which day a month's report or bulletin goes out: entered, typed, or none yet."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import typer

from baicheng_cli.cli import paper_file
from baicheng_cli.cli.options import TOP
from baicheng_cli.cli.paper_file import PaperFile
from baicheng_cli.errors import UsageError, UserError
from baicheng_cli.plan.load import shown
from baicheng_cli.plan.settings import month_after, month_of
from baicheng_cli.progress import calendar, issued
from baicheng_cli.progress.issued import KIND_WORDS, Issued, Number, Record, number_named
from baicheng_cli.words import full_month_words

if TYPE_CHECKING:
    from baicheng_cli.cli.session import Desk
    from baicheng_cli.status.ledger import Ledger


def issue_day(desk: Desk, as_of: str | None) -> date:
    """The day of a paper: the one asked for, else today; of a plan that is long over, the day that it is seen on."""
    named = as_of or TOP.as_of
    return desk.today if named is None and month_of(desk.today) <= _last_month(desk) else desk.as_of.day


def _last_month(desk: Desk) -> str:
    """The last month in which papers of a plan still go out: the one after its end."""
    return month_after(month_of(desk.loaded.plan.period.end))


def must_be_a_paper(*, issue: bool, again: bool, format: str, what: str) -> None:
    """Raise UsageError where a number would be used up for what nobody can sign. `what`: 月报, 通报."""
    if again and not issue:
        raise UsageError("--again 是另发一份，和 --issue 一起用；只把发过的再印一份，两个都不用写")
    if issue and format not in ("docx", "pdf"):
        raise UsageError(f"签发的{what}写成 Word 或 PDF，请用 -o，如 -o {what}.docx")


class Under(NamedTuple):
    """What stands on a paper: its number, whole or as a place in the series, and its day. `None`: left blank."""

    number: str | int | None = None
    day: date | None = None


class Source(NamedTuple):
    """Where a number and a day were said: on the command line, or in the month's own file."""

    name: str
    number: int | None
    day: date | None


@dataclass(frozen=True)
class MonthPaper:
    """A report or bulletin under the red head, with what was said about its number and day."""

    desk: Desk
    ledger: Ledger
    kind: str
    typed: Source
    own: Source
    """The month's own file."""

    @property
    def name(self) -> str:
        """2019年9月份通报."""
        return f"{full_month_words(self.ledger.as_of.month)}份{KIND_WORDS[self.kind]}"

    # As it stands ---------------------------------------------------------------------------------------------

    def under(self) -> Under:
        """Number and day of the paper as it is now, without issuing it.

        As typed; else as the register has it: what went out does not change. Else as the month's own file says. Where
        these contradict each other, or the number is another paper's, it is said on stderr.
        """
        held = issued.load_issued(self.desk.data)
        ours = issued.papers_of_month(held, self.kind, self.ledger.as_of.month)
        before = next((one for one in ours if self.typed.number in _place(one)), ours[-1] if ours else None)
        if before is None:
            under = Under(self.typed.number or self.own.number, self.typed.day or self.own.day)
            said = list(self._taken(held, (under.day or self.ledger.day).year))
        else:
            number = before.number if self.typed.number in (None, *_place(before)) else self.typed.number
            under = Under(number, self.typed.day or before.day)
            said = list(self._contradictions(ours, before))
            if self.typed.number is not None and number == self.typed.number:
                said += self._taken(held, (self.typed.day or before.day).year)
        for line in said:
            typer.echo(line, err=True)
        return under

    def _taken(self, held: Issued, year: int) -> Iterator[str]:
        """The number of a paper that nobody has entered yet, where another paper has it."""
        source = self.typed if self.typed.number is not None else self.own
        if source.number is None:
            return
        number = Number(self._word(), year, source.number)
        if (other := issued.paper_under(held, number)) is not None:
            said = f"{source.name}写的{source.number}号重号：{number}已用于{described(other)}"
            yield f"{said}；换一个，或用 --issue 取下一个"

    def _contradictions(self, ours: Sequence[Record], before: Record) -> Iterator[str]:
        """What was said otherwise than the register has it."""
        entered = f"{self.name}已于{before.day}以{before.number}签发"
        for source, printed in ((self.typed, "照命令行的印"), (self.own, "照登记的印")):
            if source.number is not None and not any(source.number in _place(one) for one in ours):
                yield f"{entered}，{source.name}写的是{source.number}号，对不上；{printed}"
            if source.day is not None and not any(source.day == one.day for one in ours):
                yield f"{entered}，{source.name}写的日期是{source.day}，对不上；{printed}"
        if before.seen not in (None, self.ledger.day):
            seen = f"{before.number}是按{before.seen}的数出的，这里按{self.ledger.day}看"
            yield f"{seen}；要一样加 --as-of {before.seen}"

    # Issued ---------------------------------------------------------------------------------------------------

    def issue(
        self, to: str | None, made: Callable[[Under], bytes], output: PaperFile, as_of: str | None, *, again: bool
    ) -> None:
        """Write the paper under its number, entered in the register. `to`: 主送机关; `as_of`: as in `issue_day`.

        Only a closed month's: what was signed must come out the same when it is made again. Raises UserError.
        """
        self._must_be_final()
        day = self._day(issue_day(self.desk, as_of))
        paper_file.must_be_free(output, self.kind)

        def entered(held: Issued) -> tuple[list[dict[str, Any]], tuple[Number, bytes, list[str]]]:
            ours = issued.papers_of_month(held, self.kind, self.ledger.as_of.month)
            if ours and not again:
                raise UserError(
                    f"{self.name}已于{ours[-1].day}以{ours[-1].number}签发；"
                    "再印一份去掉 --issue，确要另发一份加 --again"
                )
            number = self._number(held, day, again=bool(ours))
            paper = made(Under(str(number), day))
            content = paper_file.drawn(output.format, lambda: paper, self.kind)
            return [self._record(number, day, to)], (number, content, blanks_in(paper))

        file, (number, content, blanks) = issued.enter(self.desk.data, entered, demo=self.desk.settings.demo)
        if not number.word:
            typer.echo("设置里没有发文代字（papers 的 number_word），编号只有年份和序号", err=True)
        if not addressees(to):
            typer.echo("设置里没有主送机关，登记的发往单位空着", err=True)
        if blanks:
            typer.echo(
                f"请核对：纸上还空着{'、'.join(blanks)}；写进设置或 {self.own.name} 再印一份，编号不变", err=True
            )
        typer.echo(f"已签发 {number}（{self.name}），登记在 {shown(file)}", err=True)
        paper_file.put(output, content, self.kind)

    def _must_be_final(self) -> None:
        from baicheng_cli.views.edition import is_final

        month = self.ledger.as_of.month
        if self.ledger.closed(month) is None:
            raise UserError(
                f"{month}还没有封账，出的是送审稿，数还会变，不能签发；先 baicheng collect close --month {month}"
            )
        if not is_final(self.ledger):
            raise UserError(f"按{self.ledger.day}看，{month}的数还没有截止，不能签发；去掉 --as-of 再来")

    def _day(self, otherwise: date) -> date:
        """The paper's day; `otherwise`, where nobody said one, but not before the month was closed. Raises UsageError.

        A month that is closed years later, as in a demonstration, keeps its papers in the plan's own time.
        """
        closed = self.ledger.closed(self.ledger.as_of.month) or date.min
        for source in (self.typed, self.own):
            if source.day is not None:
                if source.day < self.ledger.day:
                    raise UsageError(f"{source.name}的日期{source.day}早于所用数据的日期{self.ledger.day}")
                return source.day
        return max(otherwise, closed) if month_of(closed) <= _last_month(self.desk) else otherwise

    def _number(self, held: Issued, day: date, *, again: bool) -> Number:
        """The next of the series, or the one that was said; the month's own file says only the first paper's."""
        word = self._word()
        [following] = issued.next_numbers(held.records, [word], day.year)
        source = self.typed if again or self.typed.number is not None else self.own
        if source.number is None:
            return following
        number = Number(word, day.year, source.number)
        if (other := issued.paper_under(held, number)) is not None:
            said = f"{source.name}写的{source.number}号重号：{number}已用于{described(other)}"
            raise UserError(f"{said}；下一个是{following.place}号")
        if number.place > following.place:
            typer.echo(f"按{source.name}用{number}，登记里下一个本是{following}；中间的号不会再用", err=True)
        return number

    def _word(self) -> str:
        from baicheng_cli.views.prose import phrase

        return phrase(self.ledger.settings.papers.number_word or "")

    def _record(self, number: Number, day: date, to: str | None) -> dict[str, Any]:
        return {
            "act": issued.ISSUE,
            "number": str(number),
            "day": day,
            "kind": self.kind,
            "to": addressees(to),
            "month": self.ledger.as_of.month,
            "seen": self.ledger.day,
            "recorded": calendar.now(),
        }


def addressees(to: str | None) -> list[str]:
    """主送机关 one by one: 各街道办事处，区政府有关部门，各有关单位."""
    from baicheng_cli.views.prose import phrase

    parts = phrase(to or "").rstrip("：:").replace(",", "，").replace("、", "，").split("，")
    return [one.strip() for one in parts if one.strip()]


def blanks_in(paper: bytes) -> list[str]:
    """What a .docx still asks for, as 【待补：工作要求】: each once."""
    with zipfile.ZipFile(io.BytesIO(paper)) as archive:
        parts = [archive.read(name).decode() for name in archive.namelist() if re.match(r"word/\w+\.xml", name)]
    text = "".join(re.sub(r"<[^>]*>", "", part) for part in parts)
    return list(dict.fromkeys(re.findall("【待补：[^】]{1,20}】", text)))


def _place(one: Record) -> tuple[int, ...]:
    """The place of a paper's number in its series, where it can be read."""
    number = number_named(one.number)
    return (number.place,) if number is not None else ()


def described(one: Record) -> str:
    """2019年8月份通报, or 3.3的督办通知单."""
    kind = KIND_WORDS.get(one.kind or "", "另一份公文")
    if one.month is not None and one.of_month:
        return f"{full_month_words(one.month)}份{kind}"
    return f"{one.task}的{kind}" if one.task else kind

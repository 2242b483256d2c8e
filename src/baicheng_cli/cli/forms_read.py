"""`baicheng forms read`: show what filled-in forms would record, and record it when that is wanted."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from baicheng_cli.cli.options import DataFolder, PageFormat, PlanFile
from baicheng_cli.cli.waiting import steps

if TYPE_CHECKING:
    from baicheng_cli.cli.session import Desk
    from baicheng_cli.forms.apply import Intake
    from baicheng_cli.forms.inbox import Arrived
    from baicheng_cli.forms.outcome import Choice, Decided, Read
    from baicheng_cli.status.ledger import Ledger


def read(
    files: Annotated[list[Path], typer.Argument(metavar="文件", help="填好的表、放表的文件夹或压缩包；可写几个")],
    apply: Annotated[bool, typer.Option("--apply", help="录入（不写只预览；在终端里会问）")] = False,
    received: Annotated[str | None, typer.Option("--received", metavar="日期", help="收到日（默认：今天）")] = None,
    month: Annotated[
        str | None, typer.Option("--month", metavar="月份", help="只收这个月的表，如 2019-09（默认：表上写的月份）")
    ] = None,
    keep: Annotated[
        list[str] | None,
        typer.Option("--keep", metavar="格", help="冲突时保留已录的：编号如 3.3.a，或 单位:3.3.a，或 all；可写几次"),
    ] = None,
    take: Annotated[
        list[str] | None, typer.Option("--take", metavar="格", help="冲突时以表上的为准；写法同 --keep")
    ] = None,
    as_month: Annotated[
        list[str] | None,
        typer.Option("--as-month", metavar="格", help="累计格里填的是当月数，和上月累计相加；写法同 --keep"),
    ] = None,
    allow_fall: Annotated[
        list[str] | None,
        typer.Option("--allow-fall", metavar="格", help="累计数确实减少（要写 --reason）；写法同 --keep"),
    ] = None,
    reason: Annotated[str | None, typer.Option("--reason", metavar="文字", help="减少的原因")] = None,
    format: PageFormat = "table",
    plan: PlanFile = None,
    data: DataFolder = None,
) -> None:
    """读填好的表：先列出会录入什么（新增、改动、冲突、看不懂），加 --apply 或答 y 才录入；原件一字不改地留存。"""
    from baicheng_cli.cli.session import open_desk
    from baicheng_cli.errors import UsageError
    from baicheng_cli.forms.apply import Intake, alone
    from baicheng_cli.forms.inbox import inbox
    from baicheng_cli.forms.preview import amiss, hints
    from baicheng_cli.progress import calendar, record

    if format not in ("table", "json"):
        raise UsageError(f"forms read 没有“{format}”这种格式；可用：table、json")
    if bool(allow_fall) != bool(reason and reason.strip()):
        raise UsageError("--allow-fall 和 --reason 要一起用：哪一格减少了，为什么")
    day = record.parse_date("--received", received)
    if day is not None and day > calendar.today():
        raise UsageError(f"收到日{day}还没有到；改 --received")
    desk = open_desk(plan, data, None if month else calendar.today().isoformat(), month)
    decided = _decided(desk, keep, take, as_month, allow_fall, reason)
    came = inbox(files)
    office = record.Office(desk.loaded.plan, desk.settings, desk.register, desk.data, calendar.now())
    intake = Intake(_ledger(desk), office, month, day)
    with steps("读表", len(came.files)) as step:
        reads = alone([_read(one, intake, decided, step) for one in came.files], intake)
    asking = format == "table" and _on_terminal()
    if asking:
        from baicheng_cli.cli.forms_asked import answered

        reads = [answered(one, intake, decided) for one in reads]
    _say(reads, (*came.notes, *_unused(decided, reads)), intake)
    if month is None:
        _say_other_months(reads, intake.ledger)
    wanted = apply
    if not apply:
        _show(reads, intake, desk, format, written=False)
        if asking and any(map(_to_write, reads)):
            from baicheng_cli.cli.progress_guided import ask_yes

            wanted = ask_yes(_question(reads))
    code = 0
    if wanted:
        reads, code = _applied(reads, intake)
        if apply:
            _show(reads, intake, desk, format, written=True)
        if format == "table":
            _say_written(reads)
    elif format == "table" and any(map(_to_write, reads)):
        what = "要录入" if any(_ready(read) for read in reads) else "要记为待补正"
        typer.echo("没有写入任何内容" if asking else f"以上是预览，没有写入；{what}请加 --apply", err=True)
    if format == "table" and not asking:
        for words in hints(reads, intake.ledger):
            typer.echo(words, err=True)
    if code or any(map(amiss, reads)):
        raise typer.Exit(code or 1)


def _on_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def _ledger(desk: Desk) -> Ledger:
    """Everything that was ever recorded, whatever its month."""
    from baicheng_cli.forms.blank import ALL_KNOWN

    return replace(desk._replace(as_of=ALL_KNOWN).ledger(), as_of=desk.as_of)


# --- what was decided -------------------------------------------------------------------------------------------------


def _decided(
    desk: Desk,
    keep: Sequence[str] | None,
    take: Sequence[str] | None,
    as_month: Sequence[str] | None,
    allow_fall: Sequence[str] | None,
    reason: str | None,
) -> Decided:
    """The decisions that were typed as options. Raises UserError."""
    from baicheng_cli.forms.outcome import Decided

    return Decided(
        tuple(_choice(desk, "--keep", word) for word in keep or ()),
        tuple(_choice(desk, "--take", word) for word in take or ()),
        tuple(_choice(desk, "--as-month", word) for word in as_month or ()),
        tuple((_choice(desk, "--allow-fall", word), (reason or "").strip()) for word in allow_fall or ()),
    )


def _choice(desk: Desk, option: str, word: str) -> Choice:
    """`3.3.a`, `区城管局:3.3.a` or `all`. Raises UserError."""
    from unicodedata import normalize

    from baicheng_cli.errors import UserError
    from baicheng_cli.forms.outcome import EVERY, Choice
    from baicheng_cli.forms.returned import task_of

    unit, colon, address = normalize("NFKC", word).strip().rpartition(":")
    id = desk.register.unit(unit).id if colon else ""
    if address != EVERY and task_of(address) not in desk.loaded.plan.by_id:
        raise UserError(f"{option} 应写格的编号，如 3.3.a、3.3.progress，或 all，写的是“{word}”；编号见预览")
    return Choice(id, address)


def _unused(decided: Decided, reads: Sequence[Read]) -> Iterator[str]:
    """Decisions on cells that no form has filled in: perhaps a slip."""
    choices = [
        *(("--keep", one) for one in decided.keep),
        *(("--take", one) for one in decided.take),
        *(("--as-month", one) for one in decided.as_month),
        *(("--allow-fall", one) for one, _ in decided.fall),
    ]
    for option, choice in choices:
        filled = (
            choice.covers(read.unit, change.address) and change.came != change.sent
            for read in reads
            for change in read.changes
        )
        if not any(filled):
            yield f"{option} {choice.address} 没有用上：读的表里没有填这一格"


# --- reading and writing ----------------------------------------------------------------------------------------------


def _read(came: Arrived, intake: Intake, decided: Decided, step: Callable[[], None]) -> Read:
    from baicheng_cli.errors import UserError
    from baicheng_cli.forms.outcome import refused

    try:
        return replace(intake.read(came.open(), decided), name=came.name)
    except UserError as error:
        return refused(came.name, error)
    finally:
        step()


def _to_write(read: Read) -> bool:
    from baicheng_cli.forms.outcome import Outcome

    return _ready(read) or read.outcome is Outcome.TO_MEND


def _ready(read: Read) -> bool:
    from baicheng_cli.forms.outcome import Outcome

    return read.outcome in (Outcome.READY, Outcome.SAME)


def _applied(reads: Sequence[Read], intake: Intake) -> tuple[list[Read], int]:
    """Record what can be, form by form; what somebody else changed meanwhile is left, with exit code 3."""
    from baicheng_cli.errors import BrokenFile, UserError
    from baicheng_cli.forms.apply import apply
    from baicheng_cli.forms.outcome import Outcome

    done: list[Read] = []
    lately: set[str] = set()
    code = 0
    with steps("录入", len(reads)) as step:
        for read in reads:
            try:
                done.append(apply(read, intake, lately))
            except BrokenFile:
                raise
            except UserError as error:
                done.append(replace(read, outcome=Outcome.REFUSED, words=str(error), news=()))
                code = max(code, error.exit_code)
            except KeyboardInterrupt:
                words = f"已中断：共{len(reads)}份，前{len(done)}份已经处理；再读一遍就接着录，录过的不会重复"
                typer.echo(words, err=True)
                raise typer.Exit(130) from None
            lately.update(done[-1].entries)
            step()
    return done, code


# --- what is said -----------------------------------------------------------------------------------------------------


def _say(reads: Sequence[Read], notes: Sequence[str], intake: Intake) -> None:
    """What is odd, and what is good to know."""
    from baicheng_cli.forms.preview import unit_name

    for words in notes:
        typer.echo(f"说明：{words}", err=True)
    for read in reads:
        name = unit_name(read, intake.ledger)
        for words in read.warnings:
            typer.echo(f"请核对：{name}：{words.removesuffix('，请核对')}", err=True)
        for words in read.notes:
            typer.echo(f"说明：{name}：{words}", err=True)


def _say_other_months(reads: Sequence[Read], ledger: Ledger) -> None:
    """A form of another month than the one that is being collected may be an old one that was filled in again."""
    from baicheng_cli.cli.collecting import being_collected
    from baicheng_cli.forms.preview import unit_name
    from baicheng_cli.plan.settings import month_after, month_of
    from baicheng_cli.words import month_words

    now = being_collected(ledger)
    if now > month_after(month_of(ledger.plan.period.end)):
        return
    for read in reads:
        if _to_write(read) and read.month != now:
            told, wanted = month_words(read.month, ledger.day), month_words(now, ledger.day)
            words = f"是{told}的填报表，正在收的是{wanted}；只收{wanted}的加 --month {now}"
            typer.echo(f"请核对：{unit_name(read, ledger)}：{words}", err=True)


def _show(reads: Sequence[Read], intake: Intake, desk: Desk, format: str, *, written: bool) -> None:
    from baicheng_cli.cli.show_table import show_plain
    from baicheng_cli.forms.preview import preview
    from baicheng_cli.progress import calendar
    from baicheng_cli.views.tables import json_text

    table = preview(reads, intake.ledger, written=written)
    if format == "json":
        typer.echo(json_text(table.kind, desk.envelope(), calendar.today().isoformat(), table.items), nl=False)
    else:
        show_plain(table, format)


def _question(reads: Sequence[Read]) -> str:
    from baicheng_cli.forms.outcome import Outcome

    mend = sum(read.outcome is Outcome.TO_MEND for read in reads)
    ready = sum(map(_ready, reads))
    parts = [f"录入这{ready}份吗"] if ready else []
    parts += [f"另{mend}份有问题的记为待补正" if ready else f"把这{mend}份记为待补正吗"] if mend else []
    return "？".join(parts) + ("？" if not ready or not mend else "")


def _say_written(reads: Sequence[Read]) -> None:
    """Where everything went."""
    from baicheng_cli.forms.outcome import Outcome
    from baicheng_cli.plan.load import shown

    done = [read for read in reads if read.outcome is Outcome.DONE]
    mend = [read for read in reads if read.outcome is Outcome.TO_MEND]
    refused = [read for read in reads if read.outcome is Outcome.REFUSED]
    if not done and not mend:
        typer.echo("没有写入任何内容", err=True)
        return
    entries = sum(len(read.entries) for read in done)
    folders = dict.fromkeys(shown(file.parent) for read in (*done, *mend) for file in read.written)
    said = [f"已录入{len(done)}份，新记录{entries}条"] if done else []
    said += [f"{len(mend)}份记为待补正"] if mend else []
    said += [f"{len(refused)}份没有收"] if refused else []
    where = f"；写在 {'、'.join(folders)}" if folders else ""
    typer.echo("，".join(said) + where)

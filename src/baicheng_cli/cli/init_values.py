"""What `init` has to know of a new plan: from the options, from an earlier plan, or asked on the terminal."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import typer

from baicheng_cli.errors import UsageError
from baicheng_cli.fields import parse_day, parse_text
from baicheng_cli.views.new_plan import NewPlan, blank

if TYPE_CHECKING:
    from baicheng_cli.status.carry import Carried
    from baicheng_cli.status.ledger import Ledger

Value = TypeVar("Value")

_YEAR = re.compile(r"(?:19|20)\d\d", re.ASCII)
_BRACKETS = re.compile(r"[\[［【(（<〈《]\s*(\d{4})\s*[\]］】)）>〉》]", re.ASCII)


class Given(NamedTuple):
    """The options as typed."""

    title: str | None
    number: str | None
    issuer: str | None
    issued: str | None
    year: str | None


def new_plan(given: Given) -> NewPlan:
    """A plan that begins from nothing. On a terminal what is missing is asked; otherwise raises UsageError."""
    ask = sys.stdin.isatty()
    needed = {"--title 标题": given.title, "--number 文号": given.number, "--issuer 机关": given.issuer}
    missing = [name for name, typed in {**needed, "--issued 日期": given.issued}.items() if typed is None]
    if missing and not ask:
        raise UsageError(f"缺少 {'、'.join(missing)}；接着旧计划的用 --from 旧计划")
    title = _value("--title", given.title, "标题", one_line, blank("文件标题"))
    number = _value("--number", given.number, "发文字号（如 中原政文〔2020〕12号）", document_number, blank("发文字号"))
    issuer = _value("--issuer", given.issuer, "发文机关", one_line, blank("发文机关"))
    day = _value("--issued", given.issued, "成文日期（如 2020-04-14）", _day_or_none, None)
    if given.year is not None:
        year = _parsed("--year", given.year, year_number)
    elif day is not None and not missing:
        year = day.year
    else:
        year = _year_asked(day, title)
    return NewPlan(year, title, number, issuer, day or date(year, 1, 1), _unsure(issued=day is None))


def following(given: Given, old: Path, data: Path | None) -> NewPlan:
    """The plan after an earlier one. What is not given is left blank; says on stderr what goes on and what does not."""
    from baicheng_cli.status.carry import carried

    ledger = _last_day_of(old, data)
    document, end = ledger.plan.document, ledger.plan.period.end
    year = end.year + 1 if given.year is None else _parsed("--year", given.year, year_number)
    if year <= end.year:
        raise UsageError(f"--year 应在 {end.year} 之后：旧计划到{end}为止")
    going = carried(ledger, date(year, 1, 1))
    _say_what_goes_on(ledger, going)
    guess = _YEAR.sub(lambda found: str(year) if found[0] == str(end.year) else found[0], document.title)
    title = _parsed("--title", given.title, one_line) if given.title is not None else guess
    number = _parsed("--number", given.number, document_number) if given.number is not None else blank("发文字号")
    issuer = _parsed("--issuer", given.issuer, one_line) if given.issuer is not None else document.issuer
    day = _parsed("--issued", given.issued, parse_day) if given.issued is not None else None
    return NewPlan(
        year,
        title,
        number,
        issuer,
        day or date(year, 1, 1),
        _unsure(title=given.title is None, issued=day is None),
        going.units,
        going.collectives,
        going.numbering,
        going.chapters,
        going.notes,
        document.number,
        going.settings,
        ledger.demo,
    )


def _last_day_of(old: Path, data: Path | None) -> Ledger:
    from baicheng_cli.cli.session import open_desk
    from baicheng_cli.plan.load import load_plan

    end = load_plan(old).plan.period.end
    return open_desk(old, data, as_of=end.isoformat()).ledger()


def _say_what_goes_on(ledger: Ledger, going: Carried) -> None:
    plan = ledger.plan
    if ledger.demo:
        typer.echo("用的是演示数据，新计划里已经标明", err=True)
    if not ledger.entries:
        typer.echo("旧计划没有填报记录：没有报过的都按没有完成算", err=True)
    total = len(going.kept) + len(going.left)
    kept = f"带入没有完成的{len(going.kept)}项：{_ids(one.id for one in going.kept)}" if going.kept else "没有要带入的"
    typer.echo(f"按{plan.period.end}看，{total}项任务{kept}", err=True)
    if going.left:
        typer.echo(f"没有带入{len(going.left)}项（已达目标、已办结，或是没有指标、正常推进的常态工作）", err=True)


def _ids(ids: Iterable[str]) -> str:
    return "、".join(ids)


def _unsure(**which: bool) -> frozenset[str]:
    return frozenset(name for name, unsure in which.items() if unsure)


def _year_asked(issued: date | None, title: str) -> int:
    """The plan's year; what the day of issue or the title suggests is only confirmed."""
    named = _YEAR.search(title)
    likely = issued.year if issued else int(named[0]) if named else None
    if likely is None:
        return _asked("哪一年的计划", year_number)
    return _asked(f"哪一年的计划，{likely}年就回车", year_number, likely)


def _value(option: str, typed: str | None, question: str, parse: Callable[[str], Value], unknown: Value) -> Value:
    """An option's value, else what is answered, else what stands for an unknown one."""
    if typed is not None:
        return _parsed(option, typed, parse)
    return _asked(f"{question}，还不知道就回车", parse, unknown) if question else unknown


def _parsed(option: str, typed: str, parse: Callable[[str], Value]) -> Value:
    try:
        return parse(typed)
    except ValueError as error:
        raise UsageError(f"{option}：{error}") from None


def _asked(question: str, parse: Callable[[str], Value], *otherwise: Value) -> Value:
    """Ask until the answer can be; `otherwise` is what an empty one means, if it means anything."""
    while True:
        typed = typer.prompt(question, default="", show_default=False, prompt_suffix="：", err=True).strip()
        if not typed and otherwise:
            return otherwise[0]
        try:
            return parse(typed)
        except ValueError as error:
            typer.echo(f"  {error}", err=True)


def _day_or_none(text: str) -> date | None:
    return parse_day(text)


def one_line(text: str) -> str:
    """Text on one line. Raises ValueError."""
    if "\n" in text or "\r" in text:
        raise ValueError("应写成一行")
    return parse_text(text).strip()


def document_number(text: str) -> str:
    """A document number; its year stands in 六角括号 (GB/T 9704—2012, 7.2.5). Raises ValueError."""
    number = one_line(text)
    if wrong := _BRACKETS.search(number):
        raise ValueError(f"年份要用六角括号：{number.replace(wrong[0], f'〔{wrong[1]}〕')}")
    return number


def year_number(text: str) -> int:
    """A year as four digits. Raises ValueError."""
    if not _YEAR.fullmatch(text):
        raise ValueError(f"“{text}”不是年份，应写作 2020" if text else "应写上年份，如 2020")
    return int(text)

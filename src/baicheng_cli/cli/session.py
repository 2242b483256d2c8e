"""Opening what a command works on: the plan, its data folder, and the day, by the options given."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import typer

from baicheng_cli.cli.options import TOP
from baicheng_cli.errors import UsageError
from baicheng_cli.fields import parse_day
from baicheng_cli.plan.load import Loaded, find_data, find_plan, load_plan, load_settings, plan_files, shown
from baicheng_cli.plan.settings import Settings
from baicheng_cli.plan.units import Register
from baicheng_cli.progress import calendar
from baicheng_cli.progress.calendar import AsOf

if TYPE_CHECKING:
    from baicheng_cli.progress.store import Recorded
    from baicheng_cli.status.ledger import Ledger


class Desk(NamedTuple):
    """Plan, settings and register, before any progress is read."""

    loaded: Loaded
    data: Path
    settings: Settings
    register: Register
    as_of: AsOf
    today: date

    @property
    def version(self) -> str:
        from baicheng_cli.history.git import version_of

        return version_of([self.loaded.file, self.data])

    @property
    def templates(self) -> Path:
        """The folder with the office's own templates; it may be absent."""
        return self.data / "office" / "templates"

    def envelope(self) -> dict[str, Any]:
        """The `plan` of every JSON answer (DESIGN §6)."""
        document = self.loaded.plan.document
        return {
            "file": shown(self.loaded.file),
            "number": document.number,
            "title": document.title,
            "version": self.version,
            "demo": self.settings.demo,
        }

    def ledger(self, *, reporting: bool = True) -> Ledger:
        """The ledger of the day: reads the months it needs.

        Not `reporting`: without the months' own records and the forms that came, for what asks about the work only.
        """
        entries: tuple[Recorded, ...] = ()
        if (self.data / "progress").is_dir():
            from baicheng_cli.progress.store import read_all

            entries = tuple(read_all(self.data, self.register, until=self.as_of.month))
        from baicheng_cli.status.ledger import Ledger  # `check` opens no ledger

        plan, settings, demo = self.loaded.plan, self.settings, self.settings.demo
        if not reporting:
            return Ledger(plan, settings, self.register, entries, self.as_of, demo)
        from baicheng_cli.progress.cycle import read_cycles
        from baicheng_cli.progress.deliveries import read_deliveries

        cycles, came = read_cycles(self.data), tuple(read_deliveries(self.data, self.register))
        return Ledger(plan, settings, self.register, entries, self.as_of, demo, cycles, came)


def parse_date(text: str | None, option: str) -> date | None:
    """A day as typed on the command line. Raises UsageError."""
    if text is None:
        return None
    try:
        return parse_day(text)
    except ValueError as error:
        raise UsageError(f"{option}：{error}") from None


def open_desk(
    plan: Path | None,
    data: Path | None,
    as_of: str | None = None,
    month: str | None = None,
    *,
    paper: bool = False,
) -> Desk:
    """Everything a command needs but progress, on the day that the options name.

    `paper`: without a month, the last one whose `data_until` has come is taken. Raises UsageError,
    UserError and BrokenFile.
    """
    plan, data, as_of = plan or TOP.plan, data or TOP.data, TOP.as_of if as_of is None else as_of
    day = parse_date(as_of, "--as-of")
    if month is not None:
        calendar.parse_month(month)
    today = calendar.today()
    asked = day or (calendar.last_day(month) if month else today)
    loaded = load_plan(find_plan(plan, asked, Path.cwd()))
    folder = find_data(data, loaded.file)
    settings = load_settings(folder)
    register = Register(loaded.plan, settings.new_members())
    view = _view(loaded, settings, day, month, today, paper=paper)
    return Desk(loaded, folder, settings, register, view, today)


def plans_to_check(plan: Path | None, data: Path | None) -> list[Path]:
    """The plans that `check` looks at: the one named, else all in `plan/`. Raises UsageError when there is none."""
    named = plan or TOP.plan
    if named is None and not os.environ.get("BAICHENG_PLAN") and (data or TOP.data) is None:
        files = plan_files(Path.cwd())
        if files:
            return files
    return [find_plan(named, calendar.today(), Path.cwd())]


def _view(loaded: Loaded, settings: Settings, day: date | None, month: str | None, today: date, *, paper: bool) -> AsOf:
    reporting = settings.reporting
    if month is not None:
        calendar.refuse_future(month, max(today, day) if day else today)
        return calendar.of_month(month, reporting, day)
    if day is None:
        end = loaded.plan.period.end
        day = today
        if today > end:
            day = end
            typer.echo(f"实施期已于{end}结束，按这一天看；要看别的日子用 --as-of 或 --month", err=True)
    if paper:
        return calendar.of_month(calendar.elapsed_month(day, reporting), reporting, day)
    return calendar.on_day(day, reporting)

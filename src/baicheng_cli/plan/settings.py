"""The office's own settings (office/settings.yaml): how it collects and judges. No facts of the document."""

from __future__ import annotations

import calendar
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from baicheng_cli.fields import (
    AsList,
    ClauseId,
    Closed,
    Count,
    Day,
    DayOfMonth,
    Flag,
    Month,
    NameId,
    Number,
    Ordinal,
    PartId,
    SchemaOne,
    Text,
    Texts,
    TimeOfDay,
    Year,
    listed,
    named_as,
    one_of,
)
from baicheng_cli.plan.model import Plan, Unit, UnitName
from baicheng_cli.words import LIGHTS, ROLES

WHOLE = ("座", "条", "套", "个", "处", "家", "项", "件", "台", "户", "所")


class Reporting(Closed):
    """The monthly reporting rhythm (报送制度)."""

    every: Annotated[str, one_of("month")] = "month"
    data_until: DayOfMonth = 25
    """Day of the month up to which figures count (统计截止); 31 is the month's last day."""
    submit_by: DayOfMonth = 25
    """Day by which the report must be in (报送截止)."""
    submit_time: TimeOfDay | None = None
    """The hour up to which it may come in on that day (17:00), as reminders say it; it makes nothing late."""
    of: Annotated[str, one_of("same", "next")] = "same"
    """Whether `submit_by` lies in the month itself or in the one after."""
    off_days: Annotated[str, one_of("next", "keep")] = "next"
    """What becomes of a `submit_by` that is a day off: the next working day, or left as it is."""
    first_month: Month | None = None
    """First month to report on; default: the month after the document's issue."""
    who: Annotated[str, one_of("lead", "all")] = "lead"
    """Who owes a report: the owners of active parts, or the supporting units, too."""
    measures: Flag = False
    """Whether reports on measures (推进措施) are asked for."""

    def asked_by(self, month: str) -> date:
        """The day of `submit_by` for a month as it stands in the calendar, a day off or not."""
        return day_in(month if self.of == "same" else month_after(month), self.submit_by)


class DaysOff(Closed):
    """How one year's days off lie (放假调休), as far as the office has to say it: single days, before any calendar."""

    off: Annotated[tuple[Day, ...], AsList] = ()
    work: Annotated[tuple[Day, ...], AsList] = ()
    """Weekend days on which offices work."""


class Judge(Closed):
    """How lights are given (亮灯规则)."""

    from_: Month | None = Field(default=None, alias="from")
    """First month that is judged; default: the month after the first month reported on."""
    pace: Annotated[str, one_of("month", "day")] = "month"
    behind: Number = Decimal(10)
    """Percentage points below time progress from which on it is 滞后."""
    far_behind: Number = Decimal(30)
    due_soon_days: Count = 30
    within: Number = Decimal(2)
    """How far below an approximate target (左右) still counts as reached, in the target's own unit."""
    whole: Texts = WHOLE
    """Units of measure that come in whole things: what is due of them is rounded down."""


def as_member(value: Any) -> Any:
    return {"name": value} if isinstance(value, str) else value


class Member(Closed):
    """One member of a collective: a unit of the register by name, or a new one with an id."""

    name: Text
    id: NameId | None = None


Roster = Annotated[tuple[Annotated[Member, BeforeValidator(as_member)], ...], AsList]


class Point(Closed):
    """One point of a lead's own programme (序时计划): this much by the end of that month."""

    indicator: PartId
    by: Month
    value: Number


class TaskSettings(Closed):
    """What the office has set for one task."""

    office_due: Day | None = None
    """A day of the office's own for parts without one in the document."""
    routine: Flag = False
    """Routine work (常态工作): carries the tag 常态推进."""
    schedule: Annotated[tuple[Point, ...], AsList] = ()
    rosters: dict[str, Roster] = {}


def as_several(value: Any) -> Any:
    return (value,) if isinstance(value, str) else listed(value)


@cache
def _no_task_settings() -> TaskSettings:
    """What holds for a task without settings of its own: asked for every entry of a year."""
    return TaskSettings.model_construct()


class ViewFilter(Closed):
    """What a view shows: tasks that pass all of these."""

    unit: Text | None = None
    """A unit or a collective, by any of its names."""
    role: Annotated[str, named_as("角色", ROLES)] | None = None
    light: Annotated[tuple[Annotated[str, named_as("状态", LIGHTS)], ...], BeforeValidator(as_several)] = ()
    """Any one of these; none: all."""
    due_before: Day | None = None
    text: Text | None = None


class View(Closed):
    """A saved filter (视图), for `--view` of tasks, ledger and report."""

    title: Text | None = None
    """How pages call it; default: its name."""
    filter: ViewFilter = Field(default_factory=ViewFilter.model_construct)
    columns: Texts = ()
    """Columns by heading or key, from left to right; none: the usual ones."""


class Papers(Closed):
    """What stands on the office's papers (版头、署名、版记). Whatever is empty stays a visible blank, never made up.

    Here is what is the same on every paper; what changes from month to month is in office/<month>.yaml, and the
    numbers that papers got are in their register. One flat model: building more of them would cost every command.
    """

    red_head: Text | None = None
    """发文机关标志 of a paper under the red head (文件): the issuer's name and 文件."""
    bulletin_head: Text | None = None
    """Name of the bulletin (简报名称)."""
    letter_head: Text | None = None
    """发文机关标志 of 督办通知单 and 函; default: `signer`."""
    number_word: Text | None = None
    """发文机关代字 of a paper under the red head: 中原百城 in 中原百城〔2019〕9号."""
    notice_word: Text | None = None
    """The same of 督办通知单 and 催办."""
    letter_word: Text | None = None
    """The same of 函."""
    signer: Text | None = None
    """发文机关署名; default: the name of our own office."""
    report_addressees: Text | None = None
    """主送机关 of the report under the red head, as printed, without the colon: 、 within a kind, ， between kinds."""
    bulletin_addressees: Text | None = None
    """主送机关 of 通报."""
    report_to: Texts = ()
    """报: to whom above. A month's own list takes its place; likewise the next three."""
    send_to: Texts = ()
    """送: to whom beside."""
    issue_to: Texts = ()
    """发: to whom below."""
    copies: Ordinal | None = None
    """共印…份."""
    copy_to: Texts = ()
    """抄送机关 of papers under the red head, and of notices."""
    issued_by: Text | None = None
    """印发机关; default: the signer."""
    contact: Text | None = None
    """联系人."""
    phone: Text | None = None
    """办公电话: the office's, never a person's own."""
    letters: Texts = ()
    """Units that are not subordinate (条管、驻区单位), by any of their names: they get a 函, not a 通知单."""


class Ignored(Closed):
    """Findings of `check` that the office has looked at and lets stand."""

    code: Text
    where: Text
    """What they stand in: an item, an indicator (3.3.a), a unit, an entry, a key (judge.behind), or a file."""
    reason: Text


class Settings(Closed):
    """Everything the office decides itself; every field has a default."""

    schema_: SchemaOne = Field(default="1", alias="schema")
    demo: Flag = False
    """Everything in this data folder is demonstration data."""
    office: NameId | None = None
    """Our own office, by unit id."""
    document: Text | None = None
    """The file of the issued document, from the data folder on: for `trace`, and for quoting its clauses."""
    reporting: Reporting = Field(default_factory=Reporting.model_construct)
    judge: Judge = Field(default_factory=Judge.model_construct)
    holidays: dict[Year, DaysOff] = {}
    """Days off and weekend days worked, by year; a year that stands here counts as known."""
    rosters: dict[str, Roster] = {}
    """Members of collectives, by the collective's id."""
    tasks: dict[ClauseId, TaskSettings] = {}
    views: dict[Text, View] = {}
    """Saved filters, by name."""
    ignore: Annotated[tuple[Ignored, ...], AsList] = ()
    papers: Papers = Field(default_factory=Papers.model_construct)

    def task(self, id: str) -> TaskSettings:
        return self.tasks.get(id) or _no_task_settings()

    def first_month(self, plan: Plan) -> str:
        return self.reporting.first_month or month_after(month_of(plan.document.issued))

    def judged_from(self, plan: Plan) -> str:
        return self.judge.from_ or month_after(self.first_month(plan))

    def roster(self, collective: str, task: str | None = None) -> tuple[Member, ...]:
        """The members of a collective, by its id: for this task, else for the plan; unknown: none."""
        if task is not None and (own := self.task(task).rosters.get(collective)) is not None:
            return own
        return self.rosters.get(collective, ())

    def new_members(self) -> tuple[Unit, ...]:
        """Units that only the rosters know (街道), each once."""
        rosters = [*self.rosters.values(), *(r for t in self.tasks.values() for r in t.rosters.values())]
        members = {m.id: m.name for roster in rosters for m in roster if m.id}
        return tuple(Unit(id=id, names=(UnitName(name=name),)) for id, name in members.items())


def day_in(month: str, day: int) -> date:
    """That day of a month; the last one in a month that is shorter."""
    year, number = int(month[:4]), int(month[5:])
    return date(year, number, min(day, calendar.monthrange(year, number)[1]))


def month_of(day: date) -> str:
    return f"{day.year:04}-{day.month:02}"


def month_after(month: str, by: int = 1) -> str:
    """The month `by` months later; negative goes back."""
    number = int(month[:4]) * 12 + int(month[5:]) - 1 + by
    return f"{number // 12:04}-{number % 12 + 1:02}"


def months_between(first: str, last: str) -> int:
    """How many months from `first` to `last`, both counted; never below 0."""
    span = (int(last[:4]) - int(first[:4])) * 12 + int(last[5:]) - int(first[5:]) + 1
    return max(0, span)

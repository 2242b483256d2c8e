"""The one-page version of the report (一页版): what a leader has to know, decide and ask after (MODELS §1)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from baicheng_cli.errors import UserError
from baicheng_cli.plan.model import Collective
from baicheng_cli.plan.office_month import OfficeMonth
from baicheng_cli.progress.calendar import first_day
from baicheng_cli.status.ledger import Ledger, Standing
from baicheng_cli.status.lights import REACHED_PENDING, Light
from baicheng_cli.status.select import clause_of, tasks_of
from baicheng_cli.views.months import BAD, Months
from baicheng_cli.views.prose import clipped, in_a_row, numbered, phrase, sentence, typed
from baicheng_cli.views.report import NEEDS, Head, concerns, head_of, merged, voices_of
from baicheng_cli.views.report_changes import brief_lines
from baicheng_cli.views.report_overview import all_alike, pace_words, shares_of
from baicheng_cli.views.tables import Column, Table

REQUIREMENT, NOTHING_ASKED = "【待补：要求】", "本月未提出需协调事项。"
MOST_REQUESTS, MOST_TASKS = 3, 5
_OVERALL, _REQUEST, _TITLE, _WHY, _REASON, _ASK = 84, 84, 26, 56, 40, 40
MOST_NAMED = 6
"""At most so many characters of each, and clauses by name, so that everything stays on one page."""

COUNTED = (
    ("达标", (Light.REACHED, Light.CLOSED)),
    ("正常", (Light.ON_TRACK,)),
    ("滞后", (Light.BEHIND, Light.FAR_BEHIND)),
    ("逾期", (Light.OVERDUE,)),
    ("未报", (Light.UNREPORTED,)),
    ("待核定", (Light.PENDING,)),
    ("暂不评", (Light.NOT_JUDGED,)),
)
"""The five numbers of the page, and the two kinds that are none of them: together they are all tasks."""


class Brief(NamedTuple):
    """One page on one month."""

    head: Head
    conclusion: str
    remark: str
    """What the office says to it; may be empty."""
    counts: Table
    """A row for this month, and one for the month before where that was judged."""
    note: str
    """What the reader has to know about the numbers."""
    requests: tuple[str, ...]
    more_requests: str
    worst_title: str
    worst: Table
    changes: tuple[str, ...]


def brief(ledger: Ledger, version: str, words: OfficeMonth | None = None, unit: str | None = None) -> Brief:
    """The page of the ledger's month; `unit`: on the tasks that it leads alone.

    Raises UserError on an unknown unit, and on one that leads nothing.
    """
    of = ""
    if unit is not None:
        ledger, of = _led_by(ledger, unit)
    words = words or OfficeMonth.model_construct(month=ledger.as_of.month)
    months = Months(ledger)
    asked = requests(months, words if unit is None else None)
    bad = worst(months)
    left = len(asked) - MOST_REQUESTS
    return Brief(
        head=head_of(ledger, version, of=of, words=words)._replace(sent=()),
        conclusion=conclusion(months, of),
        remark=sentence(clipped(typed(words.overall), _OVERALL)) if unit is None else "",
        counts=counts(months),
        note=note(months),
        requests=numbered(asked[:MOST_REQUESTS]) or (NEEDS if unit is None else NOTHING_ASKED,),
        more_requests=f"另有{left}项见月报。" if left > 0 else "",
        worst_title=_worst_title(bad),
        worst=worst_table(months, bad[:MOST_TASKS], words),
        changes=tuple(filter(None, brief_lines(months, MOST_NAMED))),
    )


def _led_by(ledger: Ledger, asked: str) -> tuple[Ledger, str]:
    unit = ledger.register.find(asked)
    if isinstance(unit, Collective):
        raise UserError(f"“{unit.name}”是集合单位，不单独出月报；写其中一个单位")
    name = ledger.name(unit.id)
    led = [one.task.id for one in tasks_of(ledger, unit) if one.via is None and one.role == "lead"]
    if not led:
        raise UserError(f"{name}没有牵头的重点任务，没有一页版可出；去掉 --brief 看它的月报")
    return ledger.keep(led, f"{name}牵头的{len(led)}项重点任务"), name


def conclusion(months: Months, of: str = "") -> str:
    """截至9月25日，1—9月序时进度为75.0%，29项重点任务中，滞后4项（其中严重滞后1项），未报送1项，无逾期任务。"""
    ledger = months.now
    total, issued = len(ledger.tasks), ledger.plan.document.issued
    if not total:
        return "方案没有重点任务。"
    head = f"截至{months.day(ledger.day)}，"
    tasks = f"{of}牵头的{total}项重点任务" if of else f"{total}项重点任务"
    if ledger.day < issued:
        return f"{head}方案尚未印发（{months.day(issued)}印发），{tasks}均暂不评。"
    if pace := pace_words(months):
        head += f"{pace.removesuffix('。')}，"
    shares = {one.light: one for one in shares_of(ledger, ledger.tasks)}
    if len(shares) == 1 and Light.NOT_JUDGED in shares:
        return f"{head}{tasks}均暂不评{all_alike(shares[Light.NOT_JUDGED])}。"
    number = {light: one.tasks for light, one in shares.items()}
    said = []
    if overdue := number.get(Light.OVERDUE):
        said.append(f"逾期{overdue}项")
    far = number.get(Light.FAR_BEHIND, 0)
    if behind := number.get(Light.BEHIND, 0) + far:
        said.append(f"滞后{behind}项" + (f"（其中严重滞后{far}项）" if far else ""))
    if silent := number.get(Light.UNREPORTED):
        said.append(f"未报送{silent}项")
    if not said:
        return f"{head}{tasks}无逾期、滞后和未报送。"
    if not overdue:
        said.append("无逾期任务")
    return f"{head}{tasks}中，{'，'.join(said)}。"


def counts(months: Months) -> Table:
    """The numbers side by side; every row adds up to all tasks."""
    columns = (Column("月份"), *(Column(name, right=True) for name, _ in COUNTED), Column("合计", right=True))
    rows = [_count_row(months, months.now)]
    if months.before.day >= first_day(months.now.settings.judged_from(months.now.plan)):
        rows.append(_count_row(months, months.before))
    return Table("counts", columns, tuple(rows))


def _count_row(months: Months, ledger: Ledger) -> tuple[str, ...]:
    lights = [one.judgement.light for one in ledger.tasks]
    found = [sum(light in mine for light in lights) for _, mine in COUNTED]
    return (months.word(ledger.as_of.month), *map(str, found), str(sum(found)))


def note(months: Months) -> str:
    """达标含待核定1项；滞后含严重滞后1项；……"""
    tasks = months.now.tasks
    waits = sum(
        one.judgement.light in (Light.REACHED, Light.CLOSED) and REACHED_PENDING in one.judgement.tags for one in tasks
    )
    far = sum(one.judgement.light is Light.FAR_BEHIND for one in tasks)
    said = [f"达标含待核定{waits}项"] * bool(waits) + [f"滞后含严重滞后{far}项"] * bool(far)
    if any(one.judgement.light is Light.UNREPORTED for one in tasks):
        said.append("未报指从未报送过的任务")
    return f"（{'；'.join(said)}。）" if said else ""


def requests(months: Months, words: OfficeMonth | None) -> list[str]:
    """What leaders are asked for: the office's own list, else what the units ask, the worst tasks first."""
    own = [said for said in map(typed, words.requests) if said] if words is not None else []
    if own:
        return [sentence(clipped(said, _REQUEST)) for said in own]
    rank = {one.id: one.judgement.light.rank for one in months.now.standings}
    asked = merged(voices_of(months, lambda entry: entry.needs))
    asked.sort(key=lambda pair: min(rank[one.task.id] for one in pair[1]))
    found = []
    for text, voices in asked:
        units = in_a_row(dict.fromkeys(one.unit for one in voices))
        found.append(f"{sentence(clipped(phrase(text), _REQUEST))}（{units}，{concerns(months.now, voices)}）")
    return found


# The worst tasks --------------------------------------------------------------------------------------------------


def worst(months: Months) -> list[Standing]:
    """What is late or unknown: by light, then since when, then how far behind."""

    def order(one: Standing) -> tuple[int, str, Decimal]:
        gaps = [part.gap for part in one.parts if part.gap is not None]
        return one.judgement.light.rank, months.lagging_since(one), -max(gaps, default=Decimal(0))

    return sorted((one for one in months.now.tasks if one.judgement.light in BAD), key=order)


def _worst_title(bad: Sequence[Standing]) -> str:
    if len(bad) <= MOST_TASKS:
        return f"逾期、滞后和未报送的{len(bad)}项任务" if bad else "逾期、滞后和未报送的任务"
    return f"最差{MOST_TASKS}项任务（逾期、滞后和未报送共{len(bad)}项）"


def worst_table(months: Months, chosen: Sequence[Standing], words: OfficeMonth) -> Table:
    """Task, lead, since when, why, and what is asked of the lead."""
    columns = (
        Column("任务"),
        Column("状态", light=True),
        Column("牵头单位"),
        Column("自何时"),
        Column("现状和原因"),
        Column("要求"),
    )
    return Table("worst", columns, tuple(_worst_row(months, one, words) for one in chosen))


def _worst_row(months: Months, one: Standing, words: OfficeMonth) -> tuple[str, ...]:
    ledger, task = months.now, one.task
    facts, owner = ledger.facts, ledger.register.id_of(task.owner or "")
    entries = [came.entry for came in months.came(task, owner) if not facts.returned(came)]
    reasons = "；".join(dict.fromkeys(phrase(entry.problems) for entry in entries if entry.problems))
    plans = "；".join(dict.fromkeys(phrase(entry.next) for entry in entries if entry.next))
    since = months.lagging_since(one)
    why = sentence(clipped(one.judgement.why, _WHY))
    if one.judgement.light is not Light.UNREPORTED:
        why += f"原因：{sentence(clipped(reasons, _REASON))}" if reasons else "未报原因。"
    if asked := typed(words.requirements.get(task.id)):
        ask = sentence(clipped(asked, _ASK))
    else:
        ask = f"单位计划：{sentence(clipped(plans, _ASK))}" if plans else REQUIREMENT
    return (
        f"{clause_of(ledger.plan, task.id)}{clipped(task.item.title, _TITLE)}",
        one.judgement.light.word,
        in_a_row(ledger.names(task.lead)),
        months.word(since),
        why,
        ask,
    )

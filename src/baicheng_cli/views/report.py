"""The monthly report (月报) as data: every number and sentence of it; templates only lay it out."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from baicheng_cli.plan.model import Document, Task
from baicheng_cli.plan.office_month import OfficeMonth
from baicheng_cli.progress.calendar import data_until
from baicheng_cli.progress.model import Entry
from baicheng_cli.progress.store import Recorded
from baicheng_cli.status.ledger import Ledger
from baicheng_cli.status.select import clause_of
from baicheng_cli.views.charts import Charts, charts
from baicheng_cli.views.edition import stage_of, version_of
from baicheng_cli.views.letterhead import Recipients
from baicheng_cli.views.months import LAGGING, Months
from baicheng_cli.views.prose import in_a_row, numbered, sentence, typed
from baicheng_cli.views.report_annexes import Annex, annexes
from baicheng_cli.views.report_changes import ChangeLine, change_lines
from baicheng_cli.views.report_overview import Overview, overview, reporting_words
from baicheng_cli.views.report_progress import Clause, clauses
from baicheng_cli.words import DEMO, full_day_words, full_month_words

COMMON_PROBLEMS, NEEDS, PLANS = "【待补：共性问题】", "【待补：提请研究事项】", "【待补：下步打算】"
REMARK = "【待补：总体评价】"
"""What nobody has written is asked for, never made up."""

_END = re.compile(r"(专项)?(工作)?(总体)?(实施方案|工作方案|行动方案|方案|行动计划|计划|意见)$")
_PLACE_ENDS = re.compile(r"[省市区县州盟旗]")


class Head(NamedTuple):
    """What a paper says about itself, before anything else."""

    title: str
    stage: str
    """送审稿, and 定稿 once the month is closed."""
    office: str
    """Who makes it; may be empty."""
    document: str
    number: str
    month: str
    """2019年9月."""
    until: str
    """统计截止: the day up to which figures count."""
    submit_by: str
    day: str
    """The day deadlines are judged on."""
    scope: str
    """All tasks, or the filter in words."""
    version: str
    demo: str
    """演示数据，非真实填报, or nothing."""
    issue: str = ""
    """第9期（总第21期）."""
    dated: str = ""
    """The day that stands on the paper."""
    sent: tuple[str, ...] = ()
    """报：……, 送：……, 发：……, and how many are printed."""


class MonthlyReport(NamedTuple):
    """The report of one month on the whole plan, or on what a filter leaves of it."""

    head: Head
    overview: Overview
    reporting: str
    remark: str
    changes: tuple[ChangeLine, ...]
    """较上月变化 with the tasks named; empty where nothing changed."""
    clauses: tuple[Clause, ...]
    silence: str
    """Said instead of the clauses while nobody has reported anything."""
    problems: tuple[str, ...]
    requests: tuple[str, ...]
    plans: tuple[str, ...]
    annexes: tuple[Annex, ...]
    charts: Charts = Charts()
    """Empty while there is nothing to show."""


def monthly_report(ledger: Ledger, version: str, words: OfficeMonth | None = None) -> MonthlyReport:
    """The report of the ledger's month. `version` says from which version of plan and data it is made.

    `words`: what the office has written itself. It takes the place of what would be drawn up from the units'
    reports; their own words stay with their tasks.
    """
    months, words = Months(ledger), words or OfficeMonth.model_construct(month=ledger.as_of.month)
    silence = silence_words(months)
    return MonthlyReport(
        head=head_of(ledger, version, words=words),
        overview=overview(months),
        reporting=reporting_words(months),
        remark=sentence(typed(words.overall)) or REMARK,
        changes=change_lines(months),
        clauses=() if silence else clauses(months, needs=bool(in_order(words.requests))),
        silence=silence,
        problems=in_order(words.common_problems) or problems(months) or (COMMON_PROBLEMS,),
        requests=in_order(words.requests) or requests(months) or (NEEDS,),
        plans=in_order(words.next_steps) or plans(months) or (PLANS,),
        annexes=annexes(months),
        charts=Charts() if silence else charts(ledger),
    )


def in_order(texts: Sequence[str]) -> tuple[str, ...]:
    """What the office typed, one sentence after the other."""
    return numbered([sentence(said) for said in map(typed, texts) if said])


def head_of(ledger: Ledger, version: str, *, of: str = "", words: OfficeMonth | None = None) -> Head:
    """`of`: the unit that the paper is on. `words` know its number and to whom it goes."""
    document, month, reporting = ledger.plan.document, ledger.as_of.month, ledger.settings.reporting
    spoken = full_month_words(month)
    tasks, measures = len(ledger.tasks), len(ledger.measures)
    counted = "、".join([f"{tasks}项重点任务"] * bool(tasks) + [f"{measures}项推进措施"] * bool(measures))
    return Head(
        title=f"{spoken}份{subject_of(document)}工作进展情况" + (f"（{of}）" if of else ""),
        stage=stage_of(ledger),
        office=ledger.name(ledger.settings.office) if ledger.settings.office else "",
        document=document.title,
        number=document.number,
        month=spoken,
        until=full_day_words(data_until(month, reporting)),
        submit_by=full_day_words(ledger.submit_by(month)),
        day=full_day_words(ledger.day),
        scope="；".join(ledger.filters) or f"全部{counted}",
        version=version_of(ledger, version) or "未知",
        demo=DEMO if ledger.demo or (words is not None and words.demo) else "",
        issue=_issue_words(words) if words is not None else "",
        dated=full_day_words(words.dated) if words is not None and words.dated else "",
        sent=sent_words(ledger, words) if words is not None else (),
    )


def _issue_words(words: OfficeMonth) -> str:
    total = f"总第{words.total_issue}期" if words.total_issue else ""
    if not words.issue:
        return total
    return f"第{words.issue}期" + (f"（{total}）" if total else "")


def recipients(ledger: Ledger, words: OfficeMonth) -> Recipients:
    """To whom the month's report goes: its own lists, else the standing ones of the settings."""
    papers = ledger.settings.papers

    def chosen(own: Sequence[str], standing: Sequence[str]) -> Sequence[str]:
        return own if any(map(typed, own)) else standing

    return Recipients(
        chosen(words.report_to, papers.report_to),
        chosen(words.send_to, papers.send_to),
        chosen(words.issue_to, papers.issue_to),
        words.copies or papers.copies,
    )


def sent_words(ledger: Ledger, words: OfficeMonth) -> tuple[str, ...]:
    """报：……, 送：……, 发：……, and how many are printed."""
    to = recipients(ledger, words)
    return (*to.lines(), *([to.printed()] if to.copies else []))


def subject_of(document: Document) -> str:
    """What the plan is about: 中原区2019年百城建设提质工程工作实施方案 → 百城建设提质工程.

    The year and the place in front are dropped, the place only where it is the issuer's own.
    """
    name = re.sub(r"^.*?\d{4}年度?", "", document.title)
    place = ""
    for end in _PLACE_ENDS.finditer(name):
        if name[: end.end()] not in document.issuer:
            break
        place = name[: end.end()]
    return _END.sub("", name.removeprefix(place)) or document.title


def silence_words(months: Months) -> str:
    """Why there is nothing to say on the single tasks: nobody has reported anything yet."""
    ledger = months.now
    shown = {one.id for one in ledger.standings}
    if not ledger.tasks or any(one.entry.task in shown for one in ledger.facts.entries):
        return ""
    first = ledger.settings.first_month(ledger.plan)
    if ledger.day < ledger.plan.document.issued or months.month < first:
        return f"首次报送月份为{full_month_words(first)}，本月没有进展数据。"
    return f"截至{months.day(ledger.day)}，各单位均未报送过进展，没有可汇总的内容。"


class Voice(NamedTuple):
    """What a unit wrote on a task."""

    unit: str
    task: Task
    text: str


def voices_of(months: Months, what: Callable[[Entry], str | None], unit: str | None = None) -> list[Voice]:
    """What units wrote this month, in the order of the tasks, the owner first; `unit` (id): only its own."""
    ledger = months.now
    places = {one.id: place for place, one in enumerate(ledger.standings)}

    def order(one: Recorded) -> tuple[int, bool, int]:
        owner = ledger.register.id_of(ledger.plan.by_id[one.entry.task][0].owner or "")
        return places[one.entry.task], one.subject != owner, ledger.register.order(one.subject)

    entries = [
        one
        for one in ledger.facts.entries
        if one.about == months.month and one.entry.task in places and unit in (None, one.subject)
    ]
    return [
        Voice(ledger.name(one.subject), ledger.plan.by_id[one.entry.task][0], sentence(said))
        for one in sorted(entries, key=order)
        if not ledger.facts.returned(one) and sentence(said := what(one.entry) or "")
    ]


def merged(voices: list[Voice]) -> list[tuple[str, list[Voice]]]:
    """The same words on several tasks are said once."""
    found: dict[str, list[Voice]] = {}
    for one in voices:
        found.setdefault(one.text, []).append(one)
    return list(found.items())


def concerns(ledger: Ledger, said: list[Voice]) -> str:
    """涉及三（三）、三（七）1等2项任务."""
    tasks = list(dict.fromkeys(one.task.id for one in said))
    kind = "任务" if all(one.task.kind == "task" for one in said) else "工作"
    names = in_a_row(clause_of(ledger.plan, id) for id in tasks)
    return f"涉及{names}{f'共{len(tasks)}项' if len(tasks) > 1 else ''}{kind}"


def problems(months: Months, unit: str | None = None) -> tuple[str, ...]:
    """一是……。由区城管局反映，涉及三（三）任务。"""
    said = []
    for text, voices in merged(voices_of(months, lambda entry: entry.problems, unit)):
        units = in_a_row(dict.fromkeys(one.unit for one in voices))
        who = "" if unit is not None else f"由{units}反映，"
        said.append(f"{text}{who}{concerns(months.now, voices)}。")
    return numbered(said)


def requests(months: Months, unit: str | None = None) -> tuple[str, ...]:
    """What needs a decision or another unit's help, and who asks for it."""
    said = []
    for text, voices in merged(voices_of(months, lambda entry: entry.needs, unit)):
        units = in_a_row(dict.fromkeys(one.unit for one in voices))
        who = "" if unit is not None else f"由{units}提出，"
        said.append(f"{text}{who}{concerns(months.now, voices)}。")
    return numbered(said)


def plans(months: Months) -> tuple[str, ...]:
    """What the leads of late tasks will do next; those who said nothing are named."""
    ledger = months.now
    said, silent = [], []
    for standing in ledger.tasks:
        if standing.judgement.light not in LAGGING:
            continue
        task, clause = standing.task, clause_of(ledger.plan, standing.id)
        owner = ledger.register.id_of(task.owner or "")
        entries = [one.entry for one in months.came(task, owner) if not ledger.facts.returned(one)]
        next_ = "".join(dict.fromkeys(sentence(entry.next) for entry in entries if entry.next))
        if next_:
            unit = ledger.name(owner or "")
            said.append(f"{clause}{task.item.title}（{unit}，{standing.judgement.light.word}）：{next_}")
        else:
            silent.append(f"{clause}（{ledger.name(owner or '')}）")
    missing = f"【待补：{in_a_row(silent)}未报下一步计划】" if silent else ""
    return (*numbered(said), *((missing,) if missing else ()))

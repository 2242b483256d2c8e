"""The monthly report of one unit: what it leads in full, what it supports in a table, how it reported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from baicheng_cli.errors import UserError
from baicheng_cli.plan.model import Collective, Unit
from baicheng_cli.progress.calendar import last_day
from baicheng_cli.status.ledger import Ledger
from baicheng_cli.status.reporting import Report, UnitReport
from baicheng_cli.status.select import Selected, clause_of, tasks_of
from baicheng_cli.views.answers import role_words
from baicheng_cli.views.months import Months
from baicheng_cli.views.prose import in_a_row, phrase, sentence
from baicheng_cli.views.report import Head, head_of, problems, requests
from baicheng_cli.views.report_changes import REPEATED, by_kind, correction_words, made_up_words, repeat_words
from baicheng_cli.views.report_overview import WORDS, all_alike, shares_of
from baicheng_cli.views.report_progress import Clause, clause
from baicheng_cli.views.tables import Column, Table
from baicheng_cli.words import full_month_words, number_words

NOTHING, NOT_OWED, NONE = "本月没有报送。", "不需报送", "—"


class UnitPaper(NamedTuple):
    """The report of one month on one unit."""

    head: Head
    overview: str
    reporting: str
    own_title: str
    """What the unit answers for itself: 牵头任务进展, 负责措施进展, or both."""
    clauses: tuple[Clause, ...]
    supported: Table
    problems: tuple[str, ...]
    requests: tuple[str, ...]
    plans: tuple[str, ...]
    record_words: str
    record: Table
    """How it reported, month by month; without rows where it never owed a report nor sent one."""


def unit_paper(ledger: Ledger, asked: str, version: str) -> UnitPaper:
    """The report of a unit by any of its names. Raises UserError on an unknown one, and on a collective."""
    unit = ledger.register.find(asked)
    if isinstance(unit, Collective):
        raise UserError(
            f"“{unit.name}”是集合单位，不单独出月报；看它的任务用 baicheng tasks --unit {unit.name}，月报写其中一个单位"
        )
    months, name = Months(ledger), ledger.name(unit.id)
    came = any(one.subject == unit.id and one.about == months.month for one in ledger.facts.entries)
    chosen = tasks_of(ledger, unit)
    own = [one for one in chosen if one.via is None and one.role in ("lead", "responsible")]
    rest = [one for one in chosen if one not in own]
    return UnitPaper(
        head=head_of(ledger.described([_scope(name, chosen)]), version, of=name),
        overview=overview_words(months, name, chosen),
        reporting=reporting_words(months, unit),
        own_title=_own_title(own),
        clauses=tuple(clause(months, one.standing) for one in own),
        supported=supported_table(months, unit, rest),
        problems=problems(months, unit.id) or ("本月报送中未反映问题。" if came else NOTHING,),
        requests=requests(months, unit.id) or ("本月报送中未提出需协调事项。" if came else NOTHING,),
        plans=plans(months, unit, chosen) or ("本月报送中未列下一步计划。" if came else NOTHING,),
        record_words=record_words(months, unit),
        record=record_table(months, unit),
    )


def _groups(chosen: Sequence[Selected]) -> Iterator[tuple[str, list[Selected]]]:
    """By what the unit does: 牵头重点任务, 配合重点任务, 负责推进措施, and what it has as a member of a collective."""
    direct = [one for one in chosen if one.via is None]
    yield "牵头重点任务", [one for one in direct if one.role == "lead"]
    yield "配合重点任务", [one for one in direct if one.role == "support"]
    yield "负责推进措施", [one for one in direct if one.role == "responsible"]
    yield "作为集合单位成员参与工作", [one for one in chosen if one.via is not None]


def _scope(name: str, chosen: Sequence[Selected]) -> str:
    said = "，".join(f"{words}{len(mine)}项" for words, mine in _groups(chosen) if mine)
    return f"{name}（{said}）" if said else name


def _own_title(own: Sequence[Selected]) -> str:
    leads, answers = (any(one.role == role for one in own) for role in ("lead", "responsible"))
    if leads and answers:
        return "牵头任务和负责措施进展"
    return "负责措施进展" if answers else "牵头任务进展"


def overview_words(months: Months, name: str, chosen: Sequence[Selected]) -> str:
    """截至9月25日，区城管局牵头重点任务6项：正常推进5项，滞后1项。配合……。"""
    ledger = months.now
    head = f"截至{months.day(ledger.day)}，"
    if ledger.day < ledger.plan.document.issued:
        head += f"方案尚未印发（{months.day(ledger.plan.document.issued)}印发）。"
    said = []
    for words, mine in _groups(chosen):
        if mine:
            said.append(f"{words}{len(mine)}项{_counts(ledger, mine)}")
        elif words == "牵头重点任务":
            said.append("未牵头重点任务")
    return f"{head}{name}{'；'.join(said)}。"


def _counts(ledger: Ledger, mine: Sequence[Selected]) -> str:
    """What follows a count of tasks: ，均正常推进; ：正常推进5项，滞后1项."""
    shares = shares_of(ledger, [one.standing for one in mine])
    if len(shares) == 1:
        return f"，{'均' if len(mine) > 1 else ''}{WORDS[shares[0].light]}{all_alike(shares[0])}"
    return "：" + "，".join(f"{WORDS[one.light]}{one.tasks}项" for one in shares)


def reporting_words(months: Months, unit: Unit) -> str:
    """本月应报送6项，按时（9月23日收到）。"""
    first = months.now.settings.first_month(months.now.plan)
    if months.month < first:
        return f"首次报送月份为{full_month_words(first)}，本月不要求报送。"
    found = next((one for one in months.reports() if one.unit == unit.id), None)
    if found is None:
        return "本月没有应报送的任务。"
    head = f"本月应报送任务{len(found.owed)}项，"
    if found.received is None:
        return f"{head}{found.words if found.state is Report.WAIVED else '未报送'}。{_besides_words(months, unit)}"
    lacking = in_a_row(clause_of(months.now.plan, id) for id in found.lacking)
    how = {Report.ON_TIME: "按时报送", Report.LATE: f"迟报{found.days_late}天"}.get(found.state, found.words)
    missing = f"，{lacking}未报或缺数据" if lacking else ""
    mend = f"，需补正：{phrase(found.reason)}" if found.state is Report.TO_MEND and found.reason else ""
    return f"{head}{how}（{months.day(found.received)}收到）{missing}{mend}。{_besides_words(months, unit)}"


def _besides_words(months: Months, unit: Unit) -> str:
    """What the unit made up for this month, corrected, and said again word for word."""
    found = months.changes
    said = [f"另{made_up_words(months, one, unit=False)}" for one in found.made_up if one.unit == unit.id]
    for kind, mine in by_kind([one for one in found.corrections if one.one.subject == unit.id]):
        said.append(f"{kind}：{'；'.join(correction_words(months, one, unit=False) for one in mine)}")
    same = [repeat_words(months, one, unit=False) for one in found.repeats if one.unit == unit.id]
    if same:
        said.append(f"{REPEATED}：{'；'.join(same)}")
    return "".join(f"{one}。" for one in said)


def supported_table(months: Months, unit: Unit, chosen: Sequence[Selected]) -> Table:
    """What the unit supports, and what it has as a member of a collective."""
    columns = (
        Column("条款"),
        Column("任务"),
        Column("角色"),
        Column("牵头（责任）单位"),
        Column("状态", light=True),
        Column("说明"),
        Column("本单位本月报送"),
    )
    ledger = months.now
    rows = []
    for one in chosen:
        entries = [came for came in months.came(one.task, unit.id) if not ledger.facts.returned(came)]
        figures = [
            f"{part.name}{number_words(came.entry.values[part.id])}{part.unit or ''}"
            for came in entries
            for part in one.task.item.indicators
            if part.id in came.entry.values
        ]
        said = [phrase(came.entry.progress) for came in entries if came.entry.progress]
        rows.append(
            (
                clause_of(ledger.plan, one.task.id),
                one.task.item.title,
                role_words(one),
                in_a_row(ledger.names(one.task.lead or one.task.item.responsible)),
                one.standing.judgement.light.word,
                one.standing.judgement.why,
                "；".join((*figures, *said)) or NONE,
            )
        )
    return Table("supported", columns, tuple(rows))


def plans(months: Months, unit: Unit, chosen: Sequence[Selected]) -> tuple[str, ...]:
    """What the unit says it will do next, task by task."""
    ledger, said = months.now, []
    for one in chosen:
        entries = [came.entry for came in months.came(one.task, unit.id) if not ledger.facts.returned(came)]
        if next_ := "".join(dict.fromkeys(sentence(entry.next) for entry in entries if entry.next)):
            said.append(f"{clause_of(ledger.plan, one.task.id)}：{next_}")
    return tuple(said)


def record_words(months: Months, unit: Unit) -> str:
    """5—9月应报送5次：按时4次，未报1次。"""
    every = [*months.reported_months()]
    if not every:
        return ""
    found = [one for month in every for one in months.reports(month) if one.unit == unit.id]
    since = full_month_words(every[0])
    span = since if len(every) == 1 else f"{since}至{full_month_words(every[-1])}"
    if not found:
        return f"{span}没有应报送的任务。"
    counts = Counter(one.state for one in found)
    return f"{span}应报送{len(found)}次：{'，'.join(f'{one.word}{counts[one]}次' for one in Report if counts[one])}。"


def record_table(months: Months, unit: Unit) -> Table:
    """How the unit reported in every month up to this one."""
    columns = (
        Column("月份"),
        Column("情况"),
        Column("应报任务", right=True),
        Column("收到日"),
        Column("缺报条款"),
        Column("另报送", right=True),
    )
    rows = []
    for month in months.reported_months():
        found = next((one for one in months.reports(month) if one.unit == unit.id), None)
        rows.append((full_month_words(month), *_record(months, found), _besides(months, unit, found, month)))
    silent = all(row[1] == NOT_OWED and row[-1] == NONE for row in rows)
    return Table("record", columns, () if silent else tuple(rows))


def _record(months: Months, found: UnitReport | None) -> tuple[str, str, str, str]:
    if found is None:
        return NOT_OWED, NONE, NONE, NONE
    received = months.day(found.received) if found.received else NONE
    lacking = in_a_row(clause_of(months.now.plan, id) for id in found.lacking)
    whole = found.state is Report.MISSING and len(found.lacking) > 1
    return found.words, f"{len(found.owed)}项", received, "全部" if whole else lacking or NONE


def _besides(months: Months, unit: Unit, found: UnitReport | None, month: str) -> str:
    """Reports on tasks that the unit owed nothing on."""
    seen = months.now if month == months.month else months.now.of_month(month, last_day(month))
    owed = found.owed if found is not None else ()
    tasks = {one.entry.task for one in seen.facts.entries if one.about == month and one.subject == unit.id}
    return f"{len(tasks - set(owed))}项" if tasks - set(owed) else NONE

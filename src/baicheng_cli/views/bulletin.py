"""The bulletin (通报) of one month as data: what goes well, what is late, who kept silent, what is asked (MODELS §3).

Every number comes from where the report has it; nobody is praised or named without what proves it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from baicheng_cli.plan.model import Task
from baicheng_cli.plan.office_month import OfficeMonth
from baicheng_cli.status.ledger import Ledger, Standing
from baicheng_cli.status.lights import REACHED_PENDING, Light
from baicheng_cli.status.reporting import Report, UnitReport, awaited
from baicheng_cli.status.select import clause_of, due_of
from baicheng_cli.views.letterhead import Letterhead, document_head
from baicheng_cli.views.months import BAD, FINISHED, LAGGING, Months
from baicheng_cli.views.prose import clipped, in_a_row, phrase, sentence, typed
from baicheng_cli.views.report import Head, head_of, in_order, subject_of
from baicheng_cli.views.report_annexes import Annex, found_different, late_table, reports_table
from baicheng_cli.views.report_overview import ON_PACE, STAGE_DONE, kind_of, overview, reporting_words
from baicheng_cli.views.report_progress import figures_words
from baicheng_cli.views.tables import Column, Table
from baicheng_cli.words import number_words

HOW, DEMANDS, DEADLINE = "【待补：核实方式】", "【待补：工作要求】", "【待补：日期】"
"""What nobody has written is asked for, never made up."""
NO_GOOD = "本月没有经核实、达到序时进度且按时报送的任务。"
NO_LATE, NOT_JUDGED = "本月没有逾期、滞后的任务。", "各项任务均暂不评。"
ALL_IN_TIME, NOBODY_OWED = "本月没有迟报、缺数和未报的单位。", "本月没有应报送的单位。"
ALL_TRUE = "本月没有经核实并由单位确认的数据不实情况。"
_REASON = 60


class Bulletin(NamedTuple):
    """The bulletin of one month on the whole plan."""

    head: Head
    letterhead: Letterhead
    opening: str
    overview: str
    """The first paragraph of the report, word for word."""
    reporting: str
    good: tuple[str, ...]
    """推进较好的任务: verified, on pace or reached, and reported in time; in the official order."""
    good_units: str
    late: tuple[str, ...]
    silent: tuple[str, ...]
    """报送不及时的单位, by how their reports came."""
    untrue: tuple[str, ...]
    """数据不实: verified to be different, and confirmed by the unit."""
    unconfirmed: tuple[str, ...]
    """Verified to be different, but not said to be confirmed: the paper leaves them out, the office is told."""
    demands: tuple[str, ...]
    annexes: tuple[Annex, ...]


def bulletin(months: Months, version: str, words: OfficeMonth) -> Bulletin:
    """The bulletin of the ledger's month, under the number and on the day that the month's own file says."""
    ledger, own = months.now, words.bulletin
    head = head_of(ledger, version, words=words)
    title = f"关于{head.month}份{subject_of(ledger.plan.document)}工作推进情况的通报"
    good = good_tasks(months)
    untrue, unconfirmed = _different(months, frozenset(own.confirmed))
    return Bulletin(
        head=head._replace(title=title, issue="", dated="", sent=()),
        letterhead=_letterhead(ledger, own.number, own.dated),
        opening=_opening(months, words),
        overview=overview(months).text,
        reporting=reporting_words(months),
        good=tuple(f"{place}.{_good(months, one)}" for place, one in enumerate(good, 1)) or (NO_GOOD,),
        good_units=_good_units(months, good),
        late=_late_tasks(months, words),
        silent=tuple(_silent(months)) or (ALL_IN_TIME if months.reports() else NOBODY_OWED,),
        untrue=tuple(f"{place}.{said}" for place, said in enumerate(untrue, 1)) or (ALL_TRUE,),
        unconfirmed=tuple(unconfirmed),
        demands=in_order([*_measures(months, own.measures_by), *(own.demands if _said(own.demands) else (DEMANDS,))]),
        annexes=(
            Annex(1, "任务进展情况表", tasks_table(months)),
            Annex(2, "滞后（逾期）任务清单", late_table(months)),
            Annex(3, "报送情况表", reports_table(months)),
        ),
    )


def numbered(page: Bulletin, ledger: Ledger, number: int | str | None, dated: date | None) -> Bulletin:
    """The same bulletin under another number (as in `document_head`) and on another day."""
    return page._replace(letterhead=_letterhead(ledger, number, dated))


def _letterhead(ledger: Ledger, number: int | str | None, dated: date | None) -> Letterhead:
    return document_head(ledger, ledger.settings.papers.bulletin_addressees, number, dated)


def _said(texts: Sequence[str]) -> bool:
    return any(map(typed, texts))


def _opening(months: Months, words: OfficeMonth) -> str:
    """按照……要求，区百城提质办对9月份工作进展进行了汇总核查（……）。经……同意，现通报如下："""
    ledger, own = months.now, words.bulletin
    document, office = ledger.plan.document, ledger.settings.office
    how = f"（{said}）" if (said := typed(own.how)) else HOW
    agreed = f"经{said}同意，" if (said := typed(own.approved_by)) else ""
    return (
        f"按照《{document.title}》（{document.number}）要求，{ledger.name(office) if office else '本办'}"
        f"对{months.word(months.month)}份工作进展进行了汇总核查{how}。{agreed}现通报如下："
    )


# What goes well --------------------------------------------------------------------------------------------------


def good_tasks(months: Months) -> list[Standing]:
    """Tasks that are verified, on pace or reached, and whose owner reported in time, in document order.

    What has no pace (a level, a milestone, routine work) is not called good for going on as it should.
    """
    return [one for one in months.now.tasks if _is_good(months, one)]


def _is_good(months: Months, standing: Standing) -> bool:
    ledger, task = months.now, standing.task
    owner = ledger.register.id_of(task.owner or "")
    report = next((one for one in months.reports() if one.unit == owner), None)
    if report is not None and report.state is not Report.ON_TIME:
        return False
    if standing.judgement.light in FINISHED:
        return REACHED_PENDING not in standing.judgement.tags
    if standing.judgement.light is not Light.ON_TRACK or kind_of(ledger, standing) not in (ON_PACE, STAGE_DONE):
        return False
    return any(ledger.facts.confirmed(one) for one in months.came(task, owner))


def _good(months: Months, standing: Standing) -> str:
    """三（九）3提升改造老旧小区（牵头单位：区房管局）：……。"""
    figures = figures_words(months, standing)
    return f"{_named(months, standing.task)}：{figures or f'{standing.judgement.light.word}。'}"


def _named(months: Months, task: Task) -> str:
    leads = in_a_row(months.now.names(task.lead))
    return f"{clause_of(months.now.plan, task.id)}{task.item.title}（牵头单位：{leads}）"


def _good_units(months: Months, good: Sequence[Standing]) -> str:
    """Units that lead one of these tasks and no late or unknown one, and reported in time."""
    ledger = months.now
    bad = {ledger.register.id_of(name) for one in ledger.tasks if one.judgement.light in BAD for name in one.task.lead}
    in_time = {one.unit for one in months.reports() if one.state is Report.ON_TIME}
    leads = {ledger.register.id_of(name) for one in good for name in one.task.lead}
    units = sorted((unit for unit in leads if unit in in_time and unit not in bad), key=ledger.register.order)
    if not units:
        return ""
    return f"按时报送、牵头任务没有逾期、滞后和未报送的单位：{in_a_row(map(ledger.name, units))}。"


# What does not ---------------------------------------------------------------------------------------------------


def _lagging(months: Months) -> list[Standing]:
    """The worst first, as the annex lists them."""
    late = [one for one in months.now.tasks if one.judgement.light in LAGGING]
    return sorted(late, key=lambda one: one.judgement.light.rank)


def _late_tasks(months: Months, words: OfficeMonth) -> tuple[str, ...]:
    if all(one.judgement.light is Light.NOT_JUDGED for one in months.now.tasks):
        return (NOT_JUDGED,)
    found = enumerate(_lagging(months), 1)
    return tuple(f"{place}.{_late(months, one, words)}" for place, one in found) or (NO_LATE,)


def _late(months: Months, standing: Standing, words: OfficeMonth) -> str:
    """……：严重滞后，整治窨井……；2019年6月以来滞后。主要原因：……。要求：……。"""
    ledger, task = months.now, standing.task
    owner = ledger.register.id_of(task.owner or "")
    entries = [one.entry for one in months.came(task, owner) if not ledger.facts.returned(one)]
    reasons = "；".join(dict.fromkeys(phrase(entry.problems) for entry in entries if entry.problems))
    since = months.lagging_since(standing)
    began = f"，{months.word(since)}以来一直落后" if since < months.month else ""
    light, why = standing.judgement.light.word, standing.judgement.why
    stands = why if light in why.partition("（")[0] else f"{light}，{why}"  # 单位自评滞后 says it itself
    said = f"{_named(months, task)}：{stands}{began}。"
    said += f"主要原因：{sentence(clipped(reasons, _REASON))}" if reasons else "牵头单位未报原因。"
    asked = typed(words.requirements.get(task.id))
    return said + (f"要求：{sentence(asked)}" if asked else "")


def _silent(months: Months) -> Iterator[str]:
    """未报2个：区农委、中原市场管理处（连续5个月未报送）。Then the tasks on which nobody has ever reported."""
    ledger, came = months.now, months.reports()
    for state in (Report.MISSING, Report.NO_DATA, Report.TO_MEND, Report.LATE):
        mine = [one for one in came if one.state is state]
        if mine:
            word = "尚未报送" if state is Report.MISSING and awaited(ledger, months.month) else state.word
            yield f"{word}{len(mine)}个：{in_a_row(_unit_words(months, one) for one in mine)}。"
    unknown = [one for one in ledger.tasks if one.judgement.light is Light.UNREPORTED]
    if unknown:
        yield f"从未报送过的任务{len(unknown)}项：{in_a_row(_named(months, one.task) for one in unknown)}。"


def _unit_words(months: Months, one: UnitReport) -> str:
    name, lacking = months.now.name(one.unit), in_a_row(clause_of(months.now.plan, id) for id in one.lacking)
    if one.state is Report.MISSING:
        gaps = months.missing_in_a_row(one)
        return f"{name}（连续{gaps}个月未报送）" if gaps > 1 else name
    if one.state is Report.LATE:
        return f"{name}（迟{one.days_late}天）"
    return f"{name}（{lacking}）" if lacking else name


def _different(months: Months, confirmed: frozenset[str]) -> tuple[list[str], list[str]]:
    """What was verified to be different, in sentences: confirmed by the unit, and not (by the indicator's id)."""
    said: list[str] = []
    left: list[str] = []
    for one in found_different(months):
        unit = one.part.unit or ""
        clause, name = clause_of(months.now.plan, one.task.id), months.now.name(one.unit)
        was = f"{number_words(one.reported)}{unit}" if one.reported is not None else "未报数"
        if f"{one.task.id}.{one.part.id}" not in confirmed:
            left.append(f"{one.task.id}.{one.part.id}（{clause}{one.part.name}，{name}）")
            continue
        how = phrase(one.how) or "核实"
        said.append(
            f"{clause}{one.part.name}：{name}报送{was}，经{how}为{number_words(one.verified)}{unit}，"
            "单位已确认，按核实数计。"
        )
    return said, left


# What is asked ---------------------------------------------------------------------------------------------------


def _measures(months: Months, by: date | None) -> Iterator[str]:
    """The leads of late tasks are to say what they will do, who answers for it, and until when."""
    ledger = months.now
    ids = {ledger.register.id_of(name) for one in _lagging(months) for name in one.task.lead} - {None}
    units = sorted((str(id) for id in ids), key=ledger.register.order)
    if units:
        day = months.day(by) if by is not None else DEADLINE
        names = in_a_row(map(ledger.name, units))
        yield f"请滞后任务牵头单位（{names}）于{day}前报整改措施，明确责任人和完成时间"


# Annexes ---------------------------------------------------------------------------------------------------------


def tasks_table(months: Months) -> Table:
    """Every task with its light and the sentence that says why."""
    columns = (
        Column("序号", right=True),
        Column("条款"),
        Column("任务"),
        Column("牵头单位"),
        Column("完成时限"),
        Column("状态", light=True),
        Column("进展情况"),
    )
    ledger = months.now
    rows = []
    for place, one in enumerate(ledger.tasks, 1):
        due = due_of(ledger, one)
        rows.append(
            (
                str(place),
                clause_of(ledger.plan, one.id),
                one.task.item.title,
                in_a_row(ledger.names(one.task.lead)),
                months.day(due) if due is not None else "未定",
                one.judgement.light.word,
                one.judgement.why,
            )
        )
    return Table("tasks", columns, tuple(rows))

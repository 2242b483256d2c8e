"""The tables of a report (附件): targets, what is late, whose report was missing, what did not agree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from baicheng_cli.plan.model import Indicator, Task
from baicheng_cli.progress.store import Recorded
from baicheng_cli.status.changes import Correction, MadeUp
from baicheng_cli.status.ledger import Standing
from baicheng_cli.status.reporting import Report, UnitReport
from baicheng_cli.status.select import IndicatorState, clause_of, indicators
from baicheng_cli.views.answers import target_words
from baicheng_cli.views.months import LAGGING, Months
from baicheng_cli.views.prose import clipped, in_a_row, phrase
from baicheng_cli.views.report_changes import altered_cells
from baicheng_cli.views.report_progress import differences
from baicheng_cli.views.tables import Column, Table
from baicheng_cli.words import full_month_words, number_words

_FAULTS = 60
"""At most so many characters of what has to be mended, and of a late report's text."""


class Annex(NamedTuple):
    """One annex; a table without rows is printed as 无."""

    number: int
    title: str
    table: Table


def annexes(months: Months) -> tuple[Annex, ...]:
    """All four, in the order in which the report names them."""
    tables = (
        ("指标完成情况表", targets_table(months)),
        ("滞后任务清单", late_table(months)),
        ("未报送（迟报）单位名单", missing_table(months)),
        ("数据不一致及更正情况", corrections_table(months)),
    )
    return tuple(Annex(number, title, table) for number, (title, table) in enumerate(tables, 1))


def targets_table(months: Months) -> Table:
    """Every quantified target of the tasks, with its figures."""
    columns = (
        Column("条款"),
        Column("指标"),
        Column("目标值", right=True),
        Column("累计完成", right=True),
        Column("较上月", right=True),
        Column("完成率", right=True),
        Column("序时进度", right=True),
        Column("完成时限"),
        Column("状态", light=True),
        Column("备注"),
    )
    chosen = [one for one in indicators(months.now) if one.task.kind == "task"]
    return Table("targets", columns, tuple(_target_row(months, one) for one in chosen))


def _target_row(months: Months, one: IndicatorState) -> tuple[str, ...]:
    m, ledger = one.measured, months.now
    value = m.standing
    before = months.before.measured(one.task, one.part).standing
    change = ""
    if value is not None and before is not None and value.month == months.month:
        change = _signed(value.number - before.number)
    only = f"（{'，'.join(one.part.qualifiers)}）" if one.part.qualifiers else ""
    issued = ledger.day >= ledger.plan.document.issued
    return (
        clause_of(ledger.plan, one.task.id),
        one.part.name + only,
        target_words(m.step, one.part.unit),
        f"{number_words(value.number)}{m.unit}" if value is not None else "—",
        change or "—",
        f"{m.figures.rate}%" if m.figures.rate is not None else "—",
        f"{m.figures.due_rate}%" if m.figures.due_rate is not None and issued else "—",
        months.day(m.due) if m.due is not None else "未定",
        one.judgement.light.word,
        in_a_row(_target_remarks(months, one)) or "—",
    )


def _target_remarks(months: Months, one: IndicatorState) -> Iterator[str]:
    value, unit = one.measured.standing, one.measured.unit
    if one.measured.target.external:
        yield "市定目标尚未下达"
    yield from one.judgement.tags
    if value is not None and value.reported is not None:
        yield f"报送{number_words(value.reported)}{unit}，按核实数{number_words(value.number)}{unit}计"


def _signed(step: Decimal) -> str:
    return "持平" if step == 0 else f"{'+' if step > 0 else '−'}{number_words(abs(step))}"


def late_table(months: Months) -> Table:
    """What is overdue, far behind or behind, the worst first, and since when."""
    columns = (
        Column("序号", right=True),
        Column("条款"),
        Column("任务"),
        Column("牵头单位"),
        Column("状态", light=True),
        Column("滞后自"),
        Column("差距"),
        Column("主要原因"),
        Column("下一步"),
    )
    late = [one for one in months.now.tasks if one.judgement.light in LAGGING]
    late.sort(key=lambda one: one.judgement.light.rank)
    rows = tuple((str(place), *_late_row(months, one)) for place, one in enumerate(late, 1))
    return Table("late", columns, rows)


def _late_row(months: Months, standing: Standing) -> tuple[str, ...]:
    ledger, task = months.now, standing.task
    since = months.lagging_since(standing)
    entries = [
        one.entry
        for one in months.came(task, ledger.register.id_of(task.owner or ""))
        if not ledger.facts.returned(one)
    ]
    reasons = dict.fromkeys(phrase(entry.problems) for entry in entries if entry.problems)
    plans = dict.fromkeys(phrase(entry.next) for entry in entries if entry.next)
    return (
        clause_of(ledger.plan, task.id),
        task.item.title,
        in_a_row(ledger.names(task.lead)),
        standing.judgement.light.word,
        full_month_words(since),
        standing.judgement.why,
        "；".join(reasons) or "未报",
        "；".join(plans) or "未报",
    )


def missing_table(months: Months) -> Table:
    """Whose report was missing, late, without figures or returned, and what came of earlier months (补报)."""
    return _reports_table(months, [one for one in months.reports() if one.state is not Report.ON_TIME])


def reports_table(months: Months) -> Table:
    """How the report of every unit that owed one came, and what came of earlier months (补报)."""
    return _reports_table(months, months.reports())


def _reports_table(months: Months, found: Sequence[UnitReport]) -> Table:
    columns = (
        Column("序号", right=True),
        Column("单位"),
        Column("情况"),
        Column("应报任务", right=True),
        Column("缺报条款"),
        Column("收到日"),
        Column("备注"),
    )
    rows = [_missing_row(months, one) for one in found] + [_made_up_row(months, one) for one in months.changes.made_up]
    return Table("missing", columns, tuple((str(place), *row) for place, row in enumerate(rows, 1)))


def _missing_row(months: Months, one: UnitReport) -> tuple[str, ...]:
    ledger = months.now
    remarks = []
    if (gaps := months.missing_in_a_row(one)) > 1:
        remarks.append(f"连续{gaps}个月未报")
    if one.state is Report.TO_MEND and one.reason:
        remarks.append(clipped(phrase(one.reason), _FAULTS))
    if one.office:
        remarks.append("本办，不列入催报")
    lacking = in_a_row(clause_of(ledger.plan, id) for id in one.lacking)
    return (
        ledger.name(one.unit),
        one.words,
        f"{len(one.owed)}项",
        lacking or "—",
        months.day(one.received) if one.received else "—",
        in_a_row(remarks) or "—",
    )


def _made_up_row(months: Months, one: MadeUp) -> tuple[str, ...]:
    """What a unit reported this month for an earlier, closed one."""
    ledger = months.now
    report = next((known for known in months.reports(one.month) if known.unit == one.unit), None)
    owed = f"{len(report.owed)}项" if report is not None else "—"
    lacking = report.lacking if report is not None and report.state is Report.MADE_UP else ()
    return (
        ledger.name(one.unit),
        f"补报{months.word(one.month)}",
        owed,
        in_a_row(clause_of(ledger.plan, id) for id in lacking) or "—",
        months.day(one.received),
        "；".join(_made_up_words(months, each) for each in one.entries),
    )


def _made_up_words(months: Months, one: Recorded) -> str:
    """三（四）：整治河道5条，自评正常推进; of one that says nothing but text, its beginning."""
    plan, entry = months.now.plan, one.entry
    task, _ = plan.by_id[entry.task]
    said = [
        f"{part.name}{_amount(entry.values.get(part.id), part.unit)}"
        for part in task.item.indicators
        if part.id in entry.values
    ]
    said += [
        f"{part.title}{months.day(entry.milestones[part.id])}完成"
        for part in task.item.milestones
        if part.id in entry.milestones
    ]
    said += [f"自评{entry.self_}"] if entry.self_ else []
    words = in_a_row(said) or clipped(phrase(entry.progress or entry.problems or entry.next or ""), _FAULTS)
    return f"{clause_of(plan, entry.task)}：{words}" if words else clause_of(plan, entry.task)


def corrections_table(months: Months) -> Table:
    """Figures of two units that differ, and what was corrected, verified or fell this month.

    What was found on a closed month says which: 更正（8月）.
    """
    columns = (
        Column("序号", right=True),
        Column("类别"),
        Column("条款"),
        Column("内容"),
        Column("单位"),
        Column("原数", right=True),
        Column("采用数", right=True),
        Column("说明"),
    )
    ledger = months.now
    corrected: dict[str, list[Correction]] = {}
    for found in months.changes.corrections:
        corrected.setdefault(found.one.entry.task, []).append(found)
    rows: list[tuple[str, ...]] = []
    for standing in ledger.standings:
        task = standing.task
        clause = clause_of(ledger.plan, task.id)
        changed = [row for one in corrected.get(task.id, ()) for row in _changed(months, one)]
        for kind, what, unit, was, now, why in (*_differing(months, task), *changed, *_found(months, task)):
            rows.append((str(len(rows) + 1), kind, clause, what, ledger.name(unit), was or "—", now or "—", why or "—"))
    return Table("corrections", columns, tuple(rows))


_Row = tuple[str, str, str, str, str, str]


def _differing(months: Months, task: Task) -> Iterator[_Row]:
    ledger = months.now
    for one in differences(ledger, task):
        unit = one.part.unit or ""
        counts = f"按{ledger.name(one.owner or '')}报送数计" if one.own is not None else "牵头单位未报，仅供参考"
        used = f"{number_words(one.own.number)}{unit}" if one.own is not None else ""
        yield "数据不一致", one.part.name, one.unit, f"{number_words(one.value.number)}{unit}", used, counts


def _changed(months: Months, one: Correction) -> Iterator[_Row]:
    """What an entry that replaces another one changed, and what a review of a closed month did."""
    kind = one.kind + (f"（{months.word(one.one.about)}）" if one.one.about < months.month else "")
    for each in one.altered:
        what, was, now = altered_cells(months, each)
        yield kind, what, one.one.subject, was, now, phrase(one.reason)
    if not one.altered:
        yield kind, "文字说明", one.one.subject, "", "", phrase(one.reason)


def _found(months: Months, task: Task) -> Iterator[_Row]:
    """核实 and falls, by the entries of this month."""
    facts = months.now.facts
    for one in facts.on(task.id):
        if one.month == months.month:
            yield from _verified(months, task, one)
            if one.entry.supersedes is None and not facts.returned(one):
                yield from _fallen(months, task, one)


def _verified(months: Months, task: Task, one: Recorded) -> Iterator[_Row]:
    for each in _different(months, task, one):
        why = phrase("，".join(filter(None, (each.how, each.reason))))
        unit = each.part.unit
        yield "核实", each.part.name, one.subject, _amount(each.reported, unit), _amount(each.verified, unit), why


class Different(NamedTuple):
    """A figure that the office found to be another than reported (核实)."""

    task: Task
    part: Indicator
    unit: str
    """Id of the unit that reported it."""
    reported: Decimal | None
    verified: Decimal
    how: str
    reason: str


def found_different(months: Months) -> list[Different]:
    """Every such figure in this month's entries, in the order of the tasks."""
    return [
        each
        for standing in months.now.standings
        for one in months.now.facts.on(standing.id)
        if one.month == months.month
        for each in _different(months, standing.task, one)
    ]


def _different(months: Months, task: Task, one: Recorded) -> Iterator[Different]:
    review = months.now.facts.reviews.get(one.entry.id)
    if review is None or not review.verified:
        return
    for part in task.item.indicators:
        was, now = one.entry.values.get(part.id), review.verified.get(part.id)
        if now is not None and was != now:
            yield Different(task, part, one.subject, was, now, review.how or "", review.reason or "")


def _fallen(months: Months, task: Task, one: Recorded) -> Iterator[_Row]:
    """A cumulative figure below that of last month."""
    for part in task.item.indicators:
        m = months.before.measured(task, part)
        now = one.entry.values.get(part.id)
        if part.measure != "total" or now is None or m.last is None or one.subject != m.owner or now >= m.last.number:
            continue
        why = phrase(one.entry.reason or "") or "未说明原因"
        yield "累计数下降", part.name, one.subject, _amount(m.last.number, part.unit), _amount(now, part.unit), why


def _amount(number: Decimal | None, unit: str | None) -> str:
    return f"{number_words(number)}{unit or ''}" if number is not None else ""

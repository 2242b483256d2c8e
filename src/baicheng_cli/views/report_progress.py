"""One task's progress in sentences: its figures first, then what its units wrote."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from baicheng_cli.plan.clause import printed
from baicheng_cli.plan.model import Indicator, Item, Task
from baicheng_cli.progress.store import Recorded
from baicheng_cli.status.facts import Value
from baicheng_cli.status.ledger import Ledger, Standing
from baicheng_cli.status.reporting import Report, UnitReport
from baicheng_cli.status.select import clause_of
from baicheng_cli.views.months import LAGGING, Months
from baicheng_cli.views.prose import in_a_row, phrase, sentence
from baicheng_cli.views.report_figures import NO_FIGURES, NO_REPORT, Said, parts_said
from baicheng_cli.words import number_words

_MARKS = "、.．, ，"


class Clause(NamedTuple):
    """One clause in a report: a heading, and of a task its units, light and sentences."""

    level: int
    """1 for a first-level clause."""
    number: str
    """Its own number as the document writes it: （三）, 1., （2）."""
    clause: str
    """The whole number: 三（九）1（2）."""
    title: str
    task: bool = False
    lead: str = ""
    """牵头单位：区城管局."""
    light: str = ""
    figures: str = ""
    """Sentences on the figures, in one paragraph."""
    texts: tuple[str, ...] = ()
    """主要进展, 主要原因, 下一步 and the like, each a sentence with its heading."""
    wording: tuple[str, ...] = ()
    """What the document itself says, line by line; empty where it is not quoted."""


class Difference(NamedTuple):
    """A figure of another unit for an indicator that is not the one that counts."""

    task: Task
    part: Indicator
    unit: str
    """Id of the other unit."""
    value: Value
    own: Value | None
    """The figure that counts; `None`: its owner gave none."""
    owner: str | None


def clauses(months: Months, *, needs: bool = False) -> tuple[Clause, ...]:
    """The tasks that the filter leaves, in document order, with the containers above them.

    `needs`: with what their units ask for, where the paper has no list of it.
    """
    ledger = months.now
    shown = {one.id: one for one in ledger.standings}
    above = {box.id for one in shown.values() for box in one.task.containers}
    found = []
    for task, leaf in ledger.plan.walk():
        if task.kind != "task":
            continue
        if leaf and task.id in shown:
            found.append(clause(months, shown[task.id], needs=needs))
        elif task.id in above:
            found.append(_heading(ledger, task.item))
    return tuple(found)


def clause(months: Months, standing: Standing, *, needs: bool = False) -> Clause:
    """One task or measure with everything a report says on it."""
    ledger, task = months.now, standing.task
    heading = _heading(ledger, task.item)
    role = "牵头单位" if task.lead else "责任单位"
    return Clause(
        level=heading.level,
        number=heading.number,
        clause=heading.clause,
        title=heading.title,
        task=True,
        lead=f"{role}：{in_a_row(ledger.names(task.lead or task.item.responsible))}",
        light=standing.judgement.light.word,
        figures=figures_words(months, standing),
        texts=texts(months, standing, needs=needs),
        wording=quoted(ledger, task.id),
    )


def quoted(ledger: Ledger, id: str) -> tuple[str, ...]:
    """What the document says of a task, line by line."""
    return tuple(ledger.wordings.get(id, "").splitlines())


def _heading(ledger: Ledger, item: Item) -> Clause:
    return Clause(item.id.count("."), own_number(ledger, item.id), clause_of(ledger.plan, item.id), item.title)


def own_number(ledger: Ledger, id: str) -> str:
    """The last part of a clause's number, with the mark that follows it in the document: （三）, 1., （2）."""
    numbering = ledger.plan.document.numbering
    parts = id.partition("-")[0].split(".")
    sample = numbering[min(len(parts) - 1, len(numbering) - 1)] if numbering else "1."
    mark = sample[len(sample.rstrip(_MARKS)) :].strip()
    return printed(parts[-1], (sample,)) + mark


# Figures ---------------------------------------------------------------------------------------------------------


def figures_words(months: Months, standing: Standing) -> str:
    """The sentences on a task's parts, led by how the month's report came where that matters."""
    task = standing.task
    owner = months.now.register.id_of(task.owner or "")
    note, aged = report_note(months, task, owner)
    said = list(parts_said(months, standing, aged=aged))
    if note and not months.now.facts.of(task.id, owner):
        said = [one for one in said if one.words not in (NO_FIGURES, NO_REPORT)]
    lines = [*_together(said), *(difference_words(months.now, one) for one in differences(months.now, task))]
    return note + "".join(f"{line}。" for line in lines)


def _together(said: Sequence[Said]) -> Iterator[str]:
    """Parts of which the same is to be said share a sentence: ……、……均尚未完成."""
    names: dict[tuple[str, str], list[str]] = {}
    for one in said:
        names.setdefault((one.words, one.name if one.alone else ""), []).append(one.name)
    for (words, _), mine in names.items():
        yield in_a_row(mine) + ("均" if len(mine) > 1 else "") + words


def report_note(months: Months, task: Task, owner: str | None) -> tuple[str, bool]:
    """What the owner's report of the month lacks, if anything; and whether that tells the age of the figures."""
    every, came = months.now.facts.of(task.id, owner), months.came(task, owner)
    report = _report_of(months, owner, task)
    aged = _only_month(months, task, owner)
    if not came:
        if report is None:
            return "", False
        words = "本月未报送"
        if report.state is Report.WAIVED:
            words = "本月免报" + (f"（{phrase(report.reason)}）" if report.reason else "")
        elif report.state is Report.TO_MEND and report.lacking == report.owed:
            words = "本月已收填报表，待补正"
        if not every:
            return f"{words}，此前{'也' if report.state is Report.MISSING else ''}未报送。", True
        return (f"{words}，{months.word(aged)}数据为：", True) if aged else (f"{words}。", False)
    if all(months.now.facts.returned(one) for one in came):
        return f"本月报送已退回补正{_return_words(months, came[-1])}。", False
    if report is None or task.id not in report.lacking or any(one.entry.values for one in came):
        return "", False
    if aged:
        return f"本月仅报文字、未报数据，沿用{months.word(aged)}数据。", True
    return "本月仅报文字、未报数据。", False


def _report_of(months: Months, owner: str | None, task: Task) -> UnitReport | None:
    """The report that a task's owner owed on it this month."""
    return next((one for one in months.reports() if one.unit == owner and task.id in one.owed), None)


def _only_month(months: Months, task: Task, owner: str | None) -> str | None:
    """The month that all of an owner's figures for a task are from, where it is one and has passed."""
    measured = [months.now.measured(task, part) for part in task.item.indicators]
    found = {m.standing.month for m in measured if m.standing is not None and m.owner == owner}
    return found.pop() if len(found) == 1 and max(found) < months.month else None


def _return_words(months: Months, one: Recorded) -> str:
    review = months.now.facts.reviews[one.entry.id]
    limit = f"限{months.day(review.limit)}前补正" if review.limit else ""
    words = "，".join(filter(None, (phrase(review.reason or ""), limit)))
    return f"（{words}）" if words else ""


# Two figures for one thing ---------------------------------------------------------------------------------------


def differences(ledger: Ledger, task: Task) -> list[Difference]:
    """Figures of other units that differ from the one that counts."""
    measured = [ledger.measured(task, part) for part in task.item.indicators]
    return [Difference(task, m.part, unit, value, m.last, m.owner) for m in measured for unit, value in m.others()]


def difference_words(ledger: Ledger, one: Difference) -> str:
    """数据不一致：区农委报送新增绿地70万平方米，按区城管局报送的72.5万平方米计."""
    unit, owner = ledger.name(one.unit), ledger.name(one.owner or "")
    figure = f"{one.part.name}{number_words(one.value.number)}{one.part.unit or ''}"
    if one.own is None:
        return f"{unit}另报{figure}（仅供参考），{owner}未报送数据"
    return f"数据不一致：{unit}报送{figure}，按{owner}报送的{number_words(one.own.number)}{one.part.unit or ''}计"


# What units wrote ------------------------------------------------------------------------------------------------


def texts(months: Months, standing: Standing, *, needs: bool = False) -> tuple[str, ...]:
    """主要进展, 主要原因 (of what is late) or 存在问题, 下一步, what is asked for, and what other units did."""
    task, facts = standing.task, months.now.facts
    owner = months.now.register.id_of(task.owner or "")
    mine = [one.entry for one in months.came(task, owner) if not facts.returned(one)]
    reason = "主要原因" if standing.judgement.light in LAGGING else "存在问题"
    said = (
        ("主要进展", _joined(entry.progress for entry in mine)),
        (reason, _joined(entry.problems for entry in mine)),
        ("下一步", _joined(entry.next for entry in mine)),
        ("需协调事项", _joined(entry.needs for entry in mine) if needs else ""),
        ("配合情况", _others(months, task, owner)),
    )
    return tuple(f"{name}：{text}" for name, text in said if text)


def _joined(said: Iterable[str | None]) -> str:
    """Several reports of one month, each said once."""
    return "".join(dict.fromkeys(sentence(text) for text in said if text))


def _others(months: Months, task: Task, owner: str | None) -> str:
    """What the other units of a task did this month, each by its name."""
    ledger = months.now
    entries = [
        one
        for one in ledger.facts.on(task.id)
        if one.about == months.month and one.subject != owner and one.entry.progress and not ledger.facts.returned(one)
    ]
    entries.sort(key=lambda one: ledger.register.order(one.subject))
    said = dict.fromkeys(f"{ledger.name(one.subject)}，{phrase(one.entry.progress or '')}" for one in entries)
    return f"{'；'.join(said)}。" if said else ""

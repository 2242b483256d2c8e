"""Today's desk (今日案头): what is late, who has reported, what waits for the office, and what to do next."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from baicheng_cli.plan.settings import month_after, month_of
from baicheng_cli.progress.issued import Paper
from baicheng_cli.status.ledger import Ledger, Standing
from baicheng_cli.status.lights import Light
from baicheng_cli.status.reporting import Report, UnitReport, reports
from baicheng_cli.status.select import clause_of, due_of
from baicheng_cli.views.months import LAGGING
from baicheng_cli.words import DEMO, day_words, full_month_words, month_words

MOST = 3
"""So many of the worst tasks are named."""
PARTS = 2
"""So many reasons are given of each, the rest counted."""
NAMES = 8
"""So many units are named in one line, the rest counted."""


class Line(NamedTuple):
    """One line of the desk."""

    text: str
    indent: int = 0
    light: Light | None = None
    """Its text begins with this light's word."""
    strong: bool = False
    command: bool = False
    """To be copied: never broken over lines."""


class Step(NamedTuple):
    """What to do next, and the commands to type."""

    words: str
    commands: tuple[str, ...]


def desk_lines(ledger: Ledger, options: str = "", papers: Sequence[Paper] = ()) -> list[Line]:
    """The whole desk.

    `options`: what the next command needs, too, as ` --data demo/2019`; `papers`: those that went out.
    """
    document, day = ledger.plan.document, ledger.day
    today = f"今日案头　{day.year}年{day.month}月{day.day}日"
    lines = [
        Line(f"{document.title}（{document.number}）", strong=True),
        Line("　".join(filter(None, (today, DEMO if ledger.demo else "")))),
        Line(""),
        *_work(ledger),
        Line(""),
    ]
    month = cycle_month(ledger)
    came = reports(ledger, month)
    lines += [*_reporting(ledger, month, came), *_waiting(ledger, month), Line("")]
    lines += _in_hand(ledger, papers, options)
    step = next_step(ledger, month, came)
    lines.append(Line(f"下一步：{step.words}", strong=True))
    lines += [Line(f"{command}{options}", indent=4, command=True) for command in step.commands]
    return lines


def quoted(text: str) -> str:
    """A name or path as a shell takes it; Chinese alone needs no quotes."""
    return shlex.quote(text) if re.search(r"[^\w./-]", text) else text


def cycle_month(ledger: Ledger) -> str:
    """The month that reports are being collected for: the day's own, or the one before that is still to come in."""
    month = month_of(ledger.day)
    before = month_after(month, -1)
    return before if ledger.day <= ledger.submit_by(before) else month


def _work(ledger: Ledger) -> Iterator[Line]:
    """How many tasks stand how; the worst ones with who leads and why."""
    shares = [
        f"{light.word}{count}项"
        for light in Light
        if (count := sum(one.judgement.light is light for one in ledger.tasks))
    ]
    near = [one for one in ledger.standings if _soon(one)]
    yield Line(f"任务{len(ledger.tasks)}项：{'、'.join(shares)}", strong=True)
    worst = sorted(
        (one for one in ledger.standings if one.judgement.light in LAGGING), key=lambda one: _key(ledger, one)
    )
    if not worst:
        yield Line("没有逾期和滞后的任务", indent=2)
    for one in worst[:MOST]:
        yield Line(f"{one.judgement.light.word}　{_title(ledger, one)}", indent=2, light=one.judgement.light)
        yield Line(_why(one), indent=6)
    if len(worst) > MOST:
        yield Line(f"逾期和滞后的共{len(worst)}项，另有{len(worst) - MOST}项没有列出", indent=2)
    if near:
        soonest = min(near, key=lambda one: due_of(ledger, one) or date.max)
        due = day_words(due_of(ledger, soonest) or ledger.day, ledger.day)
        yield Line(f"临期{len(near)}项，最近的是{due}：{_title(ledger, soonest)}", indent=2)


def _title(ledger: Ledger, one: Standing) -> str:
    """Clause, title, and who answers for it."""
    units = "、".join(ledger.names(one.task.lead or one.task.item.responsible))
    return f"{clause_of(ledger.plan, one.id)} {one.task.item.title}（{units}）"


def _why(one: Standing) -> str:
    """The reasons of the first worst parts; how many more there are."""
    worst = [state.name + state.judgement.why for state in one.parts if state.judgement.light is one.judgement.light]
    more = f"；另有{len(worst) - PARTS}项" if len(worst) > PARTS else ""
    return "；".join(worst[:PARTS]) + more


def _soon(one: Standing) -> bool:
    return any(tag.startswith("临期") for tag in one.judgement.tags)


def _key(ledger: Ledger, one: Standing) -> tuple[int, date, Decimal]:
    """The worst light first; of the overdue the longest, of the others what is furthest behind."""
    light = one.judgement.light
    gaps = [state.gap for state in one.parts if state.judgement.light is light and state.gap is not None]
    due = due_of(ledger, one) if light is Light.OVERDUE else None
    return (light.rank, due or date.max, -max(gaps, default=Decimal(0)))


def _in_hand(ledger: Ledger, papers: Sequence[Paper], options: str) -> Iterator[Line]:
    """The papers that units still have in hand, those that are late by name."""
    held = [one for one in papers if one.record.reminds is None and not one.record.of_month and not one.done]
    if not held:
        return
    late = sorted((one for one in held if one.missed(ledger.day)), key=lambda one: -one.days_late(ledger.day))
    yield Line(f"督办{len(held)}件没有办结" + (f"，逾期{len(late)}件" if late else "，没有逾期的"), strong=True)
    for one in late[:MOST]:
        what, _ = one.missed(ledger.day) or ("", ledger.day)
        times = f"，已催{len(one.reminders)}次" if one.reminders else ""
        task = one.record.task or ""
        clause = clause_of(ledger.plan, task) if task in ledger.plan.by_id else task
        units = "、".join(one.record.to)
        yield Line(f"{one.number}　{clause}（{units}）{what}逾期{one.days_late(ledger.day)}天{times}", indent=2)
    if late:
        yield Line(f"baicheng notice list --late{options}", indent=4, command=True)
    yield Line("")


def _reporting(ledger: Ledger, month: str, came: Sequence[UnitReport]) -> Iterator[Line]:
    """Who owed a report of the month, and how it came; who is silent since the month before."""
    word, until = month_words(month, ledger.day), ledger.submit_by(month)
    if not came:
        first = ledger.settings.first_month(ledger.plan)
        why = f"首次报送月份为{full_month_words(first)}" if month < first else "没有应报送的单位"
        yield Line(f"{word}报送：{why}", strong=True)
        return
    left = (until - ledger.day).days
    when = f"还有{left}天" if left > 0 else "就是今天" if left == 0 else f"已过{-left}天"
    words = {state: state.word for state in Report} | ({Report.MISSING: "尚未报"} if left >= 0 else {})
    received = sum(one.received is not None for one in came)
    head = f"{word}报送（{day_words(until, ledger.day)}截止，{when}）"
    yield Line(f"{head}：应报{len(came)}个单位，已收{received}个", strong=True)
    for state in (Report.MISSING, Report.NO_DATA, Report.TO_MEND, Report.LATE, Report.MADE_UP, Report.WAIVED):
        those = [one for one in came if one.state is state]
        if those:
            days = {one.unit: f"（{one.days_late}天）" if state is Report.LATE else "" for one in those}
            names = [f"{ledger.name(one.unit)}{days[one.unit]}" for one in those]
            yield Line(f"{words[state]}{len(those)}个：{_some(names)}", indent=2)
    before = month_after(month, -1)
    silent = [one for one in reports(ledger, before) if one.state is Report.MISSING]
    if silent:
        names = [ledger.name(one.unit) for one in silent]
        yield Line(f"{month_words(before, ledger.day)}至今未报{len(silent)}个：{_some(names)}", indent=2)


def _some(names: Sequence[str]) -> str:
    more = f"等{len(names)}个单位" if len(names) > NAMES else ""
    return "、".join(names[:NAMES]) + more


def unreviewed(ledger: Ledger, month: str) -> tuple[int, int]:
    """How many reports have no word of the office yet: this month's, and earlier ones that nothing newer follows."""
    last = {(one.entry.task, one.subject): one for one in ledger.facts.entries}
    waiting = [one for one in ledger.facts.entries if one.entry.id not in ledger.facts.reviews]
    now = sum(one.about == month for one in waiting)
    return now, sum(one.about < month and last[one.entry.task, one.subject] is one for one in waiting)


def _waiting(ledger: Ledger, month: str) -> Iterator[Line]:
    """How many reports wait for the office's word."""
    now, before = unreviewed(ledger, month)
    if now or before:
        earlier = f"，以前各月{before}条" if before else ""
        yield Line(f"待核定的填报：{month_words(month, ledger.day)}{now}条{earlier}", strong=True)


def next_step(ledger: Ledger, month: str, came: Sequence[UnitReport]) -> Step:
    """The one thing to do now."""
    word = month_words(month, ledger.day)
    if ledger.day < ledger.plan.document.issued:
        return Step("方案还没有印发，先把计划核对好", ("baicheng check",))
    if (unfinished := _before(ledger, month)) is not None:
        return unfinished
    if not came:
        return Step(f"{word}没有要收的报送，先把计划核对好", ("baicheng check", "baicheng tasks"))
    if ledger.closed(month) is not None:
        return Step(f"{word}已封账，出定稿", _papers(month))
    cycle = ledger.cycles.get(month)
    silent = [one for one in came if one.state is Report.MISSING]
    chased = [one for one in silent if not one.office]
    if cycle is None and chased and not any(one.received for one in came):
        return Step(f"{word}还没有开账：确定谁该报，生成填报表发给各单位", (f"baicheng collect open --month {month}",))
    remind = f"baicheng collect remind --month {month}"
    if silent:
        first = (chased or silent)[0]
        unit, task = quoted(ledger.name(first.unit)), first.lacking[0]
        add = f"baicheng progress add --month {month} --unit {unit} --task {task}"
        take = add if cycle is None else "baicheng forms read 收回的填报表.xlsx"
        how = "录入一份" if cycle is None else "读入一份"
        if not chased:
            return Step(f"录入本办{word}的进展", (add,))
        if ledger.day > ledger.submit_by(month):
            return Step(f"催{word}未报的{len(chased)}个单位，收到一份{how}", (remind, take))
        return Step(f"收{word}的报送，还差{len(chased)}个单位，收到一份{how}", (take,))
    holes = [one for one in came if one.state in (Report.NO_DATA, Report.TO_MEND)]
    if holes:
        names = _some([ledger.name(one.unit) for one in holes])
        ask = [] if all(one.office for one in holes) else [remind]
        return Step(f"请{names}补齐{word}的数据", (*ask, f"baicheng progress list --month {month}"))
    if unreviewed(ledger, month)[0]:
        return Step(f"{word}的报送收齐了，逐条核定", (f"baicheng progress list --month {month}",))
    if cycle is not None:
        close = f"baicheng collect close --month {month}"
        return Step(
            f"{word}的报送收齐并核定了，检查一遍，封账，出月报和台账", ("baicheng check", close, *_papers(month))
        )
    return Step(f"{word}的报送收齐并核定了，检查一遍，出月报和台账", ("baicheng check", *_papers(month)))


def _papers(month: str) -> tuple[str, ...]:
    return (f"baicheng report --month {month}", f"baicheng ledger --month {month} -o 台账.xlsx")


def _before(ledger: Ledger, month: str) -> Step | None:
    """The month before, where it was opened and never closed: it comes first, for its papers wait for it."""
    before = month_after(month, -1)
    if before not in ledger.cycles or ledger.closed(before) is not None:
        return None
    word = month_words(before, ledger.day)
    close = f"baicheng collect close --month {before}"
    missing = [one for one in reports(ledger, before) if one.state is Report.MISSING]
    if missing:
        names = _some([ledger.name(one.unit) for one in missing])
        status = f"baicheng collect status --month {before}"
        return Step(f"{word}还没有封账，{len(missing)}个单位未报：{names}；催齐或免报，再封账", (status, close))
    return Step(f"{word}收齐了还没有封账，封了账再收{month_words(month, ledger.day)}的", (close,))

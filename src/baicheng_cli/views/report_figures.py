"""One part of a task in a sentence: its figure, the change, and where that stands in time (MODELS §1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from baicheng_cli.plan.model import Indicator, Milestone, Task
from baicheng_cli.progress.calendar import first_day
from baicheng_cli.progress.verdicts import VERIFY
from baicheng_cli.status.facts import Value
from baicheng_cli.status.judge import gap_words
from baicheng_cli.status.ledger import Ledger, Standing
from baicheng_cli.status.lights import REACHED_PENDING, Judgement, Light, PartState
from baicheng_cli.status.measured import Measured
from baicheng_cli.status.pace import due_amount, scheduled, share_elapsed
from baicheng_cli.views.months import FINISHED, LAGGING, Months
from baicheng_cli.views.prose import in_a_row, phrase
from baicheng_cli.views.report_overview import between_stages, reason_of
from baicheng_cli.words import PART_WORDS, number_words

NO_FIGURES, NO_REPORT = "未报送过数据", "未报送过进展"


class Said(NamedTuple):
    """What there is to say on one part: its name, and what follows it."""

    name: str
    words: str
    alone: bool = False
    """Figures are never said of two parts at once."""


def parts_said(months: Months, standing: Standing, *, aged: bool) -> Iterator[Said]:
    """`aged`: the note in front says already from which month the figures are."""
    task = standing.task
    if not task.parts:
        yield Said("", _own_words(months, task, standing.parts[0].judgement))
        return
    for part, state in zip(task.parts, standing.parts, strict=True):
        if isinstance(part, Milestone):
            yield Said(_named(part.title, part), _milestone_words(months, task, part, state.judgement))
        else:
            yield _indicator_said(months, months.now.measured(task, part), state, aged=aged)
    for part, state in zip(task.parts, standing.parts, strict=True):
        if isinstance(part, Indicator) and (words := _undated_words(months, task, part, state)):
            yield Said(part.name, words)


def _named(name: str, part: Indicator | Milestone) -> str:
    """配合 and 督导 stay apart from the district's own work."""
    return f"{name}（{PART_WORDS[part.part]}）" if PART_WORDS[part.part] else name


def _indicator_said(months: Months, m: Measured, state: PartState, *, aged: bool) -> Said:
    name = _named(m.part.name, m.part)
    value = m.standing
    if value is None:
        target = "" if m.target.external else f"（目标{target_words(m)}）"
        return Said(name + target, _silence_words(months, m, state.judgement))
    settled = state.judgement.light in FINISHED and REACHED_PENDING not in state.judgement.tags
    amount = amount_words(months, m, value, aged=aged or settled)
    change = change_words(months, m, value)
    place = place_words(months, m, state)
    words = (amount, change, place) if m.figures.rate is not None else (amount, place, change)
    text = "，".join(filter(None, words))
    if reason := _unjudged(months, state.judgement):
        text += f"；{reason}"
    return Said(name, text, alone=True)


def _unjudged(months: Months, judgement: Judgement) -> str:
    """Why a part is not judged; nothing before anything is, which the overview says once for all."""
    ledger = months.now
    judged = judgement.light is not Light.NOT_JUDGED
    return "" if judged or ledger.day < first_day(ledger.settings.judged_from(ledger.plan)) else reason_of(judgement)


def _undated_words(months: Months, task: Task, part: Indicator, state: PartState) -> str:
    """An indicator without a day that is not reached: the unit's own word decides."""
    m = months.now.measured(task, part)
    if m.due is not None or m.standing is None or state.judgement.light in (*FINISHED, Light.NOT_JUDGED):
        return ""
    return f"未定时限，{own_phrase(months, task, m.owner) or '单位未作自评'}"


def _silence_words(months: Months, m: Measured, judgement: Judgement) -> str:
    """An indicator without any figure."""
    if reason := _unjudged(months, judgement):
        return f"尚无数据，{reason}"
    late = f"，{late_words(months, m)}" if m.due_come and judgement.light is not Light.NOT_JUDGED else ""
    return NO_FIGURES + late


def target_words(m: Measured) -> str:
    """A target in brackets or behind a word: 100万平方米, 90%左右, 2019年底50%."""
    stage = m.step.due_words or "" if m.part.stages else ""
    return f"{stage}{m.target_words}{m.unit}{'左右' if m.target.op == '~' else ''}"


def amount_words(months: Months, m: Measured, value: Value, *, aged: bool) -> str:
    """累计完成72.5万平方米，占年度目标（100万平方米）的72.5%."""
    old = f"（沿用{months.word(value.month)}数据）" if value.month < months.month and not aged else ""
    found = _verified_words(m, value) + _members_words(months.now, m)
    number = f"{number_words(value.number)}{m.unit}"
    if m.part.each and m.members:
        number = f"，{m.part.each}合计{number}"
    elif m.part.measure == "total":
        number = f"累计完成{number}"
    else:
        number = f"为{number}"
    if m.figures.rate is None:
        return number + found + old
    verb = "为" if m.unit == "%" else "占"
    return f"{number}{found}{old}，{verb}{_target_kind(m)}（{target_words(m)}）的{m.figures.rate}%"


def _target_kind(m: Measured) -> str:
    """年度目标, 阶段目标, or a target of some other time."""
    if m.part.stages:
        return "阶段目标"
    period = m.scene.plan.period
    a_year = (period.start.month, period.start.day, period.end.month, period.end.day) == (1, 1, 12, 31)
    return "年度目标" if a_year and m.due == period.end and period.start.year == period.end.year else "目标"


def _verified_words(m: Measured, value: Value) -> str:
    """（报送40座，经现场核实为36座，按核实数计）."""
    if value.reported is None:
        return ""
    how = phrase(_how_verified(m, value))
    via = f"经{how}，核实为" if how and "核实" not in how else f"经{how or '核实'}为"
    return f"（报送{number_words(value.reported)}{m.unit}，{via}{number_words(value.number)}{m.unit}，按核实数计）"


def _how_verified(m: Measured, value: Value) -> str:
    facts = m.scene.facts
    for one in reversed(facts.of(m.task.id, m.owner)):
        review = facts.reviews.get(one.entry.id)
        if review is not None and review.verdict == VERIFY and (one.about, one.entry.date) == (value.month, value.date):
            return review.how or ""
    return ""


def _members_words(ledger: Ledger, m: Measured) -> str:
    """（12个单位已报10个，不含未报的××、××）."""
    if not m.members:
        return ""
    silent = [unit for unit in m.members if not ledger.facts.values(m.task.id, unit, m.part.id)]
    told = f"{len(m.members)}个单位已报{len(m.members) - len(silent)}个"
    names = in_a_row(ledger.name(unit) for unit in silent)
    return f"（{told}，不含未报的{names}）" if silent else f"（{told}）"


def change_words(months: Months, m: Measured, value: Value) -> str:
    """较8月增加4座, 与8月持平; nothing where either month has no figure of its own."""
    before = months.before.measured(m.task, m.part).standing
    if before is None or value.month < months.month:
        return ""
    word, step = months.word(months.before.as_of.month), value.number - before.number
    if step == 0:
        return f"与{word}持平"
    up, down = ("提高", "下降") if m.unit == "%" else ("增加", "减少")
    return f"较{word}{up if step > 0 else down}{_points(abs(step), m)}"


def _points(number: Decimal, m: Measured) -> str:
    return f"{number_words(number)}{'个百分点' if m.unit == '%' else m.unit}"


def place_words(months: Months, m: Measured, state: PartState) -> str:
    """Where the figure stands: against time, or against its target."""
    light = state.judgement.light
    if light in FINISHED:
        waits = "，尚待核定" if REACHED_PENDING in state.judgement.tags else ""
        late = f"，逾期{m.days_late}天后完成" if m.days_late else ""
        return _reached_words(m) + late + waits
    if light is Light.NOT_JUDGED:
        return ""
    if m.due_come:
        return "，".join(filter(None, (_distance_words(m), late_words(months, m))))
    if m.figures.gap is None or m.due is None:
        return _distance_words(m)
    return _pace_words(months, m, light, m.figures.gap)


def _reached_words(m: Measured) -> str:
    if m.figures.rate is not None:
        return "已达目标"
    if m.target.op == "<=":
        return f"未超过上限（{target_words(m)}），已达目标"
    return f"已达目标（{target_words(m)}）"


def _distance_words(m: Measured) -> str:
    """距目标（95%）0.8个百分点; 距目标（30处）还差4处; against a limit, the same the other way."""
    value = m.standing
    if value is None or m.target.value is None or m.figures.rate is not None:
        return ""
    if m.target.upper is not None and m.above_limit:
        over = _points(value.number - m.target.upper, m)
        return f"超过上限（{number_words(m.target.upper)}{m.unit}）{over}"
    if m.target.op == "<=":
        return f"未超过上限（{target_words(m)}）"
    left = (m.target.lower or Decimal(0)) - value.number
    return f"距目标（{target_words(m)}）{'' if m.unit == '%' else '还差'}{_points(left, m)}"


def _pace_words(months: Months, m: Measured, light: Light, gap: Decimal) -> str:
    ledger = months.now
    if m.previous is not None and m.line is not None and between_stages(ledger, m):
        before = m.previous.target.value
        amount = f"（{number_words(before)}{m.unit}）" if before is not None else ""
        return f"前一阶段目标{amount}已达到，下一阶段自{months.day(m.line.start)}起计"
    if light in LAGGING:
        return f"{gap_words(gap)}，进展{light.word}"
    if gap > 0:
        return f"略低于序时进度{gap}个百分点"
    if gap == 0 and m.part.unit in ledger.settings.judge.whole and (whole := _whole_due(ledger, m)):
        return f"达到折算序时进度（{whole}{m.unit}）"
    return gap_words(gap)


def _whole_due(ledger: Ledger, m: Measured) -> str:
    """How many whole things are due by now; a lead's own programme says so itself."""
    if m.target.value is None or m.line is None:
        return ""
    points = [one for one in ledger.settings.task(m.task.id).schedule if one.indicator == m.part.id]
    if points:
        return number_words(scheduled(points, ledger.as_of))
    share = share_elapsed(m.line, ledger.as_of, ledger.settings.judge)
    due: Fraction = due_amount(m.target.value, share, whole=True)
    return number_words(Decimal(due.numerator))


def late_words(months: Months, m: Measured) -> str:
    """On its day or after it, not reached."""
    return _missed(months, m.due, strive=m.strive) if m.due is not None else ""


def _missed(months: Months, due: date, *, strive: bool, limit: str = "完成时限") -> str:
    """已逾期25天（完成时限12月31日）; a softer promise (力争) is not overdue but missed."""
    late, by = (months.now.day - due).days, f"{limit}{months.day(due)}"
    if strive:
        return f"力争目标未达，已过时限{late}天（{by}）" if late else f"力争目标未达，{by}已到"
    return f"已逾期{late}天（{by}）" if late else f"{by}已到，未完成"


# Milestones and work without a measure ---------------------------------------------------------------------------


def _milestone_words(months: Months, task: Task, part: Milestone, judgement: Judgement) -> str:
    ledger = months.now
    if reason := _unjudged(months, judgement):
        return f"暂不评（{reason}）"
    owner = ledger.register.id_of(task.owner_of(part) or "")
    due = ledger.due_of(task, part)
    word = "开工" if part.reach == "start" else "完成"
    if (done := ledger.facts.done(task.id, owner, part.id)) is not None:
        late = max(0, (done.day - due).days) if due is not None else 0
        waits = "" if done.confirmed else "，尚待核定"
        return f"已于{months.day(done.day)}{word}" + (f"（逾期{late}天）" if late else "") + waits
    if part.reach == "ongoing" or due is None:
        kind = "为持续推进事项" if part.reach == "ongoing" else "未定时限"
        own = own_phrase(months, task, owner)
        return f"{kind}，{own}" if own else NO_REPORT
    limit = f"{word}时限"
    if ledger.day >= due:
        return f"尚未{word}，{_missed(months, due, strive=part.strive, limit=limit)}"
    if not ledger.facts.of(task.id, owner):
        return NO_REPORT
    return f"尚未{word}，{limit}{months.day(due)}，距时限{(due - ledger.day).days}天"


def _own_words(months: Months, task: Task, judgement: Judgement) -> str:
    """A task without parts: its unit's own word on it."""
    ledger = months.now
    own = own_phrase(months, task, ledger.register.id_of(task.owner or ""))
    reason = _unjudged(months, judgement)
    if task.kind == "measure":
        return own or reason or NO_REPORT
    if reason:
        return "；".join(filter(None, (own, f"暂不评（{reason}）")))
    if not own:
        return NO_REPORT
    due = ledger.settings.task(task.id).office_due
    ours = f"，{_office(ledger)}定为{months.day(due)}前完成" if due else ""
    return f"方案未定时限{ours}。{own}"


def own_phrase(months: Months, task: Task, owner: str | None) -> str:
    """单位自评正常推进，区百城提质办核定为正常."""
    own = months.now.facts.self_of(task.id, owner)
    if own is None:
        return ""
    said = f"单位{months.word(own.month) if own.month < months.month else ''}自评{own.word}"
    if own.word in ("滞后", "未启动"):
        return said
    if not own.confirmed:
        return f"{said}，尚待核定"
    return f"{said}，{_office(months.now)}核定为{'已完成' if own.word == '已完成' else '正常'}"


def _office(ledger: Ledger) -> str:
    return ledger.name(ledger.settings.office) if ledger.settings.office else "本办"

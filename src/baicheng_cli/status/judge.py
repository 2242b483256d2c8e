"""The judges: one small function for each kind of part, and the order in which they are asked (DESIGN §5)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from baicheng_cli.plan.model import Indicator, Milestone, Plan, Task
from baicheng_cli.plan.settings import Settings, month_after, month_of
from baicheng_cli.progress.calendar import first_day, is_past, submit_by
from baicheng_cli.status.facts import SelfAssessed
from baicheng_cli.status.lights import (
    BELOW_PACE,
    REACHED_PENDING,
    ROUTINE,
    STRIVE_MISSED,
    Judgement,
    Light,
    PartState,
)
from baicheng_cli.status.measured import Measured, Scene
from baicheng_cli.words import full_month_words, month_words, number_words


def judge_task(task: Task, scene: Scene) -> list[PartState]:
    """The state of every part of a task or measure; one without parts is its own part."""
    if not task.parts:
        return [PartState(None, "", judge_own(task, None, scene))]
    return [judge_part(task, part, scene) for part in task.parts]


def judge_part(task: Task, part: Indicator | Milestone, scene: Scene) -> PartState:
    """Where one indicator or milestone stands."""
    if isinstance(part, Milestone):
        dated = part.reach != "ongoing" and _due_of(task, part, scene) is not None
        judged = judge_milestone(task, part, scene) if dated else judge_own(task, part, scene)
        return PartState(part.id, part.title, judged)
    measured = Measured(task, part, scene)
    figures = measured.figures
    return PartState(part.id, part.name, judge_indicator(measured), figures.rate, figures.due_rate, figures.gap)


def judge_indicator(m: Measured) -> Judgement:
    """Asked in this order: not yet · external or annual · reached · overdue · never reported · the rest."""
    heard = bool(m.members) and any(m.scene.facts.of(m.task.id, unit) for unit in m.members)
    if why := not_yet(m.task, m.part.start, m.owner, m.scene, heard=heard):
        return Judgement(Light.NOT_JUDGED, why)
    if m.target.external:
        return _tagged(m, Judgement(Light.NOT_JUDGED, "市定目标尚未下达" + _told(m)))
    if m.part.measure == "annual" and not m.due_come and m.due is not None:
        return _tagged(m, Judgement(Light.NOT_JUDGED, f"年度指标，{m.scene.words(m.due)}评价" + _told(m)))
    if m.reached:
        return judge_reached(m)
    if m.due_come and m.due is not None:
        return _softened(m, Judgement(Light.OVERDUE, f"{overdue_words(m.due, m.scene.day)}；{m.status()}"))
    if m.standing is None:
        return _tagged(m, Judgement(Light.UNREPORTED, m.so_far()))
    if m.due is None:
        return judge_undated(m)
    if m.above_limit:
        return _tagged(m, Judgement(Light.BEHIND, m.status()))
    if m.part.measure == "total" and m.target.op != "<=":
        return judge_total(m)
    return _tagged(m, Judgement(Light.ON_TRACK, m.status()))


def judge_reached(m: Measured) -> Judgement:
    late = f"逾期{m.days_late}天后完成" if m.days_late else ""
    tags = () if m.confirmed else (REACHED_PENDING,)
    why = m.status() + (f"，{late}" if late else "")
    return Judgement(Light.REACHED, why, (*tags, *([late] if late else [])))


def judge_total(m: Measured) -> Judgement:
    """A cumulative indicator that is not reached, before its day (DESIGN §5.2)."""
    gap = m.figures.gap
    if gap is None:
        return _tagged(m, Judgement(Light.NOT_JUDGED, f"目标为0，没有完成率；{m.so_far()}"))
    if m.previous is not None and m.line is not None and m.scene.day < m.line.start:
        before = m.previous.target.value
        reached = f"前一阶段目标{number_words(before)}{m.unit}已达到" if before is not None else "前一阶段目标已达到"
        why = f"{m.so_far()}，{reached}，下一阶段自{m.scene.words(m.line.start)}起计"
        return _tagged(m, Judgement(Light.ON_TRACK, why))
    light = light_for(gap, m.scene.settings)
    below = (BELOW_PACE,) if gap > 0 and light is Light.ON_TRACK else ()
    return _softened(m, Judgement(light, f"{m.so_far()}，{gap_words(gap)}", below))


def light_for(gap: Decimal, settings: Settings) -> Light:
    """The light for a gap in percentage points (positive is behind)."""
    if gap >= settings.judge.far_behind:
        return Light.FAR_BEHIND
    if gap >= settings.judge.behind:
        return Light.BEHIND
    return Light.ON_TRACK


def gap_words(gap: Decimal) -> str:
    if gap == 0:
        return "达到序时进度"
    return f"{'落后' if gap > 0 else '快于'}序时进度{abs(gap)}个百分点"


def overdue_words(due: date, day: date) -> str:
    late = (day - due).days
    return f"已逾期{late}天" if late else "今日到期，未完成"


def judge_undated(m: Measured) -> Judgement:
    """An indicator without a day, not reached: the unit's own word decides, the figures stand beside it."""
    own = m.scene.facts.self_of(m.task.id, m.owner)
    if own is None:
        return _tagged(m, Judgement(Light.UNREPORTED, f"{m.status()}，从未自评"))
    light, words, tags = own_words(own, m.scene)
    return _tagged(m, Judgement(light, f"{m.so_far(share=False)}{m.distance()}；{words}", tags))


def judge_milestone(task: Task, part: Milestone, scene: Scene) -> Judgement:
    """A dated milestone: done, or not yet, or overdue; its owner's silence is 未报送."""
    owner = scene.register.id_of(task.owner_of(part) or "")
    if why := not_yet(task, part.start, owner, scene):
        return Judgement(Light.NOT_JUDGED, why)
    due = _due_of(task, part, scene) or scene.plan.period.end
    if (reached := _milestone_done(task, part, owner, due, scene)) is not None:
        return reached
    not_done = "尚未开工" if part.reach == "start" else "尚未完成"
    entries = scene.facts.of(task.id, owner)
    stale = _stale_tag(entries[-1].month, scene) if entries else ()
    if scene.day >= due:
        if part.strive:
            missed = _missed_words(due, scene.day)
            return Judgement(Light.BEHIND, f"{missed}；{not_done}", (*stale, STRIVE_MISSED))
        late = overdue_words(due, scene.day)
        said_already = scene.day == due and part.reach == "finish"
        return Judgement(Light.OVERDUE, late if said_already else f"{late}；{not_done}", stale)
    soon = _soon_tag(due, scene)
    if not entries:
        return Judgement(Light.UNREPORTED, "从未报送进展", soon)
    why = f"{not_done}，完成时限{scene.words(due)}，距时限{(due - scene.day).days}天"
    return Judgement(Light.ON_TRACK, why, (*soon, *stale))


def _milestone_done(task: Task, part: Milestone, owner: str | None, due: date | None, scene: Scene) -> Judgement | None:
    done = scene.facts.done(task.id, owner, part.id)
    if done is None:
        return None
    late = max(0, (done.day - due).days) if due is not None else 0
    words = f"{scene.words(done.day)}{'开工' if part.reach == 'start' else '完成'}"
    tags = [] if done.confirmed else [REACHED_PENDING]
    if late:
        tags.append(f"逾期{late}天后完成")
        words += f"，逾期{late}天后完成"
    return Judgement(Light.REACHED, words, tuple(tags))


def judge_own(task: Task, part: Milestone | None, scene: Scene) -> Judgement:
    """Work without a measure or a day: the owner's latest word on it, confirmed by the office or not."""
    owner = scene.register.id_of(task.owner_of(part) or "")
    if why := not_yet(task, part.start if part else None, owner, scene):
        return Judgement(Light.NOT_JUDGED, why)
    if task.kind == "measure" and not scene.settings.reporting.measures and not scene.facts.on(task.id):
        return Judgement(Light.NOT_JUDGED, "未要求报送")
    due = _due_of(task, part, scene)
    if part is not None and (done := _milestone_done(task, part, owner, due, scene)) is not None:
        return done
    soon = _soon_tag(due, scene)
    routine = (ROUTINE,) if scene.settings.task(task.id).routine else ()
    own = scene.facts.self_of(task.id, owner)
    if own is None:
        return Judgement(Light.UNREPORTED, "从未报送进展", (*soon, *routine))
    light, words, tags = own_words(own, scene)
    if light is Light.REACHED:
        return Judgement(light, words, tags)
    stale = _stale_tag(own.month, scene)
    return Judgement(light, words, (*soon, *stale, *dict.fromkeys((*routine, *tags))))


def own_words(own: SelfAssessed, scene: Scene) -> tuple[Light, str, tuple[str, ...]]:
    """The light, the words and the tags of a unit's own word: bad news counts at once, good news when confirmed."""
    said = f"单位自评{own.word}（{scene.words(own.date)}）"
    if own.word in ("滞后", "未启动"):
        return Light.BEHIND, said, ()
    if not own.confirmed:
        return Light.PENDING, f"{said}，尚待核定", ()
    if own.word == "已完成":
        return Light.REACHED, f"{said}，已核定", ()
    return Light.ON_TRACK, f"{said}，已核定", (ROUTINE,)


def not_yet(task: Task, start: date | None, owner: str | None, scene: Scene, *, heard: bool = False) -> str | None:
    """Why a part is not judged yet (DESIGN §5.5), or `None`. `heard`: somebody else's entries count, too."""
    plan, settings = scene.plan, scene.settings
    if scene.day < plan.document.issued:
        return "方案尚未印发"
    judged_from = settings.judged_from(plan)
    if scene.day < first_day(judged_from):
        return f"自{full_month_words(judged_from)}起评价"
    if start is not None and scene.day < start:
        return f"自{scene.words(start)}起实施，尚未开始"
    if heard or scene.facts.of(task.id, owner):
        return None
    first = first_reported(start or plan.period.start, plan, settings)
    if is_past(first, scene.day, settings):
        return None
    return f"首次报送截止日为{scene.words(submit_by(first, settings))}，尚未报送"


def first_reported(start: date, plan: Plan, settings: Settings) -> str:
    """The first month whose `submit_by` is on or after a start, and not before the first month of all.

    By the day that the settings name: a holiday that moves the day past a start makes nobody report earlier.
    """
    month = max(settings.first_month(plan), month_after(month_of(start), -1))
    while settings.reporting.asked_by(month) < start:
        month = month_after(month)
    return month


def _due_of(task: Task, part: Milestone | None, scene: Scene) -> date | None:
    return (part.due if part is not None else None) or scene.settings.task(task.id).office_due


def _told(m: Measured) -> str:
    return f"，{m.so_far()}" if m.standing is not None else ""


def _soon_tag(due: date | None, scene: Scene) -> tuple[str, ...]:
    left = (due - scene.day).days if due is not None else 0
    return (f"临期（剩{left}天）",) if 1 <= left <= scene.settings.judge.due_soon_days else ()


def _stale_tag(month: str, scene: Scene) -> tuple[str, ...]:
    return (f"数据未更新（沿用{month_words(month, scene.day)}）",) if month < scene.as_of.elapsed else ()


def _tagged(m: Measured, judgement: Judgement) -> Judgement:
    """With what every part that is not reached may carry: 临期, 数据未更新."""
    stale = _stale_tag(m.last.month, m.scene) if m.last is not None else ()
    return judgement._replace(tags=(*_in_front(judgement), *_soon_tag(m.due, m.scene), *stale, *_behind(judgement)))


def _in_front(judgement: Judgement) -> Iterable[str]:
    return (tag for tag in judgement.tags if tag == BELOW_PACE)


def _behind(judgement: Judgement) -> Iterable[str]:
    return (tag for tag in judgement.tags if tag != BELOW_PACE)


def _softened(m: Measured, judgement: Judgement) -> Judgement:
    """A softer promise (力争) is never worse than 滞后."""
    if not m.strive or judgement.light.rank >= Light.BEHIND.rank:
        return _tagged(m, judgement)
    if m.due is None or not m.due_come:
        return _tagged(m, judgement._replace(light=Light.BEHIND))
    why = f"{_missed_words(m.due, m.scene.day)}；{m.status()}"
    return _tagged(m, Judgement(Light.BEHIND, why, (*judgement.tags, STRIVE_MISSED)))


def _missed_words(due: date, day: date) -> str:
    late = (day - due).days
    return f"力争目标未达，已过时限{late}天" if late else "力争目标未达，今日到期"

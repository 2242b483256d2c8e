"""The overview of a report (总体情况): every task counted once, the change since last month, how reports came."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import NamedTuple

from baicheng_cli.plan.model import Indicator, Milestone, Task
from baicheng_cli.plan.settings import month_of
from baicheng_cli.progress.calendar import first_day
from baicheng_cli.status.changes import Changes, Move
from baicheng_cli.status.ledger import Ledger, Standing
from baicheng_cli.status.lights import BELOW_PACE, REACHED_PENDING, Judgement, Light
from baicheng_cli.status.measured import Measured
from baicheng_cli.status.pace import Line, percent, share_elapsed
from baicheng_cli.status.reporting import Report, UnitReport, awaited
from baicheng_cli.views.months import FINISHED, Months
from baicheng_cli.views.prose import in_a_row, phrase
from baicheng_cli.words import full_month_words, number_words

WORDS = {light: light.word for light in Light} | {Light.ON_TRACK: "正常推进"}
ORDER = (
    Light.CLOSED,
    Light.REACHED,
    Light.ON_TRACK,
    Light.NOT_JUDGED,
    Light.PENDING,
    Light.UNREPORTED,
    Light.BEHIND,
    Light.FAR_BEHIND,
    Light.OVERDUE,
)
"""In this order the paragraph names them: what is done, what goes on, what is not known, what is late."""

ON_PACE, SLIGHTLY_BELOW, STAGE_DONE = "达到序时进度", "略低于序时进度", "阶段目标已达到"
NOT_DUE, CONFIRMED = "时点和节点未到期", "常态工作经核定推进正常"
KINDS = (ON_PACE, SLIGHTLY_BELOW, STAGE_DONE, NOT_DUE, CONFIRMED)
"""Why a task is 正常; each such task is one of them."""

STALLED = "连续两个月无进展"


class Share(NamedTuple):
    """How many tasks have one light, and their share of all in percent as printed."""

    light: Light
    tasks: int
    share: str
    inside: tuple[tuple[str, int], ...] = ()
    """What they are made up of, in words; adds up to `tasks` where it is given."""

    @property
    def words(self) -> str:
        """已达目标2项（其中待核定1项），占6.9%."""
        parts = "，".join(f"{name}{count}项" for name, count in self.inside)
        if self.light is Light.REACHED:
            within = f"（其中{parts}）" if parts else ""
            return f"{WORDS[self.light]}{self.tasks}项{within}，占{self.share}%"
        return f"{WORDS[self.light]}{self.tasks}项，占{self.share}%" + (f"（{parts}）" if parts else "")


class Overview(NamedTuple):
    """Numbers and sentences of the first part; every sentence ends with its stop, or is empty."""

    total: int
    shares: tuple[Share, ...]
    """The lights that occur, in the order of the paragraph; the counts add up to `total`."""
    status: str
    pace: str
    changes: str
    measures: str
    note: str

    @property
    def text(self) -> str:
        return self.status + self.pace + self.changes + self.measures + self.note


def overview(months: Months) -> Overview:
    """Where everything stands in the report's month."""
    ledger = months.now
    shares = shares_of(ledger, ledger.tasks)
    return Overview(
        total=len(ledger.tasks),
        shares=shares,
        status=status_words(months, shares),
        pace=pace_words(months),
        changes=change_words(months),
        measures=measure_words(ledger),
        note=note_words(ledger, shares),
    )


def shares_of(ledger: Ledger, standings: Sequence[Standing]) -> tuple[Share, ...]:
    """Tasks counted by light, with what each count is made up of."""
    found = []
    for light in ORDER:
        mine = [one for one in standings if one.judgement.light is light]
        if mine:
            share = percent(Fraction(len(mine)), Decimal(len(standings)))
            found.append(Share(light, len(mine), str(share), _inside(ledger, light, mine)))
    return tuple(found)


def _inside(ledger: Ledger, light: Light, mine: Sequence[Standing]) -> tuple[tuple[str, int], ...]:
    if light is Light.ON_TRACK:
        kinds = Counter(kind_of(ledger, one) for one in mine)
        return tuple((kind, kinds[kind]) for kind in KINDS if kinds[kind])
    if light is Light.NOT_JUDGED:
        return tuple(Counter(_first_reason(one) for one in mine).items())
    if light is Light.REACHED and (waiting := sum(REACHED_PENDING in one.judgement.tags for one in mine)):
        return (("待核定", waiting),)
    return ()


def kind_of(ledger: Ledger, standing: Standing) -> str:
    """Why a task is 正常: its paced parts come first, then dated ones, then the unit's own word."""
    kinds = set()
    parts = standing.task.parts or (None,)
    for part, state in zip(parts, standing.parts, strict=True):
        if state.judgement.light is Light.ON_TRACK:
            kinds.add(_kind_of_part(ledger, standing.task, part, state.judgement, state.gap))
    return next(kind for kind in (SLIGHTLY_BELOW, *KINDS) if kind in kinds)


def _kind_of_part(
    ledger: Ledger, task: Task, part: Indicator | Milestone | None, judgement: Judgement, gap: Decimal | None
) -> str:
    if BELOW_PACE in judgement.tags:
        return SLIGHTLY_BELOW
    due = ledger.due_of(task, part) if part is not None else None
    if part is None or due is None or (isinstance(part, Milestone) and part.reach == "ongoing"):
        return CONFIRMED
    if gap is None:
        return NOT_DUE
    waits = isinstance(part, Indicator) and between_stages(ledger, ledger.measured(task, part))
    return STAGE_DONE if waits else ON_PACE


def between_stages(ledger: Ledger, m: Measured) -> bool:
    """Whether one stage is reached and the time of the next has not begun."""
    return m.previous is not None and m.line is not None and ledger.day < m.line.start


def _first_reason(standing: Standing) -> str:
    """Why a task is not judged, by the first of its parts that is not."""
    return next(reason_of(part.judgement) for part in standing.parts if part.judgement.light is Light.NOT_JUDGED)


def reason_of(judgement: Judgement) -> str:
    """Why something is not judged, or how late it is: the sentence without the figures behind it."""
    return judgement.why.partition("；")[0].partition("，截至")[0]


def status_words(months: Months, shares: Sequence[Share]) -> str:
    """截至9月25日，《实施方案》（…）确定的29项重点任务中，……。"""
    ledger = months.now
    document, total = ledger.plan.document, len(ledger.tasks)
    if not total:
        return ""
    head = f"截至{months.day(ledger.day)}，《实施方案》（{document.number}）"
    if ledger.day < document.issued:
        return f"{head}尚未印发（{months.day(document.issued)}印发），{total}项重点任务均暂不评。"
    head += f"确定的{total}项重点任务" if ledger.only is None else f"确定的重点任务，本报告所列{total}项"
    if len(shares) == 1:
        [only] = shares
        inside = all_alike(only)
        return f"{head}均{WORDS[only.light]}{inside}{_absent(shares)}。"
    return f"{head}中，{'；'.join(one.words for one in shares)}{_absent(shares)}。"


def all_alike(only: Share) -> str:
    """What stands behind 均…: one reason without a count, several with theirs."""
    if len(only.inside) == 1 and only.inside[0][1] == only.tasks:
        return f"（{only.inside[0][0]}）"
    parts = "，".join(f"{name}{count}项" for name, count in only.inside)
    return f"（{parts}）" if parts else ""


def _absent(shares: Sequence[Share]) -> str:
    """The two counts that a leader looks for even when they are nil; nothing where nothing is judged."""
    here = {one.light for one in shares}
    if here == {Light.NOT_JUDGED}:
        return ""
    none = [] if here & set(FINISHED) else ["尚无已达目标任务"]
    none += [] if Light.OVERDUE in here else ["无逾期任务"]
    return "；" + "，".join(none) if none else ""


def pace_words(months: Months) -> str:
    """1—9月序时进度为75.0%。"""
    ledger = months.now
    period, elapsed = ledger.plan.period, ledger.as_of.elapsed
    first, last = month_of(period.start), month_of(period.end)
    if ledger.day < ledger.plan.document.issued or elapsed < first:
        return ""
    if elapsed > last:
        return f"实施期已于{months.day(period.end)}结束。"
    share = percent(share_elapsed(Line(period.start, period.end), ledger.as_of, ledger.settings.judge), Decimal(1))
    if ledger.settings.judge.pace == "day":
        return f"截至{months.day(ledger.as_of.pace_day)}序时进度为{share}%。"
    begin, end = months.word(first), months.word(elapsed)
    if begin == end:
        return f"{end}序时进度为{share}%。"
    return f"{begin if first[:4] != elapsed[:4] else begin.removesuffix('月')}—{end}序时进度为{share}%。"


def change_words(months: Months) -> str:
    """较8月，新达目标1项，由滞后转为正常2项……; every task that is counted here is counted once."""
    now, before, found = months.now, months.before, months.changes
    if now.day < first_day(now.settings.judged_from(now.plan)) or not now.tasks:
        return ""
    word = months.word(before.as_of.month)
    if not found.judged:
        return f"{word}尚未开始评价，不作比较。"
    said = [_moved_words(words, mine) for words, mine in moved(found)]
    if found.stalled:
        said.append(f"{STALLED}{len(found.stalled)}项")
    if not found.moves:
        said.insert(0, "各项任务状态未变")
    return f"较{word}，{'，'.join(said)}。"


def moved(found: Changes) -> list[tuple[str, list[Move]]]:
    """The tasks whose light is another than last month, by what happened to them: 由正常转为滞后."""
    return [(words, list(mine)) for words, mine in groupby(found.moves, key=lambda one: one.words)]


def _moved_words(words: str, mine: Sequence[Move]) -> str:
    """由正常转为滞后2项（其中连续两个月无进展1项）."""
    still = sum(one.still for one in mine)
    return f"{words}{len(mine)}项" + (f"（其中{STALLED}{still}项）" if still else "")


def measure_words(ledger: Ledger) -> str:
    """6项推进措施均在推进。"""
    measures = ledger.measures
    if not measures:
        return ""
    shares = shares_of(ledger, measures)
    head = f"{len(measures)}项推进措施"
    if len(shares) > 1:
        return f"{head}中，{'，'.join(f'{one.light.word}{one.tasks}项' for one in shares)}。"
    [only] = shares
    if only.light is Light.ON_TRACK:
        return f"{head}均在推进。"
    if only.light is not Light.NOT_JUDGED:
        return f"{head}均{only.light.word}。"
    return f"{head}暂不评{all_alike(only)}。"


def note_words(ledger: Ledger, shares: Sequence[Share]) -> str:
    """What the reader has to know about the figures of the paragraph, where they need it."""
    notes = []
    if any(name == SLIGHTLY_BELOW for one in shares for name, _ in one.inside):
        notes.append(f"“略低”指落后不足{number_words(ledger.settings.judge.behind)}个百分点")
    if len(shares) > 1 and sum(Decimal(one.share) for one in shares) != 100:
        notes.append("占比四舍五入，合计不等于100%")
    return f"（注：{'；'.join(notes)}。）" if notes else ""


def reporting_words(months: Months) -> str:
    """本月应报送单位13个，按时11个，迟报1个（××局，迟1天），未报1个（××处）。"""
    ledger = months.now
    first = ledger.settings.first_month(ledger.plan)
    if months.month < first:
        return f"首次报送月份为{full_month_words(first)}，本月不要求报送。"
    came = months.reports()
    if not came:
        return f"本月没有应报送的单位。{_supporters(months)}"
    until = ledger.submit_by(months.month)
    early = awaited(ledger, months.month)
    missing = "尚未报送" if early else "未报"
    deadline = f"（报送截止日为{months.day(until)}）" if early else ""
    head = f"本月应报送单位{len(came)}个{deadline}"
    states = {one.state for one in came}
    if states == {Report.ON_TIME}:
        return f"{head}，均按时报送。{_supporters(months)}"
    if states == {Report.MISSING}:
        return f"{head}，均{missing if early else '未报送'}。{_supporters(months)}"
    said = [f"，{_report_words(months, state, came, missing)}" for state in Report if state in states]
    return f"{head}{''.join(said)}。{_supporters(months)}"


def _report_words(months: Months, state: Report, came: Sequence[UnitReport], missing: str) -> str:
    """迟报1个（××局，迟1天）, with the units in the official order."""
    mine = [one for one in came if one.state is state]
    if state is Report.ON_TIME:
        return f"按时{len(mine)}个"
    word = missing if state is Report.MISSING else state.word
    names = [_with_why(months, one) for one in mine]
    between = "；" if any("，" in name for name in names) else "、"
    return f"{word}{len(mine)}个（{between.join(names)}）"


def _with_why(months: Months, one: UnitReport) -> str:
    """××局，迟1天; of a unit that was let off, why."""
    late = f"，迟{one.days_late}天" if one.days_late else ""
    let_off = f"，{phrase(one.reason)}" if one.state is Report.WAIVED and one.reason else ""
    return months.now.name(one.unit) + late + let_off


def _supporters(months: Months) -> str:
    """Who reported without being asked to: counted apart."""
    ledger = months.now
    shown = {one.id for one in ledger.standings}
    told: Counter[str] = Counter()
    for one in ledger.facts.entries:
        if one.about != months.month or one.entry.task not in shown:
            continue
        if one.subject not in owners_of(ledger, one.entry.task):
            told[one.subject] += 1
    if not told:
        return ""
    units = sorted(told, key=ledger.register.order)
    names = in_a_row(f"{ledger.name(unit)}{told[unit]}条" for unit in units)
    return f"配合单位另报送{sum(told.values())}条（{names}）。"


def owners_of(ledger: Ledger, task: str) -> set[str | None]:
    """Ids of the units whose figures count for a task, members reporting one by one included."""
    found, _ = ledger.plan.by_id[task]
    parts = found.parts or (None,)
    units = {ledger.register.id_of(found.owner_of(part) or "") for part in parts}
    members = [ledger.measured(found, part).members for part in found.item.indicators if part.each]
    return units | {unit for group in members for unit in group}

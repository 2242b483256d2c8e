"""Rules on the office's settings: what they name must be in the plan, and what they set must be possible (BC6xx)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import timedelta

from baicheng_cli.diagnostics import CODES, LOCAL, Severity, define
from baicheng_cli.errors import did_you_mean
from baicheng_cli.plan.model import Collective, Indicator, Plan
from baicheng_cli.plan.settings import Roster, Settings, month_after, month_of, months_between
from baicheng_cli.plan.units import Register
from baicheng_cli.progress.holidays import is_usually_working, known
from baicheng_cli.rules.engine import (
    TASKS,
    UNIT_NAMES,
    KeyOf,
    Path,
    Rule,
    Said,
    Subject,
    everywhere,
    named,
    near,
    rule,
)
from baicheng_cli.rules.structure import leaves_below
from baicheng_cli.words import number_words, weekday_words

_UNIT_IDS = (named("units", "units", "id"), named("collectives", "collectives", "id"))


def rosters(settings: Settings) -> Iterator[tuple[Path, Mapping[str, Roster]]]:
    """The rosters of the plan, then those of single tasks."""
    yield ("rosters",), settings.rosters
    for id, task in settings.tasks.items():
        yield ("tasks", id, "rosters"), task.rosters


@rule(
    "BC601",
    title="设置里的条目不在计划里",
    reason="写错的编号不会报错，也不会起作用，那条设置就悄悄丢了。",
    on=Subject.SETTINGS,
    needs=TASKS,
)
def unknown_task(settings: Settings, plan: Plan) -> Iterator[Said]:
    """A task that the plan does not have, or a container."""
    for id in settings.tasks:
        found = plan.by_id.get(id)
        if found is None:
            near = did_you_mean(id, [task.id for task in plan.tasks])
            yield KeyOf(("tasks", id)), f"计划里没有“{id}”这一条", near
        elif not found[1]:
            yield KeyOf(("tasks", id)), f"“{id}”是容器，不是任务", f"写到 {leaves_below(found[0].item, plan)} 上"


@rule(
    "BC602",
    title="名单的集合单位不在计划里",
    reason="名单按集合单位的代号查找，写错了就等于没有名单。",
    on=Subject.SETTINGS,
    needs=_UNIT_IDS,
)
def unknown_collective(settings: Settings, plan: Plan) -> Iterator[Said]:
    """A roster of a collective that the plan does not have."""
    ids = [group.id for group in plan.collectives]
    for path, found in rosters(settings):
        for id in found:
            if id not in ids:
                near = did_you_mean(id, ids) or (f"可用：{'、'.join(ids)}" if ids else "")
                yield KeyOf((*path, id)), f"没有代号为“{id}”的集合单位", near


@rule(
    "BC603",
    title="给算出来的集合单位写了名单",
    reason="“各项工作牵头单位”由计划算出，写的名单不会起作用。",
    on=Subject.SETTINGS,
)
def needless_roster(settings: Settings, plan: Plan) -> Iterator[Said]:
    """A roster of a collective whose members are computed."""
    computed = {group.id: group.name for group in plan.collectives if group.members}
    for path, found in rosters(settings):
        for id in found:
            if id in computed:
                yield KeyOf((*path, id)), f"“{computed[id]}”由计划算出，不用名单", "删去"


@rule(
    "BC604",
    title="序时计划的指标不在任务里",
    reason="写错的指标代号不会起作用，仍按时间匀速要求。",
    on=Subject.SETTINGS,
    needs=[named("chapters", "chapters", "items", "id", "indicators")],
)
def unknown_indicator(settings: Settings, plan: Plan) -> Iterator[Said]:
    """A point of a programme names an indicator that the task does not have."""
    for id, own in settings.tasks.items():
        found = plan.by_id.get(id)
        if found is None:
            continue
        known = [part.id for part in found[0].item.indicators]
        for index, point in enumerate(own.schedule):
            if point.indicator not in known:
                have = f"可用：{'、'.join(known)}" if known else "这一条没有指标"
                yield ("tasks", id, "schedule", index, "indicator"), f"{id} 没有指标“{point.indicator}”", have


@rule(
    "BC605",
    title="本办的单位代号不认识",
    reason="不知道哪个是本办，就认不出谁的审核算数、谁可以代录。",
    on=Subject.SETTINGS,
    needs=_UNIT_IDS,
)
def unknown_office(settings: Settings, plan: Plan) -> Iterator[Said]:
    """Our own office is no unit of the plan."""
    ids = [unit.id for unit in plan.units]
    if settings.office is not None and settings.office not in ids:
        near = did_you_mean(settings.office, ids) or "写 units 里的代号"
        yield ("office",), f"没有代号为“{settings.office}”的单位", near


@rule(
    "BC606",
    title="名单成员不是登记的单位",
    reason="成员写登记过的单位名称，或写新单位的 id 和 name；写错一个字就没有人填报。",
    on=Subject.SETTINGS,
    needs=UNIT_NAMES,
)
def unknown_member(settings: Settings, plan: Plan) -> Iterator[Said]:
    """A member without an id that the register does not know, or that is a collective itself."""
    register = Register(plan, settings.new_members())
    for path, found in rosters(settings):
        for id, roster in found.items():
            for index, member in enumerate(roster):
                known = register.get(member.name)
                if isinstance(known, Collective):
                    yield (*path, id, index), f"“{member.name}”是集合单位，不能作成员", "写其中的单位"
                elif known is None and member.id is None:
                    near = did_you_mean(member.name, register.names()) or "新单位写作 {id: 代号, name: 名称}"
                    yield (*path, id, index), f"没有“{member.name}”这个单位", near


@rule(
    "BC607",
    title="名单里的新单位与别的单位重名或重号",
    reason="同一个名称或代号指两个单位，填报就会记到别人名下。",
    on=Subject.SETTINGS,
)
def ambiguous_member(settings: Settings, plan: Plan) -> Iterator[Said]:
    """A new member has the name or id of a unit of the plan, or of another new member."""
    taken = {name: group.name for group in plan.collectives for name in (group.id, group.name)}
    taken |= {name: unit.names[0].name for unit in plan.units for name in unit.known_as()}
    new: dict[str, tuple[str, str]] = {}
    for path, found in rosters(settings):
        for id, roster in found.items():
            for index, member in enumerate(roster):
                if member.id is None:
                    continue
                here = (*path, id, index)
                for key, word in (("id", member.id), ("name", member.name)):
                    if word in taken:
                        remedy = "只写名称，不写 id" if key == "name" else "换一个代号"
                        yield (*here, key), f"“{word}”已经指{taken[word]}", remedy
                    elif new.setdefault(word, (member.id, member.name)) != (member.id, member.name):
                        yield (
                            (*here, key),
                            f"“{word}”已经指{new[word][1]}（{new[word][0]}）",
                            "两处写成一样的，或换一个",
                        )


@rule(
    "BC608",
    title="名单里一个单位写了两次",
    reason="重复的成员会使应报的单位数对不上。",
    severity=Severity.WARNING,
    on=Subject.SETTINGS,
)
def repeated_member(settings: Settings, plan: Plan) -> Iterator[Said]:
    """A unit stands twice in one roster."""
    register = Register(plan, settings.new_members())
    for path, found in rosters(settings):
        for id, roster in found.items():
            seen: set[str] = set()
            for index, member in enumerate(roster):
                known = member.id or register.id_of(member.name) or member.name
                if known in seen:
                    yield (*path, id, index), f"{member.name}在名单里写了两次", "删去一个"
                seen.add(known)


@rule(
    "BC609",
    title="序时计划倒退",
    reason="各点应一月比一月晚，累计数应一点比一点大，否则不知该按哪个要求。",
    on=Subject.SETTINGS,
)
def schedule_backwards(settings: Settings, plan: Plan) -> Iterator[Said]:
    """The points of one indicator's programme are not in order of time, or fall."""
    for id, own in settings.tasks.items():
        before: dict[str, int] = {}
        for index, point in enumerate(own.schedule):
            here = ("tasks", id, "schedule", index)
            if point.indicator in before:
                last = own.schedule[before[point.indicator]]
                then, now = number_words(last.value), number_words(point.value)
                if point.by <= last.by:
                    yield (*here, "by"), f"{id}.{point.indicator} 的后一点{point.by}不晚于前一点{last.by}"
                if point.value < last.value:
                    yield (*here, "value"), f"{id}.{point.indicator} 由{last.by}的{then}降到{point.by}的{now}"
            before[point.indicator] = index


@rule(
    "BC610",
    title="亮灯界限不合理",
    reason="“严重滞后”的界限应高于“滞后”的界限，两者都应大于零。",
    on=Subject.SETTINGS,
)
def odd_limits(settings: Settings, plan: Plan) -> Iterator[Said]:
    """The limit for 严重滞后 is not above that for 滞后, or one of them is no limit at all."""
    judge = settings.judge
    behind, far = number_words(judge.behind), number_words(judge.far_behind)
    if judge.behind <= 0:
        yield ("judge", "behind"), f"“滞后”的界限是{behind}，应大于零"
    elif judge.far_behind <= judge.behind:
        key = "far_behind" if "far_behind" in judge.model_fields_set else "behind"
        yield ("judge", key), f"“严重滞后”的界限{far}不高于“滞后”的界限{behind}"
    if judge.within < 0:
        yield ("judge", "within"), f"“左右”的幅度是{number_words(judge.within)}，不能是负数"


@rule(
    "BC611",
    title="报送截止早于统计截止",
    reason="数据还没有截止就要报送，按时报送的单位报不出当月的数。",
    severity=Severity.WARNING,
    on=Subject.SETTINGS,
)
def submitted_too_early(settings: Settings, plan: Plan) -> Iterator[Said]:
    """Reports are due before the figures of the month are complete."""
    reporting = settings.reporting
    if reporting.of == "same" and reporting.submit_by < reporting.data_until:
        key = "submit_by" if "submit_by" in reporting.model_fields_set else "data_until"
        yield (
            ("reporting", key),
            f"{reporting.submit_by}日报送，数据却统计到{reporting.data_until}日",
            "次月报送的写 of: next",
        )


@rule(
    "BC612",
    title="首个报送月或评价月在实施期之后",
    reason="实施期结束之后才开始，就没有一个月可报、可评。",
    severity=Severity.WARNING,
    on=Subject.SETTINGS,
)
def begins_too_late(settings: Settings, plan: Plan) -> Iterator[Said]:
    """The first month to report on, or to judge, lies after the period."""
    end = plan.period.end
    begins: list[tuple[Path, str | None]] = [
        (("reporting", "first_month"), settings.reporting.first_month),
        (("judge", "from"), settings.judge.from_),
    ]
    for path, month in begins:
        if month is not None and month > month_of(end):
            yield path, f"{month}在实施期（止于{end}）之后"


@rule(
    "BC613",
    title="忽略的规则没有，或不能忽略",
    reason="写错的编号什么也不忽略；读不出的文件、对不上的编号不改好，后面的数就都靠不住。",
    on=Subject.SETTINGS,
)
def not_ignorable(settings: Settings, plan: Plan) -> Iterator[Said]:
    """An entry of `ignore` names no rule, or an error that has to be mended. Own checks may not be there to ask."""
    for index, one in enumerate(settings.ignore):
        here = ("ignore", index, "code")
        if one.code not in CODES:
            if not one.code.startswith(LOCAL):
                near = did_you_mean(one.code, sorted(CODES)) or "编号见 baicheng rules"
                yield here, f"没有编号为“{one.code}”的规则", near
        elif not CODES[one.code].ignorable:
            may = "、".join(id for id in sorted(CODES) if CODES[id].may_stand and not id.startswith(LOCAL))
            yield here, f"{one.code} 是错误，不能忽略", f"改好再删去这一条；能忽略的是警告，以及 {may}"


@rule(
    "BC615",
    title="视图的单位不认识",
    reason="单位只按登记的全名、简称或代号认，认不出，用这个视图的命令就答不了。",
    on=Subject.SETTINGS,
    needs=(*UNIT_NAMES, named("rosters"), named("tasks", "rosters")),
)
def unknown_unit_of_a_view(settings: Settings, plan: Plan) -> Iterator[Said]:
    """A view shows the tasks of a unit that the register does not have."""
    register = Register(plan, settings.new_members())
    for name, view in settings.views.items():
        unit = view.filter.unit
        if unit is not None and register.get(unit.strip()) is None:
            near = did_you_mean(unit, register.names())
            yield ("views", name, "filter", "unit"), f"没有“{unit}”这个单位", near


UNKNOWN_COLUMN = define("BC616", "视图的栏目没有，或写了两次", "写错的栏目印不出来，用这个视图的命令就答不了。")


def columns_of_views(known: Callable[[], Collection[str]]) -> Rule[[Settings, Plan]]:
    """The rule on the columns of views. `known`: all headings and keys, which only the views know; asked if needed."""

    def check(settings: Settings, plan: Plan) -> Iterator[Said]:
        columns = known() if any(view.columns for view in settings.views.values()) else ()
        for name, view in settings.views.items():
            for index, column in enumerate(view.columns):
                here = ("views", name, "columns", index)
                if column not in columns:
                    near = did_you_mean(column, list(columns)) or "栏目写标题，或 templates/ledger.yaml 里的项"
                    yield here, f"没有“{column}”这一栏", near
                elif column in view.columns[:index]:
                    yield here, f"“{column}”写了两次", "删去一个"

    return Rule(UNKNOWN_COLUMN, Subject.SETTINGS, check)


@rule(
    "BC617",
    title="任务里没有写到这个集合单位",
    reason="这一项的名单只对它写到的集合单位起作用，写在别处就悄悄丢了。",
    severity=Severity.WARNING,
    on=Subject.SETTINGS,
    needs=[everywhere("chapters", "chapters", "items", "lead", "support", "responsible", "each")],
)
def roster_without_effect(settings: Settings, plan: Plan) -> Iterator[Said]:
    """A task has a roster of its own for a collective that it does not name."""
    known = {group.id: group.name for group in plan.collectives if not group.members}
    for id, own in settings.tasks.items():
        task, leaf = plan.by_id.get(id, (None, False))
        if task is None or not leaf:
            continue
        item = task.item
        written = {*task.lead, *item.support, *item.responsible, *(part.each for part in item.indicators)}
        for group in own.rosters:
            if group in known and not written & {group, known[group]}:
                yield KeyOf(("tasks", id, "rosters", group)), f"{id} 没有写到{known[group]}", "删去，或写到别的任务上"


@rule(
    "BC618",
    title="本办定的时限不会起作用",
    reason="文件定了时限的，以文件为准；本办的时限只给没有时限的。",
    severity=Severity.WARNING,
    on=Subject.SETTINGS,
    needs=[everywhere("chapters", "chapters", "items", "indicators", "milestones", "stages", "due")],
)
def needless_office_due(settings: Settings, plan: Plan) -> Iterator[Said]:
    """A day of the office's own for a task all of whose parts have theirs in the document."""
    for id, own in settings.tasks.items():
        task, leaf = plan.by_id.get(id, (None, False))
        if task is None or not leaf or own.office_due is None or not task.parts:
            continue
        if all(part.due is not None or (isinstance(part, Indicator) and part.stages) for part in task.parts):
            yield ("tasks", id, "office_due"), f"{id} 的时限文件都定了", "删去"


@rule(
    "BC624",
    title="放假安排的日子不在那一年",
    reason="放假安排按年份查找，写在别的年份下面的日子不会起作用。",
    on=Subject.SETTINGS,
)
def day_of_another_year(settings: Settings, plan: Plan) -> Iterator[Said]:
    """A day off, or a weekend day worked, stands under a year that is not its own."""
    for year, own in settings.holidays.items():
        for key, days in (("off", own.off), ("work", own.work)):
            for index, day in enumerate(days):
                if f"{day.year}" != year:
                    yield ("holidays", year, key, index), f"{day}不在{year}年", f"移到 {day.year} 下面，或改正年份"


@rule(
    "BC625",
    title="同一天又放假又上班",
    reason="不知该信哪一个；报送截止日遇到这一天，按放假顺延。",
    on=Subject.SETTINGS,
)
def off_and_at_work(settings: Settings, plan: Plan) -> Iterator[Said]:
    """A day is listed as a day off and as a day worked."""
    for year, own in settings.holidays.items():
        for index, day in enumerate(own.work):
            if day in own.off:
                yield ("holidays", year, "work", index), f"{day}在 off 和 work 里都有", "照放假通知留一个"


@rule(
    "BC626",
    title="放假安排的日子不起作用",
    reason="周末本来就放假，平日本来就上班；单单写上这样一天，多半是写错了日期。",
    severity=Severity.WARNING,
    on=Subject.SETTINGS,
    needs=[near("off", "work")],
)
def holiday_without_effect(settings: Settings, plan: Plan) -> Iterator[Said]:
    """A weekend day off that belongs to no longer break, or a weekday worked that is worked anyway."""
    for year, own in settings.holidays.items():
        for index, day in enumerate(own.off):
            beside = {day - timedelta(days=1), day + timedelta(days=1)}
            if day.weekday() >= 5 and not is_usually_working(day) and not beside & set(own.off):
                said = f"{day}是{weekday_words(day)}，本来就放假"
                yield ("holidays", year, "off", index), said, "核对日期；没有写错就删去"
        for index, day in enumerate(own.work):
            if day.weekday() < 5 and is_usually_working(day):
                said = f"{day}是{weekday_words(day)}，本来就上班"
                yield ("holidays", year, "work", index), said, "核对日期；work 只写要上班的周末"


@rule(
    "BC627",
    title="放假调休还不知道",
    reason="报送截止日遇节假日顺延；不知道放假安排的年份只能避开周末，节前节后会算错迟报。",
    severity=Severity.WARNING,
    on=Subject.SETTINGS,
    needs=[everywhere("holidays"), everywhere("reporting"), everywhere("period"), everywhere("document", "issued")],
)
def unknown_holidays(settings: Settings, plan: Plan) -> Iterator[Said]:
    """Reports are due in a year whose days off neither the official calendar nor the settings know."""
    reporting = settings.reporting
    if reporting.off_days == "keep":
        return
    first, last = settings.first_month(plan), month_of(plan.period.end)
    months = [month_after(first, more) for more in range(months_between(first, last))]
    unknown = [
        year for year in sorted({reporting.asked_by(month).year for month in months}) if not known(year, settings)
    ]
    if unknown:
        years = "、".join(map(str, unknown)) if len(unknown) < 3 else f"{unknown[0]}—{unknown[-1]}"
        where = ("holidays",) if settings.holidays else ("reporting",)
        yield where, f"{years}年怎么放假调休还不知道，报送截止日只避开周末", "放假通知印发后写进 holidays"

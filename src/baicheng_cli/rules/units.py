"""Rules on units: every name means one unit, and every clause has somebody who answers for it (BC2xx)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

from baicheng_cli.diagnostics import Severity
from baicheng_cli.errors import did_you_mean
from baicheng_cli.plan.model import Collective, Plan, Task, Unit
from baicheng_cli.plan.units import Register
from baicheng_cli.rules.engine import UNIT_NAMES, Path, Said, named, near, rule

ROLES = {"lead": "牵头单位", "responsible": "责任单位", "support": "配合单位"}
_BETWEEN = re.compile(r"\s*[，、,；;]\s*")
_BETWEEN_OR_SPACE = re.compile(r"\s*[，、,；;\s]\s*")
_BETWEEN_IN_A_NAME = re.compile(r"\s*[，,；;]\s*")


class Mention(NamedTuple):
    """A unit or collective where a clause names it."""

    path: Path
    name: str
    role: str


def mentions(plan: Plan) -> Iterator[Mention]:
    """Every name that a clause writes, containers included."""
    for task, _ in plan.walk():
        item = task.item
        for role in ROLES:
            for index, name in enumerate(getattr(item, role)):
                yield Mention((*task.path, role, index), name, role)
        for index, indicator in enumerate(item.indicators):
            for role, name in (("owner", indicator.owner or ""), ("each", indicator.each or "")):
                if name:
                    yield Mention((*task.path, "indicators", index, role), name, role)
        for index, milestone in enumerate(item.milestones):
            if milestone.owner:
                yield Mention((*task.path, "milestones", index, "owner"), milestone.owner, "owner")


class Known(NamedTuple):
    """One name or id of the register, where it is written."""

    path: Path
    name: str
    of: Path
    """The unit or collective it belongs to."""
    shown: str


def known_names(plan: Plan) -> Iterator[Known]:
    for index, unit in enumerate(plan.units):
        of: Path = ("units", index)
        shown = unit.names[0].name
        yield Known((*of, "id"), unit.id, of, shown)
        for place, name in enumerate(unit.names):
            here = (*of, "names", place)
            yield Known((*here, "name"), name.name, of, shown)
            if name.full:
                yield Known((*here, "full"), name.full, of, shown)
            for at, alias in enumerate(name.aliases):
                yield Known((*here, "aliases", at), alias, of, shown)
    for index, group in enumerate(plan.collectives):
        of = ("collectives", index)
        yield Known((*of, "id"), group.id, of, group.name)
        yield Known((*of, "name"), group.name, of, group.name)


def several(name: str, register: Register) -> list[str]:
    """The units that one text names, when it names more than one; else nothing."""
    if register.get(name) is not None:
        return []
    parts = [part for part in _BETWEEN.split(name.strip()) if part]
    if len(parts) > 1:
        return parts
    parts = [part for part in _BETWEEN_OR_SPACE.split(name.strip()) if part]
    return parts if len(parts) > 1 and all(register.get(part) for part in parts) else []


@rule(
    "BC201",
    title="同一个名称或代号指两个单位",
    reason="单位按名称、简称、代号查找，一名两指就不知说的是谁。",
)
def ambiguous_name(plan: Plan) -> Iterator[Said]:
    """A name, alias or id of the register belongs to two units."""
    seen: dict[str, Known] = {}
    for one in known_names(plan):
        other = seen.setdefault(one.name, one)
        if other.of != one.of:
            what = "代号" if one.path[-1] == "id" else "名称"
            if other.shown == one.shown:
                yield one.path, f"{what}“{one.name}”登记了两次", "删去一个"
            else:
                yield one.path, f"{what}“{one.name}”已经指{other.shown}，这里又指{one.shown}", "改成不同的"


@rule(
    "BC202",
    title="不认识的单位",
    reason="单位只按登记的全名、简称或代号认，写错一个字就是另一个单位。",
    needs=UNIT_NAMES,
)
def unknown_unit(plan: Plan) -> Iterator[Said]:
    """A clause names a unit that the register does not have."""
    register = Register(plan)
    names = register.names()
    remedies: dict[str, str] = {}
    for one in mentions(plan):
        if register.get(one.name) is None and not several(one.name, register):
            if one.name not in remedies:
                remedies[one.name] = did_you_mean(one.name, names) or "新单位请先在 units 里登记"
            yield one.path, f"没有“{one.name}”这个单位", remedies[one.name]


@rule(
    "BC203",
    title="几个单位写成了一个",
    reason="全角逗号、顿号不分隔 YAML 列表，两个单位会成为一个谁也不认识的名称。",
)
def several_in_one(plan: Plan) -> Iterator[Said]:
    """A full-width comma or the like inside a name: two units typed as one."""
    register = Register(plan)
    for known in known_names(plan):
        parts = [part for part in _BETWEEN_IN_A_NAME.split(known.name) if part]
        if len(parts) > 1:
            yield known.path, f"“{known.name}”里有逗号，像是{'、'.join(parts)}写在了一起", "每个单位登记一行"
    for one in mentions(plan):
        if parts := several(one.name, register):
            yield one.path, f"“{one.name}”是{len(parts)}个单位写在了一起", f"改为 [{', '.join(parts)}]"


@rule(
    "BC204",
    title="一个单位在同一条目里出现两次",
    reason="既牵头又配合，就说不清由谁负责，统计时也会重复计数。",
    may_stand=True,
)
def two_roles(plan: Plan) -> Iterator[Said]:
    """One unit has two roles in an item, or stands twice in one; an inherited lead counts."""
    register = Register(plan)
    for task, leaf in plan.walk():
        seen: dict[str, str] = {}
        if task.lead_inherited and leaf:
            words = f"牵头单位（承 {_heir_of(task)}）"
            seen = {_same(name, register): words for name in task.lead}
        for role, words in ROLES.items():
            for index, name in enumerate(getattr(task.item, role)):
                known = _same(name, register)
                if seen.get(known) == words:
                    yield (*task.path, role, index), f"{name}在{words}里写了两次", "删去一个"
                elif known in seen:
                    yield (*task.path, role, index), f"{name}已是{seen[known]}，又是{words}", "只留一个"
                seen.setdefault(known, words)


def _same(name: str, register: Register) -> str:
    """One name for a unit, whichever of its names is written; not its id, which may be shared (BC201)."""
    known = register.get(name)
    return _names_of(known)[0] if known else name


def _heir_of(task: Task) -> str:
    """The number of the container that the lead comes from."""
    return next(box.id for box in reversed(task.containers) if box.lead)


@rule(
    "BC205",
    title="没有牵头单位也没有责任单位",
    reason="没有单位负责的条目无处催报，谁的台账里也没有它；文件确实没有写的，请本办定下来。",
    severity=Severity.WARNING,
    needs=[near("lead", "responsible")],
)
def nobody_answers(plan: Plan) -> Iterator[Said]:
    """A task or measure has neither lead nor responsible, not even by inheritance."""
    for task, leaf in plan.walk():
        if leaf and not task.lead and not task.item.responsible:
            key = "lead" if task.kind == "task" else "responsible"
            yield task.path, f"{task.id}“{task.item.title}”没有牵头单位，也没有责任单位", f"写上 {key}: […]"


@rule(
    "BC206",
    title="角色与章的类别不符",
    reason="任务由牵头单位（lead）负责，推进措施由责任单位（responsible）负责，混用会使两类统计对不上。",
    severity=Severity.WARNING,
    needs=[near("kind")],
)
def role_of_the_other_kind(plan: Plan) -> Iterator[Said]:
    """A task names responsible units, or a measure a lead."""
    for task, _ in plan.walk():
        if task.kind == "task" and task.item.responsible:
            yield (*task.path, "responsible"), f"{task.id} 是任务，写的是责任单位", "任务用 lead、support"
        if task.kind == "measure" and task.item.lead:
            yield (*task.path, "lead"), f"{task.id} 是推进措施，写的是牵头单位", "推进措施用 responsible"


@rule(
    "BC207",
    title="登记了却没有用到的单位",
    reason="文件里没有任务的单位不必登记；多半是条目里漏写，或名称写成了别的。",
    severity=Severity.WARNING,
    needs=[near("names", "name"), named("chapters", *ROLES, "owner", "each", "items", "indicators", "milestones")],
)
def unused_unit(plan: Plan) -> Iterator[Said]:
    """A unit or collective of the register that no clause names.

    Where a misspelt name points to it, BC202 has said so already.
    """
    listed: list[tuple[Path, Unit | Collective]] = [
        *((("units", index), unit) for index, unit in enumerate(plan.units)),
        *((("collectives", index), group) for index, group in enumerate(plan.collectives)),
    ]
    register = Register(plan)
    names = register.names()
    used: set[str] = set()
    for name in {one.name for one in mentions(plan)}:
        if known := register.get(name):
            used.add(known.id)
            continue
        parts = several(name, register)
        used |= {known.id for part in parts if (known := register.get(part))}
        meant = "" if parts else did_you_mean(name, names)
        used |= {unit.id for _, unit in listed if any(name in meant for name in _names_of(unit))}
    for path, unit in listed:
        if unit.id not in used:
            yield path, f"没有条目写到“{_names_of(unit)[0]}”", "补到条目里，或删去"


def _names_of(unit: Unit | Collective) -> list[str]:
    return [unit.name] if isinstance(unit, Collective) else [name.name for name in unit.names]


@rule(
    "BC208",
    title="更名的日期接不上",
    reason="某月的公文用当月的名称，日期重叠或断开，那几天就不知用哪个。",
    needs=[near("from", "until", "names")],
)
def rename_dates(plan: Plan) -> Iterator[Said]:
    """The dated names of a unit overlap, leave a gap, or run backwards."""
    for number, unit in enumerate(plan.units):
        for index, name in enumerate(unit.names):
            here: Path = ("units", number, "names", index)
            if name.from_ and name.until and name.until < name.from_:
                yield (*here, "until"), f"“{name.name}”停用（{name.until}）早于启用（{name.from_}）"
            if index == 0:
                continue
            before = unit.names[index - 1]
            if before.until is None or name.from_ is None:
                yield here, f"没有写明“{before.name}”何时改为“{name.name}”", "前一名称写 until，后一名称写 from"
            elif name.from_ <= before.until:
                yield (*here, "from"), f"“{name.name}”{name.from_}启用，“{before.name}”{before.until}才停用"
            elif name.from_ > before.until + timedelta(days=1):
                yield (*here, "from"), f"“{before.name}”{before.until}停用，到{name.from_}才有“{name.name}”"


@rule(
    "BC209",
    title="该写单位的地方写了集合单位，或相反",
    reason="owner 是以哪一个单位的数为准，each 是逐个填报的集合单位。",
)
def wrong_kind_of_unit(plan: Plan) -> Iterator[Said]:
    """`owner` names a collective, or `each` a single unit."""
    register = Register(plan)
    for one in mentions(plan):
        known = register.get(one.name)
        if one.role == "owner" and isinstance(known, Collective):
            yield one.path, f"owner 应为一个单位，“{one.name}”是集合单位", "逐个填报的用 each"
        if one.role == "each" and known is not None and not isinstance(known, Collective):
            yield one.path, f"each 应为集合单位，“{one.name}”是一个单位", "以它的数为准的用 owner"


@rule(
    "BC210",
    title="牵头单位的集合又来牵头",
    reason="“各项工作牵头单位”由牵头单位算出，它自己牵头就成了循环。",
)
def circular_leads(plan: Plan) -> Iterator[Said]:
    """A collective that is computed from the leads is a lead itself."""
    register = Register(plan)
    for one in mentions(plan):
        known = register.get(one.name)
        if one.role == "lead" and isinstance(known, Collective) and known.members == "leads":
            yield one.path, f"“{one.name}”是全部牵头单位的合称，不能作牵头单位", "写明具体单位"

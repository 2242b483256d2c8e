"""What a person reads in a document and what a plan says of it, in one shape, so that the two can be compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from baicheng_cli.plan.model import Indicator, Milestone, Plan, Stage, Task

Amount = Decimal | tuple[Decimal, Decimal] | str | None
"""A number, both bounds of a range, or `external`: the number comes later."""

Days = frozenset[date | None]
"""Days that are right; `None` among them: none is right as well."""


@dataclass(frozen=True)
class Quantity:
    """A number with its unit of measure, as it is compared: 2.3万户 is 23000户, 三分之二 is 66.67%."""

    amount: Amount
    unit: str


@dataclass(frozen=True)
class Target:
    """One target with one day; where a document can be read in two ways, both are right."""

    name: str
    ops: frozenset[str]
    quantities: frozenset[Quantity]
    days: Days
    strive: bool = False
    optional: bool = False
    """Right when it is read, not missed when it is not."""

    def __str__(self) -> str:
        amounts = sorted(f"{said(one.amount)}{one.unit}" for one in self.quantities)
        strive = "力争" if self.strive else ""
        return f"{strive}{self.name} {'/'.join(sorted(self.ops))} {'/'.join(amounts)}（{days_said(self.days)}）"


@dataclass(frozen=True)
class Clause:
    """A task or a measure with what it says."""

    label: str
    path: tuple[int, ...]
    title: str
    kind: str
    """`task`, `measure`, or `any`: either is right."""
    units: frozenset[tuple[str, frozenset[str]]] = frozenset()
    """Role, or roles of which either is right (`牵头/配合`), and the names that are right."""
    targets: tuple[Target, ...] = ()
    days: tuple[Days, ...] = ()
    """Days beside those of its targets."""
    milestones: tuple[Milestone, ...] | None = None
    """`None`: nobody wrote down which they are."""
    judged: bool = True
    """False: nobody wrote down what it says, and only the clause itself counts."""
    optional: bool = False
    """Right when it is read, as whatever, and not missed when it is not."""


@dataclass(frozen=True)
class Reading:
    """A whole document."""

    clauses: tuple[Clause, ...]
    about: Mapping[str, str] = field(default_factory=dict)
    """Title, number, day …; of what is left out nothing is asked."""
    basis: frozenset[str] | None = None


def said(amount: Amount) -> str:
    if isinstance(amount, tuple):
        return f"{amount[0]:f}至{amount[1]:f}"
    return f"{amount.normalize():f}" if isinstance(amount, Decimal) else str(amount or "")


def days_said(days: Iterable[date | None]) -> str:
    return "/".join(sorted(str(day) if day else "无时限" for day in days))


# --- numbers, words, numbers of clauses ------------------------------------------------------------------------------

_SCALES = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}
_CHINESE = {sign: number for number, sign in enumerate("零一二三四五六七八九")}
_NUMBER = re.compile(r"[零一二三四五六七八九十百]+|\d+")


def quantity(amount: Amount, unit: str | None) -> Quantity:
    """As it is compared: 万 and 亿 multiplied out, a share in percent."""
    unit = unicodedata.normalize("NFKC", unit or "").replace(" ", "")
    scale = Decimal(1)
    if unit == "比例":
        scale, unit = Decimal(100), "%"
    while unit[:1] in _SCALES:
        scale, unit = scale * _SCALES[unit[0]], unit[1:]

    def scaled(one: Decimal) -> Decimal:
        return (one * scale).quantize(Decimal("0.001")).normalize()

    if isinstance(amount, tuple):
        return Quantity((scaled(amount[0]), scaled(amount[1])), unit)
    return Quantity(scaled(amount) if isinstance(amount, Decimal) else amount, unit)


def same_quantity(one: Quantity, other: Quantity) -> bool:
    """Of 三分之二 every writing is right: 66.67%, 66.7%. Numbers that do not go on for ever must be the same."""
    if one.unit != other.unit:
        return False
    if one.amount == other.amount:
        return True
    if not isinstance(one.amount, Decimal) or not isinstance(other.amount, Decimal):
        return False
    places = max(-int(amount.as_tuple().exponent) for amount in (one.amount, other.amount))
    return places > 2 and abs(one.amount - other.amount) < max(one.amount, other.amount) / 1000


def bare(words: str) -> str:
    """Words as they are compared: without marks and blanks, and without a year or 力争 that only tells two apart."""
    words = re.sub(
        r"（(力争|目标|\d{4}年)）", "", unicodedata.normalize("NFKC", words).replace("(", "（").replace(")", "）")
    )
    return re.sub(r"[\W_]+", "", words).lower()


def alike(one: str, other: str) -> bool:
    """Whether two names mean the same thing: one holds the other, or they share most of their characters.

    Names are condensed, so they are never compared letter by letter. Nobody's name is like any.
    """
    one, other = sorted((bare(one), bare(other)), key=len)
    if one in other:
        return True
    return len(set(one) & set(other)) >= 0.75 * len(set(one)) and len(one) > 2


def path_of(label: str) -> tuple[int, ...]:
    """A printed number as numbers: 二（一）① is 2, 1, 1, and 二1① as well."""
    apart = "".join(f"（{sign}）" if unicodedata.category(sign) == "No" else sign for sign in label)
    found = _NUMBER.findall(unicodedata.normalize("NFKC", apart))
    return tuple(int(one) if one.isdigit() else from_chinese(one) for one in found)


def from_chinese(words: str) -> int:
    """十二 is 12, 一百零五 is 105."""
    total, digit = 0, 0
    for sign in words:
        if sign in ("十", "百"):
            total += (digit or 1) * (10 if sign == "十" else 100)
            digit = 0
        else:
            digit = _CHINESE[sign]
    return total + digit


# --- from a plan -----------------------------------------------------------------------------------------------------


def of_plan(plan: Plan) -> Reading:
    """What a plan says."""
    about = {
        "title": plan.document.title,
        "number": plan.document.number,
        "issuer": plan.document.issuer,
        "issued": str(plan.document.issued),
        "start": str(plan.period.start),
        "end": str(plan.period.end),
    }
    basis = frozenset(f"{one.title}{one.number or ''}" for one in plan.document.basis)
    return Reading(tuple(clause_of_task(task) for task in plan.tasks), about, basis)


def clause_of_task(task: Task) -> Clause:
    item = task.item
    roles = {"牵头": task.lead, "配合": (*item.support, *item.responsible)}
    targets = tuple(target_of_step(one, step) for one in item.indicators for step in one.steps)
    return Clause(
        label=task.id,
        path=tuple(int(one) for one in task.id.partition("-")[0].split(".")),
        title=item.title,
        kind=task.kind,
        units=frozenset((role, frozenset({name})) for role, names in roles.items() for name in names),
        targets=targets,
        days=tuple(frozenset({one.due}) for one in item.milestones if one.due),
        milestones=item.milestones,
    )


def target_of_step(indicator: Indicator, step: Indicator | Stage) -> Target:
    target = step.target
    amount: Amount = target.value
    if target.external:
        amount = "external"
    elif target.op == "range" and target.lower is not None and target.upper is not None:
        amount = (target.lower, target.upper)
    return Target(
        indicator.name,
        frozenset({target.op}),
        frozenset({quantity(amount, indicator.unit)}),
        frozenset({step.due}),
        step.strive or indicator.strive,
    )


# --- from what a person wrote down -----------------------------------------------------------------------------------


def of_expected(data: Mapping[str, Any]) -> Reading:
    """What somebody read, as tests/data/layouts/README.md says how to write it."""
    clauses = [clause_of_data(one, "task") for one in data.get("tasks", ())]
    for one in data.get("measures", ()):
        if isinstance(one, str):
            clauses.append(Clause(one, path_of(one), "", "measure", judged=False))
        else:
            clauses.append(clause_of_data(one, "measure"))
    about = {**data.get("document", {}), **data.get("period", {})}
    basis = data.get("basis")
    return Reading(
        tuple(clauses),
        about,
        None if basis is None else frozenset(f"{one['title']}{one.get('number', '')}" for one in basis),
    )


def clause_of_data(data: Mapping[str, Any], kind: str) -> Clause:
    roles = {"lead": "牵头", "coop": "配合", "either": "牵头/配合"}
    units = [(role, name) for key, role in roles.items() for name in data.get(key, ())]
    dated = [data, *data.get("milestones", ())]
    return Clause(
        label=data["section"],
        path=path_of(data["section"]),
        title=data.get("heading", ""),
        kind=data.get("kind", kind),
        units=frozenset((role, frozenset([name] if isinstance(name, str) else name)) for role, name in units),
        targets=tuple(target_of_data(one) for one in data.get("indicators", ())),
        days=tuple(days_of(one.get("deadline")) for one in dated if one.get("deadline")),
        judged=not data.get("optional", False),
        optional=data.get("optional", False),
    )


def target_of_data(data: Mapping[str, Any]) -> Target:
    ops = frozenset(several(data["cmp"]))
    amounts: Sequence[Any]
    if ops == {"range"}:
        low, high = (Decimal(str(one)) for one in data["value"])
        amounts = [(low, high)]
    else:
        amounts = [amount_of(one) for one in several(data["value"])]
    return Target(
        data["name"],
        ops,
        frozenset(quantity(amount, unit) for amount in amounts for unit in several(data["unit"])),
        days_of(data.get("deadline")),
        data.get("modality") == "strive",
        data.get("optional", False),
    )


def amount_of(value: Any) -> Amount:
    if value == "external":
        return "external"
    top, slash, bottom = str(value).partition("/")
    return Decimal(top) / Decimal(bottom) if slash else Decimal(top)


def several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def days_of(value: Any) -> Days:
    return frozenset(None if one is None else date.fromisoformat(str(one)) for one in several(value))

"""A plan out of a document that was read: what it says, in the plan's shape; what is doubtful, as comments.

Nothing is invented. Sentences are not copied: a plan condenses them in its own words, which no program can do, so a
draft has no `content`; a comment says on which lines of the document each clause stands.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from baicheng_cli.document.extracted import ROLES, Extracted, Read
from baicheng_cli.document.model import Clause, Doubt, Span
from baicheng_cli.document.register import RegisterMade, register
from baicheng_cli.document.stages import Piece
from baicheng_cli.document.target import Target
from baicheng_cli.errors import UserError
from baicheng_cli.plan.clause import NOT_PRINTED
from baicheng_cli.plan.model import (
    Baseline,
    Basis,
    Chapter,
    Document,
    Exemption,
    Indicator,
    Item,
    Milestone,
    Period,
    Plan,
    Stage,
)
from baicheng_cli.words import REACH, number_words

LOOK = "待看"
"""How a comment begins that somebody has to look at."""


class Draft(NamedTuple):
    """A plan and its comments."""

    plan: Plan
    notes: dict[tuple[str, str | None], list[str]]
    """By the id of an item and of its part; `None`: the item itself."""
    head: list[str]
    """Comments on the document as a whole."""
    unsure: dict[str, str]
    """Keys of the document whose value only keeps a place, and the word for each."""
    doubts: list[Doubt]

    @property
    def to_look_at(self) -> int:
        return len(self.doubts)

    def counts(self) -> dict[str, int]:
        tasks = [one for one in self.plan.tasks if one.kind == "task"]
        return {
            "tasks": len(tasks),
            "measures": len(self.plan.tasks) - len(tasks),
            "indicators": sum(len(one.item.indicators) for one in self.plan.tasks),
            "milestones": sum(len(one.item.milestones) for one in self.plan.tasks),
            "units": len(self.plan.units),
            "doubts": len(self.doubts),
        }


def draft(read: Read, *, year_ours: bool = False) -> Draft:
    """The plan that a document makes. Raises UserError when no clause of it can be one."""
    return _Drafting(read, year_ours).made()


def where(span: Span, last: int | None = None) -> str:
    return f"第{span.line}行" if last is None or last <= span.line else f"第{span.line}—{last}行"


class _Drafting:
    """What grows while a plan is put together: its comments, and what is doubtful."""

    def __init__(self, read: Read, year_ours: bool) -> None:
        self.read, self.outline, self.year_ours = read, read.outline, year_ours
        self.notes: defaultdict[tuple[str, str | None], list[str]] = defaultdict(list)
        self.doubts: list[Doubt] = []
        self.register = register(_names(read), (one.value for one in read.abbreviations))

    def made(self) -> Draft:
        chapters = tuple(self._chapters())
        if not chapters:
            raise UserError("没有读出任务条款：里面没有带编号的条款或任务表；请检查是不是方案正文")
        document, unsure = self._document()
        start = date(self.read.time.year, 1, 1)
        plan = Plan(
            schema_="1",
            document=document,
            period=Period(start=start, end=max(self.read.time.end, date(start.year, 12, 31))),
            units=self.register.units,
            collectives=self.register.collectives,
            chapters=chapters,
        )
        head = [*self._head(plan)]
        return Draft(plan, dict(self.notes), head, unsure, self.doubts)

    def doubt(self, one: Doubt, part: str | None = None) -> None:
        self.doubts.append(one)
        self.notes[one.clause, part].append(f"{LOOK}：{one.reason}（{where(one.span)}）")

    # --- the document -------------------------------------------------------------------------------------------

    def _document(self) -> tuple[Document, dict[str, str]]:
        outline, unsure = self.outline, {}
        for key, found, words in (
            ("title", outline.title, "文件标题"),
            ("number", outline.number, "发文字号"),
            ("issuer", outline.issuer, "发文机关"),
            ("issued", outline.issued, "成文日期"),
        ):
            if found is None:
                unsure[key] = words
        issued = outline.issued.value if outline.issued else f"{self.read.time.year}-01-01"
        document = Document(
            title=outline.title.value if outline.title else "【待填：文件标题】",
            number=outline.number.value if outline.number else "【待填：发文字号】",
            issuer=outline.issuer.value if outline.issuer else "【待填：发文机关】",
            issued=date.fromisoformat(issued),
            basis=tuple(
                Basis(title=one.value, number=number.value if number else None) for one, number in outline.basis
            ),
            numbering=tuple(self._numbering()),
        )
        return document, unsure

    def _numbering(self) -> Iterator[str]:
        deepest = max((one.id.count(".") for one in self.outline.clauses()), default=0)
        samples = [one or NOT_PRINTED for one in self.outline.numbering] or ["一、"]
        if _run_on(self.outline.chapters):
            samples[0] = NOT_PRINTED
        yield from samples
        yield from samples[-1:] * (deepest + 1 - len(samples))

    def _head(self, plan: Plan) -> Iterator[str]:
        """What the document says that has no place in the plan, and what is doubtful of it as a whole."""
        if self.year_ours:
            self.doubts.append(Doubt("文件没有写是哪一年的，按今年", Span(1, 0, 0)))
            yield f"{LOOK}：文件没有写是哪一年的，按今年"
        for one in self.outline.doubts:
            if not one.clause:
                self.doubts.append(one)
                yield f"{LOOK}：{one.reason}（{where(one.span)}）"
        planned = {task.id for task, _ in plan.walk()} | {chapter.id for chapter in plan.chapters}
        for id, extracted in self.read.clauses.items():
            if id not in planned:
                yield from (
                    f"总体目标（{where(part.words.span)}），不属于哪一项任务：{part_words(part)}"
                    for part in extracted.parts
                )
        for said in self.read.reporting:
            yield f"报送要求（{where(said.words.span)}），写进 office/settings.yaml：{said.value}"
        if self.read.first_leads:
            yield f"第一个单位为牵头单位（{where(self.read.first_leads.words.span)}）"

    # --- clauses ------------------------------------------------------------------------------------------------

    def _chapters(self) -> Iterator[Chapter]:
        for chapter in self.outline.chapters:
            if chapter.kind not in ("tasks", "measures") or not chapter.children:
                continue
            title = chapter.title.value if chapter.title else ""
            title = title or (self.outline.title.value if self.outline.title else "任务")
            self._chapter_parts(chapter)
            yield Chapter(
                id=chapter.id,
                title=title,
                kind=chapter.kind,
                items=tuple(self._item(one, (), chapter.kind) for one in chapter.children),
            )

    def _chapter_parts(self, chapter: Clause) -> None:
        """A chapter has no place for targets of its own: they are said above its first clause."""
        extracted = self.read.clauses[chapter.id]
        first = chapter.children[0].id
        for part in extracted.parts:
            self.notes[first, None].append(f"章首的目标（{where(part.words.span)}）：{part_words(part)}")

    def _item(self, clause: Clause, above: tuple[str, ...], kind: str) -> Item:
        one = self.read.clauses[clause.id]
        lead = self._units(one, "lead")
        in_force = lead or above
        roles = self._roles(one, lead, in_force, kind)
        self._note(one, clause)
        values: dict[str, Any] = {"id": clause.id, "title": one.title.value if one.title else "【待填：标题】", **roles}
        if one.title_ours:
            values["title_ours"] = True
        if clause.leaf:
            values |= self._parts(one, roles)
            if not in_force and not roles.get("responsible"):
                self.doubt(Doubt("没有写牵头单位，也没有写责任单位", clause.span, clause.id))
        else:
            if exceptions := tuple(_exceptions(one)):
                values["exceptions"] = exceptions
            for part in one.parts:
                self.doubt(
                    Doubt(f"这一条下面还有条目，它自己的目标没有地方放：{part_words(part)}", part.words.span, clause.id)
                )
            values["items"] = tuple(self._item(below, in_force, kind) for below in clause.children)
        return Item(**values)

    def _note(self, one: Extracted, clause: Clause) -> None:
        last = max([clause.span.line, *(line.at(max(0, len(line.text) - 1))[0] for line in clause.body)])
        self.notes[clause.id, None].append(f"原文{where(clause.span, last)}")
        if one.title_ours and one.title is not None:
            self.doubt(Doubt("没有标题，暂取开头一句，请概括", one.title.words.span, clause.id))
        for doubt in (*one.doubts, *(each for each in self.outline.doubts if each.clause == clause.id)):
            self.doubt(doubt._replace(clause=clause.id))
        if one.continuing is not None:
            self.notes[clause.id, None].append(f"时限原文为“{one.continuing.value}”，没有日期")

    def _units(self, one: Extracted, role: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.register.written.get(each.value, each.value) for each in one.of(role)))

    def _roles(
        self, one: Extracted, lead: tuple[str, ...], in_force: tuple[str, ...], kind: str
    ) -> dict[str, tuple[str, ...]]:
        """The roles that a clause writes; a unit stands in one of them only."""
        support, responsible = self._units(one, "support"), self._units(one, "responsible")
        if kind == "measures" and lead:
            responsible, lead = (*lead, *responsible), ()
            in_force = ()
        twice = [name for name in support if name in in_force or name in responsible]
        if twice and one.clause.leaf:
            self.doubt(Doubt(f"{'、'.join(twice)}既牵头又配合，只留牵头", one.clause.span, one.clause.id))
        taken = {*in_force, *responsible}
        support = tuple(name for name in support if name not in taken)
        found = {"lead": lead, "support": support, "responsible": responsible}
        return {role: found[role] for role in ROLES if found[role]}

    # --- targets ------------------------------------------------------------------------------------------------

    def _parts(self, one: Extracted, roles: dict[str, tuple[str, ...]]) -> dict[str, tuple[Any, ...]]:
        indicators: list[Indicator] = []
        milestones: list[Milestone] = []
        for part in one.parts:
            if isinstance(part.value, Target):
                indicators.append(self._indicator(part, _letter(len(indicators)), one, roles))
            else:
                milestones.append(_milestone(part, f"m{len(milestones) + 1}"))
        exceptions = tuple(_exceptions(one))
        found = {"indicators": tuple(indicators), "milestones": tuple(milestones), "exceptions": exceptions}
        return {key: value for key, value in found.items() if value}

    def _indicator(self, part: Piece, id: str, one: Extracted, roles: dict[str, tuple[str, ...]]) -> Indicator:
        target = part.value
        assert isinstance(target, Target)
        values: dict[str, Any] = {"id": id, "name": target.name, "unit": target.unit}
        if target.unit_ours:
            values["unit_ours"] = True
        if target.level:
            values["measure"] = "level"
        if part.later:
            values["stages"] = tuple(_stage(each) for each in (part, *part.later))
        else:
            values |= _bounds(target) | _due(part)
            if target.strive:
                values["strive"] = True
        if part.part != "own":
            values["part"] = part.part
        if target.baseline is not None:
            values["baseline"] = Baseline(value=target.baseline, on=_day_of(target.baseline_words, self.read.time.year))
        if target.qualifiers:
            values["qualifiers"] = tuple(dict.fromkeys(target.qualifiers))
        if target.each and (each := self._members(target.each, roles)):
            values["each"] = each
        return Indicator(**values)

    def _members(self, of: str, roles: dict[str, tuple[str, ...]]) -> str:
        """The collective that 每个街道办事处 means, when the document names one so."""
        named = [one.name for one in self.register.collectives]
        here = [name for names in roles.values() for name in names if name in named]
        return next((name for name in (*here, *named) if of in name and name.startswith(("各", "所有", "全体"))), "")


def _run_on(chapters: Sequence[Clause]) -> bool:
    """Whether the numbers of clauses run on through the chapters, so that the document does not print these."""
    last = 0
    rows = [one for one in chapters if one.kind in ("tasks", "measures") and one.children]
    for one in rows:
        numbers = [int(child.id.rpartition(".")[2]) for child in one.children]
        if numbers[0] != last + 1:
            return False
        last = numbers[-1]
    return len(rows) > 1


def _names(read: Read) -> Iterator[str]:
    """Every unit that a clause of the plan names, in the order of the document."""
    for chapter in read.outline.chapters:
        if chapter.kind not in ("tasks", "measures"):
            continue
        for clause in chapter.walk():
            for role in ROLES:
                yield from (one.value for one in read.clauses[clause.id].of(role))


def _letter(number: int) -> str:
    return chr(ord("a") + number % 26) + (str(number // 26) if number >= 26 else "")


def _bounds(target: Target) -> dict[str, Decimal | None]:
    if target.op == "range":
        return {"at_least": target.value, "at_most": target.upper}
    return {target.op: target.value}


def _due(part: Piece) -> dict[str, Any]:
    return {"due": part.due.value.due, "due_words": part.due.value.words.strip()} if part.due else {}


def _stage(part: Piece) -> Stage:
    target = part.value
    assert isinstance(target, Target)
    values: dict[str, Any] = {**_bounds(target), **_due(part)}
    if target.strive:
        values["strive"] = True
    return Stage(**values)


def _milestone(part: Piece, id: str) -> Milestone:
    step = part.value
    assert not isinstance(step, Target)
    more: dict[str, Any] = {"strive": True} if step.strive else {}
    if part.part != "own":
        more["part"] = part.part
    return Milestone(id=id, title=step.title, reach=step.reach, **_due(part), **more)


def _day_of(words: str, year: int) -> date | None:
    """The day of a baseline, where the document says which year's it is."""
    if one := re.search(r"20\d\d", words):
        return date(int(one[0]), 12, 31)
    return date(year - 1, 12, 31) if re.search(r"上年|去年", words) else None


_ACCOUNTED = {"passed.qualifier", "passed.denominator", "passed.baseline", "passed.one"}


def _exceptions(one: Extracted) -> Iterator[Exemption]:
    """Numbers that are no targets, each once; those that a target holds are accounted for there."""
    seen: set[str] = set()
    used = {words for part in one.parts if isinstance(part.value, Target) for words in part.value.qualifiers}
    for found in one.passed:
        what = found.words.text.strip()
        accounted = found.rule in _ACCOUNTED and (found.rule != "passed.qualifier" or what in used)
        if not accounted and what and what not in seen:
            seen.add(what)
            yield Exemption(what=what, reason=found.value)


_SIGNS = {"exactly": "", "at_least": "不低于", "at_most": "不超过", "about": "约", "range": ""}


def target_words(target: Target) -> str:
    """`不低于95%`, `3—5家`, `按市定要求`."""
    unit = target.unit or ""
    if target.value is None:
        return f"按市定要求（{_SIGNS[target.op] or '数'}）" if target.op != "exactly" else "按市定要求"
    if target.upper is not None:
        return f"{number_words(target.value)}—{number_words(target.upper)}{unit}"
    return f"{_SIGNS[target.op]}{number_words(target.value)}{unit}"


def part_words(part: Piece) -> str:
    """A target or milestone as one phrase."""
    value = part.value
    due = f"，时限{part.due.value.due}（{part.due.value.words.strip()}）" if part.due else ""
    if isinstance(value, Target):
        strive = "力争" if value.strive else ""
        base = f"，原为{number_words(value.baseline)}{value.unit or ''}" if value.baseline is not None else ""
        return f"{value.name}{strive}{target_words(value)}{base}{due}"
    return f"{value.title}（{REACH[value.reach]}）{due}"


def registered(made: RegisterMade) -> Sequence[str]:
    """Names of the register, units first."""
    return [*(one.names[0].name for one in made.units), *(one.name for one in made.collectives)]

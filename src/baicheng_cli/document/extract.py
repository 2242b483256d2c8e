"""What each clause of a document says: its title, who answers, how much of what, until when."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from baicheng_cli.document.abbreviations import Abbreviation, abbreviations
from baicheng_cli.document.deadlines import NONE_WORDS, Deadline, Time, cell_deadline
from baicheng_cli.document.milestones import Step
from baicheng_cli.document.model import Clause, Doubt, Found, Line, Outline, Span
from baicheng_cli.document.phrases import bare_name
from baicheng_cli.document.places import At, flat, line_of
from baicheng_cli.document.prose import Paragraph, Part, read_prose
from baicheng_cli.document.stages import Piece, together
from baicheng_cli.document.targets import Target
from baicheng_cli.document.unit_lines import UnitReading, cell_units, read_unit_line, role_of_heading
from baicheng_cli.document.unit_names import first_leads

ROLES = ("lead", "support", "responsible")
Tick = Callable[[int, int], None]


@dataclass
class Extracted:
    """One clause, read."""

    clause: Clause
    title: Found[str] | None = None
    title_ours: bool = False
    """The clause has no heading; this is how its text begins."""
    lead: list[Found[str]] = field(default_factory=list)
    support: list[Found[str]] = field(default_factory=list)
    responsible: list[Found[str]] = field(default_factory=list)
    parts: list[Piece] = field(default_factory=list)
    passed: list[Found[str]] = field(default_factory=list)
    """Numbers that are no targets: the reason, and the words."""
    due: Found[Deadline] | None = None
    """The clause's own, of a column or a labelled line."""
    continuing: Found[str] | None = None
    """持续推进: said in place of a deadline."""
    doubts: list[Doubt] = field(default_factory=list)

    def of(self, role: str) -> list[Found[str]]:
        found: list[Found[str]] = getattr(self, role)
        return found

    @property
    def names_units(self) -> bool:
        return bool(self.lead or self.support or self.responsible)

    def doubt(self, reason: str, span: Span) -> None:
        self.doubts.append(Doubt(reason, span, self.clause.id))


@dataclass
class Read:
    """A document, read."""

    outline: Outline
    time: Time
    clauses: dict[str, Extracted]
    """By id, in the order of the document."""
    abbreviations: list[Found[Abbreviation]]
    first_leads: Found[str] | None = None
    """第一位的为牵头单位: the words that say so for the whole document."""
    default_lead: list[Found[str]] = field(default_factory=list)
    default_support: list[Found[str]] = field(default_factory=list)
    reporting: list[Found[str]] = field(default_factory=list)
    """Sentences on who reports when: for the office's settings, not for the plan."""


def no_tick(done: int, of: int) -> None:
    """For whoever shows no progress."""


def extract(outline: Outline, time: Time, tick: Tick = no_tick) -> Read:
    """Every clause of the outline, read; what several share is filled in."""
    clauses: dict[str, Extracted] = {}
    every = list(outline.clauses())
    above: dict[str, list[Found[str]]] = {}
    for number, clause in enumerate(every):
        one = _clause(clause, time, above)
        clauses[clause.id] = one
        for role in ROLES:
            if one.of(role):
                above[role] = one.of(role)
        tick(number + 1, len(every))
    read = Read(outline, time, clauses, abbreviations(outline))
    _whole_document(read)
    _shared(read)
    return read


# --- one clause ------------------------------------------------------------------------------------------------------


def _clause(clause: Clause, time: Time, above: Mapping[str, list[Found[str]]]) -> Extracted:
    one = Extracted(clause)
    _title(one)
    title = one.title.value if one.title and not one.title_ours else ""
    pieces: list[Piece] = []
    if clause.title is not None and not clause.table and re.search(r"\d|[一二两三四五六七八九十百]", clause.title.value):
        pieces += _read_line(one, line_of(clause.title.words), time, "", above)
    rows = [line for line in clause.body if line.cells is not None]
    for line in clause.body:
        if line.cells is not None and clause.table:
            pieces += _row(one, line, list(clause.table), title, time, above, alone=len(rows) == 1)
        else:
            pieces += _read_line(one, line, time, title, above)
    one.parts = together(_by_default(one, pieces), title)
    for part in one.parts:
        for each in (part, *part.later):
            if isinstance(each.value, Target) and each.value.doubt:
                one.doubt(f"{each.name}：{each.value.doubt}" if each.value.doubt.startswith(("没有", "与前")) else each.value.doubt, each.words.span)
            if each.due and each.due.value.doubt:
                one.doubt(each.due.value.doubt, each.due.words.span)
    _roles(one)
    return one


def _title(one: Extracted) -> None:
    """The heading, without a stop; without a heading, how the text begins."""
    clause = one.clause
    if clause.title is not None:
        one.title = clause.title
        return
    for line in clause.body:
        text = flat(line.text)
        prose = read_unit_line(text).prose
        if begun := _beginning(prose):
            start, end = begun
            one.title, one.title_ours = At(start, end, line.text[start:end], "title.beginning").found(line), True
            return


_LED_IN = re.compile(r"(?:根据|按照|依照|围绕|结合|为|以|通过|针对|依据|坚持|运用|聚焦|对照|落实.{2,30}(?:要求|部署|精神))[^，。；]*，|(?:\d{4}年[^，。；]{0,8}|年内|年底前|[^，。；]{0,6}[底末]前?)，|坚决|扎实|大力|积极|切实|深入|进一步|持续|认真|全面|加快|全力|有效|着力|[\s　]+")
_FIRST_PHRASE = re.compile(r"[^，。；：\t\n]+")


def _beginning(prose: str) -> tuple[int, int] | None:
    """The first phrase that says what to do; what only leads to it is passed over."""
    place = len(prose) - len(prose.lstrip(" 　\t\n"))
    while (one := _LED_IN.match(prose, place)) and one.end() < len(prose):
        place = one.end()
    phrase = _FIRST_PHRASE.search(prose, place)
    if phrase is None or len(phrase[0].strip()) < 2:
        return None
    start, end = phrase.span()
    if end - start > 30:
        cut = max(prose.rfind(sign, start + 6, start + 30) for sign in "、和与及")
        end = cut if cut > start else start + 30
    return start, end


def _read_line(
    one: Extracted, line: Line, time: Time, title: str, above: Mapping[str, list[Found[str]]]
) -> Iterator[Piece]:
    text = flat(line.text)
    reading = read_unit_line(text)
    _take_units(one, reading, line, above)
    for due in reading.due:
        _take_due(one, due, line, time)
    yield from _pieces(one, read_prose(reading.prose, time, title if len(title) <= 12 and "，" not in title else ""), line)


def _pieces(one: Extracted, paragraph: Paragraph, line: Line) -> Iterator[Piece]:
    one.passed += [each.found(line) for each in paragraph.passed]
    for each in paragraph.doubts:
        one.doubt(each.value, line.span(each.start, each.end))
    for part in paragraph.parts:
        yield _piece(part, line)


def _piece(part: Part, line: Line) -> Piece:
    found = part.at.found(line)
    due = part.due.found(line) if part.due else None
    return Piece(part.value, found.words, found.rule, due, part.part, part.whole)


def _take_units(one: Extracted, reading: UnitReading, line: Line, above: Mapping[str, list[Found[str]]]) -> None:
    for role in ROLES:
        known = {each.value for each in one.of(role)}
        for unit in reading.of(role):
            if unit.value.name not in known:
                known.add(unit.value.name)
                one.of(role).append(At(unit.start, unit.end, unit.value.name, unit.rule).found(line))
        if role in reading.same:
            if above.get(role):
                one.of(role).extend(each._replace(rule="unit.same-as-above") for each in above[role])
            else:
                one.doubt("写的是“同上”，前面却没有单位", line.span(0, len(line.text)))
    if reading.first_leads and not one.lead and one.responsible:
        one.lead, one.responsible = one.responsible[:1], one.responsible[1:]
    for each in reading.open_ends:
        one.doubt(f"单位没有列全（原文写“{each.value}”）", line.span(each.start, each.end))


def _take_due(one: Extracted, due: At[str], line: Line, time: Time) -> None:
    found = cell_deadline(line.text[due.start : due.end], time)
    if found is not None:
        moved = At(due.start + found.start, due.start + found.end, found.value, due.rule)
        one.due = moved.found(line)
    elif NONE_WORDS.search(due.value):
        one.continuing = At(due.start, due.end, due.value, "deadline.none").found(line)
    elif due.value.strip():
        one.doubt(f"时限“{due.value.strip()}”读不出日期", line.span(due.start, due.end))


# --- a row of a table ------------------------------------------------------------------------------------------------

_NO_CONTENT = re.compile("序号|编号|备注|说明|进展|完成情况|填报|联系|电话|类别|分类|级别|依据|来源|签字|评价")
_TITLE_COLUMN = re.compile("^(?:重点|工作|主要|目标)?(?:任务|工作|事项|项目)(?:名称)?$|名称$")


def _row(
    one: Extracted,
    line: Line,
    headings: list[str],
    title: str,
    time: Time,
    above: Mapping[str, list[Found[str]]],
    *,
    alone: bool,
) -> Iterator[Piece]:
    """The parts of one row; its deadline governs those of them that have none of their own."""
    cells = _cells(line)
    pieces: list[Piece] = []
    due: Found[Deadline] | None = None
    for heading, (start, end) in zip(headings, cells, strict=False):
        text = flat(line.text)[start:end]
        role = role_of_heading(heading)
        if role in ROLES:
            shifted = _shifted(cell_units(text.replace("\n", "、"), role), start)
            _take_units(one, shifted, line, above)
        elif role == "due":
            if (found := cell_deadline(line.text[start:end], time)) is not None:
                rule = "deadline.column"
                due = At(start + found.start, start + found.end, found.value, rule).found(line)
            elif NONE_WORDS.search(text):
                one.continuing = At(start, end, text.strip(), "deadline.none").found(line)
            elif text.strip():
                one.doubt(f"时限“{text.strip()}”读不出日期", line.span(start, end))
        elif role != "people" and not _NO_CONTENT.search(heading):
            if text.strip() == title and _TITLE_COLUMN.search(heading.replace(" ", "")):
                continue
            whole = "\t" * start + flat(line.text)[start:end].replace("\n", "") if "\n" not in text else "\t" * start + text
            reading = read_unit_line(whole)
            _take_units(one, reading, line, above)
            pieces += _pieces(one, read_prose(reading.prose, time, title if len(title) <= 12 else ""), line)
    if due is not None:
        if alone:
            one.due = due
        elif not pieces:
            pieces.append(Piece(Step(title, "finish"), due.words, "milestone.row", due))
    for piece in pieces:
        yield replace(piece, due=due) if piece.due is None and due is not None else piece


def _cells(line: Line) -> list[tuple[int, int]]:
    """Where the cells stand in the line's text."""
    places, start = [], 0
    for cell in line.text.split("\t"):
        places.append((start, start + len(cell)))
        start += len(cell) + 1
    return places


def _shifted(reading: UnitReading, by: int) -> UnitReading:
    for role in ROLES:
        setattr(reading, role, [one._replace(start=one.start + by, end=one.end + by) for one in reading.of(role)])
    reading.open_ends = [one._replace(start=one.start + by, end=one.end + by) for one in reading.open_ends]
    return reading


# --- a clause as a whole ---------------------------------------------------------------------------------------------


def _by_default(one: Extracted, pieces: list[Piece]) -> list[Piece]:
    """The clause's own deadline governs the parts that have none; without parts it is a milestone of the clause."""
    due = one.due
    if due is None:
        return pieces
    if not pieces and one.title is not None and one.clause.leaf:
        return [Piece(Step(_milestone_title(one.title.value), "finish"), due.words, "milestone.clause", due)]
    return [piece if piece.due is not None else replace(piece, due=due) for piece in pieces]


def _milestone_title(title: str) -> str:
    return bare_name(title.strip("。")) or title


def _roles(one: Extracted) -> None:
    """Beside a lead, 责任单位 are those who work with it: 配合. Alone they answer themselves."""
    if one.lead and one.responsible:
        known = {each.value for each in (*one.lead, *one.support)}
        one.support += [each for each in one.responsible if each.value not in known]
        one.responsible = []
    leads = {each.value for each in one.lead}
    one.support = [each for each in one.support if each.value not in leads]


# --- what holds for several ------------------------------------------------------------------------------------------

_UNIT = r"[\u4e00-\u9fff（）]{2,30}?"
_DEFAULT = re.compile(
    rf"(?:各项(?:工作|任务)|以上(?:各项)?(?:工作|任务)|所有任务|(?:未|没有|未予)(?:单独|另行|特别)?(?:注明|明确|列明|标注|写明|指定)[^，。；]{{0,14}}|本方案[^，。；]{{0,10}}任务)[，]?(?:均|统一|一律)?由(?P<lead>{_UNIT})(?:负责|统一|总)?牵头(?:负责|组织|落实|实施)*(?:，(?P<support>[^。；]{{2,60}}?)(?:等)?(?:配合|参与|协助))?"
)
_DEFAULT_NAMED = re.compile(rf"牵头单位(?:除[^，。；]*外)?，?(?:均|统一|一律)为(?P<lead>{_UNIT})(?=[，。；]|$)(?:，配合单位(?:均|统一|一律)?为(?P<support>[^。；]{{2,60}}))?")
_REPORTING = re.compile(r"每(?:月|季度?|半年|周|旬)[^，。；]{0,20}(?:日|底|末|初)?前?[^，。；]{0,16}(?:报送|汇总|上报|通报|报告|调度|督查)|每(?:月|季度?|半年|周|旬)(?:通报|调度|汇总|报送)")


def _whole_document(read: Read) -> None:
    """What a sentence anywhere says for every clause."""
    for line in read.outline.lines:
        if line.cells is not None:
            continue
        text = flat(line.text)
        if "第一" in text or "首位" in text:
            if (first_leads(text)) and not re.match(r"\s*(?:牵头|责任|配合)单位：", text):
                read.first_leads = read.first_leads or At(0, len(text), text, "unit.first-leads").found(line)
        for pattern in (_DEFAULT, _DEFAULT_NAMED):
            if (one := pattern.search(text)) and not read.default_lead:
                from baicheng_cli.document.unit_names import unit_list

                for role, into in (("lead", read.default_lead), ("support", read.default_support)):
                    if one[role]:
                        units = unit_list(text, one.start(role), one.end(role)).units
                        into += [At(each.start, each.end, each.value.name, "unit.default").found(line) for each in units]
        for said in _REPORTING.finditer(text):
            read.reporting.append(At(said.start(), said.end(), said[0], "reporting").found(line))


def _shared(read: Read) -> None:
    """Roles that come from a container, from the first unit named, or from a sentence for the whole document."""
    for one in read.clauses.values():
        if read.first_leads and one.responsible and not one.lead and not _in_measures(one.clause):
            one.lead, one.support = one.responsible[:1], [*one.support, *one.responsible[1:]]
            one.responsible = []
    for one in read.clauses.values():
        if one.clause.leaf and not one.names_units:
            _inherit(one, read)
    for one in read.clauses.values():
        if one.clause.leaf and not _in_measures(one.clause) and read.default_lead and not _answered(one, read):
            one.lead = list(read.default_lead)
            one.support = one.support or list(read.default_support)
            _roles(one)


def _inherit(one: Extracted, read: Read) -> None:
    """A clause that names nobody has the units of the nearest container that does; its lead the plan passes on itself."""
    box = one.clause.parent
    while box is not None:
        holder = read.clauses.get(box.id)
        if holder is not None and holder.names_units:
            top = box.level == 0 or box.parent is None
            for role in ("support", "responsible", *(("lead",) if top else ())):
                setattr(one, role, [each._replace(rule="unit.inherited") for each in holder.of(role)])
            return
        box = box.parent


def _answered(one: Extracted, read: Read) -> bool:
    if one.lead or one.responsible:
        return True
    box = one.clause.parent
    while box is not None:
        if (holder := read.clauses.get(box.id)) and holder.lead:
            return True
        box = box.parent
    return False


def _in_measures(clause: Clause) -> bool:
    while clause.parent is not None:
        clause = clause.parent
    return clause.kind == "measures"


def plan_time(outline: Outline, today: date) -> tuple[Time, bool]:
    """The time that the document's words are read against; and whether its year is only ours."""
    issued = date.fromisoformat(outline.issued.value) if outline.issued else None
    if outline.year is not None:
        return Time.of(outline.year.value, None, issued), False
    return Time.of(issued.year if issued else today.year, None, issued), issued is None

"""What each clause of a document says: its title, who answers, how much of what, until when."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from baicheng_cli.document.abbreviations import abbreviations
from baicheng_cli.document.deadlines import NONE_WORDS, Deadline, Time, cell_deadline
from baicheng_cli.document.extracted import ROLES, Extracted, Read, Units, in_measures, in_plan
from baicheng_cli.document.milestones import Step, dated_step
from baicheng_cli.document.model import Clause, Found, Line, Outline
from baicheng_cli.document.phrases import RATE, bare_name
from baicheng_cli.document.places import At, flat, line_of
from baicheng_cli.document.prose import Paragraph, Part, read_prose
from baicheng_cli.document.stages import Piece, together
from baicheng_cli.document.table_rows import RowRead, read_row
from baicheng_cli.document.target import Target
from baicheng_cli.document.targets import read_targets
from baicheng_cli.document.unit_lines import UnitReading, read_unit_line
from baicheng_cli.document.unit_names import unit_list
from baicheng_cli.document.whole_document import whole_document
from baicheng_cli.plan.clause import normal

Tick = Callable[[int, int], None]


@dataclass
class Before:
    """What was read before a clause: for 同上 and 同第1项."""

    named: dict[str, Units] = field(default_factory=dict)
    due: Found[Deadline] | None = None
    clauses: dict[str, Extracted] = field(default_factory=dict)

    def same(self, clause: Clause, role: str, number: str) -> Units:
        """The units of the clause before, or of a numbered one beside it."""
        if not number:
            return self.named.get(role, [])
        if number.startswith("（"):
            labelled = (one for one in self.clauses.values() if normal(one.clause.label).endswith(normal(number)))
            return next((one.written.get(role, []) for one in labelled), [])
        wanted = number if number.isdigit() else str("一二三四五六七八九十".find(number) + 1)
        beside = [one.id for one in clause.parent.children] if clause.parent else []
        known = [self.clauses[id] for id in (*beside, *self.clauses) if id in self.clauses]
        return next((one.written.get(role, []) for one in known if one.clause.id.rpartition(".")[2] == wanted), [])


def no_tick(done: int, of: int) -> None:
    """For whoever shows no progress."""


def extract(outline: Outline, time: Time, tick: Tick = no_tick) -> Read:
    """Every clause of the outline, read; what several share is filled in."""
    before = Before()
    read = Read(outline, time, before.clauses, abbreviations(outline))
    every = list(outline.clauses())
    pieces: dict[str, list[Piece]] = {}
    for number, clause in enumerate(every):
        one = before.clauses[clause.id] = Extracted(clause)
        pieces[clause.id] = _clause(one, time, before)
        before.named |= {role: named for role, named in one.written.items() if named}
        before.due = one.due or before.due
        tick(number + 1, len(every))
    whole_document(read)
    for id, one in read.clauses.items():
        _finish(one, pieces[id], read)
    return read


# --- one clause ------------------------------------------------------------------------------------------------------


def _clause(one: Extracted, time: Time, before: Before) -> list[Piece]:
    """Read a clause's own words; gives its parts as they stand there, one by one."""
    clause = one.clause
    pieces: list[Piece] = []
    _title(one)
    if clause.title is not None and not clause.table:
        line = line_of(clause.title.words)
        reading = read_unit_line(flat(line.text))
        _take_units(one, reading, line, before)
        if reading.names:
            _title_without_units(one, line, reading)
        elif clause.body and _A_UNIT.match(flat(line.text)):  # （一）市教育局：新增学位…
            units = unit_list(flat(line.text), 0, len(line.text)).units
            one.lead = [At(each.start, each.end, each.value.name, "unit.first").found(line) for each in units]
            one.title = None
            _title_from_body(one)
        if re.search(r"\d|[一二两三四五六七八九十百]", line.text):
            pieces += _pieces(one, read_prose(reading.prose, time), line)
    title = one.title.value if one.title and not one.title_ours else ""
    is_row = [line.cells is not None and bool(clause.table) for line in clause.body]
    readings = [
        None if row else _units_of(one, line, time, before) for line, row in zip(clause.body, is_row, strict=True)
    ]
    subject = title if len(title) <= 12 and "，" not in title else ""
    for line, said in zip(clause.body, readings, strict=True):
        if said is None:
            pieces += _row(one, line, title, time, before, alone=sum(is_row) == 1)
        else:
            prose = read_prose(said.prose, time, subject, labelled=one.due is not None)
            pieces += _of_row(_pieces(one, prose, line), line)
    one.written = {role: list(one.of(role)) for role in ROLES}
    _roles(one)
    return pieces


def _finish(one: Extracted, pieces: list[Piece], read: Read) -> None:
    """The parts of a clause put together, with what the whole document says of deadlines."""
    title = one.title.value if one.title and not one.title_ours else ""
    one.parts = together([*_with_a_measure(one, _by_default(one, pieces, read))], title)
    for part in one.parts:
        for each in (part, *part.later):
            if isinstance(each.value, Target) and each.value.doubt:
                doubt = each.value.doubt
                one.doubt(doubt if doubt.startswith("“") else f"{each.name}：{doubt}", each.words.span)
            if each.due and each.due.value.doubt:
                one.doubt(each.due.value.doubt, each.due.words.span)


def _with_a_measure(one: Extracted, pieces: list[Piece]) -> Iterator[Piece]:
    """全覆盖 without a figure is a target (100 %) where it has a deadline; without one it is a way of speaking."""
    for piece in pieces:
        if piece.rule == "target.all-covered" and piece.due is None:
            one.passed.append(Found("没有数字，也没有时限，没有写成指标", piece.words, "passed.all-covered"))
        else:
            yield piece


def _title(one: Extracted) -> None:
    """The heading, without a stop; without a heading, how the text begins."""
    if one.clause.title is not None:
        one.title = one.clause.title
    else:
        _title_from_body(one)


def _title_from_body(one: Extracted) -> None:
    for line in one.clause.body:
        prose = read_unit_line(flat(line.text)).prose
        if begun := _beginning(prose):
            start, end = begun
            one.title, one.title_ours = At(start, end, line.text[start:end], "title.beginning").found(line), True
            return


_LED_IN = re.compile(
    r"(?:根据|按照|依照|围绕|结合|为|以|通过|针对|依据|坚持|运用|聚焦|对照|落实.{2,30}(?:要求|部署|精神))[^，。；]*，"
    r"|(?:\d{4}年[^，。；]{0,8}|年内|年底前|[^，。；]{0,6}[底末]前?)，"
    r"|坚决|扎实|大力|积极|切实|深入|进一步|持续|认真|全面|加快|全力|有效|着力|[\s　]+"
)
_BARE_NUMBER = re.compile(r"[≥≤><=约不低高少多于超过达到]*\s*\d[\d,.]*\s*(?:%|[\u4e00-\u9fff]{0,4})(?:以上|以内|左右)?")
_SAME_DUE = re.compile(r"^\s*(?:同上|同前|〃)\s*$")
_A_UNIT = re.compile(
    r"^[\u4e00-\u9fff]{2,20}(?:局|委|厅|署|办公室|委员会|人民政府|管委会|街道办事处|支队|大队|总队)(?:、[\u4e00-\u9fff]{2,20}(?:局|委|厅|办公室))*$"
)
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


def _title_without_units(one: Extracted, line: Line, reading: UnitReading) -> None:
    """工业企业治理（县生态环境局牵头）: the heading is what the bracket leaves."""
    left = reading.prose.replace("\t", " ").strip(" ，。；：")
    start = reading.prose.find(left) if left else -1
    if start >= 0:
        one.title = At(start, start + len(left), line.text[start : start + len(left)], "title").found(line)
    else:
        one.title = None
        _title_from_body(one)


def _units_of(one: Extracted, line: Line, time: Time, before: Before) -> UnitReading:
    """Who answers and until when, as a line labels it; labels often come after the text that they are about."""
    reading = read_unit_line(flat(line.text))
    _take_units(one, reading, line, before)
    for due in reading.due:
        if _SAME_DUE.match(due.value) and before.due is not None:
            one.due = before.due._replace(rule="deadline.same-as-above")
        else:
            _take_due(one, due, line, time)
    return reading


def _of_row(pieces: Iterable[Piece], line: Line) -> Iterator[Piece]:
    """In a small table of figures inside a clause the first cell says what the number in the row is of."""
    name = line.cells[0].strip() if line.cells else ""
    for piece in pieces:
        target = piece.value
        if name and isinstance(target, Target) and not target.name and not name[0].isdigit():
            target = replace(target, name=bare_name(name), level=target.level or bool(RATE.search(name)))
            piece = replace(piece, value=target)
        yield piece


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


def _take_units(one: Extracted, reading: UnitReading, line: Line, before: Before) -> None:
    for role in ROLES:
        known = {each.value for each in one.of(role)}
        for unit in reading.of(role):
            if unit.value.name not in known:
                known.add(unit.value.name)
                one.of(role).append(At(unit.start, unit.end, unit.value.name, unit.rule).found(line))
    for role, number in reading.same:
        same = before.same(one.clause, role, number)
        one.of(role).extend(each._replace(rule="unit.same-as-above") for each in same)
        if not same:
            one.doubt("写的是同前面一项，那里却没有单位", line.span(0, len(line.text)))
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


def _row(one: Extracted, line: Line, title: str, time: Time, before: Before, *, alone: bool) -> Iterator[Piece]:
    """The parts of one row; its deadline governs those of them that have none of their own."""
    row = read_row(line, list(one.clause.table), title, time)
    text = flat(line.text)
    for units in row.units:
        _take_units(one, units, line, before)
    if row.continuing is not None:
        one.continuing = row.continuing.found(line)
    if row.unread_due is not None:
        one.doubt(f"时限“{row.unread_due.value}”读不出日期", line.span(row.unread_due.start, row.unread_due.end))
    due = row.due.found(line) if row.due else None
    pieces: list[Piece] = []
    for start, end in row.content:
        reading = read_unit_line("\t" * start + text[start:end].replace("\n", " "))
        _take_units(one, reading, line, before)
        subject = title if len(title) <= 12 else ""
        pieces += _pieces(one, read_prose(reading.prose, time, subject, labelled=due is not None), line)
    pieces += _by_period(one, row, line, title, time)
    if not pieces:
        for start, end in row.titles:
            pieces += _pieces(one, read_prose("\t" * start + text[start:end], time), line)
    if due is not None:
        if alone:
            one.due = due
        elif not pieces:
            pieces.append(Piece(Step(title, "finish"), due.words, "milestone.row", due))
    for piece in pieces:
        yield replace(piece, due=due) if piece.due is None and due is not None else piece


def _by_period(one: Extracted, row: RowRead, line: Line, title: str, time: Time) -> Iterator[Piece]:
    """A column a year or a quarter: what its cell asks for, a number or a step, is due at the end of that time."""
    text = flat(line.text)
    for due, start, end in row.by_period:
        cell = text[start:end].strip()
        due_found = Found(due.value, line.words(start, end), "deadline.column")
        if _BARE_NUMBER.fullmatch(cell):
            unit = row.measure if not re.search(r"[%\u4e00-\u9fff]$", cell) else ""
            found = read_targets(f"{cell}{unit}", 0, len(cell) + len(unit)).targets
            if len(found) == 1:
                level = bool(RATE.search(title)) or found[0].value.level
                named = replace(found[0].value, name=title, level=level)
                yield Piece(named, line.words(start, end), "target.period-column", due_found)
                continue
        pieces = list(_pieces(one, read_prose("\t" * start + text[start:end].replace("\n", " "), time), line))
        if not pieces and (step := dated_step(cell, title)):
            pieces = [Piece(step[0], line.words(start, end), "milestone.period-column")]
        yield from (replace(piece, due=due_found) if piece.due is None else piece for piece in pieces)


# --- a clause as a whole ---------------------------------------------------------------------------------------------


def _by_default(one: Extracted, pieces: list[Piece], read: Read) -> list[Piece]:
    """The clause's own deadline governs the parts that have none; without parts it is a milestone of the clause."""
    due = one.due
    default = read.default_due if due is None and one.continuing is None and _a_task(one) else None
    due = due or default
    if due is None:
        return pieces
    if not pieces and one.title is not None and one.clause.leaf:
        return [Piece(Step(_milestone_title(one.title.value), "finish"), due.words, "milestone.clause", due)]
    return [piece if piece.due is not None else replace(piece, due=due) for piece in pieces]


def _a_task(one: Extracted) -> bool:
    return one.clause.leaf and in_plan(one.clause) and not in_measures(one.clause)


def _milestone_title(title: str) -> str:
    return bare_name(title.strip("。")) or title


def _roles(one: Extracted) -> None:
    """Beside a lead, 责任单位 are those who work with it: 配合. Alone they answer themselves."""
    named = [each for role in ROLES for each in one.of(role) if each.rule != "unit.by-whom"]
    if named:  # 由X负责 in the text is no role where the clause lists its units
        for role in ROLES:
            setattr(one, role, [each for each in one.of(role) if each.rule != "unit.by-whom"])
    if one.lead and one.responsible:
        known = {each.value for each in (*one.lead, *one.support)}
        one.support += [each for each in one.responsible if each.value not in known]
        one.responsible = []
    leads = {each.value for each in one.lead}
    one.support = [each for each in one.support if each.value not in leads]

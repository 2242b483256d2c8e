"""What one sentence says for the whole document: default units and deadlines, 第一位的牵头; and what passes down."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from baicheng_cli.document.deadlines import Time, cell_deadline
from baicheng_cli.document.extracted import ROLES, Extracted, Read, in_measures, in_plan
from baicheng_cli.document.model import Clause, Line, Outline
from baicheng_cli.document.places import At, flat
from baicheng_cli.document.unit_lines import read_unit_line
from baicheng_cli.document.unit_names import all_units, first_leads, unit_list

_WHICH = (
    r"(?:以[上下]|上述|下列)?(?:各项|所有|全部)(?:工作|任务)|以[上下](?:工作|任务)|(?:未|没有|未予)(?:单独|另行|特别|具体)?"
    r"(?:注明|明确|列明|标明|标注|写明|指定)[^，。；]{0,14}|(?:除|凡)[^，。；]{0,12}(?:注明|明确|列明|说明)[^，。；]{0,10}外|本方案[^，。；]{0,10}任务"
)
_LED_BY = re.compile(
    rf"(?:{_WHICH})[，]?(?:[^，。；]{{0,12}}外，)?(?:均|统一|一律)?由(?P<lead>[^，。；]{{2,30}}?)(?:负责|统一|总)?牵头(?:负责|组织|落实|实施)*"
    r"(?:，(?P<support>[^。；]{2,60}?)(?:等)?(?:配合|参与|协助))?(?=[，。；]|$)"
)
_NAMED = re.compile(
    r"(?P<role>牵头|配合|责任)单位(?:除[^，。；]*外，?)?(?:均|统一|一律|都)(?:为|是)(?P<units>[^。；]{2,80}?)(?=，?(?:牵头|配合|责任)单位|，?完成时限|[。；]|$)"
)
_CARRIED_OUT_BY = re.compile(
    r"(?:各项|所有|以上|上述)(?:工作|任务|措施)(?:均|都)?由(?P<units>[^，。；]{3,40}?)(?:具体|组织|负责)*(?:落实|实施|组织实施)(?=[，。；]|$)"
)
"""Units that have a part in every task, beside those that a clause names."""
_NAMED_BUT = re.compile(
    r"除[^，。；]{0,12}(?:注明|明确|列明|说明|标明)[^，。；]{0,6}外，(?P<role>牵头|配合|责任)单位(?:均|都)?(?:为|是)(?P<units>[^。；]{2,80}?)(?=[。；]|$)"
)
_DUE = re.compile(
    r"(?:完成)?(?:时限|时间|期限)(?:除[^，。；]*外，?)?(?:均|统一|一律|都)(?:为|是)(?P<due>[^，。；]{2,20})"
)
_ROLE = {"牵头": "lead", "配合": "support", "责任": "responsible"}
_REPORTING = re.compile(
    r"每(?:月|季度?|半年|半月|周|旬)[^，。；]{0,20}(?:日|底|末|初)?前?[^，。；]{0,16}(?:报送|汇总|上报|通报|报告|调度|督查)"
)


def whole_document(read: Read) -> None:
    """Find these sentences, and fill in what they and the containers give to clauses that say nothing."""
    for line in read.outline.lines:
        if line.cells is None:
            _sentence(read, line, flat(line.text))
    for one in read.clauses.values():
        if read.first_leads and one.responsible and not one.lead and not in_measures(one.clause):
            one.lead, one.support = one.responsible[:1], [*one.support, *one.responsible[1:]]
            one.responsible = []
    _share_lines(read)
    _share_above(read)
    for one in read.clauses.values():
        if one.clause.leaf and in_plan(one.clause):
            _inherit(one, read)
    for one in read.clauses.values():
        if one.clause.leaf and in_plan(one.clause) and not in_measures(one.clause):
            _default(one, read)


def _sentence(read: Read, line: Line, text: str) -> None:
    if re.search("第一|首位", text) and first_leads(text) and not read_unit_line(text).first_leads:
        read.first_leads = read.first_leads or At(0, len(text), text, "unit.first-leads").found(line)
    if (one := _LED_BY.search(text)) and not _TASKS_ABOVE.match(text):
        for role in ("lead", "support"):
            if one[role] and all_units(text, *one.span(role)):
                _defaults(read, role, line, text, *one.span(role))
    for one in (*_NAMED.finditer(text), *_NAMED_BUT.finditer(text)):
        _defaults(read, _ROLE[one["role"]], line, text, *one.span("units"))
    if (one := _CARRIED_OUT_BY.search(text)) and all_units(text, *one.span("units")):
        _defaults(read, "everywhere", line, text, *one.span("units"))
    if (one := _DUE.search(text)) and read.default_due is None:
        due = cell_deadline(one["due"], read.time)
        if due is not None:
            at = one.start("due")
            read.default_due = At(at + due.start, at + due.end, due.value, "deadline.default").found(line)
    for said in _REPORTING.finditer(text):
        read.reporting.append(At(said.start(), said.end(), said[0], "reporting").found(line))


def _defaults(read: Read, role: str, line: Line, text: str, start: int, end: int) -> None:
    if role not in read.defaults:
        units = unit_list(text, start, end).units
        read.defaults[role] = [At(each.start, each.end, each.value.name, "unit.default").found(line) for each in units]


def _share_lines(read: Read) -> None:
    """①…②… in one line: units in the line behind it are those of all of them."""
    for one in read.clauses.values():
        if not one.clause.children:
            continue
        beside: dict[int, list[Extracted]] = {}
        for each in one.clause.children:
            beside.setdefault(each.span.line, []).append(read.clauses[each.id])
        for last in reversed(one.clause.children):
            holder, same = read.clauses[last.id], beside[last.span.line]
            behind = [unit for role in ROLES for unit in holder.of(role) if unit.words.span.line > last.span.line]
            for sharing in same if behind else ():
                if sharing is not holder and not sharing.names_units:
                    for role in ROLES:
                        setattr(sharing, role, [unit._replace(rule="unit.shared-line") for unit in holder.of(role)])


_TASKS_ABOVE = re.compile(r"^[\s　]*以上(?:各项|各条)?(?:重点)?(?:工作|任务|措施|事项)")


def _share_above(read: Read) -> None:
    """以上任务由A牵头，B配合, behind the last clause of several: theirs as far as they name nobody."""
    for one in read.clauses.values():
        if not one.names_units or one.clause.parent is None:
            continue
        if not any(line.cells is None and _TASKS_ABOVE.match(line.text) for line in one.clause.body):
            continue
        for beside in one.clause.parent.children:
            if beside is one.clause:
                break
            each = read.clauses[beside.id]
            if not each.names_units:
                for role in ROLES:
                    setattr(each, role, [unit._replace(rule="unit.tasks-above") for unit in one.of(role)])


def _above(clause: Clause, read: Read) -> Iterator[tuple[Extracted, bool]]:
    """The containers of a clause from the nearest on, each with whether it is the chapter."""
    box = clause.parent
    while box is not None:
        if (holder := read.clauses.get(box.id)) is not None:
            yield holder, box.parent is None
        box = box.parent


def _inherit(one: Extracted, read: Read) -> None:
    """A clause has of the nearest container what it does not name itself; but the lead: that the plan does."""
    for holder, chapter in _above(one.clause, read):
        if not holder.names_units:
            continue
        named = one.names_units
        if not one.lead and not one.responsible:
            if chapter:
                one.lead = [each._replace(rule="unit.inherited") for each in holder.lead]
            if not named:
                one.responsible = [each._replace(rule="unit.inherited") for each in holder.responsible]
        if not one.support and not one.responsible:
            own = {each.value for each in one.lead}
            one.support = [each._replace(rule="unit.inherited") for each in holder.support if each.value not in own]
        return


def _default(one: Extracted, read: Read) -> None:
    if not one.lead and not one.responsible and not any(holder.lead for holder, _ in _above(one.clause, read)):
        one.lead = list(read.defaults.get("lead", []))
        one.responsible = list(read.defaults.get("responsible", [])) if not one.lead else []
    if not one.support and not one.responsible:
        own = {each.value for each in one.lead}
        named = read.defaults.get("support") or read.defaults.get("responsible", [])
        one.support = [each for each in named if each.value not in own]
    here = {each.value for role in ROLES for each in one.of(role)}
    one.support += [each for each in read.defaults.get("everywhere", []) if each.value not in here]


_YEARS = re.compile(r"(?P<first>20\d\d)年?[-至到~](?P<last>20\d\d)年")
_NUMBERED = re.compile(r"[〔（\[]?(20\d\d)")
_DUE_YEAR = re.compile(r"(?<![较比与同自从《〔\d])(20\d\d)年(?:底|末|年底|年末|\d{1,2}月)")


def plan_time(outline: Outline, today: date) -> tuple[Time, bool]:
    """The time that the document's words are read against; and whether its year is only ours.

    A title names it best (2021年, 2021—2023年); else the number, the day of issue, the first year with a deadline.
    """
    issued = date.fromisoformat(outline.issued.value) if outline.issued else None
    title = flat(outline.title.value) if outline.title else ""
    for words in (title, *(flat(line.text) for line in outline.lines[:12] if len(line.text) < 60)):
        if (years := _YEARS.search(words)) and int(years["first"]) < int(years["last"]):
            return Time.of(int(years["first"]), date(int(years["last"]), 12, 31), issued), False
    if one := re.search(r"(?<!\d)(20\d\d)年?(?!\d)", title):
        return Time.of(int(one[1]), None, issued), False
    if outline.number and (one := _NUMBERED.search(outline.number.value)):
        return Time.of(int(one[1]), None, issued), False
    if issued is not None:
        return Time.of(issued.year, None, issued), False
    named = [int(one[1]) for line in outline.lines for one in _DUE_YEAR.finditer(flat(line.text))]
    if named:
        return Time.of(min(named)), False
    return (Time.of(outline.year.value), False) if outline.year else (Time.of(today.year), True)

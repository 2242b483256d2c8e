"""Who answers, as lines and brackets say it: 牵头单位：…, （A牵头，B配合）, 责任单位：A（牵头）、B, 同上."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from baicheng_cli.document.places import At, pieces
from baicheng_cli.document.role_sentences import turns
from baicheng_cli.document.unit_names import BODY, Named, all_units, unit_list

_OFFICES = "(?:单位|部门|处室|科室)"
_LEAD = f"主办(?=：)|总?牵头(?:责任)?(?:{_OFFICES}|主体)?|(?:主办|主责|责任牵头){_OFFICES}|第一责任单位"
_SUPPORT = f"(?:协办|会办)(?=：)|配合(?:责任)?{_OFFICES}?|(?:协办|协同|参与|协助|会办|参加|协作){_OFFICES}"
_RESPONSIBLE = (
    f"(?:主要|主体|共同)?责任(?:{_OFFICES}|主体|站所|股室|村居|村|社区|街道|乡镇|镇街|企业)"
    f"|(?:承办|落实|实施|完成|执行|负责|承担){_OFFICES}|实施主体|工作单位"
)
_PEOPLE = (
    "(?:责任|牵头|分管|包抓|配合|市级|区级|包联|主管|联系)领导|(?:第一|直接|具体)?责任人|联系人|负责人"
    "|联系电话|联络员|电话|备注|(?:督导|督办|督查|监督|指导|验收|销号)(?:单位|部门)"
)
_DUE = (
    "(?:计划)?(?:完成|办结|工作|实施|整改|治理|办理|销号)(?:时限|时间|期限|日期)|时限(?:要求)?|时间(?:节点|要求|安排|进度|表)"
    "|期限|进度(?:要求|安排)|截止(?:时间|日期)"
)
_CONTENT = (
    "(?:工作|目标|主要|重点|具体|年度|整改|治理|整治)(?:任务|内容|目标|措施|要求)|任务(?:目标|内容)|具体举措|推进措施|工作举措"
    "|完成标准|目标值?"
)

_LABEL = re.compile(
    rf"(?:^|(?<=[\s　（；。，、/|*\t\n])|(?=（?[\u4e00-\u9fff]{{2,6}}(?:单位|部门)[：）]))\**(?P<open>（)?"
    rf"(?:(?P<lead>{_LEAD})|(?P<support>{_SUPPORT})|(?P<responsible>{_RESPONSIBLE})|(?P<people>{_PEOPLE})"
    rf"|(?P<due>{_DUE})|(?P<content>{_CONTENT}))"
    r"(?:及(?:责任人|负责人|联系人))?(?:（[^（）]{0,8}）)?(?(open)(?:(?<=单位)|(?<=部门)|(?<=时限)|(?<=时间))\**(?:）\**：?|：)|\**：\**)"
)
_LABEL_AND_BLANK = re.compile(
    rf"^\s*(?:(?P<lead>牵头{_OFFICES})|(?P<support>配合{_OFFICES})|(?P<responsible>责任{_OFFICES}))[\s　]+(?=\S)"
)
_BRACKET = re.compile(r"（(?P<inside>[^（）]*(?:（[^（）]*）[^（）]*)*)）")
_SQUARE = re.compile(r"〔(?!\d{4}〕)([^〔〕]*)〕")
_ITEM = "(?:(?:此|本|该)项(?:工作|任务)?|以上(?:工作|任务))?"
_CARRY_ON = "(?:负责|实施|落实|组织|组织实施)?"
_WITH = "(?:配合|参与|参加|协助|协同)"
_BY_DUTY = "按(?:照)?(?:各自)?(?:职责|职能)?分工(?:负责|落实)?"
_A_LEADS = re.compile(
    rf"^\s*{_ITEM}由?(?P<lead>.+?)(?:负责)?牵头{_CARRY_ON}"
    rf"(?:[，、；]?(?:会同)?(?P<support>.+?)(?:等)?(?:共同)?(?:{_WITH}|{_BY_DUTY}|分工负责|负责)(?:落实|实施)?)?$"
)
_A_ANSWERS = re.compile(
    rf"^\s*{_ITEM}由?(?P<responsible>.+?)(?:等)?(?P<how>{_BY_DUTY}|分工负责|负责|负责落实|共同负责|具体负责)"
    r"(?:[，；](?P<more>.+?)(?:负责)?(?:落实|配合|参与|实施))?$"
)
_BY_WHOM = re.compile(
    rf"(?:^|[，。；\t])(?P<who>{_ITEM}由(?P<lead>[^，。；\t]{{2,40}}?)(?:(?:负责|统一)?牵头{_CARRY_ON}|(?:具体|组织)?负责)"
    rf"(?:，(?:会同)?(?P<support>[^。；\t]{{2,80}}?)(?:等)?{_WITH}(?:落实|实施)?)?(?=[。；，\t]|$))"
)
_WITH_WHOM = re.compile(
    rf"(?:^|[，。；\t])(?P<who>{_ITEM}由(?P<lead>[^，。；\t]{{2,30}}?)(?:牵头)?会同(?P<support>[^。；\t]{{2,80}}?)"
    r"(?:共同)?(?:组织|负责|落实|实施|推进|制定|完成|开展)[^，。；\t]{0,8}(?=[。；，\t]|$))"
)
_TOGETHER_WITH = re.compile(
    r"(?:^|(?<=[。；\t]))(?P<who>(?P<lead>[^，。；、\t]{3,30}?)会同(?P<support>[^，。；\t]{3,80}?)"
    r"(?=对|开展|组织|负责|落实|实施|推进|制定|完成|建立|加强|做好|集中|联合))"
)
"""市甲局会同市乙局对…开展检查: what they do stands behind."""
_UNITS_ARE = re.compile(
    r"(?:^|(?<=[。；\t]))(?:(?P<lead>牵头单位)|(?P<support>(?:配合|协助|协办)单位)|(?P<responsible>责任单位))(?:为|是)"
    r"(?P<units>[^。；\t]{3,120})(?=[。；\t]|$)"
)
_IS_ANSWERABLE = re.compile(
    rf"(?<=[。；\t])(?P<lead>[^，。；\t]{{3,40}}?)(?:为|是|作为)(?:第一|主体)?(?:责任(?:主体|单位)|牵头单位)"
    rf"(?:，(?P<support>[^。；\t]{{3,80}}?)(?:积极|密切|协同|共同)?{_WITH})?(?=[。；]|$)"
)
_BY_SEVERAL = re.compile(
    r"(?:^|[，。；\t])(?P<who>由(?P<responsible>[^，。；\t]{3,60}?)负责[^，。；\t]{0,8}(?=[。；，\t]|$))"
)
_TOGETHER = re.compile(rf"(?<=[。；\t])(?P<support>[^。；\t]{{3,80}}?)(?:等)?{_WITH}(?=[。；]|$)")
_LEADS = re.compile(
    rf"(?:^|(?<=[。；\t]))(?P<lead>[^。；，\t]{{3,60}}?)牵头{_CARRY_ON}"
    rf"(?:，(?P<support>[^。；\t]{{3,100}}?)(?:等)?(?:{_WITH}|{_BY_DUTY}|负责)(?:落实|实施)?)?(?=[。；]|$)"
)
_ANSWERS = re.compile(
    rf"(?<=[。；\t])(?P<responsible>[^。；\t]{{3,100}}?)(?:等)?(?:{_BY_DUTY}|分工负责|共同负责)(?=[。；]|$)"
)
_FIRST = re.compile(r"^[\s　]*(?P<lead>[^，。；：、\t]{3,30}(?:、[^，。；：、\t]{3,30}){0,3})：(?=[^\s])")
_SAME = re.compile(
    r"^[\s　]*(?:同上|同前|同上项|〃|″"
    r"|同(?:第|任务|序号|工作|事项)(?P<number>\d{1,3}|[一二三四五六七八九十]{1,3})[项条]?"
    r"|同(?P<label>（[一二三四五六七八九十]{1,3}）(?:\d{1,3}|（\d{1,3}）)?))[\s　。；]*$"
)

_UNITS = ("lead", "support", "responsible")


@dataclass
class UnitReading:
    """What a line says of who answers, and when; and the line without those words."""

    lead: list[At[Named]] = field(default_factory=list)
    support: list[At[Named]] = field(default_factory=list)
    responsible: list[At[Named]] = field(default_factory=list)
    due: list[At[str]] = field(default_factory=list)
    """完成时限：…, its words."""
    same: list[tuple[str, str]] = field(default_factory=list)
    """Roles that are 同上; with the number of the clause where one is named (同第1项)."""
    first_leads: bool = False
    open_ends: list[At[str]] = field(default_factory=list)
    prose: str = ""
    """The flat text, with the words that were read here blanked out by stops."""
    known: set[tuple[str, str]] = field(default_factory=set)
    """Roles with the names that were found in them."""
    blanks: list[tuple[int, int]] = field(default_factory=list)
    """Stretches that are not yet blanked out of the prose."""

    def of(self, role: str) -> list[At[Named]]:
        found: list[At[Named]] = getattr(self, role)
        return found

    @property
    def names(self) -> bool:
        return bool(self.lead or self.support or self.responsible or self.same)


def read_unit_line(text: str) -> UnitReading:
    """A flat line: its labels, its brackets, and what is left."""
    text = _SQUARE.sub(lambda one: f"（{one[1]}）", text)
    reading = UnitReading(prose=text)
    for one in _BRACKET.finditer(text):
        _bracket(text, one.start(), one.end(), reading)
    _labelled(_without_blanks(reading), 0, len(text), reading)
    for one in _FIRST.finditer(_without_blanks(reading)):
        if not reading.names and all_units(text, *one.span("lead")):
            _add(text, *one.span("lead"), "lead", reading, "unit.first")
            _blank(reading, one.start("lead"), one.end())
    _sentences(text, reading)
    for one in _BY_WHOM.finditer(_without_blanks(reading)):
        if not reading.lead and all_units(text, *one.span("lead")):
            _add(text, *one.span("lead"), "lead", reading, "unit.by-whom")
            if one["support"]:
                _add(text, *one.span("support"), "support", reading, "unit.by-whom")
            _blank(reading, one.start("who"), one.end())
    for one in _UNITS_ARE.finditer(_without_blanks(reading)):
        if all_units(text, *one.span("units")):
            role = next(name for name in _UNITS if one[name])
            _add(text, *one.span("units"), role, reading, "unit.labelled")
            _blank(reading, *one.span())
    for pattern, roles in (
        (_TOGETHER_WITH, ("lead", "support")),
        (_WITH_WHOM, ("lead", "support")),
        (_IS_ANSWERABLE, ("lead", "support")),
        (_LEADS, ("lead", "support")),
        (_ANSWERS, ("responsible",)),
        (_BY_SEVERAL, ("responsible",)),
    ):
        for one in pattern.finditer(_without_blanks(reading)):
            if not reading.names and all(one[role] is None or all_units(text, *one.span(role)) for role in roles):
                for role in roles:
                    if one[role]:
                        _add(text, *one.span(role), role, reading, "unit.sentence")
                _blank(reading, *one.span("who" if "who" in pattern.groupindex else 0))
    for one in _TOGETHER.finditer(_without_blanks(reading)):
        if all_units(text, *one.span("support")):
            _add(text, *one.span("support"), "support", reading, "unit.together")
            _blank(reading, *one.span())
    _without_blanks(reading)
    return reading


def _sentences(text: str, reading: UnitReading) -> None:
    """Whole sentences that say nothing but who does what."""
    for begin, end in pieces(_without_blanks(reading), 0, len(text), "。\t"):
        if begin and not reading.names and _in_turn(text, begin, end, reading, "unit.in-turn"):
            _blank(reading, begin, end)


def _in_turn(text: str, begin: int, end: int, reading: UnitReading, rule: str) -> bool:
    """县甲局牵头，县乙局参与，各乡镇落实: whether a stretch is such a sentence, which is read then."""
    found = turns(text, begin, end)
    for role, first, last in found:
        if role == "due":
            reading.due.append(At(first, last, text[first:last].strip(" 　；。，"), "deadline.labelled"))
        else:
            _add(text, first, last, role, reading, rule)
    return bool(found)


def cell_units(text: str, role: str) -> UnitReading:
    """The units that a cell of a table names."""
    reading = UnitReading()
    if same := _SAME.match(text):
        reading.same.append((role, same["number"] or same["label"] or ""))
        return reading
    labelled = read_unit_line(text)
    if labelled.names:
        return labelled
    _add(text, 0, len(text), role, reading, "unit.cell")
    return reading


def role_of_heading(heading: str) -> str:
    """What a column holds, by its heading: a role, `due`, `people`, `content`, or nothing of these."""
    words = re.sub(r"[\s　（）]", "", heading)
    if one := _LABEL.match(words + "："):
        return next(name for name, found in one.groupdict().items() if found and name != "open")
    for role, mark in (
        ("people", "领导|责任人|联系"),
        ("lead", "牵头|主办|主责"),
        ("support", "配合|协办|参与|协助"),
        ("due", "时限|时间|期限|节点|完成日期"),
        ("responsible", "责任单位|责任部门|承办|落实单位|单位"),
    ):
        if re.search(mark, words):
            return role
    return ""


def _bracket(text: str, begin: int, end: int, reading: UnitReading) -> None:
    """What a bracket says, one part after the other; blanked out when it said anything."""
    read = _in_turn(text, begin + 1, end - 1, reading, "unit.leads")
    role = ""
    for first, last in [] if read else pieces(text, begin + 1, end - 1, "；。"):
        if _labelled(text, first, last, reading, begins=True) or _who_leads(text, first, last, reading):
            one = _LABEL.search(text, first, last)
            role = next((each for each in _UNITS if one is not None and one[each]), "")
            read = True
        elif role and all_units(text, first, last):  # 责任单位：市甲局；各区人民政府
            _add(text, first, last, role, reading, "unit.bracket")
    alone = begin == 0 or text[begin - 1] in "。；！）\t 　" or text[begin - 1].isspace()
    if not read and alone and all_units(text, begin + 1, end - 1):
        _add(text, begin + 1, end - 1, "responsible", reading, "unit.bare-bracket")
        read = True
    if read:
        _blank(reading, begin, end)


def _labelled(text: str, start: int, end: int, reading: UnitReading, *, begins: bool = False) -> bool:
    """Labels with what follows each of them, up to the next. `begins`: one has to stand at the beginning."""
    labels = list(_LABEL.finditer(text, start, end))
    if begins and labels and text[start : labels[0].start()].strip():
        return False
    if not labels and not begins and (one := _LABEL_AND_BLANK.match(text)):
        labels = [one]
    if all(one.groupdict().get("content") for one in labels):
        return False
    for index, one in enumerate(labels):
        stop = labels[index + 1].start() if index + 1 < len(labels) else end
        first = one.end()
        kind = next(name for name, words in one.groupdict().items() if words and name != "open")
        if kind == "content":
            continue
        last = _end_of_list(text, first, stop)
        if kind == "due":
            reading.due.append(At(first, last, text[first:last].strip(" 　；。，"), "deadline.labelled"))
        elif kind != "people":
            if same := _SAME.match(text[first:last]):
                reading.same.append((kind, same["number"] or same["label"] or ""))
            else:
                rule = f"unit.{'bracket' if begins else 'labelled'}"
                if not _in_turn(text, first, last, reading, rule):
                    _add(text, first, last, kind, reading, rule)
        if not begins:
            _blank(reading, one.start(), last)
    return True


def _end_of_list(text: str, first: int, stop: int) -> int:
    """Where a labelled list ends: at its full stop."""
    depth = 0
    for place in range(first, stop):
        sign = text[place]
        if sign == "（":
            depth += 1
        elif sign == "）":
            depth -= 1
        elif not depth and sign in "。\n\t":
            return place
    return stop


def _who_leads(text: str, begin: int, end: int, reading: UnitReading) -> bool:
    """（A牵头，B、C配合）, （A、B按职责分工负责）, （A负责）"""
    while end > begin and text[end - 1] in "。； ":
        end -= 1
    one = _A_LEADS.match(text[begin:end])
    if one is not None and BODY.search(one["lead"]):
        _add(text, begin + one.start("lead"), begin + one.end("lead"), "lead", reading, "unit.leads")
        if one["support"]:
            _add(text, begin + one.start("support"), begin + one.end("support"), "support", reading, "unit.leads")
        return True
    one = _A_ANSWERS.match(text[begin:end])
    if one is not None and BODY.search(one["responsible"].removesuffix("等")):
        alone = one["how"] == "负责" and len(unit_list(text, begin, begin + one.end("responsible")).units) == 1
        role = "lead" if alone else "responsible"
        _add(text, begin + one.start("responsible"), begin + one.end("responsible"), role, reading, "unit.answers")
        if one["more"]:
            also = "support" if role == "lead" else role
            _add(text, begin + one.start("more"), begin + one.end("more"), also, reading, "unit.answers")
        return True
    return False


def _add(text: str, start: int, end: int, role: str, reading: UnitReading, rule: str) -> None:
    found = unit_list(text, start, end)
    reading.first_leads |= found.first_leads
    if found.open_end:
        reading.open_ends.append(At(start, end, found.open_end, rule))
    for one in found.units:
        known = (one.value.role or role, one.value.name)
        if known not in reading.known:
            reading.known.add(known)
            reading.of(known[0]).append(one._replace(rule=rule))


def _blank(reading: UnitReading, start: int, end: int) -> None:
    reading.blanks.append((start, end))


def _without_blanks(reading: UnitReading) -> str:
    """The prose with stops for the words that were read, all of them at once: a line may have thousands of brackets."""
    pieces_left, at = [], 0
    for start, end in sorted(reading.blanks):
        if end > at:
            pieces_left += [reading.prose[at : max(at, start)], "\t" * (end - max(at, start))]
            at = end
    reading.blanks = []
    reading.prose = "".join([*pieces_left, reading.prose[at:]])
    return reading.prose

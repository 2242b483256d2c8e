"""A list of units as documents write it: where one name ends, what brackets after it mean, what 等 leaves open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from baicheng_cli.document.phrases import MAKING
from baicheng_cli.document.places import At

BODY = re.compile(
    r"(?:局|委|办|委员会|办公室|部|处|中心|室|公司|集团|政府|人民政府|管委会|街道|办事处|支队|大队|中队|总队|队|院|校|行|会|社|厅|署|所|站|厂|银行|分局|单位|部门|协会|联社|联合会"
    r"|乡镇|镇街|乡|镇|村|社区|指挥部|领导小组|专班|组|党工委|工委|工会|团委|妇联|科协|残联|工商联|园区|开发区|高新区|新区|县区|县|区|市|州|台|馆|供电|联通|移动|电信|支行|机构|企业|主体|研究院|学校|大学|学院|医院|物业|铁塔|热力|水务|燃气|班子|纪委监委|法院|检察院|街|岗|校)(?:（[^（）]*）)?$"
)
_COLLECTIVE = re.compile(
    r"^(?:各|相关|有关|所有|全体|涉及|属地|辖区|沿线|其他|市级?各|区级?各|县级?各)|(?:各|相关|有关)(?:责任)?(?:部门|单位|企业|街道|乡镇|社区|镇街|科室|成员单位|职能部门|委办局|办事处|机构)$|成员单位$|^(?:市|区|县|省)直(?:各)?(?:部门|单位)$|牵头单位$|责任单位$|配合单位$"
)
_PART_OF_NAME = re.compile(
    r"^(?:市、区|县、区|市|区|县|街道|街道办事处|办事处|镇|乡|镇街|园区|乡镇|开发区|管委会|场|社区|村|县区|市区|街|集团|.*(?:局|委|办|处|中心|部|办公室|会))$"
)
_SHORT = re.compile(r"(?:以下)?(?:统一)?简称(?:为)?[：“\"「]*(?P<short>[^”\"」，；）（]+)[”\"」]*")
_FIRST_LEADS = re.compile(
    r"(?:列|排|排名|居|位列|写)?(?:在)?(?:第一位?|首位|第一个)(?:的)?(?:责任)?(?:单位|部门)?(?:的)?(?:，)?(?:为|是|负责)(?:责任)?(?:总)?牵头"
)
_NOTE_OF_ROLE = {
    "牵头": "lead",
    "主办": "lead",
    "牵头单位": "lead",
    "牵头负责": "lead",
    "主责": "lead",
    "总牵头": "lead",
    "双牵头": "lead",
    "配合": "support",
    "协办": "support",
    "配合单位": "support",
    "责任": "responsible",
}
_DUTY = re.compile(
    r"(?:等)?(?:按照?(?:各自)?(?:职责|职能)(?:分工)?(?:负责|落实|配合|做好)?|按职责分工|分别负责|共同负责|负责落实|负责|分工负责|参与|配合)$"
)
_GOVERNMENTS = re.compile(
    r"(?:各|有关|相关)?(?:设区)?[市县区州](?:（[^（）]*）)?、(?:各|有关|相关)?[县区市乡镇](?:（[^（）]*）)?(?:、区)?(?:人民)?政府"
    r"|(?:党委|党工委)[、和](?:人民)?(?:政府|管委会)"
)
"""有关市、县人民政府: the mark inside does not cut it."""
_OFFICIAL = re.compile(r"(?<=[局委办部处])(?:局长|主任|部长|书记|处长|主要负责同志|负责同志|负责人)$")
_AND = re.compile(r"以及|及其|和|与|及|并")
MOST = 40
"""Characters of the longest name."""
_SPLIT = "、，；/|\t\n 　"


class Named(NamedTuple):
    """One unit that a list names."""

    name: str
    role: str = ""
    """What a note right behind it says: （牵头）."""
    full: str = ""
    """The name that it stands for: （以下简称…）."""


class UnitList(NamedTuple):
    """A list of units, read."""

    units: tuple[At[Named], ...]
    first_leads: bool = False
    """（列第一位的为牵头）"""
    open_end: str = ""
    """等部门: the list says itself that it is not complete."""


def is_collective(name: str) -> bool:
    """Units named together: 各街道办事处, 区政府有关部门, 相关社区."""
    return bool(_COLLECTIVE.search(name)) or "有关" in name or "相关" in name


def all_units(text: str, start: int, end: int) -> bool:
    """Whether a stretch is a list of units and nothing else."""
    read = unit_list(text, start, end)
    names = [one.value.name for one in read.units]
    covered = sum(one.end - one.start for one in read.units)
    whole = bool(names) and covered * 10 >= len(text[start:end].strip()) * 7
    return whole and all(_is_unit(name) for name in names)


def _is_unit(name: str) -> bool:
    named = bool(BODY.search(name)) or is_collective(name)
    if re.fullmatch("(?:牵头|配合|责任|协办|主办|参与|承办)(?:责任)?(?:单位|部门)", name):
        return False
    return len(name) > 2 and named and not MAKING.match(name) and not re.search(r"\d|每(?:年|月|季|半|周)", name)


def first_leads(text: str) -> bool:
    return bool(_FIRST_LEADS.search(text))


def unit_list(text: str, start: int, end: int) -> UnitList:
    """The units in a stretch of a flat text."""
    units: list[At[Named]] = []
    first, open_end = False, ""
    for begin, stop in _parts(text, start, end):
        one = _cleaned(text, begin, stop)
        if one is None:
            continue
        begin, stop = one
        words = text[begin:stop]
        if first_leads(words):
            first = True
            if first_leads(_outside(words)):
                continue
        if cut := re.search(r"(?<=.)等(?=[^级待]|$)", _outside(words)):
            left, rest = (begin, begin + cut.start()), words[cut.end() :]
            units += _named(text, *left)
            rest = _DUTY.sub("", rest)
            if is_collective(rest) and BODY.search(rest):
                at = begin + cut.end()
                units.append(At(at, at + len(rest), Named(rest), "unit.after-and-others"))
            else:
                open_end = words[cut.start() :]
            continue
        named = list(_named(text, begin, stop))
        units += named
        if not named and len(words) > MOST:  # more than a name, and no list
            open_end = f"{words[:12]}……"
    return UnitList(tuple(units), first, open_end)


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The list cut at its marks, not inside brackets; 和 cuts only between two names that are whole."""
    begin, depth = start, 0
    nested = 1 if text.count("（", start, end) == text.count("）", start, end) else 0
    """One that is not closed was typed wrongly: it must not hold the rest of the list together."""
    together = {place for one in _GOVERNMENTS.finditer(text, start, end) for place in range(*one.span())}
    for place in range(start, end + 1):
        sign = text[place] if place < end else "、"
        if sign in "（《“":
            depth += nested
        elif sign in "）》”":
            depth = max(0, depth - 1)
        elif place == end or (
            not depth and sign in _SPLIT and place not in together and not _goes_on(text, begin, place)
        ):
            yield from _cut_at_and(text, begin, place)
            begin = place + 1


_REST = re.compile("(?:中心|站所|园区|社区|村|部门|单位|企业|场|院|所|街道|办事处)(?=[、，；。]|$)")


def _goes_on(text: str, start: int, place: int) -> bool:
    """各办公室、中心: what follows is no unit by itself, and belongs to the collective before it."""
    return text.startswith("各", start) and text[place] == "、" and _REST.match(text, place + 1) is not None


def _cut_at_and(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    words = _outside(text[start:end])
    begin = 0
    for one in _AND.finditer(words):
        left, right = words[max(begin, one.start() - MOST) : one.start()], words[one.end() : one.end() + MOST]
        right = _AND.split(right)[0]
        if len(left) >= 2 and BODY.search(left.rstrip("　")) and len(right) >= 2 and BODY.search(_DUTY.sub("", right)):
            yield start + begin, start + one.start()
            begin = one.end()
    if start + begin < end:
        yield start + begin, end


def _outside(words: str) -> str:
    """The words with what stands in brackets blanked out, character for character."""
    return re.sub(r"（[^（）]*）", lambda one: "　" * len(one[0]), words)


def _cleaned(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start] in " 　。：*，、；":
        start += 1
    while end > start and text[end - 1] in " 　。：*；，、":
        end -= 1
    words = text[start:end]
    if one := re.match(r"(?:由|市领导|并由|以及|和)(?=.{2,})", words):
        start += one.end()
    if one := _DUTY.search(text[start:end]):
        end = start + one.start()
    return (start, end) if end - start >= 2 else None


def _named(text: str, start: int, end: int) -> Iterator[At[Named]]:
    """One unit, with the notes in brackets behind it read or dropped."""
    words = text[start:end]
    role = full = ""
    name, stop = words, end
    while one := re.search(r"（(?P<note>[^（）]*)）$", name):
        note = one["note"].strip()
        if short := _SHORT.search(note):
            full, name = name[: one.start()], short["short"].strip()
            break
        if note in _NOTE_OF_ROLE:
            role = _NOTE_OF_ROLE[note]
        elif _PART_OF_NAME.match(note) and not first_leads(note):
            break
        name, stop = name[: one.start()], start + one.start()
    name = _OFFICIAL.sub("", name.strip(" 　*："))
    if len(name) > MOST or re.search("[，。；,;\t\n]", name):
        return
    name = name if name.count("（") == name.count("）") else name.strip("（）")
    if (
        len(name) < 2
        or (len(name) < 4 and not BODY.search(name))
        or re.fullmatch(r"[\d\W]+|同上|无|暂无|待定|/+|-+", name)
    ):
        return
    yield At(start, end if full else stop, Named(name, role, full.strip()), "unit.listed")

"""Targets, milestones and days of one item against the words of its clause: every number has one owner."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from baicheng_cli.document.deadlines import Deadline, cell_deadline
from baicheng_cli.document.model import Words
from baicheng_cli.document.numbers import Quantity
from baicheng_cli.document.places import At, flat
from baicheng_cli.document.said import Prose, Said
from baicheng_cli.document.trace_codes import (
    DUE,
    NAME,
    NO_DUE,
    OPERATOR,
    PART,
    QUALIFIER,
    REACH,
    STALE,
    STRIVE,
    UNREAD,
    VALUE,
    Difference,
    quoted,
)
from baicheng_cli.plan.model import OPERATORS, Indicator, Item, Milestone, Stage, Task
from baicheng_cli.words import REACH as REACH_WORDS
from baicheng_cli.words import number_words

Path = tuple[str | int, ...]

_ALL = re.compile("所有|全部|全覆盖|全面|全域|百分之百|应[\u4e00-\u9fff]尽[\u4e00-\u9fff]|清零|归零")
_NONE = re.compile("清零|归零|零(?:发生|增长|投诉|事故|容忍)|消除|全部")
_EXTERNAL = re.compile(
    r"(?:市|省|国家|上级|中央|县|区)(?:定|级|里|委市政府)?[^，。；、]{0,8}(?:要求|标准|目标|下达|任务)|按(?:照)?要求|规定要求"
)
_SCALES = {"": 1, "百": 100, "千": 1000, "万": 10_000, "百万": 10**6, "千万": 10**7, "亿": 10**8, "万亿": 10**12}
_SCALED = re.compile("^(万亿|百万|千万|[百千万亿])?(.*)$")

_AFTER = (
    ("about", re.compile("(?:左右|上下)")),
    ("at_least", re.compile("(?:及|或)?以上|之上")),
    ("at_most", re.compile("(?:及|或)?以[内下]|之内")),
)
_BEFORE = (
    (
        "at_most",
        re.compile(
            r"(?:不(?:得)?(?:超过?|高于|大于|多于)|低于|小于|少于|控制(?:在|到|为|至)|最多|至多|≤|<=?|(?:下降|降低|减少|压缩|压减|缩短|缩减|精简|压降|回落|降|减)(?:到|至))$"
        ),
    ),
    (
        "at_least",
        re.compile(
            r"(?:不(?:得)?(?:低|少|小)于|不下于|至少|超过|突破|大于|高于|多于|≥|>=?|达到|达|(?:增加|增长|提高|提升|扩大|上升|拓展|增|升|扩)(?:到|至)|(?:保持|稳定|维持|巩固)在?)$"
        ),
    ),
    ("about", re.compile("(?:大?约|将近|接近|近)$")),
)
_LISTED = re.compile(r"[、和及]\d+(?:\.\d+)?([\u4e00-\u9fff%]{1,6}?)(?=(?:及|或)?以[内下上]|左右)")
_NOT_BELOW = re.compile(r"不(?:得)?(?:低|少|小)于$")
_RELATIVE = re.compile(
    r"(?:增长|增加|提高|(?<!整治)(?<!改造)(?<!品质)提升|上升|下降|降低|减少|压减|压缩|缩短|下浮|压降|节约)(?:了)?$"
)
_STRIVE = re.compile("力争|争取|力求")
_UP = re.compile("提高|提升|上升|增加|达到")
_DOWN = re.compile("下降|降低|降至|降到|压减|压降|减少|控制")
_CHINESE = "[二两三四五六七八九十百千万]"
_COUNTER = (
    "个|条|座|项|处|家|所|套|台|户|人|名|次|年|月|日|天|级|片|类|批|期|轮|种|成|倍|亿|万|支|件|部|辆|栋|间|张|公里"
    "|米|亩|吨|元|%|圈"
)
_NUMERAL = re.compile(rf"(?<![第\d每表图附])(?:{_CHINESE}+(?:{_COUNTER})|一(?:座|处|所|条|家|支|栋|部|台)(?!身|体))")
_RATE = "(?:率|比例|占比|覆盖面|合格面)"
_SHARED = re.compile(
    rf"((?:[^，。；、：\s\d]{{2,16}}?{_RATE}、)+[^，。；、：\s\d]{{2,16}}?{_RATE})(?=[^，。；]{{0,12}}(?:\d|[市省]定))"
)
"""Rates in a row before the number that holds for each of them."""
_FRONT = re.compile("^(?:全[市区县镇]|力争|确保|实现|其中|使|城区|辖区)+")
_SET_ABOVE = re.compile("(?:市|省|国家|上级)定(?:的)?(?:要求|标准|目标)")
_RATIO = re.compile(r"\d+(?:\.\d+)?[：:]\d+(?:\.\d+)?")
_IN_QUOTES = re.compile("“([^“”]{1,10})”")
_ANY_NUMERAL = re.compile("[一二两三四五六七八九十百千]")
_NEAR = 30
"""How far a number may be from the name whose target it is taken for."""
_NOT_A_NUMBER = re.compile("统一|一体|唯一|一般|一定|万一|一并|互联网")
_DIGITS = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_NAMES_OF_PAPERS = re.compile("《[^《》]*(?:《[^《》]*》[^《》]*)*》|〔\\d{4}〕第?\\d+号")
_REACH = {
    "start": re.compile("开工|启动|动工|开建|进场"),
    "finish": re.compile(
        "完成|建成|竣工|投用|投入|开放|实现|消除|达到|达标|出台|制定|编制|建立|形成|通车|交付|验收|办结|启用|上线|运行"
        "|销号|成立|组建|设立|设置|拆除|搬迁|清零|全覆盖|通过|挂牌|取缔|关停|淘汰|落地|印发|开业|开园"
    ),
    "ongoing": re.compile("持续|加快|推进|续建|继续|做好|开展|推动|深入|巩固|加强|落实"),
}
_ENDINGS = re.compile("(?:遗址生态文化公园|沿线绿化|(?:建成)?投用|建设|工程|项目|改造|整治|工作|建成|完成|开工)$")
_PARTS = {"assist": re.compile("配合|协助|协同|支持"), "supervise": re.compile("督导|督促|督办|监督|指导|监管")}


class Place(NamedTuple):
    """A stretch of one line of a clause."""

    prose: Prose
    start: int
    end: int

    @property
    def words(self) -> Words:
        """With what stands around it, as far as its piece of the sentence goes."""
        text, (begin, end) = self.prose.text, self.prose.piece(self.start)
        begin, end = max(begin, self.start - 24), min(max(end, self.end), self.end + 24)
        while 0 < begin < self.start and text[begin].isdigit() and text[begin - 1].isdigit():
            begin -= 1
        while self.end < end < len(text) and text[end].isdigit() and text[end - 1].isdigit():
            end += 1
        return self.prose.words(begin, end)


@dataclass
class _Item:
    """One item while it is held against its clause."""

    task: Task
    said: Said
    taken: list[Place] = field(default_factory=list)
    """Stretches that something in the plan accounts for."""
    dated: list[Place] = field(default_factory=list)

    @property
    def item(self) -> Item:
        return self.task.item

    def difference(
        self, code: str, path: Path, message: str, words: Words | None = None, remedy: str = ""
    ) -> Difference:
        shown = f"{message}：{quoted(words)}" if words is not None else message
        return Difference(code, (*self.task.path, *path), f"{self.task.id} {shown}", words, remedy, self.task.id)


class _Step(NamedTuple):
    """One target of an indicator: the indicator itself, or one of its stages."""

    part: Indicator
    step: Indicator | Stage
    path: Path


def compare_targets(task: Task, said: Said) -> Iterator[Difference]:
    """What differs between one item and its clause, numbers, names and days."""
    one = _Item(task, said)
    yield from _exceptions(one)
    yield from _qualifiers(one)
    steps = _steps(one.item)
    numbers = _assigned(one, steps)
    for step, number in zip(steps, numbers, strict=True):
        yield from _step(one, step, number)
    for index, part in enumerate(one.item.milestones):
        yield from _milestone(one, part, ("milestones", index))
    yield from _parts(one)
    yield from _left_dates(one)
    yield from _left_numbers(one)


def _steps(item: Item) -> list[_Step]:
    found = []
    for index, part in enumerate(item.indicators):
        for at, step in enumerate(part.steps):
            path: Path = ("indicators", index, *(("stages", at) if part.stages else ()))
            found.append(_Step(part, step, path))
    return found


# Words that the plan names itself.


def _exceptions(one: _Item) -> Iterator[Difference]:
    for index, exception in enumerate(one.item.exceptions):
        places = [Place(*place) for place in one.said.find(exception.what)]
        one.taken += places
        one.dated += places
        if not places:
            message = f"例外说明“{exception.what}”，原件这一条没有这些字"
            yield one.difference(STALE, ("exceptions", index, "what"), message, None, "删去，或改成原件的字句")


def _qualifiers(one: _Item) -> Iterator[Difference]:
    for index, part in enumerate(one.item.indicators):
        for at, words in enumerate(part.qualifiers):
            places = [Place(*place) for place in one.said.find(words)]
            one.taken += places
            if not places:
                message = f"{part.name}的限定词“{words}”，原件这一条没有"
                yield one.difference(QUALIFIER, ("indicators", index, "qualifiers", at), message, None, "按原件改")


# Numbers.


def _assigned(one: _Item, steps: Sequence[_Step]) -> list[Place | None]:
    """For every target the number of the document that is nearest to its name, each number once."""
    free: list[tuple[Prose, At[Quantity]]] = [
        (prose, quantity)
        for prose in one.said.prose
        for quantity in prose.quantities
        if not any(p.prose is prose and p.start < quantity.end and quantity.start < p.end for p in one.taken)
    ]
    options: list[tuple[int, int, int]] = []
    for index, (part, step, _) in enumerate(steps):
        names = _name_places(one, part)
        for at, (prose, quantity) in enumerate(free):
            if _matches(_listed(prose, quantity), step, part, prose.text):
                options.append((_distance(names, prose, quantity), index, at))
    found: list[Place | None] = [None] * len(steps)
    gone: set[int] = set()
    for _, index, at in sorted(options):
        prose, quantity = free[at]
        if found[index] is None and (at not in gone or prose.text[quantity.start - 1 : quantity.start] in ("各", "均")):
            found[index] = Place(prose, quantity.start, quantity.end)
            gone.add(at)
    for place in found:
        if place is not None:
            one.taken.append(place)
    return found


def _listed(prose: Prose, quantity: At[Quantity]) -> Quantity:
    """A number with the unit that only the last of a list carries: 3个、1个工作日."""
    after = re.match(
        r"(?:[、和及](?:\d+(?:\.\d+)?))([\u4e00-\u9fff%]{1,6}?)(?=[以，。；、（]|左右|$)", prose.text[quantity.end :]
    )
    if after is not None and after[1] != quantity.value.unit and after[1].startswith(quantity.value.unit):
        return quantity.value._replace(unit=after[1])
    return quantity.value


def _name_places(one: _Item, part: Indicator | Milestone) -> list[Place]:
    """Where a part's name stands; where the whole does not, its pieces."""
    name = re.sub(r"（[^（）]*）", "", flat(part.name))
    places = [Place(*place) for place in one.said.find(name)]
    if places or len(name) < 4:
        return places
    pieces = [piece for piece in re.split("[、和及与的（）]", name) if len(piece) > 1]
    for words in (*pieces, _ENDINGS.sub("", name), *(name[:size] for size in range(len(name) - 1, 3, -1))):
        places += [Place(*place) for place in one.said.find(words)]
        if places and words not in pieces:
            break
    if not places and next(one.said.find(name[:2]), None) is not None:
        places += [Place(*place) for place in one.said.find(name[-2:])]  # 新建、改造公厕: 新建公厕
    return places


def _distance(names: Sequence[Place], prose: Prose, number: At[Quantity]) -> int:
    """How far a number is from a name: characters between, and more for every mark in between."""
    best = 10_000
    for name in names:
        if name.prose is not prose:
            continue
        if name.end <= number.start:
            between = prose.text[name.end : number.start]
        elif number.end <= name.start:
            between = prose.text[number.end : name.start]
        else:
            between = ""
        marks = 12 * sum(between.count(sign) for sign in "，、；") + 60 * between.count("。")
        best = min(best, len(between) + marks)
    return best


def _scaled(unit: str) -> tuple[Decimal, str]:
    found = _SCALED.match(unit)
    scale, rest = (found[1] or "", found[2]) if found else ("", unit)
    return Decimal(_SCALES[scale]), rest


def _matches(quantity: Quantity, step: Indicator | Stage, part: Indicator, text: str) -> bool:
    """Whether a number of the document is this target's: its value in its unit of measure, 2.3万户 as 23000户 too."""
    target = step.target
    value = target.value
    if value is None:
        return False
    unit = flat(part.unit or "")
    if quantity.unit == unit or part.unit is None or part.unit_ours:
        upper = target.upper if target.op == "range" else None
        return (quantity.value, quantity.upper) == (value, upper)
    mine, bare = _scaled(unit)
    theirs, other = _scaled(quantity.unit)
    if bare != other and not (bare.split("/")[0] == other and "/" in bare and "每" in text):
        return False
    if target.op == "range" and target.upper is not None:
        return quantity.upper is not None and (value * mine, target.upper * mine) == (
            quantity.value * theirs,
            quantity.upper * theirs,
        )
    return value * mine == quantity.value * theirs and quantity.upper is None


def _step(one: _Item, step: _Step, number: Place | None) -> Iterator[Difference]:
    part, target = step.part, step.step.target
    names = _name_places(one, part)
    at: Place | None = number
    if target.external:
        at = _nearest(names, one, _EXTERNAL)
        if at is None:
            message = f"{part.name}写作由市里定（external），原件没有“市定要求”一类的话"
            yield one.difference(VALUE, _op_path(step), message, _around(names), "按原件写上目标值")
        else:
            one.taken.append(at)
    elif number is None:
        at = _in_words(one, step, names)
        if at is None:
            yield _no_value(one, step, names)
    if not names and at is None:
        message = f"指标“{part.name}”，原件这一条没有这个名称"
        yield one.difference(NAME, ("indicators", step.path[1], "name"), message, None, "按原件改")
    if at is None:
        return
    yield from _operator(one, step, at, names)
    yield from _strive(one, step, at)
    yield from _due(one, step.step.due, step.step.due_words, at, part.name, step.path)
    if number is not None:
        yield from _neighbour(one, step, number, names)


def _op_path(step: _Step) -> Path:
    ops = step.step.ops()
    return (*step.path, ops[0]) if ops else step.path


def _no_value(one: _Item, step: _Step, names: Sequence[Place]) -> Difference:
    """A target that is not there: with the number that stands in its place, which then needs no owner any more."""
    part, target = step.part, step.step.target
    value = number_words(target.value) if target.value is not None else ""
    upper = f"至{number_words(target.upper)}" if target.op == "range" and target.upper is not None else ""
    message = f"{part.name}的目标写作“{value}{upper}{part.unit or ''}”"
    if (instead := _in_its_place(one, names)) is not None:
        one.taken.append(instead)
        written = instead.prose.text[instead.start : instead.end]
        message = f"{message}，原件是“{written}”"
        return one.difference(VALUE, _op_path(step), message, instead.words, "按原件改")
    message = f"{message}，原件这一条没有这个数（或已是别的目标）"
    return one.difference(VALUE, _op_path(step), message, _around(names), "按原件改")


def _in_its_place(one: _Item, names: Sequence[Place]) -> Place | None:
    """The nearest number beside a name that belongs to nothing else."""
    best: tuple[int, Place] | None = None
    for prose in one.said.prose:
        for quantity in prose.quantities:
            place = Place(prose, quantity.start, quantity.end)
            distance = _distance(names, prose, quantity)
            if distance <= _NEAR and not _covered(place, one.taken) and (best is None or distance < best[0]):
                best = distance, place
    return best[1] if best is not None else None


def _around(names: Sequence[Place]) -> Words | None:
    return names[0].words if names else None


def _nearest(names: Sequence[Place], one: _Item, pattern: re.Pattern[str]) -> Place | None:
    """Where these words stand in the sentence of a name, or anywhere when the name is nowhere."""
    for name in names:
        begin, end = name.prose.sentence(name.start)
        if found := pattern.search(name.prose.text, begin, end):
            return Place(name.prose, found.start(), found.end())
    if not names:
        for prose in one.said.prose:
            if found := pattern.search(prose.text):
                return Place(prose, found.start(), found.end())
    return None


def _in_words(one: _Item, step: _Step, names: Sequence[Place]) -> Place | None:
    """A target that the document says in words: 所有 is 100 %, 清零 is none."""
    value, unit = step.step.target.value, step.part.unit or ""
    if value == 100 and unit == "%":
        pattern = _ALL
    elif value == 0:
        pattern = _NONE
    else:
        return None
    taken = {(place.prose.line.number, place.start) for place in one.taken}
    for prose in one.said.prose:
        for found in pattern.finditer(prose.text):
            place = Place(prose, found.start(), found.end())
            begin, end = prose.piece(place.start, "；。！？\n\t")
            near = any(name.prose is prose and begin <= name.start < end for name in names)
            if (near or not names or step.part.stages) and (prose.line.number, place.start) not in taken:
                one.taken.append(place)
                return place
    return None


def _operator(one: _Item, step: _Step, at: Place, names: Sequence[Place]) -> Iterator[Difference]:
    target = step.step.target
    mine = next((name for name, sign in OPERATORS.items() if sign == target.op), "range")
    allowed = _allowed_external(at) if target.external else _allowed(at)
    if target.op == "range":
        return
    if mine not in allowed:
        words = {"exactly": "正好", "at_least": "至少", "at_most": "至多", "about": "左右"}
        wanted = "或".join(f"{name}（{words[name]}）" for name in sorted(allowed))
        message = f"{step.part.name}写作 {mine}（{words[mine]}），按原件应为 {wanted}"
        yield one.difference(OPERATOR, (*_op_path(step),), message, at.words, f"改为 {' 或 '.join(sorted(allowed))}")


def _allowed_external(at: Place) -> set[str]:
    begin, _ = at.prose.piece(at.start, "；。！？\n\t")
    before = at.prose.text[begin : at.start]
    down, up = list(_DOWN.finditer(before)), list(_UP.finditer(before))
    if down and (not up or down[-1].start() > up[-1].start()):
        return {"at_most"}
    if up and before.endswith(("到", "至", "高", "升")):
        return {"at_least"}
    return {"exactly"}


def _allowed(at: Place) -> set[str]:
    """The operators that the words around a number allow."""
    text = at.prose.text
    begin, _ = at.prose.piece(at.start)
    before, words = text[begin : at.start], text[at.start : at.end]
    if _ALL.fullmatch(words) or _NONE.fullmatch(words):
        either = {"exactly", "at_least"} if words not in ("所有", "全部") else {"exactly"}
        return either | ({"at_most"} if _NONE.fullmatch(words) else set())
    more = bool(re.search("[余多来]", words)) or text[at.end : at.end + 1] in ("余", "多")
    after = text[at.end :]
    if (listed := _LISTED.match(after)) and listed[1].startswith(re.sub(r"^[\d.]+", "", words)):
        after = after[listed.end() :]  # 3个、1个工作日以内
    for name, pattern in _AFTER:
        if pattern.match(after):
            return {name}
    if words.endswith("以上"):
        return {"at_least"}
    if more:
        return {"about", "at_least"}
    before = re.sub(r"(?:[\d.]+[\u4e00-\u9fff%]{1,6}、)+$", "", before)
    if _NOT_BELOW.search(before) or re.search(r"至少[^\d，。；、]*$", before):
        return {"at_least"}
    for name, pattern in _BEFORE:
        if pattern.search(before):
            soft = bool(re.search("(?:达到|达)$", before)) and bool(_STRIVE.search(before))
            return {"exactly", name} if soft else {name}
    if _RELATIVE.search(before):
        return {"exactly", "at_least"}
    if words.startswith(("翻", "百分之")) or re.match("[二三四五六七八九十]分之", words):
        return {"exactly", "at_least"}
    return {"exactly"}


def _strive(one: _Item, step: _Step, at: Place) -> Iterator[Difference]:
    begin, _ = at.prose.piece(at.start)
    says = bool(_STRIVE.search(at.prose.text, begin, at.end))
    if not says and (governs := at.prose.governing(at.start)) is not None:
        between = at.prose.text[governs.end : at.start]
        says = bool(_STRIVE.search(governs.value.words)) and "，" not in between.removeprefix("，")
    yield from _strive_said(one, step.step.strive, says, at, step.part.name, step.path)


def _strive_said(one: _Item, mine: bool, says: bool, at: Place, name: str, path: Path) -> Iterator[Difference]:
    if mine and not says:
        yield one.difference(
            STRIVE, (*path, "strive"), f"{name}写作力争（strive），原件没有“力争”", at.words, "删去 strive"
        )
    elif says and not mine:
        yield one.difference(STRIVE, path, f"{name}原件写的是力争", at.words, "加上 strive: true")


def _neighbour(one: _Item, step: _Step, number: Place, names: Sequence[Place]) -> Iterator[Difference]:
    """A number that belongs to another indicator's name: two targets whose numbers were exchanged."""
    quantity = At(number.start, number.end, Quantity(Decimal(0), ""), "")
    mine = _distance(names, number.prose, quantity)
    for other in one.item.indicators:
        if other.id == step.part.id or other.name == step.part.name:
            continue
        if _distance(_name_places(one, other), number.prose, quantity) + 8 < mine and mine < 10_000:
            message = f"{step.part.name}的数在原件里是“{other.name}”的"
            yield one.difference(NAME, _op_path(step), message, number.words, "核对是哪个指标的数")
            return


# Days.


def _due(one: _Item, due: date | None, due_words: str | None, at: Place, name: str, path: Path) -> Iterator[Difference]:
    """A part's deadline against the one that is in force where its words stand."""
    governs = at.prose.governing(at.start)
    set_beside = _beside(at.prose)
    if governs is not None and set_beside is not None and (governs.start >= at.end or set_beside.due == due):
        governs = None  # what a label or a column says goes before what stands further on
    if due is None:
        if governs is not None:
            one.dated.append(Place(at.prose, governs.start, governs.end))
            message = f"{name}没有写时限，原件写了“{governs.value.words}”（{governs.value.due}）"
            words = at.prose.words(governs.start, max(governs.end, at.end))
            yield one.difference(DUE, path, message, words, f"加上 due: {governs.value.due}")
        elif set_beside is not None:
            message = f"{name}没有写时限，原件写了“{set_beside.words}”（{set_beside.due}）"
            yield one.difference(DUE, path, message, at.prose.due, f"加上 due: {set_beside.due}")
        return
    if governs is not None:
        one.dated.append(Place(at.prose, governs.start, governs.end))
        if governs.value.due != due:
            message = f"{name}的时限写作{due}，原件是“{governs.value.words}”（{governs.value.due}）"
            words = at.prose.words(governs.start, max(governs.end, at.end))
            yield one.difference(DUE, (*path, "due"), message, words, f"改为 {governs.value.due}")
        elif due_words and not _same_words(due_words, governs.value.words, at.prose.text[governs.start :]):
            message = f"{name}的时限写作“{due_words}”，原件的字句是“{governs.value.words}”"
            words = at.prose.words(governs.start, max(governs.end, at.end))
            yield one.difference(DUE, (*path, "due_words"), message, words, "照原件的字句写")
        return
    if set_beside is not None:
        if set_beside.due != due:
            message = f"{name}的时限写作{due}，原件是“{set_beside.words}”（{set_beside.due}）"
            yield one.difference(DUE, (*path, "due"), message, at.prose.due, f"改为 {set_beside.due}")
        return
    message = f"{name}的时限{due}，原件没有写（管到这里的时限一个也没有）"
    yield one.difference(DUE, (*path, "due"), message, at.words, "删去，或按原件改")


def _beside(prose: Prose) -> Deadline | None:
    if prose.due is None:
        return None
    found = cell_deadline(prose.due.text, prose.time)
    return found.value if found is not None else None


def _same_words(mine: str, theirs: str, rest: str) -> bool:
    mine = flat(mine)
    return rest.startswith(mine) or mine in theirs


# Milestones.


def _milestone(one: _Item, part: Milestone, path: Path) -> Iterator[Difference]:
    names = _name_places(one, part)
    if not names:
        yield one.difference(NAME, (*path, "title"), f"节点“{part.title}”，原件这一条没有", None, "按原件改")
        return
    at = _dated_first(names, part)
    one.taken += names
    yield from _due(one, part.due, part.due_words, at, part.title, path)
    pieces = at.prose.text[slice(*at.prose.piece(at.start, "，；。！？\n\t"))]
    if not any(pattern.search(pieces) for pattern in _REACH.values()):
        pieces = at.prose.text[slice(*at.prose.piece(at.start, "；。！？\n\t"))]
    wrong = _wrong_reach(pieces, part.reach)
    if wrong:
        message = f"{part.title}写作“{REACH_WORDS[part.reach]}”，原件没有这样说"
        yield one.difference(REACH, (*path, "reach"), message, at.words, f"改为 {wrong}")
    says = bool(_STRIVE.search(pieces))
    governs = at.prose.governing(at.start)
    says = says or (governs is not None and bool(_STRIVE.search(governs.value.words)))
    yield from _strive_said(one, part.strive, says, at, part.title, path)


def _dated_first(names: Sequence[Place], part: Milestone) -> Place:
    """Where a milestone is spoken of with its day, else where it is spoken of first."""
    if part.due is not None:
        for name in names:
            governs = name.prose.governing(name.start)
            if governs is not None and governs.value.due == part.due:
                return name
    return names[0]


def _wrong_reach(text: str, reach: str) -> str:
    """The reach that a text speaks of when it does not speak of this one; nothing when it does."""
    if _REACH[reach].search(text):
        return ""
    other = next((name for name, pattern in _REACH.items() if pattern.search(text)), "")
    if not other and reach != "start":
        return ""  # no verb says so, and none says otherwise
    return other or "ongoing"


def _parts(one: _Item) -> Iterator[Difference]:
    """配合 and 督导, where the plan says so."""
    lists: tuple[tuple[str, Sequence[object]], ...] = (
        ("content", one.item.content),
        ("indicators", one.item.indicators),
        ("milestones", one.item.milestones),
    )
    for key, parts in lists:
        for index, part in enumerate(parts):
            kind = getattr(part, "part", "own")
            if kind in _PARTS and not _PARTS[kind].search(one.said.text):
                words = "配合" if kind == "assist" else "督导"
                message = f"第{index + 1}项写作{words}（part: {kind}），原件这一条没有这样说"
                yield one.difference(PART, (key, index, "part"), message, None, "删去 part")


# What is left over.


def _left_dates(one: _Item) -> Iterator[Difference]:
    for prose in one.said.prose:
        for found in prose.deadlines:
            place = Place(prose, found.start, found.end)
            if _covered(place, one.dated):
                continue
            one.taken.append(place)
            message = f"原件的时限“{found.value.words}”，计划里没有哪一项对得上"
            yield one.difference(NO_DUE, (), message, place.words, "写成时限；不是时限的写进 exceptions，注明理由")


def _left_numbers(one: _Item) -> Iterator[Difference]:
    for part in one.item.indicators:
        one.taken += _name_places(one, part)
        if part.baseline is not None:
            one.taken += _baseline(one, part)
    yield from _left_subjects(one)
    for prose in one.said.prose:
        known = [*one.taken, *one.dated]
        known += [Place(prose, *found.span()) for found in _NAMES_OF_PAPERS.finditer(prose.text)]
        last = -1
        for start, end in sorted(_numbers_in(prose)):
            if start < last or _covered(Place(prose, start, end), known):
                continue
            last = end
            place = Place(prose, start, end)
            message = f"原件的数“{prose.text[start:end]}”没有交代"
            remedy = "写成目标；不是目标的写进 exceptions，注明理由"
            yield one.difference(UNREAD, (), message, place.words, remedy)


def _left_subjects(one: _Item) -> Iterator[Difference]:
    """Rates that share one number or one 市定要求 (大班额率、超大班额率下降至市定要求): each is an indicator."""
    names = {flat(part.name) for part in one.item.indicators}
    for prose in one.said.prose:
        for found in _SHARED.finditer(prose.text):
            subjects, at = found[1].split("、"), found.start()
            for subject in subjects:
                place = Place(prose, at, at + len(subject))
                at += len(subject) + 1
                bare = _FRONT.sub("", subject)
                free = names - {_FRONT.sub("", other) for other in subjects if other != subject}
                if any(bare in name for name in free) or any(bare.endswith(name) for name in free):
                    continue
                if not any(bare in flat(exception.what) for exception in one.item.exceptions):
                    message = f"原件的“{subject}”没有对应的指标"
                    remedy = "写成指标；不是目标的写进 exceptions，注明理由"
                    yield one.difference(UNREAD, (), message, place.words, remedy)


def _numbers_in(prose: Prose) -> Iterator[tuple[int, int]]:
    """Everything in a line that may be a number: digits with their unit of measure, numerals that count, 四个…"""
    text = prose.text
    for one in prose.quantities:
        if text[one.start - 1 : one.start] == "每":
            continue  # 每万户12件: what it is counted by
        said = one.value.digits or _NUMERAL.match(text, one.start) or "分之" in one.value.words
        if said and not _NOT_A_NUMBER.search(text[max(0, one.start - 1) : one.end + 1]):
            yield one.start, one.end
    for found in _DIGITS.finditer(text):
        if not any(one.start <= found.start() < one.end for one in prose.quantities):
            yield found.span()
    for pattern in (_RATIO, _NUMERAL, _SET_ABOVE):
        for found in pattern.finditer(text):
            yield found.span()
    for found in _IN_QUOTES.finditer(text):
        if _ANY_NUMERAL.search(found[1]) and not _NOT_A_NUMBER.search(found[1]):
            yield found.start(1), found.end(1)


def _baseline(one: _Item, part: Indicator) -> Iterator[Place]:
    """Where the value stands from which an indicator starts."""
    assert part.baseline is not None
    for prose in one.said.prose:
        for quantity in prose.quantities:
            if quantity.value.value == part.baseline.value:
                yield Place(prose, quantity.start, quantity.end)


def _covered(place: Place, known: Sequence[Place]) -> bool:
    """Whether something accounts for a stretch: it overlaps all that is a number in it."""
    return any(other.prose is place.prose and other.start < place.end and place.start < other.end for other in known)

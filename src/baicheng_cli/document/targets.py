"""Targets in a sentence: what is measured, how much of it is asked for, and in what unit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from baicheng_cli.document.not_targets import no_target, whole_phrase
from baicheng_cli.document.numbers import Quantity, quantities
from baicheng_cli.document.phrases import (
    AFTER,
    BEFORE,
    COMPARED,
    MAKING,
    PERCENT_RATE,
    PLAIN_MAKING,
    RATE,
    RELATIVE,
    bare_name,
    listed,
    shared_end,
)
from baicheng_cli.document.places import At


@dataclass(frozen=True)
class Target:
    """What a sentence asks for, as an indicator of a plan has it."""

    name: str
    """Empty: the sentence does not say what; it is what the target before it measures, or the clause's title."""
    op: str
    """`exactly`, `at_least`, `at_most`, `about` or `range`."""
    value: Decimal | None
    """`None`: the city sets it (按市定要求)."""
    unit: str | None
    upper: Decimal | None = None
    unit_ours: bool = False
    qualifiers: tuple[str, ...] = ()
    strive: bool = False
    baseline: Decimal | None = None
    baseline_words: str = ""
    each: str = ""
    """每个…: whose members report one by one."""
    level: bool = False
    doubt: str = ""


@dataclass
class Reading:
    """The targets of a sentence, the quantities that are none, and where a deadline may not begin."""

    targets: list[At[Target]] = field(default_factory=list)
    passed: list[At[str]] = field(default_factory=list)


_STOP = "，；：\t\n"
_FROM = re.compile(r"(?:由|从)(?P<when>(?:20\d\d年?(?:底|末)?|上年度?|去年|目前|现在|原来|现有|当前)?的?)$")
_TO = re.compile(
    r"^(?:左右|以上|以下)?(?:的基础上)?(?:，)?(?:逐步|进一步|全部|再|大幅)?(?P<verb>提高|提升|增加|增长|上升|扩大|降低|下降|减少|压减|压缩|缩短|精简|缩减|压降|降|增|减|升)(?P<to>到|至|为)$"
)
_UP = re.compile(r"提高|提升|增|升|扩大")
_PER = re.compile(
    r"每(?P<many>[百千万]|十万|百万)?(?P<what>平方公里|平方米|公里|人|户|名|个|辆|亩|吨|元|立方米|公顷|台|千瓦时|班|校|站)?(?P<noun>[\u4e00-\u9fff]{0,3})$"
)
_WITHIN = re.compile(r"^(?P<words>[^，；。、]{1,10}?(?:范围内|区域内|规划区内))")
_COVERS = re.compile(
    r"^(?:实施|推进|建设)?(?P<name>.{2,30}?)(?:，)?(?:涉及|包括|包含|涵盖|含).+?(?:等)?(?:共计?|合计|总计)?$"
)
_LISTED = re.compile(r"(?:等|等共|等共计|等合计)$")
_STRIVE = re.compile(r"力争|争取|力求")
_SPREAD = re.compile("(?:推广|覆盖|延伸|扩大)(?:到|至)$")
_SET_PHRASES = re.compile(
    r"“[^”]{0,10}[一二两三四五六七八九十百千][^”]{0,10}”|[一二两三四五六七八九十](?:级|年)(?:[\u4e00-\u9fff]{0,4})"
)
"""Chinese numerals that no unit of measure makes a quantity, and nobody reads as one: 三级网络, 三年行动, “四治”."""
_GLUE = re.compile(r"^[、和与及]$")
_LIST_GLUE = re.compile(r"^[、和与及，]$")
_EACH = re.compile(r"每个?(?P<of>街道办事处|街道|乡镇|镇街|乡镇（街道）|县（市、区）|县区|社区|村|办事处)")
_EACH_MAKES = re.compile(
    r"^每个?(?P<of>[^，。；每]{1,8}?)(?:要|均|都|应)?(?:至少)?(?=建设|新建|建成|打造|创建|培育|完成|改造|设置|配备|开展)"
)
_EACH_BEFORE = re.compile(
    r"每个[^，。；每]{1,8}?(?:要|均|都|应)?(?:至少)?(?:建设|新建|建成|打造|创建|培育|完成|改造|设置|配备|开展)$"
)
_PIECE_END = re.compile(r"[，；。、：（）\t\n]")

_FULL = re.compile(
    r"(?P<what>[^，；。：（）\t\n]*?)(?:实现|做到|达到)?(?P<word>全覆盖|动态清零|全部清零|清零)(?P<rest>[^，；。、\t\n]*)"
)
_EXTERNAL = re.compile(
    r"(?P<name>[^，；。：（）\t\n]*?)(?P<verb>下降至|下降到|降至|降到|降低至|降低到|控制在|压减至|不超过|达到|不低于|提高到|提高至|提升至|提升到|符合|满足)(?P<by>[国省市区县上][家级]?(?:定|下达的?|规定的?|要求的?|级下达的?)(?:要求|目标任务|目标|标准|任务|指标|比例)?(?:以[内下上])?|(?:上级|考核)(?:下达的?)?(?:要求|目标|任务|标准))"
)
_SET_UP = re.compile(
    r"(?:按照?|依照?|根据)(?P<by>[国省市县区]定?(?:要求|标准|任务|目标))(?P<verb>设置|设立|建设|配建|配备|建成|新建|建立|配置|完成)(?P<name>[^，；。：（）、\t\n]{2,})"
)


def read_targets(text: str, start: int, end: int, blocked: Sequence[tuple[int, int]] = ()) -> Reading:
    """The targets in a sentence of a flat text; `blocked`: stretches that are deadlines."""
    reading = Reading()
    found = [
        (first, last, one)
        for first, last, one in _quantities(text, start, end)
        if not any(first < stop and begin < last for begin, stop in (*blocked, *_dates(text, start, end)))
    ]
    edge = start
    index = 0
    within: tuple[str, ...] = ()
    waiting: list[str] = []
    baseline: tuple[Decimal, str, int] | None = None
    while index < len(found):
        first, last, quantity = found[index]
        next_start = found[index + 1][0] if index + 1 < len(found) else end
        begin = _begin(text, edge, first, blocked)
        if "；" in text[edge:first]:
            within = ()
        if "，" in text[edge:first] or "；" in text[edge:first]:
            waiting = []
        before = text[begin:first]
        if one := _FROM.search(before):
            between = text[last:next_start]
            if index + 1 < len(found) and _TO.match(between):
                baseline = (quantity.value, one["when"].rstrip("的"), begin + one.start())
                reading.passed.append(At(first, last, "基期的数，不是目标值", "passed.baseline"))
                index += 1
                edge = begin
                continue
        if kind := no_target(text[:end], first, last, quantity, begin, next_start):
            rule, reason = kind
            if rule == "passed.qualifier":
                bound = AFTER.match(text, last)
                waiting.append(text[first : bound.end() if bound else last])
                edge = bound.end() if bound else last
            elif rule != "passed.denominator":
                edge = (
                    begin
                    if rule in ("passed.bracket", "passed.in-words", "passed.quoted", "passed.one", "passed.circle")
                    else last
                )
            else:
                edge = begin
            words_end = _after_end(text, last) if rule == "passed.qualifier" else last
            reading.passed.append(At(*whole_phrase(text[:end], first, words_end, rule), reason, rule))
            index += 1
            continue
        chain = [found[index]]
        while index + len(chain) < len(found):
            following = found[index + len(chain)]
            tail = _after_end(text, chain[-1][1])
            later = found[index + len(chain) + 1][0] if index + len(chain) + 1 < len(found) else end
            glue = _LIST_GLUE if "分别" in before[-12:] else _GLUE
            if not glue.match(text[tail : following[0]]) or no_target(text[:end], *following, tail, later):
                break
            chain.append(following)
        if one := _WITHIN.match(before):
            within = (one["words"],)
            begin += one.end()
            before = text[begin:first]
        made, edge = _made(text, begin, end, chain, found, index, blocked, baseline)
        for target in made:
            reading.targets.append(
                target._replace(value=replace(target.value, qualifiers=(*waiting, *within, *target.value.qualifiers)))
            )
        waiting, baseline = [], None
        index += len(chain)
    reading.targets += _words_only(text, start, end, reading, blocked)
    reading.passed += _set_phrases(text, start, end, reading, blocked)
    reading.targets.sort(key=lambda one: one.start)
    return reading


def _set_phrases(
    text: str, start: int, end: int, reading: Reading, blocked: Sequence[tuple[int, int]]
) -> Iterator[At[str]]:
    taken = [
        *blocked,
        *((one.start, one.end) for one in reading.targets),
        *((one.start, one.end) for one in reading.passed),
    ]
    for one in _SET_PHRASES.finditer(text, start, end):
        if not any(first < one.end() and one.start() < last for first, last in taken):
            first, last = (one.start() + 1, one.end() - 1) if one[0][0] == "“" else one.span()
            yield At(first, last, "固定提法，不是目标值", "passed.set-phrase")


_DATE = re.compile(
    r"(?:(?:19|20)\d\d年度?)(?:\d{1,2}月(?:\d{1,2}[日号])?)?|\d{1,2}月\d{1,2}[日号]|(?<!\d)\d{1,2}[日号](?:前|之前|以前)|\d{1,2}月(?=[底初上中下份]|前|$|至|-)|(?:19|20)\d\d[-~至到](?:19|20)\d\d"
)


def _dates(text: str, start: int, end: int) -> list[tuple[int, int]]:
    return [(one.start(), one.end()) for one in _DATE.finditer(text, start, end)]


def _quantities(text: str, start: int, end: int) -> Iterator[tuple[int, int, Quantity]]:
    for first, last, one in quantities(text[start:end]):
        yield start + first, start + last, one


def _begin(text: str, edge: int, first: int, blocked: Sequence[tuple[int, int]]) -> int:
    """Where the words that lead to a quantity begin."""
    begin = max([edge, *(stop for _, stop in blocked if stop <= first)])
    depth = 0
    for place in range(first - 1, begin - 1, -1):
        sign = text[place]
        if sign in "）”》":
            depth += 1
        elif sign in "（“《" and depth:
            depth -= 1
        elif not depth and sign in _STOP:
            return place + 1
    return begin


def _after_end(text: str, last: int) -> int:
    bound = AFTER.match(text, last)
    return bound.end() if bound else last


def _made(
    text: str,
    begin: int,
    end: int,
    chain: list[tuple[int, int, Quantity]],
    found: list[tuple[int, int, Quantity]],
    index: int,
    blocked: Sequence[tuple[int, int]],
    baseline: tuple[Decimal, str, int] | None,
) -> tuple[list[At[Target]], int]:
    """The targets of one quantity, or of several that stand in a row (分别为3个、1个)."""
    first = chain[0][0]
    before = text[begin:first]
    front, op = _operator(before)
    if not bare_name(re.sub("分别$", "", front)) and (name := _before_deadlines(text, begin, blocked)):
        front = name + ("分别" if "分别" in front else "")
    if op is None and re.search("至少|不少于|不低于", before):
        op = "at_least"
    if baseline is not None:
        begin = min(begin, baseline[2])
        front = _front_of_baseline(text, baseline[2])
        direction = _TO.match(text[chain[0][0] - _to_length(text, chain[0][0]) : chain[0][0]])
        op = _direction(direction) if direction else op
    names = _listed(front, len(chain))
    last = chain[-1][1]
    tail = _after_end(text, last)
    following = _next(text, tail, found[index + len(chain) :], end)
    stop = _PIECE_END.search(text, tail, following)
    rest_end = min([stop.start() if stop else following, *(start for start, _ in blocked if start >= tail)])
    rest = text[tail:rest_end]
    strive = bool(_STRIVE.search(before)) or _just_before(text, begin)
    edge = tail
    made: list[At[Target]] = []
    if len(chain) == 1 and (each := _each_of(front)):
        made = []
        for name in each:
            made.append(
                _target(
                    text,
                    begin,
                    last,
                    name,
                    chain[0][2],
                    chain[0][2].unit,
                    _bound(text, last) or op,
                    strive,
                    "target.each-of",
                    baseline,
                )
            )
        return made, edge
    if len(chain) > 1 and "分别" in front and (names is None or len(names) != len(chain)):
        names = [bare_name(re.sub("分别$", "", front.rstrip()).replace("分别", "，", 1).rpartition("，")[2])] * len(
            chain
        )
    if len(chain) > 1 and names and len(names) == len(chain):
        unit = chain[-1][2].unit
        words_op = _bound(text, last) or op
        for name, (one_start, one_end, quantity) in zip(names, chain, strict=True):
            own = quantity.unit if not unit.startswith(quantity.unit) else unit
            made.append(
                _target(
                    text,
                    begin if one_start == first else one_start,
                    one_end,
                    name,
                    quantity,
                    own,
                    words_op,
                    strive,
                    "target.respectively",
                    baseline,
                )
            )
        return made, edge
    for number, (one_start, one_end, quantity) in enumerate(chain):
        words_op = _bound(text, one_end) or (op if number == 0 else None)
        name, after = _name(front if number == 0 else "", rest if one_end == last else "", quantity, words_op, before)
        if after:
            edge = rest_end
        covered = rest_end if after else _after_end(text, one_end)
        rule = "target.number-first" if after else "target.name-first"
        shared = _rates(name) if number == 0 and len(chain) == 1 else [name]
        for single in shared:
            made.append(
                _target(
                    text,
                    begin if number == 0 else one_start,
                    covered,
                    single,
                    quantity,
                    quantity.unit,
                    words_op,
                    strive,
                    rule,
                    baseline,
                )
            )
    return made, edge


def _next(text: str, tail: int, later: Sequence[tuple[int, int, Quantity]], end: int) -> int:
    """Where the next quantity begins; one in quotation marks (“15分钟生活圈”) is part of a name."""
    for first, _, _ in later:
        if text.count("“", tail, first) == text.count("”", tail, first):
            return first
    return end


def _before_deadlines(text: str, begin: int, blocked: Sequence[tuple[int, int]]) -> str:
    """建档率2021年底前达到100%: the name stands before the deadline, or before several (2023年、2024年分别达到…)."""
    place = begin
    for start, stop in sorted(blocked, reverse=True):
        if stop > place or text[stop:place].strip("、，和及与在到至于 "):
            continue
        place = start
    if place == begin:
        return ""
    first = place
    while first > 0 and text[first - 1] not in "，；：。（）\t\n":
        first -= 1
    return text[first:place]


def _to_length(text: str, first: int) -> int:
    """How far before a quantity the words 提高到 that follow its baseline begin."""
    for length in range(2, 12):
        if first - length >= 0 and _TO.match(text[first - length : first]):
            best = length
            break
    else:
        return 0
    return best


def _direction(one: re.Match[str]) -> str:
    if one["to"] == "为":
        return "exactly"
    return "at_least" if _UP.search(one["verb"]) else "at_most"


def _front_of_baseline(text: str, place: int) -> str:
    begin = place
    while begin > 0 and text[begin - 1] not in "，；：。\t\n":
        begin -= 1
    return text[begin:place]


def _just_before(text: str, begin: int) -> bool:
    """力争 right before the deadline that comes before the number."""
    window = text[max(0, begin - 16) : begin]
    cut = max(window.rfind(sign) for sign in "，；。")
    return bool(_STRIVE.search(window[cut + 1 :]))


def _operator(before: str) -> tuple[str, str | None]:
    """The words before a number without those that say how it binds, and how."""
    text, op = before, None
    for _ in range(3):
        trimmed = text.rstrip(" ")
        one = BEFORE.search(trimmed)
        if one is None:
            break
        if op is None or op == "exactly":
            op = next(name for name, words in one.groupdict().items() if words)
        if one.start() == 0 and not trimmed[: one.start()]:
            return "", op
        text = trimmed[: one.start()]
    return text, op


def _bound(text: str, last: int) -> str | None:
    one = AFTER.match(text, last)
    return next((name for name, words in one.groupdict().items() if words), None) if one else None


def _listed(front: str, count: int) -> list[str] | None:
    """Names in a row for numbers in a row."""
    whole = bare_name(re.sub(r"分别$", "", front.rstrip()))
    names = listed(whole)
    return shared_end(names) if len(names) == count else None


def _each_of(front: str) -> list[str]:
    """新建、改造公厕各30座: the number counts for each."""
    if not front.rstrip().endswith("各"):
        return []
    *others, last = listed(bare_name(front.rstrip()[:-1]))
    verb = MAKING.match(last)
    noun = last[verb.end() :] if verb else ""
    return [*(one + noun if MAKING.fullmatch(one) else one for one in others), last] if others else []


def _rates(name: str) -> list[str]:
    """大班额率、超大班额率: two rates with one number."""
    parts = listed(re.sub(r"(?:均|都)$", "", name))
    if len(parts) > 1 and all(PERCENT_RATE.search(one) for one in parts):
        return parts
    return [name]


def _name(front: str, rest: str, quantity: Quantity, op: str | None, front_words: str = "") -> tuple[str, bool]:
    """What a quantity measures, and whether that stands behind it (新建5座公园). `front_words`: with the operator."""
    raw = front.rstrip(" ，、")
    if one := _COVERS.match(raw):
        return bare_name(one["name"]), False
    enumerated = bool(_LISTED.search(raw))
    name = bare_name(raw)
    behind = bare_name(rest.lstrip("的").rstrip("和与及、"))
    share = quantity.unit == "%" and op != "exactly" and not RATE.search(name) and not RELATIVE.search(raw)
    made = bool(MAKING.fullmatch(name) or _EACH_BEFORE.fullmatch(name))
    if behind and share and not _tail_only(rest) and (not name or made or not BEFORE.search(front)):
        return ("" if made else name) + behind, True
    if behind and not _tail_only(rest):
        if not name and _SPREAD.search(front_words) and len(behind) <= 2:
            return "", False
        if enumerated or not name:
            return behind, True
        if made:
            return (name if _EACH_MAKES.match(name) else PLAIN_MAKING.sub("", name)) + behind, True
    return name, False


_ONLY_TAIL = re.compile(
    r"^(?:的?(?:工作任务|目标任务|年度任务|任务|目标|工作|要求|的目标|建设任务|改造任务|左右|建设|改造|整治|提升|创建|以上|以内|的|任务量|建设工作|改造工作)|并.*|且.*|，.*|，|力争.*|确保.*|用于.*|开展.*|进行.*|实现.*|通过.*|已.*|正.*|需.*|均.*)*$"
)


def _tail_only(rest: str) -> bool:
    return bool(_ONLY_TAIL.match(rest.strip()))


def _target(
    text: str,
    start: int,
    end: int,
    name: str,
    quantity: Quantity,
    unit: str,
    op: str | None,
    strive: bool,
    rule: str,
    baseline: tuple[Decimal, str, int] | None,
) -> At[Target]:
    while start < end and text[start] in "、，：和与及 ":
        start += 1
    before = text[start : text.find(quantity.words, start)] if quantity.words else ""
    op = op or _operator(_PER.sub("", before.rstrip()))[1]
    doubled = unit == "倍" and "番" in quantity.words
    relative = bool(RELATIVE.search(before.rstrip())) or unit == "个百分点"
    if re.search(r"(?:提升|提高|新增)$", before.rstrip()) and not re.search("%|百分点|倍|元|分$", unit):
        relative = False  # 提升18座: what is done, not how much more
    if "/" not in unit and (one := _PER.search(_operator(before)[0])):
        per = (one["many"] or "") + (one["what"] or "") + (one["noun"] if not one["what"] else "")
        if per and name.endswith(one[0]) and len(name) > len(one[0]):
            name = bare_name(name[: -len(one[0])])
            name = _operator(name)[0] or name
            unit = f"{unit}/{per}"
    if "一半" in quantity.words or "过半" in quantity.words or "半数" in quantity.words:
        op = op or "at_least"
    if quantity.upper is not None:
        kind = "range"
    elif quantity.more:
        kind = "about" if op in (None, "about", "exactly") else op
    elif op is not None:
        kind = op
    elif relative and not doubled and not re.search(r"新增|净增|节约", before[-4:]):
        kind = "at_least"
    else:
        kind = "exactly"
    if strive and kind == "at_least" and re.search(r"(?:力争|争取)(?:达到|达)$", before.rstrip()):
        kind = "exactly"
    if relative and not COMPARED.search(name) and not RELATIVE.search(name):
        verb = RELATIVE.search(before.rstrip())
        word = re.sub(r"(?:达到|达|不低于|不少于|超过|约|在|了)+$", "", verb[0]) if verb else ""
        name = name if word in name else name + word
    doubt = ""
    if each := _EACH_MAKES.match(name):
        name = name[each.end() :]
        doubt = f"是每个{each['of']}的数，不是总数"
    level = (
        bool(RATE.search(name)) or kind == "at_most" or "/" in unit or unit == "个百分点" or (relative and unit == "%")
    )
    target = Target(
        name,
        kind,
        quantity.value,
        unit,
        quantity.upper,
        strive=strive,
        baseline=baseline[0] if baseline else None,
        baseline_words=baseline[1] if baseline else "",
        level=level and not doubled,
        doubt=doubt,
    )
    return At(start, end, target, rule)


# --- targets without a number -------------------------------------------------------------------------------------


def _words_only(
    text: str, start: int, end: int, reading: Reading, blocked: Sequence[tuple[int, int]]
) -> Iterator[At[Target]]:
    """全覆盖, 清零, and what the city sets (按市定要求)."""
    taken = [(one.start, one.end) for one in reading.targets]
    for one in _FULL.finditer(text, start, end):
        begin = max([one.start(), *(stop for _, stop in blocked if stop <= one.start("word"))])
        if any(first < one.end("word") and begin < last and first >= one.start("word") for first, last in taken):
            continue
        name = bare_name(re.sub(r"(?:实现|做到|达到|动态)+$", "", text[begin : one.start("word")]))
        name = re.sub(r"^全部$", "", name)
        word = "清零" if "清零" in one["word"] else "全覆盖"
        if (not name and word == "全覆盖") or (
            "“" in text[begin : one.start("word")] and "”" not in text[begin : one.start("word")]
        ):
            continue
        strive = bool(_STRIVE.search(text[begin : one.start("word")]))
        doubt = f"“{one['word']}”没有数字，按100%" if word == "全覆盖" else ""
        made = Target(name + word, "exactly", Decimal(100), "%", unit_ours=True, strive=strive, level=True, doubt=doubt)
        yield At(begin, one.end("word"), made, "target.all-covered" if word == "全覆盖" else "target.cleared")
    for one in _EXTERNAL.finditer(text, start, end):
        begin = max([one.start(), *(stop for _, stop in blocked if stop <= one.start("verb"))])
        name = bare_name(text[begin : one.start("verb")])
        if not name:
            continue
        low = bool(re.search(r"下降|降|控制|压减|不超过", one["verb"]))
        for single in _rates(name):
            percent = bool(PERCENT_RATE.search(single))
            made = Target(
                single, "at_most" if low else "at_least", None, "%" if percent else None, unit_ours=percent, level=True
            )
            if percent:
                yield At(begin, one.end(), made, "target.external")
    for one in _SET_UP.finditer(text, start, end):
        name = bare_name(one["name"])
        if not name or any(first < one.end() and one.start() < last for first, last in taken):
            continue
        each = _EACH.search(text, max(start, one.start() - 12), one.start())
        made = Target(name, "exactly", None, "个", unit_ours=True, each=each["of"] if each else "")
        yield At(one.start(), one.end(), made, "target.external-count")

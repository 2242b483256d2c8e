"""Quantities that are no targets, each with the reason that a person would give."""

from __future__ import annotations

import re

from baicheng_cli.document.numbers import Quantity
from baicheng_cli.document.phrases import AFTER, BEFORE, CONCRETE, DIMENSIONS, MAKING, bare_name

_SET_PHRASE = re.compile(r"(?:[一二两三四五六七八九十百千][\u4e00-\u9fff]){2,}")
_CIRCLE = re.compile(
    r"^(?:[^，。；、]{0,10}(?:圈|覆盖率)|范围|半径|服务半径|步行|通勤|车程|可达|到达|便民|健身|医疗|生活|阅读|就医|养老|服务)"
)
_EXISTING = re.compile(
    r"(?:目前|截至|截止|现已|已经?(?:建成|完成|有|实施|达到?|累计|改造|整治|开工|投入)|现有|共有|原有|存量(?:约|为|共|有)?(?=$)|(?<![较比与同])(?:去年|上年)|全年累计已|其中已)[^，；]{0,16}$"
)
_WORKING_OFF = re.compile(r"消除|改造|完成|整治|治理|淘汰|达到|提升|压减|清理|化解|盘活")
_EVERY = re.compile(r"每(?:年|月|季度?|周|日|天|半年|学期|两年|隔)[^，；]{0,14}$")
_EVERY_YEAR = re.compile("每年(?:新增|新建|建成|建设|改造|完成|培育|引进|安排|培训|打造|创建|投入)")
"""每年建成4个: so many a year, which is asked for as any other number is."""
_COST = re.compile(r"(?:总投资|投资额?|概算|估算|造价|总造价|预算)(?:额|规模|共计|约|达到?|为|近)*$")
_SPENT = re.compile(r"完成|达到|力争|年度|落实|争取|新增|固定资产")
_FINE = re.compile(r"罚款|处以|罚金|违约金|奖励|补助|补贴|给予")
_AT_LEAST = re.compile("至少|不少于|不低于")
_ATTRIBUTE = re.compile(
    r"(?:面积|长度|宽度|规模|容积|高度|层高|直径|间距|跨度)(?:均|都)(?:在|为|达到?|不低于|不少于|不小于|超过)*$"
)
_RANK = re.compile(r"(?:前|第|排名后|末|倒数)$")
_PEOPLE = re.compile(r"^(?:副?(?:市|区|县|镇|乡)长|副?组长|副?主任|副?局长|领导|负责同志)")
_EXTENT = re.compile(
    r"^(?:总)?(?:建筑面积|占地面积?|用地面积|占地|全长|长度|总长度?|规模|库容|投资|(?:日|年)?(?:处理|供水|生产)能力|设计(?:规模|能力))(?:共?约|为|达)?$"
)
_MANY = re.compile(r"^(?:批|系列|套|些|体|网|张|键|站|窗|次性)")
_NAMED = re.compile(r"[\u4e00-\u9fff]{0,4}")


def whole_phrase(text: str, start: int, end: int, rule: str) -> tuple[int, int]:
    """A number that is no target with the words that make it a name: 四个 → 四个中心, 15分钟 → 15分钟生活圈."""
    if rule == "passed.quoted":
        opened, closed = text.rfind("“", 0, start), text.find("”", end)
        if opened >= 0 and closed - opened <= 16:
            return opened + 1, closed
    if rule == "passed.circle" and (circle := re.compile(r"[^，。；、]{0,8}?圈").match(text, end)):
        return start, circle.end()
    if rule in ("passed.in-words", "passed.set-phrase") and (more := _NAMED.match(text, end)):
        return start, more.end() if rule == "passed.in-words" else max(end, min(more.end(), start + 4))
    return start, end


_MADE = re.compile(rf"(?:{MAKING.pattern})$")
_CLASS = re.compile("级(?=[\u4e00-\u9fff])")
"""10万吨级泊位2个: a class of berths."""
_NOUN = re.compile(r"[^，。；、（）\t\n]+")
_PIECE = re.compile(r"[，。；、（）\t\n]")


def no_target(
    text: str, start: int, end: int, quantity: Quantity, begin: int, next_start: int
) -> tuple[str, str] | None:
    """Name of the rule and reason, or `None` for what may be a target.

    `begin`: where its piece of the sentence begins; `next_start`: where the next quantity begins.
    """
    before, after = text[begin:start], text[end:]
    if kind := _enclosed(text, start):
        return kind
    if before.endswith("每"):
        return "passed.denominator", "是“每”多少的基数，不是目标值"
    if not quantity.digits and not _CLASS.match(text, end) and (kind := _in_words(text, start, end, quantity, before)):
        return kind
    if quantity.unit in ("分钟", "小时", "天", "日", "公里", "米") and _CIRCLE.match(after):
        return "passed.circle", "服务圈等的名称，不是目标值"
    if quantity.unit == "小时" and quantity.value == 24:
        return "passed.round-the-clock", "指全天，不是目标值"
    bound = BEFORE.search(before) or AFTER.match(after) or _AT_LEAST.search(before)
    if _EVERY.search(before) and not _EVERY_YEAR.search(before) and not bound:
        return "passed.frequency", "说的是多久一次，不是目标值"
    if (one := _EXISTING.search(before)) and not _WORKING_OFF.search(text[begin + one.start() + 2 : start]):
        return "passed.existing", "说的是现状，不是目标值"
    if "元" in quantity.unit and _COST.search(before) and not _SPENT.search(before):
        return "passed.cost", "项目的投资规模，不是目标值"
    if "元" in quantity.unit and _FINE.search(before):
        return "passed.payment", "奖补或处罚的标准，不是目标值"
    if _ATTRIBUTE.search(before):
        return "passed.attribute", "说明每一个多大，不是目标值"
    if _EXTENT.match(bare_name(before)) and not _SPENT.search(before):
        return "passed.attribute", "说明项目有多大，不是目标值"
    if _PEOPLE.match(after):
        return "passed.people", "领导小组的组成，不是目标值"
    if _RANK.search(before):
        return "passed.rank", "位次，不是目标值"
    return _qualifier(text, end, quantity, before, next_start)


def _enclosed(text: str, start: int) -> tuple[str, str] | None:
    for opening, closing, rule, reason in (
        ("“", "”", "passed.quoted", "固定提法，不是目标值"),
        ("《", "》", "passed.title", "文件名称里的数，不是目标值"),
        ("〔", "〕", "passed.number", "文号，不是目标值"),
        ("（", "）", "passed.bracket", "括号里的说明，不是目标值"),
    ):
        opened = text.rfind(opening, 0, start)
        if opening == "（" and text.startswith("其中", opened + 1):
            continue
        if opened >= 0 and text.find(closing, opened, start) < 0 and closing in text[start:]:
            return rule, reason
    return None


def _in_words(text: str, start: int, end: int, quantity: Quantity, before: str) -> tuple[str, str] | None:
    """Numbers in Chinese are mostly parts of names: 三级网络, 四个中心, 一批."""
    words = quantity.words
    if set(words) & set("%分成番半"):
        return None
    counted = bool(BEFORE.search(before) or AFTER.match(text, end))
    if words[0] in "百千" and len(words) - len(quantity.unit.lstrip("万亿")) == 1:
        return "passed.denominator", "是“每”多少的基数，不是目标值"
    if (phrase := _SET_PHRASE.match(text, max(0, start - 2))) and phrase.end() > end:
        return "passed.set-phrase", "固定提法，不是目标值"
    if (phrase := _SET_PHRASE.match(text, start)) and phrase.end() > end:
        return "passed.set-phrase", "固定提法，不是目标值"
    made = bool(CONCRETE.search(bare_name(before)))
    if len(words) - len(quantity.unit) >= 2 or (quantity.unit[0] in "万亿" and words[0] not in "百千"):
        return None  # 六百名, 一万辆: no set phrase is so exact
    if quantity.value == 1:
        whole = quantity.unit in ("座", "所", "处", "家", "条", "栋", "幢") and made
        return None if whole or counted else ("passed.one", "泛指，不是目标值")
    measured = bool(DIMENSIONS.search(quantity.unit)) and quantity.unit not in ("人", "名", "户", "层", "日", "天")
    if made or counted or measured:
        return None
    return "passed.in-words", "固定提法，不是目标值"


def _qualifier(text: str, end: int, quantity: Quantity, before: str, next_start: int) -> tuple[str, str] | None:
    """5000平方米以上综合性公园5座: which ones count."""
    a_class = _CLASS.match(text, end) is not None
    if not a_class and (not DIMENSIONS.search(quantity.unit) or quantity.unit == "%"):
        return None
    bound = AFTER.match(text, end) or _CLASS.match(text, end)
    if bound is None:
        return None
    rest = text[bound.end() :]
    stop = _PIECE.search(rest)
    piece_end = bound.end() + (stop.start() if stop else len(rest))
    noun = text[bound.end() : min(piece_end, next_start)].lstrip("的")
    if not noun:
        return None
    counted_later = next_start < piece_end or (
        next_start < len(text)
        and text[piece_end : piece_end + 1] == "、"
        and _NOUN.fullmatch(text, piece_end + 1, next_start)
    )
    if counted_later:
        return "passed.qualifier", "说明指哪些，不是目标值"
    name = bare_name(before)
    if BEFORE.search(before) or _MADE.search(name):
        return None
    return "passed.qualifier", "说明指哪些，不是目标值"

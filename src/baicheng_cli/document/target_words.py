"""Targets that have no number: 全覆盖, 清零, what the city sets; and numerals that only belong to a name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from baicheng_cli.document.phrases import PERCENT_RATE, STRIVE, bare_name
from baicheng_cli.document.places import At
from baicheng_cli.document.target import Reading, Stretch, Target
from baicheng_cli.document.target_names import name_before_deadlines, rates

_EACH = re.compile(r"每个?(?P<of>街道办事处|街道|乡镇|镇街|乡镇（街道）|县（市、区）|县区|社区|村|办事处)")
_FULL = re.compile(
    r"(?P<what>[^，；。：（）\t\n]*?)(?:实现|做到|达到)?(?P<word>全覆盖|动态清零|全部清零|清零)(?P<rest>[^，；。、\t\n]*)"
)
_EXTERNAL = re.compile(
    r"(?P<name>[^，；。：（）\t\n]*?)(?P<verb>下降至|下降到|降至|降到|降低至|降低到|控制在|压减至|不超过|达到|不低于|提高到|提高至|提升至|提升到|符合|满足)(?P<by>[国省市区县上][家级]?(?:定|下达的?|规定的?|要求的?|级下达的?)(?:要求|目标任务|目标|标准|任务|指标|比例)?(?:以[内下上])?|(?:上级|考核)(?:下达的?)?(?:要求|目标|任务|标准))"
)
_SET_UP = re.compile(
    r"(?:按照?|依照?|根据)(?P<by>[国省市县区]定?(?:要求|标准|任务|目标))(?P<verb>设置|设立|建设|配建|配备|建成|新建|建立|配置|完成)(?P<name>[^，；。：（）、\t\n]{2,})"
)
_SET_PHRASES = re.compile(
    r"“[^”]{0,10}[一二两三四五六七八九十百千][^”]{0,10}”|[一二两三四五六七八九十](?:级|年)(?:[\u4e00-\u9fff]{0,4})"
)
"""Chinese numerals that no unit of measure makes a quantity, and nobody reads as one: 三级网络, 三年行动, “四治”."""


def words_only(text: str, start: int, end: int, reading: Reading, blocked: Sequence[Stretch]) -> Iterator[At[Target]]:
    """全覆盖, 清零, and what the city sets (按市定要求)."""
    taken = [(one.start, one.end) for one in reading.targets]
    for one in _FULL.finditer(text, start, end):
        begin = max([one.start(), *(stop for _, stop in blocked if stop <= one.start("word"))])
        if any(first < one.end("word") and begin < last and first >= one.start("word") for first, last in taken):
            continue
        name = bare_name(re.sub(r"(?:实现|做到|达到|动态)+$", "", text[begin : one.start("word")]))
        name = re.sub(r"^全部$", "", name)
        if not name and begin > one.start():
            name = bare_name(name_before_deadlines(text, begin, blocked))
        word = "清零" if "清零" in one["word"] else "全覆盖"
        if (not name and word == "全覆盖") or (
            "“" in text[begin : one.start("word")] and "”" not in text[begin : one.start("word")]
        ):
            continue
        strive = bool(STRIVE.search(text[begin : one.start("word")]))
        doubt = f"“{one['word']}”没有数字，按100%" if word == "全覆盖" else ""
        made = Target(name + word, "exactly", Decimal(100), "%", unit_ours=True, strive=strive, level=True, doubt=doubt)
        yield At(begin, one.end("word"), made, "target.all-covered" if word == "全覆盖" else "target.cleared")
    for one in _EXTERNAL.finditer(text, start, end):
        begin = max([one.start(), *(stop for _, stop in blocked if stop <= one.start("verb"))])
        name = bare_name(text[begin : one.start("verb")])
        if not name:
            continue
        low = bool(re.search(r"下降|降|控制|压减|不超过", one["verb"]))
        for single in rates(name):
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


_RATIO = re.compile(r"(?<![\d.:：])\d{1,2}(?:\.\d+)?[：:]\d{1,2}(?:\.\d+)?(?![\d:：])")


def set_phrases(text: str, start: int, end: int, reading: Reading, blocked: Sequence[Stretch]) -> Iterator[At[str]]:
    """Numerals in names, which nobody reads as a quantity."""
    taken = [
        *blocked,
        *((one.start, one.end) for one in reading.targets),
        *((one.start, one.end) for one in reading.passed),
    ]
    for one in _RATIO.finditer(text, start, end):
        yield At(*one.span(), "几方之间的比例，不是目标值", "passed.ratio")
    for one in _SET_PHRASES.finditer(text, start, end):
        if not any(first < one.end() and one.start() < last for first, last in taken):
            first, last = (one.start() + 1, one.end() - 1) if one[0][0] == "“" else one.span()
            yield At(first, last, "固定提法，不是目标值", "passed.set-phrase")

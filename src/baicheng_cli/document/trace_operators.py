"""Which operator the words around a number ask for: 达到, 以内, 左右, 所有, 市定要求."""

from __future__ import annotations

import re

from baicheng_cli.document.trace_item import Place

ALL = re.compile("所有|全部|全覆盖|全面|全域|百分之百|应[\u4e00-\u9fff]尽[\u4e00-\u9fff]|清零|归零")
STRIVEN = re.compile("力争|争取|力求")
NONE = re.compile("清零|归零|零(?:发生|增长|投诉|事故|容忍)|消除|全部")
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
_RESPECTIVELY = re.compile(r"分别([^\d，。；]*)(?:[\d.]+[\u4e00-\u9fff%]{1,6}?[、，和])+$")
_NOT_BELOW = re.compile(r"不(?:得)?(?:低|少|小)于$")
_RELATIVE = re.compile(
    r"(?:增长|增加|提高|(?<!整治)(?<!改造)(?<!品质)提升|上升|下降|降低|减少|压减|压缩|缩短|下浮|压降|节约)(?:了)?$"
)
_UP = re.compile("提高|提升|上升|增加|达到")
_DOWN = re.compile("下降|降低|降至|降到|压减|压降|减少|控制")


def allowed_outside(at: Place) -> set[str]:
    begin, _ = at.prose.piece(at.start, "；。！？\n\t")
    before = at.prose.text[begin : at.start]
    down, up = list(_DOWN.finditer(before)), list(_UP.finditer(before))
    if down and (not up or down[-1].start() > up[-1].start()):
        return {"at_most"}
    if up and before.endswith(("到", "至", "高", "升")):
        return {"at_least"}
    return {"exactly"}


def allowed_by(at: Place) -> set[str]:
    """The operators that the words around a number allow."""
    text = at.prose.text
    begin, _ = at.prose.piece(at.start)
    before, words = text[begin : at.start], text[at.start : at.end]
    if ALL.fullmatch(words) or NONE.fullmatch(words):
        either = {"exactly", "at_least"} if words not in ("所有", "全部") else {"exactly"}
        return either | ({"at_most"} if NONE.fullmatch(words) else set())
    more = bool(re.search("[余多来]", words)) or text[at.end : at.end + 1] in ("余", "多")
    after = text[at.end :]
    if (listed := _LISTED.match(after)) and listed[1].startswith(re.sub(r"^[\d.]+", "", words)):
        after = after[listed.end() :]  # 3个、1个工作日以内
    for name, pattern in _AFTER:
        if pattern.match(after):
            return {name}
    if words.endswith("以上") or words == "过半":
        return {"at_least"}
    if words in ("一半", "半数"):
        return {"exactly", "at_least"}
    if more:
        return {"about", "at_least"}
    before = re.sub(r"(?:[\d.]+[\u4e00-\u9fff%]{1,6}、)+$", "", before)
    before = re.sub(r"每[百千万\d]*[户人名个辆件台吨亩]$", "", before)
    if listed := _RESPECTIVELY.search(text, at.prose.sentence(at.start)[0], at.start):
        before = listed[1]  # 分别达到60%、70%
    if _NOT_BELOW.search(before) or re.search(r"至少[^\d，。；、]*$", before):
        return {"at_least"}
    for name, pattern in _BEFORE:
        if pattern.search(before):
            soft = bool(re.search("(?:达到|达)$", before)) and bool(STRIVEN.search(before))
            return {"exactly", name} if soft else {name}
    if _RELATIVE.search(before):
        return {"exactly", "at_least"}
    if words.startswith(("翻", "百分之")) or re.match("[二三四五六七八九十]分之", words):
        return {"exactly", "at_least"}
    return {"exactly"}

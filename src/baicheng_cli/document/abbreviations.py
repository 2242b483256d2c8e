"""Short names that a document introduces itself: 区百城建设提质工程工作领导小组办公室（以下简称区百城提质办）."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from baicheng_cli.document.model import Found, Outline
from baicheng_cli.document.places import At, flat
from baicheng_cli.document.unit_names import BODY


class Abbreviation(NamedTuple):
    """A short name and the full one that it stands for."""

    name: str
    full: str


_SHORT = re.compile(
    r"（(?P<where>设在[^，；（）]+[，；])?(?:以下)?(?:统一)?(?:简称|下称)(?:为)?[：“\"「]*(?P<short>[^”\"」，；（）]{2,20})[”\"」]*）"
)
_FULL = re.compile(r"(?:[\u4e00-\u9fff]|（[^（）]{1,12}）){4,60}$")
_VERB = re.compile(r"^.*(?:成立|设立|组建|建立|由|调整|明确|充实)(?=.{4,}$)|^.*单位：")
_OFFICE_AT = re.compile(r"(?:领导小组|指挥部|委员会|专班)?(?:下设)?办公室设在(?P<where>[^，。；]{2,30})$")
_GROUP = re.compile(
    r"(?:成立|设立|组建|建立)(?:了)?(?:由[^，。；]*?(?:的|为组长的))?(?P<group>[^，。；]{4,40}?(?:领导小组|指挥部|委员会|专班))"
)


def abbreviations(outline: Outline) -> list[Found[Abbreviation]]:
    """Every short name of a unit, once."""
    seen: set[str] = set()
    found = []
    for line in outline.lines:
        text = flat(line.text)
        if "称" not in text:
            continue
        for one in _in_line(text):
            if one.value.name not in seen:
                seen.add(one.value.name)
                found.append(one.found(line))
    return found


def _in_line(text: str) -> Iterator[At[Abbreviation]]:
    for one in _SHORT.finditer(text):
        short = one["short"].strip()
        if not BODY.search(short):
            continue
        before = re.split(r"[，。；：、\t\n“”]", text[max(0, one.start() - 80) : one.start()])[-1]
        sentence = re.split("。", text[max(0, one.start() - 200) : one.start()])[-1]
        if (at := _OFFICE_AT.search(before)) and (groups := list(_GROUP.finditer(sentence))):
            full = f"{groups[-1]['group']}办公室（设在{at['where']}）"
        else:
            name = _FULL.search(before)
            full = _VERB.sub("", name[0]) if name else ""
            if not full or not BODY.search(full) or len(full) <= len(short):
                continue
        yield At(one.start() - len(before), one.end(), Abbreviation(short, full), "unit.abbreviation")

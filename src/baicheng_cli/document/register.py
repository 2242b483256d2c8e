"""The register of a new plan: every unit that a document names, once, with an id in pinyin."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import count
from typing import NamedTuple

from baicheng_cli.document.abbreviations import Abbreviation
from baicheng_cli.document.unit_names import is_collective
from baicheng_cli.plan.model import Collective, Unit, UnitName

_DISTRICT = re.compile(r"^(?:本|我)?[省市区县州旗](?=.{2,})(?!委)")
_KIND = re.compile(
    r"(?<=..)(?:委员会办公室|领导小组办公室|人民政府|管理委员会|管委会|委员会|办公室|办事处|管理局|管理处|服务中心|分局|局|委|办|处|部)$"
)
_LEADS = re.compile(r"^(?:各项|各)(?:工作|任务)?(?:任务)?牵头(?:责任)?单位$")
SYLLABLES, MOST = 4, 38
"""An id has at most so many syllables, where that tells it from others, and so many characters (a plan allows 40)."""


class RegisterMade(NamedTuple):
    """Units and collectives in the order in which the document names them, and what each name is written as."""

    units: tuple[Unit, ...]
    collectives: tuple[Collective, ...]
    written: Mapping[str, str]
    """A name as the document has it → the name of the register."""


def register(names: Iterable[str], abbreviations: Iterable[Abbreviation]) -> RegisterMade:
    """The register of these names; a short name and its full one are the same unit."""
    full = {one.name: one.full for one in abbreviations}
    short = {one.full: one.name for one in abbreviations}
    short |= {re.sub(r"（设在[^（）]*）$", "", one): name for one, name in short.items()}
    written: dict[str, str] = {}
    units: list[Unit] = []
    collectives: list[Collective] = []
    taken: set[str] = set()
    last: dict[str, int] = {}
    for name in (*names, *full):
        if name in written:
            continue
        shown = short.get(name, name)
        written[name] = shown
        if shown != name and shown in written:
            continue
        written[shown] = shown
        if is_collective(shown):
            if _LEADS.match(shown) and "leads" not in taken:
                collectives.append(Collective(id="leads", name=shown, members="leads"))
            else:
                collectives.append(Collective(id=_id(shown, taken, last), name=shown))
            taken.add(collectives[-1].id)
        else:
            units.append(Unit(id=_id(shown, taken, last), names=(UnitName(name=shown, full=full.get(shown)),)))
            taken.add(units[-1].id)
    return RegisterMade(tuple(units), tuple(collectives), written)


def _id(name: str, taken: set[str], last: dict[str, int]) -> str:
    """An id out of the name alone: 区城管局 → chengguan; told apart by what was left out, then by a number.

    `last`: the last number that each id was given.

    It depends on nothing but the name and the names before it, so that the same document always gives the same ids.
    """
    bare = re.sub(r"^(?:各|全体)(?=..)", "", name)
    core = _KIND.sub("", _DISTRICT.sub("", re.sub(r"[（(].*?[）)]", "", bare))) or bare
    for candidate, syllables in ((core, SYLLABLES), (_KIND.sub("", bare), SYLLABLES), (core, MOST), (bare, MOST)):
        id = slug(candidate, syllables)
        if id and id not in taken:
            return id
    id = slug(core, SYLLABLES) or "unit"
    number = next(numbers for numbers in count(last.get(id, 1) + 1) if f"{id}-{numbers}" not in taken)
    last[id] = number
    return f"{id}-{number}"


def slug(text: str, syllables: int) -> str:
    """Lower-case pinyin without tones; letters and digits stay, everything else goes."""
    from pypinyin import lazy_pinyin

    word = ""
    for syllable in lazy_pinyin(text, errors=lambda other: re.sub(r"[^A-Za-z0-9]", "", other))[:syllables]:
        syllable = syllable.lower().replace("ü", "v")
        if len(word) + len(syllable) > MOST:
            break
        word += syllable
    word = re.sub(r"[^a-z0-9]", "", word)
    return word if word[:1].isalpha() else f"u{word}" if word else ""

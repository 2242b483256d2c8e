"""Deadlines and milestones of one item against the words of its clause, and whether they are only striven for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from baicheng_cli.document.deadlines import Deadline, cell_deadline
from baicheng_cli.document.places import flat
from baicheng_cli.document.said import Prose
from baicheng_cli.document.trace_codes import DUE, NAME, REACH, STRIVE, Difference
from baicheng_cli.document.trace_item import OneItem, Path, Place, name_places
from baicheng_cli.document.trace_operators import STRIVEN
from baicheng_cli.plan.model import Milestone
from baicheng_cli.words import REACH as REACH_WORDS

_REACH = {
    "start": re.compile("开工|启动|动工|开建|进场"),
    "finish": re.compile(
        "完成|建成|竣工|投用|投入|开放|实现|消除|达到|达标|出台|制定|编制|建立|形成|通车|交付|验收|办结|启用|上线|运行"
        "|销号|成立|组建|设立|设置|拆除|搬迁|清零|全覆盖|通过|挂牌|取缔|关停|淘汰|落地|印发|开业|开园"
    ),
    "ongoing": re.compile("持续|加快|推进|续建|继续|做好|开展|推动|深入|巩固|加强|落实"),
}


def compare_due(
    one: OneItem, due: date | None, due_words: str | None, at: Place, name: str, path: Path
) -> Iterator[Difference]:
    """A part's deadline against the one that is in force where its words stand."""
    governs = at.prose.governing(at.start)
    beside = set_beside(at.prose)
    if governs is not None and beside is not None and governs.value.due != due == beside.due:
        governs = None  # what a label or a column says holds where the text speaks of something else
    if due is None:
        if governs is not None:
            one.dated.add(Place(at.prose, governs.start, governs.end))
            message = f"{name}没有写时限，原件写了“{governs.value.words}”（{governs.value.due}）"
            words = at.prose.words(governs.start, max(governs.end, at.end))
            yield one.difference(DUE, path, message, words, f"加上 due: {governs.value.due}")
        elif beside is not None:
            message = f"{name}没有写时限，原件写了“{beside.words}”（{beside.due}）"
            yield one.difference(DUE, path, message, at.prose.due, f"加上 due: {beside.due}")
        return
    if governs is not None:
        one.dated.add(Place(at.prose, governs.start, governs.end))
        if governs.value.due != due:
            message = f"{name}的时限写作{due}，原件是“{governs.value.words}”（{governs.value.due}）"
            words = at.prose.words(governs.start, max(governs.end, at.end))
            yield one.difference(DUE, (*path, "due"), message, words, f"改为 {governs.value.due}")
        elif due_words and not _same_words(due_words, governs.value.words, at.prose.text[governs.start :]):
            message = f"{name}的时限写作“{due_words}”，原件的字句是“{governs.value.words}”"
            words = at.prose.words(governs.start, max(governs.end, at.end))
            yield one.difference(DUE, (*path, "due_words"), message, words, "照原件的字句写")
        return
    if beside is not None:
        if beside.due != due:
            message = f"{name}的时限写作{due}，原件是“{beside.words}”（{beside.due}）"
            yield one.difference(DUE, (*path, "due"), message, at.prose.due, f"改为 {beside.due}")
        return
    message = f"{name}的时限{due}，原件没有写（管到这里的时限一个也没有）"
    yield one.difference(DUE, (*path, "due"), message, at.words, "删去，或按原件改")


def set_beside(prose: Prose) -> Deadline | None:
    if prose.due is None:
        return None
    found = cell_deadline(prose.due.text, prose.time)
    return found.value if found is not None else None


def _same_words(mine: str, theirs: str, rest: str) -> bool:
    mine = flat(mine)
    return rest.startswith(mine) or mine in theirs


def compare_strive(one: OneItem, mine: bool, says: bool, at: Place, name: str, path: Path) -> Iterator[Difference]:
    if mine and not says:
        yield one.difference(
            STRIVE, (*path, "strive"), f"{name}写作力争（strive），原件没有“力争”", at.words, "删去 strive"
        )
    elif says and not mine:
        yield one.difference(STRIVE, path, f"{name}原件写的是力争", at.words, "加上 strive: true")


def compare_milestone(one: OneItem, part: Milestone, path: Path) -> Iterator[Difference]:
    names = name_places(one, part)
    if not names:
        yield one.difference(NAME, (*path, "title"), f"节点“{part.title}”，原件这一条没有", None, "按原件改")
        return
    if one.said.clause.title is not None and all(name.prose is one.said.prose[0] for name in names):
        names = [*_verbs(one, part), *names]  # the title names it, the text says what becomes of it
    at = _dated_first(names, part)
    one.taken.add(*names)
    yield from compare_due(one, part.due, part.due_words, at, part.title, path)
    pieces = at.prose.text[slice(*at.prose.piece(at.start, "，；。！？\n\t"))]
    if not any(pattern.search(pieces) for pattern in _REACH.values()):
        pieces = at.prose.text[slice(*at.prose.piece(at.start, "；。！？\n\t"))]
    wrong = _wrong_reach(pieces, part.reach)
    if wrong:
        message = f"{part.title}写作“{REACH_WORDS[part.reach]}”，原件没有这样说"
        yield one.difference(REACH, (*path, "reach"), message, at.words, f"改为 {wrong}")
    says = bool(STRIVEN.search(pieces))
    governs = at.prose.governing(at.start)
    says = says or (governs is not None and bool(STRIVEN.search(governs.value.words)))
    yield from compare_strive(one, part.strive, says, at, part.title, path)


def _verbs(one: OneItem, part: Milestone) -> Iterator[Place]:
    for prose in one.said.prose[1:]:
        for found in _REACH[part.reach].finditer(prose.text):
            yield Place(prose, *found.span())


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

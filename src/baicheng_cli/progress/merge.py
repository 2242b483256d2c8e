"""Joining two versions of a file that only grows: what each side added stays, whole, whichever side is ours.

Git merges lines, and the elements of our lists have lines in common (`task`, `date`, `self`): two entries that were
added at once are cut where they agree, and whoever then keeps both sides, or lets `merge=union` do it, mixes their
fields. Here an element is one thing: its text is kept byte for byte with the comments above it, and nothing is given
back before the whole has been read again and holds exactly what the two sides hold.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from baicheng_cli.diagnostics import Severity
from baicheng_cli.errors import UserError
from baicheng_cli.fields import parse_moment
from baicheng_cli.progress.append import Kind
from baicheng_cli.progress.cycle import CYCLE, WAIVE
from baicheng_cli.progress.deliveries import DELIVERIES
from baicheng_cli.progress.issued import ISSUE, ISSUED, SIGN
from baicheng_cli.progress.store import SIDECAR
from baicheng_cli.reading import known_keys, model_of
from baicheng_cli.yaml_source import Source, decode

KINDS: Mapping[str, Kind[Any]] = {kind.key: kind for kind in (SIDECAR, CYCLE, DELIVERIES, ISSUED)}
OURS, THEIRS = "这一边", "另一边"
ON_READING = ("recorded", "received", "date", "day")
"""What depends on who read a form, and when: two that differ in nothing else are one, told by the earlier."""

_BOM = b"\xef\xbb\xbf"


class Block(NamedTuple):
    """One element of the list, with the comments above it."""

    key: str
    """What makes it the same element on both sides: an entry's id, else all that it says but when it was read."""
    text: str
    data: Any

    @property
    def rank(self) -> tuple[datetime, str]:
        """The moment it was recorded; typed by hand without one, the start of its day. Then its key."""
        return _moment(self.data), self.key


@dataclass(frozen=True)
class Merged:
    """Two versions joined; where there are disputes, git's conflict markers stand around whole elements."""

    content: bytes
    ours: tuple[Block, ...]
    """What only our side added."""
    theirs: tuple[Block, ...]
    disputes: tuple[str, ...]
    """A sentence for each thing that people have to decide."""


@dataclass(frozen=True)
class Side:
    """One version, taken apart."""

    head: str = ""
    """Everything above the list's key."""
    facts: Mapping[str, Any] | None = None
    """What the head says; `None`: the file was not there."""
    line: str = ""
    """The line of the list's key; a cycle in which nothing was decided yet has none."""
    blocks: tuple[Block, ...] = ()
    rest: str = ""
    """Comments and blank lines below the last element; its text ends with them."""

    @property
    def by_key(self) -> dict[str, Block]:
        return {block.key: block for block in self.blocks}


def merge(base: bytes, ours: bytes, theirs: bytes, name: str) -> Merged:
    """Two versions of a file and their common ancestor made one; no bytes at all: there was no such file.

    Raises UserError when a version cannot be read or does not end with a list of ours, or when what comes of
    joining them would not hold exactly what they hold.
    """
    old = _taken_apart(base, f"{name}（分开之前）", None) if base else Side()
    one, other = _taken_apart(ours, f"{name}（{OURS}）", old), _taken_apart(theirs, f"{name}（{THEIRS}）", old)
    before, mine, yours = old.by_key, one.by_key, other.by_key
    for key in (mine.keys() & yours.keys()) - before.keys():
        if _told(mine[key].data) == _told(yours[key].data):
            mine[key] = yours[key] = min(mine[key], yours[key], key=lambda block: (block.rank, block.text))
    head, disputes = _head(old, one, other)
    texts: dict[str, str] = {}
    blocks = yours | mine
    for key, block in blocks.items():
        texts[key], why = _element(before.get(key), mine.get(key), yours.get(key))
        disputes += [f"{said(block)}{why}"] if why else []
    keys = _in_order(list(mine), list(yours), {key: block.rank for key, block in blocks.items()})
    text = head + (one.line or other.line) + "".join(texts[key] for key in keys)
    if not disputes:
        _must_hold(text, name, one.facts, [blocks[key].data for key in keys])
    return Merged(
        _written_as(text, base, ours, theirs),
        tuple(mine[key] for key in keys if key in mine and key not in yours and key not in before),
        tuple(yours[key] for key in keys if key in yours and key not in mine and key not in before),
        tuple(f"{name}：{one}" for one in disputes),
    )


def said(block: Block) -> str:
    """An element as people speak of it."""
    data: Mapping[str, Any] = block.data if isinstance(block.data, Mapping) else {}
    if "number" in data:
        what = "签发" if data.get("act") == ISSUE else "签收" if data.get("act") == SIGN else "反馈"
        return f"{data['number']}的{what}（{data.get('day')}）"
    if "act" in data:
        return f"{data.get('unit', '')}{'免报' if data['act'] == WAIVE else '封账'}（{data.get('day')}）"
    if "sha256" in data:
        return f"来件{data.get('name')}（{data.get('day')}收）"
    about = f"对{data['review'].get('entry')}的审核" if isinstance(data.get("review"), Mapping) else data.get("task")
    return f"记录 {data.get('id')}（{about}）"


def told_twice(merged: Merged) -> Iterator[tuple[str, list[str]]]:
    """Tasks that both sides reported on for one unit, and the ids of those reports: all of them stay."""
    ids: dict[tuple[str, str | None], list[str]] = {}
    for block in sorted((*merged.ours, *merged.theirs), key=lambda block: block.rank):
        data = block.data
        if "task" in data and "review" not in data and "supersedes" not in data:
            ids.setdefault((data["task"], data.get("for")), []).append(data["id"])
    mine = {block.key for block in merged.ours}
    yield from ((about[0], found) for about, found in ids.items() if 0 < len(mine & set(found)) < len(found))


def used_twice(merged: Merged) -> list[str]:
    """Numbers of papers that both sides have used: one paper of each has to get another."""
    mine, yours = (
        [
            str(block.data["number"])
            for block in side
            if isinstance(block.data, Mapping) and block.data.get("act") == ISSUE
        ]
        for side in (merged.ours, merged.theirs)
    )
    return [number for number in dict.fromkeys(mine) if number in yours]


# Taking apart


def _taken_apart(content: bytes, name: str, before: Side | None) -> Side:
    """A version in pieces; `before` is the common ancestor: comments that ended it are not about what came after."""
    text = decode(content, name)
    text = text if text.endswith("\n") or not text else text + "\n"
    source = Source(name, text)
    if source.findings:
        raise UserError(str(source.findings[0]))
    data = source.data if isinstance(source.data, Mapping) else {}
    if not data or not any(set(data) <= set(known_keys(kind.model, ())) for kind in KINDS.values()):
        raise UserError(f"{name}不是填报记录、月度记录、来件登记或发文登记，不会合并")
    lines = [f"{line}\n" for line in text[:-1].split("\n")]
    key = list(data)[-1]
    if key not in KINDS:
        if listed := [one for one in data if one in KINDS]:
            raise UserError(f"{source.place((listed[0],), key=True)}: {listed[0]} 应是文件的最后一个键")
        return Side(text, data)
    row = source.place((key,), key=True).line - 1
    facts = {fact: value for fact, value in data.items() if fact != key}
    rows = list(_dashes(source, lines, key))
    leads, bodies = [""] * len(rows), [""] * len(rows)
    column = source.place((key,)).column - 1
    for index, (begin, end) in enumerate(zip([row + 1, *rows], [*rows, len(lines)], strict=True)):
        below = _below(lines, begin, end, column) if index else begin
        if index:
            bodies[index - 1] = "".join(lines[begin:below])
        if index < len(rows):
            leads[index] = "".join(lines[below:end])
        else:
            rest = "".join(lines[below:end])
    keys = _keys(name, key, data[key])
    if before is not None and before.rest and (last := before.blocks[-1].key) in keys[:-1]:
        at = keys.index(last)
        if leads[at + 1].startswith(before.rest):
            bodies[at] += before.rest
            leads[at + 1] = leads[at + 1].removeprefix(before.rest)
    bodies[-1] += rest
    texts = [lead + body for lead, body in zip(leads, bodies, strict=True)]
    blocks = tuple(map(Block, keys, texts, data[key]))
    return Side("".join(lines[:row]), facts, lines[row], blocks, rest)


def _dashes(source: Source, lines: Sequence[str], key: str) -> Iterator[int]:
    """The line (from 0) in which each element begins. Raises UserError when the list is not in block style."""
    at = source.place((key,))
    column = at.column - 1
    held = source.data[key] if isinstance(source.data, Mapping) else None
    for index in range(len(held) if isinstance(held, list) else 0):
        row = source.place((key, index)).line - 1
        while row >= at.line - 1 and not (
            row < len(lines) and lines[row].startswith("-", column) and not lines[row][:column].strip()
        ):
            row -= 1
        if row < at.line - 1:
            raise UserError(f"{at}: {key} 应写成每条一段（块式）")
        yield row


def _below(lines: Sequence[str], begin: int, end: int, column: int) -> int:
    """Where the blank lines and comments begin that stand below an element and no further in: they go with the next."""
    below = end
    while below > begin + 1:
        line = lines[below - 1].lstrip(" ")
        if line.strip() and not (line.startswith("#") and len(lines[below - 1]) - len(line) <= column):
            break
        below -= 1
    return below


def _keys(name: str, list_key: str, elements: Sequence[Any]) -> list[str]:
    """What makes each element the same on both sides. Raises UserError when two entries have one id."""
    keys: list[str] = []
    for data in elements:
        if list_key == SIDECAR.key and isinstance(data, Mapping) and isinstance(data.get("id"), str):
            if data["id"] in keys:
                raise UserError(f"{name}：记录编号 {data['id']} 写了两次")
            keys.append(data["id"])
            continue
        told = _told(data) if list_key == DELIVERIES.key else data
        content = json.dumps(told, ensure_ascii=False, sort_keys=True)
        keys.append(content + "+" * sum(one.rstrip("+") == content for one in keys))
    return keys


def _told(data: Any) -> Any:
    """What an element says, whoever read it, and when."""
    return {key: value for key, value in data.items() if key not in ON_READING} if isinstance(data, Mapping) else data


# Putting together


def _head(old: Side, one: Side, other: Side) -> tuple[str, list[str]]:
    """What stands above the list, and what is in dispute there."""
    if one.facts != other.facts:
        mine, yours = one.facts or {}, other.facts or {}
        differ = [key for key in {**mine, **yours} if mine.get(key) != yours.get(key)]
        return _marked(one.head, other.head), [f"{'、'.join(differ)}两边不一样"]
    head = _one_of_three(old.head if old.facts is not None else None, one.head, other.head)
    line = _one_of_three(old.line or None, one.line or other.line, other.line or one.line)
    if head is None or line is None:
        return _marked(one.head, other.head), ["文件开头的注释两边不一样"]
    return head, []


def _element(before: Block | None, mine: Block | None, yours: Block | None) -> tuple[str, str]:
    """An element's text, and why people have to decide on it, if they have to."""
    if mine is not None and yours is not None:
        if mine.data == yours.data:
            text = _one_of_three(before.text if before else None, mine.text, yours.text)
            return (text, "") if text is not None else (_marked(mine.text, yours.text), "的注释两边不一样")
        changed = [who for who, block in ((OURS, mine), (THEIRS, yours)) if before and block.data != before.data]
        why = f"在{'和'.join(changed)}被改过" if before else "两边编号相同，内容不一样"
        return _marked(mine.text, yours.text), why
    [(block, gone)] = [(block, who) for block, who in ((mine, THEIRS), (yours, OURS)) if block is not None]
    if before is None:
        return block.text, ""
    why = f"在{gone}被删去" if block.data == before.data else f"在{gone}被删去，在另外那边被改过"
    return _marked(mine.text if mine else "", yours.text if yours else ""), why


def _one_of_three(old: str | None, one: str, other: str) -> str | None:
    """The text that both have, or the one that was changed; `None` when both were, each in its way."""
    if one == other or other == old:
        return one
    return other if one == old else None


def _marked(mine: str, yours: str) -> str:
    """Both texts between git's conflict markers."""
    return f"<<<<<<< {OURS}\n{mine}=======\n{yours}>>>>>>> {THEIRS}\n"


def _in_order(mine: Sequence[str], yours: Sequence[str], rank: Mapping[str, tuple[datetime, str]]) -> list[str]:
    """All keys, each side's own in their order; where the sides say nothing, by rank.

    So two sides give the same list whichever is ours, and what is there already stays above what comes. Only where
    the sides contradict each other does the rank decide alone.
    """
    chains = [list(reversed(mine)), list(reversed(yours))]
    left = [set(mine), set(yours)]
    keys: list[str] = []
    both = list(zip(chains, left, strict=True))
    while heads := [chain[-1] for chain in chains if chain]:
        waits = {key for key in heads for chain, has in both if key in has and chain[-1] != key}
        free = [key for key in heads if key not in waits]
        taken = min(free or heads, key=lambda key: rank[key])
        keys.append(taken)
        for chain, has in both:
            has.discard(taken)
            while chain and chain[-1] not in has:
                chain.pop()
    return keys


def _moment(data: Any) -> datetime:
    said = data if isinstance(data, Mapping) else {}
    for key in ("recorded", "received", "day", "date"):
        try:
            return parse_moment(f"{said[key]}T00:00:00+08:00" if key != "recorded" else said[key])
        except (KeyError, ValueError):
            continue
    return datetime.min.replace(tzinfo=UTC)


def _must_hold(text: str, name: str, facts: Mapping[str, Any] | None, elements: Sequence[Any]) -> None:
    """Raise UserError unless the text can be loaded and says exactly this."""
    source = Source(name, text)
    data = source.data if isinstance(source.data, Mapping) else {}
    key = next(reversed(data), "")
    held = dict(data)
    held.pop(key if key in KINDS else "", None)
    if source.findings or held != facts or list(data.get(key, ()) if key in KINDS else ()) != list(elements):
        raise UserError(f"{name}：两边的写法接不到一起，请手工合并")
    if key in KINDS:
        model, found = model_of(KINDS[key].model, source, thorough=False)
        if model is None or any(one.severity is Severity.ERROR for one in found):
            raise UserError(f"合并以后读不出：{found[0]}")


def _written_as(text: str, base: bytes, ours: bytes, theirs: bytes) -> bytes:
    """The text with the line ends and the byte-order mark that the sides have; where they differ, the changed ones."""
    crlf = [b"\r\n" in side for side in (base, ours, theirs)]
    marked = [side.startswith(_BOM) for side in (base, ours, theirs)]
    content = text.replace("\n", "\r\n").encode() if _flag(crlf, base) else text.encode()
    return _BOM + content if _flag(marked, base) else content


def _flag(flags: Sequence[bool], base: bytes) -> bool:
    old, one, other = flags
    return one if one == other else not old and bool(base)

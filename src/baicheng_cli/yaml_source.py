"""Reading YAML as text with places: libyaml's events built into plain data that knows where it stands.

Scalars stay text: `on`, `12:30`, `010` and `3.10` are what was typed, and the model gives them their
meaning. What is read here is never written back; edits go through ruamel.yaml (progress/store.py).
"""

from __future__ import annotations

import contextlib
import gc
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

from yaml import YAMLError
from yaml import events as ev
from yaml._yaml import CParser

from baicheng_cli.diagnostics import Finding, Place, define
from baicheng_cli.errors import BrokenFile, UsageError
from baicheng_cli.look_alikes import ODD_SPACE, SIGNS, SUSPICIOUS, in_scalar
from baicheng_cli.yaml_repair import SYNTAX, Repair, conflict

MAX_BYTES = 64 * 1024 * 1024
MAX_DEPTH = 40
MAX_ALIASES = 1_000
MAX_NODES = 100_000
"""Nodes that aliases stand for, written out: a small file may otherwise unfold into billions."""

MAX_SYNTAX_ERRORS = 20

DUPLICATE_KEY = define("BC002", "同一处写了两个相同的键", "后写的会悄悄盖掉先写的，事实就丢了一条。")
TOO_MUCH = define("BC003", "文件过大、嵌套过深或引用过多", "这样的文件不是人写的计划，读下去会耗尽内存。")
ENCODING = define("BC004", "不是 UTF-8 文字", "别的编码读出来会是乱码，必须先另存为 UTF-8。")
UNREADABLE = define("BC005", "文件读不出", "文件在，却打不开：权限不够，或者不是普通文件。")
NOT_PLAIN_YAML = define("BC009", "用了不支持的 YAML 写法", "标签、合并键、多个文档在各种软件里读法不一，计划文件不用。")
NO_VALUE = define("BC010", "键后面没有值", "空着的目标会被当成“由市里定”，空着的时限会被当成“没有时限”。")


class Mapping(dict):  # type: ignore[type-arg]  # values are of any shape
    """A mapping that knows its places: `marks` holds its own place, then key and value of every pair."""

    __slots__ = ("marks",)
    marks: array[int]


class Sequence(list):  # type: ignore[type-arg]
    """A list that knows its places: `marks` holds its own place, then one for every element."""

    __slots__ = ("marks",)
    marks: array[int]


Data: TypeAlias = Mapping | Sequence | str | None


@contextlib.contextmanager
def no_gc() -> Iterator[None]:
    """Hold the garbage collector back while a tree is built: it makes loading superlinear."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class Source:
    """One YAML file: its data, the place of every key and value, and what was wrong with the writing.

    `findings` holds what reading found. After a syntax error reading goes on without the lines that
    caused it (`dropped`, counted from 1), so that one run finds as much as it can; `complete` says whether
    everything was read.
    """

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text
        self.findings: list[Finding] = []
        self.dropped: set[int] = set()
        self.data: Data = None
        with no_gc():
            self._read()

    @property
    def complete(self) -> bool:
        return not self.dropped and not any(f.code in (TOO_MUCH, ENCODING) for f in self.findings)

    def place(self, path: tuple[str | int, ...] = (), *, key: bool = False) -> Place:
        """Where the value at `path` stands (or its key). What is absent is placed at what should hold it."""
        node = self.data
        mark = node.marks[0] if isinstance(node, Mapping | Sequence) else 0
        for step in path:
            if isinstance(node, Mapping) and step in node:
                index = list(node).index(step)
                mark = node.marks[1 + 2 * index + (0 if key and step == path[-1] else 1)]
                node = node[step]
            elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node):
                mark = node.marks[1 + step]
                node = node[step]
            else:
                break
        return self._at(mark)

    def plain(self, path: tuple[str | int, ...]) -> bool:
        """Whether the scalar at `path` is written without quotes."""
        node = self.data
        mark = 1
        for step in path:
            if isinstance(node, Mapping) and step in node:
                mark = node.marks[2 + 2 * list(node).index(step)]
                node = node[step]
            elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node):
                mark = node.marks[1 + step]
                node = node[step]
            else:
                return False
        return not mark & 1

    def _at(self, mark: int) -> Place:
        return Place(self.file, (mark >> 20) + 1, (mark >> 1 & 0x7FFFF) + 1)

    def _read(self) -> None:
        repair: Repair | None = None
        text = self.text
        if (found := conflict(self.file, text)) is not None:
            self.findings.append(found)
            self.dropped.add(found.place.line)
            return
        for _ in range(MAX_SYNTAX_ERRORS):
            kept = len(self.findings)
            try:
                self.data = self._build(text)
                return
            except YAMLError as error:
                del self.findings[kept:]
                repair = repair or Repair(self.file, text)
                found, culprit = repair.blame(error)
                if found.place.line not in {said.place.line for said in self.findings}:
                    self.findings.append(found)
                if culprit is None:
                    return
                repair.repair(culprit)
                self.dropped = repair.dropped
                text = repair.text
            except RecursionError:
                self.findings.append(Finding(TOO_MUCH, "嵌套过深", Place(self.file, 1, 1)))
                return
            except _Stop as stop:
                self.findings.append(Finding(stop.code, stop.message, self._at(stop.mark)))
                return

    def _build(self, text: str) -> Data:
        """One pass over the events; raises YAMLError on bad syntax, _Stop at a cap."""
        parser = CParser(text)
        event = parser.get_event
        found = self.findings
        anchors: dict[str, tuple[Data, int, int]] = {}
        stack: list[tuple[Mapping | Sequence, str | None, bool, int, str | None, int]] = []
        node: Mapping | Sequence | None = None
        key: str | None = None
        wants_key = False
        size = 0
        anchor_name: str | None = None
        root: Data = None
        documents = aliases = 0
        key_mark = 0
        total = 0
        while True:
            e: Any = event()  # the stubs know only the base class
            kind = type(e)
            if kind is ev.ScalarEvent:
                start = e.start_mark
                plain = e.style is None or e.style == ""
                mark = start.line << 20 | (start.column & 0x7FFFF) << 1 | (not plain)
                value: Data = e.value
                size += 1
                if e.tag is not None and e.tag != "!":
                    found.append(Finding(NOT_PLAIN_YAML, f"有标签 {e.tag}", self._at(mark), "删去标签"))
                if wants_key:
                    key, key_mark, wants_key = e.value, mark, False
                    if plain and key == "<<":
                        found.append(Finding(NOT_PLAIN_YAML, "有合并键 <<", self._at(mark), "把内容写全"))
                    continue
                if plain and e.value in ("", "~", "null"):
                    value = None
                    if isinstance(node, Mapping) and self._is_empty(str(key), start.line, text):
                        found.append(Finding(NO_VALUE, f"“{key}”后面没有值", self._at(mark), "写上值，或删去这个键"))
                if e.anchor is not None:
                    anchors[e.anchor] = (value, 1, mark)
            elif kind is ev.MappingStartEvent or kind is ev.SequenceStartEvent:
                start = e.start_mark
                mark = start.line << 20 | (start.column & 0x7FFFF) << 1 | 1
                if wants_key:
                    raise _Stop(NOT_PLAIN_YAML, "键应为文字，这里是列表或映射", mark)
                if len(stack) >= MAX_DEPTH:
                    raise _Stop(TOO_MUCH, f"嵌套超过{MAX_DEPTH}层", mark)
                if e.tag is not None and e.tag != "!":
                    found.append(Finding(NOT_PLAIN_YAML, f"有标签 {e.tag}", self._at(mark), "删去标签"))
                child: Mapping | Sequence = Mapping() if kind is ev.MappingStartEvent else Sequence()
                child.marks = array("q", (mark,))
                if node is None:
                    root = child
                else:
                    self._put(node, key, key_mark, child, mark)
                stack.append((node, key, wants_key, size, anchor_name, mark))  # type: ignore[arg-type]
                node, size, anchor_name = child, 1, e.anchor
                wants_key = kind is ev.MappingStartEvent
                continue
            elif kind is ev.MappingEndEvent or kind is ev.SequenceEndEvent:
                done, done_size, done_anchor = node, size, anchor_name
                node, key, wants_key, size, anchor_name, begun = stack.pop()
                size += done_size
                if done_anchor is not None:
                    anchors[done_anchor] = (done, done_size, begun)
                if isinstance(node, Mapping):
                    wants_key = True
                continue
            elif kind is ev.AliasEvent:
                mark = e.start_mark.line << 20 | min(e.start_mark.column, 0x7FFFF) << 1 | 1
                aliases += 1
                if wants_key:
                    raise _Stop(NOT_PLAIN_YAML, "键不能是引用", mark)
                if e.anchor not in anchors:
                    found.append(Finding(SYNTAX, f"引用了没有定义的 *{e.anchor}", self._at(mark)))
                value, weight, begun = anchors.get(e.anchor, (None, 1, mark))
                size += weight
                total += weight
                if aliases > MAX_ALIASES or total > MAX_NODES:
                    why = "展开后过大" if total > MAX_NODES else f"太多，超过{MAX_ALIASES}处"
                    raise _Stop(TOO_MUCH, f"引用 *{e.anchor}（&{e.anchor} 在第{(begun >> 20) + 1}行）{why}", mark)
            elif kind is ev.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    mark = e.start_mark.line << 20 | 1
                    raise _Stop(NOT_PLAIN_YAML, "一个文件里有多个文档（---）", mark)
                continue
            elif kind is ev.StreamEndEvent:
                return root
            else:
                continue
            if type(node) is Mapping and key not in node:  # by far the most: a value under a key
                node[key] = value
                node.marks.append(key_mark)
                node.marks.append(mark)
                wants_key = True
            elif node is None:
                root = value
            else:
                self._put(node, key, key_mark, value, mark)
                wants_key = isinstance(node, Mapping)

    def _is_empty(self, key: str, row: int, text: str) -> bool:
        """Whether a key in this line (from 0) has no value: none in itself, none in lines that could not be read."""
        if "：" in key or not self.dropped:
            return "：" not in key
        lines = text.split("\n")
        below = row + 1
        while below < len(lines) and below + 1 not in self.dropped and not lines[below].partition("#")[0].strip():
            below += 1
        return below + 1 not in self.dropped

    def _put(self, node: Mapping | Sequence, key: str | None, key_mark: int, value: Data, mark: int) -> None:
        if isinstance(node, Sequence):
            node.append(value)
            node.marks.append(mark)
        elif key in node:
            first = node.marks[1 + 2 * list(node).index(key)]
            self.findings.append(
                Finding(
                    DUPLICATE_KEY,
                    f"“{key}”写了两次（第{(first >> 20) + 1}行已有）",
                    self._at(key_mark),
                    "删去一个",
                )
            )
        else:
            node[key] = value
            node.marks.append(key_mark)
            node.marks.append(mark)


class _Stop(Exception):
    """A cap was met, or something no later line can mend."""

    def __init__(self, code: str, message: str, mark: int) -> None:
        super().__init__(message)
        self.code, self.message, self.mark = code, message, mark


def read(file: Path, shown_as: str | None = None) -> Source:
    """Read one YAML file. Raises UsageError when it is missing, BrokenFile when it is no readable text."""
    name = shown_as or str(file)
    try:
        raw = file.read_bytes()
    except FileNotFoundError:
        raise UsageError(f"找不到文件 {name}") from None
    except OSError as error:
        raise BrokenFile([Finding(UNREADABLE, f"打不开：{error.strerror}", Place(name))]) from None
    if len(raw) > MAX_BYTES:
        size = f"文件有{len(raw) // 1024 // 1024} MB，超过{MAX_BYTES // 1024 // 1024} MB"
        raise BrokenFile([Finding(TOO_MUCH, size, Place(name))])
    return Source(name, decode(raw, name))


def decode(raw: bytes, name: str) -> str:
    """UTF-8 text of a file, with or without a byte-order mark, its line ends made one kind."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        at = Place(name, before.count(b"\n") + 1, error.start - before.rfind(b"\n"))
        found = f"第{error.start + 1}个字节 0x{raw[error.start]:02X} 不是 UTF-8"
        raise BrokenFile([Finding(ENCODING, found, at, "用编辑器另存为 UTF-8 编码")]) from None
    return text.replace("\r\n", "\n") if "\r" in text else text


def lint(source: Source) -> Iterator[Finding]:
    """Characters that look right and are not: full-width colons and quotes, odd spaces."""
    if any(sign in source.text for sign in SIGNS) and SUSPICIOUS.search(source.text):
        yield from _lint(source, source.data, (), set())


def _lint(source: Source, node: Data, path: tuple[str | int, ...], seen: set[int]) -> Iterator[Finding]:
    if isinstance(node, Mapping | Sequence):
        if id(node) in seen:
            return
        seen.add(id(node))
        pairs = node.items() if isinstance(node, Mapping) else enumerate(node)
        for step, value in pairs:
            here = (*path, step)
            if isinstance(step, str) and not step.isascii():
                for code, found, do in in_scalar(step, plain=True):
                    yield Finding(code, found, source.place(here, key=True), do)
            yield from _lint(source, value, here, seen)
    elif isinstance(node, str) and not node.isascii():
        for code, found, do in in_scalar(node, plain=True):
            if code == ODD_SPACE or source.plain(path):
                yield Finding(code, found, source.place(path), do)
    elif isinstance(node, str) and "\t" in node:
        yield Finding(ODD_SPACE, "有制表符", source.place(path), "改用空格")

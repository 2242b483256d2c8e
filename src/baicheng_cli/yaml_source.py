"""Reading YAML as text with places: libyaml's events built into plain data that knows where it stands.

Scalars stay text: `on`, `12:30`, `010` and `3.10` are what was typed, and the model gives them their
meaning. What is read here is never written back; edits go through ruamel.yaml (progress/store.py).
"""

from __future__ import annotations

import contextlib
import gc
import re
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

from yaml import YAMLError
from yaml import events as ev
from yaml._yaml import CParser

from baicheng_cli.diagnostics import Finding, Place, define
from baicheng_cli.errors import BrokenFile, UsageError
from baicheng_cli.look_alikes import FULL_WIDTH_COLON, KEY_WITH_FULL_WIDTH_COLON, ODD_SPACE, in_scalar

MAX_BYTES = 64 * 1024 * 1024
MAX_DEPTH = 40
MAX_ALIASES = 1_000
MAX_NODES = 100_000
"""Nodes that aliases stand for, written out: a small file may otherwise unfold into billions."""

MAX_SYNTAX_ERRORS = 20

SYNTAX = define("BC001", "YAML 语法错误", "文件不能按 YAML 读出，后面的内容都无从判断。")
DUPLICATE_KEY = define("BC002", "同一处写了两个相同的键", "后写的会悄悄盖掉先写的，事实就丢了一条。")
TOO_MUCH = define("BC003", "文件过大、嵌套过深或引用过多", "这样的文件不是人写的计划，读下去会耗尽内存。")
ENCODING = define("BC004", "不是 UTF-8 文字", "别的编码读出来会是乱码，必须先另存为 UTF-8。")
UNREADABLE = define("BC005", "文件读不出", "文件在，却打不开：权限不够，或者不是普通文件。")
NOT_PLAIN_YAML = define("BC009", "用了不支持的 YAML 写法", "标签、合并键、多个文档在各种软件里读法不一，计划文件不用。")
NO_VALUE = define("BC010", "键后面没有值", "空着的目标会被当成“由市里定”，空着的时限会被当成“没有时限”。")

_DASH = re.compile(r"^ *- ")
_KEY = re.compile(r"^ *[a-z_][a-z0-9_]*:( |$)")
_ODD_INDENT = re.compile("^( *)[ \u3000\u00a0]*[\u3000\u00a0]")
_KEY_WITHOUT_SPACE = re.compile(r"^(\s*(?:- +)*[a-z_][a-z0-9_]*):(?=[^\s:])")


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
        self._mended: set[int] = set()
        self._shift: dict[int, int] = {}
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
        lines: list[str] | None = None
        text = self.text
        for _ in range(MAX_SYNTAX_ERRORS):
            kept = len(self.findings)
            try:
                self.data = self._build(text)
                return
            except YAMLError as error:
                del self.findings[kept:]
                lines = lines if lines is not None else text.split("\n")
                found, culprit = self._syntax(error, lines)
                if found.place.line not in {said.place.line for said in self.findings}:
                    self.findings.append(found)
                if culprit is None:
                    return
                self._repair(lines, culprit)
                text = "\n".join(lines)
            except RecursionError:
                self.findings.append(Finding(TOO_MUCH, "嵌套过深", Place(self.file, 1, 1)))
                return
            except _Stop as stop:
                self.findings.append(Finding(stop.code, stop.message, self._at(stop.mark)))
                return

    def _syntax(self, error: YAMLError, lines: list[str]) -> tuple[Finding, int | None]:
        """The finding for a syntax error, and the index of the line that caused it."""
        mark = getattr(error, "problem_mark", None)
        problem = str(getattr(error, "problem", None) or getattr(error, "reason", error))
        context = str(getattr(error, "context", None) or "")
        begun = getattr(error, "context_mark", None)
        if mark is None:  # the reader: a control character, found before any line was counted
            position = int(getattr(error, "position", 0) or 0)
            before = "\n".join(lines)[:position]
            row, column = before.count("\n"), position - (before.rfind("\n") + 1)
        else:
            row, column = mark.line, mark.column
        if begun is not None and any(sign in context for sign in ("quoted scalar", "flow", "simple key")):
            row, column = begun.line, begun.column
        row = min(row, len(lines) - 1)
        at = Place(self.file, row + 1, column + 1)
        if (unclosed := _unclosed_quote(lines, row)) is not None:
            at = Place(self.file, unclosed + 1, lines[unclosed].index('"') + 1)
            words = _syntax_words("", "while scanning a quoted scalar", lines[unclosed].strip())
            return Finding(SYNTAX, words, at), unclosed
        if context == "while parsing a flow node" and (bracket := _unclosed_bracket(lines, row)) is not None:
            at = Place(self.file, bracket[0] + 1, bracket[1] + 1)
            words = _syntax_words(f"did not find expected ',' or '{bracket[2]}'", "", lines[bracket[0]].strip())
            return Finding(SYNTAX, words, at), bracket[0]
        if (deeper := _first_too_far_in(lines, row)) is not None:
            words = _syntax_words(problem, context, lines[deeper].strip())
            self._shift[deeper] = _indent(lines[row]) - _indent(lines[deeper])
            return Finding(SYNTAX, words, Place(self.file, deeper + 1, _indent(lines[deeper]) + 1)), deeper
        if begun is not None and _is_the_first_out_of_line(lines, begun.line, begun.column, row):
            first = begun.line
            words = _syntax_words(problem, context, lines[first].strip())
            self._shift[first] = _indent(lines[row]) - begun.column
            return Finding(SYNTAX, words, Place(self.file, first + 1, _indent(lines[first]) + 1)), first
        for near in (row, row - 1, row + 1):
            if 0 <= near < len(lines) and (colon := KEY_WITH_FULL_WIDTH_COLON.match(lines[near])):
                at = Place(self.file, near + 1, lines[near].index("：") + 1)
                key = colon[1].strip().lstrip("- ")
                return Finding(FULL_WIDTH_COLON, f"“{key}”后面是全角冒号", at, f"改为 {key}: "), near
        for near in (row, row - 1):
            if near >= 0 and (tight := _KEY_WITHOUT_SPACE.match(lines[near])):
                key = tight[1].strip().lstrip("- ")
                at = Place(self.file, near + 1, tight.end(1) + 1)
                return Finding(SYNTAX, f"“{key}”的冒号后面没有空格", at, f"改为 {key}: "), near
        for near in (row, row - 1, row + 1):
            if 0 <= near < len(lines) and (odd := _ODD_INDENT.match(lines[near])):
                at = Place(self.file, near + 1, odd.end(1) + 1)
                return Finding(ODD_SPACE, "缩进里有全角空格", at, "改用半角空格"), near
        if "\t" in lines[row][: column + 1] or lines[row].lstrip(" ").startswith("\t"):
            at = Place(self.file, row + 1, lines[row].index("\t") + 1)
            return Finding(ODD_SPACE, "缩进里有制表符", at, "改用空格"), row
        while row > 0 and not lines[row].strip():
            row -= 1
        culprit = row if lines[row].strip() else None
        return Finding(SYNTAX, _syntax_words(problem, context, lines[row].strip()), at), culprit

    def _repair(self, lines: list[str], row: int) -> None:
        """Take the cause of a syntax error out of `lines`, keeping every other line in its place."""
        if (colon := KEY_WITH_FULL_WIDTH_COLON.match(lines[row])) and "：" in lines[row]:
            lines[row] = f"{colon[1]}: {lines[row][colon.end() :]}"
            return
        if tight := _KEY_WITHOUT_SPACE.match(lines[row]):
            lines[row] = f"{tight[1]}: {lines[row][tight.end() :]}"
            return
        if (odd := _ODD_INDENT.match(lines[row])) and row not in self._mended:
            self._mended.add(row)
            below = _next_written(lines, row)
            likely = _indent(lines[below]) if below is not None else odd.end(1)
            lines[row] = " " * likely + lines[row].lstrip()
            return
        if lines[row].lstrip(" ").startswith("\t") and (width := _indent_before(lines, row)) is not None:
            lines[row] = " " * width + lines[row].strip()
            return
        depth = _indent(lines[row])
        if row not in self._mended:  # once only: if it does not help, the line goes
            self._mended.add(row)
            if (shift := self._shift.get(row)) is not None:
                lines[row] = " " * (depth + shift) + lines[row].strip()
                return
            if (meant := _likely_line(lines, row)) is not None:
                lines[row] = meant
                return
            if _opens_a_block(lines, row):
                self.dropped.add(row + 1)
                lines[row] = " " * depth + "-"
                return
        self.dropped.add(row + 1)
        lines[row] = ""
        for below in range(row + 1, len(lines)):
            if lines[below].strip():
                if _indent(lines[below]) <= depth:
                    break
                self.dropped.add(below + 1)
                lines[below] = ""

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
                mark = start.line << 20 | min(start.column, 0x7FFFF) << 1 | (not plain)
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
                mark = start.line << 20 | min(start.column, 0x7FFFF) << 1 | 1
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
            if node is None:
                root = value
            else:
                self._put(node, key, key_mark, value, mark)
                if isinstance(node, Mapping):
                    wants_key = True

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


_SYNTAX_WORDS = (
    ("could not find expected ':'", "缺少冒号，或冒号后少了空格"),
    ("found character that cannot start any token", "有不能开头的字符（如 @ ` % 或制表符）"),
    ("did not find expected ',' or ']'", "方括号列表没有写完（缺逗号或 ]）"),
    ("did not find expected ',' or '}'", "花括号没有写完（缺逗号或 }）"),
    ("did not find expected '-' indicator", "列表的缩进不齐，或少了短横线"),
    ("did not find expected key", "缩进不齐，或这一行不是“键: 值”"),
    ("mapping values are not allowed", "这里不该有冒号：上一行没有写完，或缩进不对"),
    ("found unexpected end of stream", "引号没有收尾"),
    ("found unexpected document indicator", "引号没有收尾"),
    ("did not find the expected", "结构没有写完"),
    ("control characters are not allowed", "有控制字符"),
    ("found undefined alias", "引用了没有定义的名称"),
    ("unknown escape", "双引号里有不认识的反斜线写法"),
    ("while scanning a quoted scalar", "引号没有收尾"),
    ("block sequence entries are not allowed", "这里不该开始列表：短横线的位置不对"),
    ("did not find expected node content", "这里应有内容"),
)


def _syntax_words(problem: str, context: str, line: str) -> str:
    words = next((said for sign, said in _SYNTAX_WORDS if sign in problem or sign in context), None)
    shown = line if len(line) <= 30 else line[:30] + "…"
    return f"YAML 语法错误：{words or problem}（“{shown}”）"


def _unclosed_quote(lines: list[str], row: int) -> int | None:
    """The last line above `row` that opens a double quote and does not close it, if there is one.

    libyaml reads on to the next quote, perhaps pages below, and complains there.
    """
    odd = [index for index in range(row) if _quotes(lines[index]) % 2]
    return odd[-1] if len(odd) % 2 else None


def _quotes(line: str) -> int:
    """How many double quotes a line has, comments and escaped ones left out."""
    if "#" not in line and "\\" not in line:
        return line.count('"')
    count = 0
    for index, character in enumerate(line):
        before = line[index - 1] if index else " "
        if character == "#" and count % 2 == 0 and before.isspace():
            break
        count += character == '"' and before != "\\"
    return count


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _is_the_first_out_of_line(lines: list[str], first: int, column: int, row: int) -> bool:
    """Whether not `row`, where libyaml stumbled, is out of line, but the first line of its list or mapping.

    So it is when the line after `row` stands as far in as `row` does.
    """
    after = _next_written(lines, row)
    if _next_written(lines, first) != row or after is None or not 0 < abs(_indent(lines[row]) - column) <= 3:
        return False
    pattern = _DASH if _DASH.match(lines[row]) else _KEY
    return bool(pattern.match(lines[after])) and _indent(lines[after]) == _indent(lines[row])


def _first_too_far_in(lines: list[str], row: int) -> int | None:
    """The first line of a list that stands further in than the others, of which `row` is the second."""
    first, after = _written_before(lines, row), _next_written(lines, row)
    if first is None or after is None or not all(_DASH.match(lines[one]) for one in (first, row, after)):
        return None
    depth, before = _indent(lines[first]), _written_before(lines, first)
    alone = before is None or not (_DASH.match(lines[before]) and _indent(lines[before]) == depth)
    in_line = _indent(lines[row]) == _indent(lines[after])
    return first if alone and in_line and 0 < depth - _indent(lines[row]) <= 3 else None


def _unclosed_bracket(lines: list[str], row: int) -> tuple[int, int, str] | None:
    """Line and column of the nearest bracket above `row` that is not closed in its line, and what would close it."""
    for above in range(row - 1, max(-1, row - 50), -1):
        open_: list[tuple[int, str]] = []
        for column, character in enumerate(lines[above].partition(" #")[0]):
            if character in "[{":
                open_.append((column, "]" if character == "[" else "}"))
            elif character in "]}" and open_:
                open_.pop()
        if open_:
            return above, *open_[-1]
    return None


def _likely_line(lines: list[str], row: int) -> str | None:
    """A line as it was probably meant: with the dash that it lacks, or as far in as the lines beside it."""
    below = _next_written(lines, row)
    text = lines[row].strip()
    if text.startswith("id:") and below is not None and _KEY.match(lines[below]):
        width = _indent(lines[below]) - 2
        if width != _indent(lines[row]) - 2 and any(
            _DASH.match(line) and _indent(line) == width for line in lines[:row]
        ):
            return " " * width + "- " + text
    width_or_none = _likely_indent(lines, row)
    return None if width_or_none is None else " " * width_or_none + text


def _likely_indent(lines: list[str], row: int) -> int | None:
    """Where a line that is a little out of line belongs: as far in as the key, or the dash, next to it."""
    depth = _indent(lines[row])
    if _DASH.match(lines[row]):
        others = (*range(row + 1, len(lines)), *range(row - 1, -1, -1))
        dashes = (_indent(lines[one]) for one in others if _DASH.match(lines[one]))
        nearest = next((width for width in dashes if abs(width - depth) <= 1), depth)
        return nearest if nearest != depth else None
    for other in (_next_written(lines, row), _written_before(lines, row)):
        if other is not None and _KEY.match(lines[row]) and _KEY.match(lines[other]):
            width = _indent(lines[other])
            if 0 < abs(width - depth) <= 3:
                return width
    return None


def _opens_a_block(lines: list[str], row: int) -> bool:
    """Whether a line is the first one of a list element that goes on below: without it, its dash is kept."""
    below = _next_written(lines, row)
    return (
        bool(_DASH.match(lines[row]))
        and below is not None
        and bool(_KEY.match(lines[below]))
        and _indent(lines[below]) == _indent(lines[row]) + 2
    )


def _next_written(lines: list[str], row: int) -> int | None:
    return next((below for below in range(row + 1, len(lines)) if _is_written(lines[below])), None)


def _written_before(lines: list[str], row: int) -> int | None:
    return next((above for above in range(row - 1, -1, -1) if _is_written(lines[above])), None)


def _is_written(line: str) -> bool:
    return bool(line.partition("#")[0].strip())


def _indent_before(lines: list[str], row: int) -> int | None:
    """The indentation of the nearest written line above, if there is one."""
    for above in range(row - 1, -1, -1):
        if lines[above].strip():
            return _indent(lines[above])
    return None

"""After a syntax error: which line caused it, and how to go on reading without it."""

from __future__ import annotations

import re

from yaml import YAMLError

from baicheng_cli.diagnostics import Finding, Place, define
from baicheng_cli.look_alikes import FULL_WIDTH_COLON, KEY_WITH_FULL_WIDTH_COLON, ODD_SPACE

SYNTAX = define("BC001", "YAML 语法错误", "文件不能按 YAML 读出，后面的内容都无从判断。")

ONLY_GROWS = re.compile(r"(?:^|/)(?:(?:progress|forms)/[1-9]\d{3}-\d{2}/[^/]+|office/issued)\.yaml\Z")
"""Files that are only added to: what git cannot join in them, `baicheng progress merge` can."""

_CONFLICT = re.compile(r"^(?:<<<<<<<|>>>>>>>)(?: .*)?$", re.M)
_DASH = re.compile(r"^ *- ")
_KEY = re.compile(r"^ *[a-z_][a-z0-9_]*:( |$)")
_ODD_INDENT = re.compile("^( *)[ \u3000\u00a0]*[\u3000\u00a0]")
_KEY_WITHOUT_SPACE = re.compile(r"^(\s*(?:- +)*[a-z_][a-z0-9_]*):(?=[^\s:])")


def conflict(file: str, text: str) -> Finding | None:
    """That git left the file in conflict, if it did: nothing in it can be trusted before somebody has decided."""
    if ("<<<<<<<" not in text and ">>>>>>>" not in text) or (sign := _CONFLICT.search(text)) is None:
        return None
    at = Place(file, text.count("\n", 0, sign.start()) + 1, 1)
    count = len(re.findall(r"^<<<<<<<", text, re.M))
    more = f"，共{count}处" if count > 1 else ""
    by_hand = "选定一边，删去 <<<<<<<、=======、>>>>>>> 各行"
    remedy = f"运行 baicheng progress merge {file}" if ONLY_GROWS.search(file) else by_hand
    return Finding(SYNTAX, f"git 合并有冲突，还没有解决（“{sign[0][:30]}”{more}）", at, remedy)


class Repair:
    """The lines of a file as they are mended in memory, so that one run finds more than the first error.

    `dropped` holds the lines (from 1) that had to go; what merely was misspelt or out of line is put right.
    """

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.lines = text.split("\n")
        self.dropped: set[int] = set()
        self._mended: set[int] = set()
        self._shift: dict[int, int] = {}

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def blame(self, error: YAMLError) -> tuple[Finding, int | None]:
        """The finding for a syntax error, and the index of the line that caused it."""
        lines = self.lines
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

    def repair(self, row: int) -> None:
        """Take the cause of a syntax error out of the text, keeping every other line in its place."""
        lines = self.lines
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
    ("did not find expected <document start>", "这一行不是“键: 值”，也接不上前面"),
    ("did not find expected whitespace", "以 ! 开头的文字要加引号"),
    ("did not find expected alphabetic", "以 & 或 * 开头的文字要加引号"),
    ("did not find expected comment or line break", "| 或 > 后面要换行再写"),
    ("mapping keys are not allowed", "这里不该有问号：以 ? 开头的文字要加引号"),
    ("tab character", "缩进里有制表符；改用空格"),
    ("found unexpected ':'", "这里不该有冒号"),
    ("directive", "以 % 开头的文字要加引号"),
    ("tag", "以 ! 开头的文字要加引号"),
    ("Unicode", "双引号里有不认识的反斜线写法"),
    ("hexdecimal", "双引号里有不认识的反斜线写法"),
    ("duplicate anchor", "以 & 开头的名称写了两次"),
)


def _syntax_words(problem: str, context: str, line: str) -> str:
    words = next((said for sign, said in _SYNTAX_WORDS if sign in problem or sign in context), None)
    shown = line if len(line) <= 30 else line[:30] + "…"
    return f"YAML 语法错误：{words or '这里读不出'}（“{shown}”）"


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

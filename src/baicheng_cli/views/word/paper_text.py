"""A paper's template as text (templates/word/*.txt): one paragraph a line, “样式：文字”.

    # 说明                         a comment
    页面：公文                     the page of what follows (styles.yaml); a second one begins a new page
    页眉：演示标记：{{ … }}         in the header of every page; 首页页眉 and 首页页脚 where the page has a first one
    公文正文：截至{{ … }}，……       a paragraph in that style; “ | ” jumps to the style's tab stop
    空行                           an empty line
    换页                           what follows begins on a new page
    {% for one in … %}             conditions and loops stand on a line of their own, and end with {% endfor %}
    表格：附表 20 30 106            a table: its kind, and the widths of its columns; without widths, by content
    | 序号 | 单位 | 情况 |          rows; those above the line of dashes are the heading, repeated on every page
    |---:|---|:---:|               how columns are set: --- left, ---: right, :---: centre
    行高：20                       the next row is at least so many millimetres high
    | 表单项：编号 | {{ … }} |      a cell may name its style; `<` belongs to the cell on its left, `^` to the one above
    表格完
A row with fewer cells than columns: the last one reaches to the edge.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from baicheng_cli.errors import UserError, did_you_mean
from baicheng_cli.views.template_flaws import FULL_WIDTH, full_width_words
from baicheng_cli.views.word.styles import Styles

PAGE, HEADER, FIRST_HEADER, FIRST_FOOTER = "页面", "页眉", "首页页眉", "首页页脚"
TABLE, HEIGHT, TABLE_END, NEW_PAGE, EMPTY = "表格", "行高", "表格完", "换页", "空行"
BODY = "公文正文"
LEFT, ABOVE = "<", "^"

_TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)
_ALONE = re.compile(r"^\{%[-+]?\s*(?:(?:p|tr|tc)\s+)?((?:(?!%\}).)*?)\s*[-+]?%\}$")
_SAID = re.compile(r"^([^\s：:{}|]+)\s*[：:]\s?(.*)$")
_LOOSE = re.compile(r"\{\{|\}\}|\{%|%\}")
_DASHES = re.compile(r"^:?-{2,}:?$")
_NUMBER = re.compile(r"^\d+(\.\d+)?$")
_ENDS = {"for": "endfor", "if": "endif"}
_INSIDE = {"else": ("for", "if"), "elif": ("if",)}


class Paragraph(NamedTuple):
    line: int
    style: str
    text: str
    new_page: bool = False


class Control(NamedTuple):
    """A tag that stands alone: what is repeated or left out lies between it and its end."""

    line: int
    text: str
    """Without its braces: `for one in report.clauses`."""


class NewPage(NamedTuple):
    """From here on pages are of this kind."""

    line: int
    page: str


class Edge(NamedTuple):
    """A paragraph of a header or footer."""

    where: str
    """HEADER, FIRST_HEADER or FIRST_FOOTER."""
    paragraph: Paragraph


class Cell(NamedTuple):
    text: str
    style: str | None = None
    align: str | None = None
    span: int = 1
    above: bool = False
    """Belongs to the cell above."""


class Row(NamedTuple):
    line: int
    cells: tuple[Cell, ...]
    heading: bool = False
    height: float | None = None
    """Millimetres, at least."""


@dataclass
class TableText:
    line: int
    kind: str
    widths: tuple[float, ...]
    """Shares of the type area; empty: by content."""
    rows: list[Row | Control] = field(default_factory=list)
    new_page: bool = False

    @property
    def columns(self) -> int:
        return max(sum(cell.span for cell in row.cells) for row in self.rows if isinstance(row, Row))


Block = Paragraph | Control | NewPage | Edge | TableText


def parse(text: str, file: str, styles: Styles) -> list[Block]:
    """What the lines of a template say. Raises UserError with file and line of every mistake."""
    return _Reading(file, styles).blocks(text)


def split_outside(text: str, mark: str) -> list[str]:
    """The text in pieces between the marks that stand outside Jinja's braces."""
    covered = _TAG.sub(lambda found: "\x00" * len(found[0]), text)
    pieces, begin = [], 0
    while (at := covered.find(mark, begin)) >= 0:
        pieces.append(text[begin:at])
        begin = at + len(mark)
    return [*pieces, text[begin:]]


class _Reading:
    def __init__(self, file: str, styles: Styles) -> None:
        self.file, self.styles = file, styles
        self.mistakes: list[str] = []
        self.open: list[tuple[str, int]] = []
        """Tags whose end has not come yet, with their lines."""
        self.table: TableText | None = None
        self.aligned: tuple[str | None, ...] = ()
        self.height: float | None = None
        self.new_page = False

    def blocks(self, text: str) -> list[Block]:
        found: list[Block] = []
        for number, raw in enumerate(text.lstrip("\ufeff").splitlines(), 1):
            line = raw.strip()
            if not line or line.startswith("#"):
                continue
            if wrong := FULL_WIDTH.search(line):
                self.wrong(number, full_width_words(wrong[0]))
                continue
            if loose := _LOOSE.search(_TAG.sub("", line)):
                self.wrong(number, f"“{loose[0]}”没有配成对；{{{{ }}}}、{{% %}} 要写在同一行里")
                continue
            found += self.line(number, line)
        if self.table is not None:
            self.wrong(self.table.line, "表格没有结束；在最后一行下面写“表格完”")
        for name, number in self.open:
            self.wrong(number, f"{{% {name} %}} 没有结束；后面要有一行 {{% {_ENDS[name]} %}}")
        if not self.mistakes and not (found and isinstance(found[0], NewPage)):
            self.wrong(1, f"第一行内容应是“页面：”，写明纸张；有：{'、'.join(self.styles.pages)}")
        if self.mistakes:
            raise UserError("\n".join(self.mistakes))
        return found

    def wrong(self, line: int, message: str) -> None:
        self.mistakes.append(f"{self.file}:{line}: {message}")

    def line(self, number: int, line: str) -> Iterator[Block]:
        if alone := _ALONE.match(line):
            control = self.control(number, alone[1])
            if self.table is not None:
                self.table.rows.append(control)
            else:
                yield control
        elif line == TABLE_END:
            yield from self.table_end(number)
        elif line.startswith("|"):
            self.row(number, line)
        elif self.table is not None and not line.startswith(HEIGHT):
            self.wrong(number, "表格里只写 | 开头的行和 {% %}；表格到这里为止的，上面先写“表格完”")
        elif line == NEW_PAGE:
            self.new_page = True
        elif line == EMPTY:
            yield self.paragraph(number, BODY, "")
        elif (said := _SAID.match(line)) is None:
            self.wrong(number, f"这一行不是“样式：文字”；正文写作“{BODY}：{_short(line)}”")
        else:
            yield from self.said(number, said[1], said[2])

    def said(self, number: int, what: str, text: str) -> Iterator[Block]:
        if what == PAGE:
            if text not in self.styles.pages:
                self.unknown(number, "页面", text, list(self.styles.pages))
            elif self.open:
                self.wrong(number, "“页面”不能写在 {% for %}、{% if %} 里面；同一种纸张换页写“换页”")
            else:
                yield NewPage(number, text)
        elif what in (HEADER, FIRST_HEADER, FIRST_FOOTER):
            if self.open:
                self.wrong(number, f"“{what}”不能写在 {{% for %}}、{{% if %}} 里面；条件写在文字里，空的不印")
            inner = _SAID.match(text)
            if inner is not None and inner[1] in self.styles.looks:
                yield Edge(what, Paragraph(number, inner[1], inner[2]))
            else:
                yield Edge(what, Paragraph(number, "页眉", text))
        elif what == TABLE:
            self.table_begin(number, text)
        elif what == HEIGHT:
            if self.table is None or not _NUMBER.match(text):
                self.wrong(number, "“行高”写在表格里，写毫米数，如“行高：20”")
            else:
                self.height = float(text)
        elif what not in self.styles.looks:
            known = [*self.styles.looks, PAGE, HEADER, TABLE]
            self.unknown(number, "样式", what, known, f"正文写作“{BODY}：……”")
        else:
            yield self.paragraph(number, what, text)

    def paragraph(self, number: int, style: str, text: str) -> Paragraph:
        begins, self.new_page = self.new_page, False
        return Paragraph(number, style, text, begins)

    def unknown(self, number: int, kind: str, name: str, known: Sequence[str], otherwise: str = "") -> None:
        near = did_you_mean(name, known) or otherwise or f"有：{'、'.join(known)}"
        self.wrong(number, f"没有“{name}”这种{kind}；{near}")

    # Tags that stand alone -------------------------------------------------------------------------------------

    def control(self, number: int, text: str) -> Control:
        name = text.split(None, 1)[0] if text.split() else ""
        if "%" in text or "}" in text:
            self.wrong(number, f"{{% {name} %}} 里不能有 % 和 }}；先用 {{% set %}} 或在数据里算好")
        elif name in _ENDS:
            self.open.append((name, number))
        elif name in _ENDS.values():
            if self.open and _ENDS[self.open[-1][0]] == name:
                self.open.pop()
            elif self.open:
                last, at = self.open.pop()
                self.wrong(number, f"{{% {name} %}} 与第{at}行的 {{% {last} %}} 对不上")
            else:
                self.wrong(number, f"{{% {name} %}} 前面没有它的开头")
        elif name in _INSIDE:
            if not self.open or self.open[-1][0] not in _INSIDE[name]:
                self.wrong(number, f"{{% {name} %}} 不在 {{% {_INSIDE[name][-1]} %}} 里")
        elif name != "set":
            self.wrong(number, f"不认识 {{% {name} %}}；可以写 for、if、elif、else、set 和 endfor、endif")
        return Control(number, text)

    # Tables ----------------------------------------------------------------------------------------------------

    def table_begin(self, number: int, text: str) -> None:
        kind, *widths = text.split() or [""]
        if kind not in self.styles.tables:
            self.unknown(number, "表格", kind, list(self.styles.tables))
        for width in widths:
            if not _NUMBER.match(width) or not float(width):
                self.wrong(number, f"列宽应为毫米数，写的是“{width}”")
                widths = []
                break
        self.table = TableText(number, kind, tuple(map(float, widths)), new_page=self.new_page)
        self.aligned, self.new_page = (), False
        self.opened = len(self.open)

    def table_end(self, number: int) -> Iterator[Block]:
        table, self.table = self.table, None
        if table is None:
            self.wrong(number, "“表格完”前面没有“表格：”")
            return
        if len(self.open) != self.opened:
            self.wrong(number, "表格里的 {% for %}、{% if %} 要在“表格完”之前结束，也不能结束外面的")
        rows = [row for row in table.rows if isinstance(row, Row)]
        if not rows:
            self.wrong(table.line, "表格没有行")
            return
        columns = len(table.widths) or table.columns
        for index, row in enumerate(table.rows):
            if isinstance(row, Row):
                table.rows[index] = self.reaching(row, columns, table)
        yield table

    def reaching(self, row: Row, columns: int, table: TableText) -> Row:
        """The row with its last cell as wide as it takes to fill the table."""
        wide = sum(cell.span for cell in row.cells)
        loops = any(_ALONE.match(cell.text) for cell in row.cells)
        if loops:
            return row
        if wide > columns:
            self.wrong(row.line, f"这一行有{wide}格，表格写了{columns}列（第{table.line}行）")
        last = row.cells[-1]
        return row._replace(cells=(*row.cells[:-1], last._replace(span=last.span + max(0, columns - wide))))

    def row(self, number: int, line: str) -> None:
        if self.table is None:
            self.wrong(number, "| 开头的行要写在“表格：”和“表格完”之间")
            return
        pieces = [piece.strip() for piece in split_outside(line, "|")]
        if pieces[-1]:
            self.wrong(number, "表格的一行要以 | 结尾")
            return
        texts = pieces[1:-1]
        if all(_DASHES.match(text) for text in texts):
            self.dashes(texts)
            return
        cells: list[Cell] = []
        for place, text in enumerate(texts):
            if text == LEFT and cells:
                cells[-1] = cells[-1]._replace(span=cells[-1].span + 1)
                continue
            align = self.aligned[place] if place < len(self.aligned) else None
            said = _SAID.match(text)
            if said is not None and said[1] in self.styles.looks:
                cells.append(Cell(said[2], said[1]))
            else:
                cells.append(Cell("" if text == ABOVE else text, None, align, above=text == ABOVE))
        if not cells:
            self.wrong(number, "表格的一行至少要有一格")
            return
        height, self.height = self.height, None
        self.table.rows.append(Row(number, tuple(cells), height=height))

    def dashes(self, texts: Sequence[str]) -> None:
        """The rows so far are the heading."""
        assert self.table is not None
        self.table.rows = [one._replace(heading=True) if isinstance(one, Row) else one for one in self.table.rows]
        self.aligned = tuple(
            "center" if one[0] == one[-1] == ":" else "right" if one[-1] == ":" else "left" for one in texts
        )


def _short(text: str) -> str:
    return text if len(text) <= 12 else text[:12] + "……"

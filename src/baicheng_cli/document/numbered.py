"""Clauses out of lines: which number stands below which, where one line holds several, where a title ends."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from baicheng_cli.document.clean import LABEL, span_of
from baicheng_cli.document.marks import INLINE, RANK, Mark, mark_of, ordinal, sample_of
from baicheng_cli.document.model import Clause, Doubt, Found, Line, Words
from baicheng_cli.document.plain_text import BULLET
from baicheng_cli.document.table_text import headings_of, is_heading, ordinal_column, title_column
from baicheng_cli.plan.clause import printed

_DEEPEST = 12
_TITLE = 30
"""Characters of the longest heading sentence; clauses that open without one have longer first sentences."""
_ON_THEIR_OWN = ("part", "chapter", "section", "article")
"""Numbers that may stand on a line of their own, with the title below."""
_ENDING = re.compile(r"附 ?件[：:\d一二三四五六七八九十]|抄送|（此件|主送[：:]|.{0,12}印发$")
_DAY_ALONE = re.compile(r"(?:\d{4}|[〇○零一二三四五六七八九]{4})年.{1,3}月.{1,3}日$")
_FIGURE = re.compile(
    r"\d+(?:\.\d+)?(?:余|多)?(?:%|‰|万|亿|[个条座套处家项件台户所人米里部辆])|\d{4}年|\d+月|年底|月底|季度|年内"
)
_BRACKET_OF_UNITS = re.compile(
    r"（[^（）]*(?:（[^（）]*）[^（）]*)*(?:单位|部门)[：:][^（）]*(?:（[^（）]*）[^（）]*)*）。?$"
)
_UNITS_NAMED = re.compile(r"(?:牵头|责任|配合|主办|承办|负责)[\u4e00-\u9fff]{0,6}[：:]")


class Numbered:
    """What has been numbered so far: the clauses that stand open, from chapter to leaf."""

    def __init__(self) -> None:
        self.top: list[Clause] = []
        self.doubts: list[Doubt] = []
        self._open: list[Clause] = []
        self._kind: dict[int, str] = {}
        self._said: dict[int, int] = {}
        self._below: dict[str, str] = {}
        """By kind of number, the kind it was first found below."""
        self._closed = False
        self._names: list[str] = []
        self._rows: list[Line] = []
        self._bullets: list[Line] = []
        self._last: dict[str, int] = {}
        """By kind, the last number: articles and rows go on counting in the next chapter."""

    # Lines come one by one.

    def take(self, line: Line, after: Line | None) -> None:
        if line.text.startswith(BULLET) and line.cells is None:
            self._bullets.append(line)
            return
        self._flush_bullets()
        if line.cells is not None:
            self._take_row(line)
            return
        self._flush_rows()
        for piece in self._pieces(line):
            self._take_piece(piece, after)

    def finish(self) -> list[Clause]:
        self._flush_bullets()
        self._flush_rows()
        self._brackets_for_all()
        return self.top

    def _take_piece(self, line: Line, after: Line | None) -> None:
        mark = mark_of(line.text)
        if mark is not None and self._plausible(mark, line):
            self._closed = False
            clause = self._enter(mark.kind, mark.number, mark.own, line)
            self._entitle(clause, part(line, mark.end, len(line.text)), alone=line.heading is not None)
        elif line.heading is not None and (line.heading > 1 or self._open) and not _DAY_ALONE.match(line.text):
            self._closed = False
            kind = f"heading{line.heading}"
            clause = self._enter(kind, self._count(kind) + 1, "", line)
            self._entitle(clause, line, alone=True)
        elif self._open and not self._closed:
            if _ENDING.match(line.text) or _DAY_ALONE.match(line.text) or _signs(line, after):
                self._closed = True
                return
            self._add(self._open[-1], line)

    def _add(self, clause: Clause, line: Line) -> None:
        bare = line.text.rstrip("。：")
        untitled = clause.title is None and not clause.body and not LABEL.match(line.text)
        short = 1 < len(bare) <= _TITLE and not re.search("[。；：，]", bare)
        if untitled and short and self._kind[id(clause)] in _ON_THEIR_OWN:
            clause.title = Found(bare, line.words(0, len(bare)), "title.next-line")
            return
        clause.body.append(line)
        self._names = []  # text below a table: it has ended

    # Where a number belongs.

    def kind_of(self, clause: Clause) -> str:
        """What kind of number it has: `cn`, `article`, `row`, …"""
        return self._kind.get(id(clause), "")

    def _count(self, kind: str) -> int:
        """The last number of a kind among the clauses it would stand beside."""
        for index, one in enumerate(self._open):
            if self._kind[id(one)] == kind:
                return self._said[id(self._siblings(index)[-1])]
        above = self._place(kind, 1)
        siblings = self._open[above - 1].children if above else self.top
        return self._said[id(siblings[-1])] if siblings and self._kind[id(siblings[-1])] == kind else 0

    def _siblings(self, depth: int) -> list[Clause]:
        return self._open[depth - 1].children if depth else self.top

    def _plausible(self, mark: Mark, line: Line) -> bool:
        """Whether a number at the beginning of a line numbers a clause: 3.5 公里 and 一、二级 look alike."""
        if mark.kind.startswith("dotted"):
            return mark.parts[-1] in (1, self._count(mark.kind) + 1) or line.heading is not None
        last = self._count(mark.kind)
        if mark.kind not in ("ar", "ar_right", "cn_right"):
            return True
        if mark.number == 1 or last < mark.number <= last + 3:
            return True
        return mark.number == self._last.get(mark.kind, 0) + 1

    def _place(self, kind: str, number: int) -> int:
        """How deep a number of this kind stands, given what stands open."""
        kinds = [self._kind[id(one)] for one in self._open]
        if kind in kinds:
            return kinds.index(kind)
        if kind.startswith("heading"):
            level = int(kind[7:])
            return next(
                (at for at, other in enumerate(kinds) if not other.startswith("heading") or int(other[7:]) >= level),
                len(kinds),
            )
        if kind.startswith("dotted"):
            depth = int(kind[6:])
            return next(
                (at for at, other in enumerate(kinds) if other.startswith("dotted") and int(other[6:]) >= depth),
                len(kinds),
            )
        if (known := self._below.get(kind)) is not None and known in kinds:
            return kinds.index(known) + 1
        rank = RANK.get(kind, 9)
        lower = next((at for at, other in enumerate(kinds) if RANK.get(other, -1) >= rank), len(kinds))
        if lower == len(kinds):
            return lower
        # A kind that usually stands higher, right below the first of a row: this document has it so.
        nested = number == 1 and self._said[id(self._open[-1])] == 1 and rank > RANK["cn"]
        return len(kinds) if nested else lower

    def _enter(self, kind: str, number: int, own: str, line: Line) -> Clause:
        depth = min(self._place(kind, number), _DEEPEST)
        if depth == _DEEPEST and len(self._open) > _DEEPEST:
            self._doubt(f"层级超过{_DEEPEST}层，按第{_DEEPEST}层读", line)
        del self._open[depth:]
        parent = self._open[-1] if self._open else None
        clause = Clause("", "", own, depth, span_of(line), parent=parent)
        (parent.children if parent else self.top).append(clause)
        if parent is not None:
            self._below.setdefault(kind, self._kind[id(parent)])
        self._open.append(clause)
        self._kind[id(clause)], self._said[id(clause)] = kind, number
        self._last[kind] = number
        return clause

    def _doubt(self, reason: str, line: Line) -> None:
        if len(self.doubts) < 1000 or self.doubts[-1].span.line != line.number:
            self.doubts.append(Doubt(reason, span_of(line)))

    # Several clauses in one line.

    def _pieces(self, line: Line) -> Iterator[Line]:
        """A line cut where clauses begin inside it: ①…②…, and numbers after a full stop whose line break was lost."""
        text = line.text
        first = mark_of(text)
        expected: dict[str, int] = {first.kind: first.number + 1} if first else {}
        found = [(one.start(), one.lastgroup or "", _inline_number(one[0])) for one in INLINE.finditer(text)]
        following = Counter((kind, number) for _, kind, number in found)
        cuts: list[int] = []
        for start, kind, number in found:
            if number is None or start == 0 or (first and start < first.end):
                continue
            if kind not in expected:
                here = self._count(kind) + 1 if kind in {self._kind[id(one)] for one in self._open} else 1
                begins = number == 1 and following[kind, 2] > 0
                if not begins and not (kind == "cn" and number == here and number > 1):
                    continue
            elif number != expected[kind]:
                continue
            expected[kind] = number + 1
            for deeper in [other for other in expected if RANK.get(other, 0) > RANK.get(kind, 0)]:
                del expected[deeper]
            cuts.append(start)
        if not cuts:
            yield line
            return
        for begin, end in zip([0, *cuts], [*cuts, len(text)], strict=True):
            if end > begin:
                yield part(line, begin, end)

    def _brackets_for_all(self) -> None:
        """Units in brackets after the last of several clauses in one line are those of all of them."""
        for chapter in self.top:
            for clause in chapter.walk():
                own = clause.children
                if len(own) < 2 or len({one.span.line for one in own}) > 1 or own[-1].children or not own[-1].body:
                    continue
                if any(_UNITS_NAMED.search(line.text) for one in own[:-1] for line in one.body):
                    continue
                last = own[-1].body[-1]
                if found := _BRACKET_OF_UNITS.search(last.text):
                    bracket = part(last, found.start(), len(last.text))
                    own[-1].body[-1] = part(last, 0, found.start())
                    clause.body.append(bracket)
                    self._doubt("括注在同一段最后一项之后，按整段的单位读", bracket)

    # Titles.

    def _entitle(self, clause: Clause, line: Line, *, alone: bool) -> None:
        """Split what follows a number into its heading sentence, if it has one, and the rest."""
        text = line.text
        if not text:
            return
        end, rest, rule = _title(text, alone=alone)
        if end:
            clause.title = Found(text[:end], line.words(0, end), rule)
        if rest < len(text):
            clause.body.append(part(line, rest, len(text)))

    # Rows of tables.

    def _take_row(self, line: Line) -> None:
        self._rows.append(line)

    def _flush_rows(self) -> None:
        """Clauses out of the rows of a table whose columns are named; other tables are the text of their clause."""
        rows, self._rows = self._rows, []
        start = next((index for index, row in enumerate(rows) if is_heading(row.cells or ())), None)
        if not rows or (start is None and not (self._names and len(self._names) == len(rows[0].cells or ()))):
            for row in rows:
                if self._open and not self._closed:
                    self._open[-1].body.append(row)
            return
        if start is not None:
            self._names, taken = headings_of([row.cells or () for row in rows[start:]])
            rows = rows[start + taken :]
            self._closed = False
        ordinals, title = ordinal_column(self._names), title_column(self._names)
        before: tuple[str, ...] = ()
        for row in rows:
            cells = row.cells or ()
            filled = [cell for cell in dict.fromkeys(cells) if cell.strip()]
            if len(filled) == 1 and (len(cells) == 1 or cells.count(filled[0]) > 1 or not cells[-1]):
                self._section_row(row, filled[0])
                before = ()
                continue
            if not filled or (is_heading(cells) and cells[0] == self._names[0]):
                continue  # a heading that is repeated on the next page
            key = ordinals if ordinals is not None else title
            if before and key is not None and cells[key] and cells[key] == before[key] and self._is_row():
                self._open[-1].body.append(row)
            else:
                self._row_clause(row, cells, ordinals, title)
            before = cells

    def _is_row(self) -> bool:
        return bool(self._open) and self._kind[id(self._open[-1])] == "row"

    def _section_row(self, row: Line, words: str) -> None:
        """A row that is one cell from edge to edge: the heading of those below it."""
        flat = part(row, row.text.index(words), row.text.index(words) + len(words))
        if mark_of(words) is not None:
            self._take_piece(flat, None)
        else:
            clause = self._enter("heading1", self._count("heading1") + 1, "", flat)
            self._entitle(clause, flat, alone=True)

    def _row_clause(self, row: Line, cells: Sequence[str], ordinals: int | None, title: int | None) -> None:
        own = cells[ordinals].strip() if ordinals is not None else ""
        mark = mark_of(own)
        number = ordinal(own.strip("（）().、")) or (mark.number if mark else None)
        if number is None:
            number = self._last.get("row", 0) + 1
        clause = self._enter("row", number, own, row)
        at = 0
        for index, (name, cell) in enumerate(zip(self._names, cells, strict=False)):
            found = Found(cell, row.words(at, at + len(cell)), "table.cell")
            clause.table[name] = found
            if index == title and cell.strip():
                clause.title = Found(cell.replace("\n", ""), found.words, "title.cell")
            at += len(cell) + 1
        clause.body.append(row)

    # Unnumbered lists.

    def _flush_bullets(self) -> None:
        """Clauses out of the items of a list where they name units of their own; otherwise text of their clause."""
        items, self._bullets = self._bullets, []
        if not items or not self._open or self._closed:
            return
        pieces = [part(line, len(BULLET), len(line.text)) for line in items]
        labelled = any(LABEL.match(piece.text) for piece in pieces)
        own = sum(1 for piece in pieces if _UNITS_NAMED.search(piece.text))
        if labelled or own * 2 < len(pieces):
            for piece in pieces:
                self._take_piece(piece, None) if mark_of(piece.text) else self._open[-1].body.append(piece)
            return
        for piece in pieces:
            clause = self._enter("bullet", self._count("bullet") + 1, "", piece)
            self._entitle(clause, piece, alone=False)

    # Numbers, once everything is in its place.

    def number(self, chapters: Sequence[Clause]) -> list[str]:
        """Give every clause its id and label; gives how each depth prints its number."""
        samples: dict[int, Counter[str]] = {}
        self._last = {}
        self._number(chapters, "", (), samples)
        depth = max(samples, default=-1) + 1
        return [samples[level].most_common(1)[0][0] if samples.get(level) else "" for level in range(depth)]

    def _number(
        self, clauses: Sequence[Clause], above: str, chain: tuple[str, ...], samples: dict[int, Counter[str]]
    ) -> None:
        before = 0
        for index, clause in enumerate(clauses):
            kind, said = self._kind.get(id(clause), ""), self._said.get(id(clause), 1)
            following = self._said.get(id(clauses[index + 1])) if index + 1 < len(clauses) else None
            goes_on = index == 0 and kind in ("article", "row") and said == self._last.get(kind, 0) + 1
            number = said if goes_on else self._right(clause, said, before, following)
            before = self._last[kind] = number
            sample = sample_of(kind, clause.own) if clause.own or not kind else "1."
            here = (*chain, sample)
            clause.id = f"{above}.{number}" if above else str(number)
            clause.level = len(chain)
            clause.label = printed(clause.id, here)
            samples.setdefault(clause.level, Counter())[sample] += 1
            self._number(clause.children, clause.id, here, samples)

    def _right(self, clause: Clause, said: int, before: int, following: int | None) -> int:
        """The number a clause has: as printed, unless that is taken or plainly a misprint."""
        expected = before + 1
        if said == expected:
            return said
        own = clause.own or str(said)
        if said <= before:
            self.doubts.append(Doubt(f"编号“{own}”与前面重复，按第{expected}项读", clause.span))
            return expected
        if following == expected + 1 and following <= said:
            self.doubts.append(Doubt(f"编号“{own}”像是印错，按第{expected}项读", clause.span))
            return expected
        self.doubts.append(Doubt(f"编号“{own}”之前缺第{expected}项", clause.span))
        return said


def _inline_number(text: str) -> int | None:
    return ordinal(text.strip("（）().．、"))


def _signs(line: Line, after: Line | None) -> bool:
    """Whether a line is the signature: short, with the date below it."""
    short = len(line.text) < 30 and not re.search("[。；：，]", line.text)
    return short and after is not None and bool(_DAY_ALONE.match(after.text))


def _title(text: str, *, alone: bool) -> tuple[int, int, str]:
    """Where the heading sentence ends, where what follows begins, and by which rule; 0: there is none."""
    stop = re.search("[。：；！]|（(?=[^）]{0,12}(?:单位|部门)[：:])", text)
    if stop is None:
        bare = len(text)
        if alone or (bare <= _TITLE + 10 and not _FIGURE.search(text)):
            return bare, bare, "title.line"
        return 0, 0, ""
    end = stop.start()
    if stop[0] == "：" and (LABEL.match(text) or end > 15 or end + 1 == len(text)):
        return 0, 0, ""
    if stop[0] == "；":
        return 0, 0, ""
    if alone and stop.end() == len(text):
        return end, len(text), "title.line"
    if end > _TITLE or end < 2 or _FIGURE.search(text, 0, end):
        return 0, 0, ""
    return end, stop.end() if stop[0] != "（" else end, "title.colon" if stop[0] == "：" else "title.sentence"


def part(line: Line, start: int, end: int) -> Line:
    """A stretch of a line as a line of its own, which still knows where it stands."""
    number, place = line.at(start)
    runs = [(0, number, place)]
    runs += [(first - start, there, where) for first, there, where in line.runs if start < first < end]
    return Line(number, line.raw, line.text[start:end], tuple(runs))


def words_of(line: Line) -> Words:
    return line.words(0, len(line.text))

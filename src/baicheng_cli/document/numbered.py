"""Clauses out of lines: which number stands below which, whether it is one, and what it should have been."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from baicheng_cli.document.clean import LABEL, span_of
from baicheng_cli.document.marks import RANK, Mark, mark_of, sample_of
from baicheng_cli.document.model import Clause, Doubt, Found, Line
from baicheng_cli.document.places import flat
from baicheng_cli.document.plain_text import BULLET
from baicheng_cli.document.table_text import Columns, as_labels, columns_of, is_heading
from baicheng_cli.document.titles import LONGEST, part, pieces, title_end
from baicheng_cli.document.unit_lines import read_unit_line
from baicheng_cli.errors import UserError
from baicheng_cli.plan.clause import NOT_PRINTED, printed

_DEEPEST = 6
"""The depth below which everything stands on one level, chapters being 0: ids have at most eight parts (fields.py)."""
MOST = 99_999
"""The highest number of a clause (fields.py)."""
_ON_THEIR_OWN = ("part", "chapter", "section", "article")
"""Numbers that may stand on a line of their own, with the title below."""
_ENDING = re.compile(r"附 ?件[：:\d一二三四五六七八九十]|抄送|（此件|主送[：:]|.{0,12}印发$|（联系人")
_DAY_ALONE = re.compile(r"(?:\d{4}|[〇○零一二三四五六七八九]{4})年.{1,3}月.{1,3}日$")
_BRACKET_AT_END = re.compile(r"(?:（[^（）]{2,400}(?:（[^（）]*）[^（）]*)*）|[〔【][^〔〕【】]{2,400}[〕】])[。；]?$")
_MEASURES = re.compile("(?:整改|治理|整治|工作|具体|推进)(?:措施|举措|内容)[：:]")
_NOTE = re.compile(r"(?:备 ?注|注|说明|填表说明)[：:]")


class Numbered:
    """What has been numbered so far: the clauses that stand open, from chapter to leaf."""

    def __init__(self) -> None:
        self.top: list[Clause] = []
        self.doubts: list[Doubt] = []
        self._open: list[Clause] = []
        self._kind: dict[int, str] = {}
        self._said: dict[int, int] = {}
        self._style: dict[int, int | None] = {}
        """The level that a heading has by its style, whatever its number."""
        self._below: dict[str, str] = {}
        """By kind of number, the kind it was first found below."""
        self._closed = False
        self._columns: Columns | None = None
        self._rows: list[Line] = []
        self._bullets: list[Line] = []
        self._last: dict[str, int] = {}
        """By kind, the last number."""

    def kind_of(self, clause: Clause) -> str:
        """What kind of number it has: `cn`, `article`, `row`, …"""
        return self._kind.get(id(clause), "")

    # Lines come one by one.

    def take(self, line: Line, after: Line | None) -> None:
        if line.cells is not None:
            self._flush_bullets()
            self._rows.append(line)
            return
        self._flush_rows()
        if line.text.startswith(BULLET):
            self._bullets.append(line)
            return
        self._flush_bullets()
        if self._open and self.kind_of(self._open[-1]) == "row" and _NOTE.match(line.text):
            self._closed = True  # what stands below a table of tasks is about all of it
            return
        if self._open and _MEASURES.match(line.text):  # 整改措施：1.…2.…: all of them are the clause's
            self._take_piece(line, after)
            return
        for piece in pieces(line, self._counted):
            self._take_piece(piece, after)

    def finish(self) -> list[Clause]:
        self._flush_bullets()
        self._flush_rows()
        self._brackets_for_all()
        return self.top

    def begin(self, kind: str, title: Line) -> None:
        """Open a chapter that has no number of its own: an annex."""
        clause = self._enter(kind, self._count(kind) + 1, "附件", title)
        clause.title = Found(title.text, title.words(0, len(title.text)), "title.annex")

    def _counted(self, kind: str) -> int | None:
        return self._count(kind) if any(self._kind[id(one)] == kind for one in self._open) else None

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
        short = 1 < len(bare) <= LONGEST and not re.search("[。；：，]", bare)
        if untitled and short and self._kind[id(clause)] in _ON_THEIR_OWN:
            clause.title = Found(bare, line.words(0, len(bare)), "title.next-line")
            return
        clause.body.append(line)
        if len(line.text) > 20:
            self._columns = None  # text below a table: it has ended

    def _entitle(self, clause: Clause, line: Line, *, alone: bool) -> None:
        """Split what follows a number into its heading sentence, if it has one, and the rest."""
        text = line.text
        if not text:
            return
        start, end, rest, rule = title_end(text, alone=alone)
        if rule:
            clause.title = Found(text[start:end], line.words(start, end), rule)
        if rest < len(text):
            clause.body.append(part(line, rest, len(text)))

    # Where a number belongs.

    def _count(self, kind: str) -> int:
        """The last number of a kind among the clauses it would stand beside."""
        for index, one in enumerate(self._open):
            if self._kind[id(one)] == kind:
                return self._said[id(self._siblings(index)[-1])]
        siblings = self._siblings(self._place(kind, 1))
        return self._said[id(siblings[-1])] if siblings and self._kind[id(siblings[-1])] == kind else 0

    def _siblings(self, depth: int) -> list[Clause]:
        return self._open[depth - 1].children if depth else self.top

    def _plausible(self, mark: Mark, line: Line) -> bool:
        """Whether a number at the beginning of a line numbers a clause: 3.5公里 and 2、3号线 look alike."""
        last = self._count(mark.kind)
        if mark.number > 999:
            return mark.number == last + 1  # （2022） at the beginning of a line is a year
        if mark.kind == "dotted1":
            return line.heading is not None or (
                mark.number == last + 1 and len(line.text) < 40 and "。" not in line.text
            )
        if mark.kind.startswith("dotted"):
            return mark.parts[-1] in (1, last + 1) or line.heading is not None
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
        if kind == "annex":
            return 0
        if kind.startswith("heading"):
            levels = [self._style.get(id(one)) for one in self._open]
            return next((at for at, level in enumerate(levels) if level is None or level >= int(kind[7:])), len(kinds))
        if kind.startswith("dotted"):
            level = int(kind[6:])
            return next(
                (at for at, other in enumerate(kinds) if other.startswith("dotted") and int(other[6:]) >= level),
                len(kinds),
            )
        if (known := self._below.get(kind)) is not None and known in kinds:
            return kinds.index(known) + 1
        rank = RANK.get(kind, 10)
        lower = next((at for at, other in enumerate(kinds) if RANK.get(other, -1) >= rank), len(kinds))
        if lower == len(kinds):
            return lower
        # A kind that usually stands higher, right below the first of a row: this document has it so.
        nested = number == 1 and self._said[id(self._open[-1])] == 1 and rank > RANK["cn"]
        return len(kinds) if nested else lower

    def _enter(self, kind: str, number: int, own: str, line: Line) -> Clause:
        if number > MOST:
            raise UserError(f"第{line.number}行：编号超过{MOST}，不像一份方案，没有读；请分成几份再读")
        depth = self._place(kind, number)
        if depth > _DEEPEST:
            self._doubt(f"层级超过{_DEEPEST + 1}层，按第{_DEEPEST + 1}层读", line)
            depth = _DEEPEST
        del self._open[depth:]
        parent = self._open[-1] if self._open else None
        clause = Clause("", "", own, depth, span_of(line), parent=parent)
        (parent.children if parent else self.top).append(clause)
        if parent is not None:
            self._below.setdefault(kind, self._kind[id(parent)])
        self._open.append(clause)
        self._kind[id(clause)], self._said[id(clause)] = kind, number
        self._style[id(clause)] = line.heading
        self._last[kind] = number
        return clause

    def _doubt(self, reason: str, line: Line) -> None:
        self.doubts.append(Doubt(reason, span_of(line)))

    def _brackets_for_all(self) -> None:
        """Units in brackets after the last of several clauses in one line are those of all of them."""
        for chapter in self.top:
            for clause in chapter.walk():
                own = clause.children
                if len(own) < 2 or len({one.span.line for one in own}) > 1 or own[-1].children or not own[-1].body:
                    continue
                if any(read_unit_line(flat(line.text)).names for one in own[:-1] for line in one.body):
                    continue
                last = own[-1].body[-1]
                if (found := _BRACKET_AT_END.search(last.text)) and read_unit_line(flat(found[0])).names:
                    bracket = part(last, found.start(), len(last.text))
                    own[-1].body[-1] = part(last, 0, found.start())
                    clause.body.append(bracket)
                    self._doubt("括注在同一段最后一项之后，按整段的单位读", bracket)

    # Rows of tables.

    def _flush_rows(self) -> None:
        """Clauses out of the rows of a table of tasks; other tables are the text of their clause."""
        rows, self._rows = self._rows, []
        if not rows:
            return
        if (labelled := as_labels(rows)) is not None:
            for line in labelled:
                self._take_piece(line, None)
            return
        start = next((index for index, row in enumerate(rows) if is_heading(row.cells or ())), None)
        if start is not None:
            self._columns = columns_of(rows[start:])
            rows = rows[start + self._columns.taken :]
        columns = self._columns
        if columns is None or not columns.tasks or any(len(row.cells or ()) != len(columns.names) for row in rows):
            if self._open and not self._closed:
                self._open[-1].body += rows
            return
        self._closed = False
        before: tuple[str, ...] = ()
        for row in rows:
            cells = row.cells or ()
            filled = [cell for cell in dict.fromkeys(cells) if cell.strip()]
            if len(filled) == 1 and (len(cells) == 1 or cells.count(filled[0]) > 1 or not cells[-1]):
                self._section_row(row, filled[0])
                before = ()
                continue
            if not filled or (is_heading(cells) and cells[0] == columns.names[0]):
                continue  # a heading that is repeated on the next page
            key = columns.ordinal if columns.ordinal is not None else columns.title
            same = before and key is not None and cells[key] and cells[key] == before[key]
            if same and self._open and self._kind[id(self._open[-1])] == "row":
                self._open[-1].body.append(row)
            else:
                self._row_clause(row, cells, columns)
            before = cells

    def _section_row(self, row: Line, words: str) -> None:
        """A row that is one cell from edge to edge: the heading of those below it."""
        flat = part(row, row.text.index(words), row.text.index(words) + len(words))
        if mark_of(words) is not None:
            self._take_piece(flat, None)
        else:
            clause = self._enter("heading1", self._count("heading1") + 1, "", replace(flat, heading=1))
            self._entitle(clause, flat, alone=True)

    def _row_clause(self, row: Line, cells: Sequence[str], columns: Columns) -> None:
        own = cells[columns.ordinal].strip() if columns.ordinal is not None else ""
        mark = mark_of(f"{own.strip('（）().、')}.")
        number = mark.number if mark is not None else self._last.get("row", 0) + 1
        clause = self._enter("row", number, own, row)
        clause.table = cells_of(row, columns.names)
        if columns.title is not None and cells[columns.title].strip():
            found = clause.table[columns.names[columns.title]]
            clause.title = Found(found.value.replace("\n", ""), found.words, "title.cell")
        clause.body.append(row)

    # Unnumbered lists.

    def _flush_bullets(self) -> None:
        """Clauses out of the items of a list where they name units of their own; otherwise text of their clause."""
        items, self._bullets = self._bullets, []
        if not items or not self._open or self._closed:
            return
        inside = [part(line, len(BULLET), len(line.text)) for line in items]
        labelled = any(LABEL.match(piece.text) for piece in inside)
        own = sum(1 for piece in inside if read_unit_line(piece.text).names)
        if labelled or own * 2 < len(inside):
            for piece in inside:
                if mark_of(piece.text):
                    self._take_piece(piece, None)
                else:
                    self._open[-1].body.append(piece)
            return
        for piece in inside:
            clause = self._enter("bullet", self._count("bullet") + 1, "", piece)
            self._entitle(clause, piece, alone=False)

    # Numbers, once everything is in its place.

    def number(self, chapters: Sequence[Clause]) -> list[str]:
        """Give every clause its id and label; gives how each depth prints its number."""
        samples: dict[int, Counter[str]] = {}
        self._last = {}
        hidden = self._unprinted(chapters)
        self._number(chapters, "", (), samples, hidden)
        depth = max(samples, default=-1) + 1
        return [NOT_PRINTED if level < hidden else samples[level].most_common(1)[0][0] for level in range(depth)]

    def _unprinted(self, chapters: Sequence[Clause]) -> int:
        """How many depths are no part of the printed number: 第五条 is known without its chapter, so is row 5."""
        level, clauses = 0, list(chapters)
        while clauses:
            run_on = [one for one in clauses if self.kind_of(one) in ("article", "row", "named")]
            if len(run_on) * 2 > len(clauses):
                rows = self.kind_of(run_on[0]) == "row"
                return 0 if rows and level > 1 else level
            clauses = [below for one in clauses if self.kind_of(one) != "annex" for below in one.children]
            level += 1
        return 0

    def _number(
        self,
        clauses: Sequence[Clause],
        above: str,
        chain: tuple[str, ...],
        samples: dict[int, Counter[str]],
        hidden: int,
    ) -> None:
        before = 0
        for index, clause in enumerate(clauses):
            kind, said = self.kind_of(clause), self._said.get(id(clause), 1)
            following = self._said.get(id(clauses[index + 1])) if index + 1 < len(clauses) else None
            goes_on = index == 0 and said == self._last.get(kind, 0) + 1
            if kind == "annex":
                number = before + 1
            else:
                number = said if goes_on else self._right(clause, said, before, following)
            before = self._last[kind] = number
            sample = sample_of(kind, clause.own) if clause.own else "1." if kind else NOT_PRINTED
            here = (*chain, NOT_PRINTED if len(chain) < hidden and kind != "annex" else sample)
            clause.id = f"{above}.{number}" if above else str(number)
            clause.level = len(chain)
            clause.label = printed(clause.id, here)
            samples.setdefault(clause.level, Counter())[sample] += kind != "annex"
            self._number(clause.children, clause.id, here, samples, hidden)

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


def cells_of(row: Line, names: Sequence[str]) -> dict[str, Found[str]]:
    """The cells of a row by the headings of their columns."""
    found, at = {}, 0
    for name, cell in zip(names, row.cells or (), strict=False):
        found[name] = Found(cell, row.words(at, at + len(cell)), "table.cell")
        at += len(cell) + 1
    return found


def _signs(line: Line, after: Line | None) -> bool:
    """Whether a line is the signature: short, with the date below it."""
    short = len(line.text) < 30 and not re.search("[。；：，]", line.text)
    return short and after is not None and bool(_DAY_ALONE.match(after.text))

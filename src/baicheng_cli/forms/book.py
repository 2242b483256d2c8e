"""A form as a workbook to fill in: 表一, 表二, 填表说明, and a hidden sheet by which it is known again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from baicheng_cli.forms.asking import (
    MOST_WORDS,
    WORK_SAID,
    Said,
    foot_words,
    head_words,
    kind_of,
    notes_of,
    value_words,
)
from baicheng_cli.forms.blank import Form, PartRow, WorkRow, labels
from baicheng_cli.forms.columns import (
    HIDDEN_KEYS,
    HIDDEN_SHEET,
    INDICATOR,
    MARK,
    NO_PARTS,
    NOTES_SHEET,
    PARTS,
    PARTS_SHEET,
    SIGNED,
    WORK,
    WORK_SHEET,
    FormColumn,
    part_address,
    work_address,
)
from baicheng_cli.progress.calendar import first_day
from baicheng_cli.progress.verdicts import SELF_WORDS
from baicheng_cli.views import excel
from baicheng_cli.views.excel import HEADING_FILL, LINE, Looks, lines_in, put, put_across, safe_text
from baicheng_cli.views.tables import width_of
from baicheng_cli.words import DEMO

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

YELLOW = "FFF2B3"
"""What units fill in: light enough to copy in black and white."""
GREY = "F5F5F5"
TITLE, HEADING = 34.0, 20.0
LEAST_PART, LEAST_WORK, LEAST_SIGNED = 26.0, 4 * LINE, 26.0
"""Heights to begin with, in points: of rows of 表一, of 表二 (there is something to write), of the signatures."""
LONGEST_NUMBER = 10**12
DAY_FORMAT, DAY_SHORT = "yyyy-mm-dd", 'm"月"d"日"'


def workbook(form: Form) -> bytes:
    """The form as bytes: the same for the same form, whenever it is made."""
    book = excel.new_book(first_day(form.month), f"{form.title}　{form.name}")
    looks = Looks(book)
    parts = book.worksheets[0]
    parts.title = PARTS_SHEET
    _Parts(parts, looks, form).draw()
    work = book.create_sheet(WORK_SHEET)
    _Work(work, looks, form).draw()
    _notes(book.create_sheet(NOTES_SHEET), looks, form)
    _hidden(book.create_sheet(HIDDEN_SHEET), looks, form)
    if not form.parts:
        book.active = book.worksheets.index(work)
        parts.sheet_view.tabSelected = False
    return excel.book_bytes(book)


packed = excel.packed


class _Sheet:
    """What 表一 and 表二 have in common: heading, locks, paper."""

    name: str
    """What paper calls it, on which no sheet has a tab."""
    columns: Sequence[FormColumn]

    def __init__(self, sheet: Worksheet, looks: Looks, form: Form) -> None:
        self.sheet, self.looks, self.form = sheet, looks, form
        self.place = {column.key: place for place, column in enumerate(self.columns, 1)}
        self.widths = [column.width for column in self.columns]

    def letter(self, key: str) -> str:
        from openpyxl.utils import get_column_letter

        return get_column_letter(self.place[key])

    def top(self) -> int:
        """The title, and whose form it is; gives the row of the headings."""
        excel.set_widths(self.sheet, self.widths)
        last = len(self.columns)
        look = self.looks.look("title", "center", framed=False)
        put_across(self.sheet, 1, 1, last, self.form.title, look)
        self.sheet.row_dimensions[1].height = TITLE
        room = self.widths
        if self.form.demo:
            marked = 1
            while sum(self.widths[-marked:]) < width_of(DEMO) + 2:
                marked += 1
            last, room = last - marked, self.widths[:-marked]
            put_across(self.sheet, 2, last + 1, len(self.columns), DEMO, self.looks.look("mark", "right", framed=False))
        text = safe_text(f"{self.name}　{head_words(self.form)}")
        if lines_in(text, sum(room)) > 1:
            text = text.replace("　月份：", "　\n月份：", 1)
        put_across(self.sheet, 2, 1, last, text, self.looks.look("body", "left", framed=False))
        self.sheet.row_dimensions[2].height = lines_in(text, sum(room)) * LINE + 5
        return 3

    def headings(self, row: int) -> None:
        for place, column in enumerate(self.columns, 1):
            look = self.looks.look("heading", "center", fill=YELLOW if column.fill else HEADING_FILL)
            put(self.sheet, row, place, column.title, look)
        self.sheet.row_dimensions[row].height = HEADING

    def text(self, row: int, key: str, text: str, across: str = "left") -> None:
        """A cell that is only read."""
        text = safe_text(text)
        look = self.looks.look(across=across, fill=GREY, quoted=excel.is_formula(text))
        put(self.sheet, row, self.place[key], text, look)

    def open(self, row: int, key: str, text: str, across: str = "left", number: str = "General") -> None:
        """A cell to fill in with words."""
        quoted = excel.is_formula(text)
        look = self.looks.look(across=across, fill=YELLOW, locked=False, number=number, quoted=quoted)
        put(self.sheet, row, self.place[key], safe_text(text), look)

    def finish(self, heading: int, freeze: str, first: str) -> None:
        """Lock it, freeze the headings, put the cursor on the first cell to fill in, and lay it out for printing."""
        lock(self.sheet)
        self.sheet.freeze_panes = f"{freeze}{heading + 1}"
        for selection in self.sheet.sheet_view.selection:
            if selection.pane in (None, "bottomRight"):
                selection.activeCell = selection.sqref = first
        excel.paper(self.sheet, excel.A4, demo=self.form.demo, foot=foot_words(self.form), titles=heading)


class _Parts(_Sheet):
    """表一 while it is drawn."""

    name, columns = "表一", PARTS

    def draw(self) -> None:
        row = heading = self.top()
        if not self.form.parts:
            put_across(self.sheet, row, 1, len(PARTS), NO_PARTS, self.looks.look("body", "left", framed=False))
            self.sheet.row_dimensions[row].height = HEADING
            lock(self.sheet)
            excel.paper(self.sheet, excel.A4, demo=self.form.demo, foot=foot_words(self.form))
            return
        self.headings(row)
        first = row + 1
        for row, part in enumerate(self.form.parts, first):
            self._row(row, part)
        self._validate(first)
        self.finish(heading, self.letter("unit"), f"{self.letter('value')}{first}")

    def _row(self, row: int, part: PartRow) -> None:
        indicator = part.kind == INDICATOR
        self.text(row, "id", part.address)
        self.text(row, "kind", part.kind, "center")
        self.text(row, "name", part.shown)
        if part.scope:
            comment(self.sheet, row, self.place["name"], f"口径：{part.scope}")
        self.text(row, "unit", part.unit if indicator else "日期", "center")
        self._number(row, "target", part.target)
        self.text(row, "due", part.due, "center")
        self._before(row, part)
        number = "General" if indicator else DAY_FORMAT
        look = self.looks.look(across="center", fill=YELLOW, locked=False, number=number, shrink=True)
        put(self.sheet, row, self.place["value"], _typed(self.form.sent[part.address]), look)
        self._added(row, part)
        self._number(row, "expected", part.expected)
        proof = part_address(part.task, part.part, "proof")
        self.open(row, "proof", self.form.sent[proof])
        texts = ((part.shown, "name"), (part.unit, "unit"), (part.target, "target"), (part.expected, "expected"))
        widths = {column.key: column.width for column in PARTS}
        high = max(lines_in(safe_text(text), widths[key]) for text, key in texts)
        excel.set_least_height(self.sheet, row, max(LEAST_PART, high * LINE + 2))

    def _number(self, row: int, key: str, text: str) -> None:
        """A target as a number where it is one, so that it can be calculated with."""
        try:
            number = Decimal(text)
        except InvalidOperation:
            self.text(row, key, text, "center")
            return
        put(self.sheet, row, self.place[key], _cell(number), self.looks.look(across="center", fill=GREY))

    def _before(self, row: int, part: PartRow) -> None:
        """Last month's figure; an older one says of which month it is."""
        older = f'General"（{part.before_month}）"' if part.before_month else "General"
        number = older
        if isinstance(part.before, date):
            number = DAY_SHORT if part.before.year == self.form.data_until.year else DAY_FORMAT
        look = self.looks.look(across="center", fill=GREY, number=number, shrink=True)
        value = _cell(part.before) if isinstance(part.before, Decimal) else part.before
        put(self.sheet, row, self.place["before"], value, look)

    def _added(self, row: int, part: PartRow) -> None:
        """What the month added: nothing as long as nothing is filled in, or no number."""
        look = self.looks.look(across="center", fill=GREY, shrink=True)
        place = self.place["added"]
        if part.kind != INDICATOR:
            put(self.sheet, row, place, None, look)
            return
        value, before = f"{self.letter('value')}{row}", f"{self.letter('before')}{row}"
        excel.put_formula(self.sheet, row, place, f'=IF(ISNUMBER({value}),{value}-{before},"")', look)

    def _validate(self, first: int) -> None:
        """What may be filled in, said beside the cell, and asked about or refused when it is something else."""
        kinds: dict[tuple[str, ...], list[int]] = {}
        for row, part in enumerate(self.form.parts, first):
            kinds.setdefault(kind_of(part), []).append(row)
        value, before = self.letter("value"), self.letter("before")
        for kind, rows in kinds.items():
            words = value_words(kind, self.form.data_until)
            if kind[0] == "day":
                last = excel_day(self.form.data_until)
                rule = {"type": "date", "operator": "between", "formula1": "36526", "formula2": str(last)}
            else:
                least = f"{before}{rows[0]}" if kind[0] == "total_before" else "0"
                least = f"-{LONGEST_NUMBER}" if kind[0] == "any" else least
                rule = {"type": "decimal", "operator": "greaterThanOrEqual", "formula1": least}
            validate(self.sheet, [f"{value}{row}" for row in rows], words, imeMode="off", **rule)
        proof = self.letter("proof")
        cells = [f"{proof}{first}:{proof}{first + len(self.form.parts) - 1}"]
        say = Said("佐证", "写材料名称和份数，如“竣工验收单3份”；材料另附。没有的留空。", "太长了，请写得简短些。")
        validate(self.sheet, cells, say, **_at_most(100))


class _Work(_Sheet):
    """表二 while it is drawn."""

    name, columns = "表二", WORK

    def draw(self) -> None:
        heading = self.top()
        self.headings(heading)
        first = heading + 1
        for row, work in enumerate(self.form.works, first):
            self._row(row, work)
        last = first + len(self.form.works) - 1
        self._validate(first, last)
        self._signed(last + 1)
        self.finish(heading, self.letter("self"), f"{self.letter('self')}{first}")

    def _row(self, row: int, work: WorkRow) -> None:
        title = f"{work.clause}{work.title}" + (f"（{work.role}）" if work.role == "配合" else "")
        self.text(row, "id", work.task)
        self.text(row, "task", title)
        high = lines_in(safe_text(title), self.widths[1])
        for place, column in enumerate(WORK, 1):
            if column.fill:
                sent = self.form.sent[work_address(work.task, column.key)]
                self.open(row, column.key, sent, "center" if column.key == "self" else "left")
                high = max(high, lines_in(safe_text(sent), self.widths[place - 1]))
        excel.set_least_height(self.sheet, row, max(LEAST_WORK, high * LINE + 2))

    def _validate(self, first: int, last: int) -> None:
        for key, said in WORK_SAID.items():
            cells = [f"{self.letter(key)}{first}:{self.letter(key)}{last}"]
            if key == "self":
                validate(self.sheet, cells, said, type="list", formula1=f'"{",".join(SELF_WORDS)}"')
            else:
                validate(self.sheet, cells, said, **_at_most(MOST_WORDS))

    def _signed(self, row: int) -> None:
        """Who answers for it, two by two: a word, and a cell beside it."""
        left, right = (("task", "self"), ("progress", "problems")), (("next", "needs"), ("next", "needs"))
        places = [left[0], left[1], right[0], right[1]]
        rows = [row + 1, row + 1, row + 1, row + 2]
        self.sheet.row_dimensions[row].height = LINE / 2
        for (address, words), (name, cell), at in zip(SIGNED, places, rows, strict=True):
            put(self.sheet, at, self.place[name], words, self.looks.look("body", "right", framed=False))
            self.open(at, cell, self.form.sent[address] if address else "", "center", "@")
        for at in dict.fromkeys(rows):
            self.sheet.row_dimensions[at].height = LEAST_SIGNED


# sheets


def _notes(sheet: Worksheet, looks: Looks, form: Form) -> None:
    """How to fill it in, and what the indicators count."""
    number, name, text = 11, 30, 82
    excel.set_widths(sheet, (number, name, text))
    put_across(sheet, 1, 1, 3, f"填表说明（{form.month_words}）", looks.look("title", "center", framed=False))
    sheet.row_dimensions[1].height = TITLE
    row = 2
    if form.demo:
        put_across(sheet, row, 1, 3, DEMO, looks.look("mark", "right", framed=False))
        row += 1
    for place, sentence in enumerate(notes_of(form), 1):
        line = safe_text(f"{place}. {sentence}")
        put_across(sheet, row, 1, 3, line, looks.look(framed=False))
        sheet.row_dimensions[row].height = lines_in(line, number + name + text) * LINE + 4
        row += 1
    scopes = [part for part in form.parts if part.scope]
    if scopes:
        row += 1
        for place, title in enumerate(("编号", "名称", "统计口径"), 1):
            put(sheet, row, place, title, looks.look("heading", "center", fill=HEADING_FILL))
        sheet.row_dimensions[row].height = HEADING
        for at, part in enumerate(scopes, row + 1):
            texts = (part.address, part.name, part.scope)
            for place, one in enumerate(map(safe_text, texts), 1):
                put(sheet, at, place, one, looks.look(quoted=excel.is_formula(one)))
            high = max(lines_in(safe_text(part.name), name), lines_in(safe_text(part.scope), text))
            sheet.row_dimensions[at].height = high * LINE + 4
    lock(sheet)
    excel.paper(sheet, excel.A4, demo=form.demo, foot=foot_words(form))


def hidden_rows(form: Form) -> Iterator[tuple[str, ...]]:
    """By what a form is known again when it comes back, and what it held when it was sent."""
    told = {
        "form": MARK,
        "version": form.version,
        "plan": form.plan_number,
        "unit": form.unit,
        "name": form.name,
        "month": form.month,
        "demo": "true" if form.demo else "false",
        "opened": form.opened.isoformat() if form.opened else "",
        "data_version": form.data_version,
    }
    cells = [(address, form.sent[address], label) for address, label in labels(form).items()]
    head = [(key, told[key]) for key in HIDDEN_KEYS if key != "digest"]
    yield from head
    yield ("digest", digest_of([*head, *cells]))
    yield from cells


def digest_of(rows: Iterable[Sequence[str]]) -> str:
    """What tells that nobody has changed the hidden sheet: over all of its rows but its own."""
    text = "\n".join("\t".join(row) for row in rows)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def _hidden(sheet: Worksheet, looks: Looks, form: Form) -> None:
    look = looks.look(framed=False, number="@")
    for row, texts in enumerate(hidden_rows(form), 1):
        for place, text in enumerate(texts, 1):
            put(sheet, row, place, safe_text(text), look)
    excel.set_widths(sheet, (24, 40, 60))
    sheet.sheet_state = "veryHidden"
    lock(sheet)


# cells


def lock(sheet: Worksheet) -> None:
    """Protect it from slips, without a password: rows may be made higher, and sorted."""
    sheet.protection.sheet = True
    sheet.protection.formatRows = False
    sheet.protection.formatColumns = False
    sheet.protection.sort = False


def validate(sheet: Worksheet, cells: Sequence[str], said: Said, **rule: Any) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    rule = {"allow_blank": True, "showInputMessage": True, "showErrorMessage": True, **rule}
    one = DataValidation(
        **rule,
        errorStyle="stop" if said.stop else "warning",
        promptTitle=said.title,
        prompt=said.prompt,
        errorTitle="请核对",
        error=said.error,
        sqref=" ".join(cells),
    )
    sheet.add_data_validation(one)


def _at_most(length: int) -> dict[str, Any]:
    return {"type": "textLength", "operator": "lessThanOrEqual", "formula1": str(length)}


def comment(sheet: Worksheet, row: int, column: int, text: str) -> None:
    from openpyxl.comments import Comment

    text = safe_text(text)
    height = 30 + 20 * lines_in(text, 34)
    sheet.cell(row, column).comment = Comment(text, excel.MAKER, height=height, width=270)


def excel_day(day: date) -> int:
    """A day as workbooks count it."""
    return (day - date(1899, 12, 30)).days


def _cell(number: Decimal) -> int | float:
    value = float(number)
    return int(value) if value.is_integer() else value


def _typed(text: str) -> Any:
    """What was sent, as the cell of 本月累计 holds it: a number, a day, or nothing."""
    if not text:
        return None
    try:
        return _cell(Decimal(text))
    except InvalidOperation:
        return date.fromisoformat(text)

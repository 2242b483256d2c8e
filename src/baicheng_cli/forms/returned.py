"""A form that came back, read: whose it is, of which month, and what its cells hold, in canonical text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from baicheng_cli.errors import UserError
from baicheng_cli.forms import cells
from baicheng_cli.forms.blank import Form, PartRow, form_of, labels
from baicheng_cli.forms.cells import Unreadable
from baicheng_cli.forms.columns import INDICATOR, PARTS, VERSION, WORK, FormColumn, part_address, work_address
from baicheng_cli.forms.door import Opened
from baicheng_cli.forms.found import (
    PARTS_NAME,
    WORK_NAME,
    Grid,
    Hidden,
    Title,
    folded,
    hidden_of,
    missing,
    parts_grid,
    signatures,
    signed_rows,
    title_of,
    words_of,
    work_grid,
)
from baicheng_cli.forms.grid import Cell, place_words
from baicheng_cli.plan.model import Collective, Task
from baicheng_cli.progress.calendar import first_day
from baicheng_cli.progress.may_report import may_report
from baicheng_cli.rules.writing import has_mobile
from baicheng_cli.status.ledger import Ledger
from baicheng_cli.status.reporting import owed
from baicheng_cli.words import full_month_words, number_words

NOT_OURS = "不是发出的填报表：没有“单位”“月份”那一行，也认不出表一、表二的表头；请用发出的原表填写"
_TASK = re.compile(r"(\d+(?:\.\d+)*(?:-\d+)?)\.(?=[a-z])(.+)\Z", re.ASCII)
_NOTHING = ("无", "暂无", "没有", "无。", "/", "\\", "-", "—", "——", "－")
"""What is typed where there is nothing to say: it says nothing, and is not printed as a problem."""
_MAY_BE_NOTHING = ("problems", "next", "needs", "proof")
_DIGITS = re.compile(r"[（(]?[+\d][\d\s()（）-]{5,}\d[）)]?", re.ASCII)
"""A telephone number beside a name."""


@dataclass(frozen=True)
class Fault:
    """Something that the unit has to mend."""

    where: str
    """`表一H7`."""
    address: str
    """Of the cell; "" when it is none that belongs to the form."""
    found: str
    expected: str
    words: str
    """The whole sentence: `表一H7 应为数字，写的是“约72”`."""


@dataclass(frozen=True)
class Gone:
    """A cell that was filled in, of something that the plan has no more, or no more for this unit."""

    where: str
    address: str
    found: str
    label: str


@dataclass(frozen=True)
class Returned:
    """What a form says."""

    unit: str
    """Id."""
    month: str
    version: str
    form: Form
    """The form as it would be sent now: its rows, and last month's figures."""
    sent: Mapping[str, str]
    """What its cells held when it was sent, by address; empty when the hidden sheet is lost."""
    known: bool
    """The hidden sheet is there and whole."""
    cells: Mapping[str, str]
    """What its cells hold, in canonical text, by address, in the order of the form."""
    where: Mapping[str, str]
    """`表一H7`, by address."""
    labels: Mapping[str, str]
    faults: tuple[Fault, ...]
    gone: tuple[Gone, ...]
    signed: Mapping[str, str]
    """`reporter`, `approver`: who answers for it."""
    notes: tuple[str, ...]
    """What is good to know."""
    warnings: tuple[str, ...]
    """What should be looked at."""


def read_back(opened: Opened, ledger: Ledger, until: date, month: str | None = None) -> Returned:
    """What a workbook says as a form of this plan. `until`: the last day that may have come; `month`: the only one
    that is taken. Raises UserError for what is no form, or not one of ours.
    """
    hidden = hidden_of(opened.book)
    title = title_of([sheet for sheet in opened.book.sheets if not sheet.hidden])
    _refuse_other(hidden, title, ledger)
    of = _month(hidden, title, month)
    unit = _unit(hidden, title, ledger)
    if isinstance(group := ledger.register.get(unit), Collective):
        raise UserError(f"是{group.name}的填报表；集合单位要由其中的单位分别填报，名单写进设置的 rosters")
    if first_day(of) > until:
        raise UserError(f"{full_month_words(of)}还没有开始，不收那个月的填报表")
    return _Reading(opened, ledger, hidden, unit, of, until).returned()


def _refuse_other(hidden: Hidden | None, title: Title, ledger: Ledger) -> None:
    """Forms of another version or plan, and those that would mix a demonstration with what is real."""
    version = hidden.told.get("version", "") if hidden else title.version
    if version and version != VERSION:
        raise UserError(f"是旧版的填报表（版本{version}，现为{VERSION}）；请用本月重新发的表填")
    document = ledger.plan.document
    if hidden is not None and hidden.told.get("plan") and folded(hidden.told["plan"]) != folded(document.number):
        other = hidden.told["plan"]
        raise UserError(f"是另一份方案（{other}）的填报表，这里是{document.number}；用 --plan 指明那份方案")
    demo = title.demo if hidden is None else hidden.told.get("demo") == "true" or title.demo
    if (hidden is not None or title.units or title.subject) and demo != ledger.demo:
        here = "演示数据" if ledger.demo else "真实数据"
        came = "演示用的填报表" if demo else "真实的填报表"
        raise UserError(f"是{came}，不能录入{here}；用 --data 指明数据文件夹")


def _month(hidden: Hidden | None, title: Title, wanted: str | None) -> str:
    told = hidden.told.get("month", "") if hidden is not None else ""
    months = list(dict.fromkeys(filter(None, (told, *title.months))))
    if not months:
        raise UserError(NOT_OURS)
    if len(months) > 1:
        if told:
            shown, made = full_month_words(months[1]), full_month_words(told)
            raise UserError(f"表上写的是{shown}，其实是{made}发出的表；请用{shown}的表重填，或把月份改回来")
        raise UserError(f"表上的月份不一致（{'、'.join(map(full_month_words, months))}）；请用发出的原表填写")
    if wanted is not None and months[0] != wanted:
        raise UserError(
            f"是{full_month_words(months[0])}的填报表，不是{full_month_words(wanted)}的；改 --month，或不写"
        )
    return months[0]


def _unit(hidden: Hidden | None, title: Title, ledger: Ledger) -> str:
    """The unit's id, by the hidden sheet and by the name on the form; a name that it has now or had is the same."""
    names = {folded(name): unit.id for unit in ledger.register.units for name in unit.known_as()}
    groups = {folded(name): one.id for one in ledger.register.collectives for name in (one.name, one.id)}
    known = {**groups, **names}
    seen = list(dict.fromkeys(known.get(folded(name), "") for name in title.units))
    told = ""
    if hidden is not None:
        told = known.get(folded(hidden.told.get("unit", ""))) or known.get(folded(hidden.told.get("name", "")), "")
        if not told:
            raise UserError(f"是“{hidden.told.get('name', '')}”的填报表，单位表里没有这个单位；名称见 baicheng units")
    if not told and not title.units:
        raise UserError(NOT_OURS)
    made_as = folded(hidden.told.get("name", "")) if hidden is not None else ""
    wrong = [name for name in title.units if known.get(folded(name)) != told and folded(name) != made_as]
    if told and wrong:
        made = ledger.register.shown(told, ledger.day)
        raise UserError(f"表上写的单位是“{wrong[0]}”，其实是发给{made}的表；请用本单位的表重填，或把单位改回来")
    if told:
        return told
    if len(seen) != 1 or not seen[0]:
        raise UserError(f"认不出单位“{'、'.join(title.units)}”；名称见 baicheng units")
    return seen[0]


def task_of(address: str) -> str:
    """`3.3` of `3.3.a.proof`; "" of `reporter`."""
    found = _TASK.match(address)
    return found[1] if found else ""


@dataclass
class _Reading:
    """A form while it is read."""

    opened: Opened
    ledger: Ledger
    hidden: Hidden | None
    unit: str
    month: str
    until: date
    cells: dict[str, str] = field(default_factory=dict)
    where: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    gone: list[Gone] = field(default_factory=list)
    signed: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def returned(self) -> Returned:
        whole = self.hidden is not None and self.hidden.whole
        self.sent: Mapping[str, str] = self.hidden.sent if self.hidden is not None and whole else {}
        self.form = form_of(self.ledger, self.month, self.unit, self._tasks())
        self.labels = {**(self.hidden.labels if self.hidden is not None else {}), **labels(self.form)}
        self.parts: dict[str, PartRow] = {part.address: part for part in self.form.parts}
        self.works = {work.task for work in self.form.works}
        self._say_about_the_file(whole)
        if self._expected_parts():
            self._sheet(PARTS, PARTS_NAME, self._expected_parts())
        self._say_what_is_new()
        self._sheet(WORK, WORK_NAME, self._expected_works())
        self._look_for_mobiles()
        order = {address: place for place, address in enumerate(self.labels)}
        inside = sorted(self.cells, key=lambda address: order.get(address, len(order)))
        return Returned(
            unit=self.unit,
            month=self.month,
            version=VERSION,
            form=self.form,
            sent=self.sent,
            known=whole,
            cells={address: self.cells[address] for address in inside},
            where=self.where,
            labels=self.labels,
            faults=tuple(self.faults),
            gone=tuple(self.gone),
            signed=self.signed,
            notes=(*self.opened.notes, *self.notes),
            warnings=tuple(self.warnings),
        )

    def _say_what_is_new(self) -> None:
        """Parts that the plan has got since the form was sent: the unit could not know of them."""
        new = [part for address, part in self.parts.items() if address not in self._expected_parts()]
        if new:
            name = self.ledger.register.shown(self.unit, self.form.data_until)
            said = "、".join(f"{part.name}（{part.address}）" for part in new)
            again = f"baicheng collect open --month {self.month} --unit {name} --force"
            self.notes.append(f"发出这张表以后，方案里多了{said}，表上没有；要报的重发一张：{again}")

    # whose rows

    def _tasks(self) -> list[Task]:
        """The tasks of the form: those it was sent with; without a hidden sheet, those whose ids can be seen."""
        leaves = {task.id: task for task in self.ledger.plan.tasks}
        if self.sent:
            ids = {task_of(address) for address in self.sent}
            return [task for id, task in leaves.items() if id in ids]
        seen = {task_of(text) or text for text in self._ids_in_sight()}
        owing = {task.id for task in owed(self.ledger, self.month).get(self.unit, [])}
        plan, settings, register = self.ledger.plan, self.ledger.settings, self.ledger.register
        return [
            task
            for id, task in leaves.items()
            if id in owing or (id in seen and self.unit in may_report(task, plan, settings, register))
        ]

    def _ids_in_sight(self) -> set[str]:
        return {
            text
            for sheet in self.opened.book.sheets
            if not sheet.hidden
            for cell in sheet.cells.values()
            if re.match(r"\d+(\.\d+)+", text := folded(words_of(cell)))
        }

    def _expected_parts(self) -> dict[str, str]:
        """The ids of the rows of 表一, each with the task it is of."""
        if not self.sent:
            return {address: part.task for address, part in self.parts.items()}
        return {address.removesuffix(".proof"): task_of(address) for address in self.sent if address.endswith(".proof")}

    def _expected_works(self) -> dict[str, str]:
        if not self.sent:
            return {id: id for id in self.works}
        ids = (address.removesuffix(".self") for address in self.sent if address.endswith(".self"))
        return {id: id for id in ids}

    # sheets

    def _sheet(self, columns: Sequence[FormColumn], name: str, expected: Mapping[str, str]) -> None:
        find = parts_grid if columns is PARTS else work_grid
        grid, more = find(self.opened.book, expected)
        if grid is None:
            if self.hidden is None:
                raise UserError(NOT_OURS)
            self._fault(name, "", "", "", f"{name}不见了；请用发出的原表填写，不要删工作表")
            return
        self.notes += [f"另有一张工作表“{one}”也像{name}，没有读" for one in more]
        if lost := missing(grid, columns):
            said = "、".join(f"“{title}”" for title in lost)
            self._fault(name, "", "", "", f"{name}的表头{said}找不到了；请用发出的原表填写，不要改表头")
            return
        signed = signed_rows(grid) if columns is WORK else []
        rows = self._rows(grid, columns, expected, signed)
        for id, row in rows.items():
            if columns is PARTS:
                self._part(grid, row, id)
            else:
                self._work(grid, row, id)
        absent = [id for id in expected if id not in rows]
        if absent:
            self.notes.append(f"{name}少了{len(absent)}行（{'、'.join(absent)}），按没有填算")
        if columns is WORK:
            self._signatures(grid, [row for row in signed if row not in rows.values()])

    def _rows(
        self, grid: Grid, columns: Sequence[FormColumn], expected: Mapping[str, str], signed: Sequence[int]
    ) -> dict[str, int]:
        """The row of each id; whatever else is filled in is a fault, and said."""
        rows: dict[str, int] = {}
        for row in grid.rows:
            id = self._id(grid.at(row, "id"))
            if id in expected and id not in rows:
                rows[id] = row
                continue
            if row in signed and id not in expected:
                continue
            filled = [c for c in columns if c.fill and words_of(grid.at(row, c.key)).strip()]
            if id in expected:
                self._twice(grid, row, id, rows[id], columns, filled)
            elif filled:
                self._stranger(grid, row, id, filled[0])
            elif text := self._words_in(grid, row):
                at = next(place for (one, place) in sorted(grid.sheet.cells) if one == row)
                self.notes.append(f"{grid.name}{place_words(row, at)}“{_short(text)}”不在格子里，没有录入")
        return rows

    def _id(self, cell: Cell) -> str:
        text = folded(words_of(cell)).replace("。", ".")
        return text if re.match(r"\d", text) else words_of(cell).strip()

    def _words_in(self, grid: Grid, row: int) -> str:
        """What somebody wrote into a row that is none of ours; numbers and rests of formulas are no words."""
        texts = [words_of(cell).strip() for (at, _), cell in sorted(grid.sheet.cells.items()) if at == row]
        return " ".join(text for text in texts if re.search(r"[^\W\d_]", text))

    def _twice(
        self, grid: Grid, row: int, id: str, first: int, columns: Sequence[FormColumn], filled: Sequence[FormColumn]
    ) -> None:
        """A row that is there twice does no harm as long as it is empty, or says the same."""
        same = all(words_of(grid.at(row, c.key)) in ("", words_of(grid.at(first, c.key))) for c in columns if c.fill)
        if filled and not same:
            at, other = grid.place(row, "id"), place_words(first, grid.columns["id"])
            self._fault(at, "", id, "", f"{at} 编号{id}出现了两次（另一处在{other}），不知以哪行为准；请只留一行")

    def _stranger(self, grid: Grid, row: int, id: str, column: FormColumn) -> None:
        """A row with something filled in that is not the unit's, or that has lost its id."""
        at = grid.place(row, column.key)
        found = _short(words_of(grid.at(row, column.key)).strip())
        place = place_words(row, grid.columns["id"])
        if not id:
            words = f"{at} 填了“{found}”，这一行却没有编号（{place}），不知是哪一项；请用原表填写，不要增行、删编号"
        elif id in self.ledger.plan.by_id or task_of(id) in self.ledger.plan.by_id:
            name = self.ledger.register.shown(self.unit, self.form.data_until)
            words = f"{at} 填了“{found}”，但{id}不在{name}的这张表里；请删去这一行，别的任务由各自单位填报"
        else:
            words = f"{at} 填了“{found}”，编号“{_short(id)}”（{place}）却不认识；请用原表填写，不要改编号"
        self._fault(at, "", found, "", words)

    # cells

    def _part(self, grid: Grid, row: int, id: str) -> None:
        part = self.parts.get(id)
        proof = part_address(task_of(id), id.rpartition(".")[2], "proof")
        for address, key in ((id, "value"), (proof, "proof")):
            self._cell(grid, row, key, address, part)
        if part is not None:
            self._target(grid, row, part)
            self._before(grid, row, part)

    def _work(self, grid: Grid, row: int, id: str) -> None:
        for column in WORK:
            if column.fill:
                self._cell(grid, row, column.key, work_address(id, column.key), None)

    def _cell(self, grid: Grid, row: int, key: str, address: str, part: PartRow | None) -> None:
        at = grid.place(row, key)
        cell = grid.at(row, key)
        self.where[address] = at
        over = grid.sheet.covered_by(row, grid.columns[key])
        if over is not None and words_of(grid.sheet.at(*over)).strip():
            words = f"{at} 和{place_words(*over)}合并了，不知填的是哪一格；请取消合并，分别填写"
            self._fault(at, address, "", "", words)
            return
        here = part is not None if grid.name == PARTS_NAME else task_of(address) in self.works
        if not here:
            self._gone(at, address, cell)
            return
        try:
            self.cells[address] = self._canonical(cell, key, address, part)
        except Unreadable as error:
            self.faults.append(Fault(at, address, error.found, error.expected, f"{at} {error.words}"))

    def _canonical(self, cell: Cell, key: str, address: str, part: PartRow | None) -> str:
        """A cell's canonical text. Raises Unreadable."""
        if key == "self":
            return cells.read_self(*cell)
        if key != "value":
            text = cells.read_text(*cell)
            return "" if key in _MAY_BE_NOTHING and folded(text) in _NOTHING else text
        assert part is not None
        if part.kind == INDICATOR:
            number = cells.read_number(*cell, part.unit or None, sent=_number(self.sent.get(address, "")))
            return "" if number is None else number_words(number)
        last = min(self.form.data_until, self.until)
        day = cells.read_day(*cell, self.month, until=last, from_1904=self.opened.book.from_1904)
        return "" if day is None else day.isoformat()

    def _gone(self, at: str, address: str, cell: Cell) -> None:
        """A cell of something that the plan, or this unit, has no more: nothing to say unless it was filled in."""
        try:
            text = cells.read_text(*cell)
        except Unreadable as error:
            text = error.found
        if folded(text) != folded(self.sent.get(address, "")):
            self.gone.append(Gone(at, address, text, self.labels.get(address, address)))

    def _target(self, grid: Grid, row: int, part: PartRow) -> None:
        """Say when the target on the form is no longer the plan's."""
        found = words_of(grid.at(row, "target")).strip() if "target" in grid.columns else ""
        if found and folded(found) != folded(part.target):
            at = grid.place(row, "target")
            self.notes.append(f"{at} 表上的年度目标是{_short(found)}，方案里现在是{part.target}，以方案为准")

    def _before(self, grid: Grid, row: int, part: PartRow) -> None:
        """Say when last month's figure on the form is not the one that is recorded."""
        if "before" not in grid.columns or part.kind != INDICATOR or not isinstance(part.before, Decimal):
            return
        value = grid.at(row, "before").value
        if isinstance(value, Decimal) and value != part.before:
            at = grid.place(row, "before")
            self.notes.append(f"{at} 表上的上月累计是{number_words(value)}，已录的是{part.before_words}，以已录的为准")

    # below the table, and everywhere

    def _signatures(self, grid: Grid, rows: Sequence[int]) -> None:
        """Who signed; a telephone number beside a name is left out."""
        for address, (_, text) in signatures(grid, rows).items():
            plain = unicodedata.normalize("NFKC", text)
            name = cells.read_text(plain if not _DIGITS.search(plain) else _DIGITS.sub("", plain).strip(" ,、;:"), None)
            if name:
                self.signed[address] = name

    def _look_for_mobiles(self) -> None:
        """A mobile number anywhere: the original goes into the version history as it came."""
        for sheet in self.opened.book.sheets:
            if sheet.hidden:
                continue
            name = next((one for one in (PARTS_NAME, WORK_NAME) if sheet.name.startswith(one)), "")
            for where, cell in sorted(sheet.cells.items()):
                if has_mobile(words_of(cell)):
                    at = f"{name or f'“{sheet.name}”'}{place_words(*where)}"
                    self.warnings.append(f"{at} 里有手机号，原件会进版本库；不宜公开的，请单位改填办公电话后再交")

    def _say_about_the_file(self, whole: bool) -> None:
        if self.hidden is None:
            self.notes.append("隐藏的底表不在了，按表上看得见的内容读；和已录的不一样的都要您来定")
        elif not whole:
            self.notes.append("隐藏的底表改过，不作数，按表上看得见的内容读；和已录的不一样的都要您来定")

    def _fault(self, where: str, address: str, found: str, expected: str, words: str) -> None:
        self.faults.append(Fault(where, address, found, expected, words))


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 20 else f"{flat[:19]}…"

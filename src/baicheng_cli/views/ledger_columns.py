"""The columns of the ledger: text in `templates/ledger.yaml` that an office may replace by its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from pydantic import BeforeValidator, Field

from baicheng_cli.diagnostics import Place, Severity
from baicheng_cli.errors import BrokenFile, UserError, did_you_mean
from baicheng_cli.fields import BAD_VALUE, AsList, Closed, Flag, SchemaOne, Text, one_of, parse_count, refuse
from baicheng_cli.plan.load import shown
from baicheng_cli.plan.model import Indicator, Milestone
from baicheng_cli.reading import model_of
from baicheng_cli.status.ledger import Ledger
from baicheng_cli.views.expressions import Expressions, Wrong
from baicheng_cli.views.ledger_rows import Amount, Cell, Row
from baicheng_cli.views.templates import shipped
from baicheng_cli.words import number_words
from baicheng_cli.yaml_source import Source, read

FILE = "ledger.yaml"
DAYS = {"年-月-日": "yyyy-mm-dd", "年月日": 'yyyy"年"m"月"d"日"', "月日": 'm"月"d"日"'}
NUMBERS = {"0": "0", "0.0": "0.0", "0.00": "0.00", "0.0%": '0.0"%"'}
"""How a column may print its days and its figures, and what a workbook calls that."""
_KIND = {"task": "任务", "measure": "措施"}


class Item(NamedTuple):
    """Something that a column may print, by its name in the file."""

    words: str
    of: Callable[[Row, Ledger], object]
    figure: bool = False
    """A number: lists set it to the right."""


def _entry(key: str) -> Callable[[Row, Ledger], object]:
    return lambda row, _: getattr(row.entry, key) if row.entry is not None else None


ITEMS: dict[str, Item] = {
    "number": Item("序号（同一任务各行相同）", lambda row, _: Amount(Decimal(row.number)), True),
    "task": Item("任务编号", lambda row, _: row.task.id),
    "clause": Item("条款", lambda row, _: row.clause),
    "kind": Item("任务或措施", lambda row, _: _KIND[row.task.kind]),
    "chapter": Item("章", lambda row, _: row.task.chapter.title),
    "area": Item("重点工作", lambda row, _: row.area),
    "title": Item("任务名称", lambda row, _: row.task.item.title),
    "goal": Item("目标任务", lambda row, _: row.goal),
    "lead": Item("牵头（责任）单位", lambda row, _: row.lead),
    "support": Item("配合单位", lambda row, _: row.support),
    "part": Item("指标或节点", lambda row, _: _part_kind(row)),
    "name": Item("指标（单位）或节点", lambda row, _: row.name),
    "indicator": Item("指标或节点名称", lambda row, _: _short_name(row)),
    "unit": Item("计量单位", lambda row, _: row.part.unit if isinstance(row.part, Indicator) else None),
    "definition": Item("统计口径", lambda row, _: row.part.definition if isinstance(row.part, Indicator) else None),
    "target": Item("目标值", lambda row, _: row.target, True),
    "target_number": Item(
        "目标值（数）", lambda row, _: row.measured.target.value if row.measured is not None else None, True
    ),
    "due": Item("完成时限", lambda row, _: row.due),
    "due_words": Item("时限原文", lambda row, _: _due_words(row)),
    "days_left": Item("距时限天数", lambda row, ledger: _days_left(row, ledger), True),
    "actual": Item("累计完成（数、完成日期或自评）", lambda row, _: row.actual, True),
    "actual_number": Item("累计完成（数）", lambda row, _: row.value and row.value.number, True),
    "actual_date": Item("数据截至", lambda row, _: row.value and row.value.date),
    "rate": Item("完成率", lambda row, _: row.state.rate, True),
    "due_rate": Item("序时进度", lambda row, _: row.state.due_rate, True),
    "gap": Item("落后序时进度（百分点）", lambda row, _: row.state.gap, True),
    "light": Item("进展状态", lambda row, _: row.judgement.light.word),
    "tags": Item("标记", lambda row, _: "；".join(row.judgement.tags)),
    "reason": Item("判断依据", lambda row, _: row.judgement.sentence),
    "progress": Item("本月进展", _entry("progress")),
    "problems_and_needs": Item("存在问题及需协调事项", lambda row, _: row.problems),
    "problems": Item("存在问题", _entry("problems")),
    "needs": Item("需协调事项", _entry("needs")),
    "next": Item("下一步计划", _entry("next")),
    "self_word": Item("单位自评", lambda row, ledger: _self_word(row, ledger)),
    "remarks": Item("备注", lambda row, _: "；".join(row.remarks)),
    "previous": Item("上月累计", lambda row, _: row.previous, True),
    "added": Item("本月新增", lambda row, _: row.added, True),
    "reporter": Item("填报单位", lambda row, _: row.reporter),
    "verified": Item("核实值", lambda row, _: row.verified, True),
    "evidence": Item("佐证件数", lambda row, _: Amount(Decimal(row.evidence)) if row.entry is not None else None, True),
    "received": Item("收到日", _entry("received")),
    "approver": Item("审签人", _entry("approver")),
    "entry": Item("填报记录编号", _entry("id")),
}
"""The vocabulary of the file, and nothing beside it. Where a row has nothing, its text is empty."""


def _part_kind(row: Row) -> str:
    return "指标" if isinstance(row.part, Indicator) else "节点" if row.part is not None else ""


def _short_name(row: Row) -> str:
    if isinstance(row.part, Milestone):
        return row.part.title
    if row.part is None:
        return ""
    only = f"（{'，'.join(row.part.qualifiers)}）" if row.part.qualifiers else ""
    return row.part.name + only


def _due_words(row: Row) -> str | None:
    if row.measured is not None:
        return row.measured.step.due_words
    return row.part.due_words if isinstance(row.part, Milestone) else None


def _self_word(row: Row, ledger: Ledger) -> str | None:
    own = ledger.facts.self_of(row.task.id, row.owner)
    return own.word if own is not None else None


def _days_left(row: Row, ledger: Ledger) -> Amount | None:
    return Amount(Decimal((row.due - ledger.day).days)) if row.due is not None else None


# What the file says


def _width(value: Any) -> int:
    width = parse_count(value)
    if not 2 <= width <= 200:
        raise refuse(BAD_VALUE, "应为2至200，写的是“{found}”", found=value)
    return width


class ColumnText(Closed):
    """One column, as the file has it."""

    title: Text
    value: Text
    """A name of ITEMS, or a Jinja expression of them."""
    width: Annotated[int, BeforeValidator(_width)] = 12
    """In characters of Excel: a Chinese one takes two."""
    group: Text | None = None
    """Heading above, shared with its neighbours."""
    merge: Flag = False
    """Says something about the whole task: printed once over its rows."""
    hidden: Flag = False
    align: Annotated[str, one_of("left", "center", "right")] = "center"
    format: Annotated[str, one_of(*NUMBERS, *DAYS)] = ""


Columns = Annotated[tuple[ColumnText, ...], AsList]


class ColumnsFile(Closed):
    """templates/ledger.yaml."""

    schema_: SchemaOne = Field(alias="schema")
    freeze: Text | None = None
    """Title of the last column that stays in sight when the sheet is moved."""
    columns: Columns = Field(min_length=1)
    indicators: Columns = ()
    screen: Columns = ()


@dataclass(frozen=True)
class ColumnList:
    """Columns of one table, ready to be drawn."""

    columns: tuple[ColumnText, ...]
    places: tuple[_At, ...]
    """Where the expression of each stands in the file."""
    compiled: Expressions

    def __iter__(self) -> Iterator[ColumnText]:
        return iter(self.columns)

    def __len__(self) -> int:
        return len(self.columns)

    @property
    def shown(self) -> tuple[ColumnText, ...]:
        return tuple(column for column in self.columns if not column.hidden)

    @property
    def titles(self) -> list[str]:
        return [column.title for column in self.columns]

    def cells(self, ledger: Ledger, rows: Iterable[Row]) -> list[tuple[Cell, ...]]:
        """The cells of every row. Raises UserError with the place of an expression that cannot be computed."""
        items = [(name, ITEMS[name].of) for name in self.compiled.names]
        found = []
        for row in rows:
            try:
                values = self.compiled.values({name: of(row, ledger) for name, of in items})
            except Wrong as error:
                [mistake] = error.mistakes
                raise UserError(f"{self.places[mistake.which](mistake.at)}{mistake.message}{_of(row)}") from None
            try:
                found.append(tuple([_cell(value) for value in values]))
            except _NoCell as error:
                which = next(index for index, value in enumerate(values) if value is error.value)
                message = f"要印的应是文字、数或日期，算出来的是{error}"
                raise UserError(f"{self.places[which]()}{message}{_of(row)}") from None
        return found


@dataclass(frozen=True)
class LedgerColumns:
    """What a columns file says: the columns of the ledger, of the sheet of indicators, and of the screen."""

    ledger: ColumnList
    indicators: ColumnList
    screen: ColumnList
    freeze: str | None
    own: frozenset[str]
    """Titles of the ledger's columns that print something no shipped column does."""

    def only(self, chosen: Sequence[ColumnText]) -> LedgerColumns:
        """The ledger with these columns, none of them hidden; the sheet of indicators stays as it is."""
        known = [
            pair for one in (self.ledger, self.screen, self.indicators) for pair in zip(one, one.places, strict=True)
        ]
        at = [next((place for column, place in known if column == one), _At(Place(FILE), False)) for one in chosen]
        shown = tuple(column.model_copy(update={"hidden": False}) for column in chosen)
        columns = ColumnList(shown, tuple(at), Expressions([column.value for column in shown], ITEMS))
        freeze = self.freeze if self.freeze in columns.titles else None
        return LedgerColumns(columns, self.indicators, columns, freeze, self.own)


class _At(NamedTuple):
    """Where an expression stands."""

    place: Place
    exact: bool
    """Its text stands in the file as it is, so that a place inside it is known, too."""

    def __call__(self, offset: int = 0) -> str:
        place = self.place._replace(column=self.place.column + offset) if self.exact else self.place
        return f"{place}: "


class _NoCell(Exception):
    """A value that cannot be printed."""

    def __init__(self, value: object) -> None:
        super().__init__(_NAMES.get(type(value), "别的东西（少了括号？）"))
        self.value = value


_NAMES: dict[type, str] = {list: "列表", tuple: "列表", dict: "映射", timedelta: "时长（天数用 .days）"}


def _cell(value: Any) -> Cell:
    """What an expression gave, as a cell. Raises _NoCell."""
    if value is None or isinstance(value, Amount):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return Amount(value)
    if isinstance(value, (int, float)):
        return Amount(Decimal(str(value)))
    if isinstance(value, date):
        return value
    raise _NoCell(value)


def _of(row: Row) -> str:
    return f"（{row.clause}{f'：{row.name}' if row.name else ''}这一行）"


def load_columns(office: Path | None = None) -> LedgerColumns:
    """The columns as the office's file in that folder has them, else as shipped.

    Lists that the office's file leaves out are the shipped ones. Raises BrokenFile or UserError with the file,
    line and column of everything that is wrong.
    """
    ours = shipped() / FILE
    file = office / FILE if office is not None and (office / FILE).is_file() else ours
    source, said = _read(file)
    spare = (source, said) if file == ours else _read(ours)
    lists: list[ColumnList] = []
    mistakes: list[str] = []
    for key in ("columns", "indicators", "screen"):
        try:
            lists.append(_column_list(*((source, said) if getattr(said, key) else spare), key))
        except UserError as error:
            mistakes.append(str(error))
    if mistakes:
        raise UserError("\n".join(mistakes))
    ledger, indicators, screen = lists
    if said.freeze is not None and said.freeze not in ledger.titles:
        remedy = did_you_mean(said.freeze, ledger.titles) or "写 columns 里的一个标题"
        raise UserError(f"{source.place(('freeze',))}: 没有“{said.freeze}”这一栏；{remedy}")
    usual = {column.value for column in spare[1].columns}
    own = frozenset(column.title for column in said.columns if column.value not in usual | ITEMS.keys())
    return LedgerColumns(ledger, indicators, screen, said.freeze, own)


def _read(file: Path) -> tuple[Source, ColumnsFile]:
    source = read(file, shown(file))
    said, found = model_of(ColumnsFile, source, thorough=False)
    broken = [one for one in found if one.severity is Severity.ERROR]
    if said is None or broken:
        raise BrokenFile(broken or found)
    return source, said


def _column_list(source: Source, said: ColumnsFile, key: str) -> ColumnList:
    columns: tuple[ColumnText, ...] = getattr(said, key)
    mistakes = [
        f"{source.place((key, index, 'title'))}: “{column.title}”这一栏有两个；改一个标题"
        for index, column in enumerate(columns)
        if column.title in {before.title for before in columns[:index]}
    ]
    if columns and all(column.hidden for column in columns):
        mistakes.append(f"{source.place((key,))}: 所有的栏都隐藏了；至少留一栏")
    places = tuple(_at(source, (key, index, "value"), column.value) for index, column in enumerate(columns))
    try:
        compiled = Expressions([column.value for column in columns], ITEMS)
    except Wrong as error:
        mistakes += [f"{places[one.which](one.at)}{one.message}" for one in error.mistakes]
    if mistakes:
        raise UserError("\n".join(mistakes))
    return ColumnList(columns, places, compiled)


def _at(source: Source, path: tuple[str | int, ...], text: str) -> _At:
    place = source.place(path)
    lines = source.text.split("\n")
    line = lines[place.line - 1] if place.line <= len(lines) else ""
    begins = place.column - 1 + (0 if source.plain(path) else 1)
    exact = line.startswith(text, begins)
    return _At(place._replace(column=begins + 1) if exact else place, exact)


def right_of(column: ColumnText) -> bool:
    """Whether lists set a column to the right: it is one of figures."""
    item = ITEMS.get(column.value)
    return column.align == "right" or column.format in NUMBERS or (item is not None and item.figure)


def cell_words(cell: Cell, format: str = "") -> str:
    """A cell as text, in a column's format."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, Amount):
        return cell.before + _figure(cell.number, format)
    if format == "年月日":
        return f"{cell.year}年{cell.month}月{cell.day}日"
    return f"{cell.month}月{cell.day}日" if format == "月日" else cell.isoformat()


def _figure(value: Decimal, format: str) -> str:
    if format not in NUMBERS:
        return number_words(value)
    bare = format.rstrip("%")
    shown = value.quantize(Decimal(bare), ROUND_HALF_UP)
    return f"{shown}%" if bare != format else str(shown)

"""The looks of papers (GB/T 9704—2012): pages, styles and tables, read from templates/word/styles.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from pydantic import BeforeValidator, Field

from baicheng_cli.diagnostics import Severity
from baicheng_cli.errors import BrokenFile, UserError, did_you_mean
from baicheng_cli.fields import BAD_VALUE, Closed, Count, Flag, Number, SchemaOne, Text, one_of, parse_text, refuse
from baicheng_cli.plan.load import shown
from baicheng_cli.reading import model_of
from baicheng_cli.views.templates import shipped
from baicheng_cli.yaml_source import Source, read

FILE = Path("word") / "styles.yaml"
A4 = (210.0, 297.0)
"""Millimetres."""
PAPERS = {"A4": A4, "A3": (297.0, 420.0)}
POINTS = 72 / 25.4
"""In a millimetre."""


def _colour(value: Any) -> str:
    text = parse_text(value)
    if len(text) != 6 or any(one not in "0123456789abcdefABCDEF" for one in text):
        raise refuse(BAD_VALUE, "颜色应为六位，如 FF0000；写的是“{found}”", found=text)
    return text.upper()


class Page(Closed):
    """One kind of page, in millimetres."""

    top: Number
    bottom: Number
    left: Number
    right: Number
    line: Number
    """Points from line to line of the grid."""
    head: Number = Decimal(15)
    """From the edge of the paper to the header."""
    number: Number | None = None
    """From the lower edge of the paper to the page number; `None`: pages have no number."""
    foot: Number | None = None
    """From the lower edge of the paper to the footer, where that is not the number."""
    paper: Annotated[str, one_of(*PAPERS)] = "A4"
    landscape: Flag = False
    first: Flag = False
    """The first page has a header and footer of its own, and no number."""

    @property
    def size(self) -> tuple[float, float]:
        wide, high = PAPERS[self.paper]
        return (high, wide) if self.landscape else (wide, high)

    @property
    def width(self) -> float:
        """Of the type area."""
        return self.size[0] - float(self.left) - float(self.right)

    @property
    def height(self) -> float:
        return self.size[1] - float(self.top) - float(self.bottom)


RULES = ("red", "double-red-above", "double-red-below")
LINES = ("all", "outside", "none")


class Style(Closed):
    """One style as the file has it; what is `None` comes from its base."""

    base: Text | None = None
    next: Text | None = None
    font: Text | None = None
    size: Number | None = None
    color: Annotated[str, BeforeValidator(_colour)] | None = None
    bold: Flag | None = None
    spacing: Number | None = None
    line: Number | None = None
    grid: Flag | None = None
    align: Annotated[str, one_of("left", "center", "right", "both")] | None = None
    before: Number | None = None
    after: Number | None = None
    first: Number | None = None
    left: Number | None = None
    right: Number | None = None
    hanging: Number | None = None
    outline: Count | None = None
    keep: Flag | None = None
    tab: Flag | None = None
    wider: Number | None = None
    rule_above: Annotated[str, one_of(*RULES)] | None = None
    rule_below: Annotated[str, one_of(*RULES)] | None = None
    gap: Number | None = None
    fit: Flag | None = None
    balance: Flag | None = None


class TableLook(Closed):
    """One kind of table."""

    text: Text
    head: Text
    lines: Annotated[str, one_of(*LINES)] = "all"
    height: Number | None = None
    foot: Flag = False


class StylesFile(Closed):
    """templates/word/styles.yaml, or an office's own, which may hold less."""

    schema_: SchemaOne = Field(alias="schema")
    pages: dict[Text, Page] = {}
    styles: dict[Text, Style] = {}
    tables: dict[Text, TableLook] = {}


class Look(NamedTuple):
    """One style with everything that it takes from its base; sizes in points, indents in characters."""

    name: str
    base: str | None
    next: str | None
    font: str
    size: float
    color: str | None
    bold: bool
    spacing: float
    line: float | None
    grid: bool
    align: str
    before: float
    after: float
    first: float
    left: float
    right: float
    hanging: float
    outline: int | None
    keep: bool
    tab: bool
    wider: float
    """Millimetres by which it reaches beyond the type area, on both sides."""
    rule_above: str | None
    rule_below: str | None
    gap: float
    fit: bool
    balance: bool

    @property
    def character(self) -> float:
        """Points that a Chinese character takes."""
        return self.size + self.spacing


_PLAIN = Look(
    name="",
    base=None,
    next=None,
    font="仿宋_GB2312",
    size=16,
    color=None,
    bold=False,
    spacing=0,
    line=None,
    grid=True,
    align="left",
    before=0,
    after=0,
    first=0,
    left=0,
    right=0,
    hanging=0,
    outline=None,
    keep=False,
    tab=False,
    wider=0,
    rule_above=None,
    rule_below=None,
    gap=1,
    fit=False,
    balance=False,
)
_OWN = ("next", "outline", "keep", "rule_above", "rule_below", "before", "after", "tab", "fit", "balance")
"""What a style does not take from its base: it belongs to one place of a paper."""


class Styles(NamedTuple):
    """Everything the styles file says, the office's own before the shipped."""

    pages: Mapping[str, Page]
    looks: Mapping[str, Look]
    tables: Mapping[str, TableLook]


def load_styles(office: Path | None = None) -> Styles:
    """The styles as shipped, with those of the office's own file (in its folder of templates) in their place.

    Raises BrokenFile or UserError with the file, line and column of what is wrong.
    """
    files = [shipped() / FILE]
    if office is not None and (office / FILE).is_file():
        files.append(office / FILE)
    pages: dict[str, Page] = {}
    styles: dict[str, Style] = {}
    tables: dict[str, TableLook] = {}
    sources: dict[str, Source] = {}
    for file in files:
        source, said = _read(file)
        pages |= said.pages
        styles |= said.styles
        tables |= said.tables
        sources |= dict.fromkeys(said.styles, source) | {f"表格 {name}": source for name in said.tables}
    looks: dict[str, Look] = {}
    for name in styles:
        _resolve(name, styles, sources, looks, ())
    for name, table in tables.items():
        for key, used in (("text", table.text), ("head", table.head)):
            if used not in looks:
                place = sources[f"表格 {name}"].place(("tables", name, key))
                raise UserError(f"{place}: 没有“{used}”这个样式；{_near(used, looks)}")
    return Styles(pages, looks, tables)


def _read(file: Path) -> tuple[Source, StylesFile]:
    source = read(file, shown(file))
    said, found = model_of(StylesFile, source, thorough=False)
    broken = [one for one in found if one.severity is Severity.ERROR]
    if said is None or broken:
        raise BrokenFile(broken or found)
    return source, said


def _resolve(
    name: str,
    styles: Mapping[str, Style],
    sources: Mapping[str, Source],
    looks: dict[str, Look],
    above: tuple[str, ...],
) -> Look:
    if name in looks:
        return looks[name]
    style, base = styles[name], _PLAIN
    if style.base is not None:
        place = sources[name].place(("styles", name, "base"))
        if style.base not in styles:
            raise UserError(f"{place}: 没有“{style.base}”这个样式；{_near(style.base, styles)}")
        if style.base in (name, *above):
            raise UserError(f"{place}: “{name}”和“{style.base}”互相照着，改其中一个的 base")
        base = _resolve(style.base, styles, sources, looks, (name, *above))
    if style.next is not None and style.next not in styles:
        place = sources[name].place(("styles", name, "next"))
        raise UserError(f"{place}: 没有“{style.next}”这个样式；{_near(style.next, styles)}")
    kept = {key: getattr(_PLAIN, key) for key in _OWN}
    own = {key: value for key, value in style.model_dump(exclude_none=True).items() if key != "base"}
    numbers = {key: float(value) for key, value in own.items() if isinstance(value, Decimal)}
    looks[name] = base._replace(**{**kept, **own, **numbers, "name": name, "base": style.base})
    return looks[name]


def _near(name: str, known: Mapping[str, object]) -> str:
    return did_you_mean(name, list(known)) or f"有：{'、'.join(known)}"

"""What stands at the top of every sheet of the ledger: its title, and who made it, from what, up to which day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from baicheng_cli.status.ledger import Ledger
from baicheng_cli.views.excel import LINE, Looks, lines_in, put_across, safe_text
from baicheng_cli.views.ledger_rows import days_of, maker_of, marks_of
from baicheng_cli.views.tables import width_of

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

TITLE, SECOND = 36.0, 20.0
"""Heights of the title, and of the row of days."""


class Scene(NamedTuple):
    """What every sheet needs."""

    looks: Looks
    ledger: Ledger
    version: str


def top(sheet: Worksheet, scene: Scene, title: str, widths: Sequence[int], *more: str) -> int:
    """The title, and the row that says who, what and when; gives the first row below. Width 0: hidden."""
    looks, ledger = scene.looks, scene.ledger
    last = max(place for place, width in enumerate(widths, 1) if width)
    put_across(sheet, 1, 1, last, title, looks.look("title", "center", framed=False))
    # its type is nearly twice as large as the others'; a table of few columns is narrower than its title
    sheet.row_dimensions[1].height = TITLE * max(1, lines_in(title, int(sum(widths[:last]) * 0.55)))
    texts = (maker_of(ledger), marks_of(ledger), days_of(ledger))
    bounds = _bounds(widths[:last], [width_of(text) for text in texts])
    if bounds is None:  # too few columns to stand side by side
        joined = "　".join(filter(None, texts))
        put_across(sheet, 2, 1, last, joined, looks.look("body", "left", framed=False, shrink=True))
    else:
        styles = (("body", "left"), ("mark", "center"), ("body", "right"))
        for (first, end), text, (font, across) in zip(bounds, texts, styles, strict=True):
            put_across(sheet, 2, first, end, text, looks.look(font, across, framed=False, shrink=True))
    sheet.row_dimensions[2].height = SECOND
    row = 3
    for text in more:
        put_across(sheet, row, 1, last, text, looks.look("body", "left", framed=False))
        sheet.row_dimensions[row].height = max(1, lines_in(safe_text(text), sum(widths))) * LINE + 5
        row += 1
    return row


def _bounds(widths: Sequence[int], needs: Sequence[int]) -> list[tuple[int, int]] | None:
    """Which columns three texts take, side by side over the whole table: left and right what they need."""
    count = len(widths)
    left, room = 1, widths[0]
    while left < count and room < needs[0] + 2:
        room += widths[left]
        left += 1
    right, room = count, widths[-1]
    while right > 1 and room < needs[2] + 2:
        right -= 1
        room += widths[right - 1]
    return [(1, left), (left + 1, right - 1), (right, count)] if left + 1 < right else None

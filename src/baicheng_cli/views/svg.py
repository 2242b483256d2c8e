"""Drawing in SVG: rectangles, lines, hatches, words; the same calls are the same bytes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape  # xml.sax.saxutils brings urllib, email and ssl along

from baicheng_cli.views.tables import clean, width_of

FONTS = (
    "黑体",
    "SimHei",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Microsoft YaHei",
    "PingFang SC",
    "Heiti SC",
    "FandolHei",
    "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei",
    "sans-serif",
)
"""The first that is there; a picture in a file cannot ask the page around it."""
FONT_LIST = ", ".join(name if name == "sans-serif" else f"'{name}'" for name in FONTS)
INK, PALE = "#1a1a1a", "#777777"
HATCHES = ("none", "rising", "falling", "crossed", "level", "upright", "squared", "full")
_GAP = 3.2
"""Points between two lines of a hatch."""


class Drawing:
    """A picture that grows call by call; lengths are points, from the upper left corner."""

    def __init__(self, width: float) -> None:
        self.width, self.height = width, 0.0
        self.parts: list[str] = []

    def rectangle(
        self, x: float, y: float, wide: float, high: float, *, fill: str = "none", rule: float = 0.5, ink: str = INK
    ) -> None:
        edge = f' stroke="{ink}" stroke-width="{_n(rule)}"' if rule else ""
        self.parts.append(f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(wide)}" height="{_n(high)}" fill="{fill}"{edge}/>')

    def lines(self, points: Sequence[tuple[float, float, float, float]], *, rule: float = 0.5, ink: str = INK) -> None:
        """Straight lines, each from one point to another."""
        if points:
            path = "".join(f"M{_n(a)} {_n(b)}L{_n(c)} {_n(d)}" for a, b, c, d in points)
            self.parts.append(f'<path d="{path}" fill="none" stroke="{ink}" stroke-width="{_n(rule)}"/>')

    def shape(self, points: Sequence[tuple[float, float]], *, fill: str = INK) -> None:
        """A closed shape, filled."""
        path = "L".join(f"{_n(x)} {_n(y)}" for x, y in points)
        self.parts.append(f'<path d="M{path}Z" fill="{fill}"/>')

    def hatched(self, x: float, y: float, wide: float, high: float, hatch: str, *, fill: str) -> None:
        """A bar in a tint under a hatch, so that it is told from others on a copy in black and white, too.

        The lines are drawn one by one, cut at the bar's edges: office suites turn SVG's patterns into pictures.
        """
        self.rectangle(x, y, wide, high, fill=INK if hatch == "full" else fill, rule=0)
        if hatch in ("rising", "crossed"):
            self.lines(list(_slanted(x, y, wide, high, rising=True)), rule=0.6, ink="#444444")
        if hatch in ("falling", "crossed"):
            self.lines(list(_slanted(x, y, wide, high, rising=False)), rule=0.6, ink="#444444")
        if hatch in ("level", "squared"):
            self.lines([(x, y + at, x + wide, y + at) for at in _steps(high)], rule=0.5, ink="#444444")
        if hatch in ("upright", "squared"):
            self.lines([(x + at, y, x + at, y + high) for at in _steps(wide)], rule=0.5, ink="#444444")
        self.rectangle(x, y, wide, high)

    def words(
        self, x: float, y: float, text: str, size: float, *, align: str = "start", bold: bool = False, ink: str = INK
    ) -> None:
        """A text on the base line `y`; `align`: start, middle or end."""
        anchor = f' text-anchor="{align}"' if align != "start" else ""
        weight = ' font-weight="bold"' if bold else ""
        said = escape(clean(text), quote=False)
        self.parts.append(
            f'<text x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}" fill="{ink}"{anchor}{weight}>{said}</text>'
        )

    def plated(self, x: float, y: float, text: str, size: float, *, align: str = "middle") -> None:
        """A text in the middle of something hatched, on a white plate that keeps it legible."""
        wide = text_width(text, size) + 2
        self.rectangle(x - wide / 2, y - size * 0.92, wide, size * 1.16, fill="#ffffff", rule=0)
        self.words(x, y, text, size, align=align)

    @property
    def body(self) -> str:
        return "".join(self.parts)


def text_width(text: str, size: float) -> float:
    """About how wide a text is: a Chinese character is as wide as it is high, others a little more than half."""
    wide = width_of(text)
    chinese = wide - len(text)
    return (chinese + (len(text) - chinese) * 0.56) * size


def picture_file(body: str, width: float, height: float) -> str:
    """A picture as a file of its own, with the fonts that it may take."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_n(width)}" height="{_n(height)}" '
        f'viewBox="0 0 {_n(width)} {_n(height)}" font-family="{FONT_LIST}">'
        f'<rect width="{_n(width)}" height="{_n(height)}" fill="#ffffff"/>{body}</svg>'
    )


def picture_inline(body: str, width: float, height: float, title: str, said: str) -> str:
    """A picture inside a page: it grows with the page, takes the page's font, and says what it shows."""
    return (
        f'<svg class="chart" viewBox="0 0 {_n(width)} {_n(height)}" role="img" aria-label="{escape(clean(said))}">'
        f"<title>{escape(clean(title), quote=False)}</title>{body}</svg>"
    )


def _slanted(
    x: float, y: float, wide: float, high: float, *, rising: bool
) -> Iterator[tuple[float, float, float, float]]:
    """Lines of 45 degrees inside a rectangle."""
    for at in _steps(wide + high, _GAP * 1.4142):
        left, low = (at, 0.0) if at <= wide else (wide, at - wide)
        right, up = (0.0, at) if at <= high else (at - high, high)
        ends = (left, low, right, up)
        a, b, c, d = ends if rising else (wide - left, low, wide - right, up)
        yield x + a, y + b, x + c, y + d


def _steps(length: float, gap: float = _GAP) -> Iterator[float]:
    at = gap
    while at < length:
        yield at
        at += gap


def _n(value: float) -> str:
    """A number as short as it can be: two decimals are a fortieth of a millimetre."""
    return f"{value:.2f}".rstrip("0").rstrip(".")

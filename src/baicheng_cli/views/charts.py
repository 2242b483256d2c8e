"""Charts, where people would rather look than read: units by light, and targets beside what is done."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from baicheng_cli.status.ledger import Ledger, Standing
from baicheng_cli.status.lights import Light
from baicheng_cli.status.select import IndicatorState, clause_of, indicators
from baicheng_cli.views.svg import PALE, Drawing, picture_file, picture_inline, text_width
from baicheng_cli.words import DEMO, number_words

WIDTH = 442.0
"""Points: the 156 mm of a paper's type area."""
LOOKS: dict[Light, tuple[str, str]] = {
    Light.CLOSED: ("#c6e0b4", "squared"),
    Light.REACHED: ("#c6e0b4", "level"),
    Light.ON_TRACK: ("#f4f9f1", "none"),
    Light.NOT_JUDGED: ("#e0e0e0", "none"),
    Light.PENDING: ("#ddebf7", "upright"),
    Light.UNREPORTED: ("#e4dfec", "falling"),
    Light.BEHIND: ("#ffe699", "rising"),
    Light.FAR_BEHIND: ("#f8cbad", "crossed"),
    Light.OVERDUE: ("#1a1a1a", "full"),
}
"""Tint and hatch of every light, in the order of the bars: what is done first, what is late at the end."""
LABELS = 132.0
"""The widest that names on the left may be."""
_TITLE, _NOTE, _NAME, _SMALL = 12.0, 8.5, 9.5, 8.0
_ROW = 16.5


class Chart(NamedTuple):
    """One picture with everything that it has to say: title, day, what it is of, and the mark of a demonstration."""

    title: str
    words: str
    """The same in words, for who cannot see it; a paper without pictures prints them instead."""
    width: float
    """Points."""
    height: float
    body: str

    def __str__(self) -> str:
        return self.words

    @property
    def inline(self) -> str:
        """As a part of an HTML page."""
        return picture_inline(self.body, self.width, self.height, self.title, self.words)

    @property
    def file(self) -> str:
        """As a file of its own."""
        return picture_file(self.body, self.width, self.height)


class Charts(NamedTuple):
    """The charts of a report; `None` where there is nothing to show."""

    units: Chart | None = None
    targets: Chart | None = None


def charts(ledger: Ledger) -> Charts:
    """Both charts of the ledger's tasks on its day."""
    return Charts(units_chart(ledger), targets_chart(ledger))


# Units by light --------------------------------------------------------------------------------------------------


def units_chart(ledger: Ledger) -> Chart | None:
    """A bar for every unit that leads tasks, in the official order, made up of their lights."""
    rows = _by_lead(ledger)
    if not rows:
        return None
    title = "各牵头单位任务进展状态"
    drawing = Drawing(WIDTH)
    occurring = [light for light in LOOKS if any(one.judgement.light is light for _, mine in rows for one in mine)]
    top = _heading(drawing, ledger, title, "按牵头单位统计，单位：项")
    top = _legend(drawing, occurring, top)
    left = min(LABELS, max(text_width(name, _NAME) for name, _ in rows)) + 6
    most = max(len(mine) for _, mine in rows)
    step = (WIDTH - left - 34) / most
    for place, (name, mine) in enumerate(rows):
        y = top + place * _ROW
        _label(drawing, name, left - 6, y + _ROW / 2)
        x = left
        for light, count in _counted(mine):
            _segment(drawing, light, count, x, y + 2.2, count * step)
            x += count * step
        drawing.words(x + 5, y + _ROW / 2 + 3.3, f"{len(mine)}项", _NAME)
    foot = top + len(rows) * _ROW
    drawing.lines([(left, top - 1, left, foot + 1)], rule=0.8)
    return Chart(title, _unit_words(ledger, rows, title), WIDTH, foot + 6, drawing.body)


def _by_lead(ledger: Ledger) -> list[tuple[str, list[Standing]]]:
    """The tasks of every unit that leads one; a task with two leads stands with both."""
    found: dict[str, list[Standing]] = {}
    for standing in ledger.tasks:
        for lead in standing.task.lead:
            found.setdefault(ledger.register.id_of(lead) or lead, []).append(standing)
    return [(ledger.name(id), found[id]) for id in sorted(found, key=ledger.register.order)]


def _counted(mine: Sequence[Standing]) -> list[tuple[Light, int]]:
    lights = [one.judgement.light for one in mine]
    return [(light, lights.count(light)) for light in LOOKS if light in lights]


def _segment(drawing: Drawing, light: Light, count: int, x: float, y: float, wide: float) -> None:
    tint, hatch = LOOKS[light]
    drawing.hatched(x, y, wide, _ROW - 4.5, hatch, fill=tint)
    fitting = ((f"{light.word}{count}", _SMALL), (f"{light.word}{count}", 7.0), (str(count), _SMALL))
    for said, size in fitting:
        if text_width(said, size) + 4 <= wide:
            put = drawing.words if hatch == "none" else drawing.plated
            put(x + wide / 2, y + 8.7, said, size, align="middle")
            return


def _unit_words(ledger: Ledger, rows: Sequence[tuple[str, list[Standing]]], title: str) -> str:
    said = []
    for name, mine in rows:
        parts = "、".join(f"{light.word}{count}项" for light, count in _counted(mine))
        said.append(f"{name}牵头{len(mine)}项：{parts}")
    return f"图：{title}（截至{_full(ledger)}）。{'；'.join(said)}。{_demo_words(ledger)}"


# Targets beside what is done -------------------------------------------------------------------------------------


def targets_chart(ledger: Ledger) -> Chart | None:
    """A bar for every target that is measured against time: how much is done, and how much should be by now."""
    known = [one for one in indicators(ledger) if one.task.kind == "task"]
    rows = [one for one in known if one.measured.figures.due_rate is not None]
    if not rows:
        return None
    title = "量化指标完成情况"
    drawing = Drawing(WIDTH)
    top = _heading(drawing, ledger, title, "完成数占目标数的百分比")
    left, right = LABELS + 6, 118.0
    wide = WIDTH - left - right
    top = _target_legend(drawing, left, top)
    high = 23.0
    for place, one in enumerate(rows):
        y = top + place * high
        _label(drawing, one.part.name, LABELS, y + 5.2)
        drawing.words(LABELS, y + 17.6, _whose(ledger, one), 7.2, align="end", ink="#4a4a4a")
        _bullet(drawing, one, left, y + 3, wide)
        _numbers(drawing, one, left + wide + 7, y)
    foot = top + len(rows) * high
    for share in (0, 25, 50, 75, 100):
        x = left + wide * share / 100
        drawing.lines([(x, foot, x, foot + 3)], rule=0.5)
        drawing.words(x, foot + 11, f"{share}%", 7.5, align="middle")
    drawing.lines([(left, foot, left + wide, foot)], rule=0.5)
    height = foot + 15
    if rest := len(known) - len(rows):
        drawing.words(0, height + 7, f"注：另有{rest}项指标不按序时折算，不在图中。", 8)
        height += 11
    return Chart(title, _target_words(ledger, rows, len(known) - len(rows), title), WIDTH, height, drawing.body)


def _whose(ledger: Ledger, one: IndicatorState) -> str:
    """Under the name, in small: the clause and the unit whose figure counts."""
    said = f"{clause_of(ledger.plan, one.task.id)} {ledger.name(one.measured.owner or '')}"
    return said if text_width(said, 7.2) <= LABELS else clause_of(ledger.plan, one.task.id)


def _bullet(drawing: Drawing, one: IndicatorState, x: float, y: float, wide: float) -> None:
    figures = one.measured.figures
    drawing.rectangle(x, y, wide, 14, fill="#f4f4f4", rule=0.5, ink=PALE)
    if figures.rate is not None:
        drawing.rectangle(x, y + 3.5, wide * _share(figures.rate), 7, fill="#595959", rule=0.5)
    if figures.due_rate is not None:
        at = x + wide * _share(figures.due_rate)
        drawing.rectangle(at - 1.6, y - 1.5, 3.2, 17, fill="#ffffff", rule=0)
        drawing.lines([(at, y - 1.5, at, y + 15.5)], rule=1.4)
        drawing.shape([(at - 3, y - 3), (at + 3, y - 3), (at, y + 1)])


def _share(rate: Decimal) -> float:
    """Of a bar's length; what is beyond the target ends at its edge, the figure beside it says how much."""
    return float(min(max(rate, Decimal(0)), Decimal(100))) / 100


def _numbers(drawing: Drawing, one: IndicatorState, x: float, y: float) -> None:
    m, figures = one.measured, one.measured.figures
    rate = f"{figures.rate}%" if figures.rate is not None else "从未报送"
    word = one.judgement.light.word
    drawing.words(x, y + 9.2, rate, 9, bold=True)
    drawing.words(WIDTH, y + 9.2, word, 9, align="end", bold=one.judgement.light in _BAD)
    stage = "（阶段目标）" if one.part.stages else ""
    done = f"{number_words(m.last.number)}/" if m.last is not None else "目标"
    done += f"{m.target_words}{m.unit}{stage}"
    said = f"{done}，序时{figures.due_rate}%"
    size = min(7.2, 7.2 * (WIDTH - x) / text_width(said, 7.2))
    drawing.words(x, y + 18.8, said, size, ink="#4a4a4a")


_BAD = (Light.OVERDUE, Light.FAR_BEHIND, Light.BEHIND, Light.UNREPORTED)


def _target_legend(drawing: Drawing, left: float, top: float) -> float:
    drawing.rectangle(left, top - 1, 22, 10, fill="#f4f4f4", rule=0.5, ink=PALE)
    drawing.words(left + 26, top + 7.5, "目标", _SMALL)
    drawing.rectangle(left + 58, top + 0.5, 22, 7, fill="#595959", rule=0.5)
    drawing.words(left + 84, top + 7.5, "已完成", _SMALL)
    at = left + 124
    drawing.lines([(at, top - 2, at, top + 10)], rule=1.4)
    drawing.shape([(at - 3, top - 3.5), (at + 3, top - 3.5), (at, top + 0.5)])
    drawing.words(at + 6, top + 7.5, "序时进度", _SMALL)
    return top + 17


def _target_words(ledger: Ledger, rows: Sequence[IndicatorState], rest: int, title: str) -> str:
    said = []
    for one in rows:
        figures = one.measured.figures
        done = f"完成{figures.rate}%" if figures.rate is not None else "从未报送"
        said.append(f"{one.part.name}{done}，序时进度{figures.due_rate}%，{one.judgement.light.word}")
    more = f"另有{rest}项指标不按序时折算，不在图中。" if rest else ""
    return f"图：{title}（截至{_full(ledger)}）。{'；'.join(said)}。{more}{_demo_words(ledger)}"


# What both have --------------------------------------------------------------------------------------------------


def _heading(drawing: Drawing, ledger: Ledger, title: str, unit: str) -> float:
    """Title, day and mark; gives where the rest begins."""
    drawing.words(WIDTH / 2, 12, title, _TITLE, align="middle", bold=True)
    drawing.words(0, 28, f"截至{_full(ledger)}", _NOTE)
    if ledger.demo:
        drawing.words(WIDTH / 2, 28, DEMO, _NOTE, align="middle", bold=True)
    drawing.words(WIDTH, 28, unit, _NOTE, align="end")
    return 39.0


def _legend(drawing: Drawing, lights: Sequence[Light], top: float) -> float:
    x = 0.0
    for light in lights:
        needed = 18 + text_width(light.word, _SMALL) + 12
        if x + needed > WIDTH:
            x, top = 0.0, top + 14
        tint, hatch = LOOKS[light]
        drawing.hatched(x, top - 1, 16, 9.5, hatch, fill=tint)
        drawing.words(x + 19, top + 7, light.word, _SMALL)
        x += needed
    return top + 15


def _label(drawing: Drawing, name: str, right: float, middle: float) -> None:
    """A name that ends at `right`; a long one on two lines of smaller letters."""
    if text_width(name, _NAME) <= LABELS:
        drawing.words(right, middle + 3.3, name, _NAME, align="end")
        return
    if text_width(name, _SMALL) <= LABELS:
        drawing.words(right, middle + 2.9, name, _SMALL, align="end")
        return
    size = min(7.5, _SMALL * 2 * LABELS / text_width(name, _SMALL))
    half = (len(name) + 1) // 2
    drawing.words(right, middle - 1, name[:half], size, align="end")
    drawing.words(right, middle + 7, name[half:], size, align="end")


def _full(ledger: Ledger) -> str:
    day = ledger.day
    return f"{day.year}年{day.month}月{day.day}日"


def _demo_words(ledger: Ledger) -> str:
    return f"（{DEMO}）" if ledger.demo else ""

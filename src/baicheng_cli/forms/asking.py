"""How a form asks: what a cell says when it is chosen and when it is filled in wrongly, and 填表说明."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from baicheng_cli.forms.blank import Form, PartRow
from baicheng_cli.forms.columns import INDICATOR, MILESTONE
from baicheng_cli.progress.verdicts import SELF_WORDS
from baicheng_cli.words import day_words, weekday_words

MOST_WORDS = 200
"""Characters that a text should have at most; more is asked about, not refused."""


class Said:
    """What a cell says when it is chosen, and when something else than asked for is typed."""

    def __init__(self, title: str, prompt: str, error: str, *, stop: bool = False) -> None:
        self.title, self.prompt, self.error, self.stop = title, prompt, error, stop


WORK_SAID = {
    "self": Said("自评", "从下拉框中选一项。", f"只能从下拉框中选：{'、'.join(SELF_WORDS)}。", stop=True),
    "progress": Said(
        "本月进展",
        f"做了什么、到什么程度，{MOST_WORDS}字以内。没有新进展的，写“本月无新进展”和原因。",
        f"超过{MOST_WORDS}字了，月报里放不下；能否精简？",
    ),
    "problems": Said("存在问题", "一事一句，写清影响和原因。没有的留空。", f"超过{MOST_WORDS}字了，能否精简？"),
    "next": Said("下一步计划", "带时间：到何时做到什么程度。", f"超过{MOST_WORDS}字了，能否精简？"),
    "needs": Said("需协调事项", "何事、请谁、何时前解决。没有的留空。", f"超过{MOST_WORDS}字了，能否精简？"),
}


def kind_of(part: PartRow) -> tuple[str, ...]:
    """Which figures a cell takes, and in which words it asks for them."""
    if part.kind != INDICATOR:
        return ("day", part.measure)
    if part.total:
        return ("total_before" if part.before is not None else "total",)
    below_zero = isinstance(part.before, Decimal) and part.before < 0
    return ("any" if below_zero else "level", part.measure, "%" if part.unit in ("%", "％") else "")


def example_of(until: date) -> str:
    """How a day of the month is typed: 2019-9-20."""
    return f"{until.year}-{until.month}-{min(until.day, 20)}"


def value_words(kind: tuple[str, ...], last: date) -> Said:
    """What 本月累计 asks for: a cumulative figure, a state on a day, or the day on which something was done."""
    until = day_words(last, last)
    if kind[0] == "day":
        done = {"start": "开工", "finish": "完成", "ongoing": "全部完成"}[kind[1]]
        asks = {
            "start": f"已开工的填开工日期（如{example_of(last)}），未开工留空",
            "finish": f"已完成的填完成日期（如{example_of(last)}），未完成留空",
            "ongoing": "持续推进的工作，未全部完成的留空；全部完成的填完成日期",
        }[kind[1]]
        error = f"请填{done}日期，写作{example_of(last)}，不晚于统计截止日{until}；没有{done}的留空。"
        return Said(f"{done}日期", f"{asks}；进度写在表二。", error, stop=True)
    if kind[0].startswith("total"):
        asks = f"填截至{until}的累计数，不是当月数。只填数字；没有新增的，照填上月累计。"
        if kind[0] == "total":
            return Said("本月累计", asks, "请填不小于0的数字，不带单位，不写“约”。", stop=True)
        error = "应是数字，且不小于上月累计。小于上月的，多半是填成了当月数。确实减少的，点“是”，并在表二写明原因。"
        return Said("本月累计（累计数）", asks, error)
    example = "，如94.2%填94.2" if kind[2] else ""
    when = "年度指标，年底评价；本月有数就填，没有留空。" if kind[1] == "annual" else ""
    least = "" if kind[0] == "any" else "不小于0的"
    return Said("本月数", f"{when}填{until}的实际数，只填数字{example}。", f"请填{least}数字，不写“约”。", stop=True)


def head_words(form: Form) -> str:
    """单位：区城管局　月份：2019年9月　统计截止：9月25日　报送截止：9月25日　表版本：1"""
    seen = form.data_until
    said = (
        ("单位", form.name),
        ("月份", form.month_words),
        ("统计截止", day_words(form.data_until, seen)),
        ("报送截止", day_words(form.submit_by, seen)),
        ("表版本", form.version),
    )
    return "　".join(f"{name}：{text}" for name, text in said)


def foot_words(form: Form) -> str:
    """The unit and the month; a long name is cut, or it would run into the page number."""
    name = form.name if len(form.name) <= 18 else f"{form.name[:17]}…"
    return f"{name}　{form.month_words}"


def notes_of(form: Form) -> list[str]:
    """填表说明, sentence by sentence."""
    until = day_words(form.data_until, form.data_until)
    by = f"{day_words(form.submit_by, form.data_until)}（{weekday_words(form.submit_by)}）"
    kinds = {part.measure if part.kind == INDICATOR else MILESTONE for part in form.parts}
    figures = []
    if "total" in kinds:
        figures.append(f"“本月累计”填截至{until}的累计数，不填当月数；“本月新增”会自动算出。没有新增的，照填上月累计。")
    if kinds & {"level", "annual"}:
        figures.append("比率、水平类的指标，“本月累计”填当时的实际数；单位是%的只填数字，如94.2%填94.2。")
    if MILESTONE in kinds:
        figures.append(
            f"节点完成（开工）的，“本月累计”填完成（开工）日期，如{example_of(form.data_until)}；"
            "没有完成的留空，进度写在表二“本月进展”。"
        )
    if kinds:
        figures.append(
            f"“上月累计”与本单位掌握的不一致的，不要改动，请告知{form.office}；"
            "“应完成”是按时间进度到本月应达到的数，供对照。"
        )
    return [
        "只填黄色单元格，其余单元格已锁定。行高不够的，可以直接拉高。",
        *figures,
        f"表二每项任务都要选“自评”，写“本月进展”：做了什么、到什么程度，{MOST_WORDS}字以内。",
        "没有新进展的也要报送：“自评”据实选择，“本月进展”写“本月无新进展”，“存在问题”写明原因。",
        "只写数字的地方不带单位，不写“约”“左右”。从别处复制的，请用“选择性粘贴—数值”，不要粘贴公式和图片。",
        "不要改动编号、表头和工作表名称，不要增删列、合并单元格；本表以外的任务不要写进来。",
        f"填好后经单位负责同志审签，于{by}前报送{form.office}：发回本文件（.xlsx），需要纸质件的打印后签字盖章。",
    ]

"""The notes of the ledger's workbook (说明): what it is of, how its figures are counted, what its words mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from baicheng_cli.status.ledger import Ledger
from baicheng_cli.status.lights import Light
from baicheng_cli.views.edition import stage_of
from baicheng_cli.views.ledger_columns import LedgerColumns
from baicheng_cli.views.ledger_rows import Row, count_words, days_of
from baicheng_cli.words import DEMO, number_words


@dataclass(frozen=True)
class Note:
    """One line of the notes."""

    name: str
    text: str
    light: Light | None = None


Section = tuple[str, list[Note]]


def notes(
    ledger: Ledger, rows: Sequence[Row], columns: LedgerColumns, version: str
) -> tuple[list[Section], list[Section]]:
    """The notes, for the left and the right half of a page."""
    sheets = [Note(name, text) for name, text in _SHEETS]
    left = [
        ("一、本表", _about(ledger, rows, version)),
        ("二、工作表", sheets),
        ("三、口径", list(_counting(ledger, columns))),
    ]
    lights = [Note(light.word, text, light) for light, text in _lights(ledger).items()]
    return left, [("四、进展状态", lights), ("五、备注用语", [Note(name, text) for name, text in _REMARKS])]


def _about(ledger: Ledger, rows: Sequence[Row], version: str) -> list[Note]:
    document, view = ledger.plan.document, ledger.as_of
    about = [
        Note("方案", f"{document.title}（{document.number}）"),
        Note("月份", f"{int(view.month[:4])}年{int(view.month[5:])}月，{_stage(ledger)}"),
        Note("时间", days_of(ledger)),
        Note("筛选条件", "　".join(ledger.filters) or "无，全部任务和推进措施"),
        Note("行数", count_words(rows)),
    ]
    if version:
        about.append(Note("数据版本", version))
    if ledger.demo:
        about.append(Note("演示标记", f"{DEMO}：数字和进展均为演示，不得作为工作依据"))
    return about


def _stage(ledger: Ledger) -> str:
    """尚未封账; 定稿（2019年9月28日封账）."""
    closed = ledger.closed(ledger.as_of.month)
    if closed is None:
        return "尚未封账"
    return f"{stage_of(ledger)}（{closed.year}年{closed.month}月{closed.day}日封账）"


_SHEETS = (
    ("台账", "打印用。同一任务各行相同的内容合并成一格，一项任务不跨页。"),
    ("明细", "查询用。内容与台账相同，每格都填，各栏都显示，可以筛选、排序。"),
    ("指标完成情况", "只列量化指标。"),
    ("报送情况", "只列有报送义务的单位，自首报月起至本月；有筛选条件的，只看所列任务的报送。"),
)


def _counting(ledger: Ledger, columns: LedgerColumns) -> Iterator[Note]:
    """How things are counted, under the titles that the columns have in this office's file."""
    named = {column.value.partition(" ")[0]: column.title for column in reversed(columns.ledger.columns)}
    judge = ledger.settings.judge
    yield Note("行", "一个指标或节点一行；没有指标和节点的任务一行。任务在前，推进措施在后，措施列责任单位。")
    pace = "已过的整月数÷起止总月数" if judge.pace == "month" else "已过的天数÷起止总天数"
    said = {
        "actual": "填报单位最近一次填报的数；经核实的按核实数，退回补正的不计。节点写完成日期；没有指标的写单位自评。"
        "其他单位对同一指标另报的数只在备注列出，不计入。",
        "rate": "累计完成÷目标值，只用于累计类指标；比率和状态类指标对照目标值，不算完成率，不折算序时。",
        "due_rate": f"{pace}，按各指标自己的起止时间；以{'、'.join(judge.whole)}计的应完成数只取整数。",
        "target": "分阶段的指标只列当前阶段的目标值和时限。",
        "progress": "填报单位本月最近一次填报的文字；本月没有填报的留空。",
    }
    yield from (Note(named[key], text) for key, text in said.items() if key in named)
    if hidden := [column.title for column in columns.ledger if column.hidden]:
        yield Note("隐藏栏", f"台账隐藏{'、'.join(hidden)}，可取消隐藏，或看明细。")
    if columns.own:
        own = [column.title for column in columns.ledger if column.title in columns.own]
        yield Note("自设栏目", f"{'、'.join(own)}，由本办设定。")


def _lights(ledger: Ledger) -> dict[Light, str]:
    judge = ledger.settings.judge
    behind, far = number_words(judge.behind), number_words(judge.far_behind)
    return {
        Light.OVERDUE: "到了完成时限没有达到目标，从未报送的也算。",
        Light.FAR_BEHIND: f"落后序时进度{far}个百分点及以上。",
        Light.BEHIND: f"落后序时进度{behind}个百分点及以上、不到{far}个百分点；超过上限；单位自评滞后或未启动；"
        "力争目标到期未达。",
        Light.UNREPORTED: "从未报送数据或进展。",
        Light.PENDING: "单位自评正常推进或已完成，尚待核定。",
        Light.NOT_JUDGED: "还不到评价的时候，或市定目标尚未下达，原因见备注。",
        Light.ON_TRACK: f"落后不到{behind}个百分点，达到或快于序时进度；时点指标和节点未到期；常态工作经核定推进正常。",
        Light.REACHED: "已达到目标；备注有“已达目标待核定”的，尚待核定。",
        Light.CLOSED: "经批准办结。",
    }


_REMARKS = (
    ("未达序时", "低于序时进度，但不到滞后的程度。"),
    ("临期（剩N天）", "离完成时限不远，还没有达到目标。"),
    ("本月未报送", "应报送而没有收到填报单位本月的填报。"),
    ("数据未更新", "本月没有新数，沿用所列月份的数。"),
    ("核实A→B", "报送A，经核实为B，按B计。"),
    ("更正A→B", "原报A，本月更正为B；写有月份的，是该月封账后的更正，从本月起按B计，该月各表不改。"),
    ("补报（N月）", "本月补报了已封账的N月，从本月起计入。"),
    ("免报（原因）", "本办免予报送。"),
    ("已收待补正", "收到了填报表，但有读不出的格，全表未录入，待补正。"),
    ("退回补正", "本月所报数据和自评已退回，不计入，待补正。"),
    ("迟报N天", "收到日晚于报送截止日N天。"),
    ("代录", "由本办代单位录入。"),
    ("×另报（参考）", "其他单位对同一指标所报不同的数，仅供参考。"),
    ("时限由本办设定", "文件没有规定时限，所列时限为工作安排。"),
)

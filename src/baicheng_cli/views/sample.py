"""A small office made in memory, on which every template can be tried: each kind of part, and nasty texts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from baicheng_cli.errors import BrokenFile
from baicheng_cli.plan.model import Plan
from baicheng_cli.plan.office_month import OfficeMonth
from baicheng_cli.plan.settings import Settings
from baicheng_cli.plan.units import Register
from baicheng_cli.progress.calendar import of_month
from baicheng_cli.progress.cycle import Cycle
from baicheng_cli.progress.issued import Issued
from baicheng_cli.progress.model import Sidecar
from baicheng_cli.progress.store import Recorded
from baicheng_cli.reading import Model, model_of
from baicheng_cli.status.ledger import Ledger
from baicheng_cli.yaml_source import Source

MONTH, SILENT = "2020-09", "2020-03"
UNIT, LETTERS = "甲局", "丙处"
"""One that leads tasks, and one that is asked by 函."""
VERSION = "样本"

_PLAN = """
schema: 1
document: {title: 某区2020年样本工作实施方案, number: 样本〔2020〕1号, issuer: 某区人民政府, issued: 2020-04-10}
period: {start: 2020-01-01, end: 2020-12-31}
units:
  - {id: jia, group: 政府部门, names: [{name: 甲局}]}
  - {id: yi, group: 政府部门, names: [{name: 乙局, until: 2020-06-30}, {name: 乙委, from: 2020-07-01}]}
  - {id: bing, group: 其他单位, names: [{name: 丙处}]}
  - {id: ban, group: 专项工作机构, names: [{name: 样本办}]}
collectives: [{id: jiedao, name: 各街道办事处}]
chapters:
  - id: "3"
    title: 重点工作
    items:
      - id: "3.1"
        title: "建设公园 R&D <3%"
        lead: [甲局]
        support: [乙局, 各街道办事处]
        content: [种树]
        indicators:
          - {id: a, name: 新增绿地, exactly: 100, unit: 亩, due: 2020-12-31, due_words: 2020年底前}
          - {id: b, name: 小游园, exactly: 40, unit: 座, qualifiers: [五亩以下], due: 2020-12-31}
        milestones:
          - {id: m1, title: 文化公园, due: 2020-08-31}
          - {id: m2, title: 某某公园, reach: start, due: 2020-12-31}
      - id: "3.2"
        title: 提升水环境
        lead: [乙局]
        items:
          - id: "3.2.1"
            title: 治理河道
            indicators:
              - {id: a, name: 整治河道, at_least: 8, unit: 条, due: 2020-12-31}
              - {id: b, name: 污水处理率, at_least: 95, unit: "%", measure: level, due: 2020-12-31}
          - {id: "3.2.2", title: 管护河道}
      - {id: "3.3", title: 改造市场, lead: [丙处]}
      - id: "3.4"
        title: 整治道路
        lead: [甲局]
        indicators: [{id: a, name: 道路, exactly: 5, unit: 条, due: 2020-12-31}]
      - id: "3.5"
        title: 化解大班额
        lead: [乙局]
        indicators: [{id: a, name: 大班额率, at_most: external, unit: "%", measure: annual}]
  - id: "4"
    title: 推进措施
    kind: measures
    items: [{id: "4.1", title: 加强督导, responsible: [样本办], content: [定期督导]}]
"""
_SETTINGS = """
schema: 1
demo: true
office: ban
reporting: {first_month: 2020-06}
judge: {from: 2020-07}
rosters: {jiedao: [{id: dong, name: 东街街道}, {id: xi, name: 西街街道}]}
papers: {letters: [丙处], copy_to: [区委办公室], contact: 某, phone: "00000000"}
"""
_SIDECARS = (
    """
schema: 1
unit: 甲局
month: 2020-08
entries:
  - {id: aaaaaa2a, task: "3.1", date: 2020-08-25, values: {a: 60, b: 18}, self: 正常推进, progress: 种树}
  - {id: aaaaaa2b, task: "3.4", date: 2020-08-25, values: {a: 3}}
""",
    """
schema: 1
unit: 甲局
month: 2020-09
entries:
  - {id: aaaaaa3a, task: "3.1", date: 2020-09-25, values: {a: 72.5, b: 30}, progress: 填错的}
  - id: aaaaaa3b
    task: "3.1"
    date: 2020-09-25
    received: 2020-09-25
    values: {a: 72.5, b: 22}
    self: 正常推进
    progress: "建成小游园4座，<b>R&D</b> <3%，“引号”{{ 样 }}"
    problems: 地块腾退缓慢
    next: 10月底前再建成5座
    needs: 请街道10月15日前移交地块。
    supersedes: aaaaaa3a
    reason: 原报数有误
  - {id: aaaaaa3c, task: "3.4", date: 2020-09-25, received: 2020-09-25, values: {a: 5}, progress: 提前完成}
""",
    """
schema: 1
unit: 乙委
month: 2020-09
entries:
  - id: bbbbbb3a
    task: "3.2.1"
    date: 2020-09-25
    received: 2020-09-27
    values: {a: 4, b: 94.2}
    problems: 资金没有到位
  - {id: bbbbbb3b, task: "3.2.2", date: 2020-09-25, received: 2020-09-27, self: 正常推进, progress: 日常巡查}
  - {id: bbbbbb3c, task: "3.4", date: 2020-09-25, received: 2020-09-25, values: {a: 4}}
""",
    """
schema: 1
unit: 样本办
month: 2020-09
entries:
  - id: dddddd3a
    task: "3.4"
    date: 2020-09-25
    review: {entry: aaaaaa3c, verdict: 核实, verified: {a: 4}, how: 现场核查}
  - {id: dddddd3b, task: "3.2.2", date: 2020-09-25, review: {entry: bbbbbb3b, verdict: 采信}}
""",
)
_CYCLE = """
schema: 1
month: 2020-09
opened: 2020-09-01
data_until: 2020-09-25
submit_by: 2020-09-25
owed:
  - {unit: 甲局, tasks: ["3.1", "3.4"]}
  - {unit: 乙委, tasks: ["3.2.1", "3.2.2", "3.5"]}
  - {unit: 丙处, tasks: ["3.3"]}
acts: [{act: close, day: 2020-10-09}]
"""
_WORDS = """
schema: 1
month: 2020-09
issue: 9
total_issue: 21
dated: 2020-09-30
overall: 总体平稳。
requests: [请研究地块移交事项。]
next_steps: [10月上旬现场督导。]
requirements: {"3.1": 10月底前补齐。}
report_to: [区委, 区政府]
issue_to: [各街道办事处]
copies: 50
bulletin: {confirmed: ["3.4.a"], demands: [各单位抓紧整改。]}
"""
_ISSUED = """
schema: 1
demo: true
records:
  - {act: issue, number: 督〔2020〕1号, day: 2020-09-30, kind: notice, to: [甲局], task: "3.1", limit: 2020-10-31}
  - act: issue
    number: 督〔2020〕2号
    day: 2020-09-30
    kind: notice
    to: [甲局]
    task: "3.4"
    limit: 2020-10-31
    reply_by: 2020-10-09
  - {act: issue, number: 函〔2020〕1号, day: 2020-09-30, kind: letter, to: [丙处], task: "3.3", limit: 2020-10-31}
  - {act: sign, number: 督〔2020〕2号, day: 2020-10-08, unit: 甲局, by: 某}
  - {act: reply, number: 督〔2020〕2号, day: 2020-10-12, unit: 甲局, text: 正在办理, result: 正在办理}
"""


class Sample(NamedTuple):
    """What papers can be made from: a month with everything in it, the same closed, and one without any report."""

    ledger: Ledger
    closed: Ledger
    silent: Ledger
    words: OfficeMonth
    issued: Issued


@cache
def sample() -> Sample:
    """The office of every trial; made once."""
    plan, settings = _read(Plan, _PLAN, "方案"), _read(Settings, _SETTINGS, "设置")
    register = Register(plan, settings.new_members())
    entries = tuple(sorted(_entries(register), key=lambda one: one.order))
    view = of_month(MONTH, settings.reporting)
    ledger = Ledger(plan, settings, register, entries, view, True)
    cycle = _read(Cycle, _CYCLE, "周期")
    closed = Ledger(plan, settings, register, entries, view, True, {MONTH: cycle})
    silent = Ledger(plan, settings, register, (), of_month(SILENT, settings.reporting), True)
    return Sample(ledger, closed, silent, _read(OfficeMonth, _WORDS, "文稿"), _read(Issued, _ISSUED, "发文登记"))


def _entries(register: Register) -> Iterator[Recorded]:
    for text in _SIDECARS:
        side = _read(Sidecar, text, "填报")
        unit = register.find(side.unit).id
        for place, entry in enumerate(side.entries):
            yield Recorded(entry, side.month, unit, unit, "样本", place)


def _read(kind: type[Model], text: str, name: str) -> Model:
    source = Source(f"样本{name}", text.lstrip())
    model, found = model_of(kind, source)
    if model is None:
        raise BrokenFile(found)
    return model

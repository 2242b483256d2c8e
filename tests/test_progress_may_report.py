"""Who may report on a task."""

from __future__ import annotations

from datetime import date

import pytest

from baicheng_cli.plan.model import Plan
from baicheng_cli.plan.settings import Settings
from baicheng_cli.plan.units import Register
from baicheng_cli.progress.may_report import may_file, may_report, who_may
from baicheng_cli.yaml_source import Source

PLAN = """
schema: 1
document: {title: 示例方案, number: 示例〔2019〕1号, issuer: 某区, issued: 2019-04-14}
period: {start: 2019-01-01, end: 2019-12-31}
units:
  - {id: chengguan, names: [{name: 区城管局}]}
  - {id: nongwei, names: [{name: 区农委, until: 2019-06-30}, {name: 区农业农村局, from: 2019-07-01}]}
  - {id: caizheng, names: [{name: 区财政局}]}
  - {id: tizhiban, names: [{name: 区提质办}]}
collectives:
  - {id: jiedao, name: 各街道办事处}
  - {id: leads, name: 各项工作牵头单位, members: leads}
chapters:
  - id: "3"
    title: 任务
    items:
      - id: "3.1"
        title: 治污
        lead: [区农委]
        items:
          - id: "3.1.1"
            title: 大气
            support: [各街道办事处]
            indicators: [{id: a, name: 监测点, exactly: 5, unit: 个, owner: 区财政局}]
  - id: "4"
    title: 措施
    kind: measures
    items:
      - {id: "4.1", title: 机制, responsible: [区提质办, 各项工作牵头单位]}
      - {id: "4.2", title: 社区, responsible: [区提质办, 区城管局]}
"""
ROSTER = "rosters: {jiedao: [{id: lvdong, name: 绿东村街道}, 区城管局]}"


@pytest.mark.parametrize(
    ("task", "settings", "ids"),
    [
        ("3.1.1", "schema: 1", ["nongwei", "caizheng", "jiedao"]),
        ("3.1.1", ROSTER, ["chengguan", "nongwei", "caizheng", "lvdong"]),
        ("3.1.1", 'tasks: {"3.1.1": {rosters: {jiedao: [区城管局]}}}', ["chengguan", "nongwei", "caizheng"]),
        ("4.1", "schema: 1", ["nongwei", "tizhiban"]),
        ("4.2", "schema: 1", ["chengguan", "tizhiban"]),
    ],
)
def test_those_the_plan_names_may_report_in_the_official_order(task: str, settings: str, ids: list[str]) -> None:
    plan, ours, register = read(settings)
    assert may_report(plan.by_id[task][0], plan, ours, register) == ids


def test_the_message_names_them_as_of_the_day_and_a_collective_without_a_roster_by_its_name() -> None:
    plan, ours, register = read("schema: 1")
    task = plan.by_id["3.1.1"][0]
    assert who_may(task, plan, ours, register, date(2019, 9, 25)) == "区农业农村局、区财政局、各街道办事处"


@pytest.mark.parametrize(
    ("unit", "subject", "may"),
    [
        ("nongwei", "nongwei", True),
        ("chengguan", "chengguan", False),
        ("tizhiban", "nongwei", True),
        ("tizhiban", "tizhiban", False),
        ("caizheng", "nongwei", False),
        ("tizhiban", "chengguan", False),
    ],
)
def test_only_the_office_files_for_others(unit: str, subject: str, may: bool) -> None:
    plan, ours, register = read("office: tizhiban")
    assert may_file(unit, subject, plan.by_id["3.1.1"][0], plan, ours, register) is may


def read(settings: str) -> tuple[Plan, Settings, Register]:
    plan = Plan.model_validate(Source("plan.yaml", PLAN).data)
    ours = Settings.model_validate(Source("settings.yaml", settings).data)
    return plan, ours, Register(plan, ours.new_members())

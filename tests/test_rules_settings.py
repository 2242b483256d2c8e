"""Settings: each rule with the lines that break it."""

from __future__ import annotations

from datetime import date
from inspect import cleandoc

import pytest

from baicheng_cli.plan.model import Plan
from baicheng_cli.plan.settings import Settings
from baicheng_cli.rules import settings as rules
from baicheng_cli.yaml_source import Source


@pytest.fixture
def plan() -> Plan:
    text = """
    schema: 1
    document: {title: 示例方案, number: 示例〔2019〕1号, issuer: 某区, issued: 2019-04-14}
    period: {start: 2019-01-01, end: 2019-12-31}
    units:
      - {id: chengguan, names: [{name: 区城管局}]}
      - {id: nongwei, names: [{name: 区农委}]}
    collectives:
      - {id: jiedao, name: 各街道办事处}
      - {id: leads, name: 各项工作牵头单位, members: leads}
    chapters:
      - id: "3"
        title: 任务
        items:
          - {id: "3.1", title: 公园, lead: [区城管局], indicators: [{id: a, name: 绿地, exactly: 100, unit: 座}]}
          - id: "3.2"
            title: 治污
            lead: [区农委]
            items: [{id: "3.2.1", title: 大气, support: [各街道办事处]}, {id: "3.2.2", title: 水体}]
    """
    return Plan.model_validate(Source("plan.yaml", cleandoc(text)).data)


@pytest.fixture
def settings(request: pytest.FixtureRequest) -> Settings:
    """The settings in the test's docstring."""
    return Settings.model_validate(Source("settings.yaml", cleandoc(request.function.__doc__)).data)


def test_settings_of_a_task_that_is_not_there_have_no_effect(settings: Settings, plan: Plan) -> None:
    """
    tasks:
      "3.11": {routine: true}
      "3.2": {routine: true}
      "3.2.1": {routine: true}
    """
    found = list(rules.unknown_task.check(settings, plan))
    assert [said[:2] for said in found] == [
        (("tasks", "3.11"), "计划里没有“3.11”这一条"),
        (("tasks", "3.2"), "“3.2”是容器，不是任务"),
    ]
    assert found[0][2:] == ("你是不是要找：3.1、3.2.1？",)
    assert found[1][2:] == ("写到 3.2.1、3.2.2 上",)


def test_a_roster_is_of_a_collective_of_the_plan(settings: Settings, plan: Plan) -> None:
    """
    rosters:
      jiedaos: [{id: lvdong, name: 绿东村街道}]
    tasks:
      "3.1": {rosters: {chengguan: [区农委]}}
    """
    found = list(rules.unknown_collective.check(settings, plan))
    assert [said[:2] for said in found] == [
        (("rosters", "jiedaos"), "没有代号为“jiedaos”的集合单位"),
        (("tasks", "3.1", "rosters", "chengguan"), "没有代号为“chengguan”的集合单位"),
    ]
    assert found[0][2:] == ("你是不是要找：jiedao、leads？",)


def test_a_computed_collective_needs_no_roster(settings: Settings, plan: Plan) -> None:
    """
    rosters: {leads: [区农委]}
    """
    [(path, message, *_)] = rules.needless_roster.check(settings, plan)
    assert path == ("rosters", "leads")
    assert message == "“各项工作牵头单位”由计划算出，不用名单"


def test_a_programme_is_of_an_indicator_of_the_task(settings: Settings, plan: Plan) -> None:
    """
    tasks:
      "3.1": {schedule: [{indicator: b, by: 2019-06, value: 2}]}
      "3.2.1": {schedule: [{indicator: a, by: 2019-06, value: 2}]}
    """
    found = list(rules.unknown_indicator.check(settings, plan))
    assert found == [
        (("tasks", "3.1", "schedule", 0, "indicator"), "3.1 没有指标“b”", "可用：a"),
        (("tasks", "3.2.1", "schedule", 0, "indicator"), "3.2.1 没有指标“a”", "这一条没有指标"),
    ]


def test_our_own_office_is_a_unit_of_the_plan(settings: Settings, plan: Plan) -> None:
    """
    office: chengguanju
    """
    [said] = rules.unknown_office.check(settings, plan)
    assert said == (("office",), "没有代号为“chengguanju”的单位", "你是不是要找：chengguan？")


def test_a_member_is_known_or_new_and_never_a_collective(settings: Settings, plan: Plan) -> None:
    """
    rosters: {jiedao: [{id: lvdong, name: 绿东村街道}, 区农委, 绿东街道, 各项工作牵头单位]}
    """
    found = list(rules.unknown_member.check(settings, plan))
    assert [said[:2] for said in found] == [
        (("rosters", "jiedao", 2), "没有“绿东街道”这个单位"),
        (("rosters", "jiedao", 3), "“各项工作牵头单位”是集合单位，不能作成员"),
    ]
    assert found[0][2:] == ("你是不是要找：绿东村街道？",)


def test_a_new_member_takes_nobodys_name_or_id(settings: Settings, plan: Plan) -> None:
    """
    rosters:
      jiedao:
        - {id: lvdong, name: 区农委}
        - {id: nongwei, name: 棉纺路街道}
        - {id: sanlihe, name: 三里河街道}
    tasks:
      "3.1": {rosters: {jiedao: [{id: sanlihe, name: 三里河街道}, {id: sanlihe, name: 林山寨街道}]}}
    """
    found = list(rules.ambiguous_member.check(settings, plan))
    assert [said[:2] for said in found] == [
        (("rosters", "jiedao", 0, "name"), "“区农委”已经指区农委"),
        (("rosters", "jiedao", 1, "id"), "“nongwei”已经指区农委"),
        (("tasks", "3.1", "rosters", "jiedao", 1, "id"), "“sanlihe”已经指三里河街道（sanlihe）"),
    ]


def test_a_member_stands_once_in_a_roster(settings: Settings, plan: Plan) -> None:
    """
    rosters: {jiedao: [区农委, 区城管局, nongwei]}
    """
    [(path, message, *_)] = rules.repeated_member.check(settings, plan)
    assert path == ("rosters", "jiedao", 2)
    assert message == "nongwei在名单里写了两次"


def test_a_programme_goes_forward(settings: Settings, plan: Plan) -> None:
    """
    tasks:
      "3.1":
        schedule:
          - {indicator: a, by: 2019-06, value: 40}
          - {indicator: a, by: 2019-06, value: 50}
          - {indicator: a, by: 2019-09, value: 30}
    """
    found = list(rules.schedule_backwards.check(settings, plan))
    assert [said[:2] for said in found] == [
        (("tasks", "3.1", "schedule", 1, "by"), "3.1.a 的后一点2019-06不晚于前一点2019-06"),
        (("tasks", "3.1", "schedule", 2, "value"), "3.1.a 由2019-06的50降到2019-09的30"),
    ]


@pytest.mark.parametrize(
    ("judge", "at", "message"),
    [
        ("behind: 5", None, None),
        ("behind: 40", "behind", "“严重滞后”的界限30不高于“滞后”的界限40"),
        ("far_behind: 10", "far_behind", "“严重滞后”的界限10不高于“滞后”的界限10"),
        ("behind: 0", "behind", "“滞后”的界限是0，应大于零"),
        ("within: -2", "within", "“左右”的幅度是-2，不能是负数"),
    ],
)
def test_the_limits_of_lights_are_in_order(plan: Plan, judge: str, at: str | None, message: str | None) -> None:
    settings = Settings.model_validate(Source("settings.yaml", f"judge: {{{judge}}}").data)
    found = [said[:2] for said in rules.odd_limits.check(settings, plan)]
    assert found == ([] if at is None else [(("judge", at), message)])


@pytest.mark.parametrize(
    ("reporting", "at"),
    [
        ("data_until: 25, submit_by: 25", None),
        ("data_until: 31, submit_by: 5, of: next", None),
        ("data_until: 31, submit_by: 28", "submit_by"),
        ("data_until: 28", "data_until"),
    ],
)
def test_reports_are_due_after_the_figures_are_complete(plan: Plan, reporting: str, at: str | None) -> None:
    settings = Settings.model_validate(Source("settings.yaml", f"reporting: {{{reporting}}}").data)
    assert [said[0] for said in rules.submitted_too_early.check(settings, plan)] == ([("reporting", at)] if at else [])


def test_reporting_and_judging_begin_within_the_period(settings: Settings, plan: Plan) -> None:
    """
    reporting: {first_month: 2020-01}
    judge: {from: 2020-02}
    """
    assert [said[:2] for said in rules.begins_too_late.check(settings, plan)] == [
        (("reporting", "first_month"), "2020-01在实施期（止于2019-12-31）之后"),
        (("judge", "from"), "2020-02在实施期（止于2019-12-31）之后"),
    ]


def test_a_view_is_of_a_unit_that_is_known(settings: Settings, plan: Plan) -> None:
    """
    rosters: {jiedao: [{id: lvdong, name: 绿东村街道}]}
    views:
      一: {filter: {unit: 区城管局}}
      二: {filter: {unit: 绿东村街道}}
      三: {filter: {unit: 各街道办事处}}
      四: {filter: {unit: 区城管}}
      五: {columns: [条款]}
    """
    found = list(rules.unknown_unit_of_a_view.check(settings, plan))
    assert found == [
        (("views", "四", "filter", "unit"), "没有“区城管”这个单位", "你是不是要找：区城管局？"),
    ]


def test_a_view_s_columns_are_asked_for_only_where_one_has_any(settings: Settings, plan: Plan) -> None:
    """
    views: {一: {columns: [条款, 条框, 条款]}, 二: {filter: {text: 绿}}}
    """
    found = list(rules.columns_of_views(lambda: ["条款", "状态"]).check(settings, plan))
    assert found == [
        (("views", "一", "columns", 1), "没有“条框”这一栏", "你是不是要找：条款？"),
        (("views", "一", "columns", 2), "“条款”写了两次", "删去一个"),
    ]
    assert list(rules.columns_of_views(lambda: pytest.fail("asked")).check(Settings(), plan)) == []


def test_a_task_s_own_roster_is_of_a_collective_that_it_names(settings: Settings, plan: Plan) -> None:
    """
    rosters: {jiedao: [区农委]}
    tasks:
      "3.1": {rosters: {jiedao: [区农委]}}
      "3.2.1": {rosters: {jiedao: [区农委]}}
      "3.3": {rosters: {jiedao: [区农委]}}
    """
    assert list(rules.roster_without_effect.check(settings, plan)) == [
        (("tasks", "3.1", "rosters", "jiedao"), "3.1 没有写到各街道办事处", "删去，或写到别的任务上")
    ]


@pytest.mark.parametrize(
    ("parts", "idle"),
    [
        ("indicators: [{id: a, name: 绿地, exactly: 1, unit: 座, due: 2019-12-31}]", True),
        ("indicators: [{id: a, name: 绿地, unit: 座, stages: [{exactly: 1, due: 2019-12-31}]}]", True),
        ("indicators: [{id: a, name: 绿地, exactly: 1, unit: 座}]", False),
        ("milestones: [{id: m1, title: 会, due: 2019-12-31}, {id: m2, title: 二}]", False),
        ("content: [宣传]", False),
    ],
)
def test_the_offices_day_is_for_parts_without_one(plan: Plan, parts: str, idle: bool) -> None:
    text = f"""
    schema: 1
    document: {{title: 示例方案, number: 示例〔2019〕1号, issuer: 某区, issued: 2019-04-14}}
    period: {{start: 2019-01-01, end: 2019-12-31}}
    units: [{{id: chengguan, names: [{{name: 区城管局}}]}}]
    chapters: [{{id: "3", title: 任务, items: [{{id: "3.1", title: 公园, lead: [区城管局], {parts}}}]}}]
    """
    plan = Plan.model_validate(Source("plan.yaml", cleandoc(text)).data)
    settings = Settings.model_validate({"tasks": {"3.1": {"office_due": "2019-11-30"}}})
    assert bool(list(rules.needless_office_due.check(settings, plan))) is idle


def test_what_is_ignored_is_a_rule_and_no_error_that_has_to_be_mended(settings: Settings, plan: Plan) -> None:
    """
    ignore:
      - {code: BC608, where: rosters, reason: 一}
      - {code: BC601, where: "3.1", reason: 一}
      - {code: BC999, where: "3.1", reason: 一}
      - {code: BCX01, where: "3.1", reason: 一}
    """
    found = list(rules.not_ignorable.check(settings, plan))
    assert [said[:2] for said in found] == [
        (("ignore", 1, "code"), "BC601 是错误，不能忽略"),
        (("ignore", 2, "code"), "没有编号为“BC999”的规则"),
    ]


def test_a_holiday_stands_under_its_own_year(settings: Settings, plan: Plan) -> None:
    """
    holidays:
      2027: {off: [2027-01-01, 2028-01-01], work: [2026-12-27]}
    """
    assert list(rules.day_of_another_year.check(settings, plan)) == [
        (("holidays", "2027", "off", 1), "2028-01-01不在2027年", "移到 2028 下面，或改正年份"),
        (("holidays", "2027", "work", 0), "2026-12-27不在2027年", "移到 2026 下面，或改正年份"),
    ]


def test_a_day_is_off_or_worked_and_never_both(settings: Settings, plan: Plan) -> None:
    """
    holidays:
      2019: {off: [2019-10-04], work: [2019-09-29, 2019-10-04]}
    """
    assert list(rules.off_and_at_work.check(settings, plan)) == [
        (("holidays", "2019", "work", 1), "2019-10-04在 off 和 work 里都有", "照放假通知留一个"),
    ]


def test_a_lone_weekend_off_or_a_weekday_worked_is_probably_another_day(settings: Settings, plan: Plan) -> None:
    """
    holidays:
      2019:
        off: [2019-06-01, 2019-06-07, 2019-06-08, 2019-06-09, 2019-09-29, 2019-09-20]
        work: [2019-09-28, 2019-09-25, 2019-10-04]
    """
    assert list(rules.holiday_without_effect.check(settings, plan)) == [
        (("holidays", "2019", "off", 0), "2019-06-01是星期六，本来就放假", "核对日期；没有写错就删去"),
        (("holidays", "2019", "work", 1), "2019-09-25是星期三，本来就上班", "核对日期；work 只写要上班的周末"),
    ]


@pytest.mark.parametrize(
    ("end", "typed", "years"),
    [
        ("2019-12-31", "{reporting: {of: next}}", None),
        ("2038-12-31", "{reporting: {first_month: 2038-11}}", "2038年"),
        ("2038-12-31", "{reporting: {first_month: 2038-11, of: next}}", "2038、2039年"),
        ("2041-12-31", "{reporting: {first_month: 2038-11}}", "2038—2041年"),
        ("2038-12-31", "{reporting: {first_month: 2038-11, of: next}, holidays: {2038: {}}}", "2039年"),
        ("2038-12-31", "{reporting: {first_month: 2038-11, off_days: keep}}", None),
        ("2038-12-31", "{reporting: {first_month: 2039-01}}", None),
    ],
)
def test_a_year_of_reports_needs_its_holidays(plan: Plan, end: str, typed: str, years: str | None) -> None:
    plan = plan.model_copy(update={"period": plan.period.model_copy(update={"end": date.fromisoformat(end)})})
    settings = Settings.model_validate(Source("settings.yaml", typed).data)
    where = ("holidays",) if settings.holidays else ("reporting",)
    said = (where, f"{years}怎么放假调休还不知道，报送截止日只避开周末", "放假通知印发后写进 holidays")
    assert list(rules.unknown_holidays.check(settings, plan)) == ([said] if years else [])

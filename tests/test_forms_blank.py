"""What a form asks a unit for: its parts with what was said before and what is due by now, and the tasks it owes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from small_plan import PARK, ledger_of

from baicheng_cli.forms.blank import Form, PartRow, file_name, form_of, labels, recorded_now
from baicheng_cli.progress.cycle import Cycle
from baicheng_cli.status.ledger import Ledger
from baicheng_cli.status.reporting import owed

SEPTEMBER = "2019-09"


def form(items: str, unit: str = "jia", **more: Any) -> Form:
    ledger = ledger_of(items, **{"month": SEPTEMBER, **more})
    return form_of(ledger, SEPTEMBER, unit, ledger.plan.tasks)


def part(text: str, **more: Any) -> PartRow:
    """The one row of 表一 that a part makes: an indicator a, or a milestone m1."""
    key = "milestones" if "{id: m1" in text else "indicators"
    [row] = form(f'- {{id: "3.1", title: 公园, lead: [甲局], {key}: [{text}]}}', **more).parts
    return row


def test_a_form_is_of_one_unit_and_month_and_says_by_when_it_is_due() -> None:
    made = form(f"- {PARK}")
    assert (made.unit, made.name, made.month, made.office) == ("jia", "甲局", SEPTEMBER, "某办")
    assert (made.data_until, made.submit_by) == (date(2019, 9, 25), date(2019, 9, 25))
    assert made.title == "示例进展填报表（2019年9月）"
    assert [row.address for row in made.parts] == ["3.1.a"]
    assert [(row.task, row.clause, row.title, row.role) for row in made.works] == [("3.1", "三（一）", "公园", "牵头")]


def test_the_days_are_those_on_which_the_month_was_opened() -> None:
    cycle = Cycle.model_validate(
        {
            "schema": "1",
            "month": SEPTEMBER,
            "opened": "2019-09-02",
            "data_until": "2019-09-20",
            "submit_by": "2019-09-23",
            "owed": [{"unit": "甲局", "tasks": ["3.1"]}],
        }
    )
    ledger = replace(ledger_of(f"- {PARK}", month=SEPTEMBER), cycles={SEPTEMBER: cycle})
    made = form_of(ledger, SEPTEMBER, "jia", owed(ledger, SEPTEMBER)["jia"])
    assert (made.opened, made.data_until, made.submit_by) == (date(2019, 9, 2), date(2019, 9, 20), date(2019, 9, 23))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{id: a, name: 绿地, exactly: 100, unit: 亩, due: 2019-12-31}", "100 2019-12-31 75"),
        ("{id: a, name: 窨井, exactly: 182, unit: 套, due: 2019-12-31}", "182 2019-12-31 136"),
        ("{id: a, name: 管网, exactly: 7, unit: 公里, due: 2019-11-30}", "7 2019-11-30 5.73"),
        ("{id: a, name: 绿地, at_least: 9, unit: 亩, due: 2019-09-25}", "≥9 2019-09-25 9"),
        ("{id: a, name: 绿地, exactly: 9, unit: 亩}", "9 未定 —"),
        ("{id: a, name: 绿地, exactly: 9, start: 2019-10-01, due: 2019-12-31}", "9 2019-12-31 未开始"),
        ("{id: a, name: 投诉, at_most: 30, unit: 件, due: 2019-12-31}", "≤30 2019-12-31 ≤30"),
        ("{id: a, name: 处理率, at_least: 95, measure: level, due: 2019-12-31}", "≥95 2019-12-31 未到期"),
        ("{id: a, name: 处理率, at_least: 95, measure: level, due: 2019-09-10}", "≥95 2019-09-10 ≥95"),
        ("{id: a, name: 班额, at_most: external, measure: annual, due: 2019-12-31}", "按市定要求 2019-12-31 —"),
        ("{id: m1, title: 园, due: 2019-12-31}", "完成 2019-12-31 未到期"),
        ("{id: m1, title: 园, reach: start, due: 2019-09-01}", "开工 2019-09-01 应开工"),
        ("{id: m1, title: 园, reach: ongoing}", "持续推进 未定 持续推进"),
        ("{id: m1, title: 园, due: 2019-12-31, strive: true}", "力争完成 2019-12-31 未到期"),
    ],
)
def test_what_is_wanted_and_what_of_it_is_due_by_september(text: str, said: str) -> None:
    row = part(text)
    assert f"{row.target} {row.due} {row.expected}" == said


def test_of_stages_the_current_one_is_asked_for_and_all_are_told() -> None:
    text = (
        "{id: a, name: 分流, unit: '%', stages:"
        " [{exactly: 40, due: 2019-12-31}, {exactly: 100, due: 2020-12-31, strive: true}]}"
    )
    first = part(text)
    assert (first.target, first.due, first.expected) == ("40", "2019-12-31", "30")
    assert first.scope == "分阶段目标：2019年12月31日达到40%，2020年12月31日力争达到100%"
    second = part(text, entries="[{date: 2019-08-25, values: {a: 40}}]")
    assert (second.target, second.due, second.expected) == ("力争100", "2020-12-31", "已达本阶段")


def test_what_counts_is_told_with_who_answers_for_it() -> None:
    row = part(
        "{id: a, name: 公园, exactly: 4, qualifiers: [5000平方米以上], definition: 以验收为准,"
        " baseline: {value: 2, on: 2018-12-31}, part: assist}"
    )
    assert row.shown == "〔配合〕公园（5000平方米以上）"
    assert row.scope == "5000平方米以上；以验收为准；2018年12月31日为2；配合其他单位完成"


def test_before_is_the_last_figure_in_force_and_says_of_which_month_when_it_is_older() -> None:
    one = "{id: a, name: 公园, exactly: 4, unit: 座, due: 2019-12-31}"
    july, august, september = (f"{{date: 2019-0{month}-25, values: {{a: {month - 6}}}}}" for month in (7, 8, 9))
    assert part(one).before is None
    last = part(one, entries=f"[{july}, {august}, {september}]")
    assert (last.before, last.before_month) == (Decimal(2), "")
    older = part(one, entries=f"[{july}]")
    assert (older.before, older.before_words, older.before_month) == (Decimal(1), "1", "7月")


def test_before_knows_a_closed_months_correction_and_what_the_office_found_later() -> None:
    one = "{id: a, name: 公园, exactly: 4, unit: 座, due: 2019-12-31}"
    wrong = "{date: 2019-08-25, values: {a: 3}}"
    corrected = "{date: 2019-09-01, for_month: 2019-08, supersedes: zzzzzzza, reason: 误, values: {a: 2}}"
    assert part(one, entries=f"[{wrong}, {corrected}]").before == Decimal(2)
    found = "{unit: 某办, date: 2019-09-10, review: {entry: zzzzzzza, verdict: 核实, verified: {a: 1}, how: 现场}}"
    assert part(one, entries=f"[{wrong}, {found}]").before == Decimal(1)
    # a correction of July that was filed in September does not hide what August said
    july = "{date: 2019-07-25, values: {a: 1}}"
    late = "{date: 2019-09-01, for_month: 2019-07, supersedes: zzzzzzza, reason: 误, values: {a: 2}}"
    assert part(one, entries=f"[{july}, {wrong}, {late}]").before == Decimal(3)


def test_a_milestone_that_is_done_says_when() -> None:
    row = part(
        "{id: m1, title: 园, due: 2019-12-31}",
        entries="[{date: 2019-08-25, milestones: {m1: 2019-08-20}}]",
    )
    assert (row.before, row.expected, row.unit) == (date(2019, 8, 20), "已完成", "")


EACH = """
- id: "3.1"
  title: 服务中心
  lead: [甲局]
  support: [丙局]
  indicators: [{id: a, name: 中心, exactly: 40, unit: 个, each: 各街道, due: 2019-12-31}]
"""
ROSTER = "rosters: {jiedao: [丙局, {id: yijie, name: 一街}]}"


def test_members_report_their_own_figure_beside_the_target_of_all() -> None:
    entries = "[{unit: 丙局, date: 2019-08-25, values: {a: 5}}, {unit: 一街, date: 2019-08-25, values: {a: 7}}]"
    [row] = form(EACH, "bing", settings=ROSTER, entries=entries).parts
    assert (row.target, row.before, row.expected) == ("合计40", Decimal(5), "合计30")
    assert "只填本单位的数，各街道合计后对照目标" in row.scope
    assert form(EACH, "jia", settings=ROSTER).parts == ()
    assert len(form(EACH, "jia").parts) == 1  # nobody knows the members: the lead reports


def test_a_supporting_unit_that_is_asked_owes_words_and_no_figures() -> None:
    made = form(
        f"- {PARK.replace('lead: [甲局]', 'lead: [甲局], support: [丙局]')}", "bing", settings="reporting: {who: all}"
    )
    assert made.parts == ()
    assert [(row.task, row.role) for row in made.works] == [("3.1", "配合")]
    assert list(made.sent) == [
        "3.1.self",
        "3.1.progress",
        "3.1.problems",
        "3.1.next",
        "3.1.needs",
        "approver",
        "reporter",
    ]


def recorded(entries: str) -> dict[str, str]:
    ledger = ledger_of(f"- {PARK[:-1]}, milestones: [{{id: m1, title: 园}}]}}", entries=entries, month=SEPTEMBER)
    return recorded_now(ledger, SEPTEMBER, "jia", ["3.1"])


def test_what_is_recorded_now_is_the_last_word_on_each_cell() -> None:
    said = recorded(
        """
        - {date: 2019-08-25, values: {a: 1}, progress: 八月的事}
        - {date: 2019-09-20, values: {a: 2.50}, self: 滞后, progress: 先说的, problems: 缺钱, reporter: 张三}
        - {date: 2019-09-25, milestones: {m1: 2019-09-12}, self: 正常推进, progress: 后说的, proof: {a: 验收单}}
        - {unit: 乙局, date: 2019-09-25, values: {a: 9}}
        """
    )
    assert said == {
        "3.1.a": "2.5",
        "3.1.m1": "2019-09-12",
        "3.1.a.proof": "验收单",
        "3.1.self": "正常推进",
        "3.1.progress": "后说的",
        "3.1.problems": "缺钱",
        "reporter": "张三",
    }


def test_what_was_replaced_or_returned_is_not_recorded_and_a_verified_number_is_not_the_units() -> None:
    first = "{date: 2019-09-20, values: {a: 2}, progress: 原来的}"
    assert recorded(f"[{first}, {{date: 2019-09-20, values: {{a: 3}}, supersedes: zzzzzzza, reason: 误}}]") == {
        "3.1.a": "3"
    }
    review = "{unit: 某办, date: 2019-09-20, review: {entry: zzzzzzza, verdict: "
    assert recorded(f"[{first}, {review} 退回补正, reason: 缺佐证}}}}]") == {}
    verified = recorded(f"[{first}, {review} 核实, verified: {{a: 1}}, how: 现场}}}}]")
    assert verified == {"3.1.a": "2", "3.1.progress": "原来的"}


def test_what_was_made_up_for_later_is_recorded_for_its_own_month() -> None:
    late = "[{date: 2019-10-01, for_month: 2019-09, values: {a: 2}}]"
    assert recorded(late) == {"3.1.a": "2"}


def test_a_form_made_again_holds_what_is_recorded() -> None:
    made = form(f"- {PARK}", entries="[{date: 2019-09-20, values: {a: 2}, self: 正常推进}]")
    assert {key: text for key, text in made.sent.items() if text} == {"3.1.a": "2", "3.1.self": "正常推进"}
    assert made.sent.keys() == labels(made).keys()
    assert made.parts[0].before is None  # what this month said is nothing before it


def test_a_file_is_numbered_in_the_official_order_and_named_as_the_unit_is_that_month() -> None:
    ledger: Ledger = ledger_of(f"- {PARK.replace('甲局', '乙局')}", month=SEPTEMBER)
    made = form_of(ledger, SEPTEMBER, "yi", owed(ledger, SEPTEMBER)["yi"])
    assert file_name(made, ledger.register) == "02_乙委_2019年9月填报表.xlsx"
    odd = replace(made, name="甲/乙：局 *?")
    assert file_name(odd, ledger.register) == "02_甲_乙：局__2019年9月填报表.xlsx"
    assert len(file_name(replace(made, name="长" * 90), ledger.register).encode()) < 255

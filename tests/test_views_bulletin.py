"""The bulletin: its numbers are the report's, its praise and blame are proved, and what nobody wrote is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from textwrap import dedent

import pytest
from calling import PLAN
from small_plan import ledger_of, read
from test_status_changes import closed
from test_views_report import DEMO, MONTHS, NONSENSE, ledger_from, same_as

from baicheng_cli.plan.load import load_settings
from baicheng_cli.plan.office_month import OfficeMonth, load_office_month
from baicheng_cli.status.ledger import Ledger
from baicheng_cli.status.lights import Light
from baicheng_cli.views.bulletin import (
    ALL_IN_TIME,
    ALL_TRUE,
    NO_GOOD,
    NO_LATE,
    NOBODY_OWED,
    NOT_JUDGED,
    Bulletin,
    bulletin,
    good_tasks,
)
from baicheng_cli.views.months import LAGGING, Months
from baicheng_cli.views.report import monthly_report
from baicheng_cli.views.templates import render_html, render_markdown


def demo(month: str = "2019-09") -> Ledger:
    return replace(ledger_from(PLAN, month, DEMO), settings=load_settings(DEMO))


def september(month: str = "2019-09") -> Bulletin:
    return bulletin(Months(demo(month)), "0a1b2c3d", load_office_month(DEMO, month))


def said_of(ledger: Ledger, words: str = "") -> Bulletin:
    """The bulletin of a small plan; `words` are what the month's own file says under `bulletin`."""
    own = OfficeMonth.model_validate({"month": ledger.as_of.month, "bulletin": read(words) or {}})
    return bulletin(Months(ledger), "x", own)


def parks(entries: str, settings: str = "") -> Ledger:
    """Five like tasks, one each; what is due of 4 parks at the end of September is 3."""
    part = "[{id: a, name: 公园, exactly: 4, unit: 座, due: 2019-12-31}]"
    leads = ("甲局", "乙委", "丙局", "甲局", "丙局")
    items = ", ".join(
        f'{{id: "3.{number}", title: 建园{number}, lead: [{lead}], indicators: {part}}}'
        for number, lead in enumerate(leads, 1)
    )
    return ledger_of(f"[{items}]", entries=entries, settings=settings, month="2019-09")


def told(task: str, unit: str, value: int, review: str = "{verdict: 采信}", received: str = "2019-09-24") -> str:
    """One report of September as YAML, and what the office found on it."""
    id = f"aaaaaaa{'abcdefghij'[int(task[-1])]}"
    entry = (
        f'{{id: {id}, unit: {unit}, task: "{task}", date: 2019-09-25, received: {received}, values: {{a: {value}}}}}'
    )
    if not review:
        return entry
    found = review.replace("{", f"{{entry: {id}, ", 1)
    return f'{entry}, {{id: b{id[1:]}, unit: 某办, task: "{task}", date: 2019-09-25, review: {found}}}'


def titles(ledger: Ledger) -> list[str]:
    return [one.task.item.title for one in good_tasks(Months(ledger))]


# The whole page --------------------------------------------------------------------------------------------------


@pytest.mark.golden
def test_the_bulletin_of_the_demonstration_is_the_golden_one() -> None:
    assert same_as("bulletin-2019-09.md", render_markdown("bulletin.md.j2", september()))


@pytest.mark.parametrize("month", [*MONTHS, "2019-03"])
def test_the_bulletin_counts_nothing_a_second_time(month: str) -> None:
    """Its first part is the report's, word for word, and what it lists is what the ledger counts."""
    ledger = demo(month)
    said, report = september(month), monthly_report(ledger, "0a1b2c3d")
    assert (said.overview, said.reporting) == (report.overview.text, report.reporting)
    late = [one for one in ledger.tasks if one.judgement.light in LAGGING]
    nothing = NOT_JUDGED if month in ("2019-03", "2019-05") else NO_LATE
    assert said.late == (nothing,) if not late else len(said.late) == len(late)
    tasks, lagging, came = (annex.table.rows for annex in said.annexes)
    assert [row[1] for row in lagging] == [row[1] for row in report.annexes[1].table.rows]
    lights = [row[5] for row in tasks]
    assert {light.word: lights.count(light.word) for light in Light if lights.count(light.word)} == {
        one.light.word: one.tasks for one in report.overview.shares
    }
    assert len(came) >= len(Months(ledger).reports())


@pytest.mark.parametrize("month", [*MONTHS, "2019-03"])
def test_no_page_has_empty_brackets_code_or_exclamation_marks(month: str) -> None:
    text = render_markdown("bulletin.md.j2", september(month))
    assert not [found[0] for found in NONSENSE.finditer(text)]


def test_html_says_what_markdown_says() -> None:
    said = september()
    html = render_html("bulletin.html.j2", said)
    for sentence in (said.opening, said.overview, *said.good, *said.late, *said.silent, *said.untrue, *said.demands):
        assert sentence in html


# Praise ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entry", "good"),
    [
        (told("3.1", "甲局", 3), True),
        (told("3.1", "甲局", 4), True),  # reached and confirmed
        (told("3.1", "甲局", 4, review=""), False),  # 已达目标待核定
        (told("3.1", "甲局", 3, review=""), False),  # nobody looked
        (told("3.1", "甲局", 3, review="{verdict: 退回补正, reason: 缺佐证}"), False),
        (told("3.1", "甲局", 2), False),  # 25.0 points behind
        (told("3.1", "甲局", 3, received="2019-09-27"), False),  # late
        (told("3.1", "甲局", 4, review="{verdict: 核实, verified: {a: 3}, how: 现场核查}"), True),  # by what was found
        (told("3.1", "甲局", 3, review="{verdict: 核实, verified: {a: 2}, how: 现场核查}"), False),
    ],
)
def test_praise_needs_a_verified_figure_on_pace_and_a_report_in_time(entry: str, good: bool) -> None:
    """甲局 also leads 3.4, on which its report is complete, too."""
    ledger = parks(f"[{entry}, {told('3.4', '甲局', 0)}]")
    assert titles(ledger) == (["建园1"] if good else [])


def test_a_level_or_routine_work_is_not_praised_for_going_on() -> None:
    items = """
    - {id: "3.1", title: 污水, lead: [甲局], indicators: [{id: a, name: 处理率, at_least: 95, unit: "%", measure: level,
       due: 2019-12-31}]}
    - {id: "3.2", title: 宣传, lead: [甲局]}
    """
    entries = """
    - {id: aaaaaaaa, task: "3.1", date: 2019-09-25, values: {a: 90}}
    - {id: aaaaaaab, task: "3.2", date: 2019-09-25, self: 正常推进}
    - {id: baaaaaaa, unit: 某办, task: "3.1", date: 2019-09-25, review: {entry: aaaaaaaa, verdict: 采信}}
    - {id: baaaaaab, unit: 某办, task: "3.2", date: 2019-09-25, review: {entry: aaaaaaab, verdict: 采信}}
    """
    ledger = ledger_of(dedent(items), entries=dedent(entries), month="2019-09")
    assert [one.judgement.light.word for one in ledger.tasks] == ["正常", "正常"]
    assert said_of(ledger).good == (NO_GOOD,)


def test_units_are_praised_when_they_lead_nothing_late_and_stand_in_the_official_order() -> None:
    """丙局 is good on 3.3 and late on 3.5; 乙委 and 甲局 are good on all they lead."""
    entries = [("3.1", "甲局", 3), ("3.2", "乙委", 3), ("3.3", "丙局", 3), ("3.4", "甲局", 3), ("3.5", "丙局", 1)]
    ledger = parks(f"[{', '.join(told(*one) for one in reversed(entries))}]")
    said = said_of(ledger)
    assert [one.partition("（")[0] for one in said.good] == ["1.三", "2.三", "3.三", "4.三"]
    assert titles(ledger) == ["建园1", "建园2", "建园3", "建园4"]
    assert said.good_units == "按时报送、牵头任务没有逾期、滞后和未报送的单位：甲局、乙委。"


# Blame -----------------------------------------------------------------------------------------------------------


def test_late_tasks_say_since_when_why_and_what_is_asked() -> None:
    """August: 1 of 4 is 41.7 points behind; September: 50.0."""
    entries = '{id: aaaaaaaa, task: "3.1", date: 2019-08-25, values: {a: 1}}, ' + told("3.1", "甲局", 1).replace(
        "values: {a: 1}", "values: {a: 1}, problems: 用地没有落实"
    )
    ledger = parks(f"[{entries}]")
    words = OfficeMonth(month="2019-09", requirements={"3.1": "10月底前开工"})
    [late] = bulletin(Months(ledger), "x", words).late
    assert late == (
        "1.三（一）建园1（牵头单位：甲局）：严重滞后，公园截至9月25日累计1/4座（25.0%），落后序时进度50.0个百分点，"
        "8月以来一直落后。主要原因：用地没有落实。要求：10月底前开工。"
    )


def test_who_did_not_report_in_time_is_named_by_how() -> None:
    entries = [told("3.1", "甲局", 3, received="2019-09-28"), told("3.4", "甲局", 3), told("3.2", "乙委", 3)]
    said = said_of(parks(f"[{', '.join(entries)}]", "reporting: {first_month: 2019-08}"))
    assert said.silent == (
        "未报1个：丙局（连续2个月未报送）。",
        "迟报1个：甲局（迟3天）。",
        "从未报送过的任务2项：三（三）建园3（牵头单位：丙局）、三（五）建园5（牵头单位：丙局）。",
    )
    everyone = [told(f"3.{place}", unit, 3) for place, unit in enumerate(("甲局", "乙委", "丙局", "甲局", "丙局"), 1)]
    assert said_of(parks(f"[{', '.join(everyone)}]")).silent == (ALL_IN_TIME,)


def test_before_anybody_had_to_report_nobody_is_called_on_time() -> None:
    assert september("2019-03").silent == (NOBODY_OWED,)


def test_a_figure_is_called_untrue_only_when_the_unit_confirmed_it() -> None:
    found = "{verdict: 核实, verified: {a: 2}, how: 现场核查}"
    ledger = parks(f"[{told('3.1', '甲局', 3, found)}, {told('3.2', '乙委', 3, found)}]")
    said = said_of(ledger, 'confirmed: ["3.2.a"]')
    assert said.untrue == ("1.三（二）公园：乙委报送3座，经现场核查为2座，单位已确认，按核实数计。",)
    assert said.unconfirmed == ("3.1.a（三（一）公园，甲局）",)
    assert "甲局报送" not in render_markdown("bulletin.md.j2", said)
    assert said_of(ledger).untrue == (ALL_TRUE,)


# What the office writes --------------------------------------------------------------------------------------------


def test_what_nobody_wrote_is_asked_for() -> None:
    said = said_of(parks(f"[{told('3.1', '甲局', 0)}]"))
    assert said.opening.startswith("按照《示例方案》（示例〔2019〕1号）要求，某办对9月份工作进展进行了汇总核查")
    assert said.opening.endswith("汇总核查【待补：核实方式】。现通报如下：")
    assert said.demands == (
        "一是请滞后任务牵头单位（甲局）于【待补：日期】前报整改措施，明确责任人和完成时间。",
        "二是【待补：工作要求】。",
    )
    page = render_markdown("bulletin.md.j2", said)
    assert "【待补：主送机关】：" in page
    assert "\n某办\n" in page, "the office's own name signs where no signer is set"


def test_what_the_office_wrote_is_printed() -> None:
    words = """
    {how: 现场抽查, approved_by: 区政府分管领导, measures_by: 2019-10-12, demands: [压实责任, 如实报送。], number: 9}
    """
    said = said_of(parks(f"[{told('3.1', '甲局', 0)}]", "papers: {number_word: 某百城}"), words)
    assert said.opening.endswith("进行了汇总核查（现场抽查）。经区政府分管领导同意，现通报如下：")
    assert said.demands == (
        "一是请滞后任务牵头单位（甲局）于10月12日前报整改措施，明确责任人和完成时间。",
        "二是压实责任。",
        "三是如实报送。",
    )
    assert said.letterhead.number == "某百城〔2019〕9号"


@pytest.mark.parametrize(
    ("cycles", "stage", "version"), [((), "送审稿", "x"), (("2019-09",), "定稿", "2019年9月封账版")]
)
def test_it_is_final_once_the_month_is_closed(cycles: Sequence[str], stage: str, version: str) -> None:
    ledger = parks(f"[{told('3.1', '甲局', 3)}]")
    for month in cycles:
        ledger = replace(ledger, cycles=closed(month, "{}"))
    assert (said_of(ledger).head.stage, said_of(ledger).head.version) == (stage, version)

"""The monthly report: its numbers agree with `status`, its sentences with the data, its pages with the golden ones."""

from __future__ import annotations

import os
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from calling import PLAN, ROOT, Office, call
from small_plan import PARK, ledger_of

from baicheng_cli.errors import UserError
from baicheng_cli.plan.load import load_plan, load_settings
from baicheng_cli.plan.model import Document
from baicheng_cli.plan.units import Register
from baicheng_cli.progress.calendar import of_month
from baicheng_cli.progress.store import read_all
from baicheng_cli.status.changes import is_stalled
from baicheng_cli.status.ledger import Ledger
from baicheng_cli.status.reporting import reports
from baicheng_cli.status.select import status
from baicheng_cli.views.mark import is_ours, marked
from baicheng_cli.views.months import Months
from baicheng_cli.views.prose import numbered, phrase, sentence
from baicheng_cli.views.report import MonthlyReport, monthly_report, subject_of
from baicheng_cli.views.report_overview import change_words, note_words, overview, pace_words, reporting_words
from baicheng_cli.views.report_progress import figures_words
from baicheng_cli.views.report_unit import unit_paper
from baicheng_cli.views.templates import render_markdown

GOLDEN = Path(__file__).parent / "golden"
SMALL = Path(__file__).parent / "data" / "report" / "plan.yaml"
DEMO = ROOT / "demo" / "2019"
MONTHS = [f"2019-{month:02}" for month in range(5, 13)]
NONSENSE = re.compile(
    r"（）|，，|。。|；；|、、|：：|，。|；。|，；|。；|：。|、，|（，|，）|None|nan|\d/0\D|!|！|[{}]|\w+\(|[红黄绿橙]灯|亮灯"
)
"""What no paper may contain: empty brackets, marks in a row, code, colours, exclamation marks."""


def ledger_from(plan: Path, month: str, data: Path | None = None, day: date | None = None) -> Ledger:
    """A ledger from files, without the command line."""
    folder = data or plan.with_suffix("")
    made, settings = load_plan(plan).plan, load_settings(folder)
    register = Register(made, settings.new_members())
    view = of_month(month, settings.reporting, day)
    return Ledger(made, settings, register, tuple(read_all(folder, register, month)), view, settings.demo)


def page_of(report: MonthlyReport) -> str:
    return render_markdown("report.md.j2", report)


def same_as(name: str, text: str) -> bool:
    """Whether a page is the golden one; `make golden` accepts the new one."""
    file = GOLDEN / name
    if os.environ.get("BAICHENG_GOLDEN") == "write":
        file.write_text(text, "utf-8", newline="\n")
    return text == file.read_text("utf-8")


# Whole pages -----------------------------------------------------------------------------------------------------


@pytest.mark.golden
def test_a_report_with_every_kind_of_part_is_the_golden_one() -> None:
    assert same_as("report-2019-09.md", page_of(monthly_report(ledger_from(SMALL, "2019-09"), "0a1b2c3d")))


@pytest.mark.golden
@pytest.mark.parametrize(("unit", "name"), [("建设局", "jianshe"), ("提质办", "ban"), ("东街街道", "dongjie")])
def test_the_report_of_one_unit_is_the_golden_one(unit: str, name: str) -> None:
    page = render_markdown("report_unit.md.j2", unit_paper(ledger_from(SMALL, "2019-09"), unit, "0a1b2c3d"))
    assert same_as(f"report-2019-09-{name}.md", page)


@pytest.mark.golden
@pytest.mark.parametrize("month", ["2019-03", "2019-05", "2019-09"])
def test_a_month_without_any_progress_is_a_correct_report(month: str, tmp_path: Path) -> None:
    """Before the issue, before anything is judged, and with everybody silent."""
    shipped = page_of(monthly_report(ledger_from(PLAN, month, tmp_path), "0a1b2c3d"))
    page = page_of(monthly_report(ledger_from(SMALL, month, tmp_path), "0a1b2c3d"))
    assert not NONSENSE.findall(page + shipped)
    assert same_as(f"report-{month}-silent.md", page)


# Numbers ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("month", MONTHS)
def test_the_counts_of_the_demonstration_agree_with_status_and_add_up(month: str) -> None:
    ledger = ledger_from(PLAN, month, DEMO)
    found = overview(Months(ledger))
    said = {one.light: one.tasks for one in found.shares}
    assert said == {one.light: len(one.ids) for one in status(ledger) if one.scope == "任务" and one.ids}
    assert sum(said.values()) == found.total == 29
    for one in found.shares:
        inside = sum(count for _, count in one.inside)
        assert one.light.value == "reached" or not one.inside or inside == one.tasks
        assert Decimal(one.share) == (Decimal(one.tasks) * 100 / 29).quantize(Decimal("0.1"), "ROUND_HALF_UP")
    if found.total:
        assert all(f"{one.tasks}项" in found.status for one in found.shares if len(found.shares) > 1)


@pytest.mark.parametrize("month", MONTHS)
def test_the_states_of_the_units_add_up_to_those_that_owed(month: str) -> None:
    ledger = ledger_from(PLAN, month, DEMO)
    words = reporting_words(Months(ledger))
    owed = int(re.findall(r"应报送单位(\d+)个", words)[0])
    said = [int(count) for count in re.findall(r"(?:按时|迟报|已收待补正|缺数|未报|免报)(\d+)个", words)]
    assert owed == len(reports(ledger, month))
    assert sum(said) == owed or "，均" in words


@pytest.mark.parametrize("month", MONTHS)
def test_the_changes_are_those_of_the_two_months(month: str) -> None:
    months = Months(ledger_from(PLAN, month, DEMO))
    words = change_words(months)
    was = {one.id: one.judgement.light for one in months.before.tasks}
    changed = [one for one in months.now.tasks if one.judgement.light is not was[one.id]]
    said = [int(count) for count in re.findall(r"(?:新达目标|转为\w+?)(\d+)项", words)]
    assert sum(said) == len(changed) or "不作比较" in words or words == ""


@pytest.mark.parametrize("month", [*MONTHS, "2019-03", "2020-01"])
def test_no_page_of_the_demonstration_has_a_gap_or_a_word_too_much(month: str) -> None:
    ledger = ledger_from(PLAN, month, DEMO)
    page = page_of(monthly_report(ledger, "0a1b2c3d"))
    assert not NONSENSE.findall(page)
    assert page.count("**演示数据，非真实填报**") == 2
    for one in monthly_report(ledger, "0a1b2c3d").clauses:
        assert not one.task or one.figures.endswith("。"), one.clause


def test_every_unit_of_the_shipped_plan_has_a_page() -> None:
    ledger = ledger_from(PLAN, "2019-09", DEMO)
    for unit in ledger.register.units:
        page = render_markdown("report_unit.md.j2", unit_paper(ledger, unit.id, "0a1b2c3d"))
        assert not NONSENSE.findall(page), unit.id
        assert ledger.name(unit.id) in page


def test_a_filter_is_named_and_only_its_tasks_are_counted() -> None:
    ledger = ledger_from(SMALL, "2019-09").keep(["3.1", "3.6"], "条款：三（一）、三（六）")
    report = monthly_report(ledger, "0a1b2c3d")
    assert report.head.scope == "条款：三（一）、三（六）"
    said = "确定的重点任务，本报告所列2项中，滞后1项，占50.0%；逾期1项，占50.0%；尚无已达目标任务。"
    assert said in report.overview.status
    assert [one.clause for one in report.clauses] == ["三（一）", "三（六）"]
    assert report.reporting.startswith("本月应报送单位2个，按时1个，缺数") is False
    assert report.reporting.startswith("本月应报送单位2个")


def test_the_note_on_shares_is_there_only_when_they_do_not_add_up() -> None:
    one = PARK
    other = one.replace('"3.1"', '"3.2"')
    entries = '[{task: "3.1", date: 2019-09-25, values: {a: 4}}]'
    even = ledger_of(f"[{one}, {other}]", entries=entries, month="2019-09")
    assert overview(Months(even)).note == ""
    third = one.replace('"3.1"', '"3.3"').replace("公园", "绿地").replace("lead: [甲局]", "lead: [丙局]")
    uneven = ledger_of(f"[{one}, {other}, {third}]", entries=entries, month="2019-09")
    found = overview(Months(uneven))
    assert [one.share for one in found.shares] == ["33.3", "66.7"]
    assert note_words(uneven, found.shares) == ""
    more = ledger_of(
        f"[{one}, {other}, {third}]",
        entries='[{task: "3.1", date: 2019-09-25, values: {a: 4}}, {task: "3.2", date: 2019-09-25, values: {a: 1}}]',
        month="2019-09",
    )
    assert overview(Months(more)).note == "（注：占比四舍五入，合计不等于100%。）"


def test_two_months_without_a_rise_are_counted_only_where_both_were_reported() -> None:
    figures = "{date: %s, values: {a: %s}}"
    still = ", ".join(figures % pair for pair in (("2019-07-25", 2), ("2019-08-25", 2), ("2019-09-25", 2)))
    silent = ", ".join(figures % pair for pair in (("2019-07-25", 2), ("2019-09-25", 2)))
    rising = ", ".join(figures % pair for pair in (("2019-07-25", 2), ("2019-08-25", 2), ("2019-09-25", 3)))
    found = [
        is_stalled(ledger := ledger_of(f"[{PARK}]", entries=f"[{entries}]", month="2019-09"), ledger.tasks[0])
        for entries in (still, silent, rising)
    ]
    assert found == [True, False, False]
    words = change_words(Months(ledger_of(f"[{PARK}]", entries=f"[{still}]", month="2019-09")))
    assert words == "较8月，由正常转为滞后1项（其中连续两个月无进展1项）。"


# Sentences on single parts ---------------------------------------------------------------------------------------

FIGURES = [
    # target, entries (day: value), sentence
    (
        "exactly: 4, unit: 座, due: 2019-12-31",
        {"09-25": 3},
        "公园累计完成3座，占年度目标（4座）的75.0%，达到折算序时进度（3座）。",
    ),
    (
        "exactly: 100, unit: 亩, due: 2019-12-31",
        {"08-25": 66.5, "09-25": 72.5},
        "公园累计完成72.5亩，占年度目标（100亩）的72.5%，较8月增加6亩，略低于序时进度2.5个百分点。",
    ),
    (
        "exactly: 100, unit: 亩, due: 2019-12-31",
        {"08-25": 40, "09-25": 40},
        "公园累计完成40亩，占年度目标（100亩）的40.0%，与8月持平，落后序时进度35.0个百分点，进展严重滞后。",
    ),
    (
        "exactly: 100, unit: 亩, due: 2019-12-31",
        {"09-25": 75},
        "公园累计完成75亩，占年度目标（100亩）的75.0%，达到序时进度。",
    ),
    (
        "exactly: 90, unit: '%', due: 2019-12-31",
        {"08-25": 72, "09-25": 75},
        "公园累计完成75%，为年度目标（90%）的83.3%，较8月提高3个百分点，快于序时进度8.3个百分点。",
    ),
    (
        "exactly: 4, unit: 座, due: 2019-12-31",
        {"09-25": 4},
        "公园累计完成4座，占年度目标（4座）的100.0%，已达目标，尚待核定。",
    ),
    (
        "exactly: 4, unit: 座, due: 2019-09-25",
        {"09-25": 3},
        "公园累计完成3座，占目标（4座）的75.0%，完成时限9月25日已到，未完成。",
    ),
    (
        "exactly: 4, unit: 座, due: 2019-09-20",
        {"09-10": 3},
        "公园累计完成3座，占目标（4座）的75.0%，已逾期5天（完成时限9月20日）。",
    ),
    (
        "exactly: 4, unit: 座, due: 2019-09-20",
        {"09-25": 4},
        "公园累计完成4座，占目标（4座）的100.0%，已达目标，逾期5天后完成，尚待核定。",
    ),
    (
        "exactly: 4, unit: 座, due: 2019-09-20, strive: true",
        {"09-25": 3},
        "公园累计完成3座，占目标（4座）的75.0%，力争目标未达，已过时限5天（完成时限9月20日）。",
    ),
    (
        "exactly: 4, unit: 座, due: 2019-09-20",
        {},
        "本月未报送，此前也未报送。公园（目标4座）未报送过数据，已逾期5天（完成时限9月20日）。",
    ),
    ("exactly: 4, unit: 座, due: 2019-12-31", {}, "本月未报送，此前也未报送。"),
    (
        "exactly: 100, unit: 亩, due: 2019-12-31",
        {"08-25": 72.5},
        "本月未报送，8月数据为：公园累计完成72.5亩，占年度目标（100亩）的72.5%，略低于序时进度2.5个百分点。",
    ),
    (
        "at_least: 95, unit: '%', measure: level, due: 2019-12-31",
        {"08-25": 93.9, "09-25": 94.2},
        "公园为94.2%，距目标（95%）0.8个百分点，较8月提高0.3个百分点。",
    ),
    (
        "at_least: 13, unit: 个, measure: level, due: 2019-12-31",
        {"09-25": 11.3},
        "公园为11.3个，距目标（13个）还差1.7个。",
    ),
    ("at_most: 4, unit: '%', measure: level, due: 2019-12-31", {"09-25": 3}, "公园为3%，未超过上限（4%）。"),
    ("at_most: 4, unit: '%', measure: level, due: 2019-12-31", {"09-25": 5}, "公园为5%，超过上限（4%）1个百分点。"),
    (
        "at_least: 85, at_most: 90, unit: '%', measure: level, due: 2019-12-31",
        {"09-25": 80},
        "公园为80%，距目标（85—90%）5个百分点。",
    ),
    (
        "about: 90, unit: '%', measure: level, due: 2019-12-31",
        {"09-25": 88},
        "公园为88%，已达目标（90%左右），尚待核定。",
    ),
    ("at_least: 5, unit: '%', measure: annual", {"09-25": 4}, "公园为4%；年度指标，12月31日评价。"),
    ("exactly: external, unit: 个", {"09-25": 4}, "公园累计完成4个；市定目标尚未下达。"),
    ("exactly: 0, unit: 件, due: 2019-12-31", {"09-25": 0}, "公园累计完成0件，已达目标（0件），尚待核定。"),
    (
        "unit: '%', stages: [{exactly: 50, due: 2019-12-31, due_words: 2019年底}, {exactly: 100, due: 2020-12-31}]",
        {"09-25": 30},
        "公园累计完成30%，为阶段目标（2019年底50%）的60.0%，落后序时进度15.0个百分点，进展滞后。",
    ),
    (
        "unit: '%', stages: [{exactly: 50, due: 2019-12-31}, {exactly: 100, due: 2020-12-31}]",
        {"09-25": 52},
        "公园累计完成52%，为阶段目标（100%）的52.0%，前一阶段目标（50%）已达到，下一阶段自2020年1月1日起计。",
    ),
]


@pytest.mark.parametrize(("target", "values", "words"), FIGURES)
def test_an_indicator_is_said_as_papers_say_it(target: str, values: dict[str, float], words: str) -> None:
    items = f'[{{id: "3.1", title: 建园, lead: [甲局], indicators: [{{id: a, name: 公园, {target}}}]}}]'
    entries = ", ".join(f"{{date: 2019-{day}, values: {{a: {value}}}}}" for day, value in values.items())
    ledger = ledger_of(items, entries=f"[{entries}]", month="2019-09")
    assert figures_words(Months(ledger), ledger.standings[0]) == words


ROUTINE = '[{id: "3.1", title: 管护, lead: [甲局]}]'
REVIEW = "{unit: 某办, date: 2019-09-25, review: {entry: zzzzzzza, verdict: %s}}"


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        ("{date: 2019-09-25, self: 正常推进}", "方案未定时限。单位自评正常推进，尚待核定。"),
        (
            "{date: 2019-09-25, self: 正常推进}, " + REVIEW % "采信",
            "方案未定时限。单位自评正常推进，某办核定为正常。",
        ),
        ("{date: 2019-09-25, self: 未启动}", "方案未定时限。单位自评未启动。"),
        ("{date: 2019-08-25, self: 滞后}", "本月未报送。方案未定时限。单位8月自评滞后。"),
        (
            "{date: 2019-09-25, self: 正常推进}, " + REVIEW % "退回补正, reason: 缺佐证, limit: 2019-09-30",
            "本月报送已退回补正（缺佐证，限9月30日前补正）。未报送过进展。",
        ),
    ],
)
def test_work_without_a_measure_is_said_by_its_units_own_word(entries: str, words: str) -> None:
    ledger = ledger_of(ROUTINE, entries=f"[{entries}]", month="2019-09")
    assert figures_words(Months(ledger), ledger.standings[0]) == words


def test_milestones_with_the_same_news_share_a_sentence() -> None:
    items = """
    - id: "3.1"
      title: 公园
      lead: [甲局]
      milestones:
        - {id: m1, title: 东园, due: 2019-12-31}
        - {id: m2, title: 西园, due: 2019-12-31}
        - {id: m3, title: 南园, due: 2019-08-31, part: assist}
        - {id: m4, title: 北园, reach: start, due: 2019-12-31}
        - {id: m5, title: 中园, reach: ongoing}
    """
    entries = "[{date: 2019-09-25, milestones: {m4: 2019-09-02}, self: 正常推进}]"
    ledger = ledger_of(items, entries=entries, month="2019-09")
    assert figures_words(Months(ledger), ledger.standings[0]) == (
        "东园、西园均尚未完成，完成时限12月31日，距时限97天。"
        "南园（配合）尚未完成，已逾期25天（完成时限8月31日）。"
        "北园已于9月2日开工，尚待核定。"
        "中园为持续推进事项，单位自评正常推进，尚待核定。"
    )


# Time and title --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("month", "words"),
    [
        ("2019-03", ""),
        ("2019-04", "1—4月序时进度为33.3%。"),
        ("2019-09", "1—9月序时进度为75.0%。"),
        ("2020-02", "实施期已于2019年12月31日结束。"),
    ],
)
def test_time_progress_is_counted_in_whole_months(month: str, words: str) -> None:
    assert pace_words(Months(ledger_of(f"[{PARK}]", month=month))) == words


def test_time_progress_by_day_says_its_day() -> None:
    ledger = ledger_of(f"[{PARK}]", month="2019-09", settings="{judge: {pace: day}}")
    assert pace_words(Months(ledger)) == "截至9月25日序时进度为73.4%。"


def test_a_report_before_its_deadline_chases_nobody() -> None:
    ledger = ledger_of(f"[{PARK}]", month="2019-09", settings="{reporting: {submit_by: 5, of: next}}")
    assert (
        reporting_words(Months(ledger)) == "本月应报送单位1个（报送截止日为10月8日），均尚未报送。"
    )  # 5 October is off


def test_our_own_office_is_listed_and_not_chased() -> None:
    ledger = ledger_of('[{id: "3.1", title: 谋划, lead: [某办]}]', month="2019-09")
    report = monthly_report(ledger, "0a1b2c3d")
    assert report.reporting == "本月应报送单位1个，均未报送。"
    [row] = report.annexes[2].table.rows
    assert row[1] == "某办"
    assert row[-1] == "连续5个月未报、本办，不列入催报"


@pytest.mark.parametrize(
    ("title", "issuer", "subject"),
    [
        ("中原区2019年百城建设提质工程工作实施方案", "郑州市中原区人民政府", "百城建设提质工程"),
        ("2019年度郑州市百城建设提质工程工作实施方案", "郑州市人民政府", "百城建设提质工程"),
        ("中原区城区道路治堵实施方案", "郑州市中原区人民政府", "城区道路治堵"),
        ("2020年城市更新行动计划", "某市人民政府", "城市更新"),
        ("方案", "某区", "方案"),
    ],
)
def test_the_title_says_what_the_plan_is_about(title: str, issuer: str, subject: str) -> None:
    document = {"title": title, "number": "〔2019〕1号", "issuer": issuer, "issued": "2019-04-14"}
    assert subject_of(Document.model_validate(document)) == subject


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("建成4座", "建成4座。"),
        ("建成4座。", "建成4座。"),
        ("建成4座；\n", "建成4座。"),
        ("1. 建成4座\n2. 补植3亩", "1. 建成4座；2. 补植3亩。"),
        ("建成4座，\r\n补植3亩", "建成4座，补植3亩。"),
        ("完成率3.5", "完成率3.5。"),
        ("“建成4座。”", "“建成4座。”"),
        ("  \n ", ""),
    ],
)
def test_free_text_becomes_whole_sentences(typed: str, said: str) -> None:
    assert sentence(typed) == said


def test_a_single_point_has_no_number() -> None:
    assert numbered(["甲。"]) == ("甲。",)
    assert numbered(["甲。", "乙。"]) == ("一是甲。", "二是乙。")
    assert phrase("甲。") == "甲"


# The command -----------------------------------------------------------------------------------------------------

HERE = ("--plan", SMALL)


def test_the_report_goes_to_stdout_and_nothing_else_does() -> None:
    said = call("report", "--month", "2019-09", *HERE)
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("# 2019年9月份提质工程工作进展情况\n")
    assert is_ours(said.out.encode(), "report")


def test_a_file_is_written_and_said_so_and_written_again(tmp_path: Path) -> None:
    file = tmp_path / "月报.md"
    for _ in range(2):
        said = call("report", "--month", "2019-09", *HERE, "-o", file)
        assert (said.code, said.out) == (0, "")
        assert said.err.startswith("已写入 ")
    assert file.read_text("utf-8") == call("report", "--month", "2019-09", *HERE).out


@pytest.mark.parametrize("change", [("【待补：总体评价】", "总体平稳。"), ("# 2019", "# 2020")])
def test_a_report_that_somebody_worked_on_is_kept(tmp_path: Path, change: tuple[str, str]) -> None:
    file = tmp_path / "月报.md"
    call("report", "--month", "2019-09", *HERE, "-o", file)
    file.write_text(file.read_text("utf-8").replace(*change), "utf-8")
    said = call("report", "--month", "2019-09", *HERE, "-o", file)
    assert said.code == 1
    assert "没有覆盖" in said.err
    assert change[1] in file.read_text("utf-8")
    assert call("report", "--month", "2019-09", *HERE, "-o", file, "--force").code == 0


@pytest.mark.parametrize("content", [b"", b"abc\n", b"\xff\xfe\x00", "别的文件\n<!-- baicheng -->\n".encode()])
def test_a_file_of_somebody_else_is_kept(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "月报.md"
    file.write_bytes(content)
    assert call("report", "--month", "2019-09", *HERE, "-o", file).code == 1
    assert file.read_bytes() == content


def test_line_ends_do_not_make_a_report_somebody_elses() -> None:
    text = marked("甲\n乙\n", "report")
    assert is_ours(text.replace("\n", "\r\n").encode("utf-8-sig"), "report")
    assert not is_ours(text.encode(), "notice")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--format", "doc"], 2, "可用：md、html、docx、pdf"),
        (["--format", "docx"], 2, "请用 -o 写到文件，如 -o 月报.docx"),
        (["--format", "pdf", "-o", "x.docx"], 2, "对不上"),
        (["-o", "x.doc"], 2, "写不成 .doc；文件名以 .md、.html、.docx、.pdf 结尾"),
        (["-o", "没有/x.md"], 2, "没有文件夹"),
        (["--month", "2019-13"], 2, "不是月份"),
        (["--month", "9月"], 2, "不是月份"),
        (["--month", "2999-01"], 1, "还没有开始"),
        (["--month", "2019-09", "--as-of", "2019-08-31"], 2, "早于"),
        (["--unit", "建设"], 1, "建设局"),
        (["--unit", "各街道办事处"], 1, "集合单位"),
        (["--data", "没有这个文件夹"], 2, "找不到数据文件夹"),
    ],
)
def test_a_wrong_call_is_one_sentence(arguments: list[str], code: int, words: str) -> None:
    month = [] if "--month" in arguments else ["--month", "2019-09"]
    said = call("report", *arguments, *month, *HERE)
    assert said.code == code
    assert said.out == ""
    assert words in said.err
    assert said.err.count("\n") <= 2


def test_a_collective_has_no_report_of_its_own() -> None:
    with pytest.raises(UserError, match="baicheng tasks --unit 各街道办事处"):
        unit_paper(ledger_from(SMALL, "2019-09"), "各街道办事处", "0a1b2c3d")


def test_the_day_of_a_later_look_is_on_the_page() -> None:
    said = call("report", "--month", "2019-09", "--as-of", "2019-10-10", *HERE)
    assert "统计截止：2019年9月25日　　报送截止：2019年9月25日　　时限按2019年10月10日判断" in said.out
    assert "新建道路累计完成4条，占目标（5条）的80.0%，较8月增加1条，已逾期40天（完成时限8月31日）。" in said.out


def test_the_demonstration_says_so_first_and_last(tmp_path: Path) -> None:
    office = Office(tmp_path / "data")
    office.settings("demo: true\n")
    lines = office.ask("report", "--month", "2019-09", day=None).out.splitlines()
    marks = [place for place, line in enumerate(lines) if "演示数据，非真实填报" in line]
    assert marks[0] == 2
    assert lines[marks[-1] + 1 :] == ["", lines[-1]]

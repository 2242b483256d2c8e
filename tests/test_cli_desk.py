"""`baicheng` alone: today's desk, its next step, and how to begin where there is no plan."""

from __future__ import annotations

import io
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from calling import PLAN, ROOT, Screen, call
from small_plan import PARK, ledger_of

from baicheng_cli.cli.options import TOP
from baicheng_cli.progress.cycle import Cycle
from baicheng_cli.views.desk import cycle_month, desk_lines
from baicheng_cli.views.tables import width_of

TWO = f"""
- {PARK}
- {{id: "3.2", title: 治水, lead: [丙局], milestones: [{{id: m1, title: 河道, due: 2019-10-10}}]}}
"""
REPORTED = """
- {date: 2019-09-25, values: {a: 3}}
- {date: 2019-09-25, unit: 丙局, task: "3.2", progress: 施工}
"""
ONE = "- {date: 2019-09-25, values: {a: 3}}"
REVIEWED = (
    REPORTED
    + """
- {date: 2019-09-25, unit: 某办, review: {entry: zzzzzzza, verdict: 采信}}
- {date: 2019-09-25, unit: 某办, task: "3.2", review: {entry: zzzzzzzb, verdict: 采信}}
"""
)


def desk(
    items: str = TWO,
    *,
    entries: str = "",
    settings: str = "",
    day: str = "2019-09-25",
    cycles: tuple[dict[str, object], ...] = (),
) -> str:
    """The desk as a pipe gets it, without title and day."""
    ledger = ledger_of(items, entries=entries, settings=settings, day=day)
    opened = [Cycle.model_validate(one) for one in cycles]
    return "\n".join(line.text for line in desk_lines(replace(ledger, cycles={one.month: one for one in opened}))[3:])


def opened(month: str, *acts: Mapping[str, object]) -> dict[str, object]:
    """A month's record in which 甲局 and 丙局 owe a report."""
    owed = [{"unit": "甲局", "tasks": ["3.1"]}, {"unit": "丙局", "tasks": ["3.2"]}]
    days = {"opened": f"{month}-02", "data_until": f"{month}-25", "submit_by": f"{month}-25"}
    return {"schema": "1", "month": month, **days, "owed": owed, "acts": list(acts)}


CLOSED = {"act": "close", "day": "2019-09-28"}


@pytest.fixture(autouse=True)
def _nothing_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BAICHENG_PLAN", raising=False)
    monkeypatch.delenv("BAICHENG_DATA", raising=False)
    for name in ("plan", "data", "as_of"):
        monkeypatch.setattr(TOP, name, None)


# --- what it says ---------------------------------------------------------------------------------------------------


def test_the_worst_come_first_with_who_leads_and_why() -> None:
    said = desk(entries="- {date: 2019-09-25, values: {a: 1}}", day="2019-10-12")
    assert "任务2项：逾期1项、严重滞后1项" in said
    assert said.index("逾期　三（二） 治水（丙局）") < said.index("严重滞后　三（一） 公园（甲局）")
    assert "河道已逾期2天；尚未完成" in said
    assert "公园截至9月25日累计1/4座（25.0%），落后序时进度50.0个百分点" in said


def test_of_equal_lights_the_longest_overdue_and_the_furthest_behind_come_first() -> None:
    items = """
    - {id: "3.1", title: 甲, lead: [甲局], milestones: [{id: m1, title: 一, due: 2019-09-10}]}
    - {id: "3.2", title: 乙, lead: [甲局], milestones: [{id: m1, title: 二, due: 2019-07-10}]}
    - {id: "3.3", title: 丙, lead: [甲局], indicators: [{id: a, name: 三, exactly: 100, unit: 米, due: 2019-12-31}]}
    - {id: "3.4", title: 丁, lead: [甲局], indicators: [{id: a, name: 四, exactly: 100, unit: 米, due: 2019-12-31}]}
    """
    entries = '- {task: "3.3", date: 2019-09-25, values: {a: 60}}\n- {task: "3.4", date: 2019-09-25, values: {a: 50}}'
    said = desk(items, entries=entries)
    assert said.index("　三（二）") < said.index("　三（一）") < said.index("　三（四）")
    assert "三（三）" not in said
    assert "逾期和滞后的共4项，另有1项没有列出" in said


def test_of_many_reasons_the_first_are_given_and_the_rest_counted() -> None:
    parts = ", ".join(f"{{id: m{number}, title: 第{number}处, due: 2019-09-01}}" for number in range(1, 6))
    said = desk(f'- {{id: "3.1", title: 公园, lead: [甲局], milestones: [{parts}]}}')
    assert "第1处已逾期24天；尚未完成；第2处已逾期24天；尚未完成；另有3项" in said


def test_what_is_due_soon_is_counted_and_the_nearest_named() -> None:
    assert "临期1项，最近的是10月10日：三（二） 治水（丙局）" in desk(entries=REPORTED)
    assert "临期" not in desk(entries=REPORTED, day="2019-08-20")


def test_before_the_deadline_nobody_is_called_late() -> None:
    said = desk(day="2019-09-20")
    assert "9月报送（9月25日截止，还有5天）：应报2个单位，已收0个" in said
    assert "尚未报2个：甲局、丙局" in said
    assert "就是今天" in desk(day="2019-09-25")
    assert "已过3天）：应报2个单位，已收0个\n未报2个：甲局、丙局" in desk(day="2019-09-28")


def test_late_and_empty_reports_are_named_and_who_is_silent_since_last_month() -> None:
    late = '- {date: 2019-09-25, received: 2019-09-27, values: {a: 3}}\n- {unit: 丙局, task: "3.2", date: 2019-08-25}'
    said = desk(entries=late, day="2019-09-28")
    assert "未报1个：丙局\n迟报1个：甲局（2天）\n8月至今未报1个：甲局" in said
    assert "缺数1个：甲局" in desk(entries="- {date: 2019-09-25, progress: 施工}")


def test_reports_without_the_offices_word_are_counted_and_replaced_ones_are_not() -> None:
    entries = "- {date: 2019-07-25, values: {a: 1}}\n- {date: 2019-08-25, values: {a: 2}}"
    assert "待核定的填报：9月0条，以前各月1条" in desk(entries=entries)
    assert "待核定的填报：9月2条\n" in desk(entries=REPORTED)
    assert "待核定的填报" not in desk(entries=REVIEWED)


def test_the_month_before_is_collected_until_its_deadline_in_the_next_month() -> None:
    later = "reporting: {of: next, submit_by: 5}"
    assert cycle_month(ledger_of(TWO, settings=later, day="2019-09-05")) == "2019-08"
    assert cycle_month(ledger_of(TWO, settings=later, day="2019-09-06")) == "2019-09"
    assert cycle_month(ledger_of(TWO, day="2019-09-01")) == "2019-09"


@pytest.mark.parametrize(
    ("entries", "day", "step"),
    [
        ("", "2019-03-01", "方案还没有印发，先把计划核对好\nbaicheng check"),
        ("", "2019-04-20", "4月没有要收的报送，先把计划核对好\nbaicheng check"),
        (
            "",
            "2019-09-20",
            "9月还没有开账：确定谁该报，生成填报表发给各单位\nbaicheng collect open --month 2019-09",
        ),
        (
            ONE,
            "2019-09-25",
            "收9月的报送，还差1个单位，收到一份录入一份\nbaicheng progress add --month 2019-09 --unit 丙局 --task 3.2",
        ),
        (
            ONE,
            "2019-09-26",
            "催9月未报的1个单位，收到一份录入一份\nbaicheng collect remind --month 2019-09\n"
            "baicheng progress add --month 2019-09 --unit 丙局 --task 3.2",
        ),
        (
            REPORTED.replace("values: {a: 3}", "progress: 施工"),
            "2019-09-26",
            "请甲局补齐9月的数据\nbaicheng collect remind --month 2019-09\nbaicheng progress list",
        ),
        (REPORTED, "2019-09-26", "9月的报送收齐了，逐条核定\nbaicheng progress list --month 2019-09"),
        (
            REVIEWED,
            "2019-09-26",
            "9月的报送收齐并核定了，检查一遍，出月报和台账\nbaicheng check\nbaicheng report --month 2019-09",
        ),
    ],
)
def test_the_next_step_is_a_sentence_with_the_command_to_type(entries: str, day: str, step: str) -> None:
    assert f"下一步：{step}" in desk(entries=entries, day=day)


def test_our_own_office_is_asked_to_write_not_chased() -> None:
    said = desk('- {id: "3.1", title: 机制, lead: [某办]}', day="2019-09-26")
    assert "下一步：录入本办9月的进展\nbaicheng progress add --month 2019-09 --unit 某办 --task 3.1" in said


@pytest.mark.parametrize(
    ("cycles", "entries", "day", "step"),
    [
        (
            (opened("2019-09"),),
            ONE,
            "2019-09-20",
            "收9月的报送，还差2个单位，收到一份读入一份\nbaicheng forms read 收回的填报表.xlsx",
        ),
        (
            (opened("2019-09"),),
            ONE,
            "2019-09-26",
            "催9月未报的1个单位，收到一份读入一份\nbaicheng collect remind --month 2019-09\nbaicheng forms read",
        ),
        (
            (opened("2019-09"),),
            REVIEWED,
            "2019-09-26",
            "9月的报送收齐并核定了，检查一遍，封账，出月报和台账\nbaicheng check\n"
            "baicheng collect close --month 2019-09\nbaicheng report --month 2019-09",
        ),
        ((opened("2019-09", CLOSED),), REVIEWED, "2019-09-29", "9月已封账，出定稿\nbaicheng report --month 2019-09"),
        (
            (opened("2019-09"),),
            ONE,
            "2019-10-08",
            "9月还没有封账，1个单位未报：丙局；催齐或免报，再封账\nbaicheng collect status --month 2019-09\n"
            "baicheng collect close --month 2019-09",
        ),
        (
            (opened("2019-09"),),
            REVIEWED,
            "2019-10-08",
            "9月收齐了还没有封账，封了账再收10月的\nbaicheng collect close --month 2019-09",
        ),
        ((opened("2019-09", CLOSED),), REVIEWED, "2019-10-08", "10月还没有开账"),
    ],
)
def test_a_month_that_was_opened_is_collected_by_forms_and_closed(
    cycles: tuple[dict[str, object], ...], entries: str, day: str, step: str
) -> None:
    assert f"下一步：{step}" in desk(entries=entries, day=day, cycles=cycles)


def test_a_unit_that_was_let_off_is_named_apart_and_not_chased() -> None:
    waived = {"act": "waive", "unit": "丙局", "day": "2019-09-26", "reason": "机构调整"}
    said = desk(entries=ONE, day="2019-09-27", cycles=(opened("2019-09", waived),))
    assert "免报1个：丙局" in said
    assert "未报1个" not in said
    assert "下一步：9月的报送收齐了，逐条核定" in said


# --- as a command ---------------------------------------------------------------------------------------------------


def test_the_desk_of_the_demonstration_says_so_and_repeats_the_options_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    said = call("--data", "demo/2019", "--as-of", "2019-09-28")
    assert (said.code, said.err) == (0, "")
    lines = said.out.splitlines()
    assert lines[1] == "今日案头　2019年9月28日　演示数据，非真实填报"
    assert "  未报2个：区农委、中原市场管理处" in lines
    assert lines[-2:] == [
        "    baicheng collect remind --month 2019-09 --data demo/2019",
        "    baicheng progress add --month 2019-09 --unit 区农委 --task 3.4 --data demo/2019",
    ]
    assert "\x1b" not in said.out


def test_a_terminal_gets_colour_and_lines_that_fit_but_whole_commands(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    shown = call("--data", "demo/2019", "--as-of", "2019-09-28", screen=True).out
    assert "\x1b[31m严重滞后\x1b[0m" in shown
    monkeypatch.setenv("NO_COLOR", "1")
    plain = call("--data", "demo/2019", "--as-of", "2019-09-28", screen=True).out
    assert "\x1b" not in plain
    long = [line.strip() for line in plain.splitlines() if width_of(line) > 60]
    assert long == ["baicheng progress add --month 2019-09 --unit 区农委 --task 3.4 --data demo/2019"]


def test_without_a_plan_it_says_how_to_begin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    said = call()
    assert (said.code, said.err) == (0, "")
    assert "这里还没有实施方案" in said.out
    assert "baicheng init" in said.out
    assert call("--plan", "no.yaml").code == 2
    assert call("tasks").code == 2


def test_a_broken_plan_is_named_line_by_line(tmp_path: Path) -> None:
    file = tmp_path / "broken.yaml"
    file.write_text(PLAN.read_text("utf-8").replace("period: {start", "period：{start"), "utf-8")
    said = call("--plan", file)
    assert (said.code, said.out) == (1, "")
    assert "broken.yaml:22:7: BC006" in said.err


def test_the_desk_needs_no_terminal_library_in_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rich.console", None)
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    assert not isinstance(sys.stdout, Screen)
    assert call("--plan", PLAN, "--as-of", "2019-09-28").code == 0

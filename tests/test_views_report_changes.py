"""What papers say of changes and of closing: the list on the first page, 补报, 更正, 免报, 定稿 and 封账版."""

from __future__ import annotations

import io
import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from calling import call
from openpyxl import load_workbook
from small_plan import PARK, ledger_of, read
from test_status_changes import CLOSED_AUGUST, LATE, TWO, closed
from test_views_report import SMALL
from test_views_report_pages import crowded, printed

from baicheng_cli.progress import cycle
from baicheng_cli.progress.calendar import CHINA
from baicheng_cli.progress.cycle import Cycle
from baicheng_cli.progress.deliveries import Delivered, Delivery
from baicheng_cli.status.ledger import Ledger
from baicheng_cli.status.reporting import Report, reports, since_then
from baicheng_cli.status.targets import targets_of
from baicheng_cli.views.edition import stage_of, version_of
from baicheng_cli.views.ledger_book import ledger_workbook
from baicheng_cli.views.ledger_columns import load_columns
from baicheng_cli.views.ledger_rows import ledger_rows
from baicheng_cli.views.months import Months
from baicheng_cli.views.report import monthly_report
from baicheng_cli.views.report_brief import brief
from baicheng_cli.views.report_changes import MOST_NAMED, change_lines
from baicheng_cli.views.report_overview import reporting_words
from baicheng_cli.views.report_progress import figures_words
from baicheng_cli.views.report_unit import unit_paper
from baicheng_cli.views.templates import render_html, render_markdown

WAIVED = "{act: waive, unit: 甲局, day: 2019-09-26, reason: 机构改革}"
OPENED = """
schema: 1
month: 2019-09
opened: 2019-09-02
data_until: 2019-09-25
submit_by: 2019-09-25
owed: [{unit: 甲局, tasks: ["3.1"]}]
acts: [%s]
"""


def lines_of(ledger: Ledger) -> dict[str, str]:
    return {line.what: line.named for line in change_lines(Months(ledger))}


def september(*acts: str) -> Mapping[str, Cycle]:
    """September opened for 甲局, and what was decided on it."""
    return {"2019-09": Cycle.model_validate(read(OPENED % ", ".join(acts)))}


def delivered(state: str, day: str, *faults: str) -> Delivered:
    form = {"file": "forms/x.xlsx", "name": "x.xlsx", "sha256": "ab", "day": day, "state": state}
    return Delivered(Delivery.model_validate({**form, "faults": faults}), "jia", "2019-09")


# The list --------------------------------------------------------------------------------------------------------


def test_every_change_is_named_with_clause_title_unit_and_how() -> None:
    items = f"[{PARK}, {PARK.replace('3.1', '3.2').replace('title: 公园', 'title: 绿地')}]"
    entries = """
    - {id: aaaaaaaa, date: 2019-07-25, values: {a: 2}}
    - {id: bbbbbbbb, date: 2019-08-25, values: {a: 2}, progress: 两座在建}
    - {id: cccccccc, date: 2019-09-25, values: {a: 2}, progress: 两座 在建}
    - {id: dddddddd, task: "3.2", date: 2019-08-25, values: {a: 3}}
    - {id: eeeeeeee, task: "3.2", date: 2019-09-25, values: {a: 4}}
    """
    assert lines_of(ledger_of(items, entries=entries, month="2019-09")) == {
        "新达目标": "三（二）绿地（甲局）",
        "状态变差": "三（一）公园（甲局，由正常转为滞后，且连续两个月无进展）",
        "填报文字与上月完全相同，请核实": "三（一）公园（甲局，本月进展）",
    }


@pytest.mark.parametrize(
    ("then", "words"),
    [
        ("5座，2019-12-31", "三（一）公园由5座改为4座"),
        ("4座，2019-10-31", "三（一）公园时限由2019年10月31日改为2019年12月31日"),
        ("5座，2019-10-31", "三（一）公园由“5座，2019年10月31日”改为“4座，2019年12月31日”"),
    ],
)
def test_a_changed_target_is_named_with_what_is_another(then: str, words: str) -> None:
    kept = closed("2019-08", f'{{"3.1.a": "{then}"}}')
    assert lines_of(replace(ledger_of(f"[{PARK}]", month="2019-09"), cycles=kept)) == {"目标调整": words}


def test_a_target_that_is_new_and_one_that_is_gone_are_named() -> None:
    kept = closed("2019-08", '{"3.2.b": "3条，2019-10-31"}')
    assert lines_of(replace(ledger_of(f"[{PARK}]", month="2019-09"), cycles=kept)) == {
        "目标调整": "三（一）公园为新增目标（4座，2019年12月31日）；三（二）b不再列为目标（原为3条，2019年10月31日）"
    }


def test_a_correction_of_a_closed_month_is_named_with_its_month_and_reason() -> None:
    found = lines_of(ledger_of(f"[{PARK}]", entries=CLOSED_AUGUST, month="2019-09"))
    assert found["更正"] == "三（一）8月公园由2座改为1座（甲局，重复计数）"


def test_a_late_report_is_named_with_unit_month_and_what() -> None:
    found = lines_of(ledger_of(TWO, entries=LATE, month="2019-09"))
    assert found["补报"] == "甲局补报8月（三（一）、三（二），9月6日收到）"


def test_of_many_the_first_are_named_and_all_are_counted() -> None:
    items = ", ".join(f'{{id: "3.{number}", title: 第{number}项, lead: [甲局]}}' for number in range(1, 8))
    entries = ", ".join(
        f'{{task: "3.{number}", date: 2019-{month}-25, self: 滞后, progress: 第{number}项照旧}}'
        for number in range(1, 8)
        for month in ("08", "09")
    )
    [line] = change_lines(Months(ledger_of(f"[{items}]", entries=f"[{entries}]", month="2019-09")))
    names = [f"第{number}项（甲局，本月进展）" for number in range(1, 8)]
    assert line.named.count("；") == MOST_NAMED - 1
    assert line.named.startswith("三（一）" + names[0])
    assert line.named.endswith("三（五）" + names[4] + "等7项")


def test_nothing_stands_there_where_nothing_changed() -> None:
    entries = "[{date: 2019-08-25, values: {a: 3}}, {date: 2019-09-25, values: {a: 3}}]"
    report = monthly_report(ledger_of(f"[{PARK}]", entries=entries, month="2019-09"), "x")
    assert report.changes == ()
    assert "较上月变化" not in render_markdown("report.md.j2", report)
    assert report.overview.changes == "较8月，各项任务状态未变。"


def test_html_and_markdown_name_the_same_changes_right_after_the_overview() -> None:
    report = monthly_report(ledger_of(f"[{PARK}]", entries=CLOSED_AUGUST, month="2019-09"), "x")
    markdown, html = render_markdown("report.md.j2", report), render_html("report.html.j2", report)
    for page in (markdown, html):
        assert page.index("【待补：总体评价】") < page.index("较上月变化") < page.index("二、重点任务进展")
    assert "- **更正**：三（一）8月公园由2座改为1座（甲局，重复计数）。" in markdown
    assert "<li><b>更正</b>：三（一）8月公园由2座改为1座（甲局，重复计数）。</li>" in html


def test_the_one_page_version_says_all_of_it_in_short() -> None:
    kept = closed("2019-08", '{"3.1.a": "5座，2019-12-31", "3.2.b": "3条，2019-10-31"}')
    told = LATE.replace("{id: cccccccc", "{id: cccccccc, next: 开工").replace(
        "{id: bbbbbbbb", "{id: bbbbbbbb, next: 开工"
    )
    ledger = replace(ledger_of(TWO, entries=told, month="2019-09"), cycles=kept)
    assert brief(ledger, "x").changes == (
        "由未报送转为严重滞后1项：三（一）。",
        "由未报送转为滞后1项：三（二）。",
        "目标调整2项：三（一）公园由5座改为4座等。",
        "补报1份：甲局（8月）。",
        "填报文字与上月完全相同，请核实1项：三（二）（甲局）。",
    )
    corrected = brief(ledger_of(f"[{PARK}]", entries=CLOSED_AUGUST, month="2019-09"), "x").changes
    assert "更正1项：三（一）8月公园由2座改为1座（甲局）。" in corrected


@pytest.mark.tools
def test_the_whole_list_stands_on_the_first_page(tmp_path: Path) -> None:
    """Twenty tasks, most of them changed, and four targets."""
    ledger, _ = crowded()
    kept = {key: words.replace("1000", "900") for key, words in list(targets_of(ledger.plan).items())[:4]}
    same = {key: words for key, words in targets_of(ledger.plan).items() if key not in kept}
    august = closed("2019-08")["2019-08"]
    act = august.acts[0].model_copy(update={"targets": {**kept, **same}})
    ledger = replace(ledger, cycles={"2019-08": august.model_copy(update={"acts": (act,)})})
    report = monthly_report(ledger, "0a1b2c3d")
    assert [line.what for line in report.changes][-1] == "目标调整"
    _, text = printed(tmp_path, render_html("report.html.j2", report))
    first = "".join(text.split("\f")[0].split())
    assert report.changes[-1].named[-12:] in first


# Stage and version -----------------------------------------------------------------------------------------------


def test_a_paper_is_final_once_its_month_is_closed() -> None:
    ledger = ledger_of(f"[{PARK}]", month="2019-09")
    assert (stage_of(ledger), version_of(ledger, "0a1b2c3d")) == ("送审稿", "0a1b2c3d")
    done = replace(ledger, cycles=closed("2019-09"))
    assert (stage_of(done), version_of(done, "0a1b2c3d")) == ("定稿", "2019年9月封账版")
    assert stage_of(done.of_month("2019-10")) == "送审稿"
    early = replace(ledger_of(f"[{PARK}]", month="2019-09", day="2019-09-20"), cycles=closed("2019-09"))
    assert (stage_of(early), version_of(early, "0a1b2c3d")) == ("送审稿", "0a1b2c3d")


NOW = datetime(2019, 8, 30, 10, tzinfo=CHINA)


def papers(data: Path, month: str) -> dict[str, bytes]:
    """Every paper of a month, as the command line makes it."""
    made = {}
    here = ("--plan", SMALL, "--data", data, "--month", month)
    for name, words in {
        "report": ["report"],
        "html": ["report", "--format", "html"],
        "brief": ["report", "--brief"],
        "unit": ["report", "--unit", "绿化局"],
        "silent": ["report", "--unit", "市场处"],
        "csv": ["ledger", "--format", "csv"],
    }.items():
        said = call(*words, *here)
        assert said.code == 0, said.err
        made[name] = said.out.encode()
    book = data.parent / "台账.xlsx"
    assert call("ledger", *here, "-o", book, "--force").code == 0
    return made | {"xlsx": book.read_bytes()}


def test_the_papers_of_a_closed_month_stay_byte_for_byte_what_they_were(tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(SMALL.with_suffix(""), data)
    shutil.rmtree(data / "progress" / "2019-09")
    days = (date(2019, 8, 1), date(2019, 8, 25), date(2019, 8, 26))
    cycle.write_cycle(data, "2019-08", days, [("绿化局", ["3.1", "3.7"]), ("市场处", ["3.5"]), ("水务局", ["3.2.1"])])
    cycle.waive(data, "2019-08", "水务局", "机构改革", NOW)
    cycle.close(data, "2019-08", {}, NOW)
    before = papers(data, "2019-08")
    assert "（定稿）" in before["report"].decode()
    assert before["report"].decode().count("数据版本：2019年8月封账版") == 2
    here = ("--plan", SMALL, "--data", data)
    for words in (
        ["progress", "amend", "aaaaaa2b", "--set", "b=16", "--reason", "重复计数", "--allow-fall"],
        [
            "progress",
            "add",
            "--task",
            "3.5",
            "--unit",
            "市场处",
            "--month",
            "2019-08",
            "--self",
            "滞后",
            "--text",
            "补",
        ],
        ["progress", "review", "aaaaaa2c", "--verify", "--set", "a=7", "--how", "现场核查"],
    ):
        said = call(*words, *here)
        assert said.code == 0, said.err
        assert "2019年8月已封账" in said.err
    assert papers(data, "2019-08") == before

    report = call("report", "--month", "2019-09", *here).out
    assert "（送审稿）" in report
    assert "- **更正**：三（一）8月小游园由18座改为16座（绿化局，重复计数）。" in report
    assert "- **核实已封账月份数据**：三（七）8月停车场由8处改为7处（绿化局，现场核查）。" in report
    assert "- **补报**：市场处补报8月（三（五），" in report
    assert "| 补报8月 | 1项 | — |" in report
    assert "| 三（五）：自评滞后 |" in report
    assert "| 更正（8月） | 三（一） | 小游园 | 绿化局 | 18座 | 16座 | 重复计数 |" in report
    assert "| 核实（8月） | 三（七） | 停车场 | 绿化局 | 8处 | 7处 | 现场核查 |" in report


# How reports came ------------------------------------------------------------------------------------------------


def test_a_unit_that_was_let_off_is_named_with_the_reason_and_never_missing() -> None:
    ledger = replace(ledger_of(f"[{PARK}]", month="2019-09"), cycles=september(WAIVED))
    months = Months(ledger)
    assert reporting_words(months) == "本月应报送单位1个，免报1个（甲局，机构改革）。"
    assert figures_words(months, ledger.tasks[0]) == "本月免报（机构改革），此前未报送。"
    [row] = monthly_report(ledger, "x").annexes[2].table.rows
    assert row[1:] == ("甲局", "免报（机构改革）", "1项", "—", "—", "—")
    assert unit_paper(ledger, "甲局", "x").reporting == "本月应报送任务1项，免报（机构改革）。"
    assert ledger_rows(ledger)[0].remarks == ("从未报送数据", "免报（机构改革）")


def test_a_month_without_duty_ends_no_row_of_missing_reports() -> None:
    """5 to 7 nothing came, August was waived, September is missing again: four in a row."""
    waived = WAIVED.replace("2019-09-26", "2019-08-26")
    cycles = {"2019-08": Cycle.model_validate(read((OPENED % waived).replace("2019-09", "2019-08")))}
    ledger = replace(ledger_of(f"[{PARK}]", month="2019-09"), cycles=cycles)
    [row] = monthly_report(ledger, "x").annexes[2].table.rows
    assert row[-1] == "连续4个月未报"


FAULT = "表一H7 应为数字，写的是“约72”"


def test_a_form_that_could_not_be_read_is_received_and_says_what_is_wrong() -> None:
    entries = "[{date: 2019-08-25, values: {a: 2}}]"
    ledger = replace(
        ledger_of(f"[{PARK}]", entries=entries, month="2019-09"),
        cycles=september(),
        deliveries=(delivered("to_mend", "2019-09-24", FAULT),),
    )
    months = Months(ledger)
    assert reporting_words(months) == "本月应报送单位1个，已收待补正1个（甲局）。"
    assert figures_words(months, ledger.tasks[0]).startswith("本月已收填报表，待补正，8月数据为：公园累计完成2座")
    [row] = monthly_report(ledger, "x").annexes[2].table.rows
    assert row[1:] == ("甲局", "已收待补正", "1项", "三（一）", "9月24日", FAULT)
    said = unit_paper(ledger, "甲局", "x").reporting
    assert said == f"本月应报送任务1项，已收待补正（9月24日收到），三（一）未报或缺数据，需补正：{FAULT}。"
    assert "已收待补正" in ledger_rows(ledger)[0].remarks
    assert "本月未报送" not in ledger_rows(ledger)[0].remarks


def test_a_form_that_comes_after_closing_changes_nothing_in_the_closed_month() -> None:
    """The first form was faulty and the month was closed; what came on the next day is for next month's papers."""
    act = "{act: close, day: 2019-09-28, targets: {}}"
    ledger = replace(ledger_of(f"[{PARK}]", month="2019-09"), cycles=september(act))
    mended = replace(ledger, deliveries=(delivered("to_mend", "2019-09-24", FAULT), delivered("applied", "2019-09-29")))
    assert [one.state for one in reports(mended, "2019-09")] == [Report.TO_MEND]
    late = replace(ledger, deliveries=(delivered("to_mend", "2019-09-29", FAULT),))
    assert [one.state for one in reports(late, "2019-09")] == [Report.MISSING]


def test_a_faulty_form_may_be_made_up_for_later() -> None:
    entries = "[{date: 2019-10-01, received: 2019-10-08, values: {a: 2}, for_month: 2019-09}]"
    act = "{act: close, day: 2019-09-28, targets: {}}"
    ledger = replace(
        ledger_of(f"[{PARK}]", entries=entries, month="2019-10"),
        cycles=september(act),
        deliveries=(delivered("to_mend", "2019-09-24", FAULT),),
    )
    own = reports(ledger.of_month("2019-09", date(2019, 9, 30)), "2019-09")
    assert [one.state for one in own] == [Report.TO_MEND]
    assert [one.state for one in since_then(ledger, "2019-09", own)] == [Report.MADE_UP]


# The ledger ------------------------------------------------------------------------------------------------------


def test_remarks_of_the_ledger_name_the_month_of_what_was_corrected_and_made_up_for() -> None:
    [park] = ledger_rows(ledger_of(f"[{PARK}]", entries=CLOSED_AUGUST, month="2019-09"))
    assert "更正（8月）2→1" in park.remarks
    rows = ledger_rows(ledger_of(TWO, entries=LATE, month="2019-09"))
    assert ["补报（8月）" in row.remarks for row in rows] == [True, True]
    assert "本月未报送" in rows[0].remarks  # what came for August is no report of September
    august = ledger_of(TWO, entries=LATE, month="2019-09").of_month("2019-08")
    assert not [remark for row in ledger_rows(august) for remark in row.remarks if "补报" in remark]


def test_the_sheet_of_reports_says_who_was_let_off_and_who_made_up() -> None:
    august_alone = "".join(f"{line}\n" for line in LATE.strip().splitlines()[:2])
    ledger = replace(ledger_of(TWO, entries=august_alone, month="2019-09"), cycles=september(WAIVED))
    book = load_workbook(io.BytesIO(ledger_workbook(ledger, ledger_rows(ledger), load_columns(), "0a1b2c3d")))
    shown = [[cell.value for cell in row] for row in book["报送情况"].iter_rows()]
    assert shown[3] == [
        *("类别", "单位", "5月", "6月", "7月", "8月", "9月"),
        *("应报", "按时", "迟报", "待补正", "缺数", "未报", "补报", "免报", "连续未报", "备注"),
    ]
    assert shown[-1][1:7] == ["甲局", "未", "未", "未", "补", "免"]
    assert shown[-1][7:] == [5, None, None, None, None, 3, 1, 1, None, "8月于9月6日补报；9月免报（机构改革）"]
    notes = {row[0].value: row[1].value for row in book["说明"].iter_rows()}
    assert notes["月份"] == "2019年9月，尚未封账"
    assert notes["数据版本"] == "0a1b2c3d"


def test_the_ledger_of_a_closed_month_is_its_closed_version() -> None:
    ledger = replace(ledger_of(f"[{PARK}]", month="2019-09"), cycles=closed("2019-09"))
    book = load_workbook(io.BytesIO(ledger_workbook(ledger, ledger_rows(ledger), load_columns(), "0a1b2c3d")))
    notes = {row[0].value: row[1].value for row in book["说明"].iter_rows()}
    assert notes["月份"] == "2019年9月，定稿（2019年9月28日封账）"
    assert notes["数据版本"] == "2019年9月封账版"
    foot = book["台账"].oddFooter
    assert foot is not None
    assert foot.left.text == "数据版本：2019年9月封账版"

"""督办通知单, 催办函, 函 and 任务分解表 as papers: everything said is there, an auditor agrees, the pages are right."""

from __future__ import annotations

import io
import os
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from calling import PLAN
from docx import Document
from openxml_audit import OpenXmlValidator
from test_views_report import DEMO, ledger_from

from baicheng_cli.plan.office_month import load_office_month
from baicheng_cli.progress.issued import LETTER, NOTICE, REMINDER, Paper, Record
from baicheng_cli.views import word
from baicheng_cli.views.breakdown import BLANKS, FACTS, breakdown
from baicheng_cli.views.months import Months
from baicheng_cli.views.notices import Asked, Slip, reminder, slips
from baicheng_cli.views.word.papers import BreakdownPaper, NoticePaper

SEPTEMBER = Months(ledger_from(PLAN, "2019-09", DEMO))
ASKED = Asked(date(2019, 9, 30), limit=date(2019, 10, 31), reply_by=date(2019, 10, 10))
TEMPLATES = {NOTICE: "notice", REMINDER: "reminder", LETTER: "letter"}
TITLE = "R&D <3% “引号”镕昇喆堃珺" + "标题" * 22


def slip(task: str, asked: Asked = ASKED) -> Slip:
    standing = SEPTEMBER.now.standing(SEPTEMBER.now.plan.by_id[task][0])
    [one] = slips(SEPTEMBER, standing, asked, load_office_month(DEMO, "2019-09"), "0a1b2c3d")
    return one


def chased(task: str, to: str, kind: str) -> Slip:
    record = Record(
        act="issue",
        number="中原百城督〔2019〕1号" if kind == NOTICE else "中原百城函〔2019〕1号",
        day=date(2019, 9, 30),
        kind=kind,
        to=(to,),
        task=task,
        limit=date(2019, 10, 31),
        reply_by=date(2019, 10, 10),
    )
    about = Paper(record)
    standing = SEPTEMBER.now.standing(SEPTEMBER.now.plan.by_id[task][0])
    asked = Asked(date(2019, 10, 14), limit=date(2019, 10, 18))
    return reminder(SEPTEMBER, standing, asked, load_office_month(DEMO, "2019-09"), "0a1b2c3d", about, about)


PAPERS = {
    "notice": slip("3.3"),
    "letter": slip("3.1"),
    "reminder": chased("3.3", "区城管局", NOTICE),
    "reminding letter": chased("3.1", "中原规划分局", LETTER),
}


def paper(one: Slip) -> bytes:
    return word.render(TEMPLATES[one.kind], NoticePaper(one.notice))


def words_of(content: bytes) -> str:
    """All that stands on the pages, the heads and feet included."""
    document = Document(io.BytesIO(content))
    lines = [one.text for one in document.paragraphs]
    lines += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    for section in document.sections:
        for edge in (section.header, section.first_page_header, section.first_page_footer):
            lines += [one.text for one in edge.paragraphs]
    return "\n".join(lines)


FIELDS = (
    "number", "urgency", "subject", "source", "lead", "support", "situation", "requirement", "limit", "reply_by",
    "opinion", "head", "dated", "contact", "phone", "demo", "version", "until", "light",
)  # fmt: skip


LABELS = """编号 缓急 事项名称 来源 主办单位 协办单位 目前情况 办理要求 办结时限 反馈时限与方式 领导批示（内部）
拟办意见 签发 联系人 办公电话 签收 回执 办理情况 未办结原因 预计完成 负责人签字（盖章） 日期 抄送：区政府督查室。"""
"""What such a slip and its receipt have to have."""


def test_a_notice_has_everything_that_was_said_and_every_field_of_the_model() -> None:
    one = slip(
        "3.3",
        ASKED._replace(
            dated=True, urgency="特急", opinion="拟请区城管局牵头", source=f"会议{TITLE}", number="督〔2019〕1号"
        ),
    ).notice._replace(subject=TITLE, contact="某科", phone="0371—0000000", copies="区政府督查室")
    said = words_of(word.render("notice", NoticePaper(one)))
    for field in FIELDS:
        assert getattr(one, field) in said, field
    for reason in one.reasons:
        assert reason in said
    for label in LABELS.split():
        assert label in said, label


@pytest.mark.parametrize("name", [name for name in PAPERS if name != "notice"])
def test_a_letter_and_a_reminder_say_what_the_data_say(name: str) -> None:
    one = PAPERS[name].notice
    said = words_of(paper(PAPERS[name]))
    assert one.title in said.replace("\n", ""), "it may be parted"
    for text in (
        one.number,
        f"{one.to}：",
        one.situation,
        one.requirement,
        one.limit,
        one.signer,
        *one.reasons,
    ):
        assert text in said
    if one.reminding is not None:
        for text in (one.reminding.number, "第1次催办", "已逾期4天", one.reminding.limit):
            assert text in said
    assert ("逾期将予通报" in said) == (name == "reminder")
    assert ("商请" in said) == ("letter" in name)


@pytest.mark.parametrize("name", PAPERS)
def test_an_auditor_finds_no_error_and_the_same_paper_is_the_same_bytes(tmp_path: Path, name: str) -> None:
    file = tmp_path / "公文.docx"
    file.write_bytes(paper(PAPERS[name]))
    assert OpenXmlValidator().validate(str(file)).error_count == 0
    assert paper(PAPERS[name]) == file.read_bytes()


def test_every_task_and_measure_has_its_paper() -> None:
    for standing in SEPTEMBER.now.standings:
        for one in slips(SEPTEMBER, standing, ASKED, load_office_month(DEMO, "2019-09"), "0a1b2c3d"):
            assert one.notice.situation.startswith(("截至9月25日", "方案未定时限。截至9月25日")), standing.id
            assert "。。" not in one.notice.situation and one.notice.situation.endswith("。"), one.notice.situation
            assert one.notice.requirement.endswith("。")


def copied(one: Slip) -> bytes:
    notice = one.notice._replace(copies="区政府督查室，区财政局")
    return word.render(TEMPLATES[one.kind], NoticePaper(notice))


@pytest.mark.parametrize("name", ["letter", "reminder"])
def test_a_line_follows_the_table_at_the_foot_though_it_stands_in_a_condition(tmp_path: Path, name: str) -> None:
    """Without one LibreOffice loses the table, and to whom copies go with it."""
    file = tmp_path / "函.docx"
    file.write_bytes(copied(PAPERS[name]))
    last, section = list(Document(str(file)).element.body)[-2:]
    assert (last.tag.rpartition("}")[2], section.tag.rpartition("}")[2]) == ("p", "sectPr")
    assert OpenXmlValidator().validate(str(file)).error_count == 0


# Pages -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sheets() -> dict[str, list[Any]]:
    if shutil.which("soffice") is None:
        if os.environ.get("BAICHENG_REQUIRE_TOOLS") == "1":
            pytest.fail("LibreOffice is required here")
        pytest.skip("LibreOffice is not installed")
    from test_views_word_pdf import measured

    from baicheng_cli.views.word.pdf import as_pdf

    made = {name: paper(one) for name, one in PAPERS.items()}
    made |= {task: paper(slip(task)) for task in ("3.5.2", "3.9.2.1", "3.9.3")}
    made |= {f"copied {name}": copied(PAPERS[name]) for name in ("letter", "reminder")}
    made["breakdown"] = word.render("breakdown", BreakdownPaper(breakdown(SEPTEMBER.now)))
    return dict(zip(made, map(measured, as_pdf(list(made.values()))), strict=True))


@pytest.mark.tools
def test_a_notice_is_one_sheet_its_receipt_the_next_and_what_is_internal_a_third(sheets: dict[str, list[Any]]) -> None:
    slip, receipt, internal = sheets["notice"]
    assert slip.line("督办通知单").size == 22
    assert any("签收" in one.text for one in slip.lines)
    assert receipt.line("督办事项办理情况回执").size == 22
    assert internal.line("内部留存，不随件送出")
    assert not [one for sheet in (slip, receipt) for one in sheet.lines if "内部" in one.text]
    assert not [one for one in slip.lines if one.text.startswith("—")]
    assert (receipt.number.text, internal.number.text) == ("— 2 —", "— 3 —")


@pytest.mark.tools
@pytest.mark.parametrize("task", ["3.5.2", "3.9.2.1", "3.9.3"])
def test_the_longest_matters_of_the_plan_fit_on_one_sheet_too(sheets: dict[str, list[Any]], task: str) -> None:
    assert len(sheets[task]) == 3
    assert any(one.text.startswith("签收") for one in sheets[task][0].lines)


@pytest.mark.tools
@pytest.mark.parametrize("name", PAPERS)
def test_the_letters_form_has_its_head_and_its_double_rules(sheets: dict[str, list[Any]], name: str) -> None:
    """Head 30 mm below the edge; double rules of 170 mm below it and 20 mm above the lower edge (10.1)."""
    first = sheets[name][0]
    head = first.line("中原区百城建设提质工程工作领导小组办公室")
    assert head.top == pytest.approx(30, abs=0.6)
    assert head.colour == (1, 0, 0)
    level = [one for one in first.rules if 169 < one.right - one.left < 171]
    assert len(level) == 4
    assert level[-1].at + level[-1].width / 2 == pytest.approx(277, abs=0.5)
    for sheet in sheets[name]:
        inside = [one for one in sheet.lines if one.text.strip() and one.size < 40 and one is not head]
        assert min(one.left for one in inside) > 27.5 and max(one.right for one in inside) < 184.6


@pytest.mark.tools
@pytest.mark.parametrize("name", ["letter", "reminder"])
def test_copies_are_named_at_the_foot_of_the_last_page_without_rules(sheets: dict[str, list[Any]], name: str) -> None:
    """A letter's imprint has no rules (10.1)."""
    pages = sheets[f"copied {name}"]
    line = pages[-1].line("抄送：区政府督查室，区财政局。")
    assert line.size == 14 and 250 < line.base < 262
    assert not [one for sheet in pages[:-1] for one in sheet.lines if one.text.startswith("抄送")]
    assert not [one for one in pages[-1].rules if one.at > line.top - 3]


@pytest.mark.tools
def test_a_title_in_two_lines_is_parted_evenly_and_no_mark_begins_a_line(sheets: dict[str, list[Any]]) -> None:
    lines = [one for one in sheets["reminding letter"][0].lines if one.size == 22 and one.colour != (1, 0, 0)]
    assert len(lines) == 2
    assert abs(len(lines[0].text) - len(lines[1].text)) <= 4
    assert lines[1].text[0] not in "，。”"


@pytest.mark.tools
def test_the_breakdown_is_on_a3_across_with_its_heading_on_every_page(sheets: dict[str, list[Any]]) -> None:
    pages = sheets["breakdown"]
    assert len(pages) >= 4
    for number, sheet in enumerate(pages, 1):
        assert (sheet.wide, sheet.high) == (pytest.approx(420, abs=0.5), pytest.approx(297, abs=0.5))
        heads = "".join(one.text for one in sheet.lines[:8])
        assert "重点任务" in heads and "具体措施" in heads and "时间节点" in heads
        assert sheet.number.text == f"— {number} —"


# The breakdown as Word -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("unit", [None, "区城管局", "各街道办事处"])
def test_the_breakdown_has_every_line_and_columns_to_fill_in(tmp_path: Path, unit: str | None) -> None:
    found = breakdown(SEPTEMBER.now, unit)
    content = word.render("breakdown", BreakdownPaper(found))
    file = tmp_path / "分解表.docx"
    file.write_bytes(content)
    assert OpenXmlValidator().validate(str(file)).error_count == 0
    assert content == word.render("breakdown", BreakdownPaper(found))
    [table] = Document(str(file)).tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == [*FACTS, *BLANKS]
    lines = [line for section in found.sections for line in section.lines]
    body = [row for row in rows[1:] if len(set(row)) > 1]
    assert len(rows) == 1 + len(found.sections) + len(lines)
    begun = table._tbl.xpath('.//w:vMerge[@w:val="restart"]')
    several = [line for line in lines if line.first and sum(one.task == line.task for one in lines) > 1]
    assert len(begun) == 6 * len(several), "Word merges with what a cell begins, and nothing else"
    for row, line in zip(body, lines, strict=True):
        cells = [str(line.number), line.clause, line.title, line.content, line.goal, line.due, line.lead, line.support]
        assert row == [*cells, "", "", "", ""], "merged cells say the same as the one above"

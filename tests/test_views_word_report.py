"""The monthly report as a paper: everything that it says is in it, in the form of a bulletin or of a document."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from calling import PLAN
from docx import Document
from openxml_audit import OpenXmlValidator
from test_views_report import DEMO, ledger_from

from baicheng_cli.plan.office_month import load_office_month
from baicheng_cli.views import word
from baicheng_cli.views.letterhead import DOCUMENT, Letterhead
from baicheng_cli.views.report import MonthlyReport, monthly_report
from baicheng_cli.views.word.papers import report_paper

BULLETIN = Letterhead(name="百城建设提质工程工作简报")
ISSUED = Letterhead(
    form=DOCUMENT,
    name="中原区某某领导小组办公室文件",
    number="〔2019〕　号",
    to="各街道办事处，区政府有关部门：",
    signer="某某领导小组办公室",
    dated="2019年9月30日",
    contact="联系人：　　；电话：　　",
    issued_by="区百城提质办",
    issued="2019年9月30日",
)


def september(month: str = "2019-09") -> MonthlyReport:
    return monthly_report(ledger_from(PLAN, month, DEMO), "0a1b2c3d", load_office_month(DEMO, month))


def paper(report: MonthlyReport, letterhead: Letterhead) -> Any:
    return Document(io.BytesIO(word.render("report", report_paper(report, letterhead))))


def texts(document: Any) -> list[str]:
    """Its paragraphs; a title of two lines is one."""
    return [paragraph.text.replace("\n", "") for paragraph in document.paragraphs if paragraph.text]


def sentences(report: MonthlyReport) -> Iterator[str]:
    yield from (report.head.title, report.overview.text, report.reporting, report.remark)
    for change in report.changes:
        yield from (change.what, change.named)
    for clause in report.clauses:
        yield from (clause.number + clause.title, clause.lead, clause.figures, *clause.texts)
    yield from (*report.problems, *report.requests, *report.plans)
    yield from (f"{annex.number}.{annex.title}" for annex in report.annexes)


@pytest.mark.parametrize("letterhead", [BULLETIN, ISSUED], ids=["bulletin", "document"])
def test_everything_the_report_says_is_in_the_paper(letterhead: Letterhead) -> None:
    report = september()
    document = paper(report, letterhead)
    said = "\n".join(texts(document))
    assert len(report.clauses) > 30
    for sentence in sentences(report):
        assert sentence in said
    for annex, table in zip(report.annexes, document.tables, strict=False):
        rows = [tuple(cell.text for cell in row.cells) for row in table.rows]
        assert rows == [tuple(column.title for column in annex.table.columns), *annex.table.rows]


def test_a_bulletin_has_its_issue_and_a_document_its_number_and_signature() -> None:
    report = september()
    bulletin, document = texts(paper(report, BULLETIN)), texts(paper(report, ISSUED))
    assert bulletin[:3] == ["送审稿", "百城建设提质工程工作简报", "第　期"]
    assert bulletin[3].startswith("区百城提质办\t")
    assert not [line for line in bulletin if "〔2019〕　号" in line]
    assert document[:3] == ["送审稿", "中原区某某领导小组办公室文件", "〔2019〕　号\t签发人：　　　　"]
    assert document[3:6] == [
        f"关于{report.head.title}的报告",
        "各街道办事处，区政府有关部门：",
        f"现将{report.head.title}报告如下：",
    ]
    assert (
        document[document.index("一是10月10日前召开滞后任务调度会，逐项核定整改措施和完成时间。") + 3] == "特此报告。"
    )
    assert "特此报告。" not in bulletin
    at = document.index("某某领导小组办公室")
    assert document[at : at + 3] == ["某某领导小组办公室", "2019年9月30日", "（联系人：　　；电话：　　）"]


def test_what_the_office_has_not_set_is_a_visible_blank() -> None:
    report = september()
    report = report._replace(head=report.head._replace(office=""))
    assert texts(paper(report, Letterhead()))[1:4] == [
        "【待补：简报名称】",
        "第　期",
        "【待补：编印单位】\t　　年　月　日　",
    ]
    said = texts(paper(report, Letterhead(form=DOCUMENT)))
    assert said[1:3] == ["【待补：红头】", "〔　　〕　号\t签发人：　　　　"]
    assert "【待补：主送机关】：" in said
    assert "【待补：署名】" in said


def test_a_final_paper_does_not_say_that_it_is_a_draft() -> None:
    report = september()
    final = report._replace(head=report.head._replace(stage="定稿", version="2019年9月封账版"))
    document = paper(final, BULLETIN)
    assert texts(document)[0] == "百城建设提质工程工作简报"
    assert document.tables[-1].cell(0, 0).text.startswith("数据版本：2019年9月封账版")


def test_to_whom_it_goes_is_on_the_last_page() -> None:
    report = september()
    sent = ("报：区委、区政府。", "发：各街道办事处。", "（共印50份）")
    table = paper(report, ISSUED._replace(sent=sent)).tables[-1]
    assert [[cell.text for cell in row.cells][:: len(row._tr.tc_lst) or 1][:1] for row in table.rows][1:4] == [
        [one] for one in sent
    ]
    assert [cell.text for cell in table.rows[-1].cells] == ["区百城提质办", "2019年9月30日印发"]


@pytest.mark.parametrize("month", ["2019-03", "2019-05", "2019-12"])
def test_every_month_has_its_paper_and_an_auditor_finds_no_error(tmp_path: Path, month: str) -> None:
    """In March nobody has reported: sentences instead of clauses, and annexes that say 无."""
    report = september(month)
    file = tmp_path / "月报.docx"
    file.write_bytes(word.render("report", report_paper(report, BULLETIN)))
    assert OpenXmlValidator().validate(str(file)).error_count == 0
    document = Document(str(file))
    if report.silence:
        assert report.silence in texts(document)
    for annex, table in zip(report.annexes, document.tables, strict=False):
        if not annex.table.rows:
            assert [cell.text for cell in table.rows[1].cells] == ["无"] * len(annex.table.columns)


@pytest.mark.slow
def test_the_mark_of_a_demonstration_is_on_every_page_and_only_there() -> None:
    report = september()
    for demo in ("演示数据，非真实填报", ""):
        document = paper(report._replace(head=report.head._replace(demo=demo)), BULLETIN)
        for section in document.sections:
            for header in (section.header, section.even_page_header):
                assert [one.text for one in header.paragraphs] == [demo]


@pytest.mark.slow
@pytest.mark.tools
def test_a_report_of_thirty_pages_is_numbered_and_marked_to_its_end() -> None:
    if shutil.which("soffice") is None:
        if os.environ.get("BAICHENG_REQUIRE_TOOLS") == "1":
            pytest.fail("LibreOffice is required here")
        pytest.skip("LibreOffice is not installed")
    from test_views_word_pdf import measured

    from baicheng_cli.views.word.pdf import as_pdf

    report = september()
    annexes = tuple(
        one._replace(table=one.table._replace(rows=one.table.rows * 3)) if one.table.rows else one
        for one in report.annexes
    )
    long = report._replace(clauses=report.clauses * 2, annexes=annexes)
    [pages] = [measured(one) for one in as_pdf([word.render("report", report_paper(long, ISSUED))])]
    assert len(pages) >= 30
    for number, sheet in enumerate(pages, 1):
        assert sheet.number.text == f"— {number} —"
        assert sheet.lines[0].text == "演示数据，非真实填报"
        assert len(sheet.lines) > 3
        left, right = (28, 184) if sheet.wide < sheet.high else (35, 260)
        assert min(line.left for line in sheet.lines) > left - 0.3
        assert max(line.right for line in sheet.lines) < right + 0.3
    across = [sheet for sheet in pages if sheet.wide > sheet.high]
    targets = [
        sheet
        for sheet in across
        if any(line.text.replace(" ", "").startswith("条款指标目标值") for line in sheet.lines)
    ]
    assert len(targets) >= 5
    assert pages[-1].line("区百城提质办").text.endswith("印发")

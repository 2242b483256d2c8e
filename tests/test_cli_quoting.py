"""With the issued document at hand, papers quote the original clause; the plan keeps none of its sentences."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from calling import Office, Said
from docx import Document

DOCUMENT = """\
某区2019年绿化方案

三、重点任务
（一）增加绿地。见缝插绿，还绿于民。2019年底前，新增绿地10公顷。
牵头单位：绿化局
配合单位：水务局
（二）治理河道。水清岸绿，不留死角。
牵头单位：水务局
"""
PLAN = """\
schema: 1
document:
  {title: 某区2019年绿化方案, number: 某政〔2019〕1号, issuer: 某区, issued: 2019-04-14, numbering: ["一、", "（一）"]}
period: {start: 2019-01-01, end: 2019-12-31}
units:
  - {id: lvhua, names: [{name: 绿化局}]}
  - {id: shuiwu, names: [{name: 水务局}]}
chapters:
  - id: "3"
    title: 重点任务
    kind: tasks
    items:
      - id: "3.1"
        title: 增加绿地
        lead: [绿化局]
        support: [水务局]
        content: [增绿]
        indicators: [{id: a, name: 新增绿地, exactly: 10, unit: 公顷, due: 2019-12-31, due_words: 2019年底前}]
      - {id: "3.2", title: 治理河道, lead: [水务局], content: [治河]}
"""
QUOTED = "见缝插绿，还绿于民。2019年底前，新增绿地10公顷。"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    plan = tmp_path / "2019.yaml"
    plan.write_text(PLAN, "utf-8")
    (tmp_path / "方案.txt").write_text(DOCUMENT, "utf-8")
    office = Office(tmp_path / "data", plan)
    office.sidecar("2019-09", "lvhua", "绿化局", "{id: aaaaaaaa, task: '3.1', date: 2019-09-25, values: {a: 5}}")
    return office


def ask(office: Office, *words: str) -> Said:
    said = office.ask(*words)
    assert said.code == 0, said.err
    return said


@pytest.mark.parametrize("words", [("notice", "3.1"), ("report",), ("report", "--unit", "绿化局"), ("breakdown",)])
def test_a_paper_quotes_what_the_document_says_without_its_title_and_its_units(
    office: Office, words: tuple[str, ...], tmp_path: Path
) -> None:
    said = ask(office, *words, "--document", str(tmp_path / "方案.txt")).out
    assert QUOTED in said.replace("\\", "")
    assert "增加绿地。见缝插绿" not in said
    assert "牵头单位：绿化局\n配合单位" not in said


def test_what_goes_to_units_quotes_the_document_of_the_settings_a_monthly_report_only_when_asked(
    office: Office,
) -> None:
    office.settings("document: ../方案.txt\n")
    for words in (("notice", "3.1"), ("breakdown", "--format", "csv"), ("report", "--wording")):
        assert QUOTED in ask(office, *words).out
    assert "见缝插绿" not in ask(office, "report").out
    assert "见缝插绿" not in ask(office, "report", "--brief").out


def test_without_a_document_papers_say_it_in_the_plan_s_words(office: Office) -> None:
    assert "见缝插绿" not in ask(office, "notice", "3.1").out
    assert "增绿" in ask(office, "breakdown").out


def test_a_document_that_is_asked_for_and_not_there_is_said(office: Office, tmp_path: Path) -> None:
    assert (office.ask("report", "--wording").code, office.ask("report").code) == (2, 0)
    said = office.ask("notice", "3.1", "--document", str(tmp_path / "没有.txt"))
    assert said.code == 2
    assert "没有.txt" in said.err


def test_a_document_of_the_settings_that_is_not_here_stops_no_paper_but_is_said(office: Office) -> None:
    office.settings("document: ../没有.docx\n")
    for words in (("notice", "3.1"), ("breakdown", "--format", "csv")):
        said = ask(office, *words)
        assert "不引原文：设置里 document 写的文件找不到：" in said.err
        assert "没有.docx" in said.err and "settings.yaml" in said.err
    for words in (("report", "--wording"), ("show", "3.1", "--wording")):
        assert office.ask(*words).code == 2
        assert "设置里 document 写的文件找不到：" in office.ask(*words).err


def test_a_letter_and_every_word_paper_quote_it_too(office: Office, tmp_path: Path) -> None:
    office.settings("document: ../方案.txt\npapers: {letters: [绿化局]}\n")
    assert f"方案原文：{QUOTED}" in ask(office, "notice", "3.1").out
    for words in (("notice", "3.1"), ("report", "--wording"), ("breakdown",)):
        file = tmp_path / f"{words[0]}.docx"
        ask(office, *words, "-o", str(file))
        document = Document(io.BytesIO(file.read_bytes()))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        assert any(QUOTED in text for text in (*(one.text for one in document.paragraphs), *cells)), words

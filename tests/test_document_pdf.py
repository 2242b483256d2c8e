"""A PDF as an office makes it from Word: the same clauses, the same rows, whatever the pages broke."""

from __future__ import annotations

import io
import os
import shutil
from pathlib import Path

import docx
import pytest

from baicheng_cli.document.outline import outline_of
from baicheng_cli.document.read import lines_of
from baicheng_cli.views.word.pdf import as_pdf

LAYOUTS = Path(__file__).parent / "data" / "layouts"


@pytest.fixture(scope="module")
def office() -> None:
    """LibreOffice, which makes the PDF."""
    if shutil.which("soffice") is None:
        if os.environ.get("BAICHENG_REQUIRE_TOOLS") == "1":
            pytest.fail("LibreOffice is required here")
        pytest.skip("LibreOffice is not installed")


def printed(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]  # python-docx calls its document a function
    [pdf] = as_pdf([out.getvalue()])
    return pdf


@pytest.mark.tools
@pytest.mark.parametrize("name", ["01-default-units", "09-province-sentences", "11-misprinted-numbers"])
def test_a_document_is_outlined_from_its_pdf_as_from_its_text(name: str, office: None) -> None:
    text = (LAYOUTS / f"{name}.txt").read_text("utf-8")
    document = docx.Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    from_text = outline_of(lines_of(text.encode(), "a.txt"))
    from_pdf = outline_of(lines_of(printed(document), "a.pdf"))
    assert [(one.id, one.title and one.title.value) for one in from_pdf.clauses()] == [
        (one.id, one.title and one.title.value) for one in from_text.clauses()
    ]
    assert [said.value for said in (from_pdf.title, from_pdf.number, from_pdf.issued) if said] == [
        said.value for said in (from_text.title, from_text.number, from_text.issued) if said
    ]


@pytest.mark.tools
def test_rows_of_a_pdf_repeat_what_their_cells_are_merged_with(office: None) -> None:
    document = docx.Document()
    table = document.add_table(3, 4, style="Table Grid")
    rows = [("序号", "任务", "目标", "牵头单位"), ("1", "道路", "新建5条", "区城建局"), ("2", "绿地", "新增3处", "")]
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    table.cell(1, 3).merge(table.cell(2, 3))
    ticks: list[tuple[int, int]] = []
    lines = lines_of(printed(document), "a.pdf", lambda done, of: ticks.append((done, of)))
    assert [line.cells for line in lines if line.cells] == [
        *rows[:2],
        ("2", "绿地", "新增3处", "区城建局"),
    ]
    assert ticks == [(1, 1)]

"""Forms that LibreOffice has opened and saved, as many a unit's computer does, are read as if nothing had happened."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from filling import CHENGGUAN, FILLED, SEPTEMBER, Collection, entries, insert_row, place_in, sort_rows, today
from openpyxl import load_workbook

from baicheng_cli.forms.columns import PARTS_SHEET

pytestmark = pytest.mark.tools


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Collection:
    """September is open, with figures of August on the forms."""
    if shutil.which("soffice") is None:
        if os.environ.get("BAICHENG_REQUIRE_TOOLS") == "1":
            pytest.fail("soffice is missing")
        pytest.skip("soffice is missing")
    today(monkeypatch, "2019-09-16")
    office = Collection(tmp_path)
    office.settings("office: tizhiban\nreporting: {first_month: 2019-08}\n")
    said = "{id: aaaaaaaa, task: '3.3', date: 2019-08-25, received: 2019-08-25, values: {a: 66.5, b: 3, c: 18.5}}"
    office.sidecar("2019-08", "chengguan", "区城管局", said)
    assert office.open().code == 0
    today(monkeypatch, "2019-09-24")
    return office


def saved_by_libreoffice(top: Path, *files: Path) -> Path:
    """The folder with these files as LibreOffice saves them; formulas are calculated on the way."""
    out = top / "saved"
    profile = f"-env:UserInstallation={(top / 'profile').as_uri()}"
    call = ["soffice", profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(out)]
    subprocess.run([*call, *map(str, files)], check=True, capture_output=True, timeout=180)
    assert sorted(file.name for file in out.iterdir()) == sorted(file.name for file in files)
    return out


@pytest.mark.slow
def test_every_form_untouched_is_read_as_nothing_filled_in(office: Collection, tmp_path: Path) -> None:
    before = office.written
    said = office.read(saved_by_libreoffice(tmp_path, *office.folder.iterdir()), "--apply")
    assert said.code == 0, said.out
    assert "合计：没有填13份" in said.out
    assert said.err == "没有写入任何内容\n"
    assert office.written == before


def filled_in(office: Collection, name: str, *more: Any) -> Path:
    book = load_workbook(office.folder / CHENGGUAN)
    for address, value in FILLED.items():
        place_in(book, address).value = value
    place_in(book, "3.3.m1").value = "2019.9.20"
    for change in more:
        change(book)
    book.save(file := office.top / name)
    return file


def with_formula(book: Any) -> None:
    place_in(book, "3.3.a").value = "=66.5+6"


def test_filled_in_sorted_and_with_a_row_inserted_it_is_read_cell_by_cell(office: Collection, tmp_path: Path) -> None:
    file = filled_in(office, "来.xlsx", sort_rows, insert_row, with_formula)
    assert office.read(file).code == 1  # not calculated yet
    out = saved_by_libreoffice(tmp_path, file)
    assert load_workbook(out / file.name)[PARTS_SHEET]["A5"].value is None
    said = office.read(out, "--apply")
    assert said.code == 0, said.out + said.err
    [entry] = entries(office)
    assert entry["values"] == {"a": 72.5, "b": 3, "c": 22}
    assert str(entry["milestones"]["m1"]) == "2019-09-20"
    assert (entry["progress"], entry["self"]) == ("补植乔木", "正常推进")
    assert office.ask("check", day=None).code == 0


def test_the_hidden_sheet_survives_and_a_conflict_is_still_seen(office: Collection, tmp_path: Path) -> None:
    out = saved_by_libreoffice(tmp_path, filled_in(office, "来.xlsx"))
    office.add(*f"--task 3.3 --unit 区城管局 --month {SEPTEMBER} --set a=70".split())
    said = office.read(out)
    assert said.code == 1
    assert "发出时空着，表上改成“72.5”，这期间已录成“70”" in said.out

"""A month that is collected in a test: opened by the command line, its forms filled in as units do."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from calling import PLAN, Office, Said, call
from openpyxl import load_workbook

from baicheng_cli.forms.columns import PARTS, PARTS_SHEET, WORK, WORK_SHEET
from baicheng_cli.progress import calendar

SEPTEMBER = "2019-09"
CHENGGUAN = "02_区城管局_2019年9月填报表.xlsx"
NONGWEI = "03_区农委_2019年9月填报表.xlsx"
FILLED = {"3.3.a": 72.5, "3.3.b": 3, "3.3.c": 22, "3.3.progress": "补植乔木", "3.3.self": "正常推进"}
"""What 区城管局 fills in for one of its tasks."""
REPORT = {"3.4.a": 6, "3.4.progress": "改造学校6所", "3.4.self": "正常推进"}
"""What 区农委 fills in."""


def today(monkeypatch: pytest.MonkeyPatch, day: str) -> None:
    """From now on it is half past nine on that day."""
    moment = datetime.fromisoformat(f"{day}T09:30:00+08:00")
    monkeypatch.setattr(calendar, "now", lambda: moment)


def place_in(book: Any, address: str) -> Any:
    """The cell of an address (3.3.a, 3.3.a.proof, 3.3.progress), wherever its row is."""
    for name, columns in ((PARTS_SHEET, PARTS), (WORK_SHEET, WORK)):
        keys = [column.key for column in columns]
        for row in book[name].iter_rows(min_row=4):
            wanted = [f"{row[0].value}.{key}" for key in keys]
            if name == PARTS_SHEET and address == row[0].value:
                return row[keys.index("value")]
            if address in wanted:
                return row[wanted.index(address)]
    raise AssertionError(f"the form has no cell {address}")


def fill(file: Path, cells: Mapping[str, Any], to: Path | None = None) -> Path:
    """Type these values into a form's cells; `to`: saved under another name."""
    book = load_workbook(file)
    for address, value in cells.items():
        place_in(book, address).value = value
    to = to or file
    book.save(to)
    return to


def sort_rows(book: Any) -> None:
    """The rows of both sheets turned round, values only, as sorting does."""
    for name in (PARTS_SHEET, WORK_SHEET):
        sheet = book[name]
        rows = [row for row in sheet.iter_rows(min_row=4) if row[0].value and str(row[0].value)[0].isdigit()]
        values = [[cell.value for cell in row] for row in rows]
        for row, old in zip(rows, reversed(values), strict=True):
            for cell, value in zip(row, old, strict=True):
                cell.value = value


def insert_row(book: Any) -> None:
    for name in (PARTS_SHEET, WORK_SHEET):
        book[name].insert_rows(5)


class Collection(Office):
    """The shipped plan, a data folder of the test's own, and a folder for the forms."""

    def __init__(self, top: Path, plan: Path = PLAN) -> None:
        super().__init__(top / "data", plan)
        self.top, self.folder = top, top / "填报表"

    def do(self, *arguments: str | Path, screen: bool = False) -> Said:
        """A command that takes no day to look from."""
        return call(*arguments, "--plan", self.plan, "--data", self.data, screen=screen)

    def open(self, *more: str | Path, month: str = SEPTEMBER) -> Said:
        return self.do("collect", "open", "--month", month, "-o", self.folder, *more)

    def read(self, *files: str | Path, screen: bool = False) -> Said:
        return self.do("forms", "read", *files, screen=screen)

    def form(self, name: str, cells: Mapping[str, Any], to: str = "") -> Path:
        """A form of the folder, filled in; `to`: saved under this name elsewhere."""
        return fill(self.folder / name, cells, self.top / to if to else None)

    @property
    def written(self) -> dict[str, bytes]:
        """Every file of the data folder with its bytes, without settings and locks."""
        return {
            file.relative_to(self.data).as_posix(): file.read_bytes()
            for file in sorted(self.data.rglob("*"))
            if file.is_file() and file.suffix != ".lock" and "office" not in file.parts
        }

    def state(self, unit: str, month: str = SEPTEMBER) -> str:
        """How a unit's report of the month stands, in the code of `collect status`."""
        said = self.do("collect", "status", "--month", month, "--format", "json")
        return next(str(one["state"]) for one in said.items if one["unit"] == unit)


def entries(office: Collection, unit: str = "chengguan", month: str = SEPTEMBER) -> list[dict[str, Any]]:
    """What is recorded of a unit in a month."""
    file = office.data / "progress" / month / f"{unit}.yaml"
    found: list[dict[str, Any]] = yaml.safe_load(file.read_text("utf-8"))["entries"] if file.exists() else []
    return found


class Member(zipfile.ZipInfo):
    """A file in an archive whose name is in an encoding that nothing tells, as Windows (GBK) and macOS pack it."""

    def __init__(self, name: str, encoding: str) -> None:
        super().__init__(name)
        self.encoding = encoding

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802  # zipfile's own
        return self.filename.encode(self.encoding), self.flag_bits

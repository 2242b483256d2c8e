"""What came back from the units (来件登记): every form as it came, when, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, NamedTuple

from pydantic import Field

from baicheng_cli.diagnostics import Finding, Severity
from baicheng_cli.errors import BrokenFile
from baicheng_cli.fields import MONTH, AsList, Closed, Day, Flag, Moment, Month, SchemaOne, Text, Texts, one_of
from baicheng_cli.files import write_atomic
from baicheng_cli.plan.load import shown
from baicheng_cli.plan.units import Register
from baicheng_cli.progress.append import MISPLACED, Kind, add
from baicheng_cli.progress.model import EntryId
from baicheng_cli.reading import model_of
from baicheng_cli.yaml_source import Source, read

APPLIED, TO_MEND = "applied", "to_mend"


class Delivery(Closed):
    """One form that came back (来件)."""

    file: Text
    """The original, byte for byte: its path from the data folder, with slashes."""
    name: Text
    """The file's name as it came."""
    sha256: Text
    day: Day
    """The day the office had it (收到日)."""
    state: Annotated[str, one_of(APPLIED, TO_MEND)]
    """`applied`: recorded; `to_mend`: nothing of it was recorded, the unit has to mend it (待补正)."""
    faults: Texts = ()
    """What has to be mended, cell by cell."""
    entries: Annotated[tuple[EntryId, ...], AsList] = ()
    """What was recorded of it."""
    recorded: Moment | None = None


class Deliveries(Closed):
    """Everything that one unit sent in for one month."""

    schema_: SchemaOne = Field(alias="schema")
    unit: Text
    month: Month
    demo: Flag = False
    received: Annotated[tuple[Delivery, ...], AsList] = ()


class Delivered(NamedTuple):
    """A delivery, with the unit (id) and month it is for."""

    delivery: Delivery
    unit: str
    month: str


DELIVERIES = Kind(Deliveries, "received")


def folder(data: Path) -> Path:
    return data / "forms"


def deliveries_file(data: Path, month: str, unit: str) -> Path:
    """Where the deliveries of one unit (id) for one month are listed."""
    return folder(data) / month / f"{unit}.yaml"


def deliveries_files(data: Path) -> list[Path]:
    """Every list of deliveries in a data folder."""
    return sorted(file for file in folder(data).glob("*/*.yaml") if MONTH.match(file.parent.name))


def original_file(data: Path, month: str, unit: str, sha256: str, suffix: str = ".xlsx") -> Path:
    """Where an original is kept."""
    return folder(data) / month / f"{unit}-{sha256[:8]}{suffix}"


def open_deliveries(file: Path, *, thorough: bool = True) -> tuple[Source, Deliveries | None, list[Finding]]:
    """One list of deliveries, or `None`, and what is wrong with it, its place included. Raises BrokenFile."""
    source = read(file, shown(file))
    held, found = model_of(Deliveries, source, thorough=thorough)
    if held is not None and held.month != file.parent.name:
        at = source.place(("month",))
        found.append(Finding(MISPLACED, f"文件在 {file.parent.name}/ 里，内容却是{held.month}", at, "移到对应月份"))
    return source, held, found


def read_deliveries(data: Path, register: Register) -> list[Delivered]:
    """Everything that came, in the order in which it was listed. Raises BrokenFile."""
    found: list[Delivered] = []
    for file in deliveries_files(data):
        _, held, findings = open_deliveries(file, thorough=False)
        broken = [one for one in findings if one.severity is Severity.ERROR]
        if held is None or broken:
            raise BrokenFile(broken or findings)
        unit = register.id_of(held.unit) or file.stem
        found += [Delivered(one, unit, held.month) for one in held.received]
    return found


class Came(NamedTuple):
    """A form to be listed."""

    unit: str
    """Id."""
    unit_name: str
    month: str
    name: str
    """The file's name as it came."""
    content: bytes
    sha256: str
    day: date
    state: str
    faults: Sequence[str] = ()
    entries: Sequence[str] = ()


def add_delivery(data: Path, came: Came, now: datetime, *, demo: bool = False) -> Path:
    """Keep the original and list it; gives the list's file. Raises BrokenFile when that is broken."""
    original = original_file(data, came.month, came.unit, came.sha256, Path(came.name).suffix.lower() or ".xlsx")
    if not original.exists():
        write_atomic(original, came.content)
    item = {
        "file": original.relative_to(data).as_posix(),
        "name": came.name,
        "sha256": came.sha256,
        "day": came.day,
        "state": came.state,
        "faults": list(came.faults),
        "entries": list(came.entries),
        "recorded": now,
    }
    kept = {key: value for key, value in item.items() if value not in ([], "")}
    file = deliveries_file(data, came.month, came.unit)
    add(file, DELIVERIES, {"schema": 1, "unit": came.unit_name, "month": came.month}, [kept], demo=demo)
    return file

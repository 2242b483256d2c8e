"""The progress folder: one file a month and unit, read whole, added to without touching a byte above."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from baicheng_cli.diagnostics import Finding, Place, Severity
from baicheng_cli.errors import BrokenFile
from baicheng_cli.fields import MONTH
from baicheng_cli.plan.load import shown
from baicheng_cli.plan.units import Register
from baicheng_cli.progress.append import MISPLACED, Kind, add
from baicheng_cli.progress.model import Entry, Sidecar
from baicheng_cli.progress.verdicts import RETURN, VERIFY
from baicheng_cli.reading import model_of
from baicheng_cli.yaml_source import Source, read

SIDECAR = Kind(Sidecar, "entries")


class Recorded(NamedTuple):
    """An entry where it stands: its month and unit are those of its file."""

    entry: Entry
    month: str
    unit: str
    """Id of the unit whose file it lies in."""
    subject: str
    """Id of the unit it counts for: `for`, else the file's."""
    file: str
    place: int
    """Its place in the file, from 0."""

    @property
    def about(self) -> str:
        """The month it speaks of: its file's, or the closed one that it was filed for too late."""
        return self.entry.for_month or self.month

    @property
    def made_up(self) -> bool:
        """Filed after its month was closed, for the first time (补报)."""
        return self.entry.for_month is not None and self.entry.supersedes is None

    @property
    def order(self) -> tuple[str, str, Any, int]:
        """By month, day, place in the file: the last one counts.

        First by the month that it speaks of: what October corrects of August is older than what September reported.
        """
        return (self.about, self.month, self.entry.date, self.place)


@dataclass(frozen=True)
class Opened:
    """A sidecar that could be read."""

    file: Path
    source: Source
    sidecar: Sidecar
    unit: str


def folder(data: Path) -> Path:
    return data / "progress"


def sidecar_file(data: Path, month: str, unit: str) -> Path:
    """Where one unit's entries of one month lie; `unit` is its id."""
    return folder(data) / month / f"{unit}.yaml"


def months(data: Path) -> list[str]:
    """The months that have a folder, oldest first."""
    base = folder(data)
    if not base.is_dir():
        return []
    return sorted(entry.name for entry in base.iterdir() if MONTH.match(entry.name) and entry.is_dir())


def sidecar_files(data: Path, month: str) -> list[Path]:
    """A month's sidecars; `cycle.yaml` is the office's own record of the month."""
    return sorted(f for f in (folder(data) / month).glob("*.yaml") if f.name != "cycle.yaml")


def stray_files(data: Path) -> Iterator[Finding]:
    """Files in the progress folder that no view would ever read."""
    base = folder(data)
    if not base.is_dir():
        return
    for file in sorted(base.rglob("*")):
        if file.is_dir() or file.name.startswith("."):
            continue
        inside = file.relative_to(base).parts
        if len(inside) == 2 and MONTH.match(inside[0]) and file.suffix == ".yaml":
            continue
        yield Finding(MISPLACED, "这个文件不会被读到", Place(shown(file)), "应放在 progress/<月份>/<单位代号>.yaml")


def open_sidecar(file: Path, register: Register, *, thorough: bool = True) -> tuple[Opened | None, list[Finding]]:
    """One sidecar, or `None`; and what is wrong with it, its place in the folder included."""
    try:
        source = read(file, shown(file))
    except BrokenFile as error:
        return None, list(error.findings)
    sidecar, found = model_of(Sidecar, source, thorough=thorough)
    if sidecar is None:
        return None, found
    opened = Opened(file, source, sidecar, register.id_of(sidecar.unit) or file.stem)
    return opened, [*found, *misplaced(opened)]


def misplaced(opened: Opened) -> Iterator[Finding]:
    """Where folder and file name say another month or unit than the content."""
    file, sidecar = opened.file, opened.sidecar
    if file.parent.name != sidecar.month:
        at = opened.source.place(("month",))
        yield Finding(MISPLACED, f"文件在 {file.parent.name}/ 里，内容却是{sidecar.month}", at, "移到对应月份")
    if file.stem != opened.unit:
        at = opened.source.place(("unit",))
        yield Finding(MISPLACED, f"文件名是 {file.name}，内容却是{sidecar.unit}", at, f"应为 {opened.unit}.yaml")


def recorded(opened: Opened, register: Register) -> Iterator[Recorded]:
    """The entries of a sidecar, each with the unit it counts for."""
    name = shown(opened.file)
    for place, entry in enumerate(opened.sidecar.entries):
        subject = register.id_of(entry.for_) if entry.for_ else None
        yield Recorded(entry, opened.sidecar.month, opened.unit, subject or opened.unit, name, place)


def read_all(data: Path, register: Register, until: str | None = None) -> list[Recorded]:
    """All entries of months up to `until`, in the order in which they count.

    Raises BrokenFile with every finding when any file cannot be loaded.
    """
    entries: list[Recorded] = []
    broken: list[Finding] = []
    for month in months(data):
        if until is not None and month > until:
            break
        for file in sidecar_files(data, month):
            opened, found = open_sidecar(file, register, thorough=False)
            broken += [f for f in found if f.severity is Severity.ERROR]
            if opened is not None:
                entries += recorded(opened, register)
    if broken:
        raise BrokenFile(broken)
    entries.sort(key=lambda one: one.order)
    return entries


def new_id() -> str:
    """A new entry's id: 8 random characters of base32, so that two branches never meet."""
    import secrets

    return "".join(secrets.choice("abcdefghijklmnopqrstuvwxyz234567") for _ in range(8))


def id_of(*said: str) -> str:
    """An id for what comes by a form: the same form that says the same has the same id on every branch."""
    from base64 import b32encode
    from hashlib import sha256

    return b32encode(sha256("\x00".join(said).encode()).digest()).decode("ascii").lower()[:8]


def append(data: Path, month: str, unit: str, name: str, entry: dict[str, Any], *, demo: bool = False) -> Path:
    """Add one entry to a unit's month; every byte that was there stays.

    `entry` maps the keys of an entry to text, numbers, days, lists and mappings, in the order in which they
    are written. The caller has checked it against the plan. Raises BrokenFile when the file cannot be loaded.
    """
    return append_all(data, month, unit, name, [entry], demo=demo)


def append_all(
    data: Path,
    month: str,
    unit: str,
    name: str,
    entries: Sequence[dict[str, Any]],
    *,
    demo: bool = False,
    allow: Callable[[Sidecar], None] | None = None,
) -> Path:
    """Add several entries to a unit's month in one writing: all of them or none.

    `allow` is shown what the file holds once nobody else can write, and may raise UserError: somebody may have
    written since the caller looked.
    """
    file = sidecar_file(data, month, unit)
    head = {"schema": 1, "unit": name, "month": month}
    add(file, SIDECAR, head, entries, demo=demo, allow=allow)
    return file


def as_json(entry: dict[str, Any]) -> dict[str, Any]:
    """An entry to be written, as JSON has it: days and moments as text."""
    return {key: _json(value) for key, value in entry.items()}


def _json(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _json(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_json(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


class Figure(NamedTuple):
    """A figure in force, of some day."""

    number: Decimal
    month: str
    date: date


class Asked(NamedTuple):
    """Whose figures of what are looked for."""

    task: str
    unit: str
    """Id of the unit that they count for."""
    part: str
    office: str | None
    """The office's id: it files for units, and its file holds the reviews."""
    without: str | None = None
    """An entry that is being corrected, and so counts no more."""


def value_before(data: Path, register: Register, asked: Asked, moment: tuple[str, date]) -> Figure | None:
    """A unit's last figure up to a month and day, found by reading its own files backward.

    Superseded entries are out, and those the office returned; a verified number stands for the reported one.
    Raises BrokenFile when a file on the way cannot be loaded.
    """
    seen: list[Recorded] = []
    for month in reversed([one for one in months(data) if one <= moment[0]]):
        seen += _of_month(data, register, asked, month)
        found = [one for one in _figures(seen, asked) if (one.month, one.date) <= moment]
        if found:
            return found[-1]
    return None


def value_below_after(
    data: Path, register: Register, asked: Asked, moment: tuple[str, date], number: Decimal
) -> Figure | None:
    """A unit's first figure after a month and day that is smaller; found by reading its own files forward."""
    seen: list[Recorded] = []
    for month in [one for one in months(data) if one >= moment[0]]:
        seen += _of_month(data, register, asked, month)
    later = (one for one in _figures(seen, asked) if (one.month, one.date) > moment)
    return next((one for one in later if one.number < number), None)


def _of_month(data: Path, register: Register, asked: Asked, month: str) -> Iterator[Recorded]:
    """What a unit and the office wrote in one month."""
    for id in dict.fromkeys(filter(None, (asked.unit, asked.office))):
        file = sidecar_file(data, month, id)
        if file.exists():
            opened, found = open_sidecar(file, register, thorough=False)
            broken = [f for f in found if f.severity is Severity.ERROR]
            if opened is None or broken:
                raise BrokenFile(broken or found)
            yield from recorded(opened, register)


def told_of(data: Path, register: Register, task: str, unit: str, month: str, office: str | None) -> list[Recorded]:
    """A unit's reports on a task that speak of a month and are in force, those filed after closing included."""
    asked = Asked(task, unit, "", office)
    seen = [one for later in months(data) if later >= month for one in _of_month(data, register, asked, later)]
    gone = {one.entry.supersedes for one in seen}
    return [
        one
        for one in sorted(seen, key=lambda one: one.order)
        if (one.entry.task, one.subject, one.about) == (task, unit, month)
        and one.entry.review is None
        and one.entry.id not in gone
    ]


def _figures(entries: Sequence[Recorded], asked: Asked) -> list[Figure]:
    """The figures in force of these entries, in the order in which they count."""
    in_order = sorted(entries, key=lambda one: one.order)
    gone = {asked.without, *(one.entry.supersedes for one in in_order)}
    reviews = {review.entry: review for one in in_order if (review := one.entry.review)}
    found = []
    for one in in_order:
        review = reviews.get(one.entry.id)
        if one.subject != asked.unit or one.entry.task != asked.task or one.entry.id in gone or one.entry.review:
            continue
        if review is not None and review.verdict == RETURN:
            continue
        verified = review.verified.get(asked.part) if review is not None and review.verdict == VERIFY else None
        number = verified if verified is not None else one.entry.values.get(asked.part)
        if number is not None:
            found.append(Figure(number, one.month, one.entry.date))
    return found


def holding(data: Path, register: Register, sha256: str) -> list[Recorded]:
    """The entries that name a file of these contents as evidence; those corrected since are out.

    Only the sidecars in which the digest stands are read, so that the search stays quick over many months.
    """
    found: list[Recorded] = []
    for month in months(data):
        for file in sidecar_files(data, month):
            if sha256.encode() in file.read_bytes():
                opened, _ = open_sidecar(file, register, thorough=False)
                found += recorded(opened, register) if opened is not None else ()
    gone = {one.entry.supersedes for one in found}
    named = (one for one in found if one.entry.id not in gone)
    return [one for one in named if any(proof.sha256 == sha256 for proof in one.entry.evidence)]


def digest(data: bytes) -> str:
    """The sha256 of a file's bytes, in hexadecimal."""
    import hashlib

    return hashlib.sha256(data).hexdigest()

"""Asking every rule at once: all problems of plan, settings and progress in one run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel

from baicheng_cli.diagnostics import LOCAL, Finding, Place, in_order
from baicheng_cli.errors import BrokenFile
from baicheng_cli.plan.load import settings_file, shown
from baicheng_cli.plan.model import Plan
from baicheng_cli.plan.office_month import OfficeMonth, is_office_month, misnamed, office_month_files
from baicheng_cli.plan.settings import Settings
from baicheng_cli.plan.units import Register
from baicheng_cli.progress.append import MISPLACED
from baicheng_cli.progress.cycle import Cycle, cycle_file
from baicheng_cli.progress.deliveries import Deliveries, deliveries_files
from baicheng_cli.progress.issued import Issued, register_file
from baicheng_cli.progress.model import Sidecar
from baicheng_cli.progress.store import Opened, misplaced, months, sidecar_files, stray_files
from baicheng_cli.reading import known_keys
from baicheng_cli.rules import (
    collection,
    deadlines,
    indicators,
    issued,
    letterhead,
    office,
    progress,
    settings,
    structure,
    units,
    writing,
)
from baicheng_cli.rules.engine import RULES, KeyOf, Rule, Said, Subject, rules_on
from baicheng_cli.rules.ignoring import UNUSED, LetStand, sort_out
from baicheng_cli.rules.local import FAILED, LocalChecks, checks_file
from baicheng_cli.rules.progress import Filed
from baicheng_cli.rules.salvage import Held, Loss, StandIn, for_plan, for_sidecar, hold
from baicheng_cli.yaml_source import Source, lint, no_gc, read

FAMILIES = (
    writing,
    structure,
    units,
    deadlines,
    indicators,
    settings,
    letterhead,
    office,
    issued,
    progress,
    collection,
)
"""Importing them is what fills engine.RULES."""

Model = TypeVar("Model", bound=BaseModel)
Dated = TypeVar("Dated", Cycle, Deliveries)


def check_all(plan_file: Path, data: Path | None = None) -> list[Finding]:
    """What `ask_all` finds, without what the settings ignore."""
    return ask_all(plan_file, data).found


def check_file(file: Path, plan_file: Path | None, data: Path | None) -> list[Finding]:
    """What `ask_file` finds, without what the settings ignore."""
    return ask_file(file, plan_file, data).found


class Checked(NamedTuple):
    """What one run found, and what it found but the settings ignore."""

    found: list[Finding]
    ignored: list[LetStand]


def ask_all(
    plan_file: Path, data: Path | None = None, more: Sequence[Rule[...]] = (), *, local: bool = False
) -> Checked:
    """Everything that is wrong with a plan, and with settings and progress in its data folder.

    `more`: rules of this run only. `local`: run the office's own checks, too; their codes are in the catalogue
    until the caller takes them out (diagnostics.local_codes). Changes nothing. Raises UsageError when the plan
    file is missing.
    """
    return _asked(plan_file, data, {}, more, local)


def ask_file(
    file: Path, plan_file: Path | None, data: Path | None, more: Sequence[Rule[...]] = (), *, local: bool = False
) -> Checked:
    """Everything that is wrong with one file: a plan and what lies in its data folder, settings, sentences, a sidecar.

    Settings, sentences and sidecars are held against the plan and everything else in their folder, and only what is
    wrong with them themselves is said. `data` is the folder of a plan, and of a file that lies in none.
    `more` and `local` as in `ask_all`. Raises UsageError when a file is missing.
    """
    kind = _kind_of(file)
    if kind == "plan":
        return ask_all(file, data, more, local=local)
    if kind == "other":
        return Checked(in_order(_writing_only(file)), [])
    home = data_of(file, data)
    if plan_file is None and home is not None and home.with_suffix(".yaml").is_file():
        plan_file = home.with_suffix(".yaml")
    name = shown(file)
    said = _asked(plan_file, home, {kind: file}, more, local)
    return Checked(
        [one for one in said.found if one.place.file == name or one.code == FAILED],
        [one for one in said.ignored if one.finding.place.file == name],
    )


def data_of(file: Path, named: Path | None) -> Path | None:
    """The data folder that the check of a file looks at: of a plan the one named, else the one it lies in."""
    return named if _kind_of(file) in ("plan", "other") else _data_folder_of(file) or named


def files_asked(file: Path, data: Path | None) -> list[Path]:
    """The files that findings on this one may lie in: of a plan, everything in its data folder as well."""
    if data is None or _kind_of(file) != "plan":
        return [file]
    ours = [one for one in [settings_file(data)] if one.exists()]
    collected = [*_cycle_files(data), *deliveries_files(data)]
    return [file, *ours, *office_month_files(data), *_register(data), *_sidecars(data, None), *collected]


def _asked(
    plan_file: Path | None, data: Path | None, extra: dict[str, Path], more: Sequence[Rule[...]], local: bool
) -> Checked:
    """All findings. `extra`: a file of its kind that may lie outside the data folder."""
    with no_gc():
        own = LocalChecks(checks_file(data)) if local and data is not None and checks_file(data).is_file() else None
        run = _Run([*RULES, *more, *(own.rules if own else ())])
        settings = _questioned(run, plan_file, data, extra)
        failures = own.failures if own else []
        left = in_order([*run.findings, *failures])
        if settings is None or settings.model is None or not settings.model.ignore:
            return Checked(left, [])
        found = sort_out(left, settings.model.ignore, run.sources, shown(data) if data is not None else None)
        if plan_file is not None and not run.losses and not failures:  # else it may ignore what was not asked
            places = [place for place in found.unused if own or not settings.model.ignore[place].code.startswith(LOCAL)]
            found.left.extend(_unused(settings.source, settings.model, places))
        return Checked(in_order(found.left), found.ignored)


def _unused(source: Source, settings: Settings, places: Iterable[int]) -> Iterator[Finding]:
    for place in places:
        one = settings.ignore[place]
        yield Finding(UNUSED, f"“{one.where}”没有 {one.code} 的问题", source.place(("ignore", place)), "删去这一条")


def _questioned(run: _Run, plan_file: Path | None, data: Path | None, extra: dict[str, Path]) -> Held[Settings] | None:
    """Read everything and put every rule to it; the settings as far as they could be read."""
    plan = run.hold(Plan, plan_file, for_plan)
    kept = run.hold(Settings, extra.get("settings", settings_file(data) if data else None))
    ours = kept.model if kept and kept.model else Settings()
    model = plan.model if plan else None
    sidecars = _sidecars(data, extra.get("sidecar"))
    held = {file: run.hold(Sidecar, file, for_sidecar(file.stem, file.parent.name)) for file in sidecars}
    written = run.written(_with(extra.get("words"), office_month_files, data))
    registers = [run.hold(Issued, file) for file in _with(extra.get("issued"), _register, data)]
    run.findings += stray_files(data) if data else ()
    if plan is None or model is None:
        return kept
    run.ask(Subject.PLAN, plan, model)
    if kept and kept.model:
        run.ask(Subject.SETTINGS, kept, kept.model, model)
    for words in written:
        if words.model is not None:
            run.ask(Subject.OFFICE, words, words.model, model, ours)
    for register_held in registers:
        if register_held is not None and register_held.model is not None:
            run.ask(Subject.ISSUED, register_held, register_held.model, model, ours)
            for words in written:
                if words.model is not None:
                    run.ask(Subject.NUMBERED, words, words.model, register_held.model, model, ours)
    register = Register(model, ours.new_members())
    opened = [_opened(file, one, register) for file, one in held.items() if one and one.model]
    filed = progress.Filed(model, ours, register, tuple(opened))
    run.progress(filed, [one for one in held.values() if one])
    run.collection(filed, data, extra, [one for one in held.values() if one])
    return kept


def _opened(file: Path, held: Held[Sidecar], register: Register) -> Opened:
    assert held.model is not None
    return Opened(file, held.source, held.model, register.id_of(held.model.unit) or file.stem)


class _Run:
    """What one run has found, and what could not be read on the way."""

    def __init__(self, rules: Sequence[Rule[...]]) -> None:
        self.rules = rules
        self.findings: list[Finding] = []
        self.losses: list[Loss] = []
        self.sources: dict[str, Source] = {}

    def on(self, subject: Subject) -> list[Rule[...]]:
        return [one for one in self.rules if one.subject is subject]

    def hold(self, kind: type[Model], file: Path | None, stand_in: StandIn | None = None) -> Held[Model] | None:
        """One file as far as it can be read, or `None`; what is wrong with its writing is found."""
        if file is None or (kind is Settings and not file.exists()):
            return None
        try:
            source = read(file, shown(file))
        except BrokenFile as error:
            self.findings += error.findings
            self.losses += _all_of(kind)
            return None
        self.sources[source.file] = source
        held = hold(kind, source, stand_in)
        self.findings += held.findings
        self.losses += held.losses
        if held.model is None:
            self.losses += _all_of(kind)
        for rule in self.on(Subject.WRITING):
            self.findings += _located(rule, rule.check(held.source), held, ())
        return held

    def written(self, files: Iterable[Path]) -> list[Held[OfficeMonth]]:
        """The office's own sentences as far as they can be read, each under the name of its month."""
        found = []
        for file in files:
            if (held := self.hold(OfficeMonth, file, for_sidecar("", file.stem))) is not None:
                self.findings += misnamed(file, held.source, held.model.month if held.model else None)
                found.append(held)
        return found

    def ask(self, subject: Subject, held: Held[Model], *about: BaseModel) -> None:
        """Put every rule on a subject to one file."""
        for rule in self.on(subject):
            self.findings += _located(rule, rule.check(*about), held, self.losses)

    def progress(self, filed: progress.Filed, held: Iterable[Held[Sidecar]]) -> None:
        """Put the rules on progress to all sidecars at once: a path begins with the file."""
        by_file = {one.source.file: one for one in held}
        for opened in filed.sidecars:
            told = by_file[opened.source.file].told
            self.findings += [one for one in misplaced(opened) if one.place not in told]
        self._put(Subject.PROGRESS, filed, by_file)

    def collection(
        self, filed: Filed, data: Path | None, extra: Mapping[str, Path], sidecars: Iterable[Held[Sidecar]]
    ) -> None:
        """Put the rules on the collection to the months' records and the lists of forms."""
        by_file: dict[str, Held[Any]] = {one.source.file: one for one in sidecars}
        cycles = self._dated(Cycle, _with(extra.get("cycle"), _cycle_files, data), by_file)
        came = self._dated(Deliveries, _with(extra.get("deliveries"), deliveries_files, data), by_file)
        for file, held in came:
            if (id := filed.register.id_of(held.unit)) is not None and id != Path(file).stem:
                at = by_file[file].source.place(("unit",))
                said = f"文件名是 {Path(file).name}，内容却是{held.unit}"
                self.findings.append(Finding(MISPLACED, said, at, f"应为 {id}.yaml"))
        collected = collection.Collected(
            filed.plan, filed.settings, filed.register, data, filed, tuple(cycles), tuple(came)
        )
        self._put(Subject.COLLECTION, collected, by_file)

    def _dated(
        self, kind: type[Dated], files: Iterable[Path], by_file: dict[str, Held[Any]]
    ) -> list[tuple[str, Dated]]:
        """Files of a kind as far as they can be read, each in the folder of its month; added to `by_file`."""
        found = []
        for file in files:
            if (held := self.hold(kind, file)) is None or held.model is None:
                continue
            by_file[held.source.file] = held
            found.append((held.source.file, held.model))
            if held.model.month != file.resolve().parent.name:
                at = held.source.place(("month",))
                said = f"文件在 {file.resolve().parent.name}/ 里，内容却是{held.model.month}"
                self.findings.append(Finding(MISPLACED, said, at, "移到对应月份"))
        return found

    def _put(self, subject: Subject, about: object, by_file: Mapping[str, Held[Any]]) -> None:
        """Put the rules on several files to them at once: a path begins with the file."""
        for rule in self.on(subject):
            for said in rule.check(about):
                where = said[0]
                if isinstance(where, Place):
                    self.findings.append(Finding(rule.code, said[1], where, _words(said)[1]))
                else:
                    inside = KeyOf(where[1:]) if isinstance(where, KeyOf) else where[1:]
                    again: Said = (inside, *_words(said))
                    self.findings += _located(rule, [again], by_file[str(where[0])], self.losses)


def _all_of(kind: type[BaseModel]) -> list[Loss]:
    """The loss of a whole file: of everything that may stand in it."""
    return [Loss(key, (0,), key, None) for key in known_keys(kind, ())]


def _located(rule: Rule[...], said: Iterable[Said], held: Held[Model], losses: Sequence[Loss]) -> Iterator[Finding]:
    """What a rule said, with places; without what rests on a loss, or on a place that was spoken of already."""
    told = held.told
    for one in said:
        where, (message, remedy) = one[0], _words(one)
        if isinstance(where, Place):
            yield Finding(rule.code, message, where, remedy)
            continue
        place = held.source.place(where, key=isinstance(where, KeyOf))
        if place not in told and held.trusts(where, rule.needs, losses):
            yield Finding(rule.code, message, place, remedy)


def _words(said: Said) -> tuple[str, str]:
    return said[1], said[2] if len(said) > 2 else ""


def _sidecars(data: Path | None, extra: Path | None) -> list[Path]:
    return _with(
        extra, lambda folder: [file for month in months(folder) for file in sidecar_files(folder, month)], data
    )


def _register(data: Path) -> list[Path]:
    return [file] if (file := register_file(data)).exists() else []


def _cycle_files(data: Path) -> list[Path]:
    return [file for month in months(data) if (file := cycle_file(data, month)).exists()]


def _with(extra: Path | None, among: Callable[[Path], list[Path]], data: Path | None) -> list[Path]:
    """The files of a kind in the data folder, and the one that was named, each once."""
    files = among(data) if data else []
    if extra is not None and extra.resolve() not in {file.resolve() for file in files}:
        files.append(extra)
    return files


_OF_SETTINGS = {"reporting", "judge", "holidays", "rosters", "tasks", "office", "views", "ignore"}


def _kind_of(file: Path) -> str:
    """`plan`, `settings`, `words`, `issued`, `sidecar` or `other`, by a file's place, else by its keys."""
    folders = [folder.name for folder in file.resolve().parents]
    if folders[1:2] == ["progress"]:
        return "cycle" if file.name == "cycle.yaml" else "sidecar"
    if folders[1:2] == ["forms"]:
        return "deliveries"
    if folders[:1] == ["office"]:
        known = {"settings.yaml": "settings", "issued.yaml": "issued"}
        return known.get(file.name) or ("words" if is_office_month(file) else "other")
    if folders[:2] == ["templates", "office"]:
        return "other"
    try:
        data = read(file, shown(file)).data
    except BrokenFile:
        return "other"
    keys = set(data) if isinstance(data, Mapping) else set()
    if keys & {"entries", "month"}:
        return "sidecar"
    if keys & _OF_SETTINGS and not keys & {"document", "chapters", "units"}:
        return "settings"
    return "plan"


def _data_folder_of(file: Path) -> Path | None:
    """The data folder that a file lies in, by the names of the folders above it."""
    above = file.resolve().parents
    if len(above) > 2 and above[1].name in ("progress", "forms"):
        return above[2]
    return above[1] if len(above) > 1 and above[0].name == "office" else None


def _writing_only(file: Path) -> list[Finding]:
    """What is wrong with the writing of a file whose keys nobody here knows."""
    try:
        source = read(file, shown(file))
    except BrokenFile as error:
        return list(error.findings)
    held = Held[BaseModel](source, None, [*source.findings, *lint(source)])
    said = [_located(rule, rule.check(source), held, ()) for rule in rules_on(Subject.WRITING)]
    return [*held.findings, *(found for one in said for found in one)]

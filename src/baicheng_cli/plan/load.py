"""Finding and loading the plan and the office's settings."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import NamedTuple

from baicheng_cli.diagnostics import Finding, Severity
from baicheng_cli.errors import BrokenFile, UsageError
from baicheng_cli.plan.model import Plan
from baicheng_cli.plan.place import find_data as find_data
from baicheng_cli.plan.place import plan_files as plan_files
from baicheng_cli.plan.place import settings_file as settings_file
from baicheng_cli.plan.settings import Settings
from baicheng_cli.reading import model_of
from baicheng_cli.yaml_source import Source, read


class Loaded(NamedTuple):
    """A plan file that could be read, and where its data folder is."""

    file: Path
    source: Source
    plan: Plan


def shown(file: Path) -> str:
    """A path as people read it: from here when it lies below, else in full; always with slashes."""
    here = os.getcwd() + os.sep  # noqa: PTH109  # asked for every file of a year: pathlib takes ten times as long
    full = os.path.abspath(file)  # noqa: PTH100
    if not full.startswith(here):
        full = os.path.realpath(file)
    if full.startswith(here):
        return full[len(here) :].replace(os.sep, "/")
    return Path(os.path.normpath(file)).as_posix()


def load_plan(file: Path) -> Loaded:
    """The plan in a file. Raises UsageError when it is missing, BrokenFile when it cannot be loaded."""
    source = read(file, shown(file))
    plan, found = model_of(Plan, source, thorough=False)
    broken = [f for f in found if f.severity is Severity.ERROR]
    if plan is None or broken:
        raise BrokenFile(broken or found)
    return Loaded(file, source, plan)


def load_settings(data: Path) -> Settings:
    """The office's settings in a data folder; without a file, the defaults. Raises BrokenFile."""
    file = settings_file(data)
    if not file.exists():
        return Settings.model_construct()  # defaults need no validation, and building it costs a third of a query
    settings, found = model_of(Settings, read(file, shown(file)), thorough=False)
    broken: list[Finding] = [f for f in found if f.severity is Severity.ERROR]
    if settings is None or broken:
        raise BrokenFile(broken or found)
    return settings


def find_plan(named: Path | None, day: date, start: Path) -> Path:
    """The plan file: as named, else by BAICHENG_PLAN, else the one whose period holds the day.

    Where no period holds the day, the latest one begun. Raises UsageError when none is found, or
    when two fit.
    """
    whose = " --plan "
    if named is None and (env := os.environ.get("BAICHENG_PLAN")):
        named, whose = Path(env), "环境变量 BAICHENG_PLAN "
    if named is not None:
        if not named.is_file():
            raise UsageError(f"找不到计划文件 {named}；核对{whose}写的路径")
        return named
    files = plan_files(start)
    if not files:
        raise UsageError("这里和上级文件夹里都没有 plan/*.yaml；用 --plan 指明计划文件")
    if len(files) == 1:
        return files[0]
    periods = {file: load_plan(file).plan.period for file in files}
    fitting = [file for file, period in periods.items() if period.start <= day <= period.end]
    if len(fitting) > 1:
        names = "、".join(shown(file) for file in fitting)
        raise UsageError(f"{day}同时在几个计划的实施期内：{names}；用 --plan 指明")
    if fitting:
        return fitting[0]
    begun = [file for file in files if periods[file].start <= day]
    if not begun:
        raise UsageError(f"{day}还没有计划开始实施；用 --plan 指明计划文件")
    return max(begun, key=lambda file: periods[file].start)

"""Where plans and their data lie on the disk."""

from __future__ import annotations

import os
from pathlib import Path

from baicheng_cli.errors import UsageError


def plan_files(start: Path) -> list[Path]:
    """The plans in `plan/` here or in the nearest parent folder that has any."""
    for folder in (start, *start.parents):
        found = sorted((folder / "plan").glob("*.yaml"))
        if found:
            return found
    return []


def find_data(named: Path | None, plan_file: Path) -> Path:
    """The data folder: as named, else by BAICHENG_DATA, else beside the plan (which may be absent)."""
    whose = " --data "
    if named is None and (env := os.environ.get("BAICHENG_DATA")):
        named, whose = Path(env), "环境变量 BAICHENG_DATA "
    if named is None:
        return plan_file.with_suffix("")
    if not named.is_dir():
        raise UsageError(f"找不到数据文件夹 {named}；核对{whose}写的路径")
    return named


def settings_file(data: Path) -> Path:
    return data / "office" / "settings.yaml"

"""Which version of plan and data a paper was made from: the last commit that touched them."""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path

UNCOMMITTED = "有未提交修改"
GIT_SECONDS = 10


def version_of(paths: Sequence[Path]) -> str:
    """The short hash of the last commit that touched any of the paths, plus 有未提交修改; outside git a digest."""
    here = [path for path in paths if path.exists()]
    if not here:
        return ""
    folder = here[0].resolve().parent
    names = [str(path.resolve()) for path in here]
    commit = _git(folder, "log", "-1", "--format=%h", "--abbrev=8", "--", *names)
    if not commit:
        return f"摘要{_digest(here)}"
    changed = _git(folder, "status", "--porcelain", "--untracked-files=all", "--", *names)
    return f"{commit}（{UNCOMMITTED}）" if changed else commit


def _git(folder: Path, *words: str) -> str:
    """What git prints, or nothing when there is no git, no repository, or no commit yet."""
    plain = {**os.environ, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *words],
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            env=plain,
            timeout=GIT_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def _digest(paths: Iterable[Path]) -> str:
    """8 hexadecimal digits over names and bytes of every file below the paths."""
    sum_ = hashlib.sha256()
    for path in paths:
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.is_file():
                sum_.update(file.relative_to(path.parent).as_posix().encode())
                sum_.update(file.read_bytes())
    return sum_.hexdigest()[:8]

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
    asked = [
        _ask(folder, "log", "-1", "--format=%h", "--abbrev=8", "--", *names),
        _ask(folder, "status", "--porcelain", "--untracked-files=all", "--", *names),
    ]  # both at once: each takes as long as a query
    commit, changed = (_answer(one) for one in asked)
    if not commit:
        return f"摘要{_digest(here)}"
    return f"{commit}（{UNCOMMITTED}）" if changed else commit


def in_repository(folder: Path) -> bool:
    """Whether a folder lies in a git repository (and there is a git to ask)."""
    return _git(folder, "rev-parse", "--is-inside-work-tree") == "true"


def show_names_as_they_are(folder: Path) -> bool:
    """Let git print Chinese file names as they are, in this repository; whether it does now."""
    _git(folder, "config", "core.quotepath", "false")
    return _git(folder, "config", "--get", "core.quotepath") == "false"


def _git(folder: Path, *words: str) -> str:
    """What git prints, or nothing when there is no git, no repository, or no commit yet."""
    return _answer(_ask(folder, *words))


def _ask(folder: Path, *words: str) -> subprocess.Popen[str] | None:
    """git at work, or `None` where there is none."""
    plain = {**os.environ, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
    command = ["git", "-C", str(folder), *words]
    pipe, devnull = subprocess.PIPE, subprocess.DEVNULL
    try:
        return subprocess.Popen(
            command, stdin=devnull, stdout=pipe, stderr=devnull, encoding="utf-8", errors="replace", env=plain
        )
    except OSError:
        return None


def _answer(asked: subprocess.Popen[str] | None) -> str:
    """What it printed; nothing when it failed or took too long."""
    if asked is None:
        return ""
    with asked:
        try:
            said, _ = asked.communicate(timeout=GIT_SECONDS)
        except subprocess.TimeoutExpired:
            asked.kill()
            return ""
    return said.strip() if asked.returncode == 0 else ""


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

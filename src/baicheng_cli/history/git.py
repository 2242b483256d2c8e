"""Git: which version of plan and data a paper was made from, and the files that it left in conflict."""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

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


class Conflict(NamedTuple):
    """The three versions of a file in conflict; `None`: that side has no such file."""

    base: bytes | None
    ours: bytes | None
    theirs: bytes | None


def conflict(file: Path) -> Conflict | None:
    """What git could not join in a file, or `None` when it has nothing against it (or there is no git)."""
    listed = _bytes(file.parent, "ls-files", "--unmerged", "-z", "--", f":(literal){file.name}") or b""
    found: dict[bytes, bytes | None] = {}
    for line in filter(None, listed.split(b"\0")):
        _, name, stage = line.partition(b"\t")[0].split(b" ")
        found[stage] = _bytes(file.parent, "cat-file", "blob", name.decode())
    return Conflict(found.get(b"1"), found.get(b"2"), found.get(b"3")) if found else None


def files_in_conflict(folder: Path) -> list[Path]:
    """All files of the repository that git left in conflict."""
    top = _bytes(folder, "rev-parse", "--show-toplevel")
    listed = _bytes(folder, "diff", "--name-only", "--diff-filter=U", "-z") or b""
    names = dict.fromkeys(filter(None, listed.split(b"\0")))
    return [Path(os.fsdecode((top or b"").rstrip(b"\n"))) / os.fsdecode(name) for name in names]


def mark_merged(file: Path) -> bool:
    """Tell git that a file is in order again (`git add`); whether it took it."""
    return _bytes(file.parent, "add", "--", f":(literal){file.name}") is not None


def merge_lines(base: Path, ours: Path, theirs: Path) -> None:
    """Join as git does without us, into `ours`: whole hunks between conflict markers, not cut where they agree."""
    _bytes(ours.parent, "merge-file", "--quiet", "--diff3", *(str(one.resolve()) for one in (ours, base, theirs)))


def _bytes(folder: Path, *words: str) -> bytes | None:
    """What git prints, byte for byte; `None` when it fails or is not there."""
    plain = {**os.environ, "LC_ALL": "C"}
    command = ["git", "-C", str(folder), *words]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, env=plain, timeout=GIT_SECONDS)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None


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

"""The version of plan and data: a commit, what is not committed, or a digest."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from baicheng_cli.history import git
from baicheng_cli.history.git import version_of

NEEDS_GIT = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


@pytest.fixture(autouse=True)
def _no_other_repository(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))


def run(folder: Path, *words: str) -> str:
    who = ("-c", "user.name=Test", "-c", "user.email=test@example.invalid")
    return subprocess.run(
        ["git", "-C", str(folder), *who, *words], check=True, capture_output=True, text=True, encoding="utf-8"
    ).stdout.strip()


def put(file: Path, text: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return file


def commit(folder: Path, words: str) -> str:
    run(folder, "add", "--all")
    run(folder, "commit", "--quiet", "--message", words)
    return run(folder, "rev-parse", "--short=8", "HEAD")


@pytest.fixture
def paths(tmp_path: Path) -> list[Path]:
    """A plan and its data folder, not yet under version control."""
    put(tmp_path / "plan" / "2019" / "progress" / "2019-09" / "区城管局.yaml", "甲")
    return [put(tmp_path / "plan" / "2019.yaml", "计划"), tmp_path / "plan" / "2019"]


@NEEDS_GIT
def test_the_version_is_the_last_commit_that_touched_plan_or_data(tmp_path: Path, paths: list[Path]) -> None:
    run(tmp_path, "init", "--quiet")
    first = commit(tmp_path, "plan")
    put(tmp_path / "README.md", "something else")
    commit(tmp_path, "readme")
    assert version_of(paths) == first
    put(paths[1] / "progress" / "2019-10" / "a.yaml", "乙")
    assert version_of(paths) == f"{first}（有未提交修改）"
    second = commit(tmp_path, "progress")
    assert version_of(paths) == second != first


@NEEDS_GIT
def test_a_changed_file_is_not_committed_and_another_change_does_not_matter(tmp_path: Path, paths: list[Path]) -> None:
    run(tmp_path, "init", "--quiet")
    first = commit(tmp_path, "plan")
    put(tmp_path / "notes.txt", "elsewhere")
    assert version_of(paths) == first
    put(paths[0], "改了")
    assert version_of(paths) == f"{first}（有未提交修改）"
    assert version_of([paths[1]]) == first


@NEEDS_GIT
def test_the_question_changes_nothing_in_the_repository(tmp_path: Path, paths: list[Path]) -> None:
    run(tmp_path, "init", "--quiet")
    commit(tmp_path, "plan")
    os.utime(paths[0], (1, 1))  # git would like to refresh its index now
    index = (tmp_path / ".git" / "index").read_bytes()
    assert "有未提交修改" not in version_of(paths)
    assert (tmp_path / ".git" / "index").read_bytes() == index


@NEEDS_GIT
def test_before_the_first_commit_the_version_is_a_digest(tmp_path: Path, paths: list[Path]) -> None:
    run(tmp_path, "init", "--quiet")
    assert re.fullmatch(r"摘要[0-9a-f]{8}", version_of(paths))


def test_outside_git_the_version_is_a_digest_of_names_and_contents(tmp_path: Path, paths: list[Path]) -> None:
    before = version_of(paths)
    assert re.fullmatch(r"摘要[0-9a-f]{8}", before)
    assert version_of(paths) == before

    copy = tmp_path / "elsewhere"
    shutil.copytree(tmp_path / "plan", copy / "plan")
    assert version_of([copy / "plan" / "2019.yaml", copy / "plan" / "2019"]) == before

    file = put(paths[1] / "progress" / "2019-09" / "区城管局.yaml", "乙")
    changed = version_of(paths)
    file.rename(file.with_name("区城建局.yaml"))
    assert len({before, changed, version_of(paths)}) == 3


def test_without_git_the_version_is_a_digest(paths: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    with_git = version_of(paths)
    monkeypatch.setenv("PATH", "")
    assert version_of(paths) == with_git


@pytest.mark.skipif(os.name != "posix", reason="a shell script stands for git")
def test_a_git_that_hangs_is_not_waited_for(tmp_path: Path, paths: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    slow = put(tmp_path / "bin" / "git", "#!/bin/sh\nexec sleep 60\n")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{slow.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(git, "GIT_SECONDS", 0.05)
    assert version_of(paths).startswith("摘要")


def test_what_does_not_exist_has_no_version(tmp_path: Path, paths: list[Path]) -> None:
    assert version_of([tmp_path / "gone.yaml"]) == ""
    assert version_of([paths[0], tmp_path / "gone"]) == version_of([paths[0]])

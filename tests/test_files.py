"""Nothing is ever half-written: atomic replacement, and one writer at a time."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from baicheng_cli import files
from baicheng_cli.errors import UserError
from baicheng_cli.files import legible, locked, write_atomic

POSIX = pytest.mark.skipif(os.name != "posix", reason="modes, links and SIGKILL are POSIX")


def mode(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


def test_the_whole_content_is_put_in_place(tmp_path: Path) -> None:
    file = tmp_path / "台账.yaml"
    write_atomic(file, "旧\n")
    write_atomic(file, "新\r\n")
    assert file.read_bytes() == "新\r\n".encode()
    write_atomic(file, b"\x00\xff")
    assert file.read_bytes() == b"\x00\xff"
    assert [one.name for one in tmp_path.iterdir()] == ["台账.yaml"]


def test_missing_folders_are_made(tmp_path: Path) -> None:
    write_atomic(tmp_path / "progress" / "2019-09" / "chengguan.yaml", "a")
    assert (tmp_path / "progress/2019-09/chengguan.yaml").read_text("utf-8") == "a"


@POSIX
@pytest.mark.parametrize("kept", [0o600, 0o664, 0o444])
def test_the_mode_of_a_file_is_kept(tmp_path: Path, kept: int) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("旧", "utf-8")
    file.chmod(kept)
    write_atomic(file, "新")
    assert (mode(file), file.read_text("utf-8")) == (kept, "新")


@POSIX
def test_a_new_file_can_be_read_by_everyone(tmp_path: Path) -> None:
    write_atomic(tmp_path / "a.yaml", "新")
    assert mode(tmp_path / "a.yaml") == 0o644


@POSIX
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "share" / "a.yaml", tmp_path / "a.yaml"
    real.parent.mkdir()
    link.symlink_to(real)
    for content in ("made through the link", "changed through the link"):
        write_atomic(link, content)
        assert link.is_symlink()
        assert real.read_text("utf-8") == content


@pytest.mark.parametrize("step", ["fsync", "chmod", "replace"])
def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError("disk full")

    file = tmp_path / "a.yaml"
    write_atomic(file, "旧")
    monkeypatch.setattr(os, step, fail)
    with pytest.raises(UserError, match=r"写不了 .*a\.yaml（disk full）；文件开着的先关掉，再看文件夹能不能写"):
        write_atomic(file, "新")
    assert [(one.name, one.read_text("utf-8")) for one in tmp_path.iterdir()] == [("a.yaml", "旧")]


SLEEPS_BEFORE_REPLACING = """
import os, sys, time
from pathlib import Path
from baicheng_cli.files import locked, write_atomic

def sleep(*_):
    print("written", flush=True)
    time.sleep(60)

os.replace = sleep
file = Path(sys.argv[1])
with locked(file):
    write_atomic(file, "新" * 100_000)
"""


@POSIX
def test_a_writer_killed_half_way_leaves_the_old_file_and_no_lock(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    write_atomic(file, "旧")
    with subprocess.Popen(
        [sys.executable, "-c", SLEEPS_BEFORE_REPLACING, str(file)], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "written\n"
        writer.kill()
        writer.wait()
    assert file.read_text("utf-8") == "旧"
    with locked(file):
        write_atomic(file, "下一个")
    assert file.read_text("utf-8") == "下一个"


def test_whoever_waits_too_long_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.yaml"
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with locked(file):
            held.set()
            done.wait(10)

    holder = threading.Thread(target=hold)
    holder.start()
    assert held.wait(10)
    monkeypatch.setattr(files, "LOCK_SECONDS", 0.1)
    try:
        with pytest.raises(UserError, match=r"a\.yaml 正被另一程序写入，请稍后再试"), locked(file):
            pytest.fail("two writers at once")
    finally:
        done.set()
        holder.join()
    with locked(file):
        pass  # and it is free again


def test_a_lock_leaves_nothing_in_the_data_folder(tmp_path: Path) -> None:
    with locked(tmp_path / "a.yaml"), locked(tmp_path / "b.yaml"):
        assert list(tmp_path.iterdir()) == []


@POSIX
def test_a_file_and_a_link_to_it_share_one_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, link = tmp_path / "a.yaml", tmp_path / "link.yaml"
    file.write_text("旧", "utf-8")
    link.symlink_to(file)
    monkeypatch.setattr(files, "LOCK_SECONDS", 0)
    refused: list[UserError] = []

    def try_the_link() -> None:
        try:
            with locked(link):
                pass
        except UserError as error:
            refused.append(error)

    with locked(file):
        other = threading.Thread(target=try_the_link)
        other.start()
        other.join()
    assert len(refused) == 1


@pytest.mark.skipif(os.name != "posix", reason="elsewhere names are always Unicode")
@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("区农委.xlsx".encode("gbk"), "区农委.xlsx"),
        ("区农委.xlsx".encode(), "区农委.xlsx"),
        (b"\xff\xff.xlsx", "\ufffd\ufffd.xlsx"),
    ],
)
def test_a_name_that_unpacking_left_in_gbk_is_read_as_what_it_was(raw: bytes, read: str) -> None:
    assert legible(os.fsdecode(raw)) == read

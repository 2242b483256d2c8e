"""What was handed in: the forms of folders and archives, by the names that they had."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from filling import NONGWEI as NAME
from filling import Member

from baicheng_cli.errors import UsageError, UserError
from baicheng_cli.forms import inbox as module
from baicheng_cli.forms.inbox import Inbox, inbox
from baicheng_cli.plan.load import shown


def packed(file: Path, *members: zipfile.ZipInfo | str) -> Path:
    with zipfile.ZipFile(file, "w") as archive:
        for member in members:
            archive.writestr(member, "x")
    return file


def names(found: Inbox) -> list[str]:
    return [one.name for one in found.files]


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8"])
def test_a_name_in_an_archive_is_the_one_it_had_before_packing(tmp_path: Path, encoding: str) -> None:
    """Chinese Windows packs in GBK, macOS in UTF-8, and neither says so."""
    pack = packed(tmp_path / "回收.zip", Member(NAME, encoding), "街道/Yi 乙.xlsx")
    assert set(names(inbox([pack]))) == {f"回收.zip/{NAME}", "回收.zip/街道/Yi 乙.xlsx"}


def test_what_systems_and_open_programs_leave_is_passed_over(tmp_path: Path) -> None:
    pack = packed(tmp_path / "a.zip", NAME, f"~${NAME}", f"__MACOSX/._{NAME}", f".~lock.{NAME}#", "Thumbs.db", "空/")
    found = inbox([pack])
    assert (names(found), found.notes) == ([f"a.zip/{NAME}"], ())
    folder = tmp_path / "来"
    folder.mkdir()
    for name in (NAME, f"~${NAME}", ".DS_Store", "desktop.ini"):
        (folder / name).write_text("x")
    found = inbox([folder])
    assert (names(found), found.notes) == ([NAME], ())


def test_what_is_no_table_is_counted_and_named(tmp_path: Path) -> None:
    pack = packed(tmp_path / "a.zip", "1.txt", "2.txt", "3.txt", "4.txt", "内.zip")
    where = shown(pack)
    assert inbox([pack]).notes == (
        f"{where} 里有4个文件不是表格，没有读：1.txt、2.txt、3.txt等",
        f"{where} 里有1个文件是压缩包，没有读：内.zip；请解压后再读",
        f"{where} 里没有填报表",
    )


def test_a_file_that_is_named_twice_is_read_once(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text("x")
    assert names(inbox([tmp_path / NAME, tmp_path, tmp_path / "." / NAME])) == [NAME]


def test_packs_in_a_folder_are_unpacked(tmp_path: Path) -> None:
    (tmp_path / "一").mkdir()
    packed(tmp_path / "一" / "a.zip", NAME)
    assert names(inbox([tmp_path])) == [f"一/a.zip/{NAME}"]


@pytest.mark.parametrize(
    ("limit", "value", "words"),
    [("MOST_FILES", 1, "压缩包太大（最多1个文件"), ("MOST_ALL", 99, "压缩包太大（最多500个文件、0 MB），没有打开")],
)
def test_a_pack_that_is_too_large_is_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: int, words: str
) -> None:
    monkeypatch.setattr(module, limit, value)
    with pytest.raises(UserError, match=words):
        inbox([packed(tmp_path / "a.zip", "1.xlsx", "2.xlsx")])


def test_a_pack_with_a_password_or_without_sense_is_refused(tmp_path: Path) -> None:
    pack = packed(tmp_path / "a.zip", NAME)
    data = bytearray(pack.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    pack.write_bytes(data)
    with pytest.raises(UserError, match="压缩包有密码；请解压后再读"):
        inbox([pack])
    pack.write_bytes(b"PK\x03\x04")
    with pytest.raises(UserError, match="压缩包坏了，读不出；请解压后再读，或请单位重发"):
        inbox([pack])


def test_a_bomb_in_a_pack_is_not_unpacked_whole(tmp_path: Path) -> None:
    pack = tmp_path / "a.zip"
    with zipfile.ZipFile(pack, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(NAME, b"PK" + bytes(60 * 2**20))
    [came] = inbox([pack]).files
    with pytest.raises(UserError, match=r"a\.zip/03_区农委_2019年9月填报表\.xlsx：超过50 MB，没有打开"):
        came.open()


def test_a_path_where_nothing_is_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"找不到 .*没有\.xlsx"):
        inbox([tmp_path / "没有.xlsx"])

"""What was handed in: files, folders and archives of forms, one by one."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from baicheng_cli.errors import UsageError, UserError
from baicheng_cli.files import legible
from baicheng_cli.forms.door import Opened, lock_words, open_bytes, open_form
from baicheng_cli.package import MOST_BYTES
from baicheng_cli.plan.load import shown

TABLES = (".xlsx", ".xls", ".et", ".ett", ".xlsm", ".xlsb", ".xltx", ".ods", ".csv", ".numbers")
"""Files in a folder that may have been meant as forms; what cannot be read is said."""
MOST_FILES = 500
MOST_ALL = 200 * 2**20
"""Unpacked, all files of an archive together."""


class Arrived(NamedTuple):
    """One file that came, not yet opened."""

    name: str
    """What it is called here, with its way in a folder (`区农委/表.xlsx`) or in an archive (`回收.zip/表.xlsx`)."""
    open: Callable[[], Opened]
    """Raises UserError."""


class Inbox(NamedTuple):
    """Everything that came, and what was passed over."""

    files: tuple[Arrived, ...]
    notes: tuple[str, ...]


def inbox(paths: Iterable[Path]) -> Inbox:
    """The forms at these paths: a file, those in a folder and the folders in it, those in an archive.

    Raises UsageError for a path where nothing is, UserError for an archive that cannot be read.
    """
    files: list[Arrived] = []
    notes: list[str] = []
    known: set[Path] = set()
    for path in paths:
        if not path.exists():
            raise UsageError(f"找不到 {legible(shown(path))}")
        for file in _in_folder(path, notes) if path.is_dir() else [path]:
            if file.resolve() in known:
                continue
            known.add(file.resolve())
            name = legible(file.relative_to(path).as_posix() if path.is_dir() else file.name)
            if _is_archive(file):
                files += _in_archive(file, name, notes)
            else:
                files.append(Arrived(name, _opener(file)))
    return Inbox(tuple(files), tuple(notes))


def _opener(file: Path) -> Callable[[], Opened]:
    return lambda: open_form(file)


def _in_folder(folder: Path, notes: list[str]) -> list[Path]:
    """The tables and archives of a folder, in the order of their names."""
    where = legible(shown(folder))
    every = [file for file in sorted(folder.rglob("*")) if file.is_file() and not _is_litter(file.name)]
    taken = [file for file in every if file.suffix.lower() in (*TABLES, ".zip")]
    left = [legible(file.name) for file in every if file not in taken]
    notes += _left_out(where, left)
    if not taken:
        notes.append(f"{where} 里没有填报表")
    return taken


def _left_out(where: str, names: Sequence[str]) -> Iterator[str]:
    """What is said of files that are no tables; an archive in an archive may well hold some."""
    packed = [name for name in names if PurePosixPath(name).suffix.lower() in (".zip", ".rar", ".7z")]
    for some, words in (([name for name in names if name not in packed], "不是表格"), (packed, "是压缩包")):
        if some:
            named = "、".join(some[:3]) + "等" * (len(some) > 3)
            todo = "；请解压后再读" if some is packed else ""
            yield f"{where} 里有{len(some)}个文件{words}，没有读：{named}{todo}"


def _is_litter(name: str) -> bool:
    """What office programs and systems leave beside files: nobody sent it."""
    return name.startswith(".") or lock_words(name) is not None or name in ("Thumbs.db", "desktop.ini")


def _is_archive(file: Path) -> bool:
    return file.suffix.lower() == ".zip"


def _in_archive(file: Path, called: str, notes: list[str]) -> Iterator[Arrived]:
    """The tables in an archive. Raises UserError."""
    name = legible(shown(file))
    too_big = f"{name}：压缩包太大（最多{MOST_FILES}个文件、{MOST_ALL // 2**20} MB），没有打开；请解压后再读"
    try:
        if file.stat().st_size > MOST_ALL:
            raise UserError(too_big)
        archive = zipfile.ZipFile(io.BytesIO(file.read_bytes()))
        infos = [info for info in archive.infolist() if not info.is_dir()]
    except OSError as error:
        raise UserError(f"{name}：打不开（{error.strerror}）；请检查文件的权限，或另存一份再读") from None
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise UserError(f"{name}：压缩包坏了，读不出；请解压后再读，或请单位重发") from None
    if len(infos) > MOST_FILES or sum(info.file_size for info in infos) > MOST_ALL:
        raise UserError(too_big)
    if any(info.flag_bits & 1 for info in infos):
        raise UserError(f"{name}：压缩包有密码；请解压后再读")
    left, taken = [], 0
    for info in sorted(infos, key=_name_of):
        path = PurePosixPath(_name_of(info))
        if _is_litter(path.name) or "__MACOSX" in path.parts:
            continue
        if path.suffix.lower() in TABLES:
            taken += 1
            yield Arrived(f"{called}/{path}", _unpacker(archive, info, f"{called}/{path}"))
        else:
            left.append(path.name)
    notes += _left_out(name, left)
    if not taken:
        notes.append(f"{name} 里没有填报表")


def _name_of(info: zipfile.ZipInfo) -> str:
    """A name in an archive. Where nothing says its encoding Python takes it for that of MS-DOS; it is UTF-8, or the
    GBK of Chinese Windows.
    """
    name = info.filename
    for encoding in () if info.flag_bits & 0x800 else ("utf-8", "gb18030"):
        with suppress(UnicodeError):
            name = info.filename.encode("cp437").decode(encoding)
            break
    return name.replace("\\", "/")


def _unpacker(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> Callable[[], Opened]:
    def unpack() -> Opened:
        try:
            with archive.open(info) as stream:
                data = stream.read(MOST_BYTES + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError):
            raise UserError(f"{name}：在压缩包里坏了，读不出；请单位重发") from None
        return open_bytes(data, name)

    return unpack

"""Reading and writing files so that nothing is ever half-written."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from baicheng_cli.errors import UserError

LOCK_SECONDS = 20
NEW_FILE_MODE = 0o644


@contextlib.contextmanager
def locked(file: Path) -> Iterator[None]:
    """Hold the lock of one file; whoever comes meanwhile waits, at most LOCK_SECONDS.

    The lock is a file of its own in the temporary folder, named after the file it guards, so that
    nothing but data lies in the data folder. Raises UserError when the wait is too long.
    """
    import hashlib
    import tempfile

    from filelock import FileLock, Timeout

    name = hashlib.sha256(os.fsencode(os.path.normcase(file.resolve()))).hexdigest()[:32]
    folder = Path(tempfile.gettempdir()) / "baicheng-locks"
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o1777)
        with contextlib.suppress(OSError):  # the umask took bits away; other users lock here, too
            folder.chmod(0o1777)
    try:
        with FileLock(folder / f"{name}.lock", timeout=LOCK_SECONDS, mode=0o666):
            yield
    except Timeout:
        raise UserError(f"{file} 正被另一程序写入，请稍后再试") from None


def write_atomic(file: Path, content: str | bytes) -> None:
    """Put the whole content in place at once: whoever reads sees the old file or the new one.

    Temp file in the same folder → fsync → replace. The mode of an existing file is kept, and a
    link is followed, so that it still is a link afterwards. Raises UserError when it cannot be written.
    """
    with _written_or_said(file):
        _write(file.resolve(), content.encode("utf-8") if isinstance(content, str) else content)


def move(file: Path, to: Path) -> None:
    """Give a file another name. Raises UserError when that cannot be."""
    with _written_or_said(to):
        file.rename(to)


@contextlib.contextmanager
def _written_or_said(file: Path) -> Iterator[None]:
    """What the system does not allow is the user's to settle: a full disk, a folder without rights, a file in use."""
    try:
        yield
    except OSError as error:
        advice = "文件开着的先关掉，再看文件夹能不能写、磁盘满没满"
        raise UserError(f"写不了 {file}（{error.strerror or error}）；{advice}") from None


def _write(file: Path, data: bytes) -> None:
    import tempfile

    file.parent.mkdir(parents=True, exist_ok=True)
    mode = stat.S_IMODE(file.stat().st_mode) if file.exists() else NEW_FILE_MODE
    handle, temporary = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, mode)  # noqa: PTH101
        os.replace(temporary, file)  # noqa: PTH105
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(temporary)  # noqa: PTH108
        raise
    _sync_folder(file.parent)


def legible(name: str) -> str:
    """A file's name as people read it: programs that unpack what Chinese Windows packed leave it in GBK, and Python
    takes such bytes for characters that no file of ours can hold.
    """
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        raw = os.fsencode(name)
        try:
            return raw.decode("gb18030")
        except UnicodeDecodeError:
            return raw.decode("utf-8", "replace")
    return name


def _sync_folder(folder: Path) -> None:
    """Make the rename itself last; not every system can (Windows cannot open a folder)."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

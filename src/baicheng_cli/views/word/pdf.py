"""From .docx to PDF by LibreOffice: several files in one call, each result looked at."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from baicheng_cli.errors import UserError
from baicheng_cli.files import write_atomic
from baicheng_cli.views.word.fonts import fontconfig_xml
from baicheng_cli.views.word.pictures import drawn_by_lines

SECONDS, SECONDS_EACH = 120, 30
"""How long LibreOffice may take, and how much longer for every file."""
_PLACES = (
    "/usr/bin/soffice",
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)
MISSING = (
    "这台机器上没有 LibreOffice，出不了 PDF；请先安装 LibreOffice，或改用 --format docx，在 Word、WPS 里另存为 PDF"
)


def soffice() -> Path:
    """LibreOffice's program. Raises UserError when there is none."""
    for name in ("soffice", "libreoffice"):
        if found := shutil.which(name):
            return Path(found)
    for place in _PLACES:
        if Path(place).is_file():
            return Path(place)
    raise UserError(MISSING)


def to_pdf(files: Sequence[Path], folder: Path) -> list[Path]:
    """A PDF in the folder for each .docx, of its name. Raises UserError when one of them was not made."""
    targets = [folder / f"{file.stem}.pdf" for file in files]
    if len(set(targets)) < len(targets):
        raise UserError("有两个文件同名，PDF 会互相覆盖；先改名")
    for target, content in zip(targets, as_pdf([file.read_bytes() for file in files]), strict=True):
        write_atomic(target, content)
    return targets


def as_pdf(documents: Sequence[bytes]) -> list[bytes]:
    """A PDF for each .docx, in one call. Raises UserError when LibreOffice is missing or one was not made.

    Each call has a profile of its own, so that two may run at once and an open LibreOffice does not matter.
    """
    if not documents:
        return []
    program = soffice()
    with tempfile.TemporaryDirectory(prefix="baicheng-pdf-", ignore_cleanup_errors=True) as temporary:
        folder = Path(temporary)
        (folder / "fonts.conf").write_text(fontconfig_xml(), "utf-8")
        names = [f"{number}.docx" for number in range(1, len(documents) + 1)]
        for name, document in zip(names, documents, strict=True):
            (folder / name).write_bytes(drawn_by_lines(document))
        _convert(program, folder, names)
        return [_made(folder / f"{number}.pdf", number) for number in range(1, len(documents) + 1)]


def _convert(program: Path, folder: Path, names: Sequence[str]) -> None:
    options = ["--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard"]
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    call = [str(program), profile, *options, "--convert-to", "pdf:writer_pdf_Export", "--outdir", str(folder), *names]
    environment = os.environ | {"FONTCONFIG_FILE": str(folder / "fonts.conf")}
    limit = SECONDS + SECONDS_EACH * len(names)
    try:
        done = subprocess.run(call, cwd=folder, env=environment, capture_output=True, timeout=limit)
    except subprocess.TimeoutExpired:
        raise UserError(f"LibreOffice {limit}秒没有完成，没有生成 PDF；请改用 --format docx") from None
    except OSError as error:
        raise UserError(f"LibreOffice 启动不了（{error.strerror}：{program}），没有生成 PDF") from None
    if done.returncode:
        last = (done.stderr.decode("utf-8", "replace").strip().splitlines() or [""])[-1]
        raise UserError(f"LibreOffice 出错（{last or f'代码{done.returncode}'}），没有生成 PDF")


def _made(file: Path, number: int) -> bytes:
    """The PDF that should be there: LibreOffice says nothing when it could not read a file."""
    content = file.read_bytes() if file.is_file() else b""
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-1024:]:
        raise UserError(f"LibreOffice 没有生成第{number}份 PDF，文件可能已损坏；请改用 --format docx")
    return content

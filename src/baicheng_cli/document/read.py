"""From a file to its lines: plain text, Markdown, Word and PDF, each within limits."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from baicheng_cli.document.model import Line
from baicheng_cli.errors import UsageError, UserError
from baicheng_cli.package import BROKEN_ZIP, WORD, Unfit
from baicheng_cli.plan.load import shown

MOST_BYTES = 50 * 2**20
"""Of the file; a plan with its pictures has some megabytes."""
MOST_CHARACTERS = 5_000_000
"""Of the text: the longest plans have some hundred thousand."""
MOST_LINES = 400_000

Tick = Callable[[int, int], None]
"""Told how much of how much has been done, for a progress bar."""

READABLE = ".docx、.txt、.md、.pdf"
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_BEGINNINGS = (
    (b"\xff\xd8\xff", "是图片；请先做文字识别（OCR），把文字存成 .txt 再读"),
    (b"\x89PNG", "是图片；请先做文字识别（OCR），把文字存成 .txt 再读"),
    (b"II*\x00", "是图片；请先做文字识别（OCR），把文字存成 .txt 再读"),
    (b"Rar!", "是压缩包（.rar）；请解压后读里面的方案"),
    (b"7z\xbc\xaf", "是压缩包（.7z）；请解压后读里面的方案"),
    (b"\x1f\x8b", "是压缩包（.gz）；请解压后读里面的方案"),
    (b"{\\rtf", "是 RTF 文档；请用 WPS 或 Word 打开，另存为 .docx 后再读"),
    (b"%OFD", "是 OFD 版式文件；请用阅读器把文字复制出来，存成 .txt 再读"),
)


def no_tick(done: int, of: int) -> None:
    """For whoever shows no progress."""


def read_lines(file: Path, tick: Tick = no_tick) -> list[Line]:
    """The lines of a document as they stand there. Raises UsageError when it is missing, UserError when unreadable."""
    name = shown(file)
    data = _bytes(file, name)
    try:
        lines = lines_of(data, file.name, tick)
    except Unfit as error:
        raise UserError(f"{name}：{error}") from None
    if not any(line.raw.strip() for line in lines):
        raise UserError(f"{name}：里面没有文字；扫描件请先做文字识别（OCR），把文字存成 .txt 再读")
    return lines


def _bytes(file: Path, name: str) -> bytes:
    """The file, and of one that is too large enough to see that. Raises UsageError and UserError."""
    try:
        if not file.exists():
            raise UsageError(f"找不到文件 {name}")
        if not file.is_file():
            raise UsageError(f"{name} 是文件夹，不是文件" if file.is_dir() else f"{name} 不是普通文件")
        with file.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise UserError(f"{name}：打不开（{error.strerror}）；请检查文件的权限，或另存一份再读") from None
    if len(data) > MOST_BYTES:
        raise UserError(f"{name}：超过{MOST_BYTES // 2**20} MB，没有读；请只留方案正文，另存后再读")
    return data


def lines_of(data: bytes, name: str, tick: Tick = no_tick) -> list[Line]:
    """The lines in these bytes, by what they are, whatever the name says. Raises Unfit."""
    if not data:
        raise Unfit("是空文件，里面什么也没有；多半没有传完，请重新取一份")
    if data.startswith(_OLD):
        if _ENCRYPTED in data:
            raise Unfit("有打开密码，读不出；请去掉密码，另存为 .docx 后再读")
        raise Unfit("是旧格式（.doc、.wps）或有打开密码；请用 WPS 或 Word 另存为 .docx 并去掉密码后再读")
    for beginning, words in _BEGINNINGS:
        if data.startswith(beginning):
            raise Unfit(words)
    if data.startswith(b"%PDF"):
        from baicheng_cli.document.pdf_text import pdf_lines

        return within(pdf_lines(data, tick))
    if data.startswith(b"PK"):
        from baicheng_cli.document.word_text import word_lines

        try:
            return within(word_lines(data))
        except BROKEN_ZIP:
            raise Unfit(WORD.broken) from None
    from baicheng_cli.document.plain_text import decoded, markdown_lines, text_lines

    text = decoded(data)
    if len(text) > MOST_CHARACTERS or text.count("\n") > MOST_LINES:
        raise too_long()
    return markdown_lines(text) if name.lower().endswith((".md", ".markdown")) else text_lines(text)


def within(lines: list[Line]) -> list[Line]:
    """The same lines. Raises Unfit for more of them than any plan has."""
    if len(lines) > MOST_LINES or sum(len(line.raw) for line in lines) > MOST_CHARACTERS:
        raise too_long()
    return lines


def too_long() -> Unfit:
    return Unfit(f"超过{MOST_CHARACTERS // 10000}万字或{MOST_LINES // 10000}万行，不像一份方案，没有读；请只留方案正文")

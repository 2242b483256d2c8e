"""The door: what comes in as a form, opened within limits or refused in one sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from baicheng_cli.errors import UsageError, UserError
from baicheng_cli.files import legible
from baicheng_cli.forms.grid import PICTURE, Book, Sheet, place_words, read_book
from baicheng_cli.package import BROKEN, BROKEN_ZIP, MOST_BYTES, SAVE_AS, Package, Unfit
from baicheng_cli.plan.load import shown
from baicheng_cli.progress.store import digest

MACROS = "是带宏的工作簿（.xlsm），宏可能带病毒，没有打开；请另存为不带宏的 .xlsx 后再交"
MACRO_SUFFIXES = (".xlsm", ".xltm", ".xlam")
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

_BEGINNINGS = (
    (b"%PDF", "是 PDF 文件"),
    (b"\xff\xd8\xff", "是图片"),
    (b"\x89PNG", "是图片"),
    (b"Rar!", "是压缩包（.rar）"),
    (b"7z\xbc\xaf", "是压缩包（.7z）"),
    (b"{\\rtf", "是 RTF 文档"),
)
"""How files begin that are certainly no workbooks."""


@dataclass(frozen=True)
class Opened:
    """A file that could be read as a workbook."""

    name: str
    """As it came, without its folder."""
    data: bytes
    """The file itself: it is kept as it came."""
    sha256: str
    book: Book
    notes: tuple[str, ...] = ()
    """What is in it that we do not read, or should be looked at: pictures, links to other files, cells far out."""

    def sheet(self, name: str) -> Sheet | None:
        return next((sheet for sheet in self.book.sheets if sheet.name == name), None)


def lock_words(name: str) -> str | None:
    """Why a file of this name is skipped: office programs put such files beside one that is open."""
    if name.startswith("~$") or (name.startswith(".~lock.") and name.endswith("#")):
        return "是表格还开着时留下的临时文件，不是填报表，已跳过；原表请先保存、关掉"
    return None


def open_form(file: Path) -> Opened:
    """The workbook in a file. Raises UsageError when it is not there, UserError when we cannot or will not read it."""
    name = legible(shown(file))
    if (words := lock_words(file.name)) is not None:
        raise UserError(f"{name}：{words}")
    opened = open_bytes(_read(file), name)
    still_open = (
        ("这个文件好像还在别处开着，没有保存的改动读不到；请保存、关掉后再读一遍",) if _lock_files(file) else ()
    )
    return replace(opened, name=legible(file.name), notes=(*still_open, *opened.notes))


def _read(file: Path) -> bytes:
    """A file's bytes, and of one that is too large enough to see that. Raises UsageError and UserError."""
    name = legible(shown(file))
    try:
        if not file.exists():
            raise UsageError(f"找不到 {name}")
        if not file.is_file():
            raise UsageError(f"{name} 是文件夹，不是文件" if file.is_dir() else f"{name} 不是普通文件")
        with file.open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise UserError(f"{name}：打不开（{error.strerror}）；请检查文件的权限，或另存一份再读") from None


def open_bytes(data: bytes, name: str) -> Opened:
    """The workbook in these bytes; `name` is what messages call it. Raises UserError."""
    try:
        _refuse_by_beginning(data)
        package = Package(data)
        _refuse_by_parts(package, name)
        book = read_book(package)
    except Unfit as error:
        raise UserError(f"{name}：{error}") from None
    except BROKEN_ZIP:
        raise UserError(f"{name}：{BROKEN}") from None
    return Opened(PurePosixPath(name).name, data, digest(data), book, tuple(_notes(package, book)))


def _refuse_by_beginning(data: bytes) -> None:
    """Raises Unfit for what is no zip, with what it is."""
    if not data:
        raise Unfit("是空文件；多半没有传完，请单位重发")
    if len(data) > MOST_BYTES:
        raise Unfit(f"超过{MOST_BYTES // 2**20} MB，没有打开；请删去图片和附件，另存为 .xlsx 后再交")
    if data.startswith(OLD):
        if _ENCRYPTED in data:
            raise Unfit("有打开密码，读不出；请用 WPS 或 Excel 打开，另存为 .xlsx 并去掉密码后再交")
        raise Unfit("是旧格式（.xls、.et）或有打开密码；请另存为 .xlsx 并去掉密码后再交")
    if data.startswith(b"PK"):
        return
    for beginning, words in _BEGINNINGS:
        if data.startswith(beginning):
            raise Unfit(f"{words}，不是 .xlsx 工作簿；请交填报表的原表")
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html", b"<table", b"<?xml", b"mime-version")):
        raise Unfit(f"其实是网页或 XML 文件，不是 .xlsx 工作簿；{SAVE_AS}")
    if b"\x00" not in data[:4096]:
        raise Unfit(f"其实是文本文件（如 .csv），不是 .xlsx 工作簿；{SAVE_AS}")
    raise Unfit(f"不是 .xlsx 工作簿；{SAVE_AS}")


def _refuse_by_parts(package: Package, name: str) -> None:
    """Raises Unfit for zips that are something else than a workbook without macros."""
    names = package.names
    if "xl/workbook.bin" in names:
        raise Unfit("是二进制工作簿（.xlsb）；请另存为 .xlsx 后再交")
    macro_parts = any(part.endswith("vbaproject.bin") or part.startswith("xl/macrosheets/") for part in names)
    if macro_parts or name.lower().endswith(MACRO_SUFFIXES) or _has_macro_type(package):
        raise Unfit(MACROS)
    if "mimetype" in names and "content.xml" in names:
        raise Unfit(f"其实是 OpenDocument 文件（.ods 等），不是 .xlsx 工作簿；{SAVE_AS}")
    if "word/document.xml" in names:
        raise Unfit("其实是 Word 文档（.docx），不是 Excel 表；请交填报表的原表")
    if "ppt/presentation.xml" in names:
        raise Unfit("其实是演示文稿（.pptx），不是 Excel 表；请交填报表的原表")
    if "[content_types].xml" in names:
        return
    if any(part.endswith((".xlsx", ".xls", ".et", ".docx", ".pdf")) for part in names):
        raise Unfit("其实是压缩包；请解压后交里面的填报表")
    if any(part.endswith(".iwa") for part in names):
        raise Unfit("其实是 Numbers 表格，不是 .xlsx 工作簿；请导出为 .xlsx 后再交")
    raise Unfit(f"不是 .xlsx 工作簿，里面没有工作表；{SAVE_AS}")


def _has_macro_type(package: Package) -> bool:
    """Whether a part says of itself that it may hold macros, whatever the file is called."""
    found = False

    def start(element: str, attributes: dict[str, str]) -> None:
        nonlocal found
        found = found or "macroenabled" in attributes.get("ContentType", "").lower()

    if "[content_types].xml" in package.names:
        package.walk("[Content_Types].xml", start)
    return found


def _notes(package: Package, book: Book) -> Iterator[str]:
    for sheet in book.sheets:
        if sheet.pictures:
            at = place_words(*sheet.pictures[0])
            yield f"“{sheet.name}”里有{len(sheet.pictures)}张图片（在{at}附近），图片不录入；要作佐证的请另存文件"
        if in_cells := [where for where, cell in sheet.cells.items() if cell.value == PICTURE]:
            at = place_words(*min(in_cells))
            yield f"“{sheet.name}”的单元格里有{len(in_cells)}张图片（如{at}），图片里的内容读不出"
        if sheet.drawings:
            yield f"“{sheet.name}”里有文本框或图形，里面的文字不会读到"
        if sheet.beyond:
            yield f"“{sheet.name}”的表外还有内容（如{place_words(*sheet.beyond)}），没有读"
    if book.linked:
        yield f"表里引用了别的文件（{'、'.join(book.linked[:3])}），读的是上次保存时的数，请核对"
    if any(part.startswith("xl/embeddings/") for part in package.names):
        yield "表里嵌了别的文件，没有打开"


def _lock_files(file: Path) -> list[Path]:
    """What office programs put beside a file that is open; some take the place of its first two characters."""
    names = (f"~${file.name}", f"~${file.name[2:]}", f".~lock.{file.name}#")
    return [lock for name in names if (lock := file.with_name(name)).exists()]

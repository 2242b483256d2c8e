"""The zip that an office file is: its parts, unpacked within limits."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from posixpath import dirname, join, normpath
from typing import NamedTuple
from xml.parsers import expat

MOST_PARTS = 200
MOST_BYTES = 50 * 2**20
"""Unpacked, all parts together; and of the file itself."""
MOST_RATIO = 200
"""Times a part may grow: deflate reaches 1032 with nothing but zeros, the emptiest of sheets 30."""
SMALL = 2**20
"""Parts that unpack to less are harmless, whatever their ratio."""
MOST_ELEMENTS = 2_000_000
"""XML elements that are looked at in one file; a form has some thousands."""
CHUNK = 8 * 2**20
"""Parts are handed on in large pieces: older versions of expat take a token that never ends anew with every piece."""

SAVE_AS = "请用 WPS 或 Excel 打开，另存为 .xlsx 后再交"
BROKEN = f"文件坏了，读不出；{SAVE_AS}（打不开的，请单位重发）"
TOO_FULL = "多半是整行整列设了格式；请删去表外的空行空列，有图片的也删去，另存后再交"


class Kind(NamedTuple):
    """What kind of file is expected, as refusals speak of it."""

    name: str
    broken: str
    """What is said of one that contradicts itself."""
    save_as: str
    """How to make a good one."""
    leaner: str
    """How to make a smaller one."""
    too_full: str
    most_parts: int = MOST_PARTS


FORM = Kind("填报表", BROKEN, SAVE_AS, TOO_FULL, "表格太满，格子超过{most}万个；" + TOO_FULL)
WORD = Kind(
    "方案",
    "文件坏了，读不出；请用 WPS 或 Word 打开，另存为 .docx 后再读",
    "请用 WPS 或 Word 打开，另存为 .docx 后再读",
    "请删去图片和附件，另存为 .docx 后再读",
    "文档太大，里面的标记超过{most}万个；请只留方案正文，另存为 .docx 后再读",
    most_parts=2_000,
)

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Data = Callable[[str], None]


BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    ValueError,
    LookupError,
    EOFError,
    OSError,
    NotImplementedError,
)
"""What unpacking and parsing raise when a file contradicts itself."""


class Unfit(Exception):
    """A file that we do not read: what it is, and what to do about it."""


class Relation(NamedTuple):
    """Something that a part refers to."""

    id: str
    kind: str
    """The last word of its type: worksheet, drawing, externalLink, …"""
    target: str
    """A part's name, in full; as written when it lies outside."""
    outside: bool


class Package:
    """The parts by name, in whatever case and with whatever slashes the names are written.

    Its directory is checked before anything is unpacked, and everything that is unpacked is counted, since a
    directory can say what it likes.
    """

    def __init__(self, data: bytes, kind: Kind = FORM) -> None:
        """Raises Unfit, and whatever zipfile raises when the zip is broken."""
        self._kind = kind
        if data.count(b"PK\x01\x02") > kind.most_parts * 5:  # before zipfile makes an object of every one
            raise Unfit(too_many(data.count(b"PK\x01\x02"), kind))
        self._zip = zipfile.ZipFile(io.BytesIO(data))
        infos = [info for info in self._zip.infolist() if not info.is_dir()]
        if len(infos) > kind.most_parts:
            raise Unfit(too_many(len(infos), kind))
        if any(info.flag_bits & 1 for info in infos):
            raise Unfit(f"有密码；请去掉密码，{kind.save_as.removeprefix('请')}")
        self._infos = {plain(info.filename): info for info in infos}
        if len(self._infos) < len(infos):
            raise Unfit(kind.broken)
        total = sum(info.file_size for info in infos)
        if total > len(data) * MOST_RATIO or any(_swells(info) for info in infos):
            raise Unfit(f"解开后会变成{MOST_RATIO}倍以上，像是压缩炸弹，没有打开；{kind.save_as}")
        if total > MOST_BYTES:
            raise Unfit(too_big(kind))
        self._bytes = self._elements = 0

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self._infos)

    def pieces(self, part: str) -> Iterator[bytes]:
        """A part, unpacked piece by piece. Raises Unfit past the limit, and what zipfile and zlib raise."""
        info = self._infos[plain(part)]
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Unfit(self._kind.broken)
        with self._zip.open(info) as stream:
            while piece := stream.read(CHUNK):
                self._bytes += len(piece)
                if self._bytes > MOST_BYTES:
                    raise Unfit(too_big(self._kind))
                yield piece

    def walk(self, part: str, start: Start, end: End | None = None, data: Data | None = None) -> None:
        """Go through a part's XML; names come without their namespace, so that strict files are read, too.

        A document type is refused, and with it everything that entities can do; that is what defusedxml does,
        but its parser calls through Python for every element and takes several times as long.
        """
        local: dict[str, str] = {}

        def started(name: str, attributes: dict[str, str]) -> None:
            self._elements += 1
            if self._elements > MOST_ELEMENTS:
                raise Unfit(self._kind.too_full.format(most=MOST_ELEMENTS // 10000))
            start(local.get(name) or local.setdefault(name, name.rpartition(" ")[2]), attributes)

        def typed(*_: object) -> None:
            raise Unfit(f"文件里夹带了 Office 不会写的内容（DTD），没有打开；{self._kind.save_as}")

        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = started
        parser.StartDoctypeDeclHandler = typed
        if end is not None:
            parser.EndElementHandler = lambda name: end(local.get(name, name))
        if data is not None:
            parser.CharacterDataHandler = data
        for piece in self.pieces(part):
            parser.Parse(piece, False)
        parser.Parse(b"", True)

    def relations(self, part: str) -> list[Relation]:
        """What a part refers to, in the order of the file; the package itself is the part of no name."""
        folder, name = dirname(part), part.rpartition("/")[2]
        rels = join(folder, "_rels", f"{name}.rels")
        found: list[Relation] = []

        def start(element: str, attributes: dict[str, str]) -> None:
            if element == "Relationship":
                outside = attributes.get("TargetMode") == "External"
                target = attributes.get("Target", "")
                where = target if outside else normpath(join("/", folder, target)).lstrip("/")
                kind = attributes.get("Type", "").rpartition("/")[2]
                found.append(Relation(attributes.get("Id", ""), kind, where, outside))
                if len(found) > MOST_PARTS * 50:
                    raise Unfit(self._kind.broken)

        if plain(rels) in self._infos:
            self.walk(rels, start)
        return found


def plain(name: str) -> str:
    """A part's name as it is compared."""
    return name.replace("\\", "/").lstrip("/").lower()


def _swells(info: zipfile.ZipInfo) -> bool:
    return info.file_size > max(SMALL, info.compress_size * MOST_RATIO)


def too_many(parts: int, kind: Kind) -> str:
    remedy = f"请删去图片和附件，{kind.save_as.removeprefix('请')}"
    return f"里面有{parts}个部件（最多{kind.most_parts}个），不像{kind.name}；{remedy}"


def too_big(kind: Kind) -> str:
    return f"太大，解开后超过{MOST_BYTES // 2**20} MB，没有打开；{kind.leaner}"

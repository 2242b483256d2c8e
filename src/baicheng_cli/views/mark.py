"""What tells a text or a PDF that baicheng made, untouched since, from any other file."""

from __future__ import annotations

import hashlib
import re

_MARK = re.compile(r"\n?<!-- baicheng (?P<kind>\S+) (?P<sum>[0-9a-f]{16}) -->\s*\Z")
_PDF_MARK = re.compile(rb"% baicheng (?P<kind>\S+) (?P<sum>[0-9a-f]{16})\n(?=startxref\s+\d+\s+%%EOF\s*\Z)")


def marked(text: str, kind: str) -> str:
    """The text with its mark; `kind` says what it is, as `report`. An HTML comment: no page shows it."""
    body = text if text.endswith("\n") else text + "\n"
    return f"{body}\n<!-- baicheng {kind} {_sum(body)} -->\n"


def is_ours(content: bytes, kind: str) -> bool:
    """Whether a file is such a text and nobody has changed it: what was filled in by hand must not be lost.

    Line ends do not count: editors and git change them.
    """
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return False
    found = _MARK.search(text)
    return found is not None and found["kind"] == kind and found["sum"] == _sum(text[: found.start()])


def marked_pdf(content: bytes, kind: str) -> bytes:
    """A PDF with its mark: a comment between its trailer and `startxref`, where no reader minds one.

    Nothing before it moves, so the offsets stay right. Who made it cannot be told from its properties: somebody's
    own export of our .docx, corrected by hand before, has the same.
    """
    body, at, end = content.rpartition(b"startxref")
    return b"%s%% baicheng %s %s\n%s%s" % (body, kind.encode(), _sum_of(content), at, end) if at else content


def is_our_pdf(content: bytes, kind: str) -> bool:
    """Whether a PDF has such a mark and has not changed since."""
    found = _PDF_MARK.search(content)
    if found is None or found["kind"] != kind.encode():
        return False
    return found["sum"] == _sum_of(content[: found.start()] + content[found.end() :])


def _sum_of(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest()[:16].encode()


def _sum(body: str) -> str:
    return hashlib.sha256(body.rstrip().encode("utf-8")).hexdigest()[:16]

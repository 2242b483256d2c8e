"""The last line of a text file that baicheng made: tells such a file, untouched since, from any other."""

from __future__ import annotations

import hashlib
import re
from enum import Enum

_MARK = re.compile(r"\n?<!-- baicheng (?P<kind>\S+) (?P<sum>[0-9a-f]{16}) -->\s*\Z")


class Made(Enum):
    """Who made a file."""

    HERE = "as baicheng wrote it"
    EDITED = "made by baicheng, changed since"
    ELSEWHERE = "not by baicheng"


def marked(text: str, kind: str) -> str:
    """The text with its mark; `kind` says what it is, as `report`. An HTML comment: no page shows it."""
    body = text if text.endswith("\n") else text + "\n"
    return f"{body}\n<!-- baicheng {kind} {_sum(body)} -->\n"


def made(content: bytes, kind: str) -> Made:
    """Whether a file is such a text. Line ends do not count: editors and git change them."""
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return Made.ELSEWHERE
    found = _MARK.search(text)
    if found is None or found["kind"] != kind:
        return Made.ELSEWHERE
    return Made.HERE if found["sum"] == _sum(text[: found.start()]) else Made.EDITED


def _sum(body: str) -> str:
    return hashlib.sha256(body.rstrip().encode("utf-8")).hexdigest()[:16]

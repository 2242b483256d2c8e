"""The last line of a text file that baicheng made: tells such a file, untouched since, from any other."""

from __future__ import annotations

import hashlib
import re

_MARK = re.compile(r"\n?<!-- baicheng (?P<kind>\S+) (?P<sum>[0-9a-f]{16}) -->\s*\Z")


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


def _sum(body: str) -> str:
    return hashlib.sha256(body.rstrip().encode("utf-8")).hexdigest()[:16]

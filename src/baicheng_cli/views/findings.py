"""Findings as people, programs and CI read them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from baicheng_cli.diagnostics import CODES, Finding, Severity


def text(found: Sequence[Finding]) -> str:
    """One line a finding: `file:line:col: BC101 message`."""
    return "".join(f"{one}\n" for one in found)


def github(found: Sequence[Finding]) -> str:
    """Workflow commands, which GitHub shows at the line in the change."""
    lines = []
    for one in found:
        at = f"file={_property(one.place.file)},line={one.place.line or 1},col={one.place.column or 1}"
        title = _property(f"{one.code} {CODES[one.code].title}")
        lines.append(f"::{one.severity.value} {at},title={title}::{_message(one.sentence)}\n")
    return "".join(lines)


def items(found: Sequence[Finding]) -> list[dict[str, Any]]:
    """Findings in JSON."""
    return [
        {
            "code": one.code,
            "severity": one.severity.value,
            "title": CODES[one.code].title,
            "message": one.message,
            "remedy": one.remedy or None,
            "file": one.place.file,
            "line": one.place.line or 1,
            "column": one.place.column or 1,
        }
        for one in found
    ]


def summary(found: Sequence[Finding], files: Sequence[str]) -> str:
    """One sentence on the whole."""
    if not found:
        return f"没有发现问题：{'、'.join(files)}"
    errors = sum(1 for one in found if one.severity is Severity.ERROR)
    warnings = len(found) - errors
    counts = [f"{errors}个错误" if errors else "", f"{warnings}个警告" if warnings else ""]
    return f"发现{'、'.join(filter(None, counts))}；baicheng rules 可看每条规则的理由"


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")

"""Findings as people, programs and CI read them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Any

from baicheng_cli import __version__
from baicheng_cli.diagnostics import CODES, Code, Finding, Severity
from baicheng_cli.rules.ignoring import LetStand

SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_NOT_IN_XML = "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
"""Characters that XML cannot hold; compiled only when XML is written, for it takes as long as reading the plan."""


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


def sarif(found: Sequence[Finding], ignored: Sequence[LetStand] = ()) -> str:
    """SARIF 2.1.0, which code hosts show beside the change; every rule with its reason.

    What the settings ignore is there, too, marked as such.
    """
    import json

    codes = sorted(CODES)
    driver = {"name": "baicheng", "semanticVersion": __version__, "rules": [_sarif_rule(CODES[id]) for id in codes]}
    run = {
        "tool": {"driver": {**driver, "language": "zh-CN"}},
        "columnKind": "unicodeCodePoints",
        "results": [
            *(_sarif_result(one, codes.index(one.code)) for one in found),
            *(
                {
                    **_sarif_result(one.finding, codes.index(one.finding.code)),
                    "suppressions": [{"kind": "external", "justification": one.reason}],
                }
                for one in ignored
            ),
        ],
    }
    whole = {"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _sarif_rule(code: Code) -> dict[str, Any]:
    return {
        "id": code.id,
        "shortDescription": {"text": code.title},
        "fullDescription": {"text": code.reason},
        "help": {"text": f"{code.title}。{code.reason}", "markdown": f"**{code.title}**\n\n{code.reason}"},
        "defaultConfiguration": {"level": code.severity.value},
    }


def _sarif_result(one: Finding, rule: int) -> dict[str, Any]:
    region = {"startLine": one.place.line or 1, "startColumn": one.place.column or 1}
    location = {"artifactLocation": {"uri": _uri(one.place.file)}, "region": region}
    return {
        "ruleId": one.code,
        "ruleIndex": rule,
        "level": one.severity.value,
        "message": {"text": one.sentence},
        "locations": [{"physicalLocation": location}],
    }


def _uri(file: str) -> str:
    """A path as a URI: from the project's folder as it is, from elsewhere with its scheme."""
    from urllib.parse import quote

    if re.match("[A-Za-z]:/", file):  # a drive
        return f"file:///{file[:2]}{quote(file[2:])}"
    return ("file://" if file.startswith("/") else "") + quote(file)


def junit(found: Sequence[Finding], files: Sequence[str], failing: Collection[str]) -> str:
    """JUnit's XML: a file is a test case, and fails by a finding of a severity in `failing`."""
    from xml.etree.ElementTree import Element, SubElement, indent, tostring

    names = list(dict.fromkeys([*files, *(one.place.file for one in found)]))
    suite = Element("testsuite", name="baicheng check", tests=str(len(names)), errors="0", skipped="0")
    failed = 0
    for name in names:
        case = SubElement(suite, "testcase", classname="baicheng check", name=_xml(name), file=_xml(name))
        inside = [one for one in found if one.place.file == name]
        if any(one.severity.value in failing for one in inside):
            failed += 1
            failure = SubElement(case, "failure", message=_counts(inside), type=_worst(inside).value)
            failure.text = _xml(text(inside))
        elif inside:
            SubElement(case, "system-out").text = _xml(text(inside))
    suite.set("failures", str(failed))
    whole = Element("testsuites", name="baicheng check", tests=str(len(names)), failures=str(failed), errors="0")
    whole.append(suite)
    indent(whole)
    body: str = tostring(whole, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'


def _worst(found: Sequence[Finding]) -> Severity:
    return Severity.ERROR if any(one.severity is Severity.ERROR for one in found) else Severity.WARNING


def _xml(text: str) -> str:
    """Without what XML cannot hold; a plan may, and a finding quotes it."""
    return re.sub(_NOT_IN_XML, "\ufffd", text)


def summary(found: Sequence[Finding], files: Sequence[str], *, ignored: int = 0) -> str:
    """One sentence on the whole. `ignored`: how many more the settings let stand."""
    more = f"（另有{ignored}个按设置忽略）" if ignored else ""
    if not found:
        return f"没有发现问题{more}：{'、'.join(files)}"
    return f"发现{_counts(found)}{more}；baicheng rules 可看每条规则的理由"


def _counts(found: Sequence[Finding]) -> str:
    errors = sum(1 for one in found if one.severity is Severity.ERROR)
    warnings = len(found) - errors
    counts = [f"{errors}个错误" if errors else "", f"{warnings}个警告" if warnings else ""]
    return "、".join(filter(None, counts))


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")

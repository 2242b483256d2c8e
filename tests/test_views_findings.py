"""Findings for people, GitHub, SARIF viewers and JUnit readers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from calling import ROOT, Said, call
from defusedxml.ElementTree import fromstring

from baicheng_cli import __version__
from baicheng_cli.diagnostics import CODES, Finding, Place
from baicheng_cli.plan.load import shown
from baicheng_cli.rules.engine import all_codes
from baicheng_cli.views import findings

BROKEN = ROOT / "tests/data/broken.yaml"
ERROR = Finding("BC202", "没有“区城管”这个单位", Place("plan/2019.yaml", 18, 16), "你是不是要找：区城管局？")
WARNING = Finding("BC113", "编号“3.22”没有按从小到大排列", Place("plan/2020.yaml", 7, 9))
WHOLE_FILE = Finding("BC004", "不是 UTF-8 文字", Place("plan/2020.yaml"))


@pytest.fixture(autouse=True)
def _the_catalogue() -> None:
    all_codes()


def test_text_is_one_line_a_finding_and_marks_warnings() -> None:
    assert findings.text([ERROR, WARNING, WHOLE_FILE]).splitlines() == [
        "plan/2019.yaml:18:16: BC202 没有“区城管”这个单位；你是不是要找：区城管局？",
        "plan/2020.yaml:7:9: BC113 警告：编号“3.22”没有按从小到大排列",
        "plan/2020.yaml:1:1: BC004 不是 UTF-8 文字",
    ]


def test_github_gets_one_command_a_finding_with_its_signs_escaped() -> None:
    odd = Finding("BC104", "一\n二%", Place("a,b:c.yaml", 2, 3))
    assert findings.github([odd]) == ("::error file=a%2Cb%3Ac.yaml,line=2,col=3,title=BC104 取值不合规定::一%0A二%25\n")


def sarif(*found: Finding) -> dict[str, Any]:
    log: dict[str, Any] = json.loads(findings.sarif(found))
    return log


def test_sarif_has_what_the_standard_asks_for() -> None:
    """SARIF 2.1.0: 3.13 version and runs, 3.14 tool, 3.19 name and rules, 3.27 message, ruleId, ruleIndex, level."""
    log = sarif(ERROR, WARNING, WHOLE_FILE)
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-2.1.0.json")
    [run] = log["runs"]
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["semanticVersion"]) == ("baicheng", __version__)
    rules = driver["rules"]
    assert [rule["id"] for rule in rules] == sorted(CODES)
    for result in run["results"]:
        assert set(result) == {"ruleId", "ruleIndex", "level", "message", "locations"}
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning")
        [location] = result["locations"]
        region = location["physicalLocation"]["region"]
        assert min(region["startLine"], region["startColumn"]) >= 1
    assert run["results"][0]["message"]["text"] == "没有“区城管”这个单位；你是不是要找：区城管局？"
    assert [result["level"] for result in run["results"]] == ["error", "warning", "error"]
    assert run["columnKind"] == "unicodeCodePoints"


def test_sarif_explains_every_rule_in_chinese() -> None:
    [run] = sarif()["runs"]
    assert run["results"] == []
    for rule in run["tool"]["driver"]["rules"]:
        code = CODES[rule["id"]]
        assert rule["shortDescription"]["text"] == code.title
        assert rule["fullDescription"]["text"] == code.reason
        assert code.reason in rule["help"]["text"]
        assert rule["help"]["markdown"].startswith(f"**{code.title}**")
        assert rule["defaultConfiguration"]["level"] == code.severity.value


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("plan/2019.yaml", "plan/2019.yaml"),
        ("方案/2019 年.yaml", "%E6%96%B9%E6%A1%88/2019%20%E5%B9%B4.yaml"),
        ("/srv/plan.yaml", "file:///srv/plan.yaml"),
        ("C:/方案/2019.yaml", "file:///C:/%E6%96%B9%E6%A1%88/2019.yaml"),
    ],
)
def test_a_file_in_sarif_is_a_uri(file: str, uri: str) -> None:
    [result] = sarif(ERROR._replace(place=Place(file, 1, 1)))["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def cases(xml: str) -> dict[str, Element]:
    """The test cases by file; the counts of the suite are checked on the way."""
    whole: Element = fromstring(xml)
    [suite] = whole
    found = {case.get("name", ""): case for case in suite}
    failed = sum(case.find("failure") is not None for case in suite)
    for one in (whole, suite):
        assert (one.get("tests"), one.get("failures"), one.get("errors")) == (str(len(suite)), str(failed), "0")
    assert len(found) == len(suite)
    return found


def test_junit_has_a_case_for_each_file_and_a_failure_where_something_is_wrong() -> None:
    xml = findings.junit([ERROR, WARNING], ["plan/2019.yaml", "plan/2020.yaml", "plan/2021.yaml"], ("error",))
    found = cases(xml)
    assert list(found) == ["plan/2019.yaml", "plan/2020.yaml", "plan/2021.yaml"]
    failure = found["plan/2019.yaml"].find("failure")
    assert failure is not None
    assert (failure.get("message"), failure.get("type")) == ("1个错误", "error")
    assert failure.text == f"{ERROR}\n"
    assert found["plan/2020.yaml"].find("failure") is None
    assert found["plan/2020.yaml"].findtext("system-out") == f"{WARNING}\n"
    assert len(found["plan/2021.yaml"]) == 0


def test_junit_fails_by_warnings_where_the_run_does() -> None:
    found = cases(findings.junit([WARNING], [], ("error", "warning")))
    failure = found["plan/2020.yaml"].find("failure")
    assert failure is not None
    assert (failure.get("message"), failure.get("type")) == ("1个警告", "warning")
    assert cases(findings.junit([ERROR], [], ()))["plan/2019.yaml"].find("failure") is None


def test_junit_holds_only_what_xml_can() -> None:
    odd = Finding("BC104", "一\x00二\x1b]\ud800<&\U0001f600", Place("a<b>.yaml", 1, 1))
    found = cases(findings.junit([odd], [], ("error",)))
    assert "一\ufffd二\ufffd]\ufffd<&\U0001f600" in (found["a<b>.yaml"].findtext("failure") or "")


def checked(*arguments: str | Path) -> Said:
    return call("check", *arguments)


def test_check_prints_sarif_and_leaves_with_1() -> None:
    said = checked(BROKEN, "--format", "sarif")
    assert said.code == 1
    [run] = json.loads(said.out)["runs"]
    assert "BC106" in {result["ruleId"] for result in run["results"]}
    assert len(run["results"]) == len(json.loads(checked(BROKEN, "--format", "json").out)["items"])


def test_check_prints_junit_with_every_file_that_it_read() -> None:
    said = checked("--format", "junit", "--plan", ROOT / "plan/2019.yaml", "--data", ROOT / "demo/2019")
    assert said.code == 0
    files = [ROOT / "plan/2019.yaml", *(ROOT / "demo/2019").rglob("*.yaml")]
    assert sorted(cases(said.out)) == sorted(map(shown, files))


def test_check_of_one_file_is_one_case() -> None:
    sidecar = ROOT / "demo/2019/progress/2019-09/chengguan.yaml"
    assert list(cases(checked(sidecar, "--format", "junit").out)) == [shown(sidecar)]


def test_an_unknown_format_names_those_there_are() -> None:
    said = checked(BROKEN, "--format", "xml")
    assert said.code == 2
    assert "没有“xml”这种格式；可用：text、json、github、sarif、junit" in said.err

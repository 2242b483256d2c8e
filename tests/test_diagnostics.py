"""Findings, their order, and the suggestions that go with them."""

from __future__ import annotations

import pytest

from baicheng_cli import diagnostics
from baicheng_cli.diagnostics import Finding, Place, Severity, define, in_order
from baicheng_cli.errors import BrokenFile, ChangedMeanwhile, UsageError, UserError, did_you_mean


@pytest.fixture(autouse=True)
def _own_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diagnostics, "CODES", {})


def test_a_finding_is_one_line_with_place_code_and_remedy() -> None:
    error = define("BC901", "标题", "原因")
    warning = define("BC902", "标题", "原因", Severity.WARNING)
    assert str(Finding(error, "写错了", Place("a.yaml", 3, 5), "改过来")) == "a.yaml:3:5: BC901 写错了；改过来"
    assert str(Finding(warning, "可疑", Place("a.yaml"))) == "a.yaml:1:1: BC902 警告：可疑"
    assert (Severity.ERROR.word, Severity.WARNING.word) == ("错误", "警告")


def test_a_code_is_never_defined_twice() -> None:
    define("BC901", "标题", "原因")
    with pytest.raises(ValueError, match="BC901 is defined twice"):
        define("BC901", "另一个", "原因")


def test_findings_come_as_a_reader_meets_them_each_once() -> None:
    late, early = Finding("BC2", "乙", Place("a.yaml", 10, 1)), Finding("BC9", "甲", Place("a.yaml", 9, 1))
    other = Finding("BC1", "丙", Place("b.yaml", 1, 1))
    assert in_order([other, late, early, late]) == [early, late, other]


def test_a_broken_file_names_every_place() -> None:
    define("BC901", "标题", "原因")
    found = [Finding("BC901", "甲", Place("a.yaml", 1, 1)), Finding("BC901", "乙", Place("a.yaml", 2, 1))]
    assert str(BrokenFile(found)) == "a.yaml:1:1: BC901 甲\na.yaml:2:1: BC901 乙"


def test_every_kind_of_mistake_has_its_exit_code() -> None:
    assert [kind.exit_code for kind in (UserError, BrokenFile, UsageError, ChangedMeanwhile)] == [1, 1, 2, 3]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("城管局", "你是不是要找：区城管局、区城建局？"),
        ("区城管据", "你是不是要找：区城管局、区城建局？"),
        ("区百城提质办公室", "你是不是要找：区百城提质办？"),
        ("水利部", ""),
        ("", ""),
    ],
)
def test_the_nearest_names_are_suggested(typed: str, said: str) -> None:
    assert did_you_mean(typed, ["区城管局", "区城建局", "区百城提质办"]) == said


def test_ids_are_suggested_too() -> None:
    assert did_you_mean("3.9.1.9", ["3.9.1.1", "3.9.1.2", "4.1"]) == "你是不是要找：3.9.1.2、3.9.1.1？"

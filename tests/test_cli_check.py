"""`baicheng check`: all problems in one run, in three formats, by exit code; nothing is changed."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from calling import PLAN, ROOT, Office, Said, call

SMALL = """schema: 1
document: {title: 示例方案, number: 示例〔2019〕1号, issuer: 某区, issued: 2019-04-14}
period: {start: 2019-01-01, end: 2019-12-31}
units:
  - {id: jia, names: [{name: 甲局}]}
chapters:
  - id: "3"
    title: 任务
    items:
      - {id: "3.1", title: 公园, lead: [甲局], indicators: [{id: a, name: 公园, exactly: 4, unit: 座, due: 2019-12-31}]}
"""


class Place:
    """A small plan that a test may break, with its data folder beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.plan = folder, folder / "plan" / "2019.yaml"
        self.plan.parent.mkdir()
        self.plan.write_text(SMALL, "utf-8")
        self.office = Office(folder / "plan" / "2019", self.plan)

    def change(self, old: str, new: str) -> None:
        text = self.plan.read_text("utf-8")
        assert text.count(old) == 1, old
        self.plan.write_text(text.replace(old, new), "utf-8")

    def check(self, *arguments: str) -> Said:
        return call("check", *arguments)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.delenv("BAICHENG_PLAN", raising=False)
    monkeypatch.delenv("BAICHENG_DATA", raising=False)
    monkeypatch.chdir(tmp_path)
    return Place(tmp_path)


def places(said: Said) -> list[str]:
    """`file:line:col BC101` of every line on stdout."""
    found = [re.match(r"(\S+:\d+:\d+): (BC\d{3}) (.+)", line) for line in said.out.splitlines()]
    assert all(found), said.out
    return [f"{one[1]} {one[2]}" for one in found if one]


def test_a_plan_without_problems_is_fine(place: Place) -> None:
    said = place.check()
    assert (said.code, said.out) == (0, "")
    assert said.err == "没有发现问题：plan/2019.yaml\n"


def test_the_shipped_plan_has_no_error_and_no_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    said = call("check", "--plan", PLAN, "--fail-on", "warning")
    assert (said.code, said.out) == (0, "")


def test_all_problems_come_in_one_run_in_the_order_of_the_file(place: Place) -> None:
    place.change("exactly: 4,", "exactly: 4座,")
    place.change("due: 2019-12-31}]", "due: 2019-09-31}]")
    place.change("lead: [甲局]", "laed: [甲局]")
    place.change("title: 任务", "title：任务")
    place.office.sidecar("2019-09", "jia", "甲局", "{id: aaaaaaaa, task: '3.1', date: 2019-09-25, values: {a: 3o}}")
    said = place.check()
    assert said.code == 1
    assert [one.split(" ")[0] for one in places(said)] == [
        "plan/2019.yaml:8:10",  # title：
        "plan/2019.yaml:10:32",  # laed
        "plan/2019.yaml:10:84",  # 4座
        "plan/2019.yaml:10:102",  # 09-31
        "plan/2019/progress/2019-09/jia.yaml:5:63",  # 3o
    ]
    assert said.err.startswith("发现5个错误；")


@pytest.mark.parametrize("command", ["tasks", "show 3.1", "units", "indicators", "status", "progress list"])
def test_every_other_command_stops_with_the_same_message(place: Place, command: str) -> None:
    place.change("due: 2019-12-31}]", "due: 2019-09-31}]")
    said = call(*command.split(), "--as-of", "2019-09-25")
    assert (said.code, said.out) == (1, "")
    assert said.err == place.check().out


def test_a_warning_is_said_and_fails_only_when_asked_to(place: Place) -> None:
    place.change("units:\n", "units:\n  - {id: yi, names: [{name: 乙局}]}\n")  # nobody names it
    said = place.check()
    assert said.code == 0
    assert re.search(r"^plan/2019\.yaml:5:\d+: BC\d{3} 警告：.*乙局", said.out)
    assert said.err.startswith("发现1个警告")
    assert place.check("--fail-on", "warning").code == 1
    assert call("tasks", "--as-of", "2019-09-25").code == 0  # findings that can be loaded stop no question


def test_errors_fail_unless_nothing_shall(place: Place) -> None:
    place.change("[甲局], indicators", "[丙局], indicators")
    assert place.check().code == 1
    assert place.check("--fail-on", "never").code == 0
    assert place.check("--fail-on", "never").out == place.check().out
    assert call("tasks", "--as-of", "2019-09-25").code == 0


def test_findings_in_json_have_every_key(place: Place) -> None:
    place.change("lead: [甲局]", "lead: [甲]")
    said = place.check("--format", "json")
    assert said.code == 1
    answer = said._replace(code=0).answer
    assert (answer["schema"], answer["kind"]) == (1, "check")
    assert set(answer["plan"]) == {"file", "number", "title", "version", "demo"}
    assert answer["plan"]["number"] == "示例〔2019〕1号"
    [unknown] = answer["items"]
    assert set(unknown) == {"code", "severity", "title", "message", "remedy", "file", "line", "column"}
    assert (unknown["code"], unknown["severity"]) == ("BC202", "error")
    assert (unknown["file"], unknown["line"], unknown["column"]) == ("plan/2019.yaml", 10, 39)
    assert unknown["message"] == "没有“甲”这个单位"
    assert unknown["remedy"] == "你是不是要找：甲局？"


def test_json_of_a_plan_that_cannot_be_loaded_still_names_the_file(place: Place) -> None:
    place.change("schema: 1\n", "schema: 1\nschema: 1\n")
    answer = place.check("--format", "json")._replace(code=0).answer
    assert (answer["plan"]["file"], answer["plan"]["number"]) == ("plan/2019.yaml", None)
    assert [(one["line"], one["column"]) for one in answer["items"]] == [(2, 1)]


def test_findings_for_github_have_line_and_column(place: Place) -> None:
    place.change("exactly: 4,", "exactly: 90％,")
    said = place.check("--format", "github")
    assert said.code == 1
    assert re.match(r"::error file=plan/2019\.yaml,line=10,col=\d+,title=BC\d{3} [^:]+::.*90％", said.out)


def test_the_files_named_are_the_ones_checked(place: Place, tmp_path: Path) -> None:
    broken = place.office.sidecar(
        "2019-09", "jia", "甲局", "{id: aaaaaaaa, task: '3.9', date: 2019-09-25, progress: 一}"
    )
    fine = place.office.sidecar("2019-08", "jia", "甲局", "{id: bbbbbbbb, task: '3.1', date: 2019-08-25, progress: 一}")
    assert place.check(str(fine)).code == 0
    said = place.check(str(broken))
    assert said.code == 1
    assert all("2019-09/jia.yaml:5:" in one for one in places(said))
    copy = tmp_path / "other.yaml"
    shutil.copy(place.plan, copy)
    assert place.check(str(copy), str(fine)).code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("--format xml", "没有“xml”这种格式；可用：text、json、github"),
        ("--fail-on info", "--fail-on 没有“info”；可用：error、warning、never"),
        ("nowhere.yaml", "nowhere.yaml"),
        ("--plan nowhere.yaml", "找不到计划文件 nowhere.yaml"),
        ("--data nowhere", "找不到数据文件夹 nowhere"),
    ],
)
def test_a_wrong_call_is_wrong_usage(place: Place, arguments: str, words: str) -> None:
    said = place.check(*arguments.split())
    assert (said.code, said.out) == (2, "")
    assert words in said.err


def test_without_any_plan_there_is_nothing_to_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BAICHENG_PLAN", raising=False)
    monkeypatch.chdir(tmp_path)
    assert call("check").code == 2


def test_nothing_is_changed(place: Place) -> None:
    place.change("lead: [甲局]", "laed： [甲]")
    place.office.settings("judge: {pase: day}\n")
    place.office.sidecar("2019-09", "jia", "甲局", "{id: aaaaaaaa, task: '3.1', date: 2019-09-25, values: {a: 3o}}")

    def everything() -> dict[str, tuple[bytes, float]]:
        return {
            str(file): (file.read_bytes(), file.stat().st_mtime) for file in place.folder.rglob("*") if file.is_file()
        }

    before = everything()
    for format in ("text", "json", "github"):
        assert place.check("--format", format).code == 1
    assert everything() == before

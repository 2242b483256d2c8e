"""What other systems do differently: code pages, line ends, byte-order marks, file names, backslashes."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from calling import PLAN, ROOT, Office, call

from baicheng_cli.cli import app
from baicheng_cli.plan.load import load_plan
from baicheng_cli.rules.check import check_all

DEMO = ("--plan", str(PLAN), "--data", str(ROOT / "demo" / "2019"), "--as-of", "2019-09-28")
EVERYTHING = ("", "tasks", "show 3.3", "units", "indicators", "status", "progress list", "ledger", "report")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path / "data")


class Console(io.TextIOWrapper):
    """A terminal of a Chinese Windows: GBK, strict, and each line's end becomes two characters."""

    def __init__(self, *, terminal: bool = True, encoding: str = "gbk") -> None:
        self.bytes = io.BytesIO()
        self.terminal = terminal
        super().__init__(self.bytes, encoding=encoding, newline="\r\n", write_through=True)

    def isatty(self) -> bool:
        return self.terminal


def on(console: Console, *arguments: str, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """What a console is sent by one call."""
    monkeypatch.setattr(sys, "stdout", console)
    assert app.run(list(arguments)) == 0
    return console.bytes.getvalue()


# --- code pages -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", EVERYTHING)
def test_a_gbk_terminal_shows_every_answer(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "140")
    words = command.split()
    sent = on(Console(), *words, *DEMO, monkeypatch=monkeypatch)
    text = sent.decode("gbk")
    assert "区城管局" in text or "任务" in text
    assert "?" not in text.replace("？", "")


def test_a_character_that_gbk_lacks_is_written_plainly_or_replaced_but_never_fatal(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.sidecar(
        "2019-09", "chengguan", "区城管局", '{id: aaaaaaaa, task: "3.3", date: 2019-09-25, progress: 种树🌲㊿株，−2m²}'
    )
    options = ("--plan", str(PLAN), "--data", str(office.data), "--as-of", "2019-09-25")
    monkeypatch.setenv("COLUMNS", "400")
    assert "种树?50株，-2m2" in on(Console(), "progress", "list", *options, monkeypatch=monkeypatch).decode("gbk")


def test_a_pipe_is_utf_8_with_line_ends_as_written(monkeypatch: pytest.MonkeyPatch) -> None:
    piped = on(Console(terminal=False), "tasks", "--format", "csv", *DEMO, monkeypatch=monkeypatch)
    assert piped.decode("utf-8-sig").startswith("条款,任务")
    assert piped.count(b"\r\n") > 30
    assert b"\r\r\n" not in piped
    script = on(Console(terminal=False), "completion", "bash", monkeypatch=monkeypatch)
    assert b"\r" not in script


def test_a_gbk_environment_does_not_stop_a_fresh_process() -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "gbk"}
    for command in EVERYTHING:
        words = [sys.executable, "-m", "baicheng_cli", *command.split(), *DEMO]
        done = subprocess.run(words, capture_output=True, env=environment, check=False)
        assert (done.returncode, done.stderr) == (0, b""), command
        assert "区城管局" in done.stdout.decode("utf-8") or "任务" in done.stdout.decode("utf-8")


def test_tab_completion_answers_in_the_shells_own_code_page() -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "gbk"}
    words = [sys.executable, "-m", "baicheng_cli", "baicheng tasks --unit 区文", "=:", "9", "80"]
    done = subprocess.run(words, capture_output=True, env=environment | {"_BAICHENG_COMPLETE": "bash"}, cwd=ROOT)
    assert done.stdout.decode("gbk").startswith("words\n区文明办")


# --- line ends and byte-order marks ---------------------------------------------------------------------------------


@pytest.fixture(params=["CRLF", "byte-order mark", "both"])
def rewritten(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The shipped plan as an editor of Windows leaves it."""
    data = PLAN.read_bytes()
    if request.param != "byte-order mark":
        data = data.replace(b"\n", b"\r\n")
    file = tmp_path / "2019.yaml"
    file.write_bytes(data if request.param == "CRLF" else b"\xef\xbb\xbf" + data)
    return file


def test_a_plan_saved_on_windows_is_the_same_plan(rewritten: Path) -> None:
    assert load_plan(rewritten).plan == load_plan(PLAN).plan
    assert check_all(rewritten) == check_all(PLAN)


def test_the_same_places_are_named_in_a_plan_saved_on_windows(rewritten: Path) -> None:
    rewritten.write_bytes(rewritten.read_bytes().replace("exactly: 40, unit: 座".encode(), "exactly: 40座".encode()))
    number = next(n for n, line in enumerate(rewritten.read_text("utf-8").splitlines(), 1) if "exactly: 40座" in line)
    [found] = [one for one in check_all(rewritten) if "40座" in one.message]
    assert found.place.line == number


def test_names_are_completed_from_a_plan_saved_on_windows(rewritten: Path) -> None:
    from baicheng_cli.cli.tab_offers import offers_for

    found = offers_for(["tasks", "--plan", str(rewritten), "--unit"], "区文")
    assert [one.value for one in found.offers] == ["区文明办", "区文旅局"]


# --- file names and paths -------------------------------------------------------------------------------------------


def test_sidecars_that_differ_in_case_alone_are_found_before_one_covers_the_other(office: Office) -> None:
    entry = '{id: %s, task: "3.3", date: 2019-09-25, values: {a: 1}}'
    office.sidecar("2019-09", "chengguan", "区城管局", entry % "aaaaaaaa")
    second = office.sidecar("2019-09", "Chengguan", "区城管局", entry % "bbbbbbbb")
    said = call("check", PLAN, "--data", office.data)
    if second.with_name("chengguan.yaml").read_text("utf-8").count("bbbbbbbb"):
        pytest.skip("this disk does not tell the two apart")
    assert said.code == 1
    assert "文件名是 Chengguan.yaml，内容却是区城管局；应为 chengguan.yaml" in said.out


@pytest.mark.parametrize("name", ["chengguan.YAML", "chengguan.Yaml"])
def test_a_sidecar_with_a_suffix_in_capitals_is_not_passed_over_in_silence(office: Office, name: str) -> None:
    file = office.sidecar("2019-09", "chengguan", "区城管局", '{id: aaaaaaaa, task: "3.3", date: 2019-09-25}')
    file.rename(file.with_name(name))
    said = call("check", PLAN, "--data", office.data)
    assert said.code == 1
    assert f"{name}:1:1: BC501 这个文件不会被读到" in said.out


def test_evidence_is_stored_with_slashes_and_backslashes_are_refused(office: Office, tmp_path: Path) -> None:
    (tmp_path / "照片").mkdir()
    (tmp_path / "照片" / "公园.jpg").write_bytes(b"1")
    added = office.add(
        *("--task", "3.3", "--unit", "区城管局", "--month", "2019-09", "--text", "施工"),
        *("--evidence", tmp_path / "照片" / "公园.jpg"),
    )
    assert added.code == 0, added.err
    file = office.data / "progress" / "2019-09" / "chengguan.yaml"
    assert "file: evidence/2019-09/chengguan/公园.jpg" in file.read_text("utf-8")
    assert "\\" not in file.read_text("utf-8")
    file.write_text(file.read_text("utf-8").replace("evidence/2019-09/", "evidence\\2019-09\\"), "utf-8")
    assert "不在数据文件夹里" in call("check", PLAN, "--data", office.data).out


def test_places_are_named_with_slashes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "plan").mkdir()
    (tmp_path / "plan" / "a.yaml").write_text("schema：1\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    assert "plan/a.yaml:1:" in call("check").out

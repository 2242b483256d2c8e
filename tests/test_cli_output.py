"""What comes out where: pipes, terminals of any width, CSV, Markdown; and what a query may import (DESIGN §6, S10)."""

from __future__ import annotations

import csv
import fcntl
import io
import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from collections import Counter
from pathlib import Path

import pytest
from calling import PLAN, ROOT, Office

from baicheng_cli.views.tables import width_of

ESCAPE = re.compile(r"\x1b\[[0-9;]*m")
TASKS = ["tasks", "--plan", str(PLAN), "--as-of", "2019-09-25", "--unit", "区城管局"]
COLUMNS = ("条款", "任务", "角色", "牵头或责任单位", "完成时限", "状态", "说明")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


@pytest.fixture
def terminal(office: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    """With a terminal that can show colours."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    return office


def baicheng(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "baicheng_cli", *arguments]


def outside(**more: str) -> dict[str, str]:
    """The environment of a fresh process."""
    return {**os.environ, "PYTHONPATH": str(ROOT / "src"), **more}


# --- in a pipe ------------------------------------------------------------------------------------------------------


def test_a_pipe_gets_whole_text_without_colours(office: Office) -> None:
    said = office.ask("tasks", "--unit", "区城管局")
    assert "\x1b" not in said.out
    assert "…" not in said.out
    header, *rows = said.out.splitlines()[2:-1]
    assert header.split() == list(COLUMNS)
    assert len(rows) == 16
    assert "郑西高铁专线沿线绿化从未报送进展" in rows[0]
    assert max(map(width_of, rows)) > 200  # not cut to any screen


def test_a_pipe_is_utf_8_whatever_the_environment_says() -> None:
    environment = outside(PYTHONIOENCODING="gbk", LC_ALL="C", COLUMNS="40")
    done = subprocess.run(baicheng(*TASKS), capture_output=True, env=environment, check=True)
    assert "三（三）" in done.stdout.decode("utf-8")
    assert "郑西高铁专线沿线绿化从未报送进展" in done.stdout.decode("utf-8")
    refused = subprocess.run(baicheng("tasks", "--unit"), capture_output=True, env=environment, check=False)
    assert "选项 --unit 要带一个值" in refused.stderr.decode("utf-8")


def test_a_reader_that_leaves_early_is_no_error() -> None:
    there, here = os.pipe()
    os.close(there)
    try:
        done = subprocess.run(baicheng(*TASKS), stdout=here, stderr=subprocess.PIPE, env=outside(), check=False)
    finally:
        os.close(here)
    assert done.stderr == b""


# --- on a terminal --------------------------------------------------------------------------------------------------


def test_a_wide_terminal_gets_a_table_with_every_column(terminal: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    shown = terminal.ask("tasks", "--unit", "区城管局", screen=True).out
    assert "\x1b[35m未报送\x1b[0m" in shown  # colour beside the word
    lines = ESCAPE.sub("", shown).splitlines()
    assert max(map(width_of, lines)) <= 100
    head = next(line for line in lines if line.startswith("条款"))
    assert all(title in head or title == "牵头或责任单位" for title in COLUMNS)
    assert "2019-12-31" in shown
    told = "".join(line[-24:] for line in lines).replace(" ", "")
    assert "高铁专线沿线绿化从未报送进展" in told


@pytest.mark.parametrize("columns", [30, 60, 79])
@pytest.mark.parametrize("command", ["tasks --unit 区城管局", "indicators", "units", "status"])
def test_a_narrow_terminal_gets_cards_with_every_column(
    terminal: Office, monkeypatch: pytest.MonkeyPatch, columns: int, command: str
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    shown = terminal.ask(*command.split(), screen=True).out
    assert max(map(width_of, shown.splitlines())) <= columns
    titles = terminal.ask(*command.split(), "--format", "csv", "--raw").out.splitlines()[0].split(",")
    cards = re.split("─{10,}", shown)[1:]
    assert len(cards) == len(terminal.json(*command.split()).items)
    for card in cards:
        assert [line.split()[0] for line in card.splitlines() if re.match(r"\S", line)][: len(titles)] == titles


def characters(text: str) -> Counter[str]:
    """Every character that says something: blanks and rules aside."""
    return Counter(one for one in ESCAPE.sub("", text) if not one.isspace() and one not in "─—")


@pytest.mark.parametrize("columns", [40, 60, 80, 90, 100, 120, 200])
@pytest.mark.parametrize("command", ["tasks", "tasks --unit 区城管局", "indicators", "units", "status"])
def test_nothing_is_lost_at_any_width(
    terminal: Office, monkeypatch: pytest.MonkeyPatch, columns: int, command: str
) -> None:
    entry = "{id: aaaaaaaa, task: '3.3', date: 2019-09-25, values: {a: 72.5, b: 3, c: 22}}"
    terminal.sidecar("2019-09", "chengguan", "区城管局", entry)
    monkeypatch.setenv("COLUMNS", str(columns))
    shown = terminal.ask(*command.split(), screen=True).out
    assert max(map(width_of, ESCAPE.sub("", shown).splitlines())) <= columns
    expected = characters(terminal.ask(*command.split()).out)
    if "\x1b" not in shown:  # cards: every row has the headings
        titles = terminal.ask(*command.split(), "--format", "csv", "--raw").out.splitlines()[0].replace(",", "")
        for _ in terminal.json(*command.split()).items[1:]:
            expected += characters(titles)
    assert characters(shown) == expected


def test_no_colour_means_no_escape_at_all(terminal: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    assert "\x1b" in terminal.ask("tasks", screen=True).out
    monkeypatch.setenv("NO_COLOR", "1")
    shown = terminal.ask("tasks", screen=True).out
    assert "\x1b" not in shown
    assert "未报送" in shown


def test_a_clause_is_wrapped_to_the_terminal(terminal: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    shown = terminal.ask("show", "3.3", screen=True).out
    assert max(map(width_of, shown.splitlines())) <= 50
    assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", terminal.ask("show", "3.3").out)


def test_json_csv_and_markdown_are_the_same_on_a_terminal(terminal: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    for format in ("json", "csv", "md"):
        assert terminal.ask("units", "--format", format, screen=True) == terminal.ask("units", "--format", format)


def test_a_real_terminal_gets_cards_or_a_table_by_its_size() -> None:
    def shown(columns: int) -> str:
        screen, inside = pty.openpty()
        fcntl.ioctl(inside, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
        environment = outside(TERM="xterm-256color")
        for name in ("COLUMNS", "NO_COLOR"):
            environment.pop(name, None)
        with subprocess.Popen(baicheng(*TASKS[:-2]), stdin=inside, stdout=inside, stderr=inside, env=environment):
            os.close(inside)
            told = b""
            while True:
                try:
                    piece = os.read(screen, 65536)
                except OSError:  # Linux says so when the other side has gone
                    break
                if not piece:
                    break
                told += piece
        os.close(screen)
        return told.decode("utf-8")

    narrow, wide = shown(60), shown(100)
    assert "\x1b" not in narrow
    assert "─" * 60 in narrow
    assert max(map(width_of, narrow.splitlines())) <= 60
    assert "\x1b[35m未报送\x1b[0m" in wide
    assert max(map(width_of, ESCAPE.sub("", wide).splitlines())) <= 100


# --- what data must not do ------------------------------------------------------------------------------------------

NASTY = '"[红色]甲[/红色] \\e[31m乙\\a | =1+1"'


@pytest.fixture
def nasty(terminal: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    """A report whose text would be markup, an escape sequence, a cell's end or a formula."""
    monkeypatch.setenv("COLUMNS", "160")
    entry = f"{{id: aaaaaaaa, task: '3.3', date: 2019-09-25, progress: {NASTY}, self: 滞后}}"
    terminal.sidecar("2019-09", "chengguan", "区城管局", entry)
    return terminal


def test_brackets_in_data_are_no_markup(nasty: Office) -> None:
    shown = ESCAPE.sub("", nasty.ask("progress", "list", screen=True).out)
    assert "[红色]甲[/红色]" in re.sub(r"\s", "", shown)
    assert "[红色]甲[/红色]" in nasty.ask("progress", "list").out


@pytest.mark.parametrize(
    "command", ["progress list", "progress list --format csv", "progress list --format md", "show 3.3"]
)
def test_data_cannot_steer_a_terminal(nasty: Office, command: str) -> None:
    for said in (nasty.ask(*command.split()), nasty.ask(*command.split(), screen=True)):
        assert "\x07" not in said.out
        assert "\x1b[31m乙" not in said.out
        assert "乙" in said.out


def test_a_typed_filter_cannot_either(terminal: Office) -> None:
    assert "\x1b" not in terminal.ask("tasks", "--text", "\x1b[31m").out


def test_csv_opens_in_a_spreadsheet_and_cannot_calculate(office: Office) -> None:
    office.sidecar("2019-09", "chengguan", "区城管局", "{id: aaaaaaaa, task: '3.3', date: 2019-09-25, progress: =1+1}")
    said = office.ask("progress", "list", "--format", "csv").out
    assert said.startswith("\ufeff记录,月份,条款")
    assert "'=1+1" in said
    raw = office.ask("progress", "list", "--format", "csv", "--raw").out
    assert raw.startswith("记录,月份,条款")
    assert ",=1+1," in raw


@pytest.mark.parametrize("command", ["tasks", "units", "indicators", "status"])
def test_csv_and_markdown_have_a_row_for_every_item(office: Office, command: str) -> None:
    items = office.json(command).items
    rows = list(csv.reader(io.StringIO(office.ask(command, "--format", "csv").out.removeprefix("\ufeff"))))
    assert len(rows) == len(items) + 1
    assert len({len(row) for row in rows}) == 1
    lines = [line for line in office.ask(command, "--format", "md").out.splitlines() if line.startswith("|")]
    assert len(lines) == len(items) + 2


def test_markdown_escapes_pipes(nasty: Office) -> None:
    said = nasty.ask("progress", "list", "--format", "md").out
    assert r"\[红色\]甲" in said
    assert r"\| =1+1" in said


# --- what a call imports --------------------------------------------------------------------------------------------

TELL = """
import os, sys
from baicheng_cli.cli.app import main
os._exit = lambda code: print(code, *sorted(sys.modules), file=sys.stderr)  # the process ends that way
main(sys.argv[1:])
"""


def imported(*arguments: str) -> set[str]:
    """What a call has imported at its end, in a fresh process with its output in a pipe."""
    call = [sys.executable, "-c", TELL, *arguments]
    done = subprocess.run(call, capture_output=True, env=outside(), check=True, text=True, encoding="utf-8")
    code, *modules = done.stderr.splitlines()[-1].split()
    assert code == "0", done.stderr
    return set(modules)


def test_tasks_in_a_pipe_imports_nothing_it_does_not_need(office: Office) -> None:
    office.sidecar(
        "2019-09", "chengguan", "区城管局", "{id: aaaaaaaa, task: '3.3', date: 2019-09-25, values: {a: 72.5}}"
    )
    loaded = imported(*TASKS, "--data", str(office.data))
    assert "yaml" in loaded  # it did read the plan
    unwanted = {
        "rich",
        "jinja2",
        "openpyxl",
        "docx",
        "duckdb",
        "ruamel",
        "ruamel.yaml",
        "filelock",
        "importlib.metadata",
        "chinese_calendar",
    }
    assert not unwanted & loaded


def test_help_imports_neither_pydantic_nor_yaml() -> None:
    assert not {"pydantic", "yaml", "rich"} & imported("--help")
    assert not {"pydantic", "yaml", "rich"} & imported("tasks", "--help")


def test_json_is_readable_by_any_parser() -> None:
    done = subprocess.run(baicheng(*TASKS, "--format", "json"), capture_output=True, env=outside(), check=True)
    assert len(json.loads(done.stdout)["items"]) == 16

"""Calling baicheng and the project's tools inside a test: a data folder to write into, and what a call says."""

from __future__ import annotations

import io
import json
import sys
from contextlib import redirect_stderr, redirect_stdout
from importlib import import_module
from pathlib import Path
from textwrap import dedent
from typing import Any, NamedTuple

from baicheng_cli.cli.app import run

ROOT = Path(__file__).parent.parent
PLAN = ROOT / "plan" / "2019.yaml"
DAY = "2019-09-25"


class Said(NamedTuple):
    """What one call gave: its exit code, stdout and stderr."""

    code: int
    out: str
    err: str

    @property
    def answer(self) -> dict[str, Any]:
        """The JSON it printed."""
        assert self.code == 0, self.err
        answer: dict[str, Any] = json.loads(self.out)
        return answer

    @property
    def items(self) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = self.answer["items"]
        return items

    @property
    def ids(self) -> list[str]:
        return [item["id"] for item in self.items]


class Screen(io.StringIO):
    """A terminal, as far as anybody asks; its width is COLUMNS."""

    def isatty(self) -> bool:
        return True


def call(*arguments: str | Path, screen: bool = False) -> Said:
    """Run the command line in this process; `screen`: stdout is a terminal."""
    out = Screen() if screen else io.StringIO()
    err = io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = run([str(one) for one in arguments])
    return Said(code, out.getvalue(), err.getvalue())


class Office:
    """The shipped plan with a data folder of the test's own; asked on 2019-09-25 unless a test says otherwise."""

    def __init__(self, data: Path, plan: Path = PLAN) -> None:
        self.data, self.plan = data, plan
        data.mkdir(exist_ok=True)

    def ask(self, *arguments: str | Path, day: str | None = DAY, screen: bool = False) -> Said:
        """A question; `day`: its `--as-of`, `None` for none."""
        on = ("--as-of", day) if day else ()
        return call(*arguments, "--plan", self.plan, "--data", self.data, *on, screen=screen)

    def json(self, *arguments: str, day: str | None = DAY) -> Said:
        return self.ask(*arguments, "--format", "json", day=day)

    def add(self, *arguments: str | Path) -> Said:
        """`progress add`, which takes no day to look from."""
        return call("progress", "add", *arguments, "--plan", self.plan, "--data", self.data)

    def settings(self, text: str) -> None:
        file = self.data / "office" / "settings.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("schema: 1\n" + dedent(text), "utf-8")

    def sidecar(self, month: str, id: str, name: str, *entries: str) -> Path:
        """A unit's file of a month; each entry as a YAML flow mapping."""
        file = self.data / "progress" / month / f"{id}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        lines = [f"  - {entry}\n" for entry in entries]
        file.write_text(f"schema: 1\nunit: {name}\nmonth: {month}\nentries:\n{''.join(lines)}", "utf-8")
        return file


def tool(name: str) -> Any:
    """A module of tools/, which is no package."""
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        return import_module(name)
    finally:
        sys.path.pop(0)

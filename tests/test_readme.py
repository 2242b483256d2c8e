"""What the README shows is what the commands print; its pictures show today's demonstration data."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
WRITE = os.environ.get("BAICHENG_GOLDEN") == "write"
SHOWN = re.compile(r"```console\n\$ (?P<command>[^\n]+)\n(?P<output>.*?)```\n", re.DOTALL)


def printed(command: str) -> str:
    """What a person sees who types the command in the project's folder, the findings and errors included."""
    words = command.replace("baicheng ", f"'{sys.executable}' -m baicheng_cli ", 1)
    plain = {**os.environ, "BAICHENG_PLAN": "plan/2019.yaml", "PYTHONIOENCODING": "utf-8"}
    plain.pop("BAICHENG_DATA", None)
    done = subprocess.run(words, shell=True, cwd=ROOT, env=plain, capture_output=True, check=False)
    return (done.stdout + done.stderr).decode("utf-8")


@pytest.mark.golden
@pytest.mark.parametrize("number", range(len(SHOWN.findall(README.read_text("utf-8")))))
def test_the_readme_shows_what_a_command_prints(number: int) -> None:
    text = README.read_text("utf-8")
    shown = list(SHOWN.finditer(text))[number]
    now = printed(shown["command"])
    if WRITE:
        README.write_text(text[: shown.start("output")] + now + text[shown.end("output") :], "utf-8")
        return
    assert shown["output"] == now


def test_every_picture_of_the_readme_is_there_and_of_today(tmp_path: Path) -> None:
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        import pictures
    finally:
        sys.path.pop(0)
    named = set(re.findall(r"docs/pictures/([\w-]+\.png)", README.read_text("utf-8")))
    sources = json.loads(pictures.SOURCES.read_text("utf-8"))
    assert named == set(sources)
    assert all((pictures.PICTURES / name).read_bytes().startswith(b"\x89PNG") for name in named)
    assert sources == pictures.digests(tmp_path), "a picture is out of date: make pictures"

"""What the README shows is what the commands print; its pictures show today's demonstration data."""

from __future__ import annotations

import json
import os
import re
import runpy
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
def test_the_readme_shows_what_its_commands_print() -> None:
    text = README.read_text("utf-8")
    now = SHOWN.sub(lambda block: f"```console\n$ {block['command']}\n{printed(block['command'])}```\n", text)
    if WRITE:
        README.write_text(now, "utf-8")
    assert len(SHOWN.findall(text)) >= 6
    assert README.read_text("utf-8") == now


def test_every_picture_of_the_readme_is_there_and_of_today(tmp_path: Path) -> None:
    pictures = runpy.run_path(str(ROOT / "tools" / "pictures.py"))
    named = set(re.findall(r"docs/pictures/([\w-]+\.png)", README.read_text("utf-8")))
    sources = json.loads(pictures["SOURCES"].read_text("utf-8"))
    assert named == set(sources)
    assert all((pictures["PICTURES"] / name).read_bytes().startswith(b"\x89PNG") for name in named)
    assert sources == pictures["digests"](tmp_path), "a picture is out of date: make pictures"

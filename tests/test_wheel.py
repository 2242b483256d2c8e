"""The built wheel alone, outside a checkout, does the whole job: what it needs lies inside it."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PLAN = """\
schema: 1
document: {title: 示例区2020年工作方案, number: 示例〔2020〕1号, issuer: 示例区人民政府, issued: 2020-03-01}
period: {start: 2020-01-01, end: 2020-12-31}
units: [{id: jia, names: [{name: 甲局}]}]
chapters:
  - id: "3"
    title: 重点工作
    items:
      - id: "3.1"
        title: 新增绿地
        lead: [甲局]
        indicators: [{id: a, name: 绿地, exactly: 40, unit: 亩, due: 2020-12-31}]
"""


@pytest.mark.slow
def test_the_wheel_alone_does_everything(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "pip", "wheel", "-qq", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*build, "-w", str(tmp_path), str(ROOT)], check=True)
    [wheel] = tmp_path.glob("*.whl")
    packages, home = tmp_path / "packages", tmp_path / "别处"
    zipfile.ZipFile(wheel).extractall(packages)
    (home / "plan").mkdir(parents=True)
    (home / "plan" / "2020.yaml").write_text(PLAN, "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(packages), "BAICHENG_PLAN": "", "BAICHENG_DATA": ""}

    def baicheng(*words: str) -> str:
        program = [sys.executable, "-P", "-m", "baicheng_cli", *words]
        done = subprocess.run(program, cwd=home, env=environment, capture_output=True, encoding="utf-8", check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    where = [sys.executable, "-P", "-c", "import baicheng_cli; print(baicheng_cli.__file__)"]
    assert str(packages) in subprocess.run(where, cwd=home, env=environment, capture_output=True, text=True).stdout
    assert baicheng("check") == ""
    entry = ["--task", "3.1", "--unit", "甲局", "--month", "2020-06", "--set", "a=30", "--text", "种树"]
    assert "已记录" in baicheng("progress", "add", *entry)
    assert "30/40亩（75.0%）" in baicheng("tasks", "--month", "2020-06")
    assert "绿地累计完成30亩" in baicheng("report", "--month", "2020-06")
    assert "<html" in baicheng("report", "--month", "2020-06", "--format", "html")
    baicheng("ledger", "--month", "2020-06", "-o", "台账.xlsx")
    assert (home / "台账.xlsx").read_bytes().startswith(b"PK")
    baicheng("template", "eject", "report")
    assert baicheng("template", "check") == ""
    assert "本办的" in baicheng("template", "list")
    baicheng("init", "--from", "plan/2020.yaml", "--year", "2021")
    assert (home / "plan" / "2021.yaml").is_file()
    assert "甲局" in baicheng("units", "--plan", "plan/2021.yaml")
    assert '"$schema"' in baicheng("schema")

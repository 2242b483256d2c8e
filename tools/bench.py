"""What things cost, measured in one run as ratios: `make bench` writes docs/performance.md.

Milliseconds on a shared machine mean little, so every command takes turns with the others, round by round, and
only ratios of medians are judged. `F` is the floor of our stack: a Python that imports typer and pydantic. What is
measured is the built wheel, compiled, in an environment of its own, and the tools it is compared with each in
theirs. Goals that are missed are named, and the exit code says so; no test depends on it.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import tracemalloc
import venv
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".bench"
PAGE = ROOT / "docs" / "performance.md"
FLOOR = "import typer; from pydantic import BaseModel"
PEERS = {
    "doorstop": "doorstop==3.2",
    "strictdoc": "strictdoc==0.30.0",
    "bean": "beanquery==0.2.0",
    "jsonschema": "check-jsonschema==0.39.0",
}
FORBIDDEN = ("rich", "jinja2", "openpyxl", "docx", "duckdb")


@dataclass
class Measured:
    """One command and its times, in milliseconds."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    folder: Path = ROOT
    before: Callable[[], None] | None = None
    times: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        return statistics.median(self.times)

    def run(self) -> None:
        """One run, its time kept. Raises SystemExit when it does not do what it should."""
        if self.before is not None:
            self.before()
        environment = {**os.environ, **self.environment, "PYTHONDONTWRITEBYTECODE": "1"}
        started = time.perf_counter()
        done = subprocess.run(self.command, cwd=self.folder, env=environment, capture_output=True, check=False)
        self.times.append((time.perf_counter() - started) * 1000)
        if done.returncode:
            raise SystemExit(f"{self.name}: {done.stderr.decode(errors='replace')[-500:]}")


@dataclass(frozen=True)
class Goal:
    """One line of the page."""

    id: str
    what: str
    value: float
    limit: float
    unit: str
    at_least: bool = False

    @property
    def met(self) -> bool:
        return self.value >= self.limit if self.at_least else self.value <= self.limit

    def line(self) -> str:
        sign = "≥" if self.at_least else "≤"
        met = "是" if self.met else "**否**"
        return f"| {self.id} | {self.what} | {self.value:.2f} {self.unit} | {sign} {self.limit:g} {self.unit} | {met} |"


def environment(name: str, *packages: str) -> Path:
    """The interpreter of an environment of its own, made once, compiled."""
    folder = HOME / name
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
    if packages:
        subprocess.run([python, "-m", "pip", "install", "-qq", "--disable-pip-version-check", *packages], check=True)
        subprocess.run([python, "-m", "compileall", "-q", folder], check=False, stdout=subprocess.DEVNULL)
    return python


def installed() -> Path:
    """The interpreter of an environment with the built wheel and the locked dependencies."""
    python = environment("baicheng")
    wheels = HOME / "wheels"
    shutil.rmtree(wheels, ignore_errors=True)
    build = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "-qq",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        str(wheels),
        str(ROOT),
    ]
    subprocess.run(build, check=True)
    [wheel] = wheels.glob("*.whl")
    pip = [python, "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    subprocess.run([*pip, "--require-hashes", "-r", str(ROOT / "requirements.lock")], check=True)
    subprocess.run([*pip, "--no-deps", "--force-reinstall", str(wheel)], check=True)
    subprocess.run([python, "-m", "compileall", "-q", HOME / "baicheng"], check=False, stdout=subprocess.DEVNULL)
    return python


def script(python: Path, name: str) -> str:
    return str(python.with_name(name))


def rounds(measured: list[Measured], count: int) -> None:
    """Every command in turn, `count` times, after one round that is not counted."""
    for number in range(count + 1):
        for one in measured:
            one.run()
            if number == 0:
                one.times.clear()


def leads() -> list[tuple[str, str, list[str]]]:
    """Id, title and lead units of every item of the shipped plan, for the tools it is compared with."""
    sys.path.insert(0, str(ROOT / "src"))
    from baicheng_cli.plan.load import load_plan

    plan = load_plan(ROOT / "plan" / "2019.yaml").plan
    return [(task.id, task.item.title, list(task.lead or task.item.responsible)) for task in plan.tasks]


def doorstop(folder: Path) -> Measured:
    python = environment("doorstop", PEERS["doorstop"])
    base = folder / "doorstop"
    (base / "reqs").mkdir(parents=True)
    subprocess.run(["git", "init", "-q", str(base)], check=True)
    (base / "reqs" / ".doorstop.yml").write_text("settings:\n  digits: 3\n  prefix: REQ\n  sep: ''\n", "utf-8")
    for number, (_, title, units) in enumerate(leads(), 1):
        text = f"active: true\nlevel: 1.{number}\nnormative: true\nlead: [{', '.join(units)}]\ntext: |\n  {title}\n"
        (base / "reqs" / f"REQ{number:03}.yml").write_text(text, "utf-8")
    query = (
        "import doorstop;"
        "print([str(i.uid) for d in doorstop.build() for i in d if '区城管局' in (i.get('lead') or [])])"
    )
    return Measured("doorstop：按单位查", [str(python), "-c", query], folder=base)


def strictdoc(folder: Path) -> Measured:
    python = environment("strictdoc", PEERS["strictdoc"])
    base = folder / "strictdoc"
    base.mkdir()
    nodes = "".join(
        f"[REQUIREMENT]\nUID: T-{id}\nTITLE: {title}\nSTATEMENT: {'、'.join(units)}\n\n" for id, title, units in leads()
    )
    (base / "plan.sdoc").write_text(f"[DOCUMENT]\nTITLE: plan\n\n{nodes.rstrip()}\n", "utf-8")
    words = [
        "export",
        ".",
        "--formats=sdoc",
        "--output-dir",
        "out",
        "--filter-nodes",
        '"区城管局" in node["STATEMENT"]',
    ]
    return Measured("strictdoc：按单位筛选", [script(python, "strictdoc"), *words], folder=base)


def bean(folder: Path) -> Measured:
    python = environment("bean", PEERS["bean"])
    file = folder / "plan.beancount"
    entries = "".join(
        f'2019-09-25 * "{title}"\n  lead: "{"、".join(units)}"\n  Assets:A  1 T\n  Assets:B  -1 T\n\n'
        for _, title, units in leads()
    )
    file.write_text(f"2019-01-01 open Assets:A\n2019-01-01 open Assets:B\n\n{entries}", "utf-8")
    query = "SELECT date, narration WHERE entry_meta('lead') ~ '区城管局'"
    return Measured("bean-query：按单位查", [script(python, "bean-query"), str(file), query])


def jsonschema() -> Measured:
    """The same files against our own schemas, as another validator reads them: plan, then the year's sidecars."""
    python = environment("jsonschema", PEERS["jsonschema"])
    program = script(python, "check-jsonschema")
    schemas = ROOT / "schema"
    sidecars = sorted(map(str, (ROOT / "demo" / "2019" / "progress").glob("*/*.yaml")))
    plan = shlex.join([program, "--schemafile", str(schemas / "plan.schema.json"), str(ROOT / "plan" / "2019.yaml")])
    year = shlex.join([program, "--schemafile", str(schemas / "progress.schema.json"), *sidecars])
    return Measured("check-jsonschema：方案和演示全年", ["sh", "-c", f"{plan} && {year}"])


def reading(python: Path) -> dict[str, float]:
    """S6: megabytes a second, memory as a multiple of the file, growth exponent, and the loaded plan's memory."""
    done = subprocess.run(
        [python, "-I", __file__, "--reading", str(ROOT / "plan" / "2019.yaml")], check=True, capture_output=True
    )
    pairs = (line.split("=") for line in done.stdout.decode().split())
    return {name: float(value) for name, value in pairs}


def measure_reading(plan: str) -> None:
    """What `reading` asks for; runs in the environment of the installed wheel."""
    import gc
    import math

    from baicheng_cli.plan.model import Plan
    from baicheng_cli.reading import model_of
    from baicheng_cli.yaml_source import Source

    text = Path(plan).read_text("utf-8")
    head, _, tail = text.partition("    items:\n")
    first, *_ = re.split(r"(?m)^  - id: \"4\"", tail)

    def grown(times: int) -> str:
        chapters = "".join(
            f'  - id: "{n + 3}"\n    title: 章\n    kind: tasks\n    items:\n{first}' for n in range(times)
        )
        return head[: head.index("chapters:\n") + len("chapters:\n")] + chapters

    def seconds(document: str) -> float:
        best = math.inf
        for _ in range(3):
            gc.collect()
            started = time.perf_counter()
            Source("plan", document)
            best = min(best, time.perf_counter() - started)
        return best

    small, large = grown(10), grown(160)
    sizes = [len(one.encode()) for one in (small, large)]
    spent = [seconds(one) for one in (small, large)]
    exponent = math.log(spent[1] / spent[0]) / math.log(sizes[1] / sizes[0])
    tracemalloc.start()
    source = Source("plan", large)
    used = tracemalloc.get_traced_memory()[0]
    model, _ = model_of(Plan, source, thorough=False)
    loaded = tracemalloc.get_traced_memory()[0]
    assert model is not None
    print(f"speed={sizes[1] / 1e6 / spent[1]} memory={used / sizes[1]} exponent={exponent} loaded={loaded / sizes[1]}")


def flatness(baicheng: str, folder: Path) -> tuple[Measured, Measured]:
    """S5: `progress add` beside no progress at all, and beside twelve months of a hundred units."""
    text = [
        "add",
        "--task",
        "3.1",
        "--unit",
        "中原规划分局",
        "--month",
        "2019-09",
        "--text",
        "测速",
        "--self",
        "正常推进",
    ]
    made = []
    for name, months in (("空", 0), ("满", 12)):
        data = folder / f"data{months}"
        for month in range(1, months + 1):
            shelf = data / "progress" / f"2019-{month:02}"
            shelf.mkdir(parents=True)
            for unit in range(100):
                shutil.copyfile(ROOT / "demo/2019/progress/2019-09/chengguan.yaml", shelf / f"u{unit}.yaml")
        data.mkdir(exist_ok=True)
        file = data / "progress" / "2019-09" / "guihua.yaml"
        made.append(
            Measured(
                f"progress add（{name}）",
                [baicheng, "progress", *text, "--data", str(data)],
                before=lambda file=file: file.unlink(missing_ok=True),  # type: ignore[misc]
            )
        )
    return made[0], made[1]


def imported(python: Path) -> list[str]:
    """S10: which of the heavy libraries `tasks` in a pipe has imported."""
    code = (
        "import sys, io; out, sys.stdout = sys.stdout, io.StringIO();"
        "from baicheng_cli.cli.app import run; run(['tasks', '--unit', '区城管局', '--as-of', '2019-09-25']);"
        f"sys.stdout = out; print(*[name for name in {FORBIDDEN!r} if name in sys.modules])"
    )
    done = subprocess.run([python, "-c", code], cwd=ROOT, check=True, capture_output=True)
    return done.stdout.decode().split()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--reading")
    chosen = parser.parse_args()
    if chosen.reading:
        measure_reading(chosen.reading)
        return 0
    python = installed()
    baicheng = script(python, "baicheng")
    ours = {"BAICHENG_PLAN": "plan/2019.yaml"}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        demo = ["--data", "demo/2019"]
        floor = Measured("F：import typer、pydantic", [str(python), "-c", FLOOR])
        nothing = Measured("空的 Python", [str(python), "-I", "-c", "pass"])
        tasks = Measured(
            "tasks --unit 区城管局", [baicheng, "tasks", "--unit", "区城管局", "--as-of", "2019-09-25"], ours
        )
        help_ = Measured("--help", [baicheng, "--help"], ours)
        typed = ["baicheng tasks --unit 区城", " \t\n\"'><=;|&(:", "9", "80"]
        completion = Measured("补全单位名称", [baicheng, *typed], {"_BAICHENG_COMPLETE": "bash", **ours})
        check = Measured("check（含演示全年）", [baicheng, "check", *demo], ours)
        report = Measured("report --month", [baicheng, "report", "--month", "2019-09", *demo], ours)
        empty, full = flatness(baicheng, folder)
        peers = [doorstop(folder), bean(folder), strictdoc(folder), jsonschema()]
        every = [nothing, floor, tasks, help_, completion, check, report, empty, full, *peers]
        rounds(every, chosen.rounds)
        read = reading(python)
        heavy = imported(python)
    of_floor = {one.name: one.median / floor.median for one in every}
    goals = [
        Goal("S1", "tasks --unit 区城管局 ÷ F", of_floor[tasks.name], 1.7, "F"),
        Goal("S1", "÷ doorstop 按单位查", tasks.median / peers[0].median, 0.75, "×"),
        Goal("S1", "÷ bean-query 按单位查", tasks.median / peers[1].median, 1.0, "×"),
        Goal("S1", "÷ strictdoc 按单位筛选", tasks.median / peers[2].median, 0.12, "×"),
        Goal("S2", "--help ÷ F", of_floor[help_.name], 0.8, "F"),
        Goal("S2", "补全单位名称 ÷ F", of_floor[completion.name], 1.2, "F"),
        Goal("S3", "check（方案和演示全年）÷ F", of_floor[check.name], 2.0, "F"),
        Goal("S3", "÷ check-jsonschema", check.median / peers[3].median, 0.6, "×"),
        Goal("S4", "report --month ÷ F", of_floor[report.name], 2.6, "F"),
        Goal("S5", "progress add ÷ F", of_floor[empty.name], 1.9, "F"),
        Goal("S5", "progress add：已有1200个填报文件 ÷ 一个也没有", full.median / empty.median, 1.1, "×"),
        Goal("S6", "读 YAML（带位置）", read["speed"], 10, "MB/s", at_least=True),
        Goal("S6", "占用内存 ÷ 文件", read["memory"], 8, "×"),
        Goal("S6", "随大小增长的指数", read["exponent"], 1.05, ""),
        Goal("S6", "装好的计划 ÷ 文件", read["loaded"], 20, "×"),
        Goal("S10", "tasks 在管道里装入的重库个数", len(heavy), 0, "个"),
    ]
    PAGE.write_text(page(goals, every, floor, chosen.rounds), "utf-8")
    print(PAGE.read_text("utf-8"))
    return 0 if all(goal.met for goal in goals) else 1


def page(goals: list[Goal], every: list[Measured], floor: Measured, count: int) -> str:
    """The page as Markdown."""
    lines = [
        "# 快慢",
        "",
        "由 `make bench` 写成，不要手改。机器是共用的，毫秒数不可信，看同一次运行里的比值（中位数之比）。",
        f"各命令轮流运行{count}轮；量的是装好、编译过的 wheel。F 是底线：只 `{FLOOR}` 的 Python。",
        f"Python {platform.python_version()}，{os.cpu_count()}核。",
        "",
        "| 目标 | 量什么 | 结果 | 要求 | 达到 |",
        "|---|---|---:|---:|---|",
        *(goal.line() for goal in goals),
        "",
        "| 命令 | 中位数（毫秒） | ÷ F |",
        "|---|---:|---:|",
        *(f"| {one.name} | {one.median:.0f} | {one.median / floor.median:.2f} |" for one in every),
        "",
        "对照的工具：" + "、".join(PEERS.values()) + "；数据由随附方案的35个条目换写而成。",
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())

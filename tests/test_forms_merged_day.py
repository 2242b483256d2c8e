"""The day on which everything comes at once: many forms in one command, two people at the same moment, two branches."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from calling import PLAN, ROOT, Screen
from filling import CHENGGUAN, FILLED, NONGWEI, REPORT, SEPTEMBER, Collection, entries, fill, today

NEEDS_GIT = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
FORKS = pytest.mark.skipif(os.name != "posix", reason="forks, to be quick")
THIRTY = 30


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Collection:
    """A plan with thirty units, each with a task that has a figure; September is open."""
    today(monkeypatch, "2019-09-16")
    units = "".join(f"  - {{id: u{n:02}, names: [{{name: 第{n:02}单位}}]}}\n" for n in range(1, THIRTY + 1))
    items = "".join(
        f'      - {{id: "3.{n}", title: 任务{n:02}, lead: [第{n:02}单位], indicators: '
        f"[{{id: a, name: 指标{n:02}, exactly: 100, unit: 亩, due: 2019-12-31}}]}}\n"
        for n in range(1, THIRTY + 1)
    )
    plan = tmp_path / "plan.yaml"
    plan.write_text(
        "schema: 1\n"
        "document: {title: 示例方案, number: 示例〔2019〕1号, issuer: 某区, issued: 2019-04-14}\n"
        "period: {start: 2019-01-01, end: 2019-12-31}\n"
        f"units:\n{units}"
        f'chapters:\n  - id: "3"\n    title: 任务\n    kind: tasks\n    items:\n{items}',
        "utf-8",
    )
    office = Collection(tmp_path, plan)
    office.settings("reporting: {first_month: 2019-09}\n")
    said = office.open()
    assert said.code == 0, said.err
    today(monkeypatch, "2019-09-24")
    for file in office.folder.iterdir():
        number = int(file.name.split("_")[1][1:3])
        fill(file, {f"3.{number}.a": number, f"3.{number}.progress": f"第{number}单位的进展"})
    return office


def recorded(office: Collection) -> dict[str, list[dict[str, Any]]]:
    return {f"u{n:02}": entries(office, f"u{n:02}") for n in range(1, THIRTY + 1)}


def all_is_there_once(office: Collection) -> None:
    """Every unit's figure and text, each with its own, and every original."""
    for n in range(1, THIRTY + 1):
        [entry] = entries(office, f"u{n:02}")
        assert (entry["task"], entry["values"], entry["progress"]) == (f"3.{n}", {"a": n}, f"第{n}单位的进展")
        held = yaml.safe_load((office.data / "forms" / SEPTEMBER / f"u{n:02}.yaml").read_text("utf-8"))
        [came] = held["received"]
        assert came["entries"] == [entry["id"]]
        assert (office.data / came["file"]).exists()
    assert len({entry["id"] for [entry] in recorded(office).values()}) == THIRTY
    assert office.ask("check", day=None).code == 0


def test_thirty_forms_are_read_in_one_command(office: Collection, monkeypatch: pytest.MonkeyPatch) -> None:
    said = office.read(office.folder, "--apply")
    assert (said.code, said.err) == (0, "")
    assert "已录入30份，新记录30条" in said.out
    all_is_there_once(office)
    again = office.read(office.folder, "--apply")
    assert (again.code, "合计：已经收过30份" in again.out) == (0, True)
    all_is_there_once(office)


def test_a_bar_shows_how_far_a_long_reading_is(office: Collection, monkeypatch: pytest.MonkeyPatch) -> None:
    from baicheng_cli.cli import waiting

    monkeypatch.setattr(waiting, "LONG", 0)
    shown = Screen()
    monkeypatch.setattr("sys.stderr", shown)
    with waiting.steps("读表", 3) as step:
        for _ in range(3):
            step()
    assert "读表" in shown.getvalue()
    assert "100%" in shown.getvalue()


def in_forks(*acts: Callable[[], int]) -> list[int | None]:
    """The exit codes of these, all begun at the same moment."""
    fork = multiprocessing.get_context("fork")
    start = fork.Event()

    def wait(act: Callable[[], int]) -> None:
        start.wait(20)
        os._exit(act())

    running = [fork.Process(target=wait, args=(act,)) for act in acts]
    for one in running:
        one.start()
    start.set()
    for one in running:
        one.join(120)
    return [one.exitcode for one in running]


@FORKS
def test_two_people_read_different_forms_at_the_same_moment(office: Collection) -> None:
    office.read(office.folder)  # all that is imported at first use is imported before the fork
    files = sorted(office.folder.iterdir())

    def reading(part: list[Path]) -> Callable[[], int]:
        return lambda: office.read(*part, "--apply").code

    assert in_forks(reading(files[::2]), reading(files[1::2])) == [0, 0]
    all_is_there_once(office)


@FORKS
def test_two_people_read_the_same_forms_at_the_same_moment(office: Collection) -> None:
    """Whoever comes second is told so, and nothing is there twice."""
    office.read(office.folder)
    files = sorted(office.folder.iterdir())
    codes = in_forks(lambda: office.read(*files, "--apply").code, lambda: office.read(*reversed(files), "--apply").code)
    assert set(codes) <= {0, 3}
    assert office.read(office.folder, "--apply").code == 0
    counted = {unit: len(found) for unit, found in recorded(office).items()}
    assert counted == {f"u{n:02}": 1 for n in range(1, THIRTY + 1)}
    assert office.ask("check", day=None).code == 0


@FORKS
def test_reports_by_telephone_go_on_while_forms_are_read(office: Collection) -> None:
    """Each of ten units reports by telephone on the task whose form is being read."""
    office.read(office.folder)

    def by_telephone() -> int:
        codes = [
            office.add(*f"--task 3.{n} --unit 第{n:02}单位 --month {SEPTEMBER} --text 电话{n}".split()).code
            for n in range(1, 11)
        ]
        return max(codes)

    codes = in_forks(by_telephone, lambda: office.read(office.folder, "--apply").code)
    assert codes[0] == 0
    assert codes[1] in (0, 1, 3)  # a text that came by telephone first is a conflict, or came meanwhile
    for n in range(1, THIRTY + 1):
        found = entries(office, f"u{n:02}")
        texts = Counter(one["progress"] for one in found)
        assert texts[f"电话{n}"] == (n <= 10)
        assert texts[f"第{n}单位的进展"] == 1 or n <= 10
        assert all(one.get("values") in ({"a": n}, None) for one in found)
        assert all(("values" in one) == (one["progress"] != f"电话{n}") for one in found)
    assert office.ask("check", day=None).code == 0


def test_who_reads_a_form_that_somebody_just_reported_on_is_told_so(
    office: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look and the writing somebody reports on the same task."""
    from baicheng_cli.forms import apply

    file = sorted(office.folder.iterdir())[0]
    written = apply._write

    def after_another(*arguments: Any) -> list[Path]:
        monkeypatch.setattr(apply, "_write", written)
        office.add(*f"--task 3.1 --unit 第01单位 --month {SEPTEMBER} --set a=5".split())
        return written(*arguments)

    monkeypatch.setattr(apply, "_write", after_another)
    said = office.read(file, "--apply")
    assert said.code == 3
    assert "刚才有人录入了3.1（" in said.out
    assert "这张表没有录；请再读一遍，看过再定" in said.out
    assert [one["values"] for one in entries(office, "u01")] == [{"a": 5}]


# --- two branches -----------------------------------------------------------------------------------------------------


class Repository(Collection):
    """The shipped plan in a repository with the merge driver; September is open and committed."""

    def __init__(self, top: Path) -> None:
        super().__init__(top)
        (top / "plan").mkdir()
        shutil.copy(PLAN, top / "plan")
        self.plan = top / "plan" / "2019.yaml"
        self.data.rmdir()
        self.data = top / "plan" / "2019"
        self.folder = top / "out" / "填报表"
        self.data.mkdir()
        self.settings("office: tizhiban\nreporting: {first_month: 2019-09}\n")
        shutil.copy(ROOT / ".gitattributes", top)
        (top / ".gitignore").write_text("out/\n", "utf-8")
        self.git("init", "--quiet", "--initial-branch=main")
        program = f"'{Path(sys.executable).as_posix()}' -m baicheng_cli"
        for words in (
            ("user.name", "Test"),
            ("user.email", "test@example.invalid"),
            ("merge.baicheng.driver", f"{program} progress merge --driver %O %A %B %P"),
        ):
            self.git("config", *words)
        assert self.open().code == 0
        self.commit("open")

    def git(self, *words: str) -> str:
        env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
        done = subprocess.run(["git", *words], cwd=self.top, capture_output=True, encoding="utf-8", env=env)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def commit(self, message: str) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", message)

    def merged(self, into: str, other: str) -> dict[str, bytes]:
        self.git("checkout", "--quiet", "--detach", into)
        self.git("merge", "--quiet", "--no-edit", other)
        return self.written


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    today(monkeypatch, "2019-09-16")
    repository = Repository(tmp_path)
    today(monkeypatch, "2019-09-24")
    return repository


@NEEDS_GIT
def test_reading_all_forms_untouched_leaves_the_repository_clean(repository: Repository) -> None:
    said = repository.read(repository.folder, "--apply")
    assert (said.code, "没有填13份" in said.out) == (0, True)
    assert repository.git("status", "--porcelain") == ""
    assert repository.open().code == 0
    assert repository.git("status", "--porcelain") == ""


@NEEDS_GIT
def test_branches_that_read_forms_and_let_units_off_are_merged_in_either_order(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both got a form of 区城管局: one with its figures, the other with another task's text; each let somebody off."""
    out = repository.top / "out"
    first = fill(repository.folder / CHENGGUAN, FILLED, out / "一.xlsx")
    second = fill(repository.folder / CHENGGUAN, {"3.7.1.progress": "改造管网"}, out / "二.xlsx")
    third = fill(repository.folder / NONGWEI, REPORT, out / "三.xlsx")
    repository.git("checkout", "--quiet", "-b", "one")
    assert repository.read(first, "--apply").code == 0
    repository.do("collect", "waive", "区文明办", "--month", SEPTEMBER, "--reason", "经同意")
    repository.commit("one")
    today(monkeypatch, "2019-09-25")
    repository.git("checkout", "--quiet", "-b", "other", "main")
    assert repository.read(second, third, "--apply").code == 0
    repository.do("collect", "waive", "区工信局", "--month", SEPTEMBER, "--reason", "经同意")
    repository.commit("other")

    merged = repository.merged("one", "other")
    assert merged == repository.merged("other", "one")
    assert [one["task"] for one in entries(repository)] == ["3.3", "3.7.1"]
    assert entries(repository)[0]["values"] == {"a": 72.5, "b": 3, "c": 22}
    assert "values" not in entries(repository)[1]
    held = yaml.safe_load(merged[f"forms/{SEPTEMBER}/chengguan.yaml"])["received"]
    assert [one["name"] for one in held] == ["一.xlsx", "二.xlsx"]
    assert all(one["file"] in merged for one in held)
    acts = yaml.safe_load(merged[f"progress/{SEPTEMBER}/cycle.yaml"])["acts"]
    assert [one["unit"] for one in acts] == ["区文明办", "区工信局"]
    assert repository.ask("check", day=None).code == 0
    assert repository.read(first, second, third, "--apply").code == 0
    assert repository.git("status", "--porcelain") == ""


@NEEDS_GIT
def test_the_same_form_read_on_two_branches_is_recorded_once(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = fill(repository.folder / CHENGGUAN, FILLED, repository.top / "out" / "一.xlsx")
    for day, branch in (("2019-09-24", "one"), ("2019-09-25", "other")):
        today(monkeypatch, day)
        repository.git("checkout", "--quiet", "-b", branch, "main")
        assert repository.read(file, "--apply").code == 0
        repository.commit(branch)
    assert repository.merged("one", "other") == repository.merged("other", "one")
    held = entries(repository, "chengguan")
    assert [one["task"] for one in held] == list(dict.fromkeys(one["task"] for one in held))
    assert {str(one["received"]) for one in held} == {"2019-09-24"}
    [came] = yaml.safe_load((repository.data / "forms" / SEPTEMBER / "chengguan.yaml").read_text("utf-8"))["received"]
    assert str(came["day"]) == "2019-09-24"
    report = repository.do("report", "--month", SEPTEMBER).out
    assert report.count("补植乔木") == 1
    assert "新增绿地累计完成72.5万平方米" in report
    assert repository.read(file, "--apply").code == 0
    assert repository.git("status", "--porcelain") == ""


@NEEDS_GIT
def test_what_was_read_on_one_branch_after_the_other_closed_the_month_is_found_by_check(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = fill(repository.folder / NONGWEI, REPORT, repository.top / "out" / "一.xlsx")
    repository.git("checkout", "--quiet", "-b", "one")
    owing = repository.do("collect", "status", "--month", SEPTEMBER, "--format", "json").items
    waived = [word for one in owing for word in ("--waive", f"{one['unit']}=经同意")]
    assert repository.do("collect", "close", "--month", SEPTEMBER, *waived).code == 0
    repository.commit("one")
    today(monkeypatch, "2019-09-25")
    repository.git("checkout", "--quiet", "-b", "other", "main")
    assert repository.read(file, "--apply").code == 0
    repository.commit("other")
    assert repository.merged("one", "other") == repository.merged("other", "one")
    assert len(entries(repository, "nongwei")) == 1
    said = repository.ask("check", day=None)
    assert said.code == 1
    assert "nongwei.yaml:13:15: BC520 2019-09已于2019-09-24封账，这条是之后录入的；记到开着的月份" in said.out

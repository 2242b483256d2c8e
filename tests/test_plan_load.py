"""Which plan, which data folder, and what is said when one is missing or broken."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from baicheng_cli.errors import BrokenFile, UsageError
from baicheng_cli.plan.load import find_data, find_plan, load_plan, load_settings, plan_files, settings_file, shown

DAY = date(2019, 9, 25)


@pytest.fixture(autouse=True)
def _no_plan_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BAICHENG_PLAN", raising=False)
    monkeypatch.delenv("BAICHENG_DATA", raising=False)


def put(file: Path, text: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return file


def put_plan(file: Path, start: str = "2019-01-01", end: str = "2019-12-31") -> Path:
    return put(
        file,
        "schema: 1\n"
        "document: {title: 示例方案, number: 示例〔2019〕1号, issuer: 某区, issued: 2019-04-14}\n"
        f"period: {{start: {start}, end: {end}}}\n"
        'chapters: [{id: "3", title: 重点工作}]\n',
    )


def test_a_plan_is_loaded_with_its_places(tmp_path: Path) -> None:
    loaded = load_plan(put_plan(tmp_path / "2019.yaml"))
    assert (loaded.plan.document.title, loaded.file) == ("示例方案", tmp_path / "2019.yaml")
    assert loaded.source.place(("period", "start")).line == 3


def test_a_broken_plan_names_every_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = put_plan(tmp_path / "plan" / "2019.yaml", start="2019-01-32")
    put(file, file.read_text("utf-8").replace("issuer", "isuer"))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BrokenFile) as said:
        load_plan(file)
    places = [str(found).split()[:2] for found in said.value.findings]
    assert places == [["plan/2019.yaml:2:45:", "BC101"], ["plan/2019.yaml:3:17:", "BC106"]]


def test_a_missing_plan_is_a_wrong_call(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"找不到文件 .*2019\.yaml"):
        load_plan(tmp_path / "2019.yaml")


def test_a_path_below_the_current_folder_is_shown_from_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(put_plan(tmp_path / "here" / "plan" / "2019.yaml").parents[1])
    assert shown(Path("plan/2019.yaml")) == "plan/2019.yaml"
    assert shown(tmp_path / "here" / "plan" / "2019.yaml") == "plan/2019.yaml"
    assert shown(Path("../there/2020.yaml")) == "../there/2020.yaml"
    assert shown(tmp_path / "there" / ".." / "2020.yaml") == (tmp_path / "2020.yaml").as_posix()


def test_plans_are_looked_for_here_and_then_in_the_nearest_parent_that_has_any(tmp_path: Path) -> None:
    put_plan(tmp_path / "plan" / "2018.yaml")
    near = put_plan(tmp_path / "a" / "plan" / "2019.yaml")
    put(tmp_path / "a" / "plan" / "2019" / "office" / "settings.yaml", "schema: 1\n")
    deep = tmp_path / "a" / "b" / "c"
    deep.mkdir(parents=True)
    (deep / "plan").mkdir()  # empty: goes on looking
    assert plan_files(deep) == [near]
    assert find_plan(None, DAY, deep) == near
    assert plan_files(tmp_path) == [tmp_path / "plan" / "2018.yaml"]


def test_the_only_plan_is_taken_whatever_its_period(tmp_path: Path) -> None:
    file = put_plan(tmp_path / "plan" / "2019.yaml")
    assert find_plan(None, date(2026, 1, 1), tmp_path) == file


def test_no_plan_anywhere_is_said_with_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"都没有 plan/\*\.yaml；用 --plan 指明计划文件"):
        find_plan(None, DAY, tmp_path)


def test_a_named_plan_goes_before_the_environment_and_that_before_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, env, named = (put_plan(tmp_path / name) for name in ("plan/2019.yaml", "env.yaml", "named.yaml"))
    assert find_plan(None, DAY, tmp_path) == found
    monkeypatch.setenv("BAICHENG_PLAN", str(env))
    assert find_plan(None, DAY, tmp_path) == env
    assert find_plan(named, DAY, tmp_path) == named
    monkeypatch.setenv("BAICHENG_PLAN", "")
    assert find_plan(None, DAY, tmp_path) == found


def test_a_named_plan_that_is_missing_is_never_replaced_by_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_plan(tmp_path / "plan" / "2019.yaml")
    with pytest.raises(UsageError, match=r"找不到计划文件 .*2020\.yaml；核对 --plan 写的路径"):
        find_plan(tmp_path / "2020.yaml", DAY, tmp_path)
    with pytest.raises(UsageError, match="找不到计划文件"):
        find_plan(tmp_path, DAY, tmp_path)  # a folder is no plan
    monkeypatch.setenv("BAICHENG_PLAN", str(tmp_path / "2021.yaml"))
    with pytest.raises(UsageError, match=r"找不到计划文件 .*2021\.yaml；核对环境变量 BAICHENG_PLAN 写的路径"):
        find_plan(None, DAY, tmp_path)


@pytest.mark.parametrize(
    ("day", "taken"),
    [
        (date(2018, 1, 1), "2018.yaml"),
        (date(2018, 9, 1), "2018.yaml"),
        (date(2018, 12, 31), "2018.yaml"),
        (date(2019, 9, 25), "2019.yaml"),
        (date(2020, 6, 1), "2019.yaml"),  # no period holds it: the latest begun
        (date(2021, 3, 1), "2021.yaml"),
        (date(2030, 1, 1), "2021.yaml"),
    ],
)
def test_of_several_plans_the_one_of_the_day_is_taken_else_the_latest_begun(
    tmp_path: Path, day: date, taken: str
) -> None:
    for year in (2018, 2019, 2021):
        put_plan(tmp_path / "plan" / f"{year}.yaml", f"{year}-01-01", f"{year}-12-31")
    put_plan(tmp_path / "plan" / "summer.yaml", "2018-07-01", "2018-08-31")  # begun later, over on 31 December
    assert find_plan(None, day, tmp_path).name == taken


def test_two_plans_that_fit_are_both_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_plan(tmp_path / "plan" / "2019.yaml")
    put_plan(tmp_path / "plan" / "2019-2020.yaml", "2019-07-01", "2020-06-30")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError) as said:
        find_plan(None, DAY, tmp_path)
    assert str(said.value) == (
        "2019-09-25同时在几个计划的实施期内：plan/2019-2020.yaml、plan/2019.yaml；用 --plan 指明"
    )
    assert find_plan(None, date(2019, 6, 30), tmp_path).name == "2019.yaml"


def test_before_every_period_no_plan_is_guessed(tmp_path: Path) -> None:
    put_plan(tmp_path / "plan" / "2019.yaml")
    put_plan(tmp_path / "plan" / "2020.yaml", "2020-01-01", "2020-12-31")
    with pytest.raises(UsageError, match="2018-12-31还没有计划开始实施"):
        find_plan(None, date(2018, 12, 31), tmp_path)


def test_the_data_folder_lies_beside_the_plan_and_may_be_absent(tmp_path: Path) -> None:
    assert find_data(None, tmp_path / "plan" / "2019.yaml") == tmp_path / "plan" / "2019"


def test_a_named_data_folder_goes_before_the_environment_and_must_be_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan, env, named = tmp_path / "plan" / "2019.yaml", tmp_path / "env", tmp_path / "named"
    env.mkdir()
    named.mkdir()
    monkeypatch.setenv("BAICHENG_DATA", str(env))
    assert find_data(None, plan) == env
    assert find_data(named, plan) == named
    with pytest.raises(UsageError, match=r"找不到数据文件夹 .*missing；核对 --data 写的路径"):
        find_data(tmp_path / "missing", plan)
    monkeypatch.setenv("BAICHENG_DATA", str(tmp_path / "gone"))
    with pytest.raises(UsageError, match=r"找不到数据文件夹 .*gone；核对环境变量 BAICHENG_DATA 写的路径"):
        find_data(None, plan)


def test_settings_are_read_from_the_data_folder_and_default_without_a_file(tmp_path: Path) -> None:
    assert load_settings(tmp_path).reporting.data_until == 25
    put(settings_file(tmp_path), "schema: 1\nreporting: {data_until: 28}\n")
    assert settings_file(tmp_path) == tmp_path / "office" / "settings.yaml"
    assert load_settings(tmp_path).reporting.data_until == 28


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("schema: 1\nreporting: {data_til: 28}\n", "office/settings.yaml:2:13: BC101"),
        ("schema: 1\nreporting: {data_until: 0}\n", "office/settings.yaml:2:25: BC104"),
        ("schema: 1\njudge: {behind: 10个}\n", "office/settings.yaml:2:17: BC105"),
        ("", "office/settings.yaml:1:1: BC107"),
    ],
)
def test_broken_settings_stop_with_their_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, at: str
) -> None:
    put(settings_file(tmp_path), text)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BrokenFile) as said:
        load_settings(tmp_path)
    assert str(said.value).startswith(at)

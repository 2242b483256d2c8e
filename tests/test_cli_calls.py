"""How a call may be written, which plan and day it gets, and how a wrong one ends (DESIGN §6)."""

from __future__ import annotations

import json
import re
import shutil
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from calling import PLAN, ROOT, Office, Said, call

from baicheng_cli.cli.app import COMMANDS
from baicheng_cli.progress import calendar

QUESTIONS = ["tasks", "units", "indicators", "status", "progress list"]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path / "data")


@pytest.fixture(autouse=True)
def _no_plan_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BAICHENG_PLAN", raising=False)
    monkeypatch.delenv("BAICHENG_DATA", raising=False)


def on(day: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Today is that day."""
    moment = datetime.fromisoformat(f"{day}T09:30:00").replace(tzinfo=timezone(timedelta(hours=8)))
    monkeypatch.setattr(calendar, "now", lambda: moment)


def one_sentence(said: Said) -> str:
    """What a refused call says: one sentence, nothing on stdout, no traceback."""
    assert said.out == ""
    assert "Traceback" not in said.err
    [sentence] = [line for line in said.err.splitlines() if line.startswith("错误：")]
    return sentence.removeprefix("错误：")


# --- exit codes -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ("tasks --unit 城管局", 1, "没有“城管局”这个单位；你是不是要找：区城管局"),
        ("indicators --unit 城管局", 1, "你是不是要找：区城管局"),
        ("status --unit 城管局", 1, "你是不是要找：区城管局"),
        ("progress list --unit 城管局", 1, "你是不是要找：区城管局"),
        ("tasks --unit 天文台", 1, "没有“天文台”这个单位；用 baicheng units 看全部单位"),
        ("tasks --unit=", 1, "没有“”这个单位"),
        ("show 3.99", 1, "没有条目“3.99”"),
        ("show 五（一）", 1, "没有条目“五（一）”"),
        ("progress list --task 3.99", 1, "没有条目“3.99”"),
        ("progress list --task 3.9.4", 1, "下面还有条目，请写其中一条：3.9.4.1、3.9.4.2"),
        ("tasks --light 黄", 2, "没有“黄”这种状态；可用：逾期（overdue）"),
        ("tasks --light=", 2, "没有“”这种状态"),
        ("indicators --light 黄", 2, "没有“黄”这种状态"),
        ("tasks --role 主办", 2, "没有“主办”这种角色；可用：牵头（lead）"),
        ("tasks --format xml", 2, "没有“xml”这种格式；可用：table、json、csv、md"),
        ("units --format xml", 2, "没有“xml”这种格式"),
        ("indicators --format xml", 2, "没有“xml”这种格式"),
        ("status --format xml", 2, "没有“xml”这种格式"),
        ("progress list --format xml", 2, "没有“xml”这种格式"),
        ("show 3.3 --format csv", 2, "show 没有“csv”这种格式；可用：table、json"),
        ("status --by 街道", 2, "--by 没有“街道”"),
        ("status --by unit --unit 区城管局", 2, "--by 和 --unit 不能一起用"),
        ("tasks --due-before 2019-09-31", 2, "“2019-09-31”不是日历上的日子：9月只有30天"),
        ("tasks --due-before 明天", 2, "“明天”不是日期，应写作 2019-09-30"),
    ],
)
def test_a_refused_question_says_why_and_what_to_do(office: Office, arguments: str, code: int, words: str) -> None:
    said = office.ask(*arguments.split(" "))
    assert said.code == code
    assert words in one_sentence(said)


@pytest.mark.parametrize("command", ["tasks", "show 3.3", "units", "indicators", "status", "progress list"])
@pytest.mark.parametrize("month", ["2019-13", "2019-00", "2019-9", "201909", "九月", "0000-01", "２０１９-09", ""])
def test_a_month_that_no_calendar_has_is_wrong_usage(office: Office, command: str, month: str) -> None:
    said = office.ask(*command.split(), "--month", month, day=None)
    assert said.code == 2
    assert "不是月份，应写作 2019-09" in one_sentence(said)


@pytest.mark.parametrize("day", ["2019-02-29", "2019-9-25", "25日", "0000-01-01", "２０１９-09-25", ""])
def test_a_day_that_no_calendar_has_is_wrong_usage(office: Office, day: str) -> None:
    said = office.ask("tasks", "--as-of", day, day=None)
    assert said.code == 2
    assert one_sentence(said).startswith("--as-of：")


@pytest.mark.parametrize("command", ["tasks", "show 3.3", "units", "indicators", "status", "progress list"])
def test_a_month_that_has_not_begun_is_refused(office: Office, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    on("2019-09-30", monkeypatch)
    assert office.ask(*command.split(), "--month", "2019-09", day=None).code == 0
    said = office.ask(*command.split(), "--month", "2019-10", day=None)
    assert said.code == 1
    assert "2019-10还没有开始" in one_sentence(said)


def test_a_month_to_come_may_be_looked_at_from_a_day_to_come(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    on("2019-09-30", monkeypatch)
    assert office.ask("tasks", "--month", "2019-12", day="2019-12-31").code == 0


@pytest.mark.parametrize("command", ["tasks", "show 3.3", "units", "indicators", "status", "progress list"])
def test_a_day_before_the_month_is_wrong_usage(office: Office, command: str) -> None:
    assert office.ask(*command.split(), "--month", "2019-09", day="2019-09-01").code == 0
    said = office.ask(*command.split(), "--month", "2019-09", day="2019-08-31")
    assert said.code == 2
    assert "2019-08-31早于2019-09" in one_sentence(said)


def test_an_empty_answer_is_fine(office: Office) -> None:
    said = office.json("tasks", "--text", "没有这样的词")
    assert (said.code, said.items) == (0, [])
    for command in ("tasks --light 已办结", "indicators --unit 区文明办", "progress list", "status --unit 区信息中心"):
        assert office.ask(*command.split(), "--format", "csv").code == 0
    assert "共0项" in office.ask("tasks", "--due-before", "2019-01-01").out


@pytest.mark.parametrize("command", ["tasks", "show 3.3", "units", "indicators", "status", "progress list"])
def test_a_named_data_folder_that_is_missing_is_wrong_usage(tmp_path: Path, command: str) -> None:
    said = call(*command.split(), "--plan", PLAN, "--data", tmp_path / "nowhere", "--as-of", "2019-09-25")
    assert said.code == 2
    assert "找不到数据文件夹" in one_sentence(said)


@pytest.mark.parametrize("command", ["tasks", "show 3.3", "units", "indicators", "status", "progress list"])
def test_a_named_plan_that_is_missing_is_wrong_usage(tmp_path: Path, command: str) -> None:
    said = call(*command.split(), "--plan", tmp_path / "nowhere.yaml", "--as-of", "2019-09-25")
    assert said.code == 2
    assert "找不到计划文件" in one_sentence(said)
    assert call(*command.split(), "--plan", tmp_path, "--as-of", "2019-09-25").code == 2  # a folder is no plan


# --- which plan -----------------------------------------------------------------------------------------------------


def plan_for(year: int, folder: Path, name: str) -> Path:
    folder.mkdir(exist_ok=True)
    file = folder / name
    text = PLAN.read_text("utf-8")
    file.write_text(text.replace("{start: 2019-01-01, end: 2019-12-31}", f"{{start: {year}-01-01, end: {year}-12-31}}"))
    return file


def plan_of(said: Said) -> str:
    return Path(said.answer["plan"]["file"]).name


def test_without_any_plan_a_call_is_wrong_usage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    said = call("tasks", "--as-of", "2019-09-25")
    assert said.code == 2
    assert "都没有 plan/*.yaml；用 --plan 指明计划文件" in one_sentence(said)


def test_the_plan_is_found_in_a_parent_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan_for(2019, tmp_path / "plan", "2019.yaml")
    deep = tmp_path / "out" / "2019-09"
    deep.mkdir(parents=True)
    monkeypatch.chdir(deep)
    assert plan_of(call("tasks", "--as-of", "2019-09-25", "--format", "json")) == "2019.yaml"


def test_of_several_plans_the_one_whose_period_holds_the_day_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for year in (2019, 2020):
        plan_for(year, tmp_path / "plan", f"{year}.yaml")
    ask = ("tasks", "--format", "json")
    assert plan_of(call(*ask, "--as-of", "2019-09-25")) == "2019.yaml"
    assert plan_of(call(*ask, "--as-of", "2020-01-01")) == "2020.yaml"
    assert plan_of(call(*ask, "--month", "2019-12")) == "2019.yaml"
    assert plan_of(call("progress", "list", "--format", "json", "--month", "2019-12")) == "2019.yaml"
    assert plan_of(call(*ask, "--as-of", "2021-06-01")) == "2020.yaml"  # none holds it: the latest begun
    said = call(*ask, "--as-of", "2018-12-31")
    assert said.code == 2
    assert "还没有计划开始实施" in one_sentence(said)


def test_two_plans_that_fit_are_wrong_usage_with_their_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    plan_for(2019, tmp_path / "plan", "a.yaml")
    plan_for(2019, tmp_path / "plan", "b.yaml")
    said = call("tasks", "--as-of", "2019-09-25")
    assert said.code == 2
    assert "plan/a.yaml、plan/b.yaml；用 --plan 指明" in one_sentence(said)
    assert call("tasks", "--as-of", "2019-09-25", "--plan", "plan/a.yaml").code == 0


def test_the_data_folder_beside_the_plan_may_be_absent_or_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    plan_for(2019, tmp_path / "plan", "2019.yaml")
    assert call("tasks", "--as-of", "2019-09-25", "--format", "json").answer["plan"]["demo"] is False
    Office(tmp_path / "plan" / "2019").settings("demo: true")
    assert call("tasks", "--as-of", "2019-09-25", "--format", "json").answer["plan"]["demo"] is True


def test_the_environment_names_plan_and_data_and_an_option_goes_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    demo = Office(tmp_path / "demo")
    demo.settings("demo: true")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BAICHENG_PLAN", str(PLAN))
    monkeypatch.setenv("BAICHENG_DATA", str(demo.data))
    ask = ("tasks", "--as-of", "2019-09-25", "--format", "json")
    assert call(*ask).answer["plan"]["demo"] is True
    (tmp_path / "real").mkdir()
    assert call(*ask, "--data", "real").answer["plan"]["demo"] is False
    monkeypatch.setenv("BAICHENG_DATA", "nowhere")
    assert call(*ask).code == 2


# --- which day ------------------------------------------------------------------------------------------------------


def test_options_count_before_the_command_and_after_it_after_it_first(office: Office) -> None:
    after = call("tasks", "--plan", PLAN, "--data", office.data, "--as-of", "2019-09-25", "--format", "json")
    before = call("--plan", PLAN, "--data", office.data, "--as-of", "2019-09-25", "tasks", "--format", "json")
    assert before == after
    both = call("--plan", "nowhere", "--as-of", "2019-01-01", *("tasks", "--plan", PLAN, "--as-of", "2019-09-25"))
    assert both.code == 0
    assert "截至2019年9月25日" in both.out
    listed = call("--plan", PLAN, "--data", office.data, "--as-of", "2019-09-25", *("progress", "list"))
    assert "截至2019年9月25日" in listed.out


def test_options_before_one_call_are_forgotten_in_the_next(office: Office) -> None:
    call("--as-of", "2019-01-01", "units", "--plan", PLAN)
    assert "截至2019年9月25日" in office.ask("units").out


def test_a_month_alone_means_the_day_its_figures_are_complete(office: Office) -> None:
    answer = office.json("tasks", "--month", "2019-08", day=None).answer
    assert (answer["as_of"], answer["month"]) == ("2019-08-25", "2019-08")
    office.settings("reporting: {data_until: 31}")
    assert office.json("tasks", "--month", "2019-09", day=None).answer["as_of"] == "2019-09-30"


def test_a_month_and_a_day_read_the_month_and_judge_on_the_day(office: Office) -> None:
    september = "{id: aaaaaaaa, task: '3.3', date: 2019-09-25, values: {a: 72.5, b: 3, c: 22}}"
    october = "{id: bbbbbbbb, task: '3.3', date: 2019-10-25, values: {a: 99}}"
    office.sidecar("2019-09", "chengguan", "区城管局", september)
    office.sidecar("2019-10", "chengguan", "区城管局", october)
    said = office.json("indicators", "--unit", "区城管局", "--month", "2019-09", day="2020-01-10")
    first = said.items[0]
    assert (first["actual"], first["due_rate"], first["light"]) == (72.5, 75, "overdue")
    assert "已逾期10天" in first["reason"]


def test_without_a_day_it_is_today(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    on("2019-10-08", monkeypatch)
    said = office.json("tasks", day=None)
    assert said.answer["as_of"] == "2019-10-08"
    assert said.err == ""


@pytest.mark.parametrize("command", ["tasks", "show 3.3", "units", "indicators", "status"])
def test_once_the_period_is_over_it_is_its_last_day_and_stderr_says_so(
    office: Office, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    on("2020-03-01", monkeypatch)
    said = office.json(*command.split(), day=None)
    assert said.answer["as_of"] == "2019-12-31"
    assert "2019-12-31" in said.err
    named = office.json(*command.split(), day="2020-03-01")
    assert (named.answer["as_of"], named.err) == ("2020-03-01", "")


# --- wrong usage ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("whatever", "没有命令“whatever”；可用：check、tasks、show"),
        ("task", "没有命令“task”；你是不是要找：tasks"),
        ("progress ad", "没有命令“ad”；你是不是要找：add"),
        ("progress nothing", "没有命令“nothing”；可用：add、amend、review、list"),
        ("progress", "缺少子命令"),
        ("tasks --unti 区城管局", "没有选项 --unti；你是不是要用：--unit"),
        ("tasks --nothing", "没有选项 --nothing"),
        ("--nothing tasks", "没有选项 --nothing"),
        ("tasks -x", "没有选项 -x"),
        ("tasks --unit", "选项 --unit 要带一个值"),
        ("--plan", "选项 --plan 要带一个值"),
        ("tasks --raw=yes", "选项 --raw 不带值"),
        ("show", "缺少 条目"),
        ("show 3.3 3.4", "多出了参数：3.4"),
        ("tasks 区城管局 区农委", "多出了参数：区城管局 区农委"),
    ],
)
def test_a_wrong_call_is_explained_in_chinese(arguments: str, words: str) -> None:
    said = call(*arguments.split())
    assert said.code == 2
    assert words in one_sentence(said)
    assert re.search(r"^用法见 baicheng.* --help$", said.err, re.MULTILINE)


# --- help -----------------------------------------------------------------------------------------------------------

ENGLISH = re.compile(
    r"\b(usage|options?|arguments?|commands?|default|required|show|this|message|and|exit|path|value|args)\b", re.I
)
INNER = {
    "progress": "add amend review list check merge",
    "collect": "open status remind waive close",
    "forms": "read",
    "notice": "list sign reply",
    "template": "list eject check",
}
PAGES = [[], *([name] for name in COMMANDS), *([one, each] for one, inner in INNER.items() for each in inner.split())]


@pytest.mark.parametrize("page", PAGES, ids=" ".join)
def test_help_is_in_chinese(page: list[str]) -> None:
    said = call(*page, "--help")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith(f"用法：{' '.join(['baicheng', *page])} ")
    for line in said.out.splitlines():
        words = re.sub(r"(?<![A-Za-z])-{1,2}[a-z-]+|baicheng .*", "", line)  # names of options, and examples
        if page == [] and re.match(r"  [a-z]+ ", line):
            words = words[12:]  # names of commands
        assert not ENGLISH.search(words), line
        assert "x>=" not in line
    for line in re.findall(r"^  -.*$", said.out, re.MULTILINE):
        assert re.search("[一-鿿]", line), line
    assert call(*page, "-h") == said


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_says_the_same_in_the_list_and_on_its_own_page(name: str) -> None:
    assert call(name, "--help").out.splitlines()[2].removesuffix("。") == COMMANDS[name]
    assert f"  {name.ljust(10)}  {COMMANDS[name]}" in call("--help").out.splitlines()


def test_the_version_is_printed() -> None:
    assert re.fullmatch(r"baicheng \d+\.\d+\S*\n", call("--version").out)


# --- files that cannot be loaded ------------------------------------------------------------------------------------

EVERY = [
    "tasks",
    "show 3.3",
    "units",
    "indicators",
    "status",
    "progress list",
    "progress add --task 3.3 --unit 区城管局 --text 推进中",
    "ledger",
    "report",
]


@pytest.mark.parametrize("command", EVERY)
def test_a_broken_plan_stops_every_command_at_its_place(tmp_path: Path, command: str) -> None:
    plan = tmp_path / "broken.yaml"
    text = PLAN.read_text("utf-8").replace("exactly: 100, unit: 万平方米", "exactly: 100个, unit: 万平方米", 1)
    text = text.replace("responsible: [区财政局]", "responsable: [区财政局]")
    plan.write_text(text, "utf-8")
    said = call(*command.split(), "--plan", plan, "--month", "2019-09")
    assert (said.code, said.out) == (1, "")
    lines = text.splitlines()
    number = next(index for index, line in enumerate(lines, 1) if "100个" in line)
    key = next(index for index, line in enumerate(lines, 1) if "responsable" in line)
    first, second = said.err.splitlines()
    assert f"broken.yaml:{number}:{lines[number - 1].index('100个') + 1}: BC105 " in first
    assert f"broken.yaml:{key}:{lines[key - 1].index('responsable') + 1}: BC101 " in second
    assert "写的是“100个”" in first
    assert "responsible" in second


@pytest.mark.parametrize("command", EVERY)
def test_a_broken_sidecar_stops_every_command_at_its_place(office: Office, command: str) -> None:
    file = office.sidecar(
        "2019-09",
        "chengguan",
        "区城管局",
        "{id: aaaaaaaa, task: '3.3', date: 2019-09-25, values: {a: 72.5}}",
        "{id: bbbbbbbb, task: '3.3', date: 2019-09-31, values: {a: 30个}}",
    )
    before = file.read_bytes()
    said = office.ask(*command.split(), "--month", "2019-09", day=None)
    assert (said.code, said.out) == (1, "")
    assert [line.split(": ")[0].rsplit("/", 1)[1] for line in said.err.splitlines()] == [
        "chengguan.yaml:6:39",
        "chengguan.yaml:6:63",
    ]
    assert file.read_bytes() == before


@pytest.mark.parametrize("command", EVERY)
def test_broken_settings_stop_every_command_at_their_place(office: Office, command: str) -> None:
    office.settings("judge: {pase: day}\n")
    said = office.ask(*command.split(), "--month", "2019-09", day=None)
    assert (said.code, said.out) == (1, "")
    assert re.match(r"\S+settings\.yaml:2:9: BC101 .*pase.*pace", said.err)


def test_a_broken_file_of_a_month_after_the_day_is_not_read(office: Office) -> None:
    office.sidecar("2019-10", "chengguan", "区城管局", "{id: 坏}")
    assert office.ask("tasks").code == 0
    assert office.ask("tasks", day="2019-10-25").code == 1


def test_no_question_leaves_anything_behind(tmp_path: Path) -> None:
    shutil.copy(PLAN, tmp_path / "2019.yaml")
    office = Office(tmp_path / "2019", tmp_path / "2019.yaml")
    for command in ("tasks", "show 3.3", "units", "indicators", "status", "progress list"):
        assert office.ask(*command.split()).code == 0
    assert sorted(file.name for file in tmp_path.rglob("*")) == ["2019", "2019.yaml"]


def test_the_plan_is_named_from_here_when_it_lies_below(monkeypatch: pytest.MonkeyPatch, office: Office) -> None:
    monkeypatch.chdir(ROOT)
    assert json.loads(office.json("units").out)["plan"]["file"] == "plan/2019.yaml"

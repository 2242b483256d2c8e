"""What the shell offers on Tab: ids, clauses, names, months and words, by what is typed, in bash, zsh and fish."""

from __future__ import annotations

import os
import pty
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import typer
from calling import PLAN, ROOT, call

from baicheng_cli.cli import tab_offers
from baicheng_cli.cli.app import COMMANDS, whole_command
from baicheng_cli.cli.tab import Line, answer
from baicheng_cli.cli.tab_offers import offers_for
from baicheng_cli.plan.clause import printed
from baicheng_cli.plan.load import load_plan
from baicheng_cli.plan.names import names_in

BREAKS = " \t\n\"'><=;|&(:"
"""COMP_WORDBREAKS, as bash has it."""
ODD = """\
schema: 1
document: {title: 示例, number: 示例〔2019〕1号, issuer: 某区, issued: 2019-04-14, numbering: ["一、", "（一）"]}
period: {start: 2019-01-01, end: 2019-12-31}
units:
  - {id: jia, names: [{name: 市 政府 (办公室)}]}
  - {id: yi, names: [{name: "市政'局", until: 2019-06-30}, {name: 市政委, full: 市政工作委员会, from: 2019-07-01}]}
chapters: [{id: "3", title: 任务, items: [{id: "3.1", title: 修路, lead: [市政委]}]}]
"""


@pytest.fixture(autouse=True)
def _in_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.delenv("BAICHENG_PLAN", raising=False)
    monkeypatch.delenv("BAICHENG_DATA", raising=False)


@pytest.fixture
def odd(tmp_path: Path) -> str:
    file = tmp_path / "odd.yaml"
    file.write_text(ODD, "utf-8")
    return str(file)


def offered(call: str) -> list[str]:
    """The values offered at the end of a call; a blank there begins a new word."""
    line = Line(f"baicheng {call}")
    return [one.value for one in offers_for(line.words[1:], line.typed).offers]


def in_bash(line: str, asking: str = "63") -> list[str]:
    return answer("bash", (line, BREAKS, asking, "100")).splitlines()


# --- what is offered ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "values"),
    [
        ("tasks --unit 区城", "区城管局 区城建局 区城区道路交通秩序综合治理办公室"),
        ("tasks --unit=区文旅", "区文旅局"),
        ("tasks -u chengg", "chengguan"),
        ("tasks --unit 城管", "区城管局"),
        ("tasks --unit 各街道", "各街道办事处"),
        ("progress add --unit 天文台", ""),
        ("show 3.9.1", "3.9.1 3.9.1.1 3.9.1.2 3.9.1.3"),
        ("progress add --task 3.9.1", "3.9.1.1 3.9.1.2 3.9.1.3"),
        ("show 三（九）4（5", "三（九）4（5）"),
        ("show '三(九)4(5", "三(九)4(5)"),
        ("show 三、（四）", "三（四）"),
        ("show 黑臭", "3.9.1.2"),
        ("progress add --task 三（三） --set ", "a= b= c="),
        ("progress add --task '三(三)' --set ", "a= b= c="),
        ("progress add --task 3.3 --set a=1 --set ", "b= c="),
        ("progress add --task 3.3 --set 公园", "b= c="),
        ("progress add --task 3.3 --set a=7", ""),
        ("progress add --set ", ""),
        ("progress add --task 3.3 --done m", "m1 m2 m3 m4"),
        ("progress add --self 未", "未启动"),
        ("tasks --light 滞", "滞后"),
        ("tasks --light far", "far_behind"),
        ("tasks --role ", "牵头 责任 配合"),
        ("tasks --role resp", "responsible"),
        ("tasks --format ", "table json csv md"),
        ("show 3.3 --format=", "table json"),
        ("check --fail-on ", "error warning never"),
        ("status --by ", "unit chapter"),
        ("completion ", "bash zsh fish"),
        ("tasks --due", "--due-before"),
        ("tasks --unit 区农委 --uni", ""),
        ("prog", "progress"),
        ("no-such-command --unit 区", ""),
        ("tasks --text 绿", ""),
        ("tasks --as-of 2019", ""),
    ],
)
def test_what_is_typed_decides_what_is_offered(call: str, values: str) -> None:
    assert offered(call) == values.split()


def test_months_are_the_periods_up_to_now_and_those_with_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "progress" / "2020-02").mkdir(parents=True)
    monkeypatch.setattr(tab_offers.Asked, "today", date(2019, 4, 3))
    assert offered(f"report --data {tmp_path} --month ") == ["2020-02", "2019-04", "2019-03", "2019-02", "2019-01"]
    assert offered(f"report --data {tmp_path} --month 2019-04") == ["2019-04"]


def test_entries_are_offered_with_who_reported_what_the_newest_first() -> None:
    context, entry = _asked("demo/2019", "")
    found = list(tab_offers._entries(tab_offers.Asked(context, entry, "")))
    assert len(found) == 50
    assert [one.help[:10] for one in found] == sorted((one.help[:10] for one in found), reverse=True)
    assert any("区城管局 三（三）" in one.help for one in found)
    first = found[0].value
    assert [one.value for one in tab_offers._entries(tab_offers.Asked(context, entry, first[:5]))] == [first]


def _asked(data: str, month: str) -> tuple[object, object]:
    """The context of `progress list`, and a parameter that takes an entry."""
    command = whole_command().get_command(None, "progress").commands["list"]
    context = command.make_context("list", ["--data", data, *(["--month", month] if month else [])])
    return context, typer.core.TyperArgument(param_decls=["entry"], metavar="记录")


@pytest.mark.parametrize(
    ("call", "values"),
    [
        ("progress review mrizw", "mrizwdzx"),
        ("progress amend mrizwdzx --set ", "a= b= c="),
        ("progress review mrizwdzx --verify --set ", "a= b= c="),
        ("progress amend mrizwdzx --drop m", "m1 m2 m3 m4"),
        ("progress review mrizwdzx --verify --h", "--how --help"),
    ],
)
def test_an_entry_that_is_named_says_which_parts_there_are(call: str, values: str) -> None:
    assert offered(f"--data demo/2019 {call}") == values.split()


def test_reviews_are_no_entries_to_be_offered() -> None:
    context, entry = _asked("demo/2019", "2019-09")
    offered = {one.value for one in tab_offers._entries(tab_offers.Asked(context, entry, ""))}
    filed = (ROOT / "demo/2019/progress/2019-09").glob("*.yaml")
    text = "".join(file.read_text("utf-8") for file in filed)
    reviewed = text.count("review:")
    assert reviewed > 0
    assert len(offered) == text.count("  - id: ") - reviewed


def test_a_sidecar_that_cannot_be_read_hides_no_other(tmp_path: Path) -> None:
    folder = tmp_path / "progress" / "2019-09"
    folder.mkdir(parents=True)
    text = 'schema: 1\nunit: 区城管局\nentries:\n  - {id: aaaaaaaa, task: "3.3", date: 2019-09-25}\n'
    (folder / "chengguan.yaml").write_text(text, "utf-8")
    (folder / "a.yaml").write_bytes(text.encode("gbk"))
    context, entry = _asked(str(tmp_path), "")
    assert [one.value for one in tab_offers._entries(tab_offers.Asked(context, entry, ""))] == ["aaaaaaaa"]


def test_a_renamed_unit_is_offered_by_the_name_of_the_day(odd: str) -> None:
    assert "市政委" in offered(f"tasks --plan {odd} --as-of 2019-09-25 --unit ")
    assert "市政'局" in offered(f"tasks --plan {odd} --as-of 2019-03-25 --unit ")
    assert offered(f"tasks --plan {odd} --unit 市政工") == ["市政工作委员会"]


def test_members_of_the_offices_rosters_are_units_too(tmp_path: Path) -> None:
    (tmp_path / "office").mkdir()
    (tmp_path / "office" / "settings.yaml").write_text(
        "schema: 1\nrosters: {jiedao: [{id: xiliu, name: 西流湖街道}, 区城管局]}\n"
        'tasks: {"3.4": {rosters: {jiedao: [{id: mianfang, name: 棉纺路街道}]}}, "3.5": null}\n',
        "utf-8",
    )
    assert offered(f"tasks --data {tmp_path} --unit 西流") == ["西流湖街道"]
    assert offered(f"tasks --data {tmp_path} --unit mian") == ["mianfang"]


@pytest.mark.parametrize(
    "text", ["", "- 1\n", "units: 3\nchapters: {a: b}\n", "chapters: [{items: [{id: x}, 7]}]\n", "a: ["]
)
def test_a_plan_of_another_shape_offers_nothing_and_fails_in_silence(tmp_path: Path, text: str) -> None:
    file = tmp_path / "broken.yaml"
    file.write_text(text, "utf-8")
    assert offered(f"tasks --plan {file} --unit ") == []
    assert set(offered(f"show --plan {file} ")) <= {"x"}
    assert offered(f"tasks --plan {file} --month ") == []


def test_where_there_is_no_plan_nothing_is_offered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert offered("tasks --unit ") == offered("show ") == []
    assert "tasks" in offered("")


def test_of_several_plans_the_one_of_the_day_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "plan").mkdir()
    (tmp_path / "plan" / "2019.yaml").write_text(ODD, "utf-8")
    (tmp_path / "plan" / "2020.yaml").write_text(ODD.replace("2019-", "2020-").replace("市政委", "城市委"), "utf-8")
    monkeypatch.chdir(tmp_path)
    assert offered("tasks --as-of 2019-08-01 --unit 市政")[:1] == ["市政委"]
    assert offered("tasks --as-of 2020-08-01 --unit 城市") == ["城市委"]
    assert offered("tasks --as-of 2018-08-01 --unit 城市") == []


def test_reading_names_lightly_agrees_with_the_plan_itself() -> None:
    plan, names = load_plan(PLAN).plan, names_in(PLAN, date(2019, 9, 25))
    assert [(one.id, one.title, one.leaf) for one in names.items] == [
        (task.id, task.item.title, leaf) for task, leaf in plan.walk()
    ]
    assert [one.names[0] for one in names.units] == [
        *(unit.name_on(date(2019, 9, 25)) for unit in plan.units),
        *(group.name for group in plan.collectives),
    ]
    assert [[part.id for part in (*one.indicators, *one.milestones)] for one in names.items if one.leaf] == [
        [part.id for part in task.parts] for task in plan.tasks
    ]
    assert names.numbering == plan.document.numbering
    assert printed("3.9.1.2", names.numbering) == "三（九）1（2）"


def test_completing_a_unit_name_loads_no_models() -> None:
    code = (
        "import sys; from baicheng_cli.cli.tab import answer\n"
        "said = answer('bash', ('baicheng tasks --unit 区文', '=:', '9', '80'))\n"
        "assert '区文旅局' in said, said\n"
        "print([name for name in sys.modules if name.split('.')[0] in ('pydantic', 'rich', 'jinja2', 'ruamel')])"
    )
    outside = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=outside, text=True, encoding="utf-8")
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


FREE = {"日期", "文字", "姓名", "词", "年份", "文号", "标题", "机关", "数"}
"""What nobody but the person knows."""


def test_every_option_says_by_its_metavar_how_it_completes() -> None:
    known = {*tab_offers._KINDS, *tab_offers._ON_DISK, *FREE}
    unknown = {
        f"{command.name} {parameter.opts[-1]}: {parameter.metavar}"
        for command in _commands()
        for parameter in command.params
        if parameter.metavar and "|" not in parameter.metavar and parameter.metavar not in known
    }
    assert unknown == set(), "add the metavar to cli/tab_offers.py, or to FREE here"


def _commands() -> Iterator[typer.core.TyperCommand]:
    door = whole_command()
    for name in COMMANDS:
        command = door.get_command(None, name)
        yield from getattr(command, "commands", {"": command}).values()


# --- as the shells are told -----------------------------------------------------------------------------------------


def test_bash_lists_values_with_what_they_are_and_puts_in_the_value_alone() -> None:
    assert in_bash("baicheng tasks --unit 区城")[:3] == [
        "words",
        "区城管局                          chengguan",
        "区城建局                          chengjian",
    ]
    assert in_bash("baicheng tasks --unit 区文旅") == ["words", "区文旅局"]
    assert in_bash("baicheng tasks --unit 区城", asking="37")[1:3] == ["区城管局", "区城建局"]


@pytest.mark.parametrize(
    ("typed", "reply"),
    [
        ("tasks --unit=区文旅", "区文旅局"),  # bash sees only what follows the =
        ("tasks --unit '区文旅", "区文旅局"),
        ('tasks --unit="区文旅', "区文旅局"),
        ("progress add --task 3.3 --set=b", "b="),
        ("show 三（四", "三（四）"),  # full-width brackets need no quotes
        (r"show 三\(四", r"三\(四\)"),
        ("show '三(四", "三(四)"),
    ],
)
def test_bash_gets_what_stands_in_the_place_of_the_word_it_sees(typed: str, reply: str) -> None:
    kind, *replies = in_bash(f"baicheng {typed}")
    assert replies == [reply]
    assert kind == ("nospace" if reply.endswith("=") else "words")


def test_names_with_blanks_brackets_and_quotes_are_quoted_for_bash(odd: str) -> None:
    on = f"baicheng tasks --plan {odd} --as-of 2019-03-01 --unit"
    assert in_bash(f"{on} '市 ") == ["words", "市 政府 (办公室)"]
    assert in_bash(f"{on} 市\\ ") == ["words", r"市\ 政府\ \(办公室\)"]
    assert in_bash(f"{on} \"市政'") == ["words", "市政'局"]
    assert in_bash(f"{on} 市政\\'") == ["words", r"市政\'局"]


def test_bash_keeps_the_typed_word_while_several_titles_hold_it() -> None:
    replies = in_bash("baicheng show 建设")[1:]
    assert replies[0] == "〔含“建设”的〕"
    assert not any(reply.startswith(("〔", "建")) for reply in replies[1:])  # nothing in common with the first
    assert any(reply.startswith("3.3 ") and "以绿荫城" in reply for reply in replies)


def test_files_and_folders_are_left_to_the_shell() -> None:
    assert in_bash("baicheng check pl") == ["files"]
    assert in_bash("baicheng tasks --data de") == ["folders"]
    assert answer("fish", ("80", "baicheng", "tasks", "--plan", "")) == "files\n"


def test_zsh_gets_whole_words_and_what_to_show() -> None:
    said = answer("zsh", ("100", "tasks", "--unit=区城管"))
    assert said == "words\n--unit=区城管局\t区城管局  chengguan\n"
    assert answer("zsh", ("100", "progress", "add", "--task", "3.4", "--set", "")).splitlines()[0] == "nospace"


def test_fish_gets_values_and_descriptions() -> None:
    assert answer("fish", ("80", "show", "三（四）")) == "words\n三（四）\t做好以水润城，提升水生态环境品质\n"
    assert answer("fish", ("80", "show", "'三(四")).splitlines()[1].startswith("三(四)\t")


# --- the command ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_is_printed_or_put_where_the_shell_looks(
    shell: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    script = call("completion", shell)
    assert (script.code, script.err) == (0, "")
    assert "\r" not in script.out
    told = call("completion", shell, "--install")
    file = Path(told.out.splitlines()[0].removeprefix("已写入 "))
    assert file.is_relative_to(tmp_path)
    assert file.read_text("utf-8") == script.out
    assert call("completion", shell, "--install").code == 0  # ours: written again
    file.write_text("# my own\n", "utf-8")
    refused = call("completion", shell, "--install")
    assert (refused.code, file.read_text("utf-8")) == (1, "# my own\n")


def test_a_shell_nobody_wrote_for_is_wrong_usage() -> None:
    said = call("completion", "tcsh")
    assert (said.code, said.out) == (2, "")
    assert "没有给“tcsh”的补全；可用：bash、zsh、fish" in said.err


# --- in real shells -------------------------------------------------------------------------------------------------


def needed(shell: str) -> str:
    found = shutil.which(shell)
    if found is None:
        if os.environ.get("BAICHENG_REQUIRE_TOOLS") == "1":
            pytest.fail(f"{shell} is missing")
        pytest.skip(f"{shell} is missing")
    return found


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with a command `baicheng` of this checkout."""
    program = tmp_path / "baicheng"
    program.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT / "src"}" exec "{sys.executable}" -m baicheng_cli "$@"\n')
    program.chmod(0o755)
    return tmp_path


def environment(home: Path) -> dict[str, str]:
    path = f"{home}{os.pathsep}{os.environ['PATH']}"
    return {"PATH": path, "HOME": str(home), "LC_ALL": "C.UTF-8", "TERM": "dumb", "COLUMNS": "100"}


class Session:
    """A shell on a terminal of its own."""

    def __init__(self, command: list[str], home: Path) -> None:
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            os.chdir(ROOT)
            os.execve(command[0], command, environment(home))

    def type(self, text: str, until: str) -> str:
        """Type, and read what the screen says until the words are there."""
        os.write(self.terminal, text.encode())
        said, end = b"", time.monotonic() + 30
        while until not in said.decode("utf-8", "ignore"):
            ready, _, _ = select.select([self.terminal], [], [], max(0, end - time.monotonic()))
            if not ready:
                pytest.fail(f"never said {until}: {said.decode('utf-8', 'replace')}")
            said += os.read(self.terminal, 4096)
        return said.decode("utf-8", "ignore")

    def close(self) -> None:
        os.close(self.terminal)
        os.kill(self.process, 9)
        os.waitpid(self.process, 0)


@pytest.mark.tools
def test_a_real_bash_completes(home: Path) -> None:
    shell = Session([needed("bash"), "--norc", "--noprofile", "-i"], home)
    try:
        shell.type('PS1="> "; bind "set bell-style none"; eval "$(baicheng completion bash)"; echo rea""dy\n', "ready")
        shell.type("echo baicheng; baicheng tasks --unit 区城\t\t", "zhixu")
        shell.type("\x15baicheng show 三（四\t--format json --as-of 2019-09-01 | head -3\n", '"kind": "show"')
        shell.type("baicheng show '三(四\t--plan plan/2019.yaml --as-of 2019-09-01 | grep -o '水润.'\n", "水润城")
    finally:
        shell.close()


@pytest.mark.tools
def test_a_real_zsh_completes(home: Path) -> None:
    shell = Session([needed("zsh"), "-f", "-i"], home)
    try:
        load = 'PS1="> "; unsetopt beep zle_bracketed_paste; autoload -Uz compinit; compinit -D -u; '
        shell.type(f'{load}eval "$(baicheng completion zsh)"; echo rea""dy\n', "ready")
        shell.type("baicheng tasks --unit 区城\t\t", "zhixu")
        shell.type("\x15baicheng show 三（四\t--format json --as-of 2019-09-01 | head -3\n", '"kind": "show"')
    finally:
        shell.close()


@pytest.mark.tools
def test_a_real_fish_completes(home: Path) -> None:
    ask = "baicheng completion fish | source; complete -C 'baicheng tasks --unit 区城'"
    done = subprocess.run(
        [needed("fish"), "--no-config", "-c", ask], cwd=ROOT, env=environment(home), capture_output=True, check=True
    )
    assert done.stdout.decode().splitlines()[:2] == ["区城管局\tchengguan", "区城建局\tchengjian"]

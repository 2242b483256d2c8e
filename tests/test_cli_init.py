"""`baicheng init`: a folder that passes check, and what an earlier plan leaves to the next one."""

from __future__ import annotations

import json
import re
import subprocess
from decimal import Decimal
from pathlib import Path
from textwrap import dedent

import pytest
import yaml
from calling import PLAN, ROOT, Said, call

from baicheng_cli.plan.load import load_plan, load_settings
from baicheng_cli.plan.model import Item, Plan
from baicheng_cli.plan.settings import Judge, Reporting, Settings
from baicheng_cli.rules.check import check_all
from baicheng_cli.views.plan_yaml import flow

GIVEN = (
    "--title",
    "某区2020年方案",
    "--number",
    "某政文〔2020〕12号",
    "--issuer",
    "某区政府",
    "--issued",
    "2020-04-14",
)

OLD = """
schema: 1
document:
  {title: 某区2019年方案, number: 某政文〔2019〕39号, issuer: 某区政府, issued: 2019-04-14, numbering: [第一章, 第一条]}
period: {start: 2019-01-01, end: 2019-12-31}
units:
  - {id: jia, group: 政府部门, names: [{name: 甲局}]}
  - {id: yi, group: 政府部门, names: [{name: 乙局, until: 2019-06-30}, {name: 乙委, from: 2019-07-01}]}
  - {id: ban, group: 专班, names: [{name: 某办, aliases: [办], until: 2020-04-30}, {name: 新办, from: 2020-05-01}]}
collectives:
  - {id: jiedao, name: 各街道}
chapters:
  - id: "3"
    title: 任务
    kind: tasks
    items: [ITEMS]
"""


@pytest.fixture(autouse=True)
def _nothing_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("BAICHENG_PLAN", "BAICHENG_DATA", "GIT_DIR"):
        monkeypatch.delenv(name, raising=False)


def new_folder(top: Path, *arguments: str | Path) -> Said:
    return call("init", top, *arguments)


def old_plan(folder: Path, items: str) -> Path:
    """A plan of 2019 in a folder of its own, with these items in its chapter 3."""
    file = folder / "old" / "plan" / "2019.yaml"
    file.parent.mkdir(parents=True)
    block = "items:\n" + "".join(f"      {line}\n" for line in dedent(items).strip().splitlines())
    file.write_text(OLD.replace("items: [ITEMS]\n", block), "utf-8")
    return file


def reported(plan: Path, unit: str, name: str, *entries: str) -> None:
    """A unit's entries of December 2019."""
    file = plan.with_suffix("") / "progress" / "2019-12" / f"{unit}.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    lines = "".join(
        f"  - {{id: aaaaaaa{'abcdefgh'[number]}, date: 2019-12-25, {entry}}}\n" for number, entry in enumerate(entries)
    )
    file.write_text(f"schema: 1\nunit: {name}\nmonth: 2019-12\nentries:\n{lines}", "utf-8")


def office(plan: Path, text: str) -> None:
    file = plan.with_suffix("") / "office" / "settings.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("schema: 1\n" + dedent(text), "utf-8")


def following(folder: Path, plan: Path) -> Plan:
    """The plan of 2020 after this one."""
    said = new_folder(folder / "new", "--from", plan)
    assert said.code == 0, said.err
    return load_plan(folder / "new" / "plan" / "2020.yaml").plan


def items(plan: Plan) -> dict[str, Item]:
    return {task.id: task.item for task, _ in plan.walk()}


def text_of(folder: Path) -> str:
    return (folder / "new" / "plan" / "2020.yaml").read_text("utf-8")


def codes(file: Path) -> list[str]:
    return [found.code for found in check_all(file, file.with_suffix(""))]


# --- a folder from nothing ------------------------------------------------------------------------------------------


def test_a_new_folder_holds_every_file_and_passes_check_but_for_its_blanks(tmp_path: Path) -> None:
    said = new_folder(tmp_path, *GIVEN)
    assert said.code == 0
    assert {Path(line).relative_to(tmp_path.resolve()).as_posix() for line in said.out.splitlines()} == {
        "plan/2020.yaml",
        "plan/2020/office/settings.yaml",
        "README.md",
        ".github/workflows/baicheng.yml",
        ".pre-commit-config.yaml",
        ".gitattributes",
        ".editorconfig",
        ".vscode/settings.json",
        ".baicheng/plan.schema.json",
        ".baicheng/settings.schema.json",
        ".baicheng/progress.schema.json",
        ".baicheng/issued.schema.json",
    }
    assert codes(tmp_path / "plan" / "2020.yaml") == ["BC120"] * 4
    assert "把4处【待填】换成文件里的内容" in said.err


def test_what_was_given_stands_in_the_plan(tmp_path: Path) -> None:
    title = '某区: "2020"年方案 #1'
    new_folder(tmp_path, *GIVEN[2:], "--title", title, "--year", "2021")
    plan = load_plan(tmp_path / "plan" / "2021.yaml").plan
    assert (plan.document.title, plan.document.number) == (title, "某政文〔2020〕12号")
    assert [str(day) for day in (plan.document.issued, plan.period.start, plan.period.end)] == [
        "2020-04-14",
        "2021-01-01",
        "2021-12-31",
    ]


def test_the_example_in_the_comments_is_a_task_that_passes_check(tmp_path: Path) -> None:
    new_folder(tmp_path, *GIVEN)
    file = tmp_path / "plan" / "2020.yaml"
    head, example = file.read_text("utf-8").split("文件里没有的不写：\n")
    example = example.replace("      # ", "      ").replace("牵头单位", "【待填：单位名称】")
    example = example.replace(", 各街道办事处]", "]").replace("[配合单位]", "[丙局]")
    unit = "units:\n  - {id: bing, names: [{name: 丙局}]}"
    file.write_text(head.replace("units:", unit) + "\n" + example, "utf-8")
    assert set(codes(file)) == {"BC120"}
    assert len(load_plan(file).plan.by_id["3.2"][0].item.indicators) == 2


def test_settings_name_every_key_with_its_default_as_a_comment(tmp_path: Path) -> None:
    new_folder(tmp_path, *GIVEN)
    file = tmp_path / "plan" / "2020" / "office" / "settings.yaml"
    assert load_settings(tmp_path / "plan" / "2020") == Settings.model_validate({"schema": "1"})
    keys = r"^# (?=office:|document:|reporting:|judge:|holidays:|rosters:|tasks:|views:|papers:|ignore:|  \S+: )"
    chosen = yaml.load(re.sub(keys, "", file.read_text("utf-8"), flags=re.MULTILINE), yaml.BaseLoader)
    opened = Settings.model_validate(chosen)
    assert set(chosen) == {field.alias or name for name, field in Settings.model_fields.items()} - {"demo"}
    assert opened.reporting == Reporting(first_month="2020-05")
    assert opened.judge == Judge.model_validate({"from": "2020-06"})
    # The hour has no default that a line could show: the comment beside the day says how to write it.
    assert set(chosen["reporting"]) == set(Reporting.model_fields) - {"submit_time"}
    assert 'submit_time: "17:00"' in file.read_text("utf-8")
    assert set(chosen["judge"]) == {field.alias or name for name, field in Judge.model_fields.items()}


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ((), 2, "缺少 --title 标题、--number 文号、--issuer 机关、--issued 日期"),
        (GIVEN[:6], 2, "缺少 --issued 日期"),
        ((*GIVEN, "--issued", "2020-02-30"), 2, "--issued：“2020-02-30”不是日历上的日子：2月只有29天"),
        ((*GIVEN, "--number", "某政文[2020]12号"), 2, "--number：年份要用六角括号：某政文〔2020〕12号"),
        ((*GIVEN, "--title", "一\n二"), 2, "--title：应写成一行"),
        ((*GIVEN, "--title", " "), 2, "--title：不能为空"),
        ((*GIVEN, "--year", "20"), 2, "--year：“20”不是年份，应写作 2020"),
        ((*GIVEN, "-o", "elsewhere"), 2, "文件夹写了两个"),
        (("--from", "nowhere.yaml"), 2, "nowhere.yaml"),
        (("--from", str(PLAN), "--year", "2019"), 2, "--year 应在 2019 之后：旧计划到2019-12-31为止"),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_nothing_is_written(
    tmp_path: Path, arguments: tuple[str, ...], code: int, words: str
) -> None:
    said = new_folder(tmp_path, *arguments)
    assert (said.code, said.out) == (code, "")
    assert words in said.err
    assert list(tmp_path.iterdir()) == []


def test_a_plan_that_is_there_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    file = tmp_path / "plan" / "2020.yaml"
    file.parent.mkdir()
    file.write_text("mine", "utf-8")
    said = new_folder(tmp_path, *GIVEN)
    assert said.code == 1
    assert "2020.yaml 已经有了，什么都没有写" in said.err
    assert file.read_text("utf-8") == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["plan"]


def test_other_files_that_are_there_stay_and_are_named(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine", "utf-8")
    said = new_folder(tmp_path, *GIVEN)
    assert said.code == 0
    assert "已有的文件没有动" in said.err
    assert "README.md" in said.err
    assert "README.md" not in said.out
    assert (tmp_path / "README.md").read_text("utf-8") == "mine"


def test_a_file_in_the_way_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "plan").write_text("no folder", "utf-8")
    said = new_folder(tmp_path, *GIVEN)
    assert said.code == 1
    assert "写不了" in said.err
    assert "Traceback" not in said.err


def test_a_terminal_is_asked_for_what_is_missing_and_an_empty_answer_is_a_blank(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    answers = iter(["", "某政文(2020)1号", "某政文〔2020〕1号", "2020-02-30", "", "二〇", "2020"])

    def prompt(question: str, **_: object) -> str:
        asked.append(question)
        return next(answers)

    monkeypatch.setattr("typer.prompt", prompt)
    monkeypatch.setattr("sys.stdin", type("Terminal", (), {"isatty": lambda self: True})())
    said = new_folder(tmp_path, "--issuer", "某区政府")
    assert said.code == 0
    assert [question.partition("，")[0].partition("（")[0] for question in asked] == [
        *("标题", "发文字号", "发文字号", "成文日期", "成文日期"),
        *("哪一年的计划", "哪一年的计划"),
    ]
    document = load_plan(tmp_path / "plan" / "2020.yaml").plan.document
    assert (document.title, document.number) == ("【待填：文件标题】", "某政文〔2020〕1号")
    assert "issued: 2020-01-01 # 【待填：成文日期】" in (tmp_path / "plan" / "2020.yaml").read_text("utf-8")


def test_a_blank_is_found_in_values_and_comments_until_it_is_filled(tmp_path: Path) -> None:
    new_folder(tmp_path, *GIVEN)
    file = tmp_path / "plan" / "2020.yaml"
    file.write_text(
        file.read_text("utf-8").replace("issued: 2020-04-14", "issued: 2020-04-14 # 【待填：日期】"), "utf-8"
    )
    first = check_all(file)[0]
    assert str(first).endswith(":12:24: BC120 警告：还没有填：日期；填好后删去【待填】")
    file.write_text(re.sub("【待填：(.*?)】", r"\1", file.read_text("utf-8")), "utf-8")
    assert codes(file) == []


# --- git and the editor ---------------------------------------------------------------------------------------------


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(["git", "-C", str(folder), *words], capture_output=True, text=True, check=False)
    return done.stdout.strip()


def test_in_a_repository_git_prints_chinese_names_from_now_on(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    said = new_folder(tmp_path / "plans", *GIVEN)
    assert git(tmp_path, "config", "--local", "core.quotepath") == "false"
    assert "core.quotepath false，只在这个仓库" in said.err


def test_outside_a_repository_it_is_said_how(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    said = new_folder(tmp_path, *GIVEN)
    assert "先 git init，再 git config core.quotepath false" in said.err


def test_editor_hook_and_workflow_can_be_read_and_point_at_what_is_there(tmp_path: Path) -> None:
    new_folder(tmp_path, *GIVEN)
    editor = json.loads((tmp_path / ".vscode" / "settings.json").read_text("utf-8"))
    assert all((tmp_path / name).is_file() for name in editor["yaml.schemas"])
    assert tmp_path / "plan" / "2020.yaml" in tmp_path.glob(editor["yaml.schemas"][".baicheng/plan.schema.json"])
    for name in ("2020.yaml", "2020/office/settings.yaml"):
        file = tmp_path / "plan" / name
        modeline = re.match(r"# yaml-language-server: \$schema=(\S+)\n", file.read_text("utf-8"))
        assert modeline is not None
        assert (file.parent / modeline[1]).is_file()
    [repo] = yaml.safe_load((tmp_path / ".pre-commit-config.yaml").read_text("utf-8"))["repos"]
    assert repo["hooks"][0]["entry"] == "baicheng check"
    workflow = yaml.safe_load((tmp_path / ".github" / "workflows" / "baicheng.yml").read_text("utf-8"))
    assert workflow["jobs"]["check"]["steps"][-1] == {"run": "baicheng check --format github"}


def test_this_project_s_own_hook_and_workflow_call_what_they_should() -> None:
    [hook] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert (hook["id"], hook["language"], hook["entry"]) == ("baicheng-check", "python", "baicheng check")
    assert (hook["files"], hook["pass_filenames"]) == ("^plan/", False)
    text = (ROOT / ".github" / "workflows" / "check.yml").read_text("utf-8")
    runs = [step.get("run") for step in yaml.safe_load(text)["jobs"]["check"]["steps"]]
    checks = ["make check", ".venv/bin/baicheng check --format github"]
    assert runs[-4:] == ["make test", "make test ARGS='-m slow'", *checks]
    assert "://" not in text


# --- after an earlier plan ------------------------------------------------------------------------------------------


def test_the_shipped_plan_leaves_its_open_tasks_and_all_its_units(tmp_path: Path) -> None:
    said = new_folder(tmp_path, "--from", PLAN, "--data", ROOT / "demo" / "2019", "--year", "2020")
    assert "按2019-12-31看，29项任务带入没有完成的11项：3.3、3.5.1、3.5.2、3.6.2、3.8、3.9.2.2" in said.err
    assert "用的是演示数据，新计划里已经标明" in said.err
    file = tmp_path / "plan" / "2020.yaml"
    assert "演示数据，非真实填报" in file.read_text("utf-8").split("schema: 1")[0]
    new, old = load_plan(file).plan, load_plan(PLAN).plan
    assert (new.units, new.collectives) == (old.units, old.collectives)
    assert new.document.title == "中原区2020年百城建设提质工程工作实施方案"
    assert items(new)["3.8"].follows == "中原政文〔2019〕39号#3.8"
    [estates] = items(new)["3.8"].indicators
    assert (estates.exactly, str(estates.due), estates.strive) == (Decimal(100), "2020-12-31", True)
    assert set(codes(file)) == {"BC120", "BC207"}  # blanks, and units that have no task yet: no errors, no gaps
    assert load_settings(file.with_suffix("")).office == "tizhiban"
    assert not load_settings(file.with_suffix("")).demo


def test_without_any_report_everything_goes_on(tmp_path: Path) -> None:
    said = new_folder(tmp_path, "--from", PLAN, "--year", "2020")
    assert "旧计划没有填报记录" in said.err
    new = load_plan(tmp_path / "plan" / "2020.yaml").plan
    assert [task.id for task in new.tasks] == [task.id for task in load_plan(PLAN).plan.tasks if task.kind == "task"]
    assert "BC114" not in codes(tmp_path / "plan" / "2020.yaml")


def test_only_what_is_not_reached_goes_on_and_without_the_day_that_has_passed(tmp_path: Path) -> None:
    plan = old_plan(
        tmp_path,
        """
        - {id: "3.1", title: 做完的, lead: [甲局], indicators: [{id: a, name: 路, exactly: 2, unit: 条}]}
        - id: "3.2"
          title: 做了一半的
          lead: [甲局]
          indicators:
            - {id: a, name: 桥, exactly: 2, unit: 座, due: 2019-12-31, due_words: 年底}
            - {id: b, name: 树, at_least: 9, unit: 棵, start: 2019-03-01, due: 2019-12-31, due_words: 年底}
            - {id: c, name: 率, at_most: external, unit: "%", measure: level}
          milestones:
            - {id: m1, title: 园, due: 2019-12-31}
            - {id: m2, title: 馆, reach: start, due: 2020-06-30, due_words: 次年六月}
        """,
    )
    reported(plan, "jia", "甲局", 'task: "3.1", values: {a: 2}', 'task: "3.2", values: {a: 2, b: 4}')
    task = items(following(tmp_path, plan))
    assert list(task) == ["3.2"]
    assert [(one.id, one.at_least, one.start, one.due, one.due_words) for one in task["3.2"].indicators] == [
        ("b", 9, None, None, None),
        ("c", None, None, None, None),
    ]
    assert task["3.2"].indicators[1].target.external
    assert [(one.id, one.reach, str(one.due), one.due_words) for one in task["3.2"].milestones] == [
        ("m1", "finish", "None", None),
        ("m2", "start", "2020-06-30", "次年六月"),
    ]
    assert "# 按2019-12-31看，逾期：今日到期，未完成；截至12月25日累计4/9棵（44.4%）" in text_of(tmp_path)
    assert "# 原定2019-12-31（年底）；【待填：新的完成时限】" in text_of(tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        *("", " 前", "后 ", "3.10", "2020-01-01", "12:30", "1e3", ".5", "true", "No", "null", "~", "-", "- 甲", "? 甲"),
        *(
            "甲: 乙",
            "甲:",
            "甲 #乙",
            "#甲",
            "&甲",
            "*甲",
            "!甲",
            "|",
            ">",
            "%",
            "@甲",
            "`",
            "[甲]",
            "{甲",
            "甲,乙",
            "甲}",
        ),
        *(
            "“甲”",
            '"甲"',
            "'",
            "甲\n乙",
            "\t",
            "\\",
            "甲：乙",
            "借助“双修”，完善",
            "2019年底前",
            "A5000平方米",
            "=",
            "…",
        ),
    ],
)
def test_text_in_yaml_reads_back_as_it_was(text: str) -> None:
    assert yaml.safe_load(f"- {{a: [{flow(text)}]}}") == [{"a": [text]}]


def test_text_has_quotes_only_where_it_needs_them() -> None:
    assert flow(("2019年底前", "借助“双修”，完善", "3.10", "%", "“甲”")) == (
        '[2019年底前, 借助“双修”，完善, "3.10", "%", "“甲”"]'
    )


def test_of_stages_those_to_come_go_on(tmp_path: Path) -> None:
    plan = old_plan(
        tmp_path,
        """
        - id: "3.1"
          title: 小区
          lead: [甲局]
          indicators:
            - id: a
              name: 两步
              unit: "%"
              stages: [{exactly: 50, due: 2019-12-31}, {exactly: 100, due: 2020-12-31, due_words: 次年, strive: true}]
            - id: b
              name: 三步
              unit: "%"
              stages:
                - {exactly: 30, due: 2019-12-31}
                - {exactly: 60, due: 2020-12-31, due_words: 次年}
                - {exactly: 100, due: 2021-12-31, due_words: 后年}
            - {id: c, name: 走完, unit: "%", stages: [{exactly: 5, due: 2019-06-30}, {exactly: 9, due: 2019-12-31}]}
        """,
    )
    two, three, over = items(following(tmp_path, plan))["3.1"].indicators
    assert (two.exactly, str(two.due), two.strive) == (Decimal(100), "2020-12-31", True)
    assert [stage.exactly for stage in three.stages] == [60, 100]
    assert (over.exactly, over.due) == (Decimal(9), None)
    assert not two.stages
    assert not over.stages
    assert not {"BC304", "BC405", "BC401"} & set(codes(tmp_path / "new" / "plan" / "2020.yaml"))


@pytest.mark.parametrize(
    ("word", "reviewed", "goes_on"),
    [("正常推进", True, False), ("已完成", True, False), ("正常推进", False, True), ("滞后", True, True)],
)
def test_work_without_a_target_goes_on_unless_its_good_word_is_confirmed(
    tmp_path: Path, word: str, reviewed: bool, goes_on: bool
) -> None:
    plan = old_plan(tmp_path, '- {id: "3.1", title: 宣传, lead: [甲局]}\n- {id: "3.2", title: 别的, lead: [甲局]}')
    reported(plan, "jia", "甲局", f'task: "3.1", self: {word}')
    office(plan, "office: ban")
    if reviewed:
        reported(plan, "ban", "某办", 'task: "3.1", review: {entry: aaaaaaaa, verdict: 采信}')
        file = plan.with_suffix("") / "progress" / "2019-12" / "ban.yaml"
        file.write_text(file.read_text("utf-8").replace("id: aaaaaaaa, date", "id: bbbbbbbb, date"), "utf-8")
    assert ("3.1" in items(following(tmp_path, plan))) is goes_on


def test_when_everything_is_done_a_blank_task_stands_there(tmp_path: Path) -> None:
    plan = old_plan(tmp_path, '- {id: "3.1", title: 宣传, lead: [甲局], milestones: [{id: m1, title: 会}]}')
    reported(plan, "jia", "甲局", 'task: "3.1", milestones: {m1: 2019-12-01}')
    new = following(tmp_path, plan)
    assert [(task.id, task.lead) for task in new.tasks] == [("3.1", ("甲局",))]
    assert new.document.numbering == ("第一章", "第一条")
    assert not [found for found in check_all(tmp_path / "new/plan/2020.yaml") if found.severity.value == "error"]


def test_units_keep_the_names_of_the_new_year_and_clauses_use_them(tmp_path: Path) -> None:
    plan = old_plan(
        tmp_path,
        """
        - id: "3.1"
          title: 上面
          lead: [乙局]
          items:
            - {id: "3.1.1", title: 下面, support: [各街道, 办], milestones: [{id: m1, title: 会, owner: 乙局}]}
        """,
    )
    new = following(tmp_path, plan)
    assert [[name.name for name in unit.names] for unit in new.units] == [["甲局"], ["乙委"], ["某办", "新办"]]
    assert new.units[1].names[0].from_ is None
    assert [str(name.from_) for name in new.units[2].names] == ["None", "2020-05-01"]
    assert items(new)["3.1"].lead == ("乙委",)
    below = items(new)["3.1.1"]
    assert (below.support, below.milestones[0].owner) == (("各街道", "某办"), "乙委")
    assert (items(new)["3.1"].follows, below.follows) == ("某政文〔2019〕39号#3.1", "某政文〔2019〕39号#3.1.1")


def test_settings_go_on_without_what_belongs_to_the_old_year(tmp_path: Path) -> None:
    plan = old_plan(tmp_path, '- {id: "3.1", title: 宣传, lead: [甲局]}')
    office(
        plan,
        """
        demo: true
        office: ban
        reporting: {submit_by: 28, off_days: keep, first_month: 2019-05}
        holidays: {2019: {off: [2019-05-28]}, 2020: {off: [2020-05-28], work: [2020-05-30]}}
        judge: {from: 2019-06, behind: 5, whole: [座, "%"]}
        rosters: {jiedao: [{id: a-jie, name: 甲街道}, 乙局]}
        tasks:
          "3.1": {routine: true, office_due: 2019-11-30, schedule: [{indicator: a, by: 2019-06, value: 1}]}
          "3.9": {routine: true}
        views: {乙局: {filter: {unit: 乙局, light: 滞后, due_before: 2019-10-01}, columns: [条款]}}
        papers: {number_word: 某百城, copies: 40, report_to: [区委, 区政府], letters: [乙局]}
        ignore: [{code: BC207, where: jia, reason: 原文如此}]
        """,
    )
    following(tmp_path, plan)
    file = tmp_path / "new" / "plan" / "2020" / "office" / "settings.yaml"
    assert yaml.load(file.read_text("utf-8"), yaml.BaseLoader) == {
        "schema": "1",
        "office": "ban",
        "reporting": {"submit_by": "28", "off_days": "keep"},
        "holidays": {"2020": {"off": ["2020-05-28"], "work": ["2020-05-30"]}},
        "judge": {"behind": "5", "whole": ["座", "%"]},
        "rosters": {"jiedao": [{"name": "甲街道", "id": "a-jie"}, {"name": "乙委"}]},
        "tasks": {"3.1": {"routine": "true"}},
        "views": {"乙局": {"filter": {"unit": "乙委", "light": ["behind"]}, "columns": ["条款"]}},
        "papers": {"number_word": "某百城", "report_to": ["区委", "区政府"], "copies": "40", "letters": ["乙委"]},
    }
    assert "\n  # data_until: 25 " in file.read_text("utf-8")
    assert not [found for found in check_all(tmp_path / "new/plan/2020.yaml") if found.severity.value == "error"]


def test_a_gap_is_a_gap_again_once_the_new_document_numbers_the_clause(tmp_path: Path) -> None:
    plan = old_plan(tmp_path, '- {id: "3.1", title: 一, lead: [甲局]}\n- {id: "3.2", title: 二, lead: [甲局]}')
    following(tmp_path, plan)
    file = tmp_path / "new" / "plan" / "2020.yaml"
    text = file.read_text("utf-8")
    without_first = re.sub(r'      - id: "3\.1".*?(?=      - id: "3\.2")', "", text, flags=re.DOTALL)
    file.write_text(without_first, "utf-8")
    assert "BC114" not in codes(file)
    file.write_text(without_first.replace('"3.2"', '"3.4"'), "utf-8")
    assert "BC114" in codes(file)

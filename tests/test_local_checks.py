"""An office's own checks: office/checks.py beside the plan, run with `check --local-checks` and never otherwise."""

from __future__ import annotations

import json
import re
import sys
from inspect import cleandoc
from pathlib import Path

import pytest
from calling import Office, Said, call

from baicheng_cli.diagnostics import CODES
from baicheng_cli.rules.engine import RULES, all_codes

PLAN = """
schema: 1
document: {title: 示例方案, number: 示例〔2019〕1号, issuer: 某区, issued: 2019-04-14}
period: {start: 2019-01-01, end: 2019-12-31}
units: [{id: jia, names: [{name: 甲局}]}]
chapters:
  - id: "3"
    title: 任务
    items:
      - {id: "3.1", title: 公园, lead: [甲局], indicators: [{id: a, name: 公园, exactly: 4, unit: 座}]}
"""
EXAMPLE = '''
"""What our office wants beyond the document: every indicator has a day, every report a next step."""

from collections.abc import Iterator

from baicheng_cli.diagnostics import Severity
from baicheng_cli.plan.model import Plan
from baicheng_cli.rules.engine import Said, Subject, rule
from baicheng_cli.rules.progress import Filed


@rule("BCX01", title="指标没有时限", reason="本办要求每个指标都有时限。")
def dated(plan: Plan) -> Iterator[Said]:
    for i, chapter in enumerate(plan.chapters):
        for j, item in enumerate(chapter.items):
            for k, part in enumerate(item.indicators):
                if part.due is None:
                    yield ("chapters", i, "items", j, "indicators", k), f"{part.name}没有时限", "请牵头单位补"


@rule("BCX02", title="没写下一步", reason="本办要求每月都写。", severity=Severity.WARNING, on=Subject.PROGRESS)
def next_step(filed: Filed) -> Iterator[Said]:
    for line in filed.lines:
        if not line.entry.next:
            yield line.path, "没写下一步"
'''
"""What CONTRIBUTING.md shows."""


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BAICHENG_DATA", raising=False)
    (tmp_path / "plan").mkdir()
    (tmp_path / "plan" / "2019.yaml").write_text(PLAN.lstrip(), "utf-8")
    return Office(tmp_path / "plan" / "2019", tmp_path / "plan" / "2019.yaml")


def checks(office: Office, text: str) -> Path:
    file = office.data / "office" / "checks.py"
    file.parent.mkdir(exist_ok=True)
    file.write_text(cleandoc(text) + "\n", "utf-8")
    return file


def check(*arguments: str) -> Said:
    return call("check", *arguments)


def local(*arguments: str) -> Said:
    return check("--local-checks", *arguments)


def test_own_checks_are_asked_like_all_others(office: Office) -> None:
    checks(office, EXAMPLE)
    sidecar = office.sidecar("2019-09", "jia", "甲局", "{id: aaaaaaaa, task: '3.1', date: 2019-09-25, progress: 一}")
    said = local()
    assert said.code == 1
    assert said.out.splitlines() == [
        "plan/2019.yaml:9:57: BCX01 公园没有时限；请牵头单位补",
        "plan/2019/progress/2019-09/jia.yaml:5:5: BCX02 警告：没写下一步",
    ]
    assert said.err == "发现1个错误、1个警告；baicheng rules 可看每条规则的理由\n"
    assert [line.split()[1] for line in local(str(sidecar)).out.splitlines()] == ["BCX02"]


def test_without_the_flag_nothing_of_a_stranger_s_code_runs(office: Office, tmp_path: Path) -> None:
    checks(office, "from pathlib import Path\nPath('ran').touch()")
    for call_ in (check(), call("tasks"), check("--format", "json"), check(str(office.plan))):
        assert call_.code == 0
        assert not (tmp_path / "ran").exists()
    assert check().err == (
        "没有发现问题：plan/2019.yaml\n"
        "没有运行本办自己的检查：plan/2019/office/checks.py；信得过其中的代码，加 --local-checks\n"
    )
    assert local().code == 0
    assert (tmp_path / "ran").exists()


def test_where_there_is_no_such_file_the_flag_changes_nothing(office: Office) -> None:
    assert local() == check() == Said(0, "", "没有发现问题：plan/2019.yaml\n")


def test_nothing_of_them_stays_behind(office: Office) -> None:
    checks(office, EXAMPLE)
    before = (list(RULES), dict(CODES), set(sys.modules), {str(one) for one in office.data.rglob("*")})
    assert local().out == local().out
    assert (list(RULES), dict(CODES), {str(one) for one in office.data.rglob("*")}) == (*before[:2], before[3])
    assert not [
        name for name in set(sys.modules) - before[2] if "check" in name and not name.startswith("baicheng_cli.")
    ]
    assert not [code for code in all_codes() if code.id.startswith("BCX")]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("import nowhere_at_all", 1, "这个文件运行出错：ModuleNotFoundError：No module named 'nowhere_at_all'"),
        ("x = (", 1, "不是能运行的 Python：'(' was never closed"),
        ("x = 1\nraise SystemExit(0)", 2, "这个文件运行出错：SystemExit：0"),
        (
            "from baicheng_cli.rules.engine import rule\n\n@rule('BC901', title='一', reason='二')\ndef f(plan): yield",
            3,
            "本办的编号写作 BCX01，写的是“BC901”",
        ),
        ("from baicheng_cli.rules.engine import rule\n\n@rule('BCX01')\ndef f(plan): yield", 3, "BCX01 没有 title"),
        (
            "from baicheng_cli.rules.engine import rule\n"
            "@rule('BCX01', title='一', reason='二')\ndef f(plan): return []\n"
            "@rule('BCX01', title='三', reason='四')\ndef g(plan): return []",
            4,
            "BCX01 有两个；换一个编号",
        ),
    ],
)
def test_a_file_that_cannot_run_is_one_sentence_with_its_line(
    office: Office, text: str, line: int, message: str
) -> None:
    checks(office, text)
    said = local()
    assert said.code == 1
    assert re.sub(r":\d+: BC", ": BC", said.out) == f"plan/2019/office/checks.py:{line}: BC701 {message}\n"
    assert "Traceback" not in said.err


@pytest.mark.parametrize(
    ("body", "line", "message"),
    [
        ("yield ('title',), plan.titel", 5, "BCX01 运行出错：AttributeError：'Plan' object has no attribute 'titel'"),
        ("yield 1 / 0", 5, "BCX01 运行出错：ZeroDivisionError：division by zero"),
        ("return None", 4, "BCX01 什么也没有给出；发现用 yield 给出，没有发现也要是生成器或列表"),
        (
            "yield 'title', '一'",
            4,
            "BCX01 的位置是 'title'；应为 (位置, 说明) 或 (位置, 说明, 改法)，位置是一串键和序号",
        ),
        ("yield '一'", 4, "BCX01 给出的是 '一'；应为 (位置, 说明) 或 (位置, 说明, 改法)，位置是一串键和序号"),
        (
            "yield ('title',), 3",
            4,
            "BCX01 给出的是 (('title',), 3)；应为 (位置, 说明) 或 (位置, 说明, 改法)，位置是一串键和序号",
        ),
    ],
)
def test_a_check_that_fails_is_one_sentence_with_its_line(office: Office, body: str, line: int, message: str) -> None:
    checks(
        office,
        f"from baicheng_cli.rules.engine import rule\n\n\n@rule('BCX01', title='一', reason='二')\ndef f(plan): {body}",
    )
    assert local().out == f"plan/2019/office/checks.py:{line}:1: BC701 {message}\n"


def test_a_check_that_fails_is_said_whichever_file_is_asked_for(office: Office) -> None:
    sidecar = office.sidecar("2019-09", "jia", "甲局", "{id: aaaaaaaa, task: '3.1', date: 2019-09-25, progress: 一}")
    checks(office, "x = y")
    assert "BC701 这个文件运行出错：NameError" in local(str(sidecar)).out


def test_what_was_found_before_a_check_failed_is_said_and_other_checks_are_asked(office: Office) -> None:
    checks(
        office,
        """
        from baicheng_cli.rules.engine import rule

        @rule("BCX01", title="一", reason="二")
        def first(plan):
            yield ("period",), "起"
            raise KeyError("x")

        @rule("BCX02", title="三", reason="四")
        def second(plan):
            return [(("document", "title"), "落")]
        """,
    )
    said = local()
    assert [line.split()[1] for line in said.out.splitlines()] == ["BCX02", "BCX01", "BC701"]
    assert "plan/2019/office/checks.py:6:1: BC701 BCX01 运行出错：KeyError：'x'" in said.out


def test_a_check_of_reports_places_its_findings_in_a_report(office: Office) -> None:
    checks(
        office,
        """
        from baicheng_cli.rules.engine import Subject, rule

        @rule("BCX01", title="一", reason="二", on=Subject.PROGRESS)
        def f(filed):
            yield ("entries", 0), "三"
        """,
    )
    assert "填报的位置以文件名开头（line.path 就是）" in local().out


def test_what_a_check_prints_does_not_spoil_an_answer_for_programs(office: Office) -> None:
    checks(office, "print('loading')\n" + cleandoc(EXAMPLE))
    said = local("--format", "json")
    assert [one["code"] for one in json.loads(said.out)["items"]] == ["BCX01"]
    assert "loading" in said.err


def test_every_format_knows_the_title_of_an_own_check(office: Office) -> None:
    checks(office, EXAMPLE)
    assert "title=BCX01 指标没有时限::公园没有时限" in local("--format", "github").out
    [run] = json.loads(local("--format", "sarif").out)["runs"]
    [result] = run["results"]
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "BCX01"
    assert "BCX01" in local("--format", "junit").out


def test_own_findings_can_be_ignored_and_are_not_missed_while_nobody_asks(office: Office) -> None:
    checks(office, EXAMPLE)
    office.settings("ignore: [{code: BCX01, where: 3.1.a, reason: 市里还没定}]")
    assert local().err == "没有发现问题（另有1个按设置忽略）：plan/2019.yaml\n"
    assert check().out == ""
    office.settings("ignore: [{code: BCX01, where: 3.1.b, reason: 市里还没定}]")
    assert [line.split()[1] for line in local().out.splitlines()] == ["BCX01", "BC614"]
    assert check().out == ""


def test_two_plans_may_have_the_same_check_but_not_two_under_one_code(office: Office, tmp_path: Path) -> None:
    checks(office, EXAMPLE)
    other = tmp_path / "plan" / "2020.yaml"
    other.write_text(PLAN.replace("2019", "2020").lstrip(), "utf-8")
    file = checks(Office(tmp_path / "plan" / "2020", other), EXAMPLE)
    assert [line.split()[1] for line in local().out.splitlines()] == ["BCX01", "BCX01"]
    file.write_text(file.read_text("utf-8").replace("指标没有时限", "另一个意思"), "utf-8")
    assert "plan/2020/office/checks.py:11:1: BC701 BCX01 在另一个计划的 checks.py 里另有含义；换一个编号" in local().out


def test_the_file_may_be_typed_on_windows_and_have_classes(office: Office) -> None:
    file = checks(
        office,
        """
        from __future__ import annotations

        from dataclasses import dataclass

        from baicheng_cli.rules.engine import rule


        @dataclass
        class 要求:
            字数: int = 4


        @rule("BCX01", title="标题太长", reason="印不下。")
        def short(plan):
            if len(plan.document.title) > 要求().字数 - 1:
                yield ("document", "title"), "标题太长"
        """,
    )
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert local().out == "plan/2019.yaml:2:19: BCX01 标题太长\n"

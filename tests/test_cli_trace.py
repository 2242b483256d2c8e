"""`baicheng trace` and `show --wording` as people call them."""

from __future__ import annotations

import json
import re
from inspect import cleandoc
from pathlib import Path

import pytest
from calling import Said, call

ISSUED = """
    某区人民政府文件
    某政〔2021〕5号
    某区2021年绿化工作方案
    2021年3月1日
    一、重点工作
    （一）增加绿地。2021年底前，新增绿地100万平方米；力争建成公园5座以上。
    牵头单位：区园林局
    配合单位：区水务局、各街道
    （二）修复河道。持续整治15分钟便民圈周边河道。
    牵头单位：区水务局
"""
PLAN = """
    schema: 1
    document: {title: 某区2021年绿化工作方案, number: 某政〔2021〕5号, issuer: 某区人民政府, issued: 2021-03-01}
    period: {start: 2021-01-01, end: 2021-12-31}
    units: [{id: yuanlin, names: [{name: 区园林局}]}, {id: shuiwu, names: [{name: 区水务局}]}]
    collectives: [{id: jiedao, name: 各街道}]
    chapters:
      - id: "1"
        title: 重点工作
        items:
          - id: "1.1"
            title: 增加绿地
            lead: [区园林局]
            support: [区水务局, 各街道]
            indicators:
              - {id: a, name: 新增绿地, exactly: 100, unit: 万平方米, due: 2021-12-31, due_words: 2021年底前}
              - {id: b, name: 公园, at_least: 5, unit: 座, due: 2021-12-31, due_words: 2021年底前, strive: true}
          - id: "1.2"
            title: 修复河道
            lead: [区水务局]
            exceptions: [{what: 15分钟, reason: 便民圈的名称，不是目标值}]
"""


class Desk:
    """An issued document and its plan in a folder of the test's own."""

    def __init__(self, folder: Path) -> None:
        self.document, self.plan = folder / "原件.txt", folder / "plan.yaml"
        self.document.write_text(cleandoc(ISSUED), "utf-8")
        self.plan.write_text(cleandoc(PLAN) + "\n", "utf-8")
        (folder / "plan").mkdir()
        self.settings = folder / "plan" / "office" / "settings.yaml"

    def change(self, before: str, after: str) -> None:
        text = self.plan.read_text("utf-8")
        assert text.count(before) == 1
        self.plan.write_text(text.replace(before, after), "utf-8")

    def trace(self, *more: str) -> Said:
        return call("trace", self.document, "--plan", self.plan, *more)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.chdir(tmp_path)
    return Desk(tmp_path)


def test_a_plan_that_says_what_was_issued_is_clean(desk: Desk) -> None:
    said = desk.trace()
    assert (said.code, said.out) == (0, "")
    assert said.err == "plan.yaml与原件.txt逐条相符（对照了3条）\n"


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        (
            "exactly: 100",
            "exactly: 90",
            "plan.yaml:15:42: BC922 1.1 新增绿地的目标写作“90万平方米”，原件是“100万平方米”："
            "原件第6行“新增绿地100万平方米”；按原件改",
        ),
        (
            "support: [区水务局, 各街道]",
            "support: [各街道]",
            "plan.yaml:13:18: BC911 1.1 没有配合单位“区水务局”：原件第8行“区水务局”；加到 support 里",
        ),
        (
            "due: 2021-12-31, due_words: 2021年底前}",
            "due: 2021-11-30, due_words: 2021年底前}",
            "plan.yaml:15:64: BC931 1.1 新增绿地的时限写作2021-11-30，原件是“2021年底前”（2021-12-31）："
            "原件第6行“2021年底前，新增绿地100万平方米”；改为 2021-12-31",
        ),
        (
            ", strive: true",
            "",
            "plan.yaml:16:13: BC933 1.1 公园原件写的是力争：原件第6行“力争建成公园5座以上”；加上 strive: true",
        ),
        (
            "at_least: 5",
            "exactly: 5",
            "plan.yaml:16:40: BC923 1.1 公园写作 exactly（正好），按原件应为 at_least（至少）："
            "原件第6行“力争建成公园5座以上”；改为 at_least",
        ),
        (
            "某政〔2021〕5号",
            "某政〔2021〕6号",
            "plan.yaml:2:42: BC901 发文字号写作“某政〔2021〕6号”，原件是“某政〔2021〕5号”："
            "原件第2行“某政〔2021〕5号”；按原件改",
        ),
        (
            "            exceptions: [{what: 15分钟, reason: 便民圈的名称，不是目标值}]\n".strip(),
            "content: [整治河道]",
            "plan.yaml:17:9: BC921 1.2 原件的数“15分钟”没有交代：原件第9行“持续整治15分钟便民圈周边河道”；写成目标；"
            "不是目标的写进 exceptions，注明理由",
        ),
    ],
)
def test_a_change_of_the_plan_is_found_at_its_place_with_the_words_of_the_document(
    desk: Desk, before: str, after: str, line: str
) -> None:
    desk.change(before, after)
    said = desk.trace()
    assert (said.code, said.out) == (1, f"{line}\n")
    assert said.err == "plan.yaml与原件.txt有1处不符（对照了3条）\n"


def test_a_clause_that_one_of_them_lacks_is_found(desk: Desk) -> None:
    desk.document.write_text(desk.document.read_text("utf-8") + "\n（三）建设绿道。\n牵头单位：区园林局", "utf-8")
    assert "BC902 计划里没有原件的一（三）“建设绿道”" in desk.trace().out
    desk.change('"1.2"', '"1.3"')
    said = desk.trace().out
    assert re.findall(r"BC90\d", said) == ["BC902", "BC904"]  # 三 now stands for another clause


def test_another_plans_document_is_said_to_be_one(desk: Desk) -> None:
    desk.document.write_text("某区2021年水务方案\n五、主要任务\n（七）建设水厂。\n牵头单位：区水务局\n", "utf-8")
    said = desk.trace()
    assert said.code == 1
    assert said.err.startswith("原件.txt里没有一条和plan.yaml对得上，请看看是不是这个计划的文件；")


@pytest.mark.parametrize(
    "sentence",
    [
        "案件办结率力争达到90%以上",
        "三季度末，改造任务完成过半",
        "常态化开展“万人助企”，走访企业20家",
    ],
)
def test_what_draft_reads_trace_finds_right(desk: Desk, sentence: str) -> None:
    desk.document.write_text(f"{cleandoc(ISSUED)}\n（三）其他工作。{sentence}。\n牵头单位：区园林局\n", "utf-8")
    drafted = call("draft", desk.document)
    assert drafted.code == 0
    desk.plan.write_text(drafted.out, "utf-8")
    said = desk.trace("--fail-on", "warning")
    assert (said.code, said.out) == (0, "")


def test_every_format_tells_the_same(desk: Desk) -> None:
    desk.change("exactly: 100", "exactly: 90")
    [item] = json.loads(desk.trace("--format", "json").out)["items"]
    assert (item["code"], item["item"], item["clause"], item["line"]) == ("BC922", "1.1", "一（一）", 15)
    assert (item["document_line"], item["document_words"]) == (6, "新增绿地100万平方米")
    assert desk.trace("-f", "csv").out.splitlines()[1].startswith("BC922,一（一）,plan.yaml:15:42,")
    assert "| BC922 | 一（一） |" in desk.trace("-f", "md").out
    assert "::error file=plan.yaml,line=15,col=42,title=BC922" in desk.trace("-f", "github").out
    assert "共1处" in desk.trace("-f", "table").out


def test_what_cannot_be_read_for_certain_is_a_warning_at_its_place_in_the_document(desk: Desk) -> None:
    desk.document.write_text(desk.document.read_text("utf-8").replace("100万", "l00万"), "utf-8")
    said = desk.trace()
    assert (said.code, said.out) == (0, "原件.txt:6:21: BC942 警告：“l00”里的字母按数字读作“100”；对着原件看一眼\n")
    assert desk.trace("--fail-on", "warning").code == 1


def test_the_settings_may_name_the_document(desk: Desk) -> None:
    desk.settings.parent.mkdir()
    desk.settings.write_text("schema: 1\ndocument: ../原件.txt\n", "utf-8")
    assert call("trace", "--plan", desk.plan).code == 0
    said = call("show", "1.1", "--wording", "--plan", desk.plan, "--as-of", "2021-06-30")
    assert (
        "原文：\n  （一）增加绿地。2021年底前，新增绿地100万平方米；力争建成公园5座以上。\n  牵头单位：区园林局\n"
        in said.out
    )


def test_show_quotes_the_clause_only_when_asked(desk: Desk) -> None:
    day = ("--plan", desk.plan, "--as-of", "2021-06-30", "--format", "json")
    [asked] = call("show", "1.2", "--document", desk.document, *day).items
    [unasked] = call("show", "1.2", *day).items
    assert asked["wording"] == "（二）修复河道。持续整治15分钟便民圈周边河道。\n牵头单位：区水务局"
    assert unasked["wording"] is None


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("trace",), 2, "没有说是哪份文件"),
        (("trace", "没有.docx"), 2, "找不到文件 没有.docx"),
        (("trace", "原件.txt", "--format", "sarif"), 2, "没有“sarif”这种格式"),
        (("trace", "原件.txt", "--fail-on", "always"), 2, "--fail-on 没有“always”"),
        (("trace", "plan.yaml", "--plan", "没有.yaml"), 2, "找不到计划文件"),
        (("trace", "信.txt"), 1, "信.txt里没有读出带编号的条款"),
        (("show", "1.1", "--wording"), 2, "没有说是哪份文件"),
        (("show", "1.1", "--document", "空.txt"), 1, "空.txt里没有一（一）这一条"),
    ],
)
def test_what_is_asked_wrongly_is_one_sentence(desk: Desk, arguments: tuple[str, ...], code: int, words: str) -> None:
    Path("空.txt").write_text("一、别的\n（九）没有。", "utf-8")
    Path("信.txt").write_text("各位同事：\n请查收。", "utf-8")
    plan = () if "--plan" in arguments else ("--plan", "plan.yaml")
    said = call(*arguments, *plan)
    assert (said.code, said.out) == (code, "")
    assert words in said.err


def test_the_plan_and_the_document_stay_as_they_are(desk: Desk) -> None:
    before = desk.plan.read_bytes(), desk.document.read_bytes()
    desk.trace()
    assert (desk.plan.read_bytes(), desk.document.read_bytes()) == before

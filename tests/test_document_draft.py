"""`baicheng draft`: a plan out of a document, nothing invented, every doubt marked, every value with its place."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from random import Random
from textwrap import dedent
from time import process_time
from typing import Any

import pytest
from calling import PLAN, ROOT, Said, call, tool

from baicheng_cli.plan.clause import chinese
from baicheng_cli.plan.load import load_plan
from baicheng_cli.plan.model import Indicator, Item, Milestone, Plan
from baicheng_cli.rules.check import check_all

SHARED = ROOT.parent / "shared"
WITH_SOURCE = pytest.mark.skipif(not (SHARED / "source").is_dir(), reason="the document's text is not at hand")
WITH_SAMPLES = pytest.mark.skipif(not (SHARED / "samples").is_dir(), reason="the samples are not at hand")

SMALL = """\
    示例区人民政府文件
    示政〔2021〕3号
    示例区2021年绿化工作方案
    一、重点任务
    （一）增加绿地。6月底前，新增绿地20万平方米，绿化率达到35%以上；打造“四个示范”。
    牵头单位：区园林局
    配合单位：区财政局、各街道办事处
    （二）管护树木。持续推进。
    二、保障措施
    （一）加强督导。区园林局每月25日前通报一次。
    责任单位：区园林局
    2021年3月5日
    """


@pytest.fixture
def small(tmp_path: Path) -> Path:
    file = tmp_path / "方案.txt"
    file.write_text(dedent(SMALL), "utf-8")
    return file


def drafted(document: Path, folder: Path) -> Plan:
    file = folder / "2021.yaml"
    said = call("draft", document, "-o", file)
    assert said.code == 0, said.err
    assert call("check", file).code == 0
    return load_plan(file).plan


def text_of(said: Said) -> str:
    assert said.code == 0, said.err
    return said.out


# --- what is written -------------------------------------------------------------------------------------------------


def test_a_draft_is_a_plan_in_the_manner_of_a_typed_one(small: Path) -> None:
    head, _, plan = text_of(call("draft", small)).partition("schema: 1\n")
    assert all(line.startswith("#") for line in head.splitlines())
    assert plan == dedent(
        """
        document:
          title: 示例区2021年绿化工作方案
          number: 示政〔2021〕3号
          issuer: 示例区人民政府
          issued: 2021-03-05
          numbering: ["一、", "（一）"]

        period: {start: 2021-01-01, end: 2021-12-31}

        # 单位按在文件里出现的先后排列；有官方次序的，照官方次序调整。各种表都按这里的次序。
        units:
          - {id: yuanlin, names: [{name: 区园林局}]}
          - {id: caizheng, names: [{name: 区财政局}]}

        # 集合单位照文件写，不拆；名单写在设置里。
        collectives:
          - {id: jiedao, name: 各街道办事处}

        chapters:
          - id: "1"
            title: 重点任务
            kind: tasks
            items:
              - id: "1.1"
                title: 增加绿地
                lead: [区园林局]
                support: [区财政局, 各街道办事处]
                # 原文第5—7行
                indicators:
                  - {id: a, name: 新增绿地, exactly: 20, unit: 万平方米, due: 2021-06-30, due_words: 6月底前}
                  - {id: b, name: 绿化率, at_least: 35, unit: "%", measure: level, due: 2021-06-30, due_words: 6月底前}
                exceptions:
                  - {what: 四个示范, reason: 固定提法，不是目标值}

              - id: "1.2"
                title: 管护树木
                # 原文第8行
                # 待看：没有写牵头单位，也没有写责任单位（第8行）

          - id: "2"
            title: 保障措施
            kind: measures
            items:
              - id: "2.1"
                title: 加强督导
                responsible: [区园林局]
                # 原文第10—11行
        """
    )


def test_what_has_no_place_in_a_plan_is_said_at_the_top(small: Path) -> None:
    assert "# 报送要求（第10行），写进 office/settings.yaml：每月25日前通报" in text_of(call("draft", small))


def test_what_was_found_is_counted_and_the_next_step_named(small: Path, tmp_path: Path) -> None:
    said = call("draft", small, "-o", tmp_path / "plan" / "2021.yaml")
    assert said.out == ""
    assert said.err.splitlines()[0] == "2项任务、1项措施，2个指标，1处待看"
    assert "再运行 baicheng check" in said.err


def test_a_draft_passes_check_and_what_is_missing_is_a_warning(small: Path, tmp_path: Path) -> None:
    file = tmp_path / "2021.yaml"
    call("draft", small, "-o", file)
    assert [(one.code, one.severity.value) for one in check_all(file)] == [("BC205", "warning")]


def test_the_number_of_marks_is_the_number_that_is_said(small: Path) -> None:
    said = call("draft", small)
    assert said.out.count("待看：") == 1 and "1处待看" in said.err


def test_what_a_document_does_not_say_of_itself_stays_blank(tmp_path: Path) -> None:
    file = tmp_path / "方案.txt"
    file.write_text("示例区2021年方案\n一、重点任务\n（一）种树。种树5株。\n牵头单位：区园林局\n", "utf-8")
    said = call("draft", file)
    assert "number: 【待填：发文字号】" in said.out
    assert "issued: 2021-01-01  # 【待填：成文日期】" in said.out
    assert "3处【待填】" in said.err


def test_a_document_without_any_year_is_doubtful(tmp_path: Path) -> None:
    file = tmp_path / "方案.txt"
    file.write_text("示例区绿化方案\n一、重点任务\n（一）种树。种树5株。\n牵头单位：区园林局\n", "utf-8")
    assert "# 待看：文件没有写是哪一年的，按今年" in text_of(call("draft", file))


def test_articles_are_printed_without_a_chapter(tmp_path: Path) -> None:
    file = tmp_path / "措施.txt"
    lines = [
        "示例市2021年若干措施",
        "第一条 种树。种树5株。",
        "责任单位：市园林局",
        "第二条 浇水。",
        "责任单位：市园林局",
    ]
    file.write_text("\n".join(lines), "utf-8")
    plan = drafted(file, tmp_path)
    assert plan.document.numbering == ("不印", "第一条")
    said = call("show", "第二条", "--plan", tmp_path / "2021.yaml", "--as-of", "2021-06-30")
    assert "第二条" in said.out


# --- where it comes from ---------------------------------------------------------------------------------------------


def test_every_value_is_explained_by_its_words_line_and_rule(small: Path) -> None:
    lines = text_of(call("draft", small, "--explain", "--format", "csv", "--raw")).splitlines()
    assert lines[0] == "条款,是什么,值,原文,行,规则"
    assert "一（一）,指标,新增绿地20万平方米,新增绿地20万平方米,5,target.name-first" in lines
    assert "一（一）,时限,新增绿地：2021-06-30,6月底前,5,deadline.month" in lines
    assert "一（一）,牵头,区园林局,区园林局,6,unit.labelled" in lines
    assert "一（一）,不是目标,固定提法，不是目标值,四个示范,5,passed.quoted" in lines


def test_the_words_stand_in_the_document_where_it_is_said(small: Path) -> None:
    document = small.read_text("utf-8").splitlines()
    items = call("draft", small, "--explain", "--format", "json").items
    assert {one["kind"] for one in items} >= {"document", "title", "lead", "support", "indicator", "due", "passed"}
    for one in items:
        if one["words"]:
            there = document[one["line"] - 1][one["start"] : one["end"]]
            assert unicodedata.normalize("NFKC", there) == unicodedata.normalize("NFKC", one["words"])


def test_with_a_file_the_explanation_comes_beside_it(small: Path, tmp_path: Path) -> None:
    file = tmp_path / "2021.yaml"
    said = call("draft", small, "-o", file, "--explain", "--format", "md")
    assert said.out.startswith("| 条款 | 是什么 |")
    assert file.exists()


def test_the_json_says_which_document_it_is_of(small: Path) -> None:
    answer = json.loads(call("draft", small, "--explain", "--format", "json").out)
    assert (answer["kind"], answer["plan"]["file"]) == ("draft", None)
    assert answer["document"].endswith("方案.txt")


# --- what is refused -------------------------------------------------------------------------------------------------


def test_a_file_that_is_there_is_not_replaced(small: Path, tmp_path: Path) -> None:
    file = tmp_path / "2021.yaml"
    file.write_text("# 我的\n", "utf-8")
    said = call("draft", small, "-o", file)
    assert said.code == 1 and "没有覆盖" in said.err
    assert file.read_text("utf-8") == "# 我的\n"
    assert call("draft", small, "-o", file, "--force").code == 0
    assert "区园林局" in file.read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["没有.txt"], 2, "找不到文件"),
        (["方案.txt", "-o", "计划.docx"], 2, "后缀应为 .yaml"),
        (["方案.txt", "--format", "json"], 2, "只和 --explain 一起用"),
        (["方案.txt", "--explain", "--format", "xlsx"], 2, "没有“xlsx”这种格式"),
        (["空.txt"], 1, "空文件"),
        (["信.txt"], 1, "没有读出任务条款"),
    ],
)
def test_what_cannot_be_is_one_sentence(
    small: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], code: int, words: str
) -> None:
    monkeypatch.chdir(small.parent)
    Path("空.txt").write_bytes(b"")
    Path("信.txt").write_text("今天天气很好。\n明天也是。\n", "utf-8")
    said = call("draft", *arguments)
    assert (said.code, said.out) == (code, "")
    assert words in said.err and len(said.err.strip().splitlines()) == 1


# --- documents that people have read ---------------------------------------------------------------------------------


@WITH_SAMPLES
@pytest.mark.parametrize("name", ["plan-01-paren-units", "plan-02-table", "plan-03-articles", "target-expressions"])
def test_on_a_sample_draft_meets_what_is_expected(name: str, tmp_path: Path) -> None:
    evaluation = tool("eval")
    [case] = [one for one in evaluation.sample_cases() if one.name.startswith(name)]
    result = evaluation.result_of(case, tmp_path)
    assert (result.failure, list(map(str, result.score.differences))) == ("", [])


@WITH_SAMPLES
def test_what_a_sample_says_outside_its_tasks_is_kept_as_comments(tmp_path: Path) -> None:
    text = text_of(call("draft", SHARED / "samples" / "plan-01-paren-units.txt"))
    assert "# 总体目标（第7行），不属于哪一项任务：改造老旧小区126个，时限2021-12-31（2021年）" in text
    assert "涉及居民2.3万户" in text
    assert "{name: 市旧改办, full: 市老旧小区改造工作领导小组办公室（设在市住建局）}" in text
    assert "报送要求（第20行）" in text


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    [document] = (SHARED / "source").glob("*39号*.txt")
    return drafted(document, tmp_path_factory.mktemp("shipped"))


# Clause, part, what: (draft, plan). Complete: whatever else differs is a fault of draft. `content` is left out of the
# comparison, since no program condenses; so are the groups and ids of units, which are the office's own.
DIFFERENCES: dict[tuple[str, str, str], tuple[Any, Any]] = {
    # How often a value is judged is a decision of the office, not a word of the document: level is the nearest reading.
    ("3.9.4.1", "大班额率", "measure"): ("level", "annual"),
    ("3.9.4.1", "超大班额率", "measure"): ("level", "annual"),
    # The same work: whose test it is stands in the document, and the plan's title goes without.
    ("3.5.3", "全国文明城市年度测评相关工作", "milestones"): (None, "全国文明城市年度测评相关工作"),
    ("3.5.3", "郑州市全国文明城市年度测评相关工作", "milestones"): ("郑州市全国文明城市年度测评相关工作", None),
}


@WITH_SOURCE
def test_the_draft_has_every_clause_title_and_unit_of_the_shipped_plan(shipped: Plan) -> None:
    plan = load_plan(PLAN).plan
    ours = {
        task.id: (task.item.title, task.lead, task.item.support, task.item.responsible) for task, _ in shipped.walk()
    }
    theirs = {
        task.id: (task.item.title, task.lead, task.item.support, task.item.responsible) for task, _ in plan.walk()
    }
    assert [*ours] == [*theirs]
    assert {id: one[1:] for id, one in ours.items()} == {id: one[1:] for id, one in theirs.items()}
    # Nine clauses have no heading: the plan's titles are ours, draft takes how the text begins and says so.
    without = {task.id for task, _ in plan.walk() if task.item.title_ours}
    assert {task.id for task, _ in shipped.walk() if task.item.title_ours} == without
    assert {id: one[0] for id, one in ours.items() if id not in without} == {
        id: one[0] for id, one in theirs.items() if id not in without
    }
    assert {one.names for one in shipped.units} == {one.names for one in plan.units}
    assert {(one.name, one.members) for one in shipped.collectives} == {
        (one.name, one.members) for one in plan.collectives
    }
    assert shipped.document == plan.document and shipped.period == plan.period


@WITH_SOURCE
def test_the_draft_has_every_target_and_milestone_but_for_the_differences_argued_above(shipped: Plan) -> None:
    plan = load_plan(PLAN).plan
    found: dict[tuple[str, str, str], tuple[Any, Any]] = {}
    for task, _ in plan.walk():
        found |= differences(task.id, shipped.by_id[task.id][0].item, task.item)
    assert found == DIFFERENCES


def differences(id: str, ours: Item, theirs: Item) -> dict[tuple[str, str, str], tuple[Any, Any]]:
    found: dict[tuple[str, str, str], tuple[Any, Any]] = {}
    for kind in ("indicators", "milestones"):
        left: dict[str, Indicator | Milestone] = {part.name: part for part in getattr(ours, kind)}
        for part in getattr(theirs, kind):
            mine = left.pop(part.name, None)
            if mine is None:
                found[id, part.name, kind] = (None, part.name)
                continue
            one, other = mine.model_dump(exclude={"id"}), part.model_dump(exclude={"id"})
            found |= {(id, part.name, key): (one[key], other[key]) for key in other if one[key] != other[key]}
        found |= {(id, name, kind): (name, None) for name in left}
    return found


# --- damaged documents -----------------------------------------------------------------------------------------------

LAYOUTS = ROOT / "tests" / "data" / "layouts"
SIGNS = "，。；：、（）“”《》0123456789一二三百万%年月日前底个条牵头配合单位责任\t\n 　各等分别以上至—#*|\"'{}[]:&@`\\"


def damaged(text: str, chance: Random) -> str:
    """The text with some signs changed, lost, put in or exchanged, as bad copies have them."""
    signs = list(text)
    for _ in range(chance.choice([3, 20, 80])):
        place = chance.randrange(len(signs))
        match chance.randrange(4):
            case 0:
                signs[place] = chance.choice(SIGNS)
            case 1:
                signs.insert(place, chance.choice(SIGNS))
            case 2:
                del signs[place]
            case _:
                other = chance.randrange(len(signs))
                signs[place], signs[other] = signs[other], signs[place]
    return "".join(signs)


@pytest.mark.parametrize("seed", range(24))
def test_however_a_document_is_damaged_its_draft_loads_and_passes_check(seed: int, tmp_path: Path) -> None:
    chance = Random(seed)
    documents = sorted(file for file in LAYOUTS.glob("*.txt") if "typeset" not in file.name)
    document = tmp_path / "方案.txt"
    document.write_text(damaged(chance.choice(documents).read_text("utf-8"), chance), "utf-8")
    said = call("draft", document, "-o", tmp_path / "2021.yaml")
    if said.code:
        assert (said.code, said.err.count("\n")) == (1, 1)
    else:
        assert [one for one in check_all(tmp_path / "2021.yaml") if one.severity.value == "error"] == []


@pytest.mark.slow
def test_ten_thousand_clauses_take_no_more_than_ten_times_a_thousand(tmp_path: Path) -> None:
    def seconds(chapters: int) -> float:
        lines = ["示例市2021年方案"]
        for number in range(1, chapters + 1):
            lines.append(f"{chinese(number)}、重点任务")
            lines += [
                f"（{chinese(one)}）整治{one}号河道。{one % 12 + 1}月底前，整治河道{one}公里。（牵头单位：市水利局）"
                for one in range(1, 101)
            ]
        document = tmp_path / f"{chapters}.txt"
        document.write_text("\n".join(lines), "utf-8")
        begun = process_time()
        said = call("draft", document, "-o", tmp_path / f"{chapters}.yaml")
        assert said.err.startswith(f"{chapters * 100}项任务"), said.err
        return process_time() - begun

    assert seconds(100) < 16 * seconds(10)

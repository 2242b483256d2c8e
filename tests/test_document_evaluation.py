"""The scores of `draft`: counted rightly, not below what was once reached, and shown as they are of today."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
import yaml
from calling import ROOT, call, tool
from conftest import plan_source

from baicheng_cli.plan.model import Plan

evaluation = tool("eval")
readings = tool("readings")
scoring = tool("scoring")
typeset = tool("typeset").typeset

# --- counting: a person's reading, and plans that are right or wrong in one thing ----------------------------------

EXPECTED = """
document: {title: 示例方案, number: 示例〔2019〕1号}
basis: [{title: 上级方案, number: 上级〔2019〕2号}]
tasks:
- section: 三（一）
  heading: 公园
  lead: [区城管局]
  coop: [区农委, 各街道办事处]
  milestones: [{title: 文化公园, deadline: '2019-06-30'}]
  indicators:
  - {name: 新增绿地, cmp: '=', value: 100, unit: 万平方米, deadline: '2019-12-31'}
  - {name: 覆盖率, cmp: '>=', value: 2/3, unit: 比例, deadline: null}
  - {name: 提前完成, cmp: '=', value: 7, unit: 天, deadline: null, optional: true}
- section: 三（二）
  heading: 道路
  coop: [区农委]
measures: [四（一）]
"""

RIGHT = """
document:
  title: 示例方案
  number: 示例〔2019〕1号
  issuer: 某区
  issued: 2019-04-14
  basis: [{title: 上级方案, number: 上级〔2019〕2号}]
chapters:
  - id: "3"
    title: 任务
    items:
      - id: "3.1"
        title: 公园
        lead: [区城管局]
        support: [区农委, 各街道办事处]
        indicators:
          - {id: a, name: 新增绿地, exactly: 100, unit: 万平方米, due: 2019-12-31}
          - {id: b, name: 覆盖率, at_least: 66.67, unit: "%"}
        milestones:
          - {id: m1, title: 文化公园, due: 2019-06-30}
      - id: "3.2"
        title: 道路
        responsible: [区农委]
  - id: "4"
    title: 措施
    kind: measures
    items:
      - {id: "4.1", title: 宣传, responsible: [区城管局]}
"""


def scored(plan: str, expected: str = EXPECTED) -> Any:
    got = readings.of_plan(Plan.model_validate(plan_source(dedent(plan)).data))
    return scoring.score(readings.of_expected(yaml.safe_load(expected)), got)


def counts(said: Any) -> dict[str, tuple[int, int, int]]:
    """Found, missed and too many of each aspect that is not as it should be."""
    return {
        aspect: (count.hit, count.missed, count.extra)
        for aspect, count in said.counts.items()
        if count.missed or count.extra
    }


def test_a_perfect_plan_has_everything_and_nothing_more() -> None:
    said = scored(RIGHT)
    assert counts(said) == {}
    assert said.differences == []
    assert {aspect: count.hit for aspect, count in said.counts.items()} == {
        "about": 3,
        "clauses": 3,
        "units": 4,
        "targets": 2,
        "days": 2,
        "milestones": 0,
    }
    assert {count.precision for count in said.counts.values()} == {1.0, None}


ERRORS = {
    "a title": ("title: 示例方案", "title: 另一方案", {"about": (2, 1, 1)}),
    "a cited document": ("上级〔2019〕2号", "上级〔2019〕3号", {"about": (2, 1, 1)}),
    "a unit too many": ("lead: [区城管局]", "lead: [区城管局, 区教体局]", {"units": (4, 0, 1)}),
    "a unit too few": ("[区农委, 各街道办事处]", "[各街道办事处]", {"units": (3, 1, 0)}),
    "a unit in another role": (
        "lead: [区城管局]\n        support: [区农委, 各街道办事处]",
        "lead: [区农委]\n        support: [区城管局, 各街道办事处]",
        {"units": (2, 2, 2)},
    ),
    "a name": ("name: 新增绿地", "name: 建成学校", {"targets": (1, 1, 1)}),
    "an operator": ("exactly: 100", "at_least: 100", {"targets": (1, 1, 1)}),
    "a number": ("exactly: 100", "exactly: 10", {"targets": (1, 1, 1)}),
    "a unit of measure": ("unit: 万平方米", "unit: 平方米", {"targets": (1, 1, 1)}),
    "a softness": ("exactly: 100,", "exactly: 100, strive: true,", {"targets": (1, 1, 1)}),
    "a target that is none": (
        "milestones:\n",
        "  - {id: c, name: 生活圈, exactly: 15, unit: 分钟}\n        milestones:\n",
        {"targets": (2, 0, 1)},
    ),
    "another day": ("due: 2019-12-31", "due: 2019-11-30", {"days": (1, 1, 1)}),
    "no day": (", due: 2019-12-31", "", {"days": (1, 1, 0)}),
    "a day that is none": ('unit: "%"', 'unit: "%", due: 2019-12-31', {"days": (2, 0, 1)}),
    "the day of what has no number": ("due: 2019-06-30", "due: 2019-07-31", {"days": (1, 1, 1)}),
    "a clause less": (
        '    items:\n      - {id: "4.1", title: 宣传, responsible: [区城管局]}\n',
        "",
        {"clauses": (2, 1, 0)},
    ),
    "a clause more": ('{id: "4.1",', '{id: "4.2", title: 保障}\n      - {id: "4.1",', {"clauses": (3, 0, 1)}),
    "a measure as a task": ("kind: measures", "kind: tasks", {"clauses": (2, 1, 1)}),
}


@pytest.mark.parametrize("wrong", ERRORS)
def test_an_error_lowers_its_own_number_and_no_other(wrong: str) -> None:
    old, new, lowered = ERRORS[wrong]
    assert RIGHT.count(old) >= 1
    said = scored(RIGHT.replace(old, new, 1))
    assert counts(said) == lowered
    assert {one.aspect for one in said.differences} == set(lowered)


def test_a_clause_that_is_missing_takes_all_its_values_along() -> None:
    plan = RIGHT[: RIGHT.index('      - id: "3.1"')] + RIGHT[RIGHT.index('      - id: "3.2"') :]
    assert counts(scored(plan)) == {"clauses": (2, 1, 0), "units": (1, 3, 0), "targets": (0, 2, 0), "days": (0, 2, 0)}


def test_a_clause_that_is_none_brings_all_its_values_as_too_many() -> None:
    fewer = yaml.safe_load(EXPECTED)
    fewer["tasks"] = fewer["tasks"][1:]
    assert counts(scored(RIGHT, yaml.safe_dump(fewer, allow_unicode=True))) == {
        "clauses": (2, 0, 1),
        "units": (1, 0, 3),
        "targets": (0, 0, 2),
        "days": (0, 0, 2),
    }


def test_what_may_be_read_in_two_ways_is_right_in_both() -> None:
    both = EXPECTED.replace("deadline: '2019-12-31'", "deadline: [null, '2019-12-31']").replace(
        "cmp: '='", "cmp: ['=', '>=']"
    )
    assert counts(scored(RIGHT, both)) == {}
    either = EXPECTED.replace("lead: [区城管局]", "either: [区城管局]")
    assert counts(scored(RIGHT, either)) == {}
    assert counts(scored(RIGHT.replace("lead: [区城管局]", "responsible: [区城管局]"), either)) == {}
    plan = RIGHT.replace("exactly: 100, unit: 万平方米, due: 2019-12-31", "at_least: 1000000, unit: 平方米")
    assert counts(scored(plan, both)) == {}


def test_what_is_optional_is_right_when_it_is_there() -> None:
    more = RIGHT.replace(
        "        milestones:", "          - {id: c, name: 提前完成, exactly: 7, unit: 天}\n        milestones:"
    )
    assert counts(scored(more)) == {}


@pytest.mark.parametrize(
    ("section", "id"),
    [
        ("三（一）", "3.1"),
        ("第十二条", "2.12"),
        ("7", "1.7"),
        ("二（三）4", "2.3.4"),
        ("二（二）①", "2.2.1"),
        ("二2①", "2.2.1"),
    ],
)
def test_a_clause_is_found_by_its_number_however_it_is_printed(section: str, id: str) -> None:
    """Articles and rows are numbered alone, where a plan puts the chapter before them."""
    wanted = readings.clause_of_data({"section": section}, "task")
    path = tuple(map(int, id.split(".")))
    got = readings.Clause(id, path, "公园", "task")
    other = readings.Clause("9.9", (9, 9), "道路", "task")
    assert scoring.paired_clauses([wanted], [other, got]) == {0: got}


def test_where_the_number_is_misprinted_the_title_decides() -> None:
    wanted = [readings.clause_of_data({"section": "二（四）", "heading": "改造道路"}, "task")]
    got = [readings.Clause("2.3", (2, 3), "改造道路", "task"), readings.Clause("2.5", (2, 5), "建设公园", "task")]
    assert scoring.paired_clauses(wanted, got) == {0: got[0]}


def test_equal_numbers_are_told_apart_by_their_names() -> None:
    wanted = [
        readings.target_of_data({"name": name, "cmp": "=", "value": 5, "unit": "条"})
        for name in ("新建道路", "中修道路")
    ]
    got = [
        readings.target_of_data({"name": name, "cmp": "=", "value": 5, "unit": "条"})
        for name in ("中修道路", "新建道路")
    ]
    assert scoring.paired_targets(wanted, got) == [(wanted[0], got[1]), (wanted[1], got[0])]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("物业服务覆盖率较2020年底提高", "物业服务覆盖率", True),
        ("“一件事”主题服务", "推出“一件事”主题服务", True),
        ("加装电梯（力争）", "加装电梯", True),
        ("改造农贸市场", "改造农贸市场（2020年）", True),
        ("新建公厕", "改造公厕", False),
        ("绿地", "道路", False),
    ],
)
def test_names_are_condensed_and_still_the_same(one: str, other: str, same: bool) -> None:
    assert readings.alike(one, other) is same


def test_a_floor_rises_and_never_falls() -> None:
    case = evaluation.Case("甲.txt", "", (), evaluation.OWN, "txt", b"", None)
    result = evaluation.Result(case, scored(RIGHT.replace("exactly: 100", "exactly: 10")))
    floors = evaluation.raised(
        {"甲.txt": {"targets": [0, 90], "days": [100, 100]}, "乙.txt": {"days": [7, 8]}}, [result]
    )
    assert floors["甲.txt"]["targets"] == [50, 90]
    assert floors["甲.txt"]["days"] == [100, 100]
    assert floors["乙.txt"] == {"days": [7, 8]}
    assert yaml.safe_load(evaluation.floors_text(floors)) == floors


def test_a_plan_is_tampered_with_in_one_thing_at_a_time() -> None:
    tampering = tool("tampering")
    made = list(tampering.tampered(RIGHT))
    assert {one.kind for one in made} == set(tampering.KINDS)
    before = RIGHT.splitlines()
    for one in made:
        after = one.text.splitlines()
        [old] = [old for old, new in zip(before, after, strict=True) if old != new]
        assert old.strip() == one.line
    assert any("exactly: 90," in one.text for one in made)
    assert any("support: [区农委]" in one.text for one in made)
    assert len(tampering.spread(range(100))) == tampering.MOST


def test_a_table_of_word_merges_its_cells_and_headings_carry_no_number_in_their_text(tmp_path: Path) -> None:
    import docx

    text = "# 任务\n## 公园\n|序号|项目|<|\n|^|名称|内容|\n|1|道路|新建|\n|2|^|改造|\n"
    file = tmp_path / "a.docx"
    file.write_bytes(typeset(text))
    assert file.read_bytes() == typeset(text)
    document = docx.Document(str(file))
    assert [one.text for one in document.paragraphs] == ["任务", "公园"]
    [table] = document.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["序号", "项目", "项目"],
        ["序号", "名称", "内容"],
        ["1", "道路", "新建"],
        ["2", "道路", "改造"],
    ]


# --- the scores ------------------------------------------------------------------------------------------------------

CASES = {case.name: case for case in evaluation.cases()}
SHARED = (evaluation.SHARED / "source").is_dir() and (evaluation.SHARED / "samples").is_dir()


@cache
def result(name: str) -> Any:
    [made] = evaluation.results([CASES[name]])
    return made


@pytest.mark.parametrize("name", evaluation.floors())
def test_a_document_is_read_at_least_as_well_as_before(name: str) -> None:
    """The floors are raised by `make eval`; who lowers one says why in the commit."""
    if name not in CASES:
        pytest.skip("the document is not beside the repository")
    made = result(name)
    assert made.failure == ""
    differences = "\n".join(map(str, made.score.differences))
    now = evaluation.reached(made)
    for aspect, floor in evaluation.floors()[name].items():
        assert all(one >= least for one, least in zip(now[aspect], floor, strict=True)), f"{aspect}：\n{differences}"


def plain(words: str) -> str:
    """Words without blanks and marks, in one width; letters that copying makes of digits are digits again."""
    bare: str = readings.bare(words)
    return bare.translate(str.maketrans("lo", "10"))


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.ending != "docx"])
def test_every_value_stands_where_it_is_said_to_stand(name: str, tmp_path: Path) -> None:
    """Each line of `--explain` names characters of the document; of words over several lines those of the first."""
    document = tmp_path / f"document.{CASES[name].ending}"
    document.write_bytes(CASES[name].content)
    lines = document.read_text("utf-8").splitlines()
    items = call("draft", document, "--explain", "--format", "json").items
    assert {"title", "indicator"} <= {item["kind"] for item in items}
    for item in items:
        there = plain(lines[item["line"] - 1][item["start"] : item["end"]])
        assert there, item
        assert item["words"] is None or plain(item["words"]).startswith(there), item


def test_every_document_has_a_floor() -> None:
    assert set(CASES) <= set(evaluation.floors()), "make eval"


def test_what_is_expected_stands_in_the_document() -> None:
    """A typing error in an expectation would look like a fault of `draft` for ever."""
    for file in evaluation.LAYOUTS.glob("*.expected.yaml"):
        [document, *_] = (one for one in file.parent.glob(f"{file.name.split('.')[0]}.*") if one.suffix != ".yaml")
        text = readings.bare(document.read_text("utf-8"))
        for clause in readings.of_expected(yaml.safe_load(file.read_text("utf-8"))).clauses:
            assert readings.bare(clause.title) in text, f"{file.name}: {clause.label}"
            for _, names in clause.units:
                assert all(readings.bare(name) in text for name in names), f"{file.name}: {clause.label} {names}"


def test_every_document_says_that_it_is_made_up() -> None:
    documents = [file for file in evaluation.LAYOUTS.iterdir() if file.suffix in (".txt", ".md")]
    for file in documents:
        assert "内容虚构" in file.read_text("utf-8"), file.name
    layouts = {file.name.partition(".")[0] for file in documents} - {"README"}
    assert set(evaluation.own_layouts()) == layouts, "a document without a line in tests/data/layouts/README.md"


def test_the_page_shows_the_scores_of_the_documents_in_the_repository() -> None:
    shown = evaluation.PAGE.read_text("utf-8")
    assert shown.startswith(evaluation.INTRODUCTION)
    for case in evaluation.own_cases():
        counts = result(case.name).score.counts
        assert evaluation.row(case.name, case.layout, counts) in shown, f"{case.name}: make eval"


@pytest.mark.skipif(not SHARED, reason="the shipped plan's document and the samples are not beside the repository")
def test_the_page_is_of_today() -> None:
    made = [result(name) for name in CASES]
    assert (ROOT / "docs/evaluation.md").read_text("utf-8") == evaluation.page(made), "make eval"

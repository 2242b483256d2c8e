"""Numbers and containers: each rule with the lines that break it."""

from __future__ import annotations

import pytest

from baicheng_cli.plan.model import Plan
from baicheng_cli.rules import structure, writing
from baicheng_cli.yaml_source import Source


def test_a_shared_number_is_found_at_the_second_clause(plan: Plan) -> None:
    """
    chapters:
      - id: "3"
        title: 任务
        items:
          - {id: "3.1", title: 公园, lead: [区城管局]}
          - {id: "3.1", title: 水系, lead: [区农委]}
    """
    [(path, message, *_)] = structure.shared_number.check(plan)
    assert path == ("chapters", 0, "items", 1, "id")
    assert message == "编号“3.1”已经用于“公园”"


def test_a_number_shared_by_two_chapters_is_found_with_the_items_below_it(plan: Plan) -> None:
    """
    chapters:
      - {id: "3", title: 任务, items: [{id: "3.1", title: 公园, lead: [区城管局]}]}
      - {id: "3", title: 措施, items: [{id: "3.1", title: 资金, lead: [区农委]}]}
    """
    assert [said[0] for said in structure.shared_number.check(plan)] == [
        ("chapters", 1, "id"),
        ("chapters", 1, "items", 0, "id"),
    ]


def test_a_number_in_the_wrong_place_is_not_called_shared_as_well(plan: Plan) -> None:
    """
    chapters:
      - id: "3"
        title: 任务
        items:
          - {id: "3.1", title: 治污, items: [{id: "3.2.1", title: 大气, lead: [区农委]}]}
          - {id: "3.2", title: 治堵, items: [{id: "3.2.1", title: 道路, lead: [区农委]}]}
    """
    assert list(structure.shared_number.check(plan)) == []
    [(path, *words)] = structure.misplaced_number.check(plan)
    assert path == ("chapters", 0, "items", 0, "items", 0, "id")
    assert words == ["“3.2.1”不在“3.1”之下", "应为 3.1.几"]


def test_an_item_two_levels_down_or_of_another_chapter_is_misplaced(plan: Plan) -> None:
    """
    chapters:
      - id: "3"
        title: 任务
        items:
          - {id: "3.1", title: 公园, lead: [区城管局]}
          - {id: "3.2.1", title: 水系, lead: [区农委]}
          - {id: "4.1", title: 道路, lead: [区农委]}
          - {id: "3.1-1", title: 我们自己分的, lead: [区农委]}
    """
    assert [said[0][-2] for said in structure.misplaced_number.check(plan)] == [1, 2, 3]


def test_a_chapter_has_a_number_of_one_level(plan: Plan) -> None:
    """
    chapters: [{id: "3.1", title: 任务, items: [{id: "3.1.1", title: 公园, lead: [区城管局]}]}]
    """
    [(path, message, *_)] = structure.misplaced_number.check(plan)
    assert path == ("chapters", 0, "id")
    assert message == "章的编号应为一级（如 3），写的是“3.1”"


def test_of_a_row_only_the_number_that_does_not_fit_is_blamed(plan: Plan) -> None:
    """
    chapters:
      - id: "3"
        title: 任务
        items:
          - {id: "3.1", title: 公园, lead: [区城管局]}
          - {id: "3.22", title: 水系, lead: [区农委]}
          - {id: "3.3", title: 道路, lead: [区农委]}
          - {id: "3.4", title: 绿化, lead: [区农委]}
    """
    [(path, message, *_)] = structure.out_of_order.check(plan)
    assert path == ("chapters", 0, "items", 1, "id")
    assert message == "编号“3.22”没有按从小到大排列"
    assert list(structure.gap.check(plan)) == []


def test_numbers_are_ordered_as_integers(plan: Plan) -> None:
    """
    chapters:
      - id: "3"
        title: 任务
        items:
          - {id: "3.1", title: 公园, lead: [区城管局]}
          - {id: "3.2", title: 水系, lead: [区农委]}
          - {id: "3.10", title: 道路, lead: [区农委]}
    """
    assert list(structure.out_of_order.check(plan)) == []
    [(path, message, *_)] = structure.gap.check(plan)
    assert path == ("chapters", 0, "items", 2, "id")
    assert message == "“3.10”之前缺“3.3”"


def test_a_row_that_does_not_begin_with_one_has_a_gap_but_chapters_may_begin_anywhere(plan: Plan) -> None:
    """
    chapters:
      - {id: "3", title: 任务, items: [{id: "3.2", title: 公园, lead: [区城管局]}]}
      - {id: "4", title: 措施, kind: measures, items: [{id: "4.1", title: 资金, responsible: [区农委]}]}
    """
    [(path, message, *_)] = structure.gap.check(plan)
    assert path == ("chapters", 0, "items", 0, "id")
    assert message == "“3.2”之前缺“3.1”"


def test_indicators_and_milestones_of_an_item_share_their_ids(plan: Plan) -> None:
    """
    chapters:
      - id: "3"
        title: 任务
        items:
          - id: "3.1"
            title: 公园
            lead: [区城管局]
            indicators: [{id: a, name: 新增绿地, exactly: 100, unit: 万平方米}]
            milestones: [{id: a, title: 文化公园}]
    """
    [(path, message, *_)] = structure.shared_part.check(plan)
    assert path == ("chapters", 0, "items", 0, "milestones", 0, "id")
    assert message == "代号“a”已经用于“新增绿地”"


def test_a_number_without_quotes_is_found_where_others_would_read_a_number(source: Source) -> None:
    """
    chapters:
      - id: "3"
        title: 任务
        items:
          - {id: 3.10, title: 公园, lead: [区城管局]}
          - {id: 3.11.1, title: 水系, lead: [区农委]}
          - {id: '3.12', title: 道路, lead: [区农委]}
    """
    [(path, *words)] = writing.bare_number.check(source)
    assert path == ("chapters", 0, "items", 0, "id")
    assert words == ["编号 3.10 没有加引号", '改为 "3.10"']


def test_the_number_of_a_report_needs_quotes_too() -> None:
    source = Source("chengguan.yaml", "entries:\n  - {id: aaaaaaaa, task: 3.3}\n  - {id: bbbbbbbb, task: '3.3'}\n")
    assert [said[0] for said in writing.bare_number.check(source)] == [("entries", 0, "task")]


def test_a_container_has_no_targets_of_its_own(plan: Plan) -> None:
    """
    chapters:
      - id: "3"
        title: 任务
        items:
          - id: "3.1"
            title: 治污
            indicators: [{id: a, name: 优良天数, at_least: 200, unit: 天}]
            milestones: [{id: m1, title: 监测站}]
            items: [{id: "3.1.1", title: 大气, lead: [区农委]}]
    """
    found = list(structure.container_with_parts.check(plan))
    assert [said[0] for said in found] == [
        ("chapters", 0, "items", 0, "indicators"),
        ("chapters", 0, "items", 0, "milestones"),
    ]
    assert found[0][1] == "3.1 是容器，不能有自己的指标"


def test_a_chapter_or_container_without_items_is_found(plan: Plan) -> None:
    """
    chapters:
      - {id: "3", title: 任务, items: [{id: "3.1", title: 治污, lead: [区农委], items: []}]}
      - {id: "4", title: 措施}
    """
    found = list(structure.empty_container.check(plan))
    assert [said[:2] for said in found] == [
        (("chapters", 1), "第4章里没有条目"),
        (("chapters", 0, "items", 0, "items"), "3.1 写了 items，里面却没有条目"),
    ]


def test_every_level_needs_a_sample_of_its_number(plan: Plan) -> None:
    """
    document: {title: 方案, number: 1号, issuer: 某区, issued: 2019-04-14, numbering: ["一、", "（甲）"]}
    chapters:
      - id: "3"
        title: 任务
        items: [{id: "3.1", title: 治污, items: [{id: "3.1.1", title: 大气, lead: [区农委]}]}]
    """
    found = list(structure.numbering.check(plan))
    assert [said[:2] for said in found] == [
        (("document", "numbering", 1), "编号样式“（甲）”里没有数字"),
        (("document", "numbering"), "“3.1.1”有3级，编号样式只有2级"),
    ]


def test_what_is_not_for_the_public_is_found_in_comments_too() -> None:
    """The number itself is not printed again: the finding goes into CI logs."""
    lines = [
        "# 联系人：张某 13812345678",
        "title: 内部资料，注意保存",
        "id: 41010519900307123X",
        "figure: 113812345678",
    ]
    source = Source("plan.yaml", "\n".join(lines))
    found = [(str(said[0]), said[1]) for said in writing.not_public.check(source)]
    assert found == [
        ("plan.yaml:1:10", "有手机号（138…78）"),
        ("plan.yaml:3:5", "有身份证号（410…3X）"),
        ("plan.yaml:2:8", "有内部标识（内部资料）"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "机密",
            "绝密",
            "秘密★",
            "机密★1年",
            "绝 密★",
            "机　密",
            "秘　密",
            "（秘密）",
            "密级：秘密",
            "机密级文件",
            "国家机密",
        ),
        *("内部资料", "内部文件", "仅供内部参考", "不得外传", "严禁外传", "请勿外传", "不得擅自外传"),
        *(
            "13812345678",
            "138 1234 5678",
            "138-1234-5678",
            "+86 13812345678",
            "8613812345678",
            "１３８１２３４５６７８",
        ),
        *("电话13812345678。", "13812345678 或", "41010519900307123X", "41010519900307123x"),
    ],
)
@pytest.mark.parametrize("written", ["title: {}", "# {}", '"{}": 1', "a: |\n  {}\n", "title: 一 # {}"])
def test_a_mark_or_a_personal_number_is_found_wherever_it_stands(text: str, written: str) -> None:
    assert len(list(writing.not_public.check(Source("a.yaml", written.format(text))))) == 1


@pytest.mark.parametrize(
    "text",
    [
        *("计算机密码", "手机密码管理", "司机密切配合", "随机密钥", "拒绝密切接触", "隔绝密封", "机密性、完整性"),
        *("商业秘密", "保守国家秘密法", "内部道路", "公园内部", "外传动轴"),
        *(
            "12812345678",
            "113812345678",
            "138123456789",
            "13812345678.5",
            "15000000000",
            "150-2019-0925",
            "2019-13812345678",
        ),
        *("410105199003071231", "410105199013071238", "豫发〔2016〕39号", "e13812345678f"),
    ],
)
def test_ordinary_words_and_numbers_mark_nothing(text: str) -> None:
    """Among them document numbers, amounts, and a number of 18 digits that fails the card's check."""
    assert list(writing.not_public.check(Source("a.yaml", f"title: {text}"))) == []

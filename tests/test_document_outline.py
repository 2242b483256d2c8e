"""Clauses by their numbers, in layouts that documents come in; and what a document says of itself."""

from __future__ import annotations

from inspect import cleandoc

import pytest

from baicheng_cli.document.marks import ordinal
from baicheng_cli.document.model import Clause, Outline
from baicheng_cli.document.outline import outline_of
from baicheng_cli.document.plain_text import markdown_lines, text_lines
from baicheng_cli.document.wording import wording


@pytest.fixture
def outline(request: pytest.FixtureRequest) -> Outline:
    """The document in the test's docstring; an arrow stands for a tab."""
    return outline_of(text_lines(cleandoc(request.function.__doc__).replace("→", "\t")))


def shown(outline: Outline) -> list[str]:
    """Every clause: its label, its title, how many lines its body has."""
    return [f"{one.label} {one.title.value if one.title else '—'} {len(one.body)}" for one in outline.clauses()]


def clause(outline: Outline, id: str) -> Clause:
    return next(one for one in outline.clauses() if one.id == id)


def test_four_depths_in_either_width_and_restarted(outline: Outline) -> None:
    """
    三、重点工作
    (一) 提高水平。
    1. 开展治污，改善环境。实施专项行动。
    牵头单位：区环保局
    (1)大气污染防治。
    （2） 实施生态修复。积极创建。
    2．整治交通。
    （二）构建体系。
    四、推进措施
    （一）完善机制。
    责任单位：区财政局
    """
    assert shown(outline) == [
        "三 重点工作 0",
        "三（一） 提高水平 0",
        "三（一）1 开展治污，改善环境 2",
        "三（一）1（1） 大气污染防治 0",
        "三（一）1（2） 实施生态修复 1",
        "三（一）2 整治交通 0",
        "三（二） 构建体系 0",
        "四 推进措施 0",
        "四（一） 完善机制 1",
    ]
    assert [(one.id, one.kind) for one in outline.chapters] == [("3", "tasks"), ("4", "measures")]
    assert outline.numbering == ["一、", "（一）", "1.", "（1）"]


def test_a_clause_that_opens_without_a_heading_has_no_title(outline: Outline) -> None:
    """
    一、重点任务
    1.加强历史文化街区、历史建筑、不可移动文物的保护和利用，规范文物保护单位保护区划内建设项目审批。统筹安排项目。
    2.新建道路5条。
    3.2021年底前完成整治。确保投用。
    """
    assert [one.title for one in outline.chapters[0].children] == [None, None, None]
    assert clause(outline, "1.2").body[0].text == "新建道路5条。"


def test_misprinted_and_skipped_numbers_are_put_right_and_said(outline: Outline) -> None:
    """
    一、重点任务
    （一）甲。
    （二）乙。
    （二）丙。
    （五）丁。
    （五）戊。
    （八）己。
    """
    assert [one.id for one in outline.chapters[0].children] == ["1.1", "1.2", "1.3", "1.4", "1.5", "1.8"]
    assert [doubt.reason for doubt in outline.doubts if "编号" in doubt.reason] == [
        "编号“（二）”与前面重复，按第3项读",
        "编号“（五）”像是印错，按第4项读",
        "编号“（八）”之前缺第6项",
    ]


def test_numbers_without_line_breaks_are_clauses_of_their_own(outline: Outline) -> None:
    """
    一、重点任务
    （一）建设道路。①新建道路5条，牵头单位：区城建局；②整治窨井182套，牵头单位：区城管局。
    （二）改造市场。（1）改造市场3家；（2）取缔马路市场2处。（牵头单位：区商务局）
    （三）按照办法第三条第（1）（2）项执行。1.5公里以内全部完成。
    """
    assert shown(outline) == [
        "一 重点任务 0",
        "一（一） 建设道路 0",
        "一（一）① — 1",
        "一（一）② — 1",
        "一（二） 改造市场 1",
        "一（二）（1） — 1",
        "一（二）（2） — 1",
        "一（三） 按照办法第三条第（1）（2）项执行 1",
    ]
    assert clause(outline, "1.2").body[0].text == "（牵头单位：区商务局）"
    assert "括注在同一段最后一项之后，按整段的单位读" in [doubt.reason for doubt in outline.doubts]


def test_articles_are_known_without_their_chapter(outline: Outline) -> None:
    """
    第一章 总则
    第一条 为优化环境，制定本措施。
    第二章 降低成本
    第二条 压缩时间。压缩至1个工作日。
    牵头单位：市市场监管局
    第三条 优化电力。办电环节压减为2个。
    责任单位：供电公司
    """
    assert [one.label for one in outline.clauses()] == ["", "第一条", "", "第二条", "第三条"]
    assert [one.kind for one in outline.chapters] == ["", "tasks"]
    assert outline.numbering == ["不印", "第一条"]


def test_chapters_called_parts_with_their_title_on_the_next_line(outline: Outline) -> None:
    """
    第一部分
    总体要求
    坚持以人民为中心。
    第二部分
    重点任务
    （一）改造小区。改造3个。
    牵头单位：区住建局
    """
    assert shown(outline) == ["第一部分 总体要求 1", "第二部分 重点任务 0", "第二部分（一） 改造小区 2"]


def test_decimal_numbers_and_a_blank_behind_them(outline: Outline) -> None:
    """
    1 总体目标
    到2020年底，主体突破3.5万户。
    2 主要任务
    2.1 提升效率
    2.1.1 ★压缩时间。压缩至1个工作日以内。【牵头：区审批局】
    2.1.2 推行承诺。
    2.2 优化要素。
    """
    assert [one.label for one in outline.clauses()] == ["1", "2", "2.1", "2.1.1", "2.1.2", "2.2"]
    title = clause(outline, "2.1.1").title
    assert title is not None and title.value == "压缩时间"


def test_rows_of_a_table_with_cells_broken_over_lines(outline: Outline) -> None:
    """
    序号→任务→目标→时限→牵头单位
    一、城市建设
    1→道路→新建5条→11月底→区城建局
    →→整治窨井182套→年底
    2→绿化→新增100万平方米→年底→区城管局
    区园林局
    """
    road, green = outline.chapters[0].children
    assert [line.cells for line in road.body] == [
        ("1", "道路", "新建5条", "11月底", "区城建局"),
        ("1", "道路", "整治窨井182套", "年底", "区城建局"),
    ]
    assert green.table["牵头单位"].value == "区城管局\n区园林局"
    assert green.table["牵头单位"].words.span[:2] == (5, 18)
    assert (road.label, green.label) == ("1", "2")


def test_markdown_headings_are_clauses_and_labelled_items_their_text() -> None:
    text = """
    # 某区2023年方案
    ## 二、重点任务
    ### 建设政务云
    - 6月底前完成扩容
    - **牵头单位：** 区大数据局
    ### 汇聚数据
    """
    outline = outline_of(markdown_lines(cleandoc(text)))
    assert shown(outline) == ["二 重点任务 0", "二1 建设政务云 2", "二2 汇聚数据 0"]
    assert outline.title is not None and outline.title.value == "某区2023年方案"


def test_the_plan_may_be_the_annex_of_its_notice_and_have_annexes(outline: Outline) -> None:
    """
    关于印发某区2020年工作方案的通知
    各单位：
    现将《某区2020年工作方案》印发给你们。
    附件
    某区2020年工作方案
    一、重点任务
    （一）改造小区。改造3个。
    （二）新建道路。
    附件2
    任务分工表
    条款→牵头单位→配合单位
    一（一）→区住建局→各街道
    一（二）→区城建局→各街道
    """
    assert shown(outline) == ["一 重点任务 0", "一（一） 改造小区 2", "一（二） 新建道路 1"]
    assert clause(outline, "1.2").table["牵头单位"].value == "区城建局"


def test_the_signature_and_what_follows_belong_to_no_clause(outline: Outline) -> None:
    """
    一、保障措施
    （一）加强领导。成立专班。
    某区人民政府办公室
    2020年3月1日
    抄送：区委办公室。
    """
    assert [line.text for line in clause(outline, "1.1").body] == ["成立专班。"]
    assert outline.issued is not None and outline.issued.value == "2020-03-01"
    assert outline.issuer is not None and outline.issuer.value == "某区人民政府办公室"


def test_what_the_document_says_of_itself(outline: Outline) -> None:
    """
    某市某区人民政府文件
    某政文[2019]08号
    某市某区人民政府关于印发某区2019年提质工作方案的通知
    各街道办事处：
    现将《某区2019年提质工作方案》印发给你们。
    二〇一九年四月十四日
    某区2019年提质工作
    方案
    为贯彻《省委关于〈提质〉的意见》（某发〔2016〕39号）、《市提质方案》等文件精神，制定本方案。
    一、重点任务
    （一）改造小区。改造3个。
    牵头单位：区住建局
    """
    assert outline.title is not None and outline.title.value == "某区2019年提质工作方案"
    assert outline.number is not None and outline.number.value == "某政文〔2019〕8号"
    assert outline.issuer is not None and outline.issuer.value == "某市某区人民政府"
    assert outline.issued is not None and outline.issued.value == "2019-04-14"
    assert outline.year is not None and outline.year.value == 2019
    assert [(title.value, number.value if number else None) for title, number in outline.basis] == [
        ("省委关于〈提质〉的意见", "某发〔2016〕39号"),
        ("市提质方案", None),
    ]


@pytest.mark.parametrize(
    ("text", "number"),
    [("十", 10), ("二十一", 21), ("一百零五", 105), ("一〇", 10), ("③", 3), ("㉑", 21), ("7", 7), ("二三十", None)],
)
def test_counting_numbers_are_read_however_they_are_written(text: str, number: int | None) -> None:
    assert ordinal(text) == number


def test_a_clause_is_quoted_as_it_stands_with_its_number(outline: Outline) -> None:
    """
    三、重点工作
    （三）做好绿化，建设城市。2019年底前，新增绿 地1 00万平方米。
    牵头单位：区城管局
    （四）建设道路：新建5条。
    """
    assert wording(outline, "3.3", ("一、", "（一）")) == (
        "（三）做好绿化，建设城市。2019年底前，新增绿地100万平方米。\n牵头单位：区城管局"
    )
    assert wording(outline, "3.4") == "（四）建设道路：新建5条。"
    assert wording(outline, "3.9") is None


def test_a_row_is_quoted_with_the_headings_of_its_columns(outline: Outline) -> None:
    """
    序号→任务→目标→牵头单位
    1→道路→新建5条→区城建局
    →→中修5条→
    """
    assert wording(outline, "1.1") == "序号：1\n任务：道路\n目标：新建5条\n牵头单位：区城建局\n目标：中修5条"

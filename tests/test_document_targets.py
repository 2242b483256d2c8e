"""Targets in a sentence: what is measured, how much is asked for, in what unit; and numbers that are none."""

from __future__ import annotations

from decimal import Decimal

import pytest

from baicheng_cli.document.deadlines import Time, deadlines
from baicheng_cli.document.numbers import quantities
from baicheng_cli.document.places import flat
from baicheng_cli.document.target import Target
from baicheng_cli.document.targets import read_targets


def read(sentence: str) -> list[str]:
    """The targets of a sentence, each as one phrase."""
    text = flat(sentence)
    blocked = [(one.start, one.end) for one in deadlines(text, Time.of(2021))]
    return [said(one.value) for one in read_targets(text, 0, len(text), blocked).targets]


def said(target: Target) -> str:
    upper = f"—{target.upper}" if target.upper is not None else ""
    more = [*target.qualifiers, *(["力争"] if target.strive else [])]
    more += [f"原为{target.baseline}"] if target.baseline is not None else []
    more += [f"每个{target.each}"] if target.each else []
    value = "市定" if target.value is None else str(target.value)
    return " ".join([target.name, target.op, f"{value}{upper}{target.unit or ''}", *more])


def passed(sentence: str) -> list[tuple[str, str]]:
    """The numbers that are no targets, each with the rule that says so."""
    text = flat(sentence)
    return [(text[one.start : one.end], one.rule) for one in read_targets(text, 0, len(text)).passed]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1,500个", [("1500", None, "个")]),
        ("３６个", [("36", None, "个")]),
        ("2.3万户", [("2.3", None, "万户")]),
        ("二十万平方米", [("20", None, "万平方米")]),
        ("一万五千户", [("15000", None, "户")]),
        ("两百三十家", [("230", None, "家")]),
        ("3至5家", [("3", "5", "家")]),
        ("10%-15%", [("10", "15", "%")]),
        ("百分之八十五", [("85", None, "%")]),
        ("百分之三个百分点", [("3", None, "个百分点")]),
        ("三分之二", [("66.67", None, "%")]),
        ("四分之一", [("25", None, "%")]),
        ("九成", [("90", None, "%")]),
        ("翻两番", [("4", None, "倍")]),
        ("0.5个工作日", [("0.5", None, "个工作日")]),
        ("40微克/立方米", [("40", None, "微克/立方米")]),
        ("第5条", []),
        ("5条例", []),
        ("PM2.5米", []),
        ("9" * 20 + "个", []),
    ],
)
def test_a_number_is_read_with_its_unit_of_measure(text: str, found: list[tuple[str, str | None, str]]) -> None:
    read = [
        (str(one.value), str(one.upper) if one.upper is not None else None, one.unit)
        for _, _, one in quantities(flat(text))
    ]
    assert read == found


@pytest.mark.parametrize(
    ("sentence", "targets"),
    [
        # what it binds by
        ("新建公厕12座", ["新建公厕 exactly 12座"]),
        ("新建公厕12座以上", ["新建公厕 at_least 12座"]),
        ("新建公厕不少于12座", ["新建公厕 at_least 12座"]),
        ("新建公厕≥12座", ["新建公厕 at_least 12座"]),
        ("绿化率达到35%", ["绿化率 at_least 35%"]),
        ("绿化率达到35%左右", ["绿化率 about 35%"]),
        ("绿化率35%以上", ["绿化率 at_least 35%"]),
        ("绿化率2021年达到35%", ["绿化率 at_least 35%"]),
        ("失业率控制在4.5%以内", ["失业率 at_most 4.5%"]),
        ("审批时间压缩至3个工作日", ["审批时间 at_most 3个工作日"]),
        ("审批环节由6个压减为3个", ["审批环节 exactly 3个 原为6"]),
        ("回用率由12%提高到20%以上", ["回用率 at_least 20% 原为12"]),
        ("新增车位300余个", ["新增车位 about 300个"]),
        ("扶持企业3—5家", ["扶持企业 range 3—5家"]),
        ("力争达到90套", [" exactly 90套 力争"]),
        ("案件办结率力争达到90%以上", ["案件办结率 at_least 90% 力争"]),
        ("办结率争取达到九成以上", ["办结率 at_least 90% 力争"]),
        ("力争新增就业2万人", ["新增就业 exactly 2万人 力争"]),
        ("能耗较2018年下降12%", ["能耗较2018年下降 at_least 12%"]),
        ("客流增长8%以上", ["客流增长 at_least 8%"]),
        ("收入比上年翻一番", ["收入比上年 exactly 2倍"]),
        ("满意度提高5个百分点", ["满意度提高 at_least 5个百分点"]),
        # what it measures
        ("完成主干道提升8公里", ["主干道提升 exactly 8公里"]),
        ("打造10条以上特色街区", ["特色街区 at_least 10条"]),
        ("建设3条样板路和6条样板街", ["样板路 exactly 3条", "样板街 exactly 6条"]),
        ("建成3000平方米以上游园4座、3000平方米以下绿地9处", [
            "游园 exactly 4座 3000平方米以上",
            "绿地 exactly 9处 3000平方米以下",
        ]),
        ("新建、改造泵站各6座", ["新建泵站 exactly 6座", "改造泵站 exactly 6座"]),
        ("主城区范围内计划翻修道路7条，疏通管道20公里", [
            "翻修道路 exactly 7条 主城区范围内",
            "疏通管道 exactly 20公里 主城区范围内",
        ]),
        ("实施水利项目涉及河道工程、泵站工程等共6个", ["水利项目 exactly 6个"]),
        ("达到百户居民停车位不低于40个", ["百户居民停车位 at_least 40个"]),
        ("每千名老人拥有床位35张", ["每千名老人拥有床位 exactly 35张"]),
        ("投诉量下降到每万户9件以内", ["投诉量 at_most 9件/万户"]),
        ("八成以上的社区达到标准", ["社区达到标准 at_least 80%"]),
        ("转移登记、注销登记办理时间分别压减至5个、2个工作日以内", [
            "转移登记办理时间 at_most 5个工作日",
            "注销登记办理时间 at_most 2个工作日",
        ]),
        ("利用率2022年、2023年分别达到60%、70%", ["利用率 at_least 60%", "利用率 at_least 70%"]),
        ("缺勤率、辍学率下降至市定要求", ["缺勤率 at_most 市定%", "辍学率 at_most 市定%"]),
        ("每个街道办事处按市定要求设置服务站", ["服务站 exactly 市定个 每个街道办事处"]),
        ("招聘教师六百名", ["招聘教师 exactly 600名"]),
        ("新建充电桩500个（其中快充桩不少于80个）", ["新建充电桩 exactly 500个", "快充桩 at_least 80个"]),
        ("实现农村客运全覆盖", ["农村客运全覆盖 exactly 100%"]),
        ("备案率逐年提高，到2023年达到90%以上", ["备案率 at_least 90%"]),
        ("每个街道至少建成2个驿站", ["建成驿站 at_least 2个"]),
        ("新建10万吨级泊位2个", ["新建泊位 exactly 2个 10万吨级"]),
        ("报装时间分别压减到4、3、2个工作日", [
            "报装时间 at_most 4个工作日",
            "报装时间 at_most 3个工作日",
            "报装时间 at_most 2个工作日",
        ]),
        ("公交站点500米覆盖率达到90%", ["公交站点500米覆盖率 at_least 90%"]),
        ("培育百亿级产业集群2个", ["产业集群 exactly 2个 百亿级"]),
        ("完成投资3.5亿元", ["投资 exactly 3.5亿元"]),
    ],
)  # fmt: skip
def test_a_target_is_read_with_what_it_measures(sentence: str, targets: list[str]) -> None:
    assert read(sentence) == targets


@pytest.mark.parametrize(
    ("sentence", "what", "rule"),
    [
        ("高质量建设“三个示范”", "三个示范", "passed.quoted"),
        ("打造15分钟便民圈", "15分钟便民圈", "passed.circle"),
        ("实施三年行动", "三年行动", "passed.set-phrase"),
        ("抓好五河两湖治理", None, ""),
        ("完善三级医疗网络", "三级医疗网络", "passed.set-phrase"),
        ("推进两个清单管理", "两个清单管理", "passed.in-words"),
        ("建设一批口袋公园", "一批", "passed.one"),
        ("每年组织培训2次", "2次", "passed.frequency"),
        ("落实《便民措施5条》要求", "5条", "passed.title"),
        ("目前已建成公园12座", "12座", "passed.existing"),
        ("新建医院，总投资3亿元", "3亿元", "passed.cost"),
        ("对10蒸吨以下燃煤锅炉实施改造", "10蒸吨以下", "passed.qualifier"),
        ("校门外100米范围内禁止摆摊", "100米", "passed.circle"),
        ("新建游园，面积均在1000平方米以上", "1000平方米", "passed.attribute"),
        ("对企业给予20万元奖励", "20万元", "passed.payment"),
        ("进入全市前3名", "3名", "passed.rank"),
        ("总建筑面积2万平方米", "2万平方米", "passed.attribute"),
        ("2名副区长任副组长", "2名", "passed.people"),
    ],
)
def test_a_number_that_is_no_target_is_passed_over_with_its_reason(sentence: str, what: str | None, rule: str) -> None:
    assert read(sentence) == []
    assert passed(sentence) == ([(what, rule)] if what else [])


def test_the_value_is_a_decimal_and_no_float() -> None:
    [one] = read_targets("新增绿地0.1万平方米", 0, 11).targets
    assert one.value.value == Decimal("0.1")

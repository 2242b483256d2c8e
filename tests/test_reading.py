"""From text to a closed model: every refusal at its place, with what was found and what to do."""

from __future__ import annotations

from inspect import cleandoc

import pytest
from conftest import plan_source, unmarked
from pydantic import BaseModel

from baicheng_cli.plan.model import Plan
from baicheng_cli.plan.settings import Settings
from baicheng_cli.progress.model import Sidecar
from baicheng_cli.reading import known_keys, model_of
from baicheng_cli.yaml_source import Source


def said(kind: type[BaseModel], text: str) -> list[str]:
    """What is wrong with a file, `code message` each; the text has a `‸` wherever something must be found."""
    text, places = unmarked(text)
    _, found = model_of(kind, Source("a.yaml", text))
    assert [(one.place.line, one.place.column) for one in found] == places, found
    return [f"{one.code} {one.sentence}" for one in found]


def said_of_plan(text: str) -> list[str]:
    """The same of a plan; the keys that are not in sight are filled in."""
    return said(Plan, plan_source(text).text)


def test_a_file_in_order_is_a_model_and_nothing_is_said() -> None:
    model, found = model_of(Plan, plan_source(""))
    assert found == []
    assert model is not None and model.period.end.isoformat() == "2019-12-31"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("‸documnet: {}", "BC101 不认识的键“documnet”；你是不是要找：document？"),
        ("period: {start: 2019-01-01, end: 2019-12-31, ‸ende: x}", "BC101 不认识的键“ende”；你是不是要找：end？"),
        (
            "document: {title: 方案, number: 1号, issuer: 某区, issued: 2019-04-14, basis: [{‸titel: 意见}]}",
            "BC101 不认识的键“titel”；你是不是要找：title？",
        ),
        (
            "units: [{id: jia, names: [{name: 甲局, ‸alias: [甲]}]}]",
            "BC101 不认识的键“alias”；你是不是要找：aliases？",
        ),
        (
            "collectives: [{id: jiedao, name: 各街道, ‸leads: true}]",
            "BC101 不认识的键“leads”；这里可用的键：id、name、members",
        ),
        (
            'chapters: [{id: "3", title: 任务, ‸类别: tasks}]',
            "BC101 不认识的键“类别”；这里可用的键：id、title、kind、items",
        ),
    ],
)
def test_a_misspelt_key_is_found_at_every_level_with_the_key_that_was_meant(text: str, found: str) -> None:
    assert said_of_plan(text) == [found]


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ("‸laed: [区城管局]", "BC101 不认识的键“laed”；你是不是要找：lead？"),
        (
            "indicators: [{id: a, name: 绿地, ‸atleast: 3}]",
            "BC101 不认识的键“atleast”；你是不是要找：at_least、at_most？",
        ),
        (
            "indicators: [{id: a, name: 绿地, stages: [{due: 2019-12-31, ‸exact: 5}]}]",
            "BC101 不认识的键“exact”；你是不是要找：exactly？",
        ),
        ("milestones: [{id: m1, title: 公园, ‸reached: finish}]", "BC101 不认识的键“reached”；你是不是要找：reach？"),
        ("content: [{text: 配合, ‸parts: assist}]", "BC101 不认识的键“parts”；你是不是要找：part？"),
        ("exceptions: [{what: 四治, ‸因: 提法, reason: 提法}]", "BC101 不认识的键“因”；这里可用的键：what、reason"),
        ("items: [{id: '3.1.1', title: 大气, ‸supprt: [区农委]}]", "BC101 不认识的键“supprt”；你是不是要找：support？"),
    ],
)
def test_a_misspelt_key_is_found_inside_an_item(where: str, found: str) -> None:
    text = f'chapters: [{{id: "3", title: 任务, items: [{{id: "3.1", title: 公园, {where}}}]}}]'
    assert said_of_plan(text) == [found]


def test_keys_of_settings_and_sidecars_are_known_too() -> None:
    settings = """
        judge: {‸form: 2019-06}
        tasks: {"3.4": {‸routin: true}}
        """
    assert said(Settings, cleandoc(settings)) == [
        "BC101 不认识的键“form”；你是不是要找：from？",
        "BC101 不认识的键“routin”；你是不是要找：routine？",
    ]
    sidecar = """
        schema: 1
        unit: 甲局
        month: 2019-09
        entries:
          - {id: aaaaaaaa, task: "3.3", date: 2019-09-25, ‸slef: 滞后}
        """
    assert said(Sidecar, cleandoc(sidecar)) == ["BC101 不认识的键“slef”；你是不是要找：self？"]


def test_a_required_key_under_a_wrong_name_is_said_once() -> None:
    text = "units: [{id: jia, names: [{‸nmae: 甲局}]}, {‸idd: yi, names: [{name: 乙局}]}]"
    assert said_of_plan(text) == [
        "BC101 不认识的键“nmae”；你是不是要找：name？",
        "BC101 不认识的键“idd”；你是不是要找：id？",
    ]


def test_a_missing_key_is_found_at_what_should_hold_it() -> None:
    text = """
        period: ‸{start: 2019-01-01}
        units: [‸{names: [{name: 甲局}]}]
        chapters: [{id: "3", title: 任务, items: [‸{id: "3.1"}]}]
        """
    assert said_of_plan(text) == ["BC102 缺少“end”", "BC102 缺少“id”", "BC102 缺少“title”"]


def test_several_missing_keys_of_one_place_are_all_named() -> None:
    text = "document: ‸‸‸{title: 方案}"
    assert said_of_plan(text) == ["BC102 缺少“number”", "BC102 缺少“issuer”", "BC102 缺少“issued”"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("units: ‸区城管局", "BC103 “units”应为列表（如 [区城管局]），写的是“区城管局”"),
        ("units: ‸{id: jia}", "BC103 “units”应为列表（如 [区城管局]），写的是映射（键: 值）"),
        ("units: [‸区城管局]", "BC103 应为映射（键: 值），写的是“区城管局”"),
        ("document: ‸方案", "BC103 应为映射（键: 值），写的是“方案”"),
        (
            "document: {title: ‸[方案], number: 1号, issuer: 某区, issued: 2019-04-14}",
            "BC103 “title”应为文字，写的是列表",
        ),
        ("period: {start: ‸[2019], end: 2019-12-31}", "BC103 “start”应为日期（如 2019-09-30），写的是列表"),
        (
            "period: {start: ‸2019-02-29, end: 2019-12-31}",
            "BC106 “start”的值“2019-02-29”不是日历上的日子：2月只有28天",
        ),
        ("period: {start: ‸2019-13-01, end: 2019-12-31}", "BC106 “start”的值“2019-13-01”不是日历上的日子"),
        ("period: {start: ‸2019年1月, end: 2019-12-31}", "BC106 “start”的值“2019年1月”不是日期，应写作 2019-09-30"),
        (
            "period: {start: ‸２０１９-01-01, end: 2019-12-31}",
            "BC106 “start”的值“２０１９-01-01”不是日期，应写作 2019-09-30",
        ),
        ("schema: ‸2", "BC104 “schema”应为 1 之一，写的是“2”"),
        ("chapters: ‸[]", "BC104 “chapters”不能为空，至少要有一个"),
        ("units: [{id: jia, names: ‸[]}]", "BC104 “names”不能为空，至少要有一个"),
        (
            "units: [{id: ‸甲, names: [{name: 甲局}]}]",
            "BC104 “id”的值“甲”不合格式，应为小写字母、数字、短横线，如 chengguan",
        ),
        ("units: [{id: jia, names: [{name: ‸' '}]}]", "BC104 “name”不能为空"),
    ],
)
def test_a_value_of_the_wrong_kind_is_found_at_its_place(text: str, found: str) -> None:
    assert said_of_plan(text) == [found]


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("exactly: ‸30个", "BC105 “exactly”应为数字，写的是“30个”；只写数字 30，不带“个”"),
        ("exactly: ‸９０％", "BC105 “exactly”应为数字，写的是“９０％”；只写数字 90，不带“%”"),
        ("exactly: ‸１００", "BC105 “exactly”应为数字，写的是“１００”；改为 100"),
        ('exactly: ‸"1,000"', "BC105 “exactly”应为数字，写的是“1,000”；改为 1000"),
        ("exactly: ‸若干", "BC105 “exactly”应为数字，写的是“若干”"),
        ("exactly: ‸1e3", "BC105 “exactly”应为数字，写的是“1e3”"),
        ("exactly: ‸[1]", "BC103 “exactly”应为数字，写的是列表"),
        ("unit_ours: ‸yes", "BC104 “unit_ours”应为 true 或 false，写的是“yes”"),
        ("measure: ‸sum", "BC104 “measure”应为 total、level、annual 之一，写的是“sum”"),
        ("each: 各街道, owner: ‸[甲]", "BC103 “owner”应为文字，写的是列表"),
    ],
)
def test_a_figure_is_a_number_and_a_word_one_of_those_that_are_known(written: str, found: str) -> None:
    item = f'{{id: "3.1", title: 公园, lead: [区城管局], indicators: [{{id: a, name: 绿地, {written}}}]}}'
    assert said_of_plan(f'chapters: [{{id: "3", title: 任务, items: [{item}]}}]') == [found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("holidays: {‸27: {off: [2027-01-01]}}", "BC104 键“27”不合格式，应为年份，写作 2027"),
        ('tasks: {"3.1": {routine: true}, ‸"3.x": {routine: true}}', 'BC104 键“3.x”不合格式，条目编号应写作 "3.9.1.2"'),
        ('views: {‸" ": {}}', "BC104 键不能为空"),
    ],
)
def test_a_key_of_the_wrong_shape_is_found_at_the_key(text: str, found: str) -> None:
    assert said(Settings, text) == [found]


def test_an_id_typed_with_full_width_digits_is_given_back_in_half_width() -> None:
    assert said_of_plan('chapters: [{id: ‸"３", title: 任务, items: [{id: ‸3．1, title: 公园}]}]') == [
        'BC104 “id”的值“３”不合格式，条目编号应写作 "3.9.1.2"；改为 3',
        'BC104 “id”的值“3．1”不合格式，条目编号应写作 "3.9.1.2"；改为 3.1',
    ]


def test_where_the_writing_is_wrong_nothing_more_is_said_of_the_place() -> None:
    assert said_of_plan("units: [{id: jia, names: [{name: 甲局}]}, ‸id：yi]") == [
        "BC006 “id”后面是全角冒号，整行成了一段文字；改为 id: "
    ]


def test_what_may_stand_in_a_line_that_could_not_be_read_is_not_called_missing() -> None:
    text = """
        units:
          - id: jia
            names: ‸[{name: 甲局}
          - ‸{id: yi}
        """
    assert said_of_plan(text) == [
        "BC001 YAML 语法错误：方括号列表没有写完（缺逗号或 ]）（“names: [{name: 甲局}”）",
        "BC102 缺少“names”",
    ]


def test_a_file_of_the_wrong_shape_is_one_finding() -> None:
    assert said(Plan, "‸") == ["BC107 最外层应为“键: 值”，这里是空"]
    assert said(Plan, "‸- a\n") == ["BC107 最外层应为“键: 值”，这里是列表"]


def test_without_being_thorough_odd_characters_are_told_only_of_a_file_that_fails() -> None:
    odd = plan_source("units: [{id: jia, names: [{name: 甲　局}]}]")
    assert model_of(Plan, odd, thorough=False)[1] == []
    assert [one.code for one in model_of(Plan, odd)[1]] == ["BC008"]
    failing = plan_source("units: [{id: jia, names: [{name: 甲　局}]}]\nperiod: {}")
    assert [one.code for one in model_of(Plan, failing, thorough=False)[1]] == ["BC008", "BC102", "BC102"]


@pytest.mark.parametrize(
    ("kind", "loc", "keys"),
    [
        (Plan, ("period",), ["start", "end"]),
        (Plan, ("units", 0, "names", 3), ["name", "full", "aliases", "from", "until", "basis"]),
        (Plan, ("chapters", 0, "items", 0, "items", 1, "exceptions", 0), ["what", "reason"]),
        (Settings, ("tasks", "3.4", "schedule", 0), ["indicator", "by", "value"]),
        (Sidecar, ("entries", 0, "review"), ["entry", "verdict", "verified", "how", "reason", "limit"]),
    ],
)
def test_the_keys_of_every_place_are_known_as_they_are_written(
    kind: type[BaseModel], loc: tuple[str | int, ...], keys: list[str]
) -> None:
    assert known_keys(kind, loc) == keys

"""Who answers, in every layout in which documents say so."""

from __future__ import annotations

import pytest

from baicheng_cli.document.abbreviations import Abbreviation
from baicheng_cli.document.places import flat
from baicheng_cli.document.register import register
from baicheng_cli.document.unit_lines import read_unit_line, role_of_heading
from baicheng_cli.document.unit_names import unit_list


def read(line: str) -> dict[str, list[str]]:
    reading = read_unit_line(flat(line))
    roles = ("lead", "support", "responsible")
    return {role: [one.value.name for one in reading.of(role)] for role in roles if reading.of(role)}


@pytest.mark.parametrize(
    ("bracket", "due"),
    [
        ("（市司法局牵头，市公安局参与，2022年8月底前完成）", ["2022年8月底前完成"]),
        ("（市司法局负责，持续推进）", ["持续推进"]),
        ("（市司法局负责，2022年11月底前取得阶段性成果）", ["2022年11月底前取得阶段性成果"]),
        ("（市司法局牵头，市公安局参与）", []),
    ],
)
def test_a_bracket_goes_on_with_the_deadline(bracket: str, due: list[str]) -> None:
    reading = read_unit_line(flat(f"公布清单。{bracket}"))
    assert [one.value for one in reading.lead] and reading.lead[0].value.name == "市司法局"
    assert [one.value for one in reading.due] == due


@pytest.mark.parametrize(
    ("line", "roles"),
    [
        ("牵头单位：区城管局", {"lead": ["区城管局"]}),
        (
            "新建公厕24座。县农业农村局牵头，县妇联、县卫健委参与，各乡镇人民政府具体落实。",
            {"lead": ["县农业农村局"], "support": ["县妇联", "县卫健委"], "responsible": ["各乡镇人民政府"]},
        ),
        (
            "新建公厕。（市住建局牵头；市水利局，国网某市供电公司，各县（市、区）人民政府按职责分工负责）",
            {"lead": ["市住建局"], "responsible": ["市水利局", "国网某市供电公司", "各县（市、区）人民政府"]},
        ),
        ("新建公厕。（责任单位：市城管局；各区人民政府）", {"responsible": ["市城管局", "各区人民政府"]}),
        ("责任单位：区环保局牵头，区商务局配合", {"lead": ["区环保局"], "support": ["区商务局"]}),
        ("排查学校。由县教体局负总责，县公安局配合。", {"lead": ["县教体局"], "support": ["县公安局"]}),
        ("查处行为30起。责任单位为县文旅局、县公安局。", {"responsible": ["县文旅局", "县公安局"]}),
        ("县市场监管局会同县教体局对食堂开展检查。", {"lead": ["县市场监管局"], "support": ["县教体局"]}),
        ("责任单位：各办公室、中心，各村（社区）", {"responsible": ["各办公室、中心", "各村（社区）"]}),
        ("县住建局牵头推进老旧小区改造和加装电梯。", {}),
        ("配合单位：区农委、区文旅局，各街道办事处", {"support": ["区农委", "区文旅局", "各街道办事处"]}),
        ("牵头单位:区城管局 配合单位:区财政局", {"lead": ["区城管局"], "support": ["区财政局"]}),
        ("【牵头单位】区城管局　【配合单位】区财政局", {"lead": ["区城管局"], "support": ["区财政局"]}),
        ("**牵头单位：** 区城管局", {"lead": ["区城管局"]}),
        ("责任单位：区城管局　责任人：张三", {"responsible": ["区城管局"]}),
        ("牵头领导：张××；牵头单位：区城管局", {"lead": ["区城管局"]}),
        ("责任站所：镇财政所　责任村：红星村、联合村", {"responsible": ["镇财政所", "红星村", "联合村"]}),
        ("新建公园。（牵头单位：区城管局；责任单位：区财政局）", {"lead": ["区城管局"], "responsible": ["区财政局"]}),
        ("新建公园。（区城管局牵头，区农委、区财政局配合）", {"lead": ["区城管局"], "support": ["区农委", "区财政局"]}),
        ("新建公园。（由市公安局牵头，市交通局等部门参与）", {"lead": ["市公安局"], "support": ["市交通局"]}),
        ("新建公园。（市发改委、市财政局按职责分工负责）", {"responsible": ["市发改委", "市财政局"]}),
        ("新建公园。（市住建局负责）", {"lead": ["市住建局"]}),
        (
            "新建公园。（省发改委、省财政厅按职责分工负责，各市人民政府落实）",
            {"responsible": ["省发改委", "省财政厅", "各市人民政府"]},
        ),
        ("新建公园。由市发改委会同市财政局负责落实。", {"lead": ["市发改委"], "support": ["市财政局"]}),
        ("县发改委牵头负责，县财政局、县审计局配合。", {"lead": ["县发改委"], "support": ["县财政局", "县审计局"]}),
        ("主办：区文旅局；协办：区城管局", {"lead": ["区文旅局"], "support": ["区城管局"]}),
        ("新建公园。（市住建局、市财政局）", {"responsible": ["市住建局", "市财政局"]}),
        ("新建公园。〔市住建局、市财政局〕", {"responsible": ["市住建局", "市财政局"]}),
        ("新建公园，由区城管局牵头，区财政局配合。", {"lead": ["区城管局"], "support": ["区财政局"]}),
        ("新建公园，由区城管局负责。", {"lead": ["区城管局"]}),
        (
            "市教育局：新建学校5所。市财政局、市规划局配合。",
            {"lead": ["市教育局"], "support": ["市财政局", "市规划局"]},
        ),
        ("责任单位：市市场监管局（牵头）、市公安局", {"lead": ["市市场监管局"], "responsible": ["市公安局"]}),
        ("责任单位：市公安局、市司法局（列第一位的为牵头）", {"responsible": ["市公安局", "市司法局"]}),
        ("牵头单位和配合单位均是责任主体。", {}),
        ("新建污水处理厂（二期）。", {}),
        ("重点任务：新建学校5所。", {}),
    ],
)
def test_units_are_read_with_their_roles(line: str, roles: dict[str, list[str]]) -> None:
    assert read(line) == roles


@pytest.mark.parametrize(
    ("names", "units"),
    [
        ("各县（市、区）政府，高新区管委会", ["各县（市、区）政府", "高新区管委会"]),
        ("有关市、县人民政府，省水利厅", ["有关市、县人民政府", "省水利厅"]),
        ("市住房和城乡建设局、市卫生健康委和市体育局", ["市住房和城乡建设局", "市卫生健康委", "市体育局"]),
        ("市国资委、市审计局等市直有关部门", ["市国资委", "市审计局", "市直有关部门"]),
        ("市委宣传部（市文明办）、团市委", ["市委宣传部（市文明办）", "团市委"]),
        ("区教体局（学校安全）、区卫健委", ["区教体局", "区卫健委"]),
        ("区城管局\n区交警大队", ["区城管局", "区交警大队"]),
        ("各乡镇（街道）", ["各乡镇（街道）"]),
        ("各县（市、区）党委、政府，各管委会", ["各县（市、区）党委、政府", "各管委会"]),
    ],
)
def test_a_list_is_cut_between_names_and_never_inside_one(names: str, units: list[str]) -> None:
    text = flat(names)
    assert [one.value.name for one in unit_list(text, 0, len(text)).units] == units


def test_a_list_that_ends_in_and_others_says_that_it_is_open() -> None:
    text = "市财政局、市审计局等部门"
    assert unit_list(text, 0, len(text)).open_end == "等部门"


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("牵头单位", "lead"),
        ("责任单位", "responsible"),
        ("配合 单位", "support"),
        ("完成时限", "due"),
        ("责任领导", "people"),
        ("重点任务", "content"),
        ("备注", "people"),
    ],
)
def test_a_column_is_known_by_its_heading(heading: str, role: str) -> None:
    assert role_of_heading(heading) == role


def test_the_register_has_every_unit_once_with_an_id_in_pinyin() -> None:
    names = [
        "区城管局",
        "各街道办事处",
        "区提质工程领导小组办公室",
        "市城管局",
        "区提质办",
        "各项工作牵头单位",
        "区城管局",
    ]
    made = register(names, [Abbreviation("区提质办", "区提质工程领导小组办公室")])
    assert [(one.id, one.names[0].name, one.names[0].full) for one in made.units] == [
        ("chengguan", "区城管局", None),
        ("tizhi", "区提质办", "区提质工程领导小组办公室"),
        ("shichengguan", "市城管局", None),
    ]
    assert [(one.id, one.name, one.members) for one in made.collectives] == [
        ("jiedao", "各街道办事处", None),
        ("leads", "各项工作牵头单位", "leads"),
    ]
    assert made.written["区提质工程领导小组办公室"] == "区提质办"


def test_a_bracket_that_is_not_closed_holds_no_list_together() -> None:
    text = flat("区城管局（、区财政局，各街道办事处")
    assert [one.value.name for one in unit_list(text, 0, len(text)).units] == ["区城管局", "区财政局", "各街道办事处"]


def test_what_is_too_long_for_a_name_is_said_and_not_taken_for_a_unit() -> None:
    text = "甲" * 60 + "局"
    read = unit_list(text, 0, len(text))
    assert (read.units, read.open_end) == ((), "甲甲甲甲甲甲甲甲甲甲甲甲……")

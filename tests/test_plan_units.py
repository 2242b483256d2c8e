"""The register: units by any name, alias or id, exactly, never by a part of the name."""

from __future__ import annotations

from datetime import date

import pytest

from baicheng_cli.errors import UserError
from baicheng_cli.plan.model import Collective, Plan, Unit
from baicheng_cli.plan.units import Register
from baicheng_cli.yaml_source import Source

PLAN = """
schema: 1
document: {title: 示例方案, number: 示例〔2019〕1号, issuer: 某区, issued: 2019-04-14}
period: {start: 2019-01-01, end: 2019-12-31}
units:
  - {id: chengguan, names: [{name: 区城管局, full: 中原区城市管理局, aliases: [城管]}]}
  - {id: chengjian, names: [{name: 区城建局}]}
  - {id: zhixu, names: [{name: 区城区道路交通秩序综合治理办公室}]}
  - id: nongwei
    names: [{name: 区农委, until: 2019-06-30}, {name: 区农业农村局, from: 2019-07-01}]
collectives:
  - {id: jiedao, name: 各街道办事处}
  - {id: leads, name: 各项工作牵头单位, members: leads}
chapters: [{id: "3", title: 重点工作}]
"""


@pytest.fixture
def register() -> Register:
    members = tuple(Unit.model_validate({"id": id, "names": [{"name": f"{id}街道"}]}) for id in ("linshan", "tongbai"))
    return Register(Plan.model_validate(Source("plan.yaml", PLAN).data), members)


@pytest.mark.parametrize("name", ["区城管局", "中原区城市管理局", "城管", "chengguan", " 区城管局 "])
def test_a_unit_is_known_by_name_full_name_alias_and_id(register: Register, name: str) -> None:
    assert register.find(name).id == "chengguan"


@pytest.mark.parametrize("name", ["城管局", "区城", "区城管", "区城管局，区城建局", "CHENGGUAN", "区 城管局", ""])
def test_a_part_of_a_name_is_no_name(register: Register, name: str) -> None:
    with pytest.raises(UserError, match=f"没有“{name}”这个单位"):
        register.find(name)


def test_units_with_similar_names_are_different(register: Register) -> None:
    names = ("区城管局", "区城建局", "区城区道路交通秩序综合治理办公室")
    assert [register.unit(name).id for name in names] == ["chengguan", "chengjian", "zhixu"]


def test_a_miss_suggests_the_nearest_names_and_never_an_id(register: Register) -> None:
    with pytest.raises(UserError) as said:
        register.find("城管局")
    assert str(said.value) == "没有“城管局”这个单位；你是不是要找：城管、区城管局、区城建局？"
    with pytest.raises(UserError) as said:
        register.find("水利部")
    assert str(said.value) == "没有“水利部”这个单位；用 baicheng units 看全部单位"
    with pytest.raises(UserError) as said:
        register.find("chenguan")
    assert "chengguan" not in str(said.value)


def test_a_renamed_unit_is_found_by_both_names_and_shown_by_the_name_of_the_day(register: Register) -> None:
    assert register.find("区农委") is register.find("区农业农村局")
    assert register.shown("nongwei", date(2019, 6, 30)) == "区农委"
    assert register.shown("nongwei", date(2019, 7, 1)) == "区农业农村局"


def test_a_collective_is_found_but_is_no_unit(register: Register) -> None:
    assert isinstance(register.find("各街道办事处"), Collective)
    assert register.find("jiedao").id == "jiedao"
    assert register.shown("jiedao", date(2019, 9, 25)) == "各街道办事处"
    with pytest.raises(UserError, match="“各街道办事处”是集合单位，这里要写其中的一个单位"):
        register.unit("各街道办事处")


def test_members_that_only_a_roster_knows_are_units_too(register: Register) -> None:
    assert register.unit("linshan街道").id == "linshan"


def test_the_official_order_is_that_of_the_list_collectives_last(register: Register) -> None:
    ids = ["leads", "tongbai", "jiedao", "nongwei", "linshan", "chengguan", "zhixu", "chengjian"]
    assert sorted(ids, key=register.order) == [
        "chengguan",
        "chengjian",
        "zhixu",
        "nongwei",
        "linshan",
        "tongbai",
        "jiedao",
        "leads",
    ]


def test_asking_without_insisting_gives_nothing_on_a_miss(register: Register) -> None:
    assert register.get("城管局") is None
    assert register.id_of("城管局") is None
    assert register.id_of("区农委") == "nongwei"


def test_the_names_people_may_type_are_all_names_without_the_ids(register: Register) -> None:
    assert register.names() == [
        "区城管局",
        "中原区城市管理局",
        "城管",
        "区城建局",
        "区城区道路交通秩序综合治理办公室",
        "区农委",
        "区农业农村局",
        "linshan街道",
        "tongbai街道",
        "各街道办事处",
        "各项工作牵头单位",
    ]

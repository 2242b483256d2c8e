"""A new entry: who may report, what is refused, what is only asked about, and what is written."""

from __future__ import annotations

import hashlib
import os
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from baicheng_cli.errors import BrokenFile, UsageError, UserError
from baicheng_cli.plan.model import Plan
from baicheng_cli.plan.settings import Settings
from baicheng_cli.plan.units import Register
from baicheng_cli.progress import store
from baicheng_cli.progress.calendar import CHINA
from baicheng_cli.progress.may_report import may_file, may_report, who_may
from baicheng_cli.progress.record import New, Office, Typed, new_entry, write
from baicheng_cli.status.select import find_task
from baicheng_cli.yaml_source import Source

PLAN = """
schema: 1
document: {title: 示例方案, number: 示例〔2019〕1号, issuer: 某区, issued: 2019-04-14}
period: {start: 2019-01-01, end: 2019-12-31}
units:
  - {id: chengguan, names: [{name: 区城管局}]}
  - {id: nongwei, names: [{name: 区农委, until: 2019-06-30}, {name: 区农业农村局, from: 2019-07-01}]}
  - {id: chengjian, names: [{name: 区城建局}]}
  - {id: huanbao, names: [{name: 区环保局}]}
  - {id: tizhiban, names: [{name: 区百城提质办}]}
collectives:
  - {id: jiedao, name: 各街道办事处}
  - {id: leads, name: 各项工作牵头单位, members: leads}
chapters:
  - id: "3"
    title: 重点工作
    items:
      - id: "3.3"
        title: 绿城
        lead: [区城管局]
        support: [区农委, 各街道办事处]
        indicators:
          - {id: a, name: 新增绿地, exactly: 100, unit: 万平方米}
          - {id: b, name: 绿化率, at_least: 40, unit: "%", measure: level}
          - {id: c, name: 病死树, at_most: 0, unit: 棵, measure: level}
        milestones: [{id: m1, title: 生态文化公园}, {id: m2, title: 铁路绿化}]
      - id: "3.9"
        title: 治理
        lead: [区环保局]
        items:
          - {id: "3.9.1", title: 治污, support: [区城建局]}
          - id: "3.9.2"
            title: 治差
            indicators: [{id: a, name: 服务中心, exactly: external, unit: 个, each: 各街道办事处, owner: 区城建局}]
  - id: "4"
    title: 措施
    kind: measures
    items: [{id: "4.2", title: 协调, responsible: [区百城提质办, 各项工作牵头单位]}]
"""
SETTINGS = """
schema: 1
office: tizhiban
rosters: {jiedao: [{id: linshan, name: 林山寨街道}, 区环保局]}
"""


def office(data: Path, settings: str = SETTINGS, now: str = "2019-09-26T10:00:00") -> Office:
    plan = Plan.model_validate(Source("plan.yaml", PLAN).data)
    chosen = Settings.model_validate(Source("settings.yaml", settings).data)
    moment = datetime.fromisoformat(now).replace(tzinfo=CHINA)
    return Office(plan, chosen, Register(plan, chosen.new_members()), data, moment)


def made(desk: Office, task: str = "3.3", **typed: Any) -> New:
    words = Typed(**{"unit": "区城管局", "month": "2019-09", **typed})
    return new_entry(find_task(desk.plan, task), words, desk)


def refused(kind: type[UserError], desk: Office, task: str = "3.3", **typed: Any) -> str:
    with pytest.raises(UserError) as said:
        made(desk, task, **typed)
    assert type(said.value) is kind
    return str(said.value)


def test_an_entry_holds_what_was_typed_in_the_order_of_the_design(tmp_path: Path) -> None:
    photo = tmp_path / "照片.jpg"
    photo.write_bytes(b"jpg")
    new = made(
        office(tmp_path / "data"),
        received="2019-09-24",
        values=("a=72.5", "3.3.b=38"),
        done=("m1=2019-08-20", "m2"),
        self_="正常推进",
        progress=" 绿化三条铁路 ",
        problems="缺苗",
        next="补植",
        needs="协调用地",
        evidence=(photo,),
        reporter="张三",
        approver="李四",
        by_office=True,
        reason="试填",
    )
    id = new.entry.pop("id")
    assert len(id) == 8
    assert list(new.entry.items()) == [
        ("task", "3.3"),
        ("date", date(2019, 9, 25)),
        ("received", date(2019, 9, 24)),
        ("values", {"a": Decimal("72.5"), "b": Decimal(38)}),
        ("milestones", {"m1": date(2019, 8, 20), "m2": date(2019, 9, 25)}),
        ("self", "正常推进"),
        ("progress", "绿化三条铁路"),
        ("problems", "缺苗"),
        ("next", "补植"),
        ("needs", "协调用地"),
        ("evidence", [{"file": "evidence/2019-09/chengguan/照片.jpg", "sha256": hashlib.sha256(b"jpg").hexdigest()}]),
        ("reporter", "张三"),
        ("approver", "李四"),
        ("by_office", True),
        ("recorded", datetime(2019, 9, 26, 10, tzinfo=CHINA)),
        ("reason", "试填"),
    ]
    assert (new.unit, new.name, new.month, new.warnings) == ("chengguan", "区城管局", "2019-09", ())


def test_asking_writes_nothing_and_writing_gives_what_was_asked(tmp_path: Path) -> None:
    desk = office(tmp_path)
    new = made(desk, values=("a=72.5",), progress="甲")
    assert list(tmp_path.iterdir()) == []
    file = write(new, desk)
    [one] = store.read_all(tmp_path, desk.register)
    assert file == tmp_path / "progress" / "2019-09" / "chengguan.yaml"
    assert (one.entry.id, one.entry.values, one.entry.progress) == (new.entry["id"], {"a": Decimal("72.5")}, "甲")
    assert one.entry.received == date(2019, 9, 26)  # today, when nobody says otherwise


def test_demonstration_settings_make_demonstration_data(tmp_path: Path) -> None:
    desk = office(tmp_path, "schema: 1\ndemo: true\n")
    assert write(made(desk, progress="甲"), desk).read_text("utf-8").startswith("# 演示数据，非真实填报\nschema: 1\n")


def test_the_file_bears_the_name_of_the_day_it_speaks_of(tmp_path: Path) -> None:
    desk = office(tmp_path)
    assert made(desk, unit="区农委", month="2019-06", progress="甲").name == "区农委"
    assert made(desk, unit="区农委", month="2019-09", progress="甲").name == "区农业农村局"


# Who may report


def test_whoever_the_plan_names_may_report_members_of_a_collective_included(tmp_path: Path) -> None:
    desk = office(tmp_path)
    who = {task.id: may_report(task, desk.plan, desk.settings, desk.register) for task in desk.plan.tasks}
    assert who == {
        "3.3": ["chengguan", "nongwei", "huanbao", "linshan"],
        "3.9.1": ["chengjian", "huanbao"],  # the lead is inherited
        "3.9.2": ["chengjian", "huanbao", "linshan"],  # the owner and the members who report one by one
        "4.2": ["chengguan", "huanbao", "tizhiban"],  # 各项工作牵头单位 are computed
    }


def test_a_collective_without_a_roster_stands_for_itself(tmp_path: Path) -> None:
    desk = office(tmp_path, "schema: 1\n")
    task = find_task(desk.plan, "3.3")
    assert who_may(task, desk.plan, desk.settings, desk.register, date(2019, 9, 25)) == (
        "区城管局、区农业农村局、各街道办事处"
    )


@pytest.mark.parametrize("unit", ["区城管局", "chengguan", "区农委", "区农业农村局", "林山寨街道", "区环保局"])
def test_who_may_report_is_known_by_any_name(tmp_path: Path, unit: str) -> None:
    assert made(office(tmp_path), unit=unit, progress="甲").entry["progress"] == "甲"


def test_another_unit_is_refused_with_the_list_of_who_may(tmp_path: Path) -> None:
    assert refused(UserError, office(tmp_path), unit="区城建局", progress="甲") == (
        "区城建局不是3.3的填报单位；可以填报的是：区城管局、区农业农村局、区环保局、林山寨街道"
    )
    assert refused(UserError, office(tmp_path), unit="区百城提质办", progress="甲").startswith(
        "区百城提质办不是3.3的填报单位"
    )


def test_an_unknown_unit_is_refused_with_the_nearest_names(tmp_path: Path) -> None:
    said = refused(UserError, office(tmp_path), unit="城管局", progress="甲")
    assert said == "没有“城管局”这个单位；你是不是要找：区城管局、区城建局？"
    said = refused(UserError, office(tmp_path), unit="各街道办事处", progress="甲")
    assert said == "“各街道办事处”是集合单位，这里要写其中的一个单位"


def test_only_the_office_files_for_another_unit(tmp_path: Path) -> None:
    desk = office(tmp_path)
    new = made(desk, unit="区百城提质办", for_="区农委", progress="甲")
    assert (new.unit, new.entry["for"], new.entry["by_office"]) == ("tizhiban", "区农业农村局", True)
    said = refused(UserError, desk, unit="区城管局", for_="区农委", progress="甲")
    assert said == "区城管局不能代区农业农村局填报；只有区百城提质办可以代录"
    said = refused(UserError, desk, unit="区百城提质办", for_="区城建局", progress="甲")
    assert said.startswith("区城建局不是3.3的填报单位")
    said = refused(UserError, office(tmp_path, "schema: 1\n"), unit="区百城提质办", for_="区农委", progress="甲")
    assert "本办还没有在 office/settings.yaml 里写明（office:），不能代录" in said


def test_filing_for_itself_is_filing(tmp_path: Path) -> None:
    new = made(office(tmp_path), for_="chengguan", progress="甲")
    assert not {"for", "by_office"} & set(new.entry)


def test_a_file_counts_for_its_own_unit_or_by_the_office_for_one_that_may(tmp_path: Path) -> None:
    desk = office(tmp_path)
    task = find_task(desk.plan, "3.3")
    asked = [("chengguan", "chengguan"), ("tizhiban", "nongwei"), ("nongwei", "chengguan"), ("tizhiban", "chengjian")]
    allowed = [may_file(unit, subject, task, desk.plan, desk.settings, desk.register) for unit, subject in asked]
    assert allowed == [True, True, False, False]


# What cannot be


def test_a_container_is_refused_with_what_is_in_it(tmp_path: Path) -> None:
    assert refused(UserError, office(tmp_path), "3.9", progress="甲") == (
        "三（九）（3.9）下面还有条目，请写其中一条：3.9.1、3.9.2"
    )


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"values": ("d=1",)}, "3.3没有指标“d”；可用：a、b、c"),
        ({"values": ("新增绿地=1",)}, "3.3没有指标“新增绿地”；可用：a、b、c"),
        ({"done": ("m3",)}, "3.3没有节点“m3”；你是不是要找：m2、m1？"),
        ({"done": ("a",)}, "3.3没有节点“a”；可用：m1、m2"),
        ({"values": ("a=30个",)}, "a 新增绿地（单位：万平方米）应为数字，写的是“30个”；只写数字 30，不带“个”"),
        ({"values": ("b=９０％",)}, "b 绿化率（单位：%）应为数字，写的是“９０％”；只写数字 90，不带“%”"),
        ({"values": ("a=",)}, "a 新增绿地（单位：万平方米）应为数字，写的是“”"),
    ],
)
def test_a_figure_or_milestone_that_cannot_be_is_refused(tmp_path: Path, typed: dict[str, Any], said: str) -> None:
    assert refused(UserError, office(tmp_path), **typed) == said


def test_a_task_without_indicators_says_so(tmp_path: Path) -> None:
    said = refused(UserError, office(tmp_path), "3.9.1", unit="区环保局", values=("a=1",))
    assert said == "3.9.1没有指标“a”；这一条没有指标"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"values": ("a",)}, "--set 应写作 a=72.5，写的是“a”"),
        ({"values": ("a=1", "a=2")}, "--set a 写了两次"),
        ({"done": ("m1", "m1=2019-08-20")}, "--done m1 写了两次"),
        ({"done": ("m1=2019-08-32",)}, "--done m1：“2019-08-32”不是日历上的日子：8月只有31天"),
        ({"date": "9月25日"}, "--date：“9月25日”不是日期，应写作 2019-09-30"),
        ({"received": "2019-09-31"}, "--received：“2019-09-31”不是日历上的日子：9月只有30天"),
        ({}, "没有要填报的内容：至少要有 --set、--done、--self、--text 等其中一项"),
        ({"progress": "  "}, "没有要填报的内容：至少要有 --set、--done、--self、--text 等其中一项"),
        ({"reporter": "张三", "reason": "无"}, "没有要填报的内容：至少要有 --set、--done、--self、--text 等其中一项"),
        ({"evidence": (Path("没有.jpg"),)}, "找不到佐证文件 没有.jpg"),
    ],
)
def test_a_wrong_call_is_told_apart(tmp_path: Path, typed: dict[str, Any], said: str) -> None:
    assert refused(UsageError, office(tmp_path), **typed) == said


def test_half_a_character_is_refused(tmp_path: Path) -> None:
    assert refused(UserError, office(tmp_path), progress="坏\ud83d").startswith("文字里有不成对的代理字符")


# Days


@pytest.mark.parametrize(
    ("month", "now", "day"),
    [
        ("2019-09", "2019-09-26T10:00:00", date(2019, 9, 25)),
        ("2019-09", "2019-09-10T10:00:00", date(2019, 9, 10)),
        ("2019-08", "2019-09-10T10:00:00", date(2019, 8, 25)),
    ],
)
def test_figures_count_up_to_the_data_day_or_today_whichever_is_earlier(
    tmp_path: Path, month: str, now: str, day: date
) -> None:
    assert made(office(tmp_path, now=now), month=month, progress="甲").entry["date"] == day


def test_a_typed_day_in_the_month_is_taken(tmp_path: Path) -> None:
    for day in ("2019-09-01", "2019-09-26"):
        assert str(made(office(tmp_path), date=day, progress="甲").entry["date"]) == day


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"date": "2019-08-31"}, "统计截止日2019-08-31不在2019-09里；改 --date 或 --month"),
        ({"date": "2019-10-01"}, "统计截止日2019-10-01不在2019-09里；改 --date 或 --month"),
        ({"date": "2019-09-27"}, "统计截止日2019-09-27还没有到"),
        ({"month": "2019-10"}, "2019-10还没有开始，不能填报"),
        ({"month": "2018-12"}, "2018-12早于实施期（2019-01-01起），不能填报"),
        ({"done": ("m1=2019-09-26",)}, "节点m1的完成日2019-09-26晚于统计截止日2019-09-25"),
    ],
)
def test_a_day_that_cannot_be_is_refused(tmp_path: Path, typed: dict[str, Any], said: str) -> None:
    assert refused(UserError, office(tmp_path), progress="甲", **typed) == said


def test_a_milestone_may_be_done_on_the_very_day(tmp_path: Path) -> None:
    new = made(office(tmp_path), done=("m1=2019-09-26",), date="2019-09-26")
    assert new.entry["milestones"] == {"m1": date(2019, 9, 26)}


# Falling totals


def reported(desk: Office, value: str, **typed: Any) -> None:
    write(made(desk, **{"month": "2019-08", "values": (value,), **typed}), desk)


def test_a_falling_total_is_refused_with_what_was_reported(tmp_path: Path) -> None:
    desk = office(tmp_path)
    reported(desk, "a=72.5")
    assert refused(UserError, desk, values=("a=72.4",)) == (
        "新增绿地是累计数，2019-08已报72.5万平方米，不能减为72.4万平方米；"
        "是不是把当月数填成了累计数？确实减少的，加 --allow-fall --reason 原因"
    )
    assert made(desk, values=("a=72.5",)).entry["values"] == {"a": Decimal("72.5")}


def test_a_total_may_fall_with_a_reason_that_is_kept(tmp_path: Path) -> None:
    desk = office(tmp_path)
    reported(desk, "a=72.5")
    said = refused(UsageError, desk, values=("a=50",), allow_fall=True, reason=" ")
    assert said == "--allow-fall 要同时用 --reason 写明原因"
    new = made(desk, values=("a=50",), allow_fall=True, reason="核减重复统计")
    assert (new.entry["values"], new.entry["reason"]) == ({"a": Decimal(50)}, "核减重复统计")


def test_a_level_may_fall_and_other_units_and_earlier_months_do_not_bind(tmp_path: Path) -> None:
    desk = office(tmp_path)
    reported(desk, "a=72.5")
    reported(desk, "b=38")
    assert made(desk, values=("b=30",)).entry["values"] == {"b": Decimal(30)}
    assert made(desk, unit="区农委", values=("a=3",)).entry["values"] == {"a": Decimal(3)}
    assert made(desk, month="2019-07", values=("a=60",)).entry["values"] == {"a": Decimal(60)}


def test_a_figure_the_office_filed_for_a_unit_binds_the_unit(tmp_path: Path) -> None:
    desk = office(tmp_path)
    reported(desk, "a=72.5", unit="区百城提质办", for_="区城管局")
    assert refused(UserError, desk, values=("a=50",)).startswith("新增绿地是累计数，2019-08已报72.5万平方米")


# What is odd is recorded all the same


@pytest.mark.parametrize(
    ("value", "warnings"),
    [
        ("a=100", []),
        ("a=1000", []),
        ("a=1000.1", ["新增绿地填的是1000.1万平方米，是目标（100万平方米）的10倍以上，请核对计量单位"]),
        ("a=-1", ["新增绿地填的是-1万平方米，是负数，请核对"]),
        ("b=100", []),
        ("b=100.5", ["绿化率填的是100.5%，超过100%，请核对"]),
        ("c=7", []),  # a limit of nothing has no tenfold
    ],
)
def test_an_implausible_figure_is_asked_about(tmp_path: Path, value: str, warnings: list[str]) -> None:
    new = made(office(tmp_path), values=(value,))
    assert list(new.warnings) == warnings
    assert len(new.entry["values"]) == 1


# Text as it comes from Word


def test_odd_blanks_become_plain_ones_so_that_check_is_content(tmp_path: Path) -> None:
    desk = office(tmp_path)
    write(
        made(
            desk,
            progress="\u3000\u3000一、完成\t三条\u00a0线\u200b。\n\u3000\u3000二、“四个中心”",
            reporter="张\u3000三",
        ),
        desk,
    )
    file = write(made(desk, progress="PPP：已签约", date="2019-09-26"), desk)
    opened, found = store.open_sidecar(file, desk.register)
    assert found == []
    assert opened is not None
    first, second = opened.sidecar.entries
    assert (first.progress, first.reporter) == ("一、完成 三条 线。\n  二、“四个中心”", "张 三")
    assert second.progress == "PPP：已签约"


# Evidence


def evidence(new: New) -> list[str]:
    return [proof["file"] for proof in new.entry["evidence"]]


def test_evidence_from_outside_is_copied_and_from_inside_is_named(tmp_path: Path) -> None:
    data = tmp_path / "data"
    inside, outside = data / "evidence" / "图.jpg", tmp_path / "照片.jpg"
    inside.parent.mkdir(parents=True)
    inside.write_bytes(b"inside")
    outside.write_bytes(b"outside")
    desk = office(data)
    new = made(desk, evidence=(inside, outside))
    assert evidence(new) == ["evidence/图.jpg", "evidence/2019-09/chengguan/照片.jpg"]
    copy = data / "evidence" / "2019-09" / "chengguan" / "照片.jpg"
    assert not copy.exists()
    write(new, desk)
    assert copy.read_bytes() == b"outside"
    assert outside.exists()


def test_another_file_of_the_same_name_gets_a_name_of_its_own_and_the_same_file_does_not(tmp_path: Path) -> None:
    desk = office(tmp_path / "data")
    photos = [tmp_path / folder / "照片.jpg" for folder in ("一", "二", "三")]
    for photo, content in zip(photos, (b"1", b"2", b"1"), strict=True):
        photo.parent.mkdir()
        photo.write_bytes(content)
    write(made(desk, evidence=(photos[0],)), desk)
    other = f"evidence/2019-09/chengguan/照片-{hashlib.sha256(b'2').hexdigest()[:8]}.jpg"
    new = made(desk, evidence=(photos[1], photos[2]), date="2019-09-26")
    assert evidence(new) == [other, "evidence/2019-09/chengguan/照片.jpg"]
    write(new, desk)
    assert (tmp_path / "data" / other).read_bytes() == b"2"
    assert (tmp_path / "data/evidence/2019-09/chengguan/照片.jpg").read_bytes() == b"1"


def test_two_files_of_one_name_in_one_entry_do_not_overwrite_each_other(tmp_path: Path) -> None:
    desk = office(tmp_path / "data")
    photos = [tmp_path / folder / "照片.jpg" for folder in ("一", "二")]
    for photo in photos:
        photo.parent.mkdir()
        photo.write_bytes(photo.parent.name.encode())
    new = made(desk, evidence=tuple(photos))
    write(new, desk)
    for proof in new.entry["evidence"]:
        assert store.digest((tmp_path / "data" / proof["file"]).read_bytes()) == proof["sha256"]


def test_a_broken_sidecar_is_not_added_to(tmp_path: Path) -> None:
    desk = office(tmp_path)
    file = tmp_path / "progress" / "2019-09" / "chengguan.yaml"
    file.parent.mkdir(parents=True)
    file.write_text("schema: 1\nunit: 区城管局\n", "utf-8")
    with pytest.raises(BrokenFile):
        write(made(desk, progress="甲"), desk)
    assert file.read_text("utf-8") == "schema: 1\nunit: 区城管局\n"


LINKS = pytest.mark.skipif(os.name != "posix", reason="makes links, which Windows allows to few")


def test_a_file_given_twice_is_named_once(tmp_path: Path) -> None:
    photo = tmp_path / "照片.jpg"
    photo.write_bytes(b"1")
    assert evidence(made(office(tmp_path / "data"), evidence=(photo, photo))) == ["evidence/2019-09/chengguan/照片.jpg"]


def test_a_folder_is_no_evidence(tmp_path: Path) -> None:
    said = refused(UsageError, office(tmp_path), evidence=(tmp_path,))
    assert said == f"佐证要写文件，{tmp_path} 是文件夹"


@LINKS
def test_a_link_out_of_the_data_folder_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "evidence").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    photo = tmp_path / "照片.jpg"
    photo.write_bytes(b"1")
    said = refused(UserError, office(tmp_path / "data"), evidence=(photo,))
    assert "通到数据文件夹外面去了" in said


@LINKS
def test_a_file_inside_that_is_a_link_to_the_outside_is_copied(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    photo = tmp_path / "照片.jpg"
    photo.write_bytes(b"1")
    (data / "link.jpg").symlink_to(photo)
    assert evidence(made(office(data), evidence=(data / "link.jpg",))) == ["evidence/2019-09/chengguan/link.jpg"]


def test_a_file_that_proved_another_month_or_task_is_pointed_out(tmp_path: Path) -> None:
    desk = office(tmp_path / "data")
    photo, same = tmp_path / "照片.jpg", tmp_path / "九月.jpg"
    for file in (photo, same):
        file.write_bytes(b"1")
    id = made(desk, month="2019-08", evidence=(photo,))
    write(id, desk)
    assert made(desk, month="2019-08", evidence=(same,), date="2019-08-26").warnings == ()
    said = f"佐证“九月.jpg”与2019-08的{id.entry['id']}（区城管局 3.3）的佐证是同一个文件"
    assert made(desk, evidence=(same,)).warnings == (said,)
    assert made(desk, "3.9.2", unit="区环保局", month="2019-08", evidence=(same,)).warnings == (said,)
    other = tmp_path / "别的.jpg"
    other.write_bytes(b"2")
    assert made(desk, evidence=(other,)).warnings == ()


def test_a_figure_above_that_of_a_later_month_is_asked_about(tmp_path: Path) -> None:
    desk = office(tmp_path)
    write(made(desk, values=("a=70",)), desk)
    assert made(desk, month="2019-08", values=("a=70",)).warnings == ()
    assert made(desk, month="2019-08", values=("a=71",)).warnings == (
        "新增绿地是累计数，2019-09报的是70万平方米，比这里的71万平方米小，后面的月份可能也要更正",
    )
    assert made(desk, month="2019-08", values=("b=71",)).warnings == ()


# Control characters


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("第一段\r\n第二段\r第三段", "第一段\n第二段\n第三段"),
        ("第一段\x85第二段\u2028第三段\u2029第四段\x0b第五段\x0c", "第一段\n第二段\n第三段\n第四段\n第五段"),
        ("响\x07铃\x00\x1b[31m红\x7f\x9b", "响铃[31m红"),
        ("0\x85", "0"),
    ],
)
def test_control_characters_do_not_come_in(tmp_path: Path, typed: str, kept: str) -> None:
    desk = office(tmp_path)
    write(made(desk, progress=typed, reporter=f"张{typed}"), desk)
    [one] = store.read_all(tmp_path, desk.register)
    assert (one.entry.progress, one.entry.reporter) == (kept, f"张{kept}")


def test_a_text_of_nothing_but_control_characters_says_nothing(tmp_path: Path) -> None:
    assert refused(UsageError, office(tmp_path), progress="\x07\x85").startswith("没有要填报的内容")


def test_the_name_of_a_file_is_kept_plain(tmp_path: Path) -> None:
    photo = tmp_path / "照\u3000片\x07\u2028.jpg"
    photo.write_bytes(b"1")
    assert evidence(made(office(tmp_path / "data"), evidence=(photo,))) == ["evidence/2019-09/chengguan/照 片.jpg"]

"""`baicheng progress review` and `list --to-review`: the office's word, and what it changes."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from calling import Office, Said

from baicheng_cli.progress import calendar


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """On Monday, 30 September 2019: three reports of September that nobody has reviewed, and one of August."""
    moment = datetime(2019, 9, 30, 9, tzinfo=calendar.CHINA)
    monkeypatch.setattr(calendar, "now", lambda: moment)
    office = Office(tmp_path / "data")
    office.settings("office: tizhiban\n")
    office.sidecar("2019-08", "chengguan", "区城管局", "{id: aaaaaaaa, task: 3.7.1, date: 2019-08-25, self: 正常推进}")
    office.sidecar(
        "2019-09",
        "chengguan",
        "区城管局",
        "{id: bbbbbbbb, task: '3.3', date: 2019-09-25, values: {a: 72.5, b: 5, c: 40}, "
        "milestones: {m1: 2019-08-20, m2: 2019-09-01, m3: 2019-09-01, m4: 2019-09-01}}",
        "{id: cccccccc, task: 3.7.1, date: 2019-09-25, self: 正常推进}",
    )
    office.sidecar("2019-09", "nongwei", "区农委", "{id: dddddddd, task: '3.3', date: 2019-09-25, progress: 配合}")
    return office


def reviewed(office: Office, *arguments: str) -> Said:
    return office.ask("progress", "review", *arguments, day=None)


def written(office: Office, month: str = "2019-09") -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = yaml.safe_load(
        (office.data / "progress" / month / "tizhiban.yaml").read_text("utf-8")
    )["entries"]
    return entries


def light(office: Office, id: str) -> tuple[str, list[str]]:
    [item] = [one for one in office.json("tasks").items if one["id"] == id]
    return item["light_text"], item["tags"]


RETURN = ("--return", "--reason", "缺佐证", "--limit", "2019-10-08")


def test_an_accepted_report_turns_from_pending_to_on_track(office: Office) -> None:
    assert light(office, "3.7.1")[0] == "待核定"
    said = reviewed(office, "cccccccc", "--accept")
    assert (said.code, said.err) == (0, "")
    first, change, why = said.out.splitlines()
    assert first.startswith("已采信 cccccccc（区城管局2019-09），写入 ")
    assert first.endswith("progress/2019-09/tizhiban.yaml")
    assert change.startswith("  三（七）1 ")
    assert change.endswith("（9月）：待核定 → 正常（常态推进）")
    assert why == "  正常：单位自评正常推进（9月25日），已核定"
    [entry] = written(office)
    assert {key: entry[key] for key in list(entry)[1:4]} == {
        "task": "3.7.1",
        "date": date(2019, 9, 25),
        "review": {"entry": "cccccccc", "verdict": "采信"},
    }
    assert light(office, "3.7.1") == ("正常", ["常态推进"])
    assert office.ask("check", day=None).code == 0


def test_several_are_accepted_at_once_each_in_its_month(office: Office) -> None:
    said = reviewed(office, "bbbbbbbb", "cccccccc", "aaaaaaaa", "bbbbbbbb", "--accept")
    assert (said.code, said.err) == (0, "")
    assert [one["review"]["entry"] for one in written(office)] == ["bbbbbbbb", "cccccccc"]
    assert [one["review"]["entry"] for one in written(office, "2019-08")] == ["aaaaaaaa"]
    assert said.out.count("已采信") == 3


def test_where_one_of_several_is_wrong_none_is_written(office: Office) -> None:
    said = reviewed(office, "bbbbbbbb", "cccccccd", "--accept")
    assert (said.code, said.out) == (1, "")
    assert "没有编号为“cccccccd”的记录；你是不是要找：cccccccc" in said.err
    assert not (office.data / "progress/2019-09/tizhiban.yaml").exists()


def test_a_returned_report_counts_no_more_and_is_to_be_mended(office: Office) -> None:
    said = reviewed(office, "bbbbbbbb", *RETURN)
    assert said.code == 0, said.err
    [entry] = written(office)
    assert entry["review"] == {
        "entry": "bbbbbbbb",
        "verdict": "退回补正",
        "reason": "缺佐证",
        "limit": date(2019, 10, 8),
    }
    assert office.json("indicators", "--unit", "区城管局").items[0]["actual"] is None
    assert "退回补正：缺佐证（限2019-10-08前补正）" in office.ask("progress", "list", day=None).out


def test_a_verified_figure_is_the_one_that_counts_and_the_reported_one_stays_in_sight(office: Office) -> None:
    said = reviewed(office, "bbbbbbbb", "--verify", "--set", "c=36", "--how", "现场核查")
    assert said.code == 0
    assert said.err == "说明：没有写核实数的照所报的数算：a=72.5、b=5\n"
    assert "（报送40座，核实36座）" in said.out
    [entry] = written(office)
    assert entry["review"] == {"entry": "bbbbbbbb", "verdict": "核实", "verified": {"c": 36}, "how": "现场核查"}
    target = next(one for one in office.json("indicators").items if one["id"] == "3.3.c")
    assert target["actual"] == 36
    assert "（报送40座，核实36座）" in target["reason"]
    listed = office.ask("progress", "list", "--task", "3.3", "--unit", "区城管局", day=None).out
    assert "c=40" in listed
    assert "核实：c=36（现场核查）" in listed
    for paper in (("report",), ("ledger",)):
        text = office.ask(*paper, "--month", "2019-09", day=None).out
        assert "36" in text
        assert "40" in text


def test_a_report_without_figures_is_verified_without_one(office: Office) -> None:
    assert reviewed(office, "cccccccc", "--verify", "--how", "实地查看").code == 0
    assert light(office, "3.7.1")[0] == "正常"


def test_the_last_review_wins_and_says_so(office: Office) -> None:
    reviewed(office, "cccccccc", "--accept")
    said = reviewed(office, "cccccccc", *RETURN)
    assert "说明：cccccccc原来的审核是采信，从此以这一次的为准" in said.err
    assert light(office, "3.7.1")[0] != "正常"
    assert reviewed(office, "cccccccc", "--accept").code == 0
    assert light(office, "3.7.1")[0] == "正常"
    said = reviewed(office, "cccccccc", "--accept")
    assert (said.code, said.err) == (1, "错误：cccccccc已经采信，不用再审核\n")


def test_a_dry_run_shows_what_it_would_write_and_change(office: Office) -> None:
    said = reviewed(office, "cccccccc", "--accept", "--dry-run")
    assert "会写入 " in said.out
    assert "verdict: 采信" in said.out
    assert "待核定 → 正常" in said.out
    assert not (office.data / "progress/2019-09/tizhiban.yaml").exists()


def test_in_json_the_light_stands_before_and_after(office: Office) -> None:
    [item] = office.json("progress", "review", "cccccccc", "--accept", day=None).items
    assert (item["entry"], item["unit"], item["verdict"]) == ("cccccccc", "区城管局", "采信")
    assert (item["verified"], item["how"], item["limit"], item["written"]) == ({}, None, None, True)
    assert (item["before"]["light"], item["after"]["light"]) == ("pending", "on_track")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ("bbbbbbbb", 2, "缺少审核的结论：--accept 采信、--return 退回补正、--verify 核实"),
        ("bbbbbbbb --accept --verify --how 看", 2, "采信和核实只能选一个"),
        ("bbbbbbbb --return --limit 2019-10-08", 2, "退回补正要写明 --reason 原因"),
        ("bbbbbbbb --return", 2, "退回补正要写明 --reason 原因、--limit 补正期限"),
        ("bbbbbbbb --return --reason 缺 --limit 明天", 2, "--limit：“明天”不是日期"),
        ("bbbbbbbb --return --reason 缺 --limit 2019-09-24", 1, "补正期限2019-09-24早于这条记录的统计截止日2019-09-25"),
        ("bbbbbbbb --verify --set c=36", 2, "核实要写明 --how"),
        ("bbbbbbbb --verify --how 看", 2, "核实要用 --set 写明核实的数；这条记录报的是：a=72.5、b=5、c=40"),
        ("bbbbbbbb --verify --set d=1 --how 看", 1, "3.3没有指标“d”"),
        ("cccccccc --verify --set a=1 --how 看", 1, "3.7.1没有指标“a”"),
        ("dddddddd --verify --set a=1 --how 看", 1, "dddddddd没有报 a，无从核实；它没有报数"),
        ("bbbbbbbb --accept --set c=36", 2, "采信用不上 --set；有核实的数用 --verify"),
        ("bbbbbbbb --accept --reason 好 --how 看", 2, "采信用不上 --how、--reason"),
        ("bbbbbbbb cccccccc --return --reason 缺 --limit 2019-10-08", 2, "退回补正一次只写一条记录，写了2条"),
        ("eeeeeeee --accept", 1, "eeeeeeee本身是一条审核，不能审核；要改审核的结论，对 aaaaaaaa 再审核一次"),
        ("ffffffff --accept", 1, "ffffffff已经更正过，不能再审核；现在有效的是 gggggggg"),
        ("bbbbbbbb --accept --format csv", 2, "progress review 没有“csv”这种格式"),
    ],
)
def test_what_is_refused(office: Office, arguments: str, code: int, words: str) -> None:
    review = "{id: eeeeeeee, task: 3.7.1, date: 2019-08-25, review: {entry: aaaaaaaa, verdict: 采信}}"
    office.sidecar("2019-08", "tizhiban", "区百城提质办", review)
    office.sidecar(
        "2019-08",
        "nongwei",
        "区农委",
        "{id: ffffffff, task: '3.4', date: 2019-08-25, values: {a: 2}}",
        "{id: gggggggg, task: '3.4', date: 2019-08-25, values: {a: 3}, supersedes: ffffffff, reason: 误}",
    )
    before = {file: file.read_bytes() for file in office.data.rglob("*.yaml")}
    said = reviewed(office, *arguments.split())
    assert (said.code, said.out) == (code, "")
    assert words in said.err
    assert {file: file.read_bytes() for file in office.data.rglob("*.yaml")} == before


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ("", "还没有写明本办是哪个单位，不知审核记在谁的文件里；在 "),
        ("office: bangongshi\n", "office: bangongshi 不在单位表里"),
        ("office: jiedao\n", "office: jiedao 是集合单位"),
    ],
)
def test_without_an_office_nobody_reviews(office: Office, settings: str, words: str) -> None:
    office.settings(settings)
    said = reviewed(office, "cccccccc", "--accept")
    assert (said.code, said.out) == (1, "")
    assert words in said.err
    assert "office/settings.yaml" in said.err


def test_a_limit_that_is_past_is_pointed_out(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendar, "now", lambda: datetime(2019, 10, 20, tzinfo=calendar.CHINA))
    assert "请核对：补正期限2019-10-08已经过了" in reviewed(office, "bbbbbbbb", *RETURN).err


# --- what waits -------------------------------------------------------------------------------------------------------


def test_the_list_of_what_waits_has_each_report_that_a_light_rests_on(office: Office) -> None:
    """Not August's word on 3.7.1, which September's has overtaken, nor the supporting unit's."""
    said = office.json("progress", "list", "--to-review", day=None)
    assert said.ids == ["bbbbbbbb", "cccccccc"]
    assert office.json("progress", "list", "--to-review", "--month", "2019-08", day=None).ids == ["aaaaaaaa"]
    shown = office.ask("progress", "list", "--to-review", day=None).out
    assert "等着核定的" in shown
    assert "共2条记录" in shown
    reviewed(office, "cccccccc", "--accept")
    assert office.json("progress", "list", "--to-review", day=None).ids == ["bbbbbbbb"]
    reviewed(office, "bbbbbbbb", *RETURN)
    assert office.json("progress", "list", "--to-review", day=None).ids == []


def test_a_report_that_says_nothing_of_it_is_not_what_waits(office: Office) -> None:
    office.sidecar(
        "2019-09",
        "chengguan",
        "区城管局",
        "{id: cccccccc, task: 3.7.1, date: 2019-09-24, self: 正常推进}",
        "{id: eeeeeeee, task: 3.7.1, date: 2019-09-25, progress: 补充说明}",
    )
    assert office.json("progress", "list", "--to-review", day=None).ids == ["cccccccc"]


def test_where_a_report_is_returned_the_one_before_it_waits_again(office: Office) -> None:
    reviewed(office, "cccccccc", *RETURN)
    assert office.json("progress", "list", "--to-review", day=None).ids == ["aaaaaaaa", "bbbbbbbb"]


def test_a_report_of_the_last_days_of_a_month_is_seen_on_its_own_day(office: Office) -> None:
    office.sidecar("2019-09", "chengguan", "区城管局", "{id: cccccccc, task: 3.7.1, date: 2019-09-28, self: 已完成}")
    assert "（9月）：待核定 → 已达目标\n" in reviewed(office, "cccccccc", "--accept").out


def test_bad_news_and_a_total_on_its_way_wait_for_nobody(office: Office) -> None:
    office.sidecar(
        "2019-09",
        "chengguan",
        "区城管局",
        "{id: bbbbbbbb, task: '3.3', date: 2019-09-25, values: {a: 72.5}}",
        "{id: cccccccc, task: 3.7.1, date: 2019-09-25, self: 滞后}",
    )
    assert office.json("progress", "list", "--to-review", day=None).ids == []


def test_each_member_that_reports_one_by_one_waits_for_itself(tmp_path: Path, office: Office) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text(
        """\
schema: 1
document: {title: 示例方案, number: 示例〔2019〕1号, issuer: 某区, issued: 2019-04-14}
period: {start: 2019-01-01, end: 2019-12-31}
units: [{id: tizhiban, names: [{name: 区提质办}]}]
collectives: [{id: jiedao, name: 各街道办事处}]
chapters:
  - id: "3"
    title: 任务
    items:
      - id: "3.1"
        title: 公园
        lead: [区提质办]
        indicators: [{id: a, name: 小游园, exactly: 4, unit: 座, due: 2019-12-31, each: 各街道办事处}]
""",
        "utf-8",
    )
    (office.data / "progress").rename(tmp_path / "elsewhere")
    office.settings("office: tizhiban\nrosters: {jiedao: [{id: dong, name: 东街道}, {id: xi, name: 西街道}]}\n")
    for id, name, entry in (("dong", "东街道", "cccccccc"), ("xi", "西街道", "dddddddd")):
        office.sidecar("2019-09", id, name, f"{{id: {entry}, task: '3.1', date: 2019-09-25, values: {{a: 2}}}}")
    district = Office(office.data, plan)
    assert district.json("progress", "list", "--to-review", day=None).ids == ["cccccccc", "dddddddd"]
    said = district.ask("progress", "review", "cccccccc", "--accept", day=None)
    assert "仍为已达目标（已达目标待核定）" in said.out
    assert district.json("progress", "list", "--to-review", day=None).ids == ["dddddddd"]
    said = district.ask("progress", "review", "dddddddd", "--accept", day=None)
    assert "已达目标（已达目标待核定） → 已达目标" in said.out


def test_before_the_months_figures_are_complete_the_light_is_that_of_today(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calendar, "now", lambda: datetime(2019, 9, 20, tzinfo=calendar.CHINA))
    office.sidecar("2019-09", "chengguan", "区城管局", "{id: cccccccc, task: 3.7.1, date: 2019-09-18, self: 已完成}")
    said = reviewed(office, "cccccccc", "--accept")
    assert "（9月）：待核定 → 已达目标" in said.out
    assert "单位自评已完成（9月18日），已核定" in said.out


def test_a_report_of_an_earlier_month_waits_on_where_nothing_newer_came(office: Office) -> None:
    office.sidecar("2019-09", "chengguan", "区城管局", "{id: cccccccc, task: 3.7.2, date: 2019-09-25, progress: 推进}")
    assert office.json("progress", "list", "--to-review", "--month", "2019-09", day=None).ids == ["aaaaaaaa"]

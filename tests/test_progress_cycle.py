"""A month from opening to closing: its record, and where reports go once it is closed."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from calling import Office

from baicheng_cli.errors import BrokenFile, ChangedMeanwhile, UserError
from baicheng_cli.progress import cycle, deliveries, store
from baicheng_cli.progress.calendar import CHINA
from baicheng_cli.progress.deliveries import Came

OPENED = (date(2019, 9, 2), date(2019, 9, 25), date(2019, 9, 25))
NOW = datetime(2019, 9, 28, 10, 0, tzinfo=CHINA)


def opened(data: Path, month: str = "2019-09") -> Path:
    return cycle.write_cycle(data, month, OPENED, [("区城管局", ["3.3", "3.10"]), ("区教体局", ["3.9.3"])])


def test_the_record_of_a_month_is_written_to_be_read_in_a_diff(tmp_path: Path) -> None:
    file = opened(tmp_path)
    cycle.waive(tmp_path, "2019-09", "区教体局", "暑期改革，经同意", NOW)
    cycle.close(tmp_path, "2019-09", {"3.3.a": "100万平方米，2019-12-31"}, NOW)
    assert file.read_text("utf-8") == (
        "schema: 1\n"
        "month: 2019-09\n"
        "opened: 2019-09-02\n"
        "data_until: 2019-09-25\n"
        "submit_by: 2019-09-25\n"
        "owed:\n"
        "  - unit: 区城管局\n"
        '    tasks: ["3.3", "3.10"]\n'
        "  - unit: 区教体局\n"
        '    tasks: ["3.9.3"]\n'
        "acts:\n"
        "  - act: waive\n"
        "    unit: 区教体局\n"
        "    day: 2019-09-28\n"
        "    reason: 暑期改革，经同意\n"
        "    recorded: 2019-09-28T10:00:00+08:00\n"
        "  - act: close\n"
        "    day: 2019-09-28\n"
        "    targets:\n"
        "      3.3.a: 100万平方米，2019-12-31\n"
        "    recorded: 2019-09-28T10:00:00+08:00\n"
    )
    read = cycle.load_cycle(tmp_path, "2019-09")
    assert read is not None
    assert read.owed[0].tasks == ("3.3", "3.10")
    assert read.waived == {"区教体局": "暑期改革，经同意"}
    assert read.closed == date(2019, 9, 28)
    assert read.targets == {"3.3.a": "100万平方米，2019-12-31"}


def test_a_demonstrations_record_says_so(tmp_path: Path) -> None:
    file = cycle.write_cycle(tmp_path, "2019-09", OPENED, [], demo=True)
    assert file.read_text("utf-8").startswith("# 演示数据，非真实填报\nschema: 1\nmonth: 2019-09\ndemo: true\n")
    assert cycle.load_cycle(tmp_path, "2019-09") is not None


def test_who_owes_is_frozen_once_and_anew_only_on_purpose(tmp_path: Path) -> None:
    opened(tmp_path)
    cycle.waive(tmp_path, "2019-09", "区教体局", "经同意", NOW)
    with pytest.raises(UserError, match="已经开账"):
        opened(tmp_path)
    cycle.write_cycle(tmp_path, "2019-09", OPENED, [("区农委", ["3.1"])], again=True)
    read = cycle.load_cycle(tmp_path, "2019-09")
    assert read is not None
    assert [one.unit for one in read.owed] == ["区农委"]
    assert read.waived == {"区教体局": "经同意"}
    cycle.close(tmp_path, "2019-09", {}, NOW)
    with pytest.raises(UserError, match="已于2019-09-28封账"):
        cycle.write_cycle(tmp_path, "2019-09", OPENED, [], again=True)


def test_nothing_is_decided_on_a_month_that_is_closed_or_was_never_opened(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="还没有开账；先用 baicheng collect open --month 2019-09"):
        cycle.waive(tmp_path, "2019-09", "区教体局", "经同意", NOW)
    opened(tmp_path)
    cycle.close(tmp_path, "2019-09", {}, NOW)
    with pytest.raises(UserError, match="已于2019-09-28封账，不能再改"):
        cycle.close(tmp_path, "2019-09", {}, NOW)
    with pytest.raises(UserError, match="已于2019-09-28封账，不能再改"):
        cycle.waive(tmp_path, "2019-09", "区教体局", "经同意", NOW)


def test_a_broken_record_stops_with_its_place(tmp_path: Path) -> None:
    opened(tmp_path).write_text("schema: 1\nmonth: 2019-09\nopend: 2019-09-02\n", "utf-8")
    with pytest.raises(BrokenFile) as caught:
        cycle.load_cycle(tmp_path, "2019-09")
    assert any("cycle.yaml:3:1: BC101 不认识的键“opend”" in str(one) for one in caught.value.findings)


def test_an_original_is_kept_byte_for_byte_and_listed(tmp_path: Path) -> None:
    sha256, faults = "ab" * 32, ("表一H7 应为数字，写的是“约72”",)
    day = date(2019, 9, 24)
    came = Came("chengguan", "区城管局", "2019-09", "03_区城管局.XLSX", b"PK..", sha256, day, "to_mend", faults)
    file = deliveries.add_delivery(tmp_path, came, NOW)
    assert (tmp_path / "forms" / "2019-09" / "chengguan-abababab.xlsx").read_bytes() == b"PK.."
    assert file.read_text("utf-8") == (
        "schema: 1\n"
        "unit: 区城管局\n"
        "month: 2019-09\n"
        "received:\n"
        "  - file: forms/2019-09/chengguan-abababab.xlsx\n"
        "    name: 03_区城管局.XLSX\n"
        f"    sha256: {'ab' * 32}\n"
        "    day: 2019-09-24\n"
        "    state: to_mend\n"
        "    faults:\n"
        '      - "表一H7 应为数字，写的是“约72”"\n'
        "    recorded: 2019-09-28T10:00:00+08:00\n"
    )


# --- after closing ----------------------------------------------------------------------------------------------------


@pytest.fixture
def september(tmp_path: Path) -> Office:
    """September 2019 with one report of 区城管局, opened and closed."""
    office = Office(tmp_path)
    office.settings("office: tizhiban\n")
    office.sidecar(
        "2019-09",
        "chengguan",
        "区城管局",
        '{id: aaaaaaaa, task: "3.3", date: 2019-09-25, received: 2019-09-25, values: {a: 72.5}, progress: 植树}',
    )
    opened(tmp_path)
    cycle.close(tmp_path, "2019-09", {}, NOW)
    return office


def test_a_first_report_of_a_closed_month_goes_into_the_open_one_as_made_up(september: Office) -> None:
    said = september.add("--task", "3.4", "--unit", "区农委", "--month", "2019-09", "--text", "改造学校")
    assert said.code == 0, said.err
    assert "说明：2019年9月已封账，这一条记为补报，记入2019-10" in said.err
    text = (september.data / "progress" / "2019-10" / "nongwei.yaml").read_text("utf-8")
    assert "date: 2019-10-01" in text
    assert "for_month: 2019-09" in text
    assert september.ask("check", day=None).code == 0


def test_a_second_report_of_a_closed_month_is_refused_for_it_is_a_correction(september: Office) -> None:
    said = september.add("--task", "3.3", "--unit", "区城管局", "--month", "2019-09", "--set", "a=70")
    assert said.code == 1
    assert "2019年9月已封账，区城管局3.3当月已经报过（aaaaaaaa）；更正请用 baicheng progress amend" in said.err


def test_a_day_cannot_be_chosen_for_what_comes_after_closing(september: Office) -> None:
    said = september.add(
        "--task", "3.4", "--unit", "区农委", "--month", "2019-09", "--date", "2019-09-20", "--text", "改造"
    )
    assert said.code == 2
    assert "统计截止日不用写；去掉 --date" in said.err


def amended(office: Office, *words: str) -> tuple[int, str]:
    from calling import call

    said = call("progress", "amend", "aaaaaaaa", *words, "--plan", office.plan, "--data", office.data)
    return said.code, said.err


def test_a_correction_after_closing_counts_from_the_open_month_on(september: Office) -> None:
    before = (september.data / "progress" / "2019-09" / "chengguan.yaml").read_bytes()
    code, err = amended(september, "--set", "a=70", "--reason", "重复统计", "--allow-fall")
    assert code == 0, err
    assert (september.data / "progress" / "2019-09" / "chengguan.yaml").read_bytes() == before
    text = (september.data / "progress" / "2019-10" / "chengguan.yaml").read_text("utf-8")
    assert "supersedes: aaaaaaaa" in text
    assert "for_month: 2019-09" in text
    assert actual(september, "2019-09") == 72.5
    assert actual(september, "2019-10") == 70


def actual(office: Office, month: str) -> object:
    items = office.ask("indicators", "--month", month, "--format", "json", day=None).items
    return next(item["actual"] for item in items if item["id"] == "3.3.a")


def test_a_correction_of_last_month_is_no_report_of_this_month(september: Office) -> None:
    code, err = amended(september, "--set", "a=70", "--reason", "重复统计", "--allow-fall")
    assert code == 0, err
    desk = september.ask(day="2019-10-26")
    assert "未报" in desk.out
    assert "区城管局" in next(line for line in desk.out.splitlines() if line.strip().startswith("未报"))


def test_a_review_after_closing_counts_from_the_open_month_on(september: Office) -> None:
    from calling import call

    said = call(
        "progress", "review", "aaaaaaaa", "--verify", "--set", "a=60", "--how", "现场", "--plan", september.plan,
        "--data", september.data,
    )  # fmt: skip
    assert said.code == 0, said.err
    assert (september.data / "progress" / "2019-10" / "tizhiban.yaml").exists()
    assert actual(september, "2019-09") == 72.5
    assert actual(september, "2019-10") == 60


def test_who_reports_less_than_somebody_just_did_is_told_so(september: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first look saw 72.5; before the lock was ours somebody wrote 80."""
    looked = store.value_before
    seen: list[int] = []

    def one_writes_meanwhile(*asked: Any) -> store.Figure | None:
        if not seen:
            seen.append(1)
            return looked(*asked)
        entry = '{id: bbbbbbbb, task: "3.3", date: 2019-10-20, received: 2019-10-20, values: {a: 80}}'
        september.sidecar("2019-10", "chengguan", "区城管局", entry)
        return looked(*asked)

    monkeypatch.setattr(store, "value_before", one_writes_meanwhile)
    said = september.add("--task", "3.3", "--unit", "区城管局", "--month", "2019-10", "--set", "a=75")
    assert said.code == 3
    assert "刚才有人先报了：新增绿地是累计数，2019-10已报80万平方米，不能减为75万平方米" in said.err


def test_who_adds_while_another_closes_is_told_so(tmp_path: Path) -> None:
    opened(tmp_path)
    with cycle.held_open(tmp_path, "2019-09"):
        pass
    cycle.close(tmp_path, "2019-09", {}, NOW)
    with pytest.raises(ChangedMeanwhile, match="2019-09刚刚封了账"), cycle.held_open(tmp_path, "2019-09"):
        pass

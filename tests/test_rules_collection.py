"""The collection: each rule with the month's record or list of forms that breaks it."""

from __future__ import annotations

from pathlib import Path

import pytest
from calling import Office

HEAD = "schema: 1\nmonth: 2019-09\nopened: 2019-09-02\ndata_until: 2019-09-25\nsubmit_by: 2019-09-25\n"
OWED = 'owed:\n  - unit: 区城管局\n    tasks: ["3.3"]\n'


@pytest.fixture
def office(tmp_path: Path) -> Office:
    found = Office(tmp_path / "data")
    found.settings("office: tizhiban\n")
    return found


def cycle(office: Office, text: str, month: str = "2019-09") -> None:
    file = office.data / "progress" / month / "cycle.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


def forms(office: Office, received: str, unit: str = "区城管局", name: str = "chengguan") -> None:
    file = office.data / "forms" / "2019-09" / f"{name}.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    (file.parent / "chengguan-abababab.xlsx").write_bytes(b"PK")
    file.write_text(f"schema: 1\nunit: {unit}\nmonth: 2019-09\nreceived:\n{received}", "utf-8")


def found(office: Office) -> list[str]:
    """What `check` says: the file's name and on."""
    out = office.ask("check", day=None).out
    return [line.rpartition("data/")[2] for line in out.splitlines() if ": BC" in line]


def test_a_record_as_it_is_written_is_found_right(office: Office) -> None:
    cycle(office, HEAD + OWED)
    assert found(office) == []
    assert office.ask("check", office.data / "progress" / "2019-09" / "cycle.yaml", day=None).code == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD + OWED.replace("区城管局", "区城管"), "cycle.yaml:7:11: BC522 单位表里没有“区城管”"),
        (HEAD + OWED.replace("3.3", "3.33"), 'cycle.yaml:8:13: BC522 计划里没有“3.33”这一条'),
        (HEAD + OWED + "acts:\n  - act: waive\n    unit: 区城管局\n    day: 2019-09-26\n",
         "cycle.yaml:10:5: BC523 免报没有写原因"),
        (HEAD + OWED + "acts:\n  - act: waive\n    unit: 区农委\n    day: 2019-09-26\n    reason: 经同意\n",
         "cycle.yaml:11:11: BC523 区农委不在2019-09的应报名单里"),
        (HEAD + OWED + "acts:\n  - act: waiv\n    day: 2019-09-26\n", "cycle.yaml:10:10: BC104"),
        (HEAD.replace("2019-09\n", "2019-08\n") + OWED, "cycle.yaml:2:8: BC501"),
        ("demo: true\n" + HEAD + OWED, "cycle.yaml:1:7: BC525 演示数据混在真实数据里"),
    ],
)  # fmt: skip
def test_a_months_record_is_held_against_the_plan(office: Office, text: str, said: str) -> None:
    cycle(office, text)
    [line] = found(office)
    assert said in line


def test_an_entry_recorded_after_its_month_was_closed_is_found(office: Office) -> None:
    close = "acts:\n  - act: close\n    day: 2019-09-28\n    recorded: 2019-09-28T10:00:00+08:00\n"
    cycle(office, HEAD + OWED + close)
    entry = '{{id: {id}, task: "3.3", date: 2019-09-25, values: {{a: 72}}, recorded: 2019-09-28T{hour}:00:00+08:00}}'
    office.sidecar("2019-09", "chengguan", "区城管局", entry.format(id="aaaaaaaa", hour="09"))
    assert found(office) == []
    office.sidecar("2019-09", "chengguan", "区城管局", entry.format(id="aaaaaaaa", hour="11"))
    [line] = found(office)
    assert "chengguan.yaml:5:" in line
    assert "BC520 2019-09已于2019-09-28封账，这条是之后录入的" in line


def test_a_correction_speaks_of_the_month_of_what_it_corrects(office: Office) -> None:
    told = 'task: "3.3", date: 2019-08-25, values: {a: 60}'
    office.sidecar("2019-08", "chengguan", "区城管局", f"{{id: aaaaaaaa, {told}}}")
    told = 'id: bbbbbbbb, task: "3.3", date: 2019-10-01, values: {a: 61}, supersedes: aaaaaaaa, reason: 漏报'
    wrong = f"{{{told}, for_month: 2019-09}}"
    office.sidecar("2019-10", "chengguan", "区城管局", wrong)
    [line] = found(office)
    assert "BC521 所更正的 aaaaaaaa 说的是2019-08；应为 2019-08" in line
    office.sidecar("2019-10", "chengguan", "区城管局", wrong.replace("2019-09", "2019-08"))
    assert found(office) == []


def test_an_original_that_is_gone_or_changed_is_found(office: Office) -> None:
    import hashlib

    right = hashlib.sha256(b"PK").hexdigest()
    one = (
        "  - {{file: forms/2019-09/chengguan-abababab.xlsx, name: a, sha256: {}, day: 2019-09-24, state: applied%s}}\n"
    )
    listed = one % ", entries: [zzzzzzzz]"
    one %= ""
    forms(office, one.format(right))
    assert found(office) == []
    forms(office, one.format("0" * 64))
    [line] = found(office)
    assert "chengguan.yaml:5:12: BC524 原件“forms/2019-09/chengguan-abababab.xlsx”与收到时不一样" in line
    forms(office, one.format(right).replace("abababab", "cdcdcdcd"))
    [line] = found(office)
    assert "BC524 原件“forms/2019-09/chengguan-cdcdcdcd.xlsx”不在了" in line
    forms(office, listed.format(right))
    [line] = found(office)
    assert "BC526 警告：没有编号为“zzzzzzzz”的填报记录" in line
    (office.data / "forms" / "2019-09" / "chengguan.yaml").unlink()
    forms(office, one.format(right), name="nongwei")
    [line] = found(office)
    assert "nongwei.yaml:2:7: BC501 文件名是 nongwei.yaml，内容却是区城管局，应为 chengguan.yaml" in line.replace(
        "；", "，"
    )

"""The register of papers under `check`: each rule with the record that breaks it."""

from __future__ import annotations

from pathlib import Path

import pytest
from calling import Office

ONE = (
    "  - {act: issue, number: 督〔2019〕1号, day: 2019-09-30, kind: notice, to: [区城管局], task: '3.3',"
    " limit: 2019-10-31}\n"
)
SIGNED = "  - {act: sign, number: 督〔2019〕1号, day: 2019-10-08, unit: 区城管局, by: 王某}\n"
REPLY = "  - {act: reply, number: 督〔2019〕1号, day: 2019-10-09, unit: 区城管局, text: 在办}\n"
REMINDER = (
    "  - {act: issue, number: 督〔2019〕2号, day: 2019-11-05, kind: reminder, to: [区城管局], task: '3.3',"
    " limit: 2019-11-15, reminds: 督〔2019〕1号, time: 1}\n"
)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    found = Office(tmp_path / "data")
    found.settings("office: tizhiban\n")
    return found


def register(office: Office, records: str, head: str = "schema: 1\n") -> Path:
    file = office.data / "office" / "issued.yaml"
    file.write_text(f"{head}records:\n{records}", "utf-8")
    return file


def found(office: Office, *arguments: str | Path) -> list[str]:
    """What `check` says: the file's name and on."""
    out = office.ask("check", *arguments, day=None).out
    return [line.rpartition("office/")[2] for line in out.splitlines() if ": BC" in line]


def test_a_register_as_it_is_written_is_found_right(office: Office) -> None:
    file = register(office, ONE + SIGNED + REPLY + REMINDER)
    assert found(office) == found(office, file) == []


@pytest.mark.parametrize(
    ("records", "said"),
    [
        (ONE + ONE, "issued.yaml:4:26: BC650 “督〔2019〕1号”已经用过"),
        (ONE.replace("督〔2019〕1号", "'督[2019]1号'"), "BC651 “督[2019]1号”不是发文字号；写作 督〔2019〕1号"),
        (ONE.replace("〔2019〕1号", "2019-1"), "BC651 “督2019-1”不是发文字号；写作 代字〔2019〕1号"),
        (ONE.replace("〔2019〕", "〔2018〕"), "BC651 “督〔2018〕1号”是2018年的编号，签发日期却是2019-09-30"),
        (ONE + SIGNED.replace("1号", "11号"), "4:25: BC652 没有登记过“督〔2019〕11号”；你是不是要找：督〔2019〕1号"),
        (ONE + REMINDER.replace("reminds: 督", "reminds: 函"), "BC652 没有登记过“函〔2019〕1号”"),
        (ONE.replace("区城管局", "城管局"), "BC653 单位表里没有“城管局”；你是不是要找：区城管局"),
        (ONE.replace("'3.3'", "'3.33'"), "BC653 计划里没有“3.33”这一条；你是不是要找：3.3"),
        (ONE + SIGNED.replace("区城管局", "区农委"), "BC653 督〔2019〕1号没有发给区农委；发给的是区城管局"),
        (ONE.replace("to: [区城管局], ", ""), "issued.yaml:3:5: BC654 督〔2019〕1号没有写发往单位（to）"),
        (ONE + SIGNED.replace(", by: 王某", ""), "BC654 督〔2019〕1号没有写签收人（by）"),
        (ONE + REPLY.replace(", text: 在办", ""), "BC654 督〔2019〕1号没有写内容（text）或结果（result）"),
        (ONE + REMINDER.replace(", time: 1", ""), "BC654 督〔2019〕2号没有写第几次（time）"),
        (ONE + REMINDER.replace("kind: reminder", "kind: notice"), "BC654 督〔2019〕2号是督办通知单，却写了所催的编号"),
        (ONE.replace("10-31", "01-31"), "BC656 警告：督〔2019〕1号的办结时限2019-01-31早于签发日期2019-09-30"),
        (ONE + SIGNED.replace("10-08", "09-08"), "BC656 警告：签收日期2019-09-08早于督〔2019〕1号的签发日期2019-09-30"),
        (ONE.replace("issue,", "isue,"), "issued.yaml:3:11: BC104"),
    ],
)  # fmt: skip
def test_a_register_is_held_against_the_plan_and_itself(office: Office, records: str, said: str) -> None:
    register(office, records)
    assert any(said in one for one in found(office)), found(office)


def test_a_demonstration_and_real_papers_are_not_mixed(office: Office) -> None:
    register(office, ONE, "schema: 1\ndemo: true\n")
    assert found(office) == ["issued.yaml:2:7: BC655 演示的发文登记混在真实数据里；移到演示数据文件夹"]
    office.settings("office: tizhiban\ndemo: true\n")
    register(office, ONE)
    assert any("BC655 这里是演示数据文件夹，这个文件却没有标明演示数据" in one for one in found(office))


def test_a_number_that_cannot_be_read_is_not_followed_by_complaints_about_its_receipts(office: Office) -> None:
    register(office, ONE.replace("number: 督〔2019〕1号", "number: ''") + SIGNED)
    assert [one for one in found(office) if "BC652" in one] == []

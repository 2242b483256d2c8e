"""Issuing a month's report and bulletin: the number of the series, the register, and the same paper once more."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from calling import PLAN, Office, Said
from docx import Document

SETTINGS = """
office: tizhiban
papers:
  red_head: 某办文件
  number_word: 某百城
  notice_word: 某百城督
  report_addressees: 区政府
  bulletin_addressees: 各街道办事处，区政府有关部门，各有关单位
"""
MONTH = ("--month", "2019-09")
REPORT = ("report", *MONTH, "--style", "文件")
BULLETIN = ("bulletin", *MONTH)
HEAD = "schema: 1\nmonth: 2019-09\nopened: 2019-09-02\ndata_until: 2019-09-25\nsubmit_by: 2019-09-25\n"


def close(office: Office, day: str = "2019-09-28") -> None:
    record = f"{HEAD}acts: [{{act: close, day: {day}, recorded: {day}T17:00:00+08:00}}]\n"
    (office.data / "progress" / "2019-09" / "cycle.yaml").write_text(record, "utf-8")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """September is closed on the 28th."""
    found = Office(tmp_path / "data")
    found.settings(SETTINGS)
    entry = "{id: aaaaaaaa, task: '3.3', date: 2019-09-25, received: 2019-09-24, values: {a: 75, b: 4, c: 22}}"
    found.sidecar("2019-09", "chengguan", "区城管局", entry)
    close(found)
    return found


def register(office: Office) -> list[dict[str, Any]]:
    file = office.data / "office" / "issued.yaml"
    return list(yaml.safe_load(file.read_bytes())["records"]) if file.exists() else []


def make(office: Office, *arguments: str, code: int = 0, day: str | None = "2019-09-30") -> Said:
    """The paper in 稿.docx beside the data."""
    said = office.ask(*arguments, "-o", paper(office), day=day)
    assert said.code == code, said.err
    return said


def paper(office: Office) -> Path:
    return office.data.parent / "稿.docx"


def lines(office: Office) -> list[str]:
    document = Document(str(paper(office)))
    return [one.text for one in document.paragraphs]


# Under the next number -------------------------------------------------------------------------------------------


def test_a_report_and_a_bulletin_take_the_next_numbers_of_one_series(office: Office) -> None:
    told = make(office, *BULLETIN, "--issue").err
    assert "已签发 某百城〔2019〕1号（2019年9月份通报），登记在 " in told
    assert any("某百城〔2019〕1号" in one for one in lines(office)) and "2019年9月30日" in lines(office)
    make(office, *REPORT, "--issue", day="2019-10-08")
    assert any("某百城〔2019〕2号" in one for one in lines(office)) and "2019年10月8日" in lines(office)
    for one in register(office):
        one.pop("recorded")
    assert [{key: one[key] for key in one if key != "recorded"} for one in register(office)] == [
        {
            "act": "issue", "number": "某百城〔2019〕1号", "day": _day("2019-09-30"), "kind": "bulletin",
            "to": ["各街道办事处", "区政府有关部门", "各有关单位"], "month": "2019-09", "seen": _day("2019-09-30"),
        },
        {
            "act": "issue", "number": "某百城〔2019〕2号", "day": _day("2019-10-08"), "kind": "report",
            "to": ["区政府"], "month": "2019-09", "seen": _day("2019-10-08"),
        },
    ]  # fmt: skip
    assert office.ask("check", day=None).code == 0


def _day(text: str) -> object:
    return yaml.safe_load(text)


def test_slips_are_numbered_apart_by_their_own_word(office: Office) -> None:
    make(office, *BULLETIN, "--issue")
    said = office.ask("notice", "3.3", *MONTH, "--limit", "2019-10-31", "--issue", day="2019-09-30")
    assert "已签发 某百城督〔2019〕1号" in said.err


def test_without_issue_it_is_a_draft_and_nothing_is_written(office: Office) -> None:
    make(office, *BULLETIN)
    assert any("某百城〔2019〕　号" in one for one in lines(office))
    assert register(office) == []


@pytest.mark.parametrize("what", [REPORT, BULLETIN])
def test_a_month_has_one_paper_of_a_kind_unless_another_is_wanted(office: Office, what: tuple[str, ...]) -> None:
    make(office, *what, "--issue")
    before = paper(office).read_bytes()
    said = make(office, *what, "--issue", code=1, day="2019-10-08")
    assert "已于2019-09-30以某百城〔2019〕1号签发；再印一份去掉 --issue，确要另发一份加 --again" in said.err
    assert paper(office).read_bytes() == before
    make(office, *what, "--issue", "--again", day="2019-10-08")
    assert [one["number"] for one in register(office)] == ["某百城〔2019〕1号", "某百城〔2019〕2号"]


@pytest.mark.parametrize("what", [REPORT, BULLETIN])
def test_made_again_it_is_the_same_paper_and_uses_no_number(office: Office, what: tuple[str, ...]) -> None:
    make(office, *what, "--issue", day=None)
    before = paper(office).read_bytes()
    said = make(office, *what, day=None)
    assert said.err.count("\n") == 1 and "已写入" in said.err
    assert paper(office).read_bytes() == before
    assert len(register(office)) == 1


def test_of_two_papers_the_last_is_printed_and_the_first_where_its_number_is_given(office: Office) -> None:
    make(office, *BULLETIN, "--issue")
    make(office, *BULLETIN, "--issue", "--again", day="2019-10-08")
    make(office, *BULLETIN, day="2019-10-09")
    assert any("某百城〔2019〕2号" in one for one in lines(office)) and "2019年10月8日" in lines(office)
    assert "对不上" not in make(office, *BULLETIN, "--number", "1", day="2019-10-09").err
    assert any("某百城〔2019〕1号" in one for one in lines(office)) and "2019年9月30日" in lines(office)


def test_the_day_is_the_one_said_then_today_but_not_before_the_month_was_closed(office: Office) -> None:
    make(office, *BULLETIN, "--issue", day=None)
    make(office, *REPORT, "--issue", "--dated", "2020-01-06", day="2019-10-08")
    assert [(one["number"], str(one["day"])) for one in register(office)] == [
        ("某百城〔2019〕1号", "2019-09-28"),
        ("某百城〔2020〕1号", "2020-01-06"),
    ]


def test_what_went_out_keeps_its_number_though_the_word_is_another_now(office: Office) -> None:
    make(office, *BULLETIN, "--issue")
    office.settings(SETTINGS.replace("number_word: 某百城", "number_word: 新代字"))
    make(office, *BULLETIN)
    assert any("某百城〔2019〕1号" in one for one in lines(office))


# What cannot be issued -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", [REPORT, BULLETIN])
def test_a_month_that_is_open_is_not_signed(office: Office, what: tuple[str, ...]) -> None:
    (office.data / "progress" / "2019-09" / "cycle.yaml").unlink()
    said = make(office, *what, "--issue", code=1)
    assert "2019-09还没有封账，出的是送审稿，数还会变，不能签发；先 baicheng collect close --month 2019-09" in said.err
    assert register(office) == [] and not paper(office).exists()


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ([*BULLETIN, "--issue"], 2, "签发的通报写成 Word 或 PDF，请用 -o，如 -o 通报.docx"),
        ([*BULLETIN, "--issue", "-o", "通报.md"], 2, "签发的通报写成 Word 或 PDF"),
        ([*BULLETIN, "--again", "-o", "通报.docx"], 2, "--again 是另发一份，和 --issue 一起用"),
        (["report", *MONTH, "--issue", "-o", "月报.docx"], 2, "--issue 签发红头文件：和 --style 文件 一起用"),
        ([*REPORT, "--issue", "--unit", "区城管局", "-o", "月报.docx"], 2, "不和 --unit、--brief、--view 一起用"),
        ([*REPORT, "--issue", "-o", "没有/月报.docx"], 2, "没有文件夹 没有，先建好再写"),
        ([*REPORT, "--issue", "-o", "别的.docx"], 1, "别的.docx 不是 baicheng 生成的文件"),
        ([*REPORT, "--issue", "--dated", "2019-09-01", "-o", "月报.docx"], 2, "命令行的日期2019-09-01早于所用数据的"),
        (["report", *MONTH, "--sentences", "--issue"], 2, "--sentences 只建文稿文件"),
    ],
)
def test_what_cannot_go_out_uses_no_number(
    office: Office, monkeypatch: pytest.MonkeyPatch, arguments: list[str], code: int, words: str
) -> None:
    monkeypatch.chdir(office.data.parent)
    Path("别的.docx").write_bytes(b"by hand")
    said = office.ask(*arguments, day="2019-09-30")
    assert (said.code, said.out) == (code, "")
    assert words in said.err
    assert register(office) == []


@pytest.mark.parametrize(
    ("number", "words"),
    [("0", "--number 的值不对：0；要写不小于1的整数"), ("九", "--number 的值不对：“九”不是整数")],
)
def test_a_number_is_a_whole_one_from_1(office: Office, number: str, words: str) -> None:
    assert words in make(office, *BULLETIN, "--issue", "--number", number, code=2).err
    assert register(office) == []


def test_what_is_still_blank_on_a_signed_paper_is_said(office: Office) -> None:
    said = make(office, *BULLETIN, "--issue")
    assert "请核对：纸上还空着【待补：核实方式】、【待补：日期】、【待补：工作要求】；写进设置或 " in said.err
    sentences(office, "bulletin: {how: 现场核查, measures_by: 2019-10-10, demands: [按时报送]}\n")
    assert "待补" not in make(office, *BULLETIN, "--issue", "--again").err


def test_a_broken_template_uses_no_number(office: Office) -> None:
    template = office.data.parent / "坏.txt"
    template.write_text("正文：{{ report.nothing }}\n", "utf-8")
    said = make(office, *BULLETIN, "--issue", "--template", str(template), code=1)
    assert "坏.txt" in said.err and register(office) == []


# Numbers said by hand --------------------------------------------------------------------------------------------


def test_a_number_given_by_the_filing_clerk_is_entered_and_the_next_one_follows_it(office: Office) -> None:
    said = make(office, *BULLETIN, "--issue", "--number", "7")
    assert "按命令行用某百城〔2019〕7号，登记里下一个本是某百城〔2019〕1号" in said.err
    make(office, *REPORT, "--issue")
    assert [one["number"] for one in register(office)] == ["某百城〔2019〕7号", "某百城〔2019〕8号"]


def test_the_number_in_the_month_s_own_file_is_used_and_one_that_is_taken_is_refused(office: Office) -> None:
    sentences(office, "number: 1\nbulletin: {number: 1, dated: 2019-10-09}\n")
    make(office, *BULLETIN, "--issue")
    assert [(one["number"], str(one["day"])) for one in register(office)] == [("某百城〔2019〕1号", "2019-10-09")]
    said = make(office, *REPORT, "--issue", code=1)
    assert "office/2019-09.yaml写的1号重号：某百城〔2019〕1号已用于2019年9月份通报；下一个是2号" in said.err


def sentences(office: Office, text: str) -> None:
    (office.data / "office" / "2019-09.yaml").write_text(f"schema: 1\nmonth: 2019-09\n{text}", "utf-8")


def test_a_number_that_contradicts_the_register_is_said(office: Office) -> None:
    make(office, *BULLETIN, "--issue")
    said = make(office, *BULLETIN, "--number", "2", "--dated", "2019-10-08")
    assert "2019年9月份通报已于2019-09-30以某百城〔2019〕1号签发，命令行写的是2号，对不上；照命令行的印" in said.err
    assert "命令行写的日期是2019-10-08，对不上" in said.err
    assert any("某百城〔2019〕2号" in one for one in lines(office))
    sentences(office, "bulletin: {number: 5}\n")
    said = make(office, *BULLETIN)
    assert "2019-09.yaml写的是5号，对不上；照登记的印" in said.err
    assert any("某百城〔2019〕1号" in one for one in lines(office))


def test_another_day_s_figures_are_said(office: Office) -> None:
    """The limits are judged on the day: on another one the paper may say something else."""
    make(office, *BULLETIN, "--issue", day="2019-09-30")
    assert make(office, *BULLETIN, day="2019-09-30").err.count("\n") == 1
    said = make(office, *BULLETIN, day=None)
    assert "某百城〔2019〕1号是按2019-09-30的数出的，这里按2019-09-25看；要一样加 --as-of 2019-09-30" in said.err


def test_a_number_that_another_paper_has_is_said(office: Office) -> None:
    make(office, *BULLETIN, "--issue")
    said = make(office, *REPORT, "--number", "1")
    assert "命令行写的1号重号：某百城〔2019〕1号已用于2019年9月份通报；换一个，或用 --issue 取下一个" in said.err


def test_check_finds_a_number_in_the_month_s_own_file_that_the_register_does_not_have(office: Office) -> None:
    make(office, *BULLETIN, "--issue")
    sentences(office, "number: 1\nbulletin: {number: 5}\n")
    found = [line for line in office.ask("check", day=None).out.splitlines() if "BC657" in line]
    assert [line.partition("office/")[2] for line in found] == [
        "2019-09.yaml:3:9: BC657 警告：某百城〔2019〕1号已用于2019-09-30签发的通报；"
        "换一个没用过的，或删去，签发时取下一个",
        "2019-09.yaml:4:20: BC657 警告：2019-09的通报登记的是某百城〔2019〕1号，这里写的是5号；删去，或改成登记的",
    ]
    sentences(office, "bulletin: {number: 1}\n")
    assert "BC657" not in office.ask("check", day=None).out


# In the register -------------------------------------------------------------------------------------------------


def test_the_list_shows_every_kind_and_one_kind_when_asked(office: Office) -> None:
    make(office, *BULLETIN, "--issue")
    make(office, *REPORT, "--issue")
    office.ask("notice", "3.3", *MONTH, "--limit", "2019-10-31", "--issue", day="2019-09-30")
    rows = office.ask("notice", "list", "--format", "csv", "--raw", day="2019-11-05").out.splitlines()[1:]
    assert rows[:2] == [
        "某百城〔2019〕1号,通报,2019-09-30,各街道办事处、区政府有关部门、各有关单位,,2019年9月份工作,,,,,,,",
        "某百城〔2019〕2号,月报,2019-09-30,区政府,,2019年9月份工作,,,,,,,",
    ]
    assert "共3份，督办1件事：已办结0件，逾期1件" in office.ask("notice", "list", day="2019-11-05").out
    for kind in ("通报", "bulletin"):
        [item] = office.json("notice", "list", "--kind", kind, day="2019-11-05").items
        assert (item["number"], item["month"], item["task"]) == ("某百城〔2019〕1号", "2019-09", None)
    [left] = office.json("notice", "list", "--open", day="2019-11-05").items
    assert left["kind"] == "notice"
    wrong = office.ask("notice", "list", "--kind", "通告")
    assert wrong.code == 2 and "没有“通告”这种公文；可用：督办通知单、催办函、函、月报、通报" in wrong.err


def test_any_unit_may_sign_for_a_bulletin_and_say_what_it_will_do(office: Office) -> None:
    make(office, *BULLETIN, "--issue")
    sign = ("notice", "sign", "1", "--by")
    assert office.ask(*sign, "区城管局/王某", "--date", "2019-10-08", day=None).code == 0
    assert office.ask(*sign, "各有关单位", "--date", "2019-10-08", day=None).code == 0
    unknown = office.ask(*sign, "区城管/王某", "--date", "2019-10-08", day=None)
    assert unknown.code == 1 and "区城管" in unknown.err
    alone = office.ask(*sign, "王某", "--date", "2019-10-08", day=None)
    assert alone.code == 1 and "要写明是哪个单位" in alone.err
    reply = ("notice", "reply", "1", "--text", "已报整改措施", "--date", "2019-10-09")
    assert "要用 --unit 写明是哪个单位的反馈" in office.ask(*reply, day=None).err
    assert office.ask(*reply, "--unit", "区城管局", day=None).code == 0
    [item] = office.json("notice", "list", day="2019-10-10").items
    assert [one["unit"] for one in item["receipts"]] == ["区城管局", "各有关单位"]
    assert [one["unit"] for one in item["replies"]] == ["区城管局"] and item["result"] is None
    assert office.ask("check", day=None).code == 0


def test_a_report_is_received_and_not_replied_to(office: Office) -> None:
    make(office, *REPORT, "--issue")
    signed = office.ask("notice", "sign", "1", "--by", "区政府/李某", "--date", "2019-10-08", day=None)
    assert "区政府已于2019-10-08签收（李某）" in signed.out
    said = office.ask("notice", "reply", "1", "--text", "知道了", day=None)
    assert said.code == 1 and "某百城〔2019〕1号是月报，不要求反馈" in said.err


def test_nobody_is_reminded_of_a_bulletin(office: Office) -> None:
    make(office, *BULLETIN, "--issue")
    for arguments in (("--remind", "某百城〔2019〕1号"), ("某百城〔2019〕1号",)):
        said = office.ask("notice", *arguments, day="2019-11-05")
        assert said.code == 1
        assert "某百城〔2019〕1号是通报，不是督办的公文；再出一份用 baicheng bulletin --month 2019-09" in said.err
    office.ask("notice", "3.3", *MONTH, "--limit", "2019-10-31", "--issue", day="2019-09-30")
    said = office.ask("notice", "--remind", "1", "--limit", "2019-11-20", day="2019-11-05")
    assert said.code == 0 and "某百城督〔2019〕1号" in said.out, "a bare figure means the slip"


def test_the_desk_has_no_bulletin_in_hand(office: Office) -> None:
    make(office, *BULLETIN, "--issue")
    assert "督办" not in office.ask(day="2019-11-05").out


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ("kind: bulletin, to: [各有关单位], month: 2019-09", ""),
        ("kind: bulletin, month: 2019-09", ""),
        ("kind: report, to: [区政府]", "BC654 某百城〔2019〕1号没有写月份（month）"),
        ("kind: report, month: 2019-09, reminds: 某百城〔2019〕1号, time: 1", "BC654 某百城〔2019〕1号是月报，却写了"),
    ],
)
def test_check_asks_of_a_month_s_paper_what_it_needs(office: Office, record: str, said: str) -> None:
    text = f"schema: 1\nrecords:\n  - {{act: issue, number: 某百城〔2019〕1号, day: 2019-09-30, {record}}}\n"
    (office.data / "office" / "issued.yaml").write_text(text, "utf-8")
    found = [line for line in office.ask("check", day=None).out.splitlines() if ": BC" in line]
    assert (said in found[0] and len(found) == 1) if said else found == []


def test_two_who_issue_at_once_get_two_numbers(office: Office) -> None:
    """One bulletin and one report, in two processes; neither number is used twice."""
    command = [sys.executable, "-m", "baicheng_cli"]
    common = ["--issue", "--plan", str(PLAN), "--data", str(office.data), "--as-of", "2019-09-30"]
    outside = {**os.environ, "PYTHONUTF8": "1"}
    running = [
        subprocess.Popen(
            [*command, *what, *common, "-o", str(office.data.parent / f"{what[0]}.docx")],
            env=outside, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        for what in (REPORT, BULLETIN)
    ]  # fmt: skip
    assert [one.wait(60) for one in running] == [0, 0]
    records = register(office)
    assert [one["number"] for one in records] == ["某百城〔2019〕1号", "某百城〔2019〕2号"]
    for one in records:
        text = "\n".join(each.text for each in Document(str(office.data.parent / f"{one['kind']}.docx")).paragraphs)
        assert str(one["number"]) in text

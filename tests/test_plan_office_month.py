"""The office's own sentences for a month: read, refused at their place, printed, and never lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from calling import DAY, PLAN, ROOT, Office, Said, call

from baicheng_cli.errors import BrokenFile
from baicheng_cli.plan.office_month import load_office_month, office_month_file
from baicheng_cli.rules.check import check_all

DEMO = ROOT / "demo" / "2019"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path / "data")


def write(office: Office, text: str, name: str = "2019-09.yaml") -> Path:
    file = office.data / "office" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return file


def report(office: Office, *arguments: str) -> Said:
    return office.ask("report", "--month", "2019-09", *arguments, day=None)


def found(office: Office) -> list[str]:
    """What check says of the office's files: line, column, code, sentence."""
    return [
        f"{one.place.line}:{one.place.column} {one.code} {one.sentence}"
        for one in check_all(PLAN, office.data)
        if "/office/" in one.place.file
    ]


HEAD = "schema: 1\nmonth: 2019-09\n"


# Reading ---------------------------------------------------------------------------------------------------------


def test_a_month_without_a_file_has_no_sentences(office: Office) -> None:
    words = load_office_month(office.data, "2019-09")
    assert (words.overall, words.requests, words.requirements, words.demo) == (None, (), {}, False)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("overal: 平稳", "3:1 BC101 不认识的键“overal”；你是不是要找：overall？"),
        ("overall:", "3:9 BC010"),
        ("requests: 请协调", "3:11 BC103 “requests”应为列表（如 [区城管局]），写的是“请协调”"),
        ("issue: 第9期", "3:8 BC105"),
        ("issue: 0", "3:8 BC104 “issue”应为正整数，写的是“0”"),
        ("dated: 2019-09-31", "3:8 BC106"),
        ('requirements: {"3.33": 甲}', "3:16 BC621 计划里没有“3.33”这一条；你是不是要找：3.3、3.9.3、3.7.3？"),
        ('requirements: {"3.9": 甲}', "3:16 BC621 “3.9”是容器，不是任务；写到 3.9.1.1、3.9.1.2"),
        ("demo: true", "3:7 BC622 演示文稿混在真实数据里"),
        ("overall: ……", "3:10 BC623 这一句还没有写；写上句子，或在行首加 # 不用它"),
        ("requests: [甲, ……]", "3:15 BC623 这一句还没有写"),
        ("overall: 联系电话13812345678", "3:14 BC121 有手机号"),
    ],
)
def test_check_says_what_is_wrong_with_a_sentence_and_where(office: Office, lines: str, said: str) -> None:
    write(office, f"{HEAD}{lines}\n")
    [only] = found(office)
    assert only.startswith(said)


def test_check_reads_every_month_and_says_which_file_has_the_wrong_name(office: Office) -> None:
    write(office, HEAD, "2019-9.yaml")
    write(office, HEAD, "2019-10.yaml")
    write(office, HEAD)
    write(office, "别的文件\n", "issued.txt")
    assert sorted(found(office)) == [
        "0:0 BC620 文件名“2019-9.yaml”不是月份，不会被读到；改名为 2019-09.yaml",
        "2:8 BC620 文件名是 2019-10.yaml，内容却是2019-09；应为 month: 2019-10",
    ]


def test_one_file_of_sentences_can_be_checked_by_itself(office: Office) -> None:
    file = write(office, f"{HEAD}overal: 甲\n")
    said = call("check", file, "--plan", PLAN, "--data", office.data)
    assert said.code == 1
    assert said.out.endswith("2019-09.yaml:3:1: BC101 不认识的键“overal”；你是不是要找：overall？\n")
    assert call("check", DEMO / "office" / "2019-09.yaml", "--plan", PLAN).code == 0


def test_sentences_that_cannot_be_read_stop_the_report_with_their_place(office: Office) -> None:
    write(office, f"{HEAD}issue: 九\n")
    said = report(office)
    assert (said.code, said.out) == (1, "")
    assert "office/2019-09.yaml:3:8: BC105" in said.err
    write(office, HEAD.replace("09", "08"))
    with pytest.raises(BrokenFile, match="BC620"):
        load_office_month(office.data, "2019-09")


# Printing --------------------------------------------------------------------------------------------------------

SENTENCES = """\
issue: 5
total_issue: 17
dated: 2019-09-28
overall: 总体平稳，个别任务落后
common_problems: [手续办理偏慢。, 口径不一致]
requests: [请明确停车场用地]
next_steps: [召开调度会, 上门核实]
requirements: {"3.3": 10月底前补齐}
report_to: [区委, 区政府]
issue_to: [各牵头单位。]
copies: 30
"""


def test_what_the_office_wrote_is_printed_where_it_belongs(office: Office) -> None:
    write(office, HEAD + SENTENCES)
    page = report(office).out
    assert "\n第5期（总第17期）　（送审稿）\n" in page
    assert "日期：2019年9月28日　　统计月份：2019年9月" in page
    assert "\n总体平稳，个别任务落后。\n" in page
    assert "## 三、存在问题\n\n一是手续办理偏慢。\n\n二是口径不一致。\n" in page
    assert "### （一）提请研究事项\n\n请明确停车场用地。\n" in page
    assert "### （二）下步打算\n\n一是召开调度会。\n\n二是上门核实。\n" in page
    assert "\n---\n\n报：区委，区政府。\n\n发：各牵头单位。\n\n（共印30份）\n\n数据版本" in page
    assert "【待补：总体评价】" not in page
    html = report(office, "--format", "html").out
    assert "<p>第5期（总第17期）" not in html
    assert "第5期（总第17期）　（送审稿）" in html
    assert "<p>报：区委，区政府。</p>" in html


def test_what_nobody_wrote_is_asked_for(office: Office) -> None:
    write(office, f"{HEAD}overall: ……\nrequests: [……]\nreport_to: [……]\n")
    assert call("report", "--month", "2019-09", "--plan", PLAN, "--data", office.data).out.count("【待补：") == 4
    page = report(office).out
    for asked in ("总体评价", "共性问题", "提请研究事项"):
        assert f"【待补：{asked}】" in page
    assert "报：" not in page


def test_needs_stay_with_their_tasks_when_the_office_asks_for_something_else(office: Office) -> None:
    office.sidecar(
        "2019-09",
        "chengguan",
        "区城管局",
        '{id: aaaaaaaa, task: "3.3", date: 2019-09-25, values: {a: 70}, needs: 请移交地块}',
    )
    before = report(office).out
    assert "### （一）提请研究事项\n\n请移交地块。由区城管局提出" in before
    assert "需协调事项：请移交地块。" not in before
    write(office, f"{HEAD}requests: [请召开专题会]\n")
    after = report(office).out
    assert "### （一）提请研究事项\n\n请召开专题会。\n" in after
    assert "需协调事项：请移交地块。" in after


def test_sentences_of_a_demonstration_mark_the_paper(office: Office) -> None:
    """Where somebody put them into a real folder, the paper must not look real."""
    write(office, f"{HEAD}demo: true\noverall: 平稳\n")
    assert report(office).out.count("演示数据，非真实填报") == 2


def test_the_report_built_ten_times_is_the_same_and_leaves_the_file_alone(office: Office) -> None:
    file = write(office, HEAD + SENTENCES + "# 一条备注\n")
    before = file.read_bytes()
    pages = {report(office).out for _ in range(10)}
    assert len(pages) == 1
    assert file.read_bytes() == before


# The empty file --------------------------------------------------------------------------------------------------


def test_an_empty_file_is_laid_out_once_and_never_again(office: Office) -> None:
    file = office_month_file(office.data, "2019-09")
    first = report(office, "--sentences")
    assert (first.code, first.out) == (0, "")
    assert first.err.startswith("已建 ")
    text = file.read_text("utf-8")
    file.write_text(text + "overall: 平稳\n", "utf-8")
    second = report(office, "--sentences")
    assert (second.code, second.out) == (0, "")
    assert "没有改动" in second.err
    assert file.read_text("utf-8") == text + "overall: 平稳\n"
    assert "平稳。" in report(office).out


def test_the_empty_file_says_nothing_and_passes_check(office: Office) -> None:
    before = load_office_month(office.data, "2019-09")
    report(office, "--sentences")
    assert found(office) == []
    assert load_office_month(office.data, "2019-09") == before


@pytest.mark.parametrize("data", ["empty", "demo"])
def test_every_line_of_the_empty_file_can_be_used_by_taking_the_mark_away(office: Office, data: str) -> None:
    """Whatever the units wrote into it as comments, no key becomes another one."""
    if data == "demo":
        for file in DEMO.rglob("*.yaml"):
            if file.name != "2019-09.yaml":
                copy = office.data / file.relative_to(DEMO)
                copy.parent.mkdir(parents=True, exist_ok=True)
                copy.write_text(file.read_text("utf-8"), "utf-8")
    nasty = '"1. 甲: 乙 # 丙\\n- 丁\\u2028overall: 戊\\u0085x"'
    entry = f'{{id: aaaaaaaa, task: "3.8", date: 2019-09-25, values: {{a: 40}}, problems: {nasty}, needs: {nasty}}}'
    office.sidecar("2019-09", "fangguan", "区房管局", entry)
    report(office, "--sentences")
    file = office_month_file(office.data, "2019-09")
    lines = file.read_text("utf-8").split("\n")
    used = [
        line.removeprefix("# ").replace("……", "1", 1) if line.startswith(("# overall", "# issue", "# copies")) else line
        for line in lines
    ]
    used = [
        line[2:] if line.startswith(("# common", "# requ", "# next", "# report", "# send", "#   - ", '#   "')) else line
        for line in used
    ]
    file.write_text("\n".join(used), "utf-8")
    words = load_office_month(office.data, "2019-09")
    assert (words.overall, words.issue, words.copies) == ("1", 1, 1)
    assert (words.common_problems, words.requests, words.next_steps) == (("……",), ("……",), ("……",))
    assert set(words.requirements.values()) == {"……"}
    assert words.demo is (data == "demo")


def test_the_report_itself_never_writes_the_file(office: Office) -> None:
    for screen in (True, False):
        call("report", "--month", "2019-09", "--plan", PLAN, "--data", office.data, screen=screen)
    assert not (office.data / "office").exists()
    assert DAY == "2019-09-25"

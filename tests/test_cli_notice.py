"""`baicheng notice`: drafts, papers under numbers, reminders, receipts and replies, as a clerk makes them."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from calling import PLAN, ROOT, Office, Said, call
from docx import Document

from baicheng_cli.progress import calendar

DEMO = ("--plan", PLAN, "--data", ROOT / "demo/2019")
PAPERS = (
    "papers: {letter_head: 某某领导小组办公室, notice_word: 百城督, letter_word: 百城函, letters: [中原规划分局]}\n"
)
LIMIT = ("--limit", "2019-10-31", "--reply-by", "2019-10-10")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """区城管局 has reported 22 of 40 small parks in September; the rest of the plan is silent."""
    found = Office(tmp_path / "data")
    found.settings("office: tizhiban\n" + PAPERS)
    found.sidecar(
        "2019-09",
        "chengguan",
        "区城管局",
        "{id: aaaaaaaa, task: '3.3', date: 2019-09-25, received: 2019-09-24, values: {a: 75, b: 4, c: 22},"
        " problems: 地块 <3> 处 R&D 未移交, next: 10月底前再建5座}",
    )
    return found


def register(office: Office) -> list[dict[str, object]]:
    records: list[dict[str, object]] = yaml.safe_load((office.data / "office" / "issued.yaml").read_bytes())["records"]
    return records


def issue(office: Office, *arguments: str | Path, day: str = "2019-09-30") -> Said:
    said = office.ask("notice", *arguments, "--issue", "--month", "2019-09", day=day)
    assert said.code == 0, said.err
    return said


def words_of(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


# Drafts ----------------------------------------------------------------------------------------------------------


@pytest.mark.golden
@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("notice", ("3.3", *LIMIT)),
        ("notice-letter", ("3.1", "--urgency", "紧急", *LIMIT)),
        ("notice-silent", ("三（六）2",)),
    ],
)
def test_a_draft_as_text(name: str, arguments: tuple[str, ...]) -> None:
    said = call("notice", *arguments, "--month", "2019-09", *DEMO)
    text = "\n".join(line for line in said.out.splitlines() if not line.startswith(("数据版本", "<!--"))) + "\n"
    golden = ROOT / "tests" / "golden" / f"{name}-2019-09.md"
    if os.environ.get("BAICHENG_GOLDEN") == "write":
        golden.write_text(text, "utf-8")
    assert (said.code, said.err) == (0, "")
    assert text == golden.read_text("utf-8")


def test_a_draft_uses_no_number_and_writes_nothing(office: Office) -> None:
    said = office.ask("notice", "3.3", "--month", "2019-09")
    assert "| 编号 | 百城督〔2019〕　号 |" in said.out
    assert "| 签发日期 | 　　年　月　日 |" in said.out
    assert not (office.data / "office" / "issued.yaml").exists()


def test_the_figures_are_the_ledgers_and_the_reason_is_the_units_own(office: Office) -> None:
    out = office.ask("notice", "3.3", "--month", "2019-09").out
    assert "截至9月25日（序时进度75.0%），微公园、小游园累计完成22座，占年度目标（40座）的55.0%" in out
    assert (
        "落后序时进度20.0个百分点，进展滞后。<br>主要原因：地块 \\<3\\> 处 R&D 未移交。<br>下一步：10月底前再建5座。"
        in out
    )
    assert "新增绿地" not in out, "that part is well on its way"


def test_what_nobody_has_said_is_a_visible_blank(office: Office) -> None:
    office.settings("schema: 1\n".removeprefix("schema: 1\n"))
    said = office.ask("notice", "3.7.4", "--month", "2019-09")
    assert "| 编号 | 〔2019〕　号 |" in said.out
    assert "| 办结时限 | 【待补：办结时限】 |" in said.out
    assert "| 联系人、办公电话 | 　 |" in said.out
    file = office.data / "草稿.docx"
    office.ask("notice", "3.7.4", "--month", "2019-09", "-o", file)
    with zipfile.ZipFile(file) as archive:
        heads = "".join(archive.read(name).decode() for name in archive.namelist() if "header" in name)
    assert "【待补：红头】" in heads


def test_the_plans_own_limit_holds_where_none_is_given_and_the_reply_comes_with_the_next_report(office: Office) -> None:
    out = office.ask("notice", "3.3", "--month", "2019-09", day="2019-09-30").out
    assert "| 办结时限 | 2019年12月31日（方案规定的完成时限） |" in out
    assert "| 反馈时限与方式 | 2019年10月25日前，填写回执" in out


def test_the_office_says_source_requirement_opinion_and_urgency(office: Office) -> None:
    said = office.ask(
        "notice", "3.3", "--month", "2019-09", "--urgency", "特急", "--source", "区政府常务会议（2019年9月20日）",
        "--require", "10月底前建成30座", "--opinion", "拟请区城管局牵头办理",
    )  # fmt: skip
    for line in ("| 缓急 | 特急 |", "| 来源 | 区政府常务会议（2019年9月20日） |", "| 办理要求 | 10月底前建成30座。 |"):
        assert line in said.out
    assert "| 拟办意见 | 拟请区城管局牵头办理。 |" in said.out


def test_it_goes_to_a_supporting_unit_when_asked_and_to_no_stranger(office: Office) -> None:
    out = office.ask("notice", "3.3", "--to", "区农委", "--month", "2019-09", "-o", office.data / "单").err
    assert "01-督办通知单（草稿）-三（三）-区农委.docx" in out
    wrong = office.ask("notice", "3.3", "--to", "区教体局", "--month", "2019-09")
    assert wrong.code == 1
    assert "区教体局不是三（三）的单位；可发给：区城管局、区农委、区文旅局、各街道办事处" in wrong.err


def test_units_that_are_not_subordinate_get_a_letter_of_their_own(office: Office) -> None:
    """Of several units of one measure, one is asked by 函 and the other gets a slip; each has a number."""
    office.settings("office: tizhiban\n" + PAPERS.replace("中原规划分局", "各项工作牵头单位"))
    issue(office, "4.2", "--limit", "2019-10-31")
    assert [(one["number"], one["kind"], one["to"]) for one in register(office)] == [
        ("百城督〔2019〕1号", "notice", ["区百城提质办"]),
        ("百城函〔2019〕1号", "letter", ["各项工作牵头单位"]),
    ]


# Which -----------------------------------------------------------------------------------------------------------


def test_the_worst_tasks_are_chosen_as_on_the_one_page_report(tmp_path: Path) -> None:
    said = call("notice", "--worst", "3", "--month", "2019-09", *DEMO, "-o", tmp_path / "单")
    assert said.code == 0
    assert sorted(one.name for one in (tmp_path / "单").iterdir()) == [
        "01-督办通知单（草稿）-三（九）2（1）-区城区道路交通秩序综合治理办公室.docx",
        "02-督办通知单（草稿）-三（三）-区城管局.docx",
        "03-督办通知单（草稿）-三（四）-区农委.docx",
    ]


def test_a_light_or_a_unit_chooses_and_named_tasks_come_in_the_plans_order(tmp_path: Path) -> None:
    for arguments, clauses in (
        (("--light", "滞后"), ["三（三）", "三（四）", "三（七）4"]),
        (("--unit", "区农委"), ["三（四）"]),
        (("3.9.2.1", "三（三）", "3.3"), ["三（三）", "三（九）2（1）"]),
    ):
        said = call("notice", *arguments, "--month", "2019-09", *DEMO, "-o", tmp_path / "单", "--format", "md")
        assert [line.rpartition("/")[2].split("-")[2] for line in said.err.splitlines()] == clauses


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ("", 2, "缺少条目，如 baicheng notice 3.3"),
        ("3.3 --worst 2", 2, "写了条目，就不再用 --light、--worst、--unit 来选"),
        ("3.33", 1, "没有条目“3.33”；你是不是要找：3.3"),
        ("3.9", 1, "三（九）（3.9）下面还有条目"),
        ("--light 橙", 2, "没有“橙”这种状态"),
        ("--light 逾期", 1, "没有符合的任务"),
        ("3.3 --urgency 加急", 2, "没有“加急”这种缓急；可用：一般、紧急、特急"),
        ("3.3 --format pdf", 2, "pdf 不能显示在屏幕上，请用 -o 写到文件或文件夹"),
        ("3.3 --format xls", 2, "notice 没有“xls”这种格式；可用：md、docx、pdf"),
        ("3.3 -o 单.xlsx", 2, "通知单写不成 .xlsx"),
        ("3.3 -o 单.docx --format pdf", 2, "--format pdf 与文件名 单.docx 对不上"),
        ("3.3 3.4 -o 单.docx", 2, "一事一单，这里有2份；-o 写文件夹，如 -o 通知单/"),
        ("3.3 -o 没有/单.docx", 2, "没有文件夹 没有，先建好再写"),
        ("3.3 --limit 2019-09-01", 2, "--limit 2019-09-01早于成文日期2019-09-25；改时限，或用 --as-of 写明按哪一天出"),
        ("3.3 --limit 2019-10-01 --reply-by 2019-10-08", 2, "反馈时限2019-10-08晚于办结时限2019-10-01"),
        ("3.3 --dated 2019-09-01", 2, "--dated 2019-09-01早于所用数据的日期2019-09-25"),
        ("--remind", 2, "缺少编号"),
        ("--remind 1", 1, "没有编号为“1”的发文；用 baicheng notice list 看发过哪些"),
        ("lst", 1, "没有条目“lst”；你是不是要找：list"),
        ("--month 2019-09 list", 2, "list 写在最前面：baicheng notice list"),
        ("list --nothing", 2, "没有选项 --nothing"),
        ("sign", 2, "缺少 编号"),
        ("sign 1", 2, "缺少 --by"),
    ],
)
def test_a_wrong_call_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: str, code: int, words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    month = () if "--month" in arguments or arguments.startswith(("list", "sign")) else ("--month", "2019-09")
    said = call("notice", *arguments.split(), *month, *(() if arguments.startswith("list") else DEMO))
    assert said.code == code, said.err
    assert words in said.err
    assert said.out == ""


def test_the_help_shows_the_papers_options_and_the_registers_commands() -> None:
    said = call("notice", "--help").out
    assert said.startswith("用法：baicheng notice [选项] [条目或编号]")
    assert "--remind" in said and "  list " in said and "make" not in said
    assert call("notice", "3.3", "--nothing").err.splitlines()[1] == "用法见 baicheng notice --help"


# Under a number --------------------------------------------------------------------------------------------------


def test_a_number_is_used_up_by_issuing_and_each_word_counts_for_itself(office: Office) -> None:
    said = issue(office, "3.3", "3.1", *LIMIT, "-o", office.data / "单")
    assert "已签发 百城函〔2019〕1号（三（一），中原规划分局）" in said.err
    assert sorted(one.name for one in (office.data / "单").iterdir()) == [
        "2019-001-函-三（一）-中原规划分局.docx",
        "2019-001-督办通知单-三（三）-区城管局.docx",
    ]
    issue(office, "3.4", *LIMIT)
    assert [one["number"] for one in register(office)] == [
        "百城函〔2019〕1号",
        "百城督〔2019〕1号",
        "百城督〔2019〕2号",
    ]
    assert register(office)[1] | {"recorded": None} == {
        "act": "issue",
        "number": "百城督〔2019〕1号",
        "day": register(office)[1]["day"],
        "kind": "notice",
        "to": ["区城管局"],
        "task": "3.3",
        "limit": register(office)[1]["limit"],
        "reply_by": register(office)[1]["reply_by"],
        "urgency": "一般",
        "month": "2019-09",
        "seen": register(office)[1]["seen"],
        "recorded": None,
    }
    assert [str(register(office)[1][key]) for key in ("day", "limit", "reply_by", "seen")] == [
        "2019-09-30",
        "2019-10-31",
        "2019-10-10",
        "2019-09-30",
    ]


def test_the_paper_carries_the_number_and_the_day_it_was_issued_under(office: Office) -> None:
    file = office.data / "单.docx"
    issue(office, "3.3", *LIMIT, "-o", file)
    said = words_of(file.read_bytes())
    assert "百城督〔2019〕1号" in said and "2019年9月30日" in said and "〔2019〕　号" not in said
    assert "地块 <3> 处 R&D 未移交" in said


def test_what_is_still_blank_on_an_issued_paper_is_said(office: Office) -> None:
    office.settings("papers: {notice_word: 百城督}\n")
    said = issue(office, "3.3", *LIMIT, "-o", office.data / "单.docx")
    assert "请核对：纸上还空着【待补：红头】；写进设置，写编号重出一份，编号不变" in said.err
    office.settings("office: tizhiban\n" + PAPERS)
    assert "待补" not in issue(office, "3.4", *LIMIT, "-o", office.data / "单.docx").err


def test_a_receipt_without_a_day_is_of_today_also_when_the_plans_period_is_over(office: Office) -> None:
    issue(office, "3.3", *LIMIT)
    said = office.ask("notice", "sign", "百城督〔2019〕1号", "--by", "王某", day=None)
    assert (said.code, said.err) == (0, ""), "and no word of a day that it could be asked for"
    office.ask("notice", "reply", "百城督〔2019〕1号", "--text", "已移交", day=None)
    assert [one["day"] for one in register(office)[1:]] == [calendar.today()] * 2
    [paper] = office.json("notice", "list", day=None).items
    assert paper["receipts"][0]["date"] == str(calendar.today()), "and the list looks as far as the register goes"


def test_the_same_matter_is_not_issued_twice_unless_asked_again(office: Office) -> None:
    issue(office, "3.3", *LIMIT)
    said = office.ask("notice", "3.3", "3.4", *LIMIT, "--issue", "--month", "2019-09")
    assert said.code == 1
    assert (
        "三（三）已于2019-09-30以百城督〔2019〕1号发给区城管局，还没有办结；催办用 --remind 百城督〔2019〕1号"
        in said.err
    )
    assert len(register(office)) == 1, "all or none"
    issue(office, "3.3", *LIMIT, "--again")
    office.ask("notice", "reply", "百城督〔2019〕1号", "--result", "已办结", "--date", "2019-10-09", day=None)
    office.ask("notice", "reply", "百城督〔2019〕2号", "--result", "已办结", "--date", "2019-10-09", day=None)
    issue(office, "3.3", *LIMIT, day="2019-10-10")
    assert [one["number"] for one in register(office) if one["act"] == "issue"][-1] == "百城督〔2019〕3号"


def test_a_task_without_a_day_is_not_issued_without_a_limit(office: Office) -> None:
    said = office.ask("notice", "3.7.4", "--issue", "--month", "2019-09")
    assert said.code == 1
    assert "三（七）4签发前要写明办结时限：方案没有定，或者已经过了；加 --limit 日期" in said.err
    assert not (office.data / "office" / "issued.yaml").exists()


def test_no_number_is_used_up_when_the_paper_cannot_be_made_or_written(office: Office) -> None:
    there = office.data / "单.docx"
    there.write_bytes(b"somebody's own")
    said = office.ask("notice", "3.3", *LIMIT, "--issue", "--month", "2019-09", "-o", there)
    assert said.code == 1 and "不是 baicheng 生成的文件" in said.err
    assert there.read_bytes() == b"somebody's own"
    own = office.data / "office" / "templates" / "word" / "notice.txt"
    own.parent.mkdir(parents=True)
    own.write_text("页面：公文\n公文正文：{{ notice.nonsense }}\n", "utf-8")
    said = office.ask("notice", "3.3", *LIMIT, "--issue", "--month", "2019-09", "-o", office.data / "另.docx")
    assert said.code == 1 and "没有“nonsense”这一项" in said.err
    assert not (office.data / "office" / "issued.yaml").exists()


def test_two_people_issuing_at_once_get_two_numbers_and_nothing_is_lost(office: Office) -> None:
    """Six processes at the same moment; each has its own matter."""
    tasks = ["3.2", "3.3", "3.4", "3.5.1", "3.6.2", "3.9.3"]
    command = [sys.executable, "-m", "baicheng_cli", "notice"]
    common = ["--issue", "--month", "2019-09", "--as-of", "2019-09-30", *LIMIT]
    common += ["--plan", str(office.plan), "--data", str(office.data)]
    outside = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    running = [
        subprocess.Popen([*command, task, *common], env=outside, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for task in tasks
    ]
    assert [one.wait(60) for one in running] == [0] * 6
    records = register(office)
    assert sorted(str(one["task"]) for one in records) == sorted(tasks)
    assert [one["number"] for one in records] == [f"百城督〔2019〕{place}号" for place in range(1, 7)]


def test_a_paper_that_was_issued_is_made_again_from_its_number(office: Office) -> None:
    first, again = office.data / "一.docx", office.data / "二.docx"
    issue(office, "3.3", *LIMIT, "--urgency", "紧急", "--require", "限期整改", "-o", first)
    office.sidecar("2019-10", "chengguan", "区城管局", "{id: bbbbbbbb, task: '3.3', date: 2019-10-25, values: {c: 30}}")
    said = office.ask("notice", "百城督[2019]1号", "-o", again, day="2019-11-05")
    assert said.code == 0
    assert len(register(office)) == 1
    old, new = (words_of(one.read_bytes()).splitlines() for one in (first, again))
    version = [line for line in old if "统计截止" in line]
    assert [line for line in new if line not in old and "统计截止" not in line] == []
    assert version and "累计完成22座" in "\n".join(new) and "限期整改" in "\n".join(new)
    refused = office.ask("notice", "百城督〔2019〕1号", "--issue", day="2019-11-05")
    assert refused.code == 2 and "写编号是把发过的重出一份，不再签发" in refused.err


# Reminders -------------------------------------------------------------------------------------------------------


@pytest.mark.golden
@pytest.mark.parametrize(
    ("name", "number"), [("reminder", "百城督〔2019〕1号"), ("reminder-letter", "百城函〔2019〕1号")]
)
def test_a_reminder_as_text(office: Office, name: str, number: str) -> None:
    issue(office, "3.3", "3.1", *LIMIT)
    office.ask("notice", "reply", "百城督〔2019〕1号", "--text", "地块移交还差3处", "--date", "2019-10-09", day=None)
    said = office.ask("notice", "--remind", number, "--limit", "2019-11-20", day="2019-11-05")
    text = "\n".join(line for line in said.out.splitlines() if not line.startswith(("数据版本", "<!--"))) + "\n"
    golden = ROOT / "tests" / "golden" / f"{name}.md"
    if os.environ.get("BAICHENG_GOLDEN") == "write":
        golden.write_text(text, "utf-8")
    assert said.code == 0, said.err
    assert text == golden.read_text("utf-8")


def test_the_first_reminder_is_of_the_reply_the_next_of_the_work(office: Office) -> None:
    issue(office, "3.3", *LIMIT)
    early = office.ask("notice", "--remind", "1", "--limit", "2019-10-18", day="2019-10-10")
    assert early.code == 1
    assert "百城督〔2019〕1号时限2019-10-10还没有过（按2019-10-10看），不用催" in early.err
    said = office.ask("notice", "--remind", "1", "--limit", "2019-10-18", "--issue", day="2019-10-14")
    assert "要求于2019年10月10日前反馈办理情况，现已逾期4天。至今未收到办理情况。现作第1次催办。" in said.out
    assert "逾期将予通报" in said.out and "百城督〔2019〕2号" in said.out
    waiting = office.ask("notice", "--remind", "1", "--limit", "2019-10-25", day="2019-10-18")
    assert waiting.code == 1 and "第1次催办时限2019-10-18还没有过" in waiting.err
    again = office.ask("notice", "--remind", "百城督〔2019〕2号", "--limit", "2019-11-10", "--issue", day="2019-11-02")
    assert "要求于2019年10月31日前办结，现已逾期2天" in again.out and "现作第2次催办" in again.out
    assert [(one["number"], one.get("reminds"), one.get("time")) for one in register(office)] == [
        ("百城督〔2019〕1号", None, None),
        ("百城督〔2019〕2号", "百城督〔2019〕1号", 1),
        ("百城督〔2019〕3号", "百城督〔2019〕1号", 2),
    ]


def test_what_is_done_is_not_chased(office: Office) -> None:
    issue(office, "3.3", *LIMIT)
    office.ask("notice", "reply", "1", "--text", "已建成", "--result", "已办结", "--date", "2019-10-30", day=None)
    said = office.ask("notice", "--remind", "1", "--limit", "2019-11-10", day="2019-11-05")
    assert said.code == 1 and "百城督〔2019〕1号已办结，不用催" in said.err


def test_a_reminder_needs_a_new_limit_to_be_issued(office: Office) -> None:
    issue(office, "3.3", *LIMIT)
    draft = office.ask("notice", "--remind", "1", day="2019-11-05")
    assert "请于【待补：新的时限】前办结" in draft.out
    said = office.ask("notice", "--remind", "1", "--issue", day="2019-11-05")
    assert said.code == 1 and "签发前要写明新的时限；加 --limit 日期" in said.err


# Receipts, replies, the list -------------------------------------------------------------------------------------


def test_the_list_says_who_signed_what_came_back_and_what_is_late(office: Office) -> None:
    issue(office, "3.3", "3.4", "3.1", *LIMIT)
    office.ask("notice", "sign", "百城督〔2019〕1号", "--by", "区城管局/王某", "--date", "2019-10-08", day=None)
    office.ask("notice", "reply", "百城督〔2019〕1号", "--text", "移交还差3处", "--date", "2019-10-09", day=None)
    office.ask("notice", "reply", "百城督〔2019〕2号", "--result", "已办结", "--date", "2019-10-20", day=None)
    rows = office.ask("notice", "list", "--format", "csv", "--raw", day="2019-11-05").out.splitlines()
    assert rows == [
        "编号,种类,签发,发往,条款,事项,办结时限,反馈时限,签收,反馈,第几次,结果,逾期天数",
        "百城函〔2019〕1号,函,2019-09-30,中原规划分局,三（一）,完善规划体系，推进城市规划高质量,2019-10-31,2019-10-10,"
        "未签收,未反馈,,,办结逾期5天",
        "百城督〔2019〕1号,督办通知单,2019-09-30,区城管局,三（三）,做好以绿荫城，建设生态园林城市,2019-10-31,2019-10-10,"
        "2019-10-08 王某,2019-10-09 移交还差3处,,正在办理,办结逾期5天",
        "百城督〔2019〕2号,督办通知单,2019-09-30,区农委,三（四）,做好以水润城，提升水生态环境品质,2019-10-31,2019-10-10,"
        "未签收,2019-10-20,,已办结,",
    ]
    assert "共3份，督办3件事：已办结1件，逾期2件" in office.ask("notice", "list", day="2019-11-05").out
    for flags, numbers in (
        (("--open",), ["百城函〔2019〕1号", "百城督〔2019〕1号"]),
        (("--late",), ["百城函〔2019〕1号", "百城督〔2019〕1号"]),
        (("--unit", "区农委"), ["百城督〔2019〕2号"]),
        (("--task", "三（三）"), ["百城督〔2019〕1号"]),
    ):
        said = office.json("notice", "list", *flags, day="2019-11-05")
        assert [one["number"] for one in said.items] == numbers
    item = office.json("notice", "list", "--task", "3.3", day="2019-11-05").items[0]
    assert (item["late"], item["overdue_days"], item["result"]) == ("limit", 5, "正在办理")
    assert item["receipts"] == [{"unit": "区城管局", "by": "王某", "date": "2019-10-08"}]
    assert office.json("notice", "list", day="2019-09-29").items == []


def test_a_receipt_of_the_month_after_the_plan_ended_has_the_day_it_came(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    issue(office, "3.3", *LIMIT)
    monkeypatch.setattr("baicheng_cli.progress.calendar.now", lambda: datetime(2020, 1, 8, tzinfo=UTC))
    signed = office.ask("notice", "sign", "1", "--by", "区城管局/王某", day=None)
    assert "区城管局已于2020-01-08签收（王某）" in signed.out
    assert "区城管局已于2020-01-08反馈" in office.ask("notice", "reply", "1", "--text", "已移交", day=None).out


def test_a_receipt_with_its_day_is_looked_up_on_that_day_without_a_word_about_another(office: Office) -> None:
    issue(office, "3.3", *LIMIT)
    signed = office.ask("notice", "sign", "1", "--by", "区城管局/王某", "--date", "2019-10-08", day=None)
    assert (signed.code, signed.err) == (0, "")


def test_todays_desk_says_what_is_in_hand_and_what_is_late(office: Office) -> None:
    issue(office, "3.3", "3.4", *LIMIT)
    office.ask("notice", "--remind", "1", "--limit", "2019-10-18", "--issue", day="2019-10-14")
    office.ask("notice", "reply", "百城督〔2019〕2号", "--result", "已办结", "--date", "2019-10-09", day=None)

    def desk(day: str) -> str:
        return call("--plan", office.plan, "--data", office.data, "--as-of", day).out

    assert "督办1件没有办结，逾期1件\n  百城督〔2019〕1号　三（三）（区城管局）办结逾期2天，已催1次\n" in desk(
        "2019-11-02"
    )
    assert "    baicheng notice list --late --plan" in desk("2019-11-02")
    assert "督办2件没有办结，没有逾期的" in desk("2019-10-08")
    assert "督办" not in desk("2019-09-28")


def test_without_papers_the_list_says_so(office: Office) -> None:
    said = office.ask("notice", "list")
    assert said.code == 0 and "没有签发过这样的公文" in said.out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("sign 1 --by 王某 --date 2019-10-08", 0, "百城督〔2019〕1号：区城管局已于2019-10-08签收（王某）"),
        ("sign 百城督〔2019〕1号 --by 区城管局 --date 2019-10-08", 0, "区城管局已于2019-10-08签收；"),
        ("sign 1 --by 区农委 --date 2019-10-08", 1, "百城督〔2019〕1号没有发给区农委，发给的是区城管局"),
        ("sign 1 --by 城管/王某 --date 2019-10-08", 1, "没有“城管”这个单位；你是不是要找"),
        ("sign 1 --by 王某 --date 2019-09-01", 1, "百城督〔2019〕1号是2019-09-30签发的，--date 2019-09-01早了"),
        ("sign 1 --by 王某 --date 2999-01-01", 1, "--date 2999-01-01还没有到"),
        ("sign 7 --by 王某", 1, "没有编号为“7”的发文"),
        ("reply 1", 2, "--text、--result 至少写一个"),
        ("reply 1 --result 办完了", 2, "没有“办完了”这种结果；可用：已办结、正在办理、未办结"),
        ("reply 1 --text 在办 --unit 区农委 --date 2019-10-08", 1, "百城督〔2019〕1号没有发给区农委"),
        ("reply 1 --text 在办 --date 2019-10-08", 0, "百城督〔2019〕1号：区城管局已于2019-10-08反馈，正在办理"),
    ],
)
def test_receipts_and_replies_are_entered_for_the_unit_it_went_to(
    office: Office, words: str, code: int, said: str
) -> None:
    issue(office, "3.3", *LIMIT)
    before = (office.data / "office" / "issued.yaml").read_bytes()
    answer = office.ask("notice", *words.split(), day=None)
    assert answer.code == code, answer.err
    assert said in (answer.out if code == 0 else answer.err)
    after = (office.data / "office" / "issued.yaml").read_bytes()
    assert after.startswith(before) and (after != before) == (code == 0)


def test_what_was_entered_already_is_pointed_out(office: Office) -> None:
    issue(office, "3.3", *LIMIT)
    for words, said in (
        ("sign 1 --by 王某 --date 2019-10-08", "百城督〔2019〕1号已由区城管局于2019-10-08签收（王某），不用再记"),
        ("reply 1 --text 在办 --date 2019-10-09", "百城督〔2019〕1号：区城管局的这条反馈已经记过，不用再记"),
    ):
        assert office.ask("notice", *words.split(), day=None).code == 0
        again = office.ask("notice", *words.split(), day=None)
        assert again.code == 1 and said in again.err


def test_a_demonstrations_register_and_papers_say_so(tmp_path: Path) -> None:
    data = tmp_path / "demo"
    shutil.copytree(ROOT / "demo" / "2019", data)
    demo = Office(data)
    issue(demo, "3.3", *LIMIT, "-o", tmp_path / "单.docx")
    assert (
        (data / "office" / "issued.yaml")
        .read_text("utf-8")
        .startswith("# 演示数据，非真实填报\nschema: 1\ndemo: true\n")
    )
    with zipfile.ZipFile(tmp_path / "单.docx") as archive:
        heads = [archive.read(name).decode() for name in archive.namelist() if "header" in name]
    assert heads and all("演示数据，非真实填报" in one for one in heads)
    assert demo.ask("check", day=None).code == 0


def test_a_template_of_ones_own_makes_papers_of_one_kind(office: Office, tmp_path: Path) -> None:
    own = tmp_path / "本办.txt"
    own.write_text("页面：公文\n公文标题：{{ notice.subject }}\n公文正文：{{ notice.number }}", "utf-8")
    file = tmp_path / "单.docx"
    assert office.ask("notice", "3.3", "--month", "2019-09", "--template", own, "-o", file).code == 0
    assert words_of(file.read_bytes()).replace("\n", "").startswith("做好以绿荫城，建设生态园林城市百城督〔2019〕　号")
    mixed = office.ask("notice", "3.3", "3.1", "--month", "2019-09", "--template", own, "-o", tmp_path / "单")
    assert mixed.code == 2 and "一个 --template 只出一种公文，这里有函、督办通知单" in mixed.err
    text = office.ask("notice", "3.3", "--month", "2019-09", "--template", own)
    assert text.code == 2 and "--template 是 Word 模板" in text.err


# Files -----------------------------------------------------------------------------------------------------------


def test_a_draft_is_replaced_by_the_next_one_but_not_once_somebody_wrote_in_it(office: Office) -> None:
    file = office.data / "单.docx"
    make = ("notice", "3.3", "--month", "2019-09", "-o", file)
    assert office.ask(*make).code == office.ask(*make).code == 0
    document = Document(str(file))
    document.add_paragraph("手写的")
    document.save(str(file))
    said = office.ask(*make)
    assert said.code == 1 and "不是 baicheng 生成的文件，或生成后改过，没有覆盖" in said.err
    assert office.ask(*make, "--force").code == 0


def test_the_same_paper_is_the_same_bytes(office: Office, tmp_path: Path) -> None:
    files = [tmp_path / "一.docx", tmp_path / "二.docx"]
    for file in files:
        office.ask("notice", "3.3", "--month", "2019-09", "-o", file)
    assert files[0].read_bytes() == files[1].read_bytes()


def test_several_as_text_stand_in_one_file_or_one_by_one_in_a_folder(office: Office) -> None:
    one, folder = office.data / "全部.md", office.data / "单"
    office.ask("notice", "3.3", "3.4", "--month", "2019-09", "-o", one)
    assert one.read_text("utf-8").count("# 督办通知单\n") == 2
    office.ask("notice", "3.3", "3.4", "--month", "2019-09", "-o", folder, "--format", "md")
    assert [file.suffix for file in folder.iterdir()] == [".md", ".md"]
    again = office.ask("notice", "3.3", "3.4", "--month", "2019-09", "-o", folder, "--format", "md")
    assert again.code == 0

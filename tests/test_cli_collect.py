"""A month's reports through the command line: open, look, remind, let off, check and close."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import pytest
import yaml
from filling import CHENGGUAN, NONGWEI, REPORT, SEPTEMBER, Collection, today
from openpyxl import load_workbook

from baicheng_cli.forms.columns import PARTS_SHEET

MONTH = ("--month", SEPTEMBER)
ALL = 13
"""Units that owe a report of September."""


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Collection:
    """September has begun; nothing was recorded, nothing opened."""
    today(monkeypatch, "2019-09-16")
    office = Collection(tmp_path)
    office.settings("office: tizhiban\nreporting: {first_month: 2019-09}\n")
    return office


@pytest.fixture
def opened(office: Collection) -> Collection:
    """September is open, its forms lie in the folder."""
    said = office.open()
    assert said.code == 0, said.err
    return office


def files(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


def reported(office: Collection, name: str = NONGWEI) -> None:
    """The form of one unit, filled in and recorded."""
    said = office.read(office.form(name, REPORT, f"收到_{name}"), "--apply")
    assert said.code == 0, said.err


def waive_rest(office: Collection) -> list[str]:
    """`--waive` for everybody who has not reported."""
    items = office.do("collect", "status", *MONTH, "--format", "json").items
    return [word for one in items if one["state"] == "missing" for word in ("--waive", f"{one['unit']}=本月无任务")]


# --- open -------------------------------------------------------------------------------------------------------------


def test_opening_writes_a_form_for_everybody_who_owes_in_the_official_order(office: Collection) -> None:
    said = office.open()
    assert said.code == 0
    assert "已开账：应报13个单位，记入" in said.err
    names = sorted(files(office.folder))
    assert len(names) == ALL
    assert names[:3] == ["01_区文明办_2019年9月填报表.xlsx", CHENGGUAN, NONGWEI]
    units = [name.split("_")[1] for name in names]
    register = [one["name"] for one in office.json("units").items]
    assert units == [name for name in register if name in units]
    assert [line.split()[1] for line in said.out.splitlines() if "新写" in line][:3] == [
        "区文明办",
        "区城管局",
        "区农委",
    ]
    assert "写了13份" in said.out
    cycle = yaml.safe_load((office.data / "progress" / SEPTEMBER / "cycle.yaml").read_text("utf-8"))
    assert [one["unit"] for one in cycle["owed"]] == units
    assert cycle["owed"][1] == {"unit": "区城管局", "tasks": ["3.3", "3.7.1", "3.7.2", "3.7.3", "3.9.3", "3.9.5"]}
    assert [str(cycle[key]) for key in ("opened", "data_until", "submit_by")] == [
        "2019-09-16",
        "2019-09-25",
        "2019-09-25",
    ]


def test_opening_again_changes_nothing(opened: Collection) -> None:
    forms, written = files(opened.folder), opened.written
    said = opened.open()
    assert said.code == 0
    assert said.err == ""
    assert "13份已有，没有覆盖" in said.out
    assert "要重写已有的，加 --force" in said.out
    assert (files(opened.folder), opened.written) == (forms, written)


def test_a_form_that_was_lost_is_written_again_and_no_other(opened: Collection) -> None:
    filled = opened.form(CHENGGUAN, {"3.3.a": 70}).read_bytes()
    (opened.folder / NONGWEI).unlink()
    assert "写了1份，12份已有，没有覆盖" in opened.open().out
    assert "没有填" in opened.read(opened.folder / NONGWEI).out
    assert (opened.folder / CHENGGUAN).read_bytes() == filled


def test_force_writes_anew_and_puts_a_filled_in_form_aside(opened: Collection) -> None:
    before = files(opened.folder)
    filled = opened.form(CHENGGUAN, {"3.3.a": 70}).read_bytes()
    said = opened.open("--force")
    assert said.code == 0
    assert "重新确定了应报名单" in said.err
    assert "重写，原表另存" in said.out
    assert list(files(opened.folder)) == sorted([*before, f"{CHENGGUAN}.旧"])
    assert (opened.folder / f"{CHENGGUAN}.旧").read_bytes() == filled
    assert load_workbook(opened.folder / CHENGGUAN)[PARTS_SHEET]["H4"].value is None
    again = opened.form(CHENGGUAN, {"3.3.a": 71}).read_bytes()
    opened.open("--force")
    assert (opened.folder / f"{CHENGGUAN}.旧").read_bytes() == filled
    assert (opened.folder / f"{CHENGGUAN}.旧2").read_bytes() == again


def test_who_owes_stays_frozen_when_settings_change_and_force_looks_anew(opened: Collection) -> None:
    opened.settings("office: tizhiban\nreporting: {first_month: 2019-09, who: all}\n")
    assert "应报13个单位" in opened.open().out
    said = opened.open("--force")
    assert "应报13个单位" not in said.out
    assert "区教体局" in said.out


def test_a_packet_holds_every_form_as_it_was_sent(opened: Collection) -> None:
    sent = files(opened.folder)
    opened.form(CHENGGUAN, {"3.3.a": 70})
    said = opened.open("--zip")
    assert said.code == 0
    pack = opened.top / "填报表.zip"
    assert f"压缩包：{pack}" in said.out
    with zipfile.ZipFile(pack) as archive:
        names = archive.namelist()
        assert names == sorted(sent)
        assert load_workbook(io.BytesIO(archive.read(CHENGGUAN)))[PARTS_SHEET]["H4"].value is None
        assert archive.read(NONGWEI) == sent[NONGWEI]
        assert all(one.flag_bits & 0x800 for one in archive.infolist())  # Chinese names say that they are UTF-8


def test_a_packet_that_is_there_stays_and_that_is_said(opened: Collection) -> None:
    pack = opened.top / "填报表.zip"
    opened.open("--zip")
    assert opened.open("--zip").err == ""
    pack.write_bytes(b"something else")
    said = opened.open("--zip")
    assert f"已有 {pack}，没有覆盖，里面和现在的填报表不一样；要重新打包加 --force" in said.err
    assert pack.read_bytes() == b"something else"
    opened.open("--zip", "--force")
    with zipfile.ZipFile(pack) as archive:
        assert len(archive.namelist()) == ALL


def test_forms_lie_where_one_stands_unless_a_folder_is_named(
    office: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    (elsewhere := office.top / "别处").mkdir()
    monkeypatch.chdir(elsewhere)
    said = office.do("collect", "open", *MONTH, "--zip")
    assert said.code == 0, said.err
    assert sorted(one.name for one in elsewhere.iterdir()) == ["填报表-2019-09", "填报表-2019-09.zip"]
    assert len(files(elsewhere / "填报表-2019-09")) == ALL
    assert "填报表-2019-09/：写了13份" in said.out


def test_the_form_of_one_unit_alone(office: Collection) -> None:
    assert office.open("--unit", "区农委").code == 0
    assert list(files(office.folder)) == [NONGWEI]
    cycle = yaml.safe_load((office.data / "progress" / SEPTEMBER / "cycle.yaml").read_text("utf-8"))
    assert len(cycle["owed"]) == ALL


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("--month", "2019-13"), 2, "“2019-13”不是月份，应写作 2019-09"),
        (("--month", "2019-10"), 1, "2019-10还没有开始"),
        (("--month", "2019-08"), 1, "首次报送月份为2019年9月，2019-08不收报送"),
        ((*MONTH, "--unit", "区财政局"), 1, "区财政局2019-09没有应报送的任务，没有填报表"),
        ((*MONTH, "--unit", "城管局"), 1, "没有“城管局”这个单位；你是不是要找：区城管局"),
        ((*MONTH, "--unit", "区农委", "--zip"), 2, "--zip 打包的是全部填报表，不和 --unit 一起用"),
        ((*MONTH, "--format", "xlsx"), 2, "xlsx"),
        ((), 2, "缺少 --month"),
        ((*MONTH, "--forse"), 2, "没有选项 --forse；你是不是要用：--force"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(
    office: Collection, words: tuple[str, ...], code: int, told: str
) -> None:
    said = office.do("collect", "open", "-o", office.folder, *words)
    assert (said.code, said.out) == (code, "")
    assert told in said.err
    assert office.written == {}
    assert not office.folder.exists()


def test_a_file_where_the_folder_should_be_is_refused_before_anything_is_written(office: Collection) -> None:
    office.folder.write_text("不是文件夹", "utf-8")
    said = office.open()
    assert (said.code, said.out) == (2, "")
    assert "是文件，-o 要写文件夹" in said.err
    assert office.written == {}


def test_what_was_opened_as_json_and_as_csv(opened: Collection) -> None:
    answer = opened.open("--format", "json").answer
    assert (answer["kind"], answer["as_of"], len(answer["items"])) == ("collect_open", "2019-09-25", ALL)
    item = answer["items"][2]
    assert (item["id"], item["unit"], item["tasks"], item["written"], item["office"]) == (
        "nongwei", "区农委", ["3.4"], False, False,
    )  # fmt: skip
    assert item["file"].endswith(NONGWEI)
    assert [one["id"] for one in answer["items"] if one["office"]] == ["tizhiban"]
    rows = list(csv.reader(io.StringIO(opened.open("--format", "csv").out.lstrip("\ufeff"))))
    assert rows[0] == ["序号", "单位", "应报任务", "填报表", "情况"]
    assert rows[3] == ["3", "区农委", "1项", NONGWEI, "已有，没有覆盖"]


# --- status -----------------------------------------------------------------------------------------------------------


def test_those_who_have_not_reported_come_first(opened: Collection, monkeypatch: pytest.MonkeyPatch) -> None:
    today(monkeypatch, "2019-09-24")
    reported(opened)
    said = opened.do("collect", "status", *MONTH)
    assert said.code == 0
    assert "应报13个单位：尚未报12个、按时1个；已收1个" in said.out
    lines = [line.split() for line in said.out.splitlines()]
    units = [line[0] for line in lines if len(line) > 1 and line[1] in ("尚未报", "按时")]
    assert units[0] == "区文明办"
    assert units[-1] == "区农委"
    today(monkeypatch, "2019-09-27")
    said = opened.do("collect", "status", *MONTH)
    assert "应报13个单位：未报12个、按时1个；已收1个" in said.out
    assert "已逾期2天" in said.out
    assert "下一步：催报，baicheng collect remind --month 2019-09" in said.out


def test_the_month_that_is_collected_is_the_one_looked_at(opened: Collection, monkeypatch: pytest.MonkeyPatch) -> None:
    today(monkeypatch, "2019-10-03")
    assert "2019年9月报送" in opened.do("collect", "status").out
    opened.open(month="2019-10")
    assert "2019年10月报送" in opened.do("collect", "status").out


def test_the_status_as_json_and_csv(opened: Collection, monkeypatch: pytest.MonkeyPatch) -> None:
    today(monkeypatch, "2019-09-24")
    reported(opened)
    answer = opened.do("collect", "status", *MONTH, "--format", "json").answer
    assert (answer["schema"], answer["kind"], len(answer["items"])) == (1, "collect", ALL)
    item = next(one for one in answer["items"] if one["id"] == "nongwei")
    assert item == {
        "id": "nongwei",
        "unit": "区农委",
        "state": "on_time",
        "text": "按时",
        "owed": ["3.4"],
        "lacking": [],
        "received": "2019-09-24",
        "days_late": 0,
        "reason": None,
        "office": False,
        "months": {"2019-09": "on_time"},
    }
    rows = list(csv.reader(io.StringIO(opened.do("collect", "status", *MONTH, "--format", "csv").out.lstrip("\ufeff"))))
    assert rows[0] == ["单位", "状态", "应报", "已报", "缺报条款", "收到日", "说明", SEPTEMBER]
    assert rows[-1] == ["区农委", "按时", "1", "1", "", "2019-09-24", "", "按时"]


def test_on_a_terminal_a_table_of_units_by_months_follows(opened: Collection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    assert "各月报送：" in opened.do("collect", "status", *MONTH, screen=True).out
    assert "各月报送：" not in opened.do("collect", "status", *MONTH).out
    assert "各月报送：" in opened.do("collect", "status", *MONTH, "--format", "md").out


# --- remind -----------------------------------------------------------------------------------------------------------


def test_reminders_are_texts_to_copy_and_change_with_the_day(
    opened: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    early = opened.do("collect", "remind", *MONTH)
    assert early.code == 0
    assert "—— 通知：各联络员 ——" in early.out
    assert "【区百城提质办】各联络员：9月份进展请于9月25日（星期三）前报送，数据截至9月25日。" in early.out
    today(monkeypatch, "2019-09-27")
    reported(opened)
    late = opened.do("collect", "remind", *MONTH)
    assert "【区百城提质办】截至9月27日，应报12个单位（不含本办），已报1个。未报：区文明办、区城管局、" in late.out
    assert "已逾期2天。请于9月29日（星期日，调休上班）前报送" in late.out
    assert "区农委联络员" not in late.out
    assert "区百城提质办联络员" not in late.out


def test_a_letter_to_one_unit(opened: Collection, monkeypatch: pytest.MonkeyPatch) -> None:
    today(monkeypatch, "2019-09-26")
    said = opened.do("collect", "remind", *MONTH, "--unit", "区农委", "--limit", "2019-09-27", "--format", "json")
    [item] = said.items
    assert (item["kind"], item["unit"], item["id"], item["state"], item["limit"]) == (
        "letter", "区农委", "nongwei", "missing", "2019-09-27",
    )  # fmt: skip
    assert item["text"] == (
        "区农委联络员您好，贵委应报的三（四）任务9月进展尚未收到，已逾期1天。请于9月27日（星期五）前报送，"
        "如有困难请说明原因和预计时间。逾期将列入本月未报送名单。"
    )


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("--unit", "区财政局"), 1, "区财政局9月没有应报送的任务，不用催"),
        (("--unit", "区百城提质办"), 1, "区百城提质办是本办，不列入催报"),
        (("--unit", "没有"), 1, "没有“没有”这个单位"),
        (("--limit", "2019-09-20"), 1, "--limit 2019-09-20早于2019-09-26，已经过了"),
        (("--limit", "明天"), 2, "--limit：“明天”不是日期"),
    ],
)
def test_who_cannot_be_reminded_is_said(
    opened: Collection, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], code: int, told: str
) -> None:
    today(monkeypatch, "2019-09-26")
    said = opened.do("collect", "remind", *MONTH, *words)
    assert (said.code, said.out) == (code, "")
    assert told in said.err


# --- waive ------------------------------------------------------------------------------------------------------------


def test_a_unit_is_let_off_with_a_reason(opened: Collection) -> None:
    said = opened.do("collect", "waive", "区农委", *MONTH, "--reason", "机构改革，经同意")
    assert said.code == 0, said.err
    assert "区农委9月免报：机构改革，经同意；写入" in said.out
    assert opened.state("区农委") == "waived"
    assert "免报1个" in opened.do("collect", "status", *MONTH).out


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("区农委",), 2, "缺少 --reason"),
        (("区农委", "--reason", " "), 2, "区农委为什么免报，要写明原因"),
        (("区财政局", "--reason", "经同意"), 1, "区财政局9月没有应报送的任务，不用免报"),
        (("农委", "--reason", "经同意"), 1, "没有“农委”这个单位"),
    ],
)
def test_who_cannot_be_let_off_is_said(opened: Collection, words: tuple[str, ...], code: int, told: str) -> None:
    before = opened.written
    said = opened.do("collect", "waive", *MONTH, *words)
    assert (said.code, said.out) == (code, "")
    assert told in said.err
    assert opened.written == before


def test_who_has_reported_or_is_let_off_already_is_not_let_off(opened: Collection) -> None:
    opened.do("collect", "waive", "区文明办", *MONTH, "--reason", "经同意")
    said = opened.do("collect", "waive", "区文明办", *MONTH, "--reason", "经同意")
    assert (said.code, "区文明办9月已经免报，原因也是这一条" in said.err) == (1, True)
    reported(opened)
    said = opened.do("collect", "waive", "区农委", *MONTH, "--reason", "经同意")
    assert (said.code, "区农委9月已经报了（按时），不用免报" in said.err) == (1, True)


def test_a_month_must_be_open_to_let_off_and_to_close(office: Collection) -> None:
    for words in (("waive", "区农委", "--reason", "经同意"), ("close",)):
        said = office.do("collect", *words, *MONTH)
        assert (said.code, said.out) == (1, "")
        assert "2019-09还没有开账；先用 baicheng collect open --month 2019-09" in said.err
    assert office.written == {}


# --- check and close --------------------------------------------------------------------------------------------------


def test_the_gate_is_shut_until_everything_is_in(opened: Collection) -> None:
    said = opened.do("progress", "check", *MONTH)
    assert said.code == 1
    assert "不通过：13个单位没有报齐" in said.out
    reported(opened)
    said = opened.do("progress", "check", *MONTH, "--format", "json")
    assert said.code == 1
    assert "区农委" not in said.out
    for unit in [word.partition("=")[0] for word in waive_rest(opened)[1::2]]:
        opened.do("collect", "waive", unit, *MONTH, "--reason", "本月无任务")
    said = opened.do("progress", "check", *MONTH)
    assert said.code == 0
    assert "通过：该报的都报了，填报文件没有错误" in said.out


def test_the_gate_is_shut_by_an_error_in_the_months_files(opened: Collection) -> None:
    opened.sidecar(SEPTEMBER, "nongwei", "区农委", '{id: aaaaaaaa, task: "3.4", date: 2019-09-25, values: {z: 6}}')
    said = opened.do("progress", "check", *MONTH)
    assert said.code == 1
    assert "填报文件有1处错误" in said.out
    assert "nongwei.yaml:5:" in said.out


def test_a_month_is_not_closed_while_somebody_is_missing(opened: Collection) -> None:
    reported(opened)
    before = opened.written
    said = opened.do("collect", "close", *MONTH)
    assert (said.code, said.out) == (1, "")
    assert "9月还有12个单位未报，不能封账：区文明办、区城管局、区文旅局、" in said.err
    assert "区农委" not in said.err
    assert "baicheng collect waive 区文明办 --month 2019-09 --reason 原因" in said.err
    rest = waive_rest(opened)
    said = opened.do("collect", "close", *MONTH, *rest[:-2])
    assert "9月还有1个单位未报，不能封账：中原市场管理处。" in said.err
    assert opened.written == before


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("--waive", "区农委"), 2, "--waive 应写作 单位=原因，写的是“区农委”"),
        (("--waive", "区农委="), 2, "区农委为什么免报，要写明原因"),
        (("--waive", "农委=经同意"), 1, "没有“农委”这个单位"),
        (("--waive", "区农委=甲", "--waive", "区农委=乙"), 2, "--waive 区农委 写了两次"),
    ],
)
def test_a_waiver_typed_wrongly_closes_nothing(
    opened: Collection, words: tuple[str, ...], code: int, told: str
) -> None:
    before = opened.written
    said = opened.do("collect", "close", *MONTH, *words)
    assert (said.code, said.out) == (code, "")
    assert told in said.err
    assert opened.written == before


@pytest.fixture
def closed(opened: Collection, monkeypatch: pytest.MonkeyPatch) -> Collection:
    """区农委 reported on the 24th, everybody else was let off, the month was closed on the 27th."""
    today(monkeypatch, "2019-09-24")
    reported(opened)
    today(monkeypatch, "2019-09-27")
    said = opened.do("collect", "close", *MONTH, *waive_rest(opened))
    assert said.code == 0, said.err
    assert "9月已封账，写入" in said.out
    return opened


def test_a_closed_month_is_read_only(closed: Collection) -> None:
    before = closed.written
    for words, told in (
        (("close",), "2019-09已于2019-09-27封账，不能再改"),
        (("waive", "区农委", "--reason", "经同意"), "2019-09已于2019-09-27封账，不能再改"),
        (("open", "-o", str(closed.folder)), "2019-09已于2019-09-27封账，不能再开账"),
        (("open", "-o", str(closed.folder), "--force"), "2019-09已于2019-09-27封账，不能再开账"),
    ):
        said = closed.do("collect", *words, *MONTH)
        assert (said.code, said.out) == (1, "")
        assert told in said.err
    said = closed.do("collect", "remind", *MONTH)
    assert (said.code, "9月已于9月27日封账，不再催报；以后报来的记为补报" in said.out) == (0, True)
    assert closed.written == before


def test_a_unit_let_off_that_reports_after_all_and_a_correction_are_printed_next_month(
    closed: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    frozen = {name: data for name, data in closed.written.items() if "/2019-09/" in name}
    paper = closed.do("report", *MONTH).out
    today(monkeypatch, "2019-10-10")
    late = closed.read(closed.form(CHENGGUAN, {"3.3.a": 70, "3.3.progress": "植树"}, "补.xlsx"), "--apply")
    assert late.code == 0, late.err
    assert "补报" in late.err + late.out
    again = closed.form(NONGWEI, {**REPORT, "3.4.a": 5}, "改.xlsx")
    fixed = closed.read(again, "--apply")
    assert fixed.code == 0, fixed.err
    assert "更正" in fixed.err + fixed.out
    kept = {name: data for name, data in closed.written.items() if name.startswith("progress/2019-09/")}
    assert kept == {name: data for name, data in frozen.items() if name.startswith("progress/2019-09/")}
    assert closed.state("区城管局") == "made_up"
    today(monkeypatch, "2019-10-25")
    assert closed.do("report", *MONTH).out == paper
    october = closed.do("report", "--month", "2019-10")
    assert october.code == 0, october.err
    assert "补报" in october.out
    assert "区城管局" in next(line for line in october.out.splitlines() if "补报" in line)
    assert "更正" in october.out
    ledger = closed.do("ledger", "--month", "2019-10", "--format", "csv").out
    assert "补报" in ledger
    assert "更正" in ledger

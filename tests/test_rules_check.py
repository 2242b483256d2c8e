"""Everything in one run: the shipped plan broken in many ways, each found at its line and column."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
from conftest import unmarked

from baicheng_cli.diagnostics import CODES, Finding, Severity
from baicheng_cli.errors import UsageError
from baicheng_cli.rules.check import check_all, check_file
from baicheng_cli.rules.engine import RULES, all_codes

ROOT = Path(__file__).parent.parent
SHIPPED = ROOT / "plan" / "2019.yaml"


class Change(NamedTuple):
    """A mistake made in the shipped plan: the code, and (marked in `new`) the place under which it is found."""

    code: str
    old: str
    new: str


CHANGES = {
    "full-width colon": Change("BC006", "title: 构建安全体系", "title‸：构建安全体系"),
    "full-width colon after a dash": Change("BC006", '- id: "3.6.2"', '- id‸："3.6.2"'),
    "full-width colon in braces": Change("BC006", "- {id: wenlv, group", "- {‸id：wenlv, group"),
    "full-width comma": Change("BC203", "[区百城提质办, 各项工作牵头单位]", "[‸区百城提质办，各项工作牵头单位]"),
    "full-width quotes": Change("BC007", "title: 科学谋划项目，推进城市建设高质量", "title: ‸“科学谋划项目”"),
    "full-width space": Change("BC008", "区城建局, 区交通局, 区控尘办", "‸区城建局　, 区交通局, 区控尘办"),
    "tab": Change("BC008", "        lead: [中原规划分局]", "‸\tlead: [中原规划分局]"),
    "duplicate key": Change("BC002", "    title: 推进措施\n", "    title: 推进措施\n    ‸title: 措施\n"),
    "misspelt key": Change("BC101", "        lead: [区农委]", "        ‸laed: [区农委]"),
    "misspelt key of an indicator": Change("BC101", "at_least: 13", "‸at_lest: 13"),
    "misspelt key at the top": Change("BC101", "\nunits:", "\n‸unitss:"),
    "misspelt key that is required": Change("BC101", "issuer: 郑州", "‸isuer: 郑州"),
    "unknown key": Change("BC101", "responsible: [区自然资源局]", "responsible: [区自然资源局]\n        ‸负责人: 张某"),
    "key without a value": Change("BC010", "exactly: 182, unit", "exactly: ‸, unit"),
    "text for a list": Change("BC103", "lead: [区应急管理局]", "lead: ‸区应急管理局"),
    "list for a text": Change("BC103", "number: 豫发〔2016〕39号", "number: ‸[豫发〔2016〕39号]"),
    "impossible day": Change("BC106", "unit: 万平方米, due: 2019-12-31", "unit: 万平方米, due: ‸2019-09-31"),
    "impossible day of issue": Change("BC106", "issued: 2019-04-14", "issued: ‸2019-04-31"),
    "impossible day of a stage": Change("BC106", "exactly: 50, due: 2019-12-31", "exactly: 50, due: ‸2019-13-31"),
    "text number": Change("BC105", "exactly: 182, unit", "exactly: ‸182套, unit"),
    "full-width number": Change("BC105", "at_least: 90, unit", "at_least: ‸９０％, unit"),
    "unknown word": Change("BC104", "part: supervise, due", "part: ‸supervised, due"),
    "unknown kind of chapter": Change("BC104", "kind: measures", "kind: ‸measure"),
    "full-width id": Change("BC104", '- id: "3.9.1.1"', '- id: ‸"3．9．1．1"'),
    "id that is no id": Change("BC104", "{id: wenming,", "{id: ‸文明办,"),
    "missing name": Change("BC102", "{id: b, name: 中修道路, ", "‸{id: b, "),
    "bare id": Change("BC116", '- id: "3.10"', "- id: ‸3.10"),
    "shared id": Change("BC111", '- id: "3.4"', '- id: ‸"3.3"'),
    "misplaced id": Change("BC112", '- id: "3.9.4.6"', '- id: ‸"3.9.5.6"'),
    "id out of order": Change("BC113", '- id: "3.7.2"', '- id: ‸"3.7.22"'),
    "gap": Change("BC114", '- id: "4.6"', '- id: ‸"4.7"'),
    "shared part": Change("BC115", "{id: b, name: 综合性公园", "{id: ‸a, name: 综合性公园"),
    "target of a container": Change(
        "BC117",
        "            lead: [区城区道路交通秩序综合治理办公室]\n",
        "            lead: [区城区道路交通秩序综合治理办公室]\n            milestones: ‸[{id: m1, title: 机制}]\n",
    ),
    "shared id of a unit": Change("BC201", "{id: nongwei,", "{id: ‸chengguan,"),
    "unknown unit": Change("BC202", "responsible: [区财政局]", "responsible: [‸区财政居]"),
    "two roles": Change("BC204", "[区农委, 区文旅局, 各街道办事处]", "[区农委, ‸区城管局, 各街道办事处]"),
    "two roles by inheritance": Change("BC204", "[区城管局, 区农委, 各街道办事处]", "[区城管局, ‸区环保局]"),
    "nobody answers": Change(
        "BC205",
        '- id: "3.7.4"\n            title: 完善宽带网络设施，提升信息服务能力\n            lead: [区工信局]\n',
        '- ‸id: "3.7.4"\n            title: 完善宽带网络设施，提升信息服务能力\n',
    ),
    "responsible for a task": Change(
        "BC206", "lead: [区发改统计局]\n            support", "responsible: ‸[区发改统计局]\n            support"
    ),
    "unused unit": Change("BC207", "  - {id: xinxi,", "  - ‸{id: qixiang, names: [{name: 区气象局}]}\n  - {id: xinxi,"),
    "each of a unit": Change("BC209", "each: 各街道办事处", "each: ‸区卫健委"),
    "period backwards": Change("BC301", "end: 2019-12-31}\n\n", "end: ‸2018-12-31}\n\n"),
    "outside the period": Change(
        "BC304",
        "name: 严管示范街, exactly: 10, unit: 条, due: 2019-12-31, due_words: 2019年底前",
        "name: 严管示范街, exactly: 10, unit: 条, due: ‸2020-12-31",
    ),
    "stages backwards": Change("BC305", "exactly: 100, due: 2020-12-31", "exactly: 100, due: ‸2019-06-30"),
    "no target": Change("BC401", "- {id: a, name: 严管示范路, exactly: 5,", "- ‸{id: a, name: 严管示范路,"),
    "two operators": Change("BC402", "exactly: 5, unit: 座,", "exactly: 5, at_least: ‸4, unit: 座,"),
    "no unit of measure": Change(
        "BC404", "{id: b, name: 达标街道, at_least: 10, unit: 条", "‸{id: b, name: 达标街道, at_least: 10"
    ),
    "too much of a share": Change("BC407", "at_least: 70, unit", "at_least: ‸700, unit"),
    "full-width per cent": Change("BC408", 'at_least: 30, unit: "%"', 'at_least: 30, unit: ‸"％"'),
    "unclosed bracket": Change("BC001", "support: [区教体局, 相关街道办事处]", "support: ‸[区教体局, 相关街道办事处"),
    "unclosed quote": Change("BC001", "title: 切实转变政府职能", 'title: ‸"切实转变政府职能'),
    "no space after the colon": Change("BC001", "lead: [区房管局]", "lead‸:[区房管局]"),
    "sign that begins nothing": Change("BC001", "title: 推进体育健身设施建设", "title: ‸@推进体育健身设施建设"),
    "lead out of line": Change("BC001", "            lead: [区环保局]", "           ‸lead: [区环保局]"),
    "undefined alias": Change("BC001", "responsible: [区百城提质办]\n", "responsible: ‸*ban\n"),
}  # fmt: skip


HIDDEN = ("text number", "period backwards", "impossible day of a stage", "undefined alias")
"""Changes of a line that is changed already, and those without which another one cannot be seen."""


def broken(*changes: Change) -> tuple[str, list[tuple[str, int, int]]]:
    """The shipped plan with these changes, and where each is to be found: code, line, column."""
    text = SHIPPED.read_text("utf-8")
    for change in changes:
        assert text.count(change.old) == 1, change
        text = text.replace(change.old, change.new)
    codes = [change.code for change in sorted(changes, key=lambda change: text.index(change.new))]
    text, places = unmarked(text)
    return text, [(code, *at) for code, at in zip(codes, places, strict=True)]


def where(found: list[Finding]) -> list[tuple[str, int, int]]:
    return [(one.code, one.place.line, one.place.column) for one in found]


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return tmp_path / "plan.yaml"


def test_the_shipped_plan_has_no_error_and_no_warning() -> None:
    assert check_all(SHIPPED, SHIPPED.with_suffix("")) == []


def test_the_demonstration_data_has_no_error_and_no_warning() -> None:
    assert check_all(SHIPPED, ROOT / "demo" / "2019") == []


@pytest.mark.parametrize("name", CHANGES)
def test_one_mistake_is_one_finding_at_its_place(plan: Path, name: str) -> None:
    text, expected = broken(CHANGES[name])
    plan.write_text(text, "utf-8")
    assert where(check_all(plan)) == expected


def test_many_mistakes_at_once_are_found_in_one_run_each_at_its_place(plan: Path) -> None:
    """More than fifty: syntax, keys, types, days, numbers and meaning; and nothing that only follows from them."""
    changes = [change for name, change in CHANGES.items() if name not in HIDDEN]
    text, expected = broken(*changes)
    plan.write_text(text, "utf-8")
    assert len(expected) > 50
    assert where(check_all(plan)) == expected


def test_nothing_is_changed_by_looking(plan: Path) -> None:
    text, _ = broken(CHANGES["full-width colon"])
    plan.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    before = plan.read_bytes(), plan.stat().st_mtime_ns
    assert check_all(plan, plan.parent) != []
    assert (plan.read_bytes(), plan.stat().st_mtime_ns) == before
    assert [file.name for file in plan.parent.iterdir()] == ["plan.yaml"]


def test_windows_line_ends_and_a_byte_order_mark_move_no_place(plan: Path) -> None:
    text, expected = broken(CHANGES["text number"], CHANGES["unclosed bracket"])
    plan.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert where(check_all(plan)) == expected


def test_findings_come_in_the_order_of_the_file(plan: Path) -> None:
    text, _ = broken(CHANGES["nobody answers"], CHANGES["unused unit"], CHANGES["text number"])
    plan.write_text(text, "utf-8")
    assert [one.code for one in check_all(plan)] == ["BC207", "BC205", "BC105"]


def test_a_missing_plan_is_a_wrong_call_and_no_finding(plan: Path) -> None:
    with pytest.raises(UsageError, match="找不到"):
        check_all(plan)


@pytest.mark.parametrize("content", [b"", b"# nothing\n", b"just text\n", b"- a\n", b"\xb7\xbd\xb0\xb8: 1\n"])
def test_a_file_that_is_no_plan_at_all_is_one_finding(plan: Path, content: bytes) -> None:
    plan.write_bytes(content)
    [one] = check_all(plan)
    assert one.code in ("BC107", "BC004")


def test_every_rule_has_a_title_and_a_reason_in_one_place() -> None:
    codes = all_codes()
    assert {rule.code for rule in RULES} <= {code.id for code in codes} == set(CODES)
    assert [code.id for code in codes] == sorted(code.id for code in codes)
    for code in codes:
        assert code.title and code.reason.endswith("。"), code
        assert not code.title.endswith("。"), code
    assert CODES["BC207"].severity is Severity.WARNING


class Desk:
    """A data folder beside a copy of the shipped plan."""

    def __init__(self, folder: Path) -> None:
        self.plan = folder / "2019.yaml"
        self.data = folder / "2019"
        self.plan.write_bytes(SHIPPED.read_bytes())
        self.write("office/settings.yaml", "schema: 1\noffice: tizhiban\n")

    def write(self, path: str, text: str) -> Path:
        file = self.data / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        return file

    def found(self) -> list[str]:
        """What is found, as it is printed, with paths from the data folder."""
        return [str(one).replace(f"{self.data.as_posix()}/", "") for one in check_all(self.plan, self.data)]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


HEAD = "schema: 1\nunit: 区城管局\nmonth: 2019-09\nentries:\n"


def test_plan_settings_and_progress_are_checked_in_one_run(desk: Desk) -> None:
    text, _ = broken(CHANGES["text number"])
    desk.plan.write_text(text, "utf-8")
    desk.write("office/settings.yaml", 'schema: 1\noffice: tizhiban\ntasks:\n  "3.33": {routine: true}\n')
    desk.write(
        "progress/2019-09/chengguan.yaml",
        HEAD + '  - {id: aaaaaaaa, task: "3.3", date: 2019-09-25, values: {a: 72.5, z: 3}}\n',
    )
    plan, settings, sidecar = desk.found()
    assert "2019.yaml:390:" in plan and "BC105" in plan
    assert settings.startswith("office/settings.yaml:4:3: BC601 计划里没有“3.33”这一条")
    assert sidecar.startswith("progress/2019-09/chengguan.yaml:5:69: BC505 3.3 没有指标“z”；可用：a 新增绿地")


def test_all_that_is_wrong_with_one_sidecar_is_found_at_once(desk: Desk) -> None:
    lines = [
        "schema: 1",
        "unit: 区农委",
        "month: 2019-09",
        "demo: ‸yes",
        "entries:",
        '  - {id: aaaaaaaa, task: "3.4", date: ‸2019-09-31, values: {a: 7, ‸z: 3}}',
        '  - {id: ‸AAAAAAAA, task: ‸"3.9", date: 2019-09-25}',
        '  - {id: bbbbbbbb, task: "3.4", date: ‸2019-10-25, values: {a: ‸30个}, ‸selbst: 滞后}',
        "  - {id: cccccccc, task: ‸3.4, date: 2019-09-25, milestones: {‸m1: 2019-09-01}}",
        '  - {id: dddddddd, task: ‸"3.1", date: 2019-09-25, values: {a: ‸}}',
    ]
    codes = ["BC104", "BC106", "BC505", "BC104", "BC503", "BC506", "BC105", "BC101", "BC116", "BC505", "BC510", "BC010"]
    text, places = unmarked("\n".join(lines))
    file = desk.write("progress/2019-09/nongwei.yaml", text)
    expected = [(code, *at) for code, at in zip(codes, places, strict=True)]
    assert where(check_all(desk.plan, desk.data)) == expected
    assert where(check_file(file, desk.plan, None)) == expected


def test_misplaced_unreadable_and_stray_files_are_found(desk: Desk) -> None:
    desk.write("progress/2019-08/chengguan.yaml", HEAD + '  - {id: aaaaaaaa, task: "3.3", date: 2019-09-25}\n')
    desk.write("progress/2019-09/nongwei.yaml", HEAD + '  - {id: bbbbbbbb, task: "3.3", date: 2019-09-25}\n')
    desk.write("progress/2019-09/wenlv.yaml", "").write_bytes(b"\xff\xfe")
    desk.write("progress/2019-13/chengguan.yaml", HEAD)
    desk.write("progress/2019-09/chengguan.yml", HEAD)
    assert [line.split(" ")[0] + line.split(" ")[1] for line in desk.found()] == [
        "progress/2019-08/chengguan.yaml:3:8:BC501",
        "progress/2019-09/chengguan.yml:1:1:BC501",
        "progress/2019-09/nongwei.yaml:2:7:BC501",
        "progress/2019-09/wenlv.yaml:1:1:BC004",
        "progress/2019-13/chengguan.yaml:1:1:BC501",
    ]


def test_a_unit_that_the_broken_part_of_the_plan_registers_is_not_called_unknown(desk: Desk) -> None:
    text = desk.plan.read_text("utf-8").replace("names: [{name: 区城管局}]}", "names: [{name: 区城管局}]")
    desk.plan.write_text(text, "utf-8")
    desk.write("progress/2019-09/chengguan.yaml", HEAD + '  - {id: aaaaaaaa, task: "3.3", date: 2019-09-25}\n')
    [line] = desk.found()
    assert "BC001" in line and ":29:" in line


def test_an_entry_that_cannot_be_read_is_not_called_missing(desk: Desk) -> None:
    desk.write(
        "progress/2019-09/chengguan.yaml",
        HEAD
        + '  - {id: aaaaaaaa, task: "3.3", date: 2019-09-24\n'
        + '  - {id: bbbbbbbb, task: "3.3", date: 2019-09-25, supersedes: aaaaaaaa, reason: 报错}\n',
    )
    [line] = desk.found()
    assert "BC001" in line


def test_of_one_file_only_its_own_findings_are_said(desk: Desk) -> None:
    first = desk.write(
        "progress/2019-08/chengguan.yaml",
        HEAD.replace("09", "08") + '  - {id: aaaaaaaa, task: "9.9", date: 2019-08-25}\n',
    )
    second = desk.write("progress/2019-09/chengguan.yaml", HEAD + '  - {id: aaaaaaaa, task: "3.3", date: 2019-09-25}\n')
    assert [one.code for one in check_file(first, desk.plan, None)] == ["BC502"]
    assert [one.code for one in check_file(second, desk.plan, None)] == ["BC511"]
    assert [one.code for one in check_file(second, None, None)] == ["BC511"], "the plan beside the data folder"
    assert check_file(desk.data / "office/settings.yaml", None, None) == []
    assert [one.code for one in check_file(desk.plan, None, desk.data)] == ["BC502", "BC511"]


def test_a_file_somewhere_else_is_known_by_its_keys(desk: Desk, tmp_path: Path) -> None:
    settings = tmp_path / "a.yaml"
    settings.write_text("office: nobody\n", "utf-8")
    assert [one.code for one in check_file(settings, desk.plan, None)] == ["BC605"]
    sidecar = tmp_path / "2019-09" / "chengguan.yaml"
    sidecar.parent.mkdir()
    sidecar.write_text(HEAD + '  - {id: aaaaaaaa, task: "9.9", date: 2019-09-25}\n', "utf-8")
    assert [one.code for one in check_file(sidecar, desk.plan, None)] == ["BC502"]
    cycle = desk.write("progress/2019-09/cycle.yaml", "waived: [区农委\n")
    assert [one.code for one in check_file(cycle, desk.plan, None)] == ["BC001"]


def test_a_plan_that_unfolds_into_billions_is_refused_at_once_and_in_little_memory(tmp_path: Path) -> None:
    """Ten levels of ten tasks: the finding names the alias, its anchor and both places."""
    import tracemalloc

    lines = ['  - &t0 {id: "3.1", title: 公园, lead: [甲局]}']
    lines += [f'  - &t{n} {{id: "3.1", items: [{", ".join([f"*t{n - 1}"] * 10)}]}}' for n in range(1, 10)]
    plan = tmp_path / "plan.yaml"
    plan.write_text("\n".join(["schema: 1", "chapters:", *lines]) + "\n", "utf-8")
    tracemalloc.start()
    [one] = check_all(plan)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (one.code, one.place.line) == ("BC003", 8)
    assert one.message == "引用 *t4（&t4 在第7行）展开后过大"
    assert peak < 20 * 1024 * 1024

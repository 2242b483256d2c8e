"""Progress: each rule with the entries that break it."""

from __future__ import annotations

from inspect import cleandoc
from pathlib import Path
from typing import Any

import pytest

from baicheng_cli.plan.model import Plan
from baicheng_cli.plan.settings import Settings
from baicheng_cli.plan.units import Register
from baicheng_cli.progress.model import Sidecar
from baicheng_cli.progress.store import Opened
from baicheng_cli.rules import progress
from baicheng_cli.rules.engine import Rule
from baicheng_cli.rules.progress import Filed
from baicheng_cli.yaml_source import Source

PLAN = """
schema: 1
document: {title: 示例方案, number: 示例〔2019〕1号, issuer: 某区, issued: 2019-04-14}
period: {start: 2019-01-01, end: 2019-12-31}
units:
  - {id: chengguan, names: [{name: 区城管局}]}
  - {id: nongwei, names: [{name: 区农委}]}
  - {id: caizheng, names: [{name: 区财政局}]}
  - {id: tizhiban, names: [{name: 区提质办}]}
collectives:
  - {id: jiedao, name: 各街道办事处}
chapters:
  - id: "3"
    title: 任务
    items:
      - id: "3.1"
        title: 公园
        lead: [区城管局]
        support: [各街道办事处]
        indicators:
          - {id: a, name: 绿地, exactly: 100, unit: 万平方米}
          - {id: b, name: 处理率, at_least: 95, unit: "%", measure: level}
        milestones: [{id: m1, title: 文化公园}]
      - id: "3.2"
        title: 治污
        lead: [区农委]
        items: [{id: "3.2.1", title: 大气}, {id: "3.2.2", title: 水体}]
"""
SETTINGS = "office: tizhiban"


def filed(*sidecars: str, settings: str = SETTINGS) -> Filed:
    """A progress folder: of each file its path on the first line, then its entries, one a line."""
    plan = Plan.model_validate(Source("plan.yaml", PLAN).data)
    ours = Settings.model_validate(Source("settings.yaml", settings).data)
    register = Register(plan, ours.new_members())
    return Filed(plan, ours, register, tuple(_opened(cleandoc(one), register) for one in sidecars))


def _opened(text: str, register: Register) -> Opened:
    path, *lines = text.splitlines()
    month, name = path.split("/")
    id = name.removesuffix(".yaml")
    unit = next((unit.names[0].name for unit in register.units if unit.id == id), id)
    entries = [line for line in lines if line.startswith("- ")]
    top = [line for line in lines if not line.startswith("- ")] or [f"unit: {unit}"]
    if not any(line.startswith("month:") for line in top):
        top = [f"month: {month}", *top]
    source = Source(path, "\n".join(["schema: 1", *top, *(["entries:"] if entries else []), *entries]))
    return Opened(Path(path), source, Sidecar.model_validate(source.data), register.id_of(unit) or id)


SEPTEMBER = "2019-09/chengguan.yaml\n- {id: aaaaaaaa, date: 2019-09-25, %s}"


def one_entry(written: str) -> Filed:
    return filed(SEPTEMBER % written)


@pytest.mark.parametrize(
    ("rule", "written", "at", "words"),
    [
        (progress.unknown_task, 'task: "3.3"', "task", ("计划里没有“3.3”这一条", "你是不是要找：3.1、3.2.2、3.2.1？")),
        (progress.container, 'task: "3.2"', "task", ("“3.2”是容器，不是任务", "写到 3.2.1、3.2.2 上")),
        (
            progress.unknown_unit,
            'task: "3.1", for: 区城官局',
            "for",
            ("没有“区城官局”这个单位", "你是不是要找：区城管局、区财政局？"),
        ),
        (
            progress.unknown_part,
            'task: "3.1", values: {c: 1}',
            "values.c",
            ("3.1 没有指标“c”", "可用：a 绿地、b 处理率"),
        ),
        (
            progress.unknown_part,
            'task: "3.1", values: {m1: 1}',
            "values.m1",
            ("3.1 没有指标“m1”", "里程碑写在 milestones 里"),
        ),
        (
            progress.unknown_part,
            'task: "3.1", milestones: {a: 2019-09-01}',
            "milestones.a",
            ("3.1 没有里程碑“a”", "指标写在 values 里"),
        ),
        (
            progress.done_in_the_future,
            'task: "3.1", milestones: {m1: 2019-09-26}',
            "milestones.m1",
            ("文化公园的完成日2019-09-26晚于统计截止日2019-09-25",),
        ),
        (
            progress.odd_value,
            'task: "3.1", values: {a: 1000.5}',
            "values.a",
            ("绿地填的是1000.5万平方米，是目标（100万平方米）的10倍以上", "请核对计量单位"),
        ),
        (
            progress.odd_value,
            'task: "3.1", values: {b: 100.1}',
            "values.b",
            ("处理率填的是100.1%，超过100%", "请核对"),
        ),
        (
            progress.odd_value,
            'task: "3.1", values: {a: -1}',
            "values.a",
            ("绿地填的是-1万平方米，是负数", "请核对"),
        ),
        (
            progress.may_not_report,
            'task: "3.2.1"',
            "task",
            ("区城管局不是 3.2.1 的填报单位", "可以填报的是：区农委"),
        ),
        (
            progress.may_not_report,
            'task: "3.2.1", for: 区农委',
            "for",
            ("区城管局不能代区农委填报", "只有区提质办可以代录"),
        ),
        (
            progress.evidence_outside,
            'task: "3.1", evidence: [{file: ../照片.jpg, sha256: 00}]',
            "evidence.0.file",
            ("佐证“../照片.jpg”不在数据文件夹里", "放进 evidence/，写作 evidence/…"),
        ),
    ],
)
def test_what_an_entry_cannot_say_is_found_at_its_place(
    rule: Rule[Any], written: str, at: str, words: tuple[str, ...]
) -> None:
    steps = tuple(int(step) if step.isdigit() else step for step in at.split("."))
    [(path, *said)] = rule.check(one_entry(written))
    assert path == ("2019-09/chengguan.yaml", "entries", 0, *steps)
    assert tuple(said)[: len(words)] == words


@pytest.mark.parametrize(
    ("rule", "written"),
    [
        (progress.done_in_the_future, 'task: "3.1", milestones: {m1: 2019-09-25}'),
        (progress.odd_value, 'task: "3.1", values: {a: 1000, b: 100}'),
        (progress.may_not_report, 'task: "3.1"'),
        (progress.may_not_report, 'task: "9.9"'),
        (progress.evidence_outside, 'task: "3.1", evidence: [{file: evidence/2019-09/照片.jpg, sha256: 00}]'),
    ],
)
def test_what_an_entry_may_say_is_let_be(rule: Rule[Any], written: str) -> None:
    assert list(rule.check(one_entry(written))) == []


@pytest.mark.parametrize("file", ["/tmp/照片.jpg", "C:/照片.jpg", ".", "evidence\\照片.jpg", "evidence/../../照片.jpg"])
def test_evidence_lies_in_the_data_folder_on_every_machine(file: str) -> None:
    [(path, *_)] = progress.evidence_outside.check(
        one_entry(f"task: '3.1', evidence: [{{file: '{file}', sha256: 00}}]")
    )
    assert path[-1] == "file"


def test_the_same_file_proves_one_task_in_one_month() -> None:
    august = "2019-08/chengguan.yaml\n- {id: bbbbbbbb, task: '3.1', date: 2019-08-25, %s}"
    september = "2019-09/chengguan.yaml\n- {id: aaaaaaaa, task: '%s', date: 2019-09-25, %s%s}"
    proof, other = "evidence: [{file: evidence/%s.jpg, sha256: 11}]", "evidence: [{file: evidence/三.jpg, sha256: 22}]"
    [said] = progress.evidence_twice.check(filed(august % (proof % "一"), september % ("3.1", proof % "二", "")))
    assert said == (
        ("2019-09/chengguan.yaml", "entries", 0, "evidence", 0, "file"),
        "佐证“二.jpg”与2019-08 3.1 的记录“bbbbbbbb”的佐证是同一个文件",
        "确实同时证明两处的，不用改；附错了的，用 baicheng progress amend 更正",
    )
    two_tasks = (
        SEPTEMBER % f"task: '3.1', {proof % '一'}"
    ) + f"\n- {{id: cccccccc, task: 3.2.1, date: 2019-09-25, {proof % '一'}}}"
    assert len(list(progress.evidence_twice.check(filed(two_tasks)))) == 1
    once = (
        SEPTEMBER % f"task: '3.1', {proof % '一'}"
    ) + f"\n- {{id: cccccccc, task: '3.1', date: 2019-09-25, {proof % '一'}}}"
    assert list(progress.evidence_twice.check(filed(once))) == []
    assert list(progress.evidence_twice.check(filed(august % (proof % "一"), september % ("3.1", other, "")))) == []


def test_evidence_of_an_entry_that_counts_no_more_may_be_used_again() -> None:
    proof = "evidence: [{file: evidence/一.jpg, sha256: 11}]"
    august = f"2019-08/chengguan.yaml\n- {{id: bbbbbbbb, task: '3.1', date: 2019-08-25, {proof}}}"
    september = f"2019-09/chengguan.yaml\n- {{id: aaaaaaaa, task: '3.1', date: 2019-09-25, {proof}}}"
    mended = "\n- {id: cccccccc, task: '3.1', date: 2019-08-25, supersedes: bbbbbbbb, reason: 附错了}"
    assert list(progress.evidence_twice.check(filed(august + mended, september))) == []
    returned = (
        "- {id: dddddddd, task: '3.1', date: 2019-08-25, review: {entry: bbbbbbbb, verdict: 退回补正, reason: 缺}}"
    )
    assert list(progress.evidence_twice.check(filed(august, f"2019-08/tizhiban.yaml\n{returned}", september))) == []


def test_the_files_own_unit_must_be_known() -> None:
    [said] = progress.unknown_unit.check(
        filed("""
            2019-09/chengguan.yaml
            unit: 区城官局
            """)
    )
    assert said == (("2019-09/chengguan.yaml", "unit"), "没有“区城官局”这个单位", "你是不是要找：区城管局、区财政局？")


def test_a_date_lies_in_the_month_of_the_file() -> None:
    [(path, message, *_)] = progress.outside_the_month.check(
        filed("""
            2019-09/chengguan.yaml
            - {id: aaaaaaaa, task: "3.1", date: 2019-09-30}
            - {id: bbbbbbbb, task: "3.1", date: 2019-10-08}
            """)
    )
    assert path == ("2019-09/chengguan.yaml", "entries", 1, "date")
    assert message == "统计截止日2019-10-08不在2019-09里"


def test_a_file_in_the_wrong_folder_does_not_make_every_date_wrong() -> None:
    """BC501 says so once, at `month`."""
    august = "2019-08/chengguan.yaml\nunit: 区城管局\nmonth: 2019-09\n- {id: aaaaaaaa, task: '3.1', date: 2019-08-25}"
    assert list(progress.outside_the_month.check(filed(august))) == []


def test_a_total_may_not_fall_from_one_report_of_a_unit_to_the_next() -> None:
    [(path, *words)] = progress.falling_total.check(
        filed(
            """
            2019-08/chengguan.yaml
            - {id: aaaaaaaa, task: "3.1", date: 2019-08-25, values: {a: 60, b: 90}}
            """,
            """
            2019-09/chengguan.yaml
            - {id: bbbbbbbb, task: "3.1", date: 2019-09-25, values: {a: 5, b: 80}}
            """,
        )
    )
    assert path == ("2019-09/chengguan.yaml", "entries", 0, "values", "a")
    assert words == ["绿地由8月的60万平方米降到5万平方米，累计数不应下降", "确需更正的，写明 reason"]


@pytest.mark.parametrize(
    "later",
    [
        "- {id: bbbbbbbb, task: '3.1', date: 2019-09-25, values: {a: 60}}",
        "- {id: bbbbbbbb, task: '3.1', date: 2019-09-25, values: {a: 50}, reason: 重复计算}",
        "- {id: bbbbbbbb, task: '3.1', date: 2019-09-25, values: {a: 50}, supersedes: aaaaaaaa, reason: 报错}",
        "- {id: bbbbbbbb, task: '3.1', date: 2019-09-25, values: {a: 50}, for: 区农委}",
    ],
)
def test_a_total_may_stay_or_fall_with_a_reason_and_units_are_apart(later: str) -> None:
    august = "2019-08/chengguan.yaml\n- {id: aaaaaaaa, task: '3.1', date: 2019-08-25, values: {a: 60}}"
    assert list(progress.falling_total.check(filed(august, f"2019-09/chengguan.yaml\n{later}"))) == []


def test_what_the_office_verified_is_what_may_not_be_fallen_below() -> None:
    found = progress.falling_total.check(
        filed(
            """
            2019-08/chengguan.yaml
            - {id: aaaaaaaa, task: "3.1", date: 2019-08-25, values: {a: 60}}
            """,
            """
            2019-08/tizhiban.yaml
            - {id: rrrrrrrr, task: "3.1", date: 2019-08-25, review: {entry: aaaaaaaa, verdict: 核实, verified: {a: 36}}}
            """,
            """
            2019-09/chengguan.yaml
            - {id: bbbbbbbb, task: "3.1", date: 2019-09-10, values: {a: 40}}
            - {id: cccccccc, task: "3.1", date: 2019-09-25, values: {a: 38}}
            """,
        )
    )
    assert [said[0] for said in found] == [("2019-09/chengguan.yaml", "entries", 1, "values", "a")]


def test_a_returned_report_is_no_measure_of_the_next() -> None:
    found = progress.falling_total.check(
        filed(
            """
            2019-08/chengguan.yaml
            - {id: aaaaaaaa, task: "3.1", date: 2019-08-25, values: {a: 600}}
            - {id: bbbbbbbb, task: "3.1", date: 2019-08-26, values: {a: 60}}
            """,
            """
            2019-08/tizhiban.yaml
            - {id: rrrrrrrr, task: "3.1", date: 2019-08-25, review: {entry: aaaaaaaa, verdict: 退回补正}}
            """,
        )
    )
    assert list(found) == []


def test_the_office_reports_for_others_and_members_for_themselves() -> None:
    found = progress.may_not_report.check(
        filed(
            """
            2019-09/tizhiban.yaml
            - {id: aaaaaaaa, task: "3.1", date: 2019-09-25, for: 区城管局}
            - {id: bbbbbbbb, task: "3.1", date: 2019-09-25, for: 绿东村街道}
            - {id: cccccccc, task: "3.1", date: 2019-09-25}
            - {id: dddddddd, task: "3.1", date: 2019-09-25, for: 区财政局}
            """,
            """
            2019-09/lvdong.yaml
            - {id: eeeeeeee, task: "3.1", date: 2019-09-25}
            """,
            settings="{office: tizhiban, rosters: {jiedao: [{id: lvdong, name: 绿东村街道}]}}",
        )
    )
    assert [said[:2] for said in found] == [
        (("2019-09/tizhiban.yaml", "entries", 2, "task"), "区提质办不是 3.1 的填报单位"),
        (("2019-09/tizhiban.yaml", "entries", 3, "for"), "区财政局不是 3.1 的填报单位"),
    ]


def test_without_an_office_nobody_reports_for_others() -> None:
    [(_, *words)] = progress.may_not_report.check(
        filed(SEPTEMBER % 'task: "3.1", for: 区农委', settings="schema: 1"),
    )
    assert words == ["区城管局不能代区农委填报", "只有本办可以代录；先在 office/settings.yaml 写明 office"]


def test_an_id_is_used_once_in_the_whole_folder() -> None:
    entry = "- {id: aaaaaaaa, task: '3.1', date: 2019-%s-25}"
    [(path, message, *_)] = progress.shared_id.check(
        filed(f"2019-08/chengguan.yaml\n{entry % '08'}", f"2019-09/chengguan.yaml\n{entry % '09'}")
    )
    assert path == ("2019-09/chengguan.yaml", "entries", 0, "id")
    assert message == "记录编号“aaaaaaaa”已经用在 2019-08/chengguan.yaml"


def test_corrections_and_reviews_name_entries_that_are_there() -> None:
    found = progress.unknown_entry.check(
        filed(
            """
            2019-09/chengguan.yaml
            - {id: aaaaaaaa, task: "3.1", date: 2019-09-24}
            - {id: bbbbbbbb, task: "3.1", date: 2019-09-25, supersedes: aaaaaaab, reason: 报错}
            """,
            """
            2019-09/tizhiban.yaml
            - {id: rrrrrrrr, task: "3.1", date: 2019-09-25, review: {entry: zzzz2222, verdict: 采信}}
            - {id: ssssssss, task: "3.1", date: 2019-09-25, review: {entry: ssssssss, verdict: 采信}}
            """,
        )
    )
    assert list(found) == [
        (("2019-09/tizhiban.yaml", "entries", 0, "review", "entry"), "没有编号为“zzzz2222”的记录", ""),
        (
            ("2019-09/chengguan.yaml", "entries", 1, "supersedes"),
            "没有编号为“aaaaaaab”的记录",
            "你是不是要找：aaaaaaaa？",
        ),
        (("2019-09/tizhiban.yaml", "entries", 1, "review", "entry"), "记录“ssssssss”指向自己"),
    ]


def test_a_review_lies_in_the_offices_file_and_not_before_its_entry() -> None:
    found = progress.misplaced_review.check(
        filed(
            """
            2019-08/tizhiban.yaml
            - {id: qqqqqqqq, task: "3.1", date: 2019-08-25, review: {entry: aaaaaaaa, verdict: 采信}}
            """,
            """
            2019-09/chengguan.yaml
            - {id: aaaaaaaa, task: "3.1", date: 2019-09-25}
            - {id: rrrrrrrr, task: "3.1", date: 2019-09-25, review: {entry: aaaaaaaa, verdict: 采信}}
            """,
            """
            2019-10/tizhiban.yaml
            - {id: ssssssss, task: "3.1", date: 2019-10-08, review: {entry: aaaaaaaa, verdict: 采信}}
            - {id: tttttttt, task: "3.1", date: 2019-10-08, review: {entry: ssssssss, verdict: 采信}}
            """,
        )
    )
    assert [said[:2] for said in found] == [
        (
            ("2019-08/tizhiban.yaml", "entries", 0, "review", "entry"),
            "“aaaaaaaa”是2019-09的记录，审核却在2019-08",
        ),
        (("2019-09/chengguan.yaml", "entries", 1, "review"), "审核写在区城管局的文件里"),
        (("2019-10/tizhiban.yaml", "entries", 1, "review", "entry"), "“ssssssss”本身是一条审核，不能再审核"),
    ]


REVIEWS = """
2019-09/tizhiban.yaml
- {id: rrrrrrrr, task: "3.1", date: 2019-09-25, %s}
"""
REPORT = SEPTEMBER % 'task: "3.1", values: {a: 60}'


@pytest.mark.parametrize(
    ("rule", "written", "at", "message"),
    [
        (progress.incomplete_review, "review: {entry: aaaaaaaa, verdict: 核实}", "review", "核实没有写核实的数"),
        (progress.incomplete_review, "review: {entry: aaaaaaaa, verdict: 退回补正}", "review", "退回补正没有写原因"),
        (progress.incomplete_review, "for: 区城管局, supersedes: aaaaaaaa", "supersedes", "更正没有写原因"),
        (
            progress.without_effect,
            "review: {entry: aaaaaaaa, verdict: 采信}, self: 已完成",
            "self",
            "审核记录里的 self 不会计入",
        ),
        (
            progress.without_effect,
            "review: {entry: aaaaaaaa, verdict: 采信, verified: {a: 3}}",
            "review.verified",
            "“采信”的 verified 不会计入",
        ),
        (
            progress.without_effect,
            "review: {entry: aaaaaaaa, verdict: 采信, limit: 2019-10-08}",
            "review.limit",
            "“采信”没有补正期限",
        ),
        (
            progress.of_another_task,
            "supersedes: aaaaaaaa",
            "supersedes",
            "“aaaaaaaa”是区城管局的记录，别的单位不能更正",
        ),
        (
            progress.unknown_part,
            "review: {entry: aaaaaaaa, verdict: 核实, verified: {c: 3}}",
            "review.verified.c",
            "3.1 没有指标“c”",
        ),
    ],
)
def test_a_review_says_what_its_verdict_needs_and_no_more(rule: Rule[Any], written: str, at: str, message: str) -> None:
    [(path, said, *_)] = rule.check(filed(REPORT, REVIEWS % written))
    assert path == ("2019-09/tizhiban.yaml", "entries", 0, *at.split("."))
    assert said == message


def test_a_report_without_figures_is_verified_without_a_number() -> None:
    report = SEPTEMBER % 'task: "3.1", milestones: {m1: 2019-09-01}'
    review = REVIEWS % "review: {entry: aaaaaaaa, verdict: 核实, how: 现场核查}"
    assert list(progress.incomplete_review.check(filed(report, review))) == []


def test_a_review_is_of_the_same_task_as_its_entry() -> None:
    review = """
        2019-09/tizhiban.yaml
        - {id: rrrrrrrr, task: "3.2.1", date: 2019-09-25, review: {entry: aaaaaaaa, verdict: 采信}}
        """
    [(path, message, *_)] = progress.of_another_task.check(filed(REPORT, review))
    assert path == ("2019-09/tizhiban.yaml", "entries", 0, "review", "entry")
    assert message == "“aaaaaaaa”是 3.1 的记录，这里是 3.2.1"


@pytest.mark.parametrize(
    ("demo", "settings", "at"),
    [
        ("unit: 区城管局\ndemo: true", SETTINGS, ("demo",)),
        ("unit: 区城管局", "demo: true", ()),
        ("unit: 区城管局\ndemo: true", "demo: true", None),
        ("unit: 区城管局", SETTINGS, None),
    ],
)
def test_demonstration_data_and_real_data_are_kept_apart(demo: str, settings: str, at: tuple[str, ...] | None) -> None:
    found = progress.mixed_demo.check(filed(f"2019-09/chengguan.yaml\n{demo}", settings=settings))
    assert [said[0] for said in found] == ([] if at is None else [("2019-09/chengguan.yaml", *at)])

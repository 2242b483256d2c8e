"""What is different from last month, each case a plan of a few lines and worked by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from small_plan import PARK, ledger_of, read

from baicheng_cli.progress.cycle import Cycle
from baicheng_cli.status.changes import CORRECTION, Correction, changes, plain
from baicheng_cli.status.ledger import Ledger
from baicheng_cli.status.targets import targets_of

ACRES = (
    '{id: "3.%s", title: %s, lead: [甲局], indicators: [{id: a, name: %s, exactly: 100, unit: 亩, due: 2019-12-31}]}'
)
CLOSED = "{schema: 1, month: %s, opened: %s-01, data_until: %s-25, submit_by: %s-25, owed: [], acts: [%s]}"


def closed(month: str, targets: str = "{}") -> dict[str, Cycle]:
    """The record of a month that was closed on its 28th, with the targets kept then."""
    act = f"{{act: close, day: {month}-28, targets: {targets}}}"
    return {month: Cycle.model_validate(read(CLOSED % (month, month, month, month, act)))}


def one_correction(ledger: Ledger) -> Correction:
    [found] = changes(ledger).corrections
    return found


def altered(found: Correction) -> list[tuple[str, object, object]]:
    return [(one.part.name if one.part else "自评", one.was, one.now) for one in found.altered]


# Lights ----------------------------------------------------------------------------------------------------------


def test_a_task_is_in_one_place_only_by_what_happened_to_its_light() -> None:
    """In August 66.7% are due, in September 75.0%: 10 points below is 滞后."""
    figures = {
        "1": ("西园", 90, 100),  # reached
        "2": ("东园", 50, 80),  # 16.7 behind, then ahead
        "3": ("南园", 60, 60),  # 6.7 behind, then 15.0, and no rise for two months
        "4": ("北园", 40, 40),  # 26.7, then 35.0: 严重滞后; July has nothing, so that nothing is known of two months
        "5": ("中园", 70, 70),  # on pace in both, and no rise for two months
        "6": ("新园", 70, 75),
    }
    items = ", ".join(ACRES % (id, name, name) for id, (name, _, _) in figures.items())
    entries = []
    for id, (_, august, september) in figures.items():
        values = [("2019-08-25", august), ("2019-09-25", september)]
        values += [("2019-07-25", august)] if id != "4" else []
        entries += [f'{{task: "3.{id}", date: {day}, values: {{a: {value}}}}}' for day, value in values]
    ledger = ledger_of(f"[{items}]", entries=f"[{', '.join(entries)}]", month="2019-09")
    found = changes(ledger)
    assert found.judged
    assert [(one.standing.id, one.words, one.still) for one in found.moves] == [
        ("3.1", "新达目标", False),
        ("3.2", "由滞后转为正常", False),
        ("3.4", "由滞后转为严重滞后", False),
        ("3.3", "由正常转为滞后", True),
    ]
    assert [one.id for one in found.stalled] == ["3.5"]


def test_before_anything_is_judged_no_lights_are_compared() -> None:
    ledger = ledger_of(f"[{PARK}]", entries="[{date: 2019-06-25, values: {a: 0}}]", month="2019-06")
    found = changes(ledger)
    assert (found.judged, found.moves, found.stalled) == (False, (), ())


# Targets ---------------------------------------------------------------------------------------------------------


def targets(ledger: Ledger) -> list[tuple[str, str | None, str | None]]:
    return [(f"{one.task}.{one.part}", one.was, one.now) for one in changes(ledger).targets]


def test_targets_are_compared_with_those_kept_when_last_month_was_closed() -> None:
    park = ledger_of(f"[{PARK}]", month="2019-09")
    now = targets_of(park.plan)["3.1.a"]
    assert now == "4座，2019-12-31"
    for kept, found in (
        (f'{{"3.1.a": "{now}"}}', []),
        ('{"3.1.a": "5座，2019-12-31"}', [("3.1.a", "5座，2019-12-31", now)]),
        (f'{{"3.1.a": "{now}", "3.2.b": "3条，2019-10-31"}}', [("3.2.b", "3条，2019-10-31", None)]),
        ('{"3.2.b": "3条，2019-10-31"}', [("3.1.a", None, now), ("3.2.b", "3条，2019-10-31", None)]),
    ):
        assert targets(replace(park, cycles=closed("2019-08", kept))) == found


@pytest.mark.parametrize("cycles", [{}, closed("2019-07", '{"3.1.a": "5座，2019-12-31"}'), closed("2019-08")])
def test_of_a_month_that_was_never_closed_no_targets_are_known(cycles: dict[str, Cycle]) -> None:
    assert targets(replace(ledger_of(f"[{PARK}]", month="2019-09"), cycles=cycles)) == []


def test_a_closed_month_is_compared_by_what_its_own_closing_kept() -> None:
    """The plan has changed since: the paper of September says what September's did."""
    then = '{"3.1.a": "5座，2019-12-31"}'
    ledger = ledger_of(f"[{PARK}]", month="2019-09")
    assert targets(replace(ledger, cycles={**closed("2019-08", then), **closed("2019-09", then)})) == []
    october = ledger_of(f"[{PARK}]", month="2019-10")
    both = {**closed("2019-08", then), **closed("2019-09", then)}
    assert targets(replace(october, cycles=both)) == [("3.1.a", "5座，2019-12-31", "4座，2019-12-31")]


def test_a_filter_leaves_the_targets_of_its_own_tasks() -> None:
    kept = '{"3.1.a": "5座，2019-12-31", "3.2.b": "3条，2019-10-31"}'
    ledger = replace(ledger_of(f"[{PARK}]", month="2019-09"), cycles=closed("2019-08", kept))
    assert targets(ledger.keep(["3.1"], "条款：三（一）")) == [("3.1.a", "5座，2019-12-31", "4座，2019-12-31")]


# Corrections -----------------------------------------------------------------------------------------------------

TWICE = """
- {id: aaaaaaaa, date: 2019-09-25, values: {a: 1}, self: 正常推进}
- {id: bbbbbbbb, date: 2019-09-25, values: {a: 2}, self: 正常推进, supersedes: aaaaaaaa, reason: 少报}
- {id: cccccccc, date: 2019-09-25, values: {a: 3}, self: 滞后, supersedes: bbbbbbbb, reason: 又少报}
"""


def test_a_correction_of_a_correction_is_one_against_what_was_first_reported() -> None:
    found = one_correction(ledger_of(f"[{PARK}]", entries=TWICE, month="2019-09"))
    assert (found.kind, found.one.entry.id, found.reason) == (CORRECTION, "cccccccc", "少报；又少报")
    assert [(name, str(was), str(now)) for name, was, now in altered(found)] == [
        ("公园", "1", "3"),
        ("自评", "正常推进", "滞后"),
    ]


CLOSED_AUGUST = """
- {id: aaaaaaaa, date: 2019-08-25, values: {a: 2}}
- {id: bbbbbbbb, date: 2019-09-01, values: {a: 1}, for_month: 2019-08, supersedes: aaaaaaaa, reason: 重复计数}
- {id: cccccccc, date: 2019-09-25, values: {a: 3}}
"""


def test_a_correction_of_a_closed_month_speaks_of_that_month_and_stands_in_the_open_one() -> None:
    ledger = ledger_of(f"[{PARK}]", entries=CLOSED_AUGUST, month="2019-09")
    found = one_correction(ledger)
    assert (found.one.about, found.one.month, found.reason, found.of_late) == ("2019-08", "2019-09", "重复计数", False)
    assert [(name, str(was), str(now)) for name, was, now in altered(found)] == [("公园", "2", "1")]
    assert changes(ledger.of_month("2019-08")).corrections == ()
    assert changes(ledger.of_month("2019-10")).corrections == ()
    assert changes(ledger).made_up == ()


def test_a_second_correction_is_one_against_what_the_first_one_had_printed() -> None:
    again = (
        "- {id: dddddddd, date: 2019-10-01, values: {a: 1.5}, for_month: 2019-08, supersedes: bbbbbbbb, reason: 复核}"
    )
    found = one_correction(ledger_of(f"[{PARK}]", entries=CLOSED_AUGUST + again, month="2019-10"))
    assert [(name, str(was), str(now)) for name, was, now in altered(found)] == [("公园", "1", "1.5")]
    assert (found.one.about, found.reason) == ("2019-08", "复核")


def test_a_correction_says_what_the_paper_had_counted_instead() -> None:
    """区城管局 reported 2, the office had found 1.5 and August's paper counted that."""
    verified = (
        "{id: dddddddd, unit: 某办, date: 2019-08-25, review: {entry: aaaaaaaa, verdict: 核实, verified: {a: 1.5}}}"
    )
    found = one_correction(ledger_of(f"[{PARK}]", entries=f"{CLOSED_AUGUST}\n- {verified}", month="2019-09"))
    [one] = found.altered
    assert (str(one.was), str(one.verified), str(one.now)) == ("2", "1.5", "1")


def test_a_correction_that_changes_the_text_alone_has_nothing_altered() -> None:
    said = """
    - {id: aaaaaaaa, date: 2019-09-25, progress: 已开工}
    - {id: bbbbbbbb, date: 2019-09-25, progress: 未开工, supersedes: aaaaaaaa, reason: 笔误}
    """
    assert one_correction(ledger_of(f"[{PARK}]", entries=said, month="2019-09")).altered == ()


def test_a_correction_that_was_returned_corrects_nothing() -> None:
    returned = "- {id: dddddddd, unit: 某办, date: 2019-09-25, review: {entry: cccccccc, verdict: 退回补正}}"
    assert changes(ledger_of(f"[{PARK}]", entries=TWICE + returned, month="2019-09")).corrections == ()


@pytest.mark.parametrize(
    ("verdict", "now"),
    [("核实, verified: {a: 1.5}, how: 现场核查", "1.5"), ("退回补正, reason: 缺佐证", "None")],
)
def test_what_the_office_finds_on_a_closed_month_changes_what_its_paper_said(verdict: str, now: str) -> None:
    said = f"""
    - {{id: aaaaaaaa, date: 2019-08-25, values: {{a: 2}}}}
    - {{id: dddddddd, unit: 某办, date: 2019-09-01, review: {{entry: aaaaaaaa, verdict: {verdict}}}}}
    """
    ledger = ledger_of(f"[{PARK}]", entries=said, month="2019-09")
    found = one_correction(ledger)
    assert (found.kind, found.one.about) == (verdict.partition(",")[0], "2019-08")
    assert [(name, str(was), str(after)) for name, was, after in altered(found)] == [("公园", "2", now)]
    assert changes(ledger.of_month("2019-08")).corrections == ()


def test_a_late_correction_never_outdoes_what_was_reported_since() -> None:
    """October corrects August's figure; that of September is younger and counts."""
    said = CLOSED_AUGUST.replace("2019-09-01", "2019-10-01")
    ledger = ledger_of(f"[{PARK}]", entries=said, month="2019-10")
    assert [str(value.number) for value in ledger.facts.values("3.1", "jia", "a")] == ["1", "3"]


# Late reports ----------------------------------------------------------------------------------------------------

LATE = """
- {id: aaaaaaaa, date: 2019-09-01, received: 2019-09-05, values: {a: 1}, for_month: 2019-08}
- {id: bbbbbbbb, task: "3.2", date: 2019-09-01, received: 2019-09-06, self: 滞后, for_month: 2019-08}
- {id: cccccccc, task: "3.2", date: 2019-09-25, self: 滞后}
"""
TWO = f'[{PARK}, {{id: "3.2", title: 治水, lead: [甲局]}}]'


def test_what_was_made_up_for_is_named_by_unit_and_month_and_only_once() -> None:
    ledger = ledger_of(TWO, entries=LATE, month="2019-09")
    [found] = changes(ledger).made_up
    assert (found.unit, found.month, found.tasks, str(found.received)) == (
        "jia",
        "2019-08",
        ("3.1", "3.2"),
        "2019-09-06",
    )
    assert changes(ledger).corrections == ()
    assert changes(ledger.of_month("2019-08")).made_up == ()
    assert changes(ledger.of_month("2019-10")).made_up == ()


def test_a_late_report_that_is_corrected_at_once_is_a_late_report_still() -> None:
    again = "- {id: dddddddd, date: 2019-09-01, values: {a: 2}, for_month: 2019-08, supersedes: aaaaaaaa, reason: 笔误}"
    found = changes(ledger_of(TWO, entries=LATE + again, month="2019-09"))
    [late] = found.made_up
    assert [one.entry.id for one in late.entries] == ["dddddddd", "bbbbbbbb"]
    assert [one.of_late for one in found.corrections] == [True]


def test_a_late_report_corrected_a_month_later_is_a_correction_of_its_own_month() -> None:
    again = "- {id: dddddddd, date: 2019-10-01, values: {a: 2}, for_month: 2019-08, supersedes: aaaaaaaa, reason: 笔误}"
    found = changes(ledger_of(TWO, entries=LATE + again, month="2019-10"))
    assert found.made_up == ()
    assert [(one.one.about, one.of_late) for one in found.corrections] == [("2019-08", False)]


# Repeated texts --------------------------------------------------------------------------------------------------


def repeated(august: str, september: str, **more: str) -> list[tuple[str, str, tuple[str, ...]]]:
    entries = f"[{{date: 2019-08-25, {august}}}, {{date: 2019-09-25, {september}}}]"
    ledger = ledger_of(f"[{PARK}]", entries=entries, month="2019-09", **more)
    return [(one.unit, one.task.id, one.fields) for one in changes(ledger).repeats]


@pytest.mark.parametrize(
    ("august", "september", "fields"),
    [
        ("progress: 完成3座公园", "progress: 完成3座公园", ("progress",)),
        ("progress: 完成 3 座公园", "progress: 完成３座　公园", ("progress",)),  # width and blanks are no news
        ("progress: 完成3座公园", "progress: 完成4座公园", ()),
        ("progress: 完成3座公园", "problems: 完成3座公园", ()),  # another field is another statement
        ("progress: 已进场, next: 抓紧施工", "progress: 已封顶, next: 抓紧施工", ("next",)),
        ("problems: 无", "problems: 无", ()),
        ("problems: 暂无问题。, progress: /", "problems: 暂无问题, progress: /", ()),
        ("problems: 无人施工", "problems: 无人施工", ("problems",)),
    ],
)
def test_a_text_that_is_last_months_is_pointed_out(august: str, september: str, fields: tuple[str, ...]) -> None:
    assert repeated(august, september) == ([("jia", "3.1", fields)] if fields else [])


def test_every_unit_is_compared_with_itself() -> None:
    said = "[{date: 2019-08-25, progress: 配合拆迁}, {unit: 丙局, date: 2019-09-25, progress: 配合拆迁}]"
    assert changes(ledger_of(f"[{PARK}]", entries=said, month="2019-09")).repeats == ()
    said = said.replace("{date", "{unit: 丙局, date")
    [found] = changes(ledger_of(f"[{PARK}]", entries=said, month="2019-09")).repeats
    assert (found.unit, found.task.id) == ("bing", "3.1")


def test_what_is_reached_may_stay_as_it_is() -> None:
    assert repeated("values: {a: 4}, progress: 已建成", "values: {a: 4}, progress: 已建成") == []


def test_a_second_text_of_the_month_is_news() -> None:
    entries = """
    - {date: 2019-08-25, progress: 已进场}
    - {date: 2019-09-10, progress: 已进场}
    - {date: 2019-09-25, progress: 已封顶}
    """
    assert changes(ledger_of(f"[{PARK}]", entries=entries, month="2019-09")).repeats == ()


def test_a_text_is_compared_without_its_blanks_and_width() -> None:
    assert plain("完成\u3000３座 \n公园\u200b") == "完成3座公园"
    assert [plain(text) for text in ("无", "暂无。", "目前没有问题", "——", None, " ")] == [""] * 6

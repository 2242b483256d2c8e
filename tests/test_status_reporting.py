"""Who owed a report of a month and how it came, each case a plan of a few lines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from small_plan import PARK, ledger_of, read

from baicheng_cli.progress.cycle import Cycle
from baicheng_cli.progress.deliveries import Delivered, Delivery
from baicheng_cli.status.ledger import Ledger
from baicheng_cli.status.reporting import Report, UnitReport, awaited, owed, reports, since_then

TWO = f"""
- {PARK}
- {{id: "3.2", title: 治水, lead: [甲局], support: [乙局, 各街道]}}
- {{id: "3.3", title: 治脏, lead: [丙局], support: [甲局]}}
- {{id: "4.1", title: 机制, responsible: [某办]}}
"""


def who_owes(ledger: Ledger, month: str) -> dict[str, list[str]]:
    return {unit: [task.id for task in tasks] for unit, tasks in owed(ledger, month).items()}


def only(ledger: Ledger, month: str = "2019-09") -> UnitReport:
    [found] = reports(ledger, month)
    return found


def test_leads_owe_on_every_task_they_own_in_the_official_order() -> None:
    assert who_owes(ledger_of(TWO), "2019-09") == {"jia": ["3.1", "3.2"], "bing": ["3.3"]}


def test_nobody_owes_before_the_first_month() -> None:
    ledger = ledger_of(TWO)  # issued in April: the first month is May
    assert who_owes(ledger, "2019-04") == {}
    assert reports(ledger, "2019-04") == []
    assert set(who_owes(ledger, "2019-05")) == {"jia", "bing"}
    later = ledger_of(TWO, settings="reporting: {first_month: 2019-07}")
    assert who_owes(later, "2019-06") == {}
    assert set(who_owes(later, "2019-07")) == {"jia", "bing"}


def test_supporting_units_owe_when_the_office_asks_everyone_but_no_collective_does() -> None:
    ledger = ledger_of(TWO, settings="reporting: {who: all}")
    assert who_owes(ledger, "2019-09") == {"jia": ["3.1", "3.2", "3.3"], "yi": ["3.2"], "bing": ["3.3"]}


def test_measures_are_owed_when_the_office_asks_for_them() -> None:
    ledger = ledger_of(TWO, settings="reporting: {measures: true}")
    assert who_owes(ledger, "2019-09")["ban"] == ["4.1"]


def test_the_owner_of_a_single_part_owes_beside_the_lead() -> None:
    items = """
    - id: "3.1"
      title: 公园
      lead: [甲局]
      indicators:
        - {id: a, name: 公园, exactly: 4, unit: 座, due: 2019-12-31}
        - {id: b, name: 井, exactly: 9, unit: 座, due: 2019-12-31, owner: 乙局}
    """
    assert who_owes(ledger_of(items), "2019-09") == {"jia": ["3.1"], "yi": ["3.1"]}
    said = """
    - {date: 2019-09-25, received: 2019-09-25, values: {a: 1}}
    - {unit: 乙局, date: 2019-09-25, received: 2019-09-25, values: {b: 2}}
    """
    found = reports(ledger_of(items, entries=said), "2019-09")
    assert [(one.unit, one.state) for one in found] == [("jia", Report.ON_TIME), ("yi", Report.ON_TIME)]


def test_a_part_that_has_not_begun_is_not_owed() -> None:
    items = """
    - {id: "3.1", title: 公园, lead: [甲局], milestones: [{id: m1, title: 桥, start: 2019-09-26, due: 2019-12-31}]}
    """
    assert who_owes(ledger_of(items), "2019-09") == {}  # begins the day after data_until
    assert who_owes(ledger_of(items), "2019-10") == {"jia": ["3.1"]}


def test_figures_of_a_part_that_has_not_begun_are_not_lacking() -> None:
    items = """
    - id: "3.1"
      title: 公园
      lead: [甲局]
      indicators:
        - {id: a, name: 公园, exactly: 4, unit: 座, due: 2019-12-31}
        - {id: b, name: 绿道, exactly: 4, unit: 条, start: 2019-10-01, due: 2019-12-31}
    """
    ledger = ledger_of(items, entries="- {date: 2019-09-25, received: 2019-09-25, values: {a: 1}}")
    assert only(ledger).state is Report.ON_TIME


REVIEWED = """
- {id: aaaaaaaa, date: %s, received: %s, values: {a: 4}}
- {id: bbbbbbbb, unit: 某办, date: %s, review: {entry: aaaaaaaa, verdict: %s}}
"""


def test_what_was_reached_and_confirmed_is_owed_no_more() -> None:
    said = REVIEWED % ("2019-08-25", "2019-08-25", "2019-08-25", "采信")
    ledger = ledger_of(f"- {PARK}", entries=said)
    assert who_owes(ledger, "2019-08") == {"jia": ["3.1"]}  # it was still open when August began
    assert who_owes(ledger, "2019-09") == {}


def test_what_was_reached_and_waits_for_the_office_is_still_owed() -> None:
    ledger = ledger_of(f"- {PARK}", entries="- {date: 2019-08-25, values: {a: 4}}")
    assert who_owes(ledger, "2019-09") == {"jia": ["3.1"]}


def test_what_the_last_days_of_a_month_said_counts_when_the_next_begins() -> None:
    said = REVIEWED % ("2019-08-31", "2019-08-31", "2019-08-31", "采信")
    assert who_owes(ledger_of(f"- {PARK}", entries=said), "2019-09") == {}


def test_what_was_confirmed_before_anything_is_judged_is_owed_no_more_either() -> None:
    said = REVIEWED % ("2019-05-25", "2019-05-25", "2019-05-25", "采信")
    assert who_owes(ledger_of(f"- {PARK}", entries=said), "2019-06") == {}  # judging begins in June


def test_a_confirmed_self_assessment_closes_work_without_measure() -> None:
    said = """
    - {id: aaaaaaaa, task: "3.2", date: 2019-08-25, self: 已完成}
    - {id: bbbbbbbb, task: "3.2", unit: 某办, date: 2019-08-25, review: {entry: aaaaaaaa, verdict: 采信}}
    """
    assert who_owes(ledger_of(TWO, entries=said), "2019-09") == {"jia": ["3.1"], "bing": ["3.3"]}


def test_a_confirmed_part_leaves_the_others_of_its_task_owed_and_its_figure_not_lacking() -> None:
    items = """
    - id: "3.1"
      title: 公园
      lead: [甲局]
      indicators:
        - {id: a, name: 公园, exactly: 4, unit: 座, due: 2019-12-31}
        - {id: b, name: 绿道, exactly: 4, unit: 条, due: 2019-12-31}
    """
    said = (REVIEWED % ("2019-08-25", "2019-08-25", "2019-08-25", "采信")) + (
        "- {date: 2019-09-25, received: 2019-09-25, values: {b: 2}}"
    )
    ledger = ledger_of(items, entries=said)
    assert who_owes(ledger, "2019-09") == {"jia": ["3.1"]}
    assert only(ledger).state is Report.ON_TIME
    # seen from December, when a is long reached: its figure was lacking in June all the same
    silent = ledger_of(items, entries=said + "\n- {date: 2019-06-25, progress: 推进中}", day="2019-12-25")
    assert only(silent, "2019-06").state is Report.NO_DATA
    assert only(silent, "2019-09").state is Report.ON_TIME


@pytest.mark.parametrize(
    ("entries", "state", "words", "received"),
    [
        ("", Report.MISSING, "未报", None),
        ("- {date: 2019-08-25, values: {a: 1}}", Report.MISSING, "未报", None),  # August's is no report of September
        ("- {date: 2019-09-20, received: 2019-09-20, values: {a: 3}}", Report.ON_TIME, "按时", "2019-09-20"),
        ("- {date: 2019-09-25, received: 2019-09-25, values: {a: 3}}", Report.ON_TIME, "按时", "2019-09-25"),
        ("- {date: 2019-09-25, received: 2019-09-26, values: {a: 3}}", Report.LATE, "迟报（1天）", "2019-09-26"),
        ("- {date: 2019-09-25, received: 2019-10-10, values: {a: 3}}", Report.LATE, "迟报（15天）", "2019-10-10"),
        # without `received` the day it speaks of is all we know
        ("- {date: 2019-09-25, values: {a: 3}}", Report.ON_TIME, "按时", "2019-09-25"),
        ("- {date: 2019-09-25, received: 2019-09-25, progress: 推进中}", Report.NO_DATA, "缺数", "2019-09-25"),
        # text that came late is 缺数, not 迟报: the figures are what is waited for
        ("- {date: 2019-09-25, received: 2019-09-28, progress: 推进中}", Report.NO_DATA, "缺数", "2019-09-28"),
        # the first report counts for the day, a later correction does not make it late
        (
            "- {date: 2019-09-24, received: 2019-09-24, values: {a: 3}}\n"
            "- {date: 2019-09-25, received: 2019-09-30, values: {a: 3}}",
            Report.ON_TIME,
            "按时",
            "2019-09-24",
        ),
        # figures and text may come in two entries
        (
            "- {date: 2019-09-24, received: 2019-09-24, progress: 推进中}\n"
            "- {date: 2019-09-25, received: 2019-09-25, values: {a: 3}}",
            Report.ON_TIME,
            "按时",
            "2019-09-24",
        ),
        (REVIEWED % ("2019-09-25", "2019-09-25", "2019-09-25", "退回补正"), Report.TO_MEND, "已收待补正", "2019-09-25"),
        (REVIEWED % ("2019-09-25", "2019-09-27", "2019-09-27", "退回补正"), Report.TO_MEND, "已收待补正", "2019-09-27"),
        (REVIEWED % ("2019-09-25", "2019-09-25", "2019-09-25", "采信"), Report.ON_TIME, "按时", "2019-09-25"),
        # a mended report replaces the returned one
        (
            (REVIEWED % ("2019-09-24", "2019-09-24", "2019-09-24", "退回补正"))
            + "- {date: 2019-09-25, received: 2019-09-25, values: {a: 3}}",
            Report.ON_TIME,
            "按时",
            "2019-09-24",
        ),
    ],
)
def test_how_a_report_came(entries: str, state: Report, words: str, received: str | None) -> None:
    found = only(ledger_of(f"- {PARK}", entries=entries, day="2019-10-31"))
    assert (found.unit, found.state, found.words, found.owed) == ("jia", state, words, ("3.1",))
    assert found.received == (date.fromisoformat(received) if received else None)


def test_submit_by_may_lie_in_the_month_after() -> None:
    settings = "reporting: {data_until: 31, submit_by: 5, of: next}"
    entries = "- {date: 2019-09-30, received: 2019-10-%s, values: {a: 3}}"
    for received, words in (("08", "按时"), ("10", "迟报（2天）")):  # the National Day lasts until the 7th
        came = ledger_of(f"- {PARK}", entries=entries % received, settings=settings, day="2019-10-31")
        assert only(came).words == words


@pytest.mark.parametrize(
    ("received", "settings", "words"),
    [
        ("2019-08-26", "", "按时"),  # 25 August 2019 is a Sunday
        ("2019-08-27", "", "迟报（1天）"),
        ("2019-08-26", "reporting: {off_days: keep}", "迟报（1天）"),
        ("2019-08-27", "holidays: {2019: {off: [2019-08-26]}}", "按时"),
    ],
)
def test_a_report_due_on_a_sunday_is_on_time_on_monday(received: str, settings: str, words: str) -> None:
    entries = f"- {{date: 2019-08-25, received: {received}, values: {{a: 3}}}}"
    found = reports(ledger_of(f"- {PARK}", entries=entries, settings=settings, day="2019-08-31"), "2019-08")
    assert [one.words for one in found] == [words]


@pytest.mark.parametrize(
    ("received", "settings", "day", "waits"),
    [
        ("2019-08-23", "", "", True),  # the papers of August are of Sunday the 25th, and nothing is known of Monday
        ("2019-08-26", "", "", False),
        ("2019-08-23", "", "2019-08-26", False),
        ("2019-08-23", "reporting: {off_days: keep}", "", False),
        ("2019-08-23", "reporting: {of: next, submit_by: 5}", "2019-08-31", True),
        ("2019-09-04", "reporting: {of: next, submit_by: 5}", "", True),
        ("2019-09-05", "reporting: {of: next, submit_by: 5}", "", False),
    ],
)
def test_reports_are_awaited_until_something_shows_that_the_day_has_come(
    received: str, settings: str, day: str, waits: bool
) -> None:
    entries = f"- {{unit: 乙委, date: 2019-08-23, received: {received}, progress: 推进中}}"
    ledger = ledger_of(f"- {PARK}", entries=entries, settings=settings, month="2019-08", day=day)
    assert awaited(ledger, "2019-08") is waits


def test_a_unit_is_as_late_as_its_latest_task_and_names_what_lacks() -> None:
    one = '- {task: "3.1", date: 2019-09-25, received: 2019-09-24, values: {a: 3}}'
    found, _ = reports(ledger_of(TWO, entries=one), "2019-09")
    assert (found.state, found.owed, found.lacking) == (Report.NO_DATA, ("3.1", "3.2"), ("3.2",))
    both = one + '\n- {task: "3.2", date: 2019-09-25, received: 2019-09-27, progress: 推进中}'
    found, other = reports(ledger_of(TWO, entries=both, day="2019-09-30"), "2019-09")
    assert (found.words, found.lacking) == ("迟报（2天）", ())
    assert (other.unit, other.state, other.lacking) == ("bing", Report.MISSING, ("3.3",))


def test_a_report_for_work_without_figures_needs_only_words() -> None:
    items = '- {id: "3.1", title: 治水, lead: [甲局]}'
    assert only(ledger_of(items, entries="- {date: 2019-09-25, received: 2019-09-25, self: 滞后}")).words == "按时"


@pytest.mark.parametrize("target", ["exactly: external", "exactly: 3, measure: annual"])
def test_figures_that_nobody_can_give_every_month_are_not_lacking(target: str) -> None:
    items = f"""
    - {{id: "3.1", title: 治水, lead: [甲局], indicators: [{{id: a, name: 率, {target}, unit: "%", due: 2019-12-31}}]}}
    """
    ledger = ledger_of(items, entries="- {date: 2019-09-25, received: 2019-09-25, progress: 推进中}")
    assert only(ledger).state is Report.ON_TIME


def test_members_that_report_one_by_one_owe_their_own_figure_and_the_lead_owes_words() -> None:
    items = """
    - id: "3.1"
      title: 治脏
      lead: [甲局]
      support: [各街道]
      indicators: [{id: a, name: 达标街道, exactly: 10, unit: 条, due: 2019-12-31, each: 各街道}]
    """
    settings = "rosters: {jiedao: [{id: dong, name: 东街道}, {id: xi, name: 西街道}]}"
    said = """
    - {date: 2019-09-25, received: 2019-09-25, progress: 推进中}
    - {unit: 东街道, date: 2019-09-25, received: 2019-09-25, values: {a: 3}}
    - {unit: 西街道, date: 2019-09-25, received: 2019-09-25, progress: 推进中}
    """
    found = reports(ledger_of(items, settings=settings, entries=said), "2019-09")
    assert [(one.unit, one.words) for one in found] == [("jia", "按时"), ("dong", "按时"), ("xi", "缺数")]


def test_our_own_office_is_listed_with_its_flag() -> None:
    items = '- {id: "3.1", title: 谋划, lead: [某办]}\n- {id: "3.2", title: 治水, lead: [甲局]}'
    found = reports(ledger_of(items), "2019-09")
    assert [(one.unit, one.state, one.office) for one in found] == [
        ("jia", Report.MISSING, False),
        ("ban", Report.MISSING, True),
    ]


# --- months that were opened, forms that came, reports after closing --------------------------------------------------


def opened(*owed: str, acts: str = "", month: str = "2019-09") -> dict[str, Cycle]:
    """The record of a month; each owing as `甲局 3.1 3.2`."""
    rows = [{"unit": words.split()[0], "tasks": words.split()[1:]} for words in owed]
    days = {"opened": "2019-09-02", "data_until": "2019-09-25", "submit_by": "2019-09-26"}
    held = {"schema": "1", "month": month, **days, "owed": rows, "acts": read(acts) or []}
    return {month: Cycle.model_validate(held)}


def came(state: str, day: str, faults: tuple[str, ...] = ()) -> Delivered:
    """A form of 甲局 for September."""
    told = {"file": "forms/a.xlsx", "name": "a.xlsx", "sha256": "0", "day": day, "state": state, "faults": faults}
    return Delivered(Delivery.model_validate(told), "jia", "2019-09")


ONE = "- {task: '3.1', date: 2019-09-25, received: %s, values: {a: 1}}"


def test_who_owes_is_what_it_was_when_the_month_was_opened() -> None:
    ledger = replace(ledger_of(TWO), cycles=opened("丙局 3.3", "甲局 3.1 3.9"))
    assert who_owes(ledger, "2019-09") == {"jia": ["3.1"], "bing": ["3.3"]}  # 3.9 has left the plan since
    assert who_owes(ledger, "2019-08") == {"jia": ["3.1", "3.2"], "bing": ["3.3"]}


def test_lateness_is_counted_from_the_day_frozen_at_opening() -> None:
    ledger = replace(ledger_of(f"- {PARK}", entries=ONE % "2019-09-27"), cycles=opened("甲局 3.1"))
    assert only(ledger).words == "迟报（1天）"


def test_a_unit_that_was_let_off_is_not_missing() -> None:
    acts = "- {act: waive, unit: 甲局, day: 2019-09-26, reason: 机构改革}"
    ledger = replace(ledger_of(f"- {PARK}"), cycles=opened("甲局 3.1", acts=acts))
    assert only(ledger).words == "免报（机构改革）"
    told = replace(ledger_of(f"- {PARK}", entries=ONE % "2019-09-25"), cycles=opened("甲局 3.1", acts=acts))
    assert only(told).state is Report.ON_TIME  # it reported all the same


def test_a_form_that_cannot_be_read_is_received_and_to_be_mended() -> None:
    fault = "表一H7 应为数字，写的是“约72”"
    ledger = replace(ledger_of(f"- {PARK}"), deliveries=(came("to_mend", "2019-09-24", (fault,)),))
    assert only(ledger).state is Report.TO_MEND
    assert only(ledger).received == date(2019, 9, 24)
    assert only(ledger).reason == fault


def test_a_mended_form_takes_the_fault_away() -> None:
    both = (came("to_mend", "2019-09-24"), came("applied", "2019-09-25"))
    ledger = replace(ledger_of(f"- {PARK}", entries=ONE % "2019-09-25"), deliveries=both)
    assert only(ledger).state is Report.ON_TIME
    assert only(replace(ledger, deliveries=both[::-1])).state is Report.TO_MEND  # a second form came, and is broken


LATER = """
- {task: '3.1', date: 2019-10-01, received: 2019-10-08, values: {a: 1}, for_month: 2019-09}
- {task: '3.1', date: 2019-10-25, received: 2019-10-25, values: {a: 2}}
"""


def test_a_report_after_closing_makes_up_for_its_own_month_and_is_none_of_the_open_one() -> None:
    october = ledger_of(f"- {PARK}", entries=LATER, month="2019-10")
    september = reports(october.of_month("2019-09", date(2019, 9, 30)), "2019-09")
    assert [one.state for one in september] == [Report.MISSING]  # as September's own papers saw it
    [seen] = since_then(october, "2019-09", september)
    assert (seen.state, seen.received) == (Report.MADE_UP, date(2019, 10, 8))
    assert only(october, "2019-10").state is Report.ON_TIME
    late_only = ledger_of(f"- {PARK}", entries=LATER.splitlines()[1], month="2019-10")
    assert only(late_only, "2019-10").state is Report.MISSING


def test_a_report_made_up_for_never_outdoes_that_of_the_open_month() -> None:
    ledger = ledger_of(f"- {PARK}", entries=LATER, month="2019-10")
    [value] = [one for one in ledger.facts.values("3.1", "jia", "a") if one.month == "2019-10"]
    assert ledger.facts.values("3.1", "jia", "a")[-1] == value
    assert ledger.facts.values("3.1", "jia", "a")[0].month == "2019-09"

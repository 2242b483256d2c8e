"""Units by months: how every report that was owed came, and what that adds up to."""

from __future__ import annotations

from small_plan import ledger_of

from baicheng_cli.views.matrix import Matrix, matrix
from baicheng_cli.views.months import Months

ITEMS = """
- {id: "3.1", title: 公园, lead: [乙委], indicators: [{id: a, name: 公园, exactly: 4, unit: 座, due: 2019-12-31}]}
- {id: "3.2", title: 河道, lead: [甲局]}
- id: "3.3"
  title: 道路
  lead: [丙局]
  indicators: [{id: a, name: 道路, exactly: 4, unit: 条, start: 2019-08-01, due: 2019-12-31}]
"""
ENTRIES = """
- {unit: 甲局, task: "3.2", date: 2019-05-25, received: 2019-05-25, self: 正常推进}
- {unit: 甲局, task: "3.2", date: 2019-06-25, received: 2019-06-28, self: 正常推进}
- {unit: 甲局, task: "3.2", date: 2019-08-25, received: 2019-08-25, self: 正常推进}
- {unit: 乙委, date: 2019-05-25, received: 2019-05-25, values: {a: 1}}
- {unit: 乙委, date: 2019-06-25, received: 2019-06-25, progress: 没有数}
"""


def _matrix(day: str = "", entries: str = ENTRIES, month: str = "2019-09") -> Matrix:
    return matrix(Months(ledger_of(ITEMS, entries=entries, month=month, day=day)))


def test_only_units_that_owe_have_a_row_in_the_official_order_from_the_first_month_on() -> None:
    found = _matrix()
    assert found.months == ("2019-05", "2019-06", "2019-07", "2019-08", "2019-09")
    assert [(unit.name, "".join(unit.marks)) for unit in found.units] == [
        ("甲局", "按迟未按未"),
        ("乙委", "按缺未未未"),
        ("丙局", "———未未"),
    ]


def test_the_counts_of_a_month_add_up_to_those_who_owed() -> None:
    found = _matrix()
    assert found.owed == [2, 2, 2, 3, 3]
    assert [sum(counts) for counts in zip(*(found.counts(mark) for mark in "按迟正缺未"), strict=True)] == found.owed


def test_missing_in_a_row_ends_with_a_report_and_not_with_a_month_without_duty() -> None:
    one, two, three = _matrix().units
    assert [unit.missing_in_a_row for unit in (one, two, three)] == [1, 3, 2]
    assert (two.owed, two.count("未"), three.owed) == (5, 3, 2)


def test_before_the_last_day_nobody_is_missing_yet() -> None:
    units = _matrix(day="2019-09-20").units
    assert ["".join(unit.marks)[-1] for unit in units] == ["待", "待", "待"]
    assert units[1].missing_in_a_row == 2


def test_a_returned_report_is_to_be_mended() -> None:
    returned = f"""{ENTRIES}
- {{id: qqqqqqqq, unit: 乙委, date: 2019-09-25, received: 2019-09-25, values: {{a: 2}}}}
- {{unit: 某办, date: 2019-09-25, review: {{entry: qqqqqqqq, verdict: 退回补正, reason: 缺佐证}}}}
"""
    assert _matrix(entries=returned).units[1].marks[-1] == "正"


def test_before_the_first_month_there_is_nothing() -> None:
    found = _matrix(month="2019-04", entries="")
    assert (found.months, found.units) == ((), ())

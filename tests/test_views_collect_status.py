"""How a month's reports came in, as counted and said: order, counts, remarks, the year, and what to do next."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from small_plan import PARK, ledger_of

from baicheng_cli.progress.cycle import Cycle
from baicheng_cli.progress.deliveries import Delivered, Delivery
from baicheng_cli.views.collect_status import (
    Collected,
    items,
    matrix_lines,
    matrix_table,
    next_words,
    status_head,
    status_table,
)
from baicheng_cli.views.tables import width_of

SEPTEMBER = "2019-09"
ITEMS = f"""
- {PARK}
- {{id: "3.2", title: 治水, lead: [乙局]}}
- {{id: "3.3", title: 治脏, lead: [丙局]}}
- {{id: "3.4", title: 治堵, lead: [丙局]}}
- {{id: "3.5", title: 协调, lead: [某办]}}
"""
ON_TIME = "{date: 2019-09-24, received: 2019-09-24, values: {a: 1}}"
NO_FIGURE = "{date: 2019-09-24, received: 2019-09-24, progress: 开工}"
LATE = '{unit: 乙委, task: "3.2", date: 2019-09-25, received: 2019-09-28, progress: 做}'
HALF = '{unit: 丙局, task: "3.3", date: 2019-09-24, received: 2019-09-24, progress: 做}'
SETTINGS = "{office: ban, reporting: {first_month: 2019-08}}"
MADE_UP = """{unit: 丙局, task: "3.%d", date: 2019-10-08, received: 2019-10-08, for_month: 2019-09, progress: 做}"""


def cycle(*acts: dict[str, str], month: str = SEPTEMBER) -> Cycle:
    owed = [("甲局", ["3.1"]), ("乙委", ["3.2"]), ("丙局", ["3.3", "3.4"]), ("某办", ["3.5"])]
    told: dict[str, Any] = {"schema": "1", "month": month, "acts": list(acts)}
    days = {"opened": f"{month}-16", "data_until": f"{month}-25", "submit_by": f"{month}-25"}
    return Cycle.model_validate(told | days | {"owed": [{"unit": unit, "tasks": tasks} for unit, tasks in owed]})


def collected(
    day: str,
    *entries: str,
    acts: tuple[dict[str, str], ...] = (),
    opened: bool = True,
    forms: tuple[Delivered, ...] = (),
) -> Collected:
    ledger = ledger_of(ITEMS, entries="\n".join(f"- {one}" for one in entries), settings=SETTINGS, day=day)
    cycles = {SEPTEMBER: cycle(*acts)} if opened else {}
    return Collected(replace(ledger, cycles=cycles, deliveries=forms), SEPTEMBER)


def fault(unit: str, *words: str) -> Delivered:
    told = {"file": "forms/x.xlsx", "name": "x.xlsx", "sha256": "0" * 64, "day": "2019-09-24", "state": "to_mend"}
    return Delivered(Delivery.model_validate({**told, "faults": list(words)}), unit, SEPTEMBER)


def rows(found: Collected) -> list[str]:
    return ["｜".join(row) for row in status_table(found).rows]


def test_who_has_not_reported_comes_first_then_what_is_to_be_mended() -> None:
    found = collected("2019-09-28", NO_FIGURE, LATE, forms=(fault("bing", "表一H4 应为数字"),))
    assert rows(found) == [
        "某办｜未报｜1｜0｜三（五）｜｜已逾期3天，连续2个月未报，本办，不列入催报",
        "丙局｜已收待补正｜2｜0｜全部｜2019-09-24｜表一H4 应为数字",
        "甲局｜缺数｜1｜0｜三（一）｜2019-09-24｜",
        "乙委｜迟报｜1｜1｜｜2019-09-28｜迟3天",
    ]
    assert found.counts() == "未报1个、已收待补正1个、缺数1个、迟报1个"


def test_the_counts_add_up_to_all_who_owed() -> None:
    found = collected("2019-09-28", ON_TIME, LATE, HALF)
    head = status_head(found)
    assert head[-1] == "应报4个单位：未报1个、缺数1个、迟报1个、按时1个；已收3个"
    assert head[-2] == "2019年9月报送　报送截止9月25日（星期三）　9月16日开账"


def test_while_there_is_time_nobody_is_missing_yet() -> None:
    found = collected("2019-09-20")
    assert {row.split("｜")[1] for row in rows(found)} == {"尚未报"}
    assert not any("逾期" in row or "连续" in row for row in rows(found))


def test_a_report_that_half_came_names_the_clause_that_is_missing() -> None:
    [row] = [row for row in rows(collected("2019-09-28", HALF)) if row.startswith("丙局")]
    assert row == "丙局｜缺数｜2｜1｜三（四）｜2019-09-24｜"


def test_after_closing_what_was_let_off_and_made_up_for_is_said_as_such() -> None:
    acts = (
        {"act": "waive", "unit": "乙委", "day": "2019-09-27", "reason": "机构改革"},
        {"act": "waive", "unit": "某办", "day": "2019-09-27", "reason": "经同意"},
        {"act": "waive", "unit": "丙局", "day": "2019-09-27", "reason": "经同意"},
        {"act": "close", "day": "2019-09-27"},
    )
    found = collected("2019-10-09", ON_TIME, MADE_UP % 3, MADE_UP % 4, acts=acts)
    assert rows(found) == [
        "甲局｜按时｜1｜1｜｜2019-09-24｜",
        "丙局｜补报｜2｜2｜｜2019-10-08｜封账后补报",
        "乙委｜免报｜1｜0｜｜｜机构改革",
        "某办｜免报｜1｜0｜｜｜经同意，本办，不列入催报",
    ]
    assert "9月27日封账" in status_head(found)[-2]


def test_a_report_that_was_returned_says_why_and_until_when() -> None:
    review = (
        '{unit: 某办, task: "3.1", date: 2019-09-24, review: '
        "{entry: zzzzzzza, verdict: 退回补正, reason: 缺佐证, limit: 2019-09-30}}"
    )
    [row] = [row for row in rows(collected("2019-09-28", ON_TIME, review)) if row.startswith("甲局")]
    assert "已收待补正" in row
    assert "三（一）退回：缺佐证（限9月30日）" in row


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (collected("2019-09-20", opened=False), "下一步：生成填报表，baicheng collect open --month 2019-09"),
        (collected("2019-09-26"), "下一步：催报，baicheng collect remind --month 2019-09"),
        (
            collected("2019-09-26", ON_TIME, LATE, HALF, HALF.replace("3.3", "3.4")),
            "下一步：录入本办的进展，baicheng progress add --month 2019-09",
        ),
        (collected("2019-09-28", acts=({"act": "close", "day": "2019-09-27"},)), ""),
    ],
)
def test_the_next_step_is_named_with_its_command(found: Collected, words: str) -> None:
    assert next_words(found) == words


def test_nobody_owes_before_the_first_month_and_that_is_said() -> None:
    found = Collected(collected("2019-09-28").ledger, "2019-07")
    assert status_head(found)[-1] == "首次报送月份为2019年8月，2019-07不收报送"
    assert rows(found) == []


def test_the_year_stands_beside_with_its_counts_on_top() -> None:
    found = collected("2019-09-28", ON_TIME, LATE, HALF)
    table = matrix_table(found)
    assert [column.title for column in table.columns] == ["单位", "8月", "9月", "未报", "迟报", "连续未报"]
    assert [" ".join(filter(None, row)) for row in table.rows] == [
        "〔应报〕 4 4",
        "〔按时〕 0 1",
        "〔迟报〕 0 1",
        "〔缺数〕 0 1",
        "〔未报〕 4 1",
        "甲局 未 按 1",
        "乙委 未 迟 1 1",
        "丙局 未 缺 1",
        "某办 未 未 2 2",
    ]
    assert table.foot == ("按 按时　迟 迟报　缺 有文字无数据　未 未报",)


def test_on_a_narrow_terminal_every_unit_has_its_months_below_its_name() -> None:
    lines = matrix_lines(collected("2019-09-28", ON_TIME, LATE, HALF), 40)
    assert lines[:3] == ["各月报送：", "甲局", "  8月未 9月按 未报1次"]
    assert "  8月未 9月未 未报2次 连续未报2个月" in lines
    assert max(map(width_of, lines)) <= 40


def test_items_name_the_state_of_every_month() -> None:
    found = items(collected("2019-09-28", ON_TIME))
    item = next(one for one in found if one["id"] == "jia")
    assert item["months"] == {"2019-08": "missing", "2019-09": "on_time"}
    assert (item["owed"], item["lacking"], item["received"], item["days_late"]) == (["3.1"], [], "2019-09-24", 0)


def test_units_that_owed_only_in_other_months_stand_last_in_csv_and_json() -> None:
    found = collected("2019-09-28", ON_TIME)
    short = cycle()
    short = short.model_copy(update={"owed": tuple(one for one in short.owed if one.unit != "丙局")})
    found = Collected(replace(found.ledger, cycles={SEPTEMBER: short}), SEPTEMBER)
    last = items(found)[-1]
    assert (last["id"], last["state"], last["owed"], last["months"][SEPTEMBER]) == ("bing", None, [], None)
    table = status_table(found, "csv")
    assert table.rows[-1][0] == "丙局"
    assert [column.title for column in table.columns][-2:] == ["2019-08", SEPTEMBER]

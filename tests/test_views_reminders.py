"""Reminders judged by MODELS §2: what is asked, of whom, until when, and that nobody is chased wrongly."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from small_plan import PARK, ledger_of

from baicheng_cli.errors import UsageError, UserError
from baicheng_cli.progress.cycle import Cycle
from baicheng_cli.progress.deliveries import Delivered, Delivery
from baicheng_cli.views.collect_status import Collected
from baicheng_cli.views.reminders import Reminders, honoured, reminders, reminders_table, reminders_text

SEPTEMBER = "2019-09"
ITEMS = f"""
- {PARK}
- {{id: "3.2", title: 治水, lead: [乙局]}}
- {{id: "3.3", title: 治脏, lead: [丙局]}}
- {{id: "3.4", title: 治堵, lead: [丙局]}}
- {{id: "3.5", title: 协调, lead: [某办]}}
"""
AT_FIVE = "{office: ban, reporting: {submit_time: '17:00', first_month: 2019-09}}"
JIA = "{date: 2019-09-24, received: 2019-09-24, values: {a: 1}, progress: 开工}"


def fault(unit: str, *words: str) -> Delivered:
    """A form with cells that nobody can read."""
    told = {"file": "forms/x.xlsx", "name": "x.xlsx", "sha256": "0" * 64, "day": "2019-09-24", "state": "to_mend"}
    return Delivered(Delivery.model_validate({**told, "faults": list(words)}), unit, SEPTEMBER)


def collected(day: str, *entries: str, forms: tuple[Delivered, ...] = (), acts: Any = (), **more: Any) -> Collected:
    """September as it is known on a day."""
    ledger = ledger_of(
        ITEMS, **{"entries": "\n".join(f"- {one}" for one in entries), "settings": AT_FIVE, **more, "day": day}
    )
    owed = [("甲局", ["3.1"]), ("乙委", ["3.2"]), ("丙局", ["3.3", "3.4"]), ("某办", ["3.5"])]
    cycle = Cycle.model_validate(
        {
            "schema": "1",
            "month": SEPTEMBER,
            "opened": "2019-09-16",
            "data_until": "2019-09-25",
            "submit_by": "2019-09-25",
            "owed": [{"unit": unit, "tasks": tasks} for unit, tasks in owed],
            "acts": list(acts),
        }
    )
    return Collected(replace(ledger, cycles={SEPTEMBER: cycle}, deliveries=forms), SEPTEMBER)


def texts(found: Reminders) -> list[str]:
    return [one.text for one in found.texts]


# the three models


def test_before_the_day_everybody_is_told_once_what_is_asked() -> None:
    [text] = texts(reminders(collected("2019-09-20")))
    assert text == (
        "【某办】各联络员：9月份进展请于9月25日（星期三）17:00前报送，数据截至9月25日。"
        "只填黄色单元格，经单位负责同志审签后回传。无进展也请如实填写原因。"
    )


def test_on_the_day_the_group_reads_who_is_missing_and_who_has_to_mend_what() -> None:
    found = reminders(collected("2019-09-25", JIA, forms=(fault("yi", "表一H7 应为数字，写的是“约72”"),)))
    assert texts(found)[0] == (
        "【某办】截至9月25日17:00，应报3个单位（不含本办），已报2个。未报：丙局。请于9月26日（星期四）17:00前报送；"
        "已报待补正：乙委（表一H7 应为数字，写的是“约72”）；请一并补齐。"
    )
    assert found.limit == date(2019, 9, 26)


def test_after_the_day_each_unit_has_its_own_letter() -> None:
    found = reminders(collected("2019-09-27", JIA), limit=date(2019, 9, 29))
    assert [one.to for one in found.texts] == ["各联络员", "乙委", "丙局"]
    assert texts(found)[2] == (
        "丙局联络员您好，贵局应报的三（三）、三（四）等2项任务9月进展尚未收到，已逾期2天。"
        "请于9月29日（星期日，调休上班）17:00前报送，如有困难请说明原因和预计时间。逾期将列入本月未报送名单。"
    )
    assert texts(found)[1].startswith("乙委联络员您好，贵委应报的三（二）任务9月进展尚未收到，已逾期2天。")
    assert "截至9月27日，应报3个单位" in texts(found)[0]  # the hour belongs to the day itself


# who is chased, and who is not


def test_our_own_office_is_never_chased_and_is_counted_once_it_has_reported() -> None:
    done = '{unit: 某办, task: "3.5", date: 2019-09-24, received: 2019-09-24, progress: 协调}'
    found = reminders(collected("2019-09-27", done))
    assert "应报4个单位，已报1个" in texts(found)[0]
    assert "某办" not in {one.to for one in found.texts}
    with pytest.raises(UserError, match="某办是本办，不列入催报"):
        reminders(collected("2019-09-27"), ["ban"])


def test_who_was_let_off_is_counted_apart_and_not_chased() -> None:
    waived = {"act": "waive", "unit": "丙局", "day": "2019-09-24", "reason": "机构改革"}
    found = reminders(collected("2019-09-27", JIA, acts=(waived,)))
    assert "应报3个单位（不含本办），免报1个，已报1个。未报：乙委。" in texts(found)[0]
    with pytest.raises(UserError, match="丙局9月免报（机构改革），不用催"):
        reminders(collected("2019-09-27", acts=(waived,)), ["bing"])


def test_text_without_its_figures_is_chased_for_the_figures() -> None:
    found = reminders(collected("2019-09-27", "{date: 2019-09-24, received: 2019-09-24, progress: 开工}"))
    assert "已报但数据不全：甲局（缺三（一））" in texts(found)[0]
    assert texts(found)[-1] == (
        "甲局联络员您好，贵局9月进展已于9月24日收到，三（一）任务未报或缺数据。"
        "请于9月29日（星期日，调休上班）17:00前补齐，如有困难请说明原因和预计时间。"
    )


def test_a_letter_has_every_fault_and_the_group_only_the_first_ones() -> None:
    faults = tuple(f"表一H{row} 应为数字" for row in (4, 5, 6))
    found = reminders(collected("2019-09-27", JIA, forms=(fault("yi", *faults),)))
    assert "乙委（表一H4 应为数字；表一H5 应为数字等3处）" in texts(found)[0]
    assert (
        "乙委联络员您好，贵委9月进展已于9月24日收到，需补正：表一H4 应为数字；表一H5 应为数字；表一H6 应为数字。"
        "请于9月29日（星期日，调休上班）17:00前补正后重新报送。" in texts(found)
    )


def test_before_the_day_a_unit_alone_is_reminded_without_a_threat() -> None:
    [text] = texts(reminders(collected("2019-09-20"), ["bing"]))
    assert text == (
        "丙局联络员您好，贵局应报的三（三）、三（四）等2项任务9月进展请于9月25日（星期三）17:00前报送，"
        "数据截至9月25日。无进展也请如实填写原因。"
    )


def test_on_the_day_itself_nobody_is_late() -> None:
    assert "今天是报送截止日" in texts(reminders(collected("2019-09-25"), ["bing"]))[0]


def test_when_everybody_has_reported_or_the_month_is_closed_there_is_nothing_to_send() -> None:
    rest = [
        f'{{unit: {unit}, task: "3.{n}", date: 2019-09-24, received: 2019-09-24, progress: 做}}'
        for unit, n in (("乙委", 2), ("丙局", 3), ("丙局", 4))
    ]
    found = reminders(collected("2019-09-27", JIA, *rest))
    assert (found.texts, found.nothing) == (
        (), "9月应报的单位，除本办外都已报齐，没有要催的；本办的还没有录入",
    )  # fmt: skip
    shut = {"act": "close", "day": "2019-09-26"}
    found = reminders(collected("2019-09-27", acts=(shut,)))
    assert (found.texts, found.nothing) == ((), "9月已于9月26日封账，不再催报；以后报来的记为补报")


# the new day


def test_the_new_day_is_the_next_working_day() -> None:
    """30 September 2019 is a Monday, and then the national holiday begins."""
    assert reminders(collected("2019-09-30")).limit == date(2019, 10, 8)


@pytest.mark.parametrize(
    ("day", "limit", "words"),
    [("2019-09-20", date(2019, 9, 26), "报送截止日9月25日还没有到"), ("2019-09-27", date(2019, 9, 26), "已经过了")],
)
def test_a_new_day_that_cannot_be_is_refused(day: str, limit: date, words: str) -> None:
    with pytest.raises(UserError, match=words) as refused:
        reminders(collected(day), limit=limit)
    assert isinstance(refused.value, UsageError) == (day == "2019-09-20")


# how it is said


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("区城管局", "贵局"),
        ("区文明办", "贵办"),
        ("区农委", "贵委"),
        ("棉纺路街道办事处", "贵办事处"),
        ("区城区道路交通秩序综合治理办公室", "贵办"),
        ("中原市场管理处", "贵单位"),
    ],
)
def test_a_unit_is_addressed_as_an_office_would(name: str, word: str) -> None:
    assert honoured(name) == word


def test_no_text_shouts_breaks_lines_or_names_a_telephone() -> None:
    found = reminders(collected("2019-09-27", forms=(fault("yi", "表一H4 应为数字"),)))
    for text in texts(found):
        assert not set("！!\n") & set(text)
        assert "红" not in text


def test_without_an_hour_only_the_day_is_named_and_without_an_office_a_blank_is_left() -> None:
    [text] = texts(reminders(collected("2019-09-20", settings="{reporting: {first_month: 2019-09}}")))
    assert "请于9月25日（星期三）前报送" in text
    nameless = collected("2019-09-20")
    settings = nameless.ledger.settings.model_copy(update={"office": None})
    [text] = texts(reminders(replace(nameless, ledger=replace(nameless.ledger, settings=settings))))
    assert text.startswith("【待补：单位】各联络员：")


def test_texts_stand_under_headings_and_a_demonstration_says_so_below_each() -> None:
    found = reminders(collected("2019-09-27", JIA))
    page = reminders_text(found)
    assert "—— 群发：各联络员 ——\n【某办】" in page
    assert "—— 单发：乙委 ——\n乙委联络员您好" in page
    assert "### 单发：乙委\n\n乙委联络员您好" in reminders_text(found, md=True)
    shown = replace(found, collected=replace(found.collected, ledger=replace(found.collected.ledger, demo=True)))
    assert reminders_text(shown).count("\n演示数据，非真实填报") == len(found.texts)


def test_the_list_for_programs_has_one_item_for_each_text() -> None:
    table = reminders_table(reminders(collected("2019-09-27", JIA)))
    assert [(one["kind"], one["id"], one["state"], one["limit"]) for one in table.items] == [
        ("group", None, None, "2019-09-29"),
        ("letter", "yi", "missing", "2019-09-29"),
        ("letter", "bing", "missing", "2019-09-29"),
    ]
    assert [row[:2] for row in table.rows] == [("群发", "各联络员"), ("单发", "乙委"), ("单发", "丙局")]

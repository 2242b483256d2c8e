"""How the text of a scalar becomes a day, a number, a yes or no, and what is said when it does not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from baicheng_cli.fields import (
    ClauseId,
    Closed,
    NameId,
    PartId,
    SchemaOne,
    Text,
    Texts,
    parse_bound,
    parse_count,
    parse_day,
    parse_day_of_month,
    parse_flag,
    parse_moment,
    parse_month,
    parse_number,
    parse_text,
)


def refusal(parse: Callable[[Any], Any], value: Any) -> str:
    """What is said about a value that is refused."""
    with pytest.raises(ValueError) as said:
        parse(value)
    return str(said.value)


def refusal_of(kind: Any, value: Any) -> str:
    with pytest.raises(ValidationError) as said:
        TypeAdapter(kind).validate_python(value)
    return str(said.value.errors()[0]["msg"])


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("0", "0"),
        ("72.5", "72.5"),
        ("-3", "-3"),
        ("007", "7"),
        ("0.1", "0.1"),
        ("0.0000001", "0.0000001"),
        ("123456789012345.0123456789", "123456789012345.0123456789"),
    ],
)
def test_a_number_is_read_exactly(written: str, number: str) -> None:
    assert parse_number(written) == Decimal(number)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("30个", "应为数字，写的是“30个”；只写数字 30，不带“个”"),
        ("4o座", "应为数字，写的是“4o座”"),
        ("９０％", "应为数字，写的是“９０％”；只写数字 90，不带“%”"),
        ("约13个", "应为数字，写的是“约13个”；只写数字 13，不带“个”"),
        ("1,000", "应为数字，写的是“1,000”；改为 1000"),
        ("１００", "应为数字，写的是“１００”；改为 100"),
        ("100 ", "应为数字，写的是“100 ”；改为 100"),
        ("一百", "应为数字，写的是“一百”"),
        ("1e3", "应为数字，写的是“1e3”"),
        ("0x10", "应为数字，写的是“0x10”"),
        ("1_000", "应为数字，写的是“1_000”"),
        ("nan", "应为数字，写的是“nan”"),
        (".5", "应为数字，写的是“.5”"),
        ("", "应为数字，写的是“”"),
        ("30\n", "应为数字，写的是“30\n”；改为 30"),
        ("1234567890123456", "应为数字，写的是“1234567890123456”"),
        (None, "应为数字，写的是空"),
        (["30"], "应为数字，写的是列表"),
        (True, "应为数字，写的是“True”"),
    ],
)
def test_what_is_not_a_number_is_refused_with_what_to_write(written: Any, said: str) -> None:
    assert refusal(parse_number, written) == said


def test_a_bound_is_a_number_or_left_to_the_city() -> None:
    assert parse_bound("95") == Decimal(95)
    assert parse_bound("external") is None
    assert refusal(parse_bound, "市定") == "应为数字，写的是“市定”"


def test_a_count_is_whole() -> None:
    assert parse_count("25") == 25
    assert parse_count("25.0") == 25
    assert refusal(parse_count, "2.5") == "应为整数，写的是“2.5”"


def test_a_day_of_the_month_is_one_of_31() -> None:
    assert [parse_day_of_month(written) for written in ("1", "25", "31")] == [1, 25, 31]
    assert refusal(parse_day_of_month, "0") == "应为1至31，写的是“0”"
    assert refusal(parse_day_of_month, "32") == "应为1至31，写的是“32”"
    assert refusal(parse_day_of_month, "25日") == "应为数字，写的是“25日”；只写数字 25，不带“日”"


@pytest.mark.parametrize(("written", "day"), [("2019-09-30", date(2019, 9, 30)), ("2020-02-29", date(2020, 2, 29))])
def test_a_day_is_read(written: str, day: date) -> None:
    assert parse_day(written) == day


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2019-09-31", "“2019-09-31”不是日历上的日子：9月只有30天"),
        ("2019-02-29", "“2019-02-29”不是日历上的日子：2月只有28天"),
        ("2019-09-00", "“2019-09-00”不是日历上的日子：9月只有30天"),
        ("2019-13-01", "“2019-13-01”不是日历上的日子"),
        ("0000-01-01", "“0000-01-01”不是日历上的日子"),
        ("2019-9-30", "“2019-9-30”不是日期，应写作 2019-09-30"),
        ("2019/09/30", "“2019/09/30”不是日期，应写作 2019-09-30"),
        ("2019年9月30日", "“2019年9月30日”不是日期，应写作 2019-09-30"),
        ("２０１９-09-30", "“２０１９-09-30”不是日期，应写作 2019-09-30"),
        ("2019-09-30\n", "“2019-09-30\n”不是日期，应写作 2019-09-30"),
        (None, "应为日期（如 2019-09-30），写的是空"),
    ],
)
def test_a_day_that_no_calendar_has_is_refused(written: Any, said: str) -> None:
    assert refusal(parse_day, written) == said


@pytest.mark.parametrize(
    "written", ["2019-13", "2019-00", "2019-9", "0000-05", "２０１９-09", "2019-09\n", "2019-09-01", "9月"]
)
def test_what_is_not_a_month_is_refused(written: str) -> None:
    assert parse_month("2019-09") == "2019-09"
    assert refusal(parse_month, written) == f"“{written}”不是月份，应写作 2019-09"


def test_a_month_is_text() -> None:
    assert refusal(parse_month, ["2019-09"]) == "应为月份（如 2019-09），写的是列表"


def test_a_moment_needs_its_offset() -> None:
    china = timezone(timedelta(hours=8))
    assert parse_moment("2019-09-24T09:30:00+08:00") == datetime(2019, 9, 24, 9, 30, tzinfo=china)
    assert refusal(parse_moment, "2019-09-24T09:30:00").startswith("“2019-09-24T09:30:00”缺时区")
    assert refusal(parse_moment, "昨天").startswith("“昨天”不是时刻")


@pytest.mark.parametrize("written", ["是", "否", "yes", "on", "True", "1", "", None])
def test_yes_and_no_are_true_and_false_and_nothing_else(written: Any) -> None:
    assert parse_flag("true") is True
    assert parse_flag("false") is False
    assert refusal(parse_flag, written).startswith("应为 true 或 false，写的是")


@pytest.mark.parametrize("written", ["是", "yes", "12:30", "010", "3.10", "null 值"])
def test_text_stays_as_it_was_typed(written: str) -> None:
    assert parse_text(written) == written


def test_text_is_neither_empty_nor_a_list_nor_half_a_character() -> None:
    assert refusal(parse_text, None) == "应为文字，写的是空"
    assert refusal(parse_text, {"a": "b"}) == "应为文字，写的是映射（键: 值）"
    assert refusal(parse_text, " ") == "不能为空"
    assert refusal(parse_text, "\ud83d") == "有不成对的代理字符，写不进公文"


@pytest.mark.parametrize("id", ["3", "3.3", "3.10", "3.9.1.2", "3.4-1"])
def test_a_clause_id_is_dotted(id: str) -> None:
    assert TypeAdapter(ClauseId).validate_python(id) == id


@pytest.mark.parametrize(
    "id", ["3.", ".3", "03.1", "3.0", "3,3", "三（三）", "3.3 ", "3.4-0", "3.3\n", "3.3.3.3.3.3.3.3.3"]
)
def test_what_is_no_clause_id_is_refused(id: str) -> None:
    assert refusal_of(ClauseId, id).startswith(f'“{id}”不合格式，条目编号应写作 "3.9.1.2"')


@pytest.mark.parametrize(
    ("kind", "written", "meant"),
    [
        (ClauseId, "３．９", "3.9"),
        (ClauseId, "“3.9”", "3.9"),
        (ClauseId, "3.9 ", "3.9"),
        (PartId, "ｍ１", "m1"),
        (NameId, "‘chengguan’", "chengguan"),
    ],
)
def test_an_id_that_only_looks_wrong_is_shown_as_meant(kind: Any, written: str, meant: str) -> None:
    assert refusal_of(kind, written).endswith(f"；改为 {meant}")


def test_part_ids_and_unit_ids_are_short_and_lower_case() -> None:
    assert TypeAdapter(PartId).validate_python("m1") == "m1"
    assert TypeAdapter(NameId).validate_python("xiangguan-jiedao") == "xiangguan-jiedao"
    assert refusal_of(PartId, "M1") == "“M1”不合格式，应为小写字母开头的短代号，如 a、m1"
    assert refusal_of(PartId, "1") == "“1”不合格式，应为小写字母开头的短代号，如 a、m1"
    assert refusal_of(NameId, "区城管局") == "“区城管局”不合格式，应为小写字母、数字、短横线，如 chengguan"


def test_a_list_is_never_a_bare_text() -> None:
    assert TypeAdapter(Texts).validate_python(["区城管局", "区农委"]) == ("区城管局", "区农委")
    assert refusal_of(Texts, "区城管局") == "应为列表（如 [区城管局]），写的是“区城管局”"
    assert refusal_of(Texts, None) == "应为列表（如 [区城管局]），写的是空"


def test_another_schema_than_ours_is_refused() -> None:
    assert TypeAdapter(SchemaOne).validate_python("1") == "1"
    assert refusal_of(SchemaOne, "2") == "应为 1 之一，写的是“2”"


class Signature(Closed):
    name: Text


def test_a_misspelt_key_is_an_error_and_a_fact_never_changes() -> None:
    with pytest.raises(ValidationError) as said:
        Signature.model_validate({"name": "张三", "nmae": "李四"})
    assert said.value.errors()[0]["type"] == "extra_forbidden"
    with pytest.raises(ValidationError):
        Signature(name="张三").name = "李四"  # type: ignore[misc]  # that it cannot be set is what is tested

"""Kinds of values in our YAML files: how the text of a scalar becomes a day, a number, a yes or no.

Everything arrives as text (yaml_source). A value typed wrongly is refused at its place, with what was
found; nothing becomes a float, a bool or a date by accident.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainValidator
from pydantic_core import PydanticCustomError

from baicheng_cli.errors import did_you_mean

_TIME_OF_DAY = re.compile(r"^([01][0-9]|2[0-3]):[0-5][0-9]$")
_YEAR = re.compile(r"^(19|[2-9]\d)\d\d\Z", re.ASCII)
MONTH = re.compile(r"^([1-9]\d{3})-(0[1-9]|1[0-2])\Z", re.ASCII)
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_DAY = re.compile(r"^(\d{4})-(\d{2})-(\d{2})\Z", re.ASCII)
_NUMBER = re.compile(r"^-?\d{1,15}(\.\d{1,10})?\Z", re.ASCII)
_CLAUSE = re.compile(r"^[1-9]\d{0,4}(\.[1-9]\d{0,4}){0,7}(-[1-9]\d{0,3})?\Z", re.ASCII)
_PART = re.compile(r"^[a-z][a-z0-9]{0,9}\Z", re.ASCII)
_NAME_ID = re.compile(r"^[a-z][a-z0-9-]{0,39}\Z", re.ASCII)
_NUMBER_WITH_MORE = re.compile(r"^约?(-?\d+(?:\.\d+)?)\s*([^\doOlI]\D*)$")

TEXT_NUMBER, DAY, WRONG_TYPE, BAD_VALUE = "text_number", "impossible_day", "wrong_type", "bad_value"
"""Kinds of refusal; plan/load.py gives each its code."""


class Closed(BaseModel):
    """A model that knows all its keys and never changes: a misspelt key is an error, not a silent loss."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        defer_build=True,
        arbitrary_types_allowed=True,
        populate_by_name=True,
    )


def refuse(kind: str, message: str, **found: Any) -> PydanticCustomError:
    """A refusal of one of the kinds above; `found` fills the message."""
    return PydanticCustomError(kind, message, found)


def shape_word(value: Any) -> str:
    """How a value looks to the person who typed it."""
    if value is None:
        return "空"
    if isinstance(value, dict):
        return "映射（键: 值）"
    if isinstance(value, list | tuple):
        return "列表"
    return f"“{value}”"


def parse_text(value: Any) -> str:
    if not isinstance(value, str):
        raise refuse(WRONG_TYPE, "应为文字，写的是{found}", found=shape_word(value))
    if not value.strip():
        raise refuse(BAD_VALUE, "不能为空")
    if not value.isprintable() and _LONE_SURROGATE.search(value):
        raise refuse(BAD_VALUE, "有不成对的代理字符，写不进公文")
    return value


def parse_number(value: Any) -> Decimal:
    """A decimal number, written with half-width digits and nothing else."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    if not isinstance(value, str):
        raise refuse(WRONG_TYPE, "应为数字，写的是{found}", found=shape_word(value))
    if _NUMBER.match(value):
        return Decimal(value)
    half = unicodedata.normalize("NFKC", value).replace(",", "").strip()
    remedy = ""
    if _NUMBER.match(half):
        remedy = f"；改为 {half}"
    elif more := _NUMBER_WITH_MORE.match(half):
        remedy = f"；只写数字 {more[1]}，不带“{more[2]}”"
    raise refuse(TEXT_NUMBER, "应为数字，写的是“{found}”{remedy}", found=value, remedy=remedy)


def parse_day(value: Any) -> date:
    """A day as 2019-09-30; days that no calendar has are refused."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if not isinstance(value, str):
        raise refuse(WRONG_TYPE, "应为日期（如 2019-09-30），写的是{found}", found=shape_word(value))
    if not (parts := _DAY.match(value)):
        raise refuse(DAY, "“{found}”不是日期，应写作 2019-09-30", found=value)
    year, month, day = map(int, parts.groups())
    if not 1 <= month <= 12 or year < 1900:
        raise refuse(DAY, "“{found}”不是日历上的日子", found=value)
    last = calendar.monthrange(year, month)[1]
    if not 1 <= day <= last:
        raise refuse(DAY, "“{found}”不是日历上的日子：{month}月只有{last}天", found=value, month=month, last=last)
    return date(year, month, day)


def parse_month(value: Any) -> str:
    """A month as 2019-09; months compare as text."""
    if not isinstance(value, str):
        raise refuse(WRONG_TYPE, "应为月份（如 2019-09），写的是{found}", found=shape_word(value))
    if not MONTH.match(value):
        raise refuse(DAY, "“{found}”不是月份，应写作 2019-09", found=value)
    return value


def parse_moment(value: Any) -> datetime:
    """A moment with its offset, as 2019-09-24T09:30:00+08:00."""
    if isinstance(value, datetime):
        return value
    try:
        moment = datetime.fromisoformat(parse_text(value))
    except ValueError:
        raise refuse(DAY, "“{found}”不是时刻，应写作 2019-09-24T09:30:00+08:00", found=value) from None
    if moment.tzinfo is None:
        raise refuse(DAY, "“{found}”缺时区，应写作 2019-09-24T09:30:00+08:00", found=value)
    return moment


def parse_flag(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if value not in ("true", "false"):
        raise refuse(BAD_VALUE, "应为 true 或 false，写的是{found}", found=shape_word(value))
    return bool(value == "true")


def parse_count(value: Any) -> int:
    number = parse_number(value)
    if number != int(number):
        raise refuse(TEXT_NUMBER, "应为整数，写的是“{found}”", found=value)
    return int(number)


def parse_ordinal(value: Any) -> int:
    """A whole number from 1 up."""
    number = parse_count(value)
    if number < 1:
        raise refuse(BAD_VALUE, "应为正整数，写的是“{found}”", found=value)
    return number


def parse_day_of_month(value: Any) -> int:
    """A day that returns every month; 31 is the month's last day."""
    day = parse_count(value)
    if not 1 <= day <= 31:
        raise refuse(BAD_VALUE, "应为1至31，写的是“{found}”", found=value)
    return day


def parse_bound(value: Any) -> Decimal | None:
    """A target's number, or `None` for the word `external`: the city sets it later (按市定要求)."""
    return None if value == "external" else parse_number(value)


def _matching(pattern: re.Pattern[str], words: str) -> Any:
    def parse(value: Any) -> str:
        text = parse_text(value)
        if not pattern.match(text):
            half = unicodedata.normalize("NFKC", text).strip("“”‘’\"' ")
            remedy = f"；改为 {half}" if half != text and pattern.match(half) else ""
            raise refuse(BAD_VALUE, "“{found}”不合格式，{words}{remedy}", found=text, words=words, remedy=remedy)
        return text

    parse.pattern, parse.said = pattern.pattern, words  # type: ignore[attr-defined]  # the JSON Schema asks
    return BeforeValidator(parse)


def one_of(*words: str) -> Any:
    """A field that takes one of a few words; on another, all of them are named."""

    def parse(value: Any) -> str:
        if value not in words:
            known = "、".join(words)
            raise refuse(BAD_VALUE, "应为 {known} 之一，写的是{found}", known=known, found=shape_word(value))
        return str(value)

    parse.words = words  # type: ignore[attr-defined]  # the JSON Schema asks
    return PlainValidator(parse)


def named_as(what: str, words: dict[str, str]) -> Any:
    """A field that takes a code or its word (`words`: code → word) and keeps the code."""
    codes = {**{code: code for code in words}, **{word: code for code, word in words.items()}}

    def parse(value: Any) -> str:
        if isinstance(value, str) and value in codes:
            return codes[value]
        near = did_you_mean(value, list(codes)) if isinstance(value, str) else ""
        remedy = near or f"可用：{'、'.join(words.values())}"
        found = shape_word(value)
        raise refuse(BAD_VALUE, "应为一种{what}，写的是{found}；{remedy}", what=what, found=found, remedy=remedy)

    parse.words = (*words.values(), *words)  # type: ignore[attr-defined]  # the JSON Schema asks
    return PlainValidator(parse)


def listed(value: Any) -> Any:
    """A list, never a bare text: `lead: 区城管局` would otherwise be four units of one character."""
    if isinstance(value, list | tuple):
        return value
    raise refuse(WRONG_TYPE, "应为列表（如 [区城管局]），写的是{found}", found=shape_word(value))


AsList = BeforeValidator(listed)
Text: TypeAlias = Annotated[str, PlainValidator(parse_text)]
Number: TypeAlias = Annotated[Decimal, PlainValidator(parse_number)]
Bound: TypeAlias = Annotated[Decimal | None, PlainValidator(parse_bound)]
Day: TypeAlias = Annotated[date, PlainValidator(parse_day)]
Month: TypeAlias = Annotated[str, PlainValidator(parse_month)]
Moment: TypeAlias = Annotated[datetime, PlainValidator(parse_moment)]
Flag: TypeAlias = Annotated[bool, PlainValidator(parse_flag)]
Count: TypeAlias = Annotated[int, PlainValidator(parse_count)]
Ordinal: TypeAlias = Annotated[int, PlainValidator(parse_ordinal)]
DayOfMonth: TypeAlias = Annotated[int, PlainValidator(parse_day_of_month)]
ClauseId: TypeAlias = Annotated[str, _matching(_CLAUSE, '条目编号应写作 "3.9.1.2"')]
PartId: TypeAlias = Annotated[str, _matching(_PART, "应为小写字母开头的短代号，如 a、m1")]
TimeOfDay: TypeAlias = Annotated[str, _matching(_TIME_OF_DAY, "应为几点几分，写作 17:00")]
Year: TypeAlias = Annotated[str, _matching(_YEAR, "应为年份，写作 2027")]
NameId: TypeAlias = Annotated[str, _matching(_NAME_ID, "应为小写字母、数字、短横线，如 chengguan")]
Texts: TypeAlias = Annotated[tuple[Text, ...], AsList]
SchemaOne: TypeAlias = Annotated[str, one_of("1")]

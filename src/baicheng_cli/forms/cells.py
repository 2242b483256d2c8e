"""What somebody typed into a cell, read as the number, day, word or text that belongs there, or refused."""

from __future__ import annotations

import calendar
import re
import unicodedata
from datetime import date
from decimal import Decimal

from baicheng_cli.errors import UserError, did_you_mean
from baicheng_cli.forms.grid import PICTURE, Value
from baicheng_cli.forms.number_formats import bare_format, day_of_serial, shows_day, shows_time
from baicheng_cli.progress.calendar import last_day
from baicheng_cli.progress.record import plain_text
from baicheng_cli.progress.verdicts import SELF_WORDS
from baicheng_cli.words import number_words

NUMBER, DAY, TEXT = "数字，如 72.5", "日期，如 2019-09-20", "文字"
SELF = f"{'、'.join(SELF_WORDS)}之一"
MOST_TEXT = 2000
MOST_DIGITS = 15
"""More than Excel keeps."""
MOST_DECIMALS = 10
"""More than a record takes."""
YEARS = 10
"""A day longer ago than this many years was typed wrongly."""
SHOWN = 30
"""Characters of what was found that a message repeats."""
MOST_TYPED = 100
"""Characters that are looked at more closely, where a number, a day or one word belongs."""

ERRORS = ("#REF!", "#N/A", "#NAME?", "#DIV/0!", "#VALUE!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#BLOCKED!")
_NUMBER = re.compile(r"([+-]?)(\d{1,3}(?:,\d{3})+|\d+)?(\.\d+)?\Z", re.ASCII)
_EXPONENT = re.compile(r"[+-]?\d+(\.\d+)?[eE][+-]?\d{1,3}\Z", re.ASCII)
_WITH_MORE = re.compile(r"([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)\s*([^\d\s.,+-].*)\Z", re.ASCII | re.DOTALL)
_ROUGHLY = re.compile(
    r"[约近超~≈><≥≤]|大约|大概|将近|不足|不少于|至少|.*(?:\d\s*[余多+]|左右|上下|以上|以下|以内)", re.DOTALL
)
_CHINESE_DIGITS = re.compile(r"[〇零一二两三四五六七八九十百千万亿点年月①-⑳]+[^\d]{0,4}\Z")
_RANGE = re.compile(r"[+-]?[\d.]+\s*(?:[-—–~～至到、/])+\s*[\d.]+\D*\Z", re.ASCII)
_SCALED = re.compile(r"[0#?],+(?![0#?,])")
_LOOSE_BLANKS = re.compile(r"(?<!\d)\s+|\s+(?!\d)", re.ASCII)
_TIME = r"(?:(?:[ T]|(?<=[日号]))\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
_DAYS = tuple(
    re.compile(pattern + _TIME + r"\Z", re.ASCII)
    for pattern in (
        r"(?P<y>\d{4})年(?P<m>\d{1,2})月(?P<d>\d{1,2})[日号]?",
        r"(?P<y>\d{4})(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})",
        r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})",
        r"(?P<m>\d{1,2})月(?P<d>\d{1,2})[日号]?",
        r"(?P<m>\d{1,2})[-/](?P<d>\d{1,2})",
    )
)
_NO_DAY = re.compile(r"\d{4}(年|[-/.])\d{1,2}月?\Z|\d{1,2}月(份|底|初|末|上旬|中旬|下旬)?\Z", re.ASCII)


class Unreadable(Exception):
    """A cell that cannot be read as what belongs there; whoever knows the cell adds its place."""

    def __init__(self, found: str, expected: str, remedy: str = "") -> None:
        flat = " ".join(found.split())
        self.found = flat if len(flat) <= SHOWN else f"{flat[: SHOWN - 1]}…"
        """As whoever typed it sees it, shortened."""
        self.expected = expected
        """`数字，如 72.5`."""
        self.remedy = remedy
        """Why it is not taken, or what to do; "" when that is plain."""
        super().__init__(self.words)

    @property
    def words(self) -> str:
        """`应为数字，写的是“约72”；不能写约数，只填一个确定的数`."""
        said = f"应为{self.expected.partition('，如')[0]}，写的是“{self.found}”"
        return f"{said}；{self.remedy}" if self.remedy else said


def read_number(
    value: Value, formula: str | None, number_format: str, unit: str | None, *, sent: Decimal | None = None
) -> Decimal | None:
    """The number in a cell, in the indicator's unit of measure; `None` when it is empty. Raises Unreadable.

    Shares are 0–100: 85, 85% and a cell that shows 85% are all 85 where the unit is %. A bare 0.85 there is asked
    back, since it may be either; `sent`: the figure that stood in the cell when it was sent, which is not.
    """
    value = _present(value, formula, NUMBER)
    if value is None:
        return None
    if isinstance(value, date):
        remedy = "被表格软件当成了日期；请把格式改为“常规”后重填"
        raise Unreadable(_day_as_shown(value, number_format), NUMBER, remedy)
    if isinstance(value, str):
        number, percent, found = _typed_number(value, unit)
    else:
        percent = "%" in bare_format(number_format)
        number = value * 100 if percent else value
        if shows_time(number_format):
            raise Unreadable(_time_words(value), NUMBER, "被表格软件当成了时间；请把格式改为“常规”后重填")
        found = _percent_words(value) if percent else _figure(value)
        if _SCALED.search(bare_format(number_format)):
            raise Unreadable(found, NUMBER, "单元格的格式按千、万缩着显示，看到的和存的不是一个数；请改为“常规”后核对")
    return _kept_number(number, percent, found, unit, sent)


def read_day(
    value: Value,
    formula: str | None,
    number_format: str,
    month: str,
    *,
    until: date | None = None,
    from_1904: bool = False,
) -> date | None:
    """The day in a cell; `None` when it is empty. Raises Unreadable.

    A day without its year is one of the month's year. `until`: the last day it may be, else the month's last.
    `from_1904`: how the workbook counts its days, for numbers that are not shown as days.
    """
    value = _present(value, formula, DAY)
    if value is None:
        return None
    if isinstance(value, date):
        day, found = value, _day_as_shown(value, number_format)
        if not _shows_whole_day(number_format):
            raise Unreadable(found, DAY, "只有年月，没有日")
    elif isinstance(value, Decimal):
        day, found = _numbered_day(value, number_format, month, from_1904=from_1904), _figure(value)
    else:
        day, found = _typed_day(value, month), value.strip()
    last = until or last_day(month)
    if day > last:
        dated = "" if str(day.year) in found else f"这里读作{day}，"
        raise Unreadable(found, DAY, f"{dated}晚于{last}，还没到的日子不填；是往年的请写全年份")
    if day.year < last.year - YEARS:
        raise Unreadable(found, DAY, f"{day.year}年太早，请核对年份")
    return day


def read_self(value: Value, formula: str | None, number_format: str = "General") -> str:
    """The unit's own assessment (自评), one of four words; "" when the cell is empty. Raises Unreadable."""
    value = _present(value, formula, SELF)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Unreadable(_shown(value, number_format), SELF)
    word = "".join(_without_marks(unicodedata.normalize("NFKC", value)).split())
    if word in ("", *SELF_WORDS):
        return word
    raise Unreadable(value.strip(), SELF, did_you_mean(word[:MOST_TYPED], SELF_WORDS))


def read_text(value: Value, formula: str | None, number_format: str = "General") -> str:
    """The text in a cell, as a record holds it; "" when it is empty. Raises Unreadable."""
    value = _present(value, formula, TEXT)
    if value is None:
        return ""
    if not isinstance(value, str):
        if isinstance(value, Decimal) and shows_time(number_format):
            raise Unreadable(_time_words(value), TEXT, "被表格软件当成了时间；请把格式改为“文本”后重填")
        return _shown(value, number_format)
    try:
        text = plain_text(value) or ""
    except UserError:
        raise Unreadable(value.encode("utf-8", "replace").decode(), TEXT, "有坏字符，请重新输入") from None
    if len(text) > MOST_TEXT:
        raise Unreadable(text, f"不超过{MOST_TEXT}字的文字", f"共{len(text)}字，请写要点，全文另附")
    return text


def _present(value: Value, formula: str | None, expected: str) -> str | Decimal | date | None:
    """What is there, if it is of a kind that can be read at all; `None` for an empty cell."""
    kind = expected.partition("，如")[0]
    remedy = "请打字" if expected == TEXT else f"请填{kind}"
    if value == PICTURE or _is_picture(formula) or (isinstance(value, str) and _is_picture(value)):
        raise Unreadable("图片", expected, f"图片里的内容读不出，{remedy}")
    if value is None and formula is not None:
        raise Unreadable(formula, expected, "公式没有算出结果，请粘贴为数值")
    if isinstance(value, bool):
        raise Unreadable("TRUE" if value else "FALSE", expected)
    if isinstance(value, str):
        bare = _without_marks(value).strip()
        if bare.upper() in ERRORS:
            raise Unreadable(bare, expected, f"公式出错了，{remedy}")
        if bare.startswith(("=", "＝")) and expected != TEXT:
            raise Unreadable(bare, expected, "公式成了文字，没有计算；请填算好的结果")
        return value if bare else None
    return value


def _is_picture(formula: str | None) -> bool:
    return formula is not None and "DISPIMG(" in formula[:40].upper()


def _without_marks(text: str) -> str:
    """Text without what nobody sees: zero-width characters, direction marks, soft hyphens."""
    return "".join(character for character in text if unicodedata.category(character) != "Cf")


def _short_enough(text: str, expected: str) -> str:
    """What was typed, without what nobody sees. Raises Unreadable for a whole story."""
    found = _without_marks(text).strip()
    if len(found) > MOST_TYPED:
        raise Unreadable(found, expected)
    return found


def _half_width(text: str) -> str:
    """Full-width letters, digits and signs as half-width ones. Not NFKC: it makes 52 of 5² and 1 of ①."""
    half = (chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else " " if c.isspace() else c for c in text)
    return "".join(half).replace("\u2212", "-")


def _typed_number(text: str, unit: str | None) -> tuple[Decimal, bool, str]:
    """A number that was typed as text, whether as a share, and what was found. Raises Unreadable."""
    found = _short_enough(text, NUMBER)
    half = _half_width(found)
    percent = half.endswith("%")
    bare = half.removesuffix("%").rstrip()
    if (parts := _NUMBER.match(bare)) and (parts[2] or parts[3]):
        return Decimal(bare.replace(",", "")), percent, found
    raise Unreadable(found, NUMBER, _why_no_number(half, found, unit))


def _why_no_number(half: str, found: str, unit: str | None) -> str:
    """What is wrong with a text that was to be a number, and what to type instead; "" when it is plain.

    `half` is `found` with half-width signs, character by character.
    """
    if _EXPONENT.match(half):
        return "请写成普通数字，不用科学计数"
    if _RANGE.match(half):
        return "只填一个确定的数，不填区间或分数"
    if _ROUGHLY.match(half):
        return "不能写约数，只填一个确定的数"
    more = _WITH_MORE.match(half)
    if more is None and _CHINESE_DIGITS.match(half):
        return "请用阿拉伯数字"
    if more is None:
        return "" if any(character.isdigit() for character in half) else "没有数就空着不填"
    digits, rest = more[1], found[more.start(2) :]
    if rest == unit or not rest.startswith(("十", "百", "千", "万", "亿")):
        return f"只填数字 {digits}，不带“{_short(rest)}”"
    return f"请换算成以“{unit}”为单位的数再填" if unit else "请换算成不带“万”“亿”的数再填"


def _kept_number(number: Decimal, percent: bool, found: str, unit: str | None, sent: Decimal | None) -> Decimal:
    """The number as a record holds it. Raises Unreadable."""
    share = unit in ("%", "％")
    if percent and not share:
        raise Unreadable(found, NUMBER, f"这一格的单位是“{unit}”，不填百分数" if unit else "这一格不填百分数")
    plain = number_words(number) if -30 < number.adjusted() < 30 else ""
    whole, _, decimals = plain.lstrip("-").partition(".")
    if number and (not plain or len((whole + decimals).strip("0")) > MOST_DIGITS or len(whole) > MOST_DIGITS):
        raise Unreadable(found, NUMBER, f"超过{MOST_DIGITS}位，请核对")
    if len(decimals) > MOST_DECIMALS:
        raise Unreadable(found, NUMBER, f"小数太长，请四舍五入后填，如 {number_words(round(number, 2))}")
    number = Decimal(plain or 0)
    if share and not percent and 0 < abs(number) <= 1 and number != sent:
        raise Unreadable(found, "百分数，如 85%", f"是{number_words(number * 100)}%还是{plain}%？请带上百分号")
    return number if number else Decimal(0)


def _typed_day(text: str, month: str) -> date:
    """A day that was typed as text. Raises Unreadable."""
    found = _short_enough(text, DAY)
    words = _LOOSE_BLANKS.sub("", _half_width(found))
    parts = next((parts for pattern in _DAYS if (parts := pattern.match(words))), None)
    if parts is None:
        raise Unreadable(found, DAY, _why_no_day(words))
    named = parts.groupdict()
    return _real_day(int(named.get("y") or month[:4]), int(named["m"]), int(named["d"]), found)


def _why_no_day(words: str) -> str:
    if _NO_DAY.match(words):
        return "要写到日"
    if re.match(r"\d{1,2}\.\d{1,2}\Z", words):
        return "请写全年月日"
    if _CHINESE_DIGITS.match(words):
        return "请用阿拉伯数字"
    return "" if any(character.isdigit() for character in words) else "没有完成就空着不填"


def _numbered_day(number: Decimal, number_format: str, month: str, *, from_1904: bool) -> date:
    """A day that stands there as a number: the one it is stored as, or 20190920. Raises Unreadable."""
    found = _percent_words(number) if "%" in bare_format(number_format) else _figure(number)
    if "%" not in found and not shows_time(number_format):
        if number == number.to_integral_value() and 19000101 <= number <= 99991231:
            year, rest = divmod(int(number), 10000)
            return _real_day(year, rest // 100, rest % 100, found)
        day = day_of_serial(number, from_1904=from_1904)
        if day is not None and abs(day.year - int(month[:4])) <= YEARS:
            return day
    raise Unreadable(found, DAY, "请写全年月日")


def _real_day(year: int, month: int, day: int, found: str) -> date:
    if not 1 <= month <= 12 or year < 1900:
        raise Unreadable(found, DAY, "日历上没有这一天")
    last = calendar.monthrange(year, month)[1]
    if not 1 <= day <= last:
        raise Unreadable(found, DAY, f"日历上没有这一天，{month}月只有{last}天")
    return date(year, month, day)


def _shows_whole_day(number_format: str) -> bool:
    """Whether the day itself can be seen: Excel makes 2019-09-01 of a typed 2019年9月, and shows 2019年9月."""
    return not shows_day(number_format) or "d" in bare_format(number_format)


def _shown(value: Decimal | date, number_format: str) -> str:
    """A cell's value about as it can be seen."""
    if isinstance(value, date):
        return _day_as_shown(value, number_format)
    return _percent_words(value) if "%" in bare_format(number_format) else _figure(value)


def _day_as_shown(day: date, number_format: str) -> str:
    bare = bare_format(number_format)
    if not shows_day(number_format) or ("d" in bare and "y" in bare and "月" not in number_format):
        return day.isoformat()
    year, of_month = f"{day.year}年" if "y" in bare else "", f"{day.day}日" if "d" in bare else ""
    return f"{year}{day.month}月{of_month}"


def _time_words(number: Decimal) -> str:
    minutes = round(number % 1 * 24 * 60)
    return f"{minutes // 60}:{minutes % 60:02}"


def _percent_words(number: Decimal) -> str:
    return f"{_figure(number * 100)}%"


def _figure(number: Decimal) -> str:
    """A number as people write it; one of a great many digits as computers do."""
    return number_words(number) if -MOST_DIGITS < number.adjusted() < 30 else f"{number:E}"


def _short(words: str) -> str:
    return words if len(words) <= 8 else f"{words[:7]}…"

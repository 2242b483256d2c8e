"""Deadlines in a sentence: 2019年底前, 三季度末, 年内, 到2020年, 4月20日前; and years that are none."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from baicheng_cli.document.numbers import value_of
from baicheng_cli.document.places import At, flat


class Deadline(NamedTuple):
    """The last day that some words name."""

    due: date
    words: str
    bare: bool = False
    """Nothing but a year, or a year with 度: it may also only say which year's work is meant."""
    doubt: str = ""
    """Why somebody has to look at it."""


class Time(NamedTuple):
    """What the words of a document are read against."""

    year: int
    """The plan's: 年底前 is its end."""
    end: date
    """The last day of the plan's own time: 规划期末."""
    issued: date | None = None

    @classmethod
    def of(cls, year: int, end: date | None = None, issued: date | None = None) -> Time:
        return cls(year, end or date(year, 12, 31), issued)


_YEAR = (
    r"(?:(?P<year>(?:19|20)\d\d|二[〇零O○]\w\w)年度?|(?P<this>今年|本年度?|当年)|(?P<next>明年|次年)|(?P<after>后年))"
)
_BEFORE = r"(?:之前|以前|前|止|为止)"
_TO = r"(?:力争)?(?:截至|截止到?|到|至|于|在)?"
_QUARTER = {
    **{one: number for number, one in enumerate("一二三四", 1)},
    **{str(number): number for number in range(1, 5)},
}
_FIVE_YEARS = {"十二五": 2015, "十三五": 2020, "十四五": 2025, "十五五": 2030}

Reader = Callable[[re.Match[str], Time], "Deadline | None"]


def _year(one: re.Match[str], time: Time) -> int:
    groups = one.groupdict()
    if written := groups.get("year"):
        return (
            int(written)
            if written.isdigit()
            else int("".join(str(int(value_of(sign))) for sign in written.translate(_ZERO)))
        )
    if groups.get("next"):
        return time.year + 1
    return time.year + 2 if groups.get("after") else time.year


_ZERO = str.maketrans("O○", "〇〇")


def month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _day(one: re.Match[str], time: Time) -> Deadline | None:
    try:
        return Deadline(date(_year(one, time), int(one["month"]), int(one["day"])), one[0])
    except ValueError:
        return None


def _month(one: re.Match[str], time: Time) -> Deadline | None:
    month = int(one["month"])
    if not 1 <= month <= 12:
        return None
    year, part = _year(one, time), one["part"] or ""
    if part in ("上旬", "初"):
        return Deadline(date(year, month, 10), one[0], doubt="“月初”没有写明哪一天，按10日" if part == "初" else "")
    if part in ("中旬", "中"):
        return Deadline(date(year, month, 20), one[0])
    unclear = not part and "前" in one[0]
    return Deadline(month_end(year, month), one[0], doubt=f"“{one[0]}”没有写明月初还是月底，按月底" if unclear else "")


def _quarter(one: re.Match[str], time: Time) -> Deadline:
    return Deadline(month_end(_year(one, time), _QUARTER[one["quarter"]] * 3), one[0])


def _half(one: re.Match[str], time: Time) -> Deadline:
    return Deadline(month_end(_year(one, time), 6 if one["half"] == "上" else 12), one[0])


def _year_end(one: re.Match[str], time: Time) -> Deadline:
    return Deadline(date(_year(one, time), 12, 31), one[0])


def _bare_year(one: re.Match[str], time: Time) -> Deadline:
    return Deadline(date(_year(one, time), 12, 31), one[0], bare=True)


def _years(one: re.Match[str], time: Time) -> Deadline:
    return Deadline(date(int(one["last"]), 12, 31), one[0])


def _years_within(one: re.Match[str], time: Time) -> Deadline | None:
    """三年内, in a plan of three years: its end."""
    return Deadline(time.end, one[0]) if time.end.year - time.year + 1 == int(value_of(one["count"])) else None


def _five_years(one: re.Match[str], time: Time) -> Deadline:
    return Deadline(date(_FIVE_YEARS[one["plan"]], 12, 31), one[0])


def _period(one: re.Match[str], time: Time) -> Deadline:
    return Deadline(time.end, one[0])


def _after_issue(one: re.Match[str], time: Time) -> Deadline | None:
    """印发之日起30日内: a day only where the day of issue is known."""
    if time.issued is None:
        return None
    from datetime import timedelta

    count = int(value_of(one["count"]))
    if "月" in one["measure"]:
        month = time.issued.month - 1 + count
        year, month = time.issued.year + month // 12, month % 12 + 1
        day = min(time.issued.day, calendar.monthrange(year, month)[1])
        return Deadline(date(year, month, day), one[0], doubt=f"“{one[0]}”从成文日期{time.issued}算起")
    words = f"“{one[0]}”从成文日期{time.issued}算起" + ("，按自然日" if "工作" in one["measure"] else "")
    return Deadline(time.issued + timedelta(days=count), one[0], doubt=words)


_RULES: list[tuple[str, re.Pattern[str], Reader]] = [
    (f"deadline.{name}", re.compile(pattern), reader)
    for name, pattern, reader in (
        (
            "after-issue",
            r"(?:自|从)?(?:本)?(?:方案|通知|文件|意见|措施)?(?:印发|下发|发布)(?:之日)?(?:起|后)(?P<count>\d+|[一二三四五六七八九十]+)(?P<measure>个?工作日|日|天|个月)(?:之?内)?",
            _after_issue,
        ),
        ("years", r"(?:20\d\d年?)[-至到~](?P<last>20\d\d)年", _years),
        (
            "years-within",
            r"(?:在|用)?(?<![\d一二两三四五六七八九十])(?P<count>[二两三四五2-5])年(?:之)?内(?!涝|部|外|容|河)",
            _years_within,
        ),
        (
            "day-range",
            rf"(?:{_YEAR})?\d{{1,2}}月\d{{1,2}}[日号](?:起)?[-至到](?:\d{{4}}年)?(?P<month>\d{{1,2}})月(?P<day>\d{{1,2}})[日号](?:前|止)?",
            _day,
        ),
        (
            "month-range",
            rf"(?:{_YEAR})?(?:1[0-2]|0?[1-9])月?[-至到](?P<month>1[0-2]|0?[1-9])月(?:份)?(?P<part>底|末)?",
            _month,
        ),
        ("day", rf"{_TO}(?:{_YEAR})?(?P<month>\d{{1,2}})月(?P<day>\d{{1,2}})[日号](?:{_BEFORE})?", _day),
        (
            "dotted-day",
            rf"(?P<year>20\d\d)[./-](?P<month>\d{{1,2}})[./-](?P<day>\d{{1,2}})(?![\d.])(?:{_BEFORE})?",
            _day,
        ),
        (
            "month",
            rf"{_TO}(?:{_YEAR})?(?P<month>1[0-2]|0?[1-9])月(?:份)?(?:月?(?P<part>底|末|上旬|中旬|下旬|初|中(?!下旬|旬|心|学|小|国|央|标)))?(?:{_BEFORE}|内)?",
            _month,
        ),
        (
            "quarter",
            rf"{_TO}(?:{_YEAR})?(?:第|前)?(?P<quarter>[一二三四1-4])季度(?:结束|[末底内])?(?:{_BEFORE})?",
            _quarter,
        ),
        ("half", rf"{_TO}(?:{_YEAR})?(?P<half>[上下])半年(?:[末底内])?(?:{_BEFORE})?", _half),
        ("year-end", rf"{_TO}{_YEAR}(?:年?[底末]|内(?!涝|部|外|容|河)|全年)(?:{_BEFORE})?", _year_end),
        ("year-end", r"(?:到|至|在)?(?<!每)年(?:底|末)(?:之前|以前|前)?(?!考核|总结|绩效|评|述)", _year_end),
        ("within-year", r"(?<![一二两三四五六七八九十\d多几周近])年内|全年(?!龄)|年度内", _year_end),
        ("to-year", rf"(?:力争)?(?:到|至){_YEAR}(?:{_BEFORE})?", _year_end),
        ("before-year", rf"(?:力争)?{_YEAR}(?:{_BEFORE})", _year_end),
        ("five-years", r"[“\"]?(?P<plan>十[二三四五]五)[”\"]?(?:期?末|时期末|期间|时期)", _five_years),
        ("period", r"(?:规划|方案|计划|行动|实施|攻坚)期(?:末|满|内|结束)(?:前)?", _period),
        ("year", _YEAR, _bare_year),
        ("year-without-sign", r"(?P<year>20\d\d)(?=实施|完成|建成|新增|新建|改造)", _bare_year),
    )
]
"""The longest that begins first wins; the names never change."""

_REFERENCE = re.compile(r"(?:较|比|与|同|以|对比|相比|相对|超过|高于|低于|自|从|截至|截止到?|由)(?:于)?$")
_ON_THE_LIST = re.compile(r"(?:列入|纳入|按照|根据|落实|贯彻|印发|关于|对照|围绕|结合|执行|编制|制定|修订|完善)$")
_AFTER = re.compile(r"^(?:起|开始|以来|以后|之后|后|之日)|^(?:建成|建设|竣工|投用|颁布|修建|出生|登记)的")
_BUILT_BEFORE = re.compile(
    r"^(?:底|末)?(?:以前|之前|前)?(?:建成|建设|竣工|投用|批准|形成|修建|取得)(?:投用|使用|入住)?的"
)
_AS_OF = re.compile(r"(?:截至|截止到?|截至到)")
_RECURRING = re.compile(r"(?:每年|每月|每季度?|每半年|每周|逐年|逐月|次月|每学期|每)$")
_PAPER = re.compile(r"^度?(?:[^，。；、]{0,12})(?:计划|目标责任书|报告|规划|名单|考核|方案|清单|公报|年鉴|标准》?)")

NONE_WORDS = re.compile(r"持续推进|长期坚持|长期|常年|常态化?|持续|每年|每季度?|每月|每半年|长期推进|不间断|/|-|—|无")
"""What a column of deadlines says where there is none."""

FEAST = re.compile(
    r"(?<![\d一二两三四五六七八九十])[一二两三四五六七八九十\d]{1,2}年(?:之)?内(?!涝|部|外|容|河)|(?:20\d\d年)?(?:(?:春节|元旦|中秋|国庆)[、和])?(?:春节|元旦|国庆节?|中秋节?|清明节?|五一|“五一”|“十一”|七一|汛期|主汛期|汛|供暖[季期]?|采暖[季期]?|入冬|冬季|雨季|开学|秋季开学|高考)(?:到?来)?(?:之前|以前|前|期间)"
)


def undated(text: str) -> Iterator[tuple[int, int]]:
    """Words that set a time which no calendar gives: 春节前, 汛期前, 印发后30日内."""
    for one in FEAST.finditer(text):
        yield one.start(), one.end()


def deadlines(text: str, time: Time, start: int = 0, end: int | None = None) -> Iterator[At[Deadline]]:
    """The deadlines in a stretch of a line, from left to right; `text` is flat."""
    end = len(text) if end is None else end
    taken, here = start, time
    found = [
        (one.start(), -one.end(), order, rule, one, reader)
        for order, (rule, pattern, reader) in enumerate(_RULES)
        for one in pattern.finditer(text, start, end)
    ]
    for first, last, _, rule, one, reader in sorted(found, key=lambda each: each[:3]):
        last = -last
        if first < taken:
            continue
        taken = last
        if _no_deadline(text, first, last, start, end, time, one):
            continue
        deadline = reader(one, here)
        if deadline is not None and one.groupdict().get("year"):  # 2022年3月底前…，11月底前…: of the same year
            here = time._replace(year=max(time.year, deadline.due.year))
        if deadline is None or deadline.due.year < time.year:
            continue
        if deadline.bare and (_of_a_paper(text, first, last, start) or FEAST.match(text, first, end)):
            continue  # 2022年汛期前: the feast is meant, not the year's end
        yield At(first, last, deadline, rule)


def _no_deadline(text: str, first: int, last: int, start: int, end: int, time: Time, one: re.Match[str]) -> bool:
    """A time that is compared with, begins something, returns every year, or says when something was built."""
    before, after = text[start:first], text[last : min(end, last + 12)]
    if _REFERENCE.search(before) or _RECURRING.search(before) or _AS_OF.match(one[0]):
        return True
    if _AFTER.match(after) or _BUILT_BEFORE.match(text[max(first, last - 3) : last + 12].lstrip("年")):
        return True
    if _BUILT_BEFORE.match(after):
        return True
    return in_title(text, first)


def in_title(text: str, place: int) -> bool:
    """Inside the title of a paper or the brackets of its number."""
    opened = text.rfind("《", 0, place)
    if opened >= 0 and text.find("》", opened, place) < 0:
        return True
    opened = text.rfind("〔", 0, place)
    return opened >= 0 and text.find("〕", opened, place) < 0


def _of_a_paper(text: str, first: int, last: int, start: int) -> bool:
    if _ON_THE_LIST.search(text[start:first]):
        return True
    return text[last - 1] == "度" and not re.match(r"，|内|完成|计划(?:完成|新|改|实施)|力争|要", text[last:])


def cell_deadline(text: str, time: Time) -> At[Deadline] | None:
    """The deadline that a cell or a labelled line gives; what is in brackets after it (每季度末报进度) is a note."""
    whole = flat(text)
    bare = re.sub(r"（[^（）]*）", lambda one: "　" * len(one[0]), whole)
    for words in (bare, whole):  # 夏季高发期前（5月底前）: where only the bracket says the day
        if found := list(deadlines(words, time)):
            return max(found, key=lambda one: one.value.due)
    if month := re.fullmatch(r"\s*(?P<year>20\d\d)[./-](?P<month>1[0-2]|0?[1-9])(?:月)?(?:底|末)?前?\s*", bare):
        due = month_end(int(month["year"]), int(month["month"]))
        return At(0, len(text), Deadline(due, text.strip()), "deadline.dotted-month")
    if year := re.fullmatch(r"\s*(20\d\d)\s*", bare):
        return At(0, len(text), Deadline(date(int(year[1]), 12, 31), text.strip(), bare=True), "deadline.year")
    return None

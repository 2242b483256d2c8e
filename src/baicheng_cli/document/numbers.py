"""Quantities in a sentence: numbers in digits or in Chinese, ranges, shares, with their unit of measure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

_DIGITS = {one: value for value, one in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SCALES = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}

ARABIC = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
CHINESE = r"[零〇一二两三四五六七八九十百千]+(?:点[零〇一二三四五六七八九]+)?"

_COUNTED = (
    # What things are counted in; a word that merely begins with the sign is kept out.
    "个工作日|个百分点|人次|户次|家次|班次|批次|标准箱|标箱|车次|架次"
    "|个|座|条(?!例|件)|套|处(?!置|理|罚|于)|家(?!庭|园|长|电|居)|项(?!目)|件|台(?!账|区|阶)|户(?!外|籍|型|均)"
    "|所(?!有|需|在|属|得|以)|人(?!民|大|居|行|工|才|口|均|防|社)|名(?!城|录|单|称|牌|胜|镇|片)|部(?!门|分|署|队|位|件)"
    "|栋|幢|间(?!隔)|张|床|块|次(?!性|序|要)|场(?!所|地|馆|景|址)|辆|株|棵|头(?!部)|只(?!要|有)|羽|匹|支(?!持|撑|付|部)"
    "|对(?!于|应|接)|门(?!店|诊|户|类)|种(?!植|子|类|粮|业|苗|质)|册|班(?!子|组)|位(?!于|置)|枚|盏|根(?!据|本)|口(?!径|岸)|眼"
    "|艘|架|片(?!区)|篇|期(?!间|限|货|末|初|内)|批|组(?!织|建)|段|层(?!次|面)|宗|起(?!来|步|点|草|到|始)|桩|眼|孔|例|款(?!项)|团|本|份(?!额|子)|轮|核|盘|担|席|车|吨位|站(?!点|位|台)|TB|GB|PB|MW|kW|Gbps|Mbps|家次|课时|学时|字|万字|处次|趟|幅|面次|单(?!位|独|元|项|一|个)|票|封|剂|针|笔"
    "|副|扇|面(?!积|向)|节|串|公顷|亩|标段"
)
_MEASURED = (
    "平方公里|平方千米|平方米|立方米|平方|立方|公里|千米|海里|米(?!/)|厘米|毫米|公顷|亩|吨标准煤|吨标煤|吨|公斤|千克|克|斤"
    "|元|美元|千瓦时|千瓦|兆瓦|吉瓦|蒸吨|标准立方米|小时|分钟|天(?!然|气|窗)|日(?!报|常)|秒|倍|度(?!假|汛|电网)|兆|吉比特|微克|毫克|分贝|升|方(?!面|案|式|便|可)"
)
_DENOMINATOR = (
    r"(?:/[万千百]?(?:立方米|平方米|平方公里|公里|千米|米|亩|公顷|吨|升|人|户|小时|天|日|年|月|元|台|辆|千瓦时|千克|公斤)"
    r"(?:·(?:平方公里|平方米|公里|月|日|天|年|人))?)"
)
MEASURE = (
    rf"(?:%|[万亿千百]{{0,2}}(?:{_MEASURED}){_DENOMINATOR}?|[万亿]{{0,2}}(?:{_COUNTED}){_DENOMINATOR}?|万亿|亿|万)"
)

_MORE = "(?P<{0}>余|多|来)?"
_ONE = rf"(?:{ARABIC}|{CHINESE})"
QUANTITY = re.compile(
    rf"(?<![A-Za-z\d.第〔])(?P<low>{_ONE}){_MORE.format('more')}(?:(?P<unit1>{MEASURE})?[-~至到](?P<high>{_ONE}))?"
    rf"{_MORE.format('more2')}(?P<unit>(?:个(?=小时|月))?{MEASURE}){_MORE.format('more3')}"
)
_UNIT = re.compile(rf"(?P<more>余|多)?(?P<unit>{MEASURE})")
SHARE = re.compile(
    rf"百分之(?P<percent>{CHINESE}|{ARABIC})(?P<points>个百分点)?"
    r"|(?P<below>[二三四五六七八九十])分之(?P<above>[一二三四五六七八九])"
    r"|(?P<tenths>[一二两三四五六七八九])成(?!立|为|果|效|员|本|长|功|品|熟|都|就|套|色|年)"
    r"|(?P<half>半数|一半|过半)"
    r"|翻(?P<doubled>一|两|二|三)?番"
)


MOST = Decimal(10) ** 12
"""No target is as large; what is longer is a number of another kind."""


class Quantity(NamedTuple):
    """A number with its unit of measure."""

    value: Decimal
    unit: str
    upper: Decimal | None = None
    """Of a range, its upper end."""
    more: bool = False
    """2000余个: a little more than it says."""
    digits: bool = True
    """Written in digits; in Chinese, a number is often part of a name."""
    words: str = ""


def value_of(text: str) -> Decimal:
    """A number in digits (1,500.5) or in Chinese (三百二十, 两千, 十二点五)."""
    if text[0].isdigit():
        return Decimal(text.replace(",", ""))
    whole, _, after = text.partition("点")
    decimal = "".join(str(_DIGITS[one]) for one in after)
    return Decimal(f"{_whole(whole)}{'.' + decimal if decimal else ''}")


def _whole(text: str) -> int:
    if not any(one in _SCALES or one in _LARGE for one in text):
        return int("".join(str(_DIGITS[one]) for one in text))
    total, part, digit = 0, 0, 0
    for one in text:
        if one in _LARGE:
            total, part, digit = (total + part + digit) * _LARGE[one], 0, 0
        elif one in _SCALES:
            part, digit = part + (digit or 1) * _SCALES[one], 0
        else:
            digit = _DIGITS[one]
    return total + part + digit


_SPELT = re.compile(
    r"(?P<front>[零〇一二两三四五六七八九十百千]+)(?P<large>[万亿])(?P<rest>[零〇一二两三四五六七八九十百千]+)"
)


def quantities(text: str) -> Iterator[tuple[int, int, Quantity]]:
    """Every number with a unit of measure, from left to right; `text` is flat (places.flat)."""
    taken = 0
    found = [*_measured(text), *_listed(text), *_shares(text)]
    for start, end, quantity in sorted(found, key=lambda one: (one[0], -one[1])):
        if start >= taken:
            taken = end
            yield start, end, quantity


def _measured(text: str) -> Iterator[tuple[int, int, Quantity]]:
    place = 0
    while one := QUANTITY.search(text, place):
        spelt = _SPELT.match(text, one.start())  # 一万五千户
        if spelt and (counted := _UNIT.match(text, spelt.end())):
            place = counted.end()
            value, words = Decimal(_whole(spelt[0])), text[spelt.start() : place]
            yield spelt.start(), place, Quantity(value, counted["unit"], None, bool(counted["more"]), False, words)
            continue
        low, high, unit, place = one["low"], one["high"], one["unit"], one.end()
        value, upper = value_of(low), value_of(high) if high else None
        if upper is not None and upper <= value:  # 由4个到2个: two numbers
            upper, unit, place = None, one["unit1"] or unit, one.start("high")
        if value >= MOST or (upper or 0) >= MOST:
            continue
        more = any(one[name] for name in ("more", "more2", "more3"))
        yield one.start(), place, Quantity(value, unit, upper, more, low[0].isdigit(), text[one.start() : place])


_BARE_LIST = re.compile(
    rf"(?<![\d.A-Za-z第〔])(?P<bare>(?:{ARABIC}、)+)(?={ARABIC}(?P<unit>(?:个(?=小时|月))?{MEASURE}))"
)


def _listed(text: str) -> Iterator[tuple[int, int, Quantity]]:
    """4、3、2个工作日: the last one's unit is that of all."""
    for one in _BARE_LIST.finditer(text):
        place = one.start("bare")
        for words in one["bare"].rstrip("、").split("、"):
            yield place, place + len(words), Quantity(value_of(words), one["unit"], words=words)
            place += len(words) + 1


def _shares(text: str) -> Iterator[tuple[int, int, Quantity]]:
    for one in SHARE.finditer(text):
        words = one[0]
        if one["percent"]:
            unit = "个百分点" if one["points"] else "%"
            yield one.start(), one.end(), Quantity(value_of(one["percent"]), unit, words=words)
        elif one["below"]:
            share = Decimal(_DIGITS[one["above"]] * 100) / (10 if one["below"] == "十" else _DIGITS[one["below"]])
            exact = share == share.to_integral_value()
            yield one.start(), one.end(), Quantity(share.quantize(Decimal(1 if exact else "0.01")), "%", words=words)
        elif one["tenths"]:
            yield one.start(), one.end(), Quantity(Decimal(_DIGITS[one["tenths"]] * 10), "%", words=words)
        elif one["half"]:
            yield one.start(), one.end(), Quantity(Decimal(50), "%", words=words)
        else:
            times = Decimal(2) ** (_DIGITS[one["doubled"]] if one["doubled"] else 1)
            yield one.start(), one.end(), Quantity(times, "倍", words=words)

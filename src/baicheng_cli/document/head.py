"""What a document says of itself: title, number, issuer, day, the year it is for, the documents it cites."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from baicheng_cli.document.clean import LABEL
from baicheng_cli.document.marks import mark_of, ordinal
from baicheng_cli.document.model import Found, Line, Outline, Words

_NUMBER = (
    r"(?P<sign>[\u4e00-\u9fffA-Za-z]{2,16})[〔\[［【（(〈﹝](?P<year>(?:19|20)\d\d)[〕\]］】）)〉﹞]"
    r"第?(?P<serial>\d{1,4})号"
)
_OWN_NUMBER = re.compile(rf"^（?(?:发文字号[：:]|文号[：:])?{_NUMBER}")
_CITED = re.compile(
    r"《(?P<title>[^《》]{2,200}(?:《[^《》]{1,120}》[^《》]{0,80})*)》(?:的?通知)?(?P<number>[（(]"
    + _NUMBER
    + "[）)])?"
)
_KINDS = (
    "方案|计划|措施|意见|办法|要点|规划|清单|任务书|台账|安排|细则|责任书|任务分解"
    "|(?:分解|计划|任务|一览|项目|责任|分工)表"
)
_TITLE = re.compile(rf"(?:{_KINDS})(?:（[^（）]{{1,20}}）)?$")
_NOTICE = re.compile(r"关于.{4,60}的(?:通知|决定|公告|函)$")
_ISSUED_TITLE = re.compile(
    r"(?:印发|转发|下发|公布)[《]?([^《》]{4,80}?(?:方案|计划|措施|分解表|意见|办法|要点|规划|清单))[》]?的通知"
)
_ISSUED_NAME = re.compile(r"(?:现将|^)《([^《》]+(?:《[^《》]*》[^《》]*)?)》(?=[^。]*印发)")
_DAY = re.compile(
    r"(?P<year>\d{4}|[〇○零一二三四五六七八九]{4})年(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})月(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})日）?$"
)
_RED_HEAD = re.compile(r"^(.{4,40}?)(?:文件|办公室文件)$")
_ISSUER = re.compile(r"(?:人民政府|委员会|办公室|办公厅|局|领导小组|指挥部|管委会|委|办)$")
_CARRIED_OUT = re.compile(r"贯彻|落实|根据|按照|依据|结合|遵照|对照")
_CN_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")


def about(outline: Outline, front: Sequence[Line]) -> None:
    """Fill in what the lines before the first chapter say of the document."""
    outline.number = _number(front)
    outline.title = _title(front)
    outline.issued = _issued(front) or _issued(outline.lines[-12:])
    outline.issuer = _issuer(front, outline)
    outline.year = _year(outline)
    outline.basis = list(_basis(front, outline))


def _number(front: Sequence[Line]) -> Found[str] | None:
    for line in front:
        if line.cells is None and (found := _OWN_NUMBER.match(line.text)) and len(line.text) < 60:
            return Found(printed_number(found), line.words(*found.span()), "document.number")
    return None


def printed_number(found: re.Match[str]) -> str:
    """A document's number with the brackets it should have: 中原政文〔2019〕39号."""
    return f"{found['sign']}〔{found['year']}〕{int(found['serial'])}号"


def _title(front: Sequence[Line]) -> Found[str] | None:
    named = next((found[1] for line in front for found in _ISSUED_NAME.finditer(line.text)), None)
    candidates = [(line, *_spread(front, index)) for index, line in enumerate(front)]
    for line, text, last in candidates:
        if named and text == named:
            return Found(text, _over(line, last, text), "document.title-line")
    for line, text, last in reversed(candidates):
        if mark_of(text) is not None or LABEL.match(text):
            continue
        if 4 < len(text) < 80 and _TITLE.search(text) and not re.search("[。；]|^现将|^各|印发.*的通知", text):
            return Found(text.strip("《》"), _over(line, last, text), "document.title-line")
    for line in front:
        if found := (_ISSUED_NAME.search(line.text) or _ISSUED_TITLE.search(line.text)):
            return Found(found[1], line.words(*found.span(1)), "document.title-named")
    for line, text, last in reversed(candidates):
        if _NOTICE.search(text) and not re.search("印发|转发", text):
            return Found(text, _over(line, last, text), "document.title-notice")
    for line in front:
        bare = line.cells is None and not re.search("[，。：；【】]|号$|文件$", line.text)
        if bare and 6 < len(line.text) < 45 and re.search(r"20\d\d年", line.text) and not _DAY.search(line.text):
            return Found(line.text, line.words(0, len(line.text)), "document.title-year")
    for line in front:
        if line.heading == 1:
            return Found(line.text, line.words(0, len(line.text)), "document.title-heading")
    return None


def _spread(front: Sequence[Line], index: int) -> tuple[str, Line]:
    """A title's words from this line on: a long one is set in two or three lines."""
    text, last = front[index].text, front[index]
    for after in front[index + 1 : index + 3]:
        if (
            _TITLE.search(text)
            or _NOTICE.search(text)
            or re.search("[。，；：》]$|号$", text)
            or len(text) > 40
            or after.cells is not None
        ):
            break
        text, last = text + after.text, after
    after_title = front[front.index(last) + 1 : front.index(last) + 2]
    bracket = after_title[0].text if after_title else ""
    if _TITLE.search(text) and re.fullmatch(r"（[^（）。]{2,20}）", bracket) and not _OWN_NUMBER.match(bracket):
        text, last = text + bracket, after_title[0]
    return text, last


def _over(line: Line, last: Line, text: str) -> Words:
    return Words(text, line.span(0, len(line.text)))


def _issued(lines: Sequence[Line]) -> Found[str] | None:
    for line in lines:
        found = _DAY.search(line.text) if line.cells is None and len(line.text) < 40 else None
        if found is not None and (day := day_of(found)) is not None:
            return Found(day.isoformat(), line.words(*found.span()), "document.issued")
    return None


def day_of(found: re.Match[str]) -> date | None:
    """A day in digits or in Chinese (二〇一九年四月十四日); nothing for one that no calendar has."""
    year = int(found["year"].translate(_CN_DIGITS))
    month, day = ordinal(found["month"]), ordinal(found["day"])
    try:
        return date(year, month or 0, day or 0)
    except ValueError:
        return None


def _issuer(front: Sequence[Line], outline: Outline) -> Found[str] | None:
    for line in front:
        if (found := _RED_HEAD.match(line.text)) and _ISSUER.search(found[1]):
            return Found(found[1], line.words(*found.span(1)), "document.red-head")
    for line in front:
        if found := re.match(
            r"([^《》：，。]{2,30}(?:人民政府|委员会|办公室|办公厅|局|领导小组|指挥部|管委会))(?:关于|印发)",
            line.text,
        ):
            return Found(found[1], line.words(*found.span(1)), "document.title-of-notice")
    lines = outline.lines
    for index, line in enumerate(lines[1:], 1):
        before = lines[index - 1]
        if (
            _DAY.match(line.text.removeprefix("（"))
            and _ISSUER.search(before.text)
            and "：" not in before.text
            and 3 < len(before.text) < 30
            and before.cells is None
        ):
            return Found(before.text, before.words(0, len(before.text)), "document.signature")
    return None


def _year(outline: Outline) -> Found[int] | None:
    span = re.search(r"((?:19|20)\d\d)年?[—–\-～~至到]+(?:19|20)\d\d年", outline.title.value) if outline.title else None
    if outline.title and span is not None:
        return Found(int(span[1]), outline.title.words, "year.title-first")
    if outline.title and (found := re.search(r"((?:19|20)\d\d)年", outline.title.value)):
        return Found(int(found[1]), outline.title.words, "year.title")
    years: Counter[int] = Counter()
    where: dict[int, Words] = {}
    for line in outline.lines:
        for found in re.finditer(r"(?<!\d)((?:19|20)\d\d)年(?!来|以前)", line.text):
            years[int(found[1])] += 1
            where.setdefault(int(found[1]), line.words(*found.span()))
    if outline.issued:
        year = int(outline.issued.value[:4])
        return Found(year, outline.issued.words, "year.issued")
    if years:
        year = years.most_common(1)[0][0]
        return Found(year, where[year], "year.most-named")
    return None


def _basis(front: Sequence[Line], outline: Outline) -> Iterator[tuple[Found[str], Found[str] | None]]:
    """Documents that this one carries out: named with their number, or after 根据, 贯彻, 落实."""
    own = outline.title.value if outline.title else ""
    seen: set[str] = set()
    before_tasks = [line for one in outline.chapters if not one.kind and not one.children for line in one.body]
    for line in [*front, *before_tasks]:
        for found in _CITED.finditer(line.text):
            title = found["title"]
            if title == own or title in seen or _ISSUED_NAME.search(line.text):
                continue
            number = None
            if found["number"]:
                start, end = found.span("number")
                value = f"{found['sign']}〔{found['year']}〕{int(found['serial'])}号"
                number = Found(value, line.words(start + 1, end - 1), "basis.number")
            elif not _CARRIED_OUT.search(line.text[max(0, found.start() - 30) : found.start()]):
                continue
            seen.add(title)
            yield Found(title, line.words(*found.span("title")), "basis.title"), number

"""Lines without the faults of copying: odd blanks, page numbers, broken lines, mixed widths, letters for digits."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from baicheng_cli.document.marks import mark_of, starts_numbered
from baicheng_cli.document.model import Doubt, Line, Span
from baicheng_cli.document.plain_text import BULLET
from baicheng_cli.document.read import Tick, no_tick
from baicheng_cli.document.unit_names import BODY

ROLE_LABEL = (
    r"(?:主要|主)?(?:牵头|责任|配合|负责|协办|主办|承办|协同|实施|完成|参与|参加|支持|落实|督导|督办|督促|联系)(?:和[\u4e00-\u9fff]{2})?"
    r"(?:单位|部门|处室|科室|领导|人|主体|县级领导|区领导|市领导)(?:和(?:配合|责任|协办)(?:单位|部门))?"
)
LABEL = re.compile(
    rf"(?:{ROLE_LABEL}|(?:完成|办理|整改|工作|推进|时间)?(?:时限|期限|节点)(?:要求)?|完成时间|时间要求|(?:工作|主要|年度|整改|治理)?目标"
    r"|(?:工作|主要|推进|具体|整改|治理|整治)?(?:措施|内容|任务)|备注|进度安排)[:：]"
)
"""How a line begins that says one thing under its name: 牵头单位：…, 完成时限：…"""

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_KEPT_WIDE = "（），：；！？～"
_PLAIN = {
    **_WIDE,
    **{ord(sign): sign for sign in _KEPT_WIDE},
    **{
        ord(sign): " "
        for sign in "\t\u00a0\u3000\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f"
    },
    **{
        ord(one): other for one, other in zip("﹪﹙﹚﹐﹑﹒﹔﹕﹖﹗〈〉﹝﹞", "%（），、.；：？！〈〉〔〕", strict=True)
    },
    ord("∶"): "：",
    ord("\u2212"): "-",
}
_BODILESS = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufe00-\ufe0f]+")
_RADICALS = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff〇○□×"
_SIGNS = "，。、；：？！（）〔〕【】《》〈〉“”‘’—…·％%‰℃"
_BLANKS = re.compile(" +")
_AFTER_HAN = {",": "，", ":": "：", ";": "；", "?": "？", "!": "！"}
_HALF = re.compile(rf"(?<=[{_HAN}）〕】》〉”％%])[,:;?!]|[()]")
_SPACED_LETTERS = re.compile(rf"(?<![{_HAN}])[{_HAN}](?: +[{_HAN}])+(?![{_HAN}])")
_MISREAD = re.compile(
    r"(?<![A-Za-z0-9.])(?=[0-9.lIOo]*[0-9])(?=[0-9.]*[lIOo])[0-9lIOo]+(?:\.[0-9lIOo]+)?(?=[年月日号%万亿个条座套处家项件台户所人公里平方米立吨千百部辆小分元以\-至、，。；])"
)
_LONE = re.compile(r"(?<![A-Za-z0-9])[lI](?=[0-9]?(?:月底?|日)(?:前|底|[^\w]|$))")
_LEADING = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,4}")
"""A clause number that only a blank parts from its words: 2.1 提升审批效率."""
_DIGITS = str.maketrans("lIOo", "1100")

_PAGE = re.compile(r"[-—–－_ ]*第? *\d{1,4} *页?(?: *[,，/／共] *共? *\d{1,4} *页?)?[-—–－_ ]*")
_SURE_PAGE = re.compile(r"[-—–－_]+ *\d{1,4} *[-—–－_]+|第 *\d{1,4} *页.*|\d{1,4} */ *\d{1,4}")
_BARE = re.compile(r"\d{1,4}")
_CONTENTS = re.compile(r".*(?:[.…·．]{4,}|…{2,}|(?: [.·]){4,}) *\d{1,4}$")
_ENDS = re.compile(r"[。！？；：…][”’）】》〕]*$")
_OPEN = re.compile(r"[，、（《“‘〈〔和及与或的]$")
_NUMBER_ALONE = re.compile(r"（?[\u4e00-\u9fffA-Za-z]{2,16}[〔\[（【]\d[\dlOo]{3}[〕\]）】]第?[\dlOo]{1,4}号）?$")
_TITLE_ENDS = re.compile(r"(?:方案|计划|措施|意见|办法|要点|细则|的通知|清单|安排|分解表)(?:（[^（）]{1,20}）)?$")
_DAY_ALONE = re.compile(
    r"[\d〇○零一二三四五六七八九十]{2,4} *年 *[\d一二三四五六七八九十]{1,3} *月 *[\d一二三四五六七八九十]{1,3} *日"
)


_HEADING_ENDS = 40
"""Headings have commas, too, but not beyond."""


def cleaned(lines: Sequence[Line], tick: Tick = no_tick) -> tuple[list[Line], list[Doubt]]:
    """What the lines say; the doubtful readings on the way. Takes each character a fixed number of times."""
    doubts: list[Doubt] = []
    kept = []
    for index, line in enumerate(_without_pages(lines)):
        kept.append(_clean(line, doubts))
        if index % 1000 == 999:
            tick(index, len(lines))
    return [_letters_as_digits(line, doubts) if line.cells is None else line for line in _joined(kept)], doubts


def _clean(line: Line, doubts: list[Doubt]) -> Line:
    if line.cells is not None:
        cells = tuple("\n".join(plain(one) for one in cell.split("\n")).strip("\n") for cell in line.cells)
        return line if cells == line.cells else _row(line, cells)
    return clean_line(line, doubts)


def _row(line: Line, cells: tuple[str, ...]) -> Line:
    """A row with cleaned cells: a cell begins where it began, and inside it characters are counted from there."""
    runs, here, there = [], 0, 0
    for before, after in zip(line.cells or (), cells, strict=True):
        runs.append((here, *line.at(there)))
        here, there = here + len(after) + 1, there + len(before) + 1
    return Line(line.number, line.raw, "\t".join(cells), tuple(runs), cells, line.heading)


def plain(text: str) -> str:
    """A text without the faults of copying, where nobody asks for places."""
    return _letters_as_digits(clean_line(Line(0, text, text), []), []).text


def clean_line(line: Line, doubts: list[Doubt]) -> Line:
    """One line without odd blanks, mixed widths, and letters in its numbers."""
    text = line.text.translate(_PLAIN)
    if _RADICALS.search(text):
        text = _RADICALS.sub(lambda found: unicodedata.normalize("NFKC", found[0])[:1], text)
    drops = sorted({*_bodiless(text), *_blanks(text, line, doubts)})
    text, runs = _without(line, text, drops)
    text = _HALF.sub(lambda found: _wide_sign(text, found), text)
    return Line(line.number, line.raw, text, runs, heading=line.heading)


def _letters_as_digits(line: Line, doubts: list[Doubt]) -> Line:
    """A line with l and O in its numbers read as 1 and 0; a number may have been broken over two lines."""
    text = line.text
    for pattern in (_MISREAD, _LONE):
        text = pattern.sub(lambda found: _read(line, found, doubts), text)
    return line if text == line.text else replace(line, text=text)


def _read(line: Line, found: re.Match[str], doubts: list[Doubt]) -> str:
    """Letters that stand for digits, as these; the text keeps its length."""
    if found[0] == "O2O":
        return found[0]
    read = found[0].translate(_DIGITS)
    doubts.append(Doubt(f"“{found[0]}”里的字母按数字读作“{read}”", line.span(*found.span())))
    return read


def _wide_sign(text: str, found: re.Match[str]) -> str:
    if found[0] in "()":
        return "（" if found[0] == "(" else "）"
    if found[0] == ":" and text[found.end() : found.end() + 2] == "//":
        return ":"
    return _AFTER_HAN[found[0]]


def _bodiless(text: str) -> Iterator[tuple[int, int]]:
    for found in _BODILESS.finditer(text):
        yield found.span()


def _blanks(text: str, line: Line, doubts: list[Doubt]) -> Iterator[tuple[int, int]]:
    """Blanks that only the copying put there: all of them at the ends, most of them inside."""
    if " " not in text:
        return
    spaced = [found.span() for found in _SPACED_LETTERS.finditer(text) if found[0].count(" ") > 1]
    labelled = LABEL.search(text.replace(" ", "")) is not None
    inside = 0
    for found in _BLANKS.finditer(text):
        start, end = found.span()
        before, after = text[start - 1 : start], text[end : end + 1]
        while inside < len(spaced) and spaced[inside][1] <= start:
            inside += 1
        in_spaced = inside < len(spaced) and spaced[inside][0] < start < spaced[inside][1]
        if not before or not after or in_spaced:
            yield start, end
        elif start <= 8 and _LEADING.fullmatch(text, 0, start) and not after.isdecimal() and not _is_sign(after):
            if end - start > 1:
                yield start + 1, end
        elif before.isdecimal() and after.isdecimal():
            number = _digits_around(text, start, end)
            if not re.fullmatch(r"(?:19|20)\d\d", number):
                where = Line(line.number, line.raw, line.text, line.runs).span(start - 1, end + 1)
                doubts.append(Doubt(f"数字中间有空格，按“{number}”读", where))
            yield start, end
        elif labelled and not _is_sign(before) and (not _is_sign(after) or LABEL.match(text, end)):
            if end - start > 1:
                yield start + 1, end  # a blank may separate two units
        elif LABEL.match(text, end) or (before.isascii() and before.isalpha() and after.isascii() and after.isalpha()):
            if end - start > 1:
                yield start + 1, end
        else:
            yield start, end


def _digits_around(text: str, start: int, end: int) -> str:
    left, right = start, end
    while left and (text[left - 1].isdecimal() or text[left - 1] == " "):
        left -= 1
    while right < len(text) and (text[right].isdecimal() or text[right] == " "):
        right += 1
    return text[left:right].replace(" ", "")


def _is_sign(one: str) -> bool:
    return one in _SIGNS


def _without(line: Line, text: str, drops: list[tuple[int, int]]) -> tuple[str, tuple[tuple[int, int, int], ...]]:
    if not drops:
        return text, line.runs
    pieces: list[str] = []
    runs: list[tuple[int, int, int]] = []
    at = length = 0
    for start, end in [*drops, (len(text), len(text))]:
        if start > at:
            _add_runs(runs, line, at, start, length)
            pieces.append(text[at:start])
            length += start - at
        at = max(at, end)
    return "".join(pieces), tuple(runs)


def _add_runs(runs: list[tuple[int, int, int]], line: Line, start: int, end: int, length: int) -> None:
    """Runs for characters `start` to `end` of a line's text, which come to stand from `length` on."""
    runs.append((length, *line.at(start)))
    runs.extend((length + first - start, there, place) for first, there, place in line.runs_in(start, end))


def _without_pages(lines: Sequence[Line]) -> Iterator[Line]:
    """Lines that are no page numbers, no running heads beside them and no table of contents."""
    texts = [line.raw.strip(" \t\u3000\u00a0\ufeff") if line.cells is None else "" for line in lines]
    pages = {index for index, text in enumerate(texts) if text and len(text) < 24 and _SURE_PAGE.fullmatch(text)}
    pages |= _counted_pages(texts)
    heads = _running_heads(texts, pages)
    for index, line in enumerate(lines):
        text = texts[index]
        if index in pages or index in heads or (text and len(text) < 200 and _CONTENTS.fullmatch(text)):
            continue
        yield line


def _counted_pages(texts: Sequence[str]) -> set[int]:
    """Bare numbers that count on from page to page, with a page's text between them."""
    bare = [(index, int(text)) for index, text in enumerate(texts) if len(text) < 5 and _BARE.fullmatch(text)]
    found: set[int] = set()
    for (index, number), (after, following) in pairwise(bare):
        between = sum(1 for text in texts[index + 1 : min(after, index + 60)] if text)
        if following == number + 1 and between >= 5:
            found |= {index, after}
    return found


def _running_heads(texts: Sequence[str], pages: set[int]) -> set[int]:
    """The same words beside page numbers, twice and more; or a title there in the middle of a sentence."""
    beside: dict[str, list[int]] = {}
    found: set[int] = set()
    for page in pages:
        before, after = (_next(texts, page, step) for step in (-1, 1))
        for index in (before, after):
            if index is not None and len(texts[index]) < 40:
                beside.setdefault(texts[index], []).append(index)
        if before is not None and after is not None and not _ENDS.search(texts[before]):
            found |= {after} if _TITLE_ENDS.search(texts[after]) and len(texts[after]) < 40 else set()
    return found | {index for where in beside.values() if len(where) > 1 for index in where}


def _next(texts: Sequence[str], index: int, step: int) -> int | None:
    """The nearest line with words, a few lines up or down."""
    for _ in range(4):
        index += step
        if not 0 <= index < len(texts):
            return None
        if texts[index]:
            return index
    return None


def _joined(lines: list[Line]) -> list[Line]:
    """Lines with those put together that a page, a column or a mail program had broken."""
    filled = [line for line in lines if line.text]
    width = _width(filled)
    joined: list[Line] = []
    parts: list[Line] = []
    for line in filled:
        if parts and _goes_on(parts[-1], line, width, parts[0]):
            parts.append(line)
            continue
        if parts:
            joined.append(_one(parts))
        parts = [line]
    if parts:
        joined.append(_one(parts))
    return joined


def _width(lines: Sequence[Line]) -> int:
    """How wide a line of wrapped text is, a Chinese character counting two; 0: the lines are whole paragraphs."""
    widths = sorted(_wide(line) for line in lines if line.cells is None and len(line.text) > 10)
    if len(widths) < 6:
        return 0
    widest = widths[int(len(widths) * 0.97) - 1]
    if widest > 140:
        return 0
    return widest if sum(1 for one in widths if one >= widest * _FULL) >= len(widths) * 0.3 else 0


_FULL = 0.85
"""How much of its width a line fills that goes on: the next character, or the next number, had no room."""


def _wide(line: Line) -> int:
    return len(line.raw.strip().encode("gb18030", "replace"))


def _goes_on(line: Line, after: Line, width: int, first: Line) -> bool:
    """Whether `after` is the rest of `line`."""
    if line.cells is not None or after.cells is not None or line.heading or after.heading:
        return False
    if line.text[-1].isdigit() and after.text[0].isdigit() and not _apart(after.text) and not LABEL.match(line.text):
        return mark_of(after.text) is None or mark_of(f"{line.text[-1]}{after.text}") is None or " " in after.text[:4]
    if len(after.text) < 5 and after.text.endswith("。") and not _ENDS.search(line.text):
        return True  # 制定本方 / 案。
    if after.text.startswith(BULLET) or starts_numbered(after.text) or LABEL.match(after.text) or _apart(after.text):
        return False
    if _apart(line.text) or _TITLE_ENDS.search(line.text[-40:]):
        return False
    if _OPEN.search(line.text) or _unclosed(line.text):
        return True
    full = width > 0 and _wide(line) >= width * _FULL
    if _ENDS.search(line.text):
        return full and line.text[-1] in "；：" and not LABEL.match(after.text)
    if LABEL.match(first.text):
        return full or (width > 0 and len(after.text) < 30 and _name_broken(line.text))
    if full or "。" in first.text or "，" in first.text[_HEADING_ENDS:] or first.text.count("，") > 2:
        return True  # a paragraph that ends without a full stop does not end there
    return not width and len(line.text) > (45 if starts_numbered(line.text) else 25)


def _name_broken(text: str) -> bool:
    """Whether the last of a line's units is the beginning of a name: 区住房保."""
    return BODY.search(re.split("[、，；：]", text)[-1]) is None


def _apart(text: str) -> bool:
    """Lines that stand for themselves: the document's number, the date, annexes, who gets copies."""
    if len(text) < 40 and (_DAY_ALONE.fullmatch(text) or _NUMBER_ALONE.match(text)):
        return True
    return bool(re.match(r"附 ?件|抄送|主送|（此件|（联系人|（\d{4}", text))


def _unclosed(text: str) -> bool:
    tail = text[-60:]
    return any(tail.rfind(one) > tail.rfind(other) for one, other in ("（）", "《》", "“”"))


def _one(parts: list[Line]) -> Line:
    if len(parts) == 1:
        return parts[0]
    first, runs, length = parts[0], [], 0
    parts = [first, *map(_inside, parts[1:])]
    for part in parts:
        runs.append((length, *part.at(0)))
        runs.extend((length + start, line, place) for start, line, place in part.runs if start)
        length += len(part.text)
    text = "".join(part.text for part in parts)
    return Line(first.number, first.raw, text, tuple(runs), heading=first.heading)


def _inside(line: Line) -> Line:
    """A line that turned out to be no beginning: the blank behind a number there parts no clause number."""
    found = re.match(r"\d{1,2}(?:\.\d{1,2}){0,4}( )", line.text)
    if found is None:
        return line
    text, runs = _without(line, line.text, [found.span(1)])
    return Line(line.number, line.raw, text, runs)


def span_of(line: Line) -> Span:
    """The whole of a line."""
    return line.span(0, len(line.text))

"""What the plan says of its document, its period and its register, against the document itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from baicheng_cli.document.clean import plain
from baicheng_cli.document.head import printed_number
from baicheng_cli.document.model import Found, Outline
from baicheng_cli.document.places import flat
from baicheng_cli.document.trace_codes import HEAD, REGISTER, Difference, quoted
from baicheng_cli.plan.model import Plan

_NUMBER = re.compile(r"(?P<sign>[^\d〔〕\[\]（）()]+)[〔\[［【（(](?P<year>\d{4})[〕\]］】）)]第?(?P<serial>\d+)号?")


def compare_head(plan: Plan, outline: Outline) -> Iterator[Difference]:
    """Title, number, issuer, day of issue, documents it carries out, year."""
    document = plan.document
    for key, mine, found in (
        ("title", document.title, outline.title),
        ("number", document.number, outline.number),
        ("issuer", document.issuer, outline.issuer),
        ("issued", document.issued.isoformat(), outline.issued),
    ):
        if found is not None and compared(mine) != compared(found.value):
            yield _differs(("document", key), f"{_WORDS[key]}写作“{mine}”，原件是“{found.value}”", found)
    yield from _basis(plan, outline)
    year = outline.year
    named = year is not None and year.rule.startswith("year.title")
    if year is not None and named and not plan.period.start.year <= year.value <= plan.period.end.year:
        message = f"实施期{plan.period.start}至{plan.period.end}不含原件的{year.value}年"
        yield _differs(("period", "start"), message, year)


_WORDS = {"title": "标题", "number": "发文字号", "issuer": "发文机关", "issued": "成文日期"}


def _differs(path: tuple[str | int, ...], message: str, found: Found[str] | Found[int]) -> Difference:
    return Difference(HEAD, path, f"{message}：{quoted(found.words)}", found.words, "按原件改")


def compared(text: str) -> str:
    """A name as it is compared: width, blanks and the kind of brackets do not count."""
    text = re.sub(r"\s", "", flat(plain(text)))
    if (found := _NUMBER.fullmatch(text)) is not None:
        return printed_number(found)
    return text.translate(str.maketrans("《》＜＞<>［］【】", "〈〉〈〉〈〉〔〕〔〕")).rstrip("。")


def _basis(plan: Plan, outline: Outline) -> Iterator[Difference]:
    theirs = {compared(title.value): (title, number) for title, number in outline.basis}
    numbers = {compared(number.value): title for title, number in outline.basis if number is not None}
    everything = compared("".join(line.text for line in outline.lines))
    seen: set[str] = set()
    for index, basis in enumerate(plan.document.basis):
        key = compared(basis.title)
        found = theirs.get(key)
        if found is None:
            near = numbers.get(compared(basis.number)) if basis.number else None
            if near is not None:
                seen.add(compared(near.value))
                message = f"依据文件的标题写作“{basis.title}”，原件是“{near.value}”"
                yield _differs(("document", "basis", index, "title"), message, near)
            elif key not in everything:
                message = f"依据文件“{basis.title}”，原件没有提到"
                yield Difference(HEAD, ("document", "basis", index), message, None, "删去，或按原件改")
            continue
        seen.add(key)
        title, number = found
        if compared(basis.number or "") != compared(number.value if number is not None else ""):
            said = f"“{number.value}”" if number is not None else "没有写"
            message = f"“{basis.title}”的文号写作“{basis.number or '无'}”，原件{said}"
            yield _differs(("document", "basis", index, "number"), message, number or title)
    for key, (title, number) in theirs.items():
        if key not in seen and number is not None:
            message = f"原件的依据文件“{title.value}”（{number.value}）计划里没有"
            yield Difference(
                HEAD, ("document", "basis"), f"{message}：{quoted(title.words)}", title.words, "加到 basis 里"
            )


def compare_register(plan: Plan, lines: Sequence[str]) -> Iterator[Difference]:
    """Names of units and collectives that the document does not know."""
    everything = _letters("\n".join(lines))
    for index, unit in enumerate(plan.units):
        names = [name for name in unit.known_as() if name != unit.id]
        if not any(_letters(name) in everything for name in names):
            message = f"单位“{unit.names[0].name}”，原件里没有"
            yield Difference(REGISTER, ("units", index, "names", 0, "name"), message, None, "按原件改，或写成 aliases")
        for at, name in enumerate(unit.names):
            if name.full and not name.basis and _letters(name.full) not in everything:
                message = f"“{name.name}”的全称“{name.full}”，原件里没有"
                yield Difference(REGISTER, ("units", index, "names", at, "full"), message, None, "按原件改")
    for index, group in enumerate(plan.collectives):
        if _letters(group.name) not in everything:
            message = f"集合单位“{group.name}”，原件里没有"
            yield Difference(REGISTER, ("collectives", index, "name"), message, None, "按原件改")


def _letters(text: str) -> str:
    """A text without blanks and marks: 领导小组，办公室设在… holds 领导小组办公室（设在…）."""
    return re.sub(r"[\s，、；：。（）“”]", "", flat(text))

"""A line of running text: its targets and milestones, each with the deadline that governs it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from baicheng_cli.document.deadlines import Deadline, Time, deadlines, in_title, undated
from baicheng_cli.document.milestones import Step, counted_lists, dated_step, named_projects, work_of_year
from baicheng_cli.document.places import At, pieces, sentences
from baicheng_cli.document.target import Target
from baicheng_cli.document.targets import read_targets


@dataclass(frozen=True)
class Part:
    """A target or a milestone where a line names it."""

    at: At[Target] | At[Step]
    due: At[Deadline] | None = None
    part: str = "own"
    """`assist` 配合, `supervise` 督导."""
    whole: str = ""
    """所有…: a result that is all of what a target before it measures in per cent."""

    @property
    def value(self) -> Target | Step:
        return self.at.value


@dataclass
class Paragraph:
    """What was read in a line."""

    parts: list[Part] = field(default_factory=list)
    passed: list[At[str]] = field(default_factory=list)
    doubts: list[At[str]] = field(default_factory=list)
    deadlines: list[At[Deadline]] = field(default_factory=list)


_ASSIST = re.compile(
    r"(?<!密切)(?<!相互)(?<!协调)(?:配合(?!单位|部门|力度|机制|度)|协助|协同(?!推进|发展|创新|治理|机制|高效))"
)
_SUPERVISE = re.compile(r"督导(?!考|检|组|评|机制|力度)|督促(?!检查)|指导(?!思想|意见|目录|作用|价)")
_GOES_ON = re.compile(r"^(?:确保|提高|提升|保障)")
_HEAD = re.compile(
    r"^(?:[\s，、：]|力争|确保|争取|力求|计划|要|并|且|同时|在|于|到|至|将|全市|全区|全县|第[一二三]阶段|近期|远期|拟|预计|原则上|（\d+）|\d+[.．、])*$"
)
_ALL = re.compile(r"^(?:所有|全部|剩余|其余)(?:的)?")
_A_NUMBER = re.compile(
    r"(?<![A-Za-z\d.,〔第“])\d{1,6}(?:\.\d+)?(?![\d.]|[A-Za-z]|-|~|：\d|年|月|日|号|时|点|届|版|\.\d)[\u4e00-\u9fff%]{0,3}"
)
_CLAUSE_STOP = "，；"
_TIME_BEFORE = re.compile(r"[前底末内期]（$")
"""汛前（5月31日前）: the bracket says which day is meant."""


def read_prose(text: str, time: Time, subject: str = "", *, labelled: bool = False) -> Paragraph:
    """The parts of a flat line, in its order.

    `subject`: the clause's title, for 建成投用 with nothing before it. `labelled`: the clause has a deadline of its own
    (完成时限：…), so that one in the text reaches to the semicolon only.
    """
    paragraph = Paragraph()
    for start, end in sentences(text):
        if text[start:end].strip():
            one = Paragraph()
            _sentence(text[start:end], 0, end - start, time, subject, one, labelled)
            _add(one, start, paragraph)
    return paragraph


def _add(one: Paragraph, by: int, paragraph: Paragraph) -> None:
    """What a sentence says, at its places in the line."""
    paragraph.passed += [each.moved(by) for each in one.passed]
    paragraph.doubts += [each.moved(by) for each in one.doubts]
    paragraph.deadlines += [each.moved(by) for each in one.deadlines]
    for part in one.parts:
        due = part.due.moved(by) if part.due else None
        paragraph.parts.append(replace(part, at=part.at.moved(by), due=due))


def _sentence(text: str, start: int, end: int, time: Time, subject: str, paragraph: Paragraph, labelled: bool) -> None:
    dues = list(deadlines(text, time, start, end))
    paragraph.deadlines += dues
    reading = read_targets(text, start, end, [(one.start, one.end) for one in dues])
    listed = counted_lists(text, start, end)
    paragraph.passed += [_listed_one_by_one(one, listed) for one in reading.passed]
    for first, last in undated(text[start:end]):
        if any(one.start < start + last and start + first < one.end for one in dues):
            continue
        reason = f"“{text[start + first : start + last]}”没有写明日期，没有写时限"
        paragraph.doubts.append(At(start + first, start + last, reason, "doubt.undated"))
    commas = pieces(text, start, end, _CLAUSE_STOP)
    parts: list[Part] = [_placed(text, one, dues, commas, start, labelled, reading.targets) for one in reading.targets]
    steps = [*listed, *named_projects(text, start, end)]
    counted = {(one.start, one.end) for one in reading.targets}
    steps = [one for one in steps if not any(first < one.end and one.start < last for first, last in counted)]
    parts += [_placed(text, one, dues, commas, start, labelled) for one in steps]
    parts += _dated(text, dues, commas, parts, subject, start, end)
    paragraph.doubts += _unread(text, paragraph, parts)
    paragraph.parts += sorted(parts, key=lambda one: one.at.start)


def _unread(text: str, paragraph: Paragraph, parts: Sequence[Part]) -> Iterator[At[str]]:
    """Numbers that nothing was read from: a person has to see them, or they would be lost without a word."""
    known = [(one.start, one.end) for one in paragraph.passed]
    known += [(one.start, one.end) for one in paragraph.deadlines]
    known += [(part.at.start, part.at.end) for part in parts]
    for one in _A_NUMBER.finditer(text):
        if not any(first <= one.start() < last for first, last in known) and not in_title(text, one.start()):
            yield At(one.start(), one.end(), f"“{one[0]}”没有读成目标", "doubt.unread")


def _listed_one_by_one(passed: At[str], listed: Sequence[At[Step]]) -> At[str]:
    """三条铁路: the number of what is listed in the same breath, each a milestone."""
    if any(one.start <= passed.start < one.end for one in listed):
        return passed._replace(value="已逐项列为节点", rule="passed.listed")
    return passed


# --- which deadline governs what -------------------------------------------------------------------------------------


def _placed(
    text: str,
    one: At[Target] | At[Step],
    dues: Sequence[At[Deadline]],
    commas: Sequence[tuple[int, int]],
    start: int,
    labelled: bool,
    numbers: Sequence[At[Target]] = (),
) -> Part:
    due = _respectively(text, one, dues, numbers) or governing(text, one, dues, commas, start, labelled=labelled)
    made = Part(one, due, _kind_of_part(text, one.start, one.end, commas))
    if due is not None and due.value.words.startswith("力争"):
        made = replace(made, at=one._replace(value=_striving(one.value)))  # type: ignore[arg-type]  # the same kind of value
    return made


def _striving(value: Target | Step) -> Target | Step:
    return replace(value, strive=True) if isinstance(value, Target) else value._replace(strive=True)


def governing(
    text: str,
    one: At[Target] | At[Step],
    dues: Sequence[At[Deadline]],
    commas: Sequence[tuple[int, int]],
    start: int,
    *,
    labelled: bool = False,
) -> At[Deadline] | None:
    """The deadline of a part: the last one before it that reaches so far, else one that follows in its piece.

    A deadline that opens the sentence, or stands alone between commas, reaches to its end; one that opens
    a later phrase or stands in the middle of one (确保其2019年建成投用) only to the semicolon. One often governs
    several targets; at the full stop it ends.
    """
    first, last = next(((a, b) for a, b in commas if a <= one.end - 1 < b), (one.start, one.end))
    own = [due for due in dues if first <= due.start < last]
    if own and own[0].start >= one.end and not _in_brackets(text, own[0].start, first):
        return own[0]  # 第二批18个项目9月底前开工: it stands in the same piece, only later
    before = [due for due in dues if due.start <= _anchor(text, one)]
    for due in reversed(before):
        between = text[due.end : one.end]
        if (
            _in_brackets(text, due.start, start)
            and "）" in between
            and not _TIME_BEFORE.search(text[start : due.start])
        ):
            continue
        alone = text[due.end : due.end + 1] in ("，", "）") or due.start < commas[0][1]
        if "；" not in between or (alone and _opens(text, due, commas) and not labelled):
            return due
        break
    return _following(text, one, dues, commas, labelled)


def _respectively(
    text: str, one: At[Target] | At[Step], dues: Sequence[At[Deadline]], numbers: Sequence[At[Target]]
) -> At[Deadline] | None:
    """2019年、2020年分别达到40%、70%: as many deadlines as numbers, each to its own."""
    for first in range(len(dues) - 1):
        last = first
        while last + 1 < len(dues) and not text[dues[last].end : dues[last + 1].start].strip("、，和及与 "):
            last += 1
        if last == first or not re.match(r"[^，。；]{0,12}分别", text[dues[last].end :]):
            continue
        following = [each for each in numbers if each.end > dues[last].end][: last - first + 1]
        if len(following) == last - first + 1 and one in following:
            return dues[first + following.index(one)]
    return None


def _anchor(text: str, one: At[Target] | At[Step]) -> int:
    """The last character of a part, but not what stands behind its number."""
    return one.end - 1


def _in_brackets(text: str, place: int, start: int) -> bool:
    return text.rfind("（", start, place) > text.rfind("）", start, place)


def _opens(text: str, due: At[Deadline], commas: Sequence[tuple[int, int]]) -> bool:
    begin = next((first for first, last in commas if first <= due.start < last), due.start)
    return bool(_HEAD.match(text[begin : due.start]))


def _following(
    text: str,
    one: At[Target] | At[Step],
    dues: Sequence[At[Deadline]],
    commas: Sequence[tuple[int, int]],
    labelled: bool = False,
) -> At[Deadline] | None:
    """…100个，2019年底前完成: a deadline behind, with no number in its piece, nor work where the clause has one."""
    for due in dues:
        if due.start < one.end:
            continue
        between = text[one.end : due.start]
        if "；" in between:
            return None
        first, last = next(((a, b) for a, b in commas if a <= due.start < b), (due.start, due.end))
        if _in_brackets(text, due.start, first):
            first, last = text.rfind("（", first, due.start) + 1, text.find("）", due.end, last)
        rest = text[max(first, one.end) : due.start] + text[due.end : last]
        rest = rest.strip(" ，、（）")
        if labelled and len(rest) > 4 and not _BACKWARD.fullmatch(rest):
            return None
        if re.search(r"[\d]|全覆盖|清零", rest) or len(rest) > 14 or "，" in between.strip("，（ "):
            return None
        return due
    return None


def _kind_of_part(text: str, start: int, end: int, commas: Sequence[tuple[int, int]]) -> str:
    """`assist` or `supervise` covers its own phrase and the result that is named right after it."""
    index = next((number for number, (first, last) in enumerate(commas) if first <= end - 1 < last), None)
    if index is None:
        return "own"
    first, last = commas[index]
    own = _said(text[first:end])
    if own != "own" or index == 0 or not _GOES_ON.match(text[first:last].strip()):
        return own
    before = commas[index - 1]
    return _said(text[before[0] : before[1]]) if text[before[1] : before[1] + 1] == "，" else "own"


def _said(words: str) -> str:
    if _ASSIST.search(words):
        return "assist"
    return "supervise" if _SUPERVISE.search(words) else "own"


# --- milestones that a deadline makes --------------------------------------------------------------------------------


def _dated(
    text: str,
    dues: Sequence[At[Deadline]],
    commas: Sequence[tuple[int, int]],
    parts: Sequence[Part],
    subject: str,
    start: int,
    end: int,
) -> list[Part]:
    made: list[Part] = []
    for number, due in enumerate(dues):
        stop = dues[number + 1].start if number + 1 < len(dues) else end
        opens = _opens(text, due, commas)
        scope = [
            (index, first, last)
            for index, (first, last) in enumerate(commas)
            if last > due.start and first < stop and (opens or "；" not in text[due.end : first])
        ]
        found = 0
        for place, (index, first, last) in enumerate(scope):
            held = any(first < one.at.end and one.at.start < last for one in parts)
            own = first <= due.start < last
            if held:
                found += 1
                continue
            if any(first <= other.start < last for other in dues if other is not due and other.start > due.start):
                continue
            words = (text[first : due.start] + text[due.end : last]) if own else text[first:last]
            if _BACKWARD.fullmatch(words.strip(" ，、（）")) and any(
                one.due is due and one.at.end <= due.start for one in parts
            ):
                found += 1
                continue
            sure = not (own or (place == 1 and not _rest_of_own(text, due, scope[0]))) or due.value.bare
            if due.value.bare and own and work_of_year(text, first, due.start):
                sure = False
            if own and _HEAD.match(words.strip(" ，、")):
                continue
            step = dated_step(words, _stands_for(text, commas, index, words) or subject, only_sure=sure)
            if step is None:
                continue
            value, rule = step
            whole = _ALL.sub("", value.title) if _ALL.match(value.title) else ""
            at = At(max(first, start), last, value, rule)
            strive = value.strive or due.value.words.startswith("力争") or _strives(text, first, due.start)
            at = at._replace(value=value._replace(strive=strive))
            made.append(Part(at, due, _kind_of_part(text, first, last, commas), whole))
            found += 1
    return made


_BACKWARD = re.compile(
    r"(?:前|底)?(?:全部|全面|基本|如期|按期|保质保量)?(?:完成|建成|完工|竣工|达到|实现|到位|完成任务|完成目标|建成投用|投入使用|完成建设)?(?:任务|目标)?"
)


def _rest_of_own(text: str, due: At[Deadline], own: tuple[int, int, int]) -> str:
    """What else stands in the piece of the deadline: 2019年底前，… has nothing."""
    _, first, last = own
    return re.sub(r"^(?:力争|确保|要|到|在|于)+", "", (text[first : due.start] + text[due.end : last]).strip(" ，、"))


def _strives(text: str, first: int, last: int) -> bool:
    return bool(re.search(r"力争|争取|力求", text[first:last]))


def _stands_for(text: str, commas: Sequence[tuple[int, int]], index: int, words: str) -> str:
    """What 其 means: what the piece before it was about."""
    if index == 0 or not re.search(r"其(?!中|他|余|它)|该(?:项目|工程)", words):
        return ""
    before = text[slice(*commas[index - 1])]
    if quoted := re.search(r"“([^”]+)”", before):
        return quoted[1]
    return re.sub(
        r"^.*?(?:配合做好|配合|推进|做好|加快|建设|实施|开展)|(?:建设|的)?(?:工作|任务)$|建设$", "", before.strip()
    )

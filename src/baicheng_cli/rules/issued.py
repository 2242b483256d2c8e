"""Rules on the register of papers (office/issued.yaml): one number, one paper; and what answers it knows it (BC65x)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from baicheng_cli.diagnostics import Severity
from baicheng_cli.errors import did_you_mean
from baicheng_cli.plan.model import Plan
from baicheng_cli.plan.office_month import OfficeMonth
from baicheng_cli.plan.settings import Settings
from baicheng_cli.plan.units import Register
from baicheng_cli.progress.issued import (
    BULLETIN,
    ISSUE,
    KIND_WORDS,
    LETTER,
    REMINDER,
    REPLY,
    REPORT,
    SIGN,
    Issued,
    Number,
    Record,
    number_named,
    paper_under,
    papers_of_month,
)
from baicheng_cli.rules.engine import TASKS, UNIT_NAMES, Path, Said, Subject, everywhere, named, near, rule

_MONTHLY = "monthly"
"""What a report or a bulletin needs is asked apart: it is on no task, and its addressees may be left blank."""
_NUMBERS = (everywhere("records", "number"),)


def _each(held: Issued, *acts: str) -> Iterator[tuple[Path, Record]]:
    """The records of these acts, with their places."""
    for place, one in enumerate(held.records):
        if one.act in acts:
            yield ("records", place), one


def _papers(held: Issued) -> dict[str, Record]:
    """What was issued, by number; of two under one number, the first."""
    found: dict[str, Record] = {}
    for _, one in _each(held, ISSUE):
        found.setdefault(one.number, one)
    return found


def _to(paper: Record | None) -> Sequence[str]:
    return paper.to if paper is not None else ()


@rule(
    "BC650",
    title="一个编号发了两份公文",
    reason="两个人在两个分支上同时签发，合到一起就会这样；签收、反馈、催办都按编号找，分不清是哪一份。",
    on=Subject.ISSUED,
    needs=_NUMBERS,
)
def used_twice(held: Issued, plan: Plan, settings: Settings) -> Iterator[Said]:
    """Two papers have one number."""
    seen: set[str] = set()
    for path, one in _each(held, ISSUE):
        if one.number in seen:
            yield (*path, "number"), f"“{one.number}”已经用过", "给还没有送出的一份改用后面的编号，它的签收、反馈一起改"
        seen.add(one.number)


@rule(
    "BC651",
    title="发文字号写得不对",
    reason="下一个编号从用过的往后数；认不出的编号数不进去，就会重号。",
    on=Subject.ISSUED,
)
def wrong_number(held: Issued, plan: Plan, settings: Settings) -> Iterator[Said]:
    """A number that is not 代字〔年份〕序号号, or of another year than the paper's day."""
    for path, one in _each(held, ISSUE):
        number = number_named(one.number)
        if number is None or str(number) != one.number:
            remedy = f"写作 {number}" if number is not None else "写作 代字〔2019〕1号：六角括号，序号不编虚位"
            yield (*path, "number"), f"“{one.number}”不是发文字号", remedy
        elif number.year != one.day.year:
            yield (*path, "number"), f"“{one.number}”是{number.year}年的编号，签发日期却是{one.day}", "改对其中一个"


@rule(
    "BC652",
    title="签收、反馈、催办的公文没有登记",
    reason="编号对不上，那份公文就一直算没有签收、没有反馈，会被反复催办。",
    on=Subject.ISSUED,
    needs=_NUMBERS,
)
def unknown_paper(held: Issued, plan: Plan, settings: Settings) -> Iterator[Said]:
    """A receipt, a reply or a reminder of a paper that is not in the register."""
    known = _papers(held)
    for path, one in _each(held, ISSUE, SIGN, REPLY):
        key, about = ("reminds", one.reminds) if one.act == ISSUE else ("number", one.number)
        if about is not None and about not in known:
            yield (*path, key), f"没有登记过“{about}”", did_you_mean(about, list(known))


@rule(
    "BC653",
    title="发文登记里的单位、条目不在计划里",
    reason="认不出的单位和条目，列不进清单，也催不到。",
    on=Subject.ISSUED,
    needs=[*UNIT_NAMES, *TASKS, named("rosters"), *_NUMBERS],
)
def unknown_subject(held: Issued, plan: Plan, settings: Settings) -> Iterator[Said]:
    """A unit or a task that the plan does not have; or a receipt of a unit to which the paper did not go."""
    register, known = Register(plan, settings.new_members()), _papers(held)
    ids = [task.id for task in plan.tasks]
    for path, one in _each(held, ISSUE, SIGN, REPLY):
        if one.task is not None and one.task not in ids:
            yield (*path, "task"), f"计划里没有“{one.task}”这一条", did_you_mean(one.task, ids)
        paper = known.get(one.number)
        general = paper is not None and paper.of_month  # 各有关单位, 区政府: no units of the plan
        names = [((*path, "to", index), name) for index, name in enumerate(one.to) if not general]
        names += [((*path, "unit"), one.unit)] if one.unit and not (general and one.unit in _to(paper)) else []
        for at, name in names:
            if register.get(name) is None:
                yield at, f"单位表里没有“{name}”", did_you_mean(name, register.names())
        if one.act != ISSUE and paper is not None and not general and one.unit and register.get(one.unit) is not None:
            sent = {register.id_of(name) for name in paper.to}
            if register.id_of(one.unit) not in sent:
                yield (*path, "unit"), f"{one.number}没有发给{one.unit}", f"发给的是{'、'.join(paper.to)}"


@rule(
    "BC654",
    title="发文登记没有写全",
    reason="发给谁、为哪一条、第几次催，缺一样就说不清这份公文。",
    on=Subject.ISSUED,
    needs=[near("kind", "to", "task", "month", "reminds", "time", "unit", "by", "text", "result")],
)
def incomplete(held: Issued, plan: Plan, settings: Settings) -> Iterator[Said]:
    """A record lacks what its act needs."""
    needed = {ISSUE: ("kind", "to", "task"), _MONTHLY: ("month",), SIGN: ("unit", "by"), REPLY: ("unit",)}
    words = {"kind": "种类", "to": "发往单位", "task": "条目", "month": "月份", "unit": "单位", "by": "签收人"}
    for path, one in _each(held, ISSUE, SIGN, REPLY):
        wanted = needed[_MONTHLY if one.of_month else one.act]
        missing = [f"{words[key]}（{key}）" for key in wanted if not getattr(one, key)]
        if one.act == REPLY and not one.text and one.result is None:
            missing.append("内容（text）或结果（result）")
        if one.kind == REMINDER and one.reminds is None:
            missing.append("所催的编号（reminds）")
        if one.reminds is not None and one.time is None:
            missing.append("第几次（time）")
        if missing:
            yield path, f"{one.number}没有写{'、'.join(missing)}"
        if one.act == ISSUE and one.reminds is not None and one.kind not in (REMINDER, LETTER, None):
            said = f"{one.number}是{KIND_WORDS[one.kind]}，却写了所催的编号"
            yield (*path, "reminds"), said, "催办的 kind 写 reminder 或 letter"


@rule(
    "BC655",
    title="演示的发文登记与真实数据混在一起",
    reason="演示用掉的编号会让真的公文跳号，演示的签收会让人以为真的送到了。",
    on=Subject.ISSUED,
    needs=[everywhere("demo"), near("demo")],
)
def mixed_demo(held: Issued, plan: Plan, settings: Settings) -> Iterator[Said]:
    """A register of a demonstration where the settings say real, or the reverse."""
    if held.demo and not settings.demo:
        yield ("demo",), "演示的发文登记混在真实数据里", "移到演示数据文件夹"
    if settings.demo and not held.demo:
        yield ("schema",), "这里是演示数据文件夹，这个文件却没有标明演示数据", "写上 demo: true"


@rule(
    "BC656",
    title="发文登记里的日期前后不对",
    reason="签发之前不会有签收和反馈，时限也不会早于签发；多半是年份或月份打错了，逾期天数会跟着错。",
    severity=Severity.WARNING,
    on=Subject.ISSUED,
    needs=[*_NUMBERS, everywhere("records", "day"), near("limit", "reply_by")],
)
def out_of_order(held: Issued, plan: Plan, settings: Settings) -> Iterator[Said]:
    """A receipt or reply before the paper, or a limit before it went out."""
    known = _papers(held)
    for path, one in _each(held, ISSUE, SIGN, REPLY):
        if one.act == ISSUE:
            for key, word, limit in (("limit", "办结", one.limit), ("reply_by", "反馈", one.reply_by)):
                if limit is not None and limit < one.day:
                    yield (*path, key), f"{one.number}的{word}时限{limit}早于签发日期{one.day}", "核对日期"
            continue
        paper = known.get(one.number)
        if paper is not None and one.day < paper.day:
            word = "签收" if one.act == SIGN else "反馈"
            yield (*path, "day"), f"{word}日期{one.day}早于{one.number}的签发日期{paper.day}", "核对日期"


@rule(
    "BC657",
    title="当月文稿里的发文顺序号与发文登记对不上",
    reason="签发过的编号以登记为准；文稿里留着另一个号，或者别的公文用过的号，下次照着印就错了。",
    severity=Severity.WARNING,
    on=Subject.NUMBERED,
    needs=[*_NUMBERS, everywhere("month"), near("number", "dated", "month")],
)
def another_number(words: OfficeMonth, held: Issued, plan: Plan, settings: Settings) -> Iterator[Said]:
    """The month's own file has a number that its paper did not get, or that another paper has."""
    own, word = words.bulletin, "".join((settings.papers.number_word or "").split())
    for path, kind, place, day in (
        (("number",), REPORT, words.number, words.dated),
        (("bulletin", "number"), BULLETIN, own.number, own.dated),
    ):
        if place is None:
            continue
        ours = [one.number for one in papers_of_month(held, kind, words.month)]
        if ours:
            if all(number.place != place for number in filter(None, map(number_named, ours))):
                said = f"{words.month}的{KIND_WORDS[kind]}登记的是{ours[-1]}，这里写的是{place}号"
                yield path, said, "删去，或改成登记的"
            continue
        number = Number(word, day.year if day is not None else int(words.month[:4]), place)
        if (other := paper_under(held, number)) is not None:
            whose = KIND_WORDS.get(other.kind or "", "另一份公文")
            yield path, f"{number}已用于{other.day}签发的{whose}", "换一个没用过的，或删去，签发时取下一个"

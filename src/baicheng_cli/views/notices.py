"""督办通知单, 催办函 and 函 as data: one matter on one paper, every figure the ledger's own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from baicheng_cli.errors import UserError
from baicheng_cli.plan.model import Task
from baicheng_cli.plan.office_month import OfficeMonth
from baicheng_cli.plan.settings import month_after, month_of
from baicheng_cli.progress.calendar import submit_by
from baicheng_cli.progress.issued import (
    KIND_WORDS,
    LETTER,
    NOTICE,
    REMINDER,
    Paper,
    Record,
)
from baicheng_cli.status.ledger import Ledger, Standing
from baicheng_cli.status.lights import LAGGING, Light
from baicheng_cli.status.select import clause_of, due_of, members_of
from baicheng_cli.views.edition import version_of
from baicheng_cli.views.letterhead import number_of, signer_of
from baicheng_cli.views.months import Months
from baicheng_cli.views.prose import in_a_row, phrase, sentence, typed
from baicheng_cli.views.reminders import honoured
from baicheng_cli.views.report_figures import NO_FIGURES, NO_REPORT, parts_said
from baicheng_cli.views.report_progress import quoted, report_note, texts
from baicheng_cli.words import DEMO, full_day_words

NO_LIMIT, NO_REPLY = "【待补：办结时限】", "【待补：反馈时限】"
BLANK_DAY = "　　年　月　日"

_UNDATED = "方案未定时限"

_REQUIREMENTS = {
    Light.OVERDUE: "请查明逾期原因，制定整改措施，明确责任人和完成时间，抓紧办结。",
    Light.UNREPORTED: "请如实报送进展和数据，说明此前未报送的原因；尚未启动的，明确责任人和完成时间。",
    Light.FAR_BEHIND: "请查明滞后原因，制定整改措施，明确责任人和完成时间，倒排工期，尽快赶上序时进度。",
    Light.BEHIND: "请查明滞后原因，制定整改措施，明确责任人和完成时间，尽快赶上序时进度。",
}
_OTHERWISE = "请按方案要求抓好落实，按时报送进展。"
_ASKED = {
    Light.OVERDUE: "支持查明逾期原因，完善推进措施，明确责任人和完成时间，抓紧办结。",
    Light.UNREPORTED: "函告工作进展和有关数据；尚未启动的，明确责任人和完成时间。",
    Light.FAR_BEHIND: "支持查明滞后原因，完善推进措施，明确责任人和完成时间，尽快赶上序时进度。",
    Light.BEHIND: "支持查明滞后原因，完善推进措施，明确责任人和完成时间，尽快赶上序时进度。",
}
_ASKED_OTHERWISE = "按方案要求继续推进，按月函告进展。"
"""What a letter says behind 商请贵局: nobody is ordered who is not subordinate."""


class Asked(NamedTuple):
    """What the office says with a paper, and no data do."""

    day: date
    """The paper's day: limits are judged on it."""
    dated: bool = False
    """Whether it stands on the paper: on an issued one, and where it was asked for."""
    limit: date | None = None
    reply_by: date | None = None
    urgency: str = "一般"
    to: tuple[str, ...] = ()
    """Ids of the units it goes to; none: those that answer for the task."""
    kind: str | None = None
    """The kind it was issued as; `None`: by the units it goes to."""
    source: str | None = None
    requirement: str | None = None
    opinion: str | None = None
    number: str | None = None
    """The number it is issued under; `None`: it is a draft."""


class Reminding(NamedTuple):
    """What a 催办 says of the paper that it reminds of."""

    number: str
    kind: str
    """督办通知单 or 函."""
    issued: str
    """The day that one was issued: 2019年9月30日."""
    time: int
    """Which reminder this is, from 1."""
    what: str
    """办结 or 反馈: what is late."""
    limit: str
    """The day by which it was to be done."""
    days: int
    """How many days late, on the day of this paper."""
    signed: str
    """When it was signed for; empty: no receipt is known."""
    replied: str
    """What the last reply said, with its day; empty: there was none."""


class Notice(NamedTuple):
    """One paper on one task. Days are written out; what the office has not said or set is empty or 【待补：…】."""

    kind: str
    """督办通知单, 催办函 or 函."""
    title: str
    number: str
    """发文字号; a draft has the place of the number free: 中原百城督〔2019〕　号."""
    draft: bool
    urgency: str
    """缓急: 一般, 紧急 or 特急."""
    to: str
    """The units it goes to."""
    honoured: str
    """How it calls them: 贵局, 你单位."""
    subject: str
    """事项名称: the title of the task."""
    wording: tuple[str, ...]
    """What the document says of it, line by line; empty where the document is not at hand."""
    clause: str
    """三（三）."""
    task: str
    """The same as an id: 3.3."""
    source: str
    lead: str
    """主办单位."""
    support: str
    """协办单位; empty: none."""
    role: str
    """What the unit is to the task: 牵头, 责任 or 配合."""
    until: str
    """The day up to which the figures count."""
    light: str
    situation: str
    """目前情况: figures, time progress and the distance between them, of the parts that are worst."""
    reasons: tuple[str, ...]
    """What the unit itself wrote: 主要原因：…, 下一步：…."""
    requirement: str
    limit: str
    """办结时限; a day, or that it is the plan's."""
    reply_by: str
    opinion: str
    """拟办意见."""
    reminding: Reminding | None
    head: str
    """The red head; may be empty, like everything below but the last two."""
    office: str
    """Our office's name, as in a sentence."""
    signer: str
    dated: str
    contact: str
    phone: str
    copies: str
    """抄送."""
    document: str
    """The plan's title."""
    document_number: str
    demo: str
    version: str


class Slip(NamedTuple):
    """A paper with what the register keeps of it."""

    notice: Notice
    kind: str
    """NOTICE, REMINDER or LETTER."""
    to: tuple[str, ...]
    limit: date | None
    reply_by: date | None
    standing: Standing
    asked: Asked
    reminding: Paper | None = None

    @property
    def time(self) -> int | None:
        return len(self.reminding.reminders) + 1 if self.reminding is not None else None


def word_of(ledger: Ledger, kind: str) -> str:
    """发文机关代字 of a kind of paper; empty where the settings have none."""
    own = ledger.settings.papers
    return phrase((own.letter_word if kind == LETTER else own.notice_word) or "")


def gets_letters(ledger: Ledger, units: Sequence[str]) -> bool:
    """Whether these units (names) are not subordinate (条管、驻区单位), so that they are asked by 函."""
    letters = {ledger.register.id_of(name.strip()) for name in ledger.settings.papers.letters}
    return bool(units) and all(ledger.register.id_of(name) in letters for name in units)


def slips(months: Months, standing: Standing, asked: Asked, words: OfficeMonth, version: str) -> list[Slip]:
    """The papers on one task: one, or two where some of its leads get a 函 and the others do not. Raises UserError."""
    ledger = months.now
    units = addressees(ledger, standing.task, asked.to)
    groups = [[name for name in units if gets_letters(ledger, [name]) is letter] for letter in (False, True)]
    if asked.kind is not None:
        groups = [list(units)]
    return [_slip(months, standing, asked, words, version, tuple(group)) for group in groups if group]


def _slip(
    months: Months, standing: Standing, asked: Asked, words: OfficeMonth, version: str, to: tuple[str, ...]
) -> Slip:
    ledger = months.now
    kind = asked.kind or (LETTER if gets_letters(ledger, to) else NOTICE)
    limit = asked.limit or plans_limit(ledger, standing, asked.day)
    reply_by = asked.reply_by or usual_reply(ledger, asked.day, limit)
    notice = _notice(months, standing, asked, words, version, to, kind)
    by_plan = "（方案规定的完成时限）" if asked.limit is None and limit is not None else ""
    notice = notice._replace(
        title=KIND_WORDS[NOTICE] if kind == NOTICE else f"关于商请推进“{notice.subject}”工作的函",
        limit=f"{full_day_words(limit)}{by_plan}" if limit else NO_LIMIT,
        reply_by=full_day_words(reply_by) if reply_by else NO_REPLY,
    )
    return Slip(notice, kind, to, limit, reply_by, standing, asked)


def reminder(
    months: Months, standing: Standing, asked: Asked, words: OfficeMonth, version: str, about: Paper, last: Paper
) -> Slip:
    """The paper that chases one that was issued; `last`: its last reminder, or itself, whose limits count now.

    Raises UserError when nothing is late on the day, or the new limit is no later than it.
    """
    if about.done:
        raise UserError(f"{about.number}已办结，不用催")
    missed = last.missed(asked.day)
    if missed is None:
        wait = min(filter(None, (last.record.reply_by, last.record.limit)), default=None)
        till = f"时限{wait}还没有过" if wait else "没有定时限"
        which = f"第{last.record.time}次催办" if last.record.time else ""
        raise UserError(f"{about.number}{which}{till}（按{asked.day}看），不用催")
    if asked.limit is not None and asked.limit < asked.day:
        raise UserError(f"--limit {asked.limit}早于发文日期{asked.day}")
    first = about.missed(asked.day) or missed
    to = tuple(name for name in about.record.to if about.results.get(name) != "已办结") or about.record.to
    kind = LETTER if about.record.kind == LETTER else REMINDER
    notice = _notice(months, standing, asked, words, version, to, kind)
    replied = about.replies[-1] if about.replies else None
    signed = min((one.day for one in about.signers.values()), default=None)
    said = Reminding(
        number=about.number,
        kind=KIND_WORDS[about.record.kind or NOTICE],
        issued=full_day_words(about.record.day),
        time=len(about.reminders) + 1,
        what=first[0],
        limit=full_day_words(first[1]),
        days=(asked.day - first[1]).days,
        signed=full_day_words(signed) if signed else "",
        replied=_replied(replied) if replied else "",
    )
    title = f"关于“{notice.subject}”的催办函"
    notice = notice._replace(
        title=title if kind == REMINDER else f"关于商请加快推进“{notice.subject}”工作的函",
        limit=full_day_words(asked.limit) if asked.limit else "【待补：新的时限】",
        reply_by=full_day_words(asked.reply_by) if asked.reply_by else "",
        reminding=said,
    )
    return Slip(notice, kind, to, asked.limit, asked.reply_by, standing, asked, about)


def _replied(one: Record) -> str:
    """2019年10月9日反馈：地块移交还差三处，正在办理。"""
    return f"{full_day_words(one.day)}反馈：{sentence(one.text or one.result or '')}"


def _notice(
    months: Months,
    standing: Standing,
    asked: Asked,
    words: OfficeMonth,
    version: str,
    to: tuple[str, ...],
    kind: str,
) -> Notice:
    """What all papers on a task have in common."""
    ledger, task = months.now, standing.task
    own, document = ledger.settings.papers, ledger.plan.document
    chiefs = _chiefs(ledger, task)
    lead = to if set(to) <= set(chiefs) else chiefs
    others = [name for name in (*chiefs, *ledger.names(task.item.support)) if name not in lead]
    office = ledger.name(ledger.settings.office) if ledger.settings.office else ""
    signer = signer_of(ledger)
    clause = clause_of(ledger.plan, task.id)
    return Notice(
        kind=KIND_WORDS[kind],
        title="",
        number=asked.number or number_of(word_of(ledger, kind), asked.day, None),
        draft=asked.number is None,
        urgency=asked.urgency,
        to=in_a_row(to),
        honoured=honoured(to[0]) if len(to) == 1 and kind == LETTER else "你单位" if len(to) == 1 else "各单位",
        subject=task.item.title,
        wording=quoted(ledger, task.id),
        clause=clause,
        task=task.id,
        source=typed(asked.source) or f"《{document.title}》（{document.number}）{clause}",
        lead=in_a_row(lead),
        support=in_a_row(others),
        role=_role(ledger, task, to),
        until=full_day_words(ledger.day),
        light=standing.judgement.light.word,
        situation=situation(months, standing),
        reasons=tuple(_reasons(months, standing)),
        requirement=requirement(standing, asked, words, letter=kind == LETTER),
        limit="",
        reply_by="",
        opinion=sentence(typed(asked.opinion)),
        reminding=None,
        head=phrase(own.letter_head or "") or signer,
        office=office,
        signer=signer,
        dated=full_day_words(asked.day) if asked.dated else BLANK_DAY,
        contact=phrase(own.contact or ""),
        phone=phrase(own.phone or ""),
        copies="，".join(filter(None, map(phrase, own.copy_to))),
        document=document.title,
        document_number=document.number,
        demo=DEMO if ledger.demo else "",
        version=version_of(ledger, version),
    )


# To whom ---------------------------------------------------------------------------------------------------------


def _chiefs(ledger: Ledger, task: Task) -> tuple[str, ...]:
    """The units that answer for a task (主办单位): its leads, of a measure the responsible ones."""
    return tuple(ledger.names(task.lead or task.item.responsible))


def addressees(ledger: Ledger, task: Task, to: Sequence[str]) -> tuple[str, ...]:
    """The names of the units (ids) a paper on a task goes to. Raises UserError for one that the task does not name."""
    if not to:
        return _chiefs(ledger, task)
    named = (*task.lead, *task.item.responsible, *task.item.support)
    ids = {id for name in named if (id := ledger.register.id_of(name))}
    inside = {id for name in named for id in members_of(ledger, name, task.id)}
    for one in to:
        if one not in ids | inside:
            who = in_a_row(dict.fromkeys(ledger.names(named)))
            raise UserError(f"{ledger.name(one)}不是{clause_of(ledger.plan, task.id)}的单位；可发给：{who}")
    return tuple(ledger.names(to))


def _role(ledger: Ledger, task: Task, to: Sequence[str]) -> str:
    ids = {ledger.register.id_of(name) for name in to}
    for word, names in (("牵头", task.lead), ("负责", task.item.responsible)):
        if ids & {ledger.register.id_of(name) for name in names}:
            return word
    return "配合"


# When ------------------------------------------------------------------------------------------------------------


def plans_limit(ledger: Ledger, standing: Standing, day: date) -> date | None:
    """The task's own day, where it is still to come."""
    due = due_of(ledger, standing)
    return due if due is not None and due >= day else None


def usual_reply(ledger: Ledger, day: date, limit: date | None) -> date | None:
    """The next day for reports (报送截止) after a paper's: a reply comes with them, unless the work is due before."""
    month = month_of(day)
    while (by := submit_by(month, ledger.settings)) <= day:
        month = month_after(month)
    return min(by, limit) if limit is not None else by


# What is said ----------------------------------------------------------------------------------------------------


def situation(months: Months, standing: Standing) -> str:
    """截至9月25日（序时进度75.0%），微公园、小游园累计完成22座，占年度目标（40座）的55.0%，……。

    Of the parts that make the task as bad as it is; the others are not the matter.
    """
    ledger, task = months.now, standing.task
    owner = ledger.register.id_of(task.owner or "")
    note, aged = report_note(months, task, owner)
    bad = [state for state in standing.parts if state.judgement.light is standing.judgement.light]
    names = {state.name for state in bad}
    said = list(parts_said(months, standing, aged=aged))
    count = len(standing.parts)
    kept = [one for one, state in zip(said, standing.parts, strict=False) if state in bad]
    kept += [one for one in said[count:] if one.name in names]
    if note and not ledger.facts.of(task.id, owner):
        kept = [one for one in kept if one.words not in (NO_FIGURES, NO_REPORT)]
    lines = "；".join(one.name + one.words for one in kept)
    rates = {state.due_rate for state in bad if state.due_rate is not None}
    pace = f"（序时进度{rates.pop()}%）" if len(rates) == 1 and standing.judgement.light in LAGGING else ""
    until = f"截至{months.day(ledger.day)}{pace}，"
    if not task.parts and lines.startswith(_UNDATED):
        return f"{_UNDATED}。{until}{note}{lines.removeprefix(_UNDATED).lstrip('。')}。"
    return until + note + (f"{lines}。" if lines else "")


def _reasons(months: Months, standing: Standing) -> Iterator[str]:
    """What the unit wrote of why and what next."""
    for text in texts(months, standing):
        if text.startswith(("主要原因：", "存在问题：", "下一步：")):
            yield text


def requirement(standing: Standing, asked: Asked, words: OfficeMonth, *, letter: bool = False) -> str:
    """办理要求: what was said with the paper, else what the office wrote for the month, with the usual behind it.

    Of a letter, what follows 商请贵局.
    """
    light = standing.judgement.light
    usual = _ASKED.get(light, _ASKED_OTHERWISE) if letter else _REQUIREMENTS.get(light, _OTHERWISE)
    if own := typed(asked.requirement):
        return sentence(own)
    said = sentence(typed(words.requirements.get(standing.id)))
    return said if said and letter else said + usual

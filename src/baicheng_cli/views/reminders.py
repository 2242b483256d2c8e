"""Reminders (催报), ready to be copied: to all before the day, afterwards to those who have not reported."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from baicheng_cli.errors import UsageError, UserError
from baicheng_cli.progress.calendar import data_until
from baicheng_cli.progress.holidays import is_working_day, next_working_day
from baicheng_cli.status.reporting import Report, UnitReport
from baicheng_cli.views.answers import head_of
from baicheng_cli.views.collect_status import Collected, why_nobody
from baicheng_cli.views.tables import Column, Table
from baicheng_cli.words import DEMO, day_words, weekday_words

NOTICE, GROUP, LETTER = "notice", "group", "letter"
KINDS = {NOTICE: "通知", GROUP: "群发", LETTER: "单发"}
SATURDAY = 5
CHASED = (Report.MISSING, Report.TO_MEND, Report.NO_DATA)

MOST_CLAUSES = 6
"""So many clauses are named in a letter, the rest counted."""
MOST_FAULTS = 2
"""So many faults of a unit are named to the whole group, the rest counted; its own letter has them all."""


@dataclass(frozen=True)
class Reminder:
    """One text to be sent."""

    kind: str
    text: str
    """Without line breaks."""
    unit: str = ""
    """Id; empty when it goes to all."""
    to: str = "各联络员"
    state: Report | None = None


@dataclass(frozen=True)
class Reminders:
    """What is to be sent on one day, and why there is nothing where that is so."""

    collected: Collected
    limit: date | None
    """The new day asked for; `None` before the first one."""
    texts: tuple[Reminder, ...]
    nothing: str = ""


def reminders(collected: Collected, units: Sequence[str] = (), limit: date | None = None) -> Reminders:
    """The texts of the day. `units`: letters to these only (ids). Raises UserError for one that is not to be chased."""
    ledger, month = collected.ledger, collected.month
    early = ledger.day < ledger.submit_by(month)
    if early and limit is not None:
        until = day_words(ledger.submit_by(month), ledger.day)
        raise UsageError(f"报送截止日{until}还没有到，催的就是这一天；去掉 --limit")
    if limit is not None and limit < ledger.day:
        raise UserError(f"--limit {limit}早于{ledger.day}，已经过了")
    asked = [_asked(collected, id) for id in units]
    closed = ledger.closed(month)
    if not collected.came:
        return Reminders(collected, None, (), why_nobody(ledger, month))
    if closed is not None:
        words = f"{collected.word}已于{day_words(closed, ledger.day)}封账，不再催报；以后报来的记为补报"
        return Reminders(collected, None, (), words)
    chased = [one for one in collected.of(*CHASED) if not one.office]
    if not chased:
        return Reminders(collected, None, (), _all_here(collected))
    if early:
        texts = [_reminded(collected, one) for one in asked] or [_notice(collected)]
        return Reminders(collected, None, tuple(texts))
    limit = limit or next_working_day(ledger.day + timedelta(days=1), ledger.settings)
    whom = asked or sorted(chased, key=lambda one: CHASED.index(one.state))
    letters = [_letter(collected, one, limit) for one in whom]
    group = [] if asked else [_group(collected, limit)]
    return Reminders(collected, limit, (*group, *letters))


def _asked(collected: Collected, id: str) -> UnitReport:
    """The report of a unit that was asked for by name. Raises UserError when there is nothing to chase."""
    name, word = collected.ledger.name(id), collected.word
    found = next((one for one in collected.came if one.unit == id), None)
    if found is None:
        raise UserError(f"{name}{word}没有应报送的任务，不用催")
    if found.office:
        raise UserError(f"{name}是本办，不列入催报")
    if found.state not in CHASED:
        how = found.words if found.state is Report.WAIVED else f"已经报了（{found.words}）"
        raise UserError(f"{name}{word}{how}，不用催")
    return found


def _all_here(collected: Collected) -> str:
    own = collected.of(*CHASED)
    if own:
        return f"{collected.word}应报的单位，除本办外都已报齐，没有要催的；本办的还没有录入"
    return f"{collected.word}应报的{len(collected.came)}个单位都已报齐，没有要催的"


def _notice(collected: Collected) -> Reminder:
    """Before the day: what is asked of everybody."""
    ledger = collected.ledger
    until = day_words(data_until(collected.month, ledger.settings.reporting), ledger.day)
    text = (
        f"{_sender(collected)}各联络员：{collected.word}份进展请于{_deadline(collected, _until(collected))}报送，"
        f"数据截至{until}。只填黄色单元格，经单位负责同志审签后回传。无进展也请如实填写原因。"
    )
    return Reminder(NOTICE, text)


def _group(collected: Collected, limit: date) -> Reminder:
    """On the day and afterwards: who is missing, and who has to mend what."""
    by_state = {state: [one for one in collected.of(state) if not one.office] for state in CHASED}
    missing, mend, holes = (by_state[state] for state in CHASED)
    said = []
    deadline = _deadline(collected, limit)
    if missing:
        said.append(f"未报：{_names(collected, missing)}。请于{deadline}报送")
    if mend:
        said.append(f"已报待补正：{'、'.join(_with(collected, one, _faults_in_short) for one in mend)}")
    if holes:
        said.append(f"已报但数据不全：{'、'.join(_with(collected, one, _lacking) for one in holes)}")
    if not missing:
        said.append(f"请于{deadline}补齐")
    elif mend or holes:
        said.append("请一并补齐")
    return Reminder(GROUP, f"{_sender(collected)}截至{_moment(collected)}，{_counts(collected)}。{'；'.join(said)}。")


def _counts(collected: Collected) -> str:
    """应报13个单位，已报10个: with our own office only where it has reported, so that the names add up."""
    own = [one for one in collected.of(*CHASED) if one.office]
    came = [one for one in collected.came if one not in own]
    without = "（不含本办）" if own else ""
    said = [f"应报{len(came)}个单位{without}"]
    if waived := len([one for one in came if one.state is Report.WAIVED]):
        said.append(f"免报{waived}个")
    said.append(f"已报{sum(one.received is not None for one in came)}个")
    return "，".join(said)


def _names(collected: Collected, found: Sequence[UnitReport]) -> str:
    return "、".join(collected.ledger.name(one.unit) for one in found)


def _with(collected: Collected, one: UnitReport, words: Any) -> str:
    more = words(collected, one)
    return collected.ledger.name(one.unit) + (f"（{more}）" if more else "")


def _faults_in_short(collected: Collected, one: UnitReport) -> str:
    faults = collected.faults(one)
    more = f"等{len(faults)}处" if len(faults) > MOST_FAULTS else ""
    return "；".join(faults[:MOST_FAULTS]) + more


def _lacking(collected: Collected, one: UnitReport) -> str:
    return f"缺{_clauses(collected, one.lacking)}"


def _letter(collected: Collected, one: UnitReport, limit: date) -> Reminder:
    """To one unit: what is missing, since when, until when."""
    deadline, word = _deadline(collected, limit), collected.word
    received = day_words(one.received, collected.ledger.day) if one.received else ""
    if one.state is Report.MISSING:
        late = f"已逾期{collected.overdue}天" if collected.overdue else "今天是报送截止日"
        said = (
            f"应报的{_tasks(collected, one.lacking)}{word}进展尚未收到，{late}。"
            f"请于{deadline}报送，如有困难请说明原因和预计时间。逾期将列入本月未报送名单。"
        )
    elif one.state is Report.TO_MEND:
        faults = "；".join(collected.faults(one)) or "有内容须补正"
        said = f"{word}进展已于{received}收到，需补正：{faults}。请于{deadline}补正后重新报送。"
    else:
        said = (
            f"{word}进展已于{received}收到，{_tasks(collected, one.lacking)}未报或缺数据。"
            f"请于{deadline}补齐，如有困难请说明原因和预计时间。"
        )
    return _to(collected, one, said)


def _reminded(collected: Collected, one: UnitReport) -> Reminder:
    """To one unit, before the day."""
    until = day_words(data_until(collected.month, collected.ledger.settings.reporting), collected.ledger.day)
    what = f"应报的{_tasks(collected, one.lacking or one.owed)}{collected.word}进展"
    said = f"{what}请于{_deadline(collected, _until(collected))}报送，数据截至{until}。无进展也请如实填写原因。"
    return _to(collected, one, said)


def _to(collected: Collected, one: UnitReport, said: str) -> Reminder:
    name = collected.ledger.name(one.unit)
    return Reminder(LETTER, f"{name}联络员您好，{honoured(name)}{said}", one.unit, name, one.state)


def honoured(name: str) -> str:
    """How a letter calls the unit: 贵局, 贵办, 贵单位."""
    for ending, word in (("办事处", "贵办事处"), ("办公室", "贵办"), ("局", "贵局"), ("办", "贵办"), ("委", "贵委")):
        if name.endswith(ending):
            return word
    return "贵单位"


def _tasks(collected: Collected, ids: Sequence[str]) -> str:
    """`三（三）、三（七）1等3项任务`."""
    return f"{_clauses(collected, ids)}{f'等{len(ids)}项' if len(ids) > 1 else ''}任务"


def _clauses(collected: Collected, ids: Sequence[str]) -> str:
    return collected.clauses(ids[:MOST_CLAUSES])


def _sender(collected: Collected) -> str:
    """Our office's name as groups show it; where the settings do not say who we are, a blank to fill in."""
    office = collected.ledger.settings.office
    return f"【{collected.ledger.name(office)}】" if office else "【待补：单位】"


def _until(collected: Collected) -> date:
    return collected.ledger.submit_by(collected.month)


def _deadline(collected: Collected, day: date) -> str:
    """9月25日（星期三）17:00前: with the hour only where the office has set one."""
    settings = collected.ledger.settings
    time = settings.reporting.submit_time or ""
    odd = "，调休上班" if day.weekday() >= SATURDAY and is_working_day(day, settings) else ""
    return f"{day_words(day, collected.ledger.day)}（{weekday_words(day)}{odd}）{time}前"


def _moment(collected: Collected) -> str:
    """截至9月25日17:00: the hour on the day itself, where there is one."""
    day = collected.ledger.day
    time = collected.ledger.settings.reporting.submit_time or ""
    return f"{day_words(day, day)}{time if day == _until(collected) else ''}"


def reminders_table(found: Reminders) -> Table:
    """The texts as a list, for CSV and JSON."""
    columns = (Column("种类"), Column("发给"), Column("文字"))
    rows = tuple((KINDS[one.kind], one.to, one.text) for one in found.texts)
    items = tuple(_item(found, one) for one in found.texts)
    foot = (found.nothing,) if found.nothing else ()
    return Table("remind", columns, rows, items, _head(found), foot)


def _item(found: Reminders, one: Reminder) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "unit": one.to if one.unit else None,
        "id": one.unit or None,
        "state": one.state.value if one.state is not None else None,
        "limit": found.limit.isoformat() if found.limit is not None else None,
        "text": one.text,
    }


def _head(found: Reminders) -> tuple[str, ...]:
    return head_of(found.collected.ledger, f"{found.collected.month}催报")


def reminders_text(found: Reminders, *, md: bool = False) -> str:
    """The texts for reading and copying, each under a heading; of demonstration data each says so."""
    mark = f"\n{DEMO}" if found.collected.ledger.demo else ""
    lines = [f"{line}  " if md else line for line in _head(found)]
    for heading, text in _under_headings(found):
        lines += ["", f"### {heading}" if md else f"—— {heading} ——", *([""] if md else []), f"{text}{mark}"]
    if found.nothing:
        lines += ["", found.nothing]
    return "\n".join(lines) + "\n"


def _under_headings(found: Reminders) -> Iterator[tuple[str, str]]:
    for one in found.texts:
        yield f"{KINDS[one.kind]}：{one.to}", one.text

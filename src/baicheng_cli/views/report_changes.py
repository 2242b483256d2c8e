"""较上月变化 by name, for the first page of a report: what changed, which task, which unit, and how."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from baicheng_cli.plan.model import Indicator, Task
from baicheng_cli.status.changes import CORRECTION, Altered, Correction, MadeUp, Move, Repeat, Retarget
from baicheng_cli.status.ledger import Standing
from baicheng_cli.status.select import clause_of
from baicheng_cli.views.months import Months
from baicheng_cli.views.prose import clipped, in_a_row, phrase
from baicheng_cli.views.report_overview import STALLED, moved
from baicheng_cli.words import number_words

MOST_NAMED = 5
"""At most so many of a kind by name."""
_ROW, _ROWS = 48, 14
"""Characters of a row in print, and for how many rows the first page has room below the overview."""
_TITLE, _REASON, _ALTERED = 18, 30, 3

MOVES = {"新达目标": (0,), "状态好转": (1,), "状态变差": (2, 3), "其他状态变化": (4,)}
"""The lights that changed, by the first figure of their order."""

REPEATED = "填报文字与上月完全相同，请核实"
FIELDS = {"progress": "本月进展", "problems": "存在问题", "next": "下一步计划"}
UNKNOWN, NOT_DONE = "未报", "未完成"
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


class ChangeLine(NamedTuple):
    """One kind of change, and whom it concerns."""

    what: str
    """状态变差, 更正."""
    named: str
    """三（四）做好以水润城（区农委，由正常转为滞后）；…… Without a stop at its end."""


def change_lines(months: Months) -> tuple[ChangeLine, ...]:
    """Every kind of change that occurs, with the tasks named: clause, title, unit, and how.

    Where much has changed, fewer are named of each kind, so that all of it stays on the first page.
    """
    kinds = _kinds(months)
    for most in range(MOST_NAMED, 0, -1):
        lines = tuple(_line(what, names, measure, most) for what, names, measure in kinds)
        if sum(-(-len(f"{line.what}：{line.named}。") // _ROW) for line in lines) <= _ROWS:
            break
    return lines


def _kinds(months: Months) -> list[tuple[str, list[str], str]]:
    """Kinds of change that occur, the names of each, and what they are counted in."""
    found = months.changes
    kinds = [
        (words, [_moved(months, one) for one in found.moves if one.order[0] in places], "项")
        for words, places in MOVES.items()
    ]
    kinds.append((STALLED, [_titled(months, one) for one in found.stalled], "项"))
    kinds.append(("目标调整", [retarget_words(months, one) for one in found.targets], "项"))
    for kind, mine in by_kind(found.corrections):
        kinds.append((kind, [correction_words(months, one) for one in mine], "项"))
    kinds.append(("补报", [made_up_words(months, one) for one in found.made_up], "份"))
    kinds.append((REPEATED, [repeat_words(months, one) for one in found.repeats], "项"))
    return [kind for kind in kinds if kind[1]]


def _line(what: str, names: Sequence[str], measure: str, most: int) -> ChangeLine:
    more = f"等{len(names)}{measure}" if len(names) > most else ""
    return ChangeLine(what, "；".join(names[:most]) + more)


def by_kind(found: Sequence[Correction]) -> list[tuple[str, list[Correction]]]:
    """Corrections by what they are called; not those of reports that are themselves new this month (补报)."""
    kinds: dict[str, list[Correction]] = {}
    for one in found:
        if not one.of_late:
            kinds.setdefault(one.kind if one.kind == CORRECTION else f"{one.kind}已封账月份数据", []).append(one)
    return list(kinds.items())


def _moved(months: Months, one: Move) -> str:
    """三（四）做好以水润城（区农委，由正常转为滞后，且连续两个月无进展）; of what is newly reached, without how."""
    now = one.standing.judgement.light
    how = f"，由{one.was.word}转为{now.word}" if one.order[0] else ""
    return _titled(months, one.standing, how + (f"，且{STALLED}" if one.still else ""))


def _titled(months: Months, one: Standing, more: str = "") -> str:
    """三（四）做好以水润城（区农委）."""
    leads = in_a_row(months.now.names(one.task.lead))
    return f"{_task(months, one.task)}（{leads}{more}）"


def _task(months: Months, task: Task) -> str:
    return f"{clause_of(months.now.plan, task.id)}{clipped(task.item.title, _TITLE)}"


def retarget_words(months: Months, one: Retarget) -> str:
    """三（三）新增绿地由100万平方米改为90万平方米; of a target and its day, only what is another."""
    plan = months.now.plan
    task = plan.by_id[one.task][0] if one.task in plan.by_id else None
    part = next((part.name for part in task.parts if part.id == one.part), "") if task is not None else ""
    name = f"{clause_of(plan, one.task)}{part or one.part}"
    if one.was is None:
        return f"{name}为新增目标（{_days(one.now)}）"
    if one.now is None:
        return f"{name}不再列为目标（原为{_days(one.was)}）"
    was, now = one.was.split("，"), one.now.split("，")
    if len(was) == len(now) == 2 and was[1] == now[1]:
        return f"{name}由{was[0]}改为{now[0]}"
    if len(was) == len(now) == 2 and was[0] == now[0]:
        return f"{name}时限由{_days(was[1])}改为{_days(now[1])}"
    return f"{name}由“{_days(one.was)}”改为“{_days(one.now)}”"


def _days(words: str | None) -> str:
    return _DAY.sub(lambda found: f"{found[1]}年{int(found[2])}月{int(found[3])}日", words or "")


def correction_words(months: Months, one: Correction, *, short: bool = False, unit: bool = True) -> str:
    """三（三）8月微公园、小游园22座→20座（区城管局，原报数有误）; `short`: without why; not `unit`: without whose."""
    clause = clause_of(months.now.plan, one.one.entry.task)
    month = months.word(one.one.about) if one.one.about < months.month else ""
    most = 1 if short else _ALTERED
    said = in_a_row(altered_words(months, each) for each in one.altered[:most]) or "文字说明"
    rest = f"等{len(one.altered)}处" if len(one.altered) > most else ""
    who = months.now.name(one.one.subject) if unit else ""
    why = "" if short else clipped(phrase(one.reason), _REASON)
    inside = "，".join(filter(None, (who, why)))
    return f"{clause}{month}{said}{rest}" + (f"（{inside}）" if inside else "")


def altered_words(months: Months, one: Altered) -> str:
    """微公园、小游园由22座改为20座."""
    name, was, now = altered_cells(months, one)
    return f"{name}由{was or UNKNOWN}改为{now or UNKNOWN}"


def altered_cells(months: Months, one: Altered) -> tuple[str, str, str]:
    """What an entry was corrected in, and both contents in words; nothing where there was none."""
    if one.part is None:
        return "自评", _cell(months, one.was, ""), _cell(months, one.now, "")
    if isinstance(one.part, Indicator):
        unit = one.part.unit
        found = f"（核实{_cell(months, one.verified, unit)}）" if one.verified is not None else ""
        return one.part.name, _cell(months, one.was, unit) + found, _cell(months, one.now, unit)
    return one.part.title, _cell(months, one.was, "") or NOT_DONE, _cell(months, one.now, "") or NOT_DONE


def _cell(months: Months, said: Decimal | date | str | None, unit: str | None) -> str:
    if isinstance(said, Decimal):
        return f"{number_words(said)}{unit or ''}"
    return months.day(said) if isinstance(said, date) else said or ""


def made_up_words(months: Months, one: MadeUp, *, unit: bool = True) -> str:
    """区农委补报8月（三（四）、三（五）1，9月5日收到）; not `unit`: without whose."""
    clauses = in_a_row(clause_of(months.now.plan, id) for id in one.tasks)
    who = months.now.name(one.unit) if unit else ""
    return f"{who}补报{months.word(one.month)}（{clauses}，{months.day(one.received)}收到）"


def repeat_words(months: Months, one: Repeat, *, unit: bool = True) -> str:
    """三（四）做好以水润城（区农委，本月进展、存在问题）; not `unit`: without whose."""
    fields = in_a_row(FIELDS[field] for field in one.fields)
    return f"{_task(months, one.task)}（{f'{months.now.name(one.unit)}，' if unit else ''}{fields}）"


# On one page ------------------------------------------------------------------------------------------------------


def brief_lines(months: Months, most: int) -> Iterator[str]:
    """新达目标1项：三（九）2（3）。; the same with clauses only, at most so many of each."""
    found = months.changes
    if not found.judged:
        yield f"{months.word(months.before.as_of.month)}尚未开始评价，不作比较。"
    elif not found.moves:
        yield "各项任务状态未变。"
    for what, mine in moved(found):
        still = [f"（且{STALLED}）" if one.still else "" for one in mine]
        names = [f"{_clause(months, one.standing.id)}{more}" for one, more in zip(mine, still, strict=True)]
        yield _counted(what, names, most)
    yield _counted(STALLED, [_clause(months, one.id) for one in found.stalled], most)
    yield _counted("目标调整", [retarget_words(months, one) for one in found.targets], 1, "；")
    for kind, corrected in by_kind(found.corrections):
        yield _counted(kind, [correction_words(months, one, short=True) for one in corrected], 2)
    made_up = [f"{months.now.name(one.unit)}（{months.word(one.month)}）" for one in found.made_up]
    yield _counted("补报", made_up, most, measure="份")
    repeated = [f"{_clause(months, one.task.id)}（{months.now.name(one.unit)}）" for one in found.repeats]
    yield _counted(REPEATED, repeated, most)


def _clause(months: Months, id: str) -> str:
    return clause_of(months.now.plan, id)


def _counted(what: str, names: Sequence[str], most: int, between: str = "、", measure: str = "项") -> str:
    """更正2项：……、……。; of many, the first ones; of none, nothing."""
    if not names:
        return ""
    return f"{what}{len(names)}{measure}：{between.join(names[:most])}{'等' if len(names) > most else ''}。"

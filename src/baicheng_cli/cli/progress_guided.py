"""`baicheng progress add` on a terminal: asks for what is missing, and checks each answer as it is typed."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from baicheng_cli.errors import UserError
from baicheng_cli.plan.model import Indicator, Milestone, Task, Unit
from baicheng_cli.plan.settings import month_of
from baicheng_cli.progress import append, calendar, record, store
from baicheng_cli.progress.may_report import may_report
from baicheng_cli.progress.record import New, Office, Typed
from baicheng_cli.progress.verdicts import SELF_WORDS
from baicheng_cli.words import number_words

if TYPE_CHECKING:
    from baicheng_cli.cli.session import Desk
    from baicheng_cli.status.ledger import Ledger

_NUMBER = re.compile(r"[-−\d.,，]+$")
"""A figure, and no reason, however it is written."""
MOST = 15
"""So many tasks are offered to choose from."""
YES, NO = ("y", "yes", "是", "好", "写入"), ("n", "no", "否", "不")


def completed(task: str | None, typed: Typed, office: Office, desk: Desk) -> tuple[Task, Typed]:
    """Ask for everything that was not given. Raises UserError on what was given wrongly, before anything is asked."""
    with suppress(ImportError):
        import readline  # noqa: F401  # a line of Chinese is edited by characters, not by columns

    say("一问一答填报：直接回车是跳过，Ctrl-C 放弃。最后确认了才会写入。")
    ledger = desk.ledger(reporting=False)
    found = ask_task(task, typed.unit, ledger, office)
    say(f"条目：{title_of(found, ledger)}")
    values, _ = record.values_of(found, typed.values)
    typed = replace(typed, unit=ask_unit(found, typed, office))
    unit, subject = record.who_reports(found, typed, office)
    typed = replace(typed, month=typed.month or ask_month(ledger, office))
    home = record.home_of(found, subject, typed, office)
    day = home.day
    for words in home.notes:
        say(f"说明：{words}")
    record.done_of(found, typed.done, day)
    record.totals_in_order(found, subject, values, (home.month, day), typed, office)
    record.evidence_of(typed.evidence, typed.month, unit.id, office.data)
    say(f"填报：{subject.name_on(day)}　{typed.month}　数据截至{day}")
    tell_of_earlier(found, subject, typed, ledger)
    typed = ask_figures(found, subject, typed, office)
    typed = ask_milestones(found, subject, typed, day, ledger)
    if typed.self_ is None:
        typed = replace(typed, self_=ask_self(found))
    progress, problems, next_, needs = (
        ask(f"{words}？") if given is None else given
        for given, words in (
            (typed.progress, "本月进展"),
            (typed.problems, "存在问题"),
            (typed.next, "下一步计划"),
            (typed.needs, "需协调事项"),
        )
    )
    typed = replace(typed, progress=progress, problems=problems, next=next_, needs=needs)
    if not any((typed.values, typed.done, typed.self_, typed.evidence, progress, problems, next_, needs)):
        raise UserError("什么都没有填，没有写入任何内容")
    return found, typed


def agreed(new: New, file: Path) -> bool:
    """Show what would be written, and ask whether to write it."""
    from baicheng_cli.plan.load import shown

    say(f"\n将写入 {shown(file)}：\n{append.item_text(new.entry).rstrip()}\n")
    return ask_yes("写入吗？")


# --- one question each ------------------------------------------------------------------------------------------------


def say(words: str) -> None:
    typer.echo(words, err=True)


def ask(question: str) -> str:
    """One question, and the line that is typed; empty when it is skipped. Raises typer.Abort on Ctrl-C and Ctrl-D."""
    say(question)
    prompt = "  > "
    if not sys.stdout.isatty():  # Python would write the prompt into the file or pipe
        typer.echo(prompt, err=True, nl=False)
        prompt = ""
    try:
        return input(prompt).strip()
    except (KeyboardInterrupt, EOFError):
        say("")
        raise typer.Abort from None


def ask_until(question: str, understood: Callable[[str], str | None], *, skip: bool = True) -> str | None:
    """Ask until the answer is understood; what is wrong with one is said. `None`: skipped."""
    while True:
        answer = ask(question)
        if not answer and skip:
            return None
        try:
            taken = understood(answer)
        except (UserError, ValueError) as error:
            say(f"  ✗ {error}")
            continue
        if taken is not None:
            return taken


def ask_yes(question: str) -> bool:
    """A question that is answered by yes or no, and by nothing else."""
    while True:
        answer = ask(f"{question}（y 是，n 否）").casefold()
        if answer in YES:
            return True
        if answer in NO:
            return False
        say("  ✗ 写 y 或 n")


def ask_one_of(question: str, choices: Sequence[str], other: Callable[[str], str | None], *, skip: bool) -> str | None:
    """A choice by its number in a list, or in words that `other` understands."""
    lines = [f"  {number} {words}" for number, words in enumerate(choices, 1)]

    def understood(answer: str) -> str | None:
        if answer.isdecimal() and answer.isascii() and 1 <= int(answer) <= len(choices):
            return choices[int(answer) - 1]
        return other(answer)

    return ask_until("\n".join([question, *lines]), understood, skip=skip)


# --- the task ---------------------------------------------------------------------------------------------------------


def ask_task(given: str | None, unit: str, ledger: Ledger, office: Office) -> Task:
    """A task by id, clause or a word in it; of several, one by its number. `unit`: only what it may report on."""
    from baicheng_cli.status.select import find_task

    if given:
        return find_task(ledger.plan, given)
    mine = _tasks_for(unit, office)
    question = "哪一项？写编号（3.3）、条款号（三（三））或其中的几个字（公园）"
    offered: list[Task] = []
    while True:
        answer = ask(question)
        if answer.isdecimal() and answer.isascii() and 1 <= int(answer) <= len(offered):
            return offered[int(answer) - 1]
        if not answer:
            continue
        found = matching(answer, mine, ledger)
        if len(found) == 1:
            return found[0]
        if not found:
            say(f"  ✗ 没有找到“{answer}”" + (f"（只找{unit}可以填报的）" if unit else "") + "，换一个词试试")
            continue
        offered = found[:MOST]
        for number, task in enumerate(offered, 1):
            say(f"  {number:>2} {title_of(task, ledger)}")
        more = f"；另有{len(found) - MOST}项没有列出" if len(found) > MOST else ""
        question = f"是哪一项？写序号，或换个词再找{more}"


def matching(answer: str, tasks: Sequence[Task], ledger: Ledger) -> list[Task]:
    """The tasks that somebody may mean: the one of that number, those in a container, or those with these words."""
    from baicheng_cli.status.select import find_item, holds

    try:
        found, leaf = find_item(ledger.plan, answer)
    except UserError:
        return [task for task in tasks if holds(ledger, task, answer)]
    return [task for task in tasks if task.id == found.id or (not leaf and task.id.startswith(f"{found.id}."))]


def title_of(task: Task, ledger: Ledger) -> str:
    from baicheng_cli.status.select import clause_of

    return f"{clause_of(ledger.plan, task.id)} {task.item.title}（{task.id}）"


def _tasks_for(unit: str, office: Office) -> list[Task]:
    """Everything, or what the unit that was given may report on."""
    if not unit:
        return list(office.plan.tasks)
    id = office.register.unit(unit).id
    if id == office.settings.office:
        return list(office.plan.tasks)
    return [task for task in office.plan.tasks if id in may_report(task, office.plan, office.settings, office.register)]


# --- unit and month ---------------------------------------------------------------------------------------------------


def ask_unit(task: Task, typed: Typed, office: Office) -> str:
    """One of the units that may report on the task; filed for another, it is the office."""
    if typed.unit:
        return typed.unit
    if typed.for_ and office.settings.office:
        return office.settings.office
    day = office.now.date()
    ids = may_report(task, office.plan, office.settings, office.register)
    units = [known for id in ids if isinstance(known := office.register.get(id), Unit)]
    names = [unit.name_on(day) for unit in units]
    if len(names) == 1:
        return names[0]

    def other(answer: str) -> str:
        unit = office.register.unit(answer)
        record.who_reports(task, replace(typed, unit=unit.id), office)
        return unit.name_on(day)

    return ask_one_of("填报单位？写序号或名称", names, other, skip=False) or ""


def ask_month(ledger: Ledger, office: Office) -> str:
    """The month, by default the one that reports are being collected for."""
    from baicheng_cli.views.desk import cycle_month

    usual = min(cycle_month(ledger), month_of(ledger.plan.period.end))

    def understood(answer: str) -> str:
        month = calendar.parse_month(answer)
        record.day_of(Typed("", month), office)
        return month

    return ask_until(f"哪个月？回车是 {usual}", understood) or usual


def tell_of_earlier(task: Task, subject: Unit, typed: Typed, ledger: Ledger) -> None:
    """Say which reports of the same month are there: a second one stands beside them, a correction would not."""
    for one in ledger.facts.of(task.id, subject.id):
        if one.month == typed.month:
            id = one.entry.id
            say(f"{typed.month}已经报过一条 {id}；这里是再补一条，要改那一条用 baicheng progress amend {id}")


# --- figures, milestones and the unit's own word ----------------------------------------------------------------------


def ask_figures(task: Task, subject: Unit, typed: Typed, office: Office) -> Typed:
    """Every figure of the task that was not given, each beside its target and the last one."""
    given = {id for id, _, _ in (word.removeprefix(f"{task.id}.").partition("=") for word in typed.values)}
    for part in task.item.indicators:
        if part.id not in given:
            typed = ask_figure(task, part, subject, typed, office)
    return typed


def ask_figure(task: Task, part: Indicator, subject: Unit, typed: Typed, office: Office) -> Typed:
    """One figure: a number, that does not fall, and that is asked about when it is odd."""
    question, again = figure_question(task, part, subject, typed, office), ""
    while True:
        answer, again = again or ask(question), ""
        if not answer:
            return typed
        try:
            values, odd = record.values_of(task, [f"{part.id}={answer}"])
        except UserError as error:
            say(f"  ✗ {error}")
            continue
        home = record.home_of(task, subject, typed, office)
        try:
            odd += record.totals_in_order(
                task, subject, values, (home.month, home.day), replace(typed, allow_fall=False), office
            )
        except UserError as error:
            say(f"  ✗ {str(error).partition('；')[0]}")
            if not typed.allow_fall:
                again = ask("填错了的，重写这个数；确实减少的，写明原因")
                if not again or _NUMBER.match(again):
                    continue
                typed, again = replace(typed, allow_fall=True, reason=typed.reason or again), ""
        for words in odd:
            say(f"  请核对：{words.removesuffix('，请核对')}")
        if not odd or ask_yes("就填这个数吗？"):
            return replace(typed, values=(*typed.values, f"{part.id}={number_words(values[part.id])}"))


def figure_question(task: Task, part: Indicator, subject: Unit, typed: Typed, office: Office) -> str:
    """What is asked of an indicator: its name, unit of measure, target and day, and what was reported last."""
    from baicheng_cli.views.answers import target_words

    step = part.steps[-1]
    asked = store.Asked(task.id, subject.id, part.id, office.settings.office)
    before = store.value_before(office.data, office.register, asked, (typed.month, record.day_of(typed, office)))
    unit = part.unit or ""
    kind = "从年初累计的数" if part.measure == "total" else "当前值"
    about = [
        f"目标{target_words(step, part.unit)}" + (f"，{step.due}前" if step.due else ""),
        f"{before.month}报的是{number_words(before.number)}{unit}" if before else "以前没有报过",
    ]
    owner = office.register.id_of(task.owner_of(part) or "")
    if owner and owner != subject.id and not part.each:
        about.append(f"以{office.register.shown(owner, office.now.date())}的数为准，这里的供参考")
    measure = f"（{unit}）" if unit else ""
    return f"{part.id} {part.name}{measure}，{kind}？　" + "；".join(about)


def ask_milestones(task: Task, subject: Unit, typed: Typed, day: date, ledger: Ledger) -> Typed:
    """Every milestone that was neither given nor done before."""
    given = {word.removeprefix(f"{task.id}.").partition("=")[0] for word in typed.done}
    for part in task.item.milestones:
        if part.id in given:
            continue
        done = ledger.facts.done(task.id, subject.id, part.id)
        if done is not None:
            say(f"{part.id} {part.title}：已报{done.day}完成")
            continue
        when = ask_milestone(part, day)
        if when is not None:
            typed = replace(typed, done=(*typed.done, f"{part.id}={when}"))
    return typed


def ask_milestone(part: Milestone, day: date) -> str | None:
    """The day on which it was done, or `None`."""
    done = {"start": "开工", "finish": "完成"}.get(part.reach, "完成")
    due = f"　时限{part.due}" if part.due else ""

    def understood(answer: str) -> str | None:
        if answer.casefold() in NO:
            return ""
        when = day if answer.casefold() in YES else record.parse_date(f"{done}日", answer)
        if when is not None and when > day:
            raise UserError(f"{done}日{when}晚于统计截止日{day}")
        return str(when)

    question = f"{part.id} {part.title}，{done}了吗？写{done}日（如 {day}），没有{done}直接回车{due}"
    return ask_until(question, understood) or None


def ask_self(task: Task) -> str | None:
    """The unit's own word on its work; where nothing is measured, the light rests on it."""
    dated = [part for part in task.parts if part.due is not None]
    why = "这一条按单位自评判断状态，" if len(dated) < max(1, len(task.parts)) else ""

    def other(answer: str) -> str:
        if answer not in SELF_WORDS:
            raise UserError(f"应为 {'、'.join(SELF_WORDS)} 之一，或写序号")
        return answer

    return ask_one_of(f"单位自评？{why}写序号", SELF_WORDS, other, skip=True)

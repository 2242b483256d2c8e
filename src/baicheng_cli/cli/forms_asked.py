"""`baicheng forms read` on a terminal: asks about conflicts, and about totals that fall."""

from __future__ import annotations

from baicheng_cli.cli.progress_guided import ask_one_of, ask_until, say
from baicheng_cli.errors import UserError
from baicheng_cli.forms.apply import Intake
from baicheng_cli.forms.compare import Change, State, added_up
from baicheng_cli.forms.outcome import Decided, Read, refused
from baicheng_cli.forms.preview import unit_name

TAKE, KEEP, LATER = "以表上的为准", "保留已录的", "先不定"
FELL, NOT_NOW = "确实减少，写原因", "先不记"


def answered(read: Read, intake: Intake, decided: Decided) -> Read:
    """The same form with every conflict and question asked about; what is put off stays as it is.

    A form with cells that cannot be read is not recorded anyway, so nothing is asked of it.
    """
    asked: set[tuple[State, str]] = set()
    while read.returned is not None and not read.returned.faults:
        waiting = (one for one in read.changes if one.state in (State.CONFLICT, State.QUESTION))
        change = next((one for one in waiting if (one.state, one.address) not in asked), None)
        if change is None:
            break
        asked.add((change.state, change.address))
        ask = _conflict if change.state is State.CONFLICT else _fall
        more = ask(read, change, intake, decided)
        if more is None:
            continue
        decided = more
        try:
            read = intake.decide(read, decided)
        except UserError as error:
            return refused(read.name, error)
    return read


def _conflict(read: Read, change: Change, intake: Intake, decided: Decided) -> Decided | None:
    """Which of two values counts; `None`: not decided."""
    question = f"{unit_name(read, intake.ledger)} {change.words}。以哪个为准？写序号"
    answer = ask_one_of(question, (TAKE, KEEP, LATER), _by_number, skip=True)
    if answer not in (TAKE, KEEP):
        return None
    return decided.with_("take" if answer == TAKE else "keep", read.unit, change.address)


def _fall(read: Read, change: Change, intake: Intake, decided: Decided) -> Decided | None:
    """What a total that falls is; `None`: not decided."""
    assert read.returned is not None
    part = next(one for one in read.returned.form.parts if one.address == change.address)
    month = f"当月数，按上月累计相加，记{added_up(part, change.came)}{part.unit}"
    question = f"{unit_name(read, intake.ledger)} {change.words}写序号"
    answer = ask_one_of(question, (month, FELL, NOT_NOW), _by_number, skip=True)
    if answer == month:
        return decided.with_("as_month", read.unit, change.address)
    if answer != FELL:
        return None
    why = ask_until("为什么减少？直接回车是先不记", lambda answer: answer)
    if not why:
        say("  没有写原因，先不记")
        return None
    return decided.with_("fall", read.unit, change.address, why)


def _by_number(answer: str) -> str:
    raise UserError("写序号")

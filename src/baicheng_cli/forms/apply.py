"""From a form that came back to entries: what would be recorded, what has to be decided first, and the recording."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from baicheng_cli.errors import ChangedMeanwhile, UsageError, UserError
from baicheng_cli.forms.blank import ALL_KNOWN, PartRow, recorded_now
from baicheng_cli.forms.columns import part_address, work_address
from baicheng_cli.forms.compare import RECORDED, Change, State, added_up, compared, falls, left_alone, state_of
from baicheng_cli.forms.door import Opened
from baicheng_cli.forms.outcome import UNDECIDED, Decided, Outcome, Read, refused
from baicheng_cli.forms.returned import Returned, read_back, task_of
from baicheng_cli.plan.model import Task
from baicheng_cli.progress import amend as correction
from baicheng_cli.progress import deliveries, record, store
from baicheng_cli.progress.calendar import first_day
from baicheng_cli.progress.cycle import is_closed
from baicheng_cli.progress.deliveries import APPLIED, TO_MEND, Came, Delivered
from baicheng_cli.progress.merge import ON_READING
from baicheng_cli.progress.model import Entry, Sidecar
from baicheng_cli.progress.record import New, Office, Typed
from baicheng_cli.progress.store import Recorded
from baicheng_cli.status.facts import Facts
from baicheng_cli.status.ledger import Ledger
from baicheng_cli.words import number_words

AGAIN = "填报表再次报送"
TEXTS = ("progress", "problems", "next", "needs")


@dataclass(frozen=True)
class Intake:
    """What forms are held against: everything that is recorded, and the office's rules for writing."""

    ledger: Ledger
    office: Office
    month: str | None = None
    """The only month that is taken; `None`: any."""
    received: date | None = None
    """The day they came; today when nothing is said."""

    @property
    def day(self) -> date:
        return self.received or self.office.now.date()

    def read(self, opened: Opened, decided: Decided = UNDECIDED) -> Read:
        """What would become of a form. Nothing is written."""
        try:
            returned = read_back(opened, self.ledger, self.office.now.date(), self.month)
            self._refuse_day(returned)
            return self.decide(Read(opened.name, Outcome.READY, opened, returned, received=self.day), decided)
        except UserError as error:
            return refused(opened.name, error)

    def decide(self, read: Read, decided: Decided) -> Read:
        """The same form, with what was decided. Raises UserError when its entries cannot be."""
        opened, returned = _opened(read), _returned(read)
        came = self.came(returned)
        if words := _seen_words(came, opened.sha256):
            return replace(read, outcome=Outcome.SEEN, words=words, changes=(), news=())
        changes = tuple(self._changes(returned, decided))
        states = {change.state for change in changes}
        if returned.faults or State.QUESTION in states:
            return replace(read, outcome=Outcome.TO_MEND, changes=changes, news=())
        if State.CONFLICT in states:
            return replace(read, outcome=Outcome.CONFLICT, changes=changes, news=())
        if left_alone(changes):
            words = "只有签名，没有填内容" if _signed_anew(returned) else ""
            return replace(read, outcome=Outcome.UNTOUCHED, changes=changes, news=(), words=words)
        news = tuple(self._known_by_form(new, opened) for new in self._news(returned, changes, decided))
        outcome = Outcome.READY if news else Outcome.SAME
        return replace(read, outcome=outcome, changes=changes, news=news)

    def _known_by_form(self, new: New, opened: Opened) -> New:
        """The entry with an id that comes of the form and of what it says: two who read the form on two branches record
        one thing, and joining the branches leaves one.
        """
        said = {key: value for key, value in new.entry.items() if key not in ("id", *ON_READING)}
        id = store.id_of(opened.sha256, new.unit, new.month, json.dumps(said, default=str, sort_keys=True))
        known = {one.entry.id for one in self.ledger.entries}
        return new if id in known else replace(new, entry=new.entry | {"id": id})

    def came(self, returned: Returned) -> list[deliveries.Delivery]:
        """Everything that the unit has sent in for the month, oldest first."""
        every: Sequence[Delivered] = self.ledger.deliveries
        return [one.delivery for one in every if (one.unit, one.month) == (returned.unit, returned.month)]

    def _refuse_day(self, returned: Returned) -> None:
        if self.day > self.office.now.date():
            raise UsageError(f"收到日{self.day}还没有到；改 --received")
        if self.day < first_day(returned.month):
            raise UserError(f"收到日{self.day}早于{returned.month}，那时还没有这张表；改 --received")

    # cells

    def _changes(self, returned: Returned, decided: Decided) -> Iterator[Change]:
        """Every cell, in the order of the form; those that cannot be read, or that nothing takes any more, too."""
        tasks = dict.fromkeys(task_of(address) for address in returned.labels)
        now = recorded_now(self.ledger, returned.month, returned.unit, filter(None, tasks))
        ours = self._by_earlier_forms(returned) if returned.known else set()
        parts = {part.address: part for part in returned.form.parts}
        found = {change.address: change for change in compared(returned.cells, returned.sent, now, ours)}
        for address, part in parts.items():
            if address in found and decided.says("as_month", returned.unit, address):
                found[address] = _as_month(found[address], part, address in ours)
        for gone in returned.gone:
            words = (
                f"{gone.where} 填了“{gone.found}”，但方案里已没有这一项，或不再由本单位填报，没有录入；"
                f"现在由谁报见 baicheng show {task_of(gone.address)}"
            )
            found[gone.address] = Change(gone.address, State.GONE, came=gone.found, words=words)
        for fault in returned.faults:
            if fault.address in returned.labels:
                sent, there = returned.sent.get(fault.address, ""), now.get(fault.address, "")
                found[fault.address] = Change(
                    fault.address, State.UNREADABLE, sent, fault.found, there, words=fault.words
                )
        order = {address: place for place, address in enumerate(returned.labels)}
        for address in sorted(found, key=lambda one: order.get(one, len(order))):
            change = self._settled(found[address], returned, decided)
            yield self._asked(change, returned, parts.get(address), decided)

    def _settled(self, change: Change, returned: Returned, decided: Decided) -> Change:
        """A conflict that was decided is none."""
        if change.state is not State.CONFLICT:
            return change
        if decided.says("keep", returned.unit, change.address):
            return replace(change, state=State.KEPT, record="")
        if decided.says("take", returned.unit, change.address):
            state = State.CLEARED if not change.came else State.CHANGED if change.now else State.NEW
            return replace(change, state=state)
        where, told = returned.where[change.address], returned.labels[change.address]
        words = (
            f"{where} {told}：发出时{_quoted(change.sent)}，表上改成{_quoted(change.came)}，"
            f"这期间已录成{_quoted(change.now)}"
        )
        return replace(change, words=words)

    def _asked(self, change: Change, returned: Returned, part: PartRow | None, decided: Decided) -> Change:
        """A total that falls: the month's figure, a real fall, or a question."""
        if part is None or not falls(part, change):
            return change
        added = added_up(part, change.came)
        if decided.reason(returned.unit, change.address):
            return change
        words = (
            f"{returned.where[change.address]} {part.name}是累计数，以前已报{part.before_words}{part.unit}，"
            f"这里填{change.came}{part.unit}：是当月数（累计应为{added}{part.unit}），还是确实减少（请写明原因）？"
        )
        return replace(change, state=State.QUESTION, words=words)

    def _by_earlier_forms(self, returned: Returned) -> set[str]:
        """The addresses whose recorded text came by an earlier form of the same unit, and was left as it came."""
        ids = {id for one in self.came(returned) for id in one.entries}
        found: dict[str, str] = {}
        for one in self.in_force(returned):
            found |= dict.fromkeys(said_by(one.entry), one.entry.id)
        return {address for address, id in found.items() if id in ids}

    def in_force(self, returned: Returned, task: str | None = None) -> list[Recorded]:
        """The unit's reports of the month that count, in their order; those returned for mending do not."""
        return [
            one
            for one in self.facts.entries
            if one.subject == returned.unit
            and one.about == returned.month
            and task in (None, one.entry.task)
            and not self.facts.returned(one)
        ]

    @cached_property
    def facts(self) -> Facts:
        """Everything that is recorded, whatever its day."""
        return Facts(self.ledger.entries, ALL_KNOWN)

    # entries

    def _news(self, returned: Returned, changes: Sequence[Change], decided: Decided) -> Iterator[New]:
        """The entries that the changes make, task by task. Raises UserError when one cannot be."""
        by_task: dict[str, dict[str, Change]] = {}
        for change in changes:
            if change.state in RECORDED:
                by_task.setdefault(task_of(change.address), {})[change.address] = change
        for id, changed in by_task.items():
            task = self.ledger.plan.by_id[id][0]
            reasons = (decided.reason(returned.unit, address) for address in changed)
            yield from _Task(self, returned, task, changed, "；".join(dict.fromkeys(filter(None, reasons)))).news()


@dataclass
class _Task:
    """One task's changes on their way into entries."""

    intake: Intake
    returned: Returned
    task: Task
    changed: Mapping[str, Change]
    reason: str
    """Why totals fell; "" when none did."""
    edits: dict[str, dict[str, str]] = field(default_factory=dict)
    """What is to be corrected, by the id of the entry that holds it; empty text takes it out."""

    def news(self) -> Iterator[New]:
        """What is recorded is corrected where it stands; what is new makes an entry of its own.

        After the month was closed, what is new joins the correction: there was a report, so there is no late one.
        """
        there = self.intake.in_force(self.returned, self.task.id)
        added: dict[str, str] = {}
        for address, change in self.changed.items():
            holders = [one.entry.id for one in there if address in said_by(one.entry)]
            if change.state is State.NEW or not holders:
                added[address] = change.record
            elif change.record:
                self.edits.setdefault(holders[-1], {})[address] = change.record
            else:
                for id in holders:
                    self.edits.setdefault(id, {})[address] = ""
        if added and there and is_closed(self.intake.office.data, self.returned.month):
            self.edits.setdefault(there[-1].entry.id, {}).update(added)
            added = {}
        for place, one in enumerate(there):
            if one.entry.id in self.edits:
                yield self._amended(one, there[place + 1 :])
        if added:
            yield record.new_entry(self.task, self._typed(added, ""), self.intake.office)

    def _amended(self, one: Recorded, later: Sequence[Recorded]) -> New:
        """The correction of one entry. It stands behind all others of its day, so it must not say again what a later
        one has said otherwise since.
        """
        wanted = dict(self.edits[one.entry.id])
        office = self.intake.office
        moved = is_closed(office.data, one.month)
        for other in later:
            passed = moved or (other.month, other.entry.date) == (one.month, one.entry.date)
            if passed and other.entry.id not in self.edits:
                wanted |= {address: "" for address in said_by(other.entry) if address in said_by(one.entry)}
        review = self.intake.facts.reviews.get(one.entry.id)
        parts = (part.id for part in self.task.parts)
        drop = tuple(part for part in parts if wanted.get(part_address(self.task.id, part)) == "")
        return correction.amended(one, self.task, correction.Change(self._typed(wanted, AGAIN), drop), review, office)

    def _typed(self, wanted: Mapping[str, str], reason: str) -> Typed:
        """Cells as somebody would have typed them; empty texts are typed empty, which takes them out."""
        item = self.task.item
        values = {part.id: wanted.get(part_address(self.task.id, part.id)) for part in item.indicators}
        done = {part.id: wanted.get(part_address(self.task.id, part.id)) for part in item.milestones}
        proofs = {part.id: part_address(self.task.id, part.id, "proof") for part in self.task.parts}
        texts = {key: wanted.get(work_address(self.task.id, key)) for key in ("self", *TEXTS)}
        return Typed(
            unit=self.returned.unit,
            month=self.returned.month,
            received=self.intake.day.isoformat(),
            values=tuple(f"{part}={text}" for part, text in values.items() if text),
            done=tuple(f"{part}={text}" for part, text in done.items() if text),
            self_=texts["self"],
            progress=texts["progress"],
            problems=texts["problems"],
            next=texts["next"],
            needs=texts["needs"],
            proof={part: wanted[address] for part, address in proofs.items() if address in wanted},
            reporter=self.returned.signed.get("reporter"),
            approver=self.returned.signed.get("approver"),
            reason="；".join(filter(None, (reason, self.reason))) or None,
            allow_fall=bool(self.reason),
        )


def said_by(entry: Entry) -> dict[str, str]:
    """What an entry says, by the addresses of a form's cells, in canonical text."""
    found = {part_address(entry.task, part): number_words(value) for part, value in entry.values.items()}
    found |= {part_address(entry.task, part): day.isoformat() for part, day in entry.milestones.items()}
    found |= {part_address(entry.task, part, "proof"): text for part, text in entry.proof.items()}
    texts = {"self": entry.self_, **{key: getattr(entry, key) for key in TEXTS}}
    return found | {work_address(entry.task, key): text for key, text in texts.items() if text}


def _as_month(change: Change, part: PartRow, ours: bool) -> Change:
    """A figure that is what the month added, made cumulative."""
    if not falls(part, replace(change, state=State.NEW)):
        return change
    added = added_up(part, change.came)
    return replace(change, state=state_of(change.sent, added, change.now, ours=ours), record=added)


def _seen_words(came: Sequence[deliveries.Delivery], sha256: str) -> str:
    """Why a file is not read again: it was recorded, or had faults and was mended since; "" when neither is so."""
    places = [place for place, one in enumerate(came) if one.sha256 == sha256]
    if not places:
        return ""
    before, later = came[places[-1]], came[places[-1] + 1 :]
    applied = next((came[place] for place in places if came[place].state == APPLIED), None)
    if applied is not None:
        return f"和{applied.day}收到的“{applied.name}”是同一个文件，已经录过"
    mended = next((one for one in later if one.state == APPLIED), None)
    if mended is None:
        return ""
    return f"{before.day}收到过，当时待补正；{mended.day}收到了改好的“{mended.name}”"


def alone(reads: Sequence[Read], intake: Intake) -> list[Read]:
    """The same forms, of several from one unit for one month at most one: nobody knows which of them counts.

    Of one that had to be mended and one that came since, the later counts.
    """
    found = list(reads)
    groups: dict[tuple[str, str], list[int]] = {}
    for place, read in enumerate(found):
        if read.outcome not in (Outcome.REFUSED, Outcome.SEEN, Outcome.UNTOUCHED):
            groups.setdefault((read.unit, read.month), []).append(place)
    for places in groups.values():
        first: dict[str, int] = {}
        for place in places:
            sha256 = _opened(found[place]).sha256
            if sha256 not in first:
                first[sha256] = place
                continue
            words = f"和“{found[first[sha256]].name}”是同一个文件"
            found[place] = replace(found[place], outcome=Outcome.SEEN, words=words, changes=(), news=())
        if len(first) == 1:
            continue
        listed = {one.sha256 for one in intake.came(_returned(found[places[0]]))}
        new = [place for sha256, place in first.items() if sha256 not in listed]
        names = "、".join(f"“{found[place].name}”" for place in first.values())
        for place in first.values():
            if len(new) != 1:
                words = f"同一个单位同一个月有{len(first)}张不同的表（{names}），不知以哪张为准；请只留一张再读"
                found[place] = replace(found[place], outcome=Outcome.REFUSED, words=words, changes=(), news=())
            elif place != new[0]:
                words = f"以前收到过，当时待补正；这次以“{found[new[0]].name}”为准"
                found[place] = replace(found[place], outcome=Outcome.SEEN, words=words, changes=(), news=())
    return found


def _returned(read: Read) -> Returned:
    assert read.returned is not None
    return read.returned


def _opened(read: Read) -> Opened:
    assert read.opened is not None
    return read.opened


def _signed_anew(returned: Returned) -> bool:
    return any(text != returned.sent.get(address, "") for address, text in returned.signed.items())


def _quoted(text: str) -> str:
    return f"“{text}”" if text else "空着"


# writing


def apply(read: Read, intake: Intake, lately: Collection[str] = ()) -> Read:
    """Record what a form says, and keep it as it came; of one that has to be mended, keep it with its faults.
    `lately`: ids of entries that forms read together with this one have become.

    The entries go first: should anything end in between, reading the same form again finds them recorded, and lists
    the form. Raises ChangedMeanwhile when somebody has reported on the same tasks since, and BrokenFile.
    """
    if read.outcome is Outcome.TO_MEND:
        return _keep(read, intake, TO_MEND, ())
    if read.outcome not in (Outcome.READY, Outcome.SAME):
        return read
    written = _write(read.news, intake, lately)
    kept = _keep(read, intake, APPLIED, tuple(read.entries))
    return replace(kept, outcome=Outcome.DONE, written=(*written, *kept.written))


def _write(news: Sequence[New], intake: Intake, lately: Collection[str]) -> list[Path]:
    """Each file's entries in one writing."""
    known = {*lately, *(one.entry.id for one in intake.ledger.entries)}
    by_file: dict[tuple[str, str], list[New]] = {}
    for new in news:
        by_file.setdefault((new.month, new.unit), []).append(new)
    tasks = {new.entry["task"] for new in news}

    def allow(sidecar: Sidecar) -> None:
        strangers = [one for one in sidecar.entries if one.id not in known and one.task in tasks]
        if strangers:
            told = "、".join(f"{one.task}（{one.id}）" for one in strangers)
            raise ChangedMeanwhile(f"刚才有人录入了{told}，这张表没有录；请再读一遍，看过再定")

    office = intake.office
    files = []
    for (month, unit), group in by_file.items():
        entries = [new.entry for new in group]
        demo = office.settings.demo
        files.append(store.append_all(office.data, month, unit, group[0].name, entries, demo=demo, allow=allow))
    return files


def _keep(read: Read, intake: Intake, state: str, entries: Sequence[str]) -> Read:
    """List the form and keep the original; one that lies there with the same faults is not listed again."""
    opened, returned, office = _opened(read), _returned(read), intake.office
    last = next(iter(reversed(intake.came(returned))), None)
    same = last is not None and (last.sha256, last.state, last.faults) == (opened.sha256, state, read.faults)
    if same and state == TO_MEND:
        return read
    unit = office.register.unit(returned.unit)
    came = Came(
        unit=returned.unit,
        unit_name=unit.name_on(returned.form.data_until),
        month=returned.month,
        name=opened.name,
        content=opened.data,
        sha256=opened.sha256,
        day=intake.day,
        state=state,
        faults=read.faults,
        entries=entries,
    )
    file = deliveries.add_delivery(office.data, came, office.now, demo=office.settings.demo)
    original = deliveries.original_file(office.data, returned.month, returned.unit, opened.sha256)
    return replace(read, written=(file, original))

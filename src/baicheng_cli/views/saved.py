"""Saved filters (视图, `views:` in the settings) on paper: what they are called, and which columns they have."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from baicheng_cli.errors import UserError, did_you_mean
from baicheng_cli.plan.settings import Settings, View
from baicheng_cli.status.ledger import Ledger
from baicheng_cli.status.select import select_in
from baicheng_cli.views.answers import TASK_COLUMNS, TaskColumn
from baicheng_cli.words import LIGHTS, ROLES

if TYPE_CHECKING:
    from baicheng_cli.views.ledger_columns import ColumnText, LedgerColumns

Found = TypeVar("Found")

TASKS, LEDGER = "任务表", "台账"


class Saved(NamedTuple):
    """A view with its name."""

    name: str
    view: View


def view_named(settings: Settings, name: str | None) -> Saved | None:
    """The view of that name; `None` when none is asked for. Raises UserError with those there are."""
    if name is None:
        return None
    if (view := settings.views.get(name.strip())) is not None:
        return Saved(name.strip(), view)
    known = (
        f"可用：{'、'.join(settings.views)}"
        if settings.views
        else "视图写在 office/settings.yaml 的 views 里，现在一个也没有"
    )
    raise UserError(f"没有视图“{name}”；{known}")


def kept_in(ledger: Ledger, saved: Saved | None) -> Ledger:
    """The ledger with what a view leaves of it."""
    if saved is None:
        return ledger
    return ledger.keep([one.task.id for one in select_in(ledger, saved.view.filter)], view_words(ledger, saved))


def view_words(ledger: Ledger, saved: Saved) -> str:
    """滞后任务（单位：区城管局，状态：滞后）: how a page says what it leaves out."""
    wanted = saved.view.filter
    lights = "、".join(LIGHTS[light] for light in wanted.light)
    words = [
        f"单位：{ledger.name(wanted.unit.strip())}" if wanted.unit else "",
        f"角色：{ROLES[wanted.role]}" if wanted.role else "",
        f"状态：{lights}" if lights else "",
        f"时限早于{wanted.due_before}" if wanted.due_before else "",
        f"含“{wanted.text}”" if wanted.text else "",
    ]
    inside = "，".join(filter(None, words))
    return f"{saved.view.title or saved.name}{f'（{inside}）' if inside else ''}"


def task_columns(saved: Saved | None, data: Path) -> tuple[Sequence[TaskColumn], list[str]]:
    """The columns of the task table that a view wants, and the names that only the ledger has; empty: the usual ones.

    Raises UserError on a name that neither has, and when no column is left.
    """
    if saved is None or not saved.view.columns:
        return (), []
    return _chosen(saved, Headings(data), Headings.of_tasks, TASKS)


def ledger_columns(saved: Saved | None, usual: LedgerColumns, data: Path) -> tuple[LedgerColumns, list[str]]:
    """The ledger with the columns that a view wants, and the names that only the task table has.

    Raises UserError on a name that neither has, and when no column is left.
    """
    if saved is None or not saved.view.columns:
        return usual, []
    found, left_out = _chosen(saved, Headings(data, usual), Headings.of_ledger, LEDGER)
    return usual.only(found), left_out


def left_out_words(names: Sequence[str], table: str) -> str:
    """What a page says on stderr about columns that it does not have."""
    return f"{table}没有这些栏目，没有印：{'、'.join(names)}"


class Headings:
    """Columns by what people call them: a heading of the task table or of the office's ledger, or a key."""

    def __init__(self, data: Path, usual: LedgerColumns | None = None) -> None:
        from baicheng_cli.views.ledger_columns import ITEMS, load_columns

        if usual is None:
            try:
                usual = load_columns(data / "office" / "templates")
            except UserError:  # said where the ledger is asked for
                usual = load_columns()
        self.items = ITEMS
        self.ledger = [column for one in (usual.ledger, usual.screen, usual.indicators) for column in one]
        self.tasks = TASK_COLUMNS

    @property
    def known(self) -> list[str]:
        titles = [*(column.title for column in self.tasks), *(column.title for column in self.ledger)]
        words = [item.words for item in self.items.values()]
        return list(dict.fromkeys([*titles, *words, *(column.key for column in self.tasks), *self.items]))

    def of_tasks(self, name: str) -> TaskColumn | None:
        wanted = (name, self._key(name))
        return next((one for one in self.tasks if one.title == name or one.key in wanted), None)

    def of_ledger(self, name: str) -> ColumnText | None:
        from baicheng_cli.views.ledger_columns import ColumnText

        key = self._key(name)
        for column in self.ledger:
            if column.title == name or column.value == key:
                return column
        return ColumnText(title=self.items[key].words, value=key) if key in self.items else None

    def _key(self, name: str) -> str:
        by_title = {column.title: column.value for column in self.ledger if column.value in self.items}
        by_words = {item.words: key for key, item in self.items.items()}
        by_heading = {column.title: column.key for column in self.tasks}
        return {**by_words, **by_title, **by_heading}.get(name, name)


def _chosen(
    saved: Saved, headings: Headings, of: Callable[[Headings, str], Found | None], table: str
) -> tuple[list[Found], list[str]]:
    found: list[Found] = []
    left_out: list[str] = []
    for name in saved.view.columns:
        if (column := of(headings, name)) is not None:
            if column not in found:
                found.append(column)
        elif name in headings.known:
            left_out.append(name)
        else:
            near = did_you_mean(name, headings.known) or "用 baicheng check 看是哪一处"
            raise UserError(f"视图“{saved.name}”：没有“{name}”这一栏；{near}")
    if not found:
        raise UserError(f"视图“{saved.name}”的栏目{table}都没有：{'、'.join(left_out)}")
    return found, left_out

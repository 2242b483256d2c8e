"""What can stand where somebody presses Tab: commands, options, and the plan's own names for what they take.

What an option takes is told from its metavar, so a new command completes without a line here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta, timezone
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import typer

from baicheng_cli.errors import UserError
from baicheng_cli.plan.names import Filed, Item, Names, Part

_ENOUGH = 50
"""So many entries are offered, the newest."""
_HALF_WIDTH = str.maketrans("（）", "()")


class Offer(NamedTuple):
    """One thing that can stand where the cursor is, and what it is."""

    value: str
    help: str = ""


class Offers(NamedTuple):
    """All of them; `head` is the part of the typed word that stays (`--unit=`)."""

    kind: str
    head: str
    typed: str
    """What is typed of the value, without the head."""
    offers: tuple[Offer, ...]


def offers_for(words: Sequence[str], typed: str) -> Offers:
    """What can follow these words of a call (without `baicheng`), the last of them being typed."""
    from baicheng_cli.cli.app import whole_command

    usage_error: Any = typer.BadParameter.__mro__[1]  # the walk along a call is click's own and not public:
    walk = import_module(usage_error.__module__.rpartition(".")[0] + ".shell_completion")
    context = walk._resolve_context(whole_command(), {}, "baicheng", list(words))
    asked_for, rest = walk._resolve_incomplete(context, list(words), typed)
    if words and words[-1].startswith("-") and getattr(asked_for, "param_type_name", "") == "option":
        # An option without its value ends the reading of a call before its arguments are known.
        context = walk._resolve_context(whole_command(), {}, "baicheng", list(words[:-1]))
    head = typed[: len(typed) - len(rest)]
    if not hasattr(asked_for, "param_type_name"):
        return Offers("words", head, rest, tuple(_commands_and_options(asked_for, context, rest)))
    metavar = str(asked_for.metavar or "")
    if metavar in _ON_DISK:
        return Offers(_ON_DISK[metavar], head, rest, ())
    found = _own_commands(context, words, rest)
    with suppress(UserError):  # a plan that cannot be found or read: nothing to offer
        found += _values(metavar)(Asked(context, asked_for, rest))
    kind = "nospace" if metavar in _GONE_ON_WITH else "words"
    return Offers(kind, head, rest, tuple(dict.fromkeys(found)))


class Asked:
    """One question: the option or argument to be completed, what is typed of it, and the call so far."""

    def __init__(self, context: Any, parameter: Any, typed: str) -> None:
        self.context, self.parameter, self.typed = context, parameter, typed

    def given(self, name: str) -> Any:
        """The value of an option typed so far, with the command or before it."""
        here = self.context
        while here is not None:
            if here.params.get(name):
                return here.params[name]
            here = here.parent
        return None

    def given_as(self, metavar: str) -> str | None:
        """The value typed so far of what takes such a thing."""
        for one in self.context.command.get_params(self.context):
            if one.metavar == metavar and one is not self.parameter and self.context.params.get(one.name):
                value = self.context.params[one.name]
                return str(value[-1] if isinstance(value, list | tuple) else value)
        return None

    @cached_property
    def today(self) -> date:
        return datetime.now(timezone(timedelta(hours=8))).date()

    @cached_property
    def day(self) -> date:
        """The day the call is about: it chooses the plan, and the names of renamed units."""
        for text in (self.given("as_of"), f"{self.given('month')}-01"):
            with suppress(ValueError):
                return date.fromisoformat(str(text))
        return self.today

    @cached_property
    def plan_file(self) -> Path:
        from baicheng_cli.plan.names import plan_file

        named = self.given("plan")
        found = plan_file(Path(named).expanduser() if named else None, self.day, Path.cwd())
        if found is None:
            raise UserError("no plan, or several")
        return found

    @cached_property
    def names(self) -> Names:
        from baicheng_cli.plan.names import names_in

        return names_in(self.plan_file, self.day)

    @cached_property
    def data(self) -> Path:
        from baicheng_cli.plan.place import find_data

        named = self.given("data")
        return find_data(Path(named).expanduser() if named else None, self.plan_file)

    def clause(self, id: str) -> str:
        from baicheng_cli.plan.clause import printed

        try:
            return printed(id, self.names.numbering)
        except ValueError:  # an id that `check` complains of
            return id

    def item(self) -> Item | None:
        """The task that the call is about: as typed, or that of the entry it names."""
        from baicheng_cli.plan.clause import normal

        typed = self.given_as("条目")
        if typed is None and (entry := self.given_as("记录")) is not None:
            typed = next((one.task for one in self.entries() if one.id == entry), None)
        if typed is None:
            return None
        wanted = normal(typed)
        same = (one for one in self.names.items if typed == one.id or wanted == normal(self.clause(one.id)))
        return next(same, None)

    def entries(self) -> Iterator[Filed]:
        """What was reported, the newest month first."""
        from baicheng_cli.plan.names import entries_in, months_in

        for month in reversed(months_in(self.data)):
            yield from entries_in(self.data, month)


def _commands_and_options(command: Any, context: Any, typed: str) -> Iterator[Offer]:
    from baicheng_cli.cli.help import said_in_chinese

    if hasattr(command, "list_commands") and not typed.startswith("-"):
        lines = [Offer(name, command.line_of(context, name)) for name in command.list_commands(context)]
        yield from _starting(lines, typed)
        return
    for one in command.get_params(context):
        source = context.get_parameter_source(one.name)
        given = source is not None and source.name == "COMMANDLINE" and not one.multiple
        if one.param_type_name == "option" and not one.hidden and not given:
            names = [name for name in one.opts if name.startswith("--")] or one.opts
            yield from _starting([Offer(name, said_in_chinese(one.help or "")) for name in names], typed)


def _own_commands(context: Any, words: Sequence[str], typed: str) -> list[Offer]:
    """`notice l`: the commands of one that is usually called without."""
    from baicheng_cli.cli.help import UsualGroup

    group = context.parent
    if group is None or not isinstance(group.command, UsualGroup) or words[-1:] != [group.info_name]:
        return []
    lines = [Offer(name, group.command.line_of(group, name)) for name in group.command.list_commands(group)]
    return [one for one in lines if one.value.startswith(typed)]


def _starting(offers: Iterable[Offer], typed: str) -> list[Offer]:
    """Those that begin with what is typed; where none does, those that hold it."""
    every = list(offers)
    begin = [one for one in every if folded(one.value).startswith(folded(typed))]
    return begin or [one for one in every if folded(typed) in folded(one.value)]


def folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _clauses(asked: Asked) -> Iterator[Offer]:
    """Ids as typed, printed clauses as typed, else the ids of what has the typed words in its title."""
    from baicheng_cli.plan.clause import normal

    boxes = asked.parameter.param_type_name == "argument"  # `show` shows containers, too
    items = [(one, asked.clause(one.id)) for one in asked.names.items if one.leaf or boxes]
    typed = asked.typed
    begin = [Offer(one.id, f"{clause} {one.title}") for one, clause in items if one.id.startswith(typed)]
    if begin:
        yield from begin
        return
    wanted = normal(typed)
    half = "(" in typed or ")" in typed
    printed = [(one, clause.translate(_HALF_WIDTH) if half else clause) for one, clause in items]
    same = [Offer(clause, one.title) for one, clause in printed if normal(clause).startswith(wanted)]
    yield from same or [
        Offer(one.id, f"{clause} {one.title}") for one, clause in items if folded(typed) in folded(one.title)
    ]


def _units(asked: Asked) -> list[Offer]:
    """Names that begin as typed, then ids; else names that hold what is typed."""
    from baicheng_cli.plan.names import members_in

    typed = asked.typed
    known = list(asked.names.units)
    with suppress(UserError):
        known += members_in(asked.data)
    if not typed:
        return [Offer(one.names[0], one.id) for one in known if one.names]
    named = [Offer(name, one.id) for one in known for name in one.names if name.startswith(typed)]
    ids = [Offer(one.id, one.names[0]) for one in known if one.names and one.id.startswith(typed.lower())]
    return named + ids or [Offer(name, one.id) for one in known for name in one.names if folded(typed) in folded(name)]


def _months(asked: Asked) -> list[Offer]:
    """The period's months up to now, and those with data; the newest first."""
    from baicheng_cli.plan.names import months_in

    filed = set()
    with suppress(UserError):
        filed = set(months_in(asked.data))
    first, last = asked.names.start[:7], min(asked.names.end[:7], f"{asked.today:%Y-%m}")
    found = set(filed)
    while re.fullmatch(r"\d{4}-\d\d", first) and first <= last:
        found.add(first)
        year, month = int(first[:4]), int(first[5:])
        first = f"{year + month // 12:04}-{month % 12 + 1:02}"
    every = [Offer(one, "有填报" if one in filed else "") for one in sorted(found, reverse=True)]
    return _starting(every, asked.typed)


def _lights(asked: Asked) -> list[Offer]:
    from baicheng_cli.status.lights import WORDS

    return _words_or_codes([(light.word, light.value) for light in WORDS], asked.typed)


def _views(asked: Asked) -> list[Offer]:
    from baicheng_cli.plan.names import views_in

    return _starting([Offer(name, title) for name, title in views_in(asked.data).items()], asked.typed)


def _roles(asked: Asked) -> list[Offer]:
    from baicheng_cli.status.select import ROLES

    return _words_or_codes([(word, role) for role, word in ROLES.items()], asked.typed)


def _words_or_codes(pairs: Iterable[tuple[str, str]], typed: str) -> list[Offer]:
    """Chinese words, or their codes for who types those."""
    latin = typed != "" and typed.isascii()
    return _starting([Offer(code, word) if latin else Offer(word, code) for word, code in pairs], typed)


def _self_words(asked: Asked) -> list[Offer]:
    from baicheng_cli.progress.verdicts import SELF_WORDS

    return _starting(map(Offer, SELF_WORDS), asked.typed)


def _verdicts(asked: Asked) -> list[Offer]:
    from baicheng_cli.progress.verdicts import ACCEPT, RETURN, VERIFY

    return _starting(map(Offer, (ACCEPT, RETURN, VERIFY)), asked.typed)


def _indicators(asked: Asked) -> list[Offer]:
    item = asked.item()
    return _parts(asked, item.indicators if item else (), "=")


def _milestones(asked: Asked) -> list[Offer]:
    item = asked.item()
    return _parts(asked, item.milestones if item else (), "")


def _told(asked: Asked) -> list[Offer]:
    """Whatever an entry on the task may say: indicators and milestones."""
    item = asked.item()
    return _parts(asked, (*item.indicators, *item.milestones) if item else (), "")


def _parts(asked: Asked, parts: Iterable[Part], sign: str) -> list[Offer]:
    """The task's parts that are not typed yet; behind the `=` nothing is known."""
    if "=" in asked.typed:
        return []
    given = {str(one).partition("=")[0] for one in asked.context.params.get(asked.parameter.name) or ()}
    left = [one for one in parts if one.id and one.id not in given]
    begin = _starting([Offer(f"{one.id}{sign}", one.words) for one in left], asked.typed)
    return begin or [Offer(f"{one.id}{sign}", one.words) for one in left if asked.typed in one.words]


def _cells(asked: Asked) -> list[Offer]:
    """Figures of a form, by task and indicator (3.3.a); the other cells of a task are named by the preview."""
    parts = [(item, part) for item in asked.names.items if item.leaf for part in item.indicators if part.id]
    return _starting([Offer(f"{item.id}.{part.id}", part.words) for item, part in parts], asked.typed)


def _units_with_reason(asked: Asked) -> list[Offer]:
    """Units with the `=` behind which the reason is typed."""
    return [] if "=" in asked.typed else [Offer(f"{one.value}=", one.help) for one in _units(asked)]


def _entries(asked: Asked) -> list[Offer]:
    """Ids of entries with who reported what; of a month, unit or task where the call names one."""
    month, found = asked.given("month"), []
    units = [one.names for one in asked.names.units if str(asked.given("unit")) in (one.id, *one.names)]
    item = asked.item() if asked.given_as("条目") else None
    for one in asked.entries():
        outside = month not in (None, one.date[:7]) or (units and one.unit not in units[0])
        if outside or (item is not None and one.task != item.id) or not one.id.startswith(asked.typed):
            continue
        found.append(Offer(one.id, f"{one.date} {one.unit} {asked.clause(one.task)} {one.progress}".rstrip()))
        if len(found) == _ENOUGH:
            break
    return found


def _templates(asked: Asked) -> list[Offer]:
    """Names of templates with what they are for."""
    from baicheng_cli.views.registry import TEMPLATES

    return _starting([Offer(one.name, f"{one.words}（{one.kind.word}）") for one in TEMPLATES], asked.typed)


def _numbers(asked: Asked) -> list[Offer]:
    """Numbers of papers with what each was about, the newest first."""
    from baicheng_cli.plan.names import papers_in

    found = [
        Offer(one.number, f"{one.day} {asked.clause(one.task)} {one.to}".rstrip()) for one in papers_in(asked.data)
    ]
    return _starting(reversed(found), asked.typed)[:_ENOUGH]


def _clauses_or_numbers(asked: Asked) -> list[Offer]:
    """What a paper is to be made of: clauses; to remind of, or to make anew, a number."""
    if asked.given("remind"):
        return _numbers(asked)
    return list(_clauses(asked)) or (_numbers(asked) if asked.typed else [])


def _in_the_help(asked: Asked) -> list[Offer]:
    """The values that the option's own help names: `table、json、csv 或 md`."""
    known = re.findall(r"(?<![-\w.])[a-z]{2,}(?![-\w.])", asked.parameter.help or "", re.ASCII)
    return _starting(map(Offer, known), asked.typed)


def _in_the_metavar(asked: Asked) -> list[Offer]:
    return _starting(map(Offer, str(asked.parameter.metavar).split("|")), asked.typed)


_KINDS: dict[str, Callable[[Asked], Iterable[Offer]]] = {
    "条目": _clauses,
    "单位": _units,
    "月份": _months,
    "状态": _lights,
    "角色": _roles,
    "视图": _views,
    "自评": _self_words,
    "结论": _verdicts,
    "指标=数": _indicators,
    "节点[=日期]": _milestones,
    "代号": _told,
    "格": _cells,
    "单位=原因": _units_with_reason,
    "记录": _entries,
    "模板": _templates,
    "编号": _numbers,
    "条目或编号": _clauses_or_numbers,
    "单位/人": _units,
    "格式": _in_the_help,
    "级别": _in_the_help,
    "口径": _in_the_help,
    "文件种类": _in_the_help,
}
"""What an option or argument with that metavar takes."""
_ON_DISK = {"文件": "files", "计划": "files", "文件夹": "folders"}
_GONE_ON_WITH = ("指标=数", "单位=原因")


def _values(metavar: str) -> Callable[[Asked], Iterable[Offer]]:
    if "|" in metavar:
        return _in_the_metavar
    return _KINDS.get(metavar, lambda asked: ())

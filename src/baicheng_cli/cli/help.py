"""`--help` in Chinese: plain text, aligned by what a Chinese character takes on a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

SETTINGS: dict[str, Any] = {"help_option_names": ["-h", "--help"], "max_content_width": 100}

_PIECES = {"[OPTIONS]": "[选项]", "COMMAND [ARGS]...": "命令 …", "COMMAND": "命令", "[ARGS]...": ""}
_WIDEST_NAME = 24


def help_text(command: Any, ctx: Any, subcommands: Sequence[tuple[str, str]] = ()) -> str:
    """The whole `--help` of a command."""
    pieces = (_PIECES.get(piece, piece.strip("{}")) for piece in command.collect_usage_pieces(ctx))
    lines = [f"用法：{ctx.command_path} {' '.join(filter(None, pieces))}"]
    if command.help:
        lines += ["", *command.help.strip().split("\n")]
    sections: dict[str, list[tuple[str, str]]] = {"参数": [], "选项": []}
    for param in command.get_params(ctx):
        if (record := param.get_help_record(ctx)) is not None:
            kind = "参数" if param.param_type_name == "argument" else "选项"
            sections[kind].append((record[0], said_in_chinese(record[1])))
    for title, records in (*sections.items(), ("命令", subcommands)):
        if records:
            lines += ["", f"{title}：", *_definitions(records, min(ctx.terminal_width or 100, 100))]
    if command.epilog:
        lines += ["", command.epilog]
    return "\n".join(lines)


def _definitions(records: Sequence[tuple[str, str]], width: int) -> Iterator[str]:
    """Names on the left, what they are on the right."""
    from baicheng_cli.views.tables import padded, width_of, wrapped

    left = min(_WIDEST_NAME, max(width_of(name) for name, _ in records)) + 2
    for name, text in records:
        first, *more = wrapped(text, width - left - 2)
        if width_of(name) + 2 > left:
            yield f"  {name}"
            yield " " * (left + 2) + first
        else:
            yield f"  {padded(name, left)}{first}"
        yield from (" " * (left + 2) + line for line in more)


def said_in_chinese(text: str) -> str:
    """The library's own words in Chinese."""
    if text == "Show this message and exit.":
        return "显示这段说明"
    text = re.sub(r"\[x>=(\d+)\]", r"[不小于\1]", text)
    return text.replace("[required]", "[必填]").replace("[default: ", "[默认：").replace("  [", " [")


class Command(TyperCommand):
    """One command."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        formatter.write(help_text(self, ctx))


class Group(TyperGroup):
    """A command with commands of its own."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        formatter.write(help_text(self, ctx, [(name, self.line_of(ctx, name)) for name in self.list_commands(ctx)]))

    def line_of(self, ctx: Any, name: str) -> str:
        """One line on a subcommand."""
        command = self.get_command(ctx, name)
        return (command.help or "").split("\n")[0] if command is not None else ""


class UsualGroup(Group):
    """A command that also has commands of its own: a call that begins with none of them is the hidden one's.

    So `notice 3.3` makes a paper, and `notice list` lists them.
    """

    @property
    def usual(self) -> Any:
        """The command that is meant when none is named."""
        return next(command for command in self.commands.values() if command.hidden)

    def list_commands(self, ctx: Any) -> list[str]:
        return [name for name in super().list_commands(ctx) if not self.commands[name].hidden]

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        named = args[:1] and (args[0] in self.list_commands(ctx) or args[0] in ctx.help_option_names)
        return super().parse_args(ctx, args if named else [self.usual.name, *args])

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name, command, rest = super().resolve_command(ctx, args)
        return ("" if command is self.usual else name), command, rest

    def format_help(self, ctx: Any, formatter: Any) -> None:
        inner = type(ctx)(self.usual, info_name=ctx.info_name, parent=ctx.parent)
        lines = [(name, self.line_of(ctx, name)) for name in self.list_commands(ctx)]
        formatter.write(help_text(self.usual, inner, lines))


def new_app(help: str | None = None, cls: type[Group] = Group) -> typer.Typer:
    """A Typer without rich markup, completion options or pretty tracebacks: each costs more than our code."""
    return typer.Typer(
        cls=cls,
        help=help,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings=SETTINGS,
    )

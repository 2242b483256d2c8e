"""The command `baicheng`: finds the command's file, and turns mistakes into sentences and exit codes."""

from __future__ import annotations

import codecs
import gc
import os
import sys
from contextlib import suppress
from importlib import import_module
from typing import Annotated, Any

import typer

from baicheng_cli import __version__
from baicheng_cli.cli.help import SETTINGS, Command, Group, new_app
from baicheng_cli.cli.options import TOP, AsOf, DataFolder, PlanFile

COMMANDS = {
    "check": "检查计划、设置和填报，逐条列出问题；不改任何文件",
    "tasks": "任务和措施：谁牵头、何时完成、现在如何",
    "show": "一个条目的全部内容：单位、目标、状态和理由、填报记录；--wording 引原文",
    "units": "单位表：官方次序、代号，各牵头、配合、负责几项",
    "indicators": "全部量化指标：目标、时限、谁填报、完成多少、该完成多少",
    "status": "各种状态各有几项：任务、措施、指标分开数",
    "progress": "填报进展，更正，审核，查看填报记录",
    "collect": "每月收报送：生成填报表，看谁没报，催报，免报，封账",
    "forms": "读回单位填好的 Excel 填报表，核对后录入",
    "ledger": "某月台账：一个指标一行，目标、完成、序时、状态、进展和问题",
    "notice": "督办通知单、催办函、函：一事一单；登记编号，签收，反馈，看谁逾期",
    "breakdown": "任务分解表：谁牵头谁配合、目标和时限，留出责任人、措施、节点等栏填写",
    "report": "月报：总体情况、各项任务进展、问题、需协调事项和附表；--unit 只报一个单位",
    "bulletin": "通报：推进较好的，滞后的，报送不及时的，数据不实的，工作要求和附表",
    "draft": "从印发的文件读出方案：条款、单位、指标、时限写成 YAML，拿不准的写成注释",
    "trace": "对着印发的文件逐条核对计划：条目、单位、数、时限，两边各有什么对不上；不改任何文件",
    "template": "模板：看有哪些，取出来改，检查改得对不对",
    "init": "新建一个计划的文件夹：计划、设置、提交前检查、CI、编辑器设置；已有的文件一概不动",
    "rules": "检查规则一览：编号、级别、查什么、为什么",
    "schema": "方案、设置、填报文件的 JSON Schema，编辑器用它提示和纠错",
    "completion": "让命令行按 Tab 补全编号、单位、月份和选项：打印要载入的脚本",
}
"""Commands in the order of `--help`, each in its docstring's words; only the called one's file is imported."""

EPILOG = "例：baicheng tasks --unit 区城管局　·　baicheng report --month 2019-09"

_UsageError: Any = typer.BadParameter.__mro__[1]  # typer carries its own click; only its leaves are public


class Door(Group):
    """The top level: a command's file is imported when that command is called."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"baicheng_cli.cli.{cmd_name}")
        if hasattr(module, "app"):
            command: Any = typer.main.get_group(module.app)  # a group, also with one command
        else:
            app = new_app()
            app.command(cmd_name, cls=Command)(getattr(module, cmd_name))
            command = typer.main.get_command(app)
        command.name = cmd_name
        return command

    def line_of(self, ctx: Any, name: str) -> str:
        return COMMANDS[name]


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"baicheng {__version__}")
        raise typer.Exit


def door(
    ctx: typer.Context,
    plan: PlanFile = None,
    data: DataFolder = None,
    as_of: AsOf = None,
    version: Annotated[bool, typer.Option("--version", help="显示版本", callback=_version, is_eager=True)] = False,
) -> None:
    """实施方案即代码：谁在何时前做什么、报了什么、什么滞后、为什么。"""
    TOP.plan, TOP.data, TOP.as_of = plan, data, as_of
    if ctx.invoked_subcommand is None:
        from baicheng_cli.cli.desk import desk

        desk()


def whole_command() -> Any:
    """The command line as typer's own click sees it; the commands inside are imported when they are asked for."""
    app = typer.Typer(
        cls=Door,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        epilog=EPILOG,
        invoke_without_command=True,
        context_settings=SETTINGS,
    )
    app.callback()(door)
    return typer.main.get_command(app)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with its exit code (DESIGN §6)."""
    gc.set_threshold(100_000)  # a short process that builds large trees once: early rounds find nothing to free
    _without_plugins()
    shell = os.environ.get("_BAICHENG_COMPLETE", "")
    if shell in ("bash", "zsh", "fish"):  # somebody pressed Tab (cli/completion.py)
        from baicheng_cli.cli.tab import answer

        sys.stdout.reconfigure(errors="replace", newline="\n")  # type: ignore[union-attr]  # a pipe of the shell's
        sys.stdout.write(answer(shell, sys.argv[1:] if arguments is None else arguments))
        sys.exit(0)
    code = run(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # a pipe that nobody reads any more
            stream.flush()
    os._exit(code)  # nothing is left to do: taking every object down again costs a sixth of a query


def _without_plugins() -> None:
    """Keep pydantic from looking through every installed package for plugins: a tenth of a query's time.

    Its own switch, PYDANTIC_DISABLE_PLUGINS, is asked only after the import that costs.
    """
    from types import ModuleType

    loader = ModuleType("pydantic.plugin._loader")
    loader.get_plugins = lambda: ()  # type: ignore[attr-defined]  # all that pydantic asks of it
    sys.modules.setdefault(loader.__name__, loader)


def _nearest(error: UnicodeError) -> tuple[str, int]:
    """What a terminal shows for a character that its code page lacks: the same in plain writing, else `?`.

    GBK has no minus sign (−), and `?0.4` would be read as another number.
    """
    if not isinstance(error, UnicodeEncodeError):
        raise error
    import unicodedata

    plain = unicodedata.normalize("NFKC", error.object[error.start]).replace("\u2212", "-")
    with suppress(UnicodeError):
        plain.encode(error.encoding)
        return plain, error.start + 1
    return "?", error.start + 1


def run(arguments: list[str]) -> int:
    """Run one command and give its exit code; mistakes of the user are one sentence on stderr."""
    from baicheng_cli.errors import BrokenFile, UserError

    codecs.register_error("nearest", _nearest)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # Line ends stay as written: Windows would double those of CSV and spoil the script of a shell.
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="nearest", newline="")
    try:
        done = whole_command().main(args=arguments, prog_name="baicheng", standalone_mode=False)
        sys.stdout.flush()
        return done if isinstance(done, int) else 0
    except _UsageError as error:
        typer.echo(f"错误：{_usage_words(error)}", err=True)
        path = error.ctx.command_path.rstrip() if error.ctx else "baicheng"
        typer.echo(f"用法见 {path} --help", err=True)
        return 2
    except BrokenFile as error:
        for found in error.findings:
            typer.echo(str(found), err=True)
        return error.exit_code
    except UserError as error:
        typer.echo(f"错误：{error}", err=True)
        return error.exit_code
    except typer.Exit as done:
        return done.exit_code
    except (typer.Abort, KeyboardInterrupt):
        typer.echo("已中断，没有写入任何内容", err=True)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nobody reads on: not an error
        return 0


def _usage_words(error: Any) -> str:
    """What is wrong with the call, in Chinese; the library says it in English."""
    from baicheng_cli.errors import did_you_mean

    kind = type(error).__name__
    if kind == "NoSuchOption":
        near = f"；你是不是要用：{'、'.join(error.possibilities)}？" if error.possibilities else ""
        return f"没有选项 {error.option_name}{near}"
    if kind == "MissingParameter" and error.param is not None:
        name = error.param.opts[-1] if error.param.param_type_name == "option" else error.param.human_readable_name
        return f"缺少 {name}"
    message = str(error.message)
    if kind == "BadOptionUsage":
        return f"选项 {error.option_name} {'不带值' if 'does not take' in message else '要带一个值'}"
    if message.startswith("No such command"):
        typed = message.split("'")[1] if "'" in message else ""
        known = error.ctx.command.list_commands(error.ctx) if error.ctx else list(COMMANDS)
        near = did_you_mean(typed, known)
        return f"没有命令“{typed}”；{near or '可用：' + '、'.join(known)}"
    if message == "Missing command.":
        return "缺少子命令"
    if message.startswith("Got unexpected extra argument"):
        return f"多出了参数：{message.split(' (', 1)[-1].removesuffix(')')}"
    if kind == "BadParameter" and error.param is not None:
        return f"{error.param.opts[-1]} 的值不对：{_number_words(message)}"
    return message


def _number_words(message: str) -> str:
    """What the library says of a number that is none, or too small."""
    import re

    if (found := re.fullmatch(r"(\S+) is not in the range x>=(\d+)\.?", message)) is not None:
        return f"{found[1]}；要写不小于{found[2]}的整数"
    if (found := re.fullmatch(r"'(.*)' is not a valid int(?:eger)?( range)?\.?", message)) is not None:
        return f"“{found[1]}”不是整数"
    return message

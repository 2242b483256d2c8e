"""`baicheng check`: all problems of plan, settings and progress in one run."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from baicheng_cli.cli.options import TOP, DataFolder, PlanFile

if TYPE_CHECKING:
    from baicheng_cli.diagnostics import Finding
    from baicheng_cli.rules.ignoring import LetStand

FORMATS = ("text", "json", "github", "sarif", "junit")
FAIL_ON = {"error": ("error",), "warning": ("error", "warning"), "never": ()}


def check(
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="文件", help="计划、设置或填报文件（默认：计划和它的数据文件夹）")
    ] = None,
    format: Annotated[
        str, typer.Option("--format", "-f", metavar="格式", help="text、json、github、sarif 或 junit")
    ] = "text",
    fail_on: Annotated[
        str, typer.Option("--fail-on", metavar="级别", help="到哪一级算不通过：error、warning 或 never")
    ] = "error",
    local_checks: Annotated[
        bool,
        typer.Option("--local-checks", help="也运行数据文件夹里 office/checks.py 的本办检查：会执行其中的代码"),
    ] = False,
    plan: PlanFile = None,
    data: DataFolder = None,
) -> None:
    """检查计划、设置和填报，逐条列出问题；不改任何文件。"""
    from baicheng_cli.cli.session import plans_to_check
    from baicheng_cli.diagnostics import in_order, local_codes
    from baicheng_cli.errors import UsageError
    from baicheng_cli.plan.load import find_data, shown
    from baicheng_cli.rules.check import ask_all, ask_file, data_of, files_asked
    from baicheng_cli.rules.local import checks_file
    from baicheng_cli.rules.settings import columns_of_views
    from baicheng_cli.views import findings

    if format not in FORMATS:
        raise UsageError(f"没有“{format}”这种格式；可用：{'、'.join(FORMATS)}")
    if fail_on not in FAIL_ON:
        raise UsageError(f"--fail-on 没有“{fail_on}”；可用：{'、'.join(FAIL_ON)}")
    found: list[Finding] = []
    ignored: list[LetStand] = []
    waiting: list[str] = []
    looked_at = files or plans_to_check(plan, data)
    with local_codes():
        for file in looked_at:
            folder = find_data(data or TOP.data, file)
            home = data_of(file, folder) or folder
            more = [columns_of_views(partial(_headings, home))]
            if files:
                said = ask_file(file, plan or TOP.plan, folder, more, local=local_checks)
            else:
                said = ask_all(file, folder, more, local=local_checks)
            found += said.found
            ignored += said.ignored
            if not local_checks and checks_file(home).exists():
                waiting.append(shown(checks_file(home)))
        found, ignored, waiting = in_order(found), list(dict.fromkeys(ignored)), list(dict.fromkeys(waiting))
        if format == "json":
            typer.echo(_json(found, ignored, looked_at[0]), nl=False)
        elif format == "sarif":
            typer.echo(findings.sarif(found, ignored), nl=False)
        elif format == "junit":
            asked = [shown(one) for file in looked_at for one in files_asked(file, find_data(data or TOP.data, file))]
            typer.echo(findings.junit(found, asked, FAIL_ON[fail_on]), nl=False)
        else:
            typer.echo({"text": findings.text, "github": findings.github}[format](found), nl=False)
        typer.echo(findings.summary(found, [shown(file) for file in looked_at], ignored=len(ignored)), err=True)
        if waiting:
            typer.echo(f"没有运行本办自己的检查：{'、'.join(waiting)}；信得过其中的代码，加 --local-checks", err=True)
        if any(one.severity.value in FAIL_ON[fail_on] for one in found):
            raise typer.Exit(1)


def _headings(data: Path) -> list[str]:
    from baicheng_cli.views.saved import Headings

    return Headings(data).known


def _json(found: list[Finding], ignored: list[LetStand], file: Path) -> str:
    """The envelope of every JSON answer; of a plan that cannot be loaded only the file is known."""
    from baicheng_cli.cli.session import open_desk
    from baicheng_cli.errors import UserError
    from baicheng_cli.plan.load import shown
    from baicheng_cli.progress.calendar import today
    from baicheng_cli.views import findings
    from baicheng_cli.views.tables import json_text

    plan = {"file": shown(file), "number": None, "title": None, "version": None, "demo": None}
    day = today().isoformat()
    with suppress(UserError):
        plan = open_desk(file, None, day).envelope()
    let_stand = [
        {**item, "reason": one.reason}
        for item, one in zip(findings.items([one.finding for one in ignored]), ignored, strict=True)
    ]
    return json_text("check", plan, day, findings.items(found), ignored=let_stand)

"""`baicheng check`: all problems of plan, settings and progress in one run."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from baicheng_cli.cli.options import TOP, DataFolder, PlanFile

if TYPE_CHECKING:
    from baicheng_cli.diagnostics import Finding

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
    plan: PlanFile = None,
    data: DataFolder = None,
) -> None:
    """检查计划、设置和填报，逐条列出问题；不改任何文件。"""
    from baicheng_cli.cli.session import plans_to_check
    from baicheng_cli.diagnostics import in_order
    from baicheng_cli.errors import UsageError
    from baicheng_cli.plan.load import find_data, shown
    from baicheng_cli.rules.check import check_all, check_file, files_asked
    from baicheng_cli.views import findings

    if format not in FORMATS:
        raise UsageError(f"没有“{format}”这种格式；可用：{'、'.join(FORMATS)}")
    if fail_on not in FAIL_ON:
        raise UsageError(f"--fail-on 没有“{fail_on}”；可用：{'、'.join(FAIL_ON)}")
    found: list[Finding] = []
    looked_at = files or plans_to_check(plan, data)
    for file in looked_at:
        folder = find_data(data or TOP.data, file)
        found += check_file(file, plan or TOP.plan, folder) if files else check_all(file, folder)
    found = in_order(found)
    if format == "json":
        typer.echo(_json(found, looked_at[0]), nl=False)
    elif format == "junit":
        asked = [shown(one) for file in looked_at for one in files_asked(file, find_data(data or TOP.data, file))]
        typer.echo(findings.junit(found, asked, FAIL_ON[fail_on]), nl=False)
    else:
        words = {"text": findings.text, "github": findings.github, "sarif": findings.sarif}[format]
        typer.echo(words(found), nl=False)
    typer.echo(findings.summary(found, [shown(file) for file in looked_at]), err=True)
    if any(one.severity.value in FAIL_ON[fail_on] for one in found):
        raise typer.Exit(1)


def _json(found: list[Finding], file: Path) -> str:
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
    return json_text("check", plan, day, findings.items(found))

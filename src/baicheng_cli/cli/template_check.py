"""`baicheng template check`: every template tried on a small office, with all that is wrong at its place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from baicheng_cli.cli.options import DataFolder, PlanFile

if TYPE_CHECKING:
    from baicheng_cli.diagnostics import Finding
    from baicheng_cli.views.registry import Template

FORMATS = ("text", "json", "github")


def check(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="模板", help="模板名称，或一个模板文件（默认：全部，含本办的）")
    ] = None,
    stands_for: Annotated[
        str | None, typer.Option("--as", metavar="模板", help="文件名看不出时，写明这个文件当哪个模板用")
    ] = None,
    format: Annotated[str, typer.Option("--format", "-f", metavar="格式", help="text、json 或 github")] = "text",
    plan: PlanFile = None,
    data: DataFolder = None,
) -> None:
    """检查模板：都用一份内存里的样本填一遍，标签没结束、没有的项、不转义、全角花括号逐处指出。"""
    from baicheng_cli.cli.template_place import office_templates
    from baicheng_cli.diagnostics import Severity, in_order
    from baicheng_cli.errors import UsageError
    from baicheng_cli.plan.load import shown
    from baicheng_cli.progress.calendar import today
    from baicheng_cli.views import findings
    from baicheng_cli.views.registry import TEMPLATES, template_named
    from baicheng_cli.views.tables import json_text
    from baicheng_cli.views.template_check import check_file, check_templates

    if format not in FORMATS:
        raise UsageError(f"没有“{format}”这种格式；可用：{'、'.join(FORMATS)}")
    if stands_for is not None and len(names or ()) != 1:
        raise UsageError("--as 说的是一个文件；前面写上这个文件")
    office = office_templates(plan, data)
    found: list[Finding] = []
    looked_at: list[str] = []
    chosen: list[Template] = []
    for name in names or ():
        if (file := Path(name)).is_file():
            found += check_file(_stands_for(file, stands_for), file, office)
            looked_at.append(shown(file))
        elif stands_for is not None:
            raise UsageError(f"找不到文件 {name}")
        else:
            chosen.append(template_named(name))
    if not names:
        chosen = list(TEMPLATES)
    found = in_order(found + check_templates(chosen, office))
    if format == "json":
        no_plan = dict.fromkeys(("file", "number", "title", "version", "demo"))
        typer.echo(json_text("template_check", no_plan, today().isoformat(), findings.items(found)), nl=False)
    else:
        typer.echo({"text": findings.text, "github": findings.github}[format](found), nl=False)
    looked_at += [one.name for one in chosen] if names else [f"{len(TEMPLATES)}个模板"]
    typer.echo(findings.summary(found, looked_at), err=True)
    if any(one.severity is Severity.ERROR for one in found):
        raise typer.Exit(1)


def _stands_for(file: Path, named: str | None) -> Template:
    """The template that a file stands for: as said, else by its name. Raises UsageError."""
    from baicheng_cli.errors import UsageError, UserError
    from baicheng_cli.views.registry import Kind, template_named

    suffixes = {".docx": Kind.WORD, ".txt": Kind.WORD}
    try:
        template = template_named(named or (file.stem if file.suffix.lower() in suffixes else file.name))
    except UserError as error:
        if named is not None:
            raise
        raise UsageError(f"看不出 {file.name} 当哪个模板用（{error}）；加 --as 模板名") from None
    if template.kind in (Kind.STYLES, Kind.COLUMNS):
        raise UsageError(f"{template.name} 放进数据文件夹的 office/templates 再检查，或用 --data 指定那个文件夹")
    if (template.kind is Kind.WORD) != (file.suffix.lower() in suffixes):
        raise UsageError(f"{file.name} 不能当 {template.name} 用：一个是 Word 模板，一个不是")
    return template

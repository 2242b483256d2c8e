"""`baicheng template eject`: a template out of the package, into the office's folder, to be changed there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from baicheng_cli.cli.options import DataFolder, PlanFile

if TYPE_CHECKING:
    from baicheng_cli.views.registry import Template


def eject(
    name: Annotated[str, typer.Argument(metavar="模板", help="模板名称，见 template list；report.txt 取文本写法的")],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="文件", help="写到别处（默认：数据文件夹的 office/templates）"),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="覆盖已有的文件，其中的改动不保留")] = False,
    plan: PlanFile = None,
    data: DataFolder = None,
) -> None:
    """取出一个模板来改：公文是能用 Word、WPS 打开的 .docx，其余是文本；以后以取出的为准。"""
    from baicheng_cli.cli.template_place import office_templates
    from baicheng_cli.errors import UsageError, UserError
    from baicheng_cli.files import write_atomic
    from baicheng_cli.plan.load import shown
    from baicheng_cli.views.registry import Kind, template_named

    template = template_named(name)
    office = office_templates(plan, data)
    as_text = template.kind is not Kind.WORD or name.endswith(".txt")
    target = output
    if target is None:
        if office is None:
            raise UsageError("这里没有方案，不知道放进哪个数据文件夹；用 --data 指定，或用 -o 写到别处")
        target = office / template.file
        if not as_text:
            target = target.with_suffix(".docx")
        other = target.with_suffix(".docx" if as_text else ".txt")
        if template.kind is Kind.WORD and other.is_file():
            raise UserError(f"已有 {shown(other)}，两份只能留一份；先把它改名或移走，或用 -o 写到别处")
    elif template.kind is Kind.WORD and target.suffix.lower() not in (".docx", ".txt"):
        raise UsageError(f"Word 模板写成 .docx 或 .txt，不能写成 {target.name}")
    elif template.kind is Kind.WORD:
        as_text = target.suffix.lower() == ".txt"
    if target.is_dir():
        raise UsageError(f"{shown(target)} 是文件夹；-o 写文件名")
    if target.exists() and not force:
        raise UserError(f"已有 {shown(target)}，没有改动；要覆盖加 --force，其中的改动不保留")
    write_atomic(target, _content(template, office, as_text=as_text))
    typer.echo(f"已取出 {shown(target)}；改好后运行 baicheng template check {template.name}", err=True)


def _content(template: Template, office: Path | None, *, as_text: bool) -> bytes:
    """The shipped template; a paper's as .docx has the office's own styles in it."""
    from baicheng_cli.views.templates import shipped
    from baicheng_cli.views.word.build import build
    from baicheng_cli.views.word.styles import load_styles

    file = shipped() / template.file
    if as_text:
        return file.read_bytes()
    return build(file.read_text("utf-8"), template.file, load_styles(office))

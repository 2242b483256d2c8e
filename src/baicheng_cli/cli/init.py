"""`baicheng init`: the folder of a new plan, empty or with what an earlier plan leaves to it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from baicheng_cli.cli.options import DataFolder
from baicheng_cli.errors import UsageError, UserError

if TYPE_CHECKING:
    from baicheng_cli.views.new_plan import NewPlan


def init(
    folder: Annotated[Path | None, typer.Argument(metavar="文件夹", help="放在哪里（默认：这里）")] = None,
    from_: Annotated[
        Path | None, typer.Option("--from", metavar="计划", help="接着哪个旧计划：带入单位、设置和没有完成的任务")
    ] = None,
    title: Annotated[str | None, typer.Option("--title", metavar="标题", help="文件标题")] = None,
    number: Annotated[
        str | None, typer.Option("--number", metavar="文号", help="发文字号，如 中原政文〔2020〕12号")
    ] = None,
    issuer: Annotated[str | None, typer.Option("--issuer", metavar="机关", help="发文机关")] = None,
    issued: Annotated[str | None, typer.Option("--issued", metavar="日期", help="成文日期，如 2020-04-14")] = None,
    year: Annotated[
        str | None, typer.Option("--year", metavar="年份", help="哪一年的计划（默认：成文那年；接旧计划的，次年）")
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="文件夹", help="同“文件夹”")] = None,
    data: DataFolder = None,
) -> None:
    """新建一个计划的文件夹：计划、设置、提交前检查、CI、编辑器设置；已有的文件一概不动。

    标题、文号、机关、成文日期要给出；在终端上缺哪项就问哪项，还不知道的直接回车，留作【待填】。接旧计划（--from）的可以都不给。
    """
    from baicheng_cli.cli import init_values
    from baicheng_cli.plan.load import shown
    from baicheng_cli.views.new_plan import folder_files

    if folder and output and folder.resolve() != output.resolve():
        raise UsageError(f"文件夹写了两个：{folder} 和 {output}；只写一个")
    top = folder or output or Path()
    given = init_values.Given(title, number, issuer, issued, year)
    new = init_values.new_plan(given) if from_ is None else init_values.following(given, from_, data)
    if (top / new.file).exists():
        raise UserError(f"{shown(top / new.file)} 已经有了，什么都没有写；换一个年份或文件夹，或先把它移走")
    kept = _write(top, folder_files(new))
    if kept:
        typer.echo(f"已有的文件没有动：{'、'.join(shown(file) for file in kept)}", err=True)
    _set_up_git(top)
    _say_what_is_left(top, new)


def _write(top: Path, files: dict[str, str]) -> list[Path]:
    """Write the files that are not there yet and print their names; those that are there stay, and are given back."""
    from baicheng_cli.files import write_atomic
    from baicheng_cli.plan.load import shown

    kept = []
    for name, text in files.items():
        file = top / name
        if file.exists() or file.is_symlink():
            kept.append(file)
            continue
        write_atomic(file, text)
        typer.echo(shown(file))
    return kept


def _set_up_git(top: Path) -> None:
    from baicheng_cli.history.git import in_repository, show_names_as_they_are

    if in_repository(top) and show_names_as_they_are(top):
        typer.echo("已让 git 原样显示中文文件名（core.quotepath false，只在这个仓库）", err=True)
    else:
        typer.echo(
            "还没有用 git 管理；先 git init，再 git config core.quotepath false，git 才原样显示中文文件名", err=True
        )


def _say_what_is_left(top: Path, new: NewPlan) -> None:
    """What `check` says of the new plan, and what comes next."""
    from baicheng_cli.diagnostics import Severity
    from baicheng_cli.plan.load import shown
    from baicheng_cli.rules.check import check_all

    file = top / new.file
    found = check_all(file, file.with_suffix(""))
    wrong = sum(one.severity is Severity.ERROR for one in found)
    blanks = sum(one.code == "BC120" for one in found)
    idle = sum(one.code == "BC207" for one in found)
    if wrong:
        typer.echo(f"新计划里有{wrong}处错误，用 baicheng check 看", err=True)
    if idle:
        typer.echo(f"{idle}个单位还没有条目，check 会提示；写上条目或删去单位就好", err=True)
    todo = f"把{blanks}处【待填】换成文件里的内容，" if blanks else ""
    typer.echo(f"下一步：打开 {shown(file)}，{todo}写上任务，再运行 baicheng check", err=True)

"""`baicheng progress merge`: joins what two branches added to one file, for people and as git's merge driver."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from baicheng_cli.history.git import Conflict
    from baicheng_cli.progress.merge import Merged


def merge(
    file: Annotated[
        list[Path] | None,
        typer.Argument(metavar="文件", help="git 留下冲突的填报文件（默认：这个仓库里所有的）"),
    ] = None,
    add: Annotated[bool, typer.Option("--add", help="合并好的随即 git add")] = False,
    driver: Annotated[
        bool, typer.Option("--driver", help="由 git 调用：共同祖先、我方、对方、文件路径，结果写入我方")
    ] = False,
) -> None:
    """合并两个分支各自加的填报：整条整条地接，一条不少、一条不重，不管谁并谁结果都一样。"""
    from baicheng_cli.errors import UsageError, UserError
    from baicheng_cli.history.git import files_in_conflict, in_repository, mark_merged
    from baicheng_cli.plan.load import shown

    files = file or []
    if driver:
        _drive(files)
        return
    here = files[0].parent if files else Path.cwd()
    if not in_repository(here):
        raise UsageError("这里不是 git 仓库，没有可合并的")
    files = files or [one for one in files_in_conflict(here) if _is_ours(one)]
    if not files:
        typer.echo("没有要合并的：git 没有留下冲突的填报文件")
        return
    code = 0
    for one in files:
        try:
            _print(_merge_one(one), shown(one))
        except UserError as error:
            typer.echo(f"错误：{error}", err=True)
            code = max(code, error.exit_code)
            continue
        if add and not mark_merged(one):
            typer.echo(f"错误：{shown(one)} 没有能 git add，请自己加", err=True)
            code = max(code, 1)
    if code:
        raise typer.Exit(code)
    typer.echo("请用 baicheng check 查一遍，再" + ("提交" if add else " git add、提交"))


def _is_ours(file: Path) -> bool:
    """Whether a file lies where the files that only grow lie."""
    from baicheng_cli.yaml_repair import ONLY_GROWS

    return ONLY_GROWS.search(file.as_posix()) is not None


def _merge_one(file: Path) -> Merged:
    """Join the versions of a file in conflict, and write it. Raises UserError when people have to decide."""
    from baicheng_cli.errors import UsageError, UserError
    from baicheng_cli.files import locked, write_atomic
    from baicheng_cli.history.git import conflict
    from baicheng_cli.plan.load import shown
    from baicheng_cli.progress.merge import merge

    name = shown(file)
    if not file.is_file():
        raise UsageError(f"找不到文件 {name}")
    with locked(file):
        versions = conflict(file)
        if versions is None:
            raise UserError(f"{name} 没有冲突，不用合并")
        if versions.ours is None or versions.theirs is None:
            raise UserError(f"{name} 一边删去了整个文件；要留下就 git add，要删去就 git rm")
        merged = merge(versions.base or b"", versions.ours, versions.theirs, name)
        before = file.read_bytes()
        if before != merged.content and not _is_as_git_left_it(before, versions):
            raise UserError(f"{name} 已经手工改过，不去动它；改好了就 git add，要重来先 git checkout -m -- {name}")
        write_atomic(file, merged.content)
    if merged.disputes:
        told = "\n".join(merged.disputes)
        raise UserError(f"{told}\n其余的已接好；上面的在文件里用 <<<<<<< 和 >>>>>>> 标出，选定一种、删去标记再 git add")
    return merged


def _is_as_git_left_it(content: bytes, versions: Conflict) -> bool:
    """Whether nobody has begun to mend the file by hand: what they typed must not be lost."""
    lines = [line.rstrip(b"\r") for line in content.split(b"\n")]
    written = [{line.rstrip(b"\r") for line in side.split(b"\n")} for side in versions if side is not None]
    signs = (b"<<<<<<<", b"|||||||", b"=======", b">>>>>>>")
    marked = any(line.startswith(signs[0]) for line in lines)
    if not marked:
        return content.replace(b"\r\n", b"\n") in [side.replace(b"\r\n", b"\n") for side in versions[1:] if side]
    return all(line.startswith(signs) or any(line in side for side in written) for line in lines)


def _print(merged: Merged, name: str) -> None:
    """What was joined; and where both sides told of one task, that both stay."""
    from baicheng_cli.progress.merge import told_twice, used_twice

    typer.echo(f"已合并 {name}：这一边加了{len(merged.ours)}条，另一边加了{len(merged.theirs)}条")
    for task, ids in told_twice(merged):
        typer.echo(f"  {task} 两边都报了，都保留（{'、'.join(ids)}）；报重了的用 progress amend 更正")
    for number in used_twice(merged):
        typer.echo(f"  {number} 两边都用了，都保留；给还没有送出的一份改编号")


def _drive(files: list[Path]) -> None:
    """What git calls for each file that both branches changed: quiet when it can be joined, else exit code 1.

    Whatever goes wrong, git's own markers are left in our version: without them theirs would be gone unnoticed.
    """
    from contextlib import ExitStack

    from baicheng_cli.errors import UsageError, UserError
    from baicheng_cli.history.git import merge_lines

    if len(files) != 4:
        raise UsageError("--driver 要四个参数：%O %A %B %P（共同祖先、我方、对方、文件路径）")
    base, ours, theirs, path = files
    with ExitStack() as otherwise:
        otherwise.callback(merge_lines, base, ours, theirs)
        from baicheng_cli.progress.merge import merge

        merged = merge(base.read_bytes(), ours.read_bytes(), theirs.read_bytes(), path.as_posix())
        ours.write_bytes(merged.content)
        otherwise.pop_all()
    if merged.disputes:
        raise UserError("\n".join(merged.disputes))

"""`baicheng collect open`: freeze who owes a report of the month, and write a form for each of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from baicheng_cli.cli.options import DataFolder, Format, PlanFile, Raw

if TYPE_CHECKING:
    from baicheng_cli.cli.session import Desk
    from baicheng_cli.plan.model import Task
    from baicheng_cli.progress.cycle import Cycle
    from baicheng_cli.status.ledger import Ledger
    from baicheng_cli.views.collect_open import Opened


def open_(
    month: Annotated[str, typer.Option("--month", metavar="月份", help="收哪个月的报送，如 2019-09")],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="文件夹", help="填报表写到哪里（默认：这里的 填报表-月份）"),
    ] = None,
    unit: Annotated[str | None, typer.Option("--unit", "-u", metavar="单位", help="只写这个单位的填报表")] = None,
    zip_: Annotated[bool, typer.Option("--zip", help="另打一个压缩包，便于一次发出")] = False,
    force: Annotated[bool, typer.Option("--force", help="重新确定谁该报，已有的填报表也重写")] = False,
    format: Format = "table",
    raw: Raw = False,
    plan: PlanFile = None,
    data: DataFolder = None,
) -> None:
    """开账：确定本月谁该报什么，给每个单位写一份 Excel 填报表；再运行只补缺的，已有的不动。"""
    from baicheng_cli.cli.session import open_desk
    from baicheng_cli.cli.show_table import known_format, show
    from baicheng_cli.errors import UsageError
    from baicheng_cli.progress.holidays import unknown_words
    from baicheng_cli.views.collect_open import open_table

    known_format(format)
    if zip_ and unit is not None:
        raise UsageError("--zip 打包的是全部填报表，不和 --unit 一起用")
    desk = open_desk(plan, data, None, month)
    folder = output or Path(f"填报表-{month}")
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} 是文件，-o 要写文件夹")
    only = desk.register.unit(unit).id if unit is not None else None
    version = desk.version  # before anything is written: the forms are made from what is there now
    ledger, owing = opened(desk, month, only, again=force and only is None)
    if (words := unknown_words(month, desk.settings)) is not None:
        typer.echo(f"请核对：{words}", err=True)
    chosen = {id: tasks for id, tasks in owing.items() if only in (None, id)}
    found = list(written(ledger, month, chosen, folder, version, force=force))
    archive = packed(folder, found, force=force) if zip_ else None
    show(open_table(ledger, month, found, archive), format, desk, raw=raw)


def opened(desk: Desk, month: str, only: str | None, *, again: bool) -> tuple[Ledger, dict[str, list[Task]]]:
    """The month opened, and who owes what in it: once open, as it was frozen, unless `again`.

    Raises UserError, and writes nothing then: the month is closed, nobody owes a report, or not the unit `only`.
    """
    from dataclasses import replace

    from baicheng_cli.errors import UserError
    from baicheng_cli.status.reporting import owed
    from baicheng_cli.views.collect_status import why_nobody

    ledger = desk.ledger()
    before = ledger.cycles.get(month)
    if before is not None and before.closed is not None:
        raise UserError(f"{month}已于{before.closed}封账，不能再开账；以后报来的用 baicheng progress add 记为补报")
    others = {name: cycle for name, cycle in ledger.cycles.items() if name != month}
    frozen = before is not None and not again
    owing = owed(ledger if frozen else replace(ledger, cycles=others), month)
    if not owing:
        raise UserError(why_nobody(ledger, month))
    if only is not None and only not in owing:
        raise UserError(f"{ledger.name(only)}{month}没有应报送的任务，没有填报表")
    if frozen:
        return ledger, owing
    return replace(ledger, cycles={**others, month: _frozen(desk, month, owing, before)}), owing


def _frozen(desk: Desk, month: str, owing: Mapping[str, Sequence[Task]], before: Cycle | None) -> Cycle:
    """The month's record, written and read back; of one that was open already, the day stays and the names are new."""
    from baicheng_cli.plan.load import shown
    from baicheng_cli.progress import calendar
    from baicheng_cli.progress.cycle import must_be_open, write_cycle

    until = calendar.data_until(month, desk.settings.reporting)
    days = (before.opened if before else desk.today, until, calendar.submit_by(month, desk.settings))
    rows = [(desk.register.shown(id, until), [task.id for task in tasks]) for id, tasks in owing.items()]
    file = write_cycle(desk.data, month, days, rows, demo=desk.settings.demo, again=before is not None)
    what = "重新确定了应报名单" if before else "已开账"
    typer.echo(f"{what}：应报{len(owing)}个单位，记入 {shown(file)}", err=True)
    return must_be_open(desk.data, month)


def written(
    ledger: Ledger, month: str, owing: Mapping[str, Sequence[Task]], folder: Path, version: str, *, force: bool
) -> Iterator[Opened]:
    """Each form in its file; one that is there stays, unless `force`.

    One that somebody has saved since (a filled-in one, perhaps) is put aside before it is written anew.
    """
    from baicheng_cli.files import move, write_atomic
    from baicheng_cli.forms.blank import file_name, forms_of
    from baicheng_cli.forms.book import workbook
    from baicheng_cli.views.collect_open import AGAIN, ASIDE, KEPT, NEW, Opened
    from baicheng_cli.views.excel import made_here

    for form in forms_of(ledger, month, owing, data_version=version):
        file = folder / file_name(form, ledger.register)
        tasks = tuple(task.id for task in owing[form.unit])
        there = file.read_bytes() if file.is_file() else None
        ours = there is not None and made_here(there)
        if there is not None and not force:
            yield Opened(form.unit, tasks, file, there if ours else workbook(form), KEPT)
            continue
        if there is not None and not ours:
            move(file, _aside(file))
        content = workbook(form)
        write_atomic(file, content)
        yield Opened(form.unit, tasks, file, content, NEW if there is None else AGAIN if ours else ASIDE)


def _aside(file: Path) -> Path:
    """A name that is free, and that nobody takes for a form."""
    aside, number = file.with_name(f"{file.name}.旧"), 1
    while aside.exists():
        number += 1
        aside = file.with_name(f"{file.name}.旧{number}")
    return aside


def packed(folder: Path, found: Sequence[Opened], *, force: bool) -> Path:
    """All forms in one archive beside the folder; another one that is there stays, unless `force`."""
    from baicheng_cli.files import write_atomic
    from baicheng_cli.views import excel

    file = Path(f"{folder}.zip")
    content = excel.packed((one.file.name, one.content) for one in found)
    if not file.exists() or force:
        write_atomic(file, content)
    elif file.read_bytes() != content:
        typer.echo(f"已有 {file}，没有覆盖，里面和现在的填报表不一样；要重新打包加 --force", err=True)
    return file

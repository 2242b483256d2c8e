"""Options that the commands of `baicheng progress` share, each described once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Day = Annotated[
    str | None, typer.Option("--date", metavar="日期", help="统计截止日（默认：该月统计截止日或今天，取早）")
]
Received = Annotated[str | None, typer.Option("--received", metavar="日期", help="收到日（默认：今天）")]
Values = Annotated[list[str] | None, typer.Option("--set", metavar="指标=数", help="累计数，如 a=72.5；可写几次")]
Done = Annotated[
    list[str] | None,
    typer.Option("--done", metavar="节点[=日期]", help="已完成的节点，如 m1=2019-08-20；可写几次"),
]
OwnWord = Annotated[str | None, typer.Option("--self", metavar="自评", help="正常推进、滞后、未启动或已完成")]
Text = Annotated[str | None, typer.Option("--text", metavar="文字", help="本月进展")]
Problems = Annotated[str | None, typer.Option("--problems", metavar="文字", help="存在问题")]
Next = Annotated[str | None, typer.Option("--next", metavar="文字", help="下一步计划")]
Needs = Annotated[str | None, typer.Option("--needs", metavar="文字", help="需协调事项")]
EvidenceFiles = Annotated[list[Path] | None, typer.Option("--evidence", metavar="文件", help="佐证文件；可写几次")]
Reporter = Annotated[str | None, typer.Option("--reporter", metavar="姓名", help="填报人")]
Approver = Annotated[str | None, typer.Option("--approver", metavar="姓名", help="审签人")]
ByOffice = Annotated[bool, typer.Option("--by-office", help="由本办代录")]
AllowFall = Annotated[bool, typer.Option("--allow-fall", help="累计数确实减少（要写 --reason）")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="只显示会写什么，不写")]

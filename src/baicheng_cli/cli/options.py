"""Options that several commands share, each described once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

PlanFile = Annotated[
    Path | None, typer.Option("--plan", metavar="文件", help="计划文件（默认：这里或上级文件夹的 plan/*.yaml）")
]
DataFolder = Annotated[
    Path | None, typer.Option("--data", metavar="文件夹", help="数据文件夹（默认：计划旁边的同名文件夹）")
]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="日期", help="按哪一天看，如 2019-09-25（默认：今天）")]
Month = Annotated[
    str | None, typer.Option("--month", metavar="月份", help="按哪个月看，如 2019-09（默认到该月统计截止日）")
]
Format = Annotated[str, typer.Option("--format", "-f", metavar="格式", help="table、json、csv 或 md")]
PageFormat = Annotated[str, typer.Option("--format", "-f", metavar="格式", help="table 或 json")]
Raw = Annotated[bool, typer.Option("--raw", help="CSV 给程序用：不加字节序标记，不防公式")]
UnitName = Annotated[
    str | None, typer.Option("--unit", "-u", metavar="单位", help="单位名称、简称或代号，也可以是集合单位")
]
ViewName = Annotated[
    str | None, typer.Option("--view", metavar="视图", help="设置里存好的筛选和栏目（views），其他筛选在它之上再筛")
]
LightName = Annotated[str | None, typer.Option("--light", metavar="状态", help="状态，如 滞后 或 behind")]
OutFile = Annotated[Path | None, typer.Option("--output", "-o", metavar="文件", help="写到文件")]
DocumentFile = Annotated[
    Path | None,
    typer.Option("--document", metavar="文件", help="印发的文件（docx、txt、md、pdf），引它的原文（默认：设置里的）"),
]
Force = Annotated[bool, typer.Option("--force", help="覆盖不是本工具生成的文件")]
PaperNumber = Annotated[
    int | None,
    typer.Option("--number", metavar="数", min=1, help="发文顺序号（默认：签发时登记的）；没有的印成〔2019〕　号"),
]
PaperDay = Annotated[
    str | None,
    typer.Option("--dated", metavar="日期", help="成文日期（默认：登记的，当月文稿里的，签发的当天；草稿空着）"),
]
Issue = Annotated[
    bool, typer.Option("--issue", help="签发：封账以后用掉一个编号，记入发文登记；不加就是草稿，编号空着")
]
Again = Annotated[bool, typer.Option("--again", help="这个月已经签发过，再用一个编号另发一份")]


class TOP:
    """Options given before the command (`baicheng --plan F tasks`): they count where it has none of its own."""

    plan: Path | None = None
    data: Path | None = None
    as_of: str | None = None

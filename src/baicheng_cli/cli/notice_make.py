"""`baicheng notice 3.3`: makes 督办通知单, 催办函 and 函, as drafts or under a number of their own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from baicheng_cli.cli.options import AsOf, DataFolder, DocumentFile, Force, LightName, Month, PlanFile
from baicheng_cli.cli.paper_file import TemplateFile


def make(
    ids: Annotated[
        list[str] | None,
        typer.Argument(metavar="条目或编号", help="条目（3.3 或 三（三））；加 --remind 或要重出的，写发过的编号"),
    ] = None,
    light: LightName = None,
    unit: Annotated[
        str | None, typer.Option("--unit", "-u", metavar="单位", help="这个单位牵头的；与 --light、--worst 合用")
    ] = None,
    worst: Annotated[
        int | None, typer.Option("--worst", metavar="数", min=1, help="逾期、滞后、未报送的任务里最差的几项")
    ] = None,
    remind: Annotated[
        bool, typer.Option("--remind", help="催办：写发过的编号，如 --remind 中原百城督〔2019〕1号")
    ] = False,
    limit: Annotated[
        str | None, typer.Option("--limit", metavar="日期", help="办结时限（默认：方案的时限）；催办时是新的时限")
    ] = None,
    reply_by: Annotated[
        str | None, typer.Option("--reply-by", metavar="日期", help="反馈时限（默认：下一个报送截止日）")
    ] = None,
    urgency: Annotated[str, typer.Option("--urgency", metavar="一般|紧急|特急", help="缓急")] = "一般",
    to: Annotated[
        str | None, typer.Option("--to", metavar="单位", help="发给条目的哪个单位（默认：牵头或责任单位）")
    ] = None,
    source: Annotated[
        str | None, typer.Option("--source", metavar="文字", help="来源：批示、会议和日期（默认：方案的条款）")
    ] = None,
    requirement: Annotated[
        str | None, typer.Option("--require", metavar="文字", help="办理要求（默认：当月文稿里的要求）")
    ] = None,
    opinion: Annotated[str | None, typer.Option("--opinion", metavar="文字", help="拟办意见（默认：留空）")] = None,
    issue: Annotated[
        bool, typer.Option("--issue", help="签发：用掉一个编号，记入发文登记；不加就是草稿，编号空着")
    ] = False,
    again: Annotated[bool, typer.Option("--again", help="签发过还没办结的，再发一份")] = False,
    dated: Annotated[
        str | None, typer.Option("--dated", metavar="日期", help="成文日期（默认：签发的当天；草稿空着）")
    ] = None,
    month: Month = None,
    format: Annotated[
        str | None,
        typer.Option("--format", "-f", metavar="格式", help="md、docx 或 pdf（默认：按文件名；文件夹里是 docx）"),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="文件", help="写到文件；没有后缀的是文件夹，一单一个文件")
    ] = None,
    force: Force = False,
    template: TemplateFile = None,
    document: DocumentFile = None,
    as_of: AsOf = None,
    plan: PlanFile = None,
    data: DataFolder = None,
) -> None:
    """督办通知单、催办函、函：一事一单；登记编号，签收，反馈，看谁逾期。

    数和差距出自台账，附回执；条管、驻区等非隶属的单位用函（设置里 papers 的 letters），--remind 催办。
    不加 --issue 是草稿，编号空着：〔2019〕　号；加了才用掉一个编号，记入 office/issued.yaml。
    例：baicheng notice --worst 3 -o 通知单/　·　baicheng notice 3.3 --limit 2019-10-31 --issue -o 通知单.docx
    """
    from baicheng_cli.cli import notice_desk, notice_files
    from baicheng_cli.cli.paper_number import issue_day
    from baicheng_cli.cli.session import open_desk, parse_date
    from baicheng_cli.errors import UsageError
    from baicheng_cli.progress.issued import URGENCIES
    from baicheng_cli.views.notices import Asked

    if urgency not in URGENCIES:
        raise UsageError(f"没有“{urgency}”这种缓急；可用：{'、'.join(URGENCIES)}")
    wanted = notice_desk.Wanted(tuple(ids or ()), light, unit, worst, remind)
    target = notice_files.target_of(format, output, template, force=force)
    desk = open_desk(plan, data, as_of, month, paper=True)
    day = parse_date(dated, "--dated")
    asked = Asked(
        day=day or issue_day(desk, as_of),
        dated=issue or day is not None,
        limit=parse_date(limit, "--limit"),
        reply_by=parse_date(reply_by, "--reply-by"),
        urgency=urgency,
        to=(desk.register.find(to).id,) if to is not None else (),
        source=source,
        requirement=requirement,
        opinion=opinion,
    )
    notice_desk.must_fit(asked, desk)
    office = notice_desk.NoticeDesk(desk, asked, document, again=again)
    drawn = office.issued(wanted, target) if issue else notice_files.drawn(office.slips(wanted), target, desk.data)
    notice_files.put(drawn, target)

"""`baicheng forms`: the forms that units filled in, on their way into progress."""

from __future__ import annotations

from baicheng_cli.cli.forms_read import read
from baicheng_cli.cli.help import Command, new_app

app = new_app("读回单位填好的 Excel 填报表，核对后录入。")

app.command("read", cls=Command)(read)

"""`baicheng progress`: record what a unit reports, correct it, review it, and read what was reported."""

from __future__ import annotations

from baicheng_cli.cli.help import Command, new_app
from baicheng_cli.cli.progress_add import add
from baicheng_cli.cli.progress_amend import amend
from baicheng_cli.cli.progress_check import check
from baicheng_cli.cli.progress_list import list_
from baicheng_cli.cli.progress_merge import merge
from baicheng_cli.cli.progress_review import review

app = new_app("填报进展，更正，审核，查看填报记录。")

app.command("add", cls=Command)(add)
app.command("amend", cls=Command)(amend)
app.command("review", cls=Command)(review)
app.command("list", cls=Command)(list_)
app.command("check", cls=Command)(check)
app.command("merge", cls=Command)(merge)

"""`baicheng template`: which templates there are, taking one out to change it, and trying what was changed."""

from __future__ import annotations

from baicheng_cli.cli.help import Command, new_app
from baicheng_cli.cli.template_check import check
from baicheng_cli.cli.template_eject import eject
from baicheng_cli.cli.template_list import list_

app = new_app("模板：看有哪些，取出来改，检查改得对不对。")

app.command("list", cls=Command)(list_)
app.command("eject", cls=Command)(eject)
app.command("check", cls=Command)(check)

"""`baicheng notice`: papers that press one matter, and the register of all that went out."""

from __future__ import annotations

from baicheng_cli.cli.help import Command, UsualGroup, new_app
from baicheng_cli.cli.notice_list import list_
from baicheng_cli.cli.notice_make import make
from baicheng_cli.cli.notice_reply import reply
from baicheng_cli.cli.notice_sign import sign

app = new_app("督办通知单、催办函、函：一事一单；登记编号，签收，反馈，看谁逾期。", UsualGroup)

app.command("make", cls=Command, hidden=True)(make)
app.command("list", cls=Command)(list_)
app.command("sign", cls=Command)(sign)
app.command("reply", cls=Command)(reply)

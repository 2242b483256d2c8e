"""`baicheng collect`: a month's reports, from the blank forms to the closing."""

from __future__ import annotations

from baicheng_cli.cli.collect_close import close
from baicheng_cli.cli.collect_open import open_
from baicheng_cli.cli.collect_remind import remind
from baicheng_cli.cli.collect_status import status
from baicheng_cli.cli.collect_waive import waive
from baicheng_cli.cli.help import Command, new_app

app = new_app("每月收报送：生成填报表，看谁没报，催报，免报，封账。")

app.command("open", cls=Command)(open_)
app.command("status", cls=Command)(status)
app.command("remind", cls=Command)(remind)
app.command("waive", cls=Command)(waive)
app.command("close", cls=Command)(close)

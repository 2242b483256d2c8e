"""The fixed words of entries: what a unit says of its own work, and what the office finds on a report."""

SELF_WORDS = ("正常推进", "滞后", "未启动", "已完成")
ACCEPT, RETURN, VERIFY = "采信", "退回补正", "核实"

"""What `baicheng template check` may find in a template (the finding itself is done where pages are made)."""

from __future__ import annotations

from baicheng_cli.diagnostics import Severity, define

BROKEN = define("BC801", "模板写法有误", "标签没有结束、没有配对，或写成了程序不认识的样子，材料出不来。")
UNKNOWN = define("BC802", "模板里要的内容没有", "名称写错一个字，印出来就是空的；宁可停下来说清楚。")
RAW = define("BC803", "模板不让转义", "数据里的 < & 等符号会被当成标记，轻则丢字，重则整份材料打不开。")
FULL_WIDTH = define("BC804", "模板里有全角花括号", "全角的花括号不起作用，会原样印在材料上。")
COLUMNS = define("BC805", "台账栏目写错", "算式算不出来，或者键和值不对，台账出不来。")
UNFILLED = define("BC806", "模板填不出来", "写法没有错，填的时候却做不下去，材料出不来。")
UNREADABLE = define("BC807", "模板打不开", "文件已损坏，不是要的格式，或不是 UTF-8 编码。")
UNUSED = define("BC808", "没有材料用到的模板", "文件名不是任何一种材料的模板名，改了也不起作用。", Severity.WARNING)

"""What can differ between a plan and its document: the codes of `trace` (BC9xx), and one difference."""

from __future__ import annotations

from typing import NamedTuple

from baicheng_cli.diagnostics import Severity, define
from baicheng_cli.document.model import Words

HEAD = define("BC901", "文件信息与原件不符", "标题、文号、日期、依据印在每一份材料上，错了全错。")
MISSING = define("BC902", "原件的条目计划里没有", "漏录的任务没有人填报，也没有人催。")
EXTRA = define("BC903", "计划的条目原件里没有", "计划只录印发的事实，多出来的条目没有依据。")
TITLE = define("BC904", "标题与原件不符", "材料用标题指称任务，必须与印发的一致；自拟的要标明。")
NO_UNIT = define("BC911", "原件写的单位计划里没有", "漏了单位，这个单位就收不到任务，也不会被催。")
NEW_UNIT = define("BC912", "计划写的单位原件里没有", "给单位派原件没有派的活，没有依据。")
ROLE = define("BC913", "单位的角色与原件不符", "牵头、配合、责任由谁填报、考核怎么算，各不相同。")
ORDER = define("BC914", "单位的次序与原件不符", "第一个牵头或责任单位的数才算数，次序不能变。")
REGISTER = define("BC915", "单位表里的名称原件里没有", "名称、全称、集合单位都照原件写，才认得出是谁。")
UNREAD = define("BC921", "原件的数没有交代", "原件里的每个数，要么是目标，要么写明为什么不是。")
VALUE = define("BC922", "目标值原件里没有", "目标值和计量单位照原件录，改了就不是印发的目标。")
OPERATOR = define("BC923", "目标的性质与原件不符", "“达到”“以内”“左右”各有各的判法，写错了状态就判错。")
NAME = define("BC924", "指标或节点原件里没有，或与数对不上", "指标叫什么、是哪个数，以原件为准。")
NO_STEP = define("BC925", "原件的节点计划里没有", "点了名的项目和结果，要么是节点，要么写明为什么不是。")
DUE = define("BC931", "时限与原件不符", "时限差一天，逾期就判错一天。")
NO_DUE = define("BC932", "原件的时限没有交代", "原件里的每个时限，要么是某个目标的，要么写明为什么不是。")
STRIVE = define("BC933", "“力争”与原件不符", "力争的目标没有达到不算逾期，不能多写，也不能漏写。")
REACH = define("BC934", "节点的要求与原件不符", "开工、建成、持续推进，要求不同，判法不同。")
PART = define("BC935", "配合、督导的说法原件里没有", "配合和督导的工作由别人负责，只有原件这样写才能这样录。")
QUALIFIER = define("BC936", "限定词原件里没有", "限定词说明哪些才算数，照原件录。")
STALE = define("BC941", "例外说明所指的字句原件里没有", "例外说明要对得上原件的字句，否则盖不住它要说明的数。")
UNCLEAR = define("BC942", "原件有读不准的地方", "读不准的地方要有人对着原件看一眼。", Severity.WARNING)


class Difference(NamedTuple):
    """One difference between plan and document."""

    code: str
    path: tuple[str | int, ...]
    """Where in the plan's data it stands, or should."""
    message: str
    words: Words | None = None
    """What the document says, where it says anything."""
    remedy: str = ""
    item: str = ""
    """Id of the plan's item or the document's clause."""
    key: bool = False
    """The key at `path` is meant, not its value."""


def quoted(words: Words, most: int = 40) -> str:
    """Words of the document as messages show them, with their line."""
    text = words.text.replace("\n", "").strip()
    text = text if len(text) <= most else text[:most] + "…"
    return f"原件第{words.span.line}行“{text}”"

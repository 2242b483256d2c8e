"""What a form's sheets and columns are called: one list, by which workbooks are made and read again."""

from __future__ import annotations

from typing import NamedTuple

VERSION = "1"
"""Version of the form: another one has other sheets or columns."""
MARK = "baicheng"
"""What the hidden sheet says in `form`."""
PARTS_SHEET, WORK_SHEET, NOTES_SHEET, HIDDEN_SHEET = "表一 指标与节点", "表二 工作情况", "填表说明", "_baicheng"
INDICATOR, MILESTONE = "指标", "节点"
"""Kinds of rows in 表一."""
NO_PARTS = "本单位没有指标和节点，只填表二。"
"""What 表一 says, in place of its headings, when it has no rows."""


class FormColumn(NamedTuple):
    """One column of a form."""

    key: str
    """What it holds: the end of its cells' addresses, where units fill it in."""
    title: str
    """Its heading; a reader compares it without blanks and width."""
    width: int
    """Half-width characters."""
    fill: bool = False
    """Units fill it in: yellow, and not locked."""


PARTS = (
    FormColumn("id", "编号", 9),
    FormColumn("kind", "类别", 6),
    FormColumn("name", "名称", 22),
    FormColumn("unit", "单位", 8),
    FormColumn("target", "年度目标", 9),
    FormColumn("due", "完成时限", 11),
    FormColumn("before", "上月累计", 9),
    FormColumn("value", "本月累计", 10, fill=True),
    FormColumn("added", "本月新增", 9),
    FormColumn("expected", "应完成", 10),
    FormColumn("proof", "佐证", 14, fill=True),
)
"""表一: one row for each indicator and milestone."""

WORK = (
    FormColumn("id", "编号", 9),
    FormColumn("task", "任务", 22),
    FormColumn("self", "自评", 10, fill=True),
    FormColumn("progress", "本月进展", 40, fill=True),
    FormColumn("problems", "存在问题", 20, fill=True),
    FormColumn("next", "下一步计划", 20, fill=True),
    FormColumn("needs", "需协调事项", 20, fill=True),
)
"""表二: one row for each task."""

SIGNED = (
    ("approver", "单位负责人（签字）："),
    ("reporter", "填报人："),
    ("", "办公电话："),
    ("", "日期（盖章）："),
)
"""Below 表二: what is filled in beside these words, by address; what has none is not recorded."""

HIDDEN_KEYS = ("form", "version", "plan", "unit", "name", "month", "demo", "opened", "data_version", "digest")
"""The hidden sheet begins with these, one a row: key in A, text in B. Below them one row for each cell that may be
filled in: its address, what it held when the form was sent, and what it is called."""


def part_address(task: str, part: str, key: str = "value") -> str:
    """`3.3.a` for its figure or day, `3.3.a.proof` for what proves it."""
    return f"{task}.{part}" if key == "value" else f"{task}.{part}.{key}"


def work_address(task: str, key: str) -> str:
    """`3.3.progress`"""
    return f"{task}.{key}"

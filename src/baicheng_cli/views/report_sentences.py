"""The empty file for the office's own sentences of a month, with what the units wrote beside it as comments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from baicheng_cli.status.ledger import Ledger
from baicheng_cli.status.select import clause_of
from baicheng_cli.views.months import BAD, Months
from baicheng_cli.views.prose import in_a_row
from baicheng_cli.views.report import merged, voices_of
from baicheng_cli.words import DEMO

_HEAD = """\
# {month}份月报里本办自己写的句子（当月文稿）。写在这里，月报重出多少次都不会丢；没写的，月报印【待补：……】。
# 要用哪一段，去掉行首的“# ”，把……换成句子。句子里有“: ”或“ #”的，用英文引号括起来。写完运行 baicheng check。
schema: 1
month: {key}
"""

_PARTS = (
    ("总体评价：一两句，印在总体情况的数字后面，也印在一页版的结论下面。", "# overall: ……\n"),
    (
        "共性问题：写了就代替月报第三部分按各单位反映列出的问题；单位的原话仍在各项任务里。",
        "# common_problems:\n#   - ……\n",
    ),
    (
        "提请研究事项：事项、原因、建议由谁在何时前解决。写了就代替各单位提出的；一页版印前3条。",
        "# requests:\n#   - ……\n",
    ),
    (
        "下步打算：写了就代替按滞后任务下一步计划列出的。",
        "# next_steps:\n#   - ……\n",
    ),
)

_HEADING = """\
# 期号、日期和报送范围，可以不写；报、送、发和份数每月一样的，写在 settings.yaml 的 papers。
# issue: ……          # 第几期，写数字
# total_issue: ……    # 总第几期
# number: ……         # 以文件印发的，发文顺序号
# dated: ……          # 日期，如 {key}-28
# report_to: [……]    # 报
# send_to: [……]      # 送
# issue_to: [……]     # 发
# copies: ……         # 共印几份

# 通报里要写的，可以不写。
# bulletin:
#   number: ……         # 发文顺序号
#   dated: ……          # 成文日期
#   how: ……            # 核实方式，如 查阅佐证材料、现场抽查
#   approved_by: ……    # 经谁同意；不写就不印“经……同意”
#   measures_by: ……    # 滞后任务牵头单位哪天前报整改措施
#   confirmed: []       # 核实与报送不同、单位已确认的指标，如 ["3.3.c"]；只有写在这里的才通报数据不实
#   demands: [……]      # 工作要求
"""


def sentences_text(ledger: Ledger) -> str:
    """The file of the ledger's month, as it is laid out for the office to fill in."""
    months, key = Months(ledger), ledger.as_of.month
    year, number = int(key[:4]), int(key[5:])
    said = (
        (),
        _units_said(months, "problems"),
        _units_said(months, "needs"),
        (),
    )
    parts = []
    for (title, keys), lines in zip(_PARTS, said, strict=True):
        heard = "".join(f"#   · {line}\n" for line in lines)
        parts.append(f"# {title}\n{heard}{keys}")
    demo = f"# {DEMO}\n" if ledger.demo else ""
    flag = "demo: true\n" if ledger.demo else ""
    head = _HEAD.format(month=f"{year}年{number}月", key=key)
    required = f"# 要求：对滞后任务牵头单位的要求，一页版逐项印出。\n# requirements:\n{''.join(_late(months))}"
    return "\n".join([demo + head + flag, *parts, required, _HEADING.format(key=key)])


def _units_said(months: Months, what: str) -> Iterator[str]:
    """What the units wrote this month, one line each, to be taken over or not."""
    for text, voices in merged(voices_of(months, lambda entry: getattr(entry, what))):
        units = in_a_row(dict.fromkeys(one.unit for one in voices))
        clauses = in_a_row(dict.fromkeys(clause_of(months.now.plan, one.task.id) for one in voices))
        yield f"{text}（{units}，{clauses}）"


def _late(months: Months) -> Iterable[str]:
    """A line for every task that is late or unknown."""
    found = [one for one in months.now.tasks if one.judgement.light in BAD]
    for one in found:
        leads = in_a_row(months.now.names(one.task.lead))
        yield f'#   "{one.id}": ……  # {one.task.item.title}（{leads}，{one.judgement.light.word}）\n'
    if not found:
        yield '#   "条目编号": ……\n'

"""What each key of a JSON answer means, in Chinese: the words of docs/json.md, held against real answers by a test."""

from __future__ import annotations

from typing import NamedTuple


class Key(NamedTuple):
    """One key: what kind of value it has, what it means, and when it is null (empty: never)."""

    type: str
    words: str
    null: str = ""


class Answer(NamedTuple):
    """One kind of answer: the command that gives it, and the keys of an item.

    A key below another is written with a dot, one in a list with `[]`, one that the data names with `*`.
    """

    kind: str
    command: str
    title: str
    words: str
    keys: dict[str, Key]


TEXT, TEXTS, WHOLE, NUMBER = "文字", "文字列表", "整数", "数"
DAY, MONTH, MOMENT, FLAG, OBJECT, OBJECTS = "日期", "月份", "时刻", "是否", "对象", "对象列表"


def _below(base: str, keys: dict[str, Key]) -> dict[str, Key]:
    """The same keys, one level down."""
    return {f"{base}.{name}": key for name, key in keys.items()}


_PLACE = {
    "file": Key(TEXT, "文件，从当前文件夹算起"),
    "line": Key(WHOLE, "行，从1数起；整个文件的问题为1"),
    "column": Key(WHOLE, "列，从1数起，一个字算一列"),
}

_FINDING = {
    "code": Key(TEXT, "规则编号，含义见 rules.md"),
    "severity": Key(TEXT, "error 错误，warning 警告"),
    "title": Key(TEXT, "规则查什么"),
    "message": Key(TEXT, "发现了什么"),
    "remedy": Key(TEXT, "怎么改", "没有现成的改法"),
    **_PLACE,
}

_PERCENT = "百分数，0—100，一位小数"

ENVELOPE = {
    "schema": Key(WHOLE, "格式版本，现为 1；键的含义变了才加一"),
    "kind": Key(TEXT, "哪一种答复，见下面各节"),
    "plan": Key(OBJECT, "哪份方案"),
    "plan.file": Key(TEXT, "方案文件，从当前文件夹算起", "rules、draft、模板"),
    "plan.number": Key(TEXT, "发文字号", "方案读不出；rules、draft、模板"),
    "plan.title": Key(TEXT, "标题", "方案读不出；rules、draft、模板"),
    "plan.version": Key(TEXT, "方案和数据的版本：最后一次提交，或内容的校验值", "方案读不出；rules、draft、模板"),
    "plan.demo": Key(FLAG, "是否演示数据", "方案读不出；rules、draft、模板"),
    "as_of": Key(DAY, "按哪一天看"),
    "month": Key(MONTH, "按哪个月看；entry、amendment、review、check、rules、draft 和模板的答复没有这个键"),
    "ignored": Key(OBJECTS, "设置里写明忽略的问题；只有 check 有这个键"),
    **_below("ignored[]", {**_FINDING, "reason": Key(TEXT, "设置里写的理由")}),
    "document": Key(TEXT, "读的文件，从当前文件夹算起；只有 draft 有这个键"),
    "items": Key(OBJECTS, "答复的各项；没有就是空列表"),
}

_TARGET = {
    "op": Key(TEXT, "目标写法：= 等于，>= 不低于，<= 不高于，~ 左右，range 范围"),
    "value": Key(NUMBER, "目标值；范围的下限", "由市里定、还没下达"),
    "upper": Key(NUMBER, "范围的上限", "不是范围，或还没下达"),
    "external": Key(FLAG, "目标由市里定，还没下达"),
}

_JUDGED = {
    "light": Key(TEXT, "状态代码，见“状态代码”一节"),
    "light_text": Key(TEXT, "状态"),
    "tags": Key(TEXTS, "标记，如 未达序时、临期（剩5天）、数据未更新（沿用8月）"),
    "reason": Key(TEXT, "判定的一句依据，状态在最前"),
}

_STAGE = {
    **_TARGET,
    "due": Key(DAY, "这一阶段的完成时限"),
    "strive": Key(FLAG, "力争"),
}

_INDICATOR = {
    "id": Key(TEXT, "指标代号，如 a"),
    "name": Key(TEXT, "指标名称"),
    **_TARGET,
    "unit": Key(TEXT, "计量单位", "方案没写"),
    "due": Key(DAY, "完成时限；分阶段的，当前阶段的；文件没定的，本办定的", "都没定"),
    "measure": Key(TEXT, "类型：total 累计数，level 比率或状态，annual 年度指标"),
    "stages": Key(OBJECTS, "各阶段的目标；不分阶段为空列表"),
    **_below("stages[]", _STAGE),
}

_MILESTONE = {
    "id": Key(TEXT, "里程碑代号，如 m1"),
    "title": Key(TEXT, "名称"),
    "reach": Key(TEXT, "做到什么：start 开工，finish 建成，ongoing 持续推进"),
    "due": Key(DAY, "完成时限；文件没定的，本办定的", "都没定"),
}

_WORDING = {"wording": Key(TEXT, "印发文件的原文", "没有用 --wording 或 --document")}

_ROLES = {
    "lead": Key(TEXTS, "牵头单位，按当日名称"),
    "lead_inherited": Key(FLAG, "牵头单位承自上级条款"),
    "support": Key(TEXTS, "配合单位"),
    "responsible": Key(TEXTS, "责任单位（推进措施）"),
}

_TASK = {
    "id": Key(TEXT, "条目编号，如 3.9.1.2"),
    "clause": Key(TEXT, "印出的条款号，如 三（九）1（2）"),
    "title": Key(TEXT, "标题"),
    "kind": Key(TEXT, "task 任务，measure 推进措施"),
    "role": Key(
        TEXT,
        "所问单位的角色：lead 牵头，responsible 责任，support 配合",
        "没有用 --unit",
    ),
    "via": Key(TEXT, "经哪个集合单位算上的", "没有用 --unit，或条目直接写了这个单位"),
    **_ROLES,
    "indicators": Key(OBJECTS, "量化指标；分阶段的，目标是当前阶段的"),
    **_below("indicators[]", _INDICATOR),
    "milestones": Key(OBJECTS, "里程碑"),
    **_below("milestones[]", _MILESTONE),
    "due": Key(DAY, "没达到的部分里最早的时限；都达到了，是最后的时限", "都没有时限"),
    **_JUDGED,
}

_CONTENT = {
    "content": Key(OBJECTS, "工作内容"),
    "content[].text": Key(TEXT, "一件要做的事"),
    "content[].part": Key(TEXT, "own 本区做，assist 配合，supervise 督导"),
}

_EXCEPTIONS = {
    "exceptions": Key(OBJECTS, "原文里不算目标的数和词"),
    "exceptions[].what": Key(TEXT, "那个数或词"),
    "exceptions[].reason": Key(TEXT, "为什么不算"),
}

_REVIEW = {
    "verdict": Key(TEXT, "结论：采信、退回补正、核实"),
    "verified": Key(OBJECT, "指标代号 → 核实的数；没有为空"),
    "verified.*": Key(NUMBER, "核实的数"),
    "how": Key(TEXT, "怎么核实的", "没写"),
    "reason": Key(TEXT, "退回的原因", "没写"),
    "limit": Key(DAY, "补正期限", "没写"),
}

_ENTRY = {
    "id": Key(TEXT, "记录编号，8位"),
    "month": Key(MONTH, "填报月份"),
    "task": Key(TEXT, "条目编号"),
    "unit": Key(TEXT, "写在哪个单位的文件里"),
    "for": Key(TEXT, "替哪个单位填的", "就是 unit"),
    "date": Key(DAY, "统计截止日"),
    "received": Key(DAY, "收到日", "没写"),
    "values": Key(OBJECT, "指标代号 → 累计数；没有为空"),
    "values.*": Key(NUMBER, "从实施期开始的累计数（比率类为当前值）"),
    "milestones": Key(OBJECT, "里程碑代号 → 完成日；没有为空"),
    "milestones.*": Key(DAY, "完成日"),
    "self": Key(TEXT, "单位自评：正常推进、滞后、未启动、已完成", "没写"),
    "progress": Key(TEXT, "本月进展", "没写"),
    "problems": Key(TEXT, "存在问题", "没写"),
    "next": Key(TEXT, "下一步计划", "没写"),
    "needs": Key(TEXT, "需协调事项", "没写"),
    "evidence": Key(OBJECTS, "佐证文件"),
    "evidence[].file": Key(TEXT, "路径，从数据文件夹算起"),
    "evidence[].sha256": Key(TEXT, "文件的 SHA-256"),
    "reporter": Key(TEXT, "填报人", "没写"),
    "approver": Key(TEXT, "审签人", "没写"),
    "by_office": Key(FLAG, "由本办代录"),
    "recorded": Key(MOMENT, "录入时刻，带时区", "没写"),
    "supersedes": Key(TEXT, "更正的是哪条记录", "不是更正"),
    "reason": Key(TEXT, "更正或减少的原因", "没写"),
    "file": Key(TEXT, "记录在哪个文件里"),
}

_REVIEWED = {
    "review": Key(OBJECT, "按当日有效的审核", "还没审核"),
    **_below("review", _REVIEW),
}

_EFFECT = {
    "before": Key(OBJECT, "这项任务原来的状态，按那个月的口径"),
    **_below("before", _JUDGED),
    "after": Key(OBJECT, "这项任务现在的状态"),
    **_below("after", _JUDGED),
}

_SHOWN = {
    "title_ours": Key(FLAG, "标题是我们拟的"),
    "chapter": Key(TEXT, "所在章的标题"),
    "containers": Key(OBJECTS, "上级条款，从外到内"),
    "containers[].id": Key(TEXT, "编号"),
    "containers[].title": Key(TEXT, "标题"),
}

_REPORT_STATES = (
    "missing 未报，to_mend 已收待补正，no_data 缺数（有文字无数据），"
    "late 迟报，on_time 按时，made_up 封账后补报，waived 免报"
)

ANSWERS = (
    Answer("tasks", "tasks", "任务和措施", "一项一条，按文件次序；容器不在内。", _TASK),
    Answer(
        "show",
        "show 3.3",
        "一个条目",
        "只有一项。键与 tasks 相同，指标、里程碑另带各自的状态，再加工作内容和填报记录；role、via 恒为 null。",
        {
            **_TASK,
            **_below("indicators[]", _JUDGED),
            **_below("milestones[]", _JUDGED),
            **_SHOWN,
            **_CONTENT,
            **_EXCEPTIONS,
            "entries": Key(OBJECTS, "填报记录，先报的在前"),
            **_below("entries[]", {**_ENTRY, **_REVIEWED}),
            "items": Key(OBJECTS, "任务没有下级，恒为空列表"),
            **_WORDING,
        },
    ),
    Answer(
        "show",
        "show 3.9",
        "一个容器",
        "条目是容器时，kind 为 container，没有自己的状态，items 是下面的各项任务。",
        {
            "id": _TASK["id"],
            "clause": _TASK["clause"],
            "title": _TASK["title"],
            "kind": Key(TEXT, "container 容器"),
            "chapter": _SHOWN["chapter"],
            **_ROLES,
            **_CONTENT,
            **_EXCEPTIONS,
            "items": Key(OBJECTS, "下面的各项任务，每项的键与 tasks 相同"),
            **_WORDING,
        },
    ),
    Answer(
        "units",
        "units",
        "单位",
        "单位在前，集合单位在后，各按官方次序。",
        {
            "id": Key(TEXT, "代号"),
            "name": Key(TEXT, "当日名称"),
            "group": Key(TEXT, "类别", "集合单位，或没写类别"),
            "kind": Key(TEXT, "unit 单位，collective 集合单位"),
            "lead": Key(WHOLE, "牵头的条目数"),
            "support": Key(WHOLE, "配合的条目数"),
            "responsible": Key(WHOLE, "负责的措施数"),
        },
    ),
    Answer(
        "indicators",
        "indicators",
        "量化指标",
        "一个指标一条，按文件次序；分阶段的，目标和时限是当前阶段的。",
        {
            "id": Key(TEXT, "条目编号加指标代号，如 3.3.a"),
            "task": Key(TEXT, "条目编号"),
            "name": Key(TEXT, "指标名称"),
            **_TARGET,
            "unit": _INDICATOR["unit"],
            "measure": _INDICATOR["measure"],
            "due": _INDICATOR["due"],
            "owner": Key(TEXT, "以哪个单位的数为准", "没有牵头、责任单位"),
            "actual": Key(NUMBER, "实际完成：累计数或当前值，核实过的为核实数", "从未报数"),
            "actual_date": Key(DAY, "实际完成截至哪天", "从未报数"),
            "rate": Key(NUMBER, f"完成率，{_PERCENT}，超额完成会超过100", "不是累计数，没有目标数，或从未报数"),
            "due_rate": Key(NUMBER, f"序时进度：到今天该完成的，{_PERCENT}", "不按时间要求进度"),
            "gap": Key(NUMBER, "落后多少个百分点：due_rate 减 rate，超前为负", "两个率缺一个"),
            **_JUDGED,
        },
    ),
    Answer(
        "status",
        "status",
        "各种状态的项数",
        "一个范围一种状态一条，差的在前；同一范围各条的 count 加起来是全部。",
        {
            "scope": Key(TEXT, "范围：任务、措施、指标；--by、--unit 时为单位或条款"),
            "code": Key(TEXT, "状态代码"),
            "text": Key(TEXT, "状态"),
            "count": Key(WHOLE, "项数"),
            "ids": Key(TEXTS, "各项的编号"),
        },
    ),
    Answer(
        "ledger",
        "ledger",
        "台账",
        "一个指标或里程碑一行，都没有的任务一行。",
        {
            "number": Key(WHOLE, "序号，一项任务各行相同"),
            "task": Key(TEXT, "条目编号"),
            "clause": _TASK["clause"],
            "kind": _TASK["kind"],
            "area": Key(TEXT, "重点工作：一级条款的标题"),
            "title": Key(TEXT, "任务标题"),
            "goal": Key(TEXT, "目标任务"),
            **_CONTENT,
            **_ROLES,
            "part": Key(TEXT, "指标或里程碑的代号", "任务没有指标和里程碑"),
            "part_kind": Key(TEXT, "indicator 指标，milestone 里程碑", "任务没有指标和里程碑"),
            "name": Key(TEXT, "指标或里程碑的名称", "任务没有指标和里程碑"),
            "unit": Key(TEXT, "计量单位", "不是指标，或方案没写"),
            "op": _TARGET["op"]._replace(null="不是指标"),
            "value": _TARGET["value"]._replace(null="不是指标，或还没下达"),
            "upper": _TARGET["upper"],
            "external": _TARGET["external"]._replace(null="不是指标"),
            "reach": _MILESTONE["reach"]._replace(null="不是里程碑"),
            "due": Key(DAY, "完成时限；文件没定的，本办定的", "都没定"),
            "actual": Key(NUMBER, "累计完成，核实过的为核实数", "不是指标，或从未报数"),
            "actual_date": Key(DAY, "累计完成截至哪天", "不是指标，或从未报数"),
            "done": Key(DAY, "里程碑的完成日", "不是里程碑，或没完成"),
            "self": Key(TEXT, "单位最近的自评", "从未自评"),
            "rate": Key(NUMBER, f"完成率，{_PERCENT}，超额完成会超过100", "没有完成率"),
            "due_rate": Key(NUMBER, f"序时进度，{_PERCENT}", "不按时间要求进度"),
            **_JUDGED,
            "progress": Key(TEXT, "本月进展", "本月没报，或没写"),
            "problems": Key(TEXT, "存在问题", "本月没报，或没写"),
            "needs": Key(TEXT, "需协调事项", "本月没报，或没写"),
            "next": Key(TEXT, "下一步计划", "本月没报，或没写"),
            "remarks": Key(TEXTS, "备注"),
            "previous": Key(NUMBER, "上月累计", "不是指标，或上月没有数"),
            "added": Key(NUMBER, "本月新增：累计完成减上月累计", "两个数缺一个"),
            "reporter": Key(TEXT, "填报单位", "没有牵头、责任单位"),
            "verified": Key(NUMBER, "核实值", "没有核实"),
            "evidence": Key(WHOLE, "本月佐证件数", "本月没报"),
            "received": Key(DAY, "本月收到日", "本月没报，或没写"),
            "leader": Key(TEXT, "牵头领导，现无来源", "总是"),
            "own": Key(OBJECT, "本办的 templates/ledger.yaml 另加的栏目：栏目名 → 印出的文字；没有为空"),
            "own.*": Key(TEXT, "印出的文字"),
        },
    ),
    Answer(
        "entries",
        "progress list",
        "填报记录",
        "一次填报一条；审核不单列，写在被审核的那条里。",
        {**_ENTRY, **_REVIEWED},
    ),
    Answer(
        "entry",
        "progress add --task 3.3 …",
        "刚记下的一条",
        "只有一项。",
        {
            **_ENTRY,
            "review": Key(OBJECT, "刚填报的还没有审核", "总是"),
            "written": Key(FLAG, "写了没有；--dry-run 为 false"),
        },
    ),
    Answer(
        "amendment",
        "progress amend k3x7q2ab --reason …",
        "刚更正的一条",
        "只有一项：取代原记录的新记录，和它带来的变化。",
        {
            **_ENTRY,
            "review": Key(OBJECT, "更正后的还没有审核", "总是"),
            "written": Key(FLAG, "写了没有；--dry-run 为 false"),
            **_EFFECT,
        },
    ),
    Answer(
        "review",
        "progress review k3x7q2ab --accept",
        "刚审核的记录",
        "审核了几条就有几项，和各自带来的变化。",
        {
            "id": Key(TEXT, "这条审核的编号，8位"),
            "entry": Key(TEXT, "被审核的记录的编号"),
            "month": _ENTRY["month"],
            "task": _ENTRY["task"],
            "unit": Key(TEXT, "谁的填报"),
            "date": Key(DAY, "被审核的记录的统计截止日"),
            **_REVIEW,
            "recorded": Key(MOMENT, "审核的时刻，带时区"),
            "file": Key(TEXT, "审核记在哪个文件里"),
            "written": Key(FLAG, "写了没有；--dry-run 为 false"),
            **_EFFECT,
        },
    ),
    Answer(
        "collect_open",
        "collect open --month 2019-09",
        "写好的填报表",
        "一个单位一份，按官方次序。",
        {
            "id": Key(TEXT, "单位代号"),
            "unit": Key(TEXT, "单位，按当日名称"),
            "tasks": Key(TEXTS, "应报任务的编号"),
            "file": Key(TEXT, "填报表，从当前文件夹算起"),
            "written": Key(FLAG, "这一次写了没有；已有的没有 --force 不写"),
            "office": Key(FLAG, "是本办：列出，但不催"),
        },
    ),
    Answer(
        "collect",
        "collect status",
        "报送情况",
        "一个单位一项，没报的在前；本月不应报送、别的月份应报送的单位在最后，state 为 null。",
        {
            "id": Key(TEXT, "单位代号"),
            "unit": Key(TEXT, "单位，按当日名称"),
            "state": Key(TEXT, _REPORT_STATES, "当月不应报送"),
            "text": Key(TEXT, "报送情况；没到报送截止日的，未报写作尚未报"),
            "owed": Key(TEXTS, "应报任务的编号"),
            "lacking": Key(TEXTS, "其中没有报或缺数据的"),
            "received": Key(DAY, "收到日", "没有收到"),
            "days_late": Key(WHOLE, "收到日晚于报送截止日几天"),
            "reason": Key(TEXT, "免报的原因，或要补正什么", "不是免报和待补正，或没写"),
            "office": Key(FLAG, "是本办：列出，但不催"),
            "months": Key(OBJECT, "月份 → 那个月的报送情况，从首个报送月到所问的月份"),
            "months.*": Key(TEXT, "状态代码，同 state", "那个月不应报送"),
        },
    ),
    Answer(
        "papers",
        "notice list",
        "发文登记",
        "签发过的一份一项，按登记的先后；签收、反馈、逾期是到所问那天为止的。",
        {
            "number": Key(TEXT, "发文字号，如 中原百城督〔2019〕1号"),
            "kind": Key(TEXT, "notice 督办通知单，reminder 催办函，letter 函，report 月报，bulletin 通报"),
            "kind_text": Key(TEXT, "种类"),
            "date": Key(DAY, "签发日期"),
            "to": Key(TEXTS, "发往的单位，按签发时的名称；月报、通报是主送机关"),
            "task": Key(TEXT, "条目编号", "月报、通报"),
            "clause": Key(TEXT, "印出的条款号", "月报、通报"),
            "title": Key(TEXT, "事项：条目的标题；月报、通报是哪个月份", "计划里已没有这一条"),
            "month": Key(MONTH, "用的是哪个月的数据；月报、通报是哪个月的", "手工登记时没写"),
            "urgency": Key(TEXT, "一般、紧急、特急", "月报、通报，或手工登记时没写"),
            "limit": Key(DAY, "办结时限；催办的是新的时限", "月报、通报，或手工登记时没写"),
            "reply_by": Key(DAY, "反馈时限", "没有另定"),
            "reminds": Key(TEXT, "催的是哪个编号", "不是催办"),
            "time": Key(WHOLE, "第几次催办", "不是催办"),
            "receipts": Key(OBJECTS, "签收；没有为空列表"),
            "receipts[].unit": Key(TEXT, "签收的单位"),
            "receipts[].by": Key(TEXT, "签收的人；没写人的是单位"),
            "receipts[].date": Key(DAY, "签收日期"),
            "replies": Key(OBJECTS, "这份发出以后的反馈，对它的催办的也算；没有为空列表"),
            "replies[].unit": Key(TEXT, "反馈的单位"),
            "replies[].date": Key(DAY, "反馈日期"),
            "replies[].text": Key(TEXT, "办理情况", "没写"),
            "replies[].result": Key(TEXT, "已办结、正在办理、未办结"),
            "reminders": Key(TEXTS, "催过它的编号，先后为序"),
            "result": Key(TEXT, "各单位最后的结果：都办结才是已办结", "月报、通报，或还没有反馈"),
            "late": Key(TEXT, "哪个时限逾期：limit 办结，reply_by 反馈", "没有逾期"),
            "overdue_days": Key(WHOLE, "逾期几天；没有逾期为0"),
        },
    ),
    Answer(
        "breakdown",
        "breakdown --unit 区城管局",
        "任务分解表",
        "一个指标或节点一项，没有的任务一项；要填写的栏不在里面。",
        {
            "id": Key(TEXT, "条目编号，带指标、节点代号，如 3.3.a；没有指标、节点的是条目编号"),
            "task": Key(TEXT, "条目编号"),
            "number": Key(WHOLE, "序号，一项任务各行相同"),
            "section": Key(TEXT, "表里的哪一组：章；问一个单位时，是它的角色"),
            "clause": _TASK["clause"],
            "title": _TASK["title"],
            "kind": _TASK["kind"],
            "role": _TASK["role"],
            "via": _TASK["via"],
            **_CONTENT,
            "goal": Key(TEXT, "目标和节点，如 新增绿地100万平方米", "没有指标、节点"),
            "part": Key(TEXT, "own 本区做，assist 配合，supervise 督导", "没有指标、节点"),
            "due": Key(DAY, "完成时限；分阶段的，最后阶段的；文件没定的，本办定的", "都没定"),
            "due_text": Key(TEXT, "完成时限，有原文的照原文；没定的写未定时限"),
            **_ROLES,
        },
    ),
    Answer(
        "remind",
        "collect remind",
        "催报的文字",
        "一条一项，可直接发出；没有要催的为空。",
        {
            "kind": Key(TEXT, "notice 截止前通知全体，group 到期以后群发，letter 单发一个单位"),
            "unit": Key(TEXT, "发给哪个单位", "发给全体"),
            "id": Key(TEXT, "单位代号", "发给全体"),
            "state": Key(TEXT, "那个单位的报送情况，代码同 collect status", "发给全体"),
            "limit": Key(DAY, "新的期限", "还没到报送截止日"),
            "text": Key(TEXT, "文字，不分行"),
        },
    ),
    Answer(
        "progress_check",
        "progress check",
        "收齐之前还差什么",
        "没有就是收齐了，返回0；有就返回1。",
        {
            "kind": Key(TEXT, "report 报送没有齐，finding 填报文件有错"),
            "code": Key(TEXT, "报送情况（missing 未报，to_mend 已收待补正，no_data 缺数），或规则编号"),
            "text": Key(TEXT, "报送情况", "不是 report"),
            "message": Key(TEXT, "差什么、错在哪里", "没有可说的"),
            "id": Key(TEXT, "单位代号", "不是 report"),
            "unit": Key(TEXT, "单位，按当日名称", "不是 report"),
            "lacking": Key(TEXTS, "没有报或缺数据的任务的编号"),
            "file": Key(TEXT, "文件，从当前文件夹算起", "不是 finding"),
            "line": Key(WHOLE, "行，从1数起", "不是 finding"),
            "column": Key(WHOLE, "列，从1数起", "不是 finding"),
        },
    ),
    Answer(
        "forms",
        "forms read",
        "填报表读出了什么",
        "一份表一项；加 --apply 是录入的结果，不加是预览。",
        {
            "file": Key(TEXT, "文件名；文件夹里的带下级文件夹，压缩包里的写作 包名/文件名"),
            "sha256": Key(TEXT, "原件的校验值", "打不开"),
            "unit": Key(TEXT, "单位，按表的月份的名称", "认不出是谁的表"),
            "month": Key(MONTH, "表的月份", "认不出"),
            "outcome": Key(
                TEXT,
                "ready 可录入，done 已录入，same 和已录的一样，untouched 没有填，seen 已经收过，"
                "to_mend 待补正，conflict 有冲突，refused 没有收",
            ),
            "outcome_text": Key(TEXT, "同上，中文"),
            "words": Key(TEXT, "为什么、怎么办", "没有可说的"),
            "received": Key(DAY, "收到日", "没有收"),
            "reporter": Key(TEXT, "填报人", "没有写"),
            "approver": Key(TEXT, "单位负责人", "没有写"),
            "cells": Key(OBJECTS, "有变化的格；没填的不列"),
            "cells[].address": Key(TEXT, "格的编号，如 3.3.a、3.3.progress，--keep 等选项用它"),
            "cells[].task": Key(TEXT, "任务编号"),
            "cells[].where": Key(TEXT, "工作表和单元格"),
            "cells[].label": Key(TEXT, "名称"),
            "cells[].state": Key(
                TEXT,
                "new 新增，changed 改动，cleared 清空，unchanged 未变，conflict 冲突，kept 保留，"
                "question 要问，unreadable 看不懂，gone 不录",
            ),
            "cells[].state_text": Key(TEXT, "同上，中文"),
            "cells[].sent": Key(TEXT, "发出去时的值", "发出去时是空的"),
            "cells[].came": Key(TEXT, "收回来的值", "收回来是空的"),
            "cells[].now": Key(TEXT, "现在已录的值", "没有录"),
            "cells[].record": Key(TEXT, "要录入的值", "不录，或录为空"),
            "cells[].words": Key(TEXT, "要定的是什么、怎么定", "没有要定的"),
            "faults": Key(OBJECTS, "看不懂的格；有一个，整份都不录"),
            "faults[].where": Key(TEXT, "工作表和单元格"),
            "faults[].found": Key(TEXT, "那里写的是什么", "是空的，或不在一个格里"),
            "faults[].expected": Key(TEXT, "应该是什么", "没有一定的写法"),
            "faults[].words": Key(TEXT, "一句话"),
            "notes": Key(TEXTS, "说明"),
            "warnings": Key(TEXTS, "请核对的事"),
            "entries": Key(TEXTS, "新记录的编号"),
            "written": Key(FLAG, "写了文件没有"),
            "files": Key(TEXTS, "写了哪些文件"),
        },
    ),
    Answer(
        "check",
        "check",
        "检查发现的问题",
        "按文件、行、列排列。",
        _FINDING,
    ),
    Answer(
        "trace",
        "trace",
        "计划与印发文件的差异",
        "按计划文件的行、列排列，原件读不准的地方在后。",
        {
            **_FINDING,
            "file": Key(TEXT, "文件，从当前文件夹算起：计划；原件读不准的，是原件"),
            "item": Key(TEXT, "计划的条目，或计划没有的原件条目的编号", "文件信息、单位表的差异"),
            "clause": Key(TEXT, "印出的条款号，如 三（九）1（2）", "不在哪一条"),
            "document_line": Key(WHOLE, "原件的行；Word 文档是第几段或表格的第几行", "原件没有相应的字句"),
            "document_words": Key(TEXT, "原件的字句", "原件没有相应的字句"),
        },
    ),
    Answer(
        "draft",
        "draft 文件 --explain",
        "从文件读出的每个值",
        "先是文件信息，再按文件次序一条一条；plan 为空，读的文件写在 document。",
        {
            "id": Key(TEXT, "条目编号，如 3.3", "文件信息、简称"),
            "clause": Key(TEXT, "印出的条款号，如 三（三）", "文件信息、简称"),
            "kind": Key(
                TEXT,
                "document 文件信息，title 标题，lead、support、responsible 单位，indicator 指标，milestone 节点，"
                "due 时限，passed 不是目标的数，abbreviation 简称，doubt 待看",
            ),
            "value": Key(TEXT, "读出的值；passed、doubt 是理由"),
            "words": Key(TEXT, "原文的字", "doubt"),
            "line": Key(WHOLE, "原文的行，从1数起；Word 文档是第几段或表格的第几行"),
            "start": Key(WHOLE, "在这一行从第几个字起，从0数起"),
            "end": Key(WHOLE, "到第几个字为止（不含）"),
            "rule": Key(TEXT, "读出它的规则；名称不变"),
        },
    ),
    Answer(
        "templates",
        "template list",
        "模板",
        "按 template list 的次序。",
        {
            "name": Key(TEXT, "名称"),
            "kind": Key(TEXT, "word、md、html、columns 台账栏目、styles 公文版式、shared 共用片段"),
            "words": Key(TEXT, "用途"),
            "own": Key(FLAG, "用的是本办自己的"),
            "file": Key(TEXT, "用的是哪个文件；随附的从 templates/ 写起"),
        },
    ),
    Answer(
        "template_check",
        "template check",
        "模板里的问题",
        "按文件、行、列排列；Word 文件没有行，message 里写着在哪几个字处。",
        _FINDING,
    ),
    Answer(
        "rules",
        "rules",
        "检查规则",
        "按编号排列。",
        {
            "code": Key(TEXT, "规则编号"),
            "severity": Key(TEXT, "error 错误，warning 警告"),
            "title": Key(TEXT, "查什么"),
            "reason": Key(TEXT, "为什么"),
        },
    ),
)

"""A drafted plan as YAML, in the manner in which a plan is typed, with its comments."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from baicheng_cli.plan.model import Plan
from baicheng_cli.views.new_plan import blank
from baicheng_cli.views.plan_yaml import Notes, chapters_text, collectives_text, flow, scalar, units_text

HEAD = (
    "由 baicheng draft 从印发的文件读出：只有文件里的事实，没有编的。",
    "标着“待看”的地方请对照原文看一遍，看过就删去那行注释；行号是原文件的行（Word 是段落或表格行）。",
    "工作内容（content）要用自己的话概括，这里没有代写：每条上面写着它在原文的哪几行。",
    "每次改完运行 baicheng check；想知道每个值是从哪几个字读出来的，用 baicheng draft 文件 --explain。",
)


def draft_text(plan: Plan, notes: Notes, head: Sequence[str], unsure: Mapping[str, str], *, schema: str = "") -> str:
    """The whole file. `unsure`: keys of the document that only keep a place; `schema`: where the schema lies."""
    lines = [f"# yaml-language-server: $schema={schema}"] if schema else []
    lines += [f"# {line}" for line in (*HEAD, *head)]
    document = plan.document
    mark = {key: f"  # {blank(words)}" if key == "issued" else "" for key, words in unsure.items()}
    lines += [
        "schema: 1",
        "",
        "document:",
        f"  title: {scalar(document.title)}",
        f"  number: {scalar(document.number)}",
        f"  issuer: {scalar(document.issuer)}",
        f"  issued: {document.issued}{mark.get('issued', '')}",
    ]
    if document.basis:
        lines += ["  basis:", *(f"    - {flow(one)}" for one in document.basis)]
    lines += [
        f"  numbering: {json.dumps(document.numbering, ensure_ascii=False)}",
        "",
        f"period: {{start: {plan.period.start}, end: {plan.period.end}}}",
        "",
    ]
    if plan.units:
        lines += [
            "# 单位按在文件里出现的先后排列；有官方次序的，照官方次序调整。各种表都按这里的次序。",
            "units:",
            units_text(plan.units),
            "",
        ]
    if plan.collectives:
        lines += ["# 集合单位照文件写，不拆；名单写在设置里。", "collectives:", collectives_text(plan.collectives), ""]
    lines += ["chapters:", chapters_text(plan.chapters, notes)]
    return "\n".join(lines) + "\n"

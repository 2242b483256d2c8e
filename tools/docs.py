"""The pages that are made from the code: `make docs`.

docs/rules.md from the catalogue of codes, docs/json.md from views/json_words.py, docs/templates.md from the named
tuples that templates are given, the schemas from the models, the
README's list of commands from cli/app.py. A test compares them and says when one is out of date.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import template_docs
import yaml

import baicheng_cli.document.trace_codes  # noqa: F401  # enters the codes of `trace` into the catalogue
from baicheng_cli.cli.app import COMMANDS
from baicheng_cli.diagnostics import Code
from baicheng_cli.rules.engine import all_codes
from baicheng_cli.status.lights import Light
from baicheng_cli.views.json_words import ANSWERS, ENVELOPE, Key
from baicheng_cli.views.schema import FILES, schema_text
from baicheng_cli.views.tables import md_cell

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "tools" / "rule_examples.yaml"
BEGIN, END = "<!-- commands -->\n", "<!-- /commands -->\n"
MADE = "<!-- 由 make docs 生成，请勿手改 -->\n"

FAMILIES = {
    "BC0": ("文件和写法", "YAML 能不能读，写法在各处读得是不是一样。"),
    "BC11": ("编号和结构", "条目的编号、层次，以及不该写进来的内容。"),
    "BC10": ("键和值", "每个键认不认识，每个值是不是该有的样子。"),
    "BC12": ("不该写进来的", "会进版本库、会公开的文件里不能有的内容。"),
    "BC2": ("单位", "谁牵头、谁配合，名称认不认得出。"),
    "BC3": ("时间", "实施期、时限、起始日。"),
    "BC4": ("目标", "指标的目标值和计量单位。"),
    "BC5": ("填报", "填报文件和其中的记录。"),
    "BC6": ("设置", "本办的设置，和当月的文稿。"),
    "BC8": ("模板", "`baicheng template check` 查的：公文、月报、台账栏目的模板。"),
    "BC65": ("发文登记", "office/issued.yaml：用过的编号，签收和反馈。"),
    "BC7": ("本办自己的检查", "数据文件夹里的 office/checks.py，只有加 --local-checks 才运行。"),
    "BC9": ("计划与印发的文件", "`baicheng trace` 对着原件逐条核对，只在有原件时运行。"),
}
"""Families of codes by how they begin; the longest that fits."""


def pages() -> dict[Path, str]:
    """Every page that is made, by file."""
    readme = ROOT / "README.md"
    schemas = {ROOT / "schema" / f"{kind}.schema.json": schema_text(kind) for kind in FILES}
    return {
        ROOT / "docs" / "rules.md": rules_page(),
        ROOT / "docs" / "json.md": json_page(),
        ROOT / "docs" / "templates.md": MADE + template_docs.templates_page(),
        **schemas,
        readme: with_commands(readme.read_text("utf-8")),
    }


def with_commands(readme: str) -> str:
    """The README with today's list of commands between its marks."""
    before, _, rest = readme.partition(BEGIN)
    _, _, after = rest.partition(END)
    rows = [f"| `baicheng {name}` | {md_cell(words)} |" for name, words in COMMANDS.items()]
    return before + BEGIN + "\n".join(["", "| 命令 | 做什么 |", "|---|---|", *rows, "", ""]) + END + after


def examples() -> dict[str, dict[str, str]]:
    """What is wrong and what is right, by code."""
    read: dict[str, dict[str, str]] = yaml.load(EXAMPLES.read_text("utf-8"), yaml.BaseLoader)
    return read


def rules_page() -> str:
    codes = all_codes()
    shown = examples()
    lines = [
        MADE,
        "# 检查规则",
        "",
        f"`baicheng check` 用的全部{len(codes)}条规则。错误要改了才算通过；警告看一眼，确实如此的可以留着，",
        "写进 `office/settings.yaml` 的 `ignore`（规则编号、在哪里、理由），就不再提示。少数错误也可以，下面各自写明：",
        "那是文件原文就可能有的。编号的含义永远不变，也不会另作他用。",
    ]
    family = ""
    for code in codes:
        if (now := _family(code.id)) != family:
            family = now
            title, words = FAMILIES[family]
            lines += ["", f"## {title}", "", words]
        lines += _rule(code, shown.get(code.id, {}))
    return "\n".join(lines) + "\n"


def _family(id: str) -> str:
    return max((start for start in FAMILIES if id.startswith(start)), key=len)


def _rule(code: Code, example: dict[str, str]) -> Iterator[str]:
    may = ["", "原文确实如此的，可以忽略（`ignore`）。"] if code.may_stand else []
    yield from ("", f"### {code.id} {code.title}（{code.severity.word}）", "", code.reason, *may)
    for name, word in (("wrong", "不对："), ("right", "改为：")):
        if name in example:
            yield from ("", word, "", "```yaml", example[name].rstrip("\n"), "```")


def json_page() -> str:
    lines = [
        MADE,
        "# `--format json` 的答复",
        "",
        "凡是列表的命令都能答 JSON。键名是英文，不会改名；没有值的写 null，不会缺键；新版本只会加键。",
        "单位写名称；数是 JSON 的数（100 不写成 100.0）；百分数写 0—100；日期写 2019-09-25，月份写 2019-09。",
        "",
        "“键”一栏：`.` 是下一层，`[]` 是列表里的每一项，`*` 是由数据决定的名字。“何时为 null”空着的，永远有值。",
        "",
        "## 外层",
        "",
        *_keys(ENVELOPE),
        "",
        "## 状态代码",
        "",
        "从最差到最好：",
        "",
        "| 代码 | 状态 |",
        "|---|---|",
        *(f"| `{light.value}` | {light.word} |" for light in Light),
    ]
    for answer in ANSWERS:
        lines += ["", f"## {answer.kind}：{answer.title}", "", f"`baicheng {answer.command} --format json`"]
        lines += ["", answer.words, "", *_keys(answer.keys)]
    return "\n".join(lines) + "\n"


def _keys(keys: dict[str, Key]) -> list[str]:
    rows = [f"| `{name}` | {key.type} | {md_cell(key.words)} | {md_cell(key.null)} |" for name, key in keys.items()]
    return ["| 键 | 类型 | 含义 | 何时为 null |", "|---|---|---|---|", *rows]


def main() -> None:
    for file, text in pages().items():
        if not file.exists() or file.read_text("utf-8") != text:
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, "utf-8")
            sys.stdout.write(f"已更新 {file.relative_to(ROOT)}\n")


if __name__ == "__main__":
    main()

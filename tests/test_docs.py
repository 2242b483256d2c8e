"""What is made from the code is of today: docs/, schema/, the README's list of commands (`make docs`)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from textwrap import indent
from typing import Any

import pytest
from calling import ROOT, Office, Said, call, tool
from conftest import plan_source
from openpyxl import load_workbook

from baicheng_cli.cli.app import COMMANDS, whole_command
from baicheng_cli.diagnostics import CODES
from baicheng_cli.forms.columns import PARTS_SHEET, WORK_SHEET
from baicheng_cli.rules.check import check_all
from baicheng_cli.rules.engine import all_codes
from baicheng_cli.views.json_words import ANSWERS, ENVELOPE, Answer, Key

docs = tool("docs")


@cache
def made() -> dict[Path, str]:
    pages: dict[Path, str] = docs.pages()
    return pages


@pytest.mark.parametrize("name", ["README.md", "docs/rules.md", "docs/json.md", "docs/templates.md"])
def test_a_page_is_of_today(name: str) -> None:
    assert (ROOT / name).read_text("utf-8") == made()[ROOT / name], f"{name} is out of date: make docs"


def test_the_readme_lists_every_command_in_the_order_of_the_help() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert readme.count(docs.BEGIN) == readme.count(docs.END) == 1
    listed = readme.partition(docs.BEGIN)[2].partition(docs.END)[0]
    assert re.findall(r"^\| `baicheng ([a-z-]+)` \|", listed, re.MULTILINE) == list(COMMANDS)
    assert docs.with_commands(readme.replace(listed, "| alt |\n")) == docs.with_commands(readme)


def test_every_rule_is_explained() -> None:
    page = (ROOT / "docs/rules.md").read_text("utf-8")
    codes = all_codes()
    assert re.findall(r"^### (BC\d+) ", page, re.MULTILINE) == [code.id for code in codes]
    for code in codes:
        assert f"### {code.id} {code.title}（{code.severity.word}）\n\n{code.reason}\n" in page


# --- examples of rules ------------------------------------------------------------------------------------------------

ITEM = 'chapters:\n  - id: "3"\n    title: 重点工作\n    items:\n      - id: "3.1"\n        lead: [区城管局]\n'
UNITS = """\
units:
  - {id: chengguan, names: [{name: 区城管局}]}
  - {id: nongwei, names: [{name: 区农委}]}
  - {id: huanbao, names: [{name: 区环保局}]}
"""
PARTS = "{id: a, name: 小游园, exactly: 30, unit: 个, due: 2019-12-31}"


def plan_with(kind: str, lines: str) -> str:
    """A whole plan round the lines of an example."""
    item = (
        ITEM + f"        title: 小游园\n        indicators: [{PARTS}]\n        milestones: [{{id: m1, title: 公园}}]\n"
    )
    if kind == "item":
        item = ITEM + indent(lines, " " * 8)
    if kind == "indicator":
        inside = lines if lines.startswith("{") else "\n" + indent(lines, " " * 12)
        item = f"{ITEM}        title: 小游园\n        indicators:\n          - {inside.strip()}\n"
    text = lines if kind == "plan" else UNITS + item
    groups = "" if "街道" in text or kind == "settings" or "collectives:" in text else "collectives: []\n"
    return plan_source(groups + text).text


def found_in(code: str, lines: str, folder: Path) -> set[str]:
    """The codes that `check` finds in an example."""
    kind = docs.examples()[code]["in"]
    plan, data = folder / "plan.yaml", folder / "plan"
    plan.write_text(plan_with(kind, lines), "utf-8")
    if kind == "settings":
        (data / "office").mkdir(parents=True, exist_ok=True)
        (data / "office" / "settings.yaml").write_text(f"schema: 1\n{lines}\n", "utf-8")
    if kind == "words":
        (data / "office").mkdir(parents=True, exist_ok=True)
        (data / "office" / "2019-09.yaml").write_text(f"schema: 1\nmonth: 2019-09\n{lines}\n", "utf-8")
    if kind == "issued":
        (data / "office").mkdir(parents=True, exist_ok=True)
        (data / "office" / "issued.yaml").write_text(f"schema: 1\nrecords:\n{indent(lines, '  ')}", "utf-8")
    if kind == "cycle":
        (data / "progress" / "2019-09").mkdir(parents=True, exist_ok=True)
        head = "schema: 1\nmonth: 2019-09\nopened: 2019-09-02\ndata_until: 2019-09-25\nsubmit_by: 2019-09-25\n"
        (data / "progress" / "2019-09" / "cycle.yaml").write_text(f"{head}{lines}", "utf-8")
    if kind == "entry":
        more = "" if "date:" in lines else "\ndate: 2019-09-25"
        entry = f"id: aaaaaaaa\n{lines}{more}"
        sidecar = data / "progress" / "2019-09" / "chengguan.yaml"
        sidecar.parent.mkdir(parents=True, exist_ok=True)
        head = "schema: 1\nunit: 区城管局\nmonth: 2019-09\nentries:\n  - "
        sidecar.write_text(head + indent(entry, " " * 4).strip() + "\n", "utf-8")
    return {one.code for one in check_all(plan, data)}


@pytest.mark.parametrize("code", docs.examples())
def test_check_finds_what_is_wrong_in_an_example_and_nothing_in_what_is_right(code: str, tmp_path: Path) -> None:
    assert code in CODES
    example = docs.examples()[code]
    assert set(example) == {"in", "wrong", "right"}
    assert code in found_in(code, example["wrong"], tmp_path)
    assert code not in found_in(code, example["right"], tmp_path)


# --- what templates receive -------------------------------------------------------------------------------------------


def test_every_field_that_a_template_can_reach_has_its_words_and_nothing_else_has() -> None:
    guide = docs.template_docs
    there = {kind.__name__: {"_", *(name for name, _ in guide.fields(kind))} for kind in guide.groups()}
    assert {name: set(group) for name, group in guide.words().items()} == there
    assert {"ReportPaper", "Letterhead", "MonthlyReport", "Head", "Brief", "UnitPaper", "Charts"} <= set(there)


def test_the_page_names_every_template_every_field_and_every_item_of_the_ledger() -> None:
    page = (ROOT / "docs/templates.md").read_text("utf-8")
    guide = docs.template_docs
    for one in guide.TEMPLATES:
        assert one.gives is None or f"| `{one.name}` | {one.words} |" in page
    for kind in guide.groups():
        part = page.partition(f"：{kind.__name__}\n")[2].partition("\n### ")[0]
        assert part.startswith("\n| 名称 |"), kind
        assert all(f"| `{name}` |" in part for name, _ in guide.fields(kind))
    assert all(f"| `{name}` |" in page for name in guide.ITEMS)
    headings = {re.sub(r"[^\w-]", "", one.lower().replace(" ", "-")) for one in re.findall("^### (.*)$", page, re.M)}
    assert set(re.findall(r"\]\(#([^)]+)\)", page)) <= headings


def test_what_the_guide_shows_of_the_language_works(tmp_path: Path) -> None:
    """Each row of the table on templates as text is a template, or a piece of one."""
    from baicheng_cli.views.word.paper_text import parse
    from baicheng_cli.views.word.styles import load_styles

    guide = (ROOT / "docs/templates.md").read_text("utf-8").partition("## 文本写法")[2].partition("\n## ")[0]
    shown = [one.replace("\\|", "|") for one in re.findall(r"^\| `((?:[^`]|`、`)+)` \|", guide, re.MULTILINE)]
    assert len(shown) >= 12
    pieces = [piece for one in shown for piece in one.split("`、`") if "…" not in piece]
    page = next(piece for piece in pieces if piece.startswith("页面"))
    text = [page, *(one for one in pieces if one != page)]
    assert parse("\n".join(text), "guide", load_styles())


# --- JSON answers -----------------------------------------------------------------------------------------------------

TYPES: dict[str, Callable[[Any], Any]] = {
    "文字": lambda value: isinstance(value, str),
    "整数": lambda value: type(value) is int,
    "数": lambda value: type(value) in (int, float),
    "日期": lambda value: isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value),
    "月份": lambda value: isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d", value),
    "时刻": lambda value: isinstance(value, str) and re.fullmatch(r"[\d-]{10}T[\d:]{8}\+08:00", value),
    "是否": lambda value: isinstance(value, bool),
    "对象": lambda value: isinstance(value, dict),
    "对象列表": lambda value: isinstance(value, list) and all(isinstance(one, dict) for one in value),
    "文字列表": lambda value: isinstance(value, list) and all(isinstance(one, str) for one in value),
}
DEMO = ("--plan", str(ROOT / "plan/2019.yaml"), "--data", str(ROOT / "demo/2019"), "--format", "json")
MONTHS = ("2019-05", "2019-09", "2019-12")


def asked() -> list[tuple[str, ...]]:
    """Questions to the demonstration data whose answers show every key in its variety."""
    months = [("--month", month) for month in MONTHS]
    every = [(kind, *month) for kind in ("tasks", "indicators", "status", "ledger", "units") for month in months]
    return [
        *every,
        ("tasks", "--unit", "区城管局", "--month", "2019-09"),
        ("tasks", "--unit", "各街道办事处", "--month", "2019-09"),
        ("status", "--by", "unit", "--month", "2019-09"),
        *(
            ("show", id, "--month", "2019-12")
            for id in ("3.1", "3.3", "3.7.1", "3.8", "3.9.2.3", "3.9", "3.9.4", "4.1")
        ),
        ("progress", "list", "--as-of", "2020-01-31"),
        ("breakdown",),
        ("breakdown", "--unit", "区城管局"),
        *(("collect", "status", "--month", month) for month in MONTHS),
        ("collect", "remind", "--month", "2019-09", "--as-of", "2019-09-20"),
        ("collect", "remind", "--month", "2019-09", "--as-of", "2019-09-27"),
    ]


@cache
def answers() -> tuple[dict[str, Any], ...]:
    """Answers of the demonstration data, by the command line."""
    return tuple(call(*question, *DEMO).answer for question in asked())


ISSUED = """本例为测试而写，不是印发的文件
三、重点工作
（三）做好绿化。2O19年底前，新增绿地100万平方米。
牵头单位：区城管局
（九）提高治理水平。
（十一）补充一条。完成补充。
牵头单位：区城管局
"""


@pytest.fixture(scope="module")
def more(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What the demonstration has none of: evidence, findings, an entry just written, a column of the office's own."""
    folder = tmp_path_factory.mktemp("json")
    office = Office(folder / "data")
    office.settings(
        "office: tizhiban\nreporting: {submit_by: 20}\nignore: [{code: BC611, where: reporting, reason: 先报后核}]\n"
    )
    columns = office.data / "office" / "templates" / "ledger.yaml"
    columns.parent.mkdir()
    columns.write_text("schema: 1\ncolumns: [{title: 还差, value: target_number - actual_number}]\n", "utf-8")
    proof = folder / "data" / "evidence" / "公园.txt"
    proof.parent.mkdir()
    proof.write_text("公园", "utf-8")
    typed = "--task 3.3 --unit 区城管局 --month 2019-09 --set a=72.5 --done m1=2019-08-20"
    said = [office.add(*typed.split(), "--evidence", proof, *dry, "--format", "json") for dry in (["--dry-run"], [])]
    id = said[-1].items[0]["id"]
    said.append(office.json("progress", "amend", id, "--set", "b=3", "--reason", "漏报", day=None))
    id = said[-1].items[0]["id"]
    for words in ("--accept", "--verify --set a=72 --how 现场核查", "--return --reason 缺佐证 --limit 2019-10-08"):
        said.append(office.json("progress", "review", id, *words.split(), day=None))
    said += [
        office.json("ledger", "--month", "2019-09"),
        office.json("show", "3.3"),
        office.json("progress", "list"),
        call("rules", "--format", "json"),
        office.json("template", "list", day=None),
        office.json("check", day=None),
    ]
    said += collected(folder / "collecting")
    issued = folder / "原件.txt"
    issued.write_text(ISSUED, "utf-8")
    said += [office.json("show", id, "--document", str(issued)) for id in ("3.3", "3.9")]
    said.append(call("draft", issued, "--explain", "--format", "json"))
    said.append(sent_out(folder / "sending"))
    read = filled_in(folder / "returning")
    (columns.parent / "report.md.j2").write_text("{{ report.titel }}{{ x | safe }}", "utf-8")
    templates = call("template", "check", "report.md", "--data", office.data, "--format", "json")
    findings = call("check", ROOT / "tests/data/broken.yaml", "--format", "json")
    unready = Office(folder / "unready")
    unknown = "{id: aaaaaaaa, task: '3.3', date: 2019-09-25, values: {z: 1}}"
    unready.sidecar("2019-09", "chengguan", "区城管局", unknown)
    incomplete = unready.json("progress", "check", "--month", "2019-09", day=None)
    assert incomplete.code == 1
    differences = call("trace", issued, "--plan", ROOT / "plan/2019.yaml", "--format", "json")
    assert differences.code == 1
    refused = (findings, templates, incomplete, read, differences)
    return [*(one.answer for one in said), *(json.loads(one.out) for one in refused)]


def sent_out(folder: Path) -> Said:
    """Papers of every kind, with receipts and replies; one of them typed by hand with as little as can be."""
    office = Office(folder)
    office.settings("office: tizhiban\npapers: {notice_word: 督, letter_word: 函, letters: [交警二大队]}\n")
    for words in ("3.3 --limit 2019-10-31", "3.9.1.1 --to 交警二大队 --limit 2019-10-20"):
        assert office.ask("notice", *words.split(), "--issue", "--month", "2019-09").code == 0
    office.ask("notice", "--remind", "督〔2019〕1号", "--limit", "2019-11-20", "--issue", day="2019-11-05")
    with (folder / "office" / "issued.yaml").open("a", encoding="utf-8") as register:
        register.write(
            "  - {act: issue, number: 督〔2019〕9号, day: 2019-11-01, kind: notice, to: [区农委], task: '9.9'}\n"
        )
    office.ask("notice", "sign", "督〔2019〕1号", "--by", "王某", "--date", "2019-10-08", day=None)
    office.ask("notice", "reply", "督〔2019〕1号", "--text", "正在移交", "--date", "2019-10-09", day=None)
    office.ask("notice", "reply", "督〔2019〕2号", "--result", "已办结", "--date", "2019-11-10", day=None)
    return office.json("notice", "list", day="2019-11-15")


def collected(folder: Path) -> list[Said]:
    """A month that was opened, with a unit that was let off."""
    office = Office(folder)
    said = [office.json("collect", "open", "--month", "2019-09", "-o", str(folder / "forms"), day=None)]
    office.ask("collect", "waive", "区农委", "--month", "2019-09", "--reason", "机构调整", day=None)
    return [*said, office.json("collect", "status", "--month", "2019-09")]


def filled_in(folder: Path) -> Said:
    """A form with figures, names, a cell nobody can read, and one that was recorded otherwise meanwhile."""
    office = Office(folder)
    forms = folder / "forms"
    office.ask("collect", "open", "--month", "2019-09", "-o", str(forms), day=None)
    office.add(*["--task", "3.9.3", "--unit", "区城管局", "--month", "2019-09", "--set", "a=9"])
    [file] = forms.glob("*_区城管局_*.xlsx")
    book = load_workbook(file)
    typed: dict[str, float | str] = {"3.3.a": 72.5, "3.3.c": "约22", "3.9.3.a": 8}
    for row in book[PARTS_SHEET].iter_rows():
        if (id := str(row[0].value)) in typed:
            row[7].value = typed[id]
    for row in book[WORK_SHEET].iter_rows():
        for label, right in pairwise(row):
            if label.value in ("单位负责人（签字）：", "填报人："):
                right.value = "甲"
    book.save(file)
    return office.json("forms", "read", str(forms), day=None)


def answer_of(envelope: dict[str, Any], item: dict[str, Any]) -> Answer:
    kinds = [answer for answer in ANSWERS if answer.kind == envelope["kind"]]
    container = item.get("kind") == "container"
    [answer] = [one for one in kinds if len(kinds) == 1 or (one.title == "一个容器") == container]
    return answer


def items_of(envelope: dict[str, Any]) -> Iterator[tuple[Answer, dict[str, Any]]]:
    """Every item with what is documented of it; those in a container are as in `tasks`."""
    for item in envelope["items"]:
        yield answer_of(envelope, item), item
        if item.get("kind") == "container":
            for inside in item["items"]:
                yield ANSWERS[0], inside


def walk(value: Any, path: str, keys: dict[str, Key]) -> Iterator[tuple[str, Any]]:
    """Every key of an object with its value; keys that the data names are `*`."""
    for name, inside in value.items():
        here = f"{path}{name}"
        if f"{path}*" in keys:
            here = f"{path}*"
        yield here, inside
        if isinstance(inside, dict):
            yield from walk(inside, f"{here}.", keys)
        if isinstance(inside, list):
            for one in inside:
                if isinstance(one, dict):
                    yield from walk(one, f"{here}[].", keys)


def test_every_key_that_occurs_is_documented_as_it_is(more: list[dict[str, Any]]) -> None:
    occurred: dict[int, set[str]] = {number: set() for number in range(len(ANSWERS))}
    for envelope in (*answers(), *more):
        for answer, item in items_of(envelope):
            shown = {**item, "items": []} if item.get("kind") == "container" else item
            for path, value in walk(shown, "", answer.keys):
                assert path in answer.keys, f"{answer.kind}: {path} is not documented"
                fits(answer.keys[path], value, f"{answer.kind}: {path}")
                occurred[ANSWERS.index(answer)].add(path)
    for number, answer in enumerate(ANSWERS):
        assert set(answer.keys) == occurred[number], answer.title


def test_the_outside_is_documented_as_it_is(more: list[dict[str, Any]]) -> None:
    occurred = set()
    for envelope in (*answers(), *more):
        for path, value in walk({**envelope, "items": []}, "", ENVELOPE):
            fits(ENVELOPE[path], value, path)
            occurred.add(path)
        fits(ENVELOPE["items"], envelope["items"], "items")
    assert occurred == set(ENVELOPE)


def fits(key: Key, value: Any, path: str) -> None:
    if value is None:
        assert key.null, f"{path} is null, which is not documented"
    else:
        assert TYPES[key.type](value), f"{path}: {value!r} is not {key.type}"


def takes_json(command: Any, name: str = "") -> Iterator[str]:
    """The commands below a command whose `--format` may be json."""
    words: Any = getattr(command, "list_commands", None)
    for word in words(None) if words else ():
        yield from takes_json(command.get_command(None, word), f"{name} {word}".strip())
    if any("--format" in one.opts and "json" in (one.help or "") for one in command.params):
        yield name


def test_no_command_that_answers_in_json_is_left_out() -> None:
    documented = {answer.command for answer in ANSWERS}
    for name in takes_json(whole_command()):
        assert any(f"{one} ".startswith(f"{name} ") for one in documented), f"{name} is not in docs/json.md"

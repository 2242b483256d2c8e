"""How well `draft` reads documents of many layouts: `make eval` scores it and writes docs/evaluation.md.

Each document goes the way a user's goes: `baicheng draft` writes a plan, the plan is loaded, and what it says is held
against what a person read. The floors in tests/data/layouts/floors.yaml rise with the scores and never fall: a test
compares. `make eval ARGS=05` runs some and prints every difference, without writing.
"""

from __future__ import annotations

import io
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from readings import Reading, of_expected, of_plan
from scoring import ASPECTS, Count, Score, score
from tampering import KINDS, MOST, Tampered, tampered
from typeset import typeset

from baicheng_cli.cli.app import run
from baicheng_cli.errors import UserError
from baicheng_cli.plan.load import load_plan

ROOT = Path(__file__).resolve().parent.parent
LAYOUTS = ROOT / "tests" / "data" / "layouts"
FLOORS = LAYOUTS / "floors.yaml"
PAGE = ROOT / "docs" / "evaluation.md"
PLAN = ROOT / "plan" / "2019.yaml"
SHARED = ROOT.parent / "shared"
"""What is not part of the repository: the text of the shipped plan's document, and sample documents."""

OWN, SAMPLES, SHIPPED = "测试文件", "样例", "随附方案的原文"


@dataclass(frozen=True)
class Case:
    """A document, how it is laid out, and what is to be read in it."""

    name: str
    layout: str
    kinds: tuple[str, ...]
    """What the layout has in common with others: 段末括注, 表格 …"""
    origin: str
    ending: str
    content: bytes
    expected: Reading


@dataclass(frozen=True)
class Traced:
    """What `trace` says of the drafted plan, and of plans that were changed in one thing."""

    quarrels: tuple[str, ...]
    """Errors of the draft against its own document: the two commands read it differently."""
    asked: Mapping[str, int]
    missed: tuple[Tampered, ...]

    def found(self, kind: str) -> int:
        return self.asked.get(kind, 0) - sum(1 for one in self.missed if one.kind == kind)


@dataclass(frozen=True)
class Result:
    """What `draft` made of a document."""

    case: Case
    score: Score
    traced: Traced | None = None
    failure: str = ""
    """Why there is no plan to look at, everything being missed then; or what `check` says against the plan."""


# --- documents -------------------------------------------------------------------------------------------------------


def cases() -> list[Case]:
    """Every document at hand; those outside the repository only where they lie beside it."""
    return [*shipped_cases(), *sample_cases(), *own_cases()]


def own_cases() -> Iterator[Case]:
    layouts = own_layouts()
    for file in sorted(LAYOUTS.iterdir()):
        stem, _, ending = file.name.partition(".")
        if ending not in ("txt", "md", "typeset.txt"):
            continue
        if stem not in layouts:
            continue
        data = yaml.safe_load((LAYOUTS / f"{stem}.expected.yaml").read_text("utf-8"))
        content = file.read_bytes()
        if ending == "typeset.txt":
            ending, content = "docx", typeset(content.decode("utf-8"))
        layout, kinds = layouts[stem]
        yield Case(f"{stem}.{ending}", layout, with_format(kinds, ending), OWN, ending, content, of_expected(data))


def own_layouts() -> dict[str, tuple[str, tuple[str, ...]]]:
    """The layout of each document in one phrase, and its kinds, from the table of the README beside them."""
    rows = [line.strip("| \n").split(" | ") for line in (LAYOUTS / "README.md").read_text("utf-8").splitlines()]
    return {row[0]: (row[1], tuple(row[2].split("、"))) for row in rows if len(row) == 3 and row[0][:2].isdigit()}


def with_format(kinds: tuple[str, ...], ending: str) -> tuple[str, ...]:
    return (*kinds, *FORMATS.get(ending, ()))


FORMATS = {"docx": ("Word",), "md": ("Markdown",)}

SAMPLE_LAYOUTS = {
    "plan-01-paren-units.txt": ("段末“（牵头单位：…；责任单位：…）”", ("段末括注",)),
    "plan-02-table.txt": ("制表符分隔的分解表，格内换行", ("表格",)),
    "plan-03-articles.txt": ("第X条，单位另起一行", ("条款式", "标签行")),
    "target-expressions.txt": ("目标和时限的各种写法，每条一句", ("中文数字",)),
}

OPEN_READINGS: Mapping[str, Mapping[str, Any]] = {
    "02": {"deadline": "2019-09-30"},
    "04": {"deadline": "2019-12-31", "cmp": ["~", ">="]},
}
"""What the samples say in words: the quarter's end in the plan's year; 余 is ~ and, as their note says, better >=."""


def sample_cases() -> Iterator[Case]:
    folder = SHARED / "samples"
    if not folder.is_dir():
        return
    expected = yaml.safe_load((folder / "expected.yaml").read_text("utf-8"))
    for name, data in expected.items():
        content = (folder / name).read_bytes()
        if "cases" in data:
            content, data = expressions(content.decode("utf-8"), data["cases"])
        layout, kinds = SAMPLE_LAYOUTS.get(name, ("", ()))
        yield Case(name, layout, kinds, SAMPLES, "txt", content, of_expected(data))


def expressions(text: str, wanted: Mapping[str, Any]) -> tuple[bytes, dict[str, Any]]:
    """The list of expressions as a document of 2019 whose clauses they are, and what is to be read in each."""
    lines = [line.split("|", 1) for line in text.splitlines() if "|" in line]
    clauses = [f"{int(number)}.{words}" for number, words in lines]
    document = "\n".join(["某市2019年目标写法示例方案", "一、重点任务", *clauses, ""])
    tasks = []
    for number, one in wanted.items():
        one = {**one, **OPEN_READINGS.get(number, {})}
        targets = [{"name": "", "unit": None, **one}] if "cmp" in one else []
        tasks.append({"section": f"一{int(number)}", "indicators": targets, "deadline": one.get("deadline")})
    return document.encode("utf-8"), {"tasks": tasks}


def shipped_cases() -> Iterator[Case]:
    """The document of the shipped plan, as text and typeset; what is to be read in it is the shipped plan."""
    files = sorted((SHARED / "source").glob("*.txt"))
    if not files:
        return
    expected = of_plan(load_plan(PLAN).plan)
    text = files[0].read_text("utf-8")
    for ending, layout, content in (
        ("txt", "标签行写单位，从PDF取出的文字", text.encode("utf-8")),
        ("docx", "同上，排成Word", typeset(text)),
    ):
        kinds = with_format(("标签行", "PDF"), ending)
        yield Case(f"中原政文〔2019〕39号.{ending}", layout, kinds, SHIPPED, ending, content, expected)


# --- running ---------------------------------------------------------------------------------------------------------


def result_of(case: Case, folder: Path) -> Result:
    """What `draft` makes of a document, in a folder of its own, and what `trace` says of it."""
    document, plan = folder / f"document.{case.ending}", folder / "plan.yaml"
    document.write_bytes(case.content)
    said = told("draft", document, "-o", plan)
    nothing = score(case.expected, Reading(()))
    if not plan.exists():
        return Result(case, nothing, failure=f"draft 退出码 {said.code}：{first_line(said.words)}")
    try:
        got = of_plan(load_plan(plan).plan)
    except UserError as error:
        return Result(case, nothing, failure=f"写出的计划读不了：{first_line(str(error))}")
    checked = told("check", plan)
    failure = f"check 不通过：{first_line(checked.words)}" if checked.code else ""
    return Result(case, score(case.expected, got), traced(document, plan), failure)


def traced(document: Path, plan: Path) -> Traced:
    """Whether `trace` agrees with the draft, and sees each change to it."""
    text = plan.read_text("utf-8")
    own = findings(document, plan)
    asked: dict[str, int] = dict.fromkeys(KINDS, 0)
    missed = []
    for one in tampered(text):
        asked[one.kind] += 1
        plan.write_text(one.text, "utf-8")
        if not findings(document, plan) - own:
            missed.append(one)
    plan.write_text(text, "utf-8")
    return Traced(tuple(sorted(one for one in own if " 警告：" not in one)), asked, tuple(missed))


_PLACE = re.compile(r"^.*?:\d+:\d+: (?=BC)")


def findings(document: Path, plan: Path) -> set[str]:
    """What `trace` finds, without the places, which a change shifts."""
    lines = told("trace", document, "--plan", plan).words.splitlines()
    return {_PLACE.sub("", line) for line in lines if _PLACE.match(line)}


class Told(NamedTuple):
    """What a command said."""

    code: int
    words: str


def told(*arguments: str | Path) -> Told:
    """Run a command in this process."""
    with redirect_stdout(out := io.StringIO()), redirect_stderr(out):
        code = run([str(one) for one in arguments])
    return Told(code, out.getvalue())


def first_line(words: str) -> str:
    return (words.strip().splitlines() or [""])[0].replace("|", "／")


def results(some: Sequence[Case]) -> list[Result]:
    made = []
    for case in some:
        with tempfile.TemporaryDirectory() as folder:
            made.append(result_of(case, Path(folder)))
    return made


# --- the page --------------------------------------------------------------------------------------------------------

INTRODUCTION = """\
# `draft` 读得怎么样

由 `make eval` 写成，不要手改。每份文件都像用户那样走一遍：`baicheng draft` 写出计划，计划照常装入，
再与人读出来的逐项比。
格子里是“准确/召回”：抽出来的有多少是对的，原文有的抽出了多少（百分数，向下取整到整数，100就是一个不差）；“—”是没有可比的。
一个目标要名称、比较方式、数值、计量单位四样都对才算对，时限另算；单位要连角色一起对；节点只在随附方案的原文上比。
期望值怎么写、两可的地方怎么算，见 [tests/data/layouts/README.md](../tests/data/layouts/README.md)。
"""

TRACING = f"""\
## 核对

`baicheng trace` 拿 `draft` 写出的稿子对着原文核对，应当没有不符；再把稿子改动一处（每样至多{MOST}处），应当看得出来。
“3/8”是8处改动看出3处。
"""

HEAD_OF_TRACING = f"| 文件 | 稿子与原文不符 | {' | '.join(KINDS.values())} |\n|---|---:|{'---:|' * len(KINDS)}"

HEAD = f"| 文件 | 体例 | {' | '.join(ASPECTS.values())} |\n|---|---|{'---:|' * len(ASPECTS)}"
HEAD_OF_KINDS = HEAD.replace("文件 | 体例", "体例 | 文件")


def page(made: Sequence[Result]) -> str:
    """The page as Markdown; a part whose documents are not at hand is left out."""
    parts = [INTRODUCTION]
    for origin in (SHIPPED, SAMPLES, OWN):
        here = [one for one in made if one.case.origin == origin]
        if here:
            rows = [row(one.case.name, one.case.layout, one.score.counts) for one in here]
            parts.append(f"## {origin}\n\n{HEAD}\n" + "\n".join([*rows, row("**合计**", "", total(here))]) + "\n")
    parts.append(f"## 按体例\n\n{HEAD_OF_KINDS}\n" + "\n".join(rows_of_kinds(made)) + "\n")
    rows = [row_of_tracing(one.case.name, one.traced) for one in made if one.traced]
    parts.append(f"{TRACING}\n{HEAD_OF_TRACING}\n" + "\n".join(rows) + "\n")
    failures = [f"- {one.case.name}：{one.failure}" for one in made if one.failure]
    if failures:
        parts.append("没有写出计划，或者计划通不过 `check` 的：\n\n" + "\n".join(failures) + "\n")
    return "\n".join(parts)


def rows_of_kinds(made: Sequence[Result]) -> Iterator[str]:
    """A document counts in each of its kinds, and once in the last line."""
    kinds = sorted({kind for one in made for kind in one.case.kinds})
    for kind in kinds:
        here = [one for one in made if kind in one.case.kinds]
        yield row(kind, f"{len(here)}份", total(here))
    yield row("**全部**", f"{len(made)}份", total(made))


def row_of_tracing(name: str, one: Traced) -> str:
    cells = [f"{one.found(kind)}/{one.asked[kind]}" if one.asked[kind] else "—" for kind in KINDS]
    return f"| {name} | {len(one.quarrels)} | {' | '.join(cells)} |"


def row(name: str, layout: str, counts: Mapping[str, Count]) -> str:
    return f"| {name} | {layout} | " + " | ".join(cell(counts[aspect]) for aspect in ASPECTS) + " |"


def cell(count: Count) -> str:
    precision, recall = percent(count.precision), percent(count.recall)
    return "—" if precision is recall is None else f"{'—' if precision is None else precision}/{recall}"


def percent(share: float | None) -> int | None:
    """Down to a whole percent, so that only a perfect one shows 100."""
    return None if share is None else int(share * 100 + 1e-9)


def total(made: Sequence[Result]) -> dict[str, Count]:
    return {aspect: sum((one.score.counts[aspect] for one in made), Count()) for aspect in ASPECTS}


# --- floors ----------------------------------------------------------------------------------------------------------


def floors() -> dict[str, dict[str, list[int]]]:
    """What a document has once reached, in percent."""
    return yaml.safe_load(FLOORS.read_text("utf-8")) or {} if FLOORS.exists() else {}


def reached(one: Result) -> dict[str, list[int]]:
    """What a document reaches now. Where nothing is there and nothing was read it is as good as can be."""
    now = {aspect: [percent(share) or 0 for share in both(count)] for aspect, count in one.score.counts.items()}
    seen = one.traced
    shares = [seen.found(kind) / seen.asked[kind] if seen.asked[kind] else 1.0 for kind in KINDS] if seen else []
    return {**now, "trace": [percent(share) or 0 for share in shares] or [0] * len(KINDS)}


def both(count: Count) -> tuple[float, float]:
    """Precision and recall; of nothing at all, both are full, and of what was not read, neither."""
    if count == Count():
        return 1.0, 1.0
    return count.precision or 0.0, 1.0 if count.recall is None else count.recall


def raised(before: Mapping[str, Any], made: Sequence[Result]) -> dict[str, Any]:
    """The floors with what is better now; none is ever lowered, none is lost."""
    after = {name: dict(one) for name, one in before.items()}
    for one in made:
        floor = after.setdefault(one.case.name, {})
        for aspect, now in reached(one).items():
            floor[aspect] = [max(pair) for pair in zip(floor.get(aspect, [0] * len(now)), now, strict=True)]
    return dict(sorted(after.items()))


def floors_text(of: Mapping[str, Mapping[str, Sequence[int]]]) -> str:
    lines = [
        "# 每份文件已经达到的准确和召回，trace 看出的改动（数、时限、单位），都是百分数。",
        "# 由 make eval 抬高，只升不降；确要降低的，手工改并在提交里说明理由。",
    ]
    for name, aspects in of.items():
        inside = ", ".join(f"{aspect}: {list(shares)}" for aspect, shares in aspects.items())
        lines.append(f"{name}: {{{inside}}}")
    return "\n".join([*lines, ""])


def main(words: Sequence[str]) -> int:
    made = results([case for case in cases() if not words or any(word in case.name for word in words)])
    for one in made:
        if words or one.failure:
            print(f"== {one.case.name}（{one.case.layout}）{one.failure}")
        for line in details(one) if words else ():
            print(f"   {line}")
    if not words:
        PAGE.write_text(page(made), "utf-8")
        FLOORS.write_text(floors_text(raised(floors(), made)), "utf-8")
        print(page(made).partition("\n## ")[2])
    return 0


def details(one: Result) -> Iterator[str]:
    """Everything that is not as it should be."""
    yield from map(str, one.score.differences)
    if one.traced is not None:
        yield from (f"trace：{quarrel}" for quarrel in one.traced.quarrels)
        yield from (f"trace 没有看出{KINDS[missed.kind]}：{missed.line}" for missed in one.traced.missed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The shipped plan against what the document says: counts, roles, every target, every date, and its own text."""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

import pytest

from baicheng_cli.plan.load import load_plan
from baicheng_cli.plan.model import Indicator, Item, Plan, Task
from baicheng_cli.plan.units import Register

FILE = Path(__file__).parents[1] / "plan" / "2019.yaml"


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan(FILE).plan


def test_the_document_is_the_one_that_was_issued(plan: Plan) -> None:
    document = plan.document
    assert (document.title, document.number, document.issuer, str(document.issued)) == (
        "中原区2019年百城建设提质工程工作实施方案",
        "中原政文〔2019〕39号",
        "郑州市中原区人民政府",
        "2019-04-14",
    )
    assert [basis.number for basis in document.basis] == [
        "豫发〔2016〕39号",
        "豫百城提质〔2019〕1号",
        "郑百城提质〔2019〕1号",
    ]
    assert (str(plan.period.start), str(plan.period.end)) == ("2019-01-01", "2019-12-31")


def test_it_has_29_tasks_6_measures_7_containers_27_units_and_4_collectives(plan: Plan) -> None:
    assert Counter(task.kind for task in plan.tasks) == {"task": 29, "measure": 6}
    assert [task.id for task, leaf in plan.walk() if not leaf] == [
        "3.5",
        "3.6",
        "3.7",
        "3.9",
        "3.9.1",
        "3.9.2",
        "3.9.4",
    ]
    assert (len(plan.units), len(plan.collectives)) == (27, 4)
    assert [one.name for one in plan.collectives] == [
        "各街道办事处",
        "相关街道办事处",
        "区政府有关部门",
        "各项工作牵头单位",
    ]
    assert [one.id for one in plan.collectives if one.members == "leads"] == ["leads"]


def test_only_one_unit_has_a_full_name_the_one_that_the_document_abbreviates(plan: Plan) -> None:
    names = [name for unit in plan.units for name in unit.names]
    assert len(names) == 27
    assert [(name.name, name.full) for name in names if name.full or name.aliases or name.from_ or name.until] == [
        ("区百城提质办", "区百城建设提质工程工作领导小组办公室")
    ]


def test_thirteen_units_lead(plan: Plan) -> None:
    assert plan.lead_units() == [
        "中原规划分局",
        "区百城提质办",
        "区城管局",
        "区农委",
        "区文旅局",
        "区文明办",
        "区发改统计局",
        "中原市场管理处",
        "区工信局",
        "区房管局",
        "区环保局",
        "区城区道路交通秩序综合治理办公室",
        "区应急管理局",
    ]


@pytest.mark.parametrize(
    ("unit", "leads", "supports", "answers"),
    [
        (
            "区城管局",
            "3.3 3.7.1 3.7.2 3.7.3 3.9.3 3.9.5",
            "3.4 3.7.4 3.9.1.1 3.9.1.2 3.9.1.3 3.9.2.1 3.9.2.2 3.9.2.3 3.10",
            "",
        ),
        ("区城建局", "", "3.4 3.7.3 3.7.4 3.9.1.1 3.9.1.3 3.9.2.1", ""),
        ("区城区道路交通秩序综合治理办公室", "3.9.2.1 3.9.2.2 3.9.2.3", "", ""),
        ("区自然资源局", "", "3.4 3.9.2.1", "4.4"),
        ("区百城提质办", "3.2", "", "4.1 4.2 4.5 4.6"),
        ("区财政局", "", "", "4.3"),
    ],
)
def test_a_unit_stands_where_the_document_names_it_itself(
    plan: Plan, unit: str, leads: str, supports: str, answers: str
) -> None:
    assert " ".join(task.id for task in plan.tasks if unit in task.lead) == leads
    assert " ".join(task.id for task in plan.tasks if unit in task.item.support) == supports
    assert " ".join(task.id for task in plan.tasks if unit in task.item.responsible) == answers


def test_three_containers_give_their_lead_to_twelve_tasks(plan: Plan) -> None:
    inherited = [(task.id, *task.lead) for task in plan.tasks if task.lead_inherited]
    assert inherited == [
        *((f"3.9.1.{number}", "区环保局") for number in range(1, 4)),
        *((f"3.9.2.{number}", "区城区道路交通秩序综合治理办公室") for number in range(1, 4)),
        *((f"3.9.4.{number}", "区发改统计局") for number in range(1, 7)),
    ]


# Every target as the document has it: id, operator, number (None: 按市定要求), unit of measure, last day.
YEAR_END, NEXT = "2019-12-31", "2020-12-31"
TARGETS = [
    ("3.3.a", "=", "100", "万平方米", YEAR_END),
    ("3.3.b", "=", "5", "座", YEAR_END),
    ("3.3.c", "=", "40", "座", YEAR_END),
    ("3.4.a", "=", "8", "个", YEAR_END),
    ("3.7.3.a", ">=", "90", "%", YEAR_END),
    ("3.8.a", "=", "50", "%", YEAR_END),
    ("3.8.a", "=", "100", "%", NEXT),
    ("3.9.1.2.a", ">=", "95", "%", YEAR_END),
    ("3.9.1.2.b", "~", "90", "%", YEAR_END),
    ("3.9.2.1.a", "=", "5", "条", YEAR_END),
    ("3.9.2.1.b", "=", "5", "条", YEAR_END),
    ("3.9.2.1.c", "=", "182", "套", YEAR_END),
    ("3.9.2.2.a", ">=", "13", "个", YEAR_END),
    ("3.9.2.3.a", "=", "5", "条", YEAR_END),
    ("3.9.2.3.b", "=", "10", "条", YEAR_END),
    ("3.9.3.a", ">=", "10", "条", YEAR_END),
    ("3.9.3.b", ">=", "10", "条", YEAR_END),
    ("3.9.3.c", ">=", "70", "%", None),
    ("3.9.3.d", ">=", "30", "%", None),
    ("3.9.4.1.a", "<=", None, "%", YEAR_END),
    ("3.9.4.1.b", "<=", None, "%", YEAR_END),
    ("3.9.4.2.a", "=", None, "个", None),
    ("3.9.4.3.a", "=", None, "个", YEAR_END),
    ("3.9.4.5.a", ">=", "100", "%", None),
]


def indicators(plan: Plan) -> list[tuple[Task, Indicator]]:
    return [(task, part) for task in plan.tasks for part in task.item.indicators]


def test_every_target_has_its_operator_number_unit_and_day(plan: Plan) -> None:
    found = []
    for task, part in indicators(plan):
        for step in part.steps:
            target = step.target
            number = None if target.value is None else str(target.value)
            found.append((f"{task.id}.{part.id}", target.op, number, part.unit, str(step.due) if step.due else None))
    assert found == TARGETS


def test_what_the_city_sets_has_no_number_of_ours(plan: Plan) -> None:
    left = [f"{task.id}.{part.id}" for task, part in indicators(plan) if any(s.target.external for s in part.steps)]
    assert left == ["3.9.4.1.a", "3.9.4.1.b", "3.9.4.2.a", "3.9.4.3.a"]


def test_units_of_measure_that_the_document_does_not_print_are_marked_ours(plan: Plan) -> None:
    ours = [f"{task.id}.{part.id}" for task, part in indicators(plan) if part.unit_ours]
    assert ours == ["3.9.4.1.a", "3.9.4.1.b", "3.9.4.2.a", "3.9.4.3.a"]


def test_rates_and_ratios_are_levels_class_sizes_are_annual_and_the_rest_are_totals(plan: Plan) -> None:
    kinds: dict[str, list[str]] = {}
    for task, part in indicators(plan):
        kinds.setdefault(part.measure, []).append(f"{task.id}.{part.id}")
    assert kinds["level"] == ["3.9.1.2.a", "3.9.1.2.b", "3.9.2.2.a", "3.9.3.c", "3.9.3.d", "3.9.4.5.a"]
    assert kinds["annual"] == ["3.9.4.1.a", "3.9.4.1.b"]
    assert len(kinds["total"]) == 15


def test_only_the_second_stage_of_old_neighbourhoods_is_a_softer_promise(plan: Plan) -> None:
    [old] = [part for task, part in indicators(plan) if task.id == "3.8"]
    assert [(str(stage.exactly), str(stage.due), stage.due_words, stage.strive) for stage in old.stages] == [
        ("50", "2019-12-31", "2019年底", False),
        ("100", "2020-12-31", "力争到2020年", True),
    ]
    assert [part.name for _, part in indicators(plan) if part.strive or any(s.strive for s in part.steps)] == [old.name]
    assert not any(part.strive for task in plan.tasks for part in task.item.milestones)


def test_only_health_centres_are_counted_by_every_street_office(plan: Plan) -> None:
    each = [(task.id, part.each) for task, part in indicators(plan) if part.each]
    assert each == [("3.9.4.2", "各街道办事处")]
    assert not any(part.owner for task in plan.tasks for part in task.parts)


MILESTONES = [
    ("3.3.m1", "南水北调生态文化公园", "finish", "own", YEAR_END),
    ("3.3.m2", "陇海铁路沿线绿化", "finish", "own", YEAR_END),
    ("3.3.m3", "郑西客运专线北线沿线绿化", "finish", "own", YEAR_END),
    ("3.3.m4", "郑西高铁专线沿线绿化", "finish", "own", YEAR_END),
    ("3.5.2.m1", "白寨遗址生态文化公园", "ongoing", "own", YEAR_END),
    ("3.5.2.m2", "马庄遗址生态文化公园", "ongoing", "own", YEAR_END),
    ("3.5.2.m3", "庙沟遗址生态文化公园", "ongoing", "own", YEAR_END),
    ("3.5.2.m4", "孙坡遗址生态文化公园", "start", "own", YEAR_END),
    ("3.5.2.m5", "三十里铺遗址生态文化公园", "start", "own", YEAR_END),
    ("3.5.2.m6", "四个中心建成投用", "finish", "assist", YEAR_END),
    ("3.5.2.m7", "二砂文化创意园", "ongoing", "own", None),
    ("3.5.2.m8", "国棉三厂工业博物馆", "ongoing", "own", None),
    ("3.5.3.m1", "全国文明城市年度测评相关工作", "ongoing", "own", YEAR_END),
    ("3.9.1.2.m1", "建成区内黑臭水体整治", "finish", "supervise", YEAR_END),
]


def test_every_milestone_has_its_reach_its_part_and_its_day(plan: Plan) -> None:
    found = [
        (f"{task.id}.{part.id}", part.title, part.reach, part.part, str(part.due) if part.due else None)
        for task in plan.tasks
        for part in task.item.milestones
    ]
    assert found == MILESTONES


def test_sixteen_tasks_have_no_date_at_all(plan: Plan) -> None:
    dated = {
        task.id
        for task in plan.tasks
        for part in task.parts
        for step in (part.steps if isinstance(part, Indicator) else (part,))
        if step.due
    }
    undated = [task.id for task in plan.tasks if task.kind == "task" and task.id not in dated]
    assert len(undated) == 16
    assert " ".join(undated) == (
        "3.1 3.2 3.5.1 3.6.1 3.6.2 3.7.1 3.7.2 3.7.4 3.9.1.1 3.9.1.3 3.9.4.2 3.9.4.4 3.9.4.5 3.9.4.6 3.9.5 3.10"
    )


def test_nine_titles_are_ours(plan: Plan) -> None:
    ours = [task.id for task, _ in plan.walk() if task.item.title_ours]
    assert " ".join(ours) == "3.5.1 3.5.2 3.5.3 3.6.1 3.6.2 3.9.1.1 3.9.1.2 3.9.2.2 3.9.2.3"


def test_what_others_answer_for_is_kept_apart(plan: Plan) -> None:
    helped = Counter((task.id, said.part) for task in plan.tasks for said in task.item.content if said.part != "own")
    assert helped == {
        ("3.3", "assist"): 1,
        ("3.5.2", "assist"): 1,
        ("3.7.1", "assist"): 1,
        ("3.7.2", "assist"): 2,
        ("3.7.3", "assist"): 1,
        ("3.7.4", "assist"): 1,
        ("3.9.1.2", "supervise"): 1,
        ("3.9.1.2", "assist"): 2,
    }


# Against the document's own text, which is not part of the repository.

SOURCE = Path(__file__).parents[2] / "shared" / "source"
WITH_TEXT = pytest.mark.skipif(not SOURCE.is_dir(), reason="the document's text is not beside the repository")
NUMBERED = (r"([三四])、", r"[(（]([一二三四五六七八九十]+)[)）]", r"(\d+)\.", r"[(（](\d+)[)）]")
ROLES = {"牵头单位": "lead", "配合单位": "support", "责任单位": "responsible"}
CHINESE = {sign: number for number, sign in enumerate("零一二三四五六七八九十")}


@cache
def clauses() -> tuple[dict[str, str], dict[str, dict[str, tuple[str, ...]]]]:
    """By id: the text of a clause without blanks, and the units on its role lines."""
    here: list[int] = []
    text: dict[str, str] = {}
    roles: dict[str, dict[str, tuple[str, ...]]] = {}
    [file] = SOURCE.glob("*39号*.txt")
    for line in map(str.strip, file.read_text("utf-8").splitlines()):
        rest = line
        for depth, pattern in enumerate(NUMBERED):
            if (number := re.match(pattern, line)) and (here or depth == 0):
                here = [*here[:depth], CHINESE.get(number[1]) or int(number[1])]
                rest = line[number.end() :]
                break
        id = ".".join(map(str, here))
        role, colon, names = line.partition("：")
        if id and colon and role in ROLES:
            roles.setdefault(id, {})[ROLES[role]] = tuple(
                re.sub(r".*（以下简称(.*)）", r"\1", name) for name in re.split("[、，]", names)
            )
        elif id:
            text[id] = text.get(id, "") + re.sub(r"\s", "", rest)
    return text, roles


def items(plan: Plan) -> list[Item]:
    return [task.item for task, _ in plan.walk()]


@WITH_TEXT
def test_the_text_has_the_same_clauses_in_the_same_order(plan: Plan) -> None:
    text, _ = clauses()
    assert [id for id in text if id not in ("3", "4")] == [item.id for item in items(plan)]


@WITH_TEXT
def test_every_role_line_has_the_same_units_in_the_same_order(plan: Plan) -> None:
    _, roles = clauses()
    written = {
        item.id: {role: names for role in ROLES.values() if (names := getattr(item, role))} for item in items(plan)
    }
    assert {id: said for id, said in written.items() if said} == roles


@WITH_TEXT
def test_the_register_holds_the_units_of_the_role_lines_and_no_other(plan: Plan) -> None:
    _, roles = clauses()
    named = {name for said in roles.values() for names in said.values() for name in names}
    assert named == {name for name in Register(plan).names() if name != "区百城建设提质工程工作领导小组办公室"}


@WITH_TEXT
def test_every_title_opens_its_clause_unless_it_is_ours(plan: Plan) -> None:
    text, _ = clauses()
    opens = {item.id: text[item.id].startswith(f"{item.title}。") for item in items(plan)}
    assert [id for id, opened in opens.items() if not opened] == [item.id for item in items(plan) if item.title_ours]


@WITH_TEXT
def test_every_number_deadline_and_name_of_a_target_stands_in_its_clause(plan: Plan) -> None:
    text, _ = clauses()
    missing = []
    for task, part in indicators(plan):
        for step in part.steps:
            value = step.target.value
            number = "市定要求" if value is None else f"{value}{part.unit}"
            for words in (part.name, number, step.due_words or "", *part.qualifiers):
                if words not in text[task.id]:
                    missing.append((f"{task.id}.{part.id}", words))
    assert missing == [("3.8.a", "100%")]  # the document says 所有
    assert "完成所有老旧小区整治提升" in text["3.8"]


@WITH_TEXT
def test_every_milestone_and_exception_stands_in_its_clause(plan: Plan) -> None:
    text, _ = clauses()
    endings = re.compile("(遗址生态文化公园|沿线绿化|建成投用)$")  # written once for several names, or ours
    for task, _ in plan.walk():
        for part in task.item.milestones:
            name = part.title if part.title in text[task.id] else endings.sub("", part.title)
            assert name in text[task.id], part.title
            assert (part.due_words or "") in text[task.id], part.title
        for exception in task.item.exceptions:
            assert exception.what in text[task.id], exception.what


@WITH_TEXT
def test_no_figure_of_the_text_is_left_unread(plan: Plan) -> None:
    text, _ = clauses()
    left = {}
    for item in items(plan):
        known = [exception.what for exception in item.exceptions]
        known += [part.due_words for part in item.milestones if part.due_words]
        for part in item.indicators:
            known += part.qualifiers
            for step in part.steps:
                known += [f"{step.target.value}{part.unit}", step.due_words or ""]
        rest = text[item.id]
        for words in sorted(filter(None, known), key=len, reverse=True):
            rest = rest.replace(words, "")
        if digits := re.findall(r"\d+.{0,4}", rest):
            left[item.id] = digits
    assert left == {}


@WITH_TEXT
def test_no_sentence_of_the_text_is_copied(plan: Plan) -> None:
    """Up to 16 characters may agree: names such as 全省百城建设提质工程管理信息系统 are that long."""
    text, _ = clauses()
    copied = []
    for item in items(plan):
        for content in item.content:
            same = SequenceMatcher(None, content.text, text[item.id], autojunk=False).find_longest_match()
            if same.size > 16:
                copied.append((item.id, content.text))
    assert copied == []
    assert max(len(content.text) for item in items(plan) for content in item.content) <= 24

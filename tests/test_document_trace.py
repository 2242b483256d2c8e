"""`trace`: every fact of the shipped plan is held by the words of its document, and every change of one is found.

The document's text is not part of the repository; without it beside the checkout these tests are skipped.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple

import pytest
from calling import PLAN, ROOT

from baicheng_cli.document.model import Outline
from baicheng_cli.document.outline import read_outline
from baicheng_cli.document.trace import Spoken, trace, what_is_said
from baicheng_cli.plan.load import Loaded, load_plan
from baicheng_cli.plan.model import Plan

SOURCE = ROOT.parent / "shared" / "source"
WITH_TEXT = pytest.mark.skipif(not SOURCE.is_dir(), reason="the document's text is not beside the repository")
OPS = ("exactly", "at_least", "at_most", "about")


@cache
def document() -> Outline:
    [file] = SOURCE.glob("*39号*.txt")
    return read_outline(file)


@cache
def loaded() -> Loaded:
    return load_plan(PLAN)


NAMED_OTHERWISE = ("2019实施", "四个中心", "集市管理规范化管理", "大班额", "城市综合管理服务管理平台")
"""Exceptions that explain words of the document and cover no number that nothing else accounts for."""


@cache
def said() -> Spoken:
    return what_is_said(loaded().plan, document())


def codes(data: Any) -> set[str]:
    plan, source = Plan.model_validate(data), loaded().source
    return {one.finding.code for one in trace(plan, source, document(), spoken=said()).differences}


@WITH_TEXT
def test_the_shipped_plan_traces_clean() -> None:
    found = trace(loaded().plan, loaded().source, document())
    assert [str(one.finding) for one in found.differences] == []
    assert found.clauses == 2 + 35 + 7
    assert [one.label for one in found.passed] == ["一", "二"]


class Change(NamedTuple):
    """One change of the plan, and the codes of which one must be found."""

    name: str
    data: Any
    codes: frozenset[str]


def items(chapters: Any) -> Iterator[Any]:
    for one in chapters:
        for item in one.get("items", ()):
            yield item
            yield from items([item])


def steps(item: Any) -> Iterator[tuple[str, Any]]:
    for part in item.get("indicators", ()):
        for index, step in enumerate(part.get("stages", [part])):
            yield f"{item['id']}.{part['id']}{'.' + str(index) if 'stages' in part else ''}", step


def mutants() -> Iterator[Change]:
    """Every target, unit and date of the plan, changed in every way that somebody might get wrong."""
    plan: Any = copy.deepcopy(loaded().source.data)

    def change(name: str, *codes: str) -> Change:
        return Change(name, copy.deepcopy(plan), frozenset(codes))

    for item in items(plan["chapters"]):
        id = item["id"]
        for name, step in steps(item):
            for op in OPS:
                if op not in step:
                    continue
                value = step[op]
                for by in () if value == "external" else (-1, 1, 0.5):
                    step[op] = str(float(value) + by).removesuffix(".0")
                    yield change(f"{name} {op} {step[op]}", "BC922")
                step[op] = "7" if value == "external" else "external"
                yield change(f"{name} {op} {step[op]}", "BC922")
                del step[op]
                for another in set(OPS) - {op}:
                    step[another] = value
                    yield change(f"{name} {another} {value}", "BC923")
                    del step[another]
                step[op] = value
        for part in [*item.get("indicators", ()), *item.get("milestones", ())]:
            yield from dates(f"{id}.{part['id']}", part, change)
            for index, stage in enumerate(part.get("stages", ())):
                yield from dates(f"{id}.{part['id']}.{index}", stage, change)
            for one in [part, *part.get("stages", ())]:
                before = one.pop("strive", None)
                if before is None:
                    one["strive"] = "true"
                if "stages" not in one:
                    yield change(f"{id}.{part['id']} strive", "BC933")
                one.pop("strive", None)
                if before is not None:
                    one["strive"] = before
        for part in item.get("indicators", ()):
            if "unit" in part and "unit_ours" not in part:
                unit = part["unit"]
                part["unit"] = "万" + unit if unit[0] != "万" else unit[1:]
                yield change(f"{id}.{part['id']} in {part['unit']}", "BC922")
                part["unit"] = "个" if unit != "个" else "座"
                yield change(f"{id}.{part['id']} in {part['unit']}", "BC922")
                part["unit"] = unit
        yield from lists(item, change)
        for part in item.get("milestones", ()):
            reach = part["reach"]
            for word in {"start", "finish", "ongoing"} - {reach}:
                part["reach"] = word
                yield change(f"{id}.{part['id']} {word}", "BC934")
            part["reach"] = reach
        yield from units(item, change)
    yield from document_data(plan, change)


def dates(name: str, part: Any, change: Any) -> Iterator[Change]:
    if "due" not in part:
        return
    due = part["due"]
    day = date.fromisoformat(due)
    for other in (day - timedelta(1), day - timedelta(61), date(day.year + 1, day.month, day.day)):
        part["due"] = other.isoformat()
        yield change(f"{name} due {other}", "BC931")
    part["due"] = due
    if (words := part.get("due_words")) is not None:
        part["due_words"] = "2019年6月底前"
        yield change(f"{name} due words", "BC931")
        part["due_words"] = words
        if "start" not in part and "exactly" in part | {"exactly": 0} and "reach" in part | {"reach": 0}:
            del part["due"], part["due_words"]
            if "stages" in part or "title" in part or "name" in part:
                yield change(f"{name} undated", "BC931")
            part["due"], part["due_words"] = due, words


def lists(item: Any, change: Any) -> Iterator[Change]:
    """Whole targets, stages, qualifiers and exceptions left out."""
    for key in ("indicators", "exceptions"):
        for index, one in enumerate(item.get(key, [])):
            if one.get("what") not in NAMED_OTHERWISE:
                del item[key][index]
                yield change(f"{item['id']} without {one.get('id') or one.get('what')}", "BC921")
                item[key].insert(index, one)
    for index, one in enumerate(item.get("milestones", [])):
        del item["milestones"][index]
        yield change(f"{item['id']} without {one['title']}", "BC925", "BC932")
        item["milestones"].insert(index, one)
    for part in item.get("indicators", ()):
        for key in ("stages", "qualifiers"):
            for index, one in enumerate(part.get(key, [])):
                if key == "stages" or any(sign.isdigit() for sign in one):
                    del part[key][index]
                    yield change(f"{item['id']}.{part['id']} without {key} {index}", "BC921", "BC932")
                    part[key].insert(index, one)


def units(item: Any, change: Any) -> Iterator[Change]:
    for role in ("lead", "support", "responsible"):
        names = item.get(role, [])
        for index, name in enumerate(names):
            del names[index]
            yield change(f"{item['id']} {role} without {name}", "BC911")
            names.insert(index, name)
            names[index] = "区财政局" if name != "区财政局" else "区商务局"
            yield change(f"{item['id']} {role} {names[index]} for {name}", "BC911", "BC912")
            names[index] = name
            other = "support" if role == "lead" else "lead"
            moved = names.pop(index)
            item.setdefault(other, []).append(moved)
            yield change(f"{item['id']} {name} as {other}", "BC913")
            item[other].pop()
            if not item[other]:
                del item[other]
            names.insert(index, moved)
        if len(names) > 1:
            names[0], names[1] = names[1], names[0]
            yield change(f"{item['id']} {role} in another order", "BC914")
            names[0], names[1] = names[1], names[0]
        if role in item:
            names.append("区财政局" if "区财政局" not in names else "区商务局")
            yield change(f"{item['id']} {role} and {names[-1]}", "BC912")
            names.pop()


def document_data(plan: Any, change: Any) -> Iterator[Change]:
    about = plan["document"]
    wrong = {
        "title": "中原区2019年百城建设提质工程实施方案",
        "number": "中原政文〔2019〕36号",
        "issuer": "中原区人民政府",
        "issued": "2019-04-15",
    }
    for key, value in wrong.items():
        before, about[key] = about[key], value
        yield change(f"document {key}", "BC901")
        about[key] = before
    for basis in about["basis"]:
        for key in ("title", "number"):
            before = basis[key]
            basis[key] = before.replace("2019", "2018").replace("39号", "93号").replace("意见", "决定")
            yield change(f"basis {basis[key]}", "BC901")
            basis[key] = before
    for index, basis in enumerate(about["basis"]):
        del about["basis"][index]
        yield change(f"without basis {basis['number']}", "BC901")
        about["basis"].insert(index, basis)
    for chapter in plan["chapters"]:
        for box in [chapter, *items([chapter])]:
            for index, item in enumerate(box.get("items", [])):
                del box["items"][index]
                yield change(f"without {item['id']}", "BC902")
                box["items"].insert(index, item)
                if "title_ours" not in item:
                    before = item["title"]
                    item["title"] = before[:-1]
                    yield change(f"{item['id']} title", "BC904")
                    item["title"] = before


@WITH_TEXT
@pytest.mark.slow
def test_every_change_of_a_target_a_unit_or_a_date_is_found() -> None:
    missed, count = [], 0
    for one in mutants():
        count += 1
        if not codes(one.data) & one.codes:
            missed.append(one.name)
    assert missed == []
    assert count > 700

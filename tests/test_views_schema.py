"""The JSON Schemas: valid themselves, in Chinese throughout, and of one mind with `check`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from calling import ROOT, call
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import best_match
from pydantic import BaseModel

from baicheng_cli.rules.check import check_file
from baicheng_cli.views.schema import DIALECT, FILES, schema_text, words_of
from baicheng_cli.views.schema_words import MODELS, VALUES

HEAD = """
schema: 1
document: {title: 示例方案, number: 示例〔2019〕1号, issuer: 某区, issued: 2019-04-14}
period: {start: 2019-01-01, end: 2019-12-31}
units: [{id: chengguan, names: [{name: 区城管局}]}]
"""


class _AsEditorsRead(yaml.SafeLoader):
    """YAML 1.2 knows no dates: a day is text."""


_AsEditorsRead.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if not tag.endswith(":timestamp")]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@cache
def validator(kind: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads(schema_text(kind)), format_checker=FormatChecker())


def refused(kind: str, text: str) -> str | None:
    """Where the schema refuses a file, and what it says; `None`: it does not."""
    found = best_match(validator(kind).iter_errors(yaml.load(text, _AsEditorsRead)))
    return None if found is None else f"{found.json_path}: {found.message}"


def with_indicator(written: str) -> str:
    """A plan whose only indicator has these keys."""
    indicator = f"{{id: a, name: 新增绿地, {written}}}"
    item = f'{{id: "3.1", title: 公园, lead: [区城管局], indicators: [{indicator}]}}'
    return f'{HEAD}chapters: [{{id: "3", title: 任务, items: [{item}]}}]\n'


def with_item(written: str) -> str:
    """A plan whose only item has these keys."""
    return f'{HEAD}chapters: [{{id: "3", title: 任务, items: [{{{written}}}]}}]\n'


def with_entry(written: str) -> str:
    """A sidecar whose only entry has these keys."""
    return f"schema: 1\nunit: 区城管局\nmonth: 2019-09\nentries: [{{id: aaaaaaaa, {written}}}]\n"


def models() -> set[type[BaseModel]]:
    """Every model that a file may hold, by way of the models above it."""
    named = {name for kind in FILES for name in json.loads(schema_text(kind))["$defs"]}
    known: set[type[BaseModel]] = set()
    todo = list(FILES.values())
    while todo:
        model = todo.pop()
        if model not in known:
            known.add(model)
            todo += [one for field in model.model_fields.values() for one in _below(field.annotation)]
    assert named <= {model.__name__ for model in known}
    return known


def _below(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in getattr(annotation, "__args__", ()):
        yield from _below(inner)


@pytest.mark.parametrize("kind", FILES)
def test_the_shipped_schema_is_today_s(kind: str) -> None:
    shipped = (ROOT / "schema" / f"{kind}.schema.json").read_text("utf-8")
    assert shipped == schema_text(kind), "a schema is out of date: make docs"


@pytest.mark.parametrize("kind", FILES)
def test_a_schema_is_one_itself(kind: str) -> None:
    schema = json.loads(schema_text(kind))
    assert schema["$schema"] == DIALECT
    Draft202012Validator.check_schema(schema)


def test_the_command_prints_it_and_the_plan_s_without_being_asked() -> None:
    assert call("schema").out == call("schema", "plan").out == schema_text("plan")
    assert json.loads(call("schema", "progress").out)["title"] == "填报文件"
    wrong = call("schema", "units")
    assert wrong.code == 2
    assert "没有“units”这种文件的 Schema；可用：plan、settings、progress、issued" in wrong.err


def test_every_key_of_every_model_has_a_title_and_a_description_in_chinese() -> None:
    for model in models():
        for name, field in model.model_fields.items():
            for said in words_of(model, field.alias or name):
                assert re.search("[\u4e00-\u9fff]", said), f"{model.__name__}.{name}"


def test_no_words_are_left_of_keys_that_are_gone() -> None:
    keys = {
        (owner.__name__, field.alias or name)
        for model in models()
        for owner in model.__mro__
        for name, field in getattr(owner, "model_fields", {}).items()
    }
    assert {(name, key) for name, words in MODELS.items() for key in words.keys} <= keys


def test_every_word_of_a_choice_is_explained() -> None:
    explained = set()
    for kind in FILES:
        schema = json.loads(schema_text(kind))
        whole = {FILES[kind].__name__: schema, **schema["$defs"]}
        for name, model in whole.items():
            for key, one in model["properties"].items():
                if "enum" in one:
                    assert one["enum"] == list(VALUES[f"{name}.{key}"])
                    explained.add(f"{name}.{key}")
    assert explained == set(VALUES)


def test_every_object_is_closed() -> None:
    for kind in FILES:
        schema = json.loads(schema_text(kind))
        assert all(one["additionalProperties"] is False for one in (schema, *schema["$defs"].values()))


@pytest.mark.parametrize(
    "file",
    [ROOT / "plan/2019.yaml", ROOT / "demo/2019/office/settings.yaml", *(ROOT / "demo/2019/progress").glob("*/*.yaml")],
    ids=lambda file: "/".join(file.parts[-2:]),
)
def test_the_shipped_files_fit(file: Path) -> None:
    kind = {"plan": "plan", "office": "settings"}.get(file.parent.name, "progress")
    assert refused(kind, file.read_text("utf-8")) is None


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("exactly: 1, unit: 座", None),
        ("exactly: 30个, unit: 座", "exactly"),
        ("exactly: ９０, unit: 座", "exactly"),
        ("exactly: external, unit: 座", None),
        ("exactly: 市定, unit: 座", "exactly"),
        ("unit: 座", ""),
        ("exactly: 1", ""),
        ("exactly: 1, about: 2, unit: 座", ""),
        ("at_most: 1, about: 2, unit: 座", ""),
        ("at_least: 85, at_most: 90, unit: '%'", None),
        ("exactly: 1, unit: 座, due: 2019年底前", "due"),
        ("exactly: 1, unit: 座, due: 2019-13-01", "due"),
        ("exactly: 1, unit: 座, due: 2019-11-31", "due"),
        ("exactly: 1, unit: 座, due:", "due"),
        ("exactly: 1, unit: 座, measure: sum", "measure"),
        ("exactly: 1, unit: 座, strive: 是", "strive"),
        ("exactly: 1, unit: 座, meassure: total", ""),
        ("exactly: 1, unit: 座, qualifiers: 5000平方米以上", "qualifiers"),
        ("unit: 座, stages: [{exactly: 1, due: 2019-06-30}, {exactly: 2, due: 2019-12-31}]", None),
        ("unit: 座, stages: [{exactly: 1, due: 2019-06-30}], due: 2019-12-31", ""),
        ("unit: 座, stages: [{due: 2019-06-30}]", "stages[0]"),
    ],
)
def test_schema_and_check_agree_on_an_indicator(text: str, at: str | None, tmp_path: Path) -> None:
    agree("plan", with_indicator(text), at, "$.chapters[0].items[0].indicators[0]", tmp_path / "plan.yaml")


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ('id: "3.1", title: 公园, lead: [区城管局]', None),
        ('id: "3.1", title: 2019, lead: [区城管局]', None),
        ('id: "3.1", title: 公园, lead: [区城管局], content: [栽树, {text: 修路, part: assist}]', None),
        ('id: "3.1", title: 公园, lead: [区城管局], content: [{text: 修路, part: 配合}]', "content[0].part"),
        ('id: "3.1", title: 公园, lead: 区城管局', "lead"),
        ('id: "3.1", lead: [区城管局]', ""),
        ('id: "三（一）", title: 公园, lead: [区城管局]', "id"),
        ("id: 3.1, title: 公园, lead: [区城管局]", "id"),
        ('id: "3.1", title: 公园, lead: [区城管局], items: [{id: "3.1.1", title: 公园}]', None),
        ('id: "3.1", title: 公园, lead: [区城管局], items: []', "items"),
        (
            'id: "3.1", title: 公园, lead: [区城管局], items: [{id: "3.1.1", title: 公园}], '
            "milestones: [{id: m1, title: 公园}]",
            "",
        ),
    ],
)
def test_schema_and_check_agree_on_an_item(text: str, at: str | None, tmp_path: Path) -> None:
    agree("plan", with_item(text), at, "$.chapters[0].items[0]", tmp_path / "plan.yaml")


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("", None),
        ("demo: true", None),
        ("reporting: {data_until: 31}", None),
        ("reporting: {data_until: 32}", "reporting.data_until"),
        ("reporting: {of: 下月}", "reporting.of"),
        ("judge: {from: 2019-6}", "judge.from"),
        ("judge: {due_soon_days: 1.5}", "judge.due_soon_days"),
        ("judge: {behind: 10%}", "judge.behind"),
        ("office: 区城管局", "office"),
        ('tasks: {"3.1": {office_due: 2019-11-30}}', None),
        ("tasks: {三（一）: {routine: true}}", "tasks"),
        ('tasks: {"3.1": {due: 2019-11-30}}', "tasks['3.1']"),
        ("rosters: {jiedao: [区城管局, {id: jia, name: 甲街道}]}", None),
        ("rosters: {jiedao: 区城管局}", "rosters.jiedao"),
    ],
)
def test_a_schema_of_settings(text: str, at: str | None) -> None:
    compare(refused("settings", f"schema: 1\n{text}\n"), at, "$")


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ('task: "3.1", date: 2019-09-25, values: {a: 1.5}, milestones: {m1: 2019-08-20}, self: 正常推进', None),
        ('task: "3.1", date: 2019-09-25, values: {a: 22座}', "values.a"),
        ('task: "3.1", date: 2019-09-25, values: {新增: 22}', "values"),
        ('task: "3.1", date: 2019-09-25, self: 顺利', "self"),
        ('task: "3.1", date: 9月25日', "date"),
        ('task: "3.1", date: 2019-09-25, recorded: 2019-09-24T09:30:00', "recorded"),
        ('task: "3.1", date: 2019-09-25, supersedes: 18', "supersedes"),
        ('task: "3.1", date: 2019-09-25, review: {entry: bbbbbbbb, verdict: 核实, verified: {a: 1}}', None),
        ('task: "3.1", date: 2019-09-25, review: {entry: bbbbbbbb, verdict: 同意}', "review.verdict"),
        ('task: "3.1", date: 2019-09-25, review: {entry: bbbbbbbb, verdict: 采信}, values: {a: 1}', ""),
        (
            'task: "3.1", date: 2019-09-25, review: {entry: bbbbbbbb, verdict: 采信, verified: {a: 1}}',
            "review.verdict",
        ),
    ],
)
def test_a_schema_of_progress(text: str, at: str | None) -> None:
    compare(refused("progress", with_entry(text)), at, "$.entries[0]")


def agree(kind: str, text: str, at: str | None, base: str, file: Path) -> None:
    """The schema says what the test expects, and `check` finds an error exactly where the schema does."""
    compare(refused(kind, text), at, base)
    file.write_text(text, "utf-8")
    errors = [one for one in check_file(file, None, None) if one.severity.value == "error"]
    assert bool(errors) == (at is not None), errors


def compare(said: str | None, at: str | None, base: str) -> None:
    if at is None:
        assert said is None
    else:
        assert said is not None
        assert said.partition(": ")[0] == f"{base}.{at}".rstrip("."), said


def test_the_schema_s_editor_words_are_chinese() -> None:
    """What an editor prints in place of a pattern or a rule."""
    text = "".join(schema_text(kind) for kind in FILES)
    said = re.findall(r'"(?:pattern)?[eE]rrorMessage": "([^"]+)"', text)
    assert said
    assert all(re.search("[\u4e00-\u9fff]", one) for one in said)
    patterns = [one for one in re.findall(r'"pattern": "([^"]+)"', text) if r"\Z" in one or r"\d" in one]
    assert patterns == [], "not the same in JavaScript"


def test_the_plan_names_its_schema_in_the_first_line_and_the_way_to_it_is_right() -> None:
    first = (ROOT / "plan/2019.yaml").read_text("utf-8").splitlines()[0]
    found = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert found
    assert (ROOT / "plan" / found[1]).resolve() == ROOT / "schema" / "plan.schema.json"

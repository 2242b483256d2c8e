"""JSON Schema of the files people type by hand, so that an editor explains and completes them.

The models say which keys there are and which kind of value each takes; schema_words says in Chinese what they
mean. What a schema refuses, `baicheng check` refuses too, but for what is lost in reading: the number of a clause
stands in quotes; `true` and the 1 of `schema` do not.
"""

from __future__ import annotations

import json
import typing
from collections.abc import Callable, Iterator
from decimal import Decimal
from types import NoneType, UnionType
from typing import Annotated, Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from baicheng_cli import fields
from baicheng_cli.errors import UsageError
from baicheng_cli.plan import model as plan
from baicheng_cli.plan import settings
from baicheng_cli.progress import issued
from baicheng_cli.progress import model as progress
from baicheng_cli.progress.verdicts import RETURN, VERIFY
from baicheng_cli.views.schema_words import MODELS, VALUES

DIALECT = "https://json-schema.org/draft/2020-12/schema"

FILES: dict[str, type[BaseModel]] = {
    "plan": plan.Plan,
    "settings": settings.Settings,
    "progress": progress.Sidecar,
    "issued": issued.Issued,
}
"""Kinds of files that have a schema."""

Schema = dict[str, Any]

_NUMBER = r"-?[0-9]{1,15}(\.[0-9]{1,10})?"
_DAY = r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
_MOMENT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?(Z|[+-][0-9]{2}:[0-9]{2})$"


def _matching(pattern: str, said: str, **more: Any) -> Schema:
    """Text of a certain shape. Editors print `patternErrorMessage` in place of the pattern."""
    return {"type": "string", "pattern": pattern, **more, "patternErrorMessage": said}


KINDS: dict[Callable[[Any], Any], Schema] = {
    # What is read as text anyway may look like a number: `name: 2019`.
    fields.parse_text: {"type": ["string", "number"], "pattern": r"\S", "patternErrorMessage": "不能为空"},
    fields.parse_number: _matching(f"^{_NUMBER}$", "应为数字：用半角，不带单位") | {"type": ["number", "string"]},
    fields.parse_bound: {
        "anyOf": [
            _matching(f"^{_NUMBER}$", "应为数字：用半角，不带单位") | {"type": ["number", "string"]},
            {"const": "external", "description": "按市定要求：数由市里定，还没下达"},
        ]
    },
    fields.parse_day: _matching(_DAY, "应为日期，写作 2019-09-30", format="date"),
    fields.parse_month: _matching(r"^[1-9][0-9]{3}-(0[1-9]|1[0-2])$", "应为月份，写作 2019-09"),
    fields.parse_moment: _matching(_MOMENT, "应为带时区的时刻，写作 2019-09-24T09:30:00+08:00"),
    fields.parse_flag: {"type": "boolean"},
    fields.parse_count: {"type": "integer"},
    fields.parse_ordinal: {"type": "integer", "minimum": 1},
    fields.parse_day_of_month: {"type": "integer", "minimum": 1, "maximum": 31},
    progress.parse_entry_id: _matching("^[a-z2-7]{8}$", "应为8位小写字母和数字2-7"),
}
"""Each way of reading a scalar, and what it takes."""

SHORT_FORMS = (plan.as_content, settings.as_member)
"""Ways of reading that also take a bare text in place of a mapping."""

SHORT_LISTS = (settings.as_several,)
"""Ways of reading that also take a single element in place of a list."""


def schema_text(kind: str = "plan") -> str:
    """The schema of a kind of file (`FILES`) as it is shipped. Raises UsageError on another kind."""
    if kind not in FILES:
        raise UsageError(f"没有“{kind}”这种文件的 Schema；可用：{'、'.join(FILES)}")
    return json.dumps(schema_of(FILES[kind]), ensure_ascii=False, indent=2) + "\n"


def schema_of(model: type[BaseModel]) -> Schema:
    """The schema of a model, with those below it under `$defs`."""
    below: dict[str, Schema] = {}
    whole = _object(model, below)
    return {"$schema": DIALECT, **whole, "$defs": {name: below[name] for name in sorted(below)}}


def _object(model: type[BaseModel], below: dict[str, Schema]) -> Schema:
    words = MODELS[model.__name__]
    hints = typing.get_type_hints(model, include_extras=True)
    properties = {}
    for name, field in model.model_fields.items():
        key = field.alias or name
        properties[key] = _property(model, key, field, _schema(hints[name], below))
    required = [field.alias or name for name, field in model.model_fields.items() if field.is_required()]
    return {
        "title": words.title,
        "description": words.text,
        "type": "object",
        "additionalProperties": False,
        "required": [*required, *(key for key in REQUIRED.get(model, ()) if key not in required)],
        "properties": properties,
        **({"allOf": list(RULES[model])} if model in RULES else {}),
    }


def _property(model: type[BaseModel], key: str, field: FieldInfo, kind: Schema) -> Schema:
    title, text = words_of(model, key)
    said: Schema = {"title": title, "description": text, **kind}
    if meanings := VALUES.get(f"{model.__name__}.{key}"):
        said["description"] = f"{text}：" + "；".join(f"{value} {meaning}" for value, meaning in meanings.items())
        said["enumDescriptions"] = [meanings[value] for value in said["enum"]]
    least = next((one.min_length for one in field.metadata if hasattr(one, "min_length")), None)
    if (model, key) in NOT_EMPTY:
        least = 1
    if least:
        said["minItems"] = least
    if (default := _plain(field.default)) is not None and key != "schema":
        said["default"] = default
    return said


def words_of(model: type[BaseModel], key: str) -> tuple[str, str]:
    """Title and description of a key, from the model that declares it."""
    for owner in model.__mro__:
        if owner.__name__ in MODELS and key in MODELS[owner.__name__].keys:
            return MODELS[owner.__name__].keys[key]
    raise KeyError(f"{model.__name__}.{key} has no words")


def _plain(value: Any) -> Any:
    """A default as JSON, or `None` where there is none worth saying."""
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    if isinstance(value, str | bool | int):
        return value
    return list(value) if isinstance(value, tuple) and value else None


def _schema(hint: Any, below: dict[str, Schema]) -> Schema:
    """What a type takes; models go under `below`."""
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin is Annotated:
        return _annotated(inner[0], inner[1:], below)
    if origin in (typing.Union, UnionType):
        [one] = [one for one in inner if one is not NoneType]  # null is never written: an empty key is an error
        return _schema(one, below)
    if origin is tuple:
        return {"type": "array", "items": _schema(inner[0], below)}
    if origin is dict:
        keys = _schema(inner[0], below) if inner[0] is not str else {}
        named = {"propertyNames": keys} if keys else {}
        return {"type": "object", **named, "additionalProperties": _schema(inner[1], below)}
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        if hint.__name__ not in below:
            below[hint.__name__] = {}  # an item holds items
            below[hint.__name__] = _object(hint, below)
        return {"$ref": f"#/$defs/{hint.__name__}"}
    raise TypeError(f"no schema for {hint}")


def _annotated(base: Any, more: tuple[Any, ...], below: dict[str, Schema]) -> Schema:
    for read in _readers(more):
        if read in KINDS:
            return dict(KINDS[read])
        if words := getattr(read, "words", None):
            return {"const": 1} if words == ("1",) else {"type": "string", "enum": list(words)}
        if pattern := getattr(read, "pattern", None):
            quoted = {"errorMessage": f"{read.said}，加引号"} if read.said.endswith('"') else {}
            return _matching(pattern.replace(r"\Z", "$").replace(r"\d", "[0-9]"), read.said, **quoted)
        if read in SHORT_LISTS:
            several = _schema(base, below)
            return {"anyOf": [several["items"], several]}
        if read in SHORT_FORMS:
            return {"anyOf": [dict(KINDS[fields.parse_text]), _schema(base, below)]}
    return _schema(base, below)


def _readers(more: tuple[Any, ...]) -> Iterator[Any]:
    return (one.func for one in more if hasattr(one, "func"))


# --- what the models leave to the rules, as far as it is cheap to say -------------------------------------------------

_OPS = tuple(plan.OPERATORS)


def _not_with(said: str, key: str, *others: str) -> Schema:
    """Keys that do not go with another one. Editors print `errorMessage` at each of them."""
    then = {"properties": dict.fromkeys(others, False), "errorMessage": said}
    return {"if": {"required": [key]}, "then": then}


def _one_of(*keys: str) -> Schema:
    """At least one of these keys."""
    return {"anyOf": [{"required": [key]} for key in keys]}


def _only_with(verdict: str, key: str) -> Schema:
    """A key of a review that belongs to one verdict."""
    return {"if": {"required": [key]}, "then": {"properties": {"verdict": {"const": verdict}}}}


_TWO_TARGETS = "目标值只能有一种；只有 at_least 加 at_most 成一个范围"
_ONE_TARGET = (
    _not_with(_TWO_TARGETS, "exactly", "at_least", "at_most", "about"),
    _not_with(_TWO_TARGETS, "about", "at_least", "at_most"),
)
_STAGED = "已分阶段，目标值和时限写在各阶段里"
_CONTAINER = "容器不能有自己的指标和里程碑，移到下级条目里"
_REVIEW = "审核记录里的填报内容不会计入，另写一条填报记录"

RULES: dict[type[BaseModel], tuple[Schema, ...]] = {
    plan.Indicator: (
        _one_of(*_OPS, "stages"),
        *_ONE_TARGET,
        _not_with(_STAGED, "stages", *_OPS, "due", "due_words", "strive"),
    ),
    plan.Stage: (_one_of(*_OPS), *_ONE_TARGET),
    plan.Item: (_not_with(_CONTAINER, "items", "indicators", "milestones"),),
    progress.Entry: (_not_with(_REVIEW, "review", "values", "milestones", "self"),),
    progress.Review: (_only_with(VERIFY, "verified"), _only_with(RETURN, "limit")),
}
"""BC401, BC402, BC405, BC117 and BC515, which the models do not know."""

REQUIRED = {plan.Indicator: ("unit",), plan.Chapter: ("items",)}
"""BC404 and BC118."""

NOT_EMPTY = {(plan.Chapter, "items"), (plan.Item, "items")}
"""BC118."""

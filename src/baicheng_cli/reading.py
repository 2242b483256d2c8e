"""From YAML text to a closed model: every refusal becomes a finding at its place."""

from __future__ import annotations

import typing
from collections.abc import Iterable, Sequence, Set
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from baicheng_cli.diagnostics import Finding, Place, define
from baicheng_cli.errors import did_you_mean
from baicheng_cli.fields import BAD_VALUE, DAY, TEXT_NUMBER, WRONG_TYPE, shape_word
from baicheng_cli.yaml_source import Mapping, Source, lint, no_gc

UNKNOWN_KEY = define("BC101", "不认识的键", "写错的键若放过去，那条事实就悄悄丢了。")
MISSING = define("BC102", "缺少必填的键", "少了它，后面的判断没有依据。")
TYPE = define("BC103", "类型不对", "该是列表的写成了文字，或该是文字的写成了列表。")
VALUE = define("BC104", "取值不合规定", "只有列出的写法，各处才读得一样。")
NUMBER = define("BC105", "数字写成了文字", "“30个”“９０％”不是数，单位写在 unit 里，数字用半角。")
DATE = define("BC106", "没有这一天", "日历上没有的日期，到期判断就无从谈起。")
EMPTY = define("BC107", "文件是空的，或最外层不是“键: 值”", "整个文件应是一组键和值。")

_CODES = {WRONG_TYPE: TYPE, BAD_VALUE: VALUE, TEXT_NUMBER: NUMBER, DAY: DATE, "missing": MISSING}

_OF_A_KEY = "[key]"
"""The step that pydantic adds when a mapping's key is refused."""

Model = TypeVar("Model", bound=BaseModel)


def model_of(kind: type[Model], source: Source, *, thorough: bool = True) -> tuple[Model | None, list[Finding]]:
    """The file as a model, or `None`; and everything that is wrong with its writing.

    Not `thorough`: characters that look right and are not are searched for only when the file cannot be
    loaded; queries need no more, and the search costs more than reading.
    """
    found = list(source.findings)
    if not isinstance(source.data, Mapping):
        if not found:
            what = shape_word(source.data)
            found.append(Finding(EMPTY, f"最外层应为“键: 值”，这里是{what}", Place(source.file, 1, 1)))
        return None, found
    if thorough:
        found += lint(source)
    model: Model | None = None
    try:
        with no_gc():
            model = kind.model_validate(source.data)
    except ValidationError as error:
        if not thorough:
            found += lint(source)
        found += refusals(kind, source, error.errors(include_url=False), {f.place for f in found})
    return (model if source.complete else None), found


def refusals(
    kind: type[BaseModel], source: Source, errors: Iterable[ErrorDetails], known: set[Place]
) -> Iterable[Finding]:
    """pydantic's errors as findings; nothing about a place that is `known` to be wrong."""
    errors = list(errors)
    lines = source.text.split("\n") if source.dropped else []
    strange = [error["loc"] for error in errors if error["type"] == "extra_forbidden"]
    for error in errors:
        path = _existing(source, error["loc"])
        key = error["type"] == "extra_forbidden" or error["loc"][-1:] == (_OF_A_KEY,)
        place = source.place(path, key=key)
        if place in known:
            continue  # the writing itself is wrong there, which says more
        absent = error["type"] in ("missing", "too_short") or error["input"] is None
        if absent and _may_be_lost(place, lines, source.dropped):
            continue  # it may stand in a line that could not be read
        if error["type"] == "missing" and _is_misspelt(error["loc"], strange):
            continue  # it is there under a wrong name, which is said at that name
        if error["type"] == "too_short" and error["input"]:
            continue  # something is there, and what is wrong with it is said at its place
        code, message, remedy = _words(kind, error)
        yield Finding(code, message, place, remedy)


def _existing(source: Source, loc: tuple[int | str, ...]) -> tuple[int | str, ...]:
    """The part of pydantic's location that the data has (it adds steps of its own)."""
    node: Any = source.data
    path: list[int | str] = []
    for step in loc:
        try:
            node = node[step]
        except (KeyError, IndexError, TypeError):
            break
        path.append(step)
    return tuple(path)


def _may_be_lost(place: Place, lines: Sequence[str], dropped: Set[int]) -> bool:
    """Whether a line that could not be read belongs to what begins at `place`, as far as the indentation tells."""
    for number in range(place.line, len(lines) + 1):
        if number in dropped:
            return True
        line = lines[number - 1]
        if number > place.line and line.strip() and len(line) - len(line.lstrip(" ")) < place.column - 1:
            return False
    return False


def _is_misspelt(loc: tuple[int | str, ...], strange: Iterable[tuple[int | str, ...]]) -> bool:
    """Whether a missing key stands beside an unknown one that looks like it."""
    from difflib import get_close_matches

    beside = [str(one[-1]) for one in strange if one[:-1] == loc[:-1]]
    wanted = str(loc[-1])
    return any(key.startswith(wanted) for key in beside) or bool(get_close_matches(wanted, beside, cutoff=0.6))


def _words(kind: type[BaseModel], error: ErrorDetails) -> tuple[str, str, str]:
    last = str(error["loc"][-1]) if error["loc"] else ""
    match error["type"]:
        case "extra_forbidden":
            keys = known_keys(kind, error["loc"][:-1])
            remedy = did_you_mean(last, keys) or f"这里可用的键：{'、'.join(keys)}"
            return UNKNOWN_KEY, f"不认识的键“{last}”", remedy
        case "missing":
            return MISSING, f"缺少“{last}”", ""
        case "too_short":
            return VALUE, f"“{last}”不能为空，至少要有一个", ""
        case "model_type" | "model_attributes_type" | "dict_type":
            return TYPE, f"应为映射（键: 值），写的是{shape_word(error['input'])}", ""
        case known if known in _CODES:
            message, _, remedy = error["msg"].partition("；")
            if last == _OF_A_KEY:
                where = "键"
            else:
                where = "" if last.isdigit() else f"“{last}”的值" if message.startswith("“") else f"“{last}”"
            return _CODES[known], f"{where}{message}", remedy
        case _:
            return VALUE, f"“{last}”的值不对：{shape_word(error['input'])}", ""


def known_keys(kind: type[BaseModel], loc: Iterable[int | str]) -> list[str]:
    """The keys that may stand at a location of a model, as they are written in the file."""
    here: type[BaseModel] | None = kind
    for step in loc:
        if here is None or not isinstance(step, str):
            continue
        field = next((f for n, f in here.model_fields.items() if step in (n, f.alias)), None)
        if field is None:
            continue  # a key of a free mapping (an id): the model below is already known
        here = _model_in(field.annotation)
    if here is None:
        return []
    return [field.alias or name for name, field in here.model_fields.items()]


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in typing.get_args(annotation):
        if (found := _model_in(inner)) is not None:
            return found
    return None

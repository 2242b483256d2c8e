"""Reading YAML as text with places, and what is said of a file that is no good YAML."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from baicheng_cli.errors import BrokenFile, UsageError
from baicheng_cli.yaml_source import (
    MAX_ALIASES,
    MAX_BYTES,
    MAX_DEPTH,
    Source,
    decode,
    lint,
    read,
)

ROOT = Path(__file__).parent.parent


def said(text: str) -> list[str]:
    """What reading and looking at the characters finds: `line:column code message`."""
    source = Source("a.yaml", text)
    found = [*source.findings, *lint(source)]
    return [f"{one.place.line}:{one.place.column} {one.code} {one.sentence}" for one in found]


def test_every_scalar_stays_the_text_that_was_typed() -> None:
    source = Source(
        "a.yaml", "on: on\nat: 12:30\nnumber: 010\nid: 3.10\nday: 2019-09-31\nexp: 1e3\nempty: ''\nnone: 'null'\n"
    )
    assert source.findings == []
    assert source.data == {
        "on": "on",
        "at": "12:30",
        "number": "010",
        "id": "3.10",
        "day": "2019-09-31",
        "exp": "1e3",
        "empty": "",
        "none": "null",
    }


PLACES = """\
title: 方案
chapters:
  - id: "3"
    items: [{id: a, due: 2019-12-31}, 公园]
"""


@pytest.mark.parametrize(
    ("path", "of_key", "place"),
    [
        ((), False, "a.yaml:1:1"),
        (("title",), False, "a.yaml:1:8"),
        (("title",), True, "a.yaml:1:1"),
        (("chapters",), False, "a.yaml:3:3"),
        (("chapters", 0), False, "a.yaml:3:5"),
        (("chapters", 0, "id"), False, "a.yaml:3:9"),
        (("chapters", 0, "items", 0, "due"), False, "a.yaml:4:26"),
        (("chapters", 0, "items", 0, "due"), True, "a.yaml:4:21"),
        (("chapters", 0, "items", 1), False, "a.yaml:4:39"),
        (("chapters", 0, "lead"), False, "a.yaml:3:5"),
        (("chapters", 7, "id"), False, "a.yaml:3:3"),
    ],
)
def test_every_key_and_value_has_a_place_and_what_is_absent_that_of_its_holder(
    path: tuple[str | int, ...], of_key: bool, place: str
) -> None:
    assert str(Source("a.yaml", PLACES).place(path, key=of_key)) == place


def test_it_is_known_which_scalars_are_quoted() -> None:
    source = Source("a.yaml", "a: 3.10\nb: \"3.10\"\nc: '3.10'\nd: [x, 'y']\n")
    assert [source.plain(path) for path in (("a",), ("b",), ("c",), ("d", 0), ("d", 1))] == [
        True,
        False,
        False,
        True,
        False,
    ]


def test_a_duplicate_key_is_found_at_the_second_and_the_first_value_stays() -> None:
    text = "a: 1\nb: {c: 1, d: 2, c: 3}\na: 2\n"
    assert said(text) == [
        "2:17 BC002 “c”写了两次（第2行已有）；删去一个",
        "3:1 BC002 “a”写了两次（第1行已有）；删去一个",
    ]
    assert Source("a.yaml", text).data == {"a": "1", "b": {"c": "1", "d": "2"}}


def test_an_alias_stands_for_what_it_names() -> None:
    source = Source("a.yaml", "units: &all [甲局, 乙局]\nlead: *all\none: &x 丙\ntwo: *x\n")
    assert source.findings == []
    assert source.data == {"units": ["甲局", "乙局"], "lead": ["甲局", "乙局"], "one": "丙", "two": "丙"}


def test_an_alias_of_nothing_is_found_and_reading_goes_on() -> None:
    assert said("a: *b\nc: *d\n") == ["1:4 BC001 引用了没有定义的 *b", "2:4 BC001 引用了没有定义的 *d"]


def test_aliases_that_unfold_into_billions_are_refused() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    [found] = said("\n".join(lines))
    assert found == "5:45 BC003 引用 *a3（&a3 在第4行）展开后过大"


def test_tasks_that_unfold_into_tasks_are_refused_where_the_alias_stands() -> None:
    """Ten levels of ten: what is read of the file before the cap must stay small, too."""
    lines = ['x0: &t0 {id: "3.1", title: 公园, lead: [区城管局]}']
    lines += [f"x{n}: &t{n} {{id: '3.1', items: [{', '.join([f'*t{n - 1}'] * 10)}]}}" for n in range(1, 10)]
    source = Source("a.yaml", "\n".join(lines))
    [found] = source.findings
    assert (found.code, found.place.line) == ("BC003", 6)
    assert "*t4（&t4 在第5行）" in found.message
    assert not source.complete


def test_too_many_aliases_are_refused() -> None:
    [found] = said("a: &a x\nb: [" + ", ".join(["*a"] * (MAX_ALIASES + 1)) + "]\n")
    assert found == "2:4005 BC003 引用 *a（&a 在第1行）太多，超过1000处"


def test_deep_nesting_is_refused_before_it_can_hurt() -> None:
    assert said("[" * MAX_DEPTH + "]" * MAX_DEPTH) == []
    assert said("[" * 100_000) == [f"1:{MAX_DEPTH + 1} BC003 嵌套超过{MAX_DEPTH}层"]


def test_a_file_that_nobody_wrote_by_hand_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    with file.open("wb") as stream:
        stream.truncate(MAX_BYTES + 1)
    with pytest.raises(BrokenFile, match="BC003 文件有64 MB，超过64 MB"):
        read(file)


def test_a_byte_order_mark_and_windows_line_ends_move_no_place() -> None:
    source = Source("a.yaml", decode("\ufeffa: 1\r\nb: 甲\r\n".encode(), "a.yaml"))
    assert source.data == {"a": "1", "b": "甲"}
    assert str(source.place(("b",))) == "a.yaml:2:4"


def test_another_encoding_is_named_at_its_byte() -> None:
    with pytest.raises(BrokenFile, match=r"a\.yaml:2:8: BC004 第14个字节 0xB7 不是 UTF-8；用编辑器另存为 UTF-8 编码"):
        decode("a: 1\r\ntitle: 方案\n".encode("gb18030"), "a.yaml")


def test_a_missing_file_is_a_wrong_call_and_an_unreadable_one_a_finding(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="找不到文件"):
        read(tmp_path / "a.yaml")
    with pytest.raises(BrokenFile, match="BC005 打不开"):
        read(tmp_path)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a: 1\nb：2\nc: 3\n", "2:2 BC006 “b”后面是全角冒号；改为 b: "),
        ("a:\n  - id：x\n", "2:5 BC006 “id”后面是全角冒号，整行成了一段文字；改为 id: "),
        ("a: {id：x}\n", "1:5 BC006 “id”后面是全角冒号，整行成了一段文字；改为 id: "),
        ("a: “甲局”\n", '1:4 BC007 “甲局” 用了全角引号；改为半角引号 "…"'),
        ("a: 甲　局\n", "1:4 BC008 “甲␣局”里有全角空格（␣处）；删去或改为半角空格"),
        ("a: '甲局\u200b'\n", "1:4 BC008 “甲局␣”里有零宽空格（␣处）；删去或改为半角空格"),
        ('a: "甲\\t局"\n', "1:4 BC008 “甲␣局”里有制表符（␣处）；删去或改为半角空格"),
        ("a:\n\tb: 1\n", "2:1 BC008 缩进里有制表符；改用空格"),
        ("a: !!str 1\n", "1:4 BC009 有标签 tag:yaml.org,2002:str；删去标签"),
        ("a: &a {x: 1}\nb: {<<: *a}\n", "2:5 BC009 有合并键 <<；把内容写全"),
        ("a: 1\n---\nb: 1\n", "2:1 BC009 一个文件里有多个文档（---）"),
        ("? [a, b]\n: 1\n", "1:3 BC009 键应为文字，这里是列表或映射"),
        ("a:\nb: 1\n", "1:3 BC010 “a”后面没有值；写上值，或删去这个键"),
        ("b: {a: , c: ~}\n", "1:8 BC010 “a”后面没有值；写上值，或删去这个键"),
        ("a: [x, y\nb: 1\n", "1:4 BC001 YAML 语法错误：方括号列表没有写完（缺逗号或 ]）（“a: [x, y”）"),
        ("a: {x: y\nb: 1\n", "1:4 BC001 YAML 语法错误：花括号没有写完（缺逗号或 }）（“a: {x: y”）"),
        ('a: "x\nb: 1\n', '1:4 BC001 YAML 语法错误：引号没有收尾（“a: "x”）'),
        ('a: "x\nb: "y"\n', '1:4 BC001 YAML 语法错误：引号没有收尾（“a: "x”）'),
        ("a: 1\nb:2\nc: 3\n", "2:2 BC001 “b”的冒号后面没有空格；改为 b: "),
        ("a: 1\nb x\nc: 3\n", "2:1 BC001 YAML 语法错误：缺少冒号，或冒号后少了空格（“b x”）"),
        ("a: @x\n", "1:4 BC001 YAML 语法错误：有不能开头的字符（如 @ ` % 或制表符）（“a: @x”）"),
        ("a: 1\n  b: 1\n", "2:4 BC001 YAML 语法错误：这里不该有冒号：上一行没有写完，或缩进不对（“b: 1”）"),
        ("a:\n  b: 1\n c: 2\n", "3:2 BC001 YAML 语法错误：缩进不齐，或这一行不是“键: 值”（“c: 2”）"),
        ("a: & x\n", "1:5 BC001 YAML 语法错误：以 & 或 * 开头的文字要加引号（“a: & x”）"),
        ("a: | x\n  y\n", "1:6 BC001 YAML 语法错误：| 或 > 后面要换行再写（“a: | x”）"),
        ("a: !t!x 1\n", "1:4 BC001 YAML 语法错误：以 ! 开头的文字要加引号（“a: !t!x 1”）"),
        ("a: 1\nb: \x07\n", "2:4 BC001 YAML 语法错误：有控制字符（“b: \x07”）"),
    ],
)
def test_what_is_wrong_with_the_writing_is_found_at_its_place(text: str, found: str) -> None:
    assert said(text)[0] == found


def test_a_page_that_is_no_yaml_is_refused_in_chinese() -> None:
    page = "# 题\n\n把方案变成文件\n\n```sh\nmake run     # 装好\nmake test    # 测试\n```\n\n![图](a.png)\n"
    sentences = said(page)
    assert len(sentences) > 1
    assert not [one for one in sentences if re.search(r"\b(did|not|found|expected|while)\b", one)]


def test_several_syntax_errors_are_found_in_one_reading_and_the_rest_is_read() -> None:
    text = """\
title: 方案
lead: [甲局
support: [乙局]
items:
  - id: @1
    title: 公园
  - id: "2"
    title：水系
due:2019-12-31
"""
    source = Source("a.yaml", text)
    assert [(one.code, one.place.line) for one in source.findings] == [
        ("BC001", 2),
        ("BC001", 5),
        ("BC006", 8),
        ("BC001", 9),
    ]
    assert source.data == {
        "title": "方案",
        "support": ["乙局"],
        "items": [{"title": "公园"}, {"id": "2", "title": "水系"}],
        "due": "2019-12-31",
    }
    assert (source.dropped, source.complete) == ({2, 5}, False)


def test_a_mended_line_is_found_but_nothing_of_it_is_lost() -> None:
    source = Source("a.yaml", "a:\n  b: 1\n c: 2\n  d： 3\n  e:4\n")
    assert len(source.findings) == 3
    assert source.data == {"a": {"b": "1", "c": "2", "d": "3", "e": "4"}}
    assert source.complete


@pytest.mark.parametrize(
    ("text", "line", "data"),
    [
        ("a:\n  - id: 1\n    b: x\n   - id: 2\n    b: y\n", 4, {"a": [{"id": "1", "b": "x"}, {"id": "2", "b": "y"}]}),
        ("a:\n   - x\n  - y\n  - z\nb: 1\n", 2, {"a": ["x", "y", "z"], "b": "1"}),
        ("a:\n - 'x'\n  - 'y'\n  - 'z'\nb: 1\n", 2, {"a": ["x", "y", "z"], "b": "1"}),
        ("a:\n- b: '1'\n   c: 2\n   d: 3\n", 2, {"a": [{"b": "1", "c": "2", "d": "3"}]}),
        ("a:\n  - id: 1\n    b: x\n     id: 2\n    b: y\n", 4, {"a": [{"id": "1", "b": "x"}, {"id": "2", "b": "y"}]}),
        ("a:\n  b: '1'\n　 c: 2\n  d: 3\n", 3, {"a": {"b": "1", "c": "2", "d": "3"}}),
        ("a:\n  - {b: 1, # c: 2}\n  - {b: 3}\n", 2, {"a": [{"b": "3"}]}),
        ('a:\n  - b:"1"\n    c: 2\n', 2, {"a": [{"b": "1", "c": "2"}]}),
    ],
)
def test_the_line_that_is_out_of_line_is_blamed_and_read_as_it_was_meant(text: str, line: int, data: object) -> None:
    source = Source("a.yaml", text)
    assert [one.place.line for one in source.findings] == [line]
    assert source.data == data


def test_a_key_whose_value_could_not_be_read_is_not_called_empty() -> None:
    assert said("a:\n  - @x\n  # a comment\n  - @y\nb: 1\n") == [
        "2:5 BC001 YAML 语法错误：有不能开头的字符（如 @ ` % 或制表符）（“- @x”）",
        "4:5 BC001 YAML 语法错误：有不能开头的字符（如 @ ` % 或制表符）（“- @y”）",
    ]


def test_chinese_with_a_full_width_colon_or_comma_is_no_mistake() -> None:
    assert said("a:\n  - 说明：先做试点，再推开\n  - APP：推广使用\n  - “双修”完善规划\n") == []


def test_a_shared_node_is_looked_at_once() -> None:
    assert len(said("a: &a [甲　局]\nb: *a\nc: *a\n")) == 1


def test_our_reader_and_the_editor_read_the_same_values() -> None:
    """ruamel.yaml edits what libyaml's events are read from: both must see the same keys, values and order."""
    files = [ROOT / "plan" / "2019.yaml", ROOT / "demo" / "2019" / "office" / "settings.yaml"]
    files += sorted((ROOT / "demo" / "2019" / "progress" / "2019-09").glob("*.yaml"))
    assert len(files) > 5
    for file in files:
        text = file.read_text("utf-8")
        assert pairs(YAML(typ="base", pure=True).load(text)) == pairs(Source(file.name, text).data), file


def pairs(node: Any) -> Any:
    """The same with mappings as lists of pairs, so that their order counts."""
    if isinstance(node, dict):
        return [(key, pairs(value)) for key, value in node.items()]
    return [pairs(value) for value in node] if isinstance(node, list) else node

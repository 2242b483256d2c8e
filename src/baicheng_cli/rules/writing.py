"""Rules on how a file is written, whatever it is about: numbers in quotes, nothing that is not for the public."""

from __future__ import annotations

import re
from collections.abc import Iterator

from baicheng_cli.diagnostics import Place, Severity
from baicheng_cli.rules.engine import Path, Said, Subject, rule
from baicheng_cli.yaml_source import Data, Mapping, Sequence, Source

_LOOKS_LIKE_A_NUMBER = re.compile(r"^\d+(\.\d+)?$", re.ASCII)
_MOBILE = re.compile(r"(?<![0-9A-Za-z.])1[3-9]\d{9}(?![0-9A-Za-z])", re.ASCII)
_IDENTITY_CARD = re.compile(
    r"(?<![0-9A-Za-z.])[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])[0-3]\d{4}[\dXx](?![0-9A-Za-z])", re.ASCII
)
_NOT_PUBLIC = re.compile(r"(?:绝密|机密|秘密)\s*★|内部(?:资料|文件|材料)")


@rule(
    "BC116",
    title="编号没有加引号",
    reason="不加引号的 3.10 在别的软件里会读成数字 3.1，条号就变了。",
    on=Subject.WRITING,
)
def bare_number(source: Source) -> Iterator[Said]:
    """A clause number without quotes: to other readers of YAML it is a number."""
    for path, id in _ids(source.data, ()):
        if _LOOKS_LIKE_A_NUMBER.match(id) and source.plain(path):
            yield path, f"编号 {id} 没有加引号", f'改为 "{id}"'


def _ids(node: Data, path: Path) -> Iterator[tuple[Path, str]]:
    if not isinstance(node, Mapping):
        return
    for key in ("id", "task"):
        if isinstance(value := node.get(key), str):
            yield (*path, key), value
    for key in ("chapters", "items", "entries"):
        if isinstance(below := node.get(key), Sequence):
            for index, one in enumerate(below):
                yield from _ids(one, (*path, key, index))


@rule(
    "BC121",
    title="有手机号、身份证号或内部标识",
    reason="这些文件会进版本库、会公开；个人信息和内部材料不应写进来。",
    severity=Severity.WARNING,
    on=Subject.WRITING,
)
def not_public(source: Source) -> Iterator[Said]:
    """A mobile number, an identity-card number or a mark of internal papers, comments included."""
    for pattern, words in ((_MOBILE, "手机号"), (_IDENTITY_CARD, "身份证号"), (_NOT_PUBLIC, "内部标识")):
        for found in pattern.finditer(source.text):
            line = source.text.count("\n", 0, found.start()) + 1
            column = found.start() - source.text.rfind("\n", 0, found.start())
            shown = found[0] if words == "内部标识" else f"{found[0][:3]}…{found[0][-2:]}"
            yield Place(source.file, line, column), f"有{words}（{shown}）", "公开的文件里删去"

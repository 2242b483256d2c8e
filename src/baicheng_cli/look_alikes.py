"""Characters that look right and are not: full-width colons and quotes, tabs, odd spaces."""

from __future__ import annotations

import re
from collections.abc import Iterator

from baicheng_cli.diagnostics import define

FULL_WIDTH_COLON = define("BC006", "键后面是全角冒号", "YAML 只认半角冒号加空格，全角冒号会让整行变成一段文字。")
FULL_WIDTH_QUOTES = define("BC007", "用了全角引号", "YAML 只认半角引号，全角引号会成为内容的一部分。")
ODD_SPACE = define("BC008", "有全角空格、制表符或不可见字符", "看起来一样的两个名称会因此对不上。")

KEY_WITH_FULL_WIDTH_COLON = re.compile(r"^(\s*(?:- +)*[a-z_][a-z0-9_-]*)\s*：\s*")
_ODD_SPACES = {
    "\t": "制表符",
    "\u3000": "全角空格",
    "\u00a0": "不换行空格",
    "\u200b": "零宽空格",
    "\u200c": "零宽字符",
    "\u200d": "零宽字符",
    "\u2060": "零宽字符",
    "\ufeff": "零宽字符",
}
_ODD_SPACE = re.compile(f"[{''.join(_ODD_SPACES)}]")
_FULL_WIDTH_QUOTED = re.compile(r"^[“‘＂][^“”‘’＂]*[”’＂]$")

SUSPICIOUS = re.compile(
    f"[{''.join(_ODD_SPACES)}]|[A-Za-z0-9_-]\\s*：|(?:[-:,\\[{{]\\s*|^\\s*)[“‘＂]|\\\\", re.MULTILINE
)
"""What a text must hold somewhere if any of its keys or values is to be found: most hold none of it."""

SIGNS = (*_ODD_SPACES, "：", "“", "‘", "＂", "\\")
"""One of these is in every text that `SUSPICIOUS` finds: looking for them one by one is ten times as fast."""


def in_scalar(text: str, *, plain: bool) -> Iterator[tuple[str, str, str]]:
    """Code, message and remedy for each of them in one key or value; `plain`: written without quotes."""
    if text.isascii():
        return
    if plain and (colon := KEY_WITH_FULL_WIDTH_COLON.match(text)):
        key = colon[1].lstrip("- ")
        yield (FULL_WIDTH_COLON, f"“{key}”后面是全角冒号，整行成了一段文字", f"改为 {key}: ")
    if plain and _FULL_WIDTH_QUOTED.match(text):
        yield (FULL_WIDTH_QUOTES, f"{text} 用了全角引号", '改为半角引号 "…"')
    if odd := _ODD_SPACE.search(text):
        kind = _ODD_SPACES[odd[0]]
        yield (ODD_SPACE, f"“{_ODD_SPACE.sub('␣', text)[:40]}”里有{kind}（␣处）", "删去或改为半角空格")

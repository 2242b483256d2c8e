"""Rules on how a file is written, whatever it is about: numbers in quotes, nothing that is not for the public."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from baicheng_cli.diagnostics import Place, Severity
from baicheng_cli.rules.engine import Path, Said, Subject, rule
from baicheng_cli.yaml_source import Data, Mapping, Sequence, Source

_LOOKS_LIKE_A_NUMBER = re.compile(r"^\d+(\.\d+)?$", re.ASCII)
_MOBILE = r"(?a)(?<![0-9A-Za-z.])(?<!\d-)(?:\+?86[- ]?)?1[3-9]\d([- ]?)\d{4}\1\d{4}(?![0-9A-Za-z]|[.-]\d)"
_IDENTITY_CARD = r"(?a)(?<![0-9A-Za-z.])[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])[0-3]\d{4}[\dXx](?![0-9A-Za-z])"
_MAYBE_MOBILE = re.compile("1[3-9][0-9][- ]?[0-9]{4}[- ]?[0-9]{4}")
_MAYBE_CARD = re.compile("[1-9][0-9]{16}")
"""Most files are done with these two: looking for what stands in front costs ten times as much."""
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
"""GB 11643—1999: the last character of an identity card proves the others."""
_WIDE_DIGITS = str.maketrans("０１２３４５６７８９Ｘ＋－", "0123456789X+-")
_WIDE = re.compile("[０-９]")
_OTHER_WORDS = "码切集度封闭钥匙布室林植排实织谋性"
"""After 密: 计算机密码, 杜绝密闭, 机密性 are ordinary words and mark nothing."""
_MARK = (
    r"[绝机秘][ \u3000]?密[ \u3000]?[★☆]"
    rf"|[绝机][ \u3000]?密(?![{_OTHER_WORDS}])"
    r"|(?<![\u4e00-\u9fff])秘[ \u3000]?密(?![\u4e00-\u9fff])"  # 商业秘密 is an ordinary word
    r"|密级[：: ]*秘[ \u3000]?密"
    r"|内部[ \u3000]?(?:资料|文件|材料|刊物|传阅)|供内部(?:使用|参考|掌握)"
    r"|(?:不得|不准|不许|不要|严禁|禁止|勿)(?:随意|擅自|私自|向)?外[传泄]"
)
"""As text, like the two above: compiled when a file may hold one, for that takes longer than most files do."""
_BLANK = re.compile(r"【待填[：:]([^】\n]+)】")


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
    """A mobile number, an identity-card number or a mark of internal papers, in values, keys and comments.

    The numbers themselves are not printed again: a finding goes into logs.
    """
    text = source.text.translate(_WIDE_DIGITS) if _WIDE.search(source.text) else source.text
    asked: list[tuple[str, str, Callable[[str], bool]]] = []
    if _MAYBE_MOBILE.search(text):
        asked.append((_MOBILE, "手机号", _is_mobile))
    if _MAYBE_CARD.search(text):
        asked.append((_IDENTITY_CARD, "身份证号", _is_identity_card))
    if any(sign in text for sign in ("密", "内部", "外传", "外泄")):
        asked.append((_MARK, "内部标识", bool))
    for pattern, words, is_one in asked:
        for found in re.finditer(pattern, text):
            if not is_one(found[0]):
                continue
            shown = found[0] if words == "内部标识" else f"{found[0][:3]}…{found[0][-2:]}"
            yield _place(source, found.start()), f"有{words}（{shown}）", "公开的文件里删去"


def has_mobile(text: str) -> bool:
    """Whether a text holds a mobile number, in whatever digits."""
    plain = text.translate(_WIDE_DIGITS)
    return bool(_MAYBE_MOBILE.search(plain)) and any(_is_mobile(found[0]) for found in re.finditer(_MOBILE, plain))


def _is_mobile(text: str) -> bool:
    """Not a round amount (15000000000), nor a document number with a year in it (150-2019-0925)."""
    middle = re.split("[- ]", text)[-2:-1]
    return not text.endswith("000000") and not (middle and re.fullmatch("(?:19|20)\\d\\d", middle[0]))


def _is_identity_card(text: str) -> bool:
    """By its last character, and by the day of birth: most other numbers of 18 digits have neither."""
    rest = sum(int(digit) * weight for digit, weight in zip(text, _WEIGHTS, strict=False)) % 11
    if "10X98765432"[rest] != text[-1].upper():
        return False
    try:
        date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return False
    return True


def _place(source: Source, offset: int) -> Place:
    """Where the character at an offset of the text stands."""
    line = source.text.count("\n", 0, offset) + 1
    return Place(source.file, line, offset - source.text.rfind("\n", 0, offset))


@rule(
    "BC120",
    title="还有没填的空",
    reason="新建的计划用【待填】占着位置，不填会原样印到台账和公文里。",
    severity=Severity.WARNING,
    on=Subject.WRITING,
)
def blank(source: Source) -> Iterator[Said]:
    """A blank that `init` has left, in a value or in the comment that says what the value beside it stands for."""
    for found in _BLANK.finditer(source.text):
        yield _place(source, found.start()), f"还没有填：{found[1]}", "填好后删去【待填】"

"""Trying a paper's template: everything that is wrong with it, each at its line or with the words around it."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from baicheng_cli.diagnostics import Finding, Place
from baicheng_cli.errors import UserError
from baicheng_cli.plan.load import shown
from baicheng_cli.rules import templates as codes
from baicheng_cli.views.expressions import mistakes
from baicheng_cli.views.template_flaws import Flaw, Note, flaws, loose, noting
from baicheng_cli.views.templates import reason_words
from baicheng_cli.views.word.build import build
from baicheng_cli.views.word.filling import line_of, open_template, paper_environment, where
from baicheng_cli.views.word.render import Page, line_at_work
from baicheng_cli.views.word.settle import settle
from baicheng_cli.views.word.styles import Styles

_TAG = re.compile(r"\{%(?P<kind>p|tr|tc)?[-+]?\s+(?P<name>\w+)(?:(?!%\}).)*?%\}")
_ENDED = ("for", "if")
_NO_VALUE = re.compile(r"\{\{(p|r|tr|tc)\s")
_AT_LINE = re.compile(r":(\d+): (.*)$")


def try_paper(file: Path, styles: Styles, known: Iterable[str], pages: Sequence[Page]) -> list[Finding]:
    """Findings of a template, .docx or text. `known`: the names that it is given; `pages`: what it is tried on."""
    name, text = shown(file), ""
    if file.suffix.lower() == ".docx":
        source = file.read_bytes()
    else:
        try:
            text = file.read_text("utf-8-sig")
            source = build(text, name, styles)
        except UnicodeDecodeError as error:
            return [Finding(codes.UNREADABLE, f"不是 UTF-8 编码（{error.reason}）", Place(name), "请另存为 UTF-8")]
        except UserError as error:
            return [_parsed(name, line) for line in str(error).split("\n")]
    try:
        template = open_template(source)
        parts, torn = list(template.parts()), list(_torn(template, name))
    except _no_docx():
        return [Finding(codes.UNREADABLE, "打不开，不是 .docx 文件，或者已损坏", Place(name))]
    if torn:  # what a tag without its end swallows, no later look would tell
        return torn
    names, found = list(known), list[Finding]()
    environment = paper_environment(str)
    for part in parts:
        found += [_finding(name, text, part, flaw) for flaw in flaws(part, environment, names)]
    if any(one.code == codes.BROKEN for one in found):
        return found
    for page in pages:
        found += _filled(source, name, text, page, styles)
    return found


def _parsed(file: str, said: str) -> Finding:
    """What the reader of text templates says, as a finding at its line."""
    at = _AT_LINE.search(said)
    line, message = (int(at[1]), at[2]) if at else (0, said)
    return Finding(codes.FULL_WIDTH if "全角符号" in message else codes.BROKEN, message, Place(file, line))


def _torn(template: Any, file: str) -> Iterator[Finding]:
    """What no later look would tell: tags that do not end in their paragraph, and those that swallow words."""
    from docx.oxml.ns import qn

    def said(words: str, message: str, remedy: str = "") -> Finding:
        return Finding(codes.BROKEN, _around(words) + message, Place(file), remedy)

    document = template.docx
    edges = [
        one.target_part.element for one in document.part.rels.values() if one.reltype.endswith(("/header", "/footer"))
    ]
    for root in (document.element, *edges):
        opened: list[tuple[str, str]] = []
        for paragraph in root.iter(qn("w:p")):
            words = "".join(one.text or "" for one in paragraph.iter(qn("w:t")))
            if brace := loose(words):
                yield said(words, f"“{brace}”没有配成对")
                continue
            if value := _NO_VALUE.search(words):
                yield said(words, f"{{{{{value[1]} … }}}} 印不出字", "写 {{ … }}")
            for tag in _TAG.finditer(words):
                kind, name = tag["kind"] or "", tag["name"]
                around = words if kind in ("", "p") else _row_words(paragraph)
                if kind and around.strip() != tag[0]:
                    place = "一段" if kind == "p" else "一行" if kind == "tr" else "一格"
                    yield said(words, f"{{%{kind} … %}} 要独占{place}，同{place}里别的字不会印", "另起")
                if name in _ENDED:
                    opened.append((kind, name))
                elif opened and name == f"end{opened[-1][1]}" and kind != (begun := opened.pop())[0]:
                    pair = f"{{%{begun[0]} {begun[1]} … %}} 和 {{%{kind} {name} %}}"
                    yield said(words, f"{pair} 写法不同", "成对的要一样，占一段的写 {%p …%}，占表格一行的写 {%tr …%}")


def _row_words(paragraph: Any) -> str:
    """The words of the table's row that a paragraph stands in."""
    from docx.oxml.ns import qn

    rows = paragraph.xpath("ancestor::w:tr[1]")
    return "".join(one.text or "" for one in (rows[0] if rows else paragraph).iter(qn("w:t")))


def _around(words: str) -> str:
    return f"“{words if len(words) <= 40 else f'{words[:40]}……'}”处，" if words else ""


def _finding(file: str, text: str, part: str, flaw: Flaw) -> Finding:
    """A flaw of a part, at its line of the text, else with the words around it."""
    tag, words = where(part, flaw.line)
    if line := line_of(text, tag, words):
        return Finding(flaw.code, flaw.message, Place(file, line), flaw.remedy)
    return Finding(flaw.code, _around(words) + flaw.message, Place(file), flaw.remedy)


def _filled(source: bytes, file: str, text: str, page: Page, styles: Styles) -> Iterator[Finding]:
    """What goes wrong when it is filled in with a page."""
    from jinja2 import TemplateSyntaxError

    template = open_template(source)
    template.trial = True
    seen: list[tuple[str, Note]] = []
    undefined = noting(lambda note: seen.append((template.filling, note)), list(page._asdict()))
    try:
        template.render(page._asdict(), paper_environment(template.chart, undefined), autoescape=True)
    except UserError as error:
        yield Finding(codes.UNFILLED, str(error), Place(file))
    except TemplateSyntaxError:  # said already, by who looked at the text
        pass
    except mistakes() as error:
        line = line_at_work(error) or 0
        yield _finding(file, text, template.filling, Flaw(line, codes.UNFILLED, reason_words(error)))
    else:
        settle(template.docx, styles)
    for part, note in seen:
        yield _finding(file, text, part, note.flaw)


def _no_docx() -> tuple[type[Exception], ...]:
    from docx.opc.exceptions import PackageNotFoundError

    return (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError)

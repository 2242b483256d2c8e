"""`baicheng template check`: every template tried on a small office, and all that is wrong with it, at its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from baicheng_cli.diagnostics import Finding, Place, in_order
from baicheng_cli.errors import BrokenFile, UserError
from baicheng_cli.plan.load import shown
from baicheng_cli.rules import templates as codes
from baicheng_cli.views.expressions import mistakes
from baicheng_cli.views.ledger_columns import load_columns
from baicheng_cli.views.ledger_rows import ledger_rows
from baicheng_cli.views.registry import TEMPLATES, Kind, Template
from baicheng_cli.views.sample import sample
from baicheng_cli.views.template_flaws import Flaw, Note, flaws, noting, syntax_words
from baicheng_cli.views.templates import at_work, html_text, md_text, page_environment, reason_words, shipped
from baicheng_cli.views.word.styles import load_styles
from baicheng_cli.views.word.trial import try_paper

_PLACED = re.compile(r"^(?P<file>.+?):(?P<line>\d+)(?::(?P<column>\d+))?: (?P<message>.*)$", re.DOTALL)


def check_templates(chosen: Sequence[Template], office: Path | None) -> list[Finding]:
    """What is wrong with these templates, the office's own where there are; each finding once."""
    found: list[Finding] = []
    for one in chosen:
        try:
            found += check_file(one, one.in_force(office), office)
        except UserError as error:  # two files for one template
            found.append(_said(codes.UNREADABLE, str(error), one.file))
    if len(chosen) == len(TEMPLATES):
        found += unused(office)
    return in_order(found)


def check_file(template: Template, file: Path, office: Path | None) -> list[Finding]:
    """What is wrong with a file that stands for this template. `office`: where it finds what it takes in."""
    if template.kind is Kind.STYLES:
        return list(_styles(office))
    if template.kind is Kind.COLUMNS:
        return list(_columns(office))
    if template.kind is Kind.WORD:
        return _paper(template, file, office)
    return list(_page(template, file, office))


def unused(office: Path | None) -> Iterator[Finding]:
    """Files that no paper is made from: their names are those of no template."""
    if office is None or not office.is_dir():
        return
    known = {file for one in TEMPLATES for file in one.owns(office)}
    for file in sorted(one for one in office.rglob("*") if one.suffix in (".j2", ".txt", ".docx", ".yaml")):
        if file not in known and not file.name.startswith(("~$", ".")):
            message = f"没有材料用“{file.name}”这个模板"
            yield Finding(codes.UNUSED, message, Place(shown(file)), "baicheng template list 列出能用的文件名")


def _said(code: str, message: str, file: str) -> Finding:
    """A message that begins with its place, as a finding there."""
    at = _PLACED.match(message)
    if at is None:
        return Finding(code, message, Place(file))
    return Finding(code, at["message"], Place(at["file"], int(at["line"]), int(at["column"] or 0)))


def _styles(office: Path | None) -> Iterator[Finding]:
    try:
        load_styles(office)
    except BrokenFile as error:
        yield from error.findings
    except UserError as error:
        yield from (_said(codes.UNFILLED, line, "word/styles.yaml") for line in str(error).split("\n"))


def _columns(office: Path | None) -> Iterator[Finding]:
    """Every expression on every row of the sample."""
    try:
        columns = load_columns(office)
        for ledger in (sample().ledger, sample().silent):
            rows = ledger_rows(ledger)
            for one in (columns.ledger, columns.indicators, columns.screen):
                one.cells(ledger, rows)
    except BrokenFile as error:
        yield from error.findings
    except UserError as error:
        yield from (_said(codes.COLUMNS, line, "ledger.yaml") for line in str(error).split("\n"))


def _paper(template: Template, file: Path, office: Path | None) -> list[Finding]:
    try:
        styles = load_styles(office)
    except UserError:  # said of styles.yaml already; the paper is tried with the shipped ones
        styles = load_styles()
    pages: list[Any] = list(template.pages(sample())) if template.pages is not None else []
    known = getattr(template.gives, "_fields", ())
    return try_paper(file, styles, known, pages)


def _page(template: Template, file: Path, office: Path | None) -> Iterator[Finding]:
    """A page in Markdown or HTML, or what pages have in common."""
    from jinja2 import TemplateSyntaxError

    name = shown(file)
    try:
        text = file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        yield Finding(codes.UNREADABLE, f"不是 UTF-8 编码（{error.reason}）", Place(name), "请另存为 UTF-8")
        return
    folders = [folder for folder in (office, shipped()) if folder is not None]
    if file.parent not in folders:
        folders.insert(0, file.parent)
    literally = html_text if ".html" in file.name else md_text
    notes: list[Note] = []
    environment = page_environment(folders, literally, noting(notes.append, (template.called,)))
    found = flaws(text, environment, (template.called,))
    yield from (_flaw(name, one) for one in found)
    if template.pages is None or any(one.code == codes.BROKEN for one in found):
        return
    for page in template.pages(sample()):
        try:
            environment.get_template(file.name).render({template.called: page})
        except TemplateSyntaxError as error:
            if error.filename and Path(error.filename) != file:  # in a file that it takes in
                at_fault = Place(shown(Path(error.filename)), error.lineno)
                yield Finding(codes.BROKEN, syntax_words(error, environment), at_fault)
        except mistakes() as error:
            at = at_work(error.__traceback__, folders)
            yield Finding(codes.UNFILLED, reason_words(error), Place(shown(Path(at[0])), at[1]) if at else Place(name))
    yield from (_flaw(shown(Path(one.file)), one.flaw) for one in notes)


def _flaw(file: str, flaw: Flaw) -> Finding:
    return Finding(flaw.code, flaw.message, Place(file, flaw.line), flaw.remedy)

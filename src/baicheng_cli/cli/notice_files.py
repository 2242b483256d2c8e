"""Papers on the screen or in files: one paper one file, several in a folder."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import typer

from baicheng_cli.errors import UsageError
from baicheng_cli.progress.issued import KIND_WORDS, LETTER, REMINDER, number_named
from baicheng_cli.views.notices import Slip

FORMATS = ("md", "docx", "pdf")
SUFFIXES = {".md": "md", ".markdown": "md", ".txt": "md", ".docx": "docx", ".pdf": "pdf"}
KIND = "notice"
_NO_NAME = re.compile(r'[\\/:*?"<>|\s]+')


class Target(NamedTuple):
    """Where the papers go, and as what."""

    format: str
    file: Path | None
    """One file; `None`: the screen, or a folder."""
    folder: Path | None
    force: bool
    template: Path | None = None
    """The Word template to be used instead of the usual ones."""


class Drawn(NamedTuple):
    """A paper as it is written."""

    slip: Slip
    name: str
    """Of its file in a folder."""
    content: bytes


def target_of(format: str | None, output: Path | None, template: Path | None, *, force: bool) -> Target:
    """What `--format`, `-o` and `--template` say together. Raises UsageError."""
    from baicheng_cli.cli.paper_file import template_of as named

    target = _target(format, output, force=force)
    return target._replace(template=named(template, target.format))


def _target(format: str | None, output: Path | None, *, force: bool) -> Target:
    if format is not None and format not in FORMATS:
        raise UsageError(f"notice 没有“{format}”这种格式；可用：{'、'.join(FORMATS)}")
    if output is None:
        if format in ("docx", "pdf"):
            raise UsageError(f"{format} 不能显示在屏幕上，请用 -o 写到文件或文件夹，如 -o 通知单/")
        return Target("md", None, None, force)
    if output.is_dir() or not output.suffix:
        if output.is_file():
            raise UsageError(f"{output} 是文件，放不下一单一个文件；文件名以 .docx、.pdf、.md 结尾，或换一个文件夹名")
        return Target(format or "docx", None, output, force)
    by_name = SUFFIXES.get(output.suffix.lower())
    if by_name is None:
        raise UsageError(f"通知单写不成 {output.suffix}；文件名以 .docx、.pdf、.md 结尾，没有后缀的是文件夹")
    if format is not None and format != by_name:
        raise UsageError(f"--format {format} 与文件名 {output.name} 对不上，改其中一个")
    return Target(by_name, output, None, force)


def drawn(papers: Sequence[Slip], target: Target, data: Path) -> list[Drawn]:
    """Every paper as bytes; PDFs in one call of LibreOffice. Raises UserError, before anything is written."""
    if target.file is not None and len(papers) > 1 and target.format != "md":
        raise UsageError(f"一事一单，这里有{len(papers)}份；-o 写文件夹，如 -o 通知单/")
    office = data / "office" / "templates"
    if target.format == "md":
        contents = [_markdown(one, office).encode() for one in papers]
    else:
        contents = _papers(papers, target, office)
    wide = max(2, len(str(len(papers))))
    return [
        Drawn(one, f"{_prefix(one, place, wide)}-{_NO_NAME.sub('_', _name(one))}.{target.format}", content)
        for place, (one, content) in enumerate(zip(papers, contents, strict=True), 1)
    ]


def template_of(slip: Slip) -> str:
    """The name of a paper's template."""
    return {LETTER: "letter", REMINDER: "reminder"}.get(slip.kind, "notice")


def _markdown(slip: Slip, office: Path) -> str:
    from baicheng_cli.views.templates import render_markdown

    return render_markdown(f"{template_of(slip)}.md.j2", slip.notice, office, called="notice")


def _papers(papers: Sequence[Slip], target: Target, office: Path) -> list[bytes]:
    from baicheng_cli.views import word
    from baicheng_cli.views.mark import marked_pdf
    from baicheng_cli.views.word.papers import NoticePaper
    from baicheng_cli.views.word.pdf import as_pdf, soffice

    kinds = list(dict.fromkeys(one.notice.kind for one in papers))
    if target.template is not None and len(kinds) > 1:
        raise UsageError(f"一个 --template 只出一种公文，这里有{'、'.join(kinds)}；分开出")
    if target.format == "pdf":
        soffice()
    made = [
        word.render(target.template or template_of(one), NoticePaper(one.notice), office, day=one.asked.day)
        for one in papers
    ]
    return made if target.format == "docx" else [marked_pdf(one, KIND) for one in as_pdf(made)]


def _prefix(slip: Slip, place: int, wide: int) -> str:
    """What puts the files of a folder in order: the number, of drafts the place in the list."""
    number = None if slip.notice.draft else number_named(slip.notice.number)
    return f"{number.year}-{number.place:03}" if number is not None else f"{place:0{wide}}"


def _name(slip: Slip) -> str:
    one = slip.notice
    kind = KIND_WORDS[slip.kind] + (f"（第{slip.time}次催办）" if slip.time and slip.kind == LETTER else "")
    return f"{kind}{'（草稿）' if one.draft else ''}-{one.clause}-{one.to}"


# Writing ---------------------------------------------------------------------------------------------------------


def files_of(papers: Sequence[Drawn], target: Target) -> list[tuple[Path, bytes]]:
    """The files to be written; several papers as Markdown stand in one."""
    if target.folder is not None:
        return [(target.folder / one.name, one.content) for one in papers]
    if target.file is None:
        return []
    return [(target.file, _joined(papers) if target.format == "md" else papers[0].content)]


def _joined(papers: Sequence[Drawn]) -> bytes:
    return b"\n---\n\n".join(one.content for one in papers)


def must_be_writable(papers: Sequence[Drawn], target: Target) -> None:
    """Raises UserError where a file is there that baicheng did not make, and UsageError where there is no folder."""
    from baicheng_cli.cli.paper_file import PaperFile, must_be_free

    if target.folder is not None and not target.folder.exists():
        must_be_free(PaperFile(target.folder, target.format, target.force), KIND)
        return
    for file, _ in files_of(papers, target):
        must_be_free(PaperFile(file, target.format, target.force), KIND)


def put(papers: Sequence[Drawn], target: Target) -> None:
    """Write the papers, or print them. Raises UserError before the first of them is written."""
    from baicheng_cli.cli import paper_file
    from baicheng_cli.cli.paper_file import PaperFile
    from baicheng_cli.views.mark import marked

    must_be_writable(papers, target)
    if target.file is None and target.folder is None:
        typer.echo(marked(_joined(papers).decode(), KIND), nl=False)
        return
    if target.folder is not None:
        target.folder.mkdir(exist_ok=True)
    for file, content in files_of(papers, target):
        text = marked(content.decode(), KIND).encode() if target.format == "md" else content
        paper_file.put(PaperFile(file, target.format, target.force), text, KIND)

"""Papers as files: which format is meant, where the template is, and whether a file that is there may be replaced."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

TEXT = {".md": "md", ".markdown": "md", ".txt": "md", ".html": "html", ".htm": "html"}
WORD = {".docx": "docx", ".pdf": "pdf"}
"""Formats by the end of a file's name."""

TemplateFile = Annotated[
    Path | None,
    typer.Option("--template", metavar="文件", help="Word、PDF 用这个模板（.docx 或 .txt），不用自带的"),
]


def paper_format(format: str | None, output: Path | None, suffixes: Mapping[str, str], what: str) -> str:
    """The format asked for, by name or by the file's; Markdown where nothing says. Raises UsageError.

    `what`: how the paper is called, as 月报.
    """
    from baicheng_cli.errors import UsageError

    known = tuple(dict.fromkeys(suffixes.values()))
    if format is not None and format not in known:
        raise UsageError(f"{what}没有“{format}”这种格式；可用：{'、'.join(known)}")
    if output is None:
        if format in WORD.values():
            raise UsageError(f"{format} 不能显示在屏幕上，请用 -o 写到文件，如 -o {what}.{format}")
        return format or known[0]
    suffix = output.suffix.lower()
    by_name = suffixes.get(suffix)
    if by_name is None and suffix:
        ends = "、".join(next(end for end, kind in suffixes.items() if kind == one) for one in known)
        raise UsageError(f"{what}写不成 {output.suffix}；文件名以 {ends} 结尾")
    if format is not None and by_name not in (None, format):
        raise UsageError(f"--format {format} 与文件名 {output.name} 对不上，改其中一个")
    return format or by_name or known[0]


def template_of(template: Path | None, format: str) -> Path | None:
    """The template's file. Raises UsageError when it is not there, or asked for with a format that has none."""
    from baicheng_cli.errors import UsageError

    if template is None:
        return None
    if format not in WORD.values():
        raise UsageError(f"--template 是 Word 模板，用于 docx、pdf；{format} 的模板放在 office/templates/ 里")
    if not template.is_file():
        raise UsageError(f"找不到模板 {template}")
    return template


class PaperFile(NamedTuple):
    """Where a paper goes, and as what."""

    file: Path
    format: str
    force: bool


def write_page(
    output: Path | None, format: str, name: str, page: object, office: Path, kind: str, *, force: bool
) -> None:
    """A page as text, with its mark: on the screen, or in a file that nobody has worked on since.

    `name`: of its template; `office`: the folder with the office's own.
    """
    from baicheng_cli.views.mark import marked
    from baicheng_cli.views.templates import render_html, render_markdown

    render = render_html if format == "html" else render_markdown
    text = marked(render(f"{name}.{format}.j2", page, office), kind)
    if output is None:
        typer.echo(text, nl=False)
    else:
        put(PaperFile(output, format, force), text, kind)


def write_paper(output: PaperFile, made: Callable[[], bytes], kind: str) -> None:
    """A paper as .docx or PDF, into its file."""
    put(output, drawn(output.format, made, kind), kind)


def drawn(format: str, made: Callable[[], bytes], kind: str) -> bytes:
    """A paper as .docx or PDF. `made` gives the .docx; it is asked only when LibreOffice, if needed, is there."""
    if format == "docx":
        return made()
    from baicheng_cli.views.mark import marked_pdf
    from baicheng_cli.views.word.pdf import as_pdf, soffice

    soffice()
    [pdf] = as_pdf([made()])
    return marked_pdf(pdf, kind)


def put(output: PaperFile, content: str | bytes, kind: str) -> None:
    """Write a paper that was drawn, and say so. Raises as `must_be_free`."""
    from baicheng_cli.cli.show_table import write_file
    from baicheng_cli.plan.load import shown

    write_file(output.file, content, _made_by_us(output, kind), force=output.force)
    typer.echo(f"已写入 {shown(output.file)}", err=True)


def must_be_free(output: PaperFile, kind: str) -> None:
    """Raises UserError where a file is there that baicheng did not make, and UsageError where there is no folder."""
    from baicheng_cli.cli import show_table

    show_table.must_be_free(output.file, _made_by_us(output, kind), force=output.force)


def _made_by_us(output: PaperFile, kind: str) -> bool | None:
    """Whether a file that is there is ours, untouched since; `None` when there is none."""
    from baicheng_cli.views.excel import made_here
    from baicheng_cli.views.mark import is_our_pdf, is_ours

    if not output.file.is_file():
        return None
    there = output.file.read_bytes()
    if output.format == "docx":
        return made_here(there)
    return is_our_pdf(there, kind) if output.format == "pdf" else is_ours(there, kind)

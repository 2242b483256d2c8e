"""Papers as files: which format is meant, where the template is, and whether a file that is there may be replaced."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from baicheng_cli.cli.options import OutFile as OutFile

TEXT = {".md": "md", ".markdown": "md", ".txt": "md", ".html": "html", ".htm": "html"}
WORD = {".docx": "docx", ".pdf": "pdf"}
"""Formats by the end of a file's name."""

TemplateFile = Annotated[
    Path | None,
    typer.Option("--template", metavar="文件", help="Word、PDF 用这个模板（.docx 或 .txt），不用自带的"),
]
PaperNumber = Annotated[
    int | None, typer.Option("--number", metavar="数", min=1, help="发文顺序号；不写印成〔2019〕　号")
]
PaperDay = Annotated[
    str | None, typer.Option("--dated", metavar="日期", help="印在纸面上的日期；不写用当月文稿里的，没有就空着")
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
        ends = "、".join(f".{one}" for one in known)
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


def paper_day(dated: str | None, otherwise: date | None) -> date | None:
    """The day on the paper: as typed, else what the month's own file says."""
    from baicheng_cli.cli.session import parse_date

    return parse_date(dated, "--dated") or otherwise


def write_text(output: Path | None, text: str, kind: str, *, force: bool) -> None:
    """A page as text, with its mark: on the screen, or in a file that nobody has worked on since."""
    from baicheng_cli.views.mark import is_ours, marked

    text = marked(text, kind)
    if output is None:
        typer.echo(text, nl=False)
    else:
        _write(output, text, lambda there: is_ours(there, kind), force=force)


def write_paper(output: Path, format: str, made: Callable[[], bytes], kind: str, *, force: bool) -> None:
    """A paper as .docx or PDF. `made` gives the .docx; it is asked only when LibreOffice, if needed, is there."""
    if format == "docx":
        from baicheng_cli.views.excel import made_here

        _write(output, made(), made_here, force=force)
        return
    from baicheng_cli.views.mark import is_our_pdf, marked_pdf
    from baicheng_cli.views.word.pdf import as_pdf, soffice

    soffice()
    [pdf] = as_pdf([made()])
    _write(output, marked_pdf(pdf, kind), lambda there: is_our_pdf(there, kind), force=force)


def _write(output: Path, content: str | bytes, is_ours: Callable[[bytes], bool], *, force: bool) -> None:
    from baicheng_cli.cli.show_table import write_file
    from baicheng_cli.plan.load import shown

    write_file(output, content, is_ours(output.read_bytes()) if output.is_file() else None, force=force)
    typer.echo(f"已写入 {shown(output)}", err=True)

"""Every template that papers are made from: its name, its file, what it is for, and pages to try it on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from baicheng_cli.errors import UserError, did_you_mean
from baicheng_cli.plan.load import shown
from baicheng_cli.views import sample_pages as pages
from baicheng_cli.views.bulletin import Bulletin
from baicheng_cli.views.notices import Notice
from baicheng_cli.views.report import MonthlyReport
from baicheng_cli.views.report_brief import Brief
from baicheng_cli.views.report_unit import UnitPaper
from baicheng_cli.views.sample import Sample
from baicheng_cli.views.tables import Column, Table
from baicheng_cli.views.templates import shipped
from baicheng_cli.views.word.papers import (
    BreakdownPaper,
    BriefPaper,
    BulletinPaper,
    NoticePaper,
    ReportPaper,
    UnitReportPaper,
)


class Kind(StrEnum):
    """How a template is written and what comes of it."""

    WORD = "word"
    MARKDOWN = "md"
    HTML = "html"
    COLUMNS = "columns"
    STYLES = "styles"
    SHARED = "shared"

    @property
    def word(self) -> str:
        return _KINDS[self]


_KINDS = {
    Kind.WORD: "Word、PDF",
    Kind.MARKDOWN: "Markdown",
    Kind.HTML: "网页",
    Kind.COLUMNS: "Excel 栏目",
    Kind.STYLES: "Word 版式",
    Kind.SHARED: "共用片段",
}


class Template(NamedTuple):
    """One template, as shipped; an office's own of the same file name takes its place."""

    name: str
    """As people type it: the Word paper's name, or the file's without .j2."""
    kind: Kind
    file: str
    """In the folder of templates."""
    words: str
    pages: Callable[[Sample], Iterable[object]] | None = None
    """What it is tried on; nothing for what other templates take in, and for what is no template to fill."""
    gives: type | None = None
    """What it is given: a named tuple. A Word template knows its fields by their names, a page as a whole."""
    called: str = "report"
    """The one name by which a page knows it."""

    def own(self, office: Path | None) -> Path | None:
        """The office's own file, if there is one. Raises UserError when there are two."""
        files = self.owns(office)
        if len(files) == 2:
            raise UserError(f"{shown(files[0])} 和 {files[1].name} 都有，只留要用的一个")
        return files[0] if files else None

    def owns(self, office: Path | None) -> list[Path]:
        """The office's own files: of a Word template .docx and .txt, of which it should have one."""
        if office is None:
            return []
        ends = (".docx", ".txt") if self.kind is Kind.WORD else ("",)
        return [file for end in ends if (file := self._in(office, end)).is_file()]

    def in_force(self, office: Path | None) -> Path:
        """The file that papers are made from."""
        return self.own(office) or shipped() / self.file

    def _in(self, office: Path, end: str) -> Path:
        file = office / self.file
        return file.with_suffix(end) if end else file


# The templates ---------------------------------------------------------------------------------------------------


def _page_in(
    kinds: Iterable[Kind],
    name: str,
    words: str,
    made: Callable[[Sample], Iterable[object]],
    gives: type,
    called: str = "report",
) -> list[Template]:
    """The same page in Markdown and in HTML, or in one of them."""
    return [
        Template(f"{name}.{kind.value}", kind, f"{name}.{kind.value}.j2", words, made, gives, called) for kind in kinds
    ]


_BOTH = (Kind.MARKDOWN, Kind.HTML)
TEMPLATES: tuple[Template, ...] = (
    Template("report", Kind.WORD, "word/report.txt", "月报", pages.report_papers, ReportPaper),
    Template("report_brief", Kind.WORD, "word/report_brief.txt", "月报一页版", pages.brief_papers, BriefPaper),
    Template("report_unit", Kind.WORD, "word/report_unit.txt", "一个单位的月报", pages.unit_papers, UnitReportPaper),
    Template("bulletin", Kind.WORD, "word/bulletin.txt", "通报", pages.bulletin_papers, BulletinPaper),
    Template("notice", Kind.WORD, "word/notice.txt", "督办通知单和回执", pages.notice_papers, NoticePaper),
    Template("reminder", Kind.WORD, "word/reminder.txt", "催办函", pages.reminder_papers, NoticePaper),
    Template("letter", Kind.WORD, "word/letter.txt", "函：给条管、驻区单位", pages.letter_papers, NoticePaper),
    Template("breakdown", Kind.WORD, "word/breakdown.txt", "任务分解表", pages.breakdown_papers, BreakdownPaper),
    Template("styles.yaml", Kind.STYLES, "word/styles.yaml", "公文的纸张、字体字号、行距、表格"),
    Template("ledger.yaml", Kind.COLUMNS, "ledger.yaml", "台账的栏目：标题、次序、宽度、算式"),
    *_page_in(_BOTH, "report", "月报", pages.monthly_reports, MonthlyReport),
    *_page_in(_BOTH, "report_brief", "月报一页版", pages.briefs, Brief),
    *_page_in(_BOTH, "report_unit", "一个单位的月报", pages.unit_reports, UnitPaper),
    *_page_in(_BOTH, "bulletin", "通报", pages.bulletins, Bulletin),
    *_page_in((Kind.MARKDOWN,), "notice", "督办通知单", pages.notices, Notice, "notice"),
    *_page_in((Kind.MARKDOWN,), "reminder", "催办函", pages.reminders, Notice, "notice"),
    *_page_in((Kind.MARKDOWN,), "letter", "函", pages.letters, Notice, "notice"),
    Template("report_macros.md", Kind.SHARED, "report_macros.md.j2", "月报、通报（Markdown）共用的写法"),
    Template("report_macros.html", Kind.SHARED, "report_macros.html.j2", "月报、通报（网页）共用的写法"),
    Template("report_style.css", Kind.SHARED, "report_style.css.j2", "月报、通报网页的样式"),
    Template("report_brief.css", Kind.SHARED, "report_brief.css.j2", "一页版网页另加的样式"),
)
"""In the order of `template list`. Another paper joins by a line here (CONTRIBUTING says how)."""


def template_named(name: str) -> Template:
    """A template by its name, or by its file's. Raises UserError with the nearest."""
    for one in TEMPLATES:
        files = (one.file, Path(one.file).name, f"{one.name}.docx" if one.kind is Kind.WORD else "")
        if name in (one.name, *files):
            return one
    known = [one.name for one in TEMPLATES]
    near = did_you_mean(name, known) or f"有：{'、'.join(known)}"
    raise UserError(f"没有“{name}”这个模板；{near}")


def templates_table(office: Path | None) -> Table:
    """All of them, and which file is in force."""
    columns = (Column("名称"), Column("生成"), Column("用途"), Column("用的是"), Column("文件"))
    rows, items = [], []
    for one in TEMPLATES:
        files = one.owns(office)
        whose = ("随附的", "本办的", "本办的，有两份")[len(files)]
        file = "、".join(map(shown, files)) or f"templates/{one.file}"
        rows.append((one.name, one.kind.word, one.words, whose, file))
        items.append({"name": one.name, "kind": one.kind.value, "words": one.words, "own": bool(files), "file": file})
    mine = sum(1 for item in items if item["own"])
    foot = f"共{len(rows)}个模板，本办自己的{mine}个；要改的用 baicheng template eject 名称 取出"
    return Table("templates", columns, tuple(rows), tuple(items), (), (foot,))

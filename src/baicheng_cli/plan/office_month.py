"""The office's own sentences for one month's papers (office/2019-09.yaml): what no figure says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import Field

from baicheng_cli.diagnostics import Finding, Place, Severity, define
from baicheng_cli.errors import BrokenFile
from baicheng_cli.fields import (
    MONTH,
    ClauseId,
    Closed,
    Day,
    Flag,
    Month,
    Ordinal,
    SchemaOne,
    Text,
    Texts,
)
from baicheng_cli.plan.load import shown
from baicheng_cli.reading import model_of
from baicheng_cli.yaml_source import Source, read

MISNAMED = define(
    "BC620",
    "当月文稿的文件名与月份对不上",
    "月报按月份找这个文件；名称不对，写好的句子就不会印出来。",
)


class BulletinWords(Closed):
    """What the office writes itself for the month's bulletin (通报)."""

    number: Ordinal | None = None
    """发文顺序号."""
    dated: Day | None = None
    how: Text | None = None
    """核实方式: 查阅佐证材料、现场抽查."""
    approved_by: Text | None = None
    """Who agreed to the bulletin (经……同意); nothing: nothing is said."""
    confirmed: Texts = ()
    """Indicators (3.3.c) whose verified figure the unit has confirmed: only these are named as 数据不实."""
    measures_by: Day | None = None
    """The day by which the leads of late tasks have to say what they will do."""
    demands: Texts = ()
    """工作要求."""


class OfficeMonth(Closed):
    """What the office writes itself for one month (当月文稿). Whatever is empty is asked for, never made up."""

    schema_: SchemaOne = Field(default="1", alias="schema")
    month: Month
    demo: Flag = False
    issue: Ordinal | None = None
    """Number of the paper in its year (第N期)."""
    total_issue: Ordinal | None = None
    """Number of the paper since the first one (总第N期)."""
    number: Ordinal | None = None
    """Number of the report under the red head (发文顺序号), where it goes out as a document."""
    dated: Day | None = None
    """The day that stands on the paper."""
    overall: Text | None = None
    """总体评价: one or two sentences behind the figures."""
    common_problems: Texts = ()
    """共性问题: takes the place of the list of what the units wrote."""
    requests: Texts = ()
    """提请研究事项: what, why, and who should decide it by when."""
    next_steps: Texts = ()
    """下步打算 of the office."""
    requirements: dict[ClauseId, Text] = {}
    """要求: what is asked of the leads of late tasks, by the task's id; the one-page version prints it."""
    report_to: Texts = ()
    """报: to whom above."""
    send_to: Texts = ()
    """送: to whom beside."""
    issue_to: Texts = ()
    """发: to whom below."""
    copies: Ordinal | None = None
    """共印…份."""
    bulletin: BulletinWords = Field(default_factory=BulletinWords.model_construct)
    """What only the bulletin needs."""

    def on_some(self) -> OfficeMonth:
        """For a paper on some of the tasks: without the sentences that are on the whole plan."""
        whole = {"overall": None, "common_problems": (), "requests": (), "next_steps": ()}
        return self.model_copy(update=whole)


def office_month_file(data: Path, month: str) -> Path:
    return data / "office" / f"{month}.yaml"


def office_month_files(data: Path) -> list[Path]:
    """Every file of sentences in a data folder, the misnamed ones included: 2019-9.yaml is meant to be one."""
    found = (data / "office").glob("*.yaml")
    return sorted(file for file in found if is_office_month(file))


def is_office_month(file: Path) -> bool:
    """Whether a file in office/ is one of these, by its name."""
    return file.suffix == ".yaml" and file.stem[:1].isdigit()


def misnamed(file: Path, source: Source, month: str | None) -> Iterator[Finding]:
    """Where a file's name is no month, or another one than its content says."""
    if not MONTH.match(file.stem):
        remedy = f"改名为 {month}.yaml" if month else "文件名写作 2019-09.yaml"
        yield Finding(MISNAMED, f"文件名“{file.name}”不是月份，不会被读到", Place(source.file), remedy)
    elif month is not None and month != file.stem:
        at = source.place(("month",))
        yield Finding(MISNAMED, f"文件名是 {file.name}，内容却是{month}", at, f"应为 month: {file.stem}")


def load_office_month(data: Path, month: str) -> OfficeMonth:
    """The office's sentences for a month; without a file, none. Raises BrokenFile."""
    file = office_month_file(data, month)
    if not file.exists():
        return OfficeMonth.model_construct(month=month)
    source = read(file, shown(file))
    words, found = model_of(OfficeMonth, source, thorough=False)
    if words is not None:
        found += misnamed(file, source, words.month)
    broken = [one for one in found if one.severity is Severity.ERROR]
    if words is None or broken:
        raise BrokenFile(broken or found)
    return words

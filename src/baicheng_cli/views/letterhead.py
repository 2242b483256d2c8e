"""The head and foot of a paper: who sends it, to whom, under which number, by the office's settings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from baicheng_cli.plan.model import Unit
from baicheng_cli.status.ledger import Ledger
from baicheng_cli.views.prose import phrase, typed
from baicheng_cli.words import full_day_words

BULLETIN, DOCUMENT = "简报", "文件"
"""The two forms of head that a report may have."""
NO_RECIPIENTS = "【待补：报、送、发】"
"""What is not set is a visible blank."""


class Letterhead(NamedTuple):
    """Who sends a paper, to whom, and under which number. What is empty is left blank, never made up."""

    form: str = BULLETIN
    """简报 or 文件."""
    name: str = ""
    """The red head: 百城建设提质工程工作简报, or 中原区百城建设提质工程工作领导小组办公室文件."""
    number: str = ""
    """发文字号: 中原百城〔2019〕9号; 〔2019〕　号 while it has none."""
    to: str = ""
    """主送机关, with its colon."""
    signer: str = ""
    """发文机关署名."""
    dated: str = ""
    """成文日期: 2019年9月30日."""
    contact: str = ""
    """附注: 联系人：……；电话：…… Without brackets."""
    sent: tuple[str, ...] = ()
    """Lines of the 版记: 报：……, 送：……, 发：…… and （共印　份）, or 抄送：……."""
    issued_by: str = ""
    """印发机关."""
    issued: str = ""
    """印发日期."""


class Recipients(NamedTuple):
    """To whom a paper goes, and how many are printed; a month's own list takes the place of the standing one."""

    report_to: Sequence[str]
    send_to: Sequence[str]
    issue_to: Sequence[str]
    copies: int | None

    def lines(self) -> Iterator[str]:
        """报：……。"""
        for name, to in (("报", self.report_to), ("送", self.send_to), ("发", self.issue_to)):
            if whom := "，".join(filter(None, map(typed, to))):
                yield f"{name}：{whom}。"

    def printed(self) -> str:
        """（共印50份）, or a blank to be filled in by hand."""
        return f"（共印{self.copies or '　'}份）"


def bulletin_head(ledger: Ledger, to: Recipients, dated: date | None = None) -> Letterhead:
    """The head of a bulletin (简报): its name; number and maker are in the head of what it prints."""
    lines = tuple(to.lines()) or (NO_RECIPIENTS,)
    name = phrase(ledger.settings.papers.bulletin_head or "")
    return Letterhead(form=BULLETIN, name=name, dated=_dated(dated), sent=(*lines, to.printed()))


def document_head(ledger: Ledger, to: str | None, number: int | str | None, dated: date | None = None) -> Letterhead:
    """The head of a paper under the red head (文件). `to`: 主送机关, without the colon.

    `number`: its place in the year's series, or the whole 发文字号 as the register has it.
    """
    papers, signer = ledger.settings.papers, signer_of(ledger)
    copies = "，".join(filter(None, map(phrase, papers.copy_to)))
    whom = phrase(to or "").rstrip("：:")
    return Letterhead(
        form=DOCUMENT,
        name=phrase(papers.red_head or ""),
        number=number if isinstance(number, str) else number_of(papers.number_word, dated or ledger.day, number),
        to=f"{whom}：" if whom else "",
        signer=signer,
        dated=_dated(dated),
        contact=contact_of(ledger),
        sent=(f"抄送：{copies}。",) if copies else (),
        issued_by=phrase(papers.issued_by or "") or signer,
        issued=_dated(dated),
    )


def signer_of(ledger: Ledger) -> str:
    """发文机关署名: as set, else our own office's full name on the day; nothing where neither is known."""
    if ledger.settings.papers.signer:
        return phrase(ledger.settings.papers.signer)
    office = ledger.settings.office
    unit = ledger.register.get(office) if office else None
    if not isinstance(unit, Unit):
        return ""
    name = unit.name_on(ledger.day)
    return next((one.full for one in unit.names if one.name == name and one.full), name)


def number_of(word: str | None, day: date, number: int | None) -> str:
    """中原百城〔2019〕9号; the place of the number stays empty until it has one (7.2.5: no leading zeros)."""
    return f"{phrase(word or '')}〔{day.year}〕{number or '　'}号"


def contact_of(ledger: Ledger) -> str:
    """联系人：……；电话：……, as far as it is set; half of it leaves a blank for the other."""
    papers = ledger.settings.papers
    if not papers.contact and not papers.phone:
        return ""
    return f"联系人：{phrase(papers.contact or '') or '　　　'}；电话：{phrase(papers.phone or '') or '　　　'}"


def _dated(day: date | None) -> str:
    return full_day_words(day) if day is not None else ""

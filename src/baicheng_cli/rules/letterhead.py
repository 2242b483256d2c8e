"""Rules on what the office puts at the head and foot of its papers (settings `papers`): BC64x."""

from __future__ import annotations

import re
from collections.abc import Iterator

from baicheng_cli.diagnostics import Severity
from baicheng_cli.errors import did_you_mean
from baicheng_cli.plan.model import Plan
from baicheng_cli.plan.settings import Settings
from baicheng_cli.plan.units import Register
from baicheng_cli.rules.engine import UNIT_NAMES, Path, Said, Subject, named, rule

_NOT_OF_A_WORD = re.compile(r"[\d〔〕\[\]［］()（）【】]|号$")
_LABEL = re.compile(r"^(报送|主送|抄送|抄报|报|送|发)[：:]")
_LINES = ("red_head", "bulletin_head", "letter_head", "signer", "report_addressees", "bulletin_addressees", "issued_by")
_LISTS = ("report_to", "send_to", "issue_to", "copy_to")


@rule(
    "BC640",
    title="用函的单位不认识",
    reason="单位只按登记的全名、简称或代号认；认不出，该发函的就会发成督办通知单。",
    on=Subject.SETTINGS,
    needs=(*UNIT_NAMES, named("rosters"), named("tasks", "rosters")),
)
def unknown_unit_of_a_letter(settings: Settings, plan: Plan) -> Iterator[Said]:
    """A unit that should get letters is not in the register."""
    if not settings.papers.letters:
        return
    register = Register(plan, settings.new_members())
    for index, name in enumerate(settings.papers.letters):
        if register.get(name.strip()) is None:
            yield ("papers", "letters", index), f"没有“{name}”这个单位", did_you_mean(name, register.names())


@rule(
    "BC641",
    title="发文机关代字写多了",
    reason="年份和顺序号由程序加：代字里再写一遍，印出来就是〔2019〕〔2019〕号。",
    on=Subject.SETTINGS,
)
def more_than_a_word(settings: Settings, plan: Plan) -> Iterator[Said]:
    """A number's word has a year, brackets or a number of its own."""
    for key in ("number_word", "notice_word", "letter_word"):
        word = getattr(settings.papers, key)
        if word is not None and _NOT_OF_A_WORD.search(word):
            yield ("papers", key), f"代字写的是“{word}”", "只写代字，如 中原百城；〔2019〕9号由程序加"


@rule(
    "BC642",
    title="版头、落款里有多余的字",
    reason="“主送”“报：”这些字和冒号、句号由模板印，写在设置里就印了两遍；写成两行的，版头排不下。",
    severity=Severity.WARNING,
    on=Subject.SETTINGS,
)
def more_than_a_name(settings: Settings, plan: Plan) -> Iterator[Said]:
    """A label, a colon or a full stop that the template prints itself, or a name on two lines."""
    papers = settings.papers
    found: list[tuple[Path, str]] = [((key,), said) for key in _LINES if (said := getattr(papers, key))]
    found += [((key, index), said) for key in _LISTS for index, said in enumerate(getattr(papers, key))]
    for path, said in found:
        text = said.strip()
        if label := _LABEL.match(text):
            yield ("papers", *path), f"“{label[0]}”由模板印", "删去"
        elif text[-1:] in "：:。；;":
            yield ("papers", *path), f"末尾的“{text[-1]}”由模板印", "删去"
        elif "\n" in text:
            yield ("papers", *path), "写成了两行", "写成一行"

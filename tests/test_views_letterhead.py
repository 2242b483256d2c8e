"""Heads and feet of papers: from the settings, the month's own list first, and blank where nothing is set."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from small_plan import PARK, ledger_of

from baicheng_cli.plan.model import Unit, UnitName
from baicheng_cli.plan.office_month import OfficeMonth
from baicheng_cli.plan.units import Register
from baicheng_cli.status.ledger import Ledger
from baicheng_cli.views.letterhead import Recipients, bulletin_head, document_head, number_of, signer_of
from baicheng_cli.views.report import recipients

SEPTEMBER = OfficeMonth(month="2019-09")


def office(papers: str = "{}", more: str = "") -> Ledger:
    return ledger_of(f"[{PARK}]", settings=f"papers: {papers}\n{more}", month="2019-09")


@pytest.mark.parametrize(
    ("word", "day", "number", "said"),
    [
        ("中原百城", date(2019, 9, 30), 9, "中原百城〔2019〕9号"),
        ("中原百城", date(2020, 1, 6), None, "中原百城〔2020〕　号"),
        (None, date(2019, 9, 30), None, "〔2019〕　号"),
    ],
)
def test_a_number_has_no_leading_zeros_and_its_place_stays_empty(
    word: str | None, day: date, number: int | None, said: str
) -> None:
    assert number_of(word, day, number) == said


def test_the_year_of_a_number_is_that_of_the_paper() -> None:
    """December's report goes out in January."""
    ledger = office("{number_word: 某百城}")
    assert document_head(ledger, None, 1, date(2020, 1, 6)).number == "某百城〔2020〕1号"


def test_a_paper_under_the_red_head_has_what_is_set() -> None:
    head = document_head(
        office(
            """{red_head: 某区某办文件, signer: 某区某办, copy_to: [区委办, 区人大办], issued_by: 某区某办综合科,
            contact: 综合科}"""
        ),
        "区政府：",
        None,
        date(2019, 9, 30),
    )
    assert (head.name, head.to, head.signer) == ("某区某办文件", "区政府：", "某区某办")
    assert head.sent == ("抄送：区委办，区人大办。",)
    assert (head.issued_by, head.issued, head.dated) == ("某区某办综合科", "2019年9月30日", "2019年9月30日")
    assert head.contact == "联系人：综合科；电话：　　　"


def test_what_is_not_set_is_empty_and_never_made_up() -> None:
    head = document_head(office(more="office: null"), None, None)
    assert head._replace(form="", number="") == type(head)(form="")
    assert bulletin_head(office(), Recipients((), (), (), None)).sent == ("【待补：报、送、发】", "（共印　份）")


def test_the_office_s_own_full_name_signs_where_no_signer_is_set() -> None:
    """By the name of the day: the office was renamed in September."""
    ledger = office()
    assert signer_of(ledger) == "某办"
    names = (
        UnitName(name="某办", full="某工作领导小组办公室", until=date(2019, 8, 31)),
        UnitName(name="某中心", full="某工作服务中心", from_=date(2019, 9, 1)),
    )
    renamed = replace(
        ledger, register=Register(ledger.plan.model_copy(update={"units": (Unit(id="ban", names=names),)}))
    )
    assert signer_of(renamed) == "某工作服务中心"
    assert signer_of(renamed.of_month("2019-08")) == "某工作领导小组办公室"


def test_a_month_s_own_list_goes_before_the_standing_one() -> None:
    ledger = office("{report_to: [区委, 区政府], issue_to: [各街道], copies: 40}")
    assert tuple(recipients(ledger, SEPTEMBER).lines()) == ("报：区委，区政府。", "发：各街道。")
    own = OfficeMonth(month="2019-09", report_to=("市提质办",), issue_to=("……",), copies=60)
    assert tuple(recipients(ledger, own).lines()) == ("报：市提质办。", "发：各街道。")
    assert (recipients(ledger, SEPTEMBER).printed(), recipients(ledger, own).printed()) == (
        "（共印40份）",
        "（共印60份）",
    )

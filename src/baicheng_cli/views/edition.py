"""Which edition of a month's paper it is: one that may still change, or that of a closed month (封账版)."""

from __future__ import annotations

from baicheng_cli.progress.calendar import data_until
from baicheng_cli.status.ledger import Ledger
from baicheng_cli.words import full_month_words

DRAFT, FINAL = "送审稿", "定稿"


def is_final(ledger: Ledger) -> bool:
    """Whether the month is closed; a look at a day before all of its figures counted is never final."""
    month = ledger.as_of.month
    return ledger.closed(month) is not None and ledger.day >= data_until(month, ledger.settings.reporting)


def stage_of(ledger: Ledger) -> str:
    return FINAL if is_final(ledger) else DRAFT


def version_of(ledger: Ledger, version: str) -> str:
    """From which version of the data a paper is: of a closed month `2019年9月封账版`, else `version`."""
    month = ledger.as_of.month
    return f"{full_month_words(month)}封账版" if is_final(ledger) else version

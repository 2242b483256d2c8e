"""Numbers, days and months as Chinese papers write them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from baicheng_cli.words import day_words, month_words, number_words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("100", "100"),
        ("100.0", "100"),
        ("1E+2", "100"),
        ("72.50", "72.5"),
        ("0.0000001", "0.0000001"),
        ("1E-7", "0.0000001"),
        ("0", "0"),
        ("0.0", "0"),
        ("-3.20", "-3.2"),
    ],
)
def test_a_number_is_written_without_idle_zeros(number: str, words: str) -> None:
    assert number_words(Decimal(number)) == words


def test_a_day_and_a_month_carry_their_year_only_in_another_year() -> None:
    seen = date(2019, 9, 25)
    assert day_words(date(2019, 9, 5), seen) == "9月5日"
    assert day_words(date(2020, 1, 25), seen) == "2020年1月25日"
    assert month_words("2019-08", seen) == "8月"
    assert month_words("2018-12", seen) == "2018年12月"

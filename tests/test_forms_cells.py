"""What people type into a form: read as a number, a day, a word or a text, or refused in a sentence that says why."""

from __future__ import annotations

import time
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baicheng_cli.forms.cells import MOST_TEXT, Unreadable, read_day, read_number, read_self, read_text
from baicheng_cli.forms.grid import PICTURE
from baicheng_cli.words import number_words

MONTH = "2019-09"


def number(
    value: object, number_format: str = "General", unit: str | None = "个", formula: str | None = None
) -> object:
    """The number that is read, or the sentence that refuses it. Numbers in cells are written as N("72.5")."""
    try:
        return read_number(value, formula, number_format, unit)  # type: ignore[arg-type]  # cells hold anything
    except Unreadable as error:
        return error.words


def day(value: object, number_format: str = "General", formula: str | None = None, until: date | None = None) -> object:
    try:
        return read_day(value, formula, number_format, MONTH, until=until)  # type: ignore[arg-type]
    except Unreadable as error:
        return error.words


N = Decimal


@pytest.mark.parametrize(
    ("value", "number_format", "unit", "wanted"),
    [
        (N("72.5"), "General", "个", "72.5"),
        (N("0"), "General", "个", "0"),
        (N("-3"), "General", "个", "-3"),
        (N("100"), "0.00", "个", "100"),
        (N("1E+5"), "General", "个", "100000"),
        (N("1E-7"), "General", "个", "0.0000001"),
        (N("1234.5"), "#,##0.00", "个", "1234.5"),
        (N("72.5"), '0.0"万平方米"', "万平方米", "72.5"),
        (N("72.5"), '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "个", "72.5"),
        (N("0.85"), "0%", "%", "85"),
        (N("0.285"), "0.0%", "%", "28.5"),
        (N("85"), "General", "%", "85"),
        (N("0"), "General", "%", "0"),
        ("72.5", "@", "个", "72.5"),
        ("７２．５", "General", "个", "72.5"),
        ("　72.5 \u200b", "General", "个", "72.5"),
        ("\ufeff72.5\u202c", "General", "个", "72.5"),
        ("72.5\n", "General", "个", "72.5"),
        ("1,234.5", "General", "个", "1234.5"),
        ("1，234，567", "General", "个", "1234567"),
        ("+5", "General", "个", "5"),
        ("−5", "General", "个", "-5"),
        ("－５", "General", "个", "-5"),
        (".5", "General", "个", "0.5"),
        ("-0", "General", "个", "0"),
        ("72.50", "General", "个", "72.5"),
        ("85%", "General", "%", "85"),
        ("85.5 ％", "General", "%", "85.5"),
        ("0.5%", "General", "%", "0.5"),
        ("85", "0%", "%", "85"),
    ],
)
def test_a_number_is_read_in_every_shape_it_comes_in(value: object, number_format: str, unit: str, wanted: str) -> None:
    read = number(value, number_format, unit)
    assert isinstance(read, Decimal), read
    assert number_words(read) == wanted


@pytest.mark.parametrize("value", [None, "", " ", "　", "\u200b"])
def test_an_empty_cell_is_nothing(value: str | None) -> None:
    assert number(value) is None
    assert day(value) is None
    assert read_self(value, None) == ""
    assert read_text(value, None) == ""


def test_a_formula_with_an_empty_result_is_empty() -> None:
    assert number("", formula='=IF(A1>0,A1,"")') is None


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("约72", "应为数字，写的是“约72”；不能写约数，只填一个确定的数"),
        ("72左右", "应为数字，写的是“72左右”；不能写约数，只填一个确定的数"),
        ("70余个", "应为数字，写的是“70余个”；不能写约数，只填一个确定的数"),
        ("＞72", "应为数字，写的是“＞72”；不能写约数，只填一个确定的数"),
        ("30个", "应为数字，写的是“30个”；只填数字 30，不带“个”"),
        ("30 个（含续建）", "应为数字，写的是“30 个（含续建）”；只填数字 30，不带“个（含续建）”"),
        ("1.2万", "应为数字，写的是“1.2万”；请换算成以“个”为单位的数再填"),
        ("2亿", "应为数字，写的是“2亿”；请换算成以“个”为单位的数再填"),
        ("1e5", "应为数字，写的是“1e5”；请写成普通数字，不用科学计数"),
        ("70-75", "应为数字，写的是“70-75”；只填一个确定的数，不填区间或分数"),
        ("3/5", "应为数字，写的是“3/5”；只填一个确定的数，不填区间或分数"),
        ("85%", "应为数字，写的是“85%”；这一格的单位是“个”，不填百分数"),
        ("无", "应为数字，写的是“无”；没有数就空着不填"),
        ("/", "应为数字，写的是“/”；没有数就空着不填"),
        ("七十二", "应为数字，写的是“七十二”；请用阿拉伯数字"),
        ("①", "应为数字，写的是“①”；请用阿拉伯数字"),
        ("5²", "应为数字，写的是“5²”；只填数字 5，不带“²”"),
        ("1,23", "应为数字，写的是“1,23”"),
        ("72 5", "应为数字，写的是“72 5”"),
        ("12345678901234567", "应为数字，写的是“12345678901234567”；超过15位，请核对"),
        ("12345678901.2345678", "应为数字，写的是“12345678901.2345678”；超过15位，请核对"),
        ("=0.4+0.1", "应为数字，写的是“=0.4+0.1”；公式成了文字，没有计算；请填算好的结果"),
        ("#REF!", "应为数字，写的是“#REF!”；公式出错了，请填数字"),
        (True, "应为数字，写的是“TRUE”"),
        (PICTURE, "应为数字，写的是“图片”；图片里的内容读不出，请填数字"),
        ('=DISPIMG("ID_1",1)', "应为数字，写的是“图片”；图片里的内容读不出，请填数字"),
        (N("0.333333333333333"), "应为数字，写的是“0.333333333333333”；小数太长，请四舍五入后填，如 0.33"),
        (N("1.23456789012346E+19"), "应为数字，写的是“12345678901234600000”；超过15位，请核对"),
        (N("1E+300"), "应为数字，写的是“1E+300”；超过15位，请核对"),
        (date(2019, 3, 5), "应为数字，写的是“2019-03-05”；被表格软件当成了日期；请把格式改为“常规”后重填"),
    ],
)
def test_what_is_no_number_is_refused_with_what_was_found_and_what_to_do(value: object, sentence: str) -> None:
    assert number(value) == sentence


@pytest.mark.parametrize(
    ("value", "number_format", "unit", "sentence"),
    [
        (N("0.85"), "0%", "个", "应为数字，写的是“85%”；这一格的单位是“个”，不填百分数"),
        (N("0.85"), "0%", None, "应为数字，写的是“85%”；这一格不填百分数"),
        (N("0.85"), "General", "%", "应为百分数，写的是“0.85”；是85%还是0.85%？请带上百分号"),
        ("0.85", "General", "%", "应为百分数，写的是“0.85”；是85%还是0.85%？请带上百分号"),
        (N("1"), "General", "%", "应为百分数，写的是“1”；是100%还是1%？请带上百分号"),
        (N("0.1284722222"), "h:mm", "个", "应为数字，写的是“3:05”；被表格软件当成了时间；请把格式改为“常规”后重填"),
        ("72.5万平方米", "General", "万平方米", "应为数字，写的是“72.5万平方米”；只填数字 72.5，不带“万平方米”"),
        ("72.5万", "General", "万平方米", "应为数字，写的是“72.5万”；请换算成以“万平方米”为单位的数再填"),
    ],
)
def test_a_number_in_the_wrong_measure_is_refused(
    value: object, number_format: str, unit: str | None, sentence: str
) -> None:
    assert number(value, number_format, unit) == sentence


@pytest.mark.parametrize("number_format", ["#,##0,", '0!.0,"万"', '0.0,,"百万"'])
def test_a_format_that_shows_another_number_than_is_stored_is_refused(number_format: str) -> None:
    assert "看到的和存的不是一个数" in str(number(N("72500"), number_format))


def test_a_small_share_that_was_sent_so_is_not_asked_back() -> None:
    assert read_number(N("0.5"), None, "General", "%", sent=N("0.5")) == N("0.5")
    with pytest.raises(Unreadable):
        read_number(N("0.6"), None, "General", "%", sent=N("0.5"))


def test_a_formula_that_was_never_calculated_is_refused_whatever_belongs_there() -> None:
    wanted = "写的是“=0.4+0.1”；公式没有算出结果，请粘贴为数值"
    assert str(number(None, formula="=0.4+0.1")).endswith(wanted)
    assert str(day(None, formula="=0.4+0.1")).endswith(wanted)
    for read in (read_self, read_text):
        with pytest.raises(Unreadable, match="公式没有算出结果"):
            read(None, "=0.4+0.1")


def test_a_formula_that_was_calculated_is_its_result() -> None:
    assert number(N("0.5"), formula="=0.4+0.1") == N("0.5")


@pytest.mark.parametrize("text", ["1" + " " * 30000 + "1", "1" * 30000, "1," * 15000, "约" * 30000, "(" * 30000])
def test_a_text_as_long_as_a_cell_takes_is_refused_at_once(text: str) -> None:
    began = time.process_time()
    assert str(number(text)).startswith("应为数字")
    assert str(day(text)).startswith("应为日期")
    with pytest.raises(Unreadable):
        read_self(text, None)
    assert time.process_time() - began < 2


def test_what_was_found_is_shortened_to_one_line() -> None:
    with pytest.raises(Unreadable) as caught:
        read_number("很多\n很多" * 20, None, "General", "个")
    assert caught.value.found == "很多 " + "很多很多 " * 5 + "很…"
    assert caught.value.expected == "数字，如 72.5"


@pytest.mark.parametrize(
    ("value", "number_format", "wanted"),
    [
        (date(2019, 9, 20), "yyyy-mm-dd", "2019-09-20"),
        (date(2019, 9, 20), 'm"月"d"日"', "2019-09-20"),
        (N("43728"), "General", "2019-09-20"),
        (N("43728.6"), "General", "2019-09-20"),
        (N("20190920"), "General", "2019-09-20"),
        ("2019-09-20", "@", "2019-09-20"),
        ("2019-9-1", "@", "2019-09-01"),
        ("2019.9.1", "@", "2019-09-01"),
        ("2019/9/1", "@", "2019-09-01"),
        ("2019年9月1日", "@", "2019-09-01"),
        ("2019年9月1号", "@", "2019-09-01"),
        ("2019年9月1", "@", "2019-09-01"),
        (" ２０１９年 ９月 １日 ", "@", "2019-09-01"),
        ("20190901", "@", "2019-09-01"),
        ("9月1日", "@", "2019-09-01"),
        ("9-1", "@", "2019-09-01"),
        ("2019-09-20 10:30", "@", "2019-09-20"),
        ("2019-09-20 00:00:00", "@", "2019-09-20"),
        ("2019年9月20日 10:30", "@", "2019-09-20"),
        ("2018-12-31", "@", "2018-12-31"),
    ],
)
def test_a_day_is_read_in_every_shape_it_comes_in(value: object, number_format: str, wanted: str) -> None:
    assert str(day(value, number_format)) == wanted


@pytest.mark.parametrize(
    ("value", "number_format", "sentence"),
    [
        ("已完成", "@", "应为日期，写的是“已完成”；没有完成就空着不填"),
        ("2019年9月", "@", "应为日期，写的是“2019年9月”；要写到日"),
        ("9月底", "@", "应为日期，写的是“9月底”；要写到日"),
        (date(2019, 9, 1), 'yyyy"年"m"月"', "应为日期，写的是“2019年9月”；只有年月，没有日"),
        ("9.2", "@", "应为日期，写的是“9.2”；请写全年月日"),
        (N("9.2"), "General", "应为日期，写的是“9.2”；请写全年月日"),
        (N("72"), "General", "应为日期，写的是“72”；请写全年月日"),
        (N("0.5"), "0%", "应为日期，写的是“50%”；请写全年月日"),
        ("9月1 2日", "@", "应为日期，写的是“9月1 2日”"),
        ("19.9.20", "@", "应为日期，写的是“19.9.20”"),
        ("2019-09-31", "@", "应为日期，写的是“2019-09-31”；日历上没有这一天，9月只有30天"),
        ("2019-13-01", "@", "应为日期，写的是“2019-13-01”；日历上没有这一天"),
        (N("20190931"), "General", "应为日期，写的是“20190931”；日历上没有这一天，9月只有30天"),
        ("2019-10-01", "@", "应为日期，写的是“2019-10-01”；晚于2019-09-30，还没到的日子不填；是往年的请写全年份"),
        (
            "12月20日",
            "@",
            "应为日期，写的是“12月20日”；这里读作2019-12-20，晚于2019-09-30，还没到的日子不填；是往年的请写全年份",
        ),
        ("1919-09-20", "@", "应为日期，写的是“1919-09-20”；1919年太早，请核对年份"),
        ("二〇一九年九月一日", "@", "应为日期，写的是“二〇一九年九月一日”；请用阿拉伯数字"),
        (False, "General", "应为日期，写的是“FALSE”"),
        ("#N/A", "General", "应为日期，写的是“#N/A”；公式出错了，请填日期"),
    ],
)
def test_what_is_no_day_is_refused_with_what_was_found_and_what_to_do(
    value: object, number_format: str, sentence: str
) -> None:
    assert day(value, number_format) == sentence


def test_a_day_may_be_bounded_earlier_than_the_month() -> None:
    assert day("9月25日", until=date(2019, 9, 25)) == date(2019, 9, 25)
    assert "晚于2019-09-25" in str(day("9月26日", until=date(2019, 9, 25)))


def test_a_bare_number_counts_from_the_workbooks_own_beginning() -> None:
    assert read_day(N("42266"), None, "General", MONTH, from_1904=True) == date(2019, 9, 20)


@pytest.mark.parametrize(
    "word", ["正常推进", " 正常推进 ", "正常 推进", "正常推进\u3000", "\u200b正常推进", "正常\n推进"]
)
def test_the_own_assessment_is_one_of_four_words_whatever_blanks_are_in_it(word: str) -> None:
    assert read_self(word, None) == "正常推进"


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("正常", "应为正常推进、滞后、未启动、已完成之一，写的是“正常”；你是不是要找：正常推进？"),
        ("完成", "应为正常推进、滞后、未启动、已完成之一，写的是“完成”；你是不是要找：已完成？"),
        ("√", "应为正常推进、滞后、未启动、已完成之一，写的是“√”"),
        (N("1"), "应为正常推进、滞后、未启动、已完成之一，写的是“1”"),
    ],
)
def test_another_word_is_refused_with_the_one_that_was_probably_meant(value: str | Decimal, sentence: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_self(value, None)
    assert caught.value.words == sentence


@pytest.mark.parametrize(
    ("value", "number_format", "wanted"),
    [
        ("建成2座，\r\n在建1座\u200b ", "General", "建成2座，\n在建1座"),
        ("　　正文　", "General", "正文"),
        ("=1+1", "@", "=1+1"),
        (N("3"), "General", "3"),
        (N("0.85"), "0%", "85%"),
        (date(2019, 9, 20), "yyyy-mm-dd", "2019-09-20"),
        (date(2019, 9, 20), 'm"月"d"日"', "9月20日"),
        (date(2019, 9, 1), 'yyyy"年"m"月"', "2019年9月"),
    ],
)
def test_a_text_is_what_can_be_seen(value: str | Decimal | date, number_format: str, wanted: str) -> None:
    assert read_text(value, None, number_format) == wanted


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("长" * (MOST_TEXT + 1), "应为不超过2000字的文字"),
        ("\ud800", "有坏字符"),
        ("#REF!", "公式出错了，请打字"),
        (True, "应为文字，写的是“TRUE”"),
        (PICTURE, "应为文字，写的是“图片”；图片里的内容读不出，请打字"),
    ],
)
def test_a_text_that_no_paper_could_hold_is_refused(value: str | bool, words: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_text(value, None)
    assert words in caught.value.words


def test_a_text_of_the_greatest_length_is_taken() -> None:
    assert len(read_text("长" * MOST_TEXT, None)) == MOST_TEXT


figures = (
    st.decimals(-(10**12), 10**12, places=3) | st.decimals(-(10**4), 10**4, places=10) | st.integers().map(Decimal)
)


@given(figures)
def test_a_number_typed_as_text_is_read_back_or_refused_never_changed(figure: Decimal) -> None:
    read = number(number_words(figure))
    assert read == figure or "超过15位" in str(read)


@given(
    st.dates(date(2010, 1, 1), date(2019, 9, 30)), st.sampled_from(["{}-{}-{}", "{}.{}.{}", "{}年{}月{}日", "{}/{}/{}"])
)
def test_a_day_typed_as_text_is_read_back(typed: date, shape: str) -> None:
    assert day(shape.format(typed.year, typed.month, typed.day)) == typed


@given(st.dates(date(2010, 1, 1), date(2019, 9, 30)), st.booleans())
def test_a_day_stored_as_a_number_is_read_back(stored: date, from_1904: bool) -> None:
    began = date(1904, 1, 1) if from_1904 else date(1899, 12, 30)
    serial = Decimal((stored - began) // timedelta(days=1))
    assert read_day(serial, None, "General", MONTH, from_1904=from_1904) == stored


@given(st.text() | st.decimals(allow_nan=False, allow_infinity=False) | st.dates() | st.booleans(), st.text(max_size=8))
def test_whatever_a_cell_holds_is_read_or_refused(value: str | Decimal | date | bool, number_format: str) -> None:
    """Nothing else is ever raised, and a refusal says something."""
    assert number(value, number_format, "%") != ""
    assert day(value, number_format) != ""
    for read in (read_self, read_text):
        try:
            read(value, None, number_format)
        except Unreadable as error:
            assert error.expected

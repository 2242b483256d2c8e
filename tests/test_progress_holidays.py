"""Working days: the official calendar with 调休, the office's own days, and years that nobody knows yet."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta
from inspect import cleandoc

import pytest

from baicheng_cli.plan.settings import Settings
from baicheng_cli.progress.calendar import submit_by
from baicheng_cli.progress.holidays import is_working_day, known, next_working_day, unknown_words
from baicheng_cli.yaml_source import Source

USUAL = Settings()


@pytest.fixture
def settings(request: pytest.FixtureRequest) -> Settings:
    """The settings in the test's docstring."""
    return Settings.model_validate(Source("settings.yaml", cleandoc(request.function.__doc__)).data)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2019, 9, 24), True),  # Tuesday
        (date(2019, 9, 28), False),  # Saturday
        (date(2019, 9, 29), True),  # Sunday, worked for the National Day
        (date(2019, 10, 4), False),  # Friday of the National Day
        (date(2019, 10, 12), True),  # Saturday, worked
        (date(2020, 1, 31), False),  # the Spring Festival was prolonged to 2 February
        (date(2038, 9, 24), True),  # not known: the weekend alone
        (date(2038, 9, 25), False),
        (date(1999, 9, 25), False),
    ],
)
def test_offices_work_by_the_official_calendar_and_else_by_the_weekend(day: date, works: bool) -> None:
    assert is_working_day(day, USUAL) is works


def test_the_settings_add_a_year_and_overrule_single_days(settings: Settings) -> None:
    """
    holidays:
      2019: {off: [2019-09-25], work: [2019-09-28]}
      2038: {off: [2038-01-01], work: [2038-01-03]}
    """
    days = [date(2019, 9, 25), date(2019, 9, 28), date(2038, 1, 1), date(2038, 1, 2), date(2038, 1, 3)]
    assert [is_working_day(day, USUAL) for day in days] == [True, False, True, False, False]
    assert [is_working_day(day, settings) for day in days] == [False, True, False, False, True]
    assert not is_working_day(date(2019, 10, 1), settings)  # what is not listed stays as it was
    assert next_working_day(date(2038, 1, 1), settings) == date(2038, 1, 3)


def test_a_day_counts_only_under_its_own_year_and_off_before_work(settings: Settings) -> None:
    """
    holidays:
      2039: {off: [2038-09-24]}
      2038: {off: [2038-09-25, 2038-09-27], work: [2038-09-25]}
    """
    assert is_working_day(date(2038, 9, 24), settings)
    assert not is_working_day(date(2038, 9, 25), settings)
    assert next_working_day(date(2038, 9, 25), settings) == date(2038, 9, 28)


def test_a_working_day_is_its_own_next_one() -> None:
    assert next_working_day(date(2019, 9, 25), USUAL) == date(2019, 9, 25)
    assert next_working_day(date(2019, 10, 1), USUAL) == date(2019, 10, 8)


def test_a_year_is_known_by_the_official_calendar_or_by_the_settings(settings: Settings) -> None:
    """
    holidays: {2031: {}}
    """
    assert [known(year, settings) for year in (2003, 2004, 2026, 2031, 2040)] == [False, True, True, True, False]


@pytest.mark.parametrize("year", [2004, 2015, 2026])
def test_the_official_calendar_knows_the_years_that_we_say_it_knows(year: int) -> None:
    import chinese_calendar

    assert chinese_calendar.is_workday(date(year, 1, 1)) is False


@pytest.mark.parametrize(
    ("month", "typed", "words"),
    [
        ("2026-11", "{}", None),
        ("2039-01", "{}", "2039年怎么放假调休还不知道，2039-01的报送截止日2039-01-25只避开了周末；"),
        (
            "2039-06",
            "{}",
            "2039年怎么放假调休还不知道，2039-06的报送截止日2039-06-27只避开了周末；",
        ),  # 25 June: Saturday
        ("2038-12", "{reporting: {of: next}, holidays: {2038: {}}}", "2039年怎么放假调休还不知道，2038-12的报送"),
        ("2039-01", "{holidays: {2039: {}}}", None),
        ("2039-01", "{reporting: {off_days: keep}}", None),
    ],
)
def test_a_day_that_may_have_to_be_corrected_says_so(month: str, typed: str, words: str | None) -> None:
    settings = Settings.model_validate(Source("settings.yaml", typed).data)
    said = unknown_words(month, settings)
    assert said is None if words is None else (said or "").startswith(words)
    if words is not None:
        assert said is not None and said.endswith("放假通知印发后，写进 office/settings.yaml 的 holidays")


def test_a_second_library_agrees_on_every_day_from_2015_to_2026() -> None:
    """Where they differ one day, the notice of the State Council decides; until then both are named here."""
    from chinese_calendar import is_workday
    from holidays import country_holidays

    china = country_holidays("CN", years=range(2015, 2038))
    days = [date(2015, 1, 1) + timedelta(days=more) for more in range(4383)]
    assert days[-1] == date(2026, 12, 31)
    differ = [f"{day:%Y-%m-%d %a}" for day in days if is_workday(day) != china.is_working_day(day)]
    assert differ == []


def test_reports_due_on_a_day_off_are_due_where_the_second_library_has_the_next_working_day() -> None:
    from holidays import country_holidays

    china = country_holidays("CN", years=range(2015, 2038))
    moved = 0
    for number in range(12 * 12 - 1):
        month = f"{2015 + number // 12}-{number % 12 + 1:02}"
        asked = day = date.fromisoformat(f"{month}-25")
        while not china.is_working_day(day):
            day += timedelta(days=1)
        assert submit_by(month, USUAL) == day, month
        moved += day != asked
    assert moved > 30


def test_the_library_of_holidays_is_read_only_when_a_day_has_to_be_looked_up() -> None:
    asked = """
        import sys
        from datetime import date
        from baicheng_cli.plan.settings import Settings
        from baicheng_cli.progress.calendar import is_past, submit_by
        from baicheng_cli.progress.holidays import is_working_day, known
        settings = Settings.model_validate({"holidays": {"2019": {"off": ["2019-05-27"], "work": ["2019-05-25"]}}})
        assert is_working_day(date(2019, 5, 25), settings) and not is_working_day(date(2019, 5, 27), settings)
        assert is_past("2019-06", date(2019, 9, 25), settings) and not is_past("2019-09", date(2019, 9, 25), settings)
        assert known(2026, settings)
        print("chinese_calendar" in sys.modules)
        assert submit_by("2019-09", settings) == date(2019, 9, 25)
        print("chinese_calendar" in sys.modules)
    """
    done = subprocess.run([sys.executable, "-c", cleandoc(asked)], capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["False", "True"], done.stderr

"""Lengths of time come to the days of all their parts; two are equal where they are one length, however written."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.events.durations import UNITS, days_of, length_of, parts_of

DAYS = {"P1Y": 365.2425, "P1M": 30.436875, "P1W": 7, "P1D": 1, "PT1H": 1 / 24, "PT1M": 1 / 1440}


def test_each_unit_has_its_days() -> None:
    assert {each: days_of(each) for each in DAYS} == DAYS
    assert [unit for each in DAYS for _, unit in parts_of(each)] == list(UNITS)


@given(st.lists(st.integers(0, 999), min_size=6, max_size=6))
def test_a_length_is_the_sum_of_its_parts(counts: list[int]) -> None:
    years, months, weeks, days, hours, minutes = counts
    text = f"P{years}Y{months}M{weeks}W{days}DT{hours}H{minutes}M"
    assert parts_of(text) == list(zip(counts, UNITS, strict=True))
    assert days_of(text) == pytest.approx(sum(map(float.__mul__, map(float, counts), map(float, DAYS.values()))))


@pytest.mark.parametrize("given", ["P0M", "P0D", "PT0H"])
def test_a_length_of_none_is_a_length(given: str) -> None:
    assert days_of(given) == 0


@pytest.mark.parametrize("given", ["", "P", "PT", "36", "P36", "3 years", "P1M1Y", "-P1M", "P\u0661M"])
def test_what_is_no_length_has_no_days(given: str) -> None:
    assert (parts_of(given), days_of(given), length_of(given)) == ([], None, None)


COUNTS = st.integers(0, 400)


def written(years: int, months: int, weeks: int, days: int, hours: int, minutes: int) -> str:
    time = f"T{hours}H{minutes}M" if hours or minutes else ""
    return f"P{years}Y{months}M{weeks}W{days}D{time}"


@given(st.tuples(COUNTS, COUNTS, COUNTS, COUNTS, COUNTS, COUNTS), st.tuples(COUNTS, COUNTS, COUNTS, COUNTS))
def test_a_year_is_twelve_months_and_a_week_seven_days_however_it_is_written(counts: Any, moved: Any) -> None:
    years, months, weeks, days, hours, minutes = counts
    one, two, three, four = (min(each, most) for each, most in zip(moved, (years, weeks, days, hours), strict=True))
    other = (years - one, months + 12 * one, weeks - two, days + 7 * two - three, hours + 24 * three - four)
    if other[3] < 0:
        return
    said = written(*counts)
    assert length_of(said) == length_of(written(*other, minutes + 60 * four))
    assert length_of(said) != length_of(written(years, months + 1, weeks, days, hours, minutes))
    assert length_of(said) != length_of(written(years, months, weeks, days, hours, minutes + 1))


@pytest.mark.parametrize(("one", "other"), [("P1Y", "P365D"), ("P1M", "P30D"), ("P1M", "PT1M"), ("P4W", "P1M")])
def test_a_month_is_no_number_of_days(one: str, other: str) -> None:
    assert length_of(one) != length_of(other)

"""Lengths of time are equal where they are one length, however they are written."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.events.durations import length_of

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


@pytest.mark.parametrize("text", ["3 years", "P", "p36m", "", "P1.5Y"])
def test_what_is_no_such_length_has_none(text: str) -> None:
    assert length_of(text) is None

"""Lengths of time come to the days of all their parts, and a length of none is one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.events.durations import UNITS, days_of, parts_of

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
    assert (parts_of(given), days_of(given)) == ([], None)

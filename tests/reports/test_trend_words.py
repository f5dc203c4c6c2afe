"""A trend in words: its range, and each signal with what it means, how many results make it and when."""

from typing import Any

import pytest

from hub.reconcile.measures.trend import Meaning
from hub.reports.trend_words import MEANINGS, USUAL, meanings, trend_words
from tests.reconcile.test_charted import USUAL as VALUES
from tests.reconcile.test_charted import monthly, trends
from tests.reconcile.test_performance import agreed
from tests.reconcile.told import COUNCIL


def trend(values: list[str], direction: str = "higher") -> dict[str, Any]:
    (found,) = trends(agreed(COUNCIL, "80", direction=direction), *monthly(values))
    return found


def test_a_trend_without_signals_is_within_its_range() -> None:
    assert trend_words(trend(VALUES)) == ["20 months: within its usual range of 73.4 to 86.6"]
    assert meanings(trend(VALUES)) == [USUAL] * 20


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (["60"], ["concern: 1 month below the usual range, 30 April 2015"]),
        (["100"], ["improvement: 1 month above the usual range, 30 April 2015"]),
        (
            ["81", "82", "81", "82", "81", "82", "81", "82"],
            ["improvement: 8 months in a row above the mean, 30 April 2015 to 30 November 2015"],
        ),
        (
            ["78", "77", "76", "75", "76"],
            ["concern: 6 months in a row falling, 28 February 2015 to 31 July 2015"],
        ),
        (["87", "80", "87"], ["improvement: two of three near the upper limit, 30 April 2015 to 30 June 2015"]),
        (
            ["60", "80", "80", "100"],
            [
                "improvement: 1 month above the usual range, 31 July 2015",
                "concern: 1 month below the usual range, 30 April 2015",
            ],
        ),
    ],
)
def test_each_signal_is_told_the_last_one_first(values: list[str], words: list[str]) -> None:
    (*found, within) = trend_words(trend([*VALUES[:15], *values]))
    assert found == words
    assert within.startswith(f"{15 + len(values)} months, usual range ")


def test_a_fall_of_what_is_better_low_is_an_improvement() -> None:
    found = trend([*VALUES, "60"], "lower")
    assert trend_words(found)[0] == "improvement: 1 month below the usual range, 30 September 2015"
    assert meanings(found) == [USUAL] * 20 + ["improvement"]


def test_periods_of_so_many_days_are_called_so() -> None:
    of_a_week = {**trend(VALUES), "every": "days", "days": 7}
    assert trend_words(of_a_week) == ["20 periods of 7 days: within its usual range of 73.4 to 86.6"]


def test_of_a_result_that_makes_two_signals_the_worse_meaning_counts() -> None:
    signal = {"first": "2014-01-31", "last": "2014-01-31"}
    for order in ([Meaning.CONCERN, Meaning.IMPROVEMENT], [Meaning.IMPROVEMENT, Meaning.CONCERN]):
        found = {**trend(VALUES), "signals": [{**signal, "meaning": each} for each in order]}
        assert meanings(found)[:2] == ["concern", USUAL]


def test_there_are_words_for_every_meaning() -> None:
    assert set(MEANINGS) == {*Meaning, USUAL}

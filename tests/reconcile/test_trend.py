"""The trend of a measure, held to a second route, which looks at every window of results, and to laws.

PyPI's abspc goes that way too. It brings pandas, numpy and matplotlib, so it is no dependency.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hub.reconcile.measures.periods import Every, Length, Period, length_of
from hub.reconcile.measures.trend import (
    FEWEST,
    LONGEST,
    Limits,
    Meaning,
    Runs,
    Signalled,
    TrendRule,
    Way,
    limits,
    meaning,
    series,
    signals,
)
from tests.reconcile.oracle_trends import marks

OTHER = {Way.UP: Way.DOWN, Way.DOWN: Way.UP}
_FEW = st.integers(0, 4).map(Decimal)
_ANY = st.decimals(-10_000, 10_000, places=4)
_WALK = st.lists(st.sampled_from([-1, 0, 1, 1, 30]), min_size=FEWEST, max_size=LONGEST).map(
    lambda steps: [Decimal(sum(steps[: place + 1])) for place in range(len(steps))]
)
VALUES = st.one_of(
    st.lists(_FEW, min_size=FEWEST, max_size=LONGEST), st.lists(_ANY, min_size=FEWEST, max_size=LONGEST), _WALK
)
RUNS = st.builds(Runs, st.integers(5, 12), st.integers(5, 12))
USUAL = Runs()
SPREAD = [
    Decimal(each) for each in ["10", "12", "11", "9", "10", "13", "8", "11", "10", "12", "9", "11", "10", "12", "10"]
]


def limits_of(values: Sequence[Decimal]) -> Limits:
    found = limits(values)
    assert found is not None
    return found


def found_in(values: Sequence[Decimal], runs: Runs = USUAL) -> list[Signalled]:
    return signals(values, limits_of(values), runs)


@example(values=[*SPREAD, Decimal(14), Decimal(11), Decimal(14)], runs=Runs())
@given(values=VALUES, runs=RUNS)
def test_the_signals_are_those_of_every_window(values: list[Decimal], runs: Runs) -> None:
    found = {
        (str(each.rule), str(each.way), place)
        for each in found_in(values, runs)
        for place in range(each.first, each.last + 1)
    }
    assert found == marks([Fraction(each) for each in values], runs.one_side, runs.steady)


@given(VALUES, RUNS)
def test_no_signal_is_part_of_another_of_its_rule(values: list[Decimal], runs: Runs) -> None:
    found = found_in(values, runs)
    assert len(found) == len(set(found))
    for one in found:
        assert 0 <= one.first <= one.last < len(values)
        for other in found:
            # the last of those that rise may be the first of those that fall, and one of each limit may be between
            if one is not other and (one.rule, one.way) == (other.rule, other.way):
                assert one.last < other.first or other.last < one.first


@given(VALUES, _ANY, RUNS)
def test_a_constant_shifts_the_range_and_no_signal(values: list[Decimal], more: Decimal, runs: Runs) -> None:
    shifted = [each + more for each in values]
    assert limits_of(shifted) == Limits(*(each + Fraction(more) for each in limits_of(values)))
    assert found_in(shifted, runs) == found_in(values, runs)


@given(VALUES, st.integers(1, 1000), RUNS)
def test_a_scale_scales_the_range_and_no_signal(values: list[Decimal], by: int, runs: Runs) -> None:
    scaled = [each * by for each in values]
    assert limits_of(scaled) == Limits(*(each * by for each in limits_of(values)))
    assert found_in(scaled, runs) == found_in(values, runs)


@given(VALUES, RUNS)
def test_upside_down_every_signal_is_on_the_other_side(values: list[Decimal], runs: Runs) -> None:
    turned = [-each for each in values]
    mean, lower, upper = limits_of(values)
    assert limits_of(turned) == Limits(-mean, -upper, -lower)
    assert set(found_in(turned, runs)) == {each._replace(way=OTHER[each.way]) for each in found_in(values, runs)}


@given(_ANY, st.integers(FEWEST, LONGEST))
def test_equal_results_have_no_signal(value: Decimal, count: int) -> None:
    assert limits_of([value] * count) == Limits(*[Fraction(value)] * 3)
    assert found_in([value] * count) == []


def test_of_fewer_than_fifteen_no_range_is_told() -> None:
    assert limits(SPREAD[:-1]) is None
    assert limits([]) is None
    assert limits(SPREAD) is not None


def test_the_range_is_2_66_mean_steps_to_either_side() -> None:
    values = [Decimal(each) for each in [10, 12] * 8]
    assert limits_of(values) == Limits(Fraction(11), 11 - Fraction("5.32"), 11 + Fraction("5.32"))


def test_a_result_on_the_limit_is_within_it_and_one_behind_is_not() -> None:
    within = Limits(Fraction(10), Fraction(7), Fraction(13))
    at = [Decimal(each) for each in (13, 10, 10, 7, 10, 10, "13.0001", 10, 10, "6.9999")]
    found = [(each.rule, each.way, each.first, each.last) for each in signals(at, within, Runs())]
    assert found == [(TrendRule.BEYOND, Way.UP, 6, 6), (TrendRule.BEYOND, Way.DOWN, 9, 9)]


@pytest.mark.parametrize("length", [5, 8, 12])
def test_a_run_on_one_side_is_as_long_as_its_place_says(length: int) -> None:
    within = Limits(Fraction(10), Fraction(0), Fraction(20))
    above = [Decimal(11), Decimal(12)] * 6
    for count in (length - 1, length):
        values = [Decimal(10), *above[:count], Decimal(9)]
        told = [Signalled(TrendRule.ONE_SIDE, Way.UP, 1, length)] if count == length else []
        assert signals(values, within, Runs(one_side=length)) == told
    on_the_mean = [*above[:4], Decimal(10), *above[:4]]
    assert signals(on_the_mean, within, Runs(one_side=5)) == []


@pytest.mark.parametrize("length", [5, 6, 12])
def test_results_rise_or_fall_as_many_times_as_their_place_says(length: int) -> None:
    within = Limits(Fraction(0), Fraction(-100), Fraction(100))
    rising = [Decimal(each - 2) for each in range(length)]
    assert signals(rising, within, Runs(12, length + 1)) == []
    assert Signalled(TrendRule.STEADY, Way.UP, 0, length - 1) in signals(rising, within, Runs(12, length))
    assert Signalled(TrendRule.STEADY, Way.DOWN, 0, length - 1) in signals(rising[::-1], within, Runs(12, length))
    flat = [*rising[:-1], *rising[-2:-1]]
    assert [each for each in signals(flat, within, Runs(12, length)) if each.rule is TrendRule.STEADY] == []


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ("10 16.1 16.1 10", [(Way.UP, 1, 2)]),
        ("10 16.1 10 16.1", [(Way.UP, 1, 3)]),
        ("16.1 10 10 16.1", []),
        ("10 16 16 16", []),
        ("10 16.1 3.9 10", []),
        ("3.9 16.1 3.9 16.1", [(Way.DOWN, 0, 2), (Way.UP, 1, 3)]),
        ("16.1 10 16.1 10 16.1 10 10 16.1", [(Way.UP, 0, 4)]),
        ("10 16.1 20 10", [(Way.UP, 1, 2)]),
    ],
)
def test_two_of_three_near_the_limit(values: str, told: list[tuple[Way, int, int]]) -> None:
    within = Limits(Fraction(10), Fraction(1), Fraction(19))
    found = signals([Decimal(each) for each in values.split()], within, Runs())
    assert [each[1:] for each in found if each.rule is TrendRule.NEAR] == told


@pytest.mark.parametrize(
    ("directions", "up", "down"),
    [
        (["higher"], Meaning.IMPROVEMENT, Meaning.CONCERN),
        (["lower"], Meaning.CONCERN, Meaning.IMPROVEMENT),
        (["higher", "higher"], Meaning.IMPROVEMENT, Meaning.CONCERN),
        (["higher", "lower"], Meaning.CHANGE, Meaning.CHANGE),
        ([], Meaning.CHANGE, Meaning.CHANGE),
    ],
)
def test_what_a_signal_means_follows_from_which_way_is_better(
    directions: list[str], up: Meaning, down: Meaning
) -> None:
    assert (meaning(Way.UP, directions), meaning(Way.DOWN, directions)) == (up, down)


def month(number: int) -> Period:
    """The months since January 2014."""
    begins, behind = (date(2014 + each // 12, each % 12 + 1, 1) for each in (number, number + 1))
    return Period(behind - timedelta(days=1), begins)


@pytest.mark.parametrize(
    ("days", "length"),
    [
        (1, Length(Every.DAYS, 1)),
        (7, Length(Every.DAYS, 7)),
        (27, Length(Every.DAYS, 27)),
        (28, Length(Every.MONTH)),
        (31, Length(Every.MONTH)),
        (32, Length(Every.DAYS, 32)),
        (89, Length(Every.DAYS, 89)),
        (90, Length(Every.QUARTER)),
        (92, Length(Every.QUARTER)),
        (93, Length(Every.DAYS, 93)),
        (364, Length(Every.DAYS, 364)),
        (365, Length(Every.YEAR)),
        (366, Length(Every.YEAR)),
        (367, Length(Every.DAYS, 367)),
    ],
)
def test_how_long_a_period_is(days: int, length: Length) -> None:
    assert length_of(Period(date(2014, 1, 1) + timedelta(days=days - 1), date(2014, 1, 1))) == length


def test_a_series_is_of_the_length_of_the_last_period() -> None:
    months, quarter = [month(each) for each in range(12)], Period(date(2014, 12, 31), date(2014, 10, 1))
    year = Period(date(2014, 12, 31), date(2014, 1, 1))
    assert series([quarter, *months, year]) == months
    assert series([*months[:-1], quarter]) == [quarter]
    assert series([]) == []


def test_of_periods_that_overlap_the_later_end_is_in_a_series() -> None:
    first, last = month(0), month(2)
    between = Period(date(2014, 2, 28), date(2014, 1, 31))
    assert series([first, between, last]) == [between, last]
    assert series([first, Period(date(2014, 3, 1), date(2014, 2, 1)), last]) == [first, last]


def test_a_series_is_of_the_last_ones() -> None:
    months = [month(each) for each in range(LONGEST + 3)]
    assert series(months) == months[3:]


@given(st.lists(st.integers(0, 40), min_size=1, max_size=60), st.integers())
def test_in_whatever_order_and_however_often_they_are_told_a_series_is_the_same(places: list[int], seed: int) -> None:
    shuffled = [*places, *places]
    Random(seed).shuffle(shuffled)
    assert series(map(month, shuffled)) == [month(each) for each in sorted(set(places))][-LONGEST:]

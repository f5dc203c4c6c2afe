"""The trend of a measure: within which range its results usually lie, and what in them is no chance. Pure.

An XmR chart: the range is the mean and 2.66 times the mean of the steps from each result to the next, to either side.
Promise: what is compared is exact, so that no rounding makes a signal. Source: LEE 35; domain handbook section 6; NHS
England, Making Data Count; that a point beyond the limit is near it too is our own choice (Western Electric).
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import groupby, pairwise
from typing import Final, NamedTuple

from hub.reconcile.measures.periods import Period, length_of

FEWEST: Final = 15
"""Of fewer results no range is told: it would be wide or narrow by chance."""
LONGEST: Final = 24
"""So many of the last results are looked at, so that what was usual long ago does not hide what is usual now."""
_STEPS: Final = Fraction(266, 100)
"""So many mean steps are three standard deviations."""
_NEAR: Final = Fraction(2, 3)
"""So far from the mean to the limit a result is near it: two standard deviations."""
_WITHIN: Final = 3
"""Two that are near the limit are no chance among so many in a row."""


class TrendRule(StrEnum):
    """What in a series is no chance."""

    BEYOND = "beyond_limit"  # results beyond the limit
    ONE_SIDE = "one_side"  # many in a row on one side of the mean
    STEADY = "steady"  # many in a row that rise, or that fall
    NEAR = "near_limit"  # two of three that are near the limit, on one side


class Way(StrEnum):
    """To which side: above the mean or rising, below it or falling."""

    UP = "up"
    DOWN = "down"


class Meaning(StrEnum):
    """What a signal is, by the direction in which the measure is better."""

    IMPROVEMENT = "improvement"
    CONCERN = "concern"
    CHANGE = "change"  # nobody says which way is better, or bodies say both


class Runs(NamedTuple):
    """How many in a row are no chance: on one side of the mean, and rising or falling."""

    one_side: int = 8
    steady: int = 6


class Limits(NamedTuple):
    """The usual range: from lower to upper, both within it."""

    mean: Fraction
    lower: Fraction
    upper: Fraction


class Signalled(NamedTuple):
    """first, last: of the results that make it, their places in the series."""

    rule: TrendRule
    way: Way
    first: int
    last: int


def series(periods: Iterable[Period]) -> list[Period]:
    """Those that make one series, in order: as long as the last one, no two that overlap, the later end first."""
    found: list[Period] = []
    length = None
    for period in sorted(periods, reverse=True):
        length = length or length_of(period)
        if length_of(period) == length and (not found or period.end < found[-1].start):
            found.append(period)
            if len(found) == LONGEST:
                break
    return found[::-1]


def limits(values: Sequence[Decimal]) -> Limits | None:
    """None where there are too few. values: in order of their periods."""
    if len(values) < FEWEST:
        return None
    mean = Fraction(sum(values, Decimal())) / len(values)
    steps = sum((abs(after - before) for before, after in pairwise(values)), Decimal())
    reach = _STEPS * Fraction(steps) / (len(values) - 1)
    return Limits(mean, mean - reach, mean + reach)


def signals(values: Sequence[Decimal], within: Limits, runs: Runs) -> list[Signalled]:
    """In order of their first results; one for each stretch, however long. within: the limits of these values."""
    mean, lower, upper = within
    low, high = mean + _NEAR * (lower - mean), mean + _NEAR * (upper - mean)
    steps = [_side(after, before, before) for before, after in pairwise(values)]
    found = [
        *_stretches(TrendRule.BEYOND, [_side(each, lower, upper) for each in values], 1),
        *_stretches(TrendRule.ONE_SIDE, [_side(each, mean, mean) for each in values], runs.one_side),
        # the result before the first step is one of those that rise
        *(each._replace(last=each.last + 1) for each in _stretches(TrendRule.STEADY, steps, runs.steady - 1)),
        *_two_of_three([_side(each, low, high) for each in values]),
    ]
    return sorted(found, key=lambda each: (each.first, each.last, each.rule, each.way))


def meaning(way: Way, directions: Iterable[str]) -> Meaning:
    """directions: the words on which way is better, "higher" or "lower"."""
    better = {Way.UP if each == "higher" else Way.DOWN for each in directions}
    if len(better) != 1:
        return Meaning.CHANGE
    return Meaning.IMPROVEMENT if way in better else Meaning.CONCERN


def _side(value: Decimal, lower: Decimal | Fraction, upper: Decimal | Fraction) -> Way | None:
    if value > upper:
        return Way.UP
    return Way.DOWN if value < lower else None


def _stretches(rule: TrendRule, sides: Sequence[Way | None], least: int) -> Iterator[Signalled]:
    """Of each stretch of at least so many to one side; none is part of a longer one."""
    first = 0
    for way, alike in groupby(sides):
        behind = first + len(list(alike))
        if way is not None and behind - first >= least:
            yield Signalled(rule, way, first, behind - 1)
        first = behind


def _two_of_three(sides: Sequence[Way | None]) -> Iterator[Signalled]:
    """Those near one limit that follow each other so closely are one signal."""
    for way in Way:
        found: list[int] = []
        for place in (place for place, side in enumerate(sides) if side is way):
            if found and place - found[-1] >= _WITHIN:
                yield from _near(way, found)
                found = []
            found.append(place)
        yield from _near(way, found)


def _near(way: Way, places: Sequence[int]) -> Iterator[Signalled]:
    if len(places) > 1:
        yield Signalled(TrendRule.NEAR, way, min(places), max(places))

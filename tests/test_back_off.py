"""Pauses between tries: they grow to a limit, never beyond it, after any number of failures."""

from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hub.back_off import BackOff

SECONDS = st.floats(0.001, 60.0)


@example(failures=1 << 20, first=1.0, more=29.0, seed=0)
@given(failures=st.integers(0, 5000), first=SECONDS, more=SECONDS, seed=st.integers())
def test_a_pause_is_around_the_doubled_one_and_around_no_more_than_the_longest(
    failures: int, first: float, more: float, seed: int
) -> None:
    """Found: after 1,024 failures in a row, which is a night, the pause was more than a float holds."""
    rule = BackOff(first, first + more)
    pause, before = (rule.pause(each, Random(seed)) for each in (failures, max(0, failures - 1)))
    assert first / 2 <= pause <= rule.longest * 1.5
    assert pause >= before
    assert pause <= max(2 * before, first * 1.5)


def test_many_who_wait_for_one_thing_come_at_different_moments() -> None:
    rule, random = BackOff(first=1.0, longest=30.0), Random()
    assert len({rule.pause(1, random) for _ in range(100)}) > 90


def test_it_is_first_the_shortest_then_twice_as_long() -> None:
    rule = BackOff(first=1.0, longest=30.0)
    jitter = rule.pause(1, Random(2))
    found = [rule.pause(each, Random(2)) / jitter for each in range(8)]
    assert found == pytest.approx([1, 1, 2, 4, 8, 16, 30, 30])

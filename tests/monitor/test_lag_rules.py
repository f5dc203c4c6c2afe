"""The rules of lag on recorded series, one for each state and each exception, and the laws that they claim."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.monitor.lag_rules import WINDOW, Commit, End, LagState, lag_state, worst

T0 = datetime(2026, 1, 5, 3, 0, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return T0 + timedelta(seconds=seconds)


@dataclass(frozen=True)
class Series:
    """What was recorded every five seconds: committed offset and end; None where the group had no members."""

    name: str
    committed: Sequence[int | None]
    ends: Sequence[int]
    verdict: LagState
    later: float = 1.0

    def commits(self) -> list[Commit]:
        pairs = zip(self.committed, self.ends, strict=True)
        return [Commit(at(5 * n), offset, end - offset) for n, (offset, end) in enumerate(pairs) if offset is not None]

    def state(self) -> LagState:
        seen = [End(at(5 * n), end) for n, end in enumerate(self.ends)]
        return lag_state(self.commits(), seen, at(5 * (len(self.ends) - 1) + self.later))


RECORDED = [
    Series("idle", [40] * 10, [40] * 10, LagState.OK),
    Series("busy, and level with the end now and then", [*range(0, 900, 100), 900], [*range(50, 950, 100), 900], LagState.OK),
    Series("busy, never level, lag rises and falls", [*range(0, 1000, 100)], [90, 150, 290, 350, 490, 550, 690, 750, 890, 950], LagState.OK),
    Series("slower than what comes", [*range(0, 100, 10)], [*range(50, 1050, 100)], LagState.WARN),
    Series("moves and lag stays the same", [*range(0, 100, 10)], [*range(7, 107, 10)], LagState.WARN),
    Series("members that do not move", [7] * 10, [*range(10, 20)], LagState.STALL),
    Series("members left half-way", [0, 10, 20, 30, None, None, None, None, None, None], [*range(100, 200, 10)], LagState.STOP),
    Series("members left a moment ago", [0, 10, 20, 30, 40, 50, 60, 70, None, None], [5, 100, 105, 120, 130, 140, 150, 160, 170, 180], LagState.OK),
    Series("never any members", [0, *[None] * 9], [3] * 10, LagState.STOP),
    Series("quiet for long, then one record, and nobody was there to commit", [5, *[None] * 9], [*[5] * 9, 6], LagState.OK),
    Series("quiet for long, then one record that stays", [5, *[None] * 11], [5, 5, *[6] * 10], LagState.OK),
    Series("quiet, then one record that stays, and somebody was there", [None, *[5] * 9], [5, *[6] * 9], LagState.OK),
    Series("quiet, then one record that stays, and somebody was there for a moment", [None, 5, 5, *[None] * 7], [5, *[6] * 9], LagState.OK),
    Series("went back", [10, 20, 30, 5, 10, 15, 20, 25, 30, 35], [40] * 10, LagState.REWIND),
    Series("went back, and is level", [40, 40, 40, 0, 40, 40, 40, 40, 40, 40], [40] * 10, LagState.REWIND),
    Series("not watched for long", [0, 1, 2], [5, 6, 7], LagState.UNKNOWN),
    Series("not watched for long, and level", [7], [7], LagState.OK),
    Series("nothing recorded", [], [], LagState.UNKNOWN, later=5.0),
]  # fmt: skip


@pytest.mark.parametrize("series", RECORDED, ids=lambda series: series.name)
def test_recorded_series_have_their_state(series: Series) -> None:
    assert series.state() is series.verdict


def test_every_state_is_recorded() -> None:
    assert {series.verdict for series in RECORDED} == set(LagState)


def test_a_time_without_an_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        lag_state([], [], datetime(2026, 1, 1))  # noqa: DTZ001  # that is what is refused


steps = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40), st.booleans()), max_size=2 * WINDOW)


def recorded(moves: list[tuple[int, int, bool]]) -> tuple[list[Commit], list[End]]:
    """A group that never goes back, on a partition that never shrinks; at some looks it has no members."""
    commits, ends = [], []
    offset = end = 0
    for number, (read, written, member) in enumerate(moves):
        end += written
        offset = min(offset + read, end)
        ends.append(End(at(5 * number), end))
        if member or not number:
            commits.append(Commit(at(5 * number), offset, end - offset))
    return commits, ends


@given(steps, st.integers(-(10**6), 10**6))
def test_shifting_all_times_alike_changes_nothing(moves: list[tuple[int, int, bool]], seconds: int) -> None:
    commits, ends = recorded(moves)
    by, now = timedelta(seconds=seconds), at(5 * len(moves))
    shifted = [Commit(each.at + by, each.offset, each.lag) for each in commits]
    assert lag_state(commits, ends, now) is lag_state(
        shifted, [End(each.at + by, each.offset) for each in ends], now + by
    )


@given(steps)
def test_who_stands_at_the_end_is_no_laggard(moves: list[tuple[int, int, bool]]) -> None:
    commits, ends = recorded(moves)
    if commits and commits[-1].offset >= ends[-1].offset:
        assert lag_state(commits, ends, at(5 * len(moves))) is LagState.OK


@given(steps)
def test_who_never_went_back_is_never_told_so(moves: list[tuple[int, int, bool]]) -> None:
    commits, ends = recorded(moves)
    assert lag_state(commits, ends, at(5 * len(moves))) is not LagState.REWIND


@given(steps, steps)
def test_only_the_window_counts(before: list[tuple[int, int, bool]], moves: list[tuple[int, int, bool]]) -> None:
    commits, ends = recorded([*before, *moves])
    now = at(5 * (len(before) + len(moves)))
    assert lag_state(commits, ends, now) is lag_state(commits[-WINDOW:], ends[-WINDOW:], now)


@given(st.lists(st.sampled_from(LagState)))
def test_the_worst_is_one_of_them_and_none_is_worse(states: list[LagState]) -> None:
    order = list(LagState)
    assert worst(states) in (states or [LagState.OK])
    assert all(order.index(each) <= order.index(worst(states)) for each in states)

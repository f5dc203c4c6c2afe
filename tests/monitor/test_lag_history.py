"""The file of looks: bounded, whole, and honest about what it does not know."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.monitor import lag_history
from hub.monitor.lag_history import EVERY_SECONDS, LOOKS, LagHistory, LagLook, Partition
from hub.monitor.lag_rules import WINDOW, LagState

T0 = datetime(2026, 1, 5, 3, 0, tzinfo=UTC)
PLACE: Partition = ("commissioning.contract.v1", 3)


def look(number: int, committed: int, end: int, members: int = 1) -> LagLook:
    return LagLook(T0 + timedelta(seconds=EVERY_SECONDS * number), members, {PLACE: (committed, end)})


def history(*looks: LagLook) -> LagHistory:
    made = LagHistory("hub-engine-v1")
    for each in looks:
        made.add(each)
    return made


def test_it_is_bounded_and_keeps_the_newest() -> None:
    kept = history(*(look(number, number, number) for number in range(3 * LOOKS)))
    assert len(kept.looks) == LOOKS
    assert kept.looks[-1].standing[PLACE] == (3 * LOOKS - 1, 3 * LOOKS - 1)


def test_a_look_from_before_the_last_one_is_ignored() -> None:
    kept = history(look(2, 5, 5), look(1, 1, 1), look(2, 9, 9))
    assert [each.standing[PLACE] for each in kept.looks] == [(5, 5)]


def test_looks_without_members_are_no_commits() -> None:
    left = history(*(look(number, 10, 50 + number, members=int(number < 3)) for number in range(WINDOW + 2)))
    assert len(left.commits(PLACE)) == 3
    assert left.states(left.looks[-1].at) == {PLACE: LagState.STOP}
    stuck = history(*(look(number, 10, 50 + number) for number in range(WINDOW)))
    assert stuck.states(stuck.looks[-1].at) == {PLACE: LagState.STALL}


def test_it_says_when_it_does_not_know() -> None:
    now = T0 + timedelta(seconds=EVERY_SECONDS * (WINDOW - 1))
    assert history().trouble(now) == "nothing has been seen yet"
    assert "3 looks so far" in str(history(*(look(n, 0, 0) for n in range(WINDOW - 3, WINDOW))).trouble(now))
    full = history(*(look(n, 0, 0) for n in range(WINDOW)))
    assert full.trouble(now) is None
    assert "the last look was 3600 s ago" in str(full.trouble(now + timedelta(hours=1)))


def test_the_file_is_of_one_group(tmp_path: Path) -> None:
    written = history(look(1, 2, 3), LagLook(look(2, 0, 0).at, 0, {}))
    lag_history.write(tmp_path, written)
    assert lag_history.read(tmp_path, "hub-engine-v1") == written
    assert lag_history.read(tmp_path, "another-group") is None
    assert [each.name for each in (tmp_path / "run").iterdir()] == ["lag-history.json"]


@pytest.mark.parametrize(
    "raw", [b"", b"[]", b"{}", b'{"group":"hub-engine-v1","at":["x"],"members":[1],"partitions":[]}']
)
def test_a_damaged_file_is_no_history(tmp_path: Path, raw: bytes) -> None:
    file = lag_history.path(tmp_path)
    file.parent.mkdir()
    file.write_bytes(raw)
    assert lag_history.read(tmp_path, "hub-engine-v1") is None


partitions = st.tuples(st.sampled_from(["a.v1", "b.v1"]), st.integers(0, 3))
offsets = st.tuples(st.integers(0, 9), st.integers(0, 9))


@given(st.lists(st.tuples(st.integers(0, 3), st.dictionaries(partitions, offsets)), max_size=LOOKS))
def test_what_is_written_is_read(seen: list[tuple[int, dict[Partition, tuple[int, int]]]]) -> None:
    made = LagHistory("g")
    for number, (members, standing) in enumerate(seen):
        made.add(LagLook(T0 + timedelta(seconds=number), members, standing))
    assert LagHistory.decode(made.encode()) == made

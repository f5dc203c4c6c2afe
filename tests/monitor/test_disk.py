"""How full a disk may be before somebody is told, and before it is too late."""

from math import ceil
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from hub.monitor.disk import FULL_BYTES, FULL_SHARE, LOW_BYTES, LOW_SHARE, Room, disk_of, room

_ORDER = [Room.FULL, Room.LOW, Room.ENOUGH]
_TOTALS = st.integers(1 << 20, 1 << 50)


@given(_TOTALS, st.floats(0, 1), st.floats(0, 1))
def test_less_room_is_never_told_as_more(total: int, one: float, other: float) -> None:
    less, more = sorted((int(total * one), int(total * other)))
    assert _ORDER.index(room(total, less)) <= _ORDER.index(room(total, more))


@given(_TOTALS)
def test_it_is_told_before_it_is_full(total: int) -> None:
    low, full = min(LOW_BYTES, total * LOW_SHARE), min(FULL_BYTES, total * FULL_SHARE)
    assert room(total, 0) is room(total, ceil(full) - 1) is Room.FULL
    assert room(total, ceil(full)) is room(total, ceil(low) - 1) is Room.LOW
    assert room(total, ceil(low)) is room(total, total) is Room.ENOUGH


def test_a_small_disk_is_not_told_of_all_the_time() -> None:
    total = 20 << 30
    assert room(total, int(total * LOW_SHARE)) is Room.ENOUGH
    assert room(total, int(total * LOW_SHARE) - 1) is Room.LOW


def test_the_disk_of_a_home_that_is_not_there_yet_is_the_one_that_it_will_stand_on(tmp_path: Path) -> None:
    here, later = disk_of(tmp_path), disk_of(tmp_path / "not" / "yet")
    assert here is not None and later is not None
    assert later.total_bytes == here.total_bytes > 0
    assert later.folder == str(tmp_path / "not" / "yet")

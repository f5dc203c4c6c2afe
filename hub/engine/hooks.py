"""Named points of a worker's work, and the guards that it goes by, so that tests can break it there.

Of itself nothing here does anything, and nothing from outside the process sets it: what stops, kills or breaks a worker
at a point is installed by tests, and is no part of what is shipped.
"""

from collections.abc import Callable
from enum import Enum
from typing import Final


class Point(Enum):
    """Where a worker can be broken."""

    HAND_OVER = "hand-over"
    BEFORE_OWNERSHIP_CHECK = "before-ownership-check"
    BETWEEN_CHECK_AND_SEND = "between-check-and-send"
    AFTER_WRITE_BEFORE_FINISH = "after-write-before-finish"
    QUARANTINED_BEFORE_FINISH = "quarantined-before-finish"


class Guard(Enum):
    """What can be taken away, to show what it holds."""

    CHAIN = "chain"  # without it Faust's acknowledgements move the offsets
    FINISH = "finish"  # without it whatever was fetched moves them
    LEASE = "lease"
    HEAL = "heal"
    TOMBSTONES = "tombstones"


_acts: Final[list[Callable[[Point], None]]] = []
_REMOVED: frozenset[Guard] = frozenset()


def is_removed(guard: Guard) -> bool:
    """True in a test that has taken the guard away."""
    return guard in _REMOVED


def reach(point: Point) -> None:
    """Does what a test has installed, which may block the whole event loop, as a frozen process would."""
    for act in _acts:
        act(point)

"""Whether a consumer group keeps up with one partition, told from what it committed over a while. Pure.

The states and their order are Burrow's (operations handbook, section 9). Kafka does not tell when a group committed, so
a series is made of looks: a look at which the group had members counts as a commit of the offset that it showed
(hub.monitor.lag_history). A group without members therefore shows as STOP, one whose members do not move as STALL.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise
from typing import Final

WINDOW: Final = 10


class LagState(StrEnum):
    """How a group stands to one partition, best first."""

    OK = "OK"  # it keeps up, or did a moment ago
    UNKNOWN = "UNKNOWN"  # it has not been watched for long enough
    WARN = "WARN"  # it moves, and what waits does not become less
    STALL = "STALL"  # it commits, and does not move
    STOP = "STOP"  # it has ceased to commit
    REWIND = "REWIND"  # it went back


@dataclass(frozen=True, slots=True)
class Commit:
    """offset: the next to be read. lag: records from there to the end of the partition, at that time."""

    at: datetime
    offset: int
    lag: int


@dataclass(frozen=True, slots=True)
class End:
    """Where the partition ended at a time, whether or not anybody committed then."""

    at: datetime
    offset: int


def lag_state(commits: Sequence[Commit], ends: Sequence[End], now: datetime) -> LagState:
    """The state of one group on one partition. Both series oldest first; the last WINDOW of each count.

    Promise: shifting all times alike changes nothing; a group whose last commit stands at the newest end is never
    called STOP, STALL or WARN. Raises ValueError for times without an offset from UTC.
    """
    if now.tzinfo is None:
        raise ValueError("lag rules: now has no offset; give an aware time in UTC")
    window, recent = commits[-WINDOW:], ends[-WINDOW:]
    if any(later.offset < earlier.offset for earlier, later in pairwise(window)):
        return LagState.REWIND
    if any(each.lag == 0 for each in window):
        return LagState.OK
    if not window or max(len(window), len(recent)) < WINDOW:
        return LagState.UNKNOWN
    first, last = window[0], window[-1]
    # a quiet topic: its reader is right to stand still, and what has just arrived makes it no laggard
    is_quiet = any(end.offset <= last.offset for end in recent)
    if now - last.at > last.at - first.at:
        return LagState.OK if is_quiet else LagState.STOP
    if first.offset == last.offset:
        return LagState.OK if is_quiet else LagState.STALL
    if all(later.lag >= earlier.lag for earlier, later in pairwise(window)):
        return LagState.WARN
    return LagState.OK


def worst(states: Sequence[LagState]) -> LagState:
    """The worst of several; OK for none."""
    order = list(LagState)
    return max(states, key=order.index, default=LagState.OK)

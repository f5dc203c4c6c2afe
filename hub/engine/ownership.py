"""Whether this worker may still write: one assignment of the partitions, ended by the next rebalance.

The generation says what the group decided last; the lease says that the group still knew this worker a moment ago.
A worker that was frozen learns of its eviction only later, so a write needs both. Source: engine notes, lease.
"""

from collections.abc import Callable
from dataclasses import dataclass

from hub.engine import hooks

LEASE_SHARE = 0.6


class OwnershipLost(Exception):
    """The partitions are being given away, or have been: drop the work, write nothing."""


class LeaseStale(Exception):
    """The group has not acknowledged a heartbeat for too long: write nothing until it does."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """One assignment. epoch: (generation, rebalances begun) at its start.

    current: the epoch now. lease: when the last acknowledged heartbeat was sent, by `clock`, in seconds.
    lease_seconds: how old that may be, LEASE_SHARE of the session timeout.
    """

    epoch: tuple[int, int]
    current: Callable[[], tuple[int, int]]
    lease: Callable[[], float]
    clock: Callable[[], float]
    lease_seconds: float

    @property
    def generation(self) -> int:
        """The consumer group's generation."""
        return self.epoch[0]

    def check_owned(self) -> None:
        """Raises OwnershipLost at the first sign of a rebalance. Enough for reading."""
        if self.current() != self.epoch:
            raise OwnershipLost(f"assignment {self.epoch} is over")

    def check(self) -> None:
        """To be called right before a write is sent. Raises OwnershipLost, LeaseStale."""
        self.check_owned()
        if hooks.is_removed(hooks.Guard.LEASE):
            return
        age = self.clock() - self.lease()
        if age > self.lease_seconds:
            raise LeaseStale(
                f"no heartbeat acknowledged for {age:.1f} s, {self.lease_seconds:.1f} s allowed "
                f"({LEASE_SHARE} of the session timeout)"
            )

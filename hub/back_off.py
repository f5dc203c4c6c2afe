"""How long to wait before trying again: one rule for whatever tries again.

Promise: pure, and total over any number of failures: what fails all night is still tried in the morning.
"""

from dataclasses import dataclass
from random import Random
from typing import Final

_MOST_DOUBLINGS: Final = 64
"""More make no pause longer, and a float does not hold two to the power of a thousand."""


@dataclass(frozen=True, slots=True)
class BackOff:
    """Twice as long after each failure in a row, up to the longest. In seconds, without the jitter.

    Jitter: half as long to half as long again, so that many who wait for one thing do not come at one moment.
    """

    first: float
    longest: float

    def pause(self, failures: int, random: Random) -> float:
        """Seconds to wait after so many failures in a row, or after none."""
        doublings = min(max(0, failures - 1), _MOST_DOUBLINGS)
        seconds: float = min(self.first * 2.0**doublings, self.longest)
        return seconds * (0.5 + random.random())

"""How long Kafka holds a fetch that finds nothing: shortly while records come, longer once none have come for a while.

A consumer has one fetch under way. A record that comes ends its waiting at once; one that follows in a partition whose
records were just being taken is not asked for before the fetch under way returns, so that the wait is the latency of
records that follow each other closely. Asking every 50 ms costs whoever has nothing to do some per cent of a core.
"""

import time
from collections.abc import Callable
from typing import Any, Final

BUSY_MS: Final = 50
IDLE_MS: Final = 500
IDLE_AFTER_SECONDS: Final = 5.0


class FetchWait:
    """clock: seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._brought_at = clock()

    def looked(self, consumer: Any, brought: bool) -> None:
        """After each poll of this aiokafka consumer; brought: whether it had records. Holds from the next fetch on."""
        now = self._clock()
        if brought:
            self._brought_at = now
        is_idle = now - self._brought_at > IDLE_AFTER_SECONDS
        # inside aiokafka: what the consumer was made with is fixed for its life; tests hold it
        consumer._fetcher._fetch_max_wait_ms = IDLE_MS if is_idle else BUSY_MS

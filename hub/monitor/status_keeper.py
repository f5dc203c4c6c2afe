"""One status for many who ask: pages and scrapers share what was gathered a moment ago."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final

KEEP_SECONDS: Final = 2.0

Gather = Callable[[], Awaitable[dict[str, Any]]]


class StatusKeeper:
    """gather: makes a status document. clock: a monotonic time in seconds.

    Promise: at most one gathering is under way, however many ask; nobody gets a document that was begun more than
    KEEP_SECONDS before its question, plus the time that gathering takes. What `gather` raises, all who wait get.
    """

    def __init__(self, gather: Gather, clock: Callable[[], float], keep_seconds: float = KEEP_SECONDS) -> None:
        self._gather, self._clock, self._keep_seconds = gather, clock, keep_seconds
        self._begun = float("-inf")
        self._under_way: asyncio.Future[dict[str, Any]] | None = None

    async def get(self) -> dict[str, Any]:
        """The document. A caller that goes away does not take it from the others."""
        current = self._under_way
        is_old = self._clock() - self._begun > self._keep_seconds
        if current is None or (current.done() and (is_old or current.cancelled() or current.exception() is not None)):
            self._begun = self._clock()
            current = self._under_way = asyncio.ensure_future(self._gather())
        return await asyncio.shield(current)

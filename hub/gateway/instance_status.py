"""The instance's status document for whoever asks over HTTP: asked for once for all who ask within a moment.

Promise: however many ask, one question at a time goes to Kafka and the registry, and an answer is FRESH_SECONDS old at
most when it is given.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

FRESH_SECONDS: Final = 2.0

Document = Mapping[str, Any]


class InstanceStatus:
    """ask: gives the document. clock: seconds that only grow."""

    def __init__(self, ask: Callable[[], Awaitable[Document]], clock: Callable[[], float]) -> None:
        self._ask = ask
        self._clock = clock
        self._turn = asyncio.Lock()
        self._held: tuple[float, Document] | None = None

    async def document(self) -> Document:
        """As hub.operate.status gives it."""
        async with self._turn:
            if self._held is None or self._clock() - self._held[0] > FRESH_SECONDS:
                document = await self._ask()
                self._held = (self._clock(), document)
            return self._held[1]

"""One publisher for all requests: opened when it is first wanted, given up when Kafka does not acknowledge.

Promise: what a request was not told to be acknowledged is not written later by this process: the producer is given
up with what it holds. Whoever was told "away" publishes again, which is harmless.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, suppress
from typing import Final

from aiokafka.errors import KafkaError

from hub.admission.admit import Admitted
from hub.instance.damaged import LogDamaged
from hub.log.failure_words import failure_words
from hub.log.location import RecordLocation
from hub.log.publisher import BrokerAway, EventPublisher, TopicCut
from hub.log.registry import Incompatible, RegistryAway
from hub.usecases.admitting import Door
from hub.usecases.publishing import write

# a registry that has none of the schemas yet takes some seconds; whoever waits has a shorter limit of its own
OPEN_SECONDS: Final = 30.0

AWAY: Final = (BrokerAway, RegistryAway, Incompatible, LogDamaged, KafkaError, OSError, TimeoutError)
"""Why nothing can be published now, by whatever it shows."""

Open = Callable[[], AbstractAsyncContextManager[EventPublisher]]


class CannotPublish(Exception):
    """Kafka or the registry is away, or does not fit this release, as the text says. Nothing waits to be sent."""


class NoSchemas(CannotPublish):
    """It is the registry."""


class TruthLost(CannotPublish):
    """The truth has lost records; the text says which, and what to do. Coming again does not help."""


class SharedPublisher:
    """open_: makes a publisher that is open inside its context."""

    def __init__(self, open_: Open) -> None:
        self._open = open_
        self._opening: asyncio.Task[tuple[EventPublisher, AsyncExitStack]] | None = None
        self._closing: set[asyncio.Task[None]] = set()

    async def write(self, admitted: Sequence[Admitted], door: Door) -> list[RecordLocation]:
        """As hub.usecases.publishing.write. Raises CannotPublish, NoSchemas, TruthLost."""
        opening = self._begun()
        try:
            # several requests wait for one opening, and none of them ends it for the others
            publisher, _ = await asyncio.shield(opening)
            return await write(admitted, door, publisher)
        except (LogDamaged, TopicCut) as lost:
            self._give_up(opening)
            raise TruthLost(str(lost)) from lost
        except (RegistryAway, Incompatible) as away:
            self._give_up(opening)
            raise NoSchemas(str(away)) from away
        except AWAY as away:
            self._give_up(opening)
            raise CannotPublish(failure_words(away)) from away
        except asyncio.CancelledError:
            # a time limit: what this request handed over must not be written after it was told so
            if opening.done():
                self._give_up(opening)
            raise

    async def stop(self) -> None:
        """Closes it; afterwards nothing is under way."""
        if self._opening is not None:
            self._give_up(self._opening)
        while self._closing:
            await asyncio.wait(set(self._closing))

    def _begun(self) -> "asyncio.Task[tuple[EventPublisher, AsyncExitStack]]":
        """The opening that is under way or done; one that failed while nobody waited any more is begun anew."""
        if self._opening is not None and self._opening.done() and self._opening.exception() is not None:
            self._opening = None
        if self._opening is None:
            self._opening = asyncio.create_task(self._opened())
        return self._opening

    async def _opened(self) -> tuple[EventPublisher, AsyncExitStack]:
        async with AsyncExitStack() as stack:
            async with asyncio.timeout(OPEN_SECONDS):
                publisher = await stack.enter_async_context(self._open())
            return publisher, stack.pop_all()
        raise AssertionError("a stack of contexts swallows no error")

    def _give_up(self, opening: "asyncio.Task[tuple[EventPublisher, AsyncExitStack]]") -> None:
        if self._opening is not opening:
            return  # another request did
        self._opening = None
        task = asyncio.create_task(self._close(opening))
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)

    async def _close(self, opening: "asyncio.Task[tuple[EventPublisher, AsyncExitStack]]") -> None:
        with suppress(*AWAY):
            publisher, stack = await opening
            await publisher.discard()
            await stack.aclose()

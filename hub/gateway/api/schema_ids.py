"""The ids of this release's schemas, which the gateway takes from the registry when it starts, and keeps for its life.

Promise: once they are taken the registry is asked no more, whatever becomes of it. Until then nothing can be let in;
`problem` says so, since when and because of what, and the gateway is not ready.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from random import Random
from typing import Final

from hub.back_off import BackOff
from hub.events.catalogue import EventType
from hub.instance.connection import Cluster
from hub.log.publisher import register_schemas
from hub.log.registry import Incompatible, Registry, RegistryAway
from hub.monitor.process_table import NO_SCHEMA_IDS
from hub.reports.freshness_words import second_words

log = logging.getLogger("hub.gateway")

BACK_OFF: Final = BackOff(first=2.0, longest=2.0)

SchemaIdsByType = Mapping[EventType, int]


class SchemaIds:
    """ask: raises RegistryAway, Incompatible. now: the time, aware, for words."""

    def __init__(
        self, ask: Callable[[], Awaitable[SchemaIdsByType]], now: Callable[[], datetime], random: Random
    ) -> None:
        self._ask, self._now, self._random = ask, now, random
        self._taken: SchemaIdsByType | None = None
        self._since: datetime | None = None
        self._because: RegistryAway | Incompatible | None = None
        self._asked = asyncio.Event()

    @property
    def problem(self) -> str | None:
        """Why nothing can be let in, and since when, in words; None where the ids are taken."""
        if self._taken is not None:
            return None
        if self._since is None or self._because is None:
            return f"starting: {NO_SCHEMA_IDS} from the registry yet"
        since = second_words(round(self._since.timestamp() * 1000))
        return f"nothing is let in since {since}: {NO_SCHEMA_IDS}, because {self._because}"

    async def follow(self) -> None:
        """Asks until they are taken."""
        self._since = self._now()
        while self._taken is None:
            try:
                self._taken = await self._ask()
            except (RegistryAway, Incompatible) as why:
                if str(why) != str(self._because):
                    log.warning("the ids of the schemas are not taken", extra={"reason": str(why)})
                self._because = why
            self._asked.set()
            if self._taken is None:
                await asyncio.sleep(BACK_OFF.pause(1, self._random))

    async def taken(self) -> SchemaIdsByType:
        """The ids; waits for the first answer alone. Raises RegistryAway, Incompatible."""
        await self._asked.wait()
        if self._taken is not None:
            return self._taken
        assert self._because is not None, "an asking without ids has its reason"
        raise type(self._because)(str(self._because))


async def asked_of(cluster: Cluster) -> SchemaIdsByType:
    """By the registry, which has every schema of this release then. Raises RegistryAway, Incompatible."""
    async with Registry(cluster.registry_url, Random()) as registry:
        return await register_schemas(registry, cluster.names)

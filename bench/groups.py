"""How far a consumer group has committed: the one clock for all that are compared."""

import asyncio
import time
from collections.abc import Callable, Mapping
from typing import Final, Self

from aiokafka import TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import GroupCoordinatorNotAvailableError, NotCoordinatorForGroupError

from bench.say import say
from hub.log.raw_reader import RawReader
from hub.log.topics import TopicNames

LOOK_SECONDS: Final = 0.05
TELL_SECONDS: Final = 5.0


class Stuck(Exception):
    """What is measured did not get to the end in time."""


class Groups:
    """Use as an async context manager."""

    def __init__(self, bootstrap_servers: str) -> None:
        self._admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap_servers)
        self._reader = RawReader(bootstrap_servers)

    async def __aenter__(self) -> Self:
        await self._admin.start()
        await self._reader.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._reader.stop()
        await self._admin.close()

    async def ends(self, names: TopicNames) -> dict[TopicPartition, int]:
        tps = [tp for topic in names.inputs for tp in await self._reader.partitions(topic)]
        return await self._reader.ends(tps)

    async def left(self, group: str, ends: Mapping[TopicPartition, int]) -> int:
        """Records before the ends that the group has not committed."""
        try:
            committed = await self._admin.list_consumer_group_offsets(group, partitions=list(ends))
        except (GroupCoordinatorNotAvailableError, NotCoordinatorForGroupError):  # a broker that has just started
            return sum(ends.values())
        at = {tp: max(0, found.offset) for tp, found in committed.items()}
        return sum(max(0, end - at.get(tp, 0)) for tp, end in ends.items())

    async def until_done(
        self, group: str, names: TopicNames, what: str, alive: Callable[[], None], seconds: float = 600
    ) -> float:
        """Waits until all that is in the inputs now is committed; when that was, by the monotonic clock.

        alive: raises when nobody is working any more.
        """
        ends = await self.ends(names)
        began = told = time.monotonic()
        while left := await self.left(group, ends):
            now = time.monotonic()
            alive()
            if now - began > seconds:
                raise Stuck(f"{what}: {left} records are not committed after {seconds:.0f} s")
            if now - told > TELL_SECONDS:
                told = now
                say(f"  {what}: {left} to go")
            await asyncio.sleep(LOOK_SECONDS)
        return time.monotonic()

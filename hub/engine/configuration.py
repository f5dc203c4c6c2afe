"""The configuration as the engine follows it: read whole before the first evaluation, then kept up with."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import aclosing
from dataclasses import dataclass, replace

from aiokafka import TopicPartition

from hub.engine.ports import ConfigurationLike, Core
from hub.events.topics import CONFIGURATION
from hub.log.losses import ReachedEnd, loss
from hub.log.raw_reader import RawReader, ReaderPool, Stretch, input_record
from hub.log.records import InputRecord


@dataclass(frozen=True, slots=True, eq=False)
class ConfigurationInForce:
    """A configuration in force; two are the same only if they are one object."""

    configuration: ConfigurationLike


class ConfigurationFollower:
    """Reads the configuration topic (one partition) with plain readers. problem: words, when it cannot be used.

    reached: asks up to where partitions were seen to reach before.
    """

    def __init__(
        self,
        topic: str,
        core: Core,
        pool: ReaderPool,
        reached: Callable[[], Awaitable[Mapping[TopicPartition, ReachedEnd]]],
    ) -> None:
        self.tp = TopicPartition(topic, 0)
        self._core = core
        self._pool = pool
        self._ask_reached = reached
        self._reached: ReachedEnd | None = None
        self._lost = ""
        self._records: list[InputRecord] = []
        self._end = 0
        self._standing: ConfigurationInForce | None = None
        self._ready = asyncio.Event()
        self.problem = "the configuration topic has not been read yet"

    async def standing(self) -> ConfigurationInForce:
        """The configuration in force; waits until it has been read for the first time."""
        await self._ready.wait()
        assert self._standing is not None
        return self._standing

    def now(self) -> ConfigurationInForce | None:
        """The configuration in force, or None before it has been read."""
        return self._standing

    def refusal(self) -> str:
        """Why nothing may be evaluated, in words; empty when it may."""
        if self._lost or self._standing is None:
            return self._lost or self.problem
        asked = self._standing.configuration.views
        if asked > self._core.views:
            return (
                f"the published configuration asks for views version {asked}, this worker's code has "
                f"{self._core.views}: update this worker"
            )
        return ""

    async def follow(self) -> bool:
        """Reads what is new; True if another version stands now, by which pictures may be the same. Raises KafkaError.

        A configuration that cannot be built leaves the one before in force, and the words in `problem`. Under one that
        has lost documents nothing is evaluated until it has them again.
        """
        async with self._pool.take() as reader:
            # before the ends, which only grow; what was read here counts from then on
            before = self._reached if self._standing is not None else (await self._ask_reached()).get(self.tp)
            self._reached = before or ReachedEnd(0)
            start, end = (await reader.starts([self.tp]))[self.tp], (await reader.ends([self.tp]))[self.tp]
            was_lost, self._lost = self._lost, self._what_is_lost(start, end)
            if self._lost:
                return False
            if was_lost and self._standing is not None:
                return True
            if self._standing is not None and end <= self._end:
                return False
            await self._read(reader, end)
        try:
            configuration = self._core.build_configuration(tuple(self._records))
        except ValueError as error:
            self.problem = f"the configuration cannot be used: {error}"
            return False
        self.problem = ""
        self._standing = ConfigurationInForce(configuration)
        self._ready.set()
        return True

    def _what_is_lost(self, start: int, end: int) -> str:
        before = self._reached or ReachedEnd(0)
        found = loss(CONFIGURATION, start, end, 0, replace(before, end=max(before.end, self._end)), now=0)
        return "" if found is None else f"{self.tp.topic}[{self.tp.partition}] {found}"

    async def _read(self, reader: RawReader, end: int) -> None:
        async with aclosing(reader.read({self.tp: Stretch(self._end, end)})) as stretch:
            async for _, records in stretch:
                self._records += [input_record(record) for record in records]
                self._end = records[-1].offset + 1
        self._end = end

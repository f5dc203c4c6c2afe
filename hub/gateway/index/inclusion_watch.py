"""Looks, every second, how far the pictures include what was admitted, and tells the backlog.

Order of a look: what the engine's group has committed, which partitions it has written whole, where the pictures' topic
ends, then where the inputs end; then it waits until the gateway itself has read that far. The engine commits after its
pictures were acknowledged, so whatever lies below a committed offset is in what the gateway then holds, also where it
changed no picture; but for those of a topic that was made anew, which come one after the other.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Final

from aiokafka import TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from hub.instance.kafka_state import SMALL_BYTES
from hub.log.consumer_groups import offsets_of
from hub.log.freshness import Backlog, FreshnessLook
from hub.log.raw_reader import RawReader
from hub.log.topics import TopicNames
from hub.log.whole import whole_partitions
from hub.reports.freshness_words import second_words

log = logging.getLogger("hub.gateway")

EVERY_SECONDS: Final = 1.0
ANSWER_SECONDS: Final = 5.0
LATE_SECONDS: Final = 1.5
READ_SECONDS: Final = 5.0
READ_PAUSE_SECONDS: Final = 0.05

Ends = Mapping[TopicPartition, int]


class InclusionWatch:
    """clock: seconds that only go forward. has_read: whether the gateway has read the pictures to these ends.

    was_read_once: whether it has read them whole before. tell: called after each look, also after one that failed.
    now: the time, aware, for words. silent: that Kafka does not answer and since when, in words; None while it does.
    """

    def __init__(
        self,
        bootstrap_servers: str,
        names: TopicNames,
        backlog: Backlog,
        clock: Callable[[], float],
        *,
        has_read: Callable[[Ends], bool],
        was_read_once: Callable[[], bool],
        tell: Callable[[], None],
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._now = now
        self._answered: datetime | None = None
        self._asking: float | None = None
        self.silent: str | None = None
        self._servers, self._names, self._backlog, self._clock = bootstrap_servers, names, backlog, clock
        self._has_read, self._was_read_once, self._tell = has_read, was_read_once, tell

    async def follow(self) -> None:
        """Until cancelled."""
        while True:
            try:
                await self._follow()
            except (KafkaError, OSError, TimeoutError) as away:
                self.silent = self._backlog.problem = self._silent_words()
                log.warning("no look at what is included", extra={"reason": str(away)})
            self._tell()
            await asyncio.sleep(EVERY_SECONDS)

    @property
    def late(self) -> str | None:
        """That Kafka owes an answer for longer than it ever takes, in words: before `silent` is sure of it."""
        is_late = self._asking is not None and self._clock() - self._asking > LATE_SECONDS
        return self._silent_words() if is_late else None

    def _silent_words(self) -> str:
        since = "" if self._answered is None else f" since {second_words(round(self._answered.timestamp() * 1000))}"
        return f"Kafka does not answer{since}"

    async def _follow(self) -> None:
        admin = AIOKafkaAdminClient(bootstrap_servers=self._servers)
        reader = RawReader(self._servers, SMALL_BYTES)
        try:
            async with asyncio.timeout(2 * ANSWER_SECONDS):
                await admin.start()
                await reader.start()
            inputs = await reader.partitions(*self._names.inputs)
            pictures = await reader.partitions(self._names.picture)
            if not inputs or not pictures:
                self._backlog.problem = "the hub's topics are not there"
                return
            while True:
                await self._look(admin, reader, inputs, pictures)
                self._tell()
                await asyncio.sleep(EVERY_SECONDS)
        finally:
            await asyncio.gather(reader.stop(), admin.close(), return_exceptions=True)

    async def _look(
        self,
        admin: AIOKafkaAdminClient,
        reader: RawReader,
        inputs: list[TopicPartition],
        pictures: list[TopicPartition],
    ) -> None:
        at = self._asking = self._clock()
        async with asyncio.timeout(ANSWER_SECONDS):
            committed = await offsets_of(admin, self._names.engine_group)
            whole = await whole_partitions(admin, self._names)
            written = await reader.ends(pictures)
            ends = await reader.ends(inputs)
        self._answered, self._asking, self.silent = self._now(), None, None
        included = {tp: committed[tp].offset for tp in inputs if tp in committed and committed[tp].offset >= 0}
        if not self._was_read_once():
            self._backlog.reach(
                included
            )  # nothing is called current before the pictures are read, and memory is spared
            return
        # told whole, and shorter since: it was made anew
        stands = frozenset(tp.partition for tp in pictures if whole.get(tp.partition, written[tp] + 1) <= written[tp])
        look = FreshnessLook(at, included, ends, stands)
        until = self._clock() + READ_SECONDS
        while not self._has_read(written) or not self._backlog.has_read(look):
            if self._clock() > until:
                self._backlog.problem = "the gateway is still reading what was written"
                return
            await asyncio.sleep(READ_PAUSE_SECONDS)
        self._backlog.look(look)

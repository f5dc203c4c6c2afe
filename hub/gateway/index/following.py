"""Follows topics from their beginning, for as long as the gateway lives: what they hold, then what comes.

Promise: what was read is kept while Kafka is away, which is said in `problem`, and reading goes on by itself; the
event loop gets its turn after every SLICE records.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from random import Random
from typing import Final

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from hub.back_off import BackOff
from hub.events.counting import count_words
from hub.log.failure_words import failure_words
from hub.log.fetch_wait import BUSY_MS, FetchWait
from hub.log.raw_reader import RawRecord
from hub.log.stopping import is_cancelled, stop_consumer
from hub.log.topics_there import TopicsMissing, check_there

log = logging.getLogger("hub.gateway")

POLL_MS: Final = 500
SLICE: Final = 200
BACK_OFF: Final = BackOff(first=1.0, longest=1.0)
ASK_SECONDS: Final = 2.0
ANSWER_SECONDS: Final = 5.0

Before = Callable[["AIOKafkaConsumer[bytes | None, bytes | None]", Sequence[RawRecord]], Awaitable[None]]


class Follower:
    """Hands every record of `topics` to `take`, partition by partition in log order, also again after an outage.

    what: names in words what is read, for `problem`. start_over: called with the ends of now before everything is read
    (again) from its beginning. caught_up: called when all that stood there at that moment has been handed over.
    ends_are: called with the ends whenever they were asked, every other second. before: awaited with the records of
    each poll before they are handed over. rest: called after each poll that
    brought something.

    unread: why not everything that stood there when it began has been handed over, and how far it is, in words; None
    once it was, whatever comes then. answers: False from when Kafka did not answer until it does again.
    """

    def __init__(
        self,
        what: str,
        bootstrap_servers: str,
        topics: Sequence[str],
        random: Random,
        *,
        take: Callable[[RawRecord], None],
        start_over: Callable[[Mapping[TopicPartition, int]], None] = lambda ends: None,
        caught_up: Callable[[], None] = lambda: None,
        ends_are: Callable[[Mapping[TopicPartition, int]], None] = lambda ends: None,
        before: Before | None = None,
        rest: Callable[[], None] = lambda: None,
    ) -> None:
        self._what = what
        self._servers = bootstrap_servers
        self._topics = tuple(topics)
        self._random = random
        self._take, self._start_over, self._caught_up, self._rest = take, start_over, caught_up, rest
        self._ends_are, self._before = ends_are, before
        self.problem: str | None = f"starting: {what} not read yet"
        self.unread: str | None = f"{what} not read yet"
        self.answers = True
        self._handed = self._most = 0
        self._asked = 0.0

    async def follow(self) -> None:
        """Until cancelled."""
        while True:
            try:
                await self._follow()
            except TopicsMissing as missing:
                self._say(str(missing), str(missing))
            except (KafkaError, OSError, TimeoutError, asyncio.CancelledError) as away:
                if is_cancelled():  # also where waiting inside has swallowed it
                    raise asyncio.CancelledError from away
                self.answers = False
                self._say(f"Kafka does not answer ({failure_words(away)})", str(away))
            await asyncio.sleep(BACK_OFF.pause(1, self._random))

    def _say(self, why: str, reason: str) -> None:
        self.problem = f"{why}; {self._what} may be old"
        if self.unread is not None:
            self.unread = f"{self._what} not read yet: {why}"
        log.warning("what is shown may be old", extra={"what": self._what, "reason": reason})

    async def _follow(self) -> None:
        consumer: AIOKafkaConsumer[bytes | None, bytes | None] = AIOKafkaConsumer(
            bootstrap_servers=self._servers,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            fetch_max_wait_ms=BUSY_MS,
            request_timeout_ms=10_000,
        )
        try:
            await consumer.start()
            await check_there(consumer, self._topics, ANSWER_SECONDS)
            self.answers = True
            wanted = [tp for topic in self._topics for tp in await _partitions(consumer, topic)]
            consumer.assign(wanted)
            await consumer.seek_to_beginning(*wanted)
            ends = await consumer.end_offsets(wanted)
            self._start_over(ends)
            begins = {tp: await consumer.position(tp) for tp in wanted}
            left = {tp: end for tp, end in ends.items() if begins[tp] < end}
            self._handed, self._most = 0, sum(end - begins[tp] for tp, end in left.items())
            self._tell(left)
            wait = FetchWait()
            while True:
                fetched = await consumer.getmany(timeout_ms=POLL_MS, max_records=SLICE)
                wait.looked(consumer, bool(fetched))
                if self._before is not None:
                    await self._before(consumer, [each for records in fetched.values() for each in records])
                for records in fetched.values():
                    for record in records:
                        self._take(record)
                    self._handed += len(records)
                if left:
                    left = {tp: end for tp, end in left.items() if await consumer.position(tp) < end}
                    self._tell(left)
                if fetched:
                    self._rest()
                if await self._was_made_anew(consumer, wanted):
                    log.warning("a topic was made anew, it is read from its beginning", extra={"what": self._what})
                    return
                await asyncio.sleep(0)
        finally:
            await stop_consumer(consumer)

    def _tell(self, left: dict[TopicPartition, int]) -> None:
        if left:
            self.problem = f"reading: {count_words(len(left), 'partition')} of {self._what} not read to the end yet"
            if self.unread is not None:
                # of what was compacted away there is an offset, and no record
                self.unread = f"{self._handed:,} of at most {count_words(self._most, 'record')} of {self._what} read"
        elif self.problem is not None:
            self.problem = self.unread = None
            self._caught_up()

    async def _was_made_anew(
        self, consumer: "AIOKafkaConsumer[bytes | None, bytes | None]", wanted: Sequence[TopicPartition]
    ) -> bool:
        """Now and then: asks for the ends, and whether one lies before what has been read."""
        # polling alone stays silent about a broker that is gone
        now = asyncio.get_running_loop().time()
        if now - self._asked <= ASK_SECONDS:
            return False
        self._asked = now
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                ends = await consumer.end_offsets(list(wanted))
        except TimeoutError:
            await check_there(consumer, self._topics, ANSWER_SECONDS)
            raise
        positions = {tp: await consumer.position(tp) for tp in wanted}
        if any(ends[tp] < position for tp, position in positions.items()):
            return True
        self._ends_are(ends)
        return False


async def _partitions(consumer: "AIOKafkaConsumer[bytes | None, bytes | None]", topic: str) -> list[TopicPartition]:
    # a consumer without a group knows the partitions of topics that it has asked something about
    await consumer.beginning_offsets([TopicPartition(topic, 0)])
    return [TopicPartition(topic, number) for number in sorted(consumer.partitions_for_topic(topic) or ())]

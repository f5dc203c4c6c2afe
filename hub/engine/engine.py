"""The engine of one worker: shards for the partition numbers it was given, and what happens once a second.

Faust brings batches and assignments; shards do the work in tasks of their own. Nothing here waits for a shard.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterable, Callable
from datetime import datetime
from functools import partial
from random import Random
from typing import Any, Final, cast

from aiokafka import TopicPartition
from aiokafka.errors import KafkaError
from faust.types import EventT

from hub.engine import hooks
from hub.engine.app import create_app, shard_numbers
from hub.engine.configuration import ConfigurationFollower
from hub.engine.internals import Batch
from hub.engine.ownership import LEASE_SHARE, Assignment
from hub.engine.ports import Core
from hub.engine.settings import EngineSettings
from hub.engine.shard import Shard
from hub.engine.shard_state import ShardParts
from hub.log.batch_writer import BatchWriter, new_producer
from hub.log.discarding import discard_producer
from hub.log.failure_words import failure_words
from hub.log.quarantine import Quarantine
from hub.log.raw_reader import ReaderPool
from hub.log.reached import ask_reached
from hub.log.topics_there import TopicsMissing
from hub.log.whole import tell_whole

log = logging.getLogger("hub.engine")

TICK_SECONDS: Final = 1.0
CLOSE_SECONDS: Final = 5.0
TELL_WHOLE_SECONDS: Final = 3600.0


class Engine:
    """One worker's engine; make it inside a running event loop. clock: the time, aware."""

    def __init__(self, settings: EngineSettings, core: Core, clock: Callable[[], datetime], random: Random) -> None:
        self.settings = settings
        self.app = create_app(settings)
        self.shards: dict[int, Shard] = {}
        self.problem = ""
        self.kafka_problem = ""
        self.assigned = False
        self._clock = clock
        # apart, so that neither a long restore nor many of them hold up the heals and the ticks
        self._restore_pool = ReaderPool(settings.bootstrap_servers)
        self._heal_pool = ReaderPool(settings.bootstrap_servers)
        self._tick_pool = ReaderPool(settings.bootstrap_servers, size=1)
        self._writer = BatchWriter(lambda: new_producer(settings.bootstrap_servers), discard_producer)
        self.configuration = ConfigurationFollower(
            settings.configuration,
            core,
            self._tick_pool,
            partial(ask_reached, settings.bootstrap_servers, settings.names),
        )
        self._quarantine = Quarantine(self._writer, settings.quarantine, core.code_version)
        self._core = core
        self._random = random
        self._handed: dict[TopicPartition, int] = {}
        self._restoring: set[int] = set()
        self._ending: set[asyncio.Task[None]] = set()
        self._told_whole: dict[TopicPartition, tuple[int, float]] = {}
        self._look: asyncio.Future[None] | None = None
        self._look_began = 0.0
        self.app.on_positioned = self._on_positioned
        self.app.on_partitions_revoked.connect(self._on_revoked)
        self.app.agent(self.app.batch_topic(*settings.inputs), name="batches")(self._hand_over)

    @property
    def heartbeat_age_seconds(self) -> float:
        """Since the last acknowledged heartbeat was sent; infinite before the first."""
        lease = self.app.batches.lease
        return time.monotonic() - lease if lease else float("inf")

    async def run(self, until: asyncio.Event, every_tick: Callable[["Engine"], None]) -> None:
        """Runs until `until` is set; calls `every_tick` once a second. Raises RuntimeError if Faust crashes."""
        self.settings.status_file.parent.mkdir(parents=True, exist_ok=True)  # Faust keeps its empty folder there
        await self.app.start()
        try:
            while not until.is_set():
                if self.app.crashed or self.app.should_stop:
                    raise RuntimeError(f"Faust stopped: {self.app.crash_reason!r}")
                self._tick()
                every_tick(self)
                await _wait(until, TICK_SECONDS)
        finally:
            await self._stop()

    async def _stop(self) -> None:
        for shard in self.shards.values():
            self._end(shard)
        if self._look is not None:
            self._look.cancel()
        under_way: set[asyncio.Future[None]] = {*self._ending, *([self._look] if self._look else [])}
        if under_way:
            await asyncio.wait(under_way, timeout=CLOSE_SECONDS)
        await self.app.stop()
        await self._writer.stop()
        for pool in (self._restore_pool, self._heal_pool, self._tick_pool):
            await pool.stop()

    # from Faust

    async def _hand_over(self, stream: Any) -> None:
        events: AsyncIterable[EventT[Any]] = stream.events()
        async for event in events:
            batch = cast(Batch, event.value)
            hooks.reach(hooks.Point.HAND_OVER)
            shard = self.shards.get(batch.tp.partition)
            if shard is not None:
                shard.accept(batch)

    async def _on_revoked(self, *_: Any, **__: Any) -> None:
        for shard in self.shards.values():
            shard.wake()  # it sees that its assignment is over

    def _on_positioned(self, assigned: frozenset[TopicPartition]) -> None:
        """A new assignment stands at its committed offsets: shards that stay keep their memory and catch up."""
        counts = {topic: self.app.batches.partition_count(topic) for topic in self.settings.inputs}
        numbers, self.problem = shard_numbers(assigned, self.settings.inputs, counts, self.settings.partitions)
        self.assigned = True
        self._handed.clear()
        if any(shard.is_busy for shard in self.shards.values()):
            self._writer.abandon()  # what is still being sent belongs to an assignment that is over
        for number in set(self.shards) - (set() if self.problem else numbers):
            shard = self.shards.pop(number)
            self._told_whole.pop(shard.state.pictures.tp, None)  # whoever has it now tells of it
            self._end(shard)
        if self.problem:
            log.error("assignment refused", extra={"reason": self.problem})
            self.app.batches.leave_out(assigned)
            return
        batches = self.app.batches
        assignment = Assignment(
            epoch=self.app.epoch,
            current=lambda: self.app.epoch,
            lease=lambda: batches.lease,
            clock=time.monotonic,
            lease_seconds=LEASE_SHARE * self.settings.session_timeout_seconds,
        )
        for number in sorted(numbers):
            if number not in self.shards:
                self.shards[number] = Shard(number, self._shard_parts())
            self.shards[number].begin(assignment)
        log.info("assigned", extra={"generation": assignment.generation, "partitions": sorted(numbers)})

    def _shard_parts(self) -> ShardParts:
        return ShardParts(
            inputs=self.settings.inputs,
            picture=self.settings.picture,
            core=self._core,
            source=self.app.batches,
            restore_pool=self._restore_pool,
            heal_pool=self._heal_pool,
            writer=self._writer,
            quarantine=self._quarantine,
            configuration=self.configuration,
            restoring=self._restoring,
            clock=self._clock,
            random=self._random,
        )

    def _end(self, shard: Shard) -> None:
        for task in shard.stop():
            self._ending.add(task)
            task.add_done_callback(self._ending.discard)

    # once a second

    def _tick(self) -> None:
        for number, shard in self.shards.items():
            if shard.has_ended_unasked:
                raise RuntimeError(f"the shard of partition {number} ended without a word; starting again from the log")
            if shard.is_due:
                shard.wake()
        if self._look is None or self._look.done():
            if self._look is not None:
                self._look.result()  # what is not named in _look_at_kafka is a fault of ours and ends the worker
            self._look, self._look_began = asyncio.ensure_future(self._look_at_kafka()), time.monotonic()
        elif time.monotonic() - self._look_began > self.settings.session_timeout_seconds and not self.kafka_problem:
            self.kafka_problem = f"Kafka at {self.settings.bootstrap_servers} has not answered for a session timeout"
        if not hooks.is_removed(hooks.Guard.CHAIN):
            self._look_for_lost_batches()

    async def _look_at_kafka(self) -> None:
        try:
            if await self.configuration.follow():
                self._wake_all()
            await self._look_at_ends()
            await self._tell_whole()
            self.kafka_problem = ""
        except TopicsMissing as missing:
            self.kafka_problem = str(missing)
        except (KafkaError, OSError, TimeoutError) as error:
            self.kafka_problem = f"Kafka at {self.settings.bootstrap_servers} does not answer: {failure_words(error)}"

    def _wake_all(self) -> None:
        for shard in self.shards.values():
            shard.wake()

    async def _look_at_ends(self) -> None:
        """A frozen worker may wake and write while nothing of ours goes out to show the gap; a log may be cut."""
        shards = {shard.state.pictures.tp: shard for shard in self.shards.values()}
        if not shards:
            return
        # before the question: what is known then has been in the log
        known = {tp: end for shard in shards.values() for tp, end in shard.state.known_ends().items()}
        async with self._tick_pool.take() as reader:
            ends = await reader.ends(known)
        for tp, shard in shards.items():
            for each in shard.state.known_ends():
                if ends[each] < known[each]:
                    shard.cut(
                        f"{each.topic}[{each.partition}] ends at {ends[each]} though it had reached {known[each]}"
                    )
                    if each == tp:
                        self._writer.abandon()  # its shard may wait for an acknowledgement that never comes
            if ends[tp] > shard.state.pictures.heads.end:
                shard.foreign_end(ends[tp])

    async def _tell_whole(self) -> None:
        """Once for each shard that has written every picture, and again before Kafka forgets it."""
        now, fresh = time.monotonic(), {}
        for shard in (each for each in self.shards.values() if each.state.is_whole):
            times, at = self._told_whole.get(shard.state.pictures.tp, (0, now))
            if times != shard.state.times_whole or now - at > TELL_WHOLE_SECONDS:
                fresh[shard.state.pictures.tp] = shard.state.pictures.heads.end, shard.state.times_whole
        ends = {tp: end for tp, (end, _) in fresh.items()}
        await tell_whole(self.settings.bootstrap_servers, self.settings.names.whole_group, ends)
        self._told_whole.update({tp: (times, now) for tp, (_, times) in fresh.items()})

    def _look_for_lost_batches(self) -> None:
        """What was handed over and has not reached its shard for a second is lost: an agent raised. It comes again."""
        before, self._handed = self._handed, {}
        for number, shard in self.shards.items():
            for tp in (TopicPartition(topic, number) for topic in self.settings.inputs):
                handed = self.app.batches.handed_over(tp)
                if handed is None or handed <= shard.intake.following(tp):
                    continue
                if before.get(tp) == handed:
                    log.warning(
                        "batches lost on the way to the shard, read again", extra={"tp": f"{tp.topic}[{number}]"}
                    )
                    shard.intake.ask_again(tp)
                else:
                    self._handed[tp] = handed


async def _wait(event: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return

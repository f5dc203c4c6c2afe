"""Every touch of what Faust and aiokafka do not promise; nothing outside this module relies on their insides.

Tested against faust-streaming 0.15.3 and aiokafka 0.14.0, which are pinned; tests/engine/test_internals.py names
what changed when they are not those. What is changed, and why:
  an agent gets one event per (partition, fetch), a Batch of raw records, so Faust's cost is paid per batch;
  offsets follow `finish(batch)` and never acks: Faust acks also what it skips and what an agent raised on;
  fetching and seeking have one owner, the drain loop: records and read offset always belong together;
  a full shard leaves the fetch, and neither a full shard nor all of them full costs Faust's sleep of one second;
  the last acknowledged heartbeat is remembered: the lease;
  fetches that find nothing wait as hub.log.fetch_wait says (Faust fixes 1500 ms);
  Faust's look for partitions that stand still leaves out those that have no position, of which it would die.
Giving up a producer is in hub.log.discarding, because the gateway does it too.
"""

import asyncio
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final, cast

import faust
from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.errors import ConsumerStoppedError, IllegalStateError, KafkaError
from faust.events import Event
from faust.topics import Topic
from faust.transport.drivers import aiokafka as driver
from faust.types import TP
from faust.types.tuples import ConsumerMessage

from hub.engine import hooks
from hub.log.fetch_wait import BUSY_MS, FetchWait

FETCH_SECONDS: Final = 0.25
FETCH_SECONDS_WHILE_FULL: Final = 0.02
EXPECTED_FAUST: Final = "0.15.3"
EXPECTED_AIOKAFKA: Final = "0.14.0"


@dataclass(frozen=True, slots=True)
class Batch:
    """Raw records of one fetch of one partition: all that the log holds from `base` up to before `end`.

    generation, rewind: what was in force when it was asked for; a batch of another is void.
    """

    tp: TopicPartition
    records: list[ConsumerRecord[bytes | None, bytes | None]]
    base: int
    end: int
    generation: int
    rewind: int


class BatchThread(driver.AIOKafkaConsumerThread):
    """The consumer's own thread: heartbeats go on there whatever the main loop does."""

    consumer: "BatchConsumer"

    async def on_start(self) -> None:
        """Starts the consumer and listens to its heartbeats."""
        await super().on_start()
        coordinator = self._ensure_consumer()._coordinator
        beat = coordinator._do_heartbeat

        async def do_heartbeat() -> bool:
            sent = time.monotonic()
            recognised: bool = await beat()
            # while the group rebalances the broker still answers, but the partitions may be given away any moment
            if recognised and not coordinator._rejoin_needed_fut.done():
                self.consumer.lease = sent
            return recognised

        coordinator._do_heartbeat = do_heartbeat

    async def beat_now(self) -> None:
        """One heartbeat outside the rhythm: the lease of a new generation starts with the broker's word."""
        await self._ensure_consumer()._coordinator._do_heartbeat()

    async def verify_positioned(self, now: float, tps: Iterable[TP]) -> None:
        """Looks whether those of these that have a position are read on; in this thread none loses it meanwhile.

        One whose log ends before what is committed has none again and again, for as long as its shard waits.
        """
        subscribed = self._ensure_consumer()._subscription
        for tp in tps:
            if subscribed.is_assigned(tp) and subscribed.subscription.assignment.state_value(tp).has_valid_position:
                self.verify_event_path(now, tp)

    def _create_worker_consumer(self, transport: driver.Transport) -> AIOKafkaConsumer:
        consumer = super()._create_worker_consumer(transport)
        consumer._fetch_max_wait_ms = BUSY_MS
        return consumer


class BatchConsumer(driver.Consumer):
    """Faust's consumer, handing over batches and committing what was finished.

    lease: when (time.monotonic()) the last heartbeat that the group acknowledged was sent; 0 before the first.
    """

    app: "BatchApp"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.lease = 0.0
        self._chain: dict[TP, int] = {}
        self._chain_generation: int | None = None
        self._never_committed: frozenset[TopicPartition] = frozenset()
        self._rewinds: dict[TP, int] = {}
        self._rewinds_wanted: set[TP] = set()
        self._gaps: dict[TP, int] = {}
        self._room = asyncio.Event()
        self._fetch_wait = FetchWait()
        super().__init__(*args, **kwargs)

    # for the engine

    def chain(self) -> dict[TP, int]:
        """Per partition of this assignment, the first offset that is not finished."""
        return dict(self._chain)

    def never_committed(self) -> frozenset[TopicPartition]:
        """Partitions of this assignment of which the group had committed nothing when it began."""
        return self._never_committed

    def handed_over(self, tp: TopicPartition) -> int | None:
        """The offset after the last one handed to the agents; None when the partition is not ours."""
        return self._read_offset[TP(*tp)] if TP(*tp) in self._chain else None

    def partition_count(self, topic: str) -> int | None:
        """How many partitions the topic has by the metadata on which the assignment stands; None when not known."""
        return len(self._thread._ensure_consumer().partitions_for_topic(topic) or ()) or None

    def is_void(self, batch: Batch) -> bool:
        """True if the batch belongs to another assignment, or to a reading that was started over."""
        return (
            batch.generation != self.app.consumer_generation_id
            or self._chain_generation != batch.generation
            or batch.rewind != self._rewinds.get(TP(*batch.tp), 0)
        )

    def finish(self, batch: Batch) -> None:
        """What the batch said is written and acknowledged. Moves the offset only if all before it is finished too;

        if something before it was dropped, that is read again.
        """
        tp = TP(*batch.tp)
        if self.is_void(batch):
            return
        if self._chain.get(tp) == batch.base:
            self._chain[tp] = batch.end
        else:
            self.rewind(batch.tp)

    def rewind(self, tp: TopicPartition) -> int:
        """Asks to read again from the first offset that is not finished; voids what is on its way.

        Returns the number (`Batch.rewind`) of the reading that will then begin.
        """
        self._rewinds_wanted.add(TP(*tp))
        self._room.set()
        return self._rewinds.get(TP(*tp), 0) + 1

    def leave_out(self, tps: Iterable[TopicPartition]) -> None:
        """Fetch these no more, until `take_in`: their shard is full. At most one fetch still arrives."""
        for tp in tps:
            self._get_active_partitions().discard(TP(*tp))
            self._buffered_partitions.add(TP(*tp))

    def take_in(self, tps: Iterable[TopicPartition]) -> None:
        """Fetch these again, from now on."""
        for tp in tps:
            if TP(*tp) in self._buffered_partitions:
                self._buffered_partitions.discard(TP(*tp))
                if TP(*tp) in self._chain:
                    self._get_active_partitions().add(TP(*tp))
        self._room.set()

    # for Faust

    def _new_consumer_thread(self) -> BatchThread:
        return BatchThread(self, loop=self.loop, beacon=self.beacon)

    def on_buffer_full(self, tp: TP) -> None:
        """Nothing: shards say when they are full."""

    def on_buffer_drop(self, tp: TP) -> None:
        """Nothing: shards say when they have room."""

    def _epoch(self) -> tuple[int, int]:
        return self.app.epoch

    async def _drain_messages(self, fetcher: Any) -> None:
        try:
            while not (self._stopped.is_set() or fetcher._stopped.is_set()):
                for tp in list(self._rewinds_wanted):
                    await self._perform_rewind(tp)
                if not self.flow_active:
                    await self.wait(self.can_resume_flow)  # type: ignore[arg-type]  # Service.wait takes asyncio's events too
                    continue
                active = set(self._get_active_partitions())
                if not active:
                    await self._wait_for_room()
                    continue
                epoch = self._epoch()  # before the fetch: a reply may outlive a rebalance
                seconds = FETCH_SECONDS_WHILE_FULL if self._buffered_partitions else FETCH_SECONDS
                fetched = await self._getmany(active, seconds)
                self._fetch_wait.looked(self._thread._ensure_consumer(), bool(fetched))
                await asyncio.sleep(0)
                for tp, records in (fetched or {}).items():
                    await self._hand_over(TP(*tp), records, epoch)
        except (ConsumerStoppedError, asyncio.CancelledError):
            if not self.app.should_stop:  # Faust takes a cancelled fetcher for a crash, also while it stops
                raise

    async def _wait_for_room(self) -> None:
        self._room.clear()
        try:
            await asyncio.wait_for(self._room.wait(), FETCH_SECONDS)
        except TimeoutError:
            return  # look again whether the service is to stop

    async def _hand_over(self, tp: TP, records: list[Any], epoch: tuple[int, int]) -> None:
        if epoch != self._epoch() or not self.flow_active:
            self._rewinds_wanted.add(tp)  # fetched under another assignment
        following = self._read_offset[tp]  # the next offset to read, where stock Faust keeps the last one read
        if following is not None and records[0].offset < following:
            records = [record for record in records if record.offset >= following]
        if records and following is not None and self._is_new_gap(tp, following, records[0].offset):
            self._rewinds_wanted.add(tp)
        if tp in self._rewinds_wanted or not records:
            return
        base = records[0].offset if following is None else following
        last = records[-1]
        batch = Batch(TopicPartition(*tp), records, base, last.offset + 1, epoch[0], self._rewinds.get(tp, 0))
        message = ConsumerMessage(
            tp.topic, tp.partition, last.offset, last.timestamp / 1000, last.timestamp_type,
            [], None, cast(Any, batch), None, 0, 0, tp, generation_id=epoch[0],
        )  # fmt: skip
        self._read_offset[tp] = batch.end  # before the hand-over, which may wait
        await self.wait_first(self.callback(message), self.suspend_flow.wait())

    def _is_new_gap(self, tp: TP, following: int, first: int) -> bool:
        """Whether records are missing in front of these, and it is not known yet that the log has none there."""
        if first == following or self._gaps.get(tp) == first:
            return False
        self._gaps[tp] = first
        return True

    async def perform_seek(self) -> None:
        """Starts each assigned partition at its committed offset, or at the log's start, and the lease."""
        epoch = self._epoch()
        # before the seek: a fetch that was under way may end at any moment after it, and has moved the position then
        self._rewinds_wanted.clear()
        self._gaps.clear()  # what was read again in another assignment says nothing of what is lost in this one
        await super().perform_seek()
        mine = self.assignment()
        unpinned = [tp for tp in mine if self._read_offset[tp] is None]
        self._never_committed = frozenset(TopicPartition(*tp) for tp in unpinned)
        if unpinned:
            self._read_offset.update(await self.earliest_offsets(*unpinned))
        self._chain = {tp: offset for tp in mine if (offset := self._read_offset[tp]) is not None}
        self._chain_generation = epoch[0]
        self._buffered_partitions.clear()
        thread = self._thread
        assert isinstance(thread, BatchThread)
        await thread.call_thread(thread.beat_now)
        if epoch == self._epoch():  # else the next assignment seeks again
            self.app.on_positioned(frozenset(TopicPartition(*tp) for tp in mine))

    async def _perform_rewind(self, tp: TP) -> None:
        if self.app.rebalancing:
            return  # wanted still: this assignment may have been sought already
        self._rewinds_wanted.discard(tp)
        if tp not in self._chain:
            return  # not ours any more
        self._rewinds[tp] = self._rewinds.get(tp, 0) + 1
        self._read_offset[tp] = self._chain[tp]
        try:
            await self._thread.call_thread(self._thread._ensure_consumer().seek, tp, self._chain[tp])
        except (KafkaError, IllegalStateError) as error:
            self.log.warning("rewind of %s not done, it is not ours any more: %r", tp, error)

    async def verify_all_partitions_active(self) -> None:
        """Logs which partitions stand still. Faust asks from this thread what the other one changes meanwhile."""
        thread = self._thread
        assert isinstance(thread, BatchThread)
        await thread.call_thread(thread.verify_positioned, time.monotonic(), self.assignment())

    def _filter_tps_with_pending_acks(self, topics: Any = None) -> Iterator[TP]:
        return (tp for tp in set(self._chain) if topics is None or tp in topics or tp.topic in topics)

    def _new_offset(self, tp: TP) -> int | None:
        acked = max(self._acked.pop(tp, ()), default=None)
        self._acked_index.pop(tp, None)
        if hooks.is_removed(hooks.Guard.CHAIN):
            return None if acked is None else acked + 1
        if hooks.is_removed(hooks.Guard.FINISH):
            return self._read_offset.get(tp)
        return self._chain.get(tp) if self._chain_generation == self.app.consumer_generation_id else None


class BatchTransport(driver.Transport):
    """Faust's transport with the consumer above."""

    Consumer = BatchConsumer


class BatchTopic(Topic):
    """A topic whose messages are batches: they are not decoded."""

    def _compile_decode(self) -> None:
        async def decode(message: Any, *, propagate: bool = False) -> Event:
            return Event(self.app, None, message.value, [], message)

        self.decode = decode  # type: ignore[method-assign]


class BatchApp(faust.App):
    """A Faust app whose topics come in batches.

    on_positioned: called with the partitions of each new assignment, once they stand at their committed offsets.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.on_positioned: Callable[[frozenset[TopicPartition]], None] = _nobody
        super().__init__(*args, **kwargs)

    def _new_transport(self) -> BatchTransport:
        return BatchTransport(self.conf.broker_consumer, self, loop=self.loop)

    def batch_topic(self, *names: str) -> BatchTopic:
        """One channel over these topics."""
        return BatchTopic(self, topics=list(names), key_serializer="raw", value_serializer="raw")

    def on_rebalance_end(self) -> None:
        """An assignment without partitions has nothing to seek; it is one all the same."""
        super().on_rebalance_end()
        if not self.batches.assignment():
            self.on_positioned(frozenset())

    @property
    def batches(self) -> BatchConsumer:
        """The consumer, once the app is starting."""
        consumer = self.consumer
        assert isinstance(consumer, BatchConsumer)
        return consumer

    @property
    def epoch(self) -> tuple[int, int]:
        """(the group's generation, how many rebalances have begun): changes with the first sign of a rebalance."""
        return int(self.consumer_generation_id), int(self.rebalancing_count)


def _nobody(_: frozenset[TopicPartition]) -> None:
    """Before an engine listens."""

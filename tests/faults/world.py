"""Topics, load and the end check of the fault tests: a plain writer, and a fold that shares no code with the engine."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import orjson
from aiokafka import AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import TopicAlreadyExistsError

from hub.events.topics import CONFIGURATION, INPUT_TOPICS, PICTURE, QUARANTINE
from hub.log.position import Basis
from hub.log.raw_reader import RawReader, Stretch

PARTITIONS = 4


@dataclass
class World:
    """One namespace on one broker. said: everything that was acknowledged, by key."""

    bootstrap_servers: str
    prefix: str
    said: dict[bytes, dict[int, bool]] = field(default_factory=lambda: defaultdict(dict))
    next_seq: int = 0

    @property
    def environment(self) -> dict[str, str]:
        return {
            "HUB_BOOTSTRAP_SERVERS": self.bootstrap_servers,
            "HUB_REGISTRY_URL": "http://127.0.0.1:1",  # the counting fold asks no registry
            "HUB_TOPIC_PREFIX": self.prefix,
            "HUB_PARTITIONS": str(PARTITIONS),
            "HUB_ENGINE_FOLD": "tests.engine.counting_fold:create",
            "HUB_SESSION_TIMEOUT_SECONDS": "4",
            "HUB_HEARTBEAT_SECONDS": "0.5",
        }

    def topic(self, name: str) -> str:
        return self.prefix + name

    async def create_topics(self, *, partitions: int = PARTITIONS, compact_after_ms: int = 86_400_000) -> None:
        admin = AIOKafkaAdminClient(bootstrap_servers=self.bootstrap_servers)
        await admin.start()
        try:
            compacted = {
                "cleanup.policy": "compact",
                "min.compaction.lag.ms": str(compact_after_ms),
                "segment.ms": "5000",
                "min.cleanable.dirty.ratio": "0.01",
                "max.message.bytes": "8388608",
            }
            await admin.create_topics(
                [NewTopic(self.topic(name), partitions, 1) for name in INPUT_TOPICS]
                + [
                    NewTopic(self.topic(CONFIGURATION), 1, 1),
                    NewTopic(self.topic(QUARANTINE), partitions, 1),
                    NewTopic(self.topic(PICTURE), partitions, 1, topic_configs=compacted),
                ]
            )
        except TopicAlreadyExistsError:
            return  # of several, those that were missing are made all the same
        finally:
            await admin.close()

    async def say(self, producer: AIOKafkaProducer, partition: int, key: bytes, topic: int, **more: Any) -> int:
        """One event, acknowledged. Returns its sequence number."""
        seq = self.next_seq
        self.next_seq += 1
        value = orjson.dumps({"seq": seq, **more})
        await producer.send_and_wait(self.topic(INPUT_TOPICS[topic]), value, key=key, partition=partition)
        self.said[key][seq] = bool(more.get("gone"))
        return seq

    async def say_others(self, producer: AIOKafkaProducer, partition: int, count: int, topic: int = 0) -> list[bytes]:
        """One event for each of so many keys that nobody has spoken of before, acknowledged. Returns the keys."""
        keys = [b"other-%d-%d" % (partition, self.next_seq + number) for number in range(count)]
        for start in range(0, count, 500):
            await asyncio.gather(*(self.say(producer, partition, key, topic) for key in keys[start : start + 500]))
        return keys

    def expected(self) -> dict[bytes, bytes | None]:
        """What the compacted pictures must say, folded from what was acknowledged."""
        bodies: dict[bytes, bytes | None] = {}
        for key, said in self.said.items():
            last = max(said)
            if said[last]:
                bodies[key] = None
            else:
                bodies[key] = b'{"count":%d,"last":%d,"sum":%d}' % (len(said), last, sum(said))
        return bodies

    async def pictures(self) -> "Pictures":
        """Every output record that the log still holds, as two kinds of reader see it."""
        read = Pictures()
        async for record in self.read(PICTURE):
            read.take(record.partition, record.key, record.value, Basis.from_headers(record.headers))
        return read

    async def read(self, topic: str) -> Any:
        """All records of a topic to its present ends, partition by partition."""
        reader = RawReader(self.bootstrap_servers)
        await reader.start()
        try:
            ends = await reader.ends(await reader.partitions(self.topic(topic)))
            for tp, end in sorted(ends.items()):
                async for _, records in reader.read({tp: Stretch(0, end)}):
                    for record in records:
                        yield record
        finally:
            await reader.stop()

    async def committed(self) -> dict[TopicPartition, int]:
        """The group's committed offsets."""
        admin = AIOKafkaAdminClient(bootstrap_servers=self.bootstrap_servers)
        await admin.start()
        try:
            offsets = await admin.list_consumer_group_offsets(self.prefix + "hub-engine-v1")
            return {tp: each.offset for tp, each in offsets.items()}
        finally:
            await admin.close()


def never(mine: tuple[int, ...], theirs: tuple[int, ...]) -> bool:
    """True if `mine` goes back behind `theirs`: pointwise lower or equal, and not equal."""
    return mine != theirs and all(a <= b for a, b in zip(mine, theirs, strict=True))


class Pictures:
    """last: the last record per key, as compaction keeps it. heeding: what a reader keeps that ignores a lower `o`.

    log_steps_back: records that stand behind a newer one of their key. reader_steps_back: how often the heeding reader
    was shown something older than it had.
    """

    def __init__(self) -> None:
        self.last: dict[bytes, bytes | None] = {}
        self.heeding: dict[bytes, bytes | None] = {}
        self.log_steps_back = 0
        self.reader_steps_back = 0
        self._held: dict[bytes, Basis] = {}
        self._counts: dict[bytes, int] = {}

    def take(self, partition: int, key: bytes, value: bytes | None, basis: Basis) -> None:
        self.last[key] = value
        held = self._held.get(key)
        if held is not None:
            mine, theirs = basis.position.offsets, held.position.offsets
            if never(mine, theirs):
                self.log_steps_back += 1
                return
            ahead = mine == theirs or never(theirs, mine)
            if not ahead and basis.generation <= held.generation:
                return
        count = -1 if value is None else int(orjson.loads(value)["count"])
        if count >= 0 and count < self._counts.get(key, -1):
            self.reader_steps_back += 1  # counts only grow: events are never unsaid
        self._counts[key] = max(count, self._counts.get(key, -1))
        self.heeding[key] = value
        self._held[key] = basis


async def started_producer(bootstrap_servers: str) -> AIOKafkaProducer:
    # on a busy machine a killed broker may take more than the usual 40 s to come back; the load waits for it
    producer = AIOKafkaProducer(
        bootstrap_servers=bootstrap_servers, acks="all", enable_idempotence=True, request_timeout_ms=120_000
    )
    await producer.start()
    return producer


def differences(expected: dict[bytes, bytes | None], seen: dict[bytes, bytes | None], limit: int = 5) -> Iterable[str]:
    """Up to `limit` keys that differ, in words. A key with no picture may have a tombstone or nothing."""
    wrong = [key for key in sorted(expected.keys() | seen.keys()) if expected.get(key) != seen.get(key)]
    yield from (f"{key!r}: expected {expected.get(key)!r}, seen {seen.get(key)!r}" for key in wrong[:limit])
    if len(wrong) > limit:
        yield f"and {len(wrong) - limit} more"


async def sleep_until(condition: Any, seconds: float, what: str) -> None:
    """Awaits an async condition."""
    async with asyncio.timeout(seconds):
        while not await condition():
            await asyncio.sleep(0.1)

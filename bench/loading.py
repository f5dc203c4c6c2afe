"""Events written ahead as whole batches, as admission writes them, so that nobody measured waits for the writing."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from random import Random
from typing import Final, NamedTuple

from bench.workload import Shape, event_id, events
from hub.events.catalogue import EventType
from hub.log.batch_writer import BatchWriter, Outgoing, new_producer
from hub.log.codec import Stamp, frame, headers
from hub.log.discarding import discard_producer
from hub.log.publisher import register_schemas
from hub.log.registry import Registry
from hub.log.topics import TopicNames, partition_of
from hub.serialization.avro import encode

STAMP: Final = Stamp(datetime(2026, 1, 1, tzinfo=UTC), "operator", "bench")
AT_ONCE: Final = 5000
# framing 5 bytes, one byte for the length of the text; the event id is the first field of every event
_ID: Final = slice(6, 42)


class Encoded(NamedTuple):
    """A record and where it goes. topic: without the instance's prefix."""

    topic: str
    partition: int
    record: Outgoing


async def schema_ids(registry_url: str, names: TopicNames) -> dict[EventType, int]:
    async with Registry(registry_url, Random(1), tries=5) as registry:
        return await register_schemas(registry, names)


def encoded(
    seed: int, count: int, shape: Shape, partitions: int, ids: dict[EventType, int], first: int = 0
) -> list[Encoded]:
    """The workload's events as records."""
    made = []
    for event_type, event in events(seed, count, shape, first):
        key = event.meta.partnerships[0].encode()
        value = frame(ids[event_type], encode(event_type, event))
        record = Outgoing(key, value, headers(event_type, event, STAMP))
        made.append(Encoded(event_type.topic, partition_of(key, partitions), record))
    return made


def again(pool: Sequence[Encoded], count: int) -> Iterator[Encoded]:
    """`count` records: the pool over and over, each time with other event ids, which makes them other events."""
    for number in range(count):
        each = pool[number % len(pool)]
        if number < len(pool):
            yield each
            continue
        named = str(event_id((1 << 60) + number)).encode()
        key, value, (_, *others) = each.record.key, each.record.value, each.record.headers
        assert value is not None
        value = value[: _ID.start] + named + value[_ID.stop :]
        yield Encoded(each.topic, each.partition, Outgoing(key, value, (("ce_id", named), *others)))


class Loader:
    """Writes encoded records to the input topics of one instance."""

    def __init__(self, bootstrap_servers: str) -> None:
        self._writer = BatchWriter(lambda: new_producer(bootstrap_servers), discard_producer)

    async def load(self, names: TopicNames, records: Iterable[Encoded]) -> None:
        """All of them are acknowledged when this returns."""
        waiting: dict[tuple[str, int], list[Outgoing]] = defaultdict(list)
        for topic, partition, record in records:
            held = waiting[topic, partition]
            held.append(record)
            if len(held) >= AT_ONCE:
                await self._writer.write(names.full(topic), partition, waiting.pop((topic, partition)))
        for (topic, partition), held in waiting.items():
            await self._writer.write(names.full(topic), partition, held)

    async def stop(self) -> None:
        await self._writer.stop()

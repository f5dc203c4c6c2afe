"""Reading the records of one topic for a person: the last ones, or from an offset on, and what comes after."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from random import Random
from typing import Any, Final

from aiokafka import TopicPartition

from hub.events.counting import count_words
from hub.instance.connection import Cluster
from hub.log.decode import RecordDecoder
from hub.log.raw_reader import RawReader, Stretch, input_record
from hub.log.record_json import as_bytes, record_json
from hub.log.records import InputRecord, SchemaNeeded
from hub.log.registry import Registry, RegistryAway
from hub.log.topics_there import TopicsMissing

LAST: Final = 10
LOOK_SECONDS: Final = 0.5


class NoSuchPartition(ValueError):
    """The topic has no partition of that number; the text says how many it has."""


async def tail(
    cluster: Cluster, topic: str, partition: int | None, start: int | None, most: int | None, follow: bool
) -> AsyncGenerator[dict[str, Any], None]:
    """The topic's records as JSON data, ordered by time, then partition and offset; then, if asked, what comes.

    partition: of this one only; None: of all. start: first offset in each of them; None: the last LAST records of each.
    most: how many in all. Raises TopicsMissing, NoSuchPartition, KafkaError; a registry that is away is told in the
    record.
    """
    reader = RawReader(cluster.bootstrap_servers)
    await reader.start()
    given = 0
    try:
        tps = await reader.partitions(cluster.names.full(topic))
        if not tps:
            raise TopicsMissing([cluster.names.full(topic)])
        decoder = RecordDecoder(len(tps), cluster.names)
        if partition is not None:
            tps = [_the_one(tps, topic, partition)]
        ends = await reader.ends(tps)
        begin = {tp: max(0, ends[tp] - LAST) if start is None else start for tp in tps}
        async with Registry(cluster.registry_url, Random(0)) as registry:
            while True:
                for record in await _between(reader, begin, ends):
                    if most is not None and given >= most:
                        return
                    yield await _json_of(record, topic, decoder, registry)
                    given += 1
                if not follow or (most is not None and given >= most):
                    return
                begin = {tp: max(begin[tp], ends[tp]) for tp in tps}
                await asyncio.sleep(LOOK_SECONDS)
                ends = await reader.ends(tps)
    finally:
        await reader.stop()


def _the_one(tps: Sequence[TopicPartition], topic: str, number: int) -> TopicPartition:
    for tp in tps:
        if tp.partition == number:
            return tp
    raise NoSuchPartition(f"{topic} has no partition {number}: it has {count_words(len(tps), 'partition')}, from 0 on")


async def _between(
    reader: RawReader, begin: dict[TopicPartition, int], ends: dict[TopicPartition, int]
) -> list[InputRecord]:
    found = [
        input_record(raw)
        async for _, records in reader.read({tp: Stretch(begin[tp], end) for tp, end in ends.items()})
        for raw in records
    ]
    return sorted(found, key=lambda record: (record.timestamp_ms, record.partition, record.offset))


async def _json_of(record: InputRecord, topic: str, decoder: RecordDecoder, registry: Registry) -> dict[str, Any]:
    try:
        return record_json(record, topic, decoder)
    except SchemaNeeded as needed:
        schema_id = needed.schema_id
    try:
        schema = await registry.schema(schema_id)
    except RegistryAway as away:
        return as_bytes(record) | {"unreadable": f"schema id {schema_id} is not bundled, and {away}"}
    if schema is None:
        return as_bytes(record) | {"unreadable": f"the registry has no schema of id {schema_id}"}
    decoder.learn(schema_id, schema)
    return record_json(record, topic, decoder)

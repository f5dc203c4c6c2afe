"""Up to where each partition of the hub was seen to reach, kept in Kafka as the offsets of a group that nobody joins.

There, because whoever opens a door knows Kafka and not the folder of an instance; and because Kafka forgets it together
with a topic that is deleted, which is told otherwise (hub.instance.topic_memory).
"""

import json
from collections.abc import Mapping

from aiokafka import TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from hub.log.answering import admin_of
from hub.log.consumer_groups import keep_offsets, offsets_of
from hub.log.losses import ReachedEnd
from hub.log.topics import TopicNames


async def read_reached(admin: AIOKafkaAdminClient, names: TopicNames) -> dict[TopicPartition, ReachedEnd]:
    """Of each partition that was ever looked at. Ask before asking for ends, which only grow. Raises KafkaError."""
    known = await offsets_of(admin, names.reached_group)
    return {tp: _read(each.offset, each.metadata) for tp, each in known.items() if each.offset >= 0}


async def ask_reached(bootstrap_servers: str, names: TopicNames) -> dict[TopicPartition, ReachedEnd]:
    """As read_reached, over a connection of its own."""
    async with admin_of(bootstrap_servers) as admin:
        return await read_reached(admin, names)


async def remember(bootstrap_servers: str, names: TopicNames, reached: Mapping[TopicPartition, ReachedEnd]) -> None:
    """Keeps these in place of what was kept of the same partitions. Raises KafkaError."""
    kept = {tp: (each.end, _written(each)) for tp, each in reached.items()}
    await keep_offsets(bootstrap_servers, names.reached_group, kept)


def _written(each: ReachedEnd) -> str:
    """What stands beside the offset."""
    return json.dumps({"lost_at": each.lost_at, "start": each.start})


def _read(end: int, beside: str | None) -> ReachedEnd:
    """Of what nobody but `remember` wrote; whatever else stands there says nothing."""
    try:
        told = json.loads(beside or "")
        return ReachedEnd(end, None if told["lost_at"] is None else int(told["lost_at"]), int(told["start"]))
    except (ValueError, KeyError, TypeError):
        return ReachedEnd(end)

"""What a consumer group has committed, asked from outside; and what is kept in a group that nobody joins."""

import asyncio
from collections.abc import Mapping
from typing import Any, Final

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import GroupCoordinatorNotAvailableError
from aiokafka.structs import OffsetAndMetadata

from hub.log.answering import answered
from hub.log.stopping import stop_consumer

COORDINATOR_TRIES: Final = 40
COORDINATOR_PAUSE_SECONDS: Final = 0.25


async def offsets_of(admin: AIOKafkaAdminClient, group: str) -> dict[TopicPartition, OffsetAndMetadata]:
    """What the group has committed. Raises KafkaError."""
    # the first question of a fresh broker makes the topic that the answer stands in
    for left in reversed(range(COORDINATOR_TRIES)):
        try:
            async with answered("the coordinator of the group"):
                return dict(await admin.list_consumer_group_offsets(group))
        except GroupCoordinatorNotAvailableError:
            if not left:
                raise
            await asyncio.sleep(COORDINATOR_PAUSE_SECONDS)
    raise AssertionError("COORDINATOR_TRIES is at least 1")


async def keep_offsets(bootstrap_servers: str, group: str, offsets: Mapping[TopicPartition, tuple[int, str]]) -> None:
    """Keeps these, each with a text beside it, as the offsets of a group that nobody joins, in place of what was kept
    of the same partitions. Kafka forgets them with a topic that is deleted. Raises KafkaError."""
    if not offsets:
        return
    consumer: AIOKafkaConsumer[Any, Any] = AIOKafkaConsumer(
        bootstrap_servers=bootstrap_servers, group_id=group, enable_auto_commit=False
    )
    try:
        await consumer.start()
        consumer.assign(list(offsets))
        await consumer.commit(dict(offsets))
    finally:
        await stop_consumer(consumer)

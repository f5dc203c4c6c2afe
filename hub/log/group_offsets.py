"""What a consumer group has committed, asked from outside."""

import asyncio
from typing import Final

from aiokafka import TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import GroupCoordinatorNotAvailableError
from aiokafka.structs import OffsetAndMetadata

from hub.log.answering import answered

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

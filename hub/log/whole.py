"""Of which partitions of the output every picture has been written, kept in Kafka as the offsets of a group that nobody
joins.

Whoever reads pictures cannot see that some are missing: those of a topic that was deleted and made anew come one after
the other, while the engine's offsets stand where they stood. Kafka forgets what is kept here together with the topic.
Promise: a partition that is told whole held every picture of what the engine had taken in when it was told.
"""

from collections.abc import Mapping

from aiokafka import TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from hub.log.consumer_groups import keep_offsets, offsets_of
from hub.log.topics import TopicNames


async def whole_partitions(admin: AIOKafkaAdminClient, names: TopicNames) -> dict[int, int]:
    """The numbers of the partitions of pictures that were told whole, with where each ended then. Raises KafkaError."""
    kept = await offsets_of(admin, names.whole_group)
    return {tp.partition: each.offset for tp, each in kept.items() if tp.topic == names.picture and each.offset >= 0}


async def tell_whole(bootstrap_servers: str, group: str, ends: Mapping[TopicPartition, int]) -> None:
    """ends: partitions of pictures that are whole now, and where they end. Raises KafkaError."""
    await keep_offsets(bootstrap_servers, group, {tp: (end, "") for tp, end in ends.items()})

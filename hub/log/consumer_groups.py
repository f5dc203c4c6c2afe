"""What a consumer group has committed and how many are in it, asked from outside; and what is kept in a group that
nobody joins."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final, TypeVar

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import (
    GroupCoordinatorNotAvailableError,
    GroupIdNotFound,
    GroupLoadInProgressError,
    NotCoordinatorForGroupError,
    for_code,
)
from aiokafka.protocol.commit import OffsetFetchRequest
from aiokafka.structs import OffsetAndMetadata

from hub.log.answering import answered
from hub.log.stopping import stop_consumer

COORDINATOR_TRIES: Final = 40
COORDINATOR_PAUSE_SECONDS: Final = 0.25

COORDINATOR_NOT_YET: Final = (
    GroupCoordinatorNotAvailableError,  # the first question of a fresh broker makes the topic of the answer
    GroupLoadInProgressError,  # a broker that has just started reads that topic first
    NotCoordinatorForGroupError,
)

_ENDED: Final = ("Dead", "Empty")

Answer = TypeVar("Answer")


async def offsets_of(admin: AIOKafkaAdminClient, group: str) -> dict[TopicPartition, OffsetAndMetadata]:
    """What the group has committed. Raises KafkaError, so that whoever cannot know is never told that it is nothing."""
    return await _from_the_coordinator(lambda: _offsets(admin, group))


async def members_of(admin: AIOKafkaAdminClient, group: str) -> int:
    """How many members the group has. Raises KafkaError, as offsets_of."""
    return await _from_the_coordinator(lambda: _members(admin, group))


async def _from_the_coordinator(ask: Callable[[], Awaitable[Answer]]) -> Answer:
    for left in reversed(range(COORDINATOR_TRIES)):
        try:
            async with answered("the coordinator of the group"):
                return await ask()
        except COORDINATOR_NOT_YET:
            if not left:
                raise
            await asyncio.sleep(COORDINATOR_PAUSE_SECONDS)
    raise AssertionError("COORDINATOR_TRIES is at least 1")


async def _members(admin: AIOKafkaAdminClient, group: str) -> int:
    answers = await admin.describe_consumer_groups([group])
    members = 0
    for each in (found for answer in answers for found in answer.to_object()["groups"]):
        error = each["error_code"]
        if error not in (0, GroupIdNotFound.errno):
            raise for_code(error)(f"who is in {group} is not known")
        members += len(each["members"]) if not error and each["state"] not in _ENDED else 0
    return members


async def _offsets(admin: AIOKafkaAdminClient, group: str) -> dict[TopicPartition, OffsetAndMetadata]:
    """aiokafka's own question looks past the error of an answer as a whole, and takes it for a group without offsets.

    It touches what aiokafka does not promise; tests/engine/test_internals.py says with which release it works.
    """
    coordinator = await admin.find_coordinator(group)
    answer: Any = await admin._send_request(OffsetFetchRequest(group, None), coordinator)
    if answer.error_code:
        raise for_code(answer.error_code)(f"what {group} committed is not known")
    found = {}
    for topic, partitions in answer.topics:
        for number, offset, beside, error in partitions:
            if error:
                raise for_code(error)(f"what {group} committed of {topic}[{number}] is not known")
            found[TopicPartition(topic, number)] = OffsetAndMetadata(offset, beside)
    return found


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

"""The ids that Kafka gave to topics: one that was deleted and made anew has the same name and another id.

aiokafka asks an older form of the question, whose answer has no ids; this is the form of Kafka 2.8 and newer.
"""

import asyncio
from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

from aiokafka.client import AIOKafkaClient
from aiokafka.protocol.api import Request, RequestStruct, Response
from aiokafka.protocol.types import Boolean, CompactArray, CompactString, Int16, Int32, Schema, TaggedFields

ASK_SECONDS: Final = 5.0


class _Id:
    """Sixteen bytes, as they are."""

    @classmethod
    def encode(cls, value: UUID) -> bytes:
        return value.bytes

    @classmethod
    def decode(cls, data: Any) -> UUID:
        return UUID(bytes=data.read(16))

    @classmethod
    def repr(cls, value: UUID) -> str:
        return str(value)


_NUMBERS: Final = CompactArray(Int32)


class _TopicIdsAnswer(Response):  # type: ignore[misc]  # aiokafka's protocol is not typed
    API_KEY = 3
    API_VERSION = 12
    SCHEMA = Schema(
        ("throttle_time_ms", Int32),
        (
            "brokers",
            CompactArray(
                ("node_id", Int32),
                ("host", CompactString("utf-8")),
                ("port", Int32),
                ("rack", CompactString("utf-8")),
                ("tags", TaggedFields),
            ),
        ),
        ("cluster_id", CompactString("utf-8")),
        ("controller_id", Int32),
        (
            "topics",
            CompactArray(
                ("error_code", Int16),
                ("name", CompactString("utf-8")),
                ("topic_id", _Id),
                ("is_internal", Boolean),
                (
                    "partitions",
                    CompactArray(
                        ("error_code", Int16),
                        ("partition", Int32),
                        ("leader", Int32),
                        ("leader_epoch", Int32),
                        ("replicas", _NUMBERS),
                        ("isr", _NUMBERS),
                        ("offline", _NUMBERS),
                        ("tags", TaggedFields),
                    ),
                ),
                ("authorized_operations", Int32),
                ("tags", TaggedFields),
            ),
        ),
        ("tags", TaggedFields),
    )


class _TopicIdsQuestion(RequestStruct):  # type: ignore[misc]
    API_KEY = 3
    API_VERSION = 12
    FLEXIBLE_VERSION = True
    RESPONSE_TYPE = _TopicIdsAnswer
    SCHEMA = Schema(
        ("topics", CompactArray(("topic_id", _Id), ("name", CompactString("utf-8")), ("tags", TaggedFields))),
        ("allow_auto_topic_creation", Boolean),
        ("include_topic_authorized_operations", Boolean),
        ("tags", TaggedFields),
    )


class _AskTopicIds(Request[_TopicIdsQuestion]):  # type: ignore[misc]
    API_KEY = 3

    def __init__(self, topics: Iterable[str]) -> None:
        self._topics: list[Any] = [(UUID(int=0), topic, {}) for topic in topics]

    def build(self, request_struct_class: type[_TopicIdsQuestion]) -> _TopicIdsQuestion:
        return request_struct_class(self._topics, False, False, {})


async def topic_ids(bootstrap_servers: str, topics: Iterable[str]) -> dict[str, str]:
    """The id of each of the topics that there is. Makes none. Raises KafkaError, TimeoutError."""
    client = AIOKafkaClient(bootstrap_servers=bootstrap_servers)
    try:
        async with asyncio.timeout(ASK_SECONDS):
            await client.bootstrap()
            answer: Any = await client.send(client.get_random_node(), _AskTopicIds(topics))
    finally:
        await client.close()
    return {each[1]: str(each[2]) for each in answer.topics if each[0] == 0}

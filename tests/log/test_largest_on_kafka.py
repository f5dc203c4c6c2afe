"""The largest event that admission lets in is written and read again; a topic that is too small for it is named."""

from random import Random

import pytest
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

from hub.admission.admit import OPERATOR, Admitted, Context, admit
from hub.events.catalogue import BY_CE_TYPE
from hub.local.local_parts import LocalParts
from hub.log.publisher import MOST_RECORD_BYTES, BrokerAway, EventPublisher
from hub.log.raw_reader import RawReader, Stretch
from hub.log.registry import Registry
from hub.log.topics import TopicNames
from tests.support.documents import NOW
from tests.support.largest import everywhere, largest_document
from tests.support.records import STAMP

pytestmark = pytest.mark.kafka

DECLARED = BY_CE_TYPE["uk.jch.contract.declared.v1"]


def largest() -> Admitted:
    document = largest_document(DECLARED)
    document["data"]["meta"]["partnerships"] = document["data"]["meta"]["partnerships"][:1]
    answer = admit(document, Context(everywhere(), NOW, OPERATOR, "test"))
    assert isinstance(answer, Admitted)
    return answer


async def test_the_largest_event_is_written_and_read(parts: LocalParts, namespace: TopicNames) -> None:
    one = largest()
    async with (
        Registry(parts.registry_url, Random(0)) as registry,
        EventPublisher(parts.bootstrap_servers, namespace, registry) as publisher,
    ):
        (position,) = await publisher.publish([one], STAMP)
    # less than the record: Kafka gives a record whole to whoever asks for less, as the engine and the gateway do
    reader = RawReader(parts.bootstrap_servers, partition_bytes=64 * 1024)
    await reader.start()
    try:
        tps = [tp for tp in await reader.partitions(position.topic) if tp.partition == position.partition]
        found = [raw async for _, records in reader.read({tps[0]: Stretch(0, position.offset + 1)}) for raw in records]
    finally:
        await reader.stop()
    assert [len(raw.value or b"") > 1 << 20 for raw in found] == [True]


async def test_a_topic_of_an_earlier_release_is_told_with_what_to_set(parts: LocalParts, namespace: TopicNames) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=parts.bootstrap_servers)
    await admin.start()
    try:
        topic = namespace.full(DECLARED.topic)
        small = ConfigResource(ConfigResourceType.TOPIC, topic, {"max.message.bytes": "1048588"})
        await admin.alter_configs([small])
    finally:
        await admin.close()
    one = largest()
    async with (
        Registry(parts.registry_url, Random(0)) as registry,
        EventPublisher(parts.bootstrap_servers, namespace, registry) as publisher,
    ):
        with pytest.raises(BrokerAway, match=f"max.message.bytes of the input topics to {MOST_RECORD_BYTES}"):
            await publisher.publish([one], STAMP)

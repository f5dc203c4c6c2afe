"""The topics of an instance: as planned, made once, and refused where their number of partitions is another."""

import pytest
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

from hub.events.topics import AUDIT, CONFIGURATION, INPUT_TOPICS, PICTURE, QUARANTINE, REFUSAL, WARNING
from hub.instance.topic_plan import DAY_MS, planned
from hub.local.local_parts import LocalParts
from hub.log.topics import TopicNames
from hub.usecases.topics_admin import TopicUnusable, create_topics

pytestmark = pytest.mark.kafka


async def partitions_of(parts: LocalParts, names: TopicNames) -> dict[str, int]:
    admin = AIOKafkaAdminClient(bootstrap_servers=parts.bootstrap_servers)
    await admin.start()
    try:
        described = await admin.describe_topics([names.full(topic) for topic in planned(1)])
    finally:
        await admin.close()
    return {names.short(each["topic"]): len(each["partitions"]) for each in described}


async def settings_of(parts: LocalParts, topic: str) -> dict[str, str]:
    admin = AIOKafkaAdminClient(bootstrap_servers=parts.bootstrap_servers)
    await admin.start()
    try:
        answers = await admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, topic)])
    finally:
        await admin.close()
    return {entry[0]: entry[1] for answer in answers for resource in answer.resources for entry in resource[4]}


async def test_every_topic_is_there_as_planned(parts: LocalParts, namespace: TopicNames) -> None:
    assert await partitions_of(parts, namespace) == {
        **dict.fromkeys(INPUT_TOPICS, 4),
        CONFIGURATION: 1,
        PICTURE: 4,
        QUARANTINE: 4,
        REFUSAL: 4,
        WARNING: 4,
        AUDIT: 1,
    }
    for topic in (*INPUT_TOPICS, CONFIGURATION, QUARANTINE, REFUSAL, WARNING, AUDIT):
        kept = await settings_of(parts, namespace.full(topic))
        assert (kept["cleanup.policy"], kept["retention.ms"]) == ("delete", "-1"), topic
    picture = await settings_of(parts, namespace.full(PICTURE))
    assert picture["cleanup.policy"] == "compact"
    assert int(picture["min.compaction.lag.ms"]) >= DAY_MS


async def test_a_second_time_changes_nothing(parts: LocalParts, namespace: TopicNames) -> None:
    before = await partitions_of(parts, namespace)
    await create_topics(parts.bootstrap_servers, namespace, partitions=4)
    assert await partitions_of(parts, namespace) == before


async def test_another_number_of_partitions_is_refused_and_nothing_is_changed(
    parts: LocalParts, namespace: TopicNames
) -> None:
    with pytest.raises(TopicUnusable, match=r"has 4 partitions and HUB_PARTITIONS asks for 5.*never changed in place"):
        await create_topics(parts.bootstrap_servers, namespace, partitions=5)
    assert (await partitions_of(parts, namespace))[INPUT_TOPICS[0]] == 4

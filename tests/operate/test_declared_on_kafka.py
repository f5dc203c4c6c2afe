"""What `hub publish` reads of the pictures: the last record of each, of the wanted partnerships, in bounded time."""

import orjson
import pytest
from aiokafka import AIOKafkaProducer

from hub.admission.references import Kind, Known, Name
from hub.log.topics import TopicNames, partition_of
from hub.operate.connection import Cluster
from hub.operate.declared import read_declared
from hub.operate.local_parts import LocalParts
from hub.reconcile.picture import picture_key

CARERS = {"fields": {"mode": {"sides": [{"value": "joint"}]}}}


@pytest.mark.kafka
async def test_the_last_picture_of_each_programme_counts(parts: LocalParts, namespace: TopicNames) -> None:
    producer = AIOKafkaProducer(bootstrap_servers=parts.bootstrap_servers)
    await producer.start()
    try:
        for partnership, programme, body in (
            ("wandsworth", "carers", {"fields": {}}),
            ("wandsworth", "carers", CARERS),
            ("wandsworth", "gone", CARERS),
            ("wandsworth", "gone", None),
            ("richmond", "carers", CARERS),
        ):
            key, number = picture_key(partnership, "programme", programme), partition_of(partnership.encode(), 4)
            value = None if body is None else orjson.dumps(body)
            await producer.send_and_wait(namespace.picture, value, key, number)
        await producer.send_and_wait(namespace.picture, b"{", b"odd", partition_of(b"wandsworth", 4))
    finally:
        await producer.stop()
    cluster = Cluster(parts.bootstrap_servers, parts.registry_url, namespace, namespace.engine_group)
    expected = Known(frozenset({Name(Kind.PROGRAMME, "wandsworth", "", "carers")}))
    assert await read_declared(cluster, ["wandsworth", "nowhere"]) == expected


async def test_where_nobody_answers_it_says_so() -> None:
    nobody = Cluster("127.0.0.1:9", "http://127.0.0.1:9", TopicNames(), "group")
    assert await read_declared(nobody, ["wandsworth"], 2.0) is None

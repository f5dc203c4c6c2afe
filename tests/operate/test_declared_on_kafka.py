"""What `hub publish` reads of the pictures: the last record of each, of the wanted partnerships, in bounded time."""

from datetime import date

import pytest
from aiokafka import AIOKafkaProducer

from hub.admission.references import Kind, Name
from hub.gateway.shown import PictureKey
from hub.log.position import Basis, Position
from hub.log.topics import TopicNames, partition_of
from hub.operate.connection import Cluster
from hub.operate.declared import read_declared
from hub.operate.local_parts import LocalParts
from hub.reconcile.picture import picture_key
from tests.gateway.made import demonstration

HEADERS = Basis(Position(), 1, date(2016, 3, 1), None, "c").headers()


@pytest.mark.kafka
async def test_the_last_picture_of_each_programme_counts(parts: LocalParts, namespace: TopicNames) -> None:
    producer = AIOKafkaProducer(bootstrap_servers=parts.bootstrap_servers)
    await producer.start()
    try:
        pictures = demonstration()[0].pictures
        bodies = {name: pictures.get(PictureKey("wandsworth", "programme", name)) for name in ("carers", "advocacy")}
        for name, is_gone in (("carers", False), ("advocacy", False), ("advocacy", True)):
            shown = bodies[name]
            assert shown is not None
            key, number = picture_key("wandsworth", "programme", name), partition_of(b"wandsworth", 4)
            await producer.send_and_wait(
                namespace.picture, None if is_gone else shown.body, key, number, headers=HEADERS
            )
        await producer.send_and_wait(namespace.picture, b"{", b"odd", partition_of(b"wandsworth", 4))
    finally:
        await producer.stop()
    cluster = Cluster(parts.bootstrap_servers, parts.registry_url, namespace, namespace.engine_group)
    found = await read_declared(cluster, ["wandsworth", "nowhere"])
    assert found is not None
    assert {each for each in found.names if each.kind is Kind.PROGRAMME} == {
        Name(Kind.PROGRAMME, "wandsworth", "", "carers")
    }


async def test_where_nobody_answers_it_says_so() -> None:
    nobody = Cluster("127.0.0.1:9", "http://127.0.0.1:9", TopicNames(), "group")
    assert await read_declared(nobody, ["wandsworth"], 2.0) is None

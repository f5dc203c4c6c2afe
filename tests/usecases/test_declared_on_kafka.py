"""What `hub publish` reads of the pictures: the last record of each, of the wanted partnerships, in bounded time."""

from datetime import date
from typing import Any

import orjson
import pytest
from aiokafka import AIOKafkaProducer

from hub.admission.reference_table import ReferenceKind
from hub.admission.references import Known, Name
from hub.gateway.index.held_picture import PictureKey
from hub.instance.connection import Cluster
from hub.local.local_parts import LocalParts
from hub.log.position import Basis, Position
from hub.log.topics import TopicNames, partition_of
from hub.reconcile.picture import picture_key
from hub.usecases.declared import names_in, read_declared
from tests.gateway.made import demonstration

HEADERS = Basis(Position(), 1, date(2016, 3, 1), None, "c").headers()


def programme(partnership: str, name: str, **changes: Any) -> bytes:
    """A whole picture: what is none counts for nothing."""
    held = demonstration()[0].pictures.get(PictureKey("wandsworth", "programme", "carers"))
    assert held is not None
    picture = held.picture()
    return orjson.dumps({**picture, "partnership": partnership, "id": name, **changes})


@pytest.mark.kafka
async def test_the_last_picture_of_each_programme_counts(parts: LocalParts, namespace: TopicNames) -> None:
    producer = AIOKafkaProducer(bootstrap_servers=parts.bootstrap_servers)
    await producer.start()
    carers = programme("wandsworth", "carers")
    try:
        for partnership, name, body in (
            ("wandsworth", "carers", programme("wandsworth", "carers", fields={}, milestones=[])),
            ("wandsworth", "carers", carers),
            ("wandsworth", "gone", programme("wandsworth", "gone")),
            ("wandsworth", "gone", None),
            ("richmond", "carers", programme("richmond", "carers")),
        ):
            key, number = picture_key(partnership, "programme", name), partition_of(partnership.encode(), 4)
            await producer.send_and_wait(namespace.picture, body, key, number, headers=HEADERS)
        await producer.send_and_wait(namespace.picture, b"{", b"odd", partition_of(b"wandsworth", 4))
    finally:
        await producer.stop()
    cluster = Cluster(parts.bootstrap_servers, parts.registry_url, namespace, namespace.engine_group)
    expected = frozenset(names_in(("wandsworth", "programme", "carers"), orjson.loads(carers)))
    assert Name(ReferenceKind.PROGRAMME, "wandsworth", (), "carers") in expected
    assert await read_declared(cluster, ["wandsworth", "nowhere"]) == Known(expected)


async def test_where_nobody_answers_it_says_so() -> None:
    nobody = Cluster("127.0.0.1:9", "http://127.0.0.1:9", TopicNames(), "group")
    assert await read_declared(nobody, ["wandsworth"], 2.0) is None

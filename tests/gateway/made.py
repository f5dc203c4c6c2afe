"""A store filled by hand, and a gateway over it that follows no broker."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from random import Random

from aiokafka import ConsumerRecord
from fastapi import FastAPI

from hub.events.configuration import Configuration, Group
from hub.gateway.app import create_app
from hub.gateway.parts import Parts
from hub.gateway.store import Store
from hub.log.position import Basis, Position
from hub.log.raw_reader import RawRecord
from hub.log.topics import TopicNames
from hub.reconcile.days import Day
from hub.reconcile.picture import picture_key
from tests.reconcile.dense import history
from tests.reconcile.summary import FLAT, ready, whole

TODAY = date(2016, 1, 1)
NOW = datetime(2016, 1, 1, 12, tzinfo=UTC)
GROUP = Group(id="integration-group", name="Integration <Group>", partnerships=("wandsworth",))


def record(
    topic: str,
    offset: int,
    key: bytes | None,
    value: bytes | None,
    headers: Iterable[tuple[str, bytes]] = (),
    partition: int = 0,
    timestamp: int = 1_451_649_600_000,
) -> RawRecord:
    """As aiokafka gives one."""
    return ConsumerRecord(
        topic=topic,
        partition=partition,
        offset=offset,
        timestamp=timestamp,
        timestamp_type=0,
        key=key,
        value=value,
        checksum=None,
        serialized_key_size=len(key or b""),
        serialized_value_size=len(value or b""),
        headers=tuple(headers),
    )


def basis_at(offset: int, generation: int = 1, day: date = TODAY) -> Basis:
    return Basis(Position((offset, offset, -1, -1, 0)), generation, day, None, "c")


def picture_record(
    offset: int, key: bytes, body: bytes | None, basis: Basis | None = None, partition: int = 0
) -> RawRecord:
    return record("commissioning.picture.v1", offset, key, body, (basis or basis_at(offset)).headers(), partition)


def filled_store(seed: int = 2, events: int = 150) -> Store:
    """Every picture of a dense history of one partnership, and a group that is told of it."""
    store = Store("127.0.0.1:9", TopicNames(), Random(0))
    store.configuration = Configuration(3, {**FLAT.documents, "group/integration-group": GROUP})
    store.set_by_hand(None)
    pictures = whole(ready(history(Random(seed), events)), Day.of(TODAY))
    for offset, ((kind, name), picture) in enumerate(pictures.items()):
        store.pictures.take(picture_record(offset, picture_key("wandsworth", kind, name), picture.json()))
    return store


def app_over(store: Store) -> FastAPI:
    return create_app(Parts(store=store, today=lambda: TODAY, now=lambda: NOW))

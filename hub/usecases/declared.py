"""What is declared and agreed in partnerships, read out of their pictures: what events are held against.

Promise: what is not a picture that tells of a declaration is passed over; nothing raises for a body's content.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, TypeVar

import orjson
from aiokafka.errors import KafkaError

from hub.admission.reference_table import ReferenceKind
from hub.admission.references import Known, Name
from hub.engine.picture_shape import picture_shape
from hub.instance.connection import Cluster
from hub.log import untrue
from hub.log.position import Basis, Order, succeed
from hub.log.raw_reader import RawReader, Stretch
from hub.log.topics import partition_of
from hub.log.untrue import classify
from hub.reconcile.matter_kinds import MatterKind
from hub.reconcile.picture import KeyUnreadable, read_key
from hub.reconcile.references import departure_of

READ_SECONDS: Final = 10.0
ANY_CLAIM: Final = untrue.ReaderKnowledge.of_day(untrue.NO_DAY)
"""A warning too few or too many does no harm, so nothing is asked about the claims of records."""

PictureKey = tuple[str, str, str]
_Read = TypeVar("_Read")


def names_in(key: PictureKey, body: Any) -> Iterator[Name]:
    """What a picture's body tells to be declared: the thing itself and its measures, a programme's milestones, of which
    procurement a contract came, a procurement's awards and whom they name.

    body: JSON data. A milestone counts when it is due some day, a measure when a direction is agreed: the events that
    only refer to one say neither. A contract or procurement counts unless its own picture tells that nobody declares
    it.
    """
    partnership, kind, subject = key
    for each in _matters(body):
        if isinstance(each.get("id"), str):
            yield Name(ReferenceKind.DIFFERENCE, partnership, (kind, subject), each["id"])
            for event_id in _statements_of(each):
                yield Name(ReferenceKind.STATEMENT, partnership, (kind, subject, each["id"]), event_id)
    for each in _items(body, "measures"):
        if isinstance(each.get("measure"), str) and each.get("direction"):
            yield Name(ReferenceKind.MEASURE, partnership, (kind, subject), each["measure"])
    if kind == "programme":
        if _sides(body, "fields", "mode", "sides"):
            yield Name(ReferenceKind.PROGRAMME, partnership, (), subject)
        for each in _items(body, "milestones"):
            if isinstance(each.get("milestone"), str) and each.get("due"):
                yield Name(ReferenceKind.MILESTONE, partnership, (subject,), each["milestone"])
    if kind == "contract":
        if f"contract:{subject}" not in _unknown(body):
            yield Name(ReferenceKind.CONTRACT, partnership, (), subject)
        for side in _items(_sides(body, "fields", "procurement"), "sides"):
            if isinstance(side.get("value"), str):
                yield Name(ReferenceKind.PROCUREMENT, partnership, (subject,), side["value"])
    if kind == "procurement" and f"procurement:{subject}" not in (unknown := _unknown(body)):
        yield Name(ReferenceKind.PROCUREMENT, partnership, (), subject)
        for award in _items(body, "awards"):
            name = award.get("award")
            if isinstance(name, str) and f"award:{name}" not in unknown:
                yield Name(ReferenceKind.AWARD, partnership, (subject,), name)
                for supplier in _named_in(award):
                    if departure_of(supplier, name) not in unknown:
                        yield Name(ReferenceKind.SUPPLIER, partnership, (subject, name), supplier)


def _unknown(body: Any) -> set[Any]:
    """The fields of the picture's open matters about what it names and nobody tells of; that one is answered declares
    nothing."""
    return {each.get("field") for each in _matters(body) if each.get("kind") == MatterKind.UNKNOWN}


def _matters(body: Any) -> list[Mapping[str, Any]]:
    """The picture's open matters, and those that are answered."""
    return [*_items(body, "differences"), *_items(body, "answered")]


def _statements_of(matter: Mapping[str, Any]) -> Iterator[str]:
    """Ids of the statements on which a matter stands."""
    for word in (*_items(matter, "sides"), *_items(matter, "grounds")):
        for each in (word, *_items(word, "also")):
            if isinstance(each.get("event"), str):
                yield each["event"]


def _named_in(award: Mapping[str, Any]) -> set[str]:
    """Whom an award names, those that have left it too."""
    staying = [each for side in _items(award, "suppliers") for each in _items(side, "value")]
    left = [each for side in _items(award, "departed") for each in _items(side, "value")]
    return {each["id"] for each in (*staying, *left) if isinstance(each.get("id"), str)}


def _sides(body: Any, *path: str) -> Any:
    for name in path:
        body = body.get(name) if isinstance(body, Mapping) else None
    return body


def _items(body: Any, name: str) -> list[Mapping[str, Any]]:
    found = _sides(body, name)
    return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []


async def read_declared(cluster: Cluster, partnerships: Iterable[str], seconds: float = READ_SECONDS) -> Known | None:
    """What the pictures of these partnerships tell; None where Kafka does not answer in time."""
    wanted = set(partnerships)

    def names(key: PictureKey, body: Any) -> frozenset[Name]:
        return frozenset(names_in(key, body)) if key[0] in wanted else frozenset()

    found = await _read_pictures(
        cluster, lambda numbers: {partition_of(each.encode(), numbers) for each in wanted}, names, seconds
    )
    return None if found is None else Known(frozenset().union(*found.values()))


async def read_contracts(
    cluster: Cluster, contracts: Iterable[str], seconds: float = READ_SECONDS
) -> dict[tuple[str, str], Any] | None:
    """By partnership and id the pictures of contracts of these ids; None as for read_declared."""
    wanted = set(contracts)

    def body_of(key: PictureKey, body: Any) -> Any:
        return body if key[1] == "contract" and key[2] in wanted else None

    found = await _read_pictures(cluster, lambda numbers: set(range(numbers)), body_of, seconds)
    return None if found is None else {(place, key): body for (place, _, key), body in found.items() if body}


async def _read_pictures(
    cluster: Cluster,
    partitions: Callable[[int], set[int]],
    read: Callable[[PictureKey, Any], _Read],
    seconds: float,
) -> dict[PictureKey, _Read] | None:
    """What is read of every picture that stands in some partitions, chosen by how many there are."""
    reader = RawReader(cluster.bootstrap_servers)
    standing: dict[bytes, tuple[Basis, int, tuple[PictureKey, _Read] | None]] = {}
    try:
        async with asyncio.timeout(seconds):
            await reader.start()
            try:
                every = await reader.partitions(cluster.names.picture)
                numbers = partitions(len(every)) if every else set()
                ends = await reader.ends([each for each in every if each.partition in numbers])
                shape = picture_shape(len(every))
                async for _, records in reader.read({tp: Stretch(0, end) for tp, end in ends.items()}):
                    for record in records:
                        basis = classify(record, ANY_CLAIM, shape).found
                        if isinstance(basis, untrue.Untrue) or record.key is None:
                            continue
                        held = standing.get(record.key)
                        if held is None or succeed(basis, held[0], held[1]) is not Order.STALE:
                            standing[record.key] = basis, record.offset, _of_record(record.key, record.value, read)
            finally:
                await reader.stop()
    except (KafkaError, TimeoutError):
        return None
    return dict(each for _, _, each in standing.values() if each is not None)


def _of_record(
    key: bytes, body: bytes | None, read: Callable[[PictureKey, Any], _Read]
) -> tuple[PictureKey, _Read] | None:
    try:
        named = read_key(key)
        return None if body is None else (named, read(named, orjson.loads(body)))
    except (KeyUnreadable, orjson.JSONDecodeError):
        return None

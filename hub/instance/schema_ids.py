"""Whether the registry answers for the ids by which records are framed with the schemas that wrote them.

A registry that lost its store gets every schema registered anew, and other ids. The hub reads its own types by their
headers and does not notice; whoever reads with the registry takes records for what they are not.
"""

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from aiokafka import TopicPartition

from hub.events.catalogue import BY_CE_TYPE, EventType
from hub.log.codec import FrameUnreadable, unframe
from hub.log.decode import version_named
from hub.log.raw_reader import RawReader, RawRecord, Stretch
from hub.log.registry import Registry
from hub.serialization.avro_shapes import with_full_names, without_words
from hub.serialization.schemas import frozen, versions


class Framed(NamedTuple):
    """By which id some record of a type's version is framed."""

    schema_id: int
    event_type: EventType
    version: tuple[int, int]


def framed_by(records: Iterable[RawRecord]) -> set[Framed]:
    """Of the records that name a type of this release; what cannot be read is told elsewhere. Pure."""
    found = set()
    for record in records:
        headers = dict(record.headers)
        event_type = BY_CE_TYPE.get((headers.get("ce_type") or b"").decode(errors="replace"))
        if event_type is None or record.value is None:
            continue
        version = version_named(event_type, headers.get("ce_dataschema") or b"")
        try:
            schema_id, _ = unframe(record.value)
        except FrameUnreadable:
            continue
        if version is not None:
            found.add(Framed(schema_id, event_type, version))
    return found


def wrong(framed: Iterable[Framed], answers: Mapping[int, str | None]) -> list[str]:
    """What the registry answers otherwise, in words. Pure. answers: what it says of each id; None for nothing."""
    found = []
    for schema_id, event_type, version in sorted(framed, key=lambda each: (each.schema_id, each.event_type.ce_type)):
        instead = _instead(answers[schema_id], event_type, version)
        if instead is not None:
            of = f"{event_type.ce_type}, {event_type.word}/{event_type.name}/v{version[0]}.{version[1]}"
            found.append(f"schema id {schema_id} stands on records of {of}, and for it the registry has {instead}")
    return found


def _instead(schema: str | None, event_type: EventType, version: tuple[int, int]) -> str | None:
    if schema is None:
        return "nothing"
    try:
        # a registry writes a name and its namespace apart
        said: Any = with_full_names(json.loads(schema))
        name = said["name"]
    except (ValueError, KeyError, TypeError, AttributeError):
        return "something that is no schema of a record"
    if name != event_type.avro_name:
        return f"the schema of {name}"
    if version in versions(event_type) and without_words(said) != _written(event_type, version):
        return "another version of it"
    return None  # of a version that a newer release brought nothing more is known here


@lru_cache(maxsize=256)
def _written(event_type: EventType, version: tuple[int, int]) -> Any:
    return without_words(with_full_names(frozen(event_type, *version)))


async def framed_at_the_ends(
    reader: RawReader, starts: Mapping[TopicPartition, int], ends: Mapping[TopicPartition, int]
) -> set[Framed]:
    """Of the first and the last record of each partition that holds any. Raises KafkaError."""
    held = {tp: (starts.get(tp, 0), end) for tp, end in ends.items() if end > starts.get(tp, 0)}
    found = set[Framed]()
    for stretches in (
        {tp: Stretch(start, start + 1) for tp, (start, _) in held.items()},
        {tp: Stretch(end - 1, end) for tp, (_, end) in held.items()},
    ):
        async for _, records in reader.read(stretches):
            found |= framed_by(records)
    return found


async def wrong_in(registry: Registry, framed: Iterable[Framed]) -> list[str]:
    """As `wrong`, by what a registry answers. Raises RegistryAway."""
    framed = set(framed)
    return wrong(framed, {each: await registry.schema(each) for each in sorted({one.schema_id for one in framed})})

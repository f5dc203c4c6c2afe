"""From a raw record to what was said, or to the reason why the record can never be taken.

Promise: the answer depends on the record's bytes, the number of partitions and the code version alone; never on
what was said before, nor on whether the registry answers. Source: design sections 3 and 4 (quarantine).
"""

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from sys import intern
from typing import Any, Final, NamedTuple, cast

import fastavro
from fastavro.schema import SchemaParseException, UnknownType

from hub.events.catalogue import BY_CE_TYPE, EventType
from hub.events.plain import Plain
from hub.log.codec import ADMITTED, CONTENT_TYPE, SPECVERSION, FrameUnreadable, Stamp, unframe
from hub.log.reasons import PoisonReason
from hub.log.records import InputRecord, Poison, SchemaNeeded
from hub.log.topics import TopicNames, partition_of
from hub.serialization.avro import BodyUnreadable, decode_plain, encode_plain, read_plain
from hub.serialization.avro_shapes import with_full_names
from hub.serialization.compatibility import breaks
from hub.serialization.content import content_hash
from hub.serialization.plain_limits import impossible
from hub.serialization.schemas import newest, versions, without_logical_types
from hub.serialization.unreadable import why_unreadable

NO_PREFIX: Final = TopicNames()

_REQUIRED: Final = ("ce_id", "ce_source", "ce_specversion", "ce_type", "ce_dataschema", "content-type")
_SHARED: Final = ("organisation", "source_system", "subject", "classification")
_MINOR: Final = re.compile(r"0|[1-9][0-9]{0,3}")


class Decoded(NamedTuple):
    """What a record says. body: the Avro bytes, as a bundled schema of `version`, (major, minor), writes them.

    learned: a newer release wrote it; it was read by a schema of the registry, and body is written anew.
    """

    type: EventType
    version: tuple[int, int]
    body: bytes
    plain: Plain
    content_hash: str
    partnership: str
    stamp: Stamp
    learned: bool = False


class RecordDecoder:
    """Decodes the records of input topics that have `partitions` partitions each."""

    def __init__(
        self, partitions: int, names: TopicNames = NO_PREFIX, extra_schemas: Mapping[int, str] | None = None
    ) -> None:
        self._partitions = partitions
        self._names = names
        self._learned: dict[int, str] = dict(extra_schemas or {})

    def learn(self, schema_id: int, schema: str) -> None:
        """Take a writer's schema from the registry for records that named it in vain before.

        Whatever the registry gives is taken; whether it can be used is said of each record that needs it.
        """
        self._learned[schema_id] = schema

    def decode(self, record: InputRecord) -> Decoded | Poison:
        """Raises SchemaNeeded when a newer release wrote the record and its schema was not learned yet."""
        key, value = record.key, record.value
        if key is None:
            return PoisonReason.NO_KEY.poison("key", "the record has no key")
        if value is None:
            return PoisonReason.NO_VALUE.poison("value", "the record has no value")
        belongs = partition_of(key, self._partitions)
        if belongs != record.partition:
            problem = f"the key belongs to partition {belongs}, the record stands in {record.partition}"
            return PoisonReason.WRONG_PARTITION.poison("key", problem)
        # without a cast nothing below could use a value, and _type_of refuses those that are not there
        headers = cast(dict[str, bytes], dict(record.headers))
        if len(headers) != len(record.headers):
            repeated = _repeated(record)
            if repeated is not None:
                return PoisonReason.HEADER_REPEATED.poison(repeated, f"header {repeated} is there twice")
        named = self._type_of(record, headers)
        if isinstance(named, Poison):
            return named
        event_type, version = named
        try:
            schema_id, body = unframe(value)
        except FrameUnreadable as failure:
            return PoisonReason.FRAME_UNREADABLE.poison("value", str(failure))
        try:
            plain = self._plain(event_type, version, schema_id, body)
        except BodyUnreadable as failure:
            return PoisonReason.BODY_UNREADABLE.poison("value", str(failure))
        if isinstance(plain, Poison):
            return plain
        wrong_value = impossible(event_type, plain)
        if wrong_value is not None:
            problem = "no such date, number or uuid can be"
            return PoisonReason.VALUE_IMPOSSIBLE.poison(wrong_value, problem)
        stamp = _stamp(headers.get(ADMITTED))
        if isinstance(stamp, Poison):
            return stamp
        try:
            partnership = key.decode()
        except UnicodeDecodeError:
            return PoisonReason.WRONG_PARTNERSHIP.poison("key", "the key is not UTF-8")
        wrong = _disagreement(headers, plain["meta"], partnership)
        if wrong is not None:
            return wrong
        hashed = content_hash(event_type, plain)
        meta = plain["meta"]
        for name in _SHARED:  # the same few texts in event after event: kept once each while anybody holds them
            meta[name] = intern(meta[name])
        learned = version not in _bundled(event_type)
        if learned:
            # whoever unpacks it again has the bundled schemas only
            version, body = (event_type.major, event_type.minor), encode_plain(event_type, plain)
        return Decoded(event_type, version, body, plain, hashed, intern(partnership), stamp, learned)

    def _type_of(self, record: InputRecord, headers: dict[str, bytes]) -> tuple[EventType, tuple[int, int]] | Poison:
        for name in _REQUIRED:
            if headers.get(name) is None:
                return PoisonReason.HEADER_MISSING.poison(name, f"header {name} is missing or has no value")
        for name, expected in (("ce_specversion", SPECVERSION), ("content-type", CONTENT_TYPE)):
            if headers[name] != expected:
                return PoisonReason.HEADER_DIFFERS.poison(name, f"{name} is not {expected.decode()}")
        event_type = _type_named(headers["ce_type"])
        if event_type is None:
            shown = headers["ce_type"][:100].decode(errors="replace")
            return PoisonReason.TYPE_UNKNOWN.poison("ce_type", f"{shown!r} is not a type that this release knows")
        if self._names.full(event_type.topic) != record.topic:
            problem = f"{event_type.ce_type} belongs on {event_type.topic}"
            return PoisonReason.WRONG_TOPIC.poison("ce_type", problem)
        version = version_named(event_type, headers["ce_dataschema"])
        if version is None:
            shown = headers["ce_dataschema"][:100].decode(errors="replace")
            problem = f"{shown!r} is not a schema of {event_type.ce_type}"
            return PoisonReason.SCHEMA_UNKNOWN.poison("ce_dataschema", problem)
        return event_type, version

    def _plain(self, event_type: EventType, version: tuple[int, int], schema_id: int, body: bytes) -> Plain | Poison:
        if version in _bundled(event_type):
            return decode_plain(event_type, version, body)
        schema = self._learned.get(schema_id)
        if schema is None:
            raise SchemaNeeded(schema_id)
        pair = _learned_pair(event_type, schema)
        if isinstance(pair, str):
            return PoisonReason.SCHEMA_UNUSABLE.poison("value", f"schema id {schema_id}: {pair}")
        return read_plain(*pair, body)


@lru_cache(maxsize=256)
def _learned_pair(event_type: EventType, schema: str) -> tuple[Any, Any] | str:
    """(writer's, reader's) parsed schema, or why the writer's cannot be read as this release's newest."""
    try:
        written = with_full_names(json.loads(schema))
        if written["name"] != event_type.avro_name:
            return f"it is the schema of {written['name']}, and not of {event_type.avro_name}"
        refused = breaks(newest(event_type), written, adjacent=False)
        if refused:
            return f"field {refused[0].path}: {refused[0].reason}"
        parsed = fastavro.parse_schema(without_logical_types(written))
    except (ValueError, KeyError, TypeError, AttributeError, SchemaParseException, UnknownType) as failure:
        # what is no Avro schema fails in as many ways as it can differ from one
        return f"it is no schema that can be read: {why_unreadable(failure)}"
    return parsed, fastavro.parse_schema(without_logical_types(newest(event_type)))


def _repeated(record: InputRecord) -> str | None:
    names = [name for name, _ in record.headers]
    return next((name for name in (*_REQUIRED, ADMITTED) if names.count(name) > 1), None)


@lru_cache(maxsize=1024)
def _type_named(header: bytes) -> EventType | None:
    return BY_CE_TYPE.get(header.decode(errors="replace"))


@lru_cache(maxsize=1024)
def _bundled(event_type: EventType) -> frozenset[tuple[int, int]]:
    return frozenset(versions(event_type))


@lru_cache(maxsize=4096)
def version_named(event_type: EventType, header: bytes) -> tuple[int, int] | None:
    """(major, minor) that `ce_dataschema` names, if it is a schema of this type."""
    prefix = f"{event_type.word}/{event_type.name}/v{event_type.major}."
    text = header.decode(errors="replace")
    minor = text.removeprefix(prefix)
    if not text.startswith(prefix) or not _MINOR.fullmatch(minor):
        return None
    return event_type.major, int(minor)


@lru_cache(maxsize=4096)  # one publish call stamps all its records alike
def _stamp(header: bytes | None) -> Stamp | Poison:
    if header is None:
        return PoisonReason.NOT_ADMITTED.poison(ADMITTED, "the record was not admitted by the hub")
    try:
        return Stamp.decode(header)
    except ValueError as failure:
        return PoisonReason.NOT_ADMITTED.poison(ADMITTED, str(failure))


def _disagreement(headers: dict[str, bytes], meta: Plain, partnership: str) -> Poison | None:
    for name, field in (("ce_id", "event_id"), ("ce_source", "source_system")):
        if headers[name] != meta[field].encode():
            return PoisonReason.HEADER_DIFFERS.poison(name, f"{name} differs from meta.{field}")
    if partnership not in meta["partnerships"]:
        problem = "the key is not among meta.partnerships"
        return PoisonReason.WRONG_PARTNERSHIP.poison("key", problem)
    return None

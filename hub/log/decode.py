"""From a raw record to what was said, or to the reason why the record can never be taken.

Promise: the answer depends on the record's bytes, the number of partitions and the code version alone; never on
what was said before, nor on whether the registry answers. Source: design sections 3 and 4 (quarantine).
"""

import json
import re
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from sys import intern
from typing import Any, Final, NamedTuple, cast

import fastavro
from fastavro.schema import SchemaParseException, UnknownType

from hub.events.avro import BodyUnreadable, Plain, decode_plain, encode_plain, read_plain
from hub.events.avro_shapes import with_full_names
from hub.events.catalogue import BY_CE_TYPE, EventType
from hub.events.compatibility import breaks
from hub.events.content import content_hash
from hub.events.plain_limits import impossible
from hub.events.schemas import newest, versions, without_logical_types
from hub.log.codec import ADMITTED, CONTENT_TYPE, SPECVERSION, FrameUnreadable, Stamp, unframe
from hub.log.records import InputRecord, Poison, SchemaNeeded
from hub.log.topics import TopicNames, partition_of


class Reason(StrEnum):
    """Every reason for which a record goes to quarantine. A code is never used for a second reason."""

    NO_KEY = "HUB-REC-001"  # a record without a key belongs to no partnership
    NO_VALUE = "HUB-REC-002"  # events are kept for ever; nothing is deleted by a null value
    WRONG_PARTITION = "HUB-REC-003"  # the key does not hash to the partition that holds the record
    HEADER_MISSING = "HUB-REC-004"  # one of the headers that every event carries is not there
    TYPE_UNKNOWN = "HUB-REC-005"  # ce_type is not in this release's catalogue
    WRONG_TOPIC = "HUB-REC-006"  # the type belongs on another topic
    FRAME_UNREADABLE = "HUB-REC-007"  # the value is not Confluent's framing
    SCHEMA_UNKNOWN = "HUB-REC-008"  # ce_dataschema names no version of the type, or the registry has no such id
    BODY_UNREADABLE = "HUB-REC-009"  # the bytes are not what the schema writes
    HEADER_DIFFERS = "HUB-REC-010"  # a ce_ header says something else than meta, which is the truth
    NOT_ADMITTED = "HUB-REC-011"  # hub-admitted is missing or cannot be read: it did not come through admission
    WRONG_PARTNERSHIP = "HUB-REC-012"  # the key is not among the partnerships that the event names
    HEADER_REPEATED = "HUB-REC-013"  # one of those headers is there twice, and readers would differ about it
    VALUE_IMPOSSIBLE = "HUB-REC-014"  # a date outside the calendar, a decimal beyond its precision, no uuid
    SCHEMA_UNUSABLE = "HUB-REC-015"  # the registry's schema of the id is not one that this release can read the type by


REPUBLISH: Final = "publish the event through the hub's admission, which writes this itself"

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
        self._partition_of = lru_cache(maxsize=1 << 16)(self._place)

    def _place(self, key: bytes) -> int:
        return partition_of(key, self._partitions)

    def learn(self, schema_id: int, schema: str) -> None:
        """Take a writer's schema from the registry for records that named it in vain before.

        Whatever the registry gives is taken; whether it can be used is said of each record that needs it.
        """
        self._learned[schema_id] = schema

    def decode(self, record: InputRecord) -> Decoded | Poison:
        """Raises SchemaNeeded when a newer release wrote the record and its schema was not learned yet."""
        key, value = record.key, record.value
        if key is None:
            return Poison(Reason.NO_KEY, "key", "the record has no key", REPUBLISH)
        if value is None:
            return Poison(Reason.NO_VALUE, "value", "the record has no value", "to take an event back, withdraw it")
        if self._partition_of(key) != record.partition:
            problem = f"the key belongs to partition {self._partition_of(key)}, the record stands in {record.partition}"
            return Poison(Reason.WRONG_PARTITION, "key", problem, REPUBLISH)
        # without a cast nothing below could use a value, and _type_of refuses those that are not there
        headers = cast(dict[str, bytes], dict(record.headers))
        if len(headers) != len(record.headers):
            repeated = _repeated(record)
            if repeated is not None:
                return Poison(Reason.HEADER_REPEATED, repeated, f"header {repeated} is there twice", REPUBLISH)
        named = self._type_of(record, headers)
        if isinstance(named, Poison):
            return named
        event_type, version = named
        try:
            schema_id, body = unframe(value)
        except FrameUnreadable as failure:
            return Poison(Reason.FRAME_UNREADABLE, "value", str(failure), REPUBLISH)
        try:
            plain = self._plain(event_type, version, schema_id, body)
        except BodyUnreadable as failure:
            return Poison(Reason.BODY_UNREADABLE, "value", str(failure), REPUBLISH)
        if isinstance(plain, Poison):
            return plain
        wrong_value = impossible(event_type, plain)
        if wrong_value is not None:
            problem = "no such date, number or uuid can be"
            return Poison(
                Reason.VALUE_IMPOSSIBLE, wrong_value, problem, "correct the value and publish the event again"
            )
        stamp = _stamp(headers.get(ADMITTED))
        if isinstance(stamp, Poison):
            return stamp
        try:
            partnership = key.decode()
        except UnicodeDecodeError:
            return Poison(Reason.WRONG_PARTNERSHIP, "key", "the key is not UTF-8", REPUBLISH)
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
                return Poison(Reason.HEADER_MISSING, name, f"header {name} is missing or has no value", REPUBLISH)
        for name, expected in (("ce_specversion", SPECVERSION), ("content-type", CONTENT_TYPE)):
            if headers[name] != expected:
                return Poison(Reason.HEADER_DIFFERS, name, f"{name} is not {expected.decode()}", REPUBLISH)
        event_type = _type_named(headers["ce_type"])
        if event_type is None:
            shown = headers["ce_type"][:100].decode(errors="replace")
            return Poison(
                Reason.TYPE_UNKNOWN,
                "ce_type",
                f"{shown!r} is not a type that this release knows",
                "check the type's name; if a newer release wrote it, upgrade this worker and redrive the record",
            )
        if self._names.full(event_type.topic) != record.topic:
            problem = f"{event_type.ce_type} belongs on {event_type.topic}"
            return Poison(Reason.WRONG_TOPIC, "ce_type", problem, REPUBLISH)
        version = _version_named(event_type, headers["ce_dataschema"])
        if version is None:
            shown = headers["ce_dataschema"][:100].decode(errors="replace")
            problem = f"{shown!r} is not a schema of {event_type.ce_type}"
            return Poison(Reason.SCHEMA_UNKNOWN, "ce_dataschema", problem, REPUBLISH)
        return event_type, version

    def _plain(self, event_type: EventType, version: tuple[int, int], schema_id: int, body: bytes) -> Plain | Poison:
        if version in _bundled(event_type):
            return decode_plain(event_type, version, body)
        schema = self._learned.get(schema_id)
        if schema is None:
            raise SchemaNeeded(schema_id)
        pair = _learned_pair(event_type, schema)
        if isinstance(pair, str):
            fix = "upgrade this worker to the release that wrote the record, then redrive it"
            return Poison(Reason.SCHEMA_UNUSABLE, "value", f"schema id {schema_id}: {pair}", fix)
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
        return f"it cannot be read: {type(failure).__name__}: {failure}"
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
def _version_named(event_type: EventType, header: bytes) -> tuple[int, int] | None:
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
        return Poison(Reason.NOT_ADMITTED, ADMITTED, "the record was not admitted by the hub", REPUBLISH)
    try:
        return Stamp.decode(header)
    except ValueError as failure:
        return Poison(Reason.NOT_ADMITTED, ADMITTED, str(failure), REPUBLISH)


def _disagreement(headers: dict[str, bytes], meta: Plain, partnership: str) -> Poison | None:
    for name, field in (("ce_id", "event_id"), ("ce_source", "source_system")):
        if headers[name] != meta[field].encode():
            return Poison(Reason.HEADER_DIFFERS, name, f"{name} differs from meta.{field}", REPUBLISH)
    if partnership not in meta["partnerships"]:
        problem = "the key is not among meta.partnerships"
        return Poison(Reason.WRONG_PARTNERSHIP, "key", problem, REPUBLISH)
    return None

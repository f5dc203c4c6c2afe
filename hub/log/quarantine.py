"""The record that keeps what could not be taken: its bytes, its headers, where it stood, why, and what mends it.

Its id is topic-partition-offset, so that writing it again after a crash changes nothing.
"""

import base64
import logging
from typing import Final
from uuid import UUID

import orjson

from hub.log.batch_writer import BatchWriter, Outgoing
from hub.log.records import InputRecord, Poison
from hub.log.topics import partition_of

log = logging.getLogger("hub.log.quarantine")

HEADER: Final = "hub-quarantine"
WAS: Final = "was-"


def quarantine_id(record: InputRecord) -> str:
    """topic-partition-offset of the record."""
    return f"{record.topic}-{record.partition}-{record.offset}"


def quarantine_record(record: InputRecord, poison: Poison, code_version: str) -> Outgoing:
    """The quarantine record: the value as it was (or null), each header with the prefix `was-` in its order.

    Header hub-quarantine is a JSON object: topic, partition, offset, timestamp_ms, key_b64 (null for no key), code,
    field, problem, fix, code_version. Pure.
    """
    about = {
        "topic": record.topic,
        "partition": record.partition,
        "offset": record.offset,
        "timestamp_ms": record.timestamp_ms,
        "key_b64": None if record.key is None else base64.b64encode(record.key).decode(),
        "code": poison.code,
        "field": poison.field,
        "problem": poison.problem,
        "fix": poison.fix,
        "code_version": code_version,
    }
    headers = [(WAS + name, value) for name, value in record.headers]
    return Outgoing(quarantine_id(record).encode(), record.value, [*headers, (HEADER, orjson.dumps(about))])


class Quarantine:
    """Writes quarantine records, each acknowledged before the call returns."""

    def __init__(self, writer: BatchWriter, topic: str, code_version: str) -> None:
        self._writer = writer
        self._topic = topic
        self._code_version = code_version

    async def keep(self, refused: list[tuple[InputRecord, Poison]]) -> None:
        """All of them are in the log when this returns. Raises WriteFailed or RecordTooLarge; then move no offset."""
        if not refused:
            return
        count = await self._writer.partitions(self._topic)
        by_partition: dict[int, list[Outgoing]] = {}
        for record, poison in refused:
            outgoing = quarantine_record(record, poison, self._code_version)
            by_partition.setdefault(partition_of(outgoing.key, count), []).append(outgoing)
        for partition, records in by_partition.items():
            await self._writer.write(self._topic, partition, records)
        for record, poison in refused:
            extra = {"record": quarantine_id(record), "code": poison.code, "event": _event_id(record)}
            log.warning("quarantined", extra=extra)


def _event_id(record: InputRecord) -> str | None:
    """The id that the record claims, if it is one: what else stands in the header is nobody's to log."""
    named = dict(record.headers).get("ce_id")
    try:
        return str(UUID(named.decode("ascii"))) if named is not None else None
    except ValueError:
        return None

"""Taking a configuration document back by its key, also one that nobody can read: a tombstone, and an audit entry."""

import hashlib
import shlex
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from pydantic import ValidationError

from hub.configuration.document_keys import key_name, shown_key
from hub.configuration.model import DOCUMENT, Document
from hub.instance.connection import Cluster
from hub.instance.damaged import check_configuration
from hub.instance.log_reading import read_configuration
from hub.log.audit import AuditLog, NewAuditEntry
from hub.log.batch_writer import BatchWriter, Outgoing, new_producer
from hub.log.raw_reader import RawReader
from hub.usecases.configuring import ConfigurationRefused, undescribed
from hub.usecases.without_document import then_broken, then_words

WITHDRAWN: Final = "configuration.withdraw"
SHOWN_KEYS: Final = 30

ConfigurationRecord = tuple[int, bytes, bytes | None]


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """key: as it stands in the log. before: the document, or the digest of what is none. stands: False if it was taken

    back before. then: what is true afterwards, in sentences.
    """

    key: bytes
    before: Any
    stands: bool
    then: str = ""


def plan(records: Iterable[ConfigurationRecord], name: str) -> Withdrawal:
    """What taking back the key of that name would do. Pure. Raises ConfigurationRefused."""
    records = list(records)
    standing = {key: value for _, key, value in records}
    keys = [key for key in standing if key_name(key) == name]
    if len(keys) != 1:
        there = sorted(shown_key(key) for key, value in standing.items() if value is not None)
        known = ", ".join(map(shlex.quote, there[:SHOWN_KEYS])) or "none"
        raise ConfigurationRefused(f"KEY: no single document stands under that key. Keys that stand: {known}")
    (key,) = keys
    value = standing.pop(key)
    if value is None:
        return Withdrawal(key, None, stands=False)
    readable = _readable(standing)
    unknown = undescribed(
        readable.values(), {each for each, said in standing.items() if said is not None} - readable.keys()
    )
    before = _document(value)
    if before is not None and unknown:
        named, partnership = unknown[0]
        raise ConfigurationRefused(
            f"{named}: it names {partnership!r}, which would stand no more. Take that document back first, or publish "
            "it without that partnership"
        )
    if before is not None:
        return Withdrawal(key, before.model_dump(mode="json"), stands=True, then=then_words(before))
    return Withdrawal(key, _digest(value), stands=True, then=then_broken(len(value), _last_readable(records, key)))


def _last_readable(records: Iterable[ConfigurationRecord], key: bytes) -> tuple[int, Document] | None:
    """Where under that key the last document is that can be read."""
    found = ((offset, _document(value)) for offset, each, value in records if each == key and value is not None)
    return max(((offset, each) for offset, each in found if each is not None), key=lambda it: it[0], default=None)


def _readable(standing: Mapping[bytes, bytes | None]) -> dict[bytes, Document]:
    read = {key: _document(value) for key, value in standing.items() if value is not None}
    return {key: each for key, each in read.items() if each is not None}


def _document(value: bytes) -> Document | None:
    try:
        return DOCUMENT.validate_json(value)
    except ValidationError:
        return None


def _digest(value: bytes) -> dict[str, Any]:
    """Of bytes that are no document: they may hold anything, and the log keeps them anyway."""
    return {"bytes": len(value), "sha256": hashlib.sha256(value).hexdigest()}


async def planned(cluster: Cluster, name: str) -> Withdrawal:
    """As `plan`, from the topic. Raises ConfigurationRefused, LogDamaged, KafkaError."""
    await check_configuration(cluster)
    reader = RawReader(cluster.bootstrap_servers)
    await reader.start()
    try:
        return plan(await read_configuration(reader, cluster.names), name)
    finally:
        await reader.stop()


async def carry_out(
    cluster: Cluster,
    withdrawal: Withdrawal,
    who: str,
    why: str,
    clock: Callable[[], datetime],
    new_id: Callable[[], UUID],
) -> None:
    """Audited, then written: doing it twice is doing it once. Raises WriteFailed, AuditCrowded, KafkaError."""
    reader = RawReader(cluster.bootstrap_servers)
    writer = BatchWriter(lambda: new_producer(cluster.bootstrap_servers))
    await reader.start()
    try:
        subject = shown_key(withdrawal.key)
        new = NewAuditEntry(who, WITHDRAWN, subject, why, withdrawal.before, None)
        await AuditLog(reader, writer, cluster.names.audit).append(new, clock(), new_id)
        await writer.write(cluster.names.configuration, 0, [Outgoing(withdrawal.key, None, [])])
    finally:
        await reader.stop()
        await writer.stop()

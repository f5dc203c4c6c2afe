"""Taking a configuration document back by its key, also one that nobody can read: a tombstone, and an audit entry."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from pydantic import ValidationError

from hub.events.configuration import DOCUMENT
from hub.events.configuration_file import Document, unknown_partnerships
from hub.log.audit import AuditLog, Deed
from hub.log.batch_writer import BatchWriter, Outgoing, new_producer
from hub.log.raw_reader import RawReader
from hub.operate.configuring import ConfigurationRefused
from hub.operate.connection import Cluster
from hub.operate.damaged import check_configuration
from hub.operate.log_reading import read_configuration

WITHDRAWN: Final = "configuration.withdraw"
SHOWN_KEYS: Final = 30

ConfigurationRecord = tuple[int, bytes, bytes | None]


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """key: as it stands in the log. before: the document, or the digest of what is none. stands: False if it was taken

    back before.
    """

    key: bytes
    before: Any
    stands: bool


def plan(records: Iterable[ConfigurationRecord], name: str) -> Withdrawal:
    """What taking back the key of that name would do. Pure. Raises ConfigurationRefused."""
    standing = {key: value for _, key, value in records}
    keys = [key for key in standing if key.decode(errors="replace") == name]
    if len(keys) != 1:
        there = sorted(key.decode(errors="replace") for key, value in standing.items() if value is not None)
        known = ", ".join(repr(each[:120]) for each in there[:SHOWN_KEYS]) or "none"
        raise ConfigurationRefused(f"KEY: no single document stands under that key. Keys that stand: {known}")
    (key,) = keys
    value = standing.pop(key)
    if value is None:
        return Withdrawal(key, None, stands=False)
    unknown = unknown_partnerships(_readable(standing).values())
    before = _document(value)
    if before is not None and unknown:
        group, partnership = unknown[0]
        raise ConfigurationRefused(
            f"group {group}: partnerships: it names {partnership!r}, which would stand no more. Take the group back "
            "first, or publish it without that partnership"
        )
    told = before.model_dump(mode="json") if before is not None else _digest(value)
    return Withdrawal(key, told, stands=True)


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
        subject = withdrawal.key.decode(errors="replace")
        deed = Deed(who, WITHDRAWN, subject, why, withdrawal.before, None)
        await AuditLog(reader, writer, cluster.names.audit).append(deed, clock(), new_id)
        await writer.write(cluster.names.configuration, 0, [Outgoing(withdrawal.key, None, [])])
    finally:
        await reader.stop()
        await writer.stop()

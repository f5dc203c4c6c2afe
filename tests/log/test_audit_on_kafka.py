"""Two operators at once: every entry stands in the chain, once, and nothing is broken."""

import asyncio
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from hub.local.local_parts import LocalParts
from hub.log.audit import AuditLog, Chain, NewAuditEntry, read_on
from hub.log.batch_writer import BatchWriter, new_producer
from hub.log.raw_reader import RawReader
from hub.log.topics import TopicNames

pytestmark = pytest.mark.kafka

ENTRIES = 8


async def append_all(parts: LocalParts, names: TopicNames, who: str) -> None:
    reader, writer = RawReader(parts.bootstrap_servers), BatchWriter(lambda: new_producer(parts.bootstrap_servers))
    await reader.start()
    try:
        audit = AuditLog(reader, writer, names.audit)
        for number in range(ENTRIES):
            new = NewAuditEntry(who, "quarantine.discarded", f"{who}-{number}", "a test", None, None)
            await audit.append(new, datetime.now(UTC), uuid4)
    finally:
        await reader.stop()
        await writer.stop()


async def test_who_appends_at_once_loses_nothing(parts: LocalParts, namespace: TopicNames) -> None:
    await asyncio.gather(append_all(parts, namespace, "a"), append_all(parts, namespace, "b"))
    chain, reader = Chain(), RawReader(parts.bootstrap_servers)
    await reader.start()
    try:
        await read_on(reader, namespace.audit, chain)
    finally:
        await reader.stop()
    assert chain.broken == []
    assert sorted(each.subject for each in chain.entries) == sorted(
        f"{who}-{n}" for who in "ab" for n in range(ENTRIES)
    )

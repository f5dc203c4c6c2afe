"""A file of Kafka's log that something damaged while the broker runs: told as what it is, and not as Kafka away."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiokafka.errors import CorruptRecordException

from hub.cli.running import kafka_unreadable
from hub.events.topics import CONTRACT
from hub.instance.connection import Cluster
from hub.instance.reading_quarantine import read_quarantine
from hub.local.local_parts import LocalParts
from hub.log.batch_writer import BatchWriter, new_producer
from hub.log.quarantine import Quarantine
from hub.log.records import InputRecord, Poison
from hub.log.topics import TopicNames
from hub.monitor.status import status
from hub.settings import Settings

pytestmark = [pytest.mark.faults, pytest.mark.kafka]

WORD = b"zebra-4471"


def flip_a_byte(parts: LocalParts, topic: str) -> None:
    """Of the value in the only record of a topic."""
    for file in (parts.home / "data" / "kafka").glob(f"{topic}-*/*.log"):
        whole = bytearray(file.read_bytes())
        at = whole.find(WORD)
        if at >= 0:
            with file.open("r+b") as log:
                log.seek(at)
                log.write(bytes([whole[at] ^ 1]))
            return
    raise AssertionError(f"no record of {topic} holds the word")


async def test_a_byte_that_flipped_in_quarantine_is_told_and_kafka_is_not_called_away(
    parts: LocalParts, namespace: TopicNames, tmp_path: Path
) -> None:
    cluster = Cluster(parts.bootstrap_servers, parts.registry_url, namespace, namespace.engine_group)
    writer = BatchWriter(lambda: new_producer(parts.bootstrap_servers))
    try:
        record = InputRecord(namespace.full(CONTRACT), 1, 7, 0, None, WORD, ())
        await Quarantine(writer, namespace.quarantine, "0").keep([(record, Poison("HUB-REC-001", "key", "none", "do"))])
    finally:
        await writer.stop()
    flip_a_byte(parts, namespace.quarantine)
    document = await status(Settings(home=tmp_path), cluster, datetime.now(UTC))
    assert document["kafka"]["answers"]
    assert [each["kind"] for each in document["findings"] if each["severity"] == "error"] == [
        "log-corrupt",
        "engine-absent",
    ]
    assert document["corrupt"][0].startswith(f"{namespace.quarantine}[")
    with pytest.raises(CorruptRecordException) as damaged:
        await read_quarantine(cluster)
    assert document["corrupt"][0] in kafka_unreadable(damaged.value)

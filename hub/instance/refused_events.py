"""What doors refused under an event's id, read from the log: it works without the gateway."""

from collections.abc import Iterable
from typing import Any

from aiokafka import TopicPartition

from hub.instance.connection import Cluster
from hub.log.raw_reader import RawReader, Stretch
from hub.log.refusals import KeptRefusal, RefusalUnreadable
from hub.log.topics import partition_of


async def refusals_of(cluster: Cluster, event_id: str) -> list[KeptRefusal]:
    """Every time that an event of this id was refused, oldest first. Raises KafkaError."""
    reader = RawReader(cluster.bootstrap_servers)
    await reader.start()
    found = []
    try:
        tps = await reader.partitions(cluster.names.refusal)
        if not tps:
            return []
        tp = TopicPartition(cluster.names.refusal, partition_of(event_id.encode(), len(tps)))
        end = (await reader.ends([tp]))[tp]
        async for _, records in reader.read({tp: Stretch(0, end)}):
            for record in records:
                if record.key != event_id.encode():
                    continue
                try:
                    found.append(KeptRefusal.read(record.value))
                except RefusalUnreadable:
                    continue  # `hub status` names it
    finally:
        await reader.stop()
    return sorted(found, key=lambda each: each.at)


def document_of(refused: Iterable[KeptRefusal]) -> list[dict[str, Any]]:
    """As JSON data: each time with all of its reasons."""
    return [
        {
            "at": each.at,
            "principal": each.principal,
            "door": each.door,
            "reasons": [reason._asdict() for reason in each.reasons],
        }
        for each in refused
    ]

"""`hub audit close`: which accepted losses are meant, and what is to be kept of it."""

from collections.abc import Sequence

from hub.instance.accepted_losses import CLOSED, AcceptedLoss, open_losses
from hub.instance.connection import Cluster
from hub.instance.reading_quarantine import read_audit
from hub.log.audit import NewAuditEntry
from hub.log.raw_reader import RawReader
from hub.usecases.accepting import record


async def open_of_topic(cluster: Cluster, topic: str) -> list[AcceptedLoss]:
    """Those of one topic that nobody closed. topic: as TopicNames.named takes it. Raises NoSuchTopic, KafkaError."""
    name = cluster.names.full(cluster.names.named(topic))
    reader = RawReader(cluster.bootstrap_servers)
    await reader.start()
    try:
        chain = await read_audit(reader, cluster)
    finally:
        await reader.stop()
    return [each for each in open_losses(chain.entries, cluster.names) if each.topic == name]


async def carry_out(cluster: Cluster, losses: Sequence[AcceptedLoss], who: str, why: str) -> None:
    """The entry stands in the audit log when this returns. Raises WriteFailed, AuditCrowded, KafkaError."""
    before = [each.to_json(cluster.names) for each in losses]
    await record(cluster, [NewAuditEntry(who, CLOSED, losses[0].topic, why, before, None)])

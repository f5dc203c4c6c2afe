"""What an operator may go on with though it lost records, what not, and the audit entry that is kept of it.

Promise: a loss that was accepted is told no more only when the audit log holds who accepted it.
"""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from typing import Final
from uuid import uuid4

from hub.instance.accepted_losses import ACCEPTED
from hub.instance.connection import Cluster
from hub.instance.damaged import Damaged
from hub.instance.topic_memory import Lost
from hub.log.audit import AuditLog, NewAuditEntry
from hub.log.batch_writer import BatchWriter, new_producer
from hub.log.damage import begun_anew
from hub.log.losses import MEANS, Loss
from hub.log.raw_reader import RawReader

_WHY: Final = "`hub up --accept-lost-topic`: what the topic held may be lost"


class CannotAccept(Exception):
    """Accepting the loss would mend nothing; the text says what does. Nothing was touched."""


def check_acceptable(accepted: Iterable[Damaged]) -> None:
    """Raises CannotAccept for an input partition that lacks its first records.

    Offsets go on where they were, so the engine would wait for those records whatever was accepted.
    """
    for each in accepted:
        if MEANS[each.topic] is Loss.SAID and each.start > 0:
            raise CannotAccept(
                f"{each.name}[{each.partition}] begins at offset {each.start}, and what lacks its first records cannot "
                f"be gone on with; nothing was changed. Restore the topic from a copy. {begun_anew(each.name)}. See "
                "docs/runbooks/log-damaged.md"
            )


def new_entries(who: str, gone: Lost, damaged: Iterable[Damaged], accepted: Collection[str]) -> list[NewAuditEntry]:
    """One audit entry for each topic that lost something and was accepted. accepted: full names. Pure."""
    lost = {each: ["it was not there any more"] for each in gone.missing}
    lost |= {each: ["it was not the topic that this instance knew"] for each in gone.replaced}
    partitions: dict[str, list[dict[str, int]]] = {}
    for each in damaged:
        known = [{"partition": number, "records": count} for number, count in each.records]
        partitions.setdefault(each.name, []).extend(known)
        if each.partition is None:
            continue  # the whole topic, which is told
        begins = f", from offset {each.start}" if each.start else ""
        lost.setdefault(each.name, []).append(f"partition {each.partition} had lost records{begins}")
    return [
        NewAuditEntry(who, ACCEPTED, name, _WHY, {"lost": words, "partitions": partitions.get(name, [])}, None)
        for name, words in sorted(lost.items())
        if name in accepted
    ]


async def record(cluster: Cluster, new: Iterable[NewAuditEntry]) -> None:
    """The entries stand in the audit log when this returns. Raises WriteFailed, AuditCrowded, KafkaError."""
    reader = RawReader(cluster.bootstrap_servers)
    writer = BatchWriter(lambda: new_producer(cluster.bootstrap_servers))
    await reader.start()
    try:
        audit = AuditLog(reader, writer, cluster.names.audit)
        for each in new:
            await audit.append(each, datetime.now(UTC), uuid4)
    finally:
        await reader.stop()
        await writer.stop()

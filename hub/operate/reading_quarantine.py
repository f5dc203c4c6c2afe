"""Everything in quarantine, read from its topic."""

from dataclasses import dataclass

from hub.log.quarantined import Quarantined, QuarantineUnreadable
from hub.log.raw_reader import RawReader, Stretch
from hub.operate.connection import Cluster


@dataclass(frozen=True, slots=True)
class QuarantineLog:
    """records: by topic, partition and offset of the original, each once. unreadable: positions and why."""

    records: tuple[Quarantined, ...]
    unreadable: tuple[str, ...]

    def named(self, record_id: str) -> Quarantined | None:
        return next((each for each in self.records if each.id == record_id), None)


async def read_quarantine(cluster: Cluster) -> QuarantineLog:
    """All of it, up to the ends found now. Raises KafkaError."""
    reader = RawReader(cluster.bootstrap_servers)
    await reader.start()
    found: dict[str, Quarantined] = {}
    unreadable = []
    try:
        ends = await reader.ends(await reader.partitions(cluster.names.quarantine))
        async for tp, records in reader.read({tp: Stretch(0, end) for tp, end in ends.items()}):
            for raw in records:
                try:
                    each = Quarantined.read(raw.key, raw.value, raw.headers)
                except QuarantineUnreadable as failure:
                    unreadable.append(f"{tp.topic}[{tp.partition}]@{raw.offset}: {failure}")
                    continue
                found[each.id] = each  # a worker that came back writes the same record again
    finally:
        await reader.stop()
    ordered = sorted(found.values(), key=lambda each: (each.topic, each.partition, each.offset))
    return QuarantineLog(tuple(ordered), tuple(unreadable))

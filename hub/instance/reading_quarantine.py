"""Everything in quarantine, read from its topic, and what the audit log says was done about it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from hub.instance.connection import Cluster
from hub.instance.unreadable_records import UnreadableRecord, unreadable
from hub.log.audit import AuditEntry, Chain, read_on
from hub.log.quarantined import Quarantined, QuarantineUnreadable
from hub.log.raw_reader import RawReader, Stretch

STARTED = "quarantine.redrive-started"
REDRIVEN = "quarantine.redriven"
DISCARDED = "quarantine.discarded"


@dataclass(frozen=True, slots=True)
class Handling:
    """What was done about the records, by id. closed: redriven or discarded. started: a redrive that did not end."""

    closed: Mapping[str, AuditEntry] = field(default_factory=dict)
    started: Mapping[str, AuditEntry] = field(default_factory=dict)

    @classmethod
    def of(cls, entries: Iterable[AuditEntry]) -> "Handling":
        """From the entries in their order; the first one that closes a record is the one that counts."""
        closed: dict[str, AuditEntry] = {}
        started: dict[str, AuditEntry] = {}
        for each in entries:
            if each.action in (REDRIVEN, DISCARDED):
                closed.setdefault(each.subject, each)
            elif each.action == STARTED:
                started[each.subject] = each
        return cls(closed, {name: each for name, each in started.items() if name not in closed})


@dataclass(frozen=True, slots=True)
class QuarantineLog:
    """records: by topic, partition and offset of the original, each once. unreadable: what the engine did not write."""

    records: tuple[Quarantined, ...]
    unreadable: tuple[UnreadableRecord, ...] = ()
    handling: Handling = field(default_factory=Handling)
    audit: Chain = field(default_factory=Chain)

    def named(self, record_id: str) -> Quarantined | None:
        return next((each for each in self.records if each.id == record_id), None)

    @property
    def open(self) -> tuple[Quarantined, ...]:
        """Those that nobody has redriven or discarded."""
        return tuple(each for each in self.records if each.id not in self.handling.closed)

    def state(self, record_id: str) -> str:
        """open, redriven or discarded."""
        entry = self.handling.closed.get(record_id)
        return "open" if entry is None else entry.action.rpartition(".")[2]


async def read_quarantine(cluster: Cluster) -> QuarantineLog:
    """All of it, up to the ends found now. Raises KafkaError."""
    reader = RawReader(cluster.bootstrap_servers)
    await reader.start()
    try:
        return await quarantine_by(reader, cluster)
    finally:
        await reader.stop()


async def quarantine_by(reader: RawReader, cluster: Cluster) -> QuarantineLog:
    """As read_quarantine, over a connection that is open."""
    found: dict[str, Quarantined] = {}
    strange = []
    ends = await reader.ends(await reader.partitions(cluster.names.quarantine))
    async for tp, records in reader.read({tp: Stretch(0, end) for tp, end in ends.items()}):
        for raw in records:
            try:
                each = Quarantined.read(raw.key, raw.value, raw.headers)
            except QuarantineUnreadable as failure:
                strange.append(unreadable(tp.topic, tp.partition, raw.offset, raw.value, failure))
                continue
            found[each.id] = each  # a worker that came back writes the same record again
    chain = await read_audit(reader, cluster)
    ordered = sorted(found.values(), key=lambda each: (each.topic, each.partition, each.offset))
    return QuarantineLog(tuple(ordered), tuple(strange), Handling.of(chain.entries), chain)


async def read_audit(reader: RawReader, cluster: Cluster) -> Chain:
    """The audit log up to its end now; empty where there is no such topic. Raises KafkaError."""
    chain = Chain()
    if await reader.partitions(cluster.names.audit):
        await read_on(reader, cluster.names.audit, chain)
    return chain

"""`hub verify` against a real log: reads everything, folds it again, compares. Design section 7."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from random import Random
from typing import Any

from hub.engine.verify import Mismatch, VerifyFinding, digest, verify_partition
from hub.events.topics import INPUT_TOPICS, word
from hub.instance.accepted_losses import ACCEPTED
from hub.instance.connection import Cluster
from hub.instance.damaged import Damaged, damage_of
from hub.instance.log_reading import InputLog, PartitionLog, Progress, read_committed, read_inputs, read_outputs
from hub.instance.reading_quarantine import read_audit
from hub.log.position import Position
from hub.log.quarantine import quarantine_id
from hub.log.raw_reader import RawReader, Stretch
from hub.log.records import InputRecord, Poison
from hub.log.registry import Registry
from hub.reconcile.picture import KeyUnreadable, read_key

SHOWN_MISMATCHES = 100
KEY_CHARACTERS = 100


@dataclass(frozen=True, slots=True)
class Behind:
    """A partition that the engine has not finished: records admitted, and not yet committed."""

    topic: str
    partition: int
    records: int


@dataclass(frozen=True, slots=True)
class Verification:
    """ok: every output is what its inputs add up to, and everything committed is written.

    quarantine_lost: refused records that stood in quarantine when its loss was accepted, by the audit log, and are not
    there now; they are no mismatch.
    """

    ok: bool
    inputs: int
    events: int
    duplicates: int
    quarantined: int
    quarantine_lost: int
    keys: int
    behind: list[Behind]
    mismatches: list[Mismatch]
    digest: str

    def document(self) -> dict[str, Any]:
        found = asdict(self)
        found["mismatches"] = found["mismatches"][:SHOWN_MISMATCHES]
        found["mismatch_count"] = len(self.mismatches)
        return found


async def verify(cluster: Cluster, today: date, progress: Progress = lambda read, all_: None) -> Verification:
    """today: London's day. Raises LogUnusable, KafkaError, RegistryAway."""
    reader = RawReader(cluster.bootstrap_servers)
    await reader.start()
    try:
        async with Registry(cluster.registry_url, Random(0), tries=3) as registry:
            # what is committed first, then outputs, then inputs: each is covered by what is read after it
            counts = len(await reader.partitions(cluster.names.picture))
            committed = await read_committed(cluster.bootstrap_servers, cluster.group, cluster.names, counts)
            outputs, problems = await read_outputs(reader, cluster.names, committed, today)
            kept = await _quarantined(reader, cluster)
            accepted = await _quarantine_accepted(reader, cluster)
            log = await read_inputs(reader, cluster.names, registry.schema, progress)
            lost = await damage_of(cluster)
    finally:
        await reader.stop()
    mismatches = [*map(_damaged, lost), *(_untrue(key, problem) for key, problem in problems)]
    events = duplicates = keys = quarantined = given_up = 0
    configuration_at = log.configuration_at()
    for number, partition in enumerate(log.partitions):
        verdict = verify_partition(partition.located, outputs[number], committed[number], configuration_at, today)
        events, duplicates, keys = events + verdict.events, duplicates + verdict.duplicates, keys + verdict.keys
        quarantined += len(partition.poison)
        mismatches += verdict.mismatches
        dropped = _not_kept(partition, committed[number], kept, cluster)
        mismatches += [_dropped(record, poison) for record, poison in dropped if record.timestamp_ms >= accepted]
        given_up += sum(record.timestamp_ms < accepted for record, _ in dropped)
    return Verification(
        ok=not mismatches,
        inputs=events + duplicates + quarantined,
        events=events,
        duplicates=duplicates,
        quarantined=quarantined,
        quarantine_lost=given_up,
        keys=keys,
        behind=_behind(log, committed),
        # what was lost first: outputs that differ from what is left of their inputs follow from it
        mismatches=sorted(mismatches, key=lambda each: each.wrong is not VerifyFinding.DAMAGED),
        digest=digest(log.by_partnership(), log.configuration()),
    )


def _untrue(key: bytes, problem: str) -> Mismatch:
    """A record that no worker wrote, and none has written over yet."""
    try:
        named = read_key(key)
    except KeyUnreadable:
        named = ("", "", key.decode(errors="replace")[:KEY_CHARACTERS])
    return Mismatch(VerifyFinding.UNTRUE, *named, problem, None, None)


async def _quarantined(reader: RawReader, cluster: Cluster) -> set[bytes]:
    """Ids of the records that stand in quarantine."""
    tps = await reader.partitions(cluster.names.quarantine)
    ends = await reader.ends(tps)
    return {
        record.key or b""
        async for _, records in reader.read({tp: Stretch(0, end) for tp, end in ends.items()})
        for record in records
    }


async def _quarantine_accepted(reader: RawReader, cluster: Cluster) -> int:
    """When the loss of the quarantine topic was accepted last, in ms since 1970; 0 for never."""
    accepted = [
        datetime.fromisoformat(each.at).timestamp() * 1000
        for each in (await read_audit(reader, cluster)).entries
        if (each.action, each.subject) == (ACCEPTED, cluster.names.quarantine)
    ]
    return int(max(accepted, default=0))


def _not_kept(
    partition: PartitionLog, committed: Position, kept: set[bytes], cluster: Cluster
) -> list[tuple[InputRecord, Poison]]:
    """What could not be taken, is committed, and is not in quarantine: dropped."""
    return [
        (record, poison)
        for record, poison in partition.poison
        if record.offset <= committed.offset(word(cluster.names.short(record.topic)))
        and quarantine_id(record).encode() not in kept
    ]


def _dropped(record: InputRecord, poison: Poison) -> Mismatch:
    where, problem = quarantine_id(record), f"was refused ({poison.code}) and is not kept"
    return Mismatch(VerifyFinding.NOT_KEPT, "", "quarantine", where, problem, None, None)


def _damaged(lost: Damaged) -> Mismatch:
    """A partition of the truth that has lost records at an end, or a topic of it that is gone."""
    kind = "input" if lost.topic in INPUT_TOPICS else word(lost.topic)
    return Mismatch(VerifyFinding.DAMAGED, "", kind, lost.where, lost.problem, None, None)


def _behind(log: InputLog, committed: list[Position]) -> list[Behind]:
    return [
        Behind(topic, number, partition.ends[topic] - 1 - committed[number].offset(word(topic)))
        for number, partition in enumerate(log.partitions)
        for topic in INPUT_TOPICS
        if partition.ends[topic] - 1 > committed[number].offset(word(topic))
    ]

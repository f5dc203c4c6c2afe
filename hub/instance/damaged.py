"""Whether the topics hold all that they have held: if the truth does not, nothing is let in, and nothing reckoned.

What is said into a partition that was cut stands where it would be passed over, and is gone once the partition is
restored from its copy; what is said under a configuration that lost documents may go where it does not belong. Source:
design section 2 (nothing that was acknowledged is lost).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from aiokafka import TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from hub.events.topics import CONFIGURATION
from hub.instance.connection import Cluster
from hub.instance.kafka_state import SMALL_BYTES
from hub.instance.log_reading import LogUnusable
from hub.log.answering import admin_of
from hub.log.consumer_groups import offsets_of
from hub.log.losses import CLOSING, MEANS, Loss, ReachedEnd, loss
from hub.log.raw_reader import RawReader
from hub.log.reached import read_reached
from hub.log.topics import TopicNames
from hub.log.topics_there import DELETED

TRUTH = tuple(topic for topic, means in MEANS.items() if means in CLOSING)
"""The topics whose loss closes the doors."""


class LogDamaged(LogUnusable):
    """A topic of the truth has lost records; the text says which, and what to do."""


@dataclass(frozen=True, slots=True)
class Damaged:
    """One partition that has lost records, or a whole topic that is gone. topic: without prefix; name: with it.

    partition: None for the whole topic. problem: in words, with the cure. start: the first offset that it holds.
    records: so many are gone at least, by partition.
    """

    topic: str
    name: str
    partition: int | None
    problem: str
    start: int = 0
    records: tuple[tuple[int, int], ...] = ()

    @property
    def where(self) -> str:
        return self.name if self.partition is None else f"{self.name}[{self.partition}]"

    @property
    def words(self) -> str:
        return f"{self.where} {self.problem}"


@dataclass(frozen=True, slots=True)
class KnownOffsets:
    """What is known of partitions from before; ask it before asking for their ends, which only grow.

    committed: the next offset to be taken in, of each input partition that the engine ever committed.
    """

    committed: Mapping[TopicPartition, int]
    reached: Mapping[TopicPartition, ReachedEnd]

    def end(self, tp: TopicPartition) -> int:
        """So far it had reached at least."""
        reached = self.reached.get(tp)
        return max(self.committed.get(tp, 0), 0 if reached is None else reached.end)

    def of(self, topic: str) -> tuple[tuple[int, int], ...]:
        """How many records each partition of a topic had at least, where it had any. topic: its full name."""
        tps = sorted({tp for tp in (*self.committed, *self.reached) if tp.topic == topic})
        return tuple((tp.partition, self.end(tp)) for tp in tps if self.end(tp))


async def known_by(admin: AIOKafkaAdminClient, cluster: Cluster) -> KnownOffsets:
    """Raises KafkaError."""
    committed = await offsets_of(admin, cluster.group)
    return KnownOffsets(
        {tp: each.offset for tp, each in committed.items() if each.offset >= 0},
        await read_reached(admin, cluster.names),
    )


def damaged(
    known: KnownOffsets,
    starts: Mapping[TopicPartition, int],
    ends: Mapping[TopicPartition, int],
    names: TopicNames,
    now: datetime,
) -> list[Damaged]:
    """Every partition among these that has lost records, in their order. A start that is not given is 0."""
    found = []
    for tp, end in ends.items():
        topic, at = names.short(tp.topic), round(now.timestamp() * 1000)
        problem = loss(topic, starts.get(tp, 0), end, known.committed.get(tp, 0), known.reached.get(tp), at)
        if problem is not None:
            start = starts.get(tp, 0)
            gone = max(0, known.end(tp) - max(end, start)) + start
            found.append(Damaged(topic, tp.topic, tp.partition, problem, start, ((tp.partition, gone),)))
    return found


async def look(
    admin: AIOKafkaAdminClient, reader: RawReader, cluster: Cluster, now: datetime, topics: Collection[str] = TRUTH
) -> list[Damaged]:
    """What the truth has lost, or these topics, without prefix.

    A topic of the truth that is not there is lost where others of them are: they are made together. Of other topics
    that are not there, and of an instance that has none yet, whoever needs them tells. Raises KafkaError.
    """
    known = await known_by(admin, cluster)
    tps = await reader.partitions(*map(cluster.names.full, topics))
    there = {cluster.names.short(tp.topic) for tp in tps}
    starts, ends = await reader.starts(tps), await reader.ends(tps)
    truth = [topic for topic in topics if MEANS[topic] in CLOSING]
    gone = [topic for topic in truth if topic not in there] if there.intersection(truth) else []
    return [
        *(
            Damaged(topic, name, None, gone_words(topic), records=known.of(name))
            for topic, name in ((each, cluster.names.full(each)) for each in gone)
        ),
        *damaged(known, starts, ends, cluster.names, now),
    ]


def gone_words(topic: str) -> str:
    """What is said of a topic of the truth that is not there any more. topic: without prefix."""
    return f"is not there any more: {DELETED}. Without one: `hub down`, then `hub up --accept-lost-topic {topic}`"


async def damage_of(cluster: Cluster, topics: Collection[str] = TRUTH) -> list[Damaged]:
    """What the truth has lost, or these topics, asked over connections of its own. Raises KafkaError."""
    async with admin_of(cluster.bootstrap_servers) as admin:
        reader = RawReader(cluster.bootstrap_servers, SMALL_BYTES)
        await reader.start()
        try:
            return await look(admin, reader, cluster, datetime.now(UTC), topics)
        finally:
            await reader.stop()


async def check_truth(cluster: Cluster) -> None:
    """Raises LogDamaged, KafkaError."""
    check(await damage_of(cluster))


async def check_configuration(cluster: Cluster) -> None:
    """For whoever evaluates by the configuration, or publishes some. Raises LogDamaged, KafkaError."""
    check(each for each in await damage_of(cluster) if each.topic == CONFIGURATION)


def check(found: Iterable[Damaged]) -> None:
    """Raises LogDamaged for the first of what the truth has lost."""
    for each in found:
        if MEANS[each.topic] in CLOSING:
            raise LogDamaged(closed_words(each))


def closed_words(each: Damaged) -> str:
    """What is lost, what to do, and what is closed until then."""
    return f"{each.words}. Until then nothing is let in, and no report is made of the log"


def lost_words(found: Iterable[Damaged]) -> str:
    """Which topics of the truth have lost what, each once, without offsets and cures; empty where nothing is lost."""
    what = {Loss.SAID: "records", Loss.RULES: "documents"}
    closing = [each for each in found if MEANS[each.topic] in CLOSING]
    return " and ".join(dict.fromkeys(f"{each.name} has lost {what[MEANS[each.topic]]}" for each in closing))

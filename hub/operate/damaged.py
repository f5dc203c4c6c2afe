"""Whether the input topics hold all that the engine has taken in: if not, nothing is to be let in, nor reckoned.

What is said into a partition that was cut stands where it would be passed over, and is gone once the partition is
restored from its copy. Source: design section 2 (nothing that was acknowledged is lost).
"""

from collections.abc import Sequence

from hub.events.topics import INPUT_TOPICS, word
from hub.log.damage import damage
from hub.log.position import Position
from hub.log.raw_reader import RawReader
from hub.log.topics import TopicNames
from hub.operate.connection import Cluster
from hub.operate.kafka_state import SMALL_BYTES
from hub.operate.log_reading import LogUnusable, PartitionLog, read_committed


class LogDamaged(LogUnusable):
    """An input topic has lost records; the text says which, and what to do."""


def damage_in(partition: PartitionLog, number: int, committed: Position, names: TopicNames) -> list[tuple[str, str]]:
    """Where records were lost, and the problem in words."""
    found = []
    for topic in INPUT_TOPICS:
        if topic not in partition.ends:
            continue  # it is not there at all, which whoever reads or writes it says
        problem = damage(partition.starts[topic], partition.ends[topic], committed.offset(word(topic)) + 1)
        if problem is not None:
            found.append((f"{names.full(topic)}[{number}]", problem))
    return found


async def check_inputs(cluster: Cluster) -> None:
    """Raises LogDamaged, KafkaError."""
    reader = RawReader(cluster.bootstrap_servers, SMALL_BYTES)
    await reader.start()
    try:
        tps = [tp for name in cluster.names.inputs for tp in await reader.partitions(name)]
        count = max((tp.partition + 1 for tp in tps), default=0)
        committed = await read_committed(cluster.bootstrap_servers, cluster.group, cluster.names, count)
        starts, ends = await reader.starts(tps), await reader.ends(tps)
    finally:
        await reader.stop()
    partitions = [PartitionLog() for _ in range(count)]
    for tp in tps:
        topic = cluster.names.short(tp.topic)
        partitions[tp.partition].starts[topic], partitions[tp.partition].ends[topic] = starts[tp], ends[tp]
    check_partitions(partitions, committed, cluster.names)


def check_partitions(partitions: Sequence[PartitionLog], committed: Sequence[Position], names: TopicNames) -> None:
    """Raises LogDamaged for the first place in which something was lost."""
    for number, partition in enumerate(partitions):
        for where, problem in damage_in(partition, number, committed[number], names):
            raise LogDamaged(f"{where} {problem}. Until then nothing is let in, and no report is made of the log")

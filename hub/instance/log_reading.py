"""Reads the whole log of an instance: what was said, what could not be taken, what was written, what is committed.

Plain consumers, no group, no live state: the command line's reports and `hub verify` stand on this.
"""

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from aiokafka import TopicPartition

from hub.configuration import configuration_log
from hub.configuration.model import Configuration
from hub.engine.picture_shape import picture_shape
from hub.engine.verify import LocatedRecord, WrittenPicture
from hub.events.topics import INPUT_TOPICS, word
from hub.log.answering import admin_of
from hub.log.consumer_groups import offsets_of
from hub.log.decode import RecordDecoder
from hub.log.position import Order, Position, succeed
from hub.log.raw_reader import RawReader, Stretch, input_record
from hub.log.reasons import unknown_schema
from hub.log.records import InputRecord, Poison, SchemaNeeded
from hub.log.topics import TopicNames
from hub.log.topics_there import TopicsMissing
from hub.log.untrue import ReaderKnowledge, Untrue, classify
from hub.reconcile.statement import Statement

FetchSchema = Callable[[int], Awaitable[str | None]]
"""The registry's schema of an id; None when it has none."""

Progress = Callable[[int, int], None]
"""Records read, and how many there are to read."""


class LogUnusable(Exception):
    """The topics are not there or do not fit together; the text says what to do."""


@dataclass(slots=True)
class PartitionLog:
    """One partition number: what was taken, in log order per topic, and what cannot be."""

    located: list[LocatedRecord] = field(default_factory=list)
    poison: list[tuple[InputRecord, Poison]] = field(default_factory=list)
    starts: dict[str, int] = field(default_factory=dict)
    ends: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class InputLog:
    """All that the input topics and the configuration topic hold."""

    partitions: list[PartitionLog]
    configuration_records: list[tuple[int, bytes, bytes | None]]

    def configuration(self) -> Configuration:
        return configuration_log.read(self.configuration_records)

    def configuration_at(self) -> Callable[[int], Configuration]:
        """The configuration as it stood after an offset, each read once."""
        known: dict[int, Configuration] = {}

        def at(offset: int) -> Configuration:
            if offset not in known:
                known[offset] = configuration_log.read(each for each in self.configuration_records if each[0] <= offset)
            return known[offset]

        return at

    def by_partnership(self) -> dict[str, list[Statement]]:
        """Everything said, duplicates too, in log order; partnerships in order."""
        found: dict[str, list[Statement]] = {}
        for partition in self.partitions:
            for located in partition.located:
                found.setdefault(located.partnership, []).append(located.statement)
        return dict(sorted(found.items()))


async def read_configuration(reader: RawReader, names: TopicNames) -> list[tuple[int, bytes, bytes | None]]:
    """(offset, key, value) of every configuration record, in order."""
    tp = TopicPartition(names.configuration, 0)
    end = (await reader.ends([tp]))[tp]
    return [
        (record.offset, record.key or b"", record.value)
        async for _, records in reader.read({tp: Stretch(0, end)})
        for record in records
    ]


async def read_inputs(
    reader: RawReader, names: TopicNames, fetch_schema: FetchSchema, progress: Progress = lambda read, all_: None
) -> InputLog:
    """The whole input log up to the ends found now. Raises LogUnusable, TopicsMissing, KafkaError."""
    found = Counter(tp.topic for tp in await reader.partitions(*map(names.full, INPUT_TOPICS)))
    counts = {topic: found[names.full(topic)] for topic in INPUT_TOPICS}
    missing = [names.full(topic) for topic, count in counts.items() if not count]
    if missing:
        raise TopicsMissing(missing)
    if len(set(counts.values())) != 1:
        shown = ", ".join(f"{names.full(topic)} has {count}" for topic, count in counts.items())
        raise LogUnusable(f"the input topics must have equally many partitions: {shown}. Run `hub up`, or create them")
    partitions = counts[INPUT_TOPICS[0]]
    log = InputLog([PartitionLog() for _ in range(partitions)], await read_configuration(reader, names))
    tps = [TopicPartition(name, number) for name in names.inputs for number in range(partitions)]
    ends = await reader.ends(tps)
    for tp, end in ends.items():
        log.partitions[tp.partition].ends[names.short(tp.topic)] = end
    for tp, start in (await reader.starts(tps)).items():
        log.partitions[tp.partition].starts[names.short(tp.topic)] = start
    decoder = RecordDecoder(partitions, names)
    total, done = sum(ends.values()), 0
    async for tp, records in reader.read({tp: Stretch(0, end) for tp, end in ends.items()}):
        topic = INPUT_TOPICS.index(names.short(tp.topic))
        into = log.partitions[tp.partition]
        for raw in records:
            record = input_record(raw)
            await _take(decoder, record, topic, into, fetch_schema)
        done += len(records)
        progress(done, total)
    for partition in log.partitions:
        partition.located.sort(key=lambda located: (located.topic, located.offset))
    return log


async def _take(
    decoder: RecordDecoder, record: InputRecord, topic: int, into: PartitionLog, fetch_schema: FetchSchema
) -> None:
    try:
        decoded = decoder.decode(record)
    except SchemaNeeded as needed:
        schema = await fetch_schema(needed.schema_id)
        if schema is None:
            into.poison.append((record, unknown_schema(needed.schema_id)))
            return
        decoder.learn(needed.schema_id, schema)
        decoded = decoder.decode(record)
    if isinstance(decoded, Poison):
        into.poison.append((record, decoded))
        return
    statement = Statement.of(
        decoded.type, decoded.version, decoded.body, decoded.plain, decoded.stamp.milliseconds, decoded.content_hash
    )
    into.located.append(LocatedRecord(topic, record.offset, decoded.partnership, statement))


async def read_outputs(
    reader: RawReader, names: TopicNames, committed: Sequence[Position], today: date
) -> tuple[list[list[WrittenPicture]], list[tuple[bytes, str]]]:
    """Per partition the output records that stand, and those that cannot be the engine's: their keys, and words.

    What was written over is not told. committed: what the group had committed before, per partition.
    """
    tps = await reader.partitions(names.picture)
    if not tps:
        raise TopicsMissing([names.picture])
    ends = await reader.ends(tps)
    last = await _last_offsets(reader, names, len(tps))
    shape = picture_shape(len(tps))
    known = [
        ReaderKnowledge(today, at, (*(0 <= done <= end for done, end in _inputs_of(committed[number], at)), False))
        for number, at in enumerate(last)
    ]
    standing: list[dict[bytes, tuple[int, WrittenPicture]]] = [{} for _ in tps]
    untrue: dict[tuple[int, bytes], str] = {}
    async for tp, records in reader.read({tp: Stretch(0, end) for tp, end in ends.items()}):
        held = standing[tp.partition]
        for raw in records:
            key = raw.key or b""
            basis = classify(raw, known[tp.partition], shape).found
            if isinstance(basis, Untrue):
                untrue[tp.partition, key] = f"{tp.topic}[{tp.partition}]@{raw.offset}: the record {basis.value}"
                continue
            untrue.pop((tp.partition, key), None)  # written over: nobody keeps it
            before = held.get(key)
            if before is None or succeed(basis, before[1].basis, before[0]) is not Order.STALE:
                held[key] = raw.offset, WrittenPicture(key, raw.value, basis)
    found = [(key, words) for (_, key), words in untrue.items()]
    return [[written for _, written in each.values()] for each in standing], found


def _inputs_of(committed: Position, last: Position) -> Iterable[tuple[int, int]]:
    """(committed, last) of each input topic."""
    return zip(committed.offsets[:-1], last.offsets[:-1], strict=True)


async def _last_offsets(reader: RawReader, names: TopicNames, partitions: int) -> list[Position]:
    """Per partition number the last offset of each topic of a position."""
    settings = TopicPartition(names.configuration, 0)
    tps = [[*(TopicPartition(name, number) for name in names.inputs), settings] for number in range(partitions)]
    ends = await reader.ends({tp for each in tps for tp in each})
    return [Position(tuple(ends[tp] - 1 for tp in each)) for each in tps]


async def read_committed(bootstrap_servers: str, group: str, names: TopicNames, partitions: int) -> list[Position]:
    """Per partition number the offsets that the engine's group has committed, as offsets included."""
    async with admin_of(bootstrap_servers) as admin:
        offsets = await offsets_of(admin, group)
    found = []
    for number in range(partitions):
        committed: dict[str, int] = {}
        for topic in INPUT_TOPICS:
            known = offsets.get(TopicPartition(names.full(topic), number))
            committed[word(topic)] = known.offset - 1 if known is not None and known.offset >= 0 else -1
        found.append(Position.of(committed))
    return found

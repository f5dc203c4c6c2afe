"""The fold in Arroyo: batches by its Reduce, pictures by its Produce, offsets behind them by its CommitOffsets.

State: none. It keeps no event, and would read its inputs from the beginning at each start, as the hub does. Settings:
batches of 1,000 records or 50 ms, idempotent producer with acks from all replicas, linger 5 ms, commits once a second.
Its processor is given one topic, so the consumer takes the other two with it.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from arroyo import Topic
from arroyo.backends.kafka import KafkaConsumer, KafkaPayload, KafkaProducer
from arroyo.backends.kafka.configuration import build_kafka_configuration, build_kafka_consumer_configuration
from arroyo.commit import ONCE_PER_SECOND
from arroyo.processing import StreamProcessor
from arroyo.processing.strategies import CommitOffsets, ProcessingStrategyFactory, Produce, Reduce, Unfold
from arroyo.types import BaseValue, BrokerValue, Commit, FilteredPayload, Partition, Value

from bench.peers.common import BATCH_RECORDS, BATCH_SECONDS, GROUP, NAMES, SERVERS, Folds
from hub.log.records import InputRecord

INPUTS = [Topic(name) for name in NAMES.inputs]
folds = Folds.empty()


class AllInputs(KafkaConsumer):  # type: ignore[misc]  # it is not in this environment
    def subscribe(self, topics: Sequence[Topic], *rest: Any, **more: Any) -> None:
        super().subscribe(INPUTS, *rest, **more)


def added(records: list[InputRecord], value: BaseValue[KafkaPayload]) -> list[InputRecord]:
    assert isinstance(value, BrokerValue)
    said, at = value.payload, value.partition
    timestamp = int(value.timestamp.timestamp() * 1000)
    headers = tuple(said.headers)
    records.append(InputRecord(at.topic.name, at.index, value.offset, timestamp, said.key, said.value, headers))
    return records


def pictures(records: list[InputRecord]) -> Iterator[Value[KafkaPayload | FilteredPayload]]:
    for output in folds.take_all(records):
        yield Value(KafkaPayload(output.key, output.body, []), {})
    yield Value(FilteredPayload(), {})  # takes the offsets along where there is no picture


class Reconcile(ProcessingStrategyFactory):  # type: ignore[misc]
    def __init__(self, producer: KafkaProducer) -> None:
        self._producer = producer

    def create_with_partitions(self, commit: Commit, partitions: Mapping[Partition, int]) -> Any:
        written = Produce(self._producer, Topic(NAMES.picture), CommitOffsets(commit), max_buffer_size=100_000)
        return Reduce(BATCH_RECORDS, BATCH_SECONDS, added, list, Unfold(pictures, written))


def main() -> None:
    consumer = build_kafka_consumer_configuration(
        {"fetch.wait.max.ms": 50}, GROUP, auto_offset_reset="earliest", bootstrap_servers=SERVERS.split(",")
    )
    producer = build_kafka_configuration(
        {"acks": "all", "enable.idempotence": True, "linger.ms": 5}, bootstrap_servers=SERVERS.split(",")
    )
    factory = Reconcile(KafkaProducer(producer))
    StreamProcessor(AllInputs(consumer), INPUTS[0], factory, ONCE_PER_SECOND).run()


if __name__ == "__main__":
    main()

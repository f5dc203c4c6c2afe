"""The fold in Bytewax: one worker, batches as its Kafka source gives them, pictures by its Kafka client.

State: none. It keeps no event, and would read its inputs from the beginning at each start, as the hub does. Settings:
sources of 1,000 records a poll, idempotent producer with acks from all replicas, linger 5 ms; each lot of pictures is
acknowledged before the offsets behind it are committed, once a second. Bytewax commits nothing to Kafka by itself, so
the sink does, whenever a clock that runs beside the sources comes by.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Final, NamedTuple

from bytewax import operators as op
from bytewax.connectors.kafka import KafkaSource, KafkaSourceMessage
from bytewax.dataflow import Dataflow
from bytewax.inputs import SimplePollingSource
from bytewax.outputs import DynamicSink, StatelessSinkPartition
from confluent_kafka import Consumer, KafkaException, Producer, TopicPartition

from bench.peers.common import BATCH_RECORDS, GROUP, NAMES, SERVERS, Folds
from hub.engine.ports import Output
from hub.log.records import InputRecord

CLOCK: Final = timedelta(seconds=1)
folds = Folds.empty()


class Lot(NamedTuple):
    """What a batch came to, and up to where its partitions are read then; the clock's has neither."""

    outputs: list[Output]
    ends: dict[tuple[str, int], int]


class Clock(SimplePollingSource):  # type: ignore[misc]  # it is not in this environment
    def next_item(self) -> Lot:
        return Lot([], {})


class Pictures(StatelessSinkPartition):  # type: ignore[misc]
    def __init__(self) -> None:
        self._failed: list[object] = []
        self._ends: dict[tuple[str, int], int] = {}
        self._producer = Producer(
            {"bootstrap.servers": SERVERS, "acks": "all", "enable.idempotence": True, "linger.ms": 5}
        )
        self._offsets = Consumer({"bootstrap.servers": SERVERS, "group.id": GROUP, "enable.auto.commit": False})

    def write_batch(self, items: Sequence[Lot]) -> None:
        for lot in items:
            for output in lot.outputs:
                self._producer.produce(NAMES.picture, output.body, output.key, on_delivery=self._delivered)
                self._producer.poll(0)
        self._producer.flush()
        if self._failed:
            raise KafkaException(self._failed[0])
        for lot in items:
            self._ends.update(lot.ends)
        if self._ends and any(not lot.ends for lot in items):
            ends = [TopicPartition(topic, partition, end) for (topic, partition), end in self._ends.items()]
            self._offsets.commit(offsets=ends, asynchronous=False)
            self._ends.clear()

    def _delivered(self, error: object, _: object) -> None:
        if error is not None:
            self._failed.append(error)


class PicturesSink(DynamicSink):  # type: ignore[misc]
    def build(self, step_id: str, worker_index: int, worker_count: int) -> Pictures:
        return Pictures()


def fold(messages: Sequence[KafkaSourceMessage[bytes, bytes]]) -> Iterator[Lot]:
    records = [
        InputRecord(
            each.topic, each.partition, each.offset, each.timestamp[1], each.key, each.value, tuple(each.headers)
        )
        for each in messages
    ]
    if records:
        yield Lot(folds.take_all(records), {(each.topic, each.partition): each.offset + 1 for each in records})


flow = Dataflow("peer")
source = KafkaSource(SERVERS.split(","), NAMES.inputs, batch_size=BATCH_RECORDS, add_config={"fetch.wait.max.ms": "50"})
lots = op.flat_map_batch("fold", op.input("inputs", flow, source), fold)
op.output("pictures", op.merge("with the clock", lots, op.input("clock", flow, Clock(CLOCK))), PicturesSink())

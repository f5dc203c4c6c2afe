"""The fold in stock Faust: one message at a time, two Tables with changelogs, one for events and one for pictures.

The pictures' Table is the output: its changelog is a compacted topic with one record for each picture of each message.
With BENCH_BATCHES it takes many at a time, as Faust gives them (`take_events`), and has no Tables, which Faust does not
let be changed there: it keeps no event, and sends pictures to a topic and awaits them.
Settings: tables in memory (the quickest store), 4 partitions, acks from all replicas, linger 5 ms so
that changelog records travel in batches, polls of 2,000, commits once a second, no web server, raw serializers.
"""

import asyncio
import os
from typing import Any

import faust

from bench.peers.common import BATCH_RECORDS, BATCH_SECONDS, GROUP, NAMES, PARTITIONS, SERVERS, Folds
from hub.log.records import InputRecord

BATCHES = bool(os.environ.get("BENCH_BATCHES"))
app = faust.App(
    GROUP,
    broker=[f"kafka://{server}" for server in SERVERS.split(",")],
    broker_max_poll_records=2000,
    broker_commit_interval=1.0,
    broker_commit_every=100_000,
    consumer_auto_offset_reset="earliest",
    producer_acks=-1,
    producer_linger_ms=5,
    producer_max_batch_size=1 << 18,
    stream_buffer_maxsize=16_384,
    stream_wait_empty=False,
    stream_recovery_delay=0.0,
    key_serializer="raw",
    value_serializer="raw",
    topic_partitions=PARTITIONS,
    topic_allow_declare=True,
    topic_disable_leader=True,
    table_standby_replicas=0,
    store="memory://",
    web_enabled=False,
    datadir=os.environ.get("BENCH_STATE", "."),
)
inputs = app.topic(*NAMES.inputs, key_type=bytes, value_type=bytes)
# keys and values are bytes as they are: bytes pass the app's raw serializers untouched
events = app.Table("events", key_type=bytes, value_type=bytes, partitions=PARTITIONS)
pictures = app.Table("pictures", key_type=bytes, value_type=bytes, partitions=PARTITIONS)
folds = Folds.empty()


async def each_alone(stream: faust.StreamT[bytes]) -> None:
    async for event in stream.events():
        record = input_record(event)
        outputs = folds.take(record)
        events[f"{record.topic}-{record.partition}-{record.offset}".encode()] = record.value
        for output in outputs:
            if output.body is None:
                pictures.pop(output.key, None)
            else:
                pictures[output.key] = output.body


async def many_at_once(stream: Any) -> None:
    topic = app.topic(NAMES.picture)
    async for lot in stream.take_events(BATCH_RECORDS, within=BATCH_SECONDS):
        outputs = folds.take_all([input_record(event) for event in lot])
        sent = [await topic.send(key=output.key, value=output.body) for output in outputs]
        await asyncio.gather(*sent)


def input_record(event: Any) -> InputRecord:
    raw = event.message
    headers = raw.headers.items() if isinstance(raw.headers, dict) else raw.headers
    return InputRecord(
        raw.topic, raw.partition, raw.offset, int(raw.timestamp * 1000), raw.key, raw.value, tuple(headers)
    )


app.agent(inputs)(many_at_once if BATCHES else each_alone)

if __name__ == "__main__":
    app.main()

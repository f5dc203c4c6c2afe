"""The fold in stock Faust: one message at a time, two Tables with changelogs, one for events and one for pictures.

The pictures' Table is the output: its changelog is a compacted topic with one record for each picture of each message.
Settings: tables in memory (the quickest store), 4 partitions, acks from all replicas, linger 5 ms so that changelog
records travel in batches, polls of 2,000, commits once a second, no web server, cheapest serializers (raw).
"""

import os

import faust

from bench.peers.common import NAMES, PARTITIONS, SERVERS, Folds
from hub.log.records import InputRecord

app = faust.App(
    NAMES.prefix + "peer",
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


@app.agent(inputs)
async def reconcile(stream: faust.StreamT[bytes]) -> None:
    async for event in stream.events():
        raw = event.message
        record = InputRecord(
            raw.topic,
            raw.partition,
            raw.offset,
            int(raw.timestamp * 1000),
            raw.key,
            raw.value,
            tuple(raw.headers.items()) if isinstance(raw.headers, dict) else tuple(raw.headers),
        )
        outputs = folds.take(record)
        events[f"{raw.topic}-{raw.partition}-{raw.offset}".encode()] = raw.value
        for output in outputs:
            if output.body is None:
                pictures.pop(output.key, None)
            else:
                pictures[output.key] = output.body


if __name__ == "__main__":
    app.main()

"""The fold in quixstreams: the four inputs concatenated, one RocksDB state with its changelog, one topic of pictures.

State: the record of each event, under its partnership (the message's key) and its location, as bytes, so that
no JSON is made of it. Settings: at-least-once, idempotent producer with acks from all replicas, linger 5 ms, commits
once a second, RocksDB and its changelog as they come; the inputs' headers are not passed on.
"""

import os
from collections.abc import Iterable
from typing import Any

from quixstreams import Application, State, message_context
from quixstreams.models import SerializationContext, Serializer

from bench.peers.common import GROUP, NAMES, SERVERS, Folds
from hub.engine.ports import Output
from hub.log.records import InputRecord

folds = Folds.empty()


class Body(Serializer):  # type: ignore[misc]  # it is not in this environment
    """The picture of an output; None takes it away."""

    def __call__(self, value: Output, ctx: SerializationContext) -> bytes | None:
        return value.body


def take(value: bytes, key: bytes, timestamp: int, headers: Any, state: State) -> Iterable[Output]:
    at = message_context()
    record = InputRecord(at.topic, at.partition, at.offset, timestamp, key, value, tuple(headers))
    state.set_bytes(f"{at.topic}-{at.offset}", value)
    return folds.take(record)


def main() -> None:
    app = Application(
        broker_address=SERVERS,
        consumer_group=GROUP,
        auto_offset_reset="earliest",
        commit_interval=1.0,
        processing_guarantee="at-least-once",
        state_dir=os.environ["BENCH_STATE"],
        consumer_extra_config={"fetch.wait.max.ms": 50},
        producer_extra_config={"acks": "all", "enable.idempotence": True, "linger.ms": 5},
        loglevel="WARNING",
    )
    pictures = app.topic(NAMES.picture, key_serializer="bytes", value_serializer=Body())
    frames = [
        app.dataframe(app.topic(name, key_deserializer="bytes", value_deserializer="bytes")) for name in NAMES.inputs
    ]
    whole = frames[0]
    for each in frames[1:]:
        whole = whole.concat(each)
    whole = whole.apply(take, stateful=True, expand=True, metadata=True)
    whole = whole.set_headers(lambda *_: [])
    whole.to_topic(pictures, key=lambda output: output.key)
    app.run()


if __name__ == "__main__":
    main()

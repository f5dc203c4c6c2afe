"""Which topics an instance has, with how many partitions each, and how Kafka keeps them. Source: design section 3."""

from collections.abc import Mapping
from typing import Final

from hub.events.topics import AUDIT, CONFIGURATION, INPUT_TOPICS, PICTURE, QUARANTINE, REFUSAL, WARNING
from hub.log.publisher import MOST_RECORD_BYTES

DAY_MS: Final = 24 * 3600 * 1000
_FOR_EVER: Final = {"cleanup.policy": "delete", "retention.ms": "-1"}
# Kafka's own limit is less than what admission lets in
_EVENTS: Final = {"max.message.bytes": str(MOST_RECORD_BYTES)}
# a worker may be frozen for a day and its stale record still stands beside the newer one, which heals it
_COMPACTED: Final = {"cleanup.policy": "compact", "min.compaction.lag.ms": str(DAY_MS)}
# a picture with a long history, or a large record with the headers that quarantine adds, must still fit
_LARGE: Final = {"max.message.bytes": str(8 << 20)}


def planned(partitions: int) -> dict[str, tuple[int, Mapping[str, str]]]:
    """Each topic with its number of partitions and its configuration."""
    return {
        **dict.fromkeys(INPUT_TOPICS, (partitions, {**_FOR_EVER, **_EVENTS})),
        CONFIGURATION: (1, _FOR_EVER),
        PICTURE: (partitions, {**_COMPACTED, **_LARGE}),
        QUARANTINE: (partitions, {**_FOR_EVER, **_LARGE}),
        REFUSAL: (partitions, _FOR_EVER),
        WARNING: (partitions, _FOR_EVER),
        # a chain has one order, so its topic has one partition
        AUDIT: (1, _FOR_EVER),
    }

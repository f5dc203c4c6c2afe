"""Records as admission writes them, made without Kafka."""

from collections.abc import Iterable
from datetime import UTC, datetime

from hub.events.catalogue import EventType
from hub.events.envelope import Event
from hub.events.topics import INPUT_TOPICS
from hub.log.codec import Stamp, frame, headers
from hub.log.records import InputRecord
from hub.log.topics import partition_of
from hub.serialization.avro import encode
from tests.support import pools

STAMP = Stamp(datetime(2016, 1, 1, tzinfo=UTC), "operator", "test")
PARTITIONS = 4
PLACE = pools.PARTNERSHIP.encode()
NUMBER = partition_of(PLACE, PARTITIONS)


def record(event_type: EventType, event: Event, offset: int, stamp: Stamp = STAMP) -> InputRecord:
    """The event's record in the partition of the one partnership that the strategies use."""
    value = frame(1, encode(event_type, event))
    return InputRecord(event_type.topic, NUMBER, offset, 0, PLACE, value, headers(event_type, event, stamp))


def records(events: Iterable[tuple[EventType, Event]]) -> list[InputRecord]:
    """In order, with offsets of their own per topic."""
    ends = dict.fromkeys(INPUT_TOPICS, 0)
    made = []
    for event_type, event in events:
        made.append(record(event_type, event, ends[event_type.topic]))
        ends[event_type.topic] += 1
    return made

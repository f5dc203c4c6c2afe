"""By event id, the locations of the records of one topic: of what doors kept, refusals or warnings, for receipts.

Promise: what is held is bounded: the latest MOST_IDS ids, and of each its latest MOST_LOCATIONS records.
"""

from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Mapping
from typing import Final
from uuid import UUID

from aiokafka import TopicPartition

from hub.log.location import RecordLocation
from hub.log.raw_reader import RawRecord

MOST_IDS: Final = 200_000
MOST_LOCATIONS: Final = 50


def of_key(record: RawRecord) -> Iterable[str]:
    """The event that a refusal is about: its key. What was refused without an id is left to the operator's list."""
    return ((record.key or b"").decode("utf-8", "replace"),)


class LocationIndex:
    """Fed with the records of one topic, also all over again. events: the ids that a record is about."""

    def __init__(self, events: Callable[[RawRecord], Iterable[str]], most_ids: int = MOST_IDS) -> None:
        self._events = events
        self._most_ids = most_ids
        self._locations: OrderedDict[int, deque[RecordLocation]] = OrderedDict()
        self._read: dict[int, int] = {}

    def take(self, record: RawRecord) -> None:
        """Notes one record."""
        location = RecordLocation(record.topic, record.partition, record.offset)
        self._read[record.partition] = max(self._read.get(record.partition, 0), record.offset + 1)
        for each in self._events(record):
            try:
                event_id = UUID(each).int
            except ValueError:
                continue
            held = self._locations.setdefault(event_id, deque(maxlen=MOST_LOCATIONS))
            # read again, they come again
            if all(location.offset > other.offset for other in held if other.partition == location.partition):
                held.append(location)
            self._locations.move_to_end(event_id)
        while len(self._locations) > self._most_ids:
            self._locations.popitem(last=False)

    def read_again(self, ends: Mapping[TopicPartition, int]) -> None:
        """The topic is about to be read from its beginning. Where it ends before what was read, it was made anew."""
        if any(end < self._read.get(tp.partition, 0) for tp, end in ends.items()):
            self._locations.clear()
            self._read.clear()

    def locations(self, event_id: UUID) -> tuple[RecordLocation, ...]:
        """Oldest first in each partition; empty where nothing is known to have been kept."""
        return tuple(self._locations.get(event_id.int, ()))

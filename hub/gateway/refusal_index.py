"""Where the refusals of every event id stand in the log: what a receipt says of an event that was not let in.

Promise: what is held is bounded: the latest MOST_IDS ids that were refused, and of each its latest MOST_PLACES reasons.
"""

from collections import OrderedDict, deque
from typing import Final
from uuid import UUID

from hub.gateway.event_index import Place
from hub.log.raw_reader import RawRecord

MOST_IDS: Final = 200_000
MOST_PLACES: Final = 50


class RefusalIndex:
    """Fed with the records of the refusal topic, also all over again."""

    def __init__(self, most_ids: int = MOST_IDS) -> None:
        self._most_ids = most_ids
        self._places: OrderedDict[int, deque[Place]] = OrderedDict()

    def take(self, record: RawRecord) -> None:
        """Notes one record; what was refused without an event's id is left to the operator's list."""
        try:
            event_id = UUID((record.key or b"").decode()).int
        except ValueError:
            return
        place = Place(record.topic, record.partition, record.offset)
        held = self._places.setdefault(event_id, deque(maxlen=MOST_PLACES))
        if not held or place > held[-1]:  # one key's records stand in one partition; read again, they come again
            held.append(place)
        self._places.move_to_end(event_id)
        if len(self._places) > self._most_ids:
            self._places.popitem(last=False)

    def places(self, event_id: UUID) -> tuple[Place, ...]:
        """Oldest first; empty where nothing is known to have been refused."""
        return tuple(self._places.get(event_id.int, ()))

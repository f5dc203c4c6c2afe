"""What every route works with, made once for a gateway and handed to each group of routes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from hub.gateway.api.door import HttpDoor
from hub.gateway.index.event_reading import EventReading, RecordSource
from hub.gateway.index.everything import ReadEverything
from hub.gateway.index.store import Store
from hub.monitor.status_keeper import StatusKeeper


@dataclass(frozen=True, slots=True)
class Parts:
    """today: London's day, or the day that pages go back to. now: the time, aware, UTC.

    as_of: the day that the store is of; None: it follows the log. opens_at: the day of pages that are asked for without
    one; None: now.
    """

    store: Store
    reading: EventReading
    status: StatusKeeper
    source: RecordSource
    door: HttpDoor
    today: Callable[[], date]
    now: Callable[[], datetime]
    read_everything: ReadEverything
    as_of: date | None = None
    opens_at: date | None = None

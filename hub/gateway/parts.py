"""What every route works with, made once for a gateway and handed to each group of routes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from hub.gateway.door import HttpDoor
from hub.gateway.event_reading import EventReading, Source
from hub.gateway.store import Store
from hub.operate.status_keeper import StatusKeeper


@dataclass(frozen=True, slots=True)
class Parts:
    """today: London's day. now: the time, aware, UTC."""

    store: Store
    reading: EventReading
    status: StatusKeeper
    source: Source
    door: HttpDoor
    today: Callable[[], date]
    now: Callable[[], datetime]

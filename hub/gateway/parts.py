"""What every route works with, made once for a gateway and handed to each group of routes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from hub.gateway.event_reading import EventReading
from hub.gateway.store import Store
from hub.operate.status_keeper import StatusKeeper


@dataclass(frozen=True, slots=True)
class Parts:
    """today: London's day. now: the time, aware, UTC."""

    store: Store
    reading: EventReading
    status: StatusKeeper
    today: Callable[[], date]
    now: Callable[[], datetime]

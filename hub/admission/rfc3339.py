"""A time as its source wrote it: the day in the source's own offset, and the moment.

Promise: pure, never raises.
"""

from datetime import datetime
from typing import Any, NamedTuple

from hub.events.moments import as_written


class Written(NamedTuple):
    """moment: in its own offset. day: of that. text: in the one writing that every reader of JSON takes."""

    day: str
    moment: datetime
    text: str


def read(value: Any) -> Written | None:
    """None for what is no time with an offset, also for days that do not exist."""
    found = as_written(value)
    return None if found is None else Written(value[:10], found, found.isoformat())

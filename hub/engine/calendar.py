"""Which pictures the passing of days may change, and which day it is in London. Pure: the time is given."""

from datetime import date, datetime

from hub.events.moments import LONDON


def london_day(now: datetime) -> date:
    """The day it is in London; `now` is aware."""
    return now.astimezone(LONDON).date()


class Calendar:
    """Keys by the first day on which they could read differently."""

    def __init__(self) -> None:
        self._until: dict[bytes, date] = {}
        self._keys: dict[date, set[bytes]] = {}

    def __len__(self) -> int:
        return len(self._until)

    def put(self, key: bytes, until: date | None) -> None:
        """The key's day is `until` now, or it has none."""
        before = self._until.pop(key, None)
        if before is not None:
            left = self._keys[before]
            left.discard(key)
            if not left:
                del self._keys[before]
        if until is not None:
            self._until[key] = until
            self._keys.setdefault(until, set()).add(key)

    def is_due(self, today: date) -> bool:
        """Whether `due` would return anything."""
        return any(day <= today for day in self._keys)

    def due(self, today: date) -> list[bytes]:
        """The keys whose day has come (until <= today), the earliest first; they stay until `put` again."""
        return [key for day in sorted(self._keys) if day <= today for key in sorted(self._keys[day])]

"""Moments as RFC 3339 writes them: t and z may be small letters, and a minute may have a leap second."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any, Final

_MOMENT: Final = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):(\d\d))", re.ASCII
)


def moment(value: Any) -> datetime | None:
    """A date-time of RFC 3339 in UTC, to the microsecond; None for anything else, also for days that do not exist.

    A leap second is the first moment of the minute that follows it.
    """
    found = _MOMENT.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return None
    year, month, day, hour, minute, second = map(int, found.groups()[:6])
    fraction, sign, hours, minutes = found.groups()[6:]
    leap = second == 60
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    if int(hours or 0) > 23 or int(minutes or 0) > 59:
        return None
    try:
        microsecond = int((fraction or "0")[:6].ljust(6, "0"))
        read = datetime(year, month, day, hour, minute, 59 if leap else second, microsecond, tzinfo=UTC)
        return read + timedelta(seconds=leap) + (offset if sign == "-" else -offset)
    except (ValueError, OverflowError):
        return None

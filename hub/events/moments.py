"""Moments: read from text, and told in London's time.

As RFC 3339 writes them: t and z may be small letters, a space may stand for the T, and a minute may have a leap second;
seconds may be left out, as many publishers do. The one place where a moment is read from text.
Promise: pure, never raises.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

_FORM: Final = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d)(?::(\d\d)(\.\d{1,12})?)?([Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)",
    re.ASCII,
)
_LEAP: Final = "60"

LONDON: Final = ZoneInfo("Europe/London")
"""Days begin and end here."""


def as_written(value: Any) -> datetime | None:
    """A date-time in its own offset; None for anything else, also for days that do not exist.

    A leap second is the first moment of the minute that follows it.
    """
    found = _FORM.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return None
    day, minute, second, fraction, offset = found.groups()
    leap = second == _LEAP
    try:
        read = datetime.fromisoformat(
            f"{day}T{minute}:{'59' if leap else second or '00'}{fraction or ''}{offset.upper()}"
        )
        return read + timedelta(seconds=leap)
    except (ValueError, OverflowError):
        return None


class Written(NamedTuple):
    """A time as its source wrote it. moment: in its own offset. day: of that, which midnight +01:00 would lose in UTC.
    text: in the one writing that every reader of JSON takes."""

    day: str
    moment: datetime
    text: str


def written(value: Any) -> Written | None:
    """None for what is no time with an offset, also for days that do not exist."""
    found = as_written(value)
    return None if found is None else Written(value[:10], found, found.isoformat())


def why_unread(value: Any) -> str | None:
    """What is wrong with a time that is written as one and is none; None for what is not written as one."""
    found = _FORM.fullmatch(value) if isinstance(value, str) else None
    if found is None or as_written(value) is not None:
        return None
    if value.startswith("0000") or found.group(1) == "9999-12-31":
        return "its year lies outside 1 to 9999"
    return "names a day or an hour that there is not"


def moment(value: Any) -> datetime | None:
    """The same in UTC; None also where that is outside the calendar."""
    read = as_written(value)
    try:
        return None if read is None else read.astimezone(UTC)
    except OverflowError:
        return None


def in_london(milliseconds: int) -> datetime:
    """A moment, given since 1970, in London's time."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC).astimezone(LONDON)


def start_of_day(day: date) -> int:
    """When a day begins in London, in milliseconds since 1970."""
    return int(datetime.combine(day, time(), LONDON).timestamp() * 1000)

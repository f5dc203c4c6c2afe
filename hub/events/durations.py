"""Lengths of time as ISO 8601 writes them: P36M, P1Y6M, PT36H."""

import re
from typing import Final

UNITS: Final = ("year", "month", "week", "day", "hour", "minute")
_DURATION: Final = re.compile(
    "P{}{}{}{}(?:T(?=[0-9]){}{})?".format(*(rf"(?:([0-9]{{1,9}}){unit})?" for unit in "YMWDHM"))
)
A_MONTH: Final = 31
_DAYS: Final = (365.2425, 365.2425 / 12, 7, 1, 1 / 24, 1 / 1440)


def parts_of(duration: str) -> list[tuple[int, str]]:
    """How many of each unit, largest first; empty for what is no such duration."""
    found = _DURATION.fullmatch(duration)
    counts = found.groups() if found else ()
    return [(int(count), unit) for count, unit in zip(counts, UNITS, strict=False) if count]


def days_of(duration: str) -> float | None:
    """About how many days it is, with months and years of their mean length; None for what is no such duration."""
    parts = parts_of(duration)
    return sum(count * _DAYS[UNITS.index(unit)] for count, unit in parts) if parts else None


def is_about(duration: str, days: int) -> bool:
    """Whether it may be that many days; a length in months ends before, on or behind the day that it counts. Of what is
    no such duration nothing is said against it."""
    meant = days_of(duration)
    return meant is None or round(meant) - A_MONTH <= days <= round(meant) + A_MONTH


def length_of(duration: str) -> tuple[int, int] | None:
    """Whole months and whole minutes, the same for each way to write one length; None for what is no such duration."""
    counts = {unit: count for count, unit in parts_of(duration)}
    if not counts:
        return None
    year, month, week, day, hour, minute = (counts.get(unit, 0) for unit in UNITS)
    return year * 12 + month, ((week * 7 + day) * 24 + hour) * 60 + minute

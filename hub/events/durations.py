"""Lengths of time as ISO 8601 writes them: P36M, P1Y6M, PT36H."""

import re
from typing import Final

UNITS: Final = ("year", "month", "week", "day", "hour", "minute")
_DURATION: Final = re.compile(
    "P{}{}{}{}(?:T(?=[0-9]){}{})?".format(*(rf"(?:([0-9]{{1,9}}){unit})?" for unit in "YMWDHM"))
)
_DAYS: Final = (365.2425, 365.2425 / 12, 7, 1, 1 / 24, 1 / 1440)
_MONTHS: Final = (12, 1, 0, 0, 0, 0)
_MINUTES: Final = (0, 0, 7 * 1440, 1440, 60, 1)


def parts_of(duration: str) -> list[tuple[int, str]]:
    """How many of each unit, largest first; empty for what is no such duration."""
    found = _DURATION.fullmatch(duration)
    counts = found.groups() if found else ()
    return [(int(count), unit) for count, unit in zip(counts, UNITS, strict=False) if count]


def days_of(duration: str) -> float | None:
    """About how many days it is, with months and years of their mean length; None for what is no such duration."""
    parts = parts_of(duration)
    return sum(count * _DAYS[UNITS.index(unit)] for count, unit in parts) if parts else None


def length_of(duration: str) -> tuple[int, int] | None:
    """Months, and minutes beside them: P3Y and P36M are one. A month is no number of days. None: it is no duration."""
    parts = parts_of(duration)
    counted = [sum(count * each[UNITS.index(unit)] for count, unit in parts) for each in (_MONTHS, _MINUTES)]
    return (counted[0], counted[1]) if parts else None

"""A time as RFC 3339 writes it, in each of its writings: lower-case t and z, a space for the T, a leap second.

Promise: pure, never raises. What is read means the same moment; the day is the source's own, in its own offset.
"""

import re
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

_FORM: Final = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d)(?::(\d\d)(\.\d{1,12})?)?([Zz]|[+-]\d\d:\d\d)",
    re.ASCII,
)
_LEAP: Final = "60"


class Written(NamedTuple):
    """day: as it was written. text: in the one writing that every reader of JSON takes."""

    day: str
    moment: datetime
    text: str


def read(value: Any) -> Written | None:
    """None for what is no time with an offset, also for days that do not exist."""
    found = _FORM.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return None
    day, minute, second, fraction, offset = found.groups()
    leap = second == _LEAP
    text = f"{day}T{minute}:{'59' if leap else second or '00'}{fraction or ''}{offset.upper()}"
    try:
        moment = datetime.fromisoformat(text) + timedelta(seconds=leap)
    except (ValueError, OverflowError):
        return None
    return Written(day, moment, moment.isoformat() if leap else text)

"""Texts, amounts and days of a release, brought within the hub's limits.

Promise: raises for no content. Nothing is repaired by guess (the carrier's "rnrn" stays); control characters go,
contacts are masked with words that say so, and a text that is too long ends in an ellipsis.
"""

import re
from collections.abc import Iterator
from datetime import MAXYEAR, MINYEAR, date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from hub.admission.personal import mask
from hub.events.ids import names_nothing
from hub.events.moments import LONDON, moment, why_unread

LINE: Final = 500
BLOCK: Final = 20_000
IDENTIFIER: Final = 255
_CONTROL: Final = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
_HALF: Final = re.compile("[\ud800-\udfff]")
_PENNY: Final = Decimal("0.01")
# RFC 3339 date-time, its time or seconds left out, or its offset left out or without a colon as many publishers do
_INSTANT: Final = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[Tt ](\d\d:\d\d)(:\d\d(?:\.\d{1,12})?)?\s?(?:([Zz])|([+-]\d\d):?(\d\d))?)?", re.ASCII
)


def line(value: Any) -> str | None:
    """One line of text, or None where there is nothing to say."""
    return _cut(re.sub(r"\s+", " ", _plain(value)).strip(), LINE) or None


def block(value: Any) -> str | None:
    """A text of several lines, or None."""
    return _cut(_plain(value).strip(), BLOCK) or None


def identifier(value: str) -> str | None:
    """An id in one line, or None. It is no text: its digits are nobody's telephone number."""
    found = re.sub(r"\s+", " ", _CONTROL.sub("", value)).strip()[:IDENTIFIER].rstrip()
    return None if names_nothing(found) else found or None


def _plain(value: Any) -> str:
    text = value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else ""
    return mask(_CONTROL.sub("", text))


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def has_half_a_character(value: str) -> bool:
    return _HALF.search(value) is not None


def changes(given: str, kept: str | None) -> Iterator[str]:
    """In which ways a text was brought within the limits; spaces and ends of lines do not count."""
    if _CONTROL.search(given.replace("\r", "")):
        yield "holds control characters, which are left out"
    if mask(given) != given:
        yield "holds what reads like an e-mail address or a telephone number, which is replaced by words that say so"
    if kept is not None and kept.endswith("…") and not given.rstrip().endswith("…"):
        yield "is longer than the hub keeps, and is cut"


def pounds(value: int | Decimal) -> Decimal:
    """An amount of at most twelve digits before the point in major units, rounded to two decimals, half up."""
    return Decimal(value).quantize(_PENNY, ROUND_HALF_UP)


def day(value: Any) -> str | None:
    """The day of a time as the publisher wrote it, in its own offset: midnight +01:00 is not the day before."""
    return value[:10] if instant(value) is not None else None


def midnight_of(value: Any) -> datetime | None:
    """This very time in London, where a day begins there and another one is written: half the year 23:00 in UTC."""
    found = instant(value)
    if found is None or not MINYEAR < found.year < MAXYEAR:  # what lies beyond those has no day in London
        return None
    there = found.astimezone(LONDON)
    return there if there.time() == time() and there.date().isoformat() != value[:10] else None


def instant(value: Any) -> datetime | None:
    """A time of RFC 3339 or a day, in UTC; None for anything else, also for days that do not exist.

    Without an offset it is taken as UTC. A leap second is the first moment of the minute that follows it.
    """
    written = _in_full(value)
    return None if written is None else moment(written)


def why_no_instant(value: Any) -> tuple[str, str]:
    """(problem, fix) of a value that `instant` does not read."""
    written = _in_full(value)
    if written is None:
        return "is not an ISO 8601 time", "write it as 2015-06-29T18:30:00Z"
    return why_unread(written) or "its year lies outside 1 to 9999 in UTC", "check the year, the day and the hour"


def _in_full(value: Any) -> str | None:
    found = _INSTANT.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return None
    date_part, clock, second, _, hours, minutes = found.groups()
    offset = f"{hours}:{minutes}" if hours else "Z"
    return f"{date_part}T{clock or '00:00'}{second or ':00'}{offset}"


def is_before(one: str, other: str) -> bool:
    return date.fromisoformat(one) < date.fromisoformat(other)

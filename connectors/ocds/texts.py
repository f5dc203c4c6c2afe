"""Texts, amounts and days of a release, brought within the hub's limits.

Promise: nothing is repaired by guess (the carrier's "rnrn" stays); control characters go, contacts are masked with
words that say so, and a text that is too long ends in an ellipsis.
"""

import re
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from hub.admission.personal import mask

LINE: Final = 500
BLOCK: Final = 20_000
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\ufeff]")
_PENNY: Final = Decimal("0.01")


def line(value: Any) -> str | None:
    """One line of text, or None where there is nothing to say."""
    return _cut(re.sub(r"\s+", " ", _plain(value)).strip(), LINE) or None


def block(value: Any) -> str | None:
    """A text of several lines, or None."""
    return _cut(_plain(value).strip(), BLOCK) or None


def _plain(value: Any) -> str:
    text = value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else ""
    return mask(_CONTROL.sub("", text))


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def pounds(value: Any) -> Decimal | None:
    """An amount in major units, rounded to two decimals, half up."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    return Decimal(value).quantize(_PENNY, ROUND_HALF_UP)


def day(value: Any) -> str | None:
    """The day of a time as the publisher wrote it, in its own offset: midnight +01:00 is not the day before."""
    moment = instant(value)
    return moment.date().isoformat() if moment else None


def instant(value: Any) -> datetime | None:
    """An ISO 8601 time or day, or None."""
    if not isinstance(value, str):
        return None
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None


def later(days: list[str | None]) -> str | None:
    """The latest of the days that there are."""
    return max((each for each in days if each), default=None)


def earlier(days: list[str | None]) -> str | None:
    return min((each for each in days if each), default=None)

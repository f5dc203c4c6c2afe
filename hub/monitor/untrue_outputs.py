"""What an operator is told of output records that cannot be the engine's. Pure.

Whoever met them says so in rows: a worker in its status file, the gateway of what it leaves out.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from hub.events.counting import count_words
from hub.events.topics import PICTURE

TOLD_FOR: Final = timedelta(days=1)
"""How long one is told that was written over: after that the topic's compaction takes it out."""
SHOWN: Final = 3

Row = Mapping[str, Any]


def row(key: bytes, partition: int, offset: int, why: str) -> dict[str, Any]:
    """Of a record that nobody has written over yet."""
    return {
        "key": key.decode(errors="replace")[:200],
        "partition": partition,
        "offset": offset,
        "why": why,
        "at": 0,
    } | {"stands": True}


def worth_telling(rows: Iterable[Row], now: datetime) -> list[Row]:
    """Each record once: what stands, and what was written over within a day."""
    since = (now - TOLD_FOR).timestamp() * 1000
    found = {(each["partition"], each["offset"]): each for each in rows if each["stands"] or each["at"] > since}
    return [found[location] for location in sorted(found)]


def standing_words(rows: Iterable[Row]) -> Iterator[str]:
    """In one sentence the records that are not written over; nothing where there are none."""
    stand = [each for each in rows if each["stands"]]
    if stand:
        yield f"{_counted(stand)} of {PICTURE} cannot be the engine's and {_is(stand)} not shown: {_locations(stand)}."


def written_over_words(rows: Iterable[Row]) -> Iterator[str]:
    """In one sentence those that a worker has written over."""
    over = [each for each in rows if not each["stands"]]
    if over:
        told = f"{_counted(over)} of {PICTURE} could not be the engine's and {_is(over, past=True)} written over"
        yield f"{told}: {_locations(over)}. Somebody else writes to the topic."


def _counted(rows: list[Row]) -> str:
    return count_words(len(rows), "record")


def _is(rows: list[Row], *, past: bool = False) -> str:
    return (("was", "were") if past else ("is", "are"))[len(rows) > 1]


def _locations(rows: list[Row]) -> str:
    named = [
        f"partition {each['partition']} offset {each['offset']}, key {each['key']}, which {each['why']}"
        for each in rows[:SHOWN]
    ]
    more = len(rows) - SHOWN
    return "; ".join(named) + (f"; and {more} more" if more > 0 else "")

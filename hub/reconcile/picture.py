"""A picture: what has been said about one thing, added up for one day."""

from dataclasses import dataclass
from typing import Any

import orjson

from hub.reconcile.days import Day


@dataclass(frozen=True, slots=True)
class Picture:
    """body: JSON data. until: the first later day on which it could differ; it is constant before that."""

    partnership: str
    kind: str
    id: str
    body: dict[str, Any]
    until: Day | None

    def json(self) -> bytes:
        """Canonical: the same picture is always the same bytes."""
        return orjson.dumps(self.body, option=orjson.OPT_SORT_KEYS)


def picture_key(partnership: str, kind: str, subject: str) -> bytes:
    """The Kafka key of a picture: a JSON array without spaces."""
    return orjson.dumps([partnership, kind, subject])


def read_key(key: bytes) -> tuple[str, str, str]:
    """(partnership, kind, id) of a picture's key."""
    partnership, kind, subject = orjson.loads(key)
    return partnership, kind, subject

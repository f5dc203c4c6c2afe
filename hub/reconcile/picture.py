"""A picture: what has been said about one thing, added up for one day."""

from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

import orjson

from hub.reconcile.days import Day

PictureKind = Literal["programme", "procurement", "contract", "provider"]
"""What there are pictures of. Whoever serves, lists or follows pictures takes the kinds from here."""
KINDS: Final[tuple[PictureKind, ...]] = get_args(PictureKind)


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


class KeyUnreadable(ValueError):
    """The key is not one that `picture_key` makes: somebody else wrote the record."""


def read_key(key: bytes) -> tuple[str, str, str]:
    """(partnership, kind, id) of a picture's key. Raises KeyUnreadable."""
    try:
        read = orjson.loads(key)
    except orjson.JSONDecodeError as failure:
        raise KeyUnreadable(f"the key is not JSON: {failure}") from failure
    if not isinstance(read, list) or [type(each) for each in read] != [str, str, str]:
        raise KeyUnreadable("the key is not [partnership, kind, id]")
    partnership, kind, subject = read
    return partnership, kind, subject

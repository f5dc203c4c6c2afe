"""Pages of long lists, by cursors: a page begins behind a row, or ends before one, whether that row is still there.

Promise: going forward through all pages meets each row that stands throughout exactly once, in order. Pure.
"""

import base64
import binascii
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, Generic, TypeVar

import orjson

from hub.gateway.http.problems import Problem, ProblemKind
from hub.gateway.index.ordered import Key

SIZE: Final = 50

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class PageOfRows(Generic[Row]):
    """Some rows in order, with the cursors of the next and the previous page; None where there is none."""

    rows: Sequence[Row]
    next: str | None
    previous: str | None


def encode(key: Key) -> str:
    """A cursor: text that is safe in an address."""
    return base64.urlsafe_b64encode(orjson.dumps(list(key))).decode().rstrip("=")


def decode(cursor: str, like: tuple[type, ...]) -> Key:
    """The key of a cursor. Raises Problem for one that was not made by `encode` of such a key."""
    try:
        key = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError):
        key = None
    if not isinstance(key, list) or [type(each) for each in key] != list(like):
        raise Problem(ProblemKind.PARAMETER_WRONG, "the hub made no page of this address; begin with the first page")
    return tuple(key)


def of_ordered(
    behind: Callable[[Key | None], Iterator[Row]],
    before: Callable[[Key], Iterator[Row]],
    key: Callable[[Row], Key],
    after: Key | None,
    until: Key | None,
) -> PageOfRows[Row]:
    """A page of what is held in order. behind, before: the rows forwards and backwards from a key."""
    if until is not None:
        back = list(islice(before(until), SIZE + 1))
        rows = back[:SIZE][::-1]
        more = next(behind(key(rows[-1])), None) is not None if rows else False
        return _page(rows, key, more, len(back) > SIZE)
    rows = list(islice(behind(after), SIZE + 1))
    earlier = rows and next(before(key(rows[0])), None) is not None
    return _page(rows[:SIZE], key, len(rows) > SIZE, bool(earlier))


def of_list(rows: Sequence[Row], key: Callable[[Row], Key], after: Key | None, until: Key | None) -> PageOfRows[Row]:
    """A page of rows that are in order."""
    if until is not None:
        end = bisect_left(rows, until, key=key)
        begin = max(0, end - SIZE)
    else:
        begin = 0 if after is None else bisect_right(rows, after, key=key)
        end = begin + SIZE
    return _page(rows[begin:end], key, end < len(rows), begin > 0)


def _page(rows: Sequence[Row], key: Callable[[Row], Key], more: bool, earlier: bool) -> PageOfRows[Row]:
    return PageOfRows(
        rows,
        encode(key(rows[-1])) if rows and more else None,
        encode(key(rows[0])) if rows and earlier else None,
    )

"""A collection that is always in order, and is read forwards and backwards from any key. Pure.

Promise: one entry for each time that it was put and not taken out; putting and taking out cost the logarithm of how
many there are.
"""

from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

from sortedcontainers import SortedKeyList

Entry = TypeVar("Entry")
Key = tuple[Any, ...]


class Ordered(Generic[Entry]):
    """Entries by their keys. key: of an entry always the same, and of no other one."""

    def __init__(self, key: Callable[[Entry], Key]) -> None:
        self.key = key
        self._entries = SortedKeyList(key=key)

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries)

    def put(self, entry: Entry) -> None:
        self._entries.add(entry)

    def take_out(self, entry: Entry) -> None:
        """Raises ValueError where it is not there."""
        self._entries.remove(entry)

    def behind(self, key: Key | None) -> Iterator[Entry]:
        """Forwards from behind a key, which need not be there any more; from the beginning for None.

        Not to be advanced after something was put or taken out.
        """
        found: Iterator[Entry] = self._entries.irange_key(min_key=key, inclusive=(False, True))
        return found

    def before(self, key: Key) -> Iterator[Entry]:
        """Backwards from the one in front of a key; as `behind`."""
        found: Iterator[Entry] = self._entries.irange_key(max_key=key, inclusive=(True, False), reverse=True)
        return found

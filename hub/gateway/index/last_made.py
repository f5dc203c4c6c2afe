"""What was made last under each of some names, for as long as what it is made of stays the same. Pure.

Promise: the same as made anew. What is kept is bounded, and what was asked for longest ago goes first.
"""

from collections.abc import Callable
from typing import Final, Generic, NamedTuple, TypeVar

Made = TypeVar("Made", bytes, str)
MadeOf = tuple[object, ...]

MOST: Final = 32 << 20
"""Bytes, or characters."""


class _MadeLast(NamedTuple, Generic[Made]):
    made_of: MadeOf
    made: Made


class LastMade(Generic[Made]):
    """By name. most: how much is kept, in bytes or characters."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._last: dict[str, _MadeLast[Made]] = {}  # those asked for last at the end
        self.size = 0

    def get(self, name: str, made_of: MadeOf, make: Callable[[], Made]) -> Made:
        """made_of: all that decides on what `make` gives, and nobody changes."""
        last = self._let_go(name) if name in self._last else None
        if last is None or last.made_of != made_of:
            last = _MadeLast(made_of, make())
        self._last[name] = last
        self.size += len(last.made)
        while self.size > self._most:
            self._let_go(next(iter(self._last)))
        return last.made

    def _let_go(self, name: str) -> _MadeLast[Made]:
        last = self._last.pop(name)
        self.size -= len(last.made)
        return last

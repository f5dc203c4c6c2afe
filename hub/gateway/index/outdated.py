"""Which pictures were evaluated for a day, or under a configuration, that is no more: how many, and since which day.

Asked at every answer while pictures change all the time, so neither walks the pictures. Pure.
"""

from collections import Counter
from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from hub.log.position import Basis


class Outdated(NamedTuple):
    """pictures: how many wait to be evaluated again. day: the earliest day that some wait for, if any does.

    by_configuration: whether some stand under another configuration, or release, than this one's.
    """

    pictures: int = 0
    day: date | None = None
    by_configuration: bool = False


class StandingBases:
    """What the pictures that stand were evaluated from, by partnership."""

    def __init__(self) -> None:
        self._held: dict[str, Counter[tuple[date, str]]] = {}

    def put(self, partnership: str, basis: Basis) -> None:
        self._held.setdefault(partnership, Counter())[_what_counts(basis)] += 1

    def take_out(self, partnership: str, basis: Basis) -> None:
        held, key = self._held[partnership], _what_counts(basis)
        held[key] -= 1
        if not held[key]:
            del held[key]

    def outdated(self, today: date, configuration: str, partnerships: Collection[str] | None = None) -> Outdated:
        """Of these partnerships, or of all. configuration: the hash of the one in force."""
        waiting, day, by_configuration = 0, None, False
        for each in self._held if partnerships is None else partnerships:
            for (until, evaluated_under), pictures in self._held.get(each, {}).items():
                is_due, is_other = until <= today, evaluated_under != configuration
                waiting += pictures * (is_due or is_other)
                by_configuration |= is_other
                if is_due and (day is None or until < day):
                    day = until
        return Outdated(waiting, day, by_configuration)


def _what_counts(basis: Basis) -> tuple[date, str]:
    return basis.until or date.max, basis.configuration

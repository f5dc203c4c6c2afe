"""The naive route to which measures of a contract or programme miss their targets: the words of the day on which a
period ended."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

Words = Mapping[str, Mapping[str, tuple[Any, Any]]]


class Assessing:
    """words_on: what was said of each subject, replayed up to a day. days: all on which anything comes to count."""

    def __init__(
        self, words_on: Callable[[date], Mapping[tuple[str, str], Words]], days: Iterable[date], as_of: date
    ) -> None:
        self._words_on, self._as_of = words_on, as_of
        self._days = sorted(day for day in days if day <= as_of)

    def missed(self, about: tuple[str, str], words: Words) -> set[str]:
        """The measures of which the last result misses a target by more than its tolerance."""
        periods: dict[str, list[tuple[date, date]]] = defaultdict(list)
        for field, said in words.items():
            if field.startswith("result "):
                for _, event in said.values():
                    periods[event.measure].append((event.period_end, event.period_start))
        return {measure for measure, ends in periods.items() if self._misses(about, words, measure, *max(ends))}

    def _misses(self, about: tuple[str, str], words: Words, measure: str, end: date, start: date) -> bool:
        reported = {by: event.value for by, (_, event) in words[f"result {measure} {end} {start}"].items()}
        for terms in self._from(about, end):
            targets = terms.get(f"measure {measure} target", {})
            if not targets:
                continue  # what comes first after that day is what is held to
            return any(
                _is_short(terms, measure, value, owner, target)
                for by, value in reported.items()
                for owner, (_, target) in targets.items()
                # a body that reports and has a target of its own is not held to that of another one that reports too
                if by == owner or by not in targets or owner not in reported
            )
        return False

    def _from(self, about: tuple[str, str], end: date) -> Iterator[Words]:
        for day in (end, *(day for day in self._days if day > end)):
            yield self._words_on(day).get(about, {})


def _is_short(words: Words, measure: str, result: Decimal, owner: str, target: Decimal) -> bool:
    directions = words[f"measure {measure} direction"]
    direction = directions[owner][1] if owner in directions else list(directions.values())[-1][1]
    tolerances = {by: value for by, (_, value) in words.get(f"measure {measure} tolerance", {}).items()}
    tolerance = tolerances[owner] if owner in tolerances else min(tolerances.values(), default=Decimal(0))
    short = target - result if direction == "higher" else result - target
    return bool(short > 0 and short > tolerance)  # a target that is met is not missed, whatever the tolerance

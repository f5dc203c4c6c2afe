"""A provider that is asked the same twice: two requests that are not both answered name one question for one time.

What several bodies say under one reference is one request where they word it alike. A request that names no period is
of the time from the day on which it was made until it is answered. Source: WAN 13 (an agreed approach, so that
providers are not asked the same question twice).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from hub.reconcile.claims import Side
from hub.reconcile.days import Day
from hub.reconcile.differences import difference, since_all
from hub.reconcile.kinds.contract.listed import REQUESTS, RequestWords, as_worded
from hub.reconcile.matter_kinds import MatterKind, MatterSeverity
from hub.reconcile.sides import Things, show

_NEVER: Final = date.max.isoformat()


class _Time(NamedTuple):
    """The first and the last day that are asked about."""

    begins: str
    ends: str

    def meets(self, other: "_Time") -> bool:
        return self.begins <= other.ends and other.begins <= self.ends


class _Request(NamedTuple):
    """sides: of the bodies that tell of it in the same words."""

    reference: str
    questions: frozenset[str]
    sides: list[Side]

    @property
    def is_answered(self) -> bool:
        return any("received_on" in side.claim.value for side in self.sides)

    @property
    def times(self) -> list[_Time]:
        return [_time(side) for side in self.sides]


def asked_twice(partnership: str, about: tuple[str, str], things: Things) -> Iterator[dict[str, Any]]:
    """One matter for each question, with all the requests that ask it of a time of which another one asks it too."""
    asked: dict[str, list[_Request]] = {}
    for request in _requests(things):
        for question in request.questions:
            asked.setdefault(question, []).append(request)
    for question, requests in sorted(asked.items()):
        found = _repeating(requests)
        if found:
            told = [(each.reference, side) for each in found for side in each.sides]
            references = ", ".join(each.reference for each in found)
            yield difference(
                partnership,
                MatterKind.ASKED_TWICE,
                about,
                f"question:{question}",
                severity=MatterSeverity.AMBER,
                text=f"{question.replace('_', ' ')} is asked for by {len(found)} requests: {references}",
                since=since_all([side for _, side in told]),
                sides=[{**show(side), "value": f"{each}: {side.claim.value['title']}"} for each, side in told],
            )


def _requests(things: Things) -> Iterator[_Request]:
    for reference, named in things.get(REQUESTS.item, {}).items():
        alike: dict[RequestWords, _Request] = {}
        for side in named[REQUESTS.name]:
            worded = as_worded(side.claim.value)
            alike.setdefault(worded, _Request(reference, worded.questions, [])).sides.append(side)
        yield from alike.values()


def _repeating(requests: Sequence[_Request]) -> list[_Request]:
    """Those that ask of a time of which another one asks too, where one of the two is still to be answered. There may
    be thousands: each is looked up among all times in order."""
    every = _Times([time for each in requests for time in each.times])
    waiting = _Times([time for each in requests if not each.is_answered for time in each.times])

    def repeats(request: _Request) -> bool:
        times = request.times
        if request.is_answered:
            return any(map(waiting.meeting, times))
        return any(every.meeting(time) > sum(map(time.meets, times)) for time in times)

    return [each for each in requests if repeats(each)]


class _Times:
    """Times in order, to count those that a time meets: all that begin by its end, but those that end before it."""

    def __init__(self, times: Sequence[_Time]) -> None:
        self._begins = sorted(time.begins for time in times)
        self._ends = sorted(time.ends for time in times)

    def meeting(self, time: _Time) -> int:
        return bisect_right(self._begins, time.ends) - bisect_left(self._ends, time.begins)


def _time(side: Side) -> _Time:
    """Without a last day it goes on until it is answered. Made it was on the day of its event, also where that tells of
    an answer of a later day."""
    word = side.claim.value
    ends = word.get("period_end", word.get("received_on", _NEVER))
    return _Time(min(word.get("period_start", Day(side.claim.event_day).text), ends), ends)

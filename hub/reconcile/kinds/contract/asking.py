"""A provider that is asked the same twice: two requests that are not both answered name one question for one time.

What several bodies say under one reference is one request where they word it alike. A request that names no period is
of the time from the day on which it was made until it is answered. Source: WAN 13 (an agreed approach, so that
providers are not asked the same question twice).
"""

from collections.abc import Iterator
from itertools import combinations
from typing import Any, NamedTuple

from hub.reconcile.claims import Side
from hub.reconcile.days import Day
from hub.reconcile.differences import difference, since_all
from hub.reconcile.kinds.contract.listed import REQUESTS, RequestWords, as_worded
from hub.reconcile.matter_kinds import MatterKind, MatterSeverity
from hub.reconcile.sides import Things, show


class _Request(NamedTuple):
    """sides: of the bodies that tell of it in the same words."""

    reference: str
    questions: frozenset[str]
    sides: list[Side]

    @property
    def is_answered(self) -> bool:
        return any("received_on" in side.claim.value for side in self.sides)


def asked_twice(partnership: str, about: tuple[str, str], things: Things) -> Iterator[dict[str, Any]]:
    """One matter for each question, with all the requests that ask it of a time of which another one asks it too."""
    asked: dict[str, list[_Request]] = {}
    for request in _requests(things):
        for question in request.questions:
            asked.setdefault(question, []).append(request)
    for question, requests in sorted(asked.items()):
        repeating = [each for pair in combinations(requests, 2) if _repeat(*pair) for each in pair]
        if repeating:
            found = [each for each in requests if each in repeating]
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


def _repeat(one: _Request, another: _Request) -> bool:
    """Whether both ask of one time, and one of them is still to be answered."""
    if one.is_answered and another.is_answered:
        return False
    return any(_overlap(side, other) for side in one.sides for other in another.sides)


def _overlap(one: Side, another: Side) -> bool:
    (begins, ends), (other_begins, other_ends) = _time(one), _time(another)
    return (other_ends is None or begins <= other_ends) and (ends is None or other_begins <= ends)


def _time(side: Side) -> tuple[str, str | None]:
    """The first and the last day that are asked about; no last one where it goes on until it is answered."""
    word = side.claim.value
    ends = word.get("period_end", word.get("received_on"))
    made = Day(side.claim.effective).text
    return word.get("period_start", made if ends is None else min(made, ends)), ends

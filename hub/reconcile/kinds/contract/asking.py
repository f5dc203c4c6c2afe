"""A provider that is asked the same twice: two requests that are not both answered name one question for one time.

Source: WAN 13 (an agreed approach, so that providers are not asked the same question twice). Whoever tells of a request
under one reference tells of one request, whichever bodies do.
"""

from collections.abc import Iterator
from typing import Any

from hub.reconcile.claims import Side
from hub.reconcile.differences import difference, since_all
from hub.reconcile.kinds.contract.listed import REQUESTS
from hub.reconcile.matter_kinds import MatterKind, MatterSeverity
from hub.reconcile.sides import Things, show


def asked_twice(partnership: str, about: tuple[str, str], things: Things) -> Iterator[dict[str, Any]]:
    """One matter for each question, with all the requests by which it is asked more than once."""
    asked: dict[str, dict[str, list[Side]]] = {}
    for request, named in things.get(REQUESTS.item, {}).items():
        for side in named[REQUESTS.name]:
            for question in side.claim.value["questions"]:
                asked.setdefault(question, {}).setdefault(request, []).append(side)
    for question, requests in sorted(asked.items()):
        twice = [each for each in requests if any(_repeats(requests, each, other) for other in requests)]
        if twice:
            found = [(each, side) for each in twice for side in requests[each]]
            yield difference(
                partnership,
                MatterKind.ASKED_TWICE,
                about,
                f"question:{question}",
                severity=MatterSeverity.AMBER,
                text=f"{question.replace('_', ' ')} is asked for by {len(twice)} requests: {', '.join(twice)}",
                since=since_all([side for _, side in found]),
                sides=[{**show(side), "value": f"{each}: {side.claim.value['title']}"} for each, side in found],
            )


def _repeats(requests: dict[str, list[Side]], one: str, another: str) -> bool:
    """Whether both ask for one time, and one of them is still to be answered."""
    if one == another or all(map(_is_answered, (requests[one], requests[another]))):
        return False
    return any(_overlap(side, other) for side in requests[one] for other in requests[another])


def _is_answered(sides: list[Side]) -> bool:
    return any("received_on" in side.claim.value for side in sides)


def _overlap(one: Side, another: Side) -> bool:
    """A request without a first or last day is open on that side."""
    first, second = one.claim.value, another.claim.value
    return _begins_by(first, second) and _begins_by(second, first)


def _begins_by(one: dict[str, Any], another: dict[str, Any]) -> bool:
    """Whether one begins before the other is over."""
    return "period_start" not in one or "period_end" not in another or one["period_start"] <= another["period_end"]

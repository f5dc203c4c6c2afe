"""What an event that corrects or withdraws another one really takes back.

Promise: pure, and the one rule for doors, receipts, pages and traces: an event is taken back by an event of the same
organisation in the same partnership, and by nothing else. Source: design section 4 (`corrects` and `withdrawn` void for
good an event of the same organisation and partnership, also one not seen yet).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from hub.events.catalogue import EventType
from hub.events.envelope import Event
from hub.events.plain import Plain
from hub.events.withdrawal import Withdrawn


class Effect(StrEnum):
    """What comes of naming an event in `corrects` or in a withdrawal."""

    TAKES_BACK = "takes_back"
    ANOTHERS = "anothers"  # another organisation said it, and it stands
    ELSEWHERE = "elsewhere"  # this organisation said it, in another partnership alone
    UNKNOWN = "unknown"  # nobody has said it, as far as was read


class Naming(NamedTuple):
    """An event's id, and the field that names it."""

    field: str
    event: str


class Spoke(NamedTuple):
    """Somebody who said an event. withdraws: it is a withdrawal itself."""

    partnership: str
    organisation: str
    withdraws: bool = False


@dataclass(frozen=True, slots=True)
class InVainNaming:
    """A naming that takes nothing back, or less than it seems, with why and what to do."""

    naming: Naming
    effect: Effect
    problem: str
    fix: str


def namings(event_type: EventType, plain: Plain) -> list[Naming]:
    """The events that one names to be taken back; an id that it names twice comes twice."""
    corrects = plain["meta"]["corrects"]
    return _namings(corrects, plain["event"] if event_type.withdraws else None)


def namings_of(event: Event) -> list[Naming]:
    """As `namings`, of an event that was just admitted."""
    return _namings(event.meta.corrects, event.event if isinstance(event, Withdrawn) else None)


def _namings(corrects: object, event: object) -> list[Naming]:
    named = (("meta.corrects", corrects), ("data.event", event))
    return [Naming(field, str(each)) for field, each in named if each is not None]


def effect(partnership: str, organisation: str, spoke: Iterable[Spoke]) -> Effect:
    """Of an event that this organisation says in this partnership. spoke: all who said the event that it names."""
    said = {(each.partnership, each.organisation) for each in spoke}
    if (partnership, organisation) in said:
        return Effect.TAKES_BACK
    if any(who == organisation for _, who in said):
        return Effect.ELSEWHERE
    return Effect.ANOTHERS if said else Effect.UNKNOWN


def in_vain(
    naming: Naming, partnerships: Collection[str], organisation: str, spoke: Collection[Spoke]
) -> InVainNaming | None:
    """What is to be told of a naming, in all of these partnerships together; None where it takes back what it names in
    each of them."""
    effects = {each: effect(each, organisation, spoke) for each in partnerships}
    found = set(effects.values())
    if Effect.TAKES_BACK in found:
        here = {each for each, of_it in effects.items() if of_it is Effect.TAKES_BACK}
        return _withdraws(naming, organisation, spoke) or _in_some(naming, here, partnerships, organisation, spoke)
    if Effect.ELSEWHERE in found:
        there = ", ".join(sorted({each.partnership for each in spoke if each.organisation == organisation}))
        problem = (
            f"takes nothing back: that event is said in {there}, and this one in {', '.join(sorted(partnerships))}"
        )
        fix = f"name {there} in meta.partnerships of the event that takes it back"
        return InVainNaming(naming, Effect.ELSEWHERE, problem, fix)
    if Effect.ANOTHERS in found:
        whose = ", ".join(sorted({each.organisation for each in spoke}))
        problem = f"takes nothing back: that event is {whose}'s"
        fix = (
            f"ask {whose} to take it back, or the operator where that body is no more, and say your own view in an "
            "event of your own"
        )
        return InVainNaming(naming, Effect.ANOTHERS, problem, fix)
    problem = f"takes nothing back yet: nobody has said an event of that id in {', '.join(sorted(partnerships))}"
    fix = "check the id; if its event comes later, it will be void from the first moment"
    return InVainNaming(naming, Effect.UNKNOWN, problem, fix)


def _in_some(
    naming: Naming, here: Collection[str], partnerships: Collection[str], organisation: str, spoke: Iterable[Spoke]
) -> InVainNaming | None:
    """What is to be told where it takes back what it names in these alone; None where there are no others."""
    others = sorted(set(partnerships) - set(here))
    if not others:
        return None
    left = sorted({each.partnership for each in spoke if each.organisation == organisation} - set(here))
    problem = (
        f"takes it back in {', '.join(sorted(here))}, and nothing in {', '.join(others)}, where you did not say it"
    )
    if left:
        problem += f"; it still stands in {', '.join(left)}"
    fix = (
        f"name {', '.join(left)} in meta.partnerships of an event that takes it back there too"
        if left
        else f"leave {', '.join(others)} out of meta.partnerships"
    )
    return InVainNaming(naming, Effect.ELSEWHERE, problem, fix)


def _withdraws(naming: Naming, organisation: str, spoke: Collection[Spoke]) -> InVainNaming | None:
    own = [each for each in spoke if each.organisation == organisation]
    if not all(each.withdraws for each in own):
        return None
    problem = "names a withdrawal: what that took back stays void, for good"
    fix = "say again, in an event with a new id, what was taken back and is right after all"
    return InVainNaming(naming, Effect.TAKES_BACK, problem, fix)

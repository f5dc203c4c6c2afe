"""The terms of a procurement that follow from its lots, items, parties and awards, in one body's words.

A body that states a term itself is taken at its word. What came to nothing counts for nothing. Source: OCDS 1.1 (lots,
items, parties by their roles, awards).
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final

from hub.events.procurement import OF_TERM, VOID
from hub.reconcile.claims import Claim, Side

Words = dict[str, Side]
"""One body's words: field to side."""

_ROLES: Final = {"buyers": "buyer", "funders": "funder"}
_SPREAD: Final = {"period_start": min, "period_end": max}
_LATEST: Final = "extendable_until"

FOLLOWING: Final = frozenset({*_SPREAD, _LATEST, *_ROLES, "categories", "suppliers"})
"""Fields of a procurement that follow from its parts where the body does not state them itself."""


def with_following(
    own: Words,
    lots: Collection[Words],
    items: Collection[Words],
    parties: Mapping[str, Words],
    awards: Collection[Words],
) -> Words:
    """own: what the body says of the procurement itself; the others: what it says of each part, parties by id."""
    found = dict(own)
    timed = [lot for lot in lots if not is_void(lot) and not OF_TERM.isdisjoint(lot)]
    for name, side in (*_of_lots(timed), *_of_items(items), *_of_parties(parties), *_of_awards(awards)):
        found.setdefault(name, side)
    latest = _latest(timed)
    if latest is not None and not is_before_end(latest, found):
        found.setdefault(_LATEST, latest)
    return found


def _of_lots(lots: Collection[Words]) -> Iterator[tuple[str, Side]]:
    """The whole length of time of lots of which some of the term is told; open where one of them leaves it open."""
    for name, choose in _SPREAD.items():
        told = [lot[name] for lot in lots if name in lot]
        if told and len(told) == len(lots):
            yield name, together(choose(side.claim.value for side in told), told)


def _latest(lots: Collection[Words]) -> Side | None:
    """Until when they can last: the end of one that cannot be extended counts too, if another can; open where one of
    them leaves both open."""
    if all(_LATEST not in lot for lot in lots):
        return None
    told = [lot.get(_LATEST, lot.get("period_end")) for lot in lots]
    known = [side for side in told if side is not None]
    if len(known) < len(told):
        return None
    return together(max(side.claim.value for side in known), known)


def _of_items(items: Collection[Words]) -> Iterator[tuple[str, Side]]:
    coded = [item["category"] for item in items if "category" in item]
    if coded:
        yield "categories", together(sorted({side.claim.value for side in coded}), coded)


def _of_parties(parties: Mapping[str, Words]) -> Iterator[tuple[str, Side]]:
    for name, role in _ROLES.items():
        having = {key: words for key, words in parties.items() if "roles" in words and role in _roles(words)}
        if having:
            value = [_organisation(key, words) for key, words in sorted(having.items())]
            told = [words[said] for words in having.values() for said in ("roles", "name") if said in words]
            yield name, together(value, told)


def _of_awards(awards: Collection[Words]) -> Iterator[tuple[str, Side]]:
    named = [award["suppliers"] for award in awards if "suppliers" in award and not is_void(award)]
    if named:
        suppliers = {supplier["id"]: supplier for side in named for supplier in side.claim.value}
        yield "suppliers", together([suppliers[key] for key in sorted(suppliers)], named)


def together(value: Any, sides: Sequence[Side]) -> Side:
    """One body's word that follows from several of its claims; it was said when the last of them was."""
    claims = [claim for side in sides for claim in side.sources]
    (body,) = {side.body for side in sides}
    last = max(claims, key=Claim.order)
    return Side(body, last._replace(value=value), behind=tuple(claims))


def is_void(words: Words) -> bool:
    return "status" in words and words["status"].claim.value in VOID


def is_before_end(latest: Side, words: Words) -> bool:
    """Whether a last day of extensions lies before the end that the same words state, so that it tells nothing."""
    end = words.get("period_end")
    return end is not None and bool(latest.claim.value < end.claim.value)


def _roles(words: Words) -> Sequence[str]:
    roles: Sequence[str] = words["roles"].claim.value
    return roles


def _organisation(key: str, words: Words) -> dict[str, str]:
    return {"id": key} | ({"name": words["name"].claim.value} if "name" in words else {})

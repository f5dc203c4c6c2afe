"""How a picture shows what each body says, so that every figure carries the event that it came from."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from hub.reconcile.claims import Claim, Field, Side
from hub.serialization.readable import day_text, instant_text


class FieldFinding(StrEnum):
    """What the sides of a field come to."""

    ONE_SIDE = "one_side"  # a single body speaks of it
    AGREED = "agreed"  # several bodies, the same word
    ROUNDING = "rounding"  # several bodies, apart by no more than rounding
    DIFFERS = "differs"  # several bodies, different words
    AS_TAKEN = "as_taken"  # several bodies, different words, all taken from one place where they differ: counted there
    OF_PARTS = "of_parts"  # several bodies, different words, because parts differ that they follow from: counted there
    NOT_COMPARED = "not_compared"  # several bodies, different words, and a reason why that is no difference


def show(side: Side) -> dict[str, Any]:
    """One body's word: value, since when it is true, when it was recorded, in which event, and by which of the event's
    contents where its id came with several."""
    claim = side.claim
    shown: dict[str, Any] = {
        "organisation": side.body,
        "value": claim.value,
        "since": day_text(claim.effective),
        "recorded_at": instant_text(claim.recorded),
        "event": claim.event_id,
    }
    if claim.organisation != side.body:
        shown["said_by"] = claim.organisation
    if claim.origin.document is not None:
        shown["document"] = claim.origin.document
    if claim.origin.illustrative:
        shown["illustrative"] = True
    if claim.origin.of_several:
        shown["content_hash"] = claim.content_hash
    if side.taken_from is not None:
        shown["taken_from"] = side.taken_from
    if side.also:
        shown["also"] = [_source(each, side.body) for each in side.also]
    return shown


def _source(claim: Claim, body: str) -> dict[str, Any]:
    """A further event that a word follows from."""
    return cite(Side(body, claim))


def cite(side: Side) -> dict[str, Any]:
    """Who said it, since when, and in which event, where the word itself goes without saying."""
    shown = show(side)
    del shown["value"]
    return shown


_GUARDED_LEAST_FIRST = ("public", "internal", "confidential")


def classification(*standing: Mapping[Any, list[Side]], also: Iterable[str] = ()) -> str:
    """The most guarded classification among the words that stand; one that this release does not know guards most.
    standing: words, by whatever they are kept by; also: classifications of others whose words are shown too."""
    known = _GUARDED_LEAST_FIRST
    told = (claim for each in standing for sides in each.values() for side in sides for claim in side.sources)
    words = {*also, *(claim.origin.classification for claim in told)}
    return max(words, key=lambda each: (known.index(each) if each in known else len(known), each), default=known[0])


def latest(sides: Sequence[Side]) -> Side:
    """The side that was said last: what a heading shows where bodies use different words."""
    return max(sides, key=lambda side: (side.claim.order(), side.body))


def latest_value(standing: Mapping[Field, list[Side]], name: str) -> Any:
    """The value of a field of the subject itself as said last, or None."""
    sides = standing.get(Field("", "", name))
    return latest(sides).claim.value if sides else None


Things = Mapping[str, Mapping[str, Mapping[str, list[Side]]]]
"""What a subject holds: sort of thing to key to name of a field to sides."""


def things_of(standing: Mapping[Field, list[Side]]) -> dict[str, dict[str, dict[str, list[Side]]]]:
    """The things that a subject holds, of all sorts in one walk, keys in order."""
    found: dict[str, dict[str, dict[str, list[Side]]]] = {}
    for (item, key, name), sides in standing.items():
        if item:
            found.setdefault(item, {}).setdefault(key, {})[name] = sides
    return found


def items(standing: Mapping[Field, list[Side]], item: str) -> dict[str, dict[str, list[Side]]]:
    """As `things_of`, of one sort; whoever asks after several asks for all of them."""
    return things_of(standing).get(item, {})

"""Claims: what an organisation says about one field, and which of its sayings stands on a day.

Promise: every answer depends on the set of claims only, never on their order or number. Source: design section 4:
the latest effective date not after the day, then the latest (recorded_at, event id, content hash).
"""

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from hub.events.configuration import Configuration
from hub.reconcile.days import Day

CLEARED: Final = None
"""The value of a claim that takes back what was said about the field."""


class Field(NamedTuple):
    """What a claim is about: a field of the subject itself (item ""), or of one of several things it holds."""

    item: str
    key: str
    name: str

    @property
    def text(self) -> str:
        return f"{self.item}:{self.key}/{self.name}" if self.item else self.name


class Origin(NamedTuple):
    """What all claims of one event share beside who said it and when."""

    classification: str
    document: str | None
    illustrative: bool


class Claim(NamedTuple):
    """One organisation's word on one field of one subject. The first four order claims of one field.

    effective: days since 1970-01-01. recorded: milliseconds since 1970.
    """

    effective: int
    recorded: int
    event_id: str
    content_hash: str
    organisation: str
    field: Field
    value: Any
    origin: Origin


class Side(NamedTuple):
    """The word of one of today's bodies, perhaps said by a predecessor."""

    body: str
    claim: Claim


def deciding(claims: Iterable[Claim], as_of: Day, configuration: Configuration) -> dict[tuple[Field, str], Claim]:
    """By field and body of that day, the one claim that decides what the body's word is; it may take the word back.

    claims: those that count on the day. What a predecessor said shows under each of its successors, so one claim can
    decide for several bodies.
    """
    day = as_of.date
    today: dict[str, tuple[str, ...]] = {}
    last: dict[tuple[Field, str], Claim] = {}
    for claim in claims:
        organisation = claim.organisation
        bodies = today.get(organisation)
        if bodies is None:
            bodies = today[organisation] = configuration.today_of(organisation, day)
        for body in bodies:
            held = last.get((claim.field, body))
            if held is None or claim[:4] > held[:4]:
                last[claim.field, body] = claim
    return last


def sides_of(claims: Iterable[Claim], as_of: Day, configuration: Configuration) -> dict[Field, list[Side]]:
    """Per field, in order, the word of each body that has one on that day; cleared fields have no side.

    claims: as for `deciding`.
    """
    sides: dict[Field, list[Side]] = {}
    for (field, body), claim in sorted(deciding(claims, as_of, configuration).items(), key=lambda item: item[0]):
        if claim.value is not CLEARED:
            sides.setdefault(field, []).append(Side(body, claim))
    return sides


def next_change(configuration: Configuration, as_of: Day) -> Day | None:
    """The first later day on which a body gives way to another or a membership changes, so that sides may too."""
    day = configuration.next_change(as_of.date)
    return Day.of(day) if day else None

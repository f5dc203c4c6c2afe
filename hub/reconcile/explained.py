"""A statement behind the words of a picture, and what the kinds of subjects share in finding them.

Source: design section 2 (every number can be explained).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

import orjson

from hub.reconcile.claims import CLEARED, DEPARTED, SUPPLIER, Claim, Field, Side
from hub.reconcile.days import Day
from hub.reconcile.events import Subject
from hub.reconcile.fates import Fate, Told
from hub.reconcile.told import told_of
from hub.reconcile.views import PartnershipViews

SUPPLIERS: Final = Field("", "", "suppliers")

Word = tuple[Subject, Field]
Behind = dict[tuple[Field, str], set[Field]]
"""Field of a claim and body to the words of that body which follow from it."""


_Key = tuple[tuple[str, str], Field, str, bytes]


@dataclass(frozen=True, slots=True)
class Explained:
    """A statement and its fate. words: what that body is shown to say because of what it says there."""

    told: Told
    words: tuple[Word, ...] = ()

    @property
    def cited_in(self) -> tuple[Word, ...]:
        """The words of pictures that cite the statement; a supplier's word cites those that name who has left."""
        shown = (Fate.STANDS, Fate.LEFT, Fate.JUDGES, Fate.CHARTED, Fate.LAPSED)
        return self.words if self.told.fate in shown else ()

    @property
    def key(self) -> _Key:
        """With the value: of an organisation that it names by two ids one statement may say two things."""
        claim = self.told.claim
        value = orjson.dumps(claim.value, option=orjson.OPT_SORT_KEYS)
        return self.told.statement.identity, claim.field, self.told.body, value


def each_once(found: Iterable[Explained]) -> list[Explained]:
    """One statement may be behind the words of several contracts."""
    merged: dict[_Key, Explained] = {}
    for each in found:
        held = merged.get(each.key)
        words = {*each.words, *(held.words if held else ())}
        merged[each.key] = replace(each, words=tuple(sorted(words)))
    return list(merged.values())


def own(views: PartnershipViews, subject: Subject, as_of: Day) -> Iterator[Explained]:
    for each in told_of(views, subject, as_of):
        yield Explained(each, ((subject, each.claim.field),))


def naming(views: PartnershipViews, subject: Subject, as_of: Day) -> Iterator[Explained]:
    """Statements about contracts by which they belong to the subject."""
    for contract in views.events.contracts_of(subject):
        for each in own(views, Subject("contract", contract), as_of):
            if names(each.told.claim, subject):
                yield each


def words_behind(words: Mapping[Field, Iterable[Side]]) -> Behind:
    found: Behind = {}
    for field, sides in words.items():
        for side in sides:
            for claim in side.sources:
                found.setdefault((claim.field, side.body), set()).add(field)
    return found


def names(claim: Claim, subject: Subject) -> bool:
    """Whether a claim about something else says that it belongs to the subject."""
    field = claim.field
    if field.item == "award":
        return subject.kind == "provider" and field.name in (f"{SUPPLIER}{subject.id}", f"{DEPARTED}{subject.id}")
    if field.item:
        return (field.item, field.key) == subject
    if claim.value is CLEARED:
        return False
    if subject.kind == "provider":
        return field == SUPPLIERS and any(each["id"] == subject.id for each in claim.value)
    return subject.kind == field.name == "procurement" and claim.value == subject.id

"""What may be said about a procurement: one process of buying, from its plan to the contracts that come of it.

Topic commissioning.contract.v1; the subject is the process's id, an ocid. Every part of a list is known by its id, so
that a notice states the parts that it carries and takes back none that it leaves out. So what is too long for one event
is said in several, an award's suppliers too. Source: OCDS 1.1 (tender, lots,
awards, parties, documents) and the United Kingdom's extension; design section 3 (ids).
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Annotated, Final, Self

from pydantic import Field, model_validator

from hub.events.envelope import ClearableEvent
from hub.events.fields import (
    Code,
    Codelist,
    FieldName,
    Happened,
    Money,
    Organisation,
    OrganisationId,
    Reference,
    Text,
    Title,
    Value,
    check_period,
)

Suppliers = Annotated[tuple[Organisation, ...], Field(max_length=2000)]
MOST_CATEGORIES: Final = 20
MOST_RELATED_LOTS: Final = 50
Categories = Annotated[tuple[Reference, ...], Field(max_length=MOST_CATEGORIES)]
Clears = Annotated[tuple[FieldName, ...], Field(max_length=20)]


MOST: Final[Mapping[str, int]] = MappingProxyType(
    {"parties": 400, "lots": 20, "items": 100, "awards": 8, "notices": 50, "departures": 400}
)
"""How many of each list one event takes."""
LISTS: Final = ("parties", "lots", "items", "awards", "notices")
"""The lists whose items are known by their ids."""
VOID: Final = ("cancelled", "unsuccessful", "withdrawn")
"""Statuses of what came to nothing."""

OF_TERM: Final = frozenset({"period_start", "period_end", "duration", "extendable_until"})
"""The fields that say when something runs: what has none of them leaves no whole open."""
MOST_SUPPLIERS: Final = 100
"""How many suppliers of one award one event takes."""


class Part(Value):
    """One item of a procurement's list."""

    id: Reference
    """Its id in this list, which stays the same from event to event."""
    clears: Clears = ()
    """Its own fields about which this organisation now says nothing."""

    @model_validator(mode="after")
    def _clears_own_fields(self) -> Self:
        own = {name for name, info in type(self).model_fields.items() if info.default is None}
        stated = [name for name in self.clears if getattr(self, name, None) is not None]
        if stated:
            raise ValueError(f"clears names what this part states; leave {', '.join(stated)} out of clears")
        if not own.issuperset(self.clears):
            raise ValueError(f"clears names what is no field of this part; there are {', '.join(sorted(own))}")
        return self


class Term(Part):
    """What a lot and an award may say of the contract to come."""

    title: Title | None = None
    """What it is called."""
    description: Title | None = None
    """What is to be supplied."""
    status: Annotated[Code, Codelist("contract-status")] | None = None
    """Where it stands, in the words of OCDS."""
    value: Money | None = None
    """What it is worth."""
    period_start: date | None = None
    """The first day of the contract to come."""
    period_end: date | None = None
    """Its last day, options to extend left out."""
    duration: Reference | None = None
    """How long it runs, in ISO 8601, such as P36M."""
    extendable_until: date | None = None
    """The last day that options to extend reach."""
    renewable: bool | None = None
    """Whether it can be renewed."""
    options: bool | None = None
    """Whether it has options, to extend or else."""
    extension_terms: Title | None = None
    """The options to extend, in words."""
    categories: Categories | None = None
    """Codes of the Common Procurement Vocabulary; the list is stated whole."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        check_period(self.period_start, self.period_end)
        return self


class Lot(Term):
    """A part of the procurement that is awarded by itself."""


class Award(Term):
    """A decision for one or more suppliers. It is no contract: nothing is signed by it."""

    awarded_on: Annotated[date | None, Happened("what was awarded has happened")] = None
    """The day of the decision."""
    suppliers: Annotated[tuple[Organisation, ...], Field(max_length=MOST_SUPPLIERS)] | None = None
    """Those that this statement names; others that were named before stay, until `clears` takes back all."""
    lots: Annotated[tuple[Reference, ...], Field(max_length=MOST_RELATED_LOTS)] | None = None
    """The ids of the lots that it is for."""


class ProcuredItem(Part):
    """Something to be bought, by its code in the Common Procurement Vocabulary."""

    category: Reference | None = None
    """Its code in the Common Procurement Vocabulary."""
    lot: Reference | None = None
    """The id of the lot that it belongs to."""


class Notice(Part):
    """A published notice."""

    type: Reference | None = None
    """UK1 to UK17, else the standard's document type."""
    published_on: Annotated[date | None, Happened("what was published has happened")] = None
    """The day on which it was published."""


class Party(Value):
    """An organisation and all roles that it has in the procurement, such as buyer, funder, removedSupplier."""

    id: OrganisationId
    """The organisation's id."""
    name: Title | None = None
    """Its name; left out where it could be a person's."""
    roles: Annotated[tuple[Annotated[Code, Codelist("party-role")], ...], Field(max_length=11)] = ()
    """All roles that it has in the procurement; where none is given, what was said of them before stands."""


class Departure(Value):
    """A supplier that is out of one award from now on, until a later statement of the award names it again."""

    award: Reference
    """The id of the award that it left."""
    supplier: OrganisationId
    """The id of the organisation that left."""
    left_on: date | None = None
    """The day on which it left; where it is still to come, the departure counts from that day."""


class ProcurementDeclared(ClearableEvent):
    """This organisation knows of the procurement, on these terms."""

    stage: Annotated[Code, Codelist("contract-stage")] | None = None
    """How far the procurement has come."""
    title: Title | None = None
    """What the procurement is called."""
    description: Text | None = None
    """What is to be bought."""
    status: Annotated[Code, Codelist("contract-status")] | None = None
    """Where it stands, in the words of OCDS."""
    value: Money | None = None
    """What it is estimated to be worth."""
    period_start: date | None = None
    """The first day of the contract to come."""
    period_end: date | None = None
    """Its last day, options to extend left out."""
    duration: Reference | None = None
    """How long it runs, in ISO 8601, such as P36M."""
    extendable_until: date | None = None
    """The last day that options to extend reach."""
    category: Reference | None = None
    """A code of the Common Procurement Vocabulary, or of the buyer's own."""
    procurement_regime: Annotated[Code, Codelist("procurement-regime")] | None = None
    """The rules under which it is bought."""
    framework: bool | None = None
    """Whether it is for a framework agreement."""
    buyer: Organisation | None = None
    """The organisation that buys, where another one says this."""
    notice: Reference | None = None
    """The reference of the notice that tells this."""
    parties: Annotated[tuple[Party, ...], Field(max_length=MOST["parties"])] = ()
    """Organisations and their roles."""
    lots: Annotated[tuple[Lot, ...], Field(max_length=MOST["lots"])] = ()
    """Its lots."""
    items: Annotated[tuple[ProcuredItem, ...], Field(max_length=MOST["items"])] = ()
    """What is to be bought."""
    awards: Annotated[tuple[Award, ...], Field(max_length=MOST["awards"])] = ()
    """Its awards."""
    notices: Annotated[tuple[Notice, ...], Field(max_length=MOST["notices"])] = ()
    """Notices of it that were published."""
    departures: Annotated[tuple[Departure, ...], Field(max_length=MOST["departures"])] | None = None
    """Who left which award. Where it is given, also empty, it alone says who has left; left out, whoever is party with
    the role removedSupplier, and not with supplier, has left every award."""

    @model_validator(mode="after")
    def _each_id_once(self) -> Self:
        for name in LISTS:
            seen: set[str] = set()
            for position, each in enumerate(getattr(self, name)):
                if each.id in seen:
                    raise ValueError(f"the id of {name}[{position}] is not its own; give each of them another id")
                seen.add(each.id)
        return self

    @model_validator(mode="after")
    def _each_departure_once(self) -> Self:
        seen: set[tuple[str, str]] = set()
        for position, each in enumerate(self.departures or ()):
            if (each.award, each.supplier) in seen:
                pair = f"the pair of award and supplier of departures[{position}]"
                raise ValueError(f"{pair} is not its own; say each of them once")
            seen.add((each.award, each.supplier))
        return self

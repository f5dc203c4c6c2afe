"""The picture of a procurement as types."""

from typing import Annotated, Literal

from pydantic import AfterValidator

from hub.reconcile.kinds.procurement.totals import Reckoning
from hub.reconcile.typed import Citation, Day, Difference, FieldShown, Partnership, Sides, Typed, Value


class Lot(Typed):
    """A part of the procurement that is awarded by itself."""

    lot: str
    title: Sides
    description: Sides
    status: Sides
    value: Sides
    period_start: Sides
    period_end: Sides
    duration: Sides
    extendable_until: Sides
    renewable: Sides
    options: Sides
    extension_terms: Sides
    categories: Sides


class Award(Typed):
    """A decision for one or more suppliers; nothing is signed by it. suppliers: without those that have left; departed:
    those that left this award and are not named in it again."""

    award: str
    title: Sides
    description: Sides
    status: Sides
    value: Sides
    period_start: Sides
    period_end: Sides
    duration: Sides
    extendable_until: Sides
    renewable: Sides
    options: Sides
    extension_terms: Sides
    categories: Sides
    awarded_on: Sides
    suppliers: Sides
    departed: Sides
    lots: Sides


class ProcuredItem(Typed):
    """Something to be bought, by its code in the Common Procurement Vocabulary."""

    item: str
    category: Sides
    lot: Sides


class Party(Typed):
    """An organisation with all its roles. left: the words that it left every award. left_says: bodies that say that it
    left, and by whose words it is a supplier in no award any more."""

    organisation: str
    left_says: list[str]
    name: Sides
    roles: Sides
    left: Sides


class Notice(Typed):
    """A published notice."""

    notice: str
    type: Sides
    published_on: Sides


class CameOfIt(Typed):
    """A contract that came of the procurement, and who says so."""

    contract: str
    stated_by: list[Citation]


def _with_id(supplier: dict[str, str]) -> dict[str, str]:
    if "id" not in supplier:
        raise ValueError("a supplier has an id")
    return supplier


Supplier = Annotated[dict[str, str], AfterValidator(_with_id)]


class Total(Typed):
    """What the contracts come to in one body's words, without those that it calls cancelled.

    contracts: those that are signed, also where they have ended; not_signed: those that are awarded only;
    untold: those of which it is not said.
    reckoning: how the value came about, or why there is none. period_start, period_end: null where some contract that
    counts has none.
    """

    organisation: str
    contracts: int
    ended: int
    not_signed: int
    untold: int
    reckoning: Reckoning
    value: Value
    suppliers: list[Supplier]
    period_start: Day | None
    period_end: Day | None
    stated_by: list[Citation]
    values_stated_by: list[Citation]


class ProcurementPicture(Typed):
    """One procurement: its terms, lots, awards, parties and notices, and the contracts that came of it."""

    kind: Literal["procurement"]
    id: str
    partnership: Partnership
    title: str | None
    classification: str
    fields: dict[str, FieldShown]
    lots: list[Lot]
    items: list[ProcuredItem]
    awards: list[Award]
    parties: list[Party]
    notices: list[Notice]
    contracts: list[CameOfIt]
    totals: list[Total]
    differences: list[Difference]

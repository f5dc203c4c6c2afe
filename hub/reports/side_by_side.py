"""The terms of a provider's contracts side by side: what each contract says of each, and whether they are alike. Pure.

Source: LEE 34 (consistent terms and conditions across a provider's contracts).
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final, NamedTuple

from hub.reconcile.kinds.provider.view import SIDE_BY_SIDE

DAYS: Final = ("period_start", "period_end", "extendable_until", "review_on")
Sides = Sequence[Mapping[str, Any]]


class Likeness(StrEnum):
    """What the contracts' words on one term come to."""

    ALIKE = "alike"  # every contract has it, and everybody says the same
    NOT_IN_ALL = "not_in_all"  # those that have it say the same, and of others nobody states it
    DIFFERENT = "different"  # at least two words, of two contracts or of two bodies
    OF_ITS_OWN = "of_its_own"  # a day: each contract has its own


class Column(NamedTuple):
    """field: the name by which its values are worded. cells: of each contract what each body says, in their order."""

    name: str
    field: str
    cells: list[Sides]
    likeness: Likeness


def side_by_side(contracts: Sequence[Mapping[str, Any]]) -> list[Column]:
    """The terms that some contract of a provider's picture has, those that every contract can have first; none of a
    provider with a single contract."""
    if len(contracts) < 2:
        return []
    fields = [name for name in SIDE_BY_SIDE if any(name in each.get("fields", ()) for each in contracts)]
    terms = sorted({term["term"] for each in contracts for term in each.get("terms", ())})
    return [
        *(_column(name, name, [each.get("fields", {}).get(name, ()) for each in contracts]) for name in fields),
        *(_column(name, "stated", [_stated(each, name) for each in contracts]) for name in terms),
    ]


def _stated(contract: Mapping[str, Any], name: str) -> Sides:
    found: Sides = next((each["stated"] for each in contract.get("terms", ()) if each["term"] == name), ())
    return found


def _column(name: str, field: str, cells: list[Sides]) -> Column:
    if name in DAYS:
        return Column(name, field, cells, Likeness.OF_ITS_OWN)
    words = {_word(side["value"]) for cell in cells for side in cell}
    likeness = Likeness.DIFFERENT if len(words) > 1 else Likeness.ALIKE if all(cells) else Likeness.NOT_IN_ALL
    return Column(name, field, cells, likeness)


def _word(value: Any) -> Any:
    """What is compared of a word: of a term its number and what that counts, or where it has none its wording."""
    if not isinstance(value, Mapping):
        return value
    if "number" in value:
        return Decimal(value["number"]).normalize(), value.get("unit")
    return value["wording"]

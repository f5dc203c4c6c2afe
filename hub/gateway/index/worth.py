"""What a contract is worth and how many people it employs or serves, as bodies say: what totals are made of. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import reduce
from typing import Any, Final, NamedTuple

HEADCOUNTS: Final = ("staff_employed", "users_served")
UNSAID_BASIS: Final = "unknown"
"""Of money-basis."""

Sides = Iterable[Mapping[str, Any]]


class ValueKind(NamedTuple):
    """What an amount is of: amounts of one kind can be added up. covers: of money-covers; "" where it is not said."""

    currency: str
    basis: str
    covers: str

    def beside(self, other: "ValueKind") -> "ValueKind | None":
        """The kind of both, what one does not say being as the other says it; None where they are of two kinds."""
        basis = self.basis if other.basis == UNSAID_BASIS else other.basis
        covers = self.covers or other.covers
        if self.currency != other.currency or not {self.basis, other.basis} <= {basis, UNSAID_BASIS}:
            return None
        return ValueKind(self.currency, basis, covers) if {self.covers, other.covers} <= {covers, ""} else None


class Worth(NamedTuple):
    """low, high: the least and the most that a body gives, in hundredths: pence, where it is pounds. kind: None where
    bodies give values of two kinds. award: from which award all have it, by place, procurement and award; empty where
    some state their own.
    """

    kind: ValueKind | None
    low: int
    high: int
    award: tuple[str, ...] = ()

    def beside(self, other: "Worth") -> "Worth":
        """What two say of one contract: mostly the same."""
        if self == other:
            return self
        kind = None if self.kind is None or other.kind is None else self.kind.beside(other.kind)
        award = self.award if self.award == other.award else ()
        return Worth(kind, min(self.low, other.low), max(self.high, other.high), award)


class Headcounts(NamedTuple):
    """How many people a contract employs or serves: the least and the most that a body says."""

    field: str
    low: int
    high: int

    def beside(self, other: "Headcounts") -> "Headcounts":
        return Headcounts(self.field, min(self.low, other.low), max(self.high, other.high))


def worth_of(partnership: str, procurements: Sides, statuses: Sides, values: Sides) -> Worth | None:
    """None of a contract without a value, and of one that all who say where it stands call cancelled."""
    if {side["value"] for side in statuses} == {"cancelled"}:
        return None
    of_place = (partnership, *sorted(str(side["value"]) for side in procurements))
    found = [_worth(side["value"], of_place, side.get("taken_from")) for side in values]
    return reduce(Worth.beside, found) if found else None


def _worth(value: Mapping[str, Any], of_place: tuple[str, ...], award: str | None) -> Worth:
    hundredths = int(Decimal(value["amount"]).scaleb(2))
    kind = ValueKind(value["currency"], value["basis"], value.get("covers", ""))
    return Worth(kind, hundredths, hundredths, () if award is None else (*of_place, str(award)))


def people_of(sides: Mapping[str, Sides]) -> Iterator[Headcounts]:
    """sides: by the name of the field."""
    for name in HEADCOUNTS:
        told = [int(side["value"]) for side in sides[name]]
        if told:
            yield Headcounts(name, min(told), max(told))

"""What the contracts of a list come to together, by what their values are of. Pure.

Promise: each contract counts once, whoever tells of it: with the lowest and the highest amount that a body gives. Only
what is of one kind is added up: one currency, with VAT or net of it, of a year or of the whole term or a ceiling. A
contract whose bodies give values of different kinds is in no total, and so is one without a value; both are counted.
People are added up over the contracts of which they are told: somebody whom two contracts serve is in both.
Source: BOL 1.2; LEE 2; WAN 5.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from hub.gateway.held_picture import HEADCOUNTS, Amount, HeldPicture, ValueKind


class Total(NamedTuple):
    """Of the contracts that have values of one kind. low, high: by the lowest and by the highest that bodies give."""

    kind: ValueKind
    contracts: int
    low: Decimal
    high: Decimal


class People(NamedTuple):
    """Of the contracts of which somebody counts them. low, high: as of a total."""

    field: str
    contracts: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Totals:
    """totals: by how many contracts they are of, the most first. mixed: contracts with values of different kinds."""

    totals: list[Total]
    mixed: int
    without: int
    people: list[People]


def totals_of(contracts: Iterable[HeldPicture]) -> Totals:
    found: dict[ValueKind, tuple[int, int, int]] = {}
    people = dict.fromkeys(HEADCOUNTS, (0, 0, 0))
    mixed = without = 0
    for each in contracts:
        for counted in each.people:
            count, low, high = people[counted.field]
            people[counted.field] = (count + 1, low + counted.low, high + counted.high)
        amounts = each.amounts
        if not amounts:
            without += 1
            continue
        kind = amounts[0].kind
        if any(other.kind != kind for other in amounts):
            mixed += 1
            continue
        count, low, high = found.get(kind, (0, 0, 0))
        found[kind] = (count + 1, low + _low(amounts), high + _high(amounts))
    totals = [Total(kind, count, _pounds(low), _pounds(high)) for kind, (count, low, high) in found.items()]
    return Totals(
        sorted(totals, key=lambda each: (-each.contracts, each.kind)),
        mixed,
        without,
        [People(name, count, low, high) for name, (count, low, high) in people.items() if count],
    )


def _low(amounts: tuple[Amount, ...]) -> int:
    return min(each.hundredths for each in amounts)


def _high(amounts: tuple[Amount, ...]) -> int:
    return max(each.hundredths for each in amounts)


def _pounds(hundredths: int) -> Decimal:
    return Decimal(hundredths).scaleb(-2)

"""What the contracts of a list come to together, by what their values are of. Pure.

Promise: each contract counts once, whoever tells of it: with the lowest and the highest amount that a body gives. Only
what is of one kind is added up: one currency, with VAT or net of it, of a year or of the whole term or a ceiling. A
contract whose bodies give values of different kinds is in no total, and so is one without a value or that was
cancelled; both are counted. What several contracts have from one award counts once.
People are added up over the contracts of which they are told: somebody whom two contracts serve is in both.
Source: BOL 1.2; LEE 2; WAN 5.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from hub.gateway.index.held_picture import HeldPicture
from hub.gateway.index.worth import HEADCOUNTS, Headcounts, ValueKind, Worth


class ValueSum(NamedTuple):
    """Of the contracts that have values of one kind. low, high: by the lowest and by the highest that bodies give."""

    kind: ValueKind
    contracts: int
    low: Decimal
    high: Decimal


class PeopleSum(NamedTuple):
    """Of the contracts of which somebody counts them. low, high: as of a sum of values."""

    field: str
    contracts: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Totals:
    """values: by how many contracts they are of, the most first. mixed: contracts with values of different kinds."""

    values: list[ValueSum]
    mixed: int
    without: int
    people: list[PeopleSum]


@dataclass(slots=True)
class _Sum:
    contracts: int = 0
    low: int = 0
    high: int = 0

    def add(self, low: int, high: int) -> None:
        self.contracts += 1
        self.low += low
        self.high += high


def totals_of(contracts: Iterable[HeldPicture]) -> Totals:
    """contracts: of one place or of several; what one and the same contract is told in two places counts once."""
    worth: dict[str, Worth | None] = {}
    people: dict[tuple[str, str], Headcounts] = {}
    for each in contracts:
        name, of_each = each.key.id, each.worth
        before = worth.get(name)
        worth[name] = of_each if before is None else before if of_each is None else before.beside(of_each)
        for count in each.people:
            told = people.get((count.field, name))
            people[count.field, name] = count if told is None else told.beside(count)
    values, mixed, without = _values(worth.values())
    return Totals(values, mixed, without, _people(people.values()))


def _values(worth: Iterable[Worth | None]) -> tuple[list[ValueSum], int, int]:
    """(the sums, contracts with values of different kinds, contracts without one)."""
    found: defaultdict[ValueKind, _Sum] = defaultdict(_Sum)
    mixed = without = 0
    of_awards: set[tuple[str, ...]] = set()
    for each in worth:
        if each is None:
            without += 1
            continue
        kind, low, high, award = each
        if kind is None:
            mixed += 1
        elif award and award in of_awards:
            found[kind].add(0, 0)  # what several contracts have from one award is theirs together
        else:
            found[kind].add(low, high)
            if award:
                of_awards.add(award)
    sums = [ValueSum(kind, each.contracts, _pounds(each.low), _pounds(each.high)) for kind, each in found.items()]
    return sorted(sums, key=lambda each: (-each.contracts, each.kind)), mixed, without


def _people(counts: Iterable[Headcounts]) -> list[PeopleSum]:
    found = {name: _Sum() for name in HEADCOUNTS}
    for each in counts:
        found[each.field].add(each.low, each.high)
    return [PeopleSum(name, each.contracts, each.low, each.high) for name, each in found.items() if each.contracts]


def _pounds(hundredths: int) -> Decimal:
    return Decimal(hundredths).scaleb(-2)

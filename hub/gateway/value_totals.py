"""What the contracts of a list come to together, by what their values are of. Pure.

Promise: each contract counts once, whoever tells of it: with the lowest and the highest amount that a body gives. Only
what is of one kind is added up: one currency, with VAT or net of it, of a year or of the whole term or a ceiling. A
contract whose bodies give values of different kinds is in no total, and so is one without a value or that was
cancelled; both are counted. What several contracts have from one award counts once.
People are added up over the contracts of which they are told: somebody whom two contracts serve is in both.
Source: BOL 1.2; LEE 2; WAN 5.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, NamedTuple

from hub.gateway.held_picture import HEADCOUNTS, Amount, Headcounts, HeldPicture, ValueKind

UNSAID_BASIS: Final = "unknown"
"""Of money-basis."""


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
    """contracts: of one place or of several; what one and the same contract is told in two places counts once."""
    told: dict[str, list[HeldPicture]] = {}
    for each in contracts:
        told.setdefault(each.key.id, []).append(each)
    found: dict[ValueKind, tuple[int, int, int]] = {}
    people = dict.fromkeys(HEADCOUNTS, (0, 0, 0))
    mixed = without = 0
    of_awards: set[tuple[str, ...]] = set()
    for pictures in told.values():
        for name, low, high in _people(pictures):
            count, lowest, highest = people[name]
            people[name] = (count + 1, lowest + low, highest + high)
        amounts = [amount for each in pictures for amount in each.amounts]
        kind = _kind(amounts)
        if not amounts:
            without += 1
            continue
        if kind is None:
            mixed += 1
            continue
        count, low, high = found.get(kind, (0, 0, 0))
        # what several contracts have from one award is theirs together
        shared = amounts[0].award if all(each.award == amounts[0].award for each in amounts) else ()
        if shared and shared in of_awards:
            found[kind] = (count + 1, low, high)
            continue
        of_awards.add(shared)
        hundredths = [each.hundredths for each in amounts]
        found[kind] = (count + 1, low + min(hundredths), high + max(hundredths))
    totals = [Total(kind, count, _pounds(low), _pounds(high)) for kind, (count, low, high) in found.items()]
    return Totals(
        sorted(totals, key=lambda each: (-each.contracts, each.kind)),
        mixed,
        without,
        [People(name, count, low, high) for name, (count, low, high) in people.items() if count],
    )


def _kind(amounts: Sequence[Amount]) -> ValueKind | None:
    """The one kind that they are of; None for several. What a body does not say is as another one says it."""
    currencies = {each.kind.currency for each in amounts}
    bases = {each.kind.basis for each in amounts} - {UNSAID_BASIS}
    covers = {each.kind.covers for each in amounts} - {""}
    if len(currencies) != 1 or len(bases) > 1 or len(covers) > 1:
        return None
    return ValueKind(*currencies, *(bases or {UNSAID_BASIS}), *(covers or {""}))


def _people(pictures: Sequence[HeldPicture]) -> Iterator[Headcounts]:
    """Of one contract, as its pictures in several places tell them."""
    for name in HEADCOUNTS:
        told = [each for held in pictures for each in held.people if each.field == name]
        if told:
            yield Headcounts(name, min(each.low for each in told), max(each.high for each in told))


def _pounds(hundredths: int) -> Decimal:
    return Decimal(hundredths).scaleb(-2)

"""What the values of a process that is one contract come to together.

A sum with a part missing would be too small, and a ceiling that several repeat is one ceiling: both are told. A value
is a ceiling where it is an award's under a framework, or a contract states that award's or the procurement's itself;
without a framework where several state the procurement's. Equal values alone are no sign.
Awards of the same lots repeat one ceiling, those of other lots have one of their own.
Source: hub.reconcile.kinds.procurement.totals, which has the same rule of contracts that are kept by themselves.
"""

from collections.abc import Sequence
from decimal import Decimal
from enum import Enum
from typing import NamedTuple

from connectors.ocds.fields import Fields


class Worth(NamedTuple):
    """A value that counts once; None where it is not said. of_award: it is an award's, or the same as its award's.

    lots: those of its award. is_rest: it is an award's, and another contract of that award states a value of its own.
    """

    value: Fields | None
    of_award: bool
    lots: frozenset[str] = frozenset()
    is_rest: bool = False


class Why(Enum):
    """Why nothing is added up, or what is counted once. fix: for the publisher."""

    CEILING = ("is the ceiling that each repeats: it counts once", "there is nothing to mend")
    BESIDE_OWN = (
        "is not added up: some are a ceiling, others may be part of it",
        "give each contract the value that it has itself",
    )
    OF_LOTS = ("is the ceiling that each repeats of its lots: it counts once for each", "there is nothing to mend")
    CEILINGS = (
        "is not added up: they have different ceilings, and nothing tells which of them are one",
        "give each contract the value that it has itself",
    )
    MIXED = ("is not added up: some are of another currency, or net", "give each a value of one kind")
    REST = (
        "is not added up: some have their award's, of which others state a part",
        "give each contract the value that it has itself",
    )
    MISSING = ("is not added up: some have no value", "give each a value")

    def __init__(self, problem: str, fix: str) -> None:
        self.problem = problem
        self.fix = fix


def together(worths: Sequence[Worth], whole: Fields | None, *, framework: bool) -> tuple[Fields | None, Why | None]:
    """The value of all of them, if there is one, and what is to be told. whole: the value of the procurement."""
    stated = [each for each in worths if each.value is not None]
    values = [each.value for each in stated if each.value is not None]
    if not values:
        return None, None
    if len({(each["currency"], each["basis"]) for each in values}) > 1:
        return None, Why.MIXED
    if framework:
        ceilings = [each for each in stated if each.of_award or each.value == whole]
    else:
        repeating = [each for each in stated if each.value == whole]
        ceilings = repeating if len(repeating) > 1 else []
    if ceilings and len(ceilings) < len(values):
        return None, Why.BESIDE_OWN
    if len(ceilings) > 1:
        return _of_ceilings(ceilings, is_whole=len(values) == len(worths))
    if any(each.is_rest for each in stated):
        return None, Why.REST
    if len(values) < len(worths):
        return None, Why.MISSING
    return _sum(values), None


def _of_ceilings(ceilings: Sequence[Worth], *, is_whole: bool) -> tuple[Fields | None, Why]:
    by_lots: dict[frozenset[str], list[Fields]] = {}
    for each in ceilings:
        if each.value is not None:
            by_lots.setdefault(each.lots, []).append(each.value)
    if any(len({each["amount"] for each in of_lots}) > 1 for of_lots in by_lots.values()):
        return None, Why.CEILINGS
    once = [next(iter(of_lots)) for of_lots in by_lots.values()]
    if len(once) == 1:
        return once[0], Why.CEILING
    if not all(by_lots) or sum(map(len, by_lots)) > len(frozenset[str]().union(*by_lots)):
        return None, Why.CEILINGS  # of some the lots are not told, or a lot is in two of them
    return (_sum(once), Why.OF_LOTS) if is_whole else (None, Why.MISSING)


def _sum(values: Sequence[Fields]) -> Fields:
    first = values[0]
    added = Fields(first.path)
    added.put("amount", sum((each["amount"] for each in values), Decimal(0)), first.origins["amount"])
    return first.beside(added)

"""What the values of a process that is one contract come to together.

A sum with a part missing would be too small, and a ceiling that several repeat is one ceiling: both are told. A value
is a ceiling where it is an award's under a framework, or a contract states that award's or the procurement's itself;
without a framework where several state the procurement's. Equal values alone are no sign.
Source: hub.reconcile.totals, which has the same rule of contracts that are kept by themselves.
"""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from enum import Enum
from typing import NamedTuple

from connectors.ocds.fields import Fields


class Worth(NamedTuple):
    """A value that counts once; None where it is not said. of_award: it is an award's, or the same as its award's.

    is_rest: it is an award's, and another contract of that award states a value of its own.
    """

    value: Fields | None
    of_award: bool
    is_rest: bool = False


class Why(Enum):
    """Why nothing is added up, or what is counted once. fix: for the publisher."""

    CEILING = ("is the ceiling that each repeats: it counts once", "there is nothing to mend")
    BESIDE_OWN = (
        "is not added up: some are a ceiling, others may be part of it",
        "give each contract the value that it has itself",
    )
    CEILINGS = (
        "is not added up: some repeat a ceiling, others another",
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
    stated = [(each.value, each.of_award) for each in worths if each.value is not None]
    values = [value for value, _ in stated]
    if not values:
        return None, None
    if len({(each["currency"], each["basis"]) for each in values}) > 1:
        return None, Why.MIXED
    if framework:
        ceilings = [value for value, of_award in stated if of_award or value == whole]
    else:
        repeating = [value for value in values if value == whole]
        ceilings = repeating if len(repeating) > 1 else []
    if ceilings and len(ceilings) < len(values):
        return None, Why.BESIDE_OWN
    often = Counter(each["amount"] for each in ceilings)
    if len(ceilings) > 1 and len(often) == 1:
        return ceilings[0], Why.CEILING
    if len(often) < len(ceilings):
        return None, Why.CEILINGS
    if any(each.is_rest for each in worths if each.value is not None):
        return None, Why.REST
    if len(values) < len(worths):
        return None, Why.MISSING
    added = Fields(values[0].path)
    added.put("amount", sum((each["amount"] for each in values), Decimal(0)), values[0].origins["amount"])
    return values[0].beside(added), None

"""What the contracts of one procurement come to together, in each body's own words.

A sum with a part missing would be too small, and a ceiling that each award of one framework repeats is one ceiling:
then nothing is added up, and the reason stands in its place. What several contracts have from one award counts once.
Source: OCDS 1.1 (values of awards under a framework; several contracts of one awardID).
"""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from hub.reconcile.came_of import Reached, ToldContract
from hub.reconcile.claims import Side
from hub.reconcile.procurements import ProcurementView, Words
from hub.reconcile.sides import cite


class Reckoning(StrEnum):
    """How a total came about, or why there is none."""

    ADDED = "added_up"  # every contract states a value of one kind
    CEILING = "ceiling_counted_once"  # each repeats the ceiling of their framework
    PART_MISSING = "part_missing"  # some contract states no value
    MIXED = "different_kinds"  # currencies differ, or some are net and others not
    NONE = "no_value"  # none states a value


class _Total(NamedTuple):
    reckoning: Reckoning
    value: dict[str, str] | None


def totals(view: ProcurementView, told: Mapping[str, list[ToldContract]]) -> list[dict[str, Any]]:
    """For each body that says that contracts came of it: how many, whom they are with, for how much and how long.

    Contracts that it calls cancelled do not count; what is awarded and not signed yet is counted apart.
    told: of each body the contracts that came of it, by its words.
    """
    by_body = {
        body: [each for each in contracts if each.reached is not Reached.NOTHING] for body, contracts in told.items()
    }
    return [_of_body(view, body, contracts) for body, contracts in by_body.items() if contracts]


def _of_body(view: ProcurementView, body: str, told: list[ToldContract]) -> dict[str, Any]:
    contracts = [each.words for each in told if each.reached is not Reached.NOT_SIGNED]
    total = reckon(_values(contracts), view.own.get(body, {}))
    suppliers = {
        each["id"]: each for words in contracts if "suppliers" in words for each in words["suppliers"].claim.value
    }
    starts = [words["period_start"].claim.value for words in contracts if "period_start" in words]
    ends = [words["period_end"].claim.value for words in contracts if "period_end" in words]
    return {
        "organisation": body,
        "contracts": len(contracts),
        "ended": sum(each.reached is Reached.ENDED for each in told),
        "not_signed": len(told) - len(contracts),
        "reckoning": total.reckoning,
        "value": total.value,
        "suppliers": [suppliers[key] for key in sorted(suppliers)],
        "period_start": min(starts, default=None),
        "period_end": max(ends, default=None),
        "stated_by": [cite(each.words["procurement"]) for each in told],
        "values_stated_by": [cite(words["value"]) for words in contracts if "value" in words],
    }


def _values(contracts: list[Words]) -> list[Side | None]:
    """Each contract's value; None where the body does not say it.

    The value of an award that several contracts have from it is theirs together. Where another contract of that award
    states its own, nobody says how much of the award's is left for the rest.
    """
    stating = {_award(words) for words in contracts if "value" in words and words["value"].taken_from is None}
    found: dict[str, Side | None] = {}
    for number, words in enumerate(contracts):
        value = words.get("value")
        if value is None or value.taken_from is None:
            found[f"{number}"] = value
        else:
            found[value.taken_from] = None if _award(words) in stating else value
    return list(found.values())


def _award(words: Words) -> str | None:
    return words["award"].claim.value if "award" in words else None


def reckon(values: list[Side | None], procurement: Words) -> _Total:
    """values: each contract's. procurement: the same body's words on the procurement."""
    told = [side.claim.value for side in values if side is not None]
    if not told:
        return _Total(Reckoning.NONE, None)
    if len({(each["currency"], each["basis"]) for each in told}) > 1:
        return _Total(Reckoning.MIXED, None)
    if len(told) > 1 and all(each == told[0] for each in told) and _is_ceiling(told[0], procurement):
        return _Total(Reckoning.CEILING, told[0])
    if len(told) < len(values):
        return _Total(Reckoning.PART_MISSING, None)
    amount = sum((Decimal(each["amount"]) for each in told), Decimal(0))
    return _Total(Reckoning.ADDED, {**told[0], "amount": str(amount)})


def _is_ceiling(value: dict[str, str], procurement: Words) -> bool:
    """Equal values alone are no sign: two contracts may be for the same amount."""
    if "framework" in procurement and procurement["framework"].claim.value:
        return True
    whole = procurement.get("value")
    return whole is not None and whole.claim.value == value

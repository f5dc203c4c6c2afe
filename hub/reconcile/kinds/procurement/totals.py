"""What the contracts of one procurement come to together, in each body's own words.

A sum with a part missing would be too small, and a ceiling that several repeat is one ceiling: then nothing is added
up, and the reason stands in its place. What several contracts have from one award counts once.

A value is a ceiling where the contract has it from its award under a framework, or states that award's or the
procurement's itself; without a framework where several state the procurement's, or where bodies say that it is one
(`covers`). Equal values alone are no sign. Awards of the same lots (relatedLots) repeat one ceiling, those of other
lots have one of their own.
Source: OCDS 1.1 (values of awards under a framework; several contracts of one awardID; relatedLots).
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from hub.reconcile.claims import Side
from hub.reconcile.kinds.procurement.came_of import Reached, ToldContract
from hub.reconcile.kinds.procurement.following import Words
from hub.reconcile.kinds.procurement.view import ProcurementView
from hub.reconcile.sides import cite


class Reckoning(StrEnum):
    """How a total came about, or why there is none."""

    ADDED = "added_up"  # every contract has a value of one kind
    AWARD_ONCE = "award_counted_once"  # so it has, and what several have from one award counts once
    CEILING = "ceiling_counted_once"  # each repeats the ceiling of their framework
    CEILING_OF_LOTS = "ceiling_of_each_lot"  # each repeats the ceiling of its lots, and those are added up
    CEILING_BESIDE_OWN = "ceiling_beside_own"  # some have a ceiling, others values of their own that may be part of it
    CEILINGS = "several_ceilings"  # they have different ones, and nobody says which of them are one
    PART_MISSING = "part_missing"  # some contract states no value
    REST_UNTOLD = "rest_of_award_untold"  # some state a value of their own, others have their award's, which is of all
    MIXED = "different_kinds"  # currencies differ, or some are net and others not, or some of a year and others not
    NONE = "no_value"  # none states a value


class _Total(NamedTuple):
    reckoning: Reckoning
    value: dict[str, str] | None


class _Stated(NamedTuple):
    """A value that counts once. taken: whether contracts have it from the award."""

    value: dict[str, str]
    award: str | None
    taken: bool

    @property
    def amount(self) -> Decimal:
        return Decimal(self.value["amount"])


_COUNTED = (Reached.IN_FORCE, Reached.ENDED)


def totals(view: ProcurementView, told: Mapping[str, list[ToldContract]]) -> list[dict[str, Any]]:
    """For each body that says that contracts came of it: how many, whom they are with, for how much and how long.

    Contracts that it calls cancelled do not count; what is awarded and not signed yet is counted apart, and so is what
    nobody tells to be signed. A term that some contract leaves open is open.
    told: of each body the contracts that came of it, by its words.
    """
    by_body = {
        body: [each for each in contracts if each.reached is not Reached.NOTHING] for body, contracts in told.items()
    }
    return [_of_body(view, body, contracts) for body, contracts in by_body.items() if contracts]


def _of_body(view: ProcurementView, body: str, told: list[ToldContract]) -> dict[str, Any]:
    contracts = [each.words for each in told if each.reached in _COUNTED]
    total = _reckon(contracts, view.awards_of(body), view.own.get(body, {}))
    suppliers = {
        each["id"]: each for words in contracts if "suppliers" in words for each in words["suppliers"].claim.value
    }
    starts, ends = _days("period_start", contracts), _days("period_end", contracts)
    return {
        "organisation": body,
        "contracts": len(contracts),
        "ended": sum(each.reached is Reached.ENDED for each in told),
        "not_signed": sum(each.reached is Reached.NOT_SIGNED for each in told),
        "untold": sum(each.reached is Reached.UNTOLD for each in told),
        "reckoning": total.reckoning,
        "value": total.value,
        "suppliers": [suppliers[key] for key in sorted(suppliers)],
        "period_start": min(starts, default=None) if len(starts) == len(contracts) else None,
        "period_end": max(ends, default=None) if len(ends) == len(contracts) else None,
        "stated_by": [cite(each.words["procurement"]) for each in told],
        "values_stated_by": [cite(words["value"]) for words in contracts if "value" in words],
    }


def _days(name: str, contracts: Sequence[Words]) -> list[str]:
    return [words[name].claim.value for words in contracts if name in words]


def _reckon(contracts: Sequence[Words], awards: Mapping[str, Words], procurement: Words) -> _Total:
    """contracts, awards, procurement: one body's words."""
    stated = _stated(contracts)
    if not stated:
        return _Total(Reckoning.NONE, None)
    covered = {each.value["covers"] for each in stated if "covers" in each.value}
    if len(covered) > 1 or len({(each.value["currency"], each.value["basis"]) for each in stated}) > 1:
        return _Total(Reckoning.MIXED, None)
    ceilings = _ceilings(stated, awards, procurement)
    if ceilings and len(ceilings) < len(stated):
        return _Total(Reckoning.CEILING_BESIDE_OWN, None)
    if len(ceilings) > 1:
        return _of_ceilings(ceilings, awards, is_whole=all("value" in words for words in contracts))
    stating = {each.award for each in stated if not each.taken}
    if any(each.taken and each.award in stating for each in stated):
        return _Total(Reckoning.REST_UNTOLD, None)
    if any("value" not in words for words in contracts):
        return _Total(Reckoning.PART_MISSING, None)
    shared = len(stated) < len(contracts)
    return _Total(Reckoning.AWARD_ONCE if shared else Reckoning.ADDED, _sum(stated))


def _of_ceilings(ceilings: Sequence[_Stated], awards: Mapping[str, Words], *, is_whole: bool) -> _Total:
    """is_whole: whether each contract has one; nobody says of which lots that of another would be."""
    by_lots: dict[frozenset[str], list[_Stated]] = {}
    for each in ceilings:
        by_lots.setdefault(_lots(each, awards), []).append(each)
    if any(len({each.amount for each in of_lots}) > 1 for of_lots in by_lots.values()):
        return _Total(Reckoning.CEILINGS, None)
    once = [next(iter(of_lots)) for of_lots in by_lots.values()]
    if len(once) == 1:
        return _Total(Reckoning.CEILING, _sum(once))
    if not all(by_lots) or sum(map(len, by_lots)) > len(frozenset[str]().union(*by_lots)):
        return _Total(Reckoning.CEILINGS, None)  # of some the lots are not told, or a lot is in two of them
    if not is_whole:
        return _Total(Reckoning.PART_MISSING, None)
    return _Total(Reckoning.CEILING_OF_LOTS, _sum(once))


def _lots(stated: _Stated, awards: Mapping[str, Words]) -> frozenset[str]:
    """The lots that its award names; none where it names none, or no award is known."""
    side = awards.get(stated.award or "", {}).get("lots")
    return frozenset() if side is None else frozenset(side.claim.value)


def _sum(stated: Sequence[_Stated]) -> dict[str, str]:
    first, *_ = stated
    # what is added up covers what all of them say that they cover
    told = {name: each for name, each in first.value.items() if all(one.value.get(name) == each for one in stated)}
    return {**told, "amount": str(sum((each.amount for each in stated), Decimal(0)))}


def _stated(contracts: Sequence[Words]) -> list[_Stated]:
    """Each value that contracts state, and each award's that they have from it once: it is theirs together."""
    own: list[_Stated] = []
    taken: dict[str, _Stated] = {}
    for words in contracts:
        value = words.get("value")
        if value is None:
            continue
        award = words["award"].claim.value if "award" in words else None
        if value.taken_from is None:
            own.append(_Stated(value.claim.value, award, taken=False))
        else:
            taken[value.taken_from] = _Stated(value.claim.value, award, taken=True)
    return [*own, *taken.values()]


def _ceilings(stated: Sequence[_Stated], awards: Mapping[str, Words], procurement: Words) -> list[_Stated]:
    whole = _value(procurement)
    if "framework" in procurement and procurement["framework"].claim.value:
        return [
            each
            for each in stated
            if _is_ceiling(each)
            or _same(each.value, whole)
            or _same(each.value, _value(awards.get(each.award or "", {})))
        ]
    repeating = [each for each in stated if _is_ceiling(each) or _same(each.value, whole)]
    return repeating if len(repeating) > 1 else []


def _value(words: Words) -> dict[str, str] | None:
    side: Side | None = words.get("value")
    return None if side is None else side.claim.value


def _is_ceiling(stated: _Stated) -> bool:
    return stated.value.get("covers") == "ceiling"


def _same(value: dict[str, str], other: dict[str, str] | None) -> bool:
    """Whether two values are one: 900 and 900.00 are, also where only one of them tells what it covers."""
    if other is None:
        return False
    kinds = [{name: each for name, each in one.items() if name not in ("amount", "covers")} for one in (value, other)]
    return kinds[0] == kinds[1] and Decimal(value["amount"]) == Decimal(other["amount"])

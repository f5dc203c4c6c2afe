"""How two words are compared: money, days, codes, numbers, bodies. Each rule says in words what it found.

Source: domain handbook section 8 (tolerances); design section 4 (comparison is total).
"""

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any, Final, NamedTuple

import orjson

from hub.configuration.model import Configuration, Tolerances
from hub.events.codelists import title_of
from hub.events.durations import length_of
from hub.reconcile.bodies import body_of
from hub.reconcile.days import Day
from hub.reconcile.matter_kinds import MatterKind, MatterSeverity
from hub.reconcile.sides import FieldFinding

_CPV: Final = re.compile(r"([0-9]{8})-[0-9]")


class Comparison(NamedTuple):
    """What comparing the sides of one field came to. `rule` says in words what differs and which tolerance applied."""

    finding: FieldFinding
    kind: MatterKind
    severity: MatterSeverity
    rule: str


Compare = Callable[[list[Any], Configuration], Comparison]

FACTORS: Final = (10, 100, 1000)
"""Values that lie apart by exactly one of these are taken for a slip of the keyboard or of a unit."""

RED_DAYS: Final = 31
"""Two dates that lie further apart than this are red."""


def money(values: list[Any], configuration: Configuration) -> Comparison:
    tolerances = configuration.tolerances
    currencies = {each["currency"] for each in values}
    if len(currencies) > 1:
        return _differs(MatterKind.CODING, MatterSeverity.RED, f"different currencies: {', '.join(sorted(currencies))}")
    sign = _sign(*currencies)
    amounts = sorted(Decimal(each["amount"]) for each in values)
    low, high = amounts[0], amounts[-1]
    apart = high - low
    covered = sorted({each["covers"] for each in values if "covers" in each})
    if len(covered) > 1:
        told = f"values of different kinds: {' and '.join(title_of('money-covers', each).lower() for each in covered)}"
        return _differs(MatterKind.CODING, MatterSeverity.AMBER, told)
    if {"net", "gross"} <= {each["basis"] for each in values}:
        words = f"apart by {sign}{apart:,}" if apart else "the same amount"
        return _differs(MatterKind.VAT, MatterSeverity.AMBER, f"{words}: one is with VAT, one without")
    if apart == 0:
        return Comparison(FieldFinding.AGREED, MatterKind.AMOUNT, MatterSeverity.MINOR, "the same amount")
    if apart <= tolerances.rounding:
        words = f"apart by {sign}{apart:,}, within rounding of {sign}{tolerances.rounding:,}"
        return Comparison(FieldFinding.ROUNDING, MatterKind.AMOUNT, MatterSeverity.MINOR, words)
    for factor in FACTORS:
        if low and high == low * factor:
            return _differs(MatterKind.CODING, MatterSeverity.RED, f"one value is exactly {factor} times the other")
    return _by_size(apart, high, sign, tolerances)


def _sign(currency: str) -> str:
    return "£" if currency == "GBP" else f"{currency} "


def _by_size(apart: Decimal, high: Decimal, sign: str, tolerances: Tolerances) -> Comparison:
    share = apart / abs(high) if high else Decimal(1)
    words = f"apart by {sign}{apart:,} ({share:.1%} of the higher)"
    if apart > tolerances.red_amount or share > tolerances.red_share:
        rule = f"{words}; red over {sign}{tolerances.red_amount:,} or {tolerances.red_share:.0%}"
        return _differs(MatterKind.AMOUNT, MatterSeverity.RED, rule)
    limit = max(tolerances.amber_amount, abs(high) * tolerances.amber_share)
    if apart > limit:
        rule = f"{words}; amber over the greater of {sign}{tolerances.amber_amount:,} and {tolerances.amber_share:.0%}"
        return _differs(MatterKind.AMOUNT, MatterSeverity.AMBER, rule)
    return _differs(MatterKind.AMOUNT, MatterSeverity.MINOR, f"{words}; below amber, over rounding")


def dates(values: list[Any], configuration: Configuration) -> Comparison:
    days = sorted(set(values))
    if len(days) == 1:
        return Comparison(FieldFinding.AGREED, MatterKind.DATE, MatterSeverity.MINOR, "the same date")
    apart = Day.read(days[-1]) - Day.read(days[0])
    severity = MatterSeverity.RED if apart > RED_DAYS else MatterSeverity.AMBER
    return _differs(MatterKind.DATE, severity, f"{apart} {'day' if apart == 1 else 'days'} apart")


def durations(values: list[Any], configuration: Configuration) -> Comparison:
    """Lengths of time: P3Y and P36M are one, P1M and P30D are not; what is no such length is compared as written."""
    found = {length_of(each) or each: each for each in sorted(values, reverse=True)}
    return _against(MatterKind.TERM, MatterSeverity.AMBER, found.values())


def without_check_digit(code: str) -> str:
    """A code of the Common Procurement Vocabulary without the digit that follows from it: 85000000-9 is 85000000."""
    found = _CPV.fullmatch(code)
    return found.group(1) if found else code


def codes(
    kind: MatterKind, severity: MatterSeverity = MatterSeverity.AMBER, read: Callable[[str], str] = str
) -> Compare:
    """Codes and references: equal or not. read: what of a code counts."""

    def compare(values: list[Any], configuration: Configuration) -> Comparison:
        return _against(kind, severity, (read(str(each)) for each in values))

    return compare


def numbers(kind: MatterKind, severity: MatterSeverity = MatterSeverity.AMBER) -> Compare:
    """Numbers without a tolerance: 95 and 95.0 are one."""

    def compare(values: list[Any], configuration: Configuration) -> Comparison:
        found = sorted({Decimal(each) for each in values})
        return _against(kind, severity, (f"{each.normalize():,f}" for each in found), in_order=True)

    return compare


def one_body(kind: MatterKind, severity: MatterSeverity = MatterSeverity.AMBER) -> Compare:
    """One organisation, by its id."""

    def compare(values: list[Any], configuration: Configuration) -> Comparison:
        found = sorted({body_of(each, configuration) for each in values})
        names = [configuration.name_of(each) for each in found]
        # two bodies may be configured under one name
        return _against(kind, severity, names if len(set(names)) == len(found) else found, in_order=True)

    return compare


def set_of_bodies(kind: MatterKind, noun: str, severity: MatterSeverity = MatterSeverity.AMBER) -> Compare:
    """Several organisations, by their ids, in any order."""

    def compare(values: list[Any], configuration: Configuration) -> Comparison:
        return _sets(kind, noun, severity, [[body_of(each, configuration) for each in value] for value in values])

    return compare


def set_of_codes(
    kind: MatterKind, noun: str, severity: MatterSeverity = MatterSeverity.AMBER, read: Callable[[str], str] = str
) -> Compare:
    """Several codes, in any order. read: what of a code counts."""

    def compare(values: list[Any], configuration: Configuration) -> Comparison:
        return _sets(kind, noun, severity, [list(map(read, value)) for value in values])

    return compare


def equal(values: list[Any], configuration: Configuration) -> Comparison:
    """For a field without a rule of its own: anything but the same JSON differs, so that nothing agrees unseen."""
    if len({orjson.dumps(each, option=orjson.OPT_SORT_KEYS) for each in values}) == 1:
        return Comparison(FieldFinding.AGREED, MatterKind.OTHER, MatterSeverity.MINOR, "the same")
    return _differs(MatterKind.OTHER, MatterSeverity.AMBER, "said differently")


def _differs(kind: MatterKind, severity: MatterSeverity, rule: str) -> Comparison:
    return Comparison(FieldFinding.DIFFERS, kind, severity, rule)


def _against(kind: MatterKind, severity: MatterSeverity, words: Iterable[str], *, in_order: bool = False) -> Comparison:
    found = list(dict.fromkeys(words)) if in_order else sorted(set(words))
    if len(found) == 1:
        return Comparison(FieldFinding.AGREED, kind, MatterSeverity.MINOR, "the same")
    return _differs(kind, severity, " against ".join(found))


def _sets(kind: MatterKind, noun: str, severity: MatterSeverity, values: list[list[str]]) -> Comparison:
    sets = {frozenset(value) for value in values}
    if len(sets) == 1:
        return Comparison(FieldFinding.AGREED, kind, MatterSeverity.MINOR, f"the same {noun}")
    shared = frozenset.intersection(*sets)
    apart = frozenset.union(*sets) - shared
    return _differs(kind, severity, f"{len(shared)} {noun} in common, {len(apart)} named by some only")

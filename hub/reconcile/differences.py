"""Where bodies differ: the kinds of difference, and how two words on one field are compared.

Promise: a difference's id depends on (partnership, kind, subject, field) alone, so it keeps its id while its
sides change. Source: domain handbook section 8 (break types, tolerances); design section 4.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import orjson

from hub.events.configuration import Tolerances
from hub.reconcile.claims import Field, Side
from hub.reconcile.days import Day
from hub.reconcile.sides import Finding, show


class Kind(StrEnum):
    """What sort of difference it is."""

    MISSING = "missing_one_side"  # an expected declarer has not declared it
    AMOUNT = "amount"  # two values of one contract
    VAT = "sign_netting"  # one value with VAT, one without
    CODING = "coding"  # two currencies, or values a power of ten apart
    DATE = "date"  # two dates of one thing
    STATUS = "status_rating"  # two statuses, stages, modes or results
    SUPPLIER = "supplier"  # two sets of suppliers
    APPROVAL = "approval_missing"  # some required bodies have approved, others have not
    OVERDUE = "milestone_overdue"  # the latest day has passed and nobody says that it was met
    IDENTITY = "same_id_two_contents"  # one event id came with two contents


class Severity(StrEnum):
    MINOR = "minor"
    AMBER = "amber"
    RED = "red"


class Comparison(NamedTuple):
    """What comparing the sides of one field came to. `rule` says in words which tolerance applied."""

    finding: Finding
    kind: Kind
    severity: Severity
    rule: str


def difference_id(partnership: str, kind: Kind, subject_kind: str, subject: str, field: str) -> str:
    """20 hex digits of SHA-256 over what the difference is about."""
    # two amounts, one with VAT, or a factor of ten: which of them it is changes with what the sides say
    known_as = Kind.AMOUNT if kind in (Kind.VAT, Kind.CODING) else kind
    return hashlib.sha256(orjson.dumps([partnership, known_as, subject_kind, subject, field])).hexdigest()[:20]


def difference(
    partnership: str,
    kind: Kind,
    about: tuple[str, str],
    field: str,
    *,
    severity: Severity,
    text: str,
    since: str,
    sides: Sequence[dict[str, Any]],
) -> dict[str, Any]:
    """A difference as pictures hold it. about: the subject's kind and id. since: the day from which it holds."""
    return {
        "id": difference_id(partnership, kind, *about, field),
        "kind": kind,
        "subject_kind": about[0],
        "subject": about[1],
        "field": field,
        "severity": severity,
        "text": text,
        "since": since,
        "sides": list(sides),
    }


def of_field(
    partnership: str, about: tuple[str, str], field: str, sides: Sequence[Side], tolerances: Tolerances, name: str
) -> tuple[Finding, list[dict[str, Any]]]:
    """Compare the sides of a field by its name's rule; fields without a rule are shown and not compared."""
    if len(sides) < 2:
        return Finding.ONE_SIDE, []
    compare = COMPARE.get(name)
    values = [side.claim.value for side in sides]
    if compare is None:
        return (Finding.AGREED if all(each == values[0] for each in values) else Finding.DIFFERS), []
    result = compare(values, tolerances)
    if result.finding is not Finding.DIFFERS:
        return result.finding, []
    found = difference(
        partnership,
        result.kind,
        about,
        field,
        severity=result.severity,
        text=result.rule,
        since=since_all(sides),
        sides=[show(side) for side in sides],
    )
    return Finding.DIFFERS, [found]


def of_fields(
    partnership: str, about: tuple[str, str], core: Mapping[Field, list[Side]], tolerances: Tolerances
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The fields of the subject itself as pictures hold them, by name, and the differences among them."""
    fields: dict[str, Any] = {}
    found: list[dict[str, Any]] = []
    for field, sides in core.items():
        if not field.item:
            finding, differ = of_field(partnership, about, field.text, sides, tolerances, field.name)
            fields[field.name] = {"finding": finding, "sides": [show(side) for side in sides]}
            found += differ
    return fields, found


def since_all(sides: Iterable[Side]) -> str:
    """The day from which all these words hold together."""
    return Day(max(side.claim.effective for side in sides)).text


def _money(values: list[Any], tolerances: Tolerances) -> Comparison:
    currencies = {each["currency"] for each in values}
    if len(currencies) > 1:
        return Comparison(
            Finding.DIFFERS, Kind.CODING, Severity.RED, f"different currencies: {', '.join(sorted(currencies))}"
        )
    amounts = sorted(Decimal(each["amount"]) for each in values)
    low, high = amounts[0], amounts[-1]
    apart = high - low
    if apart == 0:
        return Comparison(Finding.AGREED, Kind.AMOUNT, Severity.MINOR, "the same amount")
    if apart <= tolerances.rounding:
        return Comparison(
            Finding.ROUNDING,
            Kind.AMOUNT,
            Severity.MINOR,
            f"apart by £{apart:,}, within rounding of £{tolerances.rounding:,}",
        )
    bases = {each["basis"] for each in values}
    if bases == {"net", "gross"}:
        return Comparison(
            Finding.DIFFERS, Kind.VAT, Severity.AMBER, f"apart by £{apart:,}: one is with VAT, one without"
        )
    for factor in (10, 100, 1000):
        if low and high == low * factor:
            return Comparison(
                Finding.DIFFERS, Kind.CODING, Severity.RED, f"one value is exactly {factor} times the other"
            )
    return _by_size(apart, high, tolerances)


def _by_size(apart: Decimal, high: Decimal, tolerances: Tolerances) -> Comparison:
    share = apart / abs(high) if high else Decimal(1)
    words = f"apart by £{apart:,} ({share:.1%} of the higher)"
    if apart > tolerances.red_amount or share > tolerances.red_share:
        rule = f"{words}; red over £{tolerances.red_amount:,} or {tolerances.red_share:.0%}"
        return Comparison(Finding.DIFFERS, Kind.AMOUNT, Severity.RED, rule)
    limit = max(tolerances.amber_amount, abs(high) * tolerances.amber_share)
    if apart > limit:
        rule = f"{words}; amber over the greater of £{tolerances.amber_amount:,} and {tolerances.amber_share:.0%}"
        return Comparison(Finding.DIFFERS, Kind.AMOUNT, Severity.AMBER, rule)
    return Comparison(Finding.DIFFERS, Kind.AMOUNT, Severity.MINOR, f"{words}; below amber, over rounding")


def _dates(values: list[Any], tolerances: Tolerances) -> Comparison:
    days = sorted(set(values))
    if len(days) == 1:
        return Comparison(Finding.AGREED, Kind.DATE, Severity.MINOR, "the same date")
    apart = Day.read(days[-1]) - Day.read(days[0])
    severity = Severity.RED if apart > 31 else Severity.AMBER
    return Comparison(Finding.DIFFERS, Kind.DATE, severity, f"{apart} days apart")


def _codes(values: list[Any], tolerances: Tolerances) -> Comparison:
    words = sorted({str(each) for each in values})
    if len(words) == 1:
        return Comparison(Finding.AGREED, Kind.STATUS, Severity.MINOR, "the same")
    return Comparison(Finding.DIFFERS, Kind.STATUS, Severity.AMBER, " against ".join(words))


def _bodies(values: list[Any], tolerances: Tolerances) -> Comparison:
    sets = [frozenset(each["id"] for each in value) for value in values]
    if all(each == sets[0] for each in sets):
        return Comparison(Finding.AGREED, Kind.SUPPLIER, Severity.MINOR, "the same suppliers")
    shared = frozenset.intersection(*sets)
    apart = frozenset.union(*sets) - shared
    return Comparison(
        Finding.DIFFERS,
        Kind.SUPPLIER,
        Severity.RED,
        f"{len(shared)} suppliers in common, {len(apart)} named by some only",
    )


def _lead(values: list[Any], tolerances: Tolerances) -> Comparison:
    return _codes([each["id"] for each in values], tolerances)


def _due(values: list[Any], tolerances: Tolerances) -> Comparison:
    return _dates([each["latest"] for each in values], tolerances)


def _met(values: list[Any], tolerances: Tolerances) -> Comparison:
    return _dates([each["met_on"] for each in values], tolerances)


Compare = Callable[[list[Any], Tolerances], Comparison]

COMPARE: Final[Mapping[str, Compare]] = MappingProxyType(
    {
        "value": _money,
        "period_start": _dates,
        "period_end": _dates,
        "ended_on": _dates,
        "status": _codes,
        "stage": _codes,
        "suppliers": _bodies,
        "mode": _codes,
        "lead": _lead,
        "arrangement": _codes,
        "due": _due,
        "met": _met,
    }
)

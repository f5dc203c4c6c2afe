"""What is compared and what is not: one table over every field that an event can claim something about.

Promise: the table is total. A test walks the catalogue and fails for a field without a line; if one should come all
the same, from a newer event, its words are compared by equality, so that nothing ever agrees unseen.
Source: design section 4 (each field declares how two sides are compared, or "not compared, because ...").
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from hub.reconcile import rules
from hub.reconcile.claims import DEPARTED, SUPPLIER, Field
from hub.reconcile.kinds import Kind, Severity
from hub.reconcile.rules import Compare


class Compared(NamedTuple):
    """kind: as which the difference is known for as long as it stands, whatever it comes to be called in between."""

    kind: Kind
    compare: Compare


class NotCompared(NamedTuple):
    because: str


Line = Compared | NotCompared

Place = tuple[str, str]
"""Of a claim: the sort of item that it is about ("" for the subject itself), and the name of its field."""

_NAMED_BY_DATA: Final[Mapping[str, str]] = MappingProxyType({"result": "observed", "decision": "recorded"})
"""Items whose fields are named by periods or boards, with the one name that stands for all of them in the table."""

_NAMED_BY_PREFIX: Final[Mapping[str, str]] = MappingProxyType({SUPPLIER: "supplier", DEPARTED: "departed"})
"""Fields whose names end in the id of an organisation, by what they begin with."""

_OWN_WORDS: Final = NotCompared("each body words it in its own way; all wordings are shown side by side")
_OWN_CHECK: Final = NotCompared("each body makes checks of its own, on days of its own; outcomes are compared")
_OWN_BOARD: Final = NotCompared("each organisation's board meets, decides and attaches conditions by itself; all count")
_OF_ITS_KEY: Final = NotCompared("it is part of what the result is known by, so it is equal on all sides")
_AMONG_PROGRAMMES: Final = NotCompared("to say it is all that it says; which programmes bodies name is compared")

_AMONG_SUPPLIERS: Final = NotCompared("whom a body names in all as suppliers of the award is compared")
_IS_LISTED: Final = NotCompared("to list it is all that it says; bodies may list parts of a procurement only")
_OPTIONS: Final[Mapping[str, Line]] = MappingProxyType(
    {
        "duration": Compared(Kind.TERM, rules.durations),
        "extendable_until": Compared(Kind.DATE, rules.dates),
        "renewable": Compared(Kind.TERM, rules.codes(Kind.TERM)),
        "options": Compared(Kind.TERM, rules.codes(Kind.TERM)),
        "extension_terms": _OWN_WORDS,
        "categories": Compared(
            Kind.TERM, rules.set_of_codes(Kind.TERM, "categories", Severity.MINOR, rules.without_check_digit)
        ),
    }
)
"""Of a contract, procurement, lot or award."""
_TERM: Final[Mapping[str, Line]] = MappingProxyType(
    {
        **_OPTIONS,
        "title": _OWN_WORDS,
        "description": _OWN_WORDS,
        "status": Compared(Kind.STATUS, rules.codes(Kind.STATUS)),
        "value": Compared(Kind.AMOUNT, rules.money),
        "period_start": Compared(Kind.DATE, rules.dates),
        "period_end": Compared(Kind.DATE, rules.dates),
    }
)
"""Of a lot or award."""

LINES: Final[Mapping[Place, Line | Mapping[str, Line]]] = MappingProxyType(
    {
        ("", "title"): _OWN_WORDS,
        ("", "description"): _OWN_WORDS,
        ("", "outcomes"): _OWN_WORDS,
        ("", "value"): Compared(Kind.AMOUNT, rules.money),
        ("", "period_start"): Compared(Kind.DATE, rules.dates),
        ("", "period_end"): Compared(Kind.DATE, rules.dates),
        ("", "review_on"): Compared(Kind.DATE, rules.dates),
        ("", "ended_on"): Compared(Kind.DATE, rules.dates),
        ("", "stage"): Compared(Kind.STATUS, rules.codes(Kind.STATUS)),
        ("", "status"): Compared(Kind.STATUS, rules.codes(Kind.STATUS)),
        ("", "termination_reason"): Compared(Kind.STATUS, rules.codes(Kind.STATUS)),
        ("", "mode"): Compared(Kind.STATUS, rules.codes(Kind.STATUS)),
        ("", "suppliers"): Compared(
            Kind.SUPPLIER, rules.set_of_bodies(Kind.SUPPLIER, "suppliers", severity=Severity.RED)
        ),
        ("", "buyer"): Compared(Kind.PARTY, rules.one_body(Kind.PARTY)),
        ("", "funders"): Compared(Kind.PARTY, rules.set_of_bodies(Kind.PARTY, "funders")),
        ("", "lead"): Compared(Kind.PARTY, rules.one_body(Kind.PARTY)),
        ("", "partners"): Compared(Kind.PARTY, rules.set_of_bodies(Kind.PARTY, "partners")),
        ("", "lead_commissioner"): Compared(Kind.TERM, rules.codes(Kind.TERM)),
        ("", "arrangement"): Compared(Kind.TERM, rules.codes(Kind.TERM)),
        ("", "agreement"): Compared(Kind.TERM, rules.codes(Kind.TERM)),
        ("", "provision"): Compared(Kind.TERM, rules.codes(Kind.TERM)),
        ("", "procurement_regime"): Compared(Kind.TERM, rules.codes(Kind.TERM)),
        ("", "category"): Compared(Kind.TERM, rules.codes(Kind.TERM, Severity.MINOR, rules.without_check_digit)),
        ("", "theme"): Compared(Kind.TERM, rules.codes(Kind.TERM, Severity.MINOR)),
        ("", "procurement"): Compared(Kind.TERM, rules.codes(Kind.TERM)),
        ("", "award"): Compared(Kind.TERM, rules.codes(Kind.TERM)),
        ("", "signed_on"): Compared(Kind.DATE, rules.dates),
        ("", "buyers"): Compared(Kind.PARTY, rules.set_of_bodies(Kind.PARTY, "buyers")),
        ("", "framework"): Compared(Kind.TERM, rules.codes(Kind.TERM)),
        **{("", name): line for name, line in _OPTIONS.items()},
        **{(item, name): line for item in ("lot", "award") for name, line in _TERM.items()},
        ("award", "awarded_on"): Compared(Kind.DATE, rules.dates),
        ("award", "lots"): Compared(Kind.TERM, rules.set_of_codes(Kind.TERM, "lots")),
        ("award", "suppliers"): Compared(
            Kind.SUPPLIER, rules.set_of_bodies(Kind.SUPPLIER, "suppliers", severity=Severity.RED)
        ),
        ("award", "supplier"): _AMONG_SUPPLIERS,
        ("award", "departed"): _AMONG_SUPPLIERS,
        ("", "departures"): _AMONG_SUPPLIERS,
        ("party", "left"): _AMONG_SUPPLIERS,
        **{(item, "listed"): _IS_LISTED for item in ("lot", "award", "item", "notice", "party")},
        ("item", "category"): Compared(Kind.TERM, rules.codes(Kind.TERM, Severity.MINOR, rules.without_check_digit)),
        ("item", "lot"): Compared(Kind.TERM, rules.codes(Kind.TERM, Severity.MINOR)),
        ("party", "name"): _OWN_WORDS,
        ("party", "roles"): Compared(Kind.PARTY, rules.set_of_codes(Kind.PARTY, "roles")),
        ("notice", "type"): Compared(Kind.TERM, rules.codes(Kind.TERM, Severity.MINOR)),
        ("notice", "published_on"): Compared(Kind.DATE, rules.dates),
        ("", "notice"): NotCompared("a contract has several notices, and each body names the one that it has read"),
        ("programme", "assigned"): _AMONG_PROGRAMMES,
        ("clause", "check"): {
            "outcome": Compared(Kind.STATUS, rules.codes(Kind.STATUS)),
            "checked_on": _OWN_CHECK,
            "next_check_by": _OWN_CHECK,
            "note": _OWN_WORDS,
        },
        ("measure", "title"): _OWN_WORDS,
        ("measure", "target"): Compared(Kind.TARGET, rules.numbers(Kind.TARGET)),
        ("measure", "tolerance"): Compared(Kind.TARGET, rules.numbers(Kind.TARGET)),
        ("measure", "direction"): Compared(Kind.TARGET, rules.codes(Kind.TARGET)),
        ("measure", "unit"): Compared(Kind.TARGET, rules.codes(Kind.TARGET)),
        ("measure", "owner"): Compared(Kind.PARTY, rules.one_body(Kind.PARTY)),
        ("measure", "agreed_on"): Compared(Kind.DATE, rules.dates),
        ("result", "observed"): {
            "value": Compared(Kind.RESULT, rules.numbers(Kind.RESULT)),
            "numerator": Compared(Kind.RESULT, rules.numbers(Kind.RESULT)),
            "denominator": Compared(Kind.RESULT, rules.numbers(Kind.RESULT)),
            "period_start": _OF_ITS_KEY,
            "period_end": _OF_ITS_KEY,
        },
        ("improvement", "placed"): {
            "measures": Compared(Kind.TERM, rules.set_of_codes(Kind.TERM, "measures")),
            "review_on": Compared(Kind.DATE, rules.dates),
            "reason": _OWN_WORDS,
        },
        ("milestone", "title"): _OWN_WORDS,
        ("milestone", "due"): {
            "latest": Compared(Kind.DATE, rules.dates),
            "earliest": NotCompared("only the latest day makes a milestone late; both ranges are shown side by side"),
            "text": _OWN_WORDS,
            "precision": NotCompared("it tells how the words were read; the days that they came to are compared"),
        },
        ("milestone", "kind"): Compared(Kind.TERM, rules.codes(Kind.TERM)),
        ("milestone", "owner"): Compared(Kind.PARTY, rules.one_body(Kind.PARTY)),
        ("milestone", "met"): {"met_on": Compared(Kind.DATE, rules.dates), "note": _OWN_WORDS},
        ("decision", "recorded"): {
            "state": Compared(Kind.STATUS, rules.codes(Kind.STATUS)),
            "title": _OWN_WORDS,
            "body": NotCompared("it is the board that the statements are about, so it is equal on all sides"),
            "role": Compared(Kind.STATUS, rules.codes(Kind.STATUS, Severity.MINOR)),
            "decided_on": _OWN_BOARD,
            "conditions": _OWN_BOARD,
            "required": NotCompared("the bodies that must approve are the union of what all say"),
            "paper": NotCompared("each body decides on a paper of its own"),
        },
    }
)
"""A field whose value has several parts has a line for each; the part that comes first stands for the whole: the
difference has the field's own name and shows whole values."""


def place_of(field: Field) -> Place:
    name = _NAMED_BY_PREFIX.get(field.name[: field.name.find("/") + 1], field.name)
    return field.item, _NAMED_BY_DATA.get(field.item, name)


UNKNOWN: Final[Line] = Compared(Kind.OTHER, rules.equal)
"""For what has no line."""

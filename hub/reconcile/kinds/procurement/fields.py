"""What becomes of each field of a procurement: how two bodies' words on it are compared, and of a date what opens by it
and from when it counts.

Promise: the tables are total; tests walk the catalogue and fail for a field or a date without a line.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from hub.reconcile import rules
from hub.reconcile.comparing import OPTIONS, OWN_WORDS, Compared, Line, Lines, NotCompared
from hub.reconcile.kinds.contract.fields import BEGINS, MAY_BE_TAKEN_UP
from hub.reconcile.matter_kinds import MatterKind, MatterSeverity
from hub.reconcile.tense import OPTION, TERM, WHOLE, Tenses
from hub.reconcile.watched import DONE, Dates, Nothing

_AMONG_SUPPLIERS: Final = NotCompared("whom a body names in all as suppliers of the award is compared")
_IS_LISTED: Final = NotCompared("to list it is all that it says; bodies may list parts of a procurement only")
_TERM: Final[Mapping[str, Line]] = MappingProxyType(
    {
        **OPTIONS,
        "title": OWN_WORDS,
        "description": OWN_WORDS,
        "status": Compared(MatterKind.STATUS, rules.codes(MatterKind.STATUS)),
        "value": Compared(MatterKind.AMOUNT, rules.money),
        "period_start": Compared(MatterKind.DATE, rules.dates),
        "period_end": Compared(MatterKind.DATE, rules.dates),
    }
)
"""Of a lot or award."""

LINES: Final[Lines] = MappingProxyType(
    {
        **{(item, name): line for item in ("lot", "award") for name, line in _TERM.items()},
        ("award", "awarded_on"): Compared(MatterKind.DATE, rules.dates),
        ("award", "lots"): Compared(MatterKind.TERM, rules.set_of_codes(MatterKind.TERM, "lots")),
        ("award", "suppliers"): Compared(
            MatterKind.SUPPLIER, rules.set_of_bodies(MatterKind.SUPPLIER, "suppliers", severity=MatterSeverity.RED)
        ),
        ("award", "supplier"): _AMONG_SUPPLIERS,
        ("award", "departed"): _AMONG_SUPPLIERS,
        ("", "departures"): _AMONG_SUPPLIERS,
        ("party", "left"): _AMONG_SUPPLIERS,
        **{(item, "listed"): _IS_LISTED for item in ("lot", "award", "item", "notice", "party")},
        ("item", "category"): Compared(
            MatterKind.TERM, rules.codes(MatterKind.TERM, MatterSeverity.MINOR, rules.without_check_digit)
        ),
        ("item", "lot"): Compared(MatterKind.TERM, rules.codes(MatterKind.TERM, MatterSeverity.MINOR)),
        ("party", "name"): OWN_WORDS,
        ("party", "roles"): Compared(MatterKind.PARTY, rules.set_of_codes(MatterKind.PARTY, "roles")),
        ("notice", "type"): Compared(MatterKind.TERM, rules.codes(MatterKind.TERM, MatterSeverity.MINOR)),
        ("notice", "published_on"): Compared(MatterKind.DATE, rules.dates),
    }
)

_TO_COME: Final = Nothing("the contract that comes of it has this end for its own, and there it is watched")

DATES: Final[Dates] = MappingProxyType(
    {
        **{
            ("procurement-declared", f"{part}{name}"): line
            for part in ("", "lots.", "awards.")
            for name, line in (
                ("period_start", BEGINS),
                ("period_end", _TO_COME),
                ("extendable_until", MAY_BE_TAKEN_UP),
            )
        },
        ("procurement-declared", "awards.awarded_on"): DONE,
        ("procurement-declared", "departures.left_on"): DONE,
        ("procurement-declared", "notices.published_on"): DONE,
    }
)

TENSES: Final[Tenses] = MappingProxyType(
    {
        **{
            ("procurement-declared", f"{part}{name}"): line
            for part in ("", "lots.", "awards.")
            for name, line in (("period_start", TERM), ("period_end", TERM), ("extendable_until", OPTION))
        },
        ("procurement-declared", "departures.left_on"): WHOLE,
        ("procurement-declared", "awards.awarded_on"): WHOLE,
        ("procurement-declared", "notices.published_on"): WHOLE,
    }
)

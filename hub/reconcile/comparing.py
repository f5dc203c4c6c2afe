"""How two bodies' words on a field are compared, or why they are not: what a line of that table is, and the lines of
fields that several kinds of subject have. Each kind has a table of its own beside these (hub.reconcile.kinds).

Source: design section 4 (each field declares how two sides are compared, or "not compared, because ...").
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from hub.reconcile import rules
from hub.reconcile.claims import DEPARTED, SUPPLIER, Field
from hub.reconcile.matter_kinds import MatterKind, MatterSeverity
from hub.reconcile.rules import Compare


class Compared(NamedTuple):
    """kind: as which the difference is known for as long as it stands, whatever it comes to be called in between."""

    kind: MatterKind
    compare: Compare


class NotCompared(NamedTuple):
    because: str


Line = Compared | NotCompared

FieldKey = tuple[str, str]
"""Of a claim: the sort of item that it is about ("" for the subject itself), and the name of its field."""

_NAMED_BY_DATA: Final[Mapping[str, str]] = MappingProxyType({"result": "observed", "decision": "recorded"})
"""Items whose fields are named by periods or boards, with the one name that stands for all of them in the table."""

_NAMED_BY_PREFIX: Final[Mapping[str, str]] = MappingProxyType({SUPPLIER: "supplier", DEPARTED: "departed"})
"""Fields whose names end in the id of an organisation, by what they begin with."""

Lines = Mapping[FieldKey, Line | Mapping[str, Line]]
"""A field whose value has several parts has a line for each; the part that comes first stands for the whole: the
difference has the field's own name and shows whole values."""

OF_ITS_KEY: Final = NotCompared("it is part of what the thing is known by, so it is equal on all sides")
OWN_POSTS: Final = NotCompared("each body names posts of its own, which answer for that body")
OWN_WORDS: Final = NotCompared("each body words it in its own way; all wordings are shown side by side")

OPTIONS: Final[Mapping[str, Line]] = MappingProxyType(
    {
        "duration": Compared(MatterKind.TERM, rules.durations),
        "extendable_until": Compared(MatterKind.DATE, rules.dates),
        "renewable": Compared(MatterKind.TERM, rules.codes(MatterKind.TERM)),
        "options": Compared(MatterKind.TERM, rules.codes(MatterKind.TERM)),
        "extension_terms": OWN_WORDS,
        "categories": Compared(
            MatterKind.TERM,
            rules.set_of_codes(MatterKind.TERM, "categories", MatterSeverity.MINOR, rules.without_check_digit),
        ),
    }
)
"""Of a contract, procurement, lot or award."""

COMMON: Final[Lines] = MappingProxyType(
    {
        ("", "title"): OWN_WORDS,
        ("", "description"): OWN_WORDS,
        ("", "outcomes"): OWN_WORDS,
        ("", "value"): Compared(MatterKind.AMOUNT, rules.money),
        ("", "period_start"): Compared(MatterKind.DATE, rules.dates),
        ("", "period_end"): Compared(MatterKind.DATE, rules.dates),
        ("", "stage"): Compared(MatterKind.STATUS, rules.codes(MatterKind.STATUS)),
        ("", "status"): Compared(MatterKind.STATUS, rules.codes(MatterKind.STATUS)),
        ("", "buyer"): Compared(MatterKind.PARTY, rules.one_body(MatterKind.PARTY)),
        ("", "buyers"): Compared(MatterKind.PARTY, rules.set_of_bodies(MatterKind.PARTY, "buyers")),
        ("", "funders"): Compared(MatterKind.PARTY, rules.set_of_bodies(MatterKind.PARTY, "funders")),
        ("", "lead_commissioner"): Compared(MatterKind.TERM, rules.codes(MatterKind.TERM)),
        ("", "procurement_regime"): Compared(MatterKind.TERM, rules.codes(MatterKind.TERM)),
        ("", "framework"): Compared(MatterKind.TERM, rules.codes(MatterKind.TERM)),
        ("", "category"): Compared(
            MatterKind.TERM, rules.codes(MatterKind.TERM, MatterSeverity.MINOR, rules.without_check_digit)
        ),
        ("", "theme"): Compared(MatterKind.TERM, rules.codes(MatterKind.TERM, MatterSeverity.MINOR)),
        **{("", name): line for name, line in OPTIONS.items()},
    }
)
"""Of the subject itself, whichever of several kinds it is of."""


def field_key(field: Field) -> FieldKey:
    name = _NAMED_BY_PREFIX.get(field.name[: field.name.find("/") + 1], field.name)
    return field.item, _NAMED_BY_DATA.get(field.item, name)


UNKNOWN: Final[Line] = Compared(MatterKind.OTHER, rules.equal)
"""For what has no line."""

"""Which fields of events refer to something, and which declare it.

Promise: the tables are total; a test walks every field of the catalogue that could hold a name, also inside parts, and
fails for one that has no line here and of which it does not know why it refers to nothing.
Source: design section 4 (an open matter has one class: unknown reference).
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from hub.events.envelope import Event
from hub.events.plain import Plain


class ReferenceKind(StrEnum):
    """What is referred to. The value is the word for it."""

    CONTRACT = "contract"
    PROCUREMENT = "procurement"
    AWARD = "award"
    SUPPLIER = "supplier"  # of an award
    PROGRAMME = "programme"
    MILESTONE = "milestone"
    MEASURE = "measure"
    ORGANISATION = "organisation"
    DIFFERENCE = "open matter"
    STATEMENT = "statement"  # on which an open matter stands


SUBJECTS: Final[Mapping[str, ReferenceKind]] = MappingProxyType(
    {"contract": ReferenceKind.CONTRACT, "procurement": ReferenceKind.PROCUREMENT, "programme": ReferenceKind.PROGRAMME}
)
"""What meta.subject refers to, by what the type is about. Which event is taken back is looked up by a rule of its own
(hub.events.taking_back)."""

_BODIES: Final = ("buyer", "funders", "lead", "partners", "owner", "required", "member_of", "addressed_to")

REFERS: Final[Mapping[str, ReferenceKind]] = MappingProxyType(
    {
        "programme": ReferenceKind.PROGRAMME,
        "milestone": ReferenceKind.MILESTONE,
        "measure": ReferenceKind.MEASURE,
        "measures": ReferenceKind.MEASURE,
        "procurement": ReferenceKind.PROCUREMENT,
        "award": ReferenceKind.AWARD,
        "departures.award": ReferenceKind.AWARD,
        "departures.supplier": ReferenceKind.SUPPLIER,
        "difference": ReferenceKind.DIFFERENCE,
        "events": ReferenceKind.STATEMENT,
        # bodies that are expected to speak or to decide
        **dict.fromkeys(_BODIES, ReferenceKind.ORGANISATION),
        "parties": ReferenceKind.ORGANISATION,
    }
)
"""By the path of the field, which means the same in every type. Beside them meta.organisation, and the organisation
that a contract's or procurement's id begins with. Of parties only those with a role in EXPECTED."""

EXPECTED: Final = frozenset({"buyer", "funder"})
"""Roles of those that are expected to speak. Whoever else has to do with a procurement may be anybody."""

DECLARES: Final[Mapping[str, Mapping[str, ReferenceKind]]] = MappingProxyType(
    {
        "declared": {"subject": ReferenceKind.CONTRACT},
        "procurement-declared": {
            "subject": ReferenceKind.PROCUREMENT,
            "awards": ReferenceKind.AWARD,
            "awards.suppliers": ReferenceKind.SUPPLIER,
        },
        "programme-declared": {"subject": ReferenceKind.PROGRAMME},
        "milestone-scheduled": {"milestone": ReferenceKind.MILESTONE},
        "measure-agreed": {"measure": ReferenceKind.MEASURE},
    }
)
"""By the name of the type: the fields that name what it declares."""

OF_CONFIGURED: Final = frozenset(
    {ReferenceKind.CONTRACT, ReferenceKind.PROCUREMENT, ReferenceKind.AWARD, ReferenceKind.SUPPLIER}
)
"""What is looked for only in partnerships that are configured: the open register of another place is published in
parts, and nobody there has undertaken to tell the rest."""

OF_ANY_KIND: Final = frozenset({ReferenceKind.MEASURE, ReferenceKind.DIFFERENCE})
"""What subjects of several kinds have, so that it is within a kind and an id."""

EventData = Event | Plain
"""An event or a part of one, or what the log holds of it."""


def value_of(given: Any, name: str) -> Any:
    """The value of a field, from either form."""
    return given[name] if isinstance(given, dict) else getattr(given, name)

"""Answers to open matters, as subjects hold them. What they settle is told by hub.reconcile.settling.

Source: domain handbook section 8 (statuses of breaks).
"""

from types import MappingProxyType
from typing import Final

from hub.reconcile.comparing import OWN_WORDS, Lines, NotCompared
from hub.reconcile.listed import Listed

SETTLING: Final = frozenset({"agreed", "adjusted", "written_down", "waived"})
"""Answers by which a body waits for nothing more. Source: codelist difference-answer."""

ANSWERS: Final = Listed(
    member="answers",
    item="difference",
    name="answered",
    heading="Answers to differences",
    one="Answer to a difference",
    columns=("answered_as", "until", "assigned_to", "comment"),
    in_short=("answered_as", "until", "assigned_to", "comment"),
)

_OWN: Final = NotCompared("each body answers for itself; a matter is settled when all do")
LINES: Final[Lines] = MappingProxyType(
    {
        ("difference", "answered"): {
            "answered_as": _OWN,
            "events": _OWN,
            "until": _OWN,
            "assigned_to": _OWN,
            "comment": OWN_WORDS,
        }
    }
)

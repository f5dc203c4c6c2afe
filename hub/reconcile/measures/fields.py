"""What becomes of each field of a measure and its results: how two bodies' words on it are compared, and of a date what
opens by it and from when it counts.
"""

from types import MappingProxyType
from typing import Final

from hub.reconcile import rules
from hub.reconcile.comparing import OF_ITS_KEY, OWN_WORDS, Compared, Lines
from hub.reconcile.matter_kinds import MatterKind, MatterSeverity
from hub.reconcile.tense import WHOLE, Plan, Tenses
from hub.reconcile.watched import DONE, Dates, Nothing, Watch

LINES: Final[Lines] = MappingProxyType(
    {
        ("measure", "title"): OWN_WORDS,
        ("measure", "target"): Compared(MatterKind.TARGET, rules.numbers(MatterKind.TARGET)),
        ("measure", "tolerance"): Compared(MatterKind.TARGET, rules.numbers(MatterKind.TARGET)),
        ("measure", "direction"): Compared(MatterKind.TARGET, rules.codes(MatterKind.TARGET)),
        ("measure", "outcome"): OWN_WORDS,
        ("measure", "reported_until"): Compared(MatterKind.DATE, rules.dates),
        ("measure", "unit"): Compared(MatterKind.TARGET, rules.codes(MatterKind.TARGET)),
        ("measure", "owner"): Compared(MatterKind.PARTY, rules.one_body(MatterKind.PARTY)),
        ("measure", "agreed_on"): Compared(MatterKind.DATE, rules.dates),
        ("result", "observed"): {
            "value": Compared(MatterKind.RESULT, rules.numbers(MatterKind.RESULT)),
            "numerator": Compared(MatterKind.RESULT, rules.numbers(MatterKind.RESULT)),
            "denominator": Compared(MatterKind.RESULT, rules.numbers(MatterKind.RESULT)),
            "period_start": OF_ITS_KEY,
            "period_end": OF_ITS_KEY,
        },
    }
)

RETURN: Final = Watch("return", MatterKind.RETURN_MISSING, MatterSeverity.AMBER, None, 0)

RETURN_GRACE: Final = 30
"""Days after the end of a period within which its result is still in time."""

MEASURED: Final = Nothing("it bounds what was measured")
ITS_END: Final = Plan("the end of the period is the day by which it was measured")

DATES: Final[Dates] = MappingProxyType(
    {
        ("measure-agreed", "agreed_on"): DONE,
        ("measure-agreed", "reported_until"): Nothing("a return that is missing until then is watched by its period"),
        ("observed", "period_start"): MEASURED,
        ("observed", "period_end"): RETURN,
    }
)

TENSES: Final[Tenses] = MappingProxyType(
    {
        ("measure-agreed", "agreed_on"): WHOLE,
        ("measure-agreed", "reported_until"): Plan("until when it is reported is agreed, and known at once"),
        ("observed", "period_start"): ITS_END,
        ("observed", "period_end"): WHOLE,
    }
)

"""How near is near and how late is late, said a second time: a board that was told 90 days is not to be told 60."""

from hub.reconcile.kinds.tables import DATES
from hub.reconcile.matter_kinds import MatterSeverity
from hub.reconcile.measures.fields import RETURN_GRACE
from hub.reconcile.watched import Watch

WINDOWS = {
    "contract_end": (90, MatterSeverity.RED),
    "review": (30, MatterSeverity.AMBER),
    "improvement_review": (30, MatterSeverity.AMBER),
    "clause_check": (30, MatterSeverity.RED),
    "risk_review": (30, MatterSeverity.AMBER),
    "intention": (60, MatterSeverity.AMBER),
    "phase": (30, MatterSeverity.AMBER),
    "impact_review": (30, MatterSeverity.AMBER),
    "answer": (30, MatterSeverity.RED),
    "remedy": (14, MatterSeverity.RED),
    "follow_up": (14, MatterSeverity.AMBER),
    "data_request": (14, MatterSeverity.AMBER),
    "milestone": (30, MatterSeverity.RED),
    "return": (0, MatterSeverity.AMBER),
}
"""By the rule's name in matters: days before, and how bad it is when the day has passed."""


def test_every_watched_date_has_its_window() -> None:
    watched = {each.rule: (each.days, each.severity) for each in DATES.values() if isinstance(each, Watch)}
    assert watched == WINDOWS
    assert RETURN_GRACE == 30

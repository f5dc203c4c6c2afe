"""What stands of a programme on a day."""

from typing import NamedTuple

from hub.reconcile.claims import Side
from hub.reconcile.events import Subject
from hub.reconcile.folds import CORE
from hub.reconcile.kinds.programme.decisions import DecisionTaken, taken
from hub.reconcile.kinds.programme.listed import CONDITIONS, IMPACT
from hub.reconcile.kinds.programme.view import ProgrammeView, view_programme
from hub.reconcile.measures.cells import measure_series, results_of
from hub.reconcile.reading import ViewReader


def programme_view(read: ViewReader, programme: str) -> ProgrammeView:
    subject = Subject("programme", programme)
    return view_programme(
        read.history(subject, CORE),
        results_of(read, subject),
        read.day,
        read.configuration,
        lambda measure: read(measure_series, subject, measure),
    )


class ProgrammeTerms(NamedTuple):
    """What a contract asks of its programme. joint_partners: none where nobody lists them."""

    is_joint: bool
    joint_partners: list[str]
    is_declared: bool


def programme_terms(read: ViewReader, programme: str) -> ProgrammeTerms:
    view = read(programme_view, programme)
    return ProgrammeTerms(view.is_joint, view.joint_partners, view.is_declared)


def decisions_taken(read: ViewReader, programme: str) -> dict[str, DecisionTaken]:
    """What each decision of the programme came to."""
    view = read(programme_view, programme)
    conditions = view.things.get(CONDITIONS.item, {})
    return taken(view.things.get("decision", {}), conditions, read.day, read.configuration)


def decision_taken(read: ViewReader, programme: str, decision: str) -> DecisionTaken | None:
    """What one decision came to, so that the others are not looked at again; None where nobody tells of it."""
    return read(decisions_taken, programme).get(decision)


def assessments_of(read: ViewReader, programme: str, contract: str) -> dict[str, list[Side]]:
    """The programme's equality impact assessments that some body says are about the contract, with who says so."""
    named = read(programme_view, programme).things.get(IMPACT.item, {})
    found = {
        key: [side for side in fields[IMPACT.name] if side.claim.value.get("contract") == contract]
        for key, fields in named.items()
    }
    return {key: sides for key, sides in found.items() if sides}

"""What became of a statement about a contract, as its picture shows it.

Of what a body says, `fates` tells which statement is its word on a field. Four sorts of words are not the picture's,
though nothing else was said on their field: the results of earlier periods, because a picture shows the last, the end
of a contract that the body has called open since, its stage before the day of signature that it told ahead, and that
day where something prevented it. The terms that the last result of a measure is assessed by are the picture's words
although something later counts today.
"""

from dataclasses import replace

from hub.reconcile.days import Day
from hub.reconcile.events import Subject
from hub.reconcile.fates import Fate, Told, events_of
from hub.reconcile.kinds.contract.assessing import is_assessed_by
from hub.reconcile.kinds.contract.measures import last_of
from hub.reconcile.kinds.contract.reopening import OF_AN_END
from hub.reconcile.kinds.contract.signing import SIGNED_ON
from hub.reconcile.kinds.contract.view import ContractView
from hub.reconcile.kinds.procurement.stages import STAGE
from hub.reconcile.views import PartnershipViews


def told_of_contract(views: PartnershipViews, subject: Subject, as_of: Day, told: list[Told]) -> list[Told]:
    """told: as `fates` tells it."""
    view = views.contract(subject.id, as_of)
    return [_of_contract(each, view) for each in told]


def _of_contract(told: Told, view: ContractView) -> Told:
    field = told.claim.field
    if told.fate in (Fate.SUPERSEDED, Fate.CLEARED) and is_assessed_by(told.claim, told.body, view.terms):
        return replace(told, fate=Fate.JUDGES)
    if told.fate is not Fate.STANDS:
        return told
    if field in OF_AN_END:
        return _of_an_end(told, view)
    if field == SIGNED_ON and told.body in view.prevented:
        return replace(told, fate=Fate.SUPERSEDED, by=events_of(view.prevented[told.body]))
    if field == STAGE:
        return _of_a_stage(told, view)
    if field.item != "result" or field in view.shown:
        return told
    last = last_of(view.results[field.key])
    return replace(told, fate=Fate.EARLIER, by=events_of(last.sides))


def _of_an_end(told: Told, view: ContractView) -> Told:
    if any(side.body == told.body for side in view.core.get(told.claim.field, ())):
        return told
    open_again = [side for side in view.core[STAGE] if side.body == told.body]
    return replace(told, fate=Fate.SUPERSEDED, by=events_of(open_again))


def _of_a_stage(told: Told, view: ContractView) -> Told:
    (shown,) = (side for side in view.core[STAGE] if side.body == told.body)
    if not shown.behind:  # else it follows from the day of signature, and the stated one gave way to it
        return told
    return replace(told, fate=Fate.SUPERSEDED, by=events_of([shown]))

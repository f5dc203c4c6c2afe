"""What became of a statement about a contract, as its picture shows it.

Of what a body says, `fates` tells which statement is its word on a field. Beside what becomes of its measures
(`hub.reconcile.measures.measured`), three sorts of words are not the picture's, though nothing else was said on their
field: the end of a contract that the body has called open since, its stage before the day of signature that it told
ahead, and that day where something prevented it.
"""

from hub.reconcile.days import Day
from hub.reconcile.events import Subject
from hub.reconcile.fates import Fate, Told, passed_to
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
    told = view.measured.told(told)
    if told.fate is not Fate.STANDS:
        return told
    if field in OF_AN_END:
        return _of_an_end(told, view)
    if field == SIGNED_ON and told.body in view.prevented:
        return passed_to(told, Fate.SUPERSEDED, view.prevented[told.body])
    if field == STAGE:
        return _of_a_stage(told, view)
    return told


def _of_an_end(told: Told, view: ContractView) -> Told:
    if any(side.body == told.body for side in view.core.get(told.claim.field, ())):
        return told
    open_again = [side for side in view.core[STAGE] if side.body == told.body]
    return passed_to(told, Fate.SUPERSEDED, open_again)


def _of_a_stage(told: Told, view: ContractView) -> Told:
    (shown,) = (side for side in view.core[STAGE] if side.body == told.body)
    if not shown.behind:  # else it follows from the day of signature, and the stated one gave way to it
        return told
    return passed_to(told, Fate.SUPERSEDED, [shown])

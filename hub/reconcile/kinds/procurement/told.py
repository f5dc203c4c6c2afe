"""What became of a statement about a procurement, as its picture shows it: the stage that a body states is not the
picture's, once its contracts and awards have come further.
"""

from collections.abc import Mapping

from hub.reconcile.days import Day
from hub.reconcile.events import Subject
from hub.reconcile.fates import Fate, Told, passed_to
from hub.reconcile.kinds.procurement.stages import STAGE, StageWord
from hub.reconcile.views import PartnershipViews


def told_of_procurement(views: PartnershipViews, subject: Subject, as_of: Day, told: list[Told]) -> list[Told]:
    """told: as `fates` tells it."""
    words = {each.side.body: each for each in views.stages(subject.id, as_of)}
    return [_of_procurement(each, words) for each in told]


def _of_procurement(told: Told, words: Mapping[str, StageWord]) -> Told:
    if told.fate is not Fate.STANDS or told.claim.field != STAGE:
        return told
    word = words[told.body]
    stated = any(side.claim[:4] == told.claim[:4] and side.claim.field == STAGE for side in word.of_it)
    return told if stated else passed_to(told, Fate.PASSED, [word.side])

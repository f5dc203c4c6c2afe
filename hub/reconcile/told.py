"""What became of each statement about a subject, as its picture shows it.

Of what a body says, `fates` tells which statement is its word on a field. Five sorts of words are not the picture's,
though nothing else was said on their field: the stage that a body states of a procurement, once its contracts and
awards have come further, the results of earlier periods, because a picture shows the last, the end of a contract
that the body has called open since, its stage before the day of signature that it told ahead, and that day where
something prevented it. The terms that the last result of a measure is judged by are the picture's words although
something later counts today.

Promise: a statement that stands is cited by the picture of its subject, but for the parts that are listed, which are
shown by being there; `explain` and `trace` both ask here. Source: design section 2 (every number can be explained).
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from hub.reconcile.claims import Side
from hub.reconcile.contracts import ContractView
from hub.reconcile.days import Day
from hub.reconcile.events import Subject
from hub.reconcile.fates import Fate, Told, fates
from hub.reconcile.judging import is_judged_by
from hub.reconcile.measures import last_of
from hub.reconcile.reopening import OF_AN_END
from hub.reconcile.signing import SIGNED_ON
from hub.reconcile.stages import STAGE, StageWord
from hub.reconcile.views import PartnershipViews


def told_of(views: PartnershipViews, subject: Subject, as_of: Day) -> list[Told]:
    """Every claim about the subject, once for each body it is for; the newest first within each field and body."""
    told = fates(views.events, subject, as_of, views.configuration)
    match subject.kind:
        case "contract":
            view = views.contract(subject.id, as_of)
            return [_of_contract(each, view) for each in told]
        case "procurement":
            words = {each.side.body: each for each in views.stages(subject.id, as_of)}
            return [_of_procurement(each, words) for each in told]
    return told


def _of_contract(told: Told, view: ContractView) -> Told:
    field = told.claim.field
    if told.fate in (Fate.SUPERSEDED, Fate.CLEARED) and is_judged_by(told.claim, told.body, view.terms):
        return replace(told, fate=Fate.JUDGES)
    if told.fate is not Fate.STANDS:
        return told
    if field in OF_AN_END:
        return _of_an_end(told, view)
    if field == SIGNED_ON and told.body in view.prevented:
        return replace(told, fate=Fate.SUPERSEDED, by=_events(view.prevented[told.body]))
    if field == STAGE:
        return _of_a_stage(told, view)
    if field.item != "result" or field in view.shown:
        return told
    last = last_of(view.results[field.key])
    return replace(told, fate=Fate.EARLIER, by=_events(last.sides))


def _of_an_end(told: Told, view: ContractView) -> Told:
    if any(side.body == told.body for side in view.core.get(told.claim.field, ())):
        return told
    open_again = [side for side in view.core[STAGE] if side.body == told.body]
    return replace(told, fate=Fate.SUPERSEDED, by=_events(open_again))


def _of_a_stage(told: Told, view: ContractView) -> Told:
    (shown,) = (side for side in view.core[STAGE] if side.body == told.body)
    if any(claim.field == STAGE for claim in shown.sources):
        return told
    return replace(told, fate=Fate.SUPERSEDED, by=_events([shown]))


def _of_procurement(told: Told, words: Mapping[str, StageWord]) -> Told:
    if told.fate is not Fate.STANDS or told.claim.field != STAGE:
        return told
    word = words[told.body]
    stated = any(side.claim[:4] == told.claim[:4] and side.claim.field == STAGE for side in word.of_it)
    return told if stated else replace(told, fate=Fate.PASSED, by=_events([word.side]))


def _events(sides: Iterable[Side]) -> tuple[str, ...]:
    return tuple(sorted({claim.event_id for side in sides for claim in side.sources}))

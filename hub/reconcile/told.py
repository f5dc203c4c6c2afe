"""What became of each statement about a subject, as its picture shows it.

Of what a body says, `fates` tells which statement is its word on a field. Some of these are not the picture's, though
nothing else was said on their field; each kind of subject tells which.

Promise: a statement that stands is cited by the picture of its subject, but for the parts that are listed, which are
shown by being there; `explain` and `trace` both ask here. Source: design section 2 (every number can be explained).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from hub.reconcile.answers import ANSWERS
from hub.reconcile.days import Day
from hub.reconcile.events import Subject
from hub.reconcile.fates import Fate, Told, fates
from hub.reconcile.kinds.contract.told import told_of_contract
from hub.reconcile.kinds.procurement.told import told_of_procurement
from hub.reconcile.kinds.programme.told import told_of_programme
from hub.reconcile.views import PartnershipViews

_Shown = Callable[[PartnershipViews, Subject, Day, list[Told]], list[Told]]
_SHOWN: Final[Mapping[str, _Shown]] = MappingProxyType(
    {"contract": told_of_contract, "procurement": told_of_procurement, "programme": told_of_programme}
)
"""By kind. Of the others whatever stands is shown."""


def told_of(views: PartnershipViews, subject: Subject, as_of: Day) -> list[Told]:
    """Every claim about the subject, once for each body it is for; the newest first within each field and body."""
    told = fates(views.events, subject, as_of, views.configuration)
    shown = _SHOWN.get(subject.kind)
    if shown is None:
        return told
    shown_told = shown(views, subject, as_of, told)
    return _answers(views, subject, as_of, shown_told) if any(map(_is_answer, shown_told)) else shown_told


def _is_answer(told: Told) -> bool:
    return told.claim.field.item == ANSWERS.item and told.fate is Fate.STANDS


def _answers(views: PartnershipViews, subject: Subject, as_of: Day, told: Iterable[Told]) -> list[Told]:
    """With those that do not hold told apart, as the picture does."""
    picture = views.picture(subject, as_of)
    assert picture is not None  # an answer about it stands
    lapses = {
        (row[ANSWERS.item], each["organisation"], each["answer"]): each
        for row in picture.body[ANSWERS.member]
        for each in row.get("not_holding", ())
    }
    found = []
    for each in told:
        lapse = lapses.get((each.claim.field.key, each.body, each.claim.event_id)) if _is_answer(each) else None
        if lapse is not None:
            by = tuple(one["statement"] for one in lapse["statements"])
            each = replace(each, fate=Fate.LAPSED, by=by, lapse=lapse)
        found.append(each)
    return found

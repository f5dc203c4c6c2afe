"""What became of each statement about a subject, as its picture shows it.

Of what a body says, `fates` tells which statement is its word on a field. Some of these are not the picture's, though
nothing else was said on their field; each kind of subject tells which.

Promise: a statement that stands is cited by the picture of its subject, but for the parts that are listed, which are
shown by being there; `explain` and `trace` both ask here. Source: design section 2 (every number can be explained).
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from hub.reconcile.days import Day
from hub.reconcile.events import Subject
from hub.reconcile.fates import Told, fates
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
    return told if shown is None else shown(views, subject, as_of, told)

"""The statements behind the words of a programme's picture: its own, and those by which contracts belong to it."""

from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from hub.reconcile.days import Day
from hub.reconcile.events import Subject
from hub.reconcile.explained import Explained, naming, own
from hub.reconcile.kinds.programme.listed import LISTED
from hub.reconcile.members import COMMON, Members, about_contracts, everything, of_items
from hub.reconcile.views import PartnershipViews


def explained_programme(views: PartnershipViews, programme: Subject, as_of: Day) -> Iterator[Explained]:
    yield from own(views, programme, as_of)
    yield from naming(views, programme, as_of)


MEMBERS: Final[Members] = MappingProxyType(
    {
        **COMMON,
        "answered": everything,
        "milestones": of_items("milestone"),
        "decisions": of_items("decision"),
        "measures": of_items("measure", "result"),
        **{each.member: of_items(each.item) for each in LISTED},
        "contracts": about_contracts,
    }
)

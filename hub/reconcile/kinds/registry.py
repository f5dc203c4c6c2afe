"""The kinds of subjects that have pictures, one value each: whoever serves, lists, explains or follows pictures walks
these.

What the events about a kind mean is in hub.reconcile.kinds.tables, its picture's rule in hub.reconcile.kinds.pictures:
state and views are below this module, which knows how pictures are explained too.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from hub.reconcile.days import Day
from hub.reconcile.events import Subject
from hub.reconcile.explained import Explained
from hub.reconcile.kinds.contract.explained import MEMBERS as OF_CONTRACTS
from hub.reconcile.kinds.contract.explained import explained_contract
from hub.reconcile.kinds.contract.listed import LISTED as HELD_BY_CONTRACTS
from hub.reconcile.kinds.contract.listed import VARIATIONS
from hub.reconcile.kinds.contract.typed import ContractPicture
from hub.reconcile.kinds.procurement.explained import MEMBERS as OF_PROCUREMENTS
from hub.reconcile.kinds.procurement.explained import TOTALS, behind_totals, explained_procurement
from hub.reconcile.kinds.procurement.typed import ProcurementPicture
from hub.reconcile.kinds.programme.explained import MEMBERS as OF_PROGRAMMES
from hub.reconcile.kinds.programme.explained import explained_programme
from hub.reconcile.kinds.programme.listed import LISTED as HELD_BY_PROGRAMMES
from hub.reconcile.kinds.programme.typed import ProgrammePicture
from hub.reconcile.kinds.provider.explained import MEMBERS as OF_PROVIDERS
from hub.reconcile.kinds.provider.explained import explained_provider, terms_of_provider
from hub.reconcile.kinds.provider.typed import ProviderPicture
from hub.reconcile.listed import Listed
from hub.reconcile.members import Members
from hub.reconcile.picture import PictureKind
from hub.reconcile.typed import Typed
from hub.reconcile.views import PartnershipViews

Explains = Callable[[PartnershipViews, Subject, Day], Iterable[Explained]]


def _none(views: PartnershipViews, subject: Subject, as_of: Day) -> Iterable[Explained]:
    return ()


@dataclass(frozen=True, slots=True)
class SubjectKind:
    """typed: the type of its picture. listed: things that it holds and that are shown as tables.

    explained: every statement about a subject, and each about something else that its picture stands on. members: which
    of them each member of the picture shows; further: statements that some member shows besides. citing: members that
    cite the statements of theirs, by what finds these. facets: fields by whose values its lists are narrowed;
    facets_of_things: those of them that are parts of things that it holds, with the sort of these.
    """

    name: PictureKind
    typed: type[Typed]
    explained: Explains
    members: Members
    listed: tuple[Listed, ...] = ()
    facets: tuple[str, ...] = ()
    facets_of_things: Mapping[str, Listed] = field(default_factory=dict)
    further: Explains = _none
    citing: Mapping[str, Explains] = field(default_factory=dict)


KINDS: Final = (
    SubjectKind(
        "programme",
        ProgrammePicture,
        explained_programme,
        OF_PROGRAMMES,
        HELD_BY_PROGRAMMES,
        facets=("mode", "theme", "lead_commissioner"),
    ),
    SubjectKind(
        "procurement", ProcurementPicture, explained_procurement, OF_PROCUREMENTS, citing={TOTALS: behind_totals}
    ),
    SubjectKind(
        "contract",
        ContractPicture,
        explained_contract,
        OF_CONTRACTS,
        HELD_BY_CONTRACTS,
        # a joint unit's own questions: whose it is, for whom, inside or outside, where, cut with which others.
        # Source: WAN 6, 9, 10, 17; BOL 1.2, 3.1; LEE 24, 37
        facets=(
            "department",
            "lead_commissioner",
            "client_groups",
            "theme",
            "scope",
            "stage",
            "agreement",
            "provision",
            "areas",
            "batch",
        ),
        facets_of_things=MappingProxyType({"batch": VARIATIONS}),
    ),
    SubjectKind("provider", ProviderPicture, explained_provider, OF_PROVIDERS, further=terms_of_provider),
)

KIND_OF: Final[Mapping[str, SubjectKind]] = MappingProxyType({each.name: each for each in KINDS})

LISTED: Final[Mapping[str, Listed]] = MappingProxyType({each.name: each for kind in KINDS for each in kind.listed})
"""By the name of their field, of all kinds."""
SORTS: Final[Mapping[str, Listed]] = MappingProxyType({each.item: each for each in LISTED.values()})
"""The same by the item of their claims."""

"""The statements behind the words of a contract's picture: its own, and those of its award and procurement, from which
it takes what is not said of it.
"""

from collections.abc import Collection, Iterator
from types import MappingProxyType
from typing import Final

from hub.reconcile.claims import CLEARED, Claim
from hub.reconcile.days import Day
from hub.reconcile.events import Subject
from hub.reconcile.explained import Explained, own, words_behind
from hub.reconcile.kinds.contract.listed import LISTED
from hub.reconcile.kinds.contract.practice import named_decisions
from hub.reconcile.kinds.procurement.stages import STAGE
from hub.reconcile.kinds.programme.listed import IMPACT
from hub.reconcile.members import COMMON, Members, everything, of_items
from hub.reconcile.told import told_of
from hub.reconcile.views import PartnershipViews


def explained_contract(views: PartnershipViews, contract: Subject, as_of: Day) -> Iterator[Explained]:
    view = views.contract(contract.id, as_of)
    staged = words_behind({STAGE: view.core.get(STAGE, ())})
    for each in told_of(views, contract, as_of):
        fields = {each.claim.field, *staged.get((each.claim.field, each.body), ())}
        yield Explained(each, tuple((contract, field) for field in sorted(fields)))
    for programme in views.events.programmes_naming(contract):
        assessing = own(views, Subject("programme", programme), as_of)
        yield from (each for each in assessing if _assesses(each.told.claim, contract.id))
    if views.configuration.practice_of(views.partnership) and (decisions := named_decisions(view)):
        for programme in view.programmes:
            told = own(views, Subject("programme", programme), as_of)
            yield from (each for each in told if _is_decided(each.told.claim, decisions))
    for procurement, sides in view.procurements.items():
        bodies = {side.body for side in sides}
        taken = {
            field: [side for side in sides if side.taken_from is not None and side.body in bodies]
            for field, sides in view.core.items()
        }
        behind = words_behind(taken)
        about = Subject("procurement", procurement)
        ended = words_behind(views.ended_by(contract.id, as_of).get(procurement, {}))
        for each in told_of(views, about, as_of):
            said = each.claim.field, each.body
            words = [
                *((contract, word) for word in behind.get(said, ())),
                *((about, word) for word in ended.get(said, ())),
            ]
            if words:
                yield Explained(each, tuple(words))


def _is_decided(claim: Claim, decisions: Collection[str]) -> bool:
    return claim.field.item == "decision" and claim.field.key in decisions


def _assesses(claim: Claim, contract: str) -> bool:
    return claim.field.item == IMPACT.item and claim.value is not CLEARED and claim.value.get("contract") == contract


_ENDING: Final = ("status", "stage")


def ends_it(each: Explained) -> bool:
    """Whether it is a word of its procurement, or of an award of it, by which it came to nothing."""
    return each.told.statement.type.about == "procurement" and each.told.claim.field.name in _ENDING


MEMBERS: Final[Members] = MappingProxyType(
    {
        **COMMON,
        "answered": everything,
        "programmes": of_items("programme"),
        "assessed_in": of_items(IMPACT.item),
        "clauses": of_items("clause"),
        "measures": of_items("measure", "result"),
        **{each.member: of_items(each.item) for each in LISTED},
        "ended_by": ends_it,
    }
)

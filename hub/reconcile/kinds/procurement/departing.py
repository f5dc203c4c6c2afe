"""Who has left an award: what counts as leaving, and until when.

A supplier that left is out until a later statement of the award names it again, for each body in its own words. It may
have left one award, or all of them. Of what is said for the same day at the same time leaving counts. Source: OCDS 1.1
(award amendments); the United Kingdom's role removedSupplier; decision 13.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from hub.reconcile.claims import Claim

_REMOVED: Final = "removedSupplier"


def left_by_role(roles: Sequence[str]) -> bool:
    """Whether an organisation of these roles, in one statement, was a supplier and is none any more."""
    return _REMOVED in roles and "supplier" not in roles


def departure(named: Claim | None, left: Iterable[Claim]) -> Claim | None:
    """The last of a body's words that the supplier has left, unless the body named it in the award after that.

    named: the word that names it, if there is one; left: the words that it has left.
    """
    last = max(left, key=Claim.order, default=None)
    if last is None or (named is not None and _when(named) > _when(last)):
        return None
    return last


def _when(claim: Claim) -> tuple[int, int]:
    return claim.effective, claim.recorded

"""How far a process or contract has come: what a release holds tells it, and the tag says at most how far.

An award is no contract, and a contract is one when it is signed or active. What came to nothing has ended. Where
nothing in the release tells a stage, none is stated. Source: OCDS 1.1 codelists releaseTag, contractStatus and
awardStatus.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from connectors.ocds import texts
from connectors.ocds.part import Part
from hub.events.procurement import VOID

STAGES: Final = ("planning", "tender", "award", "contract", "ended")

TAGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "planning": "planning",
        "planningUpdate": "planning",
        "tender": "tender",
        "tenderUpdate": "tender",
        "tenderAmendment": "tender",
        "tenderCancellation": "tender",
        "award": "award",
        "awardUpdate": "award",
        "awardCancellation": "award",
        "contract": "contract",
        "contractUpdate": "contract",
        "implementation": "contract",
        "implementationUpdate": "contract",
        "contractAmendment": "contract",
        "contractTermination": "ended",
    }
)
"""The furthest stage that a release with this tag tells of. A test holds the table against the codelist."""

UNSUPPORTED: Final[Mapping[str, str]] = MappingProxyType(
    {"compiled": "a compiled release is a sum; send the releases that it was made of"}
)

AMENDING: Final = frozenset({"awardUpdate", "contractUpdate", "contractAmendment", "implementationUpdate"})
CLOSED: Final = "terminated"
IN_FORCE: Final = "active"
_OPEN: Final = ("pending", "active")
# an entry of awards[] that holds nothing else only says that something was amended
_NO_AWARD: Final = frozenset({"id", "amendments", "documents", "relatedLots"})


def furthest(tags: Iterable[str]) -> int:
    """The place in STAGES of the furthest of the tags; every tag that is not in TAGS is passed over."""
    return max((STAGES.index(TAGS[tag]) for tag in tags if tag in TAGS), default=0)


def is_void(part: Part) -> bool:
    return part.word("status") in VOID


def is_awarded(award: Part) -> bool:
    return bool(set(award.names()) - _NO_AWARD) and not is_void(award)


def is_signed(contract: Part, published: str) -> bool:
    """Signed by the day of the release, or active where no day of signing is given. published: YYYY-MM-DD."""
    signed = contract.day("dateSigned")
    return contract.word("status") == IN_FORCE if signed is None else not texts.is_before(published, signed)


def tell_of_void_awards(contracts: Iterable[Part], awards: Iterable[Part], published: str) -> None:
    """A contract that is signed though its release says that its award came to nothing: it counts, and is told."""
    void = {str(each.given("id")): each.word("status") for each in awards if is_void(each)}
    for contract in contracts:
        status = void.get(str(contract.given("awardID")))
        if status is not None and not is_void(contract) and is_signed(contract, published):
            problem = (
                f"names an award that is {status} in this release, and the contract is signed: it counts all the same"
            )
            contract.tell("awardID", problem, "check the status of both, and publish the release again as it is meant")


def has_ended(contract: Part, most: int) -> bool:
    """Terminated, or named by a release that tells of an end and not called open; never by one that tells of awards."""
    status = contract.word("status")
    if most < STAGES.index("contract"):
        return False
    return status == CLOSED or (STAGES[most] == "ended" and status not in _OPEN and not is_void(contract))


def is_beyond_award(contract: Part, most: int, published: str) -> bool:
    """Signed, in force or over, in a release whose tags tell of an award: it says none of that, and takes none of it
    back."""
    is_signed_beyond = STAGES[most] == "award" and not is_void(contract) and is_signed(contract, published)
    return is_signed_beyond or is_status_beyond_award(contract, most)


def is_signature_beyond_award(contract: Part, most: int) -> bool:
    """Also one that is still to come: from its day on the contract would be signed."""
    return STAGES[most] == "award" and not is_void(contract) and contract.has("dateSigned")


def is_status_beyond_award(contract: Part, most: int) -> bool:
    return STAGES[most] == "award" and contract.word("status") in (IN_FORCE, CLOSED)


def tell_of_what_is_beyond(contract: Part, most: int) -> None:
    for name, is_beyond in (
        ("status", is_status_beyond_award(contract, most)),
        ("dateSigned", is_signature_beyond_award(contract, most)),
    ):
        if is_beyond:
            problem = "goes further than an award, and the tags tell of nothing further than that, so it is not used"
            contract.tell(name, problem, "give the release the tag contract or contractTermination")


def stage_of_contract(contract: Part, most: int, published: str) -> str | None:
    """None where nothing in the release tells it; unknown of what came to nothing, and where what told it is taken
    back, so that the status and the signature that stand tell it."""
    if is_beyond_award(contract, most, published):
        return None
    if is_void(contract):
        return "unknown"
    if is_signed(contract, published):
        return "contract"
    if contract.has("status") or contract.has("dateSigned"):
        return "award"
    return "unknown" if contract.is_null("status") or contract.is_null("dateSigned") else None


def stage_of_procurement(release: Part, tags: Iterable[str], published: str, *, anew: bool) -> str | None:
    """None where nothing in the release tells it: a notice of a change says nothing of how far the process has come.

    anew: the release states all of the process anew. Else awards and contracts that stand tell it, of which a release
    holds some only (hub.reconcile.kinds.procurement.stages), and a tender that changes does not take back a contract.
    """
    tags = list(tags)
    most = furthest(tags)
    tender, awards, contracts = release.part("tender"), release.parts("awards"), release.parts("contracts")
    if is_void(tender) or ("tenderCancellation" in tags and not tender.has("status")):
        return "ended"
    if most >= STAGES.index("award") and not anew:
        return None
    if most >= STAGES.index("contract") and any(is_signed(each, published) and not is_void(each) for each in contracts):
        return "contract"
    if most >= STAGES.index("award"):
        if awards and all(map(is_void, awards)):
            return "ended"
        return "award" if any(map(is_awarded, awards)) else None
    if not anew and not {"planning", "planningUpdate", "tender"}.intersection(tags):
        return None
    return STAGES[most] if tender or release.part("planning") else None
